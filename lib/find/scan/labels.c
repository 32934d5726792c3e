/* labels.c: the words around a candidate that name it: in its line, above it, in the head of its table, beside it in the picture, or before the
 * candidates of its list */
#include <string.h>

#include "base/limits.h"
#include "find/check/bank.h"
#include "find/text/chars.h"
#include "find/phone/phone_hint.h"
#include "find/scan/job.h"
#include "find/scan/place.h"

#define LIST_BACK 3 /* places before a candidate where the one before it in a list may stand, as far as things of its rule do */
#define TEXT(literal) {(literal), sizeof(literal) - 1}

int dx_scan_learn_head(struct dx_scan *s, struct dx_str head, struct dx_err *e)
{
    if (s->head_known && s->head.len == head.n && (!head.n || memcmp(s->head.p, head.p, head.n) == 0))
        return DX_OK;
    s->head_known = s->head_looked = false;
    s->of_head = (struct dx_label_head){0};
    dx_buf_reset(&s->head);
    dx_buf_add(&s->head, head.p, head.n);
    int rc = dx_buf_ok(&s->head) ? dx_scan_fold(s, &s->fold_head, dx_buf_slice(&s->head), DX_STILL_UNKNOWN, e) : dx_fail_nomem(e);
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

/* Where no bank is named, nothing is worth looking for that is told by one. */
static void leave_banks(struct dx_scan *s)
{
    size_t n = dx_lexicon_sets(s->lexicon);
    uint64_t any = 0;
    for (size_t i = 0; i < n; i++)
        any |= s->words[i] & s->by_bank[i];
    if (!any || !dx_bank_nowhere(s->banks, s->in.line, s->in.line.n > DX_LABEL_BEFORE) || dx_check_may_name_bank(s->in.above) || dx_scan_home_banks(s))
        return;
    for (size_t i = 0; i < n; i++)
        s->words[i] &= ~s->by_bank[i];
}

/* May something stand in the line that has an owner: six digits behind a capital letter? */
static bool may_be_owned(struct dx_str t)
{
    enum { LEAST = 6 };
    for (size_t i = LEAST - 1, n; i < t.n; i += LEAST) { /* every run of so many has a digit at one of these places */
        if (!kit_is_digit(t.p[i]))
            continue;
        while (i > 0 && kit_is_digit(t.p[i - 1]))
            i--;
        n = kit_digits_at(t, i);
        char before = n < LEAST || i == 0 ? 0 : i > 1 && (t.p[i - 1] == ' ' || t.p[i - 1] == '-') ? t.p[i - 2] : t.p[i - 1];
        if (before >= 'A' && before <= 'Z')
            return true;
        i += n;
    }
    return false;
}

void dx_scan_learn_labels(struct dx_scan *s)
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

const uint64_t *dx_scan_labelled(struct dx_scan *s)
{
    if (!s->piece || s->piece->n_words)
        return NULL;
    if (!s->labels_known)
        dx_scan_learn_labels(s);
    return s->in.lexicon ? s->words : NULL;
}

static bool may_be_labelled(struct dx_scan *s, const struct dx_rule *r)
{
    const uint64_t *rules = dx_scan_labelled(s);
    return !rules || dx_has_rule(rules, dx_lexicon_number(s->lexicon, r));
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

int dx_scan_look_around(struct dx_scan *s, size_t start, size_t end, struct dx_err *e)
{
    const struct dx_piece *p = s->piece;
    int box[4];
    s->in.left = s->in.over = s->in.column = (struct dx_str){NULL, 0};
    if (!p->page.n || p->n_words > DX_PLACE_WORDS || !dx_piece_box(p, start, end, box))
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

int dx_scan_find_label(struct dx_scan *s, struct dx_hit *h, double *weight, struct dx_err *e)
{
    int rc = dx_scan_look_around(s, h->start, h->end, e);
    if (rc == DX_OK)
        h->context = label_of(s, h->rule, h->f_start, h->f_end, weight);
    return rc;
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
    while (i > 0 && at - i < OWNER && !kit_is_digit(t.p[i - 1]) && !strchr(":=()[]{}<>\"|,;/", t.p[i - 1])) {
        i--;
        blanks += t.p[i] == ' ';
    }
    return i > 0 && at - i < OWNER && kit_is_digit(t.p[i - 1]) && t.p[i] == ' ' && blanks > 0 && blanks < 3 ? i : at;
}

struct dx_str dx_scan_label_of_list(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight)
{
    size_t at = start, place = SIZE_MAX;
    int places = 0;
    for (uint32_t i = dx_scan_last_hit(s, r); i > 0 && places <= LIST_BACK; i = s->hits[i - 1].before) {
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

struct dx_str dx_scan_label_of_owner(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight)
{
    if (!r->owner || !dx_name_stands_before(s->names, s->fold.text, start))
        return (struct dx_str){NULL, 0};
    *weight = dx_score_context(r->weights.context, 0, true, false);
    return DX_STR("name");
}
