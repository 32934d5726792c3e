/* bytes.h: a set of bytes */
#ifndef DX_FIND_BYTES_H
#define DX_FIND_BYTES_H

#include <stdbool.h>
#include <stdint.h>

struct dx_bytes {
    uint64_t w[4];
};

static inline bool dx_bytes_has(const struct dx_bytes *s, unsigned c) { return s->w[c >> 6 & 3] >> (c & 63) & 1; }
static inline void dx_bytes_put(struct dx_bytes *s, unsigned c) { s->w[c >> 6 & 3] |= UINT64_C(1) << (c & 63); }
static inline void dx_bytes_range(struct dx_bytes *s, unsigned from, unsigned to)
{
    for (unsigned c = from; c <= to; c++)
        dx_bytes_put(s, c);
}
static inline void dx_bytes_join(struct dx_bytes *s, const struct dx_bytes *o)
{
    for (int i = 0; i < 4; i++)
        s->w[i] |= o->w[i];
}
static inline bool dx_bytes_within(const struct dx_bytes *s, const struct dx_bytes *o)
{
    return !(s->w[0] & ~o->w[0]) && !(s->w[1] & ~o->w[1]) && !(s->w[2] & ~o->w[2]) && !(s->w[3] & ~o->w[3]);
}
static inline bool dx_bytes_eq(const struct dx_bytes *s, const struct dx_bytes *o)
{
    return !((s->w[0] ^ o->w[0]) | (s->w[1] ^ o->w[1]) | (s->w[2] ^ o->w[2]) | (s->w[3] ^ o->w[3]));
}
static inline bool dx_bytes_empty(const struct dx_bytes *s) { return !(s->w[0] | s->w[1] | s->w[2] | s->w[3]); }
/* Initialisers */
#define DX_BYTES_ALL {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}}
#define DX_BYTES_WORD {{UINT64_C(0x03ff000000000000), UINT64_C(0x07fffffe87fffffe), 0, 0}} /* [A-Za-z0-9_] */
#define DX_BYTES_ALNUM {{UINT64_C(0x03ff000000000000), UINT64_C(0x07fffffe07fffffe), 0, 0}}
#define DX_BYTES_DIGIT {{UINT64_C(0x03ff000000000000), 0, 0, 0}}
#endif
