/* journey.h: the whole journey, fused: evidence walked in the parent, every item's stages run by a worker or taken from the cache,
 * records given back in the order of the walk
 *
 * What is done with the records is the caller's: into a case (run.c), nowhere but the cache (shard.c), held against a case (verify.c). */
#ifndef DX_ENGINE_JOURNEY_H
#define DX_ENGINE_JOURNEY_H

#include "base/idset.h"
#include "engine/cache.h"
#include "engine/sandbox.h"
#include "engine/walks.h"
#include "engine/work.h"
#include "evidence/walk.h"

#include <signal.h>

struct dx_journey;

struct dx_journey_options {
    const struct dx_stage *const *stages; /* in the order of the pipe */
    size_t n_stages;
    struct dx_options stage;
    const struct dx_operand *operands;
    size_t n_operands;
    bool beneath;                         /* walk only `names` beneath the one operand */
    char *const *names;
    size_t n_names;
    struct dx_walks *walks;               /* what shards have walked already: nothing is walked; may be NULL */
    int jobs;                             /* workers, at least 1 */
    double timeout;                       /* seconds per item, 0: none */
    size_t memory;                        /* bytes per worker, 0: DX_WORKER_MEMORY */
    bool no_sandbox;                      /* the user accepts that hostile bytes are read without protection */
    const struct dx_idset *skip;          /* content that is hashed and never opened; may be NULL */
    const volatile sig_atomic_t *stop;    /* not 0: finish what is in hand and stop; may be NULL */
    bool passing;                         /* results with transient errors in the cache count */
    /* Is a folder, a file wanted at all? May be NULL. Paths as dx_walk_ask has them. */
    bool (*wants_folder)(void *ctx, struct dx_str path);
    bool (*wants_file)(void *ctx, struct dx_str path);
    /* Is an item to be worked on, which otherwise would be? May be NULL. */
    bool (*wants_work)(void *ctx, const struct dx_item *item);
};

/* What stands together in the walk: an item with all that is about it, or a record alone. */
struct dx_unit {
    bool item, duplicate, listed;
    bool known;  /* the file was not read: an earlier walk had, and nothing says that it was touched since */
    bool cached; /* all results came from the cache */
    bool worked; /* some were made now */
};
/* Gets each unit's lines, in the order of the walk. Anything but DX_OK ends the journey. */
typedef int dx_journey_fn(void *ctx, const struct dx_unit *u, struct dx_str lines, struct dx_err *e);

/* Opens the stages; `o` is borrowed. DX_NOMEM; DX_ENV (a model or rule is missing or broken, or
 * the kernel has no protection to give). */
DX_API int dx_journey_new(struct dx_journey **j, const struct dx_journey_options *o, dx_journey_fn *fn, void *ctx, struct dx_err *e);
DX_API void dx_journey_free(struct dx_journey *j);
/* Goes it. `cache` is borrowed, and synced at the end; NULL: everything is done, nothing kept. DX_OK; DX_STOP: stopped before the end;
 * DX_NOMEM; DX_ENV; what fn returned. */
DX_API int dx_journey_go(struct dx_journey *j, struct dx_cache *cache, struct dx_err *e);
/* The tool record of the walk (0) and of each stage (1 …), a whole line, and its id. */
DX_API struct dx_str dx_journey_tool(const struct dx_journey *j, size_t i, const char **by);
/* What its workers are caged by. */
DX_API const struct dx_protection *dx_journey_protection(const struct dx_journey *j);
/* What the walk counted (see dx_walker_counts). */
DX_API void dx_journey_counts(const struct dx_journey *j, int64_t *items, int64_t *errors);
#endif
