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

/* The darkest level of a box. */
static int darkest(const struct dx_picture *p, int x0, int y0, int x1, int y1)
{
    int least = 255;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            least = at(p, x, y) < least ? at(p, x, y) : least;
    return least;
}

/* Two low bubbles, one above the other, each with a line of light text from edge to edge, and dark text beside them. */
static void test_edges(void)
{
    struct dx_picture *p;
    if (dx_picture_new(&p, 900, 1400, &e) != DX_OK)
        return;
    fill(p, 0, 0, 900, 1400, 250);
    for (int k = 0; k < 2; k++) {
        fill(p, 400, 600 + 76 * k, 880, 660 + 76 * k, 110);
        write_text(p, 410, 615 + 76 * k, 870, 645 + 76 * k, 255);
    }
    write_text(p, 20, 615, 380, 645, 20);
    ok(dx_prepare_paper(p, &e) == DX_OK, "prepared");
    ok(darkest(p, 396, 596, 884, 612) > 230 && darkest(p, 396, 648, 884, 688) > 230 && darkest(p, 396, 724, 884, 740) > 230,
       "the edges of a bubble and the gap between two are paper: %d, %d, %d", darkest(p, 396, 596, 884, 612), darkest(p, 396, 648, 884, 688), darkest(p, 396, 724, 884, 740));
    int faint = 0, kept = 0;
    for (int x = 412; x < 865; x++)
        for (int y = 616; y < 644; y++)
            faint += (x - 410) % 12 < 4 && (at(p, x, y) > 100 || at(p, x, y + 76) > 100);
    for (int x = 22; x < 375; x++)
        kept += (x - 20) % 12 < 4 && at(p, x, 630) < 60;
    ok(faint == 0, "text is whole up to the edges: %d pixels are lost", faint);
    ok(kept > 60, "dark text beside them stays: %d", kept);
    dx_picture_free(p);
}

/* Each pixel becomes the mean of `n` in a row, `step` bytes apart. */
static void blur_run(uint8_t *v, int n, size_t step)
{
    for (int i = 1, before = v[0]; i + 1 < n; i++, v += step) {
        int mean = (before + v[step] + v[2 * step]) / 3;
        before = v[step];
        v[step] = (uint8_t)mean;
    }
}

static void blur(struct dx_picture *p, int rounds)
{
    for (int k = 0; k < rounds; k++) {
        for (int y = 0; y < p->h; y++)
            blur_run(p->grey + (size_t)y * p->stride, p->w, 1);
        for (int x = 0; x < p->w; x++)
            blur_run(p->grey + x, p->h, p->stride);
    }
}

/* Blurred strokes are much darker than what is between them, all along; 0: all are. */
static int lost_strokes(const struct dx_picture *p, int x0, int x1, int y)
{
    int lost = 0;
    for (int x = x0; x + 12 < x1; x += 12)
        lost += darkest(p, x, y, x + 4, y + 1) + 60 > at(p, x + 8, y);
    return lost;
}

/* A blurred screenshot: light strokes don't reach white; and, of a dark one that was inverted, dark text on a middling ground. */
static void test_blurred(void)
{
    struct dx_picture *p;
    if (dx_picture_new(&p, 900, 900, &e) != DX_OK)
        return;
    fill(p, 0, 0, 900, 900, 252);
    fill(p, 300, 400, 880, 460, 105);
    write_text(p, 330, 420, 860, 440, 210);
    fill(p, 300, 600, 880, 640, 155);
    write_text(p, 330, 612, 860, 628, 80);
    blur(p, 5);
    ok(dx_prepare_paper(p, &e) == DX_OK, "prepared");
    ok(lost_strokes(p, 330, 860, 430) == 0, "blurred light strokes are ink: %d are lost", lost_strokes(p, 330, 860, 430));
    ok(lost_strokes(p, 330, 860, 620) == 0, "dark strokes on a middling ground stay: %d are lost", lost_strokes(p, 330, 860, 620));
    ok(darkest(p, 296, 396, 884, 412) > 200, "the bubble's edge is paper: %d", darkest(p, 296, 396, 884, 412));
    dx_picture_free(p);
}

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
    test_edges();
    test_blurred();
    return tap_done();
}
