/* still.c: a walk over the characters that folding leaves as they are */
#include "find/text/still.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "find/text/maps.h"
#include "find/text/zawgyi.h"

enum { BURMESE = 0x1000, BEHIND_BURMESE = 0x10C0, BLOCK = 64, PAGE = 64 };

void dx_still_free(struct dx_still *s) { dx_fold_free(&s->fold); }

static bool is_burmese(uint32_t cp) { return cp >= BURMESE && cp < BEHIND_BURMESE; }

/* Asks the fold itself whether it changes a character within a Latin word. Burmese ones stand in a text that is no Zawgyi. */
static bool stays(struct dx_still *s, uint32_t cp)
{
    static const char unicode[] = "\u1019\u1004\u103A\u1038\u1019\u1004\u103A\u1038";
    char text[8 + sizeof unicode] = "a";
    size_t n = 1 + dx_utf8_put(text + 1, cp);
    bool joins = (cp >= 0x300 && cp < 0x370) || cp == 0x0e4d || cp == 0x0ecd; /* with what stands beside them */
    if (n == 1 || joins)
        return false;
    text[n++] = '1';
    if (is_burmese(cp)) {
        memcpy(text + n, unicode, sizeof unicode - 1);
        n += sizeof unicode - 1;
    }
    return dx_fold_text(&s->fold, (struct dx_str){text, n}, NULL) == DX_OK && !s->fold.n && s->fold.text.n == n;
}

static void learn_page(struct dx_still *s, uint32_t page)
{
    for (uint32_t cp = page * PAGE; cp < (page + 1) * PAGE; cp++) {
        uint64_t *of = cp < 0x80 ? NULL : cp < 0x800 ? &s->two[cp / BLOCK] : &s->three[cp / BLOCK];
        if (of && stays(s, cp))
            *of |= UINT64_C(1) << cp % BLOCK;
    }
    s->known[page / 64] |= UINT64_C(1) << page % 64;
}

/* The line that byte `at` of a text stands in. */
static struct dx_str line_at(struct dx_str t, size_t at)
{
    const char *start = at ? memrchr(t.p, '\n', at) : NULL, *end = memchr(t.p + at, '\n', t.n - at);
    start = start ? start + 1 : t.p;
    return (struct dx_str){start, (size_t)((end ? end : t.p + t.n) - start)};
}

/* A walk over a text. */
struct walk {
    struct dx_str text;
    size_t to;
    bool lines;
    size_t asked; /* up to there the text is known to be no Zawgyi */
    enum dx_maps_vectors vectors;
};

/* Is the text that a Burmese character at byte `at` stands in a Zawgyi one, or too long to be asked? */
static bool may_be_zawgyi(struct walk *w, size_t at)
{
    if (at < w->asked)
        return false;
    struct dx_str unit = w->lines ? line_at(w->text, at) : w->text;
    if (unit.n > DX_FIND_LINE || dx_zawgyi_is(unit))
        return true;
    w->asked = (size_t)(unit.p - w->text.p) + unit.n;
    return false;
}

/* Does the Burmese character at byte `at` change places, or become one, with the one before it? */
static bool moves(struct dx_str t, size_t at, uint32_t cp)
{
    const char *with = cp == 0x1037 ? "\u103A" : cp == 0x102E ? "\u1025" : NULL;
    return with && at >= 3 && memcmp(t.p + at - 3, with, 3) == 0;
}

/* The bytes of the character at `at`, which isn't one that stays whatever stands around it; 0: folding may change it. */
static size_t ask(struct dx_still *s, struct walk *w, size_t at)
{
    uint32_t cp;
    size_t n = dx_utf8_get(w->text.p + at, w->to - at, &cp);
    if (n == 0 || cp > 0xffff)
        return n && !dx_fold_rare(cp) ? n : 0;
    if (!(s->known[cp / PAGE / 64] >> cp / PAGE % 64 & 1))
        learn_page(s, cp / PAGE);
    if (is_burmese(cp) && (may_be_zawgyi(w, at) || moves(w->text, at, cp)))
        return 0;
    return cp < 0x80 || ((cp < 0x800 ? s->two[cp / BLOCK] : s->three[cp / BLOCK]) >> cp % BLOCK & 1) ? n : 0;
}

/* Do the Burmese characters stay that start at these bits of a map? */
static bool burmese_stay(struct walk *w, size_t at, uint64_t starts)
{
    for (; starts; starts &= starts - 1) {
        size_t i = at + (unsigned)__builtin_ctzll(starts);
        const unsigned char *p = (const unsigned char *)w->text.p + i;
        if ((i >= w->asked && may_be_zawgyi(w, i)) || moves(w->text, i, BURMESE | (p[1] & 63u) << 6 | (p[2] & 63u)))
            return false;
    }
    return true;
}

/* Where characters start in a map, by their bytes. */
struct starts {
    uint64_t two, three, four;
};

/* Do they stay? Of four bytes, those of the planes that have no letters in other faces. */
static bool starts_stay(const struct dx_still *s, struct walk *w, size_t at, const struct starts *x)
{
    const unsigned char *p = (const unsigned char *)w->text.p + at;
    uint64_t still = 1, burmese = 0;
    for (uint64_t i = x->two; i; i &= i - 1) {
        const unsigned char *c = p + __builtin_ctzll(i);
        still &= s->two[c[0] & 31] >> (c[1] & 63);
    }
    for (uint64_t i = x->three; i; i &= i - 1) {
        unsigned k = (unsigned)__builtin_ctzll(i), block = (p[k] & 15u) << 6 | (p[k + 1] & 63u);
        still &= s->three[block] >> (p[k + 2] & 63);
        if (block - BURMESE / BLOCK < (BEHIND_BURMESE - BURMESE) / BLOCK)
            burmese |= i & -i;
    }
    for (uint64_t i = x->four; i; i &= i - 1) {
        const unsigned char *c = p + __builtin_ctzll(i);
        still &= c[0] == 0xf0 && c[1] > 0x9d;
    }
    return still && burmese_stay(w, at, burmese);
}

/* Where the map that starts at `at` ends, where all of it stays whatever stands around it, or the last character before that; `at`: it is to be asked, one
 * character after the other. */
static size_t map_to(struct dx_still *s, struct walk *w, size_t at)
{
    char copy[DX_MAP + DX_MAP_BEYOND];
    struct dx_map_words m;
    dx_maps_words(&m, dx_map_bytes((struct dx_str){w->text.p, w->to}, at, copy), w->vectors);
    size_t n = w->to - at < DX_MAP ? w->to - at : DX_MAP;
    if (!m.high)
        return at + n;
    if (n == DX_MAP) /* what goes on behind it is the next one's */
        n = m.four >> 61 & 1 ? 61 : m.wide >> 62 & 1 ? 62 : m.lead >> 63 ? 63 : DX_MAP;
    uint64_t within = dx_map_first(n), lead = m.lead & within, wide = m.wide & within, four = m.four & within;
    bool whole = (m.high & ~m.lead & within) == (lead << 1 | wide << 2 | four << 3);
    return whole && starts_stay(s, w, at, &(struct starts){lead & ~wide, wide & ~four, four}) ? at + n : at;
}

/* Where the ASCII that starts at `at` ends, by 64 bytes. */
static size_t ascii_to(const char *p, size_t at, size_t to)
{
    uint64_t w[8];
    for (; to - at >= sizeof w; at += sizeof w) {
        memcpy(w, p + at, sizeof w);
        if ((w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) & UINT64_C(0x8080808080808080))
            break;
    }
    return at;
}

size_t dx_still_to(struct dx_still *s, struct dx_str text, size_t at, size_t to, bool lines)
{
    struct walk w = {text, to, lines, 0, dx_maps_vectors()};
    while ((at = ascii_to(text.p, at, to)) < to) {
        size_t end = map_to(s, &w, at), n;
        if (end > at) {
            at = end;
            continue;
        }
        for (end = to - at < DX_MAP ? to : at + DX_MAP; at < end; at += n)
            if ((n = ask(s, &w, at)) == 0)
                return at;
    }
    return to;
}
