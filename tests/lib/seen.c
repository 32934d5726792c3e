/* seen.c: two readings of one raster made one; what is left to read; ink and specks */
#include "../tap.h"

#include <stdlib.h>

#include "base/buf.h"
#include "page/ink.h"
#include "page/seen.h"

static struct dx_err e;

/* A line of characters ten pixels wide and apart, twenty high. */
static void put(struct dx_seen_list *l, const char *text, int x, int y, double confidence)
{
    for (size_t i = 0; text[i]; i++) {
        struct dx_seen s = {.n = 1, .line = i == 0, .x = x + 10 * (int)i, .y = y, .w = 10, .h = 20, .confidence = (float)confidence};
        s.utf8[0] = text[i];
        ok(dx_seen_add(l, &s, &e) == DX_OK, "%c", text[i]);
    }
}

/* The lines, each with a bar behind it. */
static bool says(const struct dx_seen_list *l, const char *want)
{
    struct dx_buf b = DX_BUF_INIT;
    for (size_t i = 0; i < l->n; i++) {
        if (i > 0 && l->p[i].line)
            dx_buf_byte(&b, '|');
        dx_buf_add(&b, l->p[i].utf8, l->p[i].n);
    }
    dx_buf_byte(&b, '|');
    bool same = dx_str_is(dx_buf_slice(&b), want);
    if (!same)
        printf("# got %s, want %s\n", b.p, want);
    dx_buf_free(&b);
    return same;
}

static void merge(void)
{
    struct dx_seen_list one = {0}, two = {0};
    put(&one, "top", 0, 0, 0.98);
    put(&one, "bxd", 0, 100, 0.6);
    put(&one, "low", 0, 200, 0.98);
    put(&two, "tqp", 0, 0, 0.7);
    put(&two, "bad", 2, 101, 0.9);
    put(&two, "pale", 0, 150, 0.8);
    put(&two, "?", 0, 250, 0.9);
    put(&two, "zzzz", 300, 50, 0.3);
    ok(dx_seen_merge(&one, &two, &e) == DX_OK, "merged");
    ok(says(&one, "top|bad|pale|low|"), "the better of two in one place; a pale line behind the one above it; neither specks nor noise");
    dx_seen_free(&two);
    ok(dx_seen_merge(&one, &two, &e) == DX_OK && says(&one, "top|bad|pale|low|"), "nothing to merge");
    dx_seen_free(&one);
    put(&two, "only", 0, 0, 0.9);
    ok(dx_seen_merge(&one, &two, &e) == DX_OK && says(&one, "only|"), "nothing was there before");
    dx_seen_free(&one);
    dx_seen_free(&two);
}

static void blank(void)
{
    struct dx_picture *p = NULL;
    struct dx_seen_list sure = {0};
    ok(dx_picture_new(&p, 200, 100, &e) == DX_OK, "a picture");
    for (int y = 10; y < 30; y++)
        memset(p->grey + (size_t)y * p->stride + 20, 90, 60);
    put(&sure, "sure", 20, 10, 0.99);
    ok(dx_seen_blank(p, &(struct dx_seen_list){0}), "there is ink");
    ok(dx_seen_blank(p, &sure), "what is beside the line stays");
    put(&sure, "xx", 60, 10, 0.99);
    ok(!dx_seen_blank(p, &sure), "nothing is left");
    dx_seen_free(&sure);
    dx_picture_free(p);
}

static void ink(void)
{
    struct dx_picture *p = NULL;
    ok(dx_picture_new(&p, 100, 100, &e) == DX_OK && dx_ink_of(p).contrast == 0, "white paper has no contrast");
    for (int y = 0; y < 50; y++)
        for (int x = 1; x < 99; x += 2)
            p->grey[(size_t)y * p->stride + (size_t)x] = 105;
    struct dx_ink i = dx_ink_of(p);
    ok(i.contrast == 150 && i.threshold == 105, "two levels: %.0f apart, parted at %d", i.contrast, i.threshold);
    ok(dx_ink_specks(p, i.threshold) == 50 * 49 && dx_ink_specks(p, 100) == 0, "specks are counted");
    dx_picture_free(p);
}

int main(void)
{
    merge();
    blank();
    ink();
    return tap_done();
}
