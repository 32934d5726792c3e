/* pool.c: the worker pool: order, failures of every kind, descriptors, and the same answers for any number of workers */
#include "engine/pool.h"
#include "engine/sanitized.h"
#include "../tap.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct seen {
    struct dx_buf log;    /* what came, in order */
    size_t next, wrong;   /* the tag that is due; how many came out of turn */
    size_t failures, bytes;
    struct dx_err last;
    char limit[32];
    size_t stop_at;       /* the callback refuses this one (1-based); 0: none */
};

/* What a job does stands in its first byte; the rest is its argument. */
static int job(void *ctx, struct dx_port *port, struct dx_str in, int fd, struct dx_buf *answer, struct dx_err *e)
{
    (void)ctx;
    switch (in.n ? in.p[0] : 0) {
    case 'e': /* echo */
        dx_buf_add(answer, in.p + 1, in.n - 1);
        return DX_OK;
    case 'r': /* a reply of many bytes */
        for (long n = strtol(in.p + 1, NULL, 10); n > 0; n--)
            dx_buf_byte(answer, (char)('a' + n % 26));
        return DX_OK;
    case 'c': /* crash */
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
        return DX_OK;
    case 'x': /* exit */
        _exit(5);
    case 'b': /* block for ever */
        for (;;)
            pause();
    case 'w': /* take a while */
        poll(NULL, 0, 30);
        return DX_OK;
    case 'f': /* what the descriptor holds */
        for (char p[64];;) {
            ssize_t n = read(fd, p, sizeof p);
            if (n <= 0)
                break;
            dx_buf_add(answer, p, (size_t)n);
        }
        return DX_OK;
    case 'd': /* which descriptors are there? */
        for (int i = 0; i < 64; i++)
            if (fcntl(i, F_GETFD) >= 0)
                dx_buf_printf(answer, "%d ", i);
        return DX_OK;
    case 'i': /* SIGINT and SIGTERM are the parent's to judge */
        raise(SIGINT);
        raise(SIGTERM);
        dx_buf_str(answer, "alive");
        return DX_OK;
    case 'n': /* fail in an orderly way */
        dx_fail_limit(e, "pixels", "too many\x1b pixels");
        e->transient = true;
        return DX_LIMIT;
    case 'u': /* a code that the contract doesn't know */
        return dx_fail(e, DX_BAD, "nonsense", "what?");
    case 'm': /* more memory than there is */
        if (!dx_buf_room(answer, (size_t)1 << 40))
            return dx_fail_nomem(e);
        return DX_OK;
    case 'g': { /* garbage instead of an answer */
        static const char junk[64] = "this is no header at all, and there is more of it";
        if (write(3, junk, sizeof junk) < 0)
            _exit(9);
        return DX_OK;
    }
    case 'p': /* a step, a part, a step, and then it ends */
        dx_port_mark(port, 5);
        dx_buf_str(answer, "told");
        dx_port_part(port, answer);
        dx_port_mark(port, 7);
        dx_buf_str(answer, "untold");
        if (in.n > 1 && in.p[1] == 'c')
            raise(SIGSEGV);
        return DX_OK;
    case 's': /* spin */
        for (volatile int i = 0; i >= 0;)
            i = i < 1000;
    }
    return DX_OK;
}

static int answer(void *ctx, void *tag, struct dx_str a, const struct dx_err *failure, struct dx_err *e)
{
    struct seen *s = ctx;
    s->wrong += (size_t)tag != s->next++;
    s->bytes += a.n;
    if (failure) {
        s->failures++;
        s->last = *failure;
        snprintf(s->limit, sizeof s->limit, "%s", failure->limit ? failure->limit : "");
        dx_buf_printf(&s->log, "%s/%s/%d;", failure->code, s->limit, failure->signal);
        s->wrong += a.n != 0;
    } else {
        dx_buf_add(&s->log, a.p, a.n);
        dx_buf_byte(&s->log, ';');
    }
    return s->stop_at && s->next == s->stop_at ? dx_fail(e, DX_ENV, "io", "enough") : DX_OK;
}

static void seen_free(struct seen *s)
{
    dx_buf_free(&s->log);
    *s = (struct seen){0};
}

static int put(struct dx_pool *p, struct dx_str bytes, int fd, void *tag, bool work, struct dx_err *e)
{
    struct dx_pool_job j = {bytes, fd, work ? DX_POOL_SHARED : DX_POOL_PASS, 0, 0, tag, 0};
    return dx_pool_put(p, &j, e);
}

/* Runs the jobs (C strings, NULL after the last) and says what came. */
static int run(struct seen *s, const struct dx_pool_options *o, const char *const *jobs)
{
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = s}, &e);
    for (size_t i = 0; rc == DX_OK && jobs[i]; i++)
        rc = put(p, dx_str(jobs[i]), -1, (void *)i, true, &e);
    if (rc == DX_OK)
        rc = dx_pool_end(p, &e);
    dx_pool_free(p);
    return rc;
}

static struct dx_sandbox *sandbox; /* as in earnest */

static struct dx_pool_options options(int jobs)
{
    return (struct dx_pool_options){.jobs = jobs, .answer_bytes = 8u << 20, .sandbox = sandbox};
}

static void check_one(const char *what, const char *j, const char *want, struct dx_pool_options o)
{
    struct seen s = {0};
    int rc = run(&s, &o, (const char *const[]){"ebefore", j, "eafter", NULL});
    char whole[256];
    snprintf(whole, sizeof whole, "before;%s;after;", want);
    ok(rc == DX_OK && s.wrong == 0, "%s: the run goes on, in order", what);
    is_str(s.log.p, whole, what);
    seen_free(&s);
}

static void test_failures(void)
{
    check_one("a crash", "c", "crashed//11", options(2));
    check_one("an exit", "x", "crashed//0", options(2));
    check_one("garbage", "g", "crashed//0", options(2));
    check_one("an orderly failure", "n", "limit/pixels/0", options(1));
    check_one("an unknown code", "u", "malformed//0", options(1));
    check_one("Ctrl-C in the worker", "i", "alive", options(1));
    check_one("a worker's descriptors", "d", "0 1 2 3 ", options(1));
    struct dx_pool_options o = options(2);
    o.timeout = 0.2;
    check_one("a worker that hangs", "b", "timeout//0", o);
    o = options(1);
    o.answer_bytes = 1000;
    check_one("a flood", "r1001", "limit/answer/0", o);
    o = options(1);
    o.memory = 64u << 20;
#if !DX_SANITIZED /* the sanitizer ends a program that asks for this much */
    check_one("memory", "m", "memory//0", o);
#endif
}

static void test_transient(void)
{
    struct seen s = {0};
    struct dx_pool_options o = options(1);
    o.timeout = 0.1;
    run(&s, &o, (const char *const[]){"b", NULL});
    ok(s.last.transient && strstr(s.last.msg, "0.1 seconds"), "a timeout is transient and says how long: %s", s.last.msg);
    seen_free(&s);
    run(&s, &o, (const char *const[]){"c", NULL});
    ok(!s.last.transient && s.last.signal == SIGSEGV, "a crash is not transient and names its signal: %s", s.last.msg);
    seen_free(&s);
}

/* The same jobs, of random lengths up to 200 kB with a crash here and there, by so many workers. */
static void random_jobs(struct seen *s, int workers)
{
    struct dx_pool_options o = options(workers);
    struct dx_err e;
    struct dx_pool *p;
    unsigned seed = 7;
    char *text = malloc(200001);
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = s}, &e);
    for (size_t i = 0; rc == DX_OK && i < 300; i++) {
        size_t n = 1;
        seed = seed * 1103515245u + 12345u;
        n += (seed >> 8) % (i % 10 ? 3000 : 200000);
        memset(text, 'a' + (int)(i % 26), n);
        text[0] = i % 50 == 33 ? 'c' : 'e';
        rc = put(p, (struct dx_str){text, n}, -1, (void *)i, i % 7 != 0, &e);
    }
    rc = rc == DX_OK ? dx_pool_end(p, &e) : rc;
    ok(rc == DX_OK && s->next == 300 && s->wrong == 0, "%d workers: 300 answers in order", workers);
    dx_pool_free(p);
    free(text);
}

static void test_same(void)
{
    struct seen one = {0}, four = {0};
    random_jobs(&one, 1);
    random_jobs(&four, 4);
    ok(one.failures > 3 && one.failures == four.failures, "crashes in the middle fail their own jobs alone (%zu)", one.failures);
    ok(one.log.len == four.log.len && memcmp(one.log.p, four.log.p, one.log.len) == 0, "1 and 4 workers: the same bytes");
    seen_free(&one);
    seen_free(&four);
}

static void test_many(void)
{
    struct dx_pool_options o = options(2);
    struct seen s = {0};
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = &s}, &e);
    for (size_t i = 0; rc == DX_OK && i < 10000; i++)
        rc = put(p, DX_STR("e."), -1, (void *)i, true, &e);
    rc = rc == DX_OK ? dx_pool_end(p, &e) : rc;
    ok(rc == DX_OK && s.next == 10000 && s.wrong == 0 && s.bytes == 10000, "10,000 tiny jobs");
    dx_pool_free(p);
    seen_free(&s);
}

static void test_descriptors(void)
{
    struct dx_pool_options o = options(2);
    struct seen s = {0};
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = &s}, &e);
    for (size_t i = 0; rc == DX_OK && i < 5; i++) {
        int fd = memfd_create("job", MFD_CLOEXEC);
        dprintf(fd, "file %zu", i);
        lseek(fd, 0, SEEK_SET);
        rc = put(p, DX_STR("f"), fd, (void *)i, true, &e);
        close(fd);
    }
    rc = rc == DX_OK ? dx_pool_end(p, &e) : rc;
    ok(rc == DX_OK, "descriptors are passed");
    is_str(s.log.p, "file 0;file 1;file 2;file 3;file 4;", "each job reads its own file");
    dx_pool_free(p);
    seen_free(&s);
}

static void test_stop(void)
{
    struct seen s = {.stop_at = 2};
    struct dx_pool_options o = options(2);
    int rc = run(&s, &o, (const char *const[]){"ea", "eb", "ec", "ed", "b", NULL});
    ok(rc == DX_ENV && s.next == 2, "a refused answer stops the pool, with work in hand");
    seen_free(&s);
}

/* What no worker has begun is forgotten; what is in hand is finished, in order. */
static void test_halt(void)
{
    struct dx_pool_options o = options(2);
    struct seen s = {0};
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = &s}, &e);
    for (size_t i = 0; rc == DX_OK && i < 20; i++)
        rc = put(p, DX_STR("w"), -1, (void *)i, true, &e);
    dx_pool_halt(p);
    rc = rc == DX_OK ? dx_pool_end(p, &e) : rc;
    ok(rc == DX_OK && s.wrong == 0 && s.next >= 2 && s.next < 20, "a halt forgets what waits");
    rc = put(p, DX_STR("eafter"), -1, (void *)s.next, true, &e);
    rc = rc == DX_OK ? dx_pool_end(p, &e) : rc;
    ok(rc == DX_OK && s.wrong == 0 && strstr(s.log.p, "after;"), "and the pool is still good");
    dx_pool_free(p);
    seen_free(&s);
}

/* A halt in the midst of the end, when the dearest jobs were begun before others: what is told is what came before the first forgotten one. */
struct halting {
    struct seen seen;
    struct dx_pool *p;
    size_t forgotten;
    int judged;
};

static int halt_now(void *ctx, void *tag, struct dx_str a, const struct dx_err *failure, struct dx_err *e)
{
    struct halting *h = ctx;
    int rc = answer(&h->seen, tag, a, failure, e);
    h->forgotten += dx_pool_halt(h->p);
    return rc;
}

static enum dx_ruling count(void *ctx, void *tag, struct dx_pool_result *r, struct dx_buf *again)
{
    (void)tag, (void)r, (void)again;
    ((struct halting *)ctx)->judged++;
    return DX_TAKE;
}

static void test_halt_at_the_end(void)
{
    struct dx_pool_options o = options(2);
    struct halting h = {0};
    struct dx_err e;
    int rc = dx_pool_new(&h.p, &o, &(struct dx_pool_calls){.job = job, .judge = count, .answer = halt_now, .ctx = &h}, &e);
    const char *const jobs[] = {"w", "ea", "eb", "ec", "w"};
    for (size_t i = 0; rc == DX_OK && i < 5; i++) /* the last is the dearest: it is begun second or third */
        rc = dx_pool_put(h.p, &(struct dx_pool_job){.bytes = dx_str(jobs[i]), .fd = -1, .how = DX_POOL_FRESH, .tag = (void *)i, .cost = i == 4 ? 9 : 0}, &e);
    rc = rc == DX_OK ? dx_pool_end(h.p, &e) : rc;
    ok(rc == DX_OK && h.seen.wrong == 0 && h.seen.next + h.forgotten <= 5 && (size_t)h.judged + h.forgotten == 5,
       "a halt in the midst of the end: %zu told, %d finished, %zu forgotten", h.seen.next, h.judged, h.forgotten);
    dx_pool_free(h.p);
    seen_free(&h.seen);
}

/* An idle worker that is killed takes no job with it. */
static void test_idle_death(void)
{
    struct dx_pool_options o = options(1);
    struct seen s = {0};
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = &s}, &e);
    rc |= put(p, DX_STR("eone"), -1, (void *)0, true, &e);
    rc |= dx_pool_end(p, &e);
    /* our only child is the idle worker: kill it, and wait until it has died without reaping it */
    char path[64], line[32] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "r");
    int pid = f && fgets(line, sizeof line, f) ? atoi(line) : 0;
    if (f)
        fclose(f);
    siginfo_t info;
    if (pid > 0 && kill(pid, SIGKILL) == 0)
        waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
    rc |= put(p, DX_STR("etwo"), -1, (void *)1, true, &e);
    rc |= dx_pool_end(p, &e);
    ok(rc == DX_OK, "the death of an idle worker stops nothing");
    is_str(s.log.p, "one;two;", "and fails no job");
    dx_pool_free(p);
    seen_free(&s);
}

/* A judge who has the rest of a job done by another worker, once, and notes what the first one came to. */
static enum dx_ruling judge(void *ctx, void *tag, struct dx_pool_result *r, struct dx_buf *again)
{
    struct seen *s = ctx;
    (void)tag;
    dx_buf_printf(&s->log, "%d@%d:%.*s;", (int)r->end, (int)r->mark, (int)r->answer->len, r->answer->p ? r->answer->p : "");
    if (r->end == DX_END_ANSWER && r->answer->len == 3)
        return dx_fail(r->e, DX_BAD, "crashed", "a lie"), DX_REFUSE;
    if (r->end == DX_END_ANSWER)
        return DX_TAKE;
    dx_buf_str(again, "eagain");
    return DX_AGAIN;
}

static void check_judged(const char *what, const char *j, const char *want, struct dx_pool_options o, enum dx_pool_how how)
{
    struct seen s = {0};
    struct dx_err e;
    struct dx_pool *p;
    int rc = dx_pool_new(&p, &o, &(struct dx_pool_calls){.job = job, .judge = judge, .answer = answer, .ctx = &s}, &e);
    rc |= dx_pool_put(p, &(struct dx_pool_job){dx_str(j), -1, how, 0, 0, (void *)0, 0}, &e);
    rc |= dx_pool_end(p, &e);
    ok(rc == DX_OK, "%s: the run goes on", what);
    is_str(s.log.p, want, what);
    dx_pool_free(p);
    seen_free(&s);
}

static void test_judge(void)
{
    struct dx_pool_options o = options(1);
    check_judged("parts and marks of a fresh worker", "p", "0@7:tolduntold;tolduntold;", o, DX_POOL_FRESH);
    check_judged("a shared worker tells at the end", "p", "0@0:tolduntold;tolduntold;", o, DX_POOL_SHARED);
    check_judged("a crash keeps what was told, and is tried again", "pc", "2@7:told;0@0:again;again;", o, DX_POOL_FRESH);
    check_judged("a lie is refused", "elie", "0@0:lie;crashed//0;", o, DX_POOL_SHARED);
    o.step_seconds = 0.2;
    check_judged("a step that takes too much processor time", "s", "5@0:;0@0:again;again;", o, DX_POOL_FRESH);
    o.step_seconds = 0.02;
    check_judged("a step that stalls", "b", "5@0:;0@0:again;again;", o, DX_POOL_FRESH);
    o.step_seconds = 0;
    o.job_seconds = 0.2;
    check_judged("a job that takes too much processor time", "s", "6@0:;0@0:again;again;", o, DX_POOL_SHARED);
}

int main(void)
{
    struct dx_err e;
    if (dx_sandbox_new(&sandbox, false, &e) != DX_OK)
        printf("# without sandbox: %s\n", e.msg);
    test_judge();
    test_failures();
    test_transient();
    test_same();
    test_many();
    test_descriptors();
    test_stop();
    test_halt();
    test_halt_at_the_end();
    test_idle_death();
    dx_sandbox_free(sandbox);
    ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left behind");
    return tap_done();
}
