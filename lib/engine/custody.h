/* custody.h: a case's custody log: what was done, when and with what, each entry sealed by the hash of the one before
 *
 * The log is only ever appended to. The times of running stand here and nowhere else. */
#ifndef DX_ENGINE_CUSTODY_H
#define DX_ENGINE_CUSTODY_H

#include "base/json.h"
#include "base/sha256.h"

#define DX_CUSTODY_FILE "custody.ndjson"

struct dx_custody {
    int fd;       /* locked for as long as it is open; -1: not open */
    int64_t n;    /* entries so far */
    int64_t begun; /* the number of a `begin` that nothing ended: that run was interrupted; 0: none */
    char prev[DX_SHA256_HEX + 1]; /* SHA-256 of the last line without its line end; zeros before the first */
};

/* Opens (or makes) the log in the folder and locks it; `shared`: beside others that share it (the workers of shards), to add nothing.
 * DX_ENV when another process has it, or it can't be written. */
DX_API int dx_custody_open(struct dx_custody *c, int dir, bool shared, struct dx_err *e);
DX_API void dx_custody_close(struct dx_custody *c);
/* fsync(2) of a file or folder, not given up by an interruption: 0, or -1 with errno. */
DX_API int dx_sync(int fd);
/* Appends an entry and syncs it: {"type":"custody","n":…,"prev":…,"time":…,"event":event,<body>}; body: members without braces, may
 * be empty. c->prev is the head afterwards. */
DX_API int dx_custody_add(struct dx_custody *c, const char *event, struct dx_str body, struct dx_err *e);

/* What a person says about the case; each may be NULL. Strings are borrowed. */
struct dx_custody_facts {
    const char *case_id, *operator_, *basis, *host;
    char *const *argv; /* the command line */
    int argc;
    struct dx_str shards; /* JSON objects with commas between: what the shards left that are merged */
    struct dx_str lists; /* JSON objects with commas between: the lists of content that isn't opened */
};
/* Writes them, and the clock that the times come from: `"clock":{"source":"tsc","synchronised":true}`, as the kernel says. */
DX_API void dx_custody_facts_write(struct dx_jw *w, const struct dx_custody_facts *f);

/* Two clocks at one moment: that of the day, and one that nobody sets. */
struct dx_custody_moment {
    double day, steady; /* seconds */
};
DX_API struct dx_custody_moment dx_custody_now(void);
/* The clock's time, RFC 3339 in UTC to the second. */
DX_API void dx_custody_stamp(char out[32]);
/* Writes `"seconds":…` (of the steady clock) and, when the clock of the day went by more than two seconds another way, `"clock_stepped":…`,
 * by how many. */
DX_API void dx_custody_elapsed(struct dx_jw *w, struct dx_custody_moment since);

/* Reads a log through. `fn` gets each entry, its line's hash (that is: the head when it was the last), and what is wrong with it (NULL:
 * nothing); *entry may be no JSON at all when something is. DX_ENV, DX_NOMEM, or what fn returned. */
typedef int dx_custody_fn(void *ctx, const struct dx_json *entry, int64_t n, const char *hash, const char *wrong, struct dx_err *e);
DX_API int dx_custody_read(int dir, dx_custody_fn *fn, void *ctx, struct dx_err *e);
#endif
