/* sieve.c: starts of words as bits of 64 bytes, and a look-up for each */
#include "find/text/sieve.h"

#include <string.h>

#include "find/text/eight.h"
#include "find/text/maps.h"

enum { AHEAD = DX_MAP_BEYOND }; /* bytes from a place on that its look-up is by */

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

/* Places that pass, and as what. */
struct passed {
    uint64_t at;
    uint8_t where[DX_MAP];
};

/* The starts that pass of those that are bound: most are by their first bytes. */
static inline void pass_bound(const struct dx_sieve *s, const char *p, uint64_t starts, struct passed *out)
{
    for (; starts; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts), four = s->four[four_key(dx_eight(p + i))];
        if (!(four & (DX_SIEVE_ANY | DX_SIEVE_ANY << LONG)))
            continue;
        out->at |= (uint64_t)(where_narrow(s, p + i, four) & DX_SIEVE_ANY) << i;
        out->where[i] = DX_SIEVE_ANY;
    }
}

/* What a capital stands for that may start a word: a word of two letters ends there. */
static inline unsigned where_capital(const struct dx_sieve *s, const char *p)
{
    const uint64_t beyond = UINT64_C(0x808080808080); /* of as many bytes as words are told by */
    uint64_t w = dx_eight(p);
    unsigned four = s->four[four_key(w)];
    if (four & DX_SIEVE_CAPITAL || w & beyond)
        return DX_SIEVE_CAPITAL;
    if (four & DX_SIEVE_CAPITAL << LONG && s->six[six_key(w)] & DX_SIEVE_CAPITAL)
        return DX_SIEVE_CAPITAL;
    return is_letter((unsigned char)p[2]) ? 0 : s->pair[pair_key(w)] & DX_SIEVE_CAPITAL;
}

/* … and which of them pass, some of which do as something else already. */
static inline void pass_capitals(const struct dx_sieve *s, const char *p, uint64_t starts, struct passed *out)
{
    for (; starts; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts);
        if (!where_capital(s, p + i))
            continue;
        out->where[i] = (uint8_t)((out->at >> i & 1 ? out->where[i] : 0) | DX_SIEVE_CAPITAL);
        out->at |= UINT64_C(1) << i;
    }
}

/* What starts of words are. */
struct sorts {
    uint64_t wide, bound, first;
    unsigned as; /* what is asked for */
};

static inline void pass_each(const struct dx_sieve *s, const char *p, uint64_t starts, const struct sorts *k, struct passed *out)
{
    for (; starts; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts);
        unsigned sorts = DX_SIEVE_ANY | (k->bound >> i & 1 ? 0 : DX_SIEVE_LEADS) | (k->first >> i & 1 ? DX_SIEVE_FIRST : 0);
        uint64_t w = dx_eight(p + i);
        unsigned where = k->wide >> i & 1 ? where_wide(s, p + i) : where_narrow(s, p + i, s->four[four_key(w)]) | s->pair[pair_key(w)];
        where &= sorts & k->as;
        out->at |= (uint64_t)(where != 0) << i;
        out->where[i] = (uint8_t)where;
    }
}

/* The starts, behind no letter nor a byte beyond ASCII, of a capital. */
static inline uint64_t capitals_of(const struct dx_map_words *k, const char *p, uint64_t starts)
{
    enum { D_WITH_STROKE = 0xC4 }; /* its first byte */
    uint64_t capitals = starts & k->upper;
    for (uint64_t two = starts & k->lead & ~k->wide; two; two &= two - 1) {
        unsigned i = (unsigned)__builtin_ctzll(two);
        capitals |= (uint64_t)((unsigned char)p[i] == D_WITH_STROKE) << i;
    }
    return capitals;
}

/* The places that pass among 64 bytes at p, but for capitals. */
static inline void pass_words(const struct dx_sieve *s, const char *p, const struct dx_map_words *k, uint64_t valid, unsigned as, struct before *b, struct passed *out)
{
    uint64_t name = k->letter | k->high, starts = ((k->letter & ~(k->letter << 1 | b->letter)) | k->lead) & valid;
    struct sorts sorts = {.wide = k->wide, .bound = (name << 1 | b->name) | (k->blank << 1 & (name << 2 | b->name << 1)) | b->name_blank, .as = as};
    sorts.first = first_of(k, starts, b);
    uint64_t usual = starts & sorts.bound & ~(k->wide | sorts.first);
    b->letter = k->letter >> 63;
    b->name_blank = k->blank >> 63 & name >> 62;
    if (as & DX_SIEVE_ANY) /* as nothing else do they pass */
        pass_bound(s, p, usual, out);
    pass_each(s, p, starts & ~usual, &sorts, out);
}

static inline void pass_map(const struct dx_sieve *s, const char *p, const struct dx_map_words *k, uint64_t valid, unsigned as, struct before *b, struct passed *out)
{
    uint64_t name = k->letter | k->high;
    out->at = 0;
    if (as & ~(unsigned)DX_SIEVE_CAPITAL)
        pass_words(s, p, k, valid, as, b, out);
    if (as & DX_SIEVE_CAPITAL)
        pass_capitals(s, p, capitals_of(k, p, valid & ~(name << 1 | b->name)), out);
    b->name = name >> 63;
}

size_t dx_sieve_walk(const struct dx_sieve *s, struct dx_str t, size_t at, size_t to, unsigned as, dx_sieve_fn *fn, void *ctx)
{
    struct before b = {.first = 1};
    struct dx_map_words m;
    struct passed passed;
    enum dx_maps_vectors vectors = dx_maps_vectors();
    char copy[DX_MAP + DX_MAP_BEYOND];
    for (; at < to; at += DX_MAP) {
        const char *p = dx_map_bytes(t, at, copy);
        dx_maps_words(&m, p, vectors);
        pass_map(s, p, &m, dx_map_first(to - at), as, &b, &passed);
        for (; passed.at; passed.at &= passed.at - 1) {
            unsigned i = (unsigned)__builtin_ctzll(passed.at);
            if (fn(ctx, t, at + i, passed.where[i]))
                return at + i;
        }
    }
    return to;
}
