/* buf.c: a growing byte buffer */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USUAL 64 /* bytes of what is printed: room for so many is there at once */

void dx_buf_free(struct dx_buf *b)
{
    free(b->p);
    *b = (struct dx_buf)DX_BUF_INIT;
}

char *dx_buf_grow(struct dx_buf *b, size_t n)
{
    if (b->oom)
        return NULL;
    if (n > SIZE_MAX / 2 - b->len - 1) {
        b->oom = true;
        return NULL;
    }
    size_t need = b->len + n + 1;
    if (need > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 128;
        while (cap < need)
            cap *= 2;
        char *p = realloc(b->p, cap);
        if (!p) {
            b->oom = true;
            return NULL;
        }
        b->p = p;
        b->cap = cap;
    }
    return b->p + b->len;
}

void dx_buf_printf(struct dx_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    char *to = dx_buf_room(b, USUAL);
    size_t room = to ? b->cap - b->len : 0;
    int n = vsnprintf(to, room, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n >= room && (to = dx_buf_room(b, (size_t)n)) != NULL)
        n = vsnprintf(to, (size_t)n + 1, fmt, again);
    if (n >= 0 && to)
        b->len += (size_t)n;
    else
        b->oom = true;
    va_end(again);
}
