/* opening.c: groups of patterns by what they open with, and the places that have the bytes of some group */
#include "find/pattern/opening.h"

#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define PLACES 64
#define EIGHTS (DX_OPENING_GROUPS / 8)

static bool is_digit(unsigned c) { return c - '0' < 10; }
static bool is_letter(unsigned c) { return (c | 0x20) - 'a' < 26; }
static unsigned kind_of(unsigned c) { return is_letter(c) ? DX_PREV_LETTER : is_digit(c) ? DX_PREV_DIGIT : DX_PREV_OTHER; }

uint16_t dx_opening_prev(const struct dx_bytes *set)
{
    static const struct dx_bytes alnum = DX_BYTES_ALNUM;
    uint64_t other = (set->w[0] & ~alnum.w[0]) | (set->w[1] & ~alnum.w[1]) | set->w[2] | set->w[3];
    return (uint16_t)((set->w[0] & alnum.w[0] ? 1 << DX_PREV_DIGIT : 0) | (set->w[1] & alnum.w[1] ? 1 << DX_PREV_LETTER : 0) |
                      (other ? 1 << DX_PREV_OTHER : 0));
}

void dx_opening_byte(struct dx_opening *o, int i, const struct dx_bytes *set)
{
    for (unsigned high = 0; high < 16; high++) {
        uint16_t row = (uint16_t)(set->w[high / 4] >> (high % 4 * 16));
        o->low[i] |= row;
        o->high[i] |= (uint16_t)((row != 0) << high);
    }
}

/* ---- how many places pass ---- */

/* Percent of the bytes that have this high half, and that stand before one: in running text, among numbers, among capitals, in scripts of the
 * region. Rough, as all that hangs on it is which patterns share a group. */
static const uint8_t usual[16][DX_OPENING_SORTS] = {
    {2, 1, 1, 1},  {0, 0, 0, 0},  {18, 14, 14, 3}, {1, 80, 25, 2},  {2, 1, 30, 0}, {1, 1, 30, 0}, {46, 2, 0, 1}, {30, 1, 0, 1},
    {0, 0, 0, 16}, {0, 0, 0, 16}, {0, 0, 0, 15},   {0, 0, 0, 15}, {0, 0, 0, 0},  {0, 0, 0, 0},  {0, 0, 0, 30}, {0, 0, 0, 0},
};
static const uint8_t usual_prev[DX_PREVS][DX_OPENING_SORTS] = {{20, 15, 15, 95}, {79, 5, 60, 3}, {1, 80, 25, 2}};

static void add_up(float sum[DX_OPENING_SORTS], const uint8_t share[][DX_OPENING_SORTS], unsigned bits)
{
    for (; bits; bits &= bits - 1)
        for (int sort = 0; sort < DX_OPENING_SORTS; sort++)
            sum[sort] += share[__builtin_ctz(bits)][sort];
}

void dx_opening_shares(struct dx_opening_shares *s)
{
    memset(s, 0, sizeof *s);
    for (unsigned bits = 0; bits < 256; bits++) {
        s->count[bits] = (float)__builtin_popcount(bits);
        add_up(s->high[0][bits], usual, bits);
        add_up(s->high[1][bits], usual + 8, bits);
    }
    for (unsigned bits = 0; bits <= DX_PREV_ANY; bits++)
        add_up(s->prev[bits], usual_prev, bits);
}

float dx_opening_cost(const struct dx_opening_shares *s, const struct dx_opening *o)
{
    float cost[DX_OPENING_SORTS];
    memcpy(cost, s->prev[o->prev], sizeof cost);
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        const float *a = s->high[0][o->high[i] & 255], *b = s->high[1][o->high[i] >> 8], low = s->count[o->low[i] & 255] + s->count[o->low[i] >> 8];
        for (int sort = 0; sort < DX_OPENING_SORTS; sort++)
            cost[sort] *= low * (a[sort] + b[sort]);
    }
    return cost[0] + cost[1] + cost[2] + cost[3];
}
_Static_assert(DX_OPENING_SORTS == 4, "as they are summed up");

/* ---- groups ---- */

void dx_opening_join(struct dx_opening *o, const struct dx_opening *other)
{
    o->prev |= other->prev;
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        o->low[i] |= other->low[i];
        o->high[i] |= other->high[i];
    }
}

static struct dx_opening both(const struct dx_opening *a, const struct dx_opening *b)
{
    struct dx_opening o = *a;
    dx_opening_join(&o, b);
    return o;
}

static bool is_part(const struct dx_opening *o, const struct dx_opening *of)
{
    struct dx_opening joined = both(o, of);
    return memcmp(&joined, of, sizeof joined) == 0;
}

static void weigh(struct dx_opening_groups *g, size_t i)
{
    for (size_t k = 0; k < g->n; k++) {
        struct dx_opening o = both(&g->group[i], &g->group[k]);
        if (k != i)
            g->joined[i > k ? i : k][i > k ? k : i] = dx_opening_cost(g->shares, &o) - g->cost[i] - g->cost[k];
    }
}

/* The last group takes the place of group i. */
static void drop(struct dx_opening_groups *g, size_t i)
{
    size_t last = --g->n;
    g->group[i] = g->group[last];
    g->cost[i] = g->cost[last];
    for (size_t k = 0; k < g->n; k++)
        if (k != i)
            g->joined[i > k ? i : k][i > k ? k : i] = g->joined[last][k];
}

/* Joins the two that cost the least together. */
static void join_two(struct dx_opening_groups *g)
{
    size_t a = 1, b = 0;
    for (size_t i = 1; i < g->n; i++)
        for (size_t k = 0; k < i; k++)
            if (g->joined[i][k] < g->joined[a][b]) {
                a = i;
                b = k;
            }
    g->cost[b] += g->cost[a] + g->joined[a][b];
    g->group[b] = both(&g->group[a], &g->group[b]);
    drop(g, a);
    weigh(g, b);
}

void dx_opening_add(struct dx_opening_groups *g, const struct dx_opening *o)
{
    for (size_t k = 0; k < g->n; k++)
        if (is_part(o, &g->group[k]))
            return;
    g->group[g->n] = *o;
    g->cost[g->n] = dx_opening_cost(g->shares, o);
    weigh(g, g->n++);
    if (g->n > g->most)
        join_two(g);
}

size_t dx_opening_group_of(const struct dx_opening_groups *g, const struct dx_opening *o)
{
    size_t k = 0;
    while (k + 1 < g->n && !is_part(o, &g->group[k]))
        k++;
    return k;
}

static void set_bits(uint8_t row[16], uint16_t halves, size_t group)
{
    for (unsigned half = 0; half < 16; half++)
        row[half] |= (uint8_t)((halves >> half & 1) << group);
}

void dx_opening_table(struct dx_opening_table *t, const struct dx_opening_groups *g)
{
    memset(t, 0, sizeof *t);
    for (size_t k = 0; k < g->n; k++) {
        struct dx_opening_eight *e = &t->eight[k / 8];
        for (int kind = 0; kind < DX_PREVS; kind++)
            e->prev[kind] |= (uint8_t)((g->group[k].prev >> kind & 1) << k % 8);
        for (int i = 0; i < DX_OPENING_BYTES; i++) {
            set_bits(e->low[i], g->group[k].low[i], k % 8);
            set_bits(e->high[i], g->group[k].high[i], k % 8);
        }
    }
}

/* ---- places ---- */

/* Has the place the bytes of a group? */
static bool passes(const struct dx_opening_eight *e, struct dx_str text, size_t at)
{
    unsigned groups = at ? e->prev[kind_of((unsigned char)text.p[at - 1])] : 255;
    for (size_t i = 0; i < DX_OPENING_BYTES; i++) {
        unsigned c = at + i < text.n ? (unsigned char)text.p[at + i] : 0;
        groups &= e->low[i][c & 15] & e->high[i][c >> 4];
    }
    return groups != 0;
}

static uint64_t places_plain(const struct dx_opening_table *t, struct dx_str text, size_t at)
{
    uint64_t found = 0;
    for (size_t k = 0; k < PLACES && at + k < text.n; k++)
        for (int i = 0; i < EIGHTS; i++)
            found |= (uint64_t)passes(&t->eight[i], text, at + k) << k;
    return found;
}

#if HAVE_AVX2
__attribute__((target("avx2"))) static inline __m256i among(__m256i v, char from, char n)
{
    __m256i off = _mm256_sub_epi8(v, _mm256_set1_epi8(from));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(off, _mm256_set1_epi8((char)(n - 1))), off);
}

__attribute__((target("avx2"))) static inline __m256i look_up(const uint8_t row[16], __m256i halves)
{
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)row)), halves);
}

__attribute__((target("avx2"))) static inline __m256i every(uint8_t c) { return _mm256_set1_epi8((char)c); }

/* The places of 32 bytes that no group is left of; p is the byte before the first of them, which `start` says isn't there. */
__attribute__((target("avx2"))) static inline uint32_t half_fast(const struct dx_opening_table *t, const char *p, __m256i start)
{
    const __m256i half = _mm256_set1_epi8(15);
    __m256i v = _mm256_loadu_si256((const __m256i *)p), groups[EIGHTS], any = _mm256_setzero_si256();
    __m256i digit = among(v, '0', 10), letter = among(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), 'a', 26);
    for (int k = 0; k < EIGHTS; k++) {
        groups[k] = _mm256_blendv_epi8(every(t->eight[k].prev[DX_PREV_OTHER]), every(t->eight[k].prev[DX_PREV_DIGIT]), digit);
        groups[k] = _mm256_or_si256(_mm256_blendv_epi8(groups[k], every(t->eight[k].prev[DX_PREV_LETTER]), letter), start);
    }
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        v = _mm256_loadu_si256((const __m256i *)(p + 1 + i));
        __m256i low = _mm256_and_si256(v, half), high = _mm256_and_si256(_mm256_srli_epi16(v, 4), half);
        for (int k = 0; k < EIGHTS; k++)
            groups[k] = _mm256_and_si256(groups[k], _mm256_and_si256(look_up(t->eight[k].low[i], low), look_up(t->eight[k].high[i], high)));
    }
    for (int k = 0; k < EIGHTS; k++)
        any = _mm256_or_si256(any, groups[k]);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256()));
}

/* The places of 64 bytes that some group is left of. */
__attribute__((target("avx512bw"))) static inline uint64_t all_wide(const struct dx_opening_table *t, const char *p, bool start)
{
    const __m512i half = _mm512_set1_epi8(15);
    __m512i v = _mm512_loadu_si512(p), groups[EIGHTS], any = _mm512_setzero_si512();
    __mmask64 digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    __mmask64 letter = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(_mm512_or_si512(v, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    for (int k = 0; k < EIGHTS; k++) {
        groups[k] = _mm512_mask_set1_epi8(_mm512_set1_epi8((char)t->eight[k].prev[DX_PREV_OTHER]), digit, (char)t->eight[k].prev[DX_PREV_DIGIT]);
        groups[k] = _mm512_mask_set1_epi8(groups[k], letter, (char)t->eight[k].prev[DX_PREV_LETTER]);
        groups[k] = _mm512_mask_set1_epi8(groups[k], start, (char)255);
    }
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        v = _mm512_loadu_si512(p + 1 + i);
        __m512i low = _mm512_and_si512(v, half), high = _mm512_and_si512(_mm512_srli_epi16(v, 4), half);
        for (int k = 0; k < EIGHTS; k++) {
            __m512i lows = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)t->eight[k].low[i])), highs = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)t->eight[k].high[i]));
            groups[k] = _mm512_and_si512(groups[k], _mm512_and_si512(_mm512_shuffle_epi8(lows, low), _mm512_shuffle_epi8(highs, high)));
        }
    }
    for (int k = 0; k < EIGHTS; k++)
        any = _mm512_or_si512(any, groups[k]);
    return _mm512_test_epi8_mask(any, any);
}

__attribute__((target("avx512bw"))) static uint64_t places_wide(const struct dx_opening_table *t, struct dx_str text, size_t at)
{
    char copy[1 + PLACES + DX_OPENING_BYTES];
    const char *p = text.p + at - 1;
    size_t left = text.n - at;
    if (at == 0 || left < PLACES + DX_OPENING_BYTES) {
        memset(copy, 0, sizeof copy);
        copy[0] = at ? *p : 0;
        memcpy(copy + 1, text.p + at, left < sizeof copy - 1 ? left : sizeof copy - 1);
        p = copy;
    }
    uint64_t some = all_wide(t, p, at == 0);
    return left < PLACES ? some & ((UINT64_C(1) << left) - 1) : some;
}

/* At the ends of the text bytes are looked at in a copy with zeros around them. */
__attribute__((target("avx2"))) static uint64_t places_fast(const struct dx_opening_table *t, struct dx_str text, size_t at)
{
    char copy[1 + PLACES + DX_OPENING_BYTES + 32];
    const char *p = text.p + at - 1;
    size_t left = text.n - at;
    __m256i zero = _mm256_setzero_si256(), start = zero;
    if (at == 0 || left < PLACES + DX_OPENING_BYTES) {
        for (size_t k = 0; k <= PLACES + DX_OPENING_BYTES; k += 32)
            _mm256_storeu_si256((__m256i *)(copy + k), zero);
        copy[0] = at ? *p : 0;
        memcpy(copy + 1, text.p + at, left < PLACES + DX_OPENING_BYTES ? left : PLACES + DX_OPENING_BYTES);
        p = copy;
        start = at ? zero : _mm256_setr_epi64x(255, 0, 0, 0);
    }
    uint64_t none = half_fast(t, p, start);
    none |= (left > PLACES / 2 ? (uint64_t)half_fast(t, p + PLACES / 2, zero) : UINT64_MAX) << 32;
    return left < PLACES ? ~none & ((UINT64_C(1) << left) - 1) : ~none;
}
#endif

enum dx_opening_vectors dx_opening_vectors(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx512bw") ? DX_OPENING_WIDE : __builtin_cpu_supports("avx2") ? DX_OPENING_FAST : DX_OPENING_PLAIN;
#else
    return DX_OPENING_PLAIN;
#endif
}

uint64_t dx_opening_places(const struct dx_opening_table *t, struct dx_str text, size_t at, enum dx_opening_vectors vectors)
{
#if HAVE_AVX2
    if (vectors == DX_OPENING_WIDE)
        return places_wide(t, text, at);
    if (vectors == DX_OPENING_FAST)
        return places_fast(t, text, at);
#endif
    (void)vectors;
    return places_plain(t, text, at);
}
