/* open.h: where the exhibits lie on this machine, and getting an item's bytes again by its path
 *
 * Files are opened beneath their root (openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS; where the kernel lacks it,
 * component by component with O_NOFOLLOW), read-only, regular files only, without changing the access time where the
 * system allows (O_NOATIME). */
#ifndef DX_EVIDENCE_OPEN_H
#define DX_EVIDENCE_OPEN_H

#include "base/record.h"

struct dx_roots; /* exhibit → path of a folder, or of the one file that is the exhibit */

DX_API struct dx_roots *dx_roots_new(void); /* NULL: out of memory */
DX_API void dx_roots_free(struct dx_roots *r);
/* Says where an exhibit lies. What the user said (--root, force) wins over root records, whichever comes first. */
DX_API int dx_roots_add(struct dx_roots *r, struct dx_str exhibit, struct dx_str path, bool force, struct dx_err *e);
/* From a root record that was read. DX_BAD when it is malformed. */
DX_API int dx_roots_record(struct dx_roots *r, struct dx_str line, struct dx_err *e);
/* "LABEL=DIR" as --root gives it. DX_BAD when there is no label. */
DX_API int dx_roots_option(struct dx_roots *r, const char *arg, struct dx_err *e);

/* Opens the bytes of an item: *fd is a descriptor of a regular file at position 0, to be closed by the caller.
 * DX_BAD with code missing, unreadable, unsupported (no root is known, or a container level that no reader opens) or
 * io; a path that leads out of its root or through a symbolic link is `unreadable` and the message says so. */
DX_API int dx_item_open(const struct dx_roots *r, const struct dx_item *it, int *fd, struct dx_err *e);
/* Reads fd to its end and compares with the item's id: DX_BAD with code changed (or io) when they differ.
 * The position is 0 again afterwards. */
DX_API int dx_item_verify(int fd, const struct dx_item *it, struct dx_err *e);
#endif
