/* between.h: grey values between a picture's pixels (between the files of this folder only) */
#ifndef DX_MRZ_BETWEEN_H
#define DX_MRZ_BETWEEN_H

#include "page/picture.h"

/* Bilinear, positions in 1/256 pixel, the edge's value beyond the edge; 0 to 255. */
static inline int between(const struct dx_picture *p, double x, double y)
{
    double mx = p->w - 1, my = p->h - 1;
    x = x > 0 ? x < mx ? x : mx : 0; /* also when it isn't a number */
    y = y > 0 ? y < my ? y : my : 0;
    int fx = (int)(x * 256), fy = (int)(y * 256), x0 = fx >> 8, y0 = fy >> 8, x1 = x0 + 1 < p->w ? x0 + 1 : x0;
    const uint8_t *a = p->grey + (size_t)y0 * p->stride, *b = y0 + 1 < p->h ? a + p->stride : a;
    fx &= 255;
    fy &= 255;
    return ((a[x0] * (256 - fx) + a[x1] * fx) * (256 - fy) + (b[x0] * (256 - fx) + b[x1] * fx) * fy + (1 << 15)) >> 16;
}

/* Adds n samples, `fine` to a place of row, from x, y on, each sx, sy further. */
static inline void between_add(const struct dx_picture *p, double x, double y, double sx, double sy, int n, int fine, uint16_t *row)
{
    double ex = x + sx * (n - 1), ey = y + sy * (n - 1);
    if (!(x > 1 && ex > 1 && y > 1 && ey > 1 && x < p->w - 2 && ex < p->w - 2 && y < p->h - 2 && ey < p->h - 2)) {
        for (int r = 0; r < n; r++)
            row[r / fine] = (uint16_t)(row[r / fine] + between(p, x + r * sx, y + r * sy));
        return;
    }
    int64_t fx = (int64_t)(x * 65536), fy = (int64_t)(y * 65536), dx = (int64_t)(sx * 65536), dy = (int64_t)(sy * 65536);
    for (int r = 0, k = 0; r < n; row++)
        for (k = 0; k < fine; k++, r++, fx += dx, fy += dy) {
            const uint8_t *a = p->grey + (size_t)(fy >> 16) * p->stride + (fx >> 16), *b = a + p->stride;
            int u = (int)(fx >> 8 & 255), v = (int)(fy >> 8 & 255);
            *row = (uint16_t)(*row + (((a[0] * (256 - u) + a[1] * u) * (256 - v) + (b[0] * (256 - u) + b[1] * u) * v + (1 << 15)) >> 16));
        }
}
#endif
