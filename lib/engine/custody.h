/* custody.h: a case's custody log: what was done, when and with what, each entry sealed by the hash of the one before
 *
 * The log is only ever appended to. The times of running stand here and nowhere else. */
#ifndef DX_ENGINE_CUSTODY_H
#define DX_ENGINE_CUSTODY_H

#include "base/json.h"
#include "base/sha256.h"

struct dx_custody {
    int fd;      /* locked for as long as it is open; -1: not open */
    int64_t n;   /* entries so far */
    char prev[DX_SHA256_HEX + 1]; /* SHA-256 of the last line without its line end; zeros before the first */
};

/* Opens (or makes) the log in the folder and locks it. DX_ENV when another process has it, or it can't be written. */
DX_API int dx_custody_open(struct dx_custody *c, int dir, struct dx_err *e);
DX_API void dx_custody_close(struct dx_custody *c);
/* fsync(2) of a file or folder, not given up by an interruption: 0, or -1 with errno. */
int dx_sync(int fd);
/* Appends an entry and syncs it: {"type":"custody","n":…,"prev":…,"time":…,"event":event,<body>}; body: members without braces, may
 * be empty. */
DX_API int dx_custody_add(struct dx_custody *c, const char *event, struct dx_str body, struct dx_err *e);
#endif
