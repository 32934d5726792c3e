/* folder.h: the names in a folder, in the order of the walk */
#ifndef DX_EVIDENCE_FOLDER_H
#define DX_EVIDENCE_FOLDER_H

#include "base/buf.h"

struct dx_name {
    const char *name;   /* points into the folder's text */
    unsigned char type; /* DT_… of <dirent.h>; DT_UNKNOWN where the file system doesn't say */
};

/* Starts as all zero; given back with dx_folder_free. */
struct dx_folder {
    struct dx_name *names; /* sorted by their bytes, without "." and ".." */
    size_t n;
    struct dx_buf text;
};

/* Reads the names of an open folder (fd stays open). DX_BAD (io, unreadable), DX_LIMIT (walk-names), DX_NOMEM. */
DX_API int dx_folder_read(struct dx_folder *f, int fd, struct dx_err *e);
DX_API void dx_folder_free(struct dx_folder *f);
#endif
