/* json.h: writing records in a fixed form, and reading any JSON line
 *
 * The written form is the record contract's: keys in the order of the calls, no space outside strings,
 * escaped only `\"`, `\\`, U+0000–001F, U+007F–009F, U+2028/2029 (as \uxxxx, lower case);
 * bad UTF-8 becomes U+FFFD. */
#ifndef DX_BASE_JSON_H
#define DX_BASE_JSON_H

#include "base/buf.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* ---- writing ---- */

/* Writes into *b; starts as {buffer, false}. Every call within an object gives the key first; within an array
 * the key is NULL. Memory failure shows in dx_buf_ok(b). */
struct dx_jw {
    struct dx_buf *b;
    bool comma; /* a comma is due before the next value */
};

DX_API void dx_jw_obj(struct dx_jw *w, const char *key);
DX_API void dx_jw_obj_end(struct dx_jw *w);
DX_API void dx_jw_arr(struct dx_jw *w, const char *key);
DX_API void dx_jw_arr_end(struct dx_jw *w);
DX_API void dx_jw_str(struct dx_jw *w, const char *key, struct dx_str s);
DX_API void dx_jw_cstr(struct dx_jw *w, const char *key, const char *s);
DX_API void dx_jw_int(struct dx_jw *w, const char *key, int64_t v);
/* A score, confidence or angle: at most 3 decimals, no exponent, no trailing zeros, never "-0". */
DX_API void dx_jw_num(struct dx_jw *w, const char *key, double v);
DX_API void dx_jw_bool(struct dx_jw *w, const char *key, bool v);
/* A value that is JSON already. */
DX_API void dx_jw_raw(struct dx_jw *w, const char *key, struct dx_str json);

/* Writes u in decimal to `to`, which has room for DX_DIGITS bytes; returns what is behind it. */
#define DX_DIGITS 20
DX_API char *dx_put_digits(char *to, uint64_t u);

/* ---- strings ---- */

/* The length of a character of two or three bytes that stands for itself within a string, and isn't near one that doesn't; 0: not seen at a
 * glance. */
DX_API size_t dx_json_wide(const char *p, size_t n);

/* The bytes of eight that are anything but printable ASCII, or a quote or a backslash: bit 7 of each. A borrow marks too many, but only behind
 * one that is marked rightly. */
static inline uint64_t dx_json_marks(uint64_t w)
{
    const uint64_t each = 0x0101010101010101u;
    uint64_t quote = w ^ each * '"', back = w ^ each * '\\', del = w ^ each * 0x7F;
    return (w | (w - each * 0x20) | (quote - each) | (back - each) | (del - each)) & each * 0x80;
}

/* Less than eight bytes as the low ones of a word; the others are 0. */
static inline uint64_t dx_json_few(const char *p, size_t n)
{
    uint64_t w = 0;
    uint32_t four;
    uint16_t two;
    size_t at = 0;
    if (n & 4) {
        memcpy(&four, p, at = sizeof four);
        w = four;
    }
    if (n & 2) {
        memcpy(&two, p + at, sizeof two);
        w |= (uint64_t)two << 8 * at;
        at += sizeof two;
    }
    return n & 1 ? w | (uint64_t)(unsigned char)p[at] << 8 * at : w;
}

/* The next up to eight bytes of p[i,n), as a machine with the low byte first has them; what lies behind their end is blank. */
static inline uint64_t dx_json_word(const char *p, size_t i, size_t n)
{
    const uint64_t blanks = 0x2020202020202020u;
    uint64_t w;
    size_t rest = n - i;
    if (n < sizeof w)
        return dx_json_few(p + i, rest) | blanks << 8 * rest;
    memcpy(&w, p + (rest < sizeof w ? n - sizeof w : i), sizeof w);
    return rest < sizeof w ? w >> 8 * (sizeof w - rest) | blanks << 8 * rest : w; /* what was looked at before is shifted out */
}

/* Where the characters of p[i,n) that stand for themselves within a string end, as far as one sees without decoding: at a quote, a backslash,
 * what must be escaped, what is rare, what is no UTF-8. */
static inline size_t dx_json_plain(const char *p, size_t i, size_t n)
{
    while (i < n) {
        uint64_t mark = 0;
#ifdef __SSE2__
        while (!mark && n - i >= sizeof(__m128i)) {
            __m128i v = _mm_loadu_si128((const __m128i *)(p + i)); /* bytes above 7f are negative */
            __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"')), back = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
            __m128i other = _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F)));
            mark = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, back), other));
            i += mark ? (unsigned)__builtin_ctzll(mark) : sizeof v;
        }
#endif
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        while (!mark && i < n) {
            mark = dx_json_marks(dx_json_word(p, i, n));
            i += mark ? (size_t)__builtin_ctzll(mark) >> 3 : sizeof mark;
        }
#endif
        while (i < n && p[i] >= 0x20 && p[i] < 0x7F && p[i] != '"' && p[i] != '\\') /* a char above 0x7F is negative, or too large */
            i++;
        size_t wide = i < n && (unsigned char)p[i] > 0x7F ? dx_json_wide(p + i, n - i) : 0;
        if (wide == 0)
            break;
        i += wide;
    }
    return i < n ? i : n;
}

/* ---- reading ---- */

enum dx_jtype { DX_JNULL, DX_JBOOL, DX_JNUM, DX_JSTR, DX_JARR, DX_JOBJ };

struct dx_jnode {
    enum dx_jtype type;
    bool truth;        /* of a boolean */
    uint8_t marks;     /* the reader's own */
    struct dx_str key; /* within an object, unescaped */
    struct dx_str s;   /* a string unescaped; a number as written */
    uint32_t next;     /* index of the following sibling, 0 when there is none */
    uint32_t first;    /* index of the first child, 0 when there is none */
};

/* A parsed line. Starts as all zero, may be used again and again, given back with dx_json_free. */
struct dx_json {
    struct dx_jnode *nodes;
    size_t n, cap;
    struct dx_buf text; /* strings that had escapes */
};

/* Parses one JSON value that fills p. Strings point into p or into j->text, until j is used again.
 * DX_BAD (code malformed) when it isn't JSON in UTF-8, nests deeper than DX_JSON_DEPTH or holds more than
 * DX_JSON_NODES values; DX_NOMEM. */
DX_API int dx_json_parse(struct dx_json *j, const char *p, size_t n, struct dx_err *e);
DX_API void dx_json_free(struct dx_json *j);
/* The top value: valid after a parse that gave DX_OK. */
static inline const struct dx_jnode *dx_json_top(const struct dx_json *j) { return &j->nodes[0]; }
/* Walking the children of an object or array: NULL at the end. */
DX_API const struct dx_jnode *dx_json_first(const struct dx_json *j, const struct dx_jnode *of);
DX_API const struct dx_jnode *dx_json_next(const struct dx_json *j, const struct dx_jnode *after);
/* The member of an object by key; NULL when `of` is NULL, no object, or has no such key. */
DX_API const struct dx_jnode *dx_json_get(const struct dx_json *j, const struct dx_jnode *of, const char *key);
/* The value of a node of the right type, else the given default. NULL nodes give the default. */
DX_API struct dx_str dx_json_str(const struct dx_jnode *n); /* {NULL, 0} when it is no string */
DX_API int64_t dx_json_int(const struct dx_jnode *n, int64_t otherwise); /* clamped to int64; fractions cut */
DX_API double dx_json_num(const struct dx_jnode *n, double otherwise);
DX_API bool dx_json_bool(const struct dx_jnode *n, bool otherwise);
#endif
