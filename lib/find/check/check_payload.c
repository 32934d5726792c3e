/* check_payload.c: what payment QR codes say: EMVCo merchant-presented, Thai transfer slips, PromptPay (identifiers.md 4.2,
 * 4.4) */
#include "find/check/tlv.h"

#include <stdio.h>
#include <string.h>

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

static void attr_of(struct dx_reading *r, const char *name, struct dx_str v)
{
    if (v.n)
        kit_attr_n(r, name, v.p, v.n);
}

static void check_emvco(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct dx_tlv o[DX_TLV_OBJECTS];
    t = c->raw.n ? c->raw : t; /* the checksum is of the bytes that were encoded */
    if (!kit_starts(t, "000201") || t.n < 20 || memcmp(t.p + t.n - 8, "6304", 4) != 0)
        return;
    int n = dx_tlv_read(t, o);
    if (n == 0 || !crc_holds(r, t, 4))
        return;
    struct dx_str currency = dx_tlv_get(o, n, 53), country = dx_tlv_get(o, n, 58);
    if (country.n == 2 && kit_country(country.p))
        attr_of(r, "country", country);
    if (dx_tlv_currency(currency))
        kit_attr(r, "currency", dx_tlv_currency(currency));
    attr_of(r, "amount", dx_tlv_get(o, n, 54));
    attr_of(r, "label", dx_tlv_get(o, n, 59));
    r->weight = 4;
}

/* The mini-QR of a Thai transfer slip: sending bank and reference of the transaction. */
static void check_slip(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct dx_tlv o[DX_TLV_OBJECTS], in[DX_TLV_OBJECTS];
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
    int n = dx_tlv_read(dx_str(padded), o), inner = n ? dx_tlv_read(dx_tlv_get(o, n, 0), in) : 0;
    struct dx_str api = dx_tlv_get(in, inner, 0), bank = dx_tlv_get(in, inner, 1);
    bool transfer = dx_str_is(api, "000001") && bank.n == 3 && dx_str_is(dx_tlv_get(o, n, 51), "TH");
    bool wallet = dx_str_is(api, "01") && dx_str_is(bank, "01") && dx_tlv_get(in, inner, 3).n; /* TrueMoney */
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

/* ---- boarding passes and nets ---- */

/* IATA Resolution 792: M, number of legs, name of 20 columns, E; for each leg booking, places, carrier, flight, day, seat. The value
 * is the first leg's. */
static void check_boarding(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[64];
    t = c->raw.n ? c->raw : t; /* columns count as they were encoded */
    if (t.n < 58 || t.p[0] != 'M' || t.p[1] < '1' || t.p[1] > '4' || t.p[22] != 'E' ||
        !kit_shape((struct dx_str){t.p + 30, 6}, "A{6}", s, sizeof s) || !kit_shape((struct dx_str){t.p + 44, 3}, "9{3}", s, sizeof s) ||
        kit_number(t.p + 44, 3) < 1 || kit_number(t.p + 44, 3) > 366)
        return;
    dx_buf_add(&r->value, t.p, 58);
    r->verdict = DX_VERDICT_FORM;
    r->weight = 4;
}

/* WIFI:S:name;T:WPA;P:secret;; of the codes that guests scan: the net's name. */
static void check_wifi(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    size_t at = 5;
    while (at < t.n && !(kit_starts(kit_skip(t, at), "S:") && strchr(":;", t.p[at - 1])))
        at++;
    if (!kit_starts(t, "WIFI:") || at >= t.n)
        return;
    for (t = kit_skip(t, at + 2); t.n && t.p[0] != ';'; t = kit_skip(t, 1)) {
        t = kit_skip(t, t.p[0] == '\\' && t.n > 1);
        dx_buf_byte(&r->value, t.p[0]);
    }
    r->verdict = r->value.len && t.n ? DX_VERDICT_FORM : DX_VERDICT_NO;
    r->weight = 3;
}

const struct dx_check dx_checks_payload[] = {
    {"boarding.pass", check_boarding, false},
    {"emvco.qr", check_emvco, true},
    {"th.promptpay_id", check_promptpay, true},
    {"th.slip_qr", check_slip, true},
    {"wifi", check_wifi, false},
    {NULL, NULL, false},
};
