/* walks.c: files of a shard's walk: written, and read side by side in the order of the plan's stretches */
#include "engine/walks.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/idset.h"
#include "base/limits.h"
#include "evidence/open.h"

#define BUFFER (256u << 10)

/* "shards/0007-<head of its hash>.walk" */
static void name_of(char out[64], int shard, const char *hash) { snprintf(out, 64, DX_PLAN_DIR "/%04d-%.16s.walk", shard, hash); }

/* The exact path that a record is about. */
static int path_of(const struct dx_json *j, struct dx_buf *out, struct dx_err *e)
{
    const struct dx_jnode *top = dx_json_top(j), *path = dx_json_get(j, top, "path"), *raw = dx_json_get(j, top, "path_raw");
    struct dx_str shown = path ? dx_json_str(dx_json_first(j, path)) : (struct dx_str){NULL, 0};
    struct dx_str exact = raw ? dx_json_str(dx_json_first(j, raw)) : (struct dx_str){NULL, 0};
    dx_buf_reset(out);
    if (exact.p ? !dx_buf_unbase64(out, exact.p, exact.n) : !shown.p)
        return dx_buf_ok(out) ? dx_fail(e, DX_BAD, "malformed", "a record of a walk without a path") : dx_fail_nomem(e);
    if (!exact.p)
        dx_buf_add(out, shown.p, shown.n);
    return dx_buf_ok(out) ? DX_OK : dx_fail_nomem(e);
}

/* ---- leaving one ---- */

struct dx_walk_file {
    const struct dx_plan *p;
    const struct dx_casedir *d;
    int shard, fd;
    char name[400]; /* while it isn't whole */
    struct dx_sha256 *hash;
    struct dx_json json;
    struct dx_buf out, path;
};

static int failed(const struct dx_walk_file *f, const char *what, struct dx_err *e)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s %s/%s: %s", what, f->d->path, f->name, strerror(errno));
}

int dx_walk_file_new(struct dx_walk_file **out, const struct dx_plan *p, int shard, const struct dx_casedir *d, const char *host,
                     struct dx_err *e)
{
    struct dx_walk_file *f = *out = calloc(1, sizeof *f);
    if (!f)
        return dx_fail_nomem(e);
    *f = (struct dx_walk_file){.p = p, .d = d, .shard = shard, .fd = -1, .hash = dx_sha256_new()};
    snprintf(f->name, sizeof f->name, DX_PLAN_DIR "/%04d-%s.part", shard, host);
    int rc = f->hash ? dx_sha256_start(f->hash) : DX_NOMEM;
    if (rc == DX_OK && (f->fd = openat(d->dir, f->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) < 0)
        rc = failed(f, "make", e);
    else if (rc != DX_OK)
        rc = dx_fail_nomem(e);
    if (rc != DX_OK) {
        dx_walk_file_free(f);
        *out = NULL;
    }
    return rc;
}

void dx_walk_file_free(struct dx_walk_file *f)
{
    if (!f)
        return;
    if (f->fd >= 0) {
        close(f->fd);
        unlinkat(f->d->dir, f->name, 0);
    }
    dx_sha256_free(f->hash);
    dx_json_free(&f->json);
    dx_buf_free(&f->out);
    dx_buf_free(&f->path);
    free(f);
}

static int flush(struct dx_walk_file *f, struct dx_err *e)
{
    if (dx_sha256_add(f->hash, f->out.p, f->out.len) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    for (size_t at = 0; at < f->out.len;) {
        ssize_t k = write(f->fd, f->out.p + at, f->out.len - at);
        if (k < 0 && errno != EINTR)
            return failed(f, "write", e);
        at += k > 0 ? (size_t)k : 0;
    }
    dx_buf_reset(&f->out);
    return DX_OK;
}

/* Is the line the walk's own? All records but roots end with who made them. */
static bool is_own(const struct dx_walk_file *f, struct dx_str line)
{
    char tail[64];
    size_t n = (size_t)snprintf(tail, sizeof tail, ",\"by\":\"%s\"}\n", f->p->tools[0]);
    return line.n > n && memcmp(line.p + line.n - n, tail, n) == 0;
}

static int add(struct dx_walk_file *f, struct dx_str line, struct dx_err *e)
{
    int rc = dx_json_parse(&f->json, line.p, line.n - 1, e);
    if (rc == DX_OK)
        rc = path_of(&f->json, &f->path, e);
    if (rc == DX_OK && dx_plan_has(f->p, f->shard, dx_buf_slice(&f->path)))
        dx_buf_add(&f->out, line.p, line.n);
    return rc;
}

int dx_walk_file_add(struct dx_walk_file *f, struct dx_str lines, struct dx_err *e)
{
    int rc = DX_OK;
    while (lines.n && rc == DX_OK) {
        const char *end = memchr(lines.p, '\n', lines.n);
        struct dx_str line = {lines.p, end ? (size_t)(end - lines.p) + 1 : lines.n};
        if (is_own(f, line))
            rc = add(f, line, e);
        lines = (struct dx_str){line.p + line.n, lines.n - line.n};
    }
    if (rc == DX_OK && !dx_buf_ok(&f->out))
        rc = dx_fail_nomem(e);
    return rc == DX_OK && f->out.len >= BUFFER ? flush(f, e) : rc;
}

int dx_walk_file_end(struct dx_walk_file *f, char hash[DX_SHA256_HEX + 1], struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES];
    char name[64];
    int rc = flush(f, e);
    if (rc == DX_OK && dx_sha256_end(f->hash, digest) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    if (rc != DX_OK)
        return rc;
    dx_hex(digest, sizeof digest, hash);
    name_of(name, f->shard, hash);
    if (fsync(f->fd) != 0)
        return failed(f, "sync", e);
    if (renameat(f->d->dir, f->name, f->d->dir, name) != 0)
        return failed(f, "rename", e);
    close(f->fd);
    f->fd = -1;
    return DX_OK;
}

/* ---- all of them ---- */

struct source {
    FILE *f;          /* NULL: not open now, or through */
    off_t at;         /* where to go on, when it isn't open */
    char *line;       /* in hand; n 0: none */
    size_t n, cap, stretch;
    bool through;
    struct dx_sha256 *sum;
    char hash[DX_SHA256_HEX + 1];
};

struct dx_walks {
    const struct dx_plan *p;
    struct dx_casedir d;
    struct source *s; /* of each shard */
    size_t open_files;
    struct dx_idset seen;
    struct dx_json json;
    struct dx_buf path, line;
    int64_t items, errors;
};

int dx_walks_open(struct dx_walks **out, const struct dx_plan *p, const char *case_dir, struct dx_err *e)
{
    struct dx_walks *w = *out = calloc(1, sizeof *w);
    if (!w)
        return dx_fail_nomem(e);
    *w = (struct dx_walks){.p = p, .d = DX_CASEDIR_INIT, .s = calloc((size_t)p->shards, sizeof *w->s)};
    struct dx_buf done = DX_BUF_INIT;
    int rc = w->s ? dx_casedir_open(&w->d, case_dir, DX_CASEDIR_LOOK, e) : dx_fail_nomem(e);
    for (int i = 0; i < p->shards && rc == DX_OK; i++) {
        dx_buf_reset(&done);
        rc = dx_plan_done(p, &w->d, i, &done, e);
        if (rc == DX_OK && (!done.len || dx_json_parse(&w->json, done.p, done.len, e) != DX_OK))
            rc = dx_fail(e, DX_ENV, "missing", "shard %d is not done", i);
        struct dx_str hash = rc == DX_OK ? dx_json_str(dx_json_get(&w->json, dx_json_top(&w->json), "walk")) : (struct dx_str){NULL, 0};
        if (rc == DX_OK && hash.n != DX_SHA256_HEX)
            rc = dx_fail(e, DX_ENV, "malformed", "what shard %d left doesn't name its walk: work on it again", i);
        if (rc == DX_OK) {
            memcpy(w->s[i].hash, hash.p, hash.n);
            if (!(w->s[i].sum = dx_sha256_new()) || dx_sha256_start(w->s[i].sum) != DX_OK)
                rc = dx_fail_nomem(e);
        }
    }
    dx_buf_free(&done);
    if (rc != DX_OK) {
        dx_walks_free(w);
        *out = NULL;
    }
    return rc;
}

void dx_walks_free(struct dx_walks *w)
{
    if (!w)
        return;
    for (int i = 0; w->s && i < w->p->shards; i++) {
        if (w->s[i].f)
            fclose(w->s[i].f);
        free(w->s[i].line);
        dx_sha256_free(w->s[i].sum);
    }
    free(w->s);
    dx_casedir_close(&w->d);
    dx_idset_free(&w->seen);
    dx_json_free(&w->json);
    dx_buf_free(&w->path);
    dx_buf_free(&w->line);
    free(w);
}

void dx_walks_counts(const struct dx_walks *w, int64_t *items, int64_t *errors)
{
    *items = w->items;
    *errors = w->errors;
}

/* Closes those that wait, so that there are descriptors for another. */
static void make_room(struct dx_walks *w)
{
    for (int i = 0; i < w->p->shards && w->open_files >= DX_CACHE_OPEN; i++)
        if (w->s[i].f) {
            w->s[i].at = ftello(w->s[i].f);
            fclose(w->s[i].f);
            w->s[i].f = NULL;
            w->open_files--;
        }
}

static int open_source(struct dx_walks *w, int shard, struct dx_err *e)
{
    struct source *s = &w->s[shard];
    char name[64];
    name_of(name, shard, s->hash);
    make_room(w);
    int fd = openat(w->d.dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    s->f = fd >= 0 ? fdopen(fd, "r") : NULL;
    if (s->f && fseeko(s->f, s->at, SEEK_SET) == 0) {
        w->open_files++;
        return DX_OK;
    }
    if (!s->f && fd >= 0)
        close(fd);
    return dx_fail(e, DX_ENV, "io", "cannot open %s/%s: %s (work on shard %d again)", w->d.path, name, strerror(errno), shard);
}

static int close_source(struct dx_walks *w, int shard, struct dx_err *e)
{
    struct source *s = &w->s[shard];
    uint8_t digest[DX_SHA256_BYTES];
    char hex[DX_SHA256_HEX + 1];
    fclose(s->f);
    s->f = NULL;
    w->open_files--;
    s->through = true;
    if (dx_sha256_end(s->sum, digest) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    dx_hex(digest, sizeof digest, hex);
    return strcmp(hex, s->hash) == 0 ? DX_OK : dx_fail(e, DX_ENV, "malformed", "the walk of shard %d is not what it left: work on it again", shard);
}

/* The next record of a shard into its line, w->json and w->path; s->n 0 after the last. */
static int read_on(struct dx_walks *w, int shard, struct dx_err *e)
{
    struct source *s = &w->s[shard];
    s->n = 0;
    int rc = s->f ? DX_OK : open_source(w, shard, e);
    if (rc != DX_OK)
        return rc;
    ssize_t k = getline(&s->line, &s->cap, s->f);
    if (k < 0)
        return ferror(s->f) ? dx_fail(e, DX_ENV, "io", "cannot read the walk of shard %d", shard) : close_source(w, shard, e);
    s->n = (size_t)k;
    if (dx_sha256_add(s->sum, s->line, s->n) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    struct dx_err bad;
    rc = dx_json_parse(&w->json, s->line, s->n - (s->line[s->n - 1] == '\n'), &bad);
    if (rc == DX_OK)
        rc = path_of(&w->json, &w->path, &bad);
    if (rc != DX_OK)
        return rc == DX_NOMEM ? dx_fail_nomem(e) : dx_fail(e, DX_ENV, "malformed", "the walk of shard %d holds what is no record: work on it again", shard);
    s->stretch = dx_plan_stretch(w->p, dx_buf_slice(&w->path));
    return DX_OK;
}

/* An item as this walk says it: whether its content was met before is known here alone. */
static int give_item(struct dx_walks *w, struct dx_str line, dx_walk_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_item it;
    uint8_t id[DX_SHA256_BYTES];
    bool fresh = true;
    int rc = dx_item_read(&it, &w->json, e);
    if (rc == DX_OK && (it.id.n != DX_SHA256_HEX || !dx_unhex(it.id.p, sizeof id, id)))
        rc = dx_fail(e, DX_ENV, "malformed", "an item of a shard's walk has no hash");
    if (rc == DX_OK)
        rc = dx_idset_add(&w->seen, id, &fresh, e);
    if (rc != DX_OK)
        return rc;
    w->items++;
    if (it.duplicate == fresh) {
        it.duplicate = !fresh;
        dx_buf_reset(&w->line);
        dx_item_write(&w->line, &it, w->p->tools[0]);
        line = dx_buf_slice(&w->line);
    }
    return dx_buf_ok(&w->line) ? fn(ctx, DX_T_ITEM, line, &it, -1) : dx_fail_nomem(e);
}

static int give(struct dx_walks *w, struct dx_str line, dx_walk_fn *fn, void *ctx, struct dx_err *e)
{
    enum dx_type type = dx_record_type(line.p, line.n);
    if (type == DX_T_ITEM)
        return give_item(w, line, fn, ctx, e);
    w->errors += type == DX_T_ERROR;
    return fn(ctx, type, line, NULL, -1);
}

static int give_root(struct dx_walks *w, const struct dx_operand *o, dx_walk_fn *fn, void *ctx, struct dx_err *e)
{
    char *real = realpath(o->path, NULL);
    dx_buf_reset(&w->line);
    dx_root_write(&w->line, dx_str(o->exhibit), dx_str(real ? real : o->path));
    free(real);
    return dx_buf_ok(&w->line) ? fn(ctx, DX_T_ROOT, dx_buf_slice(&w->line), NULL, -1) : dx_fail_nomem(e);
}

int dx_walks_go(struct dx_walks *w, dx_walk_fn *fn, void *ctx, struct dx_err *e)
{
    size_t root = 0;
    int rc = DX_OK;
    for (size_t i = 0; i < w->p->n && rc == DX_OK; i++) {
        int shard = w->p->stretches[i].shard;
        struct source *s = &w->s[shard];
        if (!s->n && !s->through)
            rc = read_on(w, shard, e);
        while (rc == DX_OK && s->n && s->stretch == i) {
            rc = dx_json_parse(&w->json, s->line, s->n - (s->line[s->n - 1] == '\n'), e);
            if (rc == DX_OK)
                rc = path_of(&w->json, &w->path, e);
            size_t mine = rc == DX_OK ? dx_plan_operand(w->p, dx_buf_slice(&w->path)) : 0;
            for (; rc == DX_OK && root <= mine && root < w->p->n_operands; root++)
                rc = give_root(w, &w->p->operands[root], fn, ctx, e);
            if (rc == DX_OK)
                rc = give(w, (struct dx_str){s->line, s->n}, fn, ctx, e);
            if (rc == DX_OK)
                rc = read_on(w, shard, e);
        }
        if (rc == DX_OK && s->n && s->stretch < i)
            rc = dx_fail(e, DX_ENV, "malformed", "the walk of shard %d is out of order: work on it again", shard);
    }
    for (; rc == DX_OK && root < w->p->n_operands; root++)
        rc = give_root(w, &w->p->operands[root], fn, ctx, e);
    for (int i = 0; i < w->p->shards && rc == DX_OK; i++) {
        if (!w->s[i].through && !w->s[i].n) /* one without a stretch */
            rc = read_on(w, i, e);
        if (rc == DX_OK && !w->s[i].through)
            rc = dx_fail(e, DX_ENV, "malformed", "the walk of shard %d holds more than its part: work on it again", i);
    }
    return rc;
}
