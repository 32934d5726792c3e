/* lexicon.h: which rules have one of their context words in a text, asked once for all rules */
#ifndef DX_FIND_LEXICON_H
#define DX_FIND_LEXICON_H

#include "find/rules.h"

struct dx_lexicon;

struct dx_lexicon *dx_lexicon_new(const struct dx_rules *rules); /* NULL: out of memory */
void dx_lexicon_free(struct dx_lexicon *l);
/* 64-bit words of a set of rules. */
size_t dx_lexicon_words(const struct dx_lexicon *l);
/* Adds the rules of words in the folded text to the set: at least those that dx_label_find could find there. DX_OK or DX_NOMEM. */
int dx_lexicon_find(struct dx_lexicon *l, struct dx_str text, uint64_t *rules, struct dx_err *e);
#endif
