/* mrz_locate.c: places of zones: even lines at any angle, none where there is none, any size of picture */
#include "mrz/locate.h"
#include "../tap.h"

/* An angle: cosine and sine. */
struct turn {
    double c, s;
};

/* A dark upright bar in a picture that is turned about its middle. */
static void bar(struct dx_picture *p, struct turn a, double x, double y, double w, double h)
{
    double mx = p->w / 2.0, my = p->h / 2.0;
    for (double v = 0; v < h; v += 0.5)
        for (double u = 0; u < w; u += 0.5) {
            double dx = x + u - mx, dy = y + v - my;
            int px = (int)(mx + dx * a.c - dy * a.s), py = (int)(my + dx * a.s + dy * a.c);
            if (px >= 0 && py >= 0 && px < p->w && py < p->h)
                p->grey[(size_t)py * p->stride + (size_t)px] = 30;
        }
}

/* Lines of characters (a bar each) `pitch` apart; uneven ones are of print. */
static struct dx_picture *lines(int w, int h, struct turn a, int n, int cells, double pitch, bool even)
{
    struct dx_picture *p = NULL;
    struct dx_err e;
    if (dx_picture_new(&p, w, h, &e) != DX_OK)
        return NULL;
    for (int i = 0; i < n; i++) {
        double x = (w - cells * pitch) / 2;
        for (int k = 0; k < cells; k++) {
            double wide = even ? 1 : 0.5 + (k * 7 + i * 3) % 5 * 0.25;
            bar(p, a, x + 0.2 * pitch, h / 2.0 + (i - n / 2.0) * 2.5 * pitch, 0.6 * pitch * wide, 0.95 * pitch);
            x += pitch * wide;
        }
    }
    return p;
}

static void found(const char *what, struct dx_picture *p, int want, int cells, int n_lines)
{
    struct dx_mrz_place q[12];
    struct dx_err e;
    int n = -1, rc = p ? dx_mrz_locate(p, q, 12, &n, &e) : DX_NOMEM;
    bool good = rc == DX_OK && n == want;
    for (int i = 0; good && i < n; i++)
        good = q[i].cells == cells && q[i].n == n_lines;
    if (!ok(good, "%s", what))
        for (int i = 0; rc == DX_OK && i < n; i++)
            printf("# %d lines of %d, %.2f\n", q[i].n, q[i].cells, q[i].score);
    dx_picture_free(p);
}

int main(void)
{
    const struct turn level = {1, 0};
    found("passport", lines(900, 700, level, 2, 44, 17, true), 1, 44, 2);
    found("passport, 15 degrees", lines(900, 700, (struct turn){0.9659, 0.2588}, 2, 44, 17, true), 1, 44, 2);
    found("passport, standing", lines(700, 900, (struct turn){0, 1}, 2, 44, 15, true), 1, 44, 2);
    found("passport, 40 degrees", lines(900, 900, (struct turn){0.766, 0.643}, 2, 44, 17, true), 1, 44, 2);
    found("passport, 250 pixels wide", lines(300, 200, level, 2, 44, 5.7, true), 1, 44, 2);
    found("passport, 2900 pixels wide", lines(3200, 1200, (struct turn){0.99955, 0.03}, 2, 44, 66, true), 1, 44, 2);
    found("card", lines(700, 500, (struct turn){0.995, 0.0998}, 3, 30, 18, true), 1, 30, 3);
    found("small visa", lines(900, 700, level, 2, 36, 20, true), 1, 36, 2);
    found("uneven print", lines(900, 700, level, 2, 50, 15, false), 0, 0, 0);
    found("white", lines(500, 500, level, 0, 0, 1, true), 0, 0, 0);
    found("one pixel", lines(1, 1, level, 0, 0, 1, true), 0, 0, 0);
    found("a strip", lines(20000, 3, level, 0, 0, 1, true), 0, 0, 0);
    return tap_done();
}
