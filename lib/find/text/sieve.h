/* sieve.h: places of a text where a word of some list may start, by its first bytes and by where it stands: nearly none passes (internal to find/)
 *
 * Words start as in heads.h: Latin ones where no ASCII letter stands before them, any other wherever their first byte stands; case of ASCII letters
 * is passed over. A place that passes may still be none. */
#ifndef DX_FIND_SIEVE_H
#define DX_FIND_SIEVE_H

#include "base/buf.h"

/* Where a word is looked for: anywhere; where it leads, which it doesn't behind a letter (or a byte beyond ASCII) that one blank at most parts from it;
 * where it is the first word of its line; where a capital (or Đ) starts it behind neither a letter nor a byte beyond ASCII, in which case marks of its letters
 * are passed over, too, and one of two letters ends there. */
enum dx_sieve_where { DX_SIEVE_ANY = 1, DX_SIEVE_LEADS = 2, DX_SIEVE_FIRST = 4, DX_SIEVE_CAPITAL = 8, DX_SIEVE_ALL = 15 };

#define DX_SIEVE_BITS 14

/* Starts as all zero. */
struct dx_sieve {
    uint8_t four[1u << DX_SIEVE_BITS]; /* by four bytes: where words that begin so are looked for; four bits higher, where those are … */
    uint8_t six[1u << DX_SIEVE_BITS];  /* … that six bytes are asked of */
    uint8_t pair[1u << 10];            /* by two bytes: words of no more, but for those that are looked for anywhere */
    uint8_t two[1u << DX_SIEVE_BITS];  /* by two characters of three bytes, without the first byte of each … */
    uint8_t one[1u << 12];             /* … and by one */
};

/* Adds a word (of a letter, or of a byte from c0 on, and as many more as there are). */
DX_API void dx_sieve_add(struct dx_sieve *s, struct dx_str word, enum dx_sieve_where where);

/* Asked of each place that passes, from left to right; where: as what, of enum dx_sieve_where; true ends the walk. */
typedef bool dx_sieve_fn(void *ctx, struct dx_str text, size_t at, unsigned where);
/* The place of text[at, to) at which fn ends the walk, of those that pass as one of `as`; `to`: it doesn't. text[at] starts a line. */
DX_API size_t dx_sieve_walk(const struct dx_sieve *s, struct dx_str text, size_t at, size_t to, unsigned as, dx_sieve_fn *fn, void *ctx);
#endif
