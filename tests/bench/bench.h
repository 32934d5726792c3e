/* bench.h: what the programs that measure share: processor time, and a file's bytes */
#ifndef DX_BENCH_H
#define DX_BENCH_H

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

/* Seconds that this process has had so far. */
static inline double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The bytes of a file, all of them in memory, to be given back with munmap; empty, and said on stderr, when there are none. */
static inline struct dx_str bench_bytes(const char *name)
{
    struct stat st;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    size_t n = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
    char *p = n ? mmap(NULL, n, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : MAP_FAILED;
    if (fd >= 0)
        close(fd);
    if (p != MAP_FAILED)
        return (struct dx_str){p, n};
    fprintf(stderr, "%s: no bytes there\n", name);
    return (struct dx_str){NULL, 0};
}
#endif
