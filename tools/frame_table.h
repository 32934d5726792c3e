/* frame_table.h: rows for a person: columns that line up on a terminal, fields between tabs elsewhere; and own formats */
#ifndef DX_TOOLS_FRAME_TABLE_H
#define DX_TOOLS_FRAME_TABLE_H

#include "frame.h"

struct dx_column {
    const char *name;
    size_t most;    /* terminal columns at most, 0: no bound */
    bool right;     /* numbers */
    bool from_left; /* what is too long loses its beginning (paths) */
    bool whole;     /* what is too long is never cut, and moves the rest of its row */
};

#define DX_TABLE_COLUMNS 8
#define DX_TABLE_HELD 400 /* rows that settle the widths; those that follow are laid out like them */

/* Starts as {out, columns, n, terminal, width}; given back with dx_table_free. */
struct dx_table {
    struct dx_out *out;
    const struct dx_column *columns;
    size_t n;
    bool terminal;
    size_t width;     /* of the terminal; the last column is cut there. 0: no bound */
    size_t widths[DX_TABLE_COLUMNS];
    struct dx_buf held[DX_TABLE_HELD]; /* cells with a NUL after each */
    size_t n_held;
    bool settled;
};

/* Adds a row of t->n cells that dx_show made. */
int dx_table_row(struct dx_table *t, const struct dx_buf *cells, struct dx_err *e);
/* Writes what is held. */
int dx_table_end(struct dx_table *t, struct dx_err *e);
void dx_table_free(struct dx_table *t);
/* Is standard output a terminal, and how wide? */
bool dx_terminal(int fd, size_t *width);

/* A format: text with \t \n \\ and %% , and %{name}, %20{name} (right), %-20{name} (left). `value` appends what a name stands for. */
typedef void dx_format_fn(void *ctx, struct dx_str name, struct dx_buf *value);
/* DX_BAD when the format is wrong. */
int dx_format_check(const char *format, struct dx_err *e);
/* Appends the formatted line with a line end; the format was checked. */
void dx_format(struct dx_buf *line, const char *format, dx_format_fn *value, void *ctx);
#endif
