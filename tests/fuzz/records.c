/* records.c: fuzz target: lines of records, read, grouped, written again; adding to a group and settling it */
#include "fuzz.h"

#include "base/group.h"

/* An item that was read is written in fixed form; that form read again is the same. */
static void again(const struct dx_item *it)
{
    struct dx_buf a = DX_BUF_INIT, b = DX_BUF_INIT;
    struct dx_json j = {0};
    struct dx_item same;
    struct dx_err e;
    dx_item_write(&a, it, "0123456789ab");
    MUST(dx_buf_ok(&a) && a.len > 0 && a.p[a.len - 1] == '\n' && !memchr(a.p, '\n', a.len - 1));
    MUST(dx_record_type(a.p, a.len) == DX_T_ITEM);
    MUST(dx_json_parse(&j, a.p, a.len - 1, &e) == DX_OK && dx_item_read(&same, &j, &e) == DX_OK);
    dx_item_write(&b, &same, "0123456789ab");
    MUST(a.len == b.len && memcmp(a.p, b.p, a.len) == 0);
    dx_json_free(&j);
    dx_buf_free(&a);
    dx_buf_free(&b);
}

/* Every value of a line by every way of asking for it. */
static void values(const struct dx_json *j, size_t n)
{
    size_t total = 0;
    for (size_t i = 0; i < j->n; i++) {
        const struct dx_jnode *v = &j->nodes[i];
        total += dx_json_str(v).n + (size_t)(dx_json_int(v, 0) & 1) + (size_t)dx_json_bool(v, true) + (dx_json_num(v, 0) > 0);
        size_t children = 0;
        for (const struct dx_jnode *c = dx_json_first(j, v); c; c = dx_json_next(j, c))
            children++;
        MUST(children < j->n);
        MUST(!dx_json_get(j, v, "type") || v->type == DX_JOBJ);
    }
    MUST(total <= 4 * n + 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_group g = {0};
    struct dx_json j = {0};
    struct dx_err e = {.code = "io", .msg = "a message"};
    struct dx_str rest = {(const char *)p, n};
    for (int i = 0; rest.n; i++) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t len = end ? (size_t)(end - rest.p) + 1 : rest.n;
        if (dx_json_parse(&j, rest.p, len - (end != NULL), &e) == DX_OK)
            values(&j, len);
        bool had = g.has_item;
        int rc = dx_group_add(&g, rest.p, len, &e);
        MUST(rc == DX_OK || (rc == DX_BAD && strlen(e.msg) > 0 && !strchr(e.msg, '\n')));
        if (rc == DX_OK && g.has_item && !had)
            again(&g.item);
        dx_group_emit(&g, DX_STR("{\"type\":\"finding\",\"page\":1}\n"), DX_T_FINDING, i % 5, &e);
        rest = (struct dx_str){rest.p + len, rest.n - len};
    }
    dx_group_error(&g, "text", 1, &(struct dx_err){.code = "malformed", .msg = "once"}, "0123456789ab", &e);
    MUST(dx_group_settle(&g, &e) == DX_OK);
    for (size_t i = 0, at = 0; i < g.n; i++) {
        struct dx_str l = dx_group_line(&g, i);
        at += l.n;
        MUST(at <= g.text.len);
    }
    dx_group_free(&g);
    dx_json_free(&j);
    return 0;
}
