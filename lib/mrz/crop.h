/* crop.h: pictures of a zone laid level and of the portrait beside it, and how they travel from a worker to who writes them
 *
 * A caged worker opens no file: its document lines carry the pictures as a last member `crops` before `by`; the parent takes it out again,
 * so it is never in a record that anybody sees. */
#ifndef DX_MRZ_CROP_H
#define DX_MRZ_CROP_H

#include "mrz/read.h"

/* The zone, its lines level and its characters evenly apart, in reading order. The caller frees it. DX_NOMEM. */
DX_API int dx_mrz_crop_zone(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_grid *g, struct dx_err *e);
/* The area where the format's layout has the portrait (ICAO 9303-4 to -7: left above the zone; cards of format TD1 have it on their other
 * face). *out stays NULL where there is none, or the picture ends before it. DX_NOMEM. */
DX_API int dx_mrz_crop_portrait(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e);

/* Puts both pictures of a reading into its document line, which ends in `,"by":"…"}` and a line end. */
DX_API int dx_mrz_crops_put(struct dx_buf *line, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e);

struct dx_mrz_crops {
    struct dx_str id;                 /* the document's, hexadecimal; points into the line */
    struct dx_buf zone, portrait;     /* PNG; empty: none */
};
/* Takes them out of a document line again: appends the line without them to `bare`. Nobody trusts the worker: an id that is none, or what
 * isn't an 8-bit grey PNG of at most DX_MRZ_CROP_BYTES, gives no picture. The buffers in *c are the caller's, emptied first. */
DX_API int dx_mrz_crops_take(struct dx_mrz_crops *c, struct dx_str line, struct dx_buf *bare, struct dx_err *e);
#endif
