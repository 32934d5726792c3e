/* verify.h: is a case what its runs left, and does the evidence still say so: the chain of the log, the result files, the ledger, the
 * evidence hashed again, and items done again and held against the records */
#ifndef DX_ENGINE_VERIFY_H
#define DX_ENGINE_VERIFY_H

#include "engine/journey.h"

enum dx_verified {
    DX_VERIFIED,   /* this part is as it should be */
    DX_NOT_AS_WAS, /* it is not */
    DX_UNCHECKED   /* it wasn't looked at, or says nothing for or against */
};

struct dx_verify_options {
    const char *case_dir;
    const char *head;                 /* the hash from the exhibit form; NULL: none */
    const struct dx_operand *operands; /* evidence to be read again; labels as in the case */
    size_t n_operands;
    const struct dx_stage *const *stages;
    size_t n_stages;
    int64_t sample;                   /* items to do again, chosen at random; negative: all */
    int jobs;
    bool no_sandbox;
    const volatile sig_atomic_t *stop;
    /* One line for a person, about one part ("custody log", "E07/a.txt" …). */
    void (*say)(void *ctx, enum dx_verified how, const char *part, const char *text);
    void *ctx;
};

/* Says everything; *wrong counts what is not as it was. DX_OK; DX_STOP; DX_NOMEM; DX_ENV: it could not be looked at. */
DX_API int dx_verify(const struct dx_verify_options *o, int64_t *wrong, struct dx_err *e);
#endif
