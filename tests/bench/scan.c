/* scan.c: how fast text is scanned with all shipped rules: candidates decided, nothing hashed, nothing written
 *
 * usage: tests/bench/scan [plain|binary|runs] FILE…     plain: every pattern over every line, as PCRE2 searches it; binary: runs of text
 * in raw bytes, as dx-find --binary; runs: these are cut out, and not scanned
 * One line per file: MB/s of processor time (the best of three walks, and the first one of all, which learns what the others know), pieces that
 * were looked at, hits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#include "find/text/runs.h"
#include "find/scan/stream.h"

enum how { TEXT, PLAIN, BINARY, RUNS };
static const char *const names[] = {"text", "plain", "binary", "runs"};

struct walk {
    struct dx_scan *scan;
    struct dx_stream stream;
    enum how how;
    size_t bytes; /* of text */
    size_t pieces, hits, limits;
};

static int on_piece(void *ctx, const struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    struct walk *w = ctx;
    (void)taken;
    int rc = dx_scan_piece(w->scan, &p->piece, e);
    w->pieces++;
    w->hits += dx_scan_hits(w->scan);
    w->limits += rc == DX_LIMIT;
    return rc == DX_LIMIT ? DX_OK : rc;
}

static size_t glance(void *ctx, struct dx_str text, size_t at, size_t to, struct dx_glanced *g)
{
    return dx_scan_glance(((struct walk *)ctx)->scan, text, at, to, g);
}

static int on_text(void *ctx, struct dx_str text, struct dx_err *e)
{
    struct walk *w = ctx;
    w->bytes += text.n;
    return w->how == RUNS ? DX_OK : dx_stream_feed(&w->stream, text.p, text.n, false, on_piece, w, e);
}

/* One walk over the bytes. */
static int walk(struct walk *w, const char *p, size_t n, struct dx_err *e)
{
    struct dx_runs runs = {0};
    int rc = DX_OK;
    w->stream = (struct dx_stream){.glance = w->how == PLAIN ? NULL : glance, .glance_ctx = w};
    if (w->how == TEXT || w->how == PLAIN)
        rc = dx_stream_feed(&w->stream, p, n, true, on_piece, w, e);
    for (size_t at = 0, take; w->how >= BINARY && at < n && rc == DX_OK; at += take) {
        take = n - at < 1 << 20 ? n - at : 1 << 20;
        rc = dx_runs_feed(&runs, p + at, take, at + take == n, on_text, w, e);
        dx_runs_forget(&runs, w->stream.offset);
    }
    if (w->how == BINARY && rc == DX_OK)
        rc = dx_stream_feed(&w->stream, NULL, 0, true, on_piece, w, e);
    dx_stream_free(&w->stream);
    dx_runs_free(&runs);
    return rc;
}

static int measure(struct dx_scan *scan, const char *name, enum how how)
{
    struct dx_str in = bench_bytes(name);
    if (!in.n)
        return 1;
    double best = 0, first = 0;
    struct walk w = {0};
    struct dx_err e = {.msg = ""};
    int rc = DX_OK;
    for (int round = 0; round < (how == PLAIN ? 1 : 3) && rc == DX_OK; round++) {
        double from = bench_now();
        w = (struct walk){.scan = scan, .how = how};
        rc = walk(&w, in.p, in.n, &e);
        double speed = (double)in.n / 1e6 / (bench_now() - from);
        best = speed > best ? speed : best;
        first = round ? first : speed;
    }
    printf("%-24s %9.1f MB/s, first %9.1f; %9zu pieces %9zu hits %6zu limits", name, best, first, w.pieces, w.hits, w.limits);
    printf(how >= BINARY ? " %9zu bytes of text\n" : "\n", w.bytes);
    munmap((void *)in.p, in.n);
    if (rc != DX_OK)
        fprintf(stderr, "scan: %s: %s\n", name, e.msg);
    return rc != DX_OK;
}

int main(int argc, char **argv)
{
    struct dx_rules *rules = NULL;
    struct dx_scan *scan = NULL;
    struct dx_err e = {.msg = ""};
    int bad = 0, first = 1;
    enum how how = TEXT;
    for (int i = PLAIN; i <= RUNS && argc > 1; i++)
        if (strcmp(argv[1], names[i]) == 0)
            how = (enum how)i, first = 2;
    struct dx_scan_options o = {.min_score = 0.2, .plain = how == PLAIN};
    if (argc <= first) {
        fprintf(stderr, "usage: scan [plain|binary|runs] FILE...\n");
        return 2;
    }
    if (dx_rules_load(&rules, NULL, NULL, 0, &e) != DX_OK || dx_scan_new(&scan, rules, &o, &e) != DX_OK) {
        fprintf(stderr, "scan: %s\n", e.msg);
        return 3;
    }
    for (int i = first; i < argc; i++)
        bad |= measure(scan, argv[i], how);
    dx_scan_free(scan);
    dx_rules_free(rules);
    return bad;
}
