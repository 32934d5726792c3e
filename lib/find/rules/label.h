/* label.h: the words around a candidate that say what it is */
#ifndef DX_FIND_LABEL_H
#define DX_FIND_LABEL_H

#include "find/rules/lexicon.h"

#define DX_LABEL_BEFORE 40 /* characters looked at before a candidate, in its line or the end of the line above */
#define DX_LABEL_AFTER 15  /* … and after it */

/* What is looked at around [start,end) of a line, whatever the rule. */
struct dx_label_spot {
    bool known;
    size_t start, end;
    size_t from, to;           /* the bytes before it from here on, and behind it up to here: DX_LABEL_BEFORE and DX_LABEL_AFTER characters */
    size_t words_from;         /* the same without the end of a word and of what is far off: where labels before it are looked for */
    size_t words_behind;       /* where those behind it start */
    bool names_on;             /* it is the rest of a longer name */
};

/* The cell of the head line that stands over byte `at`; from and to the same: none does. */
struct dx_label_cell {
    bool known;
    size_t at, cell, from, to;
};

#define DX_LABEL_CELLS 64
#define DX_LABEL_ASKED 64

/* Where the cells of a line end. */
struct dx_label_cells {
    bool known;
    size_t n; /* more than DX_LABEL_CELLS: they aren't kept */
    uint32_t end[DX_LABEL_CELLS];
};

/* What is known of the head of a table, from one line of it to the next. All zero for another head. */
struct dx_label_head {
    char mark; /* between its cells */
    struct dx_label_cells cells, line; /* line: of the line under it, which says when it is another one */
    struct dx_label_asked {
        const struct dx_rule *rule;
        size_t cell, k; /* of the rule's words the best in that cell, or r->n_words: none is there */
    } asked[DX_LABEL_ASKED];
};

/* Where to look; all folded. */
struct dx_surroundings {
    struct dx_str line;  /* the candidate's line */
    struct dx_str above; /* empty: none */
    struct dx_str higher; /* the line over that one; empty: none that says anything of this one */
    struct dx_str head;  /* the head line of its table; empty: none */
    struct dx_str left, over, column; /* the words to its left, above it, and at the head of its column in the picture; empty: none */
    bool persons; /* … which is one of persons: a column of it has their names */
    bool recognised; /* read from a picture: labels may be off by a letter */
    bool ascii; /* the line is known to hold nothing else: bytes are characters */
    const struct dx_lexicon *lexicon; /* NULL: each of the rule's words is searched for, as the reference that all else must equal */
    const struct dx_places *in_line, *in_above, *in_head, *in_higher; /* … of these texts; above: of its last DX_LABEL_BEFORE characters */
    struct dx_label_head *of_head; /* NULL: nothing is kept */
    struct dx_label_cell cell; /* the last that was asked for */
    struct dx_label_spot spot; /* the last that was looked at: rules ask for one after the other */
};

/* Where the part of the line above starts in which labels are looked for. */
size_t dx_label_above(struct dx_str above);

/* The best label of the rule for [start,end) of the line: *weight is its part of the score, *own: no other rules share it. {NULL,0} when there is none. */
struct dx_str dx_label_find(const struct dx_rule *r, struct dx_surroundings *in, size_t start, size_t end, double *weight, bool *own);
/* May it find any for what starts at `start`, wherever it ends? */
bool dx_label_may(const struct dx_rule *r, struct dx_surroundings *in, size_t start);
/* Where the window starts that a check sees of what starts there. */
size_t dx_label_from(const struct dx_surroundings *in, size_t start);
/* Does one of the rule's labels, or "No", end right at `start`, so that letters in front are no part of the thing itself? */
bool dx_label_glued(const struct dx_rule *r, struct dx_str line, size_t start);
/* The text around a candidate, the candidate included: what a check sees as `near`. */
struct dx_str dx_label_window(struct dx_surroundings *in, size_t start, size_t end);
#endif
