/* check_person.c: personal and tax numbers of other states (identifiers.md 3.3 to 3.8) */
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* A code and what it stands for; tables end with a row without name. */
struct place {
    int code;
    const char *name;
};

static const char *place_of(const struct place *p, int code)
{
    for (; p->name; p++)
        if (p->code == code)
            return p->name;
    return NULL;
}

/* Two-digit years of birth: 00 to 30 are 20YY (identifiers.md 8.1). Nothing may depend on today's date. */
static int century(int yy) { return yy <= 30 ? 2000 + yy : 1900 + yy; }

static void person(struct dx_reading *r, const char *country, const char *province, const char *sex, const char *birth)
{
    kit_attr(r, "country", country);
    if (province)
        kit_attr(r, "province", province);
    if (sex)
        kit_attr(r, "sex", sex);
    if (birth && birth[0])
        kit_attr(r, "birth_date", birth);
}

/* ---- Indonesia ---- */

static const struct place id_provinces[] = {
    {11, "Aceh"}, {12, "Sumatera Utara"}, {13, "Sumatera Barat"}, {14, "Riau"}, {15, "Jambi"}, {16, "Sumatera Selatan"},
    {17, "Bengkulu"}, {18, "Lampung"}, {19, "Kepulauan Bangka Belitung"}, {21, "Kepulauan Riau"}, {31, "DKI Jakarta"},
    {32, "Jawa Barat"}, {33, "Jawa Tengah"}, {34, "DI Yogyakarta"}, {35, "Jawa Timur"}, {36, "Banten"}, {51, "Bali"},
    {52, "Nusa Tenggara Barat"}, {53, "Nusa Tenggara Timur"}, {61, "Kalimantan Barat"}, {62, "Kalimantan Tengah"},
    {63, "Kalimantan Selatan"}, {64, "Kalimantan Timur"}, {65, "Kalimantan Utara"}, {71, "Sulawesi Utara"},
    {72, "Sulawesi Tengah"}, {73, "Sulawesi Selatan"}, {74, "Sulawesi Tenggara"}, {75, "Gorontalo"}, {76, "Sulawesi Barat"},
    {81, "Maluku"}, {82, "Maluku Utara"}, {91, "Papua"}, {92, "Papua Barat"}, {93, "Papua Selatan"}, {94, "Papua Tengah"},
    {95, "Papua Pegunungan"}, {96, "Papua Barat Daya"}, {0, NULL},
};

/* PPRRSSDDMMYYNNNN: place, date, serial. `woman` is NULL where the day never carries the 40 of a woman (family cards). */
static const char *nik_parts(const char *d, char date[11], bool *woman)
{
    int day = kit_number(d + 6, 2);
    bool plus = woman && day > 40;
    const char *province = place_of(id_provinces, kit_number(d, 2));
    if (woman)
        *woman = plus;
    if (strncmp(d + 2, "00", 2) == 0 || strncmp(d + 4, "00", 2) == 0 || strcmp(d + 12, "0000") == 0 ||
        !kit_date(date, century(kit_number(d + 10, 2)), kit_number(d + 8, 2), plus ? day - 40 : day))
        return NULL;
    return province;
}

/* Log-odds of place and date over random digits: 38 of 100 provinces, 62 · 12 of 10,000 days. */
#define NIK_WEIGHT 3.6

static void check_nik(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], date[11];
    bool woman;
    (void)c;
    const char *province = kit_digits(t, " -.", d, sizeof d) == 16 ? nik_parts(d, date, &woman) : NULL;
    if (!province)
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "ID", province, woman ? "F" : "M", date);
    r->weight = NIK_WEIGHT;
}

static void check_kk(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], date[11];
    (void)c;
    const char *province = kit_digits(t, " -.", d, sizeof d) == 16 ? nik_parts(d, date, NULL) : NULL;
    if (!province)
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "ID", province, NULL, NULL);
    kit_attr(r, "issue_date", date);
    r->weight = NIK_WEIGHT;
}

/* ---- Indonesian tax numbers ---- */

static bool npwp_holds(const char *nine)
{
    char d[10];
    memcpy(d, nine, 9);
    d[9] = '\0';
    return kit_luhn(d);
}

static void check_npwp(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct kit_written w;
    (void)c;
    if (t.n < 15 || !kit_written(t, " -.", &w) || w.n != 15 || kit_all_same(w.digit))
        return;
    kit_checked(r, npwp_holds(w.digit), w.digit);
    person(r, "ID", NULL, NULL, NULL);
    r->weight = w.groups == 0x233133 ? 4 : 0;
}

/* Sixteen digits: a person's NIK, or 0 and the fifteen digits. */
static void check_npwp16(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20];
    if (kit_digits(t, " -.", d, sizeof d) != 16)
        return;
    if (d[0] != '0') {
        check_nik(r, t, c);
        return;
    }
    kit_checked(r, npwp_holds(d + 1), d);
    person(r, "ID", NULL, NULL, NULL);
}

/* ---- Malaysia, Singapore, Brunei ---- */

/* Codes of the place of birth; those of other countries and regions have no name here. */
static const struct {
    const char *codes; /* two digits each */
    const char *state;
} my_states[] = {
    {"01 21 22 23 24", "Johor"}, {"02 25 26 27", "Kedah"}, {"03 28 29", "Kelantan"}, {"04 30", "Melaka"},
    {"05 31 59", "Negeri Sembilan"}, {"06 32 33", "Pahang"}, {"07 34 35", "Penang"}, {"08 36 37 38 39", "Perak"},
    {"09 40", "Perlis"}, {"10 41 42 43 44", "Selangor"}, {"11 45 46", "Terengganu"}, {"12 47 48 49", "Sabah"},
    {"13 50 51 52 53", "Sarawak"}, {"14 54 55 56 57", "Kuala Lumpur"}, {"15 58", "Labuan"}, {"16", "Putrajaya"},
};
static const char my_unassigned[] = "00 17 18 19 20 69 70 73 80 81 94 95 96 97";

static bool listed(const char *codes, const char *two)
{
    for (; *codes; codes += codes[2] ? 3 : 2)
        if (codes[0] == two[0] && codes[1] == two[1])
            return true;
    return false;
}

static void check_mykad(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16], date[11];
    const char *state = NULL;
    (void)c;
    if (kit_digits(t, " -", d, sizeof d) != 12 || listed(my_unassigned, d + 6) ||
        !kit_date(date, century(kit_number(d, 2)), kit_number(d + 2, 2), kit_number(d + 4, 2)))
        return;
    for (size_t i = 0; i < sizeof my_states / sizeof my_states[0]; i++)
        if (listed(my_states[i].codes, d + 6))
            state = my_states[i].state;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "MY", NULL, (d[11] - '0') % 2 ? "M" : "F", date);
    if (state)
        kit_attr(r, "state", state);
    r->weight = state ? 3.5 : 2.5;
}

static void check_nric(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {2, 7, 6, 5, 4, 3, 2};
    char s[16];
    (void)c;
    if (!kit_shape(t, "[STFGM]9{7}A", s, sizeof s))
        return;
    int sum = kit_weighted(s + 1, weights, 7) + (strchr("TG", s[0]) ? 4 : s[0] == 'M' ? 3 : 0);
    const char *letters = strchr("ST", s[0]) ? "JZIHGFEDCBA" : s[0] == 'M' ? "XWUTRQPNJLK" : "XWUTRQPNMLK";
    kit_checked(r, s[8] == letters[sum % 11], s);
    person(r, "SG", NULL, NULL, NULL);
    r->weight = 2;
}

static bool uen_holds(const char *s, size_t n)
{
    static const int business[] = {10, 4, 9, 3, 8, 2, 7, 1}, local[] = {10, 8, 6, 4, 9, 7, 5, 3, 1};
    static const int other[] = {4, 3, 5, 3, 10, 2, 2, 5, 7};
    static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
    if (n == 9)
        return s[8] == "XMKECAWLJDB"[kit_weighted(s, business, 8) % 11];
    if (kit_is_digit(s[0]))
        return s[9] == "ZKCMDNERGWH"[kit_weighted(s, local, 9) % 11];
    int sum = 0;
    for (int i = 0; i < 9; i++) {
        const char *at = strchr(alphabet, s[i]);
        if (!at)
            return false;
        sum += (int)(at - alphabet) * other[i];
    }
    return s[9] == alphabet[(sum + 6) % 11]; /* (sum - 5) mod 11 */
}

static void check_uen(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "9{8}A|[1][89]9{7}A|[2][0]9{7}A|[RST]9{2}A{2}9{4}A", s, sizeof s))
        return;
    kit_checked(r, uen_holds(s, strlen(s)), s);
    person(r, "SG", NULL, NULL, NULL);
}

static void check_bn(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "9{2}_9{6}", s, sizeof s) || !listed("00 01 30 31 50 51", s))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    person(r, "BN", NULL, NULL, NULL);
    kit_attr(r, "citizenship", s[0] == '0' ? "citizen" : s[0] == '3' ? "permanent resident" : "temporary");
}

/* ---- Vietnam, Cambodia, the Philippines ---- */

static const struct place vn_provinces[] = {
    {1, "Hà Nội"}, {2, "Hà Giang"}, {4, "Cao Bằng"}, {6, "Bắc Kạn"}, {8, "Tuyên Quang"}, {10, "Lào Cai"}, {11, "Điện Biên"},
    {12, "Lai Châu"}, {14, "Sơn La"}, {15, "Yên Bái"}, {17, "Hòa Bình"}, {19, "Thái Nguyên"}, {20, "Lạng Sơn"},
    {22, "Quảng Ninh"}, {24, "Bắc Giang"}, {25, "Phú Thọ"}, {26, "Vĩnh Phúc"}, {27, "Bắc Ninh"}, {30, "Hải Dương"},
    {31, "Hải Phòng"}, {33, "Hưng Yên"}, {34, "Thái Bình"}, {35, "Hà Nam"}, {36, "Nam Định"}, {37, "Ninh Bình"},
    {38, "Thanh Hóa"}, {40, "Nghệ An"}, {42, "Hà Tĩnh"}, {44, "Quảng Bình"}, {45, "Quảng Trị"}, {46, "Thừa Thiên Huế"},
    {48, "Đà Nẵng"}, {49, "Quảng Nam"}, {51, "Quảng Ngãi"}, {52, "Bình Định"}, {54, "Phú Yên"}, {56, "Khánh Hòa"},
    {58, "Ninh Thuận"}, {60, "Bình Thuận"}, {62, "Kon Tum"}, {64, "Gia Lai"}, {66, "Đắk Lắk"}, {67, "Đắk Nông"},
    {68, "Lâm Đồng"}, {70, "Bình Phước"}, {72, "Tây Ninh"}, {74, "Bình Dương"}, {75, "Đồng Nai"}, {77, "Bà Rịa–Vũng Tàu"},
    {79, "TP Hồ Chí Minh"}, {80, "Long An"}, {82, "Tiền Giang"}, {83, "Bến Tre"}, {84, "Trà Vinh"}, {86, "Vĩnh Long"},
    {87, "Đồng Tháp"}, {89, "An Giang"}, {91, "Kiên Giang"}, {92, "Cần Thơ"}, {93, "Hậu Giang"}, {94, "Sóc Trăng"},
    {95, "Bạc Liêu"}, {96, "Cà Mau"}, {0, NULL},
};

static void check_cccd(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16], year[5];
    (void)c;
    const char *province = kit_digits(t, " ", d, sizeof d) == 12 ? place_of(vn_provinces, kit_number(d, 3)) : NULL;
    if (!province || d[3] > '3')
        return;
    memcpy(year, d[3] < '2' ? "19" : "20", 2);
    memcpy(year + 2, d + 4, 2);
    year[4] = '\0';
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "VN", province, (d[3] - '0') % 2 ? "F" : "M", year);
    r->weight = 3.7; /* 63 of 1,000 provinces, 4 of 10 centuries */
}

static void check_mst(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{10}|9{10}_9{3}|9_9_9_9_9_9_9_9_9_9", d, sizeof d) || strncmp(d + 2, "0000000", 7) == 0 || strcmp(d + 10, "000") == 0)
        return;
    kit_checked(r, 10 - kit_weighted(d, weights, 9) % 11 == d[9] - '0', d);
    person(r, "VN", NULL, NULL, NULL);
}

/* Cambodia prints how often the card was issued in brackets. */
static void check_kh(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{3}_9{3}_9{3}|9{9}_'(9{2}')|9{3}_9{3}_9{3}_'(9{2}')", d, sizeof d))
        return;
    r->weight = strlen(d) > 9 ? 3 : 0;
    d[9] = '\0';
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "KH", NULL, NULL, NULL);
}

/* ---- China, Taiwan, Hong Kong, Korea, Japan ---- */

static const struct place cn_provinces[] = {
    {11, "Beijing"}, {12, "Tianjin"}, {13, "Hebei"}, {14, "Shanxi"}, {15, "Inner Mongolia"}, {21, "Liaoning"}, {22, "Jilin"},
    {23, "Heilongjiang"}, {31, "Shanghai"}, {32, "Jiangsu"}, {33, "Zhejiang"}, {34, "Anhui"}, {35, "Fujian"}, {36, "Jiangxi"},
    {37, "Shandong"}, {41, "Henan"}, {42, "Hubei"}, {43, "Hunan"}, {44, "Guangdong"}, {45, "Guangxi"}, {46, "Hainan"},
    {50, "Chongqing"}, {51, "Sichuan"}, {52, "Guizhou"}, {53, "Yunnan"}, {54, "Tibet"}, {61, "Shaanxi"}, {62, "Gansu"},
    {63, "Qinghai"}, {64, "Ningxia"}, {65, "Xinjiang"}, {71, "Taiwan"}, {81, "Hong Kong"}, {82, "Macau"}, {83, "Taiwan"},
    {91, "foreign"}, {0, NULL},
};

static char cn_check(const char *seventeen)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    return "10X98765432"[kit_weighted(seventeen, weights, 17) % 11];
}

/* Eighteen characters, or the fifteen digits of before 1999, which get their century and their check. */
static void check_cn(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[24], date[11];
    (void)c;
    if (t.n > 2 && memcmp(t.p + t.n - 2, "×", 2) == 0 && kit_shape((struct dx_str){t.p, t.n - 2}, "9{17}", s, sizeof s))
        memcpy(s + 17, "X", 2);
    else if (!kit_shape(t, "9{17}[0-9X]|9{6}_9{8}_9{3}[0-9X]|9{15}", s, sizeof s))
        return;
    bool old = strlen(s) == 15;
    if (old) {
        memmove(s + 8, s + 6, 9);
        memcpy(s + 6, "19", 2);
        s[17] = cn_check(s);
        s[18] = '\0';
    }
    const char *province = place_of(cn_provinces, kit_number(s, 2));
    if (!province || !kit_date(date, kit_number(s + 6, 4), kit_number(s + 10, 2), kit_number(s + 12, 2)))
        return;
    if (old)
        kit_value(r, DX_VERDICT_FORM, s);
    else
        kit_checked(r, s[17] == cn_check(s), s);
    person(r, "CN", province, (s[16] - '0') % 2 ? "M" : "F", date);
    r->weight = 4;
}

static void check_tw(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO"; /* 10, 11 … in this order */
    static const int weights[] = {1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1};
    char s[16], d[12];
    (void)c;
    if (!kit_shape(t, "A[1289]9{8}|A[A-D]9{8}", s, sizeof s))
        return;
    int first = (int)(strchr(letters, s[0]) - letters) + 10;
    d[0] = (char)('0' + first / 10);
    d[1] = (char)('0' + first % 10);
    d[2] = kit_is_digit(s[1]) ? s[1] : (char)('0' + (strchr(letters, s[1]) - letters) % 10);
    memcpy(d + 3, s + 2, 9);
    kit_checked(r, kit_weighted(d, weights, 11) % 10 == 0, s);
    person(r, "TW", NULL, s[1] == '1' || s[1] == '8' || s[1] == 'A' || s[1] == 'C' ? "M" : "F", NULL);
    r->weight = 1.5;
}

static void check_hk(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16], value[20];
    (void)c;
    if (!kit_shape(t, "A{1,2}_9{6}_'(_[0-9A]_')|A{1,2}9{6}[0-9A]", s, sizeof s))
        return;
    size_t n = strlen(s), letters = n - 7;
    int sum = letters == 2 ? (s[0] - 'A' + 10) * 9 + (s[1] - 'A' + 10) * 8 : 36 * 9 + (s[0] - 'A' + 10) * 8;
    for (size_t i = 0; i < 6; i++)
        sum += (s[letters + i] - '0') * (7 - (int)i);
    int rest = 11 - sum % 11;
    char check = rest == 10 ? 'A' : rest == 11 ? '0' : (char)('0' + rest);
    snprintf(value, sizeof value, "%.*s(%c)", (int)(n - 1), s, s[n - 1]);
    kit_checked(r, check == s[n - 1], value);
    person(r, "HK", NULL, NULL, NULL);
    r->weight = memchr(t.p, '(', t.n) ? 2.5 : -0.5;
}

static void check_kr(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    static const int centuries[] = {1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800};
    char d[16], date[11];
    (void)c;
    if (kit_digits(t, " -", d, sizeof d) != 13 ||
        !kit_date(date, centuries[d[6] - '0'] + kit_number(d, 2), kit_number(d + 2, 2), kit_number(d + 4, 2)))
        return;
    int sum = kit_weighted(d, weights, 12) % 11, last = d[12] - '0';
    bool foreigner = d[6] >= '5' && d[6] <= '8';
    kit_checked(r, (11 - sum) % 10 == last || (foreigner && (13 - sum) % 10 == last), d);
    person(r, "KR", NULL, (d[6] - '0') % 2 ? "M" : "F", date);
    if (foreigner)
        kit_attr(r, "citizenship", "foreigner");
    r->weight = memchr(t.p, '-', t.n) ? 3 : 2;
}

static void check_jp(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int weights[] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    char d[16];
    (void)c;
    if (kit_digits(t, " -", d, sizeof d) != 12 || kit_all_same(d))
        return;
    int rest = 11 - kit_weighted(d, weights, 11) % 11;
    kit_checked(r, (rest > 9 ? 0 : rest) == d[11] - '0', d);
    person(r, "JP", NULL, NULL, NULL);
}

/* ---- Bangladesh, India, Pakistan, Nepal, Sri Lanka ---- */

static void check_bd(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[20], year[5] = "";
    (void)c;
    size_t n = kit_digits(t, " -", d, sizeof d);
    const char *thirteen = n == 17 ? d + 4 : n == 13 ? d : NULL;
    int district = thirteen ? kit_number(thirteen, 2) : 0;
    if ((n != 10 && !thirteen) || (n == 10 && d[0] == '0') || (thirteen && (district < 1 || district > 94)))
        return;
    if (n == 17) {
        memcpy(year, d, 4);
        year[4] = '\0';
        if (kit_number(year, 4) < 1900 || kit_number(year, 4) > 2050)
            return;
    }
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "BD", NULL, NULL, year);
    r->weight = n == 17 ? 3 : 0;
}

/* Aadhaar, and the virtual id of 16 digits: never 0 or 1 first, never a palindrome. */
static void verhoeff_number(struct dx_reading *r, struct dx_str t, size_t digits)
{
    char d[20];
    bool palindrome = true;
    if (kit_digits(t, " -", d, sizeof d) != digits || d[0] < '2')
        return;
    for (size_t i = 0; i < digits / 2; i++)
        palindrome = palindrome && d[i] == d[digits - 1 - i];
    if (palindrome)
        return;
    kit_checked(r, kit_verhoeff(d), d);
    person(r, "IN", NULL, NULL, NULL);
    r->weight = memchr(t.p, ' ', t.n) ? 1 : 0;
}

static void check_aadhaar(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    verhoeff_number(r, t, 12);
}

static void check_vid(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    verhoeff_number(r, t, 16);
}

#define PAN "A{3}[PCHFATBLJGK]A9{4}A" /* the fourth letter: a person, a company, … */

/* Numbers begin with 0001. */
static bool pan_is_nobodys(const char *pan) { return strncmp(pan + 5, "0000", 4) == 0; }

static void check_pan(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (kit_shape(t, PAN, s, sizeof s) && !pan_is_nobodys(s)) {
        kit_value(r, DX_VERDICT_FORM, s);
        person(r, "IN", NULL, NULL, NULL);
        r->weight = 1.5;
    }
}

/* The last of fifteen characters, by Luhn's sum over 36 digits (GST Network: 0 to 9, A to Z). */
static bool gstin_holds(const char *s)
{
    int sum = 0;
    for (size_t i = 0; i < 15; i++) {
        int v = (kit_is_digit(s[i]) ? s[i] - '0' : s[i] - 'A' + 10) * (i % 2 ? 2 : 1);
        sum += v / 36 + v % 36;
    }
    return sum % 36 == 0;
}

/* State (97: the waters, 99: the Centre), PAN of the firm, its number within the state, Z, check. */
static void check_gstin(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "99" PAN "[1-9A-Z][Z]X", s, sizeof s) || pan_is_nobodys(s + 2))
        return;
    int state = kit_number(s, 2);
    if ((state >= 1 && state <= 38) || state == 97 || state == 99)
        kit_checked(r, gstin_holds(s), s);
}

static const struct place pk_provinces[] = {
    {1, "Khyber Pakhtunkhwa"}, {2, "FATA"}, {3, "Punjab"}, {4, "Sindh"}, {5, "Balochistan"}, {6, "Islamabad"},
    {7, "Gilgit-Baltistan"}, {8, "Azad Jammu and Kashmir"}, {0, NULL},
};

static void check_cnic(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{5}_9{7}_9", d, sizeof d) || !place_of(pk_provinces, d[0] - '0') || d[12] == '0')
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "PK", place_of(pk_provinces, d[0] - '0'), (d[12] - '0') % 2 ? "M" : "F", NULL);
    r->weight = memchr(t.p, '-', t.n) ? 3 : 0;
}

static void check_np_citizenship(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{2}~9{2}~9{2}~9{1,6}", d, sizeof d) || kit_number(d, 2) < 1 || kit_number(d, 2) > 77)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.2s-%.2s-%.2s-%s", d, d + 2, d + 4, d + 6);
    person(r, "NP", NULL, NULL, NULL);
}

/* Old "665198242X", new "196651908242": day of a leap year, 500 more for women; written in the new form. */
static void check_lk(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    static const int ends[] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366};
    char s[16], value[16], date[11];
    (void)c;
    if (!kit_shape(t, "9{9}_[VX]|[12]9{11}", s, sizeof s))
        return;
    bool old = strlen(s) == 10;
    if (old)
        snprintf(value, sizeof value, "19%.5s0%.4s", s, s + 5);
    else
        memcpy(value, s, 13);
    int day = kit_number(value + 4, 3), month = 1;
    bool woman = day > 500;
    day -= woman ? 500 : 0;
    if (day < 1 || day > 366)
        return;
    while (day > ends[month])
        month++;
    if (!kit_date(date, kit_number(value, 4), month, day - ends[month - 1]))
        return; /* day 60 of a common year */
    kit_value(r, DX_VERDICT_FORM, value);
    person(r, "LK", NULL, woman ? "F" : "M", date);
    r->weight = old ? 2.5 : 2;
}

/* ---- UNHCR, United States, United Kingdom ---- */

static void check_unhcr_case(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "X{3}-9{2}[C]9{5}|X{3}-9{2}-9{6}", s, sizeof s))
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.3s-%.2s%s%s", s, s + 3, s[5] == 'C' ? "" : "-", s + 5);
    r->weight = s[5] == 'C' ? 3 : 0;
}

static void check_unhcr_individual(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "X{3}-9{8}", s, sizeof s))
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.3s-%s", s, s + 3);
}

static void check_ssn(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[16];
    (void)c;
    if (!kit_shape(t, "9{3}_9{2}_9{4}", d, sizeof d) || d[0] == '9' || strncmp(d, "000", 3) == 0 || strncmp(d, "666", 3) == 0 ||
        strncmp(d + 3, "00", 2) == 0 || strcmp(d + 5, "0000") == 0 ||
        strcmp(d, "078051120") == 0 || strcmp(d, "219099999") == 0 || strcmp(d, "457555462") == 0)
        return;
    kit_value(r, DX_VERDICT_FORM, d);
    person(r, "US", NULL, NULL, NULL);
    r->weight = memchr(t.p, '-', t.n) ? 2 : 0;
}

static void check_nino(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    if (!kit_shape(t, "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]_9{2}_9{2}_9{2}_[A-D]", s, sizeof s) ||
        listed("BG GB KN NK NT TN ZZ", s))
        return;
    kit_value(r, DX_VERDICT_FORM, s);
    person(r, "GB", NULL, NULL, NULL);
    r->weight = 2;
}

/* ---- numbers that have a shape and nothing else ---- */

static const struct {
    const char *kind, *country, *shape;
} shapes[] = {
    {"np.nin", "NP", "9{3}-9{3}-9{3}-9|9{10}"},
    {"ph.philsys_pcn", "PH", "9{4}_9{4}_9{4}_9{4}"},
    {"ph.sss", "PH", "9{2}_9{7}_9"},
    {"ph.tin", "PH", "9{3}_9{3}_9{3}|9{3}_9{3}_9{3}_9{3}|9{3}_9{3}_9{3}_9{5}"},
    {"ph.umid_crn", "PH", "9{4}_9{7}_9"},
    {"vn.cmnd", "VN", "9{9}|9{3}_9{3}_9{3}"},
};

static void shaped(struct dx_reading *r, struct dx_str t, const char *kind)
{
    char d[32];
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        if (strcmp(shapes[i].kind, kind) == 0 && kit_shape(t, shapes[i].shape, d, sizeof d) && !kit_all_same(d)) {
            kit_value(r, DX_VERDICT_FORM, d);
            person(r, shapes[i].country, NULL, NULL, NULL);
            r->weight = strlen(d) < t.n ? 1 : 0;
        }
}

#define SHAPED(name, kind)                                                                                  \
    static void name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)               \
    {                                                                                                       \
        (void)c;                                                                                            \
        shaped(r, t, kind);                                                                                 \
    }
SHAPED(check_np_nin, "np.nin")
SHAPED(check_pcn, "ph.philsys_pcn")
SHAPED(check_sss, "ph.sss")
SHAPED(check_ph_tin, "ph.tin")
SHAPED(check_crn, "ph.umid_crn")
SHAPED(check_cmnd, "vn.cmnd")

const struct dx_check dx_checks_person[] = {
    {"bd.nid", check_bd, false},
    {"bn.ic", check_bn, false},
    {"cn.resident_id", check_cn, true},
    {"gb.nino", check_nino, false},
    {"hk.hkid", check_hk, true},
    {"id.kk", check_kk, false},
    {"id.nik", check_nik, false},
    {"id.npwp", check_npwp, true},
    {"id.npwp16", check_npwp16, true},
    {"in.aadhaar", check_aadhaar, true},
    {"in.gstin", check_gstin, true},
    {"in.pan", check_pan, false},
    {"in.vid", check_vid, true},
    {"jp.my_number", check_jp, true},
    {"kh.national_id", check_kh, false},
    {"kr.rrn", check_kr, true},
    {"lk.nic", check_lk, false},
    {"my.mykad", check_mykad, false},
    {"np.citizenship", check_np_citizenship, false},
    {"np.nin", check_np_nin, false},
    {"ph.philsys_pcn", check_pcn, false},
    {"ph.sss", check_sss, false},
    {"ph.tin", check_ph_tin, false},
    {"ph.umid_crn", check_crn, false},
    {"pk.cnic", check_cnic, false},
    {"sg.nric", check_nric, true},
    {"sg.uen", check_uen, true},
    {"tw.national_id", check_tw, true},
    {"unhcr.case", check_unhcr_case, false},
    {"unhcr.individual", check_unhcr_individual, false},
    {"us.ssn", check_ssn, false},
    {"vn.cccd", check_cccd, false},
    {"vn.cmnd", check_cmnd, false},
    {"vn.mst", check_mst, true},
    {NULL, NULL, false},
};
