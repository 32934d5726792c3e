/* sha256.c: digests against FIPS 180-4's examples, hexadecimal, base64 against RFC 4648's */
#include "base/sha256.h"
#include "../tap.h"

static void digests(void)
{
    static const struct { const char *text, *want; } t[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    struct dx_sha256 *h = dx_sha256_new();
    for (size_t i = 0; h && i < sizeof t / sizeof *t; i++) {
        char hex[DX_SHA256_HEX + 1];
        uint8_t d[DX_SHA256_BYTES];
        ok(dx_sha256_head(t[i].text, strlen(t[i].text), 64, hex) == DX_OK, "at once");
        is_str(hex, t[i].want, "the digest");
        dx_sha256_start(h);
        for (const char *p = t[i].text; *p; p++)
            dx_sha256_add(h, p, 1);
        dx_sha256_end(h, d);
        dx_hex(d, sizeof d, hex);
        is_str(hex, t[i].want, "byte by byte, the same object again");
    }
    dx_sha256_free(h);
    dx_sha256_free(NULL);
    char head[13];
    dx_sha256_head("abc", 3, 12, head);
    is_str(head, "ba7816bf8f01", "its head");
}

/* Texts with one first block, and with others between them, as ids have them. */
static void ids(void)
{
    char text[200], hex[DX_SHA256_HEX + 1], want[DX_SHA256_HEX + 1];
    int wrong = 0;
    for (unsigned i = 0; i < 2000; i++) {
        size_t n = i % sizeof text;
        uint8_t d[DX_SHA256_BYTES];
        memset(text, "ab"[i / 7 % 2], sizeof text);
        memcpy(text + (i % 3 ? 64 : 0), &i, sizeof i);
        dx_sha256(text, n, d);
        dx_hex(d, sizeof d, want);
        size_t digits = i % (DX_SHA256_HEX + 1);
        want[digits] = '\0';
        wrong += dx_sha256_head(text, n, digits, hex) != DX_OK || strcmp(hex, want) != 0;
    }
    ok(wrong == 0, "heads of digests that begin alike: %d wrong", wrong);
}

static void hex(void)
{
    uint8_t out[3] = {0};
    ok(dx_unhex("00fFa5", 3, out) && out[0] == 0 && out[1] == 0xFF && out[2] == 0xA5, "either case");
    ok(!dx_unhex("0g", 1, out) && !dx_unhex("g0", 1, out) && !dx_unhex("0", 1, out), "no digit, too short");
}

static void base64(void)
{
    static const struct { const char *plain, *coded; } t[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, 
        {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xff\xfe\xfd", "//79"},
    };
    struct dx_buf b = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        dx_buf_reset(&b);
        dx_buf_base64(&b, t[i].plain, strlen(t[i].plain));
        is_str(b.p ? b.p : "", t[i].coded, "coded");
        dx_buf_reset(&b);
        ok(dx_buf_unbase64(&b, t[i].coded, strlen(t[i].coded)), "decoded");
        is_str(b.p ? b.p : "", t[i].plain, "and the same again");
    }
    static const char *const bad[] = {"Z", "Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Zm\n=", "Zm9*"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!dx_buf_unbase64(&b, bad[i], strlen(bad[i])), "refused: %zu", i);
    dx_buf_free(&b);
}

int main(void)
{
    digests();
    ids();
    hex();
    base64();
    return tap_done();
}
