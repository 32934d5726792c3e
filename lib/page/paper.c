/* paper.c: grounds that light text stands on
 *
 * The background of dark text is what closing leaves of it (dx_prepare_background). Where it is much lighter than what most pixels around have,
 * there is light text, and most pixels are its ground. */
#include "page/prepare.h"

#include <stdlib.h>
#include <string.h>

#define STEP 4      /* paper is looked for at every fourth pixel of every fourth row */
#define WINDOWS 24  /* a window is this part of the shorter side … */
#define LEAST 41    /* … but not less pixels: strokes fill less than half of it, a bubble around one line of text more */
#define MOST 121
#define DARK 170    /* a ground that light text stands on is no lighter … */
#define LIGHTER 70  /* … and its text so much lighter, at least */
#define FLAT 12     /* a ground is even: half of the pixels around are within so many levels of it; a portrait isn't */
#define HEADROOM 64 /* grey levels between ground and ink at least: noise isn't ink */

/* The median of a window that moves along a row (Huang, Yang, Tang, IEEE Trans. ASSP 27, 1979). */
struct window {
    uint32_t count[256];
    uint32_t n, below; /* below: of levels under the median */
    int median;
};

static void put(struct window *w, uint8_t v, bool in)
{
    w->count[v] += in ? 1 : UINT32_MAX;
    w->n += in ? 1 : UINT32_MAX;
    if (v < w->median)
        w->below += in ? 1 : UINT32_MAX;
}

static uint8_t median(struct window *w)
{
    while (2 * w->below > w->n)
        w->below -= w->count[--w->median];
    while (2 * (w->below + w->count[w->median]) <= w->n && w->median < 255)
        w->below += w->count[w->median++];
    return (uint8_t)w->median;
}

/* The ground of the window; white where it has none. */
static uint8_t ground(struct window *w)
{
    uint8_t level = median(w);
    uint32_t near = 0;
    for (int v = level > FLAT ? level - FLAT : 0; v <= level + FLAT && v < 256; v++)
        near += w->count[v];
    return 2 * near >= w->n ? level : 255;
}

/* A picture that is reduced by sampling, so that no level is between those of ink and of paper. */
struct grid {
    int w, h, half; /* half: of a window */
    uint8_t *level, *paper;
};

static void put_column(struct window *w, const struct grid *g, int x, int y, bool in)
{
    int from = y - g->half > 0 ? y - g->half : 0, to = y + g->half < g->h - 1 ? y + g->half : g->h - 1;
    for (int i = from; x >= 0 && x < g->w && i <= to; i++)
        put(w, g->level[(size_t)i * (size_t)g->w + (size_t)x], in);
}

static void find_paper(struct grid *g)
{
    for (int y = 0; y < g->h; y++) {
        struct window w = {.median = 128};
        for (int x = 0; x < g->half; x++)
            put_column(&w, g, x, y, true);
        for (int x = 0; x < g->w; x++) {
            put_column(&w, g, x + g->half, y, true);
            put_column(&w, g, x - g->half - 1, y, false);
            g->paper[(size_t)y * (size_t)g->w + (size_t)x] = ground(&w);
        }
    }
}

/* Paper at a pixel, between the four places of the grid around it. */
static int paper_at(const struct grid *g, int x, int y)
{
    int gx = x / STEP, gy = y / STEP, fx = x % STEP, fy = y % STEP, right = gx + 1 < g->w ? 1 : 0, down = gy + 1 < g->h ? g->w : 0;
    const uint8_t *p = g->paper + (size_t)gy * (size_t)g->w + (size_t)gx;
    int top = p[0] * (STEP - fx) + p[right] * fx, bottom = p[down] * (STEP - fx) + p[down + right] * fx;
    return (top * (STEP - fy) + bottom * fy) / (STEP * STEP);
}

static uint8_t ink_on(int paper, int v)
{
    int apart = v < paper ? paper - v : v - paper, room = v < paper ? paper : 255 - paper;
    room = room < HEADROOM ? HEADROOM : room;
    return (uint8_t)(apart >= room ? 0 : DX_PAPER - DX_PAPER * apart / room);
}

/* Is there light text around a pixel of level v on that ground, of which the even background made `even`? */
static bool is_light(int on, int v, int even) { return on < DARK && even > 0 && DX_PAPER * v > (on + LIGHTER) * even; }

/* The ground around each place of the grid; the levels are p's. */
static int find_grid(struct grid *g, const struct dx_picture *p, struct dx_err *e)
{
    int side = (p->w < p->h ? p->w : p->h) / WINDOWS;
    side = side < LEAST ? LEAST : side > MOST ? MOST : side;
    *g = (struct grid){.w = (p->w + STEP - 1) / STEP, .h = (p->h + STEP - 1) / STEP, .half = side / STEP / 2};
    size_t n = (size_t)g->w * (size_t)g->h;
    g->level = malloc(2 * n + 1);
    if (!g->level)
        return dx_fail_nomem(e);
    g->paper = g->level + n;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++)
            g->level[(size_t)y * (size_t)g->w + (size_t)x] = p->grey[(size_t)y * STEP * p->stride + (size_t)x * STEP];
    find_paper(g);
    return DX_OK;
}

int dx_prepare_paper(struct dx_picture *p, struct dx_err *e)
{
    struct grid g;
    uint8_t *stored = malloc(p->stride * (size_t)p->h);
    if (!stored)
        return dx_fail_nomem(e);
    memcpy(stored, p->grey, p->stride * (size_t)p->h);
    int rc = find_grid(&g, p, e);
    if (rc == DX_OK)
        rc = dx_prepare_background(p, e);
    for (int y = 0; rc == DX_OK && y < p->h; y++) {
        uint8_t *row = p->grey + (size_t)y * p->stride;
        const uint8_t *was = stored + (size_t)y * p->stride;
        for (int x = 0; x < p->w; x++) {
            int on = paper_at(&g, x, y);
            row[x] = is_light(on, was[x], row[x]) ? ink_on(on, was[x]) : row[x];
        }
    }
    free(g.level);
    free(stored);
    return rc;
}
