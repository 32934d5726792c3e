/* phash.c: the perceptual hash */
#include "page/phash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 32 /* of the reduced picture */
#define KEPT 8  /* frequencies a side, from 1 */

/* Means of the tiles; a picture smaller than the grid repeats its pixels. */
static void reduce(const struct dx_picture *p, int32_t out[SIDE][SIDE])
{
    for (int ty = 0; ty < SIDE; ty++)
        for (int tx = 0; tx < SIDE; tx++) {
            int x0 = (int)((int64_t)tx * p->w / SIDE), x1 = (int)((int64_t)(tx + 1) * p->w / SIDE);
            int y0 = (int)((int64_t)ty * p->h / SIDE), y1 = (int)((int64_t)(ty + 1) * p->h / SIDE);
            x1 += x1 == x0;
            y1 += y1 == y0;
            int64_t sum = 0;
            for (int y = y0; y < y1; y++)
                for (int x = x0; x < x1; x++)
                    sum += p->grey[(size_t)y * p->stride + (size_t)x];
            out[ty][tx] = (int32_t)(sum * 16 / ((int64_t)(x1 - x0) * (y1 - y0)));
        }
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

uint64_t dx_phash(const struct dx_picture *p)
{
    int32_t tile[SIDE][SIDE], wave[KEPT][SIDE];
    int64_t rows[SIDE][KEPT] = {{0}}, value[KEPT * KEPT], sorted[KEPT * KEPT];
    reduce(p, tile);
    for (int f = 0; f < KEPT; f++)
        for (int i = 0; i < SIDE; i++)
            wave[f][i] = (int32_t)lround(cos(3.14159265358979323846 * (f + 1) * (2 * i + 1) / (2 * SIDE)) * 4096);
    for (int y = 0; y < SIDE; y++)
        for (int f = 0; f < KEPT; f++)
            for (int x = 0; x < SIDE; x++)
                rows[y][f] += (int64_t)tile[y][x] * wave[f][x];
    for (int g = 0; g < KEPT; g++)
        for (int f = 0; f < KEPT; f++) {
            int64_t v = 0;
            for (int y = 0; y < SIDE; y++)
                v += rows[y][f] * wave[g][y];
            value[g * KEPT + f] = v;
        }
    memcpy(sorted, value, sizeof value);
    qsort(sorted, KEPT * KEPT, sizeof *sorted, by_value);
    uint64_t hash = 0;
    for (int i = 0; i < KEPT * KEPT; i++)
        hash = hash << 1 | (value[i] > sorted[KEPT * KEPT / 2 - 1]);
    return hash;
}
