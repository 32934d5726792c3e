/* words.h: lists of words (names, handles, places) looked for in folded text */
#ifndef DX_FIND_WORDS_H
#define DX_FIND_WORDS_H

#include "find/rules/scanner.h"

#define DX_WORD_BYTES 128 /* of one word, folded: so far a look reaches from any place of a text */

struct dx_words; /* unchanging once built: any number of threads */

struct dx_words *dx_words_new(void); /* NULL when out of memory */
/* Adds a word as it is listed; matched folded, ASCII letters in either case. DX_BAD: too long, or nothing is left of it. DX_NOMEM. */
int dx_words_add(struct dx_words *w, struct dx_str word, struct dx_err *e);
void dx_words_free(struct dx_words *w);
/* Gives every listed word of the line, the longest where several start; a word of Latin letters or digits must stand alone. */
int dx_words_scan(const struct dx_words *w, struct dx_str line, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
#endif
