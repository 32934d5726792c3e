/* find_write.c: findings with their places, as records of the group */
#include "find/find_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "find/scan/scan.h"

/* Adds a record to the group, but no more findings than an item may have. */
int dx_find_put(struct job *j, enum dx_type type, int page, struct dx_err *e)
{
    struct dx_err limit = {0};
    if (!dx_buf_ok(&j->f->out))
        return dx_fail_nomem(e);
    if (type == DX_T_FINDING && j->f->findings++ >= DX_FIND_FINDINGS) {
        dx_fail_limit(&limit, "findings", "more than %u findings in one item; the others are not written", DX_FIND_FINDINGS);
        return j->f->findings == DX_FIND_FINDINGS + 1 ? dx_group_error(j->g, "find", page, &limit, j->by, e) : DX_OK;
    }
    return dx_group_emit(j->g, dx_buf_slice(&j->f->out), type, page, e);
}

const struct part *dx_find_part(const struct text *t, int64_t at)
{
    size_t i; /* the first is there for what stands before it, too */
    DX_FIRST(i, 1, t->n, t->parts[i].at > at);
    return &t->parts[i - 1];
}

/* The place of a stretch of the piece. */
void dx_find_place(const struct job *j, const struct dx_stream_piece *p, size_t start, size_t end, struct dx_place *at)
{
    const struct text *t = j->t;
    int64_t from = p->offset + (int64_t)start;
    const struct part *part = dx_find_part(t, from);
    *at = (struct dx_place){
        .item = dx_str(t->item), .page = part->page, .of = dx_str(part->id), .start = from - part->at,
        .end = p->offset + (int64_t)end - part->at, .raw = {p->piece.text.p + start, end - start},
        .words = t->n == 1 ? t->words : NULL, .n_words = t->n == 1 ? t->n_words : 0, .text = t->whole,
    };
    if (!t->raw_bytes)
        return;
    int64_t span[2];
    dx_runs_span(&j->f->runs, from, p->offset + (int64_t)end, span);
    at->start = span[0];
    at->end = span[1];
    at->runs = &j->f->runs;
    at->in_text = from;
}

/* Log-odds: two or three characters of noise make an amount of money now and then, and any letters behind an n a name. */
static const double short_doubt = 5, name_doubt = 2;

static double doubt_of(const struct dx_hit *h)
{
    return h->end - h->start < DX_RUN_LEAST ? short_doubt : dx_str_is(dx_rule_kind(h->rule), "name") ? name_doubt : 0;
}

/* The score of a hit, where raw bytes may be noise that looks like text. False: it isn't worth writing. */
static bool score_of(const struct job *j, const struct dx_stream_piece *p, const struct dx_hit *h, struct dx_score *score)
{
    *score = h->score;
    if (!j->t->raw_bytes)
        return true;
    double sure = dx_runs_sure(&j->f->runs, p->offset + (int64_t)h->start) - doubt_of(h);
    if (sure < 0)
        dx_score_add(score, DX_PART_NOISE, sure);
    return dx_score_probability(score) >= j->f->min_score;
}

/* The id of the piece's hit i; worked out once, whoever names it. */
static const char *id_of(const struct job *j, size_t i, const struct dx_place *at)
{
    const struct dx_scan *s = j->f->scan;
    const struct dx_hit *h = dx_scan_hit(s, i);
    char *id = j->f->ids[i].id;
    if (!id[0])
        dx_finding_id(&j->f->out, id, at, dx_hit_kind(s, h), dx_hit_value(s, h));
    return id;
}

/* The ids of the hits that claim the same characters as hit i; f->rivals has room for all hits. */
static size_t rivals_of(const struct job *j, const struct dx_stream_piece *p, size_t i)
{
    const struct dx_scan *s = j->f->scan;
    const struct dx_hit *h = dx_scan_hit(s, i);
    size_t n = 0, all = dx_scan_hits(s), first = i;
    while (first > 0 && j->f->ids[first - 1].reach > h->f_start) /* a line may hold thousands */
        first--;
    for (size_t k = first; k < all && dx_scan_hit(s, k)->f_start < h->f_end; k++) {
        const struct dx_hit *r = dx_scan_hit(s, k);
        struct dx_score score;
        if (k == i || !dx_hit_rivals(h, r) || !score_of(j, p, r, &score))
            continue;
        struct dx_place at;
        dx_find_place(j, p, r->start, r->end, &at);
        j->f->rivals[n++] = id_of(j, k, &at);
    }
    return n;
}

static int write_hit(struct job *j, const struct dx_stream_piece *p, size_t i, struct dx_err *e)
{
    const struct dx_scan *s = j->f->scan;
    const struct dx_hit *h = dx_scan_hit(s, i);
    const char *alerts[2];
    size_t n = 0;
    if (h->alert)
        alerts[n++] = h->alert;
    if (h->mixed)
        alerts[n++] = "mixed-script";
    struct dx_score score;
    if (!score_of(j, p, h, &score))
        return DX_OK;
    struct dx_place at;
    dx_find_place(j, p, h->start, h->end, &at);
    dx_buf_reset(&j->f->out);
    struct dx_finding f = {
        .kind = dx_hit_kind(s, h), .value = dx_hit_value(s, h), .key = dx_hit_key(s, h), .attrs = dx_hit_attrs(s, h),
        .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum, .context = h->context,
        .alerts = alerts, .n_alerts = n, .id = j->f->ids[i].id, .rivals = j->f->rivals, .n_rivals = rivals_of(j, p, i),
    };
    dx_finding_write(&j->f->out, &f, &at, j->by);
    return dx_find_put(j, DX_T_FINDING, at.page, e);
}

/* The least sure word of the page's bytes [start,end). */
double dx_find_confidence(const struct text *t, size_t start, size_t end)
{
    double least = 1;
    for (size_t i = 0; i < t->n_words && t->words[i].start < end; i++)
        if (t->words[i].end > start && t->words[i].confidence < least)
            least = t->words[i].confidence;
    return least;
}

bool dx_find_is_sure(const struct find *f, size_t start, size_t end)
{
    for (size_t i = 0; i < f->n_sure; i++)
        if (f->sure[i][0] < end && start < f->sure[i][1])
            return true;
    return false;
}

/* Bytes of the whole text: is it a part of what was found by joining? */
bool dx_find_is_part(const struct text *t, int64_t start, int64_t end)
{
    for (size_t i = 0; i < t->n_joined && i < DX_FIND_JOINED; i++)
        if (t->joined[i][0] <= start && end <= t->joined[i][1])
            return true;
    return false;
}

static bool room_for(struct find *f, size_t hits)
{
    if (hits <= f->cap_ids)
        return true;
    void *ids = realloc(f->ids, hits * sizeof *f->ids), *rivals = ids ? realloc(f->rivals, hits * sizeof *f->rivals) : NULL;
    f->ids = ids ? ids : f->ids;
    f->rivals = rivals ? rivals : f->rivals;
    f->cap_ids = rivals ? hits : f->cap_ids;
    return rivals != NULL;
}

int dx_find_piece(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_err limit = {0};
    int rc = dx_scan_piece(j->f->scan, &p->piece, &limit);
    if (rc == DX_LIMIT)
        rc = dx_group_error(j->g, "find", dx_find_part(j->t, p->offset)->page, &limit, j->by, e);
    else if (rc != DX_OK && e)
        *e = limit;
    size_t n = dx_scan_hits(j->f->scan);
    if (rc == DX_OK && !room_for(j->f, n))
        return dx_fail_nomem(e);
    j->f->n_sure = 0;
    for (size_t i = 0; rc == DX_OK && i < n; i++) {
        const struct dx_hit *h = dx_scan_hit(j->f->scan, i);
        j->f->ids[i].id[0] = '\0';
        j->f->ids[i].reach = i && j->f->ids[i - 1].reach > h->f_end ? j->f->ids[i - 1].reach : h->f_end;
        if (j->f->n_sure < DX_FIND_JOINED && dx_score_likely(&h->score))
            memcpy(j->f->sure[j->f->n_sure++], (size_t[]){h->start, h->end}, sizeof *j->f->sure);
    }
    for (size_t i = 0; rc == DX_OK && i < n; i++)
        if (!dx_find_is_part(j->t, p->offset + (int64_t)dx_scan_hit(j->f->scan, i)->start, p->offset + (int64_t)dx_scan_hit(j->f->scan, i)->end))
            rc = write_hit(j, p, i, e);
    return rc;
}
