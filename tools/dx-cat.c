/* dx-cat.c: the bytes of items, by record or by path and hash; nothing is written that isn't what the record says */
#include "frame.h"

#include "base/idset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/case.h"
#include "evidence/catalog.h"
#include "evidence/textual.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct dx_cli_option options[] = {
    {"force", 'f', NULL, "write anything to a terminal, as it is"},
    {NULL, 0, NULL, NULL},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    (void)o, (void)arg, (void)e;
    *(bool *)c->own = true; /* --force is the only one */
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "dx-cat",
    .summary = "Writes the bytes of items: of those that records name, or of PATH (exhibit first) with its SHA-256",
    .operands = "[PATH SHA256 | SHA256 | PATH]…",
    .notes = "Without operands, records are read; each content is written once. SHA256 or PATH alone need -C CASE;\n"
             "without it the two belong together, in either order.\n"
             "Bytes that don't have the hash are not written.\n",
    .common = DX_OPT_ROOT | DX_OPT_CASE | DX_OPT_RECORD,
    .extra = options,
    .on_extra = on_extra,
};

struct cat {
    struct dx_cli *c;
    struct dx_out out;
    struct dx_catalog *catalog; /* NULL: no case */
    struct dx_idset tried, done; /* contents: a later item record may succeed where the first failed */
    bool force, failed;
};

/* One item's failure: said, counted, and the next one comes; true when all must end instead. */
static bool ends_all(struct cat *c, struct dx_str what, int rc, const struct dx_err *e)
{
    if (rc != DX_BAD && rc != DX_LIMIT)
        return true;
    dx_complain(c->c, DX_EXIT_SOME, "%.*s: %s", what.n < 400 ? (int)what.n : 400, what.p, e->msg);
    c->failed = true;
    return false;
}

/* Copies and hashes once more: the file may change between the check and now. */
static int copy(struct cat *c, int fd, const struct dx_item *it, struct dx_err *e)
{
    struct dx_sha256 *h = dx_sha256_new();
    char *block = malloc(DX_READ_BYTES), hex[DX_SHA256_HEX + 1];
    uint8_t digest[DX_SHA256_BYTES];
    int rc = h && block && dx_sha256_start(h) == DX_OK ? DX_OK : dx_fail_nomem(e);
    for (ssize_t n = 1; rc == DX_OK && n != 0;) {
        n = read(fd, block, DX_READ_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = dx_fail(e, DX_BAD, "io", "reading failed: what was written is not whole");
        else if (dx_sha256_add(h, block, (size_t)n) != DX_OK)
            rc = dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
        else
            rc = dx_out_add(&c->out, (struct dx_str){block, (size_t)n}, e);
    }
    if (rc == DX_OK && dx_sha256_end(h, digest) == DX_OK) {
        dx_hex(digest, sizeof digest, hex);
        if (!dx_str_is(it->id, hex))
            rc = dx_fail(e, DX_BAD, "changed", "the file changed while it was written: what was written is not the item");
    }
    free(block);
    dx_sha256_free(h);
    return rc;
}

/* For a terminal: text, made safe to show; anything else is refused. */
static int show(struct cat *c, int fd, struct dx_err *e)
{
    static char head[1 << 16];
    ssize_t n = pread(fd, head, sizeof head, 0);
    struct dx_textual look = dx_textual_look(head, n > 0 ? (size_t)n : 0);
    if (n > 0 && !(look.utf8 && look.width == 1))
        return dx_fail(e, DX_BAD, "unsupported", "not text that a terminal can show: redirect it, or use --force");
    struct dx_lines lines = {.fd = fd, .max = DX_RECORD_BYTES};
    struct dx_buf b = DX_BUF_INIT;
    struct dx_str line;
    bool got;
    int rc;
    while ((rc = dx_lines_next(&lines, &line, &got, e)) == DX_OK && got && rc == DX_OK) {
        dx_buf_reset(&b);
        dx_show(&b, line.p, line.n && line.p[line.n - 1] == '\r' ? line.n - 1 : line.n, 0);
        dx_buf_byte(&b, '\n');
        if ((rc = dx_out_add(&c->out, dx_buf_slice(&b), e)) != DX_OK)
            break;
    }
    dx_buf_free(&b);
    dx_lines_free(&lines);
    return rc;
}

static int write_item(struct cat *c, const struct dx_item *it, struct dx_err *e)
{
    int fd, rc = dx_item_open(c->c->roots, it, &fd, e);
    if (rc == DX_OK)
        rc = dx_item_verify(fd, it, e);
    if (rc == DX_OK)
        rc = isatty(c->out.fd) && !c->force ? show(c, fd, e) : copy(c, fd, it, e);
    if (rc == DX_OK)
        rc = dx_out_flush(&c->out, e);
    if (fd >= 0)
        close(fd);
    return rc;
}

/* By hash, from the case: of several paths with this content, the first that can be read. */
static int write_by_id(struct cat *c, const uint8_t id[DX_SHA256_BYTES], struct dx_err *e)
{
    struct dx_item it;
    bool got = false;
    int rc = dx_fail(e, DX_BAD, "missing", c->catalog ? "no item of the case has these bytes"
                                                      : "nothing says where the item lies: give its item record too, or -C CASE");
    for (size_t k = 0; c->catalog; k++) {
        struct dx_err this;
        int now = dx_catalog_id(c->catalog, id, k, &it, &got, &this);
        if (now == DX_OK && !got)
            break;
        if (now == DX_OK)
            now = write_item(c, &it, &this);
        if (now != DX_BAD)
            return *e = this, now;
        *e = this;
    }
    return rc;
}

/* ---- records ---- */

/* The content was written, or (for a record that only names it) tried. */
static bool is_settled(const struct cat *c, const uint8_t hash[DX_SHA256_BYTES], bool item)
{
    return dx_idset_has(item ? &c->done : &c->tried, hash);
}

/* An item record, or one that names an item. */
static int take_record(struct cat *c, enum dx_type type, const struct dx_json *j, struct dx_err *e)
{
    struct dx_item it;
    uint8_t hash[DX_SHA256_BYTES];
    struct dx_str name = dx_json_str(dx_json_get(j, dx_json_top(j), "item")), id = name;
    bool fresh, item = type == DX_T_ITEM;
    int rc = item ? dx_item_read(&it, j, e) : DX_OK;
    if (rc != DX_OK)
        return ends_all(c, DX_STR("a record"), rc, e) ? rc : DX_OK;
    if (item) {
        id = it.id;
        name = it.path[0];
    }
    if (dx_str_is(id, "-")) {
        dx_fail(e, DX_BAD, "unsupported", "standard input can't be read again");
        return ends_all(c, DX_STR("-"), DX_BAD, e) ? DX_BAD : DX_OK;
    }
    if (id.n != DX_SHA256_HEX || !dx_unhex(id.p, DX_SHA256_BYTES, hash) || is_settled(c, hash, item))
        return DX_OK;
    if ((rc = dx_idset_add(&c->tried, hash, &fresh, e)) != DX_OK)
        return rc;
    rc = item ? write_item(c, &it, e) : write_by_id(c, hash, e);
    if (rc == DX_OK)
        return dx_idset_add(&c->done, hash, &fresh, e);
    return ends_all(c, name, rc, e) ? rc : DX_OK;
}

static int take_line(struct cat *c, struct dx_str line, size_t number, struct dx_json *j, int *begun, struct dx_err *e)
{
    enum dx_type type = dx_record_type(line.p, line.n);
    int rc = type == DX_T_NONE ? dx_fail(e, DX_BAD, "malformed", "not a record") : dx_json_parse(j, line.p, line.n, e);
    if (rc == DX_OK && type == DX_T_ROOT)
        rc = dx_roots_record(c->c->roots, line, e);
    else if (rc == DX_OK && (type == DX_T_TOOL || type == DX_T_END))
        *begun += type == DX_T_TOOL ? 1 : -1;
    else if (rc == DX_OK)
        return take_record(c, type, j, e);
    char what[40];
    int n = snprintf(what, sizeof what, "line %zu", number);
    return rc == DX_OK || ends_all(c, (struct dx_str){what, (size_t)n}, rc, e) ? rc : DX_OK;
}

static int stream(struct cat *c, int *status, struct dx_err *e)
{
    struct dx_lines in = {.fd = 0, .max = c->c->max_record};
    struct dx_json j = {0};
    struct dx_str line;
    int rc = DX_OK, begun = 0;
    for (bool got = true; rc == DX_OK;) {
        rc = dx_lines_next(&in, &line, &got, e);
        if (rc == DX_OK && !got)
            break;
        if (rc == DX_OK && in.number == 1 && dx_record_type(line.p, line.n) == DX_T_NONE) {
            *status = dx_complain(c->c, DX_EXIT_USAGE, "line 1 is not a record (see %s --help)", tool.name);
            break;
        }
        if (rc == DX_OK && line.n)
            rc = take_line(c, line, in.number, &j, &begun, e);
        else if (rc == DX_LIMIT)
            rc = ends_all(c, DX_STR("standard input"), rc, e) ? rc : DX_OK;
    }
    if (rc == DX_OK && begun > 0) {
        dx_complain(c->c, DX_EXIT_SOME, "the input ended before its last record: a tool before this one died");
        c->failed = true;
    }
    dx_json_free(&j);
    dx_lines_free(&in);
    return rc;
}

/* ---- operands ---- */

static bool is_hash(const char *arg, uint8_t hash[DX_SHA256_BYTES])
{
    return arg && strlen(arg) == DX_SHA256_HEX && dx_unhex(arg, DX_SHA256_BYTES, hash);
}

/* PATH: what the case says of it; hash (NULL: none) is what the user says. */
static int write_by_path(struct cat *c, const char *path, const uint8_t *hash, struct dx_err *e)
{
    char hex[DX_SHA256_HEX + 1];
    struct dx_item it = {.exhibit = {path, strcspn(path, "/")}, .levels = 1, .path[0] = dx_str(path)};
    bool got = hash != NULL;
    if (hash) {
        dx_hex(hash, DX_SHA256_BYTES, hex);
        it.id = dx_str(hex);
    }
    int rc = hash ? DX_OK : dx_catalog_path(c->catalog, dx_str(path), &it, &got, e);
    if (rc == DX_OK && !got)
        rc = dx_fail(e, DX_BAD, "missing", "not an item of the case");
    return rc == DX_OK ? write_item(c, &it, e) : rc;
}

static int operands(struct cat *c, char **arg, int *status, struct dx_err *e)
{
    uint8_t hash[DX_SHA256_BYTES], other[DX_SHA256_BYTES];
    int rc = DX_OK;
    for (; *arg && rc == DX_OK; arg++) {
        const char *name = *arg;
        if (is_hash(name, hash) && !c->catalog && arg[1] && !is_hash(arg[1], other)) { /* the two in the other order */
            name = arg[1];
            rc = write_by_path(c, name, hash, e);
            arg++;
        } else if (is_hash(name, hash) && !c->catalog) {
            *status = dx_complain(c->c, DX_EXIT_USAGE, "a hash alone needs -C CASE, or the path before it");
            break;
        } else if (is_hash(name, hash)) {
            rc = write_by_id(c, hash, e);
        } else if (is_hash(arg[1], hash)) {
            rc = write_by_path(c, name, hash, e);
            arg++;
        } else if (c->catalog) {
            rc = write_by_path(c, name, NULL, e);
        } else {
            *status = dx_complain(c->c, DX_EXIT_USAGE, "%s: its SHA-256 must follow, or give -C CASE", name);
            break;
        }
        if (rc != DX_OK && !ends_all(c, dx_str(name), rc, e))
            rc = DX_OK;
    }
    return rc;
}

/* Roots and items of a case. */
static int open_case(struct cat *c, struct dx_err *e)
{
    int fd, rc = dx_case_read(c->c->case_dir, DX_T_ROOT, &fd, e);
    if (rc != DX_OK)
        return rc;
    struct dx_lines lines = {.fd = fd, .max = c->c->max_record};
    struct dx_str line;
    bool got = true;
    while (rc == DX_OK && (rc = dx_lines_next(&lines, &line, &got, e)) == DX_OK && got)
        rc = dx_roots_record(c->c->roots, line, e);
    dx_lines_free(&lines);
    close(fd);
    if (rc == DX_OK)
        rc = dx_case_read(c->c->case_dir, DX_T_ITEM, &fd, e);
    return rc == DX_OK ? dx_catalog_open(&c->catalog, fd, e) : rc;
}

int main(int argc, char **argv)
{
    struct dx_cli c;
    struct dx_err e;
    struct cat cat = {.c = &c, .out = {.fd = 1}};
    dx_frame_begin(&tool);
    int status = dx_cli_parse(&c, &tool, argc, argv, &cat.force), rc = DX_OK;
    if (status < 0 && optind == argc && isatty(0))
        status = dx_complain(&c, DX_EXIT_USAGE, "no operands, and standard input is a terminal (see %s --help)", tool.name);
    if (status < 0) {
        if (c.case_dir)
            rc = open_case(&cat, &e);
        if (rc == DX_OK)
            rc = optind < argc ? operands(&cat, argv + optind, &status, &e) : stream(&cat, &status, &e);
        if (rc == DX_OK)
            rc = dx_out_flush(&cat.out, &e);
        if (rc != DX_OK)
            status = dx_complain(&c, DX_EXIT_ENV, "%s", e.msg);
        else if (status < 0)
            status = cat.failed ? DX_EXIT_SOME : DX_EXIT_OK;
    }
    dx_catalog_free(cat.catalog);
    dx_idset_free(&cat.tried);
    dx_idset_free(&cat.done);
    dx_buf_free(&cat.out.b);
    dx_cli_free(&c);
    return status;
}
