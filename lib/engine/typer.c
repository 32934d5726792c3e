/* typer.c: a process that forks a caged one for each question to libmagic */
#include "engine/typer.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "engine/child.h"
#include "engine/sandbox.h"

struct dx_typer {
    struct dx_sandbox *sandbox;
    struct dx_media *media; /* the first one's database is the one that is asked */
    struct dx_child child;  /* the process that forks */
};

/* ---- the other processes ---- */

/* write(2): the cage lets nobody send. */
static bool put_type(const char type[DX_MEDIA_TYPE])
{
    size_t at = 0;
    while (at < DX_MEDIA_TYPE) {
        ssize_t k = write(DX_CAGE_FD, type + at, DX_MEDIA_TYPE - at);
        if (k <= 0 && !(k < 0 && errno == EINTR))
            return false;
        at += k > 0 ? (size_t)k : 0;
    }
    return true;
}

/* The caged one: one question, one answer. */
_Noreturn static void answer(const struct dx_typer *t, int sock, pid_t forker)
{
    static char head[DX_MEDIA_BYTES];
    char type[DX_MEDIA_TYPE] = "";
    uint32_t n;
    dx_sandbox_enter(t->sandbox, sock, DX_TYPER_MEMORY, DX_TYPER_SECONDS, forker);
    if (!dx_line_get(DX_CAGE_FD, &n, sizeof n) || n > sizeof head || !dx_line_get(DX_CAGE_FD, head, n))
        _exit(1);
    dx_media_ask(t->media, head, n, type);
    _exit(put_type(type) ? 0 : 1);
}

/* The one that forks. It never reads what is asked. When a caged one dies, what is left of its question is still on the line: then this
 * one ends, too, and the parent starts another. */
static void fork_on_demand(void *ctx, int sock, pid_t parent)
{
    const struct dx_typer *t = ctx;
    (void)parent;
    char type[DX_MEDIA_TYPE];
    dx_media_ask(t->media, "\x7F\x45\x4C\x46 nothing", 12, type); /* what is only done once */
    for (;;) {
        struct pollfd p = {sock, POLLIN, 0};
        if (poll(&p, 1, -1) < 0) {
            if (errno == EINTR)
                continue;
            _exit(1);
        }
        if (p.revents & POLLHUP && !(p.revents & POLLIN))
            return;
        char peek; /* the end of the line is readable, too */
        if (recv(sock, &peek, 1, MSG_PEEK) <= 0)
            return;
        pid_t self = getpid(), pid = fork();
        if (pid == 0)
            answer(t, sock, self);
        int status = pid > 0 ? dx_child_wait(pid) : 0;
        if (pid < 0 || status != 0)
            _exit(pid > 0 && WIFSIGNALED(status) ? 128 + WTERMSIG(status) : 1);
    }
}

/* ---- the parent ---- */

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
    bool sent = send_question(t->child.sock, p, (uint32_t)n), came = sent && wait_for(t->child.sock);
    *late = sent && !came;
    if (came && dx_line_get(t->child.sock, type, DX_MEDIA_TYPE) && memchr(type, '\0', DX_MEDIA_TYPE))
        return true;
    int status = dx_child_end(&t->child, *late); /* the caged one dies with it; else it has ended, or is about to: of its own cause */
    *sig = WIFSIGNALED(status) ? WTERMSIG(status) : WIFEXITED(status) && WEXITSTATUS(status) > 128 ? WEXITSTATUS(status) - 128 : 0;
    return false;
}

static int ask(void *ctx, const char *p, size_t n, char type[DX_MEDIA_TYPE], struct dx_err *e)
{
    struct dx_typer *t = ctx;
    int sig = 0;
    bool late = false;
    for (int attempt = 0; attempt < 2; attempt++) {
        int rc = t->child.pid ? DX_OK : dx_child_start(&t->child, fork_on_demand, t, e);
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
        rc = dx_child_start(&t->child, fork_on_demand, t, e);
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
    dx_child_end(&t->child, true);
    dx_sandbox_free(t->sandbox);
    free(t);
}
