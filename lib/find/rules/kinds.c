/* kinds.c: reading kinds.tsv */
#include "find/rules/kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

struct dx_kinds {
    char *text; /* a copy of the table: keys and kinds point into it */
    struct dx_kind *row;
    size_t n;
    struct dx_buf attrs;
};

/* Cuts the next field off *rest at `stop`; the whole rest when there is none. */
static struct dx_str cut(struct dx_str *rest, char stop)
{
    const char *at = rest->n ? memchr(rest->p, stop, rest->n) : NULL;
    struct dx_str field = {rest->p, at ? (size_t)(at - rest->p) : rest->n};
    size_t taken = at ? field.n + 1 : field.n;
    rest->p += taken;
    rest->n -= taken;
    return field;
}

/* "country=TH;app=viber" to JSON members. */
static bool write_attrs(struct dx_buf *b, struct dx_str list)
{
    struct dx_jw w = {b, false};
    while (list.n) {
        struct dx_str value = cut(&list, ';'), name = cut(&value, '=');
        char key[32];
        if (name.n == 0 || name.n >= sizeof key || value.n == 0)
            return false;
        memcpy(key, name.p, name.n);
        key[name.n] = '\0';
        dx_jw_str(&w, key, value);
    }
    return true;
}

/* Sensitive, but no one person's: places, devices on a net, what holds findings of its own. */
static bool is_nobodys(struct dx_str kind)
{
    static const char *const kinds[] = {"name", "geo", "ipv4", "ipv6", "mac", "emvco.qr", "th.slip_qr", "boarding.pass"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (dx_str_is(kind, kinds[i]))
            return true;
    return false;
}

static bool is_account(struct dx_str kind)
{
    return kind.n > 7 && (memmem(kind.p, kind.n, "account", 7) || dx_str_is(kind, "mm.wallet") || dx_str_is(kind, "th.promptpay_id"));
}

/* One row; the attributes' text is kept as offset and length until the buffer has stopped growing. */
static const char *read_row(struct dx_kinds *k, struct dx_str line)
{
    struct dx_kind *r = &k->row[k->n];
    r->key = cut(&line, '\t');
    r->kind = cut(&line, '\t');
    struct dx_str attrs = cut(&line, '\t');
    if (r->key.n == 0 || r->kind.n == 0 || attrs.n == 0 || (!dx_str_is(line, "yes") && !dx_str_is(line, "no")))
        return "expected key, kind, attributes or -, yes or no, separated by tabs";
    if (dx_kinds_find(k, r->key))
        return "this key stands in the table already";
    r->sensitive = dx_str_is(line, "yes");
    r->personal = r->sensitive && !is_nobodys(r->kind);
    r->account = r->personal && is_account(r->kind);
    size_t at = k->attrs.len;
    if (!dx_str_is(attrs, "-") && !write_attrs(&k->attrs, attrs))
        return "attributes are name=value;name=value";
    r->attrs = (struct dx_str){NULL, k->attrs.len - at};
    k->n++;
    return NULL;
}

static int parse(struct dx_kinds *k, struct dx_str text, const char *name, struct dx_err *e)
{
    for (int line = 1; text.n; line++) {
        struct dx_str l = cut(&text, '\n');
        if (l.n == 0 || l.p[0] == '#')
            continue;
        const char *wrong = read_row(k, l);
        if (wrong)
            return dx_fail(e, DX_BAD, "malformed", "%s:%d: %s", name, line, wrong);
    }
    if (!dx_buf_ok(&k->attrs))
        return dx_fail_nomem(e);
    const char *at = k->attrs.p ? k->attrs.p : "";
    for (size_t i = 0; i < k->n; i++) {
        struct dx_kind *r = &k->row[i];
        r->attrs.p = at;
        at += r->attrs.n;
        const char *mark = r->attrs.n ? memmem(r->attrs.p, r->attrs.n, "\"country\":\"", 11) : NULL;
        r->country = mark ? (struct dx_str){mark + 11, 2} : (struct dx_str){NULL, 0}; /* a quote stands behind, at least */
    }
    return DX_OK;
}

int dx_kinds_new(struct dx_kinds **out, struct dx_str text, const char *name, struct dx_err *e)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    struct dx_kinds *k = calloc(1, sizeof *k);
    *out = NULL;
    int rc = DX_NOMEM;
    if (k && (k->text = malloc(text.n + 1)) != NULL && (k->row = calloc(lines, sizeof *k->row)) != NULL) {
        if (text.n)
            memcpy(k->text, text.p, text.n);
        rc = parse(k, (struct dx_str){k->text, text.n}, name, e);
    } else {
        dx_fail_nomem(e);
    }
    if (rc == DX_OK)
        *out = k;
    else
        dx_kinds_free(k);
    return rc;
}

void dx_kinds_free(struct dx_kinds *k)
{
    if (!k)
        return;
    free(k->text);
    free(k->row);
    dx_buf_free(&k->attrs);
    free(k);
}

const struct dx_kind *dx_kinds_find(const struct dx_kinds *k, struct dx_str key)
{
    for (size_t i = 0; i < k->n; i++)
        if (dx_str_eq(k->row[i].key, key))
            return &k->row[i];
    return NULL;
}

const struct dx_kind *dx_kinds_at(const struct dx_kinds *k, size_t i) { return i < k->n ? &k->row[i] : NULL; }
