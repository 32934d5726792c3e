/* phone_plan.h: the numbering plans of the world: does a plan have this number, what is it in full, what sort of line is it
 *
 * Source: libphonenumber's metadata, made into tables by tests/oracles/phone-plan.py. The answers are libphonenumber's (parse,
 * isValidNumber, getRegionCodeForNumber, getNumberType, format E164); make check-oracles compares them. */
#ifndef DX_FIND_PHONE_PLAN_H
#define DX_FIND_PHONE_PLAN_H

#include "base/utf8.h"

#define DX_PHONE_E164 24 /* bytes; toll-free numbers of Japan have up to 19 digits, two more than a string of E.164 should */
struct dx_phone_number {
    char e164[DX_PHONE_E164]; /* "+66812345678" */
    char region[4];   /* ISO 3166-1, or "001" for numbers of no country */
    const char *line; /* "mobile", "fixed" …; static storage */
    uint8_t code;     /* digits of the country code in e164 */
};

/* The plan of a region by its code of ISO 3166-1 (two letters; what follows them doesn't matter), NULL when there is none. */
DX_API const struct dx_phone_region *dx_phone_region_named(const char *name);
/* DX_BAD unless a list of default regions ("TH,MM,ID", or "" for none) names plans that there are. */
DX_API int dx_phone_regions_told(const char *list, struct dx_err *e);
/* True when the plan of its country has the number. `digits` are ASCII digits alone. r NULL: the digits of an international
 * number, country code first; else what one dials in that region: a national number with or without the trunk prefix, or
 * an international one behind the region's own prefix. Constant time, no allocation. */
DX_API bool dx_phone_parse(struct dx_str digits, const struct dx_phone_region *r, struct dx_phone_number *out);
/* Could the region have this national number (without trunk prefix), as far as its length or the outline of its plan tells? Numbering
 * plans grow; what they lacked when the tables were made is not for that reason no number. */
enum dx_phone_possible { DX_PHONE_NO, DX_PHONE_LENGTH, DX_PHONE_OUTLINE };
DX_API enum dx_phone_possible dx_phone_possible(struct dx_str national, const struct dx_phone_region *r);
/* Who was given the range that the number lies in, NULL when that isn't known: a hint, numbers are portable. Static storage. */
DX_API const char *dx_phone_carrier(const char *e164);
/* The country code that the digits start with, NULL when none does. */
DX_API const struct dx_phone_code *dx_phone_code_at(struct dx_str digits);
/* What the tables were made from, with its version. */
extern DX_API const char dx_phone_source[];

/* ---- the tables (phone_data.c) ---- */

/* An automaton over digits. A node is two words, label << 48 | the edges that digits take, four bits for each digit, the lowest for 0 (0: none), and a
 * word for each edge, the node that it leads to: a place in this array. Node 0 is where nothing leads on. */
extern const uint32_t dx_phone_nodes[];

extern DX_API const struct dx_phone_region {
    char name[4];
    uint8_t code;    /* place in dx_phone_codes */
    char rule[6];    /* digits that stand before the part of a national prefix that is kept */
    uint16_t whole;  /* node of its national numbers, label 1 */
    uint16_t home;   /* node of its national prefix, labels: outcome when digits follow << 8 | when none do */
    uint16_t abroad; /* node of its international prefix, labels as above */
    uint32_t lengths, local; /* bit n: national numbers may have n digits; so many are dialled within a town only */
} dx_phone_regions[];
/* Place + 1 in dx_phone_regions by the two letters of the name, 0: none. */
extern const uint8_t dx_phone_region_places[26][26];

extern const struct dx_phone_code {
    char digits[4];
    uint8_t first; /* place of its main region in dx_phone_regions; others follow it */
    uint16_t root; /* node of the numbers of all its regions, labels: 1 << 12 | place after the first region << 4 | line */
} dx_phone_codes[];
/* Place + 1 in dx_phone_codes by the first three digits of an international number, 0: none. */
extern const uint8_t dx_phone_code_places[1000];
static inline size_t dx_phone_code_length(const struct dx_phone_code *c) { return c->digits[1] == '\0' ? 1 : c->digits[2] == '\0' ? 2 : 3; }

/* What the match of a prefix means: so many digits go; those from first to last are kept, behind the region's rule. */
extern const struct dx_phone_outcome {
    uint8_t match, first, last;
} dx_phone_outcomes[];

extern const uint32_t dx_phone_carrier_root;   /* labels: place in dx_phone_carriers */
extern const char *const dx_phone_carriers[];
#endif
