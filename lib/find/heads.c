/* heads.c: a filter of 2^16 bits over the first bytes of words, and lists behind it; one pass for several such lists */
#include "find/heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "find/bytes.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define BITS 16
#define SLOTS 4096u

/* Which bytes of a word are hashed: in scripts of the region the first and the fourth say nearly nothing. */
enum { ONE = 1, TWO, THREE, FOUR, TWO_CHARACTERS, CLASSES };

struct dx_heads {
    uint64_t bits[(1u << BITS) / 64];
    uint32_t first[SLOTS + 1];
    struct entry {
        uint32_t word;
        uint16_t hash, same; /* same: so many bytes are those of the word before it of this hash and class */
        uint8_t class;
    } *entry; /* words by slot */
    const struct dx_str *words;
    struct dx_bytes start; /* the bytes that words start with */
    bool has[CLASSES];
    bool fast;
    struct dx_starts *starts; /* NULL: it shares a pass with no other list */
    uint8_t list;             /* … its bit there */
};

#define FLAGS 14 /* bits of a hash */
#define PAIRS 1024 /* of two bytes, five bits of each, which tell letters apart */

struct start {
    uint32_t at;
    uint8_t lists;
};

struct dx_starts {
    uint8_t of[1u << FLAGS], of_two[PAIRS], of_one[256]; /* lists with a word of these first bytes; of these two, of this one alone */
    int lists;
    bool fast, known, oom;
    struct dx_str text;
    struct start *start; /* in order */
    size_t n, cap;
};

static bool is_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static unsigned char lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c; }

/* Eight bytes at a place, the first the lowest, capitals as small letters; zeros beyond the end. */
static inline uint64_t load(struct dx_str t, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t w = 0;
    if (t.n - at >= sizeof w)
        memcpy(&w, t.p + at, sizeof w);
    else
        memcpy(&w, t.p + at, t.n - at);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    uint64_t low = w & ones * 0x7f, from_a = low + ones * (0x80 - 'A'), beyond_z = low + ones * (0x7f - 'Z');
    return w | ((from_a ^ beyond_z) & ~w & ones * 0x80) >> 2;
}

static inline uint64_t head(uint64_t w, int class)
{
    return class == TWO_CHARACTERS ? (w >> 8 & 0xffff) | (w >> 16 & 0xffff0000) : w & ((UINT64_C(1) << 8 * class) - 1);
}

static inline unsigned hash(uint64_t w, int class)
{
    return (unsigned)((head(w, class) ^ (uint64_t)class << 56) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - BITS));
}

static int class_of(struct dx_str word)
{
    if ((unsigned char)word.p[0] >= 0xe0)
        return word.n >= 6 ? TWO_CHARACTERS : THREE;
    return word.n >= 4 ? FOUR : (int)word.n;
}

bool dx_heads_takes(struct dx_str w) { return w.n > 0 && (is_letter((unsigned char)w.p[0]) || (unsigned char)w.p[0] >= 0xc0); }

static bool has_avx2(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

/* How many bytes of a word stand in the text, from the k-th on. */
static size_t matched(struct dx_str word, struct dx_str t, size_t k)
{
    while (k < word.n && k < t.n && lower((unsigned char)t.p[k]) == lower((unsigned char)word.p[k]))
        k++;
    return k;
}

/* Words of one hash have long heads in common: each is compared with the one before it, so that a text need not be, again and again. */
static void compare_words(struct dx_heads *h)
{
    for (unsigned s = 0; s < SLOTS; s++)
        for (uint32_t i = h->first[s]; i < h->first[s + 1]; i++)
            for (uint32_t k = i; k-- > h->first[s];) {
                struct entry *e = &h->entry[i], *before = &h->entry[k];
                if (before->hash != e->hash || before->class != e->class)
                    continue;
                size_t n = matched(h->words[e->word], h->words[before->word], 0);
                e->same = n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
                break;
            }
}

struct dx_heads *dx_heads_new(const struct dx_str *words, size_t n)
{
    struct dx_heads *h = calloc(1, sizeof *h);
    if (!h || (h->entry = calloc(n + 1, sizeof *h->entry)) == NULL) {
        dx_heads_free(h);
        return NULL;
    }
    h->words = words;
    h->fast = has_avx2();
    for (int fill = 0; fill < 2; fill++) { /* count the slots' words, then place them from behind */
        for (size_t i = n; i-- > 0;) {
            if (!dx_heads_takes(words[i]))
                continue;
            int class = class_of(words[i]);
            unsigned k = hash(load(words[i], 0), class), slot = k % SLOTS;
            h->has[class] = true;
            dx_bytes_put(&h->start, (unsigned char)words[i].p[0]);
            if (is_letter((unsigned char)words[i].p[0]))
                dx_bytes_put(&h->start, (unsigned char)words[i].p[0] ^ 0x20);
            h->bits[k / 64] |= UINT64_C(1) << k % 64;
            if (fill)
                h->entry[--h->first[slot]] = (struct entry){(uint32_t)i, (uint16_t)k, 0, (uint8_t)class};
            else
                h->first[slot]++;
        }
        for (unsigned s = 1; !fill && s <= SLOTS; s++)
            h->first[s] += h->first[s - 1];
    }
    compare_words(h);
    return h;
}

void dx_heads_free(struct dx_heads *h)
{
    if (h)
        free(h->entry);
    free(h);
}

static inline bool bit(const struct dx_heads *h, uint64_t w, int class)
{
    unsigned k = hash(w, class);
    return h->has[class] && (h->bits[k / 64] >> k % 64 & 1);
}

/* The classes that words at a place with this first byte may be of. */
static const int *classes_at(unsigned char first)
{
    static const int latin[] = {FOUR, THREE, TWO, ONE, 0}, other[] = {TWO_CHARACTERS, THREE, 0};
    return first >= 0xe0 ? other : latin;
}

static bool in_starts(const struct dx_heads *h, uint64_t w);

static bool may_start(const struct dx_heads *h, struct dx_str t, size_t at)
{
    uint64_t w = load(t, at);
    if (h->starts && !in_starts(h, w))
        return false;
    for (const int *c = classes_at((unsigned char)t.p[at]); *c; c++)
        if (bit(h, w, *c))
            return true;
    return false;
}

size_t dx_heads_at(const struct dx_heads *h, struct dx_str t, size_t at, uint32_t out[DX_HEADS_MOST])
{
    struct dx_str rest = {t.p + at, t.n - at};
    if (!dx_bytes_has(&h->start, (unsigned char)t.p[at]))
        return 0;
    uint64_t w = load(t, at);
    size_t n = 0;
    for (const int *c = classes_at((unsigned char)t.p[at]); *c; c++) {
        unsigned key = hash(w, *c), slot = key % SLOTS;
        size_t same = 0; /* bytes that the last word has in common with the text */
        if (!h->has[*c] || !(h->bits[key / 64] >> key % 64 & 1))
            continue;
        for (uint32_t i = h->first[slot]; i < h->first[slot + 1]; i++) {
            const struct entry *e = &h->entry[i];
            if (e->hash != key || e->class != *c)
                continue;
            if (e->same == same || e->same == UINT16_MAX)
                same = matched(h->words[e->word], rest, e->same == same ? same : 0);
            else if (e->same < same) /* the text goes on as the last word does */
                same = e->same;
            if (same == h->words[e->word].n && n < DX_HEADS_MOST)
                out[n++] = e->word;
        }
    }
    return n;
}

static bool starts_word(struct dx_str t, size_t at)
{
    unsigned char c = (unsigned char)t.p[at];
    return c >= 0xc0 || (is_letter(c) && !(at > 0 && is_letter((unsigned char)t.p[at - 1])));
}

static size_t next_plain(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    while (at < to && !(starts_word(t, at) && may_start(h, t, at)))
        at++;
    return at;
}

#if HAVE_AVX2
#define STEP 32
/* Letters, and first bytes of characters beyond ASCII, of the next 32 bytes. */
__attribute__((target("avx2"))) static inline void look(const char *p, uint32_t *letters, uint32_t *leads)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)p), small = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
    __m256i l = _mm256_and_si256(_mm256_cmpgt_epi8(small, _mm256_set1_epi8('a' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), small));
    *letters = (uint32_t)_mm256_movemask_epi8(l);
    *leads = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(v, _mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)0xbf))));
}

__attribute__((target("avx2"))) static size_t next_fast(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    uint32_t before = at > 0 && is_letter((unsigned char)t.p[at - 1]);
    for (; to - at >= STEP; at += STEP) {
        uint32_t letters, leads;
        look(t.p + at, &letters, &leads);
        uint32_t starts = (letters & ~(letters << 1 | before)) | leads;
        before = letters >> 31;
        for (; starts; starts &= starts - 1)
            if (may_start(h, t, at + (unsigned)__builtin_ctz(starts)))
                return at + (unsigned)__builtin_ctz(starts);
    }
    return next_plain(h, t, at, to);
}
#endif

void dx_heads_plainly(struct dx_heads *h) { h->fast = false; }

/* ---- one pass for several lists ---- */

/* Three bytes are enough to pass most words over; ones of scripts of the region are hashed as above. */
static unsigned flag_of(uint64_t w, int class) { return hash(w, class == FOUR ? THREE : class) >> (BITS - FLAGS); }

static unsigned pair_of(uint64_t w) { return (unsigned)((w & 31) << 5 | (w >> 8 & 31)); }

struct dx_starts *dx_starts_new(void)
{
    struct dx_starts *s = calloc(1, sizeof *s);
    if (s)
        s->fast = has_avx2();
    return s;
}

void dx_starts_free(struct dx_starts *s)
{
    if (s)
        free(s->start);
    free(s);
}

static void join_word(struct dx_starts *s, struct dx_str word, uint8_t list)
{
    int class = class_of(word);
    uint64_t w = load(word, 0);
    if (class == ONE)
        s->of_one[w & 0xff] |= list;
    if (class == TWO)
        s->of_two[pair_of(w)] |= list;
    if (class > TWO)
        s->of[flag_of(w, class)] |= list;
}

void dx_starts_join(struct dx_starts *s, struct dx_heads *h)
{
    h->starts = s;
    h->list = (uint8_t)(1u << s->lists++);
    for (uint32_t i = 0; i < h->first[SLOTS]; i++)
        join_word(s, h->words[h->entry[i].word], h->list);
}

void dx_starts_text(struct dx_starts *s, struct dx_str text)
{
    s->text = text;
    s->known = false;
    s->n = 0;
}

/* The lists that may have a word which starts with these bytes. */
static inline uint8_t lists_of(const struct dx_starts *s, uint64_t w)
{
    unsigned char first = (unsigned char)w;
    return (uint8_t)(s->of[flag_of(w, THREE)] | (first >= 0xe0 ? s->of[flag_of(w, TWO_CHARACTERS)] : s->of_one[first] | s->of_two[pair_of(w)]));
}

static bool in_starts(const struct dx_heads *h, uint64_t w) { return lists_of(h->starts, w) & h->list; }

static inline void look_at(struct dx_starts *s, size_t at)
{
    uint8_t lists = lists_of(s, load(s->text, at));
    if (!lists)
        return;
    if (!DX_MORE(s->start, s->n, s->cap)) {
        s->oom = true;
        return;
    }
    s->start[s->n++] = (struct start){(uint32_t)at, lists};
}

static void find_plain(struct dx_starts *s, size_t at)
{
    for (; at < s->text.n; at++)
        if (starts_word(s->text, at))
            look_at(s, at);
}

#if HAVE_AVX2
__attribute__((target("avx2"))) static void find_fast(struct dx_starts *s)
{
    uint32_t before = 0;
    size_t at = 0;
    for (; s->text.n - at >= STEP; at += STEP) {
        uint32_t letters, leads;
        look(s->text.p + at, &letters, &leads);
        uint32_t starts = (letters & ~(letters << 1 | before)) | leads;
        before = letters >> 31;
        for (; starts; starts &= starts - 1)
            look_at(s, at + (unsigned)__builtin_ctz(starts));
    }
    find_plain(s, at);
}
#endif

static void find(struct dx_starts *s)
{
    s->known = true;
#if HAVE_AVX2
    if (s->fast) {
        find_fast(s);
        return;
    }
#endif
    find_plain(s, 0);
}

void dx_starts_plainly(struct dx_starts *s) { s->fast = false; }

/* The first place of [at, to) that has the list's bit; `to`: there is none. */
static size_t next_known(const struct dx_starts *s, uint8_t list, size_t at, size_t to)
{
    size_t lo = 0, hi = s->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->start[mid].at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo < s->n && s->start[lo].at < to && !(s->start[lo].lists & list))
        lo++;
    return lo < s->n && s->start[lo].at < to ? s->start[lo].at : to;
}

size_t dx_heads_next(const struct dx_heads *h, struct dx_str t, size_t at, size_t to)
{
    struct dx_starts *s = h->starts;
    if (s && t.n && s->text.p == t.p && s->text.n == t.n && t.n <= UINT32_MAX) {
        if (!s->known)
            find(s);
        if (!s->oom) /* else there is no short cut */
            return next_known(s, h->list, at, to);
    }
#if HAVE_AVX2
    if (h->fast)
        return next_fast(h, t, at, to);
#endif
    return next_plain(h, t, at, to);
}
