/* runs.c: fuzz target: runs of text in raw bytes: by tables and by vectors the same, in any portions, each character where it says it is;
 * text that is one run gives the findings that it gives as text */
#include "fuzz.h"

#include "base/utf8.h"
#include "find/text/anchors.h"
#include "find/find.h"
#include "find/text/runs.h"

struct all {
    const struct dx_runs *runs;
    struct dx_buf text, spans; /* spans: source of each byte of text */
    const uint8_t *p;
    size_t n;
};

/* A character of text against the source that it is said to come from. */
static void compare(struct all *a, const char *c, size_t len, uint32_t cp, int64_t at)
{
    int64_t span[2];
    dx_runs_span(a->runs, at, at + (int64_t)len, span);
    MUST(span[0] >= 0 && span[0] < span[1] && (size_t)span[1] <= a->n);
    const char *charset = dx_runs_charset(a->runs, at);
    const uint8_t *s = a->p + span[0];
    size_t n = (size_t)(span[1] - span[0]), big = charset && strcmp(charset, "UTF-16BE") == 0;
    dx_buf_add(&a->spans, span, sizeof span);
    if (!charset) {
        MUST(n == len && memcmp(s, c, n) == 0);
        return;
    }
    if (strcmp(charset, "windows-874") == 0) {
        MUST(n == 1 && (s[0] < 0xa1 ? s[0] >= 0x80 || cp == s[0] : cp == 0x0e00u + s[0] - 0xa0));
        return;
    }
    uint32_t u = s[big] | (uint32_t)s[!big] << 8;
    MUST(n == (cp > 0xffff ? 4 : 2) && (n == 4 || u == cp));
}

static int on_text(void *ctx, struct dx_str t, struct dx_err *e)
{
    struct all *a = ctx;
    static const char part[] = DX_RUN_BREAK;
    (void)e;
    for (size_t i = 0; i < t.n;) {
        uint32_t cp;
        int64_t at = (int64_t)a->text.len;
        if (t.n - i >= sizeof part - 1 && memcmp(t.p + i, part, sizeof part - 1) == 0) {
            dx_buf_add(&a->text, t.p + i, sizeof part - 1);
            i += sizeof part - 1;
            continue;
        }
        size_t len = dx_utf8_get(t.p + i, t.n - i, &cp);
        MUST(len && cp != 0);
        compare(a, t.p + i, len, cp, at);
        dx_buf_add(&a->text, t.p + i, len);
        i += len;
    }
    return DX_OK;
}

static void cut(const uint8_t *p, size_t n, size_t step, enum dx_plainly plain, struct all *a)
{
    struct dx_runs r = {.plain = plain};
    struct dx_err e;
    *a = (struct all){.runs = &r, .p = p, .n = n};
    for (size_t at = 0, take = 1; take; at += take) {
        take = n - at < step ? n - at : step;
        MUST(dx_runs_feed(&r, (const char *)p + at, take, take == 0, on_text, a, &e) == DX_OK);
    }
    dx_runs_free(&r);
    MUST(dx_buf_ok(&a->text) && dx_buf_ok(&a->spans));
}

static bool same(const struct dx_buf *a, const struct dx_buf *b) { return a->len == b->len && (!a->len || memcmp(a->p, b->p, a->len) == 0); }

static void find(void *state, struct dx_group *g, const uint8_t *p, size_t n)
{
    struct dx_err e;
    int rc = dx_find_stage.raw(state, g, "0123456789ab", (const char *)p, n, 0, true, &e);
    MUST(rc == DX_OK || rc == DX_LIMIT);
    MUST(dx_group_settle(g, &e) == DX_OK);
}

static void anchors(const uint8_t *p, size_t n)
{
    for (size_t from = 0, at, other; from <= n; from = at + 1) {
        enum dx_anchor a = dx_anchor_find(p, from, from, n, DX_PLAINLY_NOT, &at);
        for (enum dx_plainly plain = DX_PLAINLY_AVX2; plain <= DX_PLAINLY; plain++)
            MUST(dx_anchor_find(p, from, from, n, plain, &other) == a && at == other && at <= n && (a != DX_ANCHOR_NONE || at == n));
        MUST(dx_ascii_end(p, from, n, DX_PLAINLY_NOT) == dx_ascii_end(p, from, n, DX_PLAINLY));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static void *text, *binary;
    struct dx_err e = {.msg = ""};
    struct all whole, parts;
    if (!text) {
        setenv("DX_RULES_DIR", fuzz_source("tests/fuzz/few-rules"), 1);
        MUST(dx_find_stage.open(&text, &(struct dx_options){.min_score = -1}, &e) == DX_OK);
        MUST(dx_find_stage.open(&binary, &(struct dx_options){.min_score = -1, .binary = true}, &e) == DX_OK);
    }
    anchors(p, n);
    cut(p, n, n + 1, DX_PLAINLY_NOT, &whole);
    cut(p, n, 61, DX_PLAINLY, &parts);
    MUST(same(&whole.text, &parts.text) && same(&whole.spans, &parts.spans));
    struct dx_group a = {0}, b = {0};
    if (whole.text.len == n + 3 && dx_utf8_valid((const char *)p, n) == n && memcmp(whole.text.p, p, n) == 0) {
        find(text, &a, p, n);
        find(binary, &b, p, n);
        MUST(n < 48 || same(&a.text, &b.text)); /* short ones may be noise */
    }
    struct dx_buf *all[] = {&whole.text, &whole.spans, &parts.text, &parts.spans};
    for (size_t i = 0; i < 4; i++)
        dx_buf_free(all[i]);
    dx_group_free(&a);
    dx_group_free(&b);
    return 0;
}
