/* hostile.c: a reader that a file has taken over: whatever it tries fails, shows as an error record, and touches nobody else
 *
 * The stage below is that reader. What it tries stands in the item's name. It says in a record of its own when it got through; a worker
 * that tries what is deadly ends by SIGSYS. (With a sanitizer such calls fail instead, and memory has no bound: see sandbox.c.) */
#include "base/limits.h"
#include "engine/crew.h"
#include "page/page.h"
#include "engine/sanitized.h"
#include "../tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/docex-hostile-XXXXXX", evidence[64], made[64];
static pid_t parent;

#define OWN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

/* ---- system calls: true when it got through ---- */

static bool got(int fd) { return fd >= 0; }
static void *nothing(void *p) { return p; }

static bool try_open(int fd) { return (void)fd, got(open(evidence, O_RDONLY)); }
static bool try_passwd(int fd) { return (void)fd, got(open("/etc/passwd", O_RDONLY)); }
static bool try_list(int fd) { return (void)fd, opendir("/") != NULL; }
static bool try_create(int fd) { return (void)fd, got(open(made, O_CREAT | O_WRONLY, 0600)); }
static bool try_memory_of_parent(int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", (int)parent);
    return (void)fd, got(open(path, O_RDWR));
}
static bool try_write(int fd) { return write(fd, "x", 1) == 1; }
static bool try_reopen(int fd)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return got(open(path, O_RDWR));
}
static bool try_chmod(int fd) { return fchmod(fd, 0777) == 0; }
static bool try_unlink(int fd) { return (void)fd, unlink(evidence) == 0; }
static bool try_connect(int fd)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/run/systemd/notify"};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    return (void)fd, got(s) || connect(s, (struct sockaddr *)&a, sizeof a) == 0;
}
static bool try_internet(int fd) { return (void)fd, got(socket(AF_INET, SOCK_STREAM, 0)); }
static bool try_exec(int fd) { return (void)fd, execl("/bin/true", "true", (char *)NULL) == 0 || errno != EPERM; }
static bool try_fork(int fd)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return (void)fd, pid > 0;
}
static bool try_thread(int fd)
{
    pthread_t t;
    return (void)fd, pthread_create(&t, NULL, nothing, NULL) == 0;
}
static bool try_signal(int fd) { return (void)fd, kill(parent, SIGTERM) == 0; }
static bool try_signal_by_file(int fd) { return fcntl(3, F_SETOWN, parent) == 0 || fcntl(fd, F_SETOWN, parent) == 0; }
static bool try_ptrace(int fd) { return (void)fd, ptrace(PTRACE_ATTACH, parent, NULL, NULL) == 0; }
static bool try_read_parent(int fd)
{
    char c;
    struct iovec to = {&c, 1}, from = {dir, 1};
    return (void)fd, process_vm_readv(parent, &to, 1, &from, 1, 0) == 1;
}
static bool try_code(int fd) { return (void)fd, mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; }
static bool try_others(int fd) /* descriptors of the parent */
{
    for (int i = 4; i < 1024; i++)
        if (i != fd && fcntl(i, F_GETFD) >= 0)
            return true;
    return false;
}

static const struct {
    const char *name;
    bool (*attempt)(int fd);
    bool deadly; /* it ends the worker */
} calls[] = {
    {"open another file", try_open, false}, {"open a system file", try_passwd, false}, {"list a folder", try_list, false},
    {"make a file", try_create, false}, {"open the parent's memory", try_memory_of_parent, false}, {"write the evidence", try_write, false},
    {"open the evidence again to write it", try_reopen, false}, {"change the evidence's mode", try_chmod, true},
    {"remove the evidence", try_unlink, true}, {"connect to a service", try_connect, true}, {"reach the network", try_internet, true},
    {"run a program", try_exec, true}, {"fork", try_fork, true}, {"start a thread", try_thread, false}, {"signal the parent", try_signal, true},
    {"signal the parent by a file", try_signal_by_file, false}, {"trace the parent", try_ptrace, true},
    {"read the parent's memory", try_read_parent, true}, {"make code", try_code, false}, {"find other descriptors", try_others, false},
};
#define CALLS (sizeof calls / sizeof *calls)

/* ---- answers: what is put instead of a record ---- */

#define ID_OF_PAGE "\x01" /* stands for the id that is right */
#define BY "\x02"
#define PAGE(id, item, page, more, by) "{\"type\":\"page\",\"id\":\"" id "\",\"item\":\"" item "\",\"page\":" page ",\"layer\":\"text\",\"n\":0,\"text\":\"x\"" more ",\"by\":\"" by "\"}\n"

static const struct {
    const char *name, *lines, *says;
} lies[] = {
    {"another item's page", PAGE(ID_OF_PAGE, OTHER, "1", "", BY), "of another item"},
    {"a false id", PAGE("0123456789abcdef", OWN, "1", "", BY), "false id"},
    {"another page's id", PAGE(ID_OF_PAGE, OWN, "2", "", BY), "false id"},
    {"no page", PAGE(ID_OF_PAGE, OWN, "-1", "", BY), "without page"},
    {"another tool's name", PAGE(ID_OF_PAGE, OWN, "1", "", "aaaaaaaaaaaa"), "isn't this tool's to give"},
    {"two items in one record", PAGE(ID_OF_PAGE, OWN, "1", ",\"item\":\"" OTHER "\"", BY), "no JSON in the contract's form"},
    {"two tools in one record", PAGE(ID_OF_PAGE, OWN, "1", ",\"by\":\"aaaaaaaaaaaa\"", BY), "no JSON in the contract's form"},
    {"a raw control character", PAGE(ID_OF_PAGE, OWN, "1", ",\"a\":\"\x1b[2J\"", BY), "no JSON in the contract's form"},
    {"bad UTF-8", PAGE(ID_OF_PAGE, OWN, "1", ",\"a\":\"\xC0\xAF\"", BY), "no JSON in the contract's form"},
    {"a space", PAGE(ID_OF_PAGE, OWN, "1", ", \"a\":1", BY), "no JSON in the contract's form"},
    {"half a record", "{\"type\":\"page\",\"id\":\"\n", "no JSON in the contract's form"},
    {"a line without its end", "{\"type\":\"page\"", "without its end"},
    {"an empty line", "\n", "no JSON in the contract's form"},
    {"words", "hello\n", "no JSON in the contract's form"},
    {"an item record", "{\"type\":\"item\",\"id\":\"" OTHER "\",\"by\":\"" BY "\"}\n", "isn't this tool's to give"},
    {"a tool record", "{\"type\":\"tool\",\"id\":\"aaaaaaaaaaaa\",\"by\":\"" BY "\"}\n", "isn't this tool's to give"},
    {"a status record", "{\"type\":\"status\",\"status\":\"done\",\"by\":\"" BY "\"}\n", "isn't this tool's to give"},
    {"a finding of a page that isn't there", "{\"type\":\"finding\",\"id\":\"0123456789abcdef\",\"kind\":\"email\",\"value\":\"x\",\"item\":\"" OWN
     "\",\"page\":1,\"of\":\"0123456789abcdef\",\"by\":\"" BY "\"}\n", "isn't this tool's to give"},
    {"an error about another item", "{\"type\":\"error\",\"exhibit\":\"X\",\"path\":[\"X/a\"],\"item\":\"" OTHER
     "\",\"stage\":\"hostile\",\"code\":\"io\",\"message\":\"m\",\"by\":\"" BY "\"}\n", "about something else"},
    {"an error about nothing", "{\"type\":\"error\",\"stage\":\"hostile\",\"code\":\"io\",\"message\":\"m\",\"by\":\"" BY "\"}\n", "about something else"},
};
#define LIES (sizeof lies / sizeof *lies)

/* ---- the rest ---- */

static int deep(int n)
{
    volatile char room[4096];
    room[0] = (char)n;
    return n < 0 ? 0 : deep(n + 1) + room[0]; /* the stack ends long before n does */
}

static void flood(int stdout_like)
{
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    for (;;)
        if (write(stdout_like, block, sizeof block) < 0)
            _exit(3);
}

static void other(const char *name, struct dx_buf *b)
{
    if (strcmp(name, "flood the socket") == 0)
        flood(3);
    else if (strcmp(name, "a long answer") == 0)
        for (int i = 0; i < 9 << 20; i++)
            dx_buf_byte(b, 'x');
    else if (strcmp(name, "exhaust memory") == 0)
        for (char *p; (p = malloc(16 << 20)) != NULL || (_exit(DX_CAGE_NO_MEMORY), false);)
            memset(p, 1, 16 << 20);
    else if (strcmp(name, "hang") == 0)
        for (volatile int i = 0; i >= 0;)
            i = i < 1000;
    else if (strcmp(name, "wait for ever") == 0)
        for (;;)
            pause();
    else if (strcmp(name, "exhaust the stack") == 0)
        deep(0);
    else if (strcmp(name, "abort") == 0)
        abort();
    else if (strcmp(name, "end quietly") == 0)
        _exit(0);
    else if (strcmp(name, "hang up and live on") == 0)
        for (close(3);;)
            pause();
    else if (strcmp(name, "kill itself") == 0)
        raise(SIGKILL);
}

static const struct {
    const char *name, *code, *says;
    int signal;
} others[] = {
    {"flood the socket", "crashed", "no answer", 0}, {"a long answer", "limit", "longer than", 0}, {"exhaust memory", "memory", "out of memory", 0},
    {"hang", "timeout", " seconds", 0}, {"wait for ever", "timeout", " seconds", 0},
    {"exhaust the stack", "crashed", "SIGSEGV", SIGSEGV}, {"abort", "crashed", "SIGABRT", SIGABRT}, {"end quietly", "crashed", "status 0", 0},
    {"hang up and live on", "crashed", "worker", 0}, {"kill itself", "crashed", "SIGKILL", SIGKILL},
};
#define OTHERS (sizeof others / sizeof *others)

/* ---- the reader ---- */

static char own_by[DX_TOOL_DIGITS + 1];
static int item_fd = -1;

static int stage_open(void **state, const struct dx_options *o, struct dx_err *e)
{
    (void)o, (void)e;
    return *state = calloc(1, 1), DX_OK;
}

static bool takes(const void *state, struct dx_str media) { return (void)state, (void)media, true; }

static int emit_page(struct dx_group *g, const char *text, const char *by, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    char id[DX_ID_DIGITS + 1];
    dx_page_id(id, g->item.id, 1, "text", 0);
    dx_buf_printf(&b, "{\"type\":\"page\",\"id\":\"%s\",\"item\":\"%.*s\",\"page\":1,\"layer\":\"text\",\"n\":0,\"text\":\"%s\",\"by\":\"%s\"}\n", id, (int)g->item.id.n,
                  g->item.id.p, text, by);
    int rc = dx_group_emit(g, dx_buf_slice(&b), DX_T_PAGE, 1, e);
    dx_buf_free(&b);
    return rc;
}

static void lie(struct dx_buf *b, const char *lines)
{
    char id[DX_ID_DIGITS + 1];
    dx_page_id(id, DX_STR(OWN), 1, "text", 0);
    for (; *lines; lines++)
        if (*lines == ID_OF_PAGE[0])
            dx_buf_str(b, id);
        else if (*lines == BY[0])
            dx_buf_str(b, own_by);
        else
            dx_buf_byte(b, *lines);
}

static int page(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e)
{
    (void)state, (void)p;
    char name[128];
    snprintf(name, sizeof name, "%.*s", (int)g->item.path[0].n, g->item.path[0].p);
    const char *attack = name + 2; /* "E/" */
    for (item_fd = 4; item_fd < 64 && fcntl(item_fd, F_GETFD) < 0; item_fd++)
        ;
    for (size_t i = 0; i < CALLS; i++)
        if (strcmp(attack, calls[i].name) == 0)
            return emit_page(g, calls[i].attempt(item_fd) ? "THROUGH" : "refused", by, e);
    struct dx_buf b = DX_BUF_INIT;
    for (size_t i = 0; i < LIES; i++)
        if (strcmp(attack, lies[i].name) == 0)
            lie(&b, lies[i].lines);
    if (!b.len)
        other(attack, &b);
    int rc = b.len ? dx_group_emit(g, dx_buf_slice(&b), DX_T_PAGE, 1, e) : emit_page(g, "fine", by, e);
    dx_buf_free(&b);
    return rc;
}

static const struct dx_stage stage = {.name = "hostile", .tool = "dx-hostile", .emits = 1 << DX_T_PAGE, .open = stage_open, .close = free,
                                      .takes = takes, .read = dx_pages_read, .page = page};

/* ---- what came of it ---- */

struct came {
    struct dx_buf all, last;
    size_t n;
};

static int done(void *ctx, void *tag, struct dx_str lines, int64_t failures, struct dx_err *e)
{
    struct came *c = ctx;
    (void)tag, (void)failures, (void)e;
    dx_buf_reset(&c->last);
    dx_buf_add(&c->last, lines.p, lines.n);
    dx_buf_add(&c->all, lines.p, lines.n);
    c->n++;
    return DX_OK;
}

static bool said(const struct came *c, const char *what) { return c->last.p && strstr(c->last.p, what); }

static int put(struct dx_crew *crew, const char *name, const char *media, struct dx_err *e)
{
    char path[128];
    snprintf(path, sizeof path, "E/%s", name);
    struct dx_item it = {.id = DX_STR(OWN), .exhibit = DX_STR("E"), .levels = 1, .path = {dx_str(path)}, .size = 8, .media = dx_str(media)};
    struct dx_buf line = DX_BUF_INIT;
    dx_item_write(&line, &it, "bbbbbbbbbbbb");
    int fd = open(evidence, O_RDONLY | O_CLOEXEC), rc = dx_crew_put(crew, DX_CREW_WORK, 0, dx_buf_slice(&line), fd, NULL, e);
    close(fd);
    dx_buf_free(&line);
    return rc;
}

/* One attack, in a fresh worker (a foreign library's media) or in a shared one. */
static bool attack(struct dx_crew *crew, struct came *c, const char *name, const char *media)
{
    struct dx_err e;
    size_t before = c->n;
    return put(crew, name, media, &e) == DX_OK && dx_crew_end(crew, &e) == DX_OK && c->n == before + 1;
}

static bool error_said(const struct came *c, const char *code, const char *says, int sig)
{
    char want[96];
    snprintf(want, sizeof want, "\"stage\":\"hostile\",\"code\":\"%s\"", code);
    if (!said(c, want) || !said(c, says))
        return false;
    snprintf(want, sizeof want, "\"signal\":%d", sig);
    return !sig || said(c, want);
}

/* `brief` is a crew whose patience is short: a busy machine must not make others' work look like a hang. */
static void test_all(struct dx_crew *crew, struct dx_crew *brief, struct came *c, const char *media)
{
    for (size_t i = 0; i < CALLS; i++) {
        bool back = attack(crew, c, calls[i].name, media);
        bool ended = error_said(c, "crashed", "what the sandbox forbids", SIGSYS), refused = said(c, "\"text\":\"refused\"");
        ok(back && !said(c, "THROUGH") && (calls[i].deadly && !DX_SANITIZED ? ended : refused), "%s: can't %s", media, calls[i].name);
    }
    for (size_t i = 0; i < LIES; i++) {
        bool back = attack(crew, c, lies[i].name, media);
        ok(back && error_said(c, "crashed", lies[i].says, 0) && !said(c, "\"type\":\"page\"") && !said(c, OTHER), "%s: is refused: %s", media, lies[i].name);
    }
    for (size_t i = 0; i < OTHERS; i++) {
        if (DX_SANITIZED && (others[i].signal || strcmp(others[i].code, "memory") == 0))
            continue; /* its own reports come first */
        bool back = attack(strcmp(others[i].code, "timeout") == 0 ? brief : crew, c, others[i].name, media);
        ok(back && error_said(c, others[i].code, others[i].says, others[i].signal), "%s: %s: %s", media, others[i].name, others[i].code);
    }
    ok(attack(crew, c, "nothing bad", media) && said(c, "\"text\":\"fine\"") && !said(c, "error"), "%s: the next item is read", media);
}

int main(void)
{
    struct dx_err e;
    struct dx_worker_stage s = {0};
    struct came c = {0};
    struct dx_crew *crew = NULL, *brief = NULL;
    struct stat before, after;
    parent = getpid();
    if (!mkdtemp(dir))
        return 99;
    snprintf(evidence, sizeof evidence, "%s/evidence", dir);
    snprintf(made, sizeof made, "%s/made", dir);
    int fd = open(evidence, O_CREAT | O_WRONLY, 0600);
    if (fd < 0 || write(fd, "<p>word\n", 8) != 8 || fstat(fd, &before) != 0)
        return 99;
    close(fd);
    struct dx_protection p;
    dx_protection_probe(&p);
    if (dx_protection_check(&p, &e) != DX_OK) {
        printf("1..0 # SKIP %s\n", e.msg);
        return 0;
    }
    ok(dx_work_open(&s, &stage, &(struct dx_options){0}, &e) == DX_OK, "the stage opens");
    memcpy(own_by, s.by, sizeof own_by);
    struct dx_crew_options o = {.stages = &s, .n = 1, .jobs = 1, .memory = 48u << 20, .answer_bytes = 8u << 20};
    int rc = dx_crew_new(&crew, &o, done, &c, &e);
    o.step_seconds = 0.2;
    rc = rc == DX_OK ? dx_crew_new(&brief, &o, done, &c, &e) : rc;
    ok(rc == DX_OK, "the crews are there");
    if (rc == DX_OK) {
        test_all(crew, brief, &c, "text/html");
        test_all(crew, brief, &c, "text/plain");
    }
    dx_crew_free(crew);
    dx_crew_free(brief);
    ok(stat(evidence, &after) == 0 && after.st_size == 8 && after.st_mode == before.st_mode && after.st_mtime == before.st_mtime &&
       access(made, F_OK) != 0, "the evidence is as it was, and nothing was made");
    ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "no process is left behind");
    dx_work_close(&s);
    dx_buf_free(&c.all);
    dx_buf_free(&c.last);
    unlink(evidence);
    rmdir(dir);
    return tap_done();
}
