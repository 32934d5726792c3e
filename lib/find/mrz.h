/* mrz.h: machine-readable zones as text: formats, check digits, fields, alerts, the document record
 * Source: ICAO Doc 9303 parts 3 to 7 (8th edition); the French card before 2021 has a layout of its own (FR-ID). */
#ifndef DX_FIND_MRZ_H
#define DX_FIND_MRZ_H

#include "base/json.h"

enum dx_mrz_format { DX_MRZ_NONE, DX_MRZ_TD1, DX_MRZ_TD2, DX_MRZ_TD3, DX_MRZ_MRVA, DX_MRZ_MRVB, DX_MRZ_FRID };
#define DX_MRZ_LINES 3
#define DX_MRZ_COLUMNS 44

struct dx_mrz_repair {
    int line, column;
    char read, taken;
};

/* One zone: its lines as finally taken, and as read. All text NUL-terminated. */
struct dx_mrz {
    enum dx_mrz_format format;
    int n_lines, columns;
    char lines[DX_MRZ_LINES][DX_MRZ_COLUMNS + 1];
    char read[DX_MRZ_LINES][64 + 1]; /* the recogniser's, where it differs; "" where it doesn't */
    struct dx_mrz_repair repairs[DX_MRZ_LINES * DX_MRZ_COLUMNS];
    int n_repairs;
    double confidence; /* 0 to 1 */
};

/* "TD3" … */
DX_API const char *dx_mrz_format_name(enum dx_mrz_format f);
/* ICAO 9303-3 clause 4.9: the 7-3-1 check digit of n characters, '0' to '9'. */
DX_API char dx_mrz_check_digit(const char *p, size_t n);
/* Which format do two or three lines of A-Z0-9< make (exact lengths)? DX_MRZ_NONE when none. */
DX_API enum dx_mrz_format dx_mrz_format_of(const char *const lines[], int n);
/* Repairs recognised lines (any case, spaces, look-alikes, lengths off by a little): fills z with the most plausible zone under
 * the format's grammar and check digits. false when these lines are no zone. A zone that is wrong as printed stays as printed:
 * a field is changed only where its class of character demands it or its check digit then holds; see the .c for the rule. */
DX_API bool dx_mrz_repair(struct dx_mrz *z, const char *const lines[], int n);
/* How many of the zone's check digits hold, of how many. */
DX_API int dx_mrz_checks(const struct dx_mrz *z, int *of);

/* Where a document comes from, for its record. */
struct dx_mrz_source {
    struct dx_str item;
    int page;            /* 0: none */
    const char *of;      /* page id when it was read from text, else NULL */
    const int *box;      /* 4 numbers, or NULL */
    const int *quad;     /* 8 numbers, or NULL */
    const char *as_of;   /* the date against which `expired` is judged, or NULL */
};
/* Appends the document record with its line end; id gets DX_ID_DIGITS + 1 bytes. */
DX_API void dx_mrz_record(struct dx_buf *b, const struct dx_mrz *z, const struct dx_mrz_source *s, const char *by, char *id);
#endif
