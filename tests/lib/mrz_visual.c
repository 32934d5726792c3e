/* mrz_visual.c: what the text of a page contradicts in its zone: numbers, names by ICAO's transliteration, dates in both calendars */
#include "find/mrz/mrz.h"
#include "../tap.h"

#include <string.h>

static struct dx_mrz zone(const char *a, const char *b)
{
    struct dx_mrz z;
    const char *lines[] = {a, b};
    memset(&z, 0, sizeof z);
    if (!dx_mrz_repair(&z, lines, 2))
        printf("# no zone: %s\n", a);
    return z;
}

static void says(const struct dx_mrz *z, const char *text, unsigned want)
{
    unsigned got = dx_mrz_visual(z, dx_str(text));
    if (!ok(got == want, "%s", text))
        printf("# %u instead of %u\n", got, want);
}

int main(void)
{
    /* ICAO's specimen, and one of names with diacritics; all persons are invented */
    struct dx_mrz z = zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
    struct dx_mrz u = zone("P<UTOMUELLER<GROSSKREUZ<<JUERGEN<<<<<<<<<<<<", "L898902C36UTO7408122M1204159ZE184226B<<<<<10");
    enum { NUMBER = DX_MRZ_VISUAL_NUMBER, NAME = DX_MRZ_VISUAL_NAME, DATE = DX_MRZ_VISUAL_DATE };
    says(&z, "", 0);
    says(&z, "a letter about something else, 12 March 1999", 0);
    says(&z, "Passport No L898902C3 ERIKSSON ANNA MARIA", 0);
    says(&z, "Passport No L898 902 C3", 0);
    says(&z, "No L8989O2C3", 0); /* O for 0: a recogniser's */
    says(&z, "No L898902C4", NUMBER);
    says(&z, "No L89B902C3 and L898902C3", 0);
    says(&z, "P<UTOERIKSSON<<ANNA<MARIA<<<\nL898902C46UTO7408122F1204159ZE184226B<<<<<10", 0); /* the zone itself */
    says(&z, "Surname ERIKSEN", NAME);
    says(&z, "Surname Erikssón Given names Ánna Maria", 0);
    says(&z, "ERIKSSON / ANNA MARTA", NAME);
    says(&u, "Müller-Großkreuz Jürgen", 0);
    says(&u, "MULLER GROSKREUZ JURGEN", 0); /* diacritics lost */
    says(&u, "MILLER GROSSKREUZ JUERGEN", NAME);
    says(&u, "Mueller Grosskreuz Juergen", 0);
    says(&z, "Date of birth 12 AUG 1974", 0);
    says(&z, "Date of birth 12 AUG 1947", DATE);
    says(&z, "วันเกิด 12 ส.ค. 2517", 0);
    says(&z, "วันเกิด 13 ส.ค. 2517", DATE);
    says(&z, "Date of issue 16 Apr 2007 Date of expiry 15/04/2012", 0);
    says(&z, "Date of expiry 15/04/2022", DATE);
    says(&z, "Date of issue / Date of birth\n16.04.2007   12.08.1974", 0);
    says(&z, "No L898902C4\nERIKSEN\nborn, date of birth: 1974-08-13", NUMBER | NAME | DATE);
    return tap_done();
}
