/* record.h: the record contract (schema 1): types, identities, items, errors */
#ifndef DX_BASE_RECORD_H
#define DX_BASE_RECORD_H

#include "base/json.h"
#include "base/limits.h"
#include "base/sha256.h"

#define DX_SCHEMA 1
#define DX_ID_DIGITS 16   /* page, document, finding ids */
#define DX_TOOL_DIGITS 12 /* tool ids, the value of "by" */

/* The types, in the order in which they stand within a page; DX_T_OTHER is any type that this build doesn't know. */
enum dx_type {
    DX_T_NONE, /* not a record */
    DX_T_TOOL, DX_T_ROOT, DX_T_END, DX_T_ITEM, DX_T_ENTRY,
    DX_T_PAGE, DX_T_DOCUMENT, DX_T_FINDING, DX_T_ERROR,
    DX_T_STATUS, DX_T_OTHER
};

/* The type from the head of a line, without parsing it: `{"type":"…"`. DX_T_NONE when it doesn't start so. */
DX_API enum dx_type dx_record_type(const char *line, size_t n);
/* The name of a type ("item"), NULL for DX_T_NONE and DX_T_OTHER; and back (DX_T_NONE when unknown). */
DX_API const char *dx_type_name(enum dx_type t);
DX_API enum dx_type dx_type_of(struct dx_str name);

/* An item: one file, or one member of a container. Slices point into the record that was read, or to what the
 * maker owns. Arrays hold `levels` entries. */
struct dx_item {
    struct dx_str id; /* 64 hexadecimal digits, or "-" for standard input */
    struct dx_str exhibit;
    size_t levels;
    struct dx_str path[DX_PATH_LEVELS];     /* names, valid UTF-8 */
    struct dx_str path_raw[DX_PATH_LEVELS]; /* base64 of the exact name; {NULL,0} everywhere when all names are UTF-8 */
    int64_t at[DX_PATH_LEVELS];             /* 0-based positions, see the contract */
    int64_t size;                           /* bytes; -1 when unknown */
    struct dx_str media;
    struct dx_str mtime; /* RFC 3339 with Z, or {NULL,0} */
    bool duplicate;
};

/* Reads an item record that was parsed. DX_BAD when a key is missing or of the wrong type. */
DX_API int dx_item_read(struct dx_item *it, const struct dx_json *j, struct dx_err *e);
/* Writes it as one line with its line end. `by` is the tool's id. */
DX_API void dx_item_write(struct dx_buf *b, const struct dx_item *it, const char *by);

/* What has no bytes: exhibit and path as in `it` (its other fields don't matter); `form` as in the contract; the target of a
 * symbolic link ({NULL,0}: none; `target_raw`, base64, is added when it isn't UTF-8). */
DX_API void dx_entry_write(struct dx_buf *b, const struct dx_item *it, const char *form, struct dx_str target, const char *by);

/* What an error record says; slices and strings are borrowed for the call. */
struct dx_error_rec {
    const struct dx_item *item; /* exhibit, path and (unless its id is empty) item; may be NULL */
    int page;                   /* 0: not about one page */
    const char *stage;          /* walk, text, mrz, find … */
    const struct dx_err *err;   /* code, limit, signal, transient, message */
};
DX_API void dx_error_write(struct dx_buf *b, const struct dx_error_rec *r, const char *by);

/* The head of the SHA-256 over the JSON array [item,page,layer,n] and its like: build the array's text in compact
 * form and hash it. `out` has DX_ID_DIGITS + 1 bytes; it gets "" when memory ran out, and who writes a record then marks its buffer. */
DX_API void dx_page_id(char out[DX_ID_DIGITS + 1], struct dx_str item, int page, const char *layer, int n);
/* The same over any compact JSON text. */
DX_API void dx_record_id(char out[DX_ID_DIGITS + 1], struct dx_str json);

/* Closes a tool record: `body` is the record from `"name":…` to the last key, without braces; appends the whole line
 * with type and id, and writes the id (DX_TOOL_DIGITS + 1 bytes). The id is the head of the SHA-256 of
 * `{"type":"tool",<body>}`. */
DX_API void dx_tool_write(struct dx_buf *b, struct dx_str body, char id[DX_TOOL_DIGITS + 1]);
DX_API void dx_end_write(struct dx_buf *b, const char *by, int64_t items, int64_t errors);
#endif
