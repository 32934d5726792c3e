/* charset.h: in which charset bytes are text, turning them into UTF-8 piece by piece, and the script of a text; the one door to ICU's
 * converters and detector */
#ifndef DX_PAGE_CHARSET_H
#define DX_PAGE_CHARSET_H

#include "base/buf.h"

/* The charset of a text that begins with these bytes (give up to DX_CHARSET_HEAD of them), by its name in the WHATWG list or ICU's:
 * "UTF-8", "UTF-16LE", "windows-874", "windows-1252" … Static storage or ICU's own; never NULL. *bom is the length of its byte
 * order mark. What is neither Unicode, Thai nor known to ICU is windows-1252.
 * `last`: the text ends with these bytes (else a character may be cut at their end). */
DX_API const char *dx_charset_detect(const char *p, size_t n, bool last, size_t *bom);
#define DX_CHARSET_HEAD (256u << 10)

/* A conversion in progress. */
struct dx_charset;
/* DX_BAD (unsupported) when the charset isn't known. Names as web pages and mails give them are understood. */
DX_API int dx_charset_new(struct dx_charset **c, const char *name, struct dx_err *e);
DX_API void dx_charset_free(struct dx_charset *c);
/* Its name in one spelling: "UTF-8" for every spelling of that. Points into c. */
DX_API const char *dx_charset_name(const struct dx_charset *c);
/* Converts the next n bytes (`last` with the final call): appends valid UTF-8, bytes that mean nothing as U+FFFD. DX_NOMEM. */
DX_API int dx_charset_feed(struct dx_charset *c, const char *p, size_t n, bool last, struct dx_buf *out, struct dx_err *e);

/* The script that most letters of a text have, by its Unicode name ("Thai", "Latin", "Myanmar"); NULL when there are none. */
DX_API const char *dx_script_of(struct dx_str text);
#endif
