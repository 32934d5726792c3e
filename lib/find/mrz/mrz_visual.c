/* mrz_visual.c: does the text of a zone's page contradict the zone?
 *
 * An alert needs something that is nearly the same and isn't: recognised text has holes, so what isn't there at all says nothing, and
 * letters that recognisers mistake for one another count as one. Lines of the zone itself are left out. */
#include "base/utf8.h"
#include "find/check/check.h"
#include "find/text/fold.h"
#include "find/mrz/mrz.h"

#include <stdlib.h>
#include <string.h>

#define TEXT (16u << 10) /* bytes of a page that are looked at: a page of an identity document has some hundred */
#define WORD 40
#define BEHIND 64        /* a date stands so near behind its label */

/* ---- transliteration (ICAO 9303-3 section 6, tables A and B) ---- */

/* Base letters of U+00C0 to U+00FF, U+0100 to U+017F, U+1EA0 to U+1EF9; the exact forms differ in diacritics only. */
static const char latin1[] = "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO OUUUUYTY";
static const char extended[] = "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTT"
                               "UUUUUUUUUUUUWWYYYZZZZZZS";
static const char vietnamese[] = "AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEEEEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY";
static const char *const cyrillic[] = {"A", "B", "V", "G", "D", "E", "ZH", "Z", "I", "I", "K", "L", "M", "N", "O", "P", "R", "S", "T", "U", "F",
                                       "KH", "TS", "CH", "SH", "SHCH", "IE", "Y", "", "E", "IU", "IA"};
/* What has more than one letter, or stands apart. */
static const struct {
    uint16_t cp;
    char to[4];
} others[] = {{0xc4, "AE"}, {0xc5, "AA"}, {0xc6, "AE"}, {0xd6, "OE"}, {0xd8, "OE"}, {0xdc, "UE"}, {0xde, "TH"}, {0xdf, "SS"}, {0xe4, "AE"},
              {0xe5, "AA"}, {0xe6, "AE"}, {0xf6, "OE"}, {0xf8, "OE"}, {0xfc, "UE"}, {0xfe, "TH"}, {0x132, "IJ"}, {0x133, "IJ"},
              {0x152, "OE"}, {0x153, "OE"}, {0x1a0, "O"}, {0x1a1, "O"}, {0x1af, "U"}, {0x1b0, "U"}, {0x401, "E"}, {0x404, "IE"},
              {0x406, "I"}, {0x407, "I"}, {0x40e, "U"}, {0x451, "E"}, {0x454, "IE"}, {0x456, "I"}, {0x457, "I"}, {0x45e, "U"}, {0x490, "G"},
              {0x491, "G"}};

/* The letters of a character: NULL when it is none. `whole`: as the standard's table has it, else the base letter alone where both
 * are in use (Ä: AE or A). */
static const char *letters(uint32_t cp, bool whole, char one[2])
{
    one[0] = one[1] = '\0';
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].cp == cp && (whole || cp > 0x153 || (cp & ~0x20u) == 0xde || cp == 0xdf))
            return others[i].to;
    if (cp < 0x80)
        one[0] = (char)(cp >= 'a' && cp <= 'z' ? cp - 32 : (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9') ? cp : 0);
    else if (cp >= 0xc0 && cp <= 0xff)
        one[0] = latin1[cp - 0xc0] == ' ' ? '\0' : latin1[cp - 0xc0];
    else if (cp >= 0x100 && cp <= 0x17f)
        one[0] = extended[cp - 0x100];
    else if (cp >= 0x1ea0 && cp <= 0x1ef9)
        one[0] = vietnamese[cp - 0x1ea0];
    else if (cp >= 0x410 && cp <= 0x44f)
        return cyrillic[(cp - 0x410) % 32];
    else
        return cp >= 0x300 && cp <= 0x36f ? "" : NULL; /* combining marks vanish */
    return one[0] ? one : NULL;
}

/* Characters that recognisers mistake for one another as one. */
static char alike(char c)
{
    static const char from[] = "L1QD0VG852FN", to[] = "IIOOOUCBSZEM";
    const char *p = c ? strchr(from, c) : NULL;
    return p ? to[p - from] : c;
}

/* ---- words ---- */

/* Text as words of look-alike letters and digits, one blank between. */
struct words {
    struct dx_buf base, whole; /* Ä as A; as AE */
};

/* A line of the zone: fillers, or too long a word. */
static bool of_zone(const char *p, size_t n)
{
    size_t run = 0, fillers = 0;
    for (size_t i = 0; i < n; i++) {
        fillers += p[i] == '<';
        run = p[i] == ' ' ? 0 : run + 1;
        if (fillers > 1 || (run > 24 && (unsigned char)p[i] < 0x80))
            return true;
    }
    return false;
}

static void add_line(struct dx_buf *b, const char *p, size_t n, bool whole)
{
    uint32_t cp;
    char one[2];
    for (size_t i = 0, k; i < n; i += k ? k : 1) {
        k = dx_utf8_get(p + i, n - i, &cp);
        const char *s = letters(cp, whole, one);
        if (!s && b->len && b->p[b->len - 1] != ' ')
            dx_buf_str(b, " ");
        for (; s && *s; s++)
            dx_buf_add(b, &(char){alike(*s)}, 1);
    }
    if (b->len && b->p[b->len - 1] != ' ')
        dx_buf_str(b, " ");
}

static void split(struct words *w, struct dx_str text)
{
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        const char *nl = memchr(text.p + at, '\n', text.n - at);
        end = nl ? (size_t)(nl - text.p) : text.n;
        if (of_zone(text.p + at, end - at))
            continue;
        add_line(&w->base, text.p + at, end - at, false);
        add_line(&w->whole, text.p + at, end - at, true);
    }
}

/* Characters to put in, take out or change to make a of b; anything above 2 is 3. */
static int distance(const char *a, size_t n, const char *b, size_t m)
{
    int row[WORD + 1];
    if (n > WORD || m > WORD || n > m + 2 || m > n + 2)
        return 3;
    for (size_t k = 0; k <= m; k++)
        row[k] = (int)k;
    for (size_t i = 0; i < n; i++) {
        int corner = row[0];
        row[0] = (int)i + 1;
        for (size_t k = 0; k < m; k++) {
            int change = corner + (a[i] != b[k]), other = (row[k] < row[k + 1] ? row[k] : row[k + 1]) + 1;
            corner = row[k + 1];
            row[k + 1] = change < other ? change : other;
        }
    }
    return row[m] < 3 ? row[m] : 3;
}

/* The smallest distance of a word of the text from `word`. */
static int nearest(struct dx_str text, const char *word)
{
    int best = 3;
    size_t len = strlen(word);
    for (size_t at = 0, n; at < text.n && best; at += n + 1) {
        const char *end = memchr(text.p + at, ' ', text.n - at);
        n = end ? (size_t)(end - text.p) - at : text.n - at;
        int d = distance(word, len, text.p + at, n);
        best = d < best ? d : best;
    }
    return best;
}

/* ---- what may disagree ---- */

/* Something one or two characters away is there, the number itself isn't, however it is spaced. */
static bool number_differs(const struct words *w, const char *number)
{
    char want[WORD + 1];
    size_t n = strlen(number), at = 0;
    if (n < 7 || n > WORD)
        return false;
    for (size_t i = 0; i <= n; i++)
        want[i] = alike(number[i]);
    for (size_t i = 0; i < w->base.len; i++) { /* blanks within don't count */
        if (w->base.p[i] == ' ')
            continue;
        size_t k = i;
        for (at = 0; k < w->base.len && at < n; k++)
            if (w->base.p[k] == want[at])
                at++;
            else if (w->base.p[k] != ' ')
                break;
        if (at == n)
            return false;
    }
    return nearest(dx_buf_slice(&w->base), want) <= 2;
}

/* AE, OE, UE, AA, SS become one letter, as without the table. */
static void plain(char *word)
{
    size_t n = 0;
    for (const char *p = word; *p; p++) {
        word[n++] = *p;
        p += (strchr("AOU", *p) && p[1] == alike('E')) || ((*p == 'A' || *p == alike('S')) && p[1] == *p);
    }
    word[n] = '\0';
}

/* A word of four letters that is nearly there (one letter off, two in seven), and isn't. */
static bool name_differs(const struct words *w, const char *name, bool cut)
{
    char word[WORD + 1];
    for (const char *p = name; *p; p += *p == ' ') {
        size_t n = strcspn(p, " ");
        bool last = p[n] == '\0';
        if (n >= 4 && n <= WORD && !(last && cut)) {
            for (size_t i = 0; i < n; i++)
                word[i] = alike(p[i]);
            word[n] = '\0';
            int a = nearest(dx_buf_slice(&w->base), word), b = nearest(dx_buf_slice(&w->whole), word);
            plain(word); /* diacritics that the recogniser lost */
            int c = nearest(dx_buf_slice(&w->base), word);
            if (a && b && c && (a < b ? a : b) <= (n < 7 ? 1 : 2))
                return true;
        }
        p += n;
    }
    return false;
}

static const char *const birth_labels[] = {"birth", "naissance", "geburt", "nacimiento", "nascimento", "nascita", "lahir", "dob", "เกิด",
                                           "မွေး", "ngày sinh", "出生", "рождения", NULL};
static const char *const expiry_labels[] = {"expir", "ablauf", "gültig bis", "caducidad", "validade", "scadenza", "berlaku", "valid until",
                                            "หมดอายุ", "ကုန်ဆုံး", "hết hạn", "有效期至", "действителен до", NULL};

static bool starts(struct dx_str t, size_t at, const char *label)
{
    for (; *label; label++, at++) {
        char c = at < t.n ? t.p[at] : '\0';
        if (c != *label && !(c >= 'A' && c <= 'Z' && c + 32 == *label))
            return false;
    }
    return true;
}

static bool labelled(struct dx_str t, size_t at, const char *const *labels)
{
    for (size_t from = at > BEHIND ? at - BEHIND : 0; from < at; from++)
        for (const char *const *l = labels; *l; l++)
            if (starts(t, from, *l))
                return true;
    return false;
}

/* The date that starts at `at`, in any language and either calendar: false when there is none. */
static bool date_at(struct dx_reading *r, struct dx_str t, size_t at, char out[11])
{
    static const char *const checks[] = {"date.en", "date.th", "date.iso", "date.id", "date.my", "date.vi", "date.zh", "date.km", "date.lo", "date.bn"};
    struct dx_check_context c = {0};
    size_t ends[6], n = 0;
    for (size_t i = at + 1; i <= t.n && i < at + 32 && n < 6; i++)
        if (i == t.n || strchr(" \t\r\n,;)", t.p[i]))
            ends[n++] = i;
    while (n-- > 0)
        for (size_t k = 0; k < sizeof checks / sizeof *checks; k++) {
            const struct dx_check *check = dx_check_named(dx_str(checks[k]));
            struct dx_err e;
            if (check && dx_check_run(check, r, (struct dx_str){t.p + at, ends[n] - at}, &c, &e) == DX_OK &&
                r->verdict != DX_VERDICT_NO && r->value.len == 10) {
                memcpy(out, r->value.p, 11);
                return true;
            }
        }
    return false;
}

/* A date is labelled as this one and is another, and this one is nowhere. */
static bool dates_differ(struct dx_str t, const char *birth, const char *expiry)
{
    struct dx_reading r = {0};
    bool other[2] = {false, false}, same[2] = {strlen(birth) != 10, strlen(expiry) != 10};
    char date[11];
    for (size_t at = 0; at < t.n; at++) {
        if (t.p[at] < '0' || t.p[at] > '9' || (at && t.p[at - 1] >= '0' && t.p[at - 1] <= '9') || !date_at(&r, t, at, date))
            continue;
        same[0] |= strcmp(date, birth) == 0;
        same[1] |= strcmp(date, expiry) == 0;
        other[0] |= labelled(t, at, birth_labels);
        other[1] |= labelled(t, at, expiry_labels);
    }
    dx_reading_free(&r);
    return (other[0] && !same[0]) || (other[1] && !same[1]);
}

unsigned dx_mrz_visual(const struct dx_mrz *z, struct dx_str text)
{
    struct words w = {DX_BUF_INIT, DX_BUF_INIT};
    struct dx_fold fold = {0};
    struct dx_mrz_fields f;
    struct dx_err e;
    unsigned differ = 0;
    text.n = text.n < TEXT ? text.n : dx_utf8_valid(text.p, TEXT);
    dx_mrz_fields(z, &f);
    if (dx_fold_text(&fold, text, &e) == DX_OK) {
        split(&w, fold.text);
        differ |= dates_differ(fold.text, f.birth_date, f.expiry_date) ? DX_MRZ_VISUAL_DATE : 0;
    }
    if (dx_buf_ok(&w.base) && dx_buf_ok(&w.whole)) {
        differ |= number_differs(&w, f.number) ? DX_MRZ_VISUAL_NUMBER : 0;
        differ |= name_differs(&w, f.surname, f.truncated && !f.given_names[0]) || name_differs(&w, f.given_names, f.truncated) ? DX_MRZ_VISUAL_NAME : 0;
    }
    dx_buf_free(&w.base);
    dx_buf_free(&w.whole);
    dx_fold_free(&fold);
    return differ;
}
