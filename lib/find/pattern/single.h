/* single.h: the automaton of one pattern, made deterministic as far as it is asked for
 *
 * Where many patterns walk together, each is in one state of its own: what they do by a byte is known for each, and a state of all together
 * is put together from these, which costs a look-up for each pattern instead of a walk through its automaton. There are few such states, and
 * they are the same whatever other patterns walk along. */
#ifndef DX_FIND_SINGLE_H
#define DX_FIND_SINGLE_H

#include <stddef.h>

#include "find/text/bytes.h"

#define DX_BYTE_END 256 /* the end of the text, as a byte */

enum dx_nfa_form { DX_NFA_SET, DX_NFA_SPLIT, DX_NFA_DONE };

/* A state of an automaton that isn't deterministic. */
struct dx_nfa {
    uint8_t form;
    bool or_end;        /* SET: or the text's end, which makes it done */
    uint16_t set;
    uint32_t out, out2; /* SPLIT: both */
    uint32_t pattern;
};

/* Numbers of states of single patterns, odd for those that the end of the text makes done, and nothing else follows from it; below
 * DX_SINGLE_FIRST is none. */
enum { DX_SINGLE_DEAD, DX_SINGLE_DONE, DX_SINGLE_FULL, DX_SINGLE_FIRST = 4 };

/* Bytes by classes, of which a state doesn't tell those of one class apart. */
struct dx_classes {
    uint8_t of[256];
    uint32_t n, bytes; /* the bytes of each: in `bytes` of all from here */
    uint32_t set, n_sets, same; /* the sets that they are told apart by: in `told`; the next of the same hash (0: none) */
};

struct dx_single {
    uint32_t pattern;
    uint32_t live, n;  /* states of its automaton, in `lives` */
    uint32_t way;      /* where it goes by each class, in `ways` (0: not asked for yet) */
    uint32_t classes;
    uint32_t same;     /* next of the same hash; 0: none */
};

struct dx_singles {
    const struct dx_nfa *nfa;
    const struct dx_bytes *set;
    struct dx_single *state;
    struct dx_classes *classes;
    struct dx_bytes *bytes;
    uint32_t *lives, *ways, *told, *hash, *class_hash, *start; /* start: of each pattern, 0: not known yet */
    uint32_t n, n_classes, n_bytes, n_lives, n_ways, n_told, patterns;
    uint32_t *stack, *work; /* room to work in */
    uint64_t *seen;         /* a bit for each state of the automata: all zero between calls */
    uint32_t n_work, low, high;
    bool full; /* there was no room */
};

/* Starts as all zero. All patterns are within the first n states; the arrays must stay. False: out of memory. */
bool dx_singles_ready(struct dx_singles *s, const struct dx_nfa *nfa, size_t n, const struct dx_bytes *set, size_t n_sets, uint32_t patterns);
void dx_singles_free(struct dx_singles *s);
/* All states are made anew. */
void dx_singles_forget(struct dx_singles *s);
/* The state that a pattern starts in; DX_SINGLE_FULL: no room. */
uint32_t dx_single_start(struct dx_singles *s, uint32_t pattern, uint32_t entry);
/* Finds out where a state goes. False: no room. */
bool dx_single_learn(struct dx_singles *s, uint32_t state);

/* Bytes that are alike to one for all states that were asked so far. */
struct dx_alike {
    struct dx_bytes bytes;
    uint32_t last; /* class of the state before: neighbours often have the same */
};

/* Where it goes by a byte (not the end), and in *alike by which ones of those in it. DX_SINGLE_FULL: no room. */
static inline uint32_t dx_single_go(struct dx_singles *s, uint32_t state, unsigned byte, struct dx_alike *alike)
{
    const struct dx_single *x = &s->state[state / 2];
    if (!x->way && !dx_single_learn(s, state))
        return DX_SINGLE_FULL;
    const struct dx_classes *c = &s->classes[x->classes];
    uint32_t of = c->of[byte], class = c->bytes + of;
    if (class != alike->last)
        for (int i = 0; i < 4; i++)
            alike->bytes.w[i] &= s->bytes[class].w[i];
    alike->last = class;
    return s->ways[x->way + of];
}

static inline uint32_t dx_single_pattern(const struct dx_singles *s, uint32_t state) { return s->state[state / 2].pattern; }
#endif
