/* candidates.c: from marks to matches */
#include "find/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "find/prefilter.h"

#define SCANNERS 16 /* there are a handful of them */
#define MARKS 512   /* taken from the prefilter at a time */

/* How far a pattern has come in this text. */
struct progress {
    uint32_t round;
    bool stopped;
    size_t from;
};

/* What PCRE2 said last of a pattern at a place: rules share patterns. */
struct answer {
    uint32_t round;
    bool found;
    size_t at;
    struct dx_match match;
};

/* A place where a plan may match. */
struct start {
    size_t at;
    uint32_t plan;
};

struct dx_candidates {
    struct dx_plan *plan;
    size_t n, n_rules; /* rules first, then vetoes */
    size_t *same;      /* the first plan of the same pattern */
    bool *always;      /* searched for everywhere */
    bool any_always[2];
    uint32_t *plan_of; /* by number in the automaton */
    struct dx_shape *shape;
    struct dx_automaton *automaton;
    struct dx_prefilter filter[2];
    struct dx_matcher *matcher;
    struct progress *progress;
    struct answer *answer;
    uint32_t round;
    size_t scanner[SCANNERS], n_scanners; /* plans without a pattern */
    bool *triggered;   /* of plans without a pattern */
    struct start *start; /* of this text */
    size_t n_start, cap_start;
};

/* Starts that were walked from, of the last 64. */
struct seen {
    uint64_t bits; /* bit i: top - i */
    size_t top;
};

/* One run. */
struct run {
    struct dx_candidates *c;
    struct dx_str text;
    size_t from, to;
    dx_candidate_fn *fn;
    bool (*wanted)(void *ctx, size_t plan);
    void *ctx;
    struct dx_err *e;
    int rc; /* DX_OK, DX_LIMIT; DX_NOMEM ends it */
    struct seen seen;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

size_t dx_behind_run(struct dx_str t, size_t at)
{
    size_t i = at;
    if (is_digit(t.p[i]))
        while (i < t.n && is_digit(t.p[i]))
            i++;
    else if (is_letter(t.p[i]))
        while (i < t.n && is_letter(t.p[i]))
            i++;
    else
        for (i++; i < t.n && ((unsigned char)t.p[i] & 0xc0) == 0x80; i++)
            ;
    return i;
}

/* ---- making ---- */

/* A scanner of its own has one plan: what must be there for it to find anything. */
static size_t plans_of(const struct dx_rule *r) { return r->scanner ? 1 : r->n_patterns; }

static struct dx_str text_of(const struct dx_plan *p)
{
    return p->pattern ? dx_regex_text(p->pattern->regex) : dx_str(p->rule->scanner->trigger ? p->rule->scanner->trigger : "");
}

static void add_plans(struct dx_candidates *c, const struct dx_rules *rules, bool vetoes, struct dx_str only)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        for (size_t k = 0; k < plans_of(r); k++)
            if (r->veto == vetoes && (vetoes || !only.n || dx_str_eq(only, r->key)))
                c->plan[c->n++] = (struct dx_plan){r, r->scanner ? NULL : &r->patterns[k]};
}

static int make_plans(struct dx_candidates *c, const struct dx_rules *rules, struct dx_str only, struct dx_err *e)
{
    const struct dx_rule *r;
    size_t n = 1;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        n += plans_of(r);
    c->plan = calloc(n, sizeof *c->plan);
    c->plan_of = calloc(n * DX_SYNTAX_BRANCHES, sizeof *c->plan_of);
    c->same = calloc(n, sizeof *c->same);
    c->always = calloc(n, sizeof *c->always);
    c->shape = calloc(n * DX_SYNTAX_BRANCHES, sizeof *c->shape);
    c->progress = calloc(n, sizeof *c->progress);
    c->answer = calloc(n, sizeof *c->answer);
    c->triggered = calloc(n, sizeof *c->triggered);
    if (!c->plan || !c->plan_of || !c->same || !c->always || !c->shape || !c->progress || !c->answer || !c->triggered)
        return dx_fail_nomem(e);
    add_plans(c, rules, false, only);
    c->n_rules = c->n;
    add_plans(c, rules, true, only);
    for (size_t i = 0; i < c->n; i++)
        for (c->same[i] = 0; c->same[i] < i; c->same[i]++)
            if (dx_str_eq(text_of(&c->plan[i]), text_of(&c->plan[c->same[i]])))
                break;
    return DX_OK;
}

/* What the rule's boundary says beyond the pattern. It says so of a group where there is one, of which nothing is known here. */
static void bound(const struct dx_rule *r, struct dx_shape *s)
{
    struct dx_bytes none = {{0}}, digit = DX_BYTES_DIGIT, word = DX_BYTES_WORD;
    if (r->boundary == DX_BOUND_WORD)
        none = word;
    else if (r->boundary == DX_BOUND_DIGIT && dx_bytes_within(&s->at[0], &digit)) {
        none = digit; /* letters may be a label that is glued to it */
        dx_bytes_put(&none, '_');
    }
    for (int i = 0; i < 4; i++)
        s->prev.w[i] &= ~none.w[i];
}

/* One plan into the automaton, each of its branches under a number; what it doesn't take is searched for everywhere. */
static int add_plan(struct dx_candidates *c, size_t i, uint32_t *numbers, struct dx_err *e)
{
    struct dx_syntax syntax;
    const struct dx_rule *r = c->plan[i].rule;
    uint32_t n = *numbers;
    if (r->scanner && r->scanner->glance)
        return DX_OK; /* it looks for itself */
    int rc = dx_syntax_read(&syntax, text_of(&c->plan[i]), e);
    bool whole = syntax.groups == 0 && c->plan[i].pattern, word_end = whole && r->boundary != DX_BOUND_NONE;
    c->always[i] = syntax.n_branches == 0;
    for (size_t k = 0; rc == DX_OK && k < syntax.n_branches; k++) {
        rc = dx_automaton_add(c->automaton, syntax.branch[k], word_end, dx_likelihood, &c->shape[n], e);
        if (rc == DX_OK && whole)
            bound(r, &c->shape[n]);
        c->plan_of[n++] = (uint32_t)i;
    }
    dx_syntax_free(&syntax);
    if (rc == DX_BAD) { /* numbers that were given stay unused */
        c->always[i] = true;
        *numbers = n - 1;
        return DX_OK;
    }
    *numbers = n;
    return rc;
}

/* The prefilter over plans [from, to), whose numbers in the automaton are [first, numbers). */
static int make_filter(struct dx_candidates *c, struct dx_prefilter *f, uint32_t first, uint32_t numbers, struct dx_err *e)
{
    size_t n = numbers - first;
    uint32_t *list = calloc(n + 1, sizeof *list);
    bool *always = calloc(numbers + 1, sizeof *always);
    int rc = list && always ? DX_OK : dx_fail_nomem(e);
    for (size_t i = 0; rc == DX_OK && i < n; i++)
        list[i] = first + (uint32_t)i;
    if (rc == DX_OK)
        rc = dx_prefilter_new(f, c->shape, list, n, always, e);
    for (uint32_t i = first; rc == DX_OK && i < numbers; i++)
        c->always[c->plan_of[i]] |= always[i];
    for (size_t i = 0; rc == DX_OK && i < f->n_groups; i++)
        f->group[i].trigger = f->group[i].set.n == 1 && !c->plan[c->plan_of[f->group[i].set.pattern[0]]].pattern;
    free(list);
    free(always);
    return rc;
}

static int make_automaton(struct dx_candidates *c, struct dx_err *e)
{
    uint32_t numbers = 0, rules = 0;
    int rc = (c->automaton = dx_automaton_new()) != NULL ? DX_OK : dx_fail_nomem(e);
    for (size_t i = 0; rc == DX_OK && i < c->n; i++) {
        rules = i == c->n_rules ? numbers : rules;
        rc = add_plan(c, i, &numbers, e);
    }
    rules = c->n_rules == c->n ? numbers : rules;
    if (rc == DX_OK)
        rc = dx_automaton_ready(c->automaton, c->shape, e);
    if (rc == DX_OK)
        rc = make_filter(c, &c->filter[0], 0, rules, e);
    if (rc == DX_OK)
        rc = make_filter(c, &c->filter[1], rules, numbers, e);
    return rc;
}

int dx_candidates_new(struct dx_candidates **out, const struct dx_rules *rules, struct dx_str only, bool plain, struct dx_err *e)
{
    struct dx_candidates *c = calloc(1, sizeof *c);
    *out = NULL;
    if (!c)
        return dx_fail_nomem(e);
    int rc = make_plans(c, rules, only, e);
    if (rc == DX_OK)
        rc = dx_matcher_new(&c->matcher, e);
    if (rc == DX_OK && !plain)
        rc = make_automaton(c, e);
    for (size_t i = 0; rc == DX_OK && i < c->n; i++) {
        c->always[i] = c->always[i] || plain;
        if (!c->plan[i].pattern && c->n_scanners < SCANNERS)
            c->scanner[c->n_scanners++] = i;
        c->any_always[i >= c->n_rules] |= c->always[i];
        if (c->always[i] && c->plan[i].pattern)
            dx_regex_prepare_search(c->plan[i].pattern->regex);
    }
    if (rc == DX_OK)
        *out = c;
    else
        dx_candidates_free(c);
    return rc;
}

void dx_candidates_free(struct dx_candidates *c)
{
    if (!c)
        return;
    dx_prefilter_free(&c->filter[0]);
    dx_prefilter_free(&c->filter[1]);
    dx_automaton_free(c->automaton);
    dx_matcher_free(c->matcher);
    void *all[] = {c->plan, c->plan_of, c->same, c->always, c->shape, c->progress, c->answer, c->triggered, c->start};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(c);
}

size_t dx_candidates_plans(const struct dx_candidates *c) { return c->n; }
const struct dx_plan *dx_candidates_plan(const struct dx_candidates *c, size_t i) { return &c->plan[i]; }

/* ---- running ---- */

/* A match of plan i: where the search goes on; SIZE_MAX: nowhere. */
static size_t offer(struct run *r, size_t i, const struct dx_match *m)
{
    int rc = r->fn(r->ctx, i, m, r->e);
    if (rc == DX_OK && m->all_end > m->all_start)
        return m->all_end;
    if (rc == DX_OK || rc == DX_BAD)
        return dx_behind_run(r->text, m->all_start);
    r->rc = r->rc == DX_NOMEM ? DX_NOMEM : rc;
    return SIZE_MAX;
}

/* Plan i by PCRE2's own search. */
static void search(struct run *r, size_t i)
{
    size_t from = r->from;
    while (from < r->to) {
        struct dx_match m;
        bool found;
        int rc = dx_regex_search(r->c->plan[i].pattern->regex, r->c->matcher, r->text, from, &m, &found, r->e);
        if (rc != DX_OK)
            r->rc = r->rc == DX_NOMEM ? DX_NOMEM : rc;
        if (rc != DX_OK || !found || m.all_start >= r->to)
            return;
        from = offer(r, i, &m);
    }
}

/* Plan i at one place, where it may match. */
static void attempt(struct run *r, size_t i, size_t at)
{
    struct dx_candidates *c = r->c;
    struct progress *p = &c->progress[i];
    if (p->round != c->round)
        *p = (struct progress){c->round, r->wanted && !r->wanted(r->ctx, i), r->from};
    if (p->stopped || at < p->from || c->always[i])
        return;
    struct answer *a = &c->answer[c->same[i]];
    if (a->round != c->round || a->at != at) {
        *a = (struct answer){.round = c->round, .at = at};
        int rc = dx_regex_at(c->plan[i].pattern->regex, c->matcher, r->text, at, &a->match, &a->found, r->e);
        if (rc != DX_OK) {
            r->rc = r->rc == DX_NOMEM ? DX_NOMEM : rc;
            a->round = 0;
            p->stopped = true;
            return;
        }
    }
    if (a->found) {
        p->from = offer(r, i, &a->match);
        p->stopped = p->from == SIZE_MAX;
    }
}

static void keep_start(struct run *r, uint32_t plan, size_t at)
{
    struct dx_candidates *c = r->c;
    if (!c->plan[plan].pattern) {
        c->triggered[plan] = true;
        return;
    }
    if (c->n_start == c->cap_start) {
        size_t cap = c->cap_start ? c->cap_start * 2 : 256;
        struct start *p = realloc(c->start, cap * sizeof *p);
        if (!p) {
            r->rc = dx_fail_nomem(r->e);
            return;
        }
        c->start = p;
        c->cap_start = cap;
    }
    c->start[c->n_start++] = (struct start){at, plan};
}

static bool before(const struct start *a, const struct start *b) { return a->at != b->at ? a->at < b->at : a->plan < b->plan; }

static int by_start(const void *a, const void *b) { return before(a, b) ? -1 : before(b, a); }

/* Marks come nearly in order. */
static void sort_starts(struct start *s, size_t n)
{
    if (n > 64) {
        qsort(s, n, sizeof *s, by_start);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct start x = s[i];
        size_t k = i;
        for (; k > 0 && before(&x, &s[k - 1]); k--)
            s[k] = s[k - 1];
        s[k] = x;
    }
}

static bool first_time(struct seen *s, size_t at)
{
    if (at > s->top) {
        s->bits = at - s->top < 64 ? s->bits << (at - s->top) : 0;
        s->top = at;
    }
    uint64_t bit = s->top - at < 64 ? UINT64_C(1) << (s->top - at) : 0;
    bool first = !(s->bits & bit);
    s->bits |= bit;
    return first;
}

static void try_start(struct run *r, struct dx_automaton_set *set, size_t at)
{
    if (at < r->from || at >= r->to || ((unsigned char)r->text.p[at] & 0xc0) == 0x80)
        return;
    size_t n;
    const uint32_t *list = dx_automaton_walk(r->c->automaton, set, r->text, at, &n);
    for (size_t k = 0; k < n && r->rc != DX_NOMEM; k++)
        keep_start(r, r->c->plan_of[list[k]], at);
}

/* All starts from which bytes of `before` lead to the mark, but for those that were tried. */
static void try_floating(struct run *r, struct dx_anchor_group *g, size_t mark)
{
    const struct dx_shape *s = &r->c->shape[g->set.pattern[0]];
    const char *p = r->text.p;
    size_t least = g->tried > r->from ? g->tried : r->from, at = mark;
    while (at > least && dx_bytes_has(&g->before, (unsigned char)p[at - 1]))
        at--;
    for (; at <= mark && at < r->to; at++) {
        if (!dx_bytes_has(&g->first, (unsigned char)p[at]) || (at > 0 && !dx_bytes_has(&s->prev, (unsigned char)p[at - 1])))
            continue;
        try_start(r, &g->set, at);
    }
    g->tried = mark + 1 > g->tried ? mark + 1 : g->tried;
}

static void try_mark(struct run *r, struct dx_prefilter *f, const struct dx_mark *m)
{
    for (uint32_t buckets = m->buckets; buckets; buckets &= buckets - 1) {
        unsigned b = (unsigned)__builtin_ctz(buckets);
        for (size_t k = f->first[b]; k < f->first[b + 1]; k++) {
            struct dx_anchor_group *g = &f->group[k];
            if ((g->trigger && r->c->triggered[r->c->plan_of[g->set.pattern[0]]]) || !dx_prefilter_stands(f, g, r->text, m->at))
                continue;
            if (g->floats)
                try_floating(r, g, m->at);
            else if (g->alone)
                try_start(r, &g->set, m->at);
            else if ((g->offset < 0 || (size_t)g->offset <= m->at) && first_time(&r->seen, (size_t)((ptrdiff_t)m->at - g->offset)))
                try_start(r, &f->fixed, (size_t)((ptrdiff_t)m->at - g->offset));
        }
    }
}

/* A window may stand before `from` or behind `to`, its match between them. */
static void run_marks(struct run *r, struct dx_prefilter *f)
{
    struct dx_mark marks[MARKS];
    size_t at = r->from ? r->from - 1 : 0, end = r->text.n;
    for (size_t i = 0; i < f->n_groups; i++)
        f->group[i].tried = 0;
    if (r->from == 0 && f->any && first_time(&r->seen, 0)) /* a window may lie one byte before the text */
        try_start(r, &f->fixed, 0);
    while (at < end && r->rc != DX_NOMEM) {
        size_t n = dx_prefilter_marks(f, r->text, at, end, marks, MARKS, &at);
        for (size_t i = 0; i < n && r->rc != DX_NOMEM; i++)
            try_mark(r, f, &marks[i]);
    }
}

int dx_candidates_run(struct dx_candidates *c, bool vetoes, struct dx_str text, size_t from, size_t to, dx_candidate_fn *fn,
                      bool (*wanted)(void *ctx, size_t plan), void *ctx, struct dx_err *e)
{
    struct run r = {c, text, from, to, fn, wanted, ctx, e, DX_OK, {0, 0}};
    size_t first = vetoes ? c->n_rules : 0, end = vetoes ? c->n : c->n_rules;
    bool odd = !c->automaton || dx_syntax_odd(text);
    c->round++;
    c->n_start = 0;
    if (!vetoes)
        for (size_t i = 0; i < c->n_scanners; i++)
            c->triggered[c->scanner[i]] = odd || c->always[c->scanner[i]] || c->plan[c->scanner[i]].rule->scanner->glance;
    if (!odd)
        run_marks(&r, &c->filter[vetoes]);
    sort_starts(c->start, c->n_start);
    for (size_t i = 0; i < c->n_start && r.rc != DX_NOMEM; i++)
        if (i == 0 || before(&c->start[i - 1], &c->start[i]))
            attempt(&r, c->start[i].plan, c->start[i].at);
    for (size_t i = first; (odd || c->any_always[vetoes]) && i < end && r.rc != DX_NOMEM; i++)
        if ((odd || c->always[i]) && c->plan[i].pattern && !(wanted && !wanted(ctx, i)))
            search(&r, i);
    return r.rc;
}

bool dx_candidates_triggered(const struct dx_candidates *c, const struct dx_rule *r)
{
    for (size_t i = 0; i < c->n_scanners; i++)
        if (c->plan[c->scanner[i]].rule == r)
            return c->triggered[c->scanner[i]];
    return false;
}

/* ---- a glance ---- */

/* May a pattern of the group match from there on? The line is taken by itself where its start matters. */
static bool starts_there(struct dx_candidates *c, struct dx_automaton_set *set, struct dx_str text, size_t at)
{
    size_t n;
    if (at >= text.n || ((unsigned char)text.p[at] & 0xc0) == 0x80)
        return false;
    if (at > 0 && text.p[at - 1] == '\n') {
        text = (struct dx_str){text.p + at, text.n - at};
        at = 0;
    }
    dx_automaton_walk(c->automaton, set, text, at, &n);
    return n > 0;
}

static bool floats_there(struct dx_candidates *c, struct dx_anchor_group *g, struct dx_str text, size_t least, size_t mark)
{
    size_t at = mark;
    least = g->tried > least ? g->tried : least;
    g->tried = mark + 1;
    while (at > least && text.p[at - 1] != '\n' && dx_bytes_has(&g->before, (unsigned char)text.p[at - 1]))
        at--;
    for (; at <= mark; at++)
        if (dx_bytes_has(&g->first, (unsigned char)text.p[at]) && starts_there(c, &g->set, text, at))
            return true;
    return false;
}

static bool marked(struct dx_candidates *c, struct dx_str text, size_t least, const struct dx_mark *m, struct seen *seen)
{
    struct dx_prefilter *f = &c->filter[0];
    for (uint32_t buckets = m->buckets; buckets; buckets &= buckets - 1) {
        unsigned b = (unsigned)__builtin_ctz(buckets);
        for (size_t k = f->first[b]; k < f->first[b + 1]; k++) {
            struct dx_anchor_group *g = &f->group[k];
            if (!dx_prefilter_stands(f, g, text, m->at))
                continue;
            ptrdiff_t at = (ptrdiff_t)m->at - g->offset;
            if (g->floats ? floats_there(c, g, text, least, m->at)
                          : at >= (ptrdiff_t)least && (g->alone ? starts_there(c, &g->set, text, (size_t)at)
                                                                : first_time(seen, (size_t)at) && starts_there(c, &f->fixed, text, (size_t)at)))
                return true;
        }
    }
    return false;
}

size_t dx_candidates_glance(struct dx_candidates *c, struct dx_str text, size_t at, size_t to)
{
    struct dx_mark marks[MARKS];
    size_t from = at;
    if (!c->automaton || c->any_always[0])
        return at;
    for (size_t i = 0; i < c->filter[0].n_groups; i++)
        c->filter[0].group[i].tried = at;
    struct seen seen = {0, at};
    if (at == 0 && starts_there(c, &c->filter[0].fixed, text, 0)) /* a window may stand before the text */
        return 0;
    for (size_t next = at ? at - 1 : 0; next < to;) {
        size_t n = dx_prefilter_marks(&c->filter[0], text, next, to, marks, DX_MARKS_LEAST, &next);
        for (size_t i = 0; i < n; i++)
            if (marked(c, text, from, &marks[i], &seen))
                return marks[i].at > from + DX_SHAPE_DEPTH ? marks[i].at - DX_SHAPE_DEPTH : from;
    }
    return to;
}
