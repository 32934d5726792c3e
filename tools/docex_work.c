/* docex_work.c: docex work: one shard of a plan */
#include "docex.h"

#include "base/limits.h"
#include "engine/shard.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct own {
    int shard; /* -1: not given */
    const char *roots[64];
    size_t n_roots;
};

int docex_move_roots(struct dx_plan *p, const char *const *roots, size_t n, struct dx_err *e)
{
    for (size_t i = 0; i < n; i++) {
        const char *eq = strchr(roots[i], '=');
        size_t k = 0, len = eq ? (size_t)(eq - roots[i]) : 0;
        while (k < p->n_operands && !(strlen(p->operands[k].exhibit) == len && memcmp(p->operands[k].exhibit, roots[i], len) == 0))
            k++;
        if (!eq || k == p->n_operands)
            return dx_fail(e, DX_BAD, "malformed", "--root %s: the plan has no exhibit of that label", roots[i]);
        char *path = strdup(eq + 1);
        if (!path)
            return dx_fail_nomem(e);
        free(p->operands[k].path);
        p->operands[k].path = path;
    }
    return DX_OK;
}

static int work(const struct dx_cli *c, const struct own *own)
{
    struct dx_err e;
    struct dx_plan p = {0};
    struct dx_casedir d = DX_CASEDIR_INIT;
    struct dx_shard_counts n = {0};
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    docex_catch_signals();
    int rc = dx_casedir_open(&d, c->case_dir, DX_CASEDIR_JOIN, &e);
    if (rc == DX_OK)
        rc = dx_plan_read(&p, &d, &e);
    if (rc == DX_OK)
        rc = docex_move_roots(&p, own->roots, own->n_roots, &e);
    if (rc == DX_OK && own->shard >= p.shards)
        rc = dx_fail(&e, DX_BAD, "malformed", "the plan has shards 0 to %d, not %d", p.shards - 1, own->shard);
    if (rc == DX_OK) {
        struct dx_journey_options o = {.stages = docex_stages, .n_stages = docex_n_stages, .stage = p.settings.o, .operands = p.operands,
                                       .n_operands = p.n_operands, .jobs = c->jobs ? c->jobs : docex_processors(), .timeout = c->timeout,
                                       .memory = c->memory, .no_sandbox = c->no_sandbox, .stop = &docex_stop};
        rc = dx_operands_there(p.operands, p.n_operands, &e);
        if (rc == DX_OK)
            rc = dx_shard_work(&d, &p, own->shard, host, o, &n, &e);
    }
    dx_casedir_close(&d);
    dx_plan_free(&p);
    if (rc == DX_STOP)
        return dx_complain(c, DX_EXIT_STOPPED, "stopped after %lld items: work on shard %d again", (long long)n.items, own->shard);
    if (rc != DX_OK)
        return dx_complain(c, rc == DX_BAD ? DX_EXIT_USAGE : DX_EXIT_ENV, "%s", e.msg);
    if (!c->quiet)
        dx_complain(c, 0, "shard %d is done: %lld items, %lld from the cache", own->shard, (long long)n.items, (long long)n.cached);
    return DX_EXIT_OK;
}

enum { SHARD, ROOT };
static const struct dx_cli_option extra[] = {
    [SHARD] = {"shard", 0, "I", "which shard, from 0"},
    [ROOT] = {"root", 0, "LABEL=PATH", "exhibit LABEL lies at PATH on this machine (may be repeated)"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    char *end;
    if (o == &extra[ROOT]) {
        if (own->n_roots == sizeof own->roots / sizeof *own->roots)
            return dx_fail(e, DX_BAD, "malformed", "more than %zu --root", own->n_roots);
        own->roots[own->n_roots++] = arg;
        return DX_OK;
    }
    long n = strtol(arg, &end, 10);
    own->shard = (int)n;
    return end != arg && !*end && n >= 0 && n < DX_PLAN_SHARDS ? DX_OK
           : dx_fail(e, DX_BAD, "malformed", "--shard wants a number from 0 to %d, not '%s'", DX_PLAN_SHARDS - 1, arg);
}

static const struct dx_tool tool = {
    .name = "docex work",
    .summary = "Works on one shard of a planned case; what it finds goes into the case's cache",
    .operands = "CASE --shard I",
    .notes = "A shard may be worked on twice, anywhere: nothing is done again, and nothing differs. Exit status: 0 done,\n"
             "2 this machine or this docex isn't the plan's, 3 the environment failed, 4 stopped.\n",
    .common = DX_OPT_CASE | DX_OPT_JOBS | DX_OPT_LIMITS | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

static int work_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {.shard = -1};
    int status = docex_begin(&c, &tool, argc, argv, &own, false, "a case and a shard are wanted");
    if (status < 0 && own.shard < 0)
        status = dx_complain(&c, DX_EXIT_USAGE, "which shard? add --shard I");
    if (status < 0)
        status = work(&c, &own);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_work = {"work", "CASE --shard I", "work on one shard of it", &tool, work_main};
