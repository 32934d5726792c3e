/* opening.c: places where matches may start: the same with vectors and without, and none is lost by putting patterns into groups */
#include "../tap.h"

#include "find/pattern/opening.h"

#include <string.h>

enum { PATTERNS = 60, TEXT = 200 };

static uint64_t state = 11;

static unsigned draw(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

/* What one pattern opens with. */
struct pattern {
    struct dx_bytes byte[DX_OPENING_BYTES];
    uint16_t prev;
    struct dx_opening opening;
};

static const char bytes[] = "aAzZ09 -.:/@_\t\x80\xbf\xe0\xff";

static void make(struct pattern *p)
{
    *p = (struct pattern){.prev = (uint16_t)(1 + draw(DX_PREV_ANY))};
    p->opening.prev = p->prev;
    for (int i = 0; i < DX_OPENING_BYTES; i++) {
        for (unsigned n = 1 + draw(3); n; n--)
            dx_bytes_put(&p->byte[i], (unsigned char)bytes[draw(sizeof bytes - 1)]);
        if (draw(8) == 0)
            dx_bytes_put(&p->byte[i], 0); /* or the end */
        dx_opening_byte(&p->opening, i, &p->byte[i]);
    }
}

static bool opens(const struct pattern *p, struct dx_str t, size_t at)
{
    struct dx_bytes before = {{0}};
    if (at)
        dx_bytes_put(&before, (unsigned char)t.p[at - 1]);
    for (size_t i = 0; i < DX_OPENING_BYTES; i++)
        if (!dx_bytes_has(&p->byte[i], at + i < t.n ? (unsigned char)t.p[at + i] : 0))
            return false;
    return !at || (dx_opening_prev(&before) & p->prev);
}

static void draw_text(char *text)
{
    for (size_t i = 0; i < TEXT; i++)
        text[i] = draw(6) ? bytes[draw(sizeof bytes - 1)] : (char)draw(256);
}

/* Every 64 places from a start on. */
static void compare(const struct dx_opening_table *t, const struct pattern *p, size_t n, struct dx_str text, int *differ, int *lost, int *kept_out)
{
    for (size_t at = draw(3); at < text.n; at += 64) {
        uint64_t plain = dx_opening_places(t, text, at, DX_OPENING_PLAIN);
        for (enum dx_opening_vectors v = dx_opening_vectors(); v != DX_OPENING_PLAIN; v--)
            *differ += dx_opening_places(t, text, at, v) != plain;
        for (size_t k = 0; k < 64 && at + k < text.n; k++) {
            bool any = false, passes = plain >> k & 1;
            for (size_t i = 0; i < n && !any; i++)
                any = opens(&p[i], text, at + k);
            *lost += any && !passes;
            *kept_out += !passes;
        }
    }
}

int main(void)
{
    static struct dx_opening_shares shares;
    static struct pattern p[PATTERNS];
    int differ = 0, lost = 0, kept_out = 0;
    dx_opening_shares(&shares);
    for (int round = 0; round < 2000; round++) {
        struct dx_opening_groups g = {.shares = &shares, .most = DX_OPENING_GROUPS};
        struct dx_opening_table t;
        size_t n = draw(PATTERNS);
        char text[TEXT];
        for (size_t i = 0; i < n; i++) {
            make(&p[i]);
            dx_opening_add(&g, &p[i].opening);
        }
        dx_opening_table(&t, &g);
        draw_text(text);
        compare(&t, p, n, (struct dx_str){text, draw(TEXT)}, &differ, &lost, &kept_out);
    }
    ok(differ == 0, "blocks that differ with vectors: %d", differ);
    ok(lost == 0, "places lost: %d", lost);
    ok(kept_out > 10000, "places kept out: %d", kept_out);
    return tap_done();
}
