/* err.c: filling in the details of a failure */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* Makes it one line: control characters (of names in the evidence, mostly) become spaces. A message that was cut ends with a
 * whole character. */
static void tidy(char *msg, bool cut)
{
    size_t n = strlen(msg);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)msg[i] < 0x20 || msg[i] == 0x7F)
            msg[i] = ' ';
    if (!cut)
        return;
    size_t lead = n;
    while (lead > 0 && n - lead < 4 && ((unsigned char)msg[--lead] & 0xC0) == 0x80)
        ;
    unsigned char c = (unsigned char)msg[lead];
    if (c >= 0xC0 && n - lead < (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u))
        msg[lead] = '\0';
}

static int fill(struct dx_err *e, int rc, const char *code, const char *limit, const char *fmt, va_list ap)
{
    if (!e)
        return rc;
    struct dx_err now = {.code = code, .limit = limit};
    int n = vsnprintf(now.msg, sizeof now.msg, fmt, ap); /* not into *e: the arguments may quote its message */
    tidy(now.msg, n >= (int)sizeof now.msg);
    *e = now;
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

const char *dx_err_code(const char *p, size_t n)
{
    static const char *const codes[] = {"encrypted", "malformed", "truncated", "unsupported", "changed", "missing", "unreadable", "empty",
                                        "limit", "memory", "timeout", "crashed", "language", "io", "input-ended"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strlen(codes[i]) == n && memcmp(codes[i], p, n) == 0)
            return codes[i];
    return NULL;
}
