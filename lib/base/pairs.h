/* pairs.h: a compact table of pairs of 64-bit numbers, for millions of hashes
 *
 * Keys must be uniform (heads of hashes). 256 tables of open addressing, each between 64 and 80 % full and growing by itself: some 22
 * bytes a pair, and never a moment with the whole table twice in memory. */
#ifndef DX_BASE_PAIRS_H
#define DX_BASE_PAIRS_H

#include "base/err.h"

struct dx_pair {
    uint64_t key, value; /* value 0: a free slot */
};

/* Starts as all zero; given back with dx_pairs_free. */
struct dx_pairs {
    struct dx_pairs_part {
        struct dx_pair *slots;
        uint32_t n, cap;
    } parts[256];
    size_t n;
};

DX_API void dx_pairs_free(struct dx_pairs *t);
/* The pair of that key whose value agrees with `value` in the bits of `mask` (0: any), NULL when there is none. Valid until the next add. */
DX_API struct dx_pair *dx_pairs_find(const struct dx_pairs *t, uint64_t key, uint64_t value, uint64_t mask);
/* Adds a pair, beside others of the same key. value must not be 0. DX_OK or DX_NOMEM. */
DX_API int dx_pairs_add(struct dx_pairs *t, uint64_t key, uint64_t value, struct dx_err *e);
#endif
