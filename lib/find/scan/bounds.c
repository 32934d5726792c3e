/* bounds.c: where numbers end */
#include "find/scan/bounds.h"

#include <string.h>

#include "find/text/chars.h"
#include "find/rules/label.h"

static bool is_word(char c) { return kit_is_digit(c) || kit_is_alpha(c) || c == '_'; }
static bool is_joint(char c) { return c == '-' || c == '.' || c == '/' || c == ',' || c == ':' || c == ' '; }

/* The mark between the digits of a candidate, 0 when they stand together. */
static char joint_of(struct dx_str t, size_t start, size_t end)
{
    for (size_t i = start + 1; i + 1 < end; i++)
        if (!kit_is_digit(t.p[i]) && is_joint(t.p[i]) && kit_is_digit(t.p[i - 1]) && kit_is_digit(t.p[i + 1]))
            return t.p[i];
    return 0;
}

/* Does a longer number of the same style run on beyond a mark, which a digit follows? Blanks and slashes also stand between two numbers; so does a
 * comma between cells or in a list: one next to more than three digits groups no thousands. */
static bool runs_on(struct dx_str t, size_t start, size_t end, char mark)
{
    bool groups = mark == '-' || mark == '.' || mark == '\0' || (mark == ',' && end - start <= 3);
    if (!groups && (!is_joint(mark) || !memchr(t.p + start, mark, end - start)))
        return false;
    char joint = joint_of(t, start, end);
    if (mark == ',' && end - start > 3 && !joint)
        return false;
    return mark == joint || (!joint && (mark == '-' || mark == '.' || mark == ',')) || (joint == ' ' && mark == '-');
}

/* Is the digit at i the end of a word: "IMEI1 35…", "Tel2 081…"? */
static bool ends_word(struct dx_str t, size_t i) { return i > 0 && kit_is_alpha(t.p[i - 1]); }

bool dx_is_between(struct dx_str t, size_t start, size_t end)
{
    char mark = start > 1 && end + 1 < t.n ? t.p[start - 1] : '\0';
    return mark && is_joint(mark) && mark == t.p[end] && kit_is_digit(t.p[end + 1]) && kit_is_digit(t.p[start - 2]) && !(mark == ' ' && ends_word(t, start - 2));
}

/* What is true of a stretch of the line, whichever rule asks: many ask for one. */
enum ends { UNKNOWN, NONE, FREE, GLUED }; /* GLUED: a letter stands before it, which is all right for a label */

/* "… 91 1 2.นายซอ": the number of the next in a list, behind a number of blanks. */
static bool list_number(struct dx_str t, size_t i)
{
    size_t n = kit_digits_at(t, i);
    return n <= 2 && i + n + 1 < t.n && (t.p[i + n] == '.' || t.p[i + n] == ')') && !kit_is_digit(t.p[i + n + 1]);
}

/* Is it what stands behind the point of a fraction without its 0, as programs print them: "[.2280897962580284"? */
static bool is_fraction(struct dx_str t, size_t start, size_t end)
{
    enum { LEAST = 12 }; /* digits: as many as no fraction has that people write */
    if (end - start < LEAST || start == 0 || t.p[start - 1] != '.' || kit_digits_at(t, start) < end - start)
        return false;
    char before = start > 1 ? t.p[start - 2] : ' ';
    return !is_word(before) && before != '.' && !(before & 0x80); /* "No.", "......" */
}

static enum ends digits_end(struct dx_str t, const struct dx_span *x)
{
    size_t start = x->start, end = x->end;
    char before = start > 0 ? t.p[start - 1] : ' ', after = end < t.n ? t.p[end] : ' ';
    if (is_word(after) || kit_is_digit(before) || before == '_' || (x->typed && is_fraction(t, start, end)))
        return NONE;
    if ((start > 1 && kit_is_digit(t.p[start - 2]) && !(before == ' ' && ends_word(t, start - 2)) && runs_on(t, start, end, before)) ||
        (end + 1 < t.n && kit_is_digit(t.p[end + 1]) && runs_on(t, start, end, after) && !(after == ' ' && list_number(t, end + 1))))
        return NONE;
    return kit_is_alpha(before) ? GLUED : FREE;
}

bool dx_stands_free(const struct dx_rule *r, struct dx_str t, struct dx_span *x)
{
    if (r->boundary == DX_BOUND_NONE)
        return true;
    if (r->boundary == DX_BOUND_WORD)
        return !(x->start > 0 && is_word(t.p[x->start - 1])) && !(x->end < t.n && is_word(t.p[x->end]));
    if (x->digits == UNKNOWN)
        x->digits = digits_end(t, x);
    return x->digits == FREE || (x->digits == GLUED && dx_label_glued(r, t, x->start));
}
