/* textual.h: is it text, in any charset that docex reads, and which kind of text: our own look, where libmagic's fails */
#ifndef DX_EVIDENCE_TEXTUAL_H
#define DX_EVIDENCE_TEXTUAL_H

#include "base/buf.h"

/* What a look at the bytes says. */
struct dx_textual {
    int width;  /* bytes of a character's unit: 1 (UTF-8, one- and two-byte charsets), 2 (UTF-16), 4 (UTF-32); 0: no text */
    bool plain; /* no control characters at all: nothing but text, whatever its charset */
    bool utf8;  /* width 1: all of it (but for a character that the end cuts off) */
};

/* Text may have a few NULs or bad bytes; UTF-16 and UTF-32 need no BOM. */
DX_API struct dx_textual dx_textual_look(const char *p, size_t n);
/* The kind of a text in UTF-8 or an ASCII-like charset: a media type (static storage), or NULL when it is just text.
 * `whole`: p is all of it, not only its head. */
DX_API const char *dx_textual_kind(const char *p, size_t n, bool whole);
#endif
