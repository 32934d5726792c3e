/* decide.h: what becomes of readings that claim the same characters */
#ifndef DX_FIND_DECIDE_H
#define DX_FIND_DECIDE_H

#include "find/scan/scan.h"

/* A place that is something else for certain: a date, an amount, a hash. In folded bytes. */
struct dx_veto {
    size_t start, end;
    const struct dx_rule *rule;
};

/* Is a hit so sure, or from within something that is, that no veto touches it? */
bool dx_hit_firm(const struct dx_hit *h);
/* May a veto that starts at byte `at` touch a hit? */
bool dx_hit_vetoed(const struct dx_hit *h, const struct dx_rule *veto, size_t at);
/* Settles hits that are sorted by start, longest first (vetoes by start): vetoes, one thing read twice, small things within larger ones, rivals,
 * the lowest score. What loses is marked dead. `arena` holds attributes and takes their longer forms; check it afterwards. */
void dx_decide(struct dx_hit *hits, size_t n, const struct dx_veto *vetoes, size_t n_vetoes, const struct dx_bar *least, struct dx_buf *arena);
#endif
