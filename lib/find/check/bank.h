/* bank.h: the banks that accounts are told by, as they are written, and which stands nearest to one (internal to find/) */
#ifndef DX_FIND_BANK_H
#define DX_FIND_BANK_H

#include "base/buf.h"

enum dx_bank_country { DX_BANK_TH, DX_BANK_ID, DX_BANK_MM, DX_BANK_MY };

/* One way to write a bank. */
struct dx_bank {
    enum dx_bank_country country;
    const char *word, *name, *code; /* code: of the country's central bank, NULL where it has none */
    unsigned lengths;               /* how many digits its accounts may have, as bits; 0: any */
    uint64_t groups;                /* how it prints them, as kit_written has it; 0: that isn't known */
};

/* Where words of banks stand in a line: looked for when first one is asked for, in one pass with what else joins the same starts (heads.h).
 * One per thread. NULL: out of memory. */
struct dx_banks;
struct dx_starts;
struct dx_banks *dx_banks_new(struct dx_starts *starts);
void dx_banks_free(struct dx_banks *b);
/* The line, whose bytes stay what they are until the next one is given; empty: none. */
void dx_banks_line(struct dx_banks *b, struct dx_str line);

/* The country's bank that stands nearest to a number, in the text that it was found in (with the bank's name, may be) or, where it isn't named
 * in that, near it; of those at one distance the longest word (ทหารไทยธนชาต holds ธนชาต). NULL: none stands there. b NULL, or texts that are
 * no parts of its line: each word is looked for by itself. */
const struct dx_bank *dx_bank_near(struct dx_banks *b, enum dx_bank_country country, struct dx_str text, struct dx_str number, struct dx_str near);
/* Is no bank named near a number, of any country, so that dx_bank_near and dx_bank_elsewhere have nothing to say? False: one may be. */
bool dx_bank_silent(struct dx_banks *b, struct dx_str number, struct dx_str near);
/* Is no word of a bank in what of the line is seen from byte `from` on? */
bool dx_bank_none(struct dx_banks *b, struct dx_str line, size_t from);
/* … in all of the line; `parts`: wherever one sees it from? False: one is, or too many words would have to be looked into. */
bool dx_bank_nowhere(struct dx_banks *b, struct dx_str line, bool parts);
/* The banks that the opening of a text names: statements say at their head whose they are, and "No. Rekening" further down. Too many: none is told. */
#define DX_BANK_HOME 4
struct dx_bank_home {
    bool known; /* it has been read */
    size_t n;
    const struct dx_bank *bank[DX_BANK_HOME];
};
void dx_bank_home(const struct dx_banks *b, struct dx_str opening, struct dx_bank_home *home);
/* The only one of a country there whose accounts have so many digits; NULL: none, or several. */
const struct dx_bank *dx_bank_at_home(const struct dx_bank_home *home, enum dx_bank_country country, size_t digits);
/* Log-odds of what stands near a number that no bank of the country is named for: 0, or less where something else tells of accounts elsewhere. */
double dx_bank_elsewhere(struct dx_banks *b, enum dx_bank_country country, struct dx_str near);
#endif
