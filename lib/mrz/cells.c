/* cells.c: inference of the classifier of MRZ characters
 *
 * Weights are int8, activations uint8, sums whole numbers below 2^24 (checked when the model is loaded). Those are held in
 * floats,
 * which are exact up to there: so every compiler makes vector code of it, for any processor, and order or fusing of
 * operations can't change a bit. */
#include "mrz/cells.h"

#include "base/data.h"
#include "base/limits.h"
#include "base/sha256.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "fp-contract=fast") /* exact either way; twice as fast with fused operations */
#endif
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define CLONES __attribute__((target_clones("fma", "default")))
#else
#define CLONES
#endif

#define LAYERS 5
#define VECTOR 8
#define EXACT (1 << 24) /* whole numbers up to here are exact in a float */

typedef float vector __attribute__((vector_size(4 * VECTOR)));

struct shape {
    int32_t out, in, kernel, stride;
};

/* What the file must hold: the code below is made for it. */
static const struct shape shapes[LAYERS] = {{16, 1, 5, 2}, {24, 16, 3, 2}, {40, 24, 3, 2}, {48, 640, 1, 1}, {41, 48, 1, 1}};

#define VECTORS(out) (((out) + VECTOR - 1) / VECTOR)

struct layer {
    vector *w; /* [kernel row][kernel column][input], VECTORS(out) each */
    vector *b;
    int shift;
};

struct dx_mrz_cells {
    struct layer layer[LAYERS];
    float logit, offset; /* what the last sums are multiplied by */
    char sha256[DX_SHA256_HEX + 1];
};

/* ---- loading ---- */

static const char magic[8] = "DXCELLS1";

struct reader {
    const uint8_t *p;
    size_t n;
};

static uint32_t take32(struct reader *r)
{
    uint32_t v = 0;
    if (r->n < 4) {
        r->n = 0;
        return 0;
    }
    for (int i = 3; i >= 0; i--)
        v = v << 8 | r->p[i];
    r->p += 4;
    r->n -= 4;
    return v;
}

static float take_float(struct reader *r)
{
    uint32_t v = take32(r);
    float f;
    memcpy(&f, &v, sizeof f);
    return f;
}

/* Weights of one layer. false when out of memory (*bad stays false) or when the file is broken or its sums may not be exact. */
static bool take_layer(struct reader *r, const struct shape *s, struct layer *l, bool *bad)
{
    size_t taps = (size_t)(s->kernel * s->kernel * s->in), out = (size_t)s->out, v = VECTORS(out);
    *bad = r->n < taps * out + 4 * out;
    if (*bad)
        return false;
    l->w = aligned_alloc(sizeof(vector), taps * v * sizeof(vector));
    l->b = aligned_alloc(sizeof(vector), v * sizeof(vector));
    if (!l->w || !l->b)
        return false;
    memset(l->w, 0, taps * v * sizeof(vector));
    memset(l->b, 0, v * sizeof(vector));
    const uint8_t *w = r->p;
    r->p += taps * out;
    r->n -= taps * out;
    for (size_t o = 0; o < out; o++) {
        int32_t b = (int32_t)take32(r);
        int64_t most = llabs((long long)b) + (1 << 20);
        for (size_t t = 0; t < taps; t++) {
            int8_t k = (int8_t)w[t * out + o];
            l->w[t * v + o / VECTOR][o % VECTOR] = k;
            most += 255 * abs(k);
        }
        l->b[o / VECTOR][o % VECTOR] = (float)b;
        *bad = *bad || most >= EXACT;
    }
    return !*bad;
}

static int parse(struct dx_mrz_cells *m, struct reader r, const char *path, struct dx_err *e)
{
    bool bad = r.n < sizeof magic + 36 || memcmp(r.p, magic, sizeof magic) != 0;
    if (bad)
        return dx_fail(e, DX_ENV, "malformed", "%s: not a model of MRZ characters", path);
    r.p += sizeof magic + 32; /* the configuration's hash is for people */
    r.n -= sizeof magic + 32;
    bad = take32(&r) != LAYERS;
    for (int i = 0; i < LAYERS; i++) {
        struct shape s;
        s.out = (int32_t)take32(&r);
        s.in = (int32_t)take32(&r);
        s.kernel = (int32_t)take32(&r);
        s.stride = (int32_t)take32(&r);
        uint32_t shift = take32(&r);
        m->layer[i].shift = shift < 21 ? (int)shift : 0;
        bad = bad || memcmp(&s, &shapes[i], sizeof s) != 0 || shift > 20 || (i + 1 < LAYERS && shift == 0);
    }
    for (int i = 0; i < LAYERS && !bad; i++)
        if (!take_layer(&r, &shapes[i], &m->layer[i], &bad) && !bad)
            return dx_fail_nomem(e);
    m->logit = take_float(&r);
    m->offset = bad || r.n != 4 ? 0 : take_float(&r);
    if (bad || !(m->logit > 0) || !(m->offset > 0))
        return dx_fail(e, DX_ENV, "malformed", "%s: a broken model, or one of another version", path);
    return DX_OK;
}

/* Reads the file whole: a model is small. */
static int load(struct dx_mrz_cells *m, const char *path, struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES], *p = NULL;
    int rc = DX_OK;
    size_t n = 0;
    FILE *f = fopen(path, "rb");
    if (!f)
        return dx_fail(e, DX_ENV, "missing", "%s: %s (the model of MRZ characters)", path, strerror(errno));
    if (!(p = malloc(DX_MODEL_BYTES + 1)))
        rc = dx_fail_nomem(e);
    else if ((n = fread(p, 1, DX_MODEL_BYTES + 1, f)) > DX_MODEL_BYTES)
        rc = dx_fail(e, DX_ENV, "malformed", "%s: too long for a model of MRZ characters", path);
    if (rc == DX_OK)
        rc = parse(m, (struct reader){p, n}, path, e);
    if (rc == DX_OK && dx_sha256(p, n, digest) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "SHA-256 is missing from libcrypto");
    if (rc == DX_OK)
        dx_hex(digest, sizeof digest, m->sha256);
    free(p);
    fclose(f);
    return rc;
}

int dx_mrz_cells_load(struct dx_mrz_cells **out, const char *path, struct dx_err *e)
{
    struct dx_mrz_cells *m = calloc(1, sizeof *m);
    struct dx_buf place = DX_BUF_INIT;
    *out = NULL;
    if (path)
        dx_buf_str(&place, path);
    else
        dx_data_path(&place, "DX_MODELS_DIR", "models");
    if (!path)
        dx_buf_str(&place, "/mrz/cells.bin");
    int rc = m && dx_buf_ok(&place) ? load(m, place.p, e) : dx_fail_nomem(e);
    dx_buf_free(&place);
    if (rc == DX_OK)
        *out = m;
    else
        dx_mrz_cells_free(m);
    return rc;
}

void dx_mrz_cells_free(struct dx_mrz_cells *m)
{
    for (int i = 0; m && i < LAYERS; i++) {
        free(m->layer[i].w);
        free(m->layer[i].b);
    }
    free(m);
}

const char *dx_mrz_cells_sha256(const struct dx_mrz_cells *m) { return m->sha256; }

/* ---- layers ---- */

/* Feature maps are [row][column][channel], with the zeros around them that the next layer's kernel reaches. */
enum { SIDE0 = 36, SIDE1 = 18, SIDE2 = 10, SIDE3 = 4, SIDES = 17 };

struct maps {
    float a0[SIDE0 * SIDE0], a1[SIDE1 * SIDE1 * 16], a2[SIDE2 * SIDE2 * 24], a3[SIDE3 * SIDE3 * 40], a4[48];
    vector last[VECTORS(41)];
};

#define INLINE static inline __attribute__((always_inline))

/* `pixels` neighbouring outputs of nv vectors each: taps of each of `rows` kernel rows are contiguous in both maps and weights.
 * */
INLINE void dot(vector *acc, const struct layer *l, const float *in, int rows, int taps, int row, int step, const int pixels,
        const int nv)
{
    const vector *w = l->w;
    for (int p = 0; p < pixels; p++)
        for (int v = 0; v < nv; v++)
            acc[p * nv + v] = l->b[v];
    for (int y = 0; y < rows; y++, in += row)
        for (int t = 0; t < taps; t++, w += nv)
            for (int p = 0; p < pixels; p++) {
                float a = in[p * step + t];
                for (int v = 0; v < nv; v++)
                    acc[p * nv + v] += a * w[v];
            }
}

/* A sum becomes an activation: halved `shift` times, rounded, 0 to 255. */
INLINE void settle(const vector *acc, int shift, float *out, const int n)
{
    for (int i = 0; i < n; i++) {
        int v = (int)acc[i / VECTOR][i % VECTOR];
        v = ((v > 0 ? v : 0) + (1 << (shift - 1))) >> shift;
        out[i] = (float)(v < 255 ? v : 255);
    }
}

/* One convolution of stride 2: side × side outputs into a map whose rows are to_row floats long. */
INLINE void convolve(const struct layer *l, const float *in, int row, float *out, int to_row, int side, const int kernel,
        const int channels,
                     const int pixels, const int nv)
{
    vector acc[8 * 2];
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x += pixels) {
            dot(acc, l, in + 2 * y * row + 2 * x * channels, kernel, kernel * channels, row, 2 * channels, pixels, nv);
            settle(acc, l->shift, out + y * to_row + x * nv * VECTOR, pixels * nv * VECTOR);
        }
}

CLONES static void compute(const struct dx_mrz_cells *m, struct maps *f)
{
    vector acc[VECTORS(48)];
    convolve(&m->layer[0], f->a0, SIDE0, f->a1 + (SIDE1 + 1) * 16, SIDE1 * 16, 16, 5, 1, 4, 2);
    convolve(&m->layer[1], f->a1, SIDE1 * 16, f->a2 + (SIDE2 + 1) * 24, SIDE2 * 24, 8, 3, 16, 4, 3);
    convolve(&m->layer[2], f->a2, SIDE2 * 24, f->a3, SIDE3 * 40, 4, 3, 24, 2, 5);
    dot(acc, &m->layer[3], f->a3, 1, 640, 0, 0, 1, VECTORS(48));
    settle(acc, m->layer[3].shift, f->a4, 48);
    dot(f->last, &m->layer[4], f->a4, 1, 48, 0, 0, 1, VECTORS(41));
}

/* Grey values to 32 times their distance from the window's mean in standard deviations, at most 127; a deviation below 4 grey
 * levels is
 * noise and counts as 4. */
CLONES static void normalise(const uint8_t *grey, size_t stride, float *a0)
{
    enum { N = DX_MRZ_WINDOW };
    int64_t sum = 0, square = 0;
    for (int y = 0; y < N; y++)
        for (int x = 0; x < N; x++) {
            int v = grey[(size_t)y * stride + (size_t)x];
            sum += v;
            square += v * v;
        }
    double mean = (double)sum / (N * N), spread = sqrt((double)(square * N * N - sum * sum)) / (N * N);
    double by = 32 / (spread > 4 ? spread : 4);
    for (int y = 0; y < N; y++)
        for (int x = 0; x < N; x++) {
            double v = rint((grey[(size_t)y * stride + (size_t)x] - mean) * by);
            a0[(y + 2) * SIDE0 + x + 2] = (float)(v > 127 ? 127 : v < -127 ? -127 : v);
        }
}

static void softmax(const struct dx_mrz_cells *m, const vector *last, struct dx_mrz_cell *c)
{
    double e[DX_MRZ_SYMBOLS + 1], most = -1e30, sum = 0;
    for (int i = 0; i <= DX_MRZ_SYMBOLS; i++) {
        e[i] = (double)last[i / VECTOR][i % VECTOR] * (double)m->logit;
        most = e[i] > most ? e[i] : most;
    }
    for (int i = 0; i <= DX_MRZ_SYMBOLS; i++)
        sum += e[i] = exp(e[i] - most);
    for (int i = 0; i < DX_MRZ_SYMBOLS; i++)
        c->p[i] = (float)(e[i] / sum);
    c->none = (float)(e[DX_MRZ_SYMBOLS] / sum);
    c->dx = last[38 / VECTOR][38 % VECTOR] * m->offset;
    c->dy = last[39 / VECTOR][39 % VECTOR] * m->offset;
    c->grow = last[40 / VECTOR][40 % VECTOR] * m->offset;
}

void dx_mrz_cells_read(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, size_t step, int n,
        struct dx_mrz_cell *out)
{
    struct maps f;
    memset(&f, 0, sizeof f);
    for (int i = 0; i < n; i++, grey += step) {
        normalise(grey, stride, f.a0);
        compute(m, &f);
        softmax(m, f.last, &out[i]);
    }
}

void dx_mrz_cells_sums(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, int32_t sums[41])
{
    struct maps f;
    memset(&f, 0, sizeof f);
    normalise(grey, stride, f.a0);
    compute(m, &f);
    for (int i = 0; i < 41; i++)
        sums[i] = (int32_t)f.last[i / VECTOR][i % VECTOR];
}
