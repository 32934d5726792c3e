/* check_date.c: dates in the region's languages and calendars (identifiers.md 8.1) */
#include "base/utf8.h"
#include "find/check/kit.h"

#include <stdio.h>
#include <string.h>

/* ---- months ---- */

/* Names of the months, by language. The longest that fits counts, so short forms need no order. */
struct month {
    const char *name;
    int month;
};

static const struct month thai[] = {
    {"มกราคม", 1}, {"กุมภาพันธ์", 2}, {"มีนาคม", 3}, {"เมษายน", 4}, {"พฤษภาคม", 5}, {"มิถุนายน", 6}, {"กรกฎาคม", 7},
    {"สิงหาคม", 8},
    {"กันยายน", 9}, {"ตุลาคม", 10}, {"พฤศจิกายน", 11}, {"ธันวาคม", 12}, {"ม.ค.", 1}, {"ก.พ.", 2}, {"มี.ค.", 3}, {"เม.ย.", 4},
    {"พ.ค.", 5}, {"มิ.ย.", 6}, {"ก.ค.", 7}, {"ส.ค.", 8}, {"ก.ย.", 9}, {"ต.ค.", 10}, {"พ.ย.", 11}, {"ธ.ค.", 12}, {"มค", 1},
    {"กพ", 2},
    {"มีค", 3}, {"เมย", 4}, {"พค", 5}, {"มิย", 6}, {"กค", 7}, {"สค", 8}, {"กย", 9}, {"ตค", 10}, {"พย", 11}, {"ธค", 12},
    {"มกรา", 1},
    {"กุมภา", 2}, {"มีนา", 3}, {"เมษา", 4}, {"พฤษภา", 5}, {"มิถุนา", 6}, {"กรกฎา", 7}, {"สิงหา", 8}, {"กันยา", 9}, {"ตุลา", 10},
    {"พฤศจิกา", 11}, {"ธันวา", 12}, {NULL, 0},
};
static const struct month burmese[] = {
    {"ဇန်နဝါရီ", 1}, {"ဇန္နဝါရီ", 1}, {"ဖေဖော်ဝါရီ", 2}, {"မတ်", 3}, {"ဧပြီ", 4}, {"မေ", 5}, {"ဇွန်", 6}, {"ဇူလိုင်", 7},
    {"ဩဂုတ်", 8},
    {"သြဂုတ်", 8}, {"စက်တင်ဘာ", 9}, {"အောက်တိုဘာ", 10}, {"နိုဝင်ဘာ", 11}, {"ဒီဇင်ဘာ", 12}, {NULL, 0},
};
static const struct month malay[] = {
    {"Januari", 1}, {"Februari", 2}, {"Pebruari", 2}, {"Maret", 3}, {"Mac", 3}, {"April", 4}, {"Mei", 5}, {"Juni", 6}, {"Jun", 6},
    {"Juli", 7}, {"Julai", 7}, {"Agustus", 8}, {"Ogos", 8}, {"September", 9}, {"Oktober", 10}, {"November", 11}, {"Nopember", 11},
    {"Desember", 12}, {"Disember", 12}, {"Jan", 1}, {"Feb", 2}, {"Mar", 3}, {"Apr", 4}, {"Jul", 7}, {"Agt", 8}, {"Agu", 8},
    {"Ags", 8}, {"Sep", 9}, {"Sept", 9}, {"Okt", 10}, {"Nov", 11}, {"Nop", 11}, {"Des", 12}, {"Dis", 12}, {NULL, 0},
};
static const struct month english[] = {
    {"January", 1}, {"February", 2}, {"March", 3}, {"April", 4}, {"May", 5}, {"June", 6}, {"July", 7}, {"August", 8},
    {"September", 9}, {"October", 10}, {"November", 11}, {"December", 12}, {"Jan", 1}, {"Feb", 2}, {"Mar", 3}, {"Apr", 4},
    {"Jun", 6}, {"Jul", 7}, {"Aug", 8}, {"Sep", 9}, {"Sept", 9}, {"Oct", 10}, {"Nov", 11}, {"Dec", 12}, {NULL, 0},
};
static const struct month khmer[] = {
    {"មករា", 1}, {"កុម្ភៈ", 2}, {"មីនា", 3}, {"មេសា", 4}, {"ឧសភា", 5}, {"មិថុនា", 6}, {"កក្កដា", 7}, {"សីហា", 8}, {"កញ្ញា", 9},
    {"តុលា", 10}, {"វិច្ឆិកា", 11}, {"ធ្នូ", 12}, {NULL, 0},
};
static const struct month lao[] = {
    {"ມັງກອນ", 1}, {"ກຸມພາ", 2}, {"ມີນາ", 3}, {"ເມສາ", 4}, {"ພຶດສະພາ", 5}, {"ມິຖຸນາ", 6}, {"ກໍລະກົດ", 7}, {"ສິງຫາ", 8},
    {"ກັນຍາ", 9},
    {"ຕຸລາ", 10}, {"ພະຈິກ", 11}, {"ທັນວາ", 12}, {NULL, 0},
};
static const struct month bengali[] = {
    {"জানুয়ারি", 1}, {"ফেব্রুয়ারি", 2}, {"মার্চ", 3}, {"এপ্রিল", 4}, {"মে", 5}, {"জুন", 6}, {"জুলাই", 7}, {"আগস্ট", 8},
    {"সেপ্টেম্বর", 9}, {"অক্টোবর", 10}, {"নভেম্বর", 11}, {"ডিসেম্বর", 12}, {NULL, 0},
};

static const struct month hindi[] = {
    {"जनवरी", 1}, {"फरवरी", 2}, {"फ़रवरी", 2}, {"मार्च", 3}, {"अप्रैल", 4}, {"मई", 5}, {"जून", 6}, {"जुलाई", 7}, {"अगस्त", 8},
    {"सितंबर", 9}, {"सितम्बर", 9}, {"अक्टूबर", 10}, {"नवंबर", 11}, {"नवम्बर", 11}, {"दिसंबर", 12}, {"दिसम्बर", 12}, {NULL, 0},
};

/* Words that may stand in a date and say nothing that its order doesn't; those that name the era are read apart. */
static const char *const fillers[] = {
    "วันที่", "วัน", "เดือน", "ที่", "ปี", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์", "ခုနှစ်", "ခု",
    "နှစ်", "လ", "ရက်နေ့", "ရက်", "နေ့",
    "ngày", "tháng", "năm", "年", "月", "日", "tanggal", "tgl", "of", "st", "nd", "rd", "th", "ថ្ងៃទី", "ខែ", "ឆ្នាំ", "ວັນທີ",
    "ເດືອນ", "ປີ", "년", "월", "일", "UTC", "GMT", "ICT", "WIB",
};

enum era { ERA_NONE, ERA_BUDDHIST, ERA_CHRISTIAN };
static const struct {
    const char *word;
    enum era era;
} eras[] = {
    {"พ.ศ.", ERA_BUDDHIST}, {"พศ.", ERA_BUDDHIST}, {"พ.ศ", ERA_BUDDHIST}, {"พศ", ERA_BUDDHIST}, {"พุทธศักราช", ERA_BUDDHIST},
    {"B.E.", ERA_BUDDHIST}, {"BE", ERA_BUDDHIST}, {"ค.ศ.", ERA_CHRISTIAN}, {"ค.ศ", ERA_CHRISTIAN}, {"คศ", ERA_CHRISTIAN},
    {"A.D.", ERA_CHRISTIAN}, {"AD", ERA_CHRISTIAN}, {"CE", ERA_CHRISTIAN},
};

/* ---- reading ---- */

/* What stands there: numbers in order, and a month by name between them. */
struct date {
    int n, value[3], digits[3];
    int month, month_after; /* by name; how many numbers stand before it */
    enum era era;
    bool own_month; /* the name is of the language itself, not English */
    char mark;      /* what separates numbers: '/', '-', '.'; ' ' else */
};

static bool take_month(struct dx_str *t, struct date *d, const struct month *names, bool own)
{
    size_t best = 0;
    for (; names->name; names++) {
        if (!kit_starts(*t, names->name))
            continue;
        size_t n = strlen(names->name);
        bool whole = !kit_is_alpha(names->name[0]) || n >= t->n || !kit_is_alpha(t->p[n]);
        if (n > best && whole) {
            best = n;
            d->month = names->month;
            d->month_after = d->n;
            d->own_month = own;
        }
    }
    *t = kit_skip(*t, best);
    return best > 0;
}

static bool take_word(struct dx_str *t, struct date *d)
{
    size_t best = 0;
    enum era era = ERA_NONE;
    for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++)
        if (kit_starts(*t, eras[i].word) && strlen(eras[i].word) > best) {
            best = strlen(eras[i].word);
            era = eras[i].era;
        }
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++)
        if (kit_starts(*t, fillers[i]) && strlen(fillers[i]) > best) {
            best = strlen(fillers[i]);
            era = ERA_NONE;
        }
    if (era != ERA_NONE)
        d->era = era;
    *t = kit_skip(*t, best);
    return best > 0;
}

static bool take_number(struct dx_str *t, struct date *d)
{
    size_t n = 0;
    while (n < t->n && kit_is_digit(t->p[n]))
        n++;
    if (n == 0 || n > 4 || d->n == 3)
        return false;
    d->value[d->n] = kit_number(t->p, n);
    d->digits[d->n++] = (int)n;
    *t = kit_skip(*t, n);
    return true;
}

/* A time of day between day and year, as asctime(3) and date(1) write it: its bytes. */
static size_t clock_at(struct dx_str t)
{
    if (t.n < 9 || t.p[2] != ':' || t.p[5] != ':')
        return 0;
    for (size_t i = 0; i < 8; i++)
        if (i % 3 != 2 && !kit_is_digit(t.p[i]))
            return 0;
    return 8;
}

/* Reads all of t; `own` are the months of the language, NULL when it has numbers only. */
static bool read_date(struct dx_str t, const struct month *own, struct date *d)
{
    *d = (struct date){.mark = 0};
    while (t.n) {
        char c = t.p[0];
        if (d->month && clock_at(t)) {
            t = kit_skip(t, 8);
        } else if (kit_is_digit(c)) {
            if (!take_number(&t, d))
                return false;
        } else if ((c == '/' || c == '-' || c == '.') && !d->month && d->n > 0 && (d->mark == 0 || d->mark == c)) {
            d->mark = c;
            t = kit_skip(t, 1);
        } else if (c == ' ' || c == ',' || c == '.' || c == '/' || c == '-' || c == '\n' || c == '|') {
            t = kit_skip(t, 1);
        } else if (!(own && !d->month && take_month(&t, d, own, own != english)) &&
                   !(own && !d->month && take_month(&t, d, english, own == english)) && !take_word(&t, d)) {
            uint32_t cp;
            size_t n = dx_utf8_get(t.p, t.n, &cp);
            if (cp != 0x104B && cp != 0x104A) /* Burmese stops */
                return false;
            t = kit_skip(t, n);
        }
    }
    return d->n == (d->month ? 2 : 3);
}

/* ---- years ---- */

/* A Buddhist year as a Christian one. Until 1940 the year began in April (BE 2484 is the first that began in January). */
static int from_buddhist(int year, int month) { return year - (year < 2484 && month < 4 ? 542 : 543); }

/* The Christian year of what is written; *calendar says which calendar that was. `buddhist`: two digits are of that era. */
static int year_of(const struct date *d, int value, int digits, int month, bool buddhist, const char **calendar)
{
    bool be = d->era == ERA_BUDDHIST || (d->era == ERA_NONE && (digits <= 2 ? buddhist : value >= 2400 && value <= 2650));
    *calendar = be ? "buddhist" : "gregorian";
    if (be)
        return from_buddhist(digits <= 2 ? 2500 + value : value, month);
    return digits > 2 ? value : value <= 30 ? 2000 + value : 1900 + value; /* pivot 30 */
}

/* Puts year, month, day in their places: year first when it has four digits or its language writes so, else day first. */
static bool ordered(const struct date *d, bool year_first, int *year_at, int *month, int *day)
{
    int last = d->n - 1;
    bool first = d->digits[0] >= 3 || (year_first && d->digits[last] <= 2);
    *year_at = first ? 0 : last;
    if (d->month) {
        *month = d->month;
        *day = d->value[first ? 1 : 0];
        /* "January 12, 2024": both numbers after the name, day first */
        return d->digits[first ? 1 : 0] <= 2 && (d->digits[*year_at] == 4 || d->digits[*year_at] == 2);
    }
    *month = d->value[1];
    *day = d->value[first ? 2 : 0];
    if (!first && *month > 12 && *day <= 12) { /* "5/20/2021" can only be read as the United States write */
        *month = d->value[0];
        *day = d->value[1];
    }
    return d->digits[1] <= 2 && d->digits[first ? 2 : 0] <= 2 && (d->digits[*year_at] == 4 || d->digits[*year_at] == 2) &&
           d->mark != 0;
}

static void take_date(struct dx_reading *r, const char *value, const char *calendar, double weight)
{
    static const char gregorian[] = "\"calendar\":\"gregorian\"", buddhist[] = "\"calendar\":\"buddhist\"";
    char key[] = "date:YYYY-MM-DD";
    memcpy(key + 5, value, 10);
    r->verdict = DX_VERDICT_FORM;
    dx_buf_add(&r->value, value, 10);
    dx_buf_add(&r->key, key, sizeof key - 1);
    if (calendar[0] == 'g') /* most findings are dates: written as they stand */
        dx_buf_add(&r->attrs, gregorian, sizeof gregorian - 1);
    else
        dx_buf_add(&r->attrs, buddhist, sizeof buddhist - 1);
    r->weight = weight;
}

struct language {
    const struct month *months;
    bool year_first, buddhist; /* two-digit years are of the Buddhist era unless the month is by a name of another language */
};

static void date_in(struct dx_reading *r, struct dx_str t, const struct language *l)
{
    struct date d;
    int year_at, month, day;
    char value[11];
    const char *calendar;
    if (!read_date(t, l->months, &d) || !ordered(&d, l->year_first, &year_at, &month, &day))
        return;
    bool buddhist = l->buddhist && (!d.month || d.own_month);
    int year = year_of(&d, d.value[year_at], d.digits[year_at], month, buddhist, &calendar);
    if (!kit_date(value, year, month, day))
        return;
    take_date(r, value, calendar, (d.month ? 3 : 1) + (d.digits[year_at] == 4 ? 1 : 0));
    if (!d.month && year_at == 2 && month != day && month == d.value[1] && kit_date(value, year, day, month)) { /* as the United States write */
        char member[] = ",\"alternatives\":[\"YYYY-MM-DD\"]";
        memcpy(strchr(member, 'Y'), value, 10);
        dx_buf_add(&r->attrs, member, sizeof member - 1);
    }
}

#define DATE_IN(name, ...)                                                                                  \
    static void name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)               \
    {                                                                                                       \
        static const struct language l = {__VA_ARGS__};                                                     \
        (void)c;                                                                                            \
        date_in(r, t, &l);                                                                                  \
    }
DATE_IN(check_bn_date, bengali, false, false)
DATE_IN(check_en_date, english, false, false)
DATE_IN(check_hi_date, hindi, false, false)
DATE_IN(check_id_date, malay, false, false)
DATE_IN(check_km_date, khmer, false, false)
DATE_IN(check_lo_date, lao, false, false)
DATE_IN(check_my_date, burmese, false, false)
DATE_IN(check_th_date, thai, false, true)

/* ngày 12 tháng 1 năm 2024: the words say what the marks say elsewhere. 2024年1月12日 likewise. */
static void worded(struct dx_reading *r, struct dx_str t, const char *year_mark, bool year_first)
{
    struct date d;
    char value[11];
    if (kit_find(t, year_mark, 0) == SIZE_MAX || !read_date(t, NULL, &d) || d.digits[year_first ? 0 : 2] != 4)
        return;
    if (!kit_date(value, d.value[year_first ? 0 : 2], d.value[1], d.value[year_first ? 2 : 0]))
        return;
    take_date(r, value, "gregorian", 4);
}

static void check_vi_date(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    worded(r, t, "năm", false);
}

static void check_zh_date(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    worded(r, t, "年", true);
}

static void check_ko_date(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    worded(r, t, "년", true);
}

/* The eight digits of 2024-01-12, 2024/01/12, 2024.01.12, 20240112. */
static bool iso_digits(struct dx_str t, char d[8])
{
    if (t.n == 8) {
        memcpy(d, t.p, 8);
    } else if (t.n == 10 && t.p[4] == t.p[7] && (t.p[4] == '-' || t.p[4] == '/' || t.p[4] == '.')) {
        memcpy(d, t.p, 4);
        memcpy(d + 4, t.p + 5, 2);
        memcpy(d + 6, t.p + 8, 2);
    } else {
        return false;
    }
    size_t i = 0;
    while (i < 8 && kit_is_digit(d[i]))
        i++;
    return i == 8;
}

/* A time after "T" is not part of the date; behind eight digits it says that they are one. */
static void check_iso_date(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    char d[8], value[11];
    (void)c;
    bool timed = t.n > 12 && t.p[8] == 'T';
    if (timed)
        t.n = 8;
    if (t.n > 11 && (t.p[10] == 'T' || t.p[10] == ' '))
        t.n = 10;
    if (!iso_digits(t, d) || !kit_date(value, kit_number(d, 4), kit_number(d + 4, 2), kit_number(d + 6, 2)))
        return;
    take_date(r, value, "gregorian", timed || t.n > 8 ? 3 : -1);
}

const struct dx_check dx_checks_date[] = {
    {"date.bn", check_bn_date, false}, {"date.en", check_en_date, false}, {"date.hi", check_hi_date, false},
    {"date.id", check_id_date, false}, {"date.iso", check_iso_date, false}, {"date.km", check_km_date, false},
    {"date.ko", check_ko_date, false}, {"date.lo", check_lo_date, false}, {"date.my", check_my_date, false},
    {"date.th", check_th_date, false}, {"date.vi", check_vi_date, false}, {"date.zh", check_zh_date, false}, {NULL, NULL, false},
};
