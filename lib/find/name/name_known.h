/* name_known.h: words that persons' names of the region are made of, and such as tell them from other words (internal to find/)
 *
 * Written from what is commonly known of names there, no list of persons: parts of names, titles, words around them. */
#ifndef DX_FIND_NAME_KNOWN_H
#define DX_FIND_NAME_KNOWN_H

#include "base/buf.h"

/* What a word is; several at once. */
enum dx_known_as {
    DX_KNOWN_GIVEN = 1 << 0,
    DX_KNOWN_FAMILY = 1 << 1,
    DX_KNOWN_SYLLABLE = 1 << 2,  /* of a Burmese, Karen, Shan, Kachin or Chin name in Latin letters */
    DX_KNOWN_VIETNAMESE = 1 << 3, /* a surname, which stands first */
    DX_KNOWN_EVERYDAY = 1 << 4,  /* an everyday word, too */
    DX_KNOWN_STRONG = 1 << 5,    /* a person's name follows: a title, a role, kin, "named" */
    DX_KNOWN_WEAK = 1 << 6,      /* … may follow: "with", "call", "paid" */
    DX_KNOWN_OTHER = 1 << 7,     /* with a capital, and no person: places, goods, firms, what forms say */
    DX_KNOWN_THAI = 1 << 8,      /* a part of a Thai name … */
    DX_KNOWN_THAI_SHORT = 1 << 9, /* … one that friends use … */
    DX_KNOWN_THAI_BURMESE = 1 << 10, /* … or a syllable of a Burmese name in Thai letters */
    DX_KNOWN_ENDS = 1 << 11,     /* what goes on behind a name in Thai, Lao or Burmese, without a blank */
    DX_KNOWN_BURMESE = 1 << 12,  /* a syllable of a Burmese name */
    DX_KNOWN_REGIONAL = 1 << 13, /* a part of a name in Bengali, Devanagari, Lao or Khmer letters */
    DX_KNOWN_HAN = 1 << 14,      /* a character of given names */
    DX_KNOWN_WEST = 1 << 15,     /* a given name of the West, too */
    DX_KNOWN_PINYIN = 1 << 16,   /* a syllable of Chinese names in pinyin: two of them are a given name beside a surname */
};

/* Is it a word that names of the region are made of, and others aren't? Without one, and without a number, nothing is surely a person. */
static inline bool dx_known_tells(unsigned as)
{
    const unsigned name = DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE, others = DX_KNOWN_WEST | DX_KNOWN_EVERYDAY | DX_KNOWN_OTHER;
    return as & DX_KNOWN_VIETNAMESE || (as & name && !(as & others));
}

struct dx_known;
/* NULL: out of memory. */
struct dx_known *dx_known_new(void);
void dx_known_free(struct dx_known *k);
/* What a word of Latin letters is, and one of another script; 0: nothing that is known. Case, and the marks of Latin letters, are passed over. */
unsigned dx_known_latin(const struct dx_known *k, struct dx_str word);
unsigned dx_known_other(const struct dx_known *k, struct dx_str word);
/* The Latin words one after the other, in small letters and zeros behind them, with what each is; false behind the last. */
bool dx_known_each(const struct dx_known *k, size_t i, char word[16], unsigned *as);
/* May a Latin word start with these letters, small ones, that is known as a part of a name? */
bool dx_known_may(const struct dx_known *k, const char first[3]);
/* How far parts of the classes `as`, one right behind the other, cover the start of t: the furthest such place at the end of t, or where
 * something of DX_KNOWN_ENDS begins; 0: none. *parts: of how many. */
size_t dx_known_cover(const struct dx_known *k, struct dx_str t, unsigned as, unsigned *parts);
/* The bytes of the longest word of a class that t starts with; 0: none does. Not for Latin ones. */
size_t dx_known_start(const struct dx_known *k, struct dx_str t, unsigned as);

/* ---- the tables (name_tables.c, name_countries.c) ---- */

struct dx_known_words {
    const char *const *lines; /* of words with a blank between them, or, of DX_KNOWN_HAN, characters; NULL behind the last */
    unsigned as;
};
extern const struct dx_known_words dx_known_tables[], dx_known_countries[]; /* a row without lines ends each */
/* Words of other scripts than Latin that a person's name follows: lines as those. */
extern const char *const dx_known_leads[];
#endif
