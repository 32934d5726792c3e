/* phone.h: finding telephone numbers in folded text, in every way that people write them */
#ifndef DX_FIND_PHONE_H
#define DX_FIND_PHONE_H

#include "find/check/check.h"
#include "find/phone/phone_hint.h"
#include "find/phone/phone_marks.h"
#include "find/phone/phone_plan.h"
#include "find/phone/phone_run.h"

enum dx_phone_form {
    DX_PHONE_PLUS,     /* +66 81 234 5678, +66 (0)81…, +66081… */
    DX_PHONE_ZEROS,    /* 0066…, 00-66-…, 006-66… */
    DX_PHONE_NATIONAL, /* 081-234-5678 */
    DX_PHONE_BARE,     /* 66812345678: a country code without plus */
    DX_PHONE_LOCAL     /* 812345678: neither trunk 0 nor country code */
};

#define DX_PHONE_REGIONS 4
#define DX_PHONE_TWINS 4
/* What a text must hold, as a pattern, for a number to be in it. */
#define DX_PHONE_TRIGGER "(?<![0-9])[0-9](?:[ ()\\[\\]~./|OoIlSBZDGbgqဝဇရ-]{0,4}[0-9]){6}"

/* One number. */
struct dx_phone_hit {
    bool elsewhere; /* a mobile number of a country that nothing in the text speaks of */
    size_t start, end; /* bytes of the folded text; numbers written together ("…5678/9") all have the whole */
    enum dx_phone_form form;
    enum dx_phone_possible possible; /* DX_PHONE_NO: the plan has it; else a label alone calls it a number, and what the plan says of it */
    char e164[DX_PHONE_E164]; /* "+66812345678" */
    char ext[8];      /* extension, "" when there is none */
    char region[4];   /* whose plan it is */
    const char *line; /* "mobile", "fixed" …; "unconfirmed" when the plan doesn't have it */
    char others[DX_PHONE_REGIONS][DX_PHONE_E164]; /* what it is in the plans of other default regions; "" after the last */
    int repaired;     /* letters that were read as digits (O for 0 …) */
    bool labelled;    /* a word for telephone stands before it, or another number that it is written in one list with */
    double weight;    /* log-odds of the way it is written */
};

/* A walk through folded text: dx_phone_start begins it. What follows `at` is the walk's own. */
struct dx_phone_scan {
    struct dx_str text;
    const char *region; /* default regions, NULL: "TH,MM,ID" */
    struct dx_phone_home *home; /* of the text that this is a line of; NULL: nothing is known */
    bool table;         /* the text is a row of a table whose head speaks of telephones */
    const struct dx_phone_words *words; /* NULL: no words around it count */
    bool ascii;         /* the text is known to be */
    bool plain;         /* no short cuts: each run is read, words are looked for around each */
    bool recognised;    /* the text was read from a picture: letters may be digits, brackets may be lost */
    bool vouched;       /* the caller knows that it is a phone number: no label needed */
    size_t at;          /* where the walk stands; starts as 0 */
    size_t last_end;    /* of the number before; 0: none */
    char last_region[4]; /* … of whose plan it is */
    struct dx_run run;  /* where that stood … */
    bool on;            /* … and now what is behind it: a list is one run of digits */
    struct dx_run_marks marks;
    bool ready;         /* the hints are there */
    bool named;         /* something in the run stands right behind a word for telephone */
    struct dx_phone_hints hints;
    struct dx_phone_order near;  /* the regions that the bytes from near_from to near_to speak of */
    size_t near_from, near_to;
    struct dx_phone_hit twin; /* numbers written together with the last one, without their own digits … */
    char twins[DX_PHONE_TWINS][DX_PHONE_E164]; /* … which stand here */
    int twin_at, twin_n;
};

/* Sets the text, and all else to nothing. */
DX_API void dx_phone_start(struct dx_phone_scan *s, struct dx_str text);
/* The next number at or after s->at, in time linear in the text (at most DX_PHONE_TRIES questions for each run of digits), without
 * memory. false: no more. */
DX_API bool dx_phone_next(struct dx_phone_scan *s, struct dx_phone_hit *hit);
/* What the check `phone` says of a hit. */
DX_API void dx_phone_read(struct dx_reading *r, const struct dx_phone_hit *hit);
#endif
