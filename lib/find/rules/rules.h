/* rules.h: recognisers as data: reading rule files
 *
 * The form of a rule file is described in docex-rules(5). A rule without examples that hit and examples that miss doesn't load. */
#ifndef DX_FIND_RULES_H
#define DX_FIND_RULES_H

#include "find/check/check.h"
#include "find/rules/kinds.h"
#include "find/pattern/match.h"
#include "find/check/payload.h"
#include "find/rules/scanner.h"
#include "find/rules/score.h"

#define DX_REGIONS "TH,MM,ID" /* where numbers without a country are taken to be from */

enum dx_boundary {
    DX_BOUND_DIGIT, /* no digit, nor a longer run of the same style, on either side; letters in front only as a label */
    DX_BOUND_WORD,  /* no letter, digit or _ on either side */
    DX_BOUND_NONE   /* the pattern sees to it */
};

struct dx_pattern {
    struct dx_regex *regex;
    bool grouped; /* the kind's own punctuation: worth the part "grouping" */
};

struct dx_example {
    struct dx_str text;   /* \n stands for a line end in the file, and is one here */
    struct dx_str value;  /* the normal form; empty for a miss */
    struct dx_str region; /* empty: the default */
    bool hit;
    int line;
};

struct dx_rule {
    const char *file;         /* base name */
    int line;                 /* of its first line */
    struct dx_str key;        /* the key of the kind */
    const struct dx_kind *kind; /* its row in kinds.tsv; NULL for a kind of the user's own, and for a veto */
    struct dx_pattern *patterns;
    size_t n_patterns;
    const struct dx_scanner *scanner; /* where candidates come from instead of patterns; NULL: patterns */
    struct dx_words *list;    /* of the scanner of words; NULL: none */
    const struct dx_check *check; /* NULL: the match itself is the value */
    dx_open_fn *open;         /* takes what the check has passed apart into findings of their own; NULL: it has no parts */
    const char *arg;          /* the check's argument, or NULL */
    struct dx_str *words;     /* context words, folded, ASCII letters in lower case */
    size_t n_words, n_own;    /* the first n_own are the rule's own, the others come from shared sets … */
    size_t n_said;            /* … and those from here on count only as the head of a column in a table of persons */
    struct dx_str *columns;   /* these, as the stanza has them */
    size_t n_columns;
    struct dx_str *uses;      /* names of sets whose words are context words of this rule, too */
    size_t n_uses;
    struct dx_str *beside;    /* keys of kinds that may be true of the same characters at the same time */
    size_t n_beside;
    enum dx_boundary boundary;
    struct dx_weights weights;
    bool labelled; /* `label: yes` or `run`: no finding without a context word */
    bool owner;    /* `owner: yes`: a person's name right before it is a label, too */
    bool own_form; /* `label: run`: but for what a `grouped:` pattern matched, whose punctuation says enough */
    bool veto;     /* `veto: yes`: gives no findings; what overlaps its matches is something else */
    bool replace, shipped;
    struct dx_example *examples;
    size_t n_examples;
};

struct dx_rules;

/* Loads kinds.tsv and *.rules of the shipped folder, then each of `more`: a file of rules, a folder's *.rules, a list of patterns
 * (.pcre, .list) or of words (.txt), one a line, whose kind is the file's name. shipped NULL:
 * $DX_RULES_DIR, else where dx_data_path finds them. DX_BAD (file:line in the message) or DX_NOMEM. */
DX_API int dx_rules_load(struct dx_rules **r, const char *shipped, const char *const *more, size_t n, struct dx_err *e);
DX_API void dx_rules_free(struct dx_rules *r);
/* NULL after the last. */
DX_API const struct dx_rule *dx_rules_at(const struct dx_rules *r, size_t i);
DX_API const struct dx_kinds *dx_rules_kinds(const struct dx_rules *r);
/* The SHA-256 of everything that was loaded, in hexadecimal. */
DX_API const char *dx_rules_hash(const struct dx_rules *r);
/* The kind that findings of this rule report. */
DX_API struct dx_str dx_rule_kind(const struct dx_rule *r);
#endif
