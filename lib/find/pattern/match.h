/* match.h: regular expressions with limits; the one door to PCRE2 */
#ifndef DX_FIND_MATCH_H
#define DX_FIND_MATCH_H

#include "base/buf.h"

struct dx_regex; /* compiled: may be shared by threads */

/* Compiles a pattern (UTF, \d \w \b in ASCII). DX_BAD with PCRE2's own words and the offset in the pattern; DX_NOMEM. */
DX_API int dx_regex_new(struct dx_regex **r, struct dx_str pattern, struct dx_err *e);
DX_API void dx_regex_free(struct dx_regex *r);

struct dx_matcher; /* what a match needs to work in: one per thread */

DX_API int dx_matcher_new(struct dx_matcher **m, struct dx_err *e);
DX_API void dx_matcher_free(struct dx_matcher *m);

struct dx_match {
    size_t start, end; /* group 1 when the pattern has one and it took part, else the whole match */
    size_t all_start, all_end;
};

/* Searches valid UTF-8 from byte `from` on; what stands before is seen by lookbehinds and \b. *found says whether. DX_OK; DX_LIMIT
 * when a limit of limits.h (match, depth, heap) was hit: code limit. */
DX_API int dx_regex_search(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t from, struct dx_match *out,
                           bool *found, struct dx_err *e);
/* The same for a match that starts at byte `at`, the start of a character. */
DX_API int dx_regex_at(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t at, struct dx_match *out, bool *found,
                       struct dx_err *e);
/* The same by PCRE2 alone, as the reference that dx_regex_at must equal; and is it answered without, for patterns of digits in groups (grouped.h)? */
DX_API int dx_regex_ask(const struct dx_regex *r, struct dx_matcher *m, struct dx_str text, size_t at, struct dx_match *out, bool *found,
                        struct dx_err *e);
DX_API bool dx_regex_is_grouped(const struct dx_regex *r);
/* … and is a match a run of digits, or a part of one? */
DX_API bool dx_regex_is_run(const struct dx_regex *r);
/* Makes dx_regex_search fast, which works without it; before threads share r. DX_OK or DX_NOMEM. */
DX_API int dx_regex_prepare_search(struct dx_regex *r, struct dx_err *e);
/* The pattern itself. */
DX_API struct dx_str dx_regex_text(const struct dx_regex *r);
/* "10.42 2022-12-11": static storage is the caller's, n bytes. */
DX_API void dx_regex_version(char *out, size_t n);
#endif
