/* dx-find.c: finds identifiers, phone numbers, account numbers in records or plain text */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "find/find.h"
#include "frame.h"

struct own {
    bool self_test;
};

enum { BINARY, SELF_TEST };
static const struct dx_cli_option extra[] = {
    [BINARY] = {"binary", '\0', NULL, "look for text in raw bytes of any kind: images of disks, memory, free space"},
    [SELF_TEST] = {"self-test", '\0', NULL, "try the rules' examples and the labelled set, say how well each kind is found, and exit"},
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

/* What the examples of one kind came to. */
struct tally {
    char kind[64];
    long passed, failed;
    struct dx_labelled labelled;
};

struct tallies {
    struct tally *kind;
    size_t n, cap;
    long all, failed;
    bool oom;
};

static struct tally *tally_of(struct tallies *t, const char *kind)
{
    for (size_t i = t->n; i-- > 0;)
        if (strcmp(t->kind[i].kind, kind) == 0)
            return &t->kind[i];
    if (!DX_MORE(t->kind, t->n, t->cap)) {
        t->oom = true;
        return NULL;
    }
    t->kind[t->n] = (struct tally){0};
    snprintf(t->kind[t->n].kind, sizeof t->kind->kind, "%s", kind);
    return &t->kind[t->n++];
}

static void on_example(void *ctx, const char *kind, const char *file, int line, const char *why)
{
    struct tallies *all = ctx;
    struct tally *t = tally_of(all, kind);
    struct dx_buf shown = DX_BUF_INIT;
    all->all++;
    all->failed += why != NULL;
    if (t) {
        t->passed += !why;
        t->failed += why != NULL;
    }
    if (!why)
        return;
    dx_show(&shown, why, strlen(why), 0);
    printf("%s:%d: %s\n", file, line, dx_buf_ok(&shown) ? shown.p : "failed");
    dx_buf_free(&shown);
}

static void on_labelled(void *ctx, const struct dx_labelled *k)
{
    struct tally *t = tally_of(ctx, k->kind);
    if (t)
        t->labelled = *k;
}

/* "58/60 0.967 [0.886,0.991]", or a hyphen. */
static void print_share(long right, long n)
{
    double low, high;
    char text[64] = "-";
    dx_wilson(right, n, &low, &high);
    if (n)
        snprintf(text, sizeof text, "%ld/%ld %.3f [%.3f,%.3f]", right, n, (double)right / (double)n, low, high);
    printf("  %-28s", text);
}

static void print_row(const char *kind, long passed, long examples, const struct dx_labelled *l)
{
    char text[32];
    snprintf(text, sizeof text, "%ld/%ld", passed, examples);
    printf("%-24s %9s", kind, text);
    print_share(l->met, l->wanted);
    print_share(l->right, l->found);
    printf("\n");
}

static void print_table(const struct tallies *t)
{
    struct dx_labelled all = {.kind = ""};
    printf("%-24s %9s  %-28s  %-28s\n", "kind", "examples", "recall [95 %]", "precision [95 %]");
    for (size_t i = 0; i < t->n; i++) {
        const struct tally *k = &t->kind[i];
        print_row(k->kind, k->passed, k->passed + k->failed, &k->labelled);
        all.wanted += k->labelled.wanted;
        all.met += k->labelled.met;
        all.found += k->labelled.found;
        all.right += k->labelled.right;
    }
    print_row("all", t->all - t->failed, t->all, &all);
    printf("%ld examples, %ld failed\n", t->all, t->failed);
}

static int self_test(const struct dx_cli *c)
{
    struct tallies t = {0};
    struct dx_err e;
    int rc = dx_find_self_test(&c->stage, on_example, &t, &e);
    if (rc == DX_OK)
        rc = dx_find_labelled(&c->stage, on_labelled, &t, &e);
    if (rc == DX_OK && t.oom)
        rc = dx_fail_nomem(&e);
    if (rc == DX_OK)
        print_table(&t);
    bool failed = t.failed > 0;
    free(t.kind);
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e.msg);
    if (fflush(stdout) != 0 || ferror(stdout))
        return dx_complain(c, DX_EXIT_ENV, "standard output can't be written");
    return failed ? DX_EXIT_SOME : DX_EXIT_OK;
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
    dx_frame_begin(&tool);
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
