/* scanner.c: the table of candidate scanners */
#include "find/rules/scanner.h"

#include <string.h>

#include "find/name/name.h"
#include "find/phone/phone.h"
#include "find/rules/words.h"

static int scan_phones(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_phone_scan scan;
    struct dx_phone_hit hit;
    int rc = DX_OK;
    dx_phone_start(&scan, t->line);
    scan.region = t->region;
    scan.table = t->calls;
    scan.words = t->phone_words;
    scan.home = t->home;
    scan.ascii = t->ascii;
    scan.plain = t->plain;
    scan.recognised = t->recognised;
    while (rc == DX_OK && dx_phone_next(&scan, &hit)) {
        dx_reading_reset(r);
        dx_phone_read(r, &hit);
        rc = take(ctx, &(struct dx_scanned){.start = hit.start, .end = hit.end}, e);
    }
    return rc;
}

static int scan_words(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    return t->words ? dx_words_scan(t->words, t->line, r, take, ctx, e) : DX_OK;
}

static const struct dx_scanner scanners[] = {
    {"name", NULL, dx_name_glance, DX_PART_STRUCTURE, dx_name_scan},
    {"phone", DX_PHONE_TRIGGER, NULL, DX_PART_PLAN, scan_phones},
    {"words", NULL, NULL, DX_PART_STRUCTURE, scan_words}, /* anything may be a word */
};

const struct dx_scanner *dx_scanner_named(struct dx_str name)
{
    for (size_t i = 0; i < sizeof scanners / sizeof *scanners; i++)
        if (dx_str_is(name, scanners[i].name))
            return &scanners[i];
    return NULL;
}
