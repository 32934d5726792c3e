/* phone_said.h: telephone numbers said in words */
#ifndef DX_FIND_PHONE_SAID_H
#define DX_FIND_PHONE_SAID_H

#include "find/check/check.h"

/* The check `phone.words`: digits and words for digits, of several languages, which nothing but marks parts. */
dx_check_fn dx_phone_said_check;
#endif
