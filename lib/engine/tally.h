/* tally.h: how many of each name */
#ifndef DX_ENGINE_TALLY_H
#define DX_ENGINE_TALLY_H

#include "base/buf.h"

struct dx_count {
    char *name; /* NUL-terminated */
    int64_t n;
};

/* Starts as all zero; given back with dx_tally_free. Rows are sorted by name, compared as bytes. */
struct dx_tally {
    struct dx_count *rows;
    size_t n, cap;
};

DX_API void dx_tally_free(struct dx_tally *t);
/* DX_OK or DX_NOMEM. Names beyond DX_TALLY_NAMES are counted together under "…". */
DX_API int dx_tally_add(struct dx_tally *t, struct dx_str name, int64_t n, struct dx_err *e);
/* How often a name was counted: 0 when it never was. */
DX_API int64_t dx_tally_get(const struct dx_tally *t, struct dx_str name);
DX_API int64_t dx_tally_sum(const struct dx_tally *t);
#endif
