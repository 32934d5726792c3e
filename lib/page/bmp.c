/* bmp.c: decoding BMP in full colour row by row, keeping the rows that are there; Leptonica reads those with a palette */
#include <stdlib.h>
#include <string.h>

#include "page/decode.h"

static uint32_t number(const uint8_t *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes; i-- > 0;)
        v = v << 8 | p[i];
    return v;
}

/* A row of blue, green, red; a fourth byte means nothing (BITMAPINFOHEADER, biBitCount). */
static void to_grey(uint8_t *to, const uint8_t *bgr, size_t w, size_t bytes)
{
    for (size_t x = 0; x < w; x++, bgr += bytes)
        to[x] = dx_luma(bgr[2], bgr[1], bgr[0]);
}

int dx_bmp_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    if (n < 54 || number(p + 14, 4) < 40 || number(p + 30, 4) != 0 || (number(p + 28, 2) != 24 && number(p + 28, 2) != 32))
        return DX_STOP;
    size_t bytes = number(p + 28, 2) / 8, row = ((size_t)h->w * bytes + 3) / 4 * 4, at = number(p + 10, 4), w = (size_t)h->w;
    bool upwards = (int32_t)number(p + 22, 4) > 0;
    uint8_t *pair = out->full_w ? malloc(2 * w) : NULL;
    int missing = 0;
    if (out->full_w && !pair)
        return out->w = 0, dx_fail_nomem(e);
    for (int y = 0; y < h->h; y++) {
        size_t from = at + row * (size_t)(upwards ? h->h - 1 - y : y);
        uint8_t *to = pair ? pair + (y % 2 ? w : 0) : out->grey + (size_t)y * out->stride;
        bool there = from + row <= n;
        missing += !there;
        if (there)
            to_grey(to, p + from, w, bytes);
        else
            memset(to, 255, w);
        if (pair)
            dx_picture_halve(out, pair, y);
    }
    free(pair);
    if (missing == h->h)
        out->w = 0;
    return missing ? dx_fail(e, DX_BAD, "truncated", "BMP: the file ends within the picture; what was there is read") : DX_OK;
}
