/* utf8.c: UTF-8 in and out, and the one way in which text reaches a person */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

size_t dx_utf8_get(const char *p, size_t n, uint32_t *cp)
{
    const unsigned char *s = (const unsigned char *)p;
    *cp = 0xFFFD;
    if (n == 0)
        return 0;
    if (s[0] < 0x80) {
        *cp = s[0];
        return 1;
    }
    size_t len = s[0] >= 0xC2 && s[0] <= 0xDF ? 2 : (s[0] & 0xF0) == 0xE0 ? 3 : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4 : 0;
    if (len == 0 || n < len)
        return 0;
    uint32_t c = s[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    if ((len == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (len == 4 && (c < 0x10000 || c > 0x10FFFF)))
        return 0;
    *cp = c;
    return len;
}

size_t dx_utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        if (c >= 0xD800 && c <= 0xDFFF)
            return 0;
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    if (c > 0x10FFFF)
        return 0;
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

void dx_buf_utf8(struct dx_buf *b, uint32_t cp)
{
    char out[4];
    dx_buf_add(b, out, dx_utf8_put(out, cp));
}

size_t dx_utf8_valid(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n) {
        uint64_t word; /* eight ASCII bytes at a time: most evidence text has long ASCII runs */
        if (n - i >= 8 && (memcpy(&word, p + i, 8), (word & 0x8080808080808080u) == 0)) {
            i += 8;
            continue;
        }
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, n - i, &cp);
        if (len == 0)
            return i;
        i += len;
    }
    return n;
}

bool dx_utf8_clean(struct dx_buf *b, const char *p, size_t n)
{
    bool clean = true;
    while (n) {
        size_t good = dx_utf8_valid(p, n);
        dx_buf_add(b, p, good);
        p += good;
        n -= good;
        if (n) {
            clean = false;
            dx_buf_utf8(b, 0xFFFD);
            p++;
            n--;
        }
    }
    return clean;
}

/* Characters that change what is seen around them, or that nobody can see or name: format controls, separators, fillers, tags,
 * private use, no characters at all (Unicode 15, sorted). Variation selectors stay: every second emoji of a chat has one. */
static const struct {
    uint32_t from, to;
} hidden[] = {
    {0x80, 0x9F}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x70F, 0x70F}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xD800, 0xF8FF}, {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC}, {0xFFFE, 0xFFFF}, {0x110BD, 0x110BD}, {0x110CD, 0x110CD}, {0x13430, 0x1343F},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
};

static bool is_hidden(uint32_t c)
{
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && c >= hidden[i].from; i++)
        if (c <= hidden[i].to)
            return true;
    return (c & 0xFFFE) == 0xFFFE;
}

/* How one character (or one bad byte) is shown; at most 16 bytes. Returns the bytes taken; *width is the characters written. */
static size_t show_one(const char *p, size_t n, char out[16], size_t *width)
{
    uint32_t cp;
    size_t len = dx_utf8_get(p, n, &cp);
    if (len == 0)
        *width = (size_t)snprintf(out, 16, "<%02x>", (unsigned char)*p);
    else if (cp == '\t' || cp == '\n' || cp == '\r')
        *width = (size_t)snprintf(out, 16, " ");
    else if (cp < 0x20 || cp == 0x7F)
        *width = (size_t)snprintf(out, 16, "<%02x>", (unsigned)cp);
    else if (is_hidden(cp))
        *width = (size_t)snprintf(out, 16, "<U+%04X>", (unsigned)cp);
    else {
        memcpy(out, p, len);
        out[len] = '\0';
        *width = 1;
    }
    return len ? len : 1;
}

void dx_show(struct dx_buf *b, const char *p, size_t n, size_t columns)
{
    size_t shown = 0, room_at = b->len; /* the end of what still leaves room for "…" */
    for (size_t i = 0; i < n;) {
        char out[16];
        size_t width;
        i += show_one(p + i, n - i, out, &width);
        if (columns && shown + width > columns) {
            if (!b->oom)
                b->len = room_at;
            dx_buf_str(b, "…");
            return;
        }
        dx_buf_str(b, out);
        shown += width;
        if (shown < columns)
            room_at = b->len;
    }
}

size_t dx_columns(const char *p, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, n - i, &cp);
        int w = len ? wcwidth((wchar_t)cp) : 1;
        sum += w < 0 ? 1 : (size_t)w;
        i += len ? len : 1;
    }
    return sum;
}
