/* name_form.c: titles, what can be a name, and the check `name` (identifiers.md 9) */
#include "find/name/name_words.h"

#include <math.h>
#include <string.h>
#include <threads.h>

#include "base/utf8.h"
#include "find/check/attrs.h"
#include "find/text/bytes.h"
#include "find/check/kit.h"
#include "find/text/romanise.h"

#define NAME_WORDS 7

/* ---- titles ---- */

/* Latin ones need a full stop or a blank behind them, those of other scripts are written together with the name. */
static const char *const titles[] = {
    "นางสาว", "นาง", "นาย", "น.ส.", "น.ส", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "คุณ", "ดร.", "ม.ล.", "ม.ร.ว.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.",
    "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "พล.อ.", "พล.ต.", "พ.อ.", "พ.ท.", "พ.ต.", "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ร.ต.",
    "จ.ส.ต.", "จ.ส.อ.", "ส.ต.อ.หญิง", "ส.ต.ท.หญิง", "ส.ต.ต.หญิง", "ด.ต.หญิง", "จ.อ.", "ส.อ.", "จ.ท.", "ส.ต.อ.", "ส.ต.ท.", "ส.ต.ต.", "ส.ต.", "ด.ต.", "ร.ต.อ.หญิง", "ร.ต.ท.หญิง", "ร.ต.ต.หญิง", "พ.ต.อ.หญิง", "พ.ต.ท.หญิง", "พ.ต.ต.หญิง",
    "นพ.", "พญ.", "พระครู", "พระมหา", "ဒေါက်တာ", "ဆရာတော်", "ဆရာမ", "ဆရာ", "ဦး", "ဒေါ်", "ကို",
    "ທ້າວ", "ທ.", "ນ.", "ນາງສາວ", "ນາງ", "លោកស្រី", "លោក", "កញ្ញា", "Mr", "Mrs", "Ms", "Miss", "Mg", "Mdm", "Madam", "Dr", "Prof", "Khun", "Nai", "Naang",
    "Sayadaw", "Saya", "Daw", "Ko", "Ma", "U", "Bapak", "Bpk", "Pak", "Ibu", "Bu", "Sdr", "Sdri", "Sdra", "Tuan", "Puan", "Encik", "En",
    "Cik", "Haji", "Hajjah", "Hj", "H", "Ir", "Drs", "Tn", "Ny", "Nn", "Datuk", "Dato", "Ông", "Bà", "Anh", "Chị", "Master", "Capt",
    "Captain", "Shri", "Smt", "Kumari", "Kpl", "Sjn", "Insp", "Sgt", "Atty", "Engr", "Gng", "Iptu", "Ipda", "Aiptu", "Aipda", "Bripka", "Akbp", "Kompol", "C/O", "C/E",
    "Lt", "PPI", "PPPI", "Sarjan", "Koperal", "ASP", "এসআই", "ဒု ရဲအုပ်", "ရဲအုပ်", "ဒုရဲအုပ်", "ရဲမှူး", "জনাব", "মৃত", "এএসআই", "उ.नि.", "उपनिरीक्षक", "ທ່ານ", "श्रीमती", "श्री", "स्व.",
};

#define TITLES (sizeof titles / sizeof *titles)
static const char burmese_title[] = "မ"; /* told apart by what follows */

struct dx_str dx_title(size_t k) { return k < TITLES ? dx_str(titles[k]) : k == TITLES ? dx_str(burmese_title) : (struct dx_str){NULL, 0}; }

/* Thai words that begin as titles do. */
static bool is_other_word(struct dx_str t)
{
    static const struct dx_str words[] = {KIT_WORD("นายกรัฐ"), KIT_WORD("นายกเทศ"), KIT_WORD("นายกสมาคม"), KIT_WORD("นายกอง"), KIT_WORD("นายกอบ"), KIT_WORD("นายกสภา"), KIT_WORD("นายกเมือง"), KIT_WORD("นายกฯ"), KIT_WORD("นายก "), KIT_WORD("นายจ้าง"), KIT_WORD("นายช่าง"), KIT_WORD("นายหน้า"), KIT_WORD("นายทะเบียน"), KIT_WORD("นายทุน"), KIT_WORD("นายอำเภอ"), KIT_WORD("นางเอก"), KIT_WORD("นางฟ้า"), KIT_WORD("นางแบบ"), KIT_WORD("นางพยาบาล"), KIT_WORD("คุณภาพ"),
        KIT_WORD("คุณสมบัติ"), KIT_WORD("คุณค่า"), KIT_WORD("คุณลักษณะ"), KIT_WORD("คุณประโยชน์"), KIT_WORD("คุณธรรม"), KIT_WORD("คุณลูกค้า"), KIT_WORD("คุณสามารถ"), KIT_WORD("คุณต้อง"), KIT_WORD("คุณจะ"), KIT_WORD("คุณได้"), KIT_WORD("คุณมี"), KIT_WORD("คุณไม่"), KIT_WORD("คุณครับ"), KIT_WORD("คุณค่ะ"), KIT_WORD("คุณหมอ"), KIT_WORD("คุณแม่"), KIT_WORD("คุณพ่อ")};
    static const struct dx_str begin[] = {KIT_WORD("นาย"), KIT_WORD("นาง"), KIT_WORD("คุณ")};
    return t.n && t.p[0] & 0x80 && KIT_STARTS_ONE(t, begin) && KIT_STARTS_ONE(t, words);
}

/* Does a Burmese syllable end here, in a consonant with asat or a stacked one: "ကိုယ်" is another word than Ko? */
bool dx_syllable_goes_on(struct dx_str t)
{
    uint32_t c, sign;
    size_t n = t.n && (unsigned char)t.p[0] == 0xE1 ? dx_utf8_get(t.p, t.n, &c) : 0; /* most text isn't Burmese */
    return n && c >= 0x1000 && c <= 0x1021 && dx_utf8_get(t.p + n, t.n - n, &sign) && (sign == 0x103A || sign == 0x1039);
}

/* A title of consonants alone has a full stop behind it wherever it is written ("Mr", "Bpk"): a comma or colon there was one. */
static bool is_abbreviation(struct dx_str title)
{
    for (size_t i = 0; i < title.n; i++)
        if (!kit_is_alpha(title.p[i]) || strchr("aeiouAEIOU", title.p[i]))
            return false;
    return title.n > 1;
}

static bool stands_for_stop(struct dx_str t) { return t.n > 2 && (t.p[0] == ',' || t.p[0] == ':') && t.p[1] == ' ' && dx_name_upper(t.p[2]); }

/* Titles by what they start with, a small Latin letter, or the second and third byte of another script's; and what is asked of each that a text starts with. */
#define BUCKETS 256
static struct {
    once_flag once;
    uint16_t first[BUCKETS]; /* and 1; 0: there is none */
    struct {
        uint16_t next;
        uint8_t n;
        bool latin, abbreviation;
    } title[TITLES];
} index_of_titles = {.once = ONCE_FLAG_INIT};

static unsigned bucket_of(const char *p, size_t n)
{
    return (unsigned char)p[0] < 0x80 || n < 3 ? (unsigned char)kit_lower(p[0]) : ((unsigned char)p[1] << 6 ^ (unsigned char)p[2] ^ 0x80) % BUCKETS;
}

static void index_titles(void)
{
    for (size_t i = TITLES; i-- > 0;) {
        size_t n = strlen(titles[i]);
        unsigned b = bucket_of(titles[i], n);
        index_of_titles.title[i].next = index_of_titles.first[b];
        index_of_titles.title[i].n = (uint8_t)n;
        index_of_titles.title[i].latin = kit_is_alpha(titles[i][0]) || (unsigned char)titles[i][0] == 0xC3;
        index_of_titles.title[i].abbreviation = is_abbreviation(dx_str(titles[i]));
        index_of_titles.first[b] = (uint16_t)(i + 1);
    }
}

/* The bytes of the title that t starts with, with the full stop and blanks behind it; 0: none. */
size_t dx_title_at(struct dx_str t)
{
    size_t best = 0;
    if (!t.n || dx_name_lower(t.p[0]) || is_other_word(t)) /* Latin ones have a capital */
        return 0;
    call_once(&index_of_titles.once, index_titles);
    for (size_t at = index_of_titles.first[bucket_of(t.p, t.n)], i; at; at = index_of_titles.title[i].next) {
        i = at - 1;
        size_t n = index_of_titles.title[i].n, end = n;
        bool latin = index_of_titles.title[i].latin;
        if (n <= best || t.n < n || kit_lower(t.p[n - 1]) != kit_lower(titles[i][n - 1]) || !kit_starts(t, titles[i]) || (t.p[n - 1] & 0x80 && dx_syllable_goes_on(kit_skip(t, n))))
            continue;
        bool stop = end < t.n && (t.p[end] == '.' || (index_of_titles.title[i].abbreviation && stands_for_stop(kit_skip(t, end))));
        end += stop;
        if (latin && !stop && (end >= t.n || t.p[end] != ' '))
            continue;
        while (end < t.n && t.p[end] == ' ')
            end++;
        if (end < t.n && !(latin && dx_name_lower(t.p[end])))
            best = end;
    }
    return best;
}

/* "မ" before a whole syllable is Ma; before a sign it is the start of the name itself. */
size_t dx_title_ma(struct dx_str t)
{
    uint32_t c, sign;
    size_t n = strlen(burmese_title), k;
    if (!kit_starts(t, burmese_title) || t.n < 4 * n || (k = dx_utf8_get(t.p + n, t.n - n, &c)) == 0 || c < 0x1000 || c > 0x1021)
        return 0;
    return dx_utf8_get(t.p + n + k, t.n - n - k, &sign) && (sign == 0x103A || sign == 0x1039) ? 0 : n;
}

/* Behind one of these the next is a name's first word: "U Ko Ko", "Daw Ma Ma". */
static bool is_burmese(struct dx_str title)
{
    static const struct dx_str words[] = {KIT_WORD("U"), KIT_WORD("Daw"), KIT_WORD("Ko"), KIT_WORD("Ma"), KIT_WORD("Mg"), KIT_WORD("ဦး"), KIT_WORD("ဒေါ်"), KIT_WORD("ကို")};
    title = kit_trim(title);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (title.n == words[i].n && kit_starts(title, words[i].p))
            return true;
    return false;
}

/* Vietnamese words for persons before a name, as sentences have them: "bà Ngô Thị Tuyết". They are looked for where a name was found, nowhere else. */
static size_t small_title(struct dx_str t)
{
    static const struct dx_str words[] = {KIT_WORD("bà "), KIT_WORD("ông "), KIT_WORD("anh "), KIT_WORD("chị ")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = words[i].n;
        if (t.n > n + 2 && t.p[0] == words[i].p[0] && memcmp(t.p, words[i].p, n) == 0 && (dx_name_upper(t.p[n]) || t.p[n] & 0x80))
            return n;
    }
    return 0;
}

struct dx_str dx_titles_off(struct dx_str t, int *taken)
{
    size_t small = small_title(t);
    *taken = small > 0;
    t = kit_skip(t, small);
    bool burmese = false;
    for (size_t n; *taken < 3 && !burmese && ((n = dx_title_at(t)) > 0 || (*taken == 0 && (n = dx_title_ma(t)) > 0)); ++*taken) {
        burmese = is_burmese((struct dx_str){t.p, n});
        t = kit_skip(t, n);
    }
    return t;
}

/* ---- what can be a name ---- */

/* Words that stand where names are asked for and are none: forms that weren't filled in, software, places of business. */
static const struct dx_str no_names[26][16] = { /* by their first letter */
    ['a' - 'a'] = {KIT_WORD("are"), KIT_WORD("and"), KIT_WORD("address"), KIT_WORD("account"), KIT_WORD("amount"), KIT_WORD("alamat"), KIT_WORD("as"), KIT_WORD("agama")},
    ['b' - 'a'] = {KIT_WORD("branch")},
    ['c' - 'a'] = {KIT_WORD("class"), KIT_WORD("column"), KIT_WORD("copyright"), KIT_WORD("code"), KIT_WORD("customer"), KIT_WORD("character")},
    ['d' - 'a'] = {KIT_WORD("default"), KIT_WORD("date"), KIT_WORD("debian")},
    ['e' - 'a'] = {KIT_WORD("email"), KIT_WORD("expiry")},
    ['f' - 'a'] = {KIT_WORD("file"), KIT_WORD("function"), KIT_WORD("field"), KIT_WORD("for"), KIT_WORD("false"), KIT_WORD("free"), KIT_WORD("format"), KIT_WORD("font"), KIT_WORD("from")},
    ['g' - 'a'] = {KIT_WORD("gnu"), KIT_WORD("gender")},
    ['i' - 'a'] = {KIT_WORD("is"), KIT_WORD("id"), KIT_WORD("invoice"), KIT_WORD("in"), KIT_WORD("if")},
    ['j' - 'a'] = {KIT_WORD("jumlah"), KIT_WORD("jenis"), KIT_WORD("jantina")},
    ['k' - 'a'] = {KIT_WORD("kelamin"), KIT_WORD("kewarganegaraan"), KIT_WORD("kecamatan"), KIT_WORD("kelurahan")},
    ['l' - 'a'] = {KIT_WORD("license"), KIT_WORD("licence"), KIT_WORD("library"), KIT_WORD("linux")},
    ['m' - 'a'] = {KIT_WORD("module"), KIT_WORD("module:"), KIT_WORD("must"), KIT_WORD("may"), KIT_WORD("mobile")},
    ['n' - 'a'] = {KIT_WORD("none"), KIT_WORD("null"), KIT_WORD("number"), KIT_WORD("not"), KIT_WORD("name"), KIT_WORD("names"), KIT_WORD("nationality"), KIT_WORD("nomor"), KIT_WORD("nopol")},
    ['o' - 'a'] = {KIT_WORD("optional"), KIT_WORD("of"), KIT_WORD("order"), KIT_WORD("on"), KIT_WORD("occupation")},
    ['p' - 'a'] = {KIT_WORD("public"), KIT_WORD("package"), KIT_WORD("project"), KIT_WORD("phone"), KIT_WORD("passport"), KIT_WORD("protocol"), KIT_WORD("pekerjaan"), KIT_WORD("perkawinan"), KIT_WORD("position")},
    ['r' - 'a'] = {KIT_WORD("required"), KIT_WORD("reference"), KIT_WORD("remark"), KIT_WORD("remarks"), KIT_WORD("rekening"), KIT_WORD("regular"), KIT_WORD("referensi"), KIT_WORD("receipt"), KIT_WORD("rank"), KIT_WORD("role")},
    ['s' - 'a'] = {KIT_WORD("string"), KIT_WORD("server"), KIT_WORD("software"), KIT_WORD("should"), KIT_WORD("status"), KIT_WORD("sex"), KIT_WORD("signature"), KIT_WORD("system"), KIT_WORD("service"), KIT_WORD("service:"), KIT_WORD("setuju")},
    ['t' - 'a'] = {KIT_WORD("type"), KIT_WORD("table"), KIT_WORD("the"), KIT_WORD("this"), KIT_WORD("that"), KIT_WORD("true"), KIT_WORD("total"), KIT_WORD("tanggal"), KIT_WORD("telepon"), KIT_WORD("to")},
    ['u' - 'a'] = {KIT_WORD("unknown"), KIT_WORD("undefined"), KIT_WORD("used")},
    ['v' - 'a'] = {KIT_WORD("value"), KIT_WORD("version")},
    ['w' - 'a'] = {KIT_WORD("with"), KIT_WORD("when"), KIT_WORD("which"), KIT_WORD("windows")},
    ['y' - 'a'] = {KIT_WORD("your"), KIT_WORD("you")},
};

/* How labels of other fields begin, in scripts that write them in one piece: recognisers set them below one another. */
static const struct dx_str field_words[] = {
    KIT_WORD("รหัส"), KIT_WORD("เลขที่"), KIT_WORD("เลขประจำ"), KIT_WORD("เลขบัตร"), KIT_WORD("เลขบัญชี"), KIT_WORD("หมายเลข"), KIT_WORD("หมายเหตุ"), KIT_WORD("วันที่"), KIT_WORD("วันเกิด"), KIT_WORD("เบอร์"), KIT_WORD("ที่อยู่"), KIT_WORD("จำนวน"), KIT_WORD("ประเภท"), KIT_WORD("สาขา"), KIT_WORD("อีเมล"), KIT_WORD("โทรศัพท์"), KIT_WORD("สถานะ"), KIT_WORD("บัญชี"), KIT_WORD("ลำดับ"), KIT_WORD("สัญชาติ"), KIT_WORD("ศาสนา"), KIT_WORD("อายุ"), KIT_WORD("เพศ"),
    KIT_WORD("อาชีพ"), KIT_WORD("ตำแหน่ง"), KIT_WORD("ชื่อ"), KIT_WORD("นามสกุล"), KIT_WORD("ลูกค้า"), KIT_WORD("ผู้รับ"), KIT_WORD("ผู้ส่ง"), KIT_WORD("ธนาคาร"), KIT_WORD("รายการ"), KIT_WORD("อ้างอิง"), KIT_WORD("ค่าธรรมเนียม"), KIT_WORD("အမှတ်"), KIT_WORD("နံပါတ်"), KIT_WORD("နေ့စွဲ"), KIT_WORD("ရက်စွဲ"), KIT_WORD("လိပ်စာ"), KIT_WORD("ဖုန်း"), KIT_WORD("အမည်"),
};

/* Words for relatives and the like, which lists of numbers have for names. */
static bool is_kin(struct dx_str t)
{
    static const struct dx_str words[] = {KIT_WORD("แม่"), KIT_WORD("พ่อ"), KIT_WORD("เมีย"), KIT_WORD("ผัว"), KIT_WORD("ลูก"), KIT_WORD("พี่"), KIT_WORD("น้อง"), KIT_WORD("ลุง"), KIT_WORD("ป้า"), KIT_WORD("น้า"), KIT_WORD("ตา"), KIT_WORD("ยาย"), KIT_WORD("ครู"), KIT_WORD("လေး"), KIT_WORD("ကြီး"), KIT_WORD("ညီလေး"), KIT_WORD("ညီမလေး"), KIT_WORD("အစ်ကို"), KIT_WORD("ဦးလေး")};
    return KIT_IS_ONE(t, words);
}

bool dx_name_firm_tail(struct dx_str word)
{
    static const struct dx_str tails[] = {KIT_WORD("ltd"), KIT_WORD("limited"), KIT_WORD("inc"), KIT_WORD("llc"), KIT_WORD("corp"), KIT_WORD("corporation"), KIT_WORD("company"),
                                          KIT_WORD("pte"), KIT_WORD("plc"), KIT_WORD("gmbh"), KIT_WORD("bhd"), KIT_WORD("sdn"), KIT_WORD("tbk"), KIT_WORD("pvt"), KIT_WORD("tnhh")};
    return KIT_IS_WORD(word, tails);
}

/* What a firm's name ends in, or a Thai one begins with: "GOLDEN HARVEST SOLE CO., LTD". */
static bool is_firm(struct dx_str word, int before)
{
    static const struct dx_str thai[] = {KIT_WORD("บริษัท"), KIT_WORD("บจก."), KIT_WORD("หจก."), KIT_WORD("ห้างหุ้นส่วน"), KIT_WORD("โรงงาน"), KIT_WORD("โรงแรม")};
    if (word.p[0] & 0x80)
        return before == 0 && KIT_STARTS_ONE(word, thai);
    return dx_name_firm_tail(word) || (before > 2 && word.n == 2 && kit_starts(word, "co")); /* Co is a surname, too */
}

static bool is_field(struct dx_str word)
{
    return word.p[0] & 0x80 && KIT_STARTS_ONE(word, field_words);
}

bool dx_name_never(struct dx_str word)
{
    unsigned first = word.n ? (unsigned)(kit_lower(word.p[0]) - 'a') : 26;
    return first < 26 && kit_is_word(word, no_names[first], sizeof no_names[0] / sizeof *no_names[0]);
}

/* Small words within names. */
bool dx_name_particle(struct dx_str word)
{
    static const struct dx_str particles[] = {KIT_WORD("bin"), KIT_WORD("binti"), KIT_WORD("bt"), KIT_WORD("bte"), KIT_WORD("al"), KIT_WORD("a/l"), KIT_WORD("a/p"), KIT_WORD("de"), KIT_WORD("dela"), KIT_WORD("delos"), KIT_WORD("la"), KIT_WORD("da"), KIT_WORD("van"), KIT_WORD("von"), KIT_WORD("der"), KIT_WORD("del"), KIT_WORD("dos"), KIT_WORD("el"), KIT_WORD("ibn"), KIT_WORD("na")};
    return word.n > 1 && word.n < 6 && KIT_IS_WORD(word, particles);
}

enum dx_name_script dx_name_script(uint32_t c)
{
    if (c < 0x80 || (c >= 0xC0 && c < 0x0250) || (c >= 0x1E00 && c < 0x1F00) || (c >= 0x0300 && c < 0x0370))
        return DX_SCRIPT_LATIN;
    if (c >= 0x0E01 && c <= 0x0E4E)
        return DX_SCRIPT_THAI;
    if (c >= 0x1000 && c <= 0x109F)
        return c == 0x104A || c == 0x104B ? DX_SCRIPT_OTHER : DX_SCRIPT_BURMESE;
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF))
        return DX_SCRIPT_HAN;
    bool own = (c >= 0x0600 && c < 0x0700 && c != 0x060C) || (c >= 0x0900 && c < 0x0E00 && c != 0x0964) || (c >= 0x0E81 && c < 0x0F00) ||
               (c >= 0x1780 && c < 0x17D4) || (c >= 0xAC00 && c < 0xD7B0) || (c >= 0x0400 && c < 0x0530);
    return own ? DX_SCRIPT_REGIONAL : DX_SCRIPT_OTHER;
}

/* Does an initial with its full stop end it: "Wanida K.", "DELA CRUZ, ANA B."? Behind one word in capitals it is a sentence's: "to MARICEL H." */
static bool is_initial(const struct dx_buf *b)
{
    if (b->len <= 4 || b->p[b->len - 1] != '.' || !dx_name_upper(b->p[b->len - 2]) || b->p[b->len - 3] != ' ')
        return false;
    return dx_name_lower(b->p[b->len - 4]) || (dx_name_upper(b->p[b->len - 4]) && memchr(b->p, ' ', b->len - 3));
}

/* The white space made single (blanks: there is any to), dots and commas at the ends dropped; "SURNAME/GIVEN MR" of tickets in its parts. */
static void write_name(struct dx_buf *b, struct dx_str t, bool blanks)
{
    bool blank = false;
    if (!blanks && t.n && t.p[0] != ' ')
        dx_buf_add(b, t.p, t.n);
    for (size_t i = b->len; i < t.n; i++) {
        bool son_of = t.p[i] == '/' && i > 1 && t.p[i - 2] == ' ' && kit_is_alpha(t.p[i - 1]) && i + 2 < t.n && t.p[i + 2] == ' '; /* a/l */
        if (t.p[i] == ' ' || t.p[i] == '\t' || (t.p[i] == '/' && !son_of)) {
            blank = b->len > 0;
            continue;
        }
        if (blank)
            dx_buf_byte(b, ' ');
        blank = false;
        dx_buf_byte(b, t.p[i]);
    }
    while (b->len && strchr(".,-:;' ", b->p[b->len - 1]) && !is_initial(b))
        b->p[--b->len] = '\0';
}

/* Tickets write the title behind the name: "TAN/MEI LING MS". */
static int title_behind_off(struct dx_str *t)
{
    static const char *const behind[] = {" MR", " MRS", " MS", " MISS", " MSTR", " MDM"};
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        size_t n = strlen(behind[i]);
        if (t->n > n + 3 && memcmp(t->p + t->n - n, behind[i], n) == 0 && dx_name_upper(t->p[t->n - n - 1])) {
            t->n -= n;
            return 1;
        }
    }
    return 0;
}

bool dx_name_odd(struct dx_str word)
{
    for (size_t i = 1; i < word.n; i++) {
        bool inner = i > 3 || (i == 3 && !kit_starts(word, "mac")) || (i == 2 && dx_name_upper(word.p[1]));
        if (dx_name_upper(word.p[i]) && dx_name_lower(word.p[i - 1]) && (inner || i + 1 == word.n))
            return true;
        if (i > 1 && dx_name_lower(word.p[i]) && dx_name_upper(word.p[i - 1]) && dx_name_upper(word.p[i - 2]))
            return true;
    }
    return false;
}

/* Does a small letter stand first: a Latin one (đ, ơ, ư and every other one of the blocks with marks, too), or a Cyrillic one? */
static bool starts_small(struct dx_str word)
{
    uint32_t c = 0;
    dx_utf8_get(word.p, word.n, &c);
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x100 && c != 0xF7) || c == 0x1A1 || c == 0x1B0 || (((c >= 0x100 && c < 0x138) || (c >= 0x1E00 && c < 0x1F00)) && c & 1) ||
           (c >= 0x430 && c < 0x460);
}

/* Log-odds of the form: how many words, capitals, script. */
static double form_of(struct dx_str v, int taken, bool *possible)
{
    enum { FIRM = 2 };
    int words = 0, small = 0, bad = 0;
    uint32_t c = 0;
    for (size_t i = 0; i < v.n; words++) {
        size_t end = i;
        while (end < v.n && v.p[end] != ' ')
            end++;
        struct dx_str word = {v.p + i, end - i};
        small += starts_small(word) && !dx_name_particle(word) ? 1 + (words == 0) : 0;
        bad += dx_name_never(word) || dx_name_odd(word) || (word.n == v.n && is_kin(word)) || (!taken && is_field(word));
        bad += is_firm(word, words) || (words == 0 && dx_str_is(word, "ณ")) ? FIRM : 0; /* ณ: "at" a date, or leads a surname */
        i = end + 1;
    }
    dx_utf8_get(v.p, v.n, &c);
    enum dx_name_script script = dx_name_script(c);
    *possible = script != DX_SCRIPT_OTHER && words <= NAME_WORDS && v.n >= 2 && (script != DX_SCRIPT_LATIN || (v.n > 2 && kit_is_alpha(v.p[0]) | (v.p[0] < 0)));
    double w = taken ? 2 : 0;
    if (script == DX_SCRIPT_LATIN)
        w += (words == 1 ? -1.8 : 0.5) - (taken ? 0.5 : 1.5) * small - bad * 3;
    else if (script == DX_SCRIPT_HAN)
        w += v.n >= 6 && v.n <= 12 ? 0.5 : -2;
    else /* Burmese names are written in one piece, too */
        w += -3 * bad - 1.5 * small + (words > 1 ? 0.5 : script == DX_SCRIPT_BURMESE && v.n >= 5 * strlen("က") ? 0.2 : -0.8);
    return w;
}

/* No digits, no control characters but the tab, none of @ < > { } [ ] = \ " _ # $ % ^ * ; | ~ ` ? ! + */
static const struct dx_bytes within_names = {{UINT64_C(0x0400f3c100000200), UINT64_C(0x87fffffe07fffffe), UINT64_MAX, UINT64_MAX}};

/* Nothing else is in it, and no more words than names have: letters stand in those that count (write_name drops marks behind the last). *blank: is there
 * white space that would be made single? */
static bool may_be_written(struct dx_str t, bool *blanks)
{
    int words = 0;
    bool letters = false, after = false;
    *blanks = false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (!dx_bytes_has(&within_names, (unsigned char)c))
            return false;
        bool blank = c == ' ' || c == '\t' || c == '/', letter = dx_name_letter(c);
        *blanks = *blanks || (blank && (c != ' ' || after));
        after = blank;
        words += letter && !letters;
        letters = !blank && (letters || letter);
    }
    return words <= NAME_WORDS;
}

void dx_name_read(struct dx_reading *r, struct dx_str text)
{
    int taken;
    bool possible = false, blanks;
    text = kit_trim(text);
    dx_reading_reset(r);
    r->verdict = DX_VERDICT_NO;
    struct dx_str bare = dx_titles_off(text, &taken);
    taken += title_behind_off(&bare);
    static const char refused[] = "ဘူး"; /* what ends a sentence that denies, whose verb "Ma" leads */
    const char *dash = bare.n ? memchr(bare.p, '-', bare.n) : NULL;
    if (dash && memmem(dash, (size_t)(bare.p + bare.n - dash), "--", 2)) /* a line of a table */
        return;
    if (!kit_is_ascii(bare) && memmem(bare.p, bare.n, refused, sizeof refused - 1))
        return;
    if (!may_be_written(bare, &blanks))
        return;
    write_name(&r->value, bare, blanks);
    if (!r->value.len || r->value.len > DX_NAME_BYTES)
        return;
    r->weight = form_of(dx_buf_slice(&r->value), taken, &possible);
    struct dx_buf latin = DX_BUF_INIT;
    if (possible && dx_romanise(&latin, dx_buf_slice(&r->value)))
        dx_attrs_text(&r->attrs, "romanised", dx_buf_slice(&latin));
    r->attrs.oom |= latin.oom;
    dx_buf_free(&latin);
    if (possible)
        r->verdict = DX_VERDICT_FORM;
}

/* ---- what recognisers make of names ---- */

static bool is_thai_sign(uint32_t c) { return c == 0x0E31 || (c >= 0x0E34 && c <= 0x0E3A) || (c >= 0x0E47 && c <= 0x0E4E); }
static bool is_thai_consonant(uint32_t c) { return c >= 0x0E01 && c <= 0x0E2E; }
static bool is_stop(uint32_t c) { return c == 0x1000 || c == 0x1005 || c == 0x1010 || c == 0x1015; } /* finals of checked syllables: က စ တ ပ */

enum { ASAT = 0x103A, VISARGA = 0x1038, MEDIAL_YA = 0x103B, SIGN_E = 0x1031 };

/* Is the letter c, with the two before and the one behind it, what no Thai or Burmese syllable has: a sign that hangs on nothing; a high
 * tone on a checked syllable; "ာ်" without its "ေ"; "တျ"; "ဗ်"? */
static bool never_written(uint32_t before2, uint32_t before, uint32_t c, uint32_t behind)
{
    if (is_thai_sign(c))
        return !is_thai_consonant(before) && !(is_thai_sign(before) && c >= 0x0E47);
    if (c == ASAT)
        return (is_stop(before) && behind == VISARGA) || before == 0x1017;
    if (c == 0x102B || c == 0x102C)
        return behind == ASAT && before != SIGN_E;
    if (c == SIGN_E)
        return behind == SIGN_E || before2 == SIGN_E;
    return c == MEDIAL_YA && before == 0x1010;
}

static int odd_letters(struct dx_str t)
{
    uint32_t before2 = 0, before = 0, c = 0, behind = 0;
    int odd = 0;
    for (size_t i = 0, n; i < t.n; i += n) {
        n = dx_utf8_get(t.p + i, t.n - i, &c);
        n = n ? n : 1;
        behind = 0;
        if (i + n < t.n)
            dx_utf8_get(t.p + i + n, t.n - i - n, &behind);
        odd += never_written(before2, before, c, behind);
        before2 = before;
        before = c;
    }
    return odd;
}

/* A Latin word of consonants alone: "SH TT". */
static bool is_unspeakable(struct dx_str word)
{
    static const char *const known[] = {"ng", "md", "mr", "ms", "bt", "st", "jr", "sr", "dr"};
    for (size_t i = 0; i < word.n; i++)
        if (!kit_is_alpha(word.p[i]) || strchr("aeiouyAEIOUY", word.p[i]))
            return false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (word.n == 2 && kit_starts(word, known[k]))
            return false;
    return word.n > 1;
}

double dx_name_doubt(struct dx_str line, size_t start, size_t end, struct dx_str value, double confidence)
{
    static const double scripts = 2.5, letter = 2, unspeakable = 2, glued = 1.5, single = 0.6, sure = 0.9, least = 0.2;
    static const double unsure = 2; /* in scripts whose letters differ in a loop, a word that is read unsurely is misread: of 32 names 12 were right */
    int latin = 0, other = 0, words = 0;
    double doubt = letter * odd_letters(value);
    for (size_t i = 0, stop; i < value.n; i = stop + 1, words++) {
        for (stop = i; stop < value.n && value.p[stop] != ' ';)
            stop++;
        struct dx_str word = {value.p + i, stop - i};
        uint32_t c = 0;
        dx_utf8_get(word.p, word.n, &c);
        latin += dx_name_script(c) == DX_SCRIPT_LATIN;
        other += dx_name_script(c) != DX_SCRIPT_LATIN;
        doubt += is_unspeakable(word) ? unspeakable : 0;
    }
    doubt += latin && other ? scripts : 0;
    doubt += other && confidence < sure ? unsure * log(sure / (1 - sure) * (1 - confidence) / (confidence > least ? confidence : least)) : 0;
    doubt += end < line.n && line.p[end] && strchr("]|}[{!\\<~_*#$%^", line.p[end]) ? glued : 0; /* the letter that it was is missing */
    if (words == 1 && end - start == value.n && (unsigned char)value.p[0] == 0xE0) /* what stands below a Thai label is another label, or a trade */
        doubt += single;
    return -doubt;
}

static void check_name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    dx_name_read(r, t);
}

const struct dx_check dx_checks_name[] = {
    {"name", check_name, false},
    {NULL, NULL, false},
};

/* Is a title all that the line holds? Recognisers take the cells of a table apart. */
bool dx_title_alone(struct dx_str t)
{
    t = kit_trim(t);
    if (t.n < 3 || !((t.p[0] >= 'A' && t.p[0] <= 'Z') || (unsigned char)t.p[0] >= 0x80))
        return false; /* most lines that are short are numbers, or words; no title here starts with a small letter */
    bool stop = t.p[t.n - 1] == '.' && kit_is_alpha(t.p[0]); /* "Mr." is one by itself, "Ma" isn't */
    t.n -= stop;
    for (size_t k = 0; t.n >= (stop ? 2 : 3) && t.n <= DX_TITLE_LONGEST && k < TITLES; k++)
        if (t.p[0] == titles[k][0] && t.n == strlen(titles[k]) && memcmp(t.p, titles[k], t.n) == 0)
            return true;
    return false;
}
