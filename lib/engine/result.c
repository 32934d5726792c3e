/* result.c: cutting a finished group into the stages' pieces, and putting pieces together again */
#include "engine/result.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* An error record is kept from here on: what stands before, exhibit and path, is the item's at hand. */
static const char tail_start[] = ",\"item\":\"";

/* The part of a record line that doesn't depend on where the content lies. */
static struct dx_str tail(struct dx_str line)
{
    if (dx_record_type(line.p, line.n) != DX_T_ERROR)
        return line;
    /* within a string a quote is escaped: what is found is a key */
    const char *at = memmem(line.p, line.n, tail_start, sizeof tail_start - 1);
    return at ? (struct dx_str){at, line.n - (size_t)(at - line.p)} : line;
}

static struct dx_str next_line(struct dx_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) + 1 : rest->n;
    struct dx_str line = {rest->p, n};
    *rest = (struct dx_str){rest->p + n, rest->n - n};
    return line;
}

/* The `by` that ends every record line; {NULL, 0} when there is none. */
static struct dx_str by_of(struct dx_str line)
{
    static const char key[] = ",\"by\":\"";
    const size_t k = sizeof key - 1, all = k + DX_TOOL_DIGITS + 3; /* "}\n */
    if (line.n < all || memcmp(line.p + line.n - all, key, k) != 0)
        return (struct dx_str){NULL, 0};
    return (struct dx_str){line.p + line.n - all + k, DX_TOOL_DIGITS};
}

int dx_result_key(struct dx_result_keys *k, const struct dx_item *it, struct dx_str base, const struct dx_worker_stage *s, size_t n,
                  struct dx_err *e)
{
    struct dx_buf b = DX_BUF_INIT;
    dx_buf_str(&b, "docex result 1\n");
    dx_buf_add(&b, it->id.p, it->id.n);
    dx_buf_byte(&b, '\n');
    dx_buf_add(&b, it->media.p, it->media.n);
    dx_buf_byte(&b, '\n');
    next_line(&base); /* the item record itself: of it, id and media alone decide */
    while (base.n) {
        struct dx_str line = tail(next_line(&base));
        dx_buf_add(&b, line.p, line.n);
    }
    uint8_t *last = k->content;
    bool good = n <= DX_STAGES && dx_buf_ok(&b) && dx_sha256(b.p, b.len, last) == DX_OK;
    for (k->n = 0; k->n < n && good; k->n++) {
        dx_buf_reset(&b);
        dx_buf_add(&b, last, DX_SHA256_BYTES);
        dx_buf_str(&b, s[k->n].by);
        last = k->chain[k->n];
        good = dx_buf_ok(&b) && dx_sha256(b.p, b.len, last) == DX_OK;
    }
    dx_buf_free(&b);
    return good ? DX_OK : dx_fail_nomem(e);
}

/* `{"type":"error","exhibit":…,"path":[…]` of the group's item. */
static void error_head(struct dx_buf *head, const struct dx_item *it)
{
    struct dx_err none = {.code = ""};
    dx_buf_reset(head);
    dx_error_write(head, &(struct dx_error_rec){it, 0, "", &none}, "");
    const char *at = dx_buf_ok(head) ? memmem(head->p, head->len, tail_start, sizeof tail_start - 1) : NULL;
    if (at)
        head->len = (size_t)(at - head->p);
}

static int page_of(struct dx_str line)
{
    static const char key[] = ",\"page\":";
    const char *at = memmem(line.p, line.n, key, sizeof key - 1);
    return at ? atoi(at + sizeof key - 1) : 0; /* the line ends with a line end */
}

static int add_piece(struct dx_group *g, struct dx_str piece, struct dx_buf *line, struct dx_err *e)
{
    struct dx_buf head = DX_BUF_INIT;
    int rc = DX_OK;
    while (piece.n && rc == DX_OK) {
        struct dx_str one = next_line(&piece);
        enum dx_type type = dx_record_type(one.p, one.n);
        if (one.p[0] == ',') { /* the tail of an error record */
            if (!head.len)
                error_head(&head, &g->item);
            dx_buf_reset(line);
            dx_buf_add(line, head.p, head.len);
            dx_buf_add(line, one.p, one.n);
            type = DX_T_ERROR;
            one = dx_buf_slice(line);
            rc = dx_buf_ok(&head) && dx_buf_ok(line) ? DX_OK : dx_fail_nomem(e);
        }
        if (rc == DX_OK)
            rc = dx_group_emit(g, one, type, page_of(one), e);
    }
    dx_buf_free(&head);
    return rc == DX_OK ? dx_group_settle(g, e) : rc;
}

/* Pieces in a frame: chain, flags, length, bytes. */
#define PIECE_HEAD (DX_SHA256_BYTES + 1 + 4)
#define PASSING 1

static struct dx_str find_piece(struct dx_str frame, const uint8_t *chain, int *flags)
{
    while (frame.n >= PIECE_HEAD) {
        const uint8_t *h = (const uint8_t *)frame.p, *l = h + DX_SHA256_BYTES + 1;
        size_t n = (size_t)l[0] | (size_t)l[1] << 8 | (size_t)l[2] << 16 | (size_t)l[3] << 24;
        if (n > frame.n - PIECE_HEAD)
            break;
        *flags = h[DX_SHA256_BYTES];
        if (memcmp(h, chain, DX_SHA256_BYTES) == 0)
            return (struct dx_str){frame.p + PIECE_HEAD, n};
        frame = (struct dx_str){frame.p + PIECE_HEAD + n, frame.n - PIECE_HEAD - n};
    }
    return (struct dx_str){NULL, 0};
}

static void add_frame_piece(struct dx_buf *frame, const uint8_t *chain, int flags, struct dx_str bytes)
{
    uint8_t h[PIECE_HEAD];
    memcpy(h, chain, DX_SHA256_BYTES);
    h[DX_SHA256_BYTES] = (uint8_t)flags;
    for (int i = 0; i < 4; i++)
        h[DX_SHA256_BYTES + 1 + i] = (uint8_t)(bytes.n >> 8 * i);
    dx_buf_add(frame, h, sizeof h);
    dx_buf_add(frame, bytes.p, bytes.n);
}

int dx_result_load(struct dx_cache *c, const struct dx_result_keys *k, bool passing, struct dx_group *g, size_t *have, struct dx_err *e)
{
    struct dx_buf frame = DX_BUF_INIT, line = DX_BUF_INIT;
    int rc = DX_OK, flags;
    bool got = true;
    for (*have = 0; rc == DX_OK && got && *have < k->n;) {
        struct dx_str piece = frame.p ? find_piece(dx_buf_slice(&frame), k->chain[*have], &flags) : (struct dx_str){NULL, 0};
        /* most often one frame has them all: only what it hasn't is looked for in the others */
        for (uint64_t at = 0; rc == DX_OK && !(piece.p && (passing || !(flags & PASSING))) && got;) {
            rc = dx_cache_get(c, k->content, &at, &frame, &got, e);
            piece = rc == DX_OK && got ? find_piece(dx_buf_slice(&frame), k->chain[*have], &flags) : (struct dx_str){NULL, 0};
        }
        if (rc == DX_OK && got)
            rc = add_piece(g, piece, &line, e);
        *have += rc == DX_OK && got;
    }
    dx_buf_free(&frame);
    dx_buf_free(&line);
    return rc;
}

/* Whose line is it? n: nobody's. */
static size_t owner(struct dx_str line, const struct dx_worker_stage *s, size_t n)
{
    struct dx_str by = by_of(line);
    size_t i = 0;
    while (i < n && !dx_str_is(by, s[i].by))
        i++;
    return i;
}

static bool is_transient(struct dx_str line)
{
    static const char key[] = ",\"transient\":true,";
    return dx_record_type(line.p, line.n) == DX_T_ERROR && memmem(line.p, line.n, key, sizeof key - 1);
}

int dx_result_store(struct dx_cache *c, const struct dx_result_keys *k, const struct dx_worker_stage *s, size_t n, size_t from,
                    struct dx_str lines, struct dx_str base, struct dx_err *e)
{
    struct dx_buf pieces[DX_STAGES] = {DX_BUF_INIT};
    size_t passing = n, foreign = 0;
    bool good = n <= DX_STAGES;
    for (struct dx_str rest = base; rest.n; foreign++)
        next_line(&rest);
    while (lines.n && good) {
        struct dx_str line = next_line(&lines), kept = tail(line);
        size_t i = owner(line, s, n);
        if (i < n) {
            dx_buf_add(&pieces[i], kept.p, kept.n);
            if (is_transient(line) && i < passing)
                passing = i;
        } else {
            good = foreign-- > 0;
        }
    }
    struct dx_buf frame = DX_BUF_INIT;
    for (size_t i = 0; i < n && i < DX_STAGES; i++) {
        if (i >= from)
            add_frame_piece(&frame, k->chain[i], i >= passing ? PASSING : 0, dx_buf_slice(&pieces[i]));
        frame.oom |= pieces[i].oom;
        dx_buf_free(&pieces[i]);
    }
    int rc = dx_buf_ok(&frame) ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK && good && frame.len < DX_CACHE_BYTES)
        rc = dx_cache_put(c, k->content, dx_buf_slice(&frame), e);
    dx_buf_free(&frame);
    return rc;
}
