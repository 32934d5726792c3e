/* decode.c: from probabilities of characters to the most probable zone
 *
 * A format is cut into fields. Each field is searched by itself (Viterbi) over three things at once: where in its grammar a
 * character
 * stands, the running sum of the field's own check digit, and its share in the composite's, both modulo 10. What comes out is,
 * for each
 * share, the likeliest text whose check digit holds and the likeliest whose doesn't; the fields are then joined under the
 * composite
 * digit. Sums over all texts, made in the same pass, say how probable the best one is. Nothing is cut off: the result is exact.
 * */
#include "mrz/decode.h"

#include "find/mrz/mrz_layout.h"
#include "find/check/states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS (DX_MRZ_GRID_LINES * 30 > 2 * DX_MRZ_GRID_COLUMNS ? DX_MRZ_GRID_LINES * 30 : 2 * DX_MRZ_GRID_COLUMNS)
#define FIELDS 12
#define MODES 8          /* places in a field's grammar */
#define STATES (MODES * 100)
#define LONGEST DX_MRZ_COLUMNS
#define FLOOR 1e-5       /* what is less likely than this isn't considered … */
#define UNKNOWN 1e-5     /* … and this is the chance that the classifier saw something that is none of what it was shown */
#define MOST 0.999       /* nothing is surer: what was measured of readings without any doubt */
#define DOUBT 2.0        /* how much of the cells' mean doubt is a zone's at least: measured */
#define SHARP_FROM 0.93  /* a zone is so clear: its cells give the second likeliest character too much (of 617 that were given 0.01 to 0.05
                          * one was right); … */
#define SHARP_TO 0.98    /* … so clear: probabilities are raised to the power of 1.5 */
#define NO_STATE 0.01    /* a zone of no state that exists isn't doubted more: patterns that were bent into zones came to 0 */
#define OTHERS 0.5       /* a code that ICAO doesn't name is believed when the zone is as sure as this */
#define NEAR 0.7        /* a grid less clear than this isn't looked beside */
#define ASSUMED 1e-3     /* the chance that a zone's first character is lost: cut off, or under something */
#define LONGER 0.8       /* how much less a zone is believed whose lines all go on beyond its format's end */
#define AGAIN 0.05       /* a second field's check digit is wrong too, where one is */

enum { ZERO = 0, LETTER_A = 10, LETTER_O = 24, FILLER = DX_MRZ_SYMBOLS - 1 };

/* What a field looks like. */
enum grammar { G_PLAIN, G_STATE, G_NAME, G_ENDING, G_DATE };

struct field {
    enum grammar grammar;
    int n, check;             /* cells of text; cell of its check digit, -1: none */
    uint8_t cell[LONGEST];
    uint8_t class[LONGEST];
    bool optional_digit;      /* the check digit may be a filler when the field is empty */
};

/* Texts of a field by their share in the composite digit. */
struct found {
    double best, sum;
    char text[LONGEST + 1]; /* with the check digit */
};

struct results {
    struct found hold[10], fail[10];
};

struct step {
    uint16_t from;
    uint8_t symbol;
};

/* All that is known about a zone while it is searched. */
struct search {
    const struct mrz_layout *layout;
    double p[CELLS][DX_MRZ_SYMBOLS];
    uint8_t weight[CELLS]; /* in the composite digit: 0, 1, 3, 7 */
    int cells, columns;
    struct field field[FIELDS];
    int fields;
    struct results result[FIELDS];
    double best[2][STATES], sum[2][STATES];
    struct step step[LONGEST + 1][STATES];
};

/* ---- characters ---- */

static int symbol_of(char c)
{
    const char *p = c ? strchr(DX_MRZ_ALPHABET, c) : NULL;
    return p ? (int)(p - DX_MRZ_ALPHABET) : FILLER;
}

/* Value in a check digit. */
static int value(int symbol) { return symbol == FILLER ? 0 : symbol; }

/* The characters that may stand in a cell: of the class, and likely enough; at least one, and no other beside one that is clear, but
 * for a zero beside an O that a check digit guards: in typewriters' faces they are alike, and few issuers print an O in a number.
 * Returns how many. */
static int choices(const struct search *s, int cell, enum mrz_class class, bool guarded, uint8_t out[DX_MRZ_SYMBOLS])
{
    int n = 0, top = -1;
    for (int i = 0; i < DX_MRZ_SYMBOLS; i++) {
        if (!mrz_in_class(DX_MRZ_ALPHABET[i], class))
            continue;
        top = top < 0 || s->p[cell][i] > s->p[cell][top] ? i : top;
        if (s->p[cell][i] >= FLOOR)
            out[n++] = (uint8_t)i;
    }
    if (n == 0 || (top >= 0 && s->p[cell][top] >= DX_MRZ_CLEAR)) {
        out[0] = (uint8_t)top;
        out[1] = ZERO;
        n = guarded && top == LETTER_O && mrz_in_class('0', class) ? 2 : 1;
    }
    return n;
}

/* ---- grammars: each gives the next mode and the price of a character, 1 when it is as it should be ---- */

/* Text, then fillers to the end; a filler within is rare. Mode 3: nothing but fillers so far. */
static int ending(int mode, int symbol, double *price)
{
    bool filler = symbol == FILLER;
    *price = mode == 2 && !filler ? 0.01 : mode == 3 && !filler ? 0.01 : 1;
    if (mode == 0 || mode == 3)
        return filler ? 3 : 1;
    return filler ? 2 : 1;
}

/* Surname, two fillers, given names with one filler between, fillers. */
static int name(int mode, int symbol, double *price)
{
    enum { START, SURNAME, SURNAME_GAP, MIDDLE, GIVEN, GIVEN_GAP, TAIL };
    bool filler = symbol == FILLER;
    *price = (mode == TAIL && !filler) ? 1e-4 : (mode == START && filler) ? 1e-4 : 1;
    switch (mode) {
    case START: return filler ? TAIL : SURNAME;
    case SURNAME: return filler ? SURNAME_GAP : SURNAME;
    case SURNAME_GAP: return filler ? MIDDLE : SURNAME;
    case MIDDLE: return filler ? TAIL : GIVEN;
    case GIVEN: return filler ? GIVEN_GAP : GIVEN;
    case GIVEN_GAP: return filler ? TAIL : GIVEN;
    default: return filler ? TAIL : GIVEN;
    }
}

/* YYMMDD that exists, or with parts unknown (fillers); anything else is possible but rare. What mode means depends on the
 * place: after the month's tens
 * they themselves; after the month 0 it has 31 days, 1 30, 2 29; after the day's tens 0 nothing but zero may follow, 1 zero or
 * one, 2 all but
 * zero, 3 any. */
static int date(int at, int mode, int symbol, double *price)
{
    enum { ONLY_ZERO, ZERO_ONE, NO_ZERO, ANY, OPEN, NO };
    static const uint8_t days[] = {NO, 0, 2, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0};
    int to = 0, month = mode * 10 + symbol;
    if (mode >= OPEN)
        to = mode == OPEN && symbol == FILLER ? OPEN : NO;
    else if (symbol == FILLER)
        to = at % 2 ? NO : OPEN;
    else if (at == 2)
        to = symbol < 2 ? symbol : NO;
    else if (at == 3)
        to = month <= 12 ? days[month] : NO;
    else if (at == 4)
        to = symbol == 0 ? NO_ZERO : symbol < 3 ? ANY : symbol > 3 || mode == 2 ? NO : mode == 0 ? ZERO_ONE : ONLY_ZERO;
    else if (at == 5)
        to = (mode == ONLY_ZERO && symbol != 0) || (mode == ZERO_ONE && symbol > 1) || (mode == NO_ZERO
                && symbol == 0) ? NO : ANY;
    *price = to == NO && mode != NO ? 1e-4 : to == OPEN && mode != OPEN ? 0.01 : 1;
    return to;
}

static int next(const struct field *f, int at, int mode, int symbol, double *price)
{
    *price = 1;
    switch (f->grammar) {
    case G_NAME: return name(mode, symbol, price);
    case G_ENDING: return ending(mode, symbol, price);
    case G_DATE: return date(at, mode, symbol, price);
    default: return 0;
    }
}

/* ---- one field ---- */

static void reach(struct search *s, int layer, int at, int to, int from, int symbol, double best, double sum)
{
    s->sum[layer][to] += sum;
    if (best > s->best[layer][to]) {
        s->best[layer][to] = best;
        s->step[at][to] = (struct step){(uint16_t)from, (uint8_t)symbol};
    }
}

/* One more cell: states are mode · 100 + own sum · 10 + share. */
static void advance(struct search *s, const struct field *f, int at)
{
    static const int own_weight[] = {7, 3, 1};
    int now = at & 1, then = !now, cell = f->cell[at], own_by = f->check >= 0 ? own_weight[at % 3] : 0;
    uint8_t symbols[DX_MRZ_SYMBOLS];
    int n = choices(s, cell, (enum mrz_class)f->class[at], f->check >= 0, symbols);
    memset(s->best[then], 0, sizeof s->best[then]);
    memset(s->sum[then], 0, sizeof s->sum[then]);
    for (int from = 0; from < STATES; from++) {
        if (s->sum[now][from] <= 0)
            continue;
        for (int k = 0; k < n; k++) {
            int v = value(symbols[k]), own = (from / 10 + v * own_by) % 10, share = (from + v * s->weight[cell]) % 10;
            double price, p = s->p[cell][symbols[k]];
            int mode = next(f, at, from / 100, symbols[k], &price);
            reach(s, then, at + 1, mode * 100 + own * 10 + share, from, symbols[k], s->best[now][from] * p * price,
                  s->sum[now][from] * p * price);
        }
    }
}

/* Enters one end state into the results, its check digit being `symbol` (-1: none). */
static void enter(struct search *s, const struct field *f, struct found *r, int state, int symbol, double p)
{
    int layer = f->n & 1;
    r->sum += s->sum[layer][state] * p;
    if (s->best[layer][state] * p <= r->best)
        return;
    r->best = s->best[layer][state] * p;
    for (int at = f->n, i = state; at > 0; at--) {
        r->text[at - 1] = DX_MRZ_ALPHABET[s->step[at][i].symbol];
        i = s->step[at][i].from;
    }
    if (symbol >= 0)
        r->text[f->n] = DX_MRZ_ALPHABET[symbol];
    r->text[f->n + (symbol >= 0)] = '\0';
}

static void search_field(struct search *s, const struct field *f, struct results *r)
{
    uint8_t digits[DX_MRZ_SYMBOLS];
    int n = f->check < 0 ? 0 : choices(s, f->check, f->optional_digit ? MRZ_CHECK : MRZ_DIGIT, false, digits), layer = f->n & 1;
    memset(r, 0, sizeof *r);
    memset(s->best[0], 0, sizeof s->best[0]);
    memset(s->sum[0], 0, sizeof s->sum[0]);
    s->best[0][0] = s->sum[0][0] = 1;
    for (int at = 0; at < f->n; at++)
        advance(s, f, at);
    for (int state = 0; state < STATES; state++) {
        if (s->sum[layer][state] <= 0)
            continue;
        if (f->check < 0)
            enter(s, f, &r->hold[state % 10], state, -1, 1);
        for (int k = 0; k < n; k++) {
            int v = value(digits[k]), share = (state + v * s->weight[f->check]) % 10;
            bool empty = f->grammar == G_ENDING && state / 100 == 3;
            bool holds = digits[k] == FILLER ? empty : v == state / 10 % 10;
            enter(s, f, holds ? &r->hold[share] : &r->fail[share], state, digits[k], s->p[f->check][digits[k]]);
        }
    }
}

/* Three letters that should be a state's code. */
static void search_state(struct search *s, const struct field *f, const char *like, struct results *r)
{
    uint8_t symbols[3][DX_MRZ_SYMBOLS];
    int n[3];
    memset(r, 0, sizeof *r);
    for (int i = 0; i < 3; i++) {
        n[i] = choices(s, f->cell[i], MRZ_ALPHA, false, symbols[i]);
        for (int a = 1; a < n[i]; a++) /* likeliest first */
            for (int b = a; b > 0 && s->p[f->cell[i]][symbols[i][b]] > s->p[f->cell[i]][symbols[i][b - 1]]; b--) {
                uint8_t t = symbols[i][b];
                symbols[i][b] = symbols[i][b - 1];
                symbols[i][b - 1] = t;
            }
        n[i] = n[i] < 6 ? n[i] : 6;
    }
    for (int k = 0; k < n[0] * n[1] * n[2]; k++) {
        const int pick[3] = {symbols[0][k % n[0]], symbols[1][k / n[0] % n[1]], symbols[2][k / n[0] / n[1]]};
        char code[4] = {DX_MRZ_ALPHABET[pick[0]], DX_MRZ_ALPHABET[pick[1]], DX_MRZ_ALPHABET[pick[2]], '\0'}, bare[4] = "";
        double p = 1;
        int share = 0;
        for (int i = 0; i < 3; i++) {
            p *= s->p[f->cell[i]][pick[i]];
            share = (share + value(pick[i]) * s->weight[f->cell[i]]) % 10;
        }
        memcpy(bare, code, strcspn(code, "<"));
        p *= dx_state_country(dx_str(bare)) && strspn(code + strlen(bare), "<") == 3 - strlen(bare) ? 1 : 1e-3;
        p *= like && strcmp(like, code) == 0 ? 1 : 0.1;
        struct found *to = &r->hold[share];
        to->sum += p;
        if (p > to->best) {
            to->best = p;
            memcpy(to->text, code, sizeof code);
        }
    }
}

/* ---- a format's fields ---- */

static int cell_at(const struct search *s, int line, int column) { return line * s->columns + column; }

/* Adds a field of the layout's part; check is its digit's part or NULL. */
static struct field *add(struct search *s, const struct mrz_part *part, const struct mrz_part *check, enum grammar grammar)
{
    if (part->len == 0 || s->fields == FIELDS)
        return NULL;
    struct field *f = &s->field[s->fields++];
    memset(f, 0, sizeof *f);
    f->grammar = grammar;
    f->n = part->len;
    for (int i = 0; i < part->len; i++) {
        f->cell[i] = (uint8_t)cell_at(s, part->line, part->at + i);
        f->class[i] = part->class;
    }
    f->check = check && check->len ? cell_at(s, check->line, check->at) : -1;
    f->optional_digit = check && check->class == MRZ_CHECK;
    return f;
}

/* The fields of a layout. `rest` characters of the optional data, the last of them the check digit, belong to a number that is
 * longer than its
 * field (0: it isn't). */
static void cut(struct search *s, int rest)
{
    const struct mrz_part *part = s->layout->part, *check = part + MRZ_P_CHECKS;
    struct mrz_part optional = part[MRZ_P_OPTIONAL];
    s->fields = 0;
    add(s, &part[MRZ_P_CODE], NULL, G_PLAIN);
    add(s, &part[MRZ_P_ISSUER], NULL, G_STATE);
    add(s, &part[MRZ_P_NATIONALITY], NULL, G_STATE);
    add(s, &part[MRZ_P_NAME], NULL, G_NAME);
    add(s, &part[MRZ_P_GIVEN], NULL, G_PLAIN);
    struct field *number = add(s, &part[MRZ_P_NUMBER], &check[DX_MRZ_NUMBER], G_ENDING);
    for (int i = 0; number && s->layout->format == DX_MRZ_FRID && i < number->n; i++) /* year, month, department (3), number (5) */
        number->class[i] = i < 4 || i > 6 ? MRZ_DIGIT : MRZ_ANY;
    if (rest && number) {
        struct mrz_part gap = check[DX_MRZ_NUMBER];
        number->check = cell_at(s, optional.line, optional.at + rest - 1);
        number->optional_digit = false;
        for (int i = 0; i + 1 < rest; i++) {
            number->cell[number->n] = (uint8_t)cell_at(s, optional.line, optional.at + i);
            number->class[number->n++] = MRZ_ANY;
        }
        gap.class = MRZ_CHECK;
        add(s, &gap, NULL, G_PLAIN);
        optional.at = (uint8_t)(optional.at + rest);
        optional.len = (uint8_t)(optional.len - rest);
    }
    add(s, &part[MRZ_P_BIRTH], &check[DX_MRZ_BIRTH], G_DATE);
    add(s, &part[MRZ_P_SEX], NULL, G_PLAIN);
    add(s, &part[MRZ_P_EXPIRY], &check[DX_MRZ_EXPIRY], G_DATE);
    add(s, &optional, &check[DX_MRZ_OPTIONAL], G_ENDING);
    add(s, &part[MRZ_P_OPTIONAL2], NULL, G_ENDING);
}

static void weights(struct search *s)
{
    static const uint8_t by[] = {7, 3, 1};
    memset(s->weight, 0, sizeof s->weight);
    for (int i = 0, at = 0; i < 4; i++)
        for (int k = 0; k < s->layout->over[i].len; k++, at++)
            s->weight[cell_at(s, s->layout->over[i].line, s->layout->over[i].at + k)] = by[at % 3];
}

/* ---- fields joined ---- */

struct joined {
    double best, sum;
    const struct found *take[FIELDS];
    int digit; /* the composite's symbol, -1: none */
};

/* The best and the sum over all fields, those of `wrong` with a failing digit, for each total of shares. */
static void convolve(const struct search *s, unsigned wrong, struct joined out[10])
{
    struct joined was[10];
    memset(out, 0, 10 * sizeof *out);
    out[0].best = out[0].sum = 1;
    for (int f = 0; f < s->fields; f++) {
        const struct found *r = wrong >> f & 1 ? s->result[f].fail : s->result[f].hold;
        memcpy(was, out, sizeof was);
        memset(out, 0, 10 * sizeof *out);
        for (int a = 0; a < 10; a++)
            for (int b = 0; b < 10 && was[a].sum > 0; b++) {
                struct joined *to = &out[(a + b) % 10];
                double best = was[a].best * r[b].best, sum = to->sum + was[a].sum * r[b].sum;
                if (best > to->best) {
                    *to = was[a];
                    to->best = best;
                    to->take[f] = &r[b];
                }
                to->sum = sum;
            }
    }
}

static void better(struct joined *best, const struct joined *one, double by, int digit)
{
    double sum = best->sum + one->sum * by;
    if (one->best * by > best->best) {
        *best = *one;
        best->best *= by;
        best->digit = digit;
    }
    best->sum = sum;
}

/* Joins the fields with those of `wrong` failing, under a composite digit that holds or doesn't. */
static void join(const struct search *s, unsigned wrong, struct joined *best)
{
    const struct mrz_part *c = &s->layout->part[MRZ_P_CHECKS + DX_MRZ_COMPOSITE];
    struct joined total[10];
    int failing = 0;
    for (int f = 0; f < s->fields; f++)
        failing += wrong >> f & 1;
    double price = failing ? DX_MRZ_WRONG * pow(AGAIN, failing - 1) * pow(1 / 9.0, failing) : 1;
    convolve(s, wrong, total);
    uint8_t digits[DX_MRZ_SYMBOLS];
    int cell = c->len ? cell_at(s, c->line, c->at) : -1, n = c->len ? choices(s, cell, MRZ_DIGIT, false, digits) : 0;
    for (int t = 0; t < 10; t++) {
        if (!c->len)
            better(best, &total[t], price, -1);
        for (int k = 0; k < n; k++) /* a field that is wrong leaves the composite wrong as well, or was mended without it */
            better(best, &total[t], s->p[cell][digits[k]] * (digits[k] == t ? price : price * (failing ? 0.5
                    : DX_MRZ_WRONG) / 9), digits[k]);
    }
}

/* Writes what was found into the zone's lines. */
static void compose(const struct search *s, const struct joined *j, struct dx_mrz *z)
{
    memset(z, 0, sizeof *z);
    z->format = s->layout->format;
    z->n_lines = s->layout->lines;
    z->columns = s->columns;
    for (int i = 0; i < z->n_lines; i++)
        memset(z->lines[i], '<', (size_t)s->columns);
    for (int f = 0; f < s->fields; f++) {
        const char *text = j->take[f]->text;
        for (int i = 0; text[i]; i++) {
            int cell = i < s->field[f].n ? s->field[f].cell[i] : s->field[f].check;
            z->lines[cell / s->columns][cell % s->columns] = text[i];
        }
    }
    const struct mrz_part *c = &s->layout->part[MRZ_P_CHECKS + DX_MRZ_COMPOSITE];
    if (c->len && j->digit >= 0)
        z->lines[c->line][c->at] = DX_MRZ_ALPHABET[j->digit];
}

static const struct dx_mrz_cell *cell_of(const struct search *s, const struct dx_mrz_grid *g, int k) { return &g->cell[k / s->columns][k % s->columns]; }

/* ---- a format ---- */

static void search_fields(struct search *s)
{
    char issuer[4] = "";
    for (int f = 0; f < s->fields; f++) {
        struct results *r = &s->result[f];
        if (s->field[f].grammar != G_STATE) {
            search_field(s, &s->field[f], r);
            continue;
        }
        search_state(s, &s->field[f], issuer[0] ? issuer : NULL, r);
        const struct found *top = &r->hold[0];
        for (int i = 1; i < 10; i++)
            top = r->hold[i].best > top->best ? &r->hold[i] : top;
        memcpy(issuer, top->text, sizeof issuer);
    }
}

/* The code's first letter, and FRA, belong to the format. */
static double of_format(const struct search *s)
{
    double p = 0;
    for (const char *c = s->layout->first; *c; c++)
        p += s->p[0][symbol_of(*c)];
    for (int i = 0; s->layout->format == DX_MRZ_FRID && i < 3; i++)
        p *= s->p[2 + i][symbol_of("FRA"[i])];
    return p;
}

/* Nothing of any format's first letters is seen: takes it that one of this format stands there. */
static void assume_first(struct search *s)
{
    const char *first = s->layout->first;
    for (int i = 0; i < DX_MRZ_SYMBOLS; i++)
        s->p[0][i] = strchr(first, DX_MRZ_ALPHABET[i]) ? 1.0 / (double)strlen(first) : 0;
}

/* A code that ICAO doesn't name: believed as clear as it stands there, where all that has a digit of its own holds. */
static bool other_code(const struct search *s, const struct dx_mrz *z)
{
    static const enum dx_mrz_check all[] = {DX_MRZ_NUMBER, DX_MRZ_BIRTH, DX_MRZ_EXPIRY};
    bool good = s->p[0][symbol_of(z->lines[0][0])] >= DX_MRZ_CLEAR && mrz_other_code(s->layout, z->lines[0]);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        good = good && dx_mrz_check(z, all[i]) == 1;
    return good;
}

/* May a document of this format start so? */
static bool starts(const struct search *s, const struct dx_mrz *z)
{
    bool named = strchr(s->layout->first, z->lines[0][0]) != NULL;
    return s->layout->format == DX_MRZ_FRID ? named && memcmp(z->lines[0] + 2, "FRA", 3) == 0 : named || other_code(s, z);
}

/* Is a letter clear that no format starts with? */
static bool other_letter(const double p[DX_MRZ_SYMBOLS])
{
    for (int i = LETTER_A; i < FILLER; i++)
        if (p[i] >= DX_MRZ_CLEAR)
            return !strchr("ACIPV", DX_MRZ_ALPHABET[i]);
    return false;
}

struct outcome {
    struct dx_mrz z;
    double best, same, sum; /* of one way to cut it, of all that give this text, of all texts */
    double fit;             /* mean log likelihood of a cell's final character, in a zone of this face */
};

static bool same_text(const struct dx_mrz *a, const struct dx_mrz *b)
{
    return a->format == b->format && memcmp(a->lines, b->lines, sizeof a->lines) == 0;
}

/* Of 0 and O in what the zone's own tell; of all others as the classifier sees the cell: patterns and mirrored print are read as what is alike. */
static double fit_of(const struct search *s, const struct dx_mrz_grid *g, const struct dx_mrz *z)
{
    double sum = 0;
    for (int k = 0; k < s->cells; k++) {
        int c = symbol_of(z->lines[k / s->columns][k % s->columns]);
        sum += log((c == ZERO || c == LETTER_O ? s->p[k][c] : (double)cell_of(s, g, k)->p[c]) + 1e-4);
    }
    return sum / s->cells;
}

static void search_format(struct search *s, const struct dx_mrz_grid *g, int rest, struct outcome *out)
{
    struct joined best = {.digit = -1};
    struct dx_mrz z;
    cut(s, rest);
    search_fields(s);
    unsigned checked = 0;
    for (int f = 0; f < s->fields; f++)
        checked |= s->field[f].check >= 0 ? 1u << f : 0;
    for (unsigned wrong = checked;; wrong = (wrong - 1) & checked) {
        join(s, wrong, &best);
        if (wrong == 0)
            break;
    }
    if (best.best <= 0)
        return;
    compose(s, &best, &z);
    if (!starts(s, &z))
        return;
    double by = rest ? 0.02 : 1; /* few numbers are longer than their field */
    bool same = same_text(&z, &out->z);
    if (same)
        out->same += best.best * by;
    if (best.best * by > out->best) {
        out->best = best.best * by;
        out->same = same ? out->same : out->best;
        out->z = z;
        out->fit = fit_of(s, g, &z);
    }
    out->sum += best.sum * by;
}

/* What the cells' probabilities are raised to. */
static double power_of(const struct dx_mrz_grid *g)
{
    double t = (g->clear - SHARP_FROM) / (SHARP_TO - SHARP_FROM);
    return 1 + 0.5 * (t < 0 ? 0 : t > 1 ? 1 : t);
}

static void sharpen(const struct dx_mrz_cell *c, double power, double p[DX_MRZ_SYMBOLS])
{
    double sum = 0;
    for (int k = 0; k < DX_MRZ_SYMBOLS; k++)
        sum += p[k] = pow((double)c->p[k] + (double)c->none / DX_MRZ_SYMBOLS, power);
    for (int k = 0; k < DX_MRZ_SYMBOLS; k++)
        p[k] = sum > 0 ? (1 - UNKNOWN) * p[k] / sum + UNKNOWN / DX_MRZ_SYMBOLS : 1.0 / DX_MRZ_SYMBOLS;
}

/* ---- one zone has one face ----
 *
 * In some faces a digit looks like a letter that the classifier knows from others. But all zeros of a zone look alike, and so do all its
 * O's, and many cells tell which of both stands there: dates, check digits, names. Of the logarithm of how much likelier the classifier
 * holds the digit than the letter, in 400 zones of 16 faces that it never saw: within a zone it varies by 1.1 to 1.3, from face to face by 4
 * about means near 0 (0 and O; of other pairs about the means of known faces), and what it is for the digit tells nothing of the letter. */

#define FARTHEST 16.0  /* more than this says no more */
#define SAME_FROM 2.0  /* variance within a zone, … */
#define SAME_N 4.0     /* … as sure as after so many cells; what is seen in this zone is added */
#define STRANGE 0.1    /* faces of which nothing is known before */
#define ODD 1e-3       /* cells that look like no other of their zone: ink, dirt; they are what the classifier says */
#define SEEN_CLEAR 4.6 /* a digit that is a hundred times as likely as the letter never becomes one: a forged digit in nine would be hidden */
#define SEEN 0.8       /* … nor does any where the zone's names have no such letter: what stands there may be a stained digit */
#define TAKEN 2e-3     /* letters O in what a check digit protects that are zeros after all: issuers' mistakes, stains */

/* What was seen of a character's cells in this zone. */
struct look {
    double n, mean, square; /* square: of distances from the mean, summed */
};

/* A kind of faces: mean and variance, over faces, of the digit's and of the letter's. */
static const struct kind {
    double share, mean[2], variance[2];
} kinds[] = {{1 - STRANGE, {11, -10}, {6, 6}}, {STRANGE, {2, -1}, {20, 17}}};
enum { KINDS = sizeof kinds / sizeof *kinds };

static void see(struct look *l, double x, double weight)
{
    double off = x - l->mean;
    l->n += weight;
    l->mean += off * weight / l->n;
    l->square += weight * off * (x - l->mean);
}

static double normal(double off, double variance) { return exp(-off * off / (2 * variance)) / sqrt(variance); }

/* Student's density, but for what depends on the degrees alone. */
static double student(double off, double variance, double degrees)
{
    return pow(1 + off * off / (degrees * variance), -(degrees + 1) / 2) / sqrt(variance);
}

/* What is known of a pair in this zone. */
struct pair {
    struct look look[2];
    double variance, degrees;  /* within the zone */
    double share[KINDS];       /* how likely its face is of each kind */
};

static void settle_pair(struct pair *q)
{
    double sum = 0;
    q->degrees = SAME_N + q->look[0].n + q->look[1].n;
    q->variance = (SAME_N * SAME_FROM + q->look[0].square + q->look[1].square) / q->degrees;
    for (int k = 0; k < KINDS; k++) {
        q->share[k] = kinds[k].share;
        for (int i = 0; i < 2; i++)
            if (q->look[i].n > 0)
                q->share[k] *= normal(q->look[i].mean - kinds[k].mean[i], kinds[k].variance[i] + q->variance / q->look[i].n);
        sum += q->share[k];
    }
    for (int k = 0; k < KINDS; k++)
        q->share[k] = sum > 0 ? q->share[k] / sum : kinds[k].share;
}

/* How likely the digit (0) or the letter (1) looks like x in this zone. */
static double looks(const struct pair *q, int which, double x)
{
    double p = 0;
    for (int k = 0; k < KINDS; k++) {
        const struct kind *c = &kinds[k];
        double known = c->variance[which] / (c->variance[which] + (q->look[which].n > 0 ? q->variance / q->look[which].n : 1e30));
        double mean = known * q->look[which].mean + (1 - known) * c->mean[which];
        p += q->share[k] * student(x - mean, q->variance + (1 - known) * c->variance[which], q->degrees);
    }
    return p;
}

/* Cells of text that a check digit of its own protects. */
static void protected(const struct mrz_layout *l, int columns, bool out[CELLS])
{
    const struct mrz_part *part[] = {&l->part[MRZ_P_NUMBER], &l->part[MRZ_P_OPTIONAL]};
    memset(out, 0, CELLS * sizeof *out);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < part[i]->len && (i == 0 || l->part[MRZ_P_CHECKS + DX_MRZ_OPTIONAL].len); k++)
            out[part[i]->line * columns + part[i]->at + k] = true;
}

/* The logarithm of how much likelier the classifier holds the digit than the letter. */
static double side(const struct dx_mrz_cell *c, int digit, int letter)
{
    double d = log((double)c->p[digit] + 1e-12) - log((double)c->p[letter] + 1e-12);
    return d > FARTHEST ? FARTHEST : d < -FARTHEST ? -FARTHEST : d;
}

/* A letter that looks like a digit, and how rare it is in numbers beside the digit: no issuer likes an O there. */
struct alike {
    char digit, letter;
    double rare;
};

/* Shares out between a digit and a letter what both have of each cell. */
static void tell_pair(struct search *s, const struct dx_mrz_grid *g, const uint8_t class[CELLS], const bool guarded[CELLS], const struct alike *a)
{
    struct pair q = {.look = {{0}, {0}}};
    int digit = symbol_of(a->digit), letter = symbol_of(a->letter);
    for (int k = 0; k < s->cells; k++) {
        bool letters = class[k] == MRZ_ALPHA, digits = class[k] >= MRZ_DATE && class[k] <= MRZ_CHECK;
        double both = s->p[k][digit] + s->p[k][letter];
        if ((letters || digits) && both > 0.5)
            see(&q.look[letters], side(cell_of(s, g, k), digit, letter), both);
    }
    settle_pair(&q);
    for (int k = 0; k < s->cells; k++) {
        double both = s->p[k][digit] + s->p[k][letter], x = side(cell_of(s, g, k), digit, letter), by_itself = 1 / (1 + exp(-x));
        double zero = ODD * by_itself + looks(&q, 0, x), other = a->rare * (ODD * (1 - by_itself) + looks(&q, 1, x));
        double share = class[k] == MRZ_ANY ? zero / (zero + other) : class[k] == MRZ_ALPHA ? 0 : class[k] == MRZ_SEX ? by_itself : 1;
        if (class[k] == MRZ_ANY && share < by_itself && (x > SEEN_CLEAR || q.look[1].n < SEEN))
            share = by_itself;
        if (guarded[k] && digit == ZERO && letter == LETTER_O && share < TAKEN)
            share = TAKEN;
        s->p[k][digit] = share * both;
        s->p[k][letter] = (1 - share) * both;
    }
}

static void tell_apart(struct search *s, const struct dx_mrz_grid *g)
{
    static const struct alike pairs[] = {{'0', 'O', 0.03}, {'0', 'Q', 0.1}, {'0', 'D', 0.1}, {'1', 'I', 0.05},
                                         {'2', 'Z', 0.1},  {'5', 'S', 0.1}, {'6', 'G', 0.1}, {'8', 'B', 0.1}};
    uint8_t one[DX_MRZ_COLUMNS], class[CELLS];
    bool guarded[CELLS];
    protected(s->layout, s->columns, guarded);
    for (int line = 0; line < s->layout->lines; line++) {
        mrz_classes(s->layout, line, one);
        memcpy(class + line * s->columns, one, (size_t)s->columns);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        tell_pair(s, g, class, guarded, &pairs[i]);
}

/* assume: whatever stands in the first cell, it is taken for one of the format's first letters. */
static void search_layout(struct search *s, const struct dx_mrz_grid *g, const struct mrz_layout *l, bool assume, struct outcome *out)
{
    s->layout = l;
    s->columns = l->columns;
    s->cells = l->lines * l->columns;
    for (int i = 0; i < s->cells; i++)
        sharpen(&g->cell[i / l->columns][i % l->columns], power_of(g), s->p[i]);
    tell_apart(s, g);
    if (assume && l->format != DX_MRZ_FRID)
        assume_first(s);
    else if (of_format(s) < (l->format == DX_MRZ_FRID ? FLOOR : ASSUMED) && !(l->format != DX_MRZ_FRID && other_letter(s->p[0])))
        return;
    weights(s);
    search_format(s, g, 0, out);
    const struct mrz_part *digit = &l->part[MRZ_P_CHECKS + DX_MRZ_NUMBER];
    bool longer = l->format == DX_MRZ_TD1 || l->format == DX_MRZ_TD2;
    if (longer && s->p[cell_at(s, digit->line, digit->at)][FILLER] > 1e-3)
        for (int rest = 2; rest <= l->part[MRZ_P_OPTIONAL].len; rest++)
            search_format(s, g, rest, out);
}

/* ---- the result ---- */

/* What each cell was read as by itself. */
static char greedy(const struct dx_mrz_cell *c)
{
    int best = 0;
    for (int i = 1; i < DX_MRZ_SYMBOLS; i++)
        best = c->p[i] > c->p[best] ? i : best;
    return DX_MRZ_ALPHABET[best];
}

static void list_repairs(const struct dx_mrz_grid *g, struct dx_mrz *z)
{
    for (int i = 0; i < z->n_lines; i++) {
        for (int k = 0; k < z->columns; k++) {
            z->read[i][k] = greedy(&g->cell[i][k]);
            if (z->read[i][k] != z->lines[i][k])
                z->repairs[z->n_repairs++] = (struct dx_mrz_repair){i, k, z->read[i][k], z->lines[i][k]};
        }
        if (memcmp(z->read[i], z->lines[i], (size_t)z->columns) == 0)
            memset(z->read[i], 0, sizeof z->read[i]);
    }
}

static bool is_state(const char *code) { return dx_state_country(dx_str(code)) != NULL; }

/* Is it a zone? All digits hold and the cells look like these characters; or the cells look very much like them and half of the
 * digits hold (one wrong character fails two); or they couldn't look clearer and there are a state and a date, and one digit that holds or
 * another state and date: specimens are printed with any digits. */
static bool believable(const struct dx_mrz *z, double fit)
{
    struct dx_mrz_fields f;
    int of, hold = dx_mrz_checks(z, &of);
    dx_mrz_fields(z, &f);
    if (!f.number[0] || (!f.surname[0] && !f.given_names[0]) || (z->confidence < NO_STATE && (!is_state(f.issuer) || strcmp(f.issuer, "XXX") == 0)))
        return false; /* XXX is a nationality, not an issuer: 9303-3, section 5 */
    if (!strchr("ACIPV", z->lines[0][0]) && z->confidence < OTHERS)
        return false;
    if (hold == of)
        return fit > -0.65; /* noise that was bent into a zone came to -1.1, the worst zones to -0.5 */
    if (2 * hold >= of)
        return fit > -0.4;
    bool more = z->format == DX_MRZ_FRID || (is_state(f.nationality) && f.expiry_date[0]);
    return fit > -0.1 && is_state(f.issuer) && f.birth_date[0] && (hold > 0 || more);
}

/* A zone as a whole can't be surer than its cells are: an unknown face, or damage that the classifier wasn't shown, make all of them less clear. */
static double surest(const struct dx_mrz_grid *g)
{
    double p = 1 - DOUBT * (1 - g->clear);
    return p > MOST ? MOST : p > 0 ? p : 0;
}

/* Do all lines go on beyond an end? Then this is a part of longer ones, whose check digits may hold all the same. */
static double longer(const struct dx_mrz_grid *g)
{
    double most = 0;
    for (int end = 0; end < 2; end++) {
        double least = 1;
        for (int i = 0; i < g->lines; i++) {
            const struct dx_mrz_cell *c = &g->beside[i][end];
            double there = c->none > 0 ? 1 - 2 * (double)c->none : 0; /* as much as it is likelier than not; 0: nobody has looked */
            least = there < least ? there : least;
        }
        most = least > most ? least : most;
    }
    return most;
}

bool dx_mrz_decode(const struct dx_mrz_grid *g, struct dx_mrz *z, int *rc)
{
    struct search *s = malloc(sizeof *s);
    struct outcome out = {.best = 0};
    *rc = s ? DX_OK : DX_NOMEM;
    for (int assume = 0; s && assume < 2 && out.best <= 0; assume++)
        for (int i = 0; mrz_layout_at(i); i++)
            if (mrz_layout_at(i)->lines == g->lines && mrz_layout_at(i)->columns == g->columns)
                search_layout(s, g, mrz_layout_at(i), assume, &out);
    free(s);
    if (out.best <= 0)
        return false;
    *z = out.z;
    list_repairs(g, z);
    z->confidence = surest(g) * (1 - LONGER * longer(g)) * out.same / out.sum * (g->cell[0][0].p[symbol_of(z->lines[0][0])] < (float)ASSUMED ? 0.5 : 1);
    return believable(z, out.fit);
}

bool dx_mrz_decode_near(struct dx_mrz_grid *g, struct dx_mrz *z, int *rc)
{
    if (dx_mrz_decode(g, z, rc))
        return true;
    struct dx_mrz_grid *other = malloc(sizeof *other);
    bool found = false;
    *rc = other ? *rc : DX_NOMEM;
    for (int by = 1; other && by >= -1 && !found && *rc == DX_OK && g->clear > NEAR; by -= 2) {
        int of;
        *other = *g;
        dx_mrz_grid_shift(other, by);
        found = dx_mrz_decode(other, z, rc) && dx_mrz_checks(z, &of) == of;
    }
    if (found)
        *g = *other;
    free(other);
    return found;
}
