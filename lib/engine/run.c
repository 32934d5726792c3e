/* run.c: walker, pool, stages and case put together
 *
 * What the walker says is gathered into units: an item with the errors that follow it, or anything else alone. Units go through
 * the pool in order; an item that was met before, that has no bytes, that is listed, or whose results are in the cache needs no
 * worker. */
#include "engine/run.h"

#include "base/limits.h"
#include "engine/case.h"
#include "engine/crew.h"
#include "engine/result.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "config.h"

struct unit {
    struct unit *next;
    struct dx_buf text;
    int fd;
    bool item, duplicate, listed, work;
    size_t have;  /* results of the first so many stages came from the cache */
    size_t base;  /* bytes of text that the walk gave: the rest came from the cache */
    struct dx_result_keys keys;
};

struct run {
    const struct dx_run_options *o;
    struct dx_run_counts *c;
    struct dx_worker_stage *stages;
    struct dx_buf tool;  /* dx-walk's record */
    char by[DX_TOOL_DIGITS + 1];
    int64_t *errors;     /* error records of each stage */
    struct dx_walker *walker;
    struct dx_crew *crew;
    struct dx_case *kase;
    struct dx_cache *cache;
    struct unit *open;   /* being gathered */
    struct unit *first, *last; /* with the pool, in order */
    struct dx_group group;     /* of what comes from the cache */
    struct dx_json json, item; /* item: of the unit that is being written */
    struct dx_buf line;
    double start;
    struct dx_err *e;    /* for the walker's callback */
    int broken;          /* what the cache said, once it could not keep a result */
    struct dx_err why;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- counting ---- */

void dx_run_counts_free(struct dx_run_counts *c)
{
    dx_ledger_free(&c->ledger);
    dx_tally_free(&c->kinds);
    dx_tally_free(&c->formats);
    dx_tally_free(&c->codes);
    *c = (struct dx_run_counts){0};
}

static struct dx_str text_of(const struct dx_json *j, const char *key) { return dx_json_str(dx_json_get(j, dx_json_top(j), key)); }

int dx_run_count(struct dx_run_counts *c, struct dx_json *j, enum dx_type type, struct dx_str line, struct dx_err *e)
{
    int rc = DX_OK;
    switch (type) {
    case DX_T_ITEM:
        c->ledger.items++;
        return DX_OK;
    case DX_T_ENTRY:
        c->entries++;
        return DX_OK;
    case DX_T_PAGE:
        c->pages++;
        return DX_OK;
    case DX_T_DOCUMENT:
        c->documents++;
        rc = dx_json_parse(j, line.p, line.n, e);
        return rc == DX_OK ? dx_tally_add(&c->formats, text_of(j, "format"), 1, e) : rc;
    case DX_T_FINDING:
        c->findings++;
        rc = dx_json_parse(j, line.p, line.n, e);
        return rc == DX_OK ? dx_tally_add(&c->kinds, text_of(j, "kind"), 1, e) : rc;
    case DX_T_ERROR:
        c->errors++;
        rc = dx_json_parse(j, line.p, line.n, e);
        return rc == DX_OK ? dx_tally_add(&c->codes, text_of(j, "code"), 1, e) : rc;
    default:
        return DX_OK;
    }
}

static void group_text(const struct dx_group *g, struct dx_buf *b)
{
    for (size_t i = 0; i < g->n; i++)
        dx_buf_add(b, g->text.p + g->lines[i].off, g->lines[i].len);
}

/* ---- answers, as they come ---- */

/* Keeps the results of a unit that was worked on. */
static int keep(struct run *r, const struct unit *u, struct dx_str lines, struct dx_err *e)
{
    if (!r->cache || !u->keys.n)
        return DX_OK;
    return dx_result_store(r->cache, &u->keys, r->stages, r->o->n_stages, u->have, lines, (struct dx_str){u->text.p, u->base}, e);
}

static void on_arrival(void *ctx, void *tag, struct dx_str answer)
{
    struct run *r = ctx;
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

/* An error record: whose is it, and is it about the unit's item? */
static int note_error(struct run *r, const struct dx_item *it, struct dx_judgement *j)
{
    struct dx_str code = text_of(&r->json, "code"), item = text_of(&r->json, "item"), by = text_of(&r->json, "by");
    for (size_t i = 0; i < r->o->n_stages; i++)
        r->errors[i] += dx_str_is(by, r->stages[i].by);
    if (!it || !dx_str_eq(item, it->id)) {
        r->c->orphans++;
        return DX_OK;
    }
    if (dx_str_is(code, "empty"))
        return DX_OK;
    if (j->errors++ == 0 && code.n < sizeof j->code)
        memcpy(j->code, code.p, code.n);
    return DX_OK;
}

/* One line of an answer: into its file, and counted. *it is set by the item record. */
static int note(struct run *r, struct dx_str line, struct dx_item *item, bool *has_item, struct dx_judgement *j, struct dx_err *e)
{
    enum dx_type type = dx_record_type(line.p, line.n);
    int rc = dx_run_count(r->c, &r->json, type, line, e);
    if (rc == DX_OK)
        rc = dx_case_write(r->kase, type, line, e);
    if (rc != DX_OK)
        return rc;
    if (type == DX_T_ITEM) {
        rc = dx_json_parse(&r->item, line.p, line.n, e);
        if (rc == DX_OK)
            rc = dx_item_read(item, &r->item, e);
        *has_item = rc == DX_OK;
        j->size = item->size;
        r->c->bytes += item->size > 0 ? item->size : 0;
    } else if (type == DX_T_ERROR) {
        rc = note_error(r, *has_item ? item : NULL, j);
    } else {
        j->read += type == DX_T_PAGE || type == DX_T_DOCUMENT || type == DX_T_FINDING;
    }
    return rc;
}

static int write_status(struct run *r, const struct dx_item *item, const struct dx_judgement *j, struct dx_err *e)
{
    const char *reason;
    enum dx_status s = dx_judge(j, &reason);
    dx_buf_reset(&r->line);
    dx_status_write(&r->line, item, s, reason);
    int rc = dx_buf_ok(&r->line) ? dx_case_write(r->kase, DX_T_STATUS, dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
    return rc == DX_OK ? dx_ledger_add(&r->c->ledger, s, dx_str(reason), e) : rc;
}

static int write_lines(struct run *r, struct dx_str text, const struct unit *u, struct dx_err *e)
{
    struct dx_item item;
    bool has_item = false;
    struct dx_judgement j = {.size = -1, .duplicate = u->duplicate, .listed = u->listed};
    int rc = DX_OK;
    for (size_t at = 0; at < text.n && rc == DX_OK;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t n = end ? (size_t)(end - text.p) + 1 - at : text.n - at;
        rc = note(r, (struct dx_str){text.p + at, n}, &item, &has_item, &j, e);
        at += n;
    }
    return rc == DX_OK && has_item ? write_status(r, &item, &j, e) : rc;
}

static int on_answer(void *ctx, void *tag, struct dx_str answer, int64_t failures, struct dx_err *e)
{
    struct run *r = ctx;
    struct unit *u = tag; /* the first: answers come in order */
    int rc = DX_OK;
    (void)failures;
    r->first = u->next;
    if (!r->first)
        r->last = NULL;
    if (rc == DX_OK && r->broken != DX_OK) {
        *e = r->why;
        rc = r->broken;
    }
    if (rc == DX_OK)
        rc = write_lines(r, answer, u, e);
    r->c->seconds = now() - r->start;
    if (rc == DX_OK && u->item && r->o->progress)
        r->o->progress(r->o->ctx, r->c);
    unit_free(u);
    return rc;
}

/* ---- the walk ---- */

static bool stopped(const struct run *r) { return r->o->stop && *r->o->stop; }

/* Adds to a unit what the cache has of its results; it needs no worker when that is all of them. */
static int from_cache(struct run *r, struct unit *u, struct dx_err *e)
{
    const size_t n = r->o->n_stages;
    u->base = u->text.len;
    dx_group_reset(&r->group);
    int rc = dx_group_add_all(&r->group, dx_buf_slice(&u->text), e);
    if (rc == DX_OK)
        rc = dx_result_key(&u->keys, &r->group.item, dx_buf_slice(&u->text), r->stages, n, e);
    if (rc == DX_OK)
        rc = dx_result_load(r->cache, &u->keys, false, &r->group, &u->have, e);
    if (rc != DX_OK || u->have == 0)
        return rc;
    struct dx_buf all = DX_BUF_INIT;
    group_text(&r->group, &all);
    if (!dx_buf_ok(&all))
        return dx_fail_nomem(e);
    dx_buf_free(&u->text);
    u->text = all;
    u->work = u->have < n;
    r->c->cached += !u->work;
    return DX_OK;
}

/* Hands the open unit to the pool. */
static int hand_over(struct run *r)
{
    struct unit *u = r->open;
    if (!u)
        return DX_OK;
    r->open = NULL;
    /* bytes that couldn't be relied on are nobody's content */
    int rc = !dx_buf_ok(&u->text) ? dx_fail_nomem(r->e) : u->work && u->fd >= 0 && r->cache ? from_cache(r, u, r->e) : DX_OK;
    if (rc != DX_OK) {
        unit_free(u);
        return rc;
    }
    if (r->last)
        r->last->next = u;
    else
        r->first = u;
    r->last = u;
    int fd = u->fd;
    u->fd = -1; /* the answer may come, and free the unit, before put returns */
    rc = dx_crew_put(r->crew, u->work ? DX_CREW_WORK : DX_CREW_PASS, u->have, dx_buf_slice(&u->text), fd, u, r->e);
    if (fd >= 0)
        close(fd);
    return rc;
}

static int open_item(struct run *r, struct unit *u, const struct dx_item *item, int fd)
{
    uint8_t id[DX_SHA256_BYTES];
    u->item = true;
    u->duplicate = item->duplicate; /* one walk, one stream: the walker's word is this run's */
    u->listed = r->o->skip && item->id.n == DX_SHA256_HEX && dx_unhex(item->id.p, sizeof id, id) && dx_idset_has(r->o->skip, id);
    u->work = !u->duplicate && !u->listed && item->size != 0 && dx_work_takes(r->stages, r->o->n_stages, item->media);
    if (u->work && fd >= 0 && (u->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3)) < 0)
        return dx_fail(r->e, DX_ENV, "io", "cannot keep an item's descriptor: %s", strerror(errno));
    return DX_OK;
}

static int on_walk(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct run *r = ctx;
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
    }
    dx_buf_add(&r->open->text, line.p, line.n);
    if (line.n && line.p[line.n - 1] != '\n')
        dx_buf_byte(&r->open->text, '\n');
    return rc;
}

static int walk_all(struct run *r, struct dx_err *e)
{
    const struct dx_run_options *o = r->o;
    int rc = DX_OK;
    *e = (struct dx_err){0};
    if (o->beneath && o->n_operands == 1)
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
    if (ended == DX_OK && r->broken != DX_OK) {
        *e = r->why;
        ended = r->broken;
    }
    struct dx_err other; /* what is done stays done, also when the run fails: of two failures the first is told */
    int synced = dx_cache_sync(r->cache, ended == DX_OK ? e : &other);
    ended = ended == DX_OK ? synced : ended;
    return ended == DX_OK ? rc : ended;
}

/* ---- beginning and end ---- */

/* The real path of what may not be there yet; NULL when even its folder isn't. To be freed. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL), *copy = real ? NULL : strdup(path), *again = real ? NULL : strdup(path);
    char *dir = copy ? realpath(dirname(copy), NULL) : NULL;
    if (dir && again && (real = malloc(strlen(dir) + strlen(path) + 2))) {
        strcpy(real, dir);
        strcat(real, "/");
        strcat(real, basename(again));
    }
    free(copy);
    free(again);
    free(dir);
    return real;
}

/* Evidence is never written to: the case must not lie within it. */
static int check_place(const struct dx_run_options *o, struct dx_err *e)
{
    char *kase = real_path(o->case_dir);
    int rc = DX_OK;
    for (size_t i = 0; kase && i < o->n_operands && rc == DX_OK; i++) {
        char *root = realpath(o->operands[i].path, NULL);
        size_t n = root ? strlen(root) : 0;
        if (n > 1 && strncmp(kase, root, n) == 0 && (kase[n] == '/' || kase[n] == '\0'))
            rc = dx_fail(e, DX_BAD, "io", "the case %s lies within the evidence %s, which is never written to", o->case_dir, root);
        free(root);
    }
    free(kase);
    return rc;
}

static int open_stages(struct run *r, struct dx_err *e)
{
    r->stages = calloc(r->o->n_stages + 1, sizeof *r->stages);
    r->errors = calloc(r->o->n_stages + 1, sizeof *r->errors);
    if (!r->stages || !r->errors)
        return dx_fail_nomem(e);
    int rc = dx_work_tool(&r->tool, r->by, "dx-walk", dx_walk_describe, e);
    for (size_t i = 0; i < r->o->n_stages && rc == DX_OK; i++)
        rc = dx_work_open(&r->stages[i], r->o->stages[i], &r->o->stage, e);
    return rc;
}

static int log_begin(struct run *r, struct dx_err *e)
{
    dx_buf_reset(&r->line);
    struct dx_jw w = {&r->line, false};
    dx_jw_cstr(&w, "version", PACKAGE_VERSION);
    dx_jw_arr(&w, "tools");
    dx_jw_cstr(&w, NULL, r->by);
    for (size_t i = 0; i < r->o->n_stages; i++)
        dx_jw_cstr(&w, NULL, r->stages[i].by);
    dx_jw_arr_end(&w);
    dx_jw_arr(&w, "operands");
    for (size_t i = 0; i < r->o->n_operands; i++) {
        dx_jw_obj(&w, NULL);
        dx_jw_cstr(&w, "exhibit", r->o->operands[i].exhibit);
        dx_jw_cstr(&w, "path", r->o->operands[i].path);
        dx_jw_obj_end(&w);
    }
    dx_jw_arr_end(&w);
    dx_jw_int(&w, "jobs", r->o->jobs);
    return dx_buf_ok(&r->line) ? dx_case_log(r->kase, "begin", dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
}

/* The tool records, in the pipe's order: each filter writes its own before it reads those of the filters before it. */
static int write_tools(struct run *r, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = r->o->n_stages; i-- > 0 && rc == DX_OK;)
        rc = dx_case_write(r->kase, DX_T_TOOL, dx_buf_slice(&r->stages[i].tool), e);
    return rc == DX_OK ? dx_case_write(r->kase, DX_T_TOOL, dx_buf_slice(&r->tool), e) : rc;
}

static int write_ends(struct run *r, struct dx_err *e)
{
    int64_t items, errors, failures;
    dx_walker_counts(r->walker, &items, &errors, &failures);
    dx_buf_reset(&r->line);
    dx_end_write(&r->line, r->by, items, errors);
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK; i++) {
        rc = dx_buf_ok(&r->line) ? dx_case_write(r->kase, DX_T_END, dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
        if (i == r->o->n_stages)
            break;
        dx_buf_reset(&r->line);
        dx_end_write(&r->line, r->stages[i].by, items, r->errors[i]);
    }
    return rc;
}

static void log_counts(struct run *r, struct dx_jw *w)
{
    const struct dx_run_counts *c = r->c;
    dx_jw_int(w, "items", c->ledger.items);
    for (int s = 0; s < DX_STATUSES; s++)
        dx_jw_int(w, dx_status_name((enum dx_status)s), c->ledger.by[s]);
    dx_jw_int(w, "pages", c->pages);
    dx_jw_int(w, "documents", c->documents);
    dx_jw_int(w, "findings", c->findings);
    dx_jw_int(w, "errors", c->errors);
}

/* Closes the case as the run ended: complete, stopped, or failed. */
static int finish(struct run *r, int rc, struct dx_err *e)
{
    if (rc == DX_OK)
        rc = write_ends(r, e);
    dx_buf_reset(&r->line);
    struct dx_jw w = {&r->line, false};
    log_counts(r, &w);
    if (rc == DX_OK && (rc = dx_case_complete(r->kase, &r->line, e)) == DX_OK)
        return dx_buf_ok(&r->line) ? dx_case_log(r->kase, "end", dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
    struct dx_err other; /* the first failure is the one to tell */
    if (rc == DX_STOP) {
        int left = dx_case_leave(r->kase, e);
        return left == DX_OK && (left = dx_case_log(r->kase, "stop", dx_buf_slice(&r->line), e)) == DX_OK ? rc : left;
    }
    dx_buf_reset(&r->line);
    w = (struct dx_jw){&r->line, false};
    dx_jw_cstr(&w, "message", e->msg);
    dx_case_log(r->kase, "fail", dx_buf_slice(&r->line), &other);
    return rc;
}

static void run_free(struct run *r)
{
    dx_crew_free(r->crew);
    dx_walker_free(r->walker);
    unit_free(r->open);
    while (r->first) {
        struct unit *next = r->first->next;
        unit_free(r->first);
        r->first = next;
    }
    for (size_t i = 0; r->stages && i < r->o->n_stages; i++)
        dx_work_close(&r->stages[i]);
    free(r->stages);
    free(r->errors);
    dx_cache_free(r->cache);
    dx_case_free(r->kase);
    dx_group_free(&r->group);
    dx_json_free(&r->json);
    dx_json_free(&r->item);
    dx_buf_free(&r->tool);
    dx_buf_free(&r->line);
}

int dx_run(const struct dx_run_options *o, struct dx_run_counts *c, struct dx_err *e)
{
    struct run r = {.o = o, .c = c, .start = now(), .e = e};
    int rc = check_place(o, e);
    if (rc == DX_OK)
        rc = open_stages(&r, e);
    if (rc == DX_OK)
        rc = dx_walker_new(&r.walker, r.by, on_walk, &r, e);
    if (rc == DX_OK)
        rc = dx_crew_new(&r.crew, &(struct dx_crew_options){.stages = r.stages, .n = o->n_stages, .jobs = o->jobs, .timeout = o->timeout,
                                                            .memory = o->memory, .no_sandbox = o->no_sandbox, .arrived = on_arrival},
                         on_answer, &r, e);
    if (rc == DX_OK)
        rc = dx_case_open(&r.kase, o->case_dir, e);
    if (rc == DX_OK)
        rc = dx_cache_open(&r.cache, dx_case_dir(r.kase), o->case_dir, "run", e);
    if (rc == DX_OK) {
        rc = log_begin(&r, e);
        if (rc == DX_OK)
            rc = write_tools(&r, e);
        if (rc == DX_OK)
            rc = walk_all(&r, e);
        rc = finish(&r, rc, e);
    }
    c->seconds = now() - r.start;
    run_free(&r);
    return rc;
}
