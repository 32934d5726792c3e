/* dx-find.c: finds identifiers, phone numbers, account numbers in records or plain text */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "find/find.h"
#include "frame.h"

struct own {
    bool self_test;
};

enum { BINARY, SELF_TEST };
static const struct dx_cli_option extra[] = {
    [BINARY] = {"binary", '\0', NULL, "look for text in raw bytes of any kind: images of disks, memory, free space"},
    [SELF_TEST] = {"self-test", '\0', NULL, "try the examples of all rules, say what failed, and exit"},
    {NULL, '\0', NULL, NULL},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)arg;
    (void)e;
    if (o == &extra[BINARY])
        c->stage.binary = true;
    else
        ((struct own *)c->own)->self_test = true;
    return DX_OK;
}

struct tally {
    char kind[64];
    long passed, failed, all_failed, all;
};

static void close_kind(struct tally *t)
{
    if (t->kind[0])
        printf("%-20s %4ld passed %4ld failed\n", t->kind, t->passed, t->failed);
    t->passed = t->failed = 0;
}

static void on_example(void *ctx, const char *kind, const char *file, int line, const char *why)
{
    struct tally *t = ctx;
    struct dx_buf shown = DX_BUF_INIT;
    if (strcmp(t->kind, kind) != 0) {
        close_kind(t);
        snprintf(t->kind, sizeof t->kind, "%s", kind);
    }
    t->all++;
    t->passed += !why;
    t->failed += why != NULL;
    t->all_failed += why != NULL;
    if (!why)
        return;
    dx_show(&shown, why, strlen(why), 0);
    printf("%s:%d: %s\n", file, line, dx_buf_ok(&shown) ? shown.p : "failed");
    dx_buf_free(&shown);
}

static int self_test(const struct dx_cli *c)
{
    struct tally t = {0};
    struct dx_err e;
    int rc = dx_find_self_test(&c->stage, on_example, &t, &e);
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e.msg);
    close_kind(&t);
    printf("%ld examples, %ld failed\n", t.all, t.all_failed);
    if (fflush(stdout) != 0 || ferror(stdout))
        return dx_complain(c, DX_EXIT_ENV, "standard output can't be written");
    return t.all_failed ? DX_EXIT_SOME : DX_EXIT_OK;
}

static const struct dx_tool tool = {
    .name = "dx-find",
    .summary = "find identifiers, telephone and account numbers in records or plain text",
    .operands = "[[LABEL=]FILE... | -]",
    .common = DX_OPT_JOBS | DX_OPT_REGION | DX_OPT_RULES | DX_OPT_MIN_SCORE | DX_OPT_AS_OF | DX_OPT_ROOT | DX_OPT_ONLY | DX_OPT_FILES |
              DX_OPT_LIMITS | DX_OPT_SANDBOX | DX_OPT_RECORD | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
    .stage = &dx_find_stage,
};

int main(int argc, char **argv)
{
    struct own own = {false};
    struct dx_cli c;
    dx_frame_begin(&tool, argv);
    int status = dx_cli_parse(&c, &tool, argc, argv, &own);
    bool done = status >= 0 || own.self_test;
    if (status < 0 && own.self_test)
        status = self_test(&c);
    dx_cli_free(&c);
    if (done)
        return status;
    optind = 0; /* the filter reads the same command line again */
    return dx_filter_main(argc, argv, &tool, &own);
}
