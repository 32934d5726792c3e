/* html.c: web pages as a reader sees them: visible text in document order; by libxml2's HTML parser, streaming
 *
 * - Block elements and <br> end a line, cells of a row stand apart by a tab, other white space is one space (kept within <pre>).
 * - Scripts, styles, templates and comments are dropped. An image gives its alt text, a form field its value.
 * - A link's address follows its text as ` <href>` where it says something that the text doesn't: phone numbers, e-mail
 *   addresses and accounts often stand there alone. Addresses within the page and scripts are dropped.
 * - Title and <meta name= content=> are the page's meta layer.
 * Nothing is fetched, no entity but HTML's own is known, no tree is built. */
#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "page/charset.h"
#include "page/reader.h"
#include "page/versions.h"

enum element { INLINE, BLOCK, CELL, DROP, PRE, LINK, TITLE, BREAK, PICTURE, FIELD, META };

/* Elements by name, sorted; what isn't here is inline. */
struct row {
    const char *name;
    enum element is;
};
static const struct row elements[] = {
    {"a", LINK}, {"address", BLOCK}, {"article", BLOCK}, {"aside", BLOCK}, {"blockquote", BLOCK}, {"body", BLOCK}, {"br", BREAK},
    {"caption", BLOCK}, {"center", BLOCK}, {"dd", BLOCK}, {"details", BLOCK}, {"dir", BLOCK}, {"div", BLOCK}, {"dl", BLOCK}, {"dt", BLOCK},
    {"fieldset", BLOCK}, {"figcaption", BLOCK}, {"figure", BLOCK}, {"footer", BLOCK}, {"form", BLOCK}, {"h1", BLOCK}, {"h2", BLOCK},
    {"h3", BLOCK}, {"h4", BLOCK}, {"h5", BLOCK}, {"h6", BLOCK}, {"head", BLOCK}, {"header", BLOCK}, {"hr", BREAK}, {"html", BLOCK},
    {"img", PICTURE}, {"input", FIELD}, {"legend", BLOCK}, {"li", BLOCK}, {"main", BLOCK}, {"menu", BLOCK}, {"meta", META}, {"nav", BLOCK},
    {"ol", BLOCK}, {"optgroup", BLOCK}, {"option", BLOCK}, {"p", BLOCK}, {"pre", PRE}, {"script", DROP}, {"section", BLOCK}, {"style", DROP},
    {"summary", BLOCK}, {"table", BLOCK}, {"tbody", BLOCK}, {"td", CELL}, {"template", DROP}, {"textarea", PRE}, {"tfoot", BLOCK},
    {"th", CELL}, {"thead", BLOCK}, {"title", TITLE}, {"tr", BLOCK}, {"ul", BLOCK},
};

struct reading {
    struct dx_cut cut;
    struct dx_buf meta, title, head; /* head: both, put together */
    struct dx_layer meta_layer;
    struct dx_buf href;    /* of the link that is open */
    size_t link_start;     /* where its text began, in cut.text */
    bool in_link, space;   /* space: white space is due before the next text */
    int drop, pre;         /* open elements of these kinds */
    bool in_title;
};

static int by_name(const void *key, const void *row) { return strcasecmp(key, ((const struct row *)row)->name); }

static enum element element_of(const xmlChar *name)
{
    const struct row *row = bsearch(name, elements, sizeof elements / sizeof *elements, sizeof *elements, by_name);
    return row ? row->is : INLINE;
}

static const char *attribute(const xmlChar **atts, const char *name)
{
    for (; atts && atts[0]; atts += 2)
        if (strcasecmp((const char *)atts[0], name) == 0)
            return (const char *)atts[1];
    return NULL;
}

static bool at_line_start(const struct reading *r) { return r->cut.text.len == 0 || r->cut.text.p[r->cut.text.len - 1] == '\n'; }

static void end_line(struct reading *r)
{
    if (!at_line_start(r))
        dx_buf_byte(&r->cut.text, '\n');
    r->space = false;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/* Adds text with its white space folded. */
static void add_folded(struct dx_buf *b, bool *space, const char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t k = i;
        while (k < n && !is_space(p[k]))
            k++;
        if (k > i) {
            if (*space && b->len > 0 && b->p[b->len - 1] != '\n' && b->p[b->len - 1] != '\t')
                dx_buf_byte(b, ' ');
            *space = false;
            dx_buf_add(b, p + i, k - i);
        }
        for (i = k; i < n && is_space(p[i]); i++)
            *space = true;
    }
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    struct reading *r = ctx;
    const char *p = (const char *)text;
    if (len <= 0 || r->drop > 0)
        return;
    if (r->in_title)
        add_folded(&r->title, &r->space, p, (size_t)len);
    else if (r->pre > 0)
        dx_buf_add(&r->cut.text, p, (size_t)len);
    else
        add_folded(&r->cut.text, &r->space, p, (size_t)len);
}

static void add_word(struct reading *r, const char *s)
{
    if (!s || r->drop > 0)
        return;
    r->space = true;
    add_folded(&r->cut.text, &r->space, s, strlen(s));
    r->space = true;
}

static void open_link(struct reading *r, const char *href)
{
    dx_buf_reset(&r->href);
    if (href && r->drop == 0 && href[0] != '#' && strncasecmp(href, "javascript:", 11) != 0 && strncasecmp(href, "data:", 5) != 0)
        dx_buf_str(&r->href, href);
    r->in_link = true;
    r->link_start = r->cut.text.len;
}

/* The address without what every such address has. */
static const char *bare(const char *href)
{
    static const char *const heads[] = {"https://", "http://", "mailto:", "tel:", "sms:", "www."};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncasecmp(href, heads[i], strlen(heads[i])) == 0)
            href += strlen(heads[i]);
    return href;
}

static void close_link(struct reading *r)
{
    if (!r->in_link)
        return;
    r->in_link = false;
    if (r->href.len == 0 || r->cut.text.oom)
        return;
    size_t from = r->link_start < r->cut.text.len ? r->link_start : r->cut.text.len; /* a page may have been cut meanwhile */
    const char *name = bare(r->href.p);
    size_t n = strlen(name);
    n -= n > 0 && name[n - 1] == '/';
    if (n > 0 && r->cut.text.len > from && memmem(r->cut.text.p + from, r->cut.text.len - from, name, n))
        return; /* the text says it already */
    if (!at_line_start(r))
        dx_buf_byte(&r->cut.text, ' ');
    dx_buf_byte(&r->cut.text, '<');
    for (const char *p = r->href.p; *p; p++)
        dx_buf_byte(&r->cut.text, is_space(*p) ? ' ' : *p);
    dx_buf_byte(&r->cut.text, '>');
    r->space = true;
}

static void meta_line(struct dx_buf *b, const char *key, const char *value)
{
    bool space = false;
    if (b->len > DX_META_BYTES)
        return;
    size_t before = b->len;
    add_folded(b, &space, key, strnlen(key, 200));
    if (b->len == before)
        return;
    dx_buf_str(b, ": ");
    space = false;
    add_folded(b, &space, value, strnlen(value, 4000));
    dx_buf_byte(b, '\n');
}

static void on_meta(struct reading *r, const xmlChar **atts)
{
    const char *name = attribute(atts, "name"), *value = attribute(atts, "content");
    if (!name)
        name = attribute(atts, "property");
    if (name && value && *value && strcasecmp(name, "viewport") != 0)
        meta_line(&r->meta, name, value);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **atts)
{
    struct reading *r = ctx;
    const char *type;
    switch (element_of(name)) {
    case INLINE: break;
    case BREAK:
        if (!at_line_start(r) || r->pre > 0 || strcasecmp((const char *)name, "br") == 0)
            dx_buf_byte(&r->cut.text, '\n');
        r->space = false;
        break;
    case BLOCK: end_line(r); break;
    case CELL:
        if (!at_line_start(r))
            dx_buf_byte(&r->cut.text, '\t');
        r->space = false;
        break;
    case PRE:
        end_line(r);
        r->pre++;
        break;
    case DROP: r->drop++; break;
    case LINK:
        close_link(r);
        open_link(r, attribute(atts, "href"));
        break;
    case TITLE:
        r->in_title = true;
        r->space = false;
        break;
    case PICTURE: add_word(r, attribute(atts, "alt")); break;
    case FIELD:
        type = attribute(atts, "type");
        if (!type || strcasecmp(type, "hidden") != 0)
            add_word(r, attribute(atts, "value"));
        break;
    case META: on_meta(r, atts); break;
    }
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct reading *r = ctx;
    switch (element_of(name)) {
    case BLOCK: end_line(r); break;
    case PRE:
        r->pre -= r->pre > 0;
        end_line(r);
        break;
    case DROP: r->drop -= r->drop > 0; break;
    case LINK: close_link(r); break;
    case TITLE:
        r->in_title = r->space = false;
        break;
    default: break;
    }
}

static void on_message(void *ctx, const char *msg, ...)
{
    (void)ctx;
    (void)msg;
}

static const htmlSAXHandler handler = {.startElement = on_start, .endElement = on_end, .characters = on_text, .ignorableWhitespace = on_text,
                                       .warning = on_message, .error = on_message, .fatalError = on_message};

/* ---- charset ---- */

/* What the page says of its charset within its first bytes: copies the name, "" when it says nothing. */
static void declared_charset(const char *p, size_t n, char out[64])
{
    static const char key[] = "charset=";
    size_t k = sizeof key - 1, used = 0;
    out[0] = '\0';
    n = n < 4096 ? n : 4096;
    for (size_t i = 0; i + k < n; i++) {
        if (strncasecmp(p + i, key, k) != 0)
            continue;
        for (i += k; i < n && used < 63; i++) {
            char c = p[i];
            bool name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
            if (name)
                out[used++] = c;
            else if (used > 0 || (c != '"' && c != '\'' && c != ' '))
                break;
        }
        out[used] = '\0';
        return;
    }
}

/* Bytes that are UTF-8 are that, whatever the page says; else what it says, if that is known; else what they look like. */
static int open_charset(struct dx_charset **c, const char *p, size_t n, bool last, size_t *bom, struct dx_err *e)
{
    char said[64];
    const char *looks = dx_charset_detect(p, n, last, bom);
    declared_charset(p, n, said);
    int rc = DX_BAD;
    if (strncmp(looks, "UTF-", 4) != 0 && said[0] && strncasecmp(said, "UTF-", 4) != 0)
        rc = dx_charset_new(c, said, e);
    return rc == DX_OK || rc == DX_NOMEM ? rc : dx_charset_new(c, looks, e);
}

/* ---- reading ---- */

#define PIECE (64u << 10)

/* Puts the meta layer together, before the first page is given: the head is read by then. */
static void close_meta(struct reading *r)
{
    dx_buf_reset(&r->head);
    if (r->title.len)
        meta_line(&r->head, "Title", r->title.p);
    dx_buf_add(&r->head, r->meta.p, r->meta.len);
    if (r->head.len == 0 || r->head.oom)
        return;
    r->meta_layer = (struct dx_layer){.layer = "meta", .text = {r->head.p, r->head.len}, .offset = -1};
    r->cut.meta = &r->meta_layer;
}

static int parse_piece(struct reading *r, htmlParserCtxtPtr x, struct dx_buf *utf8, bool last, struct dx_err *e)
{
    if (!dx_buf_ok(utf8))
        return dx_fail_nomem(e);
    for (size_t i = 0; i < utf8->len; i++) /* the parser takes NUL for the end */
        if (utf8->p[i] == '\0')
            utf8->p[i] = ' ';
    htmlParseChunk(x, utf8->p ? utf8->p : "", (int)utf8->len, last);
    dx_buf_reset(utf8);
    if (r->cut.page == 0 && (last || r->cut.text.len > DX_PAGE_BYTES))
        close_meta(r);
    if (!dx_buf_ok(&r->head) || !dx_buf_ok(&r->meta) || !dx_buf_ok(&r->title) || !dx_buf_ok(&r->href))
        return dx_fail_nomem(e);
    return dx_cut_more(&r->cut, e);
}

static int pump(struct reading *r, htmlParserCtxtPtr x, struct dx_charset **conv, char *piece, struct dx_buf *utf8, struct dx_err *e)
{
    size_t n, skip = 0;
    bool last = false;
    int rc = DX_OK;
    while (rc == DX_OK && !last) {
        rc = dx_fd_some(r->cut.job->fd, piece, PIECE, &n, e);
        last = n < PIECE;
        if (rc == DX_OK && !*conv && (rc = open_charset(conv, piece, n, last, &skip, e)) == DX_OK) {
            const char *name = dx_charset_name(*conv);
            r->cut.charset = strcmp(name, "UTF-8") == 0 ? NULL : name;
        }
        if (rc == DX_OK)
            rc = dx_charset_feed(*conv, piece + skip, n - skip, last, utf8, e);
        skip = 0;
        if (rc == DX_OK)
            rc = parse_piece(r, x, utf8, last, e);
    }
    return rc;
}

int dx_read_html(const struct dx_reading_job *job, struct dx_err *e)
{
    struct reading r = {.cut = {.job = job}};
    struct dx_charset *conv = NULL;
    struct dx_buf utf8 = DX_BUF_INIT;
    htmlSAXHandler sax = handler;
    htmlParserCtxtPtr x = htmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    char *piece = malloc(PIECE);
    int rc = x && piece ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK) {
        htmlCtxtUseOptions(x, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
                                  HTML_PARSE_COMPACT);
        rc = pump(&r, x, &conv, piece, &utf8, e);
    }
    if (rc == DX_OK)
        rc = dx_cut_end(&r.cut, e);
    htmlFreeParserCtxt(x);
    free(piece);
    dx_charset_free(conv);
    dx_buf_free(&utf8);
    dx_buf_free(&r.head);
    dx_buf_free(&r.meta);
    dx_buf_free(&r.title);
    dx_buf_free(&r.href);
    dx_buf_free(&r.cut.text);
    return rc;
}

const char *dx_xml_version(void) { return LIBXML_DOTTED_VERSION; }
