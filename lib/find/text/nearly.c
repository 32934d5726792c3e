/* nearly.c: approximate search of one word: the least edits that end at each place of the text; look-alikes
 * Source: Sellers, The theory and computation of evolutionary distances: pattern recognition, Journal of Algorithms 1 (1980). */
#include "find/text/nearly.h"

#include "base/utf8.h"
#include "find/text/joined.h"

#define CHARS 64 /* of a text, and of a word */

struct chars {
    uint32_t cp[CHARS];
    size_t at[CHARS + 1]; /* where each starts, in bytes */
    size_t n;
};

/* A way to read the word's first characters up to a place: its edits, and the character that it starts at. */
struct way {
    unsigned edits;
    unsigned start;
};

/* The last characters of s; false: there are more. */
static bool spell(struct dx_str s, struct chars *c)
{
    size_t from = s.n, n = 0;
    while (from > 0 && n < CHARS) {
        from--;
        n += ((unsigned char)s.p[from] & 0xc0) != 0x80;
    }
    bool all = from == 0;
    for (c->n = 0; from < s.n && c->n < CHARS; c->n++) {
        size_t len = dx_utf8_get(s.p + from, s.n - from, &c->cp[c->n]);
        c->at[c->n] = from;
        from += len ? len : 1;
    }
    c->at[c->n] = from;
    return all;
}

static struct way better(struct way a, struct way b) { return b.edits < a.edits || (b.edits == a.edits && b.start > a.start) ? b : a; }
static struct way worse(struct way w) { return (struct way){w.edits + 1, w.start}; }

/* The row of the place behind the text's character cp: how the word's first i characters may end there. */
static void step(const struct chars *word, uint32_t cp, unsigned place, struct way row[CHARS + 1])
{
    struct way diagonal = row[0];
    row[0] = (struct way){0, place + 1};
    for (size_t i = 1; i <= word->n; i++) {
        struct way up = row[i], same = word->cp[i - 1] == cp ? diagonal : worse(diagonal);
        row[i] = better(same, better(worse(up), worse(row[i - 1])));
        diagonal = up;
    }
}

static bool stands_alone(struct dx_str text, size_t start, size_t end)
{
    bool before, behind;
    dx_joined(text, start, end, &before, &behind);
    return !before && !behind;
}

int dx_nearly(struct dx_str text, struct dx_str word, size_t *start, size_t *end)
{
    struct chars t, w;
    struct way row[CHARS + 1];
    if (!spell(word, &w) || w.n < DX_NEARLY_WORD)
        return -1;
    spell(text, &t);
    unsigned most = (unsigned)(w.n / DX_NEARLY_WORD), best = (most < DX_NEARLY_MOST ? most : DX_NEARLY_MOST) + 1, none = best;
    for (unsigned i = 0; i <= w.n; i++)
        row[i] = (struct way){i, 0};
    for (unsigned j = 0; j < t.n; j++) {
        step(&w, t.cp[j], j, row);
        const struct way *whole = &row[w.n];
        if (whole->edits > best || whole->edits == none || whole->start > j || !stands_alone(text, t.at[whole->start], t.at[j + 1]))
            continue;
        best = whole->edits;
        *start = t.at[whole->start];
        *end = t.at[j + 1];
    }
    return best < none ? (int)best : -1;
}

/* ---- look-alikes ---- */

/* Marks that get lost, or are seen where dirt is: Thai tone marks and the like, Burmese asat, visarga and dot. */
static bool is_light(uint32_t c) { return (c >= 0x0E47 && c <= 0x0E4E) || c == 0x1037 || c == 0x1038 || c == 0x103A; }

/* The first of those that a recogniser takes c for. */
static uint32_t group_of(uint32_t c)
{
    static const uint32_t groups[][4] = {
        {0x0E34, 0x0E35, 0x0E36, 0x0E37}, {0x0E38, 0x0E39},  /* ิ ี ึ ื; ุ ู */
        {0x1000, 0x1010},                 {0x1015, 0x1017},  /* က တ; ပ ဗ */
        {0x1005, 0x1019, 0x1013, 0x1016}, {0x102D, 0x102E},  /* စ မ ဓ ဖ; ိ ီ */
        {0x102F, 0x1030},                 {0x102B, 0x102C},  /* ု ူ; ါ ာ */
        {0x1001, 0x1002},                 {0x1006, 0x1011},  /* ခ ဂ; ဆ ထ */
    };
    for (size_t i = 0; c >= 0x0E34 && i < sizeof groups / sizeof *groups; i++)
        for (size_t k = 1; k < 4; k++)
            if (groups[i][k] == c)
                return groups[i][0];
    return c;
}

bool dx_alike_letter(uint32_t a, uint32_t b) { return group_of(a) == group_of(b); }

bool dx_alike(struct dx_str text, struct dx_str word)
{
    size_t i = 0, j = 0;
    while (i < text.n || j < word.n) {
        uint32_t a = 0, b = 0;
        size_t na = i < text.n ? dx_utf8_get(text.p + i, text.n - i, &a) : 0, nb = j < word.n ? dx_utf8_get(word.p + j, word.n - j, &b) : 0;
        if ((i < text.n && !na) || (j < word.n && !nb))
            return false;
        bool same = na && nb && dx_alike_letter(a, b);
        if (!same && !is_light(a) && !is_light(b))
            return false;
        bool left = !same && na && is_light(a);
        i += same || left ? na : 0;
        j += same || !left ? nb : 0;
    }
    return true;
}
