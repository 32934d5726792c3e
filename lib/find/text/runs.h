/* runs.h: text in raw bytes (a disk image, memory, what is left between files): the runs that may hold an identifier, as UTF-8
 *
 * A run is what stands together: ASCII and UTF-8, or UTF-16 of either byte order from an even or an odd byte on, without any mark, or Thai
 * in one byte a character (thai8.h) with the ASCII around it. It
 * begins where an anchor is (anchors.h) and goes as far to both sides as its characters do, over line ends, too; one of fewer than six
 * characters is passed over. Runs don't overlap. Where the same bytes read as either byte order, the reading with more text is taken,
 * of equal ones that at an even byte. What is found depends on the bytes alone, not on how they came in. */
#ifndef DX_FIND_RUNS_H
#define DX_FIND_RUNS_H

#include "base/buf.h"
#include "find/text/anchors.h"

#define DX_RUN_LEAST 6   /* characters: no kind has a shorter form that means anything without words around it */
#define DX_RUN_BACK 256  /* bytes before an anchor that may belong to its run */
#define DX_RUN_AHEAD 256 /* bytes behind an anchor by which the byte order is chosen */
#define DX_RUN_SURE 6.0  /* log-odds: nothing is surer to be text */
#define DX_RUN_BREAK "\n\0\n" /* after each run: a line of its own, over which nothing is looked at (stream.h) */

enum dx_run_form { DX_RUN_UTF8, DX_RUN_UTF16LE, DX_RUN_UTF16BE, DX_RUN_THAI };

/* From here on, bytes of text and of the source go together in that proportion. */
struct dx_run_part {
    int64_t text, source;
    uint8_t wide;   /* bytes of a character in the text; 0: not counted (UTF-8, one to one) */
    uint8_t form;
    int16_t sure;   /* that the run is text, in hundredths of log-odds */
};

/* Starts as all zero; given back with dx_runs_free; dx_runs_reset starts the next source. */
struct dx_runs {
    enum dx_plainly plain; /* set by who has zeroed it: for tests */
    const unsigned char *p; /* the stretch in hand: what is kept, or the caller's own bytes, which aren't copied but for their end */
    size_t len;
    struct dx_buf raw;  /* what is kept of the source */
    int64_t offset;     /* of p in the source */
    size_t behind;      /* end of the last run */
    size_t seen;        /* anchors that end before this are done with */
    bool open;          /* a run goes on at `behind` */
    enum dx_run_form form; /* of it */
    unsigned wide;         /* of it: as in its last part */
    struct dx_buf text; /* to be given */
    int64_t given;      /* bytes of text before that */
    struct dx_run_part *part;
    size_t n, cap, first; /* parts [first, n) are kept */
    bool oom;
};

/* Text, in portions as they come. Anything but DX_OK ends the run and is returned. */
typedef int dx_runs_fn(void *ctx, struct dx_str text, struct dx_err *e);

DX_API void dx_runs_free(struct dx_runs *r);
/* The next source, which starts at byte `offset` (where another went on). */
DX_API void dx_runs_reset(struct dx_runs *r, int64_t offset);
/* The next n bytes; `last` with the end of the source. DX_OK, DX_NOMEM, or what fn returned. */
DX_API int dx_runs_feed(struct dx_runs *r, const char *p, size_t n, bool last, dx_runs_fn *fn, void *ctx, struct dx_err *e);
/* The bytes of the source that are the text's bytes [start, end), which start and end with characters. */
DX_API void dx_runs_span(const struct dx_runs *r, int64_t start, int64_t end, int64_t span[2]);
/* "UTF-16LE", "UTF-16BE" or "windows-874" for the run that the byte of text is in; NULL: UTF-8. Static storage. */
DX_API const char *dx_runs_charset(const struct dx_runs *r, int64_t text);
/* The log-odds that the run is text (noise.h); in UTF-16 it certainly is. */
DX_API double dx_runs_sure(const struct dx_runs *r, int64_t text);
/* Nobody will ask about text before that byte. */
DX_API void dx_runs_forget(struct dx_runs *r, int64_t text);
#endif
