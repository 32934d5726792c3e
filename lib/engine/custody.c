/* custody.c: appending to the chain of what was done with a case */
#include "engine/custody.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define NAME DX_CUSTODY_FILE
#define STEP_SECONDS 2 /* two readings of a clock a moment apart differ by less */

static int failed(struct dx_err *e, const char *what)
{
    return dx_fail(e, DX_ENV, "io", "cannot %s " NAME ": %s", what, strerror(errno));
}

/* What an event says of the run before it. */
static void note_event(struct dx_custody *c, struct dx_str line)
{
    static const char key[] = ",\"event\":\"";
    const char *at = memmem(line.p, line.n, key, sizeof key - 1);
    struct dx_str event = at ? (struct dx_str){at + sizeof key - 1, line.n - (size_t)(at - line.p) - (sizeof key - 1)} : (struct dx_str){NULL, 0};
    if (event.n > 6 && memcmp(event.p, "begin\"", 6) == 0)
        c->begun = c->n;
    else
        c->begun = 0;
}

/* Counts the lines of the log and hashes the last one. *torn: it has no line end, a power cut took it. */
static int read_through(struct dx_custody *c, bool *torn, struct dx_err *e)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    int own = dup(c->fd), rc = DX_OK;
    FILE *f = own < 0 ? NULL : fdopen(own, "r");
    if (!f) {
        if (own >= 0)
            close(own);
        return failed(e, "read");
    }
    while (rc == DX_OK && (n = getline(&line, &cap, f)) > 0) {
        *torn = line[n - 1] != '\n';
        rc = dx_sha256_head(line, (size_t)n - !*torn, DX_SHA256_HEX, c->prev);
        c->n++;
        note_event(c, (struct dx_str){line, (size_t)n});
    }
    if (rc == DX_OK && ferror(f))
        rc = failed(e, "read");
    else if (rc != DX_OK)
        dx_fail(e, rc, "io", "libcrypto refuses to hash " NAME);
    fclose(f);
    free(line);
    return rc;
}

int dx_sync(int fd)
{
    int rc;
    do
        rc = fsync(fd);
    while (rc != 0 && errno == EINTR);
    return rc;
}

static int write_all(int fd, const char *p, size_t n, struct dx_err *e)
{
    while (n > 0) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return failed(e, "write");
        p += k;
        n -= (size_t)k;
    }
    return dx_sync(fd) == 0 ? DX_OK : failed(e, "sync");
}

int dx_custody_open(struct dx_custody *c, int dir, bool shared, struct dx_err *e)
{
    *c = (struct dx_custody){.fd = openat(dir, NAME, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    memset(c->prev, '0', DX_SHA256_HEX);
    if (c->fd < 0)
        return failed(e, "open");
    int rc = DX_OK;
    bool torn = false;
    if (flock(c->fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0)
        rc = errno == EWOULDBLOCK ? dx_fail(e, DX_ENV, "io", "the case is in use by another run") : failed(e, "lock");
    if (rc == DX_OK && !shared)
        rc = read_through(c, &torn, e);
    if (rc == DX_OK && torn) /* it stays as it is, only closed: the log is never shortened */
        rc = write_all(c->fd, "\n", 1, e);
    if (rc != DX_OK)
        dx_custody_close(c);
    return rc;
}

void dx_custody_close(struct dx_custody *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

void dx_custody_stamp(char out[32])
{
    time_t t = time(NULL);
    struct tm tm;
    out[0] = '\0';
    if (gmtime_r(&t, &tm))
        strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

int dx_custody_add(struct dx_custody *c, const char *event, struct dx_str body, struct dx_err *e)
{
    char when[32];
    struct dx_buf b = DX_BUF_INIT;
    struct dx_jw w = {&b, false};
    dx_custody_stamp(when);
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "custody");
    dx_jw_int(&w, "n", c->n + 1);
    dx_jw_cstr(&w, "prev", c->prev);
    dx_jw_cstr(&w, "time", when);
    dx_jw_cstr(&w, "event", event);
    if (body.n) {
        dx_buf_byte(&b, ',');
        dx_buf_add(&b, body.p, body.n);
    }
    dx_jw_obj_end(&w);
    dx_buf_byte(&b, '\n');
    int rc = dx_buf_ok(&b) ? write_all(c->fd, b.p, b.len, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_sha256_head(b.p, b.len - 1, DX_SHA256_HEX, c->prev);
    if (rc == DX_OK) {
        c->n++;
        note_event(c, dx_buf_slice(&b));
    }
    dx_buf_free(&b);
    return rc;
}

/* ---- what is said in entries ---- */

static void write_clock(struct dx_jw *w)
{
    char source[64] = "";
    FILE *f = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
    struct timex t = {0};
    if (f && fscanf(f, "%63s", source) != 1)
        source[0] = '\0';
    if (f)
        fclose(f);
    dx_jw_obj(w, "clock");
    dx_jw_cstr(w, "source", source[0] ? source : "unknown");
    dx_jw_bool(w, "synchronised", adjtimex(&t) >= 0 && !(t.status & STA_UNSYNC));
    dx_jw_obj_end(w);
}

void dx_custody_facts_write(struct dx_jw *w, const struct dx_custody_facts *f)
{
    const struct { const char *key, *value; } said[] = {
        {"case", f->case_id}, {"operator", f->operator_}, {"basis", f->basis}, {"host", f->host}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i].value)
            dx_jw_cstr(w, said[i].key, said[i].value);
    write_clock(w);
    if (f->argc) {
        dx_jw_arr(w, "command");
        for (int i = 0; i < f->argc; i++)
            dx_jw_cstr(w, NULL, f->argv[i]);
        dx_jw_arr_end(w);
    }
    const struct { const char *key; struct dx_str objects; } arrays[] = {{"lists", f->lists}, {"shards", f->shards}};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        if (arrays[i].objects.n) {
            dx_jw_arr(w, arrays[i].key);
            dx_jw_raw(w, NULL, arrays[i].objects);
            dx_jw_arr_end(w);
        }
}

static double read_clock(clockid_t id)
{
    struct timespec t;
    return clock_gettime(id, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

struct dx_custody_moment dx_custody_now(void)
{
    return (struct dx_custody_moment){read_clock(CLOCK_REALTIME), read_clock(CLOCK_BOOTTIME)};
}

void dx_custody_elapsed(struct dx_jw *w, struct dx_custody_moment since)
{
    struct dx_custody_moment t = dx_custody_now();
    double steady = t.steady - since.steady, off = t.day - since.day - steady;
    dx_jw_num(w, "seconds", steady);
    if (off > STEP_SECONDS || off < -STEP_SECONDS)
        dx_jw_num(w, "clock_stepped", off);
}

/* ---- reading it ---- */

/* What is wrong with entry n, the line before having the hash `prev`. */
static const char *check_entry(struct dx_json *j, struct dx_str line, int64_t n, const char *prev)
{
    struct dx_err e;
    if (dx_json_parse(j, line.p, line.n, &e) != DX_OK)
        return "is no record: cut off or overwritten";
    const struct dx_jnode *top = dx_json_top(j);
    if (!dx_str_is(dx_json_str(dx_json_get(j, top, "type")), "custody"))
        return "is no entry of a custody log";
    if (dx_json_int(dx_json_get(j, top, "n"), -1) != n)
        return "has another number: entries are missing or were added";
    if (!dx_str_is(dx_json_str(dx_json_get(j, top, "prev")), prev))
        return "does not follow the one before: one of them was changed";
    return NULL;
}

int dx_custody_read(int dir, dx_custody_fn *fn, void *ctx, struct dx_err *e)
{
    char prev[DX_SHA256_HEX + 1], *line = NULL;
    int fd = openat(dir, NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), rc = DX_OK;
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    struct dx_json j = {0};
    size_t cap = 0;
    ssize_t n;
    if (!f)
        return failed(e, "open");
    memset(prev, '0', DX_SHA256_HEX);
    prev[DX_SHA256_HEX] = '\0';
    for (int64_t i = 1; rc == DX_OK && (n = getline(&line, &cap, f)) > 0; i++) {
        n -= line[n - 1] == '\n';
        const char *wrong = check_entry(&j, (struct dx_str){line, (size_t)n}, i, prev);
        rc = dx_sha256_head(line, (size_t)n, DX_SHA256_HEX, prev);
        if (rc == DX_OK)
            rc = fn(ctx, &j, i, prev, wrong, e);
        else
            dx_fail(e, rc, "io", "libcrypto refuses to hash " NAME);
    }
    if (rc == DX_OK && ferror(f))
        rc = failed(e, "read");
    dx_json_free(&j);
    fclose(f);
    free(line);
    return rc;
}
