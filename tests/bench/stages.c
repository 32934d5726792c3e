/* stages.c: the stages alone: one process that walks and works, without workers, cage, cache, case: what the engine's cost is measured against
 *
 * usage: tests/bench/stages EVIDENCE…
 * Processor seconds of loading, then of walk and stages; items, bytes of records. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

#include "engine/work.h"
#include "evidence/walk.h"
#include "find/find.h"
#include "mrz/stage.h"
#include "page/text.h"

#define STAGES 3

struct bare {
    struct dx_worker_stage s[STAGES];
    struct dx_group g;
    long items, bytes;
    struct dx_err *e;
};

static int on_walk(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct bare *b = ctx;
    if (type != DX_T_ITEM || !item || item->duplicate || item->size == 0 || fd < 0)
        return DX_OK;
    dx_group_reset(&b->g);
    int rc = dx_group_add_all(&b->g, line, b->e);
    if (rc == DX_OK)
        rc = dx_work_group(b->s, STAGES, &b->g, fd, NULL, b->e);
    for (size_t i = 0; i < b->g.n && rc == DX_OK; i++)
        b->bytes += (long)b->g.lines[i].len;
    b->items++;
    return rc;
}

int main(int argc, char **argv)
{
    static const struct dx_stage *const stages[STAGES] = {&dx_text_stage, &dx_mrz_stage, &dx_find_stage};
    struct dx_options o = {.region = NULL, .min_score = -1};
    struct dx_err e = {.msg = ""};
    struct bare b = {.e = &e};
    struct dx_walker *w = NULL;
    char by[DX_TOOL_DIGITS + 1];
    struct dx_buf tool = DX_BUF_INIT;
    double began = bench_now();
    int rc = DX_OK;
    for (int i = 0; i < STAGES && rc == DX_OK; i++)
        rc = dx_work_open(&b.s[i], stages[i], &o, &e);
    for (int i = 0; i < STAGES && rc == DX_OK; i++)
        if (stages[i]->warm)
            stages[i]->warm(b.s[i].state);
    double loaded = bench_now();
    if (rc == DX_OK)
        rc = dx_work_tool(&tool, by, "dx-walk", dx_walk_describe, &e);
    if (rc == DX_OK)
        rc = dx_walker_new(&w, by, on_walk, &b, &e);
    for (int i = 1; i < argc && rc == DX_OK; i++) {
        struct dx_operand op;
        rc = dx_operand_parse(&op, argv[i], NULL, &e);
        if (rc == DX_OK)
            rc = dx_walk(w, &op, &e);
        dx_operand_free(&op);
    }
    if (rc == DX_OK)
        printf("load %.3f s, work %.3f s, %ld items, %ld bytes of records\n", loaded - began, bench_now() - loaded, b.items, b.bytes);
    else
        fprintf(stderr, "stages: %s\n", e.msg);
    dx_walker_free(w);
    dx_group_free(&b.g);
    dx_buf_free(&tool);
    for (int i = 0; i < STAGES; i++)
        dx_work_close(&b.s[i]);
    return rc == DX_OK ? 0 : 1;
}
