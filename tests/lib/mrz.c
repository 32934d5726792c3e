/* mrz.c: zones as text: formats, check digits, fields, alerts, repair, finding them, the record */
#include "base/json.h"
#include "find/mrz/mrz.h"
#include "find/check/states.h"
#include "../tap.h"

#include <stdlib.h>

static bool has_alert(const struct dx_mrz *z, const char *name, const char *as_of)
{
    const char *a[DX_MRZ_ALERTS];
    for (int i = dx_mrz_alerts(z, 0, as_of, a) - 1; i >= 0; i--)
        if (strcmp(a[i], name) == 0)
            return true;
    return false;
}

static bool two(struct dx_mrz *z, const char *a, const char *b) { return dx_mrz_repair(z, (const char *const[]){a, b}, 2); }
static bool three(struct dx_mrz *z, const char *a, const char *b, const char *c)
{
    return dx_mrz_repair(z, (const char *const[]){a, b, c}, 3);
}

/* ---- the shared examples ---- */

static const char *format_key(enum dx_mrz_format f)
{
    static const char *const key[] = {"", "td1", "td2", "td3", "mrva", "mrvb", "frid"};
    return key[f];
}

static void example(char *line)
{
    char *part[5] = {0};
    int n = 0;
    for (char *p = strtok(line, " \n"); p && n < 5; p = strtok(NULL, " \n"))
        part[n++] = p;
    struct dx_mrz z;
    bool valid = strcmp(part[0], "valid") == 0, zone = dx_mrz_repair(&z, (const char *const *)part + 2, n - 2), exact = true;
    int of = 0;
    for (int i = 0; zone && i < n - 2; i++)
        exact &= strcmp(z.lines[i], part[i + 2]) == 0;
    if (!valid) {
        ok(zone && (dx_mrz_checks(&z, &of) < of || z.n_repairs || has_alert(&z, "date-impossible", NULL)),
           "reported, and not in silence: %s %s", part[1], part[3]);
        return;
    }
    ok(zone && exact && z.n_repairs == 0 && dx_mrz_checks(&z, &of) == of && strcmp(format_key(z.format), part[1]) == 0,
       "valid: %s %s", part[1], part[3]);
    ok(dx_mrz_format_of((const char *const *)part + 2, n - 2) == z.format, "format by shape: %s", part[1]);
}

static void examples(void)
{
    char path[1024], line[256];
    const char *src = getenv("DX_SRC");
    snprintf(path, sizeof path, "%s/tests/data/mrz/zones.txt", src ? src : ".");
    FILE *f = fopen(path, "r");
    ok(f != NULL, "%s is there", path);
    while (f && fgets(line, sizeof line, f))
        if (line[0] != '#')
            example(line);
    if (f)
        fclose(f);
}

/* ---- random zones ---- */

static uint64_t seed = 20261124;
static unsigned roll(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static void digit_at(char *line, int from, int n, int at) { line[at] = dx_mrz_check_digit(line + from, (size_t)n); }

/* A valid TD3 of an invented state's citizen. */
static void random_td3(char a[45], char b[45])
{
    char over[40];
    memset(a, '<', 44);
    memset(b, '<', 44);
    a[44] = b[44] = '\0';
    memcpy(a, "P<UTO", 5);
    int name = 3 + (int)roll(9);
    for (int i = 5; i < 5 + name; i++)
        a[i] = (char)('A' + roll(26));
    memcpy(a + 5 + name, "<<ANNA<MARIA", 12);
    for (int i = 0; i < 9; i++)
        b[i] = (char)(i < 2 ? 'A' + roll(26) : '0' + roll(10));
    memcpy(b + 10, "UTO", 3);
    snprintf(b + 13, 7, "%02u%02u%02u", roll(100), 1 + roll(12), 1 + roll(28));
    b[20] = "MF<"[roll(3)];
    snprintf(b + 21, 7, "%02u%02u%02u", roll(80), 1 + roll(12), 1 + roll(28));
    for (int i = 28; i < 28 + (int)roll(14); i++)
        b[i] = (char)('0' + roll(10));
    digit_at(b, 0, 9, 9);
    digit_at(b, 13, 6, 19);
    digit_at(b, 21, 6, 27);
    digit_at(b, 28, 14, 42);
    memcpy(over, b, 10);
    memcpy(over + 10, b + 13, 7);
    memcpy(over + 17, b + 21, 22);
    b[43] = dx_mrz_check_digit(over, 39);
}

static void properties(void)
{
    int valid = 0, noticed = 0, tried = 0, kept = 0;
    for (int i = 0; i < 2000; i++) {
        char a[45], b[45];
        struct dx_mrz z;
        int of;
        random_td3(a, b);
        valid += two(&z, a, b) && dx_mrz_checks(&z, &of) == of && strcmp(z.lines[1], b) == 0 && z.n_repairs == 0;
        int at = (int)roll(44);
        if ((at >= 10 && at <= 12) || at == 20) /* nationality and sex are under no check digit */
            continue;
        char was = b[at], now = (char)(at < 2 ? 'A' + roll(26) : '0' + roll(10));
        b[at] = now;
        if (was == now || ((was - '0' - (now - '0')) % 10 == 0 && was >= 'A') || (was == '<' && now == '0'))
            continue; /* values that the weights can't tell apart */
        tried++;
        bool zone = two(&z, a, b);
        noticed += !zone || dx_mrz_checks(&z, &of) < of || z.n_repairs > 0;
        kept += zone && strcmp(z.lines[1], b) == 0;
    }
    ok(valid == 2000, "random zones are read as they are: %d of 2000", valid);
    ok(noticed == tried, "check digits notice one wrong character: %d of %d", noticed, tried);
    ok(kept * 10 >= tried * 9, "what is wrong as printed stays as printed: %d of %d", kept, tried);
}

/* ---- numbers, dates, the French card ---- */

static void long_numbers(void)
{
    struct dx_mrz z;
    struct dx_mrz_fields f;
    int of;
    ok(three(&z, "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<<<<<<<<<<<<<<"),
       "long number, TD1");
    dx_mrz_fields(&z, &f);
    is_str(f.number, "D23145890734", "the whole number");
    is_str(f.optional, "", "nothing of it is optional data");
    ok(dx_mrz_checks(&z, &of) == 4 && of == 4, "its check digit is the last");
    char line[37] = "D23145890<UTO7408122F12041597349<<<<", over[36];
    memcpy(over, line, 10);
    memcpy(over + 10, line + 13, 7);
    memcpy(over + 17, line + 21, 14);
    line[35] = dx_mrz_check_digit(over, 31);
    ok(two(&z, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", line), "long number, TD2");
    dx_mrz_fields(&z, &f);
    is_str(f.number, "D23145890734", "the whole number");
    ok(dx_mrz_checks(&z, &of) == of, "all hold");
}

static void french(void)
{
    char a[37] = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", b[37] = "8806923102858CORINNE<<<<<<<6512068F4", over[72];
    struct dx_mrz z;
    struct dx_mrz_fields f;
    digit_at(b, 0, 12, 12);
    digit_at(b, 27, 6, 33);
    memcpy(over, a, 36);
    memcpy(over + 36, b, 35);
    b[35] = dx_mrz_check_digit(over, 71);
    int of;
    ok(two(&z, a, b) && z.format == DX_MRZ_FRID && dx_mrz_checks(&z, &of) == 3 && of == 3, "FR-ID by its own check digits");
    dx_mrz_fields(&z, &f);
    is_str(f.number, "880692310285", "number");
    is_str(f.surname, "BERTHIER", "surname");
    is_str(f.given_names, "CORINNE", "given names");
    is_str(f.birth_date, "1965-12-06", "birth");
    is_str(f.issue_date, "1988-06", "issue");
    is_str(dx_mrz_format_name(z.format), "FR-ID", "name of the format");
}

static void birth_and_expiry(const char *birth, const char *expiry, const char *want_birth, const char *want_expiry,
                             const char *alert)
{
    char b[45] = "L898902C36UTO7408122F1204159ZE184226B<<<<<10", over[40];
    struct dx_mrz z;
    struct dx_mrz_fields f;
    memcpy(b + 13, birth, 6);
    memcpy(b + 21, expiry, 6);
    digit_at(b, 13, 6, 19);
    digit_at(b, 21, 6, 27);
    memcpy(over, b, 10);
    memcpy(over + 10, b + 13, 7);
    memcpy(over + 17, b + 21, 22);
    b[43] = dx_mrz_check_digit(over, 39);
    if (!ok(two(&z, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", b), "%s %s is a zone", birth, expiry))
        return;
    dx_mrz_fields(&z, &f);
    is_str(f.birth_date, want_birth, "birth");
    is_str(f.expiry_date, want_expiry, "expiry");
    static const char *const judged[] = {"century", "date-impossible", "birth-after-expiry"};
    for (int i = 0; i < 3; i++)
        ok(has_alert(&z, judged[i], NULL) == (strstr(alert, judged[i]) != NULL), "%s: %s", judged[i], alert);
}

static void dates(void)
{
    birth_and_expiry("740812", "120415", "1974-08-12", "2012-04-15", "");
    birth_and_expiry("120414", "120415", "2012-04-14", "2012-04-15", "century");
    birth_and_expiry("120416", "120415", "1912-04-16", "2012-04-15", "birth-after-expiry");
    birth_and_expiry("080101", "120415", "2008-01-01", "2012-04-15", "century");
    birth_and_expiry("050101", "120415", "2005-01-01", "2012-04-15", "");
    birth_and_expiry("990101", "790415", "1999-01-01", "2079-04-15", "");
    birth_and_expiry("400907", "961210", "1940-09-07", "1996-12-10", "");
    birth_and_expiry("74<<<<", "120415", "1974", "2012-04-15", "");
    birth_and_expiry("7408<<", "1204<<", "1974-08", "2012-04", "");
    birth_and_expiry("<<<<<<", "120415", "", "2012-04-15", "none");
    birth_and_expiry("740230", "120415", "1974-02", "2012-04-15", "date-impossible");
    birth_and_expiry("760229", "120415", "1976-02-29", "2012-04-15", "");
    birth_and_expiry("741312", "120415", "1974", "2012-04-15", "date-impossible");
}

static void judgements(void)
{
    struct dx_mrz z;
    ok(two(&z, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"), "the specimen");
    ok(!has_alert(&z, "expired", NULL) && has_alert(&z, "expired", "2012-04-16") && !has_alert(&z, "expired", "2012-04-15"),
       "expired only against a given date");
    ok(two(&z, "P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36QQQ7408122F1204159ZE184226B<<<<<10"),
       "a state that isn't");
    ok(has_alert(&z, "state-unknown", NULL) && has_alert(&z, "nationality-unknown", NULL), "both unknown");
    ok(two(&z, "P<THAERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
       "Thailand, an odd number");
    ok(has_alert(&z, "number-format", NULL) && has_alert(&z, "optional-format", NULL),
       "number and optional data of no Thai form");
    ok(two(&z, "IDFRABERTHIER<<<<<<<<<<<<<<<<<923001", "8806923102858CORINNE<<<<<<<6512068F9") && !has_alert(&z, "number-format", NULL),
       "a French card of one department");
    ok(two(&z, "IDFRABERTHIER<<<<<<<<<<<<<<<<<693001", "8806923102858CORINNE<<<<<<<6512068F9") && has_alert(&z, "number-format", NULL),
       "and of two");
    ok(two(&z, "P<UTOERIKSSONVERYLONGNAMEINDEED<<ANNAMARIAXX", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
       "a full name field");
    ok(has_alert(&z, "name-truncated", NULL), "possibly cut");
    ok(dx_state_country(DX_STR("THA")) && dx_state_country(DX_STR("D")) && !dx_state_country(DX_STR("QQQ")) &&
           !dx_state_country(DX_STR("")),
       "states");
    is_str(dx_state_country(DX_STR("GBN")), "GB", "a British national's country");
}

/* ---- repair ---- */

static void repaired(const char *what, const char *a, const char *b, const char *want_a, const char *want_b)
{
    struct dx_mrz z;
    int of;
    bool zone = two(&z, a, b);
    if (!ok(zone && dx_mrz_checks(&z, &of) == of, "%s: a zone, all check digits hold", what))
        return;
    is_str(z.lines[0], want_a, what);
    is_str(z.lines[1], want_b, what);
}

static void repairs(void)
{
    static const char a[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", b[] = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    repaired("digits in letters, letters in digits", "P<UT0ER1KSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
             "L898902C36UTO74O8I22F12O4159ZE184226B<<<<<1O", a, b);
    repaired("number", a, "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10", a, b);
    repaired("fillers read as letters", "P<UTOERIKSSON<<ANNA<MARIA<<<<K<<CC<<<<<<<LKK", b, a, b);
    repaired("fillers lost and added", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<",
             "L898902C36UTO7408122F1204159ZE184226B<<<<<<<10", a, b);
    repaired("fillers read as strokes", "P_UTOERIKSSON__ANNA_MARIA___________________", "L898902C36UTO7408122F1204159ZE184226B-----10", a, b);
    repaired("spaces, case, drawings", "p<utoeriksson<<anna<maria «««««««<<<<<",
             "L898902C36 UTO7408122F1204159 ZE184226B ‹‹‹‹‹10", a, b);
    struct dx_mrz z;
    two(&z, "P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10");
    ok(z.n_repairs == 2 && z.repairs[0].line == 0 && z.repairs[0].column == 4 && z.repairs[0].read == '0' &&
           z.repairs[0].taken == 'O' && z.repairs[1].line == 1 && z.repairs[1].column == 5,
       "repairs are listed");
    ok(z.confidence > 0.9 && z.confidence < 0.999, "and cost confidence");
    static const char *const none[][2] = {
        {"THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG", "PACK MY BOX WITH FIVE DOZEN LIQUOR JUGS NOW"},
        {"P<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"},
        {"", ""},
        {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", ""},
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ok(!two(&z, none[i][0], none[i][1]), "no zone: %zu", i);
}

/* ---- in text ---- */

static int scan_all(const char *text, size_t *first, size_t *end)
{
    size_t pos = 0, span[2], n = strlen(text);
    struct dx_mrz z;
    int found = 0;
    while (dx_mrz_scan(text, n, n, &pos, &z, span))
        if (found++ == 0) {
            *first = span[0];
            *end = span[1];
        }
    return found;
}

#define A "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define B "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define T1 "I<UTOD231458907<<<<<<<<<<<<<<<"
#define T2 "7408122F1204159UTO<<<<<<<<<<<6"
#define T3 "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"

static void scans(void)
{
    static const struct { const char *text; int zones; size_t from, to; } t[] = {
        {A "\n" B, 1, 0, 89},
        {"before\r\n" A "\r\n" B "\r\nafter", 1, 8, 98},
        {"x\n" A "\n\n" B "\n", 1, 2, 92},
        {"MRZ: " A "\n     " B "\n", 1, 5, 99},
        {"{\"mrz\":\"" A "\\n" B "\"}", 1, 8, 98},
        {A B, 1, 0, 88},
        {"Name\n" T1 "\n" T2 "\n" T3 "\nend\n" A "\n" B "\n", 2, 5, 97},
        {A "\nsomething else entirely stands here\n" B, 0, 0, 0},
        {"P<UTOERIKSSON<<ANNA <MARIA<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F1204159ZE184226B<<<<<10", 1, 0, 89},
        {"TSUTO" "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" "D231458907UTO7408122F1204159<<<<<<<6", 1, 0, 73}, /* a code that ICAO hasn't got */
        {"RPUTOD231458907<<<<<<<<<<<<<<<\n" T2 "\n" T3, 1, 0, 92},
        {"RPQQQD231458907<<<<<<<<<<<<<<<\n" T2 "\n" T3, 0, 0, 0}, /* of no state */
        {"RPUTOD231458908<<<<<<<<<<<<<<<\n" T2 "\n" T3, 0, 0, 0}, /* a digit fails */
        {"plain prose, nothing more.\nIT WAS A DARK AND STORMY NIGHT AND THE RAIN\n"
         "POURED DOWN IN TORRENTS ALL OVER LONDON TOWN\n", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        size_t from = 0, to = 0;
        int n = scan_all(t[i].text, &from, &to);
        if (!ok(n == t[i].zones && from == t[i].from && to == t[i].to, "zones in text %zu", i))
            printf("# %d zones, %zu to %zu\n", n, from, to);
    }
}

/* Only zones that begin before a place are asked for: one at it isn't found, nor one behind a line that is nearly one. */
static void scans_before(void)
{
    static const char text[] = "x\n" A "\n" B "\n";
    static const char nearly[] = "P<MMRAUNG<<BO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n" A "\n" B "\n";
    size_t n = sizeof text - 1, pos = 0, span[2];
    struct dx_mrz z;
    ok(!dx_mrz_scan(text, n, 2, &pos, &z, span), "a zone that begins where none is asked for any more");
    ok(pos == n, "… and all is passed");
    pos = 0;
    ok(dx_mrz_scan(text, n, 3, &pos, &z, span) && span[0] == 2 && span[1] == 91, "… one that begins before");
    pos = 0;
    ok(!dx_mrz_scan(nearly, sizeof nearly - 1, 44, &pos, &z, span), "… one behind a line that is nearly one");
    pos = 0;
    ok(dx_mrz_scan(nearly, sizeof nearly - 1, 46, &pos, &z, span) && span[0] == 45, "… which is found from its own line");
}

static void noise(void)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<<<<<<<<<<";
    size_t n = 1 << 20, pos = 0, span[2];
    char *p = malloc(n);
    struct dx_mrz z;
    int found = 0;
    for (size_t i = 0; p && i < n; i++)
        p[i] = i % 45 == 44 ? '\n' : set[roll(sizeof set - 1)];
    while (p && dx_mrz_scan(p, n, n, &pos, &z, span))
        found++;
    ok(p && found == 0, "23,000 random lines of 44: %d zones", found);
    free(p);
}

static void record(void)
{
    struct dx_mrz z;
    struct dx_buf b = DX_BUF_INIT;
    char id[17];
    two(&z, "P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", B);
    dx_mrz_record(&b, &z, &(struct dx_mrz_source){.item = DX_STR("-"), .page = 2, .of = "00", .box = (int[]){1, 2, 3, 4}},
                  "by", id);
    is_str(b.p + 42,
           ",\"item\":\"-\",\"page\":2,\"of\":\"00\",\"format\":\"TD3\",\"lines\":[\"" A "\",\"" B "\"],\"read\":[\""
           "P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\",\"" B "\"],\"repairs\":[[0,4,\"0\",\"O\"]],\"fields\":{"
           "\"document_code\":\"P\",\"issuer\":\"UTO\",\"number\":\"L898902C3\",\"surname\":\"ERIKSSON\","
           "\"given_names\":\"ANNA MARIA\","
           "\"nationality\":\"UTO\",\"birth_date\":\"1974-08-12\",\"sex\":\"F\",\"expiry_date\":\"2012-04-15\","
           "\"optional\":\"ZE184226B\"},"
           "\"checks\":{\"number\":true,\"birth_date\":true,\"expiry_date\":true,\"optional\":true,"
           "\"composite\":true},\"alerts\":[],"
           "\"box\":[1,2,3,4],\"confidence\":0.979,\"by\":\"by\"}\n",
           "the record, key by key");
    dx_buf_free(&b);
}

int main(void)
{
    examples();
    properties();
    long_numbers();
    french();
    dates();
    judgements();
    repairs();
    scans();
    scans_before();
    noise();
    record();
    return tap_done();
}
