/* phone.c: the phone scanner against tests/data/checks/phones.tsv and phone-ways.tsv: text, default regions, what must be found in
 * order ("?": a label alone calls it a number) */
#include "../tap.h"

#include "find/text/fold.h"
#include "find/phone/phone.h"

#include <stdlib.h>

static struct dx_phone_words *words;

/* All numbers of the text, separated by blanks. */
static void scan(struct dx_buf *found, const char *text, const char *region, bool plain)
{
    struct dx_fold fold = {.n = 0};
    struct dx_phone_hit hit;
    dx_buf_reset(found);
    dx_buf_str(found, "");
    if (dx_fold_text(&fold, dx_str(text), NULL) == DX_OK) {
        struct dx_phone_scan s;
        dx_phone_start(&s, fold.text);
        s.region = region[0] ? region : NULL;
        s.words = words;
        s.plain = plain;
        while (dx_phone_next(&s, &hit))
            dx_buf_printf(found, "%s%s%s%s%s", found->len ? " " : "", hit.e164, hit.ext[0] ? ";ext=" : "", hit.ext, hit.possible ? "?" : "");
    }
    dx_fold_free(&fold);
}

static void habits(const char *table)
{
    char path[4096], line[8192];
    struct dx_buf found = DX_BUF_INIT;
    snprintf(path, sizeof path, "%s/tests/data/checks/%s", getenv("DX_SRC") ? getenv("DX_SRC") : ".", table);
    FILE *f = fopen(path, "r");
    if (!ok(f != NULL, "%s is there", table))
        return;
    while (fgets(line, sizeof line, f)) {
        char *region = strchr(line, '\t'), *want = region ? strchr(region + 1, '\t') : NULL;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || !want)
            continue;
        *region++ = *want++ = '\0';
        scan(&found, line, region, false);
        if (!ok(strcmp(found.p, want) == 0, "%s", line))
            printf("# got:  %s\n# want: %s\n", found.p, want);
    }
    dx_buf_free(&found);
    fclose(f);
}

/* Digits, digits, digits: the walk must go on, and find the number at the end. */
static void soup(void)
{
    struct dx_buf text = DX_BUF_INIT, found = DX_BUF_INIT;
    for (int i = 0; i < 20000; i++)
        dx_buf_str(&text, i % 3 ? "1 2.3-4/5 " : "0 0(0)00-00 ");
    dx_buf_str(&text, "x\n081-234-5678");
    scan(&found, text.p, "", false);
    ok(found.len >= 12 && strcmp(found.p + found.len - 12, "+66812345678") == 0, "a number after 200 KB of digits");
    dx_buf_reset(&text);
    for (int i = 0; i < 200000; i++)
        dx_buf_byte(&text, '+');
    scan(&found, text.p, "", false);
    ok(found.len == 0, "200,000 plus signs");
    dx_buf_free(&text);
    dx_buf_free(&found);
}

/* Short cuts find what is found without them: pieces of numbers, and what stands between them, one after another. */
static void short_cuts(void)
{
    static const char *const pieces[] = {"0", "1", "08", "66", "95", "4", "2024", "05", "20", "12", "2567", "812345678", "3580730215", "436-8-19303-6", "192.0.2.1", "500", "1800",
                                         " ", " ", "-", ".", "/", ",", ":", "(", ")", "[", "]", "~", "+", "O", "l", "B", "x", "%", "\xE1\x80\x9D", "\xE0\xB8\x81", "\t",
                                         " tel ", " MM ", "Singapore ", "/9", " ext 12", "ref ", "the global ",
                                         "081-234-5678 ", "089 765 4321 ", "02-123-4567 ", "09 421 234567 ", "+66812345678 ", "0812-3456-789 ", "  ", ") -", " - ", "- ("};
    struct dx_buf text = DX_BUF_INIT, fast = DX_BUF_INIT, plain = DX_BUF_INIT;
    const char *rounds = getenv("DX_PHONE_TEXTS"), *from = getenv("DX_PHONE_SEED");
    uint32_t seed = from ? (uint32_t)strtoul(from, NULL, 10) : 1;
    int same = 0, found = 0, tries = rounds ? atoi(rounds) : 20000;
    for (int i = 0; i < tries; i++) {
        dx_buf_reset(&text);
        for (uint32_t n = 4 + (seed = seed * 1664525 + 1013904223) % 40; n > 0; n--)
            dx_buf_str(&text, pieces[((seed = seed * 1664525 + 1013904223) >> 8) % (sizeof pieces / sizeof *pieces)]);
        scan(&fast, text.p, "", false);
        scan(&plain, text.p, "", true);
        found += plain.len > 0;
        if (strcmp(fast.p, plain.p) == 0)
            same++;
        else if (same == i)
            printf("# %s\n# short cuts: %s\n# without:    %s\n", text.p, fast.p, plain.p);
    }
    ok(same == tries && found > tries / 20, "%d of %d texts (%d with numbers) have the same numbers with and without short cuts", same, tries, found);
    dx_buf_free(&text);
    dx_buf_free(&fast);
    dx_buf_free(&plain);
}

/* Every code is asked for by three digits. */
static void near_codes(void)
{
    int near = 0, missed = 0;
    for (int i = 0; i < 1000; i++) {
        const char digits[3] = {(char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10)};
        const struct dx_phone_code *code = dx_phone_code_at((struct dx_str){digits, sizeof digits});
        bool is = code && dx_phone_is_near(&dx_phone_regions[code->first]);
        near += is;
        missed += is && !dx_phone_may_be_near(digits[0]);
    }
    ok(near > 100 && missed == 0, "codes of the neighbourhood begin with the digits that are looked for: %d of %d don't", missed, near);
}

int main(void)
{
    words = dx_phone_words_new(NULL, NULL);
    habits("phones.tsv");
    habits("phone-ways.tsv");
    soup();
    near_codes();
    short_cuts();
    dx_phone_words_free(words);
    return tap_done();
}
