/* check_thai.c: Thailand: citizen, alien and tax numbers, laser code, bank accounts, PromptPay (identifiers.md 3.1, 4.2) */
#include "find/check/bank.h"
#include "find/check/kit.h"

#include <string.h>

/* Interior ministry codes; those of the regions' tens leave gaps (28, 29, 59 …). */
static const char *const provinces[100] = {
    [10] = "Bangkok", [11] = "Samut Prakan", [12] = "Nonthaburi", [13] = "Pathum Thani", [14] = "Ayutthaya",
    [15] = "Ang Thong", [16] = "Lop Buri", [17] = "Sing Buri", [18] = "Chai Nat", [19] = "Saraburi", [20] = "Chon Buri",
    [21] = "Rayong", [22] = "Chanthaburi", [23] = "Trat", [24] = "Chachoengsao", [25] = "Prachin Buri", [26] = "Nakhon Nayok",
    [27] = "Sa Kaeo", [30] = "Nakhon Ratchasima", [31] = "Buri Ram", [32] = "Surin", [33] = "Si Sa Ket",
    [34] = "Ubon Ratchathani", [35] = "Yasothon", [36] = "Chaiyaphum", [37] = "Amnat Charoen", [38] = "Bueng Kan",
    [39] = "Nong Bua Lam Phu", [40] = "Khon Kaen", [41] = "Udon Thani", [42] = "Loei", [43] = "Nong Khai",
    [44] = "Maha Sarakham", [45] = "Roi Et", [46] = "Kalasin", [47] = "Sakon Nakhon", [48] = "Nakhon Phanom",
    [49] = "Mukdahan", [50] = "Chiang Mai", [51] = "Lamphun", [52] = "Lampang", [53] = "Uttaradit", [54] = "Phrae",
    [55] = "Nan", [56] = "Phayao", [57] = "Chiang Rai", [58] = "Mae Hong Son", [60] = "Nakhon Sawan", [61] = "Uthai Thani",
    [62] = "Kamphaeng Phet", [63] = "Tak", [64] = "Sukhothai", [65] = "Phitsanulok", [66] = "Phichit", [67] = "Phetchabun",
    [70] = "Ratchaburi", [71] = "Kanchanaburi", [72] = "Suphan Buri", [73] = "Nakhon Pathom", [74] = "Samut Sakhon",
    [75] = "Samut Songkhram", [76] = "Phetchaburi", [77] = "Prachuap Khiri Khan", [80] = "Nakhon Si Thammarat",
    [81] = "Krabi", [82] = "Phang Nga", [83] = "Phuket", [84] = "Surat Thani", [85] = "Ranong", [86] = "Chumphon",
    [90] = "Songkhla", [91] = "Satun", [92] = "Trang", [93] = "Phatthalung", [94] = "Pattani", [95] = "Yala",
    [96] = "Narathiwat",
};

static const char *province_of(const char *two) { return provinces[kit_number(two, 2)]; }

/* ---- numbers of 13 digits ---- */

/* Thirteen digits, also one to a cell of a form ("1|2|3|…"). */
static bool thirteen(struct dx_str t, struct kit_written *w) { return t.n >= 13 && kit_written(t, " -|.", w) && w->n == 13 && !kit_all_same(w->digit); }

static bool pin_holds(const char *d)
{
    static const int weights[] = {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    return (11 - kit_weighted(d, weights, 12) % 11) % 10 == d[12] - '0';
}

/* Grouped as printed (weight, log-odds): hardly anything else is written so. */
static double printed(const struct kit_written *w, uint64_t as, uint64_t also) { return w->groups == as || w->groups == also ? 3 : w->parts > 1 ? -1 : 0; }

#define IN_BOXES 0x1111111111111
static const double in_boxes = 1; /* of forms; so are rows of bits in tables */

static void check_pin(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    (void)c;
    if (!thirteen(t, &w) || w.digit[0] < '1' || w.digit[0] > '8')
        return;
    const char *d = w.digit, *province = province_of(d + 1);
    if (!province)
        return;
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    kit_attr(r, "province", province);
    if (d[0] == '6' || d[0] == '7')
        kit_attr(r, "citizenship", "none");
    r->weight = 0.4 + (w.groups == IN_BOXES ? in_boxes : printed(&w, 0x14521, 0));
}

static void check_alien(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    const char *d = w.digit;
    (void)c;
    if (!thirteen(t, &w) || (d[0] != '0' && (d[0] < '6' || d[0] > '8')))
        return;
    bool zero = d[0] == '0';
    if (zero && d[1] != '0' && !(d[5] == '8' && d[6] == '9'))
        return; /* a tax number, unless the group code says otherwise */
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    if (!zero && province_of(d + 1))
        kit_attr(r, "province", province_of(d + 1));
    kit_attr(r, "citizenship", "none");
    r->weight = printed(&w, 0x14521, 0x2461);
}

static void check_tax(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    const char *d = w.digit;
    (void)c;
    if (!thirteen(t, &w) || d[0] == '9')
        return;
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    if (province_of(d + 1))
        kit_attr(r, "province", province_of(d + 1));
    r->weight = d[0] == '0' ? 0.5 + printed(&w, 0x121351, 0x14521) : 0;
}

static void check_laser(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (kit_shape(t, "A{2}9_9{7}_9{2}", s, sizeof s)) {
        kit_value(r, DX_VERDICT_FORM, s);
        kit_attr(r, "country", "TH");
        r->weight = strncmp(s, "JT", 2) == 0 || strncmp(s, "ME", 2) == 0 ? 3 : 0;
    }
}

/* ---- bank accounts ---- */

/* Printed groupings (weights: a grouping is rare outside accounts; 3-3-3-1 less so), and bare runs. */
static bool account_groups(const struct kit_written *w, double *weight)
{
    switch (w->groups) {
    case 0x3151:
    case 0x3153: *weight = 3.5; return true;
    case 0x361: *weight = 2.5; return true;
    case 0x3331: *weight = 1.5; return true;
    case 0x4361: *weight = 3; return true;
    case 0x37: *weight = 0.5; return true;
    case 0x334:
    case 0x343:
    case 0x433:
    case 0x444: *weight = 0; return true;
    case 0x1111111111: *weight = 1; return true; /* a digit a box */
    case 10: *weight = 0; return true;
    case 12:
    case 14:
    case 15: *weight = -0.5; return true;
    default: return false;
    }
}

static void check_th_account(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    if (t.n < 10 || !kit_written(t, " -", &w) || !account_groups(&w, &r->weight) || kit_all_same(w.digit))
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_add(&r->value, w.digit, w.n);
    kit_attr(r, "country", "TH");
    bool silent = dx_bank_silent(c->banks, t, c->near);
    const struct dx_bank *b = silent ? NULL : dx_bank_near(c->banks, DX_BANK_TH, t, t, c->near);
    if (!b) {
        r->weight += silent ? 0 : dx_bank_elsewhere(c->banks, DX_BANK_TH, c->near);
        r->weight -= w.groups == 14 || w.groups == 15 ? 2.5 : 0; /* of two banks; accounts elsewhere are as long */
        return;
    }
    kit_attr(r, "bank", b->name);
    kit_attr(r, "bank_code", b->code);
    kit_key(r, "th.bank_account", b->code, (struct dx_str){w.digit, w.n});
    if (w.parts > 1 && b->groups)
        r->weight += w.groups == b->groups ? 1 : -1;
    r->weight += 1;
}

bool dx_check_unsure(const struct dx_check *c) { return c->fn == check_th_account; }

bool dx_check_unsure_takes(struct dx_str t)
{
    size_t i = 1;
    while (i < t.n && t.p[i] == t.p[0])
        i++;
    return i < t.n && (t.n == 10 || t.n == 12 || t.n == 14 || t.n == 15);
}

const struct dx_check dx_checks_thai[] = {
    {"th.alien_id", check_alien, true},
    {"th.bank_account", check_th_account, false},
    {"th.laser_code", check_laser, false},
    {"th.pin", check_pin, true},
    {"th.tax_id", check_tax, true},
    {NULL, NULL, false},
};
