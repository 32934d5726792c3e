/* pages.c: which reader takes which media type */
#include "page/page.h"

bool dx_media_has_pages(struct dx_str media)
{
    (void)media;
    return false;
}

bool dx_media_has_pictures(struct dx_str media)
{
    (void)media;
    return false;
}

int dx_pages_read(int fd, struct dx_str media, const struct dx_page_budget *budget, dx_page_fn *page, dx_page_error_fn *error,
                  void *ctx, struct dx_err *e)
{
    (void)fd, (void)budget, (void)page, (void)error, (void)ctx;
    return dx_fail(e, DX_BAD, "unsupported", "no reader takes %.*s", (int)media.n, media.p);
}
