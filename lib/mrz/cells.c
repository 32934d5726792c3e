/* cells.c: inference of the classifier of MRZ characters */
#include "mrz/cells.h"

#include "mrz/net.h"

#include <math.h>

/* What the file must hold: the code below is made for it. */
enum { A = 16, B = 32, C = 64, HIDDEN = 128, OUT = 41 };
static const struct net_shape shapes[NET_LAYERS] = {{A, 1, 5, 2}, {B, A, 3, 2}, {C, B, 3, 2}, {HIDDEN, 16 * C, 1, 1},
                                                    {OUT, HIDDEN, 1, 1}};

/* The model is its network and nothing besides. */
struct dx_mrz_cells {
    struct net net; /* scales: of the sums of characters, of the offsets */
};

int dx_mrz_cells_load(struct dx_mrz_cells **m, const char *path, struct dx_err *e)
{
    struct net *n;
    int rc = net_load(&n, path, "mrz/cells.bin", "DXCELLS1", shapes, 2, e);
    *m = (struct dx_mrz_cells *)n;
    return rc;
}

void dx_mrz_cells_free(struct dx_mrz_cells *m) { net_free((struct net *)m); }
const char *dx_mrz_cells_sha256(const struct dx_mrz_cells *m) { return m->net.sha256; }

/* ---- layers ---- */

/* Feature maps are [row][column][channel], with the zeros around them that the next layer's kernel reaches. */
enum { SIDE0 = 36, SIDE1 = 18, SIDE2 = 10, SIDE3 = 4 };

struct maps {
    uint8_t a0[SIDE0 * SIDE0 + 4], a1[SIDE1 * SIDE1 * A], a2[SIDE2 * SIDE2 * B], a3[SIDE3 * SIDE3 * C], a4[HIDDEN];
    net_vector last[NET_VECTORS(OUT)];
};

/* One convolution of stride 2: side × side outputs into a map whose rows are to_row long. */
NET_INLINE void convolve(const struct net_layer *l, const uint8_t *in, int row, uint8_t *out, int to_row, int side, const int kernel,
                         const int channels, const int pixels, const int nv, const enum net_how how)
{
    net_vector acc[8]; /* half of the registers */
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x += pixels) {
            net_dot(acc, l, in + 2 * y * row + 2 * x * channels, kernel, row, 1, 0, kernel * channels, 2 * channels, pixels, nv, how);
            net_settle(acc, l->shift, out + y * to_row + x * nv * NET_VECTOR, pixels * nv);
        }
}

NET_INLINE void layers(const struct net *n, struct maps *f, const enum net_how how)
{
    const struct net_layer *l = n->layer;
    net_vector acc[NET_VECTORS(HIDDEN)];
    convolve(&l[0], f->a0, SIDE0, f->a1 + (SIDE1 + 1) * A, SIDE1 * A, 16, 5, 1, 4, A / NET_VECTOR, how);
    convolve(&l[1], f->a1, SIDE1 * A, f->a2 + (SIDE2 + 1) * B, SIDE2 * B, 8, 3, A, 2, B / NET_VECTOR, how);
    convolve(&l[2], f->a2, SIDE2 * B, f->a3, SIDE3 * C, 4, 3, B, 1, C / NET_VECTOR, how);
    net_dot(acc, &l[3], f->a3, 1, 0, 1, 0, 16 * C, 0, 1, HIDDEN / NET_VECTOR, how);
    net_settle(acc, l[3].shift, f->a4, HIDDEN / NET_VECTOR);
    net_dot(f->last, &l[4], f->a4, 1, 0, 1, 0, HIDDEN, 0, 1, NET_VECTORS(OUT), how);
}

#ifdef NET_AVX2
NET_AVX2 static void layers_avx2(const struct net *n, struct maps *f) { layers(n, f, NET_ON_AVX2); }
NET_VNNI static void layers_vnni(const struct net *n, struct maps *f) { layers(n, f, NET_ON_VNNI); }
#endif

static void compute(const struct net *n, struct maps *f)
{
    switch (n->how) {
#ifdef NET_AVX2
    case NET_ON_VNNI: layers_vnni(n, f); break;
    case NET_ON_AVX2: layers_avx2(n, f); break;
#endif
    default: layers(n, f, NET_PLAIN);
    }
}

#define FLAT 1.0 /* grey levels of deviation: below, a window holds nothing */

/* Grey values to 32 times their distance from the window's mean in standard deviations, at most 127; a deviation below 4 grey levels is
 * noise and counts as 4. Returns the deviation. */
static double normalise(const uint8_t *grey, size_t stride, uint8_t *a0)
{
    enum { N = DX_MRZ_WINDOW };
    int32_t sum = 0, square = 0;
    for (int y = 0; y < N; y++)
        for (int x = 0; x < N; x++) {
            int v = grey[(size_t)y * stride + (size_t)x];
            sum += v;
            square += v * v;
        }
    double mean = (double)sum / (N * N), spread = sqrt((double)((int64_t)square * N * N - (int64_t)sum * sum)) / (N * N);
    double by = 32 / (spread > 4 ? spread : 4);
    for (int y = 0; y < N; y++)
        for (int x = 0; x < N; x++) {
            double v = rint((grey[(size_t)y * stride + (size_t)x] - mean) * by);
            a0[(y + 2) * SIDE0 + x + 2] = (uint8_t)(NET_ZERO + (v > 127 ? 127 : v < -127 ? -127 : v));
        }
    return spread;
}

static void softmax(const struct dx_mrz_cells *m, const net_vector *last, struct dx_mrz_cell *c)
{
    double e[DX_MRZ_SYMBOLS + 1], most = -1e30, sum = 0;
    for (int i = 0; i <= DX_MRZ_SYMBOLS; i++) {
        e[i] = (double)last[i / NET_VECTOR][i % NET_VECTOR] * (double)m->net.scale[0];
        most = e[i] > most ? e[i] : most;
    }
    for (int i = 0; i <= DX_MRZ_SYMBOLS; i++)
        sum += e[i] = exp(e[i] - most);
    for (int i = 0; i < DX_MRZ_SYMBOLS; i++)
        c->p[i] = (float)(e[i] / sum);
    c->none = (float)(e[DX_MRZ_SYMBOLS] / sum);
    c->dx = (float)last[38 / NET_VECTOR][38 % NET_VECTOR] * m->net.scale[1];
    c->dy = (float)last[39 / NET_VECTOR][39 % NET_VECTOR] * m->net.scale[1];
    c->grow = (float)last[40 / NET_VECTOR][40 % NET_VECTOR] * m->net.scale[1];
}

void dx_mrz_cells_read(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, size_t step, int n,
        struct dx_mrz_cell *out)
{
    struct maps f;
    memset(&f, 0, sizeof f);
    memset(f.a0, NET_ZERO, sizeof f.a0);
    for (int i = 0; i < n; i++, grey += step) {
        if (normalise(grey, stride, f.a0) < FLAT) {
            out[i] = (struct dx_mrz_cell){.none = 1};
            continue;
        }
        compute(&m->net, &f);
        softmax(m, f.last, &out[i]);
    }
}

void dx_mrz_cells_sums(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, int32_t sums[41])
{
    struct maps f;
    memset(&f, 0, sizeof f);
    memset(f.a0, NET_ZERO, sizeof f.a0);
    normalise(grey, stride, f.a0);
    compute(&m->net, &f);
    for (int i = 0; i < 41; i++)
        sums[i] = f.last[i / NET_VECTOR][i % NET_VECTOR];
}
