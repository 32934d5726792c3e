/* kit.h: what the checks share: shapes, digit strings, check sums, attributes; and of any text: text/chars.h (internal to find/) */
#ifndef DX_FIND_KIT_H
#define DX_FIND_KIT_H

#include "find/check/check.h"
#include "find/text/chars.h"

/* The tables of checks, one for each domain; a row without name ends them. */
extern const struct dx_check dx_checks_account[], dx_checks_coin[], dx_checks_date[], dx_checks_device[], dx_checks_doc[],
    dx_checks_generic[], dx_checks_handle[], dx_checks_money[], dx_checks_myanmar[], dx_checks_name[], dx_checks_net[], dx_checks_online[],
    dx_checks_payload[], dx_checks_person[], dx_checks_phone[], dx_checks_place[], dx_checks_plate[], dx_checks_thai[],
    dx_checks_transport[];

/* Longest text that a check looks at, and its buffer for what it takes from it. Reason: the longest kind is a payment QR (512);
 * a candidate that is longer isn't one (verdict NO). */
#define KIT_TEXT 1024
#define KIT_CODE 128

/* Does the whole text have this shape? A shape is alternatives separated by `|`; an alternative is a sequence of elements,
 * each optionally repeated ({n}, {m,n}, greedy, no going back):
 *   9 a digit · A a letter · X a letter or digit · [A-HJ] one of these · _ at most one space or hyphen · - one space or hyphen
 *   ~ one of space hyphen dot slash · ' the character that follows, as it is
 * Letters match in either case. out (of `cap` bytes) gets what elements other than separators and ' matched, letters in
 * upper case, NUL-terminated; false when it doesn't fit. */
bool kit_shape(struct dx_str t, const char *shape, char *out, size_t cap);
/* The digits of t when it consists of them alone, with at most one separator out of `seps` (or one between two spaces)
 * between two digits. The count, 0 when it isn't so or there is no room (cap includes the NUL). */
size_t kit_digits(struct dx_str t, const char *seps, char *out, size_t cap);
/* As kit_digits, for letters (made upper case) and digits. */
size_t kit_code(struct dx_str t, const char *seps, char *out, size_t cap);
/* Digits as they are written: with at most one separator out of `seps` (or one between two spaces) between two of them. `groups`: how many
 * stand together, four bits for each group, the last one lowest (0x3151); KIT_ODD where that can't say it. false: t is anything else. */
#define KIT_DIGITS 31
#define KIT_ODD UINT64_MAX
struct kit_written {
    char digit[KIT_DIGITS + 9]; /* NUL-terminated; eight are copied at once */
    size_t n;
    unsigned parts; /* how many groups */
    uint64_t groups;
};
bool kit_written(struct dx_str t, const char *seps, struct kit_written *w);

/* Drops a label at the head of t ("MTCN", "LINE ID") with the colons, dots and spaces after it; the longest of the table
 * (NULL-terminated) that fits. t itself when there is none. */
struct dx_str kit_unlabel(struct dx_str t, const char *const labels[]);
bool kit_all_same(const char *s);
bool kit_sequential(const char *digits); /* 1234567, 9876543 */

/* Check sums over digit strings (identifiers.md section 1). */
bool kit_luhn(const char *digits);
bool kit_verhoeff(const char *digits);
int kit_weighted(const char *digits, const int *weights, size_t n); /* sum of digit × weight */
int kit_mod97(const char *code);                                   /* letters become 10–35 */
uint16_t kit_crc16(const void *p, size_t n, uint16_t start);        /* polynomial 0x1021 */
/* YYYY-MM-DD when it is a date of the Gregorian calendar in 1800–2199. */
bool kit_date(char out[11], int year, int month, int day);

/* Are these two letters a country of ISO 3166-1 (or XK)? */
bool kit_country(const char *two);

/* What a check says. */
static inline void kit_value(struct dx_reading *r, enum dx_verdict v, const char *value)
{
    r->verdict = v;
    dx_buf_reset(&r->value);
    dx_buf_str(&r->value, value);
}
/* PASS or FAIL, as the check digit holds or doesn't. */
static inline void kit_checked(struct dx_reading *r, bool holds, const char *value) { kit_value(r, holds ? DX_VERDICT_PASS : DX_VERDICT_FAIL, value); }
static inline void kit_attr_n(struct dx_reading *r, const char *name, const char *value, size_t n)
{
    dx_attrs_next(&r->attrs, &r->last, dx_str(name), (struct dx_str){value, n});
}
static inline void kit_attr(struct dx_reading *r, const char *name, const char *value) { kit_attr_n(r, name, value, strlen(value)); }
/* kind:value, or kind:code:value. */
void kit_key(struct dx_reading *r, const char *kind, const char *code, struct dx_str value);
#endif
