/* phone_run.c: reads runs of digits and judges how they are written */
#include "find/phone/phone_run.h"

#include "find/text/bytes.h"
#include "find/text/chars.h"
#include "find/phone/phone_marks.h"

#include <string.h>

static bool is_digit_at(struct dx_str t, size_t i) { return i < t.n && kit_is_digit(t.p[i]); }

/* Does a digit follow at i, at once, behind another letter like one, or (within a number) after a separator? */
static bool digit_follows(struct dx_str t, size_t i, bool inside)
{
    return is_digit_at(t, i) || (is_digit_at(t, i + 1) && t.p[i] && (strchr("OoIlB", t.p[i]) || (inside && (t.p[i] == '-' || t.p[i] == '.' || t.p[i] == ' '))));
}

static bool is_drawn(char c) { return kit_is_digit(c) || (c && strchr("OoIl", c)); }

/* Is the letter before byte i the last of a number: behind two digits or three, other such letters among them, of a group that isn't the first, before no word? */
static bool closes(struct dx_str t, size_t letter, size_t i)
{
    size_t n = 0, digits = 0;
    while (n < 4 && n < letter && is_drawn(t.p[letter - 1 - n]))
        digits += kit_is_digit(t.p[letter - 1 - n++]);
    bool grouped = letter > n + 1 && strchr("- .", t.p[letter - 1 - n]) && is_drawn(t.p[letter - 2 - n]);
    return digits > 1 && n < 4 && grouped && (i >= t.n || !(kit_is_alnum(t.p[i]) || (t.p[i] & 0x80) || strchr("-_@%", t.p[i])));
}

/* A bar between numbers is one, not a 1. */
static bool parts_columns(struct dx_str t, size_t bar)
{
    size_t before = 0, after = 0;
    while (before < bar && kit_is_digit(t.p[bar - 1 - before]))
        before++;
    while (is_digit_at(t, bar + 1 + after))
        after++;
    return before > 3 || after > 3;
}

/* The digit at i: itself, or a letter drawn like it when a digit follows; `inside`: digits stand before it. len: its bytes. */
static int digit_at(struct dx_str t, size_t i, bool inside, size_t *len, bool *letter)
{
    static const struct {
        const char *drawn;
        int digit;
        bool within; /* only between digits: alone it is too often a letter */
    } letters[] = {{"O", 0, false}, {"o", 0, false}, {"I", 1, false}, {"l", 1, false}, {"|", 1, true}, {"S", 5, false}, {"B", 8, false},
                   {"Z", 2, false}, {"D", 0, true}, {"G", 6, true}, {"b", 6, true}, {"g", 9, true}, {"q", 9, true},
                   {"ဝ", 0, false}, {"ဇ", 9, false}, {"ရ", 7, false}};
    static const struct dx_bytes drawn_alike = {{0, UINT64_C(0x1002908404088294), 0, UINT64_C(0x200000000)}};
    *letter = false;
    *len = 1;
    if (i >= t.n)
        return -1;
    if (kit_is_digit(t.p[i]))
        return t.p[i] - '0';
    if (!dx_bytes_has(&drawn_alike, (unsigned char)t.p[i]) || (t.p[i] == '|' && parts_columns(t, i)))
        return -1;
    for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++) {
        if (letters[k].drawn[0] != t.p[i])
            continue;
        size_t n = strlen(letters[k].drawn);
        if (i + n > t.n || memcmp(t.p + i, letters[k].drawn, n) != 0)
            continue;
        if (letters[k].within ? inside && i > 1 && is_digit_at(t, i - 2) && is_digit_at(t, i + n) : digit_follows(t, i + n, inside) || (inside && n == 1 && closes(t, i, i + n))) {
            *len = n;
            *letter = true;
            return letters[k].digit;
        }
    }
    return -1;
}

/* A separator by itself, as it is noted; '\0': it is none. */
static const char mark_of[256] = {
    [' '] = ' ', ['('] = '(', [')'] = ')', ['-'] = '-', ['.'] = '.', ['/'] = '/', ['['] = '(', [']'] = ')', ['~'] = '~',
};

/* … of several bytes: one blank on either side of a mark at most. */
static size_t long_separator(struct dx_str t, size_t i, char *kind)
{
    size_t n = 0;
    *kind = ' ';
    for (; n < 3 && i + n < t.n; n++) {
        char c = mark_of[(unsigned char)t.p[i + n]];
        if (c == ' ' && (n == 0 || t.p[i + n - 1] != ' '))
            continue;
        if (c == ' ' || !c || (*kind != ' ' && !(*kind == ')' && (c == '-' || c == '/')) && !(*kind == '-' && c == '(')))
            break;
        *kind = c;
    }
    size_t len;
    bool letter;
    return n && i + n < t.n && dx_run_class_of[(unsigned char)t.p[i + n]] >= DX_RUN_LETTER && digit_at(t, i + n, false, &len, &letter) >= 0 ? n : 0;
}

/* The separator at i before another group: its bytes, 0 when there is none. */
static inline size_t separator_at(struct dx_str t, size_t i, char *kind)
{
    char c = i < t.n ? mark_of[(unsigned char)t.p[i]] : '\0';
    if (!c)
        return 0;
    if (!is_digit_at(t, i + 1))
        return long_separator(t, i, kind);
    *kind = c;
    return 1;
}

/* The digits of a group from byte i on, letters like digits among them. */
static size_t read_digits(struct dx_str t, size_t i, struct dx_run *x, struct dx_run_group *g)
{
    char *first = x->digit + x->n, *full = x->digit + DX_RUN_DIGITS, *to = kit_copy_digits(t, &i, first, full);
    int repaired = 0;
    while (to < full && i < t.n && dx_run_class_of[(unsigned char)t.p[i]] == DX_RUN_LETTER) {
        size_t len;
        bool letter;
        int d = digit_at(t, i, to > first, &len, &letter);
        if (d < 0)
            break;
        *to++ = (char)('0' + d);
        repaired++;
        i += len;
        to = kit_copy_digits(t, &i, to, full);
    }
    *to = '\0';
    g->repaired = repaired;
    g->n = (int)(to - first);
    return i;
}

/* Another group at byte i; false: there are no digits. Most are short, with no letter behind them. */
static inline bool read_group(struct dx_str t, size_t i, struct dx_run *x, char sep)
{
    struct dx_run_group *g = &x->group[x->groups];
    uint64_t w;
    char *to = x->digit + x->n;
    unsigned n = 0;
    if (i + sizeof w < t.n) {
        memcpy(&w, t.p + i, sizeof w);
        n = kit_digits_in(w);
    }
    if (n > 0 && n < sizeof w && x->n + (int)n <= DX_RUN_DIGITS && dx_run_class_of[(unsigned char)t.p[i + n]] != DX_RUN_LETTER) {
        memcpy(to, &w, sizeof w);
        to[n] = '\0';
        g->n = (int)n;
        g->end = i + n;
        g->repaired = 0;
    } else
        g->end = read_digits(t, i, x, g);
    if (g->n == 0)
        return false;
    g->start = i;
    g->first = x->n;
    g->sep = sep;
    x->n += g->n;
    x->groups++;
    return true;
}

static bool is_mark(struct dx_str t, size_t i) { return t.p[i] == '(' || t.p[i] == '+' || (t.p[i] == '[' && i + 1 < t.n && t.p[i + 1] == '+'); }

/* May a run start at byte i, which is one of `starts`? */
static bool starts_at(struct dx_str t, size_t i)
{
    size_t len;
    bool letter;
    if ((i > 0 && t.p[i - 1] == '%') || (i > 1 && t.p[i - 2] == '%'))
        return false; /* %2B is a plus in a link */
    if (is_mark(t, i))
        for (int marks = 0; i < t.n && (is_mark(t, i) || t.p[i] == ' ') && marks < 4; marks++)
            i++;
    return is_digit_at(t, i) || digit_at(t, i, false, &len, &letter) >= 0;
}

/* Does a letter at i that is drawn like a digit start anything: a digit, or another such letter and a digit, must follow. */
static bool leads(struct dx_str t, size_t i)
{
    static const char last[] = "\x9D\x87\x9B"; /* of the Burmese letters like digits: most of that script's aren't */
    if ((unsigned char)t.p[i] == 0xE1)
        return i + 2 < t.n && (unsigned char)t.p[i + 1] == 0x80 && strchr(last, t.p[i + 2]);
    return is_digit_at(t, i + 1) || is_digit_at(t, i + 2);
}

/* ---- where a run may be ---- */

size_t dx_run_next_plainly(struct dx_str t, size_t i)
{
    static const struct dx_bytes starts = {{UINT64_C(0x03ff090000000000), UINT64_C(0x0000800008008004), 0, UINT64_C(0x200000000)}}; /* 0-9 ( + B O [ o E1 */
    static const struct dx_bytes letters = {{0, UINT64_C(0x0000800000008004), 0, UINT64_C(0x200000000)}}; /* B O o E1 */
    for (; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        if (dx_bytes_has(&starts, c) && (!dx_bytes_has(&letters, c) || leads(t, i)) && starts_at(t, i))
            break;
    }
    return i;
}

/* Is the separator of n bytes before byte i a sign, as sums have it: "09260447193 -5,000"? Behind so many digits no number goes on so. */
static bool is_sign(struct dx_str t, size_t i, size_t n, int digits)
{
    enum { WHOLE = 9 };
    return n > 1 && digits >= WHOLE && t.p[i - 1] == '-' && t.p[i - 2] == ' ';
}

/* Groups from byte i on; sep: before the first. */
static void read_groups(struct dx_str t, size_t i, struct dx_run *x, char sep)
{
    while (read_group(t, i, x, sep)) {
        x->end = i = x->group[x->groups - 1].end;
        size_t n = separator_at(t, i, &sep);
        x->cut = x->n >= DX_RUN_DIGITS || x->groups >= DX_RUN_GROUPS;
        if (n == 0 || x->cut || is_sign(t, i + n, n, x->n))
            break;
        i += n;
    }
}

void dx_run_read(struct dx_str t, size_t i, struct dx_run *x)
{
    x->n = x->groups = 0;
    x->plus = x->cut = false;
    x->start = x->end = i;
    for (int marks = 0; i < t.n && is_mark(t, i) && marks < 3; i++, marks++)
        x->plus = x->plus || t.p[i] == '+';
    if (x->plus && i < t.n && t.p[i] == ' ')
        i++;
    read_groups(t, i, x, 0);
}

void dx_run_behind(struct dx_str t, int b, struct dx_run *x)
{
    struct dx_run_group last = x->group[x->groups - 1];
    int from = x->group[++b].first;
    x->plus = false;
    x->start = x->group[b].start;
    x->groups -= b;
    x->n -= from;
    memmove(x->group, x->group + b, (size_t)x->groups * sizeof *x->group);
    memmove(x->digit, x->digit + from, (size_t)x->n + 1);
    for (int i = 0; i < x->groups; i++)
        x->group[i].first -= from;
    x->group[0].sep = 0;
    if (!x->cut)
        return;
    x->cut = false; /* the last group, perhaps a part of one, is read again, and what is behind it */
    x->n -= last.n;
    read_groups(t, last.start, x, --x->groups ? last.sep : 0);
}

/* ---- what is plainly something else ---- */

/* Are three numbers of so many digits a date, d/m/y or y/m/d? `apart`: what follows them has another mark, or nothing does. */
static bool is_date(const int v[3], const size_t n[3], bool apart)
{
    if (n[0] <= 2 && n[1] <= 2 && (n[2] == 4 || n[2] == 2))
        return v[0] >= 1 && v[0] <= 31 && v[1] >= 1 && v[1] <= 31 && (n[2] == 2 || (v[2] >= 1800 && v[2] < 2700)) && (n[2] == 4 || apart);
    return n[0] == 4 && n[1] <= 2 && n[2] <= 2 && v[0] >= 1800 && v[0] < 2700 && v[1] >= 1 && v[1] <= 12 && v[2] >= 1 && v[2] <= 31;
}

/* kit_number of two digits and four: such are most. */
static inline int number_of(const char *p, size_t n)
{
    int two = n == 2 || n == 4 ? 10 * p[0] + p[1] - 11 * '0' : 0;
    return n == 2 ? two : n == 4 ? 100 * two + 10 * p[2] + p[3] - 11 * '0' : kit_number(p, n);
}

bool dx_run_is_date_of(const char *p, const size_t n[3], bool apart)
{
    const char *second = p + n[0] + 1, *third = second + n[1] + 1;
    return is_date((const int[]){number_of(p, n[0]), number_of(second, n[1]), number_of(third, n[2])}, n, apart);
}

bool dx_run_is_date_at(const struct dx_run *x, int a)
{
    const struct dx_run_group *g = x->group + a;
    size_t n[3];
    int v[3];
    for (int i = 0; i < 3; i++) {
        if (g[i].n > 4)
            return false;
        n[i] = (size_t)g[i].n;
        v[i] = kit_number(x->digit + g[i].first, n[i]);
    }
    return is_date(v, n, a + 3 == x->groups || g[3].sep != g[1].sep);
}

/* 02-2024-00123: the number of a letter, by year. */
static bool is_by_year(const struct dx_run *x, int a, int b)
{
    const struct dx_run_group *g = x->group + a;
    int year = b == a + 2 && g[1].n == 4 && g[1].sep == '-' && g[2].sep == '-' ? kit_number(x->digit + g[1].first, 4) : 0;
    return g[2].n >= 5 && ((year >= 1950 && year < 2100) || (year >= 2500 && year < 2600));
}

/* Four groups that are an address of the net. */
static bool is_address(const struct dx_run_group *g, const char *digit)
{
    for (int i = 0; i < 4; i++)
        if (g[i].n > 3 || kit_number(digit + g[i].first, (size_t)g[i].n) > 255)
            return false;
    return true;
}

static bool slash_fits(const struct dx_run *x, int a, int i, int head)
{
    const struct dx_run_group *g = x->group + a;
    return i <= a + head || (i == a + 1 && g->n >= 2 && g->n <= 3 && x->digit[g->first] == '0' && x->group[i].n >= 3);
}

/* What groups a…b have, as it grows with b. */
struct written {
    int singles, dots, longest, n;
};

/* Are groups a…b, none of which stands where it mayn't, written as a number? */
static bool is_plausible(const struct dx_run *x, int a, const struct written *w, int head)
{
    if (w->dots == 3 && w->n == 4 && is_address(x->group + a, x->digit))
        return false;
    if (w->singles && w->longest == 1)
        return w->n >= 8;
    if (w->singles > (head || w->n == 4 ? 2 : 1))
        return head >= 2;
    if (w->dots && (w->dots != w->n - 1 || w->longest < 3 || (x->group[a].n == 1 && !head)))
        return false; /* decimals, times, dates; dots are used throughout or not at all */
    return (w->longest >= 3 || w->n >= 4) && !is_by_year(x, a, a + w->n - 1);
}

/* May one digit stand alone behind others as the last group? */
static bool may_be_last(const struct dx_run *x, int a, int i)
{
    int n = i - a + 1;
    return (n > 4 && x->group[a].n > 1) || (n == 4 && (x->group[a].n == 1 || x->group[i].sep == ' '));
}

uint32_t dx_run_ends(const struct dx_run *x, int a, int head)
{
    _Static_assert(DX_RUN_GROUPS <= 32, "a bit for each group");
    struct written w = {.n = 0};
    uint32_t ends = 0;
    for (int i = a; i < x->groups; i++) {
        const struct dx_run_group *g = &x->group[i];
        if (i > a && (g->sep == '~' || (g->sep == '/' && !slash_fits(x, a, i, head))))
            break; /* it stands between numbers */
        w.n++;
        w.singles += g->n == 1;
        w.dots += i > a && g->sep == '.';
        w.longest = g->n > w.longest ? g->n : w.longest;
        bool alone = g->n == 1 && w.longest > 1 && i > a + head && !(g->sep == '(' && x->digit[g->first] == '0');
        int digits = g->first + g->n - x->group[a].first;
        if (digits >= DX_PHONE_LEAST && digits <= DX_RUN_MOST && (!alone || may_be_last(x, a, i)) && is_plausible(x, a, &w, head))
            ends |= UINT32_C(1) << i;
        if (alone || digits > DX_RUN_MOST)
            break;
    }
    return ends;
}

bool dx_run_is_american(const struct dx_run *x, int a, int b)
{
    a += b - a == 3 && x->group[a].n == 1 && x->digit[x->group[a].first] == '1';
    const struct dx_run_group *g = &x->group[a];
    return b - a == 2 && g[0].n == 3 && g[1].n == 3 && g[2].n == 4 && x->digit[g[0].first] > '1';
}
