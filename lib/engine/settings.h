/* settings.h: what decides the records of a run, written down so that another process or machine can do the same */
#ifndef DX_ENGINE_SETTINGS_H
#define DX_ENGINE_SETTINGS_H

#include "base/stage.h"

/* Options read back: strings live in it. Starts as all zero; given back with dx_settings_free. */
struct dx_settings {
    struct dx_options o;
    char **strings;
    size_t n;
    const char **rules;
};

/* Writes `"settings":{…}`: what was given, rules by their real path. */
DX_API void dx_settings_write(struct dx_jw *w, const struct dx_options *o);
/* Reads them from the object that has the member (a custody entry, a plan). DX_NOMEM. */
DX_API int dx_settings_read(struct dx_settings *s, const struct dx_json *j, const struct dx_jnode *of, struct dx_err *e);
DX_API void dx_settings_free(struct dx_settings *s);
#endif
