/* check_account.c: IBAN, BIC, payment cards, and accounts that are told by their bank's name
 * Sources: ISO 13616 (registry 101), ISO 9362, ISO/IEC 7812; identifiers.md 4.1 and 4.3. */
#include "find/check/bank.h"
#include "find/check/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- IBAN ---- */

/* Country, then the structure of what follows the check digits: n digits, a letters, c either. */
static const struct {
    char country[3];
    const char *bban;
} ibans[] = {
    {"AD", "4n4n12c"}, {"AE", "3n16n"}, {"AL", "8n16c"}, {"AT", "5n11n"}, {"AZ", "4a20c"}, {"BA", "3n3n8n2n"},
    {"BE", "3n7n2n"}, {"BG", "4a4n2n8c"}, {"BH", "4a14c"}, {"BI", "5n5n11n2n"}, {"BR", "8n5n10n1a1c"}, {"BY", "4c4n16c"},
    {"CH", "5n12c"}, {"CR", "4n14n"}, {"CY", "3n5n16c"}, {"CZ", "4n16n"}, {"DE", "8n10n"}, {"DJ", "5n5n11n2n"},
    {"DK", "4n9n1n"}, {"DO", "4c20n"}, {"EE", "2n14n"}, {"EG", "4n4n17n"}, {"ES", "4n4n1n1n10n"}, {"FI", "3n11n"},
    {"FK", "2a12n"}, {"FO", "4n9n1n"}, {"FR", "5n5n11c2n"}, {"GB", "4a6n8n"}, {"GE", "2a16n"}, {"GI", "4a15c"},
    {"GL", "4n9n1n"}, {"GR", "3n4n16c"}, {"GT", "4c20c"}, {"HN", "4a20n"}, {"HR", "7n10n"}, {"HU", "3n4n1n15n1n"},
    {"IE", "4a6n8n"}, {"IL", "3n3n13n"}, {"IQ", "4a3n12n"}, {"IS", "4n2n6n10n"}, {"IT", "1a5n5n12c"}, {"JO", "4a4n18c"},
    {"KW", "4a22c"}, {"KZ", "3n13c"}, {"LB", "4n20c"}, {"LC", "4a24c"}, {"LI", "5n12c"}, {"LT", "5n11n"},
    {"LU", "3n13c"}, {"LV", "4a13c"}, {"LY", "3n3n15n"}, {"MC", "5n5n11c2n"}, {"MD", "2c18c"}, {"ME", "3n13n2n"},
    {"MK", "3n10c2n"}, {"MN", "4n12n"}, {"MR", "5n5n11n2n"}, {"MT", "4a5n18c"}, {"MU", "4a2n2n12n3n3a"}, {"NI", "4a20n"},
    {"NL", "4a10n"}, {"NO", "4n6n1n"}, {"OM", "3n16c"}, {"PK", "4a16c"}, {"PL", "8n16n"}, {"PS", "4a21c"},
    {"PT", "4n4n11n2n"}, {"QA", "4a21c"}, {"RO", "4a16c"}, {"RS", "3n13n2n"}, {"RU", "9n5n15c"}, {"SA", "2n18c"},
    {"SC", "4a2n2n16n3a"}, {"SD", "2n12n"}, {"SE", "3n16n1n"}, {"SI", "5n8n2n"}, {"SK", "4n6n10n"}, {"SM", "1a5n5n12c"},
    {"SO", "4n3n12n"}, {"ST", "4n4n11n2n"}, {"SV", "4a20n"}, {"TL", "3n14n2n"}, {"TN", "2n3n13n2n"}, {"TR", "5n1n16c"},
    {"UA", "6n19c"}, {"VA", "3n15n"}, {"VG", "4a16n"}, {"XK", "4n10n2n"}, {"YE", "4a4n18c"},
};

/* Does s have this structure? *bank gets the length of the first field, which names the bank in every country of the table. */
static bool bban_fits(const char *s, const char *structure, size_t *bank)
{
    *bank = 0;
    while (*structure) {
        char *kind;
        long n = strtol(structure, &kind, 10);
        if (!*bank)
            *bank = (size_t)n;
        for (; n > 0; n--, s++)
            if (!*s || (*kind == 'n' && !kit_is_digit(*s)) || (*kind == 'a' && !kit_is_alpha(*s)))
                return false;
        structure = kind + 1;
    }
    return *s == '\0';
}

static bool iban_holds(const char *s)
{
    char turned[64];
    snprintf(turned, sizeof turned, "%s%.4s", s + 4, s);
    int check = kit_number(s + 2, 2);
    return check >= 2 && check <= 98 && kit_mod97(turned) == 1;
}

static void check_iban(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[36]; /* at most 34 characters, ISO 13616 */
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"IBAN No", "IBAN", NULL});
    if (kit_code(t, " -", s, sizeof s) < 8 || !kit_is_digit(s[2]) || !kit_is_digit(s[3]))
        return;
    for (size_t i = 0; i < sizeof ibans / sizeof ibans[0]; i++) {
        size_t bank;
        if (memcmp(s, ibans[i].country, 2) != 0 || !bban_fits(s + 4, ibans[i].bban, &bank))
            continue;
        kit_checked(r, iban_holds(s), s);
        kit_attr(r, "country", ibans[i].country);
        kit_attr_n(r, "bank_code", s + 4, bank);
        r->weight = 3; /* 89 of 676 letter pairs, each with its own length and classes */
        return;
    }
}

/* ---- BIC ---- */

static void check_bic(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16], country[3];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"SWIFT CODE", "SWIFT/BIC", "BIC/SWIFT", "SWIFT", "BIC", "รหัส SWIFT", NULL});
    if (!kit_shape(t, "A{6}X{2}|A{6}X{5}", s, sizeof s) || !kit_country(s + 4))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    memcpy(country, s + 4, 2);
    country[2] = '\0';
    kit_attr(r, "country", country);
    r->weight = strpbrk(s, "0123456789") ? 1 : strlen(s) == 11 && strcmp(s + 8, "XXX") == 0 ? 2 : 0;
}

/* ---- payment cards ---- */

/* ISO/IEC 7812 issuer ranges: the first match counts, so narrow rows stand before wide ones. Lengths as bits. */
#define LEN(n) (1u << (n))
#define LEN_16_19 (LEN(16) | LEN(17) | LEN(18) | LEN(19))
#define LEN_14_19 (LEN(14) | LEN(15) | LEN_16_19)
#define LEN_12_19 (LEN(12) | LEN(13) | LEN_14_19)
static const struct {
    const char *brand;
    int from, to; /* of the first four digits */
    unsigned lengths;
} brands[] = {
    {"MPU", 9503, 9503, LEN(16)},
    {"NAPAS", 9704, 9704, LEN(16) | LEN(19)},
    {"Troy", 9792, 9792, LEN(16)},
    {"Mir", 2200, 2204, LEN_16_19},
    {"Mastercard", 2221, 2720, LEN(16)},
    {"Mastercard", 5100, 5599, LEN(16)},
    {"American Express", 3400, 3499, LEN(15)},
    {"American Express", 3700, 3799, LEN(15)},
    {"JCB", 3528, 3589, LEN_16_19},
    {"Diners", 3000, 3059, LEN_14_19},
    {"Diners", 3095, 3095, LEN_14_19},
    {"Diners", 3600, 3699, LEN_14_19},
    {"Diners", 3800, 3999, LEN_14_19},
    {"Discover", 6011, 6011, LEN_16_19},
    {"Discover", 6440, 6499, LEN_16_19},
    {"Discover", 6500, 6599, LEN_16_19},
    {"UnionPay", 6200, 6299, LEN_16_19},
    {"UnionPay", 8100, 8199, LEN_16_19},
    {"Visa", 4000, 4999, LEN(13) | LEN(16) | LEN(18) | LEN(19)},
    {"Maestro", 5000, 5099, LEN_12_19},
    {"Maestro", 5600, 6999, LEN_12_19},
};

/* Vietnamese banks by their NAPAS issuer number. */
static const struct {
    const char *bin, *bank;
} napas[] = {
    {"970405", "Agribank"}, {"970407", "Techcombank"}, {"970415", "VietinBank"},
    {"970418", "BIDV"},     {"970422", "MB"},          {"970436", "Vietcombank"},
};

static const char *brand_of(const char *digits, size_t n)
{
    int head = kit_number(digits, 4);
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++)
        if (head >= brands[i].from && head <= brands[i].to && (brands[i].lengths & LEN(n)))
            return brands[i].brand;
    return NULL;
}

static void check_card(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c);

bool dx_check_refuses(const struct dx_check *c, struct dx_str digits)
{
    return c->fn == check_card && (digits.n < 12 || digits.n > 19 || !brand_of(digits.p, digits.n));
}

/* In fours, or as American Express and Diners do. */
static bool is_printed(uint64_t groups)
{
    if (groups == 0x465 || groups == 0x464)
        return true;
    while (groups > 0xffff)
        groups >>= 4;
    return groups == 0x4444;
}

static void check_card(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    (void)c;
    if (t.n < 12 || !kit_written(t, " -", &w) || w.n < 12 || w.n > 19 || kit_all_same(w.digit))
        return;
    const char *brand = brand_of(w.digit, w.n);
    if (!brand)
        return;
    kit_checked(r, kit_luhn(w.digit), w.digit);
    kit_attr(r, "brand", brand);
    for (size_t i = 0; w.digit[0] == '9' && i < sizeof napas / sizeof napas[0]; i++)
        if (memcmp(w.digit, napas[i].bin, 6) == 0)
            kit_attr(r, "issuer", napas[i].bank);
    r->weight = is_printed(w.groups) ? 2.5 : w.parts > 1 ? -1.5 : 0.5;
    if (w.n == 13 && w.digit[0] != '4') /* goods are numbered so, too (EAN-13), and one in ten passes */
        r->weight -= 2;
    if (w.parts == 1 && strcmp(brand, "Maestro") == 0 && w.n != 16 && w.n < 18) /* Maestro of such lengths: any number that begins with 5 or 6 and closes */
        r->weight -= 1;
}

/* ---- accounts told by their bank's name ---- */

#define BANK_LINE 48 /* bytes of a line of a slip or form that holds little but the bank's name … */
#define BANK_DIGITS 1 /* … (Maybank2u): no row of a table, nor another number's line */

bool dx_check_may_name_bank(struct dx_str line)
{
    size_t digits = 0, i = line.n <= BANK_LINE ? line.n : 0;
    if (!i)
        return false;
    while (i > 0 && digits <= BANK_DIGITS) /* numbers stand at the ends of lines, mostly */
        digits += kit_is_digit(line.p[--i]);
    return digits <= BANK_DIGITS;
}

static void named_account(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c, enum dx_bank_country of,
                          const char *country)
{
    struct kit_written w;
    struct dx_str number = t;
    while (number.n && !kit_is_digit(number.p[0]))
        number = kit_skip(number, 1);
    bool possible = kit_written(number, " -.", &w) && w.n < 24;
    const struct dx_bank *b = possible ? dx_bank_near(c->banks, of, t, number, c->near) : NULL;
    if (possible && !b && dx_check_may_name_bank(c->above))
        b = dx_bank_near(NULL, of, c->above, kit_skip(c->above, c->above.n), c->above);
    bool named = b != NULL;
    bool glued = c->near.n && number.p > c->near.p && number.p <= c->near.p + c->near.n && kit_is_alpha(number.p[-1]); /* a reference: AYA240502211403 */
    if (possible && !b && !glued)
        b = dx_bank_at_home(c->home, of, w.n);
    if (!b || !(b->lengths & LEN(w.n)))
        return;
    kit_value(r, DX_VERDICT_FORM, b->name);
    dx_buf_byte(&r->value, ':');
    dx_buf_add(&r->value, w.digit, w.n);
    kit_attr(r, "country", country);
    kit_attr(r, "bank", b->name);
    if (b->code)
        kit_attr(r, "bank_code", b->code);
    r->weight = named ? 1 : 0;
}

static void check_id_bank(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    named_account(r, t, c, DX_BANK_ID, "ID");
}

static void check_mm_bank(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    named_account(r, t, c, DX_BANK_MM, "MM");
}

static void check_my_bank(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    named_account(r, t, c, DX_BANK_MY, "MY");
}

bool dx_check_by_bank(const struct dx_check *k) { return k->fn == check_id_bank || k->fn == check_mm_bank || k->fn == check_my_bank; }

/* ---- India ---- */

static void check_ifsc(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"IFSC Code", "IFSC", NULL});
    if (kit_shape(t, "A{4}[0]X{6}", s, sizeof s)) {
        kit_value(r, DX_VERDICT_FORM, s);
        kit_attr(r, "country", "IN");
        kit_attr_n(r, "bank_code", s, 4);
        r->weight = 1;
    }
}

/* The handle of a payment address has no dot: that separates it from an e-mail address. */
static void check_upi(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char *const handles[] = {"okaxis", "okicici", "oksbi", "okhdfcbank", "ybl", "ibl", "axl", "paytm", "upi", "apl"};
    const char *at = memchr(t.p, '@', t.n);
    size_t local = at ? (size_t)(at - t.p) : 0;
    (void)c;
    if (local < 2 || local > 256 || t.n - local - 1 < 2 || t.n - local - 1 > 64)
        return;
    for (size_t i = 0; i < t.n; i++)
        if (!kit_is_alnum(t.p[i]) && !(i == local) && !(i < local && memchr("._-", t.p[i], 3)))
            return;
    r->verdict = DX_VERDICT_FORM;
    for (size_t i = 0; i < t.n; i++)
        dx_buf_byte(&r->value, kit_lower(t.p[i]));
    r->weight = -1;
    for (size_t i = 0; i < sizeof handles / sizeof handles[0]; i++)
        if (dx_str_is((struct dx_str){r->value.p + local + 1, r->value.len - local - 1}, handles[i]))
            r->weight = 3;
}

/* ---- references of transfers: digits that only a label makes something of ---- */

static void labelled(struct dx_reading *r, struct dx_str t, const char *shape, const char *const labels[], const char *issuer)
{
    char s[32];
    if (!kit_shape(kit_unlabel(t, labels), shape, s, sizeof s))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    kit_attr(r, "issuer", issuer);
}

static void check_mtcn(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    labelled(r, t, "9{3}_9{3}_9{4}|9{3} - 9{3} - 9{4}", (const char *const[]){"Western Union MTCN", "Western Union", "MTCN", "WU", "รหัสรับเงิน",
        NULL},
             "Western Union");
}

static void check_moneygram(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    labelled(r, t, "9{8}|9{4}-9{4}", (const char *const[]){"MoneyGram Reference Number", "MoneyGram Reference", "MoneyGram Ref",
             "MoneyGram", "Reference Number", "Ref No", "Ref", NULL}, "MoneyGram");
}

static void check_ria(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    labelled(r, t, "9{11}|9{2}-9{3}-9{3}-9{3}|9{3}-9{3}-9{5}|9{3}-9{4}-9{4}", (const char *const[]){"Ria PIN", "Ria Order", "Ria", "PIN", "Order", NULL},
        "Ria");
}

const struct dx_check dx_checks_account[] = {
    {"bic", check_bic, false},
    {"card", check_card, true},
    {"iban", check_iban, true},
    {"id.bank_account", check_id_bank, false},
    {"in.ifsc", check_ifsc, false},
    {"in.upi_vpa", check_upi, false},
    {"mm.bank_account", check_mm_bank, false},
    {"moneygram.ref", check_moneygram, false},
    {"my.bank_account", check_my_bank, false},
    {"ria.pin", check_ria, false},
    {"wu.mtcn", check_mtcn, false},
    {NULL, NULL, false},
};
