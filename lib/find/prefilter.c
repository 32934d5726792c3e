/* prefilter.c: buckets of rare windows, and looking for them */
#include "find/prefilter.h"

#include <stdlib.h>
#include <string.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#define HAVE_AVX2 1
#else
#define HAVE_AVX2 0
#endif

#define USED 24 /* buckets of windows: three passes of shuffles */
#define RUN_BUCKET (DX_BUCKETS - 1)
#define WIDE_BUCKET (DX_BUCKETS - 2)
#define HOPELESS 0.25  /* a window that is likelier than this tells nothing */
#define FLOATING 0.02  /* a window that floats must be so much rarer: starts have to be looked for */

/* ---- choosing windows ---- */

static int ones(uint64_t w, uint64_t of) { return __builtin_popcountll(w & of); }

double dx_likelihood(const struct dx_bytes *s)
{
    static const struct {
        uint64_t low, high; /* bytes below 64, and below 128 */
        double each;
    } kinds[] = {
        {UINT64_C(0x03ff000000000000), 0, 0.015}, /* digits come together */
        {0, UINT64_C(0x003cf37a00000000), 0.04},  /* a c d e f h i l m n o r s t u */
        {0, UINT64_C(0x07c30c8400000000), 0.012}, /* the other small letters */
        {0, UINT64_C(0x0000000007fffffe), 0.004}, /* capitals */
        {UINT64_C(1) << ' ', 0, 0.13},
        {UINT64_C(0x0000700000000400), 0, 0.01},  /* . , - and the line's end */
        {0, 1, 0.0005},                           /* @ */
        {UINT64_C(0xfc008ffefffffbff), UINT64_C(0xf8000001f8000000), 0.003},
    };
    double p = 0.004 * (ones(s->w[2], UINT64_MAX) + ones(s->w[3], UINT64_MAX));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        p += kinds[i].each * (ones(s->w[0], kinds[i].low) + ones(s->w[1], kinds[i].high));
    return p > 1 ? 1 : p;
}

struct window {
    uint32_t pattern;
    int offset;
    bool floats;
    double likely;
    struct dx_bytes at[DX_SHAPE_WINDOW];
    int bucket;
};

static double likely(const struct dx_bytes *w)
{
    double p = 1;
    for (int i = 0; i < DX_SHAPE_WINDOW; i++)
        p *= dx_likelihood(&w[i]);
    return p;
}

static bool apart(const struct dx_bytes *a, const struct dx_bytes *b)
{
    uint64_t both = 0;
    for (int i = 0; i < 4; i++)
        both |= a->w[i] & b->w[i];
    return !both;
}

static void choose(struct window *w, const struct dx_shape *s)
{
    static const struct dx_bytes alnum = DX_BYTES_ALNUM, base64 = DX_BYTES_BASE64;
    bool run = s->run >= DX_RUN && apart(&s->prev, &alnum), wide = s->wide >= DX_WIDE && apart(&s->prev, &base64);
    w->likely = 1;
    if (run || wide) {
        w->bucket = run ? RUN_BUCKET : WIDE_BUCKET;
        w->likely = 0;
        return;
    }
    for (int o = -1; o + DX_SHAPE_WINDOW <= DX_SHAPE_DEPTH; o++) {
        struct dx_bytes at[DX_SHAPE_WINDOW];
        for (int i = 0; i < DX_SHAPE_WINDOW; i++)
            at[i] = o + i < 0 ? s->prev : s->at[o + i];
        if (o < 0) /* the text's start is as good as any byte */
            dx_bytes_put(&at[0], '\n');
        double p = likely(at);
        if (p < w->likely) {
            w->likely = p;
            w->offset = o;
            memcpy(w->at, at, sizeof at);
        }
    }
    if (s->floats && likely(s->window) < w->likely * FLOATING) {
        w->floats = true;
        w->offset = 0;
        w->likely = likely(s->window);
        memcpy(w->at, s->window, sizeof s->window);
    }
}

/* ---- buckets ---- */

static int by_likely(const void *pa, const void *pb)
{
    const struct window *a = pa, *b = pb;
    if (a->likely != b->likely)
        return a->likely > b->likely ? -1 : 1;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static int by_group(const void *pa, const void *pb)
{
    const struct window *a = pa, *b = pb;
    if (a->bucket != b->bucket)
        return a->bucket - b->bucket;
    if (a->floats != b->floats)
        return a->floats - b->floats;
    if (a->offset != b->offset)
        return a->offset - b->offset;
    return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

/* What the tables of half bytes make of a set: every high half with every low half. */
static struct dx_bytes widened(const struct dx_bytes *s)
{
    struct dx_bytes all = {{0}};
    uint64_t low = 0;
    for (int h = 0; h < 16; h++)
        low |= s->w[h / 4] >> h % 4 * 16 & 0xffff;
    for (int h = 0; h < 16; h++)
        if (s->w[h / 4] >> h % 4 * 16 & 0xffff)
            all.w[h / 4] |= low << h % 4 * 16;
    return all;
}

/* Each window into the bucket that it makes the least likelier; likely ones first, they rule a bucket anyway. */
static void fill_buckets(struct window *w, size_t n, int buckets)
{
    struct dx_bytes all[DX_BUCKETS][DX_SHAPE_WINDOW] = {{{{0}}}};
    double now[DX_BUCKETS] = {0}; /* likelihood, and what comes after a mark: a look for each window in the bucket */
    int in[DX_BUCKETS] = {0};
    qsort(w, n, sizeof *w, by_likely);
    for (size_t i = 0; i < n; i++) {
        int best = 0;
        double least = 1e9, becomes = 0;
        if (w[i].bucket >= WIDE_BUCKET || w[i].bucket < 0)
            continue;
        for (int b = 0; b < buckets; b++) {
            struct dx_bytes both[DX_SHAPE_WINDOW];
            memcpy(both, all[b], sizeof both);
            for (int k = 0; k < DX_SHAPE_WINDOW; k++)
                dx_bytes_join(&both[k], &w[i].at[k]);
            for (int k = 0; k < DX_SHAPE_WINDOW; k++)
                both[k] = widened(&both[k]);
            double p = likely(both) * (4 + in[b]);
            if (p - now[b] < least) {
                least = p - now[b];
                becomes = p;
                best = b;
            }
        }
        w[i].bucket = best;
        now[best] = becomes;
        in[best]++;
        for (int k = 0; k < DX_SHAPE_WINDOW; k++)
            dx_bytes_join(&all[best][k], &w[i].at[k]);
    }
}

static void fill_tables(struct dx_prefilter *f, const struct window *w, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int b = w[i].bucket;
        if (b < 0 || b >= WIDE_BUCKET)
            continue;
        for (int k = 0; k < DX_SHAPE_WINDOW; k++)
            for (unsigned c = 0; c < 256; c++)
                if (dx_bytes_has(&w[i].at[k], c)) {
                    f->lo[b / 8][k][c & 15] |= (uint8_t)(1 << b % 8);
                    f->hi[b / 8][k][c >> 4] |= (uint8_t)(1 << b % 8);
                    f->table[k][c] |= UINT32_C(1) << b;
                }
    }
}

static int add_group(struct dx_prefilter *f, const struct window *w, size_t n, const struct dx_shape *shapes)
{
    struct dx_anchor_group *g = &f->group[f->n_groups++];
    memset(g, 0, sizeof *g);
    g->offset = w->offset;
    g->floats = w->floats;
    g->set.n = n;
    g->set.pattern = calloc(n, sizeof *g->set.pattern);
    if (!g->set.pattern)
        return DX_NOMEM;
    if (g->floats)
        g->before = shapes[w->pattern].before;
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < DX_SHAPE_WINDOW; k++)
            dx_bytes_join(&g->window[k], &w[i].at[k]);
        g->set.pattern[i] = w[i].pattern;
        dx_bytes_join(&g->first, &shapes[w[i].pattern].at[0]);
    }
    return DX_OK;
}

static int make_groups(struct dx_prefilter *f, const struct window *w, size_t n, const struct dx_shape *shapes)
{
    size_t i = 0;
    f->group = calloc(n ? n : 1, sizeof *f->group);
    if (!f->group)
        return DX_NOMEM;
    while (i < n && w[i].bucket < 0)
        i++;
    for (int b = 0; b < DX_BUCKETS; b++) {
        f->first[b] = f->n_groups;
        while (i < n && w[i].bucket == b) {
            size_t to = i + 1;
            while (to < n && !w[i].floats && w[to].bucket == b && !w[to].floats && w[to].offset == w[i].offset)
                to++;
            if (add_group(f, w + i, to - i, shapes) != DX_OK)
                return DX_NOMEM;
            i = to;
        }
    }
    f->first[DX_BUCKETS] = f->n_groups;
    return DX_OK;
}

/* Long runs are rare, and starts of what floats aren't told by a mark: these stay by themselves. */
static int join_fixed(struct dx_prefilter *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_groups; i++) {
        f->group[i].alone = f->group[i].floats || i >= f->first[WIDE_BUCKET];
        n += f->group[i].alone ? 0 : f->group[i].set.n;
    }
    f->fixed.pattern = calloc(n ? n : 1, sizeof *f->fixed.pattern);
    if (!f->fixed.pattern)
        return DX_NOMEM;
    for (size_t i = 0; i < f->n_groups; i++)
        for (size_t k = 0; !f->group[i].alone && k < f->group[i].set.n; k++)
            f->fixed.pattern[f->fixed.n++] = f->group[i].set.pattern[k];
    return DX_OK;
}

static bool has_avx2(void)
{
#if HAVE_AVX2
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

int dx_prefilter_new(struct dx_prefilter *f, const struct dx_shape *shapes, const uint32_t *patterns, size_t n, bool *always, struct dx_err *e)
{
    *f = (struct dx_prefilter){.fast = has_avx2()};
    struct window *w = calloc(n ? n : 1, sizeof *w);
    if (!w)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < n; i++) {
        w[i].pattern = patterns[i];
        choose(&w[i], &shapes[patterns[i]]);
        if (w[i].likely > HOPELESS) {
            w[i].bucket = -1;
            always[patterns[i]] = true;
        }
        f->runs = f->runs || w[i].bucket == RUN_BUCKET;
        f->wides = f->wides || w[i].bucket == WIDE_BUCKET;
    }
    fill_buckets(w, n, USED);
    fill_tables(f, w, n);
    qsort(w, n, sizeof *w, by_group);
    int rc = make_groups(f, w, n, shapes);
    if (rc == DX_OK)
        rc = join_fixed(f);
    free(w);
    f->any = f->n_groups > 0;
    f->eights = USED / 8;
    return rc == DX_OK ? rc : dx_fail_nomem(e);
}

void dx_prefilter_free(struct dx_prefilter *f)
{
    for (size_t i = 0; i < f->n_groups; i++)
        free(f->group[i].set.pattern);
    free(f->group);
    free(f->fixed.pattern);
    *f = (struct dx_prefilter){0};
}

bool dx_prefilter_stands(const struct dx_prefilter *f, const struct dx_anchor_group *g, struct dx_str text, size_t at)
{
    if (g >= f->group + f->first[WIDE_BUCKET])
        return true;
    for (size_t k = 0; k < DX_SHAPE_WINDOW; k++)
        if (!dx_bytes_has(&g->window[k], at + k < text.n ? (unsigned char)text.p[at + k] : '\n'))
            return false;
    return true;
}

/* ---- looking ---- */

#define STEP 32
#define SPAN DX_MARKS_LEAST
#define AHEAD (DX_WIDE + STEP) /* bytes that are looked at behind a place, at most */

static bool is_alnum(unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
static bool is_base64(unsigned char c) { return is_alnum(c) || c == '+' || c == '/'; }

/* Does a run of at least n such bytes start at p? */
static bool starts_run(const unsigned char *p, bool (*is)(unsigned char), size_t n)
{
    size_t run = 0;
    while (run < n && is(p[run]))
        run++;
    return run == n && !is(p[-1]);
}

/* Marks of p[0, n) (n at most SPAN), where p[-1] and p[n + AHEAD) may be read. */
static size_t look_plain(const struct dx_prefilter *f, const unsigned char *p, size_t n, uint32_t at, struct dx_mark *out)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t m = f->table[0][p[i]] & f->table[1][p[i + 1]] & f->table[2][p[i + 2]] & f->table[3][p[i + 3]];
        m |= (uint32_t)(f->runs && starts_run(p + i, is_alnum, DX_RUN)) << RUN_BUCKET;
        m |= (uint32_t)(f->wides && starts_run(p + i, is_base64, DX_WIDE)) << WIDE_BUCKET;
        if (m)
            out[found++] = (struct dx_mark){at + (uint32_t)i, m};
    }
    return found;
}

#if HAVE_AVX2
/* Ors into any[] what the eight buckets say of each of SPAN / STEP blocks: the tables are loaded once for all. */
__attribute__((target("avx2"))) static inline void look_eight(const struct dx_prefilter *f, int eight, const unsigned char *p, __m256i any[])
{
    const __m256i low = _mm256_set1_epi8(15);
    __m256i all[SPAN / STEP];
    for (int k = 0; k < DX_SHAPE_WINDOW; k++) {
        __m256i lo = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)f->lo[eight][k]));
        __m256i hi = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)f->hi[eight][k]));
        for (int i = 0; i < SPAN / STEP; i++) {
            __m256i b = _mm256_loadu_si256((const __m256i *)(p + i * STEP + k));
            __m256i l = _mm256_shuffle_epi8(lo, _mm256_and_si256(b, low));
            __m256i h = _mm256_shuffle_epi8(hi, _mm256_and_si256(_mm256_srli_epi16(b, 4), low));
            l = _mm256_and_si256(l, h);
            all[i] = k ? _mm256_and_si256(all[i], l) : l;
        }
    }
    for (int i = 0; i < SPAN / STEP; i++)
        any[i] = _mm256_or_si256(any[i], all[i]);
}

__attribute__((target("avx2"))) static inline uint32_t alnum_of(const unsigned char *p)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)p);
    __m256i letter = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
    __m256i l = _mm256_and_si256(_mm256_cmpgt_epi8(letter, _mm256_set1_epi8('a' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), letter));
    __m256i d = _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8('0' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), v));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(l, d));
}

__attribute__((target("avx2"))) static inline uint32_t signs_of(const unsigned char *p)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)p);
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('+')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('/'))));
}

/* Where runs start among the next 32 bytes. */
__attribute__((target("avx2"))) static void runs_of(const unsigned char *p, uint32_t *runs, uint32_t *wides)
{
    uint64_t m = alnum_of(p) | (uint64_t)alnum_of(p + STEP) << 32, x = m & m >> 1;
    x &= x >> 2;
    x &= x >> 4;
    x &= x >> 8;
    *runs = (uint32_t)(x & ~(m << 1 | is_alnum(p[-1])));
    m |= signs_of(p) | (uint64_t)signs_of(p + STEP) << 32;
    x = m & m >> 1;
    x &= x >> 2;
    x &= x >> 4;
    x &= x >> 8;
    x &= x >> 16;
    *wides = (uint32_t)(x & ~(m << 1 | is_base64(p[-1])));
}

/* Marks of p[0, SPAN), where p[-1] and p[SPAN + AHEAD) may be read. */
__attribute__((target("avx2"))) static size_t look_fast(const struct dx_prefilter *f, const unsigned char *p, uint32_t at, struct dx_mark *out)
{
    __m256i any[SPAN / STEP] = {_mm256_setzero_si256()};
    size_t n = 0;
    for (int k = 1; k < SPAN / STEP; k++)
        any[k] = any[0];
    for (int k = 0; k < f->eights; k++)
        look_eight(f, k, p, any);
    for (int k = 0; k < SPAN / STEP; k++, p += STEP, at += STEP) {
        uint32_t run = 0, wide = 0;
        if (f->runs || f->wides)
            runs_of(p, &run, &wide);
        uint32_t found = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(any[k], _mm256_setzero_si256())) | run | wide;
        for (; found; found &= found - 1) {
            unsigned i = (unsigned)__builtin_ctz(found);
            uint32_t m = f->table[0][p[i]] & f->table[1][p[i + 1]] & f->table[2][p[i + 2]] & f->table[3][p[i + 3]];
            m |= (run >> i & 1) << RUN_BUCKET | (wide >> i & 1) << WIDE_BUCKET;
            if (m)
                out[n++] = (struct dx_mark){at + i, m};
        }
    }
    return n;
}
#endif

size_t dx_prefilter_marks(const struct dx_prefilter *f, struct dx_str text, size_t from, size_t to, struct dx_mark *out, size_t cap,
                          size_t *next)
{
    const unsigned char *p = (const unsigned char *)text.p;
    size_t found = 0, at = from;
    while (at < to && found + SPAN <= cap && f->any) {
        unsigned char near[1 + SPAN + AHEAD + STEP];
        size_t n = to - at < SPAN ? to - at : SPAN;
        const unsigned char *here = p + at;
        if (at == 0 || text.n - at < SPAN + AHEAD) { /* at an edge of the text: as if line ends stood around it */
            size_t rest = text.n - at < SPAN + AHEAD ? text.n - at : SPAN + AHEAD;
            memset(near, '\n', sizeof near);
            if (at > 0)
                near[0] = p[at - 1];
            memcpy(near + 1, here, rest);
            here = near + 1;
        }
#if HAVE_AVX2
        if (f->fast) {
            size_t some = look_fast(f, here, (uint32_t)at, out + found);
            while (some && out[found + some - 1].at >= to)
                some--;
            found += some;
            at += n;
            continue;
        }
#endif
        found += look_plain(f, here, n, (uint32_t)at, out + found);
        at += n;
    }
    *next = at < to && f->any ? at : to;
    return found;
}
