/* finddoc.h: findings from a document record: its number, and national identifiers in its optional data */
#ifndef DX_FIND_FINDDOC_H
#define DX_FIND_FINDDOC_H

#include "find/finding.h"

/* A document record, as far as it matters here; slices point into the JSON it was read from. */
struct dx_finddoc {
    const struct dx_json *json;
    struct dx_str id, item, code, issuer, nationality, number, sex, birth, expiry, optional[2];
    const struct dx_jnode *top;
    int page;
    double confidence;
};

/* Reads a record (without its line end) by way of j, which must not change as long as d is used. DX_BAD, DX_NOMEM. */
int dx_finddoc_read(struct dx_finddoc *d, struct dx_json *j, struct dx_str record, struct dx_err *e);
/* Appends finding number i (from 0) to out, or nothing when there is none at that number. DX_STOP after the last. Uses the scanner. */
int dx_finddoc_write(const struct dx_finddoc *d, int i, const struct dx_rules *rules, struct dx_scan *scan, struct dx_buf *out,
                     const char *by, double min_score, struct dx_err *e);
#endif
