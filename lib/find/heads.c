/* heads.c: sets of bits over the first bytes of words, and lists behind them; one pass for several lists of words */
#include "find/heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define LONGEST 4096 /* bytes of a word */

/* Words that begin alike stand in one slot. Of Latin ones five bits of a byte tell letters apart, whatever their case; in scripts of the
 * region the first byte of a character says nothing, and the first character not much. */
enum { SIX, FOUR, SHORT, CHARACTERS, CHARACTER, KINDS, BITS = 15, SLOT_BITS = 12, SLOTS = 1 << SLOT_BITS }; /* short: of three bytes, at most */

struct entry {
    uint64_t head, mask; /* the first bytes, in small letters, and which of them there are */
    uint32_t word;
    uint16_t n, same;    /* same: so many bytes are those of the word before it in the slot */
};

struct dx_heads {
    uint32_t three[1u << 10]; /* what Latin words start with, of the third byte a bit: most places are passed over by this alone … */
    uint64_t second;          /* … and second bytes of words of one character */
    uint32_t bits[KINDS][(1u << BITS) / 32];
    uint32_t first[KINDS][SLOTS + 1];
    struct entry *entry; /* by slot, and in the order of their bytes there */
    const struct dx_str *words;
    size_t n;
    bool fast;
    struct dx_starts *starts; /* NULL: it shares a pass with no other list */
    uint8_t list;             /* … its number there */
};

static bool is_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static unsigned char lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c; }

/* Eight bytes at a place, the first the lowest; zeros beyond the end. */
static inline uint64_t load(struct dx_str t, size_t at)
{
    uint64_t w = 0;
    if (t.n - at >= sizeof w)
        memcpy(&w, t.p + at, sizeof w);
    else
        memcpy(&w, t.p + at, t.n - at);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* Capitals as small letters. */
static inline uint64_t lowered(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t low = w & ones * 0x7f, from_a = low + ones * (0x80 - 'A'), beyond_z = low + ones * (0x7f - 'Z');
    return w | ((from_a ^ beyond_z) & ~w & ones * 0x80) >> 2;
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

static inline bool may_start(const struct dx_heads *h, uint64_t w)
{
    if (is_wide(w))
        return bit(h, CHARACTERS, characters(w)) || ((h->second >> (w >> 8 & 63) & 1) && bit(h, CHARACTER, character(w)));
    return (h->three[(w & 31) | (w >> 3 & 31 << 5)] >> (w >> 16 & 31) & 1) && (bit(h, SIX, six(w)) || bit(h, FOUR, four(w)) || bit(h, SHORT, three(w)));
}

bool dx_heads_takes(struct dx_str w)
{
    return w.n > 0 && w.n < LONGEST && (is_letter((unsigned char)w.p[0]) || (unsigned char)w.p[0] >= 0xc0);
}

/* ---- building ---- */

/* A word in a slot, which a short one is in several of: whatever follows it. */
struct place {
    struct entry e;
    struct dx_str text;
    unsigned kind, slot;
};

struct places {
    struct place *place;
    size_t n, cap;
    bool oom;
};

static void put(struct dx_heads *h, struct places *all, uint32_t word, unsigned kind, unsigned key)
{
    struct dx_str text = h->words[word];
    h->bits[kind][key / 32] |= UINT32_C(1) << key % 32;
    if (!DX_MORE(all->place, all->n, all->cap)) {
        all->oom = true;
        return;
    }
    uint64_t mask = text.n < 8 ? (UINT64_C(1) << 8 * text.n) - 1 : UINT64_MAX;
    all->place[all->n++] = (struct place){{lowered(load(text, 0)), mask, word, (uint16_t)text.n, 0}, text, kind, mixed(key, SLOT_BITS)};
}

static void put_word(struct dx_heads *h, struct places *all, uint32_t word)
{
    struct dx_str text = h->words[word];
    uint64_t w = load(text, 0);
    if (is_wide(w)) {
        bool two = text.n >= 6 && w >> 39 & 1 && w >> 47 & 1; /* … of which case can't be passed over */
        h->second |= two ? 0 : UINT64_C(1) << (w >> 8 & 63);
        put(h, all, word, two ? CHARACTERS : CHARACTER, two ? characters(w) : character(w));
        return;
    }
    unsigned known = text.n < 3 ? 5 * (unsigned)text.n : BITS;
    if (text.n > 3)
        put(h, all, word, text.n < 6 ? FOUR : SIX, text.n < 6 ? four(w) : six(w));
    for (unsigned rest = 0; rest < 1u << (BITS - known) && !all->oom; rest++) {
        unsigned key = (three(w) & ((1u << known) - 1)) | rest << known;
        h->three[key % 1024] |= UINT32_C(1) << key / 1024;
        if (text.n <= 3)
            put(h, all, word, SHORT, key);
    }
}

static int by_bytes(struct dx_str a, struct dx_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (lower((unsigned char)a.p[i]) != lower((unsigned char)b.p[i]))
            return lower((unsigned char)a.p[i]) < lower((unsigned char)b.p[i]) ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

static int by_slot(const void *pa, const void *pb)
{
    const struct place *a = pa, *b = pb;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->slot != b->slot)
        return a->slot < b->slot ? -1 : 1;
    int d = by_bytes(a->text, b->text);
    return d ? d : (a->e.word > b->e.word) - (a->e.word < b->e.word);
}

static uint16_t alike(struct dx_str a, struct dx_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && lower((unsigned char)a.p[n]) == lower((unsigned char)b.p[n]))
        n++;
    return (uint16_t)n;
}

/* Words in their slots, each once, compared with the one before it, so that a text need not be, again and again. */
static void fill(struct dx_heads *h, struct places *all)
{
    size_t k = 0;
    uint32_t n = 0;
    if (all->n)
        qsort(all->place, all->n, sizeof *all->place, by_slot);
    for (unsigned kind = 0; kind < KINDS; kind++)
        for (unsigned slot = 0; slot <= SLOTS; slot++) {
            h->first[kind][slot] = n;
            for (size_t start = k; k < all->n && all->place[k].kind == kind && all->place[k].slot == slot; k++) {
                struct place *p = &all->place[k];
                if (k > start && p->e.word == p[-1].e.word)
                    continue;
                p->e.same = k > start ? alike(p->text, p[-1].text) : 0;
                h->entry[n++] = p->e;
            }
        }
}

static bool has_avx2(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
#else
    return false;
#endif
}

struct dx_heads *dx_heads_new(const struct dx_str *words, size_t n)
{
    struct dx_heads *h = calloc(1, sizeof *h);
    struct places all = {0};
    if (!h)
        return NULL;
    h->words = words;
    h->n = n;
    h->fast = has_avx2();
    for (size_t i = 0; i < n; i++)
        if (dx_heads_takes(words[i]))
            put_word(h, &all, (uint32_t)i);
    if (all.oom || (h->entry = calloc(all.n + 1, sizeof *h->entry)) == NULL) {
        dx_heads_free(h);
        h = NULL;
    } else {
        fill(h, &all);
    }
    free(all.place);
    return h;
}

void dx_heads_free(struct dx_heads *h)
{
    if (h)
        free(h->entry);
    free(h);
}

void dx_heads_plainly(struct dx_heads *h) { h->fast = false; }

/* ---- the words at a place ---- */

/* How many bytes of a word stand in the text, m of which are known to. */
static size_t matched(struct dx_str word, struct dx_str t, size_t m)
{
    while (m < word.n && m < t.n && (t.p[m] == word.p[m] || lower((unsigned char)t.p[m]) == lower((unsigned char)word.p[m])))
        m++;
    return m;
}

/* Words that stand at one place. */
struct here {
    uint32_t *word;
    size_t n, most;
};

/* The words of a slot that a text starts with. Such as are longer than their heads stand one behind the other where these are the same, in order:
 * behind those that begin as the text does none does any more. */
static inline void look_in(const struct dx_heads *h, unsigned kind, unsigned key, struct dx_str t, uint64_t w, struct here *out)
{
    unsigned slot = mixed(key, SLOT_BITS);
    size_t m = 0; /* bytes that the last long word has in common with the text */
    for (const struct entry *e = h->entry + h->first[kind][slot], *end = h->entry + h->first[kind][slot + 1]; e < end; e++) {
        if ((w ^ e->head) & e->mask)
            continue;
        if (e->n > sizeof w) {
            if (m && e->same > m)
                continue;
            if (m && e->same < m)
                break;
            if ((m = matched(h->words[e->word], t, m ? m : sizeof w)) < e->n)
                continue;
        }
        if (out->n < out->most)
            out->word[out->n++] = e->word;
    }
}

static inline void words_at(const struct dx_heads *h, struct dx_str t, size_t at, uint64_t w, struct here *out)
{
    struct dx_str rest = {t.p + at, t.n - at};
    uint64_t small = lowered(w);
    out->n = 0;
    if (!is_wide(w)) {
        if (bit(h, SIX, six(w)))
            look_in(h, SIX, six(w), rest, small, out);
        if (bit(h, FOUR, four(w)))
            look_in(h, FOUR, four(w), rest, small, out);
        if (bit(h, SHORT, three(w)))
            look_in(h, SHORT, three(w), rest, small, out);
        return;
    }
    if (bit(h, CHARACTERS, characters(w)))
        look_in(h, CHARACTERS, characters(w), rest, small, out);
    if (bit(h, CHARACTER, character(w)))
        look_in(h, CHARACTER, character(w), rest, small, out);
}

static bool starts_word(struct dx_str t, size_t at)
{
    unsigned char c = (unsigned char)t.p[at];
    return c >= 0xc0 || (is_letter(c) && !(at > 0 && is_letter((unsigned char)t.p[at - 1])));
}

/* ---- a walk over the places where words start ---- */

/* Asked of each place that may start a word; true ends the walk. */
typedef bool place_fn(void *ctx, struct dx_str t, size_t at, uint64_t w);

static inline size_t walk_plain(const struct dx_heads *h, struct dx_str t, size_t at, size_t to, place_fn *fn, void *ctx)
{
    for (; at < to; at++) {
        if (!starts_word(t, at))
            continue;
        uint64_t w = load(t, at);
        if (may_start(h, w) && fn(ctx, t, at, w))
            break;
    }
    return at;
}

#if HAVE_AVX2
enum { STEP = 32 };

/* Letters, and first bytes of characters beyond ASCII, of the next 32 bytes. */
__attribute__((target("avx2,bmi"))) static inline void look(const char *p, uint32_t *letters, uint32_t *leads)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)p), small = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
    __m256i l = _mm256_and_si256(_mm256_cmpgt_epi8(small, _mm256_set1_epi8('a' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), small));
    *letters = (uint32_t)_mm256_movemask_epi8(l);
    *leads = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(v, _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xbf))));
}

/* The last bytes are looked at in a copy with zeros behind them. */
__attribute__((target("avx2,bmi"))) static inline size_t walk_fast(const struct dx_heads *h, struct dx_str t, size_t at, size_t to, place_fn *fn, void *ctx)
{
    char copy[STEP + sizeof(uint64_t)];
    uint32_t before = at > 0 && is_letter((unsigned char)t.p[at - 1]);
    for (; at < to; at += STEP) {
        const char *p = t.p + at;
        if (t.n - at < sizeof copy) {
            memset(copy, 0, sizeof copy);
            p = memcpy(copy, p, t.n - at);
        }
        uint32_t letters, leads;
        look(p, &letters, &leads);
        uint32_t starts = (letters & ~(letters << 1 | before)) | leads;
        before = letters >> 31;
        if (to - at < STEP)
            starts &= (UINT32_C(1) << (to - at)) - 1;
        for (; starts; starts &= starts - 1) {
            unsigned k = (unsigned)__builtin_ctz(starts);
            uint64_t w;
            memcpy(&w, p + k, sizeof w);
            if (may_start(h, w) && fn(ctx, t, at + k, w))
                return at + k;
        }
    }
    return to;
}
#endif

static bool is_there(void *heads, struct dx_str t, size_t at, uint64_t w)
{
    uint32_t word[DX_HEADS_MOST];
    struct here here = {word, 0, DX_HEADS_MOST};
    words_at(heads, t, at, w, &here);
    return here.n > 0;
}

#if HAVE_AVX2
__attribute__((target("avx2,bmi"))) static size_t next_fast(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    return walk_fast(h, t, at, to, is_there, (void *)(uintptr_t)h);
}
#endif

static size_t next(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
#if HAVE_AVX2
    if (h->fast)
        return next_fast(h, t, at, to);
#endif
    return walk_plain(h, t, at, to, is_there, (void *)(uintptr_t)h);
}

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
    bool fast, oom;
    struct found text, last;
};

struct dx_starts *dx_starts_new(void)
{
    struct dx_starts *s = calloc(1, sizeof *s);
    if (s)
        s->fast = has_avx2();
    return s;
}

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

void dx_starts_plainly(struct dx_starts *s) { s->fast = false; }

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

#if HAVE_AVX2
__attribute__((target("avx2,bmi"))) static void find_fast(struct dx_starts *s) { walk_fast(s->all, s->text.text, 0, s->text.text.n, add_words, s); }
#endif

static void find(struct dx_starts *s)
{
    s->text.n = s->text.lists = 0;
    if (!gather(s))
        return;
#if HAVE_AVX2
    if (s->fast)
        find_fast(s);
    else
#endif
        walk_plain(s->all, s->text.text, 0, s->text.text.n, add_words, s);
    s->text.known = !s->oom;
}

/* Is a text that one, or a part of it? */
static bool holds(const struct found *f, struct dx_str t)
{
    uintptr_t start = (uintptr_t)f->text.p, p = (uintptr_t)t.p;
    return f->text.p && p >= start && t.n <= f->text.n && p - start <= f->text.n - t.n;
}

/* What is known of the text; NULL: nothing. */
static const struct found *found_in(struct dx_starts *s, struct dx_str t)
{
    if (!s || !t.n || s->oom)
        return NULL;
    if (holds(&s->text, t)) {
        if (!s->text.known && s->text.text.n <= UINT32_MAX)
            find(s);
        return s->text.known ? &s->text : NULL;
    }
    return holds(&s->last, t) ? &s->last : NULL;
}

/* The first of the words from byte `at` on. */
static size_t first_from(const struct found *f, size_t at)
{
    size_t lo = 0, hi = f->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (f->word[mid].at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

size_t dx_heads_next(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    const struct found *f = found_in(h->starts, t);
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
