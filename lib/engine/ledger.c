/* ledger.c: judging items by their records, and adding up */
#include "engine/ledger.h"

#include <string.h>

static const char *const names[DX_STATUSES] = {"done", "partial", "failed", "skipped", "duplicate"};

const char *dx_status_name(enum dx_status s) { return s < DX_STATUSES ? names[s] : NULL; }

enum dx_status dx_status_of(struct dx_str name)
{
    int s = 0;
    while (s < DX_STATUSES && !dx_str_is(name, names[s]))
        s++;
    return (enum dx_status)s;
}

enum dx_status dx_judge(const struct dx_judgement *j, const char **reason)
{
    *reason = "";
    if (j->listed) {
        *reason = "listed";
        return DX_SKIPPED;
    }
    if (j->duplicate)
        return DX_DUPLICATE;
    if (j->size == 0) {
        *reason = "empty";
        return DX_SKIPPED;
    }
    if (j->errors == 0)
        return DX_DONE;
    *reason = j->code;
    return j->read == 0 ? DX_FAILED : DX_PARTIAL;
}

void dx_status_write(struct dx_buf *b, const struct dx_item *it, enum dx_status s, const char *reason)
{
    struct dx_jw w = {b, false};
    bool raw = false;
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "status");
    dx_jw_str(&w, "item", it->id);
    dx_jw_str(&w, "exhibit", it->exhibit);
    dx_jw_arr(&w, "path");
    for (size_t i = 0; i < it->levels; i++) {
        dx_jw_str(&w, NULL, it->path[i]);
        raw |= it->path_raw[i].p != NULL;
    }
    dx_jw_arr_end(&w);
    if (raw) {
        dx_jw_arr(&w, "path_raw");
        for (size_t i = 0; i < it->levels; i++)
            dx_jw_str(&w, NULL, it->path_raw[i]);
        dx_jw_arr_end(&w);
    }
    dx_jw_cstr(&w, "status", dx_status_name(s));
    if (reason[0])
        dx_jw_cstr(&w, "reason", reason);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}

void dx_ledger_free(struct dx_ledger *l)
{
    for (int s = 0; s < DX_STATUSES; s++)
        dx_tally_free(&l->reasons[s]);
    *l = (struct dx_ledger){0};
}

int dx_ledger_add(struct dx_ledger *l, enum dx_status s, struct dx_str reason, struct dx_err *e)
{
    l->by[s]++;
    return dx_tally_add(&l->reasons[s], reason, 1, e);
}

bool dx_ledger_balances(const struct dx_ledger *l)
{
    int64_t sum = 0;
    for (int s = 0; s < DX_STATUSES; s++)
        sum += l->by[s];
    return sum == l->items;
}
