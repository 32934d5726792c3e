/* docex_status.c: docex status: what became of each item of a case */
#include "docex.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "engine/case.h"
#include "engine/plan.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* "failed  encrypted  E07/a.zip > b.pdf", as fields between tabs; or the record itself. */
static int list_failure(struct status *s, struct dx_str line, struct dx_str status, struct dx_str reason, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    if (s->json) {
        int rc = dx_out_add(&s->out, line, e);
        return rc == DX_OK ? dx_out_add(&s->out, DX_STR("\n"), e) : rc;
    }
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
        rc = list_failure(s, line, name, reason, e);
    return rc;
}

static void write_table(struct status *s, struct dx_buf *b)
{
    char n[32];
    for (int st = 0; st < DX_STATUSES; st++) {
        struct dx_count *rows = docex_most_first(&s->ledger.reasons[st]);
        for (size_t i = 0; rows && i < s->ledger.reasons[st].n; i++) {
            struct dx_buf reason = DX_BUF_INIT;
            dx_show(&reason, rows[i].name, strlen(rows[i].name), 30);
            dx_buf_printf(b, "%-11s%-16s%12s\n", dx_status_name((enum dx_status)st), reason.p ? reason.p : "", docex_grouped(n, rows[i].n));
            dx_buf_free(&reason);
        }
        free(rows);
    }
    dx_buf_printf(b, "%-11s%-16s%12s   the ledger %s\n", "items", "", docex_grouped(n, s->ledger.items),
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

/* A case that was planned and not merged yet: which shards are not done. False: it isn't one. */
static bool shards_of(const struct dx_cli *c, const struct status *s)
{
    struct dx_err e;
    struct dx_casedir d = DX_CASEDIR_INIT;
    struct dx_plan p = {0};
    struct dx_buf undone = DX_BUF_INIT, done = DX_BUF_INIT;
    struct stat st;
    bool is = dx_casedir_open(&d, c->case_dir, DX_CASEDIR_LOOK, &e) == DX_OK && fstatat(d.dir, dx_case_file(DX_T_STATUS), &st, 0) != 0 &&
              dx_plan_read(&p, &d, &e) == DX_OK && docex_undone(&p, &d, &undone, &done, &e) == DX_OK;
    if (is && s->json)
        printf("{\"shards\":%d,\"not_done\":\"%s\",\"done\":[%s]}\n", p.shards, undone.p ? undone.p : "", done.p ? done.p : "");
    else if (is && undone.len)
        printf("shards     %d, not done: %s\n", p.shards, undone.p);
    else if (is)
        printf("shards     %d, all done: docex merge puts them together\n", p.shards);
    dx_casedir_close(&d);
    dx_plan_free(&p);
    dx_buf_free(&undone);
    dx_buf_free(&done);
    return is;
}

static int status_of(const struct dx_cli *c, struct status *s)
{
    if (shards_of(c, s))
        return fflush(stdout) == 0 && !ferror(stdout) ? DX_EXIT_SOME : DX_EXIT_ENV;
    struct dx_err e;
    struct dx_buf b = DX_BUF_INIT;
    int rc = each_line(c, DX_T_ITEM, count_item, s, &e);
    if (rc == DX_OK)
        rc = each_line(c, DX_T_STATUS, count_status, s, &e);
    if (rc == DX_OK && !s->failed)
        (s->json ? write_json : write_table)(s, &b);
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
    {"json", 0, NULL, "one JSON object; with --failed the status record of each, one a line"},
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
    int status = docex_begin(&c, &status_tool, argc, argv, &s, false, "one case is wanted");
    if (status < 0)
        status = status_of(&c, &s);
    dx_ledger_free(&s.ledger);
    dx_json_free(&s.j);
    dx_buf_free(&s.out.b);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_status = {"status", "CASE", "what became of each item", &status_tool, status_main};
