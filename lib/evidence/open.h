/* open.h: where the exhibits lie on this machine, and getting an item's bytes again by its path
 *
 * Files are opened beneath their root (openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS; where the kernel lacks it,
 * component by component with O_NOFOLLOW), read-only, regular files only, without changing the access time where the
 * system allows (O_NOATIME: for the owner of the file and for root). A root itself may be reached through symbolic links:
 * the user chose it; beneath it none is followed. */
#ifndef DX_EVIDENCE_OPEN_H
#define DX_EVIDENCE_OPEN_H

#include "base/record.h"

struct dx_roots; /* exhibit → path of a folder, or of the one file that is the exhibit */

DX_API struct dx_roots *dx_roots_new(void); /* NULL: out of memory */
DX_API void dx_roots_free(struct dx_roots *r);
/* Says where an exhibit lies. What the user said (--root, force) wins over root records, whichever comes first; else the later wins. */
DX_API int dx_roots_add(struct dx_roots *r, struct dx_str exhibit, struct dx_str path, bool force, struct dx_err *e);
/* From a root record that was read (with or without its line end). DX_BAD when it is malformed. */
DX_API int dx_roots_record(struct dx_roots *r, struct dx_str line, struct dx_err *e);
/* "LABEL=DIR" as --root gives it. DX_BAD when label or folder is missing. */
DX_API int dx_roots_option(struct dx_roots *r, const char *arg, struct dx_err *e);
/* Writes the root record of an exhibit, a whole line; `path_raw` is added (base64) when the path isn't UTF-8. */
DX_API void dx_root_write(struct dx_buf *b, struct dx_str exhibit, struct dx_str path);

/* Opens the bytes of an item: *fd is a descriptor of a regular file at position 0, to be closed by the caller; -1 on failure.
 * DX_BAD with code missing (also when no root is known), unreadable, malformed (the path isn't one of its exhibit), unsupported
 * (a container level that no reader opens) or io; a path that leads out of its root or through a symbolic link is `unreadable`
 * and the message says so. DX_ENV when no more files can be open. */
DX_API int dx_item_open(const struct dx_roots *r, const struct dx_item *it, int *fd, struct dx_err *e);
/* Reads fd to its end and compares with the item's id: DX_BAD with code changed (or io) when they differ.
 * The position is 0 again afterwards. */
DX_API int dx_item_verify(int fd, const struct dx_item *it, struct dx_err *e);

/* ---- for the walker ---- */

enum dx_beneath {
    DX_BENEATH_BEST, /* openat2, or steps where the kernel has none */
    DX_BENEATH_STEPS /* component by component */
};
/* Opens `path` (relative, of any length) beneath the folder `dir` with the given open(2) flags (O_CLOEXEC and no waiting are
 * added). DX_BAD (unreadable) for a path with an empty, "." or ".." component, and for symbolic links anywhere in it. */
DX_API int dx_open_beneath(int dir, const char *path, int flags, enum dx_beneath how, int *fd, struct dx_err *e);
/* openat(2) that waits for nobody and leaves the access time alone where it may: a descriptor, or -1 with errno. */
DX_API int dx_open_quiet(int dir, const char *name, int flags);
/* What an errno of opening or reading means: fills *e and returns DX_BAD, DX_NOMEM or DX_ENV. */
DX_API int dx_fail_errno(struct dx_err *e, int errnum);
#endif
