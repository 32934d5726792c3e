/* docex_progress.c: what is shown while a run goes on: one line on a terminal, or plain lines at intervals
 *
 * How much there is in all isn't known from the start. A child walks the evidence meanwhile, asking for sizes only, and tells by a pipe
 * what it has seen; time left is said once it is through. */
#include "docex.h"

#include "engine/cost.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCREEN_SECONDS 0.2
#define TELL_FILES 2000 /* the child tells after so many */

struct totals {
    int64_t files, bytes;
    double cost;
    bool whole; /* there is no more */
};

/* ---- the child ---- */

struct look {
    struct totals t;
    int out;
};

static void tell(struct look *l)
{
    const struct totals t = l->t;
    if (write(l->out, &t, sizeof t) != (ssize_t)sizeof t) /* shorter than PIPE_BUF: whole or not at all */
        _exit(0);
}

static enum dx_walk_choice look_at(void *ctx, struct dx_str path, const struct stat *st, struct dx_known *known)
{
    (void)known;
    struct look *l = ctx;
    l->t.files++;
    l->t.bytes += st->st_size;
    l->t.cost += dx_cost(path, st->st_size);
    if (l->t.files % TELL_FILES == 0)
        tell(l);
    return DX_WALK_PASS;
}

static int ignore(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    (void)ctx, (void)type, (void)line, (void)item, (void)fd;
    return DX_OK;
}

_Noreturn static void look_through(const struct dx_journey_options *o, int out, pid_t parent)
{
    struct look l = {.out = out};
    struct dx_walker *w;
    struct dx_err e;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* the parent decides */
    signal(SIGTERM, SIG_IGN);
    if (getppid() != parent || dx_walker_new(&w, "", ignore, NULL, &e) != DX_OK)
        _exit(1);
    dx_walker_ask(w, &(struct dx_walk_ask){NULL, look_at, &l});
    if (o->beneath && o->n_operands == 1)
        for (size_t i = 0; i < o->n_names; i++)
            dx_walk_beneath(w, &o->operands[0], o->names[i], &e);
    else
        for (size_t i = 0; i < o->n_operands; i++)
            dx_walk(w, &o->operands[i], &e);
    l.t.whole = true;
    tell(&l);
    _exit(0);
}

/* ---- the parent ---- */

struct docex_progress {
    bool plain, line; /* line: there is one on the screen */
    double every, shown;
    int in;           /* from the child, -1: there is none any more */
    pid_t child;
    struct totals all;
};

struct docex_progress *docex_progress_new(double plain_seconds, const struct dx_journey_options *o)
{
    int ends[2];
    struct docex_progress *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    *p = (struct docex_progress){.plain = plain_seconds > 0, .every = plain_seconds > 0 ? plain_seconds : SCREEN_SECONDS, .in = -1};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return p; /* then without time left */
    fflush(NULL);
    pid_t parent = getpid();
    p->child = fork();
    if (p->child == 0) {
        fcntl(ends[1], F_SETFL, 0);
        look_through(o, ends[1], parent);
    }
    close(ends[1]);
    p->in = ends[0];
    if (p->child < 0)
        p->child = 0;
    return p;
}

static void hear(struct docex_progress *p)
{
    struct totals t;
    ssize_t k = 0;
    while (p->in >= 0 && ((k = read(p->in, &t, sizeof t)) == (ssize_t)sizeof t || (k < 0 && errno == EINTR)))
        if (k > 0)
            p->all = t;
    if (p->in >= 0 && !(k < 0 && errno == EAGAIN)) {
        close(p->in);
        p->in = -1;
    }
}

/* "512 B", "1.4 GB" */
static void size(char out[32], double n)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    size_t i = 0;
    for (; n >= 1000 && i + 1 < sizeof units / sizeof *units; i++)
        n /= 1000;
    snprintf(out, 32, i && n < 10 ? "%.1f %s" : "%.0f %s", n, units[i]);
}

static void write_line(struct docex_progress *p, struct dx_buf *b, const struct dx_run_counts *c, bool stopping)
{
    char done[32], all[32], rate[32], pages[32], failed[32], left[32];
    int64_t failures = c->ledger.by[DX_FAILED] + c->ledger.by[DX_PARTIAL];
    size(done, (double)c->bytes);
    size(all, (double)p->all.bytes);
    size(rate, c->seconds > 0 ? (double)c->bytes / c->seconds : 0);
    dx_buf_printf(b, "%s of %s%s, %s/s, %s page%s", done, p->all.whole ? "" : "at least ", p->all.bytes >= c->bytes ? all : done, rate,
                  docex_grouped(pages, c->pages), c->pages == 1 ? "" : "s");
    if (failures)
        dx_buf_printf(b, ", %s failed", docex_grouped(failed, failures));
    if (stopping)
        dx_buf_str(b, ", stopping");
    else if (p->all.whole && c->cost > 0 && p->all.cost > 0) {
        double part = c->cost / p->all.cost;
        docex_duration(left, part < 1 ? c->seconds * (1 - part) / part : 0);
        dx_buf_printf(b, ", %s left", left);
    }
}

void docex_progress_show(struct docex_progress *p, const struct dx_run_counts *c, bool stopping)
{
    struct dx_buf b = DX_BUF_INIT;
    if (!p || c->seconds - p->shown < p->every)
        return;
    p->shown = c->seconds;
    hear(p);
    write_line(p, &b, c, stopping);
    if (dx_buf_ok(&b) && p->plain)
        fprintf(stderr, "docex run: %s\n", b.p);
    else if (dx_buf_ok(&b)) /* over the old line, then the rest of it cleared: never a blank screen between */
        fprintf(stderr, "\r%.100s\033[K", b.p);
    p->line = !p->plain;
    dx_buf_free(&b);
}

void docex_progress_free(struct docex_progress *p)
{
    if (!p)
        return;
    if (p->line)
        fputs("\r\033[K", stderr);
    if (p->in >= 0)
        close(p->in);
    if (p->child > 0) {
        kill(p->child, SIGKILL);
        while (waitpid(p->child, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    free(p);
}
