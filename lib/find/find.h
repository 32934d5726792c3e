/* find.h: the stage that finds identifiers in pages, documents and raw bytes */
#ifndef DX_FIND_FIND_H
#define DX_FIND_FIND_H

#include "base/stage.h"

DX_API extern const struct dx_stage dx_find_stage;

/* One rule's examples, tried: called for each in the rules' order. `why` says what happened instead, NULL when all is well. */
typedef void dx_self_test_fn(void *ctx, const char *kind, const char *file, int line, const char *why);
/* Tries all examples of all rules that the options load. DX_OK also when some failed; DX_BAD when the rules don't load (file:line). */
DX_API int dx_find_self_test(const struct dx_options *o, dx_self_test_fn *fn, void *ctx, struct dx_err *e);

/* A labelled set, beside the shipped rules and in each folder of the user's: a line is a text (\n: a line end), then, each behind a
 * tab, kind=value of all that must be found in it; `?` as well: what else is found there isn't judged. # starts a comment. */
#define DX_LABELLED_SET "validation.tsv"

/* What one kind came to: of `wanted` labels `met` were found with a score of 0.5 or more; of `found` findings `right` were labelled. */
struct dx_labelled {
    char kind[64];
    long wanted, met, found, right;
};
typedef void dx_labelled_fn(void *ctx, const struct dx_labelled *k);
/* Runs the whole stage over the sets; calls fn for each kind, by name. DX_BAD: a line of a set is malformed (file:line). */
DX_API int dx_find_labelled(const struct dx_options *o, dx_labelled_fn *fn, void *ctx, struct dx_err *e);
/* Wilson's interval of 95 % for `right` of n. */
DX_API void dx_wilson(long right, long n, double *low, double *high);
#endif
