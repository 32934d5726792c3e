/* phone.c: the candidate scanner for telephone numbers, and the check `phone`
 * The plan says whether it has a number (phone_plan.h); what may be one, and where it ends, is decided here (identifiers.md 5.1:
 * libphonenumber's own matcher is quadratic and misses half of the region's habits). */
#include "find/phone.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "find/bytes.h"
#include "find/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- words and plans ---- */

static const char *const labels[] = {
    "โทร", "เบอร์", "มือถือ", "ติดต่อ", "แฟกซ์", "tel", "telp", "telephone", "telepon", "phone", "ph", "mobile", "mob", "cell",
    "hp",
    "no hp", "wa", "whatsapp", "viber", "call", "contact", "fax", "msisdn", "nomor", "hubungi", "ဖုန်း", "ဖုန္း", "sđt", "SĐT",
    "đt", "ĐT", "điện thoại",
    "ទូរស័ព្ទ", "ໂທ", "电话", "電話", "手机", "手機", "মোবাইল", "ফোন", "मोबाइल", "फ़ोन", "फोन", "موبائل", "فون",
};

/* Words near a number that name its country, and the scripts of languages that are written in one country. */
static const struct {
    const char *word, *region;
} countries[] = {
    {"thailand", "TH"}, {"thai", "TH"}, {"ประเทศไทย", "TH"}, {"bangkok", "TH"}, {"myanmar", "MM"}, {"burma", "MM"},
    {"พม่า", "MM"},
    {"เมียนมา", "MM"}, {"yangon", "MM"}, {"မြန်မာ", "MM"}, {"ရန်ကုန်", "MM"}, {"indonesia", "ID"}, {"jakarta", "ID"},
    {"malaysia", "MY"}, {"no. tel", "MY"}, {"no tel", "MY"}, {"bimbit", "MY"}, {"telefon", "MY"}, {"มาเลเซีย", "MY"}, {"kuala lumpur", "MY"}, {"singapore", "SG"}, {"สิงคโปร์", "SG"}, {"vietnam", "VN"},
    {"việt nam", "VN"}, {"เวียดนาม", "VN"}, {"cambodia", "KH"}, {"กัมพูชา", "KH"}, {"เขมร", "KH"}, {"laos", "LA"}, {"ลาว", "LA"},
    {"philippines", "PH"}, {"china", "CN"}, {"จีน", "CN"}, {"中国", "CN"}, {"bangladesh", "BD"}, {"india", "IN"},
    {"pakistan", "PK"}, {"nepal", "NP"}, {"sri lanka", "LK"}, {"ဖုန်း", "MM"}, {"โทร", "TH"}, {"เบอร์", "TH"},
    {"telepon", "ID"}, {"nomor", "ID"}, {"hubungi", "ID"}, {"điện thoại", "VN"}, {"sđt", "VN"}, {"SĐT", "VN"}, {"电话", "CN"},
    {"手机", "CN"},
};

static const struct {
    uint32_t first, last;
    const char *region;
} scripts[] = {
    {0x0E00, 0x0E7F, "TH"}, {0x0E80, 0x0EFF, "LA"}, {0x1000, 0x109F, "MM"}, {0x1780, 0x17FF, "KH"}, {0x0980, 0x09FF, "BD"},
};

/* Country codes of the region, longest first where one begins another. */
static const struct {
    const char *code, *region;
} codes[] = {
    {"855", "KH"}, {"856", "LA"}, {"852", "HK"}, {"853", "MO"}, {"886", "TW"}, {"880", "BD"}, {"977", "NP"}, {"673", "BN"},
    {"670", "TL"}, {"66", "TH"}, {"95", "MM"}, {"62", "ID"}, {"60", "MY"}, {"65", "SG"}, {"84", "VN"}, {"63", "PH"},
    {"86", "CN"}, {"91", "IN"}, {"92", "PK"}, {"94", "LK"}, {"81", "JP"}, {"82", "KR"},
};

/* ---- a run of digits ---- */

#define RUN_DIGITS 40
#define RUN_GROUPS 24

/* Digits with separators between their groups, as written. */
struct run {
    char digit[RUN_DIGITS + 1];
    int n; /* digits */
    struct group {
        size_t start, end; /* bytes */
        int first, n;      /* digits */
        char sep;          /* what stands before it: 0 ' ' '-' '.' '/' ')' '(' */
        int repaired;
    } group[RUN_GROUPS];
    int groups;
    bool plus, cut; /* cut: it goes on, the run is full */
    size_t start, end;
};

/* Does a digit follow at i, at once or (within a number) after a separator? */
static bool digit_follows(struct dx_str t, size_t i, bool inside)
{
    return i < t.n && (kit_is_digit(t.p[i]) ||
                       (i + 1 < t.n && kit_is_digit(t.p[i + 1]) && t.p[i] &&
                        (strchr("OoIl", t.p[i]) || (inside && strchr("-. ", t.p[i])))));
}

/* The digit at i: itself, or a letter drawn like it when a digit follows; `inside`: digits stand before it. len: its bytes. */
static int digit_at(struct dx_str t, size_t i, bool inside, size_t *len, bool *letter)
{
    static const struct {
        const char *drawn;
        int digit;
    } letters[] = {{"O", 0}, {"o", 0}, {"I", 1}, {"l", 1}, {"|", 1}, {"S", 5}, {"B", 8}, {"Z", 2}, {"ဝ", 0}, {"ဇ", 9}, {"ရ", 7}};
    *letter = false;
    *len = 1;
    if (i >= t.n)
        return -1;
    if (kit_is_digit(t.p[i]))
        return t.p[i] - '0';
    if (!memchr("OoIl|SBZ\xe1", t.p[i], 9))
        return -1;
    for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++) {
        size_t n = strlen(letters[k].drawn);
        if (i + n <= t.n && memcmp(t.p + i, letters[k].drawn, n) == 0 && digit_follows(t, i + n, inside)) {
            *len = n;
            *letter = true;
            return letters[k].digit;
        }
    }
    return -1;
}

/* The separator at i before another group: its bytes, 0 when there is none. One blank on either side of a mark at most. */
static size_t separator_at(struct dx_str t, size_t i, char *kind)
{
    size_t n = 0;
    *kind = ' ';
    for (; n < 3 && i + n < t.n; n++) {
        char c = t.p[i + n];
        if (c == ' ' && (n == 0 || t.p[i + n - 1] != ' '))
            continue;
        if (!strchr("-./()", c) || c == '\0' || (*kind != ' ' && !(*kind == ')' && c == '-')))
            break;
        *kind = c;
    }
    size_t len;
    bool letter;
    return n && digit_at(t, i + n, false, &len, &letter) >= 0 ? n : 0;
}

static size_t read_group(struct dx_str t, size_t i, struct run *x, char sep)
{
    struct group *g = &x->group[x->groups];
    *g = (struct group){.start = i, .end = i, .first = x->n, .sep = sep};
    size_t len;
    bool letter;
    for (int d; x->n < RUN_DIGITS && (d = digit_at(t, i, g->n > 0, &len, &letter)) >= 0;) {
        x->digit[x->n++] = (char)('0' + d);
        g->n++;
        g->repaired += letter;
        i += len;
    }
    x->digit[x->n] = '\0';
    g->end = i;
    x->groups += g->n > 0;
    return i;
}

/* Reads the run that starts at i; i is where a digit, "+", "(" stands. */
static void read_run(struct dx_str t, size_t i, struct run *x)
{
    *x = (struct run){.start = i, .end = i};
    for (int marks = 0; i < t.n && (t.p[i] == '(' || t.p[i] == '+') && marks < 3; i++, marks++)
        x->plus = x->plus || t.p[i] == '+';
    if (x->plus && i < t.n && t.p[i] == ' ')
        i++;
    char sep = 0;
    for (;;) {
        size_t at = read_group(t, i, x, sep);
        if (at == i)
            break;
        x->end = i = at;
        size_t n = separator_at(t, i, &sep);
        x->cut = x->n >= RUN_DIGITS || x->groups >= RUN_GROUPS;
        if (n == 0 || x->cut)
            break;
        i += n;
    }
}

/* ---- what is plainly something else ---- */

/* Groups a… as a date, d/m/y or y/m/d with one kind of mark: three groups. */
static bool is_date(const struct run *x, int a)
{
    if (a + 2 >= x->groups)
        return false;
    const struct group *g = x->group + a;
    char mark = g[1].sep;
    if ((mark != '/' && mark != '-' && mark != '.') || g[2].sep != mark)
        return false;
    int v[3];
    for (int i = 0; i < 3; i++) {
        if (g[i].n > 4)
            return false;
        v[i] = kit_number(x->digit + g[i].first, (size_t)g[i].n);
    }
    bool year_last = g[0].n <= 2 && g[1].n <= 2 && (g[2].n == 4 || g[2].n == 2);
    bool year_first = g[0].n == 4 && g[1].n <= 2 && g[2].n <= 2;
    if (year_last)
        return v[0] >= 1 && v[0] <= 31 && v[1] >= 1 && v[1] <= 31 && (g[2].n == 2 || (v[2] >= 1800 && v[2] < 2700)) &&
               (g[2].n == 4 || a + 3 == x->groups || x->group[a + 3].sep != mark);
    return year_first && v[0] >= 1800 && v[0] < 2700 && v[1] >= 1 && v[1] <= 12 && v[2] >= 1 && v[2] <= 31;
}

/* Are groups a…b written as a telephone number may be? Single digits stand only where habits put them (0-2123-4567,
 * +66 2 123 4567, or all digits apart); that keeps out account and identity numbers (3-1-5-1, 1-4-5-2-1), versions, addresses. */
static bool plausible(const struct run *x, int a, int b)
{
    int singles = 0, dots = 0, longest = 0, n = b - a + 1;
    for (int i = a; i <= b; i++) {
        const struct group *g = &x->group[i];
        singles += g->n == 1;
        if (i > a && g->sep == '/')
            return false; /* it stands between numbers */
        dots += i > a && g->sep == '.';
        longest = g->n > longest ? g->n : longest;
        bool head = i == a || (i == a + 1 && x->plus && a == 0) || (x->digit[g->first] == '0' && g->sep == '(') ||
                    (i == a + 2 && x->plus && a == 0);
        if (g->n == 1 && !head && longest > 1)
            return false;
    }
    if (dots == 3 && n == 4 && longest <= 3)
        return false; /* an address of the net */
    if (singles && longest == 1)
        return n >= 8;
    if (singles > 1 && !x->plus)
        return false;
    if (dots && (dots != n - 1 || longest < 3 || x->group[a].n == 1))
        return false; /* decimals, times, dates; dots are used throughout or not at all */
    return longest >= 3 || n >= 4;
}

/* ---- deciding a candidate ---- */

struct order {
    char region[DX_PHONE_REGIONS * 2][4];
    int n;
};

static void put_region(struct order *o, const char *region, bool front)
{
    int at = 0;
    while (at < o->n && strncmp(o->region[at], region, 2) != 0)
        at++;
    if (at == o->n) {
        if (o->n == DX_PHONE_REGIONS * 2)
            return;
        snprintf(o->region[o->n++], 4, "%.2s", region);
    }
    for (; front && at > 0; at--) {
        char t[4];
        memcpy(t, o->region[at], 4);
        memcpy(o->region[at], o->region[at - 1], 4);
        memcpy(o->region[at - 1], t, 4);
    }
}

/* Bytes that one of the words starts with, either case. */
static void start_with(struct dx_bytes *first, const char *word)
{
    dx_bytes_put(first, (unsigned char)kit_lower(word[0]));
    dx_bytes_put(first, (unsigned char)kit_upper(word[0]));
}

/* Countries that are named, in the order of the table. */
static void put_named(struct order *o, struct dx_str near)
{
    enum { COUNTRIES = sizeof countries / sizeof countries[0] };
    struct dx_bytes first = {{0}};
    bool found[COUNTRIES] = {false};
    for (size_t k = 0; k < COUNTRIES; k++)
        start_with(&first, countries[k].word);
    for (size_t i = 0; i < near.n; i++)
        for (size_t k = 0; dx_bytes_has(&first, (unsigned char)near.p[i]) && k < COUNTRIES; k++)
            found[k] = found[k] || (kit_lower(near.p[i]) == kit_lower(countries[k].word[0]) &&
                                    kit_starts(kit_skip(near, i), countries[k].word) && kit_find(near, countries[k].word, i) == i);
    for (size_t k = 0; k < COUNTRIES; k++)
        if (found[k])
            put_region(o, countries[k].region, true);
}

/* The default regions, with those that the text around names put in front: by script first, then by other numbers, then by
 * name, so that what says most comes first in the end. */
static void order_regions(struct order *o, const struct dx_phone_scan *s, struct dx_str near)
{
    const char *list = s->region && *s->region ? s->region : "TH,MM,ID";
    uint32_t cp;
    o->n = 0;
    for (const char *p = list; p && p[0] && p[1]; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        put_region(o, p, false);
    bool seen[sizeof scripts / sizeof scripts[0]] = {false};
    for (size_t i = 0, n; i < near.n; i += n ? n : 1) {
        n = dx_utf8_get(near.p + i, near.n - i, &cp);
        for (size_t k = 0; cp > 0x7F && n && k < sizeof scripts / sizeof scripts[0]; k++)
            seen[k] = seen[k] || (cp >= scripts[k].first && cp <= scripts[k].last);
    }
    for (size_t k = 0; k < sizeof scripts / sizeof scripts[0]; k++)
        if (seen[k])
            put_region(o, scripts[k].region, true);
    for (size_t i = 0; i + 3 < near.n; i++)
        for (size_t k = 0; near.p[i] == '+' && k < sizeof codes / sizeof codes[0]; k++)
            if (kit_starts(kit_skip(near, i + 1), codes[k].code)) {
                put_region(o, codes[k].region, true);
                break;
            }
    put_named(o, near);
}

static void take(struct dx_phone_hit *hit, const struct dx_phone_number *got, enum dx_phone_form form)
{
    hit->form = form;
    memcpy(hit->e164, got->e164, sizeof hit->e164);
    memcpy(hit->region, got->region, sizeof hit->region);
    hit->line = got->line;
}

/* A number with its country code in digits: the trunk 0 that was left in by mistake ("+66081…", "+66 (0)81…") is dropped. */
static bool international(const struct dx_phone_scan *s, struct dx_phone_hit *hit, const char *digits, enum dx_phone_form form,
                          int *tries)
{
    char number[DX_PHONE_DIGITS + 4];
    struct dx_phone_number got;
    size_t n = strlen(digits);
    if (n < 8 || n > DX_PHONE_DIGITS || digits[0] == '0')
        return false;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        size_t cc = strlen(codes[i].code);
        if (strncmp(digits, codes[i].code, cc) == 0 && digits[cc] == '0' && digits[cc + 1] != '0' && n - cc > 7 && *tries > 0) {
            --*tries;
            snprintf(number, sizeof number, "%s%s", codes[i].code, digits + cc + 1);
            if (dx_phone_parse(dx_str(number), NULL, &got)) {
                take(hit, &got, form);
                return true;
            }
        }
    }
    if (--*tries < 0 || n > 15)
        return false;
    if (!dx_phone_parse(dx_str(digits), NULL, &got))
        return false;
    take(hit, &got, form);
    return true;
}

/* A Thai mobile number that lost a digit is a fixed line of Myanmar's plan: not taken where Thailand comes first. */
static bool cut_short(const char *digits, const struct dx_phone_number *got)
{
    return strcmp(got->region, "MM") == 0 && strcmp(got->line, "mobile") != 0 && (digits[1] == '6' || digits[1] == '8');
}

/* A number without country code in the plan of each region in turn: the first that has it is taken, the others are kept. */
static bool national(const struct dx_phone_scan *s, struct dx_phone_hit *hit, const char *digits, const struct order *o,
                     enum dx_phone_form form, int *tries)
{
    struct dx_phone_number got;
    int others = 0;
    bool found = false;
    size_t n = strlen(digits);
    if (n < 7 || n > 14)
        return false;
    bool thai_before = false;
    for (int i = 0; i < o->n && *tries > 0; thai_before = thai_before || strcmp(o->region[i], "TH") == 0, i++) {
        --*tries;
        const struct dx_phone_region *plan = dx_phone_region_named(o->region[i]);
        if (!plan || !dx_phone_parse(dx_str(digits), plan, &got) || (thai_before && cut_short(digits, &got)))
            continue;
        if (!found)
            take(hit, &got, form);
        else if (others < DX_PHONE_REGIONS && strcmp(got.e164, hit->e164) != 0)
            memcpy(hit->others[others++], got.e164, sizeof got.e164);
        found = true;
    }
    return found;
}

/* 00 and what follows: 00 itself, else one of Thailand's own prefixes 001 to 009, before the code of a country of the region
 * (numbers of few digits in far countries would fit anything). */
static bool zeros(const struct dx_phone_scan *s, struct dx_phone_hit *hit, const char *digits, int *tries)
{
    if (international(s, hit, digits + 2, DX_PHONE_ZEROS, tries))
        return true;
    for (size_t i = 0; digits[2] && digits[2] != '0' && i < sizeof codes / sizeof codes[0]; i++)
        if (strncmp(digits + 3, codes[i].code, strlen(codes[i].code)) == 0)
            return international(s, hit, digits + 3, DX_PHONE_ZEROS, tries);
    return false;
}

/* Without plus or zero only a mobile number of a country of the region is believed, unless a label stands before it. */
static bool bare(const struct dx_phone_scan *s, struct dx_phone_hit *hit, const char *digits, const struct order *o, int *tries)
{
    size_t n = strlen(digits);
    for (size_t i = 0; n >= 10 && i < sizeof codes / sizeof codes[0]; i++) {
        if (strncmp(digits, codes[i].code, strlen(codes[i].code)) != 0)
            continue;
        bool home = hit->labelled;
        for (int k = 0; k < o->n; k++)
            home = home || strcmp(o->region[k], codes[i].region) == 0;
        if (home && international(s, hit, digits, DX_PHONE_BARE, tries) && (hit->labelled || strcmp(hit->line, "mobile") == 0))
            return true;
        break;
    }
    return false;
}

static bool decide(const struct dx_phone_scan *s, struct dx_phone_hit *hit, const char *digits, bool plus, const struct order *o,
                   int *tries)
{
    if (plus)
        return international(s, hit, digits, DX_PHONE_PLUS, tries);
    if (digits[0] == '0')
        return digits[1] == '0' ? zeros(s, hit, digits, tries) : national(s, hit, digits, o, DX_PHONE_NATIONAL, tries);
    if (bare(s, hit, digits, o, tries))
        return true;
    static const char without_trunk[] = "SG HK MO CN IN"; /* complete numbers, where such a region comes first */
    return (hit->labelled || strstr(without_trunk, o->region[0])) && national(s, hit, digits, o, DX_PHONE_LOCAL, tries) &&
           (hit->labelled || strcmp(hit->region, o->region[0]) == 0);
}

/* ---- where a candidate may start and end ---- */

static size_t digits_from(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (i + n < t.n && kit_is_digit(t.p[i + n]))
        n++;
    return n;
}

static size_t digits_before(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (n < i && kit_is_digit(t.p[i - 1 - n]))
        n++;
    return n;
}

/* May a number start at byte i? Not within a word, an amount, or a longer number; a label may be glued to it ("Tel081…"). */
static bool starts_clean(struct dx_str t, size_t i)
{
    if (i == 0)
        return true;
    char before = t.p[i - 1];
    if (kit_is_alpha(before)) {
        size_t n = 0;
        while (n < i && n < 12 && kit_is_alpha(t.p[i - 1 - n]))
            n++;
        for (size_t k = 0; k < sizeof labels / sizeof labels[0]; k++)
            if (strlen(labels[k]) == n && kit_starts((struct dx_str){t.p + i - n, n}, labels[k]))
                return true;
        return false;
    }
    if (kit_is_digit(before) || strchr("$@_+", before))
        return false;
    if (i >= 3 && memcmp(t.p + i - 3, "฿", 3) == 0)
        return false;
    if (i >= 2 && before == ',' && t.p[i - 2] == '0' && (i == 2 || !kit_is_digit(t.p[i - 3])))
        return false; /* 0,0615: a decimal */
    return !(i >= 2 && strchr(":.,", before) && kit_is_digit(t.p[i - 2])) ||
           (before == ',' && (digits_from(t, i) > 3 || digits_before(t, i - 1) > 3)); /* a cell or a list "…,84,0823456789", not a thousand */
}

/* Is the hyphen before byte i a minus, or the rest of a name ("cpe-075-176…")? A label may be joined so ("Tel-081…"). */
static bool minus(struct dx_str t, size_t i)
{
    return i > 0 && t.p[i - 1] == '-' && (i == 1 || strchr(" \t,;(=:", t.p[i - 2]) || (kit_is_alpha(t.p[i - 2]) && !starts_clean(t, i - 1)));
}

/* May it end before byte i? */
static bool ends_clean(struct dx_str t, size_t i)
{
    if (i >= t.n)
        return true;
    if (t.p[i] == '@')
        return kit_starts(kit_skip(t, i), "@s.whatsapp.net") || kit_starts(kit_skip(t, i), "@c.us");
    if (kit_is_alpha(t.p[i]) || t.p[i] == '_' || t.p[i] == '%')
        return kit_starts(kit_skip(t, i), "ext") || kit_upper(t.p[i]) == 'X';
    if (i + 1 < t.n && kit_is_digit(t.p[i + 1]) && strchr(":,", t.p[i]) && t.p[i]) {
        bool thousand = digits_from(t, i + 1) == 3 && digits_before(t, i) <= 3;
        return t.p[i] == ',' && !thousand && (digits_before(t, i) > 3 || digits_from(t, i + 1) > 3);
    }
    return true;
}

/* May group b be the last one? What follows in the run must be something else. */
static bool may_end(const struct run *x, int a, int b)
{
    if (b + 1 == x->groups)
        return !x->cut;
    const struct group *next = &x->group[b + 1];
    bool spaced = false;
    for (int i = a + 1; i <= b; i++)
        spaced = spaced || x->group[i].sep == ' ';
    if (next->sep == '/' || next->sep == '(')
        return true;
    if (next->sep != ' ')
        return false;
    return !spaced || x->digit[next->first] == '0' || (b + 2 == x->groups && next->n <= 3);
}

static bool near_label(struct dx_str t, size_t at)
{
    struct dx_str before = {t.p + (at > 48 ? at - 48 : 0), at > 48 ? 48 : at};
    for (size_t i = before.n; i-- > 0;)
        if (before.p[i] == '\n') {
            before = kit_skip(before, i + 1);
            break;
        }
    struct dx_bytes first = {{0}};
    for (size_t k = 0; k < sizeof labels / sizeof labels[0]; k++)
        start_with(&first, labels[k]);
    for (size_t i = 0; i < before.n; i++)
        for (size_t k = 0; dx_bytes_has(&first, (unsigned char)before.p[i]) && k < sizeof labels / sizeof labels[0]; k++) {
            if (kit_lower(before.p[i]) != kit_lower(labels[k][0]) || !kit_starts(kit_skip(before, i), labels[k]))
                continue;
            size_t n = strlen(labels[k]);
            if (!kit_is_alpha(labels[k][0]) || ((i == 0 || !kit_is_alpha(before.p[i - 1])) &&
                (i + n == before.n || !kit_is_alpha(before.p[i + n]))))
                return true;
        }
    return false;
}

/* ---- what follows a number ---- */

/* "ต่อ 123", "ext. 123", "#123", "x123" at byte i: fills ext and returns where it ends. */
static size_t extension(struct dx_str t, size_t i, char ext[8])
{
    static const char *const words[] = {"ต่อ", "extension", "extn", "ext", "x", "#", ";ext=", "samb", "máy lẻ", "内线", "转"};
    size_t at = i, n = 0;
    while (at < t.n && at < i + 2 && strchr(" ,", t.p[at]))
        at++;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        if (!kit_starts(kit_skip(t, at), words[k]))
            continue;
        size_t d = at + strlen(words[k]);
        for (int skipped = 0; d < t.n && strchr(". :", t.p[d]) && t.p[d] && skipped < 3; skipped++)
            d++;
        while (d + n < t.n && n < 6 && kit_is_digit(t.p[d + n]))
            n++;
        if (n == 0 || (d + n < t.n && kit_is_digit(t.p[d + n])))
            return i;
        memcpy(ext, t.p + d, n);
        ext[n] = '\0';
        return d + n;
    }
    return i;
}

/* "…5678/9", "…5678-9": the group after b replaces the last digits: a second number. */
static bool twin(struct dx_phone_scan *s, const struct run *x, int b, const struct dx_phone_hit *hit, int *tries)
{
    if (b + 2 != x->groups || x->cut || x->group[b + 1].repaired)
        return false;
    const struct group *g = &x->group[b + 1];
    size_t n = strlen(hit->e164), k = (size_t)g->n;
    if (!(g->sep == '/' && k <= 4) && !(g->sep == '-' && k <= 2))
        return false;
    struct dx_phone_number got;
    char number[DX_PHONE_E164];
    memcpy(number, hit->e164, sizeof number);
    memcpy(number + n - k, x->digit + g->first, k);
    if (--*tries < 0 || strcmp(number, hit->e164) <= 0 || !dx_phone_parse(dx_str(number + 1), NULL, &got))
        return false;
    s->twin = *hit;
    memset(s->twin.others, 0, sizeof s->twin.others);
    take(&s->twin, &got, hit->form);
    return true;
}

/* Log-odds of the grouping of a number without country code. Plans of the region have fixed lines everywhere among eight digits, so
 * that a run of digits says little, and a grouping that nobody uses speaks against it: tables, dumps, colours (1.5), a post code. */
static double grouping_of(const struct dx_phone_hit *hit, const struct run *x, int a, int b)
{
    bool mobile = strcmp(hit->line, "mobile") == 0, apart = b > a && x->group[a + 1].sep != ' ';
    int n = x->group[b].first + x->group[b].n - x->group[a].first, head = x->group[a].n;
    if (a == b)
        return mobile ? 0 : -1.2;
    bool fours = b - a == 2 && head == 4 && !apart && !mobile; /* characters' numbers in tables */
    bool usual = head >= 2 && head <= 4 && (n > 8 || head == 2) && !fours;
    for (int i = a + 1; i <= b; i++)
        usual = usual && (x->group[i].n >= 3 || (i == b && b - a > 1 && x->group[i - 1].n >= 3 && x->group[i].n == 2)) &&
                (x->group[i].n <= 4 || b - a == 1);
    return !usual ? -1.8 : apart ? 0.5 : 0;
}

/* Three, three and four digits without a leading zero: so North America writes its own numbers, and nobody here. */
static bool american(const struct run *x, int a, int b)
{
    const struct group *g = &x->group[a];
    return b - a == 2 && g[0].n == 3 && g[1].n == 3 && g[2].n == 4;
}

/* Log-odds of the way of writing. */
static double weight_of(const struct dx_phone_hit *hit, const struct run *x, int a, int b)
{
    static const double form[] = {3, 1.5, 1, -0.5, -1.8};
    double w = form[hit->form] - hit->repaired - (hit->others[0][0] ? 0.3 : 0);
    w += strcmp(hit->line, "mobile") == 0 ? 0.5 : strcmp(hit->line, "fixed") == 0 ? 0 : -0.5;
    if (hit->form == DX_PHONE_NATIONAL)
        w += grouping_of(hit, x, a, b);
    if (hit->form == DX_PHONE_ZEROS && b > a && x->group[a].n == 4 && x->group[a + 1].n == 4)
        w -= 1.5;
    return w - (hit->form == DX_PHONE_LOCAL && american(x, a, b) ? 2 : 0);
}

/* The longest number that starts with group a. */
static bool candidate(struct dx_phone_scan *s, const struct run *x, int a, struct dx_phone_hit *hit, int *tries)
{
    struct dx_str t = s->text;
    struct order o = {.n = 0};
    const struct group *g = x->group;
    size_t start = a == 0 ? x->start : g[a].start;
    memset(hit, 0, sizeof *hit);
    hit->start = start;
    for (int b = x->groups - 1; b >= a && *tries > 0; b--) {
        char digits[DX_PHONE_DIGITS + 1];
        int n = g[b].first + g[b].n - g[a].first;
        bool pair = b + 2 == x->groups && (g[b + 1].sep == '-' || g[b + 1].sep == '/') && g[b + 1].n <= 2;
        if (n < 7 || n > DX_PHONE_DIGITS || !(may_end(x, a, b) || pair) || !plausible(x, a, b) ||
            (b + 1 == x->groups && !ends_clean(t, g[b].end)))
            continue;
        memcpy(digits, x->digit + g[a].first, (size_t)n);
        digits[n] = '\0';
        hit->repaired = 0;
        for (int i = a; i <= b; i++)
            hit->repaired += g[i].repaired;
        if (o.n == 0) {
            hit->labelled = s->vouched || near_label(t, start);
            size_t from = start > 96 ? start - 96 : 0, to = x->end + 48 < t.n ? x->end + 48 : t.n;
            order_regions(&o, s, (struct dx_str){t.p + from, to - from});
        }
        if (hit->repaired > 3 || kit_all_same(digits) || !decide(s, hit, digits, x->plus && a == 0, &o, tries))
            continue;
        bool two = twin(s, x, b, hit, tries);
        if (pair && !two && !may_end(x, a, b))
            continue;
        s->has_twin = two;
        hit->end = two ? g[b + 1].end : extension(t, g[b].end, hit->ext);
        hit->weight = s->twin.weight = weight_of(hit, x, a, b) - (minus(t, start) ? 1.5 : 0);
        s->twin.end = hit->end;
        return true;
    }
    return false;
}

/* ---- the walk ---- */

static bool may_start(struct dx_str t, size_t i)
{
    size_t len;
    bool letter;
    char c = t.p[i];
    if (c == '+' || c == '(') {
        for (int marks = 0; i < t.n && strchr("+( ", t.p[i]) && t.p[i] && marks < 4; marks++)
            i++;
        return digit_at(t, i, false, &len, &letter) >= 0;
    }
    return (kit_is_digit(c) || c == 'O' || c == 'o' || (uint8_t)c == 0xE1) && digit_at(t, i, false, &len, &letter) >= 0;
}

/* Looks for a number in the run; the walk goes on after it, or after the run. */
static bool search(struct dx_phone_scan *s, const struct run *x, struct dx_phone_hit *hit)
{
    int tries = DX_PHONE_TRIES;
    for (int a = 0; a < x->groups; a++) {
        const struct group *g = &x->group[a];
        if (is_date(x, a)) {
            a += 2;
            continue;
        }
        bool zero = x->digit[g->first] == '0', apart = g->n > 1 || a + 1 == x->groups || x->group[a + 1].n == 1;
        if (a > 0 && (!(zero && apart) || strchr("-.)", g->sep) || (g->n == 1 && x->group[a - 1].n == 1)))
            continue;
        if (!starts_clean(s->text, a == 0 ? x->start : g->start) && a == 0)
            continue;
        if (candidate(s, x, a, hit, &tries)) {
            s->at = hit->end > s->at ? hit->end : s->at + 1;
            return true;
        }
    }
    s->at = x->end > s->at ? x->end : s->at + 1;
    return false;
}

bool dx_phone_next(struct dx_phone_scan *s, struct dx_phone_hit *hit)
{
    static const struct dx_bytes starts = {{UINT64_C(0x03ff090000000000), UINT64_C(0x0000800000008000), 0, UINT64_C(0x200000000)}}; /* 0-9 ( + O o E1 */
    if (s->has_twin) {
        *hit = s->twin;
        s->has_twin = false;
        return true;
    }
    while (s->at < s->text.n) {
        struct run x;
        if (!dx_bytes_has(&starts, (unsigned char)s->text.p[s->at]) || !may_start(s->text, s->at)) {
            s->at++;
            continue;
        }
        read_run(s->text, s->at, &x);
        if (search(s, &x, hit))
            return true;
    }
    return false;
}

/* ---- the check ---- */

void dx_phone_read(struct dx_reading *r, const struct dx_phone_hit *hit)
{
    r->verdict = DX_VERDICT_FORM;
    dx_buf_str(&r->value, hit->e164);
    if (hit->ext[0])
        dx_buf_printf(&r->value, ";ext=%s", hit->ext);
    if (kit_is_alpha(hit->region[0])) /* 001: numbers of no country */
        kit_attr(r, "country", hit->region);
    kit_attr(r, "line", hit->line);
    const char *carrier = strcmp(hit->line, "mobile") == 0 ? dx_phone_carrier(hit->e164) : NULL;
    if (carrier)
        kit_attr(r, "carrier", carrier);
    if (hit->others[0][0]) {
        struct dx_jw w = {&r->attrs, true};
        dx_jw_arr(&w, "alternatives");
        for (int i = 0; i < DX_PHONE_REGIONS && hit->others[i][0]; i++)
            dx_jw_cstr(&w, NULL, hit->others[i]);
        dx_jw_arr_end(&w);
    }
    r->weight = hit->weight;
}

/* One number; the text holds nothing else with digits in it. */
static void check_phone(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct dx_phone_scan s = {.text = t, .region = c->region, .vouched = true};
    struct dx_phone_hit hit;
    if (!dx_phone_next(&s, &hit) || s.has_twin)
        return;
    for (size_t i = 0; i < t.n; i++)
        if (kit_is_digit(t.p[i]) && (i < hit.start || i >= hit.end))
            return;
    dx_phone_read(r, &hit);
}

const struct dx_check dx_checks_phone[] = {
    {"phone", check_phone, false},
    {NULL, NULL, false},
};
