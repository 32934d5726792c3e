/* open.c: tests of roots and of opening beneath them: nothing leads out, nothing blocks, every refusal says why */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "evidence/open.h"

static struct dx_roots *roots;

static int try_open(const char *exhibit, const char *path, struct dx_err *e)
{
    struct dx_item it = {.id = DX_STR("x"), .exhibit = dx_str(exhibit), .levels = 1, .path[0] = dx_str(path)};
    int fd;
    *e = (struct dx_err){0};
    int rc = dx_item_open(roots, &it, &fd, e);
    if ((rc == DX_OK) != (fd >= 0))
        ok(0, "a descriptor on success alone");
    if (fd >= 0)
        close(fd);
    return rc;
}

static void refused(const char *path, const char *code, const char *words)
{
    struct dx_err e;
    int rc = try_open("E", path, &e);
    if (!ok(rc == DX_BAD && strcmp(e.code, code) == 0 && strstr(e.msg, words), "%s is refused: %s", path, words))
        printf("# rc %d, %s: %s\n", rc, rc ? e.code : "", rc ? e.msg : "");
}

static void make(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    if (fd < 0 || write(fd, text, strlen(text)) < 0 || close(fd) != 0)
        ok(0, "could not make %s", path);
}

static void opening(void)
{
    struct dx_err e;
    make("out", "outside\n");
    mkdir("e", 0755);
    mkdir("e/d", 0755);
    make("e/d/f", "hello\n");
    make("e/\xff", "x");
    ok(symlink("../out", "e/link") == 0 && symlink("d", "e/dirlink") == 0 && symlink("/etc", "e/abs") == 0 && mkfifo("e/pipe", 0644) == 0 &&
           symlink("e", "eroot") == 0, "links and a pipe");
    ok(dx_roots_option(roots, "E=eroot", &e) == DX_OK, "a root through a symbolic link that the user chose");
    ok(try_open("E", "E/d/f", &e) == DX_OK, "a file beneath");
    refused("E/nothing", "missing", "no such file");
    refused("E/d/f/g", "missing", "no such file");
    refused("E/../out", "unreadable", "out of its root");
    refused("E/d/../../out", "unreadable", "out of its root");
    refused("E//etc/passwd", "unreadable", "out of its root");
    refused("E/./d/f", "unreadable", "out of its root");
    refused("E/d/", "unreadable", "out of its root");
    refused("E/link", "unreadable", "symbolic link");
    refused("E/dirlink/f", "unreadable", "symbolic link");
    refused("E/abs/passwd", "unreadable", "symbolic link");
    refused("E/pipe", "unreadable", "not a regular file");
    refused("E/d", "unreadable", "not a regular file");
    refused("E", "unreadable", "not a regular file");
    refused("F/d/f", "malformed", "exhibit");
    refused("Ed/f", "malformed", "exhibit");
    ok(try_open("F", "F/d/f", &e) == DX_BAD && strcmp(e.code, "missing") == 0 && strstr(e.msg, "--root F=DIR"), "no root: %s", e.msg);
    ok(try_open("a\033[31m", "x", &e) == DX_BAD && !strchr(e.msg, '\033'), "a label doesn't reach the terminal raw: %s", e.msg);
    if (geteuid() != 0) {
        chmod("e/d/f", 0);
        refused("E/d/f", "unreadable", "permission");
        chmod("e/d/f", 0644);
    }
}

static void exact_names(void)
{
    struct dx_err e = {0};
    struct dx_item it = {.id = DX_STR("x"), .exhibit = DX_STR("E"), .levels = 1, .path[0] = DX_STR("E/\xEF\xBF\xBD"), .path_raw[0] = DX_STR("RS//")};
    int fd;
    ok(dx_item_open(roots, &it, &fd, &e) == DX_OK, "path_raw names the file %s", e.msg);
    close(fd);
    it.path_raw[0] = DX_STR("RS//x");
    ok(dx_item_open(roots, &it, &fd, &e) == DX_BAD && strcmp(e.code, "malformed") == 0, "bad base64: %s", e.msg);
    it.path_raw[0] = DX_STR("RS8A"); /* "E/\0" */
    ok(dx_item_open(roots, &it, &fd, &e) == DX_BAD && strcmp(e.code, "malformed") == 0, "a NUL: %s", e.msg);
    it.levels = 2;
    ok(dx_item_open(roots, &it, &fd, &e) == DX_BAD && strcmp(e.code, "unsupported") == 0, "a container: %s", e.msg);
    it.levels = 1;
    it.id = DX_STR("-");
    ok(dx_item_open(roots, &it, &fd, &e) == DX_BAD && strcmp(e.code, "unsupported") == 0, "standard input: %s", e.msg);
}

/* What kernels without openat2 do must be the same. */
static void steps(void)
{
    static const char *const paths[] = {"d/f", "nothing", "d/f/g", "../out", "link", "dirlink/f", "abs/passwd", "d"};
    int dir = open("e", O_RDONLY | O_DIRECTORY), fd;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct dx_err a = {0}, b = {0};
        int x = dx_open_beneath(dir, paths[i], O_RDONLY, DX_BENEATH_BEST, &fd, &a);
        close(fd);
        int y = dx_open_beneath(dir, paths[i], O_RDONLY, DX_BENEATH_STEPS, &fd, &b);
        close(fd);
        ok(x == y && strcmp(a.msg, b.msg) == 0, "both ways say the same of %s: %s / %s", paths[i], a.msg, b.msg);
    }
    close(dir);
}

static void given_roots(void)
{
    struct dx_err e = {0};
    struct dx_roots *r = dx_roots_new();
    struct dx_roots *mine = roots;
    roots = r;
    ok(dx_roots_record(r, DX_STR("{\"type\":\"root\",\"exhibit\":\"E\",\"path\":\"/nowhere\"}\n"), &e) == DX_OK, "a root record");
    ok(try_open("E", "E/d/f", &e) == DX_BAD, "leads where it says");
    ok(dx_roots_record(r, DX_STR("{\"type\":\"root\",\"exhibit\":\"E\",\"path\":\"?\",\"path_raw\":\"ZQ==\"}"), &e) == DX_OK &&
           try_open("E", "E/d/f", &e) == DX_OK, "a later one wins; path_raw is the exact path");
    ok(dx_roots_option(r, "E=/nowhere", &e) == DX_OK && try_open("E", "E/d/f", &e) == DX_BAD, "--root wins");
    ok(dx_roots_record(r, DX_STR("{\"type\":\"root\",\"exhibit\":\"E\",\"path\":\"e\"}"), &e) == DX_OK && try_open("E", "E/d/f", &e) == DX_BAD,
       "over a later record too");
    ok(dx_roots_option(r, "F=e/d/f", &e) == DX_OK && try_open("F", "F", &e) == DX_OK, "an exhibit that is one file");
    ok(try_open("F", "F/x", &e) == DX_BAD && strcmp(e.code, "missing") == 0, "has nothing beneath: %s", e.msg);
    static const char *const bad[] = {"", "E", "=x", "E="};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(dx_roots_option(r, bad[i], &e) == DX_BAD, "no root: '%s'", bad[i]);
    ok(dx_roots_record(r, DX_STR("{\"type\":\"root\",\"exhibit\":\"E\"}"), &e) == DX_BAD, "%s", e.msg);
    ok(dx_roots_record(r, DX_STR("{\"type\":\"root\",\"exhibit\":\"E\",\"path\":\"a\\u0000b\"}"), &e) == DX_BAD, "a NUL: %s", e.msg);
    for (int i = 0; i < 5000; i++) {
        char arg[32];
        snprintf(arg, sizeof arg, "X%d=e/d/f", i);
        if (dx_roots_option(r, arg, &e) != DX_OK)
            ok(0, "many roots");
    }
    ok(try_open("X4999", "X4999", &e) == DX_OK, "many roots");
    dx_roots_free(r);
    roots = mine;
}

static void verify(void)
{
    struct dx_err e = {0};
    struct dx_item it = {.id = DX_STR("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")};
    int fd = open("e/d/f", O_RDONLY);
    ok(lseek(fd, 3, SEEK_SET) == 3 && dx_item_verify(fd, &it, &e) == DX_OK, "the bytes are those of the record");
    ok(lseek(fd, 0, SEEK_CUR) == 0, "and the position is 0");
    it.id = DX_STR("6891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    ok(dx_item_verify(fd, &it, &e) == DX_BAD && strcmp(e.code, "changed") == 0, "others: %s", e.msg);
    close(fd);
}

/* A path longer than the kernel takes at once. */
static void long_path(void)
{
    char *path = calloc(1, 80000);
    int dir = open("e", O_RDONLY | O_DIRECTORY), at = dup(dir), fd;
    struct dx_err e = {0};
    for (int i = 0; i < 300 && at >= 0; i++) {
        char name[201];
        memset(name, 'a' + i % 26, 200);
        name[200] = '\0';
        mkdirat(at, name, 0755);
        int next = openat(at, name, O_RDONLY | O_DIRECTORY);
        close(at);
        at = next;
        strcat(strcat(path, name), "/");
    }
    fd = openat(at, "f", O_WRONLY | O_CREAT, 0644);
    close(fd);
    close(at);
    strcat(path, "f");
    for (int how = DX_BENEATH_BEST; how <= DX_BENEATH_STEPS; how++) {
        ok(dx_open_beneath(dir, path, O_RDONLY, (enum dx_beneath)how, &fd, &e) == DX_OK, "a path of %zu bytes %s", strlen(path), e.msg);
        close(fd);
    }
    memset(path, 'x', 70000);
    ok(dx_open_beneath(dir, path, O_RDONLY, DX_BENEATH_BEST, &fd, &e) == DX_BAD && strcmp(e.code, "missing") == 0, "a name of 70,000: %s", e.msg);
    close(dir);
    free(path);
}

int main(void)
{
    char dir[] = "/tmp/dx-open-XXXXXX", clean[64];
    if (!mkdtemp(dir) || chdir(dir) != 0)
        return 99;
    roots = dx_roots_new();
    opening();
    exact_names();
    steps();
    given_roots();
    verify();
    long_path();
    dx_roots_free(roots);
    snprintf(clean, sizeof clean, "rm -rf %s", dir);
    if (chdir("/") != 0 || system(clean) != 0)
        return 99;
    return tap_done();
}
