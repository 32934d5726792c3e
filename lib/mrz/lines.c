/* lines.c: inference of the network that sees lines of zones
 *
 * The picture is worked in tiles small enough for the processor's cache, each with as much around it as the kernels reach; what is
 * beyond the picture's edge is zero in every layer, as in training. */
#include "mrz/lines.h"

#include "mrz/net.h"

#include <math.h>

#define REACH 3   /* "surroundings" of a block: so many blocks in all directions, the outermost ones weighing half */
#define LEAST 4.0 /* a standard deviation below so many grey levels is noise */
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

/* Grey values and their squares over the pixels of a block (a place of the map), and how many these are; in whole numbers. */
struct blocks {
    int w, h; /* blocks, those that the picture's edge cuts counted */
    int32_t *sum, *square;
};

static int within(int at, int end) { return end - at < DX_MRZ_LINES_STEP ? end - at : DX_MRZ_LINES_STEP; }

/* Sums over the rows of a row of blocks, column by column, w rounded up to whole blocks. */
NET_CLONES static void add_rows(const uint8_t *row, size_t stride, int rows, int w, uint16_t *sum, uint32_t *square)
{
    for (int y = 0; y < rows; y++, row += stride)
        for (int x = 0; x < w; x++) {
            sum[x] = (uint16_t)(sum[x] + row[x]);
            square[x] += (uint32_t)(row[x] * row[x]);
        }
}

NET_CLONES static void add_columns(const uint16_t *sum, const uint32_t *square, int blocks, int32_t *to, int32_t *to_square)
{
    for (int b = 0; b < blocks; b++) {
        to[b] = sum[4 * b] + sum[4 * b + 1] + sum[4 * b + 2] + sum[4 * b + 3];
        to_square[b] = (int32_t)(square[4 * b] + square[4 * b + 1] + square[4 * b + 2] + square[4 * b + 3]);
    }
}

/* columns: room for two numbers of 16 bits and one of 32 a column of whole blocks. */
static void add_blocks(const struct dx_picture *p, struct blocks *b, void *columns)
{
    size_t w = (size_t)b->w * DX_MRZ_LINES_STEP;
    uint32_t *square = columns;
    uint16_t *sum = (uint16_t *)(square + w);
    for (int y = 0; y < b->h; y++) {
        int top = y * DX_MRZ_LINES_STEP;
        memset(columns, 0, w * (sizeof *square + sizeof *sum));
        add_rows(p->grey + (size_t)top * p->stride, p->stride, within(top, p->h), p->w, sum, square);
        add_columns(sum, square, b->w, b->sum + (size_t)y * (size_t)b->w, b->square + (size_t)y * (size_t)b->w);
    }
}

/* What the surroundings of the blocks of a row are like. */
struct level {
    int32_t *sum, *square;  /* of the columns of blocks around, REACH blank ones at either end */
    int16_t *mean, *factor; /* for each pixel of a row: 64 times the mean, 512 times 32 / deviation */
};

static int weight(int off) { return off == REACH || off == -REACH ? 1 : 2; }

/* Pixels of the blocks around one of a row or column, weighed. */
static int32_t around(int block, int end)
{
    int32_t n = 0;
    for (int k = -REACH; k <= REACH; k++) {
        int at = (block + k) * DX_MRZ_LINES_STEP;
        n += at >= 0 && at < end ? weight(k) * within(at, end) : 0;
    }
    return n;
}

static void measure(const struct blocks *b, int w, int h, int y, struct level *l)
{
    size_t n = (size_t)b->w;
    int32_t high = around(y, h);
    memset(l->sum, 0, 2 * (n + 2 * REACH) * sizeof *l->sum);
    for (int k = -REACH; k <= REACH; k++)
        for (size_t x = 0; y + k >= 0 && y + k < b->h && x < n; x++) {
            l->sum[REACH + x] += weight(k) * b->sum[(size_t)(y + k) * n + x];
            l->square[REACH + x] += weight(k) * b->square[(size_t)(y + k) * n + x];
        }
    for (int x = 0; x < b->w; x++) {
        double area = (double)high * around(x, w), sum = 0, square = 0;
        for (int k = 0; k <= 2 * REACH; k++) {
            sum += weight(k - REACH) * l->sum[x + k];
            square += weight(k - REACH) * l->square[x + k];
        }
        double spread = square * area - sum * sum, least = LEAST * area;
        double factor = spread > least * least ? 512 * 32 * area / sqrt(spread) : 512 * 32 / LEAST;
        for (int k = 0; k < DX_MRZ_LINES_STEP; k++) {
            l->mean[x * DX_MRZ_LINES_STEP + k] = (int16_t)rint(64 * sum / area);
            l->factor[x * DX_MRZ_LINES_STEP + k] = (int16_t)rint(factor);
        }
    }
}

/* 32 times each pixel's distance from the mean of its surroundings in their standard deviations, ±127, and NET_ZERO. */
NET_CLONES static void even_row(const uint8_t *row, const int16_t *mean, const int16_t *factor, int w, uint8_t *out)
{
    for (int x = 0; x < w; x++) {
        int16_t off = (int16_t)((row[x] << 6) - mean[x]);
        int16_t v = (int16_t)((off * factor[x] + (1 << 14)) >> 15);
        v = v > 127 ? 127 : v < -127 ? -127 : v;
        out[x] = (uint8_t)(NET_ZERO + v);
    }
}

/* The whole picture evened: p->w bytes a row. NULL when out of memory. */
static uint8_t *even(const struct dx_picture *p)
{
    struct blocks b = {(p->w + DX_MRZ_LINES_STEP - 1) / DX_MRZ_LINES_STEP, (p->h + DX_MRZ_LINES_STEP - 1) / DX_MRZ_LINES_STEP, NULL, NULL};
    size_t w = (size_t)b.w * DX_MRZ_LINES_STEP, n = (size_t)b.w * (size_t)b.h, wide = (size_t)b.w + 2 * REACH;
    int32_t *room = malloc((2 * n + 2 * wide + 2 * w) * sizeof *room);
    uint8_t *out = room ? malloc((size_t)p->w * (size_t)p->h) : NULL;
    if (out) {
        b.sum = room;
        b.square = b.sum + n;
        struct level l = {b.square + n, b.square + n + wide, (int16_t *)(b.square + n + 2 * wide), NULL};
        l.factor = l.mean + w;
        add_blocks(p, &b, l.mean); /* before it is filled */
        for (int y = 0; y < p->h; y++) {
            if (y % DX_MRZ_LINES_STEP == 0)
                measure(&b, p->w, p->h, y / DX_MRZ_LINES_STEP, &l);
            even_row(p->grey + (size_t)y * p->stride, l.mean, l.factor, p->w, out + (size_t)y * (size_t)p->w);
        }
    }
    free(room);
    return out;
}

/* ---- layers ---- */

/* Sides of the maps of a tile, and where they start against TILE's first place (in their own pixels). Rows hold eight more than the
 * sides, since outputs are computed in groups. */
enum { S3 = TILE + 4, S2 = TILE + 6, S1 = 2 * TILE + 13, S0 = 4 * TILE + 29, MORE = 8 };
enum { FROM3 = -2, FROM2 = -3, FROM1 = -7, FROM0 = -16 };

struct maps {
    uint8_t a0[(S0 + 2 * MORE) * S0], a1[(S1 + MORE) * S1 * A + MORE * A], a2[(S2 + MORE) * S2 * B + MORE * B], a3[(S3 + MORE) * S3 * B + MORE * B];
};

/* Zeroes what lies outside of a layer's own w × h places; the map starts at x, y of them. */
static void outside(uint8_t *a, int side, int row, int channels, int x, int y, int w, int h)
{
    for (int r = 0; r < side; r++) {
        uint8_t *p = a + r * row * channels;
        bool in = y + r >= 0 && y + r < h;
        int left = in ? (x < 0 ? -x : 0) : side, right = in && x + side > w ? (w - x > 0 ? w - x : 0) : side;
        memset(p, 0, (size_t)(left < side ? left : side) * (size_t)channels * sizeof *p);
        if (right < side)
            memset(p + right * channels, 0, (size_t)(side - right) * (size_t)channels * sizeof *p);
    }
}

NET_INLINE void convolve(const struct net_layer *l, const uint8_t *in, int in_row, uint8_t *out, int side, const int kernel,
                         const int stride, const int channels, const int pixels, const int nv, const enum net_how how)
{
    net_vector acc[8];
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x += pixels) {
            const uint8_t *at = in + (y * stride * in_row + x * stride) * channels;
            net_dot(acc, l, at, kernel, in_row * channels, 1, 0, kernel * channels, stride * channels, pixels, nv, how);
            net_settle(acc, l->shift, out + (y * (side + MORE) + x) * nv * NET_VECTOR, pixels * nv);
        }
}

/* One tile of the map, whose first place is x, y; w and h: the layers' sides. */
NET_INLINE void layers(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map, const enum net_how how)
{
    const struct net_layer *l = n->layer;
    convolve(&l[0], f->a0, S0 + 2 * MORE, f->a1, S1, 5, 2, 1, 8, 1, how);
    outside(f->a1, S1, S1 + MORE, A, 2 * x + FROM1, 2 * y + FROM1, w[1], h[1]);
    convolve(&l[1], f->a1, S1 + MORE, f->a2, S2, 3, 2, A, 4, 2, how);
    outside(f->a2, S2, S2 + MORE, B, x + FROM2, y + FROM2, w[2], h[2]);
    convolve(&l[2], f->a2, S2 + MORE, f->a3, S3, 3, 1, B, 4, 2, how);
    outside(f->a3, S3, S3 + MORE, B, x + FROM3, y + FROM3, w[2], h[2]);
    for (int r = 0; r < TILE && y + r < h[2]; r++)
        for (int c = 0; c < TILE && x + c < w[2]; c += 4) {
            net_vector acc[8], last;
            uint8_t a[4 * B];
            net_dot(acc, &l[3], f->a3 + (r * (S3 + MORE) + c) * B, 3, 2 * (S3 + MORE) * B, 3, 2 * B, B, B, 4, 2, how);
            net_settle(acc, l[3].shift, a, 8);
            for (int k = 0; k < 4 && x + c + k < w[2]; k++) {
                net_dot(&last, &l[4], a + k * B, 1, 0, 1, 0, B, 0, 1, 1, how);
                map[(size_t)(y + r) * (size_t)w[2] + (size_t)(x + c + k)] = (float)last[0] * n->scale[0] > DX_MRZ_LINES_LIKELY;
            }
        }
}

#ifdef NET_AVX2
NET_AVX2 static void layers_avx2(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map)
{
    layers(n, f, x, y, w, h, map, NET_ON_AVX2);
}

NET_VNNI static void layers_vnni(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map)
{
    layers(n, f, x, y, w, h, map, NET_ON_VNNI);
}
#endif

static void tile(const struct net *n, struct maps *f, int x, int y, const int w[3], const int h[3], uint8_t *map)
{
    switch (n->how) {
#ifdef NET_AVX2
    case NET_ON_VNNI: layers_vnni(n, f, x, y, w, h, map); break;
    case NET_ON_AVX2: layers_avx2(n, f, x, y, w, h, map); break;
#endif
    default: layers(n, f, x, y, w, h, map, NET_PLAIN);
    }
}

/* The part of the evened picture that a tile looks at. */
static void cut(const uint8_t *p, int w, int h, int x, int y, uint8_t *a0)
{
    for (int r = 0; r < S0; r++) {
        uint8_t *to = a0 + r * (S0 + 2 * MORE);
        const uint8_t *row = y + r >= 0 && y + r < h ? p + (size_t)(y + r) * (size_t)w : NULL;
        int from = x < 0 ? -x : 0, until = x + S0 < w ? S0 : w - x;
        memset(to, NET_ZERO, S0);
        if (row && from < until)
            memcpy(to + from, row + x + from, (size_t)(until - from));
    }
}

int dx_mrz_seer_map(const struct dx_mrz_seer *m, const struct dx_picture *p, uint8_t **map, int *w, int *h, struct dx_err *e)
{
    int ws[3] = {p->w, (p->w + 1) / 2, 0}, hs[3] = {p->h, (p->h + 1) / 2, 0};
    *w = ws[2] = (ws[1] + 1) / 2;
    *h = hs[2] = (hs[1] + 1) / 2;
    uint8_t *evened = even(p);
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
