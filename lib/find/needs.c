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

/* ---- groups of bytes ---- */

#if HAVE_AVX2
/* Classes of single bytes, of which each byte has those that both its halves name: a bit each. */
enum { C_DIGIT = 1, C_AT = 2, C_COLON = 4, C_SLASH = 8, C_ROUND = 16, C_SQUARE = 32, C_QUEUE = 64, C_DOT = 128 };
#define LOW_ZERO (C_DIGIT | C_AT)
#define TWICE(...) __VA_ARGS__, __VA_ARGS__

__extension__ typedef unsigned __int128 wide;

__attribute__((target("avx2"))) static inline __m256i is(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
__attribute__((target("avx2"))) static inline uint64_t mask(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

__attribute__((target("avx2"))) static inline __m256i classes_of(__m256i v)
{
    const __m256i low = _mm256_setr_epi8(TWICE(LOW_ZERO, C_DIGIT | C_QUEUE, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT | C_ROUND, C_DIGIT,
                                               C_COLON, C_SQUARE, 0, 0, (char)C_DOT, C_SLASH));
    const __m256i high = _mm256_setr_epi8(TWICE(0, 0, (char)(C_SLASH | C_ROUND | C_DOT), C_DIGIT | C_COLON, C_AT, C_SQUARE | C_QUEUE, 0, C_SQUARE | C_QUEUE,
                                                0, 0, 0, 0, 0, 0, 0, 0));
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
    return _mm256_and_si256(_mm256_shuffle_epi8(low, v), _mm256_shuffle_epi8(high, upper)); /* beyond ASCII: none of the low half's */
}

__attribute__((target("avx2"))) static inline __m256i letters_of(__m256i small)
{
    __m256i off = _mm256_sub_epi8(small, _mm256_set1_epi8('a'));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(off, _mm256_set1_epi8(25)), off);
}

/* The bytes of a class, which each has as a bit of its classes. */
#define OF_CLASS(c) mask(_mm256_slli_epi16(in_v, 7 - __builtin_ctz(c)), _mm256_slli_epi16(in_w, 7 - __builtin_ctz(c)))

/* Where the need is met. */
static inline void mark(struct dx_need_group *g, int need, uint64_t bytes)
{
    g->where[need] = bytes;
    g->any |= (uint32_t)(bytes != 0) << need;
}

/* Where rows of n bytes end, as far as they reach back into the group before. */
static inline uint64_t rows_of(uint64_t before, uint64_t bits, int n)
{
    wide x = (wide)bits << 64 | before;
    for (int have = 1, by; have < n; have += by) {
        by = have < n - have ? have : n - have;
        x &= x << by;
    }
    return (uint64_t)(x >> 64);
}
_Static_assert(DX_NEED_LONGEST <= DX_NEED_GROUP, "a row reaches into two groups");

static inline bool has_eight(uint64_t bits)
{
    bits &= bits >> 1;
    bits &= bits >> 2;
    return bits & bits >> 4;
}

/* Rows of RUN, LONG and DIGITS: one of sixteen or more has eight on one side of the border between two groups. */
static inline void mark_runs(struct dx_need_group *g, struct dx_need_before *b, uint64_t alnum, uint64_t member, uint64_t digit)
{
    bool eight = has_eight(member);
    if (eight || b->eight) {
        mark(g, RUN, rows_of(b->alnum, alnum, RUN_LENGTH));
        mark(g, LONG, rows_of(b->member, member, DX_NEED_LONGEST));
    }
    if (digit)
        mark(g, DIGITS, rows_of(b->digit, digit, DIGITS_LENGTH));
    b->eight = eight;
    b->alnum = alnum;
    b->member = member;
    b->digit = digit;
}
_Static_assert(RUN_LENGTH >= 16 && DX_NEED_LONGEST >= RUN_LENGTH, "eight of them on one side");

/* What stands behind dots. */
__attribute__((target("avx2"))) static inline void mark_dots(struct dx_need_group *g, __m256i v, __m256i w, uint64_t behind, uint64_t letter)
{
    const __m256i controls = _mm256_setr_epi8(TWICE(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0)); /* by the low half: the one blank that has it */
    uint64_t blank = mask(_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(controls, v)), _mm256_cmpeq_epi8(w, _mm256_shuffle_epi8(controls, w)));
    uint64_t zero = mask(is(v, 0), is(w, 0)); /* beyond ASCII, and where the table has none, that is what the look-up gives */
    behind &= ~(blank & ~zero);
    if (!behind)
        return; /* the ends of sentences */
    uint64_t closing = mask(_mm256_or_si256(is(v, ')'), is(v, ']')), _mm256_or_si256(is(w, ')'), is(w, ']')));
    mark(g, DOT, behind);
    mark(g, DOMAIN, behind & (letter | closing | mask(v, w)));
}

/* A group whose bytes beyond the text are 0, which is in no set but that of what may follow a full stop: `valid` has the others. */
__attribute__((target("avx2"))) static inline void mark_group(struct dx_need_group *g, struct dx_need_before *b, __m256i v, __m256i w, uint64_t valid)
{
    const __m256i blank = _mm256_set1_epi8(0x20), single = _mm256_set1_epi8(C_DIGIT | C_AT | C_COLON | C_SLASH | C_ROUND | C_SQUARE | C_QUEUE);
    __m256i small_v = _mm256_or_si256(v, blank), small_w = _mm256_or_si256(w, blank), in_v = classes_of(v), in_w = classes_of(w);
    uint64_t letter = mask(letters_of(small_v), letters_of(small_w)), dot = mask(in_v, in_w), digit = 0, bracket = 0;
    g->any = 0;
    g->newline = mask(is(v, '\n'), is(w, '\n'));
    mark(g, BEYOND, mask(v, w));
    if (!_mm256_testz_si256(_mm256_or_si256(in_v, in_w), single)) {
        mark(g, DIGIT, digit = OF_CLASS(C_DIGIT));
        mark(g, AT, OF_CLASS(C_AT));
        mark(g, COLON, OF_CLASS(C_COLON));
        mark(g, SLASH, OF_CLASS(C_SLASH));
        mark(g, BRACKET, bracket = OF_CLASS(C_ROUND) | OF_CLASS(C_SQUARE));
        mark(g, QUEUE, OF_CLASS(C_QUEUE));
    }
    if (dot | b->dot)
        mark_dots(g, v, w, (dot << 1 | b->dot) & valid, letter);
    if (bracket | b->bracket)
        mark(g, WRAPPED, (bracket << 1 | b->bracket) & mask(_mm256_or_si256(is(small_v, 'a'), is(v, '@')), _mm256_or_si256(is(small_w, 'a'), is(w, '@'))));
    uint64_t d = mask(is(small_v, 'd'), is(small_w, 'd')), d_o = (d << 1 | b->d) & mask(is(small_v, 'o'), is(small_w, 'o'));
    if (d_o | b->d_o)
        mark(g, SPELT, (d_o << 1 | b->d_o) & mask(is(small_v, 't'), is(small_w, 't')));
    b->dot = dot >> 63;
    b->bracket = bracket >> 63;
    b->d = d >> 63;
    b->d_o = d_o >> 63;
    uint64_t alnum = letter | digit;
    mark_runs(g, b, alnum, alnum | mask(_mm256_or_si256(is(v, '/'), is(v, '+')), _mm256_or_si256(is(w, '/'), is(w, '+'))), digit);
}

/* The group that starts at byte `at` of the text, behind those before it. */
__attribute__((target("avx2"))) static void group_fast(struct dx_need_group *g, struct dx_need_before *b, struct dx_str text, size_t at)
{
    const char *p = text.p + at;
    uint64_t valid = UINT64_MAX;
    char last[DX_NEED_GROUP];
    if (text.n - at < DX_NEED_GROUP) {
        memset(last, 0, sizeof last);
        memcpy(last, p, text.n - at);
        p = last;
        valid = (UINT64_C(1) << (text.n - at)) - 1;
    }
    mark_group(g, b, _mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + DX_NEED_GROUP / 2)), valid);
}

static uint32_t needs_fast(struct dx_str text)
{
    struct dx_need_before before = {0};
    struct dx_need_group g;
    uint32_t met = 0;
    for (size_t at = 0; at < text.n; at += DX_NEED_GROUP) {
        group_fast(&g, &before, text, at);
        met |= g.any;
    }
    return met;
}

/* ---- line by line ---- */

/* The needs that are met at some of these bytes. */
static inline uint32_t met_at(const struct dx_need_group *g, uint64_t bytes)
{
    uint32_t met = 0;
    for (uint32_t any = g->any; any; any &= any - 1)
        met |= (uint32_t)((g->where[__builtin_ctz(any)] & bytes) != 0) << __builtin_ctz(any);
    return met;
}

/* Each group is looked at once, and serves all lines that have a part of it. */
static void next_fast(struct dx_need_lines *l)
{
    uint64_t bytes = l->known > l->start ? UINT64_MAX << (DX_NEED_GROUP - (l->known - l->start)) : 0, ends;
    l->needs = 0;
    while ((ends = l->group.newline & bytes) == 0) {
        l->needs |= met_at(&l->group, bytes);
        if (l->known >= l->text.n) {
            l->end = l->text.n;
            return;
        }
        group_fast(&l->group, &l->before, l->text, l->known);
        l->known += DX_NEED_GROUP;
        bytes = UINT64_MAX;
    }
    l->needs |= met_at(&l->group, bytes & ((ends & -ends) - 1));
    l->end = l->known - DX_NEED_GROUP + (size_t)__builtin_ctzll(ends);
}
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

void dx_need_lines_start(struct dx_need_lines *l, struct dx_str text, size_t at)
{
    l->text = text;
    l->start = l->next = l->known = at;
    l->before = (struct dx_need_before){0};
    l->fast = is_fast();
}

bool dx_need_lines_next(struct dx_need_lines *l)
{
    if ((l->start = l->next) >= l->text.n)
        return false;
#if HAVE_AVX2
    if (l->fast) {
        next_fast(l);
        l->next = l->end + 1;
        return true;
    }
#endif
    const char *p = l->text.p + l->start, *end = memchr(p, '\n', l->text.n - l->start);
    l->end = end ? (size_t)(end - l->text.p) : l->text.n;
    l->needs = dx_needs_plainly((struct dx_str){p, l->end - l->start});
    l->next = l->end + 1;
    return true;
}
