/* fuzz.h: what the fuzz targets share
 *
 * A target is a file of this folder with LLVMFuzzerTestOneInput. Built with --enable-fuzz (clang) it is a fuzzer with libFuzzer's
 * main: tests/fuzz/run. Otherwise this header gives it a main that replays tests/fuzz/corpus/TARGET, or the files that are named:
 * that is the form which every `make check` runs, under the sanitizers too. */
#ifndef DX_TESTS_FUZZ_H
#define DX_TESTS_FUZZ_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../tap.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A property that must hold whatever the input: what breaks it is a crash to libFuzzer and to the replay alike. */
#define MUST(condition)                                                                          \
    do {                                                                                         \
        if (!(condition)) {                                                                      \
            fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #condition);           \
            abort();                                                                             \
        }                                                                                        \
    } while (0)

/* A file in memory that holds these bytes, at position 0. */
__attribute__((unused)) static int fuzz_file(const void *p, size_t n)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(fd >= 0 && write(fd, p, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* A path within the source tree; the variable is set by `make check` and by tests/fuzz/run. */
__attribute__((unused)) static const char *fuzz_source(const char *path)
{
    static char whole[4096];
    const char *src = getenv("DX_SRC");
    snprintf(whole, sizeof whole, "%s/%s", src ? src : ".", path);
    return whole;
}

#ifndef DX_FUZZ_ENGINE

static void replay(const char *path)
{
    enum { MOST = 1 << 20 };
    uint8_t *p = malloc(MOST);
    FILE *f = fopen(path, "rb");
    size_t n = p && f ? fread(p, 1, MOST, f) : 0;
    if (f)
        fclose(f);
    uint8_t *exact = malloc(n ? n : 1); /* so that the sanitizer sees a read beyond the end */
    if (exact && p && n)
        memcpy(exact, p, n);
    free(p);
    if (exact)
        LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    ok(f && exact, "%s", path);
}

int main(int argc, char **argv)
{
    char folder[4096];
    struct dirent **names = NULL;
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    if (argc > 1)
        return tap_done();
    const char *name = strrchr(argv[0], '/');
    name = name ? name + 1 : argv[0];
    if (strncmp(name, "lt-", 3) == 0) /* libtool's, in the build tree */
        name += 3;
    snprintf(folder, sizeof folder, "%.3900s/%.100s", fuzz_source("tests/fuzz/corpus"), name);
    int n = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[4400];
        snprintf(path, sizeof path, "%s/%.250s", folder, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            replay(path);
        free(names[i]);
    }
    free(names);
    ok(tap_run > 0, "%s holds inputs", folder);
    return tap_done();
}
#endif
#endif
