/* shard.c: one shard of a plan */
#include "engine/shard.h"

#include "engine/cache.h"
#include "engine/walks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct work {
    const struct dx_plan *p;
    int shard;
    struct dx_shard_counts *c;
    struct dx_walk_file *walk;
    char walk_hash[DX_SHA256_HEX + 1];
};

static bool wants_file(void *ctx, struct dx_str path)
{
    const struct work *w = ctx;
    return dx_plan_has(w->p, w->shard, path);
}

static bool wants_folder(void *ctx, struct dx_str path)
{
    const struct work *w = ctx;
    return dx_plan_has_beneath(w->p, w->shard, path);
}

/* What the walk says is kept for the merge; results it finds in the cache. */
static int on_unit(void *ctx, const struct dx_unit *u, struct dx_str lines, struct dx_err *e)
{
    struct work *w = ctx;
    const char *end = memchr(lines.p, '\n', lines.n);
    int rc = w ? dx_walk_file_add(w->walk, lines, e) : DX_OK;
    if (!u->item || rc != DX_OK)
        return rc;
    static const char key[] = ",\"size\":";
    const char *at = end ? memmem(lines.p, (size_t)(end - lines.p), key, sizeof key - 1) : NULL;
    w->c->items++;
    w->c->bytes += at ? strtoll(at + sizeof key - 1, NULL, 10) : 0;
    w->c->cached += u->cached;
    w->c->known += u->known;
    return DX_OK;
}

int dx_shard_identify(struct dx_plan *p, const struct dx_journey_options *o, struct dx_err *e)
{
    struct dx_journey *j = NULL;
    int rc = dx_journey_new(&j, o, on_unit, NULL, e);
    if (rc != DX_OK)
        return rc;
    snprintf(p->cpu, sizeof p->cpu, "%s", dx_cpu_class());
    p->n_tools = o->n_stages + 1;
    free(p->tools);
    p->tools = calloc(p->n_tools, sizeof *p->tools);
    for (size_t i = 0; p->tools && i < p->n_tools; i++) {
        const char *by;
        dx_journey_tool(j, i, &by);
        memcpy(p->tools[i], by, sizeof p->tools[i]);
    }
    dx_journey_free(j);
    return p->tools ? DX_OK : dx_fail_nomem(e);
}

/* Only what gives the plan's bytes may add to its cache: anything else would be found by nobody, and the merge would do it all again. */
static int check_tools(const struct dx_plan *p, const struct dx_journey *j, size_t n_stages, struct dx_err *e)
{
    if (strcmp(p->cpu, dx_cpu_class()) != 0)
        return dx_fail(e, DX_BAD, "unsupported", "this machine's processors are of class %s, the plan's of class %s, and records could differ: "
                       "work on it on machines like that, or make the plan anew on one like this", dx_cpu_class(), p->cpu);
    if (p->n_tools != n_stages + 1)
        return dx_fail(e, DX_BAD, "unsupported", "the plan was made by another docex: make it anew with this one");
    for (size_t i = 0; i < p->n_tools; i++) {
        const char *by;
        struct dx_str tool = dx_journey_tool(j, i, &by);
        if (strcmp(by, p->tools[i]) != 0)
            return dx_fail(e, DX_BAD, "unsupported", "software, rules or models here are not the plan's: it wants tool %s, here is %.200s",
                           p->tools[i], tool.p);
    }
    return DX_OK;
}

static int write_done(const struct work *w, const struct dx_casedir *d, const char *host, const char *began, struct dx_custody_moment start,
                      struct dx_err *e)
{
    char name[64], now[32];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw j = {&b, false};
    dx_custody_stamp(now);
    dx_jw_obj(&j, NULL);
    dx_jw_cstr(&j, "type", "shard");
    dx_jw_int(&j, "shard", w->shard);
    dx_jw_cstr(&j, "plan", w->p->hash);
    dx_jw_cstr(&j, "walk", w->walk_hash);
    dx_jw_cstr(&j, "host", host);
    dx_jw_cstr(&j, "cpu", dx_cpu_class());
    dx_jw_cstr(&j, "begin", began);
    dx_jw_cstr(&j, "end", now);
    dx_jw_int(&j, "items", w->c->items);
    dx_jw_int(&j, "bytes", w->c->bytes);
    dx_jw_int(&j, "cached", w->c->cached);
    dx_custody_elapsed(&j, start);
    dx_jw_obj_end(&j);
    dx_buf_byte(&b, '\n');
    dx_plan_done_name(name, w->shard);
    int rc = dx_buf_ok(&b) ? dx_casedir_put(d, name, dx_buf_slice(&b), e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

int dx_shard_work(const struct dx_casedir *d, const struct dx_plan *p, int shard, const char *host, struct dx_journey_options o,
                  struct dx_shard_counts *c, struct dx_err *e)
{
    struct work w = {.p = p, .shard = shard, .c = c};
    struct dx_custody_moment start = dx_custody_now();
    struct dx_journey *j = NULL;
    struct dx_cache *cache = NULL;
    char label[64], began[32];
    dx_custody_stamp(began);
    o.wants_file = wants_file;
    o.wants_folder = wants_folder;
    snprintf(label, sizeof label, "shard-%04d", shard);
    int rc = dx_journey_new(&j, &o, on_unit, &w, e);
    if (rc == DX_OK)
        rc = check_tools(p, j, o.n_stages, e);
    if (rc == DX_OK)
        rc = dx_cache_open(&cache, d->dir, d->path, label, e);
    if (rc == DX_OK)
        rc = dx_walk_file_new(&w.walk, p, shard, d, host, e);
    if (rc == DX_OK)
        rc = dx_journey_go(j, cache, e);
    if (rc == DX_OK)
        rc = dx_walk_file_end(w.walk, w.walk_hash, e);
    if (rc == DX_OK)
        rc = write_done(&w, d, host, began, start, e);
    dx_walk_file_free(w.walk);
    dx_journey_free(j);
    dx_cache_free(cache);
    return rc;
}
