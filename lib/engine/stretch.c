/* stretch.c: cutting raw bytes into stretches, and naming them */
#include "engine/stretch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"

int dx_stretches_fill(struct dx_stretches *s, struct dx_err *e)
{
    while (!s->end && s->n < 2 * DX_RAW_BYTES) {
        ssize_t n = read(s->fd, s->p + s->n, 2 * DX_RAW_BYTES - s->n);
        if (n < 0 && errno == EINTR)
            continue;
        s->end = n <= 0;
        s->n += n > 0 ? (size_t)n : 0;
        if (n < 0) {
            dx_fail(e, DX_BAD, "io", "reading: %s", strerror(errno));
            e->transient = true;
            return DX_BAD;
        }
    }
    return DX_OK;
}

size_t dx_stretches_next(const struct dx_stretches *s, int64_t nth)
{
    size_t to = (size_t)(nth * DX_RAW_BYTES - s->off);
    if (to >= s->n)
        return s->n;
    size_t room = s->n - to < DX_RAW_BYTES ? s->n - to : DX_RAW_BYTES;
    const char *line = memchr(s->p + to - 1, '\n', room);
    return line ? (size_t)(line - s->p) + 1 : to;
}

void dx_stretches_pass(struct dx_stretches *s, size_t n)
{
    s->n -= n;
    memmove(s->p, s->p + n, s->n);
    s->off += (int64_t)n;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* As much as there is room for. */
static void append(struct dx_err *e, struct dx_buf *b)
{
    size_t at = strlen(e->msg);
    if (dx_buf_ok(b) && b->p)
        snprintf(e->msg + at, sizeof e->msg - at, "%s", b->p);
    dx_buf_free(b);
}

void dx_stretches_say(struct dx_err *e, uint32_t *nth, size_t n, uint32_t from)
{
    enum { NAMED = 8 }; /* a message is one line */
    struct dx_buf b = DX_BUF_INIT;
    size_t groups = 0;
    if (n)
        qsort(nth, n, sizeof *nth, by_number);
    for (size_t i = 0, k; i < n; i = k, groups++) {
        for (k = i + 1; k < n && nth[k] <= nth[k - 1] + 1; k++)
            ;
        if (groups < NAMED)
            dx_buf_printf(&b, "%s%lld-%lld", b.len ? ", " : "", (long long)(nth[i] - 1) * DX_RAW_BYTES, (long long)nth[k - 1] * DX_RAW_BYTES - 1);
    }
    if (groups > NAMED)
        dx_buf_printf(&b, ", in %zu further places", groups - NAMED);
    if (from)
        dx_buf_printf(&b, "%sfrom %lld to the end", b.len ? ", " : "", (long long)(from - 1) * DX_RAW_BYTES);
    if (b.len) {
        struct dx_buf head = DX_BUF_INIT;
        dx_buf_str(&head, "; left out are the lines that begin in bytes ");
        append(e, &head);
    }
    append(e, &b);
}

void dx_stretches_say_piece(struct dx_err *e, int64_t off, int64_t size)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_buf_printf(&b, "; left out are bytes %lld-%lld, and the line that was begun before", (long long)off, (long long)(off + size - 1));
    append(e, &b);
}
