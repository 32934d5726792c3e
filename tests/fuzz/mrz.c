/* mrz.c: fuzz target: zones in text, repaired; what they say, and their records */
#include "fuzz.h"

#include "base/record.h"
#include "find/mrz/mrz.h"

/* Whatever was repaired is a zone of its format, says it in fields that end, and gives a record that can be read. */
static void zone(const struct dx_mrz *z)
{
    struct dx_mrz_fields f;
    const char *alerts[DX_MRZ_ALERTS], *lines[DX_MRZ_LINES];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_json j = {0};
    struct dx_err e;
    char id[DX_ID_DIGITS + 1];
    int of;
    MUST(z->n_lines >= 2 && z->n_lines <= DX_MRZ_LINES && z->confidence >= 0 && z->confidence <= 1 && z->n_repairs >= 0);
    for (int i = 0; i < z->n_lines; i++) {
        lines[i] = z->lines[i];
        MUST(strlen(lines[i]) == (size_t)z->columns && strspn(lines[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") == (size_t)z->columns);
    }
    MUST(dx_mrz_format_of(lines, z->n_lines) == z->format && dx_mrz_format_name(z->format));
    int good = dx_mrz_checks(z, &of);
    MUST(good >= 0 && good <= of && of <= DX_MRZ_N_CHECKS);
    dx_mrz_fields(z, &f);
    int n = dx_mrz_alerts(z, 0, "2020-01-01", alerts);
    MUST(n >= 0 && n <= DX_MRZ_ALERTS);
    dx_mrz_record(&b, z, &(struct dx_mrz_source){.item = DX_STR("00"), .page = 1, .as_of = "2020-01-01"}, "0123456789ab", id);
    MUST(dx_buf_ok(&b) && b.len && b.p[b.len - 1] == '\n');
    MUST(dx_json_parse(&j, b.p, b.len - 1, &e) == DX_OK);
    dx_json_free(&j);
    dx_buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct dx_mrz z; /* large */
    size_t pos = 0, before = 0, span[2];
    while (dx_mrz_scan((const char *)p, n, n, &pos, &z, span)) {
        MUST(pos > before && pos <= n && span[0] < span[1] && span[1] <= n && span[0] >= before);
        before = pos;
        zone(&z);
    }
    char text[512]; /* the first lines, as a recogniser would give them */
    size_t len = n < sizeof text - 1 ? n : sizeof text - 1;
    if (len)
        memcpy(text, p, len);
    text[len] = '\0';
    const char *lines[DX_MRZ_LINES];
    int k = 0;
    for (char *at = text, *save = NULL; k < DX_MRZ_LINES && (at = strtok_r(at, "\n", &save)); at = NULL)
        lines[k++] = at;
    for (int use = 2; use <= k; use++)
        if (dx_mrz_repair(&z, lines, use))
            zone(&z);
    return 0;
}
