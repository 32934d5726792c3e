/* mrz_locate.c: places of zones: where drawn ones were put, at any angle and size, none where there is none, any size of picture */
#include "mrz/locate.h"

#include "base/json.h"
#include "mrz/between.h"
#include "../picture.h"
#include "../tap.h"

#include <math.h>
#include <stdlib.h>

static struct dx_mrz_seer *seer;

/* A picture of the folder tests/data/zones. */
static struct dx_picture *load(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/data/zones/%s", getenv("DX_SRC") ? getenv("DX_SRC") : ".", name);
    return picture_of(path);
}

/* The picture in the middle of a larger one, as on paper, turned by an angle and scaled. */
static struct dx_picture *laid(const struct dx_picture *p, int w, int h, double angle, double scale)
{
    struct dx_picture *q = NULL;
    struct dx_err e;
    if (dx_picture_new(&q, w, h, &e) != DX_OK)
        return NULL;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            double dx = (x - w / 2.0) / scale, dy = (y - h / 2.0) / scale;
            double u = p->w / 2.0 + dx * cos(angle) + dy * sin(angle), v = p->h / 2.0 - dx * sin(angle) + dy * cos(angle);
            bool in = u >= 0 && v >= 0 && u < p->w && v < p->h;
            q->grey[(size_t)y * q->stride + (size_t)x] = (uint8_t)(in ? between(p, u, v) : 215 + (x * 7 + y * 13) % 9);
        }
    return q;
}

/* Is this the place in the middle of the picture? */
static bool is_it(const struct dx_mrz_place *q, const struct dx_picture *p, int cells, int n_lines, double angle)
{
    double c = cos(angle), s = sin(angle);
    return q->cells == cells && q->n == n_lines && fabs(q->line[0].ux * s - q->line[0].uy * c) < 0.06 &&
           hypot(q->line[0].x - p->w / 2.0, q->line[0].y - p->h / 2.0) < 0.6 * q->line[0].length;
}

static void found(const char *what, struct dx_picture *p, int want, int cells, int n_lines, double angle)
{
    struct dx_mrz_place q[96];
    struct dx_err e;
    int n = 0, more = 0, there = 0, rc = p ? DX_OK : DX_NOMEM;
    for (int by = p ? dx_mrz_size(p, 0) : 0; by && rc == DX_OK; by = dx_mrz_size(p, by), n += more)
        rc = dx_mrz_locate(seer, p, by, q + n, 12, &more, &e);
    for (int i = 0; rc == DX_OK && i < n; i++) /* other places in the same print may stand before it */
        there += is_it(&q[i], p, cells, n_lines, angle);
    if (!ok(rc == DX_OK && (there > 0) == (want > 0) && (n > 0) == (want > 0), "%s", what))
        for (int i = 0; rc == DX_OK && i < n; i++)
            printf("# %d lines of %d at %.0f,%.0f, %.2f\n", q[i].n, q[i].cells, q[i].line[0].x, q[i].line[0].y, q[i].score);
    dx_picture_free(p);
}

static void turned(const char *name, int cells, int n_lines)
{
    static const struct { double degrees, scale; } ways[] = {{0, 1}, {15, 1}, {-40, 1}, {90, 1}, {180, 1}, {0, 0.75}, {3, 2.5}};
    struct dx_picture *p = load(name);
    char what[96];
    for (size_t i = 0; p && i < sizeof ways / sizeof *ways; i++) {
        double a = ways[i].degrees * 3.14159265358979323846 / 180;
        int side = (int)(1.2 * ways[i].scale * p->w);
        snprintf(what, sizeof what, "%s, %g degrees, %g times as large", name, ways[i].degrees, ways[i].scale);
        found(what, laid(p, side, side, a, ways[i].scale), 1, cells, n_lines, a);
    }
    ok(p != NULL, "%s is there", name);
    dx_picture_free(p);
}

/* The picture without some of its rows: lines on either side come closer. */
static struct dx_picture *without(const struct dx_picture *p, int row, int n)
{
    struct dx_picture *q = NULL;
    struct dx_err e;
    if (p && dx_picture_new(&q, p->w, p->h - n, &e) == DX_OK)
        for (int y = 0; y < q->h; y++)
            memcpy(q->grey + (size_t)y * q->stride, p->grey + (size_t)(y < row ? y : y + n) * p->stride, (size_t)p->w);
    return q;
}

/* lowres-0003's lines are 16.4 pixels apart, 2.25 pitches: ICAO 9303-3 asks for 2.5, some issuers print closer. */
static void close_lines(void)
{
    struct dx_picture *p = load("lowres-0003.pgm"), *q = without(p, 21, 5);
    for (int by = 1; q && by <= 3; by++)
        found(by == 1 ? "lines 1.5 pitches apart" : by == 2 ? "… twice as large" : "… three times as large", laid(q, by * 500, by * 500, 0, by), 1, 44, 2, 0);
    ok(q != NULL, "rows are gone");
    dx_picture_free(q);
    dx_picture_free(p);
}

int main(void)
{
    struct dx_err e = {0};
    struct dx_picture *p = NULL;
    if (!ok(dx_mrz_seer_load(&seer, NULL, &e) == DX_OK, "the model of lines loads"))
        return tap_done();
    turned("document.pgm", 36, 2);
    close_lines();
    static const struct { int w, h; } sizes[] = {{500, 500}, {1, 1}, {20000, 3}, {61, 21}, {3, 4000}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (dx_picture_new(&p, sizes[i].w, sizes[i].h, &e) == DX_OK)
            found("nothing in a white picture", p, 0, 0, 0, 0);
    dx_mrz_seer_free(seer);
    ok(dx_mrz_seer_load(&seer, "/dev/null", &e) == DX_ENV, "an empty file is no model");
    return tap_done();
}
