/* admit.c: holding a worker's answer against what it may say: form, type, identity */
#include "engine/admit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/utf8.h"

#define MEMBERS 48 /* of one record; the longest has 22 */

/* ---- form ----
 *
 * What reads something at p returns what is behind it, NULL when it isn't there. At `end` there is a line end, which is no part of any of it. */

/* What must be escaped: control characters and line separators, so that a line is one, and shows what it is. */
static bool escaped_form(uint32_t cp) { return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x2028 || cp == 0x2029; }

/* Behind a backslash: " \ or uxxxx of what must be escaped, in lower case. */
static const char *escape(const char *p)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t cp = 0;
    if (*p == '"' || *p == '\\')
        return p + 1;
    if (*p++ != 'u')
        return NULL;
    for (int i = 0; i < 4; i++, p++) {
        const char *d = *p ? strchr(digits, *p) : NULL;
        if (!d)
            return NULL;
        cp = cp << 4 | (uint32_t)(d - digits);
    }
    return escaped_form(cp) ? p : NULL;
}

static const char *string(const char *p, const char *end)
{
    if (*p++ != '"')
        return NULL;
    while (p && (p += dx_json_plain(p, 0, (size_t)(end - p))) < end && *p != '"') {
        uint32_t cp;
        size_t n = *p == '\\' ? 0 : dx_utf8_get(p, (size_t)(end - p), &cp);
        if (*p == '\\')
            p = escape(p + 1);
        else
            p = n == 0 || escaped_form(cp) ? NULL : p + n;
    }
    return p && p < end ? p + 1 : NULL;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *number(const char *p)
{
    p += *p == '-';
    const char *from = p;
    while (is_digit(*p))
        p++;
    if (p == from || p - from >= 20 || (*from == '0' && p - from > 1))
        return NULL;
    if (*p != '.')
        return p;
    from = ++p;
    while (is_digit(*p))
        p++;
    return p > from ? p : NULL;
}

static const char *word(const char *p, const char *end, const char *w)
{
    size_t n = strlen(w);
    return (size_t)(end - p) >= n && memcmp(p, w, n) == 0 ? p + n : NULL;
}

static const char *scalar(const char *p, const char *end)
{
    switch (*p) {
    case '"': return string(p, end);
    case 't': return word(p, end, "true");
    case 'f': return word(p, end, "false");
    case 'n': return word(p, end, "null");
    default: return number(p);
    }
}

/* "key": */
static const char *key_at(const char *p, const char *end)
{
    p = string(p, end);
    return p && *p == ':' ? p + 1 : NULL;
}

/* A value of any depth up to DX_JSON_DEPTH: open brackets lie on a stack. */
static const char *value(const char *p, const char *end)
{
    char open[DX_JSON_DEPTH];
    size_t depth = 0;
    if (*p != '{' && *p != '[')
        return scalar(p, end);
    while (p) {
        char c = *p;
        if (c == '{' || c == '[') {
            if (depth == DX_JSON_DEPTH)
                return NULL;
            open[depth++] = c == '{' ? '}' : ']';
            if (*++p != open[depth - 1]) {
                p = c == '{' ? key_at(p, end) : p;
                continue;
            }
        } else if ((p = scalar(p, end)) == NULL) {
            return NULL;
        }
        for (; depth > 0 && *p == open[depth - 1]; p++)
            depth--;
        if (depth == 0)
            return p;
        if (*p++ != ',')
            return NULL;
        if (open[depth - 1] == '}')
            p = key_at(p, end);
    }
    return NULL;
}

/* Members that something depends on. */
enum field {
    F_ID, F_ITEM, F_KIND, F_VALUE, F_SPAN, F_OF, F_PAGE, F_BY, F_LAYER, F_N, F_TEXT, F_LINES, F_BOX, F_STAGE, F_CODE, F_SIGNAL, FIELDS
};
#define QUOTED(name) {"\"" name "\"", sizeof name + 1}
static const struct dx_str field_names[FIELDS] = {
    [F_ID] = QUOTED("id"), [F_ITEM] = QUOTED("item"), [F_KIND] = QUOTED("kind"), [F_VALUE] = QUOTED("value"), [F_SPAN] = QUOTED("span"),
    [F_OF] = QUOTED("of"), [F_PAGE] = QUOTED("page"), [F_BY] = QUOTED("by"), [F_LAYER] = QUOTED("layer"), [F_N] = QUOTED("n"),
    [F_TEXT] = QUOTED("text"), [F_LINES] = QUOTED("lines"), [F_BOX] = QUOTED("box"), [F_STAGE] = QUOTED("stage"), [F_CODE] = QUOTED("code"),
    [F_SIGNAL] = QUOTED("signal"),
};

struct record {
    struct dx_str line, keys[MEMBERS], values[MEMBERS];
    size_t n;
    uint8_t at[FIELDS]; /* which member a field is, from 1 on; 0: it isn't there */
};

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

/* Is it the same key, of one record and of another? What lies behind both ends is readable. */
static bool same_key(const char *p, const char *end, struct dx_str key)
{
    uint64_t a, b, c, d;
    if ((size_t)(end - p) < key.n)
        return false;
    if (key.n < sizeof a || key.n > 2 * sizeof a)
        return memcmp(p, key.p, key.n) == 0;
    memcpy(&a, p, sizeof a); /* nearly all: two words that overlap */
    memcpy(&b, key.p, sizeof b);
    memcpy(&c, p + key.n - sizeof c, sizeof c);
    memcpy(&d, key.p + key.n - sizeof d, sizeof d);
    return a == b && c == d;
}

/* Members of an object into keys and values. Most records have the keys of the one before them, of which it is known that no two are alike:
 * *same says how many. */
static bool members(struct dx_str line, struct record *r, const struct record *before, size_t *same)
{
    struct seen seen = {.keys = r->keys};
    const char *p = line.p, *end = line.p + line.n, *from;
    bool more = true;
    *same = r->n = 0;
    if (*p++ != '{')
        return false;
    for (; more && r->n < MEMBERS; r->n++) {
        bool known = *same == r->n && *same < before->n && same_key(p, end, before->keys[*same]);
        from = p;
        p = known ? p + before->keys[(*same)++].n : string(p, end);
        if (!p || *p != ':')
            return false;
        r->keys[r->n] = (struct dx_str){from, (size_t)(p - from)};
        while (!known && seen.n < r->n)
            is_again(&seen, r->keys[seen.n]);
        if (!known && is_again(&seen, r->keys[r->n]))
            return false;
        from = ++p;
        if (!(p = value(p, end)))
            return false;
        r->values[r->n] = (struct dx_str){from, (size_t)(p - from)};
        more = *p == ',';
        p += more;
    }
    return !more && *p == '}' && p + 1 == end;
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

/* The value of a field as it is written; {NULL, 0} when there is none. */
static struct dx_str get(const struct record *r, enum field f) { return r->at[f] ? r->values[r->at[f] - 1] : (struct dx_str){NULL, 0}; }

static void find_fields(struct record *r)
{
    memset(r->at, 0, sizeof r->at);
    for (size_t f = 0; f < FIELDS; f++)
        for (size_t i = 0; i < r->n && !r->at[f]; i++)
            if (dx_str_eq(r->keys[i], field_names[f]))
                r->at[f] = (uint8_t)(i + 1);
}

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
    return id[0] && quoted_is(get(r, F_ID), id);
}

static bool names_known(const struct dx_admit *a, struct dx_str of)
{
    uint64_t v = number_of(of);
    return !of.n || (a->ids.cap && *slot(&a->ids, v) == v);
}

static const char *page_wrong(struct dx_admit *a, const struct record *r)
{
    static const char *const layers[] = {"text", "ocr", "code", "meta"};
    struct dx_str layer = get(r, F_LAYER);
    const struct dx_str of[] = {get(r, F_ITEM), get(r, F_PAGE), layer, get(r, F_N)};
    bool known = false;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        known |= quoted_is(layer, layers[i]);
    return !known || !get(r, F_TEXT).n ? "without layer or text" : !page_ok(of[1], true) ? "without page" : !id_ok(a, r, of, 4) ? "with a false id" : NULL;
}

static const char *document_wrong(struct dx_admit *a, const struct record *r)
{
    const struct dx_str of[] = {get(r, F_ITEM), get(r, F_PAGE), get(r, F_LINES), get(r, F_BOX)};
    if (!names_known(a, get(r, F_OF)))
        return "of a page that isn't there";
    return !of[2].n || !page_ok(of[1], false) ? "without lines" : !id_ok(a, r, of, 4) ? "with a false id" : NULL;
}

static const char *finding_wrong(struct dx_admit *a, const struct record *r)
{
    struct dx_str of = get(r, F_OF);
    const struct dx_str parts[] = {of.n ? of : get(r, F_ITEM), get(r, F_KIND), get(r, F_VALUE), get(r, F_SPAN)};
    if (!names_known(a, of))
        return "of a page that isn't there";
    return !parts[1].n || !parts[2].n || !page_ok(get(r, F_PAGE), false) ? "without kind or value" : !id_ok(a, r, parts, 4) ? "with a false id" : NULL;
}

static const char *error_wrong(const struct dx_admit *a, const struct record *r, const struct dx_worker_stage *s)
{
    struct dx_str code = get(r, F_CODE);
    if (r->line.n < a->where.len || memcmp(r->line.p, a->where.p, a->where.len) != 0)
        return "about something else";
    if (!quoted_is(get(r, F_STAGE), s->stage->name) || !page_ok(get(r, F_PAGE), false))
        return "of another stage";
    const char *known = code.n > 2 ? dx_err_code(code.p + 1, code.n - 2) : NULL;
    return !known || strcmp(known, "crashed") == 0 || get(r, F_SIGNAL).n ? "with a code that is the parent's to give" : NULL;
}

/* The stage in whose name the record is given, if that may give such records; NULL: none. */
static const struct dx_worker_stage *giver(const struct dx_admit *a, const struct record *r, enum dx_type type)
{
    struct dx_str by = get(r, F_BY);
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
    if (!a->item.len || !dx_str_eq(get(r, F_ITEM), dx_buf_slice(&a->item)))
        return "of another item";
    return type == DX_T_PAGE ? page_wrong(a, r) : type == DX_T_DOCUMENT ? document_wrong(a, r) : finding_wrong(a, r);
}

/* Keeps what the line's place depends on. */
static int note(struct dx_admit *a, const struct record *r, enum dx_type type, size_t off, struct dx_err *e)
{
    struct dx_str page = get(r, F_PAGE);
    struct dx_line l = {off, r->line.n + 1, type, 0};
    if (!DX_MORE(a->index.line, a->index.n, a->index.cap))
        return dx_fail_nomem(e);
    for (size_t i = 0; i < page.n; i++)
        l.page = l.page * 10 + (page.p[i] - '0');
    a->index.line[a->index.n++] = l;
    a->index.errors += type == DX_T_ERROR && !quoted_is(get(r, F_CODE), "empty");
    return DX_OK;
}

static int admit(struct dx_admit *a, struct dx_str line, size_t off, struct dx_err *e)
{
    const struct record *before = &a->record[a->turn++ % 2];
    struct record *r = &a->record[a->turn % 2];
    enum dx_type type = dx_record_type(line.p, line.n);
    r->line = line;
    size_t same;
    if (line.n > DX_RECORD_BYTES)
        return dx_fail(e, DX_BAD, "malformed", "a record of more than %u MiB", DX_RECORD_BYTES >> 20);
    if (!members(line, r, before, &same))
        return dx_fail(e, DX_BAD, "malformed", "a record that is no JSON in the contract's form");
    if (same == r->n && same == before->n)
        memcpy(r->at, before->at, sizeof r->at);
    else
        find_fields(r);
    const char *name = dx_type_name(type), *wrong = record_wrong(a, r, type);
    if (wrong)
        return dx_fail(e, DX_BAD, "malformed", "a record (%s) %s", name ? name : "of no known type", wrong);
    bool named = type == DX_T_PAGE || type == DX_T_DOCUMENT;
    return !named || ids_add(&a->ids, number_of(get(r, F_ID))) ? note(a, r, type, off, e) : dx_fail_nomem(e);
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
