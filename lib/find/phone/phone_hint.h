/* phone_hint.h: what the text around a number says of it: is it called a telephone number, of which country (internal to find/) */
#ifndef DX_FIND_PHONE_HINT_H
#define DX_FIND_PHONE_HINT_H

#include "find/check/bank.h"
#include "find/phone/phone_plan.h"

#define DX_PHONE_ORDER 8  /* regions that are asked, at most */
#define DX_PHONE_NEAR 128 /* words that stand around one number: a power of two, more than fit into DX_PHONE_BEFORE + DX_PHONE_BEHIND bytes */
#define DX_PHONE_BEFORE 96
#define DX_PHONE_BEHIND 48

/* Regions in the order in which they are asked. */
struct dx_phone_order {
    const struct dx_phone_region *region[DX_PHONE_ORDER];
    int n;
    const struct dx_phone_region *told; /* the one that a word names; NULL: none does */
};

/* The words for telephone and of countries; one for all walks of a thread. They are looked for in one pass with what else joins the same
 * starts (heads.h); NULL: alone. Default regions as "TH,MM,ID", a text that outlives them: walks through texts with these very ones needn't read
 * it; NULL: none. NULL: out of memory. */
struct dx_phone_words;
struct dx_starts;
DX_API struct dx_phone_words *dx_phone_words_new(struct dx_starts *starts, const char *defaults);
DX_API void dx_phone_words_free(struct dx_phone_words *w);

/* The country that the opening of a text speaks of more than of all others together, by its words, scripts and numbers with a plus: "PH"; "": none
 * is. What nothing near a number says of it is asked there. Read when it is first asked for, once for a text. */
struct dx_phone_home {
    struct dx_str opening;
    bool known;
    char region[4];
    struct dx_bank_home banks; /* … and of these banks */
};
DX_API const char *dx_phone_home_asked(struct dx_phone_home *home, const struct dx_phone_words *words);
static inline const char *dx_phone_home(struct dx_phone_home *home, const struct dx_phone_words *words)
{
    return home->known ? home->region : dx_phone_home_asked(home, words);
}

/* Those that stand in a text, as a walk through it from left to right needs them. */
struct dx_phone_hints {
    const struct dx_phone_words *words; /* NULL: none are looked for */
    struct dx_str text;
    struct dx_phone_order defaults;
    bool ascii;     /* the text is known to be */
    bool labels;    /* words for telephone may stand in the text: false, none does … */
    bool regions;   /* … or anything that speaks of a country */
    bool trunkless; /* one is a default, or may be spoken of, whose numbers are written without a trunk 0 */
    size_t looked; /* so far */
    unsigned n;    /* words found; the last DX_PHONE_NEAR are kept */
    struct dx_phone_place {
        uint32_t start, end, word;
    } place[DX_PHONE_NEAR];
};

/* Begins the walk: what is true of the `whole` text is found out; else anything may be. Default regions as "TH,MM,ID".
 * ascii: it is known to be. */
void dx_phone_hints_start(struct dx_phone_hints *h, const struct dx_phone_words *words, struct dx_str text, const char *defaults, bool whole, bool ascii);
/* Bytes between the last word for telephone before byte `at` (in its line, at most 48 bytes off) and it; SIZE_MAX: there is none. From one
 * call to the next `at` doesn't fall by more than DX_PHONE_BEFORE. */
size_t dx_phone_label(struct dx_phone_hints *h, size_t at);
/* Is the whole text such a word? */
bool dx_phone_is_label(struct dx_str t);
/* Is it one of a wallet, whose accounts are telephone numbers? */
bool dx_phone_is_wallet(struct dx_str t);
/* Does the text hold such a word, where a label would stand at its end? */
bool dx_phone_labels(const struct dx_phone_words *w, struct dx_str t);
/* The default regions, those in front that the bytes [from, to) name; at most DX_PHONE_BEFORE + DX_PHONE_BEHIND and a number of them. */
void dx_phone_regions_near(struct dx_phone_hints *h, struct dx_phone_order *o, size_t from, size_t to);
/* Puts a region in front of the default ones, before anything is asked. */
void dx_phone_hints_home(struct dx_phone_hints *h, const char *region);
/* Puts a region in front. */
void dx_phone_order_first(struct dx_phone_order *o, const char *region);
/* May it stand between such a code and a number? */
static inline bool dx_phone_parts_code(char c) { return c == ' ' || c == ':' || c == '-' || c == '.'; }
/* Does the code of a country of the neighbourhood stand before byte `at` ("MM 09 421…")? It comes to the front. */
bool dx_phone_order_by_code(struct dx_phone_order *o, struct dx_str t, size_t at);
/* Is it a country of the neighbourhood, whose numbers are met without a plus? NULL: no. */
DX_API bool dx_phone_is_near(const struct dx_phone_region *r);
/* May the code of one begin with this digit? All of theirs do so. */
static inline bool dx_phone_may_be_near(char digit) { return digit == '6' || digit == '8' || digit == '9'; }
#endif
