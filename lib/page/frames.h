/* frames.h: ruled frames that were found in a picture, and rows of boxes among them (internal to page/) */
#ifndef DX_PAGE_FRAMES_H
#define DX_PAGE_FRAMES_H

#include "page/prepare.h"

#define DX_FRAME_INK 200 /* of even paper: darker is ink */

struct dx_frame {
    int x0, y0, x1, y1; /* pixels, the last two behind it */
};

/* Where frames of the list, already erased, were boxes of one character each, the characters of a row are set together in place;
 * `letter`: the height of the page's letters in pixels. The list's frames are used up. DX_NOMEM. */
int dx_boxes_close(struct dx_picture *p, struct dx_frame *f, size_t n, int letter, struct dx_moved_list *l, struct dx_err *e);
#endif
