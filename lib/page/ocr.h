/* ocr.h: recognising text in a grey raster; the one door to Tesseract
 *
 * An engine is kept alive and cleared between pictures, so that no result depends on what was read before.
 * It has one thread: serial.c. */
#ifndef DX_PAGE_OCR_H
#define DX_PAGE_OCR_H

#include "base/json.h"
#include "page/picture.h"

struct dx_ocr;

/* One recognised character (a base character with what is stacked on it), in the raster's pixels. */
struct dx_ocr_symbol {
    size_t start, end; /* bytes of the text */
    int x, y, w, h;
    double confidence; /* 0 to 1 */
};

/* Loads the models of `lang` ("tha+eng"). DX_ENV, code "language", naming the model that is missing. */
DX_API int dx_ocr_new(struct dx_ocr **o, const char *lang, struct dx_err *e);
DX_API void dx_ocr_free(struct dx_ocr *o);
/* Appends to w, for the tool record: "models":{"eng":"<sha256>",…} and returns the engine's version. Static storage. */
DX_API void dx_ocr_models(const struct dx_ocr *o, struct dx_jw *w);
DX_API const char *dx_ocr_version(void);
/* Is a model of this name installed? */
DX_API bool dx_ocr_has(const char *model);
/* Loads, besides, the model that tells which way is up ("osd"), when it is installed. */
DX_API int dx_ocr_load_upright(struct dx_ocr *o, struct dx_err *e);
/* By how many degrees clockwise (0, 90, 180, 270) the raster must be turned for its text to stand upright; 0 as well when there is no
 * clear answer, or no model for it. */
DX_API int dx_ocr_upright(struct dx_ocr *o, const struct dx_picture *p);
/* Recognises text anywhere on the raster. The text goes to *text (lines end with \n, words are separated by one space), its symbols to
 * *symbols (n_symbols of them, in the order of the text), both valid until the engine is used again. *mean is the mean
 * confidence, 0 to 1. DX_OK also when there is no text; DX_LIMIT; DX_NOMEM. */
DX_API int dx_ocr_read(struct dx_ocr *o, const struct dx_picture *p, struct dx_str *text,
                       const struct dx_ocr_symbol **symbols, size_t *n_symbols, double *mean, struct dx_err *e);
#endif
