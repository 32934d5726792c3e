/* phone.h: finding telephone numbers in folded text, in every way that people write them */
#ifndef DX_FIND_PHONE_H
#define DX_FIND_PHONE_H

#include "find/check.h"
#include "find/phone_plan.h"

enum dx_phone_form {
    DX_PHONE_PLUS,     /* +66 81 234 5678, +66 (0)81…, +66081… */
    DX_PHONE_ZEROS,    /* 0066…, 00-66-…, 006-66… */
    DX_PHONE_NATIONAL, /* 081-234-5678 */
    DX_PHONE_BARE,     /* 66812345678: a country code without plus */
    DX_PHONE_LOCAL     /* 812345678: neither trunk 0 nor country code */
};

#define DX_PHONE_DIGITS 20 /* E.164 has 15; prefixes in front of them have up to 5 */
#define DX_PHONE_REGIONS 4
/* What a text must hold, as a pattern, for a number to be in it. */
#define DX_PHONE_TRIGGER "(?<![0-9])[0-9](?:[^0-9]{0,4}[0-9]){6}"

/* One number that a numbering plan has. */
struct dx_phone_hit {
    size_t start, end; /* bytes of the folded text; of two numbers written together ("…5678/9") both have the whole */
    enum dx_phone_form form;
    char e164[DX_PHONE_E164]; /* "+66812345678" */
    char ext[8];      /* extension, "" when there is none */
    char region[4];   /* whose plan it is */
    const char *line; /* "mobile", "fixed" … */
    char others[DX_PHONE_REGIONS][DX_PHONE_E164]; /* what it is in the plans of other default regions; "" after the last */
    int repaired;     /* letters that were read as digits (O for 0 …) */
    bool labelled;    /* a word for telephone stands before it */
    double weight;    /* log-odds of the way it is written */
};

/* A walk through folded text. */
struct dx_phone_scan {
    struct dx_str text;
    const char *region;            /* default regions, NULL: "TH,MM,ID" */
    bool vouched;                  /* the caller knows that it is a phone number: no label needed */
    size_t at;                     /* where the walk stands; starts as 0 */
    struct dx_phone_hit twin;      /* the second of two numbers written together */
    bool has_twin;
};

/* The next number at or after s->at, in time linear in the text (at most DX_PHONE_TRIES parses for each run of digits).
 * false: no more. */
DX_API bool dx_phone_next(struct dx_phone_scan *s, struct dx_phone_hit *hit);
/* What the check `phone` says of a hit. */
DX_API void dx_phone_read(struct dx_reading *r, const struct dx_phone_hit *hit);
#endif
