/* phone_run.h: a run of digits with separators, as it is written, and whether a part of it looks like a number (internal to find/) */
#ifndef DX_FIND_PHONE_RUN_H
#define DX_FIND_PHONE_RUN_H

#include "base/utf8.h"

#define DX_RUN_DIGITS 40
#define DX_RUN_GROUPS 24

/* Digits with separators between their groups, as written. */
struct dx_run {
    char digit[DX_RUN_DIGITS + 9]; /* NUL-terminated; eight are copied at once */
    int n; /* digits */
    struct dx_run_group {
        size_t start, end; /* bytes */
        int first, n;      /* digits */
        char sep;          /* what stands before it: 0 ' ' '-' '.' '/' ')' '(' '~' */
        int repaired;      /* letters that were read as digits */
    } group[DX_RUN_GROUPS];
    int groups;
    bool plus, cut; /* cut: it goes on, the run is full */
    size_t start, end;
};

#define DX_RUN_MOST 20 /* E.164 has 15; prefixes in front of them have up to 5 */
#define DX_RUN_BARE 10 /* … of one with its country's code, without plus */
#define DX_PHONE_LEAST 7 /* digits of a telephone number, at least, that are no letters */

/* The first place from byte i on where a run may start: a digit, a letter drawn like one before a digit, or + and brackets before them; t.n: none. */
size_t dx_run_next_plainly(struct dx_str t, size_t i);
void dx_run_read(struct dx_str t, size_t i, struct dx_run *x);
/* Makes of the run what dx_run_read reads from group b + 1 on, which begins with a digit. */
void dx_run_behind(struct dx_str t, int b, struct dx_run *x);
/* Are three numbers of so many digits (at most 4), a mark between each, a date, d/m/y or y/m/d? apart: what follows them has another mark, or nothing does. */
bool dx_run_is_date_of(const char *p, const size_t n[3], bool apart);
/* Are groups a… a date, d/m/y or y/m/d with one kind of mark: three groups? */
bool dx_run_is_date_at(const struct dx_run *x, int a);
static inline bool dx_run_is_date(const struct dx_run *x, int a)
{
    const struct dx_run_group *g = x->group + a;
    return a + 2 < x->groups && (g[0].n <= 2 || g[0].n == 4) && g[1].sep == g[2].sep && (g[1].sep == '/' || g[1].sep == '-' || g[1].sep == '.') && dx_run_is_date_at(x, a);
}
/* The groups b for which a…b are written as a telephone number may be, as bits. head: so many groups from a on may be one digit (a country
 * code, a trunk 0 and an area), and a slash may end them. */
uint32_t dx_run_ends(const struct dx_run *x, int a, int head);
/* The digits of groups a…b. */
static inline int dx_run_digits(const struct dx_run *x, int a, int b) { return x->group[b].first + x->group[b].n - x->group[a].first; }
/* Three, three and four digits without a leading zero, behind a 1 or not: so North America writes its numbers, and nobody else. */
bool dx_run_is_american(const struct dx_run *x, int a, int b);
#endif
