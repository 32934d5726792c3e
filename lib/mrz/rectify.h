/* rectify.h: from roughly located lines to the cells of a fixed-pitch grid, classified */
#ifndef DX_MRZ_RECTIFY_H
#define DX_MRZ_RECTIFY_H

#include "mrz/cells.h"
#include "page/picture.h"

#define DX_MRZ_GRID_LINES 3
#define DX_MRZ_GRID_COLUMNS 44
#define DX_MRZ_WORTH 0.6 /* noise comes to 0.45 to 0.6, zones that can be read to 0.9 and more */

/* Where a line of a zone roughly lies, in the picture's pixels: its middle, the direction in which it is read (a unit vector;
 * the letters' feet lie
 * at its right, y downwards), its length from the first character's left side to the last one's right, and the height of its
 * capitals.
 * Half a pitch and a fifth of the height off do no harm. */
struct dx_mrz_rough {
    double x, y, ux, uy, length, height;
};

/* How a line lies after all: t goes from -1 (middle of the first cell) to 1 (the last one's); what stands at t is
 * x + ux·along - uy·across, y + uy·along + ux·across, with along and across polynomials of t. */
struct dx_mrz_laid {
    double x, y, ux, uy;
    double along[3], across[4];
    double height, slope; /* of capitals: at t, height·(1 + slope·t) */
};

struct dx_mrz_grid {
    int lines, columns;
    struct dx_mrz_laid laid[DX_MRZ_GRID_LINES];
    struct dx_mrz_cell cell[DX_MRZ_GRID_LINES][DX_MRZ_GRID_COLUMNS];
    struct dx_mrz_cell beside[DX_MRZ_GRID_LINES][2]; /* before the first and after the last */
    double clear; /* mean probability of the likeliest characters, 0 to 1; below DX_MRZ_WORTH nothing was laid, the cells are empty; 0: what was
                   * read stands where no format has such characters; … */
    int slip; /* … then, if a line reads as another one of its format does, by how many lines: the zone begins so many lines further up */
};

/* Lays n (1 to 3) lines of `columns` (2 to 44) cells level and classifies the cells. The picture's place of every cell is found
 * by the evenness of
 * the pitch first, then by where the classifier sees the characters. DX_NOMEM. */
DX_API int dx_mrz_rectify(const struct dx_mrz_cells *m, const struct dx_picture *p, const struct dx_mrz_rough *rough, int n,
        int columns,
                          struct dx_mrz_grid *g, struct dx_err *e);
/* A quick look, a tenth of the work: how clear (as in the grid) some cells are where they are thought to be, and how clear when the
 * lines are read the other way round. Of all that was looked at, a zone is clearest the right way: 0.9 and more, hardly ever below 0.6. */
DX_API int dx_mrz_glance(const struct dx_mrz_cells *m, const struct dx_picture *p, const struct dx_mrz_rough *rough, int n, int columns,
                         double clear[2], struct dx_err *e);
/* Moves the grid one cell along the lines (by 1) or back (by -1). */
DX_API void dx_mrz_grid_shift(struct dx_mrz_grid *g, int by);
/* The middle of a cell in the picture; column may have a fraction, and lie outside the line. */
DX_API void dx_mrz_grid_at(const struct dx_mrz_grid *g, int line, double column, double *x, double *y);
/* The zone's corners [x1,y1,…,x4,y4] in reading order. */
DX_API void dx_mrz_grid_quad(const struct dx_mrz_grid *g, double quad[8]);
#endif
