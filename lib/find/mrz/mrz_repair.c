/* mrz_repair.c: from lines as somebody read them to the most plausible zone
 *
 * What is changed, in this order, and nothing else:
 * 1. Letter case, spaces, drawings of the filler; stray punctuation is dropped.
 * 2. Length. Recognisers lose and add fillers in runs. Fillers are put in (up to 3, or up to 16 into a run of 4 or more) beside
 *    fillers, at the line's end, or at the end of the document number; fillers and what sticks out at the margins are left out.
 *    Of all places the one is taken at which most characters fit their class and most check digits hold.
 * 3. Class. A letter where only digits can stand becomes the digit that looks like it, and the other way round.
 * 4. Filler runs. Names hold no more than two fillers in a row, so K C L E S X after three are fillers; likewise three
 *    of one such letter beside a filler. In optional data only where no check digit is lost by it.
 * 5. Document number and optional data hold letters and digits alike, so class says nothing there. When such a field's check
 *    digit fails, at most two characters may become their look-alike of the other class, and only towards what the issuer's
 *    known number layout demands or, without one, towards the class of both neighbours; and only if exactly one such change (of
 *    one character; of two when no change of one does) makes the field's digit and the composite digit hold; a visa has no
 *    composite: one character at most. A digit among digits is never touched: a number that is wrong as printed keeps its
 *    failing check.
 * Every change but those of 1 is listed in `repairs`; lines as read are kept. */
#include "base/utf8.h"
#include "find/mrz/mrz_layout.h"
#include "find/check/states.h"
#include "find/text/chars.h"

#include <stdlib.h>
#include <string.h>

#define CELLS 96     /* characters of a line that can still be one of 44: fillers read twice and noise included */
#define FEW 3        /* fillers lost or added anywhere */
#define RUN 4        /* a run this long … */
#define MANY 16      /* … may have lost or gained this many */
#define NOISE 4      /* stray characters of a line */
#define FOREIGN 64   /* cost of a character that can't stand where it stands */
#define HOLDS (2 * FOREIGN) /* what a check digit that holds is worth */

/* ---- 1: characters ---- */

static const char *const filler1[] = {"\xe2\x80\xb9" /* ‹ */, "\xef\xbc\x9c" /* ＜ */, "\xe2\x89\xa4" /* ≤ */,
                                      "\xe3\x80\x88" /* 〈 */, "\xe2\x9f\xa8" /* ⟨ */, "\xcb\x82" /* ˂ */,
                                      "_", "-", "\xe2\x80\x93" /* – */, NULL};
static const char *const filler2[] = {"\xc2\xab" /* « */, "\xe3\x80\x8a" /* 《 */, "\xe2\x89\xaa" /* ≪ */, NULL};
static const char *const letter_e[] = {"\xe2\x82\xac" /* € */, "\xc2\xa3" /* £ */, NULL};

static size_t one_of(const char *const *set, const char *p)
{
    for (; *set; set++)
        if (strncmp(p, *set, strlen(*set)) == 0)
            return strlen(*set);
    return 0;
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/* The characters of a line that may be of a zone, as they were read (lower case kept: it tells b from B). -1: no line of one. */
static int clean(char cell[CELLS], const char *p)
{
    int n = 0, noise = 0, low = 0, high = 0;
    for (size_t len; *p; p += len) {
        len = 1;
        if (n + 2 > CELLS || noise > NOISE)
            return -1;
        if (is_upper(*p) || is_lower(*p) || kit_is_digit(*p) || strchr("<({[|!$?", *p)) {
            low += is_lower(*p);
            high += is_upper(*p);
            cell[n++] = *p;
            continue;
        }
        if (*p == ' ' || *p == '\t' || *p == '\r')
            continue;
        size_t twice = one_of(filler2, p), e = one_of(letter_e, p), once = one_of(filler1, p);
        if (twice || once) {
            len = twice ? twice : once;
            cell[n++] = '<';
            if (twice)
                cell[n++] = '<';
        } else if (e) {
            len = e;
            cell[n++] = 'E';
        } else {
            noise++;
            uint32_t cp;
            len = dx_utf8_get(p, strlen(p), &cp);
            len = len ? len : 1;
        }
    }
    for (int i = 0; low > high && i < n; i++) /* typed in lower case: no look-alikes meant */
        cell[i] = kit_upper(cell[i]);
    return n;
}

/* ---- 3: classes ---- */

struct look {
    char from, to;
};
static const struct look to_digit[] = {{'O', '0'}, {'Q', '0'}, {'D', '0'}, {'I', '1'}, {'L', '1'}, {'|', '1'}, {'!', '1'},
                                       {'Z', '2'}, {'S', '5'}, {'$', '5'}, {'b', '6'}, {'G', '6'}, {'T', '7'}, {'?', '7'},
                                       {'B', '8'}, {'g', '9'}, {'q', '9'}, {0, 0}};
static const struct look to_letter[] = {{'0', 'O'}, {'1', 'I'}, {'2', 'Z'}, {'5', 'S'}, {'6', 'G'}, {'8', 'B'}, {'|', 'I'},
                                        {'!', 'I'}, {'$', 'S'}, {0, 0}};
static const struct look to_filler[] = {{'(', '<'}, {'{', '<'}, {'[', '<'}, {'K', '<'}, {'C', '<'}, {0, 0}};
static const struct look to_any[] = {{'|', '1'}, {'!', '1'}, {'l', '1'}, {'$', 'S'}, {'(', '<'}, {'{', '<'}, {'[', '<'}, {0, 0}};

static char look_up(const struct look *t, char c)
{
    for (; t->from; t++)
        if (t->from == c)
            return t->to;
    return '\0';
}

/* What a character is where this class stands; *cost grows with what has to be believed for it. */
static char as_class(char c, enum mrz_class class, int *cost)
{
    char u = kit_upper(c), to = '\0';
    if (mrz_in_class(u, class) && !(class == MRZ_ANY && c == 'l'))
        return u;
    *cost += FOREIGN / 8;
    if (class == MRZ_ANY) {
        to = look_up(to_any, c);
    } else if (class == MRZ_DATE || class == MRZ_DIGIT || class == MRZ_CHECK) {
        to = look_up(to_digit, c);
        to = to ? to : look_up(to_digit, u);
        if (!to && class != MRZ_DIGIT)
            to = look_up(to_filler, u);
    } else if (class == MRZ_ALPHA) {
        to = look_up(to_letter, c);
        to = to ? to : u == '(' || u == '{' || u == '[' ? '<' : '\0';
    } else {
        to = look_up(to_filler, u);
    }
    if (to)
        return to;
    *cost += FOREIGN;
    return mrz_in_class(u, MRZ_ANY) ? u : '<';
}

/* ---- 2: length ---- */

/* A line being fitted: its final characters, and for each what was read there ('\0': nothing). */
struct fit {
    char text[DX_MRZ_COLUMNS + 1], raw[DX_MRZ_COLUMNS + 1];
    char lost[CELLS]; /* characters left out, at column lost_at */
    int n_lost, lost_at;
    int cost;
};

static bool is_own(const struct mrz_layout *l, int line, int check) { return l->part[MRZ_P_CHECKS + check].len && l->part[MRZ_P_CHECKS + check].line == line; }

/* How many check digits a line has of its own. */
static int own_checks(const struct mrz_layout *l, int line)
{
    int n = 0;
    for (int c = 0; c < DX_MRZ_COMPOSITE; c++)
        n += is_own(l, line, c);
    return n;
}

/* … and how many of them hold: each is worth more than any guess about a class. */
static int own_held(const struct mrz_layout *l, int line, const char *text)
{
    struct dx_mrz z = {.format = l->format, .n_lines = l->lines, .columns = l->columns};
    int hold = 0;
    memcpy(z.lines[line], text, (size_t)l->columns);
    for (int c = 0; c < DX_MRZ_COMPOSITE; c++)
        hold += is_own(l, line, c) && dx_mrz_check(&z, (enum dx_mrz_check)c) == 1;
    return hold;
}

/* What the cells of a line are, all of them moved by so many columns, and what the first k of them cost. */
struct moved {
    char text[CELLS];
    int cost[CELLS + 1];
};

static void move(struct moved *m, const char *cell, int n, int by, const uint8_t *class, int columns)
{
    m->cost[0] = 0;
    for (int k = 0; k < n; k++) {
        int at = k + by;
        m->cost[k + 1] = m->cost[k];
        m->text[k] = at >= 0 && at < columns ? as_class(cell[k], (enum mrz_class)class[at], &m->cost[k + 1]) : '\0';
    }
}

/* What fillers cost that nobody read, in the first k columns: most where only a digit can stand. */
static void price_fillers(int cost[DX_MRZ_COLUMNS + 1], const uint8_t *class, int columns)
{
    cost[0] = 0;
    for (int i = 0; i < columns; i++)
        cost[i + 1] = cost[i] + (mrz_in_class('<', (enum mrz_class)class[i]) ? 0 : FOREIGN / 2);
}

static int run_at(const char *cell, int n, int p)
{
    int from = p, to = p;
    while (from > 0 && cell[from - 1] == '<')
        from--;
    while (to < n && cell[to] == '<')
        to++;
    return to - from;
}

static bool fillers(const char *cell, int n)
{
    for (int i = 0; i < n; i++)
        if (cell[i] != '<')
            return false;
    return true;
}

/* `add` fillers put in before cell p. */
static void with_more(struct fit *f, const char *cell, int n, int p, int add)
{
    memcpy(f->raw, cell, (size_t)p);
    memset(f->raw + p, 0, (size_t)add);
    memcpy(f->raw + p + add, cell + p, (size_t)(n - p));
    f->n_lost = 0;
}

/* `less` cells left out from p on. */
static void with_less(struct fit *f, const char *cell, int n, int p, int less)
{
    memcpy(f->raw, cell, (size_t)p);
    memcpy(f->raw + p, cell + p + less, (size_t)(n - p - less));
    memcpy(f->lost, cell + p, (size_t)less);
    f->n_lost = less;
    f->lost_at = p;
}

/* May fillers be put in, or cells left out, at p? */
static bool allowed(const struct mrz_layout *l, int line, const char *cell, int n, int p, int change)
{
    int run = run_at(cell, n, p), size = abs(change);
    if (size > FEW && run < RUN)
        return false;
    if (change < 0)
        return fillers(cell + p, size) || (size <= FEW && (p == 0 || p == n - size));
    const struct mrz_part *number = &l->part[MRZ_P_NUMBER];
    return run > 0 || p == n || (number->line == line && p + size == number->at + number->len);
}

/* The cheapest way to make the line as long as the format has it; false when there is none. All places have most of the line in common: what stands before
 * one is where it was read, what stands behind it is moved, so that only the check digits have to be asked for each, and not where they can't help. */
static bool fit_line(struct fit *best, const struct mrz_layout *l, int line, const char *cell, int n)
{
    uint8_t class[DX_MRZ_COLUMNS];
    struct moved before, behind;
    int put_in[DX_MRZ_COLUMNS + 1], change = l->columns - n, checks = own_checks(l, line), price = 0;
    bool any = false;
    if (n <= 0 || abs(change) > MANY)
        return false;
    mrz_classes(l, line, class);
    move(&before, cell, n, 0, class, l->columns);
    move(&behind, cell, n, change, class, l->columns);
    price_fillers(put_in, class, l->columns);
    for (int p = 0, add = change > 0 ? change : 0, less = add - change; p <= n - less; p++) {
        int cost = before.cost[p] + put_in[p + add] - put_in[p] + behind.cost[n] - behind.cost[p + less];
        if ((any && (cost - HOLDS * checks) * 64 - 63 >= price) || (change && !allowed(l, line, cell, n, p, change)))
            continue;
        struct fit f = {.cost = cost};
        if (change >= 0)
            with_more(&f, cell, n, p, change);
        else
            with_less(&f, cell, n, p, less);
        memcpy(f.text, before.text, (size_t)p);
        memset(f.text + p, '<', (size_t)add);
        memcpy(f.text + p + add, behind.text + p + less, (size_t)(n - p - less));
        f.cost -= checks ? HOLDS * own_held(l, line, f.text) : 0;
        int run = run_at(cell, n, p), total = f.cost * 64 - (run > 63 ? 63 : run);
        for (int i = 0; i < f.n_lost; i++)
            total += f.lost[i] == '<' ? 0 : FOREIGN * 64;
        if (!any || total < price) {
            *best = f;
            price = total;
        }
        any = true;
        if (change == 0)
            break;
    }
    return any;
}

/* ---- 4: runs of fillers ---- */

static bool filler_like(char c) { return c != '\0' && strchr("KCLESX", c) != NULL; }

/* In a name: after three fillers in a row comes nothing; and three of one letter that looks like a filler beside one are
 * fillers. */
static void clear_name(char *p, int n)
{
    int run = 0;
    for (int i = 0; i < n; i++) {
        run = p[i] == '<' ? run + 1 : 0;
        if (run == 3) {
            int letters = 0;
            for (int k = i; k < n; k++)
                letters += p[k] != '<' && !filler_like(p[k]);
            for (int k = i; k < n && letters == 0; k++)
                p[k] = '<';
            break;
        }
    }
    for (int i = 0, same; i < n; i += same) {
        for (same = 1; i + same < n && p[i + same] == p[i]; same++)
            ;
        bool beside = (i > 0 && p[i - 1] == '<') || (i + same < n && p[i + same] == '<');
        if (same >= 3 && filler_like(p[i]) && beside)
            memset(p + i, '<', (size_t)same);
    }
}

/* In optional data: a letter or two with two fillers (or the field's end) on both sides, where no check digit is lost by it. */
static void clear_optional(struct dx_mrz *z, const struct mrz_part *part)
{
    char *p = z->lines[part->line] + part->at;
    int n = part->len;
    for (int i = 2, len; i < n; i += len) {
        for (len = 0; i + len < n && filler_like(p[i + len]) && len < 3; len++)
            ;
        int after = n - i - len < 2 ? n - i - len : 2;
        if (len == 0 || len > 2 || p[i - 1] != '<' || p[i - 2] != '<' || !fillers(p + i + len, after)) {
            len = len ? len : 1;
            continue;
        }
        int held = dx_mrz_checks(z, NULL);
        char was[2] = {p[i], p[i + len - 1]};
        memset(p + i, '<', (size_t)len);
        if (dx_mrz_checks(z, NULL) < held)
            memcpy(p + i, was, (size_t)len);
    }
}

/* ---- 5: look-alikes in number and optional data ---- */

struct edit {
    char *at;
    char to;
};

/* The places of a field whose character has a look-alike of the class that is wanted there: with known forms any (the form judges
 * the result), else a digit between digits. */
static int edits(struct edit *e, int max, char *p, int len, const char *forms)
{
    int n = 0;
    for (int i = 0; i < len && n < max; i++) {
        char to = kit_is_digit(p[i]) ? look_up(to_letter, p[i]) : look_up(to_digit, p[i]);
        bool among = kit_is_digit(to) && (i == 0 || kit_is_digit(p[i - 1])) && (i + 1 == len || kit_is_digit(p[i + 1]));
        if (to && (forms || among))
            e[n++] = (struct edit){p + i, to};
    }
    return n;
}

static void swap(struct edit *e)
{
    char was = *e->at;
    *e->at = e->to;
    e->to = was;
}

/* Does the field now hold, with the composite where the format has one, and (when forms are known) in one of them? */
static bool holds(const struct dx_mrz *z, enum dx_mrz_check c, const char *forms)
{
    struct dx_mrz_fields f;
    if (dx_mrz_check(z, c) != 1 || dx_mrz_check(z, DX_MRZ_COMPOSITE) == 0)
        return false;
    if (!forms)
        return true;
    dx_mrz_fields(z, &f);
    return mrz_has_form(forms, f.number);
}

/* Tries all changes of one character, or (k < n) of that one and another; counts those that hold and keeps the last. */
static int try_edits(struct dx_mrz *z, enum dx_mrz_check c, const char *forms, struct edit *e, int n, bool pairs,
                     struct edit found[2])
{
    int good = 0;
    for (int i = 0; i < n; i++) {
        swap(&e[i]);
        for (int k = pairs ? i + 1 : i; k < (pairs ? n : i + 1); k++) {
            if (pairs)
                swap(&e[k]);
            if (holds(z, c, forms)) {
                good++;
                found[0] = (struct edit){e[i].at, *e[i].at};
                found[1] = (struct edit){e[k].at, *e[k].at};
            }
            if (pairs)
                swap(&e[k]);
        }
        swap(&e[i]);
    }
    return good;
}

static void settle_field(struct dx_mrz *z, const struct mrz_part *part, enum dx_mrz_check c, const char *forms)
{
    struct edit e[16], found[2];
    int n = edits(e, 16, z->lines[part->line] + part->at, part->len, forms);
    int good = try_edits(z, c, forms, e, n, false, found);
    if (good == 0 && dx_mrz_check(z, DX_MRZ_COMPOSITE) >= 0)
        good = try_edits(z, c, forms, e, n, true, found);
    for (int k = 0; good == 1 && k < 2; k++)
        *found[k].at = found[k].to;
}

static void settle(struct dx_mrz *z, const struct mrz_layout *l)
{
    struct dx_mrz_fields f;
    dx_mrz_fields(z, &f);
    const char *forms = l->format == DX_MRZ_TD3 ? mrz_number_forms(f.document_code, f.issuer) : NULL;
    if (forms && mrz_has_form(forms, f.number)) /* the layout has nothing to say */
        forms = NULL;
    if (dx_mrz_check(z, DX_MRZ_NUMBER) == 0)
        settle_field(z, &l->part[MRZ_P_NUMBER], DX_MRZ_NUMBER, forms);
    if (dx_mrz_check(z, DX_MRZ_OPTIONAL) == 0)
        settle_field(z, &l->part[MRZ_P_OPTIONAL], DX_MRZ_OPTIONAL, NULL);
}

/* ---- all of it, for one format ---- */

/* What was changed against the cells that were read; cost of characters that still can't stand where they stand. */
static int list_repairs(struct dx_mrz *z, const struct mrz_layout *l, const struct fit *fit)
{
    int foreign = 0, max = (int)(sizeof z->repairs / sizeof *z->repairs);
    for (int i = 0; i < l->lines; i++) {
        uint8_t class[DX_MRZ_COLUMNS];
        mrz_classes(l, i, class);
        for (int k = 0; k < l->columns; k++) {
            for (int d = 0; k == fit[i].lost_at && d < fit[i].n_lost && z->n_repairs < max; d++)
                z->repairs[z->n_repairs++] = (struct dx_mrz_repair){i, k, fit[i].lost[d], '\0'};
            char raw = fit[i].raw[k], text = z->lines[i][k];
            if (kit_upper(raw) != text && z->n_repairs < max)
                z->repairs[z->n_repairs++] = (struct dx_mrz_repair){i, k, raw, text};
            foreign += !mrz_in_class(text, (enum mrz_class)class[k]);
        }
        if (fit[i].lost_at == l->columns)
            for (int d = 0; d < fit[i].n_lost && z->n_repairs < max; d++)
                z->repairs[z->n_repairs++] = (struct dx_mrz_repair){i, l->columns, fit[i].lost[d], '\0'};
    }
    return foreign;
}

/* Were all lines read as long as they are? */
static bool is_whole(const struct mrz_layout *l, const struct fit *fit)
{
    for (int i = 0; i < l->lines; i++)
        if (fit[i].n_lost || memchr(fit[i].raw, '\0', (size_t)l->columns))
            return false;
    return true;
}

/* Whatever becomes of number and optional data, this won't be believed: settling them is what costs most. */
static bool is_hopeless(const struct dx_mrz *z, const struct mrz_layout *l, const struct fit *fit)
{
    return (dx_mrz_check(z, DX_MRZ_BIRTH) == 0 || dx_mrz_check(z, DX_MRZ_EXPIRY) == 0) && !is_whole(l, fit);
}

/* Is this a zone beyond doubt? Either number, birth and expiry hold (chance passes them once in 1,000, with classes and code
 * letter far less); or it has the very shape: exact lengths, every character in its class, a real date, a state, a name, and at
 * least half of its check digits hold (one wrong character fails two: its field's and the composite). */
static bool believable(const struct dx_mrz *z, const struct mrz_layout *l, const struct fit *fit, int foreign)
{
    struct dx_mrz_fields f;
    int of, hold = dx_mrz_checks(z, &of), key = 0, keys = 0;
    dx_mrz_fields(z, &f);
    for (int c = 0; c < DX_MRZ_OPTIONAL; c++) {
        int v = dx_mrz_check(z, (enum dx_mrz_check)c);
        keys += v >= 0;
        key += v > 0;
    }
    if (l->format == DX_MRZ_FRID) { /* two of its own and the composite */
        keys++;
        key += dx_mrz_check(z, DX_MRZ_COMPOSITE) == 1;
    }
    bool state = dx_state_country(dx_str(f.issuer)) != NULL;
    if (!f.number[0] || (!is_upper(f.surname[0]) && !is_upper(f.given_names[0])))
        return false;
    bool exact = foreign == 0 && is_whole(l, fit);
    if (mrz_other_code(l, z->lines[0]))
        return key == keys && exact && f.birth_date[0] && f.expiry_date[0];
    if (key == keys)
        return foreign <= 3 && (f.birth_date[0] || f.expiry_date[0]);
    bool date = strlen(f.birth_date) == 10 || strlen(f.expiry_date) == 10;
    return exact && state && date && strstr(z->lines[l->part[MRZ_P_NAME].line], "<<") && 2 * hold >= of;
}

/* Odds that all is read right: what check digits leave open, and one doubt per character that was changed. */
static double confidence(const struct dx_mrz *z)
{
    int of, hold = dx_mrz_checks(z, &of), changed = 0;
    double p = dx_mrz_check(z, DX_MRZ_COMPOSITE) == 1 ? 0.999 : 0.99;
    for (int i = 0; i < z->n_repairs; i++) /* fillers put in or left out are no doubt about what is said */
        changed += z->repairs[i].taken != '<' && z->repairs[i].read != '<';
    for (; hold < of; hold++)
        p *= 0.6;
    for (; changed > 0; changed--)
        p *= 0.98;
    return p;
}

struct text {
    char cell[CELLS];
    int n;
};

static bool try_format(struct dx_mrz *z, const struct mrz_layout *l, const struct text *t, int *cost)
{
    struct fit fit[DX_MRZ_LINES];
    memset(z, 0, sizeof *z);
    z->format = l->format;
    z->n_lines = l->lines;
    z->columns = l->columns;
    *cost = 0;
    for (int i = 0; i < l->lines; i++) {
        memset(&fit[i], 0, sizeof fit[i]);
        if (!fit_line(&fit[i], l, i, t[i].cell, t[i].n))
            return false;
        memcpy(z->lines[i], fit[i].text, sizeof z->lines[i]);
        *cost += fit[i].cost + abs(l->columns - t[i].n) * FOREIGN / 2;
        if (i == 0 && (!mrz_starts(l, z->lines[0]) || (l->format == DX_MRZ_FRID && memcmp(z->lines[0], "IDFRA", 5) != 0)))
            return false;
    }
    const struct mrz_part *name = &l->part[MRZ_P_NAME];
    clear_name(z->lines[name->line] + name->at, name->len);
    for (int i = 0; i < 2; i++)
        if (l->part[MRZ_P_OPTIONAL + i].len)
            clear_optional(z, &l->part[MRZ_P_OPTIONAL + i]);
    if (is_hopeless(z, l, fit))
        return false;
    settle(z, l);
    int foreign = list_repairs(z, l, fit);
    *cost -= dx_mrz_check(z, DX_MRZ_COMPOSITE) == 1 ? 2 * FOREIGN : 0;
    z->confidence = confidence(z);
    return believable(z, l, fit, foreign);
}

static void keep_read(struct dx_mrz *z, const char *const lines[])
{
    for (int i = 0; i < z->n_lines; i++) {
        const char *p = lines[i] + strspn(lines[i], " \t\r");
        size_t n = strlen(p);
        while (n && strchr(" \t\r\n", p[n - 1]))
            n--;
        if (n > DX_MRZ_READ)
            n = dx_utf8_valid(p, DX_MRZ_READ);
        if (n == strlen(z->lines[i]) && memcmp(p, z->lines[i], n) == 0)
            continue;
        memcpy(z->read[i], p, n);
        z->read[i][n] = '\0';
    }
}

bool dx_mrz_repair(struct dx_mrz *z, const char *const lines[], int n)
{
    struct text t[DX_MRZ_LINES];
    bool found = false;
    int price = 0;
    if (n < 2 || n > DX_MRZ_LINES)
        return false;
    for (int i = 0; i < n; i++)
        if ((t[i].n = clean(t[i].cell, lines[i])) < 0)
            return false;
    for (int i = 0; mrz_layout_at(i); i++) {
        const struct mrz_layout *l = mrz_layout_at(i);
        struct dx_mrz one;
        int cost;
        if (l->lines != n || !try_format(&one, l, t, &cost) || (found && cost >= price))
            continue;
        *z = one;
        price = cost;
        found = true;
    }
    if (found)
        keep_read(z, lines);
    return found;
}
