/* docex_verify.c: docex verify: does a case still match its log, its files and its evidence? */
#include "docex.h"

#include "base/utf8.h"
#include "engine/verify.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SAMPLE 20 /* items done again when nothing is said */

struct own {
    const char *head;
    int64_t sample;
    const struct dx_cli *c;
};

static void on_say(void *ctx, enum dx_verified how, const char *part, const char *text)
{
    static const char *const marks[] = {[DX_VERIFIED] = "ok", [DX_NOT_AS_WAS] = "NOT AS IT WAS", [DX_UNCHECKED] = "not checked"};
    const struct own *own = ctx;
    struct dx_buf b = DX_BUF_INIT;
    if (own->c->quiet && how != DX_NOT_AS_WAS)
        return;
    dx_show(&b, part, strlen(part), 0);
    dx_buf_str(&b, ": ");
    dx_show(&b, text, strlen(text), 0);
    printf("%-14s%s\n", marks[how], b.p ? b.p : "");
    dx_buf_free(&b);
}

static int verify(struct dx_cli *c, struct own *own)
{
    int64_t wrong = 0;
    struct dx_err e = {0};
    struct dx_verify_options o = {.case_dir = c->case_dir, .head = own->head, .operands = c->operands, .n_operands = c->n_operands,
                                  .stages = docex_stages, .n_stages = docex_n_stages, .sample = own->sample,
                                  .jobs = c->jobs ? c->jobs : docex_processors(), .no_sandbox = c->no_sandbox, .stop = &docex_stop,
                                  .say = on_say, .ctx = own};
    docex_catch_signals();
    int rc = dx_verify(&o, &wrong, &e);
    if (fflush(stdout) != 0 || ferror(stdout))
        return dx_complain(c, DX_EXIT_ENV, "cannot write standard output");
    if (rc == DX_STOP)
        return dx_complain(c, DX_EXIT_STOPPED, "stopped: not everything was checked");
    if (rc != DX_OK)
        return dx_complain(c, DX_EXIT_ENV, "%s", e.msg);
    if (wrong && !c->quiet)
        dx_complain(c, 0, "%lld thing%s no longer as %s", (long long)wrong, wrong == 1 ? " is" : "s are", wrong == 1 ? "it was" : "they were");
    return wrong ? DX_EXIT_SOME : DX_EXIT_OK;
}

enum { HEAD, COUNT, ALL };
static const struct dx_cli_option extra[] = {
    [HEAD] = {"head", 0, "HASH", "the head hash from the exhibit form: it must be that of an entry of the custody log"},
    [COUNT] = {"sample", 0, "N", "do N items again, chosen at random, and compare their records (default: 20; 0: none)"},
    [ALL] = {"all", 0, NULL, "do all items again"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    char *end;
    switch (o - extra) {
    case HEAD:
        own->head = arg;
        if (strlen(arg) != DX_SHA256_HEX || strspn(arg, "0123456789abcdefABCDEF") != DX_SHA256_HEX)
            return dx_fail(e, DX_BAD, "malformed", "--head wants 64 hexadecimal digits, not '%s'", arg);
        break;
    case COUNT:
        own->sample = strtoll(arg, &end, 10);
        if (end == arg || *end || own->sample < 0)
            return dx_fail(e, DX_BAD, "malformed", "--sample wants a number of items, not '%s'", arg);
        break;
    case ALL: own->sample = -1; break;
    }
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "docex verify",
    .summary = "Checks a case: its custody log, its files, and, where it is named, its evidence",
    .operands = "CASE [[LABEL=]EVIDENCE…]",
    .notes = "Exit status: 0 all that was checked is as it was, 1 something is not, 2 wrong usage, 3 the environment failed, 4 stopped.\n",
    .common = DX_OPT_CASE | DX_OPT_JOBS | DX_OPT_LIMITS | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

static int verify_main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {.sample = SAMPLE, .c = &c};
    int status = docex_begin(&c, &tool, argc, argv, &own, true, "a case is wanted");
    if (status < 0)
        status = dx_cli_operands(&c, argv + optind, argc - optind, false);
    if (status < 0)
        status = verify(&c, &own);
    dx_cli_free(&c);
    return status;
}

const struct docex_command docex_verify = {"verify", "CASE [[LABEL=]EVIDENCE…]", "check a case against its log, files and evidence", &tool, verify_main};
