/* net.h: what the networks of this folder are made of: layers of whole numbers, their file, and their sums (between the files of
 * this folder only)
 *
 * Weights are int8, activations uint8, sums whole numbers below 2^24 (checked when a model is loaded). Those are held in floats,
 * which are exact up to there: so every compiler makes vector code of it, for any processor, and order or fusing of operations
 * can't change a bit. */
#ifndef DX_MRZ_NET_H
#define DX_MRZ_NET_H

#include "base/err.h"
#include "base/sha256.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NET_VECTOR 8
#define NET_LAYERS 5
#define NET_VECTORS(out) (((out) + NET_VECTOR - 1) / NET_VECTOR)

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "fp-contract=fast") /* exact either way; twice as fast with fused operations */
#endif
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define NET_CLONES __attribute__((target_clones("fma", "default")))
#else
#define NET_CLONES
#endif
#define NET_INLINE static inline __attribute__((always_inline))

typedef float net_vector __attribute__((vector_size(4 * NET_VECTOR)));

struct net_shape {
    int32_t out, in, kernel, stride;
};

struct net_layer {
    net_vector *w; /* [kernel row][kernel column][input], NET_VECTORS(out) each */
    net_vector *b;
    int shift;
};

struct net {
    struct net_layer layer[NET_LAYERS];
    float scale[2]; /* what the last sums are multiplied by */
    char sha256[DX_SHA256_HEX + 1];
};

/* Reads a model from $DX_MODELS_DIR/name, else from where dx_data_path finds the models; `path`, when not NULL, is the file itself.
 * magic: the file's first 8 bytes; shape: what its layers must be; scales: how many follow them. DX_ENV when it is missing or
 * broken, DX_NOMEM. What was loaded is freed with net_free in every case. */
int net_load(struct net *n, const char *path, const char *name, const char magic[8], const struct net_shape shape[NET_LAYERS],
             int scales, struct dx_err *e);
void net_free(struct net *n);

/* `pixels` neighbouring outputs of nv vectors each, `step` floats apart in the input. Taps: `rows` kernel rows, `row` floats apart,
 * each of `groups` runs of `taps` floats, `group` floats apart. */
NET_INLINE void net_dot(net_vector *acc, const struct net_layer *l, const float *in, int rows, int row, int groups, int group,
                        int taps, int step, const int pixels, const int nv)
{
    const net_vector *w = l->w;
    for (int p = 0; p < pixels; p++)
        for (int v = 0; v < nv; v++)
            acc[p * nv + v] = l->b[v];
    for (int y = 0; y < rows; y++)
        for (int g = 0; g < groups; g++) {
            const float *at = in + y * row + g * group;
            for (int t = 0; t < taps; t++, w += nv)
                for (int p = 0; p < pixels; p++) {
                    float a = at[p * step + t];
                    for (int v = 0; v < nv; v++)
                        acc[p * nv + v] += a * w[v];
                }
        }
}

/* Sums become activations: halved `shift` times, rounded, 0 to 255. */
NET_INLINE void net_settle(const net_vector *acc, int shift, float *out, const int n)
{
    for (int i = 0; i < n; i++) {
        int v = (int)acc[i / NET_VECTOR][i % NET_VECTOR];
        v = ((v > 0 ? v : 0) + (1 << (shift - 1))) >> shift;
        out[i] = (float)(v < 255 ? v : 255);
    }
}
#endif
