/* walks.h: what shards saw of the evidence, kept beside the plan, and put together again
 *
 * A shard that is through leaves the records of its walk (items, entries, errors) in a file of CASE/shards that is named after its own hash,
 * which the shard's record names as well. A merge reads these files, stretch by stretch of the plan, instead of walking: it opens no folder
 * of the evidence, and reads of it only what a damaged cache has lost. */
#ifndef DX_ENGINE_WALKS_H
#define DX_ENGINE_WALKS_H

#include "engine/plan.h"

/* ---- leaving one ---- */

struct dx_walk_file;

/* `host` becomes part of the name that it has until it is whole. */
DX_API int dx_walk_file_new(struct dx_walk_file **f, const struct dx_plan *p, int shard, const struct dx_casedir *d, const char *host,
                            struct dx_err *e);
/* Adds those records of a unit (whole lines) that are the walk's own and lie in the shard's stretches. */
DX_API int dx_walk_file_add(struct dx_walk_file *f, struct dx_str lines, struct dx_err *e);
/* Syncs it and gives it its name; hash: what it holds. */
DX_API int dx_walk_file_end(struct dx_walk_file *f, char hash[DX_SHA256_HEX + 1], struct dx_err *e);
DX_API void dx_walk_file_free(struct dx_walk_file *f);

/* ---- all of them ---- */

struct dx_walks;

/* DX_ENV: a shard isn't done, or what it left is gone. The case's folder is opened by itself. */
DX_API int dx_walks_open(struct dx_walks **w, const struct dx_plan *p, const char *case_dir, struct dx_err *e);
DX_API void dx_walks_free(struct dx_walks *w);
/* All records in the order of the walk, as dx_walk gives them: root records first, `duplicate` as in one walk, no descriptors. DX_ENV: a file
 * is not what its shard left; what fn returned. */
DX_API int dx_walks_go(struct dx_walks *w, dx_walk_fn *fn, void *ctx, struct dx_err *e);
DX_API void dx_walks_counts(const struct dx_walks *w, int64_t *items, int64_t *errors);
#endif
