/* joined.h: does a word go on in Latin letters, so that it is another one? (internal to find/) */
#ifndef DX_FIND_JOINED_H
#define DX_FIND_JOINED_H

#include "base/buf.h"

/* At either end of text[start,end), where that starts, or ends, with a Latin letter. A word of two letters is no word of its own behind _ and @ either. */
void dx_joined(struct dx_str text, size_t start, size_t end, bool *before, bool *behind);
#endif
