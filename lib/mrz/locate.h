/* locate.h: where a picture may hold machine-readable zones: lines of even pitch, two or three of one length, at any angle */
#ifndef DX_MRZ_LOCATE_H
#define DX_MRZ_LOCATE_H

#include "mrz/lines.h"

/* A line of a zone, in stored pixels: its middle, the direction in which it is read (a unit vector; the letters' feet lie at its
 * right, y downwards), its length from the first character's left side to the last one's right, and the height of its capitals.
 * */
struct dx_mrz_line {
    double x, y, ux, uy, length, height;
};

struct dx_mrz_place {
    int n;                       /* 2 or 3 lines, the first one first */
    struct dx_mrz_line line[3];
    int cells;                   /* 30, 36 or 44 characters a line, by its pitch */
    double score;                /* how even the pitch is, 0 to 1 */
};

/* The sizes in which a picture is looked at, the smallest first: so many halves of its pixels, either way, become one; 2: as it is, 1: twice
 * as large (small pictures, whose zones may be tiny). Which follows `size`; 0: the first. 0 when there is no other. Characters are seen when
 * they are DX_MRZ_FINEST to DX_MRZ_FINEST * 2.25 pixels of the size apart. */
#define DX_MRZ_FINEST 6
DX_API int dx_mrz_size(const struct dx_picture *p, int size);
/* Finds places in one of the sizes, the evenest first, at most max of them; each reads upside down as well as upright: see
 * dx_mrz_place_turn. What the same print may be (lines paired otherwise, seen in part) stands as several places: reading them tells which
 * is right. Work is bounded by the picture's pixels. DX_OK (also with none), DX_NOMEM. */
DX_API int dx_mrz_locate(const struct dx_mrz_seer *m, const struct dx_picture *p, int size, struct dx_mrz_place *place, int max, int *n,
                         struct dx_err *e);
/* The same place read the other way round. */
DX_API struct dx_mrz_place dx_mrz_place_turn(const struct dx_mrz_place *p);
#endif
