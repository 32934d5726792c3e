/* checks.c: every check against tests/data/checks: files of "key, input, normal form or nothing, region", tab-separated */
#include "../tap.h"

#include "find/check/check.h"
#include "find/text/fold.h"

#include <stdlib.h>

/* "\n", "\t", "\\" back to what they stand for, in place. */
static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *to++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}

struct tally {
    int types, whole, bad; /* kinds seen, kinds without a wrong line, wrong lines of the kind at hand */
    char kind[64];
};

static void close_kind(struct tally *t)
{
    if (t->kind[0]) {
        t->types++;
        t->whole += t->bad == 0;
        ok(t->bad == 0, "%s", t->kind);
    }
    t->bad = 0;
}

static bool accepted(const struct dx_reading *r)
{
    return r->verdict == DX_VERDICT_FORM || r->verdict == DX_VERDICT_PASS;
}

/* One line of a fixture. */
static void line(struct tally *t, struct dx_reading *r, struct dx_fold *fold, char *key, char *input, char *want,
    const char *region)
{
    char arg[DX_CHECK_ARG];
    const struct dx_check *c = dx_check_for_kind(dx_str(key), arg);
    if (strcmp(t->kind, key) != 0) {
        close_kind(t);
        snprintf(t->kind, sizeof t->kind, "%.60s", key);
    }
    unescape(input);
    unescape(want);
    struct dx_check_context ctx = {.region = region[0] ? region : NULL, .arg = arg[0] ? arg : NULL};
    if (!c || dx_fold_text(fold, dx_str(input), NULL) != DX_OK || dx_check_run(c, r, fold->text, &ctx, NULL) != DX_OK) {
        t->bad++;
        printf("# %s: no check, or no memory\n", key);
        return;
    }
    const char *got = accepted(r) ? r->value.p : "";
    if (strcmp(got, want) != 0) {
        t->bad++;
        printf("# %s: %s\n#   got:  %s\n#   want: %s\n", key, input, got, want);
    }
}

static void fixture(struct tally *t, const char *name)
{
    char path[4096], text[8192];
    struct dx_reading r = {.verdict = DX_VERDICT_NO};
    struct dx_fold fold = {.n = 0};
    snprintf(path, sizeof path, "%s/tests/data/checks/%s", getenv("DX_SRC"), name);
    FILE *f = fopen(path, "r");
    if (!ok(f != NULL, "%s is there", name))
        return;
    while (fgets(text, sizeof text, f)) {
        char none[1] = "", *field[4] = {text, none, none, none};
        text[strcspn(text, "\n")] = '\0';
        for (int i = 1; i < 4 && strchr(field[i - 1], '\t'); i++) {
            field[i] = strchr(field[i - 1], '\t');
            *field[i]++ = '\0';
        }
        if (text[0] && text[0] != '#')
            line(t, &r, &fold, field[0], field[1], field[2], field[3]);
    }
    close_kind(t);
    t->kind[0] = '\0';
    fclose(f);
    dx_reading_free(&r);
    dx_fold_free(&fold);
}

int main(void)
{
    struct tally t = {0};
    if (!getenv("DX_SRC"))
        setenv("DX_SRC", ".", 0);
    fixture(&t, "examples.tsv");
    fixture(&t, "oracles.tsv"); /* by tests/oracles/checks.py */
    printf("# %d of %d kinds without a wrong line\n", t.whole, t.types);
    return tap_done();
}
