/* norm.h: normal forms of values whose kind is known, one a line */
#ifndef DX_FIND_NORM_H
#define DX_FIND_NORM_H

#include "base/stage.h"
#include "find/check/check.h"

struct dx_norm;

/* `kind` is a key of the identifier reference, or a reported kind that has a check; `region` as in struct dx_check_context.
 * Both must outlive the object. DX_BAD (message names the kind) when there is no such kind; DX_NOMEM. */
DX_API int dx_norm_new(struct dx_norm **n, const char *kind, const char *region, struct dx_err *e);
DX_API void dx_norm_free(struct dx_norm *n);
/* Reads one line, folding it first; *r is valid until the next call. DX_OK or DX_NOMEM. */
DX_API int dx_norm_line(struct dx_norm *n, struct dx_str line, const struct dx_reading **r, struct dx_err *e);
/* Is the reading good? */
static inline bool dx_norm_good(const struct dx_reading *r) { return r->verdict == DX_VERDICT_FORM || r->verdict == DX_VERDICT_PASS; }
/* Why it isn't, for a person; static storage. */
DX_API const char *dx_norm_reason(const struct dx_reading *r);

/* The same as a stage on raw bytes (dx_options.kind names the kind): a finding for each line that is one, also where the check
 * digit alone doesn't hold; one error that counts the others. */
DX_API extern const struct dx_stage dx_norm_stage;
#endif
