/* picture.h: a picture file, for tests of what looks at pictures */
#ifndef DX_TESTS_PICTURE_H
#define DX_TESTS_PICTURE_H

#include <stdio.h>

#include "page/decode.h"

/* NULL when it can't be read. */
static inline struct dx_picture *picture_of(const char *path)
{
    struct dx_buf file = DX_BUF_INIT;
    struct dx_header h;
    struct dx_picture *p = NULL;
    struct dx_err e;
    char part[4096];
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;)
        dx_buf_add(&file, part, n);
    if (f)
        fclose(f);
    if (file.len && dx_buf_ok(&file) && dx_header_read(&h, (const uint8_t *)file.p, file.len, &e) == DX_OK)
        dx_picture_decode(&p, &h, (uint8_t *)file.p, file.len, 0, false, &e);
    dx_buf_free(&file);
    return p;
}
#endif
