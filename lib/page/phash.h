/* phash.h: a perceptual hash: pictures that look alike have hashes that differ in few bits */
#ifndef DX_PAGE_PHASH_H
#define DX_PAGE_PHASH_H

#include "page/picture.h"

/* 64 bits of the upright picture: it is reduced to 32 × 32 means, of its cosine transform (DCT-II) the 8 × 8 lowest frequencies but
 * the first row and column each give a bit: above their median or not; row by row, highest bit first. All in integers, so that
 * every machine gives the same bits. Two scans of one page differ in fewer than some 10 bits. */
DX_API uint64_t dx_phash(const struct dx_picture *p);
#endif
