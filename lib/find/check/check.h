/* check.h: what a candidate is worth: checksums, structure, normal forms; one function and one table row per check
 *
 * A check gets a candidate that was folded already (ASCII digits, plain separators; letters of other scripts as they
 * are) and says whether it can be one, whether its check digit holds, and what its normal form is. */
#ifndef DX_FIND_CHECK_H
#define DX_FIND_CHECK_H

#include "find/check/attrs.h"

struct dx_banks;
struct dx_bank_home;

enum dx_verdict {
    DX_VERDICT_NO,   /* it isn't one: no finding, whatever the context */
    DX_VERDICT_FORM, /* the form is right; the kind has no check digit, or this one doesn't show it */
    DX_VERDICT_PASS, /* the form is right and the check digit holds */
    DX_VERDICT_FAIL  /* the form is right, the check digit doesn't hold: a lead when the context names the kind */
};

/* What a check says. Buffers are reset by dx_check_run; the caller frees them with dx_reading_free. */
struct dx_reading {
    enum dx_verdict verdict;
    struct dx_buf value; /* the normal form: equal things have equal values */
    struct dx_buf key;   /* what to link on, whole: "phone:+66…", "th.bank_account:004:123…" ; empty: kind:value */
    struct dx_buf attrs; /* JSON members without braces, `"country":"TH","province":"10"`, names as the contract lists them */
    struct dx_attrs_last last; /* of attrs */
    double weight;       /* log-odds that structure alone gives (known township, real date, issued prefix …), 0 when none */
    const char *alert;   /* an alert of the contract, or NULL; static storage */
};

struct dx_check_context {
    const char *region; /* default regions, "TH,MM,ID"; NULL: these */
    const char *arg;    /* the rule's argument to the check ("TH" for a passport of Thailand), or NULL */
    struct dx_str near; /* folded text around the candidate (the candidate included), for banks and hints; may be empty:
                         * then the caller vouches for the kind (dx-norm) */
    struct dx_banks *banks; /* the names of banks in the line that `near` is of (find/check/bank.h); NULL: looked for in it */
    const struct dx_bank_home *home; /* the banks that the text's opening names (find/check/bank.h); NULL: none */
    struct dx_str above; /* the folded line above, where slips and forms name the bank; may be empty */
    struct dx_str raw; /* the candidate as it stands in the source, for what a checksum covers byte for byte; empty: the text is */
    bool recognised; /* it was read from a picture: letters may be others that are drawn alike */
};

typedef void dx_check_fn(struct dx_reading *r, struct dx_str text, const struct dx_check_context *c);

struct dx_check {
    const char *name; /* as rules name it: "luhn", "th.pin", "iban" … */
    dx_check_fn *fn;
    bool checksum;    /* PASS and FAIL are possible: findings carry why.checksum */
};

/* NULL when there is no check of that name. */
DX_API const struct dx_check *dx_check_named(struct dx_str name);
/* The check of a reported kind or of a key of the identifier reference ("passport.th", "btc.address"): fills arg with the
 * check's argument, "" when there is none. NULL when there is no such kind. */
#define DX_CHECK_ARG 8
DX_API const struct dx_check *dx_check_for_kind(struct dx_str kind, char arg[DX_CHECK_ARG]);
/* The key of the kind that a check is for; its own name when it is for none. Static storage. */
DX_API const char *dx_check_kind(const struct dx_check *c);
/* The countries whose passports have a kind ("TH" for passport.th), in order: NULL after the last. */
DX_API const char *dx_passport_country(size_t i);
/* All of them, for listings and tests: NULL after the last. */
DX_API const struct dx_check *dx_check_at(size_t i);
/* Runs a check: resets *r first. DX_NOMEM when a buffer failed. */
DX_API int dx_check_run(const struct dx_check *c, struct dx_reading *r, struct dx_str text, const struct dx_check_context *ctx,
    struct dx_err *e);
/* Does it take numbers for what they are by the name of a bank alone: in the line, or in the one above, if that may be? */
bool dx_check_by_bank(const struct dx_check *c);
bool dx_check_may_name_bank(struct dx_str above);
/* Does it take numbers without knowing more of them than how many digits they have? These are taken for sure, whatever stands around them, and where no
 * bank is named they weigh no more than their form does. */
bool dx_check_unsure(const struct dx_check *c);
bool dx_check_unsure_takes(struct dx_str digits);
/* Does it refuse a run of digits for sure, whatever stands around it, by a look that costs next to nothing? */
bool dx_check_refuses(const struct dx_check *c, struct dx_str digits);
/* Does it look at nothing but the text, and do its texts come again and again: dates, addresses of machines? */
bool dx_check_again(const struct dx_check *c);
/* Empties a reading before the next candidate. */
void dx_reading_reset(struct dx_reading *r);
DX_API void dx_reading_free(struct dx_reading *r);
#endif
