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

enum { DIGIT, AT, COLON, SLASH, BRACKET, BEYOND, DOT, SPELT, RUN, QUEUE };

/* A full stop at the end of a sentence is no dot inside a word. */
const struct dx_need dx_needs[DX_NEEDS] = {
    [DIGIT] = {1, 1, {DX_BYTES_DIGIT}},
    [AT] = {1, 1, {{{0, BIT('@'), 0, 0}}}},
    [COLON] = {1, 1, {{{BIT(':'), 0, 0, 0}}}},
    [SLASH] = {1, 1, {{{BIT('/'), 0, 0, 0}}}},
    [BRACKET] = {1, 1, {{{BIT('('), BIT('[') | BIT('{'), 0, 0}}}}, /* name(at)example.org */
    [BEYOND] = {1, 1, {{{0, 0, UINT64_MAX, UINT64_MAX}}}},
    [DOT] = {2, 2, {{{BIT('.'), 0, 0, 0}}, {{~(BIT('\t') | BIT('\n') | BIT('\r') | BIT(' ')), UINT64_MAX, UINT64_MAX, UINT64_MAX}}}},
    [SPELT] = {3, 3, {LETTER('d'), LETTER('o'), LETTER('t')}}, /* name at example dot org */
    [QUEUE] = {1, 1, {LETTER('q')}}, /* …DLDAQ…: else no pattern starts within a number, and numbers are passed over but for their first digit */
    [RUN] = {DX_NEED_LONGEST, 1, {{{UINT64_C(0x03ff000000000000) | BIT('+') | BIT('/'), UINT64_C(0x07fffffe07fffffe), 0, 0}}}},
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

/* What was met so far of single bytes, as vectors that aren't empty; of rows that go on in the next block, their ends. */
struct met {
    __m256i digit, at, colon, slash, bracket, beyond, queue;
    uint32_t rows;        /* DOT, SPELT, RUN */
    uint32_t dot, d, d_o; /* the last byte is one; d_o: the last two */
    uint64_t run;         /* members of a run, the last the highest */
};

__attribute__((target("avx2"))) static inline __m256i is(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
__attribute__((target("avx2"))) static inline uint32_t mask(__m256i v) { return (uint32_t)_mm256_movemask_epi8(v); }

/* A block whose bytes beyond the text are 0, which is in no set but that of what may follow a full stop: `valid` has the others. */
__attribute__((target("avx2"))) static inline void look(__m256i v, uint32_t valid, struct met *m)
{
    __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(0x20)), slash = is(v, '/'), off = _mm256_sub_epi8(v, _mm256_set1_epi8('0'));
    __m256i digit = _mm256_cmpeq_epi8(_mm256_min_epu8(off, _mm256_set1_epi8(9)), off), from_a = _mm256_sub_epi8(small, _mm256_set1_epi8('a'));
    __m256i letter = _mm256_cmpeq_epi8(_mm256_min_epu8(from_a, _mm256_set1_epi8(25)), from_a);
    m->digit = _mm256_or_si256(m->digit, digit);
    m->at = _mm256_or_si256(m->at, is(v, '@'));
    m->colon = _mm256_or_si256(m->colon, is(v, ':'));
    m->slash = _mm256_or_si256(m->slash, slash);
    m->bracket = _mm256_or_si256(m->bracket, _mm256_or_si256(is(v, '('), _mm256_or_si256(is(v, '['), is(v, '{'))));
    m->beyond = _mm256_or_si256(m->beyond, v);
    m->queue = _mm256_or_si256(m->queue, is(small, 'q'));
    uint32_t dot = mask(is(v, '.'));
    if (dot | m->dot) {
        uint32_t blank = within(v, '\t', 2) | mask(_mm256_or_si256(is(v, '\r'), is(v, ' ')));
        m->rows |= (uint32_t)(((dot << 1 | m->dot) & valid & ~blank) != 0) << DOT;
        m->dot = dot >> 31;
    }
    uint32_t d = mask(is(small, 'd')), o = mask(is(small, 'o')), d_o = (d << 1 | m->d) & o;
    if (d_o | m->d_o)
        m->rows |= (uint32_t)(((d_o << 1 | m->d_o) & mask(is(small, 't'))) != 0) << SPELT;
    m->d = d >> 31;
    m->d_o = d_o >> 31;
    uint32_t member = mask(_mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_or_si256(slash, is(v, '+'))));
    uint64_t run = m->run >> 32 | (uint64_t)member << 32, r = run;
    m->run = run;
    for (int n = 1; n < DX_NEED_LONGEST; n *= 2)
        r &= r >> n;
    m->rows |= (uint32_t)(r != 0) << RUN;
}

__attribute__((target("avx2"))) static uint32_t needs_fast(struct dx_str text)
{
    const __m256i none = _mm256_setzero_si256();
    struct met m = {none, none, none, none, none, none, none, 0, 0, 0, 0, 0};
    size_t at = 0;
    for (; text.n - at >= STEP; at += STEP)
        look(_mm256_loadu_si256((const __m256i *)(text.p + at)), UINT32_MAX, &m);
    if (at < text.n) {
        char last[STEP] = {0};
        memcpy(last, text.p + at, text.n - at);
        look(_mm256_loadu_si256((const __m256i *)last), (UINT32_C(1) << (text.n - at)) - 1, &m);
    }
    return m.rows | (uint32_t)!_mm256_testz_si256(m.digit, m.digit) << DIGIT | (uint32_t)!_mm256_testz_si256(m.at, m.at) << AT |
           (uint32_t)!_mm256_testz_si256(m.colon, m.colon) << COLON | (uint32_t)!_mm256_testz_si256(m.slash, m.slash) << SLASH |
           (uint32_t)!_mm256_testz_si256(m.bracket, m.bracket) << BRACKET | (uint32_t)(mask(m.beyond) != 0) << BEYOND |
           (uint32_t)!_mm256_testz_si256(m.queue, m.queue) << QUEUE;
}
#endif

uint32_t dx_needs_of(struct dx_str text)
{
#if HAVE_AVX2
    if (__builtin_cpu_supports("avx2"))
        return needs_fast(text);
#endif
    return dx_needs_plainly(text);
}
