/* check.c: the checks by name, by kind, in a row; running one */
#include "find/check/kit.h"

#include <string.h>

static const struct dx_check *const tables[] = {
    dx_checks_account, dx_checks_coin,   dx_checks_date,  dx_checks_device, dx_checks_doc,     dx_checks_generic,
    dx_checks_handle,  dx_checks_money,  dx_checks_myanmar, dx_checks_name, dx_checks_net,  dx_checks_online,  dx_checks_payload,
    dx_checks_person,  dx_checks_phone,  dx_checks_place, dx_checks_plate,  dx_checks_thai,    dx_checks_transport,
};
#define TABLES (sizeof tables / sizeof tables[0])

const struct dx_check *dx_check_at(size_t i)
{
    for (size_t t = 0; t < TABLES; t++)
        for (const struct dx_check *c = tables[t]; c->name; c++)
            if (i-- == 0)
                return c;
    return NULL;
}

const struct dx_check *dx_check_named(struct dx_str name)
{
    for (size_t t = 0; t < TABLES; t++)
        for (const struct dx_check *c = tables[t]; c->name; c++)
            if (dx_str_is(name, c->name))
                return c;
    return NULL;
}

/* Kinds whose check has a name of its own. */
static const struct {
    const char *kind, *check;
} named_otherwise[] = {
    {"btc.address", "btc"},
    {"eth.address", "eth"},
    {"th.national_id", "th.pin"},
};

const char *dx_check_kind(const struct dx_check *c)
{
    for (size_t i = 0; i < sizeof named_otherwise / sizeof named_otherwise[0]; i++)
        if (strcmp(c->name, named_otherwise[i].check) == 0)
            return named_otherwise[i].kind;
    return c->name;
}

const struct dx_check *dx_check_for_kind(struct dx_str kind, char arg[DX_CHECK_ARG])
{
    arg[0] = '\0';
    for (size_t i = 0; i < sizeof named_otherwise / sizeof named_otherwise[0]; i++)
        if (dx_str_is(kind, named_otherwise[i].kind))
            return dx_check_named(dx_str(named_otherwise[i].check));
    if (kind.n == sizeof "passport.cc" - 1 && kit_starts(kind, "passport.")) {
        arg[0] = kit_upper(kind.p[kind.n - 2]);
        arg[1] = kit_upper(kind.p[kind.n - 1]);
        arg[2] = '\0';
        return dx_check_named(DX_STR("passport"));
    }
    return dx_check_named(kind);
}

void dx_reading_reset(struct dx_reading *r)
{
    dx_buf_reset(&r->value);
    dx_buf_reset(&r->key);
    dx_buf_reset(&r->attrs);
    r->verdict = DX_VERDICT_FORM;
    r->weight = 0;
    r->alert = NULL;
    r->last = (struct dx_attrs_last){0, 0};
}

int dx_check_run(const struct dx_check *c, struct dx_reading *r, struct dx_str text, const struct dx_check_context *ctx,
                 struct dx_err *e)
{
    static const struct dx_check_context none = {.region = NULL};
    dx_reading_reset(r);
    r->verdict = DX_VERDICT_NO;
    text = kit_trim(text);
    if (text.n && text.n <= KIT_TEXT)
        c->fn(r, text, ctx ? ctx : &none);
    if (r->verdict == DX_VERDICT_FAIL)
        r->alert = "check-number";
    if (!dx_buf_ok(&r->value) || !dx_buf_ok(&r->key) || !dx_buf_ok(&r->attrs))
        return dx_fail_nomem(e);
    return DX_OK;
}

static bool is_in(const struct dx_check *table, const struct dx_check *c)
{
    while (table->name && table != c)
        table++;
    return table->name;
}

bool dx_check_again(const struct dx_check *c) { return is_in(dx_checks_date, c) || is_in(dx_checks_net, c); }

void dx_reading_free(struct dx_reading *r)
{
    dx_buf_free(&r->value);
    dx_buf_free(&r->key);
    dx_buf_free(&r->attrs);
}
