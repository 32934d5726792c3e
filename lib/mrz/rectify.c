/* rectify.c: lays the lines of a zone level, cell by cell
 *
 * 1. Pitch and phase: the darkness along the line, as a wave; of the frequencies near the expected one the strongest is the
 * pitch, and
 *    its phase says where cells have their middles.
 * 2. Which cells? A few more than the line has are classified; the first cell is where characters are inside and none outside.
 * The lines of
 *    a zone start at one margin.
 *    A line whose letters and digits stand where no format has them is none of a zone: it isn't looked at further.
 * 3. The classifier says how far off the middle every character stands, and how large it is: polynomials through that bend the
 * line's
 *    axis (curl, tilt, perspective), and it is laid anew, twice. */
#include "mrz/rectify.h"

#include "find/mrz/mrz_layout.h"
#include "mrz/between.h"
#include "mrz/waves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLEAR 0.93            /* a line that is read as surely as this was laid right */
#define SURE 0.87             /* … and as surely as this its neighbours may be laid by it; letters upside down come to 0.85 */
#define ASIDE 2.0             /* what it costs, in log likelihood, that a line starts a cell beside the margin */
#define SHIFTS 3              /* the first cell may be so many cells beside where it was expected */
#define SPARE (SHIFTS + 1)    /* cells laid at either end */
#define WIDE_MOST ((DX_MRZ_GRID_COLUMNS + 2 * SPARE + 1) * DX_MRZ_PITCH)
#define FINE 4                /* samples a side of one pixel at most; more than that is blurred enough */
#define GLANCE 8             /* a glance falls on every eighth cell, and on those between unless they are … */
#define DIM 0.45             /* … less clear than this; … */
#define COARSE 2             /* … with so many samples a side at most */
#define PROFILE 704           /* samples along a line: 16 for each of 44 cells */
#define MOST_SKEW 0.09        /* one end's characters may be 1.44 times as wide as the other's */
#define SKEWS 6
#define TWO_PI 6.28318530717958647692

/* ---- a line's axis ---- */

static double along(const struct dx_mrz_laid *l, double t) { return l->along[0] + t * (l->along[1] + t * l->along[2]); }

/* Beyond the ends a cubic runs away: it goes on straight there. */
static double across(const struct dx_mrz_laid *l, double t)
{
    const double *c = l->across;
    double in = t < -1 ? -1 : t > 1 ? 1 : t;
    return c[0] + in * (c[1] + in * (c[2] + in * c[3])) + (t - in) * (c[1] + in * (2 * c[2] + 3 * in * c[3]));
}

static double t_of(double column, int columns) { return 2 * column / (columns - 1) - 1; }

static void point(const struct dx_mrz_laid *l, double t, double *x, double *y)
{
    double a = along(l, t), b = across(l, t);
    *x = l->x + l->ux * a - l->uy * b;
    *y = l->y + l->uy * a + l->ux * b;
}

/* A line drawn level. */
struct canvas {
    uint8_t grey[DX_MRZ_WINDOW][WIDE_MOST];
};

/* Draws cells [from, from + n) of the line level: DX_MRZ_PITCH columns a cell, and as much around them as a window needs. */
static void draw(const struct dx_picture *p, const struct dx_mrz_laid *l, int columns, int from, int n, int finest, struct canvas *to)
{
    double pitch = 2 * l->along[1] / (columns - 1), ux = pitch / DX_MRZ_PITCH, uy = l->height / DX_MRZ_CAP,
            unit = ux > uy ? ux : uy;
    int fine = unit > finest ? finest : unit > 1 ? (int)ceil(unit) : 1, wide = (n - 1) * DX_MRZ_PITCH + DX_MRZ_WINDOW;
    unsigned all = (unsigned)(fine * fine), share = (65536 + all - 1) / all;
    for (int k = 0; k < wide; k++) {
        uint16_t row[DX_MRZ_WINDOW] = {0};
        for (int i = 0; i < fine; i++) {
            double column = from + (k + (i + 0.5) / fine - DX_MRZ_WINDOW / 2.0) / DX_MRZ_PITCH, t = t_of(column, columns), x, y, x1, y1;
            point(l, t, &x, &y);
            point(l, t + 1.0 / (columns - 1), &x1, &y1); /* half a cell on: the axis' direction */
            double dx = x1 - x, dy = y1 - y, len = sqrt(dx * dx + dy * dy), high = uy * (1 + l->slope * (t < -1 ? -1 : t > 1 ? 1 : t));
            double nx = len > 0 ? -dy / len * high : 0, ny = len > 0 ? dx / len * high : 0, v = 0.5 / fine - DX_MRZ_WINDOW / 2.0;
            between_add(p, x + v * nx - 0.5, y + v * ny - 0.5, nx / fine, ny / fine, DX_MRZ_WINDOW * fine, fine, row);
        }
        for (int r = 0; r < DX_MRZ_WINDOW; r++)
            to->grey[r][k] = (uint8_t)((row[r] + all / 2) * share >> 16);
    }
}

/* ---- 1: pitch and phase ---- */

/* Darkness of columns, without what changes slower than three cells (light and shade); from `half` before the middle on. */
static void profile(const struct dx_picture *p, const struct dx_mrz_rough *r, double half, float *dark)
{
    enum { SLOW = 24, ROWS = 8 };
    int32_t raw[PROFILE], sum[PROFILE + 1] = {0};
    double by = r->height * 1.1 / ROWS, from = (0.5 - ROWS / 2.0) * by;
    for (int k = 0; k < PROFILE; k++) {
        double a = ((k + 0.5) / PROFILE * 2 - 1) * half;
        uint16_t light = 0;
        between_add(p, r->x + a * r->ux - from * r->uy - 0.5, r->y + a * r->uy + from * r->ux - 0.5, -by * r->uy, by * r->ux, ROWS, ROWS, &light);
        raw[k] = 255 * ROWS - light;
        sum[k + 1] = sum[k] + raw[k];
    }
    for (int k = 0; k < PROFILE; k++) {
        int low = k > SLOW ? k - SLOW : 0, high = k + SLOW < PROFILE ? k + SLOW : PROFILE;
        dark[k] = (float)raw[k] - (float)(sum[high] - sum[low]) / (float)(high - low);
    }
}

#define FREQUENCIES 121 /* tried at most: 0.15 % apart, so up to 9 % off */

/* The strongest wave near the expected period, every `by`-th frequency from `from` to `to` tried (at most WAVES): its power, its number,
 * its period in pixels, and where its crest nearest to the middle is. */
static double wave(const float *dark, int n, double half, double expected, int from, int to, int by, int *at, double *pitch, double *crest)
{
    double best = -1, period[WAVES];
    struct waves w = {0};
    for (int f = from; f <= to; f += by, w.n++) {
        period[w.n] = expected * (1 + f * 0.0015);
        w.step[w.n] = (float)(2 * half / n / period[w.n] * TWO_PI);
        w.start[w.n] = (float)((0.5 / n * 2 - 1) * half / period[w.n] * TWO_PI);
    }
    waves_in(&w, dark, n);
    for (int i = 0; i < w.n; i++) {
        double c = (double)w.c[i], s = (double)w.s[i], off = (from + i * by) * 2.0 / FREQUENCIES;
        double worth = (c * c + s * s) * (1 - 0.4 * off * off); /* what was expected is likelier */
        if (worth > best) {
            best = worth;
            *at = from + i * by;
            *pitch = period[i];
            *crest = atan2(s, c) / TWO_PI * period[i];
        }
    }
    return best;
}

/* A line seen from its side is narrower at one end: what lies at s of an even line, -1 to 1, lies at s + skew·(s² - 1). */
static void stretch(const float *dark, int n, double skew, float *even)
{
    for (int k = 0; k < n; k++) {
        double s = (k + 0.5) / n * 2 - 1, u = s + skew * (s * s - 1), at = (u + 1) / 2 * n - 0.5;
        int i = at <= 0 ? 0 : at >= n - 1 ? n - 2 : (int)at;
        float f = (float)(at - i < 0 ? 0 : at - i > 1 ? 1 : at - i);
        even[k] = dark[i] * (1 - f) + dark[i + 1] * f;
    }
}

static void first_guess(const struct dx_picture *p, const struct dx_mrz_rough *r, int columns, struct dx_mrz_laid *l)
{
    enum { STRIDE = 5, MOST = FREQUENCIES / 2 };
    float dark[PROFILE], rough[PROFILE / 2], even[PROFILE];
    double pitch = 1, crest = 0, skew = 0, best = -1, half = r->length / 2;
    double expected = r->length / (columns - 0.25); /* a character is three quarters of its cell wide */
    int at = 0;
    profile(p, r, half, dark);
    for (int k = 0; k < PROFILE / 2; k++) /* half the samples do for the coarse search */
        rough[k] = dark[2 * k] + dark[2 * k + 1];
    for (int i = -SKEWS; i <= SKEWS; i++) {
        double q = i * MOST_SKEW / SKEWS, its_pitch, its_crest;
        int its = 0;
        stretch(rough, PROFILE / 2, q, even);
        double power = wave(even, PROFILE / 2, half, expected, -MOST, MOST, STRIDE, &its, &its_pitch, &its_crest) *
                       (1 - 0.15 * (q / MOST_SKEW) * (q / MOST_SKEW));
        if (power > best) {
            best = power;
            skew = q;
            at = its;
        }
    }
    stretch(dark, PROFILE, skew, even);
    wave(even, PROFILE, half, expected, at - STRIDE + 1, at + STRIDE - 1, 1, &at, &pitch, &crest);
    double first = -(columns - 1) * pitch / 2; /* the crest nearest to where the first cell should be */
    first = crest + pitch * nearbyint((first - crest) / pitch);
    /* on the even line, cells lie at a + b·t */
    double b = pitch * (columns - 1) / 2, a = first + b;
    *l = (struct dx_mrz_laid){.x = r->x, .y = r->y, .ux = r->ux, .uy = r->uy, .height = r->height, .slope = skew};
    l->along[0] = a + skew * (a * a / half - half);
    l->along[1] = b + 2 * skew * a * b / half;
    l->along[2] = skew * b * b / half;
}

/* ---- 2: which cells ---- */

static double logarithm(double p) { return log(p > 0.02 ? p : 0.02); }

/* How well characters inside and none outside fit, when the line starts at cell `shift` of those laid. */
static double fits(const struct dx_mrz_cell *c, int columns, int shift)
{
    double sum = 0;
    for (int k = -SPARE; k < columns + SPARE; k++) {
        double none = (double)c[k + SPARE].none;
        sum += logarithm(k >= shift && k < shift + columns ? 1 - none : none);
    }
    return sum;
}

static void move(struct dx_mrz_laid *l, int columns, int shift)
{
    double d = shift * 2.0 / (columns - 1), *a = l->along; /* t becomes t + d */
    a[0] += d * (a[1] + d * a[2]);
    a[1] += 2 * d * a[2];
}

/* Where a line starts, against the first line's direction. */
static double start_of(const struct dx_mrz_laid *l, const struct dx_mrz_laid *first)
{
    double x, y;
    point(l, -1, &x, &y);
    return (x - first->x) * first->ux + (y - first->y) * first->uy;
}

/* The shift of line i that fits best, given that the first line is shifted by s: lines start at one margin, which perspective
 * may slant, so a
 * cell aside costs as much as one doubtful cell. Adds what it is worth. */
static int follow(const struct dx_mrz_cell *ends, const struct dx_mrz_laid *first, const struct dx_mrz_laid *l, int columns,
        int s, double *sum)
{
    double pitch = 2 * first->along[1] / (columns - 1), best = -1e30;
    double off = (start_of(first, first) - start_of(l, first)) / pitch + s; /* cells from here to the margin */
    int take = 0;
    for (int k = -SHIFTS; k <= SHIFTS; k++) {
        double worth = fits(ends, columns, k) - ASIDE * fabs(k - off);
        if (worth > best) {
            best = worth;
            take = k;
        }
    }
    *sum += best;
    return take;
}

/* Shifts all lines by whole cells so that they start at one margin and the cells outside are empty. */
static void choose_cells(const struct dx_mrz_cell ends[][DX_MRZ_GRID_COLUMNS + 2 * SPARE], int n, int columns,
        struct dx_mrz_laid *l)
{
    double best = -1e30;
    int take[DX_MRZ_GRID_LINES] = {0};
    for (int s = -SHIFTS; s <= SHIFTS; s++) {
        double sum = fits(ends[0], columns, s) - 0.3 * abs(s);
        int with[DX_MRZ_GRID_LINES] = {s};
        for (int i = 1; i < n; i++)
            with[i] = follow(ends[i], &l[0], &l[i], columns, s, &sum);
        if (sum > best) {
            best = sum;
            memcpy(take, with, sizeof take);
        }
    }
    for (int i = 0; i < n; i++)
        move(&l[i], columns, take[i]);
}

/* ---- is it a zone's? ---- */

#define FOREIGN (-0.35) /* a line that is clear is another's below this grammar: of 650 zones that were read all came to -0.21 and more … */
#define NATIVE (-0.25)  /* what comes to this is a line of a zone */
#define ALIEN (-0.5)    /* … and so are all lines, clear or not, below this mean: of those zones one came to -0.24; half of other print doesn't reach it */
#define MISTAKEN 0.3    /* the chance that a letter is a digit that looks like it, in a face that the classifier doesn't know, or the reverse */
#define UNSEEN 0.3      /* and that a cell without a character has one */

/* How likely each class of characters is in a cell. */
static void classes_of(const struct dx_mrz_cell *c, double p[MRZ_ANY + 1])
{
    static const char like_letters[] = "01258", like_digits[] = "BDIOQSZ";
    double hidden = UNSEEN * (double)c->none, mistaken[2] = {0};
    for (int class = MRZ_ALPHA; class <= MRZ_ANY; class++)
        p[class] = hidden;
    for (int s = 0; s < DX_MRZ_SYMBOLS; s++) {
        char ch = DX_MRZ_ALPHABET[s];
        double its = (double)c->p[s];
        for (int class = MRZ_ALPHA; class <= MRZ_ANY; class++)
            p[class] += mrz_in_class(ch, (enum mrz_class)class) ? its : 0;
        mistaken[0] += strchr(like_letters, ch) ? MISTAKEN * its : 0;
        mistaken[1] += strchr(like_digits, ch) ? MISTAKEN * its : 0;
    }
    for (int class = MRZ_ALPHA; class <= MRZ_CHECK; class++)
        p[class] += mistaken[class != MRZ_ALPHA];
}

/* Is it one character all along, as patterns are? The shortest name leaves two cells of thirty. */
static bool monotonous(const struct dx_mrz_cell *c, int n)
{
    int most = 0, count[DX_MRZ_SYMBOLS] = {0};
    for (int k = 0; k < n; k++)
        for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
            if (c[k].p[s] > 0.5F && ++count[s] > most)
                most = count[s];
    return most >= n - 1;
}

/* How well what was read stands where a format has letters, digits or anything: mean log likelihood of a cell, of the formats with so many
 * lines and of the cells where the line may start the best. `c` has SPARE cells more at either end. */
static double grammar(const struct dx_mrz_cell *c, int line, int lines, int columns)
{
    double best = -1e30, p[DX_MRZ_GRID_COLUMNS + 2 * SPARE][MRZ_ANY + 1];
    for (int k = 0; k < columns + 2 * SPARE; k++)
        classes_of(&c[k], p[k]);
    for (int f = 0; mrz_layout_at(f); f++) {
        const struct mrz_layout *l = mrz_layout_at(f);
        uint8_t class[DX_MRZ_COLUMNS];
        if (l->lines != lines || l->columns != columns)
            continue;
        mrz_classes(l, line, class);
        for (int shift = 0; shift <= 2 * SPARE; shift++) {
            double sum = 0;
            for (int k = 0; k < columns; k++)
                sum += logarithm(p[shift + k][class[k]]);
            best = sum > best ? sum : best;
        }
    }
    return monotonous(c + SPARE, columns) ? 2 * FOREIGN : best / columns;
}

/* ---- 3: where the characters stand ---- */

/* Weighted least squares of values over powers of t, each but the constant held back a little by `ridge`. */
static void polynomial(const double *t, const double *v, const double *w, int n, int terms, double ridge, double *out)
{
    double a[4][5] = {{0}};
    for (int i = 0; i < n; i++) {
        double power[4] = {1, t[i], t[i] * t[i], t[i] * t[i] * t[i]};
        for (int r = 0; r < terms; r++) {
            for (int c = 0; c < terms; c++)
                a[r][c] += w[i] * power[r] * power[c];
            a[r][4] += w[i] * power[r] * v[i];
        }
    }
    for (int r = 0; r < terms; r++)
        a[r][r] += r ? ridge * r : 0.01;
    for (int r = 0; r < terms; r++) /* the matrix is positive definite: no pivoting needed */
        for (int k = 0; k < terms; k++) {
            double f = k == r ? 0 : a[k][r] / a[r][r];
            for (int c = r; c < 5 && k != r; c++)
                a[k][c] -= f * a[r][c];
        }
    for (int r = 0; r < terms; r++)
        out[r] = a[r][4] / a[r][r];
}

static double clamp(double v, double most) { return v > most ? most : v < -most ? -most : v; }

static void bend(struct dx_mrz_laid *l, const struct dx_mrz_cell *c, int columns)
{
    double t[DX_MRZ_GRID_COLUMNS], dx[DX_MRZ_GRID_COLUMNS], dy[DX_MRZ_GRID_COLUMNS], w[DX_MRZ_GRID_COLUMNS], grow[DX_MRZ_GRID_COLUMNS],
            more[4] = {0};
    double pitch = 2 * l->along[1] / (columns - 1);
    for (int k = 0; k < columns; k++) {
        float best = 0;
        for (int i = 0; i < DX_MRZ_SYMBOLS; i++)
            best = c[k].p[i] > best ? c[k].p[i] : best;
        t[k] = t_of(k, columns);
        w[k] = (double)best * (double)best;
        dx[k] = clamp((double)c[k].dx, 6) * pitch / DX_MRZ_PITCH;
        dy[k] = clamp((double)c[k].dy, 7) * l->height / DX_MRZ_CAP;
        grow[k] = clamp((double)c[k].grow, 5) / 16;
    }
    polynomial(t, dx, w, columns, 3, 0.5, more);
    for (int i = 0; i < 3; i++)
        l->along[i] += more[i];
    polynomial(t, dy, w, columns, 4, 0.5, more);
    for (int i = 0; i < 4; i++)
        l->across[i] += more[i];
    polynomial(t, grow, w, columns, 2, 1.5, more);
    l->height *= exp(more[0]);
    l->slope = clamp(l->slope + more[1], 0.4);
}

/* ---- all of it ---- */

#define LAID (DX_MRZ_GRID_COLUMNS + 2 * SPARE)

struct work {
    const struct dx_mrz_cells *m;
    const struct dx_picture *p;
    int columns;
    struct canvas canvas;
    struct dx_mrz_cell ends[DX_MRZ_GRID_LINES][LAID]; /* cells of each line, and SPARE at either end */
    struct dx_mrz_cell tried[LAID];
};

static void look(struct work *w, const struct dx_mrz_laid *l, int from, int n, struct dx_mrz_cell *out)
{
    draw(w->p, l, w->columns, from, n, FINE, &w->canvas);
    dx_mrz_cells_read(w->m, w->canvas.grey[0], WIDE_MOST, DX_MRZ_PITCH, n, out);
}

/* Mean probability of the likeliest characters. */
static double clearness(const struct dx_mrz_cell *c, int n)
{
    double sum = 0;
    for (int k = 0; k < n; k++) {
        float best = 0;
        for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
            best = c[k].p[s] > best ? c[k].p[s] : best;
        sum += (double)best;
    }
    return sum / n;
}

/* Lays a line from where it is thought to be; what the classifier sees there straightens it once. Returns how clear it became. */
static double lay(struct work *w, struct dx_mrz_laid *l, struct dx_mrz_cell out[LAID])
{
    look(w, l, -SPARE, w->columns + 2 * SPARE, out);
    bend(l, out + SPARE, w->columns);
    look(w, l, -SPARE, w->columns + 2 * SPARE, out);
    return clearness(out + SPARE, w->columns);
}

/* A line that isn't clear may have its pitch or phase wrong: tries the pitch of the clearest line and pitches by which a whole
 * cell is gained or lost on
 * the way. */
static void try_pitches(struct work *w, int line, double clear[], struct dx_mrz_laid *l, const struct dx_mrz_laid *guess,
        int clearest)
{
    double by[] = {0, 1, 1 + 0.5 / w->columns, 1 - 0.5 / w->columns, 1 + 1.0 / w->columns, 1 - 1.0 / w->columns};
    int n = (int)(sizeof by / sizeof *by);
    by[0] = l[clearest].along[1] / guess->along[1];
    for (int i = 0; i < n && clear[line] < CLEAR; i++)
        for (int half = 0; half < 2; half++) {
            struct dx_mrz_laid try = *guess;
            try.along[1] *= by[i];
            try.along[0] += half * try.along[1] / (w->columns - 1); /* half a cell on */
            double c = i == 1 && half == 0 ? 0 : lay(w, &try, w->tried);
            if (c > clear[line]) {
                clear[line] = c;
                l[line] = try;
                memcpy(w->ends[line], w->tried, sizeof w->tried);
            }
        }
}

static int usable(const struct dx_mrz_rough *rough, int n, int columns, struct dx_err *e)
{
    if (n < 1 || n > DX_MRZ_GRID_LINES || columns < 2 || columns > DX_MRZ_GRID_COLUMNS)
        return dx_fail(e, DX_BAD, "unsupported", "%d lines of %d characters are no zone", n, columns);
    for (int i = 0; i < n; i++)
        if (!(rough[i].length >= columns) || !(rough[i].height >= 1) || rough[i].length > 1e6 || rough[i].height > 1e5)
            return dx_fail(e, DX_BAD, "unsupported", "a line of %d characters can't be %g by %g pixels", columns,
                    rough[i].length, rough[i].height);
    return DX_OK;
}

/* By how many lines what was read as line i is further down in its zone; 0: it is no line of one. */
static int slip_of(const struct dx_mrz_cell *c, int i, int lines, int columns)
{
    for (int k = 0; k < lines; k++)
        if (k != i && grammar(c, k, lines, columns) >= NATIVE)
            return k - i;
    return 0;
}

static void rectify(struct work *w, const struct dx_mrz_rough *rough, struct dx_mrz_grid *g)
{
    struct dx_mrz_laid guess[DX_MRZ_GRID_LINES];
    double clear[DX_MRZ_GRID_LINES];
    double meant = 0;
    int clearest = 0;
    for (int i = 0; i < g->lines; i++) {
        first_guess(w->p, &rough[i], g->columns, &guess[i]);
        g->laid[i] = guess[i];
        clear[i] = lay(w, &g->laid[i], w->ends[i]);
        clearest = clear[i] > clear[clearest] ? i : clearest;
        double its = grammar(w->ends[i], i, g->lines, g->columns);
        meant += its / g->lines;
        if (clear[i] >= SURE && its < FOREIGN)
            g->slip = slip_of(w->ends[i], i, g->lines, g->columns);
        if ((clear[i] >= SURE && its < FOREIGN) || meant < ALIEN)
            return;
    }
    g->clear = clear[clearest];
    if (clear[clearest] < DX_MRZ_WORTH)
        return;
    for (int i = 0; i < g->lines; i++)
        if (clear[i] < CLEAR && clear[clearest] >= SURE)
            try_pitches(w, i, clear, g->laid, &guess[i], clearest);
    choose_cells((const struct dx_mrz_cell(*)[LAID])w->ends, g->lines, g->columns, g->laid);
    g->clear = 0;
    for (int i = 0; i < g->lines; i++) {
        look(w, &g->laid[i], 0, g->columns, g->cell[i]);
        bend(&g->laid[i], g->cell[i], g->columns);
        look(w, &g->laid[i], -1, g->columns + 2, w->tried);
        memcpy(g->cell[i], w->tried + 1, (size_t)g->columns * sizeof w->tried[0]);
        g->beside[i][0] = w->tried[0];
        g->beside[i][1] = w->tried[g->columns + 1];
        g->clear += clearness(g->cell[i], g->columns) / g->lines;
    }
}

int dx_mrz_rectify(const struct dx_mrz_cells *m, const struct dx_picture *p, const struct dx_mrz_rough *rough, int n, int columns,
                   struct dx_mrz_grid *g, struct dx_err *e)
{
    memset(g, 0, sizeof *g);
    int rc = usable(rough, n, columns, e);
    if (rc != DX_OK)
        return rc;
    struct work *w = malloc(sizeof *w);
    if (!w)
        return dx_fail_nomem(e);
    w->m = m;
    w->p = p;
    w->columns = g->columns = columns;
    g->lines = n;
    rectify(w, rough, g);
    free(w);
    return DX_OK;
}

/* Classifies every GLANCE-th cell of a line from the first on, and the same cells upside down. Returns how many. */
static int peek(struct work *w, const struct dx_mrz_laid *l, int first, struct dx_mrz_cell *upright, struct dx_mrz_cell *turned)
{
    enum { N = DX_MRZ_WINDOW };
    uint8_t other[N * N];
    int n = 0;
    for (int k = first; k < w->columns; k += GLANCE, n++) {
        draw(w->p, l, w->columns, k, 1, COARSE, &w->canvas);
        for (int i = 0; i < N * N; i++)
            other[N * N - 1 - i] = w->canvas.grey[i / N][i % N];
        dx_mrz_cells_read(w->m, w->canvas.grey[0], WIDE_MOST, 0, 1, &upright[n]);
        dx_mrz_cells_read(w->m, other, N, 0, 1, &turned[n]);
    }
    return n;
}

static void glance(struct work *w, const struct dx_mrz_rough *rough, int n, double clear[2])
{
    struct dx_mrz_laid l[DX_MRZ_GRID_LINES];
    for (int pass = 0; pass < 2; pass++) {
        double sum[2] = {0};
        for (int i = 0; i < n; i++) {
            if (pass == 0)
                first_guess(w->p, &rough[i], w->columns, &l[i]);
            int seen = peek(w, &l[i], pass ? 1 + GLANCE / 2 : 1, w->ends[0], w->ends[1]);
            for (int way = 0; way < 2; way++)
                sum[way] += clearness(w->ends[way], seen) / n;
        }
        for (int way = 0; way < 2; way++)
            clear[way] = pass ? (clear[way] + sum[way]) / 2 : sum[way];
        if (clear[0] < DIM && clear[1] < DIM)
            return;
    }
}

int dx_mrz_glance(const struct dx_mrz_cells *m, const struct dx_picture *p, const struct dx_mrz_rough *rough, int n, int columns,
                  double clear[2], struct dx_err *e)
{
    int rc = usable(rough, n, columns, e);
    clear[0] = clear[1] = 0;
    if (rc != DX_OK)
        return rc;
    struct work *w = malloc(sizeof *w);
    if (!w)
        return dx_fail_nomem(e);
    w->m = m;
    w->p = p;
    w->columns = columns;
    glance(w, rough, n, clear);
    int less = clear[1] < clear[0]; /* only one way round can be right: what speaks for the other speaks against this one */
    if (clear[!less] > 0)
        clear[less] *= clear[less] / clear[!less];
    free(w);
    return DX_OK;
}

void dx_mrz_grid_shift(struct dx_mrz_grid *g, int by)
{
    size_t n = (size_t)g->columns - 1;
    for (int i = 0; i < g->lines; i++) {
        struct dx_mrz_cell *c = g->cell[i], gone = by > 0 ? c[0] : c[n];
        memmove(by > 0 ? c : c + 1, by > 0 ? c + 1 : c, n * sizeof *c);
        c[by > 0 ? n : 0] = g->beside[i][by > 0];
        g->beside[i][by < 0] = gone;
        memset(&g->beside[i][by > 0], 0, sizeof gone); /* nobody has looked further */
        g->beside[i][by > 0].none = 1;
        move(&g->laid[i], g->columns, by > 0 ? 1 : -1);
    }
}

void dx_mrz_grid_at(const struct dx_mrz_grid *g, int line, double column, double *x, double *y)
{
    point(&g->laid[line], t_of(column, g->columns), x, y);
}

void dx_mrz_grid_quad(const struct dx_mrz_grid *g, double quad[8])
{
    for (int i = 0; i < 4; i++) {
        int line = i < 2 ? 0 : g->lines - 1;
        const struct dx_mrz_laid *l = &g->laid[line];
        double x, y, high = (i < 2 ? -0.75 : 0.75) * l->height;
        dx_mrz_grid_at(g, line, i == 1 || i == 2 ? g->columns : -1.0, &x, &y);
        quad[2 * i] = x - high * l->uy;
        quad[2 * i + 1] = y + high * l->ux;
    }
}
