/* crops.c: the pictures that came with a document on their way through its line: bytes alone, no picture is decoded */
#include "mrz/crops.h"

#include <string.h>

#include "base/limits.h"
#include "base/record.h"

static const char before[] = ",\"crops\":{", between_by[] = ",\"by\":\"";

/* Where `,"by":"…"}` begins; 0: nowhere. */
static size_t tail_of(struct dx_str line)
{
    size_t n = sizeof between_by - 1, at = line.n;
    while (at > n && at + 64 > line.n && memcmp(line.p + at - n, between_by, n) != 0)
        at--;
    return at > n && memcmp(line.p + at - n, between_by, n) == 0 ? at - n : 0;
}

static void add_member(struct dx_buf *b, const char *name, struct dx_str png)
{
    dx_buf_str(b, name);
    dx_buf_base64(b, png.p, png.n);
    dx_buf_byte(b, '"');
}

void dx_mrz_crops_add(struct dx_buf *line, struct dx_str zone, struct dx_str portrait)
{
    struct dx_buf tail = DX_BUF_INIT;
    size_t at = tail_of(dx_buf_slice(line));
    if (!at)
        return;
    dx_buf_add(&tail, line->p + at, line->len - at);
    line->len = at;
    dx_buf_str(line, before);
    add_member(line, "\"zone\":\"", zone);
    add_member(line, ",\"portrait\":\"", portrait);
    dx_buf_byte(line, '}');
    dx_buf_add(line, tail.p, tail.len);
    line->oom |= !dx_buf_ok(&tail);
    dx_buf_free(&tail);
}

static uint32_t big_endian(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

/* An 8-bit grey PNG of ours: its header, data and end, each whole, and at most the resolution besides. */
static bool is_grey_png(const struct dx_buf *b)
{
    static const char known[][5] = {"IHDR", "IDAT", "pHYs", "tEXt", "gAMA", "IEND"};
    const uint8_t *p = (const uint8_t *)b->p;
    size_t at = 8;
    if (b->len < 57 || b->len > DX_MRZ_CROP_BYTES || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(p + 12, "IHDR", 4) != 0 ||
        memcmp(p + 24, "\x08\0\0\0\0", 5) != 0)
        return false;
    while (b->len - at >= 12) {
        size_t n = big_endian(p + at), k = 0;
        while (k < sizeof known / sizeof *known && memcmp(p + at + 4, known[k], 4) != 0)
            k++;
        if (k == sizeof known / sizeof *known || n > b->len - at - 12)
            return false;
        at += 12 + n;
        if (memcmp(known[k], "IEND", 4) == 0)
            return n == 0 && at == b->len;
    }
    return false;
}

/* A member's text up to its closing quote; {NULL,0} when it isn't there. */
static struct dx_str member(struct dx_str line, const char *name)
{
    size_t n = strlen(name);
    const char *at = memmem(line.p, line.n, name, n), *end = at ? memchr(at + n, '"', line.n - (size_t)(at + n - line.p)) : NULL;
    return end ? (struct dx_str){at + n, (size_t)(end - at) - n} : (struct dx_str){NULL, 0};
}

static void decode(struct dx_buf *out, struct dx_str text)
{
    if (text.n > DX_MRZ_CROP_BYTES / 3 * 4 + 4 || !dx_buf_unbase64(out, text.p, text.n) || !is_grey_png(out))
        dx_buf_reset(out);
}

int dx_mrz_crops_take(struct dx_mrz_crops *c, struct dx_str line, struct dx_buf *bare, struct dx_err *e)
{
    size_t tail = tail_of(line);
    const char *at = tail ? memmem(line.p, tail, before, sizeof before - 1) : NULL;
    dx_buf_reset(&c->zone);
    dx_buf_reset(&c->portrait);
    c->id = member(line, "\"id\":\"");
    bool named = c->id.n == DX_ID_DIGITS;
    for (size_t i = 0; i < c->id.n && named; i++)
        named = strchr("0123456789abcdef", c->id.p[i]) && c->id.p[i];
    if (!at) {
        dx_buf_add(bare, line.p, line.n);
    } else {
        struct dx_str crops = {at, tail - (size_t)(at - line.p)};
        dx_buf_add(bare, line.p, (size_t)(at - line.p));
        dx_buf_add(bare, line.p + tail, line.n - tail);
        if (named) {
            decode(&c->zone, member(crops, "\"zone\":\""));
            decode(&c->portrait, member(crops, "\"portrait\":\""));
        }
    }
    return dx_buf_ok(bare) && dx_buf_ok(&c->zone) && dx_buf_ok(&c->portrait) ? DX_OK : dx_fail_nomem(e);
}
