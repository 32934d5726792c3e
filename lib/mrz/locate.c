/* locate.c: finding machine-readable zones in a grey picture
 *
 * The picture is looked at in a few sizes, each half as large again as the one before. In each, what is darker than its
 * surroundings is widened by DILATE pixels, so that the characters of a line grow together and the lines of a zone (whose gaps
 * are three times as wide as those between characters) don't. What is long, thin and straight is a line; two or three lines of
 * one length, side by side at the distance that ICAO 9303-3 gives, are a place if their characters stand evenly, 30, 36 or 44
 * of them. All of this knows no upright: a zone at any angle is found alike. */
#include "mrz/locate.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 400      /* longer side of the smallest size that is looked at: a card that fills the picture has pitch 12 there */
#define DILATE 3       /* in pixels of that size: joins characters of a pitch of 4 to 11; gaps between lines are wider */
#define WINDOW 12      /* half the side of the square that "surroundings" are */
#define SEGMENTS 2048  /* long things of one size; more: the rest isn't looked at (a page of print has some 100) */
#define PROFILE 704    /* samples along a line: 16 for each of 44 characters */

/* ---- sizes ---- */

static struct dx_picture *shrink(const struct dx_picture *p, int by, struct dx_err *e)
{
    struct dx_picture *q = NULL;
    if (dx_picture_new(&q, p->w / by, p->h / by, e) != DX_OK)
        return NULL;
    for (int y = 0; y < q->h; y++)
        for (int x = 0; x < q->w; x++) {
            unsigned sum = 0;
            for (int k = 0; k < by; k++)
                for (int i = 0; i < by; i++)
                    sum += p->grey[(size_t)(y * by + k) * p->stride + (size_t)(x * by + i)];
            q->grey[(size_t)y * q->stride + (size_t)x] = (uint8_t)(sum / (unsigned)(by * by));
        }
    return q;
}

double dx_picture_at(const struct dx_picture *p, double x, double y)
{
    x = x < 0 ? 0 : x > p->w - 1 ? p->w - 1 : x;
    y = y < 0 ? 0 : y > p->h - 1 ? p->h - 1 : y;
    int x0 = (int)x, y0 = (int)y, x1 = x0 + 1 < p->w ? x0 + 1 : x0, y1 = y0 + 1 < p->h ? y0 + 1 : y0;
    double fx = x - x0, fy = y - y0;
    const uint8_t *a = p->grey + (size_t)y0 * p->stride, *b = p->grey + (size_t)y1 * p->stride;
    return (a[x0] * (1 - fx) + a[x1] * fx) * (1 - fy) + (b[x0] * (1 - fx) + b[x1] * fx) * fy;
}

/* ---- ink, widened ---- */

/* 1 where a pixel is an eighth darker than the mean of its surroundings (after Bradley and Roth 2007). */
static uint8_t *ink(const struct dx_picture *p)
{
    size_t w = (size_t)p->w, h = (size_t)p->h;
    uint32_t *sum = calloc((w + 1) * (h + 1), sizeof *sum); /* 255 times the pixels of a size stays below 2^32 */
    uint8_t *m = malloc(w * h);
    for (size_t y = 0; sum && m && y < h; y++) {
        uint32_t row = 0;
        for (size_t x = 0; x < w; x++) {
            row += p->grey[y * p->stride + x];
            sum[(y + 1) * (w + 1) + x + 1] = sum[y * (w + 1) + x + 1] + row;
        }
    }
    for (int y = 0; sum && m && y < p->h; y++) {
        size_t y0 = y > WINDOW ? (size_t)(y - WINDOW) : 0, y1 = (size_t)y + WINDOW + 1 < h ? (size_t)y + WINDOW + 1 : h;
        for (int x = 0; x < p->w; x++) {
            size_t x0 = x > WINDOW ? (size_t)(x - WINDOW) : 0, x1 = (size_t)x + WINDOW + 1 < w ? (size_t)x + WINDOW + 1 : w;
            uint32_t all = sum[y1 * (w + 1) + x1] - sum[y0 * (w + 1) + x1] - sum[y1 * (w + 1) + x0] + sum[y0 * (w + 1) + x0];
            uint32_t area = (uint32_t)((y1 - y0) * (x1 - x0));
            m[(size_t)y * w + (size_t)x] = (p->grey[(size_t)y * p->stride + (size_t)x] + 3u) * area * 8 < all * 7;
        }
    }
    free(sum);
    if (!sum) {
        free(m);
        return NULL;
    }
    return m;
}

/* Widens by DILATE along one axis: n pixels, `step` apart. */
static void widen_run(const uint8_t *from, uint8_t *to, size_t n, size_t step)
{
    size_t until = 0; /* up to here a pixel seen already reaches */
    for (size_t i = 0; i < n + DILATE; i++) {
        if (i < n && from[i * step])
            until = i + 2 * DILATE + 1;
        if (i >= DILATE)
            to[(i - DILATE) * step] = i < until;
    }
}

static bool widen(uint8_t *m, int w, int h)
{
    size_t most = (size_t)(w > h ? w : h);
    uint8_t *run = malloc(most);
    for (int y = 0; run && y < h; y++) {
        uint8_t *row = m + (size_t)y * (size_t)w;
        memcpy(run, row, (size_t)w);
        widen_run(run, row, (size_t)w, 1);
    }
    free(run);
    uint8_t *copy = run ? malloc((size_t)w * (size_t)h) : NULL;
    if (!copy)
        return false;
    memcpy(copy, m, (size_t)w * (size_t)h);
    for (int x = 0; x < w; x++)
        widen_run(copy + x, m + x, (size_t)h, (size_t)w);
    free(copy);
    return true;
}

/* ---- connected things and their shape ---- */

struct sums {
    double n, x, y, xx, yy, xy;
};

struct run {
    int32_t y, from, to; /* columns [from,to) */
    uint32_t up;         /* union-find */
};

static uint32_t root(struct run *r, uint32_t i)
{
    while (r[i].up != i) {
        r[i].up = r[r[i].up].up;
        i = r[i].up;
    }
    return i;
}

/* Horizontal runs, those that touch joined. NULL when out of memory. */
static struct run *runs(const uint8_t *m, int w, int h, uint32_t *count)
{
    uint32_t n = 0, cap = 0, above = 0, row;
    struct run *r = NULL;
    for (int y = 0; y < h; y++) {
        uint32_t a = above;
        row = n;
        for (int x = 0; x < w;) {
            const uint8_t *p = m + (size_t)y * (size_t)w;
            if (!p[x]) {
                x++;
                continue;
            }
            int from = x;
            while (x < w && p[x])
                x++;
            if (n == cap) {
                cap = cap ? cap * 2 : 4096;
                struct run *more = realloc(r, cap * sizeof *r);
                if (!more) {
                    free(r);
                    return NULL;
                }
                r = more;
            }
            r[n] = (struct run){y, from, x, n};
            while (a < row && r[a].to < from)
                a++;
            for (uint32_t k = a; k < row && r[k].from <= x; k++) {
                uint32_t i = root(r, k), j = root(r, n);
                if (i < j)
                    r[j].up = i;
                else
                    r[i].up = j;
            }
            n++;
        }
        above = row;
    }
    *count = n;
    return r ? r : calloc(1, sizeof *r);
}

static void add_run(struct sums *s, const struct run *r)
{
    double n = r->to - r->from, mid = (r->from + r->to - 1) / 2.0;
    s->n += n;
    s->x += n * mid;
    s->y += n * r->y;
    s->xx += n * mid * mid + n * (n * n - 1) / 12;
    s->yy += n * r->y * r->y;
    s->xy += n * mid * r->y;
}

struct segment {
    double x, y, ux, uy, length, thick;
    bool used;
};

/* A rectangle of the same moments: false when the thing is no long thin one. */
static bool straight(const struct sums *s, struct segment *out)
{
    double x = s->x / s->n, y = s->y / s->n, a = s->xx / s->n - x * x, b = s->xy / s->n - x * y, c = s->yy / s->n - y * y;
    double mean = (a + c) / 2, root_of = sqrt((a - c) * (a - c) / 4 + b * b), angle = atan2(2 * b, a - c) / 2;
    double length = sqrt(12 * (mean + root_of)), thick = sqrt(12 * (mean - root_of > 0 ? mean - root_of : 0)) + 1;
    *out = (struct segment){x, y, cos(angle), sin(angle), length, thick, false};
    return length >= 40 && length > 4 * thick && thick > 2 * DILATE && s->n > 0.5 * length * thick;
}

static int segments(const uint8_t *m, int w, int h, struct segment *out, int max)
{
    uint32_t n = 0;
    struct run *r = runs(m, w, h, &n);
    struct sums *s = r ? calloc(n ? n : 1, sizeof *s) : NULL;
    int found = 0;
    for (uint32_t i = 0; s && i < n; i++)
        add_run(&s[root(r, i)], &r[i]);
    for (uint32_t i = 0; s && i < n && found < max; i++)
        if (s[i].n >= 200 && straight(&s[i], &out[found]))
            found++;
    bool memory = s != NULL;
    free(r);
    free(s);
    return memory ? found : -1;
}

/* ---- lines ---- */

static double along(const struct segment *a, double x, double y) { return (x - a->x) * a->ux + (y - a->y) * a->uy; }
static double across(const struct segment *a, double x, double y) { return (y - a->y) * a->ux - (x - a->x) * a->uy; }
/* Sine of the angle between two segments; ends may be swapped. */
static double bend(const struct segment *a, const struct segment *b) { return fabs(a->ux * b->uy - a->uy * b->ux); }

/* A line that fell in pieces (a fold, a light filler): pieces in one line with a gap of at most two heights are joined. */
static int join(struct segment *s, int n)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            double u = along(&s[i], s[k].x, s[k].y), v = across(&s[i], s[k].x, s[k].y);
            double gap = fabs(u) - (s[i].length + s[k].length) / 2, least = s[i].thick < s[k].thick ? s[i].thick : s[k].thick;
            if (i == k || s[i].length < s[k].length || gap > 2 * least || gap < -least || fabs(v) > 0.4 * least + 0.03 * fabs(u)
                || bend(&s[i], &s[k]) > 0.12 || s[i].thick > 1.5 * s[k].thick || s[k].thick > 1.5 * s[i].thick)
                continue;
            double low = -s[i].length / 2, high = -low, other = s[k].length / 2;
            low = u - other < low ? u - other : low;
            high = u + other > high ? u + other : high;
            double part = s[k].length / (s[i].length + s[k].length), mid = (low + high) / 2;
            double tilt = v / (fabs(u) > 1 ? u : 1);
            s[i].x += s[i].ux * mid - s[i].uy * v * part;
            s[i].y += s[i].uy * mid + s[i].ux * v * part;
            double ux = s[i].ux - tilt * s[i].uy, uy = s[i].uy + tilt * s[i].ux, norm = hypot(ux, uy);
            s[i].ux = ux / norm;
            s[i].uy = uy / norm;
            s[i].length = high - low;
            s[k] = s[--n];
            k = -1;
            if (i >= n)
                return n;
        }
    return n;
}

/* Are these neighbouring lines of one zone? The step from line to line is 0.045 to 0.1 of the length by format (9303-3 4.2:
 * 6.35 mm of 111 or 91, 76 mm), which leaves room for perspective. */
static bool neighbours(const struct segment *a, const struct segment *b)
{
    double ratio = a->length / b->length, u = along(a, b->x, b->y), v = fabs(across(a, b->x, b->y));
    return bend(a, b) < 0.07 && ratio > 0.87 && ratio < 1.15 && fabs(u) < 0.07 * a->length && v > 0.036 * a->length &&
           v < 0.13 * a->length;
}

/* ---- pitch ---- */

void dx_mrz_line_profile(const struct dx_picture *p, const struct dx_mrz_line *l, double *dark, int columns)
{
    for (int i = 0; i < columns; i++) {
        double t = ((i + 0.5) / columns - 0.5) * l->length, sum = 0, edge = 0;
        for (int k = -3; k <= 3; k++) {
            double v = k / 6.0 * l->height;
            sum += dx_picture_at(p, l->x + t * l->ux - v * l->uy, l->y + t * l->uy + v * l->ux) / 7;
        }
        for (int k = -1; k <= 1; k += 2)
            edge += dx_picture_at(p, l->x + t * l->ux - k * l->height * l->uy, l->y + t * l->uy + k * l->height * l->ux) / 2;
        dark[i] = edge - sum;
    }
}

/* The share of a line's unevenness that has this number of waves (Goertzel's recurrence). */
static double waves(const double *dark, int n, double mean, double all, double count)
{
    double twice = 2 * cos(2 * 3.14159265358979323846 * count / n), a = 0, b = 0;
    for (int i = 0; i < n; i++) {
        double now = dark[i] - mean + twice * a - b;
        b = a;
        a = now;
    }
    return all > 0 ? 2 * (a * a + b * b - twice * a * b) / (n * all) : 0;
}

/* How many characters the lines of a place hold, by the wave that is common to them. */
static void pitch(const struct dx_picture *p, struct dx_mrz_place *q)
{
    static const int cells[] = {30, 36, 44};
    double dark[3][PROFILE], mean[3] = {0}, all[3] = {0};
    for (int i = 0; i < q->n; i++) {
        dx_mrz_line_profile(p, &q->line[i], dark[i], PROFILE);
        for (int k = 0; k < PROFILE; k++)
            mean[i] += dark[i][k] / PROFILE;
        for (int k = 0; k < PROFILE; k++)
            all[i] += (dark[i][k] - mean[i]) * (dark[i][k] - mean[i]);
    }
    q->score = 0;
    for (int c = 0; c < 3; c++)
        for (double f = cells[c] - 1.5; f <= cells[c] + 1.01; f += 0.25) {
            double sum = 0;
            for (int i = 0; i < q->n; i++)
                sum += waves(dark[i], PROFILE, mean[i], all[i], f) / q->n;
            if (sum > q->score) {
                q->score = sum;
                q->cells = cells[c];
            }
        }
}

/* ---- places ---- */

static struct dx_mrz_line line_of(const struct segment *s, const struct segment *like, double scale)
{
    double sign = s->ux * like->ux + s->uy * like->uy < 0 ? -1 : 1;
    double high = s->thick - 2 * DILATE;
    return (struct dx_mrz_line){(s->x + 0.5) * scale, (s->y + 0.5) * scale, sign * s->ux, sign * s->uy,
                                (s->length - 2 * DILATE) * scale, (high > 2 ? high : 2) * scale};
}

/* Turns the group so that it reads to the right (or, standing, upwards), its lines in order. */
static void arrange(struct dx_mrz_place *q)
{
    struct dx_mrz_line *l = q->line;
    double x = 0, y = 0, height = 0;
    for (int i = 0; i < q->n; i++) {
        x += l[i].ux;
        y += l[i].uy;
        height += l[i].height / q->n;
    }
    if (fabs(x) >= fabs(y) ? x < 0 : y > 0)
        for (int i = 0; i < q->n; i++) {
            l[i].ux = -l[i].ux;
            l[i].uy = -l[i].uy;
        }
    for (int i = 0; i < q->n; i++) {
        l[i].height = height;
        for (int k = i; k > 0; k--) {
            double below = (l[k].y - l[k - 1].y) * l[k].ux - (l[k].x - l[k - 1].x) * l[k].uy;
            if (below >= 0)
                break;
            struct dx_mrz_line t = l[k];
            l[k] = l[k - 1];
            l[k - 1] = t;
        }
    }
}

struct dx_mrz_place dx_mrz_place_turn(const struct dx_mrz_place *p)
{
    struct dx_mrz_place q = *p;
    for (int i = 0; i < q.n; i++) {
        q.line[i] = p->line[p->n - 1 - i];
        q.line[i].ux = -q.line[i].ux;
        q.line[i].uy = -q.line[i].uy;
    }
    return q;
}

static bool same_place(const struct dx_mrz_place *a, const struct dx_mrz_place *b)
{
    for (int i = 0; i < a->n; i++)
        for (int k = 0; k < b->n; k++) {
            double apart = hypot(a->line[i].x - b->line[k].x, a->line[i].y - b->line[k].y);
            if (apart < 0.02 * a->line[i].length + 0.6 * a->line[i].height)
                return true;
        }
    return false;
}

/* Keeps the best ones, in order; of two that share lines, the better. */
static void keep(struct dx_mrz_place *place, int max, int *n, const struct dx_mrz_place *q)
{
    int at = 0;
    for (int i = 0; i < *n; i++)
        if (same_place(&place[i], q)) {
            if (place[i].score + 0.02 * place[i].n >= q->score + 0.02 * q->n)
                return;
            memmove(place + i, place + i + 1, (size_t)(*n - i - 1) * sizeof *place);
            (*n)--;
            i--;
        }
    while (at < *n && place[at].score >= q->score)
        at++;
    if (at == max)
        return;
    int last = *n < max ? *n : max - 1;
    memmove(place + at + 1, place + at, (size_t)(last - at) * sizeof *place);
    place[at] = *q;
    *n = last + 1;
}

/* All pairs and triples of neighbouring lines whose pitch is even. */
static void group(const struct dx_picture *p, const struct segment *s, int n, double scale, struct dx_mrz_place *place, int max,
                  int *found)
{
    int tried = 0;
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n && tried < DX_MRZ_TRIES; k++) {
            if (!neighbours(&s[i], &s[k]))
                continue;
            for (int t = -1; t < n && tried < DX_MRZ_TRIES; t++) {
                bool third = t > k && (neighbours(&s[i], &s[t]) || neighbours(&s[k], &s[t]));
                if (t >= 0 && !third)
                    continue;
                struct dx_mrz_place q = {.n = t < 0 ? 2 : 3};
                q.line[0] = line_of(&s[i], &s[i], scale);
                q.line[1] = line_of(&s[k], &s[i], scale);
                if (t >= 0)
                    q.line[2] = line_of(&s[t], &s[i], scale);
                arrange(&q);
                pitch(p, &q);
                tried++;
                if (q.score >= DX_MRZ_EVEN && (q.cells == 30) == (q.n == 3))
                    keep(place, max, found, &q);
            }
        }
}

static int look(const struct dx_picture *p, int by, struct segment *s, struct dx_mrz_place *place, int max, int *n,
                struct dx_err *e)
{
    struct dx_picture *small = by > 1 ? shrink(p, by, e) : NULL;
    const struct dx_picture *q = by > 1 ? small : p;
    uint8_t *m = q ? ink(q) : NULL;
    int count = m && widen(m, q->w, q->h) ? segments(m, q->w, q->h, s, SEGMENTS) : -1;
    free(m);
    if (count > 0) {
        count = join(s, count);
        int lines = 0;
        for (int i = 0; i < count; i++)
            if (s[i].length > 100 && s[i].length > 8 * s[i].thick)
                s[lines++] = s[i];
        group(p, s, lines, by, place, max, n);
    }
    dx_picture_free(small);
    return count < 0 ? dx_fail_nomem(e) : DX_OK;
}

int dx_mrz_locate(const struct dx_picture *p, struct dx_mrz_place *place, int max, int *n, struct dx_err *e)
{
    int longer = p->w > p->h ? p->w : p->h, rc = DX_OK;
    struct segment *s = malloc(SEGMENTS * sizeof *s);
    *n = 0;
    if (!s)
        return dx_fail_nomem(e);
    for (int by = (longer + FIRST - 1) / FIRST; rc == DX_OK && by >= 1; by = by * 2 / 3) {
        if (p->w / by < 60 || p->h / by < 20)
            continue;
        if ((int64_t)(p->w / by) * (p->h / by) > DX_MRZ_PIXELS)
            break;
        rc = look(p, by, s, place, max, n, e);
    }
    free(s);
    return rc;
}
