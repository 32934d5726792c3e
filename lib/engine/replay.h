/* replay.h: a complete case as one stream of records again: each item, then page by page what was found in it */
#ifndef DX_ENGINE_REPLAY_H
#define DX_ENGINE_REPLAY_H

#include "base/record.h"

struct dx_replay;

/* Opens a case for reading. `pages` false leaves page records out. DX_ENV as dx_case_read. */
DX_API int dx_replay_open(struct dx_replay **r, const char *path, bool pages, struct dx_err *e);
DX_API void dx_replay_free(struct dx_replay *r);
/* The next record line, without its line end; *got is false after the last. The line lives until the next call. DX_ENV when a file
 * can't be read. */
DX_API int dx_replay_next(struct dx_replay *r, struct dx_str *line, bool *got, struct dx_err *e);
#endif
