/* phone_hint.c: words for telephone, words and scripts of countries */
#include "find/phone/phone_hint.h"

#include "find/text/heads.h"
#include "find/text/chars.h"

#include <stdlib.h>
#include <string.h>

static const char *const labels[] = {
    "โทร", "เบอร์", "มือถือ", "ติดต่อ", "แฟกซ์", "แฟ็กซ์", "พร้อมเพย์", "tel", "telp", "telephone", "telepon", "telefon", "phone", "ph", "mobile", "mob", "cell", "hp", "no hp", "wa",
    "whatsapp", "viber", "zalo", "sms", "sip", "call", "caller", "called number", "calling number", "callee", "contact", "fax", "hotline", "msisdn", "promptpay", "a_number",
    "b_number", "a number", "b number", "a-number", "b-number", "a_party", "b_party", "nomor", "hubungi", "ponsel", "kontak", "bimbit",
    "ဖုန်း", "ဖုန္း", "ဆက်သွယ်", "sđt", "SĐT", "sdt", "đt", "ĐT", "dđ", "DĐ", "đtdđ", "ĐTDĐ", "điện thoại", "di động", "liên hệ", "gọi", "ទូរស័ព្ទ", "ໂທ", "电话", "電話", "手机", "手機", "মোবাইল",
    "ফোন", "मोबाइल", "फ़ोन", "फोन", "موبائل", "فون", "전화", "휴대폰", "핸드폰", "연락처", "携帯", "cp#", "cp no", "दूरभाष", "رابطہ", "දුරකථන", "☎", "☏", "📞", "📱", "মোবাঃ", "মোবা:", "নাম্বার", "নম্বর", "কল", "সম্পর্ক", "सम्पर्क", "फोन नं", "संपर्क", "tawag", "tawagan", "ទាក់ទង",
};

/* Wallets whose accounts are telephone numbers: labels, too. */
static const char *const wallets[] = {
    "ทรูวอลเล็ท", "ทรูมันนี่", "truemoney", "kpay", "kbzpay", "wavepay", "wave money", "gopay", "shopeepay", "linkaja", "gcash", "paymaya", "bkash", "nagad",
    "বিকাশ", "নগদ", "ovo", "jazzcash", "easypaisa", "esewa", "khalti", "zalopay", "paynow", "paytm", "phonepe", "gpay", "bikash", "ကေပေး",
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
    {"telp", "ID"}, {"ponsel", "ID"}, {"điện thoại", "VN"}, {"di động", "VN"}, {"đt", "VN"}, {"ĐT", "VN"}, {"sđt", "VN"}, {"SĐT", "VN"}, {"sdt", "VN"}, {"dđ", "VN"}, {"DĐ", "VN"}, {"đtdđ", "VN"}, {"ĐTDĐ", "VN"}, {"电话", "CN"}, {"手机", "CN"},
    /* cities, papers, banks and wallets of one country */
    {"เชียงใหม่", "TH"}, {"แม่สอด", "TH"}, {"chiang mai", "TH"}, {"pattaya", "TH"}, {"phuket", "TH"}, {"surabaya", "ID"}, {"bandung", "ID"}, {"denpasar", "ID"}, {"ktp", "ID"},
    {"npwp", "ID"}, {"penang", "MY"}, {"selangor", "MY"}, {"johor", "MY"}, {"mykad", "MY"}, {"hanoi", "VN"}, {"hà nội", "VN"}, {"saigon", "VN"}, {"sài gòn", "VN"}, {"cccd", "VN"},
    {"sihanoukville", "KH"}, {"siem reap", "KH"}, {"poipet", "KH"}, {"cebu", "PH"}, {"davao", "PH"}, {"quezon", "PH"}, {"shenzhen", "CN"}, {"北京", "CN"}, {"上海", "CN"},
    {"昆明", "CN"}, {"身份证", "CN"}, {"chittagong", "BD"}, {"cox's bazar", "BD"}, {"mumbai", "IN"}, {"delhi", "IN"}, {"kolkata", "IN"}, {"chennai", "IN"}, {"aadhaar", "IN"},
    {"ifsc", "IN"}, {"karachi", "PK"}, {"lahore", "PK"}, {"islamabad", "PK"}, {"cnic", "PK"}, {"nadra", "PK"}, {"kathmandu", "NP"}, {"colombo", "LK"},
    {"truemoney", "TH"}, {"promptpay", "TH"}, {"kpay", "MM"}, {"kbzpay", "MM"}, {"wavepay", "MM"}, {"wave money", "MM"}, {"gopay", "ID"}, {"shopeepay", "ID"}, {"linkaja", "ID"},
    {"maybank", "MY"}, {"duitnow", "MY"}, {"touch 'n go", "MY"}, {"tng ewallet", "MY"}, {"ringgit", "MY"}, {"pasport", "MY"}, {"polis", "MY"}, {"zalo", "VN"}, {"zalopay", "VN"}, {"vietcombank", "VN"}, {"techcombank", "VN"}, {"aba", "KH"}, {"acleda", "KH"}, {"wing:", "KH"}, {"wing bank", "KH"}, {"wing money", "KH"}, {"bakong", "KH"},
    {"bcel", "LA"}, {"unitel", "LA"}, {"mpt", "MM"}, {"ooredoo", "MM"}, {"mytel", "MM"}, {"telkomsel", "ID"}, {"viettel", "VN"}, {"mobifone", "VN"}, {"celcom", "MY"}, {"maxis", "MY"}, {"gcash", "PH"}, {"paymaya", "PH"}, {"bkash", "BD"}, {"bikash", "BD"}, {"trxid", "BD"}, {"teknaf", "BD"}, {"nagad", "BD"}, {"paynow", "SG"}, {"paytm", "IN"}, {"phonepe", "IN"}, {"upi", "IN"}, {"jazzcash", "PK"},
    {"easypaisa", "PK"}, {"esewa", "NP"}, {"khalti", "NP"},
    {"philippine", "PH"}, {"philsys", "PH"}, {"pasaporte", "PH"}, {"pangalan", "PH"}, {"telepono", "PH"}, {"blotter", "PH"}, {"filipina", "PH"}, {"momo:", "VN"}, {"kutupalong", "BD"}, {"rohingya", "BD"}, {"fdmn", "BD"}, {"grameenphone", "BD"}, {"banglalink", "BD"},
    {"hundi", "BD"}, {"npr", "NP"}, {"氏名", "JP"}, {"fir no", "IN"},
    /* more cities, papers and small words of one country */
    {"php", "PH"}, {"barangay", "PH"}, {"brgy", "PH"}, {"zamboanga", "PH"}, {"makati", "PH"}, {"taguig", "PH"}, {"pasay", "PH"}, {"cubao", "PH"},
    {"batangas", "PH"}, {"bulacan", "PH"}, {"pampanga", "PH"}, {"iloilo", "PH"}, {"sulu", "PH"}, {"tawi-tawi", "PH"}, {"basilan", "PH"},
    {"palawan", "PH"}, {"mindanao", "PH"}, {"pinoy", "PH"}, {"tagalog", "PH"}, {"philhealth", "PH"}, {"pag-ibig", "PH"}, {"pagibig", "PH"},
    {"mga", "PH"}, {"salamat", "PH"}, {"naman", "PH"}, {"tawag", "PH"}, {"kuya", "PH"}, {"sige", "PH"}, {"opo", "PH"}, {"blg", "PH"}, {"bdo", "PH"},
    {"bpi", "PH"}, {"ephilid", "PH"}, {"chattogram", "BD"}, {"sylhet", "BD"}, {"khulna", "BD"}, {"rajshahi", "BD"}, {"barisal", "BD"},
    {"comilla", "BD"}, {"narayanganj", "BD"}, {"ukhiya", "BD"}, {"bdt", "BD"}, {"taka", "BD"}, {"bd", "BD"}, {"সিম", "BD"}, {"ঢাকা", "BD"},
    {"চট্টগ্রাম", "BD"}, {"কক্সবাজার", "BD"}, {"বাংলাদেশ", "BD"}, {"bangalore", "IN"}, {"bengaluru", "IN"}, {"hyderabad", "IN"}, {"ahmedabad", "IN"},
    {"jaipur", "IN"}, {"lucknow", "IN"}, {"patna", "IN"}, {"guwahati", "IN"}, {"imphal", "IN"}, {"manipur", "IN"}, {"mizoram", "IN"}, {"kerala", "IN"},
    {"gujarat", "IN"}, {"aadhar", "IN"}, {"uidai", "IN"}, {"sbi", "IN"}, {"hdfc", "IN"}, {"icici", "IN"}, {"voter id", "IN"}, {"भारत", "IN"},
    {"दिल्ली", "IN"}, {"मुंबई", "IN"}, {"कोलकाता", "IN"}, {"आधार", "IN"}, {"peshawar", "PK"}, {"quetta", "PK"}, {"rawalpindi", "PK"}, {"multan", "PK"},
    {"faisalabad", "PK"}, {"sialkot", "PK"}, {"gujranwala", "PK"}, {"pkr", "PK"}, {"zong", "PK"}, {"ufone", "PK"}, {"telenor", "PK"}, {"pk", "PK"},
    {"habb", "PK"}, {"پاکستان", "PK"}, {"کراچی", "PK"}, {"لاہور", "PK"}, {"pokhara", "NP"}, {"biratnagar", "NP"}, {"birgunj", "NP"}, {"siraha", "NP"},
    {"janakpur", "NP"}, {"lalitpur", "NP"}, {"bhaktapur", "NP"}, {"butwal", "NP"}, {"dharan", "NP"}, {"nepali", "NP"}, {"nagarikta", "NP"},
    {"ncell", "NP"}, {"nepalese", "NP"}, {"नेपाल", "NP"}, {"आईएमई", "NP"}, {"वैदेशिक रोजगार", "NP"}, {"श्रम स्वीकृति", "NP"}, {"ना.प्र.नं", "NP"}, {"म्यानपावर", "NP"}, {"झापा", "NP"}, {"मेचीनगर", "NP"}, {"गाउँपालिका", "NP"}, {"काठमाडौं", "NP"}, {"राहदानी", "NP"}, {"नागरिकता", "NP"}, {"सम्पर्क", "NP"},
    {"jaffna", "LK"}, {"kandy", "LK"}, {"galle", "LK"}, {"negombo", "LK"}, {"lkr", "LK"}, {"sinhala", "LK"}, {"srilanka", "LK"}, {"mobitel", "LK"},
    {"ශ්‍රී", "LK"}, {"encik", "MY"}, {"puan", "MY"}, {"ipoh", "MY"}, {"sarawak", "MY"}, {"kuching", "MY"}, {"melaka", "MY"}, {"klang", "MY"},
    {"faks", "MY"}, {"warganegara", "MY"}, {"hkid", "HK"}, {"kowloon", "HK"}, {"九龍", "HK"}, {"新界", "HK"}, {"旺角", "HK"}, {"港幣", "HK"}, {"taipei", "TW"},
    {"kaohsiung", "TW"}, {"taichung", "TW"}, {"手機", "TW"}, {"身分證", "TW"}, {"統一編號", "TW"}, {"台北", "TW"}, {"台中", "TW"}, {"高雄", "TW"}, {"臺灣", "TW"},
    {"臺北", "TW"}, {"身分證字號", "TW"}, {"sg", "SG"}, {"woodlands", "SG"}, {"geylang", "SG"}, {"jurong", "SG"}, {"nric", "SG"}, {"macau", "MO"},
    {"macao", "MO"}, {"澳門", "MO"}, {"澳门", "MO"}, {"đà nẵng", "VN"}, {"hải phòng", "VN"}, {"cần thơ", "VN"}, {"bidv", "VN"}, {"agribank", "VN"},
    {"vietinbank", "VN"}, {"căn cước", "VN"}, {"can tho", "VN"}, {"haiphong", "VN"}, {"danang", "VN"}, {"ho chi minh", "VN"}, {"battambang", "KH"},
    {"bavet", "KH"}, {"kampot", "KH"}, {"ភ្នំពេញ", "KH"}, {"savannakhet", "LA"}, {"pakse", "LA"}, {"luang prabang", "LA"}, {"bokeo", "LA"},
    {"tarikh", "MY"}, {"no. kp", "MY"}, {"no. k/p", "MY"}, {"sdn", "MY"}, {"cawangan", "MY"}, {"akaun", "MY"}, {"kad pengenalan", "MY"}, {"majikan", "MY"}, {"kuala", "MY"}, {"selangor", "MY"},
    {"kenderaan", "MY"}, {"casis", "MY"}, {"hakmilik", "MY"}, {"jpj", "MY"}, {"pesuruhjaya", "MY"}, {"kajang", "MY"}, {"kedah", "MY"}, {"perak", "MY"}, {"lrg", "MY"},
    {"epic", "IN"}, {"bns", "IN"}, {"ipc", "IN"}, {"indian", "IN"}, {"west bengal", "IN"}, {"bihar", "IN"}, {"rupees", "IN"}, {"citizenship no", "NP"}, {"bmet", "BD"}, {"upazila", "BD"}, {"fakirapool", "BD"},
    {"motijheel", "BD"}, {"chanthaburi", "TH"}, {"mukdahan", "TH"}, {"ranong", "TH"}, {"hat yai", "TH"},
    {"tanggal", "ID"}, {"kabupaten", "ID"}, {"kecamatan", "ID"}, {"kelurahan", "ID"}, {"rekening", "ID"}, {"wib", "ID"}, {"paspor", "ID"}, {"batam", "ID"}, {"medan", "ID"}, {"semarang", "ID"}, {"makassar", "ID"},
    {"thuê bao", "VN"}, {"hộ chiếu", "VN"}, {"công an", "VN"}, {"ho chieu", "VN"}, {"tai khoan", "VN"}, {"nrc", "MM"}, {"kyat", "MM"}, {"kyats", "MM"}, {"myawaddy", "MM"}, {"tachileik", "MM"}, {"hpa-an", "MM"},
    {"japan", "JP"}, {"ญี่ปุ่น", "JP"}, {"日本", "JP"}, {"south korea", "KR"}, {"เกาหลี", "KR"}, {"한국", "KR"}, {"australia", "AU"}, {"ออสเตรเลีย", "AU"}, {"new zealand", "NZ"},
    {"united kingdom", "GB"}, {"united arab emirates", "AE"}, {"dubai", "AE"}, {"ดูไบ", "AE"}, {"saudi arabia", "SA"}, {"arab saudi", "SA"}, {"qatar", "QA"}, {"germany", "DE"},
    {"france", "FR"}, {"russia", "RU"}, {"nigeria", "NG"}, {"kenya", "KE"}, {"brunei", "BN"}, {"timor-leste", "TL"}, {"bhutan", "BT"}, {"maldives", "MV"},
    {"KL", "MY"}, {"AED", "AE"}, {"DXB", "AE"}, {"cp#", "PH"}, {"cp no", "PH"}, {"ວຽງຈັນ", "LA"}, {"tokyo", "JP"}, {"osaka", "JP"}, {"東京", "JP"}, {"seoul", "KR"}, {"서울", "KR"}, {"busan", "KR"},
};

/* The scripts of languages that are written in one country, mostly, by the first two bytes of their characters: Arabic for Urdu,
 * the letters with two marks that only Vietnamese has (U+1E80 to U+1EFF). */
#define SECOND(low, high) (UINT64_MAX << ((low) & 63) & UINT64_MAX >> (63 - ((high) & 63))) /* a bit for each */
static const struct {
    unsigned char first;
    uint64_t second;
    const char *region;
} scripts[] = {
    {0xD8, SECOND(0x80, 0xBF), "PK"}, {0xD9, SECOND(0x80, 0xBF), "PK"}, {0xDA, SECOND(0x80, 0xBF), "PK"}, {0xDB, SECOND(0x80, 0xBF), "PK"},
    {0xE0, SECOND(0xA4, 0xA5), "IN"}, {0xE0, SECOND(0xAE, 0xAF), "IN"}, {0xE0, SECOND(0xA6, 0xA7), "BD"}, {0xE0, SECOND(0xB6, 0xB7), "LK"},
    {0xE0, SECOND(0xB8, 0xB9), "TH"}, {0xE0, SECOND(0xBA, 0xBB), "LA"}, {0xE1, SECOND(0x80, 0x82), "MM"}, {0xE1, SECOND(0x9E, 0x9F), "KH"},
    {0xE1, SECOND(0xBA, 0xBB), "VN"}, {0xE3, SECOND(0x81, 0x83), "JP"}, {0xE4, SECOND(0xB8, 0xBF), "CN"}, {0xE5, SECOND(0x80, 0xBF), "CN"},
    {0xE6, SECOND(0x80, 0xBF), "CN"}, {0xE7, SECOND(0x80, 0xBF), "CN"}, {0xE8, SECOND(0x80, 0xBF), "CN"}, {0xE9, SECOND(0x80, 0xBF), "CN"},
    {0xEB, SECOND(0x80, 0xBF), "KR"}, {0xEC, SECOND(0x80, 0xBF), "KR"}, {0xED, SECOND(0x80, 0x9E), "KR"},
};
#undef SECOND

/* Countries of the neighbourhood: by the first letter, a bit for the second. */
#define L(c) (UINT32_C(1) << ((c) - 'A'))
static const uint32_t neighbours[26] = {
    ['B' - 'A'] = L('D') | L('N'), ['C' - 'A'] = L('N'), ['H' - 'A'] = L('K'), ['I' - 'A'] = L('D') | L('N'), ['J' - 'A'] = L('P'),
    ['K' - 'A'] = L('H') | L('R'), ['L' - 'A'] = L('A') | L('K'), ['M' - 'A'] = L('M') | L('O') | L('Y'), ['N' - 'A'] = L('P'),
    ['P' - 'A'] = L('H') | L('K'), ['S' - 'A'] = L('G'), ['T' - 'A'] = L('H') | L('L') | L('W'), ['V' - 'A'] = L('N'),
};
#undef L

#define LABEL_BEFORE 48

/* Regions whose numbers are written without a trunk 0. */
static bool is_trunkless(const char *region)
{
    static const char regions[] = "SG HK MO CN IN NP US CA";
    for (const char *p = regions;; p += 3) {
        if (region[0] == p[0] && region[1] == p[1])
            return true;
        if (!p[2])
            return false;
    }
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

/* Default regions in the order in which they are named. */
struct defaults {
    const char *named;
    struct dx_phone_order order;
    bool trunkless; /* one of them is */
};

static struct defaults read_defaults(const char *named)
{
    struct defaults d = {.named = named};
    for (const char *p = named; p && p[0] && p[1]; p += *p == ',') {
        put_region(&d.order, p, false);
        d.trunkless |= is_trunkless(p);
        while (*p && *p != ',')
            p++;
    }
    return d;
}

enum { OWN = sizeof labels / sizeof *labels, WALLETS = sizeof wallets / sizeof *wallets, LABELS = OWN + WALLETS, COUNTRIES = sizeof countries / sizeof *countries };
struct dx_phone_words {
    struct dx_heads *heads;
    struct defaults defaults;
    struct dx_str word[LABELS + COUNTRIES]; /* labels first */
};

static const char *label(size_t k) { return k < OWN ? labels[k] : wallets[k - OWN]; }

struct dx_phone_words *dx_phone_words_new(struct dx_starts *starts, const char *defaults)
{
    struct dx_phone_words *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->defaults = read_defaults(defaults);
    for (size_t k = 0; k < LABELS; k++)
        w->word[k] = dx_str(label(k));
    for (size_t k = 0; k < COUNTRIES; k++)
        w->word[LABELS + k] = dx_str(countries[k].word);
    if ((w->heads = dx_heads_new(w->word, LABELS + COUNTRIES)) == NULL) {
        free(w);
        return NULL;
    }
    if (starts)
        dx_starts_join(starts, w->heads);
    return w;
}

void dx_phone_words_free(struct dx_phone_words *w)
{
    if (w)
        dx_heads_free(w->heads);
    free(w);
}

/* Latin words only as whole words, though a digit or "_" may follow; what the table has in capitals only so. */
static bool stands(struct dx_str t, size_t start, struct dx_str word)
{
    size_t end = start + word.n;
    bool capitals = word.p[0] >= 'A' && word.p[0] <= 'Z' && memcmp(t.p + start, word.p, word.n) != 0;
    return !capitals && (!kit_is_alpha(t.p[start]) || end == t.n || !kit_is_alpha(t.p[end]));
}

static void put_place(struct dx_phone_hints *h, size_t start, uint32_t number)
{
    struct dx_str word = h->words->word[number];
    if (stands(h->text, start, word))
        h->place[h->n++ % DX_PHONE_NEAR] = (struct dx_phone_place){(uint32_t)start, (uint32_t)(start + word.n), number};
}

/* Looks for words that start before byte `to`. */
static void look_to(struct dx_phone_hints *h, size_t to)
{
    if (!h->words || h->looked >= to)
        return;
    for (size_t at = h->looked; (at = dx_heads_next(h->words->heads, h->text, at, to)) < to; at++) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(h->words->heads, h->text, at, found);
        for (size_t i = 0; i < n; i++)
            put_place(h, at, found[i]);
    }
    h->looked = to;
}

/* All of them: where they stand may be known. */
static void look_to_end(struct dx_phone_hints *h)
{
    size_t n;
    uint8_t list;
    const struct dx_stand *word = h->words ? dx_heads_stands(h->words->heads, h->text, &n, &list) : NULL;
    if (!word) {
        look_to(h, h->text.n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (word[i].list == list)
            put_place(h, word[i].at, word[i].number);
    h->looked = h->text.n;
}

/* The i-th place from behind; NULL: no more are kept. */
static const struct dx_phone_place *place_before(const struct dx_phone_hints *h, unsigned i)
{
    return i < h->n && i < DX_PHONE_NEAR ? &h->place[(h->n - 1 - i) % DX_PHONE_NEAR] : NULL;
}

size_t dx_phone_label(struct dx_phone_hints *h, size_t at)
{
    const struct dx_phone_place *p, *best = NULL;
    if (!h->labels)
        return SIZE_MAX;
    look_to(h, at);
    for (unsigned i = 0; (p = place_before(h, i)) != NULL && p->start + LABEL_BEFORE >= at; i++)
        if (p->word < LABELS && p->end <= at && (!best || (p->start == best->start && p->word > best->word)))
            best = p;
    return best && !memchr(h->text.p + best->start, '\n', at - best->start) ? at - best->end : SIZE_MAX;
}

bool dx_phone_labels(const struct dx_phone_words *w, struct dx_str t)
{
    struct dx_phone_hints h = {.words = w, .text = t, .labels = true};
    return t.n && dx_phone_label(&h, t.n) != SIZE_MAX;
}

/* Is the whole text one of the words? Most begin otherwise. */
static bool is_one_of(struct dx_str t, const char *const words[], size_t n)
{
    char first = t.n ? kit_lower(t.p[0]) : '\0';
    for (size_t k = 0; first && k < n; k++)
        if (kit_lower(words[k][0]) == first && kit_starts(t, words[k]) && strlen(words[k]) == t.n)
            return true;
    return false;
}

bool dx_phone_is_wallet(struct dx_str t) { return is_one_of(t, wallets, WALLETS); }
bool dx_phone_is_label(struct dx_str t) { return is_one_of(t, labels, OWN) || dx_phone_is_wallet(t); }

enum { SCRIPTS = sizeof scripts / sizeof *scripts, CODES = 4 };

/* What else speaks of a country: scripts, and numbers with a plus. */
struct around {
    bool any, script[SCRIPTS]; /* any: of the scripts */
    const struct dx_phone_code *code[CODES];
    size_t codes;
};

/* Which characters there are, by their first two bytes: a bit for each second one. */
static void look_at_scripts(struct around *a, struct dx_str near)
{
    enum { FIRST = 0xd8 };
    uint64_t seen[256 - FIRST] = {0};
    for (size_t i = 0; i + 1 < near.n; i++) {
        unsigned char c = (unsigned char)near.p[i], next = (unsigned char)near.p[i + 1];
        if (c >= FIRST && (next & 0xc0) == 0x80) {
            seen[c - FIRST] |= UINT64_C(1) << (next & 63);
            i++;
        }
    }
    for (size_t k = 0; k < SCRIPTS; k++) {
        a->script[k] = seen[scripts[k].first - FIRST] & scripts[k].second;
        a->any |= a->script[k];
    }
}

static void look_at_plus(struct around *a, struct dx_str near, size_t i)
{
    if (a->codes < CODES && i + 3 < near.n && kit_is_digit(near.p[i + 1]))
        a->codes += (a->code[a->codes] = dx_phone_code_at((struct dx_str){near.p + i + 1, 3})) != NULL;
}

/* ascii: that it is, is known. */
static void look_around(struct around *a, struct dx_str near, bool ascii)
{
    const char *plus = near.n ? memchr(near.p, '+', near.n) : NULL;
    for (; plus && a->codes < CODES; plus = memchr(plus + 1, '+', near.n - (size_t)(plus + 1 - near.p)))
        look_at_plus(a, near, (size_t)(plus - near.p));
    if (!ascii && !kit_is_ascii(near))
        look_at_scripts(a, near);
}

/* Anything may stand in the text: words are looked for where they are asked for. */
static void know_nothing(struct dx_phone_hints *h)
{
    h->looked = h->n = 0;
    h->labels = h->regions = h->trunkless = true;
}

static void learn(struct dx_phone_hints *h)
{
    struct around a = {.codes = 0};
    look_around(&a, h->text, h->ascii);
    look_to_end(h);
    if (h->n > DX_PHONE_NEAR) { /* more than are kept */
        know_nothing(h);
        return;
    }
    h->regions = a.any || a.codes;
    h->trunkless |= a.codes > 0;
    for (size_t k = 0; a.any && k < SCRIPTS; k++)
        h->trunkless |= a.script[k] && is_trunkless(scripts[k].region);
    for (unsigned i = 0; i < h->n; i++) {
        uint32_t word = h->place[i].word;
        h->labels |= word < LABELS;
        h->regions |= word >= LABELS;
        h->trunkless |= word >= LABELS && is_trunkless(countries[word - LABELS].region);
    }
}

void dx_phone_hints_start(struct dx_phone_hints *h, const struct dx_phone_words *words, struct dx_str text, const char *defaults, bool whole, bool ascii)
{
    struct defaults named;
    const struct defaults *read = words && words->defaults.named == defaults ? &words->defaults : &named;
    if (read == &named)
        named = read_defaults(defaults);
    h->words = words;
    h->text = text;
    h->looked = h->n = 0;
    h->defaults = read->order;
    h->trunkless = read->trunkless;
    h->labels = h->regions = false;
    h->ascii = ascii;
    if (whole)
        learn(h);
    else
        know_nothing(h);
}

/* Script first, then other numbers, then words, so that what says most comes first in the end. */
void dx_phone_regions_near(struct dx_phone_hints *h, struct dx_phone_order *o, size_t from, size_t to)
{
    struct around a = {.codes = 0};
    uint64_t named[COUNTRIES / 64 + 1] = {0};
    const struct dx_phone_place *w;
    look_around(&a, (struct dx_str){h->text.p + from, to - from}, h->ascii);
    look_to(h, to);
    for (unsigned i = 0; (w = place_before(h, i)) != NULL; i++)
        if (w->word >= LABELS && w->start >= from && w->end <= to)
            named[(w->word - LABELS) / 64] |= UINT64_C(1) << (w->word - LABELS) % 64;
    *o = h->defaults;
    for (size_t k = 0; a.any && k < SCRIPTS; k++)
        if (a.script[k])
            put_region(o, scripts[k].region, strcmp(scripts[k].region, "CN") != 0); /* Chinese is written everywhere */
    for (size_t k = 0; k < a.codes; k++)
        if (dx_phone_is_near(&dx_phone_regions[a.code[k]->first]))
            put_region(o, dx_phone_regions[a.code[k]->first].name, true);
    for (size_t k = 0; k < sizeof named / sizeof *named; k++)
        for (uint64_t bits = named[k]; bits; bits &= bits - 1) {
            put_region(o, countries[k * 64 + (size_t)__builtin_ctzll(bits)].region, true);
            o->told = o->region[0];
        }
}

/* ---- the country of a text ---- */

#define VOTES 32 /* countries that are counted */

struct votes {
    const char *region[VOTES];
    int n[VOTES], countries;
};

static void vote(struct votes *v, const char *region, int n)
{
    int at = 0;
    while (at < v->countries && strcmp(v->region[at], region) != 0)
        at++;
    if (at == VOTES)
        return;
    v->region[at] = region;
    v->n[at] = (at < v->countries ? v->n[at] : 0) + n;
    v->countries += at == v->countries;
}

/* Each word counts once, so that a page of one's own telephone labels doesn't outvote all else. */
static void vote_by_words(struct votes *v, const struct dx_phone_words *words, struct dx_str t)
{
    bool met[COUNTRIES] = {false};
    for (size_t at = 0; (at = dx_heads_next(words->heads, t, at, t.n)) < t.n; at++) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(words->heads, t, at, found);
        for (size_t i = 0; i < n; i++) {
            size_t word = found[i] < LABELS ? COUNTRIES : found[i] - LABELS;
            if (word == COUNTRIES || met[word] || !stands(t, at, words->word[found[i]]))
                continue;
            met[word] = true;
            vote(v, countries[word].region, 1);
        }
    }
}

/* Chinese is written everywhere. */
static void vote_by_numbers(struct votes *v, struct dx_str t)
{
    struct around a = {.codes = 0};
    look_around(&a, t, false);
    for (size_t k = 0; a.any && k < SCRIPTS; k++)
        if (a.script[k] && (k == 0 || !a.script[k - 1] || strcmp(scripts[k].region, scripts[k - 1].region) != 0))
            vote(v, scripts[k].region, strcmp(scripts[k].region, "CN") == 0 ? 1 : 2);
    for (size_t k = 0; k < a.codes; k++)
        if (dx_phone_is_near(&dx_phone_regions[a.code[k]->first]))
            vote(v, dx_phone_regions[a.code[k]->first].name, 1);
}

const char *dx_phone_home_asked(struct dx_phone_home *home, const struct dx_phone_words *words)
{
    struct votes v = {.countries = 0};
    int all = 0, best = 0;
    home->known = true;
    home->region[0] = '\0';
    vote_by_words(&v, words, home->opening);
    vote_by_numbers(&v, home->opening);
    for (int i = 0; i < v.countries; i++) {
        all += v.n[i];
        best = v.n[i] > v.n[best] ? i : best;
    }
    if (all && 2 * v.n[best] > all)
        memcpy(home->region, v.region[best], 3);
    return home->region;
}

void dx_phone_hints_home(struct dx_phone_hints *h, const char *region)
{
    put_region(&h->defaults, region, true);
    h->trunkless |= is_trunkless(region);
}

bool dx_phone_is_near(const struct dx_phone_region *r)
{
    unsigned first = r ? (unsigned)r->name[0] - 'A' : 26, second = r && r->name[0] ? (unsigned)r->name[1] - 'A' : 26;
    return first < 26 && second < 26 && r->name[2] == '\0' && (neighbours[first] >> second & 1);
}

void dx_phone_order_first(struct dx_phone_order *o, const char *region) { put_region(o, region, true); }

bool dx_phone_order_by_code(struct dx_phone_order *o, struct dx_str t, size_t at)
{
    while (at > 0 && dx_phone_parts_code(t.p[at - 1]))
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
