/* buf.h: a growing byte buffer, and a slice of somebody else's bytes */
#ifndef DX_BASE_BUF_H
#define DX_BASE_BUF_H

#include <string.h>

#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A slice: points into memory that another object owns; p may be NULL when n is 0. */
struct dx_str {
    const char *p;
    size_t n;
};

#define DX_STR(literal) ((struct dx_str){(literal), sizeof(literal) - 1})

/* A buffer starts as all zero (DX_BUF_INIT) and is given back with dx_buf_free.
 * Appending never fails at once: when memory runs out `oom` is set and stays set, later appends do
 * nothing, and the one who uses the result asks dx_buf_ok first. */
struct dx_buf {
    char *p; /* NUL-terminated whenever it isn't NULL; the NUL isn't counted in len */
    size_t len, cap;
    bool oom;
};

#define DX_BUF_INIT {NULL, 0, 0, false}

DX_API void dx_buf_free(struct dx_buf *b);
/* Forgets the content (and a past failure), keeps the memory. */
static inline void dx_buf_reset(struct dx_buf *b)
{
    b->len = 0;
    b->oom = false;
    if (b->p)
        b->p[0] = '\0';
}
static inline bool dx_buf_ok(const struct dx_buf *b) { return !b->oom; }
DX_API char *dx_buf_grow(struct dx_buf *b, size_t n);
/* Room for n more bytes at p + len, to be filled by the caller, who then adds to len; NULL when out of memory. Records are written a few bytes
 * at a time: no call where there is room already. */
static inline char *dx_buf_room(struct dx_buf *b, size_t n) { return n < b->cap - b->len && !b->oom ? b->p + b->len : dx_buf_grow(b, n); }
static inline void dx_buf_add(struct dx_buf *b, const void *p, size_t n)
{
    char *to = dx_buf_room(b, n);
    if (!to)
        return;
    if (n)
        memcpy(to, p, n);
    to[n] = '\0';
    b->len += n;
}
static inline void dx_buf_str(struct dx_buf *b, const char *s) { dx_buf_add(b, s, strlen(s)); }
static inline void dx_buf_byte(struct dx_buf *b, char c) { dx_buf_add(b, &c, 1); }
DX_API void dx_buf_printf(struct dx_buf *b, const char *fmt, ...) DX_PRINTF(2, 3);
/* The content as a slice: valid until the next change of the buffer. */
static inline struct dx_str dx_buf_slice(const struct dx_buf *b) { return (struct dx_str){b->p, b->len}; }

/* Text from a C string; equality with another slice, with a C string. */
static inline struct dx_str dx_str(const char *s)
{
    struct dx_str t = {s, s ? strlen(s) : 0};
    return t;
}
static inline bool dx_str_eq(struct dx_str a, struct dx_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool dx_str_is(struct dx_str a, const char *s) { return dx_str_eq(a, dx_str(s)); }

#ifdef __cplusplus
}
#endif
#endif
