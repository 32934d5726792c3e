/* cells.h: the classifier of MRZ characters: one cell of a line that was laid level, seen through a small window
 *
 * A convolutional network of 160,000 weights, trained by models/mrz/train.py. It computes in whole numbers, so its sums are the same on
 * any machine. */
#ifndef DX_MRZ_CELLS_H
#define DX_MRZ_CELLS_H

#include "base/err.h"

#define DX_MRZ_WINDOW 32  /* side of the window, pixels */
#define DX_MRZ_PITCH 20   /* pixels from character to character in it; it stands in the middle */
#define DX_MRZ_CAP 19     /* height of capitals in it */
#define DX_MRZ_ALPHABET "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
#define DX_MRZ_SYMBOLS 37

/* What the network makes of a window. */
struct dx_mrz_cell {
    float p[DX_MRZ_SYMBOLS]; /* probability of each character of DX_MRZ_ALPHABET */
    float none;              /* … that no character stands there; all together are 1 */
    float dx, dy;            /* where the character's middle is, in window pixels right of and below the window's */
    float grow;              /* 16 times the logarithm of its height over DX_MRZ_CAP */
};

struct dx_mrz_cells; /* the model: read only, may be shared */

/* Loads the model from a file; path NULL: mrz/cells.bin in $DX_MODELS_DIR, else where dx_data_path finds the models. DX_ENV
 * when it is
 * missing or broken. */
DX_API int dx_mrz_cells_load(struct dx_mrz_cells **m, const char *path, struct dx_err *e);
DX_API void dx_mrz_cells_free(struct dx_mrz_cells *m);
/* SHA-256 of the model's file in hexadecimal: points into m. */
DX_API const char *dx_mrz_cells_sha256(const struct dx_mrz_cells *m);
/* Classifies n windows, each `step` bytes right of the one before; rows are `stride` bytes apart. Grey: 0 black. */
DX_API void dx_mrz_cells_read(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, size_t step, int n,
        struct dx_mrz_cell *out);
/* The last layer's sums of one window before they become probabilities, for tests: 41 numbers. */
DX_API void dx_mrz_cells_sums(const struct dx_mrz_cells *m, const uint8_t *grey, size_t stride, int32_t sums[41]);
#endif
