/* noise.h: is a run of characters in raw bytes text, or what random bytes look like here and there? */
#ifndef DX_FIND_NOISE_H
#define DX_FIND_NOISE_H

#include "base/buf.h"

/* The log-odds that UTF-8 which starts a run there and may go on is text: below 0 it is rather noise. Random bytes make six printable
 * characters in a row every 500 bytes, text makes words and numbers of them. */
DX_API double dx_noise_doubt(const unsigned char *p, size_t n);
#endif
