/* grouped.h: patterns of nothing but groups of digits and a mark between them, which need no PCRE2 (internal to find/)
 *
 * \d{3}-\d-\d{5}-\d, \d{4}[ -]?\d{4}[ -]?\d{4}, \d{14}|(?!0[689])\d{10}(?!\d): most numbers are looked for so. Each group takes as many digits as it may;
 * as no mark is a digit, and one that may be left out stands only behind a group of one length, what doesn't match then doesn't match at all. Of
 * several ways the first that matches counts. */
#ifndef DX_FIND_GROUPED_H
#define DX_FIND_GROUPED_H

#include "base/buf.h"

#define DX_GROUPED 8
#define DX_GROUPED_WAYS 4
#define DX_GROUPED_NOT 10

struct dx_grouped_way {
    uint8_t n, n_not;
    bool ends;                    /* no digit follows */
    uint16_t not[DX_GROUPED_NOT]; /* digits, a bit each: the number doesn't start with one of each of these */
    struct {
        uint8_t least, most; /* digits */
        bool may;            /* the mark may be left out */
        char mark[4];        /* one of these stands before it; the first group has none */
    } group[DX_GROUPED];
};

struct dx_grouped {
    uint8_t n; /* 0: the pattern is another one */
    struct dx_grouped_way way[DX_GROUPED_WAYS];
};

struct dx_grouped dx_grouped_read(struct dx_str pattern);
/* Is it of nothing but digits that stand together, so that a match is a run of them or a part of one? */
bool dx_grouped_is_run(const struct dx_grouped *g);
/* Where what matches at byte `at` ends; `at`: nothing does. */
size_t dx_grouped_at(const struct dx_grouped *g, struct dx_str text, size_t at);
#endif
