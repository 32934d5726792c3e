/* png.c: decoding PNG by libpng, row by row into grey, keeping the rows before a fault */
#include <png.h>

#include <stdlib.h>
#include <string.h>

#include "page/decode.h"
#include "page/versions.h"

struct source {
    const uint8_t *p;
    size_t n, at;
    bool damaged; /* a checksum of pixel data didn't hold */
};

static void read_bytes(png_structp png, png_bytep to, size_t n)
{
    struct source *s = png_get_io_ptr(png);
    if (n > s->n - s->at)
        png_error(png, "end of file");
    memcpy(to, s->p + s->at, n);
    s->at += n;
}

static void on_error(png_structp png, png_const_charp msg)
{
    (void)msg;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp msg)
{
    struct source *s = png_get_error_ptr(png);
    if (strstr(msg, "CRC"))
        s->damaged = true;
}

/* One row of 8-bit samples to grey on white. */
static void to_grey(uint8_t *out, const uint8_t *in, int w, int channels)
{
    for (int x = 0; x < w; x++, in += channels) {
        unsigned v = channels >= 3 ? dx_luma(in[0], in[1], in[2]) : in[0];
        out[x] = channels == 2 || channels == 4 ? dx_on_white(v, in[channels - 1]) : (uint8_t)v;
    }
}

struct job {
    png_structp png;
    png_infop info;
    uint8_t *rows; /* one row, or all of an interlaced picture */
    uint8_t *grey; /* of a shrunk picture: two rows */
    int done;      /* rows that are whole */
};

/* Colour management is left out: it changes no letter, and its chunks are where bombs are hidden. */
static void set_up(struct job *j, struct source *s)
{
    png_set_keep_unknown_chunks(j->png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "gAMA\0cHRM\0sRGB\0iCCP\0zTXt\0iTXt\0tEXt\0eXIf\0sPLT", 9);
    png_set_crc_action(j->png, PNG_CRC_WARN_USE, PNG_CRC_QUIET_USE);
    png_set_read_fn(j->png, s, read_bytes);
    png_read_info(j->png, j->info);
    png_set_expand(j->png);
    png_set_scale_16(j->png);
    png_set_interlace_handling(j->png);
    png_read_update_info(j->png, j->info);
}

/* Row y of the file into its place. Of a shrunk picture each pixel is the mean of four; at the edges, of those that there are. */
static void put_row(struct job *j, struct dx_picture *out, const struct dx_header *h, int y, const uint8_t *row, int channels)
{
    if (!out->full_w) {
        to_grey(out->grey + (size_t)y * out->stride, row, h->w, channels);
        return;
    }
    size_t w = (size_t)h->w;
    to_grey(j->grey + (y % 2 ? w : 0), row, h->w, channels);
    if (y % 2 == 0 && y + 1 < h->h)
        return;
    const uint8_t *a = j->grey, *b = y % 2 ? a + w : a;
    uint8_t *to = out->grey + (size_t)(y / 2) * out->stride;
    for (size_t x = 0; x < w; x += 2) {
        size_t r = x + 1 < w ? x + 1 : x;
        to[x / 2] = (uint8_t)((a[x] + a[r] + b[x] + b[r] + 2) / 4);
    }
}

static void read_rows(struct job *j, struct dx_picture *out, const struct dx_header *h)
{
    int channels = png_get_channels(j->png, j->info);
    size_t bytes = png_get_rowbytes(j->png, j->info);
    bool whole = png_get_interlace_type(j->png, j->info) != PNG_INTERLACE_NONE;
    j->rows = calloc(whole ? (size_t)h->h : 1, bytes);
    j->grey = out->full_w ? malloc(2 * (size_t)h->w) : NULL;
    if (!j->rows || (out->full_w && !j->grey))
        png_error(j->png, "out of memory");
    for (int pass = whole ? 7 : 1; pass-- > 0;)
        for (int y = 0; y < h->h; y++) {
            uint8_t *row = j->rows + (whole ? (size_t)y * bytes : 0);
            png_read_row(j->png, row, NULL);
            if (pass > 0)
                continue;
            put_row(j, out, h, y, row, channels);
            j->done = y + 1;
        }
}

/* A file that can't hold the pixels it declares is refused before the work: deflate expands 1032 times at most. */
static bool plausible(const struct dx_header *h, size_t n, const uint8_t *p)
{
    uint64_t bits = p[24] ? p[24] : 1; /* bit depth, in IHDR */
    return (uint64_t)h->w * (uint64_t)h->h / 8 * bits / 1032 <= n;
}

int dx_png_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct source s = {p, n, 0, false};
    struct job j = {0};
    int rows = h->h;
    if (!plausible(h, n, p)) {
        out->w = 0;
        return dx_fail(e, DX_BAD, "truncated", "PNG: %zu bytes can't hold %d x %d pixels", n, h->w, h->h);
    }
    j.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &s, on_error, on_warning);
    j.info = j.png ? png_create_info_struct(j.png) : NULL;
    if (!j.info) {
        png_destroy_read_struct(&j.png, NULL, NULL);
        out->w = 0;
        return dx_fail_nomem(e);
    }
    if (setjmp(png_jmpbuf(j.png)) == 0) {
        set_up(&j, &s);
        read_rows(&j, out, h);
    }
    png_destroy_read_struct(&j.png, &j.info, NULL);
    free(j.rows);
    free(j.grey);
    if (j.done == rows && !s.damaged)
        return DX_OK;
    if (j.done == 0)
        out->w = 0; /* nothing to keep */
    return dx_fail(e, DX_BAD, h->cut ? "truncated" : "malformed", "PNG: %d of %d rows could be read", j.done, rows);
}

const char *dx_png_version(void) { return png_get_libpng_ver(NULL); }
