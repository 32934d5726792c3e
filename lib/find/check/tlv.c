/* tlv.c: reading the objects of payment QR codes */
#include "find/check/tlv.h"

#include "base/utf8.h"

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

static int objects(struct dx_str t, bool bytes, struct dx_tlv out[DX_TLV_OBJECTS])
{
    int n = 0;
    while (t.n) {
        if (t.n < 4 || n == DX_TLV_OBJECTS || !kit_is_digit(t.p[0]) || !kit_is_digit(t.p[1]) || !kit_is_digit(t.p[2]) ||
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

int dx_tlv_read(struct dx_str t, struct dx_tlv out[DX_TLV_OBJECTS])
{
    int n = objects(t, false, out);
    return n ? n : objects(t, true, out);
}

struct dx_str dx_tlv_get(const struct dx_tlv *o, int n, int id)
{
    for (int i = 0; i < n; i++)
        if (o[i].id == id)
            return o[i].value;
    return (struct dx_str){NULL, 0};
}

static const struct {
    const char *number, *code;
} currencies[] = {
    {"764", "THB"}, {"104", "MMK"}, {"360", "IDR"}, {"458", "MYR"}, {"702", "SGD"}, {"116", "KHR"}, {"418", "LAK"}, {"704", "VND"},
    {"608", "PHP"}, {"840", "USD"}, {"356", "INR"}, {"050", "BDT"}, {"156", "CNY"}, {"524", "NPR"}, {"144", "LKR"}, {"344", "HKD"},
};

const char *dx_tlv_currency(struct dx_str number)
{
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
        if (dx_str_is(number, currencies[i].number))
            return currencies[i].code;
    return NULL;
}
