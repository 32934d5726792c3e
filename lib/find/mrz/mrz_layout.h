/* mrz_layout.h: where things stand in each format of machine-readable zone (between the mrz files of this folder only) */
#ifndef DX_FIND_MRZ_LAYOUT_H
#define DX_FIND_MRZ_LAYOUT_H

#include "find/mrz/mrz.h"

/* What may stand at a place. */
enum mrz_class {
    MRZ_ALPHA, /* A-Z < */
    MRZ_DATE,  /* 0-9 < */
    MRZ_DIGIT, /* 0-9: a check digit */
    MRZ_CHECK, /* 0-9 <: a check digit that may be left out */
    MRZ_SEX,   /* M F X < */
    MRZ_ANY    /* A-Z 0-9 < */
};

enum mrz_part_of {
    MRZ_P_CODE, MRZ_P_ISSUER, MRZ_P_NAME, MRZ_P_GIVEN, MRZ_P_NUMBER, MRZ_P_NATIONALITY, MRZ_P_BIRTH, MRZ_P_SEX,
    MRZ_P_EXPIRY, MRZ_P_ISSUED, MRZ_P_OPTIONAL, MRZ_P_OPTIONAL2,
    MRZ_P_CHECKS, /* the check digits, in the order of enum dx_mrz_check */
    MRZ_PARTS = MRZ_P_CHECKS + DX_MRZ_N_CHECKS
};

struct mrz_part {
    uint8_t line, at, len; /* len 0: the format hasn't got it */
    uint8_t class;
};

struct mrz_layout {
    enum dx_mrz_format format;
    const char *name;
    const char *first; /* letters with which the document code may start */
    int lines, columns;
    struct mrz_part part[MRZ_PARTS];
    struct mrz_part over[4]; /* what the composite check digit runs over */
};

/* NULL for DX_MRZ_NONE. */
const struct mrz_layout *mrz_layout(enum dx_mrz_format f);
const struct mrz_layout *mrz_layout_at(int i); /* all of them, NULL after the last */
/* Does a first line start with a letter that ICAO names for no document, before a state that exists? Issuers print such codes on cards that have
 * one of its formats otherwise (TSFRA, RPEST, BIMOZ): taken where all else holds. Visas and the French card never. */
bool mrz_other_code(const struct mrz_layout *l, const char *line);
/* Does it start with one of the format's own letters, or with another code? */
bool mrz_starts(const struct mrz_layout *l, const char *line);
/* The document number with its fillers (a long one whole), its check digit ('<': none), and the place after it where optional
 * data go on (within the optional part; 0 unless the number is long). */
void mrz_number(const struct dx_mrz *z, char out[25], char *digit, int *rest);
/* The class of each place of a line. */
void mrz_classes(const struct mrz_layout *l, int line, uint8_t class[DX_MRZ_COLUMNS]);
/* Does c belong to the class? */
static inline bool mrz_in_class(char c, enum mrz_class class)
{
    bool letter = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9', filler = c == '<';
    switch (class) {
    case MRZ_ALPHA: return letter || filler;
    case MRZ_DATE: case MRZ_CHECK: return digit || filler;
    case MRZ_DIGIT: return digit;
    case MRZ_SEX: return c == 'M' || c == 'F' || c == 'X' || filler;
    case MRZ_ANY: return letter || digit || filler;
    }
    return false;
}
/* The number layout of an issuer's passports, NULL when unknown or when this kind of document has its own series; and does the
 * text have one of its forms? `#` a digit, `@` a letter, `[…]` one of these, else itself; `|` between forms. */
const char *mrz_number_forms(const char *code, const char *issuer);
bool mrz_has_form(const char *forms, const char *text);
#endif
