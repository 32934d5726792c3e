/* case.h: a case directory: what a run found, one file per record type
 *
 * A case is 0700 and its files 0600, whatever the user's umask. While a run writes, its files are called NAME.part; when it is
 * complete they take their names, the ledger last: a case with a ledger.ndjson is complete, one without is not. The custody log is
 * apart: it is appended to as things happen. Results per
 * content are kept in the folder cache (cache.h). */
#ifndef DX_ENGINE_CASE_H
#define DX_ENGINE_CASE_H

#include "base/record.h"
#include "engine/casedir.h"

struct dx_case;

/* Opens a case for writing, making the directory when it isn't there. DX_ENV when it can't be made or written, when it holds
 * something else than a case, or when another run has it. */
DX_API int dx_case_open(struct dx_case **c, const char *path, struct dx_err *e);
/* The case's folder and its log, open as long as the case is. */
DX_API struct dx_casedir *dx_case_dir(struct dx_case *c);
/* Appends an entry to the custody log: body as in custody.h. */
DX_API int dx_case_log(struct dx_case *c, const char *event, struct dx_str body, struct dx_err *e);
/* Writes one record line (with its line end) to the file of its type: tools, roots, ends, items, entries, pages, documents, findings,
 * errors; status lines to the ledger. DX_BAD for a type that has no file. DX_ENV: the disk is full, or worse. */
DX_API int dx_case_write(struct dx_case *c, enum dx_type type, struct dx_str line, struct dx_err *e);
/* The run is complete: what was written is synced and takes its names. Appends `"files":{"items.ndjson":"<sha256>",…}` to *body. */
DX_API int dx_case_complete(struct dx_case *c, struct dx_buf *body, struct dx_err *e);
/* The run is not complete: what was written is kept under its temporary names. */
DX_API int dx_case_leave(struct dx_case *c, struct dx_err *e);
DX_API void dx_case_free(struct dx_case *c);

/* The name of the file that holds a type ("items.ndjson"), NULL when there is none. */
DX_API const char *dx_case_file(enum dx_type type);
/* Opens a file of a case to read it. DX_ENV when the directory is no case, when no run of it was completed, or when the file is
 * missing. */
DX_API int dx_case_read(const char *path, enum dx_type type, int *fd, struct dx_err *e);
#endif
