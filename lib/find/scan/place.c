/* place.c: the words to the left of a box and above it */
#include "find/scan/place.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* Distances in heights of the box: how far a form puts a label from its value. A label is often set smaller than the value. */
#define LEFT_GAP 40.0 /* values set flush right across a receipt or a screen */
#define WORD_GAP 1.6  /* within a label */
#define ABOVE_GAP 1.9 /* from the bottom of a label to the top of its value */
#define ROWS 2        /* a label in two languages takes two rows */
#define COLUMN_GAP 3.0 /* between the rows of a table */
#define COLUMN_ROWS 60
#define CELL_GAP 0.9  /* within a cell of its head; the next cell is farther */
#define HEADS 3       /* rows that may be the head */

#define SLOPES 256    /* pairs of words that are asked for their line's slope */
#define SLOPES_LEAST 5
#define SLOPE_LEAST 0.004 /* over a page's width a quarter of a row */
#define SLOPE_MOST 0.15

struct side {
    struct dx_str page;
    const struct dx_box_word *words;
    size_t n;
};

static int right(const int b[4]) { return b[0] + b[2]; }
static int bottom(const int b[4]) { return b[1] + b[3]; }
static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

/* Do two boxes stand on one row: they share half of the lower one's height. */
static bool same_row(const int a[4], const int b[4])
{
    int shared = min(bottom(a), bottom(b)) - max(a[1], b[1]);
    return 2 * shared >= min(a[3], b[3]) && shared > 0;
}

/* The nearest word on the row of `row` whose right end is at most `x`, or n; nearer than gap pixels. */
static size_t to_the_left(const struct side *s, const int row[4], int x, double gap)
{
    size_t best = s->n;
    for (size_t i = 0; i < s->n; i++) {
        const int *b = s->words[i].box;
        int end = right(b);
        if (end <= x + row[3] / 4 && b[0] < x && x - end <= gap && same_row(b, row) && (best == s->n || end > right(s->words[best].box)))
            best = i;
    }
    return best;
}

static size_t to_the_right(const struct side *s, const int row[4], int x, double gap)
{
    size_t best = s->n;
    for (size_t i = 0; i < s->n; i++) {
        const int *b = s->words[i].box;
        if (b[0] >= x - row[3] / 4 && right(b) > x && b[0] - x <= gap && same_row(b, row) && (best == s->n || b[0] < s->words[best].box[0]))
            best = i;
    }
    return best;
}

/* Adds the words [from, …] of a chain in reading order; `chain` holds them right to left. */
static void add_chain(const struct side *s, const size_t *chain, size_t n, struct dx_buf *out)
{
    while (n > 0) {
        const struct dx_box_word *w = &s->words[chain[--n]];
        if (w->end <= s->page.n && w->start < w->end && out->len + (w->end - w->start) < DX_PLACE_BYTES) {
            if (out->len)
                dx_buf_byte(out, ' ');
            dx_buf_add(out, s->page.p + w->start, w->end - w->start);
        }
    }
}

enum { CHAIN = 12 };

/* A colon or a leader of dots between label and value says nothing: the label may be as far again. */
static bool says_nothing(const struct side *s, const struct dx_box_word *w)
{
    for (size_t i = w->start; i < w->end && i < s->page.n; i++)
        if ((unsigned char)s->page.p[i] >= 0x80 || isalnum((unsigned char)s->page.p[i]))
            return false;
    return true;
}

static void look_left(const struct side *s, const int box[4], struct dx_buf *out)
{
    size_t chain[CHAIN], n = 0;
    double gap = LEFT_GAP * box[3];
    int x = box[0];
    while (n < CHAIN) {
        size_t i = to_the_left(s, box, x, gap);
        if (i == s->n)
            break;
        chain[n++] = i;
        x = s->words[i].box[0];
        gap = (says_nothing(s, &s->words[i]) ? LEFT_GAP : 2 * WORD_GAP) * box[3];
    }
    add_chain(s, chain, n, out);
}

/* The word over the box that is nearest to it and shares columns with it, or n. */
static size_t over(const struct side *s, const int box[4], int y, double gap)
{
    size_t best = s->n;
    int best_bottom = 0;
    for (size_t i = 0; i < s->n; i++) {
        const int *b = s->words[i].box;
        bool shares = min(right(b), right(box)) - max(b[0], box[0] - box[3]) > 0;
        int end = bottom(b);
        if (shares && b[1] < y && end <= y + box[3] / 2 && y - end <= gap && !same_row(b, box) && (best == s->n || end > best_bottom)) {
            best = i;
            best_bottom = end;
        }
    }
    return best;
}

/* The whole run of words around word i of its row. */
static void add_row(const struct side *s, size_t i, double gap, struct dx_buf *out)
{
    size_t chain[CHAIN], n = 0;
    int row[4] = {s->words[i].box[0], s->words[i].box[1], s->words[i].box[2], s->words[i].box[3]};
    size_t last = i;
    for (int k = 0; k < CHAIN / 2; k++) { /* to the right end first */
        size_t next = to_the_right(s, row, right(s->words[last].box), gap * row[3]);
        if (next == s->n || next == last)
            break;
        last = next;
    }
    for (size_t at = last; n < CHAIN && at != s->n; at = to_the_left(s, row, s->words[at].box[0], gap * row[3]))
        chain[n++] = at;
    add_chain(s, chain, n, out);
}

/* The same as a line of its own. */
static void add_line(const struct side *s, size_t i, double gap, struct dx_buf *out)
{
    struct dx_buf row = DX_BUF_INIT;
    add_row(s, i, gap, &row);
    if (row.len && out->len + row.len < DX_PLACE_BYTES)
        dx_buf_printf(out, "%s%.*s", out->len ? "\n" : "", (int)row.len, row.p);
    out->oom |= row.oom;
    dx_buf_free(&row);
}

static void look_above(const struct side *s, const int box[4], struct dx_buf *out)
{
    size_t rows[ROWS];
    int n = 0, y = box[1];
    while (n < ROWS) {
        size_t i = over(s, box, y, ABOVE_GAP * box[3]);
        if (i == s->n || s->words[i].box[1] >= y)
            break;
        rows[n++] = i;
        y = s->words[i].box[1];
    }
    while (n > 0)
        add_line(s, rows[--n], WORD_GAP, out);
}

static bool has_digit(const struct side *s, const struct dx_box_word *w)
{
    for (size_t i = w->start; i < w->end && i < s->page.n; i++)
        if (isdigit((unsigned char)s->page.p[i]))
            return true;
    return false;
}

/* Cells of one column are flush left, flush right or centred; a line that merely reaches into its columns is none. */
static bool same_column(const int a[4], const int box[4])
{
    int slack = max(box[3], a[3]), middle = a[0] + a[2] / 2;
    return abs(a[0] - box[0]) <= slack || abs(right(a) - right(box)) <= slack || (middle > box[0] && middle < right(box));
}

/* Up the column of the box: the highest rows without a digit. */
static void look_up(const struct side *s, const int box[4], struct dx_buf *out)
{
    size_t heads[HEADS], n = 0, i;
    int y = box[1], rows = 0, numbers = 0;
    for (; rows < COLUMN_ROWS && (i = over(s, box, y, COLUMN_GAP * box[3])) != s->n && s->words[i].box[1] < y; rows++) {
        y = s->words[i].box[1];
        if (has_digit(s, &s->words[i])) {
            numbers += same_column(s->words[i].box, box);
            continue;
        }
        memmove(heads + 1, heads, (HEADS - 1) * sizeof *heads);
        heads[0] = i;
        n += n < HEADS;
    }
    bool table = rows > ROWS && numbers != 1; /* all of numbers, or of none */
    for (size_t k = 0; table && k < n; k++)
        add_line(s, heads[k], CELL_GAP, out);
}

void dx_place_around(struct dx_str page, const struct dx_box_word *words, size_t n, const int box[4], struct dx_buf *left,
                     struct dx_buf *above, struct dx_buf *column)
{
    struct side s = {page, words, n};
    if (box[3] <= 0)
        return;
    look_left(&s, box, left);
    look_above(&s, box, above);
    look_up(&s, box, column);
}

static int by_slope(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

/* The median slope of neighbours on one line, 0 where there are few or the half of them says otherwise. */
static double slope_of(struct dx_str page, const struct dx_box_word *words, size_t n)
{
    double slope[SLOPES];
    size_t got = 0;
    for (size_t i = 0; i + 1 < n && got < SLOPES; i++) {
        const int *a = words[i].box, *b = words[i + 1].box;
        int apart = (2 * b[0] + b[2] - 2 * a[0] - a[2]) / 2;
        bool line = words[i + 1].start == words[i].end + 1 && words[i].end < page.n && page.p[words[i].end] == ' ';
        if (line && apart > 2 * max(a[3], b[3]) && 4 * min(a[3], b[3]) > 3 * max(a[3], b[3])) /* of one height: descenders lower the middle */
            slope[got++] = (double)(2 * b[1] + b[3] - 2 * a[1] - a[3]) / 2 / apart;
    }
    if (got < SLOPES_LEAST)
        return 0;
    qsort(slope, got, sizeof *slope, by_slope);
    double low = slope[got / 4], median = slope[got / 2], high = slope[got - 1 - got / 4];
    bool agree = low * high > 0;
    return agree && fabs(median) >= SLOPE_LEAST && fabs(median) <= SLOPE_MOST ? median : 0;
}

void dx_place_level(struct dx_str page, const struct dx_box_word *words, size_t n, struct dx_box_word *level)
{
    double slope = slope_of(page, words, n);
    for (size_t i = 0; i < n; i++) {
        level[i] = words[i];
        level[i].box[1] -= (int)lround(slope * (words[i].box[0] + words[i].box[2] / 2.0));
    }
}

/* ---- words of a piece ---- */

/* The first of the piece's words that doesn't end before byte `start` of it. */
static size_t word_from(const struct dx_piece *p, size_t start)
{
    size_t i;
    DX_FIRST(i, 0, p->n_words, p->words[i].end > start + p->at);
    return i;
}

double dx_piece_confidence(const struct dx_piece *p, size_t start, size_t end)
{
    size_t lo = word_from(p, start);
    double least = 1;
    for (; lo < p->n_words && p->words[lo].start < end + p->at; lo++)
        least = p->words[lo].confidence < least ? p->words[lo].confidence : least;
    return least;
}

bool dx_piece_box(const struct dx_piece *p, size_t start, size_t end, int box[4])
{
    size_t lo = word_from(p, start);
    if (lo == p->n_words || p->words[lo].start >= end + p->at)
        return false;
    memcpy(box, p->words[lo].box, 4 * sizeof *box);
    for (lo++; lo < p->n_words && p->words[lo].start < end + p->at; lo++) {
        const int *b = p->words[lo].box;
        int right = b[0] + b[2];
        if (b[1] < box[1] + box[3] && right > box[0] + box[2])
            box[2] = right - box[0];
    }
    return true;
}
