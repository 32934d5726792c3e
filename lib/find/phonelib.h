/* phonelib.h: the one door to libphonenumber: is this a number that a plan has, and how is it written in full */
#ifndef DX_FIND_PHONELIB_H
#define DX_FIND_PHONELIB_H

#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dx_phonelib {
    char e164[20];    /* "+66812345678" */
    char region[4];   /* ISO 3166-1, or "001" for numbers of no country */
    const char *line; /* "mobile", "fixed" …; static storage */
};

/* `number` is ASCII: "+" and digits (region then doesn't matter), or the digits of a national number. True when the plan
 * of its country has the number; false otherwise, also when memory runs out. Never throws, never prints. */
bool dx_phonelib_parse(const char *number, const char *region, struct dx_phonelib *out);

#ifdef __cplusplus
}
#endif
#endif
