/* score.c: weights sum up to probabilities */
#include "../tap.h"

#include <string.h>

#include "find/rules/score.h"

static bool near(double got, double want) { return got > want - 0.0006 && got < want + 0.0006; }

int main(void)
{
    struct dx_score s = {.n = 0};
    ok(near(dx_score_probability(&s), 0.5), "no parts: even");
    dx_score_add(&s, DX_PART_SHAPE, -2);
    dx_score_add(&s, DX_PART_GIVEN, 5);
    ok(near(dx_score_probability(&s), 0.953), "3 is 0.953");
    dx_score_add(&s, DX_PART_GIVEN, 0);
    ok(s.n == 2, "nothing is added for nothing");
    dx_score_fail(&s, 2.3, false);
    ok(dx_score_probability(&s) < 0.1, "a failed check digit that nothing names is no lead");
    struct dx_score named = {.n = 0};
    dx_score_add(&named, DX_PART_CONTEXT, 9);
    dx_score_fail(&named, 2.3, false);
    ok(near(named.odds, -0.2), "… and where a label names it, 0.45 at most");
    struct dx_score seen = {.n = 0};
    dx_score_add(&seen, DX_PART_CONTEXT, 9);
    dx_score_fail(&seen, 2.3, true);
    ok(seen.odds < named.odds && dx_score_probability(&seen) > 0.2, "… less where a recogniser may have misread it");
    struct dx_score garbled = {.n = 0};
    dx_score_add(&garbled, DX_PART_CONTEXT, 9);
    dx_score_fail(&garbled, 9, false);
    ok(garbled.odds < -2, "32 bits that fail leave nothing");
    struct dx_score weak = {.n = 0};
    dx_score_add(&weak, DX_PART_SHAPE, -3);
    dx_score_fail(&weak, 2.3, false);
    ok(weak.odds < -3.5, "a failed check digit weakens what is weak");
    ok(strlen(dx_score_calibration()) > 10, "the calibration has a name");
    struct dx_score a = {.n = 0};
    dx_score_add(&a, DX_PART_SHAPE, 0);
    dx_score_rivals(&a, 1);
    ok(near(a.odds, -0.693), "a rival as likely halves the odds");
    struct dx_score o = {.n = 0};
    dx_score_ocr(&o, 0.95);
    ok(o.n == 0, "a sure recogniser takes nothing");
    dx_score_ocr(&o, 0.0);
    ok(o.odds < -1.4 && o.odds > -1.7, "an unsure one takes so much at most, times what was fitted");
    ok(dx_score_context(5, 2, false, false) == 5, "a label right before");
    ok(dx_score_context(5, 30, false, false) < 5 && dx_score_context(5, 2, true, false) < dx_score_context(5, 30, false, false),
       "further off, in the line above: less");
    ok(dx_score_context(5, 2, false, true) < dx_score_context(5, 2, true, false), "behind another number: least");
    struct dx_score v = {.n = 0};
    dx_score_variety(&v, DX_STR("4579950782617"));
    ok(v.n == 0, "a number as registers give them");
    dx_score_variety(&v, DX_STR("1101011000111"));
    ok(v.n == 1 && v.part[0].weight < -1, "two digits alone are a table's");
    struct dx_score full = {.n = 0};
    for (int i = 0; i < 100; i++)
        dx_score_add(&full, DX_PART_GIVEN, 1);
    ok(full.n == DX_PARTS && dx_score_probability(&full) == 0.999, "bounds hold");
    struct dx_score read = {.part = {{DX_PART_SHAPE, 3}}, .n = 1, .odds = 3}, same = read;
    dx_score_misread(&read, DX_STR("1234567890"));
    ok(dx_score_probability(&read) < 0.95 && dx_score_probability(&read) > 0.95 * 0.9, "ten characters that nothing confirms");
    dx_score_misread(&same, DX_STR(""));
    ok(near(same.odds, 3), "none: nothing changes");
    return tap_done();
}
