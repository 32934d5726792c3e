/* catalog.c: finding the item records of a case */
#include "evidence/catalog.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/utf8.h"

struct place {
    uint8_t id[DX_SHA256_BYTES];
    int64_t off; /* of the line in the file */
};

struct dx_catalog {
    FILE *file;
    struct place *places; /* by id, then by off */
    size_t n, cap;
    char *line;
    size_t line_cap;
    struct dx_json json;
};

void dx_catalog_free(struct dx_catalog *c)
{
    if (!c)
        return;
    if (c->file)
        fclose(c->file);
    free(c->places);
    free(c->line);
    dx_json_free(&c->json);
    free(c);
}

static int by_id(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int by = memcmp(x->id, y->id, sizeof x->id);
    return by ? by : x->off < y->off ? -1 : x->off > y->off;
}

static int add_place(struct dx_catalog *c, const char *line, size_t n, int64_t off, struct dx_err *e)
{
    static const char head[] = "{\"type\":\"item\",\"id\":\""; /* the contract's order of keys */
    size_t h = sizeof head - 1;
    if (n < h + DX_SHA256_HEX || memcmp(line, head, h) != 0)
        return DX_OK;
    if (!DX_MORE(c->places, c->n, c->cap))
        return dx_fail_nomem(e);
    if (dx_unhex(line + h, DX_SHA256_BYTES, c->places[c->n].id))
        c->places[c->n++].off = off;
    return DX_OK;
}

int dx_catalog_open(struct dx_catalog **out, int fd, struct dx_err *e)
{
    struct dx_catalog *c = calloc(1, sizeof *c);
    *out = NULL;
    if (!c || !(c->file = fdopen(fd, "r"))) {
        close(fd);
        dx_catalog_free(c);
        return dx_fail_nomem(e);
    }
    int rc = DX_OK;
    int64_t off = 0;
    for (ssize_t n; rc == DX_OK && (n = getline(&c->line, &c->line_cap, c->file)) > 0; off += n)
        rc = add_place(c, c->line, (size_t)n, off, e);
    if (rc == DX_OK && !feof(c->file))
        rc = dx_fail(e, DX_ENV, "io", "the item records can't be read");
    if (rc != DX_OK) {
        dx_catalog_free(c);
        return rc;
    }
    if (c->n)
        qsort(c->places, c->n, sizeof *c->places, by_id);
    *out = c;
    return DX_OK;
}

/* The record at a place into c->line and *it. */
static int read_item(struct dx_catalog *c, int64_t off, struct dx_item *it, struct dx_err *e)
{
    ssize_t n = fseeko(c->file, (off_t)off, SEEK_SET) == 0 ? getline(&c->line, &c->line_cap, c->file) : -1;
    if (n <= 0)
        return dx_fail(e, DX_ENV, "io", "the item records can't be read");
    int rc = dx_json_parse(&c->json, c->line, (size_t)n, e);
    return rc == DX_OK ? dx_item_read(it, &c->json, e) : rc;
}

int dx_catalog_id(struct dx_catalog *c, const uint8_t id[DX_SHA256_BYTES], size_t k, struct dx_item *it, bool *got, struct dx_err *e)
{
    size_t lo;
    DX_FIRST(lo, 0, c->n, memcmp(c->places[lo].id, id, DX_SHA256_BYTES) >= 0);
    *got = k < c->n - lo && memcmp(c->places[lo + k].id, id, DX_SHA256_BYTES) == 0;
    return *got ? read_item(c, c->places[lo + k].off, it, e) : DX_OK;
}

/* The path (or path_raw) as the record has it: every line without it can be passed over unparsed. */
static int needle(struct dx_buf *b, struct dx_str path, struct dx_err *e)
{
    struct dx_jw w = {b, false};
    struct dx_buf raw = DX_BUF_INIT;
    bool utf8 = dx_utf8_valid(path.p, path.n) == path.n;
    if (!utf8)
        dx_buf_base64(&raw, path.p, path.n);
    dx_jw_arr(&w, NULL);
    dx_jw_str(&w, NULL, utf8 ? path : dx_buf_slice(&raw));
    dx_jw_arr_end(&w);
    b->oom |= raw.oom;
    dx_buf_free(&raw);
    return dx_buf_ok(b) ? DX_OK : dx_fail_nomem(e);
}

int dx_catalog_path(struct dx_catalog *c, struct dx_str path, struct dx_item *it, bool *got, struct dx_err *e)
{
    struct dx_buf want = DX_BUF_INIT;
    int rc = needle(&want, path, e);
    *got = false;
    if (rc == DX_OK && fseeko(c->file, 0, SEEK_SET) != 0)
        rc = dx_fail(e, DX_ENV, "io", "the item records can't be read");
    for (ssize_t n; rc == DX_OK && !*got && (n = getline(&c->line, &c->line_cap, c->file)) > 0;) {
        if (dx_record_type(c->line, (size_t)n) != DX_T_ITEM || !memmem(c->line, (size_t)n, want.p, want.len))
            continue;
        rc = dx_json_parse(&c->json, c->line, (size_t)n, e);
        if (rc == DX_OK)
            rc = dx_item_read(it, &c->json, e);
        *got = rc == DX_OK && it->levels == 1;
    }
    if (rc == DX_OK && !*got && !feof(c->file))
        rc = dx_fail(e, DX_ENV, "io", "the item records can't be read");
    dx_buf_free(&want);
    return rc;
}
