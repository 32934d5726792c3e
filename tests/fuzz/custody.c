/* custody.c: fuzz target: a custody log of any bytes: read through, opened, added to; what stood there stays, and what was changed shows */
#include "fuzz.h"

#include <fcntl.h>

#include "engine/custody.h"

static char base[] = "/dev/shm/dx-fuzz-XXXXXX";
static int dir;

static void tidy(void)
{
    unlinkat(dir, DX_CUSTODY_FILE, 0);
    rmdir(base);
}

static void prepare(void)
{
    if (!mkdtemp(base)) {
        memcpy(base, "/tmp/dx-fuzz-XXXXXX", sizeof "/tmp/dx-fuzz-XXXXXX");
        MUST(mkdtemp(base));
    }
    MUST((dir = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0);
    atexit(tidy);
}

struct log {
    int64_t n, wrong;
    char head[DX_SHA256_HEX + 1];
};

static int on_entry(void *ctx, const struct dx_json *entry, int64_t n, const char *hash, const char *wrong, struct dx_err *e)
{
    struct log *l = ctx;
    (void)e;
    MUST(n == l->n + 1 && strlen(hash) == DX_SHA256_HEX);
    MUST(wrong || dx_json_int(dx_json_get(entry, dx_json_top(entry), "n"), -1) == n);
    l->n = n;
    l->wrong += wrong != NULL;
    memcpy(l->head, hash, sizeof l->head);
    return DX_OK;
}

static struct log read_log(void)
{
    struct log l = {0};
    struct dx_err e = {.msg = ""};
    MUST(dx_custody_read(dir, on_entry, &l, &e) == DX_OK);
    return l;
}

static void write_log(const uint8_t *p, size_t n)
{
    int fd = openat(dir, DX_CUSTODY_FILE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(fd >= 0 && write(fd, p, n) == (ssize_t)n && close(fd) == 0);
}

static size_t log_now(uint8_t *p, size_t most)
{
    int fd = openat(dir, DX_CUSTODY_FILE, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, p, most);
    MUST(fd >= 0 && n >= 0 && close(fd) == 0);
    return (size_t)n;
}

static void add(int times)
{
    struct dx_custody c;
    struct dx_err e = {.msg = ""};
    MUST(dx_custody_open(&c, dir, false, &e) == DX_OK);
    for (int i = 0; i < times; i++) {
        int64_t n = c.n;
        MUST(dx_custody_add(&c, i % 2 ? "end" : "begin", DX_STR("\"jobs\":1"), &e) == DX_OK && c.n == n + 1);
    }
    struct log l = read_log();
    MUST(l.n == c.n && (!times || strcmp(l.head, c.prev) == 0)); /* a log and its reader agree */
    dx_custody_close(&c);
}

/* The first byte says of what the log is made: the input itself, or five true entries that the rest of the input changes (where: 2 bytes,
 * with what: 1). */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static uint8_t before[1 << 16], after[1 << 16];
    if (!dir)
        prepare();
    if (n == 0)
        return 0;
    size_t len = n - 1;
    bool changed = false;
    unlinkat(dir, DX_CUSTODY_FILE, 0);
    if (p[0] % 2) {
        add(5);
        MUST(read_log().wrong == 0);
        len = log_now(before, sizeof before);
        size_t last = len - 1; /* of the last entry nothing follows that would tell */
        while (last > 0 && before[last - 1] != '\n')
            last--;
        for (size_t i = 1; i + 2 < n; i += 3) {
            size_t at = (p[i] | (size_t)p[i + 1] << 8) % last;
            before[at] ^= p[i + 2];
        }
        uint8_t now[1 << 14];
        size_t k = log_now(now, sizeof now);
        changed = k != len || memcmp(now, before, len) != 0;
    } else {
        memcpy(before, p + 1, len);
    }
    write_log(before, len);
    MUST(!changed || read_log().wrong > 0);
    add(2);
    size_t more = log_now(after, sizeof after);
    MUST(more > len && memcmp(before, after, len) == 0); /* never shortened, never rewritten */
    return 0;
}
