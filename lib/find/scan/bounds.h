/* bounds.h: does a candidate stand free, or is it a part of a longer number or word? (internal to find/) */
#ifndef DX_FIND_BOUNDS_H
#define DX_FIND_BOUNDS_H

#include "find/rules/rules.h"

/* A stretch of a folded line. Many rules ask for one: what is known of it is kept with it. */
struct dx_span {
    bool known, typed;  /* typed: no recogniser can have seen a mark in front that is a speck */
    uint8_t digits; /* how digits end there; 0: it isn't known yet */
    size_t start, end, from, to; /* … in the source from … to */
};

/* Does it stand free in the line, as the rule wants it (docex-rules(5), boundary)? A number doesn't that goes on in the same style behind a mark. */
bool dx_stands_free(const struct dx_rule *r, struct dx_str line, struct dx_span *x);
/* Is a run of digits one of several with one mark between them? What starts there and goes on behind the next mark runs on before it, too. */
bool dx_is_between(struct dx_str line, size_t start, size_t end);
#endif
