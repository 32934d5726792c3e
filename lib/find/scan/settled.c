/* settled.c: the hits of a line in order: what stays of those that claim the same characters, whose they are */
#include <stdlib.h>
#include <string.h>

#include "find/scan/job.h"
#include "find/scan/pair.h"

#define FEW_HITS 24 /* sorted by insertion */

static int compare(struct dx_str a, struct dx_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

/* A line has few hits, and nearly all of them stand in order already: qsort_r takes memory and time for many. Equal ones stay as they are. */
static void sort(void *base, size_t n, size_t size, int (*order)(const void *, const void *, void *), void *ctx)
{
    char one[sizeof(struct dx_hit)], *p = base;
    size_t sorted = n > 0;
    _Static_assert(sizeof(struct dx_veto) <= sizeof one, "the larger of both");
    while (sorted < n && order(p + (sorted - 1) * size, p + sorted * size, ctx) <= 0)
        sorted++;
    if (sorted < n && n > FEW_HITS) {
        qsort_r(base, n, size, order, ctx);
        return;
    }
    for (size_t i = sorted, at; i < n; i++) {
        for (at = i; at > 0 && order(p + (at - 1) * size, p + i * size, ctx) > 0;)
            at--;
        if (at == i)
            continue;
        memcpy(one, p + i * size, size);
        memmove(p + (at + 1) * size, p + at * size, (i - at) * size);
        memcpy(p + at * size, one, size);
    }
}

/* Longest first at one start, then by the rules' own order: equal readings are settled the same way every time. */
static int by_place(const void *pa, const void *pb, void *scan)
{
    (void)scan;
    const struct dx_hit *a = pa, *b = pb;
    if (a->f_start != b->f_start)
        return a->f_start < b->f_start ? -1 : 1;
    if (a->f_end != b->f_end)
        return a->f_end > b->f_end ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1; /* both are rows of one table */
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value); /* the order in which they were found */
}

static int vetoes_by_place(const void *pa, const void *pb, void *scan)
{
    (void)scan;
    const struct dx_veto *a = pa, *b = pb;
    return a->start != b->start ? (a->start < b->start ? -1 : 1) : (a->end > b->end) - (a->end < b->end);
}

/* The order in which findings are written: by place, kind, value. */
static int by_output(const void *pa, const void *pb, void *scan)
{
    const struct dx_hit *a = pa, *b = pb;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    int d = compare(dx_hit_kind(scan, a), dx_hit_kind(scan, b));
    if (d == 0)
        d = compare(dx_hit_value(scan, a), dx_hit_value(scan, b));
    return d ? d : (a->end > b->end) - (a->end < b->end);
}

static void drop_dead(struct dx_scan *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!s->hits[i].dead) {
            if (n < i)
                s->hits[n] = s->hits[i];
            n++;
        }
    s->n = n;
}

/* Lines around, for whose numbers they are. */
struct around {
    struct dx_scan *s;
    struct dx_err *e;
    int rc;
};

static struct dx_str fold_around(void *ctx, struct dx_str line)
{
    struct around *x = ctx;
    int rc = dx_scan_fold(x->s, &x->s->fold_around, line, DX_STILL_UNKNOWN, x->e);
    x->rc = x->rc == DX_OK ? rc : x->rc;
    return rc == DX_OK ? x->s->fold_around.text : (struct dx_str){NULL, 0};
}

/* Whose numbers they are. */
static int pair_names(struct dx_scan *s, struct dx_err *e)
{
    if (!dx_pair_wanted(s->hits, s->n))
        return DX_OK;
    struct around x = {s, e, DX_OK};
    const struct dx_piece *p = s->piece;
    struct dx_pair_text t = {.line = s->fold.text, .block = p->block, .below = p->below, .names = s->names, .table = p->header.n > 0,
                             .lines = s->plain ? NULL : p->lines, .at = p->line_at, .fold = fold_around, .ctx = &x};
    dx_pair_names(s->hits, s->n, &t, &s->arena);
    return x.rc != DX_OK ? x.rc : dx_buf_ok(&s->arena) ? DX_OK : dx_fail_nomem(e);
}

int dx_scan_settle(struct dx_scan *s, struct dx_err *e)
{
    size_t n = s->n;
    sort(s->hits, n, sizeof *s->hits, by_place, NULL);
    int rc = dx_scan_try_later(s, e);
    if (s->n > n)
        sort(s->hits, s->n, sizeof *s->hits, by_place, NULL);
    if (rc == DX_OK)
        rc = dx_scan_drop_hopeless(s, e);
    if (rc == DX_OK)
        rc = dx_scan_run_vetoes(s, e);
    if (rc == DX_NOMEM)
        return rc;
    sort(s->vetoes, s->n_vetoes, sizeof *s->vetoes, vetoes_by_place, NULL);
    dx_decide(s->hits, s->n, s->vetoes, s->n_vetoes, &s->least, &s->arena);
    drop_dead(s);
    int paired = s->n ? pair_names(s, e) : DX_OK;
    if (paired != DX_OK)
        return paired;
    sort(s->hits, s->n, sizeof *s->hits, by_output, s);
    return dx_buf_ok(&s->arena) ? rc : dx_fail_nomem(e);
}
