/* zones.c: where the time of reading zones goes: one process without workers, step by step
 *
 * usage: tests/bench/zones FILE…     JPEG, PNG …, as named by their ends
 * Processor milliseconds a picture of each step, and of pictures with and without a zone. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#include "mrz/read.h"
#include "page/page.h"

enum { PICTURE = DX_MRZ_STEPS, STEPS };

struct clock {
    struct dx_mrz_reader *r;
    double last, spent[STEPS], with, without, pixels;
    int step, pictures, zoned, zones;
};

static void turn(struct clock *c, int step)
{
    double t = bench_now();
    c->spent[c->step] += t - c->last;
    c->last = t;
    c->step = step;
}

static void on_step(void *ctx, enum dx_mrz_step step) { turn(ctx, (int)step); }

static int on_page(void *ctx, struct dx_page *p)
{
    struct clock *c = ctx;
    const struct dx_mrz_reading *all;
    struct dx_err e;
    int rc = DX_OK, n = 0;
    double began = bench_now();
    turn(c, PICTURE);
    const struct dx_picture *q = p->picture(p, &rc, &e);
    if (q)
        rc = dx_mrz_read_all(c->r, q, &all, &n, &e);
    turn(c, PICTURE);
    if (!q || rc != DX_OK)
        return rc == DX_NOMEM ? rc : DX_OK;
    c->pictures++;
    c->pixels += (double)q->w * q->h;
    c->zones += n;
    c->zoned += n > 0;
    *(n > 0 ? &c->with : &c->without) += bench_now() - began;
    return DX_OK;
}

static void on_error(void *ctx, int page, const struct dx_err *what)
{
    (void)ctx;
    fprintf(stderr, "zones: page %d: %s\n", page, what->msg);
}

static struct dx_str media_of(const char *path)
{
    const char *end = strrchr(path, '.');
    return dx_str(end && strcmp(end, ".png") == 0 ? "image/png" : end && strcmp(end, ".webp") == 0 ? "image/webp" : "image/jpeg");
}

int main(int argc, char **argv)
{
    static const char *const names[STEPS] = {"find lines", "glance", "lay level and recognise", "decide", "decode the file"};
    struct clock c = {.step = PICTURE};
    struct dx_err e;
    if (dx_mrz_reader_new(&c.r, &e) != DX_OK) {
        fprintf(stderr, "zones: %s\n", e.msg);
        return 1;
    }
    dx_mrz_reader_watch(c.r, on_step, &c);
    c.last = bench_now();
    for (int i = 1; i < argc; i++) {
        int fd = open(argv[i], O_RDONLY | O_CLOEXEC);
        turn(&c, PICTURE);
        if (fd < 0 || dx_pages_read(fd, media_of(argv[i]), &(struct dx_page_budget){0}, on_page, on_error, &c, &e) != DX_OK)
            fprintf(stderr, "zones: %s can't be read\n", argv[i]);
        if (fd >= 0)
            close(fd);
    }
    turn(&c, PICTURE);
    int n = c.pictures ? c.pictures : 1, none = c.pictures - c.zoned;
    for (int i = 0; i < STEPS; i++)
        printf("%-24s %7.2f ms a picture\n", names[(i + PICTURE) % STEPS], 1000 * c.spent[(i + PICTURE) % STEPS] / n);
    printf("%d pictures of %.2f megapixels; with zones: %d, %.1f ms each (%.1f a second); without: %d, %.1f ms each (%.1f a second)\n", c.pictures,
           c.pixels / n / 1e6, c.zoned, c.zoned ? 1000 * c.with / c.zoned : 0, c.zoned ? c.zoned / c.with : 0, none,
           none ? 1000 * c.without / none : 0, none ? none / c.without : 0);
    dx_mrz_reader_free(c.r);
    return 0;
}
