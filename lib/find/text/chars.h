/* chars.h: what is asked of the bytes of a text everywhere: digits, ASCII letters, blanks, words (internal to find/) */
#ifndef DX_FIND_CHARS_H
#define DX_FIND_CHARS_H

#include <string.h>

#include "base/buf.h"
#include "find/text/eight.h"

static inline bool kit_is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool kit_is_alpha(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
/* How many of eight characters, the first the lowest byte, are digits before another follows. */
static inline unsigned kit_digits_in(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    uint64_t v = w ^ ones * '0', others = ((v + ones * 0x76) | v) & ones * 0x80;
    return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}
/* How many digits stand at byte i. */
static inline size_t kit_digits_at(struct dx_str t, size_t i)
{
    uint64_t w;
    size_t n = 0;
    for (unsigned k; i + n + sizeof w <= t.n; n += k) {
        memcpy(&w, t.p + i + n, sizeof w);
        if ((k = kit_digits_in(w)) < sizeof w)
            return n + k;
    }
    while (i + n < t.n && kit_is_digit(t.p[i + n]))
        n++;
    return n;
}
/* Copies the digits that stand at byte *i, at most to `full`, behind which there are eight bytes more, and moves *i behind them; where it ended. */
static inline char *kit_copy_digits(struct dx_str t, size_t *i, char *to, const char *full)
{
    uint64_t w;
    size_t at = *i;
    for (unsigned n = sizeof w; n == sizeof w && to < full && at + sizeof w <= t.n; to += n, at += n) {
        memcpy(&w, t.p + at, sizeof w);
        memcpy(to, &w, sizeof w);
        n = kit_digits_in(w);
        n = n < (size_t)(full - to) ? n : (unsigned)(full - to);
    }
    while (to < full && at < t.n && kit_is_digit(t.p[at]))
        *to++ = t.p[at++];
    *i = at;
    return to;
}
/* How many ASCII letters stand at byte i. */
static inline size_t kit_letters_at(struct dx_str t, size_t i)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = 0;
    for (; i + n + sizeof ones <= t.n; n += sizeof ones) {
        uint64_t w = dx_eight(t.p + i + n), low = (w | ones * 0x20) & ones * 0x7f, others = (~(low + ones * (0x80 - 'a')) | (low + ones * (0x7f - 'z')) | w) & ones * 0x80;
        if (others)
            return n + (size_t)__builtin_ctzll(others) / 8;
    }
    while (i + n < t.n && kit_is_alpha(t.p[i + n]))
        n++;
    return n;
}
/* How many bytes from i on are surely no ASCII letters: eight at once, where there are as many. */
static inline size_t kit_no_letters_at(struct dx_str t, size_t i)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t w;
    size_t n = 0;
    for (; i + n + sizeof w <= t.n; n += sizeof w) {
        memcpy(&w, t.p + i + n, sizeof w);
        if (w & ~w >> 1 & ones * 0x40) /* 0x40 to 0x7f: letters, and some marks */
            break;
    }
    while (i + n < t.n && !kit_is_alpha(t.p[i + n]))
        n++;
    return n;
}
static inline struct dx_str kit_skip(struct dx_str t, size_t n) { return (struct dx_str){t.p + n, t.n - n}; }
static inline int kit_count_digits(struct dx_str t) /* in all of t */
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t i = 0;
    int n = 0;
    for (uint64_t w; i + sizeof w <= t.n; i += sizeof w) {
        memcpy(&w, t.p + i, sizeof w);
        uint64_t v = w ^ ones * '0', digits = ~(((v & ones * 0x7f) + ones * 0x76) | v) & ones * 0x80; /* a byte doesn't carry into the next */
        n += (int)((digits >> 7) * ones >> 56);
    }
    for (; i < t.n; i++)
        n += kit_is_digit(t.p[i]);
    return n;
}
static inline bool kit_has_digits(struct dx_str t, int least) /* as many, or more: looked for no further, as most lines start with some */
{
    enum { PART = 16 };
    int n = 0;
    for (; t.n > PART && n < least; t = kit_skip(t, PART))
        n += kit_count_digits((struct dx_str){t.p, PART});
    return n + (n < least ? kit_count_digits(t) : 0) >= least;
}
static inline bool kit_is_alnum(char c) { return kit_is_digit(c) || kit_is_alpha(c); }
static inline char kit_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }
static inline char kit_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline int kit_number(const char *digits, size_t n) /* of at most 9 digits */
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (digits[i] - '0');
    return v;
}
static inline bool kit_is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static inline struct dx_str kit_trim(struct dx_str t)
{
    while (t.n && kit_is_blank(t.p[0]))
        t = kit_skip(t, 1);
    while (t.n && kit_is_blank(t.p[t.n - 1]))
        t.n--;
    return t;
}
/* ASCII case ignored */
static inline bool kit_starts(struct dx_str t, const char *head)
{
    size_t i = 0;
    while (head[i] && i < t.n && kit_lower(t.p[i]) == kit_lower(head[i]))
        i++;
    return !head[i];
}
/* Words of a table, of which empty ones are none, and whether a text is one of them, byte for byte; whether it starts with one, case as above. */
#define KIT_WORD(literal) {(literal), sizeof(literal) - 1}
#define KIT_IS_ONE(t, words) kit_is_one(t, words, sizeof(words) / sizeof *(words))
#define KIT_IS_WORD(t, words) kit_is_word(t, words, sizeof(words) / sizeof *(words))
#define KIT_STARTS_ONE(t, words) kit_starts_one(t, words, sizeof(words) / sizeof *(words))
static inline bool kit_is_one(struct dx_str t, const struct dx_str *words, size_t n)
{
    size_t i = t.n ? 0 : n;
    while (i < n && (words[i].n != t.n || words[i].p[t.n - 1] != t.p[t.n - 1] || memcmp(words[i].p, t.p, t.n) != 0)) /* they often begin alike */
        i++;
    return i < n;
}
static inline bool kit_is_word(struct dx_str t, const struct dx_str *words, size_t n) /* … small ones of ASCII letters, in either case */
{
    char last = t.n ? kit_lower(t.p[t.n - 1]) : 0;
    size_t i = last ? 0 : n;
    while (i < n && (words[i].n != t.n || words[i].p[t.n - 1] != last || !kit_starts(t, words[i].p)))
        i++;
    return i < n;
}
static inline bool kit_starts_one(struct dx_str t, const struct dx_str *words, size_t n)
{
    size_t i = 0;
    while (i < n && !kit_starts(t, words[i].p))
        i++;
    return i < n;
}
/* Where `word` stands in t from `from` on, ASCII case ignored; Latin words only as whole words. SIZE_MAX: nowhere. */
size_t kit_find(struct dx_str t, const char *word, size_t from);
/* Which bytes (by their low six bits, in small letters) a text holds, and may a word be within it? Most words aren't. */
uint64_t kit_bytes(struct dx_str t);
static inline bool kit_may_hold(uint64_t bytes, const char *word)
{
    while (*word && (bytes >> (kit_lower(*word) & 63) & 1))
        word++;
    return !*word;
}
/* Bytes of six low bits don't tell a Thai word from digits and letters: is there a byte beyond ASCII at all? */
bool kit_is_ascii(struct dx_str t);
/* How far word is from the candidate within near (0: touching); SIZE_MAX: not there. */
size_t kit_distance(struct dx_str near, struct dx_str text, const char *word);
#endif
