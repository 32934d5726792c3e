/* nfc.h: composing a character and a mark (internal to find/) */
#ifndef DX_FIND_NFC_H
#define DX_FIND_NFC_H

#include <stdint.h>

/* The one character that base and mark are in NFC (UAX #15); 0 when there is none. */
uint32_t dx_nfc_pair(uint32_t base, uint32_t mark);
#endif
