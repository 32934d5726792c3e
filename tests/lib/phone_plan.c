/* phone_plan.c: the numbering plans against tests/data/checks/phone-plan.tsv: what libphonenumber says of the same numbers
 * With "-": answers questions from standard input (tests/oracles/phones.py); with "time": nanoseconds a question. */
#include "../tap.h"

#include "find/phone/phone_plan.h"

#include <stdlib.h>
#include <time.h>

static bool ask(const char *where, const char *digits, struct dx_phone_number *out)
{
    const struct dx_phone_region *r = where[0] == '+' ? NULL : dx_phone_region_named(where);
    return (r || where[0] == '+') && dx_phone_parse(dx_str(digits), r, out);
}

static void answer(const char *where, const char *digits, char out[128])
{
    struct dx_phone_number number;
    out[0] = '\0';
    if (!ask(where, digits, &number))
        return;
    bool mobile = strstr(number.line, "mobile") || strcmp(number.line, "pager") == 0;
    const char *carrier = dx_phone_carrier(number.e164);
    snprintf(out, 128, "%s\t%s\t%s\t%s", number.e164, number.region, number.line, mobile && carrier ? carrier : "");
}

static void oracle(void)
{
    char line[512], got[128];
    while (fgets(line, sizeof line, stdin)) {
        char *digits = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (!digits)
            continue;
        *digits++ = '\0';
        answer(line, digits, got);
        puts(got);
    }
}

static FILE *fixture(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/data/checks/phone-plan.tsv", getenv("DX_SRC") ? getenv("DX_SRC") : ".");
    return fopen(path, "r");
}

static void duration(FILE *f)
{
    static struct { char where[4], digits[24]; } asked[20000];
    static char line[512];
    size_t n = 0, valid = 0;
    struct timespec a, b;
    while (n < sizeof asked / sizeof *asked && fgets(line, sizeof line, f))
        n += line[0] != '#' && sscanf(line, "%3[^\t]\t%23[^\t\n]", asked[n].where, asked[n].digits) == 2;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    for (int round = 0; round < 200; round++)
        for (size_t i = 0; i < n; i++) {
            struct dx_phone_number out;
            valid += ask(asked[i].where, asked[i].digits, &out);
        }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    double ns = (double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec);
    printf("%zu questions, %zu in a plan: %.1f ns each\n", n, valid / 200, n ? ns / 200 / (double)n : 0);
}

static void plans(FILE *f)
{
    char line[512], got[128];
    int n = 0, wrong = 0;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        char *digits = strchr(line, '\t'), *want = digits ? strchr(digits + 1, '\t') : NULL;
        if (line[0] == '#' || !want)
            continue;
        *digits++ = *want++ = '\0';
        answer(line, digits, got);
        n++;
        if (strcmp(got, want) != 0 && wrong++ < 20)
            printf("# %s %s\n# got:  %s\n# want: %s\n", line, digits, got, want);
    }
    ok(n > 2000 && wrong == 0, "%d numbers of all regions: as libphonenumber says", n);
}

/* Not asked of the oracle, which answers in its own way: what isn't a question. */
static void nothing(void)
{
    struct dx_phone_number out;
    ok(!dx_phone_parse(dx_str(""), NULL, &out) && !dx_phone_parse(dx_str("6"), NULL, &out), "no digits, one digit");
    ok(!dx_phone_parse(dx_str("66812345678666666666666666666666666666666"), NULL, &out), "too many digits");
    ok(!dx_phone_region_named("ZZ") && !dx_phone_region_named("") && !dx_phone_region_named("th") && !dx_phone_region_named("T"),
        "names of no region");
}

int main(int argc, char **argv)
{
    FILE *f = fixture();
    if (argc > 1 && strcmp(argv[1], "-") == 0)
        oracle();
    else if (!ok(f != NULL, "phone-plan.tsv is there"))
        return tap_done();
    else if (argc > 1)
        duration(f);
    else {
        plans(f);
        nothing();
    }
    if (f)
        fclose(f);
    return argc > 1 ? 0 : tap_done();
}
