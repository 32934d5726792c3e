/* custody.c: appending to the chain of what was done with a case */
#include "engine/custody.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define NAME "custody.ndjson"

static int failed(struct dx_err *e, const char *what)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s " NAME ": %s", what, strerror(errno));
}

static int seal(struct dx_custody *c, struct dx_sha256 *h, struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES];
    if (dx_sha256_end(h, digest) != DX_OK || dx_sha256_start(h) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses to hash " NAME);
    dx_hex(digest, sizeof digest, c->prev);
    c->n++;
    return DX_OK;
}

/* Counts the lines of the log and hashes the last one. *torn: it has no line end, a power cut took it. */
static int read_through(struct dx_custody *c, struct dx_sha256 *h, bool *torn, struct dx_err *e)
{
    char chunk[16384];
    ssize_t k;
    int rc = dx_sha256_start(h);
    while (rc == DX_OK && (k = read(c->fd, chunk, sizeof chunk)) != 0) {
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return failed(e, "read");
        for (const char *p = chunk, *end = chunk + k; rc == DX_OK && p < end;) {
            const char *eol = memchr(p, '\n', (size_t)(end - p));
            *torn = !eol;
            rc = dx_sha256_add(h, p, (size_t)((eol ? eol : end) - p));
            if (rc == DX_OK && eol)
                rc = seal(c, h, e);
            p = eol ? eol + 1 : end;
        }
    }
    return rc == DX_OK && *torn ? seal(c, h, e) : rc;
}

int dx_sync(int fd)
{
    int rc;
    do
        rc = fsync(fd);
    while (rc != 0 && errno == EINTR);
    return rc;
}

static int write_all(int fd, const char *p, size_t n, struct dx_err *e)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return failed(e, "write");
        p += k;
        n -= (size_t)k;
    }
    return dx_sync(fd) == 0 ? DX_OK : failed(e, "sync");
}

int dx_custody_open(struct dx_custody *c, int dir, struct dx_err *e)
{
    *c = (struct dx_custody){.fd = openat(dir, NAME, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    memset(c->prev, '0', DX_SHA256_HEX);
    if (c->fd < 0)
        return failed(e, "open");
    int rc = DX_OK;
    bool torn = false;
    struct dx_sha256 *h = dx_sha256_new();
    if (!h)
        rc = dx_fail_nomem(e);
    else if (flock(c->fd, LOCK_EX | LOCK_NB) != 0)
        rc = errno == EWOULDBLOCK ? dx_fail(e, DX_ENV, "io", "the case is in use by another run") : failed(e, "lock");
    if (rc == DX_OK)
        rc = read_through(c, h, &torn, e);
    if (rc == DX_OK && torn) /* it stays as it is, only closed: the log is never shortened */
        rc = write_all(c->fd, "\n", 1, e);
    dx_sha256_free(h);
    if (rc != DX_OK)
        dx_custody_close(c);
    return rc;
}

void dx_custody_close(struct dx_custody *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

/* The clock's time, RFC 3339 in UTC to the second. */
static void stamp(char out[32])
{
    time_t t = time(NULL);
    struct tm tm;
    out[0] = '\0';
    if (gmtime_r(&t, &tm))
        strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

int dx_custody_add(struct dx_custody *c, const char *event, struct dx_str body, struct dx_err *e)
{
    char when[32];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    stamp(when);
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "custody");
    dx_jw_int(&w, "n", c->n + 1);
    dx_jw_cstr(&w, "prev", c->prev);
    dx_jw_cstr(&w, "time", when);
    dx_jw_cstr(&w, "event", event);
    if (body.n) {
        dx_buf_byte(&b, ',');
        dx_buf_add(&b, body.p, body.n);
    }
    dx_jw_obj_end(&w);
    dx_buf_byte(&b, '\n');
    int rc = dx_buf_ok(&b) ? write_all(c->fd, b.p, b.len, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_sha256_head(b.p, b.len - 1, DX_SHA256_HEX, c->prev);
    if (rc == DX_OK)
        c->n++;
    dx_buf_free(&b);
    return rc;
}
