/* pool.h: worker processes: jobs in, answers out, in the order of the jobs, whatever the number of workers
 *
 * A worker is forked from a parent that has loaded rules and models already. It gets a job's bytes and, with them, a
 * descriptor; it gives bytes back. When a worker dies, hangs or floods, only its job fails: the answer then carries the
 * reason, and a new worker takes its place. */
#ifndef DX_ENGINE_POOL_H
#define DX_ENGINE_POOL_H

#include "base/buf.h"

struct dx_pool;

/* Runs in a worker. fd is -1 when the job has none; the pool closes it. What is in *answer is sent when DX_OK is returned;
 * otherwise *e is sent as the job's failure. */
typedef int dx_job_fn(void *ctx, struct dx_str job, int fd, struct dx_buf *answer, struct dx_err *e);
/* Runs in the parent, once per job, in the order in which the jobs were put. failure is NULL when all went well, else answer is
 * empty. `tag` is what came with the job. Anything but DX_OK stops the pool and is returned by put or end. */
typedef int dx_answer_fn(void *ctx, void *tag, struct dx_str answer, const struct dx_err *failure, struct dx_err *e);

/* Runs in the parent as soon as a job is answered, before its turn: for what must not wait for slower jobs before it. */
typedef void dx_arrived_fn(void *ctx, void *tag, struct dx_str answer);

struct dx_pool_options {
    dx_arrived_fn *arrived; /* of answers of workers; may be NULL */
    int jobs;            /* workers, at least 1 */
    double timeout;      /* seconds of wall time per job, 0: none; on a breach code timeout, transient */
    size_t memory;       /* bytes of address space per worker beyond what the parent has, 0: none; code memory, transient */
    size_t answer_bytes; /* the longest answer; longer: code limit (answer) */
    size_t queue;        /* jobs held at once (waiting, running, answered but not yet in turn); 0: 16 per worker */
};

DX_API int dx_pool_new(struct dx_pool **p, const struct dx_pool_options *o, dx_job_fn *job, dx_answer_fn *answer, void *ctx, struct dx_err *e);
/* Gives a job (its bytes are copied, fd is duplicated when it isn't -1). With work false the job needs no worker: its own bytes are
 * its answer, in turn. Waits while the queue is full, delivering answers meanwhile. */
DX_API int dx_pool_put(struct dx_pool *p, struct dx_str job, int fd, void *tag, bool work, struct dx_err *e);
/* Delivers all answers that are due and waits for the rest. */
DX_API int dx_pool_end(struct dx_pool *p, struct dx_err *e);
/* Forgets the jobs that no worker has begun: their answers never come. Those in hand are finished by dx_pool_end. */
DX_API void dx_pool_halt(struct dx_pool *p);
/* Ends the workers (at once, when jobs are still running). */
DX_API void dx_pool_free(struct dx_pool *p);
#endif
