/* name_known.c: what a word is known as: Latin words in a table of hashes, others in a tree of characters; of name_tables.c and name_countries.c
 *
 * Latin words are asked for as a whole, and all of them fit into sixteen bytes. Those of other scripts stand in one piece with what follows, so that
 * all that a text starts with is asked for: the tree is left where no word goes on. */
#include "find/name/name_known.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "find/text/eight.h"

#define LONGEST 16    /* bytes of a Latin word, without its marks */
#define COVERED 128   /* bytes of what parts cover */
#define WORDS 16384   /* Latin ones, at most; and twice as many slots */
#define NODES 32768   /* of the tree, at most; and twice as many ways between them */
#define SLOT_BITS 15
#define WAY_BITS 16

/* A Latin word in small letters without marks, zeros behind it. */
struct word {
    uint64_t p[2];
    uint32_t as, n;
};

struct dx_known {
    uint8_t first[4096]; /* what Latin names start with: a bit for three letters */
    uint16_t slot[1 << SLOT_BITS]; /* the number of a word; 0: none */
    struct word word[WORDS];
    struct way {
        uint32_t from; /* node and character, which has three bytes */
        uint16_t to;   /* 0: there is none */
    } way[1 << WAY_BITS];
    struct node {
        uint16_t as, below; /* what the word is that ends there; what those are that go on */
    } node[NODES];
    unsigned n_words, n_nodes; /* but for number 0, which is none, and where words start */
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

/* ---- Latin words ---- */

static inline uint64_t bytes_of(const char *p, size_t n) /* up to eight, the first the lowest */
{
    uint64_t w = 0;
    uint32_t low, high;
    if (n >= sizeof w)
        return dx_eight(p);
    if (n >= sizeof low) {
        memcpy(&low, p, sizeof low);
        memcpy(&high, p + n - sizeof high, sizeof high);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        return __builtin_bswap32(low) | (uint64_t)__builtin_bswap32(high) << 8 * (n - sizeof high);
#else
        return low | (uint64_t)high << 8 * (n - sizeof high);
#endif
    }
    for (size_t i = 0; i < n; i++)
        w |= (uint64_t)(unsigned char)p[i] << 8 * i;
    return w;
}

/* Letters made small; of other ASCII characters such as no word here has become others of that kind. */
static inline uint64_t lowered(uint64_t w) { return w | (w & UINT64_C(0x4040404040404040)) >> 1; }

/* The letters without their marks. False: some have no such form, or they are too many. */
static bool fold(struct dx_str word, struct word *out)
{
    char text[LONGEST];
    size_t n = 0;
    for (size_t i = 0, len; i < word.n; i += len, n++) {
        uint32_t wide = 0;
        len = dx_utf8_get(word.p + i, word.n - i, &wide);
        if (!len || n == LONGEST || (text[n] = wide < 0x80 ? (char)wide : bare(wide)) == 0)
            return false;
    }
    out->n = (uint32_t)n;
    out->p[0] = lowered(bytes_of(text, n));
    out->p[1] = n > 8 ? lowered(bytes_of(text + 8, n - 8)) : 0;
    return n > 0;
}

/* The word as it is kept; false: it is none that could be. */
static inline bool as_kept(struct dx_str word, struct word *out)
{
    const uint64_t beyond = UINT64_C(0x8080808080808080);
    if (word.n > LONGEST)
        return fold(word, out);
    out->n = (uint32_t)word.n;
    out->p[0] = bytes_of(word.p, word.n);
    out->p[1] = word.n > 8 ? bytes_of(word.p + 8, word.n - 8) : 0;
    if ((out->p[0] | out->p[1]) & beyond)
        return fold(word, out);
    out->p[0] = lowered(out->p[0]);
    out->p[1] = lowered(out->p[1]);
    return true;
}

/* Where the word is, or would be. */
static inline unsigned slot_of(const struct dx_known *k, const struct word *w)
{
    uint64_t h = (w->p[0] ^ (w->p[1] << 29 | w->p[1] >> 35)) * UINT64_C(0x9e3779b97f4a7c15);
    for (unsigned at = (unsigned)(h >> (64 - SLOT_BITS));; at = (at + 1) % (1 << SLOT_BITS)) {
        const struct word *x = &k->word[k->slot[at]];
        if (!k->slot[at] || (x->p[0] == w->p[0] && x->p[1] == w->p[1] && x->n == w->n))
            return at;
    }
}

static unsigned of_three(const char *p) { return (unsigned)((p[0] & 31) | (p[1] & 31) << 5 | (p[2] & 31) << 10); }

bool dx_known_may(const struct dx_known *k, const char first[3]) { return k->first[of_three(first) / 8] >> of_three(first) % 8 & 1; }

static void put_latin(struct dx_known *k, struct word w, unsigned as)
{
    unsigned at = slot_of(k, &w);
    if (!k->slot[at]) {
        if (k->n_words + 1 == WORDS)
            return;
        k->word[k->slot[at] = (uint16_t)++k->n_words] = w;
        k->word[k->n_words].as = 0;
    }
    k->word[k->slot[at]].as |= as;
    const char three[] = {(char)(w.p[0] & 0xff), (char)(w.p[0] >> 8 & 0xff), (char)(w.p[0] >> 16 & 0xff)};
    if (as & (DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE | DX_KNOWN_VIETNAMESE))
        k->first[of_three(three) / 8] |= (uint8_t)(1 << of_three(three) % 8);
}

/* ---- words of other scripts ---- */

/* The character of three bytes at i; 0: another stands there. */
static inline uint32_t three_at(struct dx_str t, size_t i)
{
    const unsigned char *p = (const unsigned char *)t.p + i;
    if (i + 3 > t.n || (p[0] & 0xF0) != 0xE0 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return 0;
    return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
}

/* Where a character leads from a node, or would. */
static inline unsigned way_of(const struct dx_known *k, unsigned node, uint32_t c)
{
    uint32_t from = (uint32_t)node << 16 | c;
    unsigned at = from * UINT32_C(0x9e3779b1) >> (32 - WAY_BITS);
    while (k->way[at].to && k->way[at].from != from)
        at = (at + 1) % (1 << WAY_BITS);
    return at;
}

/* The node behind the character at i; 0: no word goes on so. */
static inline unsigned step(const struct dx_known *k, unsigned node, struct dx_str t, size_t i)
{
    uint32_t c = three_at(t, i);
    return c ? k->way[way_of(k, node, c)].to : 0;
}

static void put_other(struct dx_known *k, struct dx_str word, unsigned as)
{
    unsigned node = 0;
    for (size_t i = 0; i < word.n; i += 3) {
        uint32_t c = three_at(word, i);
        unsigned at = c ? way_of(k, node, c) : 0;
        if (!c || (!k->way[at].to && k->n_nodes + 1 == NODES))
            return;
        if (!k->way[at].to)
            k->way[at] = (struct way){(uint32_t)node << 16 | c, (uint16_t)++k->n_nodes};
        k->node[node].below |= (uint16_t)as;
        node = k->way[at].to;
    }
    k->node[node].as |= (uint16_t)as;
}

/* ---- both ---- */

static void put(struct dx_known *k, struct dx_str word, unsigned as)
{
    struct word w;
    if (as_kept(word, &w))
        put_latin(k, w, as);
    else
        put_other(k, word, as);
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
    for (const struct dx_known_words *t = dx_known_countries; k && t->lines; t++)
        put_all(k, t);
    return k;
}

void dx_known_free(struct dx_known *k) { free(k); }

unsigned dx_known_latin(const struct dx_known *k, struct dx_str word)
{
    struct word w;
    return as_kept(word, &w) ? k->word[k->slot[slot_of(k, &w)]].as : 0;
}

bool dx_known_each(const struct dx_known *k, size_t i, char word[LONGEST], unsigned *as)
{
    if (i >= k->n_words)
        return false;
    const struct word *w = &k->word[i + 1];
    for (size_t at = 0; at < LONGEST; at++)
        word[at] = (char)(w->p[at / 8] >> 8 * (at % 8));
    *as = w->as;
    return true;
}

unsigned dx_known_other(const struct dx_known *k, struct dx_str word)
{
    unsigned node = 0;
    size_t i = 0;
    while (i < word.n && (node = step(k, node, word, i)) != 0)
        i += 3;
    return k->node[node].as;
}

/* Does a character begin there, and no sign that hangs on the one before? */
static bool begins(struct dx_str t, size_t i) { return i >= t.n || ((unsigned char)t.p[i] & 0xC0) != 0x80; }

size_t dx_known_start(const struct dx_known *k, struct dx_str t, unsigned as)
{
    size_t best = 0, i = 0;
    for (unsigned node = 0; k->node[node].below & as && (node = step(k, node, t, i)) != 0;) {
        i += 3;
        if (k->node[node].as & as && begins(t, i))
            best = i;
    }
    return best;
}

size_t dx_known_cover(const struct dx_known *k, struct dx_str t, unsigned as, unsigned *parts)
{
    uint8_t reached[COVERED + 1] = {1}; /* parts up to there, and one */
    struct dx_str head = {t.p, t.n < COVERED ? t.n : COVERED};
    size_t furthest = 0;
    for (size_t from = 0; from <= furthest; from++) {
        if (!reached[from] || reached[from] == UINT8_MAX)
            continue;
        size_t i = from;
        for (unsigned node = 0; k->node[node].below & as && (node = step(k, node, head, i)) != 0;) {
            i += 3;
            if (!(k->node[node].as & as) || !begins(t, i) || (reached[i] && reached[i] <= reached[from] + 1))
                continue;
            reached[i] = (uint8_t)(reached[from] + 1);
            furthest = i > furthest ? i : furthest;
        }
    }
    for (; furthest; furthest--)
        if (reached[furthest] && (furthest == t.n || dx_known_start(k, (struct dx_str){t.p + furthest, t.n - furthest}, DX_KNOWN_ENDS)))
            break;
    *parts = furthest ? reached[furthest] - 1u : 0;
    return furthest;
}
