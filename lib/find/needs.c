/* needs.c: the needs, and the pass over a text that tells which of them it meets */
#include "find/needs.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include "find/vectors.h"
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

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

#if HAVE_AVX2
#define STEP 64 /* two vectors */

/* Classes of single bytes, of which each byte has those that both its halves name: a bit each. */
enum { C_DIGIT = 1, C_AT = 2, C_COLON = 4, C_SLASH = 8, C_ROUND = 16, C_SQUARE = 32, C_QUEUE = 64, C_DOT = 128 };
#define BOTH_DOTS (1u << DOT | 1u << DOMAIN)
#define LOW_ZERO (C_DIGIT | C_AT)
#define TWICE(...) __VA_ARGS__, __VA_ARGS__
#define EIGHT 255, 255, 255, 255, 255, 255, 255, 255
#define FULL EIGHT, EIGHT, EIGHT, EIGHT

/* What was met so far. */
struct met {
    __m256i classes, beyond;
    uint32_t rows;                       /* those of more than one byte */
    uint64_t dot, bracket, d, d_o;       /* the last byte is one; d_o: the last two */
    unsigned digits, alnums, members;    /* the last bytes that are of DIGITS, RUN, LONG */
};

/* What vectors are compared with. */
struct constants {
    union vector low, high, half, blank, a, z, at, slash, plus, newline, d, o, t, brackets, controls;
};
static const struct constants made = {
    .low = {{TWICE(LOW_ZERO, C_DIGIT | C_QUEUE, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT | C_ROUND, C_DIGIT, C_COLON, C_SQUARE, 0, 0,
                   (char)C_DOT, C_SLASH)}},
    .high = {{TWICE(0, 0, (char)(C_SLASH | C_ROUND | C_DOT), C_DIGIT | C_COLON, C_AT, C_SQUARE | C_QUEUE, 0, C_SQUARE | C_QUEUE, 0, 0, 0, 0, 0, 0, 0, 0)}},
    .half = ALL(15), .blank = ALL(' '), .a = ALL('a'), .z = ALL(25), .newline = ALL('\n'), .d = ALL('d'), .o = ALL('o'), .t = ALL('t'), .plus = ALL('+'),
    .at = ALL('@'), .slash = ALL('/'), .brackets = ALL(C_ROUND | C_SQUARE),
    .controls = {{TWICE(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0)}}, /* by the low half: the one blank that has it */
};

static inline const struct constants *constants(void)
{
    const struct constants *k = &made;
    __asm__("" : "+r"(k)); /* as if nothing were known of it */
    return k;
}

__attribute__((target("avx2"))) static inline __m256i is(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
__attribute__((target("avx2"))) static inline uint64_t mask(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

__attribute__((target("avx2"))) static inline __m256i classes_of(__m256i v, const struct constants *k)
{
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), k->half.v);
    return _mm256_and_si256(_mm256_shuffle_epi8(k->low.v, v), _mm256_shuffle_epi8(k->high.v, upper)); /* beyond ASCII: none of the low half's */
}

__attribute__((target("avx2"))) static inline uint64_t letters_of(__m256i small_v, __m256i small_w, const struct constants *k)
{
    __m256i v = _mm256_sub_epi8(small_v, k->a.v), w = _mm256_sub_epi8(small_w, k->a.v);
    return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(v, k->z.v), v), _mm256_cmpeq_epi8(_mm256_min_epu8(w, k->z.v), w));
}

__attribute__((target("avx2"))) static inline uint64_t same(__m256i v, __m256i w, const union vector *c)
{
    return mask(_mm256_cmpeq_epi8(v, c->v), _mm256_cmpeq_epi8(w, c->v));
}

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

/* So many at the start of a block, or at its end. */
static inline unsigned ahead(uint64_t bits) { return ~bits ? (unsigned)__builtin_ctzll(~bits) : STEP; }
static inline unsigned behind(uint64_t bits) { return ~bits ? (unsigned)__builtin_clzll(~bits) : STEP; }

/* Rows of RUN, LONG and DIGITS that end in the block. A row across its start has eight on one side of it. */
static inline __attribute__((always_inline)) uint32_t look_for_runs(uint64_t alnum, uint64_t member, uint64_t digit, struct met *m)
{
    uint32_t rows = 0;
    if (eight_of(member) || m->members >= 8) {
        uint64_t a = eight_of(alnum), w = eight_of(member);
        rows |= (uint32_t)((a & a >> 8) || m->alnums + ahead(alnum) >= RUN_LENGTH) << RUN;
        rows |= (uint32_t)((w & w >> 8 & w >> 16) || m->members + ahead(member) >= DX_NEED_LONGEST) << LONG;
    }
    if (digit | m->digits) {
        uint64_t d = four_of(digit);
        rows |= (uint32_t)((d & d >> 2) || m->digits + ahead(digit) >= DIGITS_LENGTH) << DIGITS;
        m->digits = behind(digit);
    }
    m->alnums = behind(alnum);
    m->members = behind(member);
    return rows;
}
_Static_assert(RUN_LENGTH == 16 && DX_NEED_LONGEST == 24 && DIGITS_LENGTH == 6 && DX_NEED_LONGEST <= STEP, "as they are looked for");

/* Dots and what follows them, where it isn't known yet. */
__attribute__((target("avx2"))) static inline uint32_t look_behind_dots(__m256i v, __m256i w, const struct constants *k, uint64_t behind, uint64_t letter)
{
    const __m256i controls = k->controls.v;
    uint64_t blank = mask(_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(controls, v)), _mm256_cmpeq_epi8(w, _mm256_shuffle_epi8(controls, w)));
    uint64_t zero = mask(is(v, 0), is(w, 0)); /* beyond ASCII, and where the table has none, that is what the look-up gives */
    uint64_t closing = mask(_mm256_or_si256(is(v, ')'), is(v, ']')), _mm256_or_si256(is(w, ')'), is(w, ']')));
    return (uint32_t)((behind & ~(blank & ~zero)) != 0) << DOT | (uint32_t)((behind & (letter | closing | mask(v, w))) != 0) << DOMAIN;
}

/* A block whose bytes beyond the text are 0, which is in no set but that of what may follow a full stop: `valid` has the others. */
__attribute__((target("avx2"), always_inline)) static inline void look(__m256i v, __m256i w, uint64_t valid, const struct constants *k, struct met *m)
{
    __m256i small_v = _mm256_or_si256(v, k->blank.v), small_w = _mm256_or_si256(w, k->blank.v), in_v = classes_of(v, k), in_w = classes_of(w, k);
    uint64_t letter = letters_of(small_v, small_w, k), digit = mask(_mm256_slli_epi16(in_v, 7), _mm256_slli_epi16(in_w, 7)), dot = mask(in_v, in_w);
    __m256i any = _mm256_or_si256(in_v, in_w);
    m->classes = _mm256_or_si256(m->classes, any);
    m->beyond = _mm256_or_si256(m->beyond, _mm256_or_si256(v, w));
    if ((dot | m->dot) && (m->rows & BOTH_DOTS) != BOTH_DOTS)
        m->rows |= look_behind_dots(v, w, k, (dot << 1 | m->dot) & valid, letter);
    m->dot = dot >> 63;
    if (m->bracket || !_mm256_testz_si256(any, k->brackets.v)) {
        uint64_t bracket = mask(_mm256_or_si256(_mm256_slli_epi16(in_v, 2), _mm256_slli_epi16(in_v, 3)),
                                _mm256_or_si256(_mm256_slli_epi16(in_w, 2), _mm256_slli_epi16(in_w, 3)));
        uint64_t at = same(small_v, small_w, &k->a) | same(v, w, &k->at);
        m->rows |= (uint32_t)(((bracket << 1 | m->bracket) & at) != 0) << WRAPPED;
        m->bracket = bracket >> 63;
    }
    uint64_t d = same(small_v, small_w, &k->d), d_o = (d << 1 | m->d) & same(small_v, small_w, &k->o);
    if (d_o | m->d_o)
        m->rows |= (uint32_t)(((d_o << 1 | m->d_o) & same(small_v, small_w, &k->t)) != 0) << SPELT;
    m->d = d >> 63;
    m->d_o = d_o >> 63;
    uint64_t alnum = letter | digit;
    m->rows |= look_for_runs(alnum, alnum | same(v, w, &k->slash) | same(v, w, &k->plus), digit, m);
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

/* The needs that were met. */
__attribute__((target("avx2"))) static inline uint32_t needs_met(const struct met *m)
{
    unsigned any = any_of(m->classes);
    return m->rows | (any & (C_DIGIT | C_AT | C_COLON | C_SLASH)) | (uint32_t)((any & (C_ROUND | C_SQUARE)) != 0) << BRACKET |
           (uint32_t)((any & C_QUEUE) != 0) << QUEUE | (uint32_t)(_mm256_movemask_epi8(m->beyond) != 0) << BEYOND;
}
_Static_assert(C_DIGIT == 1 << DIGIT && C_AT == 1 << AT && C_COLON == 1 << COLON && C_SLASH == 1 << SLASH, "a class is its need");

/* Up to where the text, or (lines) the line goes from byte `at` on, and what is met there. */
__attribute__((target("avx2"), always_inline)) static inline size_t look_from(struct dx_str text, size_t at, bool lines, uint32_t *needs)
{
    static const uint8_t window[2 * STEP] = {FULL, FULL}; /* and as many zeros */
    struct met m = {.classes = _mm256_setzero_si256(), .beyond = _mm256_setzero_si256()};
    const struct constants *k = constants();
    size_t end = text.n;
    for (; at < end; at += STEP) {
        const char *p = text.p + at;
        uint64_t valid = UINT64_MAX, ends;
        char last[STEP];
        if (text.n - at < STEP) {
            memset(last, 0, sizeof last);
            memcpy(last, p, text.n - at);
            p = last;
            valid = (UINT64_C(1) << (text.n - at)) - 1;
        }
        __m256i v = _mm256_loadu_si256((const __m256i *)p), w = _mm256_loadu_si256((const __m256i *)(p + STEP / 2));
        if (lines && (ends = same(v, w, &k->newline)) != 0) {
            size_t n = (size_t)__builtin_ctzll(ends);
            v = _mm256_and_si256(v, _mm256_loadu_si256((const __m256i *)(window + STEP - n)));
            w = _mm256_and_si256(w, _mm256_loadu_si256((const __m256i *)(window + STEP + STEP / 2 - n)));
            valid = (UINT64_C(1) << n) - 1;
            end = at + n;
        }
        look(v, w, valid, k, &m);
    }
    *needs = needs_met(&m);
    return end;
}

__attribute__((target("avx2"))) static uint32_t needs_fast(struct dx_str text)
{
    uint32_t needs;
    look_from(text, 0, false, &needs);
    return needs;
}

__attribute__((target("avx2"))) static void next_fast(struct dx_need_lines *l) { l->end = look_from(l->text, l->start, true, &l->needs); }
#endif

static bool is_fast(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

uint32_t dx_needs_of(struct dx_str text)
{
#if HAVE_AVX2
    if (is_fast())
        return needs_fast(text);
#endif
    return dx_needs_plainly(text);
}

/* ---- line by line ---- */

void dx_need_lines_start(struct dx_need_lines *l, struct dx_str text, size_t at)
{
    l->text = text;
    l->start = l->next = at;
    l->fast = is_fast();
}

static void next_plain(struct dx_need_lines *l)
{
    const char *p = l->text.p + l->start, *end = memchr(p, '\n', l->text.n - l->start);
    l->end = end ? (size_t)(end - l->text.p) : l->text.n;
    l->needs = dx_needs_plainly((struct dx_str){p, l->end - l->start});
}

bool dx_need_lines_next(struct dx_need_lines *l)
{
    if ((l->start = l->next) >= l->text.n)
        return false;
#if HAVE_AVX2
    if (l->fast)
        next_fast(l);
    else
#endif
        next_plain(l);
    l->next = l->end + 1;
    return true;
}
