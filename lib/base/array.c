/* array.c: arrays that grow */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 16 /* elements */

bool dx_array_more(void *array, size_t *cap, size_t size)
{
    void *p;
    size_t more = *cap ? *cap * 2 : FIRST;
    if (more > SIZE_MAX / 2 / size)
        return false;
    memcpy(&p, array, sizeof p); /* a pointer of another type may not be read through a void ** */
    p = realloc(p, more * size);
    if (!p)
        return false;
    memcpy(array, &p, sizeof p);
    *cap = more;
    return true;
}
