/* picture.h: a decoded picture: 8-bit grey, as stored in the file, before EXIF, turning, deskew or scaling */
#ifndef DX_PAGE_PICTURE_H
#define DX_PAGE_PICTURE_H

#include "base/buf.h"

struct dx_picture {
    int w, h;
    size_t stride;   /* bytes from row to row, at least w */
    uint8_t *grey;   /* 0 black … 255 white (ITU-R BT.601 luma of colour); alpha is laid on white */
    int dpi;         /* as the file says, 0 when it doesn't */
    bool coarse;     /* recognisers make do with half the resolution: the page took too much before */
    int full_w, full_h; /* of what is stored, when this has half of each, rounded up; 0: it is as stored */
    int orientation; /* EXIF orientation 1 to 8 that a viewer would apply to the stored pixels; 1 when none */
};

/* A straight map between two pixel rasters of one picture: stored x = a·x + b·y + c, stored y = d·x + e·y + f. */
struct dx_map {
    double a, b, c, d, e, f;
};
#define DX_MAP_IDENTITY ((struct dx_map){1, 0, 0, 0, 1, 0})

/* Room for a picture; grey is filled with white. DX_NOMEM. */
DX_API int dx_picture_new(struct dx_picture **p, int w, int h, struct dx_err *e);
DX_API void dx_picture_free(struct dx_picture *p);
/* For who decodes row by row into half the size (full_w × full_h is what is stored): row y stands in pair[(y % 2) * full_w]; when the other one
 * of the pair stands there, too, or there is none, a row of means of four goes to its place. */
DX_API void dx_picture_halve(struct dx_picture *p, const uint8_t *pair, int y);
/* A new picture as EXIF orientation o (1 to 8) shows it; *m maps its pixels back to p's. */
DX_API int dx_picture_orient(struct dx_picture **out, const struct dx_picture *p, int o, struct dx_map *m, struct dx_err *e);
/* Its pixels to those that are stored, and the size that is stored. */
DX_API struct dx_map dx_picture_stored(const struct dx_picture *p, int *w, int *h);
/* The map that does `first`, then `then`. */
DX_API struct dx_map dx_map_join(struct dx_map first, struct dx_map then);
/* The axis-parallel box [x,y,w,h] in stored pixels that encloses box `in` of the mapped raster, cut to w × h pixels. */
DX_API void dx_map_box(const struct dx_map *m, const int in[4], int w, int h, int out[4]);
/* The four corners of box `in` (in reading order: top left, top right, bottom right, bottom left) in stored pixels. */
DX_API void dx_map_quad(const struct dx_map *m, const int in[4], int out[8]);
/* 8-bit grey PNG, for crops and tests: appends the file to b. */
DX_API int dx_picture_png(const struct dx_picture *p, struct dx_buf *b, struct dx_err *e);
#endif
