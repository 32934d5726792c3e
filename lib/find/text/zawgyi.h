/* zawgyi.h: Burmese written for the font Zawgyi-One: telling it from Unicode, and writing it in Unicode (internal to find/)
 *
 * Both use the same code points for different signs. Source: identifiers.md 3.2; the glyph table of Zawgyi-One. */
#ifndef DX_FIND_ZAWGYI_H
#define DX_FIND_ZAWGYI_H

#include "base/buf.h"

/* Is the Burmese of this text Zawgyi? What fits both is taken for Unicode. */
bool dx_zawgyi_is(struct dx_str t);
/* The bytes of the syllable (of Zawgyi) that starts at `at`; 0 when no Burmese letter or sign stands there. */
size_t dx_zawgyi_syllable(struct dx_str t, size_t at);
/* Appends that syllable in Unicode, its signs in their order. */
void dx_zawgyi_convert(struct dx_buf *out, struct dx_str syllable);
#endif
