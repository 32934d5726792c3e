/* idset.h: the content hashes seen so far, some 22 bytes in memory for each
 *
 * What is kept of a hash is 127 bits of another hash over it, with a secret of this set: who makes the evidence can't make two contents
 * that are taken for one without breaking SHA-256, and by chance it won't happen (a milliard of hashes: one case in 10^20). */
#ifndef DX_BASE_IDSET_H
#define DX_BASE_IDSET_H

#include "base/pairs.h"
#include "base/sha256.h"

/* Starts as all zero; given back with dx_idset_free. */
struct dx_idset {
    struct dx_pairs pairs;
    uint8_t secret[DX_SHA256_BYTES];
};

DX_API void dx_idset_free(struct dx_idset *s);
/* Adds a hash; *fresh says whether it was new. DX_OK, DX_NOMEM, or DX_ENV (no random bytes). */
DX_API int dx_idset_add(struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES], bool *fresh, struct dx_err *e);
DX_API bool dx_idset_has(const struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES]);
static inline size_t dx_idset_count(const struct dx_idset *s) { return s->pairs.n; }
#endif
