/* case.c: a case's files, its custody chain, the ledger and the counts */
#include "engine/case.h"
#include "engine/ledger.h"
#include "../tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/docex-case-XXXXXX";

static const char *at(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static struct dx_buf slurp(const char *path)
{
    struct dx_buf b = DX_BUF_INIT;
    FILE *f = fopen(path, "r");
    for (int c; f && (c = getc(f)) != EOF;)
        dx_buf_byte(&b, (char)c);
    if (f)
        fclose(f);
    return b;
}

static void is_file(const char *name, const char *want)
{
    struct dx_buf b = slurp(at(name));
    is_str(b.p ? b.p : "", want, name);
    dx_buf_free(&b);
}

static int put(struct dx_case *c, const char *line, struct dx_err *e)
{
    return dx_case_write(c, dx_record_type(line, strlen(line)), dx_str(line), e);
}

static void test_complete(void)
{
    struct dx_case *c, *other;
    struct dx_err e;
    struct dx_buf body = DX_BUF_INIT;
    struct stat st;
    umask(0);
    ok(dx_case_open(&c, at("case"), &e) == DX_OK, "a case is made");
    ok(stat(at("case"), &st) == 0 && (st.st_mode & 07777) == 0700, "its folder is 0700 whatever the umask");
    ok(stat(at("case/items.ndjson.part"), &st) == 0 && (st.st_mode & 07777) == 0600, "its files are 0600 and not complete");
    ok(dx_case_open(&other, at("case"), &e) == DX_ENV && strstr(e.msg, "in use"), "two runs can't have it: %s", e.msg);
    ok(dx_case_log(c, "begin", DX_STR("\"jobs\":1"), &e) == DX_OK, "an entry of the custody log");
    ok(put(c, "{\"type\":\"item\",\"n\":1}\n", &e) == DX_OK && put(c, "{\"type\":\"finding\"}\n", &e) == DX_OK
       && put(c, "{\"type\":\"item\",\"n\":2}\n", &e) == DX_OK && put(c, "{\"type\":\"status\"}\n", &e) == DX_OK, "records of three types");
    ok(put(c, "{\"type\":\"link\"}\n", &e) == DX_BAD, "a type without a file is refused");
    int fd;
    ok(dx_case_read(at("case"), DX_T_STATUS, &fd, &e) == DX_ENV && strstr(e.msg, "no run of"), "nothing to read yet: %s", e.msg);
    ok(dx_case_complete(c, &body, &e) == DX_OK, "complete");
    dx_case_log(c, "end", dx_buf_slice(&body), &e);
    dx_case_free(c);
    is_file("case/items.ndjson", "{\"type\":\"item\",\"n\":1}\n{\"type\":\"item\",\"n\":2}\n");
    is_file("case/findings.ndjson", "{\"type\":\"finding\"}\n");
    is_file("case/pages.ndjson", "");
    ok(access(at("case/items.ndjson.part"), F_OK) != 0, "no temporary name is left");
    char hex[DX_SHA256_HEX + 1];
    struct dx_buf items = slurp(at("case/items.ndjson"));
    dx_sha256_head(items.p, items.len, DX_SHA256_HEX, hex);
    ok(body.p && strstr(body.p, hex), "the hashes of the files are given");
    ok(dx_case_read(at("case"), DX_T_STATUS, &fd, &e) == DX_OK, "now it can be read");
    close(fd);
    dx_buf_free(&items);
    dx_buf_free(&body);
}

/* Each entry names the hash of the line before it, also across runs and after a torn line. */
static void test_chain(void)
{
    struct dx_case *c;
    struct dx_err e;
    int fd = open(at("case/custody.ndjson"), O_WRONLY | O_APPEND);
    ok(fd >= 0 && write(fd, "{\"type\":\"cus", 12) == 12, "a power cut tears the last line");
    close(fd);
    ok(dx_case_open(&c, at("case"), &e) == DX_OK && dx_case_log(c, "begin", DX_STR(""), &e) == DX_OK, "the log goes on");
    dx_case_free(c);
    struct dx_buf log = slurp(at("case/custody.ndjson"));
    char prev[DX_SHA256_HEX + 1];
    memset(prev, '0', DX_SHA256_HEX);
    prev[DX_SHA256_HEX] = '\0';
    int good = 0, lines = 0;
    for (char *p = log.p, *eol; p && (eol = strchr(p, '\n')); p = eol + 1, lines++) {
        *eol = '\0';
        good += strstr(p, prev) != NULL;
        dx_sha256_head(p, strlen(p), DX_SHA256_HEX, prev);
    }
    ok(lines == 4 && good == 3, "4 lines, and the 3 whole ones are chained (%d, %d)", lines, good);
    dx_buf_free(&log);
    is_file("case/items.ndjson", "{\"type\":\"item\",\"n\":1}\n{\"type\":\"item\",\"n\":2}\n");
    ok(access(at("case/ledger.ndjson"), F_OK) == 0, "what was complete stays until the next run is");
}

static void test_refusals(void)
{
    struct dx_case *c;
    struct dx_err e;
    mkdir(at("evidence"), 0755);
    close(open(at("evidence/a.txt"), O_WRONLY | O_CREAT, 0644));
    ok(dx_case_open(&c, at("evidence"), &e) == DX_ENV && strstr(e.msg, "neither empty nor a case"), "a folder with files is refused: %s", e.msg);
    ok(dx_case_open(&c, at("evidence/a.txt"), &e) == DX_ENV, "a file is refused: %s", e.msg);
    ok(dx_case_open(&c, at("no/such"), &e) == DX_ENV, "a missing parent is said: %s", e.msg);
    mkdir(at("open"), 0755);
    struct stat st;
    ok(dx_case_open(&c, at("open"), &e) == DX_OK && stat(at("open"), &st) == 0 && (st.st_mode & 077) == 0, "an empty folder is closed to others");
    dx_case_free(c);
    ok(symlink("/dev/full", at("open/pages.ndjson.part")) != 0 && unlink(at("open/pages.ndjson.part")) == 0
       && symlink("/dev/full", at("open/pages.ndjson.part")) == 0, "a link where a file should be");
    ok(dx_case_open(&c, at("open"), &e) == DX_ENV && strstr(e.msg, "pages.ndjson.part"), "is not followed: %s", e.msg);
}

static void test_judge(void)
{
    static const struct {
        struct dx_judgement j;
        const char *want, *reason;
    } cases[] = {
        {{.size = 9, .read = 1}, "done", ""},
        {{.size = 9}, "done", ""},
        {{.size = 9, .errors = 1, .code = "encrypted"}, "failed", "encrypted"},
        {{.size = 9, .errors = 2, .read = 3, .code = "truncated"}, "partial", "truncated"},
        {{.size = 0}, "skipped", "empty"},
        {{.size = 9, .duplicate = true}, "duplicate", ""},
        {{.size = 0, .duplicate = true}, "duplicate", ""},
    };
    struct dx_ledger l = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason;
        enum dx_status s = dx_judge(&cases[i].j, &reason);
        ok(strcmp(dx_status_name(s), cases[i].want) == 0 && strcmp(reason, cases[i].reason) == 0, "%s %s", cases[i].want, reason);
        dx_ledger_add(&l, s, dx_str(reason), NULL);
        l.items++;
    }
    ok(dx_ledger_balances(&l) && l.by[DX_DUPLICATE] == 2 && dx_tally_get(&l.reasons[DX_FAILED], DX_STR("encrypted")) == 1, "the ledger adds up");
    l.items++;
    ok(!dx_ledger_balances(&l), "an item without a status unbalances it");
    dx_ledger_free(&l);
    struct dx_buf b = DX_BUF_INIT;
    struct dx_item it = {.id = DX_STR("-"), .exhibit = DX_STR("E1"), .levels = 2, .path = {DX_STR("E1/a.zip"), DX_STR("b\x1b.txt")}};
    dx_status_write(&b, &it, DX_FAILED, "crashed");
    is_str(b.p, "{\"type\":\"status\",\"item\":\"-\",\"exhibit\":\"E1\",\"path\":[\"E1/a.zip\",\"b\\u001b.txt\"],\"status\":\"failed\",\"reason\":\"crashed\"}\n",
           "a status record");
    dx_buf_free(&b);
}

static void test_tally(void)
{
    struct dx_tally t = {0};
    static const char *const names[] = {"phone", "iban", "phone", "", "email", "ibana", "iban"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        dx_tally_add(&t, dx_str(names[i]), 1, NULL);
    ok(t.n == 5 && dx_tally_sum(&t) == 7 && dx_tally_get(&t, DX_STR("iban")) == 2 && dx_tally_get(&t, DX_STR("iba")) == 0, "names are counted");
    ok(!strcmp(t.rows[0].name, "") && !strcmp(t.rows[1].name, "email") && !strcmp(t.rows[4].name, "phone"), "in the order of their bytes");
    char name[16];
    for (int i = 0; i < 6000; i++)
        dx_tally_add(&t, (struct dx_str){name, (size_t)snprintf(name, sizeof name, "k%d", i)}, 1, NULL);
    ok(t.n <= 4097 && dx_tally_sum(&t) == 6007, "too many names are counted together");
    dx_tally_free(&t);
}

int main(void)
{
    if (!mkdtemp(dir))
        return 99;
    test_complete();
    test_chain();
    test_refusals();
    test_judge();
    test_tally();
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0 ? 99 : tap_done();
}
