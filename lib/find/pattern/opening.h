/* opening.h: the places of a text at which a match may start, as far as the byte before each and the first few from it on say
 *
 * A necessary condition, told for 64 places at once: patterns are put into a few groups whose bytes are much the same, and a place passes that
 * has the bytes of some group, by the halves of each byte (internal to find/). */
#ifndef DX_FIND_OPENING_H
#define DX_FIND_OPENING_H

#include "base/buf.h"
#include "find/text/bytes.h"

enum { DX_OPENING_BYTES = 3, DX_OPENING_GROUPS = 16 };
enum dx_opening_prev { DX_PREV_OTHER, DX_PREV_LETTER, DX_PREV_DIGIT, DX_PREVS, DX_PREV_ANY = (1 << DX_PREVS) - 1 };

/* What a pattern may open with: what stands before it, a bit for each kind, and for each byte the low and the high halves that it may have. The text's
 * end counts as a byte of zero; before its start anything may stand. */
struct dx_opening {
    uint16_t prev, low[DX_OPENING_BYTES], high[DX_OPENING_BYTES];
};

/* The kinds that have any of these bytes. */
DX_API uint16_t dx_opening_prev(const struct dx_bytes *set);
/* Adds what may be the i-th byte. */
DX_API void dx_opening_byte(struct dx_opening *o, int i, const struct dx_bytes *set);
/* How often bytes have such halves, by half a set of them and sort of text. */
enum { DX_OPENING_SORTS = 4 };
struct dx_opening_shares {
    float high[2][256][DX_OPENING_SORTS], prev[DX_PREV_ANY + 1][DX_OPENING_SORTS], count[256];
};
DX_API void dx_opening_shares(struct dx_opening_shares *s);
/* How many places of a text pass, more or less. */
DX_API float dx_opening_cost(const struct dx_opening_shares *s, const struct dx_opening *o);

/* Openings made into at most `most` groups, of those that are alike. Starts as all zero, but for `most` and `shares`. */
struct dx_opening_groups {
    const struct dx_opening_shares *shares;
    size_t n, most;
    struct dx_opening group[DX_OPENING_GROUPS + 1];
    float cost[DX_OPENING_GROUPS + 1], joined[DX_OPENING_GROUPS + 1][DX_OPENING_GROUPS + 1]; /* joined: what two cost more as one, [greater][less] */
};
DX_API void dx_opening_add(struct dx_opening_groups *g, const struct dx_opening *o);
/* Widens an opening by another one. */
DX_API void dx_opening_join(struct dx_opening *o, const struct dx_opening *other);
/* The first group that an opening is part of; one was made with it in it. */
DX_API size_t dx_opening_group_of(const struct dx_opening_groups *g, const struct dx_opening *o);

/* The same as look-ups: a bit for each group, of eight at once. */
struct dx_opening_table {
    struct dx_opening_eight {
        uint8_t prev[DX_PREVS], low[DX_OPENING_BYTES][16], high[DX_OPENING_BYTES][16];
    } eight[DX_OPENING_GROUPS / 8];
};
DX_API void dx_opening_table(struct dx_opening_table *t, const struct dx_opening_groups *g);
/* By which vectors: of none, 32 or 64 bytes; the widest to be had. All give the same. */
enum dx_opening_vectors { DX_OPENING_PLAIN, DX_OPENING_FAST, DX_OPENING_WIDE };
DX_API enum dx_opening_vectors dx_opening_vectors(void);
/* The places of text[at, at + 64) that pass: a bit each. */
DX_API uint64_t dx_opening_places(const struct dx_opening_table *t, struct dx_str text, size_t at, enum dx_opening_vectors vectors);
#endif
