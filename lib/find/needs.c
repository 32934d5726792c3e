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

enum { DIGIT, AT, COLON, SLASH, BRACKET, BEYOND, DOT, SPELT, RUN };

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

__attribute__((target("avx2"))) static inline uint32_t same(__m256i v, char c)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)));
}

/* What is known at the end of a block, for rows that go on in the next. */
struct tail {
    uint32_t dot, d, d_o; /* the last byte is one; d_o: the last two */
    uint64_t run;         /* members of a run, the last the highest */
};

__attribute__((target("avx2"))) static inline uint32_t block(__m256i v, uint32_t valid, struct tail *t)
{
    __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
    uint32_t digits = within(v, '0', 10) & valid, slash = same(v, '/') & valid, beyond = (uint32_t)_mm256_movemask_epi8(v) & valid;
    uint32_t bracket = (same(v, '(') | same(v, '[') | same(v, '{')) & valid;
    uint32_t blank = (within(v, '\t', 2) | same(v, '\r') | same(v, ' ')) & valid, dot = same(v, '.') & valid;
    uint32_t d = same(small, 'd') & valid, o = same(small, 'o') & valid, tt = same(small, 't') & valid, d_o = (d << 1 | t->d) & o;
    uint64_t run = t->run >> 32 | (uint64_t)((within(small, 'a', 26) & valid) | digits | slash | (same(v, '+') & valid)) << 32, r = run;
    for (int n = 1; n < DX_NEED_LONGEST; n *= 2)
        r &= r >> n;
    uint32_t met = (uint32_t)(digits != 0) << DIGIT | (uint32_t)((same(v, '@') & valid) != 0) << AT | (uint32_t)((same(v, ':') & valid) != 0) << COLON |
                   (uint32_t)(slash != 0) << SLASH | (uint32_t)(bracket != 0) << BRACKET | (uint32_t)(beyond != 0) << BEYOND | (uint32_t)(((dot << 1 | t->dot) & valid & ~blank) != 0) << DOT |
                   (uint32_t)(((d_o << 1 | t->d_o) & tt) != 0) << SPELT | (uint32_t)(r != 0) << RUN;
    *t = (struct tail){dot >> 31, d >> 31, d_o >> 31, run};
    return met;
}

__attribute__((target("avx2"))) static uint32_t needs_fast(struct dx_str text)
{
    struct tail t = {0};
    uint32_t met = 0;
    size_t at = 0;
    for (; text.n - at >= STEP; at += STEP)
        met |= block(_mm256_loadu_si256((const __m256i *)(text.p + at)), UINT32_MAX, &t);
    if (at < text.n) {
        char last[STEP] = {0};
        memcpy(last, text.p + at, text.n - at);
        met |= block(_mm256_loadu_si256((const __m256i *)last), (UINT32_C(1) << (text.n - at)) - 1, &t);
    }
    return met;
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
