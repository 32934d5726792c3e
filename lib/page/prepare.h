/* prepare.h: making a grey picture ready for a recogniser: even light, upright lines, a size that suits */
#ifndef DX_PAGE_PREPARE_H
#define DX_PAGE_PREPARE_H

#include "page/picture.h"

#define DX_PAPER 250 /* the grey level of paper that was evened out */

/* Evens out the background (shadows, paper colour) in place, to DX_PAPER; a picture too small for it is left as it is. DX_NOMEM. */
DX_API int dx_prepare_background(struct dx_picture *p, struct dx_err *e);
/* The same, and light text on a dark ground (dark modes, coloured bubbles of a chat) becomes dark text on paper. DX_NOMEM. */
DX_API int dx_prepare_paper(struct dx_picture *p, struct dx_err *e);
/* What was moved in a picture: it stands at this box now, and stood `by` pixels further right. Starts as all zero; p is given back with free. */
struct dx_moved_list {
    struct dx_moved {
        int x, y, w, h, by;
    } *p;
    size_t n, cap;
};
/* Boxes around single characters and frames of fields and tables, on even paper, become paper in place; characters that stood in a row of
 * boxes are moved to each other, which the list tells. DX_NOMEM. */
DX_API int dx_prepare_frames(struct dx_picture *p, struct dx_moved_list *l, struct dx_err *e);
/* The box of a character, back to where it stood. */
DX_API void dx_moved_back(const struct dx_moved_list *l, int box[4]);
/* The angle in degrees by which the text lines must be turned clockwise to lie level, 0 when there is no clear answer
 * (within ±14°, in steps of a hundredth). */
DX_API double dx_prepare_skew(const struct dx_picture *p);
/* A new picture of the same size, turned clockwise about its middle by `degrees`; corners that come in are white.
 * *m maps its pixels back to p's. */
DX_API int dx_prepare_turn(struct dx_picture **out, const struct dx_picture *p, double degrees, struct dx_map *m, struct dx_err *e);
/* A new picture, `factor` times as large (0.05 to 4); *m maps its pixels back to p's. */
DX_API int dx_prepare_scale(struct dx_picture **out, const struct dx_picture *p, double factor, struct dx_map *m, struct dx_err *e);
#endif
