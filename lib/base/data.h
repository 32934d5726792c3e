/* data.h: where the data that belongs to the programs lies: rules, later models */
#ifndef DX_BASE_DATA_H
#define DX_BASE_DATA_H

#include "base/buf.h"

/* Appends the folder `name` ("rules"), the first there is of: what the environment variable `env` says (taken as it is);
 * share/docex/NAME of the installed tree that the running program is in, wherever it was moved; NAME of its build tree;
 * the folder that was settled when it was configured (also when it isn't there, so that a message names it). */
DX_API void dx_data_path(struct dx_buf *path, const char *env, const char *name);
#endif
