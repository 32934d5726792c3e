/* mrz_scan.c: finding the lines of a zone in text
 *
 * Text is cut into units that could be a line of a zone: a stretch of A-Z0-9< of nearly the right length wherever it stands
 * (after a label, in quotes, in a table cell), or a whole line that a recogniser may have spoiled. Two or three units that
 * follow one another closely are tried. Work per byte is bounded: a unit is tried at most twice, with at most three lines of at
 * most 96 characters. */
#include "find/mrz/mrz_layout.h"

#include <string.h>

#define SHORT 26  /* characters of the shortest unit: a line of 30, with fillers lost */
#define LONG 92   /* and of the longest: two lines of 44 joined, with a little noise */
#define WHOLE 52  /* of a whole line: one of 44, with fillers added and stray marks */
#define LABEL 16  /* bytes of a label at the head of a line */
#define GAP 24    /* bytes between two lines: line ends, a blank line, a short label */

struct unit {
    size_t start, end;
    char text[DX_MRZ_READ + 1];
    bool head; /* may be the first line of a zone */
};

static bool strict(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<'; }

static size_t stretch(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && strict(p[i]))
        i++;
    return i;
}

/* A first line starts with a document code. */
static bool may_be_head(const char *p)
{
    p += strspn(p, " \t");
    return *p && (strchr("PVACIpvaci1|l", *p) || mrz_other_code(mrz_layout(DX_MRZ_TD1), p));
}

/* A line may start with a label: "MRZ: P<UTO…". */
static size_t behind_label(const char *text, size_t start, size_t stop)
{
    size_t head = stop - start < LABEL ? stop - start : LABEL;
    const char *colon = memchr(text + start, ':', head);
    size_t at = colon ? (size_t)(colon - text) + 1 : start;
    while (at < stop && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at;
}

static bool unit_set(struct unit *u, const char *text, size_t start, size_t end)
{
    size_t n = end - start;
    if (n > DX_MRZ_READ)
        return false;
    memcpy(u->text, text + start, n);
    u->text[n] = '\0';
    if (strlen(u->text) != n)
        return false;
    u->start = start;
    u->end = end;
    u->head = may_be_head(u->text);
    return true;
}

/* A whole line that a recogniser may have spoiled: of a zone's length but for spaces, nearly all of it what a zone holds. */
static bool line_like(const char *p, size_t n)
{
    size_t all = 0, odd = 0, high = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == ' ' || c == '\t' || c == '\r')
            continue;
        all++;
        bool stroke = c == '_' || c == '-'; /* what some recognisers make of fillers */
        high += strict(p[i]) || stroke;
        odd += c < 0x80 && !strict(p[i]) && !stroke && !(c >= 'a' && c <= 'z') && !strchr("({[|!$?", (char)c);
    }
    return all >= SHORT && all <= WHOLE && odd <= 4 && high * 10 >= all * 6;
}

/* The next unit at or after *pos; lines are cut at \n. *line is the end of the line that is being looked at for stretches. */
static bool next_unit(struct unit *u, const char *text, size_t n, size_t *pos, size_t *line)
{
    while (*pos < n) {
        if (*pos >= *line) { /* a new line: as a whole where it may be one */
            const char *end = memchr(text + *pos, '\n', n - *pos);
            *line = end ? (size_t)(end - text) + 1 : n;
            size_t start = *pos, stop = end ? *line - 1 : n;
            while (start < stop && strchr(" \t\r", text[start]) && text[start])
                start++;
            start = behind_label(text, start, stop);
            while (stop > start && strchr(" \t\r", text[stop - 1]) && text[stop - 1])
                stop--;
            bool whole = stretch(text + start, stop - start) < stop - start && line_like(text + start, stop - start);
            if (whole && unit_set(u, text, start, stop)) {
                *pos = *line;
                return true;
            }
        }
        size_t len = stretch(text + *pos, *line - *pos), start = *pos;
        *pos += len ? len : 1;
        if (len >= SHORT && len <= LONG && unit_set(u, text, start, start + len))
            return true;
    }
    return false;
}

static bool follows(const char *text, const struct unit *a, const struct unit *b)
{
    size_t lines = 0;
    for (size_t i = a->end; i < b->start; i++)
        lines += text[i] == '\n';
    return b->start - a->end <= GAP && lines <= 2;
}

static bool try_units(struct dx_mrz *z, const struct unit *u, int n)
{
    const char *lines[DX_MRZ_LINES];
    if (!u[0].head)
        return false;
    for (int i = 0; i < n; i++)
        lines[i] = u[i].text;
    return dx_mrz_repair(z, lines, n);
}

/* Lines that were joined without anything between them. */
static bool try_joined(struct dx_mrz *z, const struct unit *u)
{
    static const struct { size_t all, line; } forms[] = {{88, 44}, {72, 36}, {90, 30}};
    char part[DX_MRZ_LINES][DX_MRZ_COLUMNS + 1];
    const char *lines[DX_MRZ_LINES];
    size_t n = strlen(u->text);
    if (!u->head)
        return false;
    for (size_t f = 0; f < 3; f++) {
        if (n != forms[f].all)
            continue;
        int count = (int)(n / forms[f].line);
        for (int i = 0; i < count; i++) {
            memcpy(part[i], u->text + (size_t)i * forms[f].line, forms[f].line);
            part[i][forms[f].line] = '\0';
            lines[i] = part[i];
        }
        return dx_mrz_repair(z, lines, count);
    }
    return false;
}

bool dx_mrz_scan(const char *text, size_t n, size_t before, size_t *pos, struct dx_mrz *z, size_t span[2])
{
    struct unit u[DX_MRZ_LINES];
    int have = 0;
    size_t at = *pos, line = *pos;
    while (next_unit(&u[have], text, n, &at, &line)) {
        int first = -1;
        if (have && !follows(text, &u[have - 1], &u[have])) {
            u[0] = u[have];
            have = 0;
        }
        if (u[0].start >= before) /* nor does any later one begin earlier */
            break;
        u[have].head &= u[have].start < before;
        if (try_joined(z, &u[have]))
            first = have;
        else if (have == 2 && try_units(z, u, 3))
            first = 0;
        else if (have && try_units(z, u + have - 1, 2))
            first = have - 1;
        if (first >= 0) {
            span[0] = u[first].start;
            span[1] = u[have].end;
            *pos = u[have].end;
            return true;
        }
        if (++have == DX_MRZ_LINES) {
            memmove(u, u + 1, 2 * sizeof *u);
            have = 2;
        }
    }
    *pos = n;
    return false;
}
