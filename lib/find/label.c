/* label.c: finding labels */
#include "find/label.h"

#include <string.h>

#include "base/utf8.h"
#include "find/score.h"

#define WINDOW 256 /* bytes: DX_LABEL_BEFORE characters of 4 bytes, and a longest word */
#define NUMBER 5   /* digits that make a number of their own between a label and a candidate */

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* n characters back from `at`, or forward. */
static size_t back(struct dx_str s, size_t at, size_t n)
{
    while (at > 0 && n > 0) {
        at--;
        n -= ((unsigned char)s.p[at] & 0xc0) != 0x80;
    }
    return at;
}

static size_t forward(struct dx_str s, size_t at, size_t n)
{
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
        out[n++] = lower(s.p[i]);
    return n;
}

/* Does a Latin letter start at byte `at`: ASCII, or with a mark as Vietnamese has them (U+00C0 to U+024F, U+1E00 to U+1EFF)? */
static bool latin_at(struct dx_str text, size_t at)
{
    uint32_t cp = 0;
    return is_letter(text.p[at]) || (dx_utf8_get(text.p + at, text.n - at, &cp) > 1 &&
                                     ((cp >= 0xc0 && cp < 0x250 && cp != 0xd7 && cp != 0xf7) || (cp >= 0x1e00 && cp < 0x1f00)));
}

/* A Latin word must stand alone: "ic" isn't in "price", "ph" not in "phím". Digits may follow at once: "hp0812…". */
static bool stands_alone(struct dx_str text, size_t at, struct dx_str word)
{
    size_t end = at + word.n;
    return !(is_letter(word.p[0]) && at > 0 && latin_at(text, back(text, at, 1))) &&
           !(is_letter(word.p[word.n - 1]) && end < text.n && latin_at(text, end));
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
    for (size_t i = from; i < to; i++)
        digits += is_digit(s.p[i]);
    return digits >= NUMBER;
}

struct best {
    struct dx_str word;
    double weight;
};

static void take(struct best *b, struct dx_str word, double weight)
{
    if (!b->word.n || weight > b->weight || (weight == b->weight && word.n > b->word.n))
        *b = (struct best){word, weight};
}

static void look_before(const struct dx_rule *r, struct dx_str text, bool above, bool number_between, struct best *b)
{
    for (size_t i = 0; i < r->n_words; i++) {
        struct dx_str w = r->words[i];
        size_t at = place_of(text, w, true), end = at + w.n;
        if (at < text.n)
            take(b, w, dx_score_context(r->weights.context, text.n - end, above, number_between || number_within(text, end, text.n)));
    }
}

static void look_after(const struct dx_rule *r, struct dx_str text, struct best *b)
{
    for (size_t i = 0; i < r->n_words; i++) {
        struct dx_str w = r->words[i];
        size_t at = place_of(text, w, false);
        if (at < text.n) /* what follows may as well be the label of the next thing */
            take(b, w, dx_score_context(r->weights.context, DX_LABEL_BEFORE, false, number_within(text, 0, at)));
    }
}

/* The cell of the head line that stands over byte `at` of the line; empty when they don't look like one table. */
static struct dx_str head_cell(struct dx_str head, struct dx_str line, size_t at)
{
    static const char marks[] = "\t;|,";
    struct dx_str none = {NULL, 0};
    const char *mark = marks;
    while (*mark && !(head.n && memchr(head.p, *mark, head.n)))
        mark++;
    if (!*mark)
        return none;
    size_t column = 0, from = 0;
    for (size_t i = 0; i < at; i++)
        column += line.p[i] == *mark;
    for (size_t i = 0; i <= head.n; i++) {
        if (i < head.n && head.p[i] != *mark)
            continue;
        if (column-- == 0)
            return (struct dx_str){head.p + from, i - from};
        from = i + 1;
    }
    return none;
}

/* Where the lines of the text don't follow the picture's columns, the label stands to the left or above all the same. */
static void look_beside(const struct dx_rule *r, const struct dx_surroundings *in, struct best *b)
{
    char text[WINDOW];
    look_before(r, (struct dx_str){text, lowered(text, in->left, 0, in->left.n)}, false, false, b);
    if (!b->word.n)
        look_before(r, (struct dx_str){text, lowered(text, in->over, 0, in->over.n)}, true, false, b);
}

/* The head of the candidate's column says best what stands in it. */
static void look_in_head(const struct dx_rule *r, const struct dx_surroundings *in, size_t start, struct best *b)
{
    struct dx_str cell = head_cell(in->head, in->line, start);
    if (!cell.n || cell.n >= WINDOW)
        return;
    char text[WINDOW];
    size_t n = lowered(text, cell, 0, cell.n);
    struct best c = {{NULL, 0}, 0};
    look_before(r, (struct dx_str){text, n}, false, false, &c);
    if (c.word.n)
        take(b, c.word, r->weights.context);
}

/* Is the candidate the rest of a longer name: "wechat-broadcast", "line_id"? */
static bool names_on(struct dx_str line, size_t at)
{
    return at > 1 && at < line.n && (line.p[at - 1] == '-' || line.p[at - 1] == '_') && is_letter(line.p[at]) && is_letter(line.p[at - 2]);
}

static void look_in_lines(const struct dx_rule *r, const struct dx_surroundings *in, size_t start, size_t end, struct best *b)
{
    char text[WINDOW];
    if (names_on(in->line, start))
        return;
    size_t from = back(in->line, start, DX_LABEL_BEFORE);
    from = start - from > WINDOW ? start - WINDOW : from;
    while (from > 0 && from < start && is_letter(in->line.p[from - 1]) && is_letter(in->line.p[from]))
        from++; /* the end of a word isn't one */
    look_before(r, (struct dx_str){text, lowered(text, in->line, from, start)}, false, false, b);
    if (!b->word.n) {
        size_t to = forward(in->line, end, DX_LABEL_AFTER);
        look_after(r, (struct dx_str){text, lowered(text, in->line, end, to)}, b);
    }
    if (!b->word.n && in->above.n && from == 0) {
        size_t at = back(in->above, in->above.n, DX_LABEL_BEFORE);
        bool number = number_within(in->line, 0, start);
        look_before(r, (struct dx_str){text, lowered(text, in->above, at, in->above.n)}, true, number, b);
    }
}

struct dx_str dx_label_find(const struct dx_rule *r, const struct dx_surroundings *in, size_t start, size_t end, double *weight)
{
    struct best b = {{NULL, 0}, 0};
    look_in_head(r, in, start, &b);
    if (!b.word.n)
        look_in_lines(r, in, start, end, &b);
    if (!b.word.n)
        look_beside(r, in, &b);
    *weight = b.word.n ? b.weight : 0;
    return b.word;
}

bool dx_label_glued(const struct dx_rule *r, struct dx_str line, size_t start)
{
    char text[WINDOW];
    size_t from = start > 64 ? start - 64 : 0;
    struct dx_str before = {text, lowered(text, line, from, start)};
    for (size_t i = 0; i <= r->n_words; i++) {
        struct dx_str w = i < r->n_words ? r->words[i] : DX_STR("no");
        if (w.n <= before.n && memcmp(text + before.n - w.n, w.p, w.n) == 0 && stands_alone(before, before.n - w.n, w))
            return true;
    }
    return false;
}

struct dx_str dx_label_window(struct dx_str line, size_t start, size_t end)
{
    size_t from = back(line, start, DX_LABEL_BEFORE), to = forward(line, end, DX_LABEL_AFTER);
    return (struct dx_str){line.p + from, to - from};
}
