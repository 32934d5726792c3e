/* sieve.c: starts of words as bits of 64 bytes, and a look-up for each */
#include "find/sieve.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include "find/vectors.h"
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

enum { GROUP = 64, AHEAD = 8 }; /* bytes from a place on that its look-up is by */

static bool is_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static bool is_wide(unsigned char c) { return c >= 0xe0; } /* a character of three or four bytes */

/* ---- keys ---- */

static inline unsigned mixed(uint32_t key) { return key * UINT32_C(0x9e3779b1) >> (32 - DX_SIEVE_BITS); }
/* Five bits tell letters apart, whatever their case. */
static inline unsigned four_key(uint64_t w) { return mixed((uint32_t)w & UINT32_C(0x1f1f1f1f)); }
static inline unsigned six_key(uint64_t w)
{
    w &= UINT64_C(0x1f1f1f1f1f1f); /* side by side, so that no letter is lost: 5 * 6 bits */
    w |= w >> 3;
    return mixed((uint32_t)((w & 0x3ff) | (w >> 6 & 0x3ff << 10) | (w >> 12 & 0x3ff << 20)));
}
static inline unsigned pair_key(uint64_t w) { return (unsigned)((w & 31) | (w >> 3 & 31 << 5)); }
static inline unsigned two_key(const unsigned char *p) { return mixed((uint32_t)p[1] | (uint32_t)p[2] << 8 | (uint32_t)p[4] << 16 | (uint32_t)p[5] << 24); }
static inline unsigned one_key(const unsigned char *p) { return (p[1] & 63u) | (p[2] & 63u) << 6; }

/* Eight bytes, the first the lowest. */
static inline uint64_t load(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

enum { LONG = 4 }; /* bits by which the long words' are higher */

/* Where words are looked for that begin as a text does, by their entry of four. */
static inline unsigned where_narrow(const struct dx_sieve *s, const char *p, unsigned four) { return four | (four >> LONG & s->six[six_key(load(p))]); }

static inline unsigned where_wide(const struct dx_sieve *s, const char *p)
{
    const unsigned char *c = (const unsigned char *)p;
    return s->two[two_key(c)] | s->one[one_key(c)];
}

/* A short word begins as all do that go on behind it. */
static void add_narrow(struct dx_sieve *s, struct dx_str word, unsigned where)
{
    size_t known = word.n < 4 ? word.n : 4;
    char start[AHEAD] = {0};
    memcpy(start, word.p, word.n < AHEAD ? word.n : AHEAD);
    uint64_t w = load(start);
    if (word.n >= 6) {
        s->four[four_key(w)] |= (uint8_t)(where << LONG);
        s->six[six_key(w)] |= (uint8_t)where;
    } else if (word.n <= 2 && where != DX_SIEVE_ANY) {
        for (uint64_t rest = 0; rest < (word.n < 2 ? 32 : 1); rest++)
            s->pair[pair_key(w | rest << 8)] |= (uint8_t)where;
    } else {
        for (uint64_t rest = 0; rest < UINT64_C(1) << 5 * (4 - known); rest++)
            s->four[four_key(w | ((rest & 31) | (rest >> 5 & 31) << 8 | (rest >> 10 & 31) << 16) << 8 * known)] |= (uint8_t)where;
    }
}

static void add_wide(struct dx_sieve *s, struct dx_str word, unsigned where)
{
    const unsigned char *c = (const unsigned char *)word.p;
    bool two = word.n >= 6 && c[4] & 0x80 && c[5] & 0x80; /* … of which case can't be passed over */
    uint8_t *of = two ? &s->two[two_key(c)] : word.n >= 3 ? &s->one[one_key(c)] : NULL;
    if (of)
        *of |= (uint8_t)where;
    for (size_t k = 0; !of && k < sizeof s->one; k++)
        s->one[k] |= (uint8_t)where;
}

void dx_sieve_add(struct dx_sieve *s, struct dx_str word, enum dx_sieve_where where)
{
    if (word.n && is_wide((unsigned char)word.p[0]))
        add_wide(s, word, where);
    else if (word.n)
        add_narrow(s, word, where);
}

/* ---- byte by byte ---- */

/* What stands before a place; first: no word of its line does. */
struct place {
    bool first, blank_before, letter_before, name_before, name_before_blank;
};

static unsigned sorts_of(const struct place *p)
{
    bool bound = p->name_before || (p->blank_before && p->name_before_blank);
    return DX_SIEVE_ANY | (bound ? 0 : DX_SIEVE_LEADS) | (p->first ? DX_SIEVE_FIRST : 0);
}

static size_t walk_plain(const struct dx_sieve *s, struct dx_str t, size_t at, size_t to, dx_sieve_fn *fn, void *ctx)
{
    struct place p = {.first = true};
    for (; at < to; at++) {
        char here[AHEAD] = {0};
        unsigned char c = (unsigned char)t.p[at];
        bool letter = is_letter(c), name = letter || c >= 0x80;
        if (c >= 0xc0 || (letter && !p.letter_before)) {
            memcpy(here, t.p + at, t.n - at < AHEAD ? t.n - at : AHEAD);
            unsigned where = is_wide(c) ? where_wide(s, here) : where_narrow(s, here, s->four[four_key(load(here))]) | s->pair[pair_key(load(here))];
            if ((where & sorts_of(&p)) && fn(ctx, t, at))
                return at;
            p.first = false;
        }
        p = (struct place){(p.first || c == '\n'), c == ' ', letter, name, p.name_before};
    }
    return to;
}

#if HAVE_AVX2
/* What 64 bytes are: a bit each. */
struct kinds {
    uint64_t letter, blank, newline, high, lead, wide; /* lead, wide: the first byte of a character of two bytes and more, of three and more */
};

/* What the group before leaves: its last bytes, as the lowest bits; a line's first word is still to come. */
struct before {
    uint64_t letter, name, name_blank, first;
};

__attribute__((target("avx2"))) static inline uint64_t mask(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}
__attribute__((target("avx2"))) static inline uint64_t same(__m256i v, __m256i w, __m256i c) { return mask(_mm256_cmpeq_epi8(v, c), _mm256_cmpeq_epi8(w, c)); }
__attribute__((target("avx2"))) static inline uint64_t above(__m256i v, __m256i w, __m256i c) { return mask(_mm256_cmpgt_epi8(v, c), _mm256_cmpgt_epi8(w, c)); }
__attribute__((target("avx2"))) static inline __m256i letters(__m256i v, __m256i blank, __m256i a, __m256i z)
{
    __m256i off = _mm256_sub_epi8(_mm256_or_si256(v, blank), a);
    return _mm256_cmpeq_epi8(_mm256_min_epu8(off, z), off);
}

/* What vectors are compared with. */
struct constants {
    union vector blank, a, z, newline, lead, wide;
};
static const struct constants made = {ALL(' '), ALL('a'), ALL(25), ALL('\n'), ALL((char)0xbf), ALL((char)0xdf)};

__attribute__((target("avx2"))) static inline struct kinds look(const char *p)
{
    const struct constants *c = &made;
    __asm__("" : "+r"(c)); /* as if nothing were known of them */
    __m256i v = _mm256_loadu_si256((const __m256i *)p), w = _mm256_loadu_si256((const __m256i *)(p + GROUP / 2));
    struct kinds k = {mask(letters(v, c->blank.v, c->a.v, c->z.v), letters(w, c->blank.v, c->a.v, c->z.v)), same(v, w, c->blank.v), same(v, w, c->newline.v), mask(v, w), 0, 0};
    if (k.high) {
        k.lead = k.high & above(v, w, c->lead.v);
        k.wide = k.high & above(v, w, c->wide.v);
    }
    return k;
}

/* The starts that are the first of their lines: from where a line starts a carry goes up to the first start, or line end. */
static inline uint64_t first_of(const struct kinds *k, uint64_t starts, struct before *b)
{
    uint64_t lines = (k->newline << 1 | b->first) & ~k->newline, sum;
    b->first = (uint64_t)__builtin_add_overflow(~(starts | k->newline), lines, (unsigned long *)&sum) | k->newline >> 63;
    return sum & starts;
}

/* The starts that pass of those that are bound: most are by their first bytes. */
static inline uint64_t pass_bound(const struct dx_sieve *s, const char *p, uint64_t starts)
{
    uint64_t passed = 0;
    for (; starts; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts), four = s->four[four_key(load(p + i))];
        if (four & (DX_SIEVE_ANY | DX_SIEVE_ANY << LONG))
            passed |= (uint64_t)(where_narrow(s, p + i, four) & DX_SIEVE_ANY) << i;
    }
    return passed;
}

static inline uint64_t pass_each(const struct dx_sieve *s, const char *p, uint64_t starts, uint64_t wide, uint64_t bound, uint64_t first)
{
    uint64_t passed = 0;
    for (; starts; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts);
        unsigned sorts = DX_SIEVE_ANY | (bound >> i & 1 ? 0 : DX_SIEVE_LEADS) | (first >> i & 1 ? DX_SIEVE_FIRST : 0);
        uint64_t w = load(p + i);
        unsigned where = wide >> i & 1 ? where_wide(s, p + i) : where_narrow(s, p + i, s->four[four_key(w)]) | s->pair[pair_key(w)];
        passed |= (uint64_t)((where & sorts) != 0) << i;
    }
    return passed;
}

/* The places that pass among 64 bytes at p. */
__attribute__((target("avx2,bmi"))) static inline uint64_t pass_group(const struct dx_sieve *s, const char *p, uint64_t valid, struct before *b)
{
    struct kinds k = look(p);
    uint64_t name = k.letter | k.high, starts = ((k.letter & ~(k.letter << 1 | b->letter)) | k.lead) & valid;
    uint64_t bound = (name << 1 | b->name) | (k.blank << 1 & (name << 2 | b->name << 1)) | b->name_blank;
    uint64_t first = first_of(&k, starts, b), usual = starts & bound & ~(k.wide | first);
    b->letter = k.letter >> 63;
    b->name_blank = k.blank >> 63 & name >> 62;
    b->name = name >> 63;
    return pass_bound(s, p, usual) | pass_each(s, p, starts & ~usual, k.wide, bound, first);
}

/* The last bytes are looked at in a copy with zeros behind them. */
__attribute__((target("avx2,bmi"))) static size_t walk_fast(const struct dx_sieve *s, struct dx_str t, size_t at, size_t to, dx_sieve_fn *fn, void *ctx)
{
    struct before b = {.first = 1};
    char copy[GROUP + AHEAD];
    for (; at < to; at += GROUP) {
        const char *p = t.p + at;
        if (t.n - at < sizeof copy) {
            memset(copy, 0, sizeof copy);
            p = memcpy(copy, p, t.n - at);
        }
        uint64_t passed = pass_group(s, p, to - at < GROUP ? (UINT64_C(1) << (to - at)) - 1 : UINT64_MAX, &b);
        for (; passed; passed &= passed - 1)
            if (fn(ctx, t, at + (unsigned)__builtin_ctzll(passed)))
                return at + (unsigned)__builtin_ctzll(passed);
    }
    return to;
}
#endif

size_t dx_sieve_walk(const struct dx_sieve *s, struct dx_str t, size_t at, size_t to, dx_sieve_fn *fn, void *ctx)
{
#if HAVE_AVX2
    if (!s->plain && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return walk_fast(s, t, at, to, fn, ctx);
#endif
    return walk_plain(s, t, at, to, fn, ctx);
}
