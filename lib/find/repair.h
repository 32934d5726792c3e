/* repair.h: codes that a recogniser misread or that a line end broke: wallet addresses, IBANs, digits among which letters stand
 *
 * At most two characters are changed, only for ones that are drawn alike, and only where the code's own check then holds (identifiers.md section 0);
 * where that is 30 bits long, those besides that its alphabet doesn't have. What stands there stays `raw`. */
#ifndef DX_FIND_REPAIR_H
#define DX_FIND_REPAIR_H

#include "find/rules/rules.h"

#define DX_REPAIRS 2
#define DX_REPAIRS_NAMED 6 /* … where a label names the kind and its check digit holds: who writes O for 0 does so each time */
#define DX_REPAIR_CODE 96

/* One character that was taken for another. */
struct dx_repair_char {
    size_t at;         /* byte in what was read */
    struct dx_str read;
    char taken[5]; /* UTF-8 */
};

/* A code as it must have been. */
struct dx_repair {
    const struct dx_rule *rule;
    size_t start, end; /* bytes of the page */
    char code[DX_REPAIR_CODE];
    struct dx_repair_char chars[DX_REPAIRS_NAMED];
    size_t n;
};

typedef int dx_repair_fn(void *ctx, const struct dx_repair *r, struct dx_err *e);

/* Gives fn each code of the page that holds only when it is joined or repaired, in order. DX_OK, DX_NOMEM, or what fn returned. */
DX_API int dx_repair_codes(const struct dx_rules *rules, struct dx_str page, dx_repair_fn *fn, void *ctx, struct dx_err *e);

/* Writes the text into out with characters changed that stand where only others drawn alike can: letters among digits and behind the capitals
 * of a code; if it was recognised, also in a vehicle's number, and in Myanmar's numbers the slash, the bracket, letters of a code that no township has, the 0 of a telephone. Byte for
 * byte as long. Returns how many were changed, 0: out is as the text. */
DX_API size_t dx_repair_line(struct dx_str text, bool recognised, struct dx_buf *out);
#endif
