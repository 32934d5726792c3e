/* idset.c: a set of SHA-256 hashes; the hash is its own hash function */
#include "base/idset.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t nothing[DX_SHA256_BYTES];

void dx_idset_free(struct dx_idset *s)
{
    free(s->slots);
    *s = (struct dx_idset){0};
}

/* The slot that holds id, or the free one where it belongs. Linear probing: the keys are uniform, whoever chose the content. */
static uint8_t *slot(const struct dx_idset *s, const uint8_t *id)
{
    uint64_t h;
    memcpy(&h, id, sizeof h);
    for (size_t i = (size_t)h & (s->cap - 1);; i = (i + 1) & (s->cap - 1))
        if (memcmp(s->slots[i], nothing, sizeof nothing) == 0 || memcmp(s->slots[i], id, DX_SHA256_BYTES) == 0)
            return s->slots[i];
}

static int grow(struct dx_idset *s, struct dx_err *e)
{
    struct dx_idset more = {.cap = s->cap ? s->cap * 2 : 64, .n = s->n, .zero = s->zero};
    more.slots = calloc(more.cap, sizeof *more.slots);
    if (!more.slots)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < s->cap; i++)
        if (memcmp(s->slots[i], nothing, sizeof nothing) != 0)
            memcpy(slot(&more, s->slots[i]), s->slots[i], DX_SHA256_BYTES);
    free(s->slots);
    *s = more;
    return DX_OK;
}

bool dx_idset_has(const struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES])
{
    if (memcmp(id, nothing, sizeof nothing) == 0)
        return s->zero;
    return s->cap && memcmp(slot(s, id), id, DX_SHA256_BYTES) == 0;
}

int dx_idset_add(struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES], bool *fresh, struct dx_err *e)
{
    *fresh = !dx_idset_has(s, id);
    if (!*fresh)
        return DX_OK;
    if (memcmp(id, nothing, sizeof nothing) == 0) {
        s->zero = true;
        return DX_OK;
    }
    if (s->n + s->n / 3 >= s->cap) { /* at most three quarters full */
        int rc = grow(s, e);
        if (rc != DX_OK)
            return rc;
    }
    memcpy(slot(s, id), id, DX_SHA256_BYTES);
    s->n++;
    return DX_OK;
}
