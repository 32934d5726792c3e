/* phone.c: fuzz target: the walk from telephone number to telephone number through folded text */
#include "fuzz.h"

#include "find/text/fold.h"
#include "find/phone/phone.h"

static const char *const regions[] = {NULL, "TH", "MM,ID", "SG,MY", "VN,KH,LA", "CN,HK,TW", "US", "ZZ,TH", "DE,IT", "IN,BD,LK,NP"};

/* A number within the text, behind the one before; a plan has it, or may have it. */
static void look(const struct dx_phone_hit *h, struct dx_str text, size_t *before)
{
    struct dx_reading r = {0};
    MUST(h->start < h->end && h->end <= text.n && h->start >= *before);
    *before = h->start;
    size_t digits = strspn(h->e164 + 1, "0123456789");
    MUST(h->e164[0] == '+' && digits >= 4 && digits <= 20 && !h->e164[1 + digits]);
    MUST(strspn(h->ext, "0123456789") == strlen(h->ext) && h->line && h->form <= DX_PHONE_LOCAL && h->repaired >= 0);
    MUST(h->possible <= DX_PHONE_OUTLINE && (h->possible == DX_PHONE_NO) == (strcmp(h->line, "unconfirmed") != 0));
    MUST(h->weight > -50 && h->weight < 50);
    for (size_t i = 0; i < DX_PHONE_REGIONS && h->others[i][0]; i++)
        MUST(h->others[i][0] == '+' && strcmp(h->others[i], h->e164) != 0);
    dx_phone_read(&r, h);
    MUST(r.verdict != DX_VERDICT_NO && strncmp(r.value.p, h->e164, strlen(h->e164)) == 0);
    dx_reading_free(&r);
}

/* Without short cuts the same is found. */
static void look_plainly(const struct dx_phone_hit *h, struct dx_phone_scan *plain)
{
    struct dx_phone_hit same;
    MUST(dx_phone_next(plain, &same) && same.start == h->start && same.end == h->end && same.form == h->form && same.possible == h->possible);
    MUST(strcmp(same.e164, h->e164) == 0 && strcmp(same.ext, h->ext) == 0 && same.labelled == h->labelled && same.weight == h->weight);
}

/* The first byte says for which regions, and whether the caller vouches for it. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_fold f = {0};
    struct dx_err e;
    if (n == 0)
        return 0;
    MUST(dx_fold_text(&f, (struct dx_str){(const char *)p + 1, n - 1}, &e) == DX_OK);
    struct dx_phone_words *words = dx_phone_words_new(NULL, NULL);
    MUST(words);
    struct dx_phone_scan scan, plain;
    dx_phone_start(&scan, f.text);
    scan.words = words;
    scan.vouched = p[0] & 128;
    scan.region = regions[p[0] % 128 % (sizeof regions / sizeof *regions)];
    plain = scan;
    plain.plain = true;
    struct dx_phone_hit hit;
    size_t hits = 0;
    for (size_t before = 0; dx_phone_next(&scan, &hit); hits++) {
        look(&hit, f.text, &before);
        look_plainly(&hit, &plain);
    }
    MUST(hits <= n && !dx_phone_next(&plain, &hit));
    dx_phone_words_free(words);
    dx_fold_free(&f);
    return 0;
}
