/* scan.c: candidates from rules, checks, scores */
#include "find/scan/scan.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "find/scan/again.h"
#include "find/check/attrs.h"
#include "find/check/bank.h"
#include "find/scan/candidates.h"
#include "find/scan/decide.h"
#include "find/check/kit.h"
#include "find/rules/label.h"
#include "find/name/name.h"
#include "find/scan/pair.h"
#include "find/phone/phone.h"
#include "find/scan/place.h"
#include "find/text/still.h"

#define LIST_GAP 2 /* within a list of persons, one line may be of something else */
#define LIST_BACK 3 /* places before a candidate where the one before it in a list may stand, as far as things of its rule do */
#define ANCHORS 16 /* numbers of persons in one line; more are a list */
#define FEW_HITS 24 /* sorted by insertion */
#define GLANCED 4096 /* bytes of lines that are looked at together for whether folding leaves them */
#define LAST 256     /* bytes of a line that is kept for the one below: no more of it is looked at from there */
#define TEXT(literal) {(literal), sizeof(literal) - 1}
#define SCANNED 64 /* rules with scanners: a handful, and lists of words of a user */

/* A stretch of the line that was looked at last. */
struct span {
    bool known;
    uint8_t digits; /* how digits end there: an `ends` */
    size_t start, end, from, to; /* … in the source from … to */
};

/* How far the hits of a piece go that a veto is an objection to. */
struct reach {
    uint64_t piece;
    size_t end;
};

/* A run of digits that a plan may match, of which nothing comes unless something else has a part of it. */
struct later {
    size_t plan, start, end;
};

struct dx_scan {
    const struct dx_rules *rules;
    struct dx_candidates *candidates;
    const struct dx_rule *scanned[SCANNED]; /* the rules that are asked for whose candidates come from a scanner */
    size_t n_scanned;
    char *region;
    struct dx_bar least;
    struct dx_fold fold, fold_above, fold_higher, fold_head, fold_left, fold_over, fold_column, fold_around;
    struct dx_buf left, over, column;
    struct dx_surroundings in;
    struct span span;
    const struct dx_piece *piece;
    struct dx_reading reading;
    struct dx_starts *starts; /* of words of the next three, in the line */
    struct dx_lexicon *lexicon;
    struct dx_names *names;
    struct dx_phone_words *phone_words;
    struct dx_banks *banks;
    struct dx_places in_line, in_above, in_higher, in_head; /* words of rules */
    uint64_t *words; /* of any of these four: a bit a rule */
    uint32_t *last_of; /* of each rule: see last_hit */
    uint64_t *by_bank; /* rules that are nothing where no bank is named */
    uint64_t *owned; /* rules of what a person's name before it is a label of */
    uint64_t *recurring; /* rules whose readings are kept: dx_check_again */
    uint64_t *hopeless;  /* plans whose digits alone are too unlikely, where nothing names them */
    uint64_t *in_runs;   /* plans whose matches are whole runs of digits, or none that stands free */
    struct reach *reach; /* of each rule */
    uint64_t pieces;     /* so many were scanned */
    struct later *later; /* in this piece */
    size_t n_later, cap_later;
    struct dx_again *again; /* NULL: none are */
    bool labels_known, plain;
    struct dx_buf last;  /* the line before, as in the source: what fold and in_line are of until the next one is looked at */
    bool last_known, above_looked; /* in_above is of the line above */
    bool names_below; /* the next line may hold a name: see dx_name_below */
    enum dx_name_listed listed, list_below; /* what list of persons this line may be a row of, and the next one */
    int list_gap; /* lines that a list goes on without a person */
    struct dx_buf head; /* of a table, as in the source: of what fold_head and the next four are */
    bool head_known, head_looked; /* looked: in_head, too */
    struct dx_name_columns columns;
    struct dx_label_head of_head;
    bool calls; /* it speaks of telephones */
    struct dx_buf marks; /* of its names */
    bool owner_known, owner_may; /* whether the line may hold a name that needs no number */
    struct dx_buf arena;
    struct dx_hit *hits;
    size_t n, cap;
    struct dx_still still;
    struct dx_veto *vetoes;
    size_t n_vetoes, cap_vetoes;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }

static bool has_rule(const uint64_t *rules, size_t number) { return rules[number / 64] >> number % 64 & 1; }

static void find_scanned(struct dx_scan *s, struct dx_str only)
{
    const struct dx_rule *r;
    for (size_t i = 0; (r = dx_rules_at(s->rules, i)) != NULL; i++)
        if (r->scanner && s->n_scanned < SCANNED && (!only.n || dx_str_eq(only, r->key)))
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

/* What digits alone are worth that nothing names. */
static double odds_unnamed(const struct dx_plan *p)
{
    struct dx_score score = {.n = 0};
    dx_score_candidate(&score, &p->rule->weights, p->pattern->grouped, DX_PART_STRUCTURE, 0, 0);
    return score.odds;
}

/* Of plans of digits, what can be told of them before anything is matched. */
static int find_hopeless(struct dx_scan *s, struct dx_err *e)
{
    size_t n = dx_candidates_plans(s->candidates);
    s->hopeless = calloc(n / 64 + 1, sizeof *s->hopeless);
    s->in_runs = calloc(n / 64 + 1, sizeof *s->in_runs);
    if (!s->hopeless || !s->in_runs)
        return dx_fail_nomem(e);
    for (size_t i = 0; i < n && !s->plain; i++) {
        const struct dx_plan *p = dx_candidates_plan(s->candidates, i);
        if (p->pattern && !p->rule->veto && p->rule->boundary != DX_BOUND_NONE && dx_regex_is_run(p->pattern->regex))
            s->in_runs[i / 64] |= UINT64_C(1) << i % 64;
        if (!p->pattern || p->labelled || p->rule->veto || p->rule->boundary != DX_BOUND_DIGIT || !p->rule->check || !dx_check_unsure(p->rule->check))
            continue;
        struct dx_score score = {.odds = odds_unnamed(p)};
        if (!dx_score_reaches(&score, &s->least) && !dx_score_likely(&score))
            s->hopeless[i / 64] |= UINT64_C(1) << i % 64;
    }
    return DX_OK;
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
        rc = find_hopeless(s, e);
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

/* ---- folding ---- */

/* Folds what has to be folded; most text stays as it is. */
static int fold_known(struct dx_scan *s, struct dx_fold *f, struct dx_str text, enum dx_stillness still, struct dx_err *e)
{
    if (s->plain || still == DX_STILL_NOT || (still != DX_STILL && dx_still_to(&s->still, text, 0, text.n, false) < text.n))
        return dx_fold_text(f, text, e);
    dx_fold_nothing(f, text);
    return DX_OK;
}

static int fold(struct dx_scan *s, struct dx_fold *f, struct dx_str text, struct dx_err *e)
{
    return fold_known(s, f, text, DX_STILL_UNKNOWN, e);
}

/* ---- boundaries ---- */

static bool is_joint(char c) { return c == '-' || c == '.' || c == '/' || c == ',' || c == ':' || c == ' '; }

/* The mark between the digits of a candidate, 0 when they stand together. */
static char joint_of(struct dx_str t, size_t start, size_t end)
{
    for (size_t i = start + 1; i + 1 < end; i++)
        if (!is_digit(t.p[i]) && is_joint(t.p[i]) && is_digit(t.p[i - 1]) && is_digit(t.p[i + 1]))
            return t.p[i];
    return 0;
}

/* Does a longer number of the same style run on beyond a mark, which a digit follows? Blanks and slashes also stand between two numbers; so does a
 * comma between cells or in a list: one next to more than three digits groups no thousands. */
static bool runs_on(struct dx_str t, size_t start, size_t end, char mark)
{
    bool groups = mark == '-' || mark == '.' || mark == '\0' || (mark == ',' && end - start <= 3);
    if (!groups && (!is_joint(mark) || !memchr(t.p + start, mark, end - start)))
        return false;
    char joint = joint_of(t, start, end);
    if (mark == ',' && end - start > 3 && !joint)
        return false;
    return mark == joint || (!joint && (mark == '-' || mark == '.' || mark == ',')) || (joint == ' ' && mark == '-');
}

/* Is the digit at i the end of a word: "IMEI1 35…", "Tel2 081…"? */
static bool ends_word(struct dx_str t, size_t i) { return i > 0 && is_letter(t.p[i - 1]); }

/* Is a run of digits one of several with one mark between them? What starts there and goes on behind the next mark runs on before it, too. */
static bool is_between(struct dx_str t, size_t start, size_t end)
{
    char mark = start > 1 && end + 1 < t.n ? t.p[start - 1] : '\0';
    return mark && is_joint(mark) && mark == t.p[end] && is_digit(t.p[end + 1]) && is_digit(t.p[start - 2]) && !(mark == ' ' && ends_word(t, start - 2));
}

/* What is true of a stretch of the line, whichever rule asks: many ask for one. */
enum ends { UNKNOWN, NONE, FREE, GLUED }; /* GLUED: a letter stands before it, which is all right for a label */

static enum ends digits_end(struct dx_str t, size_t start, size_t end)
{
    char before = start > 0 ? t.p[start - 1] : ' ', after = end < t.n ? t.p[end] : ' ';
    if (is_word(after) || is_digit(before) || before == '_')
        return NONE;
    if ((start > 1 && is_digit(t.p[start - 2]) && !(before == ' ' && ends_word(t, start - 2)) && runs_on(t, start, end, before)) ||
        (end + 1 < t.n && is_digit(t.p[end + 1]) && runs_on(t, start, end, after)))
        return NONE;
    return is_letter(before) ? GLUED : FREE;
}

static struct span *span_at(struct dx_scan *s, size_t start, size_t end)
{
    struct span *x = &s->span;
    if (x->known && x->start == start && x->end == end)
        return x;
    *x = (struct span){.known = true, .start = start, .end = end};
    if (s->fold.n) {
        dx_fold_span(&s->fold, start, end, &x->from, &x->to);
    } else { /* most lines */
        x->from = start;
        x->to = end;
    }
    return x;
}

static bool stands_free(const struct dx_rule *r, struct dx_str t, struct span *x)
{
    if (r->boundary == DX_BOUND_NONE)
        return true;
    if (r->boundary == DX_BOUND_WORD)
        return !(x->start > 0 && is_word(t.p[x->start - 1])) && !(x->end < t.n && is_word(t.p[x->end]));
    if (x->digits == UNKNOWN)
        x->digits = digits_end(t, x->start, x->end);
    return x->digits == FREE || (x->digits == GLUED && dx_label_glued(r, t, x->start));
}

/* ---- candidates ---- */

/* Room for a hit, empty but for its rule: it is there once it is taken. NULL: out of memory. */
static struct dx_hit *new_hit(struct dx_scan *s, const struct dx_rule *r, struct dx_err *e)
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

/* The rule's last hit in this piece, counted from one; 0: none. Of another piece is what isn't one of the rule's. */
static uint32_t last_hit(const struct dx_scan *s, const struct dx_rule *r)
{
    uint32_t last = s->last_of[dx_lexicon_number(s->lexicon, r)];
    return last && last <= s->n && s->hits[last - 1].rule == r ? last : 0;
}

static int take_hit(struct dx_scan *s, struct dx_err *e)
{
    if (s->n == DX_FIND_CANDIDATES)
        return dx_fail_limit(e, "candidates", "more than %u candidates in one line", DX_FIND_CANDIDATES);
    struct dx_hit *h = &s->hits[s->n];
    h->before = last_hit(s, h->rule);
    s->last_of[dx_lexicon_number(s->lexicon, h->rule)] = (uint32_t)++s->n;
    return DX_OK;
}

static int add_veto(struct dx_scan *s, struct dx_veto v, struct dx_err *e)
{
    if (!DX_MORE(s->vetoes, s->n_vetoes, s->cap_vetoes))
        return dx_fail_nomem(e);
    s->vetoes[s->n_vetoes++] = v;
    return DX_OK;
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

/* Takes what the check said into a hit: value, attributes with the kind's fixed ones, key. */
static int keep_reading(struct dx_scan *s, struct dx_hit *h, struct dx_err *e)
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

/* The first of the piece's words that doesn't end before byte `start` of it. */
static size_t word_from(const struct dx_piece *p, size_t start)
{
    size_t i;
    DX_FIRST(i, 0, p->n_words, p->words[i].end > start + p->at);
    return i;
}

static double confidence_of(const struct dx_piece *p, size_t start, size_t end)
{
    size_t lo = word_from(p, start);
    double least = 1;
    for (; lo < p->n_words && p->words[lo].start < end + p->at; lo++)
        least = p->words[lo].confidence < least ? p->words[lo].confidence : least;
    return least;
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
        dx_score_ocr(sc, confidence_of(s->piece, h->start, h->end));
    if (s->piece && s->piece->recognised && h->verdict == DX_VERDICT_FORM)
        dx_score_misread(sc, value);
    if (h->verdict == DX_VERDICT_PASS)
        dx_score_add(sc, DX_PART_CHECKSUM, w->pass);
    else if (h->verdict == DX_VERDICT_FAIL)
        dx_score_fail(sc, w->pass, s->piece && s->piece->recognised);
}

/* What a table's head says, which stays the same for many lines. */
static int learn_head(struct dx_scan *s, struct dx_str head, struct dx_err *e)
{
    if (s->head_known && s->head.len == head.n && (!head.n || memcmp(s->head.p, head.p, head.n) == 0))
        return DX_OK;
    s->head_known = s->head_looked = false;
    s->of_head = (struct dx_label_head){0};
    dx_buf_reset(&s->head);
    dx_buf_add(&s->head, head.p, head.n);
    int rc = dx_buf_ok(&s->head) ? fold(s, &s->fold_head, dx_buf_slice(&s->head), e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_name_columns_learn(&s->columns, s->names, s->fold_head.text, e);
    if (rc == DX_OK)
        s->calls = dx_phone_labels(s->phone_words, s->fold_head.text);
    s->head_known = rc == DX_OK;
    return rc;
}

static int look_in_head(struct dx_scan *s)
{
    int rc = s->head_looked ? DX_OK : dx_lexicon_find(s->lexicon, s->in.head, 0, &s->in_head, NULL);
    s->head_looked = rc == DX_OK;
    return rc;
}

/* The banks that the opening of the text names; NULL: none. */
static const struct dx_bank_home *home_banks(const struct dx_scan *s)
{
    struct dx_phone_home *home = s->piece ? s->piece->home : NULL;
    if (home && !home->banks.known)
        dx_bank_home(s->banks, home->opening, &home->banks);
    return home && home->banks.n ? &home->banks : NULL;
}

/* Where no bank is named, nothing is worth looking for that is told by one. */
static void leave_banks(struct dx_scan *s)
{
    size_t n = dx_lexicon_sets(s->lexicon);
    uint64_t any = 0;
    for (size_t i = 0; i < n; i++)
        any |= s->words[i] & s->by_bank[i];
    if (!any || !dx_bank_nowhere(s->banks, s->in.line, s->in.line.n > DX_LABEL_BEFORE) || dx_check_may_name_bank(s->in.above) || home_banks(s))
        return;
    for (size_t i = 0; i < n; i++)
        s->words[i] &= ~s->by_bank[i];
}

/* May something stand in the line that has an owner: six digits behind a capital letter? */
static bool may_be_owned(struct dx_str t)
{
    enum { LEAST = 6 };
    for (size_t i = LEAST - 1, n; i < t.n; i += LEAST) { /* every run of so many has a digit at one of these places */
        if (!is_digit(t.p[i]))
            continue;
        while (i > 0 && is_digit(t.p[i - 1]))
            i--;
        n = kit_digits_at(t, i);
        char before = n < LEAST || i == 0 ? 0 : i > 1 && (t.p[i - 1] == ' ' || t.p[i - 1] == '-') ? t.p[i - 2] : t.p[i - 1];
        if (before >= 'A' && before <= 'Z')
            return true;
        i += n;
    }
    return false;
}

/* The words of rules in the line and around it, once for all its candidates. */
static void learn_labels(struct dx_scan *s)
{
    s->labels_known = true;
    s->in.lexicon = NULL;
    if (s->plain || look_in_head(s) != DX_OK || dx_lexicon_find(s->lexicon, s->in.line, 0, &s->in_line, NULL) != DX_OK ||
        (!s->above_looked && dx_lexicon_find(s->lexicon, s->in.above, dx_label_above(s->in.above), &s->in_above, NULL) != DX_OK) ||
        (s->in.higher.n && dx_lexicon_find(s->lexicon, s->in.higher, 0, &s->in_higher, NULL) != DX_OK))
        return; /* no memory for a short cut */
    s->in.lexicon = s->lexicon;
    s->in.in_line = &s->in_line;
    s->in.in_above = &s->in_above;
    s->in.in_head = &s->in_head;
    s->in.in_higher = &s->in_higher;
    s->in.of_head = &s->of_head;
    s->of_head.line.known = false;
    dx_lexicon_rules(s->lexicon, s->words, &s->in_line, &s->in_above, &s->in_head);
    for (size_t i = 0; s->in.higher.n && i < dx_lexicon_sets(s->lexicon); i++)
        s->words[i] |= s->in_higher.rules[i];
    leave_banks(s);
    if (may_be_owned(s->in.line))
        for (size_t i = 0; i < dx_lexicon_sets(s->lexicon); i++)
            s->words[i] |= s->owned[i];
}

/* The rules that may have a word around a candidate of this piece: a bit for each, by its place in the table; NULL: any may. Where there are places
 * in a picture, words are looked for there. */
static inline const uint64_t *labelled_rules(struct dx_scan *s)
{
    if (!s->piece || s->piece->n_words)
        return NULL;
    if (!s->labels_known)
        learn_labels(s);
    return s->in.lexicon ? s->words : NULL;
}

static bool may_be_labelled(struct dx_scan *s, const struct dx_rule *r)
{
    const uint64_t *rules = labelled_rules(s);
    return !rules || has_rule(rules, dx_lexicon_number(s->lexicon, r));
}

/* The label of a candidate. Words that rules share name the thing, not whose it is: the rule's own count for more. */
static struct dx_str label_of(struct dx_scan *s, const struct dx_rule *r, size_t start, size_t end, double *weight)
{
    static const double shared = 0.4; /* log-odds: half as likely again as the same form of another country */
    struct dx_str word = {NULL, 0};
    bool own = true;
    *weight = 0;
    if (may_be_labelled(s, r))
        word = dx_label_find(r, &s->in, start, end, weight, &own);
    *weight -= !own && *weight > shared ? shared : 0;
    return word;
}

/* Runs the rule's check; DX_BAD: it isn't one. */
static int read_candidate(struct dx_scan *s, const struct dx_rule *r, struct dx_str text, struct dx_str raw, struct dx_str near,
    struct dx_err *e)
{
    struct dx_check_context c = {.region = s->region, .arg = r->arg, .near = near, .banks = s->plain ? NULL : s->banks, .home = home_banks(s), .above = s->in.above, .raw = raw,
        .recognised = s->piece && s->piece->recognised};
    if (r->check) {
        int rc = dx_check_run(r->check, &s->reading, text, &c, e);
        return rc == DX_OK && s->reading.verdict == DX_VERDICT_NO ? DX_BAD : rc;
    }
    dx_reading_reset(&s->reading);
    dx_buf_add(&s->reading.value, text.p, text.n);
    return dx_buf_ok(&s->reading.value) ? DX_OK : dx_fail_nomem(e);
}

/* `kept`: where its reading is, or belongs; NULL: it isn't kept. */
static int keep(struct dx_scan *s, struct dx_hit *h, double label, struct dx_kept *kept, struct dx_err *e)
{
    bool known = kept && kept->verdict != DX_VERDICT_NO;
    int rc = known ? keep_kept(s, h, kept, e) : keep_reading(s, h, e);
    if (rc != DX_OK)
        return rc;
    if (kept && !known)
        dx_again_keep(kept, &s->reading, s->arena.p + h->value, h->n_value, h->n_attrs, h->n_key);
    weigh(s, h, label);
    return DX_OK;
}

static int take(struct dx_scan *s, struct dx_hit *h, double label, struct dx_err *e)
{
    int rc = keep(s, h, label, NULL, e);
    return rc == DX_OK ? take_hit(s, e) : rc;
}

/* The box of the source bytes [start,end) of the piece: that of the first line, when they stand on several. False: no words. */
static bool box_of(const struct dx_piece *p, size_t start, size_t end, int box[4])
{
    size_t lo = word_from(p, start);
    if (lo == p->n_words || p->words[lo].start >= end + p->at)
        return false;
    memcpy(box, p->words[lo].box, 4 * sizeof *box);
    for (lo++; lo < p->n_words && p->words[lo].start < end + p->at; lo++) {
        const int *b = p->words[lo].box;
        int right = b[0] + b[2];
        if (b[1] < box[1] + box[3] && right > box[0] + box[2])
            box[2] = right - box[0];
    }
    return true;
}

/* Labels beside and above the candidate in the picture. */
static int look_around(struct dx_scan *s, size_t start, size_t end, struct dx_err *e)
{
    const struct dx_piece *p = s->piece;
    int box[4];
    s->in.left = s->in.over = s->in.column = (struct dx_str){NULL, 0};
    if (!p->page.n || p->n_words > DX_PLACE_WORDS || !box_of(p, start, end, box))
        return DX_OK;
    dx_buf_reset(&s->left);
    dx_buf_reset(&s->over);
    dx_buf_reset(&s->column);
    dx_place_around(p->page, p->words, p->n_words, box, &s->left, &s->over, &s->column);
    if (!dx_buf_ok(&s->left) || !dx_buf_ok(&s->over) || !dx_buf_ok(&s->column))
        return dx_fail_nomem(e);
    int rc = dx_fold_text(&s->fold_left, dx_buf_slice(&s->left), e);
    if (rc == DX_OK)
        rc = dx_fold_text(&s->fold_over, dx_buf_slice(&s->over), e);
    if (rc == DX_OK)
        rc = dx_fold_text(&s->fold_column, dx_buf_slice(&s->column), e);
    s->in.column = s->fold_column.text;
    s->in.left = s->fold_left.text;
    s->in.over = s->fold_over.text;
    return rc;
}

/* The label of a hit that says nothing of it yet. */
static int find_label(struct dx_scan *s, struct dx_hit *h, double *weight, struct dx_err *e)
{
    int rc = look_around(s, h->start, h->end, e);
    if (rc == DX_OK)
        h->context = label_of(s, h->rule, h->f_start, h->f_end, weight);
    return rc;
}

/* ---- payloads ---- */

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
    int rc = read_candidate(s, r, part->text, part->text, (struct dx_str){NULL, 0}, x->e);
    if (rc != DX_OK) {
        x->rc = rc == DX_BAD ? DX_OK : rc;
        return;
    }
    size_t at = x->outer->start + (size_t)(part->where.p - x->raw.p);
    struct dx_hit *h = new_hit(s, r, x->e);
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
    x->rc = keep_reading(s, h, x->e);
    if (x->rc == DX_OK && h->verdict == DX_VERDICT_FAIL)
        dx_score_fail(&h->score, r->weights.pass, s->piece && s->piece->recognised);
    if (x->rc == DX_OK)
        x->rc = take_hit(s, x->e);
}

/* Where the list's joint ends that stands before `at`: blanks and marks, and one "and" among them. */
static size_t before_joint(struct dx_str t, size_t at)
{
    static const struct dx_str joints[] = {TEXT("และ"), TEXT("หรือ"), TEXT("กับ"), TEXT("နှင့်"), TEXT("and"), TEXT("dan"), TEXT("và"),
                                           TEXT("និង"), TEXT("和")};
    while (at > 0 && strchr(" ,;/&", t.p[at - 1]))
        at--;
    for (size_t k = 0; k < sizeof joints / sizeof *joints; k++)
        if (at >= joints[k].n && memcmp(t.p + at - joints[k].n, joints[k].p, joints[k].n) == 0)
            at -= joints[k].n;
    while (at > 0 && strchr(" ,;/&", t.p[at - 1]))
        at--;
    return at;
}

/* Before the one or two words that a list has between two things, "C8830174 Rudi, E2017745 Slamet, …": whose they are; `at`: other things are there. */
static size_t before_owner(struct dx_str t, size_t at)
{
    enum { OWNER = 32 };
    size_t i = at, blanks = 0;
    while (i > 0 && at - i < OWNER && !is_digit(t.p[i - 1]) && !strchr(":=()[]{}<>\"|,;/", t.p[i - 1])) {
        i--;
        blanks += t.p[i] == ' ';
    }
    return i > 0 && at - i < OWNER && is_digit(t.p[i - 1]) && t.p[i] == ' ' && blanks > 0 && blanks < 3 ? i : at;
}

/* "A, B และ C": what follows a thing of its kind in one list has that one's label; *weight as of a label with a number in between. Other stanzas of the
 * kind have words and weights of their own. */
static struct dx_str label_of_list(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight)
{
    size_t at = start, place = SIZE_MAX;
    int places = 0;
    for (uint32_t i = last_hit(s, r); i > 0 && places <= LIST_BACK; i = s->hits[i - 1].before) {
        const struct dx_hit *h = &s->hits[i - 1];
        places += h->f_start != place;
        place = h->f_start;
        if (places > LIST_BACK || h->f_end >= start || !h->context.n)
            continue;
        at = at == start ? before_joint(s->fold.text, start) : at;
        if (h->f_end == at || (at < start && h->f_end == before_owner(s->fold.text, at))) {
            *weight = dx_score_context(r->weights.context, 0, false, true);
            return h->context;
        }
    }
    return (struct dx_str){NULL, 0};
}

/* Whose it is, is said before it. */
static struct dx_str label_of_owner(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight)
{
    if (!r->owner || !dx_name_stands_before(s->names, s->fold.text, start))
        return (struct dx_str){NULL, 0};
    *weight = dx_score_context(r->weights.context, 0, true, false);
    return DX_STR("name");
}

/* What stands within the last hit that was taken. */
static int open_last(struct dx_scan *s, struct dx_str raw, struct dx_err *e)
{
    struct dx_hit outer = s->hits[s->n - 1]; /* they move as more are taken */
    struct within x = {s, &outer, raw, DX_OK, e};
    outer.rule->open(raw, take_inner, &x);
    return x.rc;
}

/* Reads a candidate into its hit; DX_BAD: it isn't what the rule is after. */
static int read_hit(struct dx_scan *s, struct dx_hit *h, const struct dx_plan *p, struct dx_err *e)
{
    double label = 0;
    int rc = p->labelled ? find_label(s, h, &label, e) : DX_OK;
    if (rc == DX_OK && p->labelled && !h->context.n)
        h->context = label_of_list(s, p->rule, h->f_start, &label);
    if (rc == DX_OK && p->labelled && !h->context.n)
        h->context = label_of_owner(s, p->rule, h->f_start, &label);
    if (rc != DX_OK || (p->labelled && !h->context.n))
        return rc == DX_OK ? DX_BAD : rc;
    struct dx_str raw = {s->piece->text.p + h->start, h->end - h->start}, text = {s->fold.text.p + h->f_start, h->f_end - h->f_start};
    struct dx_kept *kept = s->again && has_rule(s->recurring, p->number) ? dx_again_at(s->again, p->number, text) : NULL;
    if (!kept || kept->verdict == DX_VERDICT_NO)
        rc = read_candidate(s, p->rule, text, raw, dx_label_window(&s->in, h->f_start, h->f_end), e);
    if (rc == DX_OK && !p->labelled) /* most candidates are none: their labels are looked for last */
        rc = find_label(s, h, &label, e);
    if (rc != DX_OK)
        return rc;
    h->mixed = dx_fold_mixed(&s->fold, h->f_start, h->f_end);
    return keep(s, h, label, kept, e);
}

/* Is a match nothing but digits, of which nothing is known but how many they are, and too unlikely for that? */
static bool is_hopeless(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t start, size_t end)
{
    if (!has_rule(s->hopeless, plan) || s->piece->recognised)
        return false;
    struct dx_str digits = {s->fold.text.p + start, end - start};
    const uint64_t *rules = labelled_rules(s);
    return rules && !has_rule(rules, p->number) && kit_digits_at(digits, 0) == digits.n && dx_check_unsure_takes(digits) &&
           dx_bank_none(s->banks, s->in.line, dx_label_from(&s->in, start));
}

/* From a candidate to a hit: DX_OK when it became one, DX_BAD when it isn't what the rule is after. */
static int try_candidate(void *scan, size_t plan, const struct dx_match *m, struct dx_err *e)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    const struct dx_rule *r = p->rule;
    size_t start = m->start, end = m->end;
    if (start >= end)
        return DX_BAD;
    struct span *x = span_at(s, start, end);
    if (x->from < s->piece->from || x->from >= s->piece->to || !stands_free(r, s->fold.text, x))
        return DX_BAD;
    if (r->veto)
        return add_veto(s, (struct dx_veto){start, end, r}, e);
    struct dx_hit *h = new_hit(s, r, e);
    if (!h)
        return DX_NOMEM;
    h->order = (uint32_t)plan;
    h->start = x->from;
    h->end = x->to;
    h->f_start = start;
    h->f_end = end;
    h->grouped = p->pattern->grouped;
    h->unread = is_hopeless(s, plan, p, start, end);
    int rc = DX_OK;
    if (h->unread)
        h->score.odds = odds_unnamed(p);
    else
        rc = read_hit(s, h, p, e);
    if (rc == DX_OK)
        rc = take_hit(s, e);
    return rc == DX_OK && r->open ? open_last(s, (struct dx_str){s->piece->text.p + x->from, x->to - x->from}, e) : rc;
}

/* Keeps a run for later, when it is known what else there is. False: it is tried at once, as where there are too many. */
static bool put_off(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t start, size_t end)
{
    /* what a list has of a rule is seen when a later one of it is looked at */
    if (p->rule->labelled || s->n_later == DX_FIND_CANDIDATES || !is_hopeless(s, plan, p, start, end) || !DX_MORE(s->later, s->n_later, s->cap_later))
        return false;
    s->later[s->n_later++] = (struct later){plan, start, end};
    return true;
}

/* Can what starts with the run of digits at a place be a candidate now? */
static bool is_run_worth(struct dx_scan *s, size_t plan, const struct dx_plan *p, size_t at)
{
    struct dx_str run = {s->fold.text.p + at, kit_digits_at(s->fold.text, at)};
    if (p->rule->boundary == DX_BOUND_DIGIT && p->least > run.n + 1 && is_between(s->fold.text, at, at + run.n))
        return false;
    return !has_rule(s->in_runs, plan) || (stands_free(p->rule, s->fold.text, span_at(s, at, at + run.n)) &&
                                            !(p->rule->check && dx_check_refuses(p->rule->check, run)) &&
           !put_off(s, plan, p, at, at + run.n));
}

/* May a match of the rule at a digit be taken, as far as that is known before: is a bank named, is it labelled? Asked where words of rules are known. */
static bool is_worth(void *scan, size_t plan, size_t at)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    if (!is_run_worth(s, plan, p, at))
        return false;
    if (has_rule(s->by_bank, p->number) && dx_bank_none(s->banks, s->in.line, dx_label_from(&s->in, at)) && !dx_check_may_name_bank(s->in.above) && !home_banks(s))
        return false;
    return !p->labelled || p->rule->owner || dx_label_may(p->rule, &s->in, at) || last_hit(s, p->rule); /* what follows one that is labelled is, too */
}

static bool is_veto_worth(void *scan, size_t plan, size_t at)
{
    struct dx_scan *s = scan;
    const struct dx_plan *p = dx_candidates_plan(s->candidates, plan);
    struct reach *x = &s->reach[p->number];
    if (x->piece != s->pieces) { /* hits stay what they are while vetoes are looked for: once a piece and rule */
        *x = (struct reach){.piece = s->pieces};
        for (size_t i = 0; i < s->n; i++)
            if (!s->hits[i].dead && s->hits[i].f_end > x->end && dx_hit_vetoed(&s->hits[i], p->rule, x->end))
                x->end = s->hits[i].f_end;
    }
    return x->end > at;
}

static bool is_name(const struct dx_rule *r) { return r->scanner->run == dx_name_scan; }

/* Is it a label of something else, from end to end: "ငွေစာရင်းအမှတ်", "Work Permit"? */
static bool is_label(struct dx_scan *s, size_t start, size_t end)
{
    struct dx_str t = s->in.line, text = {t.p + start, end - start};
    const struct dx_rule *r;
    bool before, behind;
    if (!s->labels_known)
        learn_labels(s);
    if (s->in.lexicon) {
        for (size_t i = dx_places_from(&s->in_line, start); i < s->in_line.n && s->in_line.place[i].start == start; i++)
            if (s->in_line.place[i].end == end && !s->in_line.place[i].joined_before && !s->in_line.place[i].joined_behind)
                return true;
        return false;
    }
    dx_label_joined(t, start, end, &before, &behind);
    for (size_t i = 0; !before && !behind && (r = dx_rules_at(s->rules, i)) != NULL; i++)
        for (size_t k = 0; k < r->n_words; k++)
            if (r->words[k].n == text.n && strncasecmp(r->words[k].p, text.p, text.n) == 0)
                return true;
    return false;
}

/* What a scanner gave, which has judged form and boundaries already. */
struct scanning {
    struct dx_scan *s;
    const struct dx_rule *rule;
    bool given; /* it gave anything */
};

static int take_scanned(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct scanning *x = ctx;
    struct dx_scan *s = x->s;
    double label = c->label;
    size_t from, to;
    x->given = true;
    if (is_name(x->rule) && is_label(s, c->start, c->end))
        return DX_OK;
    dx_fold_span(&s->fold, c->start, c->end, &from, &to);
    if (from < s->piece->from || from >= s->piece->to)
        return DX_OK;
    struct dx_hit *h = new_hit(s, x->rule, e);
    if (!h)
        return DX_NOMEM;
    h->start = from;
    h->end = to;
    h->f_start = c->start;
    h->f_end = c->end;
    h->context = c->context;
    int rc = h->context.n ? DX_OK : find_label(s, h, &label, e);
    if (rc != DX_OK)
        return rc;
    h->mixed = dx_fold_mixed(&s->fold, c->start, c->end);
    if (s->in.recognised && is_name(x->rule))
        s->reading.weight += dx_name_doubt(s->in.line, c->start, c->end, dx_buf_slice(&s->reading.value), confidence_of(s->piece, from, to));
    return take(s, h, label, e);
}

/* No name is in the line: so it needn't be asked again from those below it. */
static void keep_nameless(const struct dx_piece *p)
{
    if (p->lines && p->from == 0 && p->to == p->text.n && !dx_pair_opens(p->text))
        dx_lines_nothing(p->lines, p->line_at - (int64_t)p->block.n, p->line_at, p->line_at + (int64_t)p->text.n);
}

static int run_scanners(struct dx_scan *s, struct dx_err *e)
{
    struct dx_scanner_text t = {
        .line = s->in.line, .above = s->in.above, .columns = s->in.head.n ? &s->columns : NULL, .listed = s->listed, .calls = s->calls, .region = s->region,
        .names = s->names, .phone_words = s->phone_words, .home = s->piece->home, .ascii = s->in.ascii, .plain = s->plain, .recognised = s->in.recognised,
    };
    int rc = DX_OK;
    if (s->in.recognised && s->piece->page.n) { /* a line may be a cell of a table or the value of a field */
        rc = look_around(s, s->piece->from, s->piece->to, e);
        t.placed = s->piece->n_words && s->piece->n_words <= DX_PLACE_WORDS;
        t.left = s->in.left;
        t.over = s->in.over;
        t.column = s->in.column;
    }
    for (size_t i = 0; i < s->n_scanned && rc == DX_OK; i++) {
        struct scanning x = {s, s->scanned[i], false};
        t.words = x.rule->list;
        rc = x.rule->scanner->run(&t, &s->reading, take_scanned, &x, e);
        if (is_name(x.rule) && !x.given && rc == DX_OK)
            keep_nameless(s->piece);
    }
    return rc;
}

/* Asked once a line. */
static bool owner_may(struct dx_scan *s)
{
    if (!s->owner_known)
        s->owner_may = dx_name_owner_may(s->names, s->in.line);
    s->owner_known = true;
    return s->owner_may;
}

/* Where names of the line start, end, and go on, of each place between two bytes: lines hold thousands of them. */
enum { STARTS = 1, ENDS = 2, WITHIN = 4 };

/* Names beside numbers, or such as need none. */
struct nearby {
    struct scanning x;
    size_t anchors; /* numbers of persons in the line */
    bool marked;    /* the line's bytes are looked at: none of the rest is known before a name is given */
    size_t n;       /* of the hits, so many are marked */
};

static bool mark_names(struct nearby *x)
{
    struct dx_scan *s = x->x.s;
    if (!x->marked) {
        dx_buf_reset(&s->marks);
        if (!dx_buf_room(&s->marks, s->in.line.n + 1))
            return false;
        memset(s->marks.p, 0, s->in.line.n + 1);
        x->marked = true;
    }
    for (; x->n < s->n; x->n++) {
        const struct dx_hit *h = &s->hits[x->n];
        if (!dx_str_eq(h->rule->key, x->x.rule->key) || h->f_start >= h->f_end)
            continue;
        s->marks.p[h->f_start] |= STARTS;
        s->marks.p[h->f_end] |= ENDS;
        for (size_t i = h->f_start + 1; i < h->f_end; i++)
            s->marks.p[i] |= WITHIN;
    }
    return true;
}

/* Does one of the names that are marked share bytes with these, but isn't the same? */
static bool crosses(const char *marks, size_t start, size_t end)
{
    bool other = (marks[start] | marks[end]) & WITHIN;
    for (size_t i = start + 1; i < end && !other; i++)
        other = marks[i] & (STARTS | ENDS);
    return other;
}

/* Where no label has named another; the same one once more is settled by its score. */
static int take_near(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct nearby *x = ctx;
    struct dx_scan *s = x->x.s;
    if (c->alone)
        s->owner_known = s->owner_may = true;
    if (!x->anchors && !owner_may(s))
        return DX_STOP;
    if (!mark_names(x))
        return dx_fail_nomem(e);
    return crosses(s->marks.p, c->start, c->end) ? DX_OK : take_scanned(&x->x, c, e);
}

static int find_near_names(struct dx_scan *s, struct dx_err *e)
{
    struct dx_name_anchor anchors[ANCHORS];
    size_t n = dx_pair_anchors(s->hits, s->n, anchors, ANCHORS);
    int rc = DX_OK;
    for (size_t i = 0; i < s->n_scanned && rc == DX_OK; i++)
        if (is_name(s->scanned[i]))
            rc = dx_name_near(s->names, s->in.line, anchors, n, &s->reading, take_near, &(struct nearby){.x = {s, s->scanned[i], false}, .anchors = n}, e);
    return rc == DX_STOP ? DX_OK : rc;
}

static int run_rules(struct dx_scan *s, bool vetoes, size_t end, struct dx_err *e)
{
    size_t from = dx_fold_at(&s->fold, s->piece->from), to = dx_fold_at(&s->fold, s->piece->to);
    const uint64_t *words = vetoes ? NULL : labelled_rules(s);
    dx_worth_fn *worth = vetoes && !s->plain ? is_veto_worth : words ? is_worth : NULL;
    return dx_candidates_run(s->candidates, vetoes, s->fold.text, from, end < to ? end : to, try_candidate, worth, words, s, e);
}

/* Tries one that was put off, as if it never had been. */
static int try_one(struct dx_scan *s, const struct later *x, struct dx_err *e)
{
    struct dx_match m;
    bool found;
    int rc = dx_candidates_match(s->candidates, x->plan, s->fold.text, x->start, &m, &found, e);
    rc = rc == DX_OK && found ? try_candidate(s, x->plan, &m, e) : rc;
    return rc == DX_BAD ? DX_OK : rc;
}

/* Tries what was put off and shares characters with a hit, or with another such run. Both are sorted. */
static int try_later(struct dx_scan *s, struct dx_err *e)
{
    size_t all = s->n_later, n = s->n, k = 0, end = 0;
    int rc = DX_OK;
    s->n_later = 0;
    for (size_t i = 0; i < all && rc == DX_OK; i++) {
        const struct later *x = &s->later[i];
        for (; k < n && s->hits[k].f_start < x->end; k++)
            end = s->hits[k].f_end > end ? s->hits[k].f_end : end;
        if (end > x->start || (i > 0 && x[-1].start == x->start) || (i + 1 < all && x[1].start == x->start))
            rc = try_one(s, x, e);
    }
    return rc;
}

/* What stands alone and isn't likely enough is nothing, whatever vetoes would say of it. Hits are sorted. */
static int drop_hopeless(struct dx_scan *s, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0, end = 0; i < s->n && rc == DX_OK; i++) {
        struct dx_hit *h = &s->hits[i];
        bool alone = h->f_start >= end && (i + 1 == s->n || s->hits[i + 1].f_start >= h->f_end);
        if (h->unread && !alone) {
            h->score.odds = 0; /* it is summed up now */
            h->unread = false;
            rc = read_hit(s, h, dx_candidates_plan(s->candidates, h->order), e);
        }
        h->dead = alone && !dx_score_reaches(&h->score, &s->least);
        end = h->f_end > end ? h->f_end : end;
    }
    return rc;
}

/* Vetoes are looked for where they may touch a hit: none that starts behind the last one that isn't too sure for them does. */
static int run_vetoes(struct dx_scan *s, struct dx_err *e)
{
    size_t end = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!s->hits[i].dead && !dx_hit_firm(&s->hits[i]) && s->hits[i].f_end > end)
            end = s->hits[i].f_end;
    return end ? run_rules(s, true, end, e) : DX_OK;
}

/* ---- a piece ---- */

static int compare(struct dx_str a, struct dx_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.p, b.p, n) : 0;
    return d ? d : (a.n > b.n) - (a.n < b.n);
}

/* A line has few hits, and nearly all of them stand in order already: qsort_r takes memory and time for many. Equal ones stay as they are. */
static void sort(void *base, size_t n, size_t size, int (*order)(const void *, const void *, void *), void *ctx)
{
    char one[sizeof(struct dx_hit)], *p = base;
    size_t sorted = n > 0;
    _Static_assert(sizeof(struct dx_veto) <= sizeof one, "the larger of both");
    while (sorted < n && order(p + (sorted - 1) * size, p + sorted * size, ctx) <= 0)
        sorted++;
    if (sorted < n && n > FEW_HITS) {
        qsort_r(base, n, size, order, ctx);
        return;
    }
    for (size_t i = sorted, at; i < n; i++) {
        for (at = i; at > 0 && order(p + (at - 1) * size, p + i * size, ctx) > 0;)
            at--;
        if (at == i)
            continue;
        memcpy(one, p + i * size, size);
        memmove(p + (at + 1) * size, p + at * size, (i - at) * size);
        memcpy(p + at * size, one, size);
    }
}

/* Longest first at one start, then by the rules' own order: equal readings are settled the same way every time. */
static int by_place(const void *pa, const void *pb, void *scan)
{
    (void)scan;
    const struct dx_hit *a = pa, *b = pb;
    if (a->f_start != b->f_start)
        return a->f_start < b->f_start ? -1 : 1;
    if (a->f_end != b->f_end)
        return a->f_end > b->f_end ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1; /* both are rows of one table */
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value); /* the order in which they were found */
}

static int vetoes_by_place(const void *pa, const void *pb, void *scan)
{
    (void)scan;
    const struct dx_veto *a = pa, *b = pb;
    return a->start != b->start ? (a->start < b->start ? -1 : 1) : (a->end > b->end) - (a->end < b->end);
}

/* The order in which findings are written: by place, kind, value. */
static int by_output(const void *pa, const void *pb, void *scan)
{
    const struct dx_hit *a = pa, *b = pb;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    int d = compare(dx_hit_kind(scan, a), dx_hit_kind(scan, b));
    if (d == 0)
        d = compare(dx_hit_value(scan, a), dx_hit_value(scan, b));
    return d ? d : (a->end > b->end) - (a->end < b->end);
}

static void drop_dead(struct dx_scan *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!s->hits[i].dead) {
            if (n < i)
                s->hits[n] = s->hits[i];
            n++;
        }
    s->n = n;
}

/* Lines around, for whose numbers they are. */
struct around {
    struct dx_scan *s;
    struct dx_err *e;
    int rc;
};

static struct dx_str fold_around(void *ctx, struct dx_str line)
{
    struct around *x = ctx;
    int rc = fold(x->s, &x->s->fold_around, line, x->e);
    x->rc = x->rc == DX_OK ? rc : x->rc;
    return rc == DX_OK ? x->s->fold_around.text : (struct dx_str){NULL, 0};
}

/* Whose numbers they are. */
static int pair_names(struct dx_scan *s, struct dx_err *e)
{
    if (!dx_pair_wanted(s->hits, s->n))
        return DX_OK;
    struct around x = {s, e, DX_OK};
    const struct dx_piece *p = s->piece;
    struct dx_pair_text t = {.line = s->fold.text, .block = p->block, .below = p->below, .names = s->names, .table = p->header.n > 0,
                             .lines = s->plain ? NULL : p->lines, .at = p->line_at, .fold = fold_around, .ctx = &x};
    dx_pair_names(s->hits, s->n, &t, &s->arena);
    return x.rc != DX_OK ? x.rc : dx_buf_ok(&s->arena) ? DX_OK : dx_fail_nomem(e);
}

static int settle(struct dx_scan *s, struct dx_err *e)
{
    size_t n = s->n;
    sort(s->hits, n, sizeof *s->hits, by_place, NULL);
    int rc = try_later(s, e);
    if (s->n > n)
        sort(s->hits, s->n, sizeof *s->hits, by_place, NULL);
    if (rc == DX_OK)
        rc = drop_hopeless(s, e);
    if (rc == DX_OK)
        rc = run_vetoes(s, e);
    if (rc == DX_NOMEM)
        return rc;
    sort(s->vetoes, s->n_vetoes, sizeof *s->vetoes, vetoes_by_place, NULL);
    dx_decide(s->hits, s->n, s->vetoes, s->n_vetoes, &s->least, &s->arena);
    drop_dead(s);
    int paired = s->n ? pair_names(s, e) : DX_OK;
    if (paired != DX_OK)
        return paired;
    sort(s->hits, s->n, sizeof *s->hits, by_output, s);
    return dx_buf_ok(&s->arena) ? rc : dx_fail_nomem(e);
}

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
        rc = fold(s, &s->fold_above, p->above, e);
    s->last_known = s->labels_known = false;
    if (rc == DX_OK)
        rc = fold_known(s, &s->fold, p->text, p->still, e);
    bool ascii = !s->plain && kit_is_ascii(s->fold.text);
    if (rc == DX_OK && p->higher.n)
        rc = fold(s, &s->fold_higher, p->higher, e);
    if (rc == DX_OK)
        rc = learn_head(s, p->header, e);
    s->in = (struct dx_surroundings){.line = s->fold.text, .above = s->fold_above.text, .higher = p->higher.n ? s->fold_higher.text : p->higher, .head = s->fold_head.text, .persons = s->columns.n > 0, .recognised = p->recognised,
                                     .ascii = ascii};
    return rc;
}

static int scan_line(struct dx_scan *s, struct dx_err *e)
{
    s->owner_known = false;
    look_below(s);
    int rc = run_rules(s, false, SIZE_MAX, e);
    if (rc != DX_NOMEM) {
        int scanned = run_scanners(s, e);
        rc = scanned == DX_OK ? rc : scanned;
    }
    if (rc == DX_NOMEM)
        return rc;
    int near = find_near_names(s, e);
    rc = near == DX_OK ? rc : near;
    if (rc == DX_NOMEM || (s->n == 0 && s->n_later < 2)) /* what was put off is nothing by itself */
        return rc;
    int rc2 = settle(s, e);
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
        rc = read_candidate(s, r, s->fold.text, text, (struct dx_str){NULL, 0}, e);
    if (rc != DX_OK)
        return rc == DX_BAD ? DX_OK : rc;
    struct dx_hit *h = new_hit(s, r, e);
    if (!h)
        return DX_NOMEM;
    h->end = text.n;
    h->f_end = s->fold.text.n;
    return take(s, h, 0, e);
}

uint64_t dx_scan_work(const struct dx_scan *s) { return dx_candidates_work(s->candidates); }

size_t dx_scan_hits(const struct dx_scan *s) { return s->n; }
const struct dx_hit *dx_scan_hit(const struct dx_scan *s, size_t i) { return i < s->n ? &s->hits[i] : NULL; }
struct dx_str dx_hit_value(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->value, h->n_value}; }
struct dx_str dx_hit_key(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->key, h->n_key}; }
struct dx_str dx_hit_attrs(const struct dx_scan *s, const struct dx_hit *h) { return (struct dx_str){s->arena.p + h->attrs, h->n_attrs}; }

struct dx_str dx_hit_kind(const struct dx_scan *s, const struct dx_hit *h)
{
    struct dx_str kind = dx_rule_kind(h->rule);
    bool link = dx_str_is(kind, "phone") && !dx_str_is(h->rule->key, "phone");
    return link && (!h->n_value || s->arena.p[h->value] != '+') ? h->rule->key : kind;
}
