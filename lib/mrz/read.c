/* read.c: the first reader of machine-readable zones: each line laid level and evened out, then given to Tesseract's `eng`
 *
 * What the recogniser gives is put into the cells of the line by where it stands, which mends what it loses or doubles in runs of
 * fillers (as plain text it is taken only when no zone comes of the cells). A line is drawn twice, and again (sharper, in two
 * tones) as long as the check digits don't agree; the combination of readings with most check digits wins, then the fewest
 * oddities and the recogniser's confidence. */
#include "mrz/read.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL 34        /* pixels from character to character of a drawn line: capitals are 32 high, what the model is made for */
#define MARGIN 1.5     /* cells left and right of the line */
#define ROWS 76        /* height of a drawn line: 32 of capitals, the rest for lines that aren't quite straight */
#define TAKES 4        /* ways to draw a line: as it is; without fillers; sharper; in two tones */
#define READINGS (2 * TAKES)
#define TEXT 96        /* characters of a reading */
#define PATCH_W 14     /* a cell, to compare it with others */
#define PATCH_H 18
#define PATCH (PATCH_W * PATCH_H)
#define ALIKE 0.78     /* correlation with the mean filler that most fillers have: other sharp characters stay below 0.7 */
#define WAY 0.7        /* from the others' mean to the fillers' */
#define FAR 1.2        /* the most that a character's distance from its cell counts: boxes beside a gap are wide */
#define CELLS_BONUS 0.2 /* of cells in one drawing, added to confidence */
#define DIGITS 8       /* of the second line's twelve and more, when it is badly read */
#define UNSURE 0.4     /* the least that a voice counts: the recogniser says 0 of every line's first and last character */
#define VOTES_BONUS 0.3 /* and of what several drawings say */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";

struct dx_mrz_reader {
    struct dx_ocr *ocr;
};

struct reading {
    char text[TEXT + 1];
    double confidence; /* the recogniser's */
    double trust;      /* the same and a bonus for how it was made: to choose by, not to tell */
};

struct line_readings {
    struct reading r[READINGS];
    int n;
    struct reading plain; /* the text as it was given at first */
    double votes[DX_MRZ_COLUMNS][37]; /* confidence of each character of the alphabet in each cell, all drawings together */
    int voters;
};

int dx_mrz_reader_new(struct dx_mrz_reader **out, struct dx_err *e)
{
    struct dx_mrz_reader *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return dx_fail_nomem(e);
    int rc = dx_ocr_new(&r->ocr, "eng", e);
    if (rc == DX_OK)
        rc = dx_ocr_only(r->ocr, alphabet, e);
    if (rc == DX_OK)
        *out = r;
    else
        dx_mrz_reader_free(r);
    return rc;
}

void dx_mrz_reader_free(struct dx_mrz_reader *r)
{
    if (!r)
        return;
    dx_ocr_free(r->ocr);
    free(r);
}

const struct dx_ocr *dx_mrz_reader_ocr(const struct dx_mrz_reader *r) { return r->ocr; }

/* ---- drawing a line ---- */

/* The line laid level: column x is x - MARGIN cells from its start; more than one stored pixel in a drawn one is averaged. */
static void lay(const struct dx_picture *p, const struct dx_mrz_line *l, int cells, struct dx_picture *out)
{
    double unit = l->length / cells / CELL; /* stored pixels in a drawn one */
    int fine = unit > 1 ? (int)ceil(unit) : 1;
    for (int y = 0; y < out->h; y++)
        for (int x = 0; x < out->w; x++) {
            double sum = 0;
            for (int k = 0; k < fine * fine; k++) {
                double u = (x + (k % fine + 0.5) / fine - MARGIN * CELL) * unit - l->length / 2;
                double v = (y + (k / fine + 0.5) / fine - out->h / 2.0) * unit;
                sum += dx_picture_at(p, l->x + u * l->ux - v * l->uy - 0.5, l->y + u * l->uy + v * l->ux - 0.5);
            }
            out->grey[(size_t)y * out->stride + (size_t)x] = (uint8_t)(sum / (fine * fine) + 0.5);
        }
}

static int by_value(const void *a, const void *b) { return *(const uint8_t *)a - *(const uint8_t *)b; }

/* The paper's brightness along the line: the bright part of each column, its mean over three cells. */
static void paper(const struct dx_picture *p, double *white)
{
    uint8_t column[ROWS];
    double *bright = white + p->w; /* room for both */
    for (int x = 0; x < p->w; x++) {
        for (int y = 0; y < p->h; y++)
            column[y] = p->grey[(size_t)y * p->stride + (size_t)x];
        qsort(column, (size_t)p->h, 1, by_value);
        bright[x] = column[p->h * 3 / 4];
    }
    for (int x = 0; x < p->w; x++) {
        int from = x > 3 * CELL / 2 ? x - 3 * CELL / 2 : 0, to = x + 3 * CELL / 2 < p->w ? x + 3 * CELL / 2 : p->w;
        double sum = 0;
        for (int k = from; k < to; k++)
            sum += bright[k];
        white[x] = sum / (to - from) > 1 ? sum / (to - from) : 1;
    }
}

/* Paper becomes white, the darkest twentieth black. */
static bool even_out(struct dx_picture *p)
{
    double *white = malloc(2 * (size_t)p->w * sizeof *white);
    int count[256] = {0}, dark = 0, all = p->w * p->h, seen = 0;
    if (!white)
        return false;
    paper(p, white);
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            uint8_t *v = &p->grey[(size_t)y * p->stride + (size_t)x];
            double even = *v / white[x] * 255;
            *v = even > 255 ? 255 : (uint8_t)even;
            count[*v]++;
        }
    for (; dark < 200 && (seen += count[dark]) < all / 20; dark++)
        ;
    for (size_t i = 0; i < (size_t)p->h * p->stride; i++)
        p->grey[i] = p->grey[i] <= dark ? 0 : (uint8_t)((p->grey[i] - dark) * 255 / (255 - dark));
    free(white);
    return true;
}

/* Three times what a pixel differs from the mean of its surroundings is added to it: strokes that ran together part. */
static bool sharpen(struct dx_picture *p)
{
    enum { R = 4 };
    size_t size = (size_t)p->h * p->stride;
    uint8_t *was = malloc(size);
    if (!was)
        return false;
    memcpy(was, p->grey, size);
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            int sum = 0, n = 0;
            for (int k = y > R ? y - R : 0; k <= y + R && k < p->h; k++)
                for (int i = x > R ? x - R : 0; i <= x + R && i < p->w; i += 2, n++)
                    sum += was[(size_t)k * p->stride + (size_t)i];
            int v = was[(size_t)y * p->stride + (size_t)x], to = v + 3 * (v - sum / n) / 2;
            p->grey[(size_t)y * p->stride + (size_t)x] = (uint8_t)(to < 0 ? 0 : to > 255 ? 255 : to);
        }
    free(was);
    return true;
}

/* Two tones, the threshold where both parts differ most (Otsu 1979), softened by half so that edges stay smooth. */
static void two_tones(struct dx_picture *p)
{
    double count[256] = {0}, all = 0, sum = 0, low = 0, low_sum = 0, best = -1;
    int cut = 128;
    size_t size = (size_t)p->h * p->stride;
    for (size_t i = 0; i < size; i++)
        count[p->grey[i]]++;
    for (int i = 0; i < 256; i++) {
        all += count[i];
        sum += i * count[i];
    }
    for (int i = 0; i < 255; i++) {
        low += count[i];
        low_sum += i * count[i];
        double high = all - low, apart = low > 0 && high > 0 ? low_sum / low - (sum - low_sum) / high : 0;
        if (low * high * apart * apart > best) {
            best = low * high * apart * apart;
            cut = i;
        }
    }
    for (size_t i = 0; i < size; i++) {
        int v = 128 + (p->grey[i] - cut) * 4;
        p->grey[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

static int draw(const struct dx_picture *p, const struct dx_mrz_line *l, int cells, int take, struct dx_picture **out,
                struct dx_err *e)
{
    int rc = dx_picture_new(out, (int)((cells + 2 * MARGIN) * CELL), ROWS, e);
    if (rc != DX_OK)
        return rc;
    lay(p, l, cells, *out);
    bool good = even_out(*out);
    if (take == 2)
        good = good && sharpen(*out);
    else if (take == 3)
        two_tones(*out);
    if (!good) {
        dx_picture_free(*out);
        *out = NULL;
        return dx_fail_nomem(e);
    }
    return DX_OK;
}

/* ---- cells ---- */

/* A drawn line, its cells, and what the recogniser saw. */
struct drawn {
    struct dx_picture *strip;
    double left, right, bend;   /* the cells' outer edges; how far perspective moves the middle, in parts of the line */
    struct seen {
        char c;
        double x, confidence;
    } seen[TEXT];
    int n;
    double filler[DX_MRZ_COLUMNS]; /* how much each cell looks like a filler: 1 and more, it is one */
    char row[DX_MRZ_COLUMNS + 1];  /* one character a cell */
    double sure[DX_MRZ_COLUMNS];
};

/* The place of k cells from the line's start (k need not be whole). */
static double cell_at(const struct drawn *d, double k, int cells)
{
    double t = k / cells;
    return d->left + (d->right - d->left) * (t + d->bend * t * (1 - t));
}

/* Ink of the columns, over what capitals cover, each the mean of five columns. */
static void columns(const struct dx_picture *p, double *dark)
{
    for (int x = 0; x < p->w; x++) {
        double sum = 0;
        for (int k = x > 2 ? x - 2 : 0; k <= x + 2 && k < p->w; k++)
            for (int y = ROWS / 2 - 15; y <= ROWS / 2 + 15; y++)
                sum += 255 - p->grey[(size_t)y * p->stride + (size_t)k];
        dark[x] = sum / (31 * 5);
    }
}

static double dark_at(const double *dark, int w, double x) { return x < 0 || x > w - 1 ? 0 : dark[(int)(x + 0.5)]; }

/* Ink in the cells' middles, less ink between them and in the cells just outside. */
static double grid_worth(const struct drawn *d, const double *dark, int w, int cells)
{
    double sum = 0;
    for (int k = 0; k < cells; k++)
        sum += dark_at(dark, w, cell_at(d, k + 0.4, cells)) + dark_at(dark, w, cell_at(d, k + 0.6, cells));
    for (int k = 0; k <= cells; k++)
        sum -= 2 * dark_at(dark, w, cell_at(d, k, cells));
    sum -= 2 * dark_at(dark, w, cell_at(d, -0.5, cells)) + 2 * dark_at(dark, w, cell_at(d, cells + 0.5, cells));
    return sum;
}

/* Lays the grid of cells where it parts the characters best: coarsely within MARGIN cells of where the line was found, then
 * finely. */
static bool fit_grid(struct drawn *d, int cells)
{
    double *dark = malloc((size_t)d->strip->w * sizeof *dark), best = -1e300;
    const double left = MARGIN * CELL, right = (MARGIN + cells) * CELL;
    struct drawn at = *d, found = *d;
    if (!dark)
        return false;
    columns(d->strip, dark);
    for (int round = 0; round < 3; round++) {
        double step = round == 0 ? CELL / 8.0 : round == 1 ? 2 : 0.7, curve = round == 0 ? 0.02 : round == 1 ? 0.007 : 0.002;
        int reach = round == 0 ? 11 : 3;
        double l0 = round ? found.left : left, r0 = round ? found.right : right, b0 = round ? found.bend : 0;
        for (int i = -reach; i <= reach; i++)
            for (int k = -reach; k <= reach; k++)
                for (int j = -3; j <= 3; j++) {
                    at.left = l0 + i * step;
                    at.right = r0 + k * step;
                    at.bend = b0 + j * curve;
                    double worth = grid_worth(&at, dark, d->strip->w, cells);
                    if (worth > best) {
                        best = worth;
                        found = at;
                    }
                }
    }
    free(dark);
    d->left = found.left;
    d->right = found.right;
    d->bend = found.bend;
    return true;
}

/* ---- characters into cells ---- */

/* What `eng`, which was never shown a filler, takes one for. */
static bool like_filler(char c) { return c && strchr("<KCSXELGZ", c) != NULL; }

/* What it costs to believe that this character stands in this cell: distance, and whether the cell looks it. */
static double misfit(const struct drawn *d, const struct seen *s, int cell, int cells)
{
    double off = (s->x - cell_at(d, cell + 0.5, cells)) / (cell_at(d, cell + 1, cells) - cell_at(d, cell, cells));
    double cost = off * off < FAR ? off * off : FAR;
    if (s->c == '<')
        cost += d->filler[cell] < 0.8 ? 1 : 0;
    else
        cost += d->filler[cell] < 1 ? 0 : like_filler(s->c) ? 0.2 : 1.5;
    return cost;
}

/* The cheapest way to put the characters into the cells in their order; cells may stay empty, characters may be left out. */
static void align(struct drawn *d, int cells)
{
    double cost[TEXT + 1][DX_MRZ_COLUMNS + 1];
    for (int i = 0; i <= d->n; i++)
        for (int k = 0; k <= cells; k++) {
            double best = i + k == 0 ? 0 : 1e300, to;
            if (i && (to = cost[i - 1][k] + (like_filler(d->seen[i - 1].c) ? 0.7 : 1.5)) < best)
                best = to;
            if (k && (to = cost[i][k - 1] + (d->filler[k - 1] >= 1 ? 0.3 : 2)) < best)
                best = to;
            if (i && k && (to = cost[i - 1][k - 1] + misfit(d, &d->seen[i - 1], k - 1, cells)) < best)
                best = to;
            cost[i][k] = best;
        }
    for (int i = d->n, k = cells; k > 0;) {
        if (i && cost[i][k] == cost[i - 1][k - 1] + misfit(d, &d->seen[i - 1], k - 1, cells)) {
            i--;
            k--;
            d->row[k] = d->seen[i].c;
            d->sure[k] = d->seen[i].confidence;
        } else if (cost[i][k] == cost[i][k - 1] + (d->filler[k - 1] >= 1 ? 0.3 : 2)) {
            k--;
            d->row[k] = '<';
            d->sure[k] = d->filler[k] >= 1 ? 0.95 : 0;
        } else {
            i--;
        }
    }
    for (int k = 0; k < cells; k++)
        if (d->filler[k] >= 1 && like_filler(d->row[k])) {
            d->row[k] = '<';
            d->sure[k] = 0.95;
        }
    d->row[cells] = '\0';
}

/* ---- fillers, by their own likeness: every zone has some that the recogniser does know; what looks like their mean is one too
 * ---- */

/* A cell in few pixels, moved by (dx, dy) drawn ones; mean 0, length 1. false when it is empty. */
static bool patch(const struct drawn *d, int cell, int cells, int dx, int dy, double out[PATCH])
{
    double x0 = cell_at(d, cell, cells) + dx, wide = cell_at(d, cell + 1, cells) - cell_at(d, cell, cells);
    double y0 = ROWS / 2.0 - 22 + dy, sum = 0, square = 0;
    for (int y = 0; y < PATCH_H; y++)
        for (int x = 0; x < PATCH_W; x++) {
            double v = dx_picture_at(d->strip, x0 + (x + 0.5) * wide / PATCH_W - 0.5, y0 + (y + 0.5) * 44.0 / PATCH_H - 0.5);
            out[y * PATCH_W + x] = v;
            sum += v;
        }
    for (int i = 0; i < PATCH; i++) {
        out[i] -= sum / PATCH;
        square += out[i] * out[i];
    }
    for (int i = 0; square > 0 && i < PATCH; i++)
        out[i] /= sqrt(square);
    return square > PATCH * 100.0; /* a standard deviation of 10 grey levels */
}

static double alike(const double *a, const double *b)
{
    double sum = 0;
    for (int i = 0; i < PATCH; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The best likeness of a cell to the mean, tried at a few places: lines bend, and the grid lies only so well. */
static double likeness(const struct drawn *d, int cell, int cells, const double *mean)
{
    double best = 0, one[PATCH];
    for (int dy = -4; dy <= 4; dy += 4)
        for (int dx = -6; dx <= 6; dx += 2)
            if (patch(d, cell, cells, dx, dy, one) && alike(one, mean) > best)
                best = alike(one, mean);
    return best;
}

/* The mean of the cells in whose middle a filler was read; of those, in a second round, that look like it. Returns how many. */
static int mean_filler(const struct drawn *d, int n, int cells, double mean[PATCH])
{
    double sum[PATCH], one[PATCH];
    int count = 0;
    for (int round = 0; round < 2; round++) {
        memset(sum, 0, sizeof sum);
        count = 0;
        for (int i = 0; i < n; i++)
            for (int k = 0, s = 0; k < cells; k++) {
                while (s < d[i].n && d[i].seen[s].x < cell_at(&d[i], k + 0.25, cells))
                    s++;
                bool read = s < d[i].n && d[i].seen[s].x < cell_at(&d[i], k + 0.75, cells) && d[i].seen[s].c == '<';
                if (!read || !patch(&d[i], k, cells, 0, 0, one) || (round && alike(one, mean) < 0.6))
                    continue;
                count++;
                for (int j = 0; j < PATCH; j++)
                    sum[j] += one[j];
            }
        double length = sqrt(alike(sum, sum));
        for (int j = 0; j < PATCH; j++)
            mean[j] = length > 0 ? sum[j] / length : 0;
    }
    return count;
}

/* What is known of a place's fillers from the first drawing on. */
struct fillers {
    double mean[PATCH];
    double like; /* likeness from which a cell is one */
    bool known;
};

/* How much a cell must look like the mean to be a filler: on the way from the other cells' mean likeness to the fillers', which
 * lie close together where all is blurred. */
static double threshold(const struct drawn *d, int n, int cells, const double *mean)
{
    double sum[2] = {0}, count[2] = {0};
    for (int i = 0; i < n; i++)
        for (int k = 0; k < cells; k++) {
            double like = likeness(&d[i], k, cells, mean);
            sum[like > ALIKE] += like;
            count[like > ALIKE]++;
        }
    if (count[0] <= 0 || count[1] <= 0)
        return ALIKE;
    double low = sum[0] / count[0], high = sum[1] / count[1];
    return low + WAY * (high - low);
}

static void learn_fillers(struct fillers *f, const struct drawn *d, int n, int cells)
{
    f->known = mean_filler(d, n, cells, f->mean) >= 3;
    if (f->known)
        f->like = threshold(d, n, cells, f->mean);
}

static void see_fillers(struct drawn *d, int cells, const struct fillers *f)
{
    for (int k = 0; k < cells; k++)
        d->filler[k] = f->known ? likeness(d, k, cells, f->mean) + 1 - f->like : 0;
}

/* The line without its fillers, cell beside cell: what is left is letters and digits, which the recogniser does know. kept[j]
 * is the cell that stands at place j. */
static int without_fillers(const struct drawn *d, int cells, struct dx_picture **out, int kept[DX_MRZ_COLUMNS], int *n,
                           struct dx_err *e)
{
    *n = 0;
    for (int k = 0; k < cells; k++)
        if (d->filler[k] < 1)
            kept[(*n)++] = k;
    int rc = dx_picture_new(out, (int)((*n + 2 * MARGIN) * CELL), ROWS, e);
    for (int x = 0; rc == DX_OK && x < *n * CELL; x++) {
        double from = cell_at(d, kept[x / CELL] + (x % CELL + 0.5) / CELL, cells) - 0.5;
        uint8_t *to = (*out)->grey + x + (int)(MARGIN * CELL);
        for (int y = 0; y < ROWS; y++)
            to[(size_t)y * (*out)->stride] = (uint8_t)(dx_picture_at(d->strip, from, y) + 0.5);
    }
    return rc;
}

static void set_text(struct reading *r, const char *text, size_t n, double confidence, double bonus)
{
    size_t k = 0;
    for (size_t i = 0; i < n && k < TEXT; i++)
        if (text[i] > ' ')
            r->text[k++] = text[i];
    r->text[k] = '\0';
    r->confidence = confidence;
    r->trust = confidence + bonus;
}

/* Adds a reading; of one that was there before, the better confidence stays. */
static void keep_text(struct line_readings *l, const char *text, size_t n, double confidence, double bonus)
{
    struct reading *r = &l->r[l->n];
    set_text(r, text, n, confidence, bonus);
    for (int i = 0; i < l->n; i++)
        if (strcmp(l->r[i].text, r->text) == 0) {
            l->r[i] = l->r[i].trust > r->trust ? l->r[i] : *r;
            return;
        }
    l->n++;
}

/* Adds a row to the votes; with two or more, the row that most are for is a reading too. */
static void vote(struct line_readings *l, const struct drawn *d, int cells)
{
    char row[DX_MRZ_COLUMNS + 1];
    double sure = 0;
    l->voters++;
    for (int k = 0; k < cells; k++) {
        const char *c = strchr(alphabet, d->row[k]);
        if (c && *c)
            l->votes[k][c - alphabet] += d->sure[k] > UNSURE ? d->sure[k] : UNSURE;
        int best = 36;
        for (int i = 0; i < 37; i++)
            if (l->votes[k][i] > l->votes[k][best])
                best = i;
        row[k] = alphabet[best];
        sure += l->votes[k][best] / l->voters / cells;
    }
    if (l->voters > 1)
        keep_text(l, row, (size_t)cells, sure, VOTES_BONUS);
}

/* Where a place of the line without fillers lies in the whole one. */
static double in_whole(const struct drawn *d, double x, const int *kept, int n, int cells)
{
    double at = x / CELL - MARGIN;
    int j = at < 0 ? 0 : at >= n ? n - 1 : (int)at;
    return n > 0 ? cell_at(d, kept[j] + at - j, cells) : x;
}

/* From the second drawing on fillers are known, and left out. */
static int read_line(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_line *l, int cells, int take,
                     const struct fillers *f, struct line_readings *out, struct drawn *d, struct dx_err *e)
{
    struct dx_picture *part = NULL;
    struct dx_str text;
    const struct dx_ocr_symbol *s;
    size_t n = 0;
    int kept[DX_MRZ_COLUMNS], n_kept = 0;
    bool leave = take > 0 && f->known;
    double mean;
    int rc = draw(p, l, cells, take, &d->strip, e);
    if (rc == DX_OK && !fit_grid(d, cells))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK && leave) {
        see_fillers(d, cells, f);
        rc = without_fillers(d, cells, &part, kept, &n_kept, e);
    }
    if (rc == DX_OK)
        rc = dx_ocr_read(r->ocr, leave ? part : d->strip, DX_OCR_LINE, &text, &s, &n, &mean, e);
    if (rc == DX_OK && n > 0 && take == 0)
        set_text(&out->plain, text.p, text.n, mean, 0);
    for (size_t i = 0; rc == DX_OK && i < n && d->n < TEXT; i++) {
        double x = s[i].x + s[i].w / 2.0;
        d->seen[d->n++] = (struct seen){text.p[s[i].start], leave ? in_whole(d, x, kept, n_kept, cells) : x, s[i].confidence};
    }
    dx_picture_free(part);
    return rc;
}

/* The second line of every format holds two dates (the French one a date and a number) and their check digits: twelve digits
 * and more. */
static bool holds_digits(const struct drawn *d)
{
    int count = 0;
    for (int i = 0; i < d->n; i++)
        count += strchr("0123456789OISZBG", d->seen[i].c) != NULL;
    return count >= DIGITS;
}

/* Reads all lines of a place in one way of drawing: first the second one, which tells soonest that this is no zone. */
static int read_lines(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_place *q, int take,
                      struct fillers *f, struct line_readings out[DX_MRZ_LINES], struct dx_err *e)
{
    static const int order[DX_MRZ_LINES] = {1, 0, 2};
    struct drawn d[DX_MRZ_LINES];
    bool promising = true;
    int rc = DX_OK;
    memset(d, 0, sizeof d);
    for (int i = 0; i < q->n && rc == DX_OK && promising; i++) {
        int k = order[i];
        rc = read_line(r, p, &q->line[k], q->cells, take, f, &out[k], &d[k], e);
        promising = i > 0 || take > 0 || holds_digits(&d[k]);
    }
    bool read = rc == DX_OK && promising; /* else some lines weren't drawn */
    if (read && !f->known)
        learn_fillers(f, d, q->n, q->cells);
    for (int i = 0; i < q->n; i++) {
        double sure = 0;
        if (read && d[i].n > 0) {
            if (take == 0 || !f->known)
                see_fillers(&d[i], q->cells, f);
            align(&d[i], q->cells);
            for (int k = 0; k < q->cells; k++)
                sure += d[i].sure[k] / q->cells;
            keep_text(&out[i], d[i].row, (size_t)q->cells, sure, CELLS_BONUS);
            vote(&out[i], &d[i], q->cells);
        }
        dx_picture_free(d[i].strip);
    }
    return rc;
}

/* ---- choosing ---- */

struct choice {
    struct dx_mrz z;
    double worth;
    bool found, agreed; /* all check digits hold */
};

/* Tries every combination of readings of the lines. */
static void choose(const struct line_readings *l, int n, struct choice *best)
{
    int at[DX_MRZ_LINES] = {0};
    for (bool more = true; more;) {
        const char *lines[DX_MRZ_LINES];
        double sure = 0, trust = 0;
        struct dx_mrz z;
        for (int i = 0; i < n; i++) {
            lines[i] = l[i].n ? l[i].r[at[i]].text : "";
            sure += l[i].n ? l[i].r[at[i]].confidence / n : 0;
            trust += l[i].n ? l[i].r[at[i]].trust / n : 0;
        }
        if (dx_mrz_repair(&z, lines, n)) {
            int of, hold = dx_mrz_checks(&z, &of);
            const char *alerts[DX_MRZ_ALERTS];
            double worth = (hold - of) * 10 + trust * 4 + z.confidence - 0.5 * dx_mrz_alerts(&z, NULL, alerts);
            if (!best->found || worth > best->worth) {
                best->z = z;
                best->z.confidence *= sure < 1 ? sure : 1;
                best->worth = worth;
                best->agreed = hold == of;
            }
            best->found = true;
        }
        more = false;
        for (int i = 0; i < n && !more; i++) {
            more = ++at[i] < l[i].n;
            at[i] = more ? at[i] : 0;
        }
    }
}

/* Is there a sign of a zone: do two check digits hold in the cells as they were read, under any format of this shape? */
static bool hopeful(const struct line_readings *l, int n, int cells)
{
    for (enum dx_mrz_format f = DX_MRZ_TD1; f <= DX_MRZ_FRID; f++) {
        struct dx_mrz z = {.format = f, .n_lines = n, .columns = cells};
        bool fits = (n == 3) == (f == DX_MRZ_TD1) && (n == 3 || (cells == 44) == (f == DX_MRZ_TD3 || f == DX_MRZ_MRVA));
        for (int i = 0; i < n && fits; i++) {
            const char *last = l[i].n ? l[i].r[l[i].n - 1].text : "";
            fits = strlen(last) == (size_t)cells;
            if (fits)
                memcpy(z.lines[i], last, (size_t)cells);
        }
        if (fits && dx_mrz_checks(&z, NULL) >= 2)
            return true;
    }
    return false;
}

static void corners(const struct dx_mrz_place *p, double quad[8])
{
    const struct dx_mrz_line *a = &p->line[0], *b = &p->line[p->n - 1];
    double high = 0.75 * a->height, wide = 0.5 + 0.5 / p->cells;
    for (int i = 0; i < 4; i++) {
        const struct dx_mrz_line *l = i < 2 ? a : b;
        double u = (i == 1 || i == 2 ? 1 : -1) * wide * l->length, v = i < 2 ? -high : high;
        quad[2 * i] = l->x + u * l->ux - v * l->uy;
        quad[2 * i + 1] = l->y + u * l->uy + v * l->ux;
    }
}

int dx_mrz_read(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_place *place, bool *found,
                struct dx_mrz *z, double quad[8], struct dx_err *e)
{
    struct dx_mrz_place way[2] = {*place, dx_mrz_place_turn(place)};
    struct line_readings l[2][DX_MRZ_LINES];
    struct fillers f[2];
    struct choice best = {.found = false};
    int taken = 0, rc = DX_OK;
    memset(l, 0, sizeof l);
    memset(f, 0, sizeof f);
    for (int w = 0; w < 2 && !best.found; w++) { /* which way round? */
        if ((rc = read_lines(r, p, &way[w], 0, &f[w], l[w], e)) != DX_OK)
            return rc;
        choose(l[w], place->n, &best);
        taken = best.found || (w == 1 && hopeful(l[1], place->n, place->cells)) ? w : taken;
    }
    bool hope = best.found || hopeful(l[taken], place->n, place->cells);
    for (int take = 1; take < TAKES && hope && (take == 1 || !best.agreed); take++) {
        if ((rc = read_lines(r, p, &way[taken], take, &f[taken], l[taken], e)) != DX_OK)
            return rc;
        choose(l[taken], place->n, &best);
    }
    if (!best.found) { /* the cells may be laid wrong */
        for (int i = 0; i < place->n; i++) {
            l[taken][i].r[0] = l[taken][i].plain;
            l[taken][i].n = 1;
        }
        choose(l[taken], place->n, &best);
    }
    *found = best.found;
    *z = best.z;
    corners(&way[taken], quad);
    return DX_OK;
}
