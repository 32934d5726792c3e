/* page.h: the pages of an item: text that the file holds, and the picture that a recogniser can read */
#ifndef DX_PAGE_PAGE_H
#define DX_PAGE_PAGE_H

#include "base/group.h"
#include "page/picture.h"

struct dx_word {
    size_t start, end; /* bytes of the layer's text, [start,end) */
    int x, y, w, h;    /* stored pixels */
    double confidence; /* 0 to 1; 1 for text that wasn't recognised */
};

/* Text of a page as one layer saw it; borrowed, lives as long as the page. */
struct dx_layer {
    const char *layer;  /* "text", "ocr", "code", "meta" */
    int n;              /* numbers those of one layer on the page */
    struct dx_str text; /* UTF-8 */
    const struct dx_word *words;
    size_t n_words;     /* 0: the layer has no boxes */
    const char *charset;   /* NULL when it was UTF-8 */
    const char *symbology; /* of a code layer */
    int64_t offset;        /* of text that was cut into pages: the byte where the page starts; -1: not cut */
};

struct dx_page {
    int number; /* from 1 */
    const struct dx_layer *layers; /* what the file itself says: text layer, meta */
    size_t n_layers;
    /* Of the picture, known before it is decoded; 0 × 0 when the page has none (plain text). */
    int w, h, dpi;
    bool look; /* the page may hold text that no layer has: recognisers should read its pixels */
    /* Decodes (or renders) the picture on the first call, and gives the same one afterwards; owned by the page.
     * NULL, with *rc and e set, when that fails; the failure is the page's error. */
    struct dx_picture *(*picture)(struct dx_page *p, int *rc, struct dx_err *e);
    void *reader; /* the reader's own */
};

/* Is this media type read by dx_pages_read, and does it have pictures? One table for all stages. */
DX_API bool dx_media_has_pages(struct dx_str media);
DX_API bool dx_media_has_pictures(struct dx_str media);
/* Do others' libraries parse it? (Charsets and plain text are our own code's.) */
DX_API bool dx_media_is_foreign(struct dx_str media);
/* Makes ready what the readers' libraries set up only once (fonts), so that processes forked from here on have it. Gives the picture of
 * a page with a line of text, for recognisers to do the same; NULL when that failed. */
DX_API struct dx_picture *dx_pages_warm(void);

struct dx_page_budget {
    int64_t max_pixels; /* per picture; 0: DX_PICTURE_PIXELS */
    int max_pages;      /* per item; 0: DX_PAGES */
    /* Asked before a page is touched, with the callbacks' ctx: false leaves it out; *coarse: half the resolution will do. NULL: all, fine. */
    bool (*want)(void *ctx, int page, bool *coarse);
};

/* Called for each page in turn. Anything but DX_OK ends the reading and is returned. */
typedef int dx_page_fn(void *ctx, struct dx_page *p);
/* Called when a page (or, page 0, the rest of the item) can't be read; the reading goes on where it can. */
typedef void dx_page_error_fn(void *ctx, int page, const struct dx_err *what);

/* Reads an item of this media type from fd (a regular file, position 0, never written) page by page.
 * DX_OK when all pages were given, errors included; DX_BAD when nothing could be read (e says why);
 * DX_NOMEM; what a callback returned. */
DX_API int dx_pages_read(int fd, struct dx_str media, const struct dx_page_budget *budget, dx_page_fn *page,
                         dx_page_error_fn *error, void *ctx, struct dx_err *e);
#endif
