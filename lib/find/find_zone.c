/* find_zone.c: machine-readable zones in text, and what a document says */
#include "find/find_job.h"

#include <string.h>

#include "find/finddoc.h"
#include "find/mrz/mrz.h"

#define MRZ_SHORTEST 28 /* characters: a line of 30 of which two went missing */
#define MRZ_CARD 30     /* of a whole line of a card */

static bool of_zone(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<'; }

/* May it be the first line of a card (TD1)? It may be full, without a filler. */
static bool like_card(struct dx_str line)
{
    size_t n = 0;
    while (n < line.n && n <= MRZ_CARD && of_zone(line.p[n]))
        n++;
    return n == MRZ_CARD && (line.p[0] == 'A' || line.p[0] == 'C' || line.p[0] == 'I');
}

/* Worth a look by the MRZ parser: long enough, with two fillers (or what recognisers make of them) in a row; in a card's name line,
 * two below, when its first line has none. */
bool dx_find_like_zone(struct dx_str line, struct dx_str ahead)
{
    static const char *const fillers[] = {"<<", "< <", "\u00ab", "\u2039", "\uff1c"};
    if (line.n < MRZ_SHORTEST)
        return false;
    struct dx_str in = !like_card(line) ? line : ahead.n < 4 * MRZ_CARD ? ahead : (struct dx_str){ahead.p, 4 * MRZ_CARD};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        const char *from = memchr(in.p, fillers[i][0], in.n); /* most lines have none of these */
        if (from && memmem(from, (size_t)(in.p + in.n - from), fillers[i], strlen(fillers[i])))
            return true;
    }
    return false;
}

/* Is there a document of that page already? In an ocr layer dx-mrz has read the pixels, and knows better. */
static bool has_document(const struct dx_group *g, int page)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->lines[i].type == DX_T_DOCUMENT && g->lines[i].page == page)
            return true;
    return false;
}

/* Findings of a document record. */
static int put_fields(struct job *j, struct dx_str record, int page, struct dx_err *e)
{
    struct dx_finddoc d;
    int rc = dx_finddoc_read(&d, &j->f->doc_json, record, e);
    for (int i = 0; rc == DX_OK; i++) {
        dx_buf_reset(&j->f->out);
        rc = dx_finddoc_write(&d, i, j->f->rules, j->f->scan, &j->f->out, j->by, j->f->min_score, e);
        if (rc == DX_STOP)
            return DX_OK;
        if (rc == DX_OK && (j->f->out.len || !dx_buf_ok(&j->f->out)))
            rc = dx_find_put(j, DX_T_FINDING, page, e);
    }
    return rc;
}

int dx_find_document(struct job *job, struct dx_str record, int page, struct dx_err *e)
{
    struct find *f = job->f;
    dx_buf_reset(&f->doc_line);
    dx_buf_add(&f->doc_line, record.p, record.n);
    return dx_buf_ok(&f->doc_line) ? put_fields(job, dx_buf_slice(&f->doc_line), page, e) : dx_fail_nomem(e);
}

/* A zone that the same page shows twice, in text without places, is one document. */
static int first_zone(struct job *j, const char *id, bool *fresh, struct dx_err *e)
{
    uint8_t hash[DX_SHA256_BYTES];
    if (dx_sha256(id, strlen(id), hash) != DX_OK)
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    return dx_idset_add(&j->f->zones, hash, fresh, e);
}

static int put_zone(struct job *j, const struct dx_stream_piece *p, const struct dx_mrz *z, size_t start, size_t end, struct dx_err *e)
{
    struct dx_place at;
    char id[DX_ID_DIGITS + 1];
    int box[4];
    dx_find_place(j, p, start, end, &at);
    struct dx_mrz_source source = {.item = at.item, .page = at.page, .of = at.of.n ? at.of.p : NULL, .as_of = j->f->as_of};
    if (dx_place_box(&at, box))
        source.box = box;
    dx_buf_reset(&j->f->out);
    dx_mrz_record(&j->f->out, z, &source, j->by, id);
    bool fresh = true;
    int rc = first_zone(j, id, &fresh, e);
    if (rc == DX_OK && fresh)
        rc = dx_find_put(j, DX_T_DOCUMENT, at.page, e);
    if (rc != DX_OK || !fresh)
        return rc;
    return dx_find_document(j, (struct dx_str){j->f->out.p, j->f->out.len - 1}, at.page, e);
}

int dx_find_zone(struct job *j, struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    size_t pos = 0, line = p->piece.to - p->piece.from, span[2];
    struct dx_mrz z;
    if (!dx_mrz_scan(p->ahead.p, p->ahead.n, line, &pos, &z, span))
        return DX_OK;
    int page = dx_find_part(j->t, p->offset)->page;
    *taken = span[1];
    p->piece.to = p->piece.from + span[0];
    if (strcmp(j->t->layer, "ocr") == 0 && has_document(j->g, page))
        return DX_OK;
    return put_zone(j, p, &z, p->piece.from + span[0], p->piece.from + span[1], e);
}

/* The first two of what makes a line worth a look, in text[at, to). */
size_t dx_find_filler(struct dx_str t, size_t at, size_t to)
{
    static const struct {
        char first;
        const char *rest;
    } fillers[] = {{'<', "<"}, {'<', " <"}, {'\xc2', "\xab"}, {'\xe2', "\x80\xb9"}, {'\xef', "\xbc\x9c"}};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        size_t n = strlen(fillers[i].rest);
        const char *p = t.p + at;
        while ((p = memchr(p, fillers[i].first, (size_t)(t.p + to - p))) != NULL && p++)
            if ((size_t)(t.p + to - p) >= n && memcmp(p, fillers[i].rest, n) == 0) {
                to = (size_t)(p - 1 - t.p);
                break;
            }
    }
    return to;
}
