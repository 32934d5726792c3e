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
    uint8_t *grey; /* of a shrunk picture: two rows, or one of a pass */
    bool passes;   /* of an interlaced picture half is read, pass by pass */
    int done;      /* rows that are whole */
};

/* Colour management is left out: it changes no letter, and its chunks are where bombs are hidden. */
static void set_up(struct job *j, struct source *s, bool half)
{
    png_set_keep_unknown_chunks(j->png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "gAMA\0cHRM\0sRGB\0iCCP\0zTXt\0iTXt\0tEXt\0eXIf\0sPLT", 9);
    png_set_crc_action(j->png, PNG_CRC_WARN_USE, PNG_CRC_QUIET_USE);
    png_set_read_fn(j->png, s, read_bytes);
    png_read_info(j->png, j->info);
    png_set_expand(j->png);
    png_set_scale_16(j->png);
    j->passes = half && png_get_interlace_type(j->png, j->info) != PNG_INTERLACE_NONE;
    if (!j->passes)
        png_set_interlace_handling(j->png);
    png_read_update_info(j->png, j->info);
}

/* Row y of the file into its place. */
static void put_row(struct job *j, struct dx_picture *out, const struct dx_header *h, int y, const uint8_t *row, int channels)
{
    uint8_t *to = !out->full_w ? out->grey + (size_t)y * out->stride : j->grey + (y % 2 ? (size_t)h->w : 0);
    to_grey(to, row, h->w, channels);
    if (out->full_w)
        dx_picture_halve(out, j->grey, y);
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

/* The first five of the seven passes of an interlaced picture are every other pixel of every other row: a picture of half the size, for which
 * the whole needs no room. */
static void read_passes(struct job *j, struct dx_picture *out, const struct dx_header *h)
{
    int channels = png_get_channels(j->png, j->info);
    uint32_t w = (uint32_t)h->w, high = (uint32_t)h->h;
    j->rows = calloc(1, png_get_rowbytes(j->png, j->info));
    j->grey = malloc(w);
    if (!j->rows || !j->grey)
        png_error(j->png, "out of memory");
    for (uint32_t pass = 0; pass < 5; pass++) {
        uint32_t columns = PNG_PASS_COLS(w, pass), rows = columns ? PNG_PASS_ROWS(high, pass) : 0;
        for (uint32_t y = 0; y < rows; y++) {
            uint8_t *to = out->grey + PNG_ROW_FROM_PASS_ROW(y, pass) / 2 * out->stride;
            png_read_row(j->png, j->rows, NULL);
            to_grey(j->grey, j->rows, (int)columns, channels);
            for (uint32_t x = 0; x < columns; x++)
                to[PNG_COL_FROM_PASS_COL(x, pass) / 2] = j->grey[x];
            j->done = 1;
        }
    }
    j->done = h->h;
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
        set_up(&j, &s, out->full_w != 0);
        if (j.passes)
            read_passes(&j, out, h);
        else
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
