/* check_person.c: personal and tax numbers of other states (identifiers.md 3.3 to 3.8) */
#include "find/kit.h"

#include <string.h>

/* A code and what it stands for; tables end with a row without name. */
struct place {
    int code;
    const char *name;
};

static const char *place_of(const struct place *p, int code)
{
    for (; p->name; p++)
        if (p->code == code)
            return p->name;
    return NULL;
}

/* Two-digit years of birth: 00 to 30 are 20YY (identifiers.md 8.1). Nothing may depend on today's date. */
static int century(int yy) { return yy <= 30 ? 2000 + yy : 1900 + yy; }

static void person(struct dx_reading *r, const char *country, const char *province, const char *sex, const char *birth)
{
    kit_attr(r, "country", country);
    if (province)
        kit_attr(r, "province", province);
    if (sex)
        kit_attr(r, "sex", sex);
    if (birth && birth[0])
        kit_attr(r, "birth_date", birth);
}

/* ---- Indonesia ---- */

static const struct place id_provinces[] = {
    {11, "Aceh"}, {12, "Sumatera Utara"}, {13, "Sumatera Barat"}, {14, "Riau"}, {15, "Jambi"}, {16, "Sumatera Selatan"},
    {17, "Bengkulu"}, {18, "Lampung"}, {19, "Kepulauan Bangka Belitung"}, {21, "Kepulauan Riau"}, {31, "DKI Jakarta"},
    {32, "Jawa Barat"}, {33, "Jawa Tengah"}, {34, "DI Yogyakarta"}, {35, "Jawa Timur"}, {36, "Banten"}, {51, "Bali"},
    {52, "Nusa Tenggara Barat"}, {53, "Nusa Tenggara Timur"}, {61, "Kalimantan Barat"}, {62, "Kalimantan Tengah"},
    {63, "Kalimantan Selatan"}, {64, "Kalimantan Timur"}, {65, "Kalimantan Utara"}, {71, "Sulawesi Utara"},
    {72, "Sulawesi Tengah"}, {73, "Sulawesi Selatan"}, {74, "Sulawesi Tenggara"}, {75, "Gorontalo"}, {76, "Sulawesi Barat"},
    {81, "Maluku"}, {82, "Maluku Utara"}, {91, "Papua"}, {92, "Papua Barat"}, {93, "Papua Selatan"}, {94, "Papua Tengah"},
    {95, "Papua Pegunungan"}, {96, "Papua Barat Daya"}, {0, NULL},
};

/* PPRRSSDDMMYYNNNN: place, date, serial. `woman` is NULL where the day never carries the 40 of a woman (family cards). */
static const char *nik_parts(const char *d, char date[11], bool *woman)
{
    int day = kit_number(d + 6, 2);
    bool plus = woman && day > 40;
    const char *province = place_of(id_provinces, kit_number(d, 2));
    if (woman)
        *woman = plus;
    if (strncmp(d + 2, "00", 2) == 0 || strncmp(d + 4, "00", 2) == 0 || strcmp(d + 12, "0000") == 0 ||
        !kit_date(date, century(kit_number(d + 10, 2)), kit_number(d + 8, 2), plus ? day - 40 : day))
        return NULL;
    return province;
}

/* Log-odds of place and date over random digits: 38 of 100 provinces, 62 · 12 of 10,000 days. */
#define NIK_WEIGHT 3.6

static void check_nik(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], date[11];
    bool woman;
    (void)c;
    const char *province = kit_digits(t, " -.", d, sizeof d) == 16 ? nik_parts(d, date, &woman) : NULL;
    if (!province)
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "ID", province, woman ? "F" : "M", date);
    r->weight = NIK_WEIGHT;
}

static void check_kk(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], date[11];
    (void)c;
    const char *province = kit_digits(t, " -.", d, sizeof d) == 16 ? nik_parts(d, date, NULL) : NULL;
    if (!province)
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "ID", province, NULL, NULL);
    kit_attr(r, "issue_date", date);
    r->weight = NIK_WEIGHT;
}

const struct dx_check dx_checks_person[] = {
    {"id.kk", check_kk, false},
    {"id.nik", check_nik, false},
    {NULL, NULL, false},
};
