/* ink.c: contrast between ink and paper, and specks */
#include "page/ink.h"

#define LEVELS 256

struct dx_ink dx_ink_of(const struct dx_picture *p)
{
    uint64_t count[LEVELS] = {0};
    double all = 0, sum = 0, below = 0, sum_below = 0, best = -1;
    struct dx_ink ink = {0, 0};
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++)
            count[p->grey[(size_t)y * p->stride + (size_t)x]]++;
    for (int v = 0; v < LEVELS; v++) {
        all += (double)count[v];
        sum += v * (double)count[v];
    }
    for (int v = 0; v < LEVELS - 1; v++) {
        below += (double)count[v];
        sum_below += v * (double)count[v];
        double above = all - below;
        if (below == 0 || above == 0)
            continue;
        double apart = (sum - sum_below) / above - sum_below / below, between = below * above * apart * apart;
        if (between > best) {
            best = between;
            ink = (struct dx_ink){v, apart};
        }
    }
    return ink;
}

size_t dx_ink_specks(const struct dx_picture *p, int threshold)
{
    size_t n = 0;
    for (int y = 0; y < p->h; y++) {
        const uint8_t *row = p->grey + (size_t)y * p->stride;
        for (int x = 1; x + 1 < p->w; x++)
            n += (row[x] <= threshold) & (row[x - 1] > threshold) & (row[x + 1] > threshold);
    }
    return n;
}
