/* mrz_crop.c: pictures in a document line: taken out whole, and not believed */
#include "mrz/crop.h"

#include "base/limits.h"
#include "base/sha256.h"
#include "../tap.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "{\"type\":\"document\",\"id\":\"%s\",\"format\":\"TD3\",\"confidence\":0.9"
#define TAIL ",\"by\":\"0123456789ab\"}\n"

/* Takes a line with this id and this zone apart; is its zone as long as wanted, and the line bare? */
static void taken(const char *what, const char *id, const struct dx_buf *png, size_t want)
{
    struct dx_mrz_crops c = {0};
    struct dx_buf line = DX_BUF_INIT, bare = DX_BUF_INIT, expect = DX_BUF_INIT;
    struct dx_err e;
    dx_buf_printf(&line, HEAD ",\"crops\":{\"zone\":\"", id);
    dx_buf_base64(&line, png->p, png->len);
    dx_buf_str(&line, "\"}" TAIL);
    dx_buf_printf(&expect, HEAD TAIL, id);
    int rc = dx_mrz_crops_take(&c, dx_buf_slice(&line), &bare, &e);
    ok(rc == DX_OK && c.zone.len == want && c.portrait.len == 0 && dx_str_eq(dx_buf_slice(&bare), dx_buf_slice(&expect)), "%s", what);
    dx_buf_free(&c.zone);
    dx_buf_free(&c.portrait);
    dx_buf_free(&line);
    dx_buf_free(&bare);
    dx_buf_free(&expect);
}

int main(void)
{
    static const char id[] = "0123456789abcdef";
    struct dx_picture *p = NULL;
    struct dx_buf png = DX_BUF_INIT;
    struct dx_err e;
    if (!ok(dx_picture_new(&p, 30, 20, &e) == DX_OK && dx_picture_png(p, &png, &e) == DX_OK, "a picture"))
        return tap_done();
    taken("a picture comes out as it went in", id, &png, png.len);
    taken("not under a name that leads elsewhere", "../../etc/passwd", &png, 0);
    taken("not under a short name", "0123", &png, 0);
    struct dx_buf other = DX_BUF_INIT;
    for (size_t cut = 1; cut < png.len; cut += 7) {
        dx_buf_reset(&other);
        dx_buf_add(&other, png.p, png.len - cut);
        taken("not when it is cut", id, &other, 0);
    }
    dx_buf_reset(&other);
    dx_buf_add(&other, png.p, png.len);
    other.p[25] = 2; /* colour */
    taken("not in colour", id, &other, 0);
    other.p[25] = 0;
    dx_buf_str(&other, "<?php");
    taken("not with something behind it", id, &other, 0);
    dx_buf_reset(&other);
    dx_buf_str(&other, "GIF89a");
    taken("nothing else than PNG", id, &other, 0);
    struct dx_mrz_crops c = {0};
    struct dx_buf bare = DX_BUF_INIT;
    static const char plain[] = "{\"type\":\"document\",\"id\":\"0123456789abcdef\",\"by\":\"0123456789ab\"}\n";
    ok(dx_mrz_crops_take(&c, DX_STR(plain), &bare, &e) == DX_OK && !c.zone.len && dx_str_eq(dx_buf_slice(&bare), DX_STR(plain)),
       "a line without pictures stays as it is");
    dx_buf_free(&bare);
    dx_buf_free(&other);
    dx_buf_free(&png);
    dx_picture_free(p);
    return tap_done();
}
