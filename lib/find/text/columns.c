/* columns.c: the cells of the lines of a table */
#include "find/text/columns.h"

#include <string.h>

#include "base/utf8.h"

#define WIDE 512    /* bytes of a head whose columns stand apart, at most: lines of prose are longer */
#define PRINTED (4 * WIDE) /* bytes of a line that may stand under such a head */
#define QUOTED 4096 /* bytes of a quoted cell: where no end is so near, the quote is of the text */

static size_t blanks_at(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (i + n < t.n && t.p[i + n] == ' ')
        n++;
    return n;
}

size_t dx_columns_apart(struct dx_str t, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), blanks = ones * ' ';
    for (uint64_t a, b; at + sizeof a < t.n; at += sizeof a) { /* every line is asked */
        memcpy(&a, t.p + at, sizeof a);
        memcpy(&b, t.p + at + 1, sizeof b);
        a = (a ^ blanks) | (b ^ blanks);
        if ((a - ones) & ~a & ones * 0x80)
            break;
    }
    while (at + 1 < t.n && (t.p[at] != ' ' || t.p[at + 1] != ' '))
        at++;
    return at + 1 < t.n ? at : t.n;
}

/* The end of columns that stand apart: two blanks and more, but at the ends of the line. */
static size_t apart(struct dx_str t, size_t at, size_t *next)
{
    for (size_t i = at, start; (start = dx_columns_apart(t, i)) < t.n;) {
        i = start + blanks_at(t, start);
        if (start > at && i < t.n) {
            *next = i;
            return start;
        }
    }
    *next = t.n + 1;
    return t.n;
}

/* Behind the quote that closes the cell that one opens at `at`; `at`: none does. */
static size_t closed(struct dx_str t, char mark, size_t at)
{
    size_t most = t.n - at < QUOTED ? t.n : at + QUOTED;
    for (size_t i = at + 1; i < most; i++) {
        if (t.p[i] != '"')
            continue;
        if (i + 1 == t.n || t.p[i + 1] == mark)
            return i + 1;
        i += t.p[i + 1] == '"';
    }
    return at;
}

size_t dx_columns_end(struct dx_str t, char mark, size_t at, size_t *next)
{
    if (mark == ' ')
        return apart(t, at, next);
    size_t from = at < t.n && t.p[at] == '"' ? closed(t, mark, at) : at;
    const char *p = from < t.n ? memchr(t.p + from, mark, t.n - from) : NULL;
    size_t end = p ? (size_t)(p - t.p) : t.n;
    *next = end + 1;
    return end;
}

bool dx_columns_over(struct dx_str head, struct dx_str line, size_t at, size_t *column, size_t *start, size_t *end)
{
    size_t from = at, to = at, best = 0, n = 0;
    if (at > PRINTED)
        return false;
    while (from > 0 && line.p[from - 1] != ' ')
        from--;
    while (to < line.n && to <= PRINTED && line.p[to] != ' ')
        to++;
    size_t left = dx_columns(line.p, from), right = left + dx_columns(line.p + from, to - from);
    for (size_t i = 0, next; i <= head.n; i = next, n++) {
        size_t stop = apart(head, i, &next), l = dx_columns(head.p, i), r = l + dx_columns(head.p + i, stop - i);
        size_t shared = (right < r ? right : r) - (left > l ? left : l);
        if (left >= r || right <= l || shared <= best)
            continue;
        best = shared;
        *column = n;
        *start = i;
        *end = stop;
    }
    return best > 0;
}

size_t dx_columns_count(struct dx_str t, char mark)
{
    size_t n = 0, at = 0;
    if (mark == ' ' || (t.n && memchr(t.p, '"', t.n))) {
        for (size_t next; dx_columns_end(t, mark, at, &next) < t.n; at = next)
            n++;
        return n;
    }
    for (const char *p = t.p, *end = t.p + t.n; p < end && (p = memchr(p, mark, (size_t)(end - p))) != NULL; p++)
        n++;
    return n;
}

char dx_columns_mark(struct dx_str head)
{
    static const char marks[] = "\t;|";
    for (const char *mark = marks; head.n && *mark; mark++)
        if (memchr(head.p, *mark, head.n))
            return *mark;
    size_t commas = head.n && memchr(head.p, ',', head.n) ? dx_columns_count(head, ',') : 0;
    bool wide = head.n <= WIDE && dx_columns_apart(head, 0) < head.n && !memchr(head.p, ':', head.n) && !memchr(head.p, '=', head.n); /* no form's fields */
    size_t columns = wide ? dx_columns_count(head, ' ') : 0;
    return columns > 1 && columns > commas ? ' ' : commas ? ',' : 0;
}
