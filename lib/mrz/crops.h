/* crops.h: how the pictures that come with a document travel from a worker to who writes them
 *
 * A caged worker opens no file: its document lines carry the pictures as a last member `crops` before `by`; the parent takes it out again,
 * so it is never in a record that anybody sees. */
#ifndef DX_MRZ_CROPS_H
#define DX_MRZ_CROPS_H

#include "base/buf.h"
#include "base/err.h"

/* Puts both pictures, each a PNG or empty, into a document line, which ends in `,"by":"…"}` and a line end; any other line stays as it is. */
DX_API void dx_mrz_crops_add(struct dx_buf *line, struct dx_str zone, struct dx_str portrait);

struct dx_mrz_crops {
    struct dx_str id;                 /* the document's, hexadecimal; points into the line */
    struct dx_buf zone, portrait;     /* PNG; empty: none */
};
/* Takes them out of a document line again: appends the line without them to `bare`. Nobody trusts the worker: an id that is none, or what
 * isn't an 8-bit grey PNG of at most DX_MRZ_CROP_BYTES, gives no picture. The buffers in *c are the caller's, emptied first. */
DX_API int dx_mrz_crops_take(struct dx_mrz_crops *c, struct dx_str line, struct dx_buf *bare, struct dx_err *e);
#endif
