/* candidates.h: where the patterns of all rules match
 *
 * What comes out is what PCRE2 gives when each pattern is searched for over the text alone, one match after the other; how it is
 * done is the automaton's affair. A rule needs no more than its pattern for that. */
#ifndef DX_FIND_CANDIDATES_H
#define DX_FIND_CANDIDATES_H

#include "find/rules/rules.h"

/* One pattern of a rule. */
struct dx_plan {
    const struct dx_rule *rule;
    const struct dx_pattern *pattern; /* NULL: the rule has a scanner of its own */
    uint32_t number;                  /* of the rule among all */
    size_t least;                     /* bytes that a match has at least, as far as is known */
    bool labelled;                    /* nothing of it is taken without a word of the rule */
};

/* A match: DX_OK: taken, the search goes on behind it; DX_BAD: it is nothing, the search goes on behind the run of letters, or of
 * digits, that it starts in; anything else ends the pattern. */
typedef int dx_candidate_fn(void *ctx, size_t plan, const struct dx_match *m, struct dx_err *e);

/* Asked before PCRE2 is: may anything come of a match at a place, wherever it ends? Of rules where a pattern without groups may match at a digit behind no
 * other; of vetoes everywhere: where nothing comes of one, nothing does further on in the text. */
typedef bool dx_worth_fn(void *ctx, size_t plan, size_t at);

struct dx_candidates; /* one per thread: it learns from the text */

/* `only`: rules of this key, and vetoes; empty: all. `plain`: every pattern is searched for by PCRE2 over all of the text, as
 * the reference that everything else must equal. */
int dx_candidates_new(struct dx_candidates **c, const struct dx_rules *rules, struct dx_str only, bool plain, struct dx_err *e);
void dx_candidates_free(struct dx_candidates *c);
size_t dx_candidates_plans(const struct dx_candidates *c);
const struct dx_plan *dx_candidates_plan(const struct dx_candidates *c, size_t i);
/* Matches that start in text[from, to), of rules or (after a run over rules, in the same text) of vetoes, of one pattern from left to right. `words`: a bit
 * for each rule a word of which may stand around the text, so that labelled plans of all others need not be looked for; NULL: of any. `worth` NULL: all is.
 * DX_OK; DX_LIMIT: a pattern hit a limit and was given up in this text; DX_NOMEM. */
int dx_candidates_run(struct dx_candidates *c, bool vetoes, struct dx_str text, size_t from, size_t to, dx_candidate_fn *fn,
                      dx_worth_fn *worth, const uint64_t *words, void *ctx, struct dx_err *e);
/* A match of a plan's pattern at a place of any text, by itself. DX_OK, DX_LIMIT, DX_NOMEM. */
int dx_candidates_match(struct dx_candidates *c, size_t plan, struct dx_str text, size_t at, struct dx_match *m, bool *found, struct dx_err *e);
/* Bytes that were walked over so far. */
uint64_t dx_candidates_work(const struct dx_candidates *c);
/* Where to look on after a match at `at` that came to nothing. */
size_t dx_behind_run(struct dx_str text, size_t at);
/* The first place of text[at, to) from which on a pattern of a rule may match in some line, as if nothing had to be folded. */
size_t dx_candidates_glance(struct dx_candidates *c, struct dx_str text, size_t at, size_t to);
#endif
