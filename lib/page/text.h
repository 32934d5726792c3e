/* text.h: the stage that gives the text of pages as records (dx-text) */
#ifndef DX_PAGE_TEXT_H
#define DX_PAGE_TEXT_H

#include "base/stage.h"

DX_API extern const struct dx_stage dx_text_stage;
#endif
