/* automaton.c: byte automata of patterns, made deterministic on demand */
#include "find/pattern/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "find/pattern/single.h"

#define STATES_EACH 3000   /* of one pattern; more: it isn't understood */
#define EXACT 24           /* a count up to this of one character is kept, as is … */
#define FEW 4              /* … an excess of this many groups; anything more is a loop */
#define LONGEST 128        /* characters repeated at least: beyond it the count isn't looked at */
#define DFA_STATES 32000  /* memory that isn't asked for isn't touched: of usual text a few thousand */
#define LIVES (4u << 20)   /* patterns in all deterministic states */
#define HASHES 32768u
#define END DX_BYTE_END
#define TRAILS 4           /* texts that adversaries made have few kinds of walks that never come together */
#define MARKED 4         /* of the places of a walk one in so many is remembered */
#define SHORT 8            /* bytes of a walk that nothing is remembered of; more of them … */
#define LONGER 64          /* … in a text … */
#define USELESS 16         /* walks that came to nothing known: others go without again */
#define OPENINGS_EACH 8    /* of one pattern: alternatives that begin otherwise; more are joined */
#define SETS_HASHED 1024
#define OWN_TABLE 2048     /* blocks after which a set is worth groups of openings of its own */
#define STARTERS 1024      /* states to start in of which their patterns are known: hardly any text has more */
#define EASY 1024          /* … that hasn't cost so many bytes beyond them yet */

/* Deterministic states are numbers of two bytes, so that twice as much of the table stays in the cache; with STOPS where nothing is left that may still
 * match. */
#define STOPS 0x8000u
#define UNKNOWN UINT16_MAX /* not made yet: stops, too */
#define ROW_UNIT 32        /* entries in a line of the cache */

struct dfa {
    uint32_t from, n;         /* states of patterns that are live (single.h), in `lives`, in the order of patterns */
    uint32_t accepted, n_accepted; /* patterns, in `lists` */
    uint16_t same;            /* next of the same hash, and 1; 0: none */
    uint16_t core;            /* the first state with the same live ones */
    uint16_t start;           /* of states to start in: which one, and 1; 0: it is none */
};

/* What is known of a byte that a match of any pattern may start with. */
struct first {
    bool known;
    struct dx_bytes alike; /* bytes that no pattern tells from it at its start */
};

/* A long walk in a text: its states from a place on, and what became of it. */
struct trail {
    uint16_t *state; /* [place / MARKED] */
    size_t cap, from, to; /* from == to: there is none */
    uint32_t *found, n_found;
    unsigned number; /* which walk of the text it was, or last led another on */
};

/* How a set of bytes stands to the sets of a need (needs.h), a bit for each of these: has it bytes of it; other ones that start the need again; others? */
struct set_facts {
    struct need_facts {
        uint8_t on, again, other;
    } of[DX_NEEDS];
};

/* What patterns may open with. */
struct opening {
    struct dx_opening o;
    float cost;
    uint32_t group; /* of all patterns' */
};

struct dx_automaton {
    struct dx_nfa *nfa;
    size_t n, cap;
    struct dx_bytes *set;
    size_t n_sets, cap_sets;
    uint16_t usual[SETS_HASHED]; /* by a hash: a set, and 1; 0: none */
    uint16_t *same_set; /* of a set: the next of the same hash, and 1 */
    size_t cap_same;
    struct set_facts *facts; /* of a set */
    size_t cap_facts;
    uint32_t patterns, word_end;
    bool oom, too_big;
    size_t first; /* state of the pattern being added: where it is done */
    /* deterministic */
    const struct dx_shape *shapes;
    struct dx_singles single;
    struct opening *opening; /* of all patterns; once these are known, each once, in order */
    size_t n_openings, cap_openings;
    uint64_t *marked; /* of openings: a bit each */
    struct dx_opening_shares shares;
    size_t n_groups; /* of the openings of all patterns */
    uint32_t *opening_of, *opening_from; /* their numbers, one pattern behind the other; from: where those of a pattern start */
    size_t cap_from;
    struct dfa *dfa;
    uint8_t class[END]; /* of a byte: those that no pattern tells from each other */
    uint32_t n_classes, row; /* row: entries of one */
    uint16_t *rows; /* of each state: where it goes by a class of bytes, and behind these by END */
    size_t n_dfa;
    size_t n_words;    /* of a bit for each pattern: */
    uint64_t *starts_with;   /* [byte]: those that may start with it */
    struct first first_byte[256];
    uint64_t *starters;      /* [state to start in]: those that live there */
    size_t n_starters;
    uint32_t *lives, *lists;
    size_t n_lives, n_lists;
    uint16_t *hash;  /* and 1; 0: none */
    uint32_t *mark, round, *work, *stack, *got, *gotten; /* room for building one state */
    size_t n_work, n_got, cap_work;
    uint64_t walked;
    size_t easy, spent; /* so far walks go without remembering anything; bytes of this text beyond SHORT that did */
    int useless;        /* walks one after the other that were remembered and met none before */
    enum dx_opening_vectors vectors; /* that are to be had */
    size_t block; /* of the text: where the set … */
    const struct dx_automaton_set *block_set;
    uint64_t starts; /* … may have matches in the BLOCK bytes from there: a bit each */
    unsigned flushes; /* 1 and up: sets start as round 0 */
    /* long walks in this text */
    struct trail trail[TRAILS], spare; /* spare: being written */
    unsigned trails; /* walks that left one */
};

struct dx_automaton *dx_automaton_new(void)
{
    struct dx_automaton *a = calloc(1, sizeof *a);
    if (a)
        dx_opening_shares(&a->shares);
    return a;
}

void dx_automaton_free(struct dx_automaton *a)
{
    if (!a)
        return;
    void *all[] = {a->nfa, a->set, a->dfa, a->rows, a->lives, a->lists, a->hash, a->mark, a->work, a->stack, a->got, a->gotten, a->opening, a->marked, a->opening_of,
                   a->opening_from, a->starts_with, a->starters, a->same_set, a->facts};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (size_t i = 0; i < TRAILS; i++) {
        free(a->trail[i].state);
        free(a->trail[i].found);
    }
    free(a->spare.state);
    free(a->spare.found);
    dx_singles_free(&a->single);
    free(a);
}

/* ---- building ---- */

static uint32_t state(struct dx_automaton *a, uint8_t form, uint32_t out, uint32_t out2)
{
    if (!DX_MORE(a->nfa, a->n, a->cap)) {
        a->oom = true;
        return 0;
    }
    a->too_big = a->too_big || a->n - a->first > STATES_EACH;
    a->nfa[a->n] = (struct dx_nfa){.form = form, .out = out, .out2 = out2, .pattern = a->patterns};
    return (uint32_t)a->n++;
}

static struct need_facts facts_of(const struct dx_bytes *set, const struct dx_need *d)
{
    struct need_facts f = {0, 0, 0};
    for (int k = 0; k < d->n_sets; k++) {
        uint64_t on = 0, again = 0, other = 0;
        for (int i = 0; i < 4; i++) {
            uint64_t off = set->w[i] & ~d->set[k].w[i];
            on |= set->w[i] & d->set[k].w[i];
            again |= off & d->set[0].w[i];
            other |= off & ~d->set[0].w[i];
        }
        f.on |= (uint8_t)((on != 0) << k);
        f.again |= (uint8_t)((again != 0) << k);
        f.other |= (uint8_t)((other != 0) << k);
    }
    return f;
}

static uint16_t *chain_of(struct dx_automaton *a, const struct dx_bytes *s)
{
    uint64_t mixed = (s->w[0] ^ s->w[1] << 1 ^ s->w[2] << 2 ^ s->w[3] << 3) * UINT64_C(0x9e3779b97f4a7c15);
    return &a->usual[mixed >> 54];
}
_Static_assert(SETS_HASHED == 1 << (64 - 54), "the hash is of the table");

static uint16_t set_of(struct dx_automaton *a, const struct dx_bytes *s)
{
    uint16_t *chain = chain_of(a, s);
    for (unsigned next = *chain; next; next = a->same_set[next - 1])
        if (dx_bytes_eq(&a->set[next - 1], s))
            return (uint16_t)(next - 1);
    if (a->n_sets == UINT16_MAX) {
        a->too_big = true;
        return 0;
    }
    if (!DX_MORE(a->set, a->n_sets, a->cap_sets) || !DX_MORE(a->same_set, a->n_sets, a->cap_same) || !DX_MORE(a->facts, a->n_sets, a->cap_facts)) {
        a->oom = true;
        return 0;
    }
    a->set[a->n_sets] = *s;
    for (int k = 0; k < DX_NEEDS; k++)
        a->facts[a->n_sets].of[k] = facts_of(s, &dx_needs[k]);
    a->same_set[a->n_sets] = *chain;
    *chain = (uint16_t)(a->n_sets + 1);
    return (uint16_t)a->n_sets++;
}

/* Drops the sets from the n-th on. */
static void drop_sets(struct dx_automaton *a, size_t n)
{
    for (; a->n_sets > n; a->n_sets--)
        *chain_of(a, &a->set[a->n_sets - 1]) = a->same_set[a->n_sets - 1];
}

static uint32_t byte_of(struct dx_automaton *a, const struct dx_bytes *s, uint32_t next)
{
    uint16_t set = set_of(a, s);
    uint32_t at = state(a, DX_NFA_SET, next, 0);
    if (!a->oom)
        a->nfa[at].set = set;
    return at;
}

/* Any other byte, or the end of the text, or of a line, as several may be one text. */
static uint32_t not_byte_of(struct dx_automaton *a, const struct dx_bytes *s, uint32_t next)
{
    struct dx_bytes other;
    for (int i = 0; i < 4; i++)
        other.w[i] = ~s->w[i];
    dx_bytes_put(&other, '\n');
    dx_bytes_put(&other, '\r');
    uint32_t at = byte_of(a, &other, next);
    if (!a->oom)
        a->nfa[at].or_end = true;
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
        all = any ? state(a, DX_NFA_SPLIT, all, one) : one;
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
        uint32_t loop = state(a, DX_NFA_SPLIT, 0, next), body = build(a, n->a, loop);
        if (a->oom || a->too_big)
            return 0;
        a->nfa[loop].out = body;
        at = loop;
    } else {
        for (int i = min; i < max && !a->oom && !a->too_big; i++)
            at = state(a, DX_NFA_SPLIT, build(a, n->a, at), next);
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
        return state(a, DX_NFA_SPLIT, one, two);
    }
    case DX_NODE_REPEAT: return build_repeat(a, n, next);
    case DX_NODE_NOT_AHEAD: return next == a->first && !dx_bytes_empty(&n->chars->ascii) ? not_byte_of(a, &n->chars->ascii, next) : next; /* … likewise */
    case DX_NODE_AHEAD: return next == a->first ? build(a, n->a, next) : next; /* known where nothing else follows */
    default: return next;
    }
}

/* ---- what is known of a pattern ---- */

/* The states that `at` leads to without a byte: into a->work, those of form DX_NFA_SET and DONE. */
static void reach(struct dx_automaton *a, uint32_t at)
{
    size_t top = 0;
    a->stack[top++] = at;
    while (top) {
        uint32_t s = a->stack[--top];
        if (a->mark[s] == a->round)
            continue;
        a->mark[s] = a->round;
        const struct dx_nfa *x = &a->nfa[s];
        if (x->form == DX_NFA_SPLIT) {
            a->stack[top++] = x->out2;
            a->stack[top++] = x->out;
        } else {
            a->work[a->n_work++] = s;
        }
    }
}

/* Room to work in for so many states. */
static bool room(struct dx_automaton *a)
{
    uint32_t **all[] = {&a->mark, &a->work, &a->stack, &a->got, &a->gotten};
    if (2 * a->n + 2 <= a->cap_work)
        return true;
    a->cap_work = 4 * a->n + 2;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(*all[i]);
        if ((*all[i] = calloc(a->cap_work, sizeof(uint32_t))) == NULL)
            return false;
    }
    a->round = 0;
    return true;
}

/* The bytes that a match may start with. */
static void look_at_first(struct dx_automaton *a, uint32_t entry, struct dx_bytes *first)
{
    static const struct dx_bytes all = DX_BYTES_ALL;
    a->round++;
    a->n_work = 0;
    reach(a, entry);
    for (size_t i = 0; i < a->n_work; i++) {
        const struct dx_nfa *x = &a->nfa[a->work[i]];
        dx_bytes_join(first, x->form == DX_NFA_SET ? &a->set[x->set] : &all);
    }
}

/* What it may open with from a state on: of each of the first few bytes all that any way has there. */
static struct dx_opening opening_at(struct dx_automaton *a, uint32_t at)
{
    static const struct dx_bytes all = DX_BYTES_ALL;
    struct dx_opening o = {.prev = DX_PREV_ANY}; /* what may is told later */
    uint32_t *live = a->work + a->n_work; /* behind what is kept there */
    size_t n = 1, kept = a->n_work;
    live[0] = at;
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        struct dx_bytes set = {{0}};
        a->n_work = kept + n;
        a->round++;
        for (size_t k = 0; k < n; k++) {
            const struct dx_nfa *x = &a->nfa[live[k]];
            dx_bytes_join(&set, x->form == DX_NFA_SET ? &a->set[x->set] : &all);
            if (x->form == DX_NFA_SET && x->or_end)
                dx_bytes_put(&set, 0);
            reach(a, x->form == DX_NFA_SET ? x->out : live[k]); /* once done, whatever follows */
        }
        size_t next = a->n_work - kept - n;
        memmove(live, live + n, next * sizeof *live);
        n = next;
        for (unsigned c = 0x80; i == 0 && c < 0xc0; c++) /* no place is within a character */
            set.w[c / 64] &= ~(UINT64_C(1) << c % 64);
        dx_opening_byte(&o, i, &set);
    }
    a->n_work = kept;
    return o;
}

/* One opening for each state that a match may start in, a few at most. */
static void look_at_openings(struct dx_automaton *a, uint32_t entry)
{
    struct dx_opening_groups g = {.shares = &a->shares, .most = OPENINGS_EACH};
    a->round++;
    a->n_work = 0;
    reach(a, entry);
    for (size_t i = 0, states = a->n_work; i < states; i++) {
        struct dx_opening o = opening_at(a, a->work[i]);
        dx_opening_add(&g, &o);
    }
    if (!DX_MORE(a->opening_from, a->patterns + 1, a->cap_from)) {
        a->oom = true;
        return;
    }
    a->opening_from[a->patterns] = (uint32_t)a->n_openings;
    for (size_t i = 0; i < g.n && !a->oom; i++)
        if (DX_MORE(a->opening, a->n_openings, a->cap_openings))
            a->opening[a->n_openings++] = (struct opening){g.group[i], 0, 0};
        else
            a->oom = true;
    a->opening_from[a->patterns + 1] = (uint32_t)a->n_openings;
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

/* `at` may be reached after such rows of the need (a bit for each length), which is worth a look when it is new. */
static size_t reach_with(struct dx_automaton *a, uint32_t at, uint32_t rows, size_t top)
{
    uint32_t *seen = a->got, *fresh = a->gotten;
    rows &= ~seen[at];
    if (rows && !fresh[at])
        a->stack[top++] = at;
    seen[at] |= rows;
    fresh[at] |= rows;
    return top;
}

/* The rows that come of these by a byte of a set, but for one that meets the need. */
static uint32_t rows_after(const struct dx_need *d, uint32_t rows, const struct need_facts *f)
{
    uint32_t next = 0;
    for (int k = 0; k < d->n_sets; k++) {
        uint32_t here = k + 1 < d->n_sets ? rows & UINT32_C(1) << k : rows >> k << k; /* the last set is that of all further ones */
        if (here)
            next |= (f->on >> k & 1 ? here << 1 : 0) | (f->again >> k & 1u) << 1 | (f->other >> k & 1u);
    }
    return next & ((UINT32_C(1) << d->n) - 1);
}

/* Can the pattern match without the need? */
static bool goes_without(struct dx_automaton *a, uint32_t entry, const struct dx_need *d)
{
    size_t all = a->n - a->first, top;
    memset(a->got + a->first, 0, all * sizeof *a->got);
    memset(a->gotten + a->first, 0, all * sizeof *a->gotten);
    for (top = reach_with(a, entry, 1, 0); top;) {
        uint32_t at = a->stack[--top], rows = a->gotten[at];
        const struct dx_nfa *x = &a->nfa[at];
        a->gotten[at] = 0;
        if (x->form == DX_NFA_DONE)
            return true;
        if (x->form == DX_NFA_SPLIT || x->or_end)
            top = reach_with(a, x->out, rows, top);
        if (x->form == DX_NFA_SPLIT)
            top = reach_with(a, x->out2, rows, top);
        else
            top = reach_with(a, x->out, rows_after(d, rows, &a->facts[x->set].of[d - dx_needs]), top);
    }
    return false;
}

static void describe(struct dx_automaton *a, const struct dx_node *root, struct dx_shape *shape)
{
    for (int i = 0; i < DX_NEEDS; i++)
        shape->needs |= (uint32_t)!goes_without(a, shape->entry, &dx_needs[i]) << i;
    static const struct dx_bytes word = DX_BYTES_WORD;
    bool border = false;
    look_at_first(a, shape->entry, &shape->first);
    look_at_openings(a, shape->entry);
    look_back(root, &shape->prev, &border);
    if (border && dx_bytes_within(&shape->first, &word))
        for (int i = 0; i < 4; i++)
            shape->prev.w[i] &= ~word.w[i];
    dx_bytes_put(&shape->prev, '\n'); /* several lines may be one text */
}

int dx_automaton_add(struct dx_automaton *a, const struct dx_node *root, bool word_end, struct dx_shape *shape, struct dx_err *e)
{
    size_t sets = a->n_sets;
    *shape = (struct dx_shape){.prev = DX_BYTES_ALL};
    a->first = a->n;
    uint32_t at = state(a, DX_NFA_DONE, 0, 0);
    if (word_end)
        at = not_byte_of(a, &(struct dx_bytes)DX_BYTES_WORD, at);
    shape->entry = build(a, root, at);
    if (!a->oom && !a->too_big && !room(a))
        a->oom = true;
    if (a->oom || a->too_big) {
        a->n = a->first;
        drop_sets(a, sets);
        a->too_big = false;
        return a->oom ? dx_fail_nomem(e) : DX_BAD;
    }
    describe(a, root, shape);
    if (a->oom)
        return dx_fail_nomem(e);
    a->patterns++;
    return DX_OK;
}

/* ---- deterministic ---- */

/* Out of room: all states are made anew; those of single patterns, of which they are made, only if they have run out, too. */
static void forget(struct dx_automaton *a)
{
    a->n_dfa = a->n_lives = a->n_lists = a->n_starters = 0;
    dx_automaton_text(a);
    memset(a->hash, 0, HASHES * sizeof *a->hash);
    if (a->single.full)
        dx_singles_forget(&a->single);
    a->flushes++;
}

/* First those that most places pass: the others may be parts of them. */
static int by_cost(const void *pa, const void *pb)
{
    const struct opening *a = pa, *b = pb;
    return a->cost != b->cost ? (a->cost > b->cost ? -1 : 1) : memcmp(&a->o, &b->o, sizeof a->o);
}

/* Puts openings in order, each once: patterns keep their numbers. */
static bool sort_openings(struct dx_automaton *a)
{
    size_t n = a->n_openings, to = 0;
    struct opening *all = calloc(n + 1, sizeof *all);
    a->opening_of = calloc(n + 1, sizeof *a->opening_of);
    a->marked = calloc(n / 64 + 1, sizeof *a->marked);
    if (!all || !a->opening_of || !a->marked) {
        free(all);
        return false;
    }
    for (uint32_t p = 0; p < a->patterns; p++)
        for (uint32_t i = a->opening_from[p]; i < a->opening_from[p + 1]; i++) {
            a->opening[i].o.prev = dx_opening_prev(&a->shapes[p].prev);
            a->opening[i].cost = dx_opening_cost(&a->shares, &a->opening[i].o);
            all[i] = a->opening[i];
        }
    if (n)
        qsort(all, n, sizeof *all, by_cost);
    for (size_t i = 0; i < n; i++)
        if (to == 0 || by_cost(&all[i], &all[to - 1]) != 0)
            all[to++] = all[i];
    for (size_t i = 0; i < n; i++)
        a->opening_of[i] = (uint32_t)((struct opening *)bsearch(&a->opening[i], all, to, sizeof *all, by_cost) - all);
    free(a->opening);
    a->opening = all;
    a->n_openings = to;
    return true;
}

static void group_openings(struct dx_automaton *a)
{
    struct dx_opening_groups g = {.shares = &a->shares, .most = DX_OPENING_GROUPS};
    for (size_t i = 0; i < a->n_openings; i++)
        dx_opening_add(&g, &a->opening[i].o);
    for (size_t i = 0; i < a->n_openings; i++)
        a->opening[i].group = (uint32_t)dx_opening_group_of(&g, &a->opening[i].o);
    a->n_groups = g.n;
}

static void mark_openings(const struct dx_automaton *a, const struct dx_automaton_set *set)
{
    memset(a->marked, 0, (a->n_openings / 64 + 1) * sizeof *a->marked);
    for (size_t i = 0; i < set->n; i++)
        for (uint32_t k = a->opening_from[set->pattern[i]]; k < a->opening_from[set->pattern[i] + 1]; k++)
            a->marked[a->opening_of[k] / 64] |= UINT64_C(1) << a->opening_of[k] % 64;
}

/* The table of the openings of a set: in the groups of all patterns at first, which is cheap, in its own ones when that pays. */
static void make_table(const struct dx_automaton *a, struct dx_automaton_set *set, bool own)
{
    struct dx_opening_groups g = {.shares = &a->shares, .most = DX_OPENING_GROUPS, .n = own ? 0 : a->n_groups};
    mark_openings(a, set);
    for (size_t w = 0; w <= a->n_openings / 64; w++)
        for (uint64_t bits = a->marked[w]; bits; bits &= bits - 1) {
            const struct opening *o = &a->opening[w * 64 + (size_t)__builtin_ctzll(bits)];
            if (own)
                dx_opening_add(&g, &o->o);
            else
                dx_opening_join(&g.group[o->group], &o->o);
        }
    dx_opening_table(&set->opening, &g);
}

/* Classes of what numbers are made of, and then of small letters, stand together, so that a walk asks for one line of the cache a state, mostly. */
static void order_classes(struct dx_automaton *a)
{
    static const char first[] = "0123456789 -./,:+()@=_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    uint8_t number[END];
    bool known[END] = {false};
    unsigned n = 0;
    for (unsigned i = 0; i < sizeof first - 1 + END; i++) {
        unsigned c = a->class[i < sizeof first - 1 ? (unsigned char)first[i] : i - (sizeof first - 1)];
        if (!known[c])
            number[c] = (uint8_t)n++;
        known[c] = true;
    }
    for (unsigned c = 0; c < END; c++)
        a->class[c] = number[a->class[c]];
}

/* Bytes of one class are in the same sets, all of them. */
static void find_classes(struct dx_automaton *a)
{
    uint32_t n = 1;
    memset(a->class, 0, sizeof a->class);
    for (size_t i = 0; i < a->n_sets; i++) {
        uint32_t other[END], in[END] = {0}, all[END] = {0}; /* other: what those of a class become that the set has, where it lacks some */
        for (unsigned c = 0; c < END; c++) {
            all[a->class[c]]++;
            in[a->class[c]] += dx_bytes_has(&a->set[i], c);
        }
        for (uint32_t k = 0, before = n; k < before; k++)
            other[k] = in[k] && in[k] < all[k] ? n++ : k;
        for (unsigned c = 0; c < END; c++)
            if (dx_bytes_has(&a->set[i], c))
                a->class[c] = (uint8_t)other[a->class[c]];
    }
    a->n_classes = n;
    order_classes(a);
    /* A multiple of a line of the cache, and an odd one, so that rows don't drive each other out. */
    a->row = (n / ROW_UNIT | 1) * ROW_UNIT;
    if (a->row < n + 1)
        a->row += 2 * ROW_UNIT;
}

static inline uint16_t *row_of(const struct dx_automaton *a, uint32_t state) { return a->rows + (size_t)state * a->row; }
static inline const struct dfa *dfa_of(const struct dx_automaton *a, uint32_t state) { return &a->dfa[state & ~STOPS]; }

int dx_automaton_ready(struct dx_automaton *a, const struct dx_shape *shapes, struct dx_err *e)
{
    a->shapes = shapes;
    a->vectors = dx_opening_vectors();
    find_classes(a);
    a->dfa = malloc(DFA_STATES * sizeof *a->dfa);
    a->lives = malloc(LIVES * sizeof *a->lives);
    a->lists = malloc(LIVES * sizeof *a->lists);
    a->hash = calloc(HASHES, sizeof *a->hash);
    a->rows = aligned_alloc(ROW_UNIT * sizeof *a->rows, (size_t)DFA_STATES * a->row * sizeof *a->rows);
    a->flushes = 1;
    a->n_words = a->patterns / 64 + 1;
    a->starts_with = calloc(256 * a->n_words, sizeof *a->starts_with);
    a->starters = malloc(STARTERS * a->n_words * sizeof *a->starters);
    if (!a->starts_with || !a->starters || !a->dfa || !a->rows || !a->lives || !a->lists || !a->hash || !room(a) || !sort_openings(a) ||
        !dx_singles_ready(&a->single, a->nfa, a->n, a->set, a->n_sets, a->patterns))
        return dx_fail_nomem(e);
    for (size_t i = 0; i <= TRAILS; i++) {
        struct trail *t = i < TRAILS ? &a->trail[i] : &a->spare;
        if ((t->found = calloc(a->patterns + 1, sizeof *t->found)) == NULL)
            return dx_fail_nomem(e);
    }
    group_openings(a);
    return DX_OK;
}

static void no_dead_ends(struct dx_automaton_set *set);

#define BLOCK 64

void dx_automaton_set_ready(const struct dx_automaton *a, struct dx_automaton_set *set)
{
    make_table(a, set, false);
    no_dead_ends(set);
}

static uint32_t named(const struct dx_automaton *a, size_t i) { return (uint32_t)i | (a->dfa[i].n ? 0 : STOPS); }

static uint32_t hash_of(const uint32_t *p, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 40) % HASHES;
}

/* From a->work (live states of patterns, in their order) and a->got (accepted so far) the state: found or made; UNKNOWN: no room. */
static uint32_t intern(struct dx_automaton *a)
{
    size_t live = a->n_work, core = a->n_dfa;
    uint32_t h = hash_of(a->work, live);
    for (unsigned next = a->hash[h]; next; next = a->dfa[next - 1].same) {
        const struct dfa *d = &a->dfa[next - 1];
        if (d->n != live || memcmp(a->lives + d->from, a->work, live * sizeof *a->work) != 0)
            continue;
        core = d->core;
        if (d->n_accepted == a->n_got && memcmp(a->lists + d->accepted, a->got, a->n_got * sizeof *a->got) == 0)
            return named(a, next - 1);
    }
    if (a->n_dfa == DFA_STATES || a->n_lives + live > LIVES || a->n_lists + a->n_got > LIVES)
        return UNKNOWN;
    a->dfa[a->n_dfa] = (struct dfa){(uint32_t)a->n_lives, (uint32_t)live, (uint32_t)a->n_lists, (uint32_t)a->n_got, a->hash[h], (uint16_t)core, 0};
    memcpy(a->lives + a->n_lives, a->work, live * sizeof *a->work);
    memcpy(a->lists + a->n_lists, a->got, a->n_got * sizeof *a->got);
    a->n_lives += live;
    a->n_lists += a->n_got;
    memset(row_of(a, (uint32_t)a->n_dfa), 0xff, a->row * sizeof *a->rows);
    a->hash[h] = (uint16_t)(a->n_dfa + 1);
    return named(a, a->n_dfa++);
}

/* A pattern is in this state now, after another: into a->work, or into a->got when it is done. False: there is no room. */
static inline bool add_single(struct dx_automaton *a, uint32_t single, uint32_t before)
{
    if (single >= DX_SINGLE_FIRST)
        a->work[a->n_work++] = single;
    else if (single == DX_SINGLE_DONE)
        a->got[a->n_got++] = dx_single_pattern(&a->single, before);
    return single != DX_SINGLE_FULL;
}

static void put_bit(uint64_t *bits, uint32_t i) { bits[i / 64] |= UINT64_C(1) << i % 64; }

/* May the pattern stand behind the byte? Leaves in *alike those of the same answer. */
static bool stands_behind(const struct dx_shape *s, unsigned prev, struct dx_bytes *alike)
{
    bool may = prev == END || dx_bytes_has(&s->prev, prev);
    uint64_t flip = may ? 0 : UINT64_MAX;
    for (int i = 0; i < 4; i++)
        alike->w[i] &= s->prev.w[i] ^ flip;
    return may;
}

/* The state to start in behind a byte, and behind all that are alike. */
static uint32_t start_of(struct dx_automaton *a, struct dx_automaton_set *set, unsigned prev)
{
    struct dx_bytes alike = DX_BYTES_ALL;
    uint64_t *live = a->n_starters < STARTERS ? a->starters + a->n_starters * a->n_words : NULL;
    if (live)
        memset(live, 0, a->n_words * sizeof *live);
    a->n_work = a->n_got = 0;
    for (size_t i = 0; i < set->n; i++) {
        const struct dx_shape *s = &a->shapes[set->pattern[i]];
        if (!stands_behind(s, prev, &alike))
            continue;
        uint32_t single = dx_single_start(&a->single, set->pattern[i], s->entry);
        if (single == DX_SINGLE_FULL)
            return UNKNOWN;
        if (single == DX_SINGLE_DONE)
            a->got[a->n_got++] = set->pattern[i];
        else if (single != DX_SINGLE_DEAD)
            a->work[a->n_work++] = single;
        if (live && single >= DX_SINGLE_FIRST)
            put_bit(live, set->pattern[i]);
    }
    uint32_t state = intern(a);
    struct dfa *d = state == UNKNOWN ? NULL : &a->dfa[state & ~STOPS];
    if (d && live && !d->start)
        d->start = (uint16_t)++a->n_starters;
    for (unsigned c = 0; prev != END && c < END; c++)
        if (dx_bytes_has(&alike, c))
            set->start[c] = (uint16_t)state;
    return set->start[prev] = (uint16_t)state;
}

/* Adds what a state had accepted before to a->got, both rising, each pattern once. */
static void accept_before(struct dx_automaton *a, const struct dfa *d)
{
    const uint32_t *old = a->lists + d->accepted;
    size_t n = d->n_accepted, k = a->n_got, at = n + k;
    a->n_got = at;
    while (n > 0)
        a->got[--at] = k > 0 && a->got[k - 1] > old[n - 1] ? a->got[--k] : old[--n];
}

/* Where a state goes by the end: some patterns are done, and nothing lives on. */
static uint32_t step_to_end(struct dx_automaton *a, uint32_t from)
{
    const struct dfa *d = dfa_of(a, from);
    a->n_work = a->n_got = 0;
    for (const uint32_t *live = a->lives + d->from, *end = live + d->n; live < end; live++)
        if (*live & 1)
            a->got[a->n_got++] = dx_single_pattern(&a->single, *live);
    accept_before(a, d);
    return row_of(a, from)[a->n_classes] = (uint16_t)intern(a);
}

/* Asks all patterns which of them may start with a byte, once for all that are alike to it. False: there is no room. */
static bool learn_first(struct dx_automaton *a, unsigned byte)
{
    uint64_t *with = a->starts_with + byte * a->n_words;
    struct dx_alike same = {DX_BYTES_ALL, UINT32_MAX};
    for (uint32_t p = 0; p < a->patterns && !a->first_byte[byte].known; p++) {
        uint32_t start = dx_single_start(&a->single, p, a->shapes[p].entry);
        uint32_t to = start >= DX_SINGLE_FIRST ? dx_single_go(&a->single, start, byte, &same) : start;
        if (to == DX_SINGLE_FULL)
            return false;
        if (start >= DX_SINGLE_FIRST && to != DX_SINGLE_DEAD)
            put_bit(with, p);
    }
    for (unsigned c = 0; c < END && !a->first_byte[byte].known; c++)
        if (dx_bytes_has(&same.bytes, c) && c != byte) {
            a->first_byte[c] = (struct first){true, same.bytes};
            memcpy(a->starts_with + c * a->n_words, with, a->n_words * sizeof *with);
        }
    if (!a->first_byte[byte].known)
        a->first_byte[byte] = (struct first){true, same.bytes};
    return true;
}

/* The same as each pattern being asked, for a state to start in: most can't start with the byte. */
static bool start_with(struct dx_automaton *a, const struct dfa *d, unsigned byte, struct dx_alike *same)
{
    const uint64_t *live = a->starters + (d->start - 1u) * a->n_words, *with = a->starts_with + byte * a->n_words;
    if (!learn_first(a, byte))
        return false;
    for (uint32_t w = 0; w < a->n_words; w++)
        for (uint64_t bits = live[w] & with[w]; bits; bits &= bits - 1) {
            uint32_t start = a->single.start[w * 64 + (uint32_t)__builtin_ctzll(bits)];
            if (!add_single(a, dx_single_go(&a->single, start, byte, same), start))
                return false;
        }
    same->bytes = a->first_byte[byte].alike;
    return true;
}

/* The same, one by one, for any other state. */
static bool go_on_with(struct dx_automaton *a, const struct dfa *d, unsigned byte, struct dx_alike *same)
{
    for (const uint32_t *live = a->lives + d->from, *end = live + d->n; live < end; live++)
        if (!add_single(a, dx_single_go(&a->single, *live, byte, same), *live))
            return false;
    return true;
}

/* Where a state goes by a byte, and by all that are alike to it. UNKNOWN: no room. */
static uint32_t step(struct dx_automaton *a, uint32_t from, unsigned byte)
{
    const struct dfa *d = dfa_of(a, from);
    struct dx_alike same = {DX_BYTES_ALL, UINT32_MAX};
    if (byte == END)
        return step_to_end(a, from);
    a->n_work = a->n_got = 0;
    if (!(d->start ? start_with(a, d, byte, &same) : go_on_with(a, d, byte, &same)))
        return UNKNOWN;
    accept_before(a, d);
    uint32_t to = intern(a);
    uint16_t *row = row_of(a, from);
    for (unsigned w = 0; w < 4; w++)
        for (uint64_t bits = same.bytes.w[w]; bits; bits &= bits - 1)
            row[a->class[w * 64 + (unsigned)__builtin_ctzll(bits)]] = (uint16_t)to;
    return to;
}

/* Everything of a state that may still match, or does. */
static const uint32_t *undecided(struct dx_automaton *a, uint32_t at, size_t *n)
{
    const struct dfa *d = dfa_of(a, at);
    a->n_got = 0;
    for (size_t i = 0; i < d->n; i++)
        a->got[a->n_got++] = dx_single_pattern(&a->single, a->lives[d->from + i]);
    accept_before(a, d);
    *n = a->n_got;
    return a->got;
}

/* The state to start in. */
static uint32_t begin(struct dx_automaton *a, struct dx_automaton_set *set, unsigned prev)
{
    if (set->round != a->flushes) {
        memset(set->start, 0xff, sizeof set->start);
        set->round = a->flushes;
    }
    if (set->start[prev] == UNKNOWN && (set->start[prev] = start_of(a, set, prev)) == UNKNOWN) {
        forget(a);
        memset(set->start, 0xff, sizeof set->start);
        set->round = a->flushes;
        set->start[prev] = start_of(a, set, prev);
    }
    return set->start[prev];
}

uint64_t dx_automaton_work(const struct dx_automaton *a) { return a->walked; }

void dx_automaton_text(struct dx_automaton *a)
{
    a->block_set = NULL;
    a->easy = LONGER;
    a->spent = 0;
    a->useless = 0;
    for (size_t i = 0; i < TRAILS; i++)
        a->trail[i].from = a->trail[i].to = 0;
    a->trails = 0;
}

/* Room to write a trail in; false: no memory, the walk leaves none. */
static bool new_trail(struct dx_automaton *a, size_t places)
{
    struct trail *t = &a->spare;
    if (places > t->cap) {
        uint16_t *p = realloc(t->state, places * sizeof *p);
        if (!p)
            return false;
        t->state = p;
        t->cap = places;
    }
    return true;
}

/* The trail that has come to the same at byte i; NULL: none. */
static struct trail *same_as(struct dx_automaton *a, size_t i, uint32_t s)
{
    for (struct trail *t = a->trail; t < a->trail + TRAILS; t++)
        if (i >= t->from && i < t->to && dfa_of(a, t->state[i / MARKED])->core == dfa_of(a, s)->core)
            return t;
    return NULL;
}

/* What a walk met from byte i on, with what this one has met before it came to the same: all lists are rising. */
static const uint32_t *joined(struct dx_automaton *a, uint32_t now, const struct trail *t, size_t i, size_t *n)
{
    const struct dfa *d = dfa_of(a, now), *o = dfa_of(a, t->state[i / MARKED]);
    const uint32_t *own = a->lists + d->accepted, *before = a->lists + o->accepted, *found = t->found;
    const uint32_t *own_end = own + d->n_accepted, *before_end = before + o->n_accepted, *found_end = found + t->n_found;
    size_t all = 0;
    for (;;) {
        while (found < found_end && before < before_end && *before <= *found) { /* it had met that before byte i */
            found += *before == *found;
            before++;
        }
        if (own == own_end && found == found_end)
            break;
        uint32_t x = own < own_end ? *own : UINT32_MAX, y = found < found_end ? *found : UINT32_MAX;
        a->gotten[all++] = x < y ? x : y;
        own += x <= y;
        found += y <= x;
    }
    *n = all;
    return a->gotten;
}

/* It takes the place of the trail that ends first, which is the least worth: many short walks must not drive out a long one; of those that end
 * together, of the one that has led none the longest. */
static void keep_trail(struct dx_automaton *a, size_t from, size_t to, const uint32_t *found, size_t n)
{
    struct trail *t = a->trail, written = a->spare;
    for (struct trail *x = a->trail + 1; x < a->trail + TRAILS; x++)
        if (x->to < t->to || (x->to == t->to && x->number < t->number))
            t = x;
    a->spare = *t;
    *t = written;
    t->from = from;
    t->to = to;
    t->number = ++a->trails;
    t->n_found = (uint32_t)n;
    memcpy(t->found, found, n * sizeof *found);
}

/* There is no room for where the state leads to. */
static const uint32_t *give_up(struct dx_automaton *a, uint32_t s, size_t *n)
{
    const uint32_t *all = undecided(a, s, n);
    forget(a);
    return all;
}

/* Goes on at byte i in state s. A walk that comes to the same as one before it has no need to go on, so that walks from every byte of a
 * long run are linear. */
static const uint32_t *walk_far(struct dx_automaton *a, struct dx_str text, size_t i, uint32_t s, size_t *n)
{
    size_t from = i;
    struct trail *other;
    bool writes = new_trail(a, text.n / MARKED + 2);
    for (; !(s & STOPS); i++) {
        if (i % MARKED == 0 && (other = same_as(a, i, s)) != NULL) {
            a->walked += i - from;
            a->useless = 0;
            other->number = ++a->trails;
            return joined(a, s, other, i, n);
        }
        if (i % MARKED == 0 && writes)
            a->spare.state[i / MARKED] = (uint16_t)s;
        unsigned byte = i < text.n ? (unsigned char)text.p[i] : END;
        uint32_t to = row_of(a, s)[byte == END ? a->n_classes : a->class[byte]];
        if (to == UNKNOWN && (to = step(a, s, byte)) == UNKNOWN) {
            a->walked += i - from;
            return give_up(a, s, n);
        }
        s = to;
        if (i >= text.n)
            break;
    }
    const struct dfa *d = dfa_of(a, s);
    a->walked += i - from;
    if (++a->useless == USELESS) { /* numbers that are counted, say */
        a->easy = LONGER;
        a->spent = a->useless = 0;
    }
    *n = d->n_accepted;
    if (writes)
        keep_trail(a, from, i, a->lists + d->accepted, *n);
    return a->lists + d->accepted;
}

/* ---- dead ends: most places of a text come to nothing within a few bytes, and few bytes make most of a text ---- */

static inline size_t slot_of_three(uint32_t key) { return key * UINT32_C(0x9e3779b1) >> (32 - DX_DEAD_BITS); }
static inline size_t slot_of_seven(uint64_t key) { return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - DX_DEAD_BITS)); }

/* Nothing is a dead end yet: an empty slot has a key of zeros, whose own slot has that of another one. */
static void no_dead_ends(struct dx_automaton_set *set) { set->dead_at_once[0] = set->dead_soon[0] = 1; }

#define BEYOND 0xff /* stands for the text's end: no byte of UTF-8 */

/* The byte before a place and seven from it on. */
static inline uint64_t seven_at(struct dx_str text, size_t at)
{
    uint64_t key;
    if (__builtin_expect(text.n - at >= 7, 1)) {
        memcpy(&key, text.p + at - 1, sizeof key);
        return key;
    }
    unsigned char copy[sizeof key];
    for (size_t i = 0; i < sizeof copy; i++)
        copy[i] = at - 1 + i < text.n ? (unsigned char)text.p[at - 1 + i] : BEYOND;
    memcpy(&key, copy, sizeof key);
    return key;
}

/* … and three. */
static inline uint32_t three_of(uint64_t seven)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    seven >>= 32;
#endif
    return (uint32_t)seven;
}

static inline bool is_dead(const struct dx_automaton_set *set, struct dx_str text, size_t at)
{
    if (at == 0)
        return false;
    uint64_t seven = seven_at(text, at);
    uint32_t three = three_of(seven);
    return set->dead_at_once[slot_of_three(three)] == three || set->dead_soon[slot_of_seven(seven)] == seven;
}

/* The walk from there has ended before byte `end` without a match; the text's end counts as a byte. */
static void keep_dead(struct dx_automaton_set *set, struct dx_str text, size_t at, size_t end)
{
    if (at == 0 || end > at + 7)
        return;
    uint64_t seven = seven_at(text, at);
    if (end <= at + 3)
        set->dead_at_once[slot_of_three(three_of(seven))] = three_of(seven);
    else
        set->dead_soon[slot_of_seven(seven)] = seven;
}

/* From a state that may go on, over text[*i, end) or until nothing may; UNKNOWN: no room, *i is where, *last the state there. */
static inline uint32_t go(struct dx_automaton *a, uint32_t s, struct dx_str text, size_t *i, size_t end, uint32_t *last)
{
    const uint16_t *rows = a->rows;
    const unsigned char *stop = (const unsigned char *)text.p + end;
    size_t width = a->row;
    uint32_t from = s, to = s;
    for (ptrdiff_t left = (ptrdiff_t)*i - (ptrdiff_t)end; left; left++) {
        to = rows[from * width + a->class[stop[left]]];
        if (__builtin_expect(to & STOPS, 0)) {
            *last = from;
            if (to == UNKNOWN)
                to = step(a, from, stop[left]);
            if (to & STOPS) {
                *i = (size_t)((ptrdiff_t)end + left) + (to != UNKNOWN);
                return to;
            }
        }
        from = to;
    }
    *i = end;
    return to;
}

/* Where a state goes by the end of the text. */
static uint32_t end_of(struct dx_automaton *a, uint32_t s)
{
    uint32_t to = row_of(a, s)[a->n_classes];
    return to == UNKNOWN ? step(a, s, END) : to;
}

/* So many bytes were walked without remembering them. */
static void spend(struct dx_automaton *a, size_t bytes)
{
    a->spent += bytes;
    a->easy = a->spent < EASY ? LONGER : SHORT;
}

/* The patterns of the set that may match text[at…]. */
static const uint32_t *walk(struct dx_automaton *a, struct dx_automaton_set *set, struct dx_str text, size_t at, size_t *n)
{
    unsigned prev = at > 0 ? (unsigned char)text.p[at - 1] : END;
    uint32_t s = set->round == a->flushes ? set->start[prev] : UNKNOWN, last = 0;
    if (s == UNKNOWN && (s = begin(a, set, prev)) == UNKNOWN) {
        *n = set->n;
        return set->pattern;
    }
    size_t most = a->easy, i = at;
    if (!(s & STOPS))
        s = go(a, s, text, &i, text.n - at > most ? at + most : text.n, &last);
    a->walked += i - at;
    if (i - at > SHORT)
        spend(a, i - at - SHORT);
    if (!(s & STOPS) && i == text.n) {
        s = end_of(a, last = s);
        i++;
    }
    if (s == UNKNOWN)
        return give_up(a, last, n);
    if (!(s & STOPS))
        return walk_far(a, text, i, s, n);
    const struct dfa *d = dfa_of(a, s);
    *n = d->n_accepted;
    if (*n == 0)
        keep_dead(set, text, at, i);
    return a->lists + d->accepted;
}

/* Where matches may start from `at` on, in the block that it is in: blocks are looked at once, from where the walk first comes to them. */
static inline uint64_t starts_from(struct dx_automaton *a, struct dx_automaton_set *set, struct dx_str text, size_t at)
{
    if (at - a->block < BLOCK && a->block_set == set)
        return a->starts >> (at - a->block) << (at - a->block);
    a->block = at;
    a->block_set = set;
    if (++set->blocks == OWN_TABLE)
        make_table(a, set, true);
    return a->starts = dx_opening_places(&set->opening, text, at, a->vectors);
}

size_t dx_automaton_next(struct dx_automaton *a, struct dx_automaton_set *set, struct dx_str text, size_t at, size_t to,
                         const uint32_t **list, size_t *n)
{
    for (; at < to; at = a->block + BLOCK) {
        uint64_t left = starts_from(a, set, text, at);
        if (to - a->block < BLOCK)
            left &= (UINT64_C(1) << (to - a->block)) - 1;
        for (; left; left &= left - 1) {
            size_t place = a->block + (unsigned)__builtin_ctzll(left);
            if (is_dead(set, text, place))
                continue;
            *list = walk(a, set, text, place, n);
            if (*n)
                return place;
        }
    }
    *n = 0;
    return to;
}
