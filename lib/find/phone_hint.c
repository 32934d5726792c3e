/* phone_hint.c: words for telephone, words and scripts of countries */
#include "find/phone_hint.h"

#include "find/kit.h"

#include <string.h>

static const char *const labels[] = {
    "โทร", "เบอร์", "มือถือ", "ติดต่อ", "แฟกซ์", "แฟ็กซ์", "พร้อมเพย์", "tel", "telp", "telephone", "telepon", "telefon", "phone", "ph", "mobile", "mob", "cell", "hp", "no hp", "wa",
    "whatsapp", "viber", "zalo", "sms", "sip", "call", "caller", "called number", "calling number", "callee", "contact", "fax", "hotline", "msisdn", "promptpay", "a_number",
    "b_number", "a number", "b number", "a-number", "b-number", "a_party", "b_party", "nomor", "hubungi", "ponsel", "kontak", "bimbit",
    "ဖုန်း", "ဖုန္း", "ဆက်သွယ်", "sđt", "SĐT", "đt", "ĐT", "điện thoại", "di động", "ទូរស័ព្ទ", "ໂທ", "电话", "電話", "手机", "手機", "মোবাইল",
    "ফোন", "मोबाइल", "फ़ोन", "फोन", "موبائل", "فون", "☎", "☏", "📞", "📱",
};

/* Words near a number that name its country; of those that are met, later ones count for more. */
static const struct {
    const char *word;
    char region[3];
} countries[] = {
    {"thailand", "TH"}, {"thai", "TH"}, {"ประเทศไทย", "TH"}, {"bangkok", "TH"}, {"กรุงเทพ", "TH"}, {"myanmar", "MM"}, {"burma", "MM"}, {"พม่า", "MM"},
    {"เมียนมา", "MM"}, {"yangon", "MM"}, {"mandalay", "MM"}, {"မြန်မာ", "MM"}, {"ရန်ကုန်", "MM"}, {"indonesia", "ID"}, {"jakarta", "ID"},
    {"malaysia", "MY"}, {"no. tel", "MY"}, {"no tel", "MY"}, {"bimbit", "MY"}, {"telefon", "MY"}, {"มาเลเซีย", "MY"}, {"kuala lumpur", "MY"},
    {"singapore", "SG"}, {"สิงคโปร์", "SG"}, {"vietnam", "VN"}, {"việt nam", "VN"}, {"เวียดนาม", "VN"}, {"cambodia", "KH"}, {"กัมพูชา", "KH"},
    {"เขมร", "KH"}, {"phnom penh", "KH"}, {"laos", "LA"}, {"ลาว", "LA"}, {"vientiane", "LA"}, {"philippines", "PH"}, {"manila", "PH"}, {"china", "CN"},
    {"จีน", "CN"}, {"中国", "CN"}, {"bangladesh", "BD"}, {"dhaka", "BD"}, {"india", "IN"}, {"pakistan", "PK"}, {"nepal", "NP"}, {"sri lanka", "LK"}, {"hong kong", "HK"},
    {"香港", "HK"}, {"taiwan", "TW"}, {"台灣", "TW"}, {"ဖုန်း", "MM"}, {"โทร", "TH"}, {"เบอร์", "TH"}, {"telepon", "ID"}, {"nomor", "ID"},
    {"hubungi", "ID"}, {"telp", "ID"}, {"ponsel", "ID"}, {"điện thoại", "VN"}, {"di động", "VN"}, {"đt", "VN"}, {"ĐT", "VN"}, {"sđt", "VN"}, {"SĐT", "VN"}, {"电话", "CN"}, {"手机", "CN"},
};

/* The scripts of languages that are written in one country, by the first bytes of their characters. */
static const struct {
    char head[3];
    const char *region;
} scripts[] = {
    {"\xE0\xA6", "BD"}, {"\xE0\xA7", "BD"}, {"\xE0\xB8", "TH"}, {"\xE0\xB9", "TH"}, {"\xE0\xBA", "LA"}, {"\xE0\xBB", "LA"},
    {"\xE1\x80", "MM"}, {"\xE1\x81", "MM"}, {"\xE1\x82", "MM"}, {"\xE1\x9E", "KH"}, {"\xE1\x9F", "KH"},
};

static const char neighbours[] = "TH MM ID MY SG VN KH LA PH BN TL BD IN LK NP PK CN HK MO TW JP KR";

enum { LABELS = sizeof labels / sizeof *labels, COUNTRIES = sizeof countries / sizeof *countries };
_Static_assert(LABELS < DX_PHONE_WORDS && COUNTRIES < DX_PHONE_WORDS, "more words than there is room for");

static void put_word(struct dx_phone_words *w, size_t place, const char *word)
{
    unsigned char c = (unsigned char)kit_lower(word[0]);
    w->next[place] = w->first[c];
    w->first[c] = (uint8_t)(place + 1);
}

void dx_phone_hints_init(struct dx_phone_hints *h)
{
    memset(h->labels.first, 0, sizeof h->labels.first);
    memset(h->countries.first, 0, sizeof h->countries.first);
    for (size_t k = 0; k < LABELS; k++)
        put_word(&h->labels, k, labels[k]);
    for (size_t k = 0; k < COUNTRIES; k++)
        put_word(&h->countries, k, countries[k].word);
}

/* Does the word stand at i? Latin words only as whole words, though a digit or "_" may follow or go before. */
static bool stands(struct dx_str t, size_t i, const char *word)
{
    size_t n = strlen(word);
    if (!kit_starts(kit_skip(t, i), word))
        return false;
    return !kit_is_alpha(word[0]) || ((i == 0 || !kit_is_alpha(t.p[i - 1])) && (i + n == t.n || !kit_is_alpha(t.p[i + n])));
}

size_t dx_phone_label(const struct dx_phone_hints *h, struct dx_str t, size_t at)
{
    struct dx_str before = {t.p, at};
    size_t stop = at > 48 ? at - 48 : 0;
    for (size_t i = at; i-- > stop && before.p[i] != '\n';)
        for (size_t k = h->labels.first[(unsigned char)kit_lower(before.p[i])]; k; k = h->labels.next[k - 1])
            if (stands(before, i, labels[k - 1]))
                return at - i - strlen(labels[k - 1]);
    return SIZE_MAX;
}

bool dx_phone_is_label(struct dx_str t)
{
    for (size_t k = 0; k < LABELS; k++)
        if (strlen(labels[k]) == t.n && kit_starts(t, labels[k]))
            return true;
    return false;
}

static void put_region(struct dx_phone_order *o, const char *name, bool front)
{
    const struct dx_phone_region *r = dx_phone_region_named(name);
    int at = 0;
    while (at < o->n && o->region[at] != r)
        at++;
    if (!r || (at == o->n && o->n == DX_PHONE_ORDER))
        return;
    o->n += at == o->n;
    for (; front && at > 0; at--)
        o->region[at] = o->region[at - 1];
    o->region[front ? 0 : at] = r;
}

/* Script first, then other numbers, then words, so that what says most comes first in the end. */
void dx_phone_regions_near(const struct dx_phone_hints *h, struct dx_phone_order *o, const char *defaults, struct dx_str near)
{
    enum { SCRIPTS = sizeof scripts / sizeof *scripts };
    bool script[SCRIPTS] = {false}, named[COUNTRIES] = {false};
    const struct dx_phone_code *code[4] = {NULL};
    size_t codes = 0;
    for (size_t i = 0; i < near.n; i++) {
        unsigned char c = (unsigned char)near.p[i];
        for (size_t k = 0; (c & 0xFE) == 0xE0 && i + 1 < near.n && k < SCRIPTS; k++)
            script[k] = script[k] || memcmp(near.p + i, scripts[k].head, 2) == 0;
        if (c == '+' && codes < 4 && i + 3 < near.n && kit_is_digit(near.p[i + 1]))
            codes += (code[codes] = dx_phone_code_at((struct dx_str){near.p + i + 1, 3})) != NULL;
        for (size_t k = h->countries.first[(unsigned char)kit_lower((char)c)]; k; k = h->countries.next[k - 1])
            named[k - 1] = named[k - 1] || stands(near, i, countries[k - 1].word);
    }
    o->n = 0;
    for (const char *p = defaults; p && p[0] && p[1]; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        put_region(o, p, false);
    for (size_t k = 0; k < SCRIPTS; k++)
        if (script[k])
            put_region(o, scripts[k].region, true);
    for (size_t k = 0; k < codes; k++)
        if (dx_phone_is_near(&dx_phone_regions[code[k]->first]))
            put_region(o, dx_phone_regions[code[k]->first].name, true);
    for (size_t k = 0; k < COUNTRIES; k++)
        if (named[k])
            put_region(o, countries[k].region, true);
}

bool dx_phone_is_near(const struct dx_phone_region *r) { return r && strstr(neighbours, r->name) != NULL; }

void dx_phone_order_first(struct dx_phone_order *o, const char *region) { put_region(o, region, true); }

bool dx_phone_order_by_code(struct dx_phone_order *o, struct dx_str t, size_t at)
{
    while (at > 0 && strchr(" :-.", t.p[at - 1]) && t.p[at - 1])
        at--;
    if (at < 2 || (at > 2 && (kit_is_alnum(t.p[at - 3]) || (t.p[at - 3] & 0x80))))
        return false;
    const char code[3] = {t.p[at - 2], t.p[at - 1], '\0'};
    const struct dx_phone_region *r = dx_phone_region_named(code);
    if (!r || !dx_phone_is_near(r) || strstr("ID IN LA PH", code)) /* words */
        return false;
    put_region(o, code, true);
    return true;
}
