/* check_thai.c: Thailand: citizen, alien and tax numbers, laser code, bank accounts, PromptPay (identifiers.md 3.1, 4.2) */
#include "find/kit.h"

#include <stdio.h>
#include <string.h>

/* Interior ministry codes; those of the regions' tens leave gaps (28, 29, 59 …). */
static const struct {
    int code;
    const char *name;
} provinces[] = {
    {10, "Bangkok"}, {11, "Samut Prakan"}, {12, "Nonthaburi"}, {13, "Pathum Thani"}, {14, "Ayutthaya"}, {15, "Ang Thong"},
    {16, "Lop Buri"}, {17, "Sing Buri"}, {18, "Chai Nat"}, {19, "Saraburi"}, {20, "Chon Buri"}, {21, "Rayong"},
    {22, "Chanthaburi"}, {23, "Trat"}, {24, "Chachoengsao"}, {25, "Prachin Buri"}, {26, "Nakhon Nayok"}, {27, "Sa Kaeo"},
    {30, "Nakhon Ratchasima"}, {31, "Buri Ram"}, {32, "Surin"}, {33, "Si Sa Ket"}, {34, "Ubon Ratchathani"}, {35, "Yasothon"},
    {36, "Chaiyaphum"}, {37, "Amnat Charoen"}, {38, "Bueng Kan"}, {39, "Nong Bua Lam Phu"}, {40, "Khon Kaen"},
    {41, "Udon Thani"}, {42, "Loei"}, {43, "Nong Khai"}, {44, "Maha Sarakham"}, {45, "Roi Et"}, {46, "Kalasin"},
    {47, "Sakon Nakhon"}, {48, "Nakhon Phanom"}, {49, "Mukdahan"}, {50, "Chiang Mai"}, {51, "Lamphun"}, {52, "Lampang"},
    {53, "Uttaradit"}, {54, "Phrae"}, {55, "Nan"}, {56, "Phayao"}, {57, "Chiang Rai"}, {58, "Mae Hong Son"},
    {60, "Nakhon Sawan"}, {61, "Uthai Thani"}, {62, "Kamphaeng Phet"}, {63, "Tak"}, {64, "Sukhothai"}, {65, "Phitsanulok"},
    {66, "Phichit"}, {67, "Phetchabun"}, {70, "Ratchaburi"}, {71, "Kanchanaburi"}, {72, "Suphan Buri"}, {73, "Nakhon Pathom"},
    {74, "Samut Sakhon"}, {75, "Samut Songkhram"}, {76, "Phetchaburi"}, {77, "Prachuap Khiri Khan"},
    {80, "Nakhon Si Thammarat"}, {81, "Krabi"}, {82, "Phang Nga"}, {83, "Phuket"}, {84, "Surat Thani"}, {85, "Ranong"},
    {86, "Chumphon"}, {90, "Songkhla"}, {91, "Satun"}, {92, "Trang"}, {93, "Phatthalung"}, {94, "Pattani"}, {95, "Yala"},
    {96, "Narathiwat"},
};

static const char *province_of(const char *two)
{
    int code = kit_number(two, 2);
    for (size_t i = 0; i < sizeof provinces / sizeof provinces[0]; i++)
        if (provinces[i].code == code)
            return provinces[i].name;
    return NULL;
}

/* ---- numbers of 13 digits ---- */

/* Thirteen digits, also one to a cell of a form ("1|2|3|…"). */
static bool thirteen(struct dx_str t, char d[16]) { return kit_digits(t, " -|.", d, 16) == 13; }

static bool pin_holds(const char *d)
{
    static const int weights[] = {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    return (11 - kit_weighted(d, weights, 12) % 11) % 10 == d[12] - '0';
}

/* Grouped as printed (weight, log-odds): hardly anything else is written so. */
static double printed(struct dx_str t, const char *as, const char *also)
{
    char groups[64];
    kit_groups(t, groups, sizeof groups);
    return strcmp(groups, as) == 0 || strcmp(groups, also) == 0 ? 3 : strchr(groups, '-') ? -1 : 0;
}

static const double in_boxes = 1; /* of forms; so are rows of bits in tables */

static void check_pin(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    const char *province = thirteen(t, d) ? province_of(d + 1) : NULL;
    if (!province || d[0] < '1' || d[0] > '8' || kit_all_same(d))
        return;
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    kit_attr(r, "province", province);
    if (d[0] == '6' || d[0] == '7')
        kit_attr(r, "citizenship", "none");
    r->weight = 0.4 + (printed(t, "1-1-1-1-1-1-1-1-1-1-1-1-1", "") > 0 ? in_boxes : printed(t, "1-4-5-2-1", ""));
}

static void check_alien(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!thirteen(t, d) || !strchr("0678", d[0]) || kit_all_same(d))
        return;
    bool zero = d[0] == '0';
    if (zero && d[1] != '0' && strncmp(d + 5, "89", 2) != 0)
        return; /* a tax number, unless the group code says otherwise */
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    if (!zero && province_of(d + 1))
        kit_attr(r, "province", province_of(d + 1));
    kit_attr(r, "citizenship", "none");
    r->weight = printed(t, "1-4-5-2-1", "2-4-6-1");
}

static void check_tax(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!thirteen(t, d) || d[0] == '9' || kit_all_same(d))
        return;
    kit_checked(r, pin_holds(d), d);
    kit_attr(r, "country", "TH");
    if (province_of(d + 1))
        kit_attr(r, "province", province_of(d + 1));
    r->weight = d[0] == '0' ? 0.5 + printed(t, "1-2-1-3-5-1", "1-4-5-2-1") : 0;
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

/* How each bank prints its accounts (shape of groups), and how it is named. Bank of Thailand codes. */
#define G_DEFAULT "3-1-5-1"
#define G_LONG "3-6-1"
#define G_TWELVE "3-1-5-3"
static const struct bank {
    const char *word, *bank, *code, *groups;
} banks[] = {
    {"BBL", "BBL", "002", G_DEFAULT}, {"Bangkok Bank", "BBL", "002", G_DEFAULT}, 
    /* the bare word is the city */
    {"ธนาคารกรุงเทพ", "BBL", "002", G_DEFAULT}, {"ธ.กรุงเทพ", "BBL", "002", G_DEFAULT},
    {"ธ. กรุงเทพ", "BBL", "002", G_DEFAULT}, {"แบงก์กรุงเทพ", "BBL", "002", G_DEFAULT}, {"บัวหลวง", "BBL", "002", G_DEFAULT},
    {"KBANK", "KBANK", "004", G_DEFAULT}, {"K-Bank", "KBANK", "004", G_DEFAULT}, {"K PLUS", "KBANK", "004", G_DEFAULT},
    {"Kasikorn", "KBANK", "004", G_DEFAULT}, {"Kasikornbank", "KBANK", "004", G_DEFAULT}, {"กสิกร", "KBANK", "004", G_DEFAULT},
    {"กสิกรไทย", "KBANK", "004", G_DEFAULT},
    {"KTB", "KTB", "006", G_DEFAULT}, {"Krungthai", "KTB", "006", G_DEFAULT}, {"Krung Thai", "KTB", "006", G_DEFAULT},
    {"กรุงไทย", "KTB", "006", G_DEFAULT},
    {"TTB", "TTB", "011", G_LONG}, {"TMB", "TTB", "011", G_LONG}, {"TMBThanachart", "TTB", "011", G_LONG},
    {"ทหารไทย", "TTB", "011", G_LONG}, {"ทหารไทยธนชาต", "TTB", "011", G_LONG}, {"ทีทีบี", "TTB", "011", G_LONG},
    {"SCB", "SCB", "014", G_DEFAULT}, {"Siam Commercial", "SCB", "014", G_DEFAULT}, {"ไทยพาณิชย์", "SCB", "014", G_DEFAULT},
    {"Citibank", "CITI", "017", G_LONG}, {"CITI", "CITI", "017", G_LONG}, {"ซิตี้แบงก์", "CITI", "017", G_LONG},
    {"SMBC", "SMBC", "018", NULL}, {"JPM", "JPM", "008", NULL}, {"Standard Chartered", "SCBT", "020", NULL},
    {"SCBT", "SCBT", "020", NULL}, {"สแตนดาร์ดชาร์เตอร์ด", "SCBT", "020", NULL},
    {"CIMBT", "CIMBT", "022", G_DEFAULT}, {"CIMB", "CIMBT", "022", G_DEFAULT}, {"ซีไอเอ็มบี", "CIMBT", "022", G_DEFAULT},
    {"UOB", "UOBT", "024", "3-3-3-1"}, {"UOBT", "UOBT", "024", "3-3-3-1"}, {"ยูโอบี", "UOBT", "024", "3-3-3-1"},
    {"BAY", "BAY", "025", G_DEFAULT}, {"Krungsri", "BAY", "025", G_DEFAULT}, {"กรุงศรี", "BAY", "025", G_DEFAULT},
    {"กรุงศรีอยุธยา", "BAY", "025", G_DEFAULT},
    {"Mega ICBC", "Mega ICBC", "026", NULL}, {"Bank of America", "BoA", "027", NULL}, {"IOB", "IOB", "029", NULL},
    {"GSB", "GSB", "030", G_TWELVE}, {"Government Savings", "GSB", "030", G_TWELVE}, {"ออมสิน", "GSB", "030", G_TWELVE},
    {"HSBC", "HSBC", "031", NULL}, {"Deutsche Bank", "Deutsche", "032", NULL},
    {"GHB", "GHB", "033", G_TWELVE}, {"GH Bank", "GHB", "033", G_TWELVE}, {"ธอส", "GHB", "033", G_TWELVE},
    {"อาคารสงเคราะห์", "GHB", "033", G_TWELVE},
    {"BAAC", "BAAC", "034", G_TWELVE}, {"ธ.ก.ส", "BAAC", "034", G_TWELVE}, {"ธกส", "BAAC", "034", G_TWELVE},
    {"EXIM", "EXIM", "035", NULL}, {"Mizuho", "Mizuho", "039", NULL}, {"BNP Paribas", "BNP", "045", NULL},
    {"Bank of China", "BOC", "052", NULL}, {"TBANK", "TBANK", "065", NULL}, {"Thanachart", "TBANK", "065", NULL},
    {"ธนชาต", "TBANK", "065", NULL},
    {"ISBT", "ISBT", "066", G_DEFAULT}, {"Islamic Bank", "ISBT", "066", G_DEFAULT}, {"อิสลาม", "ISBT", "066", G_DEFAULT},
    {"TISCO", "TISCO", "067", "4-3-6-1"}, {"ทิสโก้", "TISCO", "067", "4-3-6-1"},
    {"KKP", "KKP", "069", G_LONG}, {"Kiatnakin", "KKP", "069", G_LONG}, {"เกียรตินาคิน", "KKP", "069", G_LONG},
    {"เกียรตินาคินภัทร", "KKP", "069", G_LONG},
    {"ICBC", "ICBCT", "070", NULL}, {"ไอซีบีซี", "ICBCT", "070", NULL},
    {"TCRB", "TCRB", "071", NULL}, {"ไทยเครดิต", "TCRB", "071", NULL},
    {"LHFG", "LHFG", "073", NULL}, {"LH Bank", "LHFG", "073", NULL}, {"แลนด์ แอนด์ เฮ้าส์", "LHFG", "073", NULL},
    {"SME D", "SME D", "098", NULL}, {"SME Bank", "SME D", "098", NULL},
};

/* The bank named nearest to the account; at one distance the longer name (ทหารไทยธนชาต holds ธนชาต). */
static const struct bank *bank_near(struct dx_str near, struct dx_str text)
{
    const struct bank *best = NULL;
    size_t least = SIZE_MAX;
    uint64_t bytes = kit_bytes(near);
    bool ascii = kit_is_ascii(near);
    for (size_t i = 0; i < sizeof banks / sizeof banks[0]; i++) {
        if ((ascii && banks[i].word[0] & 0x80) || !kit_may_hold(bytes, banks[i].word))
            continue;
        size_t d = kit_distance(near, text, banks[i].word);
        if (d < least || (d == least && best && strlen(banks[i].word) > strlen(best->word))) {
            least = d;
            best = &banks[i];
        }
    }
    return best;
}

/* Printed groupings (weights: a grouping is rare outside accounts; 3-3-3-1 less so), and bare runs. */
static bool account_groups(const char *groups, double *weight)
{
    static const struct {
        const char *groups;
        double weight;
    } known[] = {
        {"3-1-5-1", 3.5}, {"3-6-1", 2.5}, {"3-3-3-1", 1.5}, {"3-1-5-3", 3.5}, {"4-3-6-1", 3},
        {"10", 0}, {"12", -0.5}, {"14", -0.5}, {"15", -0.5},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(groups, known[i].groups) == 0) {
            *weight = known[i].weight;
            return true;
        }
    return false;
}

static void check_th_account(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], groups[32];
    if (!kit_digits(t, " -", d, sizeof d) || kit_all_same(d))
        return;
    kit_groups(t, groups, sizeof groups);
    if (!account_groups(groups, &r->weight))
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    kit_attr(r, "country", "TH");
    const struct bank *b = bank_near(c->near, t);
    if (!b && kit_find(c->near, "IFSC", 0) != SIZE_MAX)
        r->weight -= 3; /* of India */
    if (!b) {
        r->weight -= strcmp(groups, "14") == 0 || strcmp(groups, "15") == 0 ? 2.5 : 0; /* of two banks; accounts elsewhere are as long */
        return;
    }
    kit_attr(r, "bank", b->bank);
    kit_attr(r, "bank_code", b->code);
    dx_buf_printf(&r->key, "th.bank_account:%s:%s", b->code, d);
    if (strchr(groups, '-') && b->groups)
        r->weight += strcmp(groups, b->groups) == 0 ? 1 : -1;
    r->weight += 1;
}

const struct dx_check dx_checks_thai[] = {
    {"th.alien_id", check_alien, true},
    {"th.bank_account", check_th_account, false},
    {"th.laser_code", check_laser, false},
    {"th.pin", check_pin, true},
    {"th.tax_id", check_tax, true},
    {NULL, NULL, false},
};
