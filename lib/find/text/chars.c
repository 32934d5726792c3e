/* chars.c: words in a text, and which bytes it holds */
#include "find/text/chars.h"

/* Where the first byte of a word stands, in either case; t.n: nowhere. */
static size_t to_first(struct dx_str t, char first)
{
    const char *one = memchr(t.p, kit_lower(first), t.n), *two = kit_is_alpha(first) ? memchr(t.p, kit_upper(first), one ? (size_t)(one - t.p) : t.n) : NULL;
    return two ? (size_t)(two - t.p) : one ? (size_t)(one - t.p) : t.n;
}

size_t kit_find(struct dx_str t, const char *word, size_t from)
{
    size_t n = strlen(word);
    bool latin = kit_is_alnum(word[0]);
    for (size_t i = from; n && i + n <= t.n && (i += to_first(kit_skip(t, i), word[0])) + n <= t.n; i++) {
        if (!kit_starts(kit_skip(t, i), word))
            continue;
        if (latin && ((i && kit_is_alnum(t.p[i - 1])) || (i + n < t.n && kit_is_alnum(t.p[i + n]))))
            continue;
        return i;
    }
    return SIZE_MAX;
}

uint64_t kit_bytes(struct dx_str t)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < t.n; i++)
        bytes |= UINT64_C(1) << (t.p[i] & 63);
    return bytes | (bytes >> 1 & 0x03ffffff) << 33; /* A to Z as a to z, with what else has their six bits */
}

bool kit_is_ascii(struct dx_str t)
{
    uint64_t all = 0, word;
    size_t i = 0;
    for (; t.n - i >= sizeof word; i += sizeof word) {
        memcpy(&word, t.p + i, sizeof word);
        all |= word;
    }
    for (; i < t.n; i++)
        all |= (unsigned char)t.p[i];
    return !(all & UINT64_C(0x8080808080808080));
}

size_t kit_distance(struct dx_str near, struct dx_str text, const char *word)
{
    size_t best = SIZE_MAX, n = strlen(word);
    bool inside = near.p && text.p >= near.p && text.p <= near.p + near.n;
    size_t at = inside ? (size_t)(text.p - near.p) : near.n, end = inside ? at + text.n : near.n;
    for (size_t i = kit_find(near, word, 0); i != SIZE_MAX; i = kit_find(near, word, i + 1)) {
        size_t d = i + n <= at ? at - (i + n) : i >= end ? i - end : 0;
        if (d < best)
            best = d;
    }
    return best;
}
