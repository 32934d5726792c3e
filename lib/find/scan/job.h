/* job.h: a scan under way, and what its parts ask of one another (internal to find/scan/)
 *
 * A line goes through them in this order: scan.c has it and what stands around it folded (folded.c); tries.c takes what patterns match (candidates.h says where), judged by
 * bounds.h, and scanned.c what scanners find; labels.c looks for the words that name it; hits.c reads, keeps and weighs it; opened.c takes payloads apart;
 * settled.c decides (decide.h) and pairs (pair.h). */
#ifndef DX_FIND_SCAN_JOB_H
#define DX_FIND_SCAN_JOB_H

#include "find/name/name.h"
#include "find/rules/label.h"
#include "find/scan/again.h"
#include "find/scan/bounds.h"
#include "find/scan/candidates.h"
#include "find/scan/decide.h"
#include "find/text/still.h"

#define DX_SCANNED 64 /* rules with scanners: a handful, and lists of words of a user */

/* How far the hits of a piece go that a veto is an objection to. */
struct dx_reach {
    uint64_t piece;
    size_t end;
};

/* A run of digits that a plan may match, of which nothing comes unless something else has a part of it. */
struct dx_later {
    size_t plan, start, end;
};

struct dx_scan {
    /* what stays */
    const struct dx_rules *rules;
    struct dx_candidates *candidates;
    const struct dx_rule *scanned[DX_SCANNED]; /* the rules that are asked for whose candidates come from a scanner */
    size_t n_scanned;
    char *region;
    struct dx_bar least;
    bool plain;
    struct dx_starts *starts; /* of words of the next four, in the line */
    struct dx_lexicon *lexicon;
    struct dx_names *names;
    struct dx_phone_words *phone_words;
    struct dx_banks *banks;
    uint64_t *by_bank;   /* rules that are nothing where no bank is named */
    uint64_t *owned;     /* rules of what a person's name before it is a label of */
    uint64_t *recurring; /* rules whose readings are kept: dx_check_again */
    struct dx_again *again; /* … these; NULL: none are */
    uint64_t *hopeless;  /* plans whose digits alone are too unlikely, where nothing names them */
    uint64_t *in_runs;   /* plans whose matches are whole runs of digits, or none that stands free */

    /* the piece, folded, and what stands around it */
    const struct dx_piece *piece;
    uint64_t pieces; /* so many were scanned */
    struct dx_still still;
    struct dx_fold fold, fold_above, fold_higher, fold_left, fold_over, fold_column, fold_around;
    struct dx_buf left, over, column;
    struct dx_surroundings in;
    struct dx_places in_line, in_above, in_higher; /* words of rules */
    uint64_t *words; /* of any of these three and the head: a bit a rule */
    bool labels_known;
    bool owner_known, owner_may; /* whether the line may hold a name that needs no number */

    /* from one piece to the next */
    struct dx_buf last; /* the line before, as in the source: what fold and in_line are of until the next one is looked at */
    bool last_known, above_looked; /* in_above is of the line above */
    bool names_below; /* the next line may hold a name: see dx_name_below */
    enum dx_name_listed listed, list_below; /* what list of persons this line may be a row of, and the next one */
    int list_gap; /* lines that a list goes on without a person */
    struct dx_buf head; /* of a table, as in the source: of what the next ones are */
    bool head_known, head_looked; /* looked: in_head, too */
    struct dx_fold fold_head;
    struct dx_places in_head;
    struct dx_name_columns columns;
    struct dx_label_head of_head;
    bool calls; /* it speaks of telephones */

    /* what is found */
    struct dx_span span; /* that was looked at last */
    struct dx_reading reading;
    struct dx_buf arena; /* of the hits' values, attributes, keys */
    struct dx_hit *hits;
    size_t n, cap;
    uint32_t *last_of; /* of each rule: see dx_scan_last_hit */
    struct dx_veto *vetoes;
    size_t n_vetoes, cap_vetoes;
    struct dx_reach *reach; /* of each rule */
    struct dx_later *later;
    size_t n_later, cap_later;
    struct dx_buf marks; /* where names stand */
};

static inline bool dx_has_rule(const uint64_t *rules, size_t number) { return rules[number / 64] >> number % 64 & 1; }

/* All of these return DX_OK or DX_NOMEM unless they say otherwise. */

/* ---- folded.c ---- */
/* Folds what has to be folded, as far as that is known (`still`); most text stays as it is. */
int dx_scan_fold(struct dx_scan *s, struct dx_fold *f, struct dx_str text, enum dx_stillness still, struct dx_err *e);

/* ---- tries.c ---- */
/* Of plans of digits, what can be told of them before anything is matched; once. */
int dx_scan_judge_plans(struct dx_scan *s, struct dx_err *e);
/* What patterns match in the piece, from its start up to byte `end` of the folded text: hits, or vetoes. DX_LIMIT: there are too many. */
int dx_scan_run_rules(struct dx_scan *s, bool vetoes, size_t end, struct dx_err *e);
/* Tries what was put off and shares characters with a hit, or with another such run. Both are sorted. */
int dx_scan_try_later(struct dx_scan *s, struct dx_err *e);
/* What stands alone and isn't likely enough is nothing, whatever vetoes would say of it. Hits are sorted. */
int dx_scan_drop_hopeless(struct dx_scan *s, struct dx_err *e);
/* Vetoes are looked for where they may touch a hit: none that starts behind the last one that isn't too sure for them does. */
int dx_scan_run_vetoes(struct dx_scan *s, struct dx_err *e);

/* ---- scanned.c ---- */
int dx_scan_run_scanners(struct dx_scan *s, struct dx_err *e);
/* Names beside the numbers that were found, and such as need none. */
int dx_scan_near_names(struct dx_scan *s, struct dx_err *e);

/* ---- hits.c ---- */
/* Room for a hit, empty but for its rule: it is there once it is taken. NULL: out of memory. */
struct dx_hit *dx_scan_new_hit(struct dx_scan *s, const struct dx_rule *r, struct dx_err *e);
/* DX_LIMIT: the line has too many. */
int dx_scan_take_hit(struct dx_scan *s, struct dx_err *e);
/* The rule's last hit in this piece, counted from one; 0: none. */
uint32_t dx_scan_last_hit(const struct dx_scan *s, const struct dx_rule *r);
/* The banks that the opening of the text names; NULL: none. */
const struct dx_bank_home *dx_scan_home_banks(const struct dx_scan *s);
/* Runs the rule's check; DX_BAD: it isn't one. `near`: the text around it, empty where the caller vouches for the kind. */
int dx_scan_read(struct dx_scan *s, const struct dx_rule *r, struct dx_str text, struct dx_str raw, struct dx_str near, struct dx_err *e);
/* Takes what the check said into a hit: value, attributes with the kind's fixed ones, key … */
int dx_scan_keep_reading(struct dx_scan *s, struct dx_hit *h, struct dx_err *e);
/* … and weighs it, with what its label is worth. `kept`: where the reading is, or belongs (again.h); NULL: it isn't kept. */
int dx_scan_keep(struct dx_scan *s, struct dx_hit *h, double label, struct dx_kept *kept, struct dx_err *e);
/* … and takes it. */
int dx_scan_take(struct dx_scan *s, struct dx_hit *h, double label, struct dx_err *e);

/* ---- labels.c ---- */
/* What a table's head says, which stays the same for many lines. */
int dx_scan_learn_head(struct dx_scan *s, struct dx_str head, struct dx_err *e);
/* The words of rules in the line and around it, once for all its candidates. */
void dx_scan_learn_labels(struct dx_scan *s);
/* The rules that may have a word around a candidate of this piece: a bit for each, by its place in the table; NULL: any may. Where there are places
 * in a picture, words are looked for there. */
const uint64_t *dx_scan_labelled(struct dx_scan *s);
/* Learns what stands beside and above source bytes of the piece in the picture. */
int dx_scan_look_around(struct dx_scan *s, size_t start, size_t end, struct dx_err *e);
/* The label of a hit that says nothing of it yet, and its weight. */
int dx_scan_find_label(struct dx_scan *s, struct dx_hit *h, double *weight, struct dx_err *e);
/* "A, B และ C": what follows a thing of its kind in one list has that one's label, weighed as one with a number in between; empty: none. */
struct dx_str dx_scan_label_of_list(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight);
/* Whose it is, is said before it; empty: it isn't. */
struct dx_str dx_scan_label_of_owner(const struct dx_scan *s, const struct dx_rule *r, size_t start, double *weight);

/* ---- opened.c ---- */
/* Takes what stands within the last hit that was taken. DX_LIMIT: the line has too many. */
int dx_scan_open(struct dx_scan *s, struct dx_str raw, struct dx_err *e);

/* ---- settled.c ---- */
/* What stays of the hits, in the order in which they are written. DX_LIMIT: there are too many, which count all the same. */
int dx_scan_settle(struct dx_scan *s, struct dx_err *e);
#endif
