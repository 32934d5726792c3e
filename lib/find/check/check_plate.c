/* check_plate.c: number plates of Thailand, Myanmar, Indonesia, Malaysia (identifiers.md 6.1 to 6.4) */
#include "base/utf8.h"
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* ---- Thailand ---- */

/* Provinces as plates print them, with short forms that are written for them, in English for the attribute. */
static const struct {
    const char *thai, *name;
} thai_provinces[] = {
    {"กรุงเทพมหานคร", "Bangkok"}, {"กทม", "Bangkok"}, {"กท", "Bangkok"}, {"กรุงเทพ", "Bangkok"}, {"กรุงเทพฯ", "Bangkok"}, {"สมุทรปราการ", "Samut Prakan"}, {"นนทบุรี", "Nonthaburi"},
    {"ปทุมธานี", "Pathum Thani"}, {"พระนครศรีอยุธยา", "Ayutthaya"}, {"อ่างทอง", "Ang Thong"}, {"ลพบุรี", "Lop Buri"},
    {"สิงห์บุรี", "Sing Buri"}, {"ชัยนาท", "Chai Nat"}, {"สระบุรี", "Saraburi"}, {"ชลบุรี", "Chon Buri"}, {"ระยอง", "Rayong"},
    {"จันทบุรี", "Chanthaburi"}, {"ตราด", "Trat"}, {"ฉะเชิงเทรา", "Chachoengsao"}, {"ปราจีนบุรี", "Prachin Buri"},
    {"นครนายก", "Nakhon Nayok"}, {"สระแก้ว", "Sa Kaeo"}, {"นครราชสีมา", "Nakhon Ratchasima"}, {"บุรีรัมย์", "Buri Ram"},
    {"สุรินทร์", "Surin"}, {"ศรีสะเกษ", "Si Sa Ket"}, {"อุบลราชธานี", "Ubon Ratchathani"}, {"ยโสธร", "Yasothon"},
    {"ชัยภูมิ", "Chaiyaphum"}, {"อำนาจเจริญ", "Amnat Charoen"}, {"บึงกาฬ", "Bueng Kan"}, {"หนองบัวลำภู", "Nong Bua Lam Phu"},
    {"ขอนแก่น", "Khon Kaen"}, {"อุดรธานี", "Udon Thani"}, {"เลย", "Loei"}, {"หนองคาย", "Nong Khai"},
    {"มหาสารคาม", "Maha Sarakham"}, {"ร้อยเอ็ด", "Roi Et"}, {"กาฬสินธุ์", "Kalasin"}, {"สกลนคร", "Sakon Nakhon"},
    {"นครพนม", "Nakhon Phanom"}, {"มุกดาหาร", "Mukdahan"}, {"เชียงใหม่", "Chiang Mai"}, {"ชม", "Chiang Mai"},
    {"ลำพูน", "Lamphun"},
    {"ลำปาง", "Lampang"}, {"อุตรดิตถ์", "Uttaradit"}, {"แพร่", "Phrae"}, {"น่าน", "Nan"}, {"พะเยา", "Phayao"},
    {"เชียงราย", "Chiang Rai"}, {"ชร", "Chiang Rai"}, {"แม่ฮ่องสอน", "Mae Hong Son"}, {"นครสวรรค์", "Nakhon Sawan"},
    {"อุทัยธานี", "Uthai Thani"}, {"กำแพงเพชร", "Kamphaeng Phet"}, {"ตาก", "Tak"}, {"สุโขทัย", "Sukhothai"},
    {"พิษณุโลก", "Phitsanulok"}, {"พิจิตร", "Phichit"}, {"เพชรบูรณ์", "Phetchabun"}, {"ราชบุรี", "Ratchaburi"},
    {"กาญจนบุรี", "Kanchanaburi"}, {"สุพรรณบุรี", "Suphan Buri"}, {"นครปฐม", "Nakhon Pathom"}, {"สมุทรสาคร", "Samut Sakhon"},
    {"สมุทรสงคราม", "Samut Songkhram"}, {"เพชรบุรี", "Phetchaburi"}, {"ประจวบคีรีขันธ์", "Prachuap Khiri Khan"},
    {"นครศรีธรรมราช", "Nakhon Si Thammarat"}, {"กระบี่", "Krabi"}, {"พังงา", "Phang Nga"}, {"ภูเก็ต", "Phuket"},
    {"สุราษฎร์ธานี", "Surat Thani"}, {"ระนอง", "Ranong"}, {"ชุมพร", "Chumphon"}, {"สงขลา", "Songkhla"}, {"สตูล", "Satun"},
    {"ตรัง", "Trang"}, {"พัทลุง", "Phatthalung"}, {"ปัตตานี", "Pattani"}, {"ยะลา", "Yala"}, {"นราธิวาส", "Narathiwat"},
    {"เบตง", "Betong"},
};
#define THAI_PROVINCES (sizeof thai_provinces / sizeof thai_provinces[0])

/* What is left of t is nothing or a province: its full name is the one that stands first for its English name. */
static bool thai_province(struct dx_str t, const char **full, const char **name)
{
    *full = *name = NULL;
    while (t.n && t.p[t.n - 1] == '.')
        t.n--;
    if (t.n == 0)
        return true;
    for (size_t i = 0; i < THAI_PROVINCES && !*name; i++)
        if (dx_str_is(t, thai_provinces[i].thai))
            *name = thai_provinces[i].name;
    for (size_t i = 0; i < THAI_PROVINCES && *name && !*full; i++)
        if (strcmp(thai_provinces[i].name, *name) == 0)
            *full = thai_provinces[i].thai;
    return *full != NULL;
}

static void skip_seps(struct dx_str *t)
{
    while (t->n && t->p[0] && strchr(" -\n,;|/\t", t->p[0])) /* cells of a table, too */
        *t = kit_skip(*t, 1);
}

/* One to three consonants (ฃ and ฅ are never used), after an optional digit: "1กก". Returns the bytes, 0 when there are none. */
static size_t thai_letters(struct dx_str t)
{
    size_t at = t.n && t.p[0] >= '1' && t.p[0] <= '9' ? 1 : 0;
    int letters = 0;
    for (uint32_t cp; letters < 4; letters++) {
        size_t n = dx_utf8_get(t.p + at, t.n - at, &cp);
        if (n == 0 || cp < 0x0E01 || cp > 0x0E2E || cp == 0x0E03 || cp == 0x0E05)
            break;
        at += n;
    }
    return letters >= 1 && letters <= 3 && !(at && kit_is_digit(t.p[0]) && letters != 2) ? at : 0;
}

static size_t digits_at(struct dx_str t, size_t most)
{
    size_t n = 0;
    while (n < t.n && n < most && kit_is_digit(t.p[n]))
        n++;
    return n < t.n && kit_is_digit(t.p[n]) ? 0 : n;
}

static void check_th_plate(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char number[8];
    (void)c;
    t = kit_unlabel(t, (const char *const[]){"ทะเบียนรถ", "ทะเบียน", "หมายเลขทะเบียน", "ป้ายทะเบียน", NULL});
    bool truck = t.n > 6 && t.p[2] == '-' && kit_is_digit(t.p[0]) && kit_is_digit(t.p[1]); /* 70-1234 */
    size_t letters = truck ? 2 : thai_letters(t);
    struct dx_str head = {t.p, letters};
    if (letters == 0)
        return;
    t = kit_skip(t, letters);
    skip_seps(&t);
    size_t n = digits_at(t, 4);
    if (n == 0 || t.p[0] == '0' || (truck && n != 4))
        return;
    memcpy(number, t.p, n);
    number[n] = '\0';
    t = kit_skip(t, n);
    skip_seps(&t);
    for (size_t i = 0; i < 2; i++)
        t = kit_skip(t, kit_starts(t, i ? "จ." : "จังหวัด") ? strlen(i ? "จ." : "จังหวัด") : 0);
    skip_seps(&t);
    const char *full, *name;
    if (!thai_province(t, &full, &name))
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.*s%s%s%s%s", (int)head.n, head.p, truck ? "-" : " ", number, full ? " " : "", full ? full : "");
    kit_attr(r, "country", "TH");
    if (name)
        kit_attr(r, "province", name);
    r->weight = full ? 3 : -1;
}

/* ---- Myanmar ---- */

static const struct {
    const char *code, *state;
} mm_regions[] = {
    {"YGN", "Yangon"}, {"MDY", "Mandalay"}, {"NPW", "Nay Pyi Taw"}, {"BGO", "Bago"}, {"MGY", "Magway"}, {"SGG", "Sagaing"},
    {"TNI", "Tanintharyi"}, {"AYY", "Ayeyarwady"}, {"MON", "Mon"}, {"KYN", "Kayin"}, {"KYH", "Kayah"}, {"CHN", "Chin"},
    {"KCN", "Kachin"}, {"RKE", "Rakhine"}, {"SHN", "Shan"},
};

/* Burmese letters: "1က-1234". */
static void burmese_plate(struct dx_reading *r, struct dx_str t)
{
    size_t lead = digits_at(t, 2);
    uint32_t cp;
    size_t letter = lead ? dx_utf8_get(t.p + lead, t.n - lead, &cp) : 0;
    if (letter == 0 || cp < 0x1000 || cp > 0x1021)
        return;
    struct dx_str rest = kit_skip(t, lead + letter);
    if (!rest.n || !strchr("/-", rest.p[0]))
        return;
    rest = kit_skip(rest, 1);
    size_t n = digits_at(rest, 5);
    if (n < 4 || n != rest.n)
        return;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.*s-%.*s", (int)(lead + letter), t.p, (int)n, rest.p);
    kit_attr(r, "country", "MM");
    r->weight = 2;
}

static void check_mm_plate(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    (void)c;
    burmese_plate(r, t);
    if (r->verdict == DX_VERDICT_NO && kit_shape(t, "9A~9{4}|A{2}~9{4}", s, sizeof s)) { /* without its region */
        r->verdict = DX_VERDICT_FORM;
        dx_buf_printf(&r->value, "%.2s-%s", s, s + 2);
        kit_attr(r, "country", "MM");
        return;
    }
    if (r->verdict != DX_VERDICT_NO || !kit_shape(t, "A{3}_9A~9{4}|A{3}_A{2}~9{4}|A{3}_9A9{4}", s, sizeof s))
        return;
    for (size_t i = 0; i < sizeof mm_regions / sizeof mm_regions[0]; i++)
        if (strncmp(s, mm_regions[i].code, 3) == 0) {
            r->verdict = DX_VERDICT_FORM;
            dx_buf_printf(&r->value, "%.3s %.2s-%s", s, s + 3, s + 5);
            kit_attr(r, "country", "MM");
            kit_attr(r, "state", mm_regions[i].state);
            r->weight = 3.5;
        }
}

/* ---- Indonesia, Malaysia ---- */

/* Letters, digits without leading zero, letters, with a blank or hyphen between them or none. */
static bool three_parts(struct dx_str t, size_t part[3], char s[16])
{
    if (!kit_shape(t, "A{1,3}_9{1,4}_A{1,3}|A{1,3}_9{1,4}", s, 16))
        return false;
    part[0] = strcspn(s, "0123456789");
    part[1] = strspn(s + part[0], "0123456789");
    part[2] = strlen(s) - part[0] - part[1];
    return s[part[0]] != '0';
}

static void write_parts(struct dx_reading *r, const size_t part[3], const char *s)
{
    r->verdict = DX_VERDICT_FORM;
    dx_buf_printf(&r->value, "%.*s %.*s", (int)part[0], s, (int)part[1], s + part[0]);
    if (part[2])
        dx_buf_printf(&r->value, " %s", s + part[0] + part[1]);
}

static const char id_areas[] =
    " A B D E F G H K L M N P R S T W Z AA AB AD AE AG BA BB BD BE BG BH BK BL BM BN BP DA DB DC DD DE DG DH DK DL DM DN DP DR "
    "DT DW EA EB ED KB KH KT KU PA PB PG PS PT PY RI CD CC ";

static void check_id_plate(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16], area[8];
    size_t part[3];
    (void)c;
    if (!three_parts(t, part, s))
        return;
    snprintf(area, sizeof area, " %.*s ", (int)part[0], s);
    if (!strstr(id_areas, area))
        return;
    write_parts(r, part, s);
    kit_attr(r, "country", "ID");
    r->weight = part[2] ? 1 : -1;
}

static const struct {
    char letter;
    const char *state;
} my_letters[] = {
    {'A', "Perak"}, {'B', "Selangor"}, {'C', "Pahang"}, {'D', "Kelantan"}, {'F', "Putrajaya"}, {'H', NULL}, {'J', "Johor"},
    {'K', "Kedah"}, {'L', "Labuan"}, {'M', "Melaka"}, {'N', "Negeri Sembilan"}, {'P', "Penang"}, {'Q', "Sarawak"},
    {'R', "Perlis"}, {'S', "Sabah"}, {'T', "Terengganu"}, {'V', "Kuala Lumpur"}, {'W', "Kuala Lumpur"}, {'Z', NULL},
};

static void check_my_plate(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char s[16];
    size_t part[3];
    (void)c;
    if (!three_parts(t, part, s) || part[2] > 1 || strpbrk(s, "IO"))
        return;
    for (size_t i = 0; i < sizeof my_letters / sizeof my_letters[0]; i++)
        if (s[0] == my_letters[i].letter) {
            write_parts(r, part, s);
            kit_attr(r, "country", "MY");
            if (my_letters[i].state)
                kit_attr(r, "state", my_letters[i].state);
            r->weight = part[0] == 3 ? 0 : -1;
        }
}

const struct dx_check dx_checks_plate[] = {
    {"plate.id", check_id_plate, false},
    {"plate.mm", check_mm_plate, false},
    {"plate.my", check_my_plate, false},
    {"plate.th", check_th_plate, false},
    {NULL, NULL, false},
};
