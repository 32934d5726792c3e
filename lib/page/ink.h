/* ink.h: how clearly ink stands out from paper on a raster */
#ifndef DX_PAGE_INK_H
#define DX_PAGE_INK_H

#include "page/picture.h"

/* Otsu's threshold (IEEE Trans. SMC 9, 1979), which parts all pixels into two heaps of levels, and how far apart their means are. */
struct dx_ink {
    int threshold;   /* ink is at most so light */
    double contrast; /* grey levels; 0: all pixels are of one level */
};

DX_API struct dx_ink dx_ink_of(const struct dx_picture *p);
/* Specks of a threshold: dark pixels that stand alone in their row. */
DX_API size_t dx_ink_specks(const struct dx_picture *p, int threshold);
#endif
