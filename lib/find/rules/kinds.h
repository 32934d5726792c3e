/* kinds.h: the table kinds.tsv: from the keys of the identifier reference to the kinds that findings report
 * Variants of one thing are one kind with the variant in its attributes; all else keeps its key. */
#ifndef DX_FIND_KINDS_H
#define DX_FIND_KINDS_H

#include "base/buf.h"

struct dx_kind {
    struct dx_str key;   /* of the reference, as rules name it: "passport.th" */
    struct dx_str kind;  /* as findings report it: "passport" */
    struct dx_str attrs; /* fixed attributes as JSON members without braces: "country":"TH" ; may be empty */
    struct dx_str country; /* … the first two bytes of its "country" among them; empty: it has none */
    bool sensitive;      /* identifies or exposes a person: for redaction and for the rights of the case */
    bool personal;       /* … and is one person's, whose name may stand with it */
    bool account;        /* … namely an account or a wallet */
};

struct dx_kinds;

/* Parses the table's text: lines of key, kind, attributes (name=value;… or -) and yes or no, separated by tabs; # comments.
 * `name` is the file's name for messages. DX_BAD with file:line; DX_NOMEM. */
DX_API int dx_kinds_new(struct dx_kinds **k, struct dx_str text, const char *name, struct dx_err *e);
DX_API void dx_kinds_free(struct dx_kinds *k);
/* NULL when the key isn't in the table. */
DX_API const struct dx_kind *dx_kinds_find(const struct dx_kinds *k, struct dx_str key);
/* In the table's order; NULL after the last. */
DX_API const struct dx_kind *dx_kinds_at(const struct dx_kinds *k, size_t i);
#endif
