/* net.h: what the networks of this folder are made of: layers of whole numbers, their file, and their sums (between the files of
 * this folder only)
 *
 * Weights are int8, activations uint8, sums whole numbers below 2^24 (checked when a model is loaded): no order of operations can change
 * a bit. Weights and activations are held in 16 bits and multiplied in pairs, which processors with AVX2 do with one instruction;
 * compilers find that in no portable code, so it is named. All others get plain vector code. */
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
#pragma GCC optimize("O3")
#endif
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define NET_AVX2 __attribute__((target("avx2")))
#define NET_CLONES __attribute__((target_clones("avx2", "default"))) /* avx2 brings no fused operations: the same bits */
#pragma GCC push_options
#pragma GCC target("avx2") /* so that its built-in functions are known */
#pragma GCC pop_options
#pragma GCC diagnostic ignored "-Wpsabi" /* how vectors are passed differs by processor: none is passed between functions */
#endif
#ifndef NET_CLONES
#define NET_CLONES
#endif
#define NET_INLINE static inline __attribute__((always_inline))

typedef int32_t net_vector __attribute__((vector_size(4 * NET_VECTOR)));  /* eight outputs */
typedef uint32_t net_bits __attribute__((vector_size(4 * NET_VECTOR)));
typedef int16_t net_pairs __attribute__((vector_size(4 * NET_VECTOR)));   /* of each output, the weights of two neighbouring inputs */
typedef int16_t net_settled __attribute__((vector_size(2 * NET_VECTOR)));

struct net_shape {
    int32_t out, in, kernel, stride;
};

struct net_layer {
    net_pairs *w; /* [kernel row][pair of its taps], NET_VECTORS(out) each; a row of odd taps ends with a pair of one */
    net_vector *b;
    int shift;
};

struct net {
    struct net_layer layer[NET_LAYERS];
    float scale[2]; /* what the last sums are multiplied by */
    bool avx2;      /* the processor has it, and the code for it is there */
    char sha256[DX_SHA256_HEX + 1];
};

/* Reads a model from $DX_MODELS_DIR/name, else from where dx_data_path finds the models; `path`, when not NULL, is the file itself.
 * magic: the file's first 8 bytes; shape: what its layers must be; scales: how many follow them. DX_ENV when it is missing or broken,
 * DX_NOMEM; *n is NULL then. net_free takes it, NULL too. */
int net_load(struct net **n, const char *path, const char *name, const char magic[8], const struct net_shape shape[NET_LAYERS],
             int scales, struct dx_err *e);
void net_free(struct net *n);

/* Adds the products of two neighbouring inputs with the weights of eight outputs. avx2: a constant. */
NET_INLINE void net_add(net_vector *acc, const int16_t *in, const net_pairs *w, const bool avx2)
{
    int32_t pair;
    memcpy(&pair, in, sizeof pair);
#ifdef NET_AVX2
    if (avx2) {
        *acc += (net_vector)__builtin_ia32_pmaddwd256((net_pairs)(pair - (net_vector){0}), *w);
        return;
    }
#endif
    (void)avx2;
    net_vector low = (net_vector)((net_bits)*w << 16) >> 16, high = (net_vector)*w >> 16;
    *acc += low * (int16_t)((uint32_t)pair & 0xffff) + high * (pair >> 16);
}

/* `pixels` neighbouring outputs of nv vectors each, `step` places apart in the input. Taps: `rows` kernel rows, `row` places apart,
 * each of `groups` runs of `taps` places (one more is read when odd), `group` places apart. */
NET_INLINE void net_dot(net_vector *acc, const struct net_layer *l, const int16_t *in, int rows, int row, int groups, int group,
                        int taps, int step, const int pixels, const int nv, const bool avx2)
{
    const net_pairs *w = l->w;
    for (int p = 0; p < pixels; p++)
        for (int v = 0; v < nv; v++)
            acc[p * nv + v] = l->b[v];
    for (int y = 0; y < rows; y++)
        for (int g = 0; g < groups; g++) {
            const int16_t *at = in + y * row + g * group;
            for (int t = 0; t < taps; t += 2, w += nv)
                for (int p = 0; p < pixels; p++)
                    for (int v = 0; v < nv; v++)
                        net_add(&acc[p * nv + v], at + p * step + t, &w[v], avx2);
        }
}

/* Sums become activations: halved `shift` times, rounded, 0 to 255. */
NET_INLINE void net_settle(const net_vector *acc, int shift, int16_t *out, const int vectors)
{
    for (int i = 0; i < vectors; i++, out += NET_VECTOR) {
        net_vector v = acc[i];
        v = ((v & (v > 0)) + (1 << (shift - 1))) >> shift;
        v = (v & (v < 255)) | (255 & (v >= 255));
        net_settled s = __builtin_convertvector(v, net_settled);
        memcpy(out, &s, sizeof s);
    }
}
#endif
