/* needs.h: what a text must hold somewhere for a pattern to match in it at all
 *
 * Most patterns can't do without a digit, an @, a dot inside a word …: which ones, their automaton tells (automaton.h); which ones a text has,
 * one fast pass. Patterns that need what isn't there are left out of the walk. */
#ifndef DX_FIND_NEEDS_H
#define DX_FIND_NEEDS_H

#include "base/buf.h"
#include "find/text/bytes.h"
#include "find/text/maps.h"

#define DX_NEEDS 14
#define DX_NEED_LONGEST 24

/* So many bytes in a row, each of its set; the last set stands for all further ones. Neither the start of a row nor any other part of it may
 * be the start of another, but for rows of one set. */
struct dx_need {
    int n, n_sets;
    struct dx_bytes set[3];
};

extern DX_API const struct dx_need dx_needs[DX_NEEDS];

/* The set of the i-th byte. */
static inline const struct dx_bytes *dx_need_set(const struct dx_need *d, int i) { return &d->set[i < d->n_sets ? i : d->n_sets - 1]; }

/* A walk over lines. */
struct dx_need_lines {
    size_t start, end; /* of this line, without its line end */
    uint32_t needs;    /* that it meets: a bit each */
    /* … and what the walk keeps for itself */
    struct dx_str text;
    size_t next, map; /* map: where the bytes of `signs` start */
    struct dx_map_signs signs;
    uint64_t rows, any; /* … where sixteen members of LONG start, or eight at its own start; those, and anything else that a need is met by */
    enum dx_maps_vectors vectors;
};
/* From text[at], where a line starts; and the next line. False: there is none. */
DX_API void dx_need_lines_start(struct dx_need_lines *l, struct dx_str text, size_t at);
DX_API bool dx_need_lines_next(struct dx_need_lines *l);
/* The needs that a text meets somewhere: a bit each. */
DX_API uint32_t dx_needs_of(struct dx_str text);
/* The same, byte by byte. */
DX_API uint32_t dx_needs_plainly(struct dx_str text);
#endif
