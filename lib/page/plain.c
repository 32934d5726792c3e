/* plain.c: textual files: any charset in, pages of at most 1 MiB of UTF-8 out, in bounded memory */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "page/charset.h"
#include "page/reader.h"

int dx_fd_some(int fd, char *p, size_t n, size_t *got, struct dx_err *e)
{
    *got = 0;
    while (*got < n) {
        ssize_t k = read(fd, p + *got, n - *got);
        if (k == 0)
            break;
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return dx_fail(e, DX_BAD, "io", "reading failed: %s", strerror(errno));
        *got += (size_t)k;
    }
    return DX_OK;
}

int dx_fd_all(int fd, struct dx_buf *b, struct dx_err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        return dx_fail(e, DX_BAD, "io", "reading failed: %s", strerror(errno));
    if (st.st_size > (off_t)DX_FILE_BYTES)
        return dx_fail_limit(e, "file", "file of %lld bytes: at most %u are read", (long long)st.st_size, DX_FILE_BYTES);
    size_t n = (size_t)st.st_size, got;
    char *room = dx_buf_room(b, n);
    if (!room)
        return dx_fail_nomem(e);
    int rc = dx_fd_some(fd, room, n, &got, e);
    b->len += got;
    return rc;
}

/* ---- cutting ---- */

static int give(struct dx_cut *c, size_t n, bool cut)
{
    struct dx_layer layers[2] = {{.layer = "text", .text = {c->text.p ? c->text.p : "", n}, .charset = c->charset, .offset = cut ? c->offset : -1}};
    bool meta = c->meta && c->page == 0;
    if (meta)
        layers[1] = *c->meta;
    struct dx_page page = {.number = ++c->page, .layers = layers, .n_layers = meta ? 2 : 1};
    int rc = c->job->page(c->job->ctx, &page);
    if (n > 0)
        memmove(c->text.p, c->text.p + n, c->text.len - n);
    c->text.len -= n;
    c->offset += (int64_t)n;
    return rc;
}

/* Where a page ends that may have `max` bytes: after the last line end of its tail, else after the last space, else between
 * characters. */
static size_t cut_at(const char *p, size_t max)
{
    size_t floor = max > DX_PAGE_TAIL ? max - DX_PAGE_TAIL : 0;
    for (size_t i = max; i > floor; i--)
        if (p[i - 1] == '\n')
            return i;
    for (size_t i = max; i > floor; i--)
        if (p[i - 1] == ' ')
            return i;
    size_t i = max;
    while (i > 1 && ((unsigned char)p[i] & 0xC0) == 0x80)
        i--;
    return i;
}

int dx_cut_more(struct dx_cut *c, struct dx_err *e)
{
    if (!dx_buf_ok(&c->text))
        return dx_fail_nomem(e);
    int rc = DX_OK;
    while (rc == DX_OK && c->text.len > DX_PAGE_BYTES) {
        if (c->page == c->job->max_pages)
            return dx_fail_limit(e, "pages", "more than %d pages of text", c->job->max_pages);
        rc = give(c, cut_at(c->text.p, DX_PAGE_BYTES), true);
    }
    return rc;
}

int dx_cut_end(struct dx_cut *c, struct dx_err *e)
{
    int rc = dx_cut_more(c, e);
    if (rc == DX_OK && (c->text.len > 0 || c->page == 0))
        rc = give(c, c->text.len, c->page > 0);
    return rc;
}

/* ---- reading ---- */

#define PIECE (256u << 10)

static int pump(struct dx_cut *cut, struct dx_charset **conv, char *piece, struct dx_err *e)
{
    size_t n, skip = 0;
    bool last = false;
    int rc = DX_OK;
    while (rc == DX_OK && !last) {
        rc = dx_fd_some(cut->job->fd, piece, PIECE, &n, e);
        if (rc != DX_OK)
            return rc;
        last = n < PIECE;
        if (!*conv) {
            rc = dx_charset_new(conv, dx_charset_detect(piece, n, last, &skip), e);
            if (rc != DX_OK)
                return rc;
            const char *name = dx_charset_name(*conv);
            cut->charset = strcmp(name, "UTF-8") == 0 ? NULL : name;
        }
        rc = dx_charset_feed(*conv, piece + skip, n - skip, last, &cut->text, e);
        skip = 0;
        if (rc == DX_OK)
            rc = dx_cut_more(cut, e);
    }
    return rc == DX_OK ? dx_cut_end(cut, e) : rc;
}

int dx_read_plain(const struct dx_reading_job *job, struct dx_err *e)
{
    struct dx_cut cut = {.job = job};
    struct dx_charset *conv = NULL;
    char *piece = malloc(PIECE);
    int rc = piece ? pump(&cut, &conv, piece, e) : dx_fail_nomem(e);
    free(piece);
    dx_charset_free(conv);
    dx_buf_free(&cut.text);
    return rc;
}
