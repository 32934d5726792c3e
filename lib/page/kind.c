/* kind.c: which media types have pages, and of what kind: one table for all, which needs no reader's libraries */
#include "page/kind.h"

#include <string.h>

#include "page/page.h"

/* A pattern is a whole name, or has one * at its beginning or end. The first row that fits counts. */
static const struct {
    const char *pattern;
    enum dx_page_kind kind;
} media_table[] = {
    {"image/jpeg", DX_KIND_PICTURES},
    {"image/png", DX_KIND_PICTURES},
    {"image/tiff", DX_KIND_PICTURES},
    {"image/webp", DX_KIND_PICTURES},
    {"image/bmp", DX_KIND_PICTURES},
    {"image/x-ms-bmp", DX_KIND_PICTURES},
    {"image/gif", DX_KIND_PICTURES},
    {"image/x-portable-bitmap", DX_KIND_PICTURES},
    {"image/x-portable-graymap", DX_KIND_PICTURES},
    {"image/x-portable-pixmap", DX_KIND_PICTURES},
    {"image/heic*", DX_KIND_PICTURES}, /* and heic-sequence */
    {"image/heif*", DX_KIND_PICTURES},
    {"image/avif", DX_KIND_PICTURES},
    {"application/pdf", DX_KIND_PDF},
    {"text/html", DX_KIND_HTML},
    {"application/xhtml+xml", DX_KIND_HTML},
    {"text/*", DX_KIND_PLAIN},
    {"message/*", DX_KIND_PLAIN}, /* mails as they stand, until a reader of mail opens them */
    {"*+json", DX_KIND_PLAIN},
    {"*+xml", DX_KIND_PLAIN},
    {"application/json", DX_KIND_PLAIN},
    {"application/x-ndjson", DX_KIND_PLAIN},
    {"application/jsonl", DX_KIND_PLAIN},
    {"application/xml", DX_KIND_PLAIN},
    {"application/csv", DX_KIND_PLAIN},
    {"application/javascript", DX_KIND_PLAIN},
    {"application/sql", DX_KIND_PLAIN},
    {"application/vcard", DX_KIND_PLAIN},
    {"application/x-subrip", DX_KIND_PLAIN},
    {"application/x-setupscript", DX_KIND_PLAIN},
    {"application/x-wine-extension-ini", DX_KIND_PLAIN},
    {"application/pgp*", DX_KIND_PLAIN},
};

static bool fits(const char *pattern, struct dx_str media)
{
    size_t n = strlen(pattern);
    if (pattern[0] == '*')
        return media.n >= n - 1 && memcmp(media.p + media.n - (n - 1), pattern + 1, n - 1) == 0;
    if (pattern[n - 1] == '*')
        return media.n >= n - 1 && memcmp(media.p, pattern, n - 1) == 0;
    return dx_str_is(media, pattern);
}

enum dx_page_kind dx_page_kind(struct dx_str media)
{
    for (size_t i = 0; i < sizeof media_table / sizeof *media_table; i++)
        if (fits(media_table[i].pattern, media))
            return media_table[i].kind;
    return DX_KIND_NONE;
}

bool dx_media_has_pages(struct dx_str media) { return dx_page_kind(media) != DX_KIND_NONE; }

bool dx_media_has_pictures(struct dx_str media)
{
    enum dx_page_kind kind = dx_page_kind(media);
    return kind == DX_KIND_PICTURES || kind == DX_KIND_PDF;
}

bool dx_media_is_foreign(struct dx_str media)
{
    enum dx_page_kind kind = dx_page_kind(media);
    return kind != DX_KIND_NONE && kind != DX_KIND_PLAIN;
}
