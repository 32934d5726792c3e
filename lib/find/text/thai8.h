/* thai8.h: Thai in one byte a character: TIS 620-2533, ISO/IEC 8859-11, and windows-874, which has quotation marks and dashes, too
 *
 * Nothing marks it, and any byte may be a character of it. What tells it from noise is its spelling: vowels and tones above and below a line
 * stand behind a consonant, vowels before it have one behind them; and few letters make most of a text. */
#ifndef DX_FIND_THAI8_H
#define DX_FIND_THAI8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character; 0: the byte is none, or no text. */
uint32_t dx_thai8_char(unsigned char c);
/* By how much the letters alone are likelier in Thai than in noise, in tenths of a log-odds. */
int dx_thai8_worth(const unsigned char *p, size_t n);
/* Where the text ends that goes on at `at` behind the byte `before` (0: it starts there). No text goes on with Thai in UTF-8. */
size_t dx_thai8_end(const unsigned char *p, size_t at, size_t n, unsigned char before);
/* The log-odds that p[0, n), which is such text from end to end, is Thai and not noise, in hundredths; a surer one than `most` needn't be. */
int dx_thai8_sure(const unsigned char *p, size_t n, int most);
#endif
