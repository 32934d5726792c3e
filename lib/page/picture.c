/* picture.c: grey rasters, their eight orientations, and maps between a raster and the stored picture */
#include "page/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

int dx_picture_new(struct dx_picture **out, int w, int h, struct dx_err *e)
{
    *out = NULL;
    if (w < 1 || h < 1)
        return dx_fail(e, DX_BAD, "malformed", "picture of %d x %d pixels", w, h);
    if (w > DX_PICTURE_SIDE * 4 || h > DX_PICTURE_SIDE * 4)
        return dx_fail_limit(e, "pixels", "picture of %d x %d pixels", w, h);
    struct dx_picture *p = calloc(1, sizeof *p);
    if (!p)
        return dx_fail_nomem(e);
    *p = (struct dx_picture){.w = w, .h = h, .stride = (size_t)w, .orientation = 1};
    p->grey = malloc(p->stride * (size_t)h);
    if (!p->grey) {
        free(p);
        return dx_fail_nomem(e);
    }
    memset(p->grey, 255, p->stride * (size_t)h);
    *out = p;
    return DX_OK;
}

void dx_picture_free(struct dx_picture *p)
{
    if (!p)
        return;
    free(p->grey);
    free(p);
}

void dx_picture_halve(struct dx_picture *p, const uint8_t *pair, int y)
{
    size_t w = (size_t)p->full_w;
    if (y % 2 == 0 && y + 1 < p->full_h)
        return;
    const uint8_t *a = pair, *b = y % 2 ? a + w : a;
    uint8_t *to = p->grey + (size_t)(y / 2) * p->stride;
    for (size_t x = 0; x < w; x += 2) {
        size_t r = x + 1 < w ? x + 1 : x;
        to[x / 2] = (uint8_t)((a[x] + a[r] + b[x] + b[r] + 2) / 4);
    }
}

/* Where pixel (x,y) of the shown picture comes from: stored = a·x + b·y + cw·(W-1) + ch·(H-1), for x and for y.
 * EXIF 2.32, tag 0x0112: which stored side is shown at the top and at the left. */
static const struct {
    int8_t a, b, cw, d, e, fh;
} turns[9] = {
    {1, 0, 0, 0, 1, 0},  {1, 0, 0, 0, 1, 0},  {-1, 0, 1, 0, 1, 0}, {-1, 0, 1, 0, -1, 1}, {1, 0, 0, 0, -1, 1},
    {0, 1, 0, 1, 0, 0},  {0, 1, 0, -1, 0, 1}, {0, -1, 1, -1, 0, 1}, {0, -1, 1, 1, 0, 0},
};

int dx_picture_orient(struct dx_picture **out, const struct dx_picture *p, int o, struct dx_map *m, struct dx_err *e)
{
    if (o < 1 || o > 8)
        o = 1;
    bool swap = o >= 5;
    int rc = dx_picture_new(out, swap ? p->h : p->w, swap ? p->w : p->h, e);
    if (rc != DX_OK)
        return rc;
    struct dx_picture *q = *out;
    q->dpi = p->dpi;
    int a = turns[o].a, b = turns[o].b, c = turns[o].cw * (p->w - 1), d = turns[o].d, ey = turns[o].e, f = turns[o].fh * (p->h - 1);
    ptrdiff_t step = (ptrdiff_t)d * (ptrdiff_t)p->stride + a;
    for (int y = 0; y < q->h; y++) {
        const uint8_t *from = p->grey + (ptrdiff_t)(ey * y + f) * (ptrdiff_t)p->stride + (b * y + c);
        uint8_t *to = q->grey + (size_t)y * q->stride;
        for (int x = 0; x < q->w; x++)
            to[x] = from[step * x];
    }
    /* maps speak of positions between pixels, where the far edge is W, not W-1 */
    *m = (struct dx_map){a, b, turns[o].cw * p->w, d, ey, turns[o].fh * p->h};
    return DX_OK;
}

struct dx_map dx_picture_stored(const struct dx_picture *p, int *w, int *h)
{
    int by = p->full_w ? 2 : 1;
    *w = p->full_w ? p->full_w : p->w;
    *h = p->full_h ? p->full_h : p->h;
    return (struct dx_map){by, 0, 0, 0, by, 0};
}

struct dx_map dx_map_join(struct dx_map s, struct dx_map t)
{
    return (struct dx_map){t.a * s.a + t.b * s.d, t.a * s.b + t.b * s.e, t.a * s.c + t.b * s.f + t.c,
                           t.d * s.a + t.e * s.d, t.d * s.b + t.e * s.e, t.d * s.c + t.e * s.f + t.f};
}

static int near(double v)
{
    if (!(v > -1e9))
        return -1000000000;
    return v < 1e9 ? (int)lround(v) : 1000000000;
}

void dx_map_quad(const struct dx_map *m, const int in[4], int out[8])
{
    const double x[4] = {in[0], (double)in[0] + in[2], (double)in[0] + in[2], in[0]};
    const double y[4] = {in[1], in[1], (double)in[1] + in[3], (double)in[1] + in[3]};
    for (int i = 0; i < 4; i++) {
        out[2 * i] = near(m->a * x[i] + m->b * y[i] + m->c);
        out[2 * i + 1] = near(m->d * x[i] + m->e * y[i] + m->f);
    }
}

static int clamp(int v, int low, int high) { return v < low ? low : v > high ? high : v; }

void dx_map_box(const struct dx_map *m, const int in[4], int w, int h, int out[4])
{
    int q[8];
    dx_map_quad(m, in, q);
    int x0 = q[0], x1 = q[0], y0 = q[1], y1 = q[1];
    for (int i = 1; i < 4; i++) {
        x0 = q[2 * i] < x0 ? q[2 * i] : x0;
        x1 = q[2 * i] > x1 ? q[2 * i] : x1;
        y0 = q[2 * i + 1] < y0 ? q[2 * i + 1] : y0;
        y1 = q[2 * i + 1] > y1 ? q[2 * i + 1] : y1;
    }
    out[0] = clamp(x0, 0, w);
    out[1] = clamp(y0, 0, h);
    out[2] = clamp(x1, 0, w) - out[0];
    out[3] = clamp(y1, 0, h) - out[1];
}
