/* mend.h: what a line recogniser does to lines that are drawn otherwise than it expects
 *
 * One glyph read as two; a blank where the picture has none; words of a justified row taken for lines of their own; a row's pieces out of order; an I or
 * a 1 read as a stroke. The boxes tell. */
#ifndef DX_PAGE_MEND_H
#define DX_PAGE_MEND_H

#include "page/seen.h"

/* In place: characters go or become others, none comes. */
DX_API void dx_mend(struct dx_seen_list *l);
#endif
