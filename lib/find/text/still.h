/* still.h: text that folding leaves as it is, so that it need not be folded: nearly all of it (internal to find/) */
#ifndef DX_FIND_STILL_H
#define DX_FIND_STILL_H

#include "find/text/fold.h"

/* What is known of the characters of the basic plane: each page of 64 is asked for when the first of them is met. Starts as all zero,
 * given back with dx_still_free; one per thread. */
struct dx_still {
    uint64_t known[16];  /* pages */
    uint64_t two[32];    /* of characters of two bytes, a block of 64 each: such as are never changed, whatever stands around them */
    uint64_t three[1024]; /* the same of three; Burmese ones may be in a text in Zawgyi, and two of them behind some others */
    struct dx_fold fold;
};

DX_API void dx_still_free(struct dx_still *s);
/* The first place of text[at, to) that folding may change; `lines`: each line is folded by itself. */
DX_API size_t dx_still_to(struct dx_still *s, struct dx_str text, size_t at, size_t to, bool lines);
#endif
