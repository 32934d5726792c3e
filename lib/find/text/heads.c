/* heads.c: sets of bits over the first bytes of words, and lists behind them; one pass for several lists of words */
#include "find/text/heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "find/text/eight.h"
#include "find/text/maps.h"

#define LONGEST 4096 /* bytes of a word */
#define FEW 32       /* words of a slot that are sorted by insertion */

/* Words that begin alike stand in one slot. Of Latin ones five bits of a byte tell letters apart, whatever their case; in scripts of the
 * region the first byte of a character says nothing, and the first character not much. */
enum { SIX, FOUR, SHORT, LATIN, CHARACTERS = LATIN, CHARACTER, KINDS, BITS = 15, THIRD_BITS = 16, FEWEST = 5, MOST = 12 }; /* short: of three bytes, at most; FEWEST, MOST: bits of slots */

struct entry {
    uint64_t head[2], mask[2]; /* the first bytes, in small letters and the first the highest; and which of them there are */
    uint32_t word;
    uint16_t n, same;          /* same: so many bytes are those of the word before it in the slot */
};
enum { HEAD = 16 };

struct dx_heads {
    uint32_t three[1u << 10];     /* what Latin words start with, of the third byte a bit … */
    uint64_t two[1u << 12];       /* … and others, by their first character, of the next one a bit: most places are passed over by this alone … */
    uint64_t brief[1u << 12];     /* … the same, of words of no more than two characters … */
    uint64_t third[(1u << THIRD_BITS) / 64]; /* … and of the rest by three: the most frequent characters of a script begin many words, and most of its text */
    uint32_t bits[LATIN][(1u << BITS) / 32]; /* Latin words that may start so, by kind */
    uint64_t one[1u << 6];        /* characters that words start with of which no more is known */
    int slots;           /* bits: as many of a kind as there are words, at most */
    uint32_t *first;     /* where slots start … */
    struct entry *entry; /* … in these, which stand in the order of their bytes there */
    const struct dx_str *words;
    size_t n;
    struct dx_starts *starts; /* NULL: it shares a pass with no other list */
    uint8_t list;             /* … its number there */
};

static bool is_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static unsigned char lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c; }

/* Those at a place; zeros beyond the end. */
static inline uint64_t load(struct dx_str t, size_t at)
{
    char copy[sizeof(uint64_t)] = {0};
    if (t.n - at >= sizeof copy)
        return dx_eight(t.p + at);
    memcpy(copy, t.p + at, t.n - at);
    return dx_eight(copy);
}

/* Capitals as small letters. */
static inline uint64_t lowered(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    if (!(~w & ones * 0x80))
        return w;
    uint64_t low = w & ones * 0x7f, from_a = low + ones * (0x80 - 'A'), beyond_z = low + ones * (0x7f - 'Z');
    return w | ((from_a ^ beyond_z) & ~w & ones * 0x80) >> 2;
}

/* The same of a text, the first byte the highest. */
static inline uint64_t head_of(struct dx_str t, size_t at)
{
    if (at + 8 <= t.n)
        return __builtin_bswap64(lowered(dx_eight(t.p + at)));
    return at < t.n ? __builtin_bswap64(lowered(load(t, at))) : 0;
}

/* ---- what words begin with ---- */

static inline bool is_wide(uint64_t w) { return (w & 0xe0) == 0xe0; } /* a character of three or four bytes */

static inline unsigned mixed(uint32_t key, int bits) { return key * UINT32_C(0x9e3779b1) >> (32 - bits); }

static inline unsigned three(uint64_t w) { return (unsigned)((w & 31) | (w >> 3 & 31 << 5) | (w >> 6 & 31 << 10)); }
static inline unsigned six(uint64_t w)
{
    w &= UINT64_C(0x1f1f1f1f1f1f); /* side by side, so that no letter is lost: 5 * 6 bits */
    w |= w >> 3;
    return mixed((uint32_t)((w & 0x3ff) | (w >> 6 & 0x3ff << 10) | (w >> 12 & 0x3ff << 20)), BITS);
}
static inline unsigned four(uint64_t w) { return mixed((uint32_t)w & UINT32_C(0x1f1f1f1f), BITS); }
static inline unsigned characters(uint64_t w) { return mixed((uint32_t)((w >> 8 & 0xffff) | (w >> 16 & 0xffff0000)), BITS); }
static inline unsigned character(uint64_t w) { return (unsigned)((w >> 8 & 63) | (w >> 10 & 63 << 6)); }

static inline bool bit(const struct dx_heads *h, int kind, unsigned key) { return h->bits[kind][key / 32] >> key % 32 & 1; }

static inline unsigned next_character(uint64_t w) { return (unsigned)((w >> 40 & 63) ^ (w >> 27 & 32)); } /* of its last two bytes */

/* May a word start with these bytes: of a character of three or more; another one? */
static inline uint64_t wide_may(const struct dx_heads *h, uint64_t w) { return h->two[character(w)] >> next_character(w) & 1; }
static inline uint64_t narrow_may(const struct dx_heads *h, uint64_t w) { return h->three[(w & 31) | (w >> 3 & 31 << 5)] >> (w >> 16 & 31) & 1; }
static inline bool may_start(const struct dx_heads *h, uint64_t w) { return is_wide(w) ? wide_may(h, w) : narrow_may(h, w); }

/* … of one that may: by its third character, where p holds so many bytes and zeros behind them. */
static inline unsigned third_of(const char *p)
{
    return (unsigned)((dx_eight(p + 1) & UINT64_C(0xffff00ffff00ffff)) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - THIRD_BITS)); /* the first byte says nothing */
}
static inline uint64_t third_may(const struct dx_heads *h, const char *p, uint64_t w)
{
    unsigned key = third_of(p);
    return (h->third[key / 64] >> key % 64 | h->brief[character(w)] >> next_character(w)) & 1;
}

bool dx_heads_takes(struct dx_str w)
{
    return w.n > 0 && w.n < LONGEST && (is_letter((unsigned char)w.p[0]) || (unsigned char)w.p[0] >= 0xc0);
}

static inline unsigned slot_of(const struct dx_heads *h, unsigned kind, unsigned key) { return kind << h->slots | mixed(key, h->slots); }

/* ---- building ---- */

/* Called for each slot that a word stands in, which a short one does in several: whatever follows it. */
typedef void slot_fn(struct dx_heads *h, uint32_t word, unsigned kind, unsigned key);

static void each_slot(struct dx_heads *h, uint32_t word, slot_fn *fn)
{
    struct dx_str text = h->words[word];
    uint64_t w = load(text, 0);
    if (is_wide(w)) {
        bool two = text.n >= 6 && w >> 39 & 1 && w >> 47 & 1; /* … of which case can't be passed over */
        fn(h, word, two ? CHARACTERS : CHARACTER, two ? characters(w) : character(w));
        return;
    }
    if (text.n > 3)
        fn(h, word, text.n < 6 ? FOUR : SIX, text.n < 6 ? four(w) : six(w));
    unsigned known = 5 * (unsigned)text.n;
    for (unsigned rest = 0; text.n <= 3 && rest < 1u << (BITS - known); rest++)
        fn(h, word, SHORT, (three(w) & ((1u << known) - 1)) | rest << known);
}

/* Are the word's first nine bytes beyond ASCII, so that case can't be passed over? */
static bool is_three(struct dx_str word)
{
    enum { THREE = 9 };
    size_t i = 0;
    while (i < THREE && i < word.n && word.p[i] & 0x80)
        i++;
    return i == THREE;
}

static void count_word(struct dx_heads *h, uint32_t word, unsigned kind, unsigned key)
{
    uint64_t w = load(h->words[word], 0);
    h->first[slot_of(h, kind, key)]++;
    if (is_wide(w)) {
        if (kind == CHARACTER)
            h->one[key / 64] |= UINT64_C(1) << key % 64;
        uint64_t next = kind == CHARACTER ? UINT64_MAX : UINT64_C(1) << next_character(w);
        h->two[character(w)] |= next;
        if (kind == CHARACTERS && is_three(h->words[word]))
            h->third[third_of(h->words[word].p) / 64] |= UINT64_C(1) << third_of(h->words[word].p) % 64;
        else
            h->brief[character(w)] |= next;
    } else {
        unsigned start = kind == SHORT ? key : three(w);
        h->bits[kind][key / 32] |= UINT32_C(1) << key % 32;
        h->three[start % 1024] |= UINT32_C(1) << start / 1024;
    }
}

/* So many of eight bytes, the first the highest. */
static uint64_t mask_of(size_t n) { return n < 8 ? ~(UINT64_MAX >> 8 * n) : UINT64_MAX; }

/* From the end of a slot on; what is counted there becomes where it starts. */
static void put_word(struct dx_heads *h, uint32_t word, unsigned kind, unsigned key)
{
    struct dx_str text = h->words[word];
    size_t more = text.n > 8 ? text.n - 8 : 0;
    struct entry *e = &h->entry[--h->first[slot_of(h, kind, key)]];
    *e = (struct entry){.head = {head_of(text, 0), head_of(text, 8)}, .mask = {mask_of(text.n), mask_of(more)}, .word = word, .n = (uint16_t)text.n};
}

/* How many bytes of a word stand in the text, m of which are known to. */
static size_t matched(struct dx_str word, struct dx_str t, size_t m)
{
    size_t most = word.n < t.n ? word.n : t.n;
    for (size_t at; m < most; m = at + 8) {
        at = m + 8 <= most || most < 8 ? m : most - 8; /* a few once more rather than fewer than eight */
        uint64_t a = load(word, at), b = load(t, at), differ = a ^ b ? lowered(a) ^ lowered(b) : 0;
        if (differ) {
            at += (size_t)__builtin_ctzll(differ) / 8;
            return at < most ? at : most;
        }
    }
    return m < most ? m : most;
}

/* By their bytes, the shorter one first. */
static int by_bytes(const void *pa, const void *pb, void *heads)
{
    const struct entry *a = pa, *b = pb;
    const struct dx_heads *h = heads;
    for (int i = 0; i < 2; i++)
        if (a->head[i] != b->head[i])
            return a->head[i] < b->head[i] ? -1 : 1;
    struct dx_str v = h->words[a->word], w = h->words[b->word];
    size_t m = matched(v, w, 0);
    if (m < v.n && m < w.n)
        return lower((unsigned char)v.p[m]) < lower((unsigned char)w.p[m]) ? -1 : 1;
    return v.n != w.n ? (v.n < w.n ? -1 : 1) : (a->word > b->word) - (a->word < b->word);
}

static void sort_slot(struct dx_heads *h, struct entry *e, size_t n)
{
    if (n > FEW) {
        qsort_r(e, n, sizeof *e, by_bytes, h);
        return;
    }
    for (size_t i = 1, at; i < n; i++) {
        struct entry one = e[i];
        for (at = i; at > 0 && by_bytes(&e[at - 1], &one, h) > 0; at--)
            e[at] = e[at - 1];
        e[at] = one;
    }
}

/* Words in their slots, each once, compared with the one before it, so that a text need not be, again and again. */
static void sort_slots(struct dx_heads *h)
{
    uint32_t n = 0;
    unsigned slots = (unsigned)KINDS << h->slots;
    for (unsigned slot = 0; slot < slots; slot++) {
        uint32_t from = h->first[slot], to = h->first[slot + 1];
        sort_slot(h, h->entry + from, to - from);
        h->first[slot] = n;
        for (uint32_t i = from; i < to; i++) {
            struct entry e = h->entry[i];
            if (i > from && e.word == h->entry[n - 1].word)
                continue;
            e.same = i > from ? (uint16_t)matched(h->words[h->entry[n - 1].word], h->words[e.word], 0) : 0;
            h->entry[n++] = e;
        }
    }
    h->first[slots] = n;
}

/* Counted, and put to where the counts say. */
static bool fill(struct dx_heads *h)
{
    uint32_t all = 0;
    for (h->slots = FEWEST; h->slots < MOST && (size_t)1 << h->slots < h->n;)
        h->slots++;
    if ((h->first = calloc((KINDS << h->slots) + 1, sizeof *h->first)) == NULL)
        return false;
    for (size_t i = 0; i < h->n; i++)
        if (dx_heads_takes(h->words[i]))
            each_slot(h, (uint32_t)i, count_word);
    for (unsigned slot = 0; slot <= (unsigned)KINDS << h->slots; slot++)
        h->first[slot] = all += h->first[slot];
    if ((h->entry = calloc(all + 1, sizeof *h->entry)) == NULL)
        return false;
    for (size_t i = h->n; i > 0; i--)
        if (dx_heads_takes(h->words[i - 1]))
            each_slot(h, (uint32_t)(i - 1), put_word);
    sort_slots(h);
    return true;
}

struct dx_heads *dx_heads_new(const struct dx_str *words, size_t n)
{
    struct dx_heads *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    h->words = words;
    h->n = n;
    if (!fill(h)) {
        dx_heads_free(h);
        return NULL;
    }
    return h;
}

void dx_heads_free(struct dx_heads *h)
{
    if (h) {
        free(h->first);
        free(h->entry);
    }
    free(h);
}

/* ---- the words at a place ---- */

/* Words that stand at one place. */
struct here {
    uint32_t *word;
    size_t n, most;
};

/* What is looked for in a slot. */
struct wanted {
    struct dx_str text;
    uint64_t head[2];
};

/* The words of a slot that a text starts with; they stand in order, and none behind the text does. Such as are longer than their heads stand one behind the
 * other where these are the same: behind those that begin as the text does none does any more. */
static inline void look_in(const struct dx_heads *h, unsigned kind, unsigned key, const struct wanted *t, struct here *out)
{
    unsigned slot = slot_of(h, kind, key);
    size_t m = 0; /* bytes that the last long word has in common with the text */
    for (const struct entry *e = h->entry + h->first[slot], *end = h->entry + h->first[slot + 1]; e < end && e->head[0] <= t->head[0]; e++) {
        if (((t->head[0] ^ e->head[0]) & e->mask[0]) | ((t->head[1] ^ e->head[1]) & e->mask[1]))
            continue;
        if (e->n > HEAD) {
            if (m && e->same > m)
                continue;
            if (m && e->same < m)
                break;
            if ((m = matched(h->words[e->word], t->text, m ? m : HEAD)) < e->n)
                continue;
        }
        if (out->n < out->most)
            out->word[out->n++] = e->word;
    }
}

/* The words that stand at a place, where `w` are the first bytes. */
static void words_at(const struct dx_heads *h, struct dx_str t, size_t at, uint64_t w, struct here *out)
{
    bool wide = is_wide(w), long_one = !wide && bit(h, SIX, six(w)), middle = !wide && bit(h, FOUR, four(w)), brief = !wide && bit(h, SHORT, three(w));
    out->n = 0;
    if (!wide && !long_one && !middle && !brief)
        return;
    struct wanted x = {{t.p + at, t.n - at}, {__builtin_bswap64(lowered(w)), head_of(t, at + 8)}};
    if (wide) {
        look_in(h, CHARACTERS, characters(w), &x, out);
        if (h->one[character(w) / 64] >> character(w) % 64 & 1)
            look_in(h, CHARACTER, character(w), &x, out);
        return;
    }
    if (long_one)
        look_in(h, SIX, six(w), &x, out);
    if (middle)
        look_in(h, FOUR, four(w), &x, out);
    if (brief)
        look_in(h, SHORT, three(w), &x, out);
}

static bool starts_word(struct dx_str t, size_t at)
{
    unsigned char c = (unsigned char)t.p[at];
    return c >= 0xc0 || (is_letter(c) && !(at > 0 && is_letter((unsigned char)t.p[at - 1])));
}

/* ---- a walk over the places where words start ---- */

/* Asked of each place that may start a word; true ends the walk. */
typedef bool place_fn(void *ctx, struct dx_str t, size_t at, uint64_t w);

/* The starts at which one may. */
static inline uint64_t pass(const struct dx_heads *h, const char *p, uint64_t starts, uint64_t wide)
{
    uint64_t passed = 0;
    for (uint64_t i = starts & wide; i; i &= i - 1) {
        unsigned k = (unsigned)__builtin_ctzll(i);
        uint64_t w = dx_eight(p + k);
        if (wide_may(h, w))
            passed |= third_may(h, p + k, w) << k;
    }
    for (uint64_t i = starts & ~wide; i; i &= i - 1) {
        unsigned k = (unsigned)__builtin_ctzll(i);
        passed |= narrow_may(h, dx_eight(p + k)) << k;
    }
    return passed;
}

static inline size_t walk(const struct dx_heads *h, struct dx_str t, size_t at, size_t to, place_fn *fn, void *ctx)
{
    enum dx_maps_vectors vectors = dx_maps_vectors();
    struct dx_map_words m;
    char copy[DX_MAP + DX_MAP_BEYOND];
    uint64_t before = at > 0 && is_letter((unsigned char)t.p[at - 1]);
    for (; at < to; at += DX_MAP) {
        const char *p = dx_map_bytes(t, at, copy);
        dx_maps_words(&m, p, vectors);
        uint64_t starts = ((m.letter & ~(m.letter << 1 | before)) | m.lead) & dx_map_first(to - at);
        before = m.letter >> 63;
        for (uint64_t passed = pass(h, p, starts, m.wide); passed; passed &= passed - 1) {
            unsigned k = (unsigned)__builtin_ctzll(passed);
            if (fn(ctx, t, at + k, dx_eight(p + k)))
                return at + k;
        }
    }
    return to;
}

static bool is_there(void *heads, struct dx_str t, size_t at, uint64_t w)
{
    uint32_t word[DX_HEADS_MOST];
    struct here here = {word, 0, DX_HEADS_MOST};
    words_at(heads, t, at, w, &here);
    return here.n > 0;
}

static size_t next(const struct dx_heads *h, struct dx_str t, size_t at, size_t to) { return walk(h, t, at, to, is_there, (void *)(uintptr_t)h); }

/* ---- one pass for several lists ---- */

/* The words in a text. */
struct found {
    struct dx_str text;
    bool known;
    uint8_t lists; /* a bit for each that has any */
    struct dx_stand *word; /* in order */
    size_t n, cap;
};

struct dx_starts {
    struct dx_heads *all; /* the words of all lists, one list behind the other */
    struct dx_str *words;
    uint8_t *of; /* … which list each is of */
    const struct dx_heads *list[DX_HEADS_LISTS];
    size_t base[DX_HEADS_LISTS + 1];
    int lists;
    bool oom;
    struct found text, last;
};

struct dx_starts *dx_starts_new(void) { return calloc(1, sizeof(struct dx_starts)); }

void dx_starts_free(struct dx_starts *s)
{
    if (!s)
        return;
    dx_heads_free(s->all);
    free(s->words);
    free(s->of);
    free(s->text.word);
    free(s->last.word);
    free(s);
}

void dx_starts_join(struct dx_starts *s, struct dx_heads *h)
{
    if (s->lists == DX_HEADS_LISTS)
        return;
    h->starts = s;
    h->list = (uint8_t)s->lists;
    s->base[s->lists + 1] = s->base[s->lists] + h->n;
    s->list[s->lists++] = h;
}

void dx_starts_text(struct dx_starts *s, struct dx_str text)
{
    if (s->text.text.n) {
        struct found last = s->last;
        s->last = s->text;
        s->last.text.p = NULL;
        s->text = last;
    }
    s->text.text = text;
    s->text.known = false;
}

void dx_starts_last(struct dx_starts *s, struct dx_str text)
{
    struct found *f = s->last.text.p ? NULL : &s->last;
    if (f && f->known && f->text.n == text.n)
        f->text.p = text.p;
}

/* The table of all lists. */
static bool gather(struct dx_starts *s)
{
    if (s->all || s->oom)
        return !s->oom;
    s->words = calloc(s->base[s->lists] + 1, sizeof *s->words);
    s->of = calloc(s->base[s->lists] + 1, sizeof *s->of);
    for (int k = 0; s->words && s->of && k < s->lists; k++) {
        memcpy(s->words + s->base[k], s->list[k]->words, s->list[k]->n * sizeof *s->words);
        memset(s->of + s->base[k], k, s->list[k]->n);
    }
    s->all = s->words && s->of ? dx_heads_new(s->words, s->base[s->lists]) : NULL;
    s->oom = !s->all;
    return !s->oom;
}

static bool add_words(void *starts, struct dx_str t, size_t at, uint64_t w)
{
    struct dx_starts *s = starts;
    struct found *f = &s->text;
    uint32_t word[DX_HEADS_LISTS * DX_HEADS_MOST];
    struct here here = {word, 0, DX_HEADS_LISTS * DX_HEADS_MOST};
    words_at(s->all, t, at, w, &here);
    for (size_t i = 0; i < here.n; i++) {
        uint8_t list = s->of[word[i]];
        if (!DX_MORE(f->word, f->n, f->cap)) {
            s->oom = true;
            return true;
        }
        f->lists |= (uint8_t)(1u << list);
        f->word[f->n++] = (struct dx_stand){(uint32_t)at, (uint32_t)(at + s->words[word[i]].n), (uint32_t)(word[i] - s->base[list]), list};
    }
    return false;
}

static void find(struct dx_starts *s)
{
    s->text.n = s->text.lists = 0;
    if (!gather(s))
        return;
    walk(s->all, s->text.text, 0, s->text.text.n, add_words, s);
    s->text.known = !s->oom;
}

/* Is a text that one, or a part of it? */
static bool holds(const struct found *f, struct dx_str t)
{
    uintptr_t start = (uintptr_t)f->text.p, p = (uintptr_t)t.p;
    return f->text.p && p >= start && t.n <= f->text.n && p - start <= f->text.n - t.n;
}

/* The same where it isn't known yet, or of the last one. */
static __attribute__((noinline)) const struct found *found_anew(struct dx_starts *s, struct dx_str t)
{
    if (!t.n || s->oom)
        return NULL;
    if (holds(&s->text, t)) {
        if (!s->text.known && s->text.text.n <= UINT32_MAX)
            find(s);
        return s->text.known ? &s->text : NULL;
    }
    return holds(&s->last, t) ? &s->last : NULL;
}

/* What is known of the text; NULL: nothing. Asked many times a line. */
static inline const struct found *found_in(struct dx_starts *s, struct dx_str t)
{
    if (!s)
        return NULL;
    return s->text.known && t.n && holds(&s->text, t) && !s->oom ? &s->text : found_anew(s, t);
}

/* The first of the words from byte `at` on. */
static size_t first_from(const struct found *f, size_t at)
{
    size_t i;
    DX_FIRST(i, 0, f->n, f->word[i].at >= at);
    return i;
}

/* The next word where the list may have some in the text, of which f is what is known. */
static __attribute__((noinline)) size_t next_of(const struct dx_heads *h, const struct found *f, struct dx_str t, size_t at, size_t to)
{
    size_t off = f ? (size_t)(t.p - f->text.p) : 0;
    if (!f || (at == 0 && off > 0 && is_letter((unsigned char)t.p[0]) && is_letter((unsigned char)t.p[-1]))) /* the part starts within a word */
        return next(h, t, at, to);
    if (!(f->lists >> h->list & 1))
        return to;
    for (size_t i = first_from(f, off + at); i < f->n && f->word[i].at < off + to; i++)
        if (f->word[i].list == h->list && f->word[i].end <= off + t.n)
            return f->word[i].at - off;
    return to;
}

size_t dx_heads_next(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    const struct found *f = found_in(h->starts, t);
    return f && t.p == f->text.p && !(f->lists >> h->list & 1) ? to : next_of(h, f, t, at, to);
}

size_t dx_heads_at(const struct dx_heads *h, struct dx_str t, size_t at, uint32_t out[DX_HEADS_MOST])
{
    uint64_t w = load(t, at);
    struct here here = {out, 0, DX_HEADS_MOST};
    if (!may_start(h, w))
        return 0;
    const struct found *f = found_in(h->starts, t);
    size_t off = f ? (size_t)(t.p - f->text.p) : 0;
    if (!f || !starts_word(f->text, off + at)) {
        words_at(h, t, at, w, &here);
        return here.n;
    }
    if (!(f->lists >> h->list & 1))
        return 0;
    for (size_t i = first_from(f, off + at); i < f->n && f->word[i].at == off + at; i++)
        if (f->word[i].list == h->list && f->word[i].end <= off + t.n && here.n < here.most)
            out[here.n++] = f->word[i].number;
    return here.n;
}

bool dx_heads_none(const struct dx_heads *h, struct dx_str t)
{
    const struct found *f = found_in(h->starts, t);
    return f && !(f->lists >> h->list & 1);
}

unsigned dx_heads_lists(const struct dx_heads *h, struct dx_str t)
{
    const struct found *f = found_in(h->starts, t);
    return f && f->text.p == t.p ? f->lists : DX_HEADS_ALL;
}

unsigned dx_heads_bit(const struct dx_heads *h) { return h->starts ? 1u << h->list : 0; }

const struct dx_stand *dx_heads_stands(const struct dx_heads *h, struct dx_str t, size_t *n, uint8_t *list)
{
    const struct found *f = found_in(h->starts, t);
    if (!f || f->text.p != t.p || f->text.n != t.n)
        return NULL;
    static const struct dx_stand none;
    *list = h->list;
    *n = f->lists >> h->list & 1 ? f->n : 0;
    return f->n ? f->word : &none;
}
