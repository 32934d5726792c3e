/* heads.h: where the words of a list stand in a text: a filter that nearly no place passes, then the words that begin so
 *
 * A Latin word starts where no ASCII letter stands before it, any other wherever its first byte stands. Case of ASCII letters is
 * passed over. Words that start with another ASCII character than a letter aren't looked for. */
#ifndef DX_FIND_HEADS_H
#define DX_FIND_HEADS_H

#include <limits.h>

#include "base/buf.h"

struct dx_heads;

#define DX_HEADS_MOST 32 /* words of a list that start at one place and are prefixes of each other */
#define DX_HEADS_LISTS 8 /* that share one pass, at most */

/* The words of any of several lists in one text, found in one pass for all of them when one is asked for. One per thread. */
struct dx_starts;

DX_API struct dx_starts *dx_starts_new(void); /* NULL: out of memory */
DX_API void dx_starts_free(struct dx_starts *s);
/* From now on the list finds its words in the texts of `s`, and in parts of them, there. It may not outlive s. All lists join before the first text. */
DX_API void dx_starts_join(struct dx_starts *s, struct dx_heads *h);
/* The text, whose bytes stay what they are until the next one is given; empty: none. What the last one held is kept. */
DX_API void dx_starts_text(struct dx_starts *s, struct dx_str text);
/* The bytes of the last text that was not empty stand there now, and stay as long as those of the next one. */
DX_API void dx_starts_last(struct dx_starts *s, struct dx_str text);

/* The words stay the caller's. NULL: out of memory. */
DX_API struct dx_heads *dx_heads_new(const struct dx_str *words, size_t n);
DX_API void dx_heads_free(struct dx_heads *h);
/* Is the word one that is looked for? */
bool dx_heads_takes(struct dx_str word);
/* The first place of text[at, to) where a word of the list stands that starts there; `to`: none does. */
DX_API size_t dx_heads_next(const struct dx_heads *h, struct dx_str text, size_t at, size_t to);
/* The words that stand at a place, by their numbers, in no order. */
DX_API size_t dx_heads_at(const struct dx_heads *h, struct dx_str text, size_t at, uint32_t out[DX_HEADS_MOST]);
/* Is it known that no word of the list starts in the text, which is one of those of the starts that it joined, or a part of one? A part that
 * starts within a Latin word may have one there. */
DX_API bool dx_heads_none(const struct dx_heads *h, struct dx_str text);
/* The lists of the same starts that have words in such a text, a bit each; all: it isn't known. The list's own bit; 0: it joined none. */
#define DX_HEADS_ALL UINT_MAX
unsigned dx_heads_lists(const struct dx_heads *h, struct dx_str text);
unsigned dx_heads_bit(const struct dx_heads *h);
/* A word in a text of the starts. */
struct dx_stand {
    uint32_t at, end, number; /* number: of those of its list */
    uint8_t list;
};
/* All words of all lists in such a text, by `at`, and which list this one is; none (*n is 0) where it has none. NULL: it isn't known. */
const struct dx_stand *dx_heads_stands(const struct dx_heads *h, struct dx_str text, size_t *n, uint8_t *list);
#endif
