/* utf8.c: what is UTF-8 and what isn't, and text that is safe to show */
#include "base/utf8.h"
#include "../tap.h"

#include <locale.h>

static void decodes(void)
{
    static const struct {
        const char *bytes;
        uint32_t cp;
        size_t len; /* 0: not UTF-8 */
    } t[] = {
        {"A", 'A', 1}, {"\xc2\x80", 0x80, 2}, {"\xdf\xbf", 0x7FF, 2}, {"\xe0\xa0\x80", 0x800, 3}, {"\xe0\xb8\x81", 0xE01, 3},
        {"\xed\x9f\xbf", 0xD7FF, 3}, {"\xee\x80\x80", 0xE000, 3}, {"\xef\xbf\xbf", 0xFFFF, 3}, {"\xf0\x90\x80\x80", 0x10000, 4},
        {"\xf4\x8f\xbf\xbf", 0x10FFFF, 4},
        {"\x80", 0xFFFD, 0}, {"\xbf", 0xFFFD, 0}, {"\xc0\x80", 0xFFFD, 0}, {"\xc1\xbf", 0xFFFD, 0}, {"\xe0\x9f\xbf", 0xFFFD, 0},
        {"\xed\xa0\x80", 0xFFFD, 0}, {"\xed\xbf\xbf", 0xFFFD, 0}, {"\xf0\x8f\xbf\xbf", 0xFFFD, 0}, {"\xf4\x90\x80\x80", 0xFFFD, 0},
        {"\xf5\x80\x80\x80", 0xFFFD, 0}, {"\xff", 0xFFFD, 0}, {"\xc3", 0xFFFD, 0}, {"\xe0\xb8", 0xFFFD, 0}, {"\xc3(", 0xFFFD, 0},
        {"\xf0\x90\x80", 0xFFFD, 0}, {"", 0xFFFD, 0},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        uint32_t cp = 1;
        size_t n = strlen(t[i].bytes), len = dx_utf8_get(t[i].bytes, n, &cp);
        char back[4];
        ok(len == t[i].len && cp == t[i].cp && (len == 0 || (dx_utf8_put(back, cp) == len && memcmp(back, t[i].bytes, len) == 0)),
           "U+%04X, %zu bytes: %zu", (unsigned)t[i].cp, n, len);
    }
    char out[4];
    ok(dx_utf8_put(out, 0xD800) == 0 && dx_utf8_put(out, 0x110000) == 0, "no scalar value, no bytes");
}

static void cleans(void)
{
    ok(dx_utf8_valid("12345678\xff", 9) == 8 && dx_utf8_valid("1234567\xff" "9", 9) == 7 &&
           dx_utf8_valid("", 0) == 0, "longest valid prefix");
    struct dx_buf b = DX_BUF_INIT;
    ok(!dx_utf8_clean(&b, "a\xe0\xb8z\xff", 5), "says that there were bad bytes");
    is_str(b.p, "a\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd", "one mark for each bad byte");
    dx_buf_reset(&b);
    ok(dx_utf8_clean(&b, "\xe0\xb8\x81", 3) && b.len == 3, "clean text is left alone");
    dx_buf_free(&b);
}

static void shows(const char *p, size_t n, size_t columns, const char *want, const char *what)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_show(&b, p, n, columns);
    is_str(b.p ? b.p : "", want, what);
    dx_buf_free(&b);
}
#define SHOWS(text, columns, want, what) shows(text, sizeof text - 1, columns, want, what)

static void show(void)
{
    SHOWS("plain \xe0\xb8\x81\xe1\x80\x80 text", 0, "plain \xe0\xb8\x81\xe1\x80\x80 text", "letters of any script");
    SHOWS("\x1b[31mred\x1b]0;title\x07", 0, "<1b>[31mred<1b>]0;title<07>", "escape sequences");
    SHOWS("a\tb\nc\rd", 0, "a b c d", "tabs and line ends");
    SHOWS("nul\0del\x7f", 0, "nul<00>del<7f>", "NUL and DEL");
    SHOWS("\xff\xc3(", 0, "<ff><c3>(", "bytes that are no UTF-8");
    SHOWS("\xc2\x9b" "31m\x9b" "31m", 0, "<U+009B>31m<9b>31m", "C1 control as character and as byte");
    SHOWS("invoice\xe2\x80\xae" "fdp.exe", 0, "invoice<U+202E>fdp.exe", "right-to-left override");
    SHOWS("a\xe2\x81\xa6" "b\xe2\x81\xa9" "c\xd8\x9c", 0, "a<U+2066>b<U+2069>c<U+061C>", "isolates and the Arabic letter mark");
    SHOWS("0812\xe2\x80\x8b" "345\xef\xbb\xbf\xc2\xad", 0, "0812<U+200B>345<U+FEFF><U+00AD>", "zero width");
    SHOWS("\xe2\x80\xa8\xe2\x80\xa9", 0, "<U+2028><U+2029>", "line and paragraph separators");
    SHOWS("\xcd\x8f\xe1\x9e\xb4\xf3\xa0\x81\x81\xee\x80\x80\xf3\xb0\x80\x80\xef\xb7\x90", 0,
          "<U+034F><U+17B4><U+E0041><U+E000><U+F0000><U+FDD0>", "joiner, Khmer filler, tag, private use, no character");
    SHOWS("abcdef", 4, "abc\xe2\x80\xa6", "a cut is marked");
    SHOWS("abcd", 4, "abcd", "what fits isn't cut");
    SHOWS("abc\xe0\xb8\x81", 4, "abc\xe0\xb8\x81", "what fits isn't cut: a last character of three bytes");
    SHOWS("ab\x1b\x1b", 6, "ab\xe2\x80\xa6", "what is written for a control counts, and is never cut within");
    SHOWS("ab\x1b", 6, "ab<1b>", "it fits just so");
    SHOWS("ab", 1, "\xe2\x80\xa6", "one character of room");
}

static void columns(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    ok(dx_columns("abc", 3) == 3 && dx_columns("\xe0\xb8\x81\xe0\xb8\xb4", 6) == 1 &&
           dx_columns("\xe4\xb8\xad", 3) == 2, "Thai vowel above 0, Chinese 2");
}

int main(void)
{
    decodes();
    cleans();
    show();
    columns();
    return tap_done();
}
