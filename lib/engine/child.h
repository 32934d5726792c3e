/* child.h: a process of our own program at the other end of a socket pair: begun, talked to, waited for
 *
 * What forks others for us (nursery.h, typer.h) is such a process. It ends with its parent. */
#ifndef DX_ENGINE_CHILD_H
#define DX_ENGINE_CHILD_H

#include "base/err.h"

#include <sys/types.h>

struct dx_child {
    pid_t pid; /* 0: none */
    int sock;  /* the parent's end of the line */
};

/* Its whole life; `sock` is its end. Ctrl-C doesn't reach it any more. */
typedef void dx_child_life(void *ctx, int sock, pid_t parent);

/* DX_ENV: there can be no more processes or descriptors. */
DX_API int dx_child_start(struct dx_child *c, dx_child_life *life, void *ctx, struct dx_err *e);
/* Hangs up and waits for its end; `now`: ends it first. Its status as of waitpid(2); 0 when there was none. */
DX_API int dx_child_end(struct dx_child *c, bool now);

/* A child's status, -1: it isn't there any more. */
DX_API int dx_child_wait(pid_t pid);
/* Exactly n bytes out or in. false: the other end has hung up. */
DX_API bool dx_line_put(int sock, const void *p, size_t n);
DX_API bool dx_line_get(int sock, void *p, size_t n);
#endif
