/* pool.c: the parent's side: worker processes, one stream socket each, one poll loop
 *
 * Workers are forked when a job needs one. There is room for twice as many
 * as may run at once, so that those which wait for more of their kind needn't make way for a fresh one and be forked again. */
#include "engine/pool.h"

#include "base/limits.h"
#include "engine/nursery.h"
#include "engine/port.h"
#include "engine/sanitized.h"

#include <errno.h>
#include <fcntl.h>
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

#define CHUNK (256u << 10)   /* bytes asked of a socket at once */
#define STALL 10             /* a step may take so many times its processor time by the clock on the wall: machines are shared */
#define SPARE_CPU 30         /* seconds that the kernel's own limit lies above the parent's */

enum state { WAITING, RUNNING, DONE };

struct job {
    enum state state;
    enum dx_pool_how how;
    uint64_t exhibit;
    int64_t size;
    double cost;
    struct dx_buf bytes;  /* the job */
    struct dx_buf answer;
    size_t told;          /* bytes of the answer that came in whole parts */
    uint64_t mark;
    int fd;
    bool begun;           /* some worker has had it, or it needs none */
    bool forgotten;       /* by a halt: nobody is told of it, nor of those behind it */
    bool again, failed;   /* again: an idle worker had died before it could get it; once */
    void *tag;
    struct dx_err failure;
    char limit[32];       /* what failure.limit points to */
};

struct worker {
    pid_t pid;           /* 0: none */
    int sock;
    clockid_t clock;     /* its processor time */
    bool fresh;          /* for one job alone */
    uint64_t exhibit;
    struct job *job;     /* NULL: idle */
    size_t sent;         /* of header and bytes */
    struct dx_wire head; /* of what comes */
    size_t got, body;    /* of the head; of the bytes after it */
    double wall, cpu;    /* when the step began; processor time then */
    double started, cpu0; /* the same of the job */
    double look;         /* when the limits should be looked at; 0: never */
};

struct dx_pool {
    struct dx_pool_options o;
    struct dx_pool_calls c;
    struct dx_nursery *nursery;
    struct worker *workers;
    size_t slots, running;
    struct pollfd *polls;
    pid_t *dying;        /* killed, not yet reaped: their memory takes a while to go */
    size_t n_dying;
    struct job *jobs; /* a ring of o.queue, the oldest at `head` */
    size_t head, count, waiting; /* waiting: for a worker */
    bool ending;      /* no more will be put */
    bool skipping;    /* a job that a halt forgot was due: up to the end of the queue no answers are handed over */
    size_t held;      /* bytes of jobs and answers */
    int stopped;      /* what the answer callback returned, once it wasn't DX_OK */
};

static double clock_now(clockid_t clock)
{
    struct timespec t = {0, 0};
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now(void) { return clock_now(CLOCK_MONOTONIC); }

/* ---- processes ---- */

static void reap(struct dx_pool *p, bool all)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->n_dying; i++) {
        pid_t got;
        while ((got = waitpid(p->dying[i], NULL, all ? 0 : WNOHANG)) < 0 && errno == EINTR)
            ;
        if (got == 0)
            p->dying[kept++] = p->dying[i];
    }
    p->n_dying = kept;
}

static double job_seconds(const struct dx_pool *p, const struct job *j)
{
    return p->o.job_seconds > 0 ? p->o.job_seconds + p->o.job_per_mb * (double)j->size / 1e6 : 0;
}

static double step_seconds(const struct dx_pool *p, const struct job *j)
{
    return p->o.step_seconds > 0 ? p->o.step_seconds + p->o.step_per_mb * (double)j->size / 1e6 : 0;
}

static void live(void *ctx, int sock, pid_t parent, unsigned cpu)
{
    const struct dx_pool *p = ctx;
    dx_sandbox_enter(p->o.sandbox, sock, p->o.memory, cpu, parent);
    dx_port_serve(p->c.job, p->c.ctx);
}

static int load(void *ctx, struct dx_buf *said, struct dx_err *e)
{
    const struct dx_pool *p = ctx;
    return p->c.load ? p->c.load(p->c.ctx, said, e) : DX_OK;
}

static int worker_start(struct dx_pool *p, struct worker *w, const struct job *j, struct dx_err *e)
{
    bool fresh = j->how == DX_POOL_FRESH;
    double most = fresh ? job_seconds(p, j) : 0;
    *w = (struct worker){.sock = -1, .fresh = fresh, .exhibit = j->exhibit};
    int rc = dx_nursery_fork(p->nursery, most > 0 && most < 1e9 ? (unsigned)most + SPARE_CPU : 0, &w->pid, &w->sock, e);
    if (rc == DX_OK && clock_getcpuclockid(w->pid, &w->clock) != 0)
        w->clock = CLOCK_MONOTONIC;
    return rc;
}

/* Ends a worker; it is reaped by and by. */
static void worker_end(struct dx_pool *p, struct worker *w)
{
    kill(w->pid, SIGKILL);
    close(w->sock);
    if (p->n_dying == p->slots)
        reap(p, true);
    p->dying[p->n_dying++] = w->pid;
    *w = (struct worker){.sock = -1};
}

/* ---- jobs ---- */

static struct job *job_at(const struct dx_pool *p, size_t i) { return &p->jobs[(p->head + i) % p->o.queue]; }

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
    if (failure && failure->code) {
        j->failed = true;
        j->failure = *failure;
        if (failure->limit) {
            snprintf(j->limit, sizeof j->limit, "%s", failure->limit);
            j->failure.limit = j->limit;
        }
    }
    j->state = DONE;
}

/* The job goes once more, to a fresh worker. */
static void job_again(struct dx_pool *p, struct job *j, struct dx_buf *bytes)
{
    p->held += bytes->len - j->bytes.len;
    dx_buf_free(&j->bytes);
    j->bytes = *bytes;
    *bytes = (struct dx_buf)DX_BUF_INIT;
    j->how = DX_POOL_FRESH;
    j->state = WAITING;
    p->waiting++;
}

/* A job has ended, one way or another; its worker may be gone already. What came of it is judged. */
static void conclude(struct dx_pool *p, struct worker *w, enum dx_pool_end end, struct dx_err *e)
{
    struct job *j = w->job;
    struct dx_buf again = DX_BUF_INIT;
    struct dx_err none = {0};
    bool whole = w->sent == sizeof(struct dx_wire) + j->bytes.len; /* else the rest of the job is still on its way */
    w->job = NULL;
    p->running--;
    p->held -= j->answer.len;
    if (j->answer.len > j->told) { /* the rest of a part that was cut short */
        j->answer.len = j->told;
        j->answer.p[j->told] = '\0';
    }
    struct dx_pool_result r = {end, &j->answer, j->mark, e ? e : &none};
    enum dx_ruling v = DX_TAKE;
    if (p->c.judge)
        v = p->c.judge(p->c.ctx, j->tag, &r, &again);
    else if (end != DX_END_ANSWER)
        dx_buf_free(&j->answer);
    if (w->pid && (w->fresh || !whole || v != DX_TAKE || end > DX_END_FAILURE || (r.e->code && strcmp(r.e->code, "memory") == 0)))
        worker_end(p, w); /* who ran out of memory has his heap in pieces: what the next job gets would depend on it */
    j->told = 0;
    j->mark = 0;
    if (v == DX_AGAIN && dx_buf_ok(&again)) {
        dx_buf_free(&j->answer);
        job_again(p, j, &again);
    } else {
        if (v == DX_AGAIN)
            dx_fail_nomem(r.e);
        p->held += j->answer.len;
        job_done(p, j, r.e);
    }
    dx_buf_free(&again);
}

/* The worker didn't live to answer: says why. */
static void worker_died(struct dx_pool *p, struct worker *w)
{
    struct dx_err e;
    enum dx_pool_end end = DX_END_CRASH;
    /* Its end of the socket is closed, so it is dead or dying: give it the moment to die of its own cause. */
    int status = 0;
    pid_t got = 0;
    for (int i = 0; i < 100 && got == 0; i++) {
        got = waitpid(w->pid, &status, WNOHANG);
        if (got == 0)
            poll(NULL, 0, 1);
    }
    if (got == w->pid) {
        close(w->sock);
        w->pid = 0;
    }
    int sig = got > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const char *name = sigabbrev_np(sig); /* strsignal depends on the locale */
    if (got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == DX_CAGE_NO_MEMORY) {
        end = DX_END_MEMORY;
        dx_fail_nomem(&e);
    } else if (got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == DX_CAGE_FAILED) {
        dx_fail(&e, DX_BAD, "crashed", "the worker could not be caged");
    } else if (sig == SIGXCPU) {
        end = DX_END_TIME;
        dx_fail(&e, DX_BAD, "timeout", "the worker used up its processor time");
    } else if (sig) {
        dx_fail(&e, DX_BAD, "crashed", "the worker was ended by signal %d (SIG%s)%s", sig, name ? name : "RT",
                sig == SIGSYS ? ": it tried what the sandbox forbids" : "");
        e.signal = sig;
        end = sig == SIGKILL ? DX_END_KILLED : DX_END_CRASH; /* not ours: the system ran out of memory, or somebody else's hand */
    } else {
        dx_fail(&e, DX_BAD, "crashed", "the worker exited with status %d", got > 0 ? WEXITSTATUS(status) : -1);
    }
    e.transient |= end != DX_END_CRASH;
    conclude(p, w, end, &e);
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
    w->job = NULL;
    p->running--;
    p->waiting++;
    worker_end(p, w);
}

/* Sends what the socket takes; the descriptor goes with the first byte. */
static void worker_send(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    struct dx_wire head = {j->bytes.len, j->how == DX_POOL_FRESH ? DX_WIRE_CAREFUL : DX_WIRE_JOB, 0};
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
    }
}

/* ---- what comes back ---- */

static void failure_complete(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    struct dx_wire_failure f;
    memcpy(&f, j->answer.p + j->told, sizeof f); /* its length was checked with the header */
    f.code[sizeof f.code - 1] = f.limit[sizeof f.limit - 1] = f.msg[sizeof f.msg - 1] = '\0';
    bool named = f.limit[0] && strspn(f.limit, "abcdefghijklmnopqrstuvwxyz-") == strlen(f.limit);
    const char *code = dx_err_code(f.code, strlen(f.code));
    if (!code || strcmp(code, "crashed") == 0) /* that is for the parent to say */
        code = "malformed";
    struct dx_err e = {.code = code, .limit = named ? f.limit : NULL, .transient = f.transient != 0};
    memcpy(e.msg, f.msg, sizeof e.msg);
    conclude(p, w, strcmp(e.code, "memory") == 0 ? DX_END_MEMORY : DX_END_FAILURE, &e);
}

static void step_begins(struct worker *w)
{
    w->wall = now();
    w->cpu = clock_now(w->clock);
    w->look = w->wall; /* to be settled by the next look */
}

static void message_complete(struct dx_pool *p, struct worker *w)
{
    struct job *j = w->job;
    uint32_t kind = w->head.kind;
    w->got = w->body = 0;
    if (kind == DX_WIRE_FAILURE) {
        failure_complete(p, w);
        return;
    }
    j->told = j->answer.len;
    if (kind == DX_WIRE_ANSWER)
        conclude(p, w, DX_END_ANSWER, NULL);
}

static void worker_kill(struct dx_pool *p, struct worker *w, enum dx_pool_end end, struct dx_err *why)
{
    struct worker gone = *w; /* its slot is free before the judge is asked */
    worker_end(p, w);
    gone.pid = 0;
    conclude(p, &gone, end, why);
}

/* Is the head of what comes one that we take? If not, the worker has lost its mind. */
static bool welcome(struct dx_pool *p, struct worker *w)
{
    struct dx_err e;
    const struct dx_wire *h = &w->head;
    struct job *j = w->job;
    if (h->kind == DX_WIRE_MARK && h->length >= j->mark) {
        if (h->length > j->mark)
            step_begins(w);
        j->mark = h->length;
        w->got = 0;
        return false; /* that was all of it */
    }
    if (h->kind == DX_WIRE_FAILURE && h->length == sizeof(struct dx_wire_failure))
        return true;
    bool part = h->kind == DX_WIRE_PART || h->kind == DX_WIRE_ANSWER;
    if (part && h->length <= p->o.answer_bytes && j->answer.len <= p->o.answer_bytes - h->length)
        return true;
    if (part)
        dx_fail_limit(&e, "answer", "the answer is longer than %zu bytes", p->o.answer_bytes);
    else
        dx_fail(&e, DX_BAD, "crashed", "the worker sent what is no answer");
    worker_kill(p, w, part ? DX_END_FLOOD : DX_END_CRASH, &e);
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
    size_t want = in_head ? sizeof w->head - w->got : w->head.length - w->body;
    if (want > CHUNK)
        want = CHUNK;
    char *to = in_head ? (char *)&w->head + w->got : dx_buf_room(&j->answer, want);
    if (!to) {
        struct dx_err e;
        dx_fail_nomem(&e);
        worker_kill(p, w, DX_END_FLOOD, &e);
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
        if (w->got < sizeof w->head || !welcome(p, w))
            return;
    } else {
        w->body += (size_t)k;
        j->answer.len += (size_t)k;
        j->answer.p[j->answer.len] = '\0';
        p->held += (size_t)k;
    }
    if (w->body == w->head.length)
        message_complete(p, w);
}

/* ---- giving out work ---- */

/* A worker for the job: one that is idle and served the same exhibit, else a new one; NULL when as many run as may (or, with *rc set,
 * when none could be started and none is there). */
static struct worker *worker_for(struct dx_pool *p, const struct job *j, int *rc, struct dx_err *e)
{
    struct worker *none = NULL, *idle = NULL;
    if (p->running == (size_t)p->o.jobs)
        return NULL;
    for (size_t i = 0; i < p->slots; i++) {
        struct worker *w = &p->workers[i];
        if (!w->pid)
            none = none ? none : w;
        else if (!w->job && j->how == DX_POOL_SHARED && w->exhibit == j->exhibit)
            return w;
        else if (!w->job)
            idle = w;
    }
    if (!none) { /* all slots are taken, but not by those that run */
        worker_end(p, idle);
        none = idle;
    }
    struct dx_err why;
    int got = worker_start(p, none, j, &why);
    if (got == DX_OK)
        return none;
    *none = (struct worker){.sock = -1};
    if (p->running == 0) { /* with some at work, these do all */
        *rc = got;
        if (e)
            *e = why;
    }
    return NULL;
}

static bool start_job(struct dx_pool *p, struct job *j, int *rc, struct dx_err *e)
{
    struct worker *w = worker_for(p, j, rc, e);
    if (!w)
        return false;
    w->job = j;
    w->sent = w->got = w->body = 0;
    j->state = RUNNING;
    j->begun = true;
    p->running++;
    p->waiting--;
    step_begins(w);
    w->started = w->wall;
    w->cpu0 = w->cpu;
    if (j->fd >= 0)
        lseek(j->fd, 0, SEEK_SET); /* a worker before may have left it anywhere */
    worker_send(p, w);
    return true;
}

/* The job to begin next: the oldest that waits; of the last ones the dearest, so that no worker is alone with one while the others have
 * nothing left. While the answers held are too many bytes only the oldest job of all, for which all others wait. */
static struct job *next_job(const struct dx_pool *p)
{
    struct job *best = NULL;
    for (size_t i = 0; i < p->count; i++) {
        struct job *j = job_at(p, i);
        if (p->held > DX_POOL_BYTES && i > 0)
            break;
        if (j->state != WAITING || (best && j->cost <= best->cost))
            continue;
        best = j;
        if (!p->ending)
            break;
    }
    return best;
}

static int assign(struct dx_pool *p, struct dx_err *e)
{
    int rc = DX_OK;
    while (p->waiting > 0 && p->running < (size_t)p->o.jobs) {
        struct job *j = next_job(p);
        if (!j || !start_job(p, j, &rc, e))
            break;
    }
    return rc;
}

/* ---- limits ---- */

static double least(double a, double b) { return b > 0 && (a <= 0 || b < a) ? b : a; }

/* How long until a limit can be passed at the earliest; processor time goes no faster than the clock. 0 with *end set: one was. */
static double until_limit(const struct dx_pool *p, const struct worker *w, double t, enum dx_pool_end *end, struct dx_err *e)
{
    const struct job *j = w->job;
    double step = step_seconds(p, j), all = job_seconds(p, j), cpu = step > 0 || all > 0 ? clock_now(w->clock) : 0, left = 0;
    const struct {
        double most, used;
        enum dx_pool_end end;
        const char *what;
    } limits[] = {
        {p->o.timeout, t - w->started, DX_END_TIME, "not finished after %g seconds"},
        {all, cpu - w->cpu0, DX_END_TIME, "not finished after %g seconds of processor time"},
        {step, cpu - w->cpu, DX_END_STEP, "a page took more than %g seconds of processor time"},
        {step * STALL, t - w->wall, DX_END_STEP, "no page was finished for %g seconds"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].most <= 0)
            continue;
        if (limits[i].used >= limits[i].most) {
            char msg[120];
            snprintf(msg, sizeof msg, limits[i].what, limits[i].most);
            dx_fail(e, DX_BAD, "timeout", "%s", msg);
            e->transient = true;
            *end = limits[i].end;
            return 0;
        }
        left = least(left, limits[i].most - limits[i].used);
    }
    return left;
}

static void check_limits(struct dx_pool *p)
{
    double t = now();
    for (size_t i = 0; i < p->slots; i++) {
        struct worker *w = &p->workers[i];
        if (!w->job || w->look <= 0 || t < w->look)
            continue;
        struct dx_err e;
        enum dx_pool_end end = DX_END_ANSWER;
        double left = until_limit(p, w, t, &end, &e);
        w->look = left > 0 ? t + left : 0;
        if (end != DX_END_ANSWER)
            worker_kill(p, w, end, &e);
    }
}

/* Milliseconds until the first look, rounded up; -1: none. */
static int until_look(const struct dx_pool *p)
{
    double first = 0;
    for (size_t i = 0; i < p->slots; i++)
        if (p->workers[i].job)
            first = least(first, p->workers[i].look);
    if (first <= 0)
        return -1;
    double ms = (first - now()) * 1000;
    return ms <= 0 ? 0 : ms > 1e6 ? 1000000 : (int)ms + 1;
}

/* ---- the loop ---- */

/* Hands over what is due, in order. */
static int deliver(struct dx_pool *p, struct dx_err *e)
{
    while (p->count > 0 && !p->stopped) {
        struct job *j = job_at(p, 0);
        if (j->state != DONE)
            break;
        p->skipping |= j->forgotten;
        if (!p->skipping)
            p->stopped = p->c.answer(p->c.ctx, j->tag, dx_buf_slice(&j->answer), j->failed ? &j->failure : NULL, e);
        p->held -= j->answer.len;
        dx_buf_free(&j->answer);
        p->head = (p->head + 1) % p->o.queue;
        p->count--;
    }
    if (p->count == 0)
        p->skipping = false;
    return p->stopped;
}

/* One round: send and receive what the sockets allow (waiting for something to happen when `wait`), then hand over. */
static int pump(struct dx_pool *p, bool wait, struct dx_err *e)
{
    int rc = assign(p, e);
    if (rc != DX_OK)
        return rc;
    check_limits(p); /* settles when to look at those that have just begun a step */
    reap(p, false);
    for (size_t i = 0; i < p->slots; i++) {
        const struct worker *w = &p->workers[i];
        bool sending = w->job && w->sent < sizeof(struct dx_wire) + w->job->bytes.len;
        p->polls[i] = (struct pollfd){w->job ? w->sock : -1, (short)(POLLIN | (sending ? POLLOUT : 0)), 0};
    }
    if (p->running > 0) {
        int ready = poll(p->polls, (nfds_t)p->slots, wait ? until_look(p) : 0);
        if (ready < 0 && errno != EINTR)
            return dx_fail(e, DX_ENV, "io", "cannot wait for the workers: %s", strerror(errno));
        for (size_t i = 0; ready > 0 && i < p->slots; i++) {
            struct worker *w = &p->workers[i];
            if (w->job && p->polls[i].revents & POLLOUT)
                worker_send(p, w);
            if (w->job && p->polls[i].revents & (POLLIN | POLLHUP | POLLERR))
                worker_recv(p, w);
        }
        check_limits(p);
    }
    rc = deliver(p, e);
    return rc == DX_OK ? assign(p, e) : rc;
}

/* ---- beginning, putting, end ---- */

int dx_pool_new(struct dx_pool **out, const struct dx_pool_options *o, const struct dx_pool_calls *calls, struct dx_err *e)
{
    *out = NULL;
    struct dx_pool *p = calloc(1, sizeof *p);
    if (!p)
        return dx_fail_nomem(e);
    *p = (struct dx_pool){.o = *o, .c = *calls};
    if (p->o.jobs < 1)
        p->o.jobs = 1;
    if (p->o.queue == 0)
        p->o.queue = 16 * (size_t)p->o.jobs;
    if (p->o.answer_bytes == 0)
        p->o.answer_bytes = DX_ANSWER_BYTES;
    p->slots = 2 * (size_t)p->o.jobs;
    p->workers = calloc(p->slots, sizeof *p->workers);
    p->polls = calloc(p->slots, sizeof *p->polls);
    p->dying = calloc(p->slots, sizeof *p->dying);
    p->jobs = calloc(p->o.queue, sizeof *p->jobs);
    int rc = p->workers && p->polls && p->dying && p->jobs ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_nursery_new(&p->nursery, &(struct dx_nursery_calls){load, live, p}, p->o.sandbox, e);
    if (rc == DX_OK)
        *out = p;
    else
        dx_pool_free(p);
    return rc;
}

int dx_pool_ready(struct dx_pool *p, struct dx_str *said, struct dx_err *e) { return dx_nursery_ready(p->nursery, said, e); }

/* A second descriptor for the same file, kept until the job is done; when there are no more, answers make room for some. */
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

int dx_pool_put(struct dx_pool *p, const struct dx_pool_job *job, struct dx_err *e)
{
    bool working = job->how != DX_POOL_PASS;
    int rc = p->stopped;
    while (rc == DX_OK && (p->count == p->o.queue || (p->count > 0 && p->held > DX_POOL_BYTES)))
        rc = pump(p, true, e);
    int own = -1;
    if (rc == DX_OK && working && job->fd >= 0)
        rc = keep_fd(p, job->fd, &own, e);
    if (rc != DX_OK)
        return rc;
    struct job *j = job_at(p, p->count);
    *j = (struct job){.state = working ? WAITING : DONE, .how = job->how, .exhibit = job->exhibit, .size = job->size > 0 ? job->size : 0,
                      .cost = job->cost, .begun = !working, .fd = own, .tag = job->tag};
    struct dx_buf *b = working ? &j->bytes : &j->answer;
    dx_buf_add(b, job->bytes.p, job->bytes.n);
    if (!dx_buf_ok(b)) {
        job_drop_fd(j);
        dx_buf_free(b);
        return dx_fail_nomem(e);
    }
    p->held += job->bytes.n;
    p->count++;
    p->waiting += working;
    return pump(p, false, e);
}

int dx_pool_end(struct dx_pool *p, struct dx_err *e)
{
    int rc = p->stopped;
    p->ending = true;
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

/* At the end of all jobs they aren't begun in order: what is in hand behind a forgotten one is finished and judged all the same. */
size_t dx_pool_halt(struct dx_pool *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        struct job *j = job_at(p, i);
        if (j->begun)
            continue;
        p->held -= j->bytes.len + j->answer.len;
        p->waiting -= j->state == WAITING;
        job_free(j);
        j->state = DONE;
        j->begun = j->forgotten = true;
        n++;
    }
    return n;
}

void dx_pool_free(struct dx_pool *p)
{
    if (!p)
        return;
    dx_nursery_free(p->nursery);
    for (size_t i = 0; p->workers && i < p->slots; i++)
        if (p->workers[i].pid)
            worker_end(p, &p->workers[i]);
    if (p->dying)
        reap(p, true);
    for (size_t i = 0; p->jobs && i < p->count; i++)
        job_free(job_at(p, i));
    free(p->workers);
    free(p->polls);
    free(p->dying);
    free(p->jobs);
    free(p);
}
