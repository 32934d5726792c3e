/* lexicon.c: all context words of all rules, by their first two characters */
#include "find/lexicon.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 8192u /* by a hash of their start */

struct entry {
    struct dx_str word;
    uint32_t rule;
};

struct dx_lexicon {
    struct entry *entry;    /* sorted by slot, then by word */
    uint32_t first[SLOTS + 1];
    size_t n, sets;
    uint64_t *always;       /* rules with words too short to be looked up */
    bool used[SLOTS];
    struct dx_buf lower;
};


/* Bytes that a word must have to be looked up: in scripts of the region two characters have six, of which the first and the fourth
 * are nearly always the same. */
static size_t least_of(char first) { return (unsigned char)first < 0x80 ? 2 : 6; }

static unsigned slot_of(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (u[0] < 0x80 ? u[0] * 251u ^ u[1] * 31u : u[1] * 5u ^ u[2] * 251u ^ u[4] * 1021u ^ u[5] * 3571u) % SLOTS;
}

static int by_slot(const void *pa, const void *pb)
{
    const struct entry *a = pa, *b = pb;
    unsigned sa = slot_of(a->word.p), sb = slot_of(b->word.p);
    if (sa != sb)
        return sa < sb ? -1 : 1;
    size_t n = a->word.n < b->word.n ? a->word.n : b->word.n;
    int d = memcmp(a->word.p, b->word.p, n);
    if (d == 0)
        d = (a->word.n > b->word.n) - (a->word.n < b->word.n);
    return d ? d : (a->rule > b->rule) - (a->rule < b->rule);
}

struct dx_lexicon *dx_lexicon_new(const struct dx_rules *rules)
{
    const struct dx_rule *r;
    size_t n = 0, all = 0;
    for (; (r = dx_rules_at(rules, all)) != NULL; all++)
        n += r->n_words;
    struct dx_lexicon *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->sets = (all + 63) / 64;
    l->entry = calloc(n ? n : 1, sizeof *l->entry);
    l->always = calloc(l->sets ? l->sets : 1, sizeof *l->always);
    if (!l->entry || !l->always) {
        dx_lexicon_free(l);
        return NULL;
    }
    for (uint32_t i = 0; i < all; i++)
        for (size_t k = 0; k < (r = dx_rules_at(rules, i))->n_words; k++) {
            if (r->words[k].n > 0 && r->words[k].n >= least_of(r->words[k].p[0]))
                l->entry[l->n++] = (struct entry){r->words[k], i};
            else
                l->always[i / 64] |= UINT64_C(1) << i % 64;
        }
    qsort(l->entry, l->n, sizeof *l->entry, by_slot);
    for (size_t i = 0; i < l->n; i++) {
        unsigned slot = slot_of(l->entry[i].word.p);
        l->first[slot + 1] = (uint32_t)i + 1;
        l->used[slot] = true;
    }
    for (unsigned i = 1; i <= SLOTS; i++)
        if (l->first[i] < l->first[i - 1])
            l->first[i] = l->first[i - 1];
    return l;
}

void dx_lexicon_free(struct dx_lexicon *l)
{
    if (!l)
        return;
    dx_buf_free(&l->lower);
    free(l->entry);
    free(l->always);
    free(l);
}

size_t dx_lexicon_words(const struct dx_lexicon *l) { return l->sets; }

/* The words of the slot that stand at p; entries of one word follow each other. */
static void find_at(const struct dx_lexicon *l, unsigned slot, const char *p, size_t n, uint64_t *rules)
{
    const struct dx_str *last = NULL;
    bool is = false;
    for (uint32_t i = l->first[slot]; i < l->first[slot + 1]; i++) {
        const struct entry *e = &l->entry[i];
        if (!last || !dx_str_eq(*last, e->word))
            is = e->word.n <= n && memcmp(e->word.p, p, e->word.n) == 0;
        last = &e->word;
        if (is)
            rules[e->rule / 64] |= UINT64_C(1) << e->rule % 64;
    }
}

int dx_lexicon_find(struct dx_lexicon *l, struct dx_str text, uint64_t *rules, struct dx_err *e)
{
    for (size_t i = 0; i < l->sets; i++)
        rules[i] |= l->always[i];
    dx_buf_reset(&l->lower);
    char *p = dx_buf_room(&l->lower, text.n + 1);
    if (!p)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < text.n; i++)
        p[i] = (char)(text.p[i] | (text.p[i] >= 'A' && text.p[i] <= 'Z') << 5);
    for (size_t i = 0; i < text.n; i++) /* within words, too: what a label is looked for in starts anywhere */
        if (text.n - i >= least_of(p[i]) && l->used[slot_of(p + i)])
            find_at(l, slot_of(p + i), p + i, text.n - i, rules);
    return DX_OK;
}
