/* buf.c: the growing buffer, and what a failure says of itself */
#include "base/buf.h"
#include "../tap.h"

#include <stdlib.h>

static void grows(void)
{
    struct dx_buf b = DX_BUF_INIT;
    ok(dx_buf_ok(&b) && b.len == 0, "starts empty");
    dx_buf_add(&b, NULL, 0);
    is_str(b.p, "", "nothing added is an empty string");
    for (int i = 0; i < 1000; i++)
        dx_buf_printf(&b, "%d,", i);
    ok(b.len == 3890 && strlen(b.p) == b.len, "a thousand pieces");
    dx_buf_byte(&b, '\0');
    dx_buf_str(&b, "after");
    ok(b.len == 3896 && memcmp(b.p + 3891, "after", 6) == 0, "NUL is a byte like any other");
    dx_buf_reset(&b);
    ok(b.len == 0 && b.p[0] == '\0' && b.cap >= 3896, "reset keeps the memory");
    char *to = dx_buf_room(&b, 5);
    memcpy(to, "room!", 5);
    b.len += 5;
    dx_buf_byte(&b, '.');
    is_str(b.p, "room!.", "room for the caller");
    dx_buf_free(&b);
    ok(b.p == NULL && b.cap == 0, "free leaves an empty buffer");
}

static void fails(void)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_buf_str(&b, "kept");
    ok(dx_buf_room(&b, SIZE_MAX - 2) == NULL && !dx_buf_ok(&b), "too much: no memory");
    dx_buf_str(&b, "ignored");
    dx_buf_printf(&b, "%d", 1);
    ok(!dx_buf_ok(&b) && b.len == 4, "later appends do nothing");
    is_str(b.p, "kept", "what was there stays");
    dx_buf_reset(&b);
    dx_buf_str(&b, "again");
    ok(dx_buf_ok(&b), "reset forgets the failure");
    dx_buf_free(&b);
}

static void slices(void)
{
    ok(dx_str_is(dx_str("abc"), "abc") && !dx_str_is(dx_str("ab"), "abc") &&
           !dx_str_is(dx_str("abc"), "ab"), "equal, shorter, longer");
    ok(dx_str_eq((struct dx_str){NULL, 0}, DX_STR("")) && dx_str(NULL).n == 0, "empty ones are equal");
}

static void errors(void)
{
    struct dx_err e = {.code = "stale", .limit = "stale", .signal = 9, .transient = true};
    ok(dx_fail(&e, DX_BAD, "malformed", "row %d: expected a name", 3) == DX_BAD, "gives back its rc");
    ok(strcmp(e.code, "malformed") == 0 && !e.limit && !e.signal && !e.transient, "nothing stale stays");
    is_str(e.msg, "row 3: expected a name", "message");
    dx_fail(&e, DX_BAD, e.code, "%s: %s", "a.rules", e.msg);
    is_str(e.msg, "a.rules: row 3: expected a name", "an error may quote itself");
    ok(dx_fail(NULL, DX_ENV, "io", "nobody listens") == DX_ENV, "without details");
    ok(dx_fail_limit(&e, "pixels", "%d is too many", 7) == DX_LIMIT && strcmp(e.code, "limit") == 0 &&
           strcmp(e.limit, "pixels") == 0, "a limit");
    ok(dx_fail_nomem(&e) == DX_NOMEM && strcmp(e.code, "memory") == 0 && e.transient, "out of memory");
    dx_fail(&e, DX_BAD, "missing", "no file %s", "a\nb\tc\x1b[31m");
    is_str(e.msg, "no file a b c [31m", "a message is one line, whatever the names in it");
    char name[sizeof e.msg + 100];
    for (size_t i = 0; i + 3 < sizeof name; i += 3)
        memcpy(name + i, "\xe0\xb8\x81", 4);
    dx_fail(&e, DX_BAD, "missing", "x%s", name);
    size_t n = strlen(e.msg);
    ok(n < sizeof e.msg && n > sizeof e.msg - 5 && (n - 1) % 3 == 0, "a long message is cut between characters (%zu bytes)", n);
}

int main(void)
{
    grows();
    fails();
    slices();
    errors();
    return tap_done();
}
