/* anchors.c: classes of bytes as bitmaps, 64 bytes at a time, and patterns of them by shifts */
#include "find/text/anchors.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define BLOCK 64
#define STEP (BLOCK - DX_ANCHOR_BYTES + 1) /* blocks overlap, so that each anchor is whole in one */

/* Bitmaps of 64 bytes: bit i is byte i. */
struct classes {
    uint64_t text, zero, script; /* script: 0e, the high byte of Thai and Lao; 10, of Burmese; 17, of Khmer */
    uint64_t more, lead2, lead3; /* 80–bf, which goes on with a character; c0–df; e0–ef */
    uint64_t thai;               /* a0–ef, or a blank */
};

static void classes_plain(const unsigned char *p, struct classes *c)
{
    *c = (struct classes){0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned k = p[i];
        c->text |= (uint64_t)(dx_is_ascii_text(p[i]) || k == 0x7f) << i; /* which is sorted out where runs are cut */
        c->zero |= (uint64_t)(k == 0) << i;
        c->script |= (uint64_t)(k == 0x0e || k == 0x10 || k == 0x17) << i;
        c->more |= (uint64_t)(k >= 0x80 && k < 0xc0) << i;
        c->lead2 |= (uint64_t)(k >= 0xc0 && k < 0xe0) << i;
        c->lead3 |= (uint64_t)(k >= 0xe0 && k < 0xf0) << i;
        c->thai |= (uint64_t)((k >= 0xa0 && k < 0xf0) || k == ' ') << i;
    }
}

/* Bits where an anchor ends. */
struct ends {
    uint64_t utf8, utf16, thai;
};

static inline struct ends anchors_of(const struct classes *c)
{
    uint64_t text2 = c->text & c->text << 1, text4 = text2 & text2 << 2, more2 = c->more & c->more << 1;
    uint64_t char2 = c->more & c->lead2 << 1, char3 = more2 & c->lead3 << 2;
    uint64_t narrow = c->text & c->zero << 1; /* a character of ASCII after a zero: at every second place, whichever of the two comes first */
    uint64_t thai2 = c->thai & c->thai << 1, thai4 = thai2 & thai2 << 2;
    return (struct ends){
        .utf8 = (text4 & text4 << 2) | (char2 & char2 << 2 & char2 << 4) | (char3 & char3 << 3 & char3 << 6),
        .utf16 = (narrow & narrow << 2 & c->text << 4) | (c->script & c->script << 2 & c->script << 4),
        .thai = thai4 & thai4 << 4,
    };
}

/* Of the block at `at`, what ends at or behind `least`. */
static inline uint64_t wanted(size_t at, size_t least)
{
    return at >= least ? UINT64_MAX : least - at < BLOCK ? UINT64_MAX << (least - at) : 0;
}

/* Goes through whole blocks from `at` on to the first with an anchor that is wanted; *a are then its bits. */
static size_t blocks_plain(const unsigned char *p, size_t at, size_t end, size_t least, struct ends *a)
{
    for (; at + BLOCK <= end; at += STEP) {
        struct classes c;
        classes_plain(p + at, &c);
        *a = anchors_of(&c);
        if ((a->utf8 | a->utf16 | a->thai) & wanted(at, least))
            break;
    }
    return at;
}

#if HAVE_AVX2
__attribute__((target("avx2"))) static inline uint64_t bits(__m256i a, __m256i b)
{
    return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

/* By the low half of a byte the one byte that has it and is looked for. A byte from 80 on looks up 0, which it isn't; for 0 itself another one stands there. */
#define ENDS 1, -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, -1
#define SCRIPTS 0x10, -1, -1, -1, -1, -1, -1, 0x17, -1, -1, -1, -1, -1, -1, 0x0e, -1

__attribute__((target("avx2"))) static inline void classes_fast(const unsigned char *p, struct classes *c)
{
    const __m256i ends = _mm256_setr_epi8(ENDS, ENDS), scripts = _mm256_setr_epi8(SCRIPTS, SCRIPTS);
    const __m256i zero = _mm256_setzero_si256(), below = _mm256_set1_epi8(0x1f), blank = _mm256_set1_epi8(' ');
    __m256i a = _mm256_loadu_si256((const __m256i *)p), b = _mm256_loadu_si256((const __m256i *)(p + 32));
    c->text = bits(_mm256_or_si256(_mm256_cmpgt_epi8(a, below), _mm256_cmpeq_epi8(a, _mm256_shuffle_epi8(ends, a))),
                   _mm256_or_si256(_mm256_cmpgt_epi8(b, below), _mm256_cmpeq_epi8(b, _mm256_shuffle_epi8(ends, b))));
    c->zero = bits(_mm256_cmpeq_epi8(a, zero), _mm256_cmpeq_epi8(b, zero));
    c->script = bits(_mm256_cmpeq_epi8(a, _mm256_shuffle_epi8(scripts, a)), _mm256_cmpeq_epi8(b, _mm256_shuffle_epi8(scripts, b)));
    uint64_t high = bits(a, b), bit6 = bits(_mm256_slli_epi16(a, 1), _mm256_slli_epi16(b, 1));
    uint64_t bit5 = bits(_mm256_slli_epi16(a, 2), _mm256_slli_epi16(b, 2)), bit4 = bits(_mm256_slli_epi16(a, 3), _mm256_slli_epi16(b, 3));
    uint64_t lead = high & bit6, blanks = bits(_mm256_cmpeq_epi8(a, blank), _mm256_cmpeq_epi8(b, blank));
    c->more = high & ~bit6;
    c->lead2 = lead & ~bit5;
    c->lead3 = lead & bit5 & ~bit4;
    c->thai = c->lead2 | c->lead3 | (c->more & bit5) | blanks;
}

__attribute__((target("avx2"))) static size_t blocks_fast(const unsigned char *p, size_t at, size_t end, size_t least, struct ends *a)
{
    for (; at + BLOCK <= end; at += STEP) {
        struct classes c;
        classes_fast(p + at, &c);
        struct ends found = anchors_of(&c);
        if ((found.utf8 | found.utf16 | found.thai) & wanted(at, least)) {
            *a = found;
            break;
        }
    }
    return at;
}

/* The same where processors make bitmaps of vectors at once. */
#define AVX512 __attribute__((target("avx512f,avx512bw")))
AVX512 static inline void classes_faster(const unsigned char *p, struct classes *c)
{
    const __m512i ends = _mm512_broadcast_i32x4(_mm_setr_epi8(ENDS)), scripts = _mm512_broadcast_i32x4(_mm_setr_epi8(SCRIPTS));
    __m512i v = _mm512_loadu_si512(p);
    c->text = _mm512_cmpgt_epi8_mask(v, _mm512_set1_epi8(0x1f)) | _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(ends, v));
    c->zero = _mm512_testn_epi8_mask(v, v);
    c->script = _mm512_cmpeq_epi8_mask(v, _mm512_shuffle_epi8(scripts, v));
    c->more = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8((char)0xc0));
    c->lead3 = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, _mm512_set1_epi8((char)0xf0)), _mm512_set1_epi8((char)0xe0));
    c->lead2 = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8((char)0xe0)) & ~c->more;
    c->thai = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)0xa0)), _mm512_set1_epi8(0x50)) |
              _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
}

AVX512 static size_t blocks_faster(const unsigned char *p, size_t at, size_t end, size_t least, struct ends *a)
{
    for (; at + BLOCK <= end; at += STEP) {
        struct classes c;
        classes_faster(p + at, &c);
        struct ends found = anchors_of(&c);
        if ((found.utf8 | found.utf16 | found.thai) & wanted(at, least)) {
            *a = found;
            break;
        }
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

static bool is_fast(enum dx_plainly plain)
{
#if HAVE_AVX2
    return plain != DX_PLAINLY && __builtin_cpu_supports("avx2");
#else
    (void)plain;
    return false;
#endif
}

static size_t blocks(const unsigned char *p, size_t at, size_t end, size_t least, struct ends *a, enum dx_plainly plain)
{
#if HAVE_AVX2
    if (plain == DX_PLAINLY_NOT && __builtin_cpu_supports("avx512bw"))
        return blocks_faster(p, at, end, least, a);
    if (is_fast(plain))
        return blocks_fast(p, at, end, least, a);
#endif
    (void)plain;
    return blocks_plain(p, at, end, least, a);
}

enum dx_anchor dx_anchor_find(const unsigned char *p, size_t from, size_t least, size_t n, enum dx_plainly plain, size_t *out)
{
    struct ends a = {0};
    unsigned char rest[BLOCK];
    size_t at = blocks(p, from, n, least, &a, plain);
    *out = n;
    if (at + BLOCK > n) { /* the last bytes: as if bytes of no class followed */
        if (at >= n)
            return DX_ANCHOR_NONE;
        memset(rest, 0xff, sizeof rest);
        memcpy(rest, p + at, n - at);
        if (blocks(rest, 0, BLOCK, least > at ? least - at : 0, &a, plain) != 0)
            return DX_ANCHOR_NONE;
    }
    unsigned i = (unsigned)__builtin_ctzll((a.utf8 | a.utf16 | a.thai) & wanted(at, least));
    *out = at + i;
    return a.utf8 >> i & 1 ? DX_ANCHOR_8 : a.utf16 >> i & 1 ? DX_ANCHOR_16 : DX_ANCHOR_THAI;
}

size_t dx_ascii_end(const unsigned char *p, size_t at, size_t n, enum dx_plainly plain)
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

size_t dx_ascii_narrow(char *out, const unsigned char *p, size_t at, size_t n, bool big_endian, enum dx_plainly plain)
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
