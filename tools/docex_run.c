/* docex_run.c: docex run: evidence into a case, what is shown meanwhile and at the end */
#include "docex.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "engine/hashlist.h"

#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Set by a signal handler, which can't be given anything else. */
static volatile sig_atomic_t stop;

struct own {
    struct dx_idset skip;
    bool strict, beneath; /* beneath: --files-from names what lies beneath the one operand */
    double shown; /* when the progress line was last written */
    bool line;    /* there is one on the screen */
};

static void on_signal(int sig)
{
    (void)sig;
    stop = 1;
}

/* The first signal asks to stop, a second one ends the program as usual. What was ignored when we started stays ignored: a run in
 * the background is not meant by Ctrl-C. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old, a = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&a.sa_mask);
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &a, NULL);
    }
}

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0 ? CPU_COUNT(&set) : 1;
}

static void progress(void *ctx, const struct dx_run_counts *c)
{
    struct own *own = ctx;
    char items[32], findings[32], t[32];
    if (c->seconds - own->shown < 0.1)
        return;
    own->shown = c->seconds;
    own->line = true;
    docex_duration(t, c->seconds);
    fprintf(stderr, "\r%-79s\r%s item%s, %s finding%s, %s%s", "", docex_grouped(items, c->ledger.items), c->ledger.items == 1 ? "" : "s",
            docex_grouped(findings, c->findings), c->findings == 1 ? "" : "s", t, stop ? ", stopping" : "");
}

static void clear_progress(const struct own *own)
{
    if (own->line)
        fprintf(stderr, "\r%-79s\r", "");
}

/* "  findings   1,234   phone 1,000, email 234", in lines of at most 100 columns. */
static void count_line(const char *what, int64_t n, const struct dx_tally *t)
{
    enum { WIDTH = 100, INDENT = 25 };
    char number[32];
    struct dx_count *rows = t ? docex_most_first(t) : NULL;
    int at = INDENT;
    fprintf(stderr, "  %-11s%9s", what, docex_grouped(number, n));
    for (size_t i = 0; rows && i < t->n; i++) {
        struct dx_buf b = DX_BUF_INIT;
        dx_show(&b, rows[i].name, strlen(rows[i].name), 40);
        dx_buf_printf(&b, " %s", docex_grouped(number, rows[i].n));
        int w = b.p ? (int)dx_columns(b.p, b.len) : 0;
        if (i > 0 && at + w + 2 > WIDTH) {
            fprintf(stderr, ",\n%*s", INDENT, "");
            at = INDENT;
        } else {
            fputs(i ? ", " : "   ", stderr);
            at += i ? 2 : 0;
        }
        fputs(b.p ? b.p : "", stderr);
        at += w;
        dx_buf_free(&b);
    }
    fputc('\n', stderr);
    free(rows);
}

/* Statuses as a table of counts, without those that didn't occur. */
static void status_tally(const struct dx_ledger *l, struct dx_tally *t)
{
    for (int s = 0; s < DX_STATUSES; s++)
        if (l->by[s])
            dx_tally_add(t, dx_str(dx_status_name((enum dx_status)s)), l->by[s], NULL);
}

static void summary(const struct dx_cli *c, const struct dx_run_counts *n)
{
    struct dx_tally by = {0};
    struct dx_buf dir = DX_BUF_INIT;
    char t[32];
    status_tally(&n->ledger, &by);
    count_line("items", n->ledger.items, &by);
    if (n->entries)
        count_line("entries", n->entries, NULL);
    count_line("pages", n->pages, NULL);
    count_line("documents", n->documents, &n->formats);
    count_line("findings", n->findings, &n->kinds);
    count_line("errors", n->errors, &n->codes);
    if (n->cached)
        count_line("cached", n->cached, NULL);
    docex_duration(t, n->seconds);
    dx_show(&dir, c->case_dir, strlen(c->case_dir), 0);
    fprintf(stderr, "  %-11s%9s\n\n", "time", t);
    fprintf(stderr, "  records    %s/*.ndjson\n", dir.p ? dir.p : "");
    fprintf(stderr, "  to read    dx-show -C %s\n", dir.p ? dir.p : "");
    if (n->ledger.by[DX_FAILED] + n->ledger.by[DX_PARTIAL] > 0)
        fprintf(stderr, "  failures   docex status --failed %s\n", dir.p ? dir.p : "");
    dx_tally_free(&by);
    dx_buf_free(&dir);
}

static int report(const struct dx_cli *c, const struct own *own, const struct dx_run_counts *n, int rc, const struct dx_err *e)
{
    clear_progress(own);
    if (rc == DX_BAD)
        return dx_complain(c, DX_EXIT_USAGE, "%s", e->msg);
    if (rc == DX_STOP) {
        if (!c->quiet)
            dx_complain(c, 0, "stopped after %lld item%s: %s is not complete; run again", (long long)n->ledger.items,
                        n->ledger.items == 1 ? "" : "s", c->case_dir);
        return DX_EXIT_STOPPED;
    }
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e->msg);
    bool balances = dx_ledger_balances(&n->ledger);
    if (!c->quiet) {
        dx_complain(c, 0, "%s is complete, and its ledger %s", c->case_dir, balances ? "balances" : "does not balance");
        summary(c, n);
    }
    if (!balances)
        return c->quiet ? dx_complain(c, DX_EXIT_SOME, "the ledger does not balance") : DX_EXIT_SOME;
    return own->strict && (n->ledger.by[DX_FAILED] || n->ledger.by[DX_PARTIAL] || n->orphans) ? DX_EXIT_SOME : DX_EXIT_OK;
}

static int run(struct dx_cli *c, struct own *own)
{
    struct dx_run_counts n = {0};
    struct dx_err e = {0};
    struct dx_run_options o = {
        .stages = docex_stages, .n_stages = docex_n_stages, .stage = c->stage,
        .operands = c->operands, .n_operands = c->n_operands,
        .beneath = own->beneath, .names = c->names, .n_names = c->n_names,
        .case_dir = c->case_dir, .jobs = c->jobs ? c->jobs : processors(),
        .timeout = c->timeout, .memory = c->memory, .no_sandbox = c->no_sandbox,
        .skip = &own->skip, .stop = &stop, .progress = !c->quiet && isatty(2) ? progress : NULL, .ctx = own,
    };
    catch_signals();
    int rc = dx_run(&o, &n, &e);
    int status = report(c, own, &n, rc, &e);
    dx_run_counts_free(&n);
    return status;
}

enum { STRICT, SKIP };
static const struct dx_cli_option run_extra[] = {
    [STRICT] = {"strict", 0, NULL, "exit with 1 when an item failed, wholly or in part"},
    [SKIP] = {"skip-hashes", 0, "FILE", "hash items that FILE lists (SHA-256, one a line) and never open them (may be repeated)"},
    {0},
};

static int on_run_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    char digest[DX_SHA256_HEX + 1];
    switch (o - run_extra) {
    case STRICT: own->strict = true; break;
    case SKIP: return dx_hashlist_load(&own->skip, arg, digest, e);
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
              | DX_OPT_LIMITS | DX_OPT_PIXELS | DX_OPT_QUIET,
    .extra = run_extra,
    .on_extra = on_run_extra,
    .ocr = true,
};

static int run_main(int argc, char **argv)
{
    struct dx_cli c;
    struct dx_err e;
    struct own own = {0};
    int status = dx_cli_parse(&c, &run_tool, argc, argv, &own);
    if (status < 0 && optind == argc && !c.files_from)
        status = dx_complain(&c, DX_EXIT_USAGE, "no evidence is named (see docex run --help)");
    if (status < 0 && !c.case_dir)
        status = dx_complain(&c, DX_EXIT_USAGE, "no case is named: add -C CASE, a folder that is made if need be");
    if (status < 0 && dx_cli_operands(&c, argv + optind, argc - optind, true, &e) != DX_OK)
        status = dx_complain(&c, DX_EXIT_USAGE, "%s", e.msg);
    own.beneath = c.files_from && argc - optind == 1;
    if (status < 0)
        status = run(&c, &own);
    dx_idset_free(&own.skip);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_run = {"run", "[LABEL=]EVIDENCE… -C CASE", "read evidence into a case", &run_tool, run_main};
