/* child.c: beginning and ending a process of our own, and the line to it */
#include "engine/child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* The parent decides when to stop, and its end is the child's; it may have ended before the first call. */
static void live(dx_child_life *life, void *ctx, int sock, pid_t parent)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    life(ctx, sock, parent);
    _exit(0);
}

int dx_child_start(struct dx_child *c, dx_child_life *life, void *ctx, struct dx_err *e)
{
    int pair[2];
    *c = (struct dx_child){0, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return dx_fail(e, DX_ENV, "io", "cannot make a socket pair: %s", strerror(errno));
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(pair[0]);
        live(life, ctx, pair[1], parent);
    }
    int why = errno;
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return dx_fail(e, DX_ENV, "io", "cannot start a process: %s", strerror(why));
    }
    *c = (struct dx_child){pid, pair[0]};
    return DX_OK;
}

int dx_child_wait(pid_t pid)
{
    int status = 0;
    pid_t got;
    do
        got = waitpid(pid, &status, 0);
    while (got < 0 && errno == EINTR);
    return got == pid ? status : -1;
}

int dx_child_end(struct dx_child *c, bool now)
{
    if (!c->pid)
        return 0;
    if (now)
        kill(c->pid, SIGKILL);
    close(c->sock);
    int status = dx_child_wait(c->pid);
    *c = (struct dx_child){0, -1};
    return status;
}

bool dx_line_put(int sock, const void *p, size_t n)
{
    for (const char *at = p; n > 0;) {
        ssize_t k = send(sock, at, n, MSG_NOSIGNAL);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}

bool dx_line_get(int sock, void *p, size_t n)
{
    for (char *at = p; n > 0;) {
        ssize_t k = recv(sock, at, n, 0);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}
