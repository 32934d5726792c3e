/* join.c: tests of lib/find/join.h: which lines are set together, and the way back to the source */
#include "find/join.h"
#include "../tap.h"

#include <stdio.h>
#include <string.h>

static struct dx_join join;

/* How many lines the text's first one goes on over. */
static size_t parts(const char *text)
{
    return dx_join_lines(&join, dx_str(text), strcspn(text, "\n")) ? join.n : 0;
}

static void joined(const char *text, bool blank, const char *want, const char *what)
{
    size_t n = parts(text);
    bool same = n && dx_join_text(&join, dx_str(text), n, blank) && strcmp(join.text.p, want) == 0;
    ok(same, "%s", what);
    if (!same)
        printf("# %zu parts: %s\n", n, n ? join.text.p : "");
}

static void apart(const char *text, const char *what) { ok(parts(text) == 0, "%s", what); }

int main(void)
{
    joined("tel 081\n441\n7302", false, "tel 0814417302", "digits on lines of their own");
    joined("card 4556 7371\n9283 7463", true, "card 4556 7371 9283 7463", "groups, with the blank between them");
    joined("| NIK | 3273 0145 |\n|     | 0792 0003 |", false, "| NIK | 3273 01450792 0003", "cells, one under the other");
    joined("acct 417-2-\n83917-4 thanks", false, "acct 417-2-83917-4 thanks", "a hyphen at the line's end");
    ok(join.hyphen, "and it is known that one stands there");
    joined("mail to demo@\nexample.com now", false, "mail to demo@example.com now", "an address broken behind its sign");
    joined("demo@example\n.co.th", false, "demo@example.co.th", "… and before its point");
    joined("https://example.com/a/\nb?c=1 x", false, "https://example.com/a/b?c=1 x", "a link that goes on");
    joined("TBr19Vqc1r7sCDm4LE\nBM3H2Dayp38X8voL", false, "TBr19Vqc1r7sCDm4LEBM3H2Dayp38X8voL", "a code");
    joined("TBr19Vqc1r7sCDm4LE 10:22\n\nBM3H2Dayp38X8voL 10:23", false, "TBr19Vqc1r7sCDm4LEBM3H2Dayp38X8voL", "bubbles of a chat, with their times");
    joined("12/03/2024, 10:22 - Nai: 081 441\n12/03/2024, 10:22 - Nai: 7302", true, "12/03/2024, 10:22 - Nai: 081 441 7302",
           "messages of an export");
    joined("shop_9@exa\nmple.com", false, "shop_9@example.com", "an address broken within its host, alone on its line");
    apart("IMEI 35693803564380\n2. a black bag", "the number of a list's item is no rest of a number");
    apart("shop_9@exa\nmple.com is whose", "… in prose it isn't");
    joined("passport no AA123\n4567", false, "passport no AA1234567", "a passport's number behind its series");
    apart("see https://example.com/doc\nfor what it means", "a link at the end of a line of prose");
    apart("https://wa.example.com/66?text=hi\n\nzalo.example.me/g/abc", "no address of the net goes on over an empty line");
    apart("write to demo@\n\nexample.com", "… nor one of mail");
    apart("4172839174\n4172839175", "two whole numbers");
    apart("120\n4417\n302\n18\n19\n20\n", "a list of numbers");
    apart("prose that ends\nand goes on", "words");
    apart("on 12/03/2024\n17 came", "dates");

    const char *text = "x 081\n| 441";
    parts(text);
    dx_join_text(&join, dx_str(text), 2, false);
    ok(dx_join_source(&join, 2, false) == 2 && dx_join_source(&join, 5, true) == 5 && dx_join_source(&join, 5, false) == 8 &&
           dx_join_source(&join, 8, true) == 11, "offsets lead back to the source, over what was left out");
    ok(dx_join_glance(DX_STR("a\nb\n"), 0, 4) == 0, "near the end of what is there nothing is passed over");
    struct dx_str line = DX_STR("NIK 3171021 808750055 and 7 words");
    size_t at = 0, end = 0;
    ok(dx_join_gap(&join, line, &at, &end) && dx_join_text(&join, line, 2, false) && strcmp(join.text.p, "NIK 3171021808750055 and 7 words") == 0 &&
           join.tail == 4 && at == 12 && end >= 21, "a blank within a number");
    ok(dx_join_source(&join, 10, false) == 10 && dx_join_source(&join, 11, false) == 12, "and where it was");
    ok(!dx_join_gap(&join, line, &at, &end), "there is no other");
    dx_join_free(&join);
    return tap_done();
}
