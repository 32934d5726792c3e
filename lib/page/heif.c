/* heif.c: HEIC, HEIF and AVIF by libheif: what telephones store; each top-level picture is a page
 *
 * Sizes and pixels are those after the file's own cropping and turning (ISO/IEC 23008-12, 6.5.9 to 6.5.12), which are part of the picture;
 * an EXIF orientation beside them says the same once more. Grey is the Y plane as it was coded. */
#include <libheif/heif.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/decode.h"
#include "page/versions.h"

const char *dx_heif_version(void) { return heif_get_version(); }

/* An open file and one of its pictures. */
struct opened {
    struct heif_context *file;
    struct heif_image_handle *picture;
    int pictures;
};

static void close_file(struct opened *o)
{
    heif_image_handle_release(o->picture);
    heif_context_free(o->file);
}

static int fail(struct heif_error why, bool cut, struct dx_err *e)
{
    if (why.code == heif_error_Memory_allocation_error)
        return dx_fail_nomem(e);
    bool foreign = why.code == heif_error_Unsupported_filetype || why.code == heif_error_Unsupported_feature;
    return dx_fail(e, DX_BAD, foreign ? "unsupported" : cut ? "truncated" : "malformed", "HEIF: %.100s", why.message ? why.message : "can't be read");
}

/* The picture of number `index`, from 0; the file's bytes stay the caller's. */
static int open_file(struct opened *o, const uint8_t *p, size_t n, size_t index, bool cut, struct dx_err *e)
{
    *o = (struct opened){.file = heif_context_alloc()};
    if (!o->file)
        return dx_fail_nomem(e);
    heif_context_set_max_decoding_threads(o->file, 0);
    heif_context_set_maximum_image_size_limit(o->file, DX_PICTURE_SIDE);
    struct heif_error why = heif_context_read_from_memory_without_copy(o->file, p, n, NULL);
    if (why.code != heif_error_Ok)
        return fail(why, cut, e);
    o->pictures = heif_context_get_number_of_top_level_images(o->file);
    heif_item_id *ids = calloc((size_t)(o->pictures > 0 ? o->pictures : 1), sizeof *ids);
    if (!ids)
        return dx_fail_nomem(e);
    int had = heif_context_get_list_of_top_level_image_IDs(o->file, ids, o->pictures);
    if (index < (size_t)(had > 0 ? had : 0))
        why = heif_context_get_image_handle(o->file, ids[index], &o->picture);
    free(ids);
    if (!o->picture)
        return why.code != heif_error_Ok ? fail(why, cut, e) : dx_fail(e, DX_BAD, "malformed", "HEIF: no picture in the file");
    return DX_OK;
}

/* The EXIF block as it lies in the file; none where it lies there in pieces. Its first four bytes say how far on the TIFF header is (A.2.1). */
static struct dx_str exif_of(const struct heif_image_handle *picture, const uint8_t *p, size_t n)
{
    heif_item_id id;
    struct dx_str none = {NULL, 0};
    if (heif_image_handle_get_list_of_metadata_block_IDs(picture, "Exif", &id, 1) != 1)
        return none;
    size_t len = heif_image_handle_get_metadata_size(picture, id);
    uint8_t *block = len > 8 && len <= n ? malloc(len) : NULL;
    const uint8_t *at = NULL;
    size_t skip = 0;
    if (block && heif_image_handle_get_metadata(picture, id, block).code == heif_error_Ok) {
        skip = 4 + ((size_t)block[0] << 24 | (size_t)block[1] << 16 | (size_t)block[2] << 8 | block[3]);
        at = memmem(p, n, block, len);
    }
    free(block);
    return at && skip < len ? (struct dx_str){(const char *)at + skip, len - skip} : none;
}

int dx_heif_header(struct dx_header *h, const uint8_t *p, size_t n, size_t index, struct dx_err *e)
{
    struct opened o;
    int rc = open_file(&o, p, n, index, h->cut, e);
    if (rc == DX_OK) {
        h->w = heif_image_handle_get_width(o.picture);
        h->h = heif_image_handle_get_height(o.picture);
        h->turned = h->w != h->h && heif_image_handle_get_ispe_width(o.picture) == h->h && heif_image_handle_get_ispe_height(o.picture) == h->w;
        h->exif = index ? (struct dx_str){NULL, 0} : exif_of(o.picture, p, n);
        h->dir = index;
        h->next = index + 1 < (size_t)o.pictures ? index + 1 : 0;
        if (h->w < 1 || h->h < 1)
            rc = dx_fail(e, DX_BAD, "malformed", "HEIF: impossible picture size");
    }
    close_file(&o);
    return rc;
}

/* A plane of 8 bits, or of up to 16 in two bytes. */
struct plane {
    const uint8_t *p;
    int stride, bits;
};

static struct plane plane_of(const struct heif_image *i, enum heif_channel which, const struct dx_picture *room)
{
    struct plane l = {.bits = heif_image_get_bits_per_pixel_range(i, which)};
    bool fits = heif_image_get_width(i, which) >= room->w && heif_image_get_height(i, which) >= room->h;
    l.p = fits && l.bits >= 8 && l.bits <= 16 ? heif_image_get_plane_readonly(i, which, &l.stride) : NULL;
    return l;
}

static unsigned sample(const struct plane *l, int x, int y)
{
    const uint8_t *row = l->p + (size_t)y * (size_t)l->stride;
    if (l->bits == 8)
        return row[x];
    uint16_t v;
    memcpy(&v, row + 2 * (size_t)x, sizeof v);
    v >>= l->bits - 8;
    return v < 255 ? v : 255;
}

/* What is coded as 16 to 235 fills 0 to 255 (ITU-T H.273, VideoFullRangeFlag); where the file doesn't say, it does already. */
static bool is_narrow(const struct heif_image *i)
{
    struct heif_color_profile_nclx *profile = NULL;
    bool narrow = heif_image_get_nclx_color_profile(i, &profile).code == heif_error_Ok && profile && !profile->full_range_flag;
    heif_nclx_color_profile_free(profile);
    return narrow;
}

static bool take_grey(struct dx_picture *out, const struct heif_image *i)
{
    struct plane grey[3], alpha = plane_of(i, heif_channel_Alpha, out);
    bool rgb = heif_image_get_colorspace(i) == heif_colorspace_RGB, narrow = !rgb && is_narrow(i);
    for (int c = 0; c < 3; c++)
        grey[c] = plane_of(i, rgb ? (enum heif_channel)(heif_channel_R + c) : heif_channel_Y, out);
    if (!grey[0].p || !grey[1].p || !grey[2].p)
        return false;
    for (int y = 0; y < out->h; y++)
        for (int x = 0; x < out->w; x++) {
            unsigned v = sample(&grey[0], x, y);
            if (rgb)
                v = dx_luma(v, sample(&grey[1], x, y), sample(&grey[2], x, y));
            if (narrow)
                v = v <= 16 ? 0 : v >= 235 ? 255 : ((v - 16) * 255 + 109) / 219;
            out->grey[(size_t)y * out->stride + (size_t)x] = alpha.p ? dx_on_white(v, sample(&alpha, x, y)) : (uint8_t)v;
        }
    return true;
}

/* Decoders don't say that memory was what they lacked: is there as much as they take? */
static bool is_scarce(const struct dx_header *h)
{
    void *volatile room = malloc((size_t)h->w * (size_t)h->h * 4);
    free(room);
    return !room;
}

int dx_heif_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct opened o;
    struct heif_image *i = NULL;
    int rc = open_file(&o, p, n, h->dir, h->cut, e);
    if (rc == DX_OK) {
        struct heif_error why = heif_decode_image(o.picture, &i, heif_colorspace_undefined, heif_chroma_undefined, NULL);
        if (why.code == heif_error_Decoder_plugin_error && is_scarce(h))
            rc = dx_fail_nomem(e);
        else if (why.code != heif_error_Ok)
            rc = fail(why, h->cut, e);
        else if (!take_grey(out, i))
            rc = dx_fail(e, DX_BAD, "malformed", "HEIF: the pixels aren't what the file says");
    }
    heif_image_release(i);
    close_file(&o);
    if (rc != DX_OK)
        out->w = 0;
    return rc;
}
