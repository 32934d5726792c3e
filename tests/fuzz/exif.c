/* exif.c: fuzz target: what a picture file declares, its EXIF, and its media type */
#include "fuzz.h"

#include "base/utf8.h"
#include "evidence/media.h"
#include "page/exif.h"
#include "page/header.h"

static void exif(struct dx_str block)
{
    struct dx_buf b = DX_BUF_INIT;
    int orientation = 1;
    dx_exif_read(block, &orientation, &b);
    MUST(orientation >= 1 && orientation <= 8 && dx_buf_ok(&b) && dx_utf8_valid(b.p, b.len) == b.len);
    dx_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct dx_media *media;
    struct dx_header h;
    struct dx_err e = {.msg = ""};
    exif((struct dx_str){(const char *)p, n});
    int rc = dx_header_read(&h, p, n, &e);
    MUST(rc != DX_OK || (h.w >= 1 && h.h >= 1 && dx_format_name(h.format) && h.format == dx_format_of(p, n)));
    if (rc == DX_OK && h.exif.p) {
        MUST(h.exif.p >= (const char *)p && h.exif.n <= n && (size_t)(h.exif.p - (const char *)p) <= n - h.exif.n);
        exif(h.exif);
    }
    for (int i = 0; rc == DX_OK && h.next && i < 100; i++)
        rc = dx_header_next(&h, p, n, &e);
    MUST(media || dx_media_new(&media, &e) == DX_OK);
    MUST(dx_media_type(media, (const char *)p, n, (int64_t)n));
    return 0;
}
