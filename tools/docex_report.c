/* docex_report.c: what a run came to, for a person */
#include "docex.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void summary(const struct docex_report *r, const struct dx_run_counts *n)
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
    dx_show(&dir, r->case_dir, strlen(r->case_dir), 0);
    fprintf(stderr, "  %-11s%9s\n\n", "time", t);
    fprintf(stderr, "  head hash  %s\n", n->head);
    fprintf(stderr, "  records    %s/*.ndjson\n", dir.p ? dir.p : "");
    fprintf(stderr, "  to read    dx-show -C %s\n", dir.p ? dir.p : "");
    if (n->ledger.by[DX_FAILED] + n->ledger.by[DX_PARTIAL] > 0)
        fprintf(stderr, "  failures   docex status --failed %s\n", dir.p ? dir.p : "");
    dx_tally_free(&by);
    dx_buf_free(&dir);
}

int docex_report(const struct dx_cli *c, const struct docex_report *r, const struct dx_run_counts *n, int rc, struct dx_err *e)
{
    if (rc == DX_BAD)
        return dx_complain(c, DX_EXIT_USAGE, "%s", e->msg);
    if (rc == DX_LIMIT)
        return dx_complain(c, DX_EXIT_SOME, "%s", e->msg);
    if (rc == DX_STOP) {
        if (!c->quiet)
            dx_complain(c, 0, "stopped after %lld item%s: %s is not complete; run again", (long long)n->ledger.items,
                        n->ledger.items == 1 ? "" : "s", r->case_dir);
        return DX_EXIT_STOPPED;
    }
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e->msg);
    if (!c->quiet) {
        dx_complain(c, 0, "%s is complete, and its ledger balances", r->case_dir);
        summary(r, n);
    }
    if (r->sign && docex_sign(r->case_dir, n->head, r->sign, e) != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e->msg);
    return r->strict && (n->ledger.by[DX_FAILED] || n->ledger.by[DX_PARTIAL] || n->orphans) ? DX_EXIT_SOME : DX_EXIT_OK;
}
