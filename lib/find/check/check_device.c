/* check_device.c: numbers of telephones and of what is in them: IMEI, IMSI, ICCID (3GPP TS 23.003, ITU-T E.118, E.212) */
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* 15 digits with a check digit; 16 digits are an IMEISV, whose last two are the software's version. Both are linked by the
 * 15 digits, because the version changes with an update. */
static void check_imei(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char *const bodies[] = {"01", "35", "86", "99"}; /* GSMA reporting bodies of nearly all devices */
    struct kit_written w;
    const char *d = w.digit;
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"IMEI", "IMEI1", "IMEI2", "IMEI 1", "IMEI 2", "IMEISV", NULL});
    if (!kit_written(t, " -/", &w) || (w.n != 15 && w.n != 16) || kit_all_same(d))
        return;
    if (w.n == 15) {
        kit_checked(r, kit_luhn(d), d);
    } else {
        char link[16];
        kit_value(r, DX_VERDICT_FORM, d);
        memcpy(link, d, 14);
        link[15] = '\0';
        for (link[14] = '0'; !kit_luhn(link); link[14]++)
            ;
        dx_buf_printf(&r->key, "imei:%s", link);
    }
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        if (strncmp(d, bodies[i], 2) == 0)
            r->weight = 1.5;
    if (w.groups == 0x2661 || w.groups == 0x2662 || w.groups == 0x26611)
        r->weight += 2;
}

/* Mobile country codes of the region (ITU E.212), with the networks that are known by name. */
static const struct {
    const char *mcc, *country, *networks; /* "mnc name;…" */
} mccs[] = {
    {"520", "TH", "01 AIS;03 AIS;04 TrueMove H;05 dtac;18 dtac;00 NT;02 NT;15 NT"},
    {"414", "MM", "01 MPT;05 Ooredoo;06 ATOM;09 Mytel"},
    {"510", "ID", "01 Indosat;10 Telkomsel;11 XL;89 Tri"},
    {"502", "MY", ""}, {"525", "SG", ""}, {"452", "VN", ""}, {"456", "KH", ""}, {"457", "LA", ""}, {"515", "PH", ""},
    {"528", "BN", ""}, {"460", "CN", ""}, {"454", "HK", ""}, {"455", "MO", ""}, {"466", "TW", ""}, {"470", "BD", ""},
    {"404", "IN", ""}, {"405", "IN", ""}, {"406", "IN", ""}, {"410", "PK", ""}, {"429", "NP", ""}, {"413", "LK", ""},
    {"402", "BT", ""}, {"472", "MV", ""}, {"424", "AE", ""}, {"430", "AE", ""}, {"431", "AE", ""}, {"450", "KR", ""},
    {"440", "JP", ""}, {"441", "JP", ""},
};

static void network(struct dx_reading *r, const char *list, const char *mnc)
{
    for (const char *p = list; p && *p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
        if (strncmp(p, mnc, 2) == 0)
            kit_attr_n(r, "carrier", p + 3, strcspn(p + 3, ";"));
}

static void check_imsi(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20];
    (void)c;
    size_t n = kit_digits(kit_unlabel(t, (const char *const[]){"IMSI", NULL}), " -", d, sizeof d);
    if (n < 14 || n > 15 || d[0] < '2' || d[0] > '7') /* E.212: geographic codes start with 2 to 7 */
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    for (size_t i = 0; i < sizeof mccs / sizeof mccs[0]; i++)
        if (strncmp(d, mccs[i].mcc, 3) == 0) {
            kit_attr(r, "country", mccs[i].country);
            network(r, mccs[i].networks, d + 3);
            r->weight = 1;
        }
}

/* Country calling codes that stand after 89 on the cards of the region. */
static const struct {
    const char *code, *country;
} card_countries[] = {
    {"66", "TH"}, {"95", "MM"}, {"62", "ID"}, {"60", "MY"}, {"65", "SG"}, {"84", "VN"}, {"855", "KH"}, {"856", "LA"},
    {"880", "BD"}, {"91", "IN"}, {"92", "PK"}, {"86", "CN"}, {"63", "PH"}, {"94", "LK"}, {"977", "NP"}, {"673", "BN"},
};

static void check_iccid(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[24];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"ICCID", "SIM", NULL});
    while (t.n > 19 && kit_upper(t.p[t.n - 1]) == 'F') /* padding of raw card data */
        t.n--;
    size_t n = kit_digits(t, " -", d, sizeof d);
    if (n < 19 || n > 20 || strncmp(d, "89", 2) != 0)
        return;
    kit_checked(r, kit_luhn(d), d);
    for (size_t i = 0; i < sizeof card_countries / sizeof card_countries[0]; i++)
        if (strncmp(d + 2, card_countries[i].code, strlen(card_countries[i].code)) == 0) {
            kit_attr(r, "country", card_countries[i].country);
            r->weight = 2;
        }
}

const struct dx_check dx_checks_device[] = {
    {"iccid", check_iccid, true},
    {"imei", check_imei, true},
    {"imsi", check_imsi, false},
    {NULL, NULL, false},
};
