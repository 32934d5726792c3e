/* eight.h: eight bytes as one number (internal to find/) */
#ifndef DX_FIND_EIGHT_H
#define DX_FIND_EIGHT_H

#include <stdint.h>
#include <string.h>

/* The bytes from p on, the first the lowest. */
static inline uint64_t dx_eight(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}
#endif
