/* net.c: loading a network
 *
 * The file (little-endian; models/mrz writes it): 8 bytes of magic, the configuration's SHA-256 (for people), int32 layers; per
 * layer int32 outputs, inputs, kernel, stride, shift; then per layer weights int8 [kernel row][kernel column][input][output] and
 * biases int32; then float32 scales. */
#include "mrz/net.h"

#include "base/data.h"
#include "base/limits.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#define EXACT (1 << 24) /* whole numbers up to here are exact in a float, which the last ones become */

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

/* Weights of one layer, the first or another. false when out of memory (*bad stays false) or when the file is broken or its sums may not
 * be exact. */
static bool take_layer(struct reader *r, const struct net_shape *s, bool first, enum net_how how, struct net_layer *l, bool *bad)
{
    size_t row = (size_t)(s->kernel * s->in), taps = (size_t)s->kernel * row, out = (size_t)s->out, v = NET_VECTORS(out);
    size_t fours = (row + 3) / 4, each = how == NET_ON_VNNI ? 1 : 2, vectors = (size_t)s->kernel * fours * v * each;
    *bad = r->n < taps * out + 4 * out;
    if (*bad)
        return false;
    l->w = aligned_alloc(sizeof(net_bits), vectors * sizeof(net_bits));
    l->b = aligned_alloc(sizeof(net_vector), v * sizeof(net_vector));
    if (!l->w || !l->b)
        return false;
    memset(l->w, 0, vectors * sizeof(net_bits));
    memset(l->b, 0, v * sizeof(net_vector));
    const uint8_t *w = r->p;
    r->p += taps * out;
    r->n -= taps * out;
    for (size_t o = 0; o < out; o++) {
        int64_t b = (int32_t)take32(r), all = 0;
        for (size_t t = 0; t < taps; t++) {
            int8_t k = (int8_t)w[t * out + o];
            size_t four = t / row * fours + t % row / 4;
            net_put(l->w + each * (four * v + o / NET_VECTOR), how, t % row % 4, o % NET_VECTOR, k);
            all += abs(k);
            b -= first ? NET_ZERO * k : 0;
        }
        *bad = *bad || llabs(b) + (1 << 20) + 255 * all >= EXACT;
        l->b[o / NET_VECTOR][o % NET_VECTOR] = (int32_t)b;
    }
    return !*bad;
}

static int parse(struct net *m, struct reader r, const char *path, const char magic[8], const struct net_shape shape[NET_LAYERS], int scales,
                 struct dx_err *e)
{
    bool bad = r.n < 44 || memcmp(r.p, magic, 8) != 0;
    if (bad)
        return dx_fail(e, DX_ENV, "malformed", "%s: not a model of this kind", path);
    r.p += 40;
    r.n -= 40;
    bad = take32(&r) != NET_LAYERS;
    for (int i = 0; i < NET_LAYERS; i++) {
        struct net_shape s;
        s.out = (int32_t)take32(&r);
        s.in = (int32_t)take32(&r);
        s.kernel = (int32_t)take32(&r);
        s.stride = (int32_t)take32(&r);
        uint32_t shift = take32(&r);
        m->layer[i].shift = shift < 21 ? (int)shift : 0;
        bad = bad || memcmp(&s, &shape[i], sizeof s) != 0 || shift > 20 || (i + 1 < NET_LAYERS && shift == 0);
    }
    for (int i = 0; i < NET_LAYERS && !bad; i++)
        if (!take_layer(&r, &shape[i], i == 0, m->how, &m->layer[i], &bad) && !bad)
            return dx_fail_nomem(e);
    bad = bad || r.n != 4 * (size_t)scales;
    for (int i = 0; i < scales && !bad; i++) {
        m->scale[i] = take_float(&r);
        bad = !(m->scale[i] > 0);
    }
    return bad ? dx_fail(e, DX_ENV, "malformed", "%s: a broken model, or one of another version", path) : DX_OK;
}

/* Reads the file whole: a model is small. */
static int load(struct net *m, const char *path, const char magic[8], const struct net_shape shape[NET_LAYERS], int scales, struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES], *p = NULL;
    int rc = DX_OK;
    size_t n = 0;
    FILE *f = fopen(path, "rb");
    if (!f)
        return dx_fail(e, DX_ENV, "missing", "%s: %s (a model of machine-readable zones)", path, strerror(errno));
    if (!(p = malloc(DX_MODEL_BYTES + 1)))
        rc = dx_fail_nomem(e);
    else if ((n = fread(p, 1, DX_MODEL_BYTES + 1, f)) > DX_MODEL_BYTES)
        rc = dx_fail(e, DX_ENV, "malformed", "%s: too long for a model of machine-readable zones", path);
    if (rc == DX_OK && ferror(f))
        rc = dx_fail(e, DX_ENV, "io", "%s: cannot be read: %s", path, strerror(errno));
    if (rc == DX_OK)
        rc = parse(m, (struct reader){p, n}, path, magic, shape, scales, e);
    if (rc == DX_OK && dx_sha256(p, n, digest) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "SHA-256 is missing from libcrypto");
    if (rc == DX_OK)
        dx_hex(digest, sizeof digest, m->sha256);
    free(p);
    fclose(f);
    return rc;
}

int net_load(struct net **out, const char *path, const char *name, const char magic[8], const struct net_shape shape[NET_LAYERS],
             int scales, struct dx_err *e)
{
    struct dx_buf place = DX_BUF_INIT;
    struct net *m = calloc(1, sizeof *m);
    *out = NULL;
    if (!m)
        return dx_fail_nomem(e);
#ifdef NET_AVX2
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2"), vnni = __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl");
    m->how = avx2 && vnni ? NET_ON_VNNI : avx2 ? NET_ON_AVX2 : NET_PLAIN;
#endif
    if (path) {
        dx_buf_str(&place, path);
    } else {
        dx_data_path(&place, "DX_MODELS_DIR", "models");
        dx_buf_str(&place, "/");
        dx_buf_str(&place, name);
    }
    int rc = dx_buf_ok(&place) ? load(m, place.p, magic, shape, scales, e) : dx_fail_nomem(e);
    dx_buf_free(&place);
    if (rc == DX_OK)
        *out = m;
    else
        net_free(m);
    return rc;
}

void net_free(struct net *m)
{
    for (int i = 0; m && i < NET_LAYERS; i++) {
        free(m->layer[i].w);
        free(m->layer[i].b);
    }
    free(m);
}
