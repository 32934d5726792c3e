/* ledger.h: what became of each item; the ledger balances when every item path has one status */
#ifndef DX_ENGINE_LEDGER_H
#define DX_ENGINE_LEDGER_H

#include "base/record.h"
#include "engine/tally.h"

enum dx_status { DX_DONE, DX_PARTIAL, DX_FAILED, DX_SKIPPED, DX_DUPLICATE, DX_STATUSES };

/* "done", "partial" …; and back (DX_STATUSES when it is none). */
DX_API const char *dx_status_name(enum dx_status s);
DX_API enum dx_status dx_status_of(struct dx_str name);

/* What the records about an item say of it. */
struct dx_judgement {
    int64_t size;
    bool duplicate;  /* its content was met before in this run */
    bool listed;     /* its content is on the list of what must not be opened */
    int64_t read;    /* pages, documents, findings */
    int64_t errors;  /* those about it; `empty` isn't counted */
    char code[24];   /* of the first of them */
};
/* skipped (listed), whatever else is true; duplicate; skipped (empty); failed: errors, and nothing was read; partial: errors, but something was read; done. *reason is
 * "" or points into j or to static storage. */
DX_API enum dx_status dx_judge(const struct dx_judgement *j, const char **reason);
/* Writes the status record with its line end. */
DX_API void dx_status_write(struct dx_buf *b, const struct dx_item *it, enum dx_status s, const char *reason);

/* The sums. Starts as all zero; given back with dx_ledger_free. */
struct dx_ledger {
    int64_t items; /* item records */
    int64_t by[DX_STATUSES];
    struct dx_tally reasons[DX_STATUSES];
};
DX_API void dx_ledger_free(struct dx_ledger *l);
DX_API int dx_ledger_add(struct dx_ledger *l, enum dx_status s, struct dx_str reason, struct dx_err *e);
DX_API bool dx_ledger_balances(const struct dx_ledger *l);
#endif
