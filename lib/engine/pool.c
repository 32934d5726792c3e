/* pool.c: worker processes by fork, one stream socket each, one poll loop in the parent
 *
 * A job goes out as a header, its bytes, and its descriptor (SCM_RIGHTS) with the header's first byte; the answer comes back in
 * the same form. Workers are forked when a job needs one, from the parent as it is then: rules and models are loaded. A worker
 * serves many jobs; `spent` is the one place that says when it must make way for a fresh one. */
#include "engine/pool.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0 /* the sanitizer reserves terabytes of address space, and reports on standard error */
#endif

#define CHUNK (256u << 10) /* bytes asked of a socket at once */
#define SOCKET 3           /* a worker's only descriptor besides the standard ones */
#define NO_MEMORY 77       /* exit status of a worker that couldn't hold its job */

enum kind { KIND_JOB = 1, KIND_JOB_FD, KIND_ANSWER, KIND_FAILURE };

/* What goes before the bytes, either way. Both ends are one program: no byte order to settle. */
struct wire {
    uint64_t length;
    uint32_t kind, zero;
};

/* A struct dx_err on its way: its strings by value. */
struct wire_failure {
    char code[24], limit[32], msg[480];
    int32_t signal, transient;
};

enum state { WAITING, RUNNING, DONE };

struct job {
    enum state state;
    struct dx_buf bytes;  /* the job until it is sent, then its answer */
    struct dx_buf answer;
    int fd;
    bool has_fd, again, failed; /* again: an idle worker had died before it could get it; once */
    void *tag;
    struct dx_err failure;
    char limit[32];       /* what failure.limit points to */
};

struct worker {
    pid_t pid;        /* 0: none */
    int sock;
    struct job *job;  /* NULL: idle */
    size_t sent;      /* of header and bytes */
    struct wire head; /* of the answer */
    size_t got;       /* of it */
    double deadline;  /* seconds of the monotonic clock; 0: none */
};

struct dx_pool {
    struct dx_pool_options o;
    dx_job_fn *run;
    dx_answer_fn *answer;
    void *ctx;
    struct worker *workers;
    struct pollfd *polls;
    struct job *jobs; /* a ring of o.queue, the oldest at `head` */
    size_t head, count, waiting; /* `waiting`: how many of the youngest are not with a worker yet, finished ones included */
    size_t held;      /* bytes of jobs and answers */
    int stopped;      /* what the answer callback returned, once it wasn't DX_OK */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- in the worker ---- */

static bool send_all(int sock, const void *p, size_t n)
{
    const char *at = p;
    while (n > 0) {
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

/* Receives exactly n bytes; a descriptor that comes along goes to *fd (when fd isn't NULL). */
static bool recv_all(int sock, void *p, size_t n, int *fd)
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
        ssize_t k = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        struct cmsghdr *c = fd ? CMSG_FIRSTHDR(&m) : NULL;
        if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
            memcpy(fd, CMSG_DATA(c), sizeof *fd);
        at += k;
        n -= (size_t)k;
    }
    return true;
}

static bool send_failure(int sock, const struct dx_err *e)
{
    struct wire w = {sizeof(struct wire_failure), KIND_FAILURE, 0};
    struct wire_failure f = {.signal = e->signal, .transient = e->transient};
    snprintf(f.code, sizeof f.code, "%s", e->code ? e->code : "malformed");
    snprintf(f.limit, sizeof f.limit, "%s", e->limit ? e->limit : "");
    snprintf(f.msg, sizeof f.msg, "%s", e->msg);
    return send_all(sock, &w, sizeof w) && send_all(sock, &f, sizeof f);
}

static bool send_answer(const struct dx_pool *p, const struct dx_buf *answer)
{
    if (answer->len > p->o.answer_bytes) {
        struct dx_err e;
        dx_fail_limit(&e, "answer", "the answer has %zu bytes, more than %zu", answer->len, p->o.answer_bytes);
        return send_failure(SOCKET, &e);
    }
    struct wire w = {answer->len, KIND_ANSWER, 0};
    return send_all(SOCKET, &w, sizeof w) && send_all(SOCKET, answer->p, answer->len);
}

/* One job; false: no more (the parent has gone, or the worker must go). */
static bool serve(const struct dx_pool *p, struct dx_buf *bytes, struct dx_buf *answer)
{
    struct wire w;
    int fd = -1;
    if (!recv_all(SOCKET, &w, sizeof w, &fd))
        return false;
    dx_buf_reset(bytes);
    dx_buf_reset(answer);
    if (w.length && !dx_buf_room(bytes, w.length))
        _exit(NO_MEMORY);
    if (!recv_all(SOCKET, bytes->p, w.length, NULL))
        return false;
    bytes->len = w.length;
    struct dx_err e = {.code = "malformed"};
    int rc = p->run(p->ctx, dx_buf_slice(bytes), fd, answer, &e);
    if (fd >= 0)
        close(fd);
    if (rc == DX_OK && !dx_buf_ok(answer))
        rc = dx_fail_nomem(&e);
    return rc == DX_OK ? send_answer(p, answer) : send_failure(SOCKET, &e);
}

static void limit(int what, rlim_t n)
{
    struct rlimit l;
    if (getrlimit(what, &l) == 0) {
        l.rlim_cur = n < l.rlim_max ? n : l.rlim_max;
        l.rlim_max = l.rlim_cur;
        setrlimit(what, &l);
    }
}

/* Bytes of address space that this process has: as much as the parent had when it forked. 0 when /proc doesn't say. */
static size_t address_space(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f) {
        if (fscanf(f, "%lu", &pages) != 1)
            pages = 0;
        fclose(f);
    }
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Leaves the worker with nothing of the parent's but its memory and its socket. */
static void settle_in(const struct dx_pool *p, int sock, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before the line above */
        _exit(1);
    /* Whether to stop is the parent's decision: a Ctrl-C reaches the whole process group. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    size_t have = p->o.memory && !SANITIZED ? address_space() : 0;
    if (have)
        limit(RLIMIT_AS, have + p->o.memory);
    limit(RLIMIT_CORE, 0); /* a core file would hold evidence */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        _exit(1);
    /* Libraries print what they find on standard error, and what they find may hold terminal escapes. */
    for (int fd = 0; fd <= (SANITIZED ? 1 : 2); fd++)
        if (dup2(null, fd) < 0)
            _exit(1);
    if (sock != SOCKET && dup2(sock, SOCKET) < 0)
        _exit(1);
    if (close_range(SOCKET + 1, ~0u, 0) != 0) /* a kernel before 5.9 */
        for (int fd = SOCKET + 1, end = (int)sysconf(_SC_OPEN_MAX); fd < end; fd++)
            close(fd);
}

/* _exit, never exit: what the parent has in its output buffers is the parent's to write. */
_Noreturn static void work(const struct dx_pool *p, int sock, pid_t parent)
{
    settle_in(p, sock, parent);
    struct dx_buf bytes = DX_BUF_INIT, answer = DX_BUF_INIT;
    while (serve(p, &bytes, &answer))
        ;
    _exit(0);
}

/* ---- in the parent ---- */

static int worker_start(struct dx_pool *p, struct worker *w, struct dx_err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return dx_fail(e, DX_ENV, "io", "cannot make a socket pair for a worker: %s", strerror(errno));
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        work(p, pair[1], parent);
    int why = errno;
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return dx_fail(e, DX_ENV, "io", "cannot start a worker process: %s", strerror(why));
    }
    *w = (struct worker){.pid = pid, .sock = pair[0]};
    return DX_OK;
}

/* Ends a worker and waits for it; returns its wait status. */
static int worker_end(struct worker *w)
{
    int status = 0;
    kill(w->pid, SIGKILL);
    while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
        ;
    close(w->sock);
    *w = (struct worker){.sock = -1};
    return status;
}

static void job_drop_fd(struct job *j)
{
    if (j->fd >= 0)
        close(j->fd);
    j->fd = -1;
}

static void job_done(struct dx_pool *p, struct job *j, const struct dx_err *failure)
{
    job_drop_fd(j);
    p->held -= j->bytes.len;
    dx_buf_free(&j->bytes);
    if (failure) {
        p->held -= j->answer.len;
        dx_buf_free(&j->answer);
        j->failed = true;
        j->failure = *failure;
        if (failure->limit) {
            snprintf(j->limit, sizeof j->limit, "%s", failure->limit);
            j->failure.limit = j->limit;
        }
    }
    j->state = DONE;
}

/* Whether a worker must make way for a fresh one after this job. One that ran out of memory must: its heap is in pieces, and
 * what the next job gets would depend on it. (A fresh process for each hostile item will be decided here, too.) */
static bool spent(const struct job *j) { return j->failed && strcmp(j->failure.code, "memory") == 0; }

static void worker_free_up(struct dx_pool *p, struct worker *w, const struct dx_err *failure)
{
    struct job *j = w->job;
    size_t due = sizeof(struct wire) + j->bytes.len;
    bool whole = w->sent == due; /* else the rest of the job is still on its way: this worker is out of step */
    w->job = NULL;
    job_done(p, j, failure);
    if (w->pid && (!whole || spent(j)))
        worker_end(w);
}

/* The worker didn't live to answer: says why. */
static void worker_died(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    struct dx_err e;
    /* Its end of the socket is closed, so it is dead or dying: give it the moment to die of its own cause. */
    int status = 0;
    pid_t got = 0;
    for (int i = 0; i < 200 && got == 0; i++) {
        got = waitpid(w->pid, &status, WNOHANG);
        if (got == 0)
            poll(NULL, 0, 1);
    }
    if (got == w->pid) {
        close(w->sock);
        *w = (struct worker){.sock = -1};
    } else {
        status = worker_end(w);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY) {
        dx_fail_nomem(&e);
    } else if (WIFSIGNALED(status)) {
        int sig = WTERMSIG(status);
        const char *name = sigabbrev_np(sig); /* strsignal depends on the locale */
        dx_fail(&e, DX_BAD, "crashed", "the worker was ended by signal %d (SIG%s)", sig, name ? name : "RT");
        e.signal = sig;
        e.transient = sig == SIGKILL; /* not ours: the system ran out of memory, or somebody else's hand */
    } else {
        dx_fail(&e, DX_BAD, "crashed", "the worker exited with status %d", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    }
    w->job = NULL;
    job_done(p, j, &e);
}

static void worker_kill(struct dx_pool *p, struct worker *w, const struct dx_err *why)
{
    struct job *j = w->job;
    worker_end(w);
    job_done(p, j, why);
}

/* The worker is gone while it should take a job. When it died idle that is not the job's fault: it waits for another, once. */
static void worker_lost(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    if (w->sent > 0 || j->again) {
        worker_died(p, w);
        return;
    }
    j->again = true;
    j->state = WAITING;
    worker_end(w);
}

/* Sends what the socket takes; the descriptor goes with the first byte. */
static void worker_send(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    struct wire head = {j->bytes.len, j->has_fd ? KIND_JOB_FD : KIND_JOB, 0};
    while (w->sent < sizeof head + j->bytes.len) {
        union {
            struct cmsghdr align;
            char room[CMSG_SPACE(sizeof(int))];
        } control;
        size_t in_head = w->sent < sizeof head ? sizeof head - w->sent : 0, in_bytes = in_head ? 0 : w->sent - sizeof head;
        struct iovec parts[2] = {{(char *)&head + (sizeof head - in_head), in_head},
                                 {j->bytes.p ? j->bytes.p + in_bytes : NULL, j->bytes.len - in_bytes}};
        struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};
        if (j->fd >= 0 && w->sent == 0) {
            memset(&control, 0, sizeof control);
            m.msg_control = &control;
            m.msg_controllen = sizeof control;
            struct cmsghdr *c = CMSG_FIRSTHDR(&m);
            *c = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
            memcpy(CMSG_DATA(c), &j->fd, sizeof j->fd);
        }
        ssize_t k = sendmsg(w->sock, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0 && (errno == EAGAIN || errno == ENOBUFS))
            return;
        if (k < 0) {
            worker_lost(p, w);
            return;
        }
        w->sent += (size_t)k;
        job_drop_fd(j);
    }
}

/* The codes of the record contract: a failure's code must have static storage, and must be one of these. */
static const char *known_code(const char *code)
{
    static const char *const codes[] = {"encrypted", "malformed", "truncated", "unsupported", "changed", "missing", "unreadable",
                                        "empty", "limit", "memory", "timeout", "crashed", "language", "io", "input-ended"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], code) == 0)
            return codes[i];
    return "malformed";
}

static void answer_complete(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    if (w->head.kind == KIND_ANSWER) {
        worker_free_up(p, w, NULL);
        if (p->o.arrived)
            p->o.arrived(p->ctx, j->tag, dx_buf_slice(&j->answer));
        return;
    }
    struct wire_failure f;
    memcpy(&f, j->answer.p, sizeof f); /* its length was checked with the header */
    f.code[sizeof f.code - 1] = f.limit[sizeof f.limit - 1] = f.msg[sizeof f.msg - 1] = '\0';
    struct dx_err e = {.code = known_code(f.code), .limit = f.limit[0] ? f.limit : NULL, .signal = f.signal, .transient = f.transient != 0};
    memcpy(e.msg, f.msg, sizeof e.msg);
    worker_free_up(p, w, &e);
}

/* Is the head of an answer one that we take? If not, the worker has lost its mind. */
static bool answer_welcome(struct dx_pool *p, struct worker *w)
{
    struct dx_err e;
    const struct wire *h = &w->head;
    if (h->kind == KIND_FAILURE && h->length == sizeof(struct wire_failure))
        return true;
    if (h->kind == KIND_ANSWER && h->length <= p->o.answer_bytes)
        return true;
    if (h->kind == KIND_ANSWER)
        dx_fail_limit(&e, "answer", "the answer is longer than %zu bytes", p->o.answer_bytes);
    else
        dx_fail(&e, DX_BAD, "crashed", "the worker sent what is no answer");
    worker_kill(p, w, &e);
    return false;
}

/* What the socket gives now, up to CHUNK bytes. */
static ssize_t take(struct worker *w, void *to, size_t n)
{
    ssize_t k;
    do
        k = recv(w->sock, to, n, MSG_DONTWAIT);
    while (k < 0 && errno == EINTR);
    return k;
}

static void worker_recv(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    bool in_head = w->got < sizeof w->head;
    size_t want = in_head ? sizeof w->head - w->got : w->head.length - j->answer.len;
    if (want > CHUNK)
        want = CHUNK;
    char *to = in_head ? (char *)&w->head + w->got : dx_buf_room(&j->answer, want);
    if (!to) {
        struct dx_err e;
        dx_fail_nomem(&e);
        j->answer.oom = false;
        worker_kill(p, w, &e);
        return;
    }
    ssize_t k = take(w, to, want);
    if (k < 0 && errno == EAGAIN)
        return;
    if (k <= 0) {
        worker_died(p, w);
        return;
    }
    if (in_head) {
        w->got += (size_t)k;
        if (w->got < sizeof w->head || !answer_welcome(p, w))
            return;
    } else {
        j->answer.len += (size_t)k;
        j->answer.p[j->answer.len] = '\0';
        p->held += (size_t)k;
    }
    if (j->answer.len == w->head.length)
        answer_complete(p, w);
}

static struct job *job_at(const struct dx_pool *p, size_t i) { return &p->jobs[(p->head + i) % p->o.queue]; }

/* An idle worker, started if need be; NULL when all are busy (or, with e set, when none could be started and none is there). */
static struct worker *idle(struct dx_pool *p, int *rc, struct dx_err *e)
{
    struct worker *none = NULL;
    bool any = false;
    for (int i = 0; i < p->o.jobs; i++) {
        struct worker *w = &p->workers[i];
        if (w->pid && !w->job)
            return w;
        any |= w->pid != 0;
        if (!w->pid && !none)
            none = w;
    }
    if (!none)
        return NULL;
    struct dx_err why;
    int got = worker_start(p, none, &why);
    if (got == DX_OK)
        return none;
    if (!any) { /* with some at work, these do all */
        *rc = got;
        if (e)
            *e = why;
    }
    return NULL;
}

/* Gives waiting jobs to workers, the oldest first. While the answers held are too many bytes only the oldest job of all runs,
 * which is the one that all others wait for. */
static int assign(struct dx_pool *p, struct dx_err *e)
{
    while (p->waiting > 0) {
        size_t at = p->count - p->waiting;
        struct job *j = job_at(p, at);
        if (j->state == WAITING) {
            if (p->held > DX_POOL_BYTES && at > 0)
                return DX_OK;
            int rc = DX_OK;
            struct worker *w = idle(p, &rc, e);
            if (!w)
                return rc;
            w->job = j;
            w->sent = w->got = 0;
            w->deadline = p->o.timeout > 0 ? now() + p->o.timeout : 0;
            j->state = RUNNING;
            worker_send(p, w);
            if (j->state == WAITING)
                continue;
        }
        p->waiting--;
    }
    return DX_OK;
}

/* Milliseconds until the first deadline, rounded up; -1: none. */
static int until_deadline(const struct dx_pool *p)
{
    double first = 0, t = now();
    for (int i = 0; i < p->o.jobs; i++)
        if (p->workers[i].job && p->workers[i].deadline > 0 && (first <= 0 || p->workers[i].deadline < first))
            first = p->workers[i].deadline;
    if (first <= 0)
        return -1;
    double ms = (first - t) * 1000;
    return ms <= 0 ? 0 : ms > 1e6 ? 1000000 : (int)ms + 1;
}

static void check_deadlines(struct dx_pool *p)
{
    double t = now();
    for (int i = 0; i < p->o.jobs; i++) {
        struct worker *w = &p->workers[i];
        if (!w->job || w->deadline <= 0 || t < w->deadline)
            continue;
        struct dx_err e;
        dx_fail(&e, DX_BAD, "timeout", "not finished after %g seconds", p->o.timeout);
        e.transient = true;
        worker_kill(p, w, &e);
    }
}

/* Hands over what is due, in order. */
static int deliver(struct dx_pool *p, struct dx_err *e)
{
    while (p->count > 0 && !p->stopped) {
        struct job *j = job_at(p, 0);
        if (j->state != DONE)
            break;
        p->stopped = p->answer(p->ctx, j->tag, dx_buf_slice(&j->answer), j->failed ? &j->failure : NULL, e);
        p->held -= j->answer.len;
        dx_buf_free(&j->answer);
        if (p->waiting == p->count)
            p->waiting--;
        p->head = (p->head + 1) % p->o.queue;
        p->count--;
    }
    return p->stopped;
}

/* One round: send and receive what the sockets allow (waiting for something to happen when `wait`), then hand over. */
static int pump(struct dx_pool *p, bool wait, struct dx_err *e)
{
    int rc = assign(p, e);
    if (rc != DX_OK)
        return rc;
    nfds_t n = 0;
    for (int i = 0; i < p->o.jobs; i++) {
        const struct worker *w = &p->workers[i];
        bool sending = w->job && w->sent < sizeof(struct wire) + w->job->bytes.len;
        p->polls[i] = (struct pollfd){w->job ? w->sock : -1, (short)(POLLIN | (sending ? POLLOUT : 0)), 0};
        n += w->job != NULL;
    }
    if (n > 0) {
        int ready = poll(p->polls, (nfds_t)p->o.jobs, wait ? until_deadline(p) : 0);
        if (ready < 0 && errno != EINTR)
            return dx_fail(e, DX_ENV, "io", "cannot wait for the workers: %s", strerror(errno));
        for (int i = 0; ready > 0 && i < p->o.jobs; i++) {
            struct worker *w = &p->workers[i];
            if (w->job && p->polls[i].revents & POLLOUT)
                worker_send(p, w);
            if (w->job && p->polls[i].revents & (POLLIN | POLLHUP | POLLERR))
                worker_recv(p, w);
        }
        check_deadlines(p);
    }
    rc = deliver(p, e);
    return rc == DX_OK ? assign(p, e) : rc;
}

int dx_pool_new(struct dx_pool **out, const struct dx_pool_options *o, dx_job_fn *job, dx_answer_fn *answer, void *ctx, struct dx_err *e)
{
    *out = NULL;
    struct dx_pool *p = calloc(1, sizeof *p);
    if (!p)
        return dx_fail_nomem(e);
    *p = (struct dx_pool){.o = *o, .run = job, .answer = answer, .ctx = ctx};
    if (p->o.jobs < 1)
        p->o.jobs = 1;
    if (p->o.queue == 0)
        p->o.queue = 16 * (size_t)p->o.jobs;
    if (p->o.answer_bytes == 0)
        p->o.answer_bytes = DX_ANSWER_BYTES;
    p->workers = calloc((size_t)p->o.jobs, sizeof *p->workers);
    p->polls = calloc((size_t)p->o.jobs, sizeof *p->polls);
    p->jobs = calloc(p->o.queue, sizeof *p->jobs);
    if (!p->workers || !p->polls || !p->jobs) {
        dx_pool_free(p);
        return dx_fail_nomem(e);
    }
    *out = p;
    return DX_OK;
}

/* A second descriptor for the same file, kept until it is sent; when there are no more, answers make room for some. */
static int keep_fd(struct dx_pool *p, int fd, int *own, struct dx_err *e)
{
    while ((*own = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0) {
        if (errno != EMFILE || p->count == 0)
            return dx_fail(e, DX_ENV, "io", "cannot keep a descriptor for a worker: %s", strerror(errno));
        int rc = pump(p, true, e);
        if (rc != DX_OK)
            return rc;
    }
    return DX_OK;
}

int dx_pool_put(struct dx_pool *p, struct dx_str job, int fd, void *tag, bool work, struct dx_err *e)
{
    int rc = p->stopped;
    while (rc == DX_OK && (p->count == p->o.queue || (p->count > 0 && p->held > DX_POOL_BYTES)))
        rc = pump(p, true, e);
    int own = -1;
    if (rc == DX_OK && work && fd >= 0)
        rc = keep_fd(p, fd, &own, e);
    if (rc != DX_OK)
        return rc;
    struct job *j = job_at(p, p->count);
    *j = (struct job){.state = work ? WAITING : DONE, .fd = own, .has_fd = own >= 0, .tag = tag};
    struct dx_buf *b = work ? &j->bytes : &j->answer;
    dx_buf_add(b, job.p, job.n);
    if (!dx_buf_ok(b)) {
        job_drop_fd(j);
        dx_buf_free(b);
        return dx_fail_nomem(e);
    }
    p->held += job.n;
    p->count++;
    p->waiting++;
    return pump(p, false, e);
}

int dx_pool_end(struct dx_pool *p, struct dx_err *e)
{
    int rc = p->stopped;
    while (rc == DX_OK && p->count > 0)
        rc = pump(p, true, e);
    return rc;
}

static void job_free(struct job *j)
{
    job_drop_fd(j);
    dx_buf_free(&j->bytes);
    dx_buf_free(&j->answer);
}

void dx_pool_halt(struct dx_pool *p)
{
    for (; p->waiting > 0; p->waiting--, p->count--) {
        struct job *j = job_at(p, p->count - 1);
        p->held -= j->bytes.len + j->answer.len;
        job_free(j);
    }
}

void dx_pool_free(struct dx_pool *p)
{
    if (!p)
        return;
    for (int i = 0; p->workers && i < p->o.jobs; i++)
        if (p->workers[i].pid)
            worker_end(&p->workers[i]);
    for (size_t i = 0; p->jobs && i < p->count; i++)
        job_free(job_at(p, i));
    free(p->workers);
    free(p->polls);
    free(p->jobs);
    free(p);
}
