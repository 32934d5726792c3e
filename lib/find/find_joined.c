/* find_joined.c: things that stand on several lines, or have a stray blank within */
#include "find/find_job.h"

#include <string.h>

#include "find/text/chars.h"
#include "find/scan/scan.h"

#define GAPS 8          /* blanks between digits in a line; more are a table's */

static bool is_kind(const struct dx_hit *h, const char *kind) { return dx_str_is(dx_rule_kind(h->rule), kind); }

static bool has_structure(const struct dx_rule *r)
{
    return r->scanner || (r->check && strcmp(r->check->name, "digits") != 0 && strcmp(r->check->name, "code") != 0);
}

/* Do the parts make a whole: a check sum holds, or an address has its form, or a label says so of a number in the plan? */
static bool is_whole(const struct dx_hit *h, const struct dx_join *join)
{
    if (!dx_score_likely(&h->score))
        return false;
    switch (join->class) {
    case DX_JOIN_URL: return is_kind(h, "url") || h->verdict == DX_VERDICT_PASS;
    case DX_JOIN_MAIL: return is_kind(h, "email") && h->end - h->start > 4 && join->text.p[h->start + 1] != '@'; /* "budi.5 1 @example": what is left of one */
    case DX_JOIN_PLATE: return (is_kind(h, "plate.th") || is_kind(h, "plate.mm")) && h->start >= join->tail && h->end == join->text.len && (h->start == 0 || h->context.n);
    case DX_JOIN_REGISTRATION: return is_kind(h, "mm.nrc") && h->verdict == DX_VERDICT_FORM && h->end == join->text.len;
    case DX_JOIN_CODE: return h->verdict == DX_VERDICT_PASS || is_kind(h, "eth.address");
    default: /* a label, and a shape that says more than how many digits there are; a telephone number that is one by itself ends there */
        if (is_kind(h, "mm.nrc")) /* its form says all */
            return h->verdict == DX_VERDICT_FORM;
        return h->context.n && !(is_kind(h, "phone") && join->digits >= DX_JOIN_WHOLE) && (h->verdict == DX_VERDICT_PASS || (h->verdict == DX_VERDICT_FORM && h->start >= join->tail && has_structure(h->rule)));
    }
}

static int write_joined(struct job *j, const struct dx_stream_piece *p, const struct dx_hit *h, struct dx_err *e)
{
    const struct find *f = j->f;
    const struct dx_join *join = &f->join;
    int64_t spans[DX_JOIN_PARTS][2];
    struct dx_place at;
    size_t start = dx_join_source(join, h->start, false), end = dx_join_source(join, h->end, true);
    dx_find_place(j, p, p->piece.from + start, p->piece.from + end, &at);
    at.raw = (struct dx_str){p->ahead.p + start, end - start};
    at.spans = (const int64_t (*)[2])spans;
    for (size_t i = 0; i < join->n; i++) {
        size_t from = join->part[i].src < start ? start : join->part[i].src, to = join->part[i].src + join->part[i].n;
        spans[at.n_spans][0] = at.start + (int64_t)(from - start);
        spans[at.n_spans++][1] = at.start + (int64_t)((to > end ? end : to) - start);
    }
    struct dx_score score = h->score;
    if (j->t->n_words)
        dx_score_ocr(&score, dx_find_confidence(j->t, (size_t)at.start, (size_t)at.end));
    struct dx_finding finding = {
        .kind = dx_hit_kind(f->scan, h), .value = dx_hit_value(f->scan, h), .key = dx_hit_key(f->scan, h), .attrs = dx_hit_attrs(f->scan, h),
        .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum, .context = h->context,
    };
    int64_t *joined = j->t->joined[j->t->n_joined++ % DX_FIND_JOINED], base = p->offset + (int64_t)p->piece.from;
    joined[0] = base + (int64_t)start;
    joined[1] = base + (int64_t)end;
    dx_buf_reset(&j->f->out);
    dx_finding_write(&j->f->out, &finding, &at, j->by);
    return dx_find_put(j, DX_T_FINDING, at.page, e);
}

/* Searches the first n parts, set together: *found when there is a whole thing that all of them are parts of. */
static int scan_parts(struct job *j, const struct dx_stream_piece *p, size_t n, bool blank, bool *found, struct dx_err *e)
{
    struct find *f = j->f;
    struct dx_join *join = &f->join;
    struct dx_err limit = {0};
    if (!dx_join_text(join, p->ahead, n, blank))
        return dx_fail_nomem(e);
    size_t all = join->n, seam = join->part[n - 1].at;
    struct dx_piece piece = {
        .text = dx_buf_slice(&join->text), .from = join->tail, .to = join->part[0].n, .above = p->piece.above, .block = p->piece.block,
        .header = p->piece.header, .home = p->piece.home, .recognised = p->piece.recognised,
    };
    while (piece.from > 0 && (kit_is_alnum(piece.text.p[piece.from - 1]) || strchr(" ()/", piece.text.p[piece.from - 1])))
        piece.from--; /* IBANs and plates begin with letters */
    int rc = dx_scan_piece(f->scan, &piece, &limit);
    if (rc == DX_NOMEM)
        return dx_fail_nomem(e);
    rc = DX_OK; /* a limit is said for the line as it stands */
    join->n = n;
    for (size_t i = 0; rc == DX_OK && i < dx_scan_hits(f->scan); i++) {
        const struct dx_hit *h = dx_scan_hit(f->scan, i);
        if (h->end > seam && is_whole(h, join)) {
            *found = true;
            rc = write_joined(j, p, h, e);
        }
    }
    join->n = all;
    return rc;
}

int dx_find_joined(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_join *join = &j->f->join;
    size_t line = p->piece.to - p->piece.from;
    bool found = false;
    int rc = DX_OK;
    if (!p->first || line > DX_FIND_LONG || p->piece.to < p->piece.text.n || !dx_join_lines(join, p->ahead, line))
        return DX_OK;
    bool blanks = join->class == DX_JOIN_DIGITS && !join->hyphen;
    for (size_t n = join->n; n > 1 && !found && rc == DX_OK; n--) {
        rc = scan_parts(j, p, n, join->class == DX_JOIN_PLATE, &found, e);
        if (rc == DX_OK && !found && blanks)
            rc = scan_parts(j, p, n, true, &found, e);
    }
    return rc;
}

int dx_find_gaps(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_join *join = &j->f->join;
    struct dx_str line = {p->ahead.p, p->piece.to - p->piece.from};
    size_t at = 0, end;
    int rc = DX_OK;
    if (!p->first || line.n > DX_FIND_LONG || p->piece.to < p->piece.text.n)
        return DX_OK;
    for (int n = 0; rc == DX_OK && n < GAPS && dx_join_gap(join, line, &at, &end); n++) {
        bool found = false;
        if (!dx_find_is_sure(j->f, p->piece.from + join->tail, p->piece.from + end))
            rc = scan_parts(j, p, 2, false, &found, e);
        if (found)
            return rc;
    }
    return rc;
}
