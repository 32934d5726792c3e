/* name.c: the scanner of names behind labels, and the check `name` (identifiers.md 9) */
#include "find/name.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "find/attrs.h"
#include "find/heads.h"
#include "find/kit.h"
#include "find/romanise.h"

#define NAME_BYTES 160 /* more is prose */
#define NAME_WORDS 7

/* ---- titles ---- */

/* Latin ones need a full stop or a blank behind them, those of other scripts are written together with the name. */
static const char *const titles[] = {
    "นางสาว", "นาง", "นาย", "น.ส.", "น.ส", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "คุณ", "ดร.", "ม.ล.", "ม.ร.ว.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.",
    "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "พล.อ.", "พล.ต.", "พ.อ.", "พ.ท.", "พ.ต.", "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ร.ต.",
    "จ.ส.ต.", "จ.ส.อ.", "ส.ต.อ.", "ส.ต.ท.", "ส.ต.ต.", "ส.ต.", "ด.ต.", "พระครู", "พระมหา", "ဒေါက်တာ", "ဆရာတော်", "ဆရာမ", "ဆရာ", "ဦး", "ဒေါ်", "ကို",
    "ທ້າວ", "ນາງສາວ", "ນາງ", "លោកស្រី", "លោក", "កញ្ញា", "Mr", "Mrs", "Ms", "Miss", "Mdm", "Madam", "Dr", "Prof", "Khun", "Nai", "Naang",
    "Sayadaw", "Saya", "Daw", "Ko", "Ma", "U", "Bapak", "Bpk", "Pak", "Ibu", "Bu", "Sdr", "Sdri", "Sdra", "Tuan", "Puan", "Encik", "En",
    "Cik", "Haji", "Hajjah", "Hj", "H", "Ir", "Drs", "Tn", "Ny", "Nn", "Datuk", "Dato", "Ông", "Bà", "Anh", "Chị", "Master", "Capt",
    "Captain", "Shri", "Smt", "Kumari",
};

#define TITLES (sizeof titles / sizeof *titles)
#define LONGEST_TITLE 40 /* bytes */
static const char burmese_title[] = "မ"; /* told apart by what follows */

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/* Thai words that begin as titles do. */
static bool is_other_word(struct dx_str t)
{
    static const char *const words[] = {"นายก", "นายจ้าง", "นายหน้า", "นายทะเบียน", "นายทุน", "นายอำเภอ", "นางเอก", "นางฟ้า", "นางแบบ", "นางพยาบาล", "คุณภาพ",
        "คุณสมบัติ", "คุณค่า", "คุณลักษณะ", "คุณประโยชน์", "คุณธรรม", "คุณลูกค้า", "คุณสามารถ", "คุณต้อง", "คุณจะ", "คุณได้", "คุณมี", "คุณไม่", "คุณครับ", "คุณค่ะ", "คุณหมอ", "คุณแม่", "คุณพ่อ"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kit_starts(t, words[i]))
            return true;
    return false;
}

/* The bytes of the title that t starts with, with the full stop and blanks behind it; 0: none. */
static size_t title_at(struct dx_str t)
{
    size_t best = 0;
    if (is_other_word(t))
        return 0;
    for (size_t i = 0; i < TITLES; i++) {
        if (!kit_starts(t, titles[i]))
            continue;
        size_t n = strlen(titles[i]), end = n;
        if (n <= best)
            continue;
        bool latin = kit_is_alpha(titles[i][0]) || (unsigned char)titles[i][0] == 0xC3;
        bool stop = end < t.n && t.p[end] == '.';
        end += stop;
        if (latin && ((!stop && (end >= t.n || t.p[end] != ' ')) || is_lower(t.p[0])))
            continue;
        while (end < t.n && t.p[end] == ' ')
            end++;
        if (end < t.n && !(latin && end < t.n && is_lower(t.p[end])))
            best = end;
    }
    return best;
}

/* "မ" before a whole syllable is Ma; before a sign it is the start of the name itself. */
static size_t burmese_ma(struct dx_str t)
{
    uint32_t c, sign;
    size_t n = strlen(burmese_title), k;
    if (!kit_starts(t, burmese_title) || t.n < 4 * n || (k = dx_utf8_get(t.p + n, t.n - n, &c)) == 0 || c < 0x1000 || c > 0x1021)
        return 0;
    return dx_utf8_get(t.p + n + k, t.n - n - k, &sign) && (sign == 0x103A || sign == 0x1039) ? 0 : n;
}

static struct dx_str without_titles(struct dx_str t, int *taken)
{
    *taken = 0;
    for (size_t n; *taken < 3 && ((n = title_at(t)) > 0 || (*taken == 0 && (n = burmese_ma(t)) > 0)); ++*taken)
        t = kit_skip(t, n);
    return t;
}

/* ---- what can be a name ---- */

/* Words that stand where names are asked for and are none: forms that weren't filled in, software, places of business. */
static const char *const no_names[] = {
    "unknown", "none", "null", "undefined", "string", "required", "optional", "type", "value", "number", "license", "licence", "public",
    "library", "linux", "gnu", "server", "package", "file", "software", "version", "project", "module", "module:", "class", "function",
    "field", "table", "column", "the", "this", "that", "your", "you", "is", "are", "of", "and", "for", "not", "with", "must", "should", "may",
    "when", "which", "used", "true", "false", "default", "name", "names", "date", "address", "phone", "debian", "copyright", "free",
    "system", "format", "character", "windows", "font", "regular", "service", "protocol", "service:", "in", "from", "to", "on", "as", "if",
};

static bool is_no_name(struct dx_str word)
{
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (word.n == strlen(no_names[i]) && kit_starts(word, no_names[i]))
            return true;
    return false;
}

/* Small words within names. */
static bool is_particle(struct dx_str word)
{
    static const char *const particles[] = {"bin", "binti", "bt", "bte", "al", "a/l", "a/p", "de", "da", "van", "von", "der", "del", "dos", "el", "ibn", "na"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (word.n == strlen(particles[i]) && kit_starts(word, particles[i]))
            return true;
    return false;
}

enum script { OTHER, LATIN, THAI, BURMESE, HAN, REGIONAL };

static enum script script_of(uint32_t c)
{
    if (c < 0x80 || (c >= 0xC0 && c < 0x0250) || (c >= 0x1E00 && c < 0x1F00) || (c >= 0x0300 && c < 0x0370))
        return LATIN;
    if (c >= 0x0E01 && c <= 0x0E4E)
        return THAI;
    if (c >= 0x1000 && c <= 0x109F)
        return c == 0x104A || c == 0x104B ? OTHER : BURMESE;
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF))
        return HAN;
    bool own = (c >= 0x0600 && c < 0x0700 && c != 0x060C) || (c >= 0x0900 && c < 0x0E00 && c != 0x0964) || (c >= 0x0E81 && c < 0x0F00) ||
               (c >= 0x1780 && c < 0x17D4) || (c >= 0xAC00 && c < 0xD7B0) || (c >= 0x0400 && c < 0x0530);
    return own ? REGIONAL : OTHER;
}

/* The white space made single, dots and commas at the ends dropped; "SURNAME/GIVEN MR" of tickets in its parts. */
static void write_name(struct dx_buf *b, struct dx_str t)
{
    bool blank = false;
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] == ' ' || t.p[i] == '\t' || t.p[i] == '/') {
            blank = b->len > 0;
            continue;
        }
        if (blank)
            dx_buf_byte(b, ' ');
        blank = false;
        dx_buf_byte(b, t.p[i]);
    }
    while (b->len && strchr(".,-:;' ", b->p[b->len - 1]))
        b->p[--b->len] = '\0';
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* A Latin word with capitals where names have none: "OtoFormat", "BiBzT", "CEWUc"; not "McDonald", "DeLuca", "Anna-Maria", "MAUNG". */
static bool is_odd(struct dx_str word)
{
    for (size_t i = 1; i < word.n; i++) {
        bool inner = i > 3 || (i == 3 && !kit_starts(word, "mac")) || (i == 2 && is_upper(word.p[1]));
        if (is_upper(word.p[i]) && is_lower(word.p[i - 1]) && (inner || i + 1 == word.n))
            return true;
        if (i > 1 && is_lower(word.p[i]) && is_upper(word.p[i - 1]) && is_upper(word.p[i - 2]))
            return true;
    }
    return false;
}

/* Log-odds of the form: how many words, capitals, script. */
static double form_of(struct dx_str v, int taken, bool *possible)
{
    int words = 0, small = 0, bad = 0;
    uint32_t c = 0;
    for (size_t i = 0; i < v.n; words++) {
        size_t end = i;
        while (end < v.n && v.p[end] != ' ')
            end++;
        struct dx_str word = {v.p + i, end - i};
        small += is_lower(word.p[0]) && !is_particle(word) ? 1 + (words == 0) : 0;
        bad += is_no_name(word) || is_odd(word);
        i = end + 1;
    }
    dx_utf8_get(v.p, v.n, &c);
    enum script script = script_of(c);
    *possible = script != OTHER && words <= NAME_WORDS && v.n >= 2 && (script != LATIN || (v.n > 2 && kit_is_alpha(v.p[0]) | (v.p[0] < 0)));
    double w = taken ? 2 : 0;
    if (script == LATIN)
        w += (words == 1 ? -1.8 : 0.5) - (taken ? 0.5 : 1.5) * small - bad * 3;
    else if (script == HAN)
        w += v.n >= 6 && v.n <= 12 ? 0.5 : -2;
    else /* Burmese names are written in one piece, too */
        w += words > 1 ? 0.5 : script == BURMESE && v.n >= 5 * strlen("က") ? 0.2 : -0.8;
    return w;
}

void dx_name_read(struct dx_reading *r, struct dx_str text)
{
    int taken;
    bool possible = false;
    text = kit_trim(text);
    dx_reading_reset(r);
    r->verdict = DX_VERDICT_NO;
    struct dx_str bare = without_titles(text, &taken);
    if (bare.n && memmem(bare.p, bare.n, "--", 2)) /* a line of a table */
        return;
    for (size_t i = 0; i < bare.n; i++) {
        unsigned char c = (unsigned char)bare.p[i];
        if (kit_is_digit(bare.p[i]) || (c < ' ' && c != '\t') || strchr("@<>{}[]=\\\"_#$%^*;|~`?!+", bare.p[i]))
            return;
    }
    write_name(&r->value, bare);
    if (!r->value.len || r->value.len > NAME_BYTES)
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

static void check_name(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    (void)c;
    dx_name_read(r, t);
}

const struct dx_check dx_checks_name[] = {
    {"name", check_name, false},
    {NULL, NULL, false},
};

/* ---- labels ---- */

enum strength {
    NONE,   /* a longer word that begins as a label does, and is none of persons */
    PLAIN,  /* names other things, too: a colon, a title or the start of a form's line must speak for it */
    FORM,   /* names a person where it stands as a field: a colon, a title or capitals must speak for it */
    CLEAR,  /* names a person */
    TAG     /* a field of a contact or licence: nothing else may stand before it in the line */
};

static const struct label {
    const char *word;
    enum strength strength;
} labels[] = {
    /* Thai */
    {"ชื่อ-สกุล", CLEAR}, {"ชื่อ-นามสกุล", CLEAR}, {"ชื่อ - สกุล", CLEAR}, {"ชื่อ - นามสกุล", CLEAR}, {"ชื่อและนามสกุล", CLEAR}, {"ชื่อตัวและชื่อสกุล", CLEAR},
    {"ชื่อสกุล", CLEAR}, {"ชื่อ นามสกุล", CLEAR}, {"ชื่อ สกุล", CLEAR}, {"ชื่อตัว", CLEAR}, {"ชื่อบัญชี", CLEAR}, {"ชื่อ บัญชี", CLEAR}, {"ชื่อบช.", CLEAR}, {"ชื่อเจ้าของบัญชี", CLEAR},
    {"เจ้าของบัญชี", CLEAR}, {"ชื่อผู้รับโอน", CLEAR}, {"ชื่อผู้รับ", CLEAR}, {"ชื่อผู้โอน", CLEAR}, {"ชื่อผู้ส่ง", CLEAR}, {"ผู้รับโอน", CLEAR}, {"ผู้รับเงิน", CLEAR}, {"ผู้โอน", CLEAR},
    {"ผู้รับ", FORM}, {"ผู้ส่ง", FORM}, {"ชื่อผู้โดยสาร", CLEAR}, {"ชื่อลูกค้า", CLEAR}, {"ชื่อลูกจ้าง", CLEAR}, {"ชื่อนายจ้าง", CLEAR}, {"ชื่อบิดา", CLEAR}, {"ชื่อมารดา", CLEAR}, {"บิดาชื่อ", CLEAR},
    {"มารดาชื่อ", CLEAR}, {"ชื่อพ่อ", CLEAR}, {"ชื่อแม่", CLEAR}, {"ชื่อเล่น", PLAIN}, {"นามสกุล", FORM}, {"ชื่อผู้ต้องหา", CLEAR}, {"ผู้ติดต่อ", PLAIN}, {"ชื่อ", PLAIN},
    {"ชื่อแม่แบบ", NONE}, {"ชื่อบัญชีผู้ใช้", NONE}, {"ชื่อผู้ใช้", NONE}, {"ชื่อตัวแปร", NONE}, {"ชื่อตัวอักษร", NONE}, {"ชื่อแฟ้ม", NONE}, {"ชื่อไฟล์", NONE}, {"ชื่อเรื่อง", NONE},
    {"ชื่อสินค้า", NONE}, {"ชื่อบริษัท", NONE}, {"ชื่อร้าน", NONE}, {"ชื่อโครงการ", NONE}, {"ชื่อเครื่อง", NONE},
    /* English */
    {"full name", CLEAR}, {"name of holder", CLEAR}, {"account name", CLEAR}, {"acc name", CLEAR}, {"acc. name", CLEAR}, {"a/c name", CLEAR},
    {"account holder", CLEAR}, {"account holder name", CLEAR}, {"beneficiary", CLEAR}, {"beneficiary name", CLEAR}, {"payee", CLEAR},
    {"payee name", CLEAR}, {"payer", CLEAR}, {"payer name", CLEAR}, {"sender", FORM}, {"sender name", CLEAR}, {"sender's name", CLEAR},
    {"receiver", FORM}, {"receiver name", CLEAR}, {"recipient", FORM}, {"recipient name", CLEAR}, {"remitter", CLEAR},
    {"customer name", CLEAR}, {"passenger", FORM}, {"passenger name", CLEAR}, {"guest name", CLEAR}, {"contact name", CLEAR}, {"contact person", CLEAR},
    {"cardholder", CLEAR}, {"cardholder name", CLEAR}, {"name on card", CLEAR}, {"surname", CLEAR}, {"last name", CLEAR}, {"family name", CLEAR},
    {"given name", CLEAR}, {"given names", CLEAR}, {"given name(s)", CLEAR}, {"first name", CLEAR}, {"forename", CLEAR}, {"middle name", CLEAR},
    {"father's name", CLEAR}, {"fathers name", CLEAR}, {"father name", CLEAR}, {"name of father", CLEAR}, {"mother's name", CLEAR}, {"mother name", CLEAR},
    {"name of mother", CLEAR}, {"spouse name", CLEAR}, {"employer name", CLEAR}, {"worker name", CLEAR}, {"employee name", CLEAR}, {"driver name", CLEAR},
    {"driver's name", CLEAR}, {"name of applicant", CLEAR}, {"applicant name", CLEAR}, {"nickname", PLAIN}, {"alias", PLAIN}, {"name in full", CLEAR},
    {"transfer to", PLAIN}, {"name", PLAIN}, {"holder", PLAIN}, {"holder's name", CLEAR}, {"holder name", CLEAR}, {"bank account name", CLEAR}, {"name of account", CLEAR}, {"name of account holder", CLEAR},
    {"name of passenger", CLEAR}, {"remitter name", CLEAR}, {"sent to", PLAIN}, {"sent by", PLAIN}, {"paid to", PLAIN}, {"received from", PLAIN}, {"depositor", FORM},
    {"traveller", PLAIN}, {"traveler", PLAIN}, {"patient name", CLEAR}, {"student name", CLEAR}, {"crew name", CLEAR}, {"owner name", CLEAR}, {"owner's name", CLEAR},
    {"real name", CLEAR}, {"name (as in passport)", CLEAR}, {"english name", CLEAR}, {"thai name", CLEAR}, {"next of kin", PLAIN}, {"emergency contact", PLAIN}, {"insured", PLAIN}, {"consignee", FORM}, {"shipper", FORM},
    /* Burmese */
    {"အမည်", FORM}, {"အမည္", FORM}, {"နာမည်", CLEAR}, {"အဖအမည်", CLEAR}, {"အဘအမည်", CLEAR}, {"ဖခင်အမည်", CLEAR}, {"အဖ", PLAIN}, {"အမိအမည်", CLEAR},
    {"မိခင်အမည်", CLEAR}, {"အကောင့်အမည်", CLEAR}, {"ငွေလွှဲသူ", CLEAR}, {"ငွေလက်ခံသူ", CLEAR}, {"လက်ခံသူ", CLEAR}, {"ပေးပို့သူ", CLEAR}, {"ငွေလွှဲသူအမည်", CLEAR}, {"လွှဲသူ", CLEAR}, {"လက်ခံမည့်သူ", CLEAR}, {"ပို့သူ", CLEAR}, {"ပိုင်ရှင်အမည်", CLEAR}, {"ပိုင်ရှင်", PLAIN}, {"ခရီးသည်အမည်", CLEAR}, {"အလုပ်သမားအမည်", CLEAR}, {"အလုပ်ရှင်အမည်", CLEAR}, {"အမည်အပြည့်အစုံ", CLEAR}, {"ဇနီးအမည်", CLEAR}, {"ခင်ပွန်းအမည်", CLEAR}, {"အမိ", PLAIN},
    {"လက်ခံသူအမည်", CLEAR},
    /* Indonesian, Malay */
    {"nama", FORM}, {"nama lengkap", CLEAR}, {"nama penuh", CLEAR}, {"nama penerima", CLEAR}, {"nama pengirim", CLEAR}, {"nama rekening", CLEAR},
    {"nama pemilik rekening", CLEAR}, {"nama pemilik", CLEAR}, {"nama ayah", CLEAR}, {"nama ibu", CLEAR}, {"nama kepala keluarga", CLEAR}, {"atas nama", CLEAR},
    {"a.n.", CLEAR}, {"a.n", CLEAR}, {"a/n", CLEAR}, {"penerima", FORM}, {"pengirim", FORM}, {"pemilik rekening", CLEAR}, {"nama penumpang", CLEAR},
    {"nama bapa", CLEAR}, {"penumpang", FORM}, {"pemilik", FORM}, {"nama pelanggan", CLEAR}, {"nama panggilan", PLAIN}, {"nama akun", CLEAR}, {"penyetor", FORM}, {"nama penyetor", CLEAR}, {"nama pengemudi", CLEAR}, {"nama suami", CLEAR}, {"nama istri", CLEAR}, {"nama isteri", CLEAR}, {"nama majikan", CLEAR}, {"nama pekerja", CLEAR}, {"kontak darurat", PLAIN}, {"nama pemegang kartu", CLEAR}, {"nama pemohon", CLEAR}, {"tên", PLAIN}, {"Tên", PLAIN}, {"tên khách hàng", CLEAR}, {"Tên khách hàng", CLEAR}, {"Chủ TK", CLEAR}, {"tên chủ thẻ", CLEAR}, {"nama akaun", CLEAR}, {"nama pemegang akaun", CLEAR},
    /* Vietnamese, Khmer, Lao, Filipino */
    {"họ và tên", CLEAR}, {"Họ và tên", CLEAR}, {"họ, chữ đệm và tên", CLEAR}, {"Họ, chữ đệm và tên", CLEAR}, {"họ tên", CLEAR}, {"Họ tên", CLEAR}, {"chủ tài khoản", CLEAR}, {"Chủ tài khoản", CLEAR},
    {"người nhận", CLEAR}, {"Người nhận", CLEAR}, {"người gửi", CLEAR}, {"Người gửi", CLEAR}, {"tên tài khoản", CLEAR}, {"Tên tài khoản", CLEAR},
    {"tên người nhận", CLEAR}, {"chủ tk", CLEAR}, {"chu tk", CLEAR}, {"chu tai khoan", CLEAR}, {"Tên người nhận", CLEAR}, {"គោត្តនាម និងនាម", CLEAR}, {"គោត្តនាម-នាម", CLEAR}, {"ឈ្មោះ", FORM}, {"ឈ្មោះគណនី", CLEAR}, {"ຊື່ ແລະ ນາມສະກຸນ", CLEAR},
    {"ຊື່ບັນຊີ", CLEAR}, {"ຊື່", PLAIN}, {"pangalan", FORM}, {"apelyido", FORM},
    /* Chinese, Hindi and Nepali, Bengali, Urdu */
    {"姓名", FORM}, {"户名", CLEAR}, {"戶名", CLEAR}, {"收款人", CLEAR}, {"付款人", CLEAR}, {"收款方", CLEAR}, {"付款方", CLEAR}, {"收款人姓名", CLEAR}, {"付款人姓名", CLEAR}, {"持卡人", CLEAR}, {"持有人", CLEAR}, {"联系人", CLEAR}, {"聯絡人", CLEAR}, {"旅客姓名", CLEAR}, {"乘客姓名", CLEAR}, {"开户名", CLEAR}, {"账户名", CLEAR}, {"帳戶名稱", CLEAR}, {"真实姓名", CLEAR}, {"पूरा नाम", CLEAR}, {"खाताधारक", CLEAR}, {"माता का नाम", CLEAR}, {"बाबुको नाम", CLEAR}, {"মাতার নাম", CLEAR}, {"মাতা", PLAIN}, {"হিসাবের নাম", CLEAR}, {"প্রাপক", CLEAR}, {"প্রেরক", CLEAR}, {"ولدیت", CLEAR}, {"පෙර නම", CLEAR}, {"නම", PLAIN}, {"பெயர்", CLEAR}, {"नाम", FORM}, {"पिता का नाम", CLEAR}, {"नाम थर", CLEAR},
    {"নাম", FORM}, {"পিতার নাম", CLEAR}, {"পিতা", PLAIN}, {"নাম:", CLEAR}, {"نام", FORM}, {"والد کا نام", CLEAR},
    /* contacts and licences */
    {"fn", TAG}, {"mecard:n", TAG}, {"n", TAG}, {"dcs", TAG}, {"dac", TAG},
};
#define LABELS (sizeof labels / sizeof *labels)

/* What ends a name in the middle of a line: the next field's label. */
static const char *const ends[] = {
    "เลข", "โทร", "เบอร์", "บัญชี", "ที่อยู่", "อายุ", "สัญชาติ", "วันเกิด", "เกิด", "ธนาคาร", "ธ.", "หมายเลข", "ทะเบียน", "ตำแหน่ง", "จำนวน", "เพศ", "บัตร", "อาชีพ", "ศาสนา", "บริษัท", "นามสกุล", "ไลน์", "พร้อมเพย์",
    "tel", "phone", "mobile", "id", "no", "address", "age", "nationality", "dob", "date", "birth", "sex", "gender", "passport", "account", "acc",
    "a/c", "bank", "email", "line", "s/o", "d/o", "w/o", "nik", "nrc", "hp", "telp", "alamat", "rekening", "rek", "tempat", "tgl", "umur", "norek",
    "ic", "jantina", "kewarganegaraan", "amount", "ref", "position", "occupation", "country", "surname", "given", "whatsapp", "wa", "promptpay",
    "မှတ်ပုံတင်", "ဖုန်း", "အဖ", "အသက်", "နေရပ်", "မွေး", "လူမျိုး", "ဘဏ်", "အလုပ်", "ကျား", "电话", "手机", "身份证", "账号", "性别", "số", "ngày", "giới", "sinh",
    "ໂທ", "ເບີ", "ເລກ", "ບັນຊີ", "ອາຍຸ", "ទូរស័ព្ទ", "លេខ", "គណនី", "អាយុ", "মোবাইল", "ফোন", "পিতা", "ঠিকানা", "मोबाइल", "फोन", "फ़ोन", "पता", "ပါ", "ဆီ",
    "موبائل", "فون", "开户", "卡号", "帐号", "stk", "điện", "sđt", "đt", "kbz", "kpay", "wave", "bca", "bri", "bni", "mandiri", "scb", "kbank",
    "kasikorn", "maybank", "cimb", "mtcn", "umur", "lahir", "pekerjaan", "agama", "status", "plate", "room", "flight", "seat", "via", "ttl",
};

/* The same, of words that other words begin with. */
static const char *const whole_ends[] = {
    "ค่ะ", "คะ", "ครับ", "คับ", "นะคะ", "นะครับ", "นะ", "จ้า", "จ้ะ", "จ๊ะ", "ที่", "และ", "หรือ", "ได้", "มา", "แล้ว", "โอน", "ส่ง", "เป็น", "ไป", "ให้", "ของ", "กับ", "โดย", "จาก", "ถึง",
};

static bool is_letter_byte(char c) { return kit_is_alpha(c) || (unsigned char)c >= 0x80; }

/* May a label stand at i? Latin ones where a word starts; others not within a word of their script, but Thai and Chinese run on. */
static bool may_label(struct dx_str t, size_t i, const char *word)
{
    if (i == 0)
        return true;
    char before = t.p[i - 1];
    if (before == '.' && i > 1 && is_letter_byte(t.p[i - 2])) /* S.A.N. */
        return false;
    if (kit_is_alpha(word[0]))
        return !is_letter_byte(before) && before != '_' && before != '-' && before != '/';
    return (unsigned char)word[0] == 0xE0 && (unsigned char)word[1] == 0xB8 ? true : !is_letter_byte(before);
}

struct dx_names {
    struct dx_str words[LABELS]; /* empty: a tag, which stands at the start of a line alone */
    struct dx_str titles[TITLES + 1];
    struct dx_heads *heads, *of_titles;
};

struct dx_names *dx_names_new(void)
{
    struct dx_names *n = calloc(1, sizeof *n);
    for (size_t k = 0; n && k < LABELS; k++)
        if (labels[k].strength != TAG)
            n->words[k] = dx_str(labels[k].word);
    for (size_t k = 0; n && k < TITLES + 1; k++)
        n->titles[k] = dx_str(k < TITLES ? titles[k] : burmese_title);
    if (n && ((n->heads = dx_heads_new(n->words, LABELS)) == NULL || (n->of_titles = dx_heads_new(n->titles, TITLES + 1)) == NULL)) {
        dx_names_free(n);
        return NULL;
    }
    return n;
}

void dx_names_free(struct dx_names *n)
{
    if (n) {
        dx_heads_free(n->heads);
        dx_heads_free(n->of_titles);
    }
    free(n);
}

/* Is it a label that stands at i by itself, with its word? */
static bool is_label(struct dx_str t, size_t i, const char *word, size_t n)
{
    uint32_t next = 0;
    if (!may_label(t, i, word))
        return false;
    if (kit_is_alpha(word[n - 1]) && i + n < t.n && dx_utf8_get(t.p + i + n, t.n - i - n, &next) > 1 && script_of(next) == LATIN)
        return false;
    return !(kit_is_alpha(word[n - 1]) && i + n < t.n && (kit_is_alnum(t.p[i + n]) || t.p[i + n] == '_'));
}

/* The elements of a licence's bar code: three capitals, and what they name at once. */
static bool is_element(struct dx_str t)
{
    return t.n > 3 && t.p[0] == 'D' && is_upper(t.p[1]) && is_upper(t.p[2]) && (is_upper(t.p[3]) || kit_is_digit(t.p[3]));
}

static const struct label *tag_at_start(struct dx_str t)
{
    const struct label *best = NULL;
    for (size_t k = LABELS; k > 0 && labels[k - 1].strength == TAG; k--) /* they are the last of the table */
        if (kit_starts(t, labels[k - 1].word) &&
            (labels[k - 1].word[0] == 'd' ? is_element(t) : is_label(t, 0, labels[k - 1].word, strlen(labels[k - 1].word))) &&
            (!best || strlen(labels[k - 1].word) > strlen(best->word)))
            best = &labels[k - 1];
    return best;
}

/* The longest label at i. */
static const struct label *label_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    const struct label *best = i == 0 ? tag_at_start(t) : NULL;
    size_t longest = best ? strlen(best->word) : 0, n = dx_heads_at(names->heads, t, i, found);
    for (size_t k = 0; k < n; k++) {
        size_t len = names->words[found[k]].n;
        bool first = len == longest && &labels[found[k]] < best; /* of two spellings, as case is passed over */
        if ((len > longest || first) && is_label(t, i, labels[found[k]].word, len)) {
            best = &labels[found[k]];
            longest = len;
        }
    }
    return best && best->strength != NONE ? best : NULL;
}

/* Nothing but marks of lists and forms stands before a plain label: "File name", "the name" are of something else. */
static bool leads(struct dx_str t, size_t i)
{
    while (i > 0 && t.p[i - 1] == ' ')
        i--;
    return i == 0 || !is_letter_byte(t.p[i - 1]);
}

/* What stands between a label and its value: *marked when it is a colon or the like. */
static size_t behind_label(struct dx_str t, size_t i, enum strength s, bool *marked)
{
    size_t start = i;
    *marked = false;
    if (s == TAG && i < t.n && t.p[i] == ';') /* FN;CHARSET=UTF-8:… */
        while (i < t.n && t.p[i] != ':')
            i++;
    if (i + 1 < t.n && t.p[i] == '(') /* ชื่อ (Name): */
        for (size_t k = i; k < t.n && k < i + 32; k++)
            if (t.p[k] == ')') {
                i = k + 1;
                break;
            }
    for (; i < t.n; i++) {
        if (strchr(":=|\t>", t.p[i]) && t.p[i])
            *marked = true;
        else if (kit_starts(kit_skip(t, i), "៖")) {
            *marked = true;
            i += strlen("៖") - 1;
        }
        else if (t.p[i] != ' ' && !(t.p[i] == '.' && i == start) && !(t.p[i] == '-' && i > start) && t.p[i] != '"')
            break;
    }
    return i;
}

/* Does one of the words that end a name stand at i? */
static bool ends_at(struct dx_str t, size_t i)
{
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        size_t n = strlen(ends[k]);
        if (kit_lower(t.p[i]) == ends[k][0] && kit_starts(kit_skip(t, i), ends[k]) &&
            (!kit_is_alpha(ends[k][0]) || i + n >= t.n || !kit_is_alpha(t.p[i + n])))
            return true;
    }
    for (size_t k = 0; k < sizeof whole_ends / sizeof *whole_ends; k++) {
        size_t n = strlen(whole_ends[k]);
        if (kit_starts(kit_skip(t, i), whole_ends[k]) && (i + n >= t.n || !is_letter_byte(t.p[i + n])))
            return true;
    }
    return false;
}

/* A Thai name is a given name and a surname, which "ณ" may lead. */
static size_t thai_end(struct dx_str t, size_t from, size_t end)
{
    int taken, words = 0;
    struct dx_str bare = without_titles((struct dx_str){t.p + from, end - from}, &taken);
    for (size_t i = 0; i < bare.n; i++) {
        if (bare.p[i] != ' ')
            continue;
        if (++words == 2 && !kit_starts(kit_skip(bare, i - strlen("ณ")), "ณ"))
            return (size_t)(bare.p + i - t.p);
        words -= words == 2;
    }
    return end;
}

/* "JAIDEE, SOMCHAI": a comma after one word in capitals, and another word in capitals behind it. */
static bool comma_of_name(struct dx_str t, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (!(t.p[k] >= 'A' && t.p[k] <= 'Z') && t.p[k] != '-')
            return false;
    return i + 3 < t.n && t.p[i + 1] == ' ' && kit_is_alpha(t.p[i + 2]) && !is_lower(t.p[i + 2]) && kit_is_alpha(t.p[i + 3]) && !is_lower(t.p[i + 3]) &&
           !ends_at(t, i + 2);
}

/* Where the name that starts at `from` ends. */
static size_t name_end(struct dx_str t, size_t from, bool tag)
{
    uint32_t c, first = 0;
    size_t i = from, end = from;
    dx_utf8_get(t.p + from, t.n - from, &first);
    for (size_t n; i < t.n && i - from < NAME_BYTES; i += n) {
        if ((n = dx_utf8_get(t.p + i, t.n - i, &c)) == 0)
            break;
        if (c == ' ') {
            if (i + 1 < t.n && t.p[i + 1] == ' ')
                break;
            if (i + 1 < t.n && ends_at(t, i + 1))
                break;
            continue;
        }
        bool joint = c == '\'' || c == '-' || c == 0x2019 || c == '.' || (c == ',' && comma_of_name(t, from, i)) || (tag && c == ';') || (c == '/' && tag);
        enum script script = c < 0x80 && !kit_is_alpha((char)c) ? OTHER : script_of(c);
        if (!joint && script == OTHER)
            break;
        if (script != OTHER && (script == LATIN) != (script_of(first) == LATIN) && end > from + 3 && t.p[i - 1] == ' ')
            break; /* the same name again in another script */
        if (i > from && script > LATIN && script != HAN && ends_at(t, i) && end - from > 9 && (script == BURMESE || t.p[i - 1] == ' '))
            break;
        end = i + n;
    }
    return script_of(first) == THAI ? thai_end(t, from, end) : end;
}

/* N:Jaidee;Somchai;;Mr. of a contact: the given name comes second. */
static struct dx_str contact_name(struct dx_str t, struct dx_buf *b)
{
    const char *mark = t.n ? memchr(t.p, ';', t.n) : NULL;
    if (!mark)
        return t;
    struct dx_str family = {t.p, (size_t)(mark - t.p)}, given = kit_skip(t, family.n + 1);
    mark = given.n ? memchr(given.p, ';', given.n) : NULL;
    given.n = mark ? (size_t)(mark - given.p) : given.n;
    dx_buf_reset(b);
    dx_buf_add(b, given.p, given.n);
    if (given.n && family.n)
        dx_buf_byte(b, ' ');
    dx_buf_add(b, family.p, family.n);
    return dx_buf_slice(b);
}

/* Where the words of a Latin name that begins with a capital stop having one; `end` when they don't. */
static size_t small_word(struct dx_str t, size_t from, size_t end)
{
    if (from >= end || t.p[from] < 'A' || t.p[from] > 'Z')
        return end;
    for (size_t i = from; i + 1 < end; i++) {
        if (t.p[i] != ' ' || !is_lower(t.p[i + 1]))
            continue;
        size_t k = i + 1;
        while (k < end && t.p[k] != ' ')
            k++;
        if (!is_particle((struct dx_str){t.p + i + 1, k - i - 1}))
            return i;
    }
    return end;
}

static const double key_weight = 2;   /* keys of programs and documents */
static const double single_weight = 0.6; /* "Name: Base" */
static const double prose_weight = 1; /* a sentence goes on behind it */

static double label_weight(const struct label *l, bool marked, bool first)
{
    double w = l->strength == PLAIN ? 1.2 : l->strength == FORM ? 2.0 : 2.2;
    return w + (marked ? 1 : 0) + (first ? 0.3 : 0);
}

/* A key of JSON or XML, or a field of a program: "name": …, name="…", x.name = …, Name=…. What stands there is mostly no person's,
 * but where it is Thai or Burmese. */
static bool is_key(struct dx_str t, size_t i, size_t len, size_t from)
{
    uint32_t c = 0;
    while (from < t.n && strchr("\"' ", t.p[from]))
        from++;
    dx_utf8_get(t.p + from, t.n - from, &c);
    if (c >= 0x80 && (script_of(c) == THAI || script_of(c) == BURMESE))
        return false;
    char before = i > 0 ? t.p[i - 1] : ' ', after = i + len < t.n ? t.p[i + len] : ' ';
    size_t next = i + len;
    while (next < t.n && t.p[next] == ' ')
        next++;
    bool item = is_lower(t.p[i]) && i > 1 && t.p[i - 1] == ' ' && t.p[i - 2] == '-';
    bool quoted = item || (strchr("\"'", before) && strchr("\"'", after));
    return quoted || (next < t.n && t.p[next] == '=') || (is_lower(t.p[i]) && (strchr("\"'<._$/@-", before) || strchr("\"'=_(>[", after)));
}

/* How many capitalised Latin words stand from `from` to `end`; 0 when others do, too. */
static size_t capitals(struct dx_str t, size_t from, size_t end)
{
    size_t words = 0;
    for (size_t i = from; i < end;) {
        size_t k = i;
        while (k < end && t.p[k] != ' ')
            k++;
        struct dx_str word = {t.p + i, k - i};
        if (!is_particle(word) && (word.n < 2 || t.p[i] < 'A' || t.p[i] > 'Z' || is_no_name(word)))
            return 0;
        words++;
        i = k + 1;
    }
    return words;
}

static bool is_capitals(struct dx_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (is_lower(t.p[i]) || (unsigned char)t.p[i] >= 0x80)
            return false;
    return t.n > 0;
}

/* Reads the name that starts at `from` and gives it; *end gets where to go on. */
static int give(struct dx_str line, size_t from, const struct label *l, double weight, bool marked, bool at_start, size_t *end, struct dx_reading *r,
                dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_buf contact = DX_BUF_INIT;
    bool tag = l->strength == TAG;
    size_t all = name_end(line, from, tag);
    *end = small_word(line, from, all);
    weight -= *end < all ? prose_weight : 0;
    struct dx_str text = kit_trim((struct dx_str){line.p + from, *end - from});
    int taken = 0, rc = DX_OK;
    struct dx_str bare = without_titles(text, &taken);
    size_t words = capitals(line, from, from + text.n);
    bool field = words > 1 && words < 5 && at_start && (l->strength == FORM || is_capitals(bare)) && *end == line.n;
    uint32_t c = 0;
    dx_utf8_get(text.p, text.n, &c);
    struct dx_str rest = kit_trim(kit_skip(line, *end));
    if (at_start && from > 0 && line.p[from - 1] == ' ' && (!rest.n || rest.p[0] == '(')) /* a line of a form, its colon lost */
        field = field || (script_of(c) == BURMESE && l->strength == FORM) || (script_of(c) == THAI && memchr(text.p, ' ', text.n));
    if (*end < line.n && strchr("(<[{:=_", line.p[*end]) && line.p[*end])
        return DX_OK; /* of a program */
    if (!marked && script_of(c) == BURMESE && from > 0 && line.p[from - 1] != ' ')
        return DX_OK; /* a particle behind the word */
    bool told = (marked || taken || field || l->strength >= CLEAR) && !(tag && l->word[0] == 'n' && !memchr(text.p, ';', text.n));
    if (l->strength == PLAIN && words == 1 && !taken)
        weight -= single_weight;
    if (text.n && told) {
        dx_name_read(r, tag ? contact_name(text, &contact) : text);
        if (contact.oom)
            rc = dx_fail_nomem(e);
        else if (r->verdict != DX_VERDICT_NO)
            rc = take(ctx, &(struct dx_scanned){from, from + text.n, dx_str(l->word), weight}, e);
    }
    dx_buf_free(&contact);
    return rc;
}

/* The value of a contact's field in quoted-printable (RFC 2045, 6.7), as far as it stands in this line: contacts of vCard 2.1 that hold
 * more than ASCII are written so. False: it is none. */
static bool decoded(struct dx_str line, size_t from, struct dx_buf *b)
{
    static const char mark[] = "QUOTED-PRINTABLE", digits[] = "0123456789ABCDEF";
    if (!memmem(line.p, from, mark, sizeof mark - 1))
        return false;
    for (size_t i = from; i < line.n; i++) {
        const char *high = i + 2 < line.n && line.p[i] == '=' ? strchr(digits, line.p[i + 1]) : NULL, *low = high ? strchr(digits, line.p[i + 2]) : NULL;
        bool is_byte = high && low && *high && *low;
        dx_buf_byte(b, is_byte ? (char)((high - digits) * 16 + (low - digits)) : line.p[i]);
        i += is_byte ? 2 : 0;
    }
    while (b->len && strchr("= \r", b->p[b->len - 1])) /* goes on in the next line */
        b->len--;
    return b->len && dx_utf8_valid(b->p, b->len) == b->len;
}

static int give_decoded(struct dx_str line, size_t from, const struct label *l, double weight, bool *taken, struct dx_reading *r, dx_scanned_fn *take,
                        void *ctx, struct dx_err *e)
{
    struct dx_buf text = DX_BUF_INIT, name = DX_BUF_INIT;
    int rc = DX_OK;
    while (from > 0 && line.p[from - 1] == '=') /* no mark behind the label, but the first byte's */
        from--;
    *taken = decoded(line, from, &text);
    if (*taken) {
        dx_name_read(r, contact_name(dx_buf_slice(&text), &name));
        if (r->verdict != DX_VERDICT_NO)
            rc = take(ctx, &(struct dx_scanned){from, from + kit_trim(kit_skip(line, from)).n, dx_str(l->word), weight}, e);
    }
    if (!dx_buf_ok(&text) || !dx_buf_ok(&name))
        rc = dx_fail_nomem(e);
    dx_buf_free(&text);
    dx_buf_free(&name);
    return rc;
}

/* The cell of the line that stands under cell number `column` of the head. */
static bool cell(struct dx_str t, char mark, size_t column, size_t *from, size_t *to)
{
    size_t at = 0;
    for (size_t i = 0; i <= t.n; i++) {
        if (i < t.n && t.p[i] != mark)
            continue;
        if (column-- == 0) {
            *from = at;
            *to = i;
            while (*from < *to && (t.p[*from] == ' ' || t.p[*from] == '"'))
                ++*from;
            return *from < *to;
        }
        at = i + 1;
    }
    return false;
}

/* The mark between the cells of a head; 0: none. */
static char mark_of(struct dx_str head)
{
    static const char marks[] = "\t;|,";
    for (const char *mark = marks; *mark; mark++)
        if (head.n && memchr(head.p, *mark, head.n))
            return *mark;
    return 0;
}

/* The label that the cell of the head at *at consists of, but for a few bytes; NULL: it is none of names. *at moves behind it. */
static const struct label *column_label(const struct dx_names *names, struct dx_str head, char mark, size_t *at)
{
    const char *stop = *at < head.n ? memchr(head.p + *at, mark, head.n - *at) : NULL;
    struct dx_str cell = kit_trim((struct dx_str){head.p + *at, stop ? (size_t)(stop - head.p) - *at : head.n - *at});
    *at = stop ? (size_t)(stop - head.p) + 1 : head.n + 1;
    const struct label *l = cell.n ? label_at(names, cell, 0) : NULL;
    return l && l->strength != TAG && cell.n <= strlen(l->word) + 12 ? l : NULL;
}

static int scan_table(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double weight = 2.5;
    char mark = mark_of(t->head);
    int rc = DX_OK;
    size_t from, to, end;
    for (size_t column = 0, at = 0; mark && rc == DX_OK && at <= t->head.n; column++) {
        const struct label *l = column_label(t->names, t->head, mark, &at);
        if (l && cell(t->line, mark, column, &from, &to))
            rc = give((struct dx_str){t->line.p, to}, from, l, weight, true, false, &end, r, take, ctx, e);
    }
    return rc;
}

static const struct label by_title = {"title", PLAIN}, by_an = {"an", PLAIN}, by_place = {"account", PLAIN};

/* Is a title all that the line holds? Recognisers take the cells of a table apart. */
static bool is_title(struct dx_str t)
{
    t = kit_trim(t);
    t.n -= t.n > 3 && t.p[t.n - 1] == '.' && kit_is_alpha(t.p[0]);
    for (size_t k = 0; t.n >= 3 && t.n <= LONGEST_TITLE && k < TITLES; k++)
        if (t.n == strlen(titles[k]) && memcmp(t.p, titles[k], t.n) == 0)
            return true;
    return false;
}

/* The label that is all that the line above holds, in one language or two. */
static const struct label *label_of_line(const struct dx_names *names, struct dx_str t)
{
    const struct label *l = NULL;
    size_t i = 0;
    t = kit_trim(t);
    if (t.n > 64)
        return NULL;
    if (is_title(t))
        return &by_title;
    while (i < t.n && (kit_is_digit(t.p[i]) || strchr(" .-*()", t.p[i])))
        i++;
    while (i < t.n) {
        const struct label *here = label_at(names, t, i);
        if (!here || here->strength == TAG)
            return NULL;
        l = l && l->strength > here->strength ? l : here;
        for (i += strlen(here->word); i < t.n && strchr(" :./-()|", t.p[i]);)
            i++;
        if (kit_starts(kit_skip(t, i), "៖"))
            i += strlen("៖");
    }
    return l;
}

static bool in_head(const struct dx_names *names, struct dx_str head)
{
    char mark = mark_of(head);
    for (size_t at = 0; mark && at <= head.n;)
        if (column_label(names, head, mark, &at))
            return true;
    return false;
}

bool dx_name_below(const struct dx_names *names, struct dx_str line, struct dx_str head)
{
    return in_head(names, head.n ? head : line) || label_of_line(names, line);
}

/* ---- without a label ---- */

/* May a title stand at i: where a word starts; in Thai, where nothing parts words, behind what leads to a person? */
static bool may_title(struct dx_str t, size_t i)
{
    static const char *const leads_to[] = {"ติดต่อ", "โทรหา", "โอนให้", "ให้", "ถึง", "กับ", "โดย", "คือ", "ชื่อ", "ของ", "จาก", "ฝาก", "บัญชี", "ภัย"};
    if (i == 0 || !(kit_is_alnum(t.p[i - 1]) || (unsigned char)t.p[i - 1] >= 0x80))
        return true;
    if (kit_is_digit(t.p[i - 1]))
        return (unsigned char)t.p[i] >= 0x80;
    for (size_t k = 0; k < sizeof leads_to / sizeof *leads_to; k++) {
        size_t n = strlen(leads_to[k]);
        if (i >= n && (unsigned char)t.p[i] == 0xE0 && memcmp(t.p + i - n, leads_to[k], n) == 0)
            return true;
    }
    return false;
}

/* Does a name stand behind the title at i: "น.ส.ดวงใจ สมมุติ", "Daw Khin Example"? A title of one letter asks for two words. */
static bool title_leads(struct dx_str t, size_t i, size_t title)
{
    size_t end = name_end(t, i, false), words = 1;
    struct dx_str bare = kit_trim((struct dx_str){t.p + i + title, end > i + title ? end - i - title : 0});
    for (size_t k = 0; k < bare.n; k++)
        words += bare.p[k] == ' ';
    bool latin = kit_is_alpha(t.p[i]), brief = latin && title < 4;
    if (bare.n < 3)
        return false;
    if (latin && kit_is_alpha(t.p[i]) && !kit_is_alpha(t.p[i + 1]) && t.p[i] != 'U')
        return false; /* an initial */
    if (latin)
        return kit_is_alpha(bare.p[0]) && !is_lower(bare.p[0]) && (words > 1 || !brief) && words < 6;
    return words > 1 || (end < t.n && kit_is_digit(t.p[end < t.n && t.p[end] == ' ' ? end + 1 : end])) || (unsigned char)t.p[i] == 0xE1;
}

static const double titled_weight = 1.0, an_weight = 2.4, bracket_weight = 1.2, behind_weight = 0.8;

/* What stands right behind an account: "an Rina", "(Ahmad bin Misal)", "NGUYEN THI MAU". */
static int give_behind(const struct dx_names *names, struct dx_str t, size_t at, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    size_t i = at, end;
    bool bracket = false, an = false;
    for (; i < t.n && i - at < 6 && strchr(" ,;:/-(", t.p[i]); i++)
        bracket = bracket || t.p[i] == '(';
    if (i + 4 < t.n && (memcmp(t.p + i, "an ", 3) == 0 || memcmp(t.p + i, "AN ", 3) == 0 || memcmp(t.p + i, "An ", 3) == 0)) {
        an = true;
        i += 3;
    }
    for (size_t k = i; k < t.n && kit_is_alpha(t.p[k]); k++) /* "Techcombank NGUYEN THI MAU" */
        if (kit_starts(kit_skip(t, k), "bank ")) {
            i = k + strlen("bank ");
            break;
        }
    if (i >= t.n || !kit_is_alpha(t.p[i]) || ends_at(t, i) || label_at(names, t, i))
        return DX_OK;
    end = small_word(t, i, name_end(t, i, false));
    end -= end > i && t.p[end - 1] == ' ';
    size_t words = capitals(t, i, end);
    if (words > 4 || words < (an ? 1 : 2) || (bracket && (end >= t.n || t.p[end] != ')')))
        return DX_OK;
    return give(t, i, an ? &by_an : &by_place, an ? an_weight : bracket ? bracket_weight : behind_weight, true, false, &end, r, take, ctx, e);
}

int dx_name_near(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, struct dx_reading *r,
    dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && (i = dx_heads_next(names->of_titles, t, i, t.n)) < t.n;) {
        struct dx_str rest = kit_skip(t, i);
        size_t title = may_title(t, i) ? title_at(rest) : 0, end = i + 1;
        title = title || !may_title(t, i) ? title : burmese_ma(rest);
        if (title && title_leads(t, i, title))
            rc = give(t, i, &by_title, titled_weight, true, false, &end, r, take, ctx, e);
        i = end > i ? end : i + 1;
    }
    for (size_t k = 0; rc == DX_OK && k < n; k++)
        if (a[k].account)
            rc = give_behind(names, t, a[k].end, r, take, ctx, e);
    return rc;
}

/* "Full name" above, "SOMCHAI EXAMPLE" here. */
static int scan_below_label(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double clear = 1.8, plain = 0.6, title = 1.6;
    const struct label *l = t->above.n ? label_of_line(t->names, t->above) : NULL;
    size_t from = 0, end;
    while (from < t->line.n && strchr(" \t|:", t->line.p[from]))
        from++;
    if (!l || from >= t->line.n || is_lower(t->line.p[from]) || label_at(t->names, t->line, from) || ends_at(t->line, from))
        return DX_OK;
    if (l == &by_title) {
        size_t all = name_end(t->line, from, false), words = capitals(t->line, from, all);
        bool whole = t->recognised && kit_trim(kit_skip(t->line, all)).n == 0 && (words > 1 || (!words && memchr(t->line.p + from, ' ', all - from)));
        return whole && words < 5 ? give(t->line, from, l, title, true, true, &end, r, take, ctx, e) : DX_OK;
    }
    return give(t->line, from, l, l->strength == CLEAR || l->strength == FORM ? clear : plain, true, true, &end, r, take, ctx, e);
}

/* A label that stands in the line, with what follows it. */
struct stand {
    const struct label *label;
    size_t len, value; /* value: where the name would start */
    bool marked;
};

/* The label at i, where it may be one that a name follows. */
static bool stands(const struct dx_names *names, struct dx_str line, size_t i, struct stand *s)
{
    s->label = label_at(names, line, i);
    if (!s->label || (s->label->strength == PLAIN && !leads(line, i) && kit_is_alpha(s->label->word[0])))
        return false;
    s->len = strlen(s->label->word);
    s->value = behind_label(line, i + s->len, s->label->strength, &s->marked);
    return true;
}

/* Licences name their fields dcs and dac without a mark. */
static bool leads_to_name(struct dx_str line, const struct stand *s)
{
    return s->value < line.n && (s->marked || s->label->strength != TAG || s->label->word[1] == 'c' || s->label->word[1] == 'a');
}

/* What is taken off where no colon stands behind the label, no title before the name, and nobody printed it: in typed text a form has
 * its colon, and "Nama Berkas Baru" is a menu. Recognisers lose colons. */
static double bare_doubt(const struct dx_scanner_text *t, const struct stand *s, size_t i)
{
    static const double one_word = 1.5, field = 2.4, glued = 1.5;
    struct dx_str line = t->line;
    uint32_t c = 0;
    if (t->recognised || s->marked || s->value >= line.n || s->label->strength == TAG)
        return 0;
    size_t end = small_word(line, s->value, name_end(line, s->value, false)), words = capitals(line, s->value, end);
    int taken;
    struct dx_str bare = without_titles(kit_trim((struct dx_str){line.p + s->value, end - s->value}), &taken);
    dx_utf8_get(bare.p, bare.n, &c);
    if (taken || !bare.n)
        return 0;
    if (script_of(c) == THAI && s->value == i + s->len)
        return glued;
    if (words == 1)
        return one_word;
    return words > 1 && i == 0 && s->label->strength == FORM && !is_capitals(bare) ? field : 0;
}

int dx_name_scan(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_str line = t->line;
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && i < line.n;) {
        struct stand s;
        if (!stands(t->names, line, i, &s)) {
            i = dx_heads_next(t->names->heads, line, i + 1, line.n);
            continue;
        }
        size_t end = s.value;
        double weight = label_weight(s.label, s.marked, i == 0) - (is_key(line, i, s.len, s.value) ? key_weight : 0) - bare_doubt(t, &s, i);
        if (s.label->strength == TAG && s.label->word[0] == 'd')
            weight = is_element(t->above) ? weight + 1 : 0; /* any line in capitals may begin with these letters */
        bool taken = false;
        if (s.label->strength == TAG && s.value < line.n)
            rc = give_decoded(line, s.value, s.label, weight, &taken, r, take, ctx, e);
        if (rc == DX_OK && !taken && leads_to_name(line, &s) && weight > 0)
            rc = give(line, s.value, s.label, weight, s.marked, i == 0, &end, r, take, ctx, e);
        i = end > i + s.len ? end : i + s.len;
    }
    if (rc == DX_OK)
        rc = scan_below_label(t, r, take, ctx, e);
    return rc == DX_OK && t->head.n ? scan_table(t, r, take, ctx, e) : rc;
}

/* ---- a glance ---- */

/* May the label be the head of a column? */
static bool heads_column(struct dx_str line, size_t i, const struct stand *s)
{
    while (i > 0 && (line.p[i - 1] == ' ' || line.p[i - 1] == '"'))
        i--;
    return s->label->strength != TAG && (i == 0 || strchr("\t;|,", line.p[i - 1]));
}

/* Is the line that the place is in worth a look? */
static bool worth_a_look(const struct dx_names *names, struct dx_str text, size_t at)
{
    const char *start = at ? memrchr(text.p, '\n', at) : NULL, *end = memchr(text.p + at, '\n', text.n - at);
    size_t from = start ? (size_t)(start - text.p) + 1 : 0;
    struct dx_str line = {text.p + from, (end ? (size_t)(end - text.p) : text.n) - from};
    struct stand s;
    int taken;
    if (!stands(names, line, at - from, &s))
        return false;
    if (heads_column(line, at - from, &s) || label_of_line(names, line)) /* for what stands below */
        return true;
    if (!leads_to_name(line, &s))
        return false;
    without_titles(kit_skip(line, s.value), &taken);
    return s.marked || taken || s.label->strength >= CLEAR;
}

static bool starts_tag(char c)
{
    c = kit_lower(c);
    return c == 'n' || c == 'f' || c == 'm' || c == 'd';
}

/* The first line of text[at, to) that starts with a tag, or is a title; `to`: none does. */
static size_t tagged_line(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    while (at < to) {
        bool start = at == 0 || text.p[at - 1] == '\n';
        if (start && starts_tag(text.p[at]) && worth_a_look(names, text, at))
            return at;
        const char *end = memchr(text.p + at, '\n', to - at);
        if (start && end && end - (text.p + at) <= LONGEST_TITLE + 2 && is_title((struct dx_str){text.p + at, (size_t)(end - (text.p + at))}))
            return at;
        at = end ? (size_t)(end - text.p) + 1 : to;
    }
    return to;
}

size_t dx_name_glance(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    size_t found = at;
    while ((found = dx_heads_next(names->heads, text, found, to)) < to && !worth_a_look(names, text, found))
        found++;
    return tagged_line(names, text, at, found);
}
