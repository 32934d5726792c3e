/* single.c: deterministic states of single patterns */
#include "find/pattern/single.h"

#include <stdlib.h>
#include <string.h>

/* Memory that isn't asked for isn't touched: of all rules and usual text a few thousand states. */
#define STATES (1u << 17)
#define LIVES (1u << 22)
#define WAYS (1u << 20)
#define CLASSES (1u << 14)
#define BYTES (1u << 17)
#define TOLD (1u << 18)
#define HASHES (1u << 15)
#define CLASS_HASHES (1u << 10)

bool dx_singles_ready(struct dx_singles *s, const struct dx_nfa *nfa, size_t n, const struct dx_bytes *set, size_t n_sets, uint32_t patterns)
{
    s->nfa = nfa;
    s->set = set;
    s->patterns = patterns;
    s->state = malloc(STATES * sizeof *s->state);
    s->classes = malloc(CLASSES * sizeof *s->classes);
    s->bytes = malloc(BYTES * sizeof *s->bytes);
    s->lives = malloc(LIVES * sizeof *s->lives);
    s->ways = malloc(WAYS * sizeof *s->ways);
    s->told = malloc(TOLD * sizeof *s->told);
    s->hash = calloc(HASHES, sizeof *s->hash);
    s->class_hash = calloc(CLASS_HASHES, sizeof *s->class_hash);
    s->start = calloc((size_t)patterns + 1, sizeof *s->start);
    s->stack = calloc(2 * n + 2, sizeof *s->stack);
    s->work = calloc(n + n_sets + 1, sizeof *s->work);
    s->seen = calloc(n / 64 + 1, sizeof *s->seen);
    if (!s->state || !s->classes || !s->bytes || !s->lives || !s->ways || !s->told || !s->hash || !s->class_hash || !s->start || !s->stack || !s->work || !s->seen)
        return false;
    dx_singles_forget(s);
    return true;
}

void dx_singles_free(struct dx_singles *s)
{
    void *all[] = {s->state, s->classes, s->bytes, s->lives, s->ways, s->told, s->hash, s->class_hash, s->start, s->stack, s->work, s->seen};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    *s = (struct dx_singles){0};
}

void dx_singles_forget(struct dx_singles *s)
{
    if (s->n) { /* else all is zero */
        memset(s->hash, 0, HASHES * sizeof *s->hash);
        memset(s->class_hash, 0, CLASS_HASHES * sizeof *s->class_hash);
        memset(s->start, 0, ((size_t)s->patterns + 1) * sizeof *s->start);
    }
    s->n = DX_SINGLE_FIRST / 2;
    s->n_classes = s->n_ways = 1; /* 0: none */
    s->n_bytes = s->n_lives = s->n_told = 0;
    s->full = false;
}

static uint32_t hash_of(const uint32_t *p, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(h >> 40);
}

/* ---- states ---- */

static void start_work(struct dx_singles *s)
{
    s->low = UINT32_MAX;
    s->high = 0;
}

/* All that `at` leads to without a byte is seen. */
static void reach(struct dx_singles *s, uint32_t at)
{
    size_t top = 0;
    s->stack[top++] = at;
    while (top) {
        uint32_t i = s->stack[--top];
        const struct dx_nfa *x = &s->nfa[i];
        if (s->seen[i / 64] >> i % 64 & 1)
            continue;
        s->seen[i / 64] |= UINT64_C(1) << i % 64;
        s->low = i < s->low ? i : s->low;
        s->high = i > s->high ? i : s->high;
        if (x->form == DX_NFA_SPLIT) {
            s->stack[top++] = x->out2;
            s->stack[top++] = x->out;
        }
    }
}

/* What was seen, in order, into `work`; none of it is seen any more. Is the pattern done? */
static bool end_work(struct dx_singles *s)
{
    bool done = false;
    s->n_work = 0;
    for (uint32_t w = s->low / 64; s->low <= s->high && w <= s->high / 64; w++) {
        for (uint64_t bits = s->seen[w]; bits; bits &= bits - 1) {
            uint32_t i = w * 64 + (uint32_t)__builtin_ctzll(bits);
            if (s->nfa[i].form == DX_NFA_SET)
                s->work[s->n_work++] = i;
            done = done || s->nfa[i].form == DX_NFA_DONE;
        }
        s->seen[w] = 0;
    }
    return done;
}

static uint32_t no_room(struct dx_singles *s)
{
    s->full = true;
    return DX_SINGLE_FULL;
}

/* The state of what was seen: found or made. A pattern that is done needs no more states. */
static uint32_t intern(struct dx_singles *s, uint32_t pattern)
{
    if (end_work(s))
        return DX_SINGLE_DONE;
    if (!s->n_work)
        return DX_SINGLE_DEAD;
    uint32_t h = hash_of(s->work, s->n_work) % HASHES;
    uint32_t odd = 0;
    for (uint32_t i = 0; i < s->n_work; i++)
        odd |= s->nfa[s->work[i]].or_end;
    for (uint32_t i = s->hash[h]; i; i = s->state[i].same)
        if (s->state[i].n == s->n_work && memcmp(s->lives + s->state[i].live, s->work, s->n_work * sizeof *s->work) == 0)
            return 2 * i | odd;
    if (s->n == STATES || s->n_lives + s->n_work > LIVES)
        return no_room(s);
    s->state[s->n] = (struct dx_single){.pattern = pattern, .live = s->n_lives, .n = s->n_work, .same = s->hash[h]};
    memcpy(s->lives + s->n_lives, s->work, s->n_work * sizeof *s->work);
    s->n_lives += s->n_work;
    s->hash[h] = s->n;
    return 2 * s->n++ | odd;
}

uint32_t dx_single_start(struct dx_singles *s, uint32_t pattern, uint32_t entry)
{
    if (s->start[pattern])
        return s->start[pattern];
    start_work(s);
    reach(s, entry);
    uint32_t state = intern(s, pattern);
    if (state != DX_SINGLE_FULL)
        s->start[pattern] = state;
    return state;
}

/* ---- classes of bytes ---- */

/* The sets of a state, in order and each once, into `work`. */
static uint32_t sets_of(struct dx_singles *s, const struct dx_single *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t set = s->nfa[s->lives[x->live + i]].set, at = n;
        while (at > 0 && s->work[at - 1] > set)
            at--;
        if (at > 0 && s->work[at - 1] == set)
            continue;
        memmove(s->work + at + 1, s->work + at, (n - at) * sizeof *s->work);
        s->work[at] = set;
        n++;
    }
    return n;
}

/* Each of n classes that the set has some, but not all of, becomes two: how many there are now. */
static uint32_t split(struct dx_bytes *class, uint32_t n, const struct dx_bytes *set)
{
    for (uint32_t k = 0, all = n; k < all; k++) {
        struct dx_bytes in, out;
        for (int i = 0; i < 4; i++) {
            in.w[i] = class[k].w[i] & set->w[i];
            out.w[i] = class[k].w[i] & ~set->w[i];
        }
        if (dx_bytes_empty(&in) || dx_bytes_empty(&out))
            continue;
        class[k] = in;
        class[n++] = out;
    }
    return n;
}

static uint32_t make_classes(struct dx_singles *s, uint32_t n_sets, uint32_t h)
{
    static const struct dx_bytes all = DX_BYTES_ALL;
    if (s->n_classes == CLASSES || s->n_told + n_sets > TOLD || s->n_bytes + 256 > BYTES)
        return 0;
    struct dx_classes *c = &s->classes[s->n_classes];
    struct dx_bytes *class = s->bytes + s->n_bytes;
    *c = (struct dx_classes){.n = 1, .bytes = s->n_bytes, .set = s->n_told, .n_sets = n_sets, .same = s->class_hash[h]};
    class[0] = all;
    for (uint32_t i = 0; i < n_sets; i++)
        c->n = split(class, c->n, &s->set[s->work[i]]);
    for (uint32_t k = 1; k < c->n; k++)
        for (unsigned w = 0; w < 4; w++)
            for (uint64_t bits = class[k].w[w]; bits; bits &= bits - 1)
                c->of[w * 64 + (unsigned)__builtin_ctzll(bits)] = (uint8_t)k;
    memcpy(s->told + s->n_told, s->work, n_sets * sizeof *s->work);
    s->n_told += n_sets;
    s->n_bytes += c->n;
    s->class_hash[h] = s->n_classes;
    return s->n_classes++;
}

/* The classes that a state tells bytes apart by: those of few sets are those of many states. 0: no room. */
static uint32_t classes_of(struct dx_singles *s, const struct dx_single *x)
{
    uint32_t n = sets_of(s, x), h = hash_of(s->work, n) % CLASS_HASHES;
    for (uint32_t i = s->class_hash[h]; i; i = s->classes[i].same)
        if (s->classes[i].n_sets == n && memcmp(s->told + s->classes[i].set, s->work, n * sizeof *s->work) == 0)
            return i;
    return make_classes(s, n, h);
}

/* Where a state goes by a byte. */
static uint32_t move(struct dx_singles *s, const struct dx_single *x, unsigned byte)
{
    start_work(s);
    for (uint32_t i = 0; i < x->n; i++) {
        const struct dx_nfa *nfa = &s->nfa[s->lives[x->live + i]];
        if (dx_bytes_has(&s->set[nfa->set], byte))
            reach(s, nfa->out);
    }
    return intern(s, x->pattern);
}

static unsigned any_of(const struct dx_bytes *class)
{
    unsigned i = 0;
    while (!class->w[i])
        i++;
    return i * 64 + (unsigned)__builtin_ctzll(class->w[i]);
}

bool dx_single_learn(struct dx_singles *s, uint32_t state)
{
    struct dx_single *x = &s->state[state / 2];
    uint32_t classes = classes_of(s, x), n = s->classes[classes].n;
    if (!classes || s->n_ways + n > WAYS) {
        s->full = true;
        return false;
    }
    uint32_t *way = s->ways + s->n_ways;
    for (uint32_t k = 0; k < n; k++)
        if ((way[k] = move(s, x, any_of(&s->bytes[s->classes[classes].bytes + k]))) == DX_SINGLE_FULL)
            return false;
    x->classes = classes;
    x->way = s->n_ways;
    s->n_ways += n;
    return true;
}
