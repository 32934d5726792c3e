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

/* Doubles the room. array: the address of the pointer; size: of an element, in bytes. */
DX_API bool dx_array_more(void *array, size_t *cap, size_t size);
#endif
