/* docex_plan.c: docex plan: a case cut into shards for several machines */
#include "docex.h"

#include "base/limits.h"
#include "engine/plan.h"
#include "engine/shard.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct own {
    struct dx_custody_facts facts;
    int shards;
};

static int log_plan(struct dx_casedir *d, const struct dx_plan *p, const struct own *own, const struct dx_options *settings, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_custody_facts_write(&w, &own->facts);
    dx_settings_write(&w, settings);
    dx_jw_int(&w, "shards", p->shards);
    dx_jw_int(&w, "files", p->files);
    dx_jw_int(&w, "bytes", p->bytes);
    dx_jw_cstr(&w, "plan", p->hash);
    int rc = dx_buf_ok(&b) ? dx_custody_add(&d->custody, "plan", dx_buf_slice(&b), e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

/* The operands by their real paths: shards run in other folders. */
static int take_operands(struct dx_plan *p, const struct dx_cli *c, struct dx_err *e)
{
    p->operands = calloc(c->n_operands + 1, sizeof *p->operands);
    for (size_t i = 0; p->operands && i < c->n_operands; i++) {
        p->operands[i].path = realpath(c->operands[i].path, NULL);
        if (!p->operands[i].path)
            return dx_fail(e, DX_ENV, "missing", "cannot open the evidence %s: %s", c->operands[i].path, strerror(errno));
        p->operands[i].exhibit = strdup(c->operands[i].exhibit);
        if (!p->operands[i].exhibit)
            break;
        p->n_operands++;
    }
    return p->n_operands == c->n_operands ? DX_OK : dx_fail_nomem(e);
}

static int plan(const struct dx_cli *c, struct own *own)
{
    struct dx_err e;
    struct dx_plan p = {.shards = own->shards};
    struct dx_casedir d = DX_CASEDIR_INIT;
    struct dx_journey_options o = {.stages = docex_stages, .n_stages = docex_n_stages, .stage = c->stage, .jobs = 1,
                                   .no_sandbox = c->no_sandbox};
    int rc = take_operands(&p, c, &e);
    if (rc == DX_OK)
        rc = dx_run_place(c->case_dir, p.operands, p.n_operands, &e);
    if (rc == DX_OK)
        rc = dx_shard_identify(&p, &o, &e);
    if (rc == DX_OK)
        rc = dx_casedir_open(&d, c->case_dir, DX_CASEDIR_MAKE, &e);
    if (rc == DX_OK && mkdirat(d.dir, DX_PLAN_DIR, 0700) != 0 && errno != EEXIST)
        rc = dx_fail(&e, DX_ENV, "io", "cannot make %s/" DX_PLAN_DIR ": %s", c->case_dir, strerror(errno));
    if (rc == DX_OK)
        rc = dx_plan_make(&p, p.operands, p.n_operands, &e);
    if (rc == DX_OK)
        rc = dx_plan_write(&p, &c->stage, &d, &e);
    if (rc == DX_OK)
        rc = log_plan(&d, &p, own, &c->stage, &e);
    if (rc == DX_OK && !c->quiet) {
        char files[32], t[32];
        docex_duration(t, p.cost / p.shards);
        dx_complain(c, 0, "%s files in %d shards of some %s of one processor each, on machines of class %s", docex_grouped(files, p.files),
                    p.shards, t, p.cpu);
    }
    dx_casedir_close(&d);
    dx_plan_free(&p);
    return rc == DX_OK ? DX_EXIT_OK : dx_complain(c, rc == DX_BAD ? DX_EXIT_USAGE : DX_EXIT_ENV, "%s", e.msg);
}

enum { SHARDS = 4 };
static const struct dx_cli_option extra[] = {
    DOCEX_FACTS,
    [SHARDS] = {"shards", 0, "N", "the number of shards"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    char *end;
    if (docex_take_fact(&own->facts, o, arg))
        return DX_OK;
    long n = strtol(arg, &end, 10);
    own->shards = (int)n;
    return end != arg && !*end && n > 0 && n <= DX_PLAN_SHARDS ? DX_OK
           : dx_fail(e, DX_BAD, "malformed", "--shards wants a number from 1 to %d, not '%s'", DX_PLAN_SHARDS, arg);
}

static const struct dx_tool tool = {
    .name = "docex plan",
    .summary = "Cuts a case into shards of about the same work, for several machines that share its folder",
    .operands = "CASE [LABEL=]EVIDENCE… --shards N",
    .notes = "The options are those of docex run; shards and merge take them from the plan.\n",
    .common = DX_OPT_CASE | DX_OPT_LANG | DX_OPT_REGION | DX_OPT_RULES | DX_OPT_MIN_SCORE | DX_OPT_AS_OF | DX_OPT_PIXELS | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

static int plan_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {0};
    char **said = docex_command_line(&own.facts, argc, argv);
    int status = docex_begin(&c, &tool, argc, argv, &own, true, "a case and its evidence are wanted");
    if (status < 0 && optind == argc)
        status = dx_complain(&c, DX_EXIT_USAGE, "a case and its evidence are wanted (see docex plan --help)");
    if (status < 0 && !own.shards)
        status = dx_complain(&c, DX_EXIT_USAGE, "how many shards? add --shards N");
    if (status < 0)
        status = dx_cli_operands(&c, argv + optind, argc - optind, false);
    if (status < 0)
        status = plan(&c, &own);
    dx_cli_free(&c);
    free(said);
    return status;
}

const struct docex_command docex_plan = {"plan", "CASE EVIDENCE… --shards N", "cut a case into shards for several machines", &tool, plan_main};
