/* plan.c: cutting the walk into stretches, giving them to shards, and finding them again */
#include "engine/plan.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/record.h"
#include "base/utf8.h"
#include "engine/cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void dx_plan_free(struct dx_plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->stretches[i].to);
    for (size_t i = 0; i < p->n_operands; i++)
        dx_operand_free(&p->operands[i]);
    dx_settings_free(&p->settings);
    free(p->stretches);
    free(p->operands);
    free(p->tools);
    *p = (struct dx_plan){0};
}

/* ---- the order of the walk ---- */

size_t dx_plan_operand(const struct dx_plan *p, struct dx_str path)
{
    const char *slash = memchr(path.p, '/', path.n);
    struct dx_str label = {path.p, slash ? (size_t)(slash - path.p) : path.n};
    size_t i = 0;
    while (i < p->n_operands && !dx_str_is(label, p->operands[i].exhibit))
        i++;
    return i;
}

/* Names as bytes, component by component: "/" is less than any byte of a name. */
static int compare(const struct dx_plan *p, struct dx_str a, struct dx_str b)
{
    size_t x = dx_plan_operand(p, a), y = dx_plan_operand(p, b);
    if (x != y)
        return x < y ? -1 : 1;
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (a.p[i] != b.p[i])
            return a.p[i] == '/' ? -1 : b.p[i] == '/' ? 1 : (unsigned char)a.p[i] < (unsigned char)b.p[i] ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

static bool is_beneath(struct dx_str path, struct dx_str folder)
{
    return path.n > folder.n && path.p[folder.n] == '/' && memcmp(path.p, folder.p, folder.n) == 0;
}

size_t dx_plan_stretch(const struct dx_plan *p, struct dx_str path)
{
    size_t i; /* the last has no end */
    DX_FIRST(i, 0, p->n - 1, compare(p, path, (struct dx_str){p->stretches[i].to, p->stretches[i].to_n}) <= 0);
    return i;
}

bool dx_plan_has(const struct dx_plan *p, int shard, struct dx_str path)
{
    return p->n && p->stretches[dx_plan_stretch(p, path)].shard == shard;
}

bool dx_plan_has_beneath(const struct dx_plan *p, int shard, struct dx_str folder)
{
    for (size_t i = p->n ? dx_plan_stretch(p, folder) : 0; i < p->n; i++) {
        struct dx_str to = {p->stretches[i].to, p->stretches[i].to_n};
        if (p->stretches[i].shard == shard)
            return true;
        if (!to.p || (!is_beneath(to, folder) && compare(p, to, folder) > 0))
            break; /* the next begins behind the folder */
    }
    return false;
}

/* ---- making ---- */

struct cutting {
    struct dx_plan *p;
    double target; /* the cost of a stretch */
    size_t most;
    bool open;     /* the last stretch isn't full */
    bool nomem;
};

/* Twos become ones, twice as long. */
static void halve(struct cutting *c)
{
    struct dx_plan *p = c->p;
    size_t n = 0;
    for (size_t i = 0; i < p->n; i += 2) {
        struct dx_stretch s = p->stretches[i];
        if (i + 1 < p->n) {
            free(s.to);
            s = (struct dx_stretch){p->stretches[i + 1].to, p->stretches[i + 1].to_n, s.cost + p->stretches[i + 1].cost, 0};
        }
        p->stretches[n++] = s;
    }
    p->n = n;
    c->target *= 2;
}

static struct dx_stretch *room(struct cutting *c)
{
    struct dx_plan *p = c->p;
    if (c->open)
        return &p->stretches[p->n - 1];
    if (p->n >= c->most)
        halve(c);
    if (!DX_MORE(p->stretches, p->n, p->cap))
        return NULL;
    p->stretches[p->n] = (struct dx_stretch){0};
    return &p->stretches[p->n++];
}

static enum dx_walk_choice on_file(void *ctx, struct dx_str path, const struct stat *st, struct dx_known *known)
{
    struct cutting *c = ctx;
    struct dx_stretch *s = room(c);
    (void)known;
    char *to = s ? malloc(path.n + 1) : NULL;
    if (!to) {
        c->nomem = true;
        return DX_WALK_PASS;
    }
    memcpy(to, path.p, path.n);
    to[path.n] = '\0';
    free(s->to);
    s->to = to;
    s->to_n = path.n;
    s->cost += dx_cost(path, st->st_size);
    c->open = s->cost < c->target;
    c->p->files++;
    c->p->bytes += st->st_size;
    c->p->cost += dx_cost(path, st->st_size);
    return DX_WALK_PASS;
}

static int on_record(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    (void)type, (void)line, (void)item, (void)fd;
    return ((struct cutting *)ctx)->nomem ? DX_NOMEM : DX_OK;
}

static int by_cost(const void *a, const void *b)
{
    const struct dx_stretch *const *x = a, *const *y = b;
    return (*x)->cost != (*y)->cost ? ((*x)->cost < (*y)->cost) - ((*x)->cost > (*y)->cost) : (*x > *y) - (*x < *y);
}

/* The dearest first, each to the shard that has least to do so far. */
static int deal(struct dx_plan *p, struct dx_err *e)
{
    double *load = calloc((size_t)p->shards, sizeof *load);
    struct dx_stretch **order = malloc((p->n + 1) * sizeof *order);
    if (!load || !order) {
        free(load);
        free(order);
        return dx_fail_nomem(e);
    }
    for (size_t i = 0; i < p->n; i++)
        order[i] = &p->stretches[i];
    qsort(order, p->n, sizeof *order, by_cost);
    for (size_t i = 0; i < p->n; i++) {
        int least = 0;
        for (int k = 1; k < p->shards; k++)
            if (load[k] < load[least])
                least = k;
        order[i]->shard = least;
        load[least] += order[i]->cost;
    }
    free(load);
    free(order);
    return DX_OK;
}

int dx_plan_make(struct dx_plan *p, const struct dx_operand *o, size_t n, struct dx_err *e)
{
    struct cutting c = {.p = p, .target = 0.001, .most = (size_t)p->shards * DX_PLAN_STRETCHES};
    struct dx_walker *w = NULL;
    int rc = dx_walker_new(&w, "", on_record, &c, e);
    if (rc == DX_OK)
        dx_walker_ask(w, &(struct dx_walk_ask){NULL, on_file, &c});
    for (size_t i = 0; i < n && rc == DX_OK; i++)
        rc = dx_walk(w, &o[i], e);
    dx_walker_free(w);
    if (rc == DX_OK && c.nomem)
        rc = dx_fail_nomem(e);
    c.open = false;
    if (rc == DX_OK && p->n == 0 && !room(&c))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK) { /* what is added to the evidence behind its end is the last one's */
        free(p->stretches[p->n - 1].to);
        p->stretches[p->n - 1].to = NULL;
        p->stretches[p->n - 1].to_n = 0;
        rc = deal(p, e);
    }
    return rc;
}

/* ---- as a file ---- */

static void write_stretch(struct dx_jw *w, const struct dx_stretch *s)
{
    struct dx_buf raw = DX_BUF_INIT;
    dx_jw_obj(w, NULL);
    dx_jw_int(w, "shard", s->shard);
    dx_jw_num(w, "seconds", s->cost);
    if (s->to && dx_utf8_valid(s->to, s->to_n) == s->to_n) {
        dx_jw_str(w, "to", (struct dx_str){s->to, s->to_n});
    } else if (s->to) {
        dx_buf_base64(&raw, s->to, s->to_n);
        dx_jw_str(w, "to_raw", dx_buf_slice(&raw));
        w->b->oom |= raw.oom;
    }
    dx_jw_obj_end(w);
    dx_buf_free(&raw);
}

int dx_plan_write(struct dx_plan *p, const struct dx_options *settings, const struct dx_casedir *d, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "plan");
    dx_jw_int(&w, "schema", DX_SCHEMA);
    dx_jw_int(&w, "shards", p->shards);
    dx_jw_cstr(&w, "cpu", p->cpu);
    dx_jw_arr(&w, "tools");
    for (size_t i = 0; i < p->n_tools; i++)
        dx_jw_cstr(&w, NULL, p->tools[i]);
    dx_jw_arr_end(&w);
    dx_settings_write(&w, settings);
    dx_jw_arr(&w, "operands");
    for (size_t i = 0; i < p->n_operands; i++) {
        dx_jw_obj(&w, NULL);
        dx_jw_cstr(&w, "exhibit", p->operands[i].exhibit);
        dx_jw_cstr(&w, "path", p->operands[i].path);
        dx_jw_obj_end(&w);
    }
    dx_jw_arr_end(&w);
    dx_jw_int(&w, "files", p->files);
    dx_jw_int(&w, "bytes", p->bytes);
    dx_jw_num(&w, "seconds", p->cost);
    dx_jw_arr(&w, "stretches");
    for (size_t i = 0; i < p->n; i++)
        write_stretch(&w, &p->stretches[i]);
    dx_jw_arr_end(&w);
    dx_jw_obj_end(&w);
    dx_buf_byte(&b, '\n');
    int rc = dx_buf_ok(&b) ? dx_sha256_head(b.p, b.len, DX_SHA256_HEX, p->hash) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_casedir_put(d, DX_PLAN_FILE, dx_buf_slice(&b), e);
    dx_buf_free(&b);
    return rc;
}

static bool read_tools(struct dx_plan *p, const struct dx_json *j, const struct dx_jnode *list)
{
    for (const struct dx_jnode *one = list ? dx_json_first(j, list) : NULL; one; one = dx_json_next(j, one)) {
        struct dx_str id = dx_json_str(one);
        char (*more)[DX_TOOL_DIGITS + 1] = realloc(p->tools, (p->n_tools + 1) * sizeof *more);
        if (!more || id.n != DX_TOOL_DIGITS)
            return false;
        p->tools = more;
        memcpy(more[p->n_tools], id.p, id.n);
        more[p->n_tools++][id.n] = '\0';
    }
    return p->n_tools > 0;
}

static bool read_operands(struct dx_plan *p, const struct dx_json *j, const struct dx_jnode *list)
{
    for (const struct dx_jnode *one = list ? dx_json_first(j, list) : NULL; one; one = dx_json_next(j, one)) {
        struct dx_str exhibit = dx_json_str(dx_json_get(j, one, "exhibit")), path = dx_json_str(dx_json_get(j, one, "path"));
        struct dx_operand *more = realloc(p->operands, (p->n_operands + 1) * sizeof *more);
        if (!more)
            return false;
        p->operands = more;
        more[p->n_operands] = (struct dx_operand){strndup(exhibit.p ? exhibit.p : "", exhibit.n), strndup(path.p ? path.p : "", path.n)};
        if (!more[p->n_operands].exhibit || !more[p->n_operands++].path)
            return false;
    }
    return p->n_operands > 0;
}

static bool read_stretches(struct dx_plan *p, const struct dx_json *j, const struct dx_jnode *list)
{
    for (const struct dx_jnode *one = list ? dx_json_first(j, list) : NULL; one; one = dx_json_next(j, one)) {
        struct dx_str to = dx_json_str(dx_json_get(j, one, "to")), raw = dx_json_str(dx_json_get(j, one, "to_raw"));
        struct dx_buf exact = DX_BUF_INIT;
        if (!DX_MORE(p->stretches, p->n, p->cap))
            return false;
        if (raw.p && !dx_buf_unbase64(&exact, raw.p, raw.n))
            return false;
        dx_buf_add(&exact, to.p, to.p ? to.n : 0);
        struct dx_stretch *s = &p->stretches[p->n++];
        *s = (struct dx_stretch){to.p || raw.p ? exact.p : NULL, exact.len, dx_json_num(dx_json_get(j, one, "seconds"), 0),
                                 (int)dx_json_int(dx_json_get(j, one, "shard"), -1)};
        if (!dx_buf_ok(&exact) || s->shard < 0 || s->shard >= p->shards)
            return false;
    }
    return p->n > 0 && !p->stretches[p->n - 1].to;
}

static bool read_plan(struct dx_plan *p, struct dx_json *j, struct dx_str text, struct dx_err *e)
{
    if (dx_json_parse(j, text.p, text.n, e) != DX_OK)
        return false;
    const struct dx_jnode *top = dx_json_top(j);
    struct dx_str cpu = dx_json_str(dx_json_get(j, top, "cpu"));
    p->shards = (int)dx_json_int(dx_json_get(j, top, "shards"), 0);
    p->files = dx_json_int(dx_json_get(j, top, "files"), 0);
    p->bytes = dx_json_int(dx_json_get(j, top, "bytes"), 0);
    p->cost = dx_json_num(dx_json_get(j, top, "seconds"), 0);
    snprintf(p->cpu, sizeof p->cpu, "%.*s", (int)cpu.n, cpu.p ? cpu.p : "");
    return dx_json_int(dx_json_get(j, top, "schema"), 0) == DX_SCHEMA && p->shards > 0 && p->shards <= DX_PLAN_SHARDS &&
           read_tools(p, j, dx_json_get(j, top, "tools")) && read_operands(p, j, dx_json_get(j, top, "operands")) &&
           dx_settings_read(&p->settings, j, top, e) == DX_OK && read_stretches(p, j, dx_json_get(j, top, "stretches"));
}

int dx_plan_read(struct dx_plan *p, const struct dx_casedir *d, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_json j = {0};
    bool there;
    int rc = dx_casedir_get(d, DX_PLAN_FILE, &b, &there, e);
    if (rc == DX_OK && !there)
        rc = dx_fail(e, DX_ENV, "missing", "%s has no plan: make one with docex plan", d->path);
    if (rc == DX_OK)
        rc = dx_sha256_head(b.p, b.len, DX_SHA256_HEX, p->hash);
    if (rc == DX_OK && (b.len == 0 || !read_plan(p, &j, (struct dx_str){b.p, b.len - 1}, e)))
        rc = dx_fail(e, DX_ENV, "malformed", "%s/" DX_PLAN_FILE " is no plan of this docex: make it anew with docex plan", d->path);
    dx_json_free(&j);
    dx_buf_free(&b);
    return rc;
}

void dx_plan_done_name(char out[64], int shard) { snprintf(out, 64, DX_PLAN_DIR "/%04d.done", shard); }

int dx_plan_done(const struct dx_plan *p, const struct dx_casedir *d, int shard, struct dx_buf *out, struct dx_err *e)
{
    char name[64];
    struct dx_json j = {0};
    struct dx_err bad;
    bool there;
    dx_plan_done_name(name, shard);
    int rc = dx_casedir_get(d, name, out, &there, e);
    while (out->len && out->p[out->len - 1] == '\n')
        out->p[--out->len] = '\0';
    if (rc == DX_OK && (!there || dx_json_parse(&j, out->p, out->len, &bad) != DX_OK ||
                        !dx_str_is(dx_json_str(dx_json_get(&j, dx_json_top(&j), "plan")), p->hash)))
        dx_buf_reset(out);
    dx_json_free(&j);
    return rc;
}
