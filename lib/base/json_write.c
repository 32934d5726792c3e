/* json_write.c: records in the one form that the contract allows */
#include "base/json.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

static bool follows(unsigned char c) { return (c & 0xC0) == 0x80; }

size_t dx_json_wide(const char *p, size_t n)
{
    const unsigned char *s = (const unsigned char *)p;
    if (n >= 3 && ((s[0] >= 0xE3 && s[0] <= 0xEC) || s[0] == 0xE1 || (s[0] == 0xE0 && s[1] >= 0xA0)))
        return follows(s[1]) && follows(s[2]) ? 3 : 0;
    return n >= 2 && s[0] >= 0xC3 && s[0] <= 0xDF && follows(s[1]) ? 2 : 0;
}

static void write_escaped(struct dx_buf *b, const char *p, size_t i, size_t n)
{
    size_t from = 0;
    dx_buf_byte(b, '"');
    for (; i < n; i = dx_json_plain(p, i, n)) {
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
    if (from < n)
        dx_buf_add(b, p + from, n - from);
    dx_buf_byte(b, '"');
}

static void write_string(struct dx_buf *b, const char *p, size_t n)
{
    size_t plain = dx_json_plain(p, 0, n);
    if (plain < n) {
        write_escaped(b, p, plain, n);
        return;
    }
    char *to = dx_buf_room(b, n + 2);
    if (!to)
        return;
    *to++ = '"';
    if (n) /* p may be NULL: an empty string that was never set */
        memcpy(to, p, n);
    to[n] = '"';
    to[n + 1] = '\0';
    b->len += n + 2;
}

static void put_key(struct dx_buf *b, const char *key)
{
    write_string(b, key, strlen(key));
    dx_buf_byte(b, ':');
}

static inline void begin(struct dx_jw *w, const char *key)
{
    if (w->comma)
        dx_buf_byte(w->b, ',');
    w->comma = true;
    if (key)
        put_key(w->b, key);
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

char *dx_put_digits(char *to, uint64_t u)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869"
                                "707172737475767778798081828384858687888990919293949596979899";
    char room[DX_DIGITS], *end = room + sizeof room, *at = end;
    if (u < 10) {
        *to = (char)('0' + u);
        return to + 1;
    }
    for (; u >= 10; u /= 100)
        memcpy(at -= 2, pairs + 2 * (u % 100), 2);
    if (u)
        *--at = (char)('0' + u);
    memcpy(to, at, (size_t)(end - at));
    return to + (end - at);
}

void dx_jw_int(struct dx_jw *w, const char *key, int64_t v)
{
    begin(w, key);
    char *to = dx_buf_room(w->b, DX_DIGITS + 1), *p = to;
    if (!to)
        return;
    if (v < 0)
        *p++ = '-';
    p = dx_put_digits(p, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
    *p = '\0';
    w->b->len += (size_t)(p - to);
}

void dx_jw_num(struct dx_jw *w, const char *key, double v)
{
    begin(w, key);
    char *to = dx_buf_room(w->b, DX_DIGITS + 5), *p = to;
    if (!to)
        return;
    if (!(fabs(v) < 1e15)) /* no number of ours is that large; JSON knows no NaN */
        v = 0;
    double milli = fabs(v) * 1000;
    uint64_t u = (uint64_t)milli;
    u += milli - (double)u >= 0.5; /* as llround, which is a call */
    if (v < 0 && u)
        *p++ = '-';
    p = dx_put_digits(p, u / 1000);
    unsigned frac = (unsigned)(u % 1000);
    if (frac) {
        p[0] = '.';
        p[1] = (char)('0' + frac / 100);
        p[2] = (char)('0' + frac / 10 % 10);
        p[3] = (char)('0' + frac % 10);
        p += frac % 10 ? 4 : frac % 100 ? 3 : 2;
    }
    *p = '\0';
    w->b->len += (size_t)(p - to);
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
