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

int dx_work_known(struct dx_worker_stage *s, struct dx_str tool, const struct dx_options *o, struct dx_err *e)
{
    static const char head[] = "{\"type\":\"tool\",\"id\":\"";
    const size_t k = sizeof head - 1;
    if (tool.n < k + DX_TOOL_DIGITS || memcmp(tool.p, head, k) != 0)
        return dx_fail(e, DX_ENV, "io", "what was said of a stage is no tool record");
    s->max_pixels = o->max_pixels;
    memcpy(s->by, tool.p + k, DX_TOOL_DIGITS);
    s->by[DX_TOOL_DIGITS] = '\0';
    dx_buf_reset(&s->tool);
    dx_buf_add(&s->tool, tool.p, tool.n);
    return dx_buf_ok(&s->tool) ? DX_OK : dx_fail_nomem(e);
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

/* The work on one group. */
struct work {
    struct dx_worker_stage *s;
    size_t n;
    struct dx_group *g;
    const struct dx_work_order *order;
    struct dx_err *e;
    int rc; /* what stops the work as a whole: DX_NOMEM, DX_ENV */
};

/* A step is about to begin; false: it was done, or is given up. */
static bool begin(const struct work *w, uint64_t step)
{
    if (step < w->order->from)
        return false;
    if (w->order->begin)
        w->order->begin(w->order->ctx, step);
    return true;
}

static void tell(const struct work *w)
{
    if (w->order->told)
        w->order->told(w->order->ctx, w->g);
    w->g->n_told = w->g->n_own;
}

static bool looks(const struct dx_worker_stage *s, const struct dx_group *g)
{
    return s->stage->page && s->stage->takes && s->stage->takes(s->state, g->item.media);
}

/* What a stage said of its work becomes an error record, unless it ends the work. */
static int judge(struct work *w, size_t i, int page, int rc, const struct dx_err *what)
{
    if (rc == DX_OK)
        return rc;
    if (rc != DX_ENV && !(rc == DX_NOMEM && w->order->frugal))
        return dx_group_error(w->g, w->s[i].stage->name, page, what, w->s[i].by, w->e);
    *w->e = *what;
    return rc;
}

/* Every stage that looks at pages says what it could not read; a repetition of what was said is dropped by the group. */
static void say(struct work *w, int page, const struct dx_err *what)
{
    for (size_t i = 0; i < w->n && w->rc == DX_OK; i++)
        if (looks(&w->s[i], w->g))
            w->rc = dx_group_error(w->g, w->s[i].stage->name, page, what, w->s[i].by, w->e);
}

static int on_page(void *ctx, struct dx_page *p)
{
    struct work *w = ctx;
    for (size_t i = 0; i < w->n && w->rc == DX_OK; i++) {
        struct dx_worker_stage *s = &w->s[i];
        struct dx_err what;
        if (!looks(s, w->g) || !begin(w, DX_STEP(p->number, i + 1)))
            continue;
        w->rc = judge(w, i, p->number, s->stage->page(s->state, w->g, s->by, p, &what), &what);
        tell(w);
    }
    return w->rc;
}

static void on_error(void *ctx, int page, const struct dx_err *what) { say(ctx, page, what); }

static bool want(void *ctx, int page, bool *coarse)
{
    const struct work *w = ctx;
    uint64_t step = DX_STEP(page, 0), from = w->order->from;
    bool here = page == DX_STEP_PAGE(from);
    *coarse = here && w->order->coarse;
    return begin(w, here && from > step ? from : step);
}

/* HTML that could not be read within the limits is read as it stands: tags are noise, but what it says is there. */
static struct dx_str media_to_read(const struct work *w)
{
    struct dx_str media = w->g->item.media;
    bool pages = dx_media_has_pictures(media) || !dx_media_is_foreign(media);
    return w->order->coarse && !pages ? DX_STR("text/plain") : media;
}

/* By the reader of the first stage that looks: all have the same. */
static int read_pages(struct work *w, int fd)
{
    struct dx_page_budget budget = {.max_pixels = w->s->max_pixels, .want = want};
    struct dx_err what;
    size_t i = 0;
    while (i < w->n && !looks(&w->s[i], w->g))
        i++;
    if (i == w->n)
        return DX_OK;
    int rc = w->s[i].stage->read(fd, media_to_read(w), &budget, on_page, on_error, w, &what);
    if (w->rc == DX_OK && rc == DX_NOMEM && w->order->frugal)
        *w->e = what, w->rc = rc;
    else if (w->rc == DX_OK && rc != DX_OK)
        say(w, 0, &what);
    tell(w);
    return w->rc;
}

/* A stage's look at the group. */
struct look {
    const struct work *w;
    uint64_t step;
};

static bool on_turn(void *ctx, uint32_t nth)
{
    const struct look *l = ctx;
    const struct dx_work_order *o = l->w->order;
    uint32_t at = nth < DX_STEP_NTH(UINT64_MAX) ? nth : DX_STEP_NTH(UINT64_MAX);
    for (size_t i = 0; i < o->n_without && l->step == o->from; i++)
        if (o->without[i] == at)
            return false;
    if (o->begin)
        o->begin(o->ctx, l->step | at);
    return true;
}

static int look_at_group(struct work *w, size_t i)
{
    struct dx_worker_stage *s = &w->s[i];
    struct look l = {w, DX_STEP(DX_STEP_GROUP, i + 1)};
    struct dx_err what;
    w->g->turn = on_turn;
    w->g->turn_ctx = &l;
    int rc = s->stage->group(s->state, w->g, s->by, &what);
    w->g->turn = NULL;
    return judge(w, i, 0, rc, &what);
}

int dx_work_group(struct dx_worker_stage *s, size_t n, struct dx_group *g, int fd, const struct dx_work_order *order, struct dx_err *e)
{
    static const struct dx_work_order all = {0};
    struct work w = {s, n, g, order ? order : &all, e, DX_OK};
    if (fd >= 0 && g->has_item && w.order->from < DX_STEP(DX_STEP_GROUP, 0) && dx_work_takes(s, n, g->item.media))
        w.rc = read_pages(&w, fd);
    for (size_t i = 0; i < n && w.rc == DX_OK; i++) {
        w.rc = dx_group_settle(g, e);
        if (w.rc != DX_OK || !s[i].stage->group || !begin(&w, DX_STEP(DX_STEP_GROUP, i + 1)))
            continue;
        w.rc = look_at_group(&w, i);
        tell(&w);
    }
    return w.rc == DX_OK ? dx_group_settle(g, e) : w.rc;
}
