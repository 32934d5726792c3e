/* folded.c: text is folded that folding may change */
#include "find/scan/job.h"

int dx_scan_fold(struct dx_scan *s, struct dx_fold *f, struct dx_str text, enum dx_stillness still, struct dx_err *e)
{
    if (s->plain || still == DX_STILL_NOT || (still != DX_STILL && dx_still_to(&s->still, text, 0, text.n, false) < text.n))
        return dx_fold_text(f, text, e);
    dx_fold_nothing(f, text);
    return DX_OK;
}
