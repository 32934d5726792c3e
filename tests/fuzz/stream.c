/* stream.c: fuzz target: text cut into lines and pieces: nothing is lost, nothing is given twice, and it matters not how it came in
 *
 * Lines of more than 64 KiB are what is interesting, so the input describes a longer text: each byte stands for itself, but FF, x, y means
 * y once for each count of x × 257. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "find/scan/stream.h"

struct seen {
    const char *text;
    size_t n, covered; /* up to here the text was given */
    struct dx_sha256 *all; /* over everything that was given */
};

static bool blank(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool parts = !p[i] && (i == 0 || p[i - 1] == '\n') && (i + 1 == n || p[i + 1] == '\n' || p[i + 1] == '\r'); /* a line of one NUL */
        if ((!p[i] && !parts) || !strchr(" \t\r\n", p[i]))
            return false;
    }
    return true;
}

static void add(struct seen *s, struct dx_str part)
{
    MUST(dx_sha256_add(s->all, &part.n, sizeof part.n) == DX_OK && dx_sha256_add(s->all, part.n ? part.p : "", part.n) == DX_OK);
}

static int on_piece(void *ctx, const struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    struct seen *s = ctx;
    const struct dx_piece *q = &p->piece;
    (void)taken, (void)e;
    MUST(p->offset >= 0 && (size_t)p->offset + q->text.n <= s->n && memcmp(q->text.p, s->text + p->offset, q->text.n) == 0);
    MUST(q->from < q->to && q->to <= q->text.n && q->text.n <= DX_FIND_LINE + 2 * DX_FIND_EDGE + 1);
    MUST(!memchr(q->text.p, '\n', q->text.n) || q->text.n == 0);
    size_t from = (size_t)p->offset + q->from, to = (size_t)p->offset + q->to;
    MUST(from >= s->covered && blank(s->text + s->covered, from - s->covered));
    MUST(p->first == (from == 0 || s->text[from - 1] == '\n'));
    MUST(p->ahead.n >= to - from && from + p->ahead.n <= s->n && memcmp(p->ahead.p, s->text + from, p->ahead.n) == 0);
    MUST(q->above.n <= DX_ABOVE_BYTES && q->header.n <= DX_HEAD_BYTES);
    s->covered = to;
    add(s, q->text);
    add(s, q->above);
    add(s, q->header);
    add(s, p->ahead);
    MUST(dx_sha256_add(s->all, &q->from, sizeof q->from) == DX_OK && dx_sha256_add(s->all, &q->to, sizeof q->to) == DX_OK);
    return DX_OK;
}

static void feed(struct dx_str text, size_t step, uint8_t digest[DX_SHA256_BYTES])
{
    struct dx_stream s = {0};
    struct seen seen = {.text = text.p, .n = text.n, .all = dx_sha256_new()};
    struct dx_err e;
    bool last = false;
    MUST(seen.all && dx_sha256_start(seen.all) == DX_OK);
    for (size_t at = 0; !last; at += step) {
        size_t take = text.n - at < step ? text.n - at : step;
        last = at + take == text.n;
        MUST(dx_stream_feed(&s, text.p + at, take, last, on_piece, &seen, &e) == DX_OK);
    }
    MUST(blank(text.p + seen.covered, text.n - seen.covered));
    MUST(dx_sha256_end(seen.all, digest) == DX_OK);
    dx_sha256_free(seen.all);
    dx_stream_free(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    enum { MOST = 300 << 10 };
    static char text[MOST];
    uint8_t whole[DX_SHA256_BYTES], parts[DX_SHA256_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < n && len < MOST; i++) {
        size_t times = p[i] == 0xff && i + 2 < n ? p[i + 1] * 257u : 1;
        i += p[i] == 0xff && i + 2 < n ? 2 : 0;
        for (; times && len < MOST; times--)
            text[len++] = (char)p[i];
    }
    char *exact = malloc(len ? len : 1); /* so that the sanitizer sees a read beyond the end */
    MUST(exact);
    memcpy(exact, text, len);
    feed((struct dx_str){exact, len}, len + 1, whole);
    feed((struct dx_str){exact, len}, n % 2 ? 4099 : 65537, parts);
    MUST(memcmp(whole, parts, sizeof whole) == 0);
    free(exact);
    return 0;
}
