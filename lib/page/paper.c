/* paper.c: grounds that light text stands on
 *
 * The background of dark text is what closing leaves of it (dx_prepare_background). Where it is much lighter than what most pixels around have,
 * there is light text, and most pixels are its ground. */
#include "page/prepare.h"

#include <stdlib.h>
#include <string.h>

#define STEP 4      /* paper is looked for at every fourth pixel of every fourth row */
#define WINDOWS 24  /* a window is this part of the shorter side … */
#define LEAST 41    /* … but not less pixels: strokes fill less than half of it, a bubble around one line of text about as much */
#define MOST 121
#define DARK 170    /* a ground that light text stands on is no lighter … */
#define LIGHTER 52   /* … and its text so much lighter, at least: blurred strokes of a small letter don't reach white */
#define FLAT 12     /* a ground is even: enough of the pixels around are within so many levels of it; a portrait's aren't */
#define RANK 40     /* of 100 pixels around that are darker than the ground: a bubble's blurred text and the page beside it are lighter … */
#define MUCH 46     /* … of 100 that are within FLAT of it, at least; with less, bold letters are grounds */
#define NEAR 3      /* places of the grid: a letter's height … */
#define RAISED 30   /* … and by how much its blur raises what seems the ground */
#define HEADROOM 64 /* grey levels between ground and ink at least: noise isn't ink */

/* A rank of a window's levels while it moves along a row (Huang, Yang, Tang, IEEE Trans. ASSP 27, 1979). */
struct window {
    uint32_t count[256];
    uint32_t n, below; /* below: of levels under `level` */
    int level; /* that RANK of 100 pixels are under */
};

static void put(struct window *w, uint8_t v, bool in)
{
    w->count[v] += in ? 1 : UINT32_MAX;
    w->n += in ? 1 : UINT32_MAX;
    if (v < w->level)
        w->below += in ? 1 : UINT32_MAX;
}

static uint8_t level_of(struct window *w)
{
    while (100 * w->below > RANK * w->n)
        w->below -= w->count[--w->level];
    while (100 * (w->below + w->count[w->level]) <= RANK * w->n && w->level < 255)
        w->below += w->count[w->level++];
    return (uint8_t)w->level;
}

/* The ground of the window; white where it has none. */
static uint8_t ground(struct window *w)
{
    uint8_t level = level_of(w);
    uint32_t near = 0;
    for (int v = level > FLAT ? level - FLAT : 0; v <= level + FLAT && v < 256; v++)
        near += w->count[v];
    return 100 * near >= MUCH * w->n ? level : 255;
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
        struct window w = {.level = 128};
        for (int x = 0; x < g->half; x++)
            put_column(&w, g, x, y, true);
        for (int x = 0; x < g->w; x++) {
            put_column(&w, g, x + g->half, y, true);
            put_column(&w, g, x - g->half - 1, y, false);
            g->paper[(size_t)y * (size_t)g->w + (size_t)x] = ground(&w);
        }
    }
}

/* The least level of the places around that is of the same ground. */
static uint8_t darkest_near(const struct grid *g, int x, int y)
{
    uint8_t own = g->level[(size_t)y * (size_t)g->w + (size_t)x], least = own;
    for (int i = y - NEAR < 0 ? 0 : y - NEAR; i <= y + NEAR && i < g->h; i++)
        for (int k = x - NEAR < 0 ? 0 : x - NEAR; k <= x + NEAR && k < g->w; k++) {
            uint8_t v = g->level[(size_t)i * (size_t)g->w + (size_t)k];
            least = v < least && own - v <= RAISED ? v : least;
        }
    return least;
}

/* Where blurred text is dense, most of a window is lighter than its ground: the darkest window nearby tells, if it isn't another ground's. */
static void settle(struct grid *g)
{
    memcpy(g->level, g->paper, (size_t)g->w * (size_t)g->h); /* the levels have served */
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            uint8_t *own = &g->paper[(size_t)y * (size_t)g->w + (size_t)x];
            if (*own < DARK)
                *own = darkest_near(g, x, y);
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

/* The darkest of these four: at the edge of a ground it is the ground. */
static int ground_at(const struct grid *g, int x, int y)
{
    int gx = x / STEP, gy = y / STEP, right = gx + 1 < g->w ? 1 : 0, down = gy + 1 < g->h ? g->w : 0, least = 255;
    const uint8_t *p = g->paper + (size_t)gy * (size_t)g->w + (size_t)gx, four[4] = {p[0], p[right], p[down], p[down + right]};
    for (int i = 0; i < 4; i++)
        least = four[i] < least ? four[i] : least;
    return least;
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
    settle(g);
    return DX_OK;
}

/* ---- where a ground ends ---- */

#define EDGE 64  /* pixels around a ground that may be of it: its window sees too much of what is beside it there */
#define BLUR 2   /* pixels between two levels … */
#define OUTLINE 3 /* … and from either of them, where neither is near */
#define SAME 12   /* levels by which neighbours on a ground differ at most */
#define SHEET 180 /* the page beside it is as light, at least */
#define GLYPH 4096 /* pixels of a glyph at most */

/* REACHED: from the page around; light that is of it isn't text, it lies between two grounds. */
enum { OTHER, GROUND, TEXT, REACHED = 4, MINE = 8, CLOSE = 16 }; /* MINE: while a glyph is gathered; CLOSE: to the page, while outlines are */

struct marks {
    int w, h;
    const uint8_t *was; /* the stored levels, stride bytes a row */
    size_t stride;
    uint8_t *mark;
    uint8_t *ground; /* its level, where it was followed or a glyph was taken; 0: elsewhere */
    uint32_t *queue;
    size_t n;
};

static uint8_t level_at(const struct marks *m, uint32_t at) { return m->was[at / (uint32_t)m->w * m->stride + at % (uint32_t)m->w]; }

/* The four neighbours, as many as there are. */
static int beside(const struct marks *m, uint32_t at, uint32_t out[4])
{
    uint32_t w = (uint32_t)m->w, x = at % w, y = at / w;
    int n = 0;
    if (x > 0)
        out[n++] = at - 1;
    if (x + 1 < w)
        out[n++] = at + 1;
    if (y > 0)
        out[n++] = at - w;
    if (y + 1 < (uint32_t)m->h)
        out[n++] = at + w;
    return n;
}

/* From what is queued, so many steps far, to what fits. */
static void spread(struct marks *m, int far, bool (*take)(struct marks *m, uint32_t from, uint32_t to))
{
    uint32_t next[4];
    size_t end = m->n;
    for (size_t i = 0; i < m->n && far > 0; i++) {
        for (int k = beside(m, m->queue[i], next) - 1; k >= 0; k--)
            if (take(m, m->queue[i], next[k]))
                m->queue[m->n++] = next[k];
        if (i + 1 == end) {
            end = m->n;
            far--;
        }
    }
}

static bool take_sheet(struct marks *m, uint32_t from, uint32_t to)
{
    (void)from;
    bool is = (m->mark[to] == OTHER || m->mark[to] == TEXT) && level_at(m, to) >= SHEET;
    if (is)
        m->mark[to] |= REACHED;
    return is;
}

/* The level of the ground at a pixel of one. */
static uint8_t ground_of(const struct marks *m, uint32_t at) { return m->ground[at] ? m->ground[at] : level_at(m, at); }

/* A ground's level changes by a step from pixel to pixel, at most: blurred text rises from it by more, but by less than SAME at once. */
static bool take_ground(struct marks *m, uint32_t from, uint32_t to)
{
    int level = level_at(m, to), on = ground_of(m, from);
    bool is = (m->mark[to] == OTHER || m->mark[to] == TEXT) && abs(level - on) <= SAME;
    if (is) {
        m->mark[to] = GROUND;
        m->ground[to] = (uint8_t)(level > on ? on + 1 : level < on ? on - 1 : on);
    }
    return is;
}

/* The blur between page and ground: what is close to both. */
static bool take_close(struct marks *m, uint32_t from, uint32_t to)
{
    (void)from;
    bool is = m->mark[to] == OTHER || m->mark[to] == TEXT;
    if (is)
        m->mark[to] |= CLOSE;
    return is;
}

static bool take_outline(struct marks *m, uint32_t from, uint32_t to)
{
    (void)from;
    bool is = m->mark[to] & CLOSE;
    if (is)
        m->mark[to] = GROUND;
    return is;
}

static void forget_close(struct marks *m)
{
    for (size_t at = (size_t)m->w * (size_t)m->h; at-- > 0;)
        m->mark[at] &= (uint8_t)~CLOSE;
}

/* The blur between a ground and what is lighter; what is darker is text. */
static bool take_blur(struct marks *m, uint32_t from, uint32_t to)
{
    uint8_t on = ground_of(m, from);
    bool is = (m->mark[to] & ~REACHED) == OTHER && level_at(m, to) + SAME >= on;
    if (is) {
        m->mark[to] = GROUND;
        m->ground[to] = on;
    }
    return is;
}

/* The level of the ground beside a pixel, 255: there is none. */
static uint8_t ground_beside(const struct marks *m, uint32_t at)
{
    uint32_t next[4];
    for (int k = beside(m, at, next) - 1; k >= 0; k--)
        if (m->mark[next[k]] == GROUND)
            return level_at(m, next[k]);
    return 255;
}

/* What is lighter than the ground that it stands on, and wasn't seen as text, as its window sees the page beside it: all that hangs together, if it
 * isn't larger than a glyph, nor a part of the page. */
static void take_glyph(struct marks *m, uint32_t at, uint8_t ground)
{
    uint32_t next[4];
    uint8_t most = 0;
    bool page = false;
    m->n = 0;
    m->queue[m->n++] = at;
    m->mark[at] |= REACHED | MINE;
    for (size_t i = 0; i < m->n; i++) {
        most = level_at(m, m->queue[i]) > most ? level_at(m, m->queue[i]) : most;
        for (int k = beside(m, m->queue[i], next) - 1; k >= 0; k--)
            if (m->mark[next[k]] == OTHER && level_at(m, next[k]) > ground + FLAT) {
                m->mark[next[k]] = OTHER | REACHED | MINE;
                m->queue[m->n++] = next[k];
            } else
                page = page || m->mark[next[k]] == (OTHER | REACHED);
    }
    bool glyph = m->n <= GLYPH && !page && most > ground + LIGHTER;
    for (size_t i = 0; i < m->n; i++) {
        m->mark[m->queue[i]] = glyph ? TEXT : OTHER | REACHED;
        m->ground[m->queue[i]] = ground;
    }
}

static void take_glyphs(struct marks *m)
{
    uint32_t all = (uint32_t)m->w * (uint32_t)m->h;
    for (uint32_t at = 0; at < all; at++) {
        uint8_t ground = m->mark[at] == OTHER ? ground_beside(m, at) : 255;
        if (ground < DARK && level_at(m, at) > ground + FLAT)
            take_glyph(m, at, ground);
    }
}

static bool is_ground(uint8_t mark) { return mark == GROUND; }
static bool is_reached(uint8_t mark) { return mark & REACHED; }

/* Queues what has such a mark, and a neighbour that hasn't. */
static void queue_border(struct marks *m, bool (*is)(uint8_t mark))
{
    uint32_t next[4], all = (uint32_t)m->w * (uint32_t)m->h;
    m->n = 0;
    for (uint32_t at = 0; at < all; at++) {
        bool border = false;
        for (int k = is(m->mark[at]) ? beside(m, at, next) - 1 : -1; k >= 0 && !border; k--)
            border = !is(m->mark[next[k]]);
        if (border)
            m->queue[m->n++] = at;
    }
}

/* Of each place of the grid, whether a ground is near: along rows, then along columns. */
static void look_near(const struct grid *g, uint8_t *near)
{
    enum { FAR = EDGE / STEP };
    memset(near, 0, (size_t)g->w * (size_t)g->h);
    for (int y = 0; y < g->h; y++)
        for (int x = 0, last = -2 * FAR; x < g->w + FAR; x++) {
            last = x < g->w && g->paper[(size_t)y * (size_t)g->w + (size_t)x] < DARK ? x : last;
            if (x >= FAR && last >= x - 2 * FAR)
                near[(size_t)y * (size_t)g->w + (size_t)(x - FAR)] = 1;
        }
    for (int x = 0; x < g->w; x++)
        for (int y = 0, last = -2 * FAR; y < g->h + FAR; y++) {
            last = y < g->h && (near[(size_t)y * (size_t)g->w + (size_t)x] & 1) ? y : last;
            if (y >= FAR && last >= y - 2 * FAR)
                near[(size_t)(y - FAR) * (size_t)g->w + (size_t)x] |= 2;
        }
}

/* Queues one pixel of each place of the grid that is of the page, far from every ground. */
static void queue_sheet(struct marks *m, const struct grid *g, const uint8_t *near)
{
    m->n = 0;
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            uint32_t at = (uint32_t)(y * STEP) * (uint32_t)m->w + (uint32_t)(x * STEP);
            if (!(near[(size_t)y * (size_t)g->w + (size_t)x] & 2) && take_sheet(m, at, at))
                m->queue[m->n++] = at;
        }
}

static bool mark_all(struct marks *m, const struct grid *g, const struct dx_picture *even)
{
    bool any = false;
    for (int y = 0; y < m->h; y++)
        for (int x = 0; x < m->w; x++) {
            int on = paper_at(g, x, y), v = m->was[(size_t)y * m->stride + (size_t)x];
            bool light = is_light(on, v, even->grey[(size_t)y * even->stride + (size_t)x]);
            m->mark[(size_t)y * (size_t)m->w + (size_t)x] = !light ? OTHER : abs(v - ground_at(g, x, y)) <= FLAT ? GROUND : TEXT;
            any = any || light;
        }
    return any;
}

static int find_edges(struct marks *m, const struct grid *g, struct dx_err *e)
{
    uint8_t *near = malloc((size_t)g->w * (size_t)g->h);
    size_t all = (size_t)m->w * (size_t)m->h;
    m->queue = malloc(all * sizeof *m->queue);
    m->ground = calloc(all, 1);
    if (near && m->queue && m->ground) {
        look_near(g, near);
        queue_sheet(m, g, near);
        spread(m, m->w + m->h, take_sheet);
        queue_border(m, is_ground);
        spread(m, EDGE, take_ground);
        queue_border(m, is_reached);
        spread(m, OUTLINE, take_close);
        queue_border(m, is_ground);
        spread(m, OUTLINE, take_outline);
        forget_close(m);
        take_glyphs(m);
        queue_border(m, is_ground);
        spread(m, BLUR, take_blur);
    }
    free(near);
    return near && m->queue && m->ground ? DX_OK : dx_fail_nomem(e);
}

/* Light text becomes ink, its ground and what is around that paper. */
static int invert(struct dx_picture *p, const uint8_t *was, const struct grid *g, struct dx_err *e)
{
    struct marks m = {.w = p->w, .h = p->h, .was = was, .stride = p->stride, .mark = malloc((size_t)p->w * (size_t)p->h)};
    if (!m.mark)
        return dx_fail_nomem(e);
    bool any = mark_all(&m, g, p);
    int rc = any ? find_edges(&m, g, e) : DX_OK;
    for (int y = 0; any && rc == DX_OK && y < p->h; y++) {
        uint8_t *row = p->grey + (size_t)y * p->stride;
        size_t at = (size_t)y * (size_t)p->w;
        for (int x = 0; x < p->w; x++, at++) {
            int on = m.mark[at] != TEXT ? 0 : m.ground[at] ? m.ground[at] : ground_at(g, x, y);
            row[x] = m.mark[at] == TEXT ? ink_on(on, was[(size_t)y * p->stride + (size_t)x]) : (m.mark[at] & ~REACHED) == OTHER ? row[x] : DX_PAPER;
        }
    }
    free(m.ground);
    free(m.queue);
    free(m.mark);
    return rc;
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
    if (rc == DX_OK)
        rc = invert(p, stored, &g, e);
    free(g.level);
    free(stored);
    return rc;
}
