/* json_read.c: a JSON line as an array of nodes; the only file that knows yajl */
#include "base/json.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

struct reader {
    struct dx_json *j;
    const char *p; /* the line: strings without escapes point into it */
    size_t n;
    uint32_t open[DX_JSON_DEPTH]; /* nodes of the containers that are open */
    uint32_t last[DX_JSON_DEPTH]; /* their latest child, 0 when there is none yet */
    int depth;
    struct dx_str key;
    bool key_copied;
    const char *why; /* why a callback stopped the parse */
    bool oom;
};

/* A string that yajl unescaped, or a number that ends the line, lies in yajl's own buffer: keep a copy. j->text may move while
 * it grows, so a copy is held as an offset, marked in the node, until settle makes it a pointer. A lone surrogate (\udc00), which
 * yajl lets through, becomes U+FFFD: what we give is UTF-8. */
static struct dx_str keep(struct reader *r, const char *s, size_t n, bool *copied)
{
    *copied = !(s >= r->p && s < r->p + r->n);
    if (!*copied)
        return (struct dx_str){s, n};
    size_t at = r->j->text.len;
    dx_utf8_clean(&r->j->text, s, n);
    if (!dx_buf_ok(&r->j->text))
        r->oom = true;
    return (struct dx_str){(const char *)(uintptr_t)at, r->j->text.len - at};
}

enum { KEY_COPIED = 1, TEXT_COPIED = 2 };

static struct dx_jnode *push(struct reader *r, enum dx_jtype type)
{
    struct dx_json *j = r->j;
    if (r->oom)
        return NULL;
    if (j->n >= DX_JSON_NODES) {
        r->why = "too many values in one line";
        return NULL;
    }
    if (!DX_MORE(j->nodes, j->n, j->cap)) {
        r->oom = true;
        return NULL;
    }
    uint32_t at = (uint32_t)j->n++;
    struct dx_jnode *node = &j->nodes[at];
    memset(node, 0, sizeof *node);
    node->type = type;
    node->key = r->key;
    node->marks = r->key_copied ? KEY_COPIED : 0;
    r->key = (struct dx_str){NULL, 0};
    r->key_copied = false;
    if (r->depth > 0) {
        uint32_t *last = &r->last[r->depth - 1];
        if (*last)
            j->nodes[*last].next = at;
        else
            j->nodes[r->open[r->depth - 1]].first = at;
        *last = at;
    }
    return node;
}

static int on_null(void *ctx) { return push(ctx, DX_JNULL) != NULL; }

static int on_bool(void *ctx, int v)
{
    struct dx_jnode *n = push(ctx, DX_JBOOL);
    if (n)
        n->truth = v != 0;
    return n != NULL;
}

static int push_text(struct reader *r, enum dx_jtype type, const char *s, size_t n)
{
    bool copied;
    struct dx_str kept = keep(r, s, n, &copied);
    struct dx_jnode *node = push(r, type);
    if (!node)
        return 0;
    node->s = kept;
    node->marks |= copied ? TEXT_COPIED : 0;
    return 1;
}

static int on_number(void *ctx, const char *s, size_t n) { return push_text(ctx, DX_JNUM, s, n); }
static int on_string(void *ctx, const unsigned char *s, size_t n) { return push_text(ctx, DX_JSTR, (const char *)s, n); }

static int on_key(void *ctx, const unsigned char *s, size_t n)
{
    struct reader *r = ctx;
    r->key = keep(r, (const char *)s, n, &r->key_copied);
    return !r->oom;
}

static int open_container(struct reader *r, enum dx_jtype type)
{
    if (r->depth == DX_JSON_DEPTH) {
        r->why = "nested too deeply";
        return 0;
    }
    struct dx_jnode *n = push(r, type);
    if (!n)
        return 0;
    r->open[r->depth] = (uint32_t)(n - r->j->nodes);
    r->last[r->depth++] = 0;
    return 1;
}

static int on_open_obj(void *ctx) { return open_container(ctx, DX_JOBJ); }
static int on_open_arr(void *ctx) { return open_container(ctx, DX_JARR); }

static int on_close(void *ctx)
{
    struct reader *r = ctx;
    r->depth--;
    return 1;
}

/* Turns the offsets of copied strings into pointers. */
static void settle(struct reader *r)
{
    struct dx_json *j = r->j;
    for (size_t i = 0; i < j->n; i++) {
        struct dx_jnode *n = &j->nodes[i];
        if (n->marks & KEY_COPIED)
            n->key.p = j->text.p + (uintptr_t)n->key.p;
        if (n->marks & TEXT_COPIED)
            n->s.p = j->text.p + (uintptr_t)n->s.p;
    }
}

int dx_json_parse(struct dx_json *j, const char *p, size_t n, struct dx_err *e)
{
    static const yajl_callbacks callbacks = {on_null, on_bool, NULL, NULL, on_number, on_string,
                                             on_open_obj, on_key, on_close, on_open_arr, on_close};
    struct reader r = {.j = j, .p = p, .n = n};
    j->n = 0;
    dx_buf_reset(&j->text);
    /* ours, not yajl's: that one lets overlong forms and surrogates through */
    size_t valid = dx_utf8_valid(p, n);
    if (valid != n)
        return dx_fail(e, DX_BAD, "malformed", "not UTF-8 at byte %zu, expected one JSON value", valid);
    yajl_handle y = yajl_alloc(&callbacks, NULL, &r);
    if (!y)
        return dx_fail_nomem(e);
    yajl_config(y, yajl_dont_validate_strings, 1);
    yajl_status st = yajl_parse(y, (const unsigned char *)p, n);
    if (st == yajl_status_ok)
        st = yajl_complete_parse(y);
    size_t at = yajl_get_bytes_consumed(y);
    yajl_free(y);
    if (r.oom)
        return dx_fail_nomem(e);
    if (st != yajl_status_ok || j->n == 0)
        return dx_fail(e, DX_BAD, "malformed", "%s at byte %zu, expected one JSON value", r.why ? r.why : "not JSON", at);
    settle(&r);
    return DX_OK;
}

void dx_json_free(struct dx_json *j)
{
    free(j->nodes);
    dx_buf_free(&j->text);
    *j = (struct dx_json){0};
}

const struct dx_jnode *dx_json_first(const struct dx_json *j, const struct dx_jnode *of)
{
    return of && of->first ? &j->nodes[of->first] : NULL;
}

const struct dx_jnode *dx_json_next(const struct dx_json *j, const struct dx_jnode *after)
{
    return after && after->next ? &j->nodes[after->next] : NULL;
}

const struct dx_jnode *dx_json_get(const struct dx_json *j, const struct dx_jnode *of, const char *key)
{
    if (!of || of->type != DX_JOBJ)
        return NULL;
    for (const struct dx_jnode *n = dx_json_first(j, of); n; n = dx_json_next(j, n))
        if (dx_str_is(n->key, key))
            return n;
    return NULL;
}

struct dx_str dx_json_str(const struct dx_jnode *n)
{
    return n && n->type == DX_JSTR ? n->s : (struct dx_str){NULL, 0};
}

/* A number's text isn't NUL-terminated: strtod and strtoll need a copy. */
static const char *number(const struct dx_jnode *n, char copy[64])
{
    if (!n || n->type != DX_JNUM || n->s.n >= 64)
        return NULL;
    memcpy(copy, n->s.p, n->s.n);
    copy[n->s.n] = '\0';
    return copy;
}

int64_t dx_json_int(const struct dx_jnode *n, int64_t otherwise)
{
    char copy[64];
    const char *s = number(n, copy);
    if (!s)
        return otherwise;
    if (!strpbrk(s, ".eE"))
        return strtoll(s, NULL, 10);
    double v = strtod(s, NULL);
    return v >= 0x1p63 ? INT64_MAX : v < -0x1p63 ? INT64_MIN : (int64_t)v;
}

double dx_json_num(const struct dx_jnode *n, double otherwise)
{
    char copy[64];
    const char *s = number(n, copy);
    return s ? strtod(s, NULL) : otherwise;
}

bool dx_json_bool(const struct dx_jnode *n, bool otherwise)
{
    return n && n->type == DX_JBOOL ? n->truth : otherwise;
}
