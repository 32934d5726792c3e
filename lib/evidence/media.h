/* media.h: what an item is, by its content; the one door to libmagic */
#ifndef DX_EVIDENCE_MEDIA_H
#define DX_EVIDENCE_MEDIA_H

#include "base/buf.h"
#include "base/limits.h"

struct dx_media; /* a loaded magic database */

/* DX_ENV when the database is missing. */
DX_API int dx_media_new(struct dx_media **m, struct dx_err *e);
DX_API void dx_media_free(struct dx_media *m);
/* The media type of content whose first n bytes are p (give up to DX_MEDIA_BYTES), of a file of `size` bytes.
 * Never NULL: "application/octet-stream" when nothing is known, "inode/x-empty" for no bytes. Valid until the next call.
 * libmagic's answer, refined by what our readers know (text in charsets that libmagic calls data, for one). */
DX_API const char *dx_media_type(struct dx_media *m, const char *p, size_t n, int64_t size);
/* Why the last answer of dx_media_type could not be better; NULL when it could. */
DX_API const struct dx_err *dx_media_failure(const struct dx_media *m);

/* libmagic's raw answer for n bytes, in this process: "" when there is none. */
#define DX_MEDIA_TYPE 128
DX_API void dx_media_ask(struct dx_media *m, const char *p, size_t n, char type[DX_MEDIA_TYPE]);
/* From now on another is asked instead (a caged process). It gives what dx_media_ask would, or DX_BAD. */
typedef int dx_media_ask_fn(void *ctx, const char *p, size_t n, char type[DX_MEDIA_TYPE], struct dx_err *e);
DX_API void dx_media_elsewhere(struct dx_media *m, dx_media_ask_fn *ask, void *ctx);
/* The version of the libmagic that runs ("5.44"), for the tool record. */
DX_API void dx_media_version(char out[16]);
#define DX_MEDIA_BYTES DX_MAGIC_BYTES /* as much as libmagic is shown */
#endif
