/* path.c: fuzz target: an item's record opened beneath its root; nothing outside is ever reached
 *
 * The root is a folder in the temporary folder: a/b/file, a FIFO, and symbolic links to a secret beside it, in every sort. */
#include "fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "evidence/open.h"
#include "evidence/walk.h"

static char base[] = "/tmp/dx-fuzz-XXXXXX";
static int root_fd, base_fd;

static void put(int dir, const char *name, const char *text)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    MUST(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && close(fd) == 0);
}

static void tidy(void)
{
    static const char *const made[] = {"root/a/b/file", "root/a/file", "root/a/up", "root/fifo", "root/out", "root/abs", "root/in", "secret"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlinkat(base_fd, made[i], 0);
    unlinkat(base_fd, "root/a/b", AT_REMOVEDIR);
    unlinkat(base_fd, "root/a", AT_REMOVEDIR);
    unlinkat(base_fd, "root", AT_REMOVEDIR);
    rmdir(base);
}

static void prepare(void)
{
    MUST(mkdtemp(base) && (base_fd = open(base, O_PATH | O_DIRECTORY)) >= 0);
    MUST(mkdirat(base_fd, "root", 0700) == 0 && mkdirat(base_fd, "root/a", 0700) == 0 && mkdirat(base_fd, "root/a/b", 0700) == 0);
    MUST((root_fd = openat(base_fd, "root", O_PATH | O_DIRECTORY)) >= 0);
    put(base_fd, "secret", "secret");
    put(root_fd, "a/b/file", "inside");
    put(root_fd, "a/file", "inside");
    MUST(mkfifoat(root_fd, "fifo", 0600) == 0 && symlinkat("../secret", root_fd, "out") == 0 && symlinkat("/etc/passwd", root_fd, "abs") == 0);
    MUST(symlinkat("a/file", root_fd, "in") == 0 && symlinkat("../..", root_fd, "a/up") == 0);
    atexit(tidy);
}

/* What was opened is one of the two files within the root. */
static void inside(int fd)
{
    char text[8] = "";
    MUST(read(fd, text, sizeof text) == 6 && memcmp(text, "inside", 6) == 0);
    close(fd);
}

static void both_ways(const uint8_t *p, size_t n)
{
    char *path = strndup((const char *)p, n);
    struct dx_err e;
    int a = -1, b = -1;
    MUST(path);
    int best = dx_open_beneath(root_fd, path, O_RDONLY, DX_BENEATH_BEST, &a, &e);
    int steps = dx_open_beneath(root_fd, path, O_RDONLY, DX_BENEATH_STEPS, &b, &e);
    MUST((a >= 0) == (best == DX_OK) && (b >= 0) == (steps == DX_OK) && best == steps);
    struct stat x, y;
    if (a >= 0)
        MUST(fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_ino == y.st_ino && x.st_dev == y.st_dev);
    if (a >= 0 && S_ISREG(x.st_mode))
        inside(a), inside(b);
    else if (a >= 0)
        close(a), close(b);
    struct dx_operand o;
    bool labelled;
    if (dx_operand_parse(&o, path, &labelled, &e) == DX_OK)
        dx_operand_free(&o);
    free(path);
}

/* The first line is a path; the rest, if any, a record of an item, or of a root. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_err e = {.msg = ""};
    if (!root_fd)
        prepare();
    const uint8_t *end = memchr(p, '\n', n);
    both_ways(p, end ? (size_t)(end - p) : n);
    if (!end)
        return 0;
    struct dx_str line = {(const char *)end + 1, n - (size_t)(end + 1 - p)};
    struct dx_json j = {0};
    struct dx_item it;
    struct dx_roots *r = dx_roots_new();
    int fd = -1;
    MUST(r);
    dx_roots_record(r, line, &e); /* what it names lies anywhere: it is not opened here */
    dx_roots_free(r);
    if (dx_json_parse(&j, line.p, line.n, &e) == DX_OK && dx_item_read(&it, &j, &e) == DX_OK) {
        char root[64];
        snprintf(root, sizeof root, "%s/root", base);
        MUST((r = dx_roots_new()) != NULL);
        if (it.exhibit.n && dx_roots_add(r, it.exhibit, dx_str(root), true, &e) == DX_OK) {
            int rc = dx_item_open(r, &it, &fd, &e);
            MUST((fd >= 0) == (rc == DX_OK));
            if (fd >= 0 && dx_item_verify(fd, &it, &e) != DX_ENV)
                inside(fd);
        }
        dx_roots_free(r);
    }
    dx_json_free(&j);
    return 0;
}
