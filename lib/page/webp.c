/* webp.c: WebP at half the size by libwebp, for who has no room for all of it; Leptonica reads whole ones */
#include <webp/decode.h>

#include <stdlib.h>

#include "page/decode.h"

static void to_grey(struct dx_picture *out, const uint8_t *rgba)
{
    for (int y = 0; y < out->h; y++)
        for (int x = 0; x < out->w; x++, rgba += 4)
            out->grey[(size_t)y * out->stride + (size_t)x] = dx_on_white(dx_luma(rgba[0], rgba[1], rgba[2]), rgba[3]);
}

int dx_webp_halve(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    WebPDecoderConfig c;
    if (!WebPInitDecoderConfig(&c) || WebPGetFeatures(p, n, &c.input) != VP8_STATUS_OK || c.input.has_animation || c.input.width != h->w ||
        c.input.height != h->h)
        return DX_STOP;
    size_t room = (size_t)out->w * 4 * (size_t)out->h;
    uint8_t *rgba = malloc(room);
    if (!rgba)
        return out->w = 0, dx_fail_nomem(e);
    for (size_t i = 0; i < room; i++)
        rgba[i] = 255;
    c.options.use_scaling = 1;
    c.options.scaled_width = out->w;
    c.options.scaled_height = out->h;
    c.output.colorspace = MODE_RGBA;
    c.output.is_external_memory = 1;
    c.output.u.RGBA.rgba = rgba;
    c.output.u.RGBA.stride = out->w * 4;
    c.output.u.RGBA.size = room;
    VP8StatusCode rc = WebPDecode(p, n, &c);
    WebPFreeDecBuffer(&c.output);
    if (rc == VP8_STATUS_OK || rc == VP8_STATUS_NOT_ENOUGH_DATA)
        to_grey(out, rgba);
    else
        out->w = 0;
    free(rgba);
    if (rc == VP8_STATUS_OK)
        return DX_OK;
    if (rc == VP8_STATUS_OUT_OF_MEMORY)
        return dx_fail_nomem(e);
    return dx_fail(e, DX_BAD, h->cut ? "truncated" : "malformed", out->w ? "WebP: the file ends within the picture; what was there is read"
                                                                         : "WebP: the picture data can't be decoded");
}
