/* json.c: records are written in the one form and read back whole */
#include "base/json.h"
#include "base/utf8.h"
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

/* Each byte in each place of strings of each length, looked at by words and blocks as by itself. */
static void plain_stretches(void)
{
    char text[40];
    int wrong = 0;
    for (size_t n = 0; n <= sizeof text; n++)
        for (size_t at = 0; at < n; at++)
            for (int c = 0; c < 256; c++) {
                memset(text, 'a', sizeof text);
                text[at] = (char)c;
                bool plain = c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
                wrong += dx_json_plain(text, 0, n) != (plain ? n : at);
                wrong += dx_json_plain(text, at, n) != (plain ? n : at);
            }
    ok(wrong == 0, "what stands for itself in a string ends where it ends: %d wrong", wrong);
}

static void numbers(void)
{
    static const struct { double v; const char *want; } t[] = {
        {0, "0"}, {-0.0, "0"}, {0.0004, "0"}, {0.0005, "0.001"}, {-0.0005, "-0.001"}, {0.1, "0.1"}, {0.12, "0.12"}, {0.123, "0.123"}, {0.9996, "1"},
        {12.5, "12.5"}, {-1234567.891, "-1234567.891"}, {100, "100"}, {999999999999, "999999999999"}, {1e15, "0"},
    };
    struct dx_buf b = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        dx_buf_reset(&b);
        dx_jw_num(&(struct dx_jw){&b, false}, NULL, t[i].v);
        is_str(b.p, t[i].want, "a number with three decimals");
    }
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
    static const char *const bad[] = {"", " ", "{", "{\"a\":1}x", "[1,]", "{\"a\" 1}", "\"\xff\"", "nul", "\"a", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                                     "\"\xf5\x80\x80\x80\"", "\"\n\"", "01", "\xef\xbb\xbf{}", "{}{}", "NaN", "'a'", "{\"a\":1,}", "/**/1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(dx_json_parse(&j, bad[i], strlen(bad[i]), &e) == DX_BAD, "refused: %zu", i);
    /* a value that is no container: the reader's buffer is gone by the time it is looked at */
    ok(dx_json_parse(&j, "12", 2, &e) == DX_OK && dx_json_int(dx_json_top(&j), 0) == 12, "a bare number");
    ok(dx_json_parse(&j, " true ", 6, &e) == DX_OK && dx_json_bool(dx_json_top(&j), false), "a bare word");
    static const char lone[] = "[\"\\udc00\",\"\\ud800x\",\"\\ud83d\\ude00\",\"\\u0000\"]";
    ok(dx_json_parse(&j, lone, sizeof lone - 1, &e) == DX_OK, "surrogates");
    bool valid = true;
    for (n = dx_json_first(&j, dx_json_top(&j)); n; n = dx_json_next(&j, n))
        valid &= dx_utf8_valid(n->s.p, n->s.n) == n->s.n && n->s.n > 0;
    ok(valid, "what comes out is UTF-8 all the same");
    static const struct { const char *text; int64_t want; } ints[] = {
        {"5", 5}, {"-7", -7}, {"1e3", 1000}, {"2.9", 2}, {"-2.9", -2}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN},
        {"99999999999999999999", INT64_MAX}, {"-1e30", INT64_MIN}, {"\"5\"", 42}, {"null", 42}};
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++) {
        ok(dx_json_parse(&j, ints[i].text, strlen(ints[i].text), &e) == DX_OK, "parses %s", ints[i].text);
        ok(dx_json_int(dx_json_top(&j), 42) == ints[i].want, "as an integer: %lld", (long long)dx_json_int(dx_json_top(&j), 42));
    }
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    ok(dx_json_parse(&j, deep, 200, &e) == DX_BAD, "too deep");
    dx_json_free(&j);
}

int main(void)
{
    writes();
    plain_stretches();
    numbers();
    reads();
    return tap_done();
}
