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

/* Writes the digits of u so that they end before `end`; returns where they start. */
static char *digits_before(char *end, uint64_t u)
{
    do
        *--end = (char)('0' + u % 10);
    while (u /= 10);
    return end;
}

void dx_jw_int(struct dx_jw *w, const char *key, int64_t v)
{
    char room[24], *end = room + sizeof room, *at = digits_before(end, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
    begin(w, key);
    if (v < 0)
        *--at = '-';
    dx_buf_add(w->b, at, (size_t)(end - at));
}

void dx_jw_num(struct dx_jw *w, const char *key, double v)
{
    char room[28], *behind = room + sizeof room - 3, *end = behind;
    begin(w, key);
    if (!(fabs(v) < 1e15)) /* no number of ours is that large; JSON knows no NaN */
        v = 0;
    double milli = fabs(v) * 1000;
    uint64_t u = (uint64_t)milli;
    u += milli - (double)u >= 0.5; /* as llround, which is a call */
    unsigned frac = (unsigned)(u % 1000);
    char *at = digits_before(behind - 1, u / 1000);
    if (v < 0 && u)
        *--at = '-';
    if (frac) {
        behind[-1] = '.';
        behind[0] = (char)('0' + frac / 100);
        behind[1] = (char)('0' + frac / 10 % 10);
        behind[2] = (char)('0' + frac % 10);
        end += frac % 10 ? 3 : frac % 100 ? 2 : 1;
    } else {
        end--;
    }
    dx_buf_add(w->b, at, (size_t)(end - at));
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
