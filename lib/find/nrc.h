/* nrc.h: the townships of Myanmar's registration numbers (internal to find/) */
#ifndef DX_FIND_NRC_H
#define DX_FIND_NRC_H

#include "base/err.h"

struct dx_nrc_township {
    int state;           /* 1 to 14; 0 ends the table */
    const char *burmese; /* code: three consonants */
    const char *roman;   /* spellings, upper case, separated by "/": the first is the normal one */
    const char *name;    /* in English; "" when unknown */
};
extern const struct dx_nrc_township dx_nrc_townships[]; /* the rows of a state stand together */
#endif
