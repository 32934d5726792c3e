/* checks.c: fuzz target: every check and its normal form; the first byte picks region, argument and context */
#include "fuzz.h"

#include "base/utf8.h"
#include "find/check/check.h"
#include "find/text/fold.h"

/* A normal form is UTF-8 on one line (a zone's: on as many as it has), its attributes are JSON. */
static void good(const struct dx_check *check, const struct dx_reading *r)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_json j = {0};
    struct dx_err e;
    struct dx_jw w = {&b, false};
    dx_jw_obj(&w, NULL);
    dx_buf_add(&b, r->attrs.p, r->attrs.len);
    dx_jw_obj_end(&w);
    MUST(dx_buf_ok(&b) && dx_json_parse(&j, b.p, b.len, &e) == DX_OK);
    MUST(r->value.len > 0 && dx_utf8_valid(r->value.p, r->value.len) == r->value.len);
    MUST(strncmp(check->name, "mrz.", 4) == 0 || !memchr(r->value.p, '\n', r->value.len));
    MUST(dx_utf8_valid(r->key.p, r->key.len) == r->key.len);
    dx_json_free(&j);
    dx_buf_free(&b);
}

static void run(const struct dx_check *check, struct dx_str text, const struct dx_check_context *c)
{
    struct dx_reading r = {0}, same = {0};
    struct dx_err e;
    MUST(dx_check_run(check, &r, text, c, &e) == DX_OK && dx_check_run(check, &same, text, c, &e) == DX_OK);
    MUST(r.verdict == same.verdict && r.value.len == same.value.len && (!r.value.len || memcmp(r.value.p, same.value.p, r.value.len) == 0));
    if (r.verdict != DX_VERDICT_NO)
        good(check, &r);
    dx_reading_free(&r);
    dx_reading_free(&same);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const regions[] = {NULL, "TH", "MM", "ID", "TH,MM,ID", "US", "XX"};
    static const char *const args[] = {NULL, "", "TH", "MM", "ID", "UTO"};
    if (n < 1 || n > 1024)
        return 0;
    struct dx_fold f = {0};
    struct dx_err e;
    MUST(dx_fold_text(&f, (struct dx_str){(const char *)p + 1, n - 1}, &e) == DX_OK);
    struct dx_check_context c = {.region = regions[p[0] % 7], .arg = args[p[0] / 7 % 6], .near = p[0] & 128 ? f.text : (struct dx_str){NULL, 0}};
    for (size_t i = 0; dx_check_at(i); i++)
        run(dx_check_at(i), f.text, &c);
    dx_fold_free(&f);
    return 0;
}
