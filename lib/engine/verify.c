/* verify.c: holding a case against its log, its files and its evidence */
#include "engine/verify.h"

#include "base/limits.h"
#include "engine/case.h"
#include "engine/ledger.h"
#include "engine/replay.h"
#include "engine/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

struct verify {
    const struct dx_verify_options *o;
    struct dx_casedir d;
    int64_t wrong, entries;
    bool broken;               /* the chain is */
    int64_t head_at;           /* the entry whose hash is the wanted head; 0: none */
    char head[DX_SHA256_HEX + 1];
    int64_t ended, begun;      /* the numbers of the last `end` and the last `begin`; 0: none */
    struct dx_buf end, begin;  /* the last `end`, and the `begin` of its run */
    /* the case, item by item */
    struct dx_replay *replay;
    FILE *ledger;
    char *status;
    size_t status_cap;
    struct dx_json item_json, status_json, now_json;
    struct dx_item item;        /* the case's item in hand */
    bool have;                  /* there is one */
    struct dx_buf item_line, lines, next; /* its record, the records about it, the line that comes after */
    char state[16];             /* its status */
    bool passing;               /* a transient error is among its records */
    /* the evidence */
    const char *exhibit;
    struct dx_idset chosen;     /* content that is done again */
    int64_t eligible;
    int64_t items, bytes, redone, passed_over, faults; /* faults: of the exhibit in hand */
    struct dx_buf again;
};

static void say(struct verify *v, enum dx_verified how, const char *part, const char *fmt, ...) DX_PRINTF(4, 5);
static void say(struct verify *v, enum dx_verified how, const char *part, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    v->wrong += how == DX_NOT_AS_WAS;
    v->o->say(v->o->ctx, how, part, text);
}

/* ---- the log ---- */

static int on_entry(void *ctx, const struct dx_json *j, int64_t n, const char *hash, const char *wrong, struct dx_err *e)
{
    struct verify *v = ctx;
    v->entries = n;
    memcpy(v->head, hash, sizeof v->head);
    if (v->o->head && strcasecmp(v->o->head, hash) == 0)
        v->head_at = n;
    if (wrong) {
        v->broken = true;
        say(v, DX_NOT_AS_WAS, "custody log", "entry %" PRId64 " %s", n, wrong);
        return DX_OK;
    }
    struct dx_str event = dx_json_str(dx_json_get(j, dx_json_top(j), "event"));
    (void)e;
    if (dx_str_is(event, "begin"))
        v->begun = n;
    else if (dx_str_is(event, "end"))
        v->ended = n;
    return DX_OK;
}

/* The line of entry n, as it stands. */
static int entry_line(struct verify *v, int64_t n, struct dx_buf *out, struct dx_err *e)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t k = -1;
    int fd = openat(v->d.dir, DX_CUSTODY_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    if (!f)
        return dx_fail(e, DX_ENV, "io", "cannot open %s/" DX_CUSTODY_FILE ": %s", v->d.path, strerror(errno));
    for (int64_t i = 0; i < n && (k = getline(&line, &cap, f)) > 0; i++)
        ;
    dx_buf_reset(out);
    if (k > 0)
        dx_buf_add(out, line, (size_t)(k - (line[k - 1] == '\n')));
    fclose(f);
    free(line);
    return dx_buf_ok(out) ? DX_OK : dx_fail_nomem(e);
}

static int check_log(struct verify *v, struct dx_err *e)
{
    int rc = dx_custody_read(v->d.dir, on_entry, v, e);
    if (rc != DX_OK)
        return rc;
    if (!v->broken)
        say(v, DX_VERIFIED, "custody log", "%" PRId64 " entries, each sealed by the one before; head hash %s", v->entries, v->head);
    if (v->o->head && !v->head_at)
        say(v, DX_NOT_AS_WAS, "head hash", "no entry of the log has the hash %s: it is not the log that this hash was taken from", v->o->head);
    else if (v->o->head && v->head_at < v->entries)
        say(v, DX_VERIFIED, "head hash", "is that of entry %" PRId64 "; %" PRId64 " were added since", v->head_at, v->entries - v->head_at);
    else if (v->o->head)
        say(v, DX_VERIFIED, "head hash", "is that of the last entry");
    if (!v->ended) {
        say(v, DX_NOT_AS_WAS, "runs", "no run of this case was completed");
        return DX_OK;
    }
    if (v->begun > v->ended)
        say(v, DX_UNCHECKED, "runs", "entry %" PRId64 " began a run that was not completed; what is checked is the run before it", v->begun);
    for (int64_t n = v->ended; n > 0 && rc == DX_OK; n--) { /* the begin of an end is the nearest one before it */
        rc = entry_line(v, n, &v->begin, e);
        if (rc == DX_OK && v->begin.p && strstr(v->begin.p, ",\"event\":\"begin\""))
            break;
    }
    return rc == DX_OK ? entry_line(v, v->ended, &v->end, e) : rc;
}

/* ---- result files ---- */

static int hash_file(int dir, const char *name, char *hex, struct dx_err *e)
{
    uint8_t digest[DX_SHA256_BYTES];
    char *block = malloc(DX_READ_BYTES);
    struct dx_sha256 *h = dx_sha256_new();
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), rc = DX_OK;
    ssize_t k = 1;
    if (!block || !h || dx_sha256_start(h) != DX_OK)
        rc = dx_fail_nomem(e);
    else if (fd < 0)
        rc = dx_fail(e, DX_BAD, "missing", "cannot be opened: %s", strerror(errno));
    while (rc == DX_OK && k != 0) {
        k = read(fd, block, DX_READ_BYTES);
        if (k < 0 && errno != EINTR)
            rc = dx_fail(e, DX_BAD, "io", "cannot be read: %s", strerror(errno));
        if (k > 0)
            dx_sha256_add(h, block, (size_t)k);
    }
    if (rc == DX_OK && dx_sha256_end(h, digest) != DX_OK)
        rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    if (rc == DX_OK)
        dx_hex(digest, sizeof digest, hex);
    if (fd >= 0)
        close(fd);
    dx_sha256_free(h);
    free(block);
    return rc;
}

static int check_files(struct verify *v, struct dx_err *e)
{
    struct dx_json j = {0};
    int rc = dx_json_parse(&j, v->end.p, v->end.len, e), good = 0, all = 0;
    const struct dx_jnode *files = rc == DX_OK ? dx_json_get(&j, dx_json_top(&j), "files") : NULL;
    for (const struct dx_jnode *f = files ? dx_json_first(&j, files) : NULL; f && rc == DX_OK; f = dx_json_next(&j, f), all++) {
        char name[64], hex[DX_SHA256_HEX + 1];
        struct dx_err what;
        snprintf(name, sizeof name, "%.*s", (int)(f->key.n < 60 ? f->key.n : 60), f->key.p);
        int got = strchr(name, '/') ? dx_fail(&what, DX_BAD, "malformed", "is no file of a case") : hash_file(v->d.dir, name, hex, &what);
        if (got == DX_ENV || got == DX_NOMEM) {
            *e = what;
            rc = got;
        } else if (got != DX_OK) {
            say(v, DX_NOT_AS_WAS, name, "%s", what.msg);
        } else if (!dx_str_is(dx_json_str(f), hex)) {
            say(v, DX_NOT_AS_WAS, name, "was changed after the run: its hash is not the one in the custody log");
        } else {
            good++;
        }
    }
    if (rc == DX_OK && good == all && all > 0)
        say(v, DX_VERIFIED, "result files", "all %d as the run left them", all);
    if (rc == DX_OK && all == 0)
        say(v, DX_NOT_AS_WAS, "result files", "the log does not say what they were");
    dx_json_free(&j);
    return rc;
}

/* ---- reading the case: one item after the other, with its status and what is about it ---- */

static int next_status(struct verify *v, struct dx_err *e)
{
    ssize_t k = getline(&v->status, &v->status_cap, v->ledger);
    v->state[0] = '\0';
    if (k <= 0)
        return DX_OK;
    int rc = dx_json_parse(&v->status_json, v->status, (size_t)(k - (v->status[k - 1] == '\n')), e);
    if (rc == DX_OK) {
        struct dx_str s = dx_json_str(dx_json_get(&v->status_json, dx_json_top(&v->status_json), "status"));
        struct dx_str id = dx_json_str(dx_json_get(&v->status_json, dx_json_top(&v->status_json), "item"));
        if (dx_str_eq(id, v->item.id))
            snprintf(v->state, sizeof v->state, "%.*s", (int)s.n, s.p ? s.p : "");
    }
    return rc == DX_BAD ? DX_OK : rc;
}

static bool is_walk_error(struct dx_str line)
{
    static const char key[] = ",\"stage\":\"walk\",";
    return dx_record_type(line.p, line.n) == DX_T_ERROR && memmem(line.p, line.n, key, sizeof key - 1);
}

static void add_result(struct dx_buf *b, struct dx_str line)
{
    if (dx_record_type(line.p, line.n) == DX_T_ITEM || is_walk_error(line))
        return;
    dx_buf_add(b, line.p, line.n);
    dx_buf_byte(b, '\n');
}

/* The next item of the case, of any exhibit, into v->item; v->have false after the last. */
static int next_item(struct verify *v, struct dx_err *e)
{
    static const char transient[] = ",\"transient\":true,";
    struct dx_str line;
    bool got = true;
    v->have = v->next.len > 0;
    if (!v->have)
        return DX_OK;
    dx_buf_reset(&v->item_line);
    dx_buf_add(&v->item_line, v->next.p, v->next.len);
    dx_buf_reset(&v->next);
    dx_buf_reset(&v->lines);
    v->passing = false;
    int rc = dx_buf_ok(&v->item_line) ? dx_json_parse(&v->item_json, v->item_line.p, v->item_line.len, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_item_read(&v->item, &v->item_json, e);
    while (rc == DX_OK && (rc = dx_replay_next(v->replay, &line, &got, e)) == DX_OK && got) {
        if (dx_record_type(line.p, line.n) == DX_T_ITEM) {
            dx_buf_add(&v->next, line.p, line.n);
            break;
        }
        v->passing |= dx_record_type(line.p, line.n) == DX_T_ERROR && memmem(line.p, line.n, transient, sizeof transient - 1);
        add_result(&v->lines, line);
    }
    return rc == DX_OK ? next_status(v, e) : rc;
}

/* The next item of the exhibit in hand. */
static int next_here(struct verify *v, struct dx_err *e)
{
    int rc;
    do
        rc = next_item(v, e);
    while (rc == DX_OK && v->have && !dx_str_is(v->item.exhibit, v->exhibit));
    return rc;
}

static void close_case(struct verify *v)
{
    dx_replay_free(v->replay);
    v->replay = NULL;
    if (v->ledger)
        fclose(v->ledger);
    v->ledger = NULL;
}

static int open_case(struct verify *v, struct dx_err *e)
{
    int fd = -1, rc;
    struct dx_str line;
    bool got = true;
    close_case(v);
    rc = dx_replay_open(&v->replay, v->o->case_dir, true, e);
    if (rc == DX_OK)
        rc = dx_case_read(v->o->case_dir, DX_T_STATUS, &fd, e);
    if (rc == DX_OK && !(v->ledger = fdopen(fd, "r")))
        rc = dx_fail_nomem(e);
    dx_buf_reset(&v->next);
    while (rc == DX_OK && v->next.len == 0 && (rc = dx_replay_next(v->replay, &line, &got, e)) == DX_OK && got)
        if (dx_record_type(line.p, line.n) == DX_T_ITEM)
            dx_buf_add(&v->next, line.p, line.n);
    return rc;
}

/* ---- choosing what is done again ---- */

/* Not what was a copy, empty, or never to be opened. */
static bool may_be_redone(struct dx_str status)
{
    return dx_str_is(status, "done") || dx_str_is(status, "partial") || dx_str_is(status, "failed");
}

static bool is_operand(const struct verify *v, struct dx_str exhibit)
{
    for (size_t i = 0; i < v->o->n_operands; i++)
        if (dx_str_is(exhibit, v->o->operands[i].exhibit))
            return true;
    return false;
}

/* Chosen at random, one after the other: of those that remain each is as likely (Knuth's algorithm S). */
static bool choose(int64_t left, int64_t *wanted)
{
    uint64_t r = 0;
    if (*wanted < 0)
        return true;
    if (*wanted == 0 || getrandom(&r, sizeof r, 0) != (ssize_t)sizeof r || (int64_t)(r % (uint64_t)left) >= *wanted)
        return false;
    --*wanted;
    return true;
}

/* Reads the ledger: counts the eligible (count), or chooses among them. */
static int through_ledger(struct verify *v, bool count, struct dx_err *e)
{
    int fd, rc = dx_case_read(v->o->case_dir, DX_T_STATUS, &fd, e);
    FILE *f = rc == DX_OK ? fdopen(fd, "r") : NULL;
    int64_t left = v->eligible, wanted = v->o->sample;
    ssize_t k;
    if (rc == DX_OK && !f)
        return dx_fail_nomem(e);
    while (rc == DX_OK && (k = getline(&v->status, &v->status_cap, f)) > 0) {
        uint8_t id[DX_SHA256_BYTES];
        struct dx_json *j = &v->status_json;
        if (dx_json_parse(j, v->status, (size_t)(k - (v->status[k - 1] == '\n')), e) != DX_OK)
            continue; /* a changed ledger was said to be one already */
        const struct dx_jnode *top = dx_json_top(j);
        struct dx_str hex = dx_json_str(dx_json_get(j, top, "item"));
        bool fresh;
        if (!may_be_redone(dx_json_str(dx_json_get(j, top, "status"))) || !is_operand(v, dx_json_str(dx_json_get(j, top, "exhibit"))) ||
            hex.n != DX_SHA256_HEX || !dx_unhex(hex.p, sizeof id, id))
            continue;
        if (count)
            v->eligible++;
        else if (choose(left--, &wanted))
            rc = dx_idset_add(&v->chosen, id, &fresh, e);
    }
    if (f)
        fclose(f);
    return rc;
}

/* ---- evidence ---- */

/* The exact name of a level into b. */
static struct dx_str exact(const struct dx_item *it, size_t level, struct dx_buf *b)
{
    dx_buf_reset(b);
    if (it->path_raw[level].p && dx_buf_unbase64(b, it->path_raw[level].p, it->path_raw[level].n))
        return dx_buf_slice(b);
    return it->path[level];
}

/* The order of the walk: names as bytes, component by component, so "/" is less than any byte of a name. */
static int compare_names(struct dx_str a, struct dx_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (a.p[i] != b.p[i])
            return a.p[i] == '/' ? -1 : b.p[i] == '/' ? 1 : (unsigned char)a.p[i] < (unsigned char)b.p[i] ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

static int compare_items(const struct dx_item *a, const struct dx_item *b)
{
    struct dx_buf x = DX_BUF_INIT, y = DX_BUF_INIT;
    int d = compare_names(exact(a, 0, &x), exact(b, 0, &y));
    for (size_t i = 1; d == 0 && i < a->levels && i < b->levels; i++)
        d = (a->at[i] > b->at[i]) - (a->at[i] < b->at[i]);
    dx_buf_free(&x);
    dx_buf_free(&y);
    return d ? d : (a->levels > b->levels) - (a->levels < b->levels);
}

/* "E07/a.zip > b.txt" */
static const char *name_of(const struct dx_item *it, char out[512])
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < it->levels && n < 500; i++)
        n += (size_t)snprintf(out + n, 512 - n, "%s%.*s", i ? " > " : "", (int)it->path[i].n, it->path[i].p);
    return out;
}

static int missing_before(struct verify *v, const struct dx_item *now, struct dx_err *e)
{
    char name[512];
    int rc = DX_OK;
    while (rc == DX_OK && v->have && (!now || compare_items(&v->item, now) < 0)) {
        say(v, DX_NOT_AS_WAS, name_of(&v->item, name), "is in the case and no longer in the evidence");
        v->faults++;
        rc = next_here(v, e);
    }
    return rc;
}

static bool wants_work(void *ctx, const struct dx_item *now)
{
    const struct verify *v = ctx;
    uint8_t id[DX_SHA256_BYTES];
    return now->id.n == DX_SHA256_HEX && dx_unhex(now->id.p, sizeof id, id) && dx_idset_has(&v->chosen, id);
}

/* The results among the lines of a unit, against those of the case's item in hand. */
static void hold_against(struct verify *v, struct dx_str lines, const char *name)
{
    dx_buf_reset(&v->again);
    while (lines.n) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t n = end ? (size_t)(end - lines.p) : lines.n;
        add_result(&v->again, (struct dx_str){lines.p, n});
        lines = (struct dx_str){lines.p + n + (end != NULL), lines.n - n - (end != NULL)};
    }
    v->passed_over += v->passing;
    if (v->passing || !may_be_redone(dx_str(v->state)))
        return;
    v->redone++;
    if (v->again.len == v->lines.len && (v->lines.len == 0 || memcmp(v->again.p, v->lines.p, v->lines.len) == 0))
        return;
    say(v, DX_NOT_AS_WAS, name, "was done again and gives other records than the case has");
    v->faults++;
}

static int on_unit(void *ctx, const struct dx_unit *u, struct dx_str lines, struct dx_err *e)
{
    struct verify *v = ctx;
    struct dx_item now;
    char name[512];
    const char *end = memchr(lines.p, '\n', lines.n);
    if (!u->item || !end)
        return DX_OK;
    int rc = dx_json_parse(&v->now_json, lines.p, (size_t)(end - lines.p), e);
    if (rc == DX_OK)
        rc = dx_item_read(&now, &v->now_json, e);
    if (rc == DX_OK)
        rc = missing_before(v, &now, e);
    if (rc != DX_OK)
        return rc;
    v->items++;
    v->bytes += now.size > 0 ? now.size : 0;
    if (!v->have || compare_items(&v->item, &now) != 0) {
        say(v, DX_NOT_AS_WAS, name_of(&now, name), "is in the evidence and not in the case");
        v->faults++;
        return DX_OK;
    }
    if (!dx_str_eq(v->item.id, now.id)) {
        say(v, DX_NOT_AS_WAS, name_of(&now, name), "has other content: SHA-256 was %.*s and is %.*s", (int)v->item.id.n, v->item.id.p,
            (int)now.id.n, now.id.p);
        v->faults++;
    } else if (u->worked) {
        hold_against(v, lines, name_of(&now, name));
    }
    return next_here(v, e);
}

/* The tools of this docex, with the run's settings, against those of the case. */
static int same_tools(struct verify *v, const struct dx_journey *j, bool *same, struct dx_err *e)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t k;
    int fd, rc = dx_case_read(v->o->case_dir, DX_T_TOOL, &fd, e);
    FILE *f = rc == DX_OK ? fdopen(fd, "r") : NULL;
    *same = rc == DX_OK;
    if (rc == DX_OK && !f)
        return dx_fail_nomem(e);
    for (size_t i = v->o->n_stages + 1; f && i-- > 0 && *same;) {
        const char *by;
        struct dx_str mine = dx_journey_tool(j, i, &by);
        k = getline(&line, &cap, f);
        *same = k > 0 && dx_str_eq((struct dx_str){line, (size_t)k}, mine);
        if (!*same)
            say(v, v->o->sample ? DX_NOT_AS_WAS : DX_UNCHECKED, "software",
                "nothing can be done again: the case was made by %.200s, this docex is %.200s", k > 0 ? line : "nothing", mine.p);
    }
    if (f)
        fclose(f);
    free(line);
    return rc;
}

static int check_exhibit(struct verify *v, const struct dx_operand *o, const struct dx_options *settings, struct dx_err *e)
{
    struct dx_journey_options jo = {.stages = v->o->stages, .n_stages = v->o->n_stages, .stage = *settings, .operands = o, .n_operands = 1,
                                    .jobs = v->o->jobs, .no_sandbox = v->o->no_sandbox, .stop = v->o->stop, .wants_work = wants_work};
    struct dx_journey *j = NULL;
    bool same = true;
    int64_t before = v->items, bytes = v->bytes;
    v->exhibit = o->exhibit;
    v->faults = 0;
    int rc = dx_journey_new(&j, &jo, on_unit, v, e);
    if (rc == DX_OK)
        rc = same_tools(v, j, &same, e);
    if (!same)
        dx_idset_free(&v->chosen);
    if (rc == DX_OK)
        rc = open_case(v, e);
    if (rc == DX_OK)
        rc = next_here(v, e);
    if (rc == DX_OK)
        rc = dx_journey_go(j, NULL, e);
    if (rc == DX_OK)
        rc = missing_before(v, NULL, e);
    if (rc == DX_OK && v->faults == 0)
        say(v, DX_VERIFIED, o->exhibit, "%" PRId64 " items, %" PRId64 " bytes, hashed again: all as recorded", v->items - before, v->bytes - bytes);
    dx_journey_free(j);
    close_case(v);
    return rc;
}

static int check_evidence(struct verify *v, struct dx_err *e)
{
    struct dx_json j = {0};
    struct dx_settings s = {0};
    int rc = DX_OK;
    if (v->o->n_operands == 0) {
        say(v, DX_UNCHECKED, "evidence", "none was named, so none was read");
        return DX_OK;
    }
    if (v->begin.len)
        rc = dx_json_parse(&j, v->begin.p, v->begin.len, e);
    if (rc == DX_OK)
        rc = dx_settings_read(&s, &j, v->begin.len ? dx_json_top(&j) : NULL, e);
    if (rc == DX_OK)
        rc = through_ledger(v, true, e);
    if (rc == DX_OK)
        rc = through_ledger(v, false, e);
    for (size_t i = 0; i < v->o->n_operands && rc == DX_OK; i++)
        rc = check_exhibit(v, &v->o->operands[i], &s.o, e);
    if (rc == DX_OK && v->o->sample && v->redone + v->passed_over > 0)
        say(v, v->passed_over ? DX_UNCHECKED : DX_VERIFIED, "done again", "%" PRId64 " of %" PRId64 " items%s", v->redone, v->eligible,
            v->passed_over ? "; others had failed by time, memory or medium, which says nothing" : "");
    dx_settings_free(&s);
    dx_json_free(&j);
    return rc;
}

/* ---- all of it ---- */

static int check_ledger(struct verify *v, struct dx_err *e)
{
    struct dx_json j = {0};
    int rc = dx_json_parse(&j, v->end.p, v->end.len, e);
    const struct dx_jnode *top = rc == DX_OK ? dx_json_top(&j) : NULL;
    int64_t items = dx_json_int(dx_json_get(&j, top, "items"), -1), sum = 0;
    for (int s = 0; s < DX_STATUSES; s++)
        sum += dx_json_int(dx_json_get(&j, top, dx_status_name((enum dx_status)s)), 0);
    if (rc == DX_OK)
        say(v, items == sum ? DX_VERIFIED : DX_NOT_AS_WAS, "ledger", items == sum ? "balances: %" PRId64 " items, each with its status"
            : "does not balance: %" PRId64 " items", items);
    dx_json_free(&j);
    return rc;
}

int dx_verify(const struct dx_verify_options *o, int64_t *wrong, struct dx_err *e)
{
    struct verify v = {.o = o};
    int rc = dx_casedir_open(&v.d, o->case_dir, DX_CASEDIR_LOOK, e);
    if (rc == DX_OK)
        rc = check_log(&v, e);
    bool complete = rc == DX_OK && v.ended;
    if (complete)
        rc = check_files(&v, e);
    if (rc == DX_OK && complete)
        rc = check_ledger(&v, e);
    if (rc == DX_OK && complete)
        rc = check_evidence(&v, e);
    *wrong = v.wrong;
    close_case(&v);
    dx_casedir_close(&v.d);
    struct dx_buf *const bufs[] = {&v.end, &v.begin, &v.item_line, &v.lines, &v.next, &v.again};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        dx_buf_free(bufs[i]);
    dx_json_free(&v.item_json);
    dx_json_free(&v.status_json);
    dx_json_free(&v.now_json);
    dx_idset_free(&v.chosen);
    free(v.status);
    return rc;
}
