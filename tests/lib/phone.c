/* phone.c: the phone scanner against tests/data/checks/phones.tsv and phone-ways.tsv: text, default regions, what must be found in
 * order ("?": a label alone calls it a number) */
#include "../tap.h"

#include "find/fold.h"
#include "find/phone.h"

#include <stdlib.h>

static struct dx_phone_words *words;

/* All numbers of the text, separated by blanks. */
static void scan(struct dx_buf *found, const char *text, const char *region)
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
        scan(&found, line, region);
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
    scan(&found, text.p, "");
    ok(found.len >= 12 && strcmp(found.p + found.len - 12, "+66812345678") == 0, "a number after 200 KB of digits");
    dx_buf_reset(&text);
    for (int i = 0; i < 200000; i++)
        dx_buf_byte(&text, '+');
    scan(&found, text.p, "");
    ok(found.len == 0, "200,000 plus signs");
    dx_buf_free(&text);
    dx_buf_free(&found);
}

int main(void)
{
    words = dx_phone_words_new(NULL, NULL);
    habits("phones.tsv");
    habits("phone-ways.tsv");
    soup();
    dx_phone_words_free(words);
    return tap_done();
}
