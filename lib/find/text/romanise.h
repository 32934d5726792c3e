/* romanise.h: names in Latin letters: Thai after the Royal Institute's general system, Burmese after common practice
 *
 * For people and for comparing, never for identity: spelling of names is free. The same text always gives the same letters. */
#ifndef DX_FIND_ROMANISE_H
#define DX_FIND_ROMANISE_H

#include "base/buf.h"

/* Appends t in Latin letters, words capitalised; false, and nothing appended, when t holds neither Thai nor Burmese letters. */
DX_API bool dx_romanise(struct dx_buf *out, struct dx_str t);
#endif
