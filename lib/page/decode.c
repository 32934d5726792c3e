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

typedef int decode_fn(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);

/* Decoders that fill a raster of ours row by row keep what they got when the file is damaged. What isn't named is Leptonica's, and what
 * they don't know. */
static const struct {
    decode_fn *whole, *half;
} by_rows[] = {
    [DX_FORMAT_PNG] = {dx_png_decode, dx_png_decode},   [DX_FORMAT_JPEG] = {dx_jpeg_decode, dx_jpeg_decode},
    [DX_FORMAT_TIFF] = {dx_tiff_decode, dx_tiff_decode}, [DX_FORMAT_WEBP] = {NULL, dx_webp_halve},
    [DX_FORMAT_BMP] = {dx_bmp_decode, dx_bmp_decode},   [DX_FORMAT_GIF] = {NULL, NULL},
    [DX_FORMAT_HEIF] = {dx_heif_decode, NULL},          [DX_FORMAT_PNM] = {dx_pnm_decode, dx_pnm_decode},
};

/* DX_STOP: it isn't this decoder's. */
static int fill(struct dx_picture **out, decode_fn *decode, const struct dx_header *h, const uint8_t *p, size_t n, bool half, struct dx_err *e)
{
    struct dx_picture *pic;
    if (!decode)
        return DX_STOP;
    int rc = dx_picture_new(&pic, half ? (h->w + 1) / 2 : h->w, half ? (h->h + 1) / 2 : h->h, e);
    if (rc != DX_OK)
        return rc;
    pic->full_w = half ? h->w : 0;
    pic->full_h = half ? h->h : 0;
    rc = decode(pic, h, p, n, e);
    if (rc == DX_OK || (rc != DX_STOP && pic->w > 0)) {
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
    if (h->format == DX_FORMAT_TIFF)
        dx_tiff_as_stored(h, p);
    half = half && (by_rows[h->format].half || !by_rows[h->format].whole);
    rc = fill(out, half ? by_rows[h->format].half : by_rows[h->format].whole, h, p, n, half, e);
    if (rc == DX_STOP)
        rc = dx_leptonica_decode(out, h, p, n, e);
    if (*out) {
        (*out)->dpi = (*out)->full_w ? h->dpi / 2 : h->dpi;
        (*out)->orientation = h->orientation;
    }
    return rc;
}
