/* err.c: filling in the details of a failure */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static int fill(struct dx_err *e, int rc, const char *code, const char *limit, const char *fmt, va_list ap)
{
    if (e) {
        memset(e, 0, sizeof *e);
        e->code = code;
        e->limit = limit;
        vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    }
    return rc;
}

int dx_fail(struct dx_err *e, int rc, const char *code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, rc, code, NULL, fmt, ap);
    va_end(ap);
    return rc;
}

int dx_fail_limit(struct dx_err *e, const char *limit, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(e, DX_LIMIT, "limit", limit, fmt, ap);
    va_end(ap);
    return DX_LIMIT;
}

int dx_fail_nomem(struct dx_err *e)
{
    dx_fail(e, DX_NOMEM, "memory", "out of memory");
    if (e)
        e->transient = true;
    return DX_NOMEM;
}
