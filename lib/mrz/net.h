/* net.h: what the networks of this folder are made of: layers of whole numbers, their file, and their sums (between the files of
 * this folder only)
 *
 * Weights are int8, activations uint8, sums whole numbers below 2^24 (checked when a model is loaded): no order of operations can change
 * a bit. Inputs are multiplied four at a time, which processors with AVX-512 VNNI do with one instruction, those with AVX2 with two, on
 * numbers of 16 bits; compilers find these in no portable code, so they are named. All others get plain vector code. */
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
#define NET_VNNI __attribute__((target("avx2,avx512f,avx512vl,avx512vnni")))
#define NET_CLONES __attribute__((target_clones("avx2", "default"))) /* avx2 brings no fused operations: the same bits */
#pragma GCC push_options
#pragma GCC target("avx2,avx512f,avx512vl,avx512vnni") /* so that their built-in functions are known */
#pragma GCC pop_options
#pragma GCC diagnostic ignored "-Wpsabi" /* how vectors are passed differs by processor: none is passed between functions */
#endif
#ifndef NET_CLONES
#define NET_CLONES
#endif
#define NET_INLINE static inline __attribute__((always_inline))

typedef int32_t net_vector __attribute__((vector_size(4 * NET_VECTOR)));  /* eight outputs */
typedef uint32_t net_bits __attribute__((vector_size(4 * NET_VECTOR)));
typedef int16_t net_halves __attribute__((vector_size(4 * NET_VECTOR)));
typedef uint8_t net_settled __attribute__((vector_size(NET_VECTOR)));

enum net_how { NET_PLAIN, NET_ON_AVX2, NET_ON_VNNI }; /* by what instructions */

struct net_shape {
    int32_t out, in, kernel, stride;
};

/* Of each output, the weights of four neighbouring inputs: as bytes in one vector with VNNI; else in two, of the even inputs and of the odd
 * ones, 16 bits each. */
struct net_layer {
    net_bits *w; /* [kernel row][four of its taps], NET_VECTORS(out) each; a row's last four may lack some */
    net_vector *b;
    int shift;
};

struct net {
    struct net_layer layer[NET_LAYERS];
    float scale[2]; /* what the last sums are multiplied by */
    enum net_how how; /* what the processor has, and code is there for */
    char sha256[DX_SHA256_HEX + 1];
};

#define NET_ZERO 128 /* what stands for zero in the first layer's input, which has a sign; biases make up for it */

/* Reads a model from $DX_MODELS_DIR/name, else from where dx_data_path finds the models; `path`, when not NULL, is the file itself.
 * magic: the file's first 8 bytes; shape: what its layers must be; scales: how many follow them. DX_ENV when it is missing or broken,
 * DX_NOMEM; *n is NULL then. net_free takes it, NULL too. */
int net_load(struct net **n, const char *path, const char *name, const char magic[8], const struct net_shape shape[NET_LAYERS],
             int scales, struct dx_err *e);
void net_free(struct net *n);

/* Puts the weight of input `at` of four for one of eight outputs. */
NET_INLINE void net_put(net_bits *w, enum net_how how, size_t at, size_t output, int8_t weight)
{
    if (how == NET_ON_VNNI)
        w[0][output] |= (uint32_t)(uint8_t)weight << 8 * at;
    else
        w[at % 2][output] |= (uint32_t)(uint16_t)weight << 16 * (at / 2);
}

/* Adds the products of four neighbouring inputs with the weights of eight outputs. how: a constant. */
NET_INLINE void net_add(net_vector *acc, const uint8_t *in, const net_bits *w, const enum net_how how)
{
    uint32_t four;
    memcpy(&four, in, sizeof four);
#ifdef NET_AVX2
    net_bits all = four - (net_bits){0};
    if (how == NET_ON_VNNI) {
        *acc = (net_vector)__builtin_ia32_vpdpbusd_v8si(*acc, (net_vector)all, (net_vector)*w);
        return;
    }
    if (how == NET_ON_AVX2) {
        net_bits even = all & 0x00ff00ff, odd = all >> 8 & 0x00ff00ff;
        *acc += (net_vector)__builtin_ia32_pmaddwd256((net_halves)even, (net_halves)w[0]);
        *acc += (net_vector)__builtin_ia32_pmaddwd256((net_halves)odd, (net_halves)w[1]);
        return;
    }
#endif
    (void)how;
    for (int odd = 0; odd < 2; odd++) {
        net_vector low = (net_vector)(w[odd] << 16) >> 16, high = (net_vector)w[odd] >> 16;
        *acc += low * in[odd] + high * in[odd + 2];
    }
}

/* `pixels` neighbouring outputs of nv vectors each, `step` places apart in the input. Taps: `rows` kernel rows, `row` places apart,
 * each of `groups` runs of `taps` places (up to three more are read, to whole fours), `group` places apart. */
NET_INLINE void net_dot(net_vector *acc, const struct net_layer *l, const uint8_t *in, int rows, int row, int groups, int group,
                        int taps, int step, const int pixels, const int nv, const enum net_how how)
{
    const int each = how == NET_ON_VNNI ? 1 : 2;
    const net_bits *w = l->w;
    for (int p = 0; p < pixels; p++)
        for (int v = 0; v < nv; v++)
            acc[p * nv + v] = l->b[v];
    for (int y = 0; y < rows; y++)
        for (int g = 0; g < groups; g++) {
            const uint8_t *at = in + y * row + g * group;
            for (int t = 0; t < taps; t += 4, w += each * nv)
                for (int p = 0; p < pixels; p++)
                    for (int v = 0; v < nv; v++)
                        net_add(&acc[p * nv + v], at + p * step + t, &w[each * v], how);
        }
}

/* Sums become activations: halved `shift` times, rounded, 0 to 255. */
NET_INLINE void net_settle(const net_vector *acc, int shift, uint8_t *out, const int vectors)
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
