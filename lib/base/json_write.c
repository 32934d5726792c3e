/* json_write.c: records in the one form that the contract allows */
#include "base/json.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

#define EACH(c) (0x0101010101010101u * (c))

/* Is a byte of the eight anything but printable ASCII, a quote or a backslash? A borrow may mark a byte too many, never one too few. */
static bool marks(uint64_t w)
{
    uint64_t quote = w ^ EACH('"'), back = w ^ EACH('\\'), del = w ^ EACH(0x7F);
    return ((w | (w - EACH(0x20)) | (quote - EACH(1)) | (back - EACH(1)) | (del - EACH(1))) & EACH(0x80)) != 0;
}

static bool follows(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* The length of a character of two or three bytes that isn't near one that must be escaped, and can't be malformed; 0: not seen from here. */
static size_t plain_wide(const unsigned char *s, size_t n)
{
    if (n >= 3 && ((s[0] >= 0xE3 && s[0] <= 0xEC) || s[0] == 0xE1 || (s[0] == 0xE0 && s[1] >= 0xA0)))
        return follows((char)s[1]) && follows((char)s[2]) ? 3 : 0;
    return n >= 2 && s[0] >= 0xC3 && s[0] <= 0xDF && follows((char)s[1]) ? 2 : 0;
}

size_t dx_json_plain(const char *p, size_t i, size_t n)
{
    for (;;) {
        uint64_t word;
        while (n - i >= sizeof word && (memcpy(&word, p + i, sizeof word), !marks(word)))
            i += sizeof word;
        while (i < n && p[i] >= 0x20 && p[i] < 0x7F && p[i] != '"' && p[i] != '\\') /* a char above 0x7F is negative, or too large */
            i++;
        size_t wide = i < n ? plain_wide((const unsigned char *)p + i, n - i) : 0;
        if (wide == 0)
            return i;
        i += wide;
    }
}

static void write_string(struct dx_buf *b, const char *p, size_t n)
{
    dx_buf_byte(b, '"');
    size_t from = 0, i = 0;
    while ((i = dx_json_plain(p, i, n)) < n) {
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, n - i, &cp);
        bool plain = len && cp >= 0xA0 && cp != 0x2028 && cp != 0x2029;
        if (!plain) {
            dx_buf_add(b, p + from, i - from);
            if (len == 0)
                dx_buf_utf8(b, 0xFFFD);
            else if (cp == '"' || cp == '\\')
                dx_buf_printf(b, "\\%c", (char)cp);
            else
                dx_buf_printf(b, "\\u%04x", (unsigned)cp);
            from = i + (len ? len : 1);
        }
        i += len ? len : 1;
    }
    if (from < n) /* p may be NULL: an empty string that was never set */
        dx_buf_add(b, p + from, n - from);
    dx_buf_byte(b, '"');
}

static void begin(struct dx_jw *w, const char *key)
{
    if (w->comma)
        dx_buf_byte(w->b, ',');
    w->comma = true;
    if (key) {
        write_string(w->b, key, strlen(key));
        dx_buf_byte(w->b, ':');
    }
}

static void open_with(struct dx_jw *w, const char *key, char c)
{
    begin(w, key);
    dx_buf_byte(w->b, c);
    w->comma = false;
}

static void close_with(struct dx_jw *w, char c)
{
    dx_buf_byte(w->b, c);
    w->comma = true;
}

void dx_jw_obj(struct dx_jw *w, const char *key) { open_with(w, key, '{'); }
void dx_jw_obj_end(struct dx_jw *w) { close_with(w, '}'); }
void dx_jw_arr(struct dx_jw *w, const char *key) { open_with(w, key, '['); }
void dx_jw_arr_end(struct dx_jw *w) { close_with(w, ']'); }

void dx_jw_str(struct dx_jw *w, const char *key, struct dx_str s)
{
    begin(w, key);
    write_string(w->b, s.p, s.n);
}

void dx_jw_cstr(struct dx_jw *w, const char *key, const char *s) { dx_jw_str(w, key, dx_str(s)); }

static void write_int(struct dx_buf *b, int64_t v)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        digits[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        digits[--at] = '-';
    dx_buf_add(b, digits + at, sizeof digits - at);
}

void dx_jw_int(struct dx_jw *w, const char *key, int64_t v)
{
    begin(w, key);
    write_int(w->b, v);
}

void dx_jw_num(struct dx_jw *w, const char *key, double v)
{
    begin(w, key);
    if (!(fabs(v) < 1e15)) /* no number of ours is that large; JSON knows no NaN */
        v = 0;
    int64_t milli = llround(v * 1000);
    if (milli < 0)
        dx_buf_byte(w->b, '-');
    uint64_t u = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    write_int(w->b, (int64_t)(u / 1000));
    unsigned frac = (unsigned)(u % 1000);
    if (frac) {
        char d[4] = {'.', (char)('0' + frac / 100), (char)('0' + frac / 10 % 10), (char)('0' + frac % 10)};
        dx_buf_add(w->b, d, frac % 10 ? 4 : frac % 100 ? 3 : 2);
    }
}

void dx_jw_bool(struct dx_jw *w, const char *key, bool v)
{
    begin(w, key);
    dx_buf_str(w->b, v ? "true" : "false");
}

void dx_jw_raw(struct dx_jw *w, const char *key, struct dx_str json)
{
    begin(w, key);
    dx_buf_add(w->b, json.p, json.n);
}
