/* cache.h: results by key, in append-only segments that survive kills, power cuts and bad sectors
 *
 * CASE/cache holds segments, one per run or shard. A segment is only ever appended to, by the one process that made it; frames in
 * it carry their length, their key and checksums. A frame names the one of the same key that was put before it. At start all segments
 * are indexed (some 22 bytes in memory for each key, which leads to its newest frame). What is torn, cut off or flipped is not found, and
 * so is done again; it can't be taken for a result. */
#ifndef DX_ENGINE_CACHE_H
#define DX_ENGINE_CACHE_H

#include "base/sha256.h"

#define DX_CACHE_DIR "cache"

struct dx_cache;

/* What became of the segments. */
struct dx_cache_counts {
    int64_t segments, frames; /* found at start */
    int64_t torn;             /* segments whose last frame is cut off: a run ended in the middle of it */
    int64_t damaged;          /* frames or stretches with a wrong checksum, also those met later */
};

/* Opens the cache of the case directory `dir` (made if need be; `path` is its name for messages) and indexes it. `label` becomes part of the name of the segment that
 * is written, which is made with the first frame. DX_NOMEM; DX_ENV. */
DX_API int dx_cache_open(struct dx_cache **c, int dir, const char *path, const char *label, struct dx_err *e);
DX_API void dx_cache_free(struct dx_cache *c);
/* Is there a frame of that key? Memory alone is looked at, so one that turns out damaged later counts. */
DX_API bool dx_cache_has(const struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES]);
/* The frames of a key, the newest first: *at is 0 before the first call and belongs to the cache afterwards. The bytes go into *out
 * (emptied first), checksum compared; damaged frames are passed over. *got false: there are no more. DX_NOMEM; DX_ENV. */
DX_API int dx_cache_get(struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES], uint64_t *at, struct dx_buf *out, bool *got,
                        struct dx_err *e);
/* Adds a frame. It is on the medium within a second of the next call of put or sync. DX_ENV: the disk is full, or worse. */
DX_API int dx_cache_put(struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES], struct dx_str bytes, struct dx_err *e);
/* Everything that was put is on the medium. */
DX_API int dx_cache_sync(struct dx_cache *c, struct dx_err *e);
DX_API struct dx_cache_counts dx_cache_count(const struct dx_cache *c);
#endif
