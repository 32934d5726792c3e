/* name_list.c: lists of persons: a head that says so, and rows that are names */
#include "find/name/name_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"

static const struct dx_name_label by_list = {"list", DX_LABEL_FORM};

bool dx_name_may_head(const struct dx_name_label *l, struct dx_str t)
{
    return l && (l->strength > DX_LABEL_PLAIN || (dx_str_is(dx_str(l->word), "name") && (kit_starts(t, "Name") || kit_starts(t, "NAME"))));
}

/* The head of a table whose columns stand apart by blanks: the label of names, and another field's: "No. Name Passport". */
static bool heads_columns(const struct dx_names *names, struct dx_str t)
{
    size_t fields = 0, labels = 0, words = 1;
    for (size_t i = 0; i < t.n; i++) {
        words += t.p[i] == ' ' && i + 1 < t.n && t.p[i + 1] != ' ';
        if (kit_is_digit(t.p[i]) || strchr(":=;,\"<>()", t.p[i]))
            return false;
        if (i > 0 && t.p[i - 1] != ' ')
            continue;
        const struct dx_name_label *l = dx_name_label_at(names, t, i);
        size_t n = l ? strlen(l->word) : 0;
        labels += dx_name_may_head(l, kit_skip(t, i)) && (i + n == t.n || t.p[i + n] == ' ');
        fields += !l && dx_name_ends_at(names, t, i);
    }
    return labels > 0 && fields > 0 && labels + fields >= words / 2;
}

/* Is the line the head of a list of persons: a word for such a list, and little else? */
enum dx_name_listed dx_name_heads_list(const struct dx_names *names, struct dx_str t)
{
    static const size_t longest = 72;
    t = kit_trim(t);
    while (t.n && strchr("-=*:# ", t.p[t.n - 1]))
        t.n--;
    if (t.n > longest || !t.n || t.p[t.n - 1] == '.' || dx_names_none(names, t))
        return DX_LISTED_NOT;
    int digits = kit_count_digits(t);
    for (size_t i = 0, n; digits < 7 && i < t.n; i = dx_names_next_label(names, t, i + 1, t.n))
        if ((n = dx_name_list_at(names, t, i)) > 0 && (i < 4 || i + n == t.n)) /* at the start, or the end */
            return kit_starts(kit_skip(t, i), "daftar") || kit_starts(kit_skip(t, i), "manifes ") || kit_starts(kit_skip(t, i), "senarai") ? DX_LISTED_SINGLE : DX_LISTED;
    return digits == 0 && heads_columns(names, t) ? DX_LISTED_COLUMNS : DX_LISTED_NOT;
}

/* The name of a row of a list, from *from on; 0: it isn't one. "1. Sulastri", "NAW HSER KU", "2) Hnin Ei Phyu MH337325". */
static size_t row_name(const struct dx_names *names, struct dx_str t, enum dx_name_listed listed, size_t *from)
{
    size_t i = 0, end;
    bool numbered;
    uint32_t c = 0;
    while (i < t.n && strchr(" \t-*#|", t.p[i]))
        i++;
    numbered = i < t.n && kit_is_digit(t.p[i]);
    for (int numbers = 0; numbers < 2 && i < t.n && kit_is_digit(t.p[i]); numbers++) { /* its own, and a room's */
        size_t digits = i;
        while (i < t.n && kit_is_digit(t.p[i]))
            i++;
        if (i - digits > 4)
            return 0;
        while (i < t.n && strchr(" \t.):|", t.p[i]))
            i++;
    }
    if (kit_starts(kit_skip(t, i), "、") || kit_starts(kit_skip(t, i), "။"))
        i += 3;
    while (i < t.n && t.p[i] == ' ')
        i++;
    *from = i;
    if (i >= t.n || dx_name_label_at(names, t, i) || dx_name_ends_at(names, t, i) || (listed == DX_LISTED_COLUMNS && kit_count_digits(kit_skip(t, i)) < 5))
        return 0;
    dx_utf8_get(t.p + i, t.n - i, &c);
    end = dx_name_small_word(t, i, dx_name_end(names, t, i, false));
    while (end > i && strchr(" -.", t.p[end - 1]))
        end--;
    struct dx_str name = {t.p + i, end - i}, rest = kit_trim(kit_skip(t, end));
    bool closed = !rest.n || strchr(",;|/(-:", rest.p[0]) || kit_is_digit(rest.p[0]) || dx_name_ends_at(names, rest, 0) || (rest.p[0] & 0x80);
    bool code = rest.n > 3 && dx_name_upper(rest.p[0]) && (kit_is_digit(rest.p[1]) || kit_is_digit(rest.p[2]));
    size_t words = dx_name_capitals(t, i, end), single = listed == DX_LISTED_SINGLE && numbered ? 1 : 2;
    bool sure = numbered || dx_name_all_capitals(name) || kit_count_digits(rest) > 4;
    bool blank = memchr(name.p, ' ', name.n) != NULL;
    switch (dx_name_script(c)) {
    case DX_SCRIPT_LATIN:
        return (closed || code) && sure && words < 6 && words >= single && name.n > 2 && !memchr(name.p, ',', name.n) && !dx_name_office(name) ? end : 0;
    case DX_SCRIPT_THAI:
        return closed && blank && dx_name_thai_pair((struct dx_str){t.p, end}, i, end) ? end : 0;
    case DX_SCRIPT_HAN:
        return dx_name_han(name) && (!rest.n || !(rest.p[0] & 0x80) || dx_name_ends_at(names, rest, 0)) ? end : 0;
    case DX_SCRIPT_BURMESE:
        return numbered && closed && name.n >= 4 * strlen("က") ? end : 0;
    case DX_SCRIPT_REGIONAL:
        return numbered && closed && blank ? end : 0;
    default:
        return 0;
    }
}

enum dx_name_listed dx_name_list(const struct dx_names *names, struct dx_str line, enum dx_name_listed listed)
{
    size_t from;
    enum dx_name_listed head = dx_name_heads_list(names, line);
    return head ? head : listed && (row_name(names, line, listed, &from) || dx_name_head(names, line)) ? listed : DX_LISTED_NOT;
}

/* A row of a list of persons. */
int dx_name_scan_row(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double listed = 1.9, single = 1.7; /* single: one Latin word, which a number leads */
    size_t from = 0, end;
    if (!t->listed || !(end = row_name(t->names, t->line, t->listed, &from)))
        return DX_OK;
    return dx_name_give(t->names, (struct dx_str){t->line.p, end}, from, &by_list, listed + (dx_name_capitals(t->line, from, end) == 1 ? single : 0), true, false, &end, r, take, ctx, e);
}
