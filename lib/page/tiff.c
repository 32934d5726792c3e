/* tiff.c: keeping libtiff, which Leptonica reads TIFF with, from printing on standard error */
#include <tiffio.h>

#include "page/decode.h"
#include "page/versions.h"

void dx_tiff_quiet(void)
{
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
}

const char *dx_tiff_version(void) { return DX_TEXT(TIFFLIB_MAJOR_VERSION) "." DX_TEXT(TIFFLIB_MINOR_VERSION) "." DX_TEXT(TIFFLIB_MICRO_VERSION); }
