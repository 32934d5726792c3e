/* scanned.c: what scanners find becomes hits: telephones, listed words, names behind labels, and names beside numbers */
#include <string.h>

#include "base/limits.h"
#include "find/name/name.h"
#include "find/scan/job.h"
#include "find/scan/pair.h"
#include "find/scan/place.h"
#include "find/text/joined.h"

#define ANCHORS 16 /* numbers of persons in one line; more are a list */

static bool is_name(const struct dx_rule *r) { return r->scanner->run == dx_name_scan; }

/* Is it a label of something else, from end to end: "ငွေစာရင်းအမှတ်", "Work Permit"? */
static bool is_label(struct dx_scan *s, size_t start, size_t end)
{
    struct dx_str t = s->in.line, text = {t.p + start, end - start};
    const struct dx_rule *r;
    bool before, behind;
    if (!s->labels_known)
        dx_scan_learn_labels(s);
    if (s->in.lexicon) {
        for (size_t i = dx_places_from(&s->in_line, start); i < s->in_line.n && s->in_line.place[i].start == start; i++)
            if (s->in_line.place[i].end == end && !s->in_line.place[i].joined_before && !s->in_line.place[i].joined_behind)
                return true;
        return false;
    }
    dx_joined(t, start, end, &before, &behind);
    for (size_t i = 0; !before && !behind && (r = dx_rules_at(s->rules, i)) != NULL; i++)
        for (size_t k = 0; k < r->n_words; k++)
            if (r->words[k].n == text.n && strncasecmp(r->words[k].p, text.p, text.n) == 0)
                return true;
    return false;
}

/* What a scanner gave, which has judged form and boundaries already. */
struct scanning {
    struct dx_scan *s;
    const struct dx_rule *rule;
    bool given; /* it gave anything */
};

static int take_scanned(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct scanning *x = ctx;
    struct dx_scan *s = x->s;
    double label = c->label;
    size_t from, to;
    x->given = true;
    if (is_name(x->rule) && is_label(s, c->start, c->end))
        return DX_OK;
    dx_fold_span(&s->fold, c->start, c->end, &from, &to);
    if (from < s->piece->from || from >= s->piece->to)
        return DX_OK;
    struct dx_hit *h = dx_scan_new_hit(s, x->rule, e);
    if (!h)
        return DX_NOMEM;
    h->start = from;
    h->end = to;
    h->f_start = c->start;
    h->f_end = c->end;
    h->context = c->context;
    int rc = h->context.n ? DX_OK : dx_scan_find_label(s, h, &label, e);
    if (rc != DX_OK)
        return rc;
    h->mixed = dx_fold_mixed(&s->fold, c->start, c->end);
    if (s->in.recognised && is_name(x->rule))
        s->reading.weight += dx_name_doubt(s->in.line, c->start, c->end, dx_buf_slice(&s->reading.value), dx_piece_confidence(s->piece, from, to));
    return dx_scan_take(s, h, label, e);
}

/* No name is in the line: so it needn't be asked again from those below it. */
static void keep_nameless(const struct dx_piece *p)
{
    if (p->lines && p->from == 0 && p->to == p->text.n && !dx_pair_opens(p->text))
        dx_lines_nothing(p->lines, p->line_at - (int64_t)p->block.n, p->line_at, p->line_at + (int64_t)p->text.n);
}

int dx_scan_run_scanners(struct dx_scan *s, struct dx_err *e)
{
    struct dx_scanner_text t = {
        .line = s->in.line, .above = s->in.above, .columns = s->in.head.n ? &s->columns : NULL, .listed = s->listed, .calls = s->calls, .region = s->region,
        .names = s->names, .phone_words = s->phone_words, .home = s->piece->home, .ascii = s->in.ascii, .plain = s->plain, .recognised = s->in.recognised,
    };
    int rc = DX_OK;
    if (s->in.recognised && s->piece->page.n) { /* a line may be a cell of a table or the value of a field */
        rc = dx_scan_look_around(s, s->piece->from, s->piece->to, e);
        t.placed = s->piece->n_words && s->piece->n_words <= DX_PLACE_WORDS;
        t.left = s->in.left;
        t.over = s->in.over;
        t.column = s->in.column;
    }
    for (size_t i = 0; i < s->n_scanned && rc == DX_OK; i++) {
        struct scanning x = {s, s->scanned[i], false};
        t.words = x.rule->list;
        rc = x.rule->scanner->run(&t, &s->reading, take_scanned, &x, e);
        if (is_name(x.rule) && !x.given && rc == DX_OK)
            keep_nameless(s->piece);
    }
    return rc;
}

/* Asked once a line. */
static bool owner_may(struct dx_scan *s)
{
    if (!s->owner_known)
        s->owner_may = dx_name_owner_may(s->names, s->in.line);
    s->owner_known = true;
    return s->owner_may;
}

/* Where names of the line start, end, and go on, of each place between two bytes: lines hold thousands of them. */
enum { STARTS = 1, ENDS = 2, WITHIN = 4 };

/* Names beside numbers, or such as need none. */
struct nearby {
    struct scanning x;
    size_t anchors; /* numbers of persons in the line */
    bool marked;    /* the line's bytes are looked at: none of the rest is known before a name is given */
    size_t n;       /* of the hits, so many are marked */
};

static bool mark_names(struct nearby *x)
{
    struct dx_scan *s = x->x.s;
    if (!x->marked) {
        dx_buf_reset(&s->marks);
        if (!dx_buf_room(&s->marks, s->in.line.n + 1))
            return false;
        memset(s->marks.p, 0, s->in.line.n + 1);
        x->marked = true;
    }
    for (; x->n < s->n; x->n++) {
        const struct dx_hit *h = &s->hits[x->n];
        if (!dx_str_eq(h->rule->key, x->x.rule->key) || h->f_start >= h->f_end)
            continue;
        s->marks.p[h->f_start] |= STARTS;
        s->marks.p[h->f_end] |= ENDS;
        for (size_t i = h->f_start + 1; i < h->f_end; i++)
            s->marks.p[i] |= WITHIN;
    }
    return true;
}

/* Does one of the names that are marked share bytes with these, but isn't the same? */
static bool crosses(const char *marks, size_t start, size_t end)
{
    bool other = (marks[start] | marks[end]) & WITHIN;
    for (size_t i = start + 1; i < end && !other; i++)
        other = marks[i] & (STARTS | ENDS);
    return other;
}

/* Where no label has named another; the same one once more is settled by its score. */
static int take_near(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct nearby *x = ctx;
    struct dx_scan *s = x->x.s;
    if (c->alone)
        s->owner_known = s->owner_may = true;
    if (!x->anchors && !owner_may(s))
        return DX_STOP;
    if (!mark_names(x))
        return dx_fail_nomem(e);
    return crosses(s->marks.p, c->start, c->end) ? DX_OK : take_scanned(&x->x, c, e);
}

int dx_scan_near_names(struct dx_scan *s, struct dx_err *e)
{
    struct dx_name_anchor anchors[ANCHORS];
    size_t n = dx_pair_anchors(s->hits, s->n, anchors, ANCHORS);
    int rc = DX_OK;
    for (size_t i = 0; i < s->n_scanned && rc == DX_OK; i++)
        if (is_name(s->scanned[i]))
            rc = dx_name_near(s->names, s->in.line, anchors, n, &s->reading, take_near, &(struct nearby){.x = {s, s->scanned[i], false}, .anchors = n}, e);
    return rc == DX_STOP ? DX_OK : rc;
}
