/* fold.c: fuzz target: folding with its way back, and text made safe to show */
#include "fuzz.h"

#include "base/utf8.h"
#include "find/text/fold.h"

static void shown(struct dx_str s)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_show(&b, s.p, s.n, 0);
    MUST(dx_buf_ok(&b) && dx_utf8_valid(b.p, b.len) == b.len);
    for (size_t i = 0; i < b.len; i++)
        MUST((unsigned char)b.p[i] >= ' ' && b.p[i] != 0x7f);
    dx_columns(b.p, b.len);
    dx_buf_reset(&b);
    dx_show(&b, s.p, s.n, 10);
    MUST(b.len <= 4 * 40);
    dx_buf_reset(&b);
    bool whole = dx_utf8_clean(&b, s.p, s.n);
    MUST(dx_utf8_valid(b.p, b.len) == b.len && whole == (dx_utf8_valid(s.p, s.n) == s.n));
    dx_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_fold f = {0};
    struct dx_str s = {(const char *)p, n};
    struct dx_err e;
    MUST(dx_fold_text(&f, s, &e) == DX_OK);
    MUST(dx_utf8_valid(f.text.p, f.text.n) == f.text.n);
    size_t last = 0;
    for (size_t at = 0; at < f.text.n;) { /* spans follow each other, and each leads back to itself */
        uint32_t cp;
        size_t len = dx_utf8_get(f.text.p + at, f.text.n - at, &cp), from, to;
        dx_fold_span(&f, at, at + len, &from, &to);
        MUST(from < to && to <= n && from >= last);
        MUST(dx_fold_at(&f, from) <= at);
        dx_fold_mixed(&f, at, at + len);
        last = from;
        at += len;
    }
    shown(s);
    dx_fold_free(&f);
    return 0;
}
