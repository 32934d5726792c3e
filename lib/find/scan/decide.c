/* decide.c: vetoes, duplicates, nesting, rivals */
#include "find/scan/decide.h"

#include <math.h>
#include <string.h>

#define STRONG 4.0 /* log-odds: evidence that a date or a hash around it doesn't shake */

static bool overlap(const struct dx_hit *a, const struct dx_hit *b) { return a->f_start < b->f_end && b->f_start < a->f_end; }

static bool names(const struct dx_rule *r, struct dx_str key)
{
    for (size_t i = 0; i < r->n_beside; i++)
        if (dx_str_eq(r->beside[i], key))
            return true;
    return false;
}

static bool beside(const struct dx_hit *a, const struct dx_hit *b)
{
    return a->inner || b->inner || names(a->rule, b->rule->key) || names(b->rule, a->rule->key);
}

bool dx_hit_rivals(const struct dx_hit *a, const struct dx_hit *b) { return overlap(a, b) && !beside(a, b); }

bool dx_hit_firm(const struct dx_hit *h) { return h->inner || h->score.odds >= STRONG; }

/* A date is no objection to a date. */
bool dx_hit_vetoed(const struct dx_hit *h, const struct dx_rule *veto, size_t at) { return h->f_end > at && !dx_hit_firm(h) && !names(veto, h->rule->key); }

static void veto(struct dx_hit *h, const struct dx_veto *v)
{
    if (!dx_hit_vetoed(h, v->rule, v->start))
        return;
    bool within = v->start <= h->f_start && h->f_end <= v->end;
    bool same = v->start == h->f_start && v->end == h->f_end;
    if (h->f_start >= v->end || (h->f_start <= v->start && v->end <= h->f_end && !same))
        return; /* nothing in common, or a part of a larger thing looks like a date: so be it */
    if (within && !same)
        h->dead = true;
    else
        dx_score_veto(&h->score);
}

static struct dx_str slice(const struct dx_buf *arena, size_t at, size_t n) { return (struct dx_str){arena->p + at, n}; }

/* The two letters of "country":"TH" among attributes; empty when there are none. */
static struct dx_str country_of(const struct dx_hit *h, const struct dx_buf *arena)
{
    static const char mark[] = "\"country\":\"";
    struct dx_str a = slice(arena, h->attrs, h->n_attrs);
    const char *at = a.n ? memmem(a.p, a.n, mark, sizeof mark - 1) : NULL;
    const char *from = at ? at + sizeof mark - 1 : NULL, *end = at ? memchr(from, '"', (size_t)(a.p + a.n - from)) : NULL;
    return end ? (struct dx_str){from, (size_t)(end - from)} : (struct dx_str){NULL, 0};
}

/* Adds the loser's country to the winner's "alternatives":["BD","PK"], which is always the last attribute. */
static void add_alternative(struct dx_hit *winner, const struct dx_hit *loser, struct dx_buf *arena)
{
    static const char mark[] = "\"alternatives\":[";
    char country[8];
    struct dx_str c = country_of(loser, arena);
    if (!c.n || c.n >= sizeof country || dx_str_eq(c, country_of(winner, arena)))
        return;
    memcpy(country, c.p, c.n);
    size_t at = arena->len, n = winner->n_attrs;
    if (!dx_buf_room(arena, n + sizeof mark + c.n + 8))
        return;
    struct dx_str old = slice(arena, winner->attrs, n);
    bool again = n && memmem(old.p, n, mark, sizeof mark - 1);
    dx_buf_add(arena, old.p, again ? n - 1 : n);
    dx_buf_printf(arena, "%s%s\"%.*s\"]", n ? "," : "", again ? "" : mark, (int)c.n, country);
    winner->attrs = at;
    winner->n_attrs = arena->len - at;
}

/* One thing read twice: same kind, same place, same value. The better reading stays, and says what else it could be. */
static bool same_thing(const struct dx_hit *a, const struct dx_hit *b, const struct dx_buf *arena)
{
    return a->f_start == b->f_start && a->f_end == b->f_end && dx_str_eq(dx_rule_kind(a->rule), dx_rule_kind(b->rule)) &&
           dx_str_eq(slice(arena, a->value, a->n_value), slice(arena, b->value, b->n_value));
}

static void merge(struct dx_hit *a, struct dx_hit *b, struct dx_buf *arena)
{
    bool first = a->score.odds >= b->score.odds;
    struct dx_hit *winner = first ? a : b, *loser = first ? b : a;
    loser->dead = true;
    add_alternative(winner, loser, arena);
}

/* A small thing within a larger one that is about as likely is a part of it. */
static const double whole = 2;

static void nest(struct dx_hit *outer, struct dx_hit *inner)
{
    bool longer = outer->f_end - outer->f_start > inner->f_end - inner->f_start;
    if (longer && inner->f_end <= outer->f_end && outer->score.odds + whole >= inner->score.odds && !beside(outer, inner))
        inner->dead = true;
}

static void for_overlaps(struct dx_hit *hits, size_t n, struct dx_buf *arena, int pass)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && hits[k].f_start < hits[i].f_end; k++) {
            if (hits[i].dead || hits[k].dead)
                continue;
            if (pass == 0 && same_thing(&hits[i], &hits[k], arena))
                merge(&hits[i], &hits[k], arena);
            else if (pass == 1)
                nest(&hits[i], &hits[k]);
        }
}

/* Hits that overlap one another, directly or by a third, are settled together, in groups of at most GROUP. */
#define GROUP 64

/* Only one of several readings of the same characters can be right: their odds are shared out. */
static void share(struct dx_hit *hits, size_t n)
{
    double odds_of[GROUP];
    size_t alive = 0;
    for (size_t i = 0; i < n; i++)
        alive += !hits[i].dead;
    for (size_t i = 0; i < n && alive > 1; i++)
        odds_of[i] = hits[i].dead ? 0 : exp(hits[i].score.odds);
    for (size_t i = 0; i < n && alive > 1; i++) {
        double sum = 0;
        for (size_t k = 0; k < n && !hits[i].dead; k++)
            if (k != i && !hits[k].dead && dx_hit_rivals(&hits[i], &hits[k]))
                sum += odds_of[k];
        if (sum > 0)
            dx_score_rivals(&hits[i].score, sum);
    }
}

static void share_all(struct dx_hit *hits, size_t n)
{
    for (size_t from = 0; from < n;) {
        size_t to = from + 1, end = hits[from].f_end;
        while (to < n && to - from < GROUP && hits[to].f_start < end) {
            end = hits[to].f_end > end ? hits[to].f_end : end;
            to++;
        }
        share(hits + from, to - from);
        from = to;
    }
}

/* Most hits of most lines stand apart. */
static bool any_overlap(const struct dx_hit *hits, size_t n)
{
    size_t end = n ? hits[0].f_end : 0, i = 1;
    for (; i < n && hits[i].f_start >= end; i++)
        end = hits[i].f_end;
    return i < n;
}

void dx_decide(struct dx_hit *hits, size_t n, const struct dx_veto *vetoes, size_t n_vetoes, const struct dx_bar *least, struct dx_buf *arena)
{
    size_t first = 0;
    for (size_t i = 0; i < n; i++) { /* both are sorted by start */
        while (first < n_vetoes && vetoes[first].end <= hits[i].f_start)
            first++;
        for (size_t v = first; v < n_vetoes && !hits[i].dead && vetoes[v].start < hits[i].f_end; v++)
            veto(&hits[i], &vetoes[v]);
    }
    if (any_overlap(hits, n)) {
        for_overlaps(hits, n, arena, 0);
        for_overlaps(hits, n, arena, 1);
        share_all(hits, n);
    }
    for (size_t i = 0; i < n; i++)
        if (!dx_score_reaches(&hits[i].score, least))
            hits[i].dead = true;
}
