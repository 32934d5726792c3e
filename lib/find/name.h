/* name.h: names of persons that stand with a label
 *
 * A name has no shape of its own: it is found where a form, a slip, a contact or a table says that one stands. Titles are no part of
 * the value, the script is kept, Thai and Burmese names carry their romanised form. */
#ifndef DX_FIND_NAME_H
#define DX_FIND_NAME_H

#include "find/scanner.h"

/* What a text that is a name says: the value without titles, white space made single. verdict NO: it can't be one. */
void dx_name_read(struct dx_reading *r, struct dx_str text);
/* The scanner `name`. */
int dx_name_scan(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
#endif
