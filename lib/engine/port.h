/* port.h: what goes between a worker and the pool; for pool.c and port.c alone
 *
 * A job goes out as a header, its bytes, and its descriptor (SCM_RIGHTS) with the header's first byte. What comes back has the same form:
 * marks, parts of the answer, at last the answer's end or a failure. Both ends are one program: no byte order to settle. */
#ifndef DX_ENGINE_PORT_H
#define DX_ENGINE_PORT_H

#include "engine/pool.h"

enum dx_wire_kind {
    DX_WIRE_JOB = 1,
    DX_WIRE_CAREFUL, /* a job of a fresh worker: marks and parts are wanted */
    DX_WIRE_MARK,    /* `length` is the step */
    DX_WIRE_PART,
    DX_WIRE_ANSWER,  /* the last part */
    DX_WIRE_FAILURE
};

struct dx_wire {
    uint64_t length; /* of the bytes that follow */
    uint32_t kind, zero;
};

/* A struct dx_err on its way: its strings by value. */
struct dx_wire_failure {
    char code[24], limit[32], msg[480];
    int32_t transient;
};
DX_API struct dx_wire_failure dx_wire_pack(const struct dx_err *e);

/* A worker's life, on DX_CAGE_FD, until the parent hangs up. _exit, never exit: what the parent has in its output buffers is the parent's
 * to write. */
_Noreturn void dx_port_serve(dx_job_fn *run, void *ctx);
#endif
