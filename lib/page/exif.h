/* exif.h: what a camera wrote beside the picture: orientation, make, times, place; the one door to libexif */
#ifndef DX_PAGE_EXIF_H
#define DX_PAGE_EXIF_H

#include "base/buf.h"

/* Reads an EXIF block (from its TIFF header on). *orientation gets 1 to 8, and stays as it is when the block doesn't say.
 * Appends `Key: value` lines to *lines: values in UTF-8 on one line, dates as YYYY-MM-DD HH:MM:SS with the zone where one is
 * given, the place in decimal degrees. A block that can't be read gives nothing: the picture is none the worse. */
DX_API void dx_exif_read(struct dx_str block, int *orientation, struct dx_buf *lines);
#endif
