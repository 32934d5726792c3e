/* open.c: roots of exhibits, and opening files beneath them without being led astray */
#include "evidence/open.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"

/* ---- roots ---- */

#define BUCKETS 1024 /* --files-from makes every file an exhibit of its own: lookups must not be linear in them all */

struct root {
    struct root *next;
    char *exhibit, *path;
    size_t exhibit_len;
    bool forced;
};

struct dx_roots {
    struct root *buckets[BUCKETS];
};

struct dx_roots *dx_roots_new(void) { return calloc(1, sizeof(struct dx_roots)); }

static void root_free(struct root *x)
{
    if (x) {
        free(x->exhibit);
        free(x->path);
    }
    free(x);
}

void dx_roots_free(struct dx_roots *r)
{
    for (size_t i = 0; r && i < BUCKETS; i++)
        for (struct root *x = r->buckets[i], *next; x; x = next) {
            next = x->next;
            root_free(x);
        }
    free(r);
}

static size_t bucket(struct dx_str exhibit)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < exhibit.n; i++)
        h = (h ^ (unsigned char)exhibit.p[i]) * 16777619u;
    return h % BUCKETS;
}

static struct root *root_find(const struct dx_roots *r, struct dx_str exhibit)
{
    for (struct root *x = r->buckets[bucket(exhibit)]; x; x = x->next)
        if (dx_str_eq((struct dx_str){x->exhibit, x->exhibit_len}, exhibit))
            return x;
    return NULL;
}

int dx_roots_add(struct dx_roots *r, struct dx_str exhibit, struct dx_str path, bool force, struct dx_err *e)
{
    if (!exhibit.n || !path.n || memchr(path.p, '\0', path.n))
        return dx_fail(e, DX_BAD, "malformed", "a root needs an exhibit's label and a path");
    struct root *x = root_find(r, exhibit);
    if (x && x->forced && !force)
        return DX_OK;
    char *p = strndup(path.p, path.n);
    if (!p)
        return dx_fail_nomem(e);
    if (!x) {
        x = calloc(1, sizeof *x);
        if (!x || !(x->exhibit = malloc(exhibit.n))) {
            free(p);
            root_free(x);
            return dx_fail_nomem(e);
        }
        memcpy(x->exhibit, exhibit.p, exhibit.n);
        x->exhibit_len = exhibit.n;
        x->next = r->buckets[bucket(exhibit)];
        r->buckets[bucket(exhibit)] = x;
    }
    free(x->path);
    x->path = p;
    x->forced = force;
    return DX_OK;
}

int dx_roots_record(struct dx_roots *r, struct dx_str line, struct dx_err *e)
{
    struct dx_json j = {0};
    struct dx_buf raw = DX_BUF_INIT;
    int rc = dx_json_parse(&j, line.p, line.n, e);
    if (rc == DX_OK) {
        const struct dx_jnode *top = dx_json_top(&j);
        struct dx_str path = dx_json_str(dx_json_get(&j, top, "path")), exact = dx_json_str(dx_json_get(&j, top, "path_raw"));
        if (exact.p)
            path = dx_buf_unbase64(&raw, exact.p, exact.n) ? dx_buf_slice(&raw) : (struct dx_str){NULL, 0};
        rc = dx_buf_ok(&raw) ? dx_roots_add(r, dx_json_str(dx_json_get(&j, top, "exhibit")), path, false, e) : dx_fail_nomem(e);
        if (rc == DX_BAD)
            dx_fail(e, rc, "malformed", "root record: exhibit or path is missing");
    }
    dx_buf_free(&raw);
    dx_json_free(&j);
    return rc;
}

int dx_roots_option(struct dx_roots *r, const char *arg, struct dx_err *e)
{
    const char *eq = strchr(arg, '=');
    if (!eq || eq == arg || !eq[1])
        return dx_fail(e, DX_BAD, "malformed", "expected LABEL=DIR");
    return dx_roots_add(r, (struct dx_str){arg, (size_t)(eq - arg)}, dx_str(eq + 1), true, e);
}

void dx_root_write(struct dx_buf *b, struct dx_str exhibit, struct dx_str path)
{
    struct dx_jw w = {b, false};
    struct dx_buf raw = DX_BUF_INIT;
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "root");
    dx_jw_str(&w, "exhibit", exhibit);
    dx_jw_str(&w, "path", path);
    if (dx_utf8_valid(path.p, path.n) < path.n) {
        dx_buf_base64(&raw, path.p, path.n);
        dx_jw_str(&w, "path_raw", dx_buf_slice(&raw));
        b->oom |= raw.oom;
    }
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
    dx_buf_free(&raw);
}

/* ---- opening ---- */

int dx_fail_errno(struct dx_err *e, int errnum)
{
    switch (errnum) {
    case ENOENT: case ENOTDIR:
        return dx_fail(e, DX_BAD, "missing", "no such file");
    case ENAMETOOLONG:
        return dx_fail(e, DX_BAD, "missing", "no such file: the name is longer than the file system allows");
    case EACCES: case EPERM:
        return dx_fail(e, DX_BAD, "unreadable", "permission denied");
    case ELOOP:
        return dx_fail(e, DX_BAD, "unreadable", "its path leads through a symbolic link, which is not followed");
    case EXDEV:
        return dx_fail(e, DX_BAD, "unreadable", "its path leads out of its root");
    case ENXIO: case ENODEV: case EISDIR: /* a socket, a device without driver, a folder */
        return dx_fail(e, DX_BAD, "unreadable", "not a regular file");
    case ENOMEM:
        return dx_fail_nomem(e);
    case EMFILE: case ENFILE:
        return dx_fail(e, DX_ENV, "io", "no more files can be open at once");
    }
    const char *what = strerrordesc_np(errnum); /* the C locale's words, whatever the user's */
    dx_fail(e, DX_BAD, "io", "can't be read: %s", what ? what : "unknown error");
    if (e)
        e->transient = true;
    return DX_BAD;
}

#define QUIET (O_CLOEXEC | O_NONBLOCK | O_NOCTTY) /* a FIFO must not block, a terminal must not become ours */

int dx_open_quiet(int dir, const char *name, int flags)
{
    if (flags & O_PATH)
        return openat(dir, name, flags | O_CLOEXEC);
    int fd = openat(dir, name, flags | QUIET | O_NOATIME);
    return fd < 0 && errno == EPERM ? openat(dir, name, flags | QUIET) : fd;
}

/* The walk never writes such names; the file system would take them for something else. */
static bool is_plain(const char *path)
{
    for (const char *p = path;;) {
        size_t n = strcspn(p, "/");
        if (n == 0 || (n <= 2 && memcmp(p, "..", n) == 0))
            return false;
        if (!p[n])
            return true;
        p += n + 1;
    }
}

static int openat2_once(int dir, const char *path, int flags)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)flags,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    int fd = -1;
    for (int i = 0; i < 16; i++) { /* EAGAIN: something was renamed meanwhile, the kernel could not be sure */
        fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    return fd;
}

/* One piece of a path that the kernel takes at once: all of it, or up to PATH_MAX. */
static int open_piece(int dir, const char *path, int flags)
{
    if (flags & O_PATH)
        return openat2_once(dir, path, flags | O_CLOEXEC);
    int fd = openat2_once(dir, path, flags | QUIET | O_NOATIME);
    return fd < 0 && errno == EPERM ? openat2_once(dir, path, flags | QUIET) : fd;
}

/* One component without openat2. A symbolic link says ELOOP, as with openat2. */
static int open_step(int dir, const char *name, int flags)
{
    int fd = dx_open_quiet(dir, name, flags | O_NOFOLLOW);
    struct stat st;
    int no = errno;
    if (fd >= 0 && (flags & O_PATH) && fstat(fd, &st) == 0 && S_ISLNK(st.st_mode)) {
        close(fd);
        fd = -1;
        no = ELOOP;
    } else if (fd < 0 && no == ENOTDIR && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode)) {
        no = ELOOP;
    }
    errno = no;
    return fd;
}

/* Descends piece by piece: `most` bytes of path at a time, each ending before a slash; most = 0: one component each. */
static int open_pieces(int dir, const char *path, int flags, size_t most)
{
    char piece[PATH_MAX];
    int here = dir, fd = -1;
    while (*path) {
        size_t n = strlen(path), take = n;
        if (n > most)
            for (take = most; take && path[take] != '/'; take--)
                ;
        if (take == 0)
            take = strcspn(path, "/");
        if (take >= sizeof piece) {
            errno = ENAMETOOLONG;
            fd = -1;
        } else {
            memcpy(piece, path, take);
            piece[take] = '\0';
            int how = path[take] ? O_PATH | O_DIRECTORY : flags;
            fd = most ? open_piece(here, piece, how) : open_step(here, piece, how);
        }
        int no = errno;
        if (here != dir)
            close(here);
        errno = no;
        if (fd < 0)
            return -1;
        here = fd;
        path += take + (path[take] == '/');
    }
    return fd;
}

int dx_open_beneath(int dir, const char *path, int flags, enum dx_beneath how, int *out, struct dx_err *e)
{
    *out = -1;
    if (!is_plain(path))
        return dx_fail_errno(e, EXDEV);
    int fd = how == DX_BENEATH_BEST ? open_pieces(dir, path, flags, PATH_MAX - 1) : -1;
    /* ENOSYS: Linux before 5.6; EPERM: a container's filter that doesn't know the call */
    if (how == DX_BENEATH_STEPS || (fd < 0 && (errno == ENOSYS || errno == EPERM)))
        fd = open_pieces(dir, path, flags, 0);
    if (fd < 0)
        return dx_fail_errno(e, errno);
    *out = fd;
    return DX_OK;
}

/* ---- items ---- */

/* The exact name of a level: NUL-terminated in *b. */
static int exact_name(struct dx_buf *b, const struct dx_item *it, size_t level, struct dx_err *e)
{
    struct dx_str name = it->path[level], raw = it->path_raw[level];
    if (!raw.p)
        dx_buf_add(b, name.p, name.n);
    else if (!dx_buf_unbase64(b, raw.p, raw.n) && !b->oom)
        return dx_fail(e, DX_BAD, "malformed", "item record: path_raw is not base64");
    if (!dx_buf_ok(b))
        return dx_fail_nomem(e);
    if (!b->len || memchr(b->p, '\0', b->len))
        return dx_fail(e, DX_BAD, "malformed", "item record: a path with a NUL, or none");
    return DX_OK;
}

static bool is_regular(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* The exhibit is one file. It is looked at (O_PATH) before it is opened: opening a device may do things to it. */
static int open_root_file(const char *path, int *fd, struct dx_err *e)
{
    int look = open(path, O_PATH | O_CLOEXEC);
    if (look < 0)
        return dx_fail_errno(e, errno);
    bool regular = is_regular(look);
    close(look);
    if (!regular)
        return dx_fail_errno(e, ENODEV);
    *fd = dx_open_quiet(AT_FDCWD, path, O_RDONLY);
    return *fd < 0 ? dx_fail_errno(e, errno) : DX_OK;
}

static int open_in_root(const char *root, const char *path, int *fd, struct dx_err *e)
{
    int dir = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC), look = -1;
    if (dir < 0)
        return dx_fail_errno(e, errno);
    int rc = dx_open_beneath(dir, path, O_PATH, DX_BENEATH_BEST, &look, e);
    if (rc == DX_OK && !is_regular(look))
        rc = dx_fail_errno(e, ENODEV);
    if (rc == DX_OK)
        rc = dx_open_beneath(dir, path, O_RDONLY, DX_BENEATH_BEST, fd, e);
    if (look >= 0)
        close(look);
    close(dir);
    return rc;
}

int dx_item_open(const struct dx_roots *r, const struct dx_item *it, int *fd, struct dx_err *e)
{
    *fd = -1;
    if (dx_str_is(it->id, "-"))
        return dx_fail(e, DX_BAD, "unsupported", "standard input can't be read again");
    const struct root *root = root_find(r, it->exhibit);
    if (!root) {
        struct dx_buf label = DX_BUF_INIT;
        dx_show(&label, it->exhibit.p, it->exhibit.n, 60);
        dx_fail(e, DX_BAD, "missing", "no root is known for exhibit %s; say where it lies: --root %s=DIR",
                dx_buf_ok(&label) ? label.p : "?", dx_buf_ok(&label) ? label.p : "LABEL");
        dx_buf_free(&label);
        return DX_BAD;
    }
    if (it->levels != 1)
        return dx_fail(e, DX_BAD, "unsupported", "members of containers can't be opened yet");
    struct dx_buf name = DX_BUF_INIT;
    size_t skip = it->exhibit.n;
    int rc = exact_name(&name, it, 0, e);
    if (rc == DX_OK && (name.len < skip || memcmp(name.p, it->exhibit.p, skip) != 0 || (name.p[skip] && name.p[skip] != '/')))
        rc = dx_fail(e, DX_BAD, "malformed", "item record: the path doesn't start with its exhibit");
    if (rc == DX_OK)
        rc = name.p[skip] ? open_in_root(root->path, name.p + skip + 1, fd, e) : open_root_file(root->path, fd, e);
    if (rc == DX_OK && !is_regular(*fd)) {
        close(*fd);
        *fd = -1;
        rc = dx_fail_errno(e, ENODEV);
    }
    dx_buf_free(&name);
    return rc;
}

int dx_item_verify(int fd, const struct dx_item *it, struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES];
    char hex[DX_SHA256_HEX + 1];
    struct dx_sha256 *h = dx_sha256_new();
    char *block = malloc(DX_READ_BYTES);
    int rc = h && block && dx_sha256_start(h) == DX_OK ? DX_OK : dx_fail_nomem(e);
    off_t at = 0;
    for (ssize_t n = 1; rc == DX_OK && n > 0; at += n > 0 ? n : 0) {
        n = pread(fd, block, DX_READ_BYTES, at);
        if (n < 0 && errno != EINTR)
            rc = dx_fail_errno(e, errno);
        else if (n < 0)
            n = 1, at--; /* interrupted: the same again */
        else if (dx_sha256_add(h, block, (size_t)n) != DX_OK)
            rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    }
    if (rc == DX_OK && dx_sha256_end(h, digest) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    if (rc == DX_OK) {
        dx_hex(digest, sizeof digest, hex);
        if (!dx_str_is(it->id, hex))
            rc = dx_fail(e, DX_BAD, "changed", "the bytes are not those of the record: SHA-256 is %.16s…, expected %.*s…", hex,
                         it->id.n < 16 ? (int)it->id.n : 16, it->id.p);
    }
    if (lseek(fd, 0, SEEK_SET) < 0 && rc == DX_OK)
        rc = dx_fail_errno(e, errno);
    free(block);
    dx_sha256_free(h);
    return rc;
}
