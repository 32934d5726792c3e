/* frame.c */
#include "frame.h"
int dx_frame_dummy(void);
int dx_frame_dummy(void) { return 0; }
