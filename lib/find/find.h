/* find.h: the stage that finds identifiers in pages, documents and raw bytes */
#ifndef DX_FIND_FIND_H
#define DX_FIND_FIND_H

#include "base/stage.h"

DX_API extern const struct dx_stage dx_find_stage;

/* One rule's examples, tried: called for each in the rules' order. `why` says what happened instead, NULL when all is well. */
typedef void dx_self_test_fn(void *ctx, const char *kind, const char *file, int line, const char *why);
/* Tries all examples of all rules that the options load. DX_OK also when some failed; DX_BAD when the rules don't load (file:line). */
DX_API int dx_find_self_test(const struct dx_options *o, dx_self_test_fn *fn, void *ctx, struct dx_err *e);
#endif
