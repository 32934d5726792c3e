/* net.c: sums of networks by each kind of instructions that this processor has, against sums one by one: the same in every bit */
#include "mrz/net.h"
#include "../tap.h"

enum { TAPS = 24, ROWS = 3, OUT = 16, STEP = 16, PIXELS = 4, VECTORS = OUT / NET_VECTOR, FOURS = TAPS / 4 };

static int8_t weight[ROWS][TAPS][OUT];
static uint8_t in[ROWS][TAPS + PIXELS * STEP];
static int32_t want[PIXELS][OUT];

static void layer(struct net_layer *l, enum net_how how, net_bits *w, net_vector *b)
{
    size_t each = how == NET_ON_VNNI ? 1 : 2;
    memset(w, 0, 2 * ROWS * FOURS * VECTORS * sizeof *w);
    for (size_t y = 0; y < ROWS; y++)
        for (size_t t = 0; t < TAPS; t++)
            for (size_t o = 0; o < OUT; o++)
                net_put(w + each * ((y * FOURS + t / 4) * VECTORS + o / NET_VECTOR), how, t % 4, o % NET_VECTOR, weight[y][t][o]);
    for (int o = 0; o < OUT; o++)
        b[o / NET_VECTOR][o % NET_VECTOR] = 1000 * o - 7;
    *l = (struct net_layer){w, b, 5};
}

NET_INLINE void sums(const struct net_layer *l, net_vector *acc, const enum net_how how)
{
    net_dot(acc, l, in[0], ROWS, sizeof in[0], 1, 0, TAPS, STEP, PIXELS, VECTORS, how);
}

static void by_plain(const struct net_layer *l, net_vector *acc) { sums(l, acc, NET_PLAIN); }
#ifdef NET_AVX2
NET_AVX2 static void by_avx2(const struct net_layer *l, net_vector *acc) { sums(l, acc, NET_ON_AVX2); }
NET_VNNI static void by_vnni(const struct net_layer *l, net_vector *acc) { sums(l, acc, NET_ON_VNNI); }
#endif

static void check(enum net_how how, void (*by)(const struct net_layer *, net_vector *), const char *name)
{
    _Alignas(32) static net_bits w[2 * ROWS * FOURS * VECTORS];
    _Alignas(32) static net_vector b[VECTORS], acc[PIXELS * VECTORS];
    uint8_t settled[PIXELS * OUT];
    struct net_layer l;
    int differ = 0, unsettled = 0;
    layer(&l, how, w, b);
    by(&l, acc);
    net_settle(acc, 11, settled, PIXELS * VECTORS);
    for (int p = 0; p < PIXELS; p++)
        for (int o = 0; o < OUT; o++) {
            int32_t v = want[p][o] > 0 ? (want[p][o] + (1 << 10)) >> 11 : 0;
            differ += acc[p * VECTORS + o / NET_VECTOR][o % NET_VECTOR] != want[p][o];
            unsettled += settled[p * OUT + o] != (v > 255 ? 255 : v);
        }
    ok(differ == 0, "%s: all sums as one by one (%d differ)", name, differ);
    ok(unsettled == 0, "%s: and what becomes of them (%d differ)", name, unsettled);
}

int main(void)
{
    uint32_t r = 20261126;
    for (size_t i = 0; i < sizeof weight; i++) {
        r = r * 1664525 + 1013904223;
        (&weight[0][0][0])[i] = (int8_t)(r >> 24 == 128 ? 127 : r >> 24); /* as in a model: never -128 */
    }
    for (size_t i = 0; i < sizeof in; i++) {
        r = r * 1664525 + 1013904223;
        (&in[0][0])[i] = i % 5 ? (uint8_t)(r >> 24) : 255;
    }
    for (int p = 0; p < PIXELS; p++)
        for (int o = 0; o < OUT; o++) {
            want[p][o] = 1000 * o - 7;
            for (int y = 0; y < ROWS; y++)
                for (int t = 0; t < TAPS; t++)
                    want[p][o] += weight[y][t][o] * in[y][p * STEP + t];
        }
    check(NET_PLAIN, by_plain, "plain");
#ifdef NET_AVX2
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2"))
        check(NET_ON_AVX2, by_avx2, "AVX2");
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl"))
        check(NET_ON_VNNI, by_vnni, "VNNI");
#endif
    return tap_done();
}
