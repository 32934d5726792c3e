/* needs.c: the needs, and the pass over a text that tells which of them it meets */
#include "find/pattern/needs.h"

#include <string.h>

#define BIT(c) (UINT64_C(1) << ((c) & 63))
#define LETTER(c) {{0, BIT(c) | BIT((c) & ~0x20), 0, 0}} /* in either case */

#define RUN_LENGTH 16
#define DIGITS_LENGTH 6
#define LETTERS UINT64_C(0x07fffffe07fffffe) /* of the second 64 bytes */

enum { DIGIT, AT, COLON, SLASH, BRACKET, QUEUE, DOT, BEYOND, DOMAIN, WRAPPED, SPELT, RUN, LONG, DIGITS };

/* A full stop at the end of a sentence is no dot inside a word. */
const struct dx_need dx_needs[DX_NEEDS] = {
    [DIGIT] = {1, 1, {DX_BYTES_DIGIT}},
    [AT] = {1, 1, {{{0, BIT('@'), 0, 0}}}},
    [COLON] = {1, 1, {{{BIT(':'), 0, 0, 0}}}},
    [SLASH] = {1, 1, {{{BIT('/'), 0, 0, 0}}}},
    [BRACKET] = {1, 1, {{{BIT('('), BIT('[') | BIT('{'), 0, 0}}}},
    [QUEUE] = {1, 1, {LETTER('q')}}, /* …DLDAQ…: else no pattern starts within a number, and numbers are passed over but for their first digit */
    [BEYOND] = {1, 1, {{{0, 0, UINT64_MAX, UINT64_MAX}}}},
    [DOT] = {2, 2, {{{BIT('.'), 0, 0, 0}}, {{~(BIT('\t') | BIT('\n') | BIT('\r') | BIT(' ')), UINT64_MAX, UINT64_MAX, UINT64_MAX}}}},
    [DOMAIN] = {2, 2, {{{BIT('.'), 0, 0, 0}}, {{BIT(')'), BIT(']') | LETTERS, UINT64_MAX, UINT64_MAX}}}}, /* no decimal; example[.]org */
    [WRAPPED] = {2, 2, {{{BIT('('), BIT('[') | BIT('{'), 0, 0}}, {{0, BIT('@') | BIT('a') | BIT('A'), 0, 0}}}}, /* name(at)example.org */
    [SPELT] = {3, 3, {LETTER('d'), LETTER('o'), LETTER('t')}}, /* name at example dot org */
    [RUN] = {RUN_LENGTH, 1, {DX_BYTES_ALNUM}},
    [LONG] = {DX_NEED_LONGEST, 1, {{{UINT64_C(0x03ff000000000000) | BIT('+') | BIT('/'), LETTERS, 0, 0}}}},
    [DIGITS] = {DIGITS_LENGTH, 1, {DX_BYTES_DIGIT}}, /* no date, time or amount as they are mostly written */
};

uint32_t dx_needs_plainly(struct dx_str t)
{
    uint32_t met = 0;
    for (int k = 0; k < DX_NEEDS; k++) {
        const struct dx_need *d = &dx_needs[k];
        int row = 0;
        for (size_t i = 0; i < t.n && row < d->n; i++) {
            unsigned char c = (unsigned char)t.p[i];
            row = dx_bytes_has(dx_need_set(d, row), c) ? row + 1 : dx_bytes_has(&d->set[0], c);
        }
        met |= (uint32_t)(row == d->n) << k;
    }
    return met;
}

/* ---- by maps ---- */

/* Bits that start four in a row, or eight. */
static inline uint64_t four_of(uint64_t bits)
{
    bits &= bits >> 1;
    return bits & bits >> 2;
}

static inline uint64_t eight_of(uint64_t bits)
{
    bits = four_of(bits);
    return bits & bits >> 4;
}

/* So many at the start of a map, or at its end. */
static inline unsigned ahead(uint64_t bits) { return ~bits ? (unsigned)__builtin_ctzll(~bits) : DX_MAP; }
static inline unsigned behind(uint64_t bits) { return ~bits ? (unsigned)__builtin_clzll(~bits) : DX_MAP; }

/* What the map before has of DIGITS, RUN, LONG, where the line started there. */
struct open {
    uint64_t digit, alnum, member;
};

#define BOTH_RUNS (1u << RUN | 1u << LONG)

/* Have its last eight bytes LONG? */
static inline bool ends_long(const struct open *o) { return o->member >> 56 == 0xff; }

/* Where a line stands in a map: from bit `from` on. */
struct part {
    uint64_t bits;
    unsigned from;
};

/* Rows of RUN and LONG that end in the part. A row across its start has eight on one side of it. */
static inline uint32_t long_runs(const struct dx_map_signs *m, struct part part, const struct open *o)
{
    uint64_t alnum = m->alnum & part.bits, member = m->member & part.bits, a = eight_of(alnum), w = eight_of(member);
    return (uint32_t)((a & a >> 8) || behind(o->alnum) + ahead(alnum >> part.from) >= RUN_LENGTH) << RUN |
           (uint32_t)((w & w >> 8 & w >> 16) || behind(o->member) + ahead(member >> part.from) >= DX_NEED_LONGEST) << LONG;
}
_Static_assert(RUN_LENGTH == 16 && DX_NEED_LONGEST == 24 && DIGITS_LENGTH == 6 && DX_NEED_LONGEST <= DX_MAP, "as they are looked for");

/* What a sign at one of the bits starts with the byte behind it, where not all is met yet. Nearly all lines have a dot or a bracket or two: they are looked
 * at one by one. */
static inline uint32_t behind_signs(struct dx_str t, uint64_t bits, int one, int other, uint32_t met)
{
    for (uint32_t both = 1u << one | 1u << other; bits && (met & both) != both; bits &= bits - 1) {
        size_t at = (unsigned)__builtin_ctzll(bits) + 1;
        unsigned char c = at < t.n ? (unsigned char)t.p[at] : '\n'; /* of no set */
        met |= (uint32_t)dx_bytes_has(&dx_needs[one].set[1], c) << one | (uint32_t)dx_bytes_has(&dx_needs[other].set[1], c) << other;
    }
    return met;
}

/* The needs that signs meet, and those that are met. */
static inline uint32_t signs_met(const struct dx_map_signs *m, struct dx_str t, struct part part, const struct open *o, uint32_t met)
{
    uint64_t digit = m->digit & part.bits, bracket = m->bracket & part.bits, d = four_of(digit);
    met |= (uint32_t)(digit != 0) << DIGIT | (uint32_t)((m->at & part.bits) != 0) << AT | (uint32_t)((m->colon & part.bits) != 0) << COLON |
                   (uint32_t)((m->slash & part.bits) != 0) << SLASH | (uint32_t)((m->q & part.bits) != 0) << QUEUE;
    met |= (uint32_t)((d & d >> 2) || (digit && behind(o->digit) + ahead(digit >> part.from) >= DIGITS_LENGTH)) << DIGITS;
    return bracket ? behind_signs(t, bracket, WRAPPED, WRAPPED, met | 1u << BRACKET) : met;
}

/* The needs that are met in a part of the 64 bytes that t starts with, and those that are already. */
static inline uint32_t look(const struct dx_map_signs *m, uint64_t rows, struct dx_str t, struct part part, const struct open *o, uint32_t met)
{
    met |= (uint32_t)((m->high & part.bits) != 0) << BEYOND | (uint32_t)((m->spelt & part.bits) != 0) << SPELT;
    uint64_t dot = m->dot & part.bits, named = m->alnum & ~m->digit;
    if (dot) {
        met |= (uint32_t)((dot & m->alnum >> 1) != 0) << DOT | (uint32_t)((dot & named >> 1) != 0) << DOMAIN;
        met = behind_signs(t, dot & ~(m->alnum >> 1), DOT, DOMAIN, met);
    }
    if (m->signs & part.bits)
        met = signs_met(m, t, part, o, met);
    if (((rows & part.bits) || ends_long(o)) && (met & BOTH_RUNS) != BOTH_RUNS)
        met |= long_runs(m, part, o);
    return met;
}

/* What most maps have none of: a full stop at the end of a line meets no need. */
static void next_map(struct dx_need_lines *l, size_t at)
{
    char copy[DX_MAP + DX_MAP_BEYOND];
    const struct dx_map_signs *m = &l->signs;
    l->map = at;
    dx_maps_signs(&l->signs, dx_map_bytes(l->text, at, copy), l->vectors);
    uint64_t eights = eight_of(m->member);
    l->rows = (eights & eights >> 8) | (eights & 1);
    l->any = l->rows | m->high | m->spelt | m->signs | (m->dot & ~(m->newline >> 1));
}

/* Up to where the line from l->next on goes (lines: else the text), and what is met there. Beyond the text a map has zeros, which are nothing. */
static inline void look_from(struct dx_need_lines *l, bool lines)
{
    struct open open = {0};
    l->needs = 0;
    for (size_t at = l->next; at < l->text.n; at = l->map + DX_MAP) {
        if (at - l->map >= DX_MAP)
            next_map(l, at);
        unsigned from = (unsigned)(at - l->map);
        uint64_t rest = UINT64_MAX << from, ends = lines ? l->signs.newline & rest : 0, bits = ends ? rest & ((ends & -ends) - 1) : rest;
        if ((l->any & bits) || ends_long(&open))
            l->needs = look(&l->signs, l->rows, (struct dx_str){l->text.p + l->map, l->text.n - l->map}, (struct part){bits, from}, &open, l->needs);
        if (ends) {
            l->end = l->map + (unsigned)__builtin_ctzll(ends);
            return;
        }
        open = (struct open){l->signs.digit & bits, l->signs.alnum & bits, l->signs.member & bits};
    }
    l->end = l->text.n;
}

void dx_need_lines_start(struct dx_need_lines *l, struct dx_str text, size_t at)
{
    l->text = text;
    l->start = l->next = at;
    l->map = at - DX_MAP; /* none yet: wraps around at the start of the text */
    l->vectors = dx_maps_vectors();
}

bool dx_need_lines_next(struct dx_need_lines *l)
{
    if ((l->start = l->next) >= l->text.n)
        return false;
    look_from(l, true);
    l->next = l->end + 1;
    return true;
}

uint32_t dx_needs_of(struct dx_str text)
{
    struct dx_need_lines l;
    dx_need_lines_start(&l, text, 0);
    look_from(&l, false);
    return l.needs;
}
