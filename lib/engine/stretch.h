/* stretch.h: raw bytes in stretches of DX_RAW_BYTES: what is lost of an item that has no pages
 *
 * A stretch begins with the first line that begins in its DX_RAW_BYTES of the file and ends where the next one does, so that what is left
 * out of text are whole lines; where no line begins there (in bytes that are no text) it is cut at the number. Where it is cut depends on the
 * bytes alone. Stretches are counted from 1. */
#ifndef DX_ENGINE_STRETCH_H
#define DX_ENGINE_STRETCH_H

#include "base/err.h"

/* A file being read; the caller sets fd, and p with room for two stretches. */
struct dx_stretches {
    int fd;
    char *p;     /* what was read and isn't passed */
    size_t n;
    int64_t off; /* of p in the file */
    bool end;    /* the file has no more */
};

/* Reads until there are two, or the file's end. DX_BAD: it can't be read, and counts as ended. */
DX_API int dx_stretches_fill(struct dx_stretches *s, struct dx_err *e);
/* Bytes of the nth, which is the next; all there are: it is the last. */
DX_API size_t dx_stretches_next(const struct dx_stretches *s, int64_t nth);
DX_API void dx_stretches_pass(struct dx_stretches *s, size_t n);

/* Adds to what is said of a loss which bytes are missing: those of n stretches (sorted here) and of all from `from` on (0: none). */
DX_API void dx_stretches_say(struct dx_err *e, uint32_t *nth, size_t n, uint32_t from);
/* The same for a piece of a pipe. */
DX_API void dx_stretches_say_piece(struct dx_err *e, int64_t off, int64_t size);
#endif
