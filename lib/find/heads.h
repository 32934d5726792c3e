/* heads.h: where the words of a list start in a text: one pass, a hash of a place's first bytes, then the words of that hash
 *
 * A Latin word starts where no ASCII letter stands before it, any other wherever its first byte stands. Case of ASCII letters is
 * passed over. Words that start with another ASCII character than a letter aren't looked for. */
#ifndef DX_FIND_HEADS_H
#define DX_FIND_HEADS_H

#include "base/buf.h"

struct dx_heads;

#define DX_HEADS_MOST 32 /* words of a list that start at one place and are prefixes of each other */

/* Where words of any of several lists may start in one text, found in one pass for all of them when the first is asked for. One per
 * thread. */
struct dx_starts;

DX_API struct dx_starts *dx_starts_new(void); /* NULL: out of memory */
DX_API void dx_starts_free(struct dx_starts *s);
/* From now on the list, of which there are at most 8, finds its places in the text of `s` there. It may not outlive s. */
DX_API void dx_starts_join(struct dx_starts *s, struct dx_heads *h);
/* The text, whose bytes stay what they are until the next one is given; empty: none. */
DX_API void dx_starts_text(struct dx_starts *s, struct dx_str text);

/* The words stay the caller's. NULL: out of memory. */
DX_API struct dx_heads *dx_heads_new(const struct dx_str *words, size_t n);
DX_API void dx_heads_free(struct dx_heads *h);
/* From now on without vectors, as on a processor that has none. */
DX_API void dx_heads_plainly(struct dx_heads *h);
DX_API void dx_starts_plainly(struct dx_starts *s);
/* Is the word one that is looked for? */
bool dx_heads_takes(struct dx_str word);
/* The first place of text[at, to) where a word of the list may start; `to`: none does. */
DX_API size_t dx_heads_next(const struct dx_heads *h, struct dx_str text, size_t at, size_t to);
/* The words that stand at a place, by their numbers. */
DX_API size_t dx_heads_at(const struct dx_heads *h, struct dx_str text, size_t at, uint32_t out[DX_HEADS_MOST]);
#endif
