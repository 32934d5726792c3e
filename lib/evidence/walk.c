/* walk.c: from evidence operands to records: trees, files read once, everything named that can't be read */
#include "evidence/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/idset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "evidence/folder.h"
#include "evidence/media.h"
#include "evidence/open.h"

#define SYMLINK_BYTES 8192 /* Linux keeps at most PATH_MAX (4,096) of a link's target */

/* A folder that is being walked. */
struct level {
    struct dx_folder folder;
    size_t next;     /* the name to visit next */
    size_t path_len; /* of the folder's own path in w->path */
    int fd;          /* -1: closed for now, to be opened again by its path */
    dev_t dev;
    ino_t ino;
};

struct dx_walker {
    char by[DX_TOOL_DIGITS + 1];
    dx_walk_fn *fn;
    void *ctx;
    struct dx_media *media;
    struct dx_sha256 *hash;
    char *block; /* DX_MEDIA_BYTES */
    struct dx_idset seen;
    int64_t items, errors, failures;
    struct dx_walk_ask ask;
    struct stat stat;     /* of the file in hand */
    /* where the walk is */
    char *exhibit, *root; /* the label; the operand's real path, NULL: none yet */
    int root_fd;          /* the root folder, -1 when it is a file or can't be read */
    struct dx_buf path;   /* the label, "/" and the exact names down to the thing in hand */
    struct dx_buf shown, raw, line;
    struct level *levels;
    size_t depth, cap;
};

int dx_walker_new(struct dx_walker **out, const char *by, dx_walk_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_walker *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return dx_fail_nomem(e);
    w->fn = fn;
    w->ctx = ctx;
    w->root_fd = -1;
    strncpy(w->by, by, sizeof w->by - 1);
    w->hash = dx_sha256_new();
    w->block = malloc(DX_MEDIA_BYTES);
    int rc = w->hash && w->block ? dx_media_new(&w->media, e) : dx_fail_nomem(e);
    if (rc != DX_OK) {
        dx_walker_free(w);
        return rc;
    }
    *out = w;
    return DX_OK;
}

static void level_close(struct level *l)
{
    if (l->fd >= 0)
        close(l->fd);
    dx_folder_free(&l->folder);
}

/* Leaves the exhibit in hand. */
static void leave_root(struct dx_walker *w)
{
    while (w->depth)
        level_close(&w->levels[--w->depth]);
    if (w->root_fd >= 0)
        close(w->root_fd);
    w->root_fd = -1;
    free(w->exhibit);
    free(w->root);
    w->exhibit = w->root = NULL;
}

void dx_walker_free(struct dx_walker *w)
{
    if (!w)
        return;
    leave_root(w);
    dx_media_free(w->media);
    dx_sha256_free(w->hash);
    dx_idset_free(&w->seen);
    dx_buf_free(&w->path);
    dx_buf_free(&w->shown);
    dx_buf_free(&w->raw);
    dx_buf_free(&w->line);
    free(w->levels);
    free(w->block);
    free(w);
}

struct dx_media *dx_walker_media(struct dx_walker *w) { return w->media; }

void dx_walker_counts(const struct dx_walker *w, int64_t *items, int64_t *errors, int64_t *failures)
{
    *items = w->items;
    *errors = w->errors;
    *failures = w->failures;
}

void dx_walker_ask(struct dx_walker *w, const struct dx_walk_ask *ask) { w->ask = *ask; }
const struct stat *dx_walker_stat(const struct dx_walker *w) { return &w->stat; }
struct dx_str dx_walker_path(const struct dx_walker *w) { return dx_buf_slice(&w->path); }

void dx_walk_describe(struct dx_jw *w)
{
    char version[16];
    dx_media_version(version);
    dx_jw_obj(w, "libs");
    dx_jw_cstr(w, "libmagic", version);
    dx_jw_obj_end(w);
    dx_jw_obj(w, "options");
    dx_jw_obj_end(w);
}

/* ---- records ---- */

static int send(struct dx_walker *w, enum dx_type type, const struct dx_item *item, int fd, struct dx_err *e)
{
    if (!dx_buf_ok(&w->line))
        return dx_fail_nomem(e);
    return w->fn(w->ctx, type, dx_buf_slice(&w->line), item, fd);
}

/* The path in hand, as records show it. */
static int set_where(struct dx_walker *w, struct dx_item *it, struct dx_err *e)
{
    *it = (struct dx_item){.exhibit = dx_str(w->exhibit), .levels = 1, .path[0] = dx_buf_slice(&w->path)};
    dx_buf_reset(&w->line);
    if (!dx_buf_ok(&w->path))
        return dx_fail_nomem(e);
    if (dx_utf8_valid(w->path.p, w->path.len) == w->path.len)
        return DX_OK;
    dx_buf_reset(&w->shown);
    dx_buf_reset(&w->raw);
    dx_utf8_clean(&w->shown, w->path.p, w->path.len);
    dx_buf_base64(&w->raw, w->path.p, w->path.len);
    it->path[0] = dx_buf_slice(&w->shown);
    it->path_raw[0] = dx_buf_slice(&w->raw);
    return dx_buf_ok(&w->shown) && dx_buf_ok(&w->raw) ? DX_OK : dx_fail_nomem(e);
}

static int send_error(struct dx_walker *w, const struct dx_item *it, const struct dx_err *what, struct dx_err *e)
{
    dx_buf_reset(&w->line);
    dx_error_write(&w->line, &(struct dx_error_rec){it, 0, "walk", what}, w->by);
    w->errors++;
    w->failures += strcmp(what->code, "empty") != 0;
    return send(w, DX_T_ERROR, NULL, -1, e);
}

/* What can't be read is said and the walk goes on; what ends the walk is returned. */
static int report(struct dx_walker *w, int rc, const struct dx_err *what, struct dx_err *e)
{
    if (rc != DX_BAD && rc != DX_LIMIT) {
        if (e)
            *e = *what;
        return rc;
    }
    struct dx_item it;
    rc = set_where(w, &it, e);
    return rc == DX_OK ? send_error(w, &it, what, e) : rc;
}

static int send_entry(struct dx_walker *w, const char *form, struct dx_str target, struct dx_err *e)
{
    struct dx_item it;
    int rc = set_where(w, &it, e);
    if (rc != DX_OK)
        return rc;
    dx_entry_write(&w->line, &it, form, target, w->by);
    return send(w, DX_T_ENTRY, NULL, -1, e);
}

/* ---- files ---- */

/* RFC 3339 in whole seconds, UTC; false when the year has not four digits. */
static bool format_time(char out[32], time_t t)
{
    struct tm tm;
    if (!gmtime_r(&t, &tm) || tm.tm_year < -1900 || tm.tm_year > 9999 - 1900)
        return false;
    return strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0;
}

/* Reads fd to its end: hash, media type and length. */
static int read_file(struct dx_walker *w, int fd, int64_t expected, uint8_t digest[DX_SHA256_BYTES], const char **media, int64_t *size,
                     struct dx_err *e)
{
    size_t head = 0; /* bytes kept in w->block for libmagic; the rest of the file goes over its start */
    *media = NULL;
    *size = 0;
    if (dx_sha256_start(w->hash) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    for (ssize_t n; (n = read(fd, w->block + head, *media ? DX_READ_BYTES : DX_MEDIA_BYTES - head)) != 0;) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return dx_fail_errno(e, errno);
        if (dx_sha256_add(w->hash, w->block + head, (size_t)n) != DX_OK)
            return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
        *size += n;
        if (*media)
            continue;
        head += (size_t)n;
        if (head < DX_MEDIA_BYTES)
            continue;
        *media = dx_media_type(w->media, w->block, head, expected > *size ? expected : *size);
        head = 0;
    }
    if (!*media)
        *media = dx_media_type(w->media, w->block, head, *size);
    return dx_sha256_end(w->hash, digest) == DX_OK ? DX_OK : dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* An item record and what is to be said of it. */
static int announce(struct dx_walker *w, const struct dx_known *k, bool changed, int fd, struct dx_err *e)
{
    char hex[DX_SHA256_HEX + 1], mtime[32];
    bool fresh;
    struct dx_err what;
    struct dx_item it;
    int rc = dx_idset_add(&w->seen, k->id, &fresh, e);
    if (rc == DX_OK)
        rc = set_where(w, &it, e);
    if (rc != DX_OK)
        return rc;
    dx_hex(k->id, sizeof k->id, hex);
    it.id = dx_str(hex);
    it.size = k->size;
    it.media = dx_str(k->media);
    it.mtime = format_time(mtime, w->stat.st_mtim.tv_sec) ? dx_str(mtime) : (struct dx_str){NULL, 0};
    it.duplicate = !fresh;
    dx_item_write(&w->line, &it, w->by);
    w->items++;
    const struct dx_err *untold = fd >= 0 ? dx_media_failure(w->media) : NULL;
    rc = send(w, DX_T_ITEM, &it, changed || untold ? -1 : fd, e);
    if (rc == DX_OK && untold && !changed)
        return send_error(w, &it, untold, e);
    if (rc != DX_OK || (!changed && k->size))
        return rc;
    if (changed)
        dx_fail(&what, DX_BAD, "changed", "the file changed while it was read");
    else
        dx_fail(&what, DX_BAD, "empty", "the file has no bytes");
    return send_error(w, &it, &what, e);
}

static int send_item(struct dx_walker *w, int fd, struct dx_err *e)
{
    struct dx_known k;
    struct dx_err what;
    struct stat after;
    int rc = read_file(w, fd, w->stat.st_size, k.id, &k.media, &k.size, &what);
    if (rc == DX_OK && (fstat(fd, &after) != 0 || lseek(fd, 0, SEEK_SET) != 0))
        rc = dx_fail_errno(&what, errno);
    if (rc != DX_OK)
        return report(w, rc, &what, e);
    return announce(w, &k, !same_file(&w->stat, &after) || k.size != (int64_t)after.st_size, fd, e);
}

static int visit_file(struct dx_walker *w, int dir, const char *name, struct dx_err *e)
{
    struct dx_err what;
    struct dx_known known;
    enum dx_walk_choice choice = DX_WALK_READ;
    if (w->ask.file && fstatat(dir, name, &w->stat, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(w->stat.st_mode))
        choice = w->ask.file(w->ask.ctx, dx_buf_slice(&w->path), &w->stat, &known);
    if (choice != DX_WALK_READ)
        return choice == DX_WALK_KNOWN ? announce(w, &known, false, -1, e) : DX_OK;
    int fd = dx_open_quiet(dir, name, O_RDONLY | O_NOFOLLOW);
    if (fd < 0)
        return report(w, dx_fail_errno(&what, errno), &what, e);
    int rc;
    if (fstat(fd, &w->stat) != 0)
        rc = report(w, dx_fail_errno(&what, errno), &what, e);
    else if (!S_ISREG(w->stat.st_mode)) /* it was one a moment ago */
        rc = report(w, dx_fail(&what, DX_BAD, "changed", "no longer a regular file"), &what, e);
    else {
        if (w->stat.st_size > (off_t)DX_MEDIA_BYTES)
            posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        rc = send_item(w, fd, e);
    }
    close(fd);
    return rc;
}

/* ---- folders ---- */

/* A folder that holds itself (a damaged file system, a mount) would never end. */
static bool is_above(const struct dx_walker *w, const struct stat *st)
{
    for (size_t i = 0; i < w->depth; i++)
        if (w->levels[i].dev == st->st_dev && w->levels[i].ino == st->st_ino)
            return true;
    return false;
}

static int push(struct dx_walker *w, struct level *l, struct dx_err *e)
{
    if (!DX_MORE(w->levels, w->depth, w->cap))
        return dx_fail_nomem(e);
    w->levels[w->depth++] = *l;
    if (w->depth > DX_WALK_OPEN) {
        struct level *far = &w->levels[w->depth - DX_WALK_OPEN - 1];
        if (far->fd >= 0)
            close(far->fd);
        far->fd = -1;
    }
    return DX_OK;
}

/* Takes fd, an open folder at the path in hand, over: its content comes next. */
static int enter(struct dx_walker *w, int fd, struct dx_err *e)
{
    struct level l = {.fd = fd, .path_len = w->path.len};
    struct dx_err what;
    struct stat st;
    int rc = fstat(fd, &st) == 0 ? DX_OK : dx_fail_errno(&what, errno);
    if (rc == DX_OK && w->depth == DX_WALK_DEPTH)
        rc = dx_fail_limit(&what, "walk-depth", "more than %d folders within folders: what is beneath was not walked", DX_WALK_DEPTH);
    if (rc == DX_OK && is_above(w, &st))
        rc = dx_fail(&what, DX_BAD, "malformed", "the folder holds itself (a loop): what is beneath was not walked");
    if (rc == DX_OK)
        rc = dx_folder_read(&l.folder, fd, &what);
    if (rc != DX_OK || !l.folder.n) {
        close(fd);
        return rc == DX_OK ? send_entry(w, "empty-folder", (struct dx_str){NULL, 0}, e) : report(w, rc, &what, e);
    }
    l.dev = st.st_dev;
    l.ino = st.st_ino;
    rc = push(w, &l, e);
    if (rc != DX_OK)
        level_close(&l);
    return rc;
}

static int visit_folder(struct dx_walker *w, int dir, const char *name, struct dx_err *e)
{
    struct dx_err what;
    if (w->ask.folder && !w->ask.folder(w->ask.ctx, dx_buf_slice(&w->path)))
        return DX_OK;
    int fd = dx_open_quiet(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    return fd < 0 ? report(w, dx_fail_errno(&what, errno), &what, e) : enter(w, fd, e);
}

static int visit_link(struct dx_walker *w, int dir, const char *name, struct dx_err *e)
{
    struct dx_err what;
    char target[SYMLINK_BYTES];
    ssize_t n = readlinkat(dir, name, target, sizeof target);
    if (n < 0)
        return report(w, dx_fail_errno(&what, errno), &what, e);
    return send_entry(w, "symlink", (struct dx_str){target, (size_t)n}, e);
}

/* The thing in hand: `name` in the open folder `dir`; w->path is its path. */
static int visit(struct dx_walker *w, int dir, const char *name, unsigned char type, struct dx_err *e)
{
    struct dx_err what;
    struct stat st;
    if (type == DT_UNKNOWN) {
        if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return report(w, dx_fail_errno(&what, errno), &what, e);
        type = (unsigned char)IFTODT(st.st_mode);
    }
    switch (type) {
    case DT_REG: return visit_file(w, dir, name, e);
    case DT_DIR: return visit_folder(w, dir, name, e);
    case DT_LNK: return visit_link(w, dir, name, e);
    case DT_FIFO: return send_entry(w, "fifo", (struct dx_str){NULL, 0}, e);
    case DT_SOCK: return send_entry(w, "socket", (struct dx_str){NULL, 0}, e);
    case DT_CHR: case DT_BLK: return send_entry(w, "device", (struct dx_str){NULL, 0}, e);
    }
    return report(w, dx_fail(&what, DX_BAD, "unreadable", "neither file nor folder nor any other known kind"), &what, e);
}

static void cut_path(struct dx_walker *w, size_t len)
{
    w->path.len = len;
    w->path.p[len] = '\0';
}

/* The path beneath the root; "" for the root itself. */
static const char *below_root(const struct dx_walker *w)
{
    size_t label = strlen(w->exhibit);
    return w->path.p + label + (w->path.p[label] == '/');
}

/* Opens a folder again that was closed to keep the number of open ones low. */
static int reopen(struct dx_walker *w, struct level *l, struct dx_err *what)
{
    struct stat st;
    cut_path(w, l->path_len);
    const char *path = below_root(w);
    int rc = DX_OK;
    if (*path)
        rc = dx_open_beneath(w->root_fd, path, O_RDONLY | O_DIRECTORY, DX_BENEATH_BEST, &l->fd, what);
    else if ((l->fd = fcntl(w->root_fd, F_DUPFD_CLOEXEC, 0)) < 0)
        rc = dx_fail_errno(what, errno);
    if (rc == DX_OK && (fstat(l->fd, &st) != 0 || st.st_dev != l->dev || st.st_ino != l->ino))
        rc = dx_fail(what, DX_BAD, "changed", "the folder was replaced during the walk: the rest of it was not walked");
    return rc;
}

/* Walks until no folder is left: without recursion, so that depth costs no stack. */
static int walk_levels(struct dx_walker *w, struct dx_err *e)
{
    int rc = DX_OK;
    while (rc == DX_OK && w->depth) {
        struct level *l = &w->levels[w->depth - 1];
        struct dx_err what;
        if (l->next < l->folder.n && l->fd < 0 && (rc = reopen(w, l, &what)) != DX_OK) {
            l->next = l->folder.n;
            rc = report(w, rc, &what, e);
        }
        if (l->next == l->folder.n) {
            level_close(l);
            w->depth--;
            continue;
        }
        const struct dx_name *name = &l->folder.names[l->next++];
        cut_path(w, l->path_len);
        dx_buf_byte(&w->path, '/');
        dx_buf_str(&w->path, name->name);
        rc = dx_buf_ok(&w->path) ? visit(w, l->fd, name->name, name->type, e) : dx_fail_nomem(e);
    }
    return rc;
}

/* ---- operands ---- */

/* The operand's real path, its root record, and its folder opened: all is done once while the operand stays the same.
 * *there: false when it can't be reached, which is then said. */
static int set_root(struct dx_walker *w, const struct dx_operand *o, mode_t *mode, bool *there, struct dx_err *e)
{
    struct dx_err what;
    struct stat st;
    char *real = realpath(o->path, NULL);
    int no = errno;
    bool same = w->exhibit && strcmp(o->exhibit, w->exhibit) == 0 && (real && w->root ? strcmp(real, w->root) == 0 : real == w->root);
    *there = false;
    if (same && !real) /* gone, which was said already */
        return DX_OK;
    if (!same) {
        leave_root(w);
        w->root = real;
        if (!(w->exhibit = strdup(o->exhibit)))
            return dx_fail_nomem(e);
    } else
        free(real);
    dx_buf_reset(&w->path);
    dx_buf_str(&w->path, w->exhibit);
    if (!dx_buf_ok(&w->path))
        return dx_fail_nomem(e);
    if (!w->root || stat(w->root, &st) != 0)
        return report(w, dx_fail_errno(&what, w->root ? errno : no), &what, e);
    *mode = st.st_mode;
    if (S_ISDIR(st.st_mode) && w->root_fd < 0 && (w->root_fd = dx_open_quiet(AT_FDCWD, w->root, O_RDONLY | O_DIRECTORY)) < 0)
        return report(w, dx_fail_errno(&what, errno), &what, e);
    *there = true;
    if (same)
        return DX_OK;
    dx_buf_reset(&w->line);
    dx_root_write(&w->line, dx_str(w->exhibit), dx_str(w->root));
    return send(w, DX_T_ROOT, NULL, -1, e);
}

/* Enters the root folder by a descriptor of its own. */
static int enter_root(struct dx_walker *w, struct dx_err *e)
{
    int fd = dx_open_quiet(w->root_fd, ".", O_RDONLY | O_DIRECTORY);
    return fd < 0 ? dx_fail_errno(e, errno) : enter(w, fd, e);
}

int dx_walk(struct dx_walker *w, const struct dx_operand *o, struct dx_err *e)
{
    mode_t mode = 0;
    bool there;
    int rc = set_root(w, o, &mode, &there, e);
    if (rc == DX_OK && there) {
        rc = S_ISDIR(mode) ? enter_root(w, e) : visit(w, AT_FDCWD, w->root, (unsigned char)IFTODT(mode), e);
        if (rc == DX_OK)
            rc = walk_levels(w, e);
    }
    leave_root(w); /* the next call for it is a new walk, with its root record */
    return rc;
}

/* What follows `head` and a slash in name, or NULL. */
static const char *after(const char *name, const char *head)
{
    size_t n = strlen(head);
    while (n && head[n - 1] == '/')
        n--;
    return strncmp(name, head, n) == 0 && name[n] == '/' ? name + n + 1 : NULL;
}

/* Appends the components of name, without empty ones and ".": what tools print. ".." stays, to be refused. */
static void add_components(struct dx_buf *path, const char *name)
{
    while (*name) {
        size_t n = strcspn(name, "/");
        if (n && !(n == 1 && name[0] == '.')) {
            dx_buf_byte(path, '/');
            dx_buf_add(path, name, n);
        }
        name += n + (name[n] == '/');
    }
}

/* Opens the folder in which `path` (beneath the root) stands; *name is its last component. */
static int open_parent(struct dx_walker *w, const char *path, int *dir, const char **name, struct dx_err *e)
{
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (strcmp(*name, "..") == 0)
        return dx_fail_errno(e, EXDEV);
    char *parent = slash ? strndup(path, (size_t)(slash - path)) : NULL;
    if (slash && !parent)
        return dx_fail_nomem(e);
    int rc = DX_OK;
    if (parent)
        rc = dx_open_beneath(w->root_fd, parent, O_RDONLY | O_DIRECTORY, DX_BENEATH_BEST, dir, e);
    else if ((*dir = fcntl(w->root_fd, F_DUPFD_CLOEXEC, 0)) < 0)
        rc = dx_fail_errno(e, errno);
    free(parent);
    return rc;
}

int dx_walk_beneath(struct dx_walker *w, const struct dx_operand *o, const char *name, struct dx_err *e)
{
    mode_t mode = 0;
    bool there;
    struct dx_err what;
    int rc = set_root(w, o, &mode, &there, e), dir = -1;
    if (rc != DX_OK || !there)
        return rc;
    const char *rest = after(name, o->path) ? after(name, o->path) : after(name, w->root), *last;
    add_components(&w->path, rest ? rest : name);
    if (!dx_buf_ok(&w->path))
        return dx_fail_nomem(e);
    if (!rest && name[0] == '/')
        return report(w, dx_fail_errno(&what, EXDEV), &what, e);
    if (!*below_root(w)) /* the operand itself */
        rc = S_ISDIR(mode) ? enter_root(w, e) : visit(w, AT_FDCWD, w->root, (unsigned char)IFTODT(mode), e);
    else if (!S_ISDIR(mode))
        rc = report(w, dx_fail_errno(&what, ENOTDIR), &what, e);
    else if ((rc = open_parent(w, below_root(w), &dir, &last, &what)) != DX_OK)
        rc = report(w, rc, &what, e);
    else
        rc = visit(w, dir, last, DT_UNKNOWN, e);
    if (dir >= 0)
        close(dir);
    return rc == DX_OK ? walk_levels(w, e) : rc;
}
