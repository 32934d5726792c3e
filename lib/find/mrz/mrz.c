/* mrz.c: the formats of machine-readable zones and their check digits */
#include "find/mrz/mrz_layout.h"

#include <string.h>

#include "find/check/states.h"

/* Columns from 0. ICAO 9303-5 (TD1), -6 (TD2), -4 (TD3), -7 (visas); FR-ID: the card that France issued until 2021.
 * In TD2 P is allowed: passports of that size exist. */
static const struct mrz_layout layouts[] = {
    {DX_MRZ_TD1, "TD1", "ACI", 3, 30,
     {[MRZ_P_CODE] = {0, 0, 2, MRZ_ALPHA}, [MRZ_P_ISSUER] = {0, 2, 3, MRZ_ALPHA}, [MRZ_P_NUMBER] = {0, 5, 9, MRZ_ANY},
      [MRZ_P_OPTIONAL] = {0, 15, 15, MRZ_ANY}, [MRZ_P_BIRTH] = {1, 0, 6, MRZ_DATE}, [MRZ_P_SEX] = {1, 7, 1, MRZ_SEX},
      [MRZ_P_EXPIRY] = {1, 8, 6, MRZ_DATE}, [MRZ_P_NATIONALITY] = {1, 15, 3, MRZ_ALPHA}, [MRZ_P_OPTIONAL2] = {1, 18, 11, MRZ_ANY},
      [MRZ_P_NAME] = {2, 0, 30, MRZ_ALPHA}, [MRZ_P_CHECKS + DX_MRZ_NUMBER] = {0, 14, 1, MRZ_CHECK},
      [MRZ_P_CHECKS + DX_MRZ_BIRTH] = {1, 6, 1, MRZ_DIGIT}, [MRZ_P_CHECKS + DX_MRZ_EXPIRY] = {1, 14, 1, MRZ_DIGIT},
      [MRZ_P_CHECKS + DX_MRZ_COMPOSITE] = {1, 29, 1, MRZ_DIGIT}},
     {{0, 5, 25, 0}, {1, 0, 7, 0}, {1, 8, 7, 0}, {1, 18, 11, 0}}},
#define SECOND_LINE /* the same in all formats of two lines but the French one */ \
    [MRZ_P_CODE] = {0, 0, 2, MRZ_ALPHA}, [MRZ_P_ISSUER] = {0, 2, 3, MRZ_ALPHA}, [MRZ_P_NUMBER] = {1, 0, 9, MRZ_ANY}, \
    [MRZ_P_NATIONALITY] = {1, 10, 3, MRZ_ALPHA}, [MRZ_P_BIRTH] = {1, 13, 6, MRZ_DATE}, [MRZ_P_SEX] = {1, 20, 1, MRZ_SEX}, \
    [MRZ_P_EXPIRY] = {1, 21, 6, MRZ_DATE}, [MRZ_P_CHECKS + DX_MRZ_NUMBER] = {1, 9, 1, MRZ_CHECK}, \
    [MRZ_P_CHECKS + DX_MRZ_BIRTH] = {1, 19, 1, MRZ_DIGIT}, [MRZ_P_CHECKS + DX_MRZ_EXPIRY] = {1, 27, 1, MRZ_DIGIT}
    {DX_MRZ_TD2, "TD2", "ACIP", 2, 36,
     {SECOND_LINE, [MRZ_P_NAME] = {0, 5, 31, MRZ_ALPHA}, [MRZ_P_OPTIONAL] = {1, 28, 7, MRZ_ANY},
      [MRZ_P_CHECKS + DX_MRZ_COMPOSITE] = {1, 35, 1, MRZ_DIGIT}},
     {{1, 0, 10, 0}, {1, 13, 7, 0}, {1, 21, 14, 0}}},
    {DX_MRZ_TD3, "TD3", "P", 2, 44,
     {SECOND_LINE, [MRZ_P_NAME] = {0, 5, 39, MRZ_ALPHA}, [MRZ_P_OPTIONAL] = {1, 28, 14, MRZ_ANY},
      [MRZ_P_CHECKS + DX_MRZ_OPTIONAL] = {1, 42, 1, MRZ_CHECK}, [MRZ_P_CHECKS + DX_MRZ_COMPOSITE] = {1, 43, 1, MRZ_DIGIT}},
     {{1, 0, 10, 0}, {1, 13, 7, 0}, {1, 21, 22, 0}}},
    {DX_MRZ_MRVA, "MRV-A", "V", 2, 44,
     {SECOND_LINE, [MRZ_P_NAME] = {0, 5, 39, MRZ_ALPHA}, [MRZ_P_OPTIONAL] = {1, 28, 16, MRZ_ANY}}, {{0, 0, 0, 0}}},
    {DX_MRZ_MRVB, "MRV-B", "V", 2, 36,
     {SECOND_LINE, [MRZ_P_NAME] = {0, 5, 31, MRZ_ALPHA}, [MRZ_P_OPTIONAL] = {1, 28, 8, MRZ_ANY}}, {{0, 0, 0, 0}}},
    {DX_MRZ_FRID, "FR-ID", "I", 2, 36,
     {[MRZ_P_CODE] = {0, 0, 2, MRZ_ALPHA}, [MRZ_P_ISSUER] = {0, 2, 3, MRZ_ALPHA}, [MRZ_P_NAME] = {0, 5, 25, MRZ_ALPHA},
      [MRZ_P_OPTIONAL] = {0, 30, 6, MRZ_ANY}, [MRZ_P_NUMBER] = {1, 0, 12, MRZ_ANY}, [MRZ_P_ISSUED] = {1, 0, 4, MRZ_DATE},
      [MRZ_P_GIVEN] = {1, 13, 14, MRZ_ALPHA}, [MRZ_P_BIRTH] = {1, 27, 6, MRZ_DATE}, [MRZ_P_SEX] = {1, 34, 1, MRZ_SEX},
      [MRZ_P_CHECKS + DX_MRZ_NUMBER] = {1, 12, 1, MRZ_DIGIT}, [MRZ_P_CHECKS + DX_MRZ_BIRTH] = {1, 33, 1, MRZ_DIGIT},
      [MRZ_P_CHECKS + DX_MRZ_COMPOSITE] = {1, 35, 1, MRZ_DIGIT}},
     {{0, 0, 36, 0}, {1, 0, 35, 0}}},
};
#undef SECOND_LINE

const struct mrz_layout *mrz_layout_at(int i) { return (size_t)i < sizeof layouts / sizeof *layouts ? &layouts[i] : NULL; }

const struct mrz_layout *mrz_layout(enum dx_mrz_format f)
{
    for (int i = 0; mrz_layout_at(i); i++)
        if (layouts[i].format == f)
            return &layouts[i];
    return NULL;
}

bool mrz_other_code(const struct mrz_layout *l, const char *line)
{
    bool named = strchr("ACIPV", line[0]) != NULL, own = l->format == DX_MRZ_TD1 || l->format == DX_MRZ_TD2 || l->format == DX_MRZ_TD3;
    if (named || !own || line[0] < 'A' || line[0] > 'Z' || strnlen(line, 5) < 5)
        return false;
    size_t n = line[3] == '<' ? 1 : 3; /* D<< is Germany's */
    return dx_state_country((struct dx_str){line + 2, n}) != NULL;
}

const char *dx_mrz_format_name(enum dx_mrz_format f)
{
    const struct mrz_layout *l = mrz_layout(f);
    return l ? l->name : "";
}

void mrz_classes(const struct mrz_layout *l, int line, uint8_t class[DX_MRZ_COLUMNS])
{
    memset(class, MRZ_ANY, DX_MRZ_COLUMNS);
    for (int i = 0; i < MRZ_PARTS; i++)
        if (l->part[i].len && l->part[i].line == line)
            memset(class + l->part[i].at, l->part[i].class, l->part[i].len);
}

/* ---- check digits ---- */

static unsigned sum731(unsigned sum, size_t *at, const char *p, size_t n)
{
    static const unsigned char weight[] = {7, 3, 1};
    for (size_t i = 0; i < n; i++, (*at)++) {
        bool digit = p[i] >= '0' && p[i] <= '9', letter = p[i] >= 'A' && p[i] <= 'Z';
        unsigned v = digit ? (unsigned)(p[i] - '0') : letter ? (unsigned)(p[i] - 'A') + 10 : 0;
        sum = (sum + v * weight[*at % 3]) % 10;
    }
    return sum;
}

char dx_mrz_check_digit(const char *p, size_t n)
{
    size_t at = 0;
    return (char)('0' + sum731(0, &at, p, n));
}

static char composite(const struct dx_mrz *z, const struct mrz_layout *l)
{
    unsigned sum = 0;
    size_t at = 0;
    for (size_t i = 0; i < 4; i++)
        sum = sum731(sum, &at, z->lines[l->over[i].line] + l->over[i].at, l->over[i].len);
    return (char)('0' + sum);
}

/* A long number (9303-5 4.2.2, 9303-6 4.2.2): '<' at the place of the check digit; the number goes on in the optional data, up to
 * the first filler, the last character before which is the check digit. */
void mrz_number(const struct dx_mrz *z, char out[25], char *digit, int *rest)
{
    const struct mrz_layout *l = mrz_layout(z->format);
    const struct mrz_part *p = &l->part[MRZ_P_NUMBER], *more = &l->part[MRZ_P_OPTIONAL];
    memcpy(out, z->lines[p->line] + p->at, p->len);
    out[p->len] = '\0';
    *digit = z->lines[p->line][p->at + p->len];
    *rest = 0;
    if (*digit != '<' || (z->format != DX_MRZ_TD1 && z->format != DX_MRZ_TD2) || out[p->len - 1] == '<')
        return;
    const char *tail = z->lines[more->line] + more->at;
    size_t n = strspn(tail, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    if (n > more->len)
        n = more->len;
    if (n < 2)
        return;
    memcpy(out + p->len, tail, n - 1);
    out[p->len + n - 1] = '\0';
    *digit = tail[n - 1];
    *rest = (int)n;
}

static bool empty(const char *p, size_t n)
{
    while (n && p[n - 1] == '<')
        n--;
    return n == 0;
}

int dx_mrz_check(const struct dx_mrz *z, enum dx_mrz_check c)
{
    static const uint8_t of[] = {MRZ_P_NUMBER, MRZ_P_BIRTH, MRZ_P_EXPIRY, MRZ_P_OPTIONAL};
    const struct mrz_layout *l = mrz_layout(z->format);
    if (!l || (unsigned)c >= DX_MRZ_N_CHECKS || !l->part[MRZ_P_CHECKS + c].len)
        return -1;
    const struct mrz_part *at = &l->part[MRZ_P_CHECKS + c];
    char got = z->lines[at->line][at->at];
    if (c == DX_MRZ_COMPOSITE)
        return got == composite(z, l);
    const struct mrz_part *p = &l->part[of[c]];
    const char *text = z->lines[p->line] + p->at;
    if (c == DX_MRZ_NUMBER) {
        char number[25];
        int rest;
        mrz_number(z, number, &got, &rest);
        return got == '<' ? empty(text, p->len) : got == dx_mrz_check_digit(number, strlen(number));
    }
    if (got == '<')
        return c == DX_MRZ_OPTIONAL && empty(text, p->len);
    return got == dx_mrz_check_digit(text, p->len);
}

int dx_mrz_checks(const struct dx_mrz *z, int *of)
{
    int hold = 0, all = 0;
    for (int c = 0; c < DX_MRZ_N_CHECKS; c++) {
        int v = dx_mrz_check(z, (enum dx_mrz_check)c);
        all += v >= 0;
        hold += v > 0;
    }
    if (of)
        *of = all;
    return hold;
}

bool mrz_starts(const struct mrz_layout *l, const char *line)
{
    return (line[0] && strchr(l->first, line[0])) || mrz_other_code(l, line);
}

enum dx_mrz_format dx_mrz_format_of(const char *const lines[], int n)
{
    enum dx_mrz_format found = DX_MRZ_NONE;
    for (int i = 0; mrz_layout_at(i); i++) {
        const struct mrz_layout *l = &layouts[i];
        bool fits = n == l->lines && mrz_starts(l, lines[0]);
        for (int k = 0; fits && k < n; k++) {
            size_t len = strlen(lines[k]);
            fits = len == (size_t)l->columns && strspn(lines[k], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") == len;
        }
        if (fits && l->format == DX_MRZ_FRID) { /* shares its shape with TD2: its own check digits decide */
            struct dx_mrz z = {.format = DX_MRZ_FRID, .n_lines = 2, .columns = 36};
            struct dx_mrz t = {.format = DX_MRZ_TD2, .n_lines = 2, .columns = 36};
            for (int k = 0; k < n; k++) {
                memcpy(z.lines[k], lines[k], 37);
                memcpy(t.lines[k], lines[k], 37);
            }
            fits = memcmp(lines[0], "IDFRA", 5) == 0 && dx_mrz_checks(&z, NULL) > dx_mrz_checks(&t, NULL);
        }
        if (fits)
            found = l->format;
    }
    return found;
}
