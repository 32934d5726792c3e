/* data.c: finding the data that belongs to the programs */
#include "base/data.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of the running program, without a slash at its end; false where /proc doesn't say. */
static bool program_folder(char *dir, size_t room)
{
    ssize_t n = readlink("/proc/self/exe", dir, room);
    if (n <= 0 || (size_t)n >= room)
        return false;
    dir[n] = '\0';
    char *slash = strrchr(dir, '/');
    if (!slash)
        return false;
    *slash = '\0';
    return true;
}

static bool is_folder(struct dx_buf *b)
{
    struct stat st;
    return dx_buf_ok(b) && stat(b->p, &st) == 0 && S_ISDIR(st.st_mode);
}

void dx_data_path(struct dx_buf *path, const char *env, const char *name)
{
    char dir[PATH_MAX];
    const char *said = env ? getenv(env) : NULL;
    size_t start = path->len;
    if (said && *said) {
        dx_buf_str(path, said);
        return;
    }
    if (program_folder(dir, sizeof dir)) {
        char *last = strrchr(dir, '/');
        dx_buf_printf(path, "%.*s/share/docex/%s", (int)(last ? last - dir : 0), dir, name);
        if (is_folder(path) || path->oom)
            return;
        path->len = start;
        if (last && strcmp(last, "/.libs") == 0) /* where libtool keeps the true program of a build tree */
            *last = '\0';
        dx_buf_printf(path, "%s/%s", dir, name);
        if (is_folder(path) || path->oom)
            return;
        path->len = start;
    }
    dx_buf_printf(path, "%s/%s", DX_DATADIR, name);
}
