/* lines.h: the network that sees where lines of a machine-readable zone run
 *
 * A fully convolutional one of 6,000 weights, trained by models/mrz/train_lines.py: it knows the look of such lines (even pitch,
 * print of one height, blank between lines) at any angle, and isn't led astray by what lies behind or beside them. */
#ifndef DX_MRZ_LINES_H
#define DX_MRZ_LINES_H

#include "page/picture.h"

#define DX_MRZ_LINES_LIKELY -0.8f /* log odds from which a place counts: a line is rather seen in pieces than not */
#define DX_MRZ_LINES_STEP 4 /* pixels of the picture for one of the map, either way */

struct dx_mrz_seer; /* the model: read only, may be shared */

/* Loads mrz/lines.bin in $DX_MODELS_DIR, else where dx_data_path finds the models; or the file `path`. DX_ENV when it is missing or
 * broken. */
DX_API int dx_mrz_seer_load(struct dx_mrz_seer **m, const char *path, struct dx_err *e);
DX_API void dx_mrz_seer_free(struct dx_mrz_seer *m);
/* SHA-256 of the model's file in hexadecimal: points into m. */
DX_API const char *dx_mrz_seer_sha256(const struct dx_mrz_seer *m);
/* A map of the picture, in which characters should be 6 to 13 pixels apart: *w × *h values, whose pixel x, y stands at 4x, 4y; each
 * 1 where the middle of a line is likely, else 0. The caller frees it. DX_NOMEM. */
DX_API int dx_mrz_seer_map(const struct dx_mrz_seer *m, const struct dx_picture *p, uint8_t **map, int *w, int *h, struct dx_err *e);
#endif
