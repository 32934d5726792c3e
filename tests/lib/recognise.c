/* recognise.c: a page that lies on its side is read as if it stood upright, its words boxed where they stand in the file */
#include "page/recognise.h"
#include "../tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct turned {
    struct dx_ocr *ocr;
    int orientation; /* turn the sample as EXIF's number says, and forget it */
};

static void read_turned(struct turned *t, const struct dx_picture *p, int want)
{
    struct dx_err e = {.msg = ""};
    struct dx_map m;
    struct dx_picture *q = NULL;
    struct dx_recognition r = {0};
    ok(dx_picture_orient(&q, p, t->orientation, &m, &e) == DX_OK, "turned by EXIF number %d", t->orientation);
    q->orientation = 1;
    ok(dx_recognise(&r, t->ocr, q, &e) == DX_OK && r.rotation == want, "read with rotation %d, want %d", r.rotation, want);
    static const char number[] = "095-819-6878";
    const char *at = r.text.n ? memmem(r.text.p, r.text.n, number, sizeof number - 1) : NULL;
    ok(at != NULL, "the telephone number is there");
    for (size_t i = 0; at && i < r.n_words; i++) {
        const struct dx_word *w = &r.words[i];
        if (w->start > (size_t)(at - r.text.p) || w->end <= (size_t)(at - r.text.p))
            continue;
        int back[4], box[4] = {w->x, w->y, w->w, w->h}; /* in the turned picture; the sample has it at 256,467, 203 x 28 */
        dx_map_box(&m, box, p->w, p->h, back);
        ok(abs(back[0] - 256) < 12 && abs(back[1] - 467) < 12 && abs(back[2] - 203) < 20 && abs(back[3] - 28) < 14,
           "its box is where it stands: %d %d %d %d", back[0], back[1], back[2], back[3]);
    }
    dx_recognition_free(&r);
    dx_picture_free(q);
}

static int on_page(void *ctx, struct dx_page *page)
{
    struct dx_err e;
    int rc = DX_OK;
    struct turned *t = ctx;
    struct dx_picture *p = page->picture(page, &rc, &e);
    static const int turns[][2] = {{1, 0}, {6, 270}, {3, 180}}; /* EXIF's number, and the way back */
    for (size_t i = 0; p && i < sizeof turns / sizeof *turns; i++) {
        t->orientation = turns[i][0];
        read_turned(t, p, turns[i][1]);
    }
    return DX_OK;
}

static void on_error(void *ctx, int page, const struct dx_err *what)
{
    (void)ctx;
    ok(0, "page %d: %s", page, what->msg);
}

/* A scanned empty sheet, A4 at 300 dpi, with noise (0.991 and 0.0076 of white: faint). With Otsu's threshold the noise became a
 * page full of specks, on which Tesseract's layout analysis took five minutes. It takes less than a second; 60 is far from both. */
static void test_noise(struct dx_ocr *ocr, double mean, double deviation)
{
    struct dx_err e = {.msg = ""};
    struct dx_picture *p = NULL;
    struct dx_recognition r = {0};
    uint32_t seed = 1;
    ok(dx_picture_new(&p, 2480, 3508, &e) == DX_OK, "room for a page");
    for (int y = 0; p && y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            int sum = 0; /* of four even ones: near enough to a bell of deviation 73.9 · 2 */
            for (int i = 0; i < 4; i++)
                sum += (int)((seed = seed * 1664525u + 1013904223u) >> 24);
            double v = mean * 255 + (sum - 510) / 147.8 * deviation * 255;
            p->grey[(size_t)y * p->stride + (size_t)x] = (uint8_t)(v > 255 ? 255 : v + 0.5);
        }
    p->dpi = 300;
    clock_t start = clock();
    int rc = dx_recognise(&r, ocr, p, &e);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    ok(rc == DX_OK && seconds < 60, "a noisy empty page takes %.1f s of processor time", seconds);
    ok(r.n_words < 20, "and has hardly a word (%zu)", r.n_words);
    dx_recognition_free(&r);
    dx_picture_free(p);
}

int main(void)
{
    struct turned t = {NULL, 1};
    struct dx_err e = {.msg = ""};
    struct dx_page_budget budget = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/samples/seizure/E03-paper/scan-02.jpg", getenv("DX_SRC") ? getenv("DX_SRC") : ".");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (dx_ocr_new(&t.ocr, "eng", &e) != DX_OK || !dx_ocr_has("osd")) {
        printf("1..0 # SKIP models eng and osd are not installed\n");
        return 0;
    }
    ok(dx_ocr_load_upright(t.ocr, &e) == DX_OK, "model osd: %s", e.msg);
    ok(fd >= 0 && dx_pages_read(fd, DX_STR("image/jpeg"), &budget, on_page, on_error, &t, &e) == DX_OK, "the sample is read");
    close(fd);
    test_noise(t.ocr, 0.991, 0.0076);
    test_noise(t.ocr, 0.9, 0.05);
    dx_ocr_free(t.ocr);
    return tap_done();
}
