/* needs.c: what a text holds, 32 bytes at a time, is what it holds byte by byte */
#include "../tap.h"

#include "find/pattern/needs.h"

#include <stdlib.h>
#include <string.h>

static uint64_t state = 7;

static unsigned draw(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

/* Texts of all lengths and starts, mostly of bytes that a need speaks of. */
static void differ(void)
{
    static const char bytes[] = "dotDOT.@:/([{+ \t\n\r9zqQaA])\x80\xe0\xff";
    char text[200];
    int bad = 0;
    uint32_t met = 0;
    for (int round = 0; round < 200000; round++) {
        size_t from = draw(32), n = draw(90), kinds = 1 + draw(sizeof bytes - 1);
        char filler = "xx7"[draw(3)];
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = draw(4) ? filler : bytes[draw((unsigned)kinds)];
        struct dx_str t = {text + from, n};
        uint32_t plain = dx_needs_plainly(t);
        bad += dx_needs_of(t) != plain;
        met |= plain;
    }
    ok(bad == 0, "200,000 texts: %d differ", bad);
    ok(met == (1u << DX_NEEDS) - 1, "every need was met in some: %x", met);
}

/* A walk over lines gives each of them, with what it needs by itself. */
static void lines(void)
{
    static const char bytes[] = "dotDOT.@:/([{+ \t\n\r9zqQaA])\x80\xe0\xff";
    char text[600];
    int bad = 0;
    size_t all = 0;
    for (int round = 0; round < 20000; round++) {
        size_t n = draw(sizeof text), at = 0, breaks = 1 + draw(100), kinds = 1 + draw(sizeof bytes - 1);
        char filler = "xx7"[draw(3)];
        for (size_t i = 0; i < n; i++)
            text[i] = draw((unsigned)breaks) == 0 ? '\n' : draw(4) ? filler : bytes[draw((unsigned)kinds)];
        struct dx_need_lines l;
        for (dx_need_lines_start(&l, (struct dx_str){text, n}, 0); dx_need_lines_next(&l); at = l.end + 1, all++) {
            const char *end = memchr(text + at, '\n', n - at);
            bad += l.start != at || l.end != (end ? (size_t)(end - text) : n) || l.needs != dx_needs_plainly((struct dx_str){text + at, l.end - at});
        }
        bad += at != n && at != n + 1;
    }
    ok(bad == 0, "%zu lines: %d differ", all, bad);
}

static void rows(void)
{
    ok(dx_needs_plainly(DX_STR("abcdefghijklmno")) == 0 && dx_needs_of(DX_STR("abcdefghijklmno")) == 0, "fifteen letters meet nothing");
    ok(dx_needs_of(DX_STR("abcdefghijklmnop")) != 0, "sixteen do");
    ok(dx_needs_of(DX_STR("12.05")) != dx_needs_of(DX_STR("12.org")) && dx_needs_of(DX_STR("a.-5")) != dx_needs_of(DX_STR("a[.]b")), "a decimal is no domain");
    ok(dx_needs_of(DX_STR("The end. \nNo more.")) == 0 && dx_needs_of(DX_STR("the.end")) != 0, "a full stop is no inner dot");
    ok(dx_needs_of(DX_STR("")) == 0, "an empty text meets nothing");
}

int main(void)
{
    rows();
    differ();
    lines();
    return tap_done();
}
