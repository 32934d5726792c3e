/* repair.c: joining and repairing codes whose check sum tells */
#include "find/repair.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"

#define CELLS 70     /* characters of the longest code, and some */
#define TRIES 6000   /* check sums computed for one beginning: 35 characters, two of them changed, three alternatives each */
#define LETTERS 6    /* among the first 26 characters of an address; numbers have none */

static const char base58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char bech32[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
static const char hex[] = "0123456789abcdefABCDEF";
static const char upper[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* What is drawn alike: each character with all others of its row. */
static const char *const alike[] = {"0OoDQ", "1lIi!|jJ", "5S$s", "2Zz", "8B", "6Gb", "9gq", "hn", "cCe", "uUv", "vVyY", "kK", "mM", "pP", "wW", "xX", "fF", "4A"};
/* A check that isn't 30 bits long holds by chance for one of so many variants: there only what can't be is changed, and case. */
static const char *const sure_alike[] = {"0OoDQ", "1lIi!|", "5S$s", "2Zz", "8B", "6Gb", "9gq", "cC", "fF"};

#define LONG_WORD 12 /* words of prose that begin so are shorter, mostly */

struct family {
    const char *check;
    const char *alphabet;
    const char *head;    /* what it begins with: '?' is any of the alphabet, 'A' a capital letter, '9' a digit */
    size_t least, most;
    size_t fixed;        /* characters of the head that are as they must be */
    bool strong;         /* 30 bits and more */
    size_t word;         /* so many characters stand before the first gap: 0: any number */
};
static const struct family families[] = {
    {"btc", base58, "1", 26, 35, 1, true, 0},       {"btc", base58, "3", 26, 35, 1, true, 0}, {"tron.address", base58, "T", 34, 34, 1, true, 0},
    {"ltc.address", bech32, "ltc1", 43, 43, 4, true, 0},
    {"btc", bech32, "bc1", 42, 62, 3, true, 0},     {"eth", hex, "0x", 42, 42, 2, false, 0},  {"iban", upper, "AA99", 15, 34, 4, false, 0},
    {"doge.address", base58, "D", 34, 34, 1, true, LONG_WORD}, {"ltc.address", base58, "L", 33, 34, 1, true, LONG_WORD},
    {"ltc.address", base58, "M", 33, 34, 1, true, LONG_WORD},  {"xrp.address", base58, "r", 25, 35, 1, true, LONG_WORD},
    {"iso6346.container", upper, "AAAA9999999", 11, 11, 11, false, 0}, {"upu.s10", upper, "AA999999999AA", 13, 13, 13, false, 0},
};

struct cell {
    size_t at, len;
    char c;          /* 0: no ASCII */
    bool ends;       /* no letter or digit follows at once */
    bool apart;      /* a blank or line end stands before it */
};

struct search {
    const struct family *f;
    const struct dx_check *check;
    struct dx_reading *reading;
    struct dx_str page;
    struct cell cell[CELLS];
    size_t cells, n; /* n: of the code that is tried */
    char code[DX_REPAIR_CODE];
    size_t changed[DX_REPAIRS_NAMED], n_changed;
    int tries;
};


/* One character of a code at byte i: its bytes, 0 when there is none. */
static size_t cell_at(struct dx_str t, size_t i, char *c)
{
    uint32_t cp;
    if (i >= t.n)
        return 0;
    *c = t.p[i];
    if (kit_is_alnum(*c) || *c == '$' || *c == '!' || *c == '|')
        return 1;
    size_t n = dx_utf8_get(t.p + i, t.n - i, &cp);
    *c = 0;
    return n > 1 && cp >= 0xc0 && cp < 0x180 ? n : 0; /* é for 6 or e */
}

/* The bytes between two parts of one code: a blank, a line end, a hyphen at a line end. */
static size_t gap_at(struct dx_str t, size_t i)
{
    size_t at = i;
    if (at + 1 < t.n && t.p[at] == '-' && (t.p[at + 1] == '\n' || t.p[at + 1] == '\r'))
        at++;
    while (at < t.n && at - i < 4 && (t.p[at] == '\n' || t.p[at] == '\r' || t.p[at] == ' '))
        at++;
    return t.p[i] == '-' && at == i ? 0 : at - i;
}

static void read_cells(struct search *s, size_t i)
{
    size_t gaps = 0, most = s->f->most < CELLS ? s->f->most : CELLS;
    bool apart = false;
    s->cells = 0;
    while (s->cells < most) {
        char c;
        size_t len = cell_at(s->page, i, &c);
        if (len) {
            s->cell[s->cells++] = (struct cell){i, len, c, false, apart};
            apart = false;
            i += len;
            continue;
        }
        if (s->cells)
            s->cell[s->cells - 1].ends = true;
        size_t gap = i < s->page.n ? gap_at(s->page, i) : 0;
        if (!gap || ++gaps > 9)
            return;
        apart = true;
        i += gap;
    }
    char c;
    if (s->cells && !cell_at(s->page, i, &c))
        s->cell[s->cells - 1].ends = true;
}

static bool fits(const struct search *s, size_t i, char c)
{
    const struct family *f = s->f;
    if (i < f->fixed)
        switch (f->head[i]) {
        case 'A': return c >= 'A' && c <= 'Z';
        case '9': return c >= '0' && c <= '9';
        default: return c == f->head[i];
        }
    return c && strchr(f->alphabet, c) != NULL;
}

/* The characters that c may have been, in the order of the table; the count. */
static size_t others(const struct search *s, size_t i, char out[16])
{
    const char *const *rows = s->f->strong ? alike : sure_alike;
    size_t n_rows = s->f->strong ? sizeof alike / sizeof alike[0] : sizeof sure_alike / sizeof sure_alike[0], n = 0;
    char c = s->cell[i].c;
    if (!c) { /* a letter with a mark */
        for (const char *p = "6e"; *p; p++)
            if (fits(s, i, *p))
                out[n++] = *p;
        return n;
    }
    for (size_t r = 0; r < n_rows; r++)
        if (strchr(rows[r], c))
            for (const char *p = rows[r]; *p && n < 16; p++)
                if (*p != c && fits(s, i, *p))
                    out[n++] = *p;
    return n;
}

static bool holds(struct search *s, struct dx_err *e, int *rc)
{
    struct dx_check_context none = {0};
    if (s->tries-- <= 0)
        return false;
    *rc = dx_check_run(s->check, s->reading, (struct dx_str){s->code, s->n}, &none, e);
    return *rc == DX_OK && s->reading->verdict == DX_VERDICT_PASS;
}

/* Changes characters from cell i on, at most `left` of them: true when the check holds; s->changed are those. Where the check is strong, what the
 * alphabet doesn't have is changed besides. */
static bool change(struct search *s, size_t i, size_t left, struct dx_err *e, int *rc)
{
    size_t forced = 0, room = s->f->strong ? DX_REPAIRS_NAMED - s->n_changed : left;
    for (size_t k = i; k < s->n; k++)
        forced += !fits(s, k, s->cell[k].c);
    if (forced > room || *rc != DX_OK)
        return false;
    if (forced == 0 && left == 0) /* fewer changes were tried before */
        return holds(s, e, rc);
    for (; (left > 0 || forced > 0) && room > 0 && i < s->n && s->tries > 0; i++) {
        bool must = !fits(s, i, s->cell[i].c);
        if (!must && left == 0)
            continue;
        char may[16], c = s->cell[i].c;
        size_t n = must || s->f->strong || (i >= s->f->fixed && strchr("cCfF", c)) ? others(s, i, may) : 0;
        s->changed[s->n_changed++] = i;
        for (size_t k = 0; k < n; k++) {
            s->code[i] = may[k];
            if (change(s, i + 1, must && s->f->strong ? left : left - 1, e, rc))
                return true;
        }
        s->n_changed--;
        s->code[i] = c;
        if (must)
            return false;
    }
    return false;
}

/* As few changes as make the check hold. */
static bool change_few(struct search *s, struct dx_err *e, int *rc)
{
    for (size_t left = 0; left <= DX_REPAIRS && *rc == DX_OK; left++)
        if (change(s, 0, left, e, rc))
            return true;
    return false;
}

/* Is it found as it stands: in one piece, nothing changed? IBANs are read with blanks, too. */
static bool stands(const struct search *s)
{
    if (s->n_changed)
        return false;
    for (size_t i = 1; i < s->n; i++)
        if (s->cell[i].apart && (strcmp(s->f->check, "iban") != 0 || memchr(s->page.p + s->cell[i - 1].at, '\n', s->cell[i].at - s->cell[i - 1].at)))
            return false;
    return true;
}

/* Looks for the family's code in the cells that were read: its length, 0: none. */
static size_t try_lengths(struct search *s, struct dx_err *e, int *rc)
{
    for (size_t n = s->f->least; n <= s->cells; n++) {
        if (!s->cell[n - 1].ends)
            continue;
        for (size_t i = 0; i < n; i++)
            s->code[i] = s->cell[i].c;
        s->n = n;
        s->n_changed = 0;
        if (change_few(s, e, rc))
            return stands(s) ? 0 : n;
    }
    return 0;
}

/* Might the family's code begin here? The first characters, or what is drawn like them; letters enough to be no number. */
static bool begins(struct search *s)
{
    size_t letters = 0, wrong = 0;
    for (size_t i = 1; i < s->f->word && i < s->cells; i++)
        if (s->cell[i].apart)
            return false;
    for (size_t i = 0; i < s->f->fixed; i++)
        if (!fits(s, i, s->cell[i].c)) {
            char may[16];
            if (++wrong > DX_REPAIRS || !others(s, i, may))
                return false;
        }
    for (size_t i = 0; i < s->cells && i < 26; i++)
        letters += kit_is_alpha(s->cell[i].c);
    return letters >= LETTERS || s->f->fixed == s->f->most || (strcmp(s->f->check, "iban") == 0 && letters >= 2);
}

static const struct dx_rule *rule_of(const struct dx_rules *rules, const char *check)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        if (r->check && r->shipped && strcmp(r->check->name, check) == 0)
            return r;
    return NULL;
}

static int give(const struct search *s, const struct dx_rule *rule, dx_repair_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_repair r = {.rule = rule, .start = s->cell[0].at, .end = s->cell[s->n - 1].at + s->cell[s->n - 1].len, .n = s->n_changed};
    memcpy(r.code, s->code, s->n);
    for (size_t i = 0; i < s->n_changed; i++) {
        const struct cell *c = &s->cell[s->changed[i]];
        r.chars[i] = (struct dx_repair_char){c->at - r.start, {s->page.p + c->at, c->len}, {s->code[s->changed[i]]}};
    }
    return fn(ctx, &r, e);
}

/* All families at byte i; *end: where what was found ends, 0: nothing was. */
static int search_at(struct search *s, const struct dx_rules *rules, size_t i, size_t *end, dx_repair_fn *fn, void *ctx, struct dx_err *e)
{
    int rc = DX_OK;
    *end = 0;
    for (size_t k = 0; k < sizeof families / sizeof families[0] && rc == DX_OK && !*end; k++) {
        const struct dx_rule *rule = rule_of(rules, families[k].check);
        s->f = &families[k];
        s->tries = TRIES;
        read_cells(s, i);
        if (!rule || s->cells < s->f->least || !begins(s))
            continue;
        s->check = rule->check;
        if (try_lengths(s, e, &rc) && rc == DX_OK) {
            rc = give(s, rule, fn, ctx, e);
            *end = s->cell[s->n - 1].at + s->cell[s->n - 1].len;
        }
    }
    return rc;
}

int dx_repair_codes(const struct dx_rules *rules, struct dx_str page, dx_repair_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_reading reading = {0};
    struct search s = {.reading = &reading, .page = page};
    int rc = DX_OK;
    for (size_t i = 0; i < page.n && rc == DX_OK;) {
        size_t end = 0;
        bool starts = kit_is_alnum(page.p[i]) && (i == 0 || !kit_is_alnum(page.p[i - 1])) && strchr("13lIbT0OoDLMr", page.p[i]);
        bool letters = !starts && kit_is_alpha(page.p[i]) && (i == 0 || !kit_is_alnum(page.p[i - 1])) && i + 1 < page.n && kit_is_alpha(page.p[i + 1]);
        if (starts || letters)
            rc = search_at(&s, rules, i, &end, fn, ctx, e);
        i = end > i ? end : i + 1;
    }
    dx_reading_free(&reading);
    return rc;
}
