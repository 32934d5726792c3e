/* find.c: the stage: any cut of raw bytes, pages joined, boxes, documents, competing readings */
#include "../tap.h"

#include <stdlib.h>

#include "find/find.h"

static const char by[] = "0123456789ab";

static void *stage_open(double min_score)
{
    void *state = NULL;
    struct dx_err e = {.msg = ""};
    struct dx_options o = {.min_score = min_score};
    if (dx_find_stage.open(&state, &o, &e) != DX_OK)
        ok(0, "open: %s", e.msg);
    return state;
}

/* All lines of a group that the stage added. */
static void collect(struct dx_buf *out, struct dx_group *g)
{
    dx_group_settle(g, NULL);
    for (size_t i = 0; i < g->n; i++) {
        struct dx_str l = dx_group_line(g, i);
        if (memmem(l.p, l.n, "\"by\":\"0123456789ab\"", 19)) {
            dx_buf_add(out, l.p, l.n);
            dx_buf_byte(out, '\n');
        }
    }
    dx_buf_add(out, "", 1);
    out->len--;
}

/* Findings of raw bytes that come in portions of `step`. */
static void raw(void *state, struct dx_str text, size_t step, struct dx_buf *out)
{
    struct dx_group g = {0};
    size_t at = 0;
    bool last = false;
    dx_buf_reset(out);
    while (!last) {
        size_t n = text.n - at < step ? text.n - at : step;
        last = n == 0;
        dx_find_stage.raw(state, &g, by, text.p + at, n, (int64_t)at, last, NULL);
        at += n;
    }
    collect(out, &g);
    dx_group_free(&g);
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (const char *p = text; p && (p = strstr(p, what)) != NULL; p += strlen(what))
        n++;
    return n;
}

static const char mrz[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";

static void cuts(void *state)
{
    struct dx_buf text = DX_BUF_INIT, whole = DX_BUF_INIT, cut = DX_BUF_INIT;
    for (int i = 0; i < 40; i++) {
        dx_buf_printf(&text, "บรรทัด %d โทร 08%d-234-5678, a%d@example.com\r\nเลขที่บัญชี\n\n123-4-5678%d-0\n%s", i, i % 10, i, i % 10, i % 13 ? "" : mrz);
        dx_buf_printf(&text, "name;phone;account\nA;0812345%03d;123456%04d\n", i, i);
    }
    for (int i = 0; i < 3000; i++) /* a line of 90 KB */
        dx_buf_printf(&text, "%s 4539 1488 0343 6467 ", i % 37 ? "word word" : "card");
    dx_buf_str(&text, "\ntel 081-234-5678");
    raw(state, dx_buf_slice(&text), text.len, &whole);
    ok(count(whole.p, "\"type\":\"finding\"") > 200, "findings in a text of many lines and a long one: %d", count(whole.p, "\"type\":\"finding\""));
    ok(count(whole.p, "\"type\":\"document\"") == 1, "one zone, printed four times");
    ok(count(whole.p, "4539148803436467\",\"key") == 3000, "every number of the long line once: %d", count(whole.p, "4539148803436467\",\"key"));
    static const size_t steps[] = {1, 513, 65537};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        raw(state, dx_buf_slice(&text), steps[i], &cut);
        ok(cut.len == whole.len && memcmp(cut.p, whole.p, cut.len) == 0, "the same in portions of %zu bytes", steps[i]);
    }
    dx_buf_free(&text);
    dx_buf_free(&whole);
    dx_buf_free(&cut);
}

/* A line without a blank: cut in the middle of it, no identifier is lost or found twice. */
static void solid(void *state)
{
    struct dx_buf text = DX_BUF_INIT, out = DX_BUF_INIT;
    for (int i = 0; i < 6000; i++)
        dx_buf_printf(&text, "u%d@example.com,", i);
    raw(state, dx_buf_slice(&text), 4096, &out);
    ok(count(out.p, "\"kind\":\"email\"") == 6000, "a line without blanks: %d of 6000", count(out.p, "\"kind\":\"email\""));
    dx_buf_reset(&text);
    for (int i = 0; i < 150000; i++)
        dx_buf_byte(&text, (char)('0' + i % 10));
    raw(state, dx_buf_slice(&text), 4096, &out);
    ok(out.len == 0, "a line of nothing but digits holds nothing");
    dx_buf_free(&text);
    dx_buf_free(&out);
}

#define ITEM "00000000000000000000000000000000000000000000000000000000000000aa"
static void add(struct dx_group *g, const char *line) { dx_group_add(g, line, strlen(line), NULL); }

static void start(struct dx_group *g)
{
    dx_group_reset(g);
    add(g, "{\"type\":\"item\",\"id\":\"" ITEM "\",\"exhibit\":\"E\",\"path\":[\"E/a\"],\"at\":[0],\"size\":3,\"media\":\"text/plain\","
           "\"duplicate\":false,\"by\":\"x\"}\n");
}

static void run(void *state, struct dx_group *g, struct dx_buf *out)
{
    dx_buf_reset(out);
    struct dx_err e = {.msg = ""};
    ok(dx_find_stage.group(state, g, by, &e) == DX_OK, "a group %s", e.msg);
    collect(out, g);
}

static void has(const struct dx_buf *out, const char *what, const char *name)
{
    if (!ok(out->p && strstr(out->p, what), "%s", name))
        printf("# no %s in %s\n", what, out->p);
}

static void pages(void *state)
{
    struct dx_group g = {0};
    struct dx_buf out = DX_BUF_INIT;
    start(&g);
    add(&g, "{\"type\":\"page\",\"id\":\"00000000000000p1\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"text\",\"n\":0,\"offset\":0,\"text\":\"x tel 081-23\",\"by\":\"x\"}\n");
    add(&g, "{\"type\":\"page\",\"id\":\"00000000000000m1\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"meta\",\"n\":0,\"text\":\"Author: a@example.com\",\"by\":\"x\"}\n");
    add(&g, "{\"type\":\"page\",\"id\":\"00000000000000p2\",\"item\":\"" ITEM "\",\"page\":2,\"layer\":\"text\",\"n\":0,\"offset\":12,\"text\":\"4-5678 and b@example.com\",\"by\":\"x\"}\n");
    run(state, &g, &out);
    has(&out, "\"value\":\"+66812345678\"", "a number across two pages");
    has(&out, "\"page\":1,\"of\":\"00000000000000p1\",\"span\":[6,18]", "… stands where it starts, and ends beyond");
    has(&out, "\"page\":1,\"of\":\"00000000000000m1\",\"span\":[8,21]", "a layer of its own in between");
    has(&out, "\"page\":2,\"of\":\"00000000000000p2\",\"span\":[11,24]", "what stands on the second page");
    start(&g);
    add(&g, "{\"type\":\"page\",\"id\":\"00000000000000p1\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"ocr\",\"n\":0,\"text\":\"tel 081 234 5678 x\","
            "\"words\":[[0,3,10,10,20,8,0.99],[4,7,40,10,20,8,0.95],[8,11,65,11,20,8,0.5],[12,16,90,9,30,8,0.96],[17,18,130,10,5,8,0.9]],\"by\":\"x\"}\n");
    run(state, &g, &out);
    has(&out, "\"span\":[4,16],\"box\":[40,9,80,10]", "the box of its words");
    has(&out, "[\"ocr\",-", "an unsure word counts");
    start(&g);
    add(&g, "{\"type\":\"page\",\"id\":\"00000000000000p1\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"ocr\",\"n\":0,\"text\":\"to 1A1zP1eP5QGefi2DMPTf\\nTL5SLmv7DlvfNa\\n"
            "id card 5340664O63312\",\"words\":[[3,23,10,10,200,8,0.95],[24,38,10,20,140,8,0.95]],\"by\":\"x\"}\n");
    run(state, &g, &out);
    has(&out, "\"value\":\"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\"", "an address over a line end");
    has(&out, "\"span\":[3,38],\"spans\":[[3,23],[24,38]],\"box\":[10,10,200,18],\"boxes\":[[10,10,200,8],[10,20,140,8]]", "… and where its pieces stand");
    has(&out, "\"repairs\":[[30,\"l\",\"i\"]]", "… and what was repaired");
    has(&out, "\"raw\":\"5340664O63312\"", "what stands there stays");
    has(&out, "\"repairs\":[[7,\"O\",\"0\"]]", "a letter among digits");
    start(&g);
    add(&g, "{\"type\":\"page\",\"id\":\"p\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"much too long\",\"n\":0,\"text\":\"x\",\"by\":\"x\"}\n");
    run(state, &g, &out);
    has(&out, "\"code\":\"malformed\"", "a page record that isn't one is said");
    dx_group_free(&g);
    dx_buf_free(&out);
}

static void documents(void *state)
{
    struct dx_group g = {0};
    struct dx_buf out = DX_BUF_INIT;
    static const char doc[] =
        "{\"type\":\"document\",\"id\":\"00000000000000d1\",\"item\":\"" ITEM "\",\"page\":1,\"format\":\"TD3\",\"lines\":[\"a\",\"b\"],\"fields\":"
        "{\"document_code\":\"P\",\"issuer\":\"THA\",\"number\":\"AA1234567\",\"nationality\":\"THA\",\"birth_date\":\"1974-08-12\",\"sex\":\"F\","
        "\"optional\":\"4579950782617\"},\"checks\":{\"number\":%s,\"birth_date\":true},\"alerts\":[],\"box\":[1,2,3,4],\"confidence\":0.99,\"by\":\"x\"}\n";
    static const char page[] = "{\"type\":\"page\",\"id\":\"00000000000000p1\",\"item\":\"" ITEM "\",\"page\":1,\"layer\":\"%s\",\"n\":0,\"text\":\""
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\\n\",\"by\":\"x\"}\n";
    char line[2000];
    start(&g);
    snprintf(line, sizeof line, doc, "true");
    add(&g, line);
    run(state, &g, &out);
    has(&out, "\"kind\":\"passport\",\"value\":\"AA1234567\",\"key\":\"passport:TH:AA1234567\"", "the number of a document");
    has(&out, "\"of\":\"00000000000000d1\",\"box\":[1,2,3,4]", "… has its document's box and no span");
    has(&out, "\"kind\":\"th.national_id\",\"value\":\"4579950782617\"", "a national number in its optional data");
    has(&out, "\"country\":\"TH\",\"citizenship\":\"TH\",\"sex\":\"F\",\"birth_date\":\"1974-08-12\"", "what it says of the person");
    start(&g);
    snprintf(line, sizeof line, doc, "false");
    add(&g, line);
    run(state, &g, &out);
    has(&out, "\"score\":0.45,\"why\":{\"checksum\":false", "a failing check digit: a lead");
    start(&g);
    snprintf(line, sizeof line, page, "ocr");
    add(&g, line);
    run(state, &g, &out);
    has(&out, "\"type\":\"document\"", "a zone in recognised text");
    has(&out, "\"value\":\"L898902C3\"", "… and its number");
    start(&g);
    add(&g, line);
    snprintf(line, sizeof line, doc, "true");
    add(&g, line);
    run(state, &g, &out);
    ok(!strstr(out.p, "\"type\":\"document\""), "… unless the page has a document already");
    dx_group_free(&g);
    dx_buf_free(&out);
}

static void rivals(void *state)
{
    struct dx_buf out = DX_BUF_INIT;
    raw(state, DX_STR("โทร 12345 เลขที่บัญชี 0812345678"), 100, &out);
    ok(count(out.p, "\"type\":\"finding\"") == 2 && count(out.p, "\"rivals\":[\"") == 2 && count(out.p, "[\"rivals\",-") == 2,
       "phone or account: both, each naming the other, both weaker");
    raw(state, DX_STR("https://example.com/?tel=0812345678 mail a0812345678@example.com"), 100, &out);
    ok(!strstr(out.p, "\"phone\""), "no phone within a link or an address");
    raw(state, DX_STR("passport no. AA7654321"), 100, &out);
    has(&out, "\"attrs\":{\"country\":\"TH\",\"alternatives\":[", "one number in the form of several countries");
    raw(state, DX_STR("IBAN АE070331234567890123456"), 100, &out);
    has(&out, "\"raw\":\"АE070331234567890123456\"", "a look-alike letter is read, and raw stays");
    has(&out, "\"alerts\":[\"mixed-script\"]", "… with its alert");
    dx_buf_free(&out);
}

/* What a line of many says of one doesn't hang on the order in which they were found. */
static void lists(void *state)
{
    struct dx_buf out = DX_BUF_INIT, text = DX_BUF_INIT;
    raw(state, DX_STR("passport nos. AB1234567, CX7654321, AB7654399, AC7654399, AE2223334, AF3334447 and AG5552221"), 1000, &out);
    ok(count(out.p, "\"key\":\"passport:TH:") == 7 && count(out.p, "\"context\":\"passport nos\"") == 7,
       "the label of a list is that of all in it, in every form they have");
    dx_buf_str(&text, "Qorin Velmar: 081-234-5678");
    for (int i = 0; i < 20; i++)
        dx_buf_printf(&text, ", passport no. AB%d", 1234567 + 1111 * i);
    raw(state, dx_buf_slice(&text), 1000, &out);
    has(&out, "\"key\":\"name:Qorin Velmar\"", "the first numbers of a line are those that stand first");
    dx_buf_free(&text);
    dx_buf_free(&out);
}

/* Whose numbers they are, by lines above that are asked once for all numbers below. */
static void above(void *state)
{
    static const char zawgyi[] = "Name: ဦးေအာင္ျမင့္\nမြန်မာနိုင်ငံ ရန်ကုန်မြို့ ကြည့်မြင်တိုင်မြို့နယ်\nTel: 09 421 008 956\n";
    static const char contacts[] = "Name: Budi Contoh\r\nTelp: 0812-3456-7890\r\nalamat\r\nTelp: 0812-3456-7891\r\nBEGIN:VCARD\r\nTEL:0812-3456-7892\r\nalamat\r\n"
                                   "Name: Siti Contoh\r\nTelp: 0812-3456-7893\r\n\r\nTelp: 0812-3456-7894\r\n";
    struct dx_buf out = DX_BUF_INIT;
    raw(state, DX_STR(zawgyi), 1000, &out);
    has(&out, "\"label\":\"အောင်မြင့်\"", "a name above is read as in the finding of its own line, whatever the lines between are written in");
    for (size_t step = 7; step <= 1000; step += 993) {
        raw(state, DX_STR(contacts), step, &out);
        ok(count(out.p, "\"label\":\"Budi Contoh\"") == 2 && count(out.p, "\"label\":\"Siti Contoh\"") == 1 && count(out.p, "\"label\":") == 3,
           "the nearest name above is that of all numbers below, up to a contact's start, the next name, an empty line");
    }
    dx_buf_free(&out);
}

/* What ends a name is looked for once in a line, and names no further than they go: each piece of a long line of titles says what it does by itself. */
static void titles(void *state)
{
    static const char name[] = "\"kind\":\"name\"", khin[] = "\"value\":\"Khin Example Thandar\"", hla[] = "\"value\":\"Hla Example Win\"";
    static const char piece[] = "Mr. Mg Ko Ma Daw Daw Mg Ko, Daw Khin Example Thandar (09770341%03d), Ko Ma Daw Mg Ma Seat: 14A, Daw Hla Example Win x-4471, ";
    enum { TIMES = 60 };
    struct dx_buf line = DX_BUF_INIT, alone = DX_BUF_INIT, all = DX_BUF_INIT;
    dx_buf_printf(&line, piece, 228);
    raw(state, dx_buf_slice(&line), line.len, &alone);
    ok(count(alone.p, khin) == 1 && count(alone.p, hla) == 1, "two names among titles");
    for (int i = 1; i < TIMES; i++)
        dx_buf_printf(&line, piece, 228 + i);
    raw(state, dx_buf_slice(&line), line.len, &all);
    ok(count(all.p, name) == TIMES * count(alone.p, name), "as many names in each of the pieces of one line: %d of %d", count(all.p, name), TIMES * count(alone.p, name));
    ok(count(all.p, khin) == TIMES && count(all.p, hla) == TIMES, "… and the same");
    dx_buf_free(&line);
    dx_buf_free(&alone);
    dx_buf_free(&all);
}

int main(void)
{
    void *state = stage_open(-1);
    if (!state)
        return tap_done();
    cuts(state);
    solid(state);
    pages(state);
    documents(state);
    rivals(state);
    lists(state);
    above(state);
    titles(state);
    dx_find_stage.close(state);
    dx_find_stage.close(NULL);
    return tap_done();
}
