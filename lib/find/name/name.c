/* name.c: the scanner of names: behind labels and below them (identifiers.md 9) */
#include "find/name/name.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"
#include "find/name/name_parts.h"

const struct dx_name_label dx_name_by_title = {"title", DX_LABEL_PLAIN};

/* The label at i, which another language's and a stroke may stand before: "Apelyido/Last Name". */
static const struct dx_name_label *label_behind_slash(const struct dx_names *names, struct dx_str t, size_t i)
{
    bool slash = i > 0 && i < t.n && t.p[i - 1] == '/';
    return slash ? dx_name_label_at(names, kit_skip(t, i), 0) : dx_name_label_at(names, t, i);
}

/* The label that is all that the line above holds, in one language or two. */
static const struct dx_name_label *exact_label(const struct dx_names *names, struct dx_str t)
{
    const struct dx_name_label *l = NULL;
    size_t i = 0;
    t = kit_trim(t);
    if (t.n > 64)
        return NULL;
    if (dx_title_alone(t))
        return &dx_name_by_title;
    if (dx_names_none(names, t))
        return NULL;
    while (i < t.n && (kit_is_digit(t.p[i]) || strchr(" .-*()", t.p[i])))
        i++;
    while (i < t.n) {
        const struct dx_name_label *here = label_behind_slash(names, t, i);
        if (!here || here->strength == DX_LABEL_TAG || here->strength == DX_LABEL_LEAD)
            return NULL;
        l = l && l->strength > here->strength ? l : here;
        for (i += strlen(here->word); i < t.n && strchr(" :./-()|,", t.p[i]);)
            i++;
        if (kit_starts(kit_skip(t, i), "៖"))
            i += strlen("៖");
    }
    return l;
}

static const struct dx_name_label *label_of_line(const struct dx_names *names, struct dx_str t, bool recognised)
{
    const struct dx_name_label *l = exact_label(names, t);
    return l || !recognised ? l : dx_name_label_nearly(names, kit_trim(t));
}

bool dx_name_below(const struct dx_names *names, struct dx_str line, const struct dx_name_columns *table, bool recognised)
{
    return (table ? table->n > 0 : dx_name_head(names, line)) || label_of_line(names, line, recognised);
}

/* Where a name would start in a line that may be one from its first word on; its end: it can't be. */
static size_t first_word(const struct dx_names *names, struct dx_str line)
{
    size_t from = 0;
    while (from < line.n && strchr(" \t|:", line.p[from]))
        from++;
    bool other = from < line.n && (dx_name_lower(line.p[from]) || dx_name_label_at(names, line, from) || dx_name_ends_at(names, line, from));
    return other ? line.n : from;
}

/* Behind a title that stands by itself: two words and more, and nothing else. */
static int give_titled(const struct dx_scanner_text *t, size_t from, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double title = 1.6;
    size_t end, all = dx_name_end(t->names, t->line, from, false), words = dx_name_capitals(t->line, from, all);
    bool whole = t->recognised && kit_trim(kit_skip(t->line, all)).n == 0 && (words > 1 || (!words && memchr(t->line.p + from, ' ', all - from)));
    return whole && words < 5 ? dx_name_give(t->names, t->line, from, &dx_name_by_title, title, true, true, &end, r, take, ctx, e) : DX_OK;
}

/* "Full name" above, "SOMCHAI EXAMPLE" here. */
static int scan_below_label(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double clear = 1.8, word = 1.3, plain = 0.6, typed = 0.5; /* word: typed lists of words stand one below the other, too */
    const struct dx_name_label *l = t->above.n ? label_of_line(t->names, t->above, t->recognised) : NULL;
    size_t end, from = l ? first_word(t->names, t->line) : t->line.n;
    if (from >= t->line.n)
        return DX_OK;
    if (l == &dx_name_by_title)
        return give_titled(t, from, r, take, ctx, e);
    bool one = !t->recognised && (t->line.p[from] & 0x80) && !memchr(t->line.p + from, ' ', t->line.n - from);
    double below = l->strength < DX_LABEL_FORM ? (t->recognised ? plain : typed) : one ? word : clear;
    return dx_name_give(t->names, t->line, from, l, below, true, true, &end, r, take, ctx, e);
}

static struct dx_str last_of(struct dx_str t, char mark)
{
    const char *at = t.n ? memrchr(t.p, mark, t.n) : NULL;
    return at ? kit_skip(t, (size_t)(at + 1 - t.p)) : t;
}

/* The label that one of the lines is, the first before the others; NULL: none is. */
static const struct dx_name_label *label_of_lines(const struct dx_names *names, struct dx_str lines)
{
    const struct dx_name_label *l = NULL;
    while (lines.n && !l) {
        const char *stop = memchr(lines.p, '\n', lines.n);
        struct dx_str row = {lines.p, stop ? (size_t)(stop - lines.p) : lines.n};
        l = label_of_line(names, row, true);
        l = l == &dx_name_by_title ? NULL : l;
        lines = kit_skip(lines, stop ? row.n + 1 : row.n);
    }
    return l;
}

/* A line whose label stands to its left in the picture, over it, or at the head of its column, whatever line the text has above it. */
static int scan_beside_label(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double clear = 1.8, cell = 1.2, plain = 0.6;
    size_t end, from = t->left.n || t->over.n || t->column.n ? first_word(t->names, t->line) : t->line.n;
    if (from >= t->line.n)
        return DX_OK;
    struct dx_str left = t->left, beside = last_of(left, ' ');
    bool titled = dx_title_alone(beside); /* "Name: | Mr. | BUDI CONTOH" */
    left.n = titled ? (size_t)(beside.p - left.p) : left.n;
    const struct dx_name_label *l = left.n ? label_of_line(t->names, left, true) : NULL;
    l = l ? l : label_of_line(t->names, last_of(t->over, '\n'), true);
    l = l ? l : label_of_lines(t->names, t->over);
    l = l ? l : label_of_lines(t->names, t->column);
    if ((!l && titled) || l == &dx_name_by_title)
        return give_titled(t, from, r, take, ctx, e);
    if (!l)
        return DX_OK;
    size_t all = dx_name_end(t->names, t->line, from, false);
    uint32_t c = 0;
    dx_utf8_get(t->line.p + from, t->line.n - from, &c);
    bool thai = dx_name_script(c) == DX_SCRIPT_THAI;
    bool pair = thai && memchr(t->line.p + from, ' ', all - from);
    bool whole = (pair || dx_name_capitals(t->line, from, all) > 1) && !kit_trim(kit_skip(t->line, all)).n;
    double weight = l->strength == DX_LABEL_CLEAR || l->strength == DX_LABEL_FORM ? clear : whole ? cell : plain;
    return dx_name_give(t->names, t->line, from, l, weight, true, true, &end, r, take, ctx, e);
}

/* "MR. PETCHARAT SOMBOON": a title with its full stop, and two words or more of capitals. */
static bool capitals_only(struct dx_str t, size_t from)
{
    const char *stop = t.n > from ? memchr(t.p + from, '.', t.n - from < 6 ? t.n - from : 6) : NULL;
    struct dx_str rest = stop ? kit_trim(kit_skip(t, (size_t)(stop + 1 - t.p))) : (struct dx_str){NULL, 0};
    return rest.n && dx_name_all_capitals(rest) && memchr(rest.p, ' ', rest.n);
}

/* Behind the number of a list's line: "3. น.ส. ดวงใจ สมมุติ". */
static size_t behind_number(struct dx_str t)
{
    size_t i = 0;
    while (i < t.n && i < 3 && kit_is_digit(t.p[i]))
        i++;
    return i > 0 && i + 1 < t.n && (t.p[i] == '.' || t.p[i] == ')') && t.p[i + 1] == ' ' ? i + 2 : 0;
}

/* Does nothing stand behind a name but the bracket that signatures stand in? */
static bool is_rest(struct dx_str t, size_t end)
{
    struct dx_str rest = kit_trim(kit_skip(t, end));
    return !rest.n || (rest.n == 1 && rest.p[0] == ')');
}

/* "Ibu RINI CONTOH", and nothing else in a recogniser's line ("น.ส. ดวงใจ สมมุติ" in any): a cell of a table, a field of a card. */
static int scan_titled_line(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double alone = 1.6;
    size_t from = behind_number(t->line), end;
    while (from < t->line.n && strchr(" \t|:(", t->line.p[from]))
        from++;
    uint32_t c = 0;
    dx_utf8_get(t->line.p + from, t->line.n - from, &c);
    bool typed = dx_name_script(c) == DX_SCRIPT_THAI || capitals_only(t->line, from); /* in typed text, too: sure enough */
    size_t title = from < t->line.n && (t->recognised || (typed && dx_name_title_may(t->names, t->line, from))) ? dx_title_at(kit_skip(t->line, from)) : 0;
    if (!title || !dx_name_title_leads(t->names, t->line, from, title, NULL) || !is_rest(t->line, dx_name_end(t->names, t->line, from, false)))
        return DX_OK;
    return dx_name_give(t->names, t->line, from, &dx_name_by_title, alone, true, true, &end, r, take, ctx, e);
}

/* A label that stands in the line, with what follows it. */
struct stand {
    const struct dx_name_label *label;
    size_t len, value; /* value: where the name would start */
    bool marked;
};

/* May a name follow the label at i? */
static bool stands_as(const struct dx_names *names, struct dx_str line, size_t i, const struct dx_name_label *label, struct stand *s)
{
    int titles;
    s->label = label;
    if (!s->label || (s->label->strength == DX_LABEL_PLAIN && !dx_name_leads(line, i) && kit_is_alpha(s->label->word[0])))
        return false;
    s->len = strlen(s->label->word);
    s->value = dx_name_behind_label(line, i + s->len, s->label->strength, &s->marked);
    bool slash = s->value < line.n && line.p[s->value] == '/';
    size_t at = s->value + slash;
    while (at < line.n && line.p[at] == ' ')
        at++;
    if (s->label->strength == DX_LABEL_LEAD) {
        dx_titles_off(kit_skip(line, s->value), &titles);
        return titles > 0;
    }
    const struct dx_name_label *again = at >= line.n ? NULL : label_behind_slash(names, line, at);
    bool other = again && (slash || (s->label->word[0] & 0x80) != (again->word[0] & 0x80));
    if (again && again->strength != DX_LABEL_TAG && (s->marked ? again->strength >= DX_LABEL_FORM && at + strlen(again->word) < line.n && line.p[at + strlen(again->word)] == ' ' : other)) { /* "姓名 Name LI SI": as sure as a colon */
        s->value = dx_name_behind_label(line, at + strlen(again->word), again->strength, &s->marked);
        s->marked = true;
    }
    return true;
}

/* The label at i, where it may be one that a name follows. */
static bool stands(const struct dx_names *names, struct dx_str line, size_t i, struct stand *s)
{
    return stands_as(names, line, i, dx_name_label_at(names, line, i), s);
}

/* Licences name their fields dcs and dac without a mark. */
static bool leads_to_name(struct dx_str line, const struct stand *s)
{
    return s->value < line.n && (s->marked || s->label->strength != DX_LABEL_TAG || s->label->word[1] == 'c' || s->label->word[1] == 'a');
}

/* What is taken off where no colon stands behind the label, no title before the name, and nobody printed it: in typed text a form has
 * its colon, and "Nama Berkas Baru" is a menu. Recognisers lose colons. */
static double bare_doubt(const struct dx_scanner_text *t, const struct stand *s, size_t i)
{
    static const double one_word = 1.5, field = 2.4, glued = 1.5, fielded = 0.9, whole_line = -0.4;
    struct dx_str line = t->line;
    uint32_t c = 0;
    if (t->recognised || s->marked || s->value >= line.n || s->label->strength == DX_LABEL_TAG)
        return 0;
    size_t end = dx_name_small_word(line, s->value, dx_name_end(t->names, line, s->value, false)), words = dx_name_capitals(line, s->value, end);
    int taken;
    struct dx_str bare = dx_titles_off(kit_trim((struct dx_str){line.p + s->value, end - s->value}), &taken);
    dx_utf8_get(bare.p, bare.n, &c);
    if (taken || !bare.n)
        return 0;
    if (dx_name_script(c) == DX_SCRIPT_THAI && s->value == i + s->len)
        return glued;
    if (words == 1 && s->label->strength == DX_LABEL_CLEAR && dx_name_all_capitals(bare) && end + 1 < line.n && (dx_name_ends_at(t->names, line, end) || dx_name_next_label(t->names, line, end)))
        return -fielded; /* "Surname HTET Given names AUNG Sex M" */
    bool last = !kit_trim(kit_skip(line, end)).n;
    if (words == 1 && s->label->strength == DX_LABEL_CLEAR && last && (i == 0 || dx_name_all_capitals(bare))) /* "Last name Saengarun" */
        return whole_line;
    if (words == 1)
        return one_word;
    return words > 1 && i == 0 && s->label->strength == DX_LABEL_FORM && !dx_name_all_capitals(bare) ? field : 0;
}

/* Names behind labels in the line. */
static int scan_labels(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_str line = t->line;
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && i < line.n;) {
        struct stand s;
        if (!stands(t->names, line, i, &s)) {
            i = dx_names_next_label(t->names, line, i + 1, line.n);
            continue;
        }
        size_t end = s.value;
        double weight = dx_name_label_weight(s.label, s.marked, i == 0) - dx_name_key_doubt(line, i, s.len, s.value) - bare_doubt(t, &s, i);
        if (s.label->strength == DX_LABEL_TAG && s.label->word[0] == 'd')
            weight = dx_name_element(t->above) ? weight + 1 : 0; /* any line in capitals may begin with these letters */
        bool taken = false;
        if (s.label->strength == DX_LABEL_TAG && s.value < line.n)
            rc = dx_name_give_decoded(line, s.value, s.label, weight, &taken, r, take, ctx, e);
        if (rc == DX_OK && !taken && leads_to_name(line, &s) && weight > 0)
            rc = dx_name_give(t->names, line, s.value, s.label, weight, s.marked, i == 0, &end, r, take, ctx, e);
        i = end > i + s.len ? end : i + s.len;
    }
    return rc;
}

int dx_name_scan(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    bool none = dx_names_none(t->names, t->line) && !dx_name_tag_at_start(t->line) && !dx_name_lead_at(t->names, t->line, 0);
    int rc = none ? DX_OK : scan_labels(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = t->placed ? scan_beside_label(t, r, take, ctx, e) : scan_below_label(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = dx_name_scan_row(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = scan_titled_line(t, r, take, ctx, e);
    return rc == DX_OK && t->columns ? dx_name_scan_table(t, r, take, ctx, e) : rc;
}

/* ---- a glance ---- */

/* May the label be the head of a column? */
static bool heads_column(struct dx_str line, size_t i, const struct stand *s)
{
    while (i > 0 && (line.p[i - 1] == ' ' || line.p[i - 1] == '"'))
        i--;
    return s->label->strength != DX_LABEL_TAG && (i == 0 || strchr("\t;|,", line.p[i - 1]));
}

/* A glance: the line that was asked for last stays, as a line may hold thousands of places. */
struct glance {
    const struct dx_names *names;
    size_t to;
    size_t from, end; /* of that line */
};

/* The line that the place is in. */
static struct dx_str line_of(struct glance *g, struct dx_str text, size_t at)
{
    if (at < g->from || at >= g->end) {
        const char *start = at ? memrchr(text.p, '\n', at) : NULL, *end = memchr(text.p + at, '\n', text.n - at);
        g->from = start ? (size_t)(start - text.p) + 1 : 0;
        g->end = end ? (size_t)(end - text.p) : text.n;
    }
    return (struct dx_str){text.p + g->from, g->end - g->from};
}

/* Is the line that the place is in worth a look? */
static bool worth_a_look(struct glance *g, struct dx_str text, size_t at)
{
    const struct dx_names *names = g->names;
    struct dx_str line = line_of(g, text, at);
    size_t from = g->from;
    struct stand s;
    int taken;
    const struct dx_name_label *l = dx_name_word_at(names, line, at - from);
    if (l && l->strength == DX_LABEL_LIST)
        return dx_name_heads_list(names, line) != DX_LISTED_NOT;
    l = dx_name_label_of(names, line, at - from, l);
    if (dx_name_may_head(l, kit_skip(line, at - from)) && dx_name_heads_list(names, line))
        return true;
    if (!stands_as(names, line, at - from, l, &s))
        return false;
    if (heads_column(line, at - from, &s) || label_of_line(names, line, false)) /* for what stands below */
        return true;
    if (!leads_to_name(line, &s))
        return false;
    dx_titles_off(kit_skip(line, s.value), &taken);
    return s.marked || taken || s.label->strength >= DX_LABEL_CLEAR;
}

/* Is the line that starts at `at` worth a look for what it starts with: a tag, a word that leads to a person, a title? */
static bool starts_well(struct glance *g, struct dx_str text, size_t at)
{
    struct dx_str rest = {text.p + at, g->to - at};
    if ((dx_name_tag_at_start(rest) || dx_name_lead_at(g->names, rest, 0)) && worth_a_look(g, text, at))
        return true;
    bool capital = (text.p[at] >= 'A' && text.p[at] <= 'Z') || (text.p[at] & 0x80);
    return capital && dx_name_title_may(g->names, text, at) && dx_title_at(rest);
}

/* Is the line that byte `at` is in nothing but a title? */
static bool is_title(struct dx_str text, size_t at, size_t to)
{
    enum { MOST = DX_TITLE_LONGEST + 2 }; /* bytes of such a line: no more is looked through */
    size_t back = at > MOST ? at - MOST - 1 : 0;
    const char *start = at ? memrchr(text.p + back, '\n', at - back) : NULL, *end = memchr(text.p + at, '\n', to - at > MOST ? MOST + 1 : to - at);
    size_t from = start ? (size_t)(start - text.p) + 1 : back, n = end ? (size_t)(end - text.p) - from : 0;
    return n > 1 && n <= MOST && (start || !back) && dx_title_alone((struct dx_str){text.p + from, n});
}

/* Does nothing stand before `at` in its line but blanks, a bracket, or the number of a list's line? */
static bool heads_line(struct dx_str text, size_t at)
{
    enum { INDENT = 80, NUMBER = 3 };
    size_t i = at - (at && text.p[at - 1] == '('), k = i, digits = 0;
    while (k && i - k < INDENT && text.p[k - 1] == ' ')
        k--;
    if (k && k < i && (text.p[k - 1] == '.' || text.p[k - 1] == ')'))
        for (k--; k && digits <= NUMBER && kit_is_digit(text.p[k - 1]); k--)
            digits++;
    return k == 0 || text.p[k - 1] == '\n';
}

/* Is the line of a place that a word may start at worth a look, for that word, for what it starts with, or as nothing but a title? */
static bool is_worth(struct glance *g, struct dx_str text, size_t at, unsigned where)
{
    bool first = where & DX_SIEVE_FIRST, starts = first && (at == 0 || text.p[at - 1] == '\n'), blanks = first && !starts && kit_is_blank(text.p[at - 1]);
    if (first && at + 1 < g->to && text.p[at + 1] != '\n' && (starts || heads_line(text, at)) && starts_well(g, text, at))
        return true;
    if ((starts || blanks) && is_title(text, at, g->to))
        return true;
    return (dx_names_label_may(g->names, text, at) && worth_a_look(g, text, at)) || (text.p[at] & 0x80 && dx_name_person_led(g->names, text, at));
}

static bool look_at(void *glance, struct dx_str text, size_t at, unsigned where)
{
    struct glance *g = glance;
    bool column = where == DX_SIEVE_CAPITAL && (kit_starts(kit_skip(text, at), "Name") || kit_starts(kit_skip(text, at), "NAME")); /* of a table, behind another's head */
    return ((where != DX_SIEVE_CAPITAL || column) && is_worth(g, text, at, where)) || dx_name_person_here(g->names, text, at, where);
}

size_t dx_name_glance(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    return dx_names_walk(names, text, at, to, DX_SIEVE_ALL, look_at, &(struct glance){names, to, 0, 0});
}
