/* run.h: a journey into a case: records sorted into its files, every item's fate into its ledger, what was done into its custody log
 *
 * Each file of the case holds the very lines that the pipe of filters gives for its type. */
#ifndef DX_ENGINE_RUN_H
#define DX_ENGINE_RUN_H

#include "engine/journey.h"
#include "engine/custody.h"
#include "engine/ledger.h"

/* What was counted so far. Starts as all zero; given back with dx_run_counts_free. */
struct dx_run_counts {
    struct dx_ledger ledger;
    int64_t pages, documents, findings, errors, entries;
    int64_t bytes;           /* of the items */
    double cost;             /* of them, as guessed: cost.h */
    int64_t cached;          /* items whose results were all there already */
    int64_t known;           /* items whose files were not read again */
    int64_t orphans;         /* errors about what gave no item: a missing operand, a folder that can't be read */
    struct dx_tally kinds;   /* of findings */
    struct dx_tally formats; /* of documents */
    struct dx_tally codes;   /* of errors */
    double seconds;          /* wall time since the start */
    char head[DX_SHA256_HEX + 1]; /* of the custody log, once the run has ended */
};
DX_API void dx_run_counts_free(struct dx_run_counts *c);
/* Counts one record line of a case. */
DX_API int dx_run_count(struct dx_run_counts *c, struct dx_json *j, enum dx_type type, struct dx_str line, struct dx_err *e);

struct dx_run_options {
    struct dx_journey_options journey;
    const char *case_dir;
    struct dx_custody_facts facts;
    void (*progress)(void *ctx, const struct dx_run_counts *c); /* after each item; may be NULL */
    void *ctx;
};

/* Evidence is never written to: DX_BAD when the case lies within it. */
DX_API int dx_run_place(const char *case_dir, const struct dx_operand *operands, size_t n, struct dx_err *e);
/* Runs it. *c is filled in as it goes, also when the run fails. DX_OK: complete; DX_STOP: stopped before the end, what was found is
 * kept under temporary names; DX_LIMIT: the ledger does not balance, so that the case is not complete; DX_BAD: the case lies within the
 * evidence; DX_NOMEM; DX_ENV. */
DX_API int dx_run(const struct dx_run_options *o, struct dx_run_counts *c, struct dx_err *e);
#endif
