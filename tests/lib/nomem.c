/* nomem.c: every allocation of the library failing in turn: an orderly result, nothing lost, and the same call works afterwards
 *
 * malloc and its like are this program's own (the dynamic linker takes the program's before the C library's). A call from libdocex's
 * code is counted, and the one whose turn it is fails; what other libraries do within themselves is theirs. A leak shows in a
 * build with --enable-asan. */
#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/case.h"
#include "engine/ledger.h"
#include "engine/pool.h"
#include "engine/work.h"
#include "base/idset.h"
#include "evidence/catalog.h"
#include "evidence/open.h"
#include "evidence/walk.h"
#include "find/find.h"
#include "find/text/fold.h"
#include "find/mrz/mrz.h"
#include "find/norm.h"
#include "find/rules/rules.h"
#include "find/scan/scan.h"
#include "page/charset.h"
#include "page/decode.h"
#include "page/exif.h"
#include "page/page.h"
#include "page/prepare.h"
#include "../tap.h"

/* ---- allocations ---- */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif
void *REAL(malloc)(size_t);
void *REAL(calloc)(size_t, size_t);
void *REAL(realloc)(void *, size_t);

static uintptr_t lib_from, lib_to; /* libdocex's code */
static long fail_at, counted;      /* fail_at 0: nothing fails */

static bool refused(const void *caller)
{
    uintptr_t at = (uintptr_t)caller;
    return fail_at && at >= lib_from && at < lib_to && ++counted == fail_at;
}
#define REFUSED refused(__builtin_return_address(0))

#define OURS __attribute__((visibility("default"), noinline))
void *malloc(size_t), *calloc(size_t, size_t), *realloc(void *, size_t);
char *strdup(const char *), *strndup(const char *, size_t);

OURS void *malloc(size_t n) { return REFUSED ? NULL : REAL(malloc)(n); }
OURS void *calloc(size_t n, size_t size) { return REFUSED ? NULL : REAL(calloc)(n, size); }
OURS void *realloc(void *p, size_t n) { return REFUSED ? NULL : REAL(realloc)(p, n); }

static char *copy(const char *s, size_t n)
{
    char *p = REAL(malloc)(n + 1);
    if (p) {
        memcpy(p, s, n);
        p[n] = '\0';
    }
    return p;
}

OURS char *strdup(const char *s) { return REFUSED ? NULL : copy(s, strlen(s)); }
OURS char *strndup(const char *s, size_t n) { return REFUSED ? NULL : copy(s, strnlen(s, n)); }

static int find_library(struct dl_phdr_info *info, size_t size, void *ctx)
{
    (void)size, (void)ctx;
    const char *base = strrchr(info->dlpi_name, '/');
    if (strncmp(base ? base + 1 : info->dlpi_name, "libdocex.so", 11) != 0)
        return 0;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X)) {
            lib_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            lib_to = lib_from + info->dlpi_phdr[i].p_memsz;
        }
    return 1;
}

/* ---- the harness ---- */

/* A scenario: does all of its work and tidies up; what came out goes to *out. */
typedef int scenario(struct dx_buf *out, struct dx_err *e);

/* Copies text out of the library's hands with this program's own memory: `out` must not be what fails. */
static void keep(struct dx_buf *out, const char *p, size_t n)
{
    long saved = fail_at;
    fail_at = 0;
    dx_buf_add(out, p, n);
    fail_at = saved;
}

/* After the n-th allocation failed: out of memory was said, or said in a record, or nothing was missing in the end. */
static bool orderly(int rc, const struct dx_err *e, const struct dx_buf *out, const struct dx_buf *want)
{
    if (rc == DX_NOMEM || rc == DX_ENV)
        return e->code && strcmp(e->code, "memory") == 0 && e->msg[0] && !strchr(e->msg, '\n');
    bool same = out->len == want->len && (!out->len || memcmp(out->p, want->p, out->len) == 0);
    return rc == DX_OK && (same || (out->p && strstr(out->p, "\"code\":\"memory\"")));
}

static void try(const char *name, scenario *run, long most)
{
    struct dx_buf want = DX_BUF_INIT, out = DX_BUF_INIT;
    struct dx_err e = {.msg = ""};
    int rc = run(&want, &e);
    if (!ok(rc == DX_OK, "%s%s", name, rc == DX_OK ? "" : e.msg))
        return;
    long n = 0, bad = 0, after = 0, step = 1;
    fail_at = 1L << 60; /* how many are there? */
    counted = 0;
    dx_buf_reset(&out);
    run(&out, &e);
    long all = counted;
    fail_at = 0;
    if (most && all > most)
        step = all / most + 1;
    for (n = 1; n <= all; n += step) {
        dx_buf_reset(&out);
        e = (struct dx_err){.msg = ""};
        counted = 0;
        fail_at = n;
        rc = run(&out, &e);
        fail_at = 0;
        if (!orderly(rc, &e, &out, &want) && ++bad <= 5)
            printf("# %s, allocation %ld of %ld: %d, code %s, \"%s\"\n# %.*s\n", name, n, all, rc, e.code ? e.code : "none", e.msg,
                   (int)(out.len < 300 ? out.len : 300), out.p ? out.p : "");
        dx_buf_reset(&out);
        if (n % 16 == 1) /* state that went bad shows by then */
            after += run(&out, &e) != DX_OK || out.len != want.len || (out.len && memcmp(out.p, want.p, out.len) != 0);
    }
    ok(bad == 0 && all > 0, "%s: of %ld allocations one in %ld failing, %ld not in order", name, all, step, bad);
    ok(after == 0, "%s works afterwards", name);
    dx_buf_free(&want);
    dx_buf_free(&out);
}

/* ---- scenarios: base ---- */

#define ID "00000000000000000000000000000000000000000000000000000000000000aa"
#define ITEM(path, size) "{\"type\":\"item\",\"id\":\"" ID "\",\"exhibit\":\"E\",\"path\":[" path "],\"at\":[0],\"size\":" size \
    ",\"media\":\"text/plain\",\"duplicate\":false,\"by\":\"x\"}\n"

static int json(struct dx_buf *out, struct dx_err *e)
{
    static const char line[] = "{\"a\":[1,2.5,true,null,\"x\\n\\ud83d\\ude00\"],\"b\":{\"c\":\"\\u0e01\"},\"d\":\"plain\"}";
    struct dx_json j = {0};
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    int rc = dx_json_parse(&j, line, sizeof line - 1, e);
    if (rc == DX_OK) {
        dx_jw_obj(&w, NULL);
        dx_jw_str(&w, "b", dx_json_str(dx_json_get(&j, dx_json_get(&j, dx_json_top(&j), "b"), "c")));
        dx_jw_num(&w, "n", 1.25);
        for (int i = 0; i < 40; i++)
            dx_jw_cstr(&w, "k", "value\x1b");
        dx_jw_obj_end(&w);
        rc = dx_buf_ok(&b) ? DX_OK : dx_fail_nomem(e);
    }
    if (rc == DX_OK)
        keep(out, b.p, b.len);
    dx_json_free(&j);
    dx_buf_free(&b);
    return rc;
}

static int group(struct dx_buf *out, struct dx_err *e)
{
    struct dx_group g = {0};
    struct dx_buf b = DX_BUF_INIT;
    static const char lines[] = ITEM("\"E/a\"", "3") "{\"type\":\"error\",\"stage\":\"walk\",\"code\":\"io\"}\n"
        "{\"type\":\"page\",\"item\":\"0\",\"page\":1}\n";
    int rc = dx_group_add_all(&g, DX_STR(lines), e);
    for (int i = 0; i < 70 && rc == DX_OK; i++)
        rc = dx_group_emit(&g, DX_STR("{\"type\":\"finding\"}\n"), DX_T_FINDING, 70 - i, e);
    struct dx_err what = {.code = "malformed", .msg = "it is"};
    if (rc == DX_OK)
        rc = dx_group_error(&g, "mrz", 2, &what, "y", e);
    if (rc == DX_OK)
        rc = dx_group_settle(&g, e);
    for (size_t i = 0; rc == DX_OK && i < g.n; i++)
        keep(out, dx_group_line(&g, i).p, dx_group_line(&g, i).n);
    if (rc == DX_OK) {
        dx_item_write(&b, &g.item, "0123456789ab");
        rc = dx_buf_ok(&b) ? DX_OK : dx_fail_nomem(e);
        keep(out, b.p, b.len);
    }
    dx_group_free(&g);
    dx_buf_free(&b);
    return rc;
}

static int idset(struct dx_buf *out, struct dx_err *e)
{
    struct dx_idset s = {0};
    struct dx_tally t = {0};
    int rc = DX_OK;
    for (int i = 0; i < 3000 && rc == DX_OK; i++) {
        uint8_t id[DX_SHA256_BYTES] = {(uint8_t)i, (uint8_t)(i >> 8), 1};
        bool fresh = false;
        rc = dx_idset_add(&s, id, &fresh, e);
        if (rc == DX_OK && !fresh)
            rc = dx_fail(e, DX_BAD, "malformed", "not fresh");
    }
    for (int i = 0; i < 40 && rc == DX_OK; i++) {
        char name[8];
        snprintf(name, sizeof name, "k%d", i * 7 % 40);
        rc = dx_tally_add(&t, dx_str(name), i, e);
    }
    if (rc == DX_OK)
        keep(out, t.rows[3].name, strlen(t.rows[3].name));
    dx_idset_free(&s);
    dx_tally_free(&t);
    return rc;
}

/* ---- evidence ---- */

static char dir[] = "/tmp/dx-nomem-XXXXXX";

static const char *at(const char *name)
{
    static char path[4][300];
    static int turn;
    char *p = path[turn++ % 4];
    snprintf(p, 300, "%s/%s", dir, name);
    return p;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        ok(0, "could not make %s", name);
}

static int open_item(struct dx_buf *out, struct dx_err *e)
{
    struct dx_roots *r = dx_roots_new();
    struct dx_json j = {0};
    struct dx_item it;
    struct dx_err other;
    static const char line[] = ITEM("\"E/sub/b.txt\"", "6");
    static const char gone[] = "{\"type\":\"root\",\"exhibit\":\"F\",\"path\":\"/mnt/\\ufffd\",\"path_raw\":\"L21udC8v\"}\n";
    int fd = -1, rc = r ? dx_roots_add(r, DX_STR("E"), dx_str(at("ev")), false, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_roots_record(r, DX_STR(gone), e);
    if (rc == DX_OK)
        rc = dx_json_parse(&j, line, sizeof line - 2, e);
    if (rc == DX_OK)
        rc = dx_item_read(&it, &j, e);
    if (rc == DX_OK)
        rc = dx_item_open(r, &it, &fd, e);
    if (rc == DX_OK && dx_item_verify(fd, &it, &other) == DX_NOMEM) {
        *e = other;
        rc = DX_NOMEM;
    } else if (rc == DX_OK) {
        keep(out, other.code, strlen(other.code)); /* changed: the id is invented */
    }
    if (fd >= 0)
        close(fd);
    dx_json_free(&j);
    dx_roots_free(r);
    return rc;
}

static int on_record(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    (void)item, (void)fd;
    if (type != DX_T_ROOT)
        keep(ctx, line.p, line.n);
    return DX_OK;
}

static int walk(struct dx_buf *out, struct dx_err *e)
{
    struct dx_walker *w = NULL;
    struct dx_operand o[2] = {{0}};
    bool labelled[2];
    int rc = dx_operand_parse(&o[0], at("ev"), &labelled[0], e);
    if (rc == DX_OK)
        rc = dx_operand_parse(&o[1], at("ev"), &labelled[1], e);
    if (rc == DX_OK)
        rc = dx_operands_settle(o, labelled, 2, e);
    if (rc == DX_OK)
        rc = dx_walker_new(&w, "0123456789ab", on_record, out, e);
    if (rc == DX_OK)
        rc = dx_walk(w, &o[0], e);
    if (rc == DX_OK)
        rc = dx_walk_beneath(w, &o[1], "sub", e);
    dx_walker_free(w);
    dx_operand_free(&o[0]);
    dx_operand_free(&o[1]);
    return rc;
}

static int catalog(struct dx_buf *out, struct dx_err *e)
{
    struct dx_catalog *c = NULL;
    struct dx_item it;
    bool got = false;
    int fd = open(at("items.ndjson"), O_RDONLY | O_CLOEXEC), rc = dx_catalog_open(&c, fd, e);
    if (rc == DX_OK)
        rc = dx_catalog_path(c, DX_STR("E/a"), &it, &got, e);
    if (rc == DX_OK && got)
        keep(out, it.path[0].p, it.path[0].n);
    dx_catalog_free(c);
    return rc;
}

/* ---- find ---- */

static int rules(struct dx_buf *out, struct dx_err *e)
{
    struct dx_rules *r = NULL;
    char name[300];
    snprintf(name, sizeof name, "%s", at("my.rules"));
    const char *more[] = {name};
    int rc = dx_rules_load(&r, NULL, more, 1, e);
    if (rc == DX_OK)
        keep(out, dx_rules_hash(r), 64);
    dx_rules_free(r);
    return rc;
}

static const char text[] = "write to a@example.com and b@example.org; card 4111-1111-1111-1111\nX1234\n"
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n\xe0\xb9\x91\xe0\xb9\x92 b@example.com\n";

static int keep_group(struct dx_buf *out, struct dx_group *g, struct dx_err *e)
{
    int rc = dx_group_settle(g, e);
    for (size_t i = 0; rc == DX_OK && i < g->n; i++)
        keep(out, dx_group_line(g, i).p, dx_group_line(g, i).n + 1);
    return rc;
}

static int find_bytes(struct dx_buf *out, const char *bytes, size_t n, bool binary, struct dx_err *e)
{
    void *state = NULL;
    struct dx_group g = {0};
    int rc = dx_find_stage.open(&state, &(struct dx_options){.min_score = -1, .binary = binary}, e);
    if (rc == DX_OK)
        rc = dx_find_stage.raw(state, &g, "0123456789ab", bytes, n, 0, true, e);
    if (rc == DX_OK)
        rc = keep_group(out, &g, e);
    dx_group_free(&g);
    if (state)
        dx_find_stage.close(state);
    return rc;
}

static int find_raw(struct dx_buf *out, struct dx_err *e) { return find_bytes(out, text, sizeof text - 1, false, e); }

static int find_group(struct dx_buf *out, struct dx_err *e)
{
    static const char lines[] = ITEM("\"E/a\"", "3")
        "{\"type\":\"page\",\"id\":\"00000000000000p1\",\"item\":\"" ID "\",\"page\":1,\"layer\":\"ocr\",\"n\":0,\"text\":\"card x 4111-1111-1111-1111\","
        "\"words\":[[0,4,10,10,20,8,0.99],[5,6,40,10,20,8,0.95],[7,26,65,11,20,8,0.5]],\"by\":\"x\"}\n"
        "{\"type\":\"document\",\"id\":\"00000000000000d1\",\"item\":\"" ID "\",\"page\":1,\"format\":\"TD3\",\"lines\":[\"a\",\"b\"],\"fields\":"
        "{\"document_code\":\"P\",\"issuer\":\"THA\",\"number\":\"AA1234567\",\"nationality\":\"THA\",\"birth_date\":\"1974-08-12\",\"sex\":\"F\"},"
        "\"checks\":{\"number\":true},\"alerts\":[],\"box\":[1,2,3,4],\"confidence\":0.99,\"by\":\"x\"}\n";
    struct dx_worker_stage s = {0};
    struct dx_group g = {0};
    int rc = dx_work_open(&s, &dx_find_stage, &(struct dx_options){.min_score = -1}, e);
    if (rc == DX_OK)
        rc = dx_group_add_all(&g, DX_STR(lines), e);
    if (rc == DX_OK)
        rc = dx_work_group(&s, 1, &g, -1, NULL, e);
    if (rc == DX_OK)
        rc = keep_group(out, &g, e);
    dx_group_free(&g);
    dx_work_close(&s);
    return rc;
}

/* The shipped rules, loaded once, by memory that doesn't fail: lines with names, and whose the numbers beside them are. */
static int names(struct dx_buf *out, struct dx_err *e)
{
    static struct dx_rules *all;
    static const char *const lines[] = {
        "Somchai Example: 081-234 5678, Siti Dummy 0812-3456-7890", "ชื่อ นายสมมติ ตัวอย่าง โทร ๐๘๑-๒๓๔-๕๖๗๘ บัญชี กสิกร 110-5-59064-1",
        "Name: Aung Example  NRC 12/KATATA(N)164693", "4111-1111-1111-1111 (BUDI EXAMPLE)", "SITI TEST", "+95 9 421 008 956"};
    struct dx_scan *scan = NULL;
    long saved = fail_at;
    int rc = DX_OK;
    if (!all) {
        char few[4096], shipped[4096];
        const char *src = getenv("DX_SRC"), *set = getenv("DX_RULES_DIR");
        snprintf(few, sizeof few, "%s", set ? set : "");
        snprintf(shipped, sizeof shipped, "%s/rules", src ? src : ".");
        fail_at = 0;
        setenv("DX_RULES_DIR", shipped, 1);
        rc = dx_rules_load(&all, NULL, NULL, 0, e);
        setenv("DX_RULES_DIR", few, 1);
        fail_at = saved;
    }
    if (rc == DX_OK)
        rc = dx_scan_new(&scan, all, &(struct dx_scan_options){.region = "TH,MM,ID", .min_score = 0.2}, e);
    for (size_t i = 0; rc == DX_OK && i < sizeof lines / sizeof *lines; i++) {
        struct dx_str above = i ? dx_str(lines[i - 1]) : DX_STR(""), block = above, line = dx_str(lines[i]);
        rc = dx_scan_piece(scan, &(struct dx_piece){.text = line, .to = line.n, .above = above, .block = block}, e);
        for (size_t k = 0; rc == DX_OK && k < dx_scan_hits(scan); k++) {
            const struct dx_hit *h = dx_scan_hit(scan, k);
            struct dx_str value = dx_hit_value(scan, h), attrs = dx_hit_attrs(scan, h);
            keep(out, value.p, value.n);
            keep(out, attrs.p, attrs.n);
        }
    }
    dx_scan_free(scan);
    return rc;
}

/* Raw bytes, with text of two bytes a character and Thai of one. */
static int find_binary(struct dx_buf *out, struct dx_err *e)
{
    static const char raw[] = "\1\2\3 a@example.com \0\0\xff\xfe" "b\0@\0e\0x\0a\0m\0p\0l\0e\0.\0c\0o\0m\0 \0\0\0"
        "\xBA\xD1\xAD\xAA\xD5\xB9\xD2\xC2\xCA\xC1\xC1\xB5\xD4 c@example.com \xE2\xB7\xC3\xC8\xD1\xBE\xB7\xEC\xB7\xD5\xE8\xBA\xE9\xD2\xB9\0\1";
    return find_bytes(out, raw, sizeof raw - 1, true, e);
}

static int zone(struct dx_buf *out, struct dx_err *e)
{
    static struct dx_mrz z;
    struct dx_buf b = DX_BUF_INIT;
    char id[DX_ID_DIGITS + 1];
    size_t pos = 0, span[2];
    int rc = dx_mrz_scan(text, sizeof text - 1, sizeof text, &pos, &z, span) ? DX_OK : dx_fail(e, DX_BAD, "malformed", "no zone");
    if (rc == DX_OK) {
        dx_mrz_record(&b, &z, &(struct dx_mrz_source){.item = DX_STR(ID), .page = 1}, "0123456789ab", id);
        rc = dx_buf_ok(&b) ? DX_OK : dx_fail_nomem(e);
    }
    if (rc == DX_OK)
        keep(out, b.p, b.len);
    dx_buf_free(&b);
    return rc;
}

static int fold(struct dx_buf *out, struct dx_err *e)
{
    struct dx_fold f = {0};
    int rc = dx_fold_text(&f, DX_STR("เลข ๑๒๓-๔๕ \u200b０１２ Раsspоrt \xff"), e);
    if (rc == DX_OK)
        keep(out, f.text.p, f.text.n);
    dx_fold_free(&f);
    return rc;
}

static int checks(struct dx_buf *out, struct dx_err *e)
{
    static const char *const values[] = {"4111111111111111", "+66812345678", "1101700230708", "GB82 WEST 1234 5698 7654 32", "12/OUKAMA(N)123456",
                                         "a@example.com", "https://wa.me/66812345678", "00020101021129370016A000000677010111"};
    struct dx_reading r = {0};
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && dx_check_at(i); i++)
        for (size_t k = 0; rc == DX_OK && k < sizeof values / sizeof *values; k++) {
            rc = dx_check_run(dx_check_at(i), &r, dx_str(values[k]), &(struct dx_check_context){0}, e);
            if (rc == DX_OK && r.verdict != DX_VERDICT_NO)
                keep(out, r.value.p, r.value.len);
        }
    dx_reading_free(&r);
    return rc;
}

static int norm(struct dx_buf *out, struct dx_err *e)
{
    struct dx_norm *n = NULL;
    const struct dx_reading *r;
    int rc = dx_norm_new(&n, "phone", NULL, e);
    if (rc == DX_OK)
        rc = dx_norm_line(n, DX_STR("๐๘๑-234 5678"), &r, e);
    if (rc == DX_OK)
        keep(out, r->value.p, r->value.len);
    dx_norm_free(n);
    return rc;
}

/* ---- pages ---- */

static int charset(struct dx_buf *out, struct dx_err *e)
{
    struct dx_charset *c = NULL;
    struct dx_buf b = DX_BUF_INIT;
    size_t bom;
    static const char thai[] = "\xCA\xC7\xD1\xCA\xB4\xD5 \xCA\xC7\xD1\xCA\xB4\xD5 \xCA\xC7\xD1\xCA\xB4\xD5";
    int rc = dx_charset_new(&c, dx_charset_detect(thai, sizeof thai - 1, true, &bom), e);
    if (rc == DX_OK)
        rc = dx_charset_feed(c, thai, sizeof thai - 1, true, &b, e);
    if (rc == DX_OK)
        keep(out, b.p, b.len);
    dx_charset_free(c);
    dx_buf_free(&b);
    return rc;
}

static int on_page(void *ctx, struct dx_page *p)
{
    struct dx_err e = {.msg = ""};
    int rc = DX_OK;
    for (size_t i = 0; i < p->n_layers; i++)
        keep(ctx, p->layers[i].text.p, p->layers[i].text.n);
    if (p->look && !p->picture(p, &rc, &e) && rc == DX_NOMEM)
        keep(ctx, "\"code\":\"memory\"", 15);
    return DX_OK;
}

static void on_error(void *ctx, int page, const struct dx_err *what)
{
    char line[64];
    keep(ctx, line, (size_t)snprintf(line, sizeof line, "%d \"code\":\"%s\"\n", page, what->code));
}

static int pages(struct dx_buf *out, const char *media, const char *path, struct dx_err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int rc = dx_pages_read(fd, dx_str(media), NULL, on_page, on_error, out, e);
    close(fd);
    return rc;
}

static const char *data(const char *name)
{
    static char path[4096];
    const char *src = getenv("DX_SRC");
    snprintf(path, sizeof path, "%s/tests/data/%s", src ? src : ".", name);
    return path;
}

static int plain(struct dx_buf *out, struct dx_err *e) { return pages(out, "text/plain", at("ev/a.txt"), e); }
static int html(struct dx_buf *out, struct dx_err *e) { return pages(out, "text/html", at("page.html"), e); }
static int jpeg(struct dx_buf *out, struct dx_err *e) { return pages(out, "image/jpeg", data("bad/orientation.jpg"), e); }
static int tiff(struct dx_buf *out, struct dx_err *e) { return pages(out, "image/tiff", data("bad/truncated.tif"), e); }
static int pdf(struct dx_buf *out, struct dx_err *e) { return pages(out, "application/pdf", data("bad/encrypted-empty-password.pdf"), e); }

static int picture(struct dx_buf *out, struct dx_err *e)
{
    struct dx_picture *p = NULL, *turned = NULL, *scaled = NULL;
    struct dx_buf png = DX_BUF_INIT;
    struct dx_map m;
    int rc = dx_picture_new(&p, 64, 48, e);
    for (int i = 0; rc == DX_OK && i < 64 * 48; i++)
        p->grey[(size_t)(i / 64) * p->stride + (size_t)(i % 64)] = (uint8_t)(i * 7);
    if (rc == DX_OK)
        rc = dx_picture_orient(&turned, p, 6, &m, e);
    if (rc == DX_OK)
        rc = dx_prepare_paper(turned, e);
    if (rc == DX_OK)
        rc = dx_prepare_scale(&scaled, turned, 0.5, &m, e);
    if (rc == DX_OK)
        rc = dx_picture_png(scaled, &png, e);
    if (rc == DX_OK)
        keep(out, png.p, png.len);
    dx_buf_free(&png);
    dx_picture_free(p);
    dx_picture_free(turned);
    dx_picture_free(scaled);
    return rc;
}

/* ---- engine ---- */

static int job(void *ctx, struct dx_port *port, struct dx_str in, int fd, struct dx_buf *answer, struct dx_err *e)
{
    (void)ctx, (void)port, (void)fd, (void)e;
    dx_buf_add(answer, in.p, in.n);
    return DX_OK;
}

static int answer(void *ctx, void *tag, struct dx_str s, const struct dx_err *failure, struct dx_err *e)
{
    (void)tag, (void)e;
    if (failure)
        keep(ctx, "\"code\":\"memory\"", strcmp(failure->code, "memory") == 0 ? 15 : 3);
    else
        keep(ctx, s.p, s.n);
    return DX_OK;
}

static int pool(struct dx_buf *out, struct dx_err *e)
{
    struct dx_pool *p = NULL;
    int rc = dx_pool_new(&p, &(struct dx_pool_options){.jobs = 1, .answer_bytes = 1 << 20, .queue = 2},
                         &(struct dx_pool_calls){.job = job, .answer = answer, .ctx = out}, e);
    for (int i = 0; i < 4 && rc == DX_OK; i++)
        rc = dx_pool_put(p, &(struct dx_pool_job){DX_STR("job "), -1, i != 2 ? DX_POOL_SHARED : DX_POOL_PASS, 0, 0, NULL, 0}, e);
    if (rc == DX_OK)
        rc = dx_pool_end(p, e);
    dx_pool_free(p);
    return rc;
}

static void empty_folder(const char *path)
{
    char below[512];
    DIR *d = opendir(path);
    for (struct dirent *x; d && (x = readdir(d)) != NULL;) {
        snprintf(below, sizeof below, "%.250s/%.250s", path, x->d_name);
        if (x->d_name[0] != '.' && unlink(below) != 0)
            empty_folder(below);
    }
    if (d)
        closedir(d);
    rmdir(path);
}

static int case_files(struct dx_buf *out, struct dx_err *e)
{
    struct dx_case *c = NULL;
    struct dx_buf body = DX_BUF_INIT;
    int rc = dx_case_open(&c, at("case"), e);
    if (rc == DX_OK)
        rc = dx_case_log(c, "begin", DX_STR("\"jobs\":1"), e);
    if (rc == DX_OK)
        rc = dx_case_write(c, DX_T_ITEM, DX_STR("{\"type\":\"item\"}\n"), e);
    if (rc == DX_OK)
        rc = dx_case_complete(c, &body, e);
    if (rc == DX_OK && !dx_buf_ok(&body))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK)
        keep(out, body.p, body.len);
    dx_case_free(c);
    dx_buf_free(&body);
    empty_folder(at("case"));
    return rc;
}

int main(void)
{
    char tiny[4096];
    const char *src = getenv("DX_SRC");
    setvbuf(stdout, NULL, _IOLBF, 0); /* what was tried is seen when it crashes */
    dl_iterate_phdr(find_library, NULL);
    if (!lib_to) {
        puts("1..0 # SKIP libdocex is linked statically: its calls can't be told from others");
        return 0;
    }
    snprintf(tiny, sizeof tiny, "%s/tests/fuzz/few-rules", src ? src : ".");
    if (!mkdtemp(dir) || mkdir(at("ev"), 0700) != 0 || mkdir(at("ev/sub"), 0700) != 0 || setenv("DX_RULES_DIR", tiny, 1) != 0)
        return 1;
    put("ev/a.txt", "tel 081-234 5678\n");
    put("ev/sub/b.txt", "\xCA\xC7\xD1\xCA\xB4\xD5\n");
    put("page.html", "<html><meta charset=tis-620><meta name=author content=B><title>A</title><body><p>\xCA\xC7\xD1\xCA <a href=x:y>one</a><br>two<table><tr><td>1<td>2</table>");
    put("items.ndjson", ITEM("\"E/a\"", "3") ITEM("\"E/b\"", "4"));
    put("my.rules", "kind: my.code\npattern: X\\d{4}\ncontext: en: code\nhit: X1234 -> X1234\nmiss: X123\n");
    try("JSON", json, 0);
    try("a group", group, 0);
    try("sets and counts", idset, 0);
    try("opening an item", open_item, 0);
    try("a walk", walk, 0);
    try("a catalogue", catalog, 0);
    try("loading rules", rules, 0);
    try("finding in raw text", find_raw, 0);
    try("finding in a group", find_group, 0);
    try("names, and whose numbers are", names, 400);
    try("finding in raw bytes", find_binary, 0);
    try("a zone's record", zone, 0);
    try("folding", fold, 0);
    try("checks", checks, 0);
    try("a normal form", norm, 0);
    try("a charset", charset, 0);
    try("plain text", plain, 0);
    try("HTML", html, 0);
    try("JPEG", jpeg, 0);
    try("TIFF", tiff, 0);
    try("PDF", pdf, 0);
    try("a picture", picture, 0);
    try("the pool", pool, 0);
    try("a case", case_files, 0);
    unlink(at("ev/a.txt")), unlink(at("ev/sub/b.txt")), unlink(at("page.html")), unlink(at("items.ndjson")), unlink(at("my.rules"));
    rmdir(at("ev/sub")), rmdir(at("ev")), rmdir(dir);
    return tap_done();
}
