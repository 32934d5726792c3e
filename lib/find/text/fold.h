/* fold.h: text folded for matching, with an exact way back to the bytes of the source
 *
 * Folded are: decimal digits of the scripts in use here to ASCII; spaces, hyphens and dots to one form each; full-width forms and mathematical
 * letters and digits to ASCII; digits in circles that stand together; look-alike Cyrillic and Greek letters within Latin tokens to Latin; letters and their marks to one character (NFC), Burmese
 * signs to their order; Burmese of the font Zawgyi to Unicode. Zero-width and bidirectional marks are dropped.
 * Letters stay as they are. A byte that is no UTF-8 becomes SUB (0x1A), so the folded text is always valid UTF-8.
 * Folded again it is the same, but for Burmese that was or is then taken for Zawgyi (a line that is Unicode now is judged anew), for U+103A and U+1037
 * that stand more than once or with dropped marks between them, and for look-alikes whose only Latin neighbours are digits in circles.
 * Source: identifiers.md section 0. */
#ifndef DX_FIND_FOLD_H
#define DX_FIND_FOLD_H

#include "base/buf.h"

/* A place where folded and source bytes differ; between two of them both run in step. */
struct dx_fold_change {
    size_t at, len;     /* in the folded text; len 0: dropped */
    size_t src, src_len; /* in the source */
    bool mixed;         /* a look-alike taken for Latin */
};

/* Starts as all zero, may be used again and again, given back with dx_fold_free. */
struct dx_fold {
    struct dx_str text; /* the folded text: points to the source itself when nothing had to change */
    struct dx_buf own;
    struct dx_fold_change *changes;
    size_t n, cap;
    bool zawgyi; /* the text's Burmese was taken for Zawgyi */
};

/* Folds src, which must stay where it is as long as the fold is used. DX_OK or DX_NOMEM. */
DX_API int dx_fold_text(struct dx_fold *f, struct dx_str src, struct dx_err *e);
/* The same for who knows that nothing is to be changed. */
DX_API void dx_fold_nothing(struct dx_fold *f, struct dx_str src);
DX_API void dx_fold_free(struct dx_fold *f);
/* The source span [*start,*end) of the folded span [start,end), start < end. */
DX_API void dx_fold_span(const struct dx_fold *f, size_t start, size_t end, size_t *src_start, size_t *src_end);
/* The folded offset of a source offset that is the start of a character. */
DX_API size_t dx_fold_at(const struct dx_fold *f, size_t src);
/* May a character beyond the basic plane be changed? */
bool dx_fold_rare(uint32_t cp);
/* Does the folded span hold a look-alike letter that was taken for Latin? */
DX_API bool dx_fold_mixed(const struct dx_fold *f, size_t start, size_t end);
#endif
