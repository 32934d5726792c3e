/* mrz_zone.c: fuzz target: finding and reading zones in any picture */
#include "fuzz.h"

#include "base/limits.h"
#include "mrz/read.h"

/* Two bytes of size, then what the rows are made of: each pixel is the next byte, over and over, so that a small input fills a large
 * picture with periods of all lengths. */
static struct dx_picture *picture(const uint8_t *p, size_t n)
{
    struct dx_picture *q = NULL;
    struct dx_err e;
    int w = n > 0 ? 1 + p[0] * 3 : 1, h = n > 1 ? 1 + p[1] * 2 : 1;
    if (dx_picture_new(&q, w, h, &e) != DX_OK)
        return NULL;
    for (int y = 0; y < h && n > 2; y++)
        for (int x = 0; x < w; x++)
            q->grey[(size_t)y * q->stride + (size_t)x] = p[2 + ((size_t)y * 7 / 5 * (size_t)w + (size_t)x) % (n - 2)];
    return q;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct dx_mrz_reader *r;
    const struct dx_mrz_reading *all;
    struct dx_err e;
    int zones = 0;
    if (!r) {
        setenv("DX_MODELS_DIR", fuzz_source("models"), 0);
        MUST(dx_mrz_reader_new(&r, &e) == DX_OK);
    }
    struct dx_picture *q = picture(p, n);
    MUST(q && dx_mrz_read_all(r, q, &all, &zones, &e) == DX_OK && zones >= 0 && zones <= DX_MRZ_PLACES);
    for (int i = 0; i < zones; i++)
        MUST(all[i].grid.lines >= 2 && all[i].grid.lines <= 3 && all[i].z.confidence >= 0 && all[i].z.confidence <= 1);
    dx_picture_free(q);
    return 0;
}
