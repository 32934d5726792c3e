/* grouped.c: patterns of digits in groups match what PCRE2 says: every shipped one, and some more, at every place of numbers made for it and damaged */
#include "../tap.h"

#include "find/rules/rules.h"

#include <string.h>

static uint64_t seed = 88172645463325252u;
static unsigned draw(unsigned below) /* xorshift64 */
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 33) % below;
}

static struct dx_matcher *matcher;
static long met, wrong;

static void compare(const struct dx_regex *r, struct dx_str t)
{
    struct dx_err e = {.msg = ""};
    for (size_t at = 0; at < t.n; at++) {
        struct dx_match a = {0}, b = {0};
        bool found_a = false, found_b = false;
        if (((unsigned char)t.p[at] & 0xc0) == 0x80 || dx_regex_at(r, matcher, t, at, &a, &found_a, &e) != DX_OK ||
            dx_regex_ask(r, matcher, t, at, &b, &found_b, &e) != DX_OK)
            continue;
        met += found_b;
        wrong += found_a != found_b || (found_a && (a.start != b.start || a.end != b.end || a.all_start != b.all_start || a.all_end != b.all_end));
    }
}

/* Groups of digits with marks between them. */
static void put_number(struct dx_buf *b)
{
    static const char *const marks[] = {"-", " ", "/", ".", ",", "ท", "--", "a", ""};
    const char *mark = marks[draw(sizeof marks / sizeof *marks)];
    dx_buf_reset(b);
    for (unsigned groups = 1 + draw(6); groups > 0; groups--) {
        for (unsigned n = draw(groups % 2 ? 8 : 20); n > 0; n--)
            dx_buf_byte(b, (char)('0' + draw(10)));
        dx_buf_str(b, draw(12) ? mark : marks[draw(sizeof marks / sizeof *marks)]);
    }
}

static void compare_all(const struct dx_regex *r, const struct dx_rule *rule)
{
    struct dx_buf b = DX_BUF_INIT;
    for (size_t k = 0; rule && k < rule->n_examples; k++)
        compare(r, rule->examples[k].text);
    for (int round = 0; round < 300; round++) {
        put_number(&b);
        if (dx_buf_ok(&b) && b.len)
            compare(r, dx_buf_slice(&b));
    }
    dx_buf_free(&b);
}

static void test_rules(void)
{
    struct dx_rules *rules;
    struct dx_err e = {.msg = ""};
    const struct dx_rule *r;
    long grouped = 0;
    if (!ok(dx_rules_load(&rules, NULL, NULL, 0, &e) == DX_OK, "rules: %s", e.msg))
        return;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        for (size_t k = 0; k < r->n_patterns; k++)
            if (dx_regex_is_grouped(r->patterns[k].regex)) {
                grouped++;
                compare_all(r->patterns[k].regex, r);
            }
    ok(grouped > 50 && met > 1000 && wrong == 0, "%ld patterns of rules, %ld matches: %ld wrong", grouped, met, wrong);
    dx_rules_free(rules);
}

static void test_patterns(void)
{
    static const struct {
        const char *pattern;
        bool grouped;
    } cases[] = {
        {"\\d", true}, {"\\d{3}", true}, {"\\d{3,5}", true}, {"\\d{2}\\.\\d{3}\\.\\d{1,3}", true}, {"\\d[ -]\\d{4}[-/ .]\\d", true}, {"\\d{2,4} \\d", true},
        {"\\d{3}[ -]?\\d", true}, {"\\d-?\\d{2}/?\\d{1,3}-\\d", true}, {"\\d{2,3}-?\\d", false}, {"\\d{3}-??\\d", false}, {"\\d{3}|\\d", true}, {"\\d{2}-\\d{2}|\\d{2,4}|\\d", true},
        {"\\d|", false}, {"|\\d", false}, {"\\d|\\d{2}|\\d{3}|\\d{4}|\\d{5}", false}, {"\\d{2,4}(?!\\d)|\\d", true}, {"(?!0[1-5])\\d{3}", false},
        {"(?!0[12345]\\d)\\d{3,5}(?!\\d)|(?!1)\\d{2}", true}, {"(?!)\\d", false}, {"\\d(?!0)", false}, {"(?!01)(?!2)\\d{3}", false},
        {"\\d\\d", false}, {"\\d{3,}", false}, {"\\d{0,3}", false}, {"\\d+", false}, {"\\d{3}?", false}, {"\\d{3}.\\d", false},
        {"\\d{3}[ -.]\\d", false}, {"\\d{3}-", false}, {"(\\d{3})", false}, {"\\d{100}", false}, {"\\d{5,3", false}, {"\\d{3}[^ ]\\d", false},
        {"\\d-\\d-\\d-\\d-\\d-\\d-\\d-\\d-\\d", false}, {"-\\d", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dx_regex *r;
        struct dx_err e = {.msg = ""};
        long before = wrong;
        if (!ok(dx_regex_new(&r, dx_str(cases[i].pattern), &e) == DX_OK, "%s %s", cases[i].pattern, e.msg))
            continue;
        compare_all(r, NULL);
        ok(dx_regex_is_grouped(r) == cases[i].grouped && wrong == before, "as PCRE2 says%s", cases[i].grouped ? ", which wasn't asked" : "");
        dx_regex_free(r);
    }
}

static void test_runs(void)
{
    static const struct {
        const char *pattern;
        bool run;
    } cases[] = {
        {"\\d{3}", true}, {"\\d{14,15}|\\d{12}|(?!0[689])\\d{10}(?!\\d)", true}, {"\\d{3}[ -]?\\d", false}, {"\\d{9}|\\d{3}-\\d", false}, {"[0-9]", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dx_regex *r;
        struct dx_err e = {.msg = ""};
        if (!ok(dx_regex_new(&r, dx_str(cases[i].pattern), &e) == DX_OK, "%s %s", cases[i].pattern, e.msg))
            continue;
        ok(dx_regex_is_run(r) == cases[i].run, "its matches are%s runs of digits", cases[i].run ? "" : "n't always");
        dx_regex_free(r);
    }
}

int main(void)
{
    struct dx_err e = {.msg = ""};
    ok(dx_matcher_new(&matcher, &e) == DX_OK, "a matcher");
    test_rules();
    test_patterns();
    test_runs();
    dx_matcher_free(matcher);
    return tap_done();
}
