/* frame_io.c: lines in, bytes out, operands and lists of names */
#include "frame.h"


#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"

enum { BLOCK = 1 << 16 };

/* ---- out ---- */

static int write_all(const struct dx_out *o, struct dx_str s, struct dx_err *e)
{
    while (s.n > 0) {
        ssize_t n = write(o->fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE) {
            signal(SIGPIPE, SIG_DFL);
            raise(SIGPIPE);
        }
        if (n < 0)
            return dx_fail(e, DX_ENV, "io", "writing standard output: %s", strerror(errno));
        s = (struct dx_str){s.p + n, s.n - (size_t)n};
    }
    return DX_OK;
}

int dx_out_flush(struct dx_out *o, struct dx_err *e)
{
    int rc = write_all(o, dx_buf_slice(&o->b), e);
    if (rc == DX_OK)
        dx_buf_reset(&o->b);
    return rc;
}

int dx_out_add(struct dx_out *o, struct dx_str s, struct dx_err *e)
{
    if (s.n >= BLOCK) { /* much isn't copied first */
        int rc = dx_out_flush(o, e);
        return rc == DX_OK ? write_all(o, s, e) : rc;
    }
    dx_buf_add(&o->b, s.p, s.n);
    if (!dx_buf_ok(&o->b)) {
        dx_fail_nomem(e);
        return DX_ENV; /* a record that can't be written must not be lost in silence */
    }
    return o->b.len >= BLOCK ? dx_out_flush(o, e) : DX_OK;
}

/* ---- in ---- */

static int fill(struct dx_lines *l, struct dx_err *e)
{
    if (l->at > 0) { /* move what is left to the front */
        memmove(l->b.p, l->b.p + l->at, l->b.len - l->at);
        l->b.len -= l->at;
        l->at = 0;
    }
    char *room = dx_buf_room(&l->b, BLOCK);
    if (!room)
        return dx_fail_nomem(e);
    ssize_t n;
    do
        n = read(l->fd, room, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return dx_fail(e, DX_BAD, "io", "reading: %s", strerror(errno));
    l->b.len += (size_t)n;
    l->eof = n == 0;
    return DX_OK;
}

int dx_lines_next(struct dx_lines *l, struct dx_str *line, bool *got, struct dx_err *e)
{
    bool dropping = false;
    size_t looked = 0; /* bytes after `at` that hold no line end */
    *got = true;
    for (;;) {
        size_t have = l->b.len - l->at;
        const char *start = have ? l->b.p + l->at : "", *end = have > looked ? memchr(start + looked, '\n', have - looked) : NULL;
        if (end || (l->eof && have > 0)) {
            size_t n = end ? (size_t)(end - start) : have;
            l->at += n + (end != NULL);
            l->number++;
            if (dropping || n > l->max)
                return dx_fail_limit(e, "record", "line %zu is longer than %zu MiB", l->number, l->max >> 20);
            *line = (struct dx_str){start, n};
            return DX_OK;
        }
        if (l->eof) {
            *got = dropping;
            l->number += dropping;
            return dropping ? dx_fail_limit(e, "record", "line %zu is longer than %zu MiB", l->number, l->max >> 20) : DX_OK;
        }
        looked = have;
        if (have > l->max) {
            dropping = true;
            l->at = l->b.len;
            looked = 0;
        }
        int rc = fill(l, e);
        if (rc != DX_OK)
            return rc;
    }
}

void dx_lines_free(struct dx_lines *l) { dx_buf_free(&l->b); }

/* ---- operands ---- */

/* Reads the names of --files-from into c->names. */
static int read_names(struct dx_cli *c, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    int rc = DX_OK, fd = strcmp(c->files_from, "-") == 0 ? 0 : open(c->files_from, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : 1;
    while (n > 0) {
        char *room = dx_buf_room(&b, BLOCK);
        do
            n = room ? read(fd, room, BLOCK) : -1;
        while (n < 0 && room && errno == EINTR);
        if (n > 0)
            b.len += (size_t)n;
    }
    if (n < 0)
        rc = dx_fail(e, DX_BAD, "io", "cannot read names from %s: %s", c->files_from, strerror(errno));
    char end = c->nul ? '\0' : '\n';
    size_t cap = 0;
    for (size_t at = 0; rc == DX_OK && at < b.len;) {
        const char *stop = memchr(b.p + at, end, b.len - at);
        size_t len = stop ? (size_t)(stop - b.p) - at : b.len - at;
        if (!DX_MORE(c->names, c->n_names, cap) || (len && !(c->names[c->n_names++] = strndup(b.p + at, len))))
            rc = dx_fail_nomem(e);
        at += len + 1;
    }
    if (fd > 0)
        close(fd);
    dx_buf_free(&b);
    return rc;
}

static int make_operands(struct dx_cli *c, char **plain, int n, bool beneath, struct dx_err *e)
{
    int rc = c->files_from ? read_names(c, e) : DX_OK;
    if (rc != DX_OK)
        return rc;
    bool keep = beneath && n == 1;
    size_t total = (size_t)n + (keep ? 0 : c->n_names);
    bool *labelled = calloc(total + 1, sizeof *labelled);
    c->operands = calloc(total + 1, sizeof *c->operands);
    if (!c->operands || !labelled)
        rc = dx_fail_nomem(e);
    for (size_t i = 0; i < total && rc == DX_OK; i++) {
        rc = dx_operand_parse(&c->operands[i], i < (size_t)n ? plain[i] : c->names[i - (size_t)n], &labelled[i], e);
        c->n_operands += rc == DX_OK;
    }
    if (rc == DX_OK)
        rc = dx_operands_settle(c->operands, labelled, total, e);
    free(labelled);
    return rc;
}

int dx_cli_operands(struct dx_cli *c, char **plain, int n, bool beneath)
{
    struct dx_err e;
    int rc = make_operands(c, plain, n, beneath, &e);
    if (rc == DX_BAD)
        return dx_complain(c, DX_EXIT_USAGE, "%s", e.msg);
    return rc == DX_OK ? -1 : dx_complain_err(c, rc, &e);
}
