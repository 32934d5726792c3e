/* finddoc.c: what a machine-readable zone says in identifiers */
#include "find/finddoc.h"

#include <string.h>

#include "find/check/states.h"

/* Natural logarithms of odds, as in score.c. */
#define ZONE 2.5       /* a line of the zone's grammar and length is hardly ever anything else */
#define HOLDS 2.3      /* a check digit of 10 values holds: ln 10 */
#define OTHERS 1.5     /* all others hold, too */
#define OPTIONAL 5.0   /* what the issuing state prints there by custom: as good as a label */

/* National identifiers that issuing states print in optional data. Source: identifiers.md 2.1, practice rather than rule. */
static const struct {
    const char *issuer, *key;
} optional_ids[] = {
    {"THA", "th.national_id"}, {"PAK", "pk.cnic"}, {"MYS", "my.mykad"}, {"KHM", "kh.national_id"}, {"VNM", "vn.cccd"},
    {"VNM", "vn.cmnd"}, {"TWN", "tw.national_id"}, {"LKA", "lk.nic"}, {"BGD", "bd.nid"}, {"SGP", "sg.nric"}, {"IDN", "id.nik"},
};
#define OPTIONAL_IDS (sizeof optional_ids / sizeof *optional_ids)

int dx_finddoc_read(struct dx_finddoc *d, struct dx_json *j, struct dx_str record, struct dx_err *e)
{
    int rc = dx_json_parse(j, record.p, record.n, e);
    if (rc != DX_OK)
        return rc;
    const struct dx_jnode *top = dx_json_top(j), *f = dx_json_get(j, top, "fields");
    int64_t page = dx_json_int(dx_json_get(j, top, "page"), 0);
    *d = (struct dx_finddoc){
        .json = j, .top = top, .page = page > 0 && page <= INT32_MAX ? (int)page : 0,
        .id = dx_json_str(dx_json_get(j, top, "id")), .item = dx_json_str(dx_json_get(j, top, "item")),
        .code = dx_json_str(dx_json_get(j, f, "document_code")), .issuer = dx_json_str(dx_json_get(j, f, "issuer")),
        .nationality = dx_json_str(dx_json_get(j, f, "nationality")), .number = dx_json_str(dx_json_get(j, f, "number")),
        .sex = dx_json_str(dx_json_get(j, f, "sex")), .birth = dx_json_str(dx_json_get(j, f, "birth_date")),
        .expiry = dx_json_str(dx_json_get(j, f, "expiry_date")), .confidence = dx_json_num(dx_json_get(j, top, "confidence"), 1),
    };
    d->optional[0] = dx_json_str(dx_json_get(j, f, "optional"));
    d->optional[1] = dx_json_str(dx_json_get(j, f, "optional2"));
    return DX_OK;
}

/* The code that keys and attributes carry: two letters of a country, else what the zone says. */
static struct dx_str country_of(struct dx_str code)
{
    const char *two = dx_state_country(code);
    return two && *two ? dx_str(two) : code;
}

/* An array of whole numbers of the record, written anew. */
static void copy_numbers(struct dx_buf *b, const struct dx_finddoc *d, const char *key)
{
    struct dx_jw w = {b, false};
    const struct dx_jnode *n = dx_json_first(d->json, dx_json_get(d->json, d->top, key));
    if (!n)
        return;
    dx_jw_arr(&w, NULL);
    for (int i = 0; n && i < 8; i++, n = dx_json_next(d->json, n))
        dx_jw_int(&w, NULL, dx_json_int(n, 0));
    dx_jw_arr_end(&w);
}

static void write_attr(struct dx_jw *w, const char *key, struct dx_str value)
{
    if (value.n)
        dx_jw_str(w, key, value);
}

static void person_attrs(struct dx_buf *b, const struct dx_finddoc *d)
{
    struct dx_jw w = {b, false};
    write_attr(&w, "country", country_of(d->issuer));
    write_attr(&w, "citizenship", country_of(d->nationality));
    write_attr(&w, "sex", d->sex);
    write_attr(&w, "birth_date", d->birth);
    write_attr(&w, "expiry_date", d->expiry);
}

/* Whether the number's own check digit holds, and whether all others do. */
static enum dx_verdict verdict_of(const struct dx_finddoc *d, bool *others)
{
    enum dx_verdict v = DX_VERDICT_FORM;
    *others = true;
    const struct dx_jnode *checks = dx_json_get(d->json, d->top, "checks");
    for (const struct dx_jnode *n = dx_json_first(d->json, checks); n; n = dx_json_next(d->json, n)) {
        bool holds = dx_json_bool(n, false);
        if (dx_str_is(n->key, "number"))
            v = holds ? DX_VERDICT_PASS : DX_VERDICT_FAIL;
        else
            *others = *others && holds;
    }
    return v;
}

/* Alerts of the document that say something about its number. */
static size_t number_alerts(const struct dx_finddoc *d, const char *alerts[4])
{
    static const char *const known[] = {"check-number", "check-composite", "state-unknown", "number-format"};
    size_t n = 0;
    for (const struct dx_jnode *a = dx_json_first(d->json, dx_json_get(d->json, d->top, "alerts")); a; a = dx_json_next(d->json, a))
        for (size_t i = 0; i < 4 && n < 4; i++)
            if (dx_str_is(dx_json_str(a), known[i]))
                alerts[n++] = known[i];
    return n;
}

static void write_number(const struct dx_finddoc *d, struct dx_place *at, struct dx_buf *out, const char *by, double min_score)
{
    const char *kind = d->code.n && d->code.p[0] == 'P' ? "passport" : d->code.n && d->code.p[0] == 'V' ? "visa" : "identity.card";
    const char *alerts[4];
    bool others;
    struct dx_score score = {0};
    struct dx_buf key = DX_BUF_INIT, attrs = DX_BUF_INIT;
    struct dx_str country = country_of(d->issuer);
    dx_buf_printf(&key, "%s:%.*s:%.*s", kind, (int)country.n, country.p, (int)d->number.n, d->number.p);
    person_attrs(&attrs, d);
    struct dx_finding f = {
        .kind = dx_str(kind), .value = d->number, .key = dx_buf_slice(&key), .attrs = dx_buf_slice(&attrs), .score = &score,
        .verdict = verdict_of(d, &others), .checksum = true, .alerts = alerts, .n_alerts = number_alerts(d, alerts),
    };
    at->raw = d->number;
    dx_score_add(&score, DX_PART_ZONE, ZONE);
    dx_score_add(&score, DX_PART_STRUCTURE, others ? OTHERS : 0);
    dx_score_ocr(&score, d->confidence);
    if (f.verdict == DX_VERDICT_PASS)
        dx_score_add(&score, DX_PART_CHECKSUM, HOLDS);
    else if (f.verdict == DX_VERDICT_FAIL)
        dx_score_fail(&score, dx_weights_default.pass, false);
    if (!dx_buf_ok(&key) || !dx_buf_ok(&attrs))
        out->oom = true;
    else if (dx_score_probability(&score) >= min_score)
        dx_finding_write(out, &f, at, by);
    dx_buf_free(&key);
    dx_buf_free(&attrs);
}

static const struct dx_rule *rule_of(const struct dx_rules *rules, const char *key)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        if (r->check && dx_str_is(r->key, key))
            return r;
    return NULL;
}

/* The optional field as the check of a national identifier sees it. */
static int write_optional(const struct dx_rule *r, struct dx_str field, struct dx_place *at, struct dx_scan *scan, struct dx_buf *out,
                          const char *by, double min_score, struct dx_err *e)
{
    int rc = dx_scan_field(scan, r, field, e);
    const struct dx_hit *h = rc == DX_OK ? dx_scan_hit(scan, 0) : NULL;
    if (!h)
        return rc;
    struct dx_score score = h->score;
    dx_score_add(&score, DX_PART_CONTEXT, OPTIONAL);
    if (h->verdict == DX_VERDICT_FAIL)
        dx_score_fail(&score, dx_weights_default.pass, false);
    struct dx_finding f = {
        .kind = dx_hit_kind(scan, h), .value = dx_hit_value(scan, h), .key = dx_hit_key(scan, h), .attrs = dx_hit_attrs(scan, h),
        .score = &score, .verdict = h->verdict, .checksum = r->check->checksum, .context = DX_STR("mrz.optional"),
        .alerts = &h->alert, .n_alerts = h->alert != NULL,
    };
    at->raw = field;
    if (dx_score_probability(&score) >= min_score)
        dx_finding_write(out, &f, at, by);
    return DX_OK;
}

int dx_finddoc_write(const struct dx_finddoc *d, int i, const struct dx_rules *rules, struct dx_scan *scan, struct dx_buf *out,
                     const char *by, double min_score, struct dx_err *e)
{
    if (i > (int)(2 * OPTIONAL_IDS))
        return DX_STOP;
    struct dx_buf box = DX_BUF_INIT, quad = DX_BUF_INIT;
    copy_numbers(&box, d, "box");
    copy_numbers(&quad, d, "quad");
    struct dx_place at = {
        .item = d->item, .page = d->page, .of = d->id, .start = -1, .end = -1, .box = dx_buf_slice(&box), .quad = dx_buf_slice(&quad),
    };
    int rc = dx_buf_ok(&box) && dx_buf_ok(&quad) ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK && i == 0 && d->number.n) {
        write_number(d, &at, out, by, min_score);
    } else if (rc == DX_OK && i > 0) {
        struct dx_str field = d->optional[(i - 1) % 2];
        const struct dx_rule *r = rule_of(rules, optional_ids[(i - 1) / 2].key);
        if (field.n && r && dx_str_is(d->issuer, optional_ids[(i - 1) / 2].issuer))
            rc = write_optional(r, field, &at, scan, out, by, min_score, e);
    }
    dx_buf_free(&box);
    dx_buf_free(&quad);
    return rc;
}
