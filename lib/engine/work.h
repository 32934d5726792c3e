/* work.h: running stages over one item group: the same for a filter (one stage) and for the driver (all of them, fused) */
#ifndef DX_ENGINE_WORK_H
#define DX_ENGINE_WORK_H

#include "base/stage.h"

#define DX_STAGES 8 /* stages of a journey, at most */

/* A stage that was opened, here or in another process, with the identity that its records carry. Starts as all zero. */
struct dx_worker_stage {
    const struct dx_stage *stage;
    void *state;                   /* NULL: it was opened in another process */
    struct dx_buf tool;            /* its tool record, one line */
    char by[DX_TOOL_DIGITS + 1];
    int64_t max_pixels;            /* of the options */
};

/* Opens a stage and makes its tool record. Given back with dx_work_close. */
DX_API int dx_work_open(struct dx_worker_stage *s, const struct dx_stage *stage, const struct dx_options *o, struct dx_err *e);
/* What another process has opened, without a state: from the tool record that it made. */
DX_API int dx_work_known(struct dx_worker_stage *s, struct dx_str tool, const struct dx_options *o, struct dx_err *e);
DX_API void dx_work_close(struct dx_worker_stage *s);
/* The same record for a tool that isn't a stage (dx-walk): `describe` writes the keys after `schema`. */
DX_API int dx_work_tool(struct dx_buf *line, char by[DX_TOOL_DIGITS + 1], const char *name, void (*describe)(struct dx_jw *w), struct dx_err *e);

/* Does any of the stages want the bytes of this media type? */
DX_API bool dx_work_takes(const struct dx_worker_stage *s, size_t n, struct dx_str media);

/* Work goes in steps, one after the other: for each page the reader's own (0), then each stage's (1 …); after the last page each stage's
 * look at the group, record by record (dx_group_turn; 0: before the first). A step's number is made of all, so that later ones are higher. */
#define DX_STEP(page, part) ((uint64_t)(page) << 32 | (uint64_t)(part) << 24)
#define DX_STEP_PAGE(step) ((int)((step) >> 32))
#define DX_STEP_PART(step) ((int)((step) >> 24 & 0xFF))
#define DX_STEP_NTH(step) ((uint32_t)((step) & 0xFFFFFF)) /* the last number stands for all further ones */
#define DX_STEP_GROUP 0x7FFFFFFF /* the "page" of the last steps */

/* How to go about it; NULL: from the beginning, and telling nobody. */
struct dx_work_order {
    uint64_t from;  /* steps before this one were done, or are given up */
    bool coarse;    /* the page of `from` is read the cheap way: at half the resolution, HTML as it stands */
    bool frugal;    /* running out of memory ends the work (DX_NOMEM), instead of costing one page after the other */
    void (*begin)(void *ctx, uint64_t step);                /* a step begins */
    const uint32_t *without; /* records that the stage of `from` leaves out, when it looks at the group */
    size_t n_without;
    void (*told)(void *ctx, const struct dx_group *g);      /* what stages have added (g->own) stands until the next call: tell it */
    void *ctx;
};

/* Runs n stages over the group: those that look at pages share one reading of fd (-1: there are no bytes, or nobody wants them),
 * then each sees the whole group in turn. What went wrong with the item or a page is an error record of the group; the group is
 * settled afterwards. DX_OK, DX_NOMEM or DX_ENV. */
DX_API int dx_work_group(struct dx_worker_stage *s, size_t n, struct dx_group *g, int fd, const struct dx_work_order *order, struct dx_err *e);
#endif
