/* stage.h: what a stage of the journey is: one table of functions, run by a filter's frame or by the driver alike */
#ifndef DX_BASE_STAGE_H
#define DX_BASE_STAGE_H

#include "base/group.h"

struct dx_page; /* page/page.h, as the next */
struct dx_page_budget;

/* What the command line settles for all stages. Strings are borrowed for the life of a stage; NULL: the default. */
struct dx_options {
    const char *lang;          /* -l: Tesseract models joined by "+" */
    const char *region;        /* --region: default regions for numbers without country, "TH,MM,ID" */
    const char *const *rules;  /* --rules: files or folders of rules besides the shipped ones */
    size_t n_rules;
    const char *kind;          /* dx-norm: the kind that all lines are said to be of */
    double min_score;          /* --min-score: findings below are not written; negative: the default, 0.2 */
    const char *as_of;         /* --as-of YYYY-MM-DD: the date against which `expired` is judged; NULL: never */
    bool binary;               /* --binary: bytes of no known form are looked through for runs of text */
    int64_t max_pixels;        /* --max-pixels: 0: the default of limits.h */
    const char *crop;          /* --crop: where pictures of zones go; NULL: nowhere. Changes no record */
    bool sparing;              /* filters: a missing OCR model costs the pages that need it (error `language`), not the whole run */
};

struct dx_stage {
    const char *name; /* the `stage` of its error records: "text" */
    const char *tool; /* the filter's name, also of the fused stage: "dx-text" */
    unsigned emits;   /* the types of its records, 1 << DX_T_PAGE and the like; errors every stage may give */
    /* Loads rules and models. DX_ENV when one is missing or broken (message names file and line). */
    int (*open)(void **state, const struct dx_options *o, struct dx_err *e);
    void (*close)(void *state);
    /* Does now what libraries do only the first time, so that processes forked from here on have it. NULL: nothing. */
    void (*warm)(void *state);
    /* Writes the tool record's keys that follow `schema`, those that apply, in this order: rules, models, libs, cpu, options;
     * `options` holds, sorted by key, only what can change records. */
    void (*describe)(const void *state, struct dx_jw *w);
    /* Does it want the bytes of an item of this media type? NULL: never. */
    bool (*takes)(const void *state, struct dx_str media);
    /* How pages are read: dx_pages_read of a stage that looks at them. Who runs others alone needs none of the readers' libraries. */
    int (*read)(int fd, struct dx_str media, const struct dx_page_budget *budget, int (*page)(void *ctx, struct dx_page *p),
                void (*error)(void *ctx, int page, const struct dx_err *what), void *ctx, struct dx_err *e);
    /* One page of an item that it takes: adds records to the group. The page lives for the call. NULL: it reads records only.
     * DX_OK also when the page had an error that was recorded with dx_group_error; others end the item. */
    int (*page)(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e);
    /* After the last page (or when no bytes are wanted): the whole group, settled. NULL: nothing to do. */
    int (*group)(void *state, struct dx_group *g, const char *by, struct dx_err *e);
    /* Raw bytes as evidence (an operand or standard input read by a stage that works on text): n bytes at offset `off`,
     * in order; `last` with the final call (n may be 0 there). NULL: the stage has no use for them. */
    int (*raw)(void *state, struct dx_group *g, const char *by, const char *p, size_t n, int64_t off, bool last, struct dx_err *e);
};

/* The processor class that float results may depend on: "x86-64", "x86-64-avx2", "x86-64-avx512", "other". Static storage. */
DX_API const char *dx_cpu_class(void);
#endif
