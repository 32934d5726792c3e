/* read.h: reading the machine-readable zones of a picture
 *
 * Locating (locate.h), laying level (rectify.h), recognising (cells.h), deciding (decode.h) and parsing (find/mrz/mrz.h) know nothing of
 * each other's ways; here they are put together. */
#ifndef DX_MRZ_READ_H
#define DX_MRZ_READ_H

#include "find/mrz/mrz.h"
#include "mrz/locate.h"
#include "mrz/rectify.h"

struct dx_mrz_reader;

/* Loads the models. DX_ENV when one is missing or broken. */
DX_API int dx_mrz_reader_new(struct dx_mrz_reader **r, struct dx_err *e);
DX_API void dx_mrz_reader_free(struct dx_mrz_reader *r);
/* SHA-256 of the models of characters and of lines in hexadecimal: points into r. */
DX_API const char *dx_mrz_reader_cells(const struct dx_mrz_reader *r);
DX_API const char *dx_mrz_reader_lines(const struct dx_mrz_reader *r);

/* What a reader does, step by step, for who measures it: fn is told when each begins. */
enum dx_mrz_step { DX_MRZ_LOCATE, DX_MRZ_GLANCE, DX_MRZ_RECTIFY, DX_MRZ_DECODE, DX_MRZ_STEPS };
typedef void dx_mrz_step_fn(void *ctx, enum dx_mrz_step step);
DX_API void dx_mrz_reader_watch(struct dx_mrz_reader *r, dx_mrz_step_fn *fn, void *ctx);

/* A zone that was read, and how it lies. */
struct dx_mrz_reading {
    struct dx_mrz z;
    double quad[8];
    struct dx_mrz_grid grid;
};
/* Reads all zones of a picture, size by size from the smallest. What may be a zone is read in the order of how clear it is at a glance; of
 * readings of the same print the best is kept. Where a zone was read without doubt, the same print isn't looked at again, nor sizes in
 * which only much smaller print would be seen. *readings is the reader's, until the next call. DX_NOMEM. */
DX_API int dx_mrz_read_all(struct dx_mrz_reader *r, const struct dx_picture *p, const struct dx_mrz_reading **readings, int *n,
                           struct dx_err *e);
#endif
