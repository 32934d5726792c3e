/* tally.c: a sorted table of counts: kinds, codes and reasons are few, so insertion is cheap */
#include "engine/tally.h"

#include "base/array.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

static int compare(struct dx_str a, const char *b)
{
    size_t n = strlen(b);
    int d = memcmp(a.p, b, a.n < n ? a.n : n);
    return d ? d : (a.n > n) - (a.n < n);
}

/* The row of a name, or where it belongs. */
static size_t find(const struct dx_tally *t, struct dx_str name, bool *there)
{
    size_t i;
    DX_FIRST(i, 0, t->n, compare(name, t->rows[i].name) <= 0);
    *there = i < t->n && compare(name, t->rows[i].name) == 0;
    return i;
}

void dx_tally_free(struct dx_tally *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->rows[i].name);
    free(t->rows);
    *t = (struct dx_tally){0};
}

static int insert(struct dx_tally *t, size_t at, struct dx_str name, int64_t n, struct dx_err *e)
{
    if (!DX_MORE(t->rows, t->n, t->cap))
        return dx_fail_nomem(e);
    char *own = malloc(name.n + 1);
    if (!own)
        return dx_fail_nomem(e);
    memcpy(own, name.p, name.n);
    own[name.n] = '\0';
    memmove(t->rows + at + 1, t->rows + at, (t->n - at) * sizeof *t->rows);
    t->rows[at] = (struct dx_count){own, n};
    t->n++;
    return DX_OK;
}

int dx_tally_add(struct dx_tally *t, struct dx_str name, int64_t n, struct dx_err *e)
{
    bool there;
    if (!name.p)
        name = DX_STR("");
    size_t at = find(t, name, &there);
    if (!there && t->n >= DX_TALLY_NAMES) {
        name = DX_STR("…");
        at = find(t, name, &there);
    }
    if (!there)
        return insert(t, at, name, n, e);
    t->rows[at].n += n;
    return DX_OK;
}

int64_t dx_tally_get(const struct dx_tally *t, struct dx_str name)
{
    bool there;
    size_t at = find(t, name, &there);
    return there ? t->rows[at].n : 0;
}

int64_t dx_tally_sum(const struct dx_tally *t)
{
    int64_t sum = 0;
    for (size_t i = 0; i < t->n; i++)
        sum += t->rows[i].n;
    return sum;
}
