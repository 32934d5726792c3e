/* check_payload.c: what payment QR codes say: EMVCo merchant-presented, Thai transfer slips, PromptPay (identifiers.md 4.2,
 * 4.4) */
#include "base/utf8.h"
#include "find/kit.h"

#include <stdio.h>
#include <string.h>

#define OBJECTS 64 /* top-level ids are two digits; real payloads have about 15 */

struct tlv {
    int id;
    struct dx_str value;
};

/* Bytes of the first n characters of t; t.n + 1 when there are fewer. */
static size_t characters(struct dx_str t, size_t n)
{
    size_t at = 0;
    uint32_t cp;
    for (; n && at < t.n; n--) {
        size_t len = dx_utf8_get(t.p + at, t.n - at, &cp);
        at += len ? len : 1;
    }
    return n ? t.n + 1 : at;
}

/* Two digits of id, two of length, value … to the end. Lengths count characters by the specification; some generators count
 * bytes (`bytes`). The number of objects, 0 when it isn't so. */
static int objects(struct dx_str t, bool bytes, struct tlv out[OBJECTS])
{
    int n = 0;
    while (t.n) {
        if (t.n < 4 || n == OBJECTS || !kit_is_digit(t.p[0]) || !kit_is_digit(t.p[1]) || !kit_is_digit(t.p[2]) ||
            !kit_is_digit(t.p[3]))
            return 0;
        size_t want = (size_t)kit_number(t.p + 2, 2);
        out[n].id = kit_number(t.p, 2);
        t = kit_skip(t, 4);
        size_t len = bytes ? want : characters(t, want);
        if (len > t.n)
            return 0;
        out[n++].value = (struct dx_str){t.p, len};
        t = kit_skip(t, len);
    }
    return n;
}

static struct dx_str object(const struct tlv *o, int n, int id)
{
    for (int i = 0; i < n; i++)
        if (o[i].id == id)
            return o[i].value;
    return (struct dx_str){NULL, 0};
}

/* Does the CRC, the last four digits (or fewer: some apps drop leading zeros), cover what stands before it? The payload with
 * an upper-case CRC of four digits goes to the value. */
static bool crc_holds(struct dx_reading *r, struct dx_str t, size_t digits)
{
    char want[5], got[5] = "0000";
    snprintf(want, sizeof want, "%04X", (unsigned)kit_crc16(t.p, t.n - digits, 0xFFFF));
    for (size_t i = 0; i < digits; i++)
        got[4 - digits + i] = kit_upper(t.p[t.n - digits + i]);
    if (strspn(got, "0123456789ABCDEF") != 4)
        return false;
    dx_buf_add(&r->value, t.p, t.n - digits);
    dx_buf_str(&r->value, got);
    r->verdict = strcmp(want, got) == 0 ? DX_VERDICT_PASS : DX_VERDICT_FAIL;
    return true;
}

/* ISO 4217 numbers of the region's currencies. */
static const struct {
    const char *number, *code;
} currencies[] = {
    {"764", "THB"}, {"104", "MMK"}, {"360", "IDR"}, {"458", "MYR"}, {"702", "SGD"}, {"116", "KHR"}, {"418", "LAK"},
    {"704", "VND"},
    {"608", "PHP"}, {"840", "USD"}, {"356", "INR"}, {"050", "BDT"}, {"156", "CNY"}, {"524", "NPR"}, {"144", "LKR"},
    {"344", "HKD"},
};

static void attr_of(struct dx_reading *r, const char *name, struct dx_str v)
{
    if (v.n)
        kit_attr_n(r, name, v.p, v.n);
}

static void check_emvco(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct tlv o[OBJECTS];
    t = c->raw.n ? c->raw : t; /* the checksum is of the bytes that were encoded */
    if (!kit_starts(t, "000201") || t.n < 20 || memcmp(t.p + t.n - 8, "6304", 4) != 0)
        return;
    int n = objects(t, false, o);
    if (n == 0)
        n = objects(t, true, o);
    if (n == 0 || !crc_holds(r, t, 4))
        return;
    struct dx_str currency = object(o, n, 53), country = object(o, n, 58);
    if (country.n == 2 && kit_country(country.p))
        attr_of(r, "country", country);
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
        if (dx_str_is(currency, currencies[i].number))
            kit_attr(r, "currency", currencies[i].code);
    attr_of(r, "amount", object(o, n, 54));
    attr_of(r, "label", object(o, n, 59));
    r->weight = 4;
}

/* The mini-QR of a Thai transfer slip: sending bank and reference of the transaction. */
static void check_slip(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct tlv o[OBJECTS], in[OBJECTS];
    char padded[KIT_TEXT + 4];
    (void)c;
    if (t.n < 20 || !kit_starts(t, "00") || kit_starts(t, "000201"))
        return;
    size_t digits = 4;
    while (digits > 1 && memcmp(t.p + t.n - digits - 4, "9104", 4) != 0)
        digits--;
    if (memcmp(t.p + t.n - digits - 4, "9104", 4) != 0)
        return;
    snprintf(padded, sizeof padded, "%.*s%s%.*s", (int)(t.n - digits), t.p, &"0000"[digits], (int)digits, t.p + t.n - digits);
    int n = objects(dx_str(padded), false, o), inner = n ? objects(object(o, n, 0), false, in) : 0;
    struct dx_str api = object(in, inner, 0), bank = object(in, inner, 1);
    bool transfer = dx_str_is(api, "000001") && bank.n == 3 && dx_str_is(object(o, n, 51), "TH");
    bool wallet = dx_str_is(api, "01") && dx_str_is(bank, "01") && object(in, inner, 3).n; /* TrueMoney */
    if (inner == 0 || !(transfer || wallet) || !crc_holds(r, t, digits))
        return;
    kit_attr(r, "country", "TH");
    if (transfer) {
        attr_of(r, "bank_code", bank);
    } else {
        kit_attr(r, "issuer", "TrueMoney");
    }
    r->weight = 4;
}

/* ---- PromptPay ---- */

static bool thai_mobile(const char *d) { return d[0] == '0' && strchr("689", d[1]) && d[1]; }

/* A mobile number ("0066" and nine digits in a QR), a citizen or tax number, or a wallet of fifteen digits. */
static void check_promptpay(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], value[16];
    size_t n = kit_digits(t, " -", d, sizeof d);
    bool zeros = n == 13 && strncmp(d, "0066", 4) == 0 && strchr("689", d[4]);
    if (zeros || (n == 10 && thai_mobile(d))) {
        snprintf(value, sizeof value, "+66%s", d + (zeros ? 4 : 1));
        kit_value(r, DX_VERDICT_FORM, value);
    } else if (n == 15 && !kit_all_same(d)) {
        kit_value(r, DX_VERDICT_FORM, d);
    } else if (n == 13 && d[0] != '9') {
        const struct dx_check *tax = dx_check_named(DX_STR("th.tax_id")); /* the same check, without provinces */
        tax->fn(r, t, c);
        dx_buf_reset(&r->attrs);
        r->weight = 0;
    }
    if (r->verdict == DX_VERDICT_NO)
        return;
    bool wallet = n == 15 && strncmp(d, "14000", 5) == 0 && thai_mobile(d + 5);
    kit_attr(r, "country", "TH");
    if (wallet)
        kit_attr(r, "issuer", "TrueMoney");
    if (r->value.p[0] == '+')
        kit_attr(r, "line", "mobile");
}

const struct dx_check dx_checks_payload[] = {
    {"emvco.qr", check_emvco, true},
    {"th.promptpay_id", check_promptpay, true},
    {"th.slip_qr", check_slip, true},
    {NULL, NULL, false},
};
