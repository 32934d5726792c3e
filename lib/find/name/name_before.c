/* name_before.c: does a person's name stand right before something, so that it is that person's? */
#include "find/name/name_parts.h"

#include <string.h>

#include "find/text/chars.h"
#include "find/name/name_known.h"
#include "find/name/name_words.h"

#define BYTES 96 /* looked at before it */
#define WORDS 6
#define NAME (DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE | DX_KNOWN_VIETNAMESE)
#define CELLS 2 /* of sex and age, which lists have between a name and its number */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static size_t marks_back(struct dx_str t, size_t to)
{
    while (to > 0 && (is_blank(t.p[to - 1]) || strchr(",:;-(/|", t.p[to - 1])))
        to--;
    return to;
}

/* Before a short cell that is set apart, "  F  " or "| 31 |"; `to`: none ends there. */
static size_t cell_back(struct dx_str t, size_t to)
{
    size_t from = to;
    while (from > 0 && to - from < 3 && kit_is_alnum(t.p[from - 1]))
        from--;
    bool apart = from > 1 && from < to && to - from < 3 && (strchr("|,\t", t.p[from - 1]) || (is_blank(t.p[from - 1]) && strchr(" |,", t.p[from - 2])));
    return apart ? marks_back(t, from) : to;
}

/* Where the word starts that ends at `to`. */
static size_t word_back(struct dx_str t, size_t least, size_t to)
{
    while (to > least && (kit_is_alpha(t.p[to - 1]) || t.p[to - 1] == '\''))
        to--;
    return to;
}

/* Where the word before the one that starts at `from` would end: behind one blank, a full stop or a hyphen, or, `list`, a comma; `from`: nothing is so near. */
static size_t gap_back(struct dx_str t, size_t least, size_t from, bool list)
{
    size_t to = from - (from > least && t.p[from - 1] == ' ');
    to -= to > least && (strchr(".-", t.p[to - 1]) || (list && t.p[to - 1] == ','));
    return to;
}

bool dx_name_stands_before(const struct dx_names *names, struct dx_str t, size_t at)
{
    const struct dx_known *known = dx_names_known(names);
    size_t least = at > BYTES ? at - BYTES : 0, to = marks_back(t, at), words = 0, telling = 0, others = 0, from;
    bool comma = false;
    for (int i = 0; i < CELLS; i++)
        to = cell_back(t, to);
    for (; words < WORDS && (from = word_back(t, least, to)) < to && (from > least || least == 0); words++) {
        struct dx_str word = {t.p + from, to - from};
        unsigned as = dx_known_latin(known, word);
        bool part = dx_name_particle(word) || as & NAME; /* "van", too, which is a car as well */
        if ((!part && as & (DX_KNOWN_STRONG | DX_KNOWN_WEAK)) || !(dx_name_upper(word.p[0]) || dx_name_particle(word)))
            break;
        if (words > 0 && as & DX_KNOWN_VIETNAMESE) /* whatever its given names mean */
            return true;
        others += !part && as & DX_KNOWN_OTHER;
        telling += dx_known_tells(as);
        to = gap_back(t, least, from, !comma);
        comma = comma || (to < from && t.p[to] == ',');
        if (to == from) {
            words++;
            break;
        }
    }
    return words > 1 && telling > 0 && !others;
}
