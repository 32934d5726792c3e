/* casedir.h: the folder of a case: making it, entering it, and what lies in it besides records
 *
 * It is 0700 whatever the user's umask. It explains itself to a reader who has no docex: README, case.json (which schema), and the
 * schemas of the records. */
#ifndef DX_ENGINE_CASEDIR_H
#define DX_ENGINE_CASEDIR_H

#include "engine/custody.h"

enum dx_casedir_how {
    DX_CASEDIR_MAKE, /* to write records: made if need be, nobody else may have it */
    DX_CASEDIR_JOIN, /* to add results to its cache, beside others who do; it must be a case */
    DX_CASEDIR_LOOK  /* to read; it must be a case */
};

/* Starts as {NULL, -1, {.fd = -1}} (DX_CASEDIR_INIT). */
struct dx_casedir {
    char *path;
    int dir;
    struct dx_custody custody;
};
#define DX_CASEDIR_INIT {NULL, -1, {.fd = -1}}

/* DX_ENV when it can't be made or written, when it holds something else than a case, when another run has it, or when a newer docex
 * made it. Given back with dx_casedir_close, also after a failure. */
DX_API int dx_casedir_open(struct dx_casedir *d, const char *path, enum dx_casedir_how how, struct dx_err *e);
DX_API void dx_casedir_close(struct dx_casedir *d);
/* Replaces a small file of the case: written under another name, synced, renamed. `name` may lie in a folder of the case. */
DX_API int dx_casedir_put(const struct dx_casedir *d, const char *name, struct dx_str bytes, struct dx_err *e);
/* Reads a small file of it. *there false: there is none. DX_ENV, DX_NOMEM. */
DX_API int dx_casedir_get(const struct dx_casedir *d, const char *name, struct dx_buf *out, bool *there, struct dx_err *e);
#endif
