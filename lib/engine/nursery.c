/* nursery.c: the process that forks workers, and the line to it */
#include "engine/nursery.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "engine/child.h"
#include "engine/port.h"

#define MANY 64 /* forks, after which there may well be as many again */

/* To the nursery: with the socket of the worker to be. From it: what came of it. */
struct order {
    uint32_t cpu;
};
struct birth {
    int32_t pid, error;
};
/* From the nursery, first of all; then so many bytes, or a struct dx_wire_failure. */
struct news {
    uint64_t length;
    int32_t rc, zero;
};

struct dx_nursery {
    struct dx_nursery_calls c;
    const struct dx_sandbox *sandbox;
    struct dx_child child;
    bool ready, before; /* before: it was ready once, and said what is in `said` */
    int lives;
    struct dx_buf said;
};

/* ---- in the nursery ---- */

/* A child of the parent's, a sibling of this process. There is one thread, so nothing is held that libc's fork would have to release. */
static pid_t fork_sibling(void) { return (pid_t)syscall(SYS_clone, (unsigned long)CLONE_PARENT, NULL, NULL, NULL, 0UL); }

/* Nothing of the parent's is kept open here (pipes, the case's lock), but for standard error and what workers are caged with. */
static int leave_alone(const struct dx_nursery *n, int sock)
{
    int rules = dx_sandbox_fd(n->sandbox), low = rules >= 0 && rules < sock ? rules : sock, high = low == sock ? rules : sock;
    unsigned from = 3;
    if (low > 3)
        close_range(from, (unsigned)low - 1, 0);
    from = (unsigned)low + 1;
    if (high > low && high > low + 1)
        close_range(from, (unsigned)high - 1, 0);
    if (high > low)
        from = (unsigned)high + 1;
    return close_range(from, ~0u, 0);
}

/* A page table is copied for each fork: huge pages have 512 times fewer entries. Kernels before 6.1 don't know the call, and others may have
 * no such pages left: then forks are a little slower. It costs as much as MANY forks gain (0.15 s; 2.4 ms each). */
static void huddle(void)
{
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
    FILE *f = fopen("/proc/self/maps", "re");
    char *line = NULL;
    size_t cap = 0;
    const size_t huge = (size_t)2 << 20;
    while (f && getline(&line, &cap, f) > 0) {
        unsigned long from, to, inode;
        char access[5];
        if (sscanf(line, "%lx-%lx %4s %*x %*s %lu", &from, &to, access, &inode) != 4 || inode != 0 || strcmp(access, "rw-p") != 0 ||
            strstr(line, "[stack]"))
            continue;
        from = (from + huge - 1) & ~(huge - 1);
        to &= ~(huge - 1);
        if (from < to)
            madvise((void *)from, to - from, MADV_COLLAPSE);
    }
    free(line);
    if (f)
        fclose(f);
}

static bool tell(struct dx_nursery *n, int sock)
{
    struct dx_err e = {.code = "malformed"};
    struct dx_buf said = DX_BUF_INIT;
    int rc = n->c.load ? n->c.load(n->c.ctx, &said, &e) : DX_OK;
    if (rc == DX_OK && !dx_buf_ok(&said))
        rc = dx_fail_nomem(&e);
    struct dx_wire_failure f = dx_wire_pack(&e);
    struct news news = {rc == DX_OK ? said.len : sizeof f, rc, 0};
    bool good = dx_line_put(sock, &news, sizeof news) && dx_line_put(sock, rc == DX_OK ? (void *)said.p : (void *)&f, news.length);
    dx_buf_free(&said);
    return good && rc == DX_OK;
}

/* The next order; its socket in *fd. */
static bool hear(int sock, struct order *o, int *fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {o, sizeof *o};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t k;
    do
        k = recvmsg(sock, &m, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    while (k < 0 && errno == EINTR);
    struct cmsghdr *c = k == (ssize_t)sizeof *o ? CMSG_FIRSTHDR(&m) : NULL;
    if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        return false;
    memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return true;
}

static void keep(void *ctx, int sock, pid_t parent)
{
    struct dx_nursery *n = ctx;
    struct order o;
    int fd;
    if (leave_alone(n, sock) != 0 || !tell(n, sock))
        _exit(1);
    for (int forks = 0; hear(sock, &o, &fd); forks++) {
        if (forks == MANY)
            huddle();
        pid_t pid = fork_sibling();
        if (pid == 0) {
            n->c.live(n->c.ctx, fd, parent, o.cpu);
            _exit(0);
        }
        struct birth b = {pid, pid < 0 ? errno : 0};
        close(fd);
        if (!dx_line_put(sock, &b, sizeof b))
            break;
    }
}

/* ---- in the parent ---- */

/* It has ended, or is about to. */
static void bury(struct dx_nursery *n)
{
    if (!n->child.pid)
        return;
    int status = dx_child_end(&n->child, false);
    n->lives += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 1 : DX_NURSERY_LIVES / 2;
    n->ready = false;
}

static int start(struct dx_nursery *n, struct dx_err *e)
{
    if (n->lives >= DX_NURSERY_LIVES)
        return dx_fail(e, DX_ENV, "io", "the process that workers are forked from ends by itself: rules and models can't be kept in memory");
    return dx_child_start(&n->child, keep, n, e);
}

int dx_nursery_new(struct dx_nursery **out, const struct dx_nursery_calls *calls, const struct dx_sandbox *sandbox, struct dx_err *e)
{
    struct dx_nursery *n = *out = calloc(1, sizeof *n);
    if (!n)
        return dx_fail_nomem(e);
    *n = (struct dx_nursery){.c = *calls, .sandbox = sandbox};
    int rc = start(n, e);
    if (rc != DX_OK) {
        dx_nursery_free(n);
        *out = NULL;
    }
    return rc;
}

void dx_nursery_free(struct dx_nursery *n)
{
    if (!n)
        return;
    dx_child_end(&n->child, true);
    dx_buf_free(&n->said);
    free(n);
}

/* What it says of its loading. DX_STOP: it died. */
static int listen_to(struct dx_nursery *n, struct dx_err *e)
{
    struct news news;
    struct dx_buf said = DX_BUF_INIT;
    struct dx_wire_failure f;
    if (!dx_line_get(n->child.sock, &news, sizeof news))
        return DX_STOP;
    if (news.rc != DX_OK) {
        if (!dx_line_get(n->child.sock, &f, sizeof f))
            return DX_STOP;
        const char *code = dx_err_code(f.code, strnlen(f.code, sizeof f.code));
        dx_fail(e, news.rc, code ? code : "io", "%.*s", (int)sizeof f.msg, f.msg);
        return news.rc == DX_STOP ? DX_ENV : news.rc;
    }
    if (news.length && !dx_buf_room(&said, news.length))
        return dx_fail_nomem(e);
    said.len = news.length;
    int rc = dx_line_get(n->child.sock, said.p, said.len) ? DX_OK : DX_STOP;
    if (rc == DX_OK && n->before && (said.len != n->said.len || (said.len && memcmp(said.p, n->said.p, said.len) != 0)))
        rc = dx_fail(e, DX_ENV, "changed", "rules or models are not those that the run began with");
    if (rc == DX_OK && !n->before) {
        n->said = said;
        said = (struct dx_buf)DX_BUF_INIT;
        n->before = true;
    }
    n->ready = rc == DX_OK;
    dx_buf_free(&said);
    return rc;
}

int dx_nursery_ready(struct dx_nursery *n, struct dx_str *said, struct dx_err *e)
{
    int rc = DX_OK;
    while (rc == DX_OK && !n->ready) {
        rc = n->child.pid ? DX_OK : start(n, e);
        if (rc == DX_OK && (rc = listen_to(n, e)) == DX_STOP) {
            bury(n);
            rc = DX_OK;
        }
    }
    if (said)
        *said = dx_buf_slice(&n->said);
    return rc;
}

/* false: it has died. */
static bool order(const struct dx_nursery *n, int sock, unsigned cpu, struct birth *b)
{
    struct order o = {cpu};
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {&o, sizeof o};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memset(&control, 0, sizeof control);
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    *c = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(c), &sock, sizeof sock);
    ssize_t k;
    do
        k = sendmsg(n->child.sock, &m, MSG_NOSIGNAL);
    while (k < 0 && errno == EINTR);
    return k == (ssize_t)sizeof o && dx_line_get(n->child.sock, b, sizeof *b);
}

int dx_nursery_fork(struct dx_nursery *n, unsigned cpu, pid_t *pid, int *sock, struct dx_err *e)
{
    for (;;) {
        struct birth b = {0, 0};
        int pair[2], rc = dx_nursery_ready(n, NULL, e);
        if (rc != DX_OK)
            return rc;
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            return dx_fail(e, DX_ENV, "io", "cannot make a socket pair for a worker: %s", strerror(errno));
        bool good = order(n, pair[1], cpu, &b);
        close(pair[1]);
        if (good && b.pid > 0) {
            n->lives = 0;
            *pid = b.pid;
            *sock = pair[0];
            return DX_OK;
        }
        close(pair[0]);
        if (good)
            return dx_fail(e, DX_ENV, "io", "cannot start a worker process: %s", strerror(b.error));
        bury(n); /* what it may have forked sees its line hang up, and ends */
    }
}
