/* check_doc.c: passport numbers of the visual zone, by country, and machine-readable zones (identifiers.md 2) */
#include "find/check/kit.h"
#include "find/check/states.h"
#include "find/mrz/mrz.h"

#include <stdio.h>
#include <string.h>

/* Shapes as kit_shape reads them; one blank or hyphen may stand after the letters. */
static const struct {
    char country[3];
    const char *shape;
} passports[] = {
    {"AU", "A{1,2}_9{7}"},
    {"BD", "A{2}_9{7}|A_9{8}"},
    {"BN", "[A-C]_9{6,8}"},
    {"CN", "[E]_9{8}|[E][A-HJ-NP-Z]_9{7}|[G]_9{8}|[DSP]_9{7,8}|[KH]_9{8}|[K][J]_9{7}|[M][AB]_9{7}"},
    {"DE", "[CFGHJK][CFGHJ-NPRTV-Z0-9]{8}"},
    {"FR", "9{2}A{2}9{5}"},
    {"GB", "9{9}"},
    {"ID", "A_9{7}|A_9{4}_9{3}|[X][DE]_9{6}"},
    {"IN", "A_9{7}"},
    {"JP", "A{2}_9{7}"},
    {"KH", "[NDS]_9{7,8}"},
    {"KR", "[M]_9{8}|[M]_9{3}A9{4}"},
    {"LA", "[P]_9{6,7}|[P][A]_9{7}"},
    {"LK", "[NMP]_9{7}"},
    {"MM", "[M]A_9{6}|[M]A_9{3}_9{3}"},
    {"MY", "[AHK]_9{8}"},
    {"NP", "9{8}|[PB][A]_9{7}"},
    {"PH", "[P]_9{7}A|[E][A-C]_9{7}|[X][X]_9{7}"},
    {"PK", "A{2}_9{7}"},
    {"SG", "[KE]_9{7}A"},
    {"TH", "A{2}_9{7}|A_9{6,7}"},
    {"TW", "9{9}"},
    {"US", "9{9}|A_9{8}"},
    {"VN", "A_9{7}|A_9{8}|A{2}_9{7}"},
};
#define LONGEST 10 /* characters of the longest, with what may stand in it */
#define PASSPORTS (sizeof passports / sizeof passports[0])

const char *dx_passport_country(size_t i) { return i < PASSPORTS ? passports[i].country : NULL; }

static const char *shape_of(const char *country)
{
    for (size_t i = 0; i < PASSPORTS; i++)
        if (strcmp(passports[i].country, country) == 0)
            return passports[i].shape;
    return NULL;
}

/* The value under any country's shape; the country when only one has it. */
static bool any_country(struct dx_str t, char value[32], char country[3])
{
    char s[32];
    int n = 0;
    if (t.n > LONGEST)
        return false;
    for (size_t i = 0; i < PASSPORTS; i++)
        if (kit_shape(t, passports[i].shape, s, sizeof s)) {
            memcpy(value, s, sizeof s);
            if (n++)
                country[0] = '\0';
            else
                memcpy(country, passports[i].country, 3);
        }
    return n > 0;
}

/* arg: the issuing country; without it the number is linked without country unless its shape tells. */
static void check_passport(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[32], country[3] = "";
    if (c->arg && c->arg[0]) {
        const char *shape = shape_of(c->arg);
        if (!shape || !kit_shape(t, shape, s, sizeof s))
            return;
        memcpy(country, c->arg, strlen(c->arg) < 2 ? strlen(c->arg) : 2);
    } else if (!any_country(t, s, country)) {
        return;
    }
    kit_value(r, DX_VERDICT_FORM, s);
    if (country[0]) {
        kit_attr(r, "country", country);
        kit_key(r, "passport", country, dx_buf_slice(&r->value));
    }
    const char *digits = s + strcspn(s, "0123456789");
    if (kit_all_same(digits) || kit_sequential(digits))
        r->weight = -1; /* made up, unless its label says otherwise: nothing is found without one */
}

/* "BGD/B00319804" of a traveller's data in a booking: the issuing state's code and the number, of the state's shape where that is known. */
static void check_docs(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    char s[32];
    const char *country = t.n > 4 && t.p[3] == '/' ? dx_state_country((struct dx_str){t.p, 3}) : NULL;
    const char *shape = country ? shape_of(country) : NULL;
    if (!country || !kit_shape(kit_skip(t, 4), shape ? shape : "[A-Z0-9]{6,9}", s, sizeof s) || kit_all_same(s + strcspn(s, "0123456789")))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    kit_attr(r, "country", country);
    kit_key(r, "passport", country, dx_buf_slice(&r->value));
}

/* ---- machine-readable zones ---- */

/* Cuts t into lines at line ends or blanks (a zone has none): their number, 0 when they are too many or too long. */
static int zone_lines(struct dx_str t, char line[DX_MRZ_LINES][DX_MRZ_COLUMNS + 1])
{
    int n = 0;
    for (size_t at = 0; at < t.n; n++) {
        size_t len = 0;
        while (at + len < t.n && !strchr(" \r\n\t", t.p[at + len]))
            len++;
        if (n == DX_MRZ_LINES || len > DX_MRZ_COLUMNS)
            return 0;
        memcpy(line[n], t.p + at, len);
        line[n][len] = '\0';
        for (at += len; at < t.n && t.p[at] && strchr(" \r\n\t", t.p[at]);)
            at++;
    }
    return n;
}

/* The lines as they stand: nothing is repaired here (dx-mrz and the scanner of zones do that). */
static void zone(struct dx_reading *r, struct dx_str t, enum dx_mrz_format format)
{
    struct dx_mrz z = {.format = format, .confidence = 1};
    int of = 0;
    z.n_lines = memchr(t.p, '\0', t.n) ? 0 : zone_lines(t, z.lines);
    if (z.n_lines == 0 || dx_mrz_format_of((const char *const[]){z.lines[0], z.lines[1], z.lines[2]}, z.n_lines) != format)
        return;
    z.columns = (int)strlen(z.lines[0]);
    r->verdict = dx_mrz_checks(&z, &of) == of ? DX_VERDICT_PASS : DX_VERDICT_FAIL;
    for (int i = 0; i < z.n_lines; i++)
        dx_buf_printf(&r->value, "%s%s", i ? "\n" : "", z.lines[i]);
    r->weight = 5;
}

#define ZONE(name, format)                                                                                  \
    static void name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)               \
    {                                                                                                       \
        (void)c;                                                                                            \
        zone(r, t, format);                                                                                 \
    }
ZONE(check_td1, DX_MRZ_TD1)
ZONE(check_td2, DX_MRZ_TD2)
ZONE(check_td3, DX_MRZ_TD3)
ZONE(check_mrva, DX_MRZ_MRVA)
ZONE(check_mrvb, DX_MRZ_MRVB)
ZONE(check_frid, DX_MRZ_FRID)

const struct dx_check dx_checks_doc[] = {
    {"mrz.frid", check_frid, true}, {"mrz.mrva", check_mrva, true}, {"mrz.mrvb", check_mrvb, true},
    {"mrz.td1", check_td1, true},   {"mrz.td2", check_td2, true},   {"mrz.td3", check_td3, true},
    {"passport", check_passport, false}, {"passport.docs", check_docs, false}, {NULL, NULL, false},
};
