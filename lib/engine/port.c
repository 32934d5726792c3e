/* port.c: the worker's side of the pool: jobs in, marks, parts and answers out, over one socket */
#include "engine/port.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FLOW (256u << 10) /* bytes: what a socket takes at once, and what stays in the processor's cache */

struct dx_port {
    bool careful; /* marks and parts are wanted */
};

static void send_all(const void *p, size_t n)
{
    const char *at = p;
    while (n > 0) {
        ssize_t k = write(DX_CAGE_FD, at, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            _exit(0); /* the parent has gone */
        at += k;
        n -= (size_t)k;
    }
}

/* Receives exactly n bytes; a descriptor that comes along goes to *fd (when fd isn't NULL). */
static void recv_all(void *p, size_t n, int *fd)
{
    char *at = p;
    while (n > 0) {
        union {
            struct cmsghdr align;
            char room[CMSG_SPACE(sizeof(int))];
        } control;
        struct iovec part = {at, n};
        struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
        if (fd) {
            m.msg_control = &control;
            m.msg_controllen = sizeof control;
        }
        ssize_t k = recvmsg(DX_CAGE_FD, &m, MSG_CMSG_CLOEXEC);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            _exit(0);
        struct cmsghdr *c = fd ? CMSG_FIRSTHDR(&m) : NULL;
        if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
            memcpy(fd, CMSG_DATA(c), sizeof *fd);
        at += k;
        n -= (size_t)k;
    }
}

static void send_bytes(enum dx_wire_kind kind, const void *p, size_t n)
{
    struct dx_wire w = {n, kind, 0};
    send_all(&w, sizeof w);
    send_all(p, n);
}

struct dx_wire_failure dx_wire_pack(const struct dx_err *e)
{
    struct dx_wire_failure f = {.transient = e->transient};
    snprintf(f.code, sizeof f.code, "%s", e->code ? e->code : "malformed");
    snprintf(f.limit, sizeof f.limit, "%s", e->limit ? e->limit : "");
    snprintf(f.msg, sizeof f.msg, "%s", e->msg);
    return f;
}

static void send_failure(const struct dx_err *e)
{
    struct dx_wire_failure f = dx_wire_pack(e);
    send_bytes(DX_WIRE_FAILURE, &f, sizeof f);
}

void dx_port_mark(struct dx_port *port, uint64_t mark)
{
    if (port->careful)
        send_all(&(struct dx_wire){mark, DX_WIRE_MARK, 0}, sizeof(struct dx_wire));
}

static void send_part(struct dx_buf *answer)
{
    if (!answer->len || !dx_buf_ok(answer))
        return;
    send_bytes(DX_WIRE_PART, answer->p, answer->len);
    dx_buf_reset(answer);
}

void dx_port_part(struct dx_port *port, struct dx_buf *answer)
{
    if (port->careful)
        send_part(answer);
}

void dx_port_flow(struct dx_port *port, struct dx_buf *answer)
{
    if (port->careful || answer->len >= FLOW)
        send_part(answer);
}

_Noreturn void dx_port_serve(dx_job_fn *run, void *ctx)
{
    struct dx_buf bytes = DX_BUF_INIT, answer = DX_BUF_INIT;
    for (;;) {
        struct dx_wire w;
        struct dx_err e = {.code = "malformed"};
        int fd = -1;
        recv_all(&w, sizeof w, &fd);
        dx_buf_reset(&bytes);
        dx_buf_reset(&answer);
        if (w.length && !dx_buf_room(&bytes, w.length))
            _exit(DX_CAGE_NO_MEMORY);
        recv_all(bytes.p, w.length, NULL);
        bytes.len = w.length;
        struct dx_port port = {.careful = w.kind == DX_WIRE_CAREFUL};
        int rc = run(ctx, &port, dx_buf_slice(&bytes), fd, &answer, &e);
        if (fd >= 0)
            close(fd);
        if (rc == DX_OK && !dx_buf_ok(&answer))
            rc = dx_fail_nomem(&e);
        if (rc == DX_OK)
            send_bytes(DX_WIRE_ANSWER, answer.p, answer.len);
        else
            send_failure(&e);
    }
}
