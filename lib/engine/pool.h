/* pool.h: worker processes: jobs in, answers out, in the order of the jobs, whatever the number of workers
 *
 * A worker is forked from a process that has loaded rules and models already (nursery.h), and closes the cage (sandbox.h) before it is
 * given anything. It gets a job's bytes and a descriptor; it gives bytes back, which nobody trusts: a judge in the parent looks at them before
 * anything else does. When a worker dies, hangs, floods, or is refused by the judge, its job alone is the loser, and the judge may have
 * the rest of it done by a fresh one. */
#ifndef DX_ENGINE_POOL_H
#define DX_ENGINE_POOL_H

#include "base/buf.h"
#include "engine/sandbox.h"

struct dx_pool;
struct dx_port; /* a worker's line to the parent */

enum dx_pool_how {
    DX_POOL_PASS,   /* no worker: its own bytes are its answer, in turn */
    DX_POOL_SHARED, /* a worker that has done others' work of the same exhibit will do; what it says comes at the end */
    DX_POOL_FRESH   /* a worker forked for this job alone */
};

struct dx_pool_job {
    struct dx_str bytes;   /* copied */
    int fd;                /* -1: none; duplicated */
    enum dx_pool_how how;
    uint64_t exhibit;      /* no worker serves two */
    int64_t size;          /* bytes of evidence: the limits grow with it */
    void *tag;
    double cost;           /* seconds that it may take, as a guess: of the last jobs the dearest begin first */
};

/* Runs in a worker. fd is -1 when the job has none; the pool closes it. What is in *answer is sent when DX_OK is returned;
 * otherwise *e is sent as the job's failure. */
typedef int dx_job_fn(void *ctx, struct dx_port *port, struct dx_str job, int fd, struct dx_buf *answer, struct dx_err *e);
/* Runs where workers are forked from, before the first of them: loads what they need. What it adds to *said is given to dx_pool_ready. */
typedef int dx_load_fn(void *ctx, struct dx_buf *said, struct dx_err *e);
/* In a worker: from here on it is at step `mark` (never lower than the one before). The clocks of a step start anew. */
DX_API void dx_port_mark(struct dx_port *port, uint64_t mark);
/* In a worker: sends what *answer holds already, and empties it: that is safe whatever happens to the worker. */
DX_API void dx_port_part(struct dx_port *port, struct dx_buf *answer);

/* In a worker, for an answer that is worth something only as a whole: sends what there is of it when that has become much (from a worker that
 * sends parts anyway at once), so that its memory stays small and the parent need not wait for the end. */
DX_API void dx_port_flow(struct dx_port *port, struct dx_buf *answer);

/* What a job came to. */
enum dx_pool_end {
    DX_END_ANSWER,  /* it was answered */
    DX_END_FAILURE, /* the job function said so */
    DX_END_CRASH,   /* the worker ended by itself: a signal, an exit, bytes that are no answer */
    DX_END_KILLED,  /* somebody else's SIGKILL: the system ran out of memory, or a hand */
    DX_END_MEMORY,  /* the worker ran out of its memory */
    DX_END_STEP,    /* one step took too long (processor time, or it stalled) */
    DX_END_TIME,    /* the job as a whole took too long */
    DX_END_FLOOD    /* it said more than it may */
};
struct dx_pool_result {
    enum dx_pool_end end;
    struct dx_buf *answer; /* all that was sent in whole parts; the judge may change it */
    uint64_t mark;         /* the last step that was begun; 0: none */
    struct dx_err *e;      /* unless DX_END_ANSWER; the judge may set or clear it (code NULL: no failure) */
};
enum dx_ruling {
    DX_TAKE,   /* the job is done: answer or failure as the result has them now */
    DX_AGAIN,  /* a fresh worker does what *again says, with the same descriptor from its start; *answer is forgotten */
    DX_REFUSE  /* the worker lied: it is ended; the job is done with what the result has now */
};
/* Runs in the parent when a job ends, in the order in which they end. NULL: all is taken as it comes. */
typedef enum dx_ruling dx_judge_fn(void *ctx, void *tag, struct dx_pool_result *r, struct dx_buf *again);
/* Runs in the parent, once per job, in the order in which the jobs were put. failure is NULL when all went well. `tag` is what came
 * with the job. Anything but DX_OK stops the pool and is returned by put or end. */
typedef int dx_answer_fn(void *ctx, void *tag, struct dx_str answer, const struct dx_err *failure, struct dx_err *e);

struct dx_pool_options {
    int jobs;            /* workers, at least 1 */
    double timeout;      /* seconds of wall time per job, 0: none; on a breach code timeout, transient */
    double step_seconds; /* of processor time for one step (0: none), and ten times as much of wall time */
    double step_per_mb;  /* more for each MB of the job's evidence */
    double job_seconds, job_per_mb; /* the same for all steps together */
    size_t memory;       /* bytes of address space per worker beyond what the parent has, 0: none; code memory, transient */
    size_t answer_bytes; /* the longest answer; longer: code limit (answer) */
    size_t queue;        /* jobs held at once (waiting, running, answered but not yet in turn); 0: 16 per worker */
    const struct dx_sandbox *sandbox; /* borrowed; NULL: as with --no-sandbox */
};
struct dx_pool_calls {
    dx_job_fn *job;
    dx_judge_fn *judge;
    dx_answer_fn *answer;
    void *ctx;
    dx_load_fn *load; /* may be NULL */
};

DX_API int dx_pool_new(struct dx_pool **p, const struct dx_pool_options *o, const struct dx_pool_calls *calls, struct dx_err *e);
/* Waits until `load` is through: its failure, or what it said (borrowed). Jobs may be put without. */
DX_API int dx_pool_ready(struct dx_pool *p, struct dx_str *said, struct dx_err *e);
/* Gives a job. Waits while the queue is full, delivering answers meanwhile. */
DX_API int dx_pool_put(struct dx_pool *p, const struct dx_pool_job *job, struct dx_err *e);
/* Delivers all answers that are due and waits for the rest. */
DX_API int dx_pool_end(struct dx_pool *p, struct dx_err *e);
/* Forgets the jobs that no worker has begun, and says how many: their answers never come, nor those of jobs put after them (which are judged).
 * Those in hand are finished by dx_pool_end. May be called from within an answer. */
DX_API size_t dx_pool_halt(struct dx_pool *p);
/* Ends the workers (at once, when jobs are still running). */
DX_API void dx_pool_free(struct dx_pool *p);
#endif
