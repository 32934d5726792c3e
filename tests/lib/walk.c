/* walk.c: tests of the walk: order, forms, errors, deep and wide trees, links that lead nowhere and everywhere */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/limits.h"
#include "evidence/walk.h"
#include "../tap.h"

/* Everything that a walk said, as text; the identity of tools is constant here. */
struct log {
    struct dx_buf all;
    int items_with_bytes, stop_after, last_fd_position;
};

static int keep(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct log *l = ctx;
    dx_buf_add(&l->all, line.p, line.n);
    if (type == DX_T_ITEM && item && fd >= 0) {
        l->items_with_bytes++;
        l->last_fd_position = (int)lseek(fd, 0, SEEK_CUR);
    }
    return l->stop_after && --l->stop_after == 0 ? DX_STOP : DX_OK;
}

static void put(const char *path, const char *text, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, text, n) != (ssize_t)n || close(fd) != 0)
        ok(0, "could not make %s", path);
}

static struct dx_operand operand(const char *arg)
{
    struct dx_operand o;
    struct dx_err e = {0};
    if (dx_operand_parse(&o, arg, NULL, &e) != DX_OK)
        ok(0, "operand %s: %s", arg, e.msg);
    return o;
}

static const char *walk(struct log *l, const char *arg)
{
    struct dx_operand o = operand(arg);
    struct dx_walker *w;
    struct dx_err e = {0};
    dx_buf_reset(&l->all);
    if (!ok(dx_walker_new(&w, "0123456789ab", keep, l, &e) == DX_OK, "walker"))
        exit(1);
    ok(dx_walk(w, &o, &e) == DX_OK, "walked %s", arg);
    dx_walker_free(w);
    dx_operand_free(&o);
    return l->all.p;
}

/* The n-th line holds the text? */
static int line_has(const char *all, int n, const char *text)
{
    while (n-- && all)
        all = strchr(all, '\n') ? strchr(all, '\n') + 1 : NULL;
    char *line = all ? strndup(all, strcspn(all, "\n")) : NULL;
    int good = line && strstr(line, text);
    if (!ok(good, "a line with %s", text))
        printf("# line: %s\n", line ? line : "(none)");
    free(line);
    return good;
}

static void forms(struct log *l)
{
    mkdir("e", 0755);
    mkdir("e/b", 0755);
    mkdir("e/empty", 0755);
    put("e/b/x.txt", "hello\n", 6);
    put("e/b.txt", "hello\n", 6);
    put("e/a\xff.txt", "other\n", 6);
    put("e/n\nl\033[31m", "x", 1);
    put("e/zero", "", 0);
    ok(symlink("/etc/passwd", "e/link") == 0 && symlink("..", "e/up") == 0 && mkfifo("e/pipe", 0644) == 0, "links and a pipe");
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "e/sock"};
    ok(bind(s, (struct sockaddr *)&a, sizeof a) == 0, "a socket");
    close(s);

    const char *all = walk(l, "E07=e/");
    int n = 0;
    line_has(all, n++, "{\"type\":\"root\",\"exhibit\":\"E07\",\"path\":\"/");
    line_has(all, n++, "\"path\":[\"E07/a\xEF\xBF\xBD.txt\"],\"path_raw\":[\"RTA3L2H/LnR4dA==\"],\"at\":[0],\"size\":6,\"media\":\"text/plain\"");
    line_has(all, n++, "{\"type\":\"item\",\"id\":\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\",\"exhibit\":\"E07\","
                       "\"path\":[\"E07/b/x.txt\"],\"at\":[0],\"size\":6,\"media\":\"text/plain\",\"mtime\":\"");
    line_has(all, n++, "\"path\":[\"E07/b.txt\"]");
    line_has(all, n - 1, "\"duplicate\":true,\"by\":\"0123456789ab\"}");
    line_has(all, n++, "");
    line_has(all, n - 1, "{\"type\":\"entry\",\"exhibit\":\"E07\",\"path\":[\"E07/empty\"],\"form\":\"empty-folder\",\"by\":\"0123456789ab\"}");
    line_has(all, n++, "\"path\":[\"E07/link\"],\"form\":\"symlink\",\"target\":\"/etc/passwd\"");
    line_has(all, n++, "\"path\":[\"E07/n\\u000al\\u001b[31m\"]");
    line_has(all, n++, "\"form\":\"fifo\"");
    line_has(all, n++, "\"form\":\"socket\"");
    line_has(all, n++, "\"form\":\"symlink\",\"target\":\"..\"");
    line_has(all, n++, "\"path\":[\"E07/zero\"],\"at\":[0],\"size\":0,\"media\":\"inode/x-empty\"");
    line_has(all, n++, "\"item\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"stage\":\"walk\",\"code\":\"empty\"");
    ok(l->items_with_bytes == 5 && l->last_fd_position == 0, "items come with their bytes, at the start");
}

static void operands(struct log *l)
{
    line_has(walk(l, "e/b.txt"), 1, "\"exhibit\":\"b.txt\",\"path\":[\"b.txt\"]");
    line_has(walk(l, "L=e/pipe"), 1, "\"path\":[\"L\"],\"form\":\"fifo\"");
    line_has(walk(l, "e/nowhere"), 0, "{\"type\":\"error\",\"exhibit\":\"nowhere\",\"path\":[\"nowhere\"],\"stage\":\"walk\",\"code\":\"missing\"");
    ok(symlink("e/b", "chosen") == 0, "a link to a folder");
    line_has(walk(l, "chosen"), 1, "\"path\":[\"chosen/x.txt\"]");
    struct dx_operand o;
    struct dx_err e = {0};
    ok(dx_operand_parse(&o, "=x", NULL, &e) == DX_BAD && dx_operand_parse(&o, "x=", NULL, &e) == DX_BAD, "label and path are needed");
    ok(dx_operand_parse(&o, "/", NULL, &e) == DX_BAD && strstr(e.msg, "LABEL=/"), "/ needs a label: %s", e.msg);
    o = operand("./a=b/c");
    is_str(o.exhibit, "c", "the base name is the label");
    dx_operand_free(&o);
    o = operand("e/b/..");
    is_str(o.exhibit, "e", "of dots: the real name");
    dx_operand_free(&o);
}

static void labels(void)
{
    static const char *const args[] = {"x/a", "y/a", "a~2=q", "z/a", "b", "w/a~3", "v/b"};
    static const char *const want[] = {"a", "a~4", "a~2", "a~5", "b", "a~3", "b~2"};
    enum { N = sizeof args / sizeof *args };
    struct dx_operand o[N];
    struct dx_err e = {0};
    bool given[N];
    for (size_t i = 0; i < N; i++)
        ok(dx_operand_parse(&o[i], args[i], &given[i], &e) == DX_OK, "%s", args[i]);
    ok(dx_operands_settle(o, given, N, &e) == DX_OK, "settled");
    for (size_t i = 0; i < N; i++)
        is_str(o[i].exhibit, want[i], args[i]);
    given[0] = given[1] = true;
    free(o[1].exhibit);
    o[1].exhibit = strdup("a");
    ok(dx_operands_settle(o, given, 2, &e) == DX_BAD, "a given label twice: %s", e.msg);
    for (size_t i = 0; i < N; i++)
        dx_operand_free(&o[i]);
}

static void beneath(struct log *l)
{
    struct dx_operand o = operand("E=e");
    struct dx_walker *w;
    struct dx_err e = {0};
    ok(dx_walker_new(&w, "0123456789ab", keep, l, &e) == DX_OK, "walker");
    dx_buf_reset(&l->all);
    static const char *const names[] = {"./b", "e/b.txt", "b//./x.txt", "../x", "/etc/passwd", "up/x", "nowhere", "link"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ok(dx_walk_beneath(w, &o, names[i], &e) == DX_OK, "beneath: %s", names[i]);
    const char *all = l->all.p;
    line_has(all, 0, "\"root\"");
    line_has(all, 1, "[\"E/b/x.txt\"]");
    line_has(all, 2, "[\"E/b.txt\"]");
    line_has(all, 3, "[\"E/b/x.txt\"]");
    line_has(all, 4, "leads out of its root");
    line_has(all, 5, "leads out of its root");
    line_has(all, 6, "symbolic link");
    line_has(all, 7, "\"code\":\"missing\"");
    line_has(all, 8, "\"form\":\"symlink\"");
    int64_t items, errors, failures;
    dx_walker_counts(w, &items, &errors, &failures);
    ok(items == 3 && errors == 4 && failures == 4, "counted");
    dx_walker_free(w);
    dx_operand_free(&o);
}

/* 2,000 folders deep: deeper than a path that the kernel takes, and than the descriptors of a process. */
static void deep(struct log *l)
{
    int at = open(".", O_RDONLY | O_DIRECTORY), top = at;
    mkdir("deep", 0755);
    at = openat(top, "deep", O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 2000 && at >= 0; i++) {
        mkdirat(at, "abc", 0755);
        int f = openat(at, "z", O_WRONLY | O_CREAT, 0644), next = openat(at, "abc", O_RDONLY | O_DIRECTORY);
        close(f);
        close(at);
        at = next;
    }
    close(at);
    const char *all = walk(l, "deep");
    int lines = 0;
    for (const char *p = all; *p; p++)
        lines += *p == '\n';
    ok(lines == 1 + 1 + 2 * 2000, "a deep tree is walked whole (%d records)", lines);
    line_has(all, 1, "\"form\":\"empty-folder\"");
    line_has(all, lines - 2, "[\"deep/z\"]");
    close(top);
}

static void wide(struct log *l)
{
    char name[32];
    mkdir("wide", 0755);
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "wide/%d", i);
        int fd = open(name, O_WRONLY | O_CREAT, 0644);
        if (write(fd, name, strlen(name)) < 0)
            ok(0, "written");
        close(fd);
    }
    l->items_with_bytes = 0;
    const char *all = walk(l, "wide");
    ok(l->items_with_bytes == 10000, "10,000 files in one folder");
    line_has(all, 1, "wide/0\"");
    line_has(all, 3, "wide/10\"");
    line_has(all, 4, "wide/100\"");
    l->stop_after = 7;
    struct dx_operand o = operand("wide");
    struct dx_walker *w;
    struct dx_err e = {0};
    ok(dx_walker_new(&w, "0123456789ab", keep, l, &e) == DX_OK && dx_walk(w, &o, &e) == DX_STOP, "the callback stops the walk");
    dx_walker_free(w);
    dx_operand_free(&o);
    l->stop_after = 0;
}

static void unreadable(struct log *l)
{
    if (geteuid() == 0) {
        ok(1, "unreadable things # SKIP root reads everything");
        return;
    }
    mkdir("u", 0755);
    mkdir("u/a", 0);
    put("u/b", "x", 1);
    chmod("u/b", 0);
    put("u/c", "x", 1);
    const char *all = walk(l, "u");
    line_has(all, 1, "[\"u/a\"],\"stage\":\"walk\",\"code\":\"unreadable\"");
    line_has(all, 2, "[\"u/b\"],\"stage\":\"walk\",\"code\":\"unreadable\"");
    line_has(all, 3, "[\"u/c\"],\"at\"");
    chmod("u/a", 0755);
}

static void times(struct log *l)
{
    struct stat st, st2, d, d2;
    struct timespec old[2] = {{1000000000, 0}, {1111111111, 0}}; /* long before mtime: relatime would move it at a reading */
    mkdir("t", 0755);
    put("t/f", "x", 1);
    utimensat(AT_FDCWD, "t/f", old, 0);
    utimensat(AT_FDCWD, "t", old, 0);
    stat("t/f", &st);
    stat("t", &d);
    line_has(walk(l, "t"), 1, "\"mtime\":\"2005-03-18T01:58:31Z\"");
    stat("t/f", &st2);
    stat("t", &d2);
    ok(st.st_atime == st2.st_atime, "the file's access time stays");
    ok(d.st_atime == d2.st_atime, "the folder's access time stays");
    struct timespec far[2] = {{0, 0}, {-86400, 0}};
    utimensat(AT_FDCWD, "t/f", far, 0);
    line_has(walk(l, "t"), 1, "\"mtime\":\"1969-12-31T00:00:00Z\"");
}

int main(void)
{
    char dir[] = "/tmp/dx-walk-XXXXXX", clean[64];
    if (!mkdtemp(dir) || chdir(dir) != 0)
        return 99;
    struct log l = {.all = DX_BUF_INIT};
    forms(&l);
    operands(&l);
    labels();
    beneath(&l);
    unreadable(&l);
    times(&l);
    deep(&l);
    wide(&l);
    dx_buf_free(&l.all);
    snprintf(clean, sizeof clean, "rm -rf %s", dir);
    if (chdir("/") != 0 || system(clean) != 0)
        return 99;
    return tap_done();
}
