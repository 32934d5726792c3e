/* check_transport.c: vehicles, ships, containers, air and post (identifiers.md 6.5 to 6.9) */
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* ISO 3779. The check digit is obligatory in North America and China alone, so a failed one says little elsewhere. */
static void check_vin(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ", values[] = "12345678123457923456789";
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    char s[24];
    int sum = 0;
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"VIN", "Chassis No", "หมายเลขตัวถัง", "เลขตัวรถ", "Nomor Rangka", NULL});
    if (!kit_shape(t, "[A-HJ-NPR-Z0-9]{17}", s, sizeof s) || kit_all_same(s))
        return;
    for (int i = 0; i < 17; i++)
        sum += (kit_is_digit(s[i]) ? s[i] - '0' : values[strchr(letters, s[i]) - letters] - '0') * weights[i];
    kit_checked(r, s[8] == "0123456789X"[sum % 11], s);
    r->weight = strpbrk(s, letters) ? 0.5 : -3;
}

/* Seven digits; the label is part of the number, because bare ones are everywhere. */
static void check_imo(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {7, 6, 5, 4, 3, 2};
    char d[8], value[16];
    (void)c;
    struct dx_str number = kit_unlabel(t, (const char *const[]){"IMO No", "IMO Number", "IMO", NULL});
    if (number.n > 7 || kit_digits(number, "", d, sizeof d) != 7 || kit_all_same(d))
        return;
    snprintf(value, sizeof value, "IMO%s", d);
    kit_checked(r, kit_weighted(d, weights, 6) % 10 == d[6] - '0', value);
    r->weight = number.n < t.n ? 3 : -2;
}

/* Maritime identification digits of the region (ITU). */
static const struct {
    const char *mids, *country; /* three digits each */
} mids[] = {
    {"567", "TH"}, {"506", "MM"}, {"525", "ID"}, {"533", "MY"}, {"563 564 565 566", "SG"}, {"574", "VN"}, {"514 515", "KH"},
    {"531", "LA"}, {"548", "PH"}, {"508", "BN"}, {"550", "TL"}, {"412 413 414", "CN"}, {"477", "HK"}, {"453", "MO"},
    {"416", "TW"}, {"440 441", "KR"}, {"431 432", "JP"}, {"405", "BD"}, {"419", "IN"}, {"463", "PK"}, {"459", "NP"},
    {"417", "LK"}, {"455", "MV"}, {"403", "SA"}, {"470 471", "AE"},
};

/* What may stand before the country's digits: groups, coast stations, search aircraft, buoys, craft, handhelds. */
static const char *mid_of(const char *d)
{
    static const char *const heads[] = {"111", "00", "98", "99", "0", "8"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        if (strncmp(d, heads[i], strlen(heads[i])) == 0)
            return d + strlen(heads[i]);
    return d;
}

static void check_mmsi(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[12];
    (void)c;
    if (kit_digits(kit_unlabel(t, (const char *const[]){"MMSI", NULL}), " ", d, sizeof d) != 9)
        return;
    bool beacon = strncmp(d, "970", 3) == 0 || strncmp(d, "972", 3) == 0 || strncmp(d, "974", 3) == 0;
    const char *mid = mid_of(d);
    int n = kit_number(mid, 3);
    if (!beacon && (n < 201 || n > 775))
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    for (size_t i = 0; i < sizeof mids / sizeof mids[0]; i++)
        for (const char *p = mids[i].mids; *p && !beacon; p += p[3] ? 4 : 3)
            if (strncmp(p, mid, 3) == 0) {
                kit_attr(r, "country", mids[i].country);
                r->weight = 1;
            }
}

static void check_container(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    int sum = 0;
    (void)c;
    if (!kit_shape(t, "A{3}[UJZ]_9{6}_9|A{3}[UJZ]_9{3}_9{3}_9", s, sizeof s))
        return;
    for (int i = 0; i < 10; i++) {
        int v = kit_is_digit(s[i]) ? s[i] - '0' : s[i] - 'A' + 10;
        if (kit_is_alpha(s[i]))
            v += (v > 10) + (v > 20) + (v > 30); /* 11, 22 and 33 are skipped */
        sum += v << i;
    }
    kit_checked(r, sum % 11 % 10 == s[10] - '0', s);
    r->weight = 2;
}

/* ---- air ---- */

static const char airline_numbers[] = "217 599 829 232 618 126 738 079 160 997 098 312 214 285 603 999 781 784 180 205 131 176 157 607 "
                                      "235 627 807";

static bool airline_number(const char *d)
{
    for (const char *p = airline_numbers; *p; p += p[3] ? 4 : 3)
        if (strncmp(p, d, 3) == 0)
            return true;
    return false;
}

static void check_awb(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16], value[20];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"AWB No", "AWB", "Air Waybill", NULL});
    if (!kit_shape(t, "9{3}_9{8}|9{3}_9{4}_9{4}", d, sizeof d) || kit_all_same(d + 3))
        return;
    snprintf(value, sizeof value, "%.3s-%s", d, d + 3);
    kit_checked(r, kit_number(d + 3, 7) % 7 == d[10] - '0', value);
    r->weight = (airline_number(d) ? 1.5 : -0.5) + (strlen(d) < t.n ? 1 : 0);
}

/* A fourteenth digit is a check digit whose rule the sources disagree about: dropped, never judged. */
static void check_eticket(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{3}_9{10}|9{3}_9{10}-9|9{3}_9{4}_9{6}", d, sizeof d))
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.3s-%.10s", d, d + 3);
    r->weight = airline_number(d) ? 1.5 : -1;
}

static void check_pnr(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"PNR", "Booking reference", "Booking ref", "Booking code", "Record locator",
        "Confirmation",
                    "Reservation code", "Kode booking", "รหัสการจอง", "เลขที่การจอง", NULL});
    if (!kit_shape(t, "X{6}", s, sizeof s) || strspn(s, "0123456789") == 6)
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    r->weight = strpbrk(s, "0123456789") && !strpbrk(s, "01IO") ? 1 : -1;
}

static const char airlines[] =
    "TG FD SL VZ PG WE DD 8M UB 7Y GA JT ID IU QG QZ IN SJ IP MH AK D7 OD FY SQ TR 3K VN VJ QH BL K6 KR ZA QV LK PR 5J Z2 BI "
    "CA CZ MU HU 3U SC ZH 9C HO KY 8L CX HX UO NX CI BR JX KE OZ 7C LJ TW JL NH MM BG BS VQ 2A AI IX 6E SG QP PK PA ER PF "
    "RA U4 YT UL EK EY QR SV WY KU GF";

static bool airline(const char *two)
{
    for (const char *p = airlines; *p; p += p[2] ? 3 : 2)
        if (strncmp(p, two, 2) == 0)
            return true;
    return false;
}

static void check_flight(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"Flight No", "Flight", "เที่ยวบิน", "Penerbangan", "လေယာဉ်", NULL});
    if (!kit_shape(t, "A{2}_9{1,4}|A{2}_9{1,4}A|A9_9{1,4}|A9_9{1,4}A|9A_9{1,4}|9A_9{1,4}A", s, sizeof s))
        return;
    const char *number = s + 2 + strspn(s + 2, "0");
    if (!kit_is_digit(*number))
        return; /* flight 0 */
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.2s%s", s, number);
    r->weight = airline(s) ? 1.5 : -2;
}

/* ---- post ---- */

static void check_s10(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {8, 6, 4, 2, 3, 5, 9, 7};
    char s[16];
    (void)c;
    if (!kit_shape(t, "A{2}_9{9}_A{2}|A{2}_9{4}_9{4}_9_A{2}|A{2}_9{3}_9{3}_9{3}_A{2}", s, sizeof s) || !kit_country(s + 11))
        return;
    int rest = 11 - kit_weighted(s + 2, weights, 8) % 11;
    kit_checked(r, (rest == 10 ? 0 : rest == 11 ? 5 : rest) == s[10] - '0', s);
    kit_attr(r, "country", s + 11);
    r->weight = 2.5;
}

const struct dx_check dx_checks_transport[] = {
    {"air.eticket", check_eticket, false},
    {"air.flight", check_flight, false},
    {"air.pnr", check_pnr, false},
    {"air.waybill", check_awb, true},
    {"imo.ship", check_imo, true},
    {"iso6346.container", check_container, true},
    {"mmsi", check_mmsi, false},
    {"upu.s10", check_s10, true},
    {"vin", check_vin, true},
    {NULL, NULL, false},
};
