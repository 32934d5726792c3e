/* tiff.c: keeping libtiff, which Leptonica reads TIFF with, from printing on standard error */
#include <tiffio.h>

#include "page/decode.h"

void dx_tiff_quiet(void)
{
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
}
