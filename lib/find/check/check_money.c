/* check_money.c: amounts with their currency (identifiers.md 8.2) */
#include "find/check/kit.h"

#include <string.h>

/* How a currency writes numbers. */
enum habit { COMMAS /* 1,250.00 */, DOTS /* 1.250,00 */, INDIAN /* 1,50,000 or 150,000 */, EITHER /* as commas, else as dots */ };

/* Words for a currency, before or after the amount. */
static const struct {
    const char *word, *code;
    enum habit habit;
} currencies[] = {
    {"฿", "THB", COMMAS}, {"THB", "THB", COMMAS}, {"Baht", "THB", COMMAS}, {"บาทถ้วน", "THB", COMMAS}, {"บาท", "THB", COMMAS},
    {"บ.", "THB", COMMAS}, {"MMK", "MMK", COMMAS}, {"Ks", "MMK", COMMAS}, {"Kyats", "MMK", COMMAS}, {"Kyat", "MMK", COMMAS},
    {"ကျပ်", "MMK", COMMAS}, {"က်ပ္", "MMK", COMMAS}, {"Rp.", "IDR", DOTS}, {"Rp", "IDR", DOTS}, {"IDR", "IDR", DOTS},
    {"rupiah", "IDR", DOTS}, {"RM", "MYR", COMMAS}, {"MYR", "MYR", COMMAS}, {"ringgit", "MYR", COMMAS},
    {"US$", "USD", COMMAS}, {"USD", "USD", COMMAS}, {"dollars", "USD", COMMAS}, {"ดอลลาร์", "USD", COMMAS},
    {"ဒေါ်လာ", "USD", COMMAS},
    {"$", "USD", COMMAS}, {"S$", "SGD", COMMAS}, {"SGD", "SGD", COMMAS}, {"HK$", "HKD", COMMAS}, {"HKD", "HKD", COMMAS},
    {"B$", "BND", COMMAS}, {"BND", "BND", COMMAS}, {"VND", "VND", DOTS},
    {"đồng", "VND", DOTS}, {"₫", "VND", DOTS}, {"đ", "VND", DOTS}, {"៛", "KHR", COMMAS}, {"KHR", "KHR", COMMAS},
    {"រៀល", "KHR", COMMAS}, {"₭", "LAK", COMMAS}, {"LAK", "LAK", COMMAS}, {"ກີບ", "LAK", COMMAS}, {"₱", "PHP", COMMAS},
    {"PHP", "PHP", COMMAS}, {"৳", "BDT", INDIAN}, {"BDT", "BDT", INDIAN}, {"Tk.", "BDT", INDIAN}, {"Tk", "BDT", INDIAN},
    {"টাকা", "BDT", INDIAN}, {"₹", "INR", INDIAN}, {"INR", "INR", INDIAN}, {"रुपये", "INR", INDIAN}, {"PKR", "PKR", INDIAN},
    {"روپے", "PKR", INDIAN}, {"NPR", "NPR", INDIAN}, {"रु", "NPR", INDIAN}, {"LKR", "LKR", INDIAN}, {"රු", "LKR", INDIAN},
    {"CNY", "CNY", COMMAS}, {"RMB", "CNY", COMMAS}, {"¥", "CNY", COMMAS}, {"元", "CNY", COMMAS}, {"块", "CNY", COMMAS},
    {"￥", "CNY", COMMAS}, {"₩", "KRW", COMMAS}, {"KRW", "KRW", COMMAS}, {"JPY", "JPY", COMMAS}, {"AED", "AED", COMMAS},
    {"SAR", "SAR", COMMAS}, {"AUD", "AUD", COMMAS}, {"NT$", "TWD", COMMAS}, {"TWD", "TWD", COMMAS}, {"QAR", "QAR", COMMAS},
    {"USDT", "USDT", COMMAS}, {"EUR", "EUR", EITHER}, {"€", "EUR", EITHER}, {"GBP", "GBP", COMMAS}, {"£", "GBP", COMMAS},
};
#define CURRENCIES (sizeof currencies / sizeof currencies[0])

/* Words that multiply, by powers of ten. They name no currency: an amount needs its own. */
static const struct {
    const char *word;
    int zeros;
} units[] = {
    {"ร้อย", 2}, {"พัน", 3}, {"หมื่น", 4}, {"แสน", 5}, {"ล้าน", 6}, {"သောင်း", 4}, {"သိန်း", 5}, {"သန်း", 6}, {"rb", 3},
    {"ribu", 3},
    {"jt", 6}, {"juta", 6}, {"miliar", 9}, {"nghìn", 3}, {"ngàn", 3}, {"triệu", 6}, {"tr", 6}, {"tỷ", 9}, {"lakh", 5},
    {"lakhs", 5}, {"লাখ", 5}, {"crore", 7}, {"crores", 7}, {"কোটি", 7}, {"万", 4}, {"亿", 8}, {"million", 6}, {"thousand", 3},
};

static bool word_fits(struct dx_str t, const char *word)
{
    if (!kit_starts(t, word))
        return false;
    size_t n = strlen(word);
    return !(kit_is_alpha(word[n - 1]) && n < t.n && kit_is_alpha(t.p[n]));
}

/* No word for a currency starts with a part of a number. */
static bool is_of_number(char c) { return kit_is_digit(c) || c == ',' || c == '.' || c == ' '; }

static int currency_at(struct dx_str t)
{
    int best = -1;
    for (size_t i = 0; t.n && !is_of_number(t.p[0]) && i < CURRENCIES; i++)
        if (word_fits(t, currencies[i].word) && (best < 0 || strlen(currencies[i].word) > strlen(currencies[best].word)))
            best = (int)i;
    return best;
}

static bool take_unit(struct dx_str *t, int *zeros)
{
    size_t best = 0;
    for (size_t i = 0; t->n && !is_of_number(t->p[0]) && i < sizeof units / sizeof units[0]; i++)
        if (word_fits(*t, units[i].word) && strlen(units[i].word) > best) {
            best = strlen(units[i].word);
            *zeros = units[i].zeros;
        }
    *t = kit_skip(*t, best);
    return best > 0;
}

/* The groups of the whole part, from its first digit: threes after a head of one to three; or, Indian, twos before a last
 * three. */
static bool grouped(const int *group, int n, enum habit habit)
{
    if (n == 1)
        return true;
    bool western = group[0] <= 3, indian = habit == INDIAN && group[0] <= 2 && group[n - 1] == 3;
    for (int i = 1; i < n; i++) {
        western = western && group[i] == 3;
        indian = indian && (i == n - 1 || group[i] == 2);
    }
    return western || indian;
}

/* A number in one habit: digits of the whole to `whole`, decimals to `part`. */
static bool number_in(struct dx_str *t, enum habit habit, char whole[32], char part[16])
{
    char group_mark = habit == DOTS ? '.' : ',', decimal_mark = habit == DOTS ? ',' : '.';
    int group[12] = {0}, groups = 0;
    size_t n = 0, decimals = 0;
    for (; t->n; *t = kit_skip(*t, 1)) {
        bool next = t->n > 1 && kit_is_digit(t->p[1]);
        if (kit_is_digit(t->p[0]) && n < 31) {
            whole[n++] = t->p[0];
            group[groups]++;
        } else if (t->p[0] == group_mark && next && n && groups < 11) {
            groups++;
        } else {
            break;
        }
    }
    whole[n] = part[0] = '\0';
    if (n == 0 || !grouped(group, groups + 1, habit) || (t->n && kit_is_digit(t->p[0])))
        return false;
    if (t->n > 1 && t->p[0] == decimal_mark && kit_is_digit(t->p[1])) {
        for (*t = kit_skip(*t, 1); t->n && kit_is_digit(t->p[0]) && decimals < 15; *t = kit_skip(*t, 1))
            part[decimals++] = t->p[0];
        part[decimals] = '\0';
    }
    return !(t->n && (kit_is_digit(t->p[0]) || (t->n > 1 && strchr(",.", t->p[0]) && kit_is_digit(t->p[1]))));
}

/* A number as the currency writes it. */
static bool number(struct dx_str *t, enum habit habit, char whole[32], char part[16])
{
    struct dx_str from = *t;
    if (number_in(t, habit == EITHER ? COMMAS : habit, whole, part))
        return true;
    *t = from;
    return habit == EITHER && number_in(t, DOTS, whole, part);
}

/* Moves the decimal point: "2" "5" and 6 zeros are 2500000. */
static void scaled(struct dx_buf *b, const char *whole, const char *part, int zeros)
{
    size_t start = b->len, decimals = strlen(part);
    dx_buf_str(b, whole + strspn(whole, "0") - (whole[strspn(whole, "0")] == '\0'));
    for (int i = 0; i < zeros; i++)
        dx_buf_byte(b, (size_t)i < decimals ? part[i] : '0');
    if (decimals > (size_t)zeros) {
        dx_buf_byte(b, '.');
        dx_buf_add(b, part + zeros, decimals - (size_t)zeros);
    }
    while (b->len > start + 1 && b->p[start] == '0' && b->p[start + 1] != '.') { /* "0.5 million" */
        memmove(b->p + start, b->p + start + 1, b->len - start);
        b->len--;
    }
}

static struct dx_str skip_blanks(struct dx_str t)
{
    while (t.n && t.p[0] == ' ')
        t = kit_skip(t, 1);
    return t;
}

static void check_money(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char whole[32], part[16];
    int zeros = 0, cur = currency_at(t);
    (void)c;
    bool before = cur >= 0, unit;
    if (before)
        t = skip_blanks(kit_skip(t, strlen(currencies[cur].word)));
    unit = take_unit(&t, &zeros); /* Burmese: the unit before the number */
    t = skip_blanks(t);
    for (size_t i = 0; i < t.n && !before && cur < 0; i++) /* the habit must be known before the number is read */
        cur = currency_at(kit_skip(t, i));
    bool implied = cur < 0 && t.n > 3 && (unsigned char)t.p[t.n - 3] == 0xE1; /* lakhs in Burmese are kyats */
    if (implied)
        cur = currency_at(DX_STR("MMK"));
    if (cur < 0 || !number(&t, currencies[cur].habit, whole, part))
        return;
    if (kit_starts(t, ".-") || kit_starts(t, ",-"))
        t = kit_skip(t, 2);
    t = skip_blanks(t);
    if (!unit)
        unit = take_unit(&t, &zeros);
    t = skip_blanks(t);
    if (t.n) {
        int after = currency_at(t);
        if (after < 0 || strcmp(currencies[after].code, currencies[cur].code) != 0 || strlen(currencies[after].word) != t.n)
            return;
    } else if (!before && !(implied && unit)) {
        return;
    }
    r->verdict = DX_VERDICT_FORM;
    dx_buf_str(&r->value, currencies[cur].code);
    dx_buf_byte(&r->value, ' ');
    scaled(&r->value, whole, part, zeros);
    if (strlen(currencies[cur].code) == 3) /* ISO 4217; USDT is none */
        kit_attr(r, "currency", currencies[cur].code);
    kit_attr_n(r, "amount", r->value.p + strlen(currencies[cur].code) + 1, r->value.len - strlen(currencies[cur].code) - 1);
    r->weight = 2;
}

const struct dx_check dx_checks_money[] = {
    {"money", check_money, false},
    {NULL, NULL, false},
};
