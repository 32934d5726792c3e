/* decode.c: which decoder reads which format, and the limits that stand before all of them */
#include "page/decode.h"

#include "base/limits.h"

int dx_picture_allowed(int w, int h, int64_t max_pixels, struct dx_err *e)
{
    int64_t max = max_pixels > 0 ? max_pixels : DX_PICTURE_PIXELS;
    if ((int64_t)w * h > max || w > DX_PICTURE_SIDE || h > DX_PICTURE_SIDE)
        return dx_fail_limit(e, "pixels", "picture of %d x %d pixels: at most %lld are read", w, h, (long long)max);
    return DX_OK;
}

/* Decoders that fill a raster of ours row by row keep what they got when the file is damaged. */
static int by_rows(struct dx_picture **out, const struct dx_header *h, const uint8_t *p, size_t n, bool half, struct dx_err *e)
{
    struct dx_picture *pic;
    int rc = dx_picture_new(&pic, half ? (h->w + 1) / 2 : h->w, half ? (h->h + 1) / 2 : h->h, e);
    if (rc != DX_OK)
        return rc;
    pic->full_w = half ? h->w : 0;
    pic->full_h = half ? h->h : 0;
    rc = h->format == DX_FORMAT_PNG ? dx_png_decode(pic, h, p, n, e) : dx_jpeg_decode(pic, h, p, n, e);
    if (rc == DX_OK || pic->w > 0) {
        *out = pic;
        return rc;
    }
    dx_picture_free(pic);
    return rc;
}

int dx_picture_decode(struct dx_picture **out, const struct dx_header *h, uint8_t *p, size_t n, int64_t max_pixels, bool half,
                      struct dx_err *e)
{
    *out = NULL;
    int rc = dx_picture_allowed(h->w, h->h, max_pixels, e);
    if (rc != DX_OK)
        return rc;
    rc = h->format == DX_FORMAT_PNG || h->format == DX_FORMAT_JPEG ? by_rows(out, h, p, n, half, e) : dx_leptonica_decode(out, h, p, n, e);
    if (*out) {
        (*out)->dpi = (*out)->full_w ? h->dpi / 2 : h->dpi;
        (*out)->orientation = h->orientation;
    }
    return rc;
}
