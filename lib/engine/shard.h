/* shard.h: what a machine among several does: its shard of a plan, into the case's cache */
#ifndef DX_ENGINE_SHARD_H
#define DX_ENGINE_SHARD_H

#include "engine/plan.h"
#include "engine/run.h"

struct dx_shard_counts {
    int64_t items, bytes, cached, known;
};

/* Works on one shard. `o` is filled in by the caller but for operands, settings and what is wanted, which are the plan's. `host` is what this
 * machine is called in its record. DX_BAD: this machine or this docex isn't the plan's; DX_STOP; DX_NOMEM; DX_ENV. */
DX_API int dx_shard_work(const struct dx_casedir *d, const struct dx_plan *p, int shard, const char *host, struct dx_journey_options o,
                         struct dx_shard_counts *c, struct dx_err *e);
/* Fills a plan's tools and processor class with those of this docex. */
DX_API int dx_shard_identify(struct dx_plan *p, const struct dx_journey_options *o, struct dx_err *e);
#endif
