/* hashlist.h: lists of content that must not be opened, as agencies exchange them
 *
 * A text file: one SHA-256 a line in hexadecimal, either case; what follows after blanks is left alone (so sha256sum's output
 * does); empty lines and lines that start with # are comments. */
#ifndef DX_ENGINE_HASHLIST_H
#define DX_ENGINE_HASHLIST_H

#include "base/idset.h"

/* Adds a file's hashes to the set. `digest` (DX_SHA256_HEX + 1 bytes) gets the SHA-256 of the file, for the custody log. DX_BAD: a
 * line is no hash (the message names file and line: a list that is half understood protects nobody); DX_ENV: it can't be read; DX_NOMEM. */
DX_API int dx_hashlist_load(struct dx_idset *s, const char *path, char *digest, struct dx_err *e);
#endif
