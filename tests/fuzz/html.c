/* html.c: fuzz target: pages of HTML and of plain text */
#include "fuzz.h"

#include "base/utf8.h"
#include "page/page.h"

static int on_page(void *ctx, struct dx_page *p)
{
    int *pages = ctx;
    MUST(p->number == ++*pages);
    for (size_t i = 0; i < p->n_layers; i++) {
        const struct dx_layer *l = &p->layers[i];
        MUST(dx_utf8_valid(l->text.p, l->text.n) == l->text.n && l->text.n <= 1u << 20 && l->n_words == 0);
    }
    return DX_OK;
}

static void on_error(void *ctx, int page, const struct dx_err *what)
{
    (void)ctx;
    MUST(page >= 0 && what->code && what->msg[0]);
}

/* The first byte picks the media type. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const media[] = {"text/html", "application/xhtml+xml", "text/plain", "text/csv"};
    if (n == 0)
        return 0;
    struct dx_err e = {.msg = ""};
    int fd = fuzz_file(p + 1, n - 1), pages = 0;
    int rc = dx_pages_read(fd, dx_str(media[p[0] % 4]), NULL, on_page, on_error, &pages, &e);
    MUST(rc == DX_OK || ((rc == DX_BAD || rc == DX_LIMIT) && e.msg[0]));
    close(fd);
    return 0;
}
