/* prefilter.h: what a line holds, found in one pass, so that most rules needn't look at most lines
 *
 * The seam for a faster scanner: whatever says which rules may match a line must never say no where a pattern would match. */
#ifndef DX_FIND_PREFILTER_H
#define DX_FIND_PREFILTER_H

#include "find/rules.h"

struct dx_features {
    struct dx_str line;
    unsigned digits;  /* most digits in a group with gaps of at most DX_NEEDS_GAP bytes */
    unsigned run;     /* longest run of ASCII letters and digits */
    uint64_t bytes[4]; /* which bytes occur */
};

void dx_features_of(struct dx_features *f, struct dx_str line);
/* May the rule match this line? */
bool dx_features_meet(const struct dx_features *f, const struct dx_needs *n);
#endif
