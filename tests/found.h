/* found.h: what scanning finds in a text, as lines to compare */
#ifndef DX_TESTS_FOUND_H
#define DX_TESTS_FOUND_H

#include "find/scan/stream.h"

struct found {
    struct dx_scan *scan;
    struct dx_buf text;
    int limits;
};

static inline int found_piece(void *ctx, const struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    struct found *f = ctx;
    (void)taken;
    int rc = dx_scan_piece(f->scan, &p->piece, e);
    for (size_t i = 0; i < dx_scan_hits(f->scan); i++) {
        const struct dx_hit *h = dx_scan_hit(f->scan, i);
        struct dx_str key = dx_hit_key(f->scan, h), attrs = dx_hit_attrs(f->scan, h);
        dx_buf_printf(&f->text, "%lld-%lld %.*s %.*s %.3f %.*s\n", (long long)p->offset + (long long)h->start,
                      (long long)p->offset + (long long)h->end, (int)key.n, key.p, (int)attrs.n, attrs.p, dx_score_probability(&h->score),
                      (int)h->context.n, h->context.p ? h->context.p : "");
    }
    f->limits += rc == DX_LIMIT;
    return rc == DX_LIMIT ? DX_OK : rc;
}

static inline size_t found_glance(void *ctx, struct dx_str text, size_t at, size_t to, struct dx_glanced *g)
{
    return dx_scan_glance(((struct found *)ctx)->scan, text, at, to, g);
}

/* Scans a text in portions of `step` bytes; plainly: every line of it. */
static inline int found_scan(struct found *f, struct dx_scan *scan, bool plainly, struct dx_str text, size_t step, struct dx_err *e)
{
    struct dx_stream s = {.glance = plainly ? NULL : found_glance, .glance_ctx = f};
    int rc = DX_OK;
    f->scan = scan;
    f->limits = 0;
    dx_buf_reset(&f->text);
    for (size_t at = 0, n = 1; n && rc == DX_OK; at += n) {
        n = text.n - at < step ? text.n - at : step;
        rc = dx_stream_feed(&s, text.p + at, n, n == 0, found_piece, f, e);
    }
    dx_stream_free(&s);
    dx_buf_byte(&f->text, '\0');
    f->text.len--;
    return rc;
}

static inline bool found_same(const struct found *a, const struct found *b)
{
    return a->text.len == b->text.len && memcmp(a->text.p, b->text.p, a->text.len) == 0;
}
#endif
