/* sha256.c: SHA-256 by libcrypto; the only file that knows OpenSSL */
#include "base/sha256.h"

/* Of a few hundred bytes, which is what ids are made of, EVP takes 400 ns, most of them to look up its algorithm, and the plain functions 110:
 * as old as the library, and kept, though newer versions would rather not have them used. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

struct dx_sha256 {
    EVP_MD_CTX *ctx;
};

struct dx_sha256 *dx_sha256_new(void)
{
    struct dx_sha256 *h = calloc(1, sizeof *h);
    if (h && !(h->ctx = EVP_MD_CTX_new())) {
        free(h);
        h = NULL;
    }
    return h;
}

void dx_sha256_free(struct dx_sha256 *h)
{
    if (h)
        EVP_MD_CTX_free(h->ctx);
    free(h);
}

int dx_sha256_start(struct dx_sha256 *h) { return EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1 ? DX_OK : DX_ENV; }

int dx_sha256_add(struct dx_sha256 *h, const void *p, size_t n)
{
    return EVP_DigestUpdate(h->ctx, p, n) == 1 ? DX_OK : DX_ENV;
}

int dx_sha256_end(struct dx_sha256 *h, uint8_t out[DX_SHA256_BYTES])
{
    return EVP_DigestFinal_ex(h->ctx, out, NULL) == 1 ? DX_OK : DX_ENV;
}

int dx_sha256(const void *p, size_t n, uint8_t out[DX_SHA256_BYTES])
{
    SHA256_CTX c;
    return SHA256_Init(&c) == 1 && SHA256_Update(&c, p, n) == 1 && SHA256_Final(out, &c) == 1 ? DX_OK : DX_ENV;
}

/* Ids of one item or page all begin with its id, which fills the first block: what the hash is behind that is kept for the next. */
static int hash_again(const char *p, size_t n, uint8_t out[DX_SHA256_BYTES])
{
    static _Thread_local char first[SHA256_CBLOCK];
    static _Thread_local SHA256_CTX behind;
    static _Thread_local bool known;
    SHA256_CTX c;
    bool same = n >= sizeof first && memcmp(first, p, sizeof first) == 0;
    if (!same && n >= sizeof first) {
        memcpy(first, p, sizeof first);
        known = false;
    }
    if (!same)
        return dx_sha256(p, n, out);
    if (!known) /* only of what came twice: other ids begin with what is theirs alone */
        known = SHA256_Init(&behind) == 1 && SHA256_Update(&behind, p, sizeof first) == 1;
    c = behind;
    return known && SHA256_Update(&c, p + sizeof first, n - sizeof first) == 1 && SHA256_Final(out, &c) == 1 ? DX_OK : DX_ENV;
}

int dx_sha256_head(const void *p, size_t n, size_t digits, char *out)
{
    uint8_t d[DX_SHA256_BYTES];
    out[0] = '\0';
    if (hash_again(p, n, d) != DX_OK)
        return DX_ENV;
    dx_hex(d, digits / 2, out);
    if (digits % 2)
        memcpy(out + digits - 1, (char[]){"0123456789abcdef"[d[digits / 2] >> 4], '\0'}, 2);
    return DX_OK;
}

void dx_hex(const uint8_t *p, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = "0123456789abcdef"[p[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[p[i] & 15];
    }
    out[2 * n] = '\0';
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool dx_unhex(const char *hex, size_t n, uint8_t *out)
{
    for (size_t i = 0; i < n; i++) {
        int hi = hex_value(hex[2 * i]), lo = hi < 0 ? -1 : hex_value(hex[2 * i + 1]);
        if (lo < 0)
            return false;
        out[i] = (uint8_t)(hi << 4 | lo);
    }
    return true;
}

void dx_buf_base64(struct dx_buf *b, const void *p, size_t n)
{
    const uint8_t *s = p;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)s[i] << 16 | (i + 1 < n ? (uint32_t)s[i + 1] << 8 : 0) | (i + 2 < n ? s[i + 2] : 0);
        for (int k = 0; k < 4; k++)
            dx_buf_byte(b, i + (size_t)k > n ? '=' :
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[v >> (18 - 6 * k) & 63]);
    }
}

static int base64_value(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool dx_buf_unbase64(struct dx_buf *b, const char *p, size_t n)
{
    if (n % 4)
        return false;
    for (size_t i = 0; i < n; i += 4) {
        int pad = i + 4 < n ? 0 : (p[i + 3] == '=') + (p[i + 3] == '=' && p[i + 2] == '=');
        uint32_t v = 0;
        for (int k = 0; k < 4; k++) {
            int d = k >= 4 - pad ? 0 : base64_value(p[i + (size_t)k]);
            if (d < 0)
                return false;
            v = v << 6 | (uint32_t)d;
        }
        for (int k = 0; k < 3 - pad; k++)
            dx_buf_byte(b, (char)(v >> (16 - 8 * k)));
    }
    return dx_buf_ok(b);
}
