/* pictures.c: picture files as pages: one page a picture (TIFF and HEIF may have many), EXIF as the meta layer of the first */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/decode.h"
#include "page/exif.h"
#include "page/reader.h"

struct reading {
    const struct dx_reading_job *job;
    struct dx_buf file, dirs;
    struct dx_header header;
    int orientation;
    struct dx_picture *picture; /* of the page at hand, once it was asked for */
    int rc;                     /* what decoding it gave */
    struct dx_err err;
    bool asked, coarse;
};

/* Damage is said once, where the pixels are asked for; what could be read is given all the same. */
static struct dx_picture *picture_of(struct dx_page *p, int *rc, struct dx_err *e)
{
    struct reading *r = p->reader;
    if (!r->asked) {
        r->asked = true;
        r->rc = dx_picture_decode(&r->picture, &r->header, (uint8_t *)r->file.p, r->file.len, r->job->max_pixels, r->coarse, &r->err);
        if (r->picture) {
            r->picture->orientation = r->orientation;
            r->picture->coarse = r->coarse;
            if (r->rc != DX_OK)
                r->job->error(r->job->ctx, p->number, &r->err);
        }
    }
    *rc = r->picture ? DX_OK : r->rc;
    if (!r->picture)
        *e = r->err;
    return r->picture;
}

static int give(struct reading *r, int number, struct dx_buf *lines)
{
    struct dx_layer meta = {.layer = "meta", .text = {lines->p, lines->len}, .offset = -1};
    struct dx_page page = {.number = number, .layers = &meta, .n_layers = lines->len > 0 && !lines->oom ? 1 : 0, .w = r->header.w,
                           .h = r->header.h, .dpi = r->header.dpi, .look = true, .picture = picture_of, .reader = r};
    struct dx_err e;
    r->asked = false;
    r->picture = NULL;
    if (dx_picture_allowed(r->header.w, r->header.h, r->job->max_pixels, &e) != DX_OK) {
        r->job->error(r->job->ctx, number, &e);
        page.look = false; /* nobody need ask */
    }
    int rc = r->job->page(r->job->ctx, &page);
    dx_picture_free(r->picture);
    return rc;
}

/* Was this directory of a TIFF (or picture of a HEIF) given already? A file may lead in a circle. Remembers it. */
static bool seen_before(struct dx_buf *dirs, size_t dir)
{
    size_t at;
    for (size_t i = 0; i < dirs->len; i += sizeof at) {
        memcpy(&at, dirs->p + i, sizeof at);
        if (at == dir)
            return true;
    }
    dx_buf_add(dirs, &dir, sizeof dir);
    return false;
}

static int next_picture(struct reading *r, int number, struct dx_err *e)
{
    if (number == r->job->max_pages)
        return dx_fail_limit(e, "pages", "more than %d pictures in the file", r->job->max_pages);
    if (seen_before(&r->dirs, r->header.next))
        return dx_fail(e, DX_BAD, "malformed", "TIFF: the directories lead in a circle");
    int rc = dx_header_next(&r->header, (const uint8_t *)r->file.p, r->file.len, e);
    r->orientation = r->header.orientation;
    return rc;
}

/* A TIFF has a tag of its own. A HEIF turns itself; some writers leave that to EXIF, which is seen in quarters of a turn alone. */
static void read_exif(struct reading *r, struct dx_buf *lines)
{
    int said = 1;
    dx_exif_read(r->header.exif, &said, lines);
    if (r->header.format == DX_FORMAT_TIFF || (r->header.format == DX_FORMAT_HEIF && (said < 5 || r->header.turned)))
        return;
    r->orientation = said;
}

static int read_all(struct reading *r, struct dx_buf *lines, struct dx_err *e)
{
    int rc = dx_fd_all(r->job->fd, &r->file, e);
    const uint8_t *p = (const uint8_t *)r->file.p;
    if (rc == DX_OK)
        rc = dx_header_read(&r->header, p, r->file.len, e);
    if (rc != DX_OK)
        return rc;
    r->orientation = r->header.orientation;
    seen_before(&r->dirs, r->header.dir);
    if (r->header.exif.p)
        read_exif(r, lines);
    for (int number = 1;; number++) {
        rc = dx_page_wanted(r->job, number, &r->coarse) ? give(r, number, lines) : DX_OK;
        dx_buf_reset(lines);
        if (rc != DX_OK || r->header.next == 0)
            return rc;
        rc = next_picture(r, number, e);
        if (rc != DX_OK) { /* the pages before it were given */
            r->job->error(r->job->ctx, number + 1, e);
            return rc == DX_NOMEM ? rc : DX_OK;
        }
    }
}

int dx_read_pictures(const struct dx_reading_job *job, struct dx_err *e)
{
    struct reading r = {.job = job};
    struct dx_buf lines = DX_BUF_INIT;
    int rc = read_all(&r, &lines, e);
    dx_buf_free(&lines);
    dx_buf_free(&r.file);
    dx_buf_free(&r.dirs);
    return rc;
}
