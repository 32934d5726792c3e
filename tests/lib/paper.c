/* paper.c: dark text on paper stays, light text on a dark ground becomes dark, shadows go */
#include "../tap.h"

#include "page/prepare.h"

static struct dx_err e;

static void fill(struct dx_picture *p, int x0, int y0, int x1, int y1, int level)
{
    for (int y = y0; y < y1; y++)
        memset(p->grey + (size_t)y * p->stride + x0, level, (size_t)(x1 - x0));
}

/* Strokes four pixels wide, twelve apart, as text has them. */
static void write_text(struct dx_picture *p, int x0, int y0, int x1, int y1, int level)
{
    for (int x = x0; x + 4 <= x1; x += 12)
        fill(p, x, y0, x + 4, y1, level);
}

static int at(const struct dx_picture *p, int x, int y) { return p->grey[(size_t)y * p->stride + (size_t)x]; }

int main(void)
{
    struct dx_picture *p = NULL;
    ok(dx_picture_new(&p, 600, 500, &e) == DX_OK, "a picture");
    write_text(p, 60, 40, 500, 60, 20);      /* black on white */
    write_text(p, 60, 100, 500, 120, 150);   /* grey on white */
    fill(p, 40, 180, 560, 250, 105);         /* a blue bubble … */
    write_text(p, 80, 205, 520, 225, 255);   /* … with white text */
    fill(p, 40, 300, 560, 370, 128);         /* a green bubble … */
    write_text(p, 80, 325, 520, 345, 10);    /* … with black text */
    fill(p, 0, 420, 600, 500, 120);          /* a shadow */
    write_text(p, 60, 450, 500, 470, 30);
    ok(dx_prepare_paper(p, &e) == DX_OK, "prepared");
    ok(at(p, 62, 50) < 60 && at(p, 69, 50) > 220, "black on white: %d on %d", at(p, 62, 50), at(p, 69, 50));
    ok(at(p, 62, 110) < 170 && at(p, 69, 110) > 220, "grey on white: %d on %d", at(p, 62, 110), at(p, 69, 110));
    ok(at(p, 202, 215) < 60 && at(p, 209, 215) > 220, "white in a blue bubble becomes dark: %d on %d", at(p, 202, 215), at(p, 209, 215));
    ok(at(p, 202, 335) < 60 && at(p, 209, 335) > 200, "black in a green bubble stays dark: %d on %d", at(p, 202, 335), at(p, 209, 335));
    ok(at(p, 302, 460) < 90 && at(p, 309, 460) > 200, "dark in a shadow: %d on %d", at(p, 302, 460), at(p, 309, 460));
    dx_picture_free(p);
    return tap_done();
}
