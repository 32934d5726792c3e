/* admit.c: holding a worker's answer against what it may say: form, type, identity */
#include "engine/admit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/utf8.h"

#define MEMBERS 48 /* of one record; the longest has 22 */

/* ---- form ---- */

struct scan {
    const char *p, *end;
};

static bool eat(struct scan *s, char c) { return s->p < s->end && *s->p == c && s->p++; }

/* What must be escaped: control characters and line separators, so that a line is one, and shows what it is. */
static bool escaped_form(uint32_t cp) { return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x2028 || cp == 0x2029; }

/* \" \\ or \uxxxx of what must be escaped, in lower case. */
static bool escape(struct scan *s)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t cp = 0;
    if (eat(s, '"') || eat(s, '\\'))
        return true;
    if (!eat(s, 'u') || s->end - s->p < 4)
        return false;
    for (int i = 0; i < 4; i++, s->p++) {
        const char *d = *s->p ? strchr(digits, *s->p) : NULL;
        if (!d)
            return false;
        cp = cp << 4 | (uint32_t)(d - digits);
    }
    return escaped_form(cp);
}

static bool string(struct scan *s)
{
    if (!eat(s, '"'))
        return false;
    while ((s->p += dx_json_plain(s->p, 0, (size_t)(s->end - s->p))) < s->end) {
        uint32_t cp;
        if (*s->p == '"')
            return s->p++, true;
        if (*s->p == '\\') {
            s->p++;
            if (!escape(s))
                return false;
        } else {
            size_t n = dx_utf8_get(s->p, (size_t)(s->end - s->p), &cp);
            if (n == 0 || escaped_form(cp))
                return false;
            s->p += n;
        }
    }
    return false;
}

static size_t digits(struct scan *s)
{
    const char *from = s->p;
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
        s->p++;
    return (size_t)(s->p - from);
}

static bool number(struct scan *s)
{
    eat(s, '-');
    bool zero = s->p < s->end && *s->p == '0';
    size_t n = digits(s);
    return n > 0 && n < 20 && (!zero || n == 1) && (!eat(s, '.') || digits(s) > 0);
}

static bool word(struct scan *s, const char *w)
{
    size_t n = strlen(w);
    bool same = (size_t)(s->end - s->p) >= n && memcmp(s->p, w, n) == 0;
    s->p += same ? n : 0;
    return same;
}

static bool scalar(struct scan *s)
{
    switch (s->p < s->end ? *s->p : '\0') {
    case '"': return string(s);
    case 't': return word(s, "true");
    case 'f': return word(s, "false");
    case 'n': return word(s, "null");
    default: return number(s);
    }
}

/* A value of any depth up to DX_JSON_DEPTH: open brackets lie on a stack. */
static bool value(struct scan *s)
{
    char open[DX_JSON_DEPTH];
    size_t depth = 0;
    for (;;) {
        char c = s->p < s->end ? *s->p : '\0';
        if (c == '{' || c == '[') {
            if (depth == DX_JSON_DEPTH)
                return false;
            open[depth++] = c == '{' ? '}' : ']';
            s->p++;
            if (s->p < s->end && *s->p != open[depth - 1]) {
                if (c == '{' && (!string(s) || !eat(s, ':')))
                    return false;
                continue;
            }
        } else if (!scalar(s)) {
            return false;
        }
        while (depth > 0 && eat(s, open[depth - 1]))
            depth--;
        if (depth == 0)
            return true;
        if (!eat(s, ',') || (open[depth - 1] == '}' && (!string(s) || !eat(s, ':'))))
            return false;
    }
}

/* Keys that were there. */
struct seen {
    const struct dx_str *keys;
    size_t n;
    uint64_t like; /* a bit for keys of one length and one first letter: nearly always enough to tell a new one */
};

static bool is_again(struct seen *s, struct dx_str key)
{
    uint64_t bit = UINT64_C(1) << ((key.n * 11 + (unsigned char)key.p[1]) & 63);
    bool again = false;
    for (size_t i = 0; (s->like & bit) && i < s->n && !again; i++)
        again = dx_str_eq(s->keys[i], key);
    s->like |= bit;
    s->n++;
    return again;
}

/* Members of an object into keys and values. Most records have the keys of the one before them, of which it is known that no two are alike. */
static bool members(struct scan *s, struct dx_str *keys, struct dx_str *values, size_t room, size_t *n, const struct dx_str *before, size_t n_before)
{
    struct seen seen = {.keys = keys};
    size_t same = 0;
    bool good = eat(s, '{'), more = true;
    for (*n = 0; good && more && *n < room; (*n)++) {
        const char *from = s->p;
        bool known = same == *n && same < n_before && (size_t)(s->end - from) > before[same].n && memcmp(from, before[same].p, before[same].n) == 0;
        if (known)
            s->p += before[same++].n;
        else
            good = string(s);
        keys[*n] = (struct dx_str){from, (size_t)(s->p - from)};
        while (!known && seen.n < *n)
            is_again(&seen, keys[seen.n]);
        good = good && eat(s, ':') && (known || !is_again(&seen, keys[*n]));
        from = s->p;
        good = good && value(s);
        values[*n] = (struct dx_str){from, (size_t)(s->p - from)};
        more = good && eat(s, ',');
    }
    return good && !more && eat(s, '}') && s->p == s->end;
}

static int form(struct dx_str line, struct dx_str *keys, struct dx_str *values, size_t room, size_t *n, const struct dx_str *before, size_t n_before,
                struct dx_err *e)
{
    struct scan s = {line.p, line.p + line.n};
    return members(&s, keys, values, room, n, before, n_before) ? DX_OK : dx_fail(e, DX_BAD, "malformed", "a record that is no JSON in the contract's form");
}

int dx_record_form(struct dx_str line, struct dx_str *keys, struct dx_str *values, size_t room, size_t *n, struct dx_err *e)
{
    return form(line, keys, values, room, n, NULL, 0, e);
}

/* ---- ids that may be named ---- */

struct ids { /* open addressing; 0 is free */
    uint64_t *slots;
    size_t n, cap;
};

static uint64_t *slot(const struct ids *s, uint64_t id)
{
    size_t i = (size_t)id & (s->cap - 1);
    while (s->slots[i] != 0 && s->slots[i] != id)
        i = (i + 1) & (s->cap - 1);
    return &s->slots[i];
}

static bool ids_add(struct ids *s, uint64_t id)
{
    if (s->n + s->n / 2 >= s->cap) {
        struct ids more = {.cap = s->cap ? 2 * s->cap : 16, .n = s->n};
        if (!(more.slots = calloc(more.cap, sizeof *more.slots)))
            return false;
        for (size_t i = 0; i < s->cap; i++)
            if (s->slots[i])
                *slot(&more, s->slots[i]) = s->slots[i];
        free(s->slots);
        *s = more;
    }
    uint64_t *at = slot(s, id);
    s->n += *at == 0;
    *at = id;
    return true;
}

static void ids_clear(struct ids *s)
{
    if (s->cap > 4096) { /* one long item shall not cost all later ones */
        free(s->slots);
        *s = (struct ids){0};
    } else if (s->cap) {
        memset(s->slots, 0, s->cap * sizeof *s->slots);
        s->n = 0;
    }
}

/* The number under which an id, quoted as it is written, is known: other tools' ids have other forms than ours. FNV-1a: whoever finds two
 * with one number gains nothing. */
static uint64_t number_of(struct dx_str quoted)
{
    uint64_t h = 0xcbf29ce484222325;
    for (size_t i = 0; i < quoted.n; i++)
        h = (h ^ (unsigned char)quoted.p[i]) * 0x100000001b3;
    return h ? h : 1;
}

/* ---- the item ---- */

struct record {
    struct dx_str line, keys[MEMBERS], values[MEMBERS];
    size_t n;
};

struct dx_admit {
    const struct dx_worker_stage *s;
    size_t n, first;
    struct dx_buf item;  /* the id as it must stand in a record, in quotes */
    struct dx_buf where; /* how error records about it begin */
    struct dx_buf text;  /* scratch: what an id is made of */
    struct dx_json json;
    struct ids ids;
    struct dx_index index;
    struct record record[2]; /* the one in hand, and the one before it */
    unsigned turn;
};

int dx_admit_new(struct dx_admit **out, const struct dx_worker_stage *s, size_t n, struct dx_err *e)
{
    struct dx_admit *a = *out = calloc(1, sizeof *a);
    if (!a)
        return dx_fail_nomem(e);
    a->s = s;
    a->n = n;
    return DX_OK;
}

void dx_admit_free(struct dx_admit *a)
{
    if (!a)
        return;
    dx_buf_free(&a->item);
    dx_buf_free(&a->where);
    dx_buf_free(&a->text);
    dx_json_free(&a->json);
    free(a->ids.slots);
    free(a->index.line);
    free(a);
}

/* An error record about the item up to the page, as dx_group_error would write it. */
static void set_where(struct dx_admit *a, const struct dx_item *item)
{
    static const struct dx_err none = {.code = "io"};
    static const char tail[] = ",\"stage\":\"\",\"code\":\"io\",\"message\":\"\",\"by\":\"\"}\n";
    dx_buf_reset(&a->where);
    dx_error_write(&a->where, &(struct dx_error_rec){item, 0, "", &none}, "");
    if (dx_buf_ok(&a->where))
        a->where.len -= sizeof tail - 1;
}

static void set_item(struct dx_admit *a, struct dx_str id)
{
    struct dx_jw w = {&a->item, false};
    dx_buf_reset(&a->item);
    dx_jw_str(&w, NULL, id);
}

static bool add_id(struct dx_admit *a, struct dx_str id)
{
    struct dx_jw w = {&a->text, false};
    dx_buf_reset(&a->text);
    dx_jw_str(&w, NULL, id);
    return dx_buf_ok(&a->text) && ids_add(&a->ids, number_of(dx_buf_slice(&a->text)));
}

static bool all_hex(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'f')))
            return false;
    return true;
}

/* Ours begin {"type":"page","id":"…","item":"…": then a long text need not be parsed. */
static bool own_form(struct dx_str line, enum dx_type type, struct dx_str *id, struct dx_str *item)
{
    static const char between[] = "\",\"item\":\"";
    char head[48];
    size_t n = (size_t)snprintf(head, sizeof head, "{\"type\":\"%s\",\"id\":\"", dx_type_name(type));
    if (line.n < n + DX_ID_DIGITS + sizeof between + DX_SHA256_HEX || memcmp(line.p, head, n) != 0)
        return false;
    *id = (struct dx_str){line.p + n, DX_ID_DIGITS};
    *item = (struct dx_str){id->p + id->n + sizeof between - 1, DX_SHA256_HEX};
    return memcmp(id->p + id->n, between, sizeof between - 1) == 0 && item->p[item->n] == '"' && all_hex(id->p, id->n) && all_hex(item->p, item->n);
}

/* A line of the group as the parent has it: whose item it is, and which id it has. Other tools may write JSON in other forms. */
static int take_given(struct dx_admit *a, enum dx_type type, struct dx_str line, bool *known, struct dx_err *e)
{
    struct dx_item item;
    struct dx_str id, of;
    if (type != DX_T_ITEM && type != DX_T_PAGE && type != DX_T_DOCUMENT)
        return DX_OK;
    if (type == DX_T_ITEM || !own_form(line, type, &id, &of)) {
        int rc = dx_json_parse(&a->json, line.p, line.n, e);
        if (rc != DX_OK)
            return rc == DX_NOMEM ? rc : DX_OK; /* passed through; no stage can have read it either */
        const struct dx_jnode *top = dx_json_top(&a->json);
        id = dx_json_str(dx_json_get(&a->json, top, "id"));
        of = dx_json_str(dx_json_get(&a->json, top, "item"));
    }
    if (type == DX_T_ITEM && dx_item_read(&item, &a->json, NULL) == DX_OK) {
        set_item(a, item.id);
        set_where(a, &item);
        *known = true;
    }
    if (type == DX_T_ITEM)
        return DX_OK;
    if (!*known)
        set_item(a, of);
    *known = true;
    return add_id(a, id) ? DX_OK : dx_fail_nomem(e);
}

static int take_all(struct dx_admit *a, struct dx_str lines, bool known, struct dx_err *e)
{
    int rc = DX_OK;
    while (lines.n && rc == DX_OK) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t n = end ? (size_t)(end - lines.p) : lines.n;
        rc = take_given(a, dx_record_type(lines.p, n), (struct dx_str){lines.p, n}, &known, e);
        n += end != NULL;
        lines = (struct dx_str){lines.p + n, lines.n - n};
    }
    return rc == DX_OK && !(dx_buf_ok(&a->item) && dx_buf_ok(&a->where)) ? dx_fail_nomem(e) : rc;
}

int dx_admit_item(struct dx_admit *a, size_t first, struct dx_str lines, struct dx_err *e)
{
    a->first = first;
    ids_clear(&a->ids);
    set_item(a, DX_STR("-"));
    set_where(a, NULL);
    return take_all(a, lines, false, e);
}

int dx_admit_known(struct dx_admit *a, struct dx_str lines, struct dx_err *e) { return take_all(a, lines, true, e); }

/* ---- records ---- */

/* The value of a key as it is written; {NULL, 0} when there is none. */
static struct dx_str value_of(const struct record *r, struct dx_str quoted_key)
{
    for (size_t i = 0; i < r->n; i++)
        if (dx_str_eq(r->keys[i], quoted_key))
            return r->values[i];
    return (struct dx_str){NULL, 0};
}

#define get(record, key) value_of(record, DX_STR("\"" key "\""))

static bool quoted_is(struct dx_str v, const char *s)
{
    return v.n == strlen(s) + 2 && memcmp(v.p + 1, s, v.n - 2) == 0;
}

/* A page number, if there is one: 1 and up, no more digits than an int has. */
static bool page_ok(struct dx_str v, bool needed)
{
    if (!v.n)
        return !needed;
    for (size_t i = 0; i < v.n; i++)
        if (v.p[i] < '0' || v.p[i] > '9')
            return false;
    return v.n < 10 && v.p[0] != '0';
}

/* The id must be the head of the hash over these, as they are written. */
static bool id_ok(struct dx_admit *a, const struct record *r, const struct dx_str *of, size_t n)
{
    char id[DX_ID_DIGITS + 1];
    dx_buf_reset(&a->text);
    for (size_t i = 0; i < n; i++) {
        dx_buf_byte(&a->text, i ? ',' : '[');
        dx_buf_add(&a->text, of[i].n ? of[i].p : "null", of[i].n ? of[i].n : 4);
    }
    dx_buf_byte(&a->text, ']');
    if (!dx_buf_ok(&a->text))
        return false;
    dx_record_id(id, dx_buf_slice(&a->text));
    return id[0] && quoted_is(get(r, "id"), id);
}

static bool names_known(const struct dx_admit *a, struct dx_str of)
{
    uint64_t v = number_of(of);
    return !of.n || (a->ids.cap && *slot(&a->ids, v) == v);
}

static const char *page_wrong(struct dx_admit *a, const struct record *r)
{
    static const char *const layers[] = {"text", "ocr", "code", "meta"};
    struct dx_str layer = get(r, "layer");
    const struct dx_str of[] = {get(r, "item"), get(r, "page"), layer, get(r, "n")};
    bool known = false;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        known |= quoted_is(layer, layers[i]);
    return !known || !get(r, "text").n ? "without layer or text" : !page_ok(of[1], true) ? "without page" : !id_ok(a, r, of, 4) ? "with a false id" : NULL;
}

static const char *document_wrong(struct dx_admit *a, const struct record *r)
{
    const struct dx_str of[] = {get(r, "item"), get(r, "page"), get(r, "lines"), get(r, "box")};
    if (!names_known(a, get(r, "of")))
        return "of a page that isn't there";
    return !of[2].n || !page_ok(of[1], false) ? "without lines" : !id_ok(a, r, of, 4) ? "with a false id" : NULL;
}

static const char *finding_wrong(struct dx_admit *a, const struct record *r)
{
    struct dx_str of = get(r, "of");
    const struct dx_str parts[] = {of.n ? of : get(r, "item"), get(r, "kind"), get(r, "value"), get(r, "span")};
    if (!names_known(a, of))
        return "of a page that isn't there";
    return !parts[1].n || !parts[2].n || !page_ok(get(r, "page"), false) ? "without kind or value" : !id_ok(a, r, parts, 4) ? "with a false id" : NULL;
}

static const char *error_wrong(const struct dx_admit *a, const struct record *r, const struct dx_worker_stage *s)
{
    struct dx_str code = get(r, "code");
    if (r->line.n < a->where.len || memcmp(r->line.p, a->where.p, a->where.len) != 0)
        return "about something else";
    if (!quoted_is(get(r, "stage"), s->stage->name) || !page_ok(get(r, "page"), false))
        return "of another stage";
    const char *known = code.n > 2 ? dx_err_code(code.p + 1, code.n - 2) : NULL;
    return !known || strcmp(known, "crashed") == 0 || get(r, "signal").n ? "with a code that is the parent's to give" : NULL;
}

/* The stage in whose name the record is given, if that may give such records; NULL: none. */
static const struct dx_worker_stage *giver(const struct dx_admit *a, const struct record *r, enum dx_type type)
{
    struct dx_str by = get(r, "by");
    for (size_t i = a->first; i < a->n; i++)
        if (quoted_is(by, a->s[i].by) && (type == DX_T_ERROR || a->s[i].stage->emits & 1u << type))
            return &a->s[i];
    return NULL;
}

static const char *record_wrong(struct dx_admit *a, const struct record *r, enum dx_type type)
{
    const struct dx_worker_stage *s = giver(a, r, type);
    if (!s)
        return "that isn't this tool's to give";
    if (type == DX_T_ERROR)
        return error_wrong(a, r, s);
    if (!a->item.len || !dx_str_eq(get(r, "item"), dx_buf_slice(&a->item)))
        return "of another item";
    return type == DX_T_PAGE ? page_wrong(a, r) : type == DX_T_DOCUMENT ? document_wrong(a, r) : finding_wrong(a, r);
}

/* Keeps what the line's place depends on. */
static int note(struct dx_admit *a, const struct record *r, enum dx_type type, size_t off, struct dx_err *e)
{
    struct dx_str page = get(r, "page");
    struct dx_line l = {off, r->line.n + 1, type, 0};
    if (!DX_MORE(a->index.line, a->index.n, a->index.cap))
        return dx_fail_nomem(e);
    for (size_t i = 0; i < page.n; i++)
        l.page = l.page * 10 + (page.p[i] - '0');
    a->index.line[a->index.n++] = l;
    a->index.errors += type == DX_T_ERROR && !quoted_is(get(r, "code"), "empty");
    return DX_OK;
}

static int admit(struct dx_admit *a, struct dx_str line, size_t off, struct dx_err *e)
{
    const struct record *before = &a->record[a->turn++ % 2];
    struct record *r = &a->record[a->turn % 2];
    enum dx_type type = dx_record_type(line.p, line.n);
    r->line = line;
    int rc = line.n > DX_RECORD_BYTES ? dx_fail(e, DX_BAD, "malformed", "a record of more than %u MiB", DX_RECORD_BYTES >> 20)
                                      : form(line, r->keys, r->values, MEMBERS, &r->n, before->keys, before->n, e);
    if (rc != DX_OK)
        return rc;
    const char *name = dx_type_name(type), *wrong = record_wrong(a, r, type);
    if (wrong)
        return dx_fail(e, DX_BAD, "malformed", "a record (%s) %s", name ? name : "of no known type", wrong);
    bool named = type == DX_T_PAGE || type == DX_T_DOCUMENT;
    return !named || ids_add(&a->ids, number_of(get(r, "id"))) ? note(a, r, type, off, e) : dx_fail_nomem(e);
}

int dx_admit_lines(struct dx_admit *a, struct dx_str lines, struct dx_err *e)
{
    int rc = DX_OK;
    a->index.n = 0;
    a->index.errors = 0;
    a->record[0].n = a->record[1].n = 0; /* those of another block are gone */
    for (size_t at = 0, n; at < lines.n && rc == DX_OK; at += n + 1) {
        const char *from = lines.p + at, *end = memchr(from, '\n', lines.n - at);
        if (!end)
            return dx_fail(e, DX_BAD, "malformed", "a line without its end");
        n = (size_t)(end - from);
        rc = admit(a, (struct dx_str){from, n}, at, e);
    }
    return rc;
}

const struct dx_index *dx_admit_index(const struct dx_admit *a) { return &a->index; }
