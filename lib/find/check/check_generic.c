/* check_generic.c: check sums by their own name, for rules of kinds that this library doesn't know */
#include "find/check/kit.h"

#include <string.h>

static bool iso7064_11_2(const char *s)
{
    int sum = 0;
    size_t n = strlen(s);
    for (size_t i = 0; i + 1 < n; i++)
        sum = (sum + s[i] - '0') * 2 % 11;
    sum += s[n - 1] == 'X' ? 10 : s[n - 1] - '0';
    return sum % 11 == 1;
}

static void check_luhn(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    (void)c;
    if (kit_digits(t, " -./", d, sizeof d) > 1 && !kit_all_same(d))
        kit_checked(r, kit_luhn(d), d);
}

static void check_verhoeff(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    (void)c;
    if (kit_digits(t, " -./", d, sizeof d) > 1)
        kit_checked(r, kit_verhoeff(d), d);
}

static void check_mod97(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    (void)c;
    if (kit_code(t, " -./", d, sizeof d) > 2)
        kit_checked(r, kit_mod97(d) == 1, d);
}

static void check_mod11_2(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    (void)c;
    size_t n = kit_code(t, " -./", d, sizeof d);
    if (n > 1 && strspn(d, "0123456789") >= n - 1 && (kit_is_digit(d[n - 1]) || d[n - 1] == 'X'))
        kit_checked(r, iso7064_11_2(d), d);
}

/* Digits without separators, nothing to check. */
static void check_digits(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    (void)c;
    if (kit_digits(t, " -./", d, sizeof d))
        kit_value(r, DX_VERDICT_FORM, d);
}

/* Letters and digits without separators, upper case; the argument, when there is one, is the shape (kit_shape). */
static void check_code(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[KIT_CODE];
    if (c->arg ? kit_shape(t, c->arg, d, sizeof d) : kit_code(t, " -./", d, sizeof d) > 0)
        kit_value(r, DX_VERDICT_FORM, d);
}

const struct dx_check dx_checks_generic[] = {
    {"code", check_code, false},        {"digits", check_digits, false}, {"luhn", check_luhn, true},
    {"mod11-2", check_mod11_2, true},   {"mod97", check_mod97, true},    {"verhoeff", check_verhoeff, true},
    {NULL, NULL, false},
};
