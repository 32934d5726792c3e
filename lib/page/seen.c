/* seen.c: lines of two readings of one raster */
#include "page/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define SURE 0.93     /* of a line, on average: it needs no second look … */
#define SURE_EACH 0.7 /* … if none of its characters is less sure than this */
#define PALE 215      /* paper is evened out to DX_PAPER: what is darker may be ink */
#define INK 40        /* pixels of it that may be a character: fewer are dust */
#define WORTH 0.5     /* a line that only one reading has is kept if it is that sure … */
#define FEWEST 2      /* … and has so many characters */

int dx_seen_add(struct dx_seen_list *l, const struct dx_seen *s, struct dx_err *e)
{
    if (!DX_MORE(l->p, l->n, l->cap))
        return dx_fail_nomem(e);
    l->p[l->n++] = *s;
    return DX_OK;
}

void dx_seen_free(struct dx_seen_list *l)
{
    free(l->p);
    *l = (struct dx_seen_list){0};
}

/* ---- lines ---- */

struct line {
    const struct dx_seen *p;
    size_t n;
    int x0, y0, x1, y1;
    double sum;        /* of confidence beyond an even chance: what the line is worth */
    double mean, least;
    struct line *next; /* in the order of the text */
    bool dropped;
};

static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

static struct line line_at(const struct dx_seen_list *l, size_t from)
{
    const struct dx_seen *s = &l->p[from];
    struct line out = {.p = s, .x0 = s->x, .y0 = s->y, .x1 = s->x, .y1 = s->y, .least = 1};
    double total = 0;
    do {
        double c = (double)s->confidence < 0 ? 0 : (double)s->confidence;
        out.x0 = min(out.x0, s->x);
        out.y0 = min(out.y0, s->y);
        out.x1 = max(out.x1, s->x + s->w);
        out.y1 = max(out.y1, s->y + s->h);
        out.sum += c - 0.5;
        total += c;
        out.least = c < out.least ? c : out.least;
        out.n++;
        s++;
    } while (from + out.n < l->n && !s->line);
    out.mean = total / (double)out.n;
    return out;
}

/* All lines of a list, chained; NULL when there are none, or out of memory (*n is not 0 then). */
static struct line *lines_of(const struct dx_seen_list *l, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < l->n; i++)
        *n += i == 0 || l->p[i].line;
    struct line *out = *n ? calloc(*n, sizeof *out) : NULL;
    for (size_t i = 0, k = 0; out && i < l->n; i += out[k++].n) {
        out[k] = line_at(l, i);
        if (k > 0)
            out[k - 1].next = &out[k];
    }
    return out;
}

static bool is_sure(const struct line *l) { return l->mean >= SURE && l->least >= SURE_EACH; }

/* ---- what is left to read ---- */

static void whiten(struct dx_picture *p, const struct line *l)
{
    int x0 = max(l->x0 - 1, 0), x1 = min(l->x1 + 1, p->w), y0 = max(l->y0 - 1, 0), y1 = min(l->y1 + 1, p->h);
    for (int y = y0; y < y1 && x0 < x1; y++)
        memset(p->grey + (size_t)y * p->stride + x0, 255, (size_t)(x1 - x0));
}

bool dx_seen_blank(struct dx_picture *p, const struct dx_seen_list *l)
{
    size_t ink = 0;
    for (size_t i = 0; i < l->n;) {
        struct line x = line_at(l, i);
        if (is_sure(&x))
            whiten(p, &x);
        i += x.n;
    }
    for (int y = 0; y < p->h && ink < INK; y++)
        for (int x = 0; x < p->w; x++)
            ink += p->grey[(size_t)y * p->stride + (size_t)x] < PALE;
    return ink >= INK;
}

/* ---- merging ---- */

/* Do they stand in one place: half of the smaller one within the other? */
static bool same_place(const struct line *a, const struct line *b)
{
    int64_t w = min(a->x1, b->x1) - max(a->x0, b->x0), h = min(a->y1, b->y1) - max(a->y0, b->y0);
    int64_t one = (int64_t)(a->x1 - a->x0) * (a->y1 - a->y0), two = (int64_t)(b->x1 - b->x0) * (b->y1 - b->y0);
    return w > 0 && h > 0 && 2 * w * h >= (one < two ? one : two);
}

/* The line of the text that the new one follows: the nearest above it, else the nearest; NULL: it goes first. */
static struct line *before(struct line *head, const struct line *l)
{
    struct line *best = NULL;
    int64_t least = INT64_MAX;
    for (struct line *a = head; a; a = a->next) {
        bool beside = a->x0 < l->x1 && l->x0 < a->x1, above = a->y0 + a->y1 <= l->y0 + l->y1;
        int64_t down = l->y0 + l->y1 - a->y0 - a->y1, across = beside ? 0 : a->x0 > l->x0 ? a->x0 - l->x1 : l->x0 - a->x1;
        int64_t far = above ? down + 4 * across : INT64_MAX;
        if (far < least) {
            least = far;
            best = a;
        }
    }
    return best;
}

/* One line of the second reading among those of the first. */
static void place(struct line **head, struct line *l)
{
    double theirs = 0;
    struct line *first = NULL, *after;
    for (struct line *a = *head; a; a = a->next)
        if (!a->dropped && same_place(a, l)) {
            theirs += a->sum;
            first = first ? first : a;
        }
    if (first ? l->sum <= theirs : l->mean < WORTH || l->n < FEWEST)
        return;
    for (struct line *a = *head; a; a = a->next)
        a->dropped = a->dropped || (first && same_place(a, l));
    after = first ? first : before(*head, l);
    l->next = after ? after->next : *head;
    if (after)
        after->next = l;
    else
        *head = l;
}

static int gather(struct dx_seen_list *out, const struct line *head, struct dx_err *e)
{
    int rc = DX_OK;
    for (; head && rc == DX_OK; head = head->next)
        for (size_t i = 0; i < head->n && !head->dropped && rc == DX_OK; i++) {
            struct dx_seen s = head->p[i];
            s.line = i == 0;
            rc = dx_seen_add(out, &s, e);
        }
    return rc;
}

int dx_seen_merge(struct dx_seen_list *first, const struct dx_seen_list *second, struct dx_err *e)
{
    size_t n, m;
    struct line *a = lines_of(first, &n), *b = lines_of(second, &m), *head = a;
    struct dx_seen_list out = {0};
    int rc = (n && !a) || (m && !b) ? dx_fail_nomem(e) : DX_OK;
    for (size_t i = 0; rc == DX_OK && i < m; i++) {
        b[i].next = NULL;
        place(&head, &b[i]);
    }
    if (rc == DX_OK && m)
        rc = gather(&out, head, e);
    if (rc == DX_OK && m) {
        dx_seen_free(first);
        *first = out;
    } else {
        dx_seen_free(&out);
    }
    free(a);
    free(b);
    return rc;
}
