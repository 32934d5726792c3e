/* norm.c: normal forms of values whose kind is known, line by line, and the stage that gives them as findings */
#include "find/norm.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "find/finding.h"
#include "find/text/fold.h"
#include "find/phone/phone.h"
#include "find/phone/phone_plan.h"
#include "find/rules/rules.h"

/* Log-odds of somebody having said what kind it is: more than a label near it. */
#define GIVEN 4.0

struct dx_norm {
    const struct dx_check *check;
    char arg[DX_CHECK_ARG];
    struct dx_check_context context;
    struct dx_fold fold;
    struct dx_reading reading;
};

void dx_norm_free(struct dx_norm *n)
{
    if (!n)
        return;
    dx_fold_free(&n->fold);
    dx_reading_free(&n->reading);
    free(n);
}

int dx_norm_new(struct dx_norm **out, const char *kind, const char *region, struct dx_err *e)
{
    struct dx_norm *n = calloc(1, sizeof *n);
    *out = NULL;
    if (!n)
        return dx_fail_nomem(e);
    n->check = dx_check_for_kind(dx_str(kind), n->arg);
    if (!n->check) {
        dx_norm_free(n);
        return dx_fail(e, DX_BAD, "unsupported", "no kind is called %.60s; dx-norm --list names them", kind);
    }
    n->context.region = region;
    n->context.arg = n->arg[0] ? n->arg : NULL;
    *out = n;
    return DX_OK;
}

int dx_norm_line(struct dx_norm *n, struct dx_str line, const struct dx_reading **r, struct dx_err *e)
{
    *r = &n->reading;
    int rc = dx_fold_text(&n->fold, line, e);
    return rc == DX_OK ? dx_check_run(n->check, &n->reading, n->fold.text, &n->context, e) : rc;
}

const char *dx_norm_reason(const struct dx_reading *r)
{
    return r->verdict == DX_VERDICT_FAIL ? "the check digit does not hold" : r->verdict == DX_VERDICT_NO ? "not of this form" : "";
}

/* ---- the stage ---- */

struct norm {
    struct dx_norm *norm;
    struct dx_rules *rules; /* for what findings call the kind */
    char *kind, *region;
    struct dx_buf line, out; /* the line that is being put together; a record */
    int64_t start;           /* of the line, in the bytes */
    int64_t number, bad, first_bad;
    uint32_t findings;
};

static void norm_close(void *state)
{
    struct norm *n = state;
    if (!n)
        return;
    dx_norm_free(n->norm);
    dx_rules_free(n->rules);
    dx_buf_free(&n->line);
    dx_buf_free(&n->out);
    free(n->kind);
    free(n->region);
    free(n);
}

static int norm_open(void **state, const struct dx_options *o, struct dx_err *e)
{
    struct norm *n = calloc(1, sizeof *n);
    *state = NULL;
    if (!n)
        return dx_fail_nomem(e);
    n->kind = strdup(o->kind ? o->kind : "");
    n->region = strdup(o->region ? o->region : DX_REGIONS);
    int rc = n->kind && n->region ? dx_phone_regions_told(n->region, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_norm_new(&n->norm, n->kind, n->region, e);
    if (rc == DX_OK)
        rc = dx_rules_load(&n->rules, NULL, NULL, 0, e);
    if (rc == DX_OK)
        *state = n;
    else
        norm_close(n);
    return rc == DX_BAD ? DX_ENV : rc;
}

static void norm_describe(const void *state, struct dx_jw *w)
{
    const struct norm *n = state;
    dx_jw_cstr(w, "rules", dx_rules_hash(n->rules));
    dx_jw_obj(w, "options");
    dx_jw_cstr(w, "kind", n->kind);
    dx_jw_cstr(w, "region", n->region);
    dx_jw_obj_end(w);
}

static int put_finding(struct norm *n, struct dx_group *g, const char *by, const struct dx_reading *r, struct dx_err *e)
{
    const struct dx_kind *k = dx_kinds_find(dx_rules_kinds(n->rules), dx_str(n->kind));
    struct dx_str kind = k ? k->kind : dx_str(n->kind);
    struct dx_score score = {.n = 0};
    struct dx_buf key = DX_BUF_INIT;
    dx_score_add(&score, DX_PART_GIVEN, GIVEN);
    dx_score_add(&score, DX_PART_STRUCTURE, r->weight);
    if (r->verdict == DX_VERDICT_PASS)
        dx_score_add(&score, DX_PART_CHECKSUM, dx_weights_default.pass);
    if (r->verdict == DX_VERDICT_FAIL)
        dx_score_fail(&score, dx_weights_default.pass, false);
    if (r->key.len)
        dx_buf_add(&key, r->key.p, r->key.len);
    else
        dx_buf_printf(&key, "%.*s:%s", (int)kind.n, kind.p, r->value.p);
    struct dx_finding f = {.kind = kind, .value = dx_buf_slice(&r->value), .key = dx_buf_slice(&key),
        .attrs = dx_buf_slice(&r->attrs),
                           .score = &score, .verdict = r->verdict, .checksum = n->norm->check->checksum,
                           .alerts = &r->alert, .n_alerts = r->alert != NULL};
    struct dx_place at = {.item = g->has_item ? g->item.id : DX_STR("-"), .start = n->start,
        .end = n->start + (int64_t)n->line.len,
                          .raw = dx_buf_slice(&n->line)};
    dx_buf_reset(&n->out);
    dx_finding_write(&n->out, &f, &at, by);
    int rc = dx_buf_ok(&key) && dx_buf_ok(&n->out) ? dx_group_emit(g, dx_buf_slice(&n->out), DX_T_FINDING, 0, e)
                                                  : dx_fail_nomem(e);
    dx_buf_free(&key);
    return rc;
}

/* The line is whole: it is read, and forgotten. */
static int close_line(struct norm *n, struct dx_group *g, const char *by, struct dx_err *e)
{
    const struct dx_reading *r;
    int rc = DX_OK;
    if (n->line.len && n->line.p[n->line.len - 1] == '\r')
        n->line.p[--n->line.len] = '\0';
    n->number++;
    if (n->line.len) {
        rc = dx_norm_line(n->norm, dx_buf_slice(&n->line), &r, e);
        if (rc == DX_OK && r->verdict != DX_VERDICT_NO && n->findings < DX_FIND_FINDINGS) {
            n->findings++;
            rc = put_finding(n, g, by, r, e);
        }
        if (rc == DX_OK && !dx_norm_good(r) && n->bad++ == 0)
            n->first_bad = n->number;
    }
    dx_buf_reset(&n->line);
    return rc;
}

/* After the last line: what wasn't of the kind is one error. */
static int close_text(struct norm *n, struct dx_group *g, const char *by, struct dx_err *e)
{
    struct dx_err what;
    int rc = DX_OK;
    if (n->bad) {
        dx_fail(&what, DX_BAD, "malformed", "%lld of %lld lines are no valid %s; the first is line %lld", (long long)n->bad,
                (long long)n->number, n->kind, (long long)n->first_bad);
        rc = dx_group_error(g, "norm", 0, &what, by, e);
    }
    n->start = n->number = n->bad = n->findings = 0;
    return rc;
}

static int norm_raw(void *state, struct dx_group *g, const char *by, const char *p, size_t n_bytes, int64_t off, bool last,
    struct dx_err *e)
{
    struct norm *n = state;
    int rc = DX_OK;
    if (!n->line.len) /* also where what comes before was left out */
        n->start = off;
    for (size_t at = 0; at < n_bytes && rc == DX_OK;) {
        const char *end = memchr(p + at, '\n', n_bytes - at);
        size_t len = (end ? (size_t)(end - p) : n_bytes) - at;
        /* no kind is longer: what is cut here fails its check */
        size_t keep = n->line.len < DX_NORM_LINE ? DX_NORM_LINE - n->line.len : 0;
        dx_buf_add(&n->line, p + at, len < keep ? len : keep);
        at += len + (end != NULL);
        if (!dx_buf_ok(&n->line))
            return dx_fail_nomem(e);
        if (end) {
            rc = close_line(n, g, by, e);
            n->start = off + (int64_t)at;
        }
    }
    if (rc == DX_OK && last && n->line.len)
        rc = close_line(n, g, by, e);
    return rc == DX_OK && last ? close_text(n, g, by, e) : rc;
}

const struct dx_stage dx_norm_stage = {
    .name = "norm",
    .tool = "dx-norm",
    .emits = 1 << DX_T_FINDING,
    .open = norm_open,
    .close = norm_close,
    .describe = norm_describe,
    .raw = norm_raw,
};
