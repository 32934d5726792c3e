/* frame_filter.c: the life of a filter: records or operands in, the same records and its own out
 *
 * The parent reads, keeps item groups together, opens and hashes; worker processes do the stage's work; what they
 * answer is written in the order of the input. */
#include "frame.h"

#include "base/idset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/crew.h"
#include "engine/typer.h"
#include "evidence/media.h"
#include "page/page.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct filter {
    const struct dx_tool *tool;
    struct dx_cli *c;
    struct dx_worker_stage s;
    struct dx_crew *crew;
    struct dx_media *media;
    struct dx_typer *typer;
    struct dx_out out;
    struct dx_idset seen;
    int crops;                /* the folder for pictures, -1: none */
    struct dx_buf bare;       /* an answer without its pictures */
    struct dx_group group;    /* being read */
    bool open;                /* the group has lines */
    bool full;                /* the group passed DX_GROUP_BYTES: what follows passes unread */
    char of[DX_SHA256_HEX];   /* a group without item record: the item that its records name */
    size_t of_n;
    struct dx_buf pass;       /* lines that need no work, waiting to be put in their turn */
    struct dx_buf begun;      /* ids of upstream tool records whose end hasn't come, a line end after each */
    int64_t items, errors, failures; /* read; own error records; those that count for the exit status */
    bool texts;               /* pages came, or what reads them was upstream */
};

/* What travels with a group: what its answer is. NULL: lines that pass. */
struct ticket {
    bool closing; /* standard input as evidence: the item record comes last, with the true id */
    struct dx_buf item;
};

static void ticket_free(struct ticket *t)
{
    if (t)
        dx_buf_free(&t->item);
    free(t);
}

/* ---- answers ---- */

/* Error records of this tool among the lines. */
static int64_t count_errors(const struct filter *f, struct dx_str lines)
{
    const size_t by = sizeof f->s.by - 1;
    int64_t n = 0;
    while (lines.n) {
        const char *end = memchr(lines.p, '\n', lines.n);
        size_t len = end ? (size_t)(end - lines.p) + 1 : lines.n;
        n += dx_record_type(lines.p, len) == DX_T_ERROR && len > by + 3 && memcmp(lines.p + len - by - 3, f->s.by, by) == 0;
        lines = (struct dx_str){lines.p + len, lines.n - len};
    }
    return n;
}

/* Writes the lines that --only lets through. */
static int write_lines(struct filter *f, struct dx_str lines, struct dx_err *e)
{
    int rc = f->c->only ? DX_OK : dx_out_add(&f->out, lines, e);
    for (size_t n; f->c->only && lines.n && rc == DX_OK; lines = (struct dx_str){lines.p + n, lines.n - n}) {
        const char *end = memchr(lines.p, '\n', lines.n);
        n = end ? (size_t)(end - lines.p) + 1 : lines.n;
        if (dx_only(f->c, lines.p, n))
            rc = dx_out_add(&f->out, (struct dx_str){lines.p, n}, e);
    }
    return rc;
}

static int write_closing(struct filter *f, struct ticket *t, struct dx_str lines, struct dx_err *e)
{
    /* the item line that the worker was given names the item "-": it gives way to the closing record */
    const char *end = memchr(lines.p, '\n', lines.n);
    size_t first = end && dx_record_type(lines.p, lines.n) == DX_T_ITEM ? (size_t)(end - lines.p) + 1 : 0;
    int rc = write_lines(f, (struct dx_str){lines.p + first, lines.n - first}, e);
    if (rc == DX_OK && dx_only(f->c, t->item.p, t->item.len))
        rc = dx_out_add(&f->out, dx_buf_slice(&t->item), e);
    return rc;
}

static int on_answer(void *ctx, void *tag, struct dx_str lines, int64_t failures, struct dx_err *e)
{
    struct filter *f = ctx;
    struct ticket *t = tag;
    if (!t)
        return dx_out_add(&f->out, lines, e);
    int rc = f->crops >= 0 ? dx_crops_write(f->crops, lines, &f->bare, e) : DX_OK;
    if (rc != DX_OK) {
        ticket_free(t);
        return rc;
    }
    lines = f->crops >= 0 ? dx_buf_slice(&f->bare) : lines;
    f->errors += count_errors(f, lines);
    f->failures += failures;
    rc = t->closing ? write_closing(f, t, lines, e) : write_lines(f, lines, e);
    if (rc == DX_OK)
        rc = dx_out_flush(&f->out, e);
    ticket_free(t);
    return rc;
}

/* ---- putting work ---- */

static int new_crew(struct filter *f, int jobs, struct dx_crew **crew, struct dx_err *e)
{
    struct dx_crew_options o = {.stages = &f->s, .n = 1, .jobs = jobs, .timeout = f->c->timeout, .memory = f->c->memory,
                                .no_sandbox = f->c->no_sandbox};
    return dx_crew_new(crew, &o, on_answer, f, e);
}


static int put_pass(struct filter *f, struct dx_err *e)
{
    int rc = DX_OK;
    if (!dx_buf_ok(&f->pass))
        rc = dx_fail_nomem(e), rc = DX_ENV;
    else if (f->pass.len)
        rc = dx_crew_put(f->crew, DX_CREW_PASS, 0, dx_buf_slice(&f->pass), -1, NULL, e);
    dx_buf_reset(&f->pass);
    return rc;
}

static int pass(struct filter *f, const char *p, size_t n, struct dx_err *e)
{
    if (dx_only(f->c, p, n))
        dx_buf_add(&f->pass, p, n);
    return f->pass.len > 1 << 16 ? put_pass(f, e) : DX_OK;
}

static int put_group(struct filter *f, int fd, struct ticket *t, struct dx_err *e)
{
    const struct dx_group *g = &f->group;
    struct dx_buf lines = DX_BUF_INIT;
    if (!t && !(t = calloc(1, sizeof *t)))
        return dx_fail_nomem(e);
    for (size_t i = 0; i < g->n; i++)
        dx_buf_add(&lines, g->text.p + g->lines[i].off, g->lines[i].len);
    int rc = put_pass(f, e);
    if (rc == DX_OK && !dx_buf_ok(&lines))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_crew_put(f->crew, fd >= 0 && f->s.stage->raw ? DX_CREW_RAW : DX_CREW_WORK, 0, dx_buf_slice(&lines), fd, t, e);
    else
        ticket_free(t);
    dx_buf_free(&lines);
    return rc;
}

static int pass_group(struct filter *f, struct dx_err *e)
{
    int rc = dx_group_settle(&f->group, e);
    if (rc != DX_OK)
        return rc;
    f->errors += count_errors(f, dx_buf_slice(&f->group.text));
    f->failures += f->group.errors;
    for (size_t i = 0; i < f->group.n && rc == DX_OK; i++)
        rc = pass(f, f->group.text.p + f->group.lines[i].off, f->group.lines[i].len, e);
    return rc;
}

/* Is this the first time that the stream shows this content? Standard input ("-") always is. */
static int first_time(struct filter *f, bool *fresh, struct dx_err *e)
{
    uint8_t id[DX_SHA256_BYTES];
    *fresh = true;
    if (!f->group.has_item || f->group.item.id.n != DX_SHA256_HEX || !dx_unhex(f->group.item.id.p, sizeof id, id))
        return DX_OK;
    return dx_idset_add(&f->seen, id, fresh, e);
}

/* The same for a stage that reads records: joined streams may tell different things of one item, so that only a repetition of its
 * pages and documents is skipped. */
static int first_telling(struct filter *f, bool *fresh, struct dx_err *e)
{
    const struct dx_group *g = &f->group;
    uint8_t told[DX_SHA256_BYTES];
    *fresh = true;
    if (!g->has_item || dx_str_is(g->item.id, "-"))
        return DX_OK;
    struct dx_sha256 *h = dx_sha256_new();
    int rc = h && dx_sha256_start(h) == DX_OK ? dx_sha256_add(h, g->item.id.p, g->item.id.n) : dx_fail_nomem(e);
    for (size_t i = 0; i < g->n && rc == DX_OK; i++)
        if (g->lines[i].type == DX_T_PAGE || g->lines[i].type == DX_T_DOCUMENT)
            rc = dx_sha256_add(h, g->text.p + g->lines[i].off, g->lines[i].len);
    if (rc == DX_OK && (rc = dx_sha256_end(h, told)) == DX_OK)
        rc = dx_idset_add(&f->seen, told, fresh, e);
    dx_sha256_free(h);
    return rc;
}

static bool has_text(const struct dx_group *g)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->lines[i].type == DX_T_PAGE || g->lines[i].type == DX_T_DOCUMENT)
            return true;
    return false;
}

/* Opens the group's item and checks its hash; what is wrong becomes an error record and *fd stays -1. */
static int open_item(struct filter *f, int *fd, struct dx_err *e)
{
    struct dx_err what;
    *fd = -1;
    int rc = dx_item_open(f->c->roots, &f->group.item, fd, &what);
    if (rc == DX_OK && (rc = dx_item_verify(*fd, &f->group.item, &what)) != DX_OK) {
        close(*fd);
        *fd = -1;
    }
    return rc == DX_OK ? DX_OK : dx_group_error(&f->group, f->s.stage->name, 0, &what, f->s.by, e);
}

/* The group is complete: give it to a worker when there is something to do, else let it pass. */
static int end_group(struct filter *f, struct dx_err *e)
{
    struct dx_group *g = &f->group;
    const struct dx_stage *stage = f->s.stage;
    bool fresh = false;
    int rc = DX_OK, fd = -1;
    if (!f->open)
        return DX_OK;
    if (stage->page && g->has_item && g->item.size != 0 && dx_work_takes(&f->s, 1, g->item.media)) {
        uint8_t id[DX_SHA256_BYTES];
        bool known = g->item.id.n == DX_SHA256_HEX && dx_unhex(g->item.id.p, sizeof id, id) && dx_idset_has(&f->seen, id);
        if (!known)
            rc = open_item(f, &fd, e);
        if (rc == DX_OK && fd >= 0)
            rc = first_time(f, &fresh, e);
    } else if (!stage->page && has_text(g)) {
        rc = first_telling(f, &fresh, e);
    }
    if (rc == DX_OK)
        rc = fresh ? put_group(f, fd, NULL, e) : pass_group(f, e);
    if (fd >= 0)
        close(fd);
    dx_group_reset(g);
    f->open = f->full = false;
    f->of_n = 0;
    return rc;
}

/* ---- records on standard input ---- */

/* An error record of the frame itself, about no item. */
static int own_error(struct filter *f, const struct dx_err *what, struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_error_write(&b, &(struct dx_error_rec){NULL, 0, f->s.stage->name, what}, f->s.by);
    f->errors++;
    f->failures++;
    int rc = dx_buf_ok(&b) ? pass(f, b.p, b.len, e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

/* Keeps the books of tool records without their end: one that stays open at the end died. */
static void keep_begun(struct filter *f, enum dx_type type, const struct dx_json *j)
{
    struct dx_str id = dx_json_str(dx_json_get(j, dx_json_top(j), type == DX_T_TOOL ? "id" : "by"));
    if (type == DX_T_TOOL) {
        for (size_t i = 0; i < id.n; i++)
            dx_buf_byte(&f->begun, id.p[i] == '\n' ? ' ' : id.p[i]);
        dx_buf_byte(&f->begun, '\n');
        return;
    }
    for (size_t i = 0, n; i < f->begun.len; i += n + 1) {
        n = strcspn(f->begun.p + i, "\n");
        if (n == id.n && memcmp(f->begun.p + i, id.p, n) == 0) {
            memmove(f->begun.p + i, f->begun.p + i + n + 1, f->begun.len - i - n - 1);
            f->begun.len -= n + 1;
            return;
        }
    }
}

/* Does a record belong to the open group? Without an item record, groups are what names one item. */
static bool belongs(const struct filter *f, struct dx_str item)
{
    if (!f->open)
        return false;
    return f->group.has_item ? dx_str_eq(item, f->group.item.id) : dx_str_eq(item, (struct dx_str){f->of, f->of_n});
}

static void remember_item(struct filter *f, struct dx_str item)
{
    f->of_n = item.n < sizeof f->of ? item.n : sizeof f->of;
    if (f->of_n)
        memcpy(f->of, item.p, f->of_n);
}

static int add_line(struct filter *f, const char *p, size_t n, struct dx_err *e)
{
    if (f->full)
        return pass(f, p, n, e);
    f->open = true;
    if (f->group.text.len + n <= DX_GROUP_BYTES)
        return dx_group_add(&f->group, p, n, e);
    struct dx_err what;
    dx_fail_limit(&what, "group", "the records of one item take more than %u MiB; what follows is passed on unread", DX_GROUP_BYTES >> 20);
    char id[DX_SHA256_HEX];
    size_t id_n = f->group.has_item ? f->group.item.id.n : f->of_n;
    if (id_n)
        memcpy(id, f->group.has_item ? f->group.item.id.p : f->of, id_n);
    int rc = dx_group_error(&f->group, f->s.stage->name, 0, &what, f->s.by, e);
    if (rc == DX_OK)
        rc = end_group(f, e);
    remember_item(f, (struct dx_str){id, id_n}); /* what follows of this item passes, up to the next one */
    f->open = f->full = true;
    return rc == DX_OK ? pass(f, p, n, e) : rc;
}

/* One record of the stream; line includes its line end. */
static int take_record(struct filter *f, const char *line, size_t n, const struct dx_json *j, enum dx_type type, struct dx_err *e)
{
    struct dx_str item = dx_json_str(dx_json_get(j, dx_json_top(j), "item"));
    int rc = DX_OK;
    switch (type) {
    case DX_T_TOOL:
    case DX_T_ROOT:
    case DX_T_END:
    case DX_T_ENTRY:
        if ((rc = end_group(f, e)) != DX_OK)
            return rc;
        if (type == DX_T_ROOT && dx_roots_record(f->c->roots, (struct dx_str){line, n - 1}, e) != DX_OK)
            return own_error(f, e, e);
        if (type == DX_T_TOOL || type == DX_T_END)
            keep_begun(f, type, j);
        f->texts |= type == DX_T_TOOL && dx_str_is(dx_json_str(dx_json_get(j, dx_json_top(j), "name")), "dx-text");
        return pass(f, line, n, e);
    case DX_T_ITEM:
        if ((rc = end_group(f, e)) != DX_OK)
            return rc;
        f->items++;
        return add_line(f, line, n, e);
    default:
        f->texts |= type == DX_T_PAGE || type == DX_T_DOCUMENT;
        if (!belongs(f, item) && (type == DX_T_PAGE || type == DX_T_DOCUMENT || type == DX_T_FINDING)) {
            if ((rc = end_group(f, e)) != DX_OK)
                return rc;
            remember_item(f, item);
            return add_line(f, line, n, e);
        }
        return f->open ? add_line(f, line, n, e) : pass(f, line, n, e);
    }
}

static int take_line(struct filter *f, struct dx_str line, size_t number, struct dx_buf *copy, struct dx_json *j, struct dx_err *e)
{
    struct dx_err what;
    enum dx_type type = dx_record_type(line.p, line.n);
    int rc = type == DX_T_NONE ? dx_fail(&what, DX_BAD, "malformed", "not a record") : dx_json_parse(j, line.p, line.n, &what);
    if (rc == DX_NOMEM)
        return *e = what, rc;
    struct dx_item it;
    if (rc == DX_OK && type == DX_T_ITEM)
        rc = dx_item_read(&it, j, &what);
    if (rc != DX_OK) {
        struct dx_err at;
        dx_fail(&at, DX_BAD, "malformed", "line %zu of standard input: %s", number, what.msg);
        return own_error(f, &at, e);
    }
    dx_buf_reset(copy);
    dx_buf_add(copy, line.p, line.n);
    dx_buf_byte(copy, '\n');
    return dx_buf_ok(copy) ? take_record(f, copy->p, copy->len, j, type, e) : dx_fail_nomem(e);
}

static int stream(struct filter *f, struct dx_lines *in, struct dx_str line, bool got, int first, struct dx_err *e)
{
    struct dx_buf copy = DX_BUF_INIT;
    struct dx_json j = {0};
    int rc = first;
    while (got) {
        if (rc == DX_LIMIT || rc == DX_BAD) {
            struct dx_err what = *e;
            if (rc == DX_LIMIT)
                what.code = "malformed";
            bool dead = rc == DX_BAD;
            if ((rc = own_error(f, &what, e)) != DX_OK || dead)
                break;
        } else if (rc == DX_OK && line.n) {
            rc = take_line(f, line, in->number, &copy, &j, e);
        }
        if (rc != DX_OK)
            break;
        rc = dx_lines_next(in, &line, &got, e);
    }
    if (rc == DX_OK)
        rc = end_group(f, e);
    if (rc == DX_OK && !dx_buf_ok(&f->begun))
        rc = dx_fail_nomem(e);
    if (rc == DX_OK && f->begun.len) {
        struct dx_err what;
        dx_fail(&what, DX_BAD, "input-ended", "the input ended before its last record: a tool before this one died (%.*s)",
                (int)strcspn(f->begun.p, "\n"), f->begun.p);
        rc = own_error(f, &what, e);
    }
    dx_buf_free(&copy);
    dx_json_free(&j);
    return rc;
}

/* ---- operands ---- */

/* Text that dx-find may read as it stands: UTF-8 without NUL; a character may be cut at the end of what is looked at. */
static bool is_plain(struct dx_str head)
{
    return !head.n || (!memchr(head.p, '\0', head.n) && dx_utf8_valid(head.p, head.n) + 4 > head.n);
}

static bool is_plain_file(int fd)
{
    char head[1 << 16];
    ssize_t n = pread(fd, head, sizeof head, 0);
    return is_plain((struct dx_str){head, n > 0 ? (size_t)n : 0}) && n >= 0;
}

/* What to do with what is no plain text: one tool reads it, or it is searched as it lies there. */
static void advise(const struct filter *f, struct dx_str what, struct dx_str operand, struct dx_str media, char *msg, size_t room)
{
    bool text = media.n >= 5 && memcmp(media.p, "text/", 5) == 0, read = text || dx_media_has_pages(media);
    int n = snprintf(msg, room, "%.*s is %s%.*s; use: ", (int)what.n, what.p, text ? "not UTF-8 " : "", (int)media.n, media.p);
    if (n < 0 || (size_t)n >= room)
        return;
    if (read)
        snprintf(msg + n, room - (size_t)n, "dx-text %.*s | %s", (int)operand.n, operand.p, f->tool->name);
    else
        snprintf(msg + n, room - (size_t)n, "%s --binary %.*s", f->tool->name, (int)operand.n, operand.p);
}

/* What this operand needs instead, as a message; NULL when the tool takes it. */
static const char *meant_for(const struct filter *f, const struct dx_item *it, int fd, char *msg, size_t room)
{
    const struct dx_stage *stage = f->s.stage;
    int media = (int)it->media.n, name = (int)it->path[0].n;
    if (stage->raw) {
        if (fd < 0 || f->c->stage.binary || is_plain_file(fd))
            return NULL;
        advise(f, it->path[0], it->path[0], it->media, msg, room);
        return msg;
    }
    if (dx_work_takes(&f->s, 1, it->media))
        return NULL;
    snprintf(msg, room, "%.*s is %.*s, which %s does not read", name, it->path[0].p, media, it->media.p, f->tool->name);
    return msg;
}

/* What the walker says of an operand. */
static int on_walk(void *ctx, enum dx_type type, struct dx_str line, const struct dx_item *item, int fd)
{
    struct filter *f = ctx;
    struct dx_err e;
    if (type != DX_T_ITEM) {
        if (type == DX_T_ERROR) {
            f->errors++;
            f->failures += !memmem(line.p, line.n, "\"code\":\"empty\"", 14);
        }
        return pass(f, line.p, line.n, &e);
    }
    f->items++;
    int rc = dx_group_add(&f->group, line.p, line.n, &e);
    char msg[400];
    if (rc == DX_OK && meant_for(f, item, fd, msg, sizeof msg) && item->size) {
        struct dx_err what;
        dx_fail(&what, DX_BAD, "unsupported", "%s", msg);
        rc = dx_group_error(&f->group, f->s.stage->name, 0, &what, f->s.by, &e);
        fd = -1;
    }
    bool fresh = false;
    if (rc == DX_OK && fd >= 0 && item->size)
        rc = first_time(f, &fresh, &e);
    if (rc == DX_OK)
        rc = fresh ? put_group(f, fd, NULL, &e) : pass_group(f, &e);
    dx_group_reset(&f->group);
    return rc;
}

/* Reads standard input to its end into an unlinked file. */
static int spool(int *fd, int64_t *size, struct dx_err *e)
{
    const char *dir = getenv("TMPDIR");
    *fd = open(dir && *dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        *fd = memfd_create("docex-stdin", MFD_CLOEXEC);
    char *p = malloc(1 << 20);
    int rc = *fd >= 0 && p ? DX_OK : dx_fail(e, DX_ENV, "io", "no room for standard input: %s", strerror(errno));
    *size = 0;
    for (ssize_t n = 1; rc == DX_OK && n != 0;) {
        n = read(0, p, 1 << 20);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = dx_fail(e, DX_BAD, "io", "reading standard input: %s", strerror(errno));
        for (ssize_t at = 0, w; rc == DX_OK && at < n; at += w)
            if ((w = write(*fd, p + at, (size_t)(n - at))) <= 0)
                rc = dx_fail(e, DX_ENV, "io", "writing a temporary file: %s", strerror(errno));
        *size += n > 0 ? n : 0;
        if (rc == DX_OK && (uint64_t)*size > DX_STDIN_BYTES)
            rc = dx_fail_limit(e, "stdin", "standard input is longer than %llu GiB", DX_STDIN_BYTES >> 30);
    }
    free(p);
    if (rc == DX_OK && lseek(*fd, 0, SEEK_SET) != 0)
        rc = dx_fail(e, DX_ENV, "io", "temporary file: %s", strerror(errno));
    return rc;
}

/* Standard input as an item; its id is "-" until all of it was read. */
static struct dx_item stdin_item(const char *id, int64_t size, const char *media)
{
    return (struct dx_item){.id = dx_str(id), .exhibit = DX_STR("-"), .levels = 1, .path = {DX_STR("-")}, .size = size, .media = dx_str(media)};
}

static void write_stdin_item(struct filter *f, struct dx_buf *b, const char *id, int64_t size, const char *media)
{
    struct dx_item it = stdin_item(id, size, media);
    dx_buf_reset(b);
    dx_item_write(b, &it, f->s.by);
}

/* Raw bytes that a stage for text finds something in: text, also with a stray NUL or bad byte, and bytes of no known form. UTF-16 and
 * UTF-32 have a NUL in every other byte or more. */
static bool is_raw_text(struct dx_str head, const char *media)
{
    size_t nuls = 0;
    for (size_t i = 0; i < head.n; i++)
        nuls += head.p[i] == '\0';
    if (strncmp(media, "text/", 5) == 0)
        return nuls < head.n / 4 + 1;
    return strcmp(media, "application/octet-stream") == 0 || is_plain(head);
}

/* Says that standard input is empty, or not what this tool reads. *said: there is nothing to work on, or little. */
static int stdin_refuse(struct filter *f, struct dx_str head, int64_t size, const char *media, bool *said, struct dx_err *e)
{
    const char *name = f->tool->name;
    struct dx_item it = stdin_item("-", size, media);
    struct dx_err what;
    struct dx_buf b = DX_BUF_INIT;
    char msg[400];
    *said = true;
    if (size == 0)
        dx_fail(&what, DX_BAD, "empty", "standard input has no bytes");
    else if (f->s.stage->raw && !f->c->stage.binary && !is_raw_text(head, media))
        dx_fail(&what, DX_BAD, "unsupported", "%s", (advise(f, DX_STR("standard input"), DX_STR("-"), it.media, msg, sizeof msg), msg));
    else if (!f->s.stage->raw && !dx_work_takes(&f->s, 1, it.media))
        dx_fail(&what, DX_BAD, "unsupported", "standard input is %s, which %s does not read", media, name);
    else
        return *said = false, DX_OK;
    dx_error_write(&b, &(struct dx_error_rec){&it, 0, f->s.stage->name, &what}, f->s.by);
    f->errors++;
    f->failures += size != 0;
    int rc = dx_buf_ok(&b) ? pass(f, b.p, b.len, e) : dx_fail_nomem(e);
    dx_buf_free(&b);
    return rc;
}

static int hash_fd(int fd, char hex[DX_SHA256_HEX + 1], struct dx_buf *head, struct dx_err *e)
{
    struct dx_sha256 *h = dx_sha256_new();
    char *p = malloc(1 << 18);
    uint8_t d[DX_SHA256_BYTES];
    int rc = h && p ? dx_sha256_start(h) : dx_fail_nomem(e);
    for (ssize_t n = 1; rc == DX_OK && n > 0;) {
        n = read(fd, p, 1 << 18);
        if (n > 0)
            rc = dx_sha256_add(h, p, (size_t)n);
        if (n > 0 && head->len < DX_MEDIA_BYTES)
            dx_buf_add(head, p, (size_t)n);
    }
    if (rc == DX_OK)
        rc = dx_sha256_end(h, d);
    if (rc == DX_OK)
        dx_hex(d, sizeof d, hex);
    lseek(fd, 0, SEEK_SET);
    free(p);
    dx_sha256_free(h);
    return rc;
}

/* Standard input for a stage that needs a file: kept in a temporary one. */
static int stdin_file(struct filter *f, struct dx_err *e)
{
    struct dx_buf line = DX_BUF_INIT, head = DX_BUF_INIT;
    struct ticket *t = calloc(1, sizeof *t);
    char hex[DX_SHA256_HEX + 1];
    int fd = -1;
    int64_t size = 0;
    bool refused = false;
    int rc = t ? spool(&fd, &size, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = hash_fd(fd, hex, &head, e);
    if (rc == DX_OK) {
        const char *media = dx_media_type(f->media, head.p ? head.p : "", head.len, size);
        write_stdin_item(f, &line, "-", size, media);
        write_stdin_item(f, &t->item, hex, size, media);
        t->closing = true;
        f->items++;
        rc = stdin_refuse(f, dx_buf_slice(&head), size, media, &refused, e);
    }
    if (rc == DX_OK && refused) {
        rc = pass(f, t->item.p, t->item.len, e);
    } else if (rc == DX_OK && (rc = dx_group_add(&f->group, line.p, line.len, e)) == DX_OK) {
        rc = put_group(f, fd, t, e);
        t = NULL;
    }
    ticket_free(t);
    dx_group_reset(&f->group);
    dx_buf_free(&line);
    dx_buf_free(&head);
    if (fd >= 0)
        close(fd);
    return rc;
}

/* Standard input for a stage that works on bytes as they come: a pipe of any size, given to one worker piece by piece. */
static int stdin_raw(struct filter *f, struct dx_err *e)
{
    struct dx_sha256 *h = dx_sha256_new();
    struct dx_buf line = DX_BUF_INIT, head = DX_BUF_INIT;
    struct dx_crew *crew = NULL;
    char *p = malloc(1 << 20), hex[DX_SHA256_HEX + 1] = "";
    uint8_t d[DX_SHA256_BYTES];
    int64_t off = 0;
    int rc = h && p ? put_pass(f, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_crew_end(f->crew, e); /* what was put before comes first */
    if (rc == DX_OK)
        rc = new_crew(f, 1, &crew, e);
    if (rc == DX_OK)
        rc = dx_sha256_start(h);
    for (bool last = false; rc == DX_OK && !last;) {
        ssize_t n = read(0, p, 1 << 20);
        if (n < 0 && errno == EINTR)
            continue;
        last = n <= 0;
        size_t len = n > 0 ? (size_t)n : 0;
        if (n < 0)
            rc = dx_fail(e, DX_BAD, "io", "reading standard input: %s", strerror(errno));
        dx_sha256_add(h, p, len);
        if (head.len < DX_MEDIA_BYTES)
            dx_buf_add(&head, p, len);
        struct ticket *t = rc == DX_OK ? calloc(1, sizeof *t) : NULL;
        if (rc == DX_OK)
            rc = t ? dx_crew_piece(crew, (struct dx_str){p, len}, off, last, t, e) : dx_fail_nomem(e);
        if (rc == DX_OK && len < 1 << 20) /* a pipe that gives little at a time, perhaps from a person's hands, gets its answers at once */
            rc = dx_crew_end(crew, e);
        off += (int64_t)len;
    }
    if (rc == DX_OK)
        rc = dx_crew_end(crew, e);
    if (rc == DX_OK && (rc = dx_sha256_end(h, d)) == DX_OK) {
        bool said;
        const char *media = dx_media_type(f->media, head.p ? head.p : "", head.len, off);
        dx_hex(d, sizeof d, hex);
        f->items++;
        rc = stdin_refuse(f, dx_buf_slice(&head), off, media, &said, e);
        write_stdin_item(f, &line, hex, off, media);
        if (rc == DX_OK)
            rc = pass(f, line.p, line.len, e);
    }
    dx_crew_free(crew);
    free(p);
    dx_sha256_free(h);
    dx_buf_free(&line);
    dx_buf_free(&head);
    return rc;
}

/* What a path is (S_IFMT), as its links lead; 0: nothing. */
static mode_t form_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_mode & S_IFMT : 0;
}

static int operands(struct filter *f, struct dx_err *e)
{
    struct dx_walker *w = NULL;
    int rc = dx_walker_new(&w, f->s.by, on_walk, f, e);
    if (rc == DX_OK)
        dx_typer_attach(f->typer, dx_walker_media(w));
    for (size_t i = 0; i < f->c->n_operands && rc == DX_OK; i++) {
        const struct dx_operand *o = &f->c->operands[i];
        if (strcmp(o->path, "-") == 0)
            rc = f->s.stage->raw ? stdin_raw(f, e) : stdin_file(f, e);
        else
            rc = dx_walk(w, o, e);
    }
    dx_walker_free(w);
    return rc;
}

/* ---- the life ---- */

static int begin(struct filter *f, struct dx_err *e)
{
    f->c->stage.sparing = true;
    int rc = dx_crops_open(f->c->stage.crop, &f->crops, e);
    if (rc == DX_OK)
        rc = dx_media_new(&f->media, e);
    if (rc == DX_OK) /* before the stage: what it forks shall be small */
        rc = dx_typer_new(&f->typer, f->media, f->c->no_sandbox, e);
    if (rc == DX_OK)
        rc = dx_work_open(&f->s, f->tool->stage, &f->c->stage, e);
    if (rc == DX_OK)
        rc = new_crew(f, f->c->jobs ? f->c->jobs : 1, &f->crew, e);
    if (rc == DX_OK)
        rc = pass(f, f->s.tool.p, f->s.tool.len, e);
    return rc;
}

static int finish(struct filter *f, struct dx_err *e)
{
    struct dx_buf end = DX_BUF_INIT;
    int rc = put_pass(f, e);
    if (rc == DX_OK)
        rc = dx_crew_end(f->crew, e);
    dx_end_write(&end, f->s.by, f->items, f->errors);
    if (rc == DX_OK)
        rc = pass(f, end.p, end.len, e);
    if (rc == DX_OK)
        rc = dx_out_add(&f->out, dx_buf_slice(&f->pass), e);
    if (rc == DX_OK)
        rc = dx_out_flush(&f->out, e);
    dx_buf_free(&end);
    return rc;
}

static void filter_free(struct filter *f)
{
    dx_crew_free(f->crew);
    dx_work_close(&f->s);
    dx_typer_free(f->typer);
    dx_media_free(f->media);
    dx_idset_free(&f->seen);
    dx_group_free(&f->group);
    dx_buf_free(&f->out.b);
    dx_buf_free(&f->pass);
    dx_buf_free(&f->begun);
    dx_buf_free(&f->bare);
    if (f->crops >= 0)
        close(f->crops);
}

/* Says what the operands can't be used for before anything is loaded. -1: nothing. */
static int refuse(const struct dx_cli *c)
{
    for (size_t i = 0; i < c->n_operands; i++) {
        const char *path = c->operands[i].path;
        mode_t form = form_of(path);
        if (form == S_IFDIR)
            return dx_complain(c, DX_EXIT_USAGE, "%s is a folder; use: dx-walk %s | %s", path, path, c->tool->name);
        if (form == S_IFIFO || form == S_IFCHR || form == S_IFBLK)
            return dx_complain(c, DX_EXIT_USAGE, "%s is a %s, no file; to read what it gives use: %s - < %s", path,
                               form == S_IFIFO ? "pipe" : "device", c->tool->name, path);
    }
    return -1;
}

static int run(struct filter *f)
{
    struct dx_lines in = {.fd = 0, .max = f->c->max_record};
    struct dx_err e = {.code = "io"};
    struct dx_str line = {NULL, 0};
    bool records = f->c->n_operands == 0 && !f->c->files_from, got = false;
    int rc = DX_OK, first = DX_OK, status = -1;
    if (records && isatty(0))
        return dx_complain(f->c, DX_EXIT_USAGE, "no operands, and standard input is a terminal (see %s --help)", f->tool->name);
    if (records && f->c->stage.binary)
        return dx_complain(f->c, DX_EXIT_USAGE, "--binary looks through raw bytes, not records; use: %s --binary FILE… (or - for a pipe)", f->tool->name);
    if (records) {
        first = dx_lines_next(&in, &line, &got, &e);
        if (got && first == DX_OK && dx_record_type(line.p, line.n) == DX_T_NONE)
            status = dx_complain(f->c, DX_EXIT_USAGE, "line 1 is not a record; to read %s use: %s -",
                                 f->tool->stage->raw ? "plain text" : "a file", f->tool->name);
    } else {
        status = refuse(f->c);
    }
    if (status < 0) {
        struct dx_err why = e; /* of the first line */
        rc = begin(f, &e);
        if (rc == DX_OK && first != DX_OK)
            e = why;
        if (rc == DX_OK)
            rc = records ? stream(f, &in, line, got, first, &e) : operands(f, &e);
        if (rc == DX_OK)
            rc = finish(f, &e);
        status = rc != DX_OK ? dx_complain(f->c, DX_EXIT_ENV, "%s", e.msg) : f->failures ? DX_EXIT_SOME : DX_EXIT_OK;
    }
    dx_lines_free(&in);
    return status;
}

int dx_filter_main(int argc, char **argv, const struct dx_tool *t, void *own)
{
    struct dx_cli c;
    dx_frame_begin(t);
    int status = dx_cli_parse(&c, t, argc, argv, own);
    extern int optind;
    if (status < 0)
        status = dx_cli_operands(&c, argv + optind, argc - optind, false);
    if (status < 0) {
        struct filter f = {.tool = t, .c = &c, .out = {.fd = 1}, .crops = -1};
        status = run(&f);
        if (f.failures && !c.quiet)
            dx_complain(&c, status, "%lld error%s (dx-show --only error tells more)", (long long)f.failures, f.failures == 1 ? "" : "s");
        else if (status == DX_EXIT_OK && t->stage->raw && c.n_operands == 0 && !c.files_from && f.items && !f.texts && !c.quiet)
            dx_complain(&c, status, "items came, and no text of any; dx-text reads it: dx-walk … | dx-text | %s", t->name);
        filter_free(&f);
    }
    dx_cli_free(&c);
    return status;
}
