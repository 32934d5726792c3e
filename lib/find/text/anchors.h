/* anchors.h: where text may stand in raw bytes: places that so few bytes of anything else look like that each is worth a look
 *
 * An anchor is six characters of ASCII in a row, or three of two bytes or three of three in UTF-8; or, in UTF-16 of either byte order at
 * even or odd bytes, three characters in a row that are all ASCII, or all Thai, Lao, Burmese or Khmer; or eight bytes in a row that are
 * all letters, vowels or tones of Thai in one byte a character (a0–ef), or blanks. */
#ifndef DX_FIND_ANCHORS_H
#define DX_FIND_ANCHORS_H

#include "base/buf.h"

#define DX_ANCHOR_BYTES 9 /* of the longest anchor: three characters of three bytes */

enum dx_anchor { DX_ANCHOR_NONE, DX_ANCHOR_8, DX_ANCHOR_16, DX_ANCHOR_THAI };

/* How plainly it is done: the fastest way that the processor has, as one without AVX-512 does it, by tables as one without AVX2. All give the same. */
enum dx_plainly { DX_PLAINLY_NOT, DX_PLAINLY_AVX2, DX_PLAINLY };

/* The first anchor of p[from, n) that ends at or behind `least` (its last byte). *at: its last byte; n: there is none. */
DX_API enum dx_anchor dx_anchor_find(const unsigned char *p, size_t from, size_t least, size_t n, enum dx_plainly plain, size_t *at);
/* Where the printable ASCII (with tabs and line ends) ends that goes on at `at`. */
DX_API size_t dx_ascii_end(const unsigned char *p, size_t at, size_t n, enum dx_plainly plain);
/* Writes the ASCII text that p[at, n) starts with in UTF-16, a byte each, to out (room for (n - at) / 2); returns how many. */
DX_API size_t dx_ascii_narrow(char *out, const unsigned char *p, size_t at, size_t n, bool big_endian, enum dx_plainly plain);
/* Is it printable ASCII, a tab or a line end? */
static inline bool dx_is_ascii_text(unsigned char c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n' || c == '\r'; }
#endif
