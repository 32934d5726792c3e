/* frames.c: boxes around single characters, frames of fields and tables: ruled lines that recognisers read as letters
 *
 * Connected ink that is hollow and consists of straight strokes longer than any letter's is a frame. */
#include "page/frames.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"

#define EDGE 2        /* pixels beside a stroke that are neither ink nor paper */
#define LETTER 6      /* pixels: the height of what may be a letter, at least … */
#define LETTER_MOST 120
#define TALLER 1.5    /* a frame's sides are so many times the middle height of letters, at least: 口 is none */
#define FILL 0.35     /* … and so much of it is ink, at most */
#define STRAIGHT 0.85 /* … of which so much lies in long strokes, at least */
#define STROKE_LEAST 16
#define STROKE_MOST 40

struct run {
    int y, x0, x1;     /* dark pixels [x0,x1) of row y */
    uint32_t part;     /* its component: the number of another run of it, at last of the first */
};

struct part {
    int x0, y0, x1, y1;
    size_t ink;
};

struct page {
    struct run *run;
    uint32_t n;
    size_t cap;
    uint32_t *sorted; /* runs, component by component */
    struct part *part; /* by the number of the component's first run */
    struct dx_frame *frame; /* those erased */
    size_t frames, room;
};

static uint32_t root(struct run *r, uint32_t i)
{
    while (r[i].part != i)
        i = r[i].part = r[r[i].part].part;
    return i;
}

/* The smaller number stays the root: a component is named after its first run. */
static void unite(struct run *r, uint32_t a, uint32_t b)
{
    a = root(r, a);
    b = root(r, b);
    if (a != b)
        r[a > b ? a : b].part = a > b ? b : a;
}

static int add_run(struct page *g, int y, int x0, int x1, struct dx_err *e)
{
    if (!DX_MORE(g->run, g->n, g->cap))
        return dx_fail_nomem(e);
    g->run[g->n] = (struct run){y, x0, x1, g->n};
    g->n++;
    return DX_OK;
}

/* All dark runs, joined to those that they touch in the row above, corners too. */
static int find_runs(struct page *g, const struct dx_picture *p, struct dx_err *e)
{
    uint32_t above = 0, row = 0;
    int rc = DX_OK;
    for (int y = 0; y < p->h && rc == DX_OK && g->n < DX_FRAMES_RUNS; y++) {
        const uint8_t *v = p->grey + (size_t)y * p->stride;
        uint32_t from = g->n, up = above;
        for (int x = 0; x < p->w && rc == DX_OK;) {
            while (x < p->w && v[x] >= DX_FRAME_INK)
                x++;
            int x0 = x;
            while (x < p->w && v[x] < DX_FRAME_INK)
                x++;
            if (x > x0)
                rc = add_run(g, y, x0, x, e);
        }
        row = g->n;
        for (uint32_t i = from; i < row; i++) {
            while (up < from && g->run[up].x1 < g->run[i].x0)
                up++;
            for (uint32_t k = up; k < from && g->run[k].x0 <= g->run[i].x1; k++)
                unite(g->run, k, i);
        }
        above = from;
    }
    return rc;
}

static void measure(struct page *g)
{
    for (uint32_t i = 0; i < g->n; i++)
        g->part[i] = (struct part){.x0 = g->run[i].x0, .y0 = g->run[i].y, .x1 = g->run[i].x1, .y1 = g->run[i].y + 1};
    for (uint32_t i = 0; i < g->n; i++) {
        const struct run *r = &g->run[i];
        struct part *c = &g->part[g->run[i].part = root(g->run, i)];
        c->x0 = r->x0 < c->x0 ? r->x0 : c->x0;
        c->x1 = r->x1 > c->x1 ? r->x1 : c->x1;
        c->y1 = r->y >= c->y1 ? r->y + 1 : c->y1;
        c->ink += (size_t)(r->x1 - r->x0);
    }
}

/* Runs in the order of their components, each with its own in the order of rows: a counting sort. */
static void sort(struct page *g, uint32_t *start)
{
    memset(start, 0, (g->n + 1) * sizeof *start);
    for (uint32_t i = 0; i < g->n; i++)
        start[g->run[i].part + 1]++;
    for (uint32_t i = 0; i < g->n; i++)
        start[i + 1] += start[i];
    for (uint32_t i = 0; i < g->n; i++)
        g->sorted[start[g->run[i].part]++] = i;
    memmove(start + 1, start, g->n * sizeof *start); /* each has moved to the start of the next */
    start[0] = 0;
}

/* The middle height of what may be letters; 0: there are too few. */
static int letter_height(const struct page *g)
{
    size_t count[LETTER_MOST + 1] = {0}, all = 0, so_far = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const struct part *c = &g->part[i];
        int w = c->x1 - c->x0, h = c->y1 - c->y0;
        if (g->run[i].part != i || h < LETTER || h > LETTER_MOST || w > 4 * LETTER_MOST || (double)c->ink < 0.1 * w * h)
            continue;
        count[h]++;
        all++;
    }
    for (int h = 0; all > 8 && h <= LETTER_MOST; h++)
        if (2 * (so_far += count[h]) >= all)
            return h;
    return 0;
}

/* How many pixels of the component lie in strokes of `least` pixels and more, across or down. */
static size_t in_strokes(const struct page *g, const struct part *c, const uint32_t *runs, size_t n, int least, uint8_t *bits)
{
    int w = c->x1 - c->x0, h = c->y1 - c->y0;
    size_t found = 0;
    memset(bits, 0, (size_t)w * (size_t)h);
    for (size_t i = 0; i < n; i++) {
        const struct run *r = &g->run[runs[i]];
        memset(bits + (size_t)(r->y - c->y0) * (size_t)w + (size_t)(r->x0 - c->x0), r->x1 - r->x0 >= least ? 2 : 1, (size_t)(r->x1 - r->x0));
    }
    for (int x = 0; x < w; x++)
        for (int y = 0, from = 0; y <= h; y++) {
            bool ink = y < h && bits[(size_t)y * (size_t)w + (size_t)x];
            if (ink)
                continue;
            for (int k = from; y - from >= least && k < y; k++)
                bits[(size_t)k * (size_t)w + (size_t)x] = 2;
            from = y + 1;
        }
    for (size_t i = 0; i < (size_t)w * (size_t)h; i++)
        found += bits[i] == 2;
    return found;
}

static bool may_be_frame(const struct part *c, int letter)
{
    int w = c->x1 - c->x0, h = c->y1 - c->y0;
    return letter && w > TALLER * letter && h > TALLER * letter && (double)c->ink <= FILL * w * h;
}

/* The strokes, and the half-light along them. */
static void erase(struct dx_picture *p, const struct page *g, const uint32_t *runs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct run *r = &g->run[runs[i]];
        memset(p->grey + (size_t)r->y * p->stride + r->x0, DX_PAPER, (size_t)(r->x1 - r->x0));
        int x0 = r->x0 > EDGE ? r->x0 - EDGE : 0, x1 = r->x1 + EDGE < p->w ? r->x1 + EDGE : p->w;
        for (int y = r->y > EDGE ? r->y - EDGE : 0; y <= r->y + EDGE && y < p->h; y++)
            for (int x = x0; x < x1; x++) {
                uint8_t *v = &p->grey[(size_t)y * p->stride + (size_t)x];
                *v = *v >= DX_FRAME_INK && *v < DX_PAPER ? DX_PAPER : *v;
            }
    }
}

static int erase_frames(struct dx_picture *p, struct page *g, const uint32_t *start, int letter, struct dx_err *e)
{
    int rc = DX_OK;
    uint8_t *bits = NULL;
    size_t room = 0, looked = 0, most = DX_FRAMES_AREA * (size_t)p->w * (size_t)p->h;
    for (uint32_t i = 0; i < g->n && rc == DX_OK; i++) {
        const struct part *c = &g->part[i];
        if (g->run[i].part != i || !may_be_frame(c, letter))
            continue;
        if ((looked += (size_t)(c->x1 - c->x0) * (size_t)(c->y1 - c->y0)) > most)
            break;
        int w = c->x1 - c->x0, h = c->y1 - c->y0, least = (w < h ? w : h) * 3 / 5;
        least = least < STROKE_LEAST ? STROKE_LEAST : least > STROKE_MOST ? STROKE_MOST : least;
        if ((size_t)w * (size_t)h > room) {
            free(bits);
            room = (size_t)w * (size_t)h;
            bits = malloc(room);
        }
        const uint32_t *runs = g->sorted + start[i];
        size_t n = start[i + 1] - start[i];
        if (!bits || !DX_MORE(g->frame, g->frames, g->room)) {
            rc = dx_fail_nomem(e);
        } else if ((double)in_strokes(g, c, runs, n, least, bits) >= STRAIGHT * (double)c->ink) {
            erase(p, g, runs, n);
            g->frame[g->frames++] = (struct dx_frame){c->x0, c->y0, c->x1, c->y1};
        }
    }
    free(bits);
    return rc;
}

int dx_prepare_frames(struct dx_picture *p, struct dx_moved_list *l, struct dx_err *e)
{
    struct page g = {.n = 0};
    uint32_t *start = NULL;
    int rc = find_runs(&g, p, e);
    if (rc == DX_OK && g.n && g.n < DX_FRAMES_RUNS) {
        g.part = malloc(g.n * sizeof *g.part);
        g.sorted = malloc(g.n * sizeof *g.sorted);
        start = malloc((g.n + 1) * sizeof *start);
        rc = g.part && g.sorted && start ? DX_OK : dx_fail_nomem(e);
        if (rc == DX_OK) {
            measure(&g);
            sort(&g, start);
            int letter = letter_height(&g);
            rc = erase_frames(p, &g, start, letter, e);
            if (rc == DX_OK)
                rc = dx_boxes_close(p, g.frame, g.frames, letter, l, e);
        }
    }
    free(g.frame);
    free(start);
    free(g.sorted);
    free(g.part);
    free(g.run);
    return rc;
}
