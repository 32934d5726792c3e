/* crew.h: stages over item groups, done by caged workers: what filters and docex run are made of
 *
 * Groups go in, in order; they come out in order, with what the stages added in its place. What a worker says is admitted (admit.h) before
 * anything else sees it. When one is lost in the middle of an item, what it had told is kept, a fresh one goes on after the page that
 * it died of, and an error record says what is missing. */
#ifndef DX_ENGINE_CREW_H
#define DX_ENGINE_CREW_H

#include "engine/sandbox.h"
#include "engine/work.h"

struct dx_crew;

enum dx_crew_how {
    DX_CREW_PASS, /* these lines need no work: they come out as they are, in turn */
    DX_CREW_WORK, /* a group */
    DX_CREW_RAW   /* a group whose bytes the first stage takes raw (stage->raw), all of fd */
};

struct dx_crew_options {
    struct dx_worker_stage *stages; /* borrowed */
    size_t n;
    /* NULL: the stages are opened. Else only their `stage` is set: they are opened with these options where workers are forked from, never
     * in this process, and the rest of them, but for `state`, is known once dx_crew_ready is through. */
    const struct dx_options *open;
    int jobs;
    double timeout;      /* seconds of wall time per item, 0: none */
    size_t memory;       /* bytes per worker beyond what the parent has, 0: DX_WORKER_MEMORY */
    double step_seconds; /* of processor time for a page, 0: as limits.h says */
    size_t answer_bytes; /* what one item may give, 0: as limits.h says */
    bool no_sandbox;     /* the user accepts that hostile bytes are read without protection */
    /* As soon as the work on a group is done, in any order; lines as below. May be NULL. */
    void (*arrived)(void *ctx, void *tag, struct dx_str lines);
};

/* In order. lines: the whole group, settled (for DX_CREW_PASS what was given); failures: error records that were added and count for the
 * exit status. Anything but DX_OK stops the crew and is returned by put or end. */
typedef int dx_crew_fn(void *ctx, void *tag, struct dx_str lines, int64_t failures, struct dx_err *e);

/* DX_ENV when the kernel has no protection to give and no_sandbox isn't set. */
DX_API int dx_crew_new(struct dx_crew **c, const struct dx_crew_options *o, dx_crew_fn *done, void *ctx, struct dx_err *e);
/* Waits until the stages are opened, there where the workers come from. DX_ENV: a model or rule is missing or broken. */
DX_API int dx_crew_ready(struct dx_crew *c, struct dx_err *e);
/* lines are copied (the item record comes first, if there is one), fd (-1: none) is duplicated. first: the stages before that one have done
 * their work, their records are among the lines. */
DX_API int dx_crew_put(struct dx_crew *c, enum dx_crew_how how, size_t first, struct dx_str lines, int fd, void *tag,
                       struct dx_err *e);
/* The next piece of raw bytes that have no end in sight, for a crew of one: off is where it starts. What its worker says of it comes as
 * records about the item "-". */
DX_API int dx_crew_piece(struct dx_crew *c, struct dx_str piece, int64_t off, bool last, void *tag, struct dx_err *e);
DX_API int dx_crew_end(struct dx_crew *c, struct dx_err *e);
/* Forgets what no worker has begun, and says how much that was; tags of what is forgotten, and of what was put after it, never come back. */
DX_API size_t dx_crew_halt(struct dx_crew *c);
DX_API void dx_crew_free(struct dx_crew *c);
DX_API const struct dx_protection *dx_crew_protection(const struct dx_crew *c);
#endif
