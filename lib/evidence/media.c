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
    char type[128]; /* the last answer */
};

/* Our readers, not libmagic, look into containers; its looks for programming languages and compressed data only cost time. */
#define FLAGS (MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_CSV)

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
    "image/x-portable-bitmap", "image/x-portable-greymap", "image/x-portable-pixmap",
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

static bool has_wide_bom(const char *p, size_t n)
{
    return n >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0 || (n >= 4 && memcmp(p, "\0\0\xFE\xFF", 4) == 0));
}

static const char *refine(const char *type, const char *p, size_t n, bool whole)
{
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcmp(type, renamed[i][0]) == 0)
            type = renamed[i][1];
    bool text = strncmp(type, "text/", 5) == 0 || strcmp(type, "message/rfc822") == 0 || strcmp(type, "application/javascript") == 0;
    if (!text && strcmp(type, "application/octet-stream") == 0)
        text = dx_textual_is(p, n);
    else if (!text && !LISTED(textual, type) && !ends_in(type, "+xml"))
        text = dx_textual_clean(p, n);
    if (!text)
        return type;
    if (has_wide_bom(p, n))
        return LISTED(known_text, type) || strcmp(type, "text/html") == 0 ? type : "text/plain";
    const char *kind = dx_textual_kind(p, n, whole);
    return kind ? kind : LISTED(known_text, type) ? type : "text/plain";
}

const char *dx_media_type(struct dx_media *m, const char *p, size_t n, int64_t size)
{
    if (n == 0)
        return size > 0 ? "application/octet-stream" : "inode/x-empty";
    if (n > DX_MAGIC_BYTES)
        n = DX_MAGIC_BYTES;
    const char *type = magic_buffer(m->magic, p, n);
    if (!type || !strchr(type, '/'))
        type = "application/octet-stream";
    /* one type: libmagic may append more, or say an odd thing in a type's place */
    size_t len = strspn(type, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-/");
    if (len >= sizeof m->type)
        len = sizeof m->type - 1;
    for (size_t i = 0; i < len; i++)
        m->type[i] = (char)tolower((unsigned char)type[i]);
    m->type[len] = '\0';
    return refine(m->type, p, n, (int64_t)n >= size);
}
