/* folder.c: the names in a folder, in the order of the walk */
#include "evidence/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "evidence/open.h"

void dx_folder_free(struct dx_folder *f)
{
    free(f->names);
    dx_buf_free(&f->text);
    *f = (struct dx_folder){0};
}

static int by_bytes(const void *a, const void *b)
{
    const struct dx_name *x = a, *y = b;
    return strcmp(x->name, y->name); /* compares as unsigned char */
}

/* All entries into f->text, each as its type's byte, its name and a NUL. */
static int read_all(struct dx_folder *f, DIR *dir, struct dx_err *e)
{
    for (;;) {
        errno = 0;
        const struct dirent *d = readdir(dir);
        if (!d)
            return errno ? dx_fail_errno(e, errno) : DX_OK;
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
            continue;
        dx_buf_byte(&f->text, (char)d->d_type);
        dx_buf_add(&f->text, d->d_name, strlen(d->d_name) + 1);
        f->n++;
        if (!dx_buf_ok(&f->text))
            return dx_fail_nomem(e);
        if (f->text.len > DX_WALK_NAMES)
            return dx_fail_limit(e, "walk-names", "the folder has more than %u MB of names", DX_WALK_NAMES >> 20);
    }
}

int dx_folder_read(struct dx_folder *f, int fd, struct dx_err *e)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    if (!dir) {
        int rc = dx_fail_errno(e, errno);
        if (copy >= 0)
            close(copy);
        return rc;
    }
    int rc = read_all(f, dir, e);
    closedir(dir);
    if (rc == DX_OK && f->n && !(f->names = malloc(f->n * sizeof *f->names)))
        rc = dx_fail_nomem(e);
    if (rc != DX_OK) {
        dx_folder_free(f);
        return rc;
    }
    const char *p = f->text.p;
    for (size_t i = 0; i < f->n; i++) {
        f->names[i] = (struct dx_name){p + 1, (unsigned char)*p};
        p += strlen(p + 1) + 2;
    }
    if (f->n)
        qsort(f->names, f->n, sizeof *f->names, by_bytes);
    return DX_OK;
}
