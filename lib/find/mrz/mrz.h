/* mrz.h: machine-readable zones as text: formats, check digits, fields, alerts, repair, finding them in text, the record
 * Source: ICAO Doc 9303 parts 3 to 7 (8th edition); the French card before 2021 has a layout of its own (FR-ID). */
#ifndef DX_FIND_MRZ_H
#define DX_FIND_MRZ_H

#include "base/json.h"

enum dx_mrz_format { DX_MRZ_NONE, DX_MRZ_TD1, DX_MRZ_TD2, DX_MRZ_TD3, DX_MRZ_MRVA, DX_MRZ_MRVB, DX_MRZ_FRID };
#define DX_MRZ_LINES 3
#define DX_MRZ_COLUMNS 44
#define DX_MRZ_READ 128 /* bytes kept of a line as it was read */

/* One character that was changed: `read` is '\0' for a filler that was put in, `taken` for a character left out; the column
 * (from 0) is that of the final line. Letter case, spaces and drawings of the filler («, ‹, ＜) are no repairs: `read` shows
 * them. */
struct dx_mrz_repair {
    int line, column;
    char read, taken;
};

/* One zone: its lines as finally taken, and as read. All text NUL-terminated. */
struct dx_mrz {
    enum dx_mrz_format format;
    int n_lines, columns;
    char lines[DX_MRZ_LINES][DX_MRZ_COLUMNS + 1];
    char read[DX_MRZ_LINES][DX_MRZ_READ + 1]; /* the recogniser's, where it differs; "" where it doesn't */
    struct dx_mrz_repair repairs[DX_MRZ_LINES * DX_MRZ_COLUMNS];
    int n_repairs;
    double confidence; /* 0 to 1: from check digits and repairs; who reads pixels multiplies it by the recogniser's */
};

/* "TD3" … */
DX_API const char *dx_mrz_format_name(enum dx_mrz_format f);
/* ICAO 9303-3 clause 4.9: the 7-3-1 check digit of n characters, '0' to '9'. */
DX_API char dx_mrz_check_digit(const char *p, size_t n);
/* Which format do two or three lines of A-Z0-9< make (exact lengths)? DX_MRZ_NONE when none. */
DX_API enum dx_mrz_format dx_mrz_format_of(const char *const lines[], int n);
/* Repairs recognised lines (any case, spaces, look-alikes, lengths off by a little): fills z with the most plausible zone under
 * the format's grammar and check digits. false when these lines are no zone. A zone that is wrong as printed stays as printed:
 * a field is changed only where its class of character demands it or its check digit then holds; see mrz_repair.c for the rule.
 * */
DX_API bool dx_mrz_repair(struct dx_mrz *z, const char *const lines[], int n);
/* Finds the next zone in text, from *pos on, that begins before text[before]: two or three lines (blank lines, short labels and quotes around
 * them allowed, also on one line when the text was joined) that repair to a zone. Sets *pos behind it and span to its bytes. Linear in `before`. */
DX_API bool dx_mrz_scan(const char *text, size_t n, size_t before, size_t *pos, struct dx_mrz *z, size_t span[2]);

/* The check digits, in the order of a record's `checks`. */
enum dx_mrz_check { DX_MRZ_NUMBER, DX_MRZ_BIRTH, DX_MRZ_EXPIRY, DX_MRZ_OPTIONAL, DX_MRZ_COMPOSITE, DX_MRZ_N_CHECKS };
/* 1: it holds, 0: it doesn't, -1: the format has none. */
DX_API int dx_mrz_check(const struct dx_mrz *z, enum dx_mrz_check c);
/* How many of the zone's check digits hold, of how many. */
DX_API int dx_mrz_checks(const struct dx_mrz *z, int *of);

/* What a zone says: text without fillers, NUL-terminated, "" when unknown. Dates ISO 8601, shorter where parts are unknown. */
struct dx_mrz_fields {
    char document_code[3], issuer[4];
    char number[25]; /* whole, also when it is longer than its field (TD1, TD2) */
    char surname[40], given_names[40], nationality[4], birth_date[11], sex[2], expiry_date[11];
    char issue_date[11];              /* FR-ID only: year and month */
    char optional[17], optional2[12]; /* inner fillers are a space; FR-ID: the issuing office */
    bool truncated;                   /* a name was (or may have been) cut */
    bool century;                     /* another century is as likely for the birth date */
};
DX_API void dx_mrz_fields(const struct dx_mrz *z, struct dx_mrz_fields *f);
/* What the text of the zone's page contradicts: the number and the dates of birth and expiry (in both calendars), names as ICAO
 * 9303-3 section 6 transliterates them. Only what is nearly there and isn't counts; lines of the zone in the text are left out. */
enum { DX_MRZ_VISUAL_NUMBER = 1, DX_MRZ_VISUAL_NAME = 2, DX_MRZ_VISUAL_DATE = 4 };
DX_API unsigned dx_mrz_visual(const struct dx_mrz *z, struct dx_str text);
/* The alerts of a zone in the contract's order, `visual` being what dx_mrz_visual gave (0: nothing); as_of (YYYY-MM-DD) may be
 * NULL. Returns how many; at most DX_MRZ_ALERTS. */
#define DX_MRZ_ALERTS 24
DX_API int dx_mrz_alerts(const struct dx_mrz *z, unsigned visual, const char *as_of, const char *alerts[DX_MRZ_ALERTS]);

/* Where a document comes from, for its record. */
struct dx_mrz_source {
    struct dx_str item;
    int page;            /* 0: none */
    const char *of;      /* page id when it was read from text, else NULL */
    const int *box;      /* 4 numbers, or NULL */
    const int *quad;     /* 8 numbers, or NULL */
    unsigned visual;     /* what dx_mrz_visual says, 0: nothing */
    const char *as_of;   /* the date against which `expired` is judged, or NULL */
};
/* Appends the document record with its line end; id gets DX_ID_DIGITS + 1 bytes. */
DX_API void dx_mrz_record(struct dx_buf *b, const struct dx_mrz *z, const struct dx_mrz_source *s, const char *by, char *id);
#endif
