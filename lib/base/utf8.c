/* utf8.c: UTF-8 in and out, and the one way in which text reaches a person */
#include "base/utf8.h"

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

/* Characters that change what is seen around them or can't be seen (Unicode 15: Cf, Zl, Zp, fillers, tags). */
static bool is_hidden(uint32_t c)
{
    return (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x3164 || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFC) || (c >= 0xE0000 && c <= 0xE0FFF) ||
           (c >= 0xE000 && c <= 0xF8FF) || (c & 0xFFFE) == 0xFFFE;
}

void dx_show(struct dx_buf *b, const char *p, size_t n, size_t columns)
{
    size_t shown = 0;
    for (size_t i = 0; i < n;) {
        if (columns && shown + 1 >= columns && i + 1 < n) {
            dx_buf_str(b, "…");
            return;
        }
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, n - i, &cp);
        if (len == 0)
            dx_buf_printf(b, "<%02x>", (unsigned char)p[i]);
        else if (cp == '\t' || cp == '\n' || cp == '\r')
            dx_buf_byte(b, ' ');
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            dx_buf_printf(b, "<%02x>", (unsigned)cp);
        else if (is_hidden(cp))
            dx_buf_printf(b, "<U+%04X>", (unsigned)cp);
        else
            dx_buf_add(b, p + i, len);
        i += len ? len : 1;
        shown++;
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
