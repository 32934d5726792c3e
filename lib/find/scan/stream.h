/* stream.h: a text of any size, cut into the lines that are scanned, in constant memory
 *
 * What is cut where depends on the text alone, never on how it came in. */
#ifndef DX_FIND_STREAM_H
#define DX_FIND_STREAM_H

#include "find/phone/phone_hint.h"
#include "find/scan/pair.h"
#include "find/scan/scan.h"

#define DX_ABOVE_BYTES 256 /* kept of the line above: labels stand at its end, or in a short line */
#define DX_BETWEEN_BYTES 40 /* of a line that may stand between the title of a list and its rows: "No." */
#define DX_BLOCK_BYTES 512 /* kept of the lines above, up to an empty one: a contact, a form */
#define DX_OPENING_BYTES 4096 /* kept of a text's start, which says what country it is of */
#define DX_HEAD_BYTES 1024 /* a longer line is no head of a table */

struct dx_stream_piece {
    struct dx_piece piece; /* `words`, `at` and `recognised` are the receiver's to fill */
    int64_t offset;        /* of piece.text in the whole text */
    bool first;            /* the piece starts its line */
    struct dx_str ahead;   /* the text from piece.from on: beyond the line by DX_FIND_EDGE bytes, or to the text's end */
};

/* Receives pieces in order. What it takes of `ahead` beyond the piece (a zone of several lines) goes into *taken, and isn't given
 * again. Anything but DX_OK ends the text and is returned. */
typedef int dx_stream_fn(void *ctx, const struct dx_stream_piece *p, size_t *taken, struct dx_err *e);

/* The first place of text[at, to), at the start of a line, where a line is that is worth giving; `to`: there is none. What comes
 * before it may be passed over. */
typedef size_t dx_stream_glance_fn(void *ctx, struct dx_str text, size_t at, size_t to, struct dx_glanced *g);

/* Starts as all zero; given back with dx_stream_free; dx_stream_reset starts the next text. */
struct dx_stream {
    struct dx_buf text;
    size_t pos;     /* what was given already, in text */
    size_t line;    /* start of the current line, in text; beyond what is kept: 0 */
    int64_t offset; /* of text.p in the whole text */
    size_t known;   /* what stands above, and the head of the table, are those of the line that starts here */
    dx_stream_glance_fn *glance; /* NULL: every line is given; set by who has zeroed it, kept by dx_stream_reset */
    void *glance_ctx;
    struct dx_glanced glanced; /* … its own */
    struct dx_held {
        size_t at, n; /* its place in text … */
        bool apart;   /* … which it is in no more, but here: */
        char bytes[DX_ABOVE_BYTES];
    } above, title, over; /* over: the line above the title, that is none of a list either */
    char head[DX_HEAD_BYTES];
    size_t n_head, columns;
    size_t block, n_block; /* where the block starts, in text; its bytes, without any \r: none, there is no block */
    struct dx_lines lines;
    bool listed; /* the line above is one of a list of numbers, and the title the last that isn't */
    char opening[DX_OPENING_BYTES]; /* the text's first bytes */
    struct dx_phone_home home;
    char mark; /* what separates the columns of the table */
};

DX_API void dx_stream_free(struct dx_stream *s);
DX_API void dx_stream_reset(struct dx_stream *s);
/* The next n bytes; `last` with the end of the text. DX_OK, DX_NOMEM, or what fn returned. */
DX_API int dx_stream_feed(struct dx_stream *s, const char *p, size_t n, bool last, dx_stream_fn *fn, void *ctx, struct dx_err *e);
#endif
