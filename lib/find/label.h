/* label.h: the words around a candidate that say what it is */
#ifndef DX_FIND_LABEL_H
#define DX_FIND_LABEL_H

#include "find/lexicon.h"

#define DX_LABEL_BEFORE 40 /* characters looked at before a candidate, in its line or the end of the line above */
#define DX_LABEL_AFTER 15  /* … and after it */

/* Where to look; all folded. */
struct dx_surroundings {
    struct dx_str line;  /* the candidate's line */
    struct dx_str above; /* empty: none */
    struct dx_str head;  /* the head line of its table; empty: none */
    struct dx_str left, over; /* the words to its left and above it in the picture; empty: none */
    bool recognised; /* read from a picture: labels may be off by a letter */
    const struct dx_lexicon *lexicon; /* NULL: each of the rule's words is searched for, as the reference that all else must equal */
    const struct dx_places *in_line, *in_above, *in_head; /* … of these texts; above: of its last DX_LABEL_BEFORE characters */
};

/* Where the part of the line above starts in which labels are looked for. */
size_t dx_label_above(struct dx_str above);
/* Does the word at [start,end) go on in Latin letters at either end, so that it is another word? */
void dx_label_joined(struct dx_str text, size_t start, size_t end, bool *before, bool *behind);

/* The best label of the rule for [start,end) of the line: *weight is its part of the score. {NULL,0} when there is none. */
struct dx_str dx_label_find(const struct dx_rule *r, const struct dx_surroundings *in, size_t start, size_t end, double *weight);
/* Does one of the rule's labels, or "No", end right at `start`, so that letters in front are no part of the thing itself? */
bool dx_label_glued(const struct dx_rule *r, struct dx_str line, size_t start);
/* The text around a candidate, the candidate included: what a check sees as `near`. */
struct dx_str dx_label_window(struct dx_str line, size_t start, size_t end);
#endif
