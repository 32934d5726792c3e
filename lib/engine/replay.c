/* replay.c: merging the files of a case back into item groups: all are in the order of the walk */
#include "engine/replay.h"

#include "engine/case.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In the order in which records of one page stand in a group. */
static const enum dx_type types[] = {DX_T_ITEM, DX_T_PAGE, DX_T_DOCUMENT, DX_T_FINDING, DX_T_ERROR};
#define SOURCES (sizeof types / sizeof *types)
#define ITEMS 0
#define LAST_PAGE INT64_MAX /* what belongs to no page stands last */

struct source {
    FILE *f;
    char *line;
    size_t cap;
    ssize_t n;          /* bytes of the line in hand, without its line end; -1: none is left */
    struct dx_str item; /* within the line: the item that it is about */
    int64_t page;
    bool used;          /* given to the caller: read on before looking at it again */
};

struct dx_replay {
    struct source s[SOURCES];
    struct dx_buf item; /* id of the item in hand */
};

/* The value of a key that holds a plain string: within a JSON string a quote is escaped, so `,"item":"` is always a key. */
static struct dx_str value(const struct source *s, const char *key)
{
    size_t k = strlen(key);
    const char *at = memmem(s->line, (size_t)s->n, key, k), *end = s->line + s->n;
    const char *quote = at ? memchr(at + k, '"', (size_t)(end - at) - k) : NULL;
    return quote ? (struct dx_str){at + k, (size_t)(quote - at) - k} : (struct dx_str){NULL, 0};
}

static int64_t page_of(const struct source *s)
{
    static const char key[] = ",\"page\":";
    const char *at = memmem(s->line, (size_t)s->n, key, sizeof key - 1);
    int64_t page = at ? strtol(at + sizeof key - 1, NULL, 10) : 0; /* the line ends with NUL */
    return page > 0 ? page : LAST_PAGE;
}

static int read_on(struct dx_replay *r, size_t i, struct dx_err *e)
{
    struct source *s = &r->s[i];
    s->used = false;
    s->n = -1;
    if (!s->f)
        return DX_OK;
    errno = 0;
    s->n = getline(&s->line, &s->cap, s->f);
    if (s->n < 0 && ferror(s->f))
        return dx_fail(e, DX_ENV, "io", "cannot read %s: %s", dx_case_file(types[i]), strerror(errno));
    if (s->n < 0)
        return errno == ENOMEM ? dx_fail_nomem(e) : DX_OK;
    if (s->n > 0 && s->line[s->n - 1] == '\n')
        s->line[--s->n] = '\0';
    s->item = value(s, i == ITEMS ? ",\"id\":\"" : ",\"item\":\"");
    s->page = i == ITEMS ? 0 : page_of(s);
    return DX_OK;
}

int dx_replay_open(struct dx_replay **out, const char *path, bool pages, struct dx_err *e)
{
    struct dx_replay *r = calloc(1, sizeof *r);
    int rc = r ? DX_OK : dx_fail_nomem(e);
    *out = NULL;
    for (size_t i = 0; i < SOURCES && rc == DX_OK; i++) {
        int fd = -1;
        if (types[i] != DX_T_PAGE || pages) {
            rc = dx_case_read(path, types[i], &fd, e);
            if (rc == DX_OK && !(r->s[i].f = fdopen(fd, "r"))) {
                close(fd);
                rc = dx_fail_nomem(e);
            }
        }
        if (rc == DX_OK)
            rc = read_on(r, i, e);
    }
    if (rc == DX_OK)
        *out = r;
    else
        dx_replay_free(r);
    return rc;
}

void dx_replay_free(struct dx_replay *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < SOURCES; i++) {
        if (r->s[i].f)
            fclose(r->s[i].f);
        free(r->s[i].line);
    }
    dx_buf_free(&r->item);
    free(r);
}

/* The source whose line comes next in the group in hand; SOURCES when the group is complete. An error about no item comes at once. */
static size_t next_of_group(const struct dx_replay *r)
{
    size_t best = SOURCES;
    for (size_t i = ITEMS + 1; i < SOURCES; i++) {
        const struct source *s = &r->s[i];
        if (s->n < 0)
            continue;
        if (types[i] == DX_T_ERROR && !s->item.p)
            return i;
        if (dx_str_eq(s->item, dx_buf_slice(&r->item)) && (best == SOURCES || s->page < r->s[best].page))
            best = i;
    }
    return best;
}

int dx_replay_next(struct dx_replay *r, struct dx_str *line, bool *got, struct dx_err *e)
{
    *got = false;
    for (size_t i = 0; i < SOURCES; i++)
        if (r->s[i].used) {
            int rc = read_on(r, i, e);
            if (rc != DX_OK)
                return rc;
        }
    size_t i = next_of_group(r);
    if (i == SOURCES && r->s[ITEMS].n >= 0) {
        i = ITEMS;
        dx_buf_reset(&r->item);
        dx_buf_add(&r->item, r->s[i].item.p, r->s[i].item.n);
        if (!dx_buf_ok(&r->item))
            return dx_fail_nomem(e);
    }
    for (size_t k = ITEMS + 1; i == SOURCES && k < SOURCES; k++)
        if (r->s[k].n >= 0) /* about an item that the case doesn't have: nothing is kept from the reader */
            i = k;
    if (i == SOURCES)
        return DX_OK;
    r->s[i].used = *got = true;
    *line = (struct dx_str){r->s[i].line, (size_t)r->s[i].n};
    return DX_OK;
}
