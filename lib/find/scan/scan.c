/* scan.c: from a line to decided findings: the line is folded, its parts do the rest (job.h) */
#include "find/scan/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "find/check/bank.h"
#include "find/text/chars.h"
#include "find/phone/phone.h"
#include "find/scan/job.h"

#define LIST_GAP 2 /* within a list of persons, one line may be of something else */
#define GLANCED 4096 /* bytes of lines that are looked at together for whether folding leaves them */
#define LAST 256     /* bytes of a line that is kept for the one below: no more of it is looked at from there */

static void find_scanned(struct dx_scan *s, struct dx_str only)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(s->rules, i)) != NULL; i++)
        if (r->scanner && s->n_scanned < DX_SCANNED && (!only.n || dx_str_eq(only, r->key)))
            s->scanned[s->n_scanned++] = r;
}

/* The rules whose check is of some sort. */
static void find_checked(const struct dx_scan *s, bool is(const struct dx_check *), uint64_t *rules)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(s->rules, i)) != NULL; i++)
        if (r->check && is(r->check))
            rules[i / 64] |= UINT64_C(1) << i % 64;
}

static void find_owned(const struct dx_scan *s)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(s->rules, i)) != NULL; i++)
        if (r->owner)
            s->owned[i / 64] |= UINT64_C(1) << i % 64;
}

int dx_scan_new(struct dx_scan **out, const struct dx_rules *rules, const struct dx_scan_options *o, struct dx_err *e)
{
    struct dx_scan *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s || (s->region = strdup(o->region ? o->region : DX_REGIONS)) == NULL) {
        free(s);
        return dx_fail_nomem(e);
    }
    s->rules = rules;
    s->least = dx_bar_at(o->min_score);
    s->plain = o->plain;
    find_scanned(s, o->only);
    if ((s->starts = dx_starts_new()) != NULL) {
        s->lexicon = dx_lexicon_new(rules, s->starts);
        s->names = dx_names_new(s->starts);
        s->phone_words = dx_phone_words_new(s->starts, s->region);
        s->banks = dx_banks_new(s->starts);
    }
    s->words = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), sizeof *s->words) : NULL;
    s->by_bank = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), sizeof *s->by_bank) : NULL;
    s->owned = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), sizeof *s->owned) : NULL;
    s->reach = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), 64 * sizeof *s->reach) : NULL;
    s->last_of = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), 64 * sizeof *s->last_of) : NULL;
    s->recurring = s->lexicon ? calloc(dx_lexicon_sets(s->lexicon), sizeof *s->recurring) : NULL;
    s->again = s->plain ? NULL : calloc(1, sizeof *s->again);
    if (!s->words || !s->by_bank || !s->owned || !s->reach || !s->last_of || !s->recurring || (!s->again && !s->plain) || !s->names || !s->phone_words || !s->banks) {
        dx_scan_free(s);
        return dx_fail_nomem(e);
    }
    find_checked(s, dx_check_by_bank, s->by_bank);
    find_checked(s, dx_check_again, s->recurring);
    find_owned(s);
    int rc = dx_candidates_new(&s->candidates, rules, o->only, o->plain, e);
    if (rc == DX_OK)
        rc = dx_scan_judge_plans(s, e);
    if (rc == DX_OK)
        *out = s;
    else
        dx_scan_free(s);
    return rc;
}

void dx_scan_free(struct dx_scan *s)
{
    if (!s)
        return;
    dx_candidates_free(s->candidates);
    free(s->words);
    free(s->by_bank);
    free(s->owned);
    free(s->reach);
    free(s->last_of);
    free(s->recurring);
    free(s->hopeless);
    free(s->in_runs);
    free(s->later);
    free(s->again);
    dx_lexicon_free(s->lexicon);
    dx_names_free(s->names);
    dx_phone_words_free(s->phone_words);
    dx_banks_free(s->banks);
    dx_starts_free(s->starts);
    dx_places_free(&s->in_line);
    dx_places_free(&s->in_above);
    dx_places_free(&s->in_higher);
    dx_places_free(&s->in_head);
    dx_buf_free(&s->head);
    dx_buf_free(&s->last);
    dx_name_columns_free(&s->columns);
    dx_fold_free(&s->fold);
    dx_fold_free(&s->fold_above);
    dx_fold_free(&s->fold_higher);
    dx_fold_free(&s->fold_left);
    dx_fold_free(&s->fold_over);
    dx_fold_free(&s->fold_column);
    dx_fold_free(&s->fold_around);
    dx_still_free(&s->still);
    dx_buf_free(&s->left);
    dx_buf_free(&s->column);
    dx_buf_free(&s->over);
    dx_fold_free(&s->fold_head);
    dx_reading_free(&s->reading);
    dx_buf_free(&s->arena);
    dx_buf_free(&s->marks);
    free(s->region);
    free(s->hits);
    free(s->vetoes);
    free(s);
}

/* ---- a piece ---- */

static void reset(struct dx_scan *s, const struct dx_piece *p)
{
    s->n = s->n_vetoes = s->n_later = 0;
    s->pieces++;
    s->span.known = false;
    dx_buf_reset(&s->arena);
    s->piece = p;
}

/* What names may stand below makes the next line worth a look; so does the part of a line. */
static void look_below(struct dx_scan *s)
{
    const struct dx_piece *p = s->piece;
    s->listed = s->in.above.n ? s->list_below : DX_LISTED_NOT;
    if (p->from != 0 || p->to != p->text.n)
        return;
    s->list_below = dx_name_list(s->names, s->in.line, s->listed);
    s->list_gap = s->list_below ? LIST_GAP : s->list_gap - 1;
    if (s->listed && !s->list_below && s->list_gap > 0)
        s->list_below = s->listed;
    s->names_below = s->list_below || dx_name_below(s->names, s->in.line, s->in.head.n ? &s->columns : NULL, s->in.recognised);
}

/* Is the line above the last one? Then what was found in it is there still. */
static bool take_last(struct dx_scan *s, struct dx_str above)
{
    if (!s->last_known || !above.n || s->last.len != above.n || memcmp(s->last.p, above.p, above.n) != 0)
        return false;
    struct dx_fold fold = s->fold_above;
    s->fold_above = s->fold;
    s->fold = fold;
    if (s->fold_above.text.p != s->fold_above.own.p) /* it wasn't changed, and its bytes have moved */
        dx_fold_nothing(&s->fold_above, above);
    s->above_looked = s->labels_known && s->in.lexicon;
    if (s->above_looked) {
        struct dx_places places = s->in_above;
        s->in_above = s->in_line;
        s->in_line = places;
    }
    return true;
}

/* Keeps the line for the one below it. */
static void keep_last(struct dx_scan *s, const struct dx_piece *p)
{
    s->last_known = !s->plain && p->from == 0 && p->to == p->text.n && p->text.n <= LAST;
    dx_buf_reset(&s->last);
    if (s->last_known)
        dx_buf_add(&s->last, p->text.p, p->text.n);
    s->last_known = s->last_known && dx_buf_ok(&s->last);
}

/* The line and what stands around it, folded. */
static int fold_piece(struct dx_scan *s, const struct dx_piece *p, struct dx_err *e)
{
    int rc = DX_OK;
    s->above_looked = false;
    if (take_last(s, p->above))
        dx_starts_last(s->starts, s->fold_above.text);
    else
        rc = dx_scan_fold(s, &s->fold_above, p->above, DX_STILL_UNKNOWN, e);
    s->last_known = s->labels_known = false;
    if (rc == DX_OK)
        rc = dx_scan_fold(s, &s->fold, p->text, p->still, e);
    bool ascii = !s->plain && kit_is_ascii(s->fold.text);
    if (rc == DX_OK && p->higher.n)
        rc = dx_scan_fold(s, &s->fold_higher, p->higher, DX_STILL_UNKNOWN, e);
    if (rc == DX_OK)
        rc = dx_scan_learn_head(s, p->header, e);
    s->in = (struct dx_surroundings){.line = s->fold.text, .above = s->fold_above.text, .higher = p->higher.n ? s->fold_higher.text : p->higher, .head = s->fold_head.text, .persons = s->columns.n > 0, .recognised = p->recognised,
                                     .ascii = ascii};
    return rc;
}

static int scan_line(struct dx_scan *s, struct dx_err *e)
{
    s->owner_known = false;
    look_below(s);
    int rc = dx_scan_run_rules(s, false, SIZE_MAX, e);
    if (rc != DX_NOMEM) {
        int scanned = dx_scan_run_scanners(s, e);
        rc = scanned == DX_OK ? rc : scanned;
    }
    if (rc == DX_NOMEM)
        return rc;
    int near = dx_scan_near_names(s, e);
    rc = near == DX_OK ? rc : near;
    if (rc == DX_NOMEM || (s->n == 0 && s->n_later < 2)) /* what was put off is nothing by itself */
        return rc;
    int rc2 = dx_scan_settle(s, e);
    return rc2 == DX_OK ? rc : rc2;
}

int dx_scan_piece(struct dx_scan *s, const struct dx_piece *p, struct dx_err *e)
{
    static const struct dx_str none = {NULL, 0};
    reset(s, p);
    int rc = fold_piece(s, p, e);
    if (rc != DX_OK)
        return rc;
    dx_starts_text(s->starts, s->plain ? none : s->in.line);
    dx_banks_line(s->banks, s->in.line);
    rc = scan_line(s, e);
    dx_starts_text(s->starts, none); /* the text may move */
    dx_banks_line(s->banks, none);
    keep_last(s, p);
    return rc;
}

/* ---- a glance ---- */

/* The first place of text[at, first) that folding may change; a few kilobytes more are looked at, as each line is asked for that is given. */
static size_t still_to(struct dx_scan *s, struct dx_str text, size_t at, size_t first, struct dx_glanced *g)
{
    if (at < g->still || at > g->rest) {
        g->still = g->rest = at;
        g->changes = false;
    }
    size_t to = text.n - at > GLANCED ? at + GLANCED : text.n;
    for (int i = 0; i < 3 && to < text.n && ((unsigned char)text.p[to] & 0xc0) == 0x80; i++)
        to--; /* not within a character */
    to = first > to ? first : to;
    if (!g->changes && (g->rest < first || g->rest - at < GLANCED / 4) && g->rest < to) {
        g->rest = dx_still_to(&s->still, text, g->rest, to, true);
        g->changes = g->rest < to;
    }
    return g->rest < first ? g->rest : first;
}

size_t dx_scan_glance(struct dx_scan *s, struct dx_str text, size_t at, size_t to, struct dx_glanced *g)
{
    size_t first = at;
    if (!s->names_below) {
        g->clear = dx_candidates_glance(s->candidates, text, g->clear > at ? g->clear : at, to);
        first = g->clear;
    }
    for (size_t i = 0; i < s->n_scanned; i++)
        if (s->scanned[i]->scanner->glance)
            first = s->scanned[i]->scanner->glance(s->names, text, at, first);
    return still_to(s, text, at, first, g);
}

int dx_scan_field(struct dx_scan *s, const struct dx_rule *r, struct dx_str text, struct dx_err *e)
{
    reset(s, NULL);
    s->in = (struct dx_surroundings){0}; /* the lines that it was of may be gone */
    s->last_known = s->labels_known = false;
    int rc = dx_fold_text(&s->fold, text, e);
    if (rc == DX_OK)
        rc = dx_scan_read(s, r, s->fold.text, text, (struct dx_str){NULL, 0}, e);
    if (rc != DX_OK)
        return rc == DX_BAD ? DX_OK : rc;
    struct dx_hit *h = dx_scan_new_hit(s, r, e);
    if (!h)
        return DX_NOMEM;
    h->end = text.n;
    h->f_end = s->fold.text.n;
    return dx_scan_take(s, h, 0, e);
}

uint64_t dx_scan_work(const struct dx_scan *s) { return dx_candidates_work(s->candidates); }

size_t dx_scan_hits(const struct dx_scan *s) { return s->n; }
const struct dx_hit *dx_scan_hit(const struct dx_scan *s, size_t i) { return i < s->n ? &s->hits[i] : NULL; }
