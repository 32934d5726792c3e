/* name_parts.h: what the finders of names have in common: how far one goes, what can be one, and giving it (internal to find/)
 *
 * name_reach.c tells where names begin and end, name.c finds them behind labels and in tables, name_near.c beside numbers, name_list.c in lists,
 * name_person.c in running text. */
#ifndef DX_FIND_NAME_PARTS_H
#define DX_FIND_NAME_PARTS_H

#include "find/name/name_words.h"

/* ---- how far (name_reach.c) ---- */

/* Does nothing but marks of lists and forms stand before a plain label at i? */
bool dx_name_leads(struct dx_str t, size_t i);
/* Does a label of names that is no name itself stand at i? */
bool dx_name_next_label(const struct dx_names *names, struct dx_str t, size_t i);
/* Where the value starts behind a label that ends at i; *marked: a colon or the like stands between. */
size_t dx_name_behind_label(struct dx_str t, size_t i, enum dx_name_strength s, bool *marked);
/* The bytes of an account's masked number at i ("xxx-x-x4471-x"); 0: none. */
size_t dx_name_masked(struct dx_str t, size_t i);
/* Between which places of a text no blank has anything behind it that ends a name: lines of many titles ask for each again and again. Starts as all zero. */
struct dx_name_blanks {
    size_t from, to;
    size_t plain; /* from there on nothing else stands there but ASCII letters, and marks that names of them may hold anywhere */
};
/* Where the name that starts at `from` ends; tag: in the field of a contact. */
size_t dx_name_end(const struct dx_names *names, struct dx_str t, size_t from, bool tag);
/* Where the words of a Latin name stop having capitals; `end`: they don't. */
size_t dx_name_small_word(struct dx_str t, size_t from, size_t end);

/* ---- by form alone (name_reach.c) ---- */

/* Does t start with a Latin capital? Are all its letters such? */
bool dx_name_capital(struct dx_str t);
bool dx_name_all_capitals(struct dx_str t);
/* How many capitalised Latin words stand in t[from, end); 0 when others do, too. */
size_t dx_name_capitals(struct dx_str t, size_t from, size_t end);
/* A Chinese name with a common surname; two Thai words that can be a name and a surname; words of offices and services. */
bool dx_name_han(struct dx_str t);
bool dx_name_thai_pair(struct dx_str t, size_t from, size_t end);
bool dx_name_office(struct dx_str t);
bool dx_name_firm(struct dx_str line, size_t from, size_t end);
/* May a title stand at i; does a name stand behind the one of so many bytes there? blanks: what was learned of the same text; NULL: nothing is kept. */
bool dx_name_may_title(struct dx_str t, size_t i);
bool dx_name_title_leads(const struct dx_names *names, struct dx_str t, size_t i, size_t title, struct dx_name_blanks *blanks);

/* ---- giving (name_give.c) ---- */

extern const struct dx_name_label dx_name_by_title; /* stands for a label where a title leads */
/* Log-odds of a label; first: it starts its line. */
double dx_name_label_weight(const struct dx_name_label *l, bool marked, bool first);
/* Reads the name that starts at `from` and gives it to `take`, if it can be one; *end: where to go on. Returns what take does, or DX_NOMEM. */
int dx_name_give(const struct dx_names *names, struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool marked, bool at_start, size_t *end,
    struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);

/* The same of a contact's field in quoted-printable; *taken: it is one. */
int dx_name_give_decoded(struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool *taken, struct dx_reading *r, dx_scanned_fn *take, void *ctx,
                         struct dx_err *e);
/* What is taken off where the label of `len` bytes at i, whose name starts at `from`, is a key of a program or document. */
double dx_name_key_doubt(struct dx_str t, size_t i, size_t len, size_t from);

/* ---- in running text (name_person.c) ---- */

/* Persons of the line: behind words that lead to them, beside the numbers of persons that stand in it (n may be 0). *any: whether one may stand there that
 * no word of another script leads to; it becomes true where one is given, and nothing else is looked for while it isn't. */
int dx_name_persons(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, bool *any, struct dx_reading *r, dx_scanned_fn *take, void *ctx,
                    struct dx_err *e);
/* May there be a person in the line that no word of another script leads to, as the next two have it? */
bool dx_name_persons_may(const struct dx_names *names, struct dx_str t);

/* The first place of text[at, to) where one may stand in a line without such numbers, of those that Latin letters or a row of a Chinese list begin with;
 * `to`: there is none. Does one stand at i, where a walk of dx_names_walk passes as `where`? Does a word of another script at i lead to one? */
size_t dx_name_person_latin(const struct dx_names *names, struct dx_str text, size_t at, size_t to);
bool dx_name_person_here(const struct dx_names *names, struct dx_str text, size_t i, unsigned where);
bool dx_name_person_led(const struct dx_names *names, struct dx_str text, size_t i);

/* ---- heads and rows ---- */

/* Is the line the head of a table with a column of names (name_columns.c), or of a list of persons (name_list.c)? */
bool dx_name_head(const struct dx_names *names, struct dx_str head);
/* Names in the cells of a row of such a table. */
int dx_name_scan_table(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
/* May the label that t starts with head a column of such a list? */
bool dx_name_may_head(const struct dx_name_label *l, struct dx_str t);
enum dx_name_listed dx_name_heads_list(const struct dx_names *names, struct dx_str t);
/* A row of a list of persons. */
int dx_name_scan_row(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e);
#endif
