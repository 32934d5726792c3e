/* textual.h: is it text, in any charset that docex reads, and which kind of text: our own look, where libmagic's fails */
#ifndef DX_EVIDENCE_TEXTUAL_H
#define DX_EVIDENCE_TEXTUAL_H

#include "base/buf.h"

/* Nothing but text in UTF-8 (the last character may be cut off). */
DX_API bool dx_textual_clean(const char *p, size_t n);
/* Text, perhaps with a few NULs or bad bytes: UTF-8, one- and two-byte charsets, UTF-16 and UTF-32 with or without BOM. */
DX_API bool dx_textual_is(const char *p, size_t n);
/* The kind of a text in UTF-8 or an ASCII-like charset: a media type (static storage), or NULL when it is just text.
 * `whole`: p is all of it, not only its head. */
DX_API const char *dx_textual_kind(const char *p, size_t n, bool whole);
#endif
