/* sieve.c: starts of words as bits of 64 bytes, and a look-up for each */
#include "find/text/sieve.h"

#include <string.h>

#include "find/text/eight.h"
#include "find/text/maps.h"

enum { AHEAD = DX_MAP_BEYOND }; /* bytes from a place on that its look-up is by */

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

enum { LONG = 4 }; /* bits by which the long words' are higher */

/* Where words are looked for that begin as a text does, by their entry of four. */
static inline unsigned where_narrow(const struct dx_sieve *s, const char *p, unsigned four) { return four | (four >> LONG & s->six[six_key(dx_eight(p))]); }

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
    uint64_t w = dx_eight(start);
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

/* ---- a walk ---- */

/* What the map before leaves: its last bytes, as the lowest bits; a line's first word is still to come. */
struct before {
    uint64_t letter, name, name_blank, first;
};

/* The starts that are the first of their lines: from where a line starts a carry goes up to the first start, or line end. */
static inline uint64_t first_of(const struct dx_map_words *k, uint64_t starts, struct before *b)
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
        unsigned i = (unsigned)__builtin_ctzll(starts), four = s->four[four_key(dx_eight(p + i))];
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
        uint64_t w = dx_eight(p + i);
        unsigned where = wide >> i & 1 ? where_wide(s, p + i) : where_narrow(s, p + i, s->four[four_key(w)]) | s->pair[pair_key(w)];
        passed |= (uint64_t)((where & sorts) != 0) << i;
    }
    return passed;
}

/* The places that pass among 64 bytes at p. */
static inline uint64_t pass_map(const struct dx_sieve *s, const char *p, const struct dx_map_words *k, uint64_t valid, struct before *b)
{
    uint64_t name = k->letter | k->high, starts = ((k->letter & ~(k->letter << 1 | b->letter)) | k->lead) & valid;
    uint64_t bound = (name << 1 | b->name) | (k->blank << 1 & (name << 2 | b->name << 1)) | b->name_blank;
    uint64_t first = first_of(k, starts, b), usual = starts & bound & ~(k->wide | first);
    b->letter = k->letter >> 63;
    b->name_blank = k->blank >> 63 & name >> 62;
    b->name = name >> 63;
    return pass_bound(s, p, usual) | pass_each(s, p, starts & ~usual, k->wide, bound, first);
}

size_t dx_sieve_walk(const struct dx_sieve *s, struct dx_str t, size_t at, size_t to, dx_sieve_fn *fn, void *ctx)
{
    struct before b = {.first = 1};
    struct dx_map_words m;
    enum dx_maps_vectors vectors = dx_maps_vectors();
    char copy[DX_MAP + DX_MAP_BEYOND];
    for (; at < to; at += DX_MAP) {
        const char *p = dx_map_bytes(t, at, copy);
        dx_maps_words(&m, p, vectors);
        uint64_t passed = pass_map(s, p, &m, dx_map_first(to - at), &b);
        for (; passed; passed &= passed - 1)
            if (fn(ctx, t, at + (unsigned)__builtin_ctzll(passed)))
                return at + (unsigned)__builtin_ctzll(passed);
    }
    return to;
}
