/* place.h: what stands around a box on a page: the words to its left and those above it
 *
 * On cards and forms a label stands over its value or in a column to the left, and a recogniser gives both in lines far apart.
 * The picture still knows. */
#ifndef DX_FIND_PLACE_H
#define DX_FIND_PLACE_H

#include "find/scan/scan.h"

/* Appends to *left the words of the box's row that stand to its left, the nearest last; to *above those of the nearest one or two
 * rows over it, a line each, the nearest last; to *column the head of its column, where three rows and more stand over it: up to three rows
 * without a digit, a line each, the highest first. Words are separated by one space; at most DX_PLACE_BYTES each. `page` is the text that the
 * words' offsets count in. Linear in n. */
DX_API void dx_place_around(struct dx_str page, const struct dx_box_word *words, size_t n, const int box[4], struct dx_buf *left,
                     struct dx_buf *above, struct dx_buf *column);
#define DX_PLACE_BYTES 200
/* The words as they stand on a page whose rows don't fall or rise: copies, n of them, into `level`. The slope is that of the lines
 * (words that the page's text parts by nothing but a blank), where these agree; else the boxes stay as they are. */
DX_API void dx_place_level(struct dx_str page, const struct dx_box_word *words, size_t n, struct dx_box_word *level);
/* The least confidence of the words that hold source bytes [start,end) of the piece; 1: there are none. */
double dx_piece_confidence(const struct dx_piece *p, size_t start, size_t end);
/* The box of these words: of those of the first line, when they stand on several. False: there are none. */
bool dx_piece_box(const struct dx_piece *p, size_t start, size_t end, int box[4]);
#endif
