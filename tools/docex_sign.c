/* docex_sign.c: a head hash to a signer of the user's, its answer into the case */
#include "docex.h"

#include "engine/casedir.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The shell with its two ends: *to is its standard input, *from its standard output. */
static pid_t start(const char *command, int *to, int *from)
{
    int in[2], out[2];
    if (pipe(in) != 0)
        return -1;
    if (pipe(out) != 0) {
        close(in[0]), close(in[1]);
        return -1;
    }
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGPIPE, SIG_DFL);
        if (dup2(in[0], 0) < 0 || dup2(out[1], 1) < 0)
            _exit(127);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    *to = in[1];
    *from = out[0];
    return pid;
}

static void collect(int fd, struct dx_buf *b)
{
    char chunk[4096];
    ssize_t k;
    while ((k = read(fd, chunk, sizeof chunk)) > 0 || (k < 0 && errno == EINTR))
        if (k > 0 && b->len < (1u << 20)) /* a signature is short */
            dx_buf_add(b, chunk, (size_t)k);
}

int docex_sign(const char *case_dir, const char *head, const char *command, struct dx_err *e)
{
    int to = -1, from = -1, status = -1, rc = DX_OK;
    char line[DX_SHA256_HEX + 2], name[128];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_casedir d = DX_CASEDIR_INIT;
    size_t n = (size_t)snprintf(line, sizeof line, "%s\n", head);
    signal(SIGPIPE, SIG_IGN); /* a signer need not read to the end */
    pid_t pid = start(command, &to, &from);
    if (pid < 0)
        rc = dx_fail(e, DX_ENV, "io", "cannot start the signer: %s", strerror(errno));
    bool given = pid > 0 && write(to, line, n) == (ssize_t)n;
    if (to >= 0)
        close(to);
    if (from >= 0) {
        collect(from, &b);
        close(from);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (rc == DX_OK && (!given || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || b.len == 0))
        rc = dx_fail(e, DX_ENV, "io", "the case is complete, but the signer gave no signature%s: sign the head hash %s by hand",
                     b.len ? " (it failed)" : "", head);
    if (rc == DX_OK)
        rc = dx_casedir_open(&d, case_dir, DX_CASEDIR_LOOK, e);
    if (rc == DX_OK && mkdirat(d.dir, "signatures", 0700) != 0 && errno != EEXIST)
        rc = dx_fail(e, DX_ENV, "io", "cannot make %s/signatures: %s", case_dir, strerror(errno));
    snprintf(name, sizeof name, "signatures/%s", head);
    if (rc == DX_OK)
        rc = dx_buf_ok(&b) ? dx_casedir_put(&d, name, dx_buf_slice(&b), e) : dx_fail_nomem(e);
    dx_casedir_close(&d);
    dx_buf_free(&b);
    signal(SIGPIPE, SIG_DFL);
    return rc;
}
