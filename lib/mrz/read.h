/* read.h: reading the machine-readable zones of a picture
 *
 * Locating (locate.h), laying level (rectify.h), recognising (cells.h), deciding (decode.h) and parsing (find/mrz.h) know nothing of
 * each other's ways; here they are put together. */
#ifndef DX_MRZ_READ_H
#define DX_MRZ_READ_H

#include "find/mrz.h"
#include "mrz/locate.h"
#include "mrz/rectify.h"

struct dx_mrz_reader;

/* Loads the models. DX_ENV when one is missing or broken. */
DX_API int dx_mrz_reader_new(struct dx_mrz_reader **r, struct dx_err *e);
DX_API void dx_mrz_reader_free(struct dx_mrz_reader *r);
/* SHA-256 of the models of characters and of lines in hexadecimal: points into r. */
DX_API const char *dx_mrz_reader_cells(const struct dx_mrz_reader *r);
DX_API const char *dx_mrz_reader_lines(const struct dx_mrz_reader *r);

/* dx_mrz_locate with the reader's model. */
DX_API int dx_mrz_reader_locate(const struct dx_mrz_reader *r, const struct dx_picture *p, struct dx_mrz_place *place, int max, int *n,
                                struct dx_err *e);

/* Reads the place, whichever way round it is. *found says whether it is a zone; then z is filled, and quad holds its four corners
 * [x1,y1,…,x4,y4] in reading order, in p's pixels. */
DX_API int dx_mrz_read(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_place *place, bool *found,
                       struct dx_mrz *z, double quad[8], struct dx_err *e);

/* A zone that was read, and how it lies. */
struct dx_mrz_reading {
    struct dx_mrz z;
    double quad[8];
    struct dx_mrz_grid grid;
};
/* Reads all zones of a picture. Places that claim the same print are tried until one is read without doubt; the best reading is kept.
 * *readings is the reader's, until the next call. DX_NOMEM. */
DX_API int dx_mrz_read_all(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_reading **readings, int *n,
                           struct dx_err *e);
#endif
