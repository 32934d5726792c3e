/* attrs.c: attributes in their order */
#include "find/check/attrs.h"

#include <string.h>

#include "base/json.h"

/* docex-records(7); what isn't listed goes last. */
#define N(name) {name, sizeof name - 1} /* sixteen bytes: no pointers to follow */
static const struct {
    char p[15];
    uint8_t n;
} order[] = {
    N("country"), N("state"), N("province"), N("district"), N("township"), N("citizenship"),
    N("sex"), N("birth_date"), N("issue_date"), N("expiry_date"), N("bank"), N("bank_code"),
    N("brand"), N("issuer"), N("line"), N("carrier"), N("app"), N("label"), N("romanised"),
    N("calendar"), N("currency"), N("amount"), N("lat"), N("lon"), N("alternatives"),
};
#undef N
#define KNOWN (sizeof order / sizeof *order)
#define PLAIN 64

/* Their places in that order and one, by two letters and the length, which tell them apart. */
#define SLOT(first, second, n) (((first) + 4 * (second) + 12 * (n)) & 63)
#define R(first, second, n) [SLOT(first, second, n)]
static const uint8_t rank_at[64] = {
    R('c', 'o', 7) = 1, R('s', 't', 5) = 2, R('p', 'r', 8) = 3, R('d', 'i', 8) = 4, R('t', 'o', 8) = 5, R('c', 'i', 11) = 6,
    R('s', 'e', 3) = 7, R('b', 'i', 10) = 8, R('i', 's', 10) = 9, R('e', 'x', 11) = 10, R('b', 'a', 4) = 11, R('b', 'a', 9) = 12,
    R('b', 'r', 5) = 13, R('i', 's', 6) = 14, R('l', 'i', 4) = 15, R('c', 'a', 7) = 16, R('a', 'p', 3) = 17, R('l', 'a', 5) = 18,
    R('r', 'o', 9) = 19, R('c', 'a', 8) = 20, R('c', 'u', 8) = 21, R('a', 'm', 6) = 22, R('l', 'a', 3) = 23, R('l', 'o', 3) = 24,
    R('a', 'l', 12) = 25,
};
#undef R

static size_t rank_of(struct dx_str name)
{
    size_t i = name.n > 1 ? rank_at[SLOT((unsigned char)name.p[0], (unsigned char)name.p[1], name.n)] : 0;
    return i && order[i - 1].n == name.n && memcmp(order[i - 1].p, name.p, name.n) == 0 ? i - 1 : KNOWN;
}

/* Cuts the next member off *rest; false at the end. The text is our own writing: it is well-formed. */
static bool next(struct dx_str *rest, struct dx_str *member, struct dx_str *name, struct dx_str *json)
{
    if (!rest->n)
        return false;
    size_t i = rest->p[0] == ',' ? 1 : 0, colon = 0, depth = 0;
    bool text = false;
    *member = (struct dx_str){rest->p + i, 0};
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        if (text && c == '\\')
            i++;
        else if (c == '"')
            text = !text;
        else if (!text && (c == '[' || c == '{'))
            depth++;
        else if (!text && (c == ']' || c == '}'))
            depth--;
        else if (!text && depth == 0 && c == ':' && !colon)
            colon = (size_t)(rest->p + i - member->p);
        else if (!text && depth == 0 && c == ',')
            break;
    }
    i = i < rest->n ? i : rest->n;
    member->n = (size_t)(rest->p + i - member->p);
    *rest = (struct dx_str){rest->p + i, rest->n - i};
    if (colon < 3)
        return false;
    *name = (struct dx_str){member->p + 1, colon - 2};
    *json = (struct dx_str){member->p + colon + 1, member->n - colon - 1};
    return true;
}

struct dx_str dx_attrs_get(struct dx_str attrs, const char *name)
{
    struct dx_str member, is, json;
    while (next(&attrs, &member, &is, &json))
        if (dx_str_is(is, name))
            return json;
    return (struct dx_str){NULL, 0};
}

void dx_attrs_put(struct dx_buf *attrs, struct dx_str name, struct dx_str json)
{
    struct dx_str rest = dx_buf_slice(attrs), member, is, value;
    size_t rank = rest.n ? rank_of(name) : 0, at = attrs->len, size = name.n + json.n + 4; /* quotes, colon, comma */
    bool before = false;
    if (attrs->oom)
        return;
    while (next(&rest, &member, &is, &value)) {
        if (dx_str_eq(is, name))
            return;
        if (!before && rank_of(is) > rank) {
            at = (size_t)(member.p - attrs->p);
            before = true;
        }
    }
    bool first = attrs->len == 0;
    if (!dx_buf_room(attrs, size))
        return;
    size_t n = first ? size - 1 : size;
    memmove(attrs->p + at + n, attrs->p + at, attrs->len - at);
    char *p = attrs->p + at;
    if (!first && !before)
        *p++ = ',';
    *p++ = '"';
    memcpy(p, name.p, name.n);
    p += name.n;
    memcpy(p, "\":", 2);
    p += 2;
    memcpy(p, json.p, json.n);
    if (before)
        p[json.n] = ',';
    attrs->len += n;
    attrs->p[attrs->len] = '\0';
}

/* Text that stands in JSON as it is, in quotes, of PLAIN bytes at most; 0: it doesn't, or is long. */
static size_t quoted(char *out, struct dx_str value)
{
    if (value.n + 2 > PLAIN || dx_json_plain(value.p, 0, value.n) < value.n)
        return 0;
    *out = '"';
    memcpy(out + 1, value.p, value.n);
    out[value.n + 1] = '"';
    return value.n + 2;
}

static void put_text(struct dx_buf *attrs, struct dx_str name, struct dx_str value)
{
    char plain[PLAIN];
    size_t n = value.n ? quoted(plain, value) : 0;
    if (n) {
        dx_attrs_put(attrs, name, (struct dx_str){plain, n});
        return;
    }
    struct dx_buf json = DX_BUF_INIT;
    struct dx_jw w = {&json, false};
    dx_jw_str(&w, NULL, value);
    if (dx_buf_ok(&json))
        dx_attrs_put(attrs, name, dx_buf_slice(&json));
    else
        attrs->oom = true;
    dx_buf_free(&json);
}

void dx_attrs_text(struct dx_buf *attrs, const char *name, struct dx_str value) { put_text(attrs, dx_str(name), value); }

/* The member behind all others; false: its text doesn't stand in JSON as it is. */
static bool append(struct dx_buf *attrs, struct dx_str name, struct dx_str value)
{
    char *p = value.n && value.n + 2 <= PLAIN ? dx_buf_room(attrs, name.n + value.n + 6) : NULL;
    if (!p)
        return false;
    if (attrs->len)
        *p++ = ',';
    *p++ = '"';
    memcpy(p, name.p, name.n);
    memcpy(p + name.n, "\":", 2);
    size_t n = quoted(p + name.n + 2, value);
    attrs->len = n ? (size_t)(p + name.n + 2 + n - attrs->p) : attrs->len;
    attrs->p[attrs->len] = '\0';
    return n > 0;
}

/* Most findings have one attribute, or have it first. */
static bool country_first(struct dx_buf *attrs, struct dx_attrs_last *last, struct dx_str name, struct dx_str value)
{
    static const char member[] = "\"country\":\"TH\"";
    enum { SIZE = sizeof member - 1 };
    bool is = !attrs->len && name.n == 7 && value.n == 2 && value.p[0] >= 'A' && value.p[0] <= 'Z' && value.p[1] >= 'A' && value.p[1] <= 'Z' && !attrs->oom &&
              memcmp(name.p, member + 1, 7) == 0;
    if (!is || !dx_buf_room(attrs, SIZE))
        return false;
    memcpy(attrs->p, member, SIZE + 1);
    attrs->p[SIZE - 3] = value.p[0];
    attrs->p[SIZE - 2] = value.p[1];
    attrs->len = SIZE;
    *last = (struct dx_attrs_last){SIZE, 0};
    return true;
}

void dx_attrs_next(struct dx_buf *attrs, struct dx_attrs_last *last, struct dx_str name, struct dx_str value)
{
    if (country_first(attrs, last, name, value))
        return;
    size_t rank = rank_of(name);
    bool behind = attrs->len == 0 || (attrs->len == last->len && rank > last->rank);
    if (behind && rank < KNOWN && !attrs->oom && append(attrs, name, value))
        *last = (struct dx_attrs_last){attrs->len, rank};
    else
        put_text(attrs, name, value);
}

void dx_attrs_merge(struct dx_buf *attrs, struct dx_str more)
{
    struct dx_str member, name, json;
    while (next(&more, &member, &name, &json))
        dx_attrs_put(attrs, name, json);
}
