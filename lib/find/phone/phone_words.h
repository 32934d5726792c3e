/* phone_words.h: telephone numbers said in words */
#ifndef DX_FIND_PHONE_WORDS_H
#define DX_FIND_PHONE_WORDS_H

#include "find/check/check.h"

/* The check `phone.words`: digits and words for digits, of several languages, which nothing but marks parts. */
dx_check_fn dx_phone_words_check;
#endif
