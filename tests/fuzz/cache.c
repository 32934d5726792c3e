/* cache.c: fuzz target: a cache whose segment was damaged in any way: what is found is what was put, or nothing; it goes on working
 *
 * The input is a list of frames to put and of what then happens to the file: see `damage`. */
#include "fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "engine/cache.h"

#define KEYS 4
#define VALUES 16

static char base[] = "/dev/shm/dx-fuzz-XXXXXX";
static int dir;

static void tidy(void)
{
    char path[64];
    snprintf(path, sizeof path, "rm -rf %.40s", base);
    if (system(path) != 0)
        fputs("the folder of the fuzz target stays behind\n", stderr);
}

static void prepare(void)
{
    if (!mkdtemp(base)) {
        memcpy(base, "/tmp/dx-fuzz-XXXXXX", sizeof "/tmp/dx-fuzz-XXXXXX");
        MUST(mkdtemp(base));
    }
    MUST((dir = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0 && mkdirat(dir, DX_CACHE_DIR, 0700) == 0);
    atexit(tidy);
}

/* The k-th key, and the i-th thing to put under it: no other key has the same. */
static void key_of(int k, uint8_t key[DX_SHA256_BYTES])
{
    char name = (char)('a' + k);
    MUST(dx_sha256(&name, 1, key) == DX_OK);
}

static struct dx_str value_of(int k, int i, char out[512])
{
    int n = snprintf(out, 512, "{\"key\":%d,\"n\":%d}\n", k, i);
    memset(out + n, 'x', (size_t)(i * 25));
    return (struct dx_str){out, (size_t)(n + i * 25)};
}

static bool was_put(int k, struct dx_str got)
{
    char v[512];
    for (int i = 0; i < VALUES; i++)
        if (dx_str_eq(got, value_of(k, i, v)))
            return true;
    return false;
}

/* How many frames are found; each must be one that was put under its key. */
static int all_of(struct dx_cache *c)
{
    struct dx_buf b = DX_BUF_INIT;
    struct dx_err e;
    int found = 0;
    for (int k = 0; k < KEYS; k++) {
        uint8_t key[DX_SHA256_BYTES];
        uint64_t at = 0;
        bool got = true;
        key_of(k, key);
        for (int times = 0; got; times++) {
            MUST(times <= 65 && dx_cache_get(c, key, &at, &b, &got, &e) == DX_OK);
            MUST(!got || was_put(k, dx_buf_slice(&b)));
            found += got;
        }
    }
    dx_buf_free(&b);
    return found;
}

static void put(struct dx_cache *c, int k, int i)
{
    uint8_t key[DX_SHA256_BYTES];
    char v[512];
    struct dx_err e;
    key_of(k, key);
    MUST(dx_cache_put(c, key, value_of(k, i, v), &e) == DX_OK);
}

static struct dx_cache *opened(void)
{
    struct dx_cache *c = NULL;
    struct dx_err e = {.msg = ""};
    MUST(dx_cache_open(&c, dir, base, "fuzz", &e) == DX_OK);
    return c;
}

/* FNV-1a over a frame's header, as lib/engine/cache.c has it: damage that says it is none is what the checksum of the content is for. */
static void reseal(uint8_t *p, size_t n, size_t at)
{
    enum { CHECKED = 72 };
    uint64_t h = 0xcbf29ce484222325u;
    if (n < CHECKED + 8 || at > n - CHECKED - 8)
        return;
    for (size_t i = 0; i < CHECKED; i++)
        h = (h ^ p[at + i]) * 0x100000001b3u;
    for (int i = 0; i < 8; i++)
        p[at + CHECKED + (size_t)i] = (uint8_t)(h >> 8 * i);
}

/* One step of damage in 4 bytes: what (a byte changed; the file cut; a frame's header changed and sealed again; a stretch overwritten by an
 * earlier one), where (2 bytes), with what. */
static void damage(uint8_t *p, size_t *n, const uint8_t step[4])
{
    size_t at = *n ? (step[1] | (size_t)step[2] << 8) % *n : 0;
    if (!*n)
        return;
    switch (step[0] % 4) {
    case 0: p[at] ^= step[3]; break;
    case 1: *n = at; break;
    case 2: {
        const uint8_t *mark = memmem(p + at, *n - at, "\xff\xfe", 2);
        size_t frame = mark ? (size_t)(mark - p) : 0;
        size_t field = frame + 8 + step[3] % 64u;
        if (mark && field < *n)
            p[field] ^= step[3] | 1;
        reseal(p, *n, frame);
        break;
    }
    default: memmove(p + at, p, *n - at < step[3] * 8u ? *n - at : step[3] * 8u);
    }
}

static void rewrite(const char *name, const uint8_t *steps, size_t n)
{
    static uint8_t file[1 << 16];
    char path[128];
    snprintf(path, sizeof path, DX_CACHE_DIR "/%.60s", name);
    int fd = openat(dir, path, O_RDWR | O_CLOEXEC);
    MUST(fd >= 0);
    ssize_t got = read(fd, file, sizeof file);
    MUST(got >= 0 && (size_t)got < sizeof file);
    size_t len = (size_t)got;
    for (; n >= 4; steps += 4, n -= 4)
        damage(file, &len, steps);
    MUST(pwrite(fd, file, len, 0) == (ssize_t)len && ftruncate(fd, (off_t)len) == 0 && close(fd) == 0);
}

static void empty(void)
{
    int fd = openat(dir, DX_CACHE_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fdopendir(fd);
    MUST(d);
    for (struct dirent *one; (one = readdir(d));)
        unlinkat(fd, one->d_name, 0);
    closedir(d);
}

/* The first byte: how many frames; a byte each; the rest is damage. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct dx_err e;
    if (!dir)
        prepare();
    size_t frames = n ? p[0] % 64u : 0;
    if (frames == 0 || n < 1 + frames)
        return 0;
    struct dx_cache *c = opened();
    for (size_t i = 1; i <= frames; i++)
        put(c, p[i] % KEYS, p[i] / KEYS % VALUES);
    MUST(dx_cache_sync(c, &e) == DX_OK);
    int before = all_of(c);
    dx_cache_free(c);
    rewrite("00000001-fuzz.seg", p + 1 + frames, n - 1 - frames);
    c = opened();
    int after = all_of(c);
    MUST(after <= before && (n >= 1 + frames + 4 || after == before));
    put(c, 0, 3); /* there again, whatever became of the old segment */
    MUST(dx_cache_sync(c, &e) == DX_OK && all_of(c) >= 1);
    dx_cache_free(c);
    c = opened();
    MUST(all_of(c) >= 1);
    dx_cache_free(c);
    empty();
    return 0;
}
