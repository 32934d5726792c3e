/* run.c: what a journey gives, into a case */
#include "engine/run.h"

#include "base/limits.h"
#include "engine/case.h"
#include "engine/cost.h"
#include "engine/settings.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

/* One exhibit: its items, and one hash over all of them. */
struct exhibit {
    char *label;
    int64_t items, bytes;
    char hash[DX_SHA256_HEX + 1];
};

struct run {
    const struct dx_run_options *o;
    struct dx_run_counts *c;
    struct dx_journey *journey;
    struct dx_case *kase;
    struct dx_cache *cache;
    int64_t errors[DX_STAGES]; /* error records of each stage */
    struct dx_json json, item;     /* item: of the unit that is being written */
    struct dx_buf line;
    struct exhibit *exhibits;
    size_t n_exhibits;
    struct dx_sha256 *hash;        /* of the exhibit in hand */
    struct dx_custody_moment start;
};

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

/* ---- exhibits ---- */

static void close_exhibit(struct run *r)
{
    uint8_t digest[DX_SHA256_BYTES];
    if (r->n_exhibits && dx_sha256_end(r->hash, digest) == DX_OK)
        dx_hex(digest, sizeof digest, r->exhibits[r->n_exhibits - 1].hash);
}

/* The one hash is over the items' hashes in the order of the walk, each with a line end: what `jq -r .id` prints of them. */
static int count_in(struct run *r, const struct dx_item *it, struct dx_err *e)
{
    struct exhibit *x = r->n_exhibits ? &r->exhibits[r->n_exhibits - 1] : NULL;
    if (!x || !dx_str_is(it->exhibit, x->label)) { /* an exhibit's items stand together */
        close_exhibit(r);
        x = realloc(r->exhibits, (r->n_exhibits + 1) * sizeof *x);
        if (!x)
            return dx_fail_nomem(e);
        r->exhibits = x;
        x += r->n_exhibits;
        *x = (struct exhibit){.label = strndup(it->exhibit.p, it->exhibit.n)};
        if (!x->label)
            return dx_fail_nomem(e);
        r->n_exhibits++;
        if (dx_sha256_start(r->hash) != DX_OK)
            return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    }
    x->items++;
    x->bytes += it->size > 0 ? it->size : 0;
    bool good = dx_sha256_add(r->hash, it->id.p, it->id.n) == DX_OK && dx_sha256_add(r->hash, "\n", 1) == DX_OK;
    return good ? DX_OK : dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
}

static void log_exhibits(struct run *r, struct dx_jw *w)
{
    close_exhibit(r);
    dx_jw_arr(w, "exhibits");
    for (size_t i = 0; i < r->n_exhibits; i++) {
        dx_jw_obj(w, NULL);
        dx_jw_cstr(w, "exhibit", r->exhibits[i].label);
        dx_jw_int(w, "items", r->exhibits[i].items);
        dx_jw_int(w, "bytes", r->exhibits[i].bytes);
        dx_jw_cstr(w, "sha256", r->exhibits[i].hash);
        dx_jw_obj_end(w);
    }
    dx_jw_arr_end(w);
}

/* ---- what comes ---- */

/* An error record: whose is it, and is it about the unit's item? */
static int note_error(struct run *r, const struct dx_item *it, struct dx_judgement *j)
{
    struct dx_str code = text_of(&r->json, "code"), item = text_of(&r->json, "item"), by = text_of(&r->json, "by");
    const char *stage;
    for (size_t i = 0; i < r->o->journey.n_stages; i++) {
        dx_journey_tool(r->journey, i + 1, &stage);
        r->errors[i] += dx_str_is(by, stage);
    }
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
        if (rc == DX_OK)
            rc = count_in(r, item, e);
        j->size = item->size;
        r->c->bytes += item->size > 0 ? item->size : 0;
        r->c->cost += dx_cost(item->path[0], item->size);
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

static int write_lines(struct run *r, struct dx_str text, const struct dx_unit *u, struct dx_err *e)
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

static int on_unit(void *ctx, const struct dx_unit *u, struct dx_str lines, struct dx_err *e)
{
    struct run *r = ctx;
    int rc = write_lines(r, lines, u, e);
    r->c->cached += u->cached;
    r->c->known += u->known;
    r->c->seconds = dx_custody_now().steady - r->start.steady;
    if (rc == DX_OK && u->item && r->o->progress)
        r->o->progress(r->o->ctx, r->c);
    return rc;
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

int dx_run_place(const char *case_dir, const struct dx_operand *operands, size_t n, struct dx_err *e)
{
    char *kase = real_path(case_dir);
    int rc = DX_OK;
    for (size_t i = 0; kase && i < n && rc == DX_OK; i++) {
        char *root = realpath(operands[i].path, NULL);
        size_t k = root ? strlen(root) : 0;
        if (k > 1 && strncmp(kase, root, k) == 0 && (kase[k] == '/' || kase[k] == '\0'))
            rc = dx_fail(e, DX_BAD, "io", "the case %s lies within the evidence %s, which is never written to", case_dir, root);
        free(root);
    }
    free(kase);
    return rc;
}

/* An array of the tool records as they are: software, rules, models, options, each with its hash. */
static void log_tools(struct run *r, struct dx_jw *w)
{
    dx_jw_arr(w, "tools");
    for (size_t i = 0; i <= r->o->journey.n_stages; i++) {
        const char *by;
        struct dx_str line = dx_journey_tool(r->journey, i, &by);
        dx_jw_raw(w, NULL, (struct dx_str){line.p, line.n - 1});
    }
    dx_jw_arr_end(w);
}

static int log_begin(struct run *r, struct dx_err *e)
{
    const struct dx_journey_options *j = &r->o->journey;
    struct dx_custody *log = &dx_case_dir(r->kase)->custody;
    dx_buf_reset(&r->line);
    struct dx_jw w = {&r->line, false};
    dx_jw_cstr(&w, "version", PACKAGE_VERSION);
    if (log->begun)
        dx_jw_int(&w, "interrupted", log->begun);
    dx_custody_facts_write(&w, &r->o->facts);
    dx_jw_arr(&w, "operands");
    for (size_t i = 0; i < j->n_operands; i++) {
        char *real = realpath(j->operands[i].path, NULL);
        dx_jw_obj(&w, NULL);
        dx_jw_cstr(&w, "exhibit", j->operands[i].exhibit);
        dx_jw_cstr(&w, "path", real ? real : j->operands[i].path);
        dx_jw_obj_end(&w);
        free(real);
    }
    dx_jw_arr_end(&w);
    dx_settings_write(&w, &j->stage);
    dx_jw_int(&w, "jobs", j->jobs);
    dx_jw_obj(&w, "protection");
    dx_protection_describe(dx_journey_protection(r->journey), &w);
    dx_jw_obj_end(&w);
    log_tools(r, &w);
    return dx_buf_ok(&r->line) ? dx_case_log(r->kase, "begin", dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
}

/* The tool records, in the pipe's order: each filter writes its own before it reads those of the filters before it. */
static int write_tools(struct run *r, struct dx_err *e)
{
    const char *by;
    int rc = DX_OK;
    for (size_t i = r->o->journey.n_stages + 1; i-- > 0 && rc == DX_OK;)
        rc = dx_case_write(r->kase, DX_T_TOOL, dx_journey_tool(r->journey, i, &by), e);
    return rc;
}

static int write_ends(struct run *r, struct dx_err *e)
{
    int64_t items, errors;
    int rc = DX_OK;
    dx_journey_counts(r->journey, &items, &errors);
    for (size_t i = 0; i <= r->o->journey.n_stages && rc == DX_OK; i++) {
        const char *by;
        dx_journey_tool(r->journey, i, &by);
        dx_buf_reset(&r->line);
        dx_end_write(&r->line, by, items, i ? r->errors[i - 1] : errors);
        rc = dx_buf_ok(&r->line) ? dx_case_write(r->kase, DX_T_END, dx_buf_slice(&r->line), e) : dx_fail_nomem(e);
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
    dx_jw_int(w, "cached", c->cached);
    dx_jw_int(w, "known", c->known);
    dx_jw_bool(w, "balances", dx_ledger_balances(&c->ledger));
    dx_custody_elapsed(w, r->start);
}

/* Closes the case as the run ended: complete, stopped, or failed. A ledger that doesn't balance completes nothing. */
static int finish(struct run *r, int rc, struct dx_err *e)
{
    struct dx_err other; /* the first failure is the one to tell */
    const char *event = "fail";
    if (rc == DX_OK)
        rc = write_ends(r, e);
    if (rc == DX_OK && !dx_ledger_balances(&r->c->ledger))
        rc = dx_fail(e, DX_LIMIT, "malformed", "the ledger does not balance: %lld items; this is a fault of docex, the case is not complete",
                     (long long)r->c->ledger.items);
    dx_buf_reset(&r->line);
    struct dx_jw w = {&r->line, false};
    if (rc == DX_OK || rc == DX_STOP) {
        log_counts(r, &w);
        log_exhibits(r, &w);
        event = rc == DX_OK ? "end" : "stop";
    }
    int closed = rc == DX_OK ? dx_case_complete(r->kase, &r->line, e) : rc == DX_STOP ? dx_case_leave(r->kase, e) : DX_OK;
    if (closed != DX_OK) {
        rc = closed;
        event = "fail";
        dx_buf_reset(&r->line);
        w = (struct dx_jw){&r->line, false};
    }
    if (strcmp(event, "fail") == 0) {
        dx_jw_cstr(&w, "message", e->msg);
        dx_custody_elapsed(&w, r->start);
    }
    bool failing = rc != DX_OK && rc != DX_STOP;
    int logged = dx_buf_ok(&r->line) ? dx_case_log(r->kase, event, dx_buf_slice(&r->line), failing ? &other : e) : dx_fail_nomem(&other);
    memcpy(r->c->head, dx_case_dir(r->kase)->custody.prev, sizeof r->c->head);
    return failing || logged == DX_OK ? rc : logged;
}

static void run_free(struct run *r)
{
    for (size_t i = 0; i < r->n_exhibits; i++)
        free(r->exhibits[i].label);
    free(r->exhibits);
    dx_sha256_free(r->hash);
    dx_journey_free(r->journey);
    dx_cache_free(r->cache);
    dx_case_free(r->kase);
    dx_json_free(&r->json);
    dx_json_free(&r->item);
    dx_buf_free(&r->line);
}

int dx_run(const struct dx_run_options *o, struct dx_run_counts *c, struct dx_err *e)
{
    struct run r = {.o = o, .c = c, .start = dx_custody_now(), .hash = dx_sha256_new()};
    int rc = r.hash ? dx_run_place(o->case_dir, o->journey.operands, o->journey.n_operands, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_journey_new(&r.journey, &o->journey, on_unit, &r, e);
    if (rc == DX_OK)
        rc = dx_case_open(&r.kase, o->case_dir, e);
    if (rc == DX_OK)
        rc = dx_cache_open(&r.cache, dx_case_dir(r.kase)->dir, o->case_dir, "run", e);
    if (rc == DX_OK) {
        rc = log_begin(&r, e);
        if (rc == DX_OK)
            rc = write_tools(&r, e);
        if (rc == DX_OK)
            rc = dx_journey_go(r.journey, r.cache, e);
        rc = finish(&r, rc, e);
    }
    c->seconds = dx_custody_now().steady - r.start.steady;
    run_free(&r);
    return rc;
}
