/* dx-fold.c: text as the finder sees it: digits, signs and letters of one form; or the map back to the bytes of the source */
#include "frame.h"

#include "find/text/fold.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

struct own {
    bool map;
};

static const struct dx_cli_option extra[] = {
    {"map", '\0', NULL, "give the map instead of the text"},
    {NULL, '\0', NULL, NULL},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    (void)o;
    (void)arg;
    (void)e;
    own->map = true;
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "dx-fold",
    .summary = "fold text for matching: native digits, Zawgyi, full-width, zero-width, look-alikes",
    .operands = "[FILE... | -]",
    .notes = "--map: for each place where they differ: offset and length in the text given, offset and length in the text read.\n",
    .common = DX_OPT_RECORD | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

struct run {
    const struct dx_cli *c;
    const struct own *own;
    struct dx_fold fold;
    struct dx_out out;
    struct dx_buf line;
    size_t folded, source; /* bytes given and read so far */
    bool failed;
};

static int put_map(struct run *x, struct dx_err *e)
{
    dx_buf_reset(&x->line);
    for (size_t i = 0; i < x->fold.n; i++) {
        const struct dx_fold_change *c = &x->fold.changes[i];
        dx_buf_printf(&x->line, "%zu\t%zu\t%zu\t%zu\n", x->folded + c->at, c->len, x->source + c->src, c->src_len);
    }
    return dx_buf_ok(&x->line) ? dx_out_add(&x->out, dx_buf_slice(&x->line), e) : dx_fail_nomem(e);
}

static int put(struct run *x, struct dx_str line, struct dx_err *e)
{
    int rc = dx_fold_text(&x->fold, line, e);
    if (rc == DX_OK && x->own->map)
        rc = put_map(x, e);
    else if (rc == DX_OK && (rc = dx_out_add(&x->out, x->fold.text, e)) == DX_OK)
        rc = dx_out_add(&x->out, DX_STR("\n"), e);
    x->folded += x->fold.text.n + 1;
    x->source += line.n + 1;
    return rc;
}

static int complain(struct run *x, const char *name, const char *why)
{
    x->failed = true;
    dx_complain(x->c, 0, "%s: %s", name, why);
    return DX_OK;
}

static int from(struct run *x, const char *name, int fd, struct dx_err *e)
{
    struct dx_lines lines = {.fd = fd, .max = x->c->max_record};
    struct dx_str line;
    bool got = true;
    int rc = DX_OK;
    x->folded = x->source = 0;
    while (rc == DX_OK && (rc = dx_lines_next(&lines, &line, &got, e)) == DX_OK && got)
        rc = put(x, line, e);
    if (rc == DX_LIMIT) /* places behind a line that is gone would be wrong */
        rc = complain(x, name, "a line is longer than --max-record; the rest is not folded");
    else if (rc == DX_BAD) /* a folder, a bad medium */
        rc = complain(x, name, e->msg);
    dx_lines_free(&lines);
    return rc;
}

static int file(struct run *x, const char *name, struct dx_err *e)
{
    if (strcmp(name, "-") == 0)
        return from(x, "standard input", STDIN_FILENO, e);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return complain(x, name, strerror(errno));
    int rc = from(x, name, fd, e);
    close(fd);
    return rc;
}

int main(int argc, char **argv)
{
    static char dash[] = "-";
    struct own own = {false};
    struct dx_cli c;
    struct dx_err e;
    dx_frame_begin(&tool);
    int status = dx_cli_parse(&c, &tool, argc, argv, &own);
    if (status >= 0) {
        dx_cli_free(&c);
        return status;
    }
    struct run x = {.c = &c, .own = &own, .out = {.fd = STDOUT_FILENO}};
    int rc = optind == argc ? file(&x, dash, &e) : DX_OK;
    for (int i = optind; i < argc && rc == DX_OK; i++)
        rc = file(&x, argv[i], &e);
    if (rc == DX_OK)
        rc = dx_out_flush(&x.out, &e);
    status = rc != DX_OK ? dx_complain_err(&c, rc, &e) : x.failed ? DX_EXIT_SOME : DX_EXIT_OK;
    dx_fold_free(&x.fold);
    dx_buf_free(&x.out.b);
    dx_buf_free(&x.line);
    dx_cli_free(&c);
    return status;
}
