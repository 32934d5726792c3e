/* docex: the driver: the whole journey from evidence to a case, and what became of it */
#include "frame.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "engine/case.h"
#include "engine/run.h"
#include "find/find.h"
#include "mrz/stage.h"
#include "page/text.h"

#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

/* The journey, in the order of the pipe: the one place that knows it. */
static const struct dx_stage *const stages[] = {&dx_text_stage, &dx_mrz_stage, &dx_find_stage};

/* Set by a signal handler, which can't be given anything else. */
static volatile sig_atomic_t stop;

/* ---- numbers for people ---- */

/* 1234567 as "1,234,567". */
static const char *grouped(char out[32], int64_t n)
{
    char plain[24];
    size_t len = (size_t)snprintf(plain, sizeof plain, "%lld", (long long)n), at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = plain[i];
    }
    out[at] = '\0';
    return out;
}

static void duration(char out[32], double seconds)
{
    long s = (long)seconds;
    if (s < 60)
        snprintf(out, 32, "%.1f s", seconds);
    else if (s < 3600)
        snprintf(out, 32, "%ld min %02ld s", s / 60, s % 60);
    else
        snprintf(out, 32, "%ld h %02ld min", s / 3600, s / 60 % 60);
}

static int by_count(const void *a, const void *b)
{
    const struct dx_count *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->name, y->name);
}

/* The rows of a table of counts, most first; to be freed. NULL when there are none. */
static struct dx_count *most_first(const struct dx_tally *t)
{
    struct dx_count *rows = t->n ? malloc(t->n * sizeof *rows) : NULL;
    if (rows) {
        memcpy(rows, t->rows, t->n * sizeof *rows);
        qsort(rows, t->n, sizeof *rows, by_count);
    }
    return rows;
}

/* ---- docex run ---- */

struct own {
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
    duration(t, c->seconds);
    fprintf(stderr, "\r%-79s\r%s item%s, %s finding%s, %s%s", "", grouped(items, c->ledger.items), c->ledger.items == 1 ? "" : "s",
            grouped(findings, c->findings), c->findings == 1 ? "" : "s", t, stop ? ", stopping" : "");
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
    struct dx_count *rows = t ? most_first(t) : NULL;
    int at = INDENT;
    fprintf(stderr, "  %-11s%9s", what, grouped(number, n));
    for (size_t i = 0; rows && i < t->n; i++) {
        struct dx_buf b = DX_BUF_INIT;
        dx_show(&b, rows[i].name, strlen(rows[i].name), 40);
        dx_buf_printf(&b, " %s", grouped(number, rows[i].n));
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
    duration(t, n->seconds);
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
        .stages = stages, .n_stages = sizeof stages / sizeof *stages, .stage = c->stage,
        .operands = c->operands, .n_operands = c->n_operands,
        .beneath = own->beneath, .names = c->names, .n_names = c->n_names,
        .case_dir = c->case_dir, .jobs = c->jobs ? c->jobs : processors(),
        .timeout = c->timeout > 0 ? c->timeout : DX_RUN_SECONDS, .memory = c->memory ? c->memory : DX_RUN_MEMORY,
        .stop = &stop, .progress = !c->quiet && isatty(2) ? progress : NULL, .ctx = own,
    };
    catch_signals();
    int rc = dx_run(&o, &n, &e);
    int status = report(c, own, &n, rc, &e);
    dx_run_counts_free(&n);
    return status;
}

static const struct dx_cli_option run_extra[] = {
    {"strict", 0, NULL, "exit with 1 when an item failed, wholly or in part"},
    {0},
};

static int on_run_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)o, (void)arg, (void)e;
    ((struct own *)c->own)->strict = true;
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
    dx_cli_free(&c);
    return status;
}

/* ---- docex status ---- */

struct status {
    bool failed, json;
    struct dx_ledger ledger;
    struct dx_out out;
    struct dx_json j;
};

/* Calls fn with each line of a case's file. */
static int each_line(const struct dx_cli *c, enum dx_type type, int (*fn)(struct status *, struct dx_str, struct dx_err *), struct status *s,
                     struct dx_err *e)
{
    struct dx_lines in = {.fd = -1, .max = DX_RECORD_BYTES};
    struct dx_str line;
    bool got = true;
    int rc = dx_case_read(c->case_dir, type, &in.fd, e);
    while (rc == DX_OK && (rc = dx_lines_next(&in, &line, &got, e)) == DX_OK && got)
        rc = fn(s, line, e);
    dx_lines_free(&in);
    if (in.fd >= 0)
        close(in.fd);
    return rc;
}

static int count_item(struct status *s, struct dx_str line, struct dx_err *e)
{
    (void)e;
    s->ledger.items += dx_record_type(line.p, line.n) == DX_T_ITEM;
    return DX_OK;
}

/* "failed  encrypted  E07/a.zip > b.pdf", as fields between tabs. */
static int list_failure(struct status *s, struct dx_str status, struct dx_str reason, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    const struct dx_jnode *path = dx_json_get(&s->j, dx_json_top(&s->j), "path");
    dx_show(&b, status.p, status.n, 0);
    dx_buf_byte(&b, '\t');
    dx_show(&b, reason.p ? reason.p : "", reason.n, 0);
    const char *before = "\t";
    for (const struct dx_jnode *n = path ? dx_json_first(&s->j, path) : NULL; n; n = dx_json_next(&s->j, n), before = " > ") {
        struct dx_str name = dx_json_str(n);
        dx_buf_str(&b, before);
        dx_show(&b, name.p ? name.p : "", name.n, 0);
    }
    dx_buf_byte(&b, '\n');
    int rc = dx_buf_ok(&b) ? dx_out_add(&s->out, dx_buf_slice(&b), e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

static int count_status(struct status *s, struct dx_str line, struct dx_err *e)
{
    int rc = dx_json_parse(&s->j, line.p, line.n, e);
    if (rc != DX_OK)
        return rc;
    const struct dx_jnode *top = dx_json_top(&s->j);
    struct dx_str name = dx_json_str(dx_json_get(&s->j, top, "status")), reason = dx_json_str(dx_json_get(&s->j, top, "reason"));
    enum dx_status st = dx_status_of(name);
    if (st == DX_STATUSES)
        return dx_fail(e, DX_BAD, "malformed", "ledger.ndjson: a line with an unknown status");
    rc = dx_ledger_add(&s->ledger, st, reason, e);
    if (rc == DX_OK && s->failed && (st == DX_FAILED || st == DX_PARTIAL))
        rc = list_failure(s, name, reason, e);
    return rc;
}

static void write_table(struct status *s, struct dx_buf *b)
{
    char n[32];
    for (int st = 0; st < DX_STATUSES; st++) {
        struct dx_count *rows = most_first(&s->ledger.reasons[st]);
        for (size_t i = 0; rows && i < s->ledger.reasons[st].n; i++) {
            struct dx_buf reason = DX_BUF_INIT;
            dx_show(&reason, rows[i].name, strlen(rows[i].name), 30);
            dx_buf_printf(b, "%-11s%-16s%12s\n", dx_status_name((enum dx_status)st), reason.p ? reason.p : "", grouped(n, rows[i].n));
            dx_buf_free(&reason);
        }
        free(rows);
    }
    dx_buf_printf(b, "%-11s%-16s%12s   the ledger %s\n", "items", "", grouped(n, s->ledger.items),
                  dx_ledger_balances(&s->ledger) ? "balances" : "does not balance");
}

static void write_json(struct status *s, struct dx_buf *b)
{
    struct dx_jw w = {b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_int(&w, "items", s->ledger.items);
    dx_jw_bool(&w, "balances", dx_ledger_balances(&s->ledger));
    for (int st = 0; st < DX_STATUSES; st++) {
        const struct dx_tally *t = &s->ledger.reasons[st];
        dx_jw_obj(&w, dx_status_name((enum dx_status)st));
        dx_jw_int(&w, "items", s->ledger.by[st]);
        dx_jw_obj(&w, "reasons");
        for (size_t i = 0; i < t->n; i++)
            if (t->rows[i].name[0])
                dx_jw_int(&w, t->rows[i].name, t->rows[i].n);
        dx_jw_obj_end(&w);
        dx_jw_obj_end(&w);
    }
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}

static int status_of(const struct dx_cli *c, struct status *s)
{
    struct dx_err e;
    struct dx_buf b = DX_BUF_INIT;
    int rc = each_line(c, DX_T_ITEM, count_item, s, &e);
    if (rc == DX_OK)
        rc = each_line(c, DX_T_STATUS, count_status, s, &e);
    if (rc == DX_OK && s->json)
        write_json(s, &b);
    else if (rc == DX_OK && !s->failed)
        write_table(s, &b);
    if (rc == DX_OK)
        rc = dx_buf_ok(&b) ? dx_out_add(&s->out, dx_buf_slice(&b), &e) : dx_fail_nomem(&e);
    if (rc == DX_OK)
        rc = dx_out_flush(&s->out, &e);
    dx_buf_free(&b);
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e.msg);
    return dx_ledger_balances(&s->ledger) ? DX_EXIT_OK : DX_EXIT_SOME;
}

static const struct dx_cli_option status_extra[] = {
    {"failed", 0, NULL, "list what failed, wholly or in part: status, reason and path between tabs"},
    {"json", 0, NULL, "one JSON object"},
    {0},
};

static int on_status_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)arg, (void)e;
    struct status *s = c->own;
    *(o == &status_extra[0] ? &s->failed : &s->json) = true;
    return DX_OK;
}

static const struct dx_tool status_tool = {
    .name = "docex status",
    .summary = "Adds up a case's ledger: what became of each item, and why",
    .operands = "CASE",
    .common = DX_OPT_CASE,
    .extra = status_extra,
    .on_extra = on_status_extra,
};

static int status_main(int argc, char **argv)
{
    struct dx_cli c;
    struct status s = {.out = {.fd = 1}};
    int status = dx_cli_parse(&c, &status_tool, argc, argv, &s);
    if (status < 0 && !c.case_dir && optind == argc - 1)
        c.case_dir = argv[optind++];
    if (status < 0 && (!c.case_dir || optind != argc))
        status = dx_complain(&c, DX_EXIT_USAGE, "one case is wanted (see docex status --help)");
    if (status < 0 && s.failed && s.json)
        status = dx_complain(&c, DX_EXIT_USAGE, "--failed and --json at once: name one");
    if (status < 0)
        status = status_of(&c, &s);
    dx_ledger_free(&s.ledger);
    dx_json_free(&s.j);
    dx_buf_free(&s.out.b);
    dx_cli_free(&c);
    return status;
}

/* ---- docex ---- */

static const char help_text[] =
    "docex turns seized evidence into records: what was found, where, and how sure.\n"
    "\n"
    "  docex run [LABEL=]EVIDENCE… -C CASE   read evidence into a case\n"
    "  docex status CASE                     what became of each item\n"
    "  docex help [run | status]             this, or the options of one of them\n"
    "\n"
    "A run is this pipe, item by item, on all processors:\n"
    "\n"
    "  dx-walk EVIDENCE | dx-text | dx-mrz | dx-find | dx-show\n"
    "\n"
    "  dx-walk   files into items        dx-text   items into pages of text\n"
    "  dx-mrz    items into documents    dx-find   pages into findings\n"
    "  dx-show   records for a person    dx-cat    an item's bytes again\n"
    "\n"
    "Between the filters flow records, one JSON object a line: cut in anywhere with jq or grep.\n"
    "See docex(1).\n";

static const struct {
    const char *name;
    const struct dx_tool *tool;
    int (*main)(int argc, char **argv);
} commands[] = {
    {"run", &run_tool, run_main},
    {"status", &status_tool, status_main},
};
#define COMMANDS (sizeof commands / sizeof *commands)

static int finish_help(void) { return fflush(stdout) == 0 && !ferror(stdout) ? DX_EXIT_OK : DX_EXIT_ENV; }

static int help(int argc, char **argv)
{
    for (size_t i = 0; argc > 2 && i < COMMANDS; i++)
        if (strcmp(argv[2], commands[i].name) == 0)
            return commands[i].main(2, (char *[]){argv[2], (char[]){"--help"}, NULL});
    fputs(help_text, stdout);
    return finish_help();
}

int main(int argc, char **argv)
{
    static const struct dx_tool docex = {.name = "docex"};
    const struct dx_cli c = {.tool = &docex};
    const char *word = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(word, commands[i].name) == 0) {
            dx_frame_begin(commands[i].tool, argv);
            return commands[i].main(argc - 1, argv + 1);
        }
    dx_frame_begin(&docex, argv);
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return help(argc, argv);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return printf("docex %s\n", PACKAGE_VERSION) > 0 ? finish_help() : DX_EXIT_ENV;
    if (argc > 1)
        return dx_complain(&c, DX_EXIT_USAGE, "%s is no command: run, status or help (see docex --help)", word);
    return dx_complain(&c, DX_EXIT_USAGE, "a command is wanted: run, status or help (see docex --help)");
}
