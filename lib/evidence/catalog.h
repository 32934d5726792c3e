/* catalog.h: finding the item records of a case by content hash or by path */
#ifndef DX_EVIDENCE_CATALOG_H
#define DX_EVIDENCE_CATALOG_H

#include "base/record.h"

struct dx_catalog; /* 40 bytes in memory for an item record */

/* Reads a file of item records (CASE/items.ndjson), other lines are passed over; fd belongs to the catalog in any case.
 * DX_ENV when it can't be read, DX_NOMEM. */
DX_API int dx_catalog_open(struct dx_catalog **c, int fd, struct dx_err *e);
DX_API void dx_catalog_free(struct dx_catalog *c);
/* The k-th (from 0, in the file's order) item with this content; *got false when there are no more. *it is valid until the next
 * call. DX_BAD when the record is malformed. */
DX_API int dx_catalog_id(struct dx_catalog *c, const uint8_t id[DX_SHA256_BYTES], size_t k, struct dx_item *it, bool *got, struct dx_err *e);
/* The item that is a file (of one level) with this exact path, exhibit first. */
DX_API int dx_catalog_path(struct dx_catalog *c, struct dx_str path, struct dx_item *it, bool *got, struct dx_err *e);
#endif
