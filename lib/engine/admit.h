/* admit.h: the door between workers and records: what a worker may say about the item that it was given
 *
 * Whoever has taken a worker over by a hostile file can still lie about what stands in that file. He can't speak of another item, in
 * another tool's name, with ids that aren't what they must be (records(7): the SHA-256 of what they name), of types that his stage doesn't
 * give, of pages that aren't there, or in anything but well-formed JSON in the contract's one form. */
#ifndef DX_ENGINE_ADMIT_H
#define DX_ENGINE_ADMIT_H

#include "engine/work.h"

struct dx_admit;

/* For answers of these stages (borrowed). */
DX_API int dx_admit_new(struct dx_admit **a, const struct dx_worker_stage *s, size_t n, struct dx_err *e);
DX_API void dx_admit_free(struct dx_admit *a);
/* The item in hand: the lines of its group as the parent has them (none: it is "-"), and the first stage that works on it. */
DX_API int dx_admit_item(struct dx_admit *a, size_t first, struct dx_str lines, struct dx_err *e);
/* Further records of it that were admitted before. */
DX_API int dx_admit_known(struct dx_admit *a, struct dx_str lines, struct dx_err *e);
/* Looks at all lines of an answer. DX_BAD with the reason when one of them may not stand. The ids of its pages and documents may be named
 * by later ones. */
DX_API int dx_admit_lines(struct dx_admit *a, struct dx_str lines, struct dx_err *e);

/* The lines that dx_admit_lines has looked at, of the last call; in the object. */
DX_API const struct dx_index *dx_admit_index(const struct dx_admit *a);
#endif
