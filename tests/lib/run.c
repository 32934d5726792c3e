/* run.c: the driver with a stage of its own: the case's files, failures, duplicates, order, stopping */
#include "engine/case.h"
#include "engine/replay.h"
#include "engine/run.h"
#include "../tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/docex-run-XXXXXX";

static const char *at(const char *name)
{
    static char paths[4][256];
    static int turn;
    char *path = paths[turn++ % 4];
    snprintf(path, 256, "%s/%s", dir, name);
    return path;
}

static void make(const char *name, const char *content)
{
    FILE *f = fopen(at(name), "w");
    fputs(content, f);
    fclose(f);
}

/* ---- a stage that finds the length of an item's name, and does what the name says ---- */

static int stage_open(void **state, const struct dx_options *o, struct dx_err *e)
{
    (void)o, (void)e;
    *state = calloc(1, 1);
    return DX_OK;
}

static void stage_describe(const void *state, struct dx_jw *w)
{
    (void)state;
    dx_jw_obj(w, "options");
    dx_jw_obj_end(w);
}

static bool stage_takes(const void *state, struct dx_str media)
{
    (void)state;
    return media.n > 5 && memcmp(media.p, "text/", 5) == 0;
}

static int stage_group(void *state, struct dx_group *g, const char *by, struct dx_err *e)
{
    (void)state;
    struct dx_str name = g->item.path[0];
    struct dx_err what;
    if (memmem(name.p, name.n, "crash", 5))
        abort();
    if (memmem(name.p, name.n, "bad", 3)) {
        dx_fail(&what, DX_BAD, "truncated", "it ends early");
        int rc = dx_group_error(g, "test", 1, &what, by, e);
        if (rc != DX_OK || memmem(name.p, name.n, "worse", 5))
            return rc;
    }
    struct dx_buf b = DX_BUF_INIT;
    struct dx_str kind = dx_str(name.n % 2 ? "odd" : "even");
    char id[DX_ID_DIGITS + 1];
    dx_buf_printf(&b, "[\"%.*s\",\"%s\",\"x\",null]", (int)g->item.id.n, g->item.id.p, kind.p);
    dx_record_id(id, dx_buf_slice(&b));
    dx_buf_reset(&b);
    dx_buf_printf(&b, "{\"type\":\"finding\",\"id\":\"%s\",\"kind\":\"%s\",\"value\":\"x\",\"item\":\"%.*s\",\"page\":1,\"by\":\"%s\"}\n", id,
                  kind.p, (int)g->item.id.n, g->item.id.p, by);
    int rc = dx_group_emit(g, dx_buf_slice(&b), DX_T_FINDING, 1, e);
    dx_buf_free(&b);
    return rc;
}

static const struct dx_stage stage = {.name = "test", .tool = "dx-test", .emits = 1 << DX_T_FINDING, .open = stage_open, .close = free,
                                      .describe = stage_describe, .takes = stage_takes, .group = stage_group};
static const struct dx_stage *const stages[] = {&stage};

/* ---- */

static struct dx_buf slurp(const char *path)
{
    struct dx_buf b = DX_BUF_INIT;
    FILE *f = fopen(path, "r");
    for (int c; f && (c = getc(f)) != EOF;)
        dx_buf_byte(&b, (char)c);
    if (f)
        fclose(f);
    return b;
}

static int lines_of(const char *path, const char *with)
{
    struct dx_buf b = slurp(path);
    int n = 0;
    for (char *p = b.p, *eol; p && (eol = strchr(p, '\n')); p = eol + 1) {
        *eol = '\0';
        n += strstr(p, with) != NULL;
    }
    dx_buf_free(&b);
    return n;
}

static int run(const char *kase, int jobs, const volatile sig_atomic_t *stop, struct dx_run_counts *c, struct dx_err *e)
{
    struct dx_operand operand = {(char[]){"E1"}, (char[256]){""}};
    struct dx_run_options o = {.journey = {.stages = stages, .n_stages = 1, .stage = {.min_score = -1}, .operands = &operand,
                                           .n_operands = 1, .jobs = jobs, .stop = stop}, .case_dir = kase};
    snprintf(operand.path, 256, "%s", at("evidence"));
    *c = (struct dx_run_counts){0};
    return dx_run(&o, c, e);
}

static void test_run(void)
{
    struct dx_run_counts c;
    struct dx_err e = {0};
    int rc = run(at("case1"), 1, NULL, &c, &e);
    ok(rc == DX_OK, "it runs (%d %s)", rc, e.msg);
    ok(c.ledger.items == 8 && dx_ledger_balances(&c.ledger), "the ledger of 8 items balances (%d)", (int)c.ledger.items);
    ok(c.ledger.by[DX_DONE] == 3 && c.ledger.by[DX_PARTIAL] == 1 && c.ledger.by[DX_FAILED] == 2 && c.ledger.by[DX_SKIPPED] == 1
       && c.ledger.by[DX_DUPLICATE] == 1, "3 done, 1 partial, 2 failed, 1 skipped, 1 duplicate (%d %d %d %d %d)", (int)c.ledger.by[0],
       (int)c.ledger.by[1], (int)c.ledger.by[2], (int)c.ledger.by[3], (int)c.ledger.by[4]);
    ok(dx_tally_get(&c.ledger.reasons[DX_FAILED], DX_STR("crashed")) == 1, "one failed by a crash");
    ok(dx_tally_sum(&c.kinds) == c.findings && c.findings == 3, "findings are counted by kind (%d)", (int)c.findings);
    ok(lines_of(at("case1/ledger.ndjson"), "\"type\":\"status\"") == 8, "the ledger has a line for each path");
    ok(lines_of(at("case1/ledger.ndjson"), "5-empty.txt\"],\"status\":\"skipped\",\"reason\":\"empty\"") == 1, "an empty file is skipped");
    ok(lines_of(at("case1/ledger.ndjson"), "4-copy.txt\"],\"status\":\"duplicate\"}") == 1, "a copy is a duplicate");
    ok(lines_of(at("case1/errors.ndjson"), "\"stage\":\"test\",\"code\":\"crashed\",\"signal\":6") == 1, "the crash is an error record");
    ok(lines_of(at("case1/items.ndjson"), "\"type\":\"item\"") == 8 && lines_of(at("case1/items.ndjson"), "") == 8, "items and nothing else");
    ok(lines_of(at("case1/tools.ndjson"), "") == 2 && lines_of(at("case1/ends.ndjson"), "") == 2, "tool records and ends");
    ok(lines_of(at("case1/entries.ndjson"), "symlink") == 1 && lines_of(at("case1/roots.ndjson"), "E1") == 1, "an entry, a root");
    ok(lines_of(at("case1/custody.ndjson"), "") == 2, "begin and end in the custody log");
    dx_run_counts_free(&c);
}

static void test_same(void)
{
    static const char *const names[] = {"tools", "roots", "items", "entries", "pages", "documents", "findings", "errors", "ends", "ledger"};
    struct dx_run_counts c;
    struct dx_err e = {0};
    ok(run(at("case3"), 3, NULL, &c, &e) == DX_OK, "three workers");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char one[64], three[64];
        snprintf(one, sizeof one, "case1/%s.ndjson", names[i]);
        snprintf(three, sizeof three, "case3/%s.ndjson", names[i]);
        struct dx_buf a = slurp(at(one)), b = slurp(at(three));
        ok(a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0), "%s: the same bytes", names[i]);
        dx_buf_free(&a);
        dx_buf_free(&b);
    }
    dx_run_counts_free(&c);
}

static void test_stop(void)
{
    static const volatile sig_atomic_t stop = 1;
    struct dx_run_counts c;
    struct dx_err e = {0};
    ok(run(at("case4"), 2, &stop, &c, &e) == DX_STOP, "a run that is told to stop stops");
    ok(access(at("case4/ledger.ndjson"), F_OK) != 0 && access(at("case4/items.ndjson.part"), F_OK) == 0, "and leaves nothing that looks complete");
    ok(lines_of(at("case4/custody.ndjson"), "\"event\":\"stop\"") == 1, "the custody log says so");
    dx_run_counts_free(&c);
    ok(run(at("case4"), 2, NULL, &c, &e) == DX_OK && access(at("case4/ledger.ndjson"), F_OK) == 0, "the next run completes it");
    dx_run_counts_free(&c);
}

static void test_place(void)
{
    struct dx_run_counts c;
    struct dx_err e = {0};
    ok(run(at("evidence/case"), 1, NULL, &c, &e) == DX_BAD && strstr(e.msg, "lies within"), "a case within the evidence is refused: %s", e.msg);
    ok(access(at("evidence/case"), F_OK) != 0, "and nothing was written there");
    dx_run_counts_free(&c);
}

static void test_replay(void)
{
    struct dx_replay *r;
    struct dx_err e = {0};
    struct dx_str line;
    struct dx_buf order = DX_BUF_INIT;
    bool got = true;
    int rc = dx_replay_open(&r, at("case1"), true, &e);
    while (rc == DX_OK && (rc = dx_replay_next(r, &line, &got, &e)) == DX_OK && got)
        dx_buf_byte(&order, dx_type_name(dx_record_type(line.p, line.n))[0]);
    dx_replay_free(r);
    is_str(order.p, "ifieifeiieieifi", "a case reads as item groups");
    dx_buf_free(&order);
}

int main(void)
{
    if (!mkdtemp(dir))
        return 99;
    mkdir(at("evidence"), 0755);
    make("evidence/1-one.txt", "one line\n");
    make("evidence/2-crash.txt", "this one kills its worker\n");
    make("evidence/3-bad.txt", "this one is read in part\n");
    make("evidence/4-copy.txt", "one line\n");
    make("evidence/5-empty.txt", "");
    make("evidence/6-bad-worse.txt", "this one is not read at all\n");
    make("evidence/7-two.txt", "two lines\nof text\n");
    make("evidence/8-data", "\x01\x02\xff\xfe\x80\x81\x03 neither text nor anything");
    ok(symlink("1-one.txt", at("evidence/9-link")) == 0, "evidence is there");
    test_run();
    test_same();
    test_stop();
    test_place();
    test_replay();
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0 ? 99 : tap_done();
}
