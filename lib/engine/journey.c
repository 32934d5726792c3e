/* journey.c: walker, pool, stages and cache put together
 *
 * What the walker says is gathered into units: an item with the errors that follow it, or anything else alone. Units go through
 * the pool in order; an item that was met before, that has no bytes, that is listed, or whose results are in the cache needs no
 * worker. */
#include "engine/journey.h"

#include "base/limits.h"
#include "engine/crew.h"
#include "engine/result.h"
#include "engine/typer.h"
#include "evidence/open.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct unit {
    struct unit *next;
    struct dx_unit says;
    struct dx_buf text;
    int fd;
    bool work;
    size_t have;  /* results of the first so many stages came from the cache */
    size_t base;  /* bytes of text that the walk gave: the rest came from the cache */
    struct dx_result_keys keys;
};

struct dx_journey {
    const struct dx_journey_options *o;
    dx_journey_fn *fn;
    void *ctx;
    struct dx_worker_stage *stages;
    struct dx_buf tool;  /* dx-walk's record */
    char by[DX_TOOL_DIGITS + 1];
    struct dx_walker *walker;
    struct dx_typer *typer;
    struct dx_crew *crew;
    struct dx_cache *cache;
    struct dx_roots *roots;    /* where files that were not read lie, if they must be after all */
    struct unit *open;         /* being gathered */
    struct unit *first, *last; /* with the pool, in order */
    bool halted;               /* some were forgotten, as the run is to stop */
    struct dx_group group;     /* of what comes from the cache */
    struct dx_buf frame;
    char media[128];           /* of the known file in hand */
    bool known;                /* the file in hand was not read (by this walk, when shards have walked) */
    int64_t late;              /* errors of the walk that came afterwards */
    struct dx_err *e;          /* for the walker's callback */
    int broken;                /* what the cache said, once it could not keep a result */
    struct dx_err why;
};

static void group_text(const struct dx_group *g, struct dx_buf *b)
{
    for (size_t i = 0; i < g->n; i++)
        dx_buf_add(b, g->text.p + g->lines[i].off, g->lines[i].len);
}

/* ---- answers, as they come ---- */

/* Keeps the results of a unit that was worked on. */
static int keep(struct dx_journey *r, const struct unit *u, struct dx_str lines, struct dx_err *e)
{
    if (!u->keys.n)
        return DX_OK;
    return dx_result_store(r->cache, &u->keys, r->stages, r->o->n_stages, u->have, lines, (struct dx_str){u->text.p, u->base}, e);
}

static void on_arrival(void *ctx, void *tag, struct dx_str answer)
{
    struct dx_journey *r = ctx;
    if (r->broken == DX_OK)
        r->broken = keep(r, tag, answer, &r->why);
}

/* ---- answers, in order ---- */

static void unit_free(struct unit *u)
{
    if (!u)
        return;
    if (u->fd >= 0)
        close(u->fd);
    dx_buf_free(&u->text);
    free(u);
}

static bool stopped(const struct dx_journey *r) { return r->o->stop && *r->o->stop; }

static int on_answer(void *ctx, void *tag, struct dx_str answer, int64_t failures, struct dx_err *e)
{
    struct dx_journey *r = ctx;
    struct unit *u = tag; /* the first: answers come in order */
    int rc = DX_OK;
    (void)failures;
    r->first = u->next;
    if (!r->first)
        r->last = NULL;
    if (r->broken != DX_OK) {
        *e = r->why;
        rc = r->broken;
    }
    if (rc == DX_OK)
        rc = r->fn(r->ctx, &u->says, answer, e);
    unit_free(u);
    if (rc == DX_OK && stopped(r)) /* what is in hand is finished, what waits isn't begun */
        r->halted |= dx_crew_halt(r->crew) > 0;
    return rc;
}

/* ---- what is known of files without reading them ---- */

/* A file that was read through once is known by its path, as long as size and times are what they were: the time of change (ctime) is
 * set by the system at every change of content or times. One that was changed within the last seconds (DX_SETTLED_SECONDS) may change again
 * within the same tick of the clock, and isn't known. */

static bool file_key(const struct dx_journey *r, struct dx_str path, uint8_t key[DX_SHA256_BYTES])
{
    struct dx_buf b = DX_BUF_INIT;
    dx_buf_printf(&b, "docex file 1\n%s\n", r->by);
    dx_buf_add(&b, path.p, path.n);
    bool good = dx_buf_ok(&b) && dx_sha256(b.p, b.len, key) == DX_OK;
    dx_buf_free(&b);
    return good;
}

static int file_stamp(char *out, size_t room, const struct stat *st)
{
    return snprintf(out, room, "%" PRId64 " %" PRId64 ".%09ld %" PRId64 ".%09ld", (int64_t)st->st_size, (int64_t)st->st_mtim.tv_sec,
                    st->st_mtim.tv_nsec, (int64_t)st->st_ctim.tv_sec, st->st_ctim.tv_nsec);
}

/* "<size> <mtime> <ctime> <hash> <media type>" */
static bool recall(struct dx_journey *r, struct dx_str path, const struct stat *st, struct dx_known *known)
{
    uint8_t key[DX_SHA256_BYTES];
    char stamp[128], hex[DX_SHA256_HEX + 1];
    uint64_t at = 0;
    bool got;
    struct dx_err e;
    if (!r->cache || !file_key(r, path, key) || dx_cache_get(r->cache, key, &at, &r->frame, &got, &e) != DX_OK || !got)
        return false;
    size_t n = (size_t)file_stamp(stamp, sizeof stamp, st);
    if (r->frame.len < n || memcmp(r->frame.p, stamp, n) != 0 || sscanf(r->frame.p + n, " %64s %127s", hex, r->media) != 2)
        return false;
    *known = (struct dx_known){.size = st->st_size, .media = r->media};
    return dx_unhex(hex, sizeof known->id, known->id);
}

static int remember(struct dx_journey *r, const struct dx_item *it, struct dx_err *e)
{
    uint8_t key[DX_SHA256_BYTES];
    const struct stat *st = dx_walker_stat(r->walker);
    char stamp[128];
    if (it->levels != 1 || time(NULL) - st->st_ctim.tv_sec <= DX_SETTLED_SECONDS || !file_key(r, dx_walker_path(r->walker), key))
        return DX_OK;
    file_stamp(stamp, sizeof stamp, st);
    dx_buf_reset(&r->frame);
    dx_buf_printf(&r->frame, "%s %.*s %.*s\n", stamp, (int)it->id.n, it->id.p, (int)it->media.n, it->media.p);
    return dx_buf_ok(&r->frame) ? dx_cache_put(r->cache, key, dx_buf_slice(&r->frame), e) : dx_fail_nomem(e);
}

static bool ask_folder(void *ctx, struct dx_str path)
{
    const struct dx_journey *r = ctx;
    return !r->o->wants_folder || r->o->wants_folder(r->ctx, path);
}

static enum dx_walk_choice ask_file(void *ctx, struct dx_str path, const struct stat *st, struct dx_known *known)
{
    struct dx_journey *r = ctx;
    r->known = false;
    if (r->o->wants_file && !r->o->wants_file(r->ctx, path))
        return DX_WALK_PASS;
    r->known = recall(r, path, st, known);
    return r->known ? DX_WALK_KNOWN : DX_WALK_READ;
}

/* A known file whose results aren't all there must be read after all. What doesn't hold the content any more is said; then nothing of it
 * is read. */
static int reopen(struct dx_journey *r, struct unit *u, struct dx_err *e)
{
    struct dx_err what;
    int rc = dx_item_open(r->roots, &r->group.item, &u->fd, &what);
    if (rc == DX_OK)
        rc = dx_item_verify(u->fd, &r->group.item, &what);
    if (rc == DX_OK)
        return DX_OK;
    if (u->fd >= 0)
        close(u->fd);
    u->fd = -1;
    u->work = false;
    if (rc != DX_BAD && rc != DX_LIMIT) {
        *e = what;
        return rc;
    }
    u->text.len = u->base;
    dx_error_write(&u->text, &(struct dx_error_rec){&r->group.item, 0, "walk", &what}, r->by);
    r->late++;
    return dx_buf_ok(&u->text) ? DX_OK : dx_fail_nomem(e);
}

/* ---- the walk ---- */

/* Do stages from `from` on look at the bytes? */
static bool wants_bytes(const struct dx_journey *r, size_t from, struct dx_str media)
{
    for (size_t i = from; i < r->o->n_stages; i++)
        if (r->stages[i].stage->page && dx_work_takes(&r->stages[i], 1, media))
            return true;
    return false;
}

/* Adds to a unit what the cache has of its results; it needs no worker when that is all of them. */
static int from_cache(struct dx_journey *r, struct unit *u, struct dx_err *e)
{
    const size_t n = r->o->n_stages;
    u->base = u->text.len;
    dx_group_reset(&r->group);
    int rc = dx_group_add_all(&r->group, dx_buf_slice(&u->text), e);
    if (rc == DX_OK)
        rc = dx_result_key(&u->keys, &r->group.item, dx_buf_slice(&u->text), r->stages, n, e);
    if (rc == DX_OK)
        rc = dx_result_load(r->cache, &u->keys, r->o->passing, &r->group, &u->have, e);
    if (rc != DX_OK)
        return rc;
    if (u->have > 0) {
        struct dx_buf all = DX_BUF_INIT;
        group_text(&r->group, &all);
        if (!dx_buf_ok(&all))
            return dx_fail_nomem(e);
        dx_buf_free(&u->text);
        u->text = all;
    }
    u->work = u->have < n;
    u->says.cached = !u->work;
    bool bytes = u->work && wants_bytes(r, u->have, r->group.item.media);
    if (u->fd >= 0 && !bytes) {
        close(u->fd);
        u->fd = -1;
    }
    return bytes && u->fd < 0 ? reopen(r, u, e) : DX_OK;
}

/* Did a shard's walk say something of the item itself? Then its bytes couldn't be relied on, or its type isn't known. */
static bool doubted(const struct dx_journey *r, const struct unit *u)
{
    return r->o->walks && u->text.len && memchr(u->text.p, '\n', u->text.len) != u->text.p + u->text.len - 1;
}

/* Hands the open unit to the pool. */
static int hand_over(struct dx_journey *r)
{
    struct unit *u = r->open;
    if (!u)
        return DX_OK;
    r->open = NULL;
    u->says.known = u->says.known && !doubted(r, u);
    /* bytes that couldn't be relied on are nobody's content */
    int rc = !dx_buf_ok(&u->text) ? dx_fail_nomem(r->e)
             : u->work && (u->fd >= 0 || u->says.known) && r->cache ? from_cache(r, u, r->e) : DX_OK;
    if (rc != DX_OK) {
        unit_free(u);
        return rc;
    }
    if (r->last)
        r->last->next = u;
    else
        r->first = u;
    r->last = u;
    u->says.worked = u->work;
    int fd = u->fd;
    u->fd = -1; /* the answer may come, and free the unit, before put returns */
    rc = dx_crew_put(r->crew, u->work ? DX_CREW_WORK : DX_CREW_PASS, u->have, dx_buf_slice(&u->text), fd, u, r->e);
    if (fd >= 0)
        close(fd);
    return rc;
}

static int open_item(struct dx_journey *r, struct unit *u, const struct dx_item *item, int fd)
{
    uint8_t id[DX_SHA256_BYTES];
    u->says.item = true;
    u->says.duplicate = item->duplicate; /* one walk, one stream: the walker's word is this run's */
    u->says.listed = r->o->skip && item->id.n == DX_SHA256_HEX && dx_unhex(item->id.p, sizeof id, id) && dx_idset_has(r->o->skip, id);
    u->work = !u->says.duplicate && !u->says.listed && item->size != 0 && dx_work_takes(r->stages, r->o->n_stages, item->media);
    u->work = u->work && (!r->o->wants_work || r->o->wants_work(r->ctx, item));
    if (u->work && fd >= 0 && (u->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0)
        return dx_fail(r->e, DX_ENV, "io", "cannot keep an item's descriptor: %s", strerror(errno));
    u->says.known = r->known;
    return r->cache && fd >= 0 ? remember(r, item, r->e) : DX_OK;
}

static int on_walk(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct dx_journey *r = ctx;
    if (stopped(r))
        return DX_STOP;
    int rc = type == DX_T_ERROR && r->open ? DX_OK : hand_over(r);
    if (rc != DX_OK)
        return rc;
    if (!r->open) {
        struct unit *u = calloc(1, sizeof *u);
        if (!u)
            return dx_fail_nomem(r->e);
        u->fd = -1;
        r->open = u;
        if (type == DX_T_ITEM && item)
            rc = open_item(r, u, item, fd);
        else if (type == DX_T_ROOT)
            rc = dx_roots_record(r->roots, line, r->e);
    }
    dx_buf_add(&r->open->text, line.p, line.n);
    if (line.n && line.p[line.n - 1] != '\n')
        dx_buf_byte(&r->open->text, '\n');
    return rc;
}

static int walk_all(struct dx_journey *r, struct dx_err *e)
{
    const struct dx_journey_options *o = r->o;
    int rc = DX_OK;
    *e = (struct dx_err){0};
    r->known = o->walks != NULL;
    if (o->walks)
        rc = dx_walks_go(o->walks, on_walk, r, e);
    else if (o->beneath && o->n_operands == 1)
        for (size_t i = 0; i < o->n_names && rc == DX_OK; i++)
            rc = dx_walk_beneath(r->walker, &o->operands[0], o->names[i], e);
    else
        for (size_t i = 0; i < o->n_operands && rc == DX_OK; i++)
            rc = dx_walk(r->walker, &o->operands[i], e);
    if (rc == DX_OK)
        rc = hand_over(r);
    if (rc == DX_OK && stopped(r))
        rc = DX_STOP;
    if (rc == DX_STOP)
        dx_crew_halt(r->crew);
    int ended = rc == DX_OK || rc == DX_STOP ? dx_crew_end(r->crew, e) : rc;
    if (rc == DX_OK && r->halted)
        rc = DX_STOP;
    if (ended == DX_OK && r->broken != DX_OK) {
        *e = r->why;
        ended = r->broken;
    }
    return ended == DX_OK ? rc : ended;
}

/* ---- beginning and end ---- */

static int open_walker(struct dx_journey *r, struct dx_err *e)
{
    int rc = dx_work_tool(&r->tool, r->by, "dx-walk", dx_walk_describe, e);
    if (rc == DX_OK)
        rc = dx_walker_new(&r->walker, r->by, on_walk, r, e);
    return rc == DX_OK ? dx_typer_new(&r->typer, dx_walker_media(r->walker), r->o->no_sandbox, e) : rc;
}

/* The workers' rules and models are loaded by a process of theirs, while this one gets ready. */
static int begin_crew(struct dx_journey *r, struct dx_err *e)
{
    const struct dx_journey_options *o = r->o;
    r->stages = calloc(o->n_stages + 1, sizeof *r->stages);
    if (!r->stages)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < o->n_stages; i++)
        r->stages[i].stage = o->stages[i];
    return dx_crew_new(&r->crew, &(struct dx_crew_options){.stages = r->stages, .n = o->n_stages, .open = &o->stage, .jobs = o->jobs,
                                                           .timeout = o->timeout, .memory = o->memory, .no_sandbox = o->no_sandbox,
                                                           .arrived = on_arrival},
                       on_answer, r, e);
}

int dx_journey_new(struct dx_journey **out, const struct dx_journey_options *o, dx_journey_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_journey *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return dx_fail_nomem(e);
    *r = (struct dx_journey){.o = o, .fn = fn, .ctx = ctx, .roots = dx_roots_new()};
    int rc = r->roots ? begin_crew(r, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = open_walker(r, e);
    if (rc == DX_OK)
        rc = dx_crew_ready(r->crew, e);
    if (rc == DX_OK)
        *out = r;
    else
        dx_journey_free(r);
    return rc;
}

int dx_journey_go(struct dx_journey *r, struct dx_cache *cache, struct dx_err *e)
{
    r->cache = cache;
    r->e = e;
    dx_walker_ask(r->walker, &(struct dx_walk_ask){ask_folder, ask_file, r});
    int rc = walk_all(r, e);
    struct dx_err other; /* what is done stays done, also when the journey fails: of two failures the first is told */
    bool well = rc == DX_OK || rc == DX_STOP;
    int synced = cache ? dx_cache_sync(cache, well ? e : &other) : DX_OK;
    return well && synced != DX_OK ? synced : rc;
}

void dx_journey_free(struct dx_journey *r)
{
    if (!r)
        return;
    dx_crew_free(r->crew);
    dx_typer_free(r->typer);
    dx_walker_free(r->walker);
    dx_roots_free(r->roots);
    unit_free(r->open);
    while (r->first) {
        struct unit *next = r->first->next;
        unit_free(r->first);
        r->first = next;
    }
    for (size_t i = 0; r->stages && i < r->o->n_stages; i++)
        dx_work_close(&r->stages[i]);
    free(r->stages);
    dx_group_free(&r->group);
    dx_buf_free(&r->tool);
    dx_buf_free(&r->frame);
    free(r);
}

struct dx_str dx_journey_tool(const struct dx_journey *r, size_t i, const char **by)
{
    *by = i ? r->stages[i - 1].by : r->by;
    return dx_buf_slice(i ? &r->stages[i - 1].tool : &r->tool);
}

void dx_journey_counts(const struct dx_journey *r, int64_t *items, int64_t *errors)
{
    int64_t failures;
    if (r->o->walks)
        dx_walks_counts(r->o->walks, items, errors);
    else
        dx_walker_counts(r->walker, items, errors, &failures);
    *errors += r->late;
}

const struct dx_protection *dx_journey_protection(const struct dx_journey *r) { return dx_crew_protection(r->crew); }
