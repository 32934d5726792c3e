/* recognise.h: reading a stored picture: turned upright, evened, levelled, recognised; its words back in stored pixels */
#ifndef DX_PAGE_RECOGNISE_H
#define DX_PAGE_RECOGNISE_H

#include "page/ocr.h"
#include "page/page.h"

/* What was read, and what was done to the picture for it: mirrored left to right (flip), then turned clockwise by `rotation`
 * (0, 90, 180, 270), then by `skew` degrees. Starts as all zero, may be used again, given back with dx_recognition_free. */
struct dx_recognition {
    struct dx_str text; /* valid until the engine is used again */
    struct dx_word *words;
    size_t n_words, cap;
    int rotation;
    bool flip;
    double skew, confidence;
    uint64_t phash; /* of the upright picture */
};

DX_API void dx_recognition_free(struct dx_recognition *r);
/* DX_OK also when there is nothing to read. */
DX_API int dx_recognise(struct dx_recognition *r, struct dx_ocr *o, const struct dx_picture *p, struct dx_err *e);
#endif
