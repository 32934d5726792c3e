/* phone_marks.c: bits for bytes, and stretches of them */
#include "find/phone_marks.h"

#include "find/phone_run.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define R(c, k) [(unsigned char)(c)] = (k)
#define DIGIT DX_RUN_DIGIT
#define LETTER DX_RUN_LETTER
#define MARK DX_RUN_MARK
const uint8_t dx_run_class_of[256] = {
    R('0', DIGIT), R('1', DIGIT), R('2', DIGIT), R('3', DIGIT), R('4', DIGIT), R('5', DIGIT), R('6', DIGIT), R('7', DIGIT), R('8', DIGIT), R('9', DIGIT),
    R('O', LETTER), R('o', LETTER), R('I', LETTER), R('l', LETTER), R('|', LETTER), R('S', LETTER), R('B', LETTER), R('Z', LETTER), R('D', LETTER),
    R('G', LETTER), R('b', LETTER), R('g', LETTER), R('q', LETTER), R(0xE1, LETTER), R(0x80, LETTER), R(0x9D, LETTER), R(0x87, LETTER), R(0x9B, LETTER),
    R(' ', MARK), R('(', MARK), R(')', MARK), R('-', MARK), R('.', MARK), R('/', MARK), R('[', MARK), R(']', MARK), R('~', MARK), R('+', MARK),
};
#undef R

/* ---- marking ---- */

/* What 64 or fewer bytes are. */
struct bits {
    uint64_t digit, zero, part;
    uint64_t blank, tie; /* what may stand between groups; those of it behind which hardly a number begins: - . ) */
};

static struct bits classify_plainly(const char *p, size_t n)
{
    struct bits b = {0};
    for (size_t i = 0; i < n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        uint8_t class = dx_run_class_of[(unsigned char)p[i]];
        bool tie = p[i] == '-' || p[i] == '.' || p[i] == ')';
        b.digit |= class == DIGIT ? bit : 0;
        b.zero |= p[i] == '0' ? bit : 0;
        b.part |= class != DX_RUN_OTHER ? bit : 0;
        b.tie |= tie ? bit : 0;
        b.blank |= tie || p[i] == ' ' || p[i] == '/' ? bit : 0;
    }
    return b;
}

/* The bytes of word k of the marks; `before`: those that stand before them. */
static inline void keep(struct dx_run_marks *m, size_t k, const struct bits *b, const struct bits *before)
{
    uint64_t others = b->part & ~b->digit, last = (before->part & ~before->digit) >> 63;
    uint64_t starts = b->digit & ~(b->digit << 1 | before->digit >> 63);
    uint64_t twice = others & (others << 1 | last), zero = starts & b->zero & ~(b->tie << 1 | before->tie >> 63);
    m->w[k] = (struct dx_run_bits){b->digit, b->part, others & ~b->blank, twice | zero};
}

#define WORD 64

#if HAVE_AVX2
#define MASK(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v))
/* Parts by their lower halves, a bit for each upper half; those between groups all have the upper half 2. */
__attribute__((target("avx2"))) static inline struct bits classify_half(const char *p)
{
    const __m256i lower = _mm256_broadcastsi128_si256(_mm_setr_epi8(0x0c, (char)0x88, 0x58, 0x28, 0x18, 0x08, 0x08, 0x58, 0x0c, 0x1c, 0x20, 0x24,
                                                                    (char)0xc0, 0x24, (char)0x84, 0x54));
    const __m256i upper = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i ties = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0x29, 0, 0, 0, 0x2d, 0x2e, 0));
    const __m256i blanks = _mm256_broadcastsi128_si256(_mm_setr_epi8(0x20, 1, 1, 1, 1, 1, 1, 1, 1, 0x29, 1, 1, 1, 0x2d, 0x2e, 0x2f));
    __m256i v = _mm256_loadu_si256((const __m256i *)p), half = _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
    __m256i in = _mm256_and_si256(_mm256_shuffle_epi8(lower, v), _mm256_shuffle_epi8(upper, half));
    struct bits b = {.part = MASK(_mm256_cmpeq_epi8(in, _mm256_setzero_si256())) ^ 0xffffffff};
    if (_mm256_movemask_epi8(v)) { /* of Burmese; where the highest bit is set nothing is looked up above */
        __m256i burmese = _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)0xE1));
        for (const char *c = "\x80\x9D\x87\x9B"; *c; c++)
            burmese = _mm256_or_si256(burmese, _mm256_cmpeq_epi8(v, _mm256_set1_epi8(*c)));
        b.part |= MASK(burmese);
    }
    b.digit = MASK(_mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8('0' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), v)));
    b.zero = MASK(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('0')));
    b.tie = b.part & MASK(_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(ties, v)));
    b.blank = b.part & MASK(_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(blanks, v)));
    return b;
}

__attribute__((target("avx2"))) static void mark_fast(struct dx_run_marks *m, const char *p, size_t n)
{
    char rest[WORD];
    struct bits before = {0};
    for (size_t k = 0; k * WORD < n; k++) {
        const char *at = p + k * WORD;
        if (n - k * WORD < WORD) {
            memset(rest, 0, sizeof rest);
            memcpy(rest, at, n - k * WORD);
            at = rest;
        }
        struct bits a = classify_half(at), b = classify_half(at + WORD / 2);
        a = (struct bits){a.digit | b.digit << 32, a.zero | b.zero << 32, a.part | b.part << 32, a.blank | b.blank << 32, a.tie | b.tie << 32};
        keep(m, k, &a, &before);
        before = a;
    }
}
#endif

static void mark_plainly(struct dx_run_marks *m, const char *p, size_t n)
{
    struct bits before = {0};
    for (size_t k = 0; k * WORD < n; k++) {
        struct bits b = classify_plainly(p + k * WORD, n - k * WORD < WORD ? n - k * WORD : WORD);
        keep(m, k, &b, &before);
        before = b;
    }
}

static void mark(struct dx_run_marks *m, struct dx_str t, size_t from)
{
    size_t n = t.n - from < DX_RUN_MARKED ? t.n - from : DX_RUN_MARKED, end = (n + WORD - 1) / WORD;
    bool fast = false;
    m->from = from;
    m->to = from + n;
#if HAVE_AVX2
    if ((fast = __builtin_cpu_supports("avx2")))
        mark_fast(m, t.p + from, n);
#endif
    if (!fast)
        mark_plainly(m, t.p + from, n);
    m->w[end] = (struct dx_run_bits){0};
}

/* ---- stretches ---- */

#define BACK 64 /* bytes before a digit that are marked with it: what may stand before the first of a run is shorter */
#define AHEAD 8 /* of these, so many are looked at */
#define FEW 22  /* digits, which are no more groups */
_Static_assert(FEW < DX_RUN_DIGITS && FEW < DX_RUN_GROUPS - 1, "a run of as many isn't cut");

/* Bits from one bit on, 64 of each. */
struct window {
    const struct dx_run_bits *w;
    unsigned shift;
};

static inline struct window window(const struct dx_run_marks *m, size_t i) { return (struct window){&m->w[i / 64], (unsigned)(i % 64)}; }
#define SEEN(at, what) ((at).w[0].what >> (at).shift | (at).w[1].what << 1 << (63 - (at).shift))

static inline uint64_t low(unsigned n) { return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX; }

/* How many bits are set: no instruction of its own that every processor has. */
static inline unsigned count(uint64_t w)
{
    w -= w >> 1 & UINT64_C(0x5555555555555555);
    w = (w & UINT64_C(0x3333333333333333)) + (w >> 2 & UINT64_C(0x3333333333333333));
    return (unsigned)(((w + (w >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f)) * UINT64_C(0x0101010101010101) >> 56);
}

/* The next digit from bit i on; n: there is none before. */
static inline size_t next_digit(const struct dx_run_marks *m, size_t i, size_t n)
{
    size_t k = i / 64;
    uint64_t w = i < n ? m->w[k].digit >> i % 64 << i % 64 : 0;
    while (!w && ++k * 64 < n)
        w = m->w[k].digit;
    return w ? k * 64 + (size_t)__builtin_ctzll(w) : n;
}

/* How many parts of a run stand before bit i, AHEAD at most, none before `least`; *odd: some of them neither digits nor what stands between groups. */
static unsigned parts_before(const struct dx_run_marks *m, size_t i, size_t least, bool *odd)
{
    unsigned n = i - least < AHEAD ? (unsigned)(i - least) : AHEAD;
    struct window at = window(m, i - n);
    uint64_t gaps = ~SEEN(at, part) & low(n);
    unsigned parts = gaps ? n - 64 + (unsigned)__builtin_clzll(gaps) : n;
    *odd = SEEN(at, odd) >> (n - parts) & low(parts);
    return parts;
}

/* Is what is seen from its first digit on, which has these digits among its len bytes, dull? */
static inline bool is_dull(struct window at, unsigned len, uint64_t digits, unsigned n, const char *p)
{
    unsigned group = ~digits ? (unsigned)__builtin_ctzll(~digits) : 64, last = 63 - (unsigned)__builtin_clzll(digits);
    return len < 64 && n <= FEW && group > 2 && group != 4 && *p != '0' && !(SEEN(at, odd) & low(len)) && !(SEEN(at, stop) & low(last));
}

/* How many bytes the stretches have, with what stands between them, that are seen whole and too short; `limit`: so many bytes are marked. */
static inline unsigned short_ones(struct window at, size_t limit)
{
    uint64_t gaps = ~SEEN(at, part), digits = SEEN(at, digit);
    unsigned from = 0;
    while (digits && gaps >> from) {
        unsigned end = from + (unsigned)__builtin_ctzll(gaps >> from);
        if (end - from >= DX_RUN_LEAST || end >= limit)
            break;
        digits &= ~low(end);
        from = digits ? (unsigned)__builtin_ctzll(digits) : end;
    }
    return from;
}

static bool is_escaped(struct dx_str t, size_t i) { return i > 0 && (t.p[i - 1] == '%' || (i > 1 && t.p[i - 2] == '%')); } /* %2B is a plus */

bool dx_run_stretch(struct dx_run_marks *m, struct dx_str t, size_t i, struct dx_run_stretch *x)
{
    for (size_t from = i; i < t.n;) {
        if (i < m->from || i >= m->to)
            mark(m, t, i < BACK ? 0 : i - BACK);
        size_t n = m->to - m->from, at = next_digit(m, i - m->from, n);
        if (at == n) {
            i = m->to;
            continue;
        }
        at += short_ones(window(m, at), m->to < t.n ? n - at : SIZE_MAX);
        struct window here = window(m, at);
        uint64_t gaps = ~SEEN(here, part);
        unsigned len = gaps ? (unsigned)__builtin_ctzll(gaps) : 64;
        i = m->from + at;
        if (at + len >= n && m->to < t.n && at > BACK) { /* it may go on behind what is marked */
            mark(m, t, i - BACK);
            continue;
        }
        uint64_t digits = SEEN(here, digit) & low(len);
        unsigned has = len < DX_RUN_LEAST ? 0 : count(digits);
        if (has >= DX_RUN_LEAST || len == 64) {
            bool odd = false, led = at && i > from && (m->w[(at - 1) / 64].part >> (at - 1) % 64 & 1);
            unsigned before = led ? parts_before(m, at, from > m->from ? from - m->from : 0, &odd) : 0;
            *x = (struct dx_run_stretch){i - before, i, i + 64 - (unsigned)__builtin_clzll(digits), has,
                                         is_dull(here, len, digits, has, t.p + i) && before < AHEAD && !odd && !is_escaped(t, i)};
            return true;
        }
        i += len;
    }
    return false;
}
