/* crop.h: pictures of a zone laid level and of the portrait beside it */
#ifndef DX_MRZ_CROP_H
#define DX_MRZ_CROP_H

#include "mrz/crops.h"
#include "mrz/read.h"

/* The zone, its lines level and its characters evenly apart, in reading order. The caller frees it. DX_NOMEM. */
DX_API int dx_mrz_crop_zone(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_grid *g, struct dx_err *e);
/* The area where the format's layout has the portrait (ICAO 9303-4 to -7: left above the zone; cards of format TD1 have it on their other
 * face). *out stays NULL where there is none, or the picture ends before it. DX_NOMEM. */
DX_API int dx_mrz_crop_portrait(struct dx_picture **out, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e);

/* Puts both pictures of a reading into its document line. */
DX_API int dx_mrz_crops_put(struct dx_buf *line, const struct dx_picture *p, const struct dx_mrz_reading *r, struct dx_err *e);
#endif
