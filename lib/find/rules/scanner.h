/* scanner.h: candidate scanners: kinds whose candidates no pattern describes (telephone numbers, names)
 *
 * A scanner walks through a folded line by itself, judges form and boundaries, and gives what it takes. Rules name one with
 * `scanner:`; a new one is a function and a row of the table in scanner.c. */
#ifndef DX_FIND_SCANNER_H
#define DX_FIND_SCANNER_H

#include "find/check/check.h"
#include "find/rules/score.h"

struct dx_words; /* find/rules/words.h */
struct dx_names; /* find/name/name.h */
struct dx_name_columns; /* … */
struct dx_phone_words; /* find/phone/phone_hint.h */
struct dx_phone_home;  /* … */

/* What list of persons may a line be a row of: none; one; one of people of whom many have a single name; a table whose columns blanks part? */
enum dx_name_listed { DX_LISTED_NOT, DX_LISTED, DX_LISTED_SINGLE, DX_LISTED_COLUMNS };

/* What a scanner sees: all folded. */
struct dx_scanner_text {
    struct dx_str line;
    struct dx_str above; /* the line above (its end); empty: none */
    const struct dx_name_columns *columns; /* those of names in the table that the line is a row of; NULL: it is of none */
    enum dx_name_listed listed; /* it may be a row of a list of persons (dx_name_list) */
    bool calls;          /* the head of that table speaks of telephones */
    const char *region;  /* default regions */
    const struct dx_words *words;  /* the rule's list, for the scanner of words */
    const struct dx_names *names;  /* for the scanner of names */
    const struct dx_phone_words *phone_words; /* … of telephone numbers */
    struct dx_phone_home *home; /* the country of the text that the line is of; NULL: nothing is known */
    bool ascii;          /* the line is known to be */
    bool plain;          /* no short cuts */
    bool recognised;     /* read from a picture: … */
    bool placed;         /* … and it is known where the words stand: */
    struct dx_str left, over, column; /* what stands to the left of the line's first word, above it, and at the head of its column, a line each; empty: none */
};

struct dx_scanned {
    size_t start, end;     /* bytes of the line */
    struct dx_str context; /* the label that the scanner itself went by, as it is known; empty: labels are looked for as for patterns */
    double label;          /* … its weight */
    bool alone;            /* a person such as dx_name_owner_may asks for */
};

/* Takes one candidate, whose value, key and attributes are in the reading that the scanner was given. Anything but DX_OK ends the
 * scan and is returned. */
typedef int dx_scanned_fn(void *ctx, const struct dx_scanned *c, struct dx_err *e);

struct dx_scanner {
    const char *name;
    const char *trigger; /* a pattern that each line with a candidate matches (syntax.h says which are understood); NULL: any line … */
    size_t (*glance)(const struct dx_names *names, struct dx_str text, size_t at, size_t to); /* … but for what this passes over */
    enum dx_part_of part; /* what the reading's weight is called in the score */
    int (*run)(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
};

/* NULL when there is no scanner of that name. */
const struct dx_scanner *dx_scanner_named(struct dx_str name);
#endif
