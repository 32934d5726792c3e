/* crew.c: stages over item groups by caged workers: what goes out, what comes back, and what becomes of an item whose worker was lost */
#include "engine/crew.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "engine/admit.h"
#include "engine/cost.h"
#include "engine/pool.h"
#include "engine/stretch.h"
#include "page/page.h"

#define NOTHING_LEFT UINT64_MAX

/* How a job begins; the numbers of what is to be left out and its lines (or its piece of raw bytes) follow. */
struct head {
    uint64_t from; /* of struct dx_work_order; of raw bytes: the stretch before which they end, 0: none */
    int64_t off;   /* of a piece */
    uint8_t kind;  /* enum dx_crew_how, or PIECE */
    uint8_t first; /* stage */
    bool coarse, last;
    uint32_t n_without; /* numbers (uint32_t) that follow, of records or stretches to be left out */
};
#define PIECE 255

/* What was lost with a worker: becomes an error record. */
struct loss {
    size_t stage;
    int page;
    struct dx_err e;
    char limit[32];
};

/* An item on its way. */
struct ticket {
    struct ticket *next;
    void *tag;
    struct head head;
    bool foreign;         /* others' libraries read it */
    bool careful, killed; /* marks are given; somebody had killed its worker */
    int tries;
    size_t stage;         /* the first that takes its bytes: it answers for what belongs to none */
    struct dx_buf lines, kept; /* as given; what lost workers had told */
    uint32_t *without;    /* records or stretches that the stage in hand leaves out */
    int64_t size;         /* of a piece */
    struct loss *losses;
    size_t n_losses;
    int64_t failures;     /* once it is done */
};

struct dx_crew {
    struct dx_crew_options o;
    dx_crew_fn *done;
    void *ctx;
    struct dx_sandbox *sandbox;
    struct dx_pool *pool;
    struct dx_admit *admit;
    struct dx_json json;   /* the item in hand */
    struct dx_group group; /* a worker's; of the parent, when an answer finds its place */
    struct dx_buf text;
    struct ticket *first, *last; /* with the pool, in order */
};

/* ---- where the workers come from ---- */

/* Opens the stages if that is to be done, says their tool records, and has libraries do now what they do only the first time. */
static int load(void *ctx, struct dx_buf *said, struct dx_err *e)
{
    struct dx_crew *c = ctx;
    int rc = DX_OK;
    for (size_t i = 0; i < c->o.n && rc == DX_OK; i++) {
        struct dx_worker_stage *s = &c->o.stages[i];
        if (c->o.open)
            rc = dx_work_open(s, s->stage, c->o.open, e);
        if (rc == DX_OK && s->stage->warm)
            s->stage->warm(s->state);
        dx_buf_add(said, s->tool.p, s->tool.len);
    }
    return rc;
}

int dx_crew_ready(struct dx_crew *c, struct dx_err *e)
{
    struct dx_str said;
    int rc = dx_pool_ready(c->pool, &said, e);
    for (size_t i = 0; i < c->o.n && rc == DX_OK && c->o.open; i++) {
        const char *end = said.n ? memchr(said.p, '\n', said.n) : NULL;
        size_t n = end ? (size_t)(end - said.p) + 1 : said.n;
        rc = dx_work_known(&c->o.stages[i], (struct dx_str){said.p, n}, c->o.open, e);
        said = (struct dx_str){said.p + n, said.n - n};
    }
    return rc;
}

/* ---- in the worker ---- */

struct telling {
    struct dx_port *port;
    struct dx_buf *answer;
};

static void on_step(void *ctx, uint64_t step) { dx_port_mark(((struct telling *)ctx)->port, step); }

static void answer_with(const struct telling *t, const struct dx_group *g)
{
    for (size_t i = g->n_told; i < g->n_own; i++)
        dx_buf_add(t->answer, g->text.p + g->own[i].off, g->own[i].len);
}

static void on_told(void *ctx, const struct dx_group *g)
{
    struct telling *t = ctx;
    answer_with(t, g);
    dx_port_part(t->port, t->answer);
}

/* What a raw stage said of its bytes becomes an error record, unless it ends the work; what it added is told. */
static int raw(struct dx_crew *c, struct telling *t, const char *p, size_t n, int64_t off, bool last, struct dx_err *e)
{
    struct dx_worker_stage *s = &c->o.stages[0];
    struct dx_err what;
    int rc = s->stage->raw(s->state, &c->group, s->by, p, n, off, last, &what);
    if (rc == DX_BAD || rc == DX_LIMIT)
        rc = dx_group_error(&c->group, s->stage->name, 0, &what, s->by, e);
    else if (rc != DX_OK)
        *e = what;
    answer_with(t, &c->group);
    dx_port_flow(t->port, t->answer);
    dx_group_forget(&c->group);
    return rc;
}

/* ---- raw bytes: in the worker ---- */

static bool is_without(const uint32_t *without, size_t n, uint32_t nth)
{
    for (size_t i = 0; i < n; i++)
        if (without[i] == nth)
            return true;
    return false;
}

/* Feeds a descriptor to a stage that works on raw bytes. Where a stretch is left out its text ends, and another begins behind. */
static int feed(struct dx_crew *c, struct telling *t, int fd, const struct head *h, const uint32_t *without, struct dx_err *e)
{
    struct dx_stretches s = {.fd = fd, .p = malloc(2 * DX_RAW_BYTES)};
    struct dx_err what;
    int rc = s.p ? DX_OK : dx_fail_nomem(e);
    bool open = false;
    for (int64_t nth = 1; rc == DX_OK; nth++) {
        uint32_t step = nth < DX_STEP_NTH(UINT64_MAX) ? (uint32_t)nth : DX_STEP_NTH(UINT64_MAX);
        if (dx_stretches_fill(&s, &what) != DX_OK)
            rc = dx_group_error(&c->group, c->o.stages[0].stage->name, 0, &what, c->o.stages[0].by, e);
        size_t n = dx_stretches_next(&s, nth);
        bool last = n == s.n || step == h->from, gap = step == h->from || is_without(without, h->n_without, step);
        if (!gap)
            on_step(t, DX_STEP(DX_STEP_GROUP, 1) | step);
        if (rc == DX_OK && (!gap || open)) /* what ends before a gap belongs to the step before it */
            rc = raw(c, t, s.p, gap ? 0 : n, s.off, last || gap, e);
        open = !gap;
        if (last)
            break;
        dx_stretches_pass(&s, n);
    }
    free(s.p);
    return rc;
}

static int job(void *ctx, struct dx_port *port, struct dx_str in, int fd, struct dx_buf *answer, struct dx_err *e)
{
    struct dx_crew *c = ctx;
    struct telling t = {port, answer};
    struct head h;
    memcpy(&h, in.p, sizeof h);
    size_t skip = sizeof h + h.n_without * sizeof(uint32_t);
    uint32_t *without = h.n_without ? malloc(h.n_without * sizeof *without) : NULL;
    if (h.n_without && !without)
        return dx_fail_nomem(e);
    if (without)
        memcpy(without, in.p + sizeof h, h.n_without * sizeof *without);
    in = (struct dx_str){in.p + skip, in.n - skip};
    dx_group_reset(&c->group);
    if (h.kind == PIECE)
        return raw(c, &t, in.p, in.n, h.off, h.last, e);
    int rc = dx_group_add_all(&c->group, in, e);
    struct dx_work_order order = {.from = h.from, .coarse = h.coarse, .frugal = true, .begin = on_step, .without = without,
                                  .n_without = h.n_without, .told = on_told, .ctx = &t};
    if (rc == DX_OK && h.kind == DX_CREW_RAW && fd >= 0)
        rc = feed(c, &t, fd, &h, without, e);
    else if (rc == DX_OK)
        rc = dx_work_group(c->o.stages + h.first, c->o.n - h.first, &c->group, fd, &order, e);
    free(without);
    return rc;
}

/* ---- tickets ---- */

static void ticket_free(struct ticket *t)
{
    dx_buf_free(&t->lines);
    dx_buf_free(&t->kept);
    free(t->losses);
    free(t->without);
    free(t);
}

static bool lose(struct ticket *t, size_t stage, int page, const struct dx_err *e)
{
    struct loss *more = realloc(t->losses, (t->n_losses + 1) * sizeof *more);
    if (!more)
        return false;
    t->losses = more;
    struct loss *l = &more[t->n_losses++];
    *l = (struct loss){stage, page, *e, ""};
    if (e->limit)
        strncpy(l->limit, e->limit, sizeof l->limit - 1);
    return true;
}

static int put_losses(struct dx_crew *c, const struct ticket *t, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < t->n_losses && rc == DX_OK; i++) {
        struct loss *l = &t->losses[i];
        const struct dx_worker_stage *s = &c->o.stages[l->stage];
        l->e.limit = l->limit[0] ? l->limit : NULL;
        rc = dx_group_error(&c->group, s->stage->name, l->page, &l->e, s->by, e);
    }
    return rc;
}

/* The group as it is by now: what was given, what was told (and `more`), what was lost; settled, its lines in c->text. A loss of raw bytes
 * has no page of its own: it comes before what their stage may say of the whole, which would take its place. */
static int put_together(struct dx_crew *c, const struct ticket *t, struct dx_str more, struct dx_err *e)
{
    struct dx_group *g = &c->group;
    dx_group_reset(g);
    int rc = dx_group_add_all(g, dx_buf_slice(&t->lines), e);
    if (rc == DX_OK)
        rc = dx_group_emit_all(g, dx_buf_slice(&t->kept), e);
    if (rc == DX_OK && t->head.kind != DX_CREW_WORK)
        rc = put_losses(c, t, e);
    if (rc == DX_OK)
        rc = dx_group_emit_all(g, more, e);
    if (rc == DX_OK && t->head.kind == DX_CREW_WORK)
        rc = put_losses(c, t, e);
    if (rc == DX_OK)
        rc = dx_group_settle(g, e);
    dx_buf_reset(&c->text);
    for (size_t i = 0; i < g->n && rc == DX_OK; i++)
        dx_buf_add(&c->text, g->text.p + g->lines[i].off, g->lines[i].len);
    return rc == DX_OK && !dx_buf_ok(&c->text) ? dx_fail_nomem(e) : rc;
}

/* The same for an answer that is whole: as put_together would have it. */
static int put_answer(struct dx_crew *c, struct ticket *t, struct dx_buf *answer, struct dx_err *e)
{
    struct dx_index own = *dx_admit_index(c->admit);
    t->failures = own.errors;
    return dx_group_weave(dx_buf_slice(&t->lines), answer, &own, &c->text, e);
}

/* ---- judging what a worker said, and what is to be done when it was lost ---- */

/* Does any stage of the ticket from this one on look at the group as a whole? */
static bool looks_at_group(const struct dx_crew *c, const struct ticket *t, size_t from)
{
    for (size_t i = t->head.first + from; i < c->o.n; i++)
        if (c->o.stages[i].stage->group)
            return true;
    return false;
}

/* The step after one that is given up. */
static uint64_t step_after(const struct dx_crew *c, const struct ticket *t, uint64_t step)
{
    int page = DX_STEP_PAGE(step), part = DX_STEP_PART(step);
    if (page > 0 && page < DX_STEP_GROUP)
        return part > 0 && t->head.first + (size_t)part < c->o.n ? DX_STEP(page, part + 1) : DX_STEP(page + 1, 0);
    size_t next = page == 0 ? 0 : (size_t)part; /* without a page it was the reading as a whole */
    return looks_at_group(c, t, next) ? DX_STEP(DX_STEP_GROUP, next + 1) : NOTHING_LEFT;
}

static bool lose_step(struct dx_crew *c, struct ticket *t, uint64_t step, const struct dx_err *e)
{
    int page = DX_STEP_PAGE(step), part = DX_STEP_PART(step);
    size_t stage = t->head.first + (size_t)part - 1;
    if (part == 0 || stage >= c->o.n)
        stage = t->stage;
    return lose(t, stage, page < DX_STEP_GROUP ? page : 0, e);
}

/* The page of the group's nth page or document record; -1: there is none. */
static int page_of(struct dx_crew *c, const struct ticket *t, uint32_t nth)
{
    struct dx_err e;
    uint32_t n = 0;
    if (put_together(c, t, (struct dx_str){NULL, 0}, &e) != DX_OK)
        return -1;
    for (size_t i = 0; i < c->group.n; i++)
        if ((c->group.lines[i].type == DX_T_PAGE || c->group.lines[i].type == DX_T_DOCUMENT) && ++n == nth)
            return c->group.lines[i].page;
    return -1;
}

/* Adds a number; false: no memory. */
static bool add_without(struct ticket *t, uint32_t nth)
{
    uint32_t *more = realloc(t->without, (t->head.n_without + 1) * sizeof *more);
    if (more)
        (t->without = more)[t->head.n_without++] = nth;
    return more != NULL;
}

/* A stage that looks at the group record by record lost its worker at one of them: it begins anew without that one. What it had told of the
 * others isn't kept: the bytes are those of a worker that left it out from the start. false: it is the stage's look as a whole that fails. */
static bool leave_out(struct dx_crew *c, struct ticket *t, uint64_t step, const struct dx_err *e)
{
    int page = ++t->tries < DX_WORK_TRIES ? page_of(c, t, DX_STEP_NTH(step)) : -1;
    if (page < 0 || !add_without(t, DX_STEP_NTH(step)))
        return false;
    return lose(t, t->head.first + (size_t)DX_STEP_PART(step) - 1, page, e);
}

/* Where to go on after a worker was lost at `step`; what is given up is noted. */
static uint64_t go_on(struct dx_crew *c, struct ticket *t, enum dx_pool_end end, uint64_t step, struct dx_err *e)
{
    bool dear = end == DX_END_MEMORY || end == DX_END_STEP, reading = step < DX_STEP(DX_STEP_GROUP, 0);
    if (end == DX_END_KILLED && !t->killed) {
        t->killed = true;
        return step - DX_STEP_NTH(step);
    }
    if (!reading && DX_STEP_NTH(step) && leave_out(c, t, step, e))
        return step - DX_STEP_NTH(step);
    step -= DX_STEP_NTH(step);
    t->head.n_without = 0;
    if (dear && reading && t->foreign && !t->head.coarse) {
        size_t n = strlen(e->msg);
        strncpy(e->msg + n, "; it was read once more, coarsely", sizeof e->msg - n - 1);
        t->head.coarse = true;
        return lose_step(c, t, step, e) ? step : NOTHING_LEFT;
    }
    t->head.coarse = false;
    bool noted = lose_step(c, t, step, e);
    uint64_t next = step_after(c, t, step);
    if (++t->tries < DX_WORK_TRIES || !noted || next >= DX_STEP(DX_STEP_GROUP, 0))
        return noted ? next : NOTHING_LEFT;
    struct dx_err rest;
    dx_fail(&rest, DX_BAD, "crashed", "%d workers were lost on pages of this item: its other pages were not read", t->tries);
    rest.transient = e->transient;
    return lose(t, t->stage, 0, &rest) ? step_after(c, t, 0) : NOTHING_LEFT;
}

/* A raw stage lost its worker in a stretch, or in what the one before had left over: it begins anew without that, and what it had told isn't
 * kept, so that the bytes are those of a worker that left it out from the start. false: what has no number can't be left out. */
static bool leave_out_stretch(struct ticket *t, enum dx_pool_end end, uint32_t nth, const struct dx_err *e)
{
    if (end == DX_END_KILLED && !t->killed)
        return t->killed = true;
    if (!nth || t->head.from || (t->n_losses == 0 && !lose(t, 0, 0, e)))
        return false;
    t->losses[0].e.transient |= e->transient;
    uint32_t *last = t->head.n_without ? &t->without[t->head.n_without - 1] : NULL;
    if (last && *last == nth + 1) /* the line that did it begins before the stretch that it was met in */
        return *last = nth, true;
    if (++t->tries >= DX_WORK_TRIES || nth == DX_STEP_NTH(UINT64_MAX))
        return t->head.from = nth, true;
    return add_without(t, nth);
}

static enum dx_ruling begin_again(struct dx_crew *c, struct ticket *t, struct dx_buf *again)
{
    struct dx_err e;
    t->careful = true;
    dx_buf_add(again, &t->head, sizeof t->head);
    if (t->head.n_without)
        dx_buf_add(again, t->without, t->head.n_without * sizeof *t->without);
    if (put_together(c, t, (struct dx_str){NULL, 0}, &e) == DX_OK)
        dx_buf_add(again, c->text.p, c->text.len);
    else
        again->oom = true;
    return DX_AGAIN;
}

/* The same for raw bytes; those of a pipe can't be had again. */
static enum dx_ruling try_raw_again(struct dx_crew *c, struct ticket *t, struct dx_pool_result *r, struct dx_buf *again)
{
    dx_buf_reset(r->answer);
    if (t->head.kind == PIECE) {
        dx_stretches_say_piece(r->e, t->head.off, t->size);
    } else if (!t->careful || leave_out_stretch(t, r->end, DX_STEP_NTH(r->mark), r->e)) {
        return begin_again(c, t, again);
    }
    lose(t, 0, 0, r->e);
    return DX_TAKE;
}

static enum dx_ruling try_again(struct dx_crew *c, struct ticket *t, struct dx_pool_result *r, struct dx_buf *again)
{
    uint64_t step = r->mark > t->head.from ? r->mark : t->head.from;
    dx_buf_add(&t->kept, r->answer->p, r->answer->len);
    dx_buf_reset(r->answer);
    if (t->careful)
        t->head.from = go_on(c, t, r->end, step, r->e);
    return t->head.from == NOTHING_LEFT ? DX_TAKE : begin_again(c, t, again);
}

static enum dx_ruling judge(void *ctx, void *tag, struct dx_pool_result *r, struct dx_buf *again)
{
    struct dx_crew *c = ctx;
    struct ticket *t = tag;
    struct dx_err why, failure = *r->e;
    enum dx_ruling v = DX_TAKE;
    if (!t->careful && r->end != DX_END_ANSWER) /* what flowed so far is no part that stands by itself */
        dx_buf_reset(r->answer);
    int rc = dx_admit_item(c->admit, t->head.first, dx_buf_slice(&t->lines), &why);
    if (rc == DX_OK)
        rc = dx_admit_known(c->admit, dx_buf_slice(&t->kept), &why);
    if (rc == DX_OK)
        rc = dx_admit_lines(c->admit, dx_buf_slice(r->answer), &why);
    if (rc != DX_OK) {
        if (rc != DX_NOMEM)
            dx_fail(&failure, DX_BAD, "crashed", "the worker gave %s", why.msg);
        else
            failure = why;
        dx_buf_reset(r->answer);
        lose(t, t->stage, 0, &failure);
        v = DX_REFUSE;
    } else if (r->end == DX_END_CRASH || r->end == DX_END_KILLED || r->end == DX_END_MEMORY || r->end == DX_END_STEP) {
        v = t->head.kind == DX_CREW_WORK ? try_again(c, t, r, again) : try_raw_again(c, t, r, again);
    } else if (r->end != DX_END_ANSWER) {
        lose_step(c, t, r->end == DX_END_TIME ? r->mark : 0, &failure);
    }
    if (v == DX_AGAIN)
        return v;
    if (t->head.kind == DX_CREW_RAW && t->n_losses)
        dx_stretches_say(&t->losses[0].e, t->without, t->head.n_without, (uint32_t)t->head.from);
    *r->e = (struct dx_err){0}; /* what failed is in the records now, unless they can't be made */
    bool whole = r->end == DX_END_ANSWER && v == DX_TAKE && !t->n_losses && !t->kept.len;
    rc = whole ? put_answer(c, t, r->answer, r->e) : put_together(c, t, dx_buf_slice(r->answer), r->e);
    if (rc != DX_OK)
        return v;
    if (!whole) {
        struct dx_buf told = *r->answer;
        *r->answer = c->text;
        c->text = told;
        t->failures = c->group.errors;
    }
    dx_buf_free(&t->lines);
    dx_buf_free(&t->kept);
    if (c->o.arrived)
        c->o.arrived(c->ctx, t->tag, dx_buf_slice(r->answer));
    return v;
}

static int on_answer(void *ctx, void *tag, struct dx_str answer, const struct dx_err *failure, struct dx_err *e)
{
    struct dx_crew *c = ctx;
    struct ticket *t = tag;
    while (c->first != t) { /* those before it were forgotten by a halt */
        struct ticket *gone = c->first;
        c->first = gone->next;
        ticket_free(gone);
    }
    c->first = t->next;
    if (!c->first)
        c->last = NULL;
    int rc = failure ? dx_fail_nomem(e) : c->done(c->ctx, t->tag, answer, t->failures, e); /* nothing less makes a group fail */
    ticket_free(t);
    return rc;
}

/* ---- putting ---- */

static uint64_t exhibit_of(const struct dx_item *item)
{
    uint64_t h = 0xcbf29ce484222325; /* FNV-1a */
    for (size_t i = 0; item && i < item->exhibit.n; i++)
        h = (h ^ (unsigned char)item->exhibit.p[i]) * 0x100000001b3;
    return h;
}

/* The item of a group; NULL: it has none. */
static const struct dx_item *item_of(struct dx_crew *c, struct dx_str lines, struct dx_item *item)
{
    const char *end = lines.n ? memchr(lines.p, '\n', lines.n) : NULL;
    bool is = end && dx_record_type(lines.p, lines.n) == DX_T_ITEM && dx_json_parse(&c->json, lines.p, (size_t)(end - lines.p), NULL) == DX_OK;
    return is && dx_item_read(item, &c->json, NULL) == DX_OK ? item : NULL;
}

/* Takes the ticket over. */
static int put(struct dx_crew *c, struct ticket *t, struct dx_str bytes, const struct dx_item *item, int fd, struct dx_err *e)
{
    struct dx_buf whole = DX_BUF_INIT;
    bool works = t->head.kind != DX_CREW_PASS;
    if (works) {
        dx_buf_add(&whole, &t->head, sizeof t->head);
        dx_buf_add(&whole, bytes.p, bytes.n);
        bytes = dx_buf_slice(&whole);
    }
    t->foreign = item && fd >= 0 && dx_media_is_foreign(item->media);
    t->careful = t->head.kind == DX_CREW_WORK && t->foreign && dx_work_takes(c->o.stages + t->head.first, c->o.n - t->head.first, item->media);
    struct dx_pool_job j = {bytes, fd, !works ? DX_POOL_PASS : t->careful ? DX_POOL_FRESH : DX_POOL_SHARED, exhibit_of(item),
                            item ? item->size : 0, t, works && item ? dx_cost(item->path[0], item->size) : 0};
    int rc = dx_buf_ok(&whole) && dx_buf_ok(&t->lines) ? DX_OK : dx_fail_nomem(e);
    if (rc != DX_OK) {
        ticket_free(t);
    } else {
        if (c->last)
            c->last->next = t;
        else
            c->first = t;
        c->last = t; /* before the put: its answer may come within */
        rc = dx_pool_put(c->pool, &j, e);
    }
    dx_buf_free(&whole);
    return rc;
}

int dx_crew_put(struct dx_crew *c, enum dx_crew_how how, size_t first, struct dx_str lines, int fd, void *tag, struct dx_err *e)
{
    struct dx_item room;
    const struct dx_item *item = how == DX_CREW_PASS ? NULL : item_of(c, lines, &room);
    struct ticket *t = calloc(1, sizeof *t);
    if (!t)
        return dx_fail_nomem(e);
    t->tag = tag;
    t->head = (struct head){.kind = (uint8_t)how, .first = (uint8_t)first};
    t->stage = first;
    while (item && t->stage + 1 < c->o.n && !dx_work_takes(&c->o.stages[t->stage], 1, item->media))
        t->stage++;
    if (how != DX_CREW_PASS)
        dx_buf_add(&t->lines, lines.p, lines.n);
    return put(c, t, lines, item, fd, e);
}

int dx_crew_piece(struct dx_crew *c, struct dx_str piece, int64_t off, bool last, void *tag, struct dx_err *e)
{
    struct ticket *t = calloc(1, sizeof *t);
    if (!t)
        return dx_fail_nomem(e);
    t->tag = tag;
    t->head = (struct head){.kind = PIECE, .off = off, .last = last};
    t->size = (int64_t)piece.n;
    return put(c, t, piece, NULL, -1, e);
}

/* ---- beginning and end ---- */

int dx_crew_new(struct dx_crew **out, const struct dx_crew_options *o, dx_crew_fn *done, void *ctx, struct dx_err *e)
{
    *out = NULL;
    struct dx_crew *c = calloc(1, sizeof *c);
    if (!c)
        return dx_fail_nomem(e);
    *c = (struct dx_crew){.o = *o, .done = done, .ctx = ctx};
    int rc = dx_sandbox_new(&c->sandbox, o->no_sandbox, e);
    if (rc == DX_OK)
        rc = dx_admit_new(&c->admit, o->stages, o->n, e);
    struct dx_pool_options p = {
        .jobs = o->jobs, .timeout = o->timeout, .memory = o->memory ? o->memory : DX_WORKER_MEMORY,
        .answer_bytes = o->answer_bytes ? o->answer_bytes : DX_ANSWER_BYTES,
        .step_seconds = o->step_seconds > 0 ? o->step_seconds : DX_STEP_SECONDS, .step_per_mb = DX_STEP_PER_MB, .job_seconds = DX_JOB_SECONDS, .job_per_mb = DX_JOB_PER_MB,
        .sandbox = c->sandbox,
    };
    if (rc == DX_OK)
        rc = dx_pool_new(&c->pool, &p, &(struct dx_pool_calls){job, judge, on_answer, c, load}, e);
    if (rc == DX_OK)
        *out = c;
    else
        dx_crew_free(c);
    return rc;
}

int dx_crew_end(struct dx_crew *c, struct dx_err *e) { return dx_pool_end(c->pool, e); }

size_t dx_crew_halt(struct dx_crew *c) { return dx_pool_halt(c->pool); }

const struct dx_protection *dx_crew_protection(const struct dx_crew *c) { return dx_sandbox_protection(c->sandbox); }

void dx_crew_free(struct dx_crew *c)
{
    if (!c)
        return;
    dx_pool_free(c->pool);
    dx_sandbox_free(c->sandbox);
    dx_admit_free(c->admit);
    while (c->first) {
        struct ticket *next = c->first->next;
        ticket_free(c->first);
        c->first = next;
    }
    dx_json_free(&c->json);
    dx_group_free(&c->group);
    dx_buf_free(&c->text);
    free(c);
}
