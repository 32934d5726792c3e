/* docex_run.c: docex run: evidence into a case, what is shown meanwhile and at the end */
#include "docex.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "engine/hashlist.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct own {
    struct dx_idset skip;
    struct dx_buf lists;  /* of them, for the custody log */
    struct dx_custody_facts facts;
    const char *sign;
    bool strict, beneath; /* beneath: --files-from names what lies beneath the one operand */
    bool plain, silent;   /* progress */
    double every;
    struct docex_progress *progress;
};

static void progress(void *ctx, const struct dx_run_counts *c)
{
    docex_progress_show(((struct own *)ctx)->progress, c, docex_stop);
}

static int run(struct dx_cli *c, struct own *own)
{
    struct dx_run_counts n = {0};
    struct dx_err e = {0};
    struct dx_run_options o = {
        .journey = {.stages = docex_stages, .n_stages = docex_n_stages, .stage = c->stage,
                    .operands = c->operands, .n_operands = c->n_operands,
                    .beneath = own->beneath, .names = c->names, .n_names = c->n_names,
                    .jobs = c->jobs ? c->jobs : docex_processors(), .timeout = c->timeout, .memory = c->memory,
                    .no_sandbox = c->no_sandbox, .skip = &own->skip, .stop = &docex_stop},
        .case_dir = c->case_dir, .facts = own->facts, .progress = progress, .ctx = own,
    };
    o.facts.lists = dx_buf_slice(&own->lists);
    docex_catch_signals();
    if (own->plain || (!c->quiet && !own->silent && isatty(2)))
        own->progress = docex_progress_new(own->plain ? own->every : 0, &o.journey);
    int rc = dx_operands_there(c->operands, c->n_operands, &e);
    if (rc == DX_OK)
        rc = dx_run(&o, &n, &e);
    docex_progress_free(own->progress);
    int status = docex_report(c, &(struct docex_report){c->case_dir, own->sign, own->strict}, &n, rc, &e);
    dx_run_counts_free(&n);
    return status;
}

enum { SIGN = 4, SKIP, PROGRESS, STRICT };
static const struct dx_cli_option run_extra[] = {
    DOCEX_FACTS,
    [SIGN] = {"sign", 0, "COMMAND", "give the head hash of the custody log to COMMAND, and keep what it prints"},
    [SKIP] = {"skip-hashes", 0, "FILE", "hash items that FILE lists (SHA-256, one a line) and never open them (may be repeated)"},
    [PROGRESS] = {"progress", 0, "HOW", "plain[=SECONDS]: a line every so often (30); none; auto: a line on a terminal (default)"},
    [STRICT] = {"strict", 0, NULL, "exit with 1 when an item failed, wholly or in part"},
    {0},
};

static int take_progress(struct own *own, const char *arg, struct dx_err *e)
{
    char *end = NULL;
    own->plain = strncmp(arg, "plain", 5) == 0;
    own->silent = strcmp(arg, "none") == 0;
    own->every = own->plain && arg[5] == '=' ? strtod(arg + 6, &end) : 30;
    bool good = own->plain ? arg[5] == '\0' || (end && end != arg + 6 && *end == '\0' && own->every > 0) : own->silent || strcmp(arg, "auto") == 0;
    return good ? DX_OK : dx_fail(e, DX_BAD, "malformed", "--progress wants plain, plain=SECONDS, none or auto, not '%s'", arg);
}

static int take_list(struct own *own, const char *path, struct dx_err *e)
{
    char digest[DX_SHA256_HEX + 1];
    int rc = dx_hashlist_load(&own->skip, path, digest, e);
    struct dx_jw w = {&own->lists, own->lists.len > 0};
    if (rc != DX_OK)
        return rc;
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "path", path);
    dx_jw_cstr(&w, "sha256", digest);
    dx_jw_obj_end(&w);
    return dx_buf_ok(&own->lists) ? DX_OK : dx_fail_nomem(e);
}

static int on_run_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    if (docex_take_fact(&own->facts, o, arg))
        return DX_OK;
    switch (o - run_extra) {
    case SIGN: own->sign = arg; break;
    case SKIP: return take_list(own, arg, e);
    case PROGRESS: return take_progress(own, arg, e);
    case STRICT: own->strict = true; break;
    }
    return DX_OK;
}

static const struct dx_tool run_tool = {
    .name = "docex run",
    .summary = "Reads evidence into a case: items, pages, documents and findings, each with where it comes from",
    .operands = "[LABEL=]EVIDENCE… -C CASE",
    .notes = "Exit status: 0 the ledger balances, 1 it does not (--strict: or something failed), 2 wrong usage,\n"
             "3 the environment failed, 4 stopped before the end.\n",
    .common = DX_OPT_CASE | DX_OPT_JOBS | DX_OPT_LANG | DX_OPT_REGION | DX_OPT_RULES | DX_OPT_MIN_SCORE | DX_OPT_AS_OF | DX_OPT_FILES
              | DX_OPT_LIMITS | DX_OPT_SANDBOX | DX_OPT_PIXELS | DX_OPT_QUIET,
    .extra = run_extra,
    .on_extra = on_run_extra,
};

static int run_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {0};
    char **said = docex_command_line(&own.facts, argc, argv);
    int status = dx_cli_parse(&c, &run_tool, argc, argv, &own);
    if (status < 0 && optind == argc && !c.files_from)
        status = dx_complain(&c, DX_EXIT_USAGE, "no evidence is named (see docex run --help)");
    if (status < 0 && !c.case_dir)
        status = dx_complain(&c, DX_EXIT_USAGE, "no case is named: add -C CASE, a folder that is made if need be");
    if (status < 0)
        status = dx_cli_operands(&c, argv + optind, argc - optind, true);
    own.beneath = c.files_from && argc - optind == 1;
    if (status < 0)
        status = run(&c, &own);
    dx_idset_free(&own.skip);
    dx_buf_free(&own.lists);
    free(said);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_run = {"run", "[LABEL=]EVIDENCE… -C CASE", "read evidence into a case", &run_tool, run_main};
