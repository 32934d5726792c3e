/* casedir.c: the folder of a case */
#include "engine/casedir.h"

#include "base/data.h"
#include "base/record.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"

#define CASE_FILE "case.json"
#define SMALL_BYTES (64u << 20)

static const char readme[] =
    "This folder is a case of docex, a program that reads evidence into records.\n"
    "\n"
    "All files named *.ndjson are text in UTF-8 with one JSON object a line. What the objects hold is described by the files in schemas/\n"
    "(JSON Schema, draft 2020-12), one for each value of \"type\":\n"
    "\n"
    "  tools.ndjson      the programs, rules and models that made the records; \"by\" in a record names one of them\n"
    "  roots.ndjson      where each exhibit lay on the machine that read it\n"
    "  items.ndjson      every file: SHA-256 (\"id\"), path, size, media type\n"
    "  entries.ndjson    what has a name but no bytes: links, devices, empty folders\n"
    "  pages.ndjson      text of items, page by page\n"
    "  documents.ndjson  machine-readable zones of passports, visas, identity cards\n"
    "  findings.ndjson   identifiers: what stands there (\"raw\"), its normal form (\"value\"), how sure it is and why\n"
    "  errors.ndjson     what could not be read, and why\n"
    "  ledger.ndjson     what became of each item; a case without this file is not complete\n"
    "  ends.ndjson       what each program counted at its end\n"
    "  custody.ndjson    what was done with the case and when; \"prev\" is the SHA-256 of the line before, without its line end\n"
    "\n"
    "A file named *.part belongs to a run that is going on or was interrupted.\n"
    "cache/ holds results for going on; it is no part of the findings and may be deleted.\n"
    "case.json says which schema the case follows. shards/ and signatures/, where they are, belong to runs on several machines and to\n"
    "signed heads of the custody log.\n"
    "\n"
    "The case is checked by: docex verify CASE. Without docex: the hashes of the files stand in the last entry \"end\" of\n"
    "custody.ndjson, and the chain of that file can be followed with any SHA-256 program.\n";

static int failed(const struct dx_casedir *d, const char *what, const char *name, struct dx_err *e)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s %s/%s: %s", what, d->path, name, strerror(errno));
}

static int write_all(int fd, struct dx_str s)
{
    while (s.n) {
        ssize_t k = write(fd, s.p, s.n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return -1;
        s = (struct dx_str){s.p + k, s.n - (size_t)k};
    }
    return 0;
}

int dx_casedir_put(const struct dx_casedir *d, const char *name, struct dx_str bytes, struct dx_err *e)
{
    char part[512];
    snprintf(part, sizeof part, "%s.%ld.new", name, (long)getpid());
    int fd = openat(d->dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return failed(d, "write", part, e);
    bool good = write_all(fd, bytes) == 0 && dx_sync(fd) == 0;
    int why = errno;
    close(fd);
    if (good && renameat(d->dir, part, d->dir, name) == 0)
        return DX_OK;
    errno = good ? errno : why;
    int rc = failed(d, "write", name, e);
    unlinkat(d->dir, part, 0);
    return rc;
}

int dx_casedir_get(const struct dx_casedir *d, const char *name, struct dx_buf *out, bool *there, struct dx_err *e)
{
    ssize_t k = 1;
    dx_buf_reset(out);
    int fd = openat(d->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *there = fd >= 0;
    if (fd < 0)
        return errno == ENOENT ? DX_OK : failed(d, "open", name, e);
    while (k > 0 && out->len < SMALL_BYTES && dx_buf_room(out, 65536)) {
        k = read(fd, out->p + out->len, 65536);
        if (k < 0 && errno == EINTR)
            k = 1;
        else if (k > 0)
            out->len += (size_t)k;
    }
    int rc = k < 0 ? failed(d, "read", name, e) : k > 0 ? dx_fail_nomem(e) : DX_OK;
    if (out->p)
        out->p[out->len] = '\0';
    close(fd);
    return rc;
}

/* ---- what a case is ---- */

/* Nothing but a case, or an empty folder, is written to: a case directory named by mistake may be evidence. */
static int check_content(const struct dx_casedir *d, struct dx_err *e)
{
    struct stat st;
    if (fstatat(d->dir, DX_CUSTODY_FILE, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return DX_OK;
    int fd = openat(d->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list) {
        if (fd >= 0)
            close(fd);
        return failed(d, "read", ".", e);
    }
    bool empty = true;
    for (struct dirent *one; empty && (one = readdir(list));)
        empty = strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0;
    closedir(list);
    return empty ? DX_OK : dx_fail(e, DX_ENV, "io", "%s is neither empty nor a case: name another folder", d->path);
}

/* A case of a newer schema is left alone: what is written into it could mean something else there. */
static int check_schema(const struct dx_casedir *d, bool *there, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_json j = {0};
    int rc = dx_casedir_get(d, CASE_FILE, &b, there, e);
    if (rc == DX_OK && *there) {
        struct dx_err bad;
        bool good = dx_json_parse(&j, b.p, b.len && b.p[b.len - 1] == '\n' ? b.len - 1 : b.len, &bad) == DX_OK;
        int64_t schema = good ? dx_json_int(dx_json_get(&j, dx_json_top(&j), "schema"), 0) : 0;
        struct dx_str version = good ? dx_json_str(dx_json_get(&j, dx_json_top(&j), "version")) : (struct dx_str){NULL, 0};
        if (schema < 1)
            rc = dx_fail(e, DX_ENV, "malformed", "%s/" CASE_FILE " doesn't say which schema the case follows", d->path);
        else if (schema > DX_SCHEMA)
            rc = dx_fail(e, DX_ENV, "unsupported", "the case %s follows schema %lld, of docex %.*s; this docex, " PACKAGE_VERSION
                         ", knows schemas up to %d", d->path, (long long)schema, (int)version.n, version.p ? version.p : "", DX_SCHEMA);
    }
    dx_json_free(&j);
    dx_buf_free(&b);
    return rc;
}

static int copy_schema(const struct dx_casedir *d, const char *from, const char *name, struct dx_err *e)
{
    char to[300];
    const struct dx_casedir source = {(char *)(uintptr_t)from, open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC), {.fd = -1}};
    struct dx_buf b = DX_BUF_INIT;
    bool there = false;
    int rc = source.dir < 0 ? dx_fail(e, DX_ENV, "io", "cannot open %s: %s", from, strerror(errno))
                            : dx_casedir_get(&source, name, &b, &there, e);
    snprintf(to, sizeof to, "schemas/%.200s", name);
    if (rc == DX_OK && there)
        rc = dx_casedir_put(d, to, dx_buf_slice(&b), e);
    dx_buf_free(&b);
    if (source.dir >= 0)
        close(source.dir);
    return rc;
}

static int copy_schemas(const struct dx_casedir *d, struct dx_err *e)
{
    struct dx_buf from = DX_BUF_INIT;
    dx_data_path(&from, "DX_SCHEMAS_DIR", "schemas");
    DIR *list = dx_buf_ok(&from) ? opendir(from.p) : NULL;
    int rc = DX_OK, copied = 0;
    if (!list)
        rc = dx_buf_ok(&from) ? dx_fail(e, DX_ENV, "io", "cannot read the schemas in %s: %s", from.p, strerror(errno)) : dx_fail_nomem(e);
    else if (mkdirat(d->dir, "schemas", 0700) != 0 && errno != EEXIST)
        rc = failed(d, "make", "schemas", e);
    for (struct dirent *one; rc == DX_OK && list && (one = readdir(list));)
        if (strstr(one->d_name, ".schema.json")) {
            rc = copy_schema(d, from.p, one->d_name, e);
            copied++;
        }
    if (rc == DX_OK && copied == 0)
        rc = dx_fail(e, DX_ENV, "io", "there are no schemas in %s", from.p);
    if (list)
        closedir(list);
    dx_buf_free(&from);
    return rc;
}

/* case.json comes last: a case without it is described again. */
static int describe(const struct dx_casedir *d, struct dx_err *e)
{
    char text[128];
    int n = snprintf(text, sizeof text, "{\"type\":\"case\",\"schema\":%d,\"version\":\"%s\"}\n", DX_SCHEMA, PACKAGE_VERSION);
    int rc = dx_casedir_put(d, "README", dx_str(readme), e);
    if (rc == DX_OK)
        rc = copy_schemas(d, e);
    return rc == DX_OK ? dx_casedir_put(d, CASE_FILE, (struct dx_str){text, (size_t)n}, e) : rc;
}

/* The log's own messages don't know whose it is. */
static int open_log(struct dx_casedir *d, bool shared, struct dx_err *e)
{
    struct dx_err what;
    int rc = dx_custody_open(&d->custody, d->dir, shared, &what);
    return rc == DX_OK ? rc : rc == DX_NOMEM ? dx_fail_nomem(e) : dx_fail(e, rc, "io", "%.200s: %.250s", d->path, what.msg);
}

static int make(struct dx_casedir *d, struct dx_err *e)
{
    struct stat st;
    bool described;
    int rc = check_content(d, e);
    if (rc == DX_OK)
        rc = check_schema(d, &described, e);
    if (rc == DX_OK && fstat(d->dir, &st) == 0 && (st.st_mode & 0077) != 0 && fchmod(d->dir, 0700) != 0)
        return failed(d, "close to others", ".", e);
    if (rc == DX_OK)
        rc = open_log(d, false, e);
    return rc == DX_OK && !described ? describe(d, e) : rc;
}

static int enter(struct dx_casedir *d, bool join, struct dx_err *e)
{
    struct stat st;
    bool described;
    if (fstatat(d->dir, DX_CUSTODY_FILE, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return dx_fail(e, DX_ENV, "io", "%s is not a case: there is no " DX_CUSTODY_FILE " in it", d->path);
    int rc = check_schema(d, &described, e);
    return rc == DX_OK && join ? open_log(d, true, e) : rc;
}

int dx_casedir_open(struct dx_casedir *d, const char *path, enum dx_casedir_how how, struct dx_err *e)
{
    *d = (struct dx_casedir)DX_CASEDIR_INIT;
    if (!(d->path = strdup(path)))
        return dx_fail_nomem(e);
    if (how == DX_CASEDIR_MAKE && mkdir(path, 0700) != 0 && errno != EEXIST)
        return dx_fail(e, DX_ENV, "io", "cannot make the case %s: %s", path, strerror(errno));
    d->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d->dir < 0)
        return dx_fail(e, DX_ENV, "io", "cannot open the case %s: %s", path, strerror(errno));
    return how == DX_CASEDIR_MAKE ? make(d, e) : enter(d, how == DX_CASEDIR_JOIN, e);
}

void dx_casedir_close(struct dx_casedir *d)
{
    dx_custody_close(&d->custody);
    if (d->dir >= 0)
        close(d->dir);
    free(d->path);
    *d = (struct dx_casedir)DX_CASEDIR_INIT;
}
