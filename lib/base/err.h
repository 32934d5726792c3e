/* err.h: one short scale of results, and the details of a failure.
 *
 * Ownership, for every header of docex: `_new`, `_open` and `_load` give an object that only the
 * matching `_free` takes; whatever else is returned points into its object and says so.
 * Text is a pointer and a length in bytes; it need not end with NUL unless a comment says so. */
#ifndef DX_BASE_ERR_H
#define DX_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DX_API __attribute__((visibility("default")))
#define DX_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define DX_API
#define DX_PRINTF(fmt, first)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What a function says about its work; each value tells the caller what to do next. */
enum dx_rc {
    DX_OK = 0,    /* done */
    DX_BAD = 1,   /* this input is bad: report it and go on with the next */
    DX_LIMIT = 2, /* a limit was hit: what was read counts, report it and go on */
    DX_NOMEM = 3, /* out of memory: give up this item, go on with the next */
    DX_ENV = 4,   /* the environment failed (full disk, missing model): stop */
    DX_STOP = 5   /* the caller's callback asked to stop: not an error */
};

/* Details of a failure, owned by the caller and written only on failure. */
struct dx_err {
    const char *code; /* an error code of the record contract, static storage: "malformed", "io" … */
    const char *limit; /* with code "limit": the name of the limit in limits.h; else NULL */
    int signal;        /* with code "crashed": the signal that ended a worker; else 0 */
    bool transient;    /* true when the next run may succeed (time, memory, I/O) */
    char msg[480];     /* one line for a person, no full stop; says what was expected */
};

/* The code of the record contract that is spelt so, with static storage; NULL: there is none. */
DX_API const char *dx_err_code(const char *p, size_t n);
/* Fills *e (which may be NULL) and returns rc, so that a failing function can end in
 * `return dx_fail(e, DX_BAD, "malformed", "…")`. code must have static storage. */
DX_API int dx_fail(struct dx_err *e, int rc, const char *code, const char *fmt, ...) DX_PRINTF(4, 5);
/* The same for a limit: code "limit", *limit the limit's name (static storage); returns DX_LIMIT. */
DX_API int dx_fail_limit(struct dx_err *e, const char *limit, const char *fmt, ...) DX_PRINTF(3, 4);
/* Out of memory: code "memory", transient; returns DX_NOMEM. */
DX_API int dx_fail_nomem(struct dx_err *e);

#ifdef __cplusplus
}
#endif
#endif
