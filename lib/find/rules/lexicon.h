/* lexicon.h: the context words of all rules, and their places in a text: found once for all rules */
#ifndef DX_FIND_LEXICON_H
#define DX_FIND_LEXICON_H

#include "find/text/heads.h"
#include "find/rules/rules.h"

struct dx_lexicon;

/* A word that stands in a text. A Latin letter at either end is told apart from none: a piece of the text that ends there has it
 * as a word of its own. */
struct dx_place_of_word {
    uint32_t start, end, word;
    bool joined_before, joined_behind;
};

/* All of a text, by start. Starts as all zero, given back with dx_places_free. */
struct dx_places {
    struct dx_place_of_word *place;
    size_t n, cap;
    uint64_t *rules; /* whose words they are: a bit a rule; NULL: none was ever found */
};

/* Its words are looked for in one pass with those of the others that join the same starts (heads.h). NULL: out of memory. */
struct dx_lexicon *dx_lexicon_new(const struct dx_rules *rules, struct dx_starts *starts);
/* Words of 64 bits that a set of rules has, a bit for each by its place in the table. */
size_t dx_lexicon_sets(const struct dx_lexicon *l);
void dx_lexicon_free(struct dx_lexicon *l);
/* The words in text[from…], folded. DX_OK or DX_NOMEM. */
int dx_lexicon_find(const struct dx_lexicon *l, struct dx_str text, size_t from, struct dx_places *out, struct dx_err *e);
void dx_places_free(struct dx_places *p);
/* The first of them that starts at `start` or behind it; p->n: none does. A line may hold thousands. */
size_t dx_places_from(const struct dx_places *p, size_t start);
/* May a word of the rule be among them? */
bool dx_places_have(const struct dx_lexicon *l, const struct dx_places *p, const struct dx_rule *r);
/* Rules as bits: 64-bit words of a set of them, a rule's number, and the rules of which a word may be in any of three texts. */
size_t dx_lexicon_sets(const struct dx_lexicon *l);
size_t dx_lexicon_number(const struct dx_lexicon *l, const struct dx_rule *r);
void dx_lexicon_rules(const struct dx_lexicon *l, uint64_t *out, const struct dx_places *a, const struct dx_places *b, const struct dx_places *c);
/* Are all words of the rule looked for? */
bool dx_lexicon_knows(const struct dx_lexicon *l, const struct dx_rule *r);
/* Is the word one of the rule's? *k: the first of r->words that it is. */
bool dx_lexicon_of(const struct dx_lexicon *l, uint32_t word, const struct dx_rule *r, size_t *k);
#endif
