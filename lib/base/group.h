/* group.h: an item group: an item's record and all records about it, with room for those that a stage adds
 *
 * Pass-through: what was read keeps its bytes and its order. What a stage adds is put in its place by page and type
 * (pages, documents, findings, errors; what has no page stands last), after what stands there already. */
#ifndef DX_BASE_GROUP_H
#define DX_BASE_GROUP_H

#include "base/record.h"

struct dx_line {
    size_t off, len; /* within the group's text; len counts the line end */
    enum dx_type type;
    int page;        /* 0: none */
};

/* Lines of a block of text, and how many of them are error records that count for the exit status (not `empty`). */
struct dx_index {
    struct dx_line *line;
    size_t n, cap;
    int64_t errors;
};

/* Starts as all zero; given back with dx_group_free; dx_group_reset keeps the memory for the next group. */
struct dx_group {
    struct dx_buf text;
    struct dx_line *lines; /* in order, the settled ones */
    size_t n, cap;
    struct dx_line *own;   /* added by stages, not settled yet */
    size_t n_own, cap_own;
    size_t n_told;         /* of them: told to another process already (engine/work.h) */
    struct dx_json json;   /* the item record, parsed: `item` points into it */
    struct dx_buf item_line;
    struct dx_item item;
    bool has_item;
    int64_t errors;        /* error records that were added and count for the exit status (not `empty`) */
    bool (*turn)(void *ctx, uint32_t nth); /* see dx_group_turn; NULL: nobody asks */
    void *turn_ctx;
};

DX_API void dx_group_free(struct dx_group *g);
DX_API void dx_group_reset(struct dx_group *g);
/* Adds a line as it was read (with its line end). An item record is parsed into g->item: DX_BAD when it is malformed
 * (the line is not added, and the group then has no item). DX_NOMEM. */
DX_API int dx_group_add(struct dx_group *g, const char *line, size_t n, struct dx_err *e);
/* Adds all lines of a block. */
DX_API int dx_group_add_all(struct dx_group *g, struct dx_str lines, struct dx_err *e);
/* A stage adds one whole record line of the given type about `page` (0: about no page). */
DX_API int dx_group_emit(struct dx_group *g, struct dx_str line, enum dx_type type, int page, struct dx_err *e);
/* Adds what stages of another process have added to the same group: whole record lines, in the order in which they were added. */
DX_API int dx_group_emit_all(struct dx_group *g, struct dx_str lines, struct dx_err *e);
/* A stage adds an error record about g->item. Only the first per page and stage is kept, and none that repeats what another
 * stage has said already (same page and code). */
DX_API int dx_group_error(struct dx_group *g, const char *stage, int page, const struct dx_err *what, const char *by, struct dx_err *e);
/* A stage that goes through the settled group says which of its page and document records (the nth, from 1) it begins with: its work goes
 * in so many steps. false: that one killed a worker, and is left out. */
static inline bool dx_group_turn(const struct dx_group *g, uint32_t nth) { return !g->turn || g->turn(g->turn_ctx, nth); }
/* What was added has been told to another process and need not be kept: all of it goes but error records, which dx_group_error asks for. */
DX_API void dx_group_forget(struct dx_group *g);
/* Puts what was added in its place; afterwards g->lines holds all, in order. */
DX_API int dx_group_settle(struct dx_group *g, struct dx_err *e);
/* The same without a group: *text, which starts as lines that were added (`own`: these, which may change their order), becomes `given` with
 * them in their places. *room is for use meanwhile. */
DX_API int dx_group_weave(struct dx_str given, struct dx_buf *text, struct dx_index *own, struct dx_buf *room, struct dx_err *e);
/* The text of a line (without its line end): valid until something is added. */
DX_API struct dx_str dx_group_line(const struct dx_group *g, size_t i);
#endif
