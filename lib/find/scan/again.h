/* again.h: readings of short texts that come again and again: the dates of a log or of a statement, the addresses of its machines (internal to find/) */
#ifndef DX_FIND_AGAIN_H
#define DX_FIND_AGAIN_H

#include "find/check/check.h"

/* Bytes of a text, told apart by its first eight and its last eight; and of what was made of it. */
enum { DX_AGAIN_LEAST = 8, DX_AGAIN_MOST = 16, DX_AGAIN_BYTES = 104, DX_AGAIN_KEPT = 256 };

/* What a rule has made of a text: value, attributes and key, one behind the other. */
struct dx_kept {
    uint64_t first, last; /* of the text */
    uint32_t rule;        /* its number, and 1; 0: nothing is kept */
    uint8_t n, n_value, n_attrs, n_key; /* n: of the text */
    enum dx_verdict verdict;
    double weight;
    const char *alert;
    char bytes[DX_AGAIN_BYTES];
};

/* Starts as all zero. Later ones take the place of earlier ones. */
struct dx_again {
    struct dx_kept kept[DX_AGAIN_KEPT];
};

/* Where the reading of a text by a rule is or belongs: filled in with the text, and its verdict is NO as long as nothing is known. NULL: it isn't kept. */
struct dx_kept *dx_again_at(struct dx_again *a, size_t rule, struct dx_str text);
/* Takes a reading that isn't NO; bytes: value, attributes and key. What is too long is left. */
void dx_again_keep(struct dx_kept *k, const struct dx_reading *r, const char *bytes, size_t n_value, size_t n_attrs, size_t n_key);
#endif
