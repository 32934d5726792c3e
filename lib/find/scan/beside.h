/* beside.h: whose number it is by the words next to it, where no label says that a name stands (internal to find/)
 *
 * Lists, chats and reports write "Somchai 081…", "081… (Somchai)", "suspect 2 Somchai, ID 1-…", and set a name alone on the line above. That's
 * too little to report a name, and enough to say whose a number is. */
#ifndef DX_FIND_BESIDE_H
#define DX_FIND_BESIDE_H

#include "find/name/name.h"

/* All texts are folded. Each reads a name into r (dx_name_read) and says whether there is one. */

/* Before a number: gap is the line from the finding before it (or from the line's start) to the number; label: the number's own, as the rules
 * have it (it may stand in the gap), or empty. */
bool dx_beside_before(const struct dx_names *names, struct dx_str gap, struct dx_str label, struct dx_reading *r);
/* Behind a number: gap is the rest of the line, up to the next finding (more: there is one). labelled: the number has a label of its own. */
bool dx_beside_behind(const struct dx_names *names, struct dx_str gap, bool more, bool labelled, struct dx_reading *r);
/* A line that is a name and nothing else, but for a word such as "from:" before it. */
bool dx_beside_line(const struct dx_names *names, struct dx_str line, struct dx_reading *r);

/* Does the gap before a number say that it is a house's: a hotline, a reception desk? */
bool dx_beside_house(struct dx_str gap);
/* Is there but the number's label in the gap before it: a field of a form, a message that is the number? */
bool dx_beside_field(struct dx_str gap, struct dx_str label);
#endif
