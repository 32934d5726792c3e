/* join.h: one thing that stands on several lines: broken over line ends, in cells one under the other, in bubbles of a chat
 *
 * A line may end in a part of something (digits, a code, an address of the net or of mail) with which the next one begins. Such lines
 * are set together here, without what stands between the parts; whether that makes a whole is for rules and checks to say. */
#ifndef DX_FIND_JOIN_H
#define DX_FIND_JOIN_H

#include "base/buf.h"

#define DX_JOIN_WHOLE 9 /* a part of so many digits is a number of its own */
#define DX_JOIN_PARTS 4 /* lines that one thing stands on; a longer run of such lines is a list */

enum dx_join_class {
    DX_JOIN_NONE,
    DX_JOIN_DIGITS,
    DX_JOIN_CODE, /* letters and digits: wallet addresses */
    DX_JOIN_URL,
    DX_JOIN_MAIL,
    DX_JOIN_PLATE, /* of Thailand: letters and number above, the province below */
    DX_JOIN_REGISTRATION /* of Myanmar: "12/OUKAMA(N)" above, the serial below */
};

struct dx_join_part {
    size_t at;     /* in the joined text */
    size_t src, n; /* in the source */
};

/* Starts as all zero; given back with dx_join_free. */
struct dx_join {
    enum dx_join_class class;
    struct dx_join_part part[DX_JOIN_PARTS]; /* the first: the line, up to what its end leaves out; the last: up to its own line end */
    size_t n;        /* 0: nothing may go on */
    size_t tail;     /* where what may go on begins, in the first part */
    size_t digits;   /* of what the first part ends in */
    bool hyphen;     /* the parts meet at a hyphen: no blank stands between them */
    struct dx_buf text;
};

/* Reads the line text[0, line) and those behind it. False: nothing that its end begins may go on (or there was no memory: text.oom). */
DX_API bool dx_join_lines(struct dx_join *j, struct dx_str text, size_t line);
/* A recogniser's stray blank: takes a line apart at the next blank between two digits from *at on, which moves behind it; *end: of the digits
 * behind the blank. False: there is none. */
DX_API bool dx_join_gap(struct dx_join *j, struct dx_str line, size_t *at, size_t *end);
/* Sets the first n parts together, with a blank between them or without. */
DX_API bool dx_join_text(struct dx_join *j, struct dx_str text, size_t n, bool blank);
/* The source byte of byte `at` of the joined text; of its end: behind the last. */
DX_API size_t dx_join_source(const struct dx_join *j, size_t at, bool end);
/* The start of the first line of text[at, to) that dx_join_lines may take; `to`: there is none. text[at] starts a line. */
DX_API size_t dx_join_glance(struct dx_str text, size_t at, size_t to);
DX_API void dx_join_free(struct dx_join *j);
#endif
