/* textual.c: our own look at text: charsets that libmagic calls data, and kinds that it guesses wrongly */
#include "evidence/textual.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/utf8.h"

/* ---- is it text? ---- */

struct range {
    uint32_t from, to;
};

/* Characters of everyday text by Unicode block; the wide ones are a good part of all 16-bit values, so that random bytes
 * pass for them now and then: they count only in longer texts. */
static const struct range narrow[] = {
    {0x09, 0x0D}, {0x20, 0x7E}, {0xA0, 0x52F}, {0x5D0, 0x6FF}, {0x900, 0xDFF}, {0xE01, 0xE5B}, {0xE81, 0xEDF}, {0x1000, 0x109F},
    {0x1780, 0x17F9}, {0x1E00, 0x1FFF}, {0x2000, 0x206F}, {0x20A0, 0x20C0}, {0x2100, 0x27BF}, {0x3000, 0x30FF},
    {0xA9E0, 0xA9FE}, {0xAA60, 0xAA7F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFF00, 0xFFEF}, {0x1F000, 0x1FBFF},
};
static const struct range wide[] = {{0x3400, 0x9FFF}, {0xAC00, 0xD7A3}, {0xD800, 0xDFFF}, {0x20000, 0x3FFFF}};

static bool in_ranges(const struct range *r, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].from && c <= r[i].to)
            return true;
    return false;
}

static uint32_t unit(const unsigned char *s, size_t width, bool big)
{
    uint32_t c = 0;
    for (size_t i = 0; i < width; i++)
        c = c << 8 | s[big ? i : width - 1 - i];
    return c;
}

#define UNITS_BYTES (64u << 10) /* enough to know; the look is a slow one */

/* Would the bytes be text as units of `width` bytes? One unit in 64 may be bad (a header, a NUL). */
static bool is_units(const char *p, size_t n, size_t width, bool big)
{
    const unsigned char *s = (const unsigned char *)p;
    size_t units = (n < UNITS_BYTES ? n : UNITS_BYTES) / width, bad = 0;
    if (units < 4)
        return false;
    for (size_t i = 0; i < units && bad * 64 <= units; i++) {
        uint32_t c = unit(s + i * width, width, big);
        bad += !in_ranges(narrow, sizeof narrow / sizeof *narrow, c) &&
               !(units >= 32 && in_ranges(wide, sizeof wide / sizeof *wide, c));
    }
    return bad * 64 <= units;
}

/* But for BEL to CR and ESC, which terminals and old editors leave in text (and libmagic takes for text). */
static bool is_control(unsigned char c) { return (c < 0x20 && !(c >= 0x07 && c <= 0x0D) && c != 0x1B) || c == 0x7F; }

static size_t controls(const char *p, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += is_control((unsigned char)p[i]);
    return sum;
}

/* UTF-8 but for a character that the end cuts off. */
static bool is_utf8(const char *p, size_t n)
{
    size_t good = dx_utf8_valid(p, n);
    return good == n || (n - good < 4 && ((unsigned char)p[good] & 0xC0) == 0xC0);
}

/* A one- or two-byte charset: hardly a control (of random bytes, every ninth is one), and blanks, digits or line ends between
 * the letters (of a fill of one byte, none is). */
static bool is_single_bytes(const char *p, size_t n, size_t bad)
{
    size_t ascii = 0;
    for (size_t i = 0; i < n; i++)
        ascii += (unsigned char)p[i] < 0x7F;
    return (bad == 0 || n >= 128) && bad * 64 <= n && (n < 64 || (ascii - bad) * 256 >= n);
}

struct dx_textual dx_textual_look(const char *p, size_t n)
{
    size_t bad = controls(p, n);
    struct dx_textual t = {.plain = n && bad == 0, .utf8 = n && is_utf8(p, n)};
    if (n && (t.utf8 ? bad * 16 <= n : is_single_bytes(p, n, bad)))
        t.width = 1;
    for (int width = 2; !t.width && width <= 4; width += 2)
        if (is_units(p, n, (size_t)width, false) || is_units(p, n, (size_t)width, true))
            t.width = width;
    if (n >= 4 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0) && t.width == 1)
        t.width = 2; /* a BOM, and Latin-1 by chance */
    return t;
}

/* ---- which kind? ---- */

static bool starts(const char *p, size_t n, const char *word)
{
    size_t len = strlen(word);
    return n >= len && strncasecmp(p, word, len) == 0;
}

static size_t skip_blank(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && strchr(" \t\r\n", p[i]) && p[i])
        i++;
    return i;
}

/* What stands before the first element: `<?…>`, `<!…>`, comments and blanks. *html: a doctype of HTML was there. */
static size_t skip_prolog(const char *p, size_t n, bool *html)
{
    size_t i = skip_blank(p, n);
    while (i + 1 < n && p[i] == '<' && (p[i + 1] == '?' || p[i + 1] == '!')) {
        *html |= starts(p + i, n - i, "<!doctype html");
        const char *close = starts(p + i, n - i, "<!--") ? "-->" : ">";
        const char *end = memmem(p + i, n - i, close, strlen(close));
        if (!end)
            return n;
        i = (size_t)(end - p) + strlen(close);
        i += skip_blank(p + i, n - i);
    }
    return i;
}

/* Elements with which a page, or a piece of one, begins. */
static const char *const elements[] = {
    "html", "head", "body", "title", "meta", "link", "style", "script", "div", "p", "span", "a", "b", "i", "u", "br", "hr", "h1", "h2",
    "h3", "h4", "ul", "ol", "li", "dl", "table", "thead", "tbody", "tr", "td", "th", "img", "form", "input", "center", "font", "pre",
    "strong", "em", "blockquote", "section", "article", "header", "footer", "main", "nav", "iframe",
};

static const char *markup_kind(const char *p, size_t n)
{
    bool html = false, xml = starts(p, n, "<?xml");
    size_t i = skip_prolog(p, n, &html);
    for (size_t k = 0; !html && k < (xml ? 1 : sizeof elements / sizeof *elements) && i < n && p[i] == '<'; k++) {
        size_t end = i + 1 + strlen(elements[k]);
        html = starts(p + i + 1, n - i - 1, elements[k]) && end < n && strchr(" \t\r\n/>", p[end]) && p[end];
    }
    return html ? "text/html" : xml ? "text/xml" : NULL;
}

static bool is_json(const char *p, size_t n)
{
    struct dx_json j = {0};
    bool yes = n && dx_json_parse(&j, p, n, NULL) == DX_OK;
    dx_json_free(&j);
    return yes;
}

/* An object or array, or one on each line. When only the head is here, a whole value can't be parsed, but its first line can. */
static const char *json_kind(const char *p, size_t n, bool whole)
{
    if (whole && is_json(p, n))
        return "application/json";
    const char *end = memchr(p, '\n', n);
    if (end && is_json(p, (size_t)(end - p)))
        return "application/x-ndjson";
    size_t second = 1 + skip_blank(p + 1, n - 1);
    return !whole && second < n && strchr(p[0] == '{' ? "\"" : "{[\"", p[second]) ? "application/json" : NULL;
}

/* One line of fields: the number of separators outside quotes, *spaced those that a space follows; its length in *len,
 * 0 when the line doesn't end within n. */
static size_t count_fields(const char *p, size_t n, char sep, size_t *spaced, size_t *len)
{
    bool quoted = false;
    size_t found = 0;
    *spaced = *len = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"')
            quoted = !quoted;
        if (!quoted && p[i] == sep) {
            found++;
            *spaced += i + 1 < n && p[i + 1] == ' ';
        }
        if (!quoted && p[i] == '\n') {
            *len = i + 1;
            return found;
        }
    }
    return found;
}

/* Two to sixteen whole lines with the same number of separators. Prose and chats ("31/12/20, 10:04 - Bob: …") have a space
 * after each. */
static bool is_csv(const char *p, size_t n, char sep, size_t least)
{
    size_t lines = 0, columns = 0, all = 0, all_spaced = 0;
    while (n && lines < 16) {
        size_t spaced, len, here = count_fields(p, n, sep, &spaced, &len);
        if (len == 0)
            break;
        if (here < least || (lines && here != columns))
            return false;
        columns = here;
        all += here;
        all_spaced += spaced;
        lines++;
        p += len;
        n -= len;
    }
    return lines >= 2 && all_spaced < all;
}

/* The length of a mail header's name with its colon, 0 when the line is none (RFC 5322 2.2). */
static size_t header_name(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] > ' ' && p[i] < 0x7F && p[i] != ':')
        i++;
    return i && i < n && p[i] == ':' ? i + 1 : 0;
}

/* Nothing but headers up to the first empty line, one of them From:, and one that only mails have. */
static bool is_mail(const char *p, size_t n)
{
    bool from = false, sure = false;
    for (size_t lines = 0; n && lines < 200; lines++) {
        const char *end = memchr(p, '\n', n);
        if (!end)
            return false;
        size_t len = (size_t)(end - p) + 1;
        if (len == 1 || (len == 2 && p[0] == '\r'))
            return from && sure;
        if (!(lines && (p[0] == ' ' || p[0] == '\t')) && !header_name(p, len))
            return false;
        static const char *const certain[] = {"Received:", "Message-ID:", "MIME-Version:", "Return-Path:", "Subject:", "Date:"};
        from |= starts(p, len, "From:");
        for (size_t i = 0; i < sizeof certain / sizeof *certain; i++)
            sure |= starts(p, len, certain[i]);
        p += len;
        n -= len;
    }
    return false;
}

const char *dx_textual_kind(const char *p, size_t n, bool whole)
{
    if (starts(p, n, "\xEF\xBB\xBF")) {
        p += 3;
        n -= 3;
    }
    size_t blank = skip_blank(p, n);
    p += blank;
    n -= blank;
    if (n == 0)
        return NULL;
    if (starts(p, n, "BEGIN:VCARD"))
        return "text/vcard";
    if (starts(p, n, "BEGIN:VCALENDAR"))
        return "text/calendar";
    if (p[0] == '<')
        return markup_kind(p, n);
    if (p[0] == '{' || p[0] == '[')
        return json_kind(p, n, whole);
    if (is_mail(p, n))
        return "message/rfc822";
    return is_csv(p, n, ',', 1) || is_csv(p, n, ';', 2) ? "text/csv" : NULL;
}
