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
/* Does the line hold one of the texts that the rule asks for? */
bool dx_features_any(const struct dx_features *f, const struct dx_needs *n);

/* What is asked of every line first, close together in memory. */
struct dx_plan {
    const struct dx_rule *rule;
    unsigned digits, run;
};

/* May the rule match this line? */
static inline bool dx_features_meet(const struct dx_features *f, const struct dx_plan *p)
{
    return f->digits >= p->digits && f->run >= p->run && (p->rule->needs.n_any == 0 || dx_features_any(f, &p->rule->needs));
}
#endif
