/* media.c: the media type of content; the only file that knows libmagic */
#include "evidence/media.h"

#include <ctype.h>
#include <magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "evidence/textual.h"

struct dx_media {
    magic_t magic;
    char type[DX_MEDIA_TYPE]; /* the last answer */
    dx_media_ask_fn *ask;     /* NULL: here */
    void *ctx;
    bool failed;              /* the last question had no answer, because of: */
    struct dx_err why;
};

/* Our readers, not libmagic, look into containers; CSV and JSON we know better; its look for programming languages costs time. */
#define FLAGS (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_CSV | \
               MAGIC_NO_CHECK_JSON)

static void set_limit(magic_t m, int which, size_t value) { magic_setparam(m, which, &value); }

int dx_media_new(struct dx_media **out, struct dx_err *e)
{
    *out = NULL;
    struct dx_media *m = calloc(1, sizeof *m);
    if (!m || !(m->magic = magic_open(FLAGS))) {
        free(m);
        return dx_fail_nomem(e);
    }
    if (magic_load(m->magic, NULL) != 0) {
        const char *why = magic_error(m->magic);
        dx_fail(e, DX_ENV, "missing", "libmagic has no database: %s", why ? why : "unknown error");
        dx_media_free(m);
        return DX_ENV;
    }
    set_limit(m->magic, MAGIC_PARAM_BYTES_MAX, DX_MAGIC_BYTES);
    set_limit(m->magic, MAGIC_PARAM_REGEX_MAX, DX_MAGIC_REGEX);
    set_limit(m->magic, MAGIC_PARAM_INDIR_MAX, DX_MAGIC_LEVELS);
    *out = m;
    return DX_OK;
}

void dx_media_free(struct dx_media *m)
{
    if (m)
        magic_close(m->magic);
    free(m);
}


void dx_media_version(char out[16])
{
    int v = magic_version(); /* 544 is 5.44 */
    snprintf(out, 16, "%d.%02d", v / 100, v % 100);
}

/* libmagic's names where a registered or more usual one exists (IANA media types). */
static const char *const renamed[][2] = {
    {"image/x-ms-bmp", "image/bmp"},
    {"image/x-portable-greymap", "image/x-portable-graymap"}, /* so Netpbm; libmagic has both */
    {"image/x-icon", "image/vnd.microsoft.icon"},
    {"application/csv", "text/csv"},
    {"text/x-vcard", "text/vcard"},
    {"text/rtf", "application/rtf"},
    {"application/x-gzip", "application/gzip"},
    {"application/x-rar", "application/vnd.rar"},
    {"application/x-sqlite3", "application/vnd.sqlite3"},
    {"application/cdfv2", "application/x-ole-storage"},
};

/* Types that are text all the same: everything else that is clean UTF-8 is not what libmagic takes it for ("BZh is …"). */
static const char *const textual[] = {
    "application/pdf", "application/postscript", "application/json", "application/x-ndjson", "application/rtf", "application/x-subrip",
    "application/pgp-keys", "application/pgp-signature", "application/pgp-encrypted", "application/mbox", "image/x-xpixmap",
    "image/x-portable-bitmap", "image/x-portable-graymap", "image/x-portable-greymap", "image/x-portable-pixmap",
};
/* What libmagic knows of text, not only guesses from a word in it; other text/… (languages of programs) are plain text to us. */
static const char *const known_text[] = {"text/xml", "text/calendar", "text/vcard", "text/x-shellscript"};

static bool listed(const char *const *list, size_t n, const char *type)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], type) == 0)
            return true;
    return false;
}
#define LISTED(list, type) listed(list, sizeof(list) / sizeof *(list), type)

static bool ends_in(const char *s, const char *tail)
{
    size_t n = strlen(s), t = strlen(tail);
    return n >= t && strcmp(s + n - t, tail) == 0;
}

/* How texts begin that are more than text: with these libmagic is asked, other clean UTF-8 is ours alone (and 20 times faster). */
static const char *const marks[] = {"<", "%", "{\\", "#!", "-----BEGIN", "P1\n", "P2\n", "P3\n"};

static bool is_marked(const char *p, size_t n)
{
    size_t i = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < n && (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r')))
        i++;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (n - i >= strlen(marks[k]) && memcmp(p + i, marks[k], strlen(marks[k])) == 0)
            return true;
    return false;
}

/* Could libmagic's answer be what the bytes are, seeing what text they are? */
static bool is_text(const char *type, const struct dx_textual *look)
{
    if (strcmp(type, "application/octet-stream") == 0 || strcmp(type, "text/plain") == 0)
        return look->width > 0;
    if (strncmp(type, "text/", 5) == 0 || strcmp(type, "message/rfc822") == 0 || strcmp(type, "application/javascript") == 0)
        return true;
    return look->plain && look->utf8 && !LISTED(textual, type) && !ends_in(type, "+xml");
}

static const char *refine(const char *type, const char *p, size_t n, bool whole, const struct dx_textual *look)
{
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcmp(type, renamed[i][0]) == 0)
            type = renamed[i][1];
    if (!is_text(type, look))
        return strcmp(type, "text/plain") == 0 ? "application/octet-stream" : type;
    if (look->width > 1)
        return LISTED(known_text, type) || strcmp(type, "text/html") == 0 ? type : "text/plain";
    const char *kind = dx_textual_kind(p, n, whole);
    return kind ? kind : LISTED(known_text, type) ? type : "text/plain";
}

void dx_media_ask(struct dx_media *m, const char *p, size_t n, char type[DX_MEDIA_TYPE])
{
    const char *said = magic_buffer(m->magic, p, n);
    snprintf(type, DX_MEDIA_TYPE, "%s", said ? said : "");
}

void dx_media_elsewhere(struct dx_media *m, dx_media_ask_fn *ask, void *ctx)
{
    m->ask = ask;
    m->ctx = ctx;
}

const struct dx_err *dx_media_failure(const struct dx_media *m) { return m->failed ? &m->why : NULL; }

/* What begins so is that, whatever follows, and libmagic says the same: what most items are need not cost a process (engine/typer.h). */
static const struct {
    const char *head;
    size_t n;
    const char *type;
} sure[] = {
    {"\xFF\xD8\xFF", 3, "image/jpeg"},
    {"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16, "image/png"},
    {"GIF87a", 6, "image/gif"},
    {"GIF89a", 6, "image/gif"},
    {"%PDF-1.", 7, "application/pdf"},
    {"SQLite format 3\0", 16, "application/x-sqlite3"},
};

static const char *surely(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (n >= sure[i].n && memcmp(p, sure[i].head, sure[i].n) == 0)
            return sure[i].type;
    return NULL;
}

/* libmagic's answer in m->type, lower case: one type only, whatever else it says. */
static void ask(struct dx_media *m, const char *p, size_t n)
{
    char said[DX_MEDIA_TYPE] = "";
    const char *known = surely(p, n);
    if (known)
        snprintf(said, sizeof said, "%s", known);
    else if (!m->ask)
        dx_media_ask(m, p, n, said);
    else
        m->failed = m->ask(m->ctx, p, n, said, &m->why) != DX_OK;
    const char *type = m->failed || !strchr(said, '/') ? "application/octet-stream" : said;
    size_t len = strspn(type, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/");
    if (len >= sizeof m->type)
        len = sizeof m->type - 1;
    for (size_t i = 0; i < len; i++)
        m->type[i] = (char)tolower((unsigned char)type[i]);
    m->type[len] = '\0';
}

const char *dx_media_type(struct dx_media *m, const char *p, size_t n, int64_t size)
{
    m->failed = false;
    if (n == 0)
        return size > 0 ? "application/octet-stream" : "inode/x-empty";
    if (n > DX_MAGIC_BYTES)
        n = DX_MAGIC_BYTES;
    struct dx_textual look = dx_textual_look(p, n);
    bool whole = (int64_t)n >= size;
    if (look.plain && look.utf8 && !is_marked(p, n))
        return refine("text/plain", p, n, whole, &look);
    ask(m, p, (look.plain || look.width > 1) && n > DX_MAGIC_TEXT ? DX_MAGIC_TEXT : n);
    return refine(m->type, p, n, whole, &look);
}
