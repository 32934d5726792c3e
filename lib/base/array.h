/* array.h: arrays that grow
 *
 * An array is a pointer, the number of its elements and the room it has, kept by whoever owns it; it starts as NULL, 0, 0 and is given back
 * with free. */
#ifndef DX_BASE_ARRAY_H
#define DX_BASE_ARRAY_H

#include <stddef.h>

#include "base/err.h"

/* Makes room for one element behind the first n: DX_MORE(l->p, l->n, l->cap). false: no memory, nothing has changed. */
#define DX_MORE(array, n, cap) ((n) < (cap) || dx_array_more((void *)&(array), &(cap), sizeof *(array)))

/* The first i of [from, to) for which an expression of i holds, as it does for all behind it; `to`: it holds for none. What is sorted is searched by halves:
 *     size_t i;
 *     DX_FIRST(i, 0, n, list[i].at >= at); */
#define DX_FIRST(i, from, to, holds)               \
    do {                                           \
        size_t low_ = (from), high_ = (to);        \
        while (low_ < high_) {                     \
            (i) = low_ + (high_ - low_) / 2;       \
            if (holds)                             \
                high_ = (i);                       \
            else                                   \
                low_ = (i) + 1;                    \
        }                                          \
        (i) = low_;                                \
    } while (0)

/* Doubles the room. array: the address of the pointer; size: of an element, in bytes. */
DX_API bool dx_array_more(void *array, size_t *cap, size_t size);
#endif
