/* operand.c: what the user names as evidence: a path and the label of its exhibit */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/idset.h"
#include "base/utf8.h"
#include "evidence/open.h"
#include "evidence/walk.h"

void dx_operand_free(struct dx_operand *o)
{
    free(o->exhibit);
    free(o->path);
    *o = (struct dx_operand){NULL, NULL};
}

/* The last component of a path, without slashes at its end: {…, 0} for "/". */
static struct dx_str base_name(const char *path)
{
    size_t n = strlen(path), from;
    while (n > 1 && path[n - 1] == '/')
        n--;
    for (from = n; from && path[from - 1] != '/'; from--)
        ;
    return (struct dx_str){path + from, n - from};
}

static int default_label(struct dx_buf *label, const char *path, struct dx_err *e)
{
    char *real = NULL;
    struct dx_str base = base_name(path);
    if (dx_str_is(base, ".") || dx_str_is(base, "..")) {
        real = realpath(path, NULL);
        if (!real)
            return dx_fail_errno(e, errno);
        base = base_name(real);
    }
    dx_utf8_clean(label, base.p, base.n);
    free(real);
    if (!dx_buf_ok(label))
        return dx_fail_nomem(e);
    return label->len ? DX_OK : dx_fail(e, DX_BAD, "malformed", "%.200s has no name of its own; give it a label: LABEL=%.200s", path, path);
}

int dx_operand_parse(struct dx_operand *o, const char *arg, bool *labelled, struct dx_err *e)
{
    struct dx_buf label = DX_BUF_INIT;
    size_t n = strcspn(arg, "=/");
    bool given = arg[n] == '=';
    const char *path = given ? arg + n + 1 : arg;
    *o = (struct dx_operand){NULL, NULL};
    int rc = DX_OK;
    if (!*path || (given && n == 0))
        rc = dx_fail(e, DX_BAD, "malformed", "expected PATH or LABEL=PATH (a PATH with = in it: ./PATH)");
    else if (given)
        dx_utf8_clean(&label, arg, n);
    else
        rc = default_label(&label, path, e);
    if (rc == DX_OK) {
        o->exhibit = dx_buf_ok(&label) ? strdup(label.p) : NULL;
        o->path = strdup(path);
        if (!o->exhibit || !o->path) {
            dx_operand_free(o);
            rc = dx_fail_nomem(e);
        }
    }
    if (labelled)
        *labelled = given;
    dx_buf_free(&label);
    return rc;
}


/* Is the label new? Sets of labels are sets of their hashes. */
static int take_label(struct dx_idset *taken, const char *label, bool *fresh, struct dx_err *e)
{
    uint8_t hash[DX_SHA256_BYTES];
    if (dx_sha256(label, strlen(label), hash) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    return dx_idset_add(taken, hash, fresh, e);
}

/* An operand whose default label is taken. */
struct clash {
    size_t operand;
    char *label;
};

static int by_label(const void *a, const void *b)
{
    const struct clash *x = a, *y = b;
    int by = strcmp(x->label, y->label);
    return by ? by : x->operand < y->operand ? -1 : x->operand > y->operand;
}

/* Gives the clashing ones of one label, in their order, the next numbers that are free. */
static int number(struct dx_operand *o, const struct clash *c, size_t n, struct dx_idset *taken, struct dx_err *e)
{
    struct dx_buf label = DX_BUF_INIT;
    size_t next = 2;
    int rc = DX_OK;
    for (size_t i = 0; i < n && rc == DX_OK; i++) {
        for (bool fresh = false; !fresh && rc == DX_OK; next++) {
            dx_buf_reset(&label);
            dx_buf_printf(&label, "%s~%zu", c[i].label, next);
            rc = dx_buf_ok(&label) ? take_label(taken, label.p, &fresh, e) : dx_fail_nomem(e);
        }
        char *copy = rc == DX_OK ? strdup(label.p) : NULL;
        if (copy) /* c[i].label, the old one, is still needed by those that follow: it is freed by the caller */
            o[c[i].operand].exhibit = copy;
        else if (rc == DX_OK)
            rc = dx_fail_nomem(e);
    }
    dx_buf_free(&label);
    return rc;
}

int dx_operands_settle(struct dx_operand *o, const bool *labelled, size_t n, struct dx_err *e)
{
    struct dx_idset taken = {0};
    struct clash *c = calloc(n + 1, sizeof *c);
    size_t clashes = 0;
    int rc = c ? DX_OK : dx_fail_nomem(e);
    for (int given = 1; given >= 0; given--) /* labels that were given come first, wherever they stand */
        for (size_t i = 0; i < n && rc == DX_OK; i++) {
            bool fresh = true;
            if (labelled[i] != (given == 1))
                continue;
            rc = take_label(&taken, o[i].exhibit, &fresh, e);
            if (rc == DX_OK && !fresh && given)
                rc = dx_fail(e, DX_BAD, "malformed", "the label %.200s stands twice: each exhibit needs its own", o[i].exhibit);
            else if (rc == DX_OK && !fresh)
                c[clashes++] = (struct clash){i, o[i].exhibit};
        }
    if (rc == DX_OK && clashes)
        qsort(c, clashes, sizeof *c, by_label);
    for (size_t i = 0, end; i < clashes && rc == DX_OK; i = end) {
        for (end = i + 1; end < clashes && strcmp(c[end].label, c[i].label) == 0; end++)
            ;
        rc = number(o, c + i, end - i, &taken, e);
    }
    for (size_t i = 0; c && i < clashes; i++)
        if (o[c[i].operand].exhibit != c[i].label)
            free(c[i].label);
    free(c);
    dx_idset_free(&taken);
    return rc;
}

int dx_operands_there(const struct dx_operand *o, size_t n, struct dx_err *e)
{
    struct stat st;
    for (size_t i = 0; i < n; i++)
        if (lstat(o[i].path, &st) != 0)
            return dx_fail(e, DX_ENV, "missing", "%s: %s; nothing was done", o[i].path, strerror(errno));
    return DX_OK;
}
