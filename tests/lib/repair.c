/* repair.c: codes are joined and repaired where their own check says so, and nowhere else */
#include "../tap.h"

#include <ctype.h>
#include <string.h>

#include "find/find_job.h"
#include "find/repair.h"

static struct dx_rules *rules;
static struct dx_repair last;
static int n;

static int on_code(void *ctx, const struct dx_repair *r, struct dx_err *e)
{
    (void)ctx;
    (void)e;
    last = *r;
    n++;
    return DX_OK;
}

/* How many codes the text gives. */
static int codes(const char *text)
{
    struct dx_err e = {0};
    n = 0;
    memset(&last, 0, sizeof last);
    return dx_repair_codes(rules, dx_str(text), on_code, NULL, &e) == DX_OK ? n : -1;
}

static bool becomes(const char *text, bool recognised, const char *want, size_t changed)
{
    struct dx_buf b = DX_BUF_INIT;
    size_t got = dx_repair_line(dx_str(text), recognised, &b);
    bool same = got == changed && b.len == strlen(want) && memcmp(b.p, want, b.len) == 0;
    dx_buf_free(&b);
    return same;
}

static bool line_is(const char *text, const char *want, size_t changed) { return becomes(text, true, want, changed); }

/* Byte by byte. */
static bool typed_plainly(struct dx_str line)
{
    for (size_t i = 1; i < line.n; i++)
        if ((strchr("0123456789-", line.p[i]) && strchr("OolISBZ", line.p[i - 1])) || (strchr("0123456789-", line.p[i - 1]) && strchr("OolISBZ", line.p[i])))
            return true;
    return false;
}

/* Lines of every length up to three steps of sixteen bytes, with one pair of a digit and such a letter at every place, or none. */
static void test_typed(void)
{
    static const char bytes[] = "OolISBZ0195-abiszL./: \xe0\x80\xff";
    char line[50];
    long wrong = 0, met = 0;
    unsigned seed = 1;
    for (size_t len = 0; len <= sizeof line; len++)
        for (int round = 0; round < 400; round++) {
            memset(line, round % 3 ? 'x' : '7', sizeof line);
            for (int k = 0; len && k < 1 + round % 4; k++) {
                seed = seed * 1664525 + 1013904223;
                size_t at = (seed >> 8) % len;
                line[at] = bytes[(seed >> 16) % (sizeof bytes - 1)];
                if (at + 1 < len)
                    line[at + 1] = bytes[(seed >> 24) % (sizeof bytes - 1)];
            }
            bool is = typed_plainly((struct dx_str){line, len});
            met += is;
            wrong += dx_find_may_be_typed((struct dx_str){line, len}) != is;
        }
    ok(wrong == 0 && met > 1000, "letters typed for digits, wherever they stand: %ld wrong, %ld met", wrong, met);
}

static size_t run_around(const char *t, size_t size, size_t i)
{
    size_t from = i, end = i;
    while (from > 0 && isalnum((unsigned char)t[from - 1]))
        from--;
    while (end < size && isalnum((unsigned char)t[end]))
        end++;
    return end - from;
}

/* Lines of a text of so many bytes, byte by byte: the first that holds a digit beside such a letter, in a run that isn't long. */
static size_t typed_line(const char *t, size_t size, size_t at, size_t to)
{
    for (size_t line = at, i = at; i + 1 < to; i++) {
        bool first = strchr("0123456789", t[i]) && strchr("OolISBZ", t[i + 1]), second = strchr("0123456789", t[i + 1]) && strchr("OolISBZ", t[i]);
        line = t[i] == '\n' ? i + 1 : line;
        if ((first || second) && run_around(t, size, i) <= DX_FIND_TYPED)
            return line;
    }
    return to;
}

static void test_typed_lines(void)
{
    static const char bytes[] = "OlBx 07\n-x\xe0";
    char t[120];
    long wrong = 0, met = 0;
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof t; i++) {
            seed = seed * 1664525 + 1013904223;
            t[i] = (seed >> 8) % 7 < (unsigned)round % 3 ? bytes[(seed >> 16) % (sizeof bytes - 1)] : round % 2 ? 'x' : '.';
        }
        size_t at = (seed >> 8) % 20, to = sizeof t - (seed >> 16) % 20, want = typed_line(t, sizeof t, at, to);
        met += want < to;
        wrong += dx_find_typed((struct dx_str){t, sizeof t}, at, to) != want;
    }
    ok(wrong == 0 && met > 1000, "the first line that holds such a pair: %ld wrong, %ld met", wrong, met);
}

int main(void)
{
    struct dx_err e = {0};
    ok(dx_rules_load(&rules, NULL, NULL, 0, &e) == DX_OK, "rules");
    /* the example address of Bitcoin's BIP 173, the first block's, and python-stdnum's */
    ok(codes("to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now") == 0, "what stands as it should is left alone");
    ok(codes("to 1A1zP1eP5QGefi2DMPTf\nTL5SLmv7DivfNa now") == 1 && strcmp(last.code, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa") == 0 && last.n == 0,
       "an address over a line end is joined");
    ok(last.start == 3 && last.end == 38, "… and stands where it stands");
    ok(codes("1A1zP1eP5QGefi2DMP-\nTfTL5SLmv7DivfNa") == 1, "… with a hyphen at the line end");
    ok(codes("1A1zP1eP5 QGefi2DMPTfTL5SLmv7DivfNa") == 1, "… with a blank that nobody wrote");
    ok(codes("1A1zP1eP5QGefi2DMPTfTL5SLmv7DlvfNa") == 1 && last.n == 1 && last.chars[0].at == 29 && last.chars[0].taken[0] == 'i' &&
           dx_str_is(last.chars[0].read, "l"),
       "a letter that Base58 hasn't is repaired");
    ok(codes("1A1zP1eP5OGefi2DMPTfTL5SLmv7DlvfNa") == 1 && last.n == 2, "two are");
    ok(codes("1A1zP1eP5OGefl2DMPTfTL5SLmv7DlvfNa") == 1 && last.n == 3, "three are, as Base58 has neither O nor l");
    ok(codes("1A1zP1eP5OGefl2DMPTfTL5SLmv7D1vfNq") == 0 && codes("iA1ZP1eP5QGefi2DMPTfTL5SLrnv7DivfNa") == 0, "three of its own are not");
    ok(codes("Itc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9") == 1 && strcmp(last.code, "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9") == 0, "the head of Litecoin's bech32 address");
    ok(codes("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb") == 0, "a failing sum that no look-alike mends stays failing");
    ok(codes("bclqw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4") == 1 && last.n == 1, "the head of a bech32 address");
    ok(codes("bc1qw508d6gejxtdg4y5r3zarvary0c5x\nw7kv8f3t4") == 1 && last.n == 1, "joined and repaired");
    ok(codes("Ox5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") == 1 && last.n == 1, "an O for the zero of 0x");
    ok(codes("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeb") == 0, "… with a wrong end isn't mended");
    ok(codes("DGCUnoWbPnAwi7iVhCmFDaT7Sk5NyQzEVC") == 1 && strcmp(last.code, "DGCUnoWbPnAwi7iVhCmFDaT7Sk5NyQzEYC") == 0, "an address of Dogecoin");
    ok(codes("Deliveries and long words of prose that go on and on, 34 and more") == 0, "prose isn't tried");
    ok(codes("box CSQUB054383 here") == 0 && codes("box CSQU3O54383 here") == 1 && strcmp(last.code, "CSQU3054383") == 0, "a container's number");
    ok(codes("CSQU3054384") == 0, "… whose check digit fails is left");
    ok(codes("RA47312482gFI") == 1 && strcmp(last.code, "RA473124829FI") == 0, "a parcel's number");
    ok(codes("GBB2 WEST 1234 5698 7654 32") == 1 && last.n == 1 && strcmp(last.code, "GB82WEST12345698765432") == 0, "a letter where an IBAN has digits");
    ok(codes("GB82 WEST 1234 5698 7654 33") == 0 && codes("GB82 WEST 1234 5698 7654 32") == 0, "no other digit is changed in an IBAN");
    ok(codes("GB82 WEST 1234 5698\n7654 32") == 1, "an IBAN over a line end");
    ok(codes("1234567890123456789012345678901234567890") == 0, "numbers are no addresses");
    ok(codes("") == 0 && codes("1") == 0 && codes("\xc3\xa9\xc3\xa9 0x") == 0, "odds and ends");

    ok(line_is("l-1017-02345-81-Z", "1-1017-02345-81-2", 2), "look-alikes that are groups of a number of their own");
    ok(line_is("A-1017 and B-12", "A-1017 and B-12", 0), "… not letters before a number");
    ok(line_is("ID 5340664O63312", "ID 5340664063312", 1), "a letter among digits");
    ok(line_is("S340664063312", "5340664063312", 1), "… at the beginning");
    ok(line_is("Sold 12 Boxes, Ol' 5", "Sold 12 Boxes, Ol' 5", 0), "words stay words");
    ok(line_is("MDO70069 A12345678", "MD070069 A12345678", 1), "a letter too many where a code's digits begin");
    ok(line_is("MA12O456", "MA120456", 1) && line_is("KO133408W", "K0133408W", 1) && line_is("ICICO700488", "ICIC0700488", 1), "letters among a code's digits");
    ok(line_is("k98008424 64801395W 52003257H", "K98008424 G4801395W S2003257H", 3), "the first of a code, small or as a digit");
    ok(line_is("98008424 a98008424 74801395W 64801395", "98008424 a98008424 74801395W 64801395", 0), "… a letter of another form, no capital at the end");
    ok(line_is("SAMPLES1 HELLO123 ABCDEFGH12345", "SAMPLES1 HELLO123 ABCDEFGH12345", 0), "… not in words, nor where there are few digits");
    ok(line_is("MROH4HK297B194937", "MR0H4HK297B194937", 1) && line_is("IOQH4HK297B194937", "IOQH4HK297B194937", 0), "O in a vehicle's number, where none is; three are too many");
    ok(line_is("O4-O9-1993, I5 OCT 2OO3, O9/O8/1997", "04-09-1993, 15 OCT 2003, 09/08/1997", 7), "days, months and years whose digits aren't the most");
    ok(line_is("128,OOO 12,5OO", "128,000 12,500", 5) && line_is("a,OOO OK, OO7", "a,OOO OK, OO7", 0), "thousands, not words");
    ok(line_is("OO 6352 161972 9", "00 6352 161972 9", 2) && line_is("4 5799 91O17 76 l", "4 5799 91017 76 1", 2), "a group of O or l alone, first or last of a number");
    ok(line_is("ID 6352 161972 9 is", "ID 6352 161972 9 is", 0), "… ID and is are words");
    ok(becomes("PP C8814O72", false, "PP C8814072", 1) && becomes("MROH4HK297B194937", false, "MROH4HK297B194937", 0), "codes in typed text, no vehicle's number");
    ok(line_is("IMEI 35-313592-972069=3, a=b 1=", "IMEI 35-313592-972069-3, a=b 1=", 1), "a hyphen between digits");
    ok(line_is("\u1041\u1049\u1044\u1042\u1045\u1049\u1046\u1042\u1043\u1041\u1049", "\u1040\u1049\u1044\u1042\u1045\u1049\u1046\u1042\u1043\u1041\u1049", 1) &&
           line_is("\u1041\u1049\u1044\u1042\u1045\u1049\u1046\u1042\u1043\u1041", "\u1041\u1049\u1044\u1042\u1045\u1049\u1046\u1042\u1043\u1041", 0),
       "the 0 of a telephone in Burmese digits, of eleven alone");
    ok(line_is("\u1046/\u1006\u101d\u1014(", "\u1046/\u1011\u101d\u1014(", 1), "letters of a township that are drawn alike, if only one has the others");
    ok(line_is("\u1046/\u1011\u101d\u1014(", "\u1046/\u1011\u101d\u1014(", 0), "… what is listed stays");
    ok(line_is("\u1041\u1042 \u1001\u101b\u1014(", "\u1041\u1042/\u1001\u101b\u1014(", 1), "a slash that was lost");
    ok(line_is("\u1040\u1042/\u1010\u1019\u1014(", "\u1041\u1042/\u1010\u1019\u1014(", 1), "a state that begins with 0");
    ok(line_is("12/0UKAMA(N)", "12/OUKAMA(N)", 1) && line_is("12/0000(N) 1/2(0)", "12/0000(N) 1/2(0)", 0), "a zero among a code's letters");
    ok(line_is("Tel: 166 (0)95 437 2715", "Tel: +66 (0)95 437 2715", 1) && line_is("t62 81399053952", "+62 81399053952", 1), "the plus of a telephone");
    ok(line_is("166 12", "166 12", 0) && line_is("166", "166", 0) && line_is("4666 12345678", "4666 12345678", 0), "… not before what is too short, or no country");
    ok(line_is("/ (", "/ (", 0) && line_is("1/(", "1/(", 0) && line_is(" \u1000\u1000\u1000(", " \u1000\u1000\u1000(", 0) && line_is("\xe1\x81", "\xe1\x81", 0), "odds and ends of lines");
    ok(line_is("OOOO12345", "OOOO12345", 0), "not more than two");
    ok(line_is("\u1041\u1042/\u1025\u1000\u1019{(\u1014)", "\u1041\u1042/\u1025\u1000\u1019 (\u1014)", 1), "a brace before the bracket");
    ok(line_is("\u10461\u1015\u101c\u1014(", "\u1046/\u1015\u101c\u1014(", 1), "a 1 for the slash");
    ok(line_is("\u101d\u1049\u1042\u1045", "\u1040\u1049\u1042\u1045", 1), "wa for zero among Burmese digits");
    test_typed();
    test_typed_lines();
    dx_rules_free(rules);
    return tap_done();
}
