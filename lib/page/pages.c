/* pages.c: which reader takes which media type: one row a kind of media */
#include <string.h>

#include "base/limits.h"
#include "page/reader.h"

/* A pattern is a whole name, or has one * at its beginning or end. The first row that fits counts. */
static const struct {
    const char *pattern;
    dx_reader_fn *read;
    bool pictures;
} media_table[] = {
    {"image/jpeg", dx_read_pictures, true},
    {"image/png", dx_read_pictures, true},
    {"image/tiff", dx_read_pictures, true},
    {"image/webp", dx_read_pictures, true},
    {"image/bmp", dx_read_pictures, true},
    {"image/x-ms-bmp", dx_read_pictures, true},
    {"image/gif", dx_read_pictures, true},
    {"image/x-portable-bitmap", dx_read_pictures, true},
    {"image/x-portable-graymap", dx_read_pictures, true},
    {"image/x-portable-pixmap", dx_read_pictures, true},
    {"image/heic*", dx_read_pictures, true}, /* and heic-sequence */
    {"image/heif*", dx_read_pictures, true},
    {"image/avif", dx_read_pictures, true},
    {"application/pdf", dx_read_pdf, true},
    {"text/html", dx_read_html, false},
    {"application/xhtml+xml", dx_read_html, false},
    {"text/*", dx_read_plain, false},
    {"message/*", dx_read_plain, false}, /* mails as they stand, until a reader of mail opens them */
    {"*+json", dx_read_plain, false},
    {"*+xml", dx_read_plain, false},
    {"application/json", dx_read_plain, false},
    {"application/x-ndjson", dx_read_plain, false},
    {"application/jsonl", dx_read_plain, false},
    {"application/xml", dx_read_plain, false},
    {"application/csv", dx_read_plain, false},
    {"application/javascript", dx_read_plain, false},
    {"application/sql", dx_read_plain, false},
    {"application/vcard", dx_read_plain, false},
    {"application/x-subrip", dx_read_plain, false},
    {"application/x-setupscript", dx_read_plain, false},
    {"application/x-wine-extension-ini", dx_read_plain, false},
    {"application/pgp*", dx_read_plain, false},
};
#define ROWS (sizeof media_table / sizeof *media_table)

static bool fits(const char *pattern, struct dx_str media)
{
    size_t n = strlen(pattern);
    if (pattern[0] == '*')
        return media.n >= n - 1 && memcmp(media.p + media.n - (n - 1), pattern + 1, n - 1) == 0;
    if (pattern[n - 1] == '*')
        return media.n >= n - 1 && memcmp(media.p, pattern, n - 1) == 0;
    return dx_str_is(media, pattern);
}

static size_t row_of(struct dx_str media)
{
    size_t i = 0;
    while (i < ROWS && !fits(media_table[i].pattern, media))
        i++;
    return i;
}

bool dx_media_has_pages(struct dx_str media) { return row_of(media) < ROWS; }

bool dx_media_has_pictures(struct dx_str media)
{
    size_t i = row_of(media);
    return i < ROWS && media_table[i].pictures;
}

bool dx_media_is_foreign(struct dx_str media)
{
    size_t i = row_of(media);
    return i < ROWS && media_table[i].read != dx_read_plain;
}

int dx_pages_read(int fd, struct dx_str media, const struct dx_page_budget *budget, dx_page_fn *page, dx_page_error_fn *error,
                  void *ctx, struct dx_err *e)
{
    size_t i = row_of(media);
    struct dx_reading_job job = {fd, media, budget ? budget->max_pixels : 0, budget && budget->max_pages > 0 ? budget->max_pages : DX_PAGES,
                                 page, error, ctx, budget ? budget->want : NULL};
    if (i == ROWS)
        return dx_fail(e, DX_BAD, "unsupported", "%.*s: no reader takes this media type", (int)(media.n < 100 ? media.n : 100), media.p);
    return media_table[i].read(&job, e);
}
