/* run.h: the whole journey, fused: evidence walked in the parent, every item's stages run by a worker, records sorted into a case
 *
 * Each file of the case holds the very lines that the pipe of filters gives for its type. */
#ifndef DX_ENGINE_RUN_H
#define DX_ENGINE_RUN_H

#include "base/idset.h"
#include "base/stage.h"
#include "engine/ledger.h"
#include "evidence/walk.h"

#include <signal.h>

/* What was counted so far. Starts as all zero; given back with dx_run_counts_free. */
struct dx_run_counts {
    struct dx_ledger ledger;
    int64_t pages, documents, findings, errors, entries;
    int64_t bytes;           /* of the items */
    int64_t cached;          /* items whose results were all there already */
    int64_t orphans;         /* errors about what gave no item: a missing operand, a folder that can't be read */
    struct dx_tally kinds;   /* of findings */
    struct dx_tally formats; /* of documents */
    struct dx_tally codes;   /* of errors */
    double seconds;          /* wall time since the start */
};
DX_API void dx_run_counts_free(struct dx_run_counts *c);
/* Counts one record line of a case. */
DX_API int dx_run_count(struct dx_run_counts *c, struct dx_json *j, enum dx_type type, struct dx_str line, struct dx_err *e);

struct dx_run_options {
    const struct dx_stage *const *stages; /* in the order of the pipe */
    size_t n_stages;
    struct dx_options stage;
    const struct dx_operand *operands;
    size_t n_operands;
    bool beneath;                         /* walk only `names` beneath the one operand */
    char *const *names;
    size_t n_names;
    const char *case_dir;
    int jobs;                             /* workers, at least 1 */
    double timeout;                       /* seconds per item, 0: none */
    size_t memory;                        /* bytes per worker, 0: DX_WORKER_MEMORY */
    bool no_sandbox;                      /* the user accepts that hostile bytes are read without protection */
    const struct dx_idset *skip;          /* content that is hashed and never opened; may be NULL */
    const volatile sig_atomic_t *stop;    /* not 0: finish what is in hand and stop; may be NULL */
    void (*progress)(void *ctx, const struct dx_run_counts *c); /* after each item; may be NULL */
    void *ctx;
};

/* Runs it. *c is filled in as it goes, also when the run fails. DX_OK: complete; DX_STOP: stopped before the end, what was found is
 * kept under temporary names; DX_BAD: the case lies within the evidence; DX_NOMEM; DX_ENV. */
DX_API int dx_run(const struct dx_run_options *o, struct dx_run_counts *c, struct dx_err *e);
#endif
