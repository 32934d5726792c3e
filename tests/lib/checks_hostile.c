/* checks_hostile.c: every check on text that nobody meant to be a value: broken, cut, repeated, spliced examples, noise */
#include "../tap.h"

#include "base/utf8.h"
#include "find/check/check.h"

#include <stdlib.h>

#define ROUNDS 40000

/* Marsaglia's xorshift64: the same noise in every run. */
static uint64_t noise(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    return *s ^= *s << 17;
}

static struct dx_buf examples;

static void load(void)
{
    char path[4096], chunk[4096];
    snprintf(path, sizeof path, "%s/tests/data/checks/examples.tsv", getenv("DX_SRC") ? getenv("DX_SRC") : ".");
    FILE *f = fopen(path, "r");
    if (!f)
        return;
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        dx_buf_add(&examples, chunk, n);
    fclose(f);
}

/* A text of up to 200 bytes: a piece of the examples, with some bytes changed, doubled or cut; exactly as long as its memory, so
 * that a sanitizer sees the first byte beyond it. */
static char *mangled(uint64_t *s, size_t *n)
{
    static const char odd[] = "\0\n -/.:+@()[]|%09OZa\xE0\xFF\xC2";
    *n = noise(s) % 200;
    size_t at = noise(s) % (examples.len - 200);
    char *p = malloc(*n ? *n : 1);
    if (!p)
        return NULL;
    memcpy(p, examples.p + at, *n);
    for (uint64_t k = noise(s) % 4; k && *n; k--) {
        size_t i = noise(s) % *n;
        p[i] = noise(s) % 2 ? odd[noise(s) % (sizeof odd - 1)] : (char)noise(s);
    }
    return p;
}

/* Values are what records may hold: valid UTF-8, without control characters, and never empty. */
static bool sound(const struct dx_reading *r)
{
    if (r->verdict == DX_VERDICT_NO)
        return true;
    return r->value.len > 0 && dx_utf8_valid(r->value.p, r->value.len) == r->value.len;
}

int main(void)
{
    uint64_t s = 88172645463325252u;
    struct dx_reading r = {.verdict = DX_VERDICT_NO};
    struct dx_json json = {.n = 0};
    struct dx_buf attrs = DX_BUF_INIT;
    size_t checks = 0, unsound = 0, bad_attrs = 0;
    load();
    while (dx_check_at(checks))
        checks++;
    if (!ok(examples.len > 10000, "the examples are there"))
        return tap_done();
    for (int round = 0; round < ROUNDS; round++) {
        size_t n;
        char *p = mangled(&s, &n);
        if (!p)
            break;
        n = dx_utf8_valid(p, n); /* folded text always is */
        const struct dx_check *c = dx_check_at(noise(&s) % checks);
        struct dx_check_context ctx = {.near = {p, n}};
        if (dx_check_run(c, &r, (struct dx_str){p, n}, &ctx, NULL) != DX_OK)
            break;
        unsound += !sound(&r);
        dx_buf_reset(&attrs);
        dx_buf_printf(&attrs, "{%s}", r.attrs.p ? r.attrs.p : "");
        if (dx_json_parse(&json, attrs.p, attrs.len, NULL) != DX_OK)
            bad_attrs++;
        free(p);
    }
    ok(unsound == 0, "values are valid UTF-8 and not empty");
    ok(bad_attrs == 0, "attributes are members of an object");
    dx_reading_free(&r);
    dx_json_free(&json);
    dx_buf_free(&attrs);
    dx_buf_free(&examples);
    return tap_done();
}
