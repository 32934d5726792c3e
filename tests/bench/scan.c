/* scan.c: how fast text is scanned with all shipped rules: candidates decided, nothing hashed, nothing written
 *
 * usage: tests/bench/scan [plain] FILE…     plain: every pattern over every line, as PCRE2 searches it
 * One line per file: MB/s of processor time (the best of three walks), pieces that were looked at, hits. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "find/stream.h"

struct walk {
    struct dx_scan *scan;
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

static size_t glance(void *ctx, struct dx_str text, size_t at, size_t to)
{
    return dx_scan_glance(((struct walk *)ctx)->scan, text, at, to);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int measure(struct dx_scan *scan, const char *name, bool plain)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0) {
        fprintf(stderr, "scan: %s: no bytes there\n", name);
        return 1;
    }
    size_t n = (size_t)st.st_size;
    char *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED)
        return 1;
    double best = 0;
    struct walk w = {0};
    struct dx_err e = {.msg = ""};
    int rc = DX_OK;
    for (int round = 0; round < (plain ? 1 : 3) && rc == DX_OK; round++) {
        struct dx_stream s = {.glance = plain ? NULL : glance, .glance_ctx = &w};
        double from = now();
        w = (struct walk){.scan = scan};
        rc = dx_stream_feed(&s, p, n, true, on_piece, &w, &e);
        double speed = (double)n / 1e6 / (now() - from);
        best = speed > best ? speed : best;
        dx_stream_free(&s);
    }
    printf("%-24s %9.1f MB/s %9zu pieces %9zu hits %6zu limits\n", name, best, w.pieces, w.hits, w.limits);
    munmap(p, n);
    if (rc != DX_OK)
        fprintf(stderr, "scan: %s: %s\n", name, e.msg);
    return rc != DX_OK;
}

int main(int argc, char **argv)
{
    struct dx_rules *rules = NULL;
    struct dx_scan *scan = NULL;
    struct dx_err e = {.msg = ""};
    bool plain = argc > 1 && strcmp(argv[1], "plain") == 0;
    int bad = 0;
    struct dx_scan_options o = {.min_score = 0.2, .plain = plain};
    if (argc < 2 + plain) {
        fprintf(stderr, "usage: scan [plain] FILE...\n");
        return 2;
    }
    if (dx_rules_load(&rules, NULL, NULL, 0, &e) != DX_OK || dx_scan_new(&scan, rules, &o, &e) != DX_OK) {
        fprintf(stderr, "scan: %s\n", e.msg);
        return 3;
    }
    for (int i = 1 + plain; i < argc; i++)
        bad |= measure(scan, argv[i], plain);
    dx_scan_free(scan);
    dx_rules_free(rules);
    return bad;
}
