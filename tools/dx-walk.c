/* dx-walk.c: evidence in, item records out */
#include "frame.h"

#include "engine/typer.h"
#include "engine/work.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct dx_tool tool = {
    .name = "dx-walk",
    .summary = "Names, hashes and types every file beneath the evidence operands, as records",
    .operands = "[LABEL=]PATH…",
    .notes = "LABEL is the exhibit (default: the base name of PATH; with = in PATH write ./PATH).\n"
             "With --files-from and one operand, the names are taken beneath it; with none, each name is an operand of its own.\n",
    .common = DX_OPT_FILES | DX_OPT_ONLY | DX_OPT_QUIET | DX_OPT_SANDBOX,
};

struct walk {
    struct dx_cli *c;
    struct dx_out out;
    struct dx_err err; /* of the output */
    bool failed;       /* the output did */
    bool beneath; /* only the names of --files-from, in the one operand */
    bool progress;
    int64_t items, bytes;
    double shown; /* when the progress line was written last, seconds */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void show_progress(struct walk *w)
{
    double t = now();
    if (t - w->shown < 0.2)
        return;
    fprintf(stderr, "\r%s: %lld files, %.1f GB ", tool.name, (long long)w->items, (double)w->bytes / 1e9);
    w->shown = t;
}

static int on_record(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct walk *w = ctx;
    (void)fd;
    int rc = dx_only(w->c, line.p, line.n) ? dx_out_add(&w->out, line, &w->err) : DX_OK;
    if (type == DX_T_ITEM) {
        w->items++;
        w->bytes += item->size;
        if (w->progress)
            show_progress(w);
        if (rc == DX_OK && item->size >= 1 << 20) /* the next stage need not wait while a long file is hashed */
            rc = dx_out_flush(&w->out, &w->err);
    }
    w->failed = rc != DX_OK;
    return rc;
}

static int add(struct walk *w, struct dx_buf *line, struct dx_err *e)
{
    if (!dx_buf_ok(line))
        return dx_fail_nomem(e);
    return dx_only(w->c, line->p, line->len) ? dx_out_add(&w->out, dx_buf_slice(line), e) : DX_OK;
}

static int walk_all(struct walk *w, struct dx_walker *walker, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; w->beneath && i < w->c->n_names && rc == DX_OK; i++)
        rc = dx_walk_beneath(walker, &w->c->operands[0], w->c->names[i], e);
    for (size_t i = 0; !w->beneath && i < w->c->n_operands && rc == DX_OK; i++)
        rc = dx_walk(walker, &w->c->operands[i], e);
    if (rc != DX_OK && w->failed)
        *e = w->err;
    return rc;
}

/* The whole stream: tool record first, end record last. *failures counts what makes the exit status 1. */
static int run(struct walk *w, int64_t *failures, struct dx_err *e)
{
    struct dx_buf line = DX_BUF_INIT;
    struct dx_walker *walker = NULL;
    struct dx_typer *typer = NULL;
    char by[DX_TOOL_DIGITS + 1];
    int64_t items, errors;
    int rc = dx_work_tool(&line, by, tool.name, dx_walk_describe, e);
    if (rc == DX_OK)
        rc = dx_walker_new(&walker, by, on_record, w, e);
    if (rc == DX_OK)
        rc = dx_typer_new(&typer, dx_walker_media(walker), w->c->no_sandbox, e);
    if (rc == DX_OK)
        rc = add(w, &line, e);
    if (rc == DX_OK)
        rc = walk_all(w, walker, e);
    if (w->progress)
        fprintf(stderr, "\r\033[K");
    if (rc == DX_OK) {
        dx_walker_counts(walker, &items, &errors, failures);
        dx_buf_reset(&line);
        dx_end_write(&line, by, items, errors);
        rc = add(w, &line, e);
    }
    if (rc == DX_OK)
        rc = dx_out_flush(&w->out, e);
    dx_typer_free(typer);
    dx_walker_free(walker);
    dx_buf_free(&line);
    return rc;
}

static int refuse(const struct dx_cli *c)
{
    if (!c->n_operands && !c->files_from)
        return dx_complain(c, DX_EXIT_USAGE, "no evidence is named (see %s --help)", tool.name);
    for (size_t i = 0; i < c->n_operands; i++)
        if (strcmp(c->operands[i].path, "-") == 0)
            return dx_complain(c, DX_EXIT_USAGE, "standard input is no place that can be found again; a file named - is ./-");
    return -1;
}

int main(int argc, char **argv)
{
    struct dx_cli c;
    struct dx_err e;
    dx_frame_begin(&tool);
    int status = dx_cli_parse(&c, &tool, argc, argv, NULL);
    if (status < 0)
        status = dx_cli_operands(&c, argv + optind, argc - optind, true);
    if (status < 0)
        status = refuse(&c);
    if (status < 0) {
        struct walk w = {.c = &c, .out = {.fd = 1}, .beneath = c.files_from && argc - optind == 1,
                         .progress = !c.quiet && isatty(2) && !isatty(1)};
        int64_t failures = 0;
        if (run(&w, &failures, &e) != DX_OK)
            status = dx_complain(&c, DX_EXIT_ENV, "%s", e.msg);
        else
            status = failures ? DX_EXIT_SOME : DX_EXIT_OK;
        if (failures && !c.quiet)
            dx_complain(&c, status, "%lld error%s (dx-show --only error tells more)", (long long)failures, failures == 1 ? "" : "s");
        dx_buf_free(&w.out.b);
    }
    dx_cli_free(&c);
    return status;
}
