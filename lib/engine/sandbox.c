/* sandbox.c: closing the cage: Landlock, seccomp, resource limits, descriptors; the one file that knows libseccomp */
#include "engine/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/limits.h"
#include "engine/sanitized.h"

/* ---- Landlock: the kernel's own numbers, since headers may be older than the kernel ---- */

#ifndef __NR_landlock_create_ruleset /* the same on all architectures */
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif

struct ruleset { /* struct landlock_ruleset_attr as of ABI 6; older kernels take a shorter one */
    uint64_t fs, net, scoped;
};
struct __attribute__((packed)) beneath {
    uint64_t access;
    int32_t fd;
};
enum { VERSION = 1 /* LANDLOCK_CREATE_RULESET_VERSION */, RULE_BENEATH = 1 };
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_ABI_1 ((1ull << 13) - 1) /* execute, write, read, read folders, remove and make things of every kind */
#define FS_REFER (1ull << 13)       /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)    /* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15)   /* ABI 5 */
#define NET_TCP 3ull                /* ABI 4: bind, connect */
#define SCOPED 3ull                 /* ABI 6: abstract sockets and signals stay within the cage */

/* Debian's and others' places. Rules, models and the magic database are read before the cage closes. */
static const char *const folders[] = {"/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/texmf/fonts", "/etc/fonts",
                                      "/usr/share/fontconfig", "/var/cache/fontconfig", "/usr/share/poppler", NULL};

const char *const *dx_sandbox_folders(void) { return folders; }

struct dx_sandbox {
    struct dx_protection p;
    int ruleset; /* -1: none */
    struct sock_filter *filter; /* of seccomp, but for the process's own number */
    size_t n_filter;
};

static struct ruleset handled(int abi)
{
    struct ruleset r = {.fs = FS_ABI_1};
    r.fs |= (abi >= 2 ? FS_REFER : 0) | (abi >= 3 ? FS_TRUNCATE : 0) | (abi >= 5 ? FS_IOCTL_DEV : 0);
    r.net = abi >= 4 ? NET_TCP : 0;
    r.scoped = abi >= 6 ? SCOPED : 0;
    return r;
}

static int allow(int ruleset, const char *path, uint64_t access)
{
    struct beneath b = {access, open(path, O_PATH | O_CLOEXEC)};
    if (b.fd < 0)
        return 0; /* it isn't there */
    long rc = syscall(__NR_landlock_add_rule, ruleset, RULE_BENEATH, &b, 0);
    close(b.fd);
    return (int)rc;
}

static int make_ruleset(int abi)
{
    struct ruleset r = handled(abi);
    size_t size = abi >= 6 ? sizeof r : abi >= 4 ? 16 : 8;
    int fd = (int)syscall(__NR_landlock_create_ruleset, &r, size, 0);
    int rc = fd < 0 ? -1 : allow(fd, "/dev/null", FS_READ_FILE | FS_WRITE_FILE);
    for (size_t i = 0; folders[i] && rc == 0; i++)
        rc = allow(fd, folders[i], FS_READ_FILE | FS_READ_DIR);
    if (rc == 0 && DX_SANITIZED)
        rc = allow(fd, "/proc", FS_READ_FILE | FS_READ_DIR); /* their reports read the process's own maps */
    if (rc == 0 || fd < 0)
        return fd;
    close(fd);
    return -1;
}

/* ---- what there is ---- */

void dx_protection_probe(struct dx_protection *p)
{
    uint32_t kill = SECCOMP_RET_KILL_PROCESS;
    long abi = syscall(__NR_landlock_create_ruleset, NULL, (size_t)0, VERSION);
    *p = (struct dx_protection){.landlock = abi > 0 ? (int)abi : 0};
    p->seccomp = syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kill) == 0;
}

int dx_protection_check(const struct dx_protection *p, struct dx_err *e)
{
    if (p->off || (p->landlock && p->seccomp))
        return DX_OK;
    return dx_fail(e, DX_ENV, "unsupported", "this kernel has no %s%s%s, which keep hostile files caged (see docex doctor; --no-sandbox goes on"
                   " without)", p->landlock ? "" : "Landlock", p->landlock || p->seccomp ? "" : " and no ", p->seccomp ? "" : "seccomp");
}

void dx_protection_describe(const struct dx_protection *p, struct dx_jw *w)
{
    dx_jw_bool(w, "sandbox", !p->off && p->landlock && p->seccomp);
    dx_jw_int(w, "landlock", p->off ? 0 : p->landlock);
    dx_jw_bool(w, "seccomp", !p->off && p->seccomp);
}

/* ---- seccomp ---- */

/* What the readers and their libraries were seen to use, and what they may use in passing: memory, their own descriptors, files (which
 * Landlock judges), the time, locks. A call that is on no list fails as if the kernel were too old to know it: libraries are used to that. */
static const char *const allowed[] = {
    "read", "pread64", "readv", "preadv", "write", "writev", "lseek", "close", "dup", "dup2", "dup3", "recvmsg", "recvfrom", "poll", "ppoll",
    "fstat", "stat", "lstat", "newfstatat", "fstatat64", "statx", "fstatfs", "statfs", "access", "faccessat", "faccessat2", "open", "openat",
    "getdents64", "readlink", "readlinkat", "getcwd", "fadvise64", "munmap", "mremap", "madvise", "brk", "mincore", "futex", "sched_yield",
    "sched_getaffinity", "getcpu", "getrandom", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
    "times", "getrusage", "getrlimit", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall", "pause", "exit",
    "exit_group", "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "rseq", "set_robust_list",
    "set_tid_address", "membarrier",
};
/* What no reader of ours has any business with: the process that tries it has been taken over, and ends at once (SIGSYS). */
static const char *const deadly[] = {
    "execve", "execveat", "fork", "vfork", "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "sendmmsg", "ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open",
    "pidfd_send_signal", "pidfd_getfd", "bpf", "perf_event_open", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd",
    "add_key", "keyctl", "request_key", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "open_by_handle_at", "init_module",
    "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "iopl", "ioperm", "modify_ldt", "setuid", "setgid",
    "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "setfsgid", "setgroups", "capset", "memfd_create", "memfd_secret",
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "mkdir",
    "mkdirat", "rmdir", "truncate", "ftruncate", "fallocate", "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat",
    "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "personality", "setpriority", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "prctl", "arch_prctl",
};

/* A rule on one call; calls that this architecture hasn't are no failure. n conditions, all of which must hold. */
static int rule(scmp_filter_ctx c, uint32_t action, const char *name, unsigned n, const struct scmp_arg_cmp *when)
{
    int nr = seccomp_syscall_resolve_name(name);
    if (nr == __NR_SCMP_ERROR)
        return 0;
    int rc = seccomp_rule_add_array(c, action, nr, n, when);
    return rc == -EDOM ? 0 : rc;
}

static int rules(scmp_filter_ctx c, uint32_t action, const char *const *names, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = rule(c, action, names[i], 0, NULL);
    return rc;
}
#define RULES(c, action, names) rules(c, action, names, sizeof(names) / sizeof *(names))

/* Those of which only some uses are harmless. */
#define OWN_NUMBER 0x5EC0DE01u /* stands for the process's own: no process has a number as high as that */

static int partial_rules(scmp_filter_ctx c, uint32_t deadly_action)
{
    static const unsigned fcntls[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL}; /* not F_SETOWN: it sends signals */
    const struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0), no_set = SCMP_A2(SCMP_CMP_EQ, 0),
                              self = SCMP_A0(SCMP_CMP_EQ, OWN_NUMBER), other = SCMP_A0(SCMP_CMP_NE, OWN_NUMBER),
                              thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD),
                              process = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
    int rc = rule(c, SCMP_ACT_ALLOW, "mmap", 1, &no_exec); /* no new code */
    if (rc == 0)
        rc = rule(c, SCMP_ACT_ALLOW, "mprotect", 1, &no_exec);
    if (rc == 0)
        rc = rule(c, SCMP_ACT_ALLOW, "prlimit64", 1, &no_set);
    if (rc == 0)
        rc = rule(c, SCMP_ACT_ALLOW, "tgkill", 1, &self); /* abort(3) */
    if (rc == 0)
        rc = rule(c, deadly_action, "tgkill", 1, &other);
    if (rc == 0)
        rc = rule(c, SCMP_ACT_ERRNO(EAGAIN), "clone", 1, &thread); /* a library that wants threads must do without */
    if (rc == 0)
        rc = rule(c, deadly_action, "clone", 1, &process);
    for (size_t i = 0; i < sizeof fcntls / sizeof *fcntls && rc == 0; i++) {
        const struct scmp_arg_cmp command = SCMP_A1(SCMP_CMP_EQ, fcntls[i]);
        rc = rule(c, SCMP_ACT_ALLOW, "fcntl", 1, &command);
    }
    return rc;
}

/* Takes the program that libseccomp makes of the rules. */
static bool export_filter(struct dx_sandbox *s, scmp_filter_ctx c)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    off_t size = fd >= 0 && seccomp_export_bpf(c, fd) == 0 ? lseek(fd, 0, SEEK_END) : -1;
    s->filter = size > 0 ? malloc((size_t)size) : NULL;
    s->n_filter = size > 0 ? (size_t)size / sizeof *s->filter : 0;
    bool good = s->filter && pread(fd, s->filter, (size_t)size, 0) == size;
    if (fd >= 0)
        close(fd);
    return good;
}

/* Made once, in the parent: it takes a millisecond. */
static bool make_filter(struct dx_sandbox *s)
{
    /* A sanitizer forks a symbolizer for its report, which must not hide what it found. */
    uint32_t deadly_action = DX_SANITIZED ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS;
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    bool good = c && seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && RULES(c, SCMP_ACT_ALLOW, allowed) == 0 &&
                RULES(c, deadly_action, deadly) == 0 && partial_rules(c, deadly_action) == 0 && export_filter(s, c);
    seccomp_release(c);
    return good;
}

/* In the process that it is for. */
static bool load_filter(const struct dx_sandbox *s)
{
    for (size_t i = 0; i < s->n_filter; i++)
        if (BPF_CLASS(s->filter[i].code) == BPF_JMP && s->filter[i].k == OWN_NUMBER)
            s->filter[i].k = (uint32_t)getpid();
    struct sock_fprog p = {(unsigned short)s->n_filter, s->filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p, 0, 0) == 0;
}

/* ---- the rest ---- */

static bool limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit l;
    if (getrlimit(what, &l) != 0)
        return false;
    l.rlim_max = hard < l.rlim_max ? hard : l.rlim_max;
    l.rlim_cur = soft < l.rlim_max ? soft : l.rlim_max;
    return setrlimit(what, &l) == 0;
}

/* Bytes of address space that this process has: as much as the parent had when it forked. 0 when /proc doesn't say. */
static size_t address_space(void)
{
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = '\0';
    return strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static bool set_limits(size_t memory, unsigned cpu)
{
    size_t have = memory && !DX_SANITIZED ? address_space() : 0;
    static const struct {
        int what;
        rlim_t most;
    } fixed[] = {{RLIMIT_CORE, 0} /* it would hold evidence */, {RLIMIT_FSIZE, 0}, {RLIMIT_NOFILE, DX_CAGE_FILES}, {RLIMIT_NPROC, 0},
                 {RLIMIT_MEMLOCK, 0}, {RLIMIT_MSGQUEUE, 0}};
    bool good = (!have || limit(RLIMIT_AS, have + memory, have + memory)) &&
                (!cpu || limit(RLIMIT_CPU, cpu, cpu + 5)); /* SIGXCPU, then SIGKILL */
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        good = good && limit(fixed[i].what, fixed[i].most, fixed[i].most);
    return good;
}

/* Standard descriptors to /dev/null: libraries print what they find on standard error, and what they find may hold terminal escapes.
 * Sanitizers keep theirs, for their reports. */
static bool set_descriptors(int fd)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC), high = fcntl(fd, F_DUPFD_CLOEXEC, DX_CAGE_FD + 1);
    bool good = null >= 0 && high >= 0;
    for (int i = 0; good && i <= (DX_SANITIZED ? 1 : 2); i++)
        good = dup2(null, i) >= 0;
    return good && dup2(high, DX_CAGE_FD) >= 0;
}

static bool close_others(void)
{
    if (close_range(DX_CAGE_FD + 1, ~0u, 0) == 0)
        return true;
    for (int fd = DX_CAGE_FD + 1, end = (int)sysconf(_SC_OPEN_MAX); fd < end; fd++) /* a kernel before 5.9 */
        close(fd);
    return true;
}

/* Root without its powers is an ordinary user. */
static bool drop_capabilities(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    return syscall(__NR_capset, &head, none) == 0;
}

/* Whether to stop is the parent's decision (a Ctrl-C reaches the whole process group); but without it there is nothing to do. */
static bool set_signals(pid_t parent)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent; /* it may have died before that */
}

/* ---- the cage ---- */

int dx_sandbox_new(struct dx_sandbox **out, bool off, struct dx_err *e)
{
    struct dx_sandbox *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return dx_fail_nomem(e);
    s->ruleset = -1;
    dx_protection_probe(&s->p);
    s->p.off = off;
    int rc = dx_protection_check(&s->p, e);
    if (rc == DX_OK && !off && (s->ruleset = make_ruleset(s->p.landlock)) < 0)
        rc = dx_fail(e, DX_ENV, "unsupported", "Landlock refuses its rules: %s", strerror(errno));
    if (rc == DX_OK && !off && !make_filter(s))
        rc = dx_fail(e, DX_ENV, "unsupported", "libseccomp can't make its filter");
    if (rc == DX_OK)
        *out = s;
    else
        dx_sandbox_free(s);
    return rc;
}

void dx_sandbox_free(struct dx_sandbox *s)
{
    if (!s)
        return;
    if (s->ruleset >= 0)
        close(s->ruleset);
    free(s->filter);
    free(s);
}

const struct dx_protection *dx_sandbox_protection(const struct dx_sandbox *s) { return &s->p; }

int dx_sandbox_fd(const struct dx_sandbox *s) { return s ? s->ruleset : -1; }

void dx_sandbox_enter(const struct dx_sandbox *s, int fd, size_t memory, unsigned cpu, pid_t parent)
{
    bool on = s && !s->p.off;
    int ruleset = on ? fcntl(s->ruleset, F_DUPFD_CLOEXEC, DX_CAGE_FD + 1) : -1; /* its own number may be the one that fd will get */
    bool good = set_signals(parent) && (!on || ruleset >= 0) && set_descriptors(fd) && set_limits(memory, cpu) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && (!on || syscall(__NR_landlock_restrict_self, ruleset, 0) == 0) && close_others() &&
                drop_capabilities() && (!on || load_filter(s));
    if (!good)
        _exit(DX_CAGE_FAILED);
}
