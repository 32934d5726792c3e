/* fault.c: an LD_PRELOAD shim: short reads and writes, interruptions, failing media and full disks, on purpose
 *
 * The environment says what goes wrong, in the program and in all processes that it starts:
 *   DX_FAULT_SHORT=N   a read or write moves at most N bytes
 *   DX_FAULT_EINTR=N   of the calls that a signal may interrupt one in N is interrupted before it does anything
 *   DX_FAULT_EIO=TEXT  reading a file (or a folder) with TEXT in its path fails with EIO, once DX_FAULT_AFTER bytes were read (0)
 *   DX_FAULT_ENOSPC=TEXT  writing to a file with TEXT in its path fails with ENOSPC, once DX_FAULT_AFTER bytes were written (0)
 *   DX_FAULT_FSYNC=TEXT   fsync and fdatasync of such a file fail with EIO
 *   DX_FAULT_CLOCK=N   after it was first read the clock of the day is N seconds ahead, and N behind, by turns
 *   DX_FAULT_CRASH=TEXT   PCRE2 crashes where TEXT is in what it is to search, beginning at most 64 bytes from the place that it starts at
 *   DX_FAULT_ALLOC=N   the N-th allocation of each docex process fails, and all after it (counted from 1; forked processes go on counting)
 *   DX_FAULT_COUNT=FILE  how many allocations there were is appended to FILE when a process exits
 * What the C library does within itself (stdio, strdup) is not seen: only calls by name are. Of stdio fread and getline fail, too. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHIM __attribute__((visibility("default")))

static unsigned calls;
static unsigned long allocations;

static size_t number(const char *name)
{
    const char *v = getenv(name);
    return v ? strtoul(v, NULL, 10) : 0;
}

/* Not the shells and helpers that start them. */
static bool ours(void)
{
    const char *me = program_invocation_short_name;
    return me && (strncmp(me, "dx-", 3) == 0 || strncmp(me, "docex", 5) == 0 || strncmp(me, "lt-", 3) == 0);
}

/* Is it the turn of this call to be interrupted? One in N, scattered evenly by the call's number: with every N-th itself, a loop of N
 * calls could be interrupted at the same one for ever. */
static bool interrupted(void)
{
    size_t n = number("DX_FAULT_EINTR");
    if (!ours())
        return false;
    uint32_t turn = (uint32_t)++calls * 2654435761u; /* Knuth's multiplicative hash */
    if (n < 2 || (turn >> 16) % n != 0)
        return false;
    errno = EINTR;
    return true;
}

/* Does fd's path hold the text that the variable gives? */
static bool named(int fd, const char *variable)
{
    const char *want = getenv(variable);
    char link[64], path[4096];
    if (!want || !*want)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return false;
    path[n] = '\0';
    return strstr(path, want) != NULL;
}

/* memfd_create(2): neither short nor interrupted ever, and libseccomp relies on it. */
static bool in_memory(int fd)
{
    char link[64], path[8];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return readlink(link, path, sizeof path) == (ssize_t)sizeof path && memcmp(path, "/memfd:", 7) == 0;
}

/* It does, and the file's position has reached DX_FAULT_AFTER. */
static bool fails(int fd, off_t at, const char *variable, int errnum)
{
    if (!named(fd, variable) || (at >= 0 && at < (off_t)number("DX_FAULT_AFTER")))
        return false;
    errno = errnum;
    return true;
}

/* How much of a write at this place a disk takes that is full after DX_FAULT_AFTER bytes: what fits. The next write fails. */
static size_t fitting(int fd, off_t at, size_t n)
{
    size_t after = number("DX_FAULT_AFTER");
    return at >= 0 && (size_t)at < after && n > after - (size_t)at && named(fd, "DX_FAULT_ENOSPC") ? after - (size_t)at : n;
}

static size_t shortened(size_t n)
{
    size_t most = number("DX_FAULT_SHORT");
    return most && n > most ? most : n;
}

#define REAL(type, name, ...)                                                  \
    static type (*real)(__VA_ARGS__);                                          \
    if (!real)                                                                 \
        *(void **)&real = dlsym(RTLD_NEXT, name)

/* A library that can't bear certain bytes. */
static void crash(const char *p, size_t n, size_t at)
{
    const char *text = getenv("DX_FAULT_CRASH");
    size_t from = at < 64 ? 0 : at - 64, left = n - from < 128 ? n - from : 128;
    if (text && memmem(p + from, left, text, strlen(text)))
        *(volatile int *)NULL = 0;
}

SHIM int pcre2_jit_match_8(const void *code, const char *p, size_t n, size_t at, uint32_t options, void *data, void *context)
{
    REAL(int, "pcre2_jit_match_8", const void *, const char *, size_t, size_t, uint32_t, void *, void *);
    crash(p, n, at);
    return real(code, p, n, at, options, data, context);
}

SHIM int pcre2_match_8(const void *code, const char *p, size_t n, size_t at, uint32_t options, void *data, void *context)
{
    REAL(int, "pcre2_match_8", const void *, const char *, size_t, size_t, uint32_t, void *, void *);
    crash(p, n, at);
    return real(code, p, n, at, options, data, context);
}

SHIM ssize_t read(int fd, void *p, size_t n)
{
    REAL(ssize_t, "read", int, void *, size_t);
    if (interrupted() || fails(fd, lseek(fd, 0, SEEK_CUR), "DX_FAULT_EIO", EIO))
        return -1;
    return real(fd, p, shortened(n));
}

SHIM ssize_t pread(int fd, void *p, size_t n, off_t at)
{
    REAL(ssize_t, "pread64", int, void *, size_t, off_t);
    if (in_memory(fd))
        return real(fd, p, n, at);
    if (interrupted() || fails(fd, at, "DX_FAULT_EIO", EIO))
        return -1;
    return real(fd, p, shortened(n), at);
}

SHIM ssize_t pread64(int fd, void *p, size_t n, off_t at) { return pread(fd, p, n, at); }

SHIM ssize_t write(int fd, const void *p, size_t n)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    if (in_memory(fd))
        return real(fd, p, n);
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (interrupted() || fails(fd, at, "DX_FAULT_ENOSPC", ENOSPC))
        return -1;
    return real(fd, p, shortened(fitting(fd, at, n)));
}

SHIM ssize_t readv(int fd, const struct iovec *v, int n) { return n > 0 ? read(fd, v[0].iov_base, v[0].iov_len) : 0; }
SHIM ssize_t writev(int fd, const struct iovec *v, int n) { return n > 0 ? write(fd, v[0].iov_base, v[0].iov_len) : 0; }

/* Sockets: shortened and interrupted alike; a descriptor that goes with the first byte goes with the shorter message, too. */
SHIM ssize_t send(int fd, const void *p, size_t n, int flags)
{
    REAL(ssize_t, "send", int, const void *, size_t, int);
    return interrupted() ? -1 : real(fd, p, shortened(n), flags);
}

static struct msghdr shorter(const struct msghdr *m, struct iovec *one)
{
    struct msghdr s = *m;
    size_t i = 0;
    while (i + 1 < m->msg_iovlen && m->msg_iov[i].iov_len == 0)
        i++;
    if (number("DX_FAULT_SHORT") && m->msg_iovlen > 0) {
        *one = (struct iovec){m->msg_iov[i].iov_base, shortened(m->msg_iov[i].iov_len)};
        s.msg_iov = one;
        s.msg_iovlen = 1;
    }
    return s;
}

SHIM ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
    REAL(ssize_t, "sendmsg", int, const struct msghdr *, int);
    struct iovec one;
    struct msghdr s = shorter(m, &one);
    return interrupted() ? -1 : real(fd, &s, flags);
}

SHIM ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
    REAL(ssize_t, "recvmsg", int, struct msghdr *, int);
    struct iovec one;
    struct msghdr s = shorter(m, &one);
    if (interrupted())
        return -1;
    ssize_t n = real(fd, &s, flags);
    m->msg_controllen = s.msg_controllen;
    m->msg_flags = s.msg_flags;
    m->msg_namelen = s.msg_namelen;
    return n;
}

SHIM int poll(struct pollfd *p, nfds_t n, int ms)
{
    REAL(int, "poll", struct pollfd *, nfds_t, int);
    return interrupted() ? -1 : real(p, n, ms);
}

SHIM pid_t waitpid(pid_t pid, int *status, int options)
{
    REAL(pid_t, "waitpid", pid_t, int *, int);
    return interrupted() ? -1 : real(pid, status, options);
}

/* A stream that fails says so: ferror(3). */
static bool stream_fails(FILE *f)
{
    if (!fails(fileno(f), -1, "DX_FAULT_EIO", EIO))
        return false;
    f->_flags |= 0x20; /* glibc's _IO_ERR_SEEN */
    return true;
}

SHIM size_t fread(void *p, size_t size, size_t n, FILE *f)
{
    REAL(size_t, "fread", void *, size_t, size_t, FILE *);
    return stream_fails(f) ? 0 : real(p, size, n, f);
}

/* What <stdio.h> makes of getline where it is compiled with optimisation. */
SHIM ssize_t __getdelim(char **line, size_t *cap, int end, FILE *f)
{
    REAL(ssize_t, "__getdelim", char **, size_t *, int, FILE *);
    return stream_fails(f) ? -1 : real(line, cap, end, f);
}

SHIM struct dirent *readdir(DIR *d)
{
    REAL(struct dirent *, "readdir", DIR *);
    return fails(dirfd(d), -1, "DX_FAULT_EIO", EIO) ? NULL : real(d);
}

SHIM struct dirent64 *readdir64(DIR *d)
{
    REAL(struct dirent64 *, "readdir64", DIR *);
    return fails(dirfd(d), -1, "DX_FAULT_EIO", EIO) ? NULL : real(d);
}

SHIM int fsync(int fd)
{
    REAL(int, "fsync", int);
    return interrupted() || fails(fd, -1, "DX_FAULT_FSYNC", EIO) ? -1 : real(fd);
}

SHIM int fdatasync(int fd)
{
    REAL(int, "fdatasync", int);
    return interrupted() || fails(fd, -1, "DX_FAULT_FSYNC", EIO) ? -1 : real(fd);
}

/* ---- allocations ---- */

/* glibc's own entry points: dlsym allocates, so it can't be asked for these. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static unsigned long fail_from; /* 0: never */

/* Memory is there until main's libraries are: what the dynamic linker allocates isn't ours to handle. */
__attribute__((constructor)) static void count_from_here(void) { fail_from = ours() ? number("DX_FAULT_ALLOC") : 0; }

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("DX_FAULT_COUNT");
    FILE *f = path && ours() && !fail_from ? fopen(path, "a") : NULL;
    if (f) {
        fprintf(f, "%lu\n", allocations);
        fclose(f);
    }
}

static bool starved(void)
{
    unsigned long turn = ++allocations;
    if (!fail_from || turn < fail_from)
        return false;
    errno = ENOMEM;
    return true;
}

SHIM void *malloc(size_t n) { return starved() ? NULL : __libc_malloc(n); }
SHIM void *calloc(size_t n, size_t size) { return starved() ? NULL : __libc_calloc(n, size); }
SHIM void *realloc(void *p, size_t n) { return starved() ? NULL : __libc_realloc(p, n); }

/* By how much the clock of the day is off at this reading of it. */
static time_t jump(void)
{
    static unsigned readings;
    time_t by = (time_t)number("DX_FAULT_CLOCK");
    unsigned turn = readings++;
    return turn == 0 ? 0 : turn % 2 ? by : -by;
}

SHIM int clock_gettime(clockid_t id, struct timespec *t)
{
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int rc = real(id, t);
    if (rc == 0 && id == CLOCK_REALTIME)
        t->tv_sec += jump();
    return rc;
}

SHIM time_t time(time_t *to)
{
    REAL(time_t, "time", time_t *);
    time_t t = real(NULL) + jump();
    if (to)
        *to = t;
    return t;
}
