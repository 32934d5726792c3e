/* anchors.c: classes of bytes as bitmaps, 64 bytes at a time, and patterns of them by shifts */
#include "find/anchors.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define BLOCK 64

/* Classes: each the product of a set of high halves and a set of low halves of the byte, so that two shuffles tell them. */
enum {
    PRINT = 1 << 0, /* 20–7f; 7f is sorted out where runs are cut */
    BREAK = 1 << 1, /* tab, line feed, carriage return */
    ZERO = 1 << 2,
    THAI = 1 << 3,  /* 0e: the high byte of Thai and Lao */
    KHMER = 1 << 4, /* 10, 17: of Burmese, of Khmer */
    MORE = 1 << 5,  /* 80–bf: goes on with a character */
    LEAD3 = 1 << 6, /* e0–ef */
    LEAD2 = 1 << 7  /* c0–df */
};

static const unsigned char of_high[16] = {BREAK | ZERO | THAI, KHMER, PRINT, PRINT, PRINT, PRINT, PRINT, PRINT,
                                          MORE, MORE, MORE, MORE, LEAD2, LEAD2, LEAD3, 0};
#define ANY (PRINT | MORE | LEAD3 | LEAD2)
static const unsigned char of_low[16] = {ANY | ZERO | KHMER, ANY, ANY, ANY, ANY, ANY, ANY, ANY | KHMER,
                                         ANY, ANY | BREAK, ANY | BREAK, ANY, ANY, ANY | BREAK, ANY | THAI, ANY};

/* Bitmaps of 64 bytes: bit i is byte i. */
struct classes {
    uint64_t text, zero, script, more, lead2, lead3, thai; /* thai: a0–ef, or a blank */
};

static void classes_plain(const unsigned char *p, struct classes *c)
{
    *c = (struct classes){0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned k = of_high[p[i] >> 4] & of_low[p[i] & 15];
        c->text |= (uint64_t)((k & (PRINT | BREAK)) != 0) << i;
        c->zero |= (uint64_t)((k & ZERO) != 0) << i;
        c->script |= (uint64_t)((k & (THAI | KHMER)) != 0) << i;
        c->more |= (uint64_t)((k & MORE) != 0) << i;
        c->lead3 |= (uint64_t)((k & LEAD3) != 0) << i;
        c->lead2 |= (uint64_t)((k & LEAD2) != 0) << i;
        c->thai |= (uint64_t)((p[i] >= 0xa0 && p[i] < 0xf0) || p[i] == ' ') << i;
    }
}

/* What is carried from one block to the next. */
struct carry {
    uint64_t text, text2, text4, zero, narrow, script, more, char2, char3, lead2, lead3, thai, thai2, thai4;
};

/* The bits of `now`, moved up by n, with those of the block before coming in. */
static inline uint64_t up(uint64_t now, uint64_t before, int n) { return now << n | before >> (BLOCK - n); }

/* Bits where an anchor ends. */
struct ends {
    uint64_t utf8, utf16, thai;
};

static inline void anchors_of(const struct classes *c, struct carry *k, struct ends *a)
{
    uint64_t text2 = c->text & up(c->text, k->text, 1), text4 = text2 & up(text2, k->text2, 2);
    uint64_t more2 = c->more & up(c->more, k->more, 1);
    uint64_t char2 = c->more & up(c->lead2, k->lead2, 1), char3 = more2 & up(c->lead3, k->lead3, 2);
    /* a character of ASCII after a zero: at every second place, whichever of the two comes first */
    uint64_t narrow = c->text & up(c->zero, k->zero, 1);
    uint64_t thai2 = c->thai & up(c->thai, k->thai, 1), thai4 = thai2 & up(thai2, k->thai2, 2);
    a->utf8 = (text4 & up(text4, k->text4, 2)) | (char2 & up(char2, k->char2, 2) & up(char2, k->char2, 4)) |
          (char3 & up(char3, k->char3, 3) & up(char3, k->char3, 6));
    a->utf16 = (narrow & up(narrow, k->narrow, 2) & up(c->text, k->text, 4)) |
           (c->script & up(c->script, k->script, 2) & up(c->script, k->script, 4));
    a->thai = thai4 & up(thai4, k->thai4, 4);
    *k = (struct carry){c->text, text2, text4, c->zero, narrow, c->script, c->more, char2, char3, c->lead2, c->lead3, c->thai, thai2, thai4};
}

/* Goes through whole blocks from `at` on to the first with an anchor that isn't masked; *a are then its bits. */
static size_t blocks_plain(const unsigned char *p, size_t at, size_t end, size_t least, struct carry *k, struct ends *a)
{
    for (; at + BLOCK <= end; at += BLOCK) {
        struct classes c;
        classes_plain(p + at, &c);
        anchors_of(&c, k, a);
        uint64_t wanted = at >= least ? ~UINT64_C(0) : least - at < BLOCK ? ~UINT64_C(0) << (least - at) : 0;
        if ((a->utf8 | a->utf16 | a->thai) & wanted)
            break;
    }
    return at;
}

#if HAVE_AVX2
__attribute__((target("avx2"))) static inline uint64_t bits(__m256i a, __m256i b, int shift)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(a, shift)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(b, shift)) << 32;
}

__attribute__((target("avx2"))) static inline void classes_fast(const unsigned char *p, __m256i high, __m256i low, struct classes *c)
{
    const __m256i half = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
    __m256i a = _mm256_loadu_si256((const __m256i *)p), b = _mm256_loadu_si256((const __m256i *)(p + 32));
    __m256i ka = _mm256_and_si256(_mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(a, 4), half)),
                                  _mm256_shuffle_epi8(low, _mm256_and_si256(a, half)));
    __m256i kb = _mm256_and_si256(_mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(b, 4), half)),
                                  _mm256_shuffle_epi8(low, _mm256_and_si256(b, half)));
    c->text = bits(ka, kb, 7) | bits(ka, kb, 6);
    c->zero = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, zero)) |
              (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, zero)) << 32;
    c->script = bits(ka, kb, 4) | bits(ka, kb, 3);
    c->more = bits(ka, kb, 2);
    c->lead3 = bits(ka, kb, 1);
    c->lead2 = bits(ka, kb, 0);
    const __m256i blank = _mm256_set1_epi8(' ');
    c->thai = c->lead2 | c->lead3 | (c->more & bits(a, b, 2)) | /* of 80–bf those with bit 5 */
              (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, blank)) | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, blank)) << 32;
}

__attribute__((target("avx2"))) static size_t blocks_fast(const unsigned char *p, size_t at, size_t end, size_t least, struct carry *k, struct ends *a)
{
    const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)of_high));
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)of_low));
    for (; at + BLOCK <= end; at += BLOCK) {
        struct classes c;
        classes_fast(p + at, high, low, &c);
        anchors_of(&c, k, a);
        uint64_t wanted = at >= least ? ~UINT64_C(0) : least - at < BLOCK ? ~UINT64_C(0) << (least - at) : 0;
        if ((a->utf8 | a->utf16 | a->thai) & wanted)
            break;
    }
    return at;
}

__attribute__((target("avx2"))) static size_t ascii_fast(const unsigned char *p, size_t at, size_t n)
{
    const __m256i below = _mm256_set1_epi8(0x1f), del = _mm256_set1_epi8(0x7f);
    for (; at + 32 <= n; at += 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(p + at));
        __m256i good = _mm256_andnot_si256(_mm256_cmpeq_epi8(v, del), _mm256_cmpgt_epi8(v, below));
        __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n')),
                                       _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\t'))));
        uint32_t bad = ~(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(good, ends));
        if (bad)
            return at + (unsigned)__builtin_ctz(bad);
    }
    return at;
}

/* As long as there are 16 characters of it. */
__attribute__((target("avx2"))) static size_t narrow_fast(char *out, const unsigned char *p, size_t at, size_t n, bool big_endian)
{
    size_t k = 0;
    for (; at + 32 <= n; at += 32, k += 16) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(p + at));
        if (big_endian)
            v = _mm256_or_si256(_mm256_slli_epi16(v, 8), _mm256_srli_epi16(v, 8));
        __m256i good = _mm256_and_si256(_mm256_cmpgt_epi16(v, _mm256_set1_epi16(0x1f)), _mm256_cmpgt_epi16(_mm256_set1_epi16(0x7f), v));
        __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi16(v, _mm256_set1_epi16('\n')),
                                       _mm256_or_si256(_mm256_cmpeq_epi16(v, _mm256_set1_epi16('\r')), _mm256_cmpeq_epi16(v, _mm256_set1_epi16('\t'))));
        if (_mm256_movemask_epi8(_mm256_or_si256(good, ends)) != -1)
            break;
        __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(v, v), 0x08);
        _mm_storeu_si128((__m128i *)(out + k), _mm256_castsi256_si128(bytes));
    }
    return k;
}
#endif

static bool is_fast(bool plain)
{
#if HAVE_AVX2
    return !plain && __builtin_cpu_supports("avx2");
#else
    return plain && false;
#endif
}

static size_t blocks(const unsigned char *p, size_t at, size_t end, size_t least, struct carry *k, struct ends *a, bool fast)
{
#if HAVE_AVX2
    if (fast)
        return blocks_fast(p, at, end, least, k, a);
#endif
    (void)fast;
    return blocks_plain(p, at, end, least, k, a);
}

enum dx_anchor dx_anchor_find(const unsigned char *p, size_t from, size_t least, size_t n, bool plain, size_t *out)
{
    struct carry k = {0};
    struct ends a = {0};
    bool fast = is_fast(plain);
    unsigned char rest[BLOCK];
    size_t at = blocks(p, from, n, least, &k, &a, fast);
    *out = n;
    if (at + BLOCK > n) { /* the last bytes: as if bytes of no class followed */
        if (at >= n)
            return DX_ANCHOR_NONE;
        memset(rest, 0xff, sizeof rest);
        memcpy(rest, p + at, n - at);
        if (blocks(rest, 0, BLOCK, least > at ? least - at : 0, &k, &a, fast) != 0)
            return DX_ANCHOR_NONE;
    }
    uint64_t wanted = at >= least ? ~UINT64_C(0) : ~UINT64_C(0) << (least - at), all = (a.utf8 | a.utf16 | a.thai) & wanted;
    unsigned i = (unsigned)__builtin_ctzll(all);
    *out = at + i;
    return a.utf8 >> i & 1 ? DX_ANCHOR_8 : a.utf16 >> i & 1 ? DX_ANCHOR_16 : DX_ANCHOR_THAI;
}

size_t dx_ascii_end(const unsigned char *p, size_t at, size_t n, bool plain)
{
#if HAVE_AVX2
    if (is_fast(plain))
        at = ascii_fast(p, at, n);
#endif
    (void)plain;
    while (at < n && dx_is_ascii_text(p[at]))
        at++;
    return at;
}

size_t dx_ascii_narrow(char *out, const unsigned char *p, size_t at, size_t n, bool big_endian, bool plain)
{
    size_t k = 0;
#if HAVE_AVX2
    if (is_fast(plain))
        k = narrow_fast(out, p, at, n, big_endian);
#endif
    (void)plain;
    for (at += 2 * k; at + 2 <= n && !p[at + !big_endian] && dx_is_ascii_text(p[at + big_endian]); at += 2)
        out[k++] = (char)p[at + big_endian];
    return k;
}
