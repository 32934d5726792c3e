/* sieve.c: no place is missed where a word of the lists stands, and which places pass doesn't hang on where the walk starts */
#include "../tap.h"

#include "find/text/sieve.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 20, WORD = 24, TEXT = 400 };

static uint64_t state = 5;

static unsigned draw(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

/* What words and texts are made of: words begin with one of the first STARTS. */
static const char *const pieces[] = {"a", "b", "B", "t", "\u00e9", "\u0e01", "\u0e02", "\u1000", "\U0001F600", "1", " ", "/", "\n", "\x80", "  "};
enum { STARTS = 9, INSIDE = 12, PIECES = sizeof pieces / sizeof *pieces };

struct list {
    char text[WORDS][WORD];
    struct dx_str word[WORDS];
    enum dx_sieve_where where[WORDS];
    struct dx_sieve sieve;
};

static size_t write_pieces(char *out, size_t room, size_t n, bool word)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        const char *p = pieces[draw(word && i == 0 ? STARTS : word ? INSIDE : PIECES)];
        if (len + strlen(p) > room)
            break;
        memcpy(out + len, p, strlen(p));
        len += strlen(p);
    }
    return len;
}

static void make_list(struct list *l)
{
    memset(l, 0, sizeof *l);
    for (size_t i = 0; i < WORDS; i++) {
        l->where[i] = (enum dx_sieve_where)(1 << draw(4));
        l->word[i] = (struct dx_str){l->text[i], write_pieces(l->text[i], WORD, 1 + draw(7), true)};
        dx_sieve_add(&l->sieve, l->word[i], l->where[i]);
    }
}

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static bool is_letter(char c) { return small(c) >= 'a' && small(c) <= 'z'; }
static bool is_name(char c) { return is_letter(c) || c & 0x80; }
static bool is_start(struct dx_str t, size_t i) { return (unsigned char)t.p[i] >= 0xc0 || (is_letter(t.p[i]) && (i == 0 || !is_letter(t.p[i - 1]))); }

/* As what a word at i would be looked for. */
static unsigned sorts_at(struct dx_str t, size_t i)
{
    bool bound = i > 0 && (is_name(t.p[i - 1]) || (i > 1 && t.p[i - 1] == ' ' && is_name(t.p[i - 2]))), first = true;
    for (size_t k = i; k > 0 && t.p[k - 1] != '\n'; k--)
        first = first && !is_start(t, k - 1);
    bool capital = t.p[i] >= 'A' && t.p[i] <= 'Z' && !(i > 0 && is_name(t.p[i - 1]));
    return DX_SIEVE_ANY | (bound ? 0 : DX_SIEVE_LEADS) | (first ? DX_SIEVE_FIRST : 0) | (capital ? DX_SIEVE_CAPITAL : 0);
}

static bool stands(const struct list *l, struct dx_str t, size_t i)
{
    unsigned sorts = is_start(t, i) ? sorts_at(t, i) : 0;
    for (size_t k = 0; k < WORDS; k++) {
        size_t n = 0;
        while (n < l->word[k].n && i + n < t.n && (small(t.p[i + n]) == small(l->word[k].p[n]) || (l->where[k] == DX_SIEVE_CAPITAL && n < 6 && t.p[i + n] & 0x80)))
            n += l->where[k] == DX_SIEVE_CAPITAL && n < 6 && t.p[i + n] & 0x80 ? l->word[k].n - n : 1; /* whatever it is without its mark */
        bool runs_on = l->where[k] == DX_SIEVE_CAPITAL && l->word[k].n < 3 && i + 2 < t.n && is_letter(t.p[i + 2]);
        if ((l->where[k] & sorts) && n == l->word[k].n && !runs_on)
            return true;
    }
    return false;
}

struct passed {
    bool at[TEXT + 1];
    uint8_t where[TEXT + 1];
    size_t stop;
};

static bool pass(void *passed, struct dx_str text, size_t at, unsigned where)
{
    struct passed *p = passed;
    (void)text;
    p->at[at] = true;
    p->where[at] = (uint8_t)where;
    return at >= p->stop;
}

static void walks(void)
{
    int missed = 0, differ = 0, stopped = 0, apart = 0;
    size_t found = 0, places = 0, all = 0;
    struct list *l = malloc(sizeof *l);
    for (int round = 0; round < 20000; round++) {
        char text[TEXT];
        struct passed all_of = {.stop = SIZE_MAX}, moved = {.stop = SIZE_MAX};
        if (round % 20 == 0)
            make_list(l);
        size_t lines = draw(TEXT / 4); /* empty ones, before it */
        memset(text, '\n', lines);
        struct dx_str t = {text + lines, write_pieces(text + lines, 1 + draw((unsigned)(TEXT - lines) - 1), TEXT, false)};
        size_t to = t.n - draw(2) * draw((unsigned)t.n + 1);
        dx_sieve_walk(&l->sieve, t, 0, to, DX_SIEVE_ALL, pass, &all_of);
        dx_sieve_walk(&l->sieve, (struct dx_str){text, lines + t.n}, 0, lines + to, DX_SIEVE_ALL, pass, &moved);
        differ += memcmp(all_of.at, moved.at + lines, to) != 0;
        unsigned as = 1 + draw(DX_SIEVE_ALL);
        struct passed part = {.stop = SIZE_MAX};
        dx_sieve_walk(&l->sieve, t, 0, to, as, pass, &part);
        for (size_t i = 0; i < to; i++)
            apart += part.where[i] != (all_of.where[i] & as);
        for (size_t i = 0; i < to; i++) {
            bool here = stands(l, t, i);
            missed += here && !all_of.at[i];
            found += here;
            places += all_of.at[i];
        }
        all += to;
        size_t stop = draw(TEXT);
        struct passed some = {.stop = stop};
        size_t at = dx_sieve_walk(&l->sieve, t, 0, to, DX_SIEVE_ALL, pass, &some);
        stopped += at < to ? at >= stop && some.at[at] && all_of.at[at] : memchr(all_of.at + (stop < to ? stop : to), true, to - (stop < to ? stop : to)) == NULL;
    }
    free(l);
    ok(missed == 0 && found > 0, "%zu words in 20,000 texts: %d are missed", found, missed);
    ok(differ == 0, "behind empty lines: %d texts differ", differ);
    ok(apart == 0, "asked for some sorts alone: %d places differ", apart);
    ok(stopped == 20000, "the walk ends where it is told to: %d", stopped);
    ok(places < all / 2, "%zu of %zu bytes pass", places, all);
}

int main(void)
{
    walks();
    return tap_done();
}
