/* phone_said.c: telephone numbers said in words, digit by digit, as voice notes are written down and adverts get by filters */
#include "find/phone/phone_said.h"

#include <string.h>

#include "find/check/kit.h"
#include "find/phone/phone_plan.h"

#define MOST 20 /* digits */

/* What is said for a digit, in the languages that the rules have patterns of: 'd' and 't' make two and three of the next one, '+' is itself, 0 is a mark
 * that is said. Of two words that begin alike the longer one stands first. */
static const struct said {
    struct dx_str word;
    char digit;
} said[] = {
#define SAID(digit, word) {KIT_WORD(word), digit}
    SAID('+', "plus"), SAID('d', "double"), SAID('t', "triple"), SAID(0, "dash"), SAID(0, "strip"), SAID(0, "dot"), SAID(0, "ขีด"), SAID(0, "จุด"), SAID(0, "gạch"),
    SAID('0', "zero"), SAID('0', "oh"), SAID('1', "one"), SAID('2', "two"), SAID('3', "three"), SAID('4', "four"), SAID('5', "five"), SAID('6', "six"),
    SAID('7', "seven"), SAID('8', "eight"), SAID('9', "nine"),
    /* Indonesia, Malaysia */
    SAID('0', "nol"), SAID('0', "kosong"), SAID('0', "sifar"), SAID('1', "satu"), SAID('2', "dua"), SAID('3', "tiga"), SAID('4', "empat"), SAID('5', "lima"),
    SAID('6', "enam"), SAID('7', "tujuh"), SAID('8', "delapan"), SAID('8', "lapan"), SAID('9', "sembilan"),
    /* the Philippines */
    SAID('0', "sero"), SAID('1', "isa"), SAID('2', "dalawa"), SAID('3', "tatlo"), SAID('4', "apat"), SAID('6', "anim"), SAID('7', "pito"), SAID('8', "walo"), SAID('9', "siyam"),
    /* Vietnam */
    SAID('0', "không"), SAID('1', "một"), SAID('1', "mốt"), SAID('2', "hai"), SAID('3', "ba"), SAID('4', "bốn"), SAID('4', "tư"), SAID('5', "năm"), SAID('5', "lăm"),
    SAID('6', "sáu"), SAID('7', "bảy"), SAID('7', "bẩy"), SAID('8', "tám"), SAID('9', "chín"),
    /* Thailand, Laos */
    SAID('0', "ศูนย์"), SAID('1', "หนึ่ง"), SAID('2', "สอง"), SAID('3', "สาม"), SAID('4', "สี่"), SAID('5', "ห้า"), SAID('6', "หก"), SAID('7', "เจ็ด"), SAID('8', "แปด"), SAID('9', "เก้า"),
    SAID('0', "ສູນ"), SAID('1', "ໜຶ່ງ"), SAID('1', "ຫນຶ່ງ"), SAID('2', "ສອງ"), SAID('3', "ສາມ"), SAID('4', "ສີ່"), SAID('5', "ຫ້າ"), SAID('6', "ຫົກ"), SAID('7', "ເຈັດ"), SAID('8', "ແປດ"),
    SAID('9', "ເກົ້າ"),
    /* Cambodia, Myanmar */
    SAID('0', "សូន្យ"), SAID('1', "មួយ"), SAID('2', "ពីរ"), SAID('3', "បី"), SAID('4', "បួន"), SAID('6', "ប្រាំមួយ"), SAID('7', "ប្រាំពីរ"), SAID('8', "ប្រាំបី"), SAID('9', "ប្រាំបួន"), SAID('5', "ប្រាំ"),
    SAID('0', "သုည"), SAID('1', "တစ်"), SAID('2', "နှစ်"), SAID('3', "သုံး"), SAID('4', "လေး"), SAID('5', "ငါး"), SAID('6', "ခြောက်"), SAID('7', "ခုနစ်"), SAID('7', "ခုနှစ်"), SAID('8', "ရှစ်"),
    SAID('9', "ကိုး"),
    /* India, Bangladesh, Pakistan */
    SAID('0', "शून्य"), SAID('0', "जीरो"), SAID('1', "एक"), SAID('2', "दो"), SAID('3', "तीन"), SAID('4', "चार"), SAID('5', "पाँच"), SAID('5', "पांच"), SAID('6', "छह"), SAID('6', "छः"),
    SAID('7', "सात"), SAID('8', "आठ"), SAID('9', "नौ"), SAID('d', "डबल"),
    SAID('0', "শূন্য"), SAID('0', "জিরো"), SAID('1', "এক"), SAID('2', "দুই"), SAID('3', "তিন"), SAID('4', "চার"), SAID('5', "পাঁচ"), SAID('6', "ছয়"), SAID('7', "সাত"), SAID('8', "আট"),
    SAID('9', "নয়"), SAID('1', "ওয়ান"), SAID('2', "টু"), SAID('3', "থ্রি"), SAID('4', "ফোর"), SAID('5', "ফাইভ"), SAID('6', "সিক্স"), SAID('7', "সেভেন"), SAID('8', "এইট"), SAID('9', "নাইন"), SAID('d', "ডাবল"),
    SAID('0', "صفر"), SAID('0', "زیرو"), SAID('1', "ایک"), SAID('2', "دو"), SAID('3', "تین"), SAID('4', "چار"), SAID('5', "پانچ"), SAID('6', "چھ"), SAID('7', "سات"), SAID('8', "آٹھ"), SAID('9', "نو"),
    /* Chinese: 幺 is how a 1 is said in numbers */
    SAID('0', "零"), SAID('0', "〇"), SAID('1', "一"), SAID('1', "幺"), SAID('2', "二"), SAID('2', "两"), SAID('3', "三"), SAID('4', "四"), SAID('5', "五"), SAID('6', "六"), SAID('7', "七"),
    SAID('8', "八"), SAID('9', "九"),
#undef SAID
};

static const struct said *said_at(struct dx_str t)
{
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (kit_starts(t, said[i].word.p))
            return &said[i];
    return NULL;
}

/* Do they go up or down by one all the way, as one counts? */
static bool is_counting(const char *d, size_t n)
{
    size_t up = 0, down = 0;
    for (size_t i = 1; i < n; i++) {
        up += (d[i] + 10 - d[i - 1]) % 10 == 1;
        down += (d[i - 1] + 10 - d[i]) % 10 == 1;
    }
    return up + 2 >= n || down + 2 >= n;
}

/* The digits, a plus before them; 0: something else is said, too, or too much. */
static size_t digits_of(struct dx_str t, char d[MOST + 1])
{
    size_t n = 0, times = 1;
    for (size_t i = 0; i < t.n;) {
        const struct said *w = kit_is_digit(t.p[i]) ? NULL : said_at((struct dx_str){t.p + i, t.n - i});
        char c = w ? w->digit : t.p[i];
        i += w ? w->word.n : 1;
        if (w && (c == 'd' || c == 't'))
            times = c == 'd' ? 2 : 3;
        else if (kit_is_digit(c) || (c == '+' && n == 0)) {
            if (n + times > MOST)
                return 0;
            memset(d + n, c, times);
            n += times;
            times = 1;
        } else if (c && !strchr(" ,.-/()\n", c))
            return 0;
    }
    d[n] = '\0';
    return n;
}

/* Of the regions of a list, from the first on in whose plan the digits are a mobile number's; NULL: in none. */
static const char *mobile_in(struct dx_str digits, const char *list)
{
    struct dx_phone_number number;
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        const struct dx_phone_region *r = dx_phone_region_named(at);
        if (r && dx_phone_parse(digits, r, &number) && strcmp(number.line, "mobile") == 0)
            return at;
    }
    return NULL;
}

void dx_phone_said_check(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[MOST + 1];
    struct dx_str digits = {d, digits_of(t, d)};
    struct dx_check_context said_in = *c;
    if (digits.n < 8 || is_counting(d, digits.n))
        return;
    if (d[0] != '+' && !(c->arg && *c->arg)) { /* English is said everywhere, and hardly any but mobile numbers are */
        said_in.arg = mobile_in(digits, c->region ? c->region : "TH,MM,ID");
        said_in.arg = said_in.arg ? said_in.arg : mobile_in(digits, "PH,MY,BD,PK");
    }
    dx_check_named(DX_STR("phone"))->fn(r, digits, &said_in);
}
