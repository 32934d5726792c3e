/* check_myanmar.c: Myanmar's registration number "12/OUKAMA(N)123456", in either script and either encoding
 * (identifiers.md 3.2; layout only, there is no check digit) */
#include "base/utf8.h"
#include "find/check/kit.h"
#include "find/text/nearly.h"
#include "find/check/nrc.h"

#include <stdio.h>
#include <string.h>

#define CODE_LETTERS 5 /* a township code has 2 to 5 consonants; all that are listed have 3 */
#define SERIAL 6

static const char *const states[] = {
    NULL, "Kachin", "Kayah", "Kayin", "Chin", "Sagaing", "Tanintharyi", "Bago", "Magway", "Mandalay", "Mon", "Rakhine", "Yangon",
    "Shan", "Ayeyarwady",
};

/* Consonants and how a code spells them; the first spelling is the one that the township list uses. */
static const struct {
    uint32_t letter;
    const char *roman;
} consonants[] = {
    {0x1000, "KA"}, {0x1001, "KHA"}, {0x1002, "GA"}, {0x1003, "GHA"}, {0x1004, "NGA"}, {0x1005, "SA"}, {0x1006, "SA"},
    {0x1007, "ZA"}, {0x100A, "NYA"}, {0x100B, "TA"}, {0x100C, "HTA"}, {0x100D, "DA"}, {0x100F, "NA"}, {0x1010, "TA"},
    {0x1011, "HTA"}, {0x1012, "DA"}, {0x1013, "DA"}, {0x1014, "NA"}, {0x1015, "PA"}, {0x1016, "PHA"}, {0x1017, "BA"},
    {0x1018, "BA"}, {0x1019, "MA"}, {0x101A, "YA"}, {0x101B, "YA"}, {0x101C, "LA"}, {0x101D, "WA"}, {0x101E, "THA"},
    {0x101F, "HA"}, {0x1020, "LA"}, {0x1021, "AH"}, {0x1025, "OU"}, {0x1027, "E"},
};

/* All spellings that a Roman code may consist of. */
static const char *const syllables[] = {
    "KA", "KHA", "GA", "GHA", "NGA", "SA", "HSA", "ZA", "NYA", "TA", "HTA", "DA", "NA", "PA", "PHA", "BA", "BHA", "MA", "YA",
    "RA", "LA", "WA", "THA", "HA", "AH", "A", "OU", "U", "E",
};

/* Classes as written: Unicode, Zawgyi, Latin. Longer words stand before their beginnings. */
static const struct {
    const char *word;
    char class;
} classes[] = {
    {"နိုင်", 'N'}, {"ႏိုင္", 'N'}, {"နိုင္", 'N'}, {"နိူင်", 'N'}, {"နုိင်", 'N'}, {"ႏုိင္", 'N'}, {"နိင်", 'N'}, {"နိုင", 'N'},
    {"ဧည့်", 'E'}, {"ဧည့်", 'E'}, {"ဧည့္", 'E'}, {"ဧည္႕", 'E'}, {"ဧည့္", 'E'}, {"ဧည်", 'E'}, {"ဧ", 'E'},
    {"ပြု", 'P'}, {"ျပဳ", 'P'}, {"ျပု", 'P'}, {"ပြူ", 'P'},
    {"သာသနာ", 'T'}, {"သာ", 'T'}, {"သ", 'T'},
    {"ယာယီ", 'Y'}, {"ယ", 'Y'}, {"စ", 'S'}, {"န", 'N'},
    {"NAING", 'N'}, {"PYU", 'P'}, {"THA", 'T'}, {"EI", 'E'}, {"YA", 'Y'}, {"SA", 'S'},
    {"N", 'N'}, {"C", 'N'}, {"E", 'E'}, {"P", 'P'}, {"T", 'T'}, {"Y", 'Y'}, {"S", 'S'},
};

/* What is read off one number. */
struct nrc {
    int state;
    char code[CODE_LETTERS * 3 + 1];  /* Burmese, "" when the number was written in Roman */
    char roman[CODE_LETTERS * 4 + 8]; /* upper case */
    char class;
    char serial[SERIAL + 1];
    bool bracketed;
    double weight;
};

static size_t get(struct dx_str t, uint32_t *cp)
{
    size_t n = dx_utf8_get(t.p, t.n, cp);
    return n ? n : t.n ? 1 : 0;
}

static void skip_any(struct dx_str *t, const char *which)
{
    while (t->n && t->p[0] && strchr(which, t->p[0]))
        *t = kit_skip(*t, 1);
}

/* A digit, or a letter that is drawn like it and stands where only a digit can: ဝ for ၀, ရ for ၇, ဂ for ၈. -1: none. */
static int digit_at(struct dx_str t, size_t *n)
{
    static const struct {
        uint32_t letter;
        int digit;
    } drawn_alike[] = {{0x101D, 0}, {0x101B, 7}, {0x1002, 8}, {0x104E, 4}, {'O', 0}, {'o', 0}, {'I', 1}, {'l', 1}};
    uint32_t cp;
    *n = get(t, &cp);
    if (*n == 0)
        return -1;
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    if (cp >= 0x1040 && cp <= 0x1049)
        return (int)(cp - 0x1040);
    for (size_t i = 0; i < sizeof drawn_alike / sizeof drawn_alike[0]; i++)
        if (cp == drawn_alike[i].letter)
            return drawn_alike[i].digit;
    return -1;
}

/* The consonant at t, also where a digit drawn like it stands in its place; 0: none. */
static uint32_t consonant_at(struct dx_str t, size_t *n, const char **roman)
{
    uint32_t cp;
    *n = get(t, &cp);
    cp = cp == '0' || cp == 0x1040 ? 0x101D : cp == '7' || cp == 0x1047 ? 0x101B : cp == '8' || cp == 0x1048 ? 0x1002
         : cp == 0x1009 ? 0x1025 : cp;
    for (size_t i = 0; i < sizeof consonants / sizeof consonants[0]; i++)
        if (consonants[i].letter == cp) {
            *roman = consonants[i].roman;
            return cp;
        }
    return 0;
}

static bool read_state(struct dx_str *t, struct nrc *x)
{
    size_t n;
    int d = digit_at(*t, &n), digits = 0;
    for (; d >= 0 && digits < 2; d = digit_at(*t, &n), digits++) {
        x->state = x->state * 10 + d;
        *t = kit_skip(*t, n);
    }
    skip_any(t, " ");
    if (digits == 0 || x->state < 1 || x->state > 14 || !t->n || !strchr("/\\,-|", t->p[0]))
        return false;
    *t = kit_skip(*t, 1);
    skip_any(t, " ");
    return true;
}

/* A digit of the serial, or the letter that it is taken for: wa for zero, ra for seven, O, l and I. */
static int serial_at(struct dx_str t, size_t *n)
{
    uint32_t cp = 0;
    int d = digit_at(t, n);
    if (d >= 0)
        return d;
    *n = get(t, &cp);
    return cp == 0x101D || cp == 'O' || cp == 'o' ? 0 : cp == 0x101B ? 7 : cp == 'l' || cp == 'I' ? 1 : -1;
}

/* The class, with or without brackets, then the serial, to the end of t. */
static bool read_tail(struct dx_str t, struct nrc *x)
{
    skip_any(&t, " -.");
    x->bracketed = t.n && t.p[0] && strchr("([{", t.p[0]);
    skip_any(&t, "([{ ");
    x->class = 0;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0] && !x->class; i++) {
        size_t n = strlen(classes[i].word);
        if (kit_starts(t, classes[i].word) && !(kit_is_alpha(classes[i].word[0]) && t.n > n && kit_is_alpha(t.p[n]))) {
            x->class = classes[i].class;
            t = kit_skip(t, n);
        }
    }
    skip_any(&t, " )]}-./");
    for (int i = 0; i < SERIAL; i++) {
        size_t n;
        if (i == SERIAL / 2)
            skip_any(&t, " ");
        int d = serial_at(t, &n);
        if (d < 0)
            return false;
        x->serial[i] = (char)('0' + d);
        t = kit_skip(t, n);
    }
    x->serial[SERIAL] = '\0';
    return x->class && t.n == 0;
}

/* Burmese: consonants up to the bracket; without one, up to the first place where a class and a serial follow. */
static bool read_burmese(struct dx_str t, struct nrc *x)
{
    for (int letters = 0; letters < CODE_LETTERS; letters++) {
        size_t n;
        const char *roman;
        char utf8[4];
        uint32_t cp = consonant_at(t, &n, &roman);
        if (cp == 0)
            return false;
        size_t code = strlen(x->code), len = dx_utf8_put(utf8, cp);
        memcpy(x->code + code, utf8, len);
        x->code[code + len] = '\0';
        memcpy(x->roman + strlen(x->roman), roman, strlen(roman) + 1);
        t = kit_skip(t, n);
        if (letters >= 1 && read_tail(t, x))
            return true;
        skip_any(&t, " -.");
    }
    return false;
}

/* Can s be cut into 2 to 5 of the syllables? */
static bool spells(const char *s, int letters)
{
    if (*s == '\0')
        return letters >= 2;
    for (size_t i = 0; i < sizeof syllables / sizeof syllables[0] && letters < CODE_LETTERS; i++) {
        size_t n = strlen(syllables[i]);
        if (strncmp(s, syllables[i], n) == 0 && spells(s + n, letters + 1))
            return true;
    }
    return false;
}

/* Roman: letters up to the bracket, or up to a last word that is a class. */
static bool read_roman(struct dx_str t, struct nrc *x)
{
    size_t n = 0;
    while (t.n && n + 1 < sizeof x->roman) {
        if (kit_is_alpha(t.p[0])) {
            x->roman[n++] = kit_upper(t.p[0]);
            x->roman[n] = '\0';
            t = kit_skip(t, 1);
            continue;
        }
        if (n > 1 && read_tail(t, x))
            return true;
        if (!strchr(" -.", t.p[0]) || !t.p[0])
            return false;
        t = kit_skip(t, 1);
    }
    return false;
}

/* ---- the list ---- */

static bool spelt(const struct dx_nrc_township *w, const char *roman, bool first_only)
{
    size_t n = strlen(roman);
    for (const char *p = w->roman; p; p = strchr(p, '/') ? strchr(p, '/') + 1 : NULL) {
        if (strncmp(p, roman, n) == 0 && (p[n] == '\0' || p[n] == '/'))
            return true;
        if (first_only)
            return false;
    }
    return false;
}

/* "OKM": the old style, the first letters of the code's spelling. */
static bool initials(const struct dx_nrc_township *w, const char *letters)
{
    struct dx_str t = dx_str(w->burmese);
    for (; t.n && *letters; letters++) {
        size_t n;
        const char *roman = NULL;
        if (!consonant_at(t, &n, &roman) || roman[0] != *letters)
            return false;
        t = kit_skip(t, n);
    }
    return t.n == 0 && *letters == '\0';
}

enum how { BY_CODE, BY_FIRST, BY_ANY, BY_INITIALS, HOWS };

static bool matches(const struct dx_nrc_township *w, const struct nrc *x, enum how how)
{
    switch (how) {
    case BY_CODE: return x->code[0] && strcmp(w->burmese, x->code) == 0;
    case BY_FIRST: return !x->code[0] && spelt(w, x->roman, true);
    case BY_ANY: return !x->code[0] && spelt(w, x->roman, false);
    case BY_INITIALS: return !x->code[0] && initials(w, x->roman);
    default: return false;
    }
}

/* The rows of a state stand together: its first, or the end of the table. */
static const struct dx_nrc_township *first_of(int state)
{
    const struct dx_nrc_township *w = dx_nrc_townships;
    while (w->state && w->state != state)
        w++;
    return w;
}

/* The township, and how many others are spelt the same. A Roman spelling that is the first of one row beats the other spellings
 * of other rows. */
static const struct dx_nrc_township *township(const struct nrc *x, enum how *how, int *others)
{
    const struct dx_nrc_township *found = NULL, *first = first_of(x->state);
    *others = 0;
    for (*how = BY_CODE; *how < HOWS && !found; ++*how)
        for (const struct dx_nrc_township *w = first; w->state && w->state == x->state; w++)
            if (matches(w, x, *how)) {
                *others += found != NULL;
                found = found ? found : w;
            }
    --*how;
    return found;
}

/* Is the listed code this one but for letters that are drawn alike? */
static bool drawn_alike(struct dx_str code, struct dx_str listed)
{
    while (code.n && listed.n) {
        uint32_t a = 0, b = 0;
        size_t na = get(code, &a), nb = get(listed, &b);
        if (!dx_alike_letter(a, b))
            return false;
        code = kit_skip(code, na);
        listed = kit_skip(listed, nb);
    }
    return code.n == listed.n;
}

const char *dx_nrc_alike(int state, struct dx_str code)
{
    const char *found = NULL;
    for (const struct dx_nrc_township *w = first_of(state); w->state && w->state == state; w++) {
        if (dx_str_is(code, w->burmese))
            return NULL;
        if (strlen(w->burmese) != code.n || !drawn_alike(code, dx_str(w->burmese)))
            continue;
        if (found)
            return NULL;
        found = w->burmese;
    }
    return found;
}

static const char *citizenship(char class)
{
    switch (class) {
    case 'N': return "citizen";
    case 'E': return "associate citizen";
    case 'P': return "naturalised citizen";
    case 'T': return "religious";
    case 'Y': return "temporary";
    default: return "S";
    }
}

/* Names of the other townships that the same Roman code may mean. */
static void alternatives(struct dx_reading *r, const struct nrc *x, enum how how, const struct dx_nrc_township *taken)
{
    struct dx_jw w = {&r->attrs, true};
    dx_jw_arr(&w, "alternatives");
    for (const struct dx_nrc_township *o = first_of(x->state); o->state && o->state == x->state; o++)
        if (o != taken && matches(o, x, how))
            dx_jw_cstr(&w, NULL, o->name[0] ? o->name : o->burmese);
    dx_jw_arr_end(&w);
}

/* Of what was read from a picture, a code that no township has was misread, mostly. */
static double unlisted(const struct nrc *x, bool recognised)
{
    static const double typed = -1, read = -3, alike = -6;
    return !recognised ? typed : x->code[0] && dx_nrc_alike(x->state, dx_str(x->code)) ? alike : read;
}

static void report(struct dx_reading *r, const struct nrc *x, bool recognised)
{
    enum how how;
    int others;
    const struct dx_nrc_township *w = township(x, &how, &others);
    if (!w && !x->code[0] && !spells(x->roman, 0))
        return; /* not a code at all */
    if (w && how == BY_INITIALS && others)
        return; /* initials of several townships say nothing */
    int roman = w ? (int)strcspn(w->roman, "/") : (int)strlen(x->roman);
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%d/%.*s(%c)%s", x->state, roman, w ? w->roman : x->roman, x->class, x->serial);
    /* two spellings of one township link by its Burmese code; a spelling that two townships share can't tell which */
    const char *code = x->code[0] ? x->code : w && !others ? w->burmese : NULL;
    if (code)
        dx_buf_printf(&r->key, "mm.nrc:%d/%s(%c)%s", x->state, code, x->class, x->serial);
    kit_attr(r, "country", "MM");
    kit_attr(r, "state", states[x->state]);
    if (w && w->name[0])
        kit_attr(r, "township", w->name);
    kit_attr(r, "citizenship", citizenship(x->class));
    if (others)
        alternatives(r, x, how, w);
    r->weight = (x->bracketed ? 2 : -0.5) + (!w ? unlisted(x, recognised) : how == BY_INITIALS ? -1.5 : 2);
}

static void check_nrc(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct nrc x = {.state = 0};
    t = kit_unlabel(t, (const char *const[]){"NRC No", "NRC", "N.R.C", "CSC No", "CSC", NULL});
    if (!read_state(&t, &x) || t.n == 0)
        return;
    if (kit_is_alpha(t.p[0]) ? read_roman(t, &x) : read_burmese(t, &x))
        report(r, &x, c->recognised);
}

const struct dx_check dx_checks_myanmar[] = {
    {"mm.nrc", check_nrc, false},
    {NULL, NULL, false},
};
