/* decode.h: from a picture file's bytes to grey pixels; one decoder a format */
#ifndef DX_PAGE_DECODE_H
#define DX_PAGE_DECODE_H

#include "page/header.h"
#include "page/picture.h"

/* Decodes the picture that the header describes. The bytes are the caller's own copy of the file: a decoder may change them.
 * DX_OK; DX_BAD or DX_LIMIT with *out NULL when nothing could be read, or set when the rest was damaged or missing and what
 * could be read is there (the rest is white or as the decoder left it); DX_NOMEM.
 * max_pixels 0: DX_PICTURE_PIXELS. half: half the width and height will do, to save memory; a GIF, HEIF, and what a decoder must have all of at
 * once, is given whole (see picture->full_w). */
DX_API int dx_picture_decode(struct dx_picture **out, const struct dx_header *h, uint8_t *p, size_t n, int64_t max_pixels, bool half,
                             struct dx_err *e);
/* Is w × h within the limits? DX_LIMIT when not. */
DX_API int dx_picture_allowed(int w, int h, int64_t max_pixels, struct dx_err *e);

/* The decoders behind it: *out has room for h->w × h->h pixels, white, or for half of each if its full_w is set; they return as above. */
int dx_png_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
int dx_jpeg_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
/* DX_STOP: not a kind that they read. */
int dx_bmp_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
int dx_pnm_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
int dx_tiff_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
int dx_heif_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
/* For half of each alone. */
int dx_webp_halve(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e);
/* WebP, GIF, BMP with a palette, and TIFF that libtiff has no picture of, by Leptonica, which makes its own raster: *out is given. */
int dx_leptonica_decode(struct dx_picture **out, const struct dx_header *h, uint8_t *p, size_t n, struct dx_err *e);
/* Both readers of TIFF would turn it as its orientation tag says: in our copy it says "as stored". */
void dx_tiff_as_stored(const struct dx_header *h, uint8_t *p);
/* Keeps libtiff, which Leptonica uses, from printing. */
void dx_tiff_quiet(void);

/* ITU-R BT.601 luma in 8 bits (weights in 1/256). */
static inline uint8_t dx_luma(unsigned r, unsigned g, unsigned b) { return (uint8_t)((77 * r + 150 * g + 29 * b + 128) >> 8); }
/* v with opacity a laid on white. */
static inline uint8_t dx_on_white(unsigned v, unsigned a) { return (uint8_t)((v * a + 255 * (255 - a) + 127) / 255); }
#endif
