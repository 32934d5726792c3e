/* cache.c: segments of frames, and the index over them */
#include "engine/cache.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/pairs.h"
#include "engine/custody.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A frame: mark, length, the frame of the same key before it (which segment, as a hash of its name, and where in it; 0: none), key,
 * checksum of the payload, checksum of all before it; then the payload. Numbers are little-endian. Records are UTF-8, in which FF and FE never occur: a mark within a payload can't be forged by evidence. */
#define MARK "\xff\xfe" "dxseg2"
#define MARK_BYTES 8
enum { AT_LENGTH = 8, AT_SEGMENT = 12, AT_BEFORE = 16, AT_KEY = 24, AT_SUM = 56, AT_CHECK = 72, HEADER = 80 };
#define SUM_BYTES 16
#define SUFFIX ".seg"

#define INTRO "docex cache segment 2: frames of results, found again by content and software. Not evidence; may be deleted.\n"
#define SCAN_BYTES (1u << 20)
#define HEADERS_ONLY (64 << 10)
#define BUFFER (256u << 10)
#define BLOCK 4096 /* bytes that a bad sector takes with it */

struct segment {
    char *name;
    uint32_t hash; /* of the name */
    int fd;        /* -1: not open now */
};

/* Where a frame is: segment (16 bits) and offset (48 bits). 0: nowhere, as no frame is at offset 0. */
#define WHERE(seg, off) ((uint64_t)(seg) << 48 | (uint64_t)(off))
#define SEGMENT(where) ((size_t)((where) >> 48))
#define OFFSET(where) ((int64_t)((where) & 0xffffffffffffull))
#define SEGMENTS ((size_t)1 << 16)

struct dx_cache {
    int dir;
    char *path, *label;
    struct segment *segments; /* in the order of their names: the later wins */
    size_t n, cap, open_fds, hand;
    size_t first_free;        /* the number that the segment to be written gets */
    struct dx_pairs index;    /* heads of keys, where their newest frames are */
    int out;                  /* the segment being written, -1: none yet */
    size_t out_segment;
    int64_t out_size;         /* bytes of it, buffered ones included */
    struct dx_buf buffer;
    double synced;
    bool dirty;
    struct dx_sha256 *hash;
    struct dx_cache_counts counts;
};

static int failed(const struct dx_cache *c, const char *what, const char *name, struct dx_err *e)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s %s/" DX_CACHE_DIR "/%s: %s", what, c->path, name, strerror(errno));
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- frames ---- */

static void put32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

static uint32_t get32(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

static uint64_t head_of(const uint8_t *key)
{
    uint64_t t;
    memcpy(&t, key, sizeof t);
    return t;
}

/* FNV-1a: against damage, not against malice. */
static uint64_t fnv(const void *p, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ ((const uint8_t *)p)[i]) * 0x100000001b3u;
    return h;
}

/* The head of the SHA-256 over key and payload. */
static int sum_of(struct dx_cache *c, const uint8_t *key, struct dx_str payload, uint8_t out[DX_SHA256_BYTES], struct dx_err *e)
{
    if (dx_sha256_start(c->hash) != DX_OK || dx_sha256_add(c->hash, key, DX_SHA256_BYTES) != DX_OK ||
        dx_sha256_add(c->hash, payload.p, payload.n) != DX_OK || dx_sha256_end(c->hash, out) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    return DX_OK;
}

static void put64(uint8_t *p, uint64_t v)
{
    put32(p, (uint32_t)v);
    put32(p + 4, (uint32_t)(v >> 32));
}

static uint64_t get64(const uint8_t *p) { return get32(p) | (uint64_t)get32(p + 4) << 32; }

static bool header_good(const uint8_t *h)
{
    return memcmp(h, MARK, MARK_BYTES) == 0 && get64(h + AT_CHECK) == fnv(h, AT_CHECK);
}

/* Two keys with one head would each hide the other's frames, which costs doing them again: of three million none in a million cases. */
static int index_set(struct dx_cache *c, const uint8_t *key, uint64_t where, struct dx_err *e)
{
    struct dx_pair *p = dx_pairs_find(&c->index, head_of(key), 0, 0);
    if (!p)
        return dx_pairs_add(&c->index, head_of(key), where, e);
    p->value = where;
    return DX_OK;
}

static uint64_t newest(const struct dx_cache *c, const uint8_t *key)
{
    const struct dx_pair *p = dx_pairs_find(&c->index, head_of(key), 0, 0);
    return p ? p->value : 0;
}

/* ---- reading segments ---- */

static ssize_t read_at(int fd, void *p, size_t n, int64_t off)
{
    size_t got = 0;
    while (got < n) {
        ssize_t k = pread(fd, (char *)p + got, n - got, off + (int64_t)got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return -1;
        if (k == 0)
            break;
        got += (size_t)k;
    }
    return (ssize_t)got;
}

/* A descriptor of a segment; of many at most DX_CACHE_OPEN are open at once. */
static int segment_fd(struct dx_cache *c, size_t i, struct dx_err *e)
{
    struct segment *s = &c->segments[i];
    if (s->fd >= 0)
        return s->fd;
    for (; c->open_fds >= DX_CACHE_OPEN; c->hand = (c->hand + 1) % c->n) {
        struct segment *victim = &c->segments[c->hand];
        if (victim->fd >= 0 && c->hand != c->out_segment) {
            close(victim->fd);
            victim->fd = -1;
            c->open_fds--;
        }
    }
    s->fd = openat(c->dir, s->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (s->fd < 0)
        failed(c, "open", s->name, e);
    c->open_fds += s->fd >= 0;
    return s->fd;
}

/* Where the next mark may be in p, at `from` or later; n when there is none (a mark may begin in the last bytes). */
static size_t next_mark(const uint8_t *p, size_t n, size_t from)
{
    while (from < n) {
        const uint8_t *at = memchr(p + from, MARK[0], n - from);
        if (!at)
            return n;
        size_t i = (size_t)(at - p), left = n - i;
        if (memcmp(at, MARK, left < MARK_BYTES ? left : MARK_BYTES) == 0)
            return i;
        from = i + 1;
    }
    return n;
}

/* Goes from header to header. What lies between frames is damage, but for the introduction; a frame that ends behind the file is torn. */
static int index_segment(struct dx_cache *c, size_t i, uint8_t *room, struct dx_err *e)
{
    struct stat st;
    int fd = segment_fd(c, i, e), rc = DX_OK;
    if (fd < 0)
        return DX_ENV;
    if (fstat(fd, &st) != 0)
        return failed(c, "read", c->segments[i].name, e);
    int64_t at = 0, size = st.st_size, have_at = 0, have = 0;
    size_t ask = SCAN_BYTES; /* after a long frame the next header alone is worth reading */
    bool lost = false; /* within a damaged stretch, which was counted */
    while (at < size && rc == DX_OK) {
        if (at < have_at || at + HEADER > have_at + have) {
            ssize_t k = read_at(fd, room, ask, at);
            if (k < 0 && errno != EIO)
                return failed(c, "read", c->segments[i].name, e);
            if (k < 0) { /* a bad sector: damage like any other */
                at += ask > BLOCK ? 0 : BLOCK;
                c->counts.damaged += ask <= BLOCK && !lost;
                lost = lost || ask <= BLOCK;
                ask = BLOCK;
                continue;
            }
            have_at = at;
            have = k;
            if (k == 0)
                break;
        }
        const uint8_t *p = room + (at - have_at);
        int64_t left = have - (at - have_at);
        if (left >= HEADER && header_good(p)) {
            int64_t end = at + HEADER + get32(p + AT_LENGTH);
            if (end > size) {
                c->counts.torn++;
                break;
            }
            rc = index_set(c, p + AT_KEY, WHERE(i, at), e);
            c->counts.frames++;
            ask = end - at > HEADERS_ONLY ? HEADER : SCAN_BYTES;
            at = end;
            lost = false;
            continue;
        }
        if (left < HEADER && have_at + have == size) { /* nothing that could be whole comes any more */
            c->counts.torn++;
            break;
        }
        if (at > 0 && !lost)
            c->counts.damaged++;
        lost = at > 0;
        at += (int64_t)next_mark(p, (size_t)left, 1);
        ask = SCAN_BYTES;
    }
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct segment *)a)->name, ((const struct segment *)b)->name);
}

static int add_segment(struct dx_cache *c, const char *name, int fd, struct dx_err *e)
{
    if (c->n + 1 >= SEGMENTS)
        return dx_fail(e, DX_ENV, "io", "the cache has %zu segments, more than it can index: delete the folder " DX_CACHE_DIR
                       " (its results are made again)", c->n);
    if (!DX_MORE(c->segments, c->n, c->cap))
        return dx_fail_nomem(e);
    char *own = strdup(name);
    if (!own)
        return dx_fail_nomem(e);
    c->segments[c->n++] = (struct segment){own, (uint32_t)fnv(own, strlen(own)), fd};
    c->open_fds += fd >= 0;
    return DX_OK;
}

static int list_segments(struct dx_cache *c, struct dx_err *e)
{
    int fd = openat(c->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = DX_OK;
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        if (fd >= 0)
            close(fd);
        return failed(c, "read", "", e);
    }
    for (struct dirent *one; rc == DX_OK && (one = readdir(d));) {
        size_t n = strlen(one->d_name), s = strlen(SUFFIX);
        if (n > s && strcmp(one->d_name + n - s, SUFFIX) == 0)
            rc = add_segment(c, one->d_name, -1, e);
        unsigned long number = strtoul(one->d_name, NULL, 10);
        if (number >= c->first_free && number < 99999999)
            c->first_free = number + 1;
    }
    closedir(d);
    if (c->n)
        qsort(c->segments, c->n, sizeof *c->segments, by_name);
    return rc;
}

static int index_all(struct dx_cache *c, struct dx_err *e)
{
    int rc = list_segments(c, e);
    uint8_t *room = rc == DX_OK && c->n ? malloc(SCAN_BYTES) : NULL;
    if (rc == DX_OK && c->n && !room)
        rc = dx_fail_nomem(e);
    for (size_t i = 0; i < c->n && rc == DX_OK; i++)
        rc = index_segment(c, i, room, e);
    free(room);
    c->counts.segments = (int64_t)c->n;
    return rc;
}

int dx_cache_open(struct dx_cache **out, int dir, const char *path, const char *label, struct dx_err *e)
{
    *out = NULL;
    struct dx_cache *c = calloc(1, sizeof *c);
    if (!c)
        return dx_fail_nomem(e);
    c->out = c->dir = -1;
    c->out_segment = SEGMENTS;
    c->first_free = 1;
    c->path = strdup(path);
    c->label = strdup(label);
    c->hash = dx_sha256_new();
    int rc = c->path && c->label && c->hash ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK && mkdirat(dir, DX_CACHE_DIR, 0700) != 0 && errno != EEXIST)
        rc = failed(c, "make", "", e);
    if (rc == DX_OK && (c->dir = openat(dir, DX_CACHE_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)) < 0)
        rc = failed(c, "open", "", e);
    if (rc == DX_OK)
        rc = index_all(c, e);
    if (rc == DX_OK)
        *out = c;
    else
        dx_cache_free(c);
    return rc;
}

void dx_cache_free(struct dx_cache *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->n; i++) {
        if (c->segments[i].fd >= 0)
            close(c->segments[i].fd);
        free(c->segments[i].name);
    }
    if (c->dir >= 0)
        close(c->dir);
    dx_sha256_free(c->hash);
    dx_buf_free(&c->buffer);
    free(c->segments);
    dx_pairs_free(&c->index);
    free(c->label);
    free(c->path);
    free(c);
}

bool dx_cache_has(const struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES]) { return newest(c, key) != 0; }

/* The segment of that name hash; SEGMENTS when there is none. */
static size_t segment_of(const struct dx_cache *c, uint32_t hash)
{
    size_t i = 0;
    while (i < c->n && c->segments[i].hash != hash)
        i++;
    return i < c->n ? i : SEGMENTS;
}

/* Bytes of a frame; what is still in the buffer is read there. */
static int read_frame(struct dx_cache *c, size_t segment, int64_t off, void *p, size_t n, bool *got, struct dx_err *e)
{
    int64_t written = c->out_size - (int64_t)c->buffer.len;
    if (segment == c->out_segment && off >= written) {
        *got = off + (int64_t)n <= c->out_size;
        if (*got)
            memcpy(p, c->buffer.p + (off - written), n);
        return DX_OK;
    }
    int fd = segment_fd(c, segment, e);
    if (fd < 0)
        return DX_ENV;
    *got = read_at(fd, p, n, off) == (ssize_t)n; /* a bad sector is damage like any other */
    return DX_OK;
}

/* Reads the frame at *at and sets *at to the one before it, 0 when none can be known. *good: it is this key's, and whole. */
static int read_whole(struct dx_cache *c, const uint8_t *key, uint64_t *at, struct dx_buf *out, bool *good, struct dx_err *e)
{
    uint8_t header[HEADER], sum[DX_SHA256_BYTES];
    uint64_t here = *at;
    *at = 0;
    int rc = read_frame(c, SEGMENT(here), OFFSET(here), header, HEADER, good, e);
    if (rc != DX_OK)
        return rc;
    *good = *good && header_good(header);
    c->counts.damaged += !*good;
    if (!*good || memcmp(header + AT_KEY, key, DX_SHA256_BYTES) != 0) { /* the latter: another key with the same head */
        *good = false;
        return DX_OK;
    }
    size_t n = get32(header + AT_LENGTH), before = segment_of(c, get32(header + AT_SEGMENT));
    uint64_t off = get64(header + AT_BEFORE);
    if (before < SEGMENTS && off && off < 1ull << 48 && WHERE(before, off) < here) /* forged ones could lead nowhere, or in a ring */
        *at = WHERE(before, off);
    dx_buf_reset(out);
    if (!dx_buf_room(out, n))
        return dx_fail_nomem(e);
    rc = read_frame(c, SEGMENT(here), OFFSET(here) + HEADER, out->p, n, good, e);
    if (rc == DX_OK && *good)
        rc = sum_of(c, key, (struct dx_str){out->p, n}, sum, e);
    if (rc != DX_OK)
        return rc;
    *good = *good && memcmp(sum, header + AT_SUM, SUM_BYTES) == 0;
    c->counts.damaged += !*good;
    out->len = *good ? n : 0;
    out->p[out->len] = '\0';
    return DX_OK;
}

/* *at: 0 before the first; afterwards the frame to look at next, or END. */
#define END UINT64_MAX

int dx_cache_get(struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES], uint64_t *at, struct dx_buf *out, bool *got, struct dx_err *e)
{
    uint64_t here = *at ? *at : newest(c, key);
    int rc = DX_OK;
    *got = false;
    dx_buf_reset(out);
    /* a chain is as long as there were software versions; a damaged one could be a ring */
    for (int hops = 0; rc == DX_OK && !*got && here && here != END && hops < DX_CACHE_HOPS; hops++)
        rc = read_whole(c, key, &here, out, got, e);
    *at = here ? here : END;
    return rc;
}

/* ---- writing ---- */

static int start_segment(struct dx_cache *c, struct dx_err *e)
{
    char name[160];
    do {
        if (c->first_free > 99999999)
            return dx_fail(e, DX_ENV, "io", "no name is left for a segment of the cache: delete the folder " DX_CACHE_DIR);
        snprintf(name, sizeof name, "%08zu-%.64s" SUFFIX, c->first_free++, c->label);
        c->out = openat(c->dir, name, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    } while (c->out < 0 && errno == EEXIST);
    if (c->out < 0)
        return failed(c, "make", name, e);
    if (dx_sync(c->dir) != 0)
        return failed(c, "sync", "", e);
    int rc = add_segment(c, name, c->out, e);
    if (rc != DX_OK)
        return rc;
    c->out_segment = c->n - 1;
    c->synced = now();
    dx_buf_str(&c->buffer, INTRO);
    c->out_size = (int64_t)strlen(INTRO);
    return dx_buf_ok(&c->buffer) ? DX_OK : dx_fail_nomem(e);
}

static int flush(struct dx_cache *c, struct dx_err *e)
{
    for (size_t at = 0; at < c->buffer.len;) {
        ssize_t k = write(c->out, c->buffer.p + at, c->buffer.len - at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return failed(c, "write", c->segments[c->out_segment].name, e);
        at += (size_t)k;
    }
    dx_buf_reset(&c->buffer);
    return DX_OK;
}

int dx_cache_sync(struct dx_cache *c, struct dx_err *e)
{
    if (!c->dirty)
        return DX_OK;
    int rc = flush(c, e), k;
    if (rc != DX_OK)
        return rc;
    do
        k = fdatasync(c->out);
    while (k != 0 && errno == EINTR);
    if (k != 0)
        return failed(c, "sync", c->segments[c->out_segment].name, e);
    c->synced = now();
    c->dirty = false;
    return DX_OK;
}

int dx_cache_put(struct dx_cache *c, const uint8_t key[DX_SHA256_BYTES], struct dx_str bytes, struct dx_err *e)
{
    uint8_t header[HEADER] = {0}, sum[DX_SHA256_BYTES];
    uint64_t before = newest(c, key);
    int rc = c->out < 0 ? start_segment(c, e) : DX_OK;
    if (rc == DX_OK)
        rc = sum_of(c, key, bytes, sum, e);
    if (rc != DX_OK)
        return rc;
    memcpy(header, MARK, MARK_BYTES);
    put32(header + AT_LENGTH, (uint32_t)bytes.n);
    put32(header + AT_SEGMENT, before ? c->segments[SEGMENT(before)].hash : 0);
    put64(header + AT_BEFORE, (uint64_t)OFFSET(before));
    memcpy(header + AT_KEY, key, DX_SHA256_BYTES);
    memcpy(header + AT_SUM, sum, SUM_BYTES);
    put64(header + AT_CHECK, fnv(header, AT_CHECK));
    dx_buf_add(&c->buffer, header, HEADER);
    dx_buf_add(&c->buffer, bytes.p, bytes.n);
    if (!dx_buf_ok(&c->buffer))
        return dx_fail_nomem(e);
    rc = index_set(c, key, WHERE(c->out_segment, c->out_size), e);
    c->out_size += HEADER + (int64_t)bytes.n;
    c->dirty = true;
    if (rc == DX_OK && now() - c->synced >= DX_CACHE_SECONDS)
        return dx_cache_sync(c, e);
    return rc == DX_OK && c->buffer.len >= BUFFER ? flush(c, e) : rc;
}

struct dx_cache_counts dx_cache_count(const struct dx_cache *c) { return c->counts; }
