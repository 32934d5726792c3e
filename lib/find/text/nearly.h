/* nearly.h: words that a recogniser got nearly right
 *
 * Labels have no check digit, but nobody needs them to the letter: "PrompiPay", "เลขบปัญชี" are read by anybody. */
#ifndef DX_FIND_NEARLY_H
#define DX_FIND_NEARLY_H

#include "base/buf.h"

#define DX_NEARLY_WORD 6 /* characters: of a shorter word, one that differs in a letter is another word */
#define DX_NEARLY_MOST 2 /* letters that are wrong, missing or too many, in the longest word */

/* Where the word stands in the text with few letters wrong: one in DX_NEARLY_WORD, DX_NEARLY_MOST at most. Of several places the best,
 * of these the last. Both are folded and in lower case; of longer texts the last 64 characters are looked at, longer words aren't found.
 * Returns the number of letters that differ (0: it stands there as it is), and [*start,*end) of the text in bytes; -1: nowhere. A Latin
 * word stands alone, as exact labels do (joined.h). */
DX_API int dx_nearly(struct dx_str text, struct dx_str word, size_t *start, size_t *end);
/* Is the text the word but for what recognisers of Thai and Burmese take for one another or lose: marks over, under and behind letters;
 * Burmese letters that differ in which side of a circle is open? For words of any length that are all that a line holds. */
DX_API bool dx_alike(struct dx_str text, struct dx_str word);
/* Are the letters one, or does a recogniser take one for the other? */
bool dx_alike_letter(uint32_t a, uint32_t b);
#endif
