/* vectors.h: what vectors of 32 bytes are compared with (internal to find/)
 *
 * It stays in memory: made of numbers each time, as a compiler does it, it costs as much as the comparing. x86 alone. */
#ifndef DX_FIND_VECTORS_H
#define DX_FIND_VECTORS_H

#include <immintrin.h>

#define X8(c) c, c, c, c, c, c, c, c
#define ALL(c) {{X8(c), X8(c), X8(c), X8(c)}}
union vector {
    char c[32];
    __m256i v;
};
#endif
