/* docex_numbers.c: numbers for people */
#include "docex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *docex_grouped(char out[32], int64_t n)
{
    char plain[24];
    size_t len = (size_t)snprintf(plain, sizeof plain, "%lld", (long long)n), at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = plain[i];
    }
    out[at] = '\0';
    return out;
}

void docex_duration(char out[32], double seconds)
{
    long s = (long)seconds;
    if (s < 60)
        snprintf(out, 32, "%.1f s", seconds);
    else if (s < 3600)
        snprintf(out, 32, "%ld min %02ld s", s / 60, s % 60);
    else
        snprintf(out, 32, "%ld h %02ld min", s / 3600, s / 60 % 60);
}

static int by_count(const void *a, const void *b)
{
    const struct dx_count *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->name, y->name);
}

struct dx_count *docex_most_first(const struct dx_tally *t)
{
    struct dx_count *rows = t->n ? malloc(t->n * sizeof *rows) : NULL;
    if (rows) {
        memcpy(rows, t->rows, t->n * sizeof *rows);
        qsort(rows, t->n, sizeof *rows, by_count);
    }
    return rows;
}
