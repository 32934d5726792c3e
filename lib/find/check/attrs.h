/* attrs.h: the attributes of a finding: JSON members without braces, in the order that the record contract lists (internal to find/) */
#ifndef DX_FIND_ATTRS_H
#define DX_FIND_ATTRS_H

#include "base/json.h"

/* Puts one more member in its place; `json` is its value as JSON. One that is there already is left as it is. */
void dx_attrs_put(struct dx_buf *attrs, struct dx_str name, struct dx_str json);
/* The same for a text. */
void dx_attrs_text(struct dx_buf *attrs, const char *name, struct dx_str value);
/* The same, for texts that are put one after another in order, mostly: nothing is read again where the one before was the last that was
 * put, by this. A buffer that was emptied starts with a new `last`, all zero. */
struct dx_attrs_last {
    size_t len, rank;
};
void dx_attrs_next(struct dx_buf *attrs, struct dx_attrs_last *last, struct dx_str name, struct dx_str value);
/* Puts every member of `more` in its place. */
void dx_attrs_merge(struct dx_buf *attrs, struct dx_str more);
/* The JSON value of a member; empty when it isn't there. */
struct dx_str dx_attrs_get(struct dx_str attrs, const char *name);
#endif
