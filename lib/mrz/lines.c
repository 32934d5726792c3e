/* lines.c: inference of the network that sees lines of zones
 *
 * The picture is worked in tiles small enough for the processor's cache, each with as much around it as the kernels reach; what is
 * beyond the picture's edge is zero in every layer, as in training. */
#include "mrz/lines.h"

#include "mrz/net.h"

#include <math.h>

#define WINDOW 12 /* half the side of the square that "surroundings" are */
#define TILE 48   /* side of a tile of the map */

/* What the file must hold. The fourth layer's taps lie two pixels apart. */
enum { A = 8, B = 16 };
static const struct net_shape shapes[NET_LAYERS] = {{A, 1, 5, 2}, {B, A, 3, 2}, {B, B, 3, 1}, {B, B, 3, 1}, {1, B, 1, 1}};

/* The model is its network and nothing besides. */
struct dx_mrz_seer {
    struct net net; /* scales: of the sum */
};

int dx_mrz_seer_load(struct dx_mrz_seer **m, const char *path, struct dx_err *e)
{
    struct net *n;
    int rc = net_load(&n, path, "mrz/lines.bin", "DXLINES1", shapes, 1, e);
    *m = (struct dx_mrz_seer *)n;
    return rc;
}

void dx_mrz_seer_free(struct dx_mrz_seer *m) { net_free((struct net *)m); }
const char *dx_mrz_seer_sha256(const struct dx_mrz_seer *m) { return m->net.sha256; }

/* ---- what it looks at ---- */

/* Sums of columns (values and their squares) over the rows of the window around a row, and of those over its columns. */
struct band {
    int32_t *sum, *square, *all, *squares;
    int rows;
};

static void band_row(struct band *b, const struct dx_picture *p, int y, int sign)
{
    if (y < 0 || y >= p->h)
        return;
    const uint8_t *row = p->grey + (size_t)y * p->stride;
    b->rows += sign;
    for (int x = 0; x < p->w; x++) {
        b->sum[x] += sign * row[x];
        b->square[x] += sign * row[x] * row[x];
    }
}

/* The sums of the windows around all places of the row. */
static void slide(struct band *b, int w)
{
    int32_t sum = 0, square = 0;
    for (int x = 0; x < WINDOW && x < w; x++) {
        sum += b->sum[x];
        square += b->square[x];
    }
    for (int x = 0; x < w; x++) {
        int in = x + WINDOW, gone = x - WINDOW - 1;
        sum += (in < w ? b->sum[in] : 0) - (gone >= 0 ? b->sum[gone] : 0);
        square += (in < w ? b->square[in] : 0) - (gone >= 0 ? b->square[gone] : 0);
        b->all[x] = sum;
        b->squares[x] = square;
    }
}

/* 32 times each pixel's distance from the mean of its surroundings in their standard deviations (at least 4 grey levels), ±127, of
 * windows of the same area. All but the last step is exact. */
NET_CLONES static void even_run(const uint8_t *row, const int32_t *all, const int32_t *squares, int n, int32_t area, int8_t *out)
{
    double least = 16.0 * area * area;
    for (int x = 0; x < n; x++) {
        double sum = all[x], spread = (double)squares[x] * area - sum * sum;
        float v = 32 * (float)(row[x] * area - all[x]) / sqrtf((float)(spread > least ? spread : least));
        v = v > 127 ? 127 : v < -127 ? -127 : v;
        out[x] = (int8_t)rintf(v);
    }
}

static void even_row(const struct band *b, const uint8_t *row, int w, int8_t *out)
{
    int whole = w - 2 * WINDOW; /* places whose windows don't reach beyond the edges */
    for (int x = 0; x < w; x++) {
        int left = x < WINDOW ? x : WINDOW, right = w - 1 - x < WINDOW ? w - 1 - x : WINDOW;
        int n = x == WINDOW && whole > 0 ? whole : 1;
        even_run(row + x, b->all + x, b->squares + x, n, (left + right + 1) * b->rows, out + x);
        x += n - 1;
    }
}

/* The whole picture evened: p->w bytes a row. NULL when out of memory. */
static int8_t *even(const struct dx_picture *p)
{
    size_t w = (size_t)p->w;
    int32_t *sums = calloc(4 * w, sizeof *sums);
    int8_t *out = sums ? malloc(w * (size_t)p->h) : NULL;
    struct band b = {sums, sums ? sums + w : NULL, sums ? sums + 2 * w : NULL, sums ? sums + 3 * w : NULL, 0};
    for (int y = 0; out && y < WINDOW; y++)
        band_row(&b, p, y, 1);
    for (int y = 0; out && y < p->h; y++) {
        band_row(&b, p, y + WINDOW, 1);
        band_row(&b, p, y - WINDOW - 1, -1);
        slide(&b, p->w);
        even_row(&b, p->grey + (size_t)y * p->stride, p->w, out + (size_t)y * w);
    }
    free(sums);
    return out;
}

/* ---- layers ---- */

/* Sides of the maps of a tile, and where they start against TILE's first place (in their own pixels). Rows hold eight more than the
 * sides, since outputs are computed in groups. */
enum { S3 = TILE + 4, S2 = TILE + 6, S1 = 2 * TILE + 13, S0 = 4 * TILE + 29, MORE = 8 };
enum { FROM3 = -2, FROM2 = -3, FROM1 = -7, FROM0 = -16 };

struct maps {
    int16_t a0[(S0 + 2 * MORE) * S0], a1[(S1 + MORE) * S1 * A + MORE * A], a2[(S2 + MORE) * S2 * B + MORE * B], a3[(S3 + MORE) * S3 * B + MORE * B];
};

/* Zeroes what lies outside of a layer's own w × h places; the map starts at x, y of them. */
static void outside(int16_t *a, int side, int row, int channels, int x, int y, int w, int h)
{
    for (int r = 0; r < side; r++) {
        int16_t *p = a + r * row * channels;
        bool in = y + r >= 0 && y + r < h;
        int left = in ? (x < 0 ? -x : 0) : side, right = in && x + side > w ? (w - x > 0 ? w - x : 0) : side;
        memset(p, 0, (size_t)(left < side ? left : side) * (size_t)channels * sizeof *p);
        if (right < side)
            memset(p + right * channels, 0, (size_t)(side - right) * (size_t)channels * sizeof *p);
    }
}

NET_INLINE void convolve(const struct net_layer *l, const int16_t *in, int in_row, int16_t *out, int side, const int kernel,
                         const int stride, const int channels, const int pixels, const int nv, const bool avx2)
{
    net_vector acc[8];
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x += pixels) {
            const int16_t *at = in + (y * stride * in_row + x * stride) * channels;
            net_dot(acc, l, at, kernel, in_row * channels, 1, 0, kernel * channels, stride * channels, pixels, nv, avx2);
            net_settle(acc, l->shift, out + (y * (side + MORE) + x) * nv * NET_VECTOR, pixels * nv);
        }
}

/* One tile of the map, whose first place is x, y; w and h: the layers' sides. */
NET_INLINE void layers(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map, const bool avx2)
{
    const struct net_layer *l = n->layer;
    convolve(&l[0], f->a0, S0 + 2 * MORE, f->a1, S1, 5, 2, 1, 8, 1, avx2);
    outside(f->a1, S1, S1 + MORE, A, 2 * x + FROM1, 2 * y + FROM1, w[1], h[1]);
    convolve(&l[1], f->a1, S1 + MORE, f->a2, S2, 3, 2, A, 4, 2, avx2);
    outside(f->a2, S2, S2 + MORE, B, x + FROM2, y + FROM2, w[2], h[2]);
    convolve(&l[2], f->a2, S2 + MORE, f->a3, S3, 3, 1, B, 4, 2, avx2);
    outside(f->a3, S3, S3 + MORE, B, x + FROM3, y + FROM3, w[2], h[2]);
    for (int r = 0; r < TILE && y + r < h[2]; r++)
        for (int c = 0; c < TILE && x + c < w[2]; c += 4) {
            net_vector acc[8], last;
            int16_t a[4 * B];
            net_dot(acc, &l[3], f->a3 + (r * (S3 + MORE) + c) * B, 3, 2 * (S3 + MORE) * B, 3, 2 * B, B, B, 4, 2, avx2);
            net_settle(acc, l[3].shift, a, 8);
            for (int k = 0; k < 4 && x + c + k < w[2]; k++) {
                net_dot(&last, &l[4], a + k * B, 1, 0, 1, 0, B, 0, 1, 1, avx2);
                map[(size_t)(y + r) * (size_t)w[2] + (size_t)(x + c + k)] = (float)last[0] * n->scale[0] > DX_MRZ_LINES_LIKELY;
            }
        }
}

#ifdef NET_AVX2
NET_AVX2 static void layers_avx2(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map)
{
    layers(n, f, x, y, w, h, map, true);
}
#else
#define layers_avx2(n, f, x, y, w, h, map) layers(n, f, x, y, w, h, map, false)
#endif

static void tile(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map)
{
    if (n->avx2)
        layers_avx2(n, f, x, y, w, h, map);
    else
        layers(n, f, x, y, w, h, map, false);
}

/* The part of the evened picture that a tile looks at. */
static void cut(const int8_t *p, int w, int h, int x, int y, int16_t *a0)
{
    for (int r = 0; r < S0; r++) {
        int16_t *to = a0 + r * (S0 + 2 * MORE);
        const int8_t *row = y + r >= 0 && y + r < h ? p + (size_t)(y + r) * (size_t)w : NULL;
        int from = x < 0 ? -x : 0, until = x + S0 < w ? S0 : w - x;
        memset(to, 0, S0 * sizeof *to);
        for (int k = from; row && k < until; k++)
            to[k] = row[x + k];
    }
}

int dx_mrz_seer_map(const struct dx_mrz_seer *m, const struct dx_picture *p, uint8_t **map, int *w, int *h, struct dx_err *e)
{
    int ws[3] = {p->w, (p->w + 1) / 2, 0}, hs[3] = {p->h, (p->h + 1) / 2, 0};
    *w = ws[2] = (ws[1] + 1) / 2;
    *h = hs[2] = (hs[1] + 1) / 2;
    int8_t *evened = even(p);
    struct maps *f = evened ? calloc(1, sizeof *f) : NULL;
    *map = f ? malloc((size_t)*w * (size_t)*h) : NULL;
    for (int y = 0; *map && y < *h; y += TILE)
        for (int x = 0; x < *w; x += TILE) {
            cut(evened, p->w, p->h, 4 * x + FROM0, 4 * y + FROM0, f->a0);
            tile(&m->net, f, x, y, ws, hs, *map);
        }
    free(f);
    free(evened);
    return *map ? DX_OK : dx_fail_nomem(e);
}
