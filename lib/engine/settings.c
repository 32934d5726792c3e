/* settings.c: options as JSON and back */
#include "engine/settings.h"

#include <stdlib.h>
#include <string.h>

void dx_settings_write(struct dx_jw *w, const struct dx_options *o)
{
    dx_jw_obj(w, "settings");
    if (o->lang)
        dx_jw_cstr(w, "lang", o->lang);
    if (o->region)
        dx_jw_cstr(w, "region", o->region);
    if (o->n_rules) {
        dx_jw_arr(w, "rules");
        for (size_t i = 0; i < o->n_rules; i++) {
            char *real = realpath(o->rules[i], NULL);
            dx_jw_cstr(w, NULL, real ? real : o->rules[i]);
            free(real);
        }
        dx_jw_arr_end(w);
    }
    if (o->min_score >= 0)
        dx_jw_num(w, "min_score", o->min_score);
    if (o->as_of)
        dx_jw_cstr(w, "as_of", o->as_of);
    if (o->max_pixels)
        dx_jw_int(w, "max_pixels", o->max_pixels);
    dx_jw_obj_end(w);
}

static const char *keep(struct dx_settings *s, struct dx_str text, bool *good)
{
    if (!text.p || !*good)
        return NULL;
    char **more = realloc(s->strings, (s->n + 1) * sizeof *more);
    char *own = more ? strndup(text.p, text.n) : NULL;
    if (more)
        s->strings = more;
    *good = own != NULL;
    if (own)
        s->strings[s->n++] = own;
    return own;
}

int dx_settings_read(struct dx_settings *s, const struct dx_json *j, const struct dx_jnode *of, struct dx_err *e)
{
    const struct dx_jnode *in = dx_json_get(j, of, "settings"), *rules = dx_json_get(j, in, "rules");
    bool good = true;
    s->o = (struct dx_options){.min_score = dx_json_num(dx_json_get(j, in, "min_score"), -1),
                               .max_pixels = dx_json_int(dx_json_get(j, in, "max_pixels"), 0)};
    s->o.lang = keep(s, dx_json_str(dx_json_get(j, in, "lang")), &good);
    s->o.region = keep(s, dx_json_str(dx_json_get(j, in, "region")), &good);
    s->o.as_of = keep(s, dx_json_str(dx_json_get(j, in, "as_of")), &good);
    for (const struct dx_jnode *one = rules ? dx_json_first(j, rules) : NULL; one && good; one = dx_json_next(j, one)) {
        const char **more = realloc(s->rules, (s->o.n_rules + 1) * sizeof *more);
        good = more != NULL;
        if (more) {
            s->rules = more;
            s->rules[s->o.n_rules] = keep(s, dx_json_str(one), &good);
            s->o.n_rules += s->rules[s->o.n_rules] != NULL;
        }
    }
    s->o.rules = s->rules;
    return good ? DX_OK : dx_fail_nomem(e);
}

void dx_settings_free(struct dx_settings *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->strings[i]);
    free(s->strings);
    free(s->rules);
    *s = (struct dx_settings){0};
}
