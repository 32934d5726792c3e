/* maps.h: what the bytes of a text are, 64 at a time: a bit for each, the first the lowest (internal to find/)
 *
 * Whoever looks for starts of words, line ends or signs asks here, so that vectors are used in one place. */
#ifndef DX_FIND_MAPS_H
#define DX_FIND_MAPS_H

#include <string.h>

#include "base/buf.h"

#define DX_MAP 64       /* bytes of a map */
#define DX_MAP_BEYOND 8 /* bytes behind them that may be looked at, too */

/* By which vectors: of none, 32 or 64 bytes; the widest to be had. All give the same. */
enum dx_maps_vectors { DX_MAPS_PLAIN, DX_MAPS_FAST, DX_MAPS_WIDE };
DX_API enum dx_maps_vectors dx_maps_vectors(void);

/* What words are told by. Of ASCII: letters, capitals of them, blanks, line ends; bytes beyond it, those of them that start a character of two bytes and more (or are none's),
 * of three and more, and of four. */
struct dx_map_words {
    uint64_t letter, upper, blank, newline, high, lead, wide, four;
};
DX_API void dx_maps_words(struct dx_map_words *m, const char *p, enum dx_maps_vectors v);

/* What numbers, addresses and other things with a form are told by. alnum: ASCII letters and digits; member: those, / and +; spelt: the start of "dot", in
 * either case; bracket: ( [ {; q: in either case; `signs`: any of those from `digit` to `q`, which are 0 where it is. */
struct dx_map_signs {
    uint64_t newline, high, alnum, member, spelt, dot, signs;
    uint64_t digit, at, colon, slash, bracket, q;
};
DX_API void dx_maps_signs(struct dx_map_signs *m, const char *p, enum dx_maps_vectors v);

/* What telephone numbers are made of. part: digits, what is drawn like one (of several bytes: those that such a character has), blanks and marks that stand
 * between groups or before the first; mark: of those all but square brackets and ~. */
struct dx_map_runs {
    uint64_t part, digit, mark;
};
DX_API void dx_maps_runs(struct dx_map_runs *m, const char *p, enum dx_maps_vectors v);

/* The bytes of text[at…] as a map wants them: where fewer are left, in a copy with zeros behind them. */
static inline const char *dx_map_bytes(struct dx_str text, size_t at, char copy[DX_MAP + DX_MAP_BEYOND])
{
    if (text.n - at >= DX_MAP + DX_MAP_BEYOND)
        return text.p + at;
    memset(copy, 0, DX_MAP + DX_MAP_BEYOND);
    return memcpy(copy, text.p + at, text.n - at);
}

/* The first n bits; all from DX_MAP on. */
static inline uint64_t dx_map_first(size_t n) { return n < DX_MAP ? (UINT64_C(1) << n) - 1 : UINT64_MAX; }
#endif
