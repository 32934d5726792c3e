/* selftest.c: trying the examples of rules */
#include <stdio.h>
#include <string.h>

#include "base/stage.h"
#include "find/find.h"
#include "find/scan/stream.h"

#define LEAST 0.2    /* a hit that is written at all */
#define FOUND 0.5    /* a miss that is found with this score or more is found */

struct trial {
    const struct dx_rules *rules;
    struct dx_scan *scan;
    const struct dx_rule *rule;
    const struct dx_example *example;
    bool found;      /* with the right value (any value for a miss) */
    char other[160]; /* the last thing found that isn't what was expected */
};

static int on_piece(void *ctx, const struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    struct trial *t = ctx;
    (void)taken;
    int rc = dx_scan_piece(t->scan, &p->piece, e);
    for (size_t i = 0; rc == DX_OK && i < dx_scan_hits(t->scan); i++) {
        const struct dx_hit *h = dx_scan_hit(t->scan, i);
        struct dx_str value = dx_hit_value(t->scan, h);
        double score = dx_score_probability(&h->score);
        if (h->rule->key.n != t->rule->key.n || memcmp(h->rule->key.p, t->rule->key.p, h->rule->key.n) != 0)
            continue;
        if (t->example->hit ? dx_str_eq(value, t->example->value) : score >= FOUND)
            t->found = true;
        snprintf(t->other, sizeof t->other, "found %.*s with score %.3f", value.n < 100 ? (int)value.n : 100, value.p, score);
    }
    return rc;
}

/* Scans a text for the example's kind. */
static int scan_text(struct trial *t, const struct dx_str *parts, size_t n, struct dx_err *e)
{
    struct dx_stream s = {0};
    int rc = DX_OK;
    for (size_t i = 0; i < n && rc == DX_OK; i++)
        rc = dx_stream_feed(&s, parts[i].p, parts[i].n, i + 1 == n, on_piece, t, e);
    dx_stream_free(&s);
    return rc;
}

/* A hit may need its label, as it does in life. */
static int try_example(struct trial *t, struct dx_err *e)
{
    const struct dx_rule *r = t->rule;
    struct dx_str parts[] = {r->n_words ? r->words[0] : (struct dx_str){NULL, 0}, DX_STR(": "), t->example->text};
    t->found = false;
    t->other[0] = '\0';
    int rc = scan_text(t, parts + 2, 1, e);
    if (rc == DX_OK && t->example->hit && !t->found && r->n_words)
        rc = scan_text(t, parts, 3, e);
    return rc;
}

/* A veto's example: does one of its patterns take exactly that? */
static int try_veto(struct trial *t, struct dx_matcher *m, struct dx_err *e)
{
    const struct dx_example *x = t->example;
    t->found = false;
    t->other[0] = '\0';
    for (size_t i = 0; i < t->rule->n_patterns && !t->found; i++) {
        struct dx_match match;
        bool found;
        int rc = dx_regex_search(t->rule->patterns[i].regex, m, x->text, 0, &match, &found, e);
        if (rc != DX_OK)
            return rc;
        if (found && (!x->hit || dx_str_eq((struct dx_str){x->text.p + match.start, match.end - match.start}, x->value)))
            t->found = true;
    }
    return DX_OK;
}

static int run_example(struct trial *t, const struct dx_options *o, struct dx_matcher *m, struct dx_err *e)
{
    char region[64];
    if (t->rule->veto)
        return try_veto(t, m, e);
    struct dx_scan_options so = {.region = o->region, .min_score = LEAST, .only = t->rule->key};
    if (t->example->region.n && t->example->region.n < sizeof region) {
        snprintf(region, sizeof region, "%.*s", (int)t->example->region.n, t->example->region.p);
        so.region = region;
    }
    int rc = dx_scan_new(&t->scan, t->rules, &so, e);
    if (rc == DX_OK)
        rc = try_example(t, e);
    dx_scan_free(t->scan);
    t->scan = NULL;
    return rc;
}

static void report(const struct trial *t, dx_self_test_fn *fn, void *ctx)
{
    const struct dx_example *x = t->example;
    char kind[64], why[480];
    snprintf(kind, sizeof kind, "%.*s", t->rule->key.n < 60 ? (int)t->rule->key.n : 60, t->rule->key.p);
    bool good = t->found == x->hit;
    if (!good)
        snprintf(why, sizeof why, "%.*s: %s%s", x->text.n < 200 ? (int)x->text.n : 200, x->text.p,
                 x->hit ? "not found" : "should not be found", t->other[0] ? "; " : "");
    if (!good && t->other[0])
        strncat(why, t->other, sizeof why - strlen(why) - 1);
    fn(ctx, kind, t->rule->file, x->line, good ? NULL : why);
}

int dx_find_self_test(const struct dx_options *o, dx_self_test_fn *fn, void *ctx, struct dx_err *e)
{
    struct dx_rules *rules = NULL;
    struct dx_matcher *m = NULL;
    struct trial t = {0};
    int rc = dx_rules_load(&rules, NULL, o->rules, o->n_rules, e);
    if (rc == DX_OK)
        rc = dx_matcher_new(&m, e);
    t.rules = rules;
    for (size_t i = 0; rc == DX_OK && (t.rule = dx_rules_at(rules, i)) != NULL; i++)
        for (size_t k = 0; rc == DX_OK && k < t.rule->n_examples; k++) {
            t.example = &t.rule->examples[k];
            rc = run_example(&t, o, m, e);
            if (rc == DX_OK)
                report(&t, fn, ctx);
        }
    dx_matcher_free(m);
    dx_rules_free(rules);
    return rc;
}
