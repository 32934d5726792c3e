/* native.h: numbers in Thai and Khmer digits on a raster, read glyph by glyph
 *
 * Tesseract's models of Thai know five of the ten digits (measured on ten fonts: 4, 6, 7, 8 and 9 become others, or go), and no model of Khmer is
 * asked for. A word of native digits, and any that may be a number which it took for something else ("OW9-CIVE-GEECY"), is parted at its white columns,
 * and its glyphs are told apart by a small network for each script (models/native/train.py). */
#ifndef DX_PAGE_NATIVE_H
#define DX_PAGE_NATIVE_H

#include "page/seen.h"

#define DX_NATIVE_SIDE 16
#define DX_NATIVE_INPUTS (DX_NATIVE_SIDE * DX_NATIVE_SIDE + 4)
#define DX_NATIVE_GLYPHS 64 /* of one word: longer ones are left as they are */

/* A glyph: its box, and what the network is given of it: its ink in a raster of its own, then its width, height, top and bottom by the word's height. */
struct dx_native_glyph {
    int x, y, w, h;
    uint8_t in[DX_NATIVE_INPUTS];
};

/* The glyphs of the word in box [x,y,w,h], and of what goes on with it between the columns `from` and `to`; 0: none, or more than there is room for. */
DX_API size_t dx_native_glyphs(const struct dx_picture *p, const int box[4], int from, int to, struct dx_native_glyph g[DX_NATIVE_GLYPHS]);
/* Reads such words of the list anew, from the raster that they were seen on; what isn't beyond doubt stays. DX_OK or DX_NOMEM. */
DX_API int dx_native_reread(struct dx_seen_list *seen, const struct dx_picture *p, struct dx_err *e);
#endif
