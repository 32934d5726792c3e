/* find.c: what finding costs with its records, in one process: a worker's part (scanned, judged, written), and its parent's (looked through)
 *
 * usage: tests/bench/find [binary] FILE…
 * One line per file: MB/s of processor time of both parts together and of each (the best of three rounds), records and their MB. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#include "base/limits.h"
#include "engine/admit.h"
#include "find/find.h"

struct bench {
    struct dx_worker_stage s;
    struct dx_admit *admit;
    struct dx_group g;
    struct dx_buf answer;
    size_t records;
};

/* As crew.c feeds a descriptor. */
static int worker(struct bench *b, const char *p, size_t n, struct dx_err *e)
{
    int rc = DX_OK;
    dx_group_reset(&b->g);
    dx_buf_reset(&b->answer);
    b->records = 0;
    for (size_t at = 0, take; rc == DX_OK && at < n; at += take) {
        take = n - at < DX_RAW_BYTES ? n - at : DX_RAW_BYTES;
        rc = b->s.stage->raw(b->s.state, &b->g, b->s.by, p + at, take, (int64_t)at, at + take == n, e);
        for (size_t i = 0; i < b->g.n_own; i++)
            dx_buf_add(&b->answer, b->g.text.p + b->g.own[i].off, b->g.own[i].len);
        b->records += b->g.n_own;
        dx_group_forget(&b->g);
    }
    return rc;
}

static int parent(struct bench *b, struct dx_err *e)
{
    int rc = dx_admit_item(b->admit, 0, (struct dx_str){NULL, 0}, e);
    return rc == DX_OK ? dx_admit_lines(b->admit, dx_buf_slice(&b->answer), e) : rc;
}

static int measure(struct bench *b, const char *name)
{
    struct dx_str in = bench_bytes(name);
    if (!in.n)
        return 1;
    struct dx_err e = {.msg = ""};
    double work = 1e9, look = 1e9;
    int rc = DX_OK;
    for (int round = 0; round < 3 && rc == DX_OK; round++) {
        double from = bench_now();
        rc = worker(b, in.p, in.n, &e);
        double done = bench_now();
        rc = rc == DX_OK ? parent(b, &e) : rc;
        double end = bench_now();
        work = done - from < work ? done - from : work;
        look = end - done < look ? end - done : look;
    }
    double mb = (double)in.n / 1e6;
    if (rc == DX_OK)
        printf("%-24s %8.1f MB/s = worker %8.1f, parent %8.1f; %8zu records of %8.1f MB\n", name, mb / (work + look), mb / work, mb / look, b->records,
               (double)b->answer.len / 1e6);
    else
        fprintf(stderr, "find: %s: %s\n", name, e.msg);
    munmap((void *)in.p, in.n);
    return rc != DX_OK;
}

int main(int argc, char **argv)
{
    struct bench b = {0};
    struct dx_err e = {.msg = ""};
    int first = argc > 1 && strcmp(argv[1], "binary") == 0 ? 2 : 1, bad = 0;
    struct dx_options o = {.min_score = -1, .binary = first == 2};
    if (argc <= first) {
        fprintf(stderr, "usage: find [binary] FILE...\n");
        return 2;
    }
    if (dx_work_open(&b.s, &dx_find_stage, &o, &e) != DX_OK || dx_admit_new(&b.admit, &b.s, 1, &e) != DX_OK) {
        fprintf(stderr, "find: %s\n", e.msg);
        return 3;
    }
    for (int i = first; i < argc; i++)
        bad |= measure(&b, argv[i]);
    dx_admit_free(b.admit);
    dx_group_free(&b.g);
    dx_buf_free(&b.answer);
    dx_work_close(&b.s);
    return bad;
}
