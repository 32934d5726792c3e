/* decode.c: zones from probabilities: what is mended, what stays as printed, and how sure it is */
#include "mrz/decode.h"
#include "../tap.h"

#include <stdlib.h>

static struct dx_mrz_grid g;
static struct dx_mrz z;

static int at(char c) { return (int)(strchr(DX_MRZ_ALPHABET, c) - DX_MRZ_ALPHABET); }

/* A grid in which every cell is read as the text has it, with this probability; the rest is spread over all others. */
static void print(const char *const lines[], int n, double p)
{
    memset(&g, 0, sizeof g);
    g.lines = n;
    g.columns = (int)strlen(lines[0]);
    g.clear = p;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < g.columns; k++) {
            for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
                g.cell[i][k].p[s] = (float)((1 - p) / (DX_MRZ_SYMBOLS - 1));
            g.cell[i][k].p[at(lines[i][k])] = (float)p;
        }
}

/* In one cell the two characters are this likely. */
static void doubt(int line, int column, char a, double p, char b, double q)
{
    float *to = g.cell[line][column].p;
    for (int s = 0; s < DX_MRZ_SYMBOLS; s++)
        to[s] = (float)((1 - p - q) / (DX_MRZ_SYMBOLS - 2));
    to[at(a)] = (float)p;
    to[at(b)] = (float)q;
}

static bool decode(void)
{
    int rc;
    return dx_mrz_decode(&g, &z, &rc) && rc == DX_OK;
}

static bool reads(const char *const lines[], int n)
{
    bool good = z.n_lines == n;
    for (int i = 0; good && i < n; i++)
        good = strcmp(z.lines[i], lines[i]) == 0;
    return good;
}

/* Specimens: ICAO 9303 parts 4 to 7, and invented ones. */
static const char *const td3[] = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
static const char *const td1[] = {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
static const char *const long_number[] = {"I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<"};
static const char *const td2[] = {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"};
static const char *const mrva[] = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"};
static const char *const mrvb[] = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"};
static const char *const frid[] = {"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"};

static void formats(void)
{
    static const struct {
        const char *const *lines;
        int n;
        const char *name;
        enum dx_mrz_format format;
    } all[] = {{td3, 2, "TD3", DX_MRZ_TD3}, {td1, 3, "TD1", DX_MRZ_TD1}, {long_number, 3, "TD1 with a long number", DX_MRZ_TD1},
               {td2, 2, "TD2", DX_MRZ_TD2}, {mrva, 2, "MRV-A", DX_MRZ_MRVA}, {mrvb, 2, "MRV-B", DX_MRZ_MRVB}, {frid, 2,
                       "FR-ID", DX_MRZ_FRID}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        print(all[i].lines, all[i].n, 0.9999);
        bool found = decode();
        ok(found && z.format == all[i].format && reads(all[i].lines, all[i].n) && z.n_repairs == 0, "%s", all[i].name);
        int of, hold = found ? dx_mrz_checks(&z, &of) : -1;
        ok(found && hold == of && z.confidence > 0.98, "… its digits hold, and it is sure: %.4f", z.confidence);
    }
}

static void mended(void)
{
    print(td3, 2, 0.9999);
    doubt(1, 5, '8', 0.6, '0', 0.39); /* L898902C3 */
    ok(decode() && reads(td3, 2), "a doubtful digit of the number is settled by the check digits");
    ok(z.n_repairs == 1 && z.repairs[0].line == 1 && z.repairs[0].column == 5 && z.repairs[0].read == '8'
            && z.repairs[0].taken == '0',
       "… and listed as a repair");
    is_str(z.read[1], "L898982C36UTO7408122F1204159ZE184226B<<<<<10", "… with the line as it was read");
    is_str(z.read[0], "", "… a line that is as it was read isn't given twice");
    print(td3, 2, 0.9999);
    doubt(1, 13, 'T', 0.7, '7', 0.29);
    ok(decode() && reads(td3, 2), "a letter in a date is the digit that it may be");
    print(td3, 2, 0.9999);
    doubt(0, 2, 'O', 0.6, 'U', 0.39);
    ok(decode() && reads(td3, 2), "of two codes the state's is taken");
    print(td3, 2, 0.9999);
    doubt(1, 15, '2', 0.5, '0', 0.49); /* month 20 */
    ok(decode() && reads(td3, 2), "of two dates the one that exists");
    print(td3, 2, 0.9999);
    for (int k = 30; k < 44; k++)
        doubt(0, k, 'K', 0.6, '<', 0.39);
    ok(decode() && reads(td3, 2), "fillers at the end of a name that look like letters");
}

static const char *wrong_number[] = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C46UTO7408122F1204159ZE184226B<<<<<10"};
static const char *wrong_date[] = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7413322F1204159ZE184226B<<<<<10"};
static const char *wrong_state[] = {"P<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36QQQ7408122F1204159ZE184226B<<<<<10"};

static void as_printed(void)
{
    print(wrong_number, 2, 0.99999);
    ok(decode() && reads(wrong_number, 2), "a clear zone with a wrong number stays as printed");
    ok(dx_mrz_check(&z, DX_MRZ_NUMBER) == 0 && dx_mrz_check(&z, DX_MRZ_COMPOSITE) == 0 && dx_mrz_check(&z,
            DX_MRZ_BIRTH) == 1 && z.n_repairs == 0,
       "… its check digits fail, nothing was repaired");
    ok(z.confidence > 0.9, "… and it is sure of that: %.4f", z.confidence);
    doubt(1, 8, '4', 0.999, '3', 0.0005); /* the classifier can think of the right one, but hardly */
    ok(decode() && reads(wrong_number, 2), "… also where the classifier has a slight doubt");
    print(wrong_date, 2, 0.99999);
    ok(decode() && reads(wrong_date, 2), "a date that doesn't exist stays as printed");
    print(wrong_state, 2, 0.99999);
    ok(decode() && reads(wrong_state, 2), "an unknown state stays as printed");
}

static void doubts(void)
{
    print(td3, 2, 0.9999);
    doubt(0, 6, 'R', 0.5, 'K', 0.49);
    bool found = decode();
    ok(found && z.confidence < 0.6, "nothing checks a name: two readings, half the confidence: %.3f", z.confidence);
    print(td3, 2, 0.1);
    ok(!decode(), "a blur is no zone");
    static const char *const prose[] = {"THE QUICK BROWN FOX JUMPS OVER THE LAZY DOGS",
            "AND SO ON FOR SOME MORE LINES OF PLAIN PROSE"};
    char a[45], b[45];
    for (int k = 0; k <= 44; k++) {
        a[k] = prose[0][k] == ' ' ? '<' : prose[0][k];
        b[k] = prose[1][k] == ' ' ? '<' : prose[1][k];
    }
    print((const char *const[]){a, b}, 2, 0.999);
    ok(!decode(), "prose is no zone");
    memset(&g, 0, sizeof g);
    g.lines = 2;
    g.columns = 44;
    ok(!decode(), "a grid of nothing is no zone");
    g.columns = 20;
    ok(!decode(), "nor is one of a size that no format has");
}

/* A face whose zeros look like O: its dates tell. */
static void faces(void)
{
    static const char *const printed[] = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE180226B<<<<<<"};
    static const char *const seen[] = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L89889O1C4XXX4OO9O78F96121O96ZE18O226B<<<<<<"};
    static const char *const letter[] = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE18O226B<<<<<<"};
    print(seen, 2, 0.9999);
    ok(decode() && reads(printed, 2), "zeros that look like O are zeros, also where no check digit says so");
    ok(z.confidence < 0.97 && z.n_repairs == 6, "… which is less sure: %.3f", z.confidence);
    print(letter, 2, 0.9999);
    ok(decode() && reads(letter, 2) && z.confidence > 0.98 && z.n_repairs == 0, "an O among zeros that look otherwise is an O: %.3f", z.confidence);
    print(mrvb, 2, 0.9999);
    bool sure = decode() && z.confidence > 0.98;
    for (int i = 0; i < 2; i++)
        g.beside[i][1].none = 0.001F;
    ok(sure && decode() && z.confidence < 0.3, "a zone whose lines go on beyond its end is doubted: %.3f", z.confidence);
    g.beside[0][1].none = 1;
    ok(decode() && z.confidence > 0.98, "… not where one line does: %.3f", z.confidence);
}

/* A grid that begins a cell too far left, or right. */
static void near(void)
{
    int rc;
    print(td3, 2, 0.9999);
    for (int by = -1; by <= 1; by += 2) {
        print(td3, 2, 0.9999);
        for (int i = 0; i < 2; i++)
            g.beside[i][0].none = g.beside[i][1].none = 1;
        dx_mrz_grid_shift(&g, by);
        ok(!decode(), "a zone %s by a cell is none", by > 0 ? "that lost its first characters" : "shifted");
        ok(dx_mrz_decode_near(&g, &z, &rc) && rc == DX_OK && reads(td3, 2), "… but is found a cell beside");
        ok(g.cell[1][0].p[at('L')] > 0.9f, "… where the grid is then");
    }
    print((const char *const[]){wrong_number[0], wrong_number[1]}, 2, 0.9999);
    dx_mrz_grid_shift(&g, 1);
    ok(!dx_mrz_decode_near(&g, &z, &rc), "there all digits must hold");
}

int main(void)
{
    faces();
    near();
    formats();
    mended();
    as_printed();
    doubts();
    return tap_done();
}
