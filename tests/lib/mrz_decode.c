/* mrz_decode.c: what is decided from cells: clear ones stay, what a check digit may change, what isn't seen at all */
#include "mrz/decode.h"
#include "../tap.h"

#include <stdlib.h>

#define NAME "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" /* the specimen of ICAO 9303-4 */
#define NAME_OF "<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define DATA "L898902C36UTO7408122F1204159ZE184226B<<<<<10"

static struct dx_mrz_grid g;
static struct dx_mrz z;

/* Cells that were seen as these lines, each with this probability. */
static void seen(const char *first, const char *second, float p)
{
    const char *lines[2] = {first, second};
    memset(&g, 0, sizeof g);
    g.lines = 2;
    g.columns = (int)strlen(first);
    g.clear = (double)p;
    for (int i = 0; i < 2; i++) {
        g.beside[i][0].none = g.beside[i][1].none = 1;
        for (int k = 0; k < g.columns; k++)
            for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
                g.cell[i][k].p[s] = DX_MRZ_ALPHABET[s] == lines[i][k] ? p : (1 - p) / (DX_MRZ_SYMBOLS - 1);
    }
}

static bool decoded(const char *first, const char *second)
{
    int rc;
    return dx_mrz_decode(&g, &z, &rc) && rc == DX_OK && strcmp(z.lines[0], first) == 0 && strcmp(z.lines[1], second) == 0;
}

/* Codes that no part of Doc 9303 names, as some issuers print them. */
static void others(void)
{
    seen("N" NAME_OF, DATA, 0.9995F);
    ok(decoded("N" NAME_OF, DATA) && z.n_repairs == 0 && z.confidence > 0.99, "a clear code of no format stays where all digits hold: %s", z.lines[0]);
    seen("N" NAME_OF, "L898903C36UTO7408122F1204159ZE184226B<<<<<10", 0.9995F);
    ok(decoded(NAME, "L898903C36UTO7408122F1204159ZE184226B<<<<<10") && z.confidence < 0.51, "else the format's own is assumed, at half the confidence");
    seen("NPQQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", DATA, 0.9995F);
    ok(!decoded("NPQQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", DATA), "and no state, no code: %s", z.lines[0]);
}

/* A face whose zeros the classifier takes for O, and an O for neither. */
static void strange(const char *first, const char *second, float zero_is_o, float o_is_o)
{
    const char *lines[2] = {first, second};
    seen(first, second, 0.9995F);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < g.columns; k++)
            if (lines[i][k] == '0' || lines[i][k] == 'O') {
                float o = lines[i][k] == 'O' ? o_is_o : zero_is_o;
                memset(g.cell[i][k].p, 0, sizeof g.cell[i][k].p);
                g.cell[i][k].p[0] = 1 - o;
                g.cell[i][k].p[24] = o;
            }
}

static void faces(void)
{
    int of;
    const char *zero = "X100200<<0UTO7001109F2001104<<<<<<<<<<<<<<<6", *forged = "X100300<<0UTO7001109F2001104<<<<<<<<<<<<<<<6",
               *letter = "XO02003<<8UTO7001109F2001104<<<<<<<<<<<<<<<0";
    strange(NAME, zero, 0.97F, 0.9999F);
    ok(decoded(NAME, zero) && dx_mrz_checks(&z, &of) == of, "zeros that look like O in dates look so in the number: %s", z.lines[1]);
    strange(NAME, forged, 0.97F, 0.9999F);
    ok(decoded(NAME, forged) && dx_mrz_checks(&z, &of) < of, "and a forged digit among them stays as printed: %s", z.lines[1]);
    strange(NAME, letter, 0.6F, 0.9999F);
    ok(decoded(NAME, letter), "an O that looks otherwise than they is one: %s", z.lines[1]);
}

int main(void)
{
    int of, rc;
    seen(NAME, DATA, 0.9995F);
    ok(decoded(NAME, DATA) && z.n_repairs == 0 && z.confidence > 0.99, "a clear zone is what it is");

    seen(NAME, "L898903C36UTO7408122F1204159ZE184226B<<<<<10", 0.9995F);
    ok(decoded(NAME, "L898903C36UTO7408122F1204159ZE184226B<<<<<10") && dx_mrz_check(&z, DX_MRZ_NUMBER) == 0,
       "a clear digit that is wrong stays, and its check digit fails");
    seen(NAME, DATA, 0.9995F);
    g.cell[1][6].p[3] = 0.6F; /* 898903 rather than 898902 */
    g.cell[1][6].p[2] = 0.4F;
    ok(decoded(NAME, DATA) && z.n_repairs == 1, "one that isn't clear is decided by it");

    seen(NAME, "L898902C36UTO74O8122F12O4159ZE184226B<<<<<10", 0.9995F);
    ok(decoded(NAME, DATA) && z.n_repairs == 2, "letters in dates are digits");
    seen(NAME, "89890OC3<7UTO7408122F1204159<<<<<<<<<<<<<<<6", 0.9995F);
    ok(decoded(NAME, "898900C3<7UTO7408122F1204159<<<<<<<<<<<<<<<6") && z.n_repairs == 1,
       "what looks like an O is a zero where the check digit says so: %s", z.lines[1]);
    seen(NAME, "89890OC3<1UTO7408122F1204159<<<<<<<<<<<<<<<8", 0.9995F);
    ok(decoded(NAME, "89890OC3<1UTO7408122F1204159<<<<<<<<<<<<<<<8") && z.n_repairs == 0, "and an O where that is right: %s", z.lines[1]);
    seen(NAME, "898900C3<1UTO7408122F1204159<<<<<<<<<<<<<<<8", 0.9995F);
    ok(decoded(NAME, "898900C3<1UTO7408122F1204159<<<<<<<<<<<<<<<8"), "but no zero becomes an O: %s", z.lines[1]);

    seen(NAME, DATA, 0.9995F);
    memset(g.cell[0][0].p, 0, sizeof g.cell[0][0].p);
    g.cell[0][0].p[23] = 0.9F; /* N, perhaps */
    g.cell[0][0].p[36] = 0.1F;
    ok(decoded(NAME, DATA) && z.confidence < 0.51, "a first letter that is lost is assumed, at half the confidence");

    others();
    faces();

    seen(NAME, "L898902C30UTO7408129F1204151ZE184226B<<<<<78", 0.9995F);
    ok(decoded(NAME, "L898902C30UTO7408129F1204151ZE184226B<<<<<78") && dx_mrz_checks(&z, &of) == 0 && of == 5,
       "a clear specimen is a zone though none of its digits holds: %s", z.lines[1]);
    seen("P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C30UTO7408129F1204151ZE184226B<<<<<78", 0.9995F);
    ok(!dx_mrz_decode(&g, &z, &rc) && rc == DX_OK, "but of no state that is none");
    seen(NAME, DATA, 1.0F / DX_MRZ_SYMBOLS);
    ok(!dx_mrz_decode(&g, &z, &rc) && rc == DX_OK, "cells that say nothing are no zone");
    return tap_done();
}
