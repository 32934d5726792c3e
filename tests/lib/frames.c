/* frames.c: boxes and frames go, letters stay, and what stood in a row of boxes is set together and found again */
#include "page/prepare.h"
#include "../tap.h"

#include <stdlib.h>

enum { W = 900, H = 300, PAPER = 250, INK = 20, LETTER = 20 };

static void fill(struct dx_picture *p, int x, int y, int w, int h, int v)
{
    for (int j = y; j < y + h; j++)
        memset(p->grey + (size_t)j * p->stride + x, v, (size_t)w);
}

/* A hollow box with strokes of two pixels, and half-light beside them. */
static void box(struct dx_picture *p, int x, int y, int w, int h)
{
    fill(p, x - 1, y - 1, w + 2, h + 2, 230);
    fill(p, x, y, w, h, INK);
    fill(p, x + 2, y + 2, w - 4, h - 4, PAPER);
}

/* A letter of two strokes: "L". */
static void letter(struct dx_picture *p, int x, int y)
{
    fill(p, x, y, 3, LETTER, INK);
    fill(p, x, y + LETTER - 3, 11, 3, INK);
}

static int at(const struct dx_picture *p, int x, int y) { return p->grey[(size_t)y * p->stride + (size_t)x]; }

static long dark(const struct dx_picture *p, int x, int y, int w, int h)
{
    long n = 0;
    for (int j = y; j < y + h; j++)
        for (int i = x; i < x + w; i++)
            n += at(p, i, j) < 200;
    return n;
}

/* Eleven boxes at the picture's last row and column, two strokes in all but the first, near to each other: wide gaps are the middle one, and
 * what is left of a gap is more than most have. */
static void uneven(void)
{
    enum { BOXES = 11, SIDE = 152, STEP = 156, HIGH = 100 };
    struct dx_picture p = {.w = STEP * (BOXES - 1) + SIDE, .h = SIDE};
    struct dx_moved_list moved = {0};
    struct dx_err e = {0};
    p.stride = (size_t)p.w;
    p.grey = malloc(p.stride * (size_t)p.h);
    fill(&p, 0, 0, p.w, p.h, PAPER);
    for (int i = 0; i < BOXES; i++) {
        int x = STEP * i;
        fill(&p, x, 0, SIDE, SIDE, INK);
        fill(&p, x + 2, 2, SIDE - 4, SIDE - 4, PAPER);
        fill(&p, x + 25, 26, 51, HIGH, INK);
        if (i > 0)
            fill(&p, x + 77, 26, 51, HIGH, INK);
    }
    ok(dx_prepare_frames(&p, &moved, &e) == DX_OK && moved.n == 2 * BOXES - 2, "uneven gaps: %zu are moved", moved.n);
    ok(dark(&p, 0, 0, p.w, p.h) == (2 * BOXES - 1) * 51L * HIGH, "all of them are there");
    size_t right = 0;
    for (size_t i = 0; i < moved.n; i++)
        right += moved.p[i].by < 0;
    ok(right == 0, "none moves to the right");
    free(moved.p);
    free(p.grey);
}

int main(void)
{
    struct dx_picture p = {.w = W, .h = H, .stride = W, .grey = malloc((size_t)W * H)};
    struct dx_moved_list moved = {0};
    struct dx_err e = {0};
    fill(&p, 0, 0, W, H, PAPER);
    for (int i = 0; i < 30; i++) /* a line of print */
        letter(&p, 20 + 16 * i, 20);
    box(&p, 700, 22, 18, 18);    /* a Chinese mouth among them */
    for (int i = 0; i < 13; i++) /* a citizen number in boxes, of which some touch */
        box(&p, 40 + 44 * i + (i > 0 ? 10 : 0), 80, 44, 46);
    for (int i = 0; i < 13; i++)
        letter(&p, 40 + 44 * i + (i > 0 ? 10 : 0) + 16, 93);
    box(&p, 20, 160, 600, 100); /* a field with print in it */
    for (int i = 0; i < 20; i++)
        letter(&p, 60 + 16 * i, 200);
    long print = dark(&p, 0, 0, W, 60), field = dark(&p, 40, 180, 500, 60), one = 3 * LETTER + 8 * 3;
    ok(dx_prepare_frames(&p, &moved, &e) == DX_OK, "frames are looked for");
    ok(dark(&p, 0, 0, W, 60) == print, "print stays, and a character that is a small box");
    ok(dark(&p, 40, 180, 500, 60) == field, "what a frame is around stays where it is");
    ok(dark(&p, 18, 158, 604, 20) == 0 && dark(&p, 18, 240, 604, 24) == 0, "the frame is gone");
    ok(dark(&p, 0, 75, W, 60) == 13 * one, "boxes are gone, what stood in them is all there: %ld pixels of %ld", dark(&p, 0, 75, W, 60), 13 * one);
    ok(at(&p, 43, 79) == PAPER, "half-light beside a stroke, too");
    ok(moved.n == 12, "all but the first character are moved: %zu", moved.n);
    ok(dark(&p, 40, 75, 240, 60) == 13 * one, "they stand together");
    int b[4] = {0};
    for (size_t i = 0; i < moved.n; i++) {
        const struct dx_moved *m = &moved.p[i];
        memcpy(b, (int[]){m->x, 93, m->w, LETTER}, sizeof b);
        dx_moved_back(&moved, b);
        if (b[0] != 40 + 44 * (int)(i + 1) + 10 + 16)
            break;
        b[0] = -1;
    }
    ok(b[0] == -1, "each is found where it stood");
    memcpy(b, (int[]){300, 200, 10, 10}, sizeof b);
    dx_moved_back(&moved, b);
    ok(b[0] == 300, "what was not moved stays");
    for (size_t i = 0; i < (size_t)W * H; i++)
        p.grey[i] = (uint8_t)(i * 2654435761u >> 13);
    ok(dx_prepare_frames(&p, &moved, &e) == DX_OK, "noise is borne");
    free(moved.p);
    free(p.grey);
    uneven();
    return tap_done();
}
