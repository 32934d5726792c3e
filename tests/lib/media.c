/* media.c: tests of media types by content: what libmagic gets wrong, kinds of text, and bytes made to be slow */
#include <iconv.h>
#include <stdlib.h>

#include "../tap.h"
#include "evidence/media.h"

static struct dx_media *media;

static void type_is(const char *p, size_t n, const char *want, const char *what)
{
    char all[160];
    snprintf(all, sizeof all, "%s: %s", what, want);
    is_str(dx_media_type(media, p, n, (int64_t)n), want, all);
}

/* Content without NULs, and the type it must get. */
static const char *const texts[][3] = {
    {"one byte", "a", "text/plain"},
    {"a word that starts like a bzip2 file", "BZh is what he said\n", "text/plain"},
    {"a word that starts like a program", "MZ said hello\nand more\n", "text/plain"},
    {"Thai in UTF-8", "สวัสดีครับ โอนเงินแล้วนะ 123-4-56789-0\n", "text/plain"},
    {"Burmese in UTF-8", "မင်္ဂလာပါ ငွေလွှဲပြီးပါပြီ ၀၉၁၂၃၄\n", "text/plain"},
    {"Zawgyi", "\xE1\x80\xB1\xE1\x80\x99\xE1\x80\xAB\xE1\x80\x84\xE1\x80\xB9 \xE1\x82\x8F\xE1\x82\x94\n", "text/plain"},
    {"a chat export (Android)", "12/31/20, 10:04 - Bob: hello\n12/31/20, 10:05 - Ann: sent\n12/31/20, 10:06 - Bob: ok\n", "text/plain"},
    {"a chat export (iOS)", "[31/12/2020, 10:04:00] Bob: hello\n[31/12/2020, 10:05:00] Ann: sent\n", "text/plain"},
    {"a chat export (LINE)", "[LINE] Chat history with Bob\nSaved on: 2020/12/31 10:00\n\n2020/12/31 Thu\n10:00\tBob\thi\n", "text/plain"},
    {"a table", "date,amount,to\n2020-01-01,12.50,Bob\n2020-01-02,3,\"Ann, Co\"\n", "text/csv"},
    {"a table with semicolons", "date;amount;to\n2020-01-01;12,50;Bob\n", "text/csv"},
    {"a table with a line end in a field", "a,b\n\"x\ny\",2\n3,4\n", "text/csv"},
    {"JSON", "{\"a\":1,\"b\":[1,2]}\n", "application/json"},
    {"records", "{\"type\":\"item\",\"a\":1}\n{\"type\":\"end\"}\n{\"type\":\"end\"}\n", "application/x-ndjson"},
    {"HTML", "<!doctype html><html><body>x</body></html>", "text/html"},
    {"a piece of HTML", "\n <div class='x'><p>Hello</p></div>\n", "text/html"},
    {"XHTML", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html><body/></html>", "text/html"},
    {"text with a link in it", "see <a href='http://example.test'>this</a> ok\n", "text/plain"},
    {"XML", "<?xml version=\"1.0\"?>\n<!-- of a phone -->\n<table><sms/></table>", "text/xml"},
    {"a drawing", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", "image/svg+xml"},
    {"a contact", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\r\nEND:VCARD\r\n", "text/vcard"},
    {"a contact after a BOM", "\xEF\xBB\xBF\nbegin:vcard\r\nVERSION:3.0\r\n", "text/vcard"},
    {"a calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "text/calendar"},
    {"a mail", "From: a@example.test\nTo: b@example.test\nSubject: x\n\nhello\n", "message/rfc822"},
    {"a note that starts like a mail", "From: me\nhello\n", "text/plain"},
    {"a program's text", "import os\ndef x():\n  pass\n", "text/plain"},
    {"a shell script", "#!/bin/sh\necho\n", "text/x-shellscript"},
    {"RTF", "{\\rtf1 hello}", "application/rtf"},
    {"a PDF", "%PDF-1.4\n1 0 obj\n", "application/pdf"},
    {"a JPEG", "\xFF\xD8\xFF\xE1\x20\x20" "Exif", "image/jpeg"},
};

#define BYTES(literal) (literal), sizeof(literal) - 1

/* The same text in other charsets, without BOM. */
static void charsets(void)
{
    static const char thai[] = "สวัสดีครับ โอนเงินแล้วนะ เลขที่บัญชี 123-4-56789-0\r\n", burmese[] = "မင်္ဂလာပါ ငွေလွှဲပြီးပါပြီ\n",
                      chinese[] = "你好，转账了吗？账号一二三四五六七八九十，今天下午三点钟以前要到账，谢谢\n", english[] = "hello, call me\n";
    static const struct {
        const char *text, *charset;
    } cases[] = {
        {thai, "TIS-620"}, {thai, "CP874"}, {thai, "UTF-16LE"}, {thai, "UTF-16BE"}, {thai, "UTF-32LE"}, {thai, "UTF-32BE"},
        {thai, "UTF-16"}, {thai, "UTF-32"}, {burmese, "UTF-16LE"}, {burmese, "UTF-16BE"}, {chinese, "UTF-16LE"}, {chinese, "GB18030"},
        {english, "UTF-16LE"}, {english, "UTF-16BE"}, {english, "UTF-32LE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char in[512], out[2048], *from = in, *to = out;
        strcpy(in, cases[i].text);
        size_t left = strlen(in), room = sizeof out;
        iconv_t c = iconv_open(cases[i].charset, "UTF-8");
        if (c == (iconv_t)-1 || iconv(c, &from, &left, &to, &room) == (size_t)-1) {
            ok(1, "%s # SKIP iconv can't write it", cases[i].charset);
            continue;
        }
        iconv_close(c);
        type_is(out, sizeof out - room, "text/plain", cases[i].charset);
    }
}

static void binaries(void)
{
    static char noise[65536];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)((x = x * 1664525u + 1013904223u) >> 24);
    type_is(noise, sizeof noise, "application/octet-stream", "noise");
    type_is(noise, 200, "application/octet-stream", "a little noise");
    memset(noise, 0, sizeof noise);
    type_is(noise, sizeof noise, "application/octet-stream", "zeros");
    memset(noise, 0xFF, sizeof noise);
    type_is(noise, sizeof noise, "application/octet-stream", "ones");
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i % 997 ? "some text of a chat "[i % 20] : 0);
    type_is(noise, sizeof noise, "text/plain", "text with a few NULs");
    memset(noise, 'x', sizeof noise);
    type_is(noise, sizeof noise, "text/plain", "one long line");
    is_str(dx_media_type(media, noise, 0, 0), "inode/x-empty", "no bytes");
    type_is(BYTES("RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\0\0\0"), "image/webp", "WebP");
    type_is(BYTES("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic\0\0\0\x1cmeta"), "image/heic", "HEIC");
    type_is(BYTES("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\x18\0\0\0\0\0"), "image/bmp", "BMP");
    type_is(BYTES("P5\n2 2\n255\n\0\0\0\0"), "image/x-portable-graymap", "PGM");
    type_is(BYTES("P6 2 2 255\n\0\0\0\0\0\0\0\0\0\0\0\0"), "image/x-portable-pixmap", "PPM");
    type_is(BYTES("P2\n2 2\n255\n0 1 2 3\n"), "image/x-portable-graymap", "PGM as text");
    type_is(BYTES("P2 of the plan: call the driver at 9\n"), "text/plain", "a text that only begins like one");
    type_is(BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"), "image/png", "PNG");
    type_is(BYTES("GIF89a\1\0\1\0\0\0\0"), "image/gif", "GIF");
    type_is(BYTES("II*\0\x08\0\0\0\0\0"), "image/tiff", "TIFF");
    type_is(BYTES("PK\3\4\x14\0\0\0\0\0\x91\x1b\x78\x5b\xac\x2a\x93\xd8\2\0\0\0\2\0\0\0\5\0\0\0a.txthiPK\1\2\x14\3\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            "application/zip", "ZIP");
    type_is(BYTES("SQLite format 3\0\x10\0\1\1\0\x40\x20\x20\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            "application/vnd.sqlite3", "SQLite");
}

/* Only the head of a long file is here. */
static void heads(void)
{
    is_str(dx_media_type(media, BYTES("{\"type\":\"item\"}\n{\"type\":\"it"), 1 << 30), "application/x-ndjson", "the head of records");
    is_str(dx_media_type(media, BYTES("[\n {\"a\": 1,\n  \"b\""), 1 << 30), "application/json", "the head of JSON");
    is_str(dx_media_type(media, BYTES("[31/12/2020, 10:04:00] Bob: hello\n"), 1 << 30), "text/plain", "the head of a chat");
    is_str(dx_media_type(media, BYTES("\xE0\xB8\xAA\xE0\xB8"), 1 << 30), "text/plain", "a character cut by the end of the head");
}

/* Every cut and a change of every byte: no crash, always a type. Under the sanitizers this is the test of the bounds. */
static void hostile(void)
{
    size_t bad = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t n = 0, len = strlen(texts[i][1]); n <= len; n++) {
            char *copy = malloc(len + 1);
            memcpy(copy, texts[i][1], len + 1);
            copy[n] ^= (char)0x80;
            char *cut = realloc(copy, n + 1);
            const char *t = dx_media_type(media, cut, n + 1 > len ? n : n + 1, 1 << 20);
            bad += !t || !strchr(t, '/');
            free(cut);
        }
    ok(bad == 0, "cut and damaged content gets a type");
}

/* What is told by its beginning alone must be what libmagic says, whatever follows. */
static void beginnings(void)
{
    static const struct {
        const char *head;
        size_t n;
    } heads[] = {{BYTES("\xFF\xD8\xFF")}, {BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR")}, {BYTES("GIF87a")}, {BYTES("GIF89a")},
                 {BYTES("%PDF-1.")}, {BYTES("SQLite format 3\0")}};
    unsigned seed = 1;
    size_t differ = 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        for (int k = 0; k < 40; k++) {
            char p[400], said[DX_MEDIA_TYPE];
            memcpy(p, heads[i].head, heads[i].n);
            for (size_t j = heads[i].n; j < sizeof p; j++)
                p[j] = (char)((seed = seed * 1103515245u + 12345u) >> 16);
            p[k < 20 ? (size_t)k : sizeof p - 1] = k < (int)heads[i].n ? p[k] : '\0';
            dx_media_ask(media, p, sizeof p, said);
            const char *told = dx_media_type(media, p, sizeof p, sizeof p);
            differ += strcmp(strstr(said, "sqlite3") ? "application/vnd.sqlite3" : said, told) != 0;
        }
    ok(differ == 0, "what is told without libmagic is what it would say (%zu differ)", differ);
}

int main(void)
{
    struct dx_err e = {0};
    char version[16];
    if (!ok(dx_media_new(&media, &e) == DX_OK, "the database %s", e.msg))
        return tap_done();
    dx_media_version(version);
    ok(version[0] == '5' && version[1] == '.', "libmagic %s", version);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        type_is(texts[i][1], strlen(texts[i][1]), texts[i][2], texts[i][0]);
    charsets();
    binaries();
    heads();
    hostile();
    beginnings();
    dx_media_free(media);
    return tap_done();
}
