/* columns.h: the cells of the lines of a table (internal to find/) */
#ifndef DX_FIND_COLUMNS_H
#define DX_FIND_COLUMNS_H

#include "base/buf.h"

/* What parts the cells of a head: a tab, ";", "|", ",", or ' ' for columns that two blanks and more set apart. 0: it has no cells. */
DX_API char dx_columns_mark(struct dx_str head);
/* Where the cell that starts at `at` ends, *next where the next one starts; t.n + 1: it is the last one. A mark within a quoted cell is of its text
 * (RFC 4180). */
DX_API size_t dx_columns_end(struct dx_str t, char mark, size_t at, size_t *next);
/* Where two blanks stand side by side from `at` on; t.n: nowhere. */
DX_API size_t dx_columns_apart(struct dx_str t, size_t at);
/* Of a head whose columns stand apart: the cell that stands over the word at byte `at` of a line that has other columns (one is empty, two have a single
 * blank between them), as both are printed in one pitch: the one that shares the most of its width. false: none does. */
DX_API bool dx_columns_over(struct dx_str head, struct dx_str line, size_t at, size_t *column, size_t *start, size_t *end);
/* How many marks part the cells of a line. */
DX_API size_t dx_columns_count(struct dx_str t, char mark);
#endif
