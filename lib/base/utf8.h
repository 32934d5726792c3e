/* utf8.h: reading and writing UTF-8, and making text safe to show to a person
 * Source: RFC 3629 (no overlong forms, no surrogates, nothing above U+10FFFF). */
#ifndef DX_BASE_UTF8_H
#define DX_BASE_UTF8_H

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the character at p (n bytes are there). Returns its length in bytes (1 to 4) and sets *cp;
 * returns 0 when n is 0 or the bytes are not UTF-8 (*cp is then U+FFFD: skip one byte and go on). */
DX_API size_t dx_utf8_get(const char *p, size_t n, uint32_t *cp);
/* Writes cp to out (4 bytes of room); returns the number of bytes, 0 when cp is no scalar value. */
DX_API size_t dx_utf8_put(char out[4], uint32_t cp);
DX_API void dx_buf_utf8(struct dx_buf *b, uint32_t cp);
/* The length of the longest valid prefix; equals n when all is UTF-8. */
DX_API size_t dx_utf8_valid(const char *p, size_t n);
/* Appends p with every bad byte replaced by U+FFFD. Returns true when there was none. */
DX_API bool dx_utf8_clean(struct dx_buf *b, const char *p, size_t n);

/* The one function through which text reaches a person: appends p with control characters, invalid
 * bytes, bidirectional controls and other invisible characters written as <1b>, <ff>, <U+202E>,
 * tabs and line ends as one space. It writes at most `columns` characters (0: no bound); "…" marks a cut. */
DX_API void dx_show(struct dx_buf *b, const char *p, size_t n, size_t columns);
/* Terminal columns of text that dx_show made: combining marks count 0, East Asian wide characters 2. */
DX_API size_t dx_columns(const char *p, size_t n);

#ifdef __cplusplus
}
#endif
#endif
