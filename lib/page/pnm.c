/* pnm.c: decoding PBM, PGM and PPM row by row, raw and as text, keeping the rows that are there (Netpbm's pbm(5), pgm(5), ppm(5)) */
#include <stdlib.h>
#include <string.h>

#include "page/decode.h"

struct samples {
    const uint8_t *p;
    size_t n, at;
    char kind; /* '1' to '6' */
    unsigned most;
};

/* A number that is written out; of a bitmap one digit, which may touch the next. */
static bool number(struct samples *s, unsigned *v)
{
    while (s->at < s->n && strchr(" \t\r\n\v\f", s->p[s->at]) && s->p[s->at])
        s->at++;
    size_t from = s->at;
    for (*v = 0; s->at < s->n && s->p[s->at] >= '0' && s->p[s->at] <= '9' && (s->kind != '1' || s->at == from); s->at++)
        *v = *v < 100000 ? *v * 10 + (unsigned)(s->p[s->at] - '0') : *v;
    return s->at > from;
}

/* A value from 0 to 255; false when it isn't there. */
static bool next(struct samples *s, unsigned *v)
{
    size_t bytes = s->most > 255 ? 2 : 1;
    if (s->kind < '4') {
        if (!number(s, v))
            return false;
    } else {
        if (s->n - s->at < bytes)
            return false;
        *v = bytes == 2 ? (unsigned)s->p[s->at] << 8 | s->p[s->at + 1] : s->p[s->at];
        s->at += bytes;
    }
    *v = *v >= s->most ? 255 : (*v * 255 + s->most / 2) / s->most;
    return true;
}

static bool bitmap_row(struct samples *s, uint8_t *to, size_t w)
{
    if (s->n - s->at < (w + 7) / 8)
        return false;
    for (size_t x = 0; x < w; x++)
        to[x] = s->p[s->at + x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
    s->at += (w + 7) / 8;
    return true;
}

static bool row(struct samples *s, uint8_t *to, size_t w)
{
    unsigned v[3];
    if (s->kind == '4')
        return bitmap_row(s, to, w);
    for (size_t x = 0; x < w; x++) {
        for (int i = 0; i < (s->kind % 3 == 0 ? 3 : 1); i++) /* '3' and '6' are divisible as characters as well */
            if (!next(s, &v[i]))
                return false;
        to[x] = s->kind == '1' ? (uint8_t)(255 - v[0]) : s->kind % 3 == 0 ? dx_luma(v[0], v[1], v[2]) : (uint8_t)v[0];
    }
    return true;
}

int dx_pnm_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct samples s = {p, n, h->pixels, (char)p[1], (unsigned)h->most};
    size_t w = (size_t)h->w;
    uint8_t *pair = out->full_w ? malloc(2 * w) : NULL;
    int there = 0;
    if (out->full_w && !pair)
        return out->w = 0, dx_fail_nomem(e);
    for (int y = 0; y < h->h; y++) {
        uint8_t *to = pair ? pair + (y % 2 ? w : 0) : out->grey + (size_t)y * out->stride;
        if (there == y && row(&s, to, w))
            there++;
        else
            memset(to, 255, w);
        if (pair)
            dx_picture_halve(out, pair, y);
    }
    free(pair);
    if (there == 0)
        out->w = 0;
    bool ended = s.n - s.at < 4; /* else what follows is no number */
    return there == h->h ? DX_OK
                         : dx_fail(e, DX_BAD, h->cut || ended ? "truncated" : "malformed", "PNM: %s within the picture; what was there is read",
                                   h->cut || ended ? "the file ends" : "there is no number");
}
