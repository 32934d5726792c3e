/* tries.c: what patterns match becomes hits and vetoes: most is refused by where it stands before anything is read */
#include <stdlib.h>

#include "base/array.h"
#include "base/limits.h"
#include "find/check/bank.h"
#include "find/text/chars.h"
#include "find/scan/job.h"

/* What digits alone are worth that nothing names. */
static double odds_unnamed(const struct dx_plan *p)
{
    struct dx_score score = {.n = 0};
    dx_score_candidate(&score, &p->rule->weights, p->pattern->grouped, DX_PART_STRUCTURE, 0, 0);
    return score.odds;
}

int dx_scan_judge_plans(struct dx_scan *s, struct dx_err *e)
{
    size_t n = dx_candidates_plans(s->candidates);
    s->hopeless = calloc(n / 64 + 1, sizeof *s->hopeless);
    s->in_runs = calloc(n / 64 + 1, sizeof *s->in_runs);
    if (!s->hopeless || !s->in_runs)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < n && !s->plain; i++) {
        const struct dx_plan *p = dx_candidates_plan(s->candidates, i);
        if (p->pattern && !p->rule->veto && p->rule->boundary != DX_BOUND_NONE && dx_regex_is_run(p->pattern->regex))
            s->in_runs[i / 64] |= UINT64_C(1) << i % 64;
        if (!p->pattern || p->labelled || p->rule->veto || p->rule->boundary != DX_BOUND_DIGIT || !p->rule->check || !dx_check_unsure(p->rule->check))
            continue;
        struct dx_score score = {.odds = odds_unnamed(p)};
        if (!dx_score_reaches(&score, &s->least) && !dx_score_likely(&score))
            s->hopeless[i / 64] |= UINT64_C(1) << i % 64;
    }
    return DX_OK;
}

static struct dx_span *span_at(struct dx_scan *s, size_t start, size_t end)
{
    struct dx_span *x = &s->span;
    if (x->known && x->start == start && x->end == end)
        return x;
    *x = (struct dx_span){.known = true, .typed = !s->piece->recognised, .start = start, .end = end};
    if (s->fold.n) {
        dx_fold_span(&s->fold, start, end, &x->from, &x->to);
    } else { /* most lines */
        x->from = start;
        x->to = end;
    }
    return x;
}

/* Reads a candidate into its hit; DX_BAD: it isn't what the rule is after. */
static int read_hit(struct dx_scan *s, struct dx_hit *h, const struct dx_plan *p, struct dx_err *e)
{
    double label = 0;
    int rc = p->labelled ? dx_scan_find_label(s, h, &label, e) : DX_OK;
    if (rc == DX_OK && p->labelled && !h->context.n)
        h->context = dx_scan_label_of_list(s, p->rule, h->f_start, &label);
    if (rc == DX_OK && p->labelled && !h->context.n)
        h->context = dx_scan_label_of_owner(s, p->rule, h->f_start, &label);
    if (rc != DX_OK || (p->labelled && !h->context.n))
        return rc == DX_OK ? DX_BAD : rc;
    struct dx_str raw = {s->piece->text.p + h->start, h->end - h->start}, text = {s->fold.text.p + h->f_start, h->f_end - h->f_start};
    struct dx_kept *kept = s->again && dx_has_rule(s->recurring, p->number) ? dx_again_at(s->again, p->number, text) : NULL;
    if (!kept || kept->verdict == DX_VERDICT_NO)
        rc = dx_scan_read(s, p->rule, text, raw, dx_label_window(&s->in, h->f_start, h->f_end), e);
    if (rc == DX_OK && !p->labelled) /* most candidates are none: their labels are looked for last */
        rc = dx_scan_find_label(s, h, &label, e);
    if (rc != DX_OK)
        return rc;
    h->mixed = dx_fold_mixed(&s->fold, h->f_start, h->f_end);
    return dx_scan_keep(s, h, label, kept, e);
}

/* Is a match nothing but digits, of which nothing is known but how many they are, and too unlikely for that? */
static bool is_hopeless(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t start, size_t end)
{
    if (!dx_has_rule(s->hopeless, plan) || s->piece->recognised)
        return false;
    struct dx_str digits = {s->fold.text.p + start, end - start};
    const uint64_t *rules = dx_scan_labelled(s);
    return rules && !dx_has_rule(rules, p->number) && kit_digits_at(digits, 0) == digits.n && dx_check_unsure_takes(digits) &&
           dx_bank_none(s->banks, s->in.line, dx_label_from(&s->in, start));
}

static int add_veto(struct dx_scan *s, struct dx_veto v, struct dx_err *e)
{
    if (!DX_MORE(s->vetoes, s->n_vetoes, s->cap_vetoes))
        return dx_fail_nomem(e);
    s->vetoes[s->n_vetoes++] = v;
    return DX_OK;
}

/* From a candidate to a hit: DX_OK when it became one, DX_BAD when it isn't what the rule is after. */
static int try_candidate(void *scan, size_t plan, const struct dx_match *m, struct dx_err *e)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    const struct dx_rule *r = p->rule;
    size_t start = m->start, end = m->end;
    if (start >= end)
        return DX_BAD;
    struct dx_span *x = span_at(s, start, end);
    if (x->from < s->piece->from || x->from >= s->piece->to || !dx_stands_free(r, s->fold.text, x))
        return DX_BAD;
    if (r->veto)
        return add_veto(s, (struct dx_veto){start, end, r}, e);
    struct dx_hit *h = dx_scan_new_hit(s, r, e);
    if (!h)
        return DX_NOMEM;
    h->order = (uint32_t)plan;
    h->start = x->from;
    h->end = x->to;
    h->f_start = start;
    h->f_end = end;
    h->grouped = p->pattern->grouped;
    h->unread = is_hopeless(s, plan, p, start, end);
    int rc = DX_OK;
    if (h->unread)
        h->score.odds = odds_unnamed(p);
    else
        rc = read_hit(s, h, p, e);
    if (rc == DX_OK)
        rc = dx_scan_take_hit(s, e);
    return rc == DX_OK && r->open ? dx_scan_open(s, (struct dx_str){s->piece->text.p + x->from, x->to - x->from}, e) : rc;
}

/* Keeps a run for later, when it is known what else there is. False: it is tried at once, as where there are too many. */
static bool put_off(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t start, size_t end)
{
    /* what a list has of a rule is seen when a later one of it is looked at */
    if (p->rule->labelled || s->n_later == DX_FIND_CANDIDATES || !is_hopeless(s, plan, p, start, end) || !DX_MORE(s->later, s->n_later, s->cap_later))
        return false;
    s->later[s->n_later++] = (struct dx_later){plan, start, end};
    return true;
}

/* Can what starts with the run of digits at a place be a candidate now? */
static bool is_run_worth(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t at)
{
    struct dx_str run = {s->fold.text.p + at, kit_digits_at(s->fold.text, at)};
    if (p->rule->boundary == DX_BOUND_DIGIT && p->least > run.n + 1 && dx_is_between(s->fold.text, at, at + run.n))
        return false;
    return !dx_has_rule(s->in_runs, plan) || (dx_stands_free(p->rule, s->fold.text, span_at(s, at, at + run.n)) &&
                                            !(p->rule->check && dx_check_refuses(p->rule->check, run)) &&
           !put_off(s, plan, p, at, at + run.n));
}

/* May a match of the rule at a digit be taken, as far as that is known before: is a bank named, is it labelled? Asked where words of rules are known. */
static bool is_worth(void *scan, size_t plan, size_t at)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    if (!is_run_worth(s, plan, p, at))
        return false;
    if (dx_has_rule(s->by_bank, p->number) && dx_bank_none(s->banks, s->in.line, dx_label_from(&s->in, at)) && !dx_check_may_name_bank(s->in.above) && !dx_scan_home_banks(s))
        return false;
    return !p->labelled || p->rule->owner || dx_label_may(p->rule, &s->in, at) || dx_scan_last_hit(s, p->rule); /* what follows one that is labelled is, too */
}

static bool is_veto_worth(void *scan, size_t plan, size_t at)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    struct dx_reach *x = &s->reach[p->number];
    if (x->piece != s->pieces) { /* hits stay what they are while vetoes are looked for: once a piece and rule */
        *x = (struct dx_reach){.piece = s->pieces};
        for (size_t i = 0; i < s->n; i++)
            if (!s->hits[i].dead && s->hits[i].f_end > x->end && dx_hit_vetoed(&s->hits[i], p->rule, x->end))
                x->end = s->hits[i].f_end;
    }
    return x->end > at;
}

int dx_scan_run_rules(struct dx_scan *s, bool vetoes, size_t end, struct dx_err *e)
{
    size_t from = dx_fold_at(&s->fold, s->piece->from), to = dx_fold_at(&s->fold, s->piece->to);
    const uint64_t *words = vetoes ? NULL : dx_scan_labelled(s);
    dx_worth_fn *worth = vetoes && !s->plain ? is_veto_worth : words ? is_worth : NULL;
    return dx_candidates_run(s->candidates, vetoes, s->fold.text, from, end < to ? end : to, try_candidate, worth, words, s, e);
}

/* Tries one that was put off, as if it never had been. */
static int try_one(struct dx_scan *s, const struct dx_later *x, struct dx_err *e)
{
    struct dx_match m;
    bool found;
    int rc = dx_candidates_match(s->candidates, x->plan, s->fold.text, x->start, &m, &found, e);
    rc = rc == DX_OK && found ? try_candidate(s, x->plan, &m, e) : rc;
    return rc == DX_BAD ? DX_OK : rc;
}

int dx_scan_try_later(struct dx_scan *s, struct dx_err *e)
{
    size_t all = s->n_later, n = s->n, k = 0, end = 0;
    int rc = DX_OK;
    s->n_later = 0;
    for (size_t i = 0; i < all && rc == DX_OK; i++) {
        const struct dx_later *x = &s->later[i];
        for (; k < n && s->hits[k].f_start < x->end; k++)
            end = s->hits[k].f_end > end ? s->hits[k].f_end : end;
        if (end > x->start || (i > 0 && x[-1].start == x->start) || (i + 1 < all && x[1].start == x->start))
            rc = try_one(s, x, e);
    }
    return rc;
}

int dx_scan_drop_hopeless(struct dx_scan *s, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0, end = 0; i < s->n && rc == DX_OK; i++) {
        struct dx_hit *h = &s->hits[i];
        bool alone = h->f_start >= end && (i + 1 == s->n || s->hits[i + 1].f_start >= h->f_end);
        if (h->unread && !alone) {
            h->score.odds = 0; /* it is summed up now */
            h->unread = false;
            rc = read_hit(s, h, dx_candidates_plan(s->candidates, h->order), e);
        }
        h->dead = alone && !dx_score_reaches(&h->score, &s->least);
        end = h->f_end > end ? h->f_end : end;
    }
    return rc;
}

int dx_scan_run_vetoes(struct dx_scan *s, struct dx_err *e)
{
    size_t end = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!s->hits[i].dead && !dx_hit_firm(&s->hits[i]) && s->hits[i].f_end > end)
            end = s->hits[i].f_end;
    return end ? dx_scan_run_rules(s, true, end, e) : DX_OK;
}
