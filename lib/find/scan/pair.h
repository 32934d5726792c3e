/* pair.h: whose number it is: the name that stands with a telephone number, an account, an identity number (internal to find/) */
#ifndef DX_FIND_PAIR_H
#define DX_FIND_PAIR_H

#include "find/name/name.h"
#include "find/scan/scan.h"

#define DX_PAIR_NAME 192 /* bytes of a name */

/* What a line around numbers says of whose they are. */
struct dx_pair_name {
    enum dx_pair_says { DX_SAYS_UNKNOWN, DX_SAYS_NOTHING, DX_SAYS_NAME, DX_SAYS_OPENS } says; /* it wasn't looked at; … with a label; it opens a contact */
    bool numbered; /* a number stands beside the name */
    uint8_t n;
    char name[DX_PAIR_NAME];
};

/* What is known of the lines of one text from one of them to the next, by their places in it: the text's own, and all zero at first. */
struct dx_lines {
    int64_t from, to; /* lines that say nothing: they start at or behind `from` and end at or before `to`, without their line ends */
    struct dx_pair_name above; /* … the line that ends before `from` */
};
/* Does a contact begin with the line? */
bool dx_pair_opens(struct dx_str line);
/* A line says nothing, as was found out: it stands at [at, end); what starts before `block` is asked for no more. */
void dx_lines_nothing(struct dx_lines *l, int64_t block, int64_t at, int64_t end);

/* Around the hits. */
struct dx_pair_text {
    struct dx_str line;  /* folded */
    struct dx_str block; /* the lines above, up to an empty one, as in the source; empty: none */
    struct dx_str below; /* the next line, as in the source; empty: none */
    struct dx_str (*fold)(void *ctx, struct dx_str line); /* folds one of these, until the next is */
    void *ctx;           /* … its own */
    const struct dx_names *names; /* to look for them */
    bool table;          /* the line belongs to a table: its names stand in it */
    struct dx_lines *lines; /* of the text, … */
    int64_t at;          /* … where the line starts in it; NULL: nothing is known */
};

/* The hits that identify a person and are likely, by place: the first cap of them, in whatever order they were found. */
size_t dx_pair_anchors(const struct dx_hit *hits, size_t n, struct dx_name_anchor *out, size_t cap);

/* Is one of the hits of a person? */
bool dx_pair_wanted(const struct dx_hit *hits, size_t n);
/* Gives the hits that identify a person the attribute `label`, where a name stands with them: in the line, at its head ("Somchai:
 * 081…"), in the lines above, in the next line. Hits are decided and sorted by start; attributes are in the arena. */
void dx_pair_names(struct dx_hit *hits, size_t n, struct dx_pair_text *t, struct dx_buf *arena);
#endif
