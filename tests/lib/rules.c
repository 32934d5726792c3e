/* rules.c: loading rule files, and what is said of bad ones */
#include "../tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "find/rules/rules.h"

static char dir[] = "/tmp/dx-rules-XXXXXX";

static const char *file(const char *name, const char *text)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (f) {
        fputs(text, f);
        fclose(f);
    }
    return path;
}

/* Loads the shipped rules and this text as a user's file; expects this message (NULL: that it loads). */
static void loads(const char *text, const char *want, const char *what)
{
    struct dx_rules *r = NULL;
    struct dx_err e = {.msg = ""};
    const char *path = file("my.rules", text);
    int rc = dx_rules_load(&r, getenv("DX_RULES_DIR"), &path, 1, &e);
    if (want)
        ok(rc == DX_BAD && strstr(e.msg, want), "%s: %s", what, e.msg);
    else
        ok(rc == DX_OK, "%s%s", what, rc == DX_OK ? "" : e.msg);
    dx_rules_free(r);
    unlink(path);
}

#define GOOD "kind: my.code\npattern: X\\d{4}\nhit: X1234 -> X1234\nmiss: X123\n"

static void shipped(void)
{
    struct dx_rules *a = NULL, *b = NULL;
    struct dx_err e = {.msg = ""};
    ok(dx_rules_load(&a, NULL, NULL, 0, &e) == DX_OK, "the shipped rules load %s", e.msg);
    if (!a)
        return;
    ok(strlen(dx_rules_hash(a)) == 64, "they have a hash");
    const struct dx_kind *k = dx_kinds_find(dx_rules_kinds(a), DX_STR("passport.th"));
    ok(k && dx_str_is(k->kind, "passport") && dx_str_is(k->attrs, "\"country\":\"TH\"") && k->sensitive, "a key has its kind");
    k = dx_kinds_find(dx_rules_kinds(a), DX_STR("whatsapp.link"));
    ok(k && dx_str_is(k->kind, "phone") && dx_str_is(k->attrs, "\"app\":\"whatsapp\""), "a link to a phone is a phone");
    const char *path = file("my.rules", GOOD);
    ok(dx_rules_load(&b, NULL, &path, 1, &e) == DX_OK && strcmp(dx_rules_hash(a), dx_rules_hash(b)) != 0, "one more file, another hash");
    dx_rules_free(a);
    dx_rules_free(b);
    unlink(path);
}

static void kinds(void)
{
    static const char *const bad[] = {"a\tb\t-\n", "a\tb\t-\tperhaps\n", "a\tb\tx\tyes\n", "a\tb\t-\tyes\na\tb\t-\tyes\n", "\n\n\tb\t-\tno\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct dx_kinds *k = NULL;
        struct dx_err e = {.msg = ""};
        ok(dx_kinds_new(&k, dx_str(bad[i]), "kinds.tsv", &e) == DX_BAD && strncmp(e.msg, "kinds.tsv:", 10) == 0, "bad table: %s", e.msg);
        dx_kinds_free(k);
    }
}

int main(void)
{
    if (!mkdtemp(dir))
        return 1;
    shipped();
    kinds();
    loads(GOOD, NULL, "a good rule");
    loads("# only a comment\n\n" GOOD "\n" GOOD, NULL, "two stanzas of one kind");
    loads("kind: my.code\npattern: X\nmiss: Y\n", "my.rules:1: the rule has no example that hits", "no hit");
    loads("kind: my.code\npattern: X\nhit: X -> X\n", "my.rules:1: the rule has no example that misses", "no miss");
    loads("\n\nkind: my.code\nhit: X -> X\nmiss: Y\n", "my.rules:3: the rule has no pattern", "no pattern");
    loads("pattern: X\nhit: X -> X\nmiss: Y\n", "my.rules:1: the stanza names no kind", "no kind");
    loads("kind: my.code\npattern: X(\n", "my.rules:2: pattern, character 3:", "a bad pattern");
    loads("kind: my.code\nchek: luhn\n", "my.rules:2: there is no key of that name", "an unknown key");
    loads("kind: my.code\ncheck: nonsense\n", "my.rules:2: there is no check of that name", "an unknown check");
    loads("kind: my.code\ncontext: words\n", "my.rules:2: expected a language code", "a context without language");
    loads("kind: my.code\ncontext: en: a,,b\n", "my.rules:2: an empty context word", "an empty word");
    loads("kind: my.code\ncolumn: words\n", "my.rules:2: expected a language code", "a column without language");
    loads("kind: my.code\nowner: maybe\n", "my.rules:2: expected yes or no", "an owner");
    loads("kind: my.code\nboundary: loose\n", "my.rules:2: expected digit, word or none", "a boundary");
    loads("kind: my.code\nneeds: digits 13\n", "my.rules:2: there is no key of that name", "a key of old rule files");
    loads("kind: my.code\nbase: 1e9\n", "my.rules:2: expected a number between -20 and 20", "a weight");
    loads("kind: my.code\nbase:\n", "my.rules:2: an empty value", "an empty value");
    loads("kind: my.code\nlabel: maybe\n", "my.rules:2: expected yes, run or no", "yes, run or no");
    loads("kind: My Code\n", "my.rules:1: a kind is lower-case", "a kind's name");
    loads("kind: my.code\nkind: my.code\n", "my.rules:2: a second kind", "two kinds");
    loads("kind: my.code\nhit: X1234\n", "my.rules:2: expected: hit: text -> normal form", "a hit without normal form");
    loads("nonsense\n", "my.rules:1: expected key: value", "no key at all");
    loads("kind: my.code\nlabel: yes\npattern: X\nhit: X -> X\nmiss: Y\n", "my.rules:1: the rule asks for a label", "a label without words");
    loads("kind: my.code\npattern: \xff\n", "my.rules:2: not UTF-8", "no UTF-8");
    loads("kind: iban\npattern: X\nhit: X -> X\nmiss: Y\n", "my.rules:1: this kind has a shipped rule", "shadowing a shipped kind");
    loads("kind: iban\nreplace: yes\npattern: X\nhit: X -> X\nmiss: Y\n", NULL, "replacing it on purpose");
    loads("kind: my.code\npattern: (?C1)X\nhit: X -> X\nmiss: Y\n", NULL, "a pattern with a callout does nothing else");
    struct dx_rules *r = NULL;
    struct dx_err e = {.msg = ""};
    const char *none = "/nonexistent/x.rules";
    ok(dx_rules_load(&r, NULL, &none, 1, &e) == DX_BAD && strstr(e.msg, none), "a missing file is named: %s", e.msg);
    ok(dx_rules_load(&r, dir, NULL, 0, &e) == DX_BAD && strstr(e.msg, "kinds.tsv"), "a folder without kinds.tsv: %s", e.msg);
    rmdir(dir);
    return tap_done();
}
