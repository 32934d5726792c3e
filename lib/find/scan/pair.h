/* pair.h: whose number it is: the name that stands with a telephone number, an account, an identity number (internal to find/) */
#ifndef DX_FIND_PAIR_H
#define DX_FIND_PAIR_H

#include "find/name/name.h"
#include "find/scan/scan.h"

struct dx_pair_lines; /* what is known of lines from one call to the next; one per thread */
struct dx_pair_lines *dx_pair_lines_new(void); /* NULL: out of memory */
void dx_pair_lines_free(struct dx_pair_lines *l);

/* Around the hits; all folded. */
struct dx_pair_text {
    struct dx_str line;
    struct dx_str block; /* the lines above, up to an empty one, each with its line end; empty: none */
    struct dx_str below; /* the next line; empty: none */
    void (*fold)(struct dx_pair_text *t); /* called once, where these two are first looked at: it fills them; NULL: they are there */
    void *ctx;           /* … its own */
    const struct dx_names *names; /* to look for them */
    bool table;          /* the line belongs to a table: its names stand in it */
    struct dx_pair_lines *lines; /* NULL: each line is looked at again */
};

/* The hits that identify a person and are likely, by place: the first cap of them, in whatever order they were found. */
size_t dx_pair_anchors(const struct dx_hit *hits, size_t n, struct dx_name_anchor *out, size_t cap);

/* Is one of the hits of a person? */
bool dx_pair_wanted(const struct dx_hit *hits, size_t n);
/* Gives the hits that identify a person the attribute `label`, where a name stands with them: in the line, at its head ("Somchai:
 * 081…"), in the lines above, in the next line. Hits are decided and sorted by start; attributes are in the arena. */
void dx_pair_names(struct dx_hit *hits, size_t n, struct dx_pair_text *t, struct dx_buf *arena);
#endif
