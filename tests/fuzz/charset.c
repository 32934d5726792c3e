/* charset.c: fuzz target: guessing a charset, converting in portions; is it text, and of which kind */
#include "fuzz.h"

#include "base/utf8.h"
#include "evidence/textual.h"
#include "page/charset.h"

static void convert(struct dx_charset *c, const char *p, size_t n, size_t step, struct dx_buf *out)
{
    struct dx_err e;
    bool last = false;
    for (size_t at = 0; !last; at += step) {
        size_t take = n - at < step ? n - at : step;
        last = at + take == n;
        MUST(dx_charset_feed(c, p + at, take, last, out, &e) == DX_OK);
    }
    dx_buf_add(out, "", 1); /* never NULL below */
}

/* Valid UTF-8, and the same however it was cut. */
static void both(const char *name, const char *p, size_t n)
{
    struct dx_charset *a = NULL, *b = NULL;
    struct dx_buf whole = DX_BUF_INIT, parts = DX_BUF_INIT;
    struct dx_err e;
    int rc = dx_charset_new(&a, name, &e);
    MUST(rc == DX_OK || rc == DX_BAD);
    if (rc == DX_OK) {
        MUST(dx_charset_new(&b, name, &e) == DX_OK && strcmp(dx_charset_name(a), dx_charset_name(b)) == 0);
        convert(a, p, n, n + 1, &whole);
        convert(b, p, n, 3, &parts);
        MUST(dx_utf8_valid(whole.p, whole.len) == whole.len);
        MUST(whole.len == parts.len && memcmp(whole.p, parts.p, whole.len) == 0);
    }
    dx_charset_free(a);
    dx_charset_free(b);
    dx_buf_free(&whole);
    dx_buf_free(&parts);
}

/* The first byte picks a charset, or lets it be guessed; 255: the first line is its name. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const names[] = {NULL, "UTF-8", "UTF-16LE", "UTF-16BE", "windows-874", "TIS-620", "windows-1252", "GB18030", "Big5",
                                        "Shift_JIS", "EUC-KR", "ISO-2022-JP", "UTF-7", "HZ", "UTF-32LE", "x-user-defined"};
    if (n == 0)
        return 0;
    const char *p = (const char *)bytes + 1;
    size_t len = n - 1, bom = 0;
    if (bytes[0] == 255) {
        char name[64];
        const char *end = memchr(p, '\n', len);
        size_t k = end ? (size_t)(end - p) : 0;
        if (k == 0 || k >= sizeof name || memchr(p, 0, k))
            return 0;
        memcpy(name, p, k);
        name[k] = '\0';
        both(name, end + 1, len - k - 1);
        return 0;
    }
    const char *name = names[bytes[0] % (sizeof names / sizeof *names)];
    if (!name) {
        name = dx_charset_detect(p, len, true, &bom);
        MUST(name && bom <= len && bom <= 4);
    }
    both(name, p + bom, len - bom);
    struct dx_textual look = dx_textual_look(p, len);
    MUST(look.width == 0 || look.width == 1 || look.width == 2 || look.width == 4);
    dx_textual_kind(p, len, true);
    dx_script_of((struct dx_str){p, dx_utf8_valid(p, len)});
    return 0;
}
