/* keccak.c: Keccak-256 (the Keccak reference, version 3.0, 2011; FIPS 202 for the permutation) */
#include "find/check/keccak.h"

#include <string.h>

#define RATE 136 /* bytes: 1600 bits less twice 256 */

static uint64_t turn(uint64_t v, int by) { return by ? v << by | v >> (64 - by) : v; }

/* Keccak-f[1600]; lane (x,y) is a[x + 5y]. Offsets and constants come from their generators rather than from tables. */
static void permute(uint64_t a[25])
{
    unsigned lfsr = 1;
    for (int round = 0; round < 24; round++) {
        uint64_t c[5], last;
        for (int x = 0; x < 5; x++)
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (int i = 0; i < 25; i++)
            a[i] ^= c[(i + 4) % 5] ^ turn(c[(i + 1) % 5], 1); /* theta: i % 5 is x */
        last = a[1];
        for (int t = 0, x = 1, y = 0; t < 24; t++) { /* rho and pi */
            int ny = (2 * x + 3 * y) % 5;
            x = y;
            y = ny;
            uint64_t v = a[x + 5 * y];
            a[x + 5 * y] = turn(last, (t + 1) * (t + 2) / 2 % 64);
            last = v;
        }
        for (int y = 0; y < 25; y += 5) { /* chi */
            memcpy(c, a + y, sizeof c);
            for (int x = 0; x < 5; x++)
                a[y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
        }
        for (int j = 0; j < 7; j++) { /* iota: bits 2^j - 1 of an LFSR with x^8 + x^6 + x^5 + x^4 + 1 */
            if (lfsr & 1)
                a[0] ^= 1ull << ((1 << j) - 1);
            lfsr = lfsr << 1 ^ (lfsr & 0x80 ? 0x171 : 0);
        }
    }
}

static void absorb(uint64_t a[25], const uint8_t block[RATE])
{
    for (size_t i = 0; i < RATE; i++)
        a[i / 8] ^= (uint64_t)block[i] << i % 8 * 8;
    permute(a);
}

void dx_keccak256(const void *p, size_t n, uint8_t out[32])
{
    uint64_t a[25] = {0};
    uint8_t last[RATE] = {0};
    const uint8_t *s = p;
    for (; n >= RATE; s += RATE, n -= RATE)
        absorb(a, s);
    if (n)
        memcpy(last, s, n);
    last[n] = 0x01;
    last[RATE - 1] |= 0x80;
    absorb(a, last);
    for (size_t i = 0; i < 32; i++)
        out[i] = (uint8_t)(a[i / 8] >> i % 8 * 8);
}
