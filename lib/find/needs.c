/* needs.c: the needs, and the pass over a text that tells which of them it meets */
#include "find/needs.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define BIT(c) (UINT64_C(1) << ((c) & 63))
#define LETTER(c) {{0, BIT(c) | BIT((c) & ~0x20), 0, 0}} /* in either case */

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
    [RUN] = {16, 1, {DX_BYTES_ALNUM}},
    [LONG] = {DX_NEED_LONGEST, 1, {{{UINT64_C(0x03ff000000000000) | BIT('+') | BIT('/'), LETTERS, 0, 0}}}},
    [DIGITS] = {6, 1, {DX_BYTES_DIGIT}}, /* no date, time or amount as they are mostly written */
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

#if HAVE_AVX2
#define STEP 32

/* The bytes of a block that are one of from … from + n - 1: a bit each. */
__attribute__((target("avx2"))) static inline uint32_t within(__m256i v, unsigned char from, unsigned char n)
{
    __m256i off = _mm256_sub_epi8(v, _mm256_set1_epi8((char)from));
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(off, _mm256_set1_epi8((char)(n - 1))), off));
}

/* Classes of single bytes, of which each byte has those that both its halves name: a bit each. */
enum { C_DIGIT = 1, C_AT = 2, C_COLON = 4, C_SLASH = 8, C_ROUND = 16, C_SQUARE = 32, C_QUEUE = 64, C_DOT = 128 };
#define BOTH_DOTS (1u << DOT | 1u << DOMAIN)
#define LOW_ZERO (C_DIGIT | C_AT)
#define TWICE(...) __VA_ARGS__, __VA_ARGS__

/* What was met so far. */
struct met {
    __m256i classes, beyond;
    uint32_t rows;                   /* those of more than one byte */
    uint32_t dot, bracket, d, d_o;   /* the last byte is one; d_o: the last two */
    uint64_t alnum, member, digit;   /* of RUN, LONG and DIGITS, the last the highest */
};

__attribute__((target("avx2"))) static inline __m256i is(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
__attribute__((target("avx2"))) static inline uint32_t mask(__m256i v) { return (uint32_t)_mm256_movemask_epi8(v); }

__attribute__((target("avx2"))) static inline __m256i classes_of(__m256i v)
{
    const __m256i low = _mm256_setr_epi8(TWICE(LOW_ZERO, C_DIGIT | C_QUEUE, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT | C_ROUND, C_DIGIT,
                                               C_COLON, C_SQUARE, 0, 0, (char)C_DOT, C_SLASH));
    const __m256i high = _mm256_setr_epi8(TWICE(0, 0, (char)(C_SLASH | C_ROUND | C_DOT), C_DIGIT | C_COLON, C_AT, C_SQUARE | C_QUEUE, 0, C_SQUARE | C_QUEUE,
                                                0, 0, 0, 0, 0, 0, 0, 0));
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
    return _mm256_and_si256(_mm256_shuffle_epi8(low, v), _mm256_shuffle_epi8(high, upper)); /* beyond ASCII: none of the low half's */
}

/* Bits that start so many in a row, up to 16. */
static inline uint64_t in_a_row(uint64_t bits, int n)
{
    for (int k = 1; k < n; k *= 2)
        bits &= bits >> (2 * k <= n ? k : n - k);
    return bits;
}

/* Rows of one set that end in the block: the one before stands below it. */
static inline void look_for_runs(uint32_t alnum, uint32_t member, uint32_t digit, struct met *m)
{
    uint64_t a = m->alnum >> 32 | (uint64_t)alnum << 32, w = m->member >> 32 | (uint64_t)member << 32, d = m->digit >> 32 | (uint64_t)digit << 32;
    uint64_t sixteen = in_a_row(w, 16);
    m->alnum = a;
    m->member = w;
    m->digit = d;
    if (d)
        m->rows |= (uint32_t)(in_a_row(d, 6) != 0) << DIGITS;
    if (sixteen)
        m->rows |= (uint32_t)(in_a_row(a, 16) != 0) << RUN | (uint32_t)((sixteen & sixteen >> (DX_NEED_LONGEST - 16)) != 0) << LONG;
}

/* A block whose bytes beyond the text are 0, which is in no set but that of what may follow a full stop: `valid` has the others. */
__attribute__((target("avx2"))) static inline void look(__m256i v, uint32_t valid, struct met *m)
{
    __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(0x20)), classes = classes_of(v), from_a = _mm256_sub_epi8(small, _mm256_set1_epi8('a'));
    __m256i letters = _mm256_cmpeq_epi8(_mm256_min_epu8(from_a, _mm256_set1_epi8(25)), from_a);
    uint32_t letter = mask(letters), digit = mask(_mm256_slli_epi16(classes, 7)), dot = mask(classes);
    uint32_t bracket = mask(_mm256_or_si256(_mm256_slli_epi16(classes, 2), _mm256_slli_epi16(classes, 3)));
    m->classes = _mm256_or_si256(m->classes, classes);
    m->beyond = _mm256_or_si256(m->beyond, v);
    if ((dot | m->dot) && (m->rows & BOTH_DOTS) != BOTH_DOTS) {
        uint32_t blank = within(v, '\t', 2) | mask(_mm256_or_si256(is(v, '\r'), is(v, ' '))), behind = (dot << 1 | m->dot) & valid;
        uint32_t closing = mask(_mm256_or_si256(is(v, ')'), is(v, ']')));
        m->rows |= (uint32_t)((behind & ~blank) != 0) << DOT | (uint32_t)((behind & (letter | closing | mask(v))) != 0) << DOMAIN;
    }
    m->dot = dot >> 31;
    if (bracket | m->bracket)
        m->rows |= (uint32_t)(((bracket << 1 | m->bracket) & mask(_mm256_or_si256(is(small, 'a'), is(v, '@')))) != 0) << WRAPPED;
    m->bracket = bracket >> 31;
    uint32_t d = mask(is(small, 'd')), o = mask(is(small, 'o')), d_o = (d << 1 | m->d) & o;
    if (d_o | m->d_o)
        m->rows |= (uint32_t)(((d_o << 1 | m->d_o) & mask(is(small, 't'))) != 0) << SPELT;
    m->d = d >> 31;
    m->d_o = d_o >> 31;
    look_for_runs(letter | digit, letter | digit | mask(_mm256_or_si256(is(v, '/'), is(v, '+'))), digit, m);
}

/* The classes of all bytes together. */
__attribute__((target("avx2"))) static inline unsigned any_of(__m256i classes)
{
    __m128i half = _mm_or_si128(_mm256_castsi256_si128(classes), _mm256_extracti128_si256(classes, 1));
    uint64_t w = (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(half, _mm_srli_si128(half, 8)));
    w |= w >> 32;
    w |= w >> 16;
    return (unsigned)((w | w >> 8) & 0xff);
}

__attribute__((target("avx2"))) static uint32_t needs_fast(struct dx_str text)
{
    struct met m = {.classes = _mm256_setzero_si256(), .beyond = _mm256_setzero_si256()};
    for (size_t at = 0; at < text.n; at += STEP) {
        const char *p = text.p + at;
        uint32_t valid = UINT32_MAX;
        char last[STEP];
        if (text.n - at < STEP) {
            _mm256_storeu_si256((__m256i *)last, _mm256_setzero_si256());
            memcpy(last, p, text.n - at);
            p = last;
            valid = (UINT32_C(1) << (text.n - at)) - 1;
        }
        look(_mm256_loadu_si256((const __m256i *)p), valid, &m);
    }
    unsigned any = any_of(m.classes);
    return m.rows | (any & (C_DIGIT | C_AT | C_COLON | C_SLASH)) | (uint32_t)((any & (C_ROUND | C_SQUARE)) != 0) << BRACKET |
           (uint32_t)((any & C_QUEUE) != 0) << QUEUE | (uint32_t)(mask(m.beyond) != 0) << BEYOND;
}
_Static_assert(C_DIGIT == 1 << DIGIT && C_AT == 1 << AT && C_COLON == 1 << COLON && C_SLASH == 1 << SLASH, "a class is its need");
#endif

uint32_t dx_needs_of(struct dx_str text)
{
#if HAVE_AVX2
    if (__builtin_cpu_supports("avx2"))
        return needs_fast(text);
#endif
    return dx_needs_plainly(text);
}
