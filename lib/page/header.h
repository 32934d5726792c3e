/* header.h: what a picture file declares before anything is decoded: size, resolution, orientation, where its EXIF lies
 *
 * Pure reading of bytes (of HEIF by libheif, whose boxes nest), so that a picture of 60,000 × 60,000 pixels in 200 bytes is refused before any decoder sees it.
 * Sources: ISO/IEC 10918-1 B.2 and JFIF 1.02; PNG (third edition) 5 and 11; TIFF 6.0 section 2 and BigTIFF; RIFF/WebP container
 * (RFC 9649); GIF89a; BITMAPFILEHEADER; Netpbm's pbm(5), pgm(5), ppm(5). */
#ifndef DX_PAGE_HEADER_H
#define DX_PAGE_HEADER_H

#include "base/buf.h"

enum dx_format { DX_FORMAT_NONE, DX_FORMAT_JPEG, DX_FORMAT_PNG, DX_FORMAT_TIFF, DX_FORMAT_WEBP, DX_FORMAT_BMP, DX_FORMAT_GIF, DX_FORMAT_HEIF, DX_FORMAT_PNM };

struct dx_header {
    enum dx_format format;
    int w, h;           /* at least 1 when the header could be read */
    int dpi;            /* 0: not said */
    int orientation;    /* as a TIFF directory says it, else 1; the EXIF of other formats is exif.h's */
    int components;     /* JPEG: 1 grey, 3 colour, 4 CMYK; else 0 */
    bool cut;           /* the file ends before what it declares */
    bool turned;        /* HEIF: the file itself turns the picture by a quarter */
    struct dx_str exif; /* EXIF block (starts with its TIFF header), points into the file; {NULL,0}: none */
    struct dx_str xmp;  /* reserved for XMP packets; {NULL,0}: none */
    size_t frame_end;   /* GIF: bytes up to the end of the first frame; else 0 */
    size_t pixels;      /* PNM: where its pixels begin; else 0 */
    int most;           /* PNM: the largest value, 1 to 65535; else 0 */
    size_t clear;       /* GIF: where the palette entry of the transparent colour lies; 0: none */
    /* TIFF: where this directory and the next one lie (next 0: the last one), and the value of its orientation tag (0: none). HEIF: the numbers
     * of this picture, from 0, and of the next one. */
    size_t dir, next, orientation_at;
};

/* What the bytes look like, by their signature. */
DX_API enum dx_format dx_format_of(const uint8_t *p, size_t n);
/* Reads the header; of a TIFF, that of its first directory, of a HEIF, that of its first picture. DX_BAD: malformed, truncated, unsupported. */
DX_API int dx_header_read(struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
/* The next directory of a TIFF, or picture of a HEIF (h->next isn't 0), in place. */
DX_API int dx_header_next(struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
/* The header of a HEIF's picture of this number; heif.c's. */
int dx_heif_header(struct dx_header *h, const uint8_t *p, size_t n, size_t index, struct dx_err *e);
/* "JPEG" …, for messages. */
DX_API const char *dx_format_name(enum dx_format f);
#endif
