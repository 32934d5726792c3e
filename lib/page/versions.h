/* versions.h: the versions of the libraries that decide what text is read, each told by the one file that uses it; static storage */
#ifndef DX_PAGE_VERSIONS_H
#define DX_PAGE_VERSIONS_H

/* A number that a library's header defines, as text. */
#define DX_TEXT_OF(x) #x
#define DX_TEXT(x) DX_TEXT_OF(x)

const char *dx_heif_version(void);
const char *dx_icu_version(void);
const char *dx_leptonica_version(void);
const char *dx_exif_version(void);
const char *dx_jpeg_version(void);
const char *dx_png_version(void);
const char *dx_tiff_version(void);
const char *dx_xml_version(void);
const char *dx_poppler_version(void);
#endif
