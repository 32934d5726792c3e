/* nrc.h: the townships of Myanmar's registration numbers (internal to find/) */
#ifndef DX_FIND_NRC_H
#define DX_FIND_NRC_H

#include "base/buf.h"
#include "base/err.h"

struct dx_nrc_township {
    int state;           /* 1 to 14; 0 ends the table */
    const char *burmese; /* code: three consonants */
    const char *roman;   /* spellings, upper case, separated by "/": the first is the normal one */
    const char *name;    /* in English; "" when unknown */
};
extern const struct dx_nrc_township dx_nrc_townships[]; /* the rows of a state stand together */
/* The only code of the state's townships that is drawn like this one, letter by letter (dx_alike_letter); NULL when the code is itself
 * one, or there is none, or several. As long as the code. */
const char *dx_nrc_alike(int state, struct dx_str code);
#endif
