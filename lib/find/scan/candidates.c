/* candidates.c: from places where patterns may match to matches */
#include "find/scan/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "find/pattern/automaton.h"
#include "find/text/chars.h"

#define CHOICES 256 /* a power of two */
#define WORTH 4     /* a sort of text that comes so often again gets a set of its own … */
#define WORTH_WORDS 12 /* … when there are words of rules in it, too */
#define STREAK 16   /* lines one after the other that were all worth a look: so are the next as many, unasked */
#define STRETCH 4096 /* bytes of lines that are looked at together for a glance */
#define NONE UINT32_MAX

/* The next match of a pattern that is searched for. */
struct next {
    size_t plan;
    bool none; /* there is no more */
    struct dx_match match;
};

/* How far a pattern has come in this text. */
struct progress {
    uint32_t round;
    bool stopped;
    size_t from;
};

/* Plans of one pattern at one kind of place: what the automaton knows by one number, and what PCRE2 said of it last. */
struct form {
    uint32_t first, last; /* plans, chained by `next_of` */
    uint32_t round;
    bool vetoes; /* all of them: not worth a look by themselves */
    bool labelled, trigger; /* all of them are */
    bool one_run; /* the match is the candidate, and none starts within a run of digits */
    bool found;
    size_t at;
    struct dx_match match;
};

/* A place where a form of vetoes may match. */
struct start {
    size_t at;
    uint32_t form;
};

enum forms { ALL_FORMS, NO_VETOES, FORMS };

/* The forms that may match in texts of one sort. Which sorts there are is for the text to say: those that come often are kept. */
struct choice {
    struct dx_automaton_set *set; /* NULL: none */
    uint64_t *words; /* … that are there */
    uint32_t needs;
    uint8_t forms, credit;
};

struct dx_candidates {
    struct dx_plan *plan;
    size_t n, n_rules;   /* rules first, then vetoes */
    bool *always;        /* searched for everywhere */
    struct next *next[2]; /* of these: of rules, of vetoes */
    size_t n_next[2];
    struct form *form;
    size_t n_forms;
    uint32_t *next_of;   /* of a plan: the next of its form; NONE: it is the last */
    struct dx_shape *shape; /* of forms */
    struct dx_automaton *automaton;
    struct choice choice[CHOICES]; /* at a hash of what they are for */
    struct choice *recent[FORMS];
    struct dx_automaton_set *all[FORMS]; /* for any text; NULL: not made yet */
    size_t n_words;      /* 64-bit words of a bit for each rule */
    uint64_t *labelled;  /* rules of forms that are asked for when a word of theirs is there */
    struct dx_matcher *matcher;
    struct progress *progress;
    uint32_t round;
    struct dx_need_lines lines;
    unsigned streak, unasked; /* lines that were worth a look, one after the other; lines that won't be asked for */
    struct start *start; /* of vetoes, in this text */
    size_t n_start, cap_start;
};


/* One run. */
struct run {
    struct dx_candidates *c;
    struct dx_str text;
    size_t from, to;
    dx_candidate_fn *fn;
    dx_worth_fn *worth;
    const uint64_t *words;
    void *ctx;
    struct dx_err *e;
    int rc; /* DX_OK, DX_LIMIT; DX_NOMEM ends it */
};


size_t dx_behind_run(struct dx_str t, size_t at)
{
    size_t i = at;
    if (kit_is_digit(t.p[i]))
        while (i < t.n && kit_is_digit(t.p[i]))
            i++;
    else if (kit_is_alpha(t.p[i]))
        while (i < t.n && kit_is_alpha(t.p[i]))
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

static bool needs_label(const struct dx_rule *r, size_t k)
{
    return !r->veto && !r->scanner && r->labelled && !(r->own_form && r->patterns[k].grouped);
}

static void add_plans(struct dx_candidates *c, const struct dx_rules *rules, bool vetoes, struct dx_str only)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        for (size_t k = 0; k < plans_of(r); k++)
            if (r->veto == vetoes && (vetoes || !only.n || dx_str_eq(only, r->key)))
                c->plan[c->n++] = (struct dx_plan){r, r->scanner ? NULL : &r->patterns[k], (uint32_t)i, 0, needs_label(r, k)};
}

static int make_plans(struct dx_candidates *c, const struct dx_rules *rules, struct dx_str only, struct dx_err *e)
{
    const struct dx_rule *r;
    size_t n = 1, i = 0;
    for (; (r = dx_rules_at(rules, i)) != NULL; i++)
        n += plans_of(r);
    c->n_words = i / 64 + 1;
    c->labelled = calloc(c->n_words, sizeof *c->labelled);
    c->plan = calloc(n, sizeof *c->plan);
    c->form = calloc(n, sizeof *c->form);
    c->next_of = calloc(n, sizeof *c->next_of);
    c->always = calloc(n, sizeof *c->always);
    c->shape = calloc(n, sizeof *c->shape);
    c->progress = calloc(n, sizeof *c->progress);
    if (!c->plan || !c->form || !c->next_of || !c->always || !c->shape || !c->progress || !c->labelled)
        return dx_fail_nomem(e);
    add_plans(c, rules, false, only);
    c->n_rules = c->n;
    add_plans(c, rules, true, only);
    return DX_OK;
}

/* What the rule's boundary says beyond the pattern. */
static void bound(enum dx_boundary b, struct dx_shape *s)
{
    struct dx_bytes none = {{0}}, digit = DX_BYTES_DIGIT, word = DX_BYTES_WORD;
    if (b == DX_BOUND_WORD)
        none = word;
    else if (b == DX_BOUND_DIGIT && dx_bytes_within(&s->first, &digit)) {
        none = digit; /* letters may be a label that is glued to it */
        dx_bytes_put(&none, '_');
    }
    for (int i = 0; i < 4; i++)
        s->prev.w[i] &= ~none.w[i];
}

/* The form of an earlier plan of the same pattern and boundary; NONE: there is none. */
static uint32_t same_form(const struct dx_candidates *c, size_t i)
{
    const struct dx_plan *p = &c->plan[i];
    for (uint32_t f = 0; f < c->n_forms; f++) {
        const struct dx_plan *o = &c->plan[c->form[f].first];
        if (!p->pattern == !o->pattern && p->rule->boundary == o->rule->boundary && dx_str_eq(text_of(p), text_of(o)))
            return f;
    }
    return NONE;
}

/* One plan into the automaton; what it doesn't take is searched for everywhere. */
static int add_plan(struct dx_candidates *c, size_t i, struct dx_err *e)
{
    struct dx_syntax syntax;
    const struct dx_rule *r = c->plan[i].rule;
    c->next_of[i] = NONE;
    if (r->scanner && r->scanner->glance)
        return DX_OK; /* it looks for itself */
    uint32_t f = same_form(c, i);
    if (f != NONE) {
        c->plan[i].least = c->plan[c->form[f].first].least;
        c->next_of[c->form[f].last] = (uint32_t)i;
        c->form[f].last = (uint32_t)i;
        c->form[f].vetoes = c->form[f].vetoes && r->veto;
        c->form[f].labelled = c->form[f].labelled && c->plan[i].labelled;
        return DX_OK;
    }
    int rc = dx_syntax_read(&syntax, text_of(&c->plan[i]), e);
    /* the boundary is that of a group, where there is one, of which nothing is known here */
    bool whole = syntax.groups == 0 && c->plan[i].pattern, word_end = whole && r->boundary != DX_BOUND_NONE;
    if (rc == DX_OK)
        rc = syntax.root ? dx_automaton_add(c->automaton, syntax.root, word_end, &c->shape[c->n_forms], e) : DX_BAD;
    c->plan[i].least = dx_syntax_least(syntax.root);
    dx_syntax_free(&syntax);
    if (rc == DX_BAD) {
        c->always[i] = true;
        return DX_OK;
    }
    if (rc != DX_OK)
        return rc;
    if (whole)
        bound(r->boundary, &c->shape[c->n_forms]);
    c->form[c->n_forms++] = (struct form){.first = (uint32_t)i, .last = (uint32_t)i, .vetoes = r->veto,
                                            .labelled = c->plan[i].labelled, .trigger = !c->plan[i].pattern,
                                            .one_run = whole && r->boundary != DX_BOUND_NONE};
    return DX_OK;
}

static int make_automaton(struct dx_candidates *c, struct dx_err *e)
{
    if ((c->automaton = dx_automaton_new()) == NULL)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < c->n; i++) {
        int rc = add_plan(c, i, e);
        if (rc != DX_OK)
            return rc;
    }
    for (uint32_t f = 0; f < c->n_forms; f++)
        for (uint32_t i = c->form[f].first; c->form[f].labelled && i != NONE; i = c->next_of[i])
            c->labelled[c->plan[i].number / 64] |= UINT64_C(1) << c->plan[i].number % 64;
    return dx_automaton_ready(c->automaton, c->shape, e);
}

/* What is searched for everywhere. */
static int make_searches(struct dx_candidates *c, bool plain, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < 2; i++)
        if ((c->next[i] = calloc(c->n + 1, sizeof *c->next[i])) == NULL)
            return dx_fail_nomem(e);
    for (size_t i = 0; rc == DX_OK && i < c->n; i++) {
        bool veto = i >= c->n_rules;
        if ((!c->always[i] && !plain) || !c->plan[i].pattern)
            continue;
        c->next[veto][c->n_next[veto]++].plan = i;
        rc = dx_regex_prepare_search(c->plan[i].pattern->regex, e);
    }
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
    if (rc == DX_OK)
        rc = make_searches(c, plain, e);
    if (rc == DX_OK)
        *out = c;
    else
        dx_candidates_free(c);
    return rc;
}

static void free_set(struct dx_automaton_set *set)
{
    if (set)
        free(set->pattern);
    free(set);
}

void dx_candidates_free(struct dx_candidates *c)
{
    if (!c)
        return;
    dx_automaton_free(c->automaton);
    dx_matcher_free(c->matcher);
    void *all[] = {c->plan, c->form, c->next_of, c->always, c->shape, c->progress, c->start, c->labelled, c->next[0], c->next[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (size_t i = 0; i < FORMS; i++)
        free_set(c->all[i]);
    for (size_t i = 0; i < CHOICES; i++) {
        free_set(c->choice[i].set);
        free(c->choice[i].words);
    }
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

static bool has_word(const uint64_t *words, const struct dx_plan *p) { return !words || words[p->number / 64] >> p->number % 64 & 1; }

/* Would a match of plan i be taken? */
static bool wanted(const struct run *r, size_t i) { return !r->c->plan[i].labelled || has_word(r->words, &r->c->plan[i]); }

/* The next match of a pattern by PCRE2's own search from `from` on. */
static void search(struct run *r, struct next *x, size_t from)
{
    bool found = false;
    int rc = from < r->to ? dx_regex_search(r->c->plan[x->plan].pattern->regex, r->c->matcher, r->text, from, &x->match, &found, r->e) : DX_OK;
    if (rc != DX_OK)
        r->rc = r->rc == DX_NOMEM ? DX_NOMEM : rc;
    x->none = !found || x->match.all_start >= r->to;
}

static void search_first(struct run *r, bool vetoes)
{
    struct dx_candidates *c = r->c;
    for (size_t i = 0; i < c->n_next[vetoes]; i++) {
        struct next *x = &c->next[vetoes][i];
        x->none = !wanted(r, x->plan);
        if (!x->none)
            search(r, x, r->from);
    }
}

/* What is searched for, up to `to`: all patterns from place to place, as what has been found before may say what something is. */
static void search_to(struct run *r, bool vetoes, size_t to)
{
    struct dx_candidates *c = r->c;
    while (r->rc != DX_NOMEM) {
        struct next *first = NULL;
        for (size_t i = 0; i < c->n_next[vetoes]; i++) {
            struct next *x = &c->next[vetoes][i];
            if (!x->none && x->match.all_start < to && (!first || x->match.all_start < first->match.all_start))
                first = x;
        }
        if (!first)
            return;
        search(r, first, offer(r, first->plan, &first->match));
    }
}

/* Does the form match at a place? Asked once for all its plans. */
static bool matches(struct run *r, struct form *f, size_t at)
{
    struct dx_candidates *c = r->c;
    if (f->round == c->round && f->at == at)
        return f->found;
    f->at = at;
    f->round = c->round;
    int rc = dx_regex_at(c->plan[f->first].pattern->regex, c->matcher, r->text, at, &f->match, &f->found, r->e);
    if (rc == DX_OK)
        return f->found;
    r->rc = r->rc == DX_NOMEM ? DX_NOMEM : rc;
    f->found = false;
    for (uint32_t i = f->first; i != NONE; i = c->next_of[i])
        c->progress[i] = (struct progress){c->round, true, r->from};
    return false;
}

/* The plans of a form at one place, where it may match: those of rules, or of vetoes. */
static void attempt(struct run *r, uint32_t form, size_t at, bool vetoes)
{
    struct dx_candidates *c = r->c;
    struct form *f = &c->form[form];
    /* What starts within the run of digits is nothing either: no boundary lets it. */
    bool digit = r->worth && kit_is_digit(r->text.p[at]) && !(at > 0 && kit_is_digit(r->text.p[at - 1]));
    bool asked = vetoes ? r->worth != NULL : digit && f->one_run;
    for (uint32_t i = f->first; i != NONE && r->rc != DX_NOMEM; i = c->next_of[i]) {
        struct progress *p = &c->progress[i];
        if ((i >= c->n_rules) != vetoes)
            continue;
        if (p->round != c->round)
            *p = (struct progress){c->round, !wanted(r, i), r->from};
        if (p->stopped || at < p->from || (asked && !r->worth(r->ctx, i, at)) || !matches(r, f, at))
            continue;
        p->from = offer(r, i, &f->match);
        p->stopped = p->from == SIZE_MAX;
    }
}

static void keep_start(struct run *r, uint32_t form, size_t at)
{
    struct dx_candidates *c = r->c;
    if (!DX_MORE(c->start, c->n_start, c->cap_start)) {
        r->rc = dx_fail_nomem(r->e);
        return;
    }
    c->start[c->n_start++] = (struct start){at, form};
}

/* May the form match, and its match be taken, in such a text? */
static bool takes_part(const struct dx_candidates *c, const struct form *f, enum forms forms, const uint64_t *words)
{
    if (f->trigger) /* a scanner's, which is asked in any case once the line is looked at */
        return forms == NO_VETOES;
    bool any = !f->labelled || !words;
    for (uint32_t i = f->first; !any && i != NONE; i = c->next_of[i])
        any = has_word(words, &c->plan[i]);
    return any && (forms == ALL_FORMS || !f->vetoes);
}

static struct dx_automaton_set *make_set(struct dx_candidates *c, enum forms forms, uint32_t needs, const uint64_t *words)
{
    struct dx_automaton_set *set = calloc(1, sizeof *set);
    if (!set || (set->pattern = calloc(c->n_forms + 1, sizeof *set->pattern)) == NULL) {
        free(set);
        return NULL;
    }
    for (uint32_t f = 0; f < c->n_forms; f++)
        if (!(c->shape[f].needs & ~needs) && takes_part(c, &c->form[f], forms, words))
            set->pattern[set->n++] = f;
    dx_automaton_set_ready(c->automaton, set);
    return set;
}

/* What matters of the words that are there. */
static uint64_t key_of(const struct dx_candidates *c, enum forms forms, uint32_t needs, const uint64_t *words)
{
    uint64_t key = (uint64_t)needs << 2 | forms;
    for (size_t i = 0; i < c->n_words; i++)
        key = (key ^ (words ? words[i] & c->labelled[i] : UINT64_MAX)) * UINT64_C(0x9e3779b97f4a7c15);
    return key;
}

static bool is_for(const struct dx_candidates *c, const struct choice *x, enum forms forms, uint32_t needs, const uint64_t *words)
{
    if (x->forms != forms || x->needs != needs || !x->words)
        return false;
    for (size_t i = 0; i < c->n_words; i++)
        if (x->words[i] != (words ? words[i] & c->labelled[i] : UINT64_MAX))
            return false;
    return true;
}

/* The choice is for another sort of text from now on. */
static bool take_choice(const struct dx_candidates *c, struct choice *x, enum forms forms, uint32_t needs, const uint64_t *words)
{
    if (!x->words && (x->words = calloc(c->n_words, sizeof *x->words)) == NULL)
        return false;
    for (size_t i = 0; i < c->n_words; i++)
        x->words[i] = words ? words[i] & c->labelled[i] : UINT64_MAX;
    free_set(x->set);
    *x = (struct choice){NULL, x->words, needs, (uint8_t)forms, 0};
    return true;
}

/* A set that has all forms that may match in such a text, and perhaps more; NULL: out of memory. */
static struct dx_automaton_set *set_for(struct dx_candidates *c, enum forms forms, uint32_t needs, const uint64_t *words)
{
    struct choice *x = c->recent[forms];
    if (x && x->set && is_for(c, x, forms, needs, words))
        return x->set;
    x = c->recent[forms] = &c->choice[key_of(c, forms, needs, words) >> 56];
    bool same = is_for(c, x, forms, needs, words);
    if (same && x->set) {
        x->credit += x->credit < UINT8_MAX;
        return x->set;
    }
    if (same && ++x->credit >= (words ? WORTH_WORDS : WORTH) && (x->set = make_set(c, forms, needs, words)) != NULL)
        return x->set;
    if (!same && x->credit > 0)
        x->credit--;
    else if (!same && !take_choice(c, x, forms, needs, words))
        return NULL;
    if (words)
        return set_for(c, forms, needs, NULL);
    if (!c->all[forms])
        c->all[forms] = make_set(c, forms, UINT32_MAX, NULL);
    return c->all[forms];
}

/* Every place of the text: rules are tried at once, vetoes when they are asked for. */
static void run_places(struct run *r)
{
    struct dx_candidates *c = r->c;
    uint32_t needs = dx_needs_of(r->text);
    struct dx_automaton_set *set = set_for(c, ALL_FORMS, needs, r->words);
    const uint32_t *list;
    size_t n;
    if (!set) {
        r->rc = dx_fail_nomem(r->e);
        return;
    }
    dx_automaton_text(c->automaton);
    for (size_t at = r->from; r->rc != DX_NOMEM && (at = dx_automaton_next(c->automaton, set, r->text, at, r->to, &list, &n)) < r->to; at++) {
        if (c->n_next[false])
            search_to(r, false, at);
        for (size_t k = 0; k < n && r->rc != DX_NOMEM; k++) {
            const struct form *f = &c->form[list[k]];
            if (f->first < c->n_rules)
                attempt(r, list[k], at, false);
            if (f->last >= c->n_rules)
                keep_start(r, list[k], at);
        }
    }
}

int dx_candidates_run(struct dx_candidates *c, bool vetoes, struct dx_str text, size_t from, size_t to, dx_candidate_fn *fn,
                      dx_worth_fn *worth, const uint64_t *words, void *ctx, struct dx_err *e)
{
    struct run r = {c, text, from, to, fn, worth, words, ctx, e, DX_OK};
    search_first(&r, vetoes);
    if (!vetoes) {
        c->round++;
        c->n_start = 0;
        if (c->automaton)
            run_places(&r);
    }
    for (size_t i = 0; vetoes && i < c->n_start && c->start[i].at < to && r.rc != DX_NOMEM; i++)
        attempt(&r, c->start[i].form, c->start[i].at, true);
    search_to(&r, vetoes, to);
    return r.rc;
}

int dx_candidates_match(struct dx_candidates *c, size_t plan, struct dx_str text, size_t at, struct dx_match *m, bool *found, struct dx_err *e)
{
    return dx_regex_at(c->plan[plan].pattern->regex, c->matcher, text, at, m, found, e);
}

uint64_t dx_candidates_work(const struct dx_candidates *c) { return c->automaton ? dx_automaton_work(c->automaton) : 0; }

/* ---- a glance ---- */

/* Lines one after the other that meet the same needs, and are looked at as one: a match that runs on into the next line is none, but none is missed. */
struct stretch {
    size_t from, to;
    uint32_t needs;
};

/* The first place of the stretch where a rule's pattern may match; its end: there is none. */
static size_t first_in(struct dx_candidates *c, struct dx_str text, const struct stretch *s)
{
    struct dx_automaton_set *set = s->from < s->to ? set_for(c, NO_VETOES, s->needs, NULL) : NULL;
    const uint32_t *list;
    size_t n;
    if (!set)
        return s->from;
    return set->n ? dx_automaton_next(c->automaton, set, text, s->from, s->to, &list, &n) : s->to;
}

/* The first place of text[at…] where a rule's pattern may match in its line; the text's end: there is none. */
static size_t first_place(struct dx_candidates *c, struct dx_str text, size_t at)
{
    struct dx_need_lines *l = &c->lines;
    struct stretch s = {at, at, 0};
    size_t found, most = c->streak ? 1 : STRETCH; /* where the lines before were worth a look, so is the next, mostly: it is looked at alone */
    dx_automaton_text(c->automaton);
    for (dx_need_lines_start(l, text, at); dx_need_lines_next(l); s.to = l->end + (l->end < text.n)) {
        if (l->needs == s.needs && s.to - s.from < most)
            continue;
        if (s.from < s.to && (found = first_in(c, text, &s)) < s.to)
            return found;
        most = s.from < s.to ? STRETCH : most;
        s = (struct stretch){l->start, l->start, l->needs};
    }
    return first_in(c, text, &s);
}

size_t dx_candidates_glance(struct dx_candidates *c, struct dx_str text, size_t at, size_t to)
{
    if (!c->automaton || c->n_next[false])
        return at;
    if (c->unasked) { /* a line given in vain costs time alone: nothing is found in it */
        c->unasked--;
        return at;
    }
    text.n = to;
    size_t found = first_place(c, text, at);
    const char *line = found < to && found > at ? memrchr(text.p + at, '\n', found - at) : NULL;
    c->streak = found < to && !line ? c->streak + 1 : 0;
    c->unasked = c->streak >= STREAK ? STREAK : 0;
    return line ? (size_t)(line + 1 - text.p) : found < to ? at : to;
}
