/* name_known.c: what a word is known as: a table of hashes over the words of name_tables.c */
#include "find/name_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define LONGEST 48   /* bytes of a word that is known */
#define COVERED 128  /* … of what parts cover */
#define SLOTS 16384  /* twice the words, and more */

struct dx_known {
    size_t n;
    uint8_t first[4096]; /* what Latin names start with: a bit for three letters */
    struct slot {
        uint32_t hash; /* all of it: 0 is none */
        uint32_t as;
        char text[LONGEST];
    } slot[SLOTS];
};

/* A Latin letter without its marks, small; 0: none of those that names of the region have. */
static char bare(uint32_t c)
{
    static const char first[] = "aaaaaa.ceeeeiiii.nooooo..uuuuy..", vietnamese[] = "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";
    if (c >= 0x1EA0 && c < 0x1EA0 + sizeof vietnamese - 1)
        return vietnamese[c - 0x1EA0];
    if (c >= 0xC0 && c <= 0xFF)
        return first[(c - 0xC0) % 32] == '.' ? 0 : first[(c - 0xC0) % 32];
    switch (c) {
    case 0x102: case 0x103: return 'a';
    case 0x110: case 0x111: return 'd';
    case 0x128: case 0x129: return 'i';
    case 0x168: case 0x169: case 0x1AF: case 0x1B0: return 'u';
    case 0x1A0: case 0x1A1: return 'o';
    default: return 0;
    }
}

/* The word as it is kept; 0: it is too long. */
static size_t fold(struct dx_str word, char out[LONGEST])
{
    size_t n = 0;
    for (size_t i = 0, len; i < word.n && n < LONGEST - 1; i += len) {
        unsigned char c = (unsigned char)word.p[i];
        uint32_t wide = 0;
        char plain;
        if (c < 0x80) {
            out[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : (char)c;
            len = 1;
            continue;
        }
        len = dx_utf8_get(word.p + i, word.n - i, &wide);
        if (!len || n + len >= LONGEST)
            return 0;
        if ((plain = bare(wide)) != 0)
            out[n++] = plain;
        else {
            memcpy(out + n, word.p + i, len);
            n += len;
        }
    }
    memset(out + n, 0, LONGEST - n);
    return n < LONGEST - 1 ? n : 0;
}

#define SEED UINT32_C(2166136261)
static inline uint32_t mixed(uint32_t h, char c) { return (h ^ (unsigned char)c) * UINT32_C(16777619); }

static uint32_t hash_of(const char *p, size_t n)
{
    uint32_t h = SEED;
    for (size_t i = 0; i < n; i++)
        h = mixed(h, p[i]);
    return h ? h : 1;
}

static const struct slot *find(const struct dx_known *k, uint32_t hash, const char *p, size_t n)
{
    const struct slot *s;
    for (uint32_t at = hash ^ hash >> 15;; at++) {
        s = &k->slot[at % SLOTS];
        if (!s->hash || (s->hash == hash && memcmp(s->text, p, n) == 0 && s->text[n] == '\0'))
            return s;
    }
}

static unsigned of_three(const char *p) { return (unsigned)((p[0] & 31) | (p[1] & 31) << 5 | (p[2] & 31) << 10); }

bool dx_known_may(const struct dx_known *k, const char first[3]) { return k->first[of_three(first) / 8] >> of_three(first) % 8 & 1; }

static void put(struct dx_known *k, struct dx_str word, unsigned as)
{
    char text[LONGEST];
    size_t n = fold(word, text);
    if (!n || k->n + 1 >= SLOTS)
        return;
    uint32_t hash = hash_of(text, n);
    struct slot *s = (struct slot *)(uintptr_t)find(k, hash, text, n);
    k->n += !s->hash;
    s->hash = hash;
    s->as |= as;
    memcpy(s->text, text, LONGEST);
    if (as & (DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE | DX_KNOWN_VIETNAMESE))
        k->first[of_three(text) / 8] |= (uint8_t)(1 << of_three(text) % 8);
}

static void put_all(struct dx_known *k, const struct dx_known_words *t)
{
    uint32_t c;
    for (const char *const *line = t->lines; *line; line++)
        for (const char *p = *line; *p;) {
            size_t n = t->as == DX_KNOWN_HAN ? dx_utf8_get(p, strlen(p), &c) : strcspn(p, " ");
            if (n)
                put(k, (struct dx_str){p, n}, t->as);
            p += n ? n : 1;
        }
}

struct dx_known *dx_known_new(void)
{
    struct dx_known *k = calloc(1, sizeof *k);
    for (const struct dx_known_words *t = dx_known_tables; k && t->lines; t++)
        put_all(k, t);
    return k;
}

void dx_known_free(struct dx_known *k) { free(k); }

unsigned dx_known_as(const struct dx_known *k, struct dx_str word)
{
    char text[LONGEST];
    size_t n = fold(word, text);
    return n ? find(k, hash_of(text, n), text, n)->as : 0;
}

/* Does a character begin there, and no sign that hangs on the one before? */
static bool begins(struct dx_str t, size_t i) { return i >= t.n || ((unsigned char)t.p[i] & 0xC0) != 0x80; }

size_t dx_known_start(const struct dx_known *k, struct dx_str t, unsigned as)
{
    uint32_t h = SEED;
    size_t best = 0;
    for (size_t i = 0; i < t.n && i < LONGEST - 1; i++) {
        h = mixed(h, t.p[i]);
        if (begins(t, i + 1) && find(k, h ? h : 1, t.p, i + 1)->as & as)
            best = i + 1;
    }
    return best;
}

size_t dx_known_cover(const struct dx_known *k, struct dx_str t, unsigned as, unsigned *parts)
{
    uint8_t reached[COVERED + 1] = {1}; /* parts up to there, and one */
    size_t n = t.n < COVERED ? t.n : COVERED, best = 0;
    for (size_t from = 0; from < n; from++) {
        if (!reached[from] || reached[from] == UINT8_MAX)
            continue;
        uint32_t h = SEED;
        for (size_t i = from; i < n && i - from < LONGEST - 1; i++) {
            h = mixed(h, t.p[i]);
            if (begins(t, i + 1) && (!reached[i + 1] || reached[i + 1] > reached[from] + 1) && find(k, h ? h : 1, t.p + from, i + 1 - from)->as & as)
                reached[i + 1] = (uint8_t)(reached[from] + 1);
        }
    }
    for (size_t i = 1; i <= n; i++)
        if (reached[i] && (i == t.n || dx_known_start(k, (struct dx_str){t.p + i, t.n - i}, DX_KNOWN_ENDS)))
            best = i;
    *parts = best ? reached[best] - 1u : 0;
    return best;
}
