/* pairs.c: 256 small tables: which one by the key's first byte, where in it by its lower half */
#include "base/pairs.h"

#include <stdlib.h>

#define FIRST 8

void dx_pairs_free(struct dx_pairs *t)
{
    for (size_t i = 0; i < 256; i++)
        free(t->parts[i].slots);
    *t = (struct dx_pairs){0};
}

static uint32_t home(const struct dx_pairs_part *p, uint64_t key) { return (uint32_t)((key & 0xffffffffu) * p->cap >> 32); }
static uint32_t after(const struct dx_pairs_part *p, uint32_t i) { return i + 1 == p->cap ? 0 : i + 1; }

struct dx_pair *dx_pairs_find(const struct dx_pairs *t, uint64_t key, uint64_t value, uint64_t mask)
{
    const struct dx_pairs_part *p = &t->parts[key >> 56];
    if (p->n == 0)
        return NULL;
    for (uint32_t i = home(p, key); p->slots[i].value; i = after(p, i))
        if (p->slots[i].key == key && ((p->slots[i].value ^ value) & mask) == 0)
            return &p->slots[i];
    return NULL;
}

static void put(struct dx_pairs_part *p, struct dx_pair pair)
{
    uint32_t i = home(p, pair.key);
    while (p->slots[i].value)
        i = after(p, i);
    p->slots[i] = pair;
}

static int grow(struct dx_pairs_part *p, struct dx_err *e)
{
    struct dx_pairs_part more = {.n = p->n, .cap = p->cap ? p->cap + p->cap / 4 : FIRST};
    more.slots = calloc(more.cap, sizeof *more.slots);
    if (!more.slots)
        return dx_fail_nomem(e);
    for (uint32_t i = 0; i < p->cap; i++)
        if (p->slots[i].value)
            put(&more, p->slots[i]);
    free(p->slots);
    *p = more;
    return DX_OK;
}

int dx_pairs_add(struct dx_pairs *t, uint64_t key, uint64_t value, struct dx_err *e)
{
    struct dx_pairs_part *p = &t->parts[key >> 56];
    if (p->n >= p->cap - p->cap / 5) {
        int rc = grow(p, e);
        if (rc != DX_OK)
            return rc;
    }
    put(p, (struct dx_pair){key, value});
    p->n++;
    t->n++;
    return DX_OK;
}
