/* automaton.c: byte automata of patterns, made deterministic on demand */
#include "find/automaton.h"

#include <stdlib.h>
#include <string.h>

#define STATES_EACH 3000   /* of one pattern; more: it isn't understood */
#define EXACT 24           /* a count up to this of one character is kept, as is … */
#define FEW 4              /* … an excess of this many groups; anything more is a loop */
#define LONGEST 128        /* characters repeated at least: beyond it the count isn't looked at */
#define WALK 400           /* bytes walked from one place: what is undecided then may match */
#define DFA_STATES 6000
#define DFA_BYTES (8u << 20)
#define END 256            /* the end of the text, as a byte */

enum { SET, SPLIT, DONE };

struct nfa {
    uint8_t form;
    bool or_end;        /* SET: or the text's end */
    uint16_t set;
    uint32_t out, out2; /* SPLIT: both */
    uint32_t pattern;
};

struct dfa {
    uint32_t from, n;         /* its live states, in `lives` */
    uint32_t accepted, n_accepted; /* patterns, in `lists` */
    int32_t same;             /* next of the same hash */
};

struct dx_automaton {
    struct nfa *nfa;
    size_t n, cap;
    struct dx_bytes *set;
    size_t n_sets, cap_sets;
    uint32_t patterns, word_end;
    bool oom, too_big;
    size_t first; /* state of the pattern being added: where it is done */
    /* deterministic */
    const struct dx_shape *shapes;
    uint16_t class[257];
    int classes;
    unsigned char *sample; /* of each class, a byte; the end is the last */
    struct dfa *dfa;
    int32_t *next; /* [state][class] */
    size_t n_dfa;
    uint32_t *lives, *lists;
    size_t n_lives, n_lists;
    int32_t *hash;
    uint32_t *mark, round, *work, *stack, *got, *gotten; /* room for building one state */
    size_t n_work, n_got;
    unsigned flushes; /* 1 and up: sets start as round 0 */
};

#define HASHES 8192u
#define LIVES (DFA_BYTES / 2 / sizeof(uint32_t))

struct dx_automaton *dx_automaton_new(void) { return calloc(1, sizeof(struct dx_automaton)); }

void dx_automaton_free(struct dx_automaton *a)
{
    if (!a)
        return;
    void *all[] = {a->nfa, a->set, a->sample, a->dfa, a->next, a->lives, a->lists, a->hash, a->mark, a->work, a->stack, a->got, a->gotten};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(a);
}

/* ---- building ---- */

static uint32_t state(struct dx_automaton *a, uint8_t form, uint32_t out, uint32_t out2)
{
    if (a->n == a->cap) {
        size_t cap = a->cap ? a->cap * 2 : 1024;
        struct nfa *p = realloc(a->nfa, cap * sizeof *p);
        if (!p) {
            a->oom = true;
            return 0;
        }
        a->nfa = p;
        a->cap = cap;
    }
    a->too_big = a->too_big || a->n - a->first > STATES_EACH;
    a->nfa[a->n] = (struct nfa){.form = form, .out = out, .out2 = out2, .pattern = a->patterns};
    return (uint32_t)a->n++;
}

static uint16_t set_of(struct dx_automaton *a, const struct dx_bytes *s)
{
    for (size_t i = 0; i < a->n_sets; i++)
        if (memcmp(&a->set[i], s, sizeof *s) == 0)
            return (uint16_t)i;
    if (a->n_sets == UINT16_MAX) {
        a->too_big = true;
        return 0;
    }
    if (a->n_sets == a->cap_sets) {
        size_t cap = a->cap_sets ? a->cap_sets * 2 : 64;
        struct dx_bytes *p = realloc(a->set, cap * sizeof *p);
        if (!p) {
            a->oom = true;
            return 0;
        }
        a->set = p;
        a->cap_sets = cap;
    }
    a->set[a->n_sets] = *s;
    return (uint16_t)a->n_sets++;
}

static uint32_t byte_of(struct dx_automaton *a, const struct dx_bytes *s, uint32_t next)
{
    uint16_t set = set_of(a, s);
    uint32_t at = state(a, SET, next, 0);
    if (!a->oom)
        a->nfa[at].set = set;
    return at;
}

static uint32_t char_of(struct dx_automaton *a, const struct dx_chars *c, uint32_t next)
{
    uint32_t all = 0;
    bool any = false;
    if (!dx_bytes_empty(&c->ascii)) {
        all = byte_of(a, &c->ascii, next);
        any = true;
    }
    for (int k = 0; k < 3; k++) {
        if (dx_bytes_empty(&c->part[k][0]))
            continue;
        uint32_t one = next;
        for (int i = k + 1; i >= 0; i--)
            one = byte_of(a, &c->part[k][i], one);
        all = any ? state(a, SPLIT, all, one) : one;
        any = true;
    }
    static const struct dx_bytes none;
    return any ? all : byte_of(a, &none, next);
}

static uint32_t build(struct dx_automaton *a, const struct dx_node *n, uint32_t next);

static uint32_t build_repeat(struct dx_automaton *a, const struct dx_node *n, uint32_t next)
{
    int min = n->min < LONGEST ? n->min : LONGEST, max = n->max;
    bool exact = max >= 0 && max <= LONGEST && (n->a->form == DX_NODE_CHAR ? max <= EXACT : true) && max - min <= (n->a->form == DX_NODE_CHAR ? EXACT : FEW);
    uint32_t at = next;
    if (n->max == n->min && n->max <= LONGEST) {
        exact = true;
        max = min;
    }
    if (!exact) { /* a loop */
        uint32_t loop = state(a, SPLIT, 0, next), body = build(a, n->a, loop);
        if (a->oom || a->too_big)
            return 0;
        a->nfa[loop].out = body;
        at = loop;
    } else {
        for (int i = min; i < max && !a->oom && !a->too_big; i++)
            at = state(a, SPLIT, build(a, n->a, at), next);
    }
    for (int i = 0; i < min && !a->oom && !a->too_big; i++)
        at = build(a, n->a, at);
    return at;
}

static uint32_t build(struct dx_automaton *a, const struct dx_node *n, uint32_t next)
{
    if (a->oom || a->too_big)
        return 0;
    switch (n->form) {
    case DX_NODE_CHAR: return char_of(a, n->chars, next);
    case DX_NODE_CAT: return build(a, n->a, build(a, n->b, next));
    case DX_NODE_ALT: {
        uint32_t one = build(a, n->a, next), two = build(a, n->b, next);
        return state(a, SPLIT, one, two);
    }
    case DX_NODE_REPEAT: return build_repeat(a, n, next);
    case DX_NODE_AHEAD: return next == a->first ? build(a, n->a, next) : next; /* known where nothing else follows */
    default: return next;
    }
}

/* ---- what is known of a pattern ---- */

/* The states that `at` leads to without a byte: into a->work, those of form SET and DONE. */
static void reach(struct dx_automaton *a, uint32_t at)
{
    size_t top = 0;
    a->stack[top++] = at;
    while (top) {
        uint32_t s = a->stack[--top];
        if (a->mark[s] == a->round)
            continue;
        a->mark[s] = a->round;
        const struct nfa *x = &a->nfa[s];
        if (x->form == SPLIT) {
            a->stack[top++] = x->out2;
            a->stack[top++] = x->out;
        } else {
            a->work[a->n_work++] = s;
        }
    }
}

static bool room(struct dx_automaton *a)
{
    uint32_t **all[] = {&a->mark, &a->work, &a->stack, &a->got, &a->gotten};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(*all[i]);
        if ((*all[i] = calloc(2 * a->n + 2, sizeof(uint32_t))) == NULL)
            return false;
    }
    a->round = 0;
    return true;
}

/* The bytes that may stand at each of `n` places from `entry` on. */
static void look_ahead(struct dx_automaton *a, uint32_t entry, struct dx_bytes *at, int n)
{
    static const struct dx_bytes all = DX_BYTES_ALL;
    a->round++;
    a->n_work = 0;
    reach(a, entry);
    memset(at, 0, (size_t)n * sizeof *at);
    for (int k = 0; k < n; k++) {
        size_t live = a->n_work;
        bool done = false;
        memcpy(a->got, a->work, live * sizeof *a->got);
        a->round++;
        a->n_work = 0;
        for (size_t i = 0; i < live; i++) {
            const struct nfa *x = &a->nfa[a->got[i]];
            done = done || x->form == DONE || x->or_end;
            if (x->form == SET) {
                dx_bytes_join(&at[k], &a->set[x->set]);
                reach(a, x->out);
            }
        }
        if (done) /* the end, or the line's end in the text around it */
            for (; k < n; k++)
                at[k] = all;
    }
}

static void gather(const struct dx_node *n, struct dx_bytes *all)
{
    if (!n)
        return;
    if (n->form == DX_NODE_CHAR) {
        dx_bytes_join(all, &n->chars->ascii);
        for (int k = 0; k < 3; k++)
            for (int i = 0; i < 4; i++)
                dx_bytes_join(all, &n->chars->part[k][i]);
        return;
    }
    gather(n->a, all);
    gather(n->b, all);
}

static bool zero_width(const struct dx_node *n) { return n->form == DX_NODE_EMPTY || n->form >= DX_NODE_BEHIND; }

/* What may stand before a match, by looks at the one byte before; *word: a border is asked for. */
static void look_back(const struct dx_node *n, struct dx_bytes *prev, bool *border)
{
    for (; n; n = n->b) {
        const struct dx_node *one = n->form == DX_NODE_CAT ? n->a : n;
        if (one->form == DX_NODE_BEHIND)
            for (int i = 0; i < 4; i++)
                prev->w[i] &= ~one->chars->ascii.w[i];
        *border = *border || one->form == DX_NODE_BORDER;
        if (!zero_width(one) || n->form != DX_NODE_CAT)
            return;
    }
}

static double rarity(const struct dx_bytes *w, double (*likelihood)(const struct dx_bytes *))
{
    double p = 1;
    for (int i = 0; i < DX_SHAPE_WINDOW; i++)
        p *= likelihood(&w[i]);
    return p;
}

static bool may_be_empty(const struct dx_node *n)
{
    switch (n->form) {
    case DX_NODE_CHAR: return false;
    case DX_NODE_CAT: return may_be_empty(n->a) && may_be_empty(n->b);
    case DX_NODE_ALT: return may_be_empty(n->a) || may_be_empty(n->b);
    case DX_NODE_REPEAT: return n->min == 0 || may_be_empty(n->a);
    default: return true;
    }
}

/* The bytes that the thing may end with. */
static void last_of(const struct dx_node *n, struct dx_bytes *all)
{
    if (n->form == DX_NODE_CHAR) {
        dx_bytes_join(all, &n->chars->ascii);
        for (int k = 0; k < 3; k++)
            dx_bytes_join(all, &n->chars->part[k][k + 1]);
    } else if (n->form == DX_NODE_CAT) {
        last_of(n->b, all);
        if (may_be_empty(n->b))
            last_of(n->a, all);
    } else if (n->form == DX_NODE_ALT) {
        last_of(n->a, all);
        last_of(n->b, all);
    } else if (n->form == DX_NODE_REPEAT) {
        last_of(n->a, all);
    }
}

static void keep_window(const struct dx_bytes *window, const struct dx_bytes *before, double (*likelihood)(const struct dx_bytes *), double *best,
                        struct dx_shape *shape)
{
    double p = rarity(window, likelihood);
    if (p >= *best)
        return;
    *best = p;
    shape->floats = true;
    shape->before = *before;
    memcpy(shape->window, window, sizeof shape->window);
}

/* Where the pattern is one thing after another: the rarest window at the start of one of them, or at the last byte of what stands
 * before it. */
static void find_window(struct dx_automaton *a, const struct dx_node *const *parts, const uint32_t *entries, size_t n,
                        double (*likelihood)(const struct dx_bytes *), struct dx_shape *shape)
{
    double best = 1;
    struct dx_bytes before = {{0}};
    for (size_t i = 0; i < n; i++) {
        struct dx_bytes window[DX_SHAPE_WINDOW + 1] = {{{0}}};
        look_ahead(a, entries[i], window + 1, DX_SHAPE_WINDOW);
        if (i > 0)
            keep_window(window + 1, &before, likelihood, &best, shape);
        if (i > 0 && !may_be_empty(parts[i - 1])) {
            last_of(parts[i - 1], &window[0]);
            keep_window(window, &before, likelihood, &best, shape);
        }
        gather(parts[i], &before);
    }
}

static void describe(struct dx_automaton *a, const struct dx_node *root, struct dx_shape *shape)
{
    static const struct dx_bytes word = DX_BYTES_WORD, alnum = DX_BYTES_ALNUM, base64 = DX_BYTES_BASE64;
    struct dx_bytes at[DX_SHAPE_RUN];
    bool border = false;
    look_ahead(a, shape->entry, at, DX_SHAPE_RUN);
    memcpy(shape->at, at, sizeof shape->at);
    while (shape->run < DX_SHAPE_RUN && dx_bytes_within(&at[shape->run], &alnum))
        shape->run++;
    while (shape->wide < DX_SHAPE_RUN && dx_bytes_within(&at[shape->wide], &base64))
        shape->wide++;
    look_back(root, &shape->prev, &border);
    if (border && dx_bytes_within(&shape->at[0], &word))
        for (int i = 0; i < 4; i++)
            shape->prev.w[i] &= ~word.w[i];
}

/* The length of the chain, at most `most`. */
static size_t chain(const struct dx_node *root, const struct dx_node **parts, size_t most)
{
    size_t n = 0;
    for (; root->form == DX_NODE_CAT && n + 1 < most; root = root->b)
        parts[n++] = root->a;
    parts[n++] = root;
    return n;
}

#define PARTS 64
int dx_automaton_add(struct dx_automaton *a, const struct dx_node *root, bool word_end, double (*likelihood)(const struct dx_bytes *),
                     struct dx_shape *shape, struct dx_err *e)
{
    const struct dx_node *parts[PARTS];
    uint32_t entries[PARTS];
    size_t sets = a->n_sets;
    *shape = (struct dx_shape){.prev = DX_BYTES_ALL};
    a->first = a->n;
    uint32_t at = state(a, DONE, 0, 0);
    if (word_end) {
        struct dx_bytes other = DX_BYTES_WORD;
        for (int i = 0; i < 4; i++)
            other.w[i] = ~other.w[i];
        at = byte_of(a, &other, at);
        if (!a->oom)
            a->nfa[at].or_end = true;
    }
    size_t n = chain(root, parts, PARTS);
    for (size_t i = n; i-- > 0;)
        entries[i] = at = build(a, parts[i], at);
    if (!a->oom && !a->too_big && !room(a))
        a->oom = true;
    if (a->oom || a->too_big) {
        a->n = a->first;
        a->n_sets = sets;
        a->too_big = false;
        return a->oom ? dx_fail_nomem(e) : DX_BAD;
    }
    shape->entry = at;
    describe(a, root, shape);
    if (n < PARTS)
        find_window(a, parts, entries, n, likelihood, shape);
    a->patterns++;
    return DX_OK;
}

/* ---- deterministic ---- */

/* Bytes that no set tells apart are one class. */
static void make_classes(struct dx_automaton *a)
{
    memset(a->class, 0, sizeof a->class);
    int n = 1;
    for (size_t s = 0; s < a->n_sets; s++) {
        int16_t in[257], out[257];
        memset(in, -1, sizeof in);
        memset(out, -1, sizeof out);
        int count = 0;
        for (unsigned c = 0; c < 256; c++) {
            int16_t *to = dx_bytes_has(&a->set[s], c) ? &in[a->class[c]] : &out[a->class[c]];
            if (*to < 0)
                *to = (int16_t)count++;
            a->class[c] = (uint16_t)*to;
        }
        n = count;
    }
    a->class[END] = (uint16_t)n;
    a->classes = n + 1;
    for (unsigned c = 256; c-- > 0;)
        a->sample[a->class[c]] = (unsigned char)c;
}

/* Out of room: all states are made anew. */
static void forget(struct dx_automaton *a)
{
    a->n_dfa = a->n_lives = a->n_lists = 0;
    memset(a->hash, -1, HASHES * sizeof *a->hash);
    a->flushes++;
}

int dx_automaton_ready(struct dx_automaton *a, const struct dx_shape *shapes, struct dx_err *e)
{
    a->shapes = shapes;
    a->sample = calloc(257, 1);
    a->dfa = calloc(DFA_STATES, sizeof *a->dfa);
    a->lives = calloc(LIVES, sizeof *a->lives);
    a->lists = calloc(LIVES, sizeof *a->lists);
    a->hash = malloc(HASHES * sizeof *a->hash);
    if (!a->sample || !a->dfa || !a->lives || !a->lists || !a->hash || !room(a))
        return dx_fail_nomem(e);
    make_classes(a);
    a->next = malloc((size_t)DFA_STATES * (size_t)a->classes * sizeof *a->next);
    if (!a->next)
        return dx_fail_nomem(e);
    forget(a);
    return DX_OK;
}

static int rising(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    return (a > b) - (a < b);
}

/* From a->work (what is reached) and a->got (accepted so far) the state: found or made; -1: no room. */
static int32_t intern(struct dx_automaton *a)
{
    /* patterns that are done need no more states; work is put in order, so that equal sets are equal */
    size_t live = 0;
    for (size_t i = 0; i < a->n_work; i++)
        if (a->nfa[a->work[i]].form == DONE)
            a->got[a->n_got++] = a->nfa[a->work[i]].pattern;
    qsort(a->got, a->n_got, sizeof *a->got, rising);
    size_t n = 0;
    for (size_t i = 0; i < a->n_got; i++)
        if (n == 0 || a->got[n - 1] != a->got[i])
            a->got[n++] = a->got[i];
    a->n_got = n;
    for (size_t i = 0; i < a->n_work; i++) {
        uint32_t s = a->work[i];
        if (a->nfa[s].form == SET && !bsearch(&a->nfa[s].pattern, a->got, a->n_got, sizeof *a->got, rising))
            a->work[live++] = s;
    }
    a->n_work = live;
    qsort(a->work, live, sizeof *a->work, rising);
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < live; i++)
        h = (h ^ a->work[i]) * 16777619u;
    for (size_t i = 0; i < a->n_got; i++)
        h = (h ^ (a->got[i] + 77)) * 16777619u;
    h = (h ^ h >> 15) % HASHES;
    for (int32_t i = a->hash[h]; i >= 0; i = a->dfa[i].same) {
        const struct dfa *d = &a->dfa[i];
        if (d->n == live && d->n_accepted == a->n_got && memcmp(a->lives + d->from, a->work, live * sizeof *a->work) == 0 &&
            memcmp(a->lists + d->accepted, a->got, a->n_got * sizeof *a->got) == 0)
            return i;
    }
    if (a->n_dfa == DFA_STATES || a->n_lives + live > LIVES || a->n_lists + a->n_got > LIVES)
        return -1;
    struct dfa *d = &a->dfa[a->n_dfa];
    *d = (struct dfa){(uint32_t)a->n_lives, (uint32_t)live, (uint32_t)a->n_lists, (uint32_t)a->n_got, a->hash[h]};
    memcpy(a->lives + a->n_lives, a->work, live * sizeof *a->work);
    memcpy(a->lists + a->n_lists, a->got, a->n_got * sizeof *a->got);
    a->n_lives += live;
    a->n_lists += a->n_got;
    memset(a->next + a->n_dfa * (size_t)a->classes, -1, (size_t)a->classes * sizeof *a->next);
    a->hash[h] = (int32_t)a->n_dfa;
    return (int32_t)a->n_dfa++;
}

static int32_t start_of(struct dx_automaton *a, const struct dx_automaton_set *set, unsigned prev)
{
    a->round++;
    a->n_work = a->n_got = 0;
    for (size_t i = 0; i < set->n; i++) {
        const struct dx_shape *s = &a->shapes[set->pattern[i]];
        if (prev == END || dx_bytes_has(&s->prev, prev))
            reach(a, s->entry);
    }
    return intern(a);
}

static int32_t step(struct dx_automaton *a, int32_t from, int class)
{
    const struct dfa *d = &a->dfa[from];
    bool end = class == a->class[END];
    a->round++;
    a->n_work = 0;
    a->n_got = d->n_accepted;
    memcpy(a->got, a->lists + d->accepted, d->n_accepted * sizeof *a->got);
    for (size_t i = 0; i < d->n; i++) {
        const struct nfa *x = &a->nfa[a->lives[d->from + i]];
        if (end ? x->or_end : dx_bytes_has(&a->set[x->set], a->sample[class]))
            reach(a, x->out);
    }
    return intern(a);
}

/* Everything of a state that may still match, or does. */
static const uint32_t *undecided(struct dx_automaton *a, int32_t at, size_t *n)
{
    const struct dfa *d = &a->dfa[at];
    size_t all = d->n_accepted, to = 0;
    memcpy(a->gotten, a->lists + d->accepted, all * sizeof *a->gotten);
    for (size_t i = 0; i < d->n; i++) {
        uint32_t p = a->nfa[a->lives[d->from + i]].pattern;
        if (all == d->n_accepted || a->gotten[all - 1] != p) /* states of one pattern stand together */
            a->gotten[all++] = p;
    }
    qsort(a->gotten, all, sizeof *a->gotten, rising);
    for (size_t i = 0; i < all; i++)
        if (to == 0 || a->gotten[to - 1] != a->gotten[i])
            a->gotten[to++] = a->gotten[i];
    *n = to;
    return a->gotten;
}

/* The state to start in. */
static int32_t begin(struct dx_automaton *a, struct dx_automaton_set *set, unsigned prev)
{
    if (set->round != a->flushes) {
        memset(set->start, -1, sizeof set->start);
        set->round = a->flushes;
    }
    if (set->start[prev] < 0 && (set->start[prev] = start_of(a, set, prev)) < 0) {
        forget(a);
        memset(set->start, -1, sizeof set->start);
        set->round = a->flushes;
        set->start[prev] = start_of(a, set, prev);
    }
    return set->start[prev];
}

const uint32_t *dx_automaton_walk(struct dx_automaton *a, struct dx_automaton_set *set, struct dx_str text, size_t at, size_t *n)
{
    size_t classes = (size_t)a->classes;
    int32_t s = begin(a, set, at > 0 ? (unsigned char)text.p[at - 1] : END);
    if (s < 0) {
        *n = set->n;
        return set->pattern;
    }
    for (size_t i = at; a->dfa[s].n; i++) {
        if (i - at == WALK)
            return undecided(a, s, n);
        unsigned class = i < text.n ? a->class[(unsigned char)text.p[i]] : a->class[END];
        int32_t *to = &a->next[(size_t)s * classes + class];
        if (*to < 0 && (*to = step(a, s, (int)class)) < 0) {
            const uint32_t *all = undecided(a, s, n);
            forget(a);
            return all;
        }
        s = *to;
        if (i >= text.n)
            break;
    }
    *n = a->dfa[s].n_accepted;
    return a->lists + a->dfa[s].accepted;
}
