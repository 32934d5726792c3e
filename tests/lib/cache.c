/* cache.c: segments: what was put is found again; what is cut off, flipped, or foreign is not */
#include "engine/cache.h"
#include "../tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/docex-cache-XXXXXX";
static int dirfd_;

static void key_of(int i, uint8_t key[DX_SHA256_BYTES])
{
    char text[32];
    dx_sha256(text, (size_t)snprintf(text, sizeof text, "key %d", i), key);
}

static struct dx_str value_of(int i, char out[256])
{
    int n = snprintf(out, 256, "{\"type\":\"finding\",\"n\":%d,\"fill\":\"", i);
    while (n < i % 200)
        out[n++] = (char)('a' + i % 26);
    return (struct dx_str){out, (size_t)n};
}

static struct dx_cache *open_(struct dx_err *e)
{
    struct dx_cache *c;
    return dx_cache_open(&c, dirfd_, dir, "test", e) == DX_OK ? c : NULL;
}

static bool put(struct dx_cache *c, int i)
{
    uint8_t key[DX_SHA256_BYTES];
    char v[256];
    struct dx_err e;
    key_of(i, key);
    return dx_cache_put(c, key, value_of(i, v), &e) == DX_OK;
}

/* 1: there and right, 0: not there, -1: wrong. */
static int get(struct dx_cache *c, int i)
{
    uint8_t key[DX_SHA256_BYTES];
    char v[256];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_err e;
    bool got;
    key_of(i, key);
    uint64_t where = 0;
    int rc = dx_cache_get(c, key, &where, &b, &got, &e);
    int result = rc != DX_OK ? -1 : !got ? 0 : dx_str_eq(dx_buf_slice(&b), value_of(i, v)) ? 1 : -1;
    dx_buf_free(&b);
    return result;
}

static int found(struct dx_cache *c, int n, bool *wrong)
{
    int all = 0;
    for (int i = 0; i < n; i++) {
        int g = get(c, i);
        all += g == 1;
        *wrong |= g < 0;
    }
    return all;
}

/* The path of the only segment whose number is given. */
static const char *segment(int number)
{
    static char path[512];
    char folder[256], want[16];
    snprintf(folder, sizeof folder, "%s/cache", dir);
    snprintf(want, sizeof want, "%08d-", number);
    DIR *d = opendir(folder);
    path[0] = '\0';
    for (struct dirent *one; d && (one = readdir(d));)
        if (strncmp(one->d_name, want, strlen(want)) == 0)
            snprintf(path, sizeof path, "%s/%.200s", folder, one->d_name);
    if (d)
        closedir(d);
    return path;
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    unsigned char c = 0;
    if (pread(fd, &c, 1, at) == 1) {
        c ^= 0x10;
        ok(pwrite(fd, &c, 1, at) == 1, "a bit is flipped at %lld", (long long)at);
    }
    close(fd);
}

enum { N = 5000 };

static void test_again(void)
{
    struct dx_err e;
    struct dx_cache *c = open_(&e);
    bool good = c != NULL, wrong = false;
    ok(good && get(c, 1) == 0, "an empty cache has nothing");
    for (int i = 0; i < N && good; i++)
        good = put(c, i);
    ok(good, "%d frames", N);
    ok(found(c, N, &wrong) == N && !wrong, "all are found while they are being written");
    ok(dx_cache_sync(c, &e) == DX_OK, "synced");
    dx_cache_free(c);
    c = open_(&e);
    ok(found(c, N, &wrong) == N && !wrong && dx_cache_count(c).frames == N && dx_cache_count(c).torn == 0, "and by the next process");
    ok(get(c, N) == 0, "what was never put isn't");
    dx_cache_free(c);
}

static void test_damage(void)
{
    struct dx_err e;
    struct stat st;
    bool wrong = false;
    ok(stat(segment(1), &st) == 0, "the segment");
    flip(segment(1), st.st_size / 2);
    struct dx_cache *c = open_(&e);
    int n = found(c, N, &wrong);
    ok(n == N - 1 && !wrong, "a flipped bit costs one frame (%d)", N - n);
    ok(dx_cache_count(c).damaged > 0, "and is counted");
    for (int i = 0; i < N; i++)
        if (get(c, i) == 0)
            ok(put(c, i) && get(c, i) == 1, "it is put again");
    dx_cache_sync(c, &e);
    dx_cache_free(c);
    c = open_(&e);
    ok(found(c, N, &wrong) == N && !wrong, "the newer segment wins");
    dx_cache_free(c);
    for (off_t at = 0; at < 400; at += 37) /* introduction, headers, payloads */
        flip(segment(1), 110 + at);
    c = open_(&e);
    n = found(c, N, &wrong);
    ok(n > N - 14 && n < N && !wrong, "many flipped bits cost their frames (%d), never a wrong answer", N - n);
    dx_cache_free(c);
}

static void test_cut(void)
{
    struct dx_err e;
    struct stat st;
    bool wrong = false;
    unlink(segment(2));
    stat(segment(1), &st);
    int last = N;
    for (int i = 1; i < 12; i++) {
        ok(truncate(segment(1), st.st_size * (12 - i) / 12 - i) == 0, "cut");
        struct dx_cache *c = open_(&e);
        int n = found(c, N, &wrong);
        ok(n <= last && n > last - N / 5 && !wrong, "a segment that is cut off keeps what is before (%d)", n);
        last = n;
        dx_cache_free(c);
    }
    ok(truncate(segment(1), 0) == 0, "an empty one");
    struct dx_cache *c = open_(&e);
    ok(c && found(c, N, &wrong) == 0 && !wrong, "has nothing");
    dx_cache_free(c);
}

static void test_chain(void)
{
    struct dx_err e;
    uint8_t key[DX_SHA256_BYTES];
    char text[32], all[64] = "";
    key_of(7, key);
    for (int i = 0; i < 5; i++) { /* two of them in one segment */
        struct dx_cache *c = open_(&e);
        ok(dx_cache_put(c, key, (struct dx_str){text, (size_t)snprintf(text, sizeof text, "<%d>", i)}, &e) == DX_OK
           && (i != 2 || dx_cache_put(c, key, DX_STR("<2b>"), &e) == DX_OK) && dx_cache_sync(c, &e) == DX_OK, "put");
        dx_cache_free(c);
    }
    struct dx_cache *c = open_(&e);
    struct dx_buf b = DX_BUF_INIT;
    bool got = true;
    for (uint64_t where = 0; got && dx_cache_get(c, key, &where, &b, &got, &e) == DX_OK && got;)
        strcat(all, b.p);
    is_str(all, "<4><3><2b><2><1><0>", "the frames of a key, the newest first");
    dx_buf_free(&b);
    dx_cache_free(c);
}

static void test_foreign(void)
{
    char path[300];
    struct dx_err e;
    snprintf(path, sizeof path, "%s/cache/00000099-x.seg", dir);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    char junk[5000];
    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = (char)(i * 7919 >> 3);
    memcpy(junk + 1000, "\xff\xfe" "dxseg1", 8);
    ok(write(fd, junk, sizeof junk) == (ssize_t)sizeof junk, "junk that calls itself a segment");
    close(fd);
    struct dx_cache *c = open_(&e);
    ok(c && get(c, 1) == 0, "is not believed");
    ok(put(c, 1) && get(c, 1) == 1, "and hinders nobody");
    dx_cache_free(c);
}

int main(void)
{
    if (!mkdtemp(dir) || (dirfd_ = open(dir, O_RDONLY | O_DIRECTORY)) < 0)
        return 99;
    test_again();
    test_damage();
    test_cut();
    test_chain();
    test_foreign();
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    return system(command) != 0 ? 99 : tap_done();
}
