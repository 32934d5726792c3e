/* picture.c: rasters, orientations, maps, PNG there and back, what is refused before decoding */
#include "base/sha256.h"
#include "page/decode.h"
#include "page/prepare.h"
#include "../tap.h"

#include <stdlib.h>

/* 3 × 2 pixels, all different. */
static struct dx_picture *specimen(void)
{
    struct dx_picture *p = NULL;
    struct dx_err e;
    dx_picture_new(&p, 3, 2, &e);
    for (int i = 0; i < 6; i++)
        p->grey[i] = (uint8_t)(10 * (i + 1));
    return p;
}

/* What viewers show for each orientation, by the definition in EXIF 2.32. */
static const struct {
    int w, h;
    uint8_t shown[6];
} shows[] = {
    {3, 2, {10, 20, 30, 40, 50, 60}}, {3, 2, {30, 20, 10, 60, 50, 40}}, {3, 2, {60, 50, 40, 30, 20, 10}},
    {3, 2, {40, 50, 60, 10, 20, 30}}, {2, 3, {10, 40, 20, 50, 30, 60}}, {2, 3, {40, 10, 50, 20, 60, 30}},
    {2, 3, {60, 30, 50, 20, 40, 10}}, {2, 3, {30, 60, 20, 50, 10, 40}},
};

static void test_orientations(void)
{
    struct dx_picture *p = specimen(), *q;
    struct dx_err e;
    for (int o = 1; o <= 8; o++) {
        struct dx_map m;
        dx_picture_orient(&q, p, o, &m, &e);
        ok(q->w == shows[o - 1].w && q->h == shows[o - 1].h && memcmp(q->grey, shows[o - 1].shown, 6) == 0, "orientation %d is shown right", o);
        bool back = true;
        for (int y = 0; y < q->h; y++)
            for (int x = 0; x < q->w; x++) {
                int box[4];
                dx_map_box(&m, (int[4]){x, y, 1, 1}, p->w, p->h, box);
                back &= box[2] == 1 && box[3] == 1 && p->grey[box[1] * p->w + box[0]] == q->grey[y * q->w + x];
            }
        ok(back, "orientation %d maps back to the stored pixels", o);
        dx_picture_free(q);
    }
    dx_picture_free(p);
}

static void test_maps(void)
{
    struct dx_map half = {2, 0, 0, 0, 2, 0}, shift = {1, 0, 5, 0, 1, 7}, m = dx_map_join(half, shift);
    int box[4], quad[8];
    dx_map_box(&m, (int[4]){1, 1, 2, 3}, 100, 100, box);
    ok(box[0] == 7 && box[1] == 9 && box[2] == 4 && box[3] == 6, "scaled, then shifted");
    dx_map_box(&m, (int[4]){1, 1, 200, 300}, 100, 100, box);
    ok(box[0] + box[2] == 100 && box[1] + box[3] == 100, "cut to the picture");
    struct dx_map turn = {0, -1, 10, 1, 0, 0};
    dx_map_quad(&turn, (int[4]){0, 0, 2, 1}, quad);
    ok(quad[0] == 10 && quad[1] == 0 && quad[2] == 10 && quad[3] == 2 && quad[4] == 9 && quad[5] == 2, "corners in reading order");
}

static void test_png(void)
{
    struct dx_picture *p = specimen(), *q;
    struct dx_buf b = DX_BUF_INIT;
    struct dx_header h;
    struct dx_err e;
    p->dpi = 300;
    ok(dx_picture_png(p, &b, &e) == DX_OK, "a PNG is written");
    ok(dx_header_read(&h, (uint8_t *)b.p, b.len, &e) == DX_OK && h.w == 3 && h.h == 2 && h.dpi == 300 && !h.cut, "its header is read");
    ok(dx_picture_decode(&q, &h, (uint8_t *)b.p, b.len, 0, false, &e) == DX_OK && memcmp(p->grey, q->grey, 6) == 0, "and its pixels are the same");
    dx_picture_free(q);
    ok(dx_picture_decode(&q, &h, (uint8_t *)b.p, b.len, 5, false, &e) == DX_LIMIT && !q && strcmp(e.limit, "pixels") == 0, "the bound on pixels holds");
    for (size_t n = 0; n < b.len; n++) { /* cut anywhere: an error or some rows, never a crash */
        int rc = dx_header_read(&h, (uint8_t *)b.p, n, &e);
        if (rc == DX_OK)
            rc = dx_picture_decode(&q, &h, (uint8_t *)b.p, n, 0, false, &e);
        else
            q = NULL;
        if (rc == DX_OK && n < b.len - 12)
            ok(n > b.len - 20, "cut at %zu of %zu", n, b.len);
        dx_picture_free(q);
    }
    dx_buf_free(&b);
    dx_picture_free(p);
}

/* Half of each side: what is at hand is a quarter, its map leads to what is stored. */
static void test_half(void)
{
    struct dx_picture *p, *q;
    struct dx_buf b = DX_BUF_INIT;
    struct dx_header h;
    struct dx_err e;
    int w, high, box[4];
    dx_picture_new(&p, 7, 5, &e);
    for (int y = 0; y < 5; y++)
        for (int x = 0; x < 7; x++)
            p->grey[(size_t)y * p->stride + (size_t)x] = (uint8_t)(x * 10 + y);
    p->dpi = 600;
    bool good = dx_picture_png(p, &b, &e) == DX_OK && dx_header_read(&h, (uint8_t *)b.p, b.len, &e) == DX_OK &&
                dx_picture_decode(&q, &h, (uint8_t *)b.p, b.len, 0, true, &e) == DX_OK;
    ok(good && q->w == 4 && q->h == 3 && q->dpi == 300, "half of each side, rounded up");
    ok(good && q->grey[0] == 6 && q->grey[1] == 26 && q->grey[3] == 61 && q->grey[2 * q->stride + 3] == 64, "each pixel the mean of those it stands for");
    struct dx_map m = dx_picture_stored(q, &w, &high);
    dx_map_box(&m, (int[4]){1, 1, 3, 2}, w, high, box);
    ok(w == 7 && high == 5 && box[0] == 2 && box[1] == 2 && box[2] == 5 && box[3] == 3, "places are those of the stored picture");
    dx_picture_free(q);
    dx_buf_free(&b);
    dx_picture_free(p);
}

/* ---- what is decoded at half its size, beside the same decoded whole ---- */

static bool load(struct dx_buf *b, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/halves/%s", getenv("DX_SRC") ? getenv("DX_SRC") : ".", name);
    FILE *f = fopen(path, "rb");
    dx_buf_reset(b);
    for (int c; f && (c = getc(f)) != EOF;)
        dx_buf_byte(b, (char)c);
    return f && fclose(f) == 0 && b->len;
}

static int decode(struct dx_picture **p, const struct dx_buf *file, bool half)
{
    struct dx_header h;
    struct dx_err e;
    struct dx_buf own = DX_BUF_INIT; /* a decoder may change its copy */
    *p = NULL;
    dx_buf_add(&own, file->p, file->len);
    int rc = dx_header_read(&h, (uint8_t *)own.p, own.len, &e);
    if (rc == DX_OK)
        rc = dx_picture_decode(p, &h, (uint8_t *)own.p, own.len, 0, half, &e);
    dx_buf_free(&own);
    return rc;
}

/* The largest difference between a pixel and the mean of the four that it stands for, or the first of them. */
static int farthest(const struct dx_picture *half, const struct dx_picture *full, bool first)
{
    int far = 0;
    for (int y = 0; y < half->h; y++)
        for (int x = 0; x < half->w; x++) {
            const uint8_t *a = full->grey + (size_t)(2 * y) * full->stride + 2 * x;
            int right = 2 * x + 1 < full->w, down = 2 * y + 1 < full->h ? (int)full->stride : 0;
            int want = first ? a[0] : (a[0] + a[right] + a[down] + a[down + right] + 2) / 4;
            int d = abs(want - half->grey[(size_t)y * half->stride + (size_t)x]);
            far = d > far ? d : far;
        }
    return far;
}

static void test_halves(void)
{
    static const struct {
        const char *name, *beside; /* the same picture decoded whole; NULL: this one */
        int far;                   /* lossy WebP is scaled before it is turned from its own colours */
        bool first, whole;         /* the first of four is taken; all of it is given */
    } files[] = {
        {"rgb.bmp", NULL, 1, false, false}, {"rgba.bmp", "rgb.bmp", 1, false, false}, {"grey.bmp", NULL, 0, false, true},
        {"raw.ppm", "rgb.bmp", 1, false, false}, {"deep.ppm", "rgb.bmp", 1, false, false}, {"text.ppm", "rgb.bmp", 1, false, false},
        {"raw.pgm", "rgb.bmp", 2, false, false}, {"raw.pbm", "g4.tif", 1, false, false}, {"text.pbm", "g4.tif", 1, false, false},
        {"strips.tif", NULL, 1, false, false},
        {"one-strip.tif", NULL, 1, false, false}, {"tiles.tif", "strips.tif", 1, false, false}, {"planes.tif", "strips.tif", 1, false, false}, {"turned.tif", NULL, 1, false, false},
        {"cmyk.tif", "strips.tif", 1, false, false}, {"grey.tif", "strips.tif", 1, false, false},
        {"deep.tif", "strips.tif", 1, false, false}, {"jpeg.tif", "strips.tif", 30, false, false}, {"alpha.tif", "interlaced-alpha.png", 2, false, false}, {"g4.tif", NULL, 1, false, false}, {"lossless.webp", NULL, 1, false, false}, {"lossy.webp", NULL, 9, false, false},
        {"alpha.webp", NULL, 2, false, false}, {"colours.gif", NULL, 0, false, true}, {"interlaced.png", NULL, 0, true, false},
        {"interlaced-alpha.png", NULL, 0, true, false}, {"interlaced-one.png", NULL, 0, true, false},
    };
    struct dx_buf file = DX_BUF_INIT, cut = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct dx_picture *full, *half;
        bool good = load(&file, files[i].name) && decode(&full, &file, false) == DX_OK;
        ok(good, "%s is decoded", files[i].name);
        if (good && files[i].beside) {
            dx_picture_free(full);
            good = load(&file, files[i].beside) && decode(&full, &file, false) == DX_OK && load(&file, files[i].name);
        }
        ok(good && decode(&half, &file, true) == DX_OK, "… at half its size, too");
        if (!good || !half)
            continue;
        if (files[i].whole)
            ok(half->w == full->w && half->h == full->h && half->full_w == 0, "… it is small: all of it is given");
        else
            ok(half->w == (full->w + 1) / 2 && half->h == (full->h + 1) / 2 && half->full_w == full->w && farthest(half, full, files[i].first) <= files[i].far,
               "… and is the whole one, smaller (%d)", farthest(half, full, files[i].first));
        dx_picture_free(full);
        dx_picture_free(half);
        for (size_t n = 0; n < file.len; n += n < 200 ? 1 : 37) { /* cut, and one byte changed: an error or a picture, never a crash */
            dx_buf_reset(&cut);
            dx_buf_add(&cut, file.p, n);
            decode(&half, &cut, true);
            dx_picture_free(half);
            dx_buf_reset(&cut);
            dx_buf_add(&cut, file.p, file.len);
            cut.p[n] = (char)(cut.p[n] + 1 + (int)(n % 200));
            decode(&half, &cut, true);
            dx_picture_free(half);
        }
    }
    ok(load(&file, "strips.tif") && (dx_buf_reset(&cut), dx_buf_add(&cut, file.p, file.len), memset(cut.p + 2000, 0xAA, 1000)) != NULL, "a strip is damaged");
    struct dx_picture *half;
    for (int whole = 0; whole < 2; whole++) {
        ok(decode(&half, &cut, !whole) == DX_BAD && half && half->w == (whole ? 61 : 31) && half->grey[half->stride * (size_t)(half->h - 1)] != 255,
           "… the others are given%s", whole ? ", of the whole as well" : "");
        dx_picture_free(half);
    }
    dx_buf_free(&file);
    dx_buf_free(&cut);
}

/* A text of bars, turned: the skew is found, and the turn's map leads back. */
static void test_skew(void)
{
    struct dx_picture *p, *q;
    struct dx_map m;
    struct dx_err e;
    dx_picture_new(&p, 800, 800, &e);
    for (int y = 100; y < 700; y++)
        for (int x = 100; x < 700; x++)
            if (y % 40 < 12 && x % 12 < 8)
                p->grey[y * 800 + x] = 0;
    ok(dx_prepare_turn(&q, p, 2, &m, &e) == DX_OK && q->w == 800, "turned by two degrees");
    int quad[8];
    dx_map_quad(&m, (int[4]){400, 400, 0, 0}, quad);
    ok(quad[0] == 400 && quad[1] == 400, "the middle stays");
    double skew = dx_prepare_skew(q);
    ok(skew < -1.8 && skew > -2.2, "the skew is found (%.2f)", skew);
    dx_picture_free(q);
    ok(dx_prepare_scale(&q, p, 0.5, &m, &e) == DX_OK && q->w == 400 && m.a > 1.99 && m.a < 2.01, "half as large");
    dx_picture_free(q);
    dx_picture_free(p);
}

int main(void)
{
    test_orientations();
    test_maps();
    test_png();
    test_half();
    test_halves();
    test_skew();
    return tap_done();
}
