/* docex_merge.c: docex merge: what the shards found, into the case's files */
#include "docex.h"

#include "engine/plan.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct own {
    struct dx_custody_facts facts;
    const char *sign, *roots[64];
    size_t n_roots;
    bool strict;
};

int docex_undone(const struct dx_plan *p, const struct dx_casedir *d, struct dx_buf *undone, struct dx_buf *records, struct dx_err *e)
{
    struct dx_buf one = DX_BUF_INIT;
    int rc = DX_OK, n = 0;
    for (int first = -1, i = 0; i <= p->shards && rc == DX_OK; i++) {
        dx_buf_reset(&one);
        if (i < p->shards)
            rc = dx_plan_done(p, d, i, &one, e);
        bool missing = i < p->shards && one.len == 0;
        n += missing;
        if (missing && first < 0)
            first = i;
        if (!missing && first >= 0) {
            dx_buf_printf(undone, first == i - 1 ? "%s%d" : "%s%d-%d", undone->len ? "," : "", first, i - 1);
            first = -1;
        }
        if (one.len && records) {
            if (records->len)
                dx_buf_byte(records, ',');
            dx_buf_add(records, one.p, one.len);
        }
    }
    dx_buf_free(&one);
    return rc == DX_OK && (!dx_buf_ok(undone) || (records && !dx_buf_ok(records))) ? dx_fail_nomem(e) : rc;
}

static int merge_run(const struct dx_cli *c, struct own *own, const struct dx_plan *p, struct dx_str records)
{
    struct dx_err e = {0};
    struct dx_run_counts n = {0};
    struct dx_walks *walks;
    int rc = dx_walks_open(&walks, p, c->case_dir, &e);
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e.msg);
    struct dx_run_options o = {
        .journey = {.stages = docex_stages, .n_stages = docex_n_stages, .stage = p->settings.o, .operands = p->operands,
                    .n_operands = p->n_operands, .walks = walks, .jobs = c->jobs ? c->jobs : docex_processors(), .timeout = c->timeout, .memory = c->memory,
                    .no_sandbox = c->no_sandbox, .stop = &docex_stop, .passing = true},
        .case_dir = c->case_dir, .facts = own->facts};
    o.facts.shards = records;
    rc = dx_run(&o, &n, &e);
    dx_walks_free(walks);
    int status = docex_report(c, &(struct docex_report){c->case_dir, own->sign, own->strict}, &n, rc, &e);
    dx_run_counts_free(&n);
    return status;
}

static int merge(const struct dx_cli *c, struct own *own)
{
    struct dx_err e;
    struct dx_plan p = {0};
    struct dx_casedir d = DX_CASEDIR_INIT;
    struct dx_buf undone = DX_BUF_INIT, records = DX_BUF_INIT;
    docex_catch_signals();
    int status = DX_EXIT_OK, rc = dx_casedir_open(&d, c->case_dir, DX_CASEDIR_LOOK, &e);
    if (rc == DX_OK)
        rc = dx_plan_read(&p, &d, &e);
    if (rc == DX_OK)
        rc = docex_move_roots(&p, own->roots, own->n_roots, &e);
    if (rc == DX_OK)
        rc = docex_undone(&p, &d, &undone, &records, &e);
    dx_casedir_close(&d); /* the run opens it for itself */
    if (rc != DX_OK)
        status = dx_complain(c, rc == DX_BAD ? DX_EXIT_USAGE : DX_EXIT_ENV, "%s", e.msg);
    else if (undone.len)
        status = dx_complain(c, DX_EXIT_STOPPED, "not done yet: shard%s %s of %d; the case is not complete", strpbrk(undone.p, ",-") ? "s" : "",
                             undone.p, p.shards);
    else
        status = merge_run(c, own, &p, dx_buf_slice(&records));
    dx_plan_free(&p);
    dx_buf_free(&undone);
    dx_buf_free(&records);
    return status;
}

enum { SIGN = 4, ROOT, STRICT };
static const struct dx_cli_option extra[] = {
    DOCEX_FACTS,
    [SIGN] = {"sign", 0, "COMMAND", "give the head hash of the custody log to COMMAND, and keep what it prints"},
    [ROOT] = {"root", 0, "LABEL=PATH", "exhibit LABEL lies at PATH on this machine (may be repeated)"},
    [STRICT] = {"strict", 0, NULL, "exit with 1 when an item failed, wholly or in part"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    if (docex_take_fact(&own->facts, o, arg))
        return DX_OK;
    if (o == &extra[SIGN])
        own->sign = arg;
    else if (o == &extra[STRICT])
        own->strict = true;
    else if (own->n_roots == sizeof own->roots / sizeof *own->roots)
        return dx_fail(e, DX_BAD, "malformed", "more than %zu --root", own->n_roots);
    else
        own->roots[own->n_roots++] = arg;
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "docex merge",
    .summary = "Puts what the shards of a plan found into the case's files: those of one run on one machine, byte for byte",
    .operands = "CASE",
    .notes = "Exit status: as docex run has it; 4 when shards are not done.\n",
    .common = DX_OPT_CASE | DX_OPT_JOBS | DX_OPT_LIMITS | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

static int merge_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {0};
    char **said = docex_command_line(&own.facts, argc, argv);
    int status = docex_begin(&c, &tool, argc, argv, &own, false, "one case is wanted");
    if (status < 0)
        status = merge(&c, &own);
    dx_cli_free(&c);
    free(said);
    return status;
}

const struct docex_command docex_merge = {"merge", "CASE", "put what the shards found together", &tool, merge_main};
