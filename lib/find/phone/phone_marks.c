/* phone_marks.c: bits for bytes, and stretches of them */
#include "find/phone/phone_marks.h"

#include "find/check/kit.h"
#include "find/phone/phone_run.h"

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

/* What 64 or fewer bytes are. Brackets that are square, and ~, are parts and nothing of what follows digit. */
struct bits {
    uint64_t part, digit, zero, space, open, close, plus, hyphen, dot, slash;
};

static struct bits classify_plainly(const char *p, size_t n)
{
    struct bits b = {0};
    for (size_t i = 0; i < n; i++) {
        uint64_t bit = UINT64_C(1) << i;
        uint8_t class = dx_run_class_of[(unsigned char)p[i]];
        b.part |= class != DX_RUN_OTHER ? bit : 0;
        b.digit |= class == DIGIT ? bit : 0;
        b.zero |= p[i] == '0' ? bit : 0;
        b.space |= p[i] == ' ' ? bit : 0;
        b.open |= p[i] == '(' ? bit : 0;
        b.close |= p[i] == ')' ? bit : 0;
        b.plus |= p[i] == '+' ? bit : 0;
        b.hyphen |= p[i] == '-' ? bit : 0;
        b.dot |= p[i] == '.' ? bit : 0;
        b.slash |= p[i] == '/' ? bit : 0;
    }
    return b;
}

/* Bits moved n up, those of the word before into their place. */
static inline uint64_t up(uint64_t w, uint64_t before, unsigned n) { return w << n | before >> (64 - n); }
static inline uint64_t down(uint64_t w, uint64_t next, unsigned n) { return w >> n | next << (64 - n); }
#define UP(what, n) up(b->what, before->what, n)

static inline uint64_t signs(const struct bits *b) { return b->open | b->close | b->plus | b->hyphen | b->dot | b->slash; }

/* The bytes of word k of the marks; `before`: those that stand before them. Between groups there is one mark, a blank on either side of it at most,
 * or ") -", ") /", "- (": behind any others, and at a plus, there is no run. */
static inline void keep(struct dx_run_marks *m, size_t k, const struct bits *b, const struct bits *before)
{
    uint64_t others = b->part & ~b->digit, sign = signs(b), last = signs(before), line = b->hyphen | b->slash;
    uint64_t near = up(sign, last, 1) & ~((line & UP(close, 1)) | (b->open & UP(hyphen, 1)));
    uint64_t apart = up(sign, last, 2) & UP(space, 1) & ~((line & UP(close, 2)) | (b->open & UP(hyphen, 2)));
    m->w[k] = (struct dx_run_bits){
        .digit = b->digit,
        .run = b->part & ~b->plus & ~(sign & (near | apart)) & ~(b->space & UP(space, 1)),
        .odd = (others & ~(b->space | b->close | line | b->dot)) | (others & up(others, before->part & ~before->digit, 1)),
        .zero = b->zero & ~(UP(digit, 1) | UP(hyphen, 1) | UP(dot, 1) | UP(close, 1)),
    };
}
#undef UP

static void find_many(struct dx_run_marks *m, size_t words)
{
    _Static_assert(DX_PHONE_LEAST == 7, "four and three");
    for (size_t k = 0; k < words; k++) {
        uint64_t w = m->w[k].run, next = m->w[k + 1].run;
        uint64_t two = w & down(w, next, 1), more = next & next >> 1, four = two & down(two, more, 2);
        m->w[k].many = four & down(four, more & more >> 2, 3);
    }
}

#define WORD 64

#if HAVE_AVX2
#define MASK(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v))
#define FLAG(v, bit) MASK(_mm256_slli_epi16((v), 7 - (bit)))
/* Parts by their lower halves, a bit for each upper half (Burmese, whose highest bit is set, is compared with the one byte that it may be); what stands between groups all has the upper half 2, and a bit for each kind. */
__attribute__((target("avx2"))) static inline struct bits classify_half(const char *p)
{
    const __m256i lower = _mm256_broadcastsi128_si256(_mm_setr_epi8(0x0c, (char)0x88, 0x58, 0x28, 0x18, 0x08, 0x08, 0x58, 0x0c, 0x1c, 0x20, 0x24,
                                                                    (char)0xc0, 0x24, (char)0x84, 0x54));
    const __m256i upper = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i kinds = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 0, 0, 0, 0, 0, 0, 2, 4, 0, 8, 0, 16, 32, 64));
    const __m256i wide = _mm256_broadcastsi128_si256(_mm_setr_epi8((char)0x80, (char)0xE1, 0, 0, 0, 0, 0, (char)0x87, 0, 0, 0, (char)0x9B, 0, (char)0x9D, 0, 0));
    __m256i v = _mm256_loadu_si256((const __m256i *)p), half = _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
    __m256i in = _mm256_and_si256(_mm256_shuffle_epi8(lower, v), _mm256_shuffle_epi8(upper, half));
    __m256i kind = _mm256_and_si256(_mm256_shuffle_epi8(kinds, v), _mm256_cmpeq_epi8(half, _mm256_set1_epi8(2)));
    __m256i burmese = _mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(wide, _mm256_and_si256(v, _mm256_set1_epi8(15))));
    struct bits b = {.part = MASK(_mm256_andnot_si256(burmese, _mm256_cmpeq_epi8(in, _mm256_setzero_si256()))) ^ 0xffffffff};
    b.digit = b.part & MASK(_mm256_cmpeq_epi8(half, _mm256_set1_epi8(3)));
    b.zero = MASK(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('0')));
    b.space = FLAG(kind, 0);
    b.open = FLAG(kind, 1);
    b.close = FLAG(kind, 2);
    b.plus = FLAG(kind, 3);
    b.hyphen = FLAG(kind, 4);
    b.dot = FLAG(kind, 5);
    b.slash = FLAG(kind, 6);
    return b;
}

#define BOTH(what) .what = a.what | b.what << 32
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
        struct bits a = classify_half(at);
        if (n - k * WORD > WORD / 2) {
            struct bits b = classify_half(at + WORD / 2);
            a = (struct bits){BOTH(part), BOTH(digit), BOTH(zero), BOTH(space), BOTH(open), BOTH(close), BOTH(plus), BOTH(hyphen), BOTH(dot), BOTH(slash)};
        }
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
    m->at = SIZE_MAX;
#if HAVE_AVX2
    if ((fast = __builtin_cpu_supports("avx2")))
        mark_fast(m, t.p + from, n);
#endif
    if (!fast)
        mark_plainly(m, t.p + from, n);
    m->w[end] = (struct dx_run_bits){0};
    find_many(m, end);
}

/* ---- stretches ---- */

#define BACK 64 /* bytes before a digit that are marked with it: what may stand before the first of a run is shorter */
#define AHEAD 8 /* of these, so many are looked at */
#define FEW 22  /* digits, which are no more groups */
_Static_assert(FEW < DX_RUN_DIGITS && FEW < DX_RUN_GROUPS - 1, "a run of as many isn't cut");

/* Of one kind, 64 bits from bit i on. */
#define SEEN(m, i, what) seen_of(&(m)->w[(i) / 64].what, (i) % 64)
static inline uint64_t seen_of(const uint64_t *w, size_t shift)
{
    const size_t step = sizeof(struct dx_run_bits) / sizeof *w;
    return w[0] >> shift | w[step] << 1 << (63 - shift);
}

/* Takes the marks of 64 bytes from byte i on to hand: it is marked. */
static void view(struct dx_run_marks *m, size_t i)
{
    size_t at = i - m->from;
    m->at = i;
    m->here = (struct dx_run_bits){.digit = SEEN(m, at, digit), .run = SEEN(m, at, run), .many = SEEN(m, at, many), .odd = SEEN(m, at, odd), .zero = SEEN(m, at, zero)};
}

static inline uint64_t low(unsigned n) { return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX; }

/* How many bits are set: no instruction of its own that every processor has. */
static inline unsigned count(uint64_t w)
{
    w -= w >> 1 & UINT64_C(0x5555555555555555);
    w = (w & UINT64_C(0x3333333333333333)) + (w >> 2 & UINT64_C(0x3333333333333333));
    return (unsigned)(((w + (w >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f)) * UINT64_C(0x0101010101010101) >> 56);
}

/* How many marks and letters stand before byte i, AHEAD at most, none before `least`; *odd: one of them may belong to the run that begins there: a
 * bracket, a plus, a letter that nothing parts from it. */
static unsigned parts_before(struct dx_str t, size_t i, size_t least, bool *odd)
{
    unsigned n = 0;
    for (; i - n > least && n < AHEAD; n++) {
        char c = t.p[i - n - 1];
        uint8_t class = dx_run_class_of[(unsigned char)c];
        if (class == DX_RUN_OTHER || class == DIGIT)
            break;
        *odd = *odd || (class == LETTER ? n == 0 : c == '(' || c == '+' || c == '[' || c == ']' || c == '~');
    }
    return n;
}

static bool is_escaped(struct dx_str t, size_t i) { return i > 0 && (t.p[i - 1] == '%' || (i > 1 && t.p[i - 2] == '%')); } /* %2B is a plus */

/* A stretch: bits from its first digit on. */
struct sight {
    uint64_t digits, odd, zero;
    unsigned n, len, last; /* digits, bytes, the last digit */
};

/* How many digits stand together at bit i. */
static inline unsigned group_at(const struct sight *s, unsigned i) { return i < 64 ? (unsigned)__builtin_ctzll(~(s->digits >> i)) : 0; }

/* Four numbers below 256 with full stops between them, and nothing else. */
static bool is_address(const struct sight *s, const char *p)
{
    unsigned at = 0;
    for (int k = 0; k < 4; k++) {
        unsigned n = group_at(s, at);
        if (!n || n > 3 || (k && p[at - 1] != '.') || kit_number(p + at, n) > 255)
            return false;
        at += n + 1;
    }
    return at == s->last + 2;
}

/* Is one that is a single run a date with too few other digits for a number, or an address of the net? */
static bool is_never(const struct sight *s, struct dx_str t, size_t i)
{
    size_t n[3] = {group_at(s, 0), 0, 0};
    n[1] = group_at(s, (unsigned)n[0] + 1);
    if (n[0] > 4 || n[1] > 3)
        return false;
    const char *p = t.p + i, mark = p[n[0]];
    if (n[0] == 3 || n[1] == 3)
        return mark == '.' && is_address(s, p);
    n[2] = group_at(s, (unsigned)(n[0] + n[1]) + 2);
    size_t end = n[0] + n[1] + n[2] + 2;
    if (n[2] > 4 || (mark != '-' && mark != '/' && mark != '.') || p[n[0] + 1 + n[1]] != mark)
        return false;
    bool date = s->n - (end - 2) < DX_PHONE_LEAST && dx_run_is_date_of(p, n, i + end >= t.n || dx_run_class_of[(unsigned char)p[end]] == DX_RUN_OTHER);
    return date || (mark == '.' && is_address(s, p));
}

/* In one that is a single run: is its first group long enough, and no zero there that may start another number? */
static inline bool is_dull(const struct sight *s, const char *p)
{
    unsigned group = group_at(s, 0);
    return group > 2 && group != 4 && *p != '0' && !(s->zero & low(s->last));
}

/* What there is to say of the stretch whose first digit is at byte i; false: nothing, it holds no number. */
static inline bool judge(const struct sight *s, struct dx_str t, size_t from, size_t i, struct dx_run_stretch *x)
{
    bool odd = is_escaped(t, i);
    unsigned before = i > from ? parts_before(t, i, from, &odd) : 0;
    bool plain = s->len < 64 && s->n <= FEW && before < AHEAD && !odd && !(s->odd & low(s->last + 2)); /* one run of digits and single marks */
    if (plain && is_never(s, t, i))
        return false;
    *x = (struct dx_run_stretch){i - before, i, i + s->last + 1, s->n, plain && is_dull(s, t.p + i)};
    return true;
}

/* Is there nothing before byte i that may belong to a run, nor a % that makes of it something else? */
static inline bool stands_alone(struct dx_str t, size_t from, size_t i)
{
    return i == from ? !is_escaped(t, i) : dx_run_class_of[(unsigned char)t.p[i - 1]] == DX_RUN_OTHER && !is_escaped(t, i);
}

/* The first byte from i on that `many` is set for; t.n: there is none. */
static size_t next_many(struct dx_run_marks *m, struct dx_str t, size_t i)
{
    while (i < t.n) {
        if (i < m->from || i >= m->to)
            mark(m, t, i < BACK ? 0 : i - BACK);
        if (i < m->at || i - m->at >= 64)
            view(m, i);
        uint64_t many = m->here.many >> (i - m->at);
        if (many)
            return i + (size_t)__builtin_ctzll(many);
        i = m->at + 64;
        if (i + DX_PHONE_LEAST > m->to && m->to < t.n) { /* what begins at the end goes on behind what is marked */
            i = m->to - DX_PHONE_LEAST + 1;
            mark(m, t, i - BACK);
        }
    }
    return t.n;
}

bool dx_run_stretch(struct dx_run_marks *m, struct dx_str t, size_t i, struct dx_run_stretch *x)
{
    for (size_t from = i; (i = next_many(m, t, i)) < t.n;) {
        const struct dx_run_bits *b = &m->here;
        unsigned shift = (unsigned)(i - m->at);
        uint64_t digit = b->digit >> shift, gaps = ~b->run >> shift;
        if (!(digit & 1)) {
            i += digit ? (size_t)__builtin_ctzll(digit) : 64 - shift;
            continue;
        }
        struct sight s = {.odd = b->odd >> shift, .zero = b->zero >> shift, .len = gaps ? (unsigned)__builtin_ctzll(gaps) : 64};
        if (i + s.len >= m->to && m->to < t.n && i - m->from > BACK) { /* it may go on behind what is marked */
            mark(m, t, i - BACK);
            continue;
        }
        if (!gaps && shift) { /* … and here behind what is at hand */
            view(m, i);
            continue;
        }
        s.digits = digit & low(s.len);
        bool alone = s.digits == low(s.len); /* nothing but digits */
        if (alone && s.len <= FEW && stands_alone(t, from, i)) {
            *x = (struct dx_run_stretch){i, i, i + s.len, s.len, t.p[i] != '0'};
            return true;
        }
        s.n = count(s.digits);
        s.last = 63 - (unsigned)__builtin_clzll(s.digits);
        if (s.n >= DX_PHONE_LEAST || s.len == 64) {
            if (judge(&s, t, from, i, x))
                return true;
            from = i + s.last + 1;
            s.len = s.last + 1;
        }
        i += s.len;
    }
    return false;
}

void dx_run_marks_start(struct dx_run_marks *m)
{
    m->from = m->to = 0;
    m->at = SIZE_MAX;
}
