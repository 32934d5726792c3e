/* rules.c: fuzz target: a user's rule file, the table of kinds, and scanning with what loads */
#include "fuzz.h"

#include "find/scan/scan.h"

static const char text[] = "Call 081-234 5678; ID 1-1017-00230-70-8, X1234, a@example.com, Baht 1,200.00, 4111 1111 1111 1111\nที่อยู่ ๑๒๓\n";

static void scan(const struct dx_rules *rules)
{
    struct dx_scan *s = NULL;
    struct dx_err e;
    MUST(dx_scan_new(&s, rules, &(struct dx_scan_options){.region = "TH,MM,ID", .min_score = 0}, &e) == DX_OK);
    struct dx_piece piece = {.text = {text, sizeof text - 1}, .to = sizeof text - 1};
    int rc = dx_scan_piece(s, &piece, &e);
    MUST(rc == DX_OK || rc == DX_LIMIT);
    for (size_t i = 0; i < dx_scan_hits(s); i++) {
        const struct dx_hit *h = dx_scan_hit(s, i);
        MUST(h->start < h->end && h->end <= sizeof text - 1);
        MUST(dx_hit_value(s, h).n + dx_hit_key(s, h).n + dx_hit_attrs(s, h).n < 1 << 20);
    }
    dx_scan_free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_rules *r = NULL;
    struct dx_kinds *k = NULL;
    struct dx_err e = {.msg = ""};
    char name[40];
    const char *more = name;
    int fd = fuzz_file(p, n);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    int rc = dx_rules_load(&r, fuzz_source("tests/fuzz/few-rules"), &more, 1, &e);
    MUST(rc == DX_OK || (rc == DX_BAD && !r && e.msg[0] && !strchr(e.msg, '\n')));
    if (rc == DX_OK)
        scan(r);
    dx_rules_free(r);
    rc = dx_kinds_new(&k, (struct dx_str){(const char *)p, n}, "kinds.tsv", &e);
    MUST(rc == DX_OK || rc == DX_BAD);
    for (size_t i = 0; rc == DX_OK && dx_kinds_at(k, i); i++)
        MUST(dx_kinds_find(k, dx_kinds_at(k, i)->key) == dx_kinds_at(k, i));
    dx_kinds_free(k);
    close(fd);
    return 0;
}
