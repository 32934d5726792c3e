/* case.c: making a case, and writing its files so that a full disk, a kill or a power cut never leaves what looks complete */
#include "engine/case.h"

#include "engine/custody.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER (256u << 10) /* bytes gathered before a write */

/* One file per type; the ledger comes last: it is what says that a case is complete. */
static const struct {
    enum dx_type type;
    const char *name;
} files[] = {
    {DX_T_TOOL, "tools.ndjson"},     {DX_T_ROOT, "roots.ndjson"},         {DX_T_ITEM, "items.ndjson"},
    {DX_T_ENTRY, "entries.ndjson"},  {DX_T_PAGE, "pages.ndjson"},         {DX_T_DOCUMENT, "documents.ndjson"},
    {DX_T_FINDING, "findings.ndjson"}, {DX_T_ERROR, "errors.ndjson"},     {DX_T_END, "ends.ndjson"},
    {DX_T_STATUS, "ledger.ndjson"},
};
#define FILES (sizeof files / sizeof *files)
#define LEDGER (FILES - 1)

struct out {
    int fd;
    struct dx_buf b;
    struct dx_sha256 *hash;
};

struct dx_case {
    struct dx_casedir d;
    struct out out[FILES];
};

static size_t file_of(enum dx_type type)
{
    size_t i = 0;
    while (i < FILES && files[i].type != type)
        i++;
    return i;
}

const char *dx_case_file(enum dx_type type)
{
    size_t i = file_of(type);
    return i < FILES ? files[i].name : NULL;
}

static int failed(const struct dx_case *c, const char *what, const char *name, struct dx_err *e)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s %s/%s: %s", what, c->d.path, name, strerror(errno));
}

static void part(char out[64], size_t i) { snprintf(out, 64, "%s.part", files[i].name); }

static int open_files(struct dx_case *c, struct dx_err *e)
{
    char name[64];
    for (size_t i = 0; i < FILES; i++) {
        struct out *o = &c->out[i];
        part(name, i);
        o->fd = openat(c->d.dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (o->fd < 0)
            return failed(c, "write", name, e);
        o->hash = dx_sha256_new();
        if (!o->hash)
            return dx_fail_nomem(e);
        if (dx_sha256_start(o->hash) != DX_OK)
            return dx_fail(e, DX_ENV, "io", "libcrypto gives no SHA-256");
    }
    return DX_OK;
}

int dx_case_open(struct dx_case **out, const char *path, struct dx_err *e)
{
    *out = NULL;
    struct dx_case *c = calloc(1, sizeof *c);
    if (!c)
        return dx_fail_nomem(e);
    c->d = (struct dx_casedir)DX_CASEDIR_INIT;
    for (size_t i = 0; i < FILES; i++)
        c->out[i].fd = -1;
    int rc = dx_casedir_open(&c->d, path, DX_CASEDIR_MAKE, e);
    if (rc == DX_OK)
        rc = open_files(c, e);
    if (rc == DX_OK)
        *out = c;
    else
        dx_case_free(c);
    return rc;
}

struct dx_casedir *dx_case_dir(struct dx_case *c) { return &c->d; }

int dx_case_log(struct dx_case *c, const char *event, struct dx_str body, struct dx_err *e)
{
    return dx_custody_add(&c->d.custody, event, body, e);
}

static int flush(struct dx_case *c, size_t i, struct dx_err *e)
{
    struct out *o = &c->out[i];
    for (size_t at = 0; at < o->b.len;) {
        ssize_t k = write(o->fd, o->b.p + at, o->b.len - at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return failed(c, "write", files[i].name, e);
        at += (size_t)k;
    }
    if (o->b.len && dx_sha256_add(o->hash, o->b.p, o->b.len) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses to hash %s", files[i].name);
    dx_buf_reset(&o->b);
    return DX_OK;
}

int dx_case_write(struct dx_case *c, enum dx_type type, struct dx_str line, struct dx_err *e)
{
    size_t i = file_of(type);
    if (i == FILES)
        return dx_fail(e, DX_BAD, "unsupported", "a case has no file for this type of record");
    struct out *o = &c->out[i];
    dx_buf_add(&o->b, line.p, line.n);
    if (!dx_buf_ok(&o->b))
        return dx_fail_nomem(e);
    return o->b.len >= BUFFER ? flush(c, i, e) : DX_OK;
}

static int flush_all(struct dx_case *c, bool sync, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < FILES && rc == DX_OK; i++) {
        rc = flush(c, i, e);
        if (rc == DX_OK && sync && dx_sync(c->out[i].fd) != 0)
            rc = failed(c, "sync", files[i].name, e);
    }
    return rc;
}

/* The old ledger goes first and the new one comes last, so that at no moment a ledger stands beside another run's records. */
static int take_names(struct dx_case *c, struct dx_err *e)
{
    char name[64];
    if (unlinkat(c->d.dir, files[LEDGER].name, 0) != 0 && errno != ENOENT)
        return failed(c, "replace", files[LEDGER].name, e);
    for (size_t i = 0; i < FILES; i++) {
        if ((i == 0 || i == LEDGER) && dx_sync(c->d.dir) != 0)
            return failed(c, "sync", ".", e);
        part(name, i);
        if (renameat(c->d.dir, name, c->d.dir, files[i].name) != 0)
            return failed(c, "rename", name, e);
    }
    return dx_sync(c->d.dir) == 0 ? DX_OK : failed(c, "sync", ".", e);
}

int dx_case_complete(struct dx_case *c, struct dx_buf *body, struct dx_err *e)
{
    struct dx_jw w = {body, body->len > 0};
    int rc = flush_all(c, true, e);
    dx_jw_obj(&w, "files");
    for (size_t i = 0; i < FILES && rc == DX_OK; i++) {
        uint8_t digest[DX_SHA256_BYTES];
        char hex[DX_SHA256_HEX + 1];
        if (dx_sha256_end(c->out[i].hash, digest) != DX_OK)
            rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses to hash %s", files[i].name);
        dx_hex(digest, sizeof digest, hex);
        dx_jw_cstr(&w, files[i].name, hex);
    }
    dx_jw_obj_end(&w);
    return rc == DX_OK ? take_names(c, e) : rc;
}

int dx_case_leave(struct dx_case *c, struct dx_err *e) { return flush_all(c, false, e); }

void dx_case_free(struct dx_case *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < FILES; i++) {
        if (c->out[i].fd >= 0)
            close(c->out[i].fd);
        dx_buf_free(&c->out[i].b);
        dx_sha256_free(c->out[i].hash);
    }
    dx_casedir_close(&c->d);
    free(c);
}

int dx_case_read(const char *path, enum dx_type type, int *fd, struct dx_err *e)
{
    const char *name = dx_case_file(type);
    struct stat st;
    *fd = -1;
    if (!name)
        return dx_fail(e, DX_BAD, "unsupported", "a case has no file for this type of record");
    struct dx_casedir d;
    int rc = dx_casedir_open(&d, path, DX_CASEDIR_LOOK, e);
    if (rc == DX_OK && fstatat(d.dir, files[LEDGER].name, &st, 0) != 0)
        rc = dx_fail(e, DX_ENV, "io", "no run of the case %s was completed: run docex run again", path);
    else if (rc == DX_OK && (*fd = openat(d.dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0)
        rc = dx_fail(e, DX_ENV, "io", "cannot open %s/%s: %s", path, name, strerror(errno));
    dx_casedir_close(&d);
    return rc;
}
