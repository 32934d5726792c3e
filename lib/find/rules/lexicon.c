/* lexicon.c: the context words of all rules */
#include "find/rules/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#include "find/text/joined.h"

/* A rule that has a word: it is the k-th of its words. */
struct use {
    uint64_t head; /* the word's first eight bytes, the first the highest: enough to sort most by */
    struct dx_str word;
    uint32_t rule, k;
};

struct dx_lexicon {
    const struct dx_rule *rules; /* rows of one table */
    size_t sets;                 /* 64-bit words of a set of rules */
    struct dx_heads *heads;
    struct dx_str *words;        /* each once, in order */
    size_t n;
    struct use *use;             /* in the order of words, then of rules */
    uint32_t *first;             /* of each word, in `use` */
    uint64_t *of;                /* [word][set]: its rules */
    uint32_t *odd;               /* words that start with what is no letter: heads don't take them, a few are searched for by themselves */
    char *odd_sign;              /* … a byte of each that is rarer than what it starts with; 0: it has none */
    size_t n_odd;
    uint64_t *always;            /* rules with words that aren't looked for */
};

static int by_word(const void *pa, const void *pb)
{
    const struct use *a = pa, *b = pb;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    size_t n = a->word.n < b->word.n ? a->word.n : b->word.n;
    int d = memcmp(a->word.p, b->word.p, n);
    if (d == 0)
        d = (a->word.n > b->word.n) - (a->word.n < b->word.n);
    if (d == 0)
        d = (a->rule > b->rule) - (a->rule < b->rule);
    return d ? d : (a->k > b->k) - (a->k < b->k);
}

static void put(uint64_t *set, size_t i) { set[i / 64] |= UINT64_C(1) << i % 64; }
static bool has(const uint64_t *set, size_t i) { return set[i / 64] >> i % 64 & 1; }

static bool is_odd(struct dx_str w)
{
    unsigned char c = w.n ? (unsigned char)w.p[0] : 'a';
    return c < 0x80 && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The last byte of a word beyond ASCII tells more than a digit does. */
static char sign_of(struct dx_str w)
{
    size_t i = w.n;
    while (i > 0 && !(w.p[i - 1] & 0x80))
        i--;
    return i ? w.p[i - 1] : '\0';
}

static uint64_t head_of(struct dx_str w)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < w.n ? (unsigned char)w.p[i] : 0);
    return head;
}

static size_t gather(struct dx_lexicon *l, const struct dx_rules *rules)
{
    const struct dx_rule *r;
    size_t n = 0;
    for (uint32_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++) {
        bool all = r->weights.context >= 0; /* the nearest counts the most */
        for (uint32_t k = 0; k < r->n_words; k++) {
            all = all && (dx_heads_takes(r->words[k]) || is_odd(r->words[k]));
            l->use[n++] = (struct use){head_of(r->words[k]), r->words[k], i, k};
        }
        if (!all)
            put(l->always, i);
    }
    return n;
}

struct dx_lexicon *dx_lexicon_new(const struct dx_rules *rules, struct dx_starts *starts)
{
    const struct dx_rule *r;
    size_t n = 0, all = 0;
    for (; (r = dx_rules_at(rules, all)) != NULL; all++)
        n += r->n_words;
    struct dx_lexicon *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->rules = dx_rules_at(rules, 0);
    l->sets = all / 64 + 1;
    l->use = calloc(n + 1, sizeof *l->use);
    l->words = calloc(n + 1, sizeof *l->words);
    l->first = calloc(n + 1, sizeof *l->first);
    l->odd = calloc(n + 1, sizeof *l->odd);
    l->odd_sign = calloc(n + 1, sizeof *l->odd_sign);
    l->always = calloc(l->sets, sizeof *l->always);
    l->of = calloc((n + 1) * l->sets, sizeof *l->of);
    if (l->use && l->words && l->first && l->odd && l->odd_sign && l->always && l->of) {
        n = gather(l, rules);
        qsort(l->use, n, sizeof *l->use, by_word);
        for (size_t i = 0; i < n; i++) {
            if (i == 0 || !dx_str_eq(l->use[i].word, l->use[i - 1].word)) {
                if (is_odd(l->use[i].word)) {
                    l->odd_sign[l->n_odd] = sign_of(l->use[i].word);
                    l->odd[l->n_odd++] = (uint32_t)l->n;
                }
                l->first[l->n] = (uint32_t)i;
                l->words[l->n++] = l->use[i].word;
            }
            put(l->of + (l->n - 1) * l->sets, l->use[i].rule);
        }
        l->first[l->n] = (uint32_t)n;
        l->heads = dx_heads_new(l->words, l->n);
    }
    if (!l->heads) {
        dx_lexicon_free(l);
        return NULL;
    }
    dx_starts_join(starts, l->heads);
    return l;
}

void dx_lexicon_free(struct dx_lexicon *l)
{
    if (!l)
        return;
    dx_heads_free(l->heads);
    free(l->use);
    free(l->words);
    free(l->first);
    free(l->of);
    free(l->odd);
    free(l->odd_sign);
    free(l->always);
    free(l);
}

static bool add(const struct dx_lexicon *l, struct dx_str text, uint32_t at, uint32_t word, struct dx_places *p)
{
    struct dx_place_of_word w = {at, at + (uint32_t)l->words[word].n, word, false, false};
    if (!DX_MORE(p->place, p->n, p->cap))
        return false;
    dx_joined(text, w.start, w.end, &w.joined_before, &w.joined_behind);
    p->place[p->n++] = w;
    for (size_t k = 0; k < l->sets; k++)
        p->rules[k] |= l->of[word * l->sets + k];
    return true;
}

/* Where the words are known already. */
static bool add_known(const struct dx_lexicon *l, struct dx_str text, size_t from, const struct dx_stand *s, size_t n, uint8_t list, struct dx_places *out)
{
    for (size_t i = 0; i < n; i++)
        if (s[i].list == list && s[i].at >= from && !add(l, text, s[i].at, s[i].number, out))
            return false;
    return true;
}

static bool add_each(const struct dx_lexicon *l, struct dx_str text, size_t from, struct dx_places *out)
{
    for (size_t at = from; (at = dx_heads_next(l->heads, text, at, text.n)) < text.n; at++) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(l->heads, text, at, found);
        for (size_t i = 0; i < n; i++)
            if (!add(l, text, (uint32_t)at, found[i], out))
                return false;
    }
    return true;
}

/* The next place of such a word from byte `at` on; NULL: there is none. */
static const char *next_odd(struct dx_str word, struct dx_str text, size_t at)
{
    for (const char *p; (p = memchr(text.p + at, word.p[0], text.n - at)) != NULL; at = (size_t)(p - text.p) + 1) {
        size_t i = 0, rest = text.n - (size_t)(p - text.p);
        while (i < word.n && i < rest && (p[i] >= 'A' && p[i] <= 'Z' ? p[i] + 32 : p[i]) == word.p[i])
            i++;
        if (i == word.n)
            return p;
    }
    return NULL;
}

/* The last of the places to where it belongs. */
static void sort_last(struct dx_places *p)
{
    struct dx_place_of_word w = p->place[p->n - 1];
    size_t i = p->n - 1;
    for (; i > 0 && p->place[i - 1].start > w.start; i--)
        p->place[i] = p->place[i - 1];
    p->place[i] = w;
}

static bool add_odd(const struct dx_lexicon *l, struct dx_str text, size_t from, struct dx_places *out)
{
    for (size_t k = 0; k < l->n_odd; k++) {
        struct dx_str word = l->words[l->odd[k]];
        const char *p;
        if (from >= text.n || (l->odd_sign[k] && !memchr(text.p + from, l->odd_sign[k], text.n - from)))
            continue; /* most lines */
        for (size_t at = from; at < text.n && (p = next_odd(word, text, at)) != NULL; at = (size_t)(p - text.p) + 1) {
            if (!add(l, text, (uint32_t)(p - text.p), l->odd[k], out))
                return false;
            sort_last(out);
        }
    }
    return true;
}

int dx_lexicon_find(const struct dx_lexicon *l, struct dx_str text, size_t from, struct dx_places *out, struct dx_err *e)
{
    size_t n;
    uint8_t list;
    out->n = 0;
    if (!out->rules && (out->rules = calloc(l->sets, sizeof *out->rules)) == NULL)
        return dx_fail_nomem(e);
    memcpy(out->rules, l->always, l->sets * sizeof *out->rules);
    const struct dx_stand *known = dx_heads_stands(l->heads, text, &n, &list);
    bool done = known ? add_known(l, text, from, known, n, list, out) : add_each(l, text, from, out);
    return done && add_odd(l, text, from, out) ? DX_OK : dx_fail_nomem(e);
}

void dx_places_free(struct dx_places *p)
{
    free(p->place);
    free(p->rules);
    *p = (struct dx_places){0};
}

size_t dx_places_from(const struct dx_places *p, size_t start)
{
    size_t i;
    DX_FIRST(i, 0, p->n, p->place[i].start >= start);
    return i;
}

size_t dx_lexicon_sets(const struct dx_lexicon *l) { return l->sets; }
size_t dx_lexicon_number(const struct dx_lexicon *l, const struct dx_rule *r) { return (size_t)(r - l->rules); }

void dx_lexicon_rules(const struct dx_lexicon *l, uint64_t *out, const struct dx_places *a, const struct dx_places *b, const struct dx_places *c)
{
    for (size_t i = 0; i < l->sets; i++)
        out[i] = a->rules[i] | b->rules[i] | c->rules[i];
}

bool dx_places_have(const struct dx_lexicon *l, const struct dx_places *p, const struct dx_rule *r)
{
    return p->rules && has(p->rules, dx_lexicon_number(l, r));
}

bool dx_lexicon_knows(const struct dx_lexicon *l, const struct dx_rule *r) { return !has(l->always, dx_lexicon_number(l, r)); }

bool dx_lexicon_of(const struct dx_lexicon *l, uint32_t word, const struct dx_rule *r, size_t *k)
{
    size_t rule = dx_lexicon_number(l, r), i;
    if (!has(l->of + word * l->sets, rule))
        return false;
    DX_FIRST(i, l->first[word], l->first[word + 1], l->use[i].rule >= rule);
    *k = l->use[i].k;
    return true;
}
