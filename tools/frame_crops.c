/* frame_crops.c: --crop: the pictures that came with documents, into a folder, named after the documents */
#include "frame.h"

#include "mrz/crops.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int dx_crops_open(const char *dir, int *fd, struct dx_err *e)
{
    *fd = -1;
    if (!dir)
        return DX_OK;
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return dx_fail(e, DX_ENV, "io", "cannot make the folder %s: %s", dir, strerror(errno));
    *fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *fd >= 0 ? DX_OK : dx_fail(e, DX_ENV, "io", "cannot open the folder %s: %s", dir, strerror(errno));
}

/* The whole file, in place of one of that name; never through a link that somebody laid there. */
static int write_file(int dir, struct dx_str id, const char *what, const struct dx_buf *b, struct dx_err *e)
{
    char name[DX_ID_DIGITS + 16];
    size_t done = 0;
    if (!b->len)
        return DX_OK;
    snprintf(name, sizeof name, "%.*s-%s.png", (int)id.n, id.p, what);
    if (unlinkat(dir, name, 0) != 0 && errno != ENOENT)
        return dx_fail(e, DX_ENV, "io", "cannot replace %s: %s", name, strerror(errno));
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    while (fd >= 0 && done < b->len) {
        ssize_t n = write(fd, b->p + done, b->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        done += (size_t)n;
    }
    int why = errno;
    if (fd >= 0 && close(fd) != 0 && done == b->len) {
        why = errno;
        done = 0;
    }
    return fd >= 0 && done == b->len ? DX_OK : dx_fail(e, DX_ENV, "io", "cannot write %s: %s", name, strerror(why));
}

int dx_crops_write(int fd, struct dx_str lines, struct dx_buf *bare, struct dx_err *e)
{
    struct dx_mrz_crops c = {0};
    int rc = DX_OK;
    dx_buf_reset(bare);
    for (size_t n; lines.n && rc == DX_OK; lines = (struct dx_str){lines.p + n, lines.n - n}) {
        const char *end = memchr(lines.p, '\n', lines.n);
        n = end ? (size_t)(end - lines.p) + 1 : lines.n;
        if (dx_record_type(lines.p, n) != DX_T_DOCUMENT) {
            dx_buf_add(bare, lines.p, n);
            continue;
        }
        rc = dx_mrz_crops_take(&c, (struct dx_str){lines.p, n}, bare, e);
        if (rc == DX_OK)
            rc = write_file(fd, c.id, "zone", &c.zone, e);
        if (rc == DX_OK)
            rc = write_file(fd, c.id, "portrait", &c.portrait, e);
    }
    dx_buf_free(&c.zone);
    dx_buf_free(&c.portrait);
    return rc == DX_OK && !dx_buf_ok(bare) ? dx_fail_nomem(e) : rc;
}
