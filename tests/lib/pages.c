/* pages.c: from files to pages: which reader, what layers, how long texts are cut, what bad files give */
#include "base/limits.h"
#include "page/page.h"
#include "../tap.h"

#include <stdlib.h>
#include <unistd.h>

struct seen {
    struct dx_buf text;     /* of the text layers, together */
    struct dx_buf meta;
    int pages, errors, words;
    int64_t offsets[16];
    size_t lengths[16];
    char charset[40], codes[200];
    int w, h, orientation;
    int wanted;             /* ask for pictures */
};

static int on_page(void *ctx, struct dx_page *p)
{
    struct seen *s = ctx;
    for (size_t i = 0; i < p->n_layers; i++) {
        const struct dx_layer *l = &p->layers[i];
        bool text = strcmp(l->layer, "text") == 0;
        dx_buf_add(text ? &s->text : &s->meta, l->text.p, l->text.n);
        if (text && s->pages < 16) {
            s->offsets[s->pages] = l->offset;
            s->lengths[s->pages] = l->text.n;
        }
        s->words += (int)l->n_words;
        if (l->charset)
            snprintf(s->charset, sizeof s->charset, "%s", l->charset);
    }
    s->pages++;
    s->w = p->w;
    s->h = p->h;
    struct dx_err e;
    int rc;
    struct dx_picture *pic = s->wanted && p->look ? p->picture(p, &rc, &e) : NULL;
    if (pic)
        s->orientation = pic->orientation;
    else if (s->wanted && p->look)
        snprintf(s->codes + strlen(s->codes), sizeof s->codes - strlen(s->codes), "%d:%s ", p->number, e.code);
    return DX_OK;
}

static void on_error(void *ctx, int page, const struct dx_err *what)
{
    struct seen *s = ctx;
    s->errors++;
    snprintf(s->codes + strlen(s->codes), sizeof s->codes - strlen(s->codes), "%d:%s ", page, what->code);
}

/* Reads bytes as a file of this media type; codes of all errors are in s->codes, the reading's own as "0:". */
static int read_as(struct seen *s, const char *media, const void *p, size_t n)
{
    char name[] = "/tmp/docex-pages-XXXXXX";
    int fd = mkstemp(name);
    struct dx_err e = {.code = "none"};
    dx_buf_free(&s->text);
    dx_buf_free(&s->meta);
    *s = (struct seen){.wanted = 1};
    if (fd < 0 || write(fd, p, n) != (ssize_t)n)
        return -1;
    unlink(name);
    lseek(fd, 0, SEEK_SET);
    int rc = dx_pages_read(fd, dx_str(media), NULL, on_page, on_error, s, &e);
    if (rc != DX_OK)
        snprintf(s->codes + strlen(s->codes), sizeof s->codes - strlen(s->codes), "0:%s ", e.code);
    close(fd);
    return rc;
}
#define READ(s, media, literal) read_as(s, media, literal, sizeof(literal) - 1)

static void test_long(struct seen *s)
{
    size_t n = 3u << 20;
    char *p = malloc(n);
    memset(p, 'a', n);
    for (size_t i = 99; i < n; i += 100)
        p[i] = '\n';
    read_as(s, "text/plain", p, n);
    ok(s->pages == 4 && s->text.len == n && memcmp(s->text.p, p, n) == 0, "long text is cut and nothing is lost (%d pages)", s->pages);
    ok(s->offsets[0] == 0 && s->offsets[1] == (int64_t)s->lengths[0] && s->lengths[0] <= DX_PAGE_BYTES && s->lengths[0] % 100 == 0,
       "after the last line end within the tail, with the offset");
    memset(p, 'a', n);
    read_as(s, "text/plain", p, n);
    ok(s->pages == 3 && s->text.len == n && s->lengths[0] == DX_PAGE_BYTES, "a line without end is cut at 1 MiB");
    for (size_t i = 0; i + 3 <= n; i += 3)
        memcpy(p + i, "\xE0\xB8\x81", 3);
    read_as(s, "text/plain", p, n);
    ok(s->text.len == n && s->lengths[0] % 3 == 0, "never within a character");
    free(p);
}

static void test_html(struct seen *s)
{
    READ(s, "text/html", "<html><head><title>A  b</title><meta name=author content='X Y'><style>p{}</style><script>var a='no';</script></head>"
         "<body><h1>Head</h1><p>one\n two<br>three</p><table><tr><td>k<td>v</table><a href='tel:+66812345678'>call</a> "
         "<a href='https://e.example/'>https://e.example</a> <a href='#x'>up</a><!-- c --><pre>x  y</pre><img alt='pic'> &amp; &#3626;");
    is_str(s->text.p, "Head\none two\nthree\nk\tv\ncall <tel:+66812345678> https://e.example up\nx  y\npic & ส\n", "visible text, lines, cells, links");
    is_str(s->meta.p, "Title: A b\nauthor: X Y\n", "title and meta are the meta layer");
    READ(s, "text/html", "<meta charset=tis-620><p>\xCA\xC7\xD1\xCA\xB4\xD5");
    is_str(s->text.p, "สวัสดี\n", "a declared charset");
    is_str(s->charset, "windows-874", "is said");
    struct dx_buf deep = DX_BUF_INIT;
    for (int i = 0; i < 20000; i++)
        dx_buf_str(&deep, "<div><b>");
    dx_buf_str(&deep, "end");
    ok(read_as(s, "text/html", deep.p, deep.len) == DX_OK, "deep nesting is no harm");
    dx_buf_free(&deep);
}

/* A PDF of one page with this content stream; offsets in its table are wrong, which readers repair. */
#define PDF(content) "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n" \
    "4 0 obj<</Length 200>>stream\n" content "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" \
    "6 0 obj<</Title(Specimen)>>endobj\ntrailer<</Root 1 0 R/Info 6 0 R>>\n"

static void test_pdf(struct seen *s)
{
    READ(s, "application/pdf", PDF("BT /F 12 Tf 10 50 Td (Account 123) Tj 76 0 Td (x) Tj ET") "%%EOF\n");
    ok(s->pages == 1 && s->words == 3 && s->w == 834 && s->h == 417, "a page with words, at 300 dpi (%d words, %d x %d)", s->words, s->w, s->h);
    ok(s->text.p && strncmp(s->text.p, "Account 123 x\n", 14) == 0, "text with its gaps");
    ok(s->meta.p && strncmp(s->meta.p, "Title: Specimen\n", 16) == 0, "properties");
    READ(s, "application/pdf", PDF("BT /F 12 Tf 10 50 Td (Account 123) Tj ET"));
    ok(s->pages == 1 && strstr(s->codes, "0:truncated"), "cut off after the pages: they are read, and it is said (%s)", s->codes);
    READ(s, "application/pdf", "%PDF-1.4\n1 0 obj<</Ty");
    is_str(s->codes, "0:truncated ", "nothing but a start");
    READ(s, "application/pdf", "%PDF-1.4\nrubbish\n%%EOF\n");
    is_str(s->codes, "0:malformed ", "no structure");
}

static void test_pictures(struct seen *s)
{
    static const char bomb[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x06\0\0\0\0\0\0\0";
    READ(s, "image/png", bomb);
    is_str(s->codes, "1:limit ", "60,000 x 60,000 pixels in 37 bytes: one limit error");
    static const char tiff[] = "II*\0\x08\0\0\0" "\x03\0" "\0\x01\x03\0\x01\0\0\0\x04\0\0\0" "\x01\x01\x03\0\x01\0\0\0\x04\0\0\0"
                               "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "\x08\0\0\0";
    READ(s, "image/tiff", tiff);
    ok(s->pages == 1 && strstr(s->codes, "2:malformed"), "a TIFF that leads in a circle ends (%s)", s->codes);
    READ(s, "image/jpeg", "\xFF\xD8\xFF\xE0\0\x10JFIF");
    is_str(s->codes, "0:truncated ", "a JPEG cut off in its header");
    READ(s, "image/gif", "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF,\0\0\0\0\x01\0\x01\0\0\x02\x02L\x01\0;");
    ok(s->w == 1 && s->h == 1 && s->codes[0] == '\0', "a GIF of one pixel (%s)", s->codes);
    READ(s, "image/bmp", "BM");
    is_str(s->codes, "0:truncated ", "a BMP of two bytes");
}

int main(void)
{
    struct seen s = {0};
    ok(dx_media_has_pages(dx_str("text/csv")) && dx_media_has_pages(dx_str("application/geo+json")) && !dx_media_has_pictures(dx_str("text/csv")),
       "textual media");
    ok(dx_media_has_pictures(dx_str("image/tiff")) && dx_media_has_pictures(dx_str("application/pdf")), "media with pictures");
    READ(&s, "application/zip", "PK");
    is_str(s.codes, "0:unsupported ", "other media are unsupported");
    READ(&s, "text/plain", "a\0b");
    ok(s.pages == 1 && s.text.len == 3 && s.offsets[0] == -1, "a short text is one page, NULs and all");
    test_long(&s);
    test_html(&s);
    test_pdf(&s);
    test_pictures(&s);
    dx_buf_free(&s.text);
    dx_buf_free(&s.meta);
    return tap_done();
}
