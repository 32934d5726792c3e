/* work.c: stages over one item group; those that look at pages share one reading of the bytes */
#include "engine/work.h"

#include "page/page.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"

static int tool_record(struct dx_buf *line, char *by, const char *name, const struct dx_worker_stage *s,
                       void (*describe)(struct dx_jw *), struct dx_err *e)
{
    struct dx_buf body = DX_BUF_INIT;
    struct dx_jw w = {&body, false};
    dx_jw_cstr(&w, "name", name);
    dx_jw_cstr(&w, "version", PACKAGE_VERSION);
    dx_jw_int(&w, "schema", DX_SCHEMA);
    if (describe)
        describe(&w);
    else if (s && s->stage->describe)
        s->stage->describe(s->state, &w);
    dx_buf_reset(line);
    if (dx_buf_ok(&body))
        dx_tool_write(line, dx_buf_slice(&body), by);
    bool good = dx_buf_ok(&body) && dx_buf_ok(line);
    dx_buf_free(&body);
    return good ? DX_OK : dx_fail_nomem(e);
}

int dx_work_tool(struct dx_buf *line, char by[DX_TOOL_DIGITS + 1], const char *name, void (*describe)(struct dx_jw *w), struct dx_err *e)
{
    return tool_record(line, by, name, NULL, describe, e);
}

int dx_work_open(struct dx_worker_stage *s, const struct dx_stage *stage, const struct dx_options *o, struct dx_err *e)
{
    *s = (struct dx_worker_stage){.stage = stage, .max_pixels = o->max_pixels};
    int rc = stage->open(&s->state, o, e);
    if (rc == DX_OK)
        rc = tool_record(&s->tool, s->by, stage->tool, s, NULL, e);
    if (rc != DX_OK)
        dx_work_close(s);
    return rc;
}

void dx_work_close(struct dx_worker_stage *s)
{
    if (s->stage && s->state)
        s->stage->close(s->state);
    dx_buf_free(&s->tool);
    *s = (struct dx_worker_stage){0};
}

bool dx_work_takes(const struct dx_worker_stage *s, size_t n, struct dx_str media)
{
    for (size_t i = 0; i < n; i++)
        if (s[i].stage->takes && s[i].stage->takes(s[i].state, media))
            return true;
    return false;
}

/* The reading of one item's pages, for all stages that look at them. */
struct reading {
    struct dx_worker_stage *s;
    size_t n;
    struct dx_group *g;
    struct dx_err *e;
    int rc; /* what stops the work as a whole: DX_NOMEM while recording, DX_ENV */
};

static bool looks(const struct dx_worker_stage *s, const struct dx_group *g)
{
    return s->stage->page && s->stage->takes && s->stage->takes(s->state, g->item.media);
}

/* Every stage that looks at pages says what it could not read; a repetition of what was said is dropped by the group. */
static void say(struct reading *r, int page, const struct dx_err *what)
{
    for (size_t i = 0; i < r->n && r->rc == DX_OK; i++)
        if (looks(&r->s[i], r->g))
            r->rc = dx_group_error(r->g, r->s[i].stage->name, page, what, r->s[i].by, r->e);
}

static int on_page(void *ctx, struct dx_page *p)
{
    struct reading *r = ctx;
    for (size_t i = 0; i < r->n && r->rc == DX_OK; i++) {
        struct dx_worker_stage *s = &r->s[i];
        struct dx_err what;
        int rc = looks(s, r->g) ? s->stage->page(s->state, r->g, s->by, p, &what) : DX_OK;
        if (rc == DX_ENV) {
            *r->e = what;
            r->rc = rc;
        } else if (rc != DX_OK) {
            r->rc = dx_group_error(r->g, s->stage->name, p->number, &what, s->by, r->e);
        }
    }
    return r->rc;
}

static void on_error(void *ctx, int page, const struct dx_err *what) { say(ctx, page, what); }

static int read_pages(struct dx_worker_stage *s, size_t n, struct dx_group *g, int fd, struct dx_err *e)
{
    struct reading r = {s, n, g, e, DX_OK};
    struct dx_page_budget budget = {.max_pixels = s->max_pixels};
    struct dx_err what;
    int rc = dx_pages_read(fd, g->item.media, &budget, on_page, on_error, &r, &what);
    if (r.rc == DX_OK && rc != DX_OK)
        say(&r, 0, &what);
    return r.rc;
}

int dx_work_group(struct dx_worker_stage *s, size_t n, struct dx_group *g, int fd, struct dx_err *e)
{
    int rc = DX_OK;
    if (fd >= 0 && g->has_item && dx_work_takes(s, n, g->item.media))
        rc = read_pages(s, n, g, fd, e);
    for (size_t i = 0; i < n && rc == DX_OK; i++) {
        rc = dx_group_settle(g, e);
        if (rc == DX_OK && s[i].stage->group) {
            struct dx_err what;
            int did = s[i].stage->group(s[i].state, g, s[i].by, &what);
            if (did == DX_ENV)
                *e = what, rc = did;
            else if (did != DX_OK)
                rc = dx_group_error(g, s[i].stage->name, 0, &what, s[i].by, e);
        }
    }
    return rc == DX_OK ? dx_group_settle(g, e) : rc;
}

int dx_work_failed(const struct dx_worker_stage *s, struct dx_group *g, struct dx_str lines, const struct dx_err *failure,
                   struct dx_err *e)
{
    dx_group_reset(g);
    int rc = dx_group_add_all(g, lines, e);
    if (rc == DX_OK)
        rc = dx_group_error(g, s->stage->name, 0, failure, s->by, e);
    return rc == DX_OK ? dx_group_settle(g, e) : rc;
}
