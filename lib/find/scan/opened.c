/* opened.c: payloads taken apart: what stands within a hit is hits of its own */
#include "find/check/attrs.h"
#include "find/scan/job.h"

/* A payload that is being taken apart. */
struct within {
    struct dx_scan *s;
    const struct dx_hit *outer;
    struct dx_str raw; /* as in the source */
    int rc;
    struct dx_err *e;
};

static const struct dx_rule *rule_of(const struct dx_rules *rules, const char *key)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        if (dx_str_is(r->key, key))
            return r;
    return NULL;
}

/* The code of a bank, where the payload says it, belongs to the key. */
static void add_bank(struct dx_scan *s, const struct dx_rule *r, struct dx_str bank)
{
    struct dx_str kind = dx_rule_kind(r);
    dx_attrs_text(&s->reading.attrs, "bank_code", bank);
    dx_buf_reset(&s->reading.key);
    dx_buf_printf(&s->reading.key, "%.*s:%.*s:", (int)kind.n, kind.p, (int)bank.n, bank.p);
    dx_buf_add(&s->reading.key, s->reading.value.p, s->reading.value.len);
}

/* One part: read by the check of its kind, sure as far as the payload's own checksum is. */
static void take_inner(void *ctx, const struct dx_inner *part)
{
    static const double sure = 5, likely = 2.5;
    struct within *x = ctx;
    struct dx_scan *s = x->s;
    const struct dx_rule *r = rule_of(s->rules, part->key);
    if (x->rc != DX_OK || !r)
        return;
    int rc = dx_scan_read(s, r, part->text, part->text, (struct dx_str){NULL, 0}, x->e);
    if (rc != DX_OK) {
        x->rc = rc == DX_BAD ? DX_OK : rc;
        return;
    }
    size_t at = x->outer->start + (size_t)(part->where.p - x->raw.p);
    struct dx_hit *h = dx_scan_new_hit(s, r, x->e);
    if (!h) {
        x->rc = DX_NOMEM;
        return;
    }
    h->start = at;
    h->end = at + part->where.n;
    h->f_start = dx_fold_at(&s->fold, h->start);
    h->f_end = dx_fold_at(&s->fold, h->end);
    h->inner = true;
    if (part->label.n)
        dx_attrs_text(&s->reading.attrs, "label", part->label);
    if (part->bank.n)
        add_bank(s, r, part->bank);
    dx_score_add(&h->score, DX_PART_PAYLOAD, x->outer->verdict == DX_VERDICT_PASS ? sure : x->outer->verdict == DX_VERDICT_FAIL ? x->outer->score.odds : likely);
    x->rc = dx_scan_keep_reading(s, h, x->e);
    if (x->rc == DX_OK && h->verdict == DX_VERDICT_FAIL)
        dx_score_fail(&h->score, r->weights.pass, s->piece && s->piece->recognised);
    if (x->rc == DX_OK)
        x->rc = dx_scan_take_hit(s, x->e);
}

int dx_scan_open(struct dx_scan *s, struct dx_str raw, struct dx_err *e)
{
    struct dx_hit outer = s->hits[s->n - 1]; /* they move as more are taken */
    struct within x = {s, &outer, raw, DX_OK, e};
    outer.rule->open(raw, take_inner, &x);
    return x.rc;
}
