/* group.c: item groups: what was read stays, what is added finds its place */
#include "base/group.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void dx_group_free(struct dx_group *g)
{
    dx_buf_free(&g->text);
    dx_buf_free(&g->item_line);
    dx_json_free(&g->json);
    free(g->lines);
    free(g->own);
    *g = (struct dx_group){0};
}

void dx_group_reset(struct dx_group *g)
{
    dx_buf_reset(&g->text);
    dx_buf_reset(&g->item_line);
    g->n = g->n_own = g->n_told = 0;
    g->has_item = false;
    g->item = (struct dx_item){0};
    g->errors = 0;
}

static int push(struct dx_line **lines, size_t *n, size_t *cap, struct dx_line line, struct dx_err *e)
{
    if (!DX_MORE(*lines, *n, *cap))
        return dx_fail_nomem(e);
    (*lines)[(*n)++] = line;
    return DX_OK;
}

/* The page of a record without parsing it: within a JSON string a quote is escaped, so `,"page":` is always a key. */
static int page_of(const char *line, size_t n)
{
    static const char key[] = ",\"page\":";
    const char *at = memmem(line, n, key, sizeof key - 1);
    long page = 0;
    if (at)
        for (at += sizeof key - 1; at < line + n && *at >= '0' && *at <= '9' && page < 100000000; at++)
            page = page * 10 + (*at - '0');
    return (int)page;
}

static int append(struct dx_group *g, struct dx_str s, struct dx_line *line, struct dx_err *e)
{
    line->off = g->text.len;
    line->len = s.n;
    dx_buf_add(&g->text, s.p, s.n);
    if (dx_buf_ok(&g->text))
        return DX_OK;
    g->text.oom = false; /* what was there before is whole: only this line is lost */
    return dx_fail_nomem(e);
}

int dx_group_add(struct dx_group *g, const char *p, size_t n, struct dx_err *e)
{
    struct dx_line line = {.type = dx_record_type(p, n)};
    if (line.type == DX_T_ITEM) {
        g->has_item = false; /* an item before this one points into what is reused now */
        dx_buf_reset(&g->item_line);
        dx_buf_add(&g->item_line, p, n);
        if (!dx_buf_ok(&g->item_line))
            return dx_fail_nomem(e);
        int rc = dx_json_parse(&g->json, g->item_line.p, n, e);
        if (rc == DX_OK)
            rc = dx_item_read(&g->item, &g->json, e);
        if (rc != DX_OK)
            return rc;
        g->has_item = true;
    } else {
        line.page = page_of(p, n);
    }
    int rc = append(g, (struct dx_str){p, n}, &line, e);
    return rc == DX_OK ? push(&g->lines, &g->n, &g->cap, line, e) : rc;
}

int dx_group_add_all(struct dx_group *g, struct dx_str lines, struct dx_err *e)
{
    int rc = DX_OK;
    while (lines.n && rc == DX_OK) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t n = end ? (size_t)(end - lines.p) + 1 : lines.n;
        rc = dx_group_add(g, lines.p, n, e);
        lines = (struct dx_str){lines.p + n, lines.n - n};
    }
    return rc;
}

int dx_group_emit(struct dx_group *g, struct dx_str s, enum dx_type type, int page, struct dx_err *e)
{
    struct dx_line line = {.type = type, .page = page};
    int rc = append(g, s, &line, e);
    return rc == DX_OK ? push(&g->own, &g->n_own, &g->cap_own, line, e) : rc;
}

int dx_group_emit_all(struct dx_group *g, struct dx_str lines, struct dx_err *e)
{
    static const char empty[] = ",\"code\":\"empty\"";
    int rc = DX_OK;
    while (lines.n && rc == DX_OK) {
        const char *end = memchr(lines.p, '\n', lines.n);
        struct dx_str line = {lines.p, end ? (size_t)(end - lines.p) + 1 : lines.n};
        enum dx_type type = dx_record_type(line.p, line.n);
        rc = dx_group_emit(g, line, type, page_of(line.p, line.n), e);
        g->errors += rc == DX_OK && type == DX_T_ERROR && !memmem(line.p, line.n, empty, sizeof empty - 1);
        lines = (struct dx_str){lines.p + line.n, lines.n - line.n};
    }
    return rc;
}

void dx_group_forget(struct dx_group *g)
{
    size_t at = g->n_own ? g->own[0].off : g->text.len, n = 0;
    for (size_t i = 0; i < g->n_own; i++) {
        struct dx_line l = g->own[i];
        if (l.type != DX_T_ERROR)
            continue;
        memmove(g->text.p + at, g->text.p + l.off, l.len);
        l.off = at;
        at += l.len;
        g->own[n++] = l;
    }
    g->text.len = at;
    g->n_own = g->n_told = n;
}

/* Does this error record already say the same for the page: this stage anything, or another stage the same code? */
static bool says(const struct dx_group *g, const struct dx_line *l, const char *stage, int page, const char *code)
{
    if (l->type != DX_T_ERROR || l->page != page)
        return false;
    struct dx_json j = {0};
    const char *p = g->text.p + l->off;
    bool yes = false;
    if (dx_json_parse(&j, p, l->len - 1, NULL) == DX_OK) {
        const struct dx_jnode *top = dx_json_top(&j);
        yes = dx_str_is(dx_json_str(dx_json_get(&j, top, "stage")), stage) ||
              dx_str_is(dx_json_str(dx_json_get(&j, top, "code")), code);
    }
    dx_json_free(&j);
    return yes;
}

int dx_group_error(struct dx_group *g, const char *stage, int page, const struct dx_err *what, const char *by, struct dx_err *e)
{
    for (size_t i = 0; i < g->n; i++)
        if (says(g, &g->lines[i], stage, page, what->code))
            return DX_OK;
    for (size_t i = 0; i < g->n_own; i++)
        if (says(g, &g->own[i], stage, page, what->code))
            return DX_OK;
    struct dx_buf b = DX_BUF_INIT;
    dx_error_write(&b, &(struct dx_error_rec){g->has_item ? &g->item : NULL, page, stage, what}, by);
    int rc = dx_buf_ok(&b) ? dx_group_emit(g, dx_buf_slice(&b), DX_T_ERROR, page, e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    if (rc == DX_OK && strcmp(what->code, "empty") != 0)
        g->errors++;
    return rc;
}

/* The place of an added line: pages ascending, types in their order within a page, no page last. */
static int64_t place(const struct dx_line *l)
{
    int64_t page = l->page > 0 ? l->page : INT32_MAX;
    return page << 8 | (int64_t)l->type;
}

/* By place, then as they were added (the text grows): no two compare equal, so the order doesn't depend on the sort. */
static int by_place(const void *x, const void *y)
{
    const struct dx_line *a = x, *b = y;
    int64_t pa = place(a), pb = place(b);
    return pa != pb ? (pa > pb) - (pa < pb) : (a->off > b->off) - (a->off < b->off);
}

/* Where a line that was read stands: the item and what belongs to no page before all pages, unless it follows one. */
static int64_t place_read(const struct dx_line *l, int64_t before)
{
    if (l->page > 0 && l->type >= DX_T_PAGE && l->type <= DX_T_ERROR)
        return place(l);
    return before;
}

int dx_group_settle(struct dx_group *g, struct dx_err *e)
{
    if (g->n_own == 0)
        return DX_OK;
    size_t total = g->n + g->n_own, cap = total < 32 ? 32 : total;
    struct dx_line *out = malloc(cap * sizeof *out);
    if (!out)
        return dx_fail_nomem(e);
    qsort(g->own, g->n_own, sizeof *g->own, by_place);
    size_t at = 0, own = 0, n = 0;
    int64_t here = 0;
    while (at < g->n || own < g->n_own) {
        if (at < g->n)
            here = place_read(&g->lines[at], here);
        if (own < g->n_own && (at == g->n || place(&g->own[own]) < here))
            out[n++] = g->own[own++];
        else
            out[n++] = g->lines[at++];
    }
    free(g->lines);
    g->lines = out;
    g->n = n;
    g->cap = cap;
    g->n_own = g->n_told = 0;
    return DX_OK;
}

/* One line of a block, and what is behind it. */
static struct dx_str cut_line(struct dx_str *block, struct dx_line *l)
{
    const char *end = memchr(block->p, '\n', block->n);
    struct dx_str line = {block->p, end ? (size_t)(end - block->p) + 1 : block->n};
    *l = (struct dx_line){.len = line.n, .type = dx_record_type(line.p, line.n)};
    if (l->type != DX_T_ITEM)
        l->page = page_of(line.p, line.n);
    *block = (struct dx_str){block->p + line.n, block->n - line.n};
    return line;
}

/* Do all lines that were added stand behind the given ones, as they were added? */
static bool all_behind(struct dx_str given, const struct dx_index *own)
{
    int64_t here = 0, last = own->n ? place(&own->line[0]) : INT64_MAX;
    for (struct dx_line l; given.n;) {
        cut_line(&given, &l);
        here = place_read(&l, here);
        if (last < here)
            return false;
    }
    for (size_t i = 1; i < own->n; i++)
        if (by_place(&own->line[i - 1], &own->line[i]) > 0)
            return false;
    return true;
}

static void put_in_front(struct dx_buf *text, struct dx_str s)
{
    if (!s.n || !dx_buf_room(text, s.n))
        return;
    memmove(text->p + s.n, text->p, text->len);
    memcpy(text->p, s.p, s.n);
    text->len += s.n;
    text->p[text->len] = '\0';
}

int dx_group_weave(struct dx_str given, struct dx_buf *text, struct dx_index *own, struct dx_buf *room, struct dx_err *e)
{
    if (all_behind(given, own)) {
        put_in_front(text, given);
        return dx_buf_ok(text) ? DX_OK : dx_fail_nomem(e);
    }
    size_t at = 0;
    int64_t here = 0;
    qsort(own->line, own->n, sizeof *own->line, by_place);
    dx_buf_reset(room);
    for (struct dx_line l; given.n;) {
        struct dx_str line = cut_line(&given, &l);
        here = place_read(&l, here);
        for (; at < own->n && place(&own->line[at]) < here; at++)
            dx_buf_add(room, text->p + own->line[at].off, own->line[at].len);
        dx_buf_add(room, line.p, line.n);
    }
    for (; at < own->n; at++)
        dx_buf_add(room, text->p + own->line[at].off, own->line[at].len);
    struct dx_buf whole = *room;
    *room = *text;
    *text = whole;
    return dx_buf_ok(text) ? DX_OK : dx_fail_nomem(e);
}

struct dx_str dx_group_line(const struct dx_group *g, size_t i)
{
    return (struct dx_str){g->text.p + g->lines[i].off, g->lines[i].len - 1};
}
