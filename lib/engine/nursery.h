/* nursery.h: a process that holds what workers need, loaded and warmed once, and forks them
 *
 * It never sees a byte of evidence. What it forks are children of the one who asked, not its own, so that they are watched, ended and reaped
 * there. Because it is small and stays as it is, a worker costs the same at the first item and at the millionth; and whoever asks never
 * has rules and models in its own memory. When it dies it is forked anew, and loads again. */
#ifndef DX_ENGINE_NURSERY_H
#define DX_ENGINE_NURSERY_H

#include "base/buf.h"
#include "base/err.h"
#include "engine/sandbox.h"

#include <sys/types.h>

struct dx_nursery;

struct dx_nursery_calls {
    /* In the nursery, before the first fork: loads; what it adds to *said goes to the parent. NULL: nothing is to be done. */
    int (*load)(void *ctx, struct dx_buf *said, struct dx_err *e);
    /* In a worker, uncaged yet: its whole life. sock is its line to the parent. */
    void (*live)(void *ctx, int sock, pid_t parent, unsigned cpu);
    void *ctx;
};

/* Forks it, and doesn't wait: it loads meanwhile. sandbox (may be NULL) is borrowed. */
DX_API int dx_nursery_new(struct dx_nursery **n, const struct dx_nursery_calls *calls, const struct dx_sandbox *sandbox, struct dx_err *e);
DX_API void dx_nursery_free(struct dx_nursery *n);
/* Waits until it has loaded; *said is what `load` said. Its failure; DX_ENV: it can't be kept alive, or says something else when it loads again. */
DX_API int dx_nursery_ready(struct dx_nursery *n, struct dx_str *said, struct dx_err *e);
/* A new child of the caller, and the caller's end of the line to it. cpu is handed on to `live`. */
DX_API int dx_nursery_fork(struct dx_nursery *n, unsigned cpu, pid_t *pid, int *sock, struct dx_err *e);
#endif
