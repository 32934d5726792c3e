/* words.c: a trie whose edges lie in one hash table: memory for what is there, one probe a byte */
#include "find/rules/words.h"

#include <stdlib.h>
#include <string.h>

#include "find/text/fold.h"
#include "find/text/chars.h"

struct edge {
    uint32_t from, to; /* nodes; to 0: a free slot */
    uint32_t word;     /* 1 + the word that ends at `to`; 0: none */
    uint8_t byte;
};

struct dx_words {
    struct edge *edge; /* open addressing, a power of two */
    size_t cap, n;
    uint32_t nodes;
    char **word; /* as listed */
    size_t *length;
    size_t n_words, cap_words;
    struct dx_fold fold;
};

struct dx_words *dx_words_new(void)
{
    struct dx_words *w = calloc(1, sizeof *w);
    if (w && (w->edge = calloc(w->cap = 1024, sizeof *w->edge)) == NULL) {
        free(w);
        return NULL;
    }
    if (w)
        w->nodes = 1; /* the root is 0 */
    return w;
}

void dx_words_free(struct dx_words *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->n_words; i++)
        free(w->word[i]);
    free(w->word);
    free(w->length);
    free(w->edge);
    dx_fold_free(&w->fold);
    free(w);
}

static size_t slot_of(const struct edge *edge, size_t cap, uint32_t from, uint8_t byte)
{
    uint32_t h = (from * 2654435761u) ^ ((uint32_t)byte * 2246822519u);
    size_t i = (h ^ h >> 15) & (cap - 1);
    while (edge[i].to && (edge[i].from != from || edge[i].byte != byte))
        i = (i + 1) & (cap - 1);
    return i;
}

static bool grow(struct dx_words *w)
{
    size_t cap = w->cap * 2;
    struct edge *edge = calloc(cap, sizeof *edge);
    if (!edge)
        return false;
    for (size_t i = 0; i < w->cap; i++)
        if (w->edge[i].to)
            edge[slot_of(edge, cap, w->edge[i].from, w->edge[i].byte)] = w->edge[i];
    free(w->edge);
    w->edge = edge;
    w->cap = cap;
    return true;
}

static bool keep_word(struct dx_words *w, struct dx_str word)
{
    if (w->n_words == w->cap_words) {
        size_t cap = w->cap_words ? w->cap_words * 2 : 64;
        char **p = realloc(w->word, cap * sizeof *p);
        if (p)
            w->word = p;
        size_t *l = p ? realloc(w->length, cap * sizeof *l) : NULL;
        if (l)
            w->length = l;
        if (!p || !l)
            return false;
        w->cap_words = cap;
    }
    if ((w->word[w->n_words] = strndup(word.p, word.n)) == NULL)
        return false;
    w->length[w->n_words++] = word.n;
    return true;
}

int dx_words_add(struct dx_words *w, struct dx_str word, struct dx_err *e)
{
    int rc = dx_fold_text(&w->fold, word, e);
    struct dx_str f = kit_trim(w->fold.text);
    if (rc != DX_OK)
        return rc;
    if (!f.n || f.n > DX_WORD_BYTES)
        return dx_fail(e, DX_BAD, "malformed", "a word of 1 to %d bytes is expected", DX_WORD_BYTES);
    uint32_t node = 0;
    size_t at = 0;
    for (size_t i = 0; i < f.n; i++) {
        if (w->n * 2 >= w->cap && !grow(w))
            return dx_fail_nomem(e);
        uint8_t byte = (uint8_t)kit_lower(f.p[i]);
        at = slot_of(w->edge, w->cap, node, byte);
        if (!w->edge[at].to) {
            w->edge[at] = (struct edge){node, w->nodes++, 0, byte};
            w->n++;
        }
        node = w->edge[at].to;
    }
    if (w->edge[at].word)
        return DX_OK; /* listed twice */
    if (!keep_word(w, kit_trim(word)))
        return dx_fail_nomem(e);
    w->edge[at].word = (uint32_t)w->n_words;
    return DX_OK;
}

/* May a word end at i (or start, the other way round)? Latin letters and digits don't run on. */
static bool apart(struct dx_str line, size_t i) { return i == 0 || i >= line.n || !(kit_is_alnum(line.p[i - 1]) && kit_is_alnum(line.p[i])); }

/* The longest word that starts at i: its number + 1 and end; 0: none. */
static uint32_t word_at(const struct dx_words *w, struct dx_str line, size_t i, size_t *end)
{
    uint32_t node = 0, best = 0;
    for (; i < line.n; i++) {
        const struct edge *x = &w->edge[slot_of(w->edge, w->cap, node, (uint8_t)kit_lower(line.p[i]))];
        if (!x->to)
            break;
        node = x->to;
        if (x->word && apart(line, i + 1)) {
            best = x->word;
            *end = i + 1;
        }
    }
    return best;
}

int dx_words_scan(const struct dx_words *w, struct dx_str line, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0, end = 0; rc == DX_OK && i < line.n; i++) {
        uint32_t word = apart(line, i) && ((unsigned char)line.p[i] & 0xc0) != 0x80 ? word_at(w, line, i, &end) : 0;
        if (!word)
            continue;
        dx_reading_reset(r);
        dx_buf_add(&r->value, w->word[word - 1], w->length[word - 1]);
        if (!dx_buf_ok(&r->value))
            return dx_fail_nomem(e);
        rc = take(ctx, &(struct dx_scanned){.start = i, .end = end}, e);
        i = end - 1;
    }
    return rc;
}
