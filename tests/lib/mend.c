/* mend.c: glyphs read twice, blanks that nobody printed, rows in pieces and out of order, strokes that are letters */
#include "page/mend.h"
#include "../tap.h"

#include <string.h>

#include "base/buf.h"

static struct dx_err e;

static void put(struct dx_seen_list *l, const char *symbol, int x, int w, double confidence)
{
    struct dx_seen s = {.n = (uint8_t)strlen(symbol), .x = x, .y = 100, .w = w, .h = 30, .confidence = (float)confidence};
    memcpy(s.utf8, symbol, s.n);
    ok(dx_seen_add(l, &s, &e) == DX_OK, "%s", symbol);
}

static void line(struct dx_seen_list *l, size_t i) { l->p[i].line = true; }
static void space(struct dx_seen_list *l, size_t i) { l->p[i].space = true; }

static void says(struct dx_seen_list *l, const char *want, const char *what)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_mend(l);
    for (size_t i = 0; i < l->n; i++) {
        if (i > 0 && (l->p[i].line || l->p[i].space))
            dx_buf_byte(&b, l->p[i].line ? '|' : ' ');
        dx_buf_add(&b, l->p[i].utf8, l->p[i].n);
    }
    is_str(b.p, want, what);
    dx_buf_free(&b);
    l->n = 0;
}

int main(void)
{
    struct dx_seen_list l = {0};
    says(&l, NULL, "nothing");
    /* the one glyph at 40 is as wide as its neighbours, and was read as two */
    put(&l, "ส", 0, 18, 0.99), put(&l, "ม", 20, 18, 0.99), put(&l, "ค", 40, 9, 0.9), put(&l, "ศ", 49, 10, 0.99), put(&l, "ร", 60, 18, 0.99);
    says(&l, "สมศร", "the surer of two letters in the place of one");
    put(&l, "ส", 0, 18, 0.99), put(&l, "ม", 20, 18, 0.99), put(&l, "ค", 40, 18, 0.9), put(&l, "ศ", 60, 18, 0.99), put(&l, "ร", 80, 18, 0.99);
    says(&l, "สมคศร", "two letters in two places");
    put(&l, "๑", 0, 14, 0.9), put(&l, "၁", 20, 20, 0.9), put(&l, "၂", 44, 20, 0.9), put(&l, "/", 66, 10, 0.9), put(&l, "5", 90, 18, 0.9);
    space(&l, 2), space(&l, 4);
    says(&l, "๑၁၂/ 5", "a blank as narrow as the gap between two digits is none, a printed one is");
    put(&l, "A", 0, 18, 0.9), put(&l, "B", 20, 18, 0.9);
    space(&l, 1);
    says(&l, "A B", "between letters it stays");
    put(&l, "J", 0, 18, 0.9), put(&l, "O", 20, 18, 0.9), put(&l, "P", 60, 18, 0.9), put(&l, "Q", 140, 18, 0.9);
    line(&l, 0), line(&l, 2), line(&l, 3);
    says(&l, "JO P|Q", "a justified row is one line; the next column isn't of it");
    put(&l, "J", 0, 18, 0.9), put(&l, "P", 40, 18, 0.9);
    line(&l, 0), line(&l, 1);
    l.p[1].y = 120;
    says(&l, "J|P", "a line that stands lower");
    /* the label is higher than the value, and was told after it; the next row stays behind */
    put(&l, "7", 200, 18, 0.9), put(&l, "8", 220, 18, 0.9), put(&l, "ช", 0, 18, 0.9), put(&l, "P", 100, 18, 0.9), put(&l, "Q", 0, 18, 0.9);
    line(&l, 0), line(&l, 2), line(&l, 3), line(&l, 4);
    l.p[2].y = 90, l.p[2].h = 50, l.p[4].y = 150;
    says(&l, "ช|P|78|Q", "the pieces of a row go from left to right");
    put(&l, "S", 0, 18, 0.9), put(&l, "I", 20, 8, 0.9), put(&l, "T", 30, 18, 0.9), put(&l, "|", 50, 6, 0.9), put(&l, "A", 80, 18, 0.9), put(&l, "!", 100, 6, 0.9);
    space(&l, 4);
    says(&l, "SITI A!", "a stroke as high as the capital before it is an I, a mark at the end may be one");
    put(&l, "A", 0, 18, 0.9), put(&l, "|", 20, 6, 0.9), put(&l, "B", 28, 18, 0.9);
    l.p[1].h = 44;
    says(&l, "A|B", "a ruled line is higher");
    put(&l, "4", 0, 18, 0.9), put(&l, "-", 20, 18, 0.9), put(&l, "|", 42, 6, 0.9), put(&l, "9", 50, 18, 0.9);
    says(&l, "4-19", "before digits it is a 1");
    dx_seen_free(&l);
    return tap_done();
}
