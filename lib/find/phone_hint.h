/* phone_hint.h: what the text around a number says of it: is it called a telephone number, of which country (internal to find/) */
#ifndef DX_FIND_PHONE_HINT_H
#define DX_FIND_PHONE_HINT_H

#include "find/phone_plan.h"

#define DX_PHONE_ORDER 8  /* regions that are asked, at most */
#define DX_PHONE_WORDS 160

/* Lists of words by their first byte; built once for a walk, without memory. */
struct dx_phone_words {
    uint8_t first[256], next[DX_PHONE_WORDS]; /* place in the list + 1; 0: the end */
};

struct dx_phone_hints {
    struct dx_phone_words labels, countries;
};

/* Regions in the order in which they are asked. */
struct dx_phone_order {
    const struct dx_phone_region *region[DX_PHONE_ORDER];
    int n;
};

void dx_phone_hints_init(struct dx_phone_hints *h);
/* Bytes between the last word for telephone before byte `at` (in its line, at most 48 bytes off) and it; SIZE_MAX: there is none. */
size_t dx_phone_label(const struct dx_phone_hints *h, struct dx_str t, size_t at);
/* Is the whole text such a word? */
bool dx_phone_is_label(struct dx_str t);
/* The default regions ("TH,MM,ID"), those in front that the text around names. */
void dx_phone_regions_near(const struct dx_phone_hints *h, struct dx_phone_order *o, const char *defaults, struct dx_str near);
/* Puts a region in front. */
void dx_phone_order_first(struct dx_phone_order *o, const char *region);
/* Does the code of a country of the neighbourhood stand before byte `at` ("MM 09 421…")? It comes to the front. */
bool dx_phone_order_by_code(struct dx_phone_order *o, struct dx_str t, size_t at);
/* Is it a country of the neighbourhood, whose numbers are met without a plus? NULL: no. */
bool dx_phone_is_near(const struct dx_phone_region *r);
#endif
