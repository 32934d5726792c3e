/* grouped.h: patterns of nothing but groups of digits and a mark between them, which need no PCRE2 (internal to find/)
 *
 * \d{3}-\d-\d{5}-\d, \d{4}[ -]\d{4}[ -]\d{4}, \d{10,16}: most numbers are looked for so. Each group takes as many digits as it may; as no mark is a digit,
 * what doesn't match then doesn't match at all. */
#ifndef DX_FIND_GROUPED_H
#define DX_FIND_GROUPED_H

#include "base/buf.h"

#define DX_GROUPED 8

struct dx_grouped {
    uint8_t n; /* groups; 0: the pattern is another one */
    struct {
        uint8_t least, most; /* digits */
        char mark[4];        /* one of these stands before it; the first group has none */
    } group[DX_GROUPED];
};

struct dx_grouped dx_grouped_read(struct dx_str pattern);
/* Where what matches at byte `at` ends; `at`: nothing does. */
size_t dx_grouped_at(const struct dx_grouped *g, struct dx_str text, size_t at);
#endif
