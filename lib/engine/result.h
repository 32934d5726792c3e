/* result.h: what the stages found in one content, in the form in which it is cached: no path, no exhibit, one piece per stage
 *
 * A stage's result depends on the content, its media type, what the walk said of it, and on the stages before it; so a piece is marked
 * with a chain: content, then the `by` of each stage up to its own. A changed last stage (rules) leaves all earlier pieces valid. A frame
 * of the cache, under the key of the content, holds the pieces that came together. */
#ifndef DX_ENGINE_RESULT_H
#define DX_ENGINE_RESULT_H

#include "engine/cache.h"
#include "engine/work.h"

struct dx_result_keys {
    uint8_t content[DX_SHA256_BYTES];
    uint8_t chain[DX_STAGES][DX_SHA256_BYTES];
    size_t n; /* stages; 0: there are no keys */
};

/* Makes the keys of an item: `base` holds its record and what the walk said besides, as lines. DX_NOMEM, DX_ENV. */
DX_API int dx_result_key(struct dx_result_keys *k, const struct dx_item *it, struct dx_str base, const struct dx_worker_stage *s, size_t n,
                         struct dx_err *e);
/* Adds to the group (which holds the base lines) the pieces that the cache has, from the first stage on, up to the first that is
 * missing: *have says how many. The group is settled. Pieces with a transient error, or after one, are missing unless `passing`. */
DX_API int dx_result_load(struct dx_cache *c, const struct dx_result_keys *k, bool passing, struct dx_group *g, size_t *have,
                          struct dx_err *e);
/* Puts the pieces of stages `from` and later of a finished group into the cache; from the first transient error on they are marked as
 * passing. A group with lines of anybody else is not cached. */
DX_API int dx_result_store(struct dx_cache *c, const struct dx_result_keys *k, const struct dx_worker_stage *s, size_t n, size_t from,
                           struct dx_str lines, struct dx_str base, struct dx_err *e);
#endif
