/* typer.h: libmagic in a cage: the media type of each item asked of a process of its own
 *
 * A small process waits for heads of items and forks a caged one for each, before the parent has grown by models and rules: 0.6 ms an
 * item. So no item can say what a later one is, and all that an item can say of itself is a media type. */
#ifndef DX_ENGINE_TYPER_H
#define DX_ENGINE_TYPER_H

#include "evidence/media.h"

struct dx_typer;

/* Starts it and makes it answer for m, which must outlive it. DX_ENV when the kernel has no protection to give and no_sandbox isn't
 * set. */
DX_API int dx_typer_new(struct dx_typer **t, struct dx_media *m, bool no_sandbox, struct dx_err *e);
/* Makes it answer for another one, too. */
DX_API void dx_typer_attach(struct dx_typer *t, struct dx_media *m);
DX_API void dx_typer_free(struct dx_typer *t);
#endif
