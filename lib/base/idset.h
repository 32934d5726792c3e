/* idset.h: the content hashes seen so far, 32 bytes each (open addressing: about 48 bytes in memory for one) */
#ifndef DX_BASE_IDSET_H
#define DX_BASE_IDSET_H

#include "base/sha256.h"

/* Starts as all zero; given back with dx_idset_free. */
struct dx_idset {
    uint8_t (*slots)[DX_SHA256_BYTES]; /* all-zero: free */
    size_t n, cap;                     /* cap is a power of two */
    bool zero;                         /* the all-zero hash itself is in the set */
};

DX_API void dx_idset_free(struct dx_idset *s);
/* Adds a hash; *fresh says whether it was new. DX_OK or DX_NOMEM. */
DX_API int dx_idset_add(struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES], bool *fresh, struct dx_err *e);
DX_API bool dx_idset_has(const struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES]);
#endif
