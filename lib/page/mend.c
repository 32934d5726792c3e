/* mend.c: glyphs read twice, blanks that nobody printed, rows in pieces, strokes that are letters */
#include "page/mend.h"

#include <string.h>

#include "base/utf8.h"

#define TWICE 1.5      /* two consonants side by side are twice as wide as one; one that was read twice isn't */
#define NO_BLANK 0.17  /* of a character's height: of 1,234 printed blanks in numbers and names 9 were as narrow, of 45 others 18 */
#define BLANK 1.45     /* of a row's height: wider than a justified blank, and it may be the next column */
#define BEHIND_CODE 2.2 /* … but for a telephone's code in brackets, which is no column: faces of one pitch have wider blanks */
#define ON_ROW 0.6     /* share of the lower one's height that two lines on one row have in common, if their letters differ in height … */
#define TALL 3         /* … by this factor at most */
#define ROW_LINES 16   /* pieces of one row: more are specks */
#define STROKE 0.85    /* share of a letter's height that an I has at least, and a letter of a ruled line at most */
#define SAME_ROW 0.7   /* share of the height that two lines on one row have in common, and of the heights themselves */

static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

static uint32_t letter(const struct dx_seen *s)
{
    uint32_t c = 0;
    dx_utf8_get(s->utf8, s->n, &c);
    return c;
}

static bool is_digit(uint32_t c) { return (c >= '0' && c <= '9') || (c >= 0x1040 && c <= 0x1049); }

/* ---- one glyph, two letters ---- */

/* Thai consonants that differ by a hook or a notch, as their groups. */
static int alike(uint32_t c)
{
    static const uint32_t groups[][5] = {{0x0E04, 0x0E14, 0x0E28, 0x0E15}, {0x0E1D, 0x0E1F, 0x0E1C, 0x0E1E}, {0x0E02, 0x0E0A, 0x0E0B},
                                         {0x0E16, 0x0E20, 0x0E01}, {0x0E1A, 0x0E1B, 0x0E29}, {0x0E25, 0x0E2A}};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (size_t k = 0; k < 5 && groups[i][k]; k++)
            if (groups[i][k] == c)
                return (int)i + 1;
    return 0;
}

static bool is_consonant(uint32_t c) { return c >= 0x0E01 && c <= 0x0E2E; }

/* The mean width of the line's Thai consonants, from its first symbol on; 0: it has too few. */
static double width_of(const struct dx_seen_list *l, size_t from)
{
    enum { FEWEST = 4 };
    int sum = 0, n = 0;
    for (size_t i = from; i < l->n && (i == from || !l->p[i].line); i++)
        if (is_consonant(letter(&l->p[i]))) {
            sum += l->p[i].w;
            n++;
        }
    return n < FEWEST ? 0 : (double)sum / n;
}

static void drop_twins(struct dx_seen_list *l)
{
    double width = 0;
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct dx_seen *s = &l->p[i], *last = n ? &l->p[n - 1] : NULL;
        if (i == 0 || s->line)
            width = width_of(l, i);
        int group = alike(letter(s));
        bool twins = last && width > 0 && !s->line && !s->space && group && letter(last) != letter(s) && group == alike(letter(last)) &&
                     s->x + s->w - last->x < TWICE * width;
        if (!twins) {
            l->p[n++] = *s;
            continue;
        }
        struct dx_seen one = s->confidence > last->confidence ? *s : *last;
        one.line = last->line;
        one.space = last->space;
        one.w = max(s->x + s->w, last->x + last->w) - last->x;
        one.x = last->x;
        *last = one;
    }
    l->n = n;
}

/* ---- rows ---- */

struct row {
    int x0, y0, x1, y1;
};

struct placed {
    size_t at; /* its first symbol */
    struct row row;
};

static struct row row_at(const struct dx_seen_list *l, size_t from, size_t *end)
{
    const struct dx_seen *s = &l->p[from];
    struct row r = {s->x, s->y, s->x + s->w, s->y + s->h};
    size_t i = from;
    for (; i < l->n && (i == from || !l->p[i].line); i++) {
        s = &l->p[i];
        r = (struct row){min(r.x0, s->x), min(r.y0, s->y), max(r.x1, s->x + s->w), max(r.y1, s->y + s->h)};
    }
    *end = i;
    return r;
}

/* "(+62)", and nothing else. */
static bool is_dialling_code(const struct dx_seen_list *l, size_t from, size_t end)
{
    for (size_t i = from + 1; i + 1 < end; i++)
        if (letter(&l->p[i]) != '+' && !is_digit(letter(&l->p[i])))
            return false;
    return end - from > 2 && end - from <= 6 && letter(&l->p[from]) == '(' && letter(&l->p[end - 1]) == ')';
}

/* Does b go on where a ends, a blank's width behind it? */
static bool goes_on(struct row a, struct row b, double blank)
{
    int ha = a.y1 - a.y0, hb = b.y1 - b.y0, low = min(ha, hb), high = max(ha, hb);
    int shared = min(a.y1, b.y1) - max(a.y0, b.y0), gap = b.x0 - a.x1;
    return low > SAME_ROW * high && shared > SAME_ROW * high && gap > 0 && gap < blank * low;
}

/* Do they stand on one row, b before a? */
static bool is_before(struct row a, struct row b)
{
    int ha = a.y1 - a.y0, hb = b.y1 - b.y0, low = min(ha, hb), shared = min(a.y1, b.y1) - max(a.y0, b.y0);
    return b.x1 <= a.x0 && shared > ON_ROW * low && max(ha, hb) < TALL * low;
}

static void reverse(struct dx_seen *from, struct dx_seen *to)
{
    while (from < to) {
        struct dx_seen s = *from;
        *from++ = *--to;
        *to = s;
    }
}

/* Tesseract tells lines by their upper edges: where a label's letters are higher or lower than the value's, the value comes first. */
static void order_rows(struct dx_seen_list *l)
{
    struct placed line[ROW_LINES + 1]; /* the last ones, and the one that is put in its place */
    size_t n = 0, end;
    for (size_t i = 0; i < l->n; i = end) {
        if (n > ROW_LINES)
            memmove(line, line + 1, --n * sizeof line[0]);
        line[n].at = i;
        line[n++].row = row_at(l, i, &end);
        for (size_t k = n - 1, to = end; k > 0 && is_before(line[k - 1].row, line[k].row); to = line[k--].at) {
            struct row row = line[k].row;
            size_t mine = to - line[k].at;
            struct dx_seen *before = l->p + line[k - 1].at;
            reverse(before, l->p + to);
            reverse(before, before + mine);
            reverse(before + mine, l->p + to);
            line[k] = (struct placed){line[k - 1].at + mine, line[k - 1].row};
            line[k - 1].row = row;
        }
    }
}

static void join_rows(struct dx_seen_list *l)
{
    size_t end, before = 0;
    struct row last = {0};
    for (size_t i = 0; i < l->n; before = i, i = end) {
        struct row r = row_at(l, i, &end);
        bool on = i > 0 && goes_on(last, r, is_dialling_code(l, before, i) ? BEHIND_CODE : BLANK);
        if (on) {
            l->p[i].line = false;
            l->p[i].space = true;
        }
        last = on ? (struct row){min(last.x0, r.x0), min(last.y0, r.y0), r.x1, max(last.y1, r.y1)} : r;
    }
}

/* ---- strokes ---- */

static bool is_capital(uint32_t c) { return c >= 'A' && c <= 'Z'; }

/* As high as the letter or digit beside it, and close to it: no ruled line, no stroke between two words. */
static bool is_beside(const struct dx_seen *s, const struct dx_seen *other)
{
    int high = max(s->h, other->h), gap = max(s->x - other->x - other->w, other->x - s->x - s->w);
    return min(s->h, other->h) > STROKE * high && gap < NO_BLANK * 2 * high;
}

/* "SIT|", "DEW!", "-|149": an I among capitals, a 1 before digits. */
static void mend_strokes(struct dx_seen_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        struct dx_seen *s = &l->p[i];
        uint32_t c = letter(s);
        bool first = s->line || s->space, last = i + 1 == l->n || s[1].line || s[1].space;
        const struct dx_seen *before = first ? NULL : s - 1, *after = last ? NULL : s + 1;
        if (c != '|' && (c != '!' || !after))
            continue;
        bool capital = before && is_capital(letter(before)) && is_beside(s, before) && (!after || (is_capital(letter(after)) && is_beside(s, after)));
        bool digit = after && is_digit(letter(after)) && is_beside(s, after) && (!before || letter(before) == '-' || (is_digit(letter(before)) && is_beside(s, before)));
        if (capital || digit)
            s->utf8[0] = capital ? 'I' : '1';
    }
}

/* ---- blanks ---- */

/* What codes and numbers consist of; Burmese as a whole is written without blanks between words. */
static bool is_code(uint32_t c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c > ' ' && c < 0x80 && strchr("/()-@.", (char)c)) || (c >= 0x1000 && c <= 0x109F);
}

static bool is_within_code(uint32_t a, uint32_t b)
{
    return is_code(a) && is_code(b) && (is_digit(a) || is_digit(b) || a == '/' || b == '/' || a == '@' || b == '@');
}

static void close_gaps(struct dx_seen_list *l)
{
    for (size_t i = 1; i < l->n; i++) {
        struct dx_seen *s = &l->p[i], *last = &l->p[i - 1];
        int gap = s->x - last->x - last->w;
        if (s->space && !s->line && gap >= 0 && gap < NO_BLANK * max(s->h, last->h) && is_within_code(letter(last), letter(s)))
            s->space = false;
    }
}

void dx_mend(struct dx_seen_list *l)
{
    drop_twins(l);
    order_rows(l);
    join_rows(l);
    close_gaps(l);
    mend_strokes(l);
}
