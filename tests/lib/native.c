/* native.c: numbers in Thai and Khmer digits are read from their glyphs, whatever the recogniser took them for; all else stays */
#include "../picture.h"
#include "../tap.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "page/native.h"

static struct dx_err e;

static struct dx_picture *load(const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/tests/data/native/%s", getenv("DX_SRC") ? getenv("DX_SRC") : ".", name);
    return picture_of(path);
}

/* Puts a word into the list: n times the text, side by side in the box. */
static void put(struct dx_seen_list *l, const char *utf8, int n, bool space, const int box[4])
{
    for (int i = 0; i < n; i++) {
        struct dx_seen s = {.n = (uint8_t)strlen(utf8), .line = !l->n, .space = space && i == 0, .x = box[0] + box[2] * i / n, .y = box[1], .w = box[2] / n, .h = box[3], .confidence = 0.5F};
        memcpy(s.utf8, utf8, s.n);
        dx_seen_add(l, &s, &e);
    }
}

/* What the list spells, native digits as ours. */
static void spell(const struct dx_seen_list *l, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct dx_seen *s = &l->p[i];
        bool thai = s->n == 3 && memcmp(s->utf8, "\xE0\xB9", 2) == 0, khmer = s->n == 3 && memcmp(s->utf8, "\xE1\x9F", 2) == 0;
        if ((thai || khmer) && n + 1 < room)
            out[n++] = (char)('0' + (unsigned char)s->utf8[2] - (thai ? 0x90 : 0xA0));
        else
            for (size_t k = 0; k < s->n && n + 1 < room; k++)
                out[n++] = s->utf8[k];
    }
    out[n] = '\0';
}

/* Is each glyph that it is sure of the right one? */
static bool sure_are_right(const struct dx_seen_list *l, const char *want)
{
    char got[64];
    spell(l, got, sizeof got);
    for (size_t i = 0; i < l->n; i++)
        if (l->p[i].confidence >= 0.5F && got[i] != want[i])
            return false;
    return l->n == strlen(want);
}

/* The recogniser took all of its glyphs for `as`. Returns whether all of it is right. */
static bool reads_as(const char *name, const char *as)
{
    struct dx_picture *p = load(name);
    struct dx_seen_list l = {0};
    char want[64], got[64];
    ok(p != NULL, "%s is there", name);
    if (!p)
        return false;
    size_t n = 0;
    for (const char *c = name; *c && *c != '.'; c++)
        want[n++] = *c == '_' ? '/' : *c;
    want[n] = '\0';
    put(&l, as, (int)n - 1, false, (int[4]){20, 10, p->w - 40, p->h - 20}); /* one glyph is lost, all are the same */
    ok(dx_native_reread(&l, p, &e) == DX_OK, "%s is read", name);
    spell(&l, got, sizeof got);
    bool kept = strspn(got, "W") == strlen(got); /* in doubt a word of letters stays one */
    ok(kept || sure_are_right(&l, want), "as %s, want %s", got, want);
    ok(l.n && l.p[0].line && !l.p[0].space, "it begins its line as before");
    dx_seen_free(&l);
    dx_picture_free(p);
    return strcmp(got, want) == 0;
}

/* Letters, and Western digits, are what the recogniser says. */
static void stays(const char *name)
{
    struct dx_picture *p = load(name);
    struct dx_seen_list l = {0};
    ok(p != NULL, "%s is there", name);
    if (!p)
        return;
    put(&l, "W", 11, false, (int[4]){20, 10, p->w - 40, p->h - 20});
    ok(dx_native_reread(&l, p, &e) == DX_OK && l.n == 11 && l.p[0].utf8[0] == 'W' && l.p[10].utf8[0] == 'W', "%s stays", name);
    dx_seen_free(&l);
    dx_picture_free(p);
}

int main(void)
{
    static const char *const names[] = {"081-234-5678.pgm", "3-5704-40640-27-1.pgm", "19_03_2567.pgm", "417-2-83917-4.pgm", "0987654321.pgm", "6699445577.pgm"};
    size_t whole = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        whole += reads_as(names[i], "๕");
    ok(whole + 1 >= sizeof names / sizeof *names, "%zu of %zu words without a wrong glyph", whole, sizeof names / sizeof *names);

    static const char *const taken_for_letters[] = {"081-234-5678.pgm", "0987654321.pgm", "012-345-678.pgm", "0976543210.pgm"};
    size_t n_letters = sizeof taken_for_letters / sizeof *taken_for_letters, read = 0;
    for (size_t i = 0; i < n_letters; i++)
        read += reads_as(taken_for_letters[i], "W");
    ok(2 * read >= n_letters, "%zu of %zu numbers that were taken for letters", read, n_letters);
    stays("kept-RETSAMHEART.pgm");
    stays("kept-081-234-5678.pgm");

    struct dx_picture *p = load(names[0]);
    struct dx_seen_list l = {0};
    char got[64];
    memset(p->grey, 255, p->stride * (size_t)p->h);
    put(&l, "๓", 5, false, (int[4]){20, 10, p->w - 40, p->h - 20});
    put(&l, "๗", 5, true, (int[4]){-50, -50, 4000, 4000});
    put(&l, "๗", 5, true, (int[4]){p->w - 1, p->h - 1, 1, 1});
    put(&l, "๗", 5, true, (int[4]){0, 0, 0, 0});
    ok(dx_native_reread(&l, p, &e) == DX_OK, "white paper, and boxes that are nowhere");
    spell(&l, got, sizeof got);
    ok(strcmp(got, "33333777777777777777") == 0 && l.p[5].space, "stay as they were: %s", got);
    dx_seen_free(&l);
    dx_picture_free(p);
    return tap_done();
}
