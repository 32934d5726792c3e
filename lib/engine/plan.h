/* plan.h: a case cut into shards for several machines: who does which files
 *
 * A plan is a small file, CASE/shards/plan.json. The walk is cut, by size and ending alone, into stretches of about the same cost; each
 * stretch is some shard's. Nothing is read for it, and nothing of it is in the records: a shard adds to the cache, and the merge is a run
 * that finds its results there. So a shard may run twice, anywhere, at any time, and the bytes are those of one machine. */
#ifndef DX_ENGINE_PLAN_H
#define DX_ENGINE_PLAN_H

#include "engine/casedir.h"
#include "engine/settings.h"
#include "evidence/walk.h"

#define DX_PLAN_DIR "shards"
#define DX_PLAN_FILE "shards/plan.json"

struct dx_stretch {
    char *to; /* the last path of it, exact bytes; NULL: to the end */
    size_t to_n;
    double cost;
    int shard;
};

struct dx_plan {
    int shards;
    struct dx_operand *operands;
    size_t n_operands;
    struct dx_settings settings;
    char cpu[32];          /* the processor class that all must have */
    char (*tools)[DX_TOOL_DIGITS + 1]; /* ids of the walk's and the stages' tool records */
    size_t n_tools;
    struct dx_stretch *stretches;
    size_t n, cap;
    int64_t files, bytes;
    double cost;
    char hash[DX_SHA256_HEX + 1]; /* of the file */
};

/* Starts as all zero; given back with dx_plan_free. */
DX_API void dx_plan_free(struct dx_plan *p);
/* Walks the operands, asking for sizes only, and cuts. p->shards is set by the caller. The same evidence gives the same plan. */
DX_API int dx_plan_make(struct dx_plan *p, const struct dx_operand *o, size_t n, struct dx_err *e);
/* Writes it into the case; tools: p->tools. */
DX_API int dx_plan_write(struct dx_plan *p, const struct dx_options *settings, const struct dx_casedir *d, struct dx_err *e);
/* DX_ENV when there is none, or it isn't whole, or of a newer schema. */
DX_API int dx_plan_read(struct dx_plan *p, const struct dx_casedir *d, struct dx_err *e);
/* Which operand a path (exact, with its label) belongs to, n_operands: none; in which stretch it lies (there is one at least). */
DX_API size_t dx_plan_operand(const struct dx_plan *p, struct dx_str path);
DX_API size_t dx_plan_stretch(const struct dx_plan *p, struct dx_str path);
/* Is that path the shard's? Is anything beneath the folder? */
DX_API bool dx_plan_has(const struct dx_plan *p, int shard, struct dx_str path);
DX_API bool dx_plan_has_beneath(const struct dx_plan *p, int shard, struct dx_str folder);

/* "shards/0007.done": what a shard leaves when it is through. */
DX_API void dx_plan_done_name(char out[64], int shard);
/* Was the shard of this very plan done? Its record (a JSON object) goes to *out, which is empty if not. */
DX_API int dx_plan_done(const struct dx_plan *p, const struct dx_casedir *d, int shard, struct dx_buf *out, struct dx_err *e);
#endif
