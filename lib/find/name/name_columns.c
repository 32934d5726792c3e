/* name_columns.c: columns of names in tables with a head */
#include "find/name/name_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "find/text/chars.h"
#include "find/text/columns.h"

/* The cell of the line that stands under cell number `column` of the head. */
static bool cell(struct dx_str t, char mark, size_t column, size_t *from, size_t *to)
{
    for (size_t at = 0, next; at <= t.n; at = next) {
        size_t end = dx_columns_end(t, mark, at, &next);
        if (column-- > 0)
            continue;
        for (*from = at, *to = end; *from < *to && (t.p[*from] == ' ' || t.p[*from] == '"');)
            ++*from;
        return *from < *to;
    }
    return false;
}

/* The label that the cell of the head at *at consists of, but for a few bytes; NULL: it is none of names. *at moves behind it. */
static const struct dx_name_label *column_label(const struct dx_names *names, struct dx_str head, char mark, size_t *at)
{
    size_t next, end = dx_columns_end(head, mark, *at, &next);
    struct dx_str cell = kit_trim((struct dx_str){head.p + *at, end - *at});
    *at = next;
    const struct dx_name_label *l = cell.n ? dx_name_label_at(names, cell, 0) : NULL;
    return l && l->strength != DX_LABEL_TAG && l->strength != DX_LABEL_LEAD && cell.n <= strlen(l->word) + 12 ? l : NULL;
}

/* Is a table with a column "name" one of places, codes, files, by its other heads, and not of persons? */
static bool is_of_things(struct dx_str head)
{
    static const char *const things[] = {"latitude", "longitude", "lat", "lng", "lon", "iata", "icao", "iso", "iso2", "iso3", "alpha2", "alpha3", "alpha-2", "alpha-3", "capital", "currency", "currencies", "elevation", "population", "md5", "sha1",
                                         "sha256", "filename", "extension", "mime", "license", "homepage", "unicode", "timezone", "hex", "symbol", NULL};
    static const char *const persons[] = {"phone", "tel", "mobile", "email", "passport", "nationality", "birth", "dob", "sex", "gender", "age", "msisdn", "account", NULL};
    bool thing = false;
    for (size_t i = 0; things[i] && !thing; i++)
        thing = kit_find(head, things[i], 0) != SIZE_MAX;
    for (size_t i = 0; persons[i] && thing; i++)
        thing = kit_find(head, persons[i], 0) == SIZE_MAX;
    return thing;
}

int dx_name_columns_learn(struct dx_name_columns *c, const struct dx_names *names, struct dx_str head, struct dx_err *e)
{
    c->mark = dx_columns_mark(head);
    c->n = 0;
    c->cells = c->mark ? dx_columns_count(head, c->mark) : 0;
    for (size_t column = 0, at = 0; c->mark && at <= head.n; column++) {
        const struct dx_name_label *l = column_label(names, head, c->mark, &at);
        if (!l || (strcmp(l->word, "name") == 0 && is_of_things(head)))
            continue;
        if (!DX_MORE(c->at, c->n, c->cap))
            return dx_fail_nomem(e);
        c->at[c->n++] = (struct dx_name_column){column, l};
    }
    return DX_OK;
}

void dx_name_columns_free(struct dx_name_columns *c)
{
    free(c->at);
    *c = (struct dx_name_columns){0};
}

int dx_name_scan_table(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double weight = 2.6; /* a single word is one, too: many people have no other */
    static const double shop = 3;     /* four characters and more without a surname: the other side of a payment is a shop's name, too */
    enum { THREE = 3 * 3 };           /* bytes */
    const struct dx_name_columns *c = t->columns;
    int rc = DX_OK;
    size_t from, to, end;
    if (c->mark == ' ' && dx_columns_count(t->line, ' ') != c->cells)
        return DX_OK; /* which cell is a name's isn't known */
    for (size_t i = 0; i < c->n && rc == DX_OK; i++)
        if (cell(t->line, c->mark, c->at[i].column, &from, &to)) {
            struct dx_str inside = kit_trim((struct dx_str){t->line.p + from, to - from});
            uint32_t first = 0;
            dx_utf8_get(inside.p, inside.n, &first);
            bool may_be_shop = dx_name_script(first) == DX_SCRIPT_HAN && inside.n > THREE && c->at[i].label->strength == DX_LABEL_FORM && !dx_name_han(inside);
            double w = may_be_shop ? weight - shop : weight;
            rc = dx_name_give(t->names, (struct dx_str){t->line.p, to}, from, c->at[i].label, w, true, false, &end, r, take, ctx, e);
        }
    return rc;
}

/* Could the line be a head with a column of names? */
bool dx_name_head(const struct dx_names *names, struct dx_str head)
{
    char mark = dx_names_none(names, head) ? 0 : dx_columns_mark(head);
    for (size_t at = 0; mark && at <= head.n;)
        if (column_label(names, head, mark, &at))
            return true;
    return false;
}
