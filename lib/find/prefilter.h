/* prefilter.h: where in a text a pattern may match at all: one pass over the bytes for all patterns together
 *
 * Each pattern gives four bytes in a row that every match of it must have (automaton.h), at a fixed place or behind bytes of a
 * known kind. The rarest four are chosen, patterns of like ones share one of 32 buckets, and the text is looked through for all
 * buckets at once, 32 bytes at a time where the processor has AVX2. The marks that come out are hints that never miss. */
#ifndef DX_FIND_PREFILTER_H
#define DX_FIND_PREFILTER_H

#include "find/automaton.h"

#define DX_BUCKETS 32
#define DX_RUN 16  /* letters and digits in a row: a bucket of its own */
#define DX_WIDE 32 /* … or + or /: another */

/* Patterns of one bucket that start at one distance before the mark. */
struct dx_anchor_group {
    struct dx_automaton_set set;
    int offset;             /* the match starts so many bytes before the mark; -1: one behind it */
    bool floats;            /* it starts anywhere among bytes of `before` that lead up to the mark */
    struct dx_bytes before, first;
    struct dx_bytes window[DX_SHAPE_WINDOW]; /* of its patterns alone */
    bool trigger;           /* for the caller */
    bool alone;             /* not in `fixed`: walked by itself */
    size_t tried;           /* of this text: where a walk started last, plus one */
};

struct dx_prefilter {
    uint8_t lo[DX_BUCKETS / 8][DX_SHAPE_WINDOW][16], hi[DX_BUCKETS / 8][DX_SHAPE_WINDOW][16]; /* [eight buckets][place][half of the byte] */
    uint32_t table[DX_SHAPE_WINDOW][256];
    int eights; /* of the buckets, that are in use */
    bool runs, wides, fast, any;
    struct dx_anchor_group *group;
    size_t n_groups;
    struct dx_automaton_set fixed; /* every pattern whose start is told by its mark: walked from a start together, whichever was marked */
    size_t first[DX_BUCKETS + 1]; /* of each bucket, in `group` */
};

#define DX_MARKS_LEAST 128 /* room for marks: with no more than that, the search ends where there are some */

/* A place where patterns of these buckets may be. */
struct dx_mark {
    uint32_t at;
    uint32_t buckets;
};

/* Does the group's own window stand at the mark? Beyond the text's end are line ends. */
bool dx_prefilter_stands(const struct dx_prefilter *f, const struct dx_anchor_group *g, struct dx_str text, size_t at);
/* The likelihood of a byte of that set in text as it is. */
double dx_likelihood(const struct dx_bytes *s);
/* Sorts patterns into buckets; `always[i]` says that nothing is known of pattern i: it must be searched for everywhere. */
int dx_prefilter_new(struct dx_prefilter *f, const struct dx_shape *shapes, const uint32_t *patterns, size_t n, bool *always, struct dx_err *e);
void dx_prefilter_free(struct dx_prefilter *f);
/* Marks of text[from, to), rising, up to `cap` of them; *next is where to go on, `to` at the end. What stands around is looked at. */
size_t dx_prefilter_marks(const struct dx_prefilter *f, struct dx_str text, size_t from, size_t to, struct dx_mark *out, size_t cap,
                          size_t *next);
#endif
