/* frame_table.c: laying out rows, and own formats */
#include "frame_table.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool dx_terminal(int fd, size_t *width)
{
    struct winsize w;
    *width = 0;
    if (!isatty(fd))
        return false;
    if (ioctl(fd, TIOCGWINSZ, &w) == 0)
        *width = w.ws_col;
    return true;
}

static void pad(struct dx_buf *b, size_t n)
{
    while (n-- > 0)
        dx_buf_byte(b, ' ');
}

/* The length in bytes of the longest head of p that takes at most `columns`; marks that stack on the last character stay with it. */
static size_t head_of(const char *p, size_t n, size_t columns)
{
    size_t at = 0, used = 0;
    while (at < n) {
        uint32_t cp;
        size_t len = dx_utf8_get(p + at, n - at, &cp), c;
        len = len ? len : 1;
        c = dx_columns(p + at, len);
        if (used + c > columns)
            break;
        used += c;
        at += len;
    }
    return at;
}

static void cut(struct dx_buf *b, const char *p, size_t n, size_t columns, bool from_left)
{
    size_t all = dx_columns(p, n);
    if (all <= columns) {
        dx_buf_add(b, p, n);
    } else if (columns < 2) {
        dx_buf_str(b, columns ? "…" : "");
    } else if (from_left) {
        size_t off = head_of(p, n, all - columns);
        while (off < n && dx_columns(p + off, n - off) > columns - 1)
            off += head_of(p + off, n - off, 1) ? head_of(p + off, n - off, 1) : 1;
        dx_buf_str(b, "…");
        dx_buf_add(b, p + off, n - off);
    } else {
        dx_buf_add(b, p, head_of(p, n, columns - 1));
        dx_buf_str(b, "…");
    }
}

/* One row with the settled widths, two spaces between columns; the last column gets what the terminal has left. */
static void lay_out(const struct dx_table *t, struct dx_buf *b, const char *cell)
{
    size_t used = 0;
    for (size_t i = 0; i < t->n; i++, cell += strlen(cell) + 1) {
        size_t start = b->len, w = t->widths[i], n = strlen(cell);
        bool last = i + 1 == t->n;
        if (last)
            w = t->width == 0 ? SIZE_MAX : t->width > used + 12 ? t->width - used - 1 : 12;
        size_t have = dx_columns(cell, n);
        if (t->columns[i].right && have < w)
            pad(b, w - have);
        cut(b, cell, n, t->columns[i].whole ? SIZE_MAX : w, t->columns[i].from_left);
        if (!last) {
            size_t c = b->p ? dx_columns(b->p + start, b->len - start) : 0;
            pad(b, (c < w ? w - c : 0) + 2);
            used += (c < w ? w : c) + 2;
        }
    }
    while (b->len && b->p[b->len - 1] == ' ')
        b->len--;
    dx_buf_byte(b, '\n');
}

static int write_row(struct dx_table *t, const char *cells, struct dx_err *e)
{
    struct dx_buf line = DX_BUF_INIT;
    lay_out(t, &line, cells);
    int rc = dx_buf_ok(&line) ? dx_out_add(t->out, dx_buf_slice(&line), e) : dx_fail_nomem(e);
    dx_buf_free(&line);
    return rc;
}

static int settle(struct dx_table *t, struct dx_err *e)
{
    int rc = DX_OK;
    t->settled = true;
    for (size_t r = 0; r < t->n_held; r++) {
        const char *cell = t->held[r].p;
        for (size_t i = 0; i < t->n; i++, cell += strlen(cell) + 1) {
            size_t c = dx_columns(cell, strlen(cell)), most = t->columns[i].most;
            c = most && c > most ? most : c;
            t->widths[i] = c > t->widths[i] ? c : t->widths[i];
        }
    }
    for (size_t r = 0; r < t->n_held; r++) {
        rc = rc == DX_OK ? write_row(t, t->held[r].p, e) : rc;
        dx_buf_free(&t->held[r]);
    }
    t->n_held = 0;
    return rc;
}

/* Elsewhere than on a terminal: fields between tabs, whole. dx_show has left no tab in them. */
static int write_fields(struct dx_table *t, const struct dx_buf *cells, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < t->n && rc == DX_OK; i++) {
        rc = dx_out_add(t->out, dx_buf_slice(&cells[i]), e);
        if (rc == DX_OK)
            rc = dx_out_add(t->out, i + 1 < t->n ? DX_STR("\t") : DX_STR("\n"), e);
    }
    return rc;
}

int dx_table_row(struct dx_table *t, const struct dx_buf *cells, struct dx_err *e)
{
    if (!t->terminal)
        return write_fields(t, cells, e);
    struct dx_buf row = DX_BUF_INIT;
    for (size_t i = 0; i < t->n; i++) {
        dx_buf_add(&row, cells[i].p, cells[i].len);
        dx_buf_byte(&row, '\0');
    }
    if (!dx_buf_ok(&row)) {
        dx_buf_free(&row);
        return dx_fail_nomem(e);
    }
    if (t->settled) {
        int rc = write_row(t, row.p, e);
        dx_buf_free(&row);
        return rc;
    }
    t->held[t->n_held++] = row;
    return t->n_held == DX_TABLE_HELD ? settle(t, e) : DX_OK;
}

int dx_table_end(struct dx_table *t, struct dx_err *e) { return t->terminal && !t->settled ? settle(t, e) : DX_OK; }

void dx_table_free(struct dx_table *t)
{
    for (size_t i = 0; i < t->n_held; i++)
        dx_buf_free(&t->held[i]);
    t->n_held = 0;
}

/* ---- formats ---- */

/* What stands at p after a "%": its width (negative: left) and name. NULL when it is wrong, else the rest of the format. */
static const char *directive(const char *p, int *width, struct dx_str *name)
{
    bool left = *p == '-';
    int w = 0;
    for (p += left; *p >= '0' && *p <= '9' && w < 10000; p++)
        w = w * 10 + (*p - '0');
    *width = left ? -w : w;
    if (*p != '{')
        return NULL;
    size_t n = strcspn(p + 1, "}");
    *name = (struct dx_str){p + 1, n};
    return n && p[1 + n] == '}' ? p + n + 2 : NULL;
}

int dx_format_check(const char *format, struct dx_err *e)
{
    int width;
    struct dx_str name;
    for (const char *p = format; *p;) {
        if (*p == '\\') {
            if (!p[1] || !strchr("tn\\", p[1]))
                return dx_fail(e, DX_BAD, "malformed", "format: only \\t, \\n and \\\\ may follow a backslash");
            p += 2;
        } else if (*p == '%' && p[1] != '%') {
            if (!(p = directive(p + 1, &width, &name)))
                return dx_fail(e, DX_BAD, "malformed", "format: %% wants %%{name}, %%20{name}, %%-20{name} or %%%%");
        } else {
            p += *p == '%' ? 2 : 1;
        }
    }
    return DX_OK;
}

static void add_padded(struct dx_buf *line, const struct dx_buf *value, int width)
{
    size_t have = dx_columns(value->p ? value->p : "", value->len), want = (size_t)abs(width);
    if (width > 0 && have < want)
        pad(line, want - have);
    dx_buf_add(line, value->p, value->len);
    if (width < 0 && have < want)
        pad(line, want - have);
}

void dx_format(struct dx_buf *line, const char *format, dx_format_fn *value, void *ctx)
{
    struct dx_buf v = DX_BUF_INIT;
    for (const char *p = format; *p;) {
        int width;
        struct dx_str name;
        const char *rest = *p == '%' ? directive(p + 1, &width, &name) : NULL;
        if (rest) {
            dx_buf_reset(&v);
            value(ctx, name, &v);
            add_padded(line, &v, width);
            p = rest;
        } else if (*p == '\\' || *p == '%') { /* \t \n \\ %% */
            dx_buf_byte(line, *p == '%' ? '%' : p[1] == 't' ? '\t' : p[1] == 'n' ? '\n' : '\\');
            p += p[1] ? 2 : 1;
        } else {
            dx_buf_byte(line, *p++);
        }
    }
    dx_buf_byte(line, '\n');
    line->oom |= v.oom;
    dx_buf_free(&v);
}
