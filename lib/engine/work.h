/* work.h: running stages over one item group: the same for a filter (one stage) and for the driver (all of them, fused) */
#ifndef DX_ENGINE_WORK_H
#define DX_ENGINE_WORK_H

#include "base/stage.h"

/* A stage that was opened, with the identity that its records carry. Starts as all zero. */
struct dx_worker_stage {
    const struct dx_stage *stage;
    void *state;
    struct dx_buf tool;            /* its tool record, one line */
    char by[DX_TOOL_DIGITS + 1];
    int64_t max_pixels;            /* of the options */
};

/* Opens a stage and makes its tool record. Given back with dx_work_close. */
DX_API int dx_work_open(struct dx_worker_stage *s, const struct dx_stage *stage, const struct dx_options *o, struct dx_err *e);
DX_API void dx_work_close(struct dx_worker_stage *s);
/* The same record for a tool that isn't a stage (dx-walk): `describe` writes the keys after `schema`. */
DX_API int dx_work_tool(struct dx_buf *line, char by[DX_TOOL_DIGITS + 1], const char *name, void (*describe)(struct dx_jw *w), struct dx_err *e);

/* Does any of the stages want the bytes of this media type? */
DX_API bool dx_work_takes(const struct dx_worker_stage *s, size_t n, struct dx_str media);
/* Runs n stages over the group: those that look at pages share one reading of fd (-1: there are no bytes, or nobody wants them),
 * then each sees the whole group in turn. What went wrong with the item or a page is an error record of the group; the group is
 * settled afterwards. DX_OK, DX_NOMEM or DX_ENV. */
DX_API int dx_work_group(struct dx_worker_stage *s, size_t n, struct dx_group *g, int fd, struct dx_err *e);
/* What becomes of a group whose work failed as a whole (a dead or stalled worker): `lines` is the group as it was given; *g gets it
 * and an error record of stage s. */
DX_API int dx_work_failed(const struct dx_worker_stage *s, struct dx_group *g, struct dx_str lines, const struct dx_err *failure,
                          struct dx_err *e);
#endif
