/* syntax.h: what a pattern's matches look like, byte by byte: the pattern's own syntax, read into a tree
 *
 * The tree stands for at least what the pattern matches, never for less: most of what looks around is left out, character classes beyond
 * ASCII are widened, long counts become loops. A pattern with anything that isn't understood here has no tree. */
#ifndef DX_FIND_SYNTAX_H
#define DX_FIND_SYNTAX_H

#include "base/buf.h"
#include "find/text/bytes.h"

enum dx_node_form {
    DX_NODE_EMPTY,
    DX_NODE_CHAR,   /* one character of `chars` */
    DX_NODE_CAT,    /* a, then b */
    DX_NODE_ALT,    /* a or b */
    DX_NODE_REPEAT, /* a, min to max times; max < 0: no end */
    DX_NODE_BEHIND, /* nothing; the byte before, if there is one, is none of chars.ascii */
    DX_NODE_BORDER, /* nothing; \b */
    DX_NODE_AHEAD,  /* nothing; `a` follows */
    DX_NODE_NOT_AHEAD, /* nothing; the byte behind, if there is one, is none of chars.ascii */
};

/* A set of characters: ASCII ones, and for those of 2, 3, 4 bytes in UTF-8 what each byte may be. */
struct dx_chars {
    struct dx_bytes ascii;
    struct dx_bytes part[3][4]; /* [bytes - 2][place]; an empty first place: none of that length */
};

struct dx_node {
    enum dx_node_form form;
    int min, max;
    struct dx_node *a, *b;
    struct dx_chars *chars;
};

struct dx_syntax {
    struct dx_node *root; /* NULL: not understood */
    unsigned groups;      /* that capture */
    struct dx_node **all; /* every node, for freeing */
    size_t n, cap;
};

/* DX_OK (perhaps without a root) or DX_NOMEM. Always to be freed. */
int dx_syntax_read(struct dx_syntax *s, struct dx_str pattern, struct dx_err *e);
/* No match has fewer bytes; 0: there may be an empty one, or nothing is known. */
size_t dx_syntax_least(const struct dx_node *root);
void dx_syntax_free(struct dx_syntax *s);
#endif
