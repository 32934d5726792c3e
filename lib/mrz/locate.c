/* locate.c: finding machine-readable zones in a grey picture
 *
 * The picture is looked at in a few sizes, each half as large again as the one before. In each a network (lines.h) says where lines
 * of a zone may run, at any angle; what is long, thin and straight there is a line, pieces in one line are joined. Two or three
 * lines side by side at the distance that ICAO 9303-3 gives are a place if their characters stand evenly, 30, 36 or 44 of them.
 * Where a line of a zone is missing (glare, a stamp), it is taken to be where it should be. */
#include "mrz/locate.h"

#include "base/limits.h"
#include "mrz/between.h"
#include "mrz/net.h"
#include "mrz/waves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 400      /* longer side of the smallest size that is looked at: a card that fills the picture has pitch 13 there */
#define PIECES 1024    /* long things of one size; more: the rest isn't looked at (a page of print has a few) */
#define LINES 48       /* longest ones of them that are tried with one another */
#define EVEN_ENOUGH 0.3 /* no line is thought up beside one that lies in a place as even as this, … */
#define ALONE 6        /* … and beside so many of the others, the longest */
#define PROFILE 352    /* samples along a line: 8 for each of 44 characters */
#define CLOSE 1.5      /* pitches from line to line, where they are seen as one */
#define SHORTEST 26    /* a line has at least so many places of the map: 30 characters 6 pixels apart are 45, less what is lost */

/* ---- sizes ---- */

NET_CLONES static void add_row(const uint8_t *row, int w, uint32_t *sum)
{
    for (int x = 0; x < w; x++)
        sum[x] += row[x];
}

/* Means of squares of `by` pixels. */
static struct dx_picture *shrink(const struct dx_picture *p, int by, struct dx_err *e)
{
    struct dx_picture *q = NULL;
    uint32_t *sum = malloc((size_t)p->w * sizeof *sum);
    if (!sum || dx_picture_new(&q, p->w / by, p->h / by, e) != DX_OK) {
        free(sum);
        return NULL;
    }
    uint64_t share = ((UINT64_C(1) << 40) - 1) / (uint64_t)(by * by) + 1; /* times a sum below 255·by², shifted back, is the quotient */
    for (int y = 0; y < q->h; y++) {
        memset(sum, 0, (size_t)p->w * sizeof *sum);
        for (int k = 0; k < by; k++)
            add_row(p->grey + (size_t)(y * by + k) * p->stride, p->w, sum);
        for (int x = 0; x < q->w; x++) {
            uint32_t all = 0;
            for (int i = 0; i < by; i++)
                all += sum[x * by + i];
            q->grey[(size_t)y * q->stride + (size_t)x] = (uint8_t)(all * share >> 40);
        }
    }
    free(sum);
    return q;
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
};

/* A rectangle of the same moments: false when the thing is no long thin one. */
static bool straight(const struct sums *s, struct segment *out)
{
    double x = s->x / s->n, y = s->y / s->n, a = s->xx / s->n - x * x, b = s->xy / s->n - x * y, c = s->yy / s->n - y * y;
    double mean = (a + c) / 2, root_of = sqrt((a - c) * (a - c) / 4 + b * b), angle = atan2(2 * b, a - c) / 2;
    double length = sqrt(12 * (mean + root_of)), thick = sqrt(12 * (mean - root_of > 0 ? mean - root_of : 0));
    *out = (struct segment){x, y, cos(angle), sin(angle), length, thick > 1 ? thick : 1};
    return length >= 5 && length > 2 * thick;
}

static int longest_first(const void *a, const void *b)
{
    double x = ((const struct segment *)a)->length, y = ((const struct segment *)b)->length;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* The long things of a map, longest first; -1 when out of memory. */
static int segments(const uint8_t *m, int w, int h, struct segment *out, int max)
{
    uint32_t n = 0;
    struct run *r = runs(m, w, h, &n);
    struct sums *s = r ? calloc(n ? n : 1, sizeof *s) : NULL;
    int found = 0;
    for (uint32_t i = 0; s && i < n; i++)
        add_run(&s[root(r, i)], &r[i]);
    for (uint32_t i = 0; s && i < n && found < max; i++)
        if (s[i].n >= 6 && straight(&s[i], &out[found]))
            found++;
    bool memory = s != NULL;
    free(r);
    free(s);
    qsort(out, (size_t)found, sizeof *out, longest_first);
    return memory ? found : -1;
}

/* ---- lines ---- */

static double along(const struct segment *a, double x, double y) { return (x - a->x) * a->ux + (y - a->y) * a->uy; }
static double across(const struct segment *a, double x, double y) { return (y - a->y) * a->ux - (x - a->x) * a->uy; }
/* Sine of the angle between two segments; ends may be swapped. */
static double bend(const struct segment *a, const struct segment *b) { return fabs(a->ux * b->uy - a->uy * b->ux); }

/* Is k a continuation of i, with a gap of at most `most`? A short piece's own direction says little. */
static bool continues(const struct segment *i, const struct segment *k, double most)
{
    double u = along(i, k->x, k->y), v = across(i, k->x, k->y), gap = fabs(u) - (i->length + k->length) / 2;
    return gap < most && gap > -4 && fabs(v) < 1.2 + 0.04 * fabs(u) && bend(i, k) < 0.1 + 2 / k->length;
}

/* i becomes the segment from i's and k's outer ends. */
static void unite(struct segment *i, const struct segment *k)
{
    double u = along(i, k->x, k->y), v = across(i, k->x, k->y), mine = i->length / 2, other = k->length / 2;
    double low = u - other < -mine ? u - other : -mine, high = u + other > mine ? u + other : mine;
    double part = k->length / (i->length + k->length), mid = (low + high) / 2, tilt = part * v / (fabs(u) > 1 ? u : 1);
    i->x += i->ux * mid - i->uy * v * part;
    i->y += i->uy * mid + i->ux * v * part;
    double ux = i->ux - tilt * i->uy, uy = i->uy + tilt * i->ux, norm = hypot(ux, uy);
    i->ux = ux / norm;
    i->uy = uy / norm;
    i->length = high - low;
}

/* A line that fell in pieces (a fold, glare, a stamp): longest first, each takes what continues it. */
static int join(struct segment *s, int n, double gap)
{
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n; k++)
            if (continues(&s[i], &s[k], gap + 0.1 * s[i].length)) {
                unite(&s[i], &s[k]);
                memmove(s + k, s + k + 1, (size_t)(n - k - 1) * sizeof *s);
                n--;
                k = i; /* the longer line may reach what it didn't before */
            }
    qsort(s, (size_t)n, sizeof *s, longest_first);
    return n;
}

/* Are these neighbouring lines of one zone? The step from line to line is 0.045 to 0.1 of the length by format (9303-3 4.2:
 * 6.35 mm of 111 or 91, 76 mm), which leaves room for perspective, and for a line of which a third isn't seen. */
static bool neighbours(const struct segment *a, const struct segment *b)
{
    double longer = a->length > b->length ? a->length : b->length, ratio = a->length / b->length, u = along(a, b->x, b->y),
           v = fabs(across(a, b->x, b->y));
    return bend(a, b) < 0.1 && ratio > 0.6 && ratio < 1.65 && fabs(u) < 0.25 * longer && v > 0.033 * longer && v < 0.13 * longer;
}

/* ---- pitch ---- */

/* How dark a line is along its length, above what is beside it: `columns` values. */
static void profile(const struct dx_picture *p, const struct dx_mrz_line *l, float *dark, int columns)
{
    enum { ROWS = 7 };
    double step = l->height / (ROWS - 1), first = -l->height / 2;
    for (int i = 0; i < columns; i++) {
        double t = ((i + 0.5) / columns - 0.5) * l->length, x = l->x + t * l->ux, y = l->y + t * l->uy, dx = l->height * l->uy, dy = l->height * l->ux;
        uint16_t sum = 0;
        between_add(p, x - first * l->uy, y + first * l->ux, -step * l->uy, step * l->ux, ROWS, ROWS, &sum);
        dark[i] = (float)(between(p, x + dx, y - dy) + between(p, x - dx, y + dy)) / 2 - (float)sum / ROWS;
    }
}

/* The lines of a place along their length. */
struct ribbon {
    int n;
    float dark[3][PROFILE]; /* less its mean */
    double all[3];          /* its squares */
};

static void unroll(const struct dx_picture *p, const struct dx_mrz_place *q, struct ribbon *r)
{
    r->n = q->n;
    for (int i = 0; i < q->n; i++) {
        float mean = 0;
        profile(p, &q->line[i], r->dark[i], PROFILE);
        for (int k = 0; k < PROFILE; k++)
            mean += r->dark[i][k] / PROFILE;
        r->all[i] = 0;
        for (int k = 0; k < PROFILE; k++) {
            r->dark[i][k] -= mean;
            r->all[i] += (double)(r->dark[i][k] * r->dark[i][k]);
        }
    }
}

/* The number of waves from `from` to `to`, `by` apart, of which the lines' unevenness has the largest share, all lines together; *most: that
 * share, if it is more than *most was; else 0. */
static double waviest(const struct ribbon *r, double from, double to, double by, double *most)
{
    double best = 0;
    while (from <= to) {
        struct waves w = {0};
        double sum[WAVES] = {0};
        for (double f = from; f <= to && w.n < WAVES; f += by)
            w.step[w.n++] = (float)(2 * 3.14159265358979323846 * f / PROFILE);
        for (int i = 0; i < r->n; i++) {
            waves_in(&w, r->dark[i], PROFILE);
            for (int k = 0; k < w.n && r->all[i] > 0; k++)
                sum[k] += 2 * (double)(w.c[k] * w.c[k] + w.s[k] * w.s[k]) / (PROFILE * r->all[i] * r->n);
        }
        for (int k = 0; k < w.n; k++)
            if (sum[k] > *most) {
                *most = sum[k];
                best = from + k * by;
            }
        from += w.n * by;
    }
    return best;
}

/* How many characters the lines of a place hold, by the wave that is common to them: three lines 30, two 36 or 44. */
static void pitch(const struct ribbon *r, struct dx_mrz_place *q)
{
    static const int cells[] = {30, 36, 44};
    q->score = 0;
    for (int c = q->n == 3 ? 0 : 1; c < (q->n == 3 ? 1 : 3); c++)
        if (waviest(r, cells[c] - 1.5, cells[c] + 1.01, 0.25, &q->score) > 0)
            q->cells = cells[c];
}

/* ---- places ---- */

static struct dx_mrz_line line_of(const struct segment *s, const struct segment *like, double scale)
{
    double sign = s->ux * like->ux + s->uy * like->uy < 0 ? -1 : 1;
    return (struct dx_mrz_line){s->x * scale, s->y * scale, sign * s->ux, sign * s->uy, s->length * scale, 1};
}

/* All lines of a zone have the same length and start at one margin: gives all of them what the longest has. */
static void even_out(struct dx_mrz_place *q)
{
    const struct dx_mrz_line *longest = &q->line[0];
    for (int i = 1; i < q->n; i++)
        longest = q->line[i].length > longest->length ? &q->line[i] : longest;
    for (int i = 0; i < q->n; i++) {
        struct dx_mrz_line *l = &q->line[i];
        double u = (longest->x - l->x) * l->ux + (longest->y - l->y) * l->uy;
        if (l->length > 0.96 * longest->length && fabs(u) < 0.02 * l->length)
            continue;
        l->x += u * l->ux;
        l->y += u * l->uy;
        l->length = longest->length;
    }
}

/* Turns the group so that it reads to the right (or, standing, upwards), its lines in order. */
static void arrange(struct dx_mrz_place *q)
{
    struct dx_mrz_line *l = q->line;
    double x = 0, y = 0;
    for (int i = 0; i < q->n; i++) {
        x += l[i].ux;
        y += l[i].uy;
    }
    if (fabs(x) >= fabs(y) ? x < 0 : y > 0)
        for (int i = 0; i < q->n; i++) {
            l[i].ux = -l[i].ux;
            l[i].uy = -l[i].uy;
        }
    for (int i = 0; i < q->n; i++) {
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

/* Do both say nearly the same of every line? Then one of them is enough. */
static bool alike(const struct dx_mrz_place *a, const struct dx_mrz_place *b)
{
    bool same = a->n == b->n && a->cells == b->cells;
    for (int i = 0; i < a->n && same; i++) {
        const struct dx_mrz_line *k = &a->line[i], *l = &b->line[i];
        double dx = l->x - k->x, dy = l->y - k->y, u = fabs(dx * k->ux + dy * k->uy), v = fabs(dy * k->ux - dx * k->uy);
        same = u + fabs(k->length - l->length) / 2 < 1.2 * k->height && v < 0.25 * k->height;
    }
    return same;
}

/* Keeps the best ones, in order. Those that claim the same lines otherwise are kept beside one another: who reads them sees which is right. */
static void keep(struct dx_mrz_place *place, int max, int *n, const struct dx_mrz_place *q)
{
    int at = 0, was = *n;
    for (int i = 0; i < *n; i++)
        if (alike(&place[i], q)) {
            if (place[i].score >= q->score)
                return;
            memmove(place + i, place + i + 1, (size_t)(*n - i - 1) * sizeof *place);
            was = --*n;
            break;
        }
    while (at < was && place[at].score >= q->score)
        at++;
    if (at == max)
        return;
    int last = *n < max ? *n : max - 1;
    memmove(place + at + 1, place + at, (size_t)(last - at) * sizeof *place);
    place[at] = *q;
    *n = last + 1;
}

/* ---- where the print ends ---- */

#define FEWEST 14      /* characters of a line that are enough to measure its pitch */
#define PER_CELL 8     /* samples */
#define AROUND 34      /* cells that are looked at either side of the middle */
#define BLANK 0.4      /* a cell with less than this share of the others' unevenness is none */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* How uneven each cell is along the lines, from AROUND cells before the middle on, all lines together; 0 beyond the picture. */
static void unevenness(const struct dx_picture *p, const struct dx_mrz_place *q, double pitch, double out[2 * AROUND])
{
    memset(out, 0, 2 * AROUND * sizeof *out);
    for (int i = 0; i < q->n; i++) {
        struct dx_mrz_line l = q->line[i];
        float dark[2 * AROUND * PER_CELL];
        l.length = 2 * AROUND * pitch;
        profile(p, &l, dark, 2 * AROUND * PER_CELL);
        for (int k = 0; k < 2 * AROUND; k++) {
            double u = (k + 0.5 - AROUND) * pitch, x = l.x + u * l.ux, y = l.y + u * l.uy, low = 1e9, high = -1e9;
            bool in = x >= 0 && y >= 0 && x < p->w && y < p->h;
            for (int j = 0; j < PER_CELL && in; j++) {
                double v = (double)dark[k * PER_CELL + j];
                low = v < low ? v : low;
                high = v > high ? v : high;
            }
            out[k] += in ? (high - low) / q->n : 0;
        }
    }
}

/* Lets the lines go as far as the print does, in cells of its own pitch: what was seen may be a part of it, or more. false: it goes as
 * far as was thought. */
static bool widen(const struct dx_picture *p, const struct ribbon *r, struct dx_mrz_place *q)
{
    double strength = 0, each[2 * AROUND], sorted[2 * AROUND], count = waviest(r, FEWEST, 48, 0.5, &strength);
    if (strength < DX_MRZ_EVEN)
        return false;
    double pitch = q->line[0].length / count;
    int half = (int)(count / 2), from = AROUND - half, to = AROUND + half;
    unevenness(p, q, pitch, each);
    memcpy(sorted, each + from, (size_t)(to - from) * sizeof *sorted);
    qsort(sorted, (size_t)(to - from), sizeof *sorted, by_value);
    double blank = BLANK * sorted[(to - from) / 2];
    while (from > 1 && (each[from - 1] > blank || each[from - 2] > blank))
        from--;
    while (to < 2 * AROUND - 1 && (each[to] > blank || each[to + 1] > blank))
        to++;
    while (from < to && each[from] <= blank)
        from++;
    while (from < to && each[to - 1] <= blank)
        to--;
    int n = to - from, cells = q->n == 3 ? 30 : n < 40 ? 36 : 44;
    double middle = ((from + to) / 2.0 - AROUND) * pitch, length = (cells - 0.25) * pitch;
    if (n < 24 || n > 50 || (fabs(middle) < pitch && fabs(length - q->line[0].length) < 1.5 * pitch))
        return false;
    for (int i = 0; i < q->n; i++) {
        q->line[i].x += middle * q->line[i].ux;
        q->line[i].y += middle * q->line[i].uy;
        q->line[i].length = length;
    }
    return true;
}

/* Measures a place and keeps it if its characters stand evenly. */
static void measure(const struct dx_picture *p, struct dx_mrz_place *q, struct ribbon *r, struct dx_mrz_place *place, int max, int *found)
{
    for (int i = 0; i < q->n; i++) /* capitals are nearly as high as the pitch is wide, in all formats */
        q->line[i].height = q->line[i].length / (q->n == 3 ? 30 : 40);
    unroll(p, q, r);
    pitch(r, q);
    for (int i = 0; i < q->n; i++)
        q->line[i].height = 0.95 * q->line[i].length / (q->cells - 0.25);
    if (q->score >= DX_MRZ_EVEN)
        keep(place, max, found, q);
}

/* The same, as far as the lines were seen and as far as the print goes. */
static void consider(const struct dx_picture *p, struct dx_mrz_place q, struct dx_mrz_place *place, int max, int *found)
{
    struct ribbon r;
    even_out(&q);
    arrange(&q);
    measure(p, &q, &r, place, max, found);
    if (widen(p, &r, &q))
        measure(p, &q, &r, place, max, found);
}

/* Does a line lie in a place that is even enough? */
static bool claimed(const struct segment *s, double scale, const struct dx_mrz_place *place, int n)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < place[i].n && place[i].score >= EVEN_ENOUGH; k++) {
            const struct dx_mrz_line *l = &place[i].line[k];
            double x = s->x * scale - l->x, y = s->y * scale - l->y;
            if (fabs(x * l->ux + y * l->uy) < l->length / 2 && fabs(y * l->ux - x * l->uy) < l->height)
                return true;
        }
    return false;
}

/* A line beside which none is seen that stands evenly with it: one is taken to be a step beside it; two lines of 30 characters lack a third. */
static void complete(const struct dx_picture *p, const struct segment *s, int n, double scale, struct dx_mrz_place *place, int max,
                     int *found)
{
    static const double steps[] = {2.5 / 30, 2.5 / 36, 2.5 / 44};
    int alone[ALONE], count = 0;
    for (int i = 0; i < n && count < ALONE; i++)
        if (!claimed(&s[i], scale, place, *found))
            alone[count++] = i;
    for (int i = 0; i < count; i++)
        for (int side = -1; side <= 1; side += 2)
            for (int f = 1; f < 3; f++) {
                struct dx_mrz_place q = {.n = 2};
                q.line[0] = q.line[1] = line_of(&s[alone[i]], &s[alone[i]], scale);
                double v = side * steps[f] * q.line[0].length;
                q.line[1].x -= v * q.line[0].uy;
                q.line[1].y += v * q.line[0].ux;
                consider(p, q, place, max, found);
            }
}

/* Lines set closer than ICAO 9303-3 has them are seen as one thick one: what it may be made of. */
static void split(const struct dx_picture *p, const struct segment *s, int n, double scale, struct dx_mrz_place *place, int max, int *found)
{
    static const struct {
        int lines, cells;
    } of[] = {{3, 30}, {2, 36}, {2, 44}};
    for (int i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
            double step = CLOSE * s[i].length / of[k].cells;
            struct dx_mrz_place q = {.n = of[k].lines};
            if (s[i].thick < 0.9 * step * (q.n - 1) || s[i].thick > 2 * step * (q.n - 1))
                continue;
            for (int line = 0; line < q.n; line++) {
                double v = (line - (q.n - 1) / 2.0) * step * scale;
                q.line[line] = line_of(&s[i], &s[i], scale);
                q.line[line].x -= v * q.line[line].uy;
                q.line[line].y += v * q.line[line].ux;
            }
            consider(p, q, place, max, found);
        }
}

/* All pairs and triples of neighbouring lines whose pitch is even. */
static void group(const struct dx_picture *p, const struct segment *s, int n, double scale, struct dx_mrz_place *place, int max,
                  int *found)
{
    int tried = 0;
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n && tried < DX_MRZ_TRIES; k++) {
            bool near = neighbours(&s[i], &s[k]);
            struct dx_mrz_place q = {.n = 2, .line = {line_of(&s[i], &s[i], scale), line_of(&s[k], &s[i], scale)}};
            if (near && ++tried)
                consider(p, q, place, max, found);
            for (int side = -1; near && side <= 1; side += 2) { /* the third of three, beside the second or beyond the first */
                struct dx_mrz_line a = q.line[side > 0], b = q.line[side < 0];
                struct dx_mrz_place three = {.n = 3, .line = {q.line[0], q.line[1], a}};
                three.line[2].x += a.x - b.x;
                three.line[2].y += a.y - b.y;
                consider(p, three, place, max, found);
            }
            for (int t = k + 1; t < n && tried < DX_MRZ_TRIES; t++)
                if (near + neighbours(&s[i], &s[t]) + neighbours(&s[k], &s[t]) >= 2 && ++tried) {
                    struct dx_mrz_place three = {.n = 3, .line = {q.line[0], q.line[1], line_of(&s[t], &s[i], scale)}};
                    consider(p, three, place, max, found);
                }
        }
}

/* Twice as large either way. NULL when out of memory. */
static struct dx_picture *enlarge(const struct dx_picture *p, struct dx_err *e)
{
    struct dx_picture *q = NULL;
    if (dx_picture_new(&q, 2 * p->w, 2 * p->h, e) != DX_OK)
        return NULL;
    for (int y = 0; y < q->h; y++)
        for (int x = 0; x < q->w; x++)
            q->grey[(size_t)y * q->stride + (size_t)x] = (uint8_t)between(p, (x - 0.5) / 2, (y - 0.5) / 2);
    return q;
}

/* The lines that are seen in one size of the picture, longest first: how many, -1 when out of memory. */
static int lines_of(const struct dx_mrz_seer *m, const struct dx_picture *p, int size, struct segment *s, struct dx_err *e)
{
    struct dx_picture *other = size > 2 ? shrink(p, size / 2, e) : size < 2 ? enlarge(p, e) : NULL;
    const struct dx_picture *q = size == 2 ? p : other;
    uint8_t *map = NULL;
    int w, h, count = q && dx_mrz_seer_map(m, q, &map, &w, &h, e) == DX_OK ? segments(map, w, h, s, PIECES) : -1, lines = 0;
    free(map);
    dx_picture_free(other);
    if (count < 0)
        return -1;
    count = join(s, count, 8);
    while (lines < count && lines < LINES && s[lines].length >= SHORTEST)
        lines++;
    return lines;
}

int dx_mrz_size(const struct dx_picture *p, int size)
{
    int longer = p->w > p->h ? p->w : p->h, shorter = p->w < p->h ? p->w : p->h;
    if (size == 2)
        return (int64_t)p->w * p->h <= DX_MRZ_SMALL && longer >= 60 && shorter >= 20 ? 1 : 0;
    for (int by = size ? size / 2 * 2 / 3 : (longer + FIRST - 1) / FIRST; by >= 1; by = by * 2 / 3) {
        if ((int64_t)(p->w / by) * (p->h / by) > DX_MRZ_PIXELS)
            return 0;
        if (longer / by >= 60 && shorter / by >= 20)
            return 2 * by;
    }
    return 0;
}

int dx_mrz_locate(const struct dx_mrz_seer *m, const struct dx_picture *p, int size, struct dx_mrz_place *place, int max, int *n,
                  struct dx_err *e)
{
    struct segment *s = malloc(PIECES * sizeof *s);
    int lines = s ? lines_of(m, p, size, s, e) : -1;
    double scale = size / 2.0 * DX_MRZ_LINES_STEP;
    *n = 0;
    if (lines > 0)
        group(p, s, lines, scale, place, max, n);
    if (lines > 0)
        complete(p, s, lines, scale, place, max, n);
    if (lines > 0) /* last: the halves of one line stand evenly with one another, too */
        split(p, s, lines, scale, place, max, n);
    free(s);
    return lines < 0 ? dx_fail_nomem(e) : DX_OK;
}
