/* scan.c: what is found is what PCRE2 finds when it searches for every pattern over every line: on nasty text, in any portions */
#include "../tap.h"

#include <stdlib.h>

#include "../found.h"

static struct dx_rules *rules;
static struct dx_scan *fast, *plain;

/* ---- text ---- */

static uint64_t seed = 88172645463325252u;
static unsigned draw(unsigned below) /* xorshift64 */
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 33) % below;
}

static void put_any(struct dx_buf *b, const char *from, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        dx_buf_byte(b, from[draw((unsigned)strlen(from))]);
}

static const struct dx_rule *any_rule(void)
{
    size_t n = 0;
    while (dx_rules_at(rules, n))
        n++;
    return dx_rules_at(rules, draw((unsigned)n));
}

/* An example of the rule, whole or damaged. */
static void put_example(struct dx_buf *b, const struct dx_rule *r)
{
    struct dx_str x = r->examples[draw((unsigned)r->n_examples)].text;
    size_t from = draw(4) ? 0 : draw((unsigned)x.n + 1), to = draw(4) ? x.n : draw((unsigned)x.n + 1);
    for (size_t i = from; i < to; i++)
        dx_buf_byte(b, draw(60) ? x.p[i] : "0aZ-. /@\n(\xe0"[draw(11)]);
}

static void put_word(struct dx_buf *b, const struct dx_rule *r)
{
    if (r->n_words) {
        struct dx_str w = r->words[draw((unsigned)r->n_words)];
        dx_buf_add(b, w.p, w.n);
    }
}

/* A word of a rule, and things of its kind in a list behind it. */
static void put_list(struct dx_buf *b)
{
    static const char *const joints[] = {", ", " and ", ",", "; ", "/", " และ ", " dan ", ", and "};
    const struct dx_rule *r = any_rule();
    put_word(b, r);
    dx_buf_byte(b, ' ');
    for (unsigned n = 2 + draw(3); n > 0; n--) {
        put_example(b, r);
        dx_buf_str(b, joints[draw(sizeof joints / sizeof *joints)]);
    }
}

static void put_piece(struct dx_buf *b)
{
    static const char *const bits[] = {"๐๑๒๓๔๕๖๗๘๙", "၀၁၂၃", "\u200b", "\u212a", "\u017f", "ก็ดี", "\xff", "<<", "://", "http://a.b/", "@", ".com",
                                       " at ", " dot ", "+66", "\nSl Name Father Contact\n1 ", "\nNo. Name Passport\n2 Jalil Howlader ", "(0)", "IMO ", "No.", "_", "\t", ",", ";", "|", "А", "о", "ေ", "ำ"};
    switch (draw(13)) {
    case 0: put_any(b, "0123456789", 1 + draw(20)); break;
    case 1: put_any(b, "0123456789-. /", 1 + draw(24)); break;
    case 2: put_any(b, "ABCDEFabcdef0123456789", 1 + draw(70)); break;
    case 3: put_any(b, "ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789", 1 + draw(50)); break;
    case 4: put_any(b, "abc.@-_+ ", 1 + draw(12)); break;
    case 5: put_word(b, any_rule()); break;
    case 7:
    case 8:
        put_word(b, any_rule());
        dx_buf_byte(b, ' ');
        put_example(b, any_rule());
        break;
    case 6: dx_buf_str(b, bits[draw(sizeof bits / sizeof *bits)]); break;
    case 9: put_list(b); break;
    default: put_example(b, any_rule());
    }
    if (draw(3) == 0)
        put_any(b, " :,.-/\n\t(", 1);
}

/* ---- what is found ---- */

static void scan(struct found *f, struct dx_scan *how, struct dx_str text, size_t step)
{
    struct dx_err e = {.msg = ""};
    if (found_scan(f, how, how == plain, text, step, &e) != DX_OK)
        ok(0, "scan: %s", e.msg);
}

/* The first line that differs, for the one who has to mend it. */
static bool same(struct found *a, struct found *b, const char *what)
{
    if (found_same(a, b))
        return true;
    size_t i = 0;
    while (i < a->text.len && i < b->text.len && a->text.p[i] == b->text.p[i])
        i++;
    while (i > 0 && a->text.p[i - 1] != '\n')
        i--;
    printf("# %s: %.200s\n#   instead of %.200s\n", what, a->text.p + i, b->text.p + i);
    return false;
}

static void test_random(int rounds)
{
    struct found a = {0}, b = {0};
    struct dx_buf text = DX_BUF_INIT;
    int differ = 0, portions = 0;
    size_t hits = 0;
    for (int round = 0; round < rounds && differ + portions < 5; round++) {
        dx_buf_reset(&text);
        for (unsigned n = 1 + draw(40); n > 0; n--)
            put_piece(&text);
        scan(&a, fast, dx_buf_slice(&text), text.len + 1);
        scan(&b, plain, dx_buf_slice(&text), text.len + 1);
        for (size_t i = 0; i < b.text.len; i++)
            hits += b.text.p[i] == '\n';
        if (!same(&a, &b, "random text")) {
            differ++;
            printf("# text: %.*s\n", (int)text.len, text.p);
        }
        scan(&b, fast, dx_buf_slice(&text), 1 + draw(90));
        portions += !same(&b, &a, "in portions");
    }
    ok(differ == 0, "random text: %d rounds as PCRE2 alone finds (%zu hits)", rounds, hits);
    ok(portions == 0, "and the same in any portions");
    ok(hits > 200 || rounds < 300, "there was something to find");
    dx_buf_free(&a.text);
    dx_buf_free(&b.text);
    dx_buf_free(&text);
}

/* Every example, as it stands. */
static void test_examples(void)
{
    struct found a = {0}, b = {0};
    const struct dx_rule *r;
    int n = 0, differ = 0;
    for (size_t i = 0; (r = dx_rules_at(rules, i)) != NULL; i++)
        for (size_t k = 0; k < r->n_examples; k++, n++) {
            scan(&a, fast, r->examples[k].text, 1000);
            scan(&b, plain, r->examples[k].text, 1000);
            differ += !same(&a, &b, "example");
        }
    ok(differ == 0, "%d examples", n);
    dx_buf_free(&a.text);
    dx_buf_free(&b.text);
}

#define STEPS 18 /* of the automaton for a byte of text, whatever it is: 16.8 for capitals in a line that holds a link */

/* Lines longer than a piece, of one kind of byte and of many; with what meets every need (needs.h) between, so that all patterns are tried. */
static void test_long(void)
{
    static const char *const between[] = {" ตม.6 เลขที่ XY 98765 ", " T.6@ ", " name (at) example dot org ", " https://www.example.org/q?t=0812345678 ", " 081-234 5678, DLDAQ1 "};
    static const char *const kinds[] = {"a", "0", "a@", "<", "-1", "0123456789", "0123456789 -/.", "ABCDEF0123456789", " ", "ab. ", "/x.com", "A", "://", "0 ", "12,", "0123456789abcdef",
                                        "ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789+/"};
    struct found a = {0}, b = {0};
    struct dx_buf text = DX_BUF_INIT;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        dx_buf_reset(&text);
        for (size_t n = 0; n < 5; n++) {
            put_any(&text, kinds[i], i < 5 ? 0 : 14000);
            for (size_t k = 0; i < 5 && k < 14000; k++)
                dx_buf_byte(&text, kinds[i][k % strlen(kinds[i])]);
            dx_buf_str(&text, between[n]);
        }
        uint64_t before = dx_scan_work(fast);
        scan(&a, fast, dx_buf_slice(&text), 5000);
        uint64_t work = dx_scan_work(fast) - before;
        ok(work <= STEPS * text.len, "long line of %s: %.1f steps a byte", kinds[i], (double)work / (double)text.len);
        scan(&b, plain, dx_buf_slice(&text), 65536);
        if (a.limits || b.limits)
            ok(b.limits > 0, "long line of %s: too many candidates", kinds[i]);
        else
            ok(same(&a, &b, kinds[i]), "long line of %s", kinds[i]);
    }
    dx_buf_free(&a.text);
    dx_buf_free(&b.text);
    dx_buf_free(&text);
}

/* As many numbers that come to nothing as there may be candidates leave room for what is one. */
static void test_crowd(void)
{
    struct found a = {0};
    struct dx_buf text = DX_BUF_INIT;
    for (unsigned i = 0; i < 5500; i++)
        dx_buf_printf(&text, "%u ", 1000000007u + 522301 * i);
    dx_buf_str(&text, "passport AA1234567");
    scan(&a, fast, dx_buf_slice(&text), 5000);
    ok(a.limits == 0 && a.text.len && strstr(a.text.p, "passport:TH:AA1234567"), "a passport behind a crowd of numbers");
    dx_buf_free(&a.text);
    dx_buf_free(&text);
}

/* All of it, leaving out what is less likely: that is told early of much. */
static void test_at(double least, int rounds, struct dx_err *e)
{
    int rc = dx_scan_new(&fast, rules, &(struct dx_scan_options){.min_score = least}, e);
    if (rc == DX_OK)
        rc = dx_scan_new(&plain, rules, &(struct dx_scan_options){.min_score = least, .plain = true}, e);
    ok(rc == DX_OK, "scores of %.1f and more%s", least, e->msg);
    if (rc == DX_OK) {
        test_examples();
        test_random(rounds);
        test_long();
        if (least > 0)
            test_crowd();
    }
    dx_scan_free(fast);
    dx_scan_free(plain);
    fast = plain = NULL;
}

int main(void)
{
    struct dx_err e = {.msg = ""};
    const char *rounds = getenv("DX_SCAN_ROUNDS"), *start = getenv("DX_SCAN_SEED");
    if (start)
        seed += strtoull(start, NULL, 10) * 7919;
    if (dx_rules_load(&rules, NULL, NULL, 0, &e) != DX_OK) {
        ok(0, "rules: %s", e.msg);
        return tap_done();
    }
    test_at(0, rounds ? atoi(rounds) : 400, &e);
    test_at(0.2, rounds ? atoi(rounds) : 400, &e);
    dx_rules_free(rules);
    return tap_done();
}
