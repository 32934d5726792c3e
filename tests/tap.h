/* tap.h: the Test Anything Protocol for unit tests: ok(condition, "what") …, then return tap_done() */
#ifndef DX_TESTS_TAP_H
#define DX_TESTS_TAP_H
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

__attribute__((format(printf, 2, 3), unused)) static int ok(int good, const char *fmt, ...)
{
    va_list ap;
    printf("%sok %d - ", good ? "" : "not ", ++tap_run);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    tap_failed += !good;
    return good;
}

__attribute__((unused)) static int is_str(const char *got, const char *want, const char *what)
{
    int good = got && want ? strcmp(got, want) == 0 : got == want;
    if (!ok(good, "%s", what))
        printf("# got:  %s\n# want: %s\n", got ? got : "(null)", want ? want : "(null)");
    return good;
}

__attribute__((unused)) static int tap_done(void)
{
    printf("1..%d\n", tap_run);
    return tap_failed != 0;
}
#endif
