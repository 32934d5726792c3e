/* find.c: fuzz target: the finder on raw text, with the shipped rules, cut in two ways */
#include "fuzz.h"

#include "find/find.h"

static void feed(void *state, struct dx_group *g, const char *p, size_t n, size_t step)
{
    struct dx_err e;
    for (size_t at = 0, take = 1; take; at += take) {
        take = n - at < step ? n - at : step;
        int rc = dx_find_stage.raw(state, g, "0123456789ab", p + at, take, (int64_t)at, take == 0, &e);
        MUST(rc == DX_OK || rc == DX_LIMIT);
    }
    MUST(dx_group_settle(g, &e) == DX_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static void *state; /* loading the rules takes a while */
    struct dx_err e = {.msg = ""};
    struct dx_group a = {0}, b = {0};
    struct dx_json j = {0};
    if (!state) {
        setenv("DX_RULES_DIR", fuzz_source("rules"), 1);
        MUST(dx_find_stage.open(&state, &(struct dx_options){.min_score = -1}, &e) == DX_OK);
    }
    feed(state, &a, (const char *)p, n, n + 1);
    feed(state, &b, (const char *)p, n, 61);
    MUST(a.text.len == b.text.len && (!a.text.len || memcmp(a.text.p, b.text.p, a.text.len) == 0));
    for (size_t i = 0; i < a.n; i++) {
        struct dx_str l = dx_group_line(&a, i);
        MUST(dx_json_parse(&j, l.p, l.n, &e) == DX_OK);
        const struct dx_jnode *span = dx_json_get(&j, dx_json_top(&j), "span");
        const struct dx_jnode *from = dx_json_first(&j, span), *to = from ? dx_json_next(&j, from) : NULL;
        MUST(!to || (dx_json_int(from, -1) >= 0 && dx_json_int(from, -1) < dx_json_int(to, -1) && dx_json_int(to, -1) <= (int64_t)n));
    }
    dx_json_free(&j);
    dx_group_free(&a);
    dx_group_free(&b);
    return 0;
}
