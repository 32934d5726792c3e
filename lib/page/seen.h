/* seen.h: the characters that a recogniser saw on a raster, line by line, and two readings of one raster made one
 *
 * No threshold between ink and paper suits all that stands on a page: one of the whole picture loses text in shadow and on colour, one of the
 * neighbourhood breaks pale and small text. So the raster is read twice, the second time without what the first was sure of. */
#ifndef DX_PAGE_SEEN_H
#define DX_PAGE_SEEN_H

#include "page/picture.h"

/* A character as the engine gives it. */
struct dx_seen {
    char utf8[28];      /* a base character with its marks, or a ligature; longer ones are cut at a character */
    uint8_t n;
    bool line, space;   /* it begins a line; a space stands before it */
    int x, y, w, h;
    float confidence;
};

/* In the engine's order. Starts as all zero; given back with dx_seen_free. */
struct dx_seen_list {
    struct dx_seen *p;
    size_t n, cap;
};

DX_API int dx_seen_add(struct dx_seen_list *l, const struct dx_seen *s, struct dx_err *e); /* DX_OK or DX_NOMEM */
DX_API void dx_seen_free(struct dx_seen_list *l);
/* Whitens what the list has read without doubt. Is anything left that may be ink? */
DX_API bool dx_seen_blank(struct dx_picture *p, const struct dx_seen_list *l);
/* Takes lines of the second reading into the first: where one of the first stands, the better of both; elsewhere behind the line above it.
 * DX_OK or DX_NOMEM. */
DX_API int dx_seen_merge(struct dx_seen_list *first, const struct dx_seen_list *second, struct dx_err *e);
#endif
