/* json.c: records are written in the one form and read back whole */
#include "base/json.h"
#include "../tap.h"

static void writes(void)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_str(&w, "s", (struct dx_str){"a\"\\\n\x7f\xc2\x85\xe2\x80\xa8\xff\xe0\xb8\x81", 14});
    dx_jw_int(&w, "i", INT64_MIN);
    dx_jw_num(&w, "n", 0.97);
    dx_jw_num(&w, "z", -0.0001);
    dx_jw_arr(&w, "a");
    dx_jw_bool(&w, NULL, true);
    dx_jw_num(&w, NULL, -2.1);
    dx_jw_obj(&w, NULL);
    dx_jw_obj_end(&w);
    dx_jw_arr_end(&w);
    dx_jw_obj_end(&w);
    is_str(b.p,
           "{\"s\":\"a\\\"\\\\\\u000a\\u007f\\u0085\\u2028\xef\xbf\xbd\xe0\xb8\x81\",\"i\":-9223372036854775808,"
           "\"n\":0.97,\"z\":0,\"a\":[true,-2.1,{}]}",
           "one form: order, escapes, numbers");
    dx_buf_free(&b);
}

static void reads(void)
{
    struct dx_json j = {0};
    struct dx_err e;
    static const char line[] = "{\"a\":[1,{\"k\\u0041\":\"x\\ny\"},[]],\"b\":{\"c\":-2.5},\"d\":null,\"e\":true}";
    ok(dx_json_parse(&j, line, sizeof line - 1, &e) == DX_OK, "parses");
    const struct dx_jnode *a = dx_json_get(&j, dx_json_top(&j), "a"), *n = dx_json_first(&j, a);
    ok(dx_json_int(n, 0) == 1, "first element");
    n = dx_json_next(&j, n);
    ok(dx_str_is(dx_json_str(dx_json_get(&j, n, "kA")), "x\ny"), "escaped key and string");
    n = dx_json_next(&j, n);
    ok(n && n->type == DX_JARR && !dx_json_first(&j, n) && !dx_json_next(&j, n), "empty array is last");
    ok(dx_json_num(dx_json_get(&j, dx_json_get(&j, dx_json_top(&j), "b"), "c"), 0) == -2.5, "number within an object");
    ok(dx_json_bool(dx_json_get(&j, dx_json_top(&j), "e"), false), "sibling after null");
    static const char *const bad[] = {"", "{", "{\"a\":1}x", "[1,]", "{\"a\" 1}", "\"\xff\"", "nul"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(dx_json_parse(&j, bad[i], strlen(bad[i]), &e) == DX_BAD, "refused: %zu", i);
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    ok(dx_json_parse(&j, deep, 200, &e) == DX_BAD, "too deep");
    dx_json_free(&j);
}

int main(void)
{
    writes();
    reads();
    return tap_done();
}
