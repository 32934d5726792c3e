/* automaton.h: which of many patterns may match at a place, in one walk over the bytes that stand there
 *
 * Patterns become byte automata (syntax.h: never less than the pattern), and sets of them are made deterministic as the text
 * asks for it, in bounded memory. What an automaton says is a necessary condition: PCRE2 has the last word. */
#ifndef DX_FIND_AUTOMATON_H
#define DX_FIND_AUTOMATON_H

#include "find/pattern/needs.h"
#include "find/pattern/opening.h"
#include "find/pattern/syntax.h"

/* What is known of every match of a pattern. */
struct dx_shape {
    uint32_t entry;        /* state of the automaton */
    struct dx_bytes prev;  /* what may stand before it; the text's start always may */
    struct dx_bytes first; /* what it may start with */
    uint32_t needs;        /* what no match goes without (needs.h): a bit each */
};

struct dx_automaton;

#define DX_DEAD_BITS 10 /* so many bits of dead ends: few enough for several sets to stay in the cache */

/* A set of patterns that are tried at one place together. Starts as all zero but for its patterns. */
struct dx_automaton_set {
    uint32_t *pattern; /* their numbers, rising */
    size_t n;
    unsigned round;     /* what `start` is of */
    uint16_t start[257]; /* by the byte before (256: none): the state to start in */
    unsigned blocks;     /* that were looked at */
    struct dx_opening_table opening; /* where matches may start */
    /* the byte before a place and three, or seven, from it on, by their hash: nothing matches there */
    uint32_t dead_at_once[1 << DX_DEAD_BITS];
    uint64_t dead_soon[1 << DX_DEAD_BITS];
};

struct dx_automaton *dx_automaton_new(void); /* NULL: out of memory */
void dx_automaton_free(struct dx_automaton *a);
/* Adds a pattern under the next number. `word_end`: no match counts whose end isn't followed by what is no letter, digit or _.
 * DX_BAD (no e): not understood, nothing was added; DX_NOMEM. */
int dx_automaton_add(struct dx_automaton *a, const struct dx_node *root, bool word_end, struct dx_shape *shape, struct dx_err *e);
/* Makes a set ready whose patterns are known. */
void dx_automaton_set_ready(const struct dx_automaton *a, struct dx_automaton_set *set);
/* After the last pattern; before the first walk. */
int dx_automaton_ready(struct dx_automaton *a, const struct dx_shape *shapes, struct dx_err *e);
/* Bytes that were walked over so far, in all texts. */
uint64_t dx_automaton_work(const struct dx_automaton *a);
/* What comes next is another text. */
void dx_automaton_text(struct dx_automaton *a);
/* The first place of text[at, to) at which patterns of the set may match, and which (rising; valid until the next call); `to`: there is none.
 * In one text, from left to right; all of it together takes time linear in the text. */
size_t dx_automaton_next(struct dx_automaton *a, struct dx_automaton_set *set, struct dx_str text, size_t at, size_t to,
                         const uint32_t **list, size_t *n);
#endif
