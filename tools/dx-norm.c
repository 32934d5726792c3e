/* dx-norm.c: the normal forms of values whose kind is known, one line out for each line in */
#include "frame.h"

#include "base/utf8.h"
#include "find/norm.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct own {
    bool records, list;
};

enum { OPT_KIND, OPT_LIST, OPT_RECORDS };

static const struct dx_cli_option extra[] = {
    [OPT_KIND] = {"kind", 'k', "KIND", "the kind, instead of the first operand"},
    [OPT_LIST] = {"list", '\0', NULL, "list the kinds, and exit"},
    [OPT_RECORDS] = {"records", '\0', NULL, "give finding records"},
    {NULL, '\0', NULL, NULL},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    (void)e;
    if (o == &extra[OPT_KIND])
        c->stage.kind = arg;
    else if (o == &extra[OPT_LIST])
        own->list = true;
    else
        own->records = true;
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "dx-norm",
    .summary = "give the normal form of identifiers, telephone and account numbers, line by line",
    .operands = "KIND [FILE... | -]",
    .notes = "A line that isn't of the kind gives an empty line, with the reason on standard error.\n",
    .common = DX_OPT_JOBS | DX_OPT_REGION | DX_OPT_ONLY | DX_OPT_LIMITS | DX_OPT_RECORD | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
    .stage = &dx_norm_stage,
};

/* ---- listing ---- */

static int list(const struct dx_cli *c)
{
    const struct dx_check *check;
    for (size_t i = 0; (check = dx_check_at(i)); i++)
        if (strcmp(check->name, "passport") != 0)
            printf("%s\n", dx_check_kind(check));
    for (size_t i = 0; dx_passport_country(i); i++)
        printf("passport.%c%c\n", tolower((unsigned char)dx_passport_country(i)[0]),
            tolower((unsigned char)dx_passport_country(i)[1]));
    return fflush(stdout) == 0 ? DX_EXIT_OK : dx_complain(c, DX_EXIT_ENV, "standard output can't be written");
}

/* ---- lines ---- */

/* Text in, text out. */
struct run {
    const struct dx_cli *c;
    struct dx_norm *norm;
    struct dx_out out;
    struct dx_buf shown;
    bool failed; /* some line was none */
};

static void explain(struct run *x, const char *name, size_t number, const char *why)
{
    x->failed = true;
    if (x->c->quiet)
        return;
    if (strcmp(name, "-") == 0)
        dx_complain(x->c, 0, "line %zu: %s", number, why);
    else
        dx_complain(x->c, 0, "%s: line %zu: %s", name, number, why);
}

/* One line out: the value (nothing in it can disturb a terminal, nor hold a line end), or nothing. */
static int answer(struct run *x, const char *name, size_t number, struct dx_str line, struct dx_err *e)
{
    const struct dx_reading *r = NULL;
    dx_buf_reset(&x->shown);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    int rc = line.n ? dx_norm_line(x->norm, line, &r, e) : DX_OK;
    if (rc != DX_OK)
        return rc;
    if (r && dx_norm_good(r))
        dx_show(&x->shown, r->value.p, r->value.len, 0);
    else if (r)
        explain(x, name, number, dx_norm_reason(r));
    dx_buf_byte(&x->shown, '\n');
    return dx_buf_ok(&x->shown) ? dx_out_add(&x->out, dx_buf_slice(&x->shown), e) : dx_fail_nomem(e);
}

static int from(struct run *x, const char *name, int fd, struct dx_err *e)
{
    struct dx_lines lines = {.fd = fd, .max = x->c->max_record};
    struct dx_str line;
    bool got = true;
    int rc = DX_OK;
    while (rc == DX_OK && (rc = dx_lines_next(&lines, &line, &got, e)) != DX_BAD && got) {
        if (rc == DX_LIMIT) {
            explain(x, name, lines.number, "too long");
            rc = dx_out_add(&x->out, DX_STR("\n"), e);
        } else if (rc == DX_OK) {
            rc = answer(x, name, lines.number, line, e);
        }
    }
    dx_lines_free(&lines);
    return rc;
}

static int file(struct run *x, const char *name, struct dx_err *e)
{
    bool given = strcmp(name, "-") == 0;
    int fd = given ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    int rc = fd < 0 ? dx_fail(e, DX_BAD, "io", "%s", strerror(errno)) : from(x, name, fd, e);
    if (fd >= 0 && !given)
        close(fd);
    if (rc != DX_BAD)
        return rc;
    dx_complain(x->c, 0, "%s: %s", given ? "standard input" : name, e->msg); /* what was read counts; so do the other files */
    x->failed = true;
    return DX_OK;
}

static int lines(const struct dx_cli *c, char **names, int n)
{
    struct run x = {.c = c, .out = {.fd = STDOUT_FILENO}};
    struct dx_err e;
    char dash[] = "-", *standard_input[] = {dash};
    int rc = dx_norm_new(&x.norm, c->stage.kind, c->stage.region, &e), status;
    if (rc == DX_BAD)
        return dx_complain(c, DX_EXIT_USAGE, "%s", e.msg);
    if (n == 0) {
        names = standard_input;
        n = 1;
    }
    for (int i = 0; i < n && rc == DX_OK; i++)
        rc = file(&x, names[i], &e);
    if (rc == DX_OK)
        rc = dx_out_flush(&x.out, &e);
    status = rc != DX_OK ? dx_complain_err(c, rc, &e) : x.failed ? DX_EXIT_SOME : DX_EXIT_OK;
    dx_norm_free(x.norm);
    dx_buf_free(&x.out.b);
    dx_buf_free(&x.shown);
    return status;
}

/* ---- records: the same as a filter, which reads its command line itself: KIND becomes --kind, no file becomes "-" ---- */

static int records(int argc, char **argv, bool operand, const char *kind)
{
    static char standard_input[] = "-";
    struct own own = {false, false};
    struct dx_buf option = DX_BUF_INIT;
    char **args = calloc((size_t)argc + 4, sizeof *args);
    int n = 0, status = DX_EXIT_ENV, options = optind - operand; /* getopt has put the operands last */
    dx_buf_printf(&option, "--kind=%s", kind);
    if (args && dx_buf_ok(&option)) {
        for (int i = 0; i < options; i++)
            args[n++] = strcmp(argv[i], "--") == 0 ? option.p : argv[i];
        args[n++] = option.p;
        for (int i = optind; i < argc; i++)
            args[n++] = argv[i];
        if (optind == argc)
            args[n++] = standard_input;
        optind = 0; /* it is read again, from the start */
        status = dx_filter_main(n, args, &tool, &own);
    }
    free(args);
    dx_buf_free(&option);
    return status;
}

int main(int argc, char **argv)
{
    struct own own = {false, false};
    struct dx_cli c;
    dx_frame_begin(&tool);
    int status = dx_cli_parse(&c, &tool, argc, argv, &own);
    if (status < 0 && own.list)
        status = list(&c);
    bool operand = status < 0 && !c.stage.kind && optind < argc;
    if (operand)
        c.stage.kind = argv[optind++];
    if (status < 0 && !c.stage.kind)
        status = dx_complain(&c, DX_EXIT_USAGE, "KIND is missing; dx-norm --list names the kinds");
    if (status < 0)
        status = own.records ? records(argc, argv, operand, c.stage.kind) : lines(&c, argv + optind, argc - optind);
    dx_cli_free(&c);
    return status;
}
