/* charset.c: which charset, and every byte of it in UTF-8, whole or in pieces */
#include "page/charset.h"
#include "../tap.h"

#include <stdlib.h>

#define THAI874 "\xCA\xC7\xD1\xCA\xB4\xD5\xA4\xC3\xD1\xBA \xE2\xB7\xC3 081-234-5678\n"
#define THAI8 "สวัสดีครับ โทร 081-234-5678\n"

static void convert(const char *name, const char *p, size_t n, size_t step, struct dx_buf *out)
{
    struct dx_charset *c;
    struct dx_err e;
    dx_buf_reset(out);
    if (dx_charset_new(&c, name, &e) != DX_OK)
        return;
    for (size_t i = 0; i < n; i += step)
        dx_charset_feed(c, p + i, n - i < step ? n - i : step, false, out, &e);
    dx_charset_feed(c, p, 0, true, out, &e);
    dx_charset_free(c);
}

static const struct {
    const char *what, *bytes;
    size_t n;
    const char *charset, *text;
} rows[] = {
#define ROW(what, bytes, charset, text) {what, bytes, sizeof(bytes) - 1, charset, text}
    ROW("UTF-8", THAI8, "UTF-8", THAI8),
    ROW("UTF-8 with BOM", "\xEF\xBB\xBF" THAI8, "UTF-8", THAI8),
    ROW("plain ASCII", "call 081\n", "UTF-8", "call 081\n"),
    ROW("windows-874", THAI874, "windows-874", THAI8),
    ROW("UTF-16LE with BOM", "\xFF\xFEH\0i\0 \0\x2A\x0E\n\0", "UTF-16LE", "Hi ส\n"),
    ROW("UTF-16BE with BOM", "\xFE\xFF\0H\0i\0 \x0E\x2A\0\n", "UTF-16BE", "Hi ส\n"),
    ROW("UTF-16LE without BOM", "H\0i\0 \0t\0h\0e\0r\0e\0\n\0", "UTF-16LE", "Hi there\n"),
    ROW("UTF-16BE without BOM", "\0H\0i\0 \0t\0h\0e\0r\0e\0\n", "UTF-16BE", "Hi there\n"),
    ROW("Thai in UTF-16LE without BOM", "\x2A\x0E\x27\x0E\x31\x0E \0\x2A\x0E\x14\x0E\x35\x0E\n\0", "UTF-16LE", "สวั สดี\n"),
    ROW("UTF-32LE without BOM", "H\0\0\0i\0\0\0 \0\0\0!\0\0\0\n\0\0\0", "UTF-32LE", "Hi !\n"),
    ROW("UTF-8 with NULs", "abc\0def\0ghi é\n", "UTF-8", "abc\0def\0ghi é\n"),
    ROW("UTF-8 with a bad byte", "ครับ ครับ \xFF 081\n", "UTF-8", "ครับ ครับ \xEF\xBF\xBD 081\n"),
    ROW("a line of Chinese in GB 2312", "\xCA\xD6\xBB\xFA 13812345678 \xD5\xC5\xC8\xFD\n", "GB18030", "手机 13812345678 张三\n"),
    ROW("Chinese in GB 2312", "\xD0\xD5\xC3\xFB\xA3\xBA\xCD\xF5\xD0\xA1\xC3\xF7 \xC9\xED\xB7\xDD\xD6\xA4\xBA\xC5\xC2\xEB\xA3\xAC\xC7\xEB\xD7\xAA\xD5\xCB\xB5\xBD\xB9\xA4\xC9\xCC\xD2\xF8\xD0\xD0\n", "GB18030", "姓名：王小明 身份证号码，请转账到工商银行\n"),
    ROW("Chinese in Big5", "\xA9m\xA6W\xA1G\xA4\xFD\xA4p\xA9\xFA \xA8\xAD\xA4\xC0\xC3\xD2\xA6r\xB8\xB9\xA1""A\xBD\xD0\xC2\xE0\xB1""b\xA8\xEC\xBB\xC8\xA6\xE6\xA1""A\xC1\xC2\xC1\xC2\n", "Big5", "姓名：王小明 身分證字號，請轉帳到銀行，謝謝\n"),
    ROW("Japanese in Shift_JIS", "\x8E\x81\x96\xBC\x82\xCD\x8ER\x93""c\x91\xBE\x98Y\x82\xC5\x82\xB7\x81""B\x83}\x83""C\x83i\x83\x93\x83o\x81[\x82\xC6\x93""d\x98""b\x82\xF0\x8B\xB3\x82\xA6\x82\xC4\x82\xAD\x82\xBE\x82\xB3\x82\xA2\n", "Shift_JIS", "氏名は山田太郎です。マイナンバーと電話を教えてください\n"),
    ROW("Korean in EUC-KR", "\xC0\xCC\xB8\xA7\xC0\xBA \xC8\xAB\xB1\xE6\xB5\xBF\xC0\xD4\xB4\xCF\xB4\xD9 \xC1\xD6\xB9\xCE\xB5\xEE\xB7\xCF\xB9\xF8\xC8\xA3\xBF\xCD \xC8\xDE\xB4\xEB\xC6\xF9 \xB9\xF8\xC8\xA3\xB8\xA6 \xBA\xB8\xB3\xBB \xC1\xD6\xBC\xBC\xBF\xE4\n", "EUC-KR", "이름은 홍길동입니다 주민등록번호와 휴대폰 번호를 보내 주세요\n"),
    ROW("Vietnamese in windows-1258", "Ho\xF2 v\xE0 t\xEAn: Nguy\xEA\xDEn V\xE3n \xC2n, \xF0i\xEA\xF2n thoa\xF2i 0912\n", "windows-1258", "Họ và tên: Nguyễn Văn Ân, điện thoại 0912\n"),
    ROW("Russian in windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2, \xE2\xF1\xF2\xF0\xE5\xF7\xE0 \xE7\xE0\xE2\xF2\xF0\xE0 \xE2 \xEF\xEE\xF0\xF2\xF3 \xCF\xE0\xF2\xF2\xE0\xE9\xE8, \xE4\xE5\xED\xFC\xE3\xE8 \xEF\xE5\xF0\xE5\xE2\xE5\xE4\xF3 \xED\xE0 \xEA\xE0\xF0\xF2\xF3 \xE2\xE5\xF7\xE5\xF0\xEE\xEC\n", "windows-1251", "Привет, встреча завтра в порту Паттайи, деньги переведу на карту вечером\n"),
    ROW("Arabic in windows-1256", "\xE3\xD1\xCD\xC8\xC7\xA1 \xC3\xD1\xD3\xE1 \xC7\xE1\xE3\xC8\xE1\xDB \xC5\xE1\xEC \xC7\xE1\xCD\xD3\xC7\xC8 \xDD\xED \xC7\xE1\xC8\xE4\xDF \xDE\xC8\xE1 \xED\xE6\xE3 \xC7\xE1\xCE\xE3\xED\xD3 \xCB\xE3 \xC7\xCA\xD5\xE1 \xC8\xED\n", "windows-1256", "مرحبا، أرسل المبلغ إلى الحساب في البنك قبل يوم الخميس ثم اتصل بي\n"),
    ROW("Polish in windows-1250", "Prosz\xEA przes\xB3""a\xE6 pieni\xB9""dze jutro, wiadomo\x9C\xE6 ju\xBF dosta\xB3""em, \xB3\xB9""czno\x9C\xE6 b\xEA""dzie p\xF3\x9Fno\n", "windows-1250", "Proszę przesłać pieniądze jutro, wiadomość już dostałem, łączność będzie późno\n"),
    ROW("Greek in ISO-8859-7", "\xCA\xE1\xEB\xE7\xEC\xDD\xF1\xE1, \xF4\xE1 \xF7\xF1\xDE\xEC\xE1\xF4\xE1 \xE8\xE1 \xF3\xF4\xE1\xEB\xEF\xFD\xED \xE1\xFD\xF1\xE9\xEF \xF3\xF4\xEF\xED \xEB\xEF\xE3\xE1\xF1\xE9\xE1\xF3\xEC\xFC \xF4\xE7\xF2 \xF4\xF1\xDC\xF0\xE5\xE6\xE1\xF2\n", "ISO-8859-7", "Καλημέρα, τα χρήματα θα σταλούν αύριο στον λογαριασμό της τράπεζας\n"),
    ROW("Japanese in UTF-16LE without BOM", "\x0Fl\x0DTo0q\x5C""0u*Y\xCE\x90g0Y0\x02""0\n\x00\xFB\x96q\x8Aju\xF7S\x92""0YeH0f0O0`0U0D0\x02""0\n\x00\x01\x90\xD1\x91o0\x0E""f\xE5""ek0j0\x8A""0~0Y0\x02""0\n\x00", "UTF-16LE", "氏名は山田太郎です。\n電話番号を教えてください。\n送金は明日になります。\n"),
    ROW("Chinese in UTF-16BE without BOM", "Y\xD3T\x0D\xFF\x1As\x8B\x5C\x0F""f\x0E\xFF\x0C\x8B\xF7\x8Fl\x8D&R0]\xE5UF\x94\xF6\x88L\x00\nbKg:\x00 \x00""1\x00""3\x00""8\x00""1\x00""2\x00""3\x00""4\x00""5\x00""6\x00""7\x00""8\xFF\x0C\x8C\x22\x8C\x22\xFF\x0C""f\x0EY)Q\x8D\x80T|\xFB\x00\n", "UTF-16BE", "姓名：王小明，请转账到工商银行\n手机 13812345678，谢谢，明天再联系\n"),
    ROW("Japanese in ISO-2022-JP", "\x1B$B;aL>$O;3EDB@O:$G$9\x1B(B 081\n", "ISO-2022-JP", "氏名は山田太郎です 081\n"),
    ROW("Latin letters in windows-1252", "Caf\xE9 d\xE9j\xE0 vu, na\xEFve fa\xE7""ade. Le gar\xE7on a mang\xE9 \xE0 la for\xEAt avec sa m\xE8re\n", "windows-1252",
        "Café déjà vu, naïve façade. Le garçon a mangé à la forêt avec sa mère\n"),
};

int main(void)
{
    struct dx_buf out = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bom;
        const char *name = dx_charset_detect(rows[i].bytes, rows[i].n, true, &bom);
        ok(strcmp(name, rows[i].charset) == 0, "%s is %s (said %s)", rows[i].what, rows[i].charset, name);
        bool same = true;
        size_t want = strlen(rows[i].what) == 15 && strstr(rows[i].what, "NULs") ? rows[i].n : strlen(rows[i].text);
        for (size_t step = 1; step < 8; step++) {
            convert(name, rows[i].bytes + bom, rows[i].n - bom, step, &out);
            same &= out.len == want && memcmp(out.p, rows[i].text, want) == 0;
        }
        ok(same, "%s is converted, in pieces of any size", rows[i].what);
    }
    struct dx_charset *c;
    struct dx_err e;
    ok(dx_charset_new(&c, "no-such-charset", &e) == DX_BAD && !c, "an unknown charset is refused");
    ok(dx_charset_new(&c, "tis-620", &e) == DX_OK && strcmp(dx_charset_name(c), "windows-874") == 0, "TIS-620 is read as its superset");
    dx_charset_free(c);
    convert("UTF-8", "x\xE0\xB8", 3, 1, &out);
    is_str(out.p, "x\xEF\xBF\xBD\xEF\xBF\xBD", "a character cut off at the end");
    is_str(dx_script_of(DX_STR("Tel. สวัสดีครับ 081")), "Thai", "the script that most letters have");
    is_str(dx_script_of(DX_STR("12 / 34")), NULL, "none");
    dx_buf_free(&out);
    return tap_done();
}
