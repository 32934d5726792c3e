/* pages.c: which reader takes which kind of media */
#include "base/limits.h"
#include "page/kind.h"
#include "page/reader.h"

static dx_reader_fn *const readers[DX_PAGE_KINDS] = {
    [DX_KIND_PLAIN] = dx_read_plain, [DX_KIND_HTML] = dx_read_html, [DX_KIND_PICTURES] = dx_read_pictures, [DX_KIND_PDF] = dx_read_pdf,
};

int dx_pages_read(int fd, struct dx_str media, const struct dx_page_budget *budget, dx_page_fn *page, dx_page_error_fn *error,
                  void *ctx, struct dx_err *e)
{
    enum dx_page_kind kind = dx_page_kind(media);
    struct dx_reading_job job = {fd, media, budget ? budget->max_pixels : 0, budget && budget->max_pages > 0 ? budget->max_pages : DX_PAGES,
                                 page, error, ctx, budget ? budget->want : NULL};
    if (kind == DX_KIND_NONE)
        return dx_fail(e, DX_BAD, "unsupported", "%.*s: no reader takes this media type", (int)(media.n < 100 ? media.n : 100), media.p);
    return readers[kind](&job, e);
}
