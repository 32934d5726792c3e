/* still.c: a walk over the characters that folding leaves as they are */
#include "find/still.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "find/zawgyi.h"

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
        uint64_t *of = cp < 0x80 ? NULL : cp < 0x800 ? &s->two[cp / BLOCK] : is_burmese(cp) ? &s->burmese[(cp - BURMESE) / BLOCK] : &s->three[cp / BLOCK];
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
    if (is_burmese(cp))
        return (s->burmese[(cp - BURMESE) / BLOCK] >> cp % BLOCK & 1) && !may_be_zawgyi(w, at) && !moves(w->text, at, cp) ? n : 0;
    return cp < 0x80 || ((cp < 0x800 ? s->two[cp / BLOCK] : s->three[cp / BLOCK]) >> cp % BLOCK & 1) ? n : 0;
}

/* Where the ASCII that starts at `at` ends. */
static size_t ascii_to(const char *p, size_t at, size_t to)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    for (uint64_t w[4]; to - at >= sizeof w; at += sizeof w) {
        memcpy(w, p + at, sizeof w);
        if ((w[0] | w[1] | w[2] | w[3]) & high)
            break;
    }
    for (uint64_t w; to - at >= sizeof w; at += sizeof w) {
        memcpy(&w, p + at, sizeof w);
        if (w & high)
            break;
    }
    while (at < to && !((unsigned char)p[at] & 0x80))
        at++;
    return at;
}

/* Where the characters of three bytes from `at` on stop that stay whatever stands around them; those of Unicode's Burmese too, where it is known. */
static size_t threes_to(const struct dx_still *s, const struct walk *w, size_t at)
{
    const unsigned char *p = (const unsigned char *)w->text.p;
    while (w->to - at >= 3) {
        unsigned a = p[at], b = p[at + 1] ^ 0x80u, c = p[at + 2] ^ 0x80u, block = (a & 15) << 6 | b;
        if ((a & 0xf0) != 0xe0 || (b | c) >= 64)
            break;
        uint64_t still = s->three[block];
        if (block - BURMESE / BLOCK < 3 && at < w->asked) {
            uint32_t cp = block * BLOCK + c;
            still = cp == 0x1037 || cp == 0x102E ? 0 : s->burmese[block - BURMESE / BLOCK];
        }
        if (!(still >> c & 1))
            break;
        at += 3;
    }
    return at;
}

size_t dx_still_to(struct dx_still *s, struct dx_str text, size_t at, size_t to, bool lines)
{
    struct walk w = {text, to, lines, 0};
    while ((at = ascii_to(text.p, at, to)) < to) {
        size_t from = at, n;
        if ((at = threes_to(s, &w, at)) == from) {
            if ((n = ask(s, &w, at)) == 0)
                return at;
            at += n;
        }
    }
    return to;
}
