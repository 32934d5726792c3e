/* hits.c: a candidate's reading becomes a hit: value, attributes, key, score */
#include <stddef.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "find/check/attrs.h"
#include "find/check/bank.h"
#include "find/phone/phone_hint.h"
#include "find/scan/job.h"
#include "find/scan/place.h"

struct dx_hit *dx_scan_new_hit(struct dx_scan *s, const struct dx_rule *r, struct dx_err *e)
{
    if (!DX_MORE(s->hits, s->n, s->cap)) {
        dx_fail_nomem(e);
        return NULL;
    }
    struct dx_hit *h = &s->hits[s->n];
    memset(h, 0, offsetof(struct dx_hit, score.part)); /* candidates are many: parts aren't looked at before they are added */
    h->rule = r;
    return h;
}

uint32_t dx_scan_last_hit(const struct dx_scan *s, const struct dx_rule *r)
{
    uint32_t last = s->last_of[dx_lexicon_number(s->lexicon, r)];
    return last && last <= s->n && s->hits[last - 1].rule == r ? last : 0;
}

int dx_scan_take_hit(struct dx_scan *s, struct dx_err *e)
{
    if (s->n == DX_FIND_CANDIDATES)
        return dx_fail_limit(e, "candidates", "more than %u candidates in one line", DX_FIND_CANDIDATES);
    struct dx_hit *h = &s->hits[s->n];
    h->before = dx_scan_last_hit(s, h->rule);
    s->last_of[dx_lexicon_number(s->lexicon, h->rule)] = (uint32_t)++s->n;
    return DX_OK;
}

const struct dx_bank_home *dx_scan_home_banks(const struct dx_scan *s)
{
    struct dx_phone_home *home = s->piece ? s->piece->home : NULL;
    if (home && !home->banks.known)
        dx_bank_home(s->banks, home->opening, &home->banks);
    return home && home->banks.n ? &home->banks : NULL;
}

int dx_scan_read(struct dx_scan *s, const struct dx_rule *r, struct dx_str text, struct dx_str raw, struct dx_str near,
    struct dx_err *e)
{
    struct dx_check_context c = {.region = s->region, .arg = r->arg, .near = near, .banks = s->plain ? NULL : s->banks, .home = dx_scan_home_banks(s), .above = s->in.above, .raw = raw,
        .recognised = s->piece && s->piece->recognised};
    if (r->check) {
        int rc = dx_check_run(r->check, &s->reading, text, &c, e);
        return rc == DX_OK && s->reading.verdict == DX_VERDICT_NO ? DX_BAD : rc;
    }
    dx_reading_reset(&s->reading);
    dx_buf_add(&s->reading.value, text.p, text.n);
    return dx_buf_ok(&s->reading.value) ? DX_OK : dx_fail_nomem(e);
}

/* Adds to what there is room for: few bytes, mostly, for which a call costs more than they do. */
static inline void put(struct dx_buf *b, struct dx_str s)
{
    char *to = b->p + b->len;
    if (s.n > 16)
        memcpy(to, s.p, s.n);
    else if (s.n >= 8) {
        memcpy(to, s.p, 8);
        memcpy(to + s.n - 8, s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        memcpy(to, s.p, 4);
        memcpy(to + s.n - 4, s.p + s.n - 4, 4);
    } else
        for (size_t i = 0; i < s.n; i++)
            to[i] = s.p[i];
    b->len += s.n;
}

/* What is linked on: kind[:country or bank]:value where the check gave no key. */
static void put_key(struct dx_scan *s, const struct dx_rule *r)
{
    if (s->reading.key.len) {
        put(&s->arena, dx_buf_slice(&s->reading.key));
        return;
    }
    put(&s->arena, dx_rule_kind(r));
    if (r->kind && r->kind->country.n) {
        s->arena.p[s->arena.len++] = ':';
        put(&s->arena, r->kind->country);
    }
    s->arena.p[s->arena.len++] = ':';
    put(&s->arena, dx_buf_slice(&s->reading.value));
}

int dx_scan_keep_reading(struct dx_scan *s, struct dx_hit *h, struct dx_err *e)
{
    struct dx_reading *r = &s->reading;
    struct dx_buf *b = &s->arena;
    if (h->rule->kind && h->rule->kind->attrs.n)
        dx_attrs_merge(&r->attrs, h->rule->kind->attrs);
    size_t most = 2 * r->value.len + r->attrs.len + r->key.len + dx_rule_kind(h->rule).n + (h->rule->kind ? h->rule->kind->country.n : 0) + 2;
    if (!dx_buf_ok(&r->attrs) || !dx_buf_room(b, most))
        return dx_fail_nomem(e);
    h->verdict = r->verdict;
    h->alert = r->alert;
    h->value = b->len;
    put(b, dx_buf_slice(&r->value));
    h->attrs = b->len;
    put(b, dx_buf_slice(&r->attrs));
    h->key = b->len;
    put_key(s, h->rule);
    h->n_value = h->attrs - h->value;
    h->n_attrs = h->key - h->attrs;
    h->n_key = b->len - h->key;
    b->p[b->len] = '\0';
    return DX_OK;
}

/* Takes a reading that was kept, as if it had been read anew. */
static int keep_kept(struct dx_scan *s, struct dx_hit *h, const struct dx_kept *k, struct dx_err *e)
{
    struct dx_buf *b = &s->arena;
    if (!dx_buf_room(b, sizeof k->bytes))
        return dx_fail_nomem(e);
    h->verdict = k->verdict;
    h->alert = k->alert;
    h->n_value = k->n_value;
    h->n_attrs = k->n_attrs;
    h->n_key = k->n_key;
    h->value = b->len;
    h->attrs = h->value + h->n_value;
    h->key = h->attrs + h->n_attrs;
    memcpy(b->p + b->len, k->bytes, sizeof k->bytes);
    b->len = h->key + h->n_key;
    b->p[b->len] = '\0';
    s->reading.weight = k->weight;
    return DX_OK;
}

/* The parts of a candidate's score; the failing check digit last, as it looks at the sum. */
static void weigh(struct dx_scan *s, struct dx_hit *h, double label)
{
    const struct dx_weights *w = &h->rule->weights;
    struct dx_str value = dx_hit_value(s, h);
    struct dx_score *sc = &h->score;
    dx_score_candidate(sc, w, h->grouped, h->rule->scanner ? h->rule->scanner->part : DX_PART_STRUCTURE, s->reading.weight, label);
    if (s->reading.weight < 2) /* not in the kind's own groups */
        dx_score_variety(sc, value);
    if (s->piece && s->piece->recognised)
        dx_score_ocr(sc, dx_piece_confidence(s->piece, h->start, h->end));
    if (s->piece && s->piece->recognised && h->verdict == DX_VERDICT_FORM)
        dx_score_misread(sc, value);
    if (h->verdict == DX_VERDICT_PASS)
        dx_score_add(sc, DX_PART_CHECKSUM, w->pass);
    else if (h->verdict == DX_VERDICT_FAIL)
        dx_score_fail(sc, w->pass, s->piece && s->piece->recognised);
}

int dx_scan_keep(struct dx_scan *s, struct dx_hit *h, double label, struct dx_kept *kept, struct dx_err *e)
{
    bool known = kept && kept->verdict != DX_VERDICT_NO;
    int rc = known ? keep_kept(s, h, kept, e) : dx_scan_keep_reading(s, h, e);
    if (rc != DX_OK)
        return rc;
    if (kept && !known)
        dx_again_keep(kept, &s->reading, s->arena.p + h->value, h->n_value, h->n_attrs, h->n_key);
    weigh(s, h, label);
    return DX_OK;
}

int dx_scan_take(struct dx_scan *s, struct dx_hit *h, double label, struct dx_err *e)
{
    int rc = dx_scan_keep(s, h, label, NULL, e);
    return rc == DX_OK ? dx_scan_take_hit(s, e) : rc;
}

/* ---- of a hit ---- */

struct dx_str dx_hit_value(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->value, h->n_value}; }
struct dx_str dx_hit_key(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->key, h->n_key}; }
struct dx_str dx_hit_attrs(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->attrs, h->n_attrs}; }

struct dx_str dx_hit_kind(const struct dx_scan *s, const struct dx_hit *h)
{
    struct dx_str kind = dx_rule_kind(h->rule);
    bool link = dx_str_is(kind, "phone") && !dx_str_is(h->rule->key, "phone");
    return link && (!h->n_value || s->arena.p[h->value] != '+') ? h->rule->key : kind;
}
