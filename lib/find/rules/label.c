/* label.c: finding labels */
#include "find/rules/label.h"

#include <string.h>

#include "find/rules/score.h"
#include "find/text/columns.h"
#include "find/text/eight.h"
#include "find/text/joined.h"
#include "find/text/nearly.h"
#include "find/text/chars.h"

#define BRIEF 2    /* letters of a word that is a part of many others */
#define WINDOW 256 /* bytes: DX_LABEL_BEFORE characters of 4 bytes, and a longest word */
#define NUMBER 5   /* digits that make a number of their own between a label and a candidate */


/* Are these eight bytes ASCII: as many characters? */
static bool eight(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return !(w & UINT64_C(0x8080808080808080));
}

/* n characters back from `at`, or forward. */
static size_t back(struct dx_str s, size_t at, size_t n)
{
    for (; at >= 8 && eight(s.p + at - 8); at -= 8, n -= 8)
        if (n < 8)
            return at - n;
    while (at > 0 && n > 0) {
        at--;
        n -= ((unsigned char)s.p[at] & 0xc0) != 0x80;
    }
    return at;
}

static size_t forward(struct dx_str s, size_t at, size_t n)
{
    for (; s.n - at >= 8 && eight(s.p + at); at += 8, n -= 8)
        if (n < 8)
            return at + n;
    while (at < s.n && (n > 0 || ((unsigned char)s.p[at] & 0xc0) == 0x80)) {
        n -= ((unsigned char)s.p[at] & 0xc0) != 0x80;
        at++;
    }
    return at;
}

static size_t lowered(char out[WINDOW], struct dx_str s, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to && n < WINDOW; i++)
        out[n++] = kit_lower(s.p[i]);
    return n;
}

/* A Latin word must stand alone: "ic" isn't in "price", "ph" not in "phím". Digits may follow at once: "hp0812…". */
static bool stands_alone(struct dx_str text, size_t at, struct dx_str word)
{
    bool before, behind;
    dx_joined(text, at, at + word.n, &before, &behind);
    return !before && !behind;
}

/* The last (or first) place of a word in text; text.n when there is none. */
static size_t place_of(struct dx_str text, struct dx_str word, bool last)
{
    size_t found = text.n, at = 0;
    while (at + word.n <= text.n) {
        const char *p = memmem(text.p + at, text.n - at, word.p, word.n);
        if (!p)
            break;
        at = (size_t)(p - text.p);
        if (stands_alone(text, at, word)) {
            found = at;
            if (!last)
                break;
        }
        at++;
    }
    return found;
}

static bool number_within(struct dx_str s, size_t from, size_t to)
{
    int digits = 0;
    for (size_t i = from; i < to && digits < NUMBER; i++)
        digits += kit_is_digit(s.p[i]);
    return digits >= NUMBER;
}

struct best {
    struct dx_str word;
    size_t k; /* which of the rule's */
    double weight;
};

static void take(struct best *b, const struct dx_rule *r, size_t k, double weight)
{
    size_t n = r->words[k].n;
    bool tie = weight == b->weight && (n > b->word.n || (n == b->word.n && k < b->k));
    if (!b->word.n || weight > b->weight || tie)
        *b = (struct best){r->words[k], k, weight};
}

/* A part of a text in which a label is looked for: one that ends before the candidate, or starts behind it. */
struct part {
    struct dx_str text;
    size_t from, to;
    bool before, above, number; /* number: one stands between the part and the candidate */
    bool persons;               /* it is the head of a column in a table of persons */
    bool alone;                 /* a word is to be all that it says */
    const struct dx_places *places; /* NULL: they aren't known */
};

/* Does a number, or a long code, of its own follow the word that ends here: "… MMSI: 567002819", "… LTC ltc1q…"? */
static bool labels_next(struct dx_str s, size_t end)
{
    static const size_t code = 20;
    size_t n = 0, digits = 0;
    while (end < s.n && strchr(" :=#.", s.p[end]) && s.p[end])
        end++;
    for (; end + n < s.n && (kit_is_digit(s.p[end + n]) || kit_is_alpha(s.p[end + n])); n++)
        digits += kit_is_digit(s.p[end + n]);
    return digits && (digits == n ? n >= NUMBER : n >= code);
}

static double weight_of(const struct dx_rule *r, const struct part *p, size_t start, size_t end)
{
    if (!p->before) /* what follows may as well be the label of the next thing */
        return dx_score_context(r->weights.context, DX_LABEL_BEFORE, false, number_within(p->text, p->from, start) || labels_next(p->text, end));
    return dx_score_context(r->weights.context, p->to - end, p->above, p->number || number_within(p->text, end, p->to));
}

/* Does a word that stands at [start,end) count there? What names a column only in a table of persons is to be all that its head says. */
static bool counts(const struct dx_rule *r, const struct part *p, size_t k, size_t start, size_t end)
{
    if (k >= r->n_said ? !p->persons : !p->alone)
        return k < r->n_said;
    if (p->alone && end - start <= BRIEF) /* "pp" is pages, too */
        return false;
    for (size_t i = p->from; i < p->to; i++)
        if ((i < start || i >= end) && !strchr(" \".:#", p->text.p[i]))
            return false;
    return true;
}

static void look_word_by_word(const struct dx_rule *r, const struct part *p, struct best *b)
{
    char lower_case[WINDOW];
    struct dx_str text = {lower_case, lowered(lower_case, p->text, p->from, p->to)};
    for (size_t k = 0; k < r->n_words; k++) {
        size_t at = place_of(text, r->words[k], p->before);
        if (at < text.n && counts(r, p, k, p->from + at, p->from + at + r->words[k].n))
            take(b, r, k, weight_of(r, p, p->from + at, p->from + at + r->words[k].n));
    }
}

/* The nearest place of a word weighs the most, so that looking at all of them is as good. */
static void look(const struct dx_rule *r, const struct dx_lexicon *l, const struct part *p, struct best *b)
{
    if (!l || !p->places || !dx_lexicon_knows(l, r)) {
        look_word_by_word(r, p, b);
        return;
    }
    if (!dx_places_have(l, p->places, r))
        return;
    for (size_t i = dx_places_from(p->places, p->from), k; i < p->places->n && p->places->place[i].start < p->to; i++) {
        const struct dx_place_of_word *w = &p->places->place[i];
        bool whole = (!w->joined_before || w->start == p->from) && (!w->joined_behind || w->end == p->to);
        if (w->end <= p->to && whole && dx_lexicon_of(l, w->word, r, &k) && counts(r, p, k, w->start, w->end))
            take(b, r, k, weight_of(r, p, w->start, w->end));
    }
}

static void end_cell(struct dx_label_cells *c, size_t at)
{
    if (c->n < DX_LABEL_CELLS)
        c->end[c->n] = (uint32_t)at;
    c->n++;
}

/* Which of eight bytes, the first the lowest, are the mark: the highest bit of each. */
static uint64_t marks_in(const char *p, char mark)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7f;
    uint64_t w = dx_eight(p) ^ ones * (unsigned char)mark;
    return ~(((w & low) + low) | w | low);
}

/* The last cell ends with the line, unless a mark stands there. */
static void find_cells(struct dx_label_cells *c, struct dx_str t, char mark)
{
    size_t i = 0, next;
    if (c->known)
        return;
    c->n = 0;
    c->known = true;
    if (mark == ' ' || (t.n && memchr(t.p, '"', t.n))) {
        for (; i <= t.n && c->n <= DX_LABEL_CELLS; i = next)
            end_cell(c, dx_columns_end(t, mark, i, &next));
        return;
    }
    for (; i + sizeof(uint64_t) <= t.n && c->n <= DX_LABEL_CELLS; i += sizeof(uint64_t))
        for (uint64_t m = marks_in(t.p + i, mark); m; m &= m - 1)
            end_cell(c, i + (size_t)__builtin_ctzll(m) / 8);
    for (; i < t.n && c->n <= DX_LABEL_CELLS; i++)
        if (t.p[i] == mark)
            end_cell(c, i);
    if (t.n && t.p[t.n - 1] != mark)
        end_cell(c, t.n);
}

/* How many marks stand before byte `at` of the line. */
static size_t marks_before(const struct dx_label_cells *c, struct dx_str line, char mark, size_t at)
{
    size_t n = 0;
    if (c->n <= DX_LABEL_CELLS) {
        while (n < c->n && c->end[n] < at)
            n++;
        return n;
    }
    for (const char *p = line.p, *end = line.p + at; p < end && (p = memchr(p, mark, (size_t)(end - p))) != NULL; p++)
        n++;
    return n;
}

/* The n-th cell of the head. */
static bool cell_at(const struct dx_label_cells *c, struct dx_str head, char mark, size_t n, size_t *start, size_t *end)
{
    size_t from = 0;
    if (c->n <= DX_LABEL_CELLS) {
        *start = n && n <= c->n ? c->end[n - 1] + 1 : 0;
        *end = n < c->n ? c->end[n] : head.n;
        return n < c->n && *end > *start;
    }
    for (const char *p; n > 0 && (p = memchr(head.p + from, mark, head.n - from)) != NULL; n--)
        from = (size_t)(p - head.p) + 1;
    const char *stop = n == 0 && from < head.n ? memchr(head.p + from, mark, head.n - from) : NULL;
    *start = from;
    *end = stop ? (size_t)(stop - head.p) : head.n;
    return n == 0 && *end > from;
}

/* The cell of the head line that stands over byte `at` of the line; false when they don't look like one table, or it is empty. */
static bool head_cell(const struct dx_surroundings *in, struct dx_label_head *h, size_t at, size_t *column, size_t *start, size_t *end)
{
    if (!h->cells.known) {
        h->mark = dx_columns_mark(in->head);
        find_cells(&h->cells, in->head, h->mark);
    }
    if (!h->mark)
        return false;
    find_cells(&h->line, in->line, h->mark);
    if (h->mark == ' ' && h->line.n != h->cells.n)
        return dx_columns_over(in->head, in->line, at, column, start, end);
    *column = marks_before(&h->line, in->line, h->mark, at);
    return cell_at(&h->cells, in->head, h->mark, *column, start, end);
}

/* The head of a column in the picture is all label, but for a few bytes: what stands above a bubble of a chat isn't. */
static void look_in_column(const struct dx_rule *r, struct dx_str column, struct best *b)
{
    static const size_t more = 8;
    while (column.n) {
        const char *stop = memchr(column.p, '\n', column.n);
        struct dx_str row = {column.p, stop ? (size_t)(stop - column.p) : column.n};
        struct best here = {{NULL, 0}, 0, 0};
        look(r, NULL, &(struct part){.text = row, .to = row.n, .before = true, .above = true}, &here);
        if (here.word.n && row.n <= here.word.n + more)
            take(b, r, here.k, here.weight);
        column = (struct dx_str){column.p + row.n + (stop != NULL), column.n - row.n - (stop != NULL)};
    }
}

/* Where the lines of the text don't follow the picture's columns, the label stands to the left or above all the same. */
static void look_beside(const struct dx_rule *r, const struct dx_surroundings *in, struct best *b)
{
    look(r, NULL, &(struct part){.text = in->left, .to = in->left.n, .before = true}, b);
    if (!b->word.n)
        look(r, NULL, &(struct part){.text = in->over, .to = in->over.n, .before = true, .above = true}, b);
    if (!b->word.n)
        look_in_column(r, in->column, b);
}

/* One of the rule's words that a recogniser got nearly right, in a part before the candidate. */
static void look_nearly(const struct dx_rule *r, struct dx_str text, size_t from, size_t to, bool above, struct best *b)
{
    char lower_case[WINDOW];
    struct dx_str t = {lower_case, lowered(lower_case, text, from, to)};
    struct part p = {.text = text, .from = from, .to = to, .before = true, .above = above};
    for (size_t k = 0, start, end; k < r->n_said; k++) {
        int edits = dx_nearly(t, r->words[k], &start, &end);
        if (edits >= 0)
            take(b, r, k, dx_score_nearly(weight_of(r, &p, from + start, from + end), edits));
    }
}

/* May a word of the rule be among the places? */
static bool may_hold(const struct dx_surroundings *in, const struct dx_places *p, const struct dx_rule *r)
{
    return !in->lexicon || dx_places_have(in->lexicon, p, r);
}

static const struct dx_label_cell *cell_over(struct dx_surroundings *in, size_t at)
{
    struct dx_label_cell *c = &in->cell;
    struct dx_label_head alone;
    if (c->known && c->at == at)
        return c;
    if (!in->of_head)
        alone = (struct dx_label_head){0};
    *c = (struct dx_label_cell){.known = true, .at = at};
    if (!head_cell(in, in->of_head ? in->of_head : &alone, at, &c->cell, &c->from, &c->to))
        c->from = c->to = 0;
    return c;
}

/* The best of the rule's words in a cell; r->n_words: none is there. */
static size_t word_in_cell(const struct dx_rule *r, const struct dx_surroundings *in, const struct dx_label_cell *c)
{
    struct part p = {.text = in->head, .from = c->from, .to = c->to, .before = true, .persons = in->persons, .places = in->in_head};
    struct best b = {{NULL, 0}, 0, 0};
    look(r, in->lexicon, &p, &b);
    return b.word.n ? b.k : r->n_words;
}

/* The same, in the head over byte `at`: the same for all lines of a table. */
static size_t word_over(const struct dx_rule *r, struct dx_surroundings *in, size_t at)
{
    if (!in->head.n)
        return r->n_words;
    const struct dx_label_cell *c = cell_over(in, at);
    if (c->from == c->to || c->to - c->from >= WINDOW)
        return r->n_words;
    if (!in->of_head)
        return word_in_cell(r, in, c);
    struct dx_label_asked *a = &in->of_head->asked[((uintptr_t)r / sizeof *r + 11 * c->cell) % DX_LABEL_ASKED];
    if (a->rule != r || a->cell != c->cell)
        *a = (struct dx_label_asked){r, c->cell, may_hold(in, in->in_head, r) ? word_in_cell(r, in, c) : r->n_words};
    return a->k;
}

/* The head of the candidate's column says best what stands in it. */
static void look_in_head(const struct dx_rule *r, struct dx_surroundings *in, struct best *b)
{
    size_t k = word_over(r, in, in->spot.start);
    if (k < r->n_words)
        take(b, r, k, k < r->n_said ? r->weights.context : dx_score_column(r->weights.context));
}

/* Is the candidate the rest of a longer name: "wechat-broadcast", "line_id"? */
static bool names_on(struct dx_str line, size_t at)
{
    return at > 1 && at < line.n && (line.p[at - 1] == '-' || line.p[at - 1] == '_') && kit_is_alpha(line.p[at]) && kit_is_alpha(line.p[at - 2]);
}

/* The end of a word isn't one: where a part would start within a Latin word, it starts behind it. */
static size_t behind_word(struct dx_str s, size_t from, size_t to)
{
    while (from > 0 && from < to && kit_is_alpha(s.p[from - 1]) && kit_is_alpha(s.p[from]))
        from++;
    return from;
}

size_t dx_label_above(struct dx_str above) { return behind_word(above, back(above, above.n, DX_LABEL_BEFORE), above.n); }

static void look_in_lines(const struct dx_rule *r, const struct dx_surroundings *in, struct best *b)
{
    const struct dx_label_spot *spot = &in->spot;
    if (spot->names_on)
        return;
    if (may_hold(in, in->in_line, r))
        look(r, in->lexicon, &(struct part){.text = in->line, .from = spot->words_from, .to = spot->start, .before = true, .places = in->in_line}, b);
    if (!b->word.n && may_hold(in, in->in_line, r))
        look(r, in->lexicon, &(struct part){.text = in->line, .from = spot->words_behind, .to = spot->to, .places = in->in_line}, b);
    if (!b->word.n && in->above.n && spot->words_from == 0 && may_hold(in, in->in_above, r)) {
        bool number = number_within(in->line, 0, spot->start);
        look(r, in->lexicon, &(struct part){.text = in->above, .from = dx_label_above(in->above), .to = in->above.n, .before = true, .above = true, .number = number, .places = in->in_above}, b);
    }
    /* as if a number stood between: the line that does may have turned to something else */
    if (!b->word.n && in->higher.n && spot->words_from == 0 && may_hold(in, in->in_higher, r))
        look(r, in->lexicon, &(struct part){.text = in->higher, .to = in->higher.n, .before = true, .above = true, .number = true, .alone = true, .places = in->in_higher}, b);
}

static void look_for_nearly(const struct dx_rule *r, const struct dx_surroundings *in, struct best *b)
{
    size_t from = in->spot.words_from;
    look_nearly(r, in->line, from, in->spot.start, false, b);
    if (!b->word.n && from == 0)
        look_nearly(r, in->above, dx_label_above(in->above), in->above.n, true, b);
    if (!b->word.n)
        look_nearly(r, in->left, 0, in->left.n, false, b);
    if (!b->word.n)
        look_nearly(r, in->over, 0, in->over.n, true, b);
}

static size_t window_from(const struct dx_surroundings *in, size_t start)
{
    return in->ascii ? start - (start < DX_LABEL_BEFORE ? start : DX_LABEL_BEFORE) : back(in->line, start, DX_LABEL_BEFORE);
}

static size_t window_to(const struct dx_surroundings *in, size_t end)
{
    return !in->ascii ? forward(in->line, end, DX_LABEL_AFTER) : in->line.n - end < DX_LABEL_AFTER ? in->line.n : end + DX_LABEL_AFTER;
}

static void look_anew(struct dx_surroundings *in, size_t start, size_t end)
{
    struct dx_label_spot *s = &in->spot;
    *s = (struct dx_label_spot){.known = true, .start = start, .end = end};
    s->from = window_from(in, start);
    s->to = window_to(in, end);
    s->words_from = behind_word(in->line, start - s->from > WINDOW ? start - WINDOW : s->from, start);
    s->words_behind = behind_word(in->line, end, s->to);
    s->names_on = names_on(in->line, start);
}

static inline void look_at(struct dx_surroundings *in, size_t start, size_t end)
{
    const struct dx_label_spot *s = &in->spot;
    if (!s->known || s->start != start || s->end != end)
        look_anew(in, start, end);
}

bool dx_label_may(const struct dx_rule *r, struct dx_surroundings *in, size_t start)
{
    if (!in->lexicon || in->recognised || in->left.n || in->over.n || in->column.n || dx_places_have(in->lexicon, in->in_line, r) ||
        (in->above.n && dx_places_have(in->lexicon, in->in_above, r)) || (in->higher.n && dx_places_have(in->lexicon, in->in_higher, r)))
        return true;
    return word_over(r, in, start) < r->n_words;
}

size_t dx_label_from(const struct dx_surroundings *in, size_t start) { return window_from(in, start); }

struct dx_str dx_label_find(const struct dx_rule *r, struct dx_surroundings *in, size_t start, size_t end, double *weight, bool *own)
{
    struct best b = {{NULL, 0}, 0, 0};
    look_at(in, start, end);
    look_in_head(r, in, &b);
    if (!b.word.n)
        look_in_lines(r, in, &b);
    if (!b.word.n && (in->left.n || in->over.n || in->column.n))
        look_beside(r, in, &b);
    if (!b.word.n && in->recognised && r->weights.context > 0)
        look_for_nearly(r, in, &b);
    *weight = b.word.n ? b.weight : 0;
    *own = b.k < r->n_own;
    return b.word;
}

bool dx_label_glued(const struct dx_rule *r, struct dx_str line, size_t start)
{
    char text[WINDOW];
    size_t from = start > 64 ? start - 64 : 0;
    struct dx_str before = {text, lowered(text, line, from, start)};
    for (size_t i = 0; i <= r->n_said; i++) {
        struct dx_str w = i < r->n_said ? r->words[i] : DX_STR("no");
        if (w.n <= before.n && memcmp(text + before.n - w.n, w.p, w.n) == 0 && stands_alone(before, before.n - w.n, w))
            return true;
    }
    return false;
}

struct dx_str dx_label_window(struct dx_surroundings *in, size_t start, size_t end)
{
    look_at(in, start, end);
    return (struct dx_str){in->line.p + in->spot.from, in->spot.to - in->spot.from};
}
