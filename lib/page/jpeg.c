/* jpeg.c: decoding JPEG by libjpeg, straight to grey where its colours allow, keeping what comes before a fault */
#include <stdio.h> /* jpeglib.h needs it */

#include <jpeglib.h>

#include <setjmp.h>
#include <stdlib.h>

#include "base/limits.h"
#include "page/decode.h"
#include "page/versions.h"

struct job {
    struct jpeg_decompress_struct c;
    struct jpeg_error_mgr err;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    uint8_t *row; /* of CMYK */
    int done;
};

static void on_error(j_common_ptr c)
{
    struct job *j = c->client_data;
    longjmp(j->out, 1);
}

static void on_message(j_common_ptr c) { (void)c; }

/* Each scan of a progressive picture costs a pass over all of it: a small file may hold thousands. */
static void on_progress(j_common_ptr c)
{
    struct job *j = c->client_data;
    if (j->c.input_scan_number > DX_JPEG_SCANS)
        longjmp(j->out, 1);
}

/* Adobe writes CMYK inverted: 255 is no ink. */
static void cmyk_to_grey(uint8_t *out, const uint8_t *in, int w, bool inverted)
{
    for (int x = 0; x < w; x++, in += 4) {
        unsigned v[4];
        for (int i = 0; i < 4; i++)
            v[i] = inverted ? in[i] : 255u - in[i];
        out[x] = dx_luma(v[0] * v[3] / 255, v[1] * v[3] / 255, v[2] * v[3] / 255);
    }
}

static void read_rows(struct job *j, struct dx_picture *out)
{
    bool cmyk = j->c.out_color_space == JCS_CMYK;
    while (j->done < out->h) {
        uint8_t *to = out->grey + (size_t)j->done * out->stride;
        JSAMPROW row = cmyk ? j->row : to;
        if (jpeg_read_scanlines(&j->c, &row, 1) != 1)
            return;
        if (cmyk)
            cmyk_to_grey(to, row, out->w, j->c.saw_Adobe_marker);
        j->done++;
    }
}

static void decode(struct job *j, struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n)
{
    jpeg_mem_src(&j->c, p, n);
    jpeg_read_header(&j->c, TRUE);
    if ((int)j->c.image_width != h->w || (int)j->c.image_height != h->h)
        return;
    if (out->full_w) /* libjpeg's own: a block of 8 by 8 becomes one of 4 by 4 */
        j->c.scale_num = 1, j->c.scale_denom = 2;
    bool cmyk = j->c.jpeg_color_space == JCS_CMYK || j->c.jpeg_color_space == JCS_YCCK;
    j->c.out_color_space = cmyk ? JCS_CMYK : JCS_GRAYSCALE;
    if (cmyk && !(j->row = malloc((size_t)out->w * 4)))
        return;
    jpeg_start_decompress(&j->c);
    if ((int)j->c.output_width != out->w || (int)j->c.output_height != out->h)
        return;
    read_rows(j, out);
}

int dx_jpeg_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct job *j = calloc(1, sizeof *j); /* on the heap: it changes between setjmp and longjmp */
    int rows = out->h;
    if (!j) {
        out->w = 0;
        return dx_fail_nomem(e);
    }
    j->c.err = jpeg_std_error(&j->err);
    j->err.error_exit = on_error;
    j->err.output_message = on_message;
    j->c.client_data = j;
    if (setjmp(j->out) == 0) {
        jpeg_create_decompress(&j->c);
        j->c.client_data = j;
        j->progress.progress_monitor = on_progress;
        j->c.progress = &j->progress;
        decode(j, out, h, p, n);
    }
    int done = j->done;
    bool whole = done == rows && j->err.num_warnings == 0;
    jpeg_destroy_decompress(&j->c);
    free(j->row);
    free(j);
    if (whole)
        return DX_OK;
    if (done == 0)
        out->w = 0; /* nothing to keep */
    if (h->cut)
        return dx_fail(e, DX_BAD, "truncated", "JPEG: the file ends within the picture; what was there is read");
    return dx_fail(e, DX_BAD, "malformed", done ? "JPEG: damaged picture data; what was there is read" : "JPEG: the picture data can't be decoded");
}

const char *dx_jpeg_version(void) { return DX_TEXT(LIBJPEG_TURBO_VERSION); }
