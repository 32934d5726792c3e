/* typer.c: a process that forks a caged one for each question to libmagic */
#include "engine/typer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "engine/sandbox.h"

struct dx_typer {
    struct dx_sandbox *sandbox;
    struct dx_media *media; /* the first one's database is the one that is asked */
    pid_t pid;              /* of the process that forks; 0: none */
    int sock;
};

static bool all(int fd, void *p, size_t n, bool out)
{
    char *at = p;
    while (n > 0) {
        ssize_t k = out ? write(fd, at, n) : read(fd, at, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += k;
        n -= (size_t)k;
    }
    return true;
}

/* ---- the other processes ---- */

/* The caged one: one question, one answer. */
_Noreturn static void answer(const struct dx_typer *t, int sock, pid_t forker)
{
    static char head[DX_MEDIA_BYTES];
    char type[DX_MEDIA_TYPE] = "";
    uint32_t n;
    dx_sandbox_enter(t->sandbox, sock, DX_TYPER_MEMORY, DX_TYPER_SECONDS, forker);
    if (!all(DX_CAGE_FD, &n, sizeof n, false) || n > sizeof head || !all(DX_CAGE_FD, head, n, false))
        _exit(1);
    dx_media_ask(t->media, head, n, type);
    _exit(all(DX_CAGE_FD, type, sizeof type, true) ? 0 : 1);
}

/* The one that forks. It never reads what is asked. When a caged one dies, what is left of its question is still on the line: then this
 * one ends, too, and the parent starts another. */
_Noreturn static void fork_on_demand(const struct dx_typer *t, int sock, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    char type[DX_MEDIA_TYPE];
    dx_media_ask(t->media, "\x7F\x45\x4C\x46 nothing", 12, type); /* what is only done once */
    for (;;) {
        struct pollfd p = {sock, POLLIN, 0};
        int status = 0;
        if (poll(&p, 1, -1) < 0) {
            if (errno == EINTR)
                continue;
            _exit(1);
        }
        if (p.revents & POLLHUP && !(p.revents & POLLIN))
            _exit(0);
        char peek; /* the end of the line is readable, too */
        if (recv(sock, &peek, 1, MSG_PEEK) <= 0)
            _exit(0);
        pid_t self = getpid(), pid = fork();
        if (pid == 0)
            answer(t, sock, self);
        while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        if (pid < 0 || status != 0)
            _exit(pid > 0 && WIFSIGNALED(status) ? 128 + WTERMSIG(status) : 1);
    }
}

/* ---- the parent ---- */

static int start(struct dx_typer *t, struct dx_err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return dx_fail(e, DX_ENV, "io", "cannot make a socket pair: %s", strerror(errno));
    pid_t parent = getpid();
    t->pid = fork();
    if (t->pid == 0) {
        close(pair[0]);
        fork_on_demand(t, pair[1], parent);
    }
    int why = errno;
    close(pair[1]);
    t->sock = pair[0];
    if (t->pid > 0)
        return DX_OK;
    close(t->sock);
    t->pid = 0;
    return dx_fail(e, DX_ENV, "io", "cannot start a process: %s", strerror(why));
}

static bool send_question(int sock, const char *p, uint32_t n)
{
    struct iovec parts[2] = {{&n, sizeof n}, {NULL, n}};
    memcpy(&parts[1].iov_base, &p, sizeof p); /* sendmsg doesn't change it */
    size_t left = sizeof n + n;
    while (left > 0) {
        struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t k = sendmsg(sock, &m, MSG_NOSIGNAL);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        left -= (size_t)k;
        for (int i = 0; i < 2; i++) {
            size_t did = (size_t)k < parts[i].iov_len ? (size_t)k : parts[i].iov_len;
            parts[i].iov_base = (char *)parts[i].iov_base + did;
            parts[i].iov_len -= did;
            k -= (ssize_t)did;
        }
    }
    return true;
}

static bool wait_for(int sock)
{
    struct pollfd p = {sock, POLLIN, 0};
    int ready;
    do
        ready = poll(&p, 1, DX_TYPER_SECONDS * 10000); /* ten times its processor time: machines are shared */
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* One question. *sig: by what its process ended when there was no answer; 0: otherwise. */
static bool ask_once(struct dx_typer *t, const char *p, size_t n, char type[DX_MEDIA_TYPE], int *sig, bool *late)
{
    int status = 0;
    bool sent = send_question(t->sock, p, (uint32_t)n), came = sent && wait_for(t->sock);
    *late = sent && !came;
    if (came && all(t->sock, type, DX_MEDIA_TYPE, false) && memchr(type, '\0', DX_MEDIA_TYPE))
        return true;
    if (*late)
        kill(t->pid, SIGKILL); /* the caged one dies with it */
    close(t->sock); /* else it has ended, or is about to: of its own cause */
    while (waitpid(t->pid, &status, 0) < 0 && errno == EINTR)
        ;
    t->pid = 0;
    *sig = WIFSIGNALED(status) ? WTERMSIG(status) : WIFEXITED(status) && WEXITSTATUS(status) > 128 ? WEXITSTATUS(status) - 128 : 0;
    return false;
}

static int ask(void *ctx, const char *p, size_t n, char type[DX_MEDIA_TYPE], struct dx_err *e)
{
    struct dx_typer *t = ctx;
    int sig = 0;
    bool late = false;
    for (int attempt = 0; attempt < 2; attempt++) {
        int rc = t->pid ? DX_OK : start(t, e);
        if (rc != DX_OK)
            return rc;
        if (ask_once(t, p, n, type, &sig, &late))
            return DX_OK;
        if (late || sig != SIGKILL) /* that was somebody else's hand: once more */
            break;
    }
    late |= sig == SIGXCPU;
    if (late)
        dx_fail(e, DX_BAD, "timeout", "its media type could not be told within %d seconds", DX_TYPER_SECONDS);
    else
        dx_fail(e, DX_BAD, "crashed", "libmagic could not tell its media type%s%s", sig ? ": signal SIG" : "",
                sig && sigabbrev_np(sig) ? sigabbrev_np(sig) : "");
    e->signal = late ? 0 : sig;
    e->transient = late || sig == SIGKILL;
    return DX_BAD;
}

int dx_typer_new(struct dx_typer **out, struct dx_media *m, bool no_sandbox, struct dx_err *e)
{
    struct dx_typer *t = *out = calloc(1, sizeof *t);
    if (!t)
        return dx_fail_nomem(e);
    t->media = m;
    int rc = dx_sandbox_new(&t->sandbox, no_sandbox, e);
    if (rc == DX_OK)
        rc = start(t, e);
    if (rc == DX_OK) {
        dx_typer_attach(t, m);
    } else {
        dx_typer_free(t);
        *out = NULL;
    }
    return rc;
}

void dx_typer_attach(struct dx_typer *t, struct dx_media *m) { dx_media_elsewhere(m, ask, t); }

void dx_typer_free(struct dx_typer *t)
{
    if (!t)
        return;
    if (t->pid) {
        close(t->sock);
        kill(t->pid, SIGKILL);
        while (waitpid(t->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    dx_sandbox_free(t->sandbox);
    free(t);
}
