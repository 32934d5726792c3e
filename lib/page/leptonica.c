/* leptonica.c: the one door to Leptonica: WebP, GIF, what other decoders leave of BMP and TIFF, even light, skew, scaling, PNG */
#include <leptonica/allheaders.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/decode.h"
#include "page/prepare.h"
#include "page/versions.h"

static void drop(const char *message) { (void)message; }

/* Neither Leptonica nor libtiff may print: setting the same handlers again does no harm. */
static void be_quiet(void)
{
    setMsgSeverity(L_SEVERITY_NONE);
    leptSetStderrHandler(drop);
    dx_tiff_quiet();
}

/* ---- between their rasters and ours ---- */

/* Leptonica keeps 32-bit words in the machine's order with the first pixel in the high byte. */
static PIX *to_pix(const struct dx_picture *p)
{
    PIX *pix = pixCreateNoInit(p->w, p->h, 8);
    if (!pix)
        return NULL;
    size_t line = (size_t)pixGetWpl(pix) * 4;
    uint8_t *to = (uint8_t *)pixGetData(pix);
    for (int y = 0; y < p->h; y++, to += line) {
        memcpy(to, p->grey + (size_t)y * p->stride, (size_t)p->w);
        memset(to + p->w, 255, line - (size_t)p->w);
    }
    pixEndianByteSwap(pix);
    pixSetResolution(pix, p->dpi, p->dpi);
    return pix;
}

static void copy_grey(struct dx_picture *p, PIX *pix)
{
    pixEndianByteSwap(pix);
    size_t line = (size_t)pixGetWpl(pix) * 4;
    const uint8_t *from = (const uint8_t *)pixGetData(pix);
    for (int y = 0; y < p->h; y++, from += line)
        memcpy(p->grey + (size_t)y * p->stride, from, (size_t)p->w);
    pixEndianByteSwap(pix);
}

static int from_pix(struct dx_picture **out, PIX *pix, struct dx_err *e)
{
    int rc = dx_picture_new(out, pixGetWidth(pix), pixGetHeight(pix), e);
    if (rc == DX_OK)
        copy_grey(*out, pix);
    return rc;
}

/* ---- decoding ---- */

/* Takes pix; gives 8-bit grey, alpha laid on white; NULL when out of memory. */
static PIX *to_grey(PIX *pix)
{
    PIX *flat = pixGetColormap(pix) ? pixRemoveColormap(pix, REMOVE_CMAP_BASED_ON_SRC) : pixClone(pix);
    pixDestroy(&pix);
    if (flat && pixGetDepth(flat) == 32 && pixGetSpp(flat) == 4) {
        PIX *white = pixAlphaBlendUniform(flat, 0xFFFFFF00);
        pixDestroy(&flat);
        flat = white;
    }
    if (!flat || pixGetDepth(flat) == 8)
        return flat;
    PIX *grey = pixGetDepth(flat) == 32   ? pixConvertRGBToGray(flat, 0.299f, 0.587f, 0.114f)
                : pixGetDepth(flat) == 16 ? pixConvert16To8(flat, L_MS_BYTE)
                                          : pixConvertTo8(flat, 0);
    pixDestroy(&flat);
    return grey;
}

static PIX *read_tiff(const struct dx_header *h, const uint8_t *p, size_t n)
{
    size_t at = h->dir;
    return pixReadMemFromMultipageTiff(p, n, &at);
}

/* The decoder would read all frames of a GIF, of any size: our copy ends after the first. A transparent colour becomes white. */
static PIX *read_gif(const struct dx_header *h, uint8_t *p, size_t n)
{
    if (h->clear && h->clear + 3 <= n)
        memset(p + h->clear, 255, 3);
    if (h->frame_end < n) {
        p[h->frame_end] = 0x3B; /* trailer */
        n = h->frame_end + 1;
    }
    return pixReadMemGif(p, n);
}

int dx_leptonica_decode(struct dx_picture **out, const struct dx_header *h, uint8_t *p, size_t n, struct dx_err *e)
{
    be_quiet();
    PIX *pix = h->format == DX_FORMAT_TIFF   ? read_tiff(h, p, n)
               : h->format == DX_FORMAT_GIF  ? read_gif(h, p, n)
               : h->format == DX_FORMAT_WEBP ? pixReadMemWebP(p, n)
                                             : pixReadMemBmp(p, n);
    if (!pix)
        return dx_fail(e, DX_BAD, h->cut ? "truncated" : "malformed", "%s: the picture data can't be decoded", dx_format_name(h->format));
    if (pixGetWidth(pix) != h->w || pixGetHeight(pix) != h->h) {
        pixDestroy(&pix);
        return dx_fail(e, DX_BAD, "malformed", "%s: the picture isn't of the size that its header declares", dx_format_name(h->format));
    }
    pix = to_grey(pix);
    int rc = pix ? from_pix(out, pix, e) : dx_fail_nomem(e);
    pixDestroy(&pix);
    if (rc == DX_OK && h->cut)
        return dx_fail(e, DX_BAD, "truncated", "%s: the file ends within the picture; what was there is read", dx_format_name(h->format));
    return rc;
}

/* ---- preparing ---- */

/* The background is what closing leaves, at a quarter of the size, of strokes up to 60 pixels wide: a mean of what isn't black, as
 * pixBackgroundNormSimple takes it, counts grey text to the paper, and makes it paler still. */
enum { REDUCED = 4, CLOSED = 15 };

int dx_prepare_background(struct dx_picture *p, struct dx_err *e)
{
    be_quiet();
    if (p->w < 64 || p->h < 64) /* there is no background to be told */
        return DX_OK;
    PIX *pix = to_pix(p);
    if (!pix)
        return dx_fail_nomem(e);
    PIX *even = pixBackgroundNormMorph(pix, NULL, REDUCED, CLOSED, DX_PAPER);
    pixDestroy(&pix);
    if (even) /* none: no background could be found, as on a page that is all picture */
        copy_grey(p, even);
    pixDestroy(&even);
    return DX_OK;
}

/* On even paper; text in all shades counts. A sweep in degrees at a quarter of the size, the fine search at half of it. Leptonica's own range ends
 * at 7°, its bound for a trustworthy angle is 3: of 50 pages tilted by 1° and more 43 are levelled with these, of 284 level ones 6 are
 * turned; with its own, and ink as dark as 150, it was 30 and 6. */
enum { SHADE = 200, SWEEP = 15, STEEPEST = 14 };
static const float trusted = 2.5F;

double dx_prepare_skew(const struct dx_picture *p)
{
    be_quiet();
    if (p->w < 200 || p->h < 200)
        return 0;
    PIX *pix = to_pix(p), *ink = pix ? pixThresholdToBinary(pix, SHADE) : NULL;
    float angle = 0, confidence = 0;
    bool found = ink && pixFindSkewSweepAndSearch(ink, &angle, &confidence, 4, 2, SWEEP, 1, 0.01F) == 0;
    pixDestroy(&ink);
    pixDestroy(&pix);
    double a = (double)angle;
    return !found || confidence < trusted || fabs(a) < 0.1 || fabs(a) > STEEPEST ? 0 : round(a * 100) / 100; /* 0.1° moves the end of an A4 line by half a stroke */
}

int dx_prepare_turn(struct dx_picture **out, const struct dx_picture *p, double degrees, struct dx_map *m, struct dx_err *e)
{
    be_quiet();
    *out = NULL;
    double t = degrees * 3.14159265358979323846 / 180, c = cos(t), s = sin(t), x = p->w / 2, y = p->h / 2;
    PIX *pix = to_pix(p), *turned = pix ? pixRotateAMGray(pix, (float)t, 255) : NULL;
    int rc = turned ? from_pix(out, turned, e) : dx_fail_nomem(e);
    pixDestroy(&turned);
    pixDestroy(&pix);
    if (rc == DX_OK)
        (*out)->dpi = p->dpi;
    *m = (struct dx_map){c, s, x - c * x - s * y, -s, c, y + s * x - c * y};
    return rc;
}

int dx_prepare_scale(struct dx_picture **out, const struct dx_picture *p, double factor, struct dx_map *m, struct dx_err *e)
{
    be_quiet();
    *out = NULL;
    factor = factor < 0.05 ? 0.05 : factor > 4 ? 4 : factor;
    PIX *pix = to_pix(p), *scaled = pix ? pixScale(pix, (float)factor, (float)factor) : NULL;
    int rc = scaled ? from_pix(out, scaled, e) : dx_fail_nomem(e);
    pixDestroy(&scaled);
    pixDestroy(&pix);
    if (rc != DX_OK)
        return rc;
    (*out)->dpi = (int)lround(p->dpi * factor);
    *m = (struct dx_map){(double)p->w / (*out)->w, 0, 0, 0, (double)p->h / (*out)->h, 0};
    return DX_OK;
}

int dx_picture_png(const struct dx_picture *p, struct dx_buf *b, struct dx_err *e)
{
    be_quiet();
    PIX *pix = to_pix(p);
    l_uint8 *data = NULL;
    size_t n = 0;
    int rc = pix && pixWriteMemPng(&data, &n, pix, 0) == 0 ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK)
        dx_buf_add(b, data, n);
    lept_free(data);
    pixDestroy(&pix);
    return rc == DX_OK && !dx_buf_ok(b) ? dx_fail_nomem(e) : rc;
}

const char *dx_leptonica_version(void)
{
    return DX_TEXT(LIBLEPT_MAJOR_VERSION) "." DX_TEXT(LIBLEPT_MINOR_VERSION) "." DX_TEXT(LIBLEPT_PATCH_VERSION);
}
