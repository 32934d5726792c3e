/* scan.c: fuzz target: what is found is what PCRE2 finds when it searches for every pattern over every line, and the same in any portions */
#include "fuzz.h"

#include "../found.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct dx_rules *rules; /* loading them takes a while */
    static struct dx_scan *fast, *plain;
    struct dx_err e = {.msg = ""};
    struct found a = {0}, b = {0}, parts = {0};
    struct dx_str text = {(const char *)p, n};
    if (!rules) {
        MUST(dx_rules_load(&rules, fuzz_source("rules"), NULL, 0, &e) == DX_OK);
        MUST(dx_scan_new(&fast, rules, &(struct dx_scan_options){.min_score = 0}, &e) == DX_OK);
        MUST(dx_scan_new(&plain, rules, &(struct dx_scan_options){.min_score = 0, .plain = true}, &e) == DX_OK);
    }
    if (dx_utf8_valid(text.p, n) != n)
        return -1;
    MUST(found_scan(&a, fast, false, text, n + 1, &e) == DX_OK);
    MUST(found_scan(&parts, fast, false, text, 61, &e) == DX_OK);
    MUST(found_scan(&b, plain, true, text, n + 1, &e) == DX_OK);
    MUST(found_same(&a, &parts) && (a.limits || b.limits || found_same(&a, &b)));
    dx_buf_free(&a.text);
    dx_buf_free(&b.text);
    dx_buf_free(&parts.text);
    return 0;
}
