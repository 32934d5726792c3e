/* sha256.h: SHA-256 (FIPS 180-4) by libcrypto, and hexadecimal */
#ifndef DX_BASE_SHA256_H
#define DX_BASE_SHA256_H

#include "base/buf.h"

#define DX_SHA256_BYTES 32
#define DX_SHA256_HEX 64

struct dx_sha256; /* a hash being computed */

/* NULL when out of memory. */
DX_API struct dx_sha256 *dx_sha256_new(void);
DX_API void dx_sha256_free(struct dx_sha256 *h);
/* Starts again; add bytes; close and write the digest. DX_OK, or DX_ENV when libcrypto refuses. */
DX_API int dx_sha256_start(struct dx_sha256 *h);
DX_API int dx_sha256_add(struct dx_sha256 *h, const void *p, size_t n);
DX_API int dx_sha256_end(struct dx_sha256 *h, uint8_t out[DX_SHA256_BYTES]);
/* All at once. */
DX_API int dx_sha256(const void *p, size_t n, uint8_t out[DX_SHA256_BYTES]);
/* The first `digits` lower-case hexadecimal digits of the SHA-256 of p, NUL-terminated: out has digits + 1 bytes,
 * digits at most 64. On failure of libcrypto out is the empty string and DX_ENV is returned. */
DX_API int dx_sha256_head(const void *p, size_t n, size_t digits, char *out);
/* n bytes as 2n lower-case digits and a NUL. */
DX_API void dx_hex(const uint8_t *p, size_t n, char *out);
/* 2n digits (either case) to n bytes; false when a digit isn't one. */
DX_API bool dx_unhex(const char *hex, size_t n, uint8_t *out);
/* RFC 4648 base64 with padding. */
DX_API void dx_buf_base64(struct dx_buf *b, const void *p, size_t n);
/* Decodes base64 with padding; false (and nothing useful in b) when it isn't. */
DX_API bool dx_buf_unbase64(struct dx_buf *b, const char *p, size_t n);
#endif
