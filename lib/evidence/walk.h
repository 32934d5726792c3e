/* walk.h: from evidence operands to root, item, entry and error records, in the fixed order of the walk
 *
 * Names are compared as bytes, component by component; a folder's content comes right after its entry's place; operands
 * as given. Each file is read once: hashed and typed in the same pass. An operand may be a symbolic link (the user chose it);
 * beneath it none is followed: it is an entry. `at` is 0 on the level of files: a folder has no two equal names. */
#ifndef DX_EVIDENCE_WALK_H
#define DX_EVIDENCE_WALK_H

#include "base/record.h"

#include <sys/stat.h>

struct dx_operand {
    char *exhibit; /* the label, valid UTF-8 */
    char *path;    /* as given */
};

/* "LABEL=PATH" or "PATH" (a label is what stands before the first "=" when it holds no "/"; else the base name of the path, of
 * its real path for "." and ".."). Fills *o, to be given back with dx_operand_free. DX_BAD when label or path is empty.
 * *labelled (may be NULL) says whether the label was given. */
DX_API int dx_operand_parse(struct dx_operand *o, const char *arg, bool *labelled, struct dx_err *e);
DX_API void dx_operand_free(struct dx_operand *o);
/* Makes the labels of n operands differ: a default label (labelled[i] false) that is taken already gets "~2", "~3" … appended, in
 * their order. DX_BAD when a given label stands twice. */
DX_API int dx_operands_settle(struct dx_operand *o, const bool *labelled, size_t n, struct dx_err *e);
/* Is there something at each operand's path? DX_ENV, "missing", naming the first that isn't there: a slip of the hand, or a disk that isn't mounted.
 * A night's run that leaves it out is worth nothing, and one over a complete case would empty it. */
DX_API int dx_operands_there(const struct dx_operand *o, size_t n, struct dx_err *e);

struct dx_walker;
/* One record of the walk, in order: a whole line with its line end. `item` is set for item records; `fd` is then open on its bytes
 * (position 0; the walker closes it after the call; dup it to keep it) or -1 when they can't be relied on (the file changed while
 * it was read) or were not read (DX_WALK_KNOWN). Errors that belong to an item follow its record; those of things that gave no item stand alone. Anything but
 * DX_OK ends the walk and is returned. */
typedef int dx_walk_fn(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd);

/* `by` is the id of dx-walk's tool record; it is copied. */
DX_API int dx_walker_new(struct dx_walker **w, const char *by, dx_walk_fn *fn, void *ctx, struct dx_err *e);
DX_API void dx_walker_free(struct dx_walker *w);
/* Who tells media types for it: another may be asked instead (media.h). */
DX_API struct dx_media *dx_walker_media(struct dx_walker *w);

/* What is known of a file's content without reading it: from an earlier walk. */
struct dx_known {
    uint8_t id[DX_SHA256_BYTES];
    int64_t size;
    const char *media;
};
enum dx_walk_choice { DX_WALK_READ, DX_WALK_KNOWN, DX_WALK_PASS };
/* Questions that a walk asks before it reads; each may be NULL. Paths are exact: label, "/", names as bytes. */
struct dx_walk_ask {
    /* Is anything beneath the folder wanted? */
    bool (*folder)(void *ctx, struct dx_str path);
    /* A regular file. KNOWN: *known is filled in, the file isn't opened, its item has no descriptor. PASS: it is left out altogether. */
    enum dx_walk_choice (*file)(void *ctx, struct dx_str path, const struct stat *st, struct dx_known *known);
    void *ctx;
};
DX_API void dx_walker_ask(struct dx_walker *w, const struct dx_walk_ask *ask);
/* Within the callback for an item: what the system said of its file before it was read, and its exact path. */
DX_API const struct stat *dx_walker_stat(const struct dx_walker *w);
DX_API struct dx_str dx_walker_path(const struct dx_walker *w);
/* Walks an operand (a file, or a folder with all beneath it): its root record first. An operand that can't be opened is an error
 * record (missing, unreadable) and has no root record. DX_OK, DX_NOMEM, DX_ENV, or what fn returned. */
DX_API int dx_walk(struct dx_walker *w, const struct dx_operand *o, struct dx_err *e);
/* Walks only the named file or folder beneath the operand, for --files-from with an operand. A name that starts with the operand's
 * path, as given or real, and "/" (so find(1) prints them) is taken from there; another relative name lies beneath the operand
 * ("./NAME" always does). The root record is written before the first. */
DX_API int dx_walk_beneath(struct dx_walker *w, const struct dx_operand *o, const char *name, struct dx_err *e);
/* What was counted so far: item records, error records (all), errors that make the exit status 1 (all but `empty`). */
DX_API void dx_walker_counts(const struct dx_walker *w, int64_t *items, int64_t *errors, int64_t *failures);
/* Writes the keys of dx-walk's tool record after `schema` (libs, options). */
DX_API void dx_walk_describe(struct dx_jw *w);
#endif
