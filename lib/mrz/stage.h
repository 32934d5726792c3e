/* stage.h: the stage that reads machine-readable zones in pictures: documents */
#ifndef DX_MRZ_STAGE_H
#define DX_MRZ_STAGE_H

#include "base/stage.h"

extern DX_API const struct dx_stage dx_mrz_stage;
#endif
