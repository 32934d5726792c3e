/* crew.c: items whose workers are lost: what a page costs, what is tried again, and the same bytes for any number of workers
 *
 * The documents are PDFs of one word a page; two stages look at each page, and a third at the whole. What they do to themselves stands in
 * the word. Stages tell, by memory that they share with this program, how often they were at work. */
#include "base/limits.h"
#include "engine/crew.h"
#include "engine/sanitized.h"
#include "page/page.h"
#include "../tap.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int *times; /* shared: how often a page was looked at whose word begins with "once" */

static int stage_open(void **state, const struct dx_options *o, struct dx_err *e)
{
    (void)o, (void)e;
    return *state = calloc(1, 1), DX_OK;
}

static bool takes(const void *state, struct dx_str media) { return (void)state, (void)media, true; }

static bool says(struct dx_str text, const char *word) { return text.n && memmem(text.p, text.n, word, strlen(word)); }

static void spin(void)
{
    for (volatile int i = 0; i >= 0;)
        i = i < 1000;
}

static int emit(struct dx_group *g, int page, const char *layer, struct dx_str text, bool coarse, const char *by, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    char id[DX_ID_DIGITS + 1];
    dx_page_id(id, g->item.id, page, layer, 0);
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "page");
    dx_jw_cstr(&w, "id", id);
    dx_jw_str(&w, "item", g->item.id);
    dx_jw_int(&w, "page", page);
    dx_jw_cstr(&w, "layer", layer);
    dx_jw_int(&w, "n", 0);
    if (coarse)
        dx_jw_bool(&w, "coarse", true);
    dx_jw_str(&w, "text", text);
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(&b, '\n');
    int rc = dx_group_emit(g, dx_buf_slice(&b), DX_T_PAGE, page, e);
    dx_buf_free(&b);
    return rc;
}

static int first_page(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e)
{
    (void)state;
    struct dx_str text = p->n_layers ? p->layers[0].text : (struct dx_str){"", 0};
    int rc = DX_OK;
    struct dx_err why;
    struct dx_picture *q = p->picture ? p->picture(p, &rc, &why) : NULL;
    bool coarse = q && q->w < p->w * 3 / 4;
    coarse |= q && p->dpi < 300;
    if (says(text, "crash1"))
        raise(SIGSEGV);
    if (says(text, "spin") && !(says(text, "fine") && coarse))
        spin();
    if (says(text, "kill") && (!says(text, "once") || ++*times == 1))
        raise(SIGKILL);
    if (says(text, "hungry"))
        return dx_fail_nomem(e);
    return emit(g, p->number, "text", text, coarse, by, e);
}

static int second_page(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e)
{
    (void)state;
    struct dx_str text = p->n_layers ? p->layers[0].text : (struct dx_str){"", 0};
    if (says(text, "crash2"))
        raise(SIGSEGV);
    return emit(g, p->number, "ocr", DX_STR("second"), false, by, e);
}

/* Counts what it sees. */
static int third(void *state, struct dx_group *g, const char *by, struct dx_err *e)
{
    (void)state;
    struct dx_buf b = DX_BUF_INIT;
    size_t n = 0;
    uint32_t nth = 0;
    for (size_t i = 0; i < g->n; i++)
        if (says(dx_group_line(g, i), "crash4"))
            raise(SIGSEGV);
    for (size_t i = 0; i < g->n; i++) {
        if (g->lines[i].type != DX_T_PAGE || !dx_group_turn(g, ++nth))
            continue;
        n++;
        if (says(dx_group_line(g, i), "crash3"))
            raise(SIGSEGV);
    }
    dx_buf_printf(&b, "%zu", n);
    int rc = emit(g, 999, "meta", dx_buf_slice(&b), false, by, e);
    dx_buf_free(&b);
    return rc;
}

/* Raw bytes: a line is looked at when the one behind it is there, as by who must see what a line goes on with. */
static struct dx_buf held;
static int64_t held_off;

static int raw_line(struct dx_group *g, const char *by, struct dx_str line, int64_t off, struct dx_err *e)
{
    if (says(line, "crash"))
        raise(SIGSEGV);
    if (says(line, "spin"))
        spin();
    if (says(line, "kill") && (!says(line, "once") || ++*times == 1))
        raise(SIGKILL);
    if (says(line, "hungry"))
        return dx_fail_nomem(e);
    return says(line, "say") ? emit(g, (int)off + 1, "text", line, false, by, e) : DX_OK;
}

static int raw(void *state, struct dx_group *g, const char *by, const char *p, size_t n, int64_t off, bool last, struct dx_err *e)
{
    (void)state;
    int rc = DX_OK;
    if (!held.len)
        held_off = off;
    dx_buf_add(&held, p, n);
    size_t at = 0;
    for (const char *end; rc == DX_OK && at < held.len && (end = memchr(held.p + at, '\n', held.len - at)); at = (size_t)(end - held.p) + 1) {
        if (!last && !memchr(end + 1, '\n', held.len - (size_t)(end + 1 - held.p)))
            break;
        rc = raw_line(g, by, (struct dx_str){held.p + at, (size_t)(end - held.p) - at}, held_off + (int64_t)at, e);
    }
    if (last && rc == DX_OK && at < held.len)
        rc = raw_line(g, by, (struct dx_str){held.p + at, held.len - at}, held_off + (int64_t)at, e);
    size_t rest = last || rc != DX_OK ? 0 : held.len - at;
    if (rest)
        memmove(held.p, held.p + at, rest);
    held.len = rest;
    held_off += (int64_t)at;
    return rc;
}

static const struct dx_stage raw_stage = {.name = "raw", .tool = "dx-raw", .emits = 1 << DX_T_PAGE, .open = stage_open, .close = free, .raw = raw};

static const struct dx_stage stages[] = {
    {.name = "first", .tool = "dx-first", .emits = 1 << DX_T_PAGE, .open = stage_open, .close = free, .takes = takes, .read = dx_pages_read, .page = first_page},
    {.name = "second", .tool = "dx-second", .emits = 1 << DX_T_PAGE, .open = stage_open, .close = free, .takes = takes, .read = dx_pages_read, .page = second_page},
    {.name = "third", .tool = "dx-third", .emits = 1 << DX_T_PAGE, .open = stage_open, .close = free, .group = third},
};
enum { STAGES = 3 };

/* ---- documents ---- */

/* A PDF with a page for each word; poppler finds the objects without a table. */
static void pdf(struct dx_buf *b, const char *words)
{
    int n = 0;
    struct dx_buf kids = DX_BUF_INIT;
    dx_buf_str(b, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n");
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ', n++) {
        int len = (int)strcspn(p, " ");
        dx_buf_printf(&kids, "%d 0 R ", 10 + 2 * n);
        dx_buf_printf(b, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>endobj\n"
                      "%d 0 obj<</Length %d>>stream\nBT/F 12 Tf 9 20 Td(%.*s)Tj ET\nendstream endobj\n", 10 + 2 * n, 11 + 2 * n, 11 + 2 * n, len + 26, len, p);
    }
    dx_buf_printf(b, "2 0 obj<</Type/Pages/Kids[%.*s]/Count %d>>endobj trailer<</Root 1 0 R/Size %d>>\n%%%%EOF\n", (int)kids.len, kids.p, n, 20 + 2 * n);
    dx_buf_free(&kids);
}

static int done(void *ctx, void *tag, struct dx_str lines, int64_t failures, struct dx_err *e)
{
    (void)tag, (void)failures, (void)e;
    dx_buf_add(ctx, lines.p, lines.n);
    return DX_OK;
}

static int put(struct dx_crew *crew, enum dx_crew_how how, const char *media, struct dx_str content, struct dx_err *e)
{
    char hex[DX_SHA256_HEX + 1];
    struct dx_buf line = DX_BUF_INIT;
    dx_sha256_head(content.p, content.n, DX_SHA256_HEX, hex);
    struct dx_item it = {.id = dx_str(hex), .exhibit = DX_STR("E"), .levels = 1, .path = {DX_STR("E/a")}, .size = (int64_t)content.n, .media = dx_str(media)};
    dx_item_write(&line, &it, "bbbbbbbbbbbb");
    int fd = memfd_create("item", MFD_CLOEXEC), rc = DX_ENV;
    if (fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n && lseek(fd, 0, SEEK_SET) == 0)
        rc = dx_crew_put(crew, how, 0, dx_buf_slice(&line), fd, NULL, e);
    close(fd);
    dx_buf_free(&line);
    return rc;
}

/* All documents by so many workers; what came of them. */
static int run(struct dx_buf *out, int jobs, const char *const *words, struct dx_err *e)
{
    struct dx_worker_stage s[STAGES] = {{0}};
    struct dx_crew *crew = NULL;
    int rc = DX_OK;
    for (size_t i = 0; i < STAGES && rc == DX_OK; i++)
        rc = dx_work_open(&s[i], &stages[i], &(struct dx_options){0}, e);
    if (rc == DX_OK)
        rc = dx_crew_new(&crew, &(struct dx_crew_options){.stages = s, .n = STAGES, .jobs = jobs,
                                                              .step_seconds = words[1] || !strstr(words[0], "spin") ? 0 : DX_SANITIZED ? 3 : 0.7}, done, out, e);
    for (size_t i = 0; words[i] && rc == DX_OK; i++) {
        struct dx_buf b = DX_BUF_INIT;
        bool plain = strncmp(words[i], "plain", 5) == 0;
        if (plain)
            dx_buf_str(&b, words[i]);
        else
            pdf(&b, words[i]);
        rc = put(crew, DX_CREW_WORK, plain ? "text/plain" : "application/pdf", dx_buf_slice(&b), e);
        dx_buf_free(&b);
    }
    if (rc == DX_OK)
        rc = dx_crew_end(crew, e);
    dx_crew_free(crew);
    for (size_t i = 0; i < STAGES; i++)
        dx_work_close(&s[i]);
    return rc;
}

/* "1t 1o 2t …": pages and layers, errors as page!stage:code, in their order. */
static void brief(struct dx_buf *b, const char *lines)
{
    struct dx_json j = {0};
    for (const char *p = lines, *end; (end = strchr(p, '\n')); p = end + 1) {
        enum dx_type type = dx_record_type(p, (size_t)(end - p));
        if (dx_json_parse(&j, p, (size_t)(end - p), NULL) != DX_OK) {
            dx_buf_str(b, "BAD ");
            continue;
        }
        const struct dx_jnode *top = dx_json_top(&j);
        struct dx_str layer = dx_json_str(dx_json_get(&j, top, "layer")), code = dx_json_str(dx_json_get(&j, top, "code")),
                      text = dx_json_str(dx_json_get(&j, top, "text")), stage = dx_json_str(dx_json_get(&j, top, "stage"));
        int page = (int)dx_json_int(dx_json_get(&j, top, "page"), 0);
        if (type == DX_T_PAGE && page == 999)
            dx_buf_printf(b, "saw %.*s", (int)text.n, text.p);
        else if (type == DX_T_PAGE)
            dx_buf_printf(b, "%d%.1s%s ", page, layer.p, dx_json_bool(dx_json_get(&j, top, "coarse"), false) ? "~" : "");
        else if (type == DX_T_ERROR)
            dx_buf_printf(b, "%d!%.*s:%.*s%s ", page, (int)stage.n, stage.p, (int)code.n, code.p,
                          dx_json_bool(dx_json_get(&j, top, "transient"), false) ? "?" : "");
    }
    dx_json_free(&j);
}

static void check(const char *what, const char *words, const char *want)
{
    struct dx_buf out = DX_BUF_INIT, short_ = DX_BUF_INIT;
    struct dx_err e = {0};
    *times = 0;
    int rc = run(&out, 1, (const char *const[]){words, NULL}, &e);
    ok(rc == DX_OK, "%s: the run goes on (%s)", what, e.msg);
    brief(&short_, out.p ? out.p : "");
    is_str(short_.p, want, what);
    dx_buf_free(&out);
    dx_buf_free(&short_);
}

/* ---- raw bytes ---- */

enum { LINE = 64 }; /* bytes: 1,024 lines a stretch */

/* So many lines; of "3000 say;3100 crash" those hold the words. */
static void lines(struct dx_buf *b, int n, const char *marks)
{
    char *end;
    long at = strtol(marks, &end, 10);
    for (int i = 0; i < n; i++) {
        size_t len = at == i && *marks ? strcspn(end, ";") : 0;
        dx_buf_printf(b, "%-*.*s\n", LINE - 1, (int)len, end);
        if (len) {
            marks = end + len + (end[len] == ';');
            at = strtol(marks, &end, 10);
        }
    }
}

/* "say page;…": where it was said, as a line; and the error. */
static int run_raw(struct dx_buf *out, struct dx_str content, size_t memory, double seconds, struct dx_err *e)
{
    struct dx_worker_stage s = {0};
    struct dx_crew *crew = NULL;
    int rc = dx_work_open(&s, &raw_stage, &(struct dx_options){0}, e);
    if (rc == DX_OK)
        rc = dx_crew_new(&crew, &(struct dx_crew_options){.stages = &s, .n = 1, .jobs = 2, .memory = memory, .step_seconds = seconds}, done, out, e);
    for (int i = 0; i < 2 && rc == DX_OK; i++) /* one behind the other: a lost worker's state is nobody's */
        rc = put(crew, DX_CREW_RAW, "text/plain", content, e);
    if (rc == DX_OK)
        rc = dx_crew_end(crew, e);
    dx_crew_free(crew);
    dx_work_close(&s);
    return rc;
}

static void brief_raw(struct dx_buf *b, const char *lines)
{
    struct dx_json j = {0};
    for (const char *p = lines, *end; (end = strchr(p, '\n')); p = end + 1) {
        if (dx_json_parse(&j, p, (size_t)(end - p), NULL) != DX_OK)
            continue;
        const struct dx_jnode *top = dx_json_top(&j);
        struct dx_str code = dx_json_str(dx_json_get(&j, top, "code")), text = dx_json_str(dx_json_get(&j, top, "message"));
        const char *left = text.n ? memmem(text.p, text.n, "in bytes ", 9) : NULL;
        if (dx_record_type(p, (size_t)(end - p)) == DX_T_PAGE)
            dx_buf_printf(b, "%d ", ((int)dx_json_int(dx_json_get(&j, top, "page"), 0) - 1) / LINE);
        else if (dx_record_type(p, (size_t)(end - p)) == DX_T_ERROR)
            dx_buf_printf(b, "%.*s%s%s: %.*s ", (int)code.n, code.p, dx_json_int(dx_json_get(&j, top, "signal"), 0) == SIGSEGV || (DX_SANITIZED && dx_str_is(code, "crashed")) ? " SEGV" : "", /* a sanitizer exits */
                          dx_json_bool(dx_json_get(&j, top, "transient"), false) ? "?" : "", left ? (int)(text.p + text.n - left - 9) : 0, left ? left + 9 : "");
        else if (b->len)
            dx_buf_str(b, "| ");
    }
    dx_json_free(&j);
}

static void check_raw(const char *what, int n, const char *marks, const char *want)
{
    struct dx_buf out = DX_BUF_INIT, short_ = DX_BUF_INIT, content = DX_BUF_INIT, twice = DX_BUF_INIT;
    struct dx_err e = {0};
    *times = 0;
    lines(&content, n, marks);
    int rc = run_raw(&out, dx_buf_slice(&content), 0, strstr(marks, "spin") ? DX_SANITIZED ? 3 : 0.7 : 0, &e);
    ok(rc == DX_OK, "%s: the run goes on (%s)", what, e.msg);
    brief_raw(&short_, out.p ? out.p : "");
    dx_buf_printf(&twice, "%s| %s", want, want);
    is_str(short_.p ? short_.p : "", twice.p, what);
    dx_buf_free(&out);
    dx_buf_free(&short_);
    dx_buf_free(&content);
    dx_buf_free(&twice);
}

static void test_raw(void)
{
    check_raw("raw bytes without harm", 5000, "0 say;1023 say;1024 say;4999 say", "0 1023 1024 4999 ");
    check_raw("a crash costs a stretch", 5000, "0 say;1023 say;1500 crash;1501 say;2048 say;4999 say", "0 1023 2048 4999 crashed SEGV: 65536-131071 ");
    check_raw("of the first", 3000, "3 crash;4 say;1024 say", "1024 crashed SEGV: 0-65535 ");
    check_raw("of the last", 3000, "4 say;2990 crash;2991 say", "4 crashed SEGV: 131072-196607 ");
    check_raw("of the only one", 10, "4 say;5 crash", "crashed SEGV: 0-65535 ");
    check_raw("met in the next one's bytes", 5000, "1022 say;2047 crash;2048 say;3000 say", "1022 2048 3000 crashed SEGV: 65536-131071 ");
    check_raw("two beside each other", 5000, "1000 say;2047 crash;2049 crash;2050 say;3072 say", "1000 3072 crashed SEGV: 65536-196607 ");
    check_raw("two apart", 6000, "2 crash;1024 say;2100 crash;4000 say", "1024 4000 crashed SEGV: 0-65535, 131072-196607 ");
    check_raw("one that takes too long", 5000, "2 say;1500 spin;3000 say", "2 3000 timeout?: 65536-131071 ");
    check_raw("too much memory", 5000, "2 say;1500 hungry;3000 say", "2 3000 memory?: 65536-131071 ");
    check_raw("a hand that kills once", 5000, "2 say;1500 killonce;3000 say", "2 3000 ");
    struct dx_buf marks = DX_BUF_INIT, want = DX_BUF_INIT; /* many: each stretch has one, but for the last, which isn't reached */
    for (int i = 0; i < DX_WORK_TRIES + 9; i++)
        dx_buf_printf(&marks, "%d crash;%d say;", i * 2048 + 9, i * 2048 + 1500);
    for (int i = 0; i < DX_WORK_TRIES - 1; i++)
        dx_buf_printf(&want, "%d ", i * 2048 + 1500);
    dx_buf_str(&want, "crashed SEGV: ");
    for (int i = 0; i < 8; i++)
        dx_buf_printf(&want, "%s%d-%d", i ? ", " : "", i * 2048 * LINE, i * 2048 * LINE + DX_RAW_BYTES - 1);
    dx_buf_printf(&want, ", in %d further places, from %d to the end ", DX_WORK_TRIES - 9, (DX_WORK_TRIES - 1) * 2048 * LINE);
    check_raw("too many", (DX_WORK_TRIES + 9) * 2048, marks.p, want.p);
    dx_buf_free(&marks);
    dx_buf_free(&want);
    dx_buf_free(&held);
}

static void test_same(void)
{
    static const char *const words[] = {"a b c d", "a crash1 c", "plain a", "crash2 b", "a b crash3", "crash4 b", "plain crash1", "a b", "crash1 crash2 crash3 d",
                                        "plain b", "killonce a", "x", NULL};
    struct dx_buf one = DX_BUF_INIT, four = DX_BUF_INIT;
    struct dx_err e = {0};
    *times = 0;
    ok(run(&one, 1, words, &e) == DX_OK, "one worker");
    *times = 0;
    ok(run(&four, 4, words, &e) == DX_OK, "four workers");
    ok(one.len > 0 && one.len == four.len && memcmp(one.p, four.p, one.len) == 0, "the same bytes");
    dx_buf_free(&one);
    dx_buf_free(&four);
}

int main(void)
{
    struct dx_protection p;
    struct dx_err e;
    times = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    dx_protection_probe(&p);
    if (times == MAP_FAILED || dx_protection_check(&p, &e) != DX_OK) {
        printf("1..0 # SKIP %s\n", e.msg);
        return 0;
    }
    check("no harm", "a b c", "1t 1o 2t 2o 3t 3o saw 6");
    check("a crash of the first stage", "a crash1 c", "1t 1o 2o 2!first:crashed 3t 3o saw 5");
    check("a crash of the second keeps what the first said", "a crash2 c", "1t 1o 2t 2!second:crashed 3t 3o saw 5");
    check("a crash of the first page", "crash1 b", "1o 1!first:crashed 2t 2o saw 3");
    check("a crash of the last page", "a crash2", "1t 1o 2t 2!second:crashed saw 3");
    check("all pages crash", "crash1 crash1 crash1", "1o 1!first:crashed 2o 2!first:crashed 3o 3!first:crashed saw 3");
    check("a crash over one page's record costs what is seen in that", "a crash3 c", "1t 1o 2t 2o 2!third:crashed 3t 3o saw 5");
    check("over two", "crash3 b crash3", "1t 1o 1!third:crashed 2t 2o 3t 3o 3!third:crashed saw 4");
    check("together with other crashes", "crash1 b crash3", "1o 1!first:crashed 2t 2o 3t 3o 3!third:crashed saw 4");
    check("a crash over the whole keeps all pages", "a crash4", "1t 1o 2t 2o 0!third:crashed ");
    check("a shared worker's crash", "plain crash1", "1o 1!first:crashed saw 1");
    check("a shared worker's crash over one page's record", "plain crash3", "1t 1o 1!third:crashed saw 1");
    check("a shared worker's crash over the whole", "plain crash4", "1t 1o 0!third:crashed ");
    check("a hand that kills once costs nothing", "a killonce c", "1t 1o 2t 2o 3t 3o saw 6");
    check("one that kills again costs the page", "a kill c", "1t 1o 2o 2!first:crashed? 3t 3o saw 5");
    check("a page that takes too long is read coarsely", "a spinfine c", "1t 1o 2t~ 2o 2!first:timeout? 3t 3o saw 6");
    check("or not at all", "a spin c", "1t 1o 2o 2!first:timeout? 3t 3o saw 5");
    check("a page that takes too much memory", "a hungry c", "1t 1o 2o 2!first:memory? 3t 3o saw 5");
    test_raw();
    test_same();
    ok(waitpid(-1, NULL, WNOHANG) == -1, "no process is left behind");
    munmap(times, 4096);
    return tap_done();
}
