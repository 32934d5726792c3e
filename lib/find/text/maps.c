/* maps.c: bit maps of bytes: with vectors of 64 or 32 bytes, or one by one */
#include "find/text/maps.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

enum dx_maps_vectors dx_maps_vectors(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx512bw") ? DX_MAPS_WIDE : __builtin_cpu_supports("avx2") ? DX_MAPS_FAST : DX_MAPS_PLAIN;
#else
    return DX_MAPS_PLAIN;
#endif
}

static bool is_letter(unsigned char c) { return (unsigned char)((c | 0x20) - 'a') < 26; }
static bool is_digit(unsigned char c) { return (unsigned char)(c - '0') < 10; }

static void words_plain(struct dx_map_words *m, const char *p)
{
    *m = (struct dx_map_words){0};
    for (int i = 0; i < DX_MAP; i++) {
        unsigned char c = (unsigned char)p[i];
        m->letter |= (uint64_t)is_letter(c) << i;
        m->upper |= (uint64_t)(is_letter(c) && c < 'a') << i;
        m->blank |= (uint64_t)(c == ' ') << i;
        m->newline |= (uint64_t)(c == '\n') << i;
        m->high |= (uint64_t)(c >= 0x80) << i;
        m->lead |= (uint64_t)(c >= 0xc0) << i;
        m->wide |= (uint64_t)(c >= 0xe0) << i;
        m->four |= (uint64_t)(c >= 0xf0) << i;
    }
}

static void signs_plain(struct dx_map_signs *m, const char *p)
{
    *m = (struct dx_map_signs){0};
    for (int i = 0; i < DX_MAP; i++) {
        unsigned char c = (unsigned char)p[i];
        m->newline |= (uint64_t)(c == '\n') << i;
        m->high |= (uint64_t)(c >= 0x80) << i;
        m->alnum |= (uint64_t)(is_letter(c) || is_digit(c)) << i;
        m->member |= (uint64_t)(is_letter(c) || is_digit(c) || c == '/' || c == '+') << i;
        m->spelt |= (uint64_t)((c | 0x20) == 'd' && (p[i + 1] | 0x20) == 'o' && (p[i + 2] | 0x20) == 't') << i;
        m->dot |= (uint64_t)(c == '.') << i;
        m->digit |= (uint64_t)is_digit(c) << i;
        m->at |= (uint64_t)(c == '@') << i;
        m->colon |= (uint64_t)(c == ':') << i;
        m->slash |= (uint64_t)(c == '/') << i;
        m->bracket |= (uint64_t)(c == '(' || c == '[' || c == '{') << i;
        m->q |= (uint64_t)((c | 0x20) == 'q') << i;
    }
    m->signs = m->digit | m->at | m->colon | m->slash | m->bracket | m->q;
}

static void runs_plain(struct dx_map_runs *m, const char *p)
{
    static const char others[] = " ()-./[]~+OoIl|SBZDGbgq\xE1\x80\x9D\x87\x9B";
    *m = (struct dx_map_runs){0};
    for (int i = 0; i < DX_MAP; i++) {
        bool digit = is_digit((unsigned char)p[i]);
        m->digit |= (uint64_t)digit << i;
        m->part |= (uint64_t)(digit || (p[i] && strchr(others, p[i]))) << i;
        m->mark |= (uint64_t)(p[i] && strchr(" ()-./+", p[i])) << i;
    }
}

#if HAVE_AVX2
/* Signs are classes, of which each byte has those that both its halves name: a bit each. */
enum { C_DIGIT = 1, C_AT = 2, C_COLON = 4, C_SLASH = 8, C_ROUND = 16, C_SQUARE = 32, C_Q = 64, C_DOT = 128 };
#define LOW_ZERO (C_DIGIT | C_AT)
#define LOW LOW_ZERO, C_DIGIT | C_Q, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT, C_DIGIT | C_ROUND, C_DIGIT, C_COLON, C_SQUARE, 0, 0, (char)C_DOT, C_SLASH
#define HIGH 0, 0, (char)(C_SLASH | C_ROUND | C_DOT), C_DIGIT | C_COLON, C_AT, C_SQUARE | C_Q, 0, C_SQUARE | C_Q, 0, 0, 0, 0, 0, 0, 0, 0
/* Parts of runs by their lower halves, a bit for each upper one; and beyond ASCII, by its lower half, the one byte that is a part. */
enum { C_UPPER_2 = 4, C_UPPER_3 = 8 };
#define PART_LOW 0x0c, (char)0x88, 0x58, 0x28, 0x18, 0x08, 0x08, 0x58, 0x0c, 0x1c, 0x20, 0x24, (char)0xc0, 0x24, (char)0x84, 0x54
#define PART_HIGH 1, 2, C_UPPER_2, C_UPPER_3, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0
#define PART_BEYOND (char)0x80, (char)0xe1, 0, 0, 0, 0, 0, (char)0x87, 0, 0, 0, (char)0x9b, 0, (char)0x9d, 0, 0
#define X8(c) c, c, c, c, c, c, c, c
#define FOUR_TIMES(...) __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__
#define EVERY(c) {{X8(c), X8(c), X8(c), X8(c), X8(c), X8(c), X8(c), X8(c)}}

/* What vectors are compared with. It stays in memory: made of numbers each time, as a compiler does it, it costs as much as the comparing. */
union wide {
    char c[64];
    __m256i v;
    __m512i w;
};
struct constants {
    union wide blank, a, z, newline, lead, wide, four, low, high, half, plus, d, o, t, signs, part_low, part_high, part_beyond, upper_2, upper_3;
};
static const struct constants made = {
    .blank = EVERY(' '), .a = EVERY('a'), .z = EVERY(25), .newline = EVERY('\n'), .lead = EVERY((char)0xbf), .wide = EVERY((char)0xdf), .four = EVERY((char)0xef), .low = {{FOUR_TIMES(LOW)}},
    .high = {{FOUR_TIMES(HIGH)}}, .half = EVERY(15), .plus = EVERY('+'), .d = EVERY('d'), .o = EVERY('o'), .t = EVERY('t'),
    .signs = EVERY(127), /* all classes but that of dots */
    .part_low = {{FOUR_TIMES(PART_LOW)}}, .part_high = {{FOUR_TIMES(PART_HIGH)}}, .part_beyond = {{FOUR_TIMES(PART_BEYOND)}}, .upper_2 = EVERY(C_UPPER_2), .upper_3 = EVERY(C_UPPER_3),
};

static inline const struct constants *constants(void)
{
    const struct constants *k = &made;
    __asm__("" : "+r"(k)); /* as if nothing were known of it */
    return k;
}

/* Two vectors of 32 bytes. */
struct two {
    __m256i a, b;
};

__attribute__((target("avx2"))) static inline struct two load(const char *p)
{
    return (struct two){_mm256_loadu_si256((const __m256i *)p), _mm256_loadu_si256((const __m256i *)(p + 32))};
}
__attribute__((target("avx2"))) static inline uint64_t mask(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}
__attribute__((target("avx2"))) static inline uint64_t same(struct two v, const union wide *c) { return mask(_mm256_cmpeq_epi8(v.a, c->v), _mm256_cmpeq_epi8(v.b, c->v)); }
__attribute__((target("avx2"))) static inline uint64_t above(struct two v, const union wide *c) { return mask(_mm256_cmpgt_epi8(v.a, c->v), _mm256_cmpgt_epi8(v.b, c->v)); }
__attribute__((target("avx2"))) static inline struct two in_small(struct two v, const struct constants *k)
{
    return (struct two){_mm256_or_si256(v.a, k->blank.v), _mm256_or_si256(v.b, k->blank.v)};
}
__attribute__((target("avx2"))) static inline uint64_t letters(struct two small, const struct constants *k)
{
    __m256i a = _mm256_sub_epi8(small.a, k->a.v), b = _mm256_sub_epi8(small.b, k->a.v);
    return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(a, k->z.v), a), _mm256_cmpeq_epi8(_mm256_min_epu8(b, k->z.v), b));
}

__attribute__((target("avx2"))) static void words_fast(struct dx_map_words *m, const char *p)
{
    const struct constants *k = constants();
    struct two v = load(p);
    m->letter = letters(in_small(v, k), k);
    m->upper = m->letter & ~mask(_mm256_slli_epi16(v.a, 2), _mm256_slli_epi16(v.b, 2)); /* 0x20 tells letters apart */
    m->blank = same(v, &k->blank);
    m->newline = same(v, &k->newline);
    m->high = mask(v.a, v.b);
    m->lead = m->wide = m->four = 0;
    if (m->high) {
        m->lead = m->high & above(v, &k->lead);
        m->wide = m->high & above(v, &k->wide);
        m->four = m->high & above(v, &k->four);
    }
}

__attribute__((target("avx2"))) static inline __m256i classes_of(__m256i v, const struct constants *k)
{
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), k->half.v);
    return _mm256_and_si256(_mm256_shuffle_epi8(k->low.v, v), _mm256_shuffle_epi8(k->high.v, upper)); /* beyond ASCII: none of the low half's */
}

/* The bytes of a class: its bit as the highest. */
#define OF_CLASS(in, bits) mask(_mm256_slli_epi16(in.a, bits), _mm256_slli_epi16(in.b, bits))

/* Where "dot" is spelt. */
__attribute__((target("avx2"))) static inline __m256i spelt(const char *p, __m256i small, const struct constants *k)
{
    __m256i o = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(p + 1)), k->blank.v), t = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(p + 2)), k->blank.v);
    return _mm256_and_si256(_mm256_cmpeq_epi8(small, k->d.v), _mm256_and_si256(_mm256_cmpeq_epi8(o, k->o.v), _mm256_cmpeq_epi8(t, k->t.v)));
}

__attribute__((target("avx2"))) static void signs_fast(struct dx_map_signs *m, const char *p)
{
    const struct constants *k = constants();
    struct two v = load(p), small = in_small(v, k), in = {classes_of(v.a, k), classes_of(v.b, k)};
    m->newline = same(v, &k->newline);
    m->high = mask(v.a, v.b);
    m->alnum = letters(small, k);
    m->spelt = mask(spelt(p, small.a, k), spelt(p + 32, small.b, k));
    m->dot = mask(in.a, in.b);
    m->member = m->alnum | same(v, &k->plus);
    m->signs = m->digit = m->at = m->colon = m->slash = m->bracket = m->q = 0;
    if (_mm256_testz_si256(_mm256_or_si256(in.a, in.b), k->signs.v))
        return;
    m->digit = OF_CLASS(in, 7);
    m->at = OF_CLASS(in, 6);
    m->colon = OF_CLASS(in, 5);
    m->slash = OF_CLASS(in, 4);
    m->bracket = OF_CLASS(in, 3) | OF_CLASS(in, 2);
    m->q = OF_CLASS(in, 1);
    m->signs = m->digit | m->at | m->colon | m->slash | m->bracket | m->q;
    m->alnum |= m->digit;
    m->member |= m->digit | m->slash;
}

__attribute__((target("avx2"))) static inline __m256i parts_of(__m256i v, const struct constants *k)
{
    __m256i upper = _mm256_and_si256(_mm256_srli_epi16(v, 4), k->half.v);
    return _mm256_and_si256(_mm256_shuffle_epi8(k->part_low.v, v), _mm256_shuffle_epi8(k->part_high.v, upper));
}

/* The parts beyond ASCII: by the byte that theirs alone may be. */
__attribute__((target("avx2"))) static inline __m256i parts_beyond(__m256i v, const struct constants *k)
{
    return _mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(k->part_beyond.v, _mm256_and_si256(v, k->half.v)));
}

__attribute__((target("avx2"))) static void runs_fast(struct dx_map_runs *m, const char *p)
{
    const struct constants *k = constants();
    __m256i none = _mm256_setzero_si256();
    struct two v = load(p), in = {parts_of(v.a, k), parts_of(v.b, k)};
    m->part = ~mask(_mm256_cmpeq_epi8(in.a, none), _mm256_cmpeq_epi8(in.b, none));
    m->digit = OF_CLASS(in, 4);
    m->mark = OF_CLASS(in, 5);
    uint64_t high = mask(v.a, v.b);
    if (high)
        m->part |= high & mask(parts_beyond(v.a, k), parts_beyond(v.b, k));
}

__attribute__((target("avx512bw"))) static inline uint64_t wide_letters(__m512i small, const struct constants *k)
{
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(small, k->a.w), k->z.w);
}

__attribute__((target("avx512bw"))) static void words_wide(struct dx_map_words *m, const char *p)
{
    const struct constants *k = constants();
    __m512i v = _mm512_loadu_si512(p);
    m->letter = wide_letters(_mm512_or_si512(v, k->blank.w), k);
    m->upper = _mm512_mask_testn_epi8_mask(m->letter, v, k->blank.w); /* 0x20 tells letters apart */
    m->blank = _mm512_cmpeq_epi8_mask(v, k->blank.w);
    m->newline = _mm512_cmpeq_epi8_mask(v, k->newline.w);
    m->high = _mm512_movepi8_mask(v);
    m->lead = _mm512_cmpgt_epu8_mask(v, k->lead.w);
    m->wide = _mm512_cmpgt_epu8_mask(v, k->wide.w);
    m->four = _mm512_cmpgt_epu8_mask(v, k->four.w);
}

__attribute__((target("avx512bw"))) static void signs_wide(struct dx_map_signs *m, const char *p)
{
    const struct constants *k = constants();
    __m512i v = _mm512_loadu_si512(p), small = _mm512_or_si512(v, k->blank.w), upper = _mm512_and_si512(_mm512_srli_epi16(v, 4), k->half.w);
    __m512i in = _mm512_and_si512(_mm512_shuffle_epi8(k->low.w, v), _mm512_shuffle_epi8(k->high.w, upper));
    __m512i o = _mm512_or_si512(_mm512_loadu_si512(p + 1), k->blank.w), t = _mm512_or_si512(_mm512_loadu_si512(p + 2), k->blank.w);
    m->newline = _mm512_cmpeq_epi8_mask(v, k->newline.w);
    m->high = _mm512_movepi8_mask(v);
    m->alnum = wide_letters(small, k);
    m->spelt = _mm512_cmpeq_epi8_mask(small, k->d.w) & _mm512_cmpeq_epi8_mask(o, k->o.w) & _mm512_cmpeq_epi8_mask(t, k->t.w);
    m->dot = _mm512_movepi8_mask(in);
    m->member = m->alnum | _mm512_cmpeq_epi8_mask(v, k->plus.w);
    m->signs = _mm512_test_epi8_mask(in, k->signs.w);
    m->digit = m->at = m->colon = m->slash = m->bracket = m->q = 0;
    if (!m->signs)
        return;
    m->digit = _mm512_movepi8_mask(_mm512_slli_epi16(in, 7));
    m->at = _mm512_movepi8_mask(_mm512_slli_epi16(in, 6));
    m->colon = _mm512_movepi8_mask(_mm512_slli_epi16(in, 5));
    m->slash = _mm512_movepi8_mask(_mm512_slli_epi16(in, 4));
    m->bracket = _mm512_movepi8_mask(_mm512_slli_epi16(in, 3)) | _mm512_movepi8_mask(_mm512_slli_epi16(in, 2));
    m->q = _mm512_movepi8_mask(_mm512_slli_epi16(in, 1));
    m->alnum |= m->digit;
    m->member |= m->digit | m->slash;
}

__attribute__((target("avx512bw"))) static void runs_wide(struct dx_map_runs *m, const char *p)
{
    const struct constants *k = constants();
    __m512i v = _mm512_loadu_si512(p), upper = _mm512_and_si512(_mm512_srli_epi16(v, 4), k->half.w);
    __m512i in = _mm512_and_si512(_mm512_shuffle_epi8(k->part_low.w, v), _mm512_shuffle_epi8(k->part_high.w, upper));
    uint64_t high = _mm512_movepi8_mask(v);
    m->part = _mm512_test_epi8_mask(in, in) | (high & _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(k->part_beyond.w, _mm512_and_si512(v, k->half.w))));
    m->digit = _mm512_test_epi8_mask(in, k->upper_3.w);
    m->mark = _mm512_test_epi8_mask(in, k->upper_2.w);
}
#endif

void dx_maps_words(struct dx_map_words *m, const char *p, enum dx_maps_vectors v)
{
#if HAVE_AVX2
    if (v == DX_MAPS_WIDE) {
        words_wide(m, p);
        return;
    }
    if (v == DX_MAPS_FAST) {
        words_fast(m, p);
        return;
    }
#endif
    (void)v;
    words_plain(m, p);
}

void dx_maps_signs(struct dx_map_signs *m, const char *p, enum dx_maps_vectors v)
{
#if HAVE_AVX2
    if (v == DX_MAPS_WIDE) {
        signs_wide(m, p);
        return;
    }
    if (v == DX_MAPS_FAST) {
        signs_fast(m, p);
        return;
    }
#endif
    (void)v;
    signs_plain(m, p);
}

void dx_maps_runs(struct dx_map_runs *m, const char *p, enum dx_maps_vectors v)
{
#if HAVE_AVX2
    if (v == DX_MAPS_WIDE) {
        runs_wide(m, p);
        return;
    }
    if (v == DX_MAPS_FAST) {
        runs_fast(m, p);
        return;
    }
#endif
    (void)v;
    runs_plain(m, p);
}
