/* name.h: names of persons that stand with a label
 *
 * A name has no shape of its own: it is found where a form, a slip, a contact or a table says that one stands. Titles are no part of
 * the value, the script is kept, Thai and Burmese names carry their romanised form. */
#ifndef DX_FIND_NAME_H
#define DX_FIND_NAME_H

#include "find/rules/scanner.h"

/* What a text that is a name says: the value without titles, white space made single. verdict NO: it can't be one. */
void dx_name_read(struct dx_reading *r, struct dx_str text);

/* What speaks against a name that a recogniser read, in log-odds (0 or less): what the script, or names, never have. It stands at
 * [start,end) of the line, with its titles; confidence: the recogniser's in its least sure word. */
double dx_name_doubt(struct dx_str line, size_t start, size_t end, struct dx_str value, double confidence);

/* The labels of names and titles, made ready for looking, in one pass with what else joins the same starts (heads.h). NULL: out of memory. */
struct dx_starts;
struct dx_names *dx_names_new(struct dx_starts *starts);
void dx_names_free(struct dx_names *n);
/* A number that belongs to a person. */
struct dx_name_anchor {
    size_t start, end;
    bool account;  /* a name may follow it without any label */
    bool labelled; /* what stands before it may be its own label */
};

/* Names without a label, in a line where such numbers stand: led by a title; behind an account "an …", in brackets, in capitals. Where none does (n is 0),
 * they are names only if dx_name_owner_may says so, which is for `take` to ask: does a word lead to somebody, and is a masked account there, or a person? */
bool dx_name_owner_may(const struct dx_names *names, struct dx_str line);
int dx_name_near(const struct dx_names *names, struct dx_str line, const struct dx_name_anchor *a, size_t n, struct dx_reading *r,
    dx_scanned_fn *take, void *ctx, struct dx_err *e);
/* Can the text be somebody's name by itself, without title or label: two capitalised words, a Thai name and surname, a Chinese name, a Burmese one? */
bool dx_name_able(const struct dx_names *names, struct dx_str text);
/* Does a person's name of two words and more, in Latin letters, one of which names alone have, end right before byte `at`? Marks may stand between them, and
 * the cells of sex and age. */
bool dx_name_stands_before(const struct dx_names *names, struct dx_str text, size_t at);
/* The columns of names in a table, as its head line has them. Starts as all zero, given back with dx_name_columns_free. */
struct dx_name_columns {
    char mark; /* between the cells */
    size_t cells; /* less one */
    size_t n, cap;
    struct dx_name_column {
        size_t column;
        const struct dx_name_label *label;
    } *at;
};
int dx_name_columns_learn(struct dx_name_columns *c, const struct dx_names *names, struct dx_str head, struct dx_err *e);
void dx_name_columns_free(struct dx_name_columns *c);
/* Does a list of persons stand below the line: is it the head of one, or a row of it (listed: what this said of the line above)? */
enum dx_name_listed dx_name_list(const struct dx_names *names, struct dx_str line, enum dx_name_listed listed);
/* The scanner `name`. */
int dx_name_scan(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
/* The first place of text[at, to) where a label stands that a name may follow in its line, or under which names may stand in a table;
 * text[at] starts a line. `to`: there is none. */
size_t dx_name_glance(const struct dx_names *n, struct dx_str text, size_t at, size_t to);
/* May a name stand in the line below this one: is there a column of names in it, or in its table (NULL: it is a row of none), or is it all
 * label? recognised: read from a picture, so that labels may be off by a letter. */
bool dx_name_below(const struct dx_names *n, struct dx_str line, const struct dx_name_columns *table, bool recognised);
#endif
