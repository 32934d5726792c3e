/* charset.c: detecting and converting charsets, by ICU where it knows better than we do */
#include "page/charset.h"
#include "page/versions.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* ---- detecting ---- */

static const struct {
    const char *name;
    char bytes[5];
    uint8_t n;
} boms[] = {{"UTF-8", "\xEF\xBB\xBF", 3}, {"UTF-32LE", "\xFF\xFE\0\0", 4}, {"UTF-32BE", "\0\0\xFE\xFF", 4}, {"UTF-16LE", "\xFF\xFE", 2},
            {"UTF-16BE", "\xFE\xFF", 2}};

/* Chinese, Japanese, Korean: the characters of 16 bits that are used, which are many. */
static bool is_east_asian(uint32_t u) { return (u >= 0x3000 && u <= 0x30FF) || (u >= 0x4E00 && u <= 0x9FFF) || (u >= 0xAC00 && u <= 0xD7A3) || (u >= 0xFF00 && u <= 0xFFEF); }

/* Units of 2 or 4 bytes that can be text: are nine of ten ASCII or of the script that prevails (the most frequent higher byte but 0; East Asia's
 * scripts are one)? Text without byte order mark is coherent in this sense; other bytes read as units aren't, and have no blanks among them. */
static bool is_units(const uint8_t *p, size_t n, size_t each, bool big)
{
    size_t high[256] = {0}, units = n / each, ascii = 0, spaces = 0, east = 0;
    if (units < 4)
        return false;
    for (size_t i = 0; i < units; i++, p += each) {
        uint32_t u = 0;
        for (size_t k = 0; k < each; k++)
            u |= (uint32_t)p[k] << 8 * (big ? each - 1 - k : k);
        if (u > 0x10FFFF || u == 0xFFFE || u == 0xFFFF || (u < 0x20 && u != '\n' && u != '\r' && u != '\t'))
            return false;
        ascii += u < 0x80;
        spaces += u == ' ' || u == '\n' || u == '\r' || u == '\t';
        high[u >> 8 & 0xFF] += u >= 0x100 && u < 0x10000;
        east += is_east_asian(u);
    }
    size_t most = spaces * 200 >= units ? east : 0;
    for (size_t i = 0; i < 256; i++)
        most = high[i] > most ? high[i] : most;
    return (ascii + most) * 10 >= units * 9 && (spaces > 0 || units < 32);
}

/* Letters that make up four fifths and more of Thai, and two fifths of Chinese read as Thai: ก ค ง จ ด ต ท น บ ป พ ม ย ร ล ว ส ห อ, ะ ั า ิ ี ุ เ แ ่ ้. */
static bool is_common_thai(uint8_t c)
{
    static const char common[] = "\xA1\xA4\xA7\xA8\xB4\xB5\xB7\xB9\xBA\xBB\xBE\xC1\xC2\xC3\xC5\xC7\xCA\xCB\xCD\xD0\xD1\xD2\xD4\xD5\xD8\xE0\xE1\xE8\xE9";
    return memchr(common, c, sizeof common - 1) != NULL;
}

static bool is_latin(uint8_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Thai in one byte a character (TIS-620 and windows-874): do vowels and tone marks stand where Thai has them, and letters in words of their own?
 * ICU doesn't know. */
static bool is_thai(const uint8_t *p, size_t n)
{
    size_t high = 0, fine = 0, consonants = 0, common = 0, within = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i], before = i > 0 ? p[i - 1] : 0, after = i + 1 < n ? p[i + 1] : 0xA1;
        if (c < 0xA0)
            continue;
        high++;
        within += is_latin(before) && is_latin(after);
        bool consonant = c >= 0xA1 && c <= 0xCE, lead = c >= 0xE0 && c <= 0xE4;
        bool mark = c == 0xD1 || (c >= 0xD4 && c <= 0xDA) || (c >= 0xE7 && c <= 0xEE);
        bool base = before >= 0xA1 && before <= 0xEE && !(before >= 0xE0 && before <= 0xE4);
        consonants += consonant;
        common += is_common_thai(c);
        if (mark)
            fine += base;
        else if (lead)
            fine += after >= 0xA1 && after <= 0xCE;
        else
            fine += consonant || c == 0xA0 || (c >= 0xCF && c <= 0xD3) || c == 0xDF || (c >= 0xE5 && c <= 0xE6) || (c >= 0xEF && c <= 0xFB);
    }
    return high >= 4 && within * 4 < high && fine * 100 >= high * 97 && consonants * 10 >= high * 4 && consonants * 10 <= high * 9 && common * 100 >= high * 65;
}

/* How the bytes read as characters of two bytes of a Chinese charset. */
struct pairs {
    size_t common, all, bad; /* common: of the level that everyday text is written in; punctuation counts as none */
    size_t kana, late;       /* first bytes of Japanese kana; beyond Korean syllables */
};

static void read_pairs(const uint8_t *p, size_t n, bool big5, struct pairs *x)
{
    *x = (struct pairs){0};
    for (size_t i = 0; i < n; i++) {
        uint8_t lead = p[i], trail = i + 1 < n ? p[i + 1] : 0x40;
        if (lead < 0x80)
            continue;
        bool high = trail >= 0xA1 && trail <= 0xFE, low = trail >= 0x40 && trail <= 0x7E;
        if (lead < 0x81 || lead == 0xFF || !(high || low || (!big5 && trail >= 0x80 && trail < 0xA1))) {
            x->bad++;
            continue;
        }
        i++;
        x->kana += lead == 0xA4 || lead == 0xA5;
        x->late += lead >= 0xC9;
        bool mark = lead >= 0xA1 && lead <= 0xA3 && high;
        x->all += !mark;
        x->common += big5 ? lead >= 0xA4 && lead <= 0xC6 : lead >= 0xB0 && lead <= 0xD7 && high;
    }
}

/* Chinese: nine of ten characters are of the first level (GB 2312: rows 16 to 55; Big5: 0xA440 to 0xC67E). ICU takes short text for other things.
 * Japanese is told by its kana, Korean by having no first byte behind its syllables. NULL: neither. */
static const char *chinese(const uint8_t *p, size_t n)
{
    struct pairs gb, big5;
    read_pairs(p, n, false, &gb);
    read_pairs(p, n, true, &big5);
    bool is_gb = gb.all >= 2 && gb.bad * 50 <= gb.all && gb.common * 10 >= gb.all * 9 && gb.kana * 8 <= gb.all && gb.late > 0;
    bool is_big5 = big5.all >= 2 && big5.bad * 50 <= big5.all && big5.common * 10 >= big5.all * 9;
    if (is_gb && (!is_big5 || gb.common * big5.all >= big5.common * gb.all))
        return "GB18030";
    return is_big5 && gb.common * 10 < gb.all * 9 ? "Big5" : NULL;
}

/* Vietnamese in windows-1258: tone marks of their own behind vowels, and the letters đ, ơ, ư; elsewhere these bytes are ì, ò, ð, õ, ý. */
static bool is_vietnamese(const uint8_t *p, size_t n)
{
    static const char tones[] = "\xCC\xD2\xDE\xEC\xF2", vowels[] = "aeiouyAEIOUY\xC2\xC3\xCA\xD4\xD5\xDD\xE2\xE3\xEA\xF4\xF5\xFD", own[] = "\xD0\xD5\xDD\xF0\xF5\xFD";
    size_t high = 0, tone = 0, fine = 0, letters = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_tone = p[i] >= 0x80 && memchr(tones, p[i], sizeof tones - 1) != NULL;
        high += p[i] >= 0x80;
        tone += is_tone;
        fine += is_tone && i > 0 && memchr(vowels, p[i - 1], sizeof vowels - 1) != NULL;
        letters += p[i] >= 0x80 && memchr(own, p[i], sizeof own - 1) != NULL;
    }
    return tone >= 2 && fine * 10 >= tone * 9 && letters > 0 && (tone + letters) * 4 >= high;
}

/* Bytes that are no UTF-8, and characters of more than one byte that are. A character cut at the end isn't bad. */
static void count_utf8(const char *p, size_t n, bool last, size_t *bad, size_t *good)
{
    *bad = *good = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t len = dx_utf8_get(p + i, n - i, &cp);
        if (len == 0 && !last && n - i < 4)
            return;
        *bad += len == 0;
        *good += len > 1;
        i += len ? len : 1;
    }
}

/* The name that lasts longer than a detector: mail's, else the registered one (windows-1251 has no other). NULL: there is none. */
static const char *lasting_name(const char *name)
{
    UErrorCode rc = U_ZERO_ERROR;
    const char *lasting = ucnv_getStandardName(name, "MIME", &rc);
    if (U_FAILURE(rc) || !lasting) {
        rc = U_ZERO_ERROR;
        lasting = ucnv_getStandardName(name, "IANA", &rc);
    }
    return U_SUCCESS(rc) ? lasting : NULL;
}

/* The first of ICU's guesses that can be: EBCDIC is no text of our time, and Unicode was looked for. */
static const char *ask_icu(const char *p, size_t n)
{
    static const char *const fallback = "windows-1252";
    UErrorCode rc = U_ZERO_ERROR;
    UCharsetDetector *d = ucsdet_open(&rc);
    const char *found = NULL;
    int32_t guesses = 0;
    ucsdet_setText(d, p, (int32_t)(n < (64 << 10) ? n : 64 << 10), &rc);
    const UCharsetMatch **m = ucsdet_detectAll(d, &guesses, &rc);
    for (int32_t i = 0; m && U_SUCCESS(rc) && i < guesses && !found && ucsdet_getConfidence(m[i], &rc) >= 20; i++) {
        const char *name = ucsdet_getName(m[i], &rc);
        if (U_SUCCESS(rc) && name && strncmp(name, "IBM", 3) != 0 && strncmp(name, "UTF", 3) != 0)
            found = strcmp(name, "ISO-8859-1") == 0 ? fallback : lasting_name(name); /* read as browsers do */
    }
    ucsdet_close(d);
    return found ? found : fallback;
}

/* Seven bits and escapes (RFC 1468, RFC 1557): mails of Japan and Korea. NULL: none of them. */
static const char *escaped(const char *p, size_t n)
{
    const char *at = memmem(p, n, "\x1B$", 2);
    size_t left = at ? (size_t)(p + n - at) : 0;
    if (left > 3 && memcmp(at + 2, ")C", 2) == 0)
        return "ISO-2022-KR";
    return left > 2 && (at[2] == 'B' || at[2] == '@') ? "ISO-2022-JP" : NULL;
}

const char *dx_charset_detect(const char *p, size_t n, bool last, size_t *bom)
{
    *bom = 0;
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (n >= boms[i].n && memcmp(p, boms[i].bytes, boms[i].n) == 0) {
            *bom = boms[i].n;
            return boms[i].name;
        }
    const uint8_t *u = (const uint8_t *)p;
    bool zeros = n > 0 && memchr(p, 0, n) != NULL;
    size_t bad, good;
    count_utf8(p, n, last, &bad, &good);
    const char *name = bad == 0 && good == 0 && !zeros ? escaped(p, n) : NULL;
    if (bad == 0 && !zeros)
        return name ? name : "UTF-8";
    static const struct {
        const char *name;
        size_t each;
        bool big;
    } wide[] = {{"UTF-32LE", 4, false}, {"UTF-32BE", 4, true}, {"UTF-16LE", 2, false}, {"UTF-16BE", 2, true}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (is_units(u, n, wide[i].each, wide[i].big))
            return wide[i].name;
    if (bad == 0 || good >= 4 * bad)
        return "UTF-8"; /* with some damage */
    if (is_thai(u, n))
        return "windows-874";
    name = chinese(u, n);
    return name ? name : is_vietnamese(u, n) ? "windows-1258" : ask_icu(p, n);
}

/* ---- converting ---- */

struct dx_charset {
    UConverter *from, *to; /* NULL, NULL: UTF-8, read here */
    const char *name;
    char rest[4];          /* UTF-8: a character whose end is to come */
    size_t n_rest;
    UChar pivot[1024];
    UChar *source, *target;
    bool begun;
};

/* ICU gives its own names ("ibm-874"); records use those that web and mail know. */
static const char *public_name(UConverter *c)
{
    UErrorCode rc = U_ZERO_ERROR;
    const char *own = ucnv_getName(c, &rc), *name = NULL;
    if (U_SUCCESS(rc))
        name = ucnv_getStandardName(own, "MIME", &rc);
    if (U_FAILURE(rc) || !name) {
        rc = U_ZERO_ERROR;
        name = ucnv_getStandardName(own, "IANA", &rc);
    }
    return U_SUCCESS(rc) && name ? name : own ? own : "unknown";
}

int dx_charset_new(struct dx_charset **out, const char *name, struct dx_err *e)
{
    /* What the web means by these names: the larger set (WHATWG Encoding, 4.2). */
    static const char *const wider[][2] = {{"TIS-620", "windows-874"}, {"ISO-8859-11", "windows-874"}, {"windows-874", "windows-874"},
                                           {"x-windows-874", "windows-874"}, {"ISO-8859-1", "windows-1252"}, {"latin1", "windows-1252"},
                                           {"US-ASCII", "UTF-8"}, {"ascii", "UTF-8"}, {"GB2312", "GB18030"}, {"GBK", "GB18030"}};
    struct dx_charset *c = calloc(1, sizeof *c);
    UErrorCode rc = U_ZERO_ERROR;
    *out = NULL;
    if (!c)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if (strcasecmp(name, wider[i][0]) == 0)
            name = wider[i][1];
    c->name = "UTF-8";
    if (ucnv_compareNames(name, "UTF-8") != 0) {
        c->from = ucnv_open(name, &rc);
        c->to = ucnv_open("UTF-8", &rc);
        if (U_FAILURE(rc)) {
            dx_charset_free(c);
            return dx_fail(e, DX_BAD, "unsupported", "charset %.60s isn't known", name);
        }
        c->name = strcasecmp(name, "windows-874") == 0 ? "windows-874" : public_name(c->from);
        c->source = c->target = c->pivot;
    }
    *out = c;
    return DX_OK;
}

void dx_charset_free(struct dx_charset *c)
{
    if (!c)
        return;
    ucnv_close(c->from);
    ucnv_close(c->to);
    free(c);
}

const char *dx_charset_name(const struct dx_charset *c) { return c->name; }

/* Keeps the start of a character at the end of p back, for the next call. */
static size_t cut_short(const char *p, size_t n)
{
    for (size_t back = 1; back < 4 && back <= n; back++) {
        uint8_t c = (uint8_t)p[n - back];
        if (c >= 0xC2 && c <= 0xF4)
            return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? back : 0;
        if (c < 0x80)
            break;
    }
    return 0;
}

static void feed_utf8(struct dx_charset *c, const char *p, size_t n, bool last, struct dx_buf *out)
{
    while (c->n_rest > 0 && n > 0) { /* at most 3 rounds: completes the character that was begun */
        uint32_t cp;
        if (((uint8_t)*p & 0xC0) != 0x80)
            break;
        c->rest[c->n_rest++] = *p++;
        n--;
        if (dx_utf8_get(c->rest, c->n_rest, &cp) == c->n_rest || c->n_rest == 4) {
            dx_utf8_clean(out, c->rest, c->n_rest);
            c->n_rest = 0;
        }
    }
    if (c->n_rest > 0 && (n > 0 || last)) {
        dx_utf8_clean(out, c->rest, c->n_rest);
        c->n_rest = 0;
    }
    size_t keep = last ? 0 : cut_short(p, n);
    dx_utf8_clean(out, p, n - keep);
    if (keep) {
        memcpy(c->rest, p + n - keep, keep);
        c->n_rest = keep;
    }
}

int dx_charset_feed(struct dx_charset *c, const char *p, size_t n, bool last, struct dx_buf *out, struct dx_err *e)
{
    const char *end = p + n;
    if (!c->from)
        feed_utf8(c, p, n, last, out);
    while (c->from && (p < end || last)) {
        char piece[4096], *to = piece;
        UErrorCode rc = U_ZERO_ERROR;
        ucnv_convertEx(c->to, c->from, &to, piece + sizeof piece, &p, end, c->pivot, &c->source, &c->target,
                       c->pivot + sizeof c->pivot / sizeof *c->pivot, !c->begun, last, &rc);
        c->begun = true;
        dx_buf_add(out, piece, (size_t)(to - piece));
        if (rc == U_BUFFER_OVERFLOW_ERROR)
            continue;
        if (U_FAILURE(rc) && rc != U_TRUNCATED_CHAR_FOUND)
            return dx_fail(e, DX_BAD, "malformed", "text in %s can't be converted: %s", c->name, u_errorName(rc));
        break;
    }
    return dx_buf_ok(out) ? DX_OK : dx_fail_nomem(e);
}

/* ---- scripts ---- */

#define SCRIPTS 256 /* ICU 72 knows 212; ones added later count as none */

const char *dx_script_of(struct dx_str text)
{
    size_t counts[SCRIPTS] = {0}, most = 0;
    int best = -1;
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        UErrorCode rc = U_ZERO_ERROR;
        size_t len = dx_utf8_get(text.p + i, text.n - i, &cp);
        i += len ? len : 1;
        int s = cp < 0x80 ? ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z' ? USCRIPT_LATIN : USCRIPT_COMMON) : uscript_getScript((UChar32)cp, &rc);
        if (s <= USCRIPT_INHERITED || s >= SCRIPTS || s == USCRIPT_UNKNOWN)
            continue;
        if (++counts[s] > most) {
            most = counts[s];
            best = s;
        }
    }
    return best < 0 ? NULL : uscript_getName((UScriptCode)best);
}

const char *dx_icu_version(void) { return U_ICU_VERSION; }
