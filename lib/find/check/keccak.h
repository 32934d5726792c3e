/* keccak.h: Keccak-256 with its original padding (0x01), as Ethereum and Monero use it; not SHA3-256 */
#ifndef DX_FIND_KECCAK_H
#define DX_FIND_KECCAK_H

#include "base/err.h"

void dx_keccak256(const void *p, size_t n, uint8_t out[32]);
#endif
