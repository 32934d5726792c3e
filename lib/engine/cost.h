/* cost.h: how long a file will probably take, by its name and size alone: for balance and for time left, never for content */
#ifndef DX_ENGINE_COST_H
#define DX_ENGINE_COST_H

#include "base/buf.h"

/* Seconds of one processor. Names lie: a wrong guess costs balance and nothing else. */
DX_API double dx_cost(struct dx_str path, int64_t size);
#endif
