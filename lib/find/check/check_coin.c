/* check_coin.c: addresses of crypto currencies (identifiers.md 4.5; BIP-173, BIP-350, EIP-55, CashAddr, TEP-2) */
#include "base/sha256.h"
#include "find/check/keccak.h"
#include "find/check/kit.h"

#include <string.h>

#define ADDRESS 128 /* longest: Monero's integrated address, 106 characters */
static const char bitcoin58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char ripple58[] = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
static const char charset32[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* Addresses of token contracts: they stand in every wallet and belong to nobody. */
static const char *const contracts[] = {
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    "0x55d398326f99059fF775485246999027B3197955",
    "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB",
    "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",
};

static void contract_or_not(struct dx_reading *r)
{
    for (size_t i = 0; i < sizeof contracts / sizeof contracts[0]; i++)
        if (dx_str_is(dx_buf_slice(&r->value), contracts[i])) {
            kit_attr(r, "label", "USDT contract");
            r->weight = -4;
        }
}

/* Takes the address out of a payment URI: "bitcoin:ADDRESS?amount=…"; false when it doesn't fit. */
static bool address_of(struct dx_str t, const char *scheme, char out[ADDRESS])
{
    if (scheme && kit_starts(t, scheme))
        t = kit_skip(t, strlen(scheme));
    const char *query = memchr(t.p, '?', t.n);
    if (query)
        t.n = (size_t)(query - t.p);
    if (t.n == 0 || t.n >= ADDRESS || memchr(t.p, '\0', t.n))
        return false;
    memcpy(out, t.p, t.n);
    out[t.n] = '\0';
    return true;
}

/* ---- Base58 ---- */

/* Decodes to exactly n bytes, big-endian; leading zero digits stand for leading zero bytes. */
static bool base58(const char *s, const char *alphabet, uint8_t *out, size_t n)
{
    size_t zeros = strspn(s, (char[]){alphabet[0], '\0'}), lead = 0;
    memset(out, 0, n);
    for (; *s; s++) {
        const char *at = strchr(alphabet, *s);
        if (!at)
            return false;
        unsigned carry = (unsigned)(at - alphabet);
        for (size_t i = n; i-- > 0;) {
            carry += out[i] * 58u;
            out[i] = (uint8_t)carry;
            carry >>= 8;
        }
        if (carry)
            return false;
    }
    while (lead < n && out[lead] == 0)
        lead++;
    return lead == zeros;
}

/* Version byte, 20 bytes of hash, and whether the check holds. */
static bool base58check(const char *s, const char *alphabet, uint8_t *version, bool *holds)
{
    uint8_t raw[25], d[DX_SHA256_BYTES];
    if (strlen(s) < 25 || strlen(s) > 35 || !base58(s, alphabet, raw, sizeof raw))
        return false;
    if (dx_sha256(raw, 21, d) != DX_OK || dx_sha256(d, sizeof d, d) != DX_OK)
        return false;
    *version = raw[0];
    *holds = memcmp(d, raw + 21, 4) == 0;
    return true;
}

/* An address of 25 bytes under one of these versions. A wrong version with a right check is another coin's. */
static bool legacy(struct dx_reading *r, const char *s, const char *alphabet, const uint8_t *versions, size_t n, bool shape)
{
    uint8_t version;
    bool holds;
    if (!base58check(s, alphabet, &version, &holds)) {
        /* one wrong character may overflow the 25 bytes: still a lead when its first character and length are right */
        if (!shape || strlen(s) < 33 || strlen(s) > 34 || strspn(s, alphabet) != strlen(s))
            return false;
        kit_value(r, DX_VERDICT_FAIL, s);
        return true;
    }
    if (!memchr(versions, version, n))
        return false;
    kit_checked(r, holds, s);
    contract_or_not(r);
    return true;
}

/* ---- Bech32 ---- */

static uint32_t bech32_step(uint32_t c, uint32_t v)
{
    static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    uint32_t top = c >> 25;
    c = (c & 0x1ffffff) << 5 ^ v;
    for (int i = 0; i < 5; i++)
        c ^= top >> i & 1 ? generator[i] : 0;
    return c;
}

/* Lower case in place; false for mixed case, which no encoder writes. */
static bool one_case(char *s)
{
    bool upper = false, lower = false;
    for (; *s; s++) {
        upper = upper || (*s >= 'A' && *s <= 'Z');
        lower = lower || (*s >= 'a' && *s <= 'z');
        *s = kit_lower(*s);
    }
    return !(upper && lower);
}

/* A segwit address under a human part with its "1" ("bc1"): form in *form, check in the result. */
static bool segwit(const char *s, const char *human, bool *form)
{
    size_t n = strlen(s), h = strlen(human) - 1;
    uint32_t c = 1;
    *form = false;
    if (n > 90 || n < h + 1 + 8)
        return false;
    for (size_t i = 0; i < h; i++)
        c = bech32_step(c, (uint32_t)human[i] >> 5);
    c = bech32_step(c, 0);
    for (size_t i = 0; i < h; i++)
        c = bech32_step(c, (uint32_t)human[i] & 31);
    size_t program = (n - h - 1 - 7) * 5 / 8, spare = (n - h - 1 - 7) * 5 % 8; /* bytes of witness program, bits of padding */
    const char *version = strchr(charset32, s[h + 1]);
    for (const char *p = s + h + 1; *p; p++) {
        const char *at = strchr(charset32, *p);
        if (!at)
            return false;
        c = bech32_step(c, (uint32_t)(at - charset32));
    }
    bool v0 = version == charset32;
    *form = spare < 5 && version - charset32 <= 16 && program >= 2 && program <= 40 && (!v0 || program == 20 || program == 32);
    return c == (v0 ? 1 : 0x2bc830a3);
}

static bool bech32(struct dx_reading *r, char *s, const char *human)
{
    bool form;
    if (!kit_starts(dx_str(s), human) || !one_case(s))
        return false;
    bool holds = segwit(s, human, &form);
    if (form)
        kit_checked(r, holds, s);
    return form;
}

/* ---- the coins ---- */

static void check_btc(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (address_of(t, "bitcoin:", s) && !bech32(r, s, "bc1") && (s[0] == '1' || s[0] == '3'))
        legacy(r, s, bitcoin58, (const uint8_t[]){0x00, 0x05}, 2, true);
}

static void check_ltc(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (address_of(t, "litecoin:", s) && !bech32(r, s, "ltc1"))
        legacy(r, s, bitcoin58, (const uint8_t[]){0x30, 0x32, 0x05}, 3, s[0] == 'L' || s[0] == 'M');
}

static void check_doge(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (address_of(t, "dogecoin:", s))
        legacy(r, s, bitcoin58, (const uint8_t[]){0x1e, 0x16}, 2, s[0] == 'D');
}

static void check_tron(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (address_of(t, "tron:", s) && s[0] == 'T' && strlen(s) == 34)
        legacy(r, s, bitcoin58, (const uint8_t[]){0x41}, 1, true);
}

static void check_xrp(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (address_of(t, "ripple:", s) && s[0] == 'r')
        legacy(r, s, ripple58, (const uint8_t[]){0}, 1, true);
}

static void check_eth(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS], lower[41], spelt[43] = "0x";
    uint8_t hash[32];
    bool has_upper = false, has_lower = false;
    (void)c;
    if (!address_of(t, "ethereum:", s) || strlen(s) != 42 || s[0] != '0' || (s[1] != 'x' && s[1] != 'X') ||
        strspn(s + 2, "0123456789abcdefABCDEF") != 40)
        return;
    for (int i = 0; i < 41; i++) {
        has_upper = has_upper || (s[i + 2] >= 'A' && s[i + 2] <= 'F');
        has_lower = has_lower || (s[i + 2] >= 'a' && s[i + 2] <= 'f');
        lower[i] = kit_lower(s[i + 2]);
    }
    dx_keccak256(lower, 40, hash);
    for (int i = 0; i < 41; i++)
        spelt[i + 2] = i < 40 && (hash[i / 2] >> (i % 2 ? 0 : 4) & 15) >= 8 ? kit_upper(lower[i]) : lower[i];
    if (has_upper && has_lower) /* EIP-55: only mixed case says anything */
        kit_checked(r, strcmp(spelt + 2, s + 2) == 0, spelt);
    else
        kit_value(r, DX_VERDICT_FORM, spelt);
    r->weight = 3;
    contract_or_not(r);
}

static uint64_t cash_step(uint64_t c, uint64_t v)
{
    static const uint64_t generator[] = {0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470};
    uint64_t top = c >> 35;
    c = (c & 0x07ffffffff) << 5 ^ v;
    for (int i = 0; i < 5; i++)
        c ^= top >> i & 1 ? generator[i] : 0;
    return c;
}

/* CashAddr: 42 characters are a version byte, 20 bytes of hash and a check of 40 bits. */
static void check_bch(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char prefix[] = "bitcoincash:";
    char s[ADDRESS];
    uint64_t sum = 1;
    (void)c;
    if (!address_of(t, prefix, s) || strlen(s) != 42 || !one_case(s) || (s[0] != 'q' && s[0] != 'p'))
        return;
    for (const char *p = prefix; *p != ':'; p++)
        sum = cash_step(sum, (uint64_t)*p & 31);
    sum = cash_step(sum, 0);
    for (const char *p = s; *p; p++) {
        const char *at = strchr(charset32, *p);
        if (!at)
            return;
        sum = cash_step(sum, (uint64_t)(at - charset32));
    }
    r->verdict = sum == 1 ? DX_VERDICT_PASS : DX_VERDICT_FAIL;
    dx_buf_str(&r->value, prefix);
    dx_buf_str(&r->value, s);
}

/* Monero's Base58: blocks of 11 characters are 8 bytes each; the last block is 7 characters for 5 bytes, or 6 for 4 … */
static bool blocks58(const char *s, uint8_t *out, size_t *n)
{
    static const size_t bytes_of[12] = {0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8};
    char block[12];
    *n = 0;
    for (size_t left = strlen(s); left; s += strlen(block), left -= strlen(block)) {
        size_t k = left < 11 ? left : 11, bytes = bytes_of[k];
        memcpy(block, s, k);
        block[k] = '\0';
        uint8_t wide[9];
        uint64_t v = 0;
        memset(wide, 0, sizeof wide);
        for (size_t i = 0; i < k; i++) {
            const char *at = strchr(bitcoin58, block[i]);
            if (!at || v > (UINT64_MAX - (uint64_t)(at - bitcoin58)) / 58)
                return false;
            v = v * 58 + (uint64_t)(at - bitcoin58);
        }
        if (bytes == 0 || (bytes < 8 && v >> bytes * 8))
            return false;
        for (size_t i = 0; i < bytes; i++)
            out[(*n)++] = (uint8_t)(v >> (bytes - 1 - i) * 8);
    }
    return true;
}

static void check_xmr(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    uint8_t raw[96], hash[32];
    size_t n;
    (void)c;
    if (!address_of(t, "monero:", s) || (s[0] != '4' && s[0] != '8') || (strlen(s) != 95 && strlen(s) != 106) ||
        strspn(s, bitcoin58) != strlen(s))
        return;
    bool holds = blocks58(s, raw, &n) && (raw[0] == 18 || raw[0] == 42 || raw[0] == 19);
    if (holds) {
        dx_keccak256(raw, n - 4, hash);
        holds = memcmp(hash, raw + n - 4, 4) == 0;
    }
    kit_checked(r, holds, s);
}

/* No check of its own: any 32 bytes are a public key. */
static void check_sol(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    uint8_t raw[32];
    (void)c;
    if (!address_of(t, "solana:", s) || strlen(s) < 32 || strlen(s) > 44 || !base58(s, bitcoin58, raw, sizeof raw))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    bool mixed = strpbrk(s, "123456789") && strpbrk(s, "ABCDEFGHJKLMNPQRSTUVWXYZ") && strpbrk(s, "abcdefghijkmnopqrstuvwxyz");
    r->weight = mixed ? 0.5 : -3;
    contract_or_not(r);
}

static void check_ton(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    (void)c;
    if (!address_of(t, "ton://transfer/", s) || strlen(s) != 48)
        return;
    struct dx_buf raw = DX_BUF_INIT;
    for (char *p = s; *p; p++)
        *p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
    if (dx_buf_unbase64(&raw, s, 48) && raw.len == 36 && (raw.p[0] == 0x11 || raw.p[0] == 0x51) &&
        (raw.p[1] == 0 || (uint8_t)raw.p[1] == 0xff)) {
        uint16_t crc = kit_crc16(raw.p, 34, 0);
        for (char *p = s; *p; p++)
            *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
        kit_checked(r, (uint8_t)raw.p[34] == crc >> 8 && (uint8_t)raw.p[35] == (crc & 0xff), s);
        contract_or_not(r);
    }
    dx_buf_free(&raw);
}

/* A private key in the wallet import format: version 0x80, 32 bytes, 0x01 where its public key is compressed, four of check. */
static void check_wif(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[ADDRESS];
    uint8_t raw[38], d[DX_SHA256_BYTES];
    (void)c;
    if (!address_of(t, NULL, s))
        return;
    size_t n = strlen(s) == 51 ? 37 : 38;
    if (!base58(s, bitcoin58, raw, n) || raw[0] != 0x80 || (n == 38 && raw[33] != 1) || dx_sha256(raw, n - 4, d) != DX_OK ||
        dx_sha256(d, sizeof d, d) != DX_OK)
        return;
    kit_checked(r, memcmp(d, raw + n - 4, 4) == 0, s);
    r->weight = 2;
}

const struct dx_check dx_checks_coin[] = {
    {"bch.address", check_bch, true},  {"btc", check_btc, true},         {"doge.address", check_doge, true},
    {"eth", check_eth, true},          {"ltc.address", check_ltc, true}, {"sol.address", check_sol, false},
    {"ton.address", check_ton, true},  {"tron.address", check_tron, true}, {"xmr.address", check_xmr, true},
    {"wif", check_wif, true},          {"xrp.address", check_xrp, true},  {NULL, NULL, false},
};
