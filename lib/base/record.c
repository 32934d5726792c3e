/* record.c: reading and writing what all record types share */
#include "base/record.h"

#include <string.h>

#include "base/utf8.h"

static const char *const names[] = {
    [DX_T_TOOL] = "tool", [DX_T_ROOT] = "root", [DX_T_END] = "end", [DX_T_ITEM] = "item",
    [DX_T_ENTRY] = "entry", [DX_T_PAGE] = "page", [DX_T_DOCUMENT] = "document",
    [DX_T_FINDING] = "finding", [DX_T_ERROR] = "error", [DX_T_STATUS] = "status",
};
#define NAMES (sizeof names / sizeof *names)

const char *dx_type_name(enum dx_type t) { return (size_t)t < NAMES ? names[t] : NULL; }

enum dx_type dx_type_of(struct dx_str name)
{
    for (size_t t = 1; t < NAMES && name.n; t++)
        if (names[t] && names[t][0] == name.p[0] && dx_str_is(name, names[t]))
            return (enum dx_type)t;
    return DX_T_NONE;
}

enum dx_type dx_record_type(const char *line, size_t n)
{
    static const char head[] = "{\"type\":\"";
    size_t h = sizeof head - 1;
    if (n <= h || memcmp(line, head, h) != 0)
        return DX_T_NONE;
    const char *quote = memchr(line + h, '"', n - h);
    if (!quote)
        return DX_T_NONE;
    enum dx_type t = dx_type_of((struct dx_str){line + h, (size_t)(quote - line) - h});
    return t == DX_T_NONE ? DX_T_OTHER : t;
}

static bool read_path(struct dx_item *it, const struct dx_json *j, const struct dx_jnode *top)
{
    const struct dx_jnode *n = dx_json_get(j, top, "path"), *raw = dx_json_get(j, top, "path_raw"), *at = dx_json_get(j, top, "at");
    if (!n || n->type != DX_JARR)
        return false;
    const struct dx_jnode *r = dx_json_first(j, raw), *a = dx_json_first(j, at);
    for (n = dx_json_first(j, n); n; n = dx_json_next(j, n)) {
        if (it->levels == DX_PATH_LEVELS || n->type != DX_JSTR)
            return false;
        it->path[it->levels] = n->s;
        it->path_raw[it->levels] = dx_json_str(r);
        it->at[it->levels++] = dx_json_int(a, 0);
        r = dx_json_next(j, r);
        a = dx_json_next(j, a);
    }
    return it->levels > 0;
}

int dx_item_read(struct dx_item *it, const struct dx_json *j, struct dx_err *e)
{
    const struct dx_jnode *top = dx_json_top(j);
    *it = (struct dx_item){.size = dx_json_int(dx_json_get(j, top, "size"), -1)};
    it->id = dx_json_str(dx_json_get(j, top, "id"));
    it->exhibit = dx_json_str(dx_json_get(j, top, "exhibit"));
    it->media = dx_json_str(dx_json_get(j, top, "media"));
    it->mtime = dx_json_str(dx_json_get(j, top, "mtime"));
    it->duplicate = dx_json_bool(dx_json_get(j, top, "duplicate"), false);
    uint8_t hash[DX_SHA256_BYTES];
    if (!dx_str_is(it->id, "-") && (it->id.n != DX_SHA256_HEX || !dx_unhex(it->id.p, sizeof hash, hash)))
        return dx_fail(e, DX_BAD, "malformed", "item record: id is not a SHA-256");
    if (!it->exhibit.p || !it->media.p || !read_path(it, j, top))
        return dx_fail(e, DX_BAD, "malformed", "item record: exhibit, path or media is missing");
    return DX_OK;
}

static void write_where(struct dx_jw *w, const struct dx_item *it)
{
    dx_jw_str(w, "exhibit", it->exhibit);
    dx_jw_arr(w, "path");
    bool raw = false;
    for (size_t i = 0; i < it->levels; i++) {
        dx_jw_str(w, NULL, it->path[i]);
        raw |= it->path_raw[i].p != NULL;
    }
    dx_jw_arr_end(w);
    if (raw) {
        dx_jw_arr(w, "path_raw");
        for (size_t i = 0; i < it->levels; i++)
            dx_jw_str(w, NULL, it->path_raw[i]);
        dx_jw_arr_end(w);
    }
}

void dx_item_write(struct dx_buf *b, const struct dx_item *it, const char *by)
{
    struct dx_jw w = {b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "item");
    dx_jw_str(&w, "id", it->id);
    write_where(&w, it);
    dx_jw_arr(&w, "at");
    for (size_t i = 0; i < it->levels; i++)
        dx_jw_int(&w, NULL, it->at[i]);
    dx_jw_arr_end(&w);
    if (it->size >= 0)
        dx_jw_int(&w, "size", it->size);
    dx_jw_str(&w, "media", it->media);
    if (it->mtime.p)
        dx_jw_str(&w, "mtime", it->mtime);
    dx_jw_bool(&w, "duplicate", it->duplicate);
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}

void dx_entry_write(struct dx_buf *b, const struct dx_item *it, const char *form, struct dx_str target, const char *by)
{
    struct dx_jw w = {b, false};
    struct dx_buf raw = DX_BUF_INIT;
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "entry");
    write_where(&w, it);
    dx_jw_cstr(&w, "form", form);
    if (target.p)
        dx_jw_str(&w, "target", target);
    if (target.p && dx_utf8_valid(target.p, target.n) < target.n) {
        dx_buf_base64(&raw, target.p, target.n);
        dx_jw_str(&w, "target_raw", dx_buf_slice(&raw));
        b->oom |= raw.oom;
    }
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
    dx_buf_free(&raw);
}

void dx_error_write(struct dx_buf *b, const struct dx_error_rec *r, const char *by)
{
    struct dx_jw w = {b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "error");
    if (r->item) {
        write_where(&w, r->item);
        if (r->item->id.n)
            dx_jw_str(&w, "item", r->item->id);
    }
    if (r->page > 0)
        dx_jw_int(&w, "page", r->page);
    dx_jw_cstr(&w, "stage", r->stage);
    dx_jw_cstr(&w, "code", r->err->code);
    if (r->err->limit)
        dx_jw_cstr(&w, "limit", r->err->limit);
    if (r->err->signal)
        dx_jw_int(&w, "signal", r->err->signal);
    if (r->err->transient)
        dx_jw_bool(&w, "transient", true);
    dx_jw_cstr(&w, "message", r->err->msg);
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}

void dx_record_id(char out[DX_ID_DIGITS + 1], struct dx_str json) { dx_sha256_head(json.p, json.n, DX_ID_DIGITS, out); }

void dx_page_id(char out[DX_ID_DIGITS + 1], struct dx_str item, int page, const char *layer, int n)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_jw_arr(&w, NULL);
    dx_jw_str(&w, NULL, item);
    dx_jw_int(&w, NULL, page);
    dx_jw_cstr(&w, NULL, layer);
    dx_jw_int(&w, NULL, n);
    dx_jw_arr_end(&w);
    out[0] = '\0';
    if (dx_buf_ok(&b))
        dx_record_id(out, dx_buf_slice(&b));
    dx_buf_free(&b);
}

void dx_tool_write(struct dx_buf *b, struct dx_str body, char id[DX_TOOL_DIGITS + 1])
{
    struct dx_buf whole = DX_BUF_INIT;
    dx_buf_str(&whole, "{\"type\":\"tool\",");
    dx_buf_add(&whole, body.p, body.n);
    dx_buf_byte(&whole, '}');
    id[0] = '\0';
    if (dx_buf_ok(&whole))
        dx_sha256_head(whole.p, whole.len, DX_TOOL_DIGITS, id);
    b->oom |= !id[0];
    dx_buf_free(&whole);
    dx_buf_printf(b, "{\"type\":\"tool\",\"id\":\"%s\",", id);
    dx_buf_add(b, body.p, body.n);
    dx_buf_str(b, "}\n");
}

void dx_end_write(struct dx_buf *b, const char *by, int64_t items, int64_t errors)
{
    struct dx_jw w = {b, false};
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "end");
    dx_jw_cstr(&w, "by", by);
    dx_jw_int(&w, "items", items);
    dx_jw_int(&w, "errors", errors);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}
