/* find.c: the stage: records and bytes in, findings out */
#include "find/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/idset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "find/finddoc.h"
#include "find/finding.h"
#include "find/join.h"
#include "find/kit.h"
#include "find/mrz.h"
#include "find/repair.h"
#include "find/runs.h"
#include "find/stream.h"

#define MIN_SCORE 0.2
#define MRZ_SHORTEST 28 /* characters: a line of 30 of which two went missing */
#define MRZ_CARD 30     /* of a whole line of a card */
#define JOINED 16
#define GAPS 8          /* blanks between digits in a line; more are a table's */
#define LONG_LINE 4096  /* bytes: one that is longer was broken by nobody */

/* One page record of a text that was cut into pages. */
struct part {
    int64_t at; /* in the whole text */
    int page;
    char id[DX_SHA256_HEX + 1]; /* the page's id; "" for raw bytes */
};

/* A text that is being scanned: a page, pages that were cut from one text, or raw bytes. */
struct text {
    struct dx_stream stream;
    struct part *parts;
    size_t n, cap;
    int64_t end;   /* bytes fed so far */
    int64_t next;  /* the offset that the next page record has, if it goes on */
    bool open, raw_bytes; /* raw_bytes: its places are told by find.runs */
    char layer[8];
    int layer_n;
    struct dx_box_word *words; /* of a text of one page */
    size_t n_words, cap_words;
    char item[DX_SHA256_HEX + 1];
    struct dx_str whole; /* the page's text, when it is one page; borrowed */
    int64_t joined[JOINED][2]; /* where the last things stood that were found by joining lines: what is within is a part of them */
    size_t n_joined;
};

struct find {
    struct dx_rules *rules;
    struct dx_scan *scan;
    char *region, *as_of;
    double min_score;
    bool binary;               /* raw bytes aren't text: runs are cut out of them */
    struct dx_runs runs;
    struct text single, chain; /* a page of its own; pages with offsets */
    struct dx_json json, doc_json;
    struct dx_buf line, doc_line, out, repaired;
    struct dx_join join;
    char (*ids)[DX_ID_DIGITS + 1]; /* of a piece's rivals */
    size_t cap_ids;
    size_t sure[JOINED][2]; /* where the line's findings of 0.5 and more stand, in its text */
    size_t n_sure;
    uint32_t findings; /* of this item so far */
    struct dx_idset zones; /* documents of this item so far, the hashes of their ids */
};

/* What a call works on. */
struct job {
    struct find *f;
    struct dx_group *g;
    const char *by;
    struct text *t;
};

/* ---- opening ---- */

static void find_close(void *state)
{
    struct find *f = state;
    if (!f)
        return;
    struct text *texts[] = {&f->single, &f->chain};
    for (size_t i = 0; i < 2; i++) {
        dx_stream_free(&texts[i]->stream);
        free(texts[i]->parts);
        free(texts[i]->words);
    }
    dx_runs_free(&f->runs);
    dx_idset_free(&f->zones);
    dx_scan_free(f->scan);
    dx_rules_free(f->rules);
    dx_json_free(&f->json);
    dx_json_free(&f->doc_json);
    dx_buf_free(&f->line);
    dx_buf_free(&f->doc_line);
    dx_buf_free(&f->out);
    dx_buf_free(&f->repaired);
    dx_join_free(&f->join);
    free(f->ids);
    free(f->region);
    free(f->as_of);
    free(f);
}

static int find_open(void **state, const struct dx_options *o, struct dx_err *e)
{
    struct find *f = calloc(1, sizeof *f);
    *state = NULL;
    if (!f)
        return dx_fail_nomem(e);
    f->binary = o->binary;
    f->min_score = o->min_score < 0 ? MIN_SCORE : o->min_score;
    f->region = strdup(o->region ? o->region : DX_REGIONS);
    f->as_of = o->as_of ? strdup(o->as_of) : NULL;
    int rc = f->region && (f->as_of || !o->as_of) ? DX_OK : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = dx_rules_load(&f->rules, NULL, o->rules, o->n_rules, e);
    if (rc == DX_OK)
        rc = dx_scan_new(&f->scan, f->rules, &(struct dx_scan_options){.region = f->region, .min_score = f->min_score}, e);
    if (rc == DX_OK)
        *state = f;
    else
        find_close(f);
    return rc == DX_BAD ? DX_ENV : rc;
}

static void find_describe(const void *state, struct dx_jw *w)
{
    const struct find *f = state;
    char pcre2[32];
    dx_regex_version(pcre2, sizeof pcre2);
    dx_jw_cstr(w, "rules", dx_rules_hash(f->rules));
    dx_jw_obj(w, "libs");
    dx_jw_cstr(w, "pcre2", pcre2);
    dx_jw_obj_end(w);
    dx_jw_obj(w, "options");
    if (f->as_of)
        dx_jw_cstr(w, "as_of", f->as_of);
    if (f->binary)
        dx_jw_bool(w, "binary", true);
    dx_jw_cstr(w, "calibration", dx_score_calibration());
    dx_jw_num(w, "min_score", f->min_score);
    dx_jw_cstr(w, "region", f->region);
    dx_jw_obj_end(w);
}

/* ---- writing ---- */

/* Adds a record to the group, but no more findings than an item may have. */
static int put(struct job *j, enum dx_type type, int page, struct dx_err *e)
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

static const struct part *part_at(const struct text *t, int64_t at)
{
    size_t lo = 0, hi = t->n;
    while (lo + 1 < hi) {
        size_t mid = (lo + hi) / 2;
        if (t->parts[mid].at <= at)
            lo = mid;
        else
            hi = mid;
    }
    return &t->parts[lo];
}

/* The place of a stretch of the piece. */
static void place(const struct job *j, const struct dx_stream_piece *p, size_t start, size_t end, struct dx_place *at)
{
    const struct text *t = j->t;
    int64_t from = p->offset + (int64_t)start;
    const struct part *part = part_at(t, from);
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
        dx_score_add(score, "noise", sure);
    return dx_score_probability(score) >= j->f->min_score;
}

/* The ids of the hits that claim the same characters as hit i; f->ids has room for all hits. */
static size_t rivals_of(const struct job *j, const struct dx_stream_piece *p, size_t i)
{
    const struct dx_scan *s = j->f->scan;
    const struct dx_hit *h = dx_scan_hit(s, i);
    size_t n = 0, all = dx_scan_hits(s);
    for (size_t k = 0; k < all && dx_scan_hit(s, k)->f_start < h->f_end; k++) {
        const struct dx_hit *r = dx_scan_hit(s, k);
        struct dx_score score;
        if (k == i || !dx_hit_rivals(h, r) || !score_of(j, p, r, &score))
            continue;
        struct dx_place at;
        place(j, p, r->start, r->end, &at);
        dx_finding_id(j->f->ids[n++], at.of.n ? at.of : at.item, dx_hit_kind(s, r), dx_hit_value(s, r), at.start, at.end);
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
    place(j, p, h->start, h->end, &at);
    struct dx_finding f = {
        .kind = dx_hit_kind(s, h), .value = dx_hit_value(s, h), .key = dx_hit_key(s, h), .attrs = dx_hit_attrs(s, h),
        .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum, .context = h->context,
        .alerts = alerts, .n_alerts = n, .n_rivals = rivals_of(j, p, i),
    };
    f.rivals = (const char (*)[DX_ID_DIGITS + 1])j->f->ids;
    dx_buf_reset(&j->f->out);
    dx_finding_write(&j->f->out, &f, &at, j->by);
    return put(j, DX_T_FINDING, at.page, e);
}

/* ---- lines set together ---- */

/* The least sure word of the page's bytes [start,end). */
static double least_confidence(const struct text *t, size_t start, size_t end)
{
    double least = 1;
    for (size_t i = 0; i < t->n_words && t->words[i].start < end; i++)
        if (t->words[i].end > start && t->words[i].confidence < least)
            least = t->words[i].confidence;
    return least;
}

/* Bytes of the whole text: is it a part of what was found by joining? */
static bool is_part(const struct text *t, int64_t start, int64_t end)
{
    for (size_t i = 0; i < t->n_joined && i < JOINED; i++)
        if (t->joined[i][0] <= start && end <= t->joined[i][1])
            return true;
    return false;
}

static bool is_kind(const struct dx_hit *h, const char *kind) { return dx_str_is(dx_rule_kind(h->rule), kind); }

static bool has_structure(const struct dx_rule *r)
{
    return r->scanner || (r->check && strcmp(r->check->name, "digits") != 0 && strcmp(r->check->name, "code") != 0);
}

/* Do the parts make a whole: a check sum holds, or an address has its form, or a label says so of a number in the plan? */
static bool is_whole(const struct dx_hit *h, const struct dx_join *join)
{
    if (dx_score_probability(&h->score) < 0.5)
        return false;
    switch (join->class) {
    case DX_JOIN_URL: return is_kind(h, "url") || h->verdict == DX_VERDICT_PASS;
    case DX_JOIN_MAIL: return is_kind(h, "email");
    case DX_JOIN_PLATE: return is_kind(h, "plate.th") && h->start >= join->tail && h->end == join->text.len && (h->start == 0 || h->context.n);
    case DX_JOIN_CODE: return h->verdict == DX_VERDICT_PASS || is_kind(h, "eth.address");
    default: /* a label, and a shape that says more than how many digits there are; a telephone number that is one by itself ends there */
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
    place(j, p, p->piece.from + start, p->piece.from + end, &at);
    at.raw = (struct dx_str){p->ahead.p + start, end - start};
    at.spans = (const int64_t (*)[2])spans;
    for (size_t i = 0; i < join->n; i++) {
        size_t from = join->part[i].src < start ? start : join->part[i].src, to = join->part[i].src + join->part[i].n;
        spans[at.n_spans][0] = at.start + (int64_t)(from - start);
        spans[at.n_spans++][1] = at.start + (int64_t)((to > end ? end : to) - start);
    }
    struct dx_score score = h->score;
    if (j->t->n_words)
        dx_score_ocr(&score, least_confidence(j->t, (size_t)at.start, (size_t)at.end));
    struct dx_finding finding = {
        .kind = dx_hit_kind(f->scan, h), .value = dx_hit_value(f->scan, h), .key = dx_hit_key(f->scan, h), .attrs = dx_hit_attrs(f->scan, h),
        .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum, .context = h->context,
    };
    int64_t *joined = j->t->joined[j->t->n_joined++ % JOINED], base = p->offset + (int64_t)p->piece.from;
    joined[0] = base + (int64_t)start;
    joined[1] = base + (int64_t)end;
    dx_buf_reset(&j->f->out);
    dx_finding_write(&j->f->out, &finding, &at, j->by);
    return put(j, DX_T_FINDING, at.page, e);
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
        .header = p->piece.header, .recognised = p->piece.recognised,
    };
    while (piece.from > 0 && (kit_is_alnum(piece.text.p[piece.from - 1]) || piece.text.p[piece.from - 1] == ' '))
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

/* What begins at the end of this line and goes on in the next: the most lines first, with a blank in between or without. */
static int scan_joined(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_join *join = &j->f->join;
    size_t line = p->piece.to - p->piece.from;
    bool found = false;
    int rc = DX_OK;
    if (!p->first || line > LONG_LINE || p->piece.to < p->piece.text.n || !dx_join_lines(join, p->ahead, line))
        return DX_OK;
    bool blanks = join->class == DX_JOIN_DIGITS && !join->hyphen;
    for (size_t n = join->n; n > 1 && !found && rc == DX_OK; n--) {
        rc = scan_parts(j, p, n, join->class == DX_JOIN_PLATE, &found, e);
        if (rc == DX_OK && !found && blanks)
            rc = scan_parts(j, p, n, true, &found, e);
    }
    return rc;
}

/* ---- a piece of text ---- */

static int scan_piece(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_err limit = {0};
    int rc = dx_scan_piece(j->f->scan, &p->piece, &limit);
    if (rc == DX_LIMIT)
        rc = dx_group_error(j->g, "find", part_at(j->t, p->offset)->page, &limit, j->by, e);
    else if (rc != DX_OK && e)
        *e = limit;
    size_t n = dx_scan_hits(j->f->scan);
    if (rc == DX_OK && n > j->f->cap_ids) {
        void *ids = realloc(j->f->ids, n * sizeof *j->f->ids);
        if (!ids)
            return dx_fail_nomem(e);
        j->f->ids = ids;
        j->f->cap_ids = n;
    }
    j->f->n_sure = 0;
    for (size_t i = 0; i < n; i++) {
        const struct dx_hit *h = dx_scan_hit(j->f->scan, i);
        if (j->f->n_sure < JOINED && dx_score_probability(&h->score) >= 0.5)
            memcpy(j->f->sure[j->f->n_sure++], (size_t[]){h->start, h->end}, sizeof *j->f->sure);
    }
    for (size_t i = 0; rc == DX_OK && i < n; i++)
        if (!is_part(j->t, p->offset + (int64_t)dx_scan_hit(j->f->scan, i)->start, p->offset + (int64_t)dx_scan_hit(j->f->scan, i)->end))
            rc = write_hit(j, p, i, e);
    return rc;
}

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
static bool like_mrz(struct dx_str line, struct dx_str ahead)
{
    static const char *const fillers[] = {"<<", "< <", "\u00ab", "\u2039", "\uff1c"};
    if (line.n < MRZ_SHORTEST)
        return false;
    struct dx_str in = !like_card(line) ? line : ahead.n < 4 * MRZ_CARD ? ahead : (struct dx_str){ahead.p, 4 * MRZ_CARD};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (memmem(in.p, in.n, fillers[i], strlen(fillers[i])))
            return true;
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
            rc = put(j, DX_T_FINDING, page, e);
    }
    return rc;
}

static int on_document(struct job *job, struct dx_str record, int page, struct dx_err *e)
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
    place(j, p, start, end, &at);
    struct dx_mrz_source source = {.item = at.item, .page = at.page, .of = at.of.n ? at.of.p : NULL, .as_of = j->f->as_of};
    if (dx_place_box(&at, box))
        source.box = box;
    dx_buf_reset(&j->f->out);
    dx_mrz_record(&j->f->out, z, &source, j->by, id);
    bool fresh = true;
    int rc = first_zone(j, id, &fresh, e);
    if (rc == DX_OK && fresh)
        rc = put(j, DX_T_DOCUMENT, at.page, e);
    if (rc != DX_OK || !fresh)
        return rc;
    return on_document(j, (struct dx_str){j->f->out.p, j->f->out.len - 1}, at.page, e);
}

/* Looks for a zone that starts in this line; what it takes isn't scanned for anything else. */
static int take_zone(struct job *j, struct dx_stream_piece *p, size_t *taken, struct dx_err *e)
{
    size_t pos = 0, line = p->piece.to - p->piece.from, span[2];
    struct dx_mrz z;
    if (!dx_mrz_scan(p->ahead.p, p->ahead.n, &pos, &z, span) || span[0] >= line)
        return DX_OK;
    int page = part_at(j->t, p->offset)->page;
    *taken = span[1];
    p->piece.to = p->piece.from + span[0];
    if (strcmp(j->t->layer, "ocr") == 0 && has_document(j->g, page))
        return DX_OK;
    return put_zone(j, p, &z, p->piece.from + span[0], p->piece.from + span[1], e);
}

/* The characters of a hit that differ from what was read; more than DX_REPAIRS: too many. */
static size_t differences(const char *read, const char *taken, size_t n, struct dx_repair_char out[DX_REPAIRS])
{
    size_t count = 0;
    for (size_t i = 0; i < n && count <= DX_REPAIRS; i++) {
        if (read[i] == taken[i])
            continue;
        size_t from = i;
        uint32_t cp = 0;
        while (from > 0 && ((unsigned char)read[from] & 0xc0) == 0x80)
            from--;
        size_t len = dx_utf8_get(read + from, n - from, &cp);
        if (count < DX_REPAIRS)
            out[count] = (struct dx_repair_char){from, {read + from, len ? len : 1}, taken[i]};
        if (count < DX_REPAIRS && len > 1 && dx_utf8_get(taken + from, n - from, &cp) > 1) /* Burmese digits */
            out[count].taken = (char)('0' + (cp - 0x1040) % 10);
        count++;
        i = from + (len ? len : 1) - 1;
    }
    return count;
}

/* May somebody have typed O for 0, l for 1: a digit beside such a letter? Cheap, and never stricter than the repairs. */
static bool may_be_typed(struct dx_str line)
{
    static const char alike[] = "OolISBZ";
    for (size_t i = 1; i < line.n; i++) {
        char a = line.p[i - 1], b = line.p[i];
        if ((kit_is_digit(a) || a == '-') && b && strchr(alike, b))
            return true;
        if ((kit_is_digit(b) || b == '-') && a && strchr(alike, a))
            return true;
    }
    return false;
}

/* Only what a check confirms: a check digit, a known township, the numbering plan of a number in Burmese digits from its 0 on (the scanner of
 * telephone numbers reads O, I, l for digits itself). */
static bool confirmed(const struct dx_hit *h, const char *taken)
{
    return h->verdict == DX_VERDICT_PASS || dx_str_is(dx_rule_kind(h->rule), "mm.nrc") ||
           (h->rule->scanner && dx_str_is(dx_rule_kind(h->rule), "phone") && strncmp(taken, "\u1040", 3) == 0);
}

static int write_repaired(struct job *j, const struct dx_stream_piece *p, const struct dx_hit *h, const char *taken, struct dx_err *e)
{
    struct dx_repair_char chars[DX_REPAIRS];
    size_t n = differences(p->piece.text.p + h->start, taken + h->start, h->end - h->start, chars);
    struct dx_score score = h->score;
    dx_score_repair(&score, n);
    if (!p->piece.recognised && !(h->context.n && h->verdict == DX_VERDICT_PASS)) /* typed, or a recogniser's text from elsewhere */
        return DX_OK;
    if (n == 0 || n > DX_REPAIRS || !confirmed(h, taken + h->start) || dx_score_probability(&score) < j->f->min_score ||
        is_part(j->t, p->offset + (int64_t)h->start, p->offset + (int64_t)h->end))
        return DX_OK;
    struct dx_place at;
    place(j, p, h->start, h->end, &at);
    struct dx_finding f = {
        .kind = dx_hit_kind(j->f->scan, h), .value = dx_hit_value(j->f->scan, h), .key = dx_hit_key(j->f->scan, h),
        .attrs = dx_hit_attrs(j->f->scan, h), .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum,
        .context = h->context, .repairs = chars, .n_repairs = n,
    };
    dx_buf_reset(&j->f->out);
    dx_finding_write(&j->f->out, &f, &at, j->by);
    return put(j, DX_T_FINDING, at.page, e);
}

/* Once more, with letters that stand for digits among digits changed to them. */
static int scan_repaired(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct find *f = j->f;
    struct dx_err limit = {0};
    if (!dx_repair_line(p->piece.text, &f->repaired))
        return dx_buf_ok(&f->repaired) ? DX_OK : dx_fail_nomem(e);
    struct dx_piece piece = p->piece;
    piece.text = dx_buf_slice(&f->repaired);
    int rc = dx_scan_piece(f->scan, &piece, &limit);
    if (rc == DX_NOMEM)
        return dx_fail_nomem(e);
    rc = DX_OK; /* a limit was said for the line as it stands */
    for (size_t i = 0; rc == DX_OK && i < dx_scan_hits(f->scan); i++)
        rc = write_repaired(j, p, dx_scan_hit(f->scan, i), piece.text.p, e);
    return rc;
}

static bool is_sure(const struct find *f, size_t start, size_t end)
{
    for (size_t i = 0; i < f->n_sure; i++)
        if (f->sure[i][0] < end && start < f->sure[i][1])
            return true;
    return false;
}

/* Once more, without a stray blank within a number that nothing was found in. */
static int scan_gaps(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct dx_join *join = &j->f->join;
    struct dx_str line = {p->ahead.p, p->piece.to - p->piece.from};
    size_t at = 0, end;
    int rc = DX_OK;
    if (!p->first || line.n > LONG_LINE || p->piece.to < p->piece.text.n)
        return DX_OK;
    for (int n = 0; rc == DX_OK && n < GAPS && dx_join_gap(join, line, &at, &end); n++) {
        bool found = false;
        if (!is_sure(j->f, p->piece.from + join->tail, p->piece.from + end))
            rc = scan_parts(j, p, 2, false, &found, e);
        if (found)
            return rc;
    }
    return rc;
}

static int on_piece(void *ctx, const struct dx_stream_piece *given, size_t *taken, struct dx_err *e)
{
    struct job *j = ctx;
    struct dx_stream_piece p = *given;
    int64_t at = p.offset - part_at(j->t, p.offset)->at;
    if (j->t->n == 1 && j->t->n_words) {
        p.piece.words = j->t->words;
        p.piece.n_words = j->t->n_words;
        p.piece.page = j->t->whole;
        p.piece.at = (size_t)at;
        p.piece.recognised = strcmp(j->t->layer, "ocr") == 0;
    }
    int rc = DX_OK;
    if (p.first && like_mrz((struct dx_str){p.ahead.p, p.piece.to - p.piece.from}, p.ahead))
        rc = take_zone(j, &p, taken, e);
    if (rc == DX_OK && p.piece.from < p.piece.to)
        rc = scan_joined(j, &p, e);
    if (rc == DX_OK && p.piece.from < p.piece.to)
        rc = scan_piece(j, &p, e);
    if (rc != DX_OK || p.piece.from >= p.piece.to)
        return rc;
    if (!p.piece.recognised)
        return p.piece.text.n < LONG_LINE && may_be_typed(p.piece.text) ? scan_repaired(j, &p, e) : DX_OK;
    rc = scan_gaps(j, &p, e);
    return rc == DX_OK ? scan_repaired(j, &p, e) : rc;
}

/* ---- what a recogniser misread ---- */

/* A code of the page that holds once it is joined and repaired. */
static int put_code(void *ctx, const struct dx_repair *r, struct dx_err *e)
{
    struct job *j = ctx;
    struct find *f = j->f;
    const struct text *t = j->t;
    if (is_part(t, (int64_t)r->start, (int64_t)r->end))
        return DX_OK;
    int rc = dx_scan_field(f->scan, r->rule, dx_str(r->code), e);
    const struct dx_hit *h = rc == DX_OK ? dx_scan_hit(f->scan, 0) : NULL;
    if (!h)
        return rc;
    struct dx_score score = h->score;
    dx_score_repair(&score, r->n);
    dx_score_ocr(&score, least_confidence(t, r->start, r->end));
    if (dx_score_probability(&score) < f->min_score)
        return DX_OK;
    struct dx_place at = {
        .item = dx_str(t->item), .page = t->parts[0].page, .of = dx_str(t->parts[0].id), .start = (int64_t)r->start, .end = (int64_t)r->end,
        .raw = {t->whole.p + r->start, r->end - r->start}, .words = t->words, .n_words = t->n_words, .text = t->whole,
    };
    struct dx_finding finding = {
        .kind = dx_hit_kind(f->scan, h), .value = dx_hit_value(f->scan, h), .key = dx_hit_key(f->scan, h), .attrs = dx_hit_attrs(f->scan, h),
        .score = &score, .verdict = h->verdict, .checksum = true, .repairs = r->chars, .n_repairs = r->n,
    };
    dx_buf_reset(&f->out);
    dx_finding_write(&f->out, &finding, &at, j->by);
    return put(j, DX_T_FINDING, at.page, e);
}

/* The first two of what like_mrz looks for, in text[at, to). */
static size_t filler_from(struct dx_str t, size_t at, size_t to)
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

/* Lines that may hold a finding or a zone. */
static size_t glance(void *ctx, struct dx_str text, size_t at, size_t to, size_t *clear)
{
    const struct find *f = ctx;
    return dx_join_glance(text, at, filler_from(text, at, dx_scan_glance(f->scan, text, at, to, clear)));
}

/* ---- texts ---- */

static void text_start(struct text *t, struct dx_str item)
{
    size_t n = item.n < sizeof t->item ? item.n : 0;
    if (n)
        memcpy(t->item, item.p, n);
    t->item[n] = '\0';
    dx_stream_reset(&t->stream);
    t->n = t->n_words = t->n_joined = 0;
    t->end = 0;
    t->open = true;
    t->raw_bytes = false;
    t->whole = (struct dx_str){NULL, 0};
    t->layer[0] = '\0';
}

static int text_part(struct text *t, int page, struct dx_str id, struct dx_err *e)
{
    if (id.n > DX_SHA256_HEX)
        return dx_fail(e, DX_BAD, "malformed", "a page's id is longer than %d characters", DX_SHA256_HEX);
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 8;
        struct part *p = realloc(t->parts, cap * sizeof *p);
        if (!p)
            return dx_fail_nomem(e);
        t->parts = p;
        t->cap = cap;
    }
    struct part *p = &t->parts[t->n++];
    *p = (struct part){.at = t->end, .page = page};
    if (id.n)
        memcpy(p->id, id.p, id.n);
    return DX_OK;
}

static int text_feed(struct job *j, struct text *t, const char *p, size_t n, bool last, struct dx_err *e)
{
    j->t = t;
    t->stream.glance = glance;
    t->stream.glance_ctx = j->f;
    t->end += (int64_t)n;
    t->open = !last;
    return dx_stream_feed(&t->stream, p, n, last, on_piece, j, e);
}

static int text_finish(struct job *j, struct text *t, struct dx_err *e) { return t->open ? text_feed(j, t, NULL, 0, true, e) : DX_OK; }

static int16_t small(int64_t v) { return v < INT16_MIN ? INT16_MIN : v > INT16_MAX ? INT16_MAX : (int16_t)v; }

/* [start,end,x,y,w,h,confidence]; what isn't of that form, or out of order, is left out. */
static int read_word(struct text *t, const struct dx_json *j, const struct dx_jnode *word, size_t text_n, struct dx_err *e)
{
    double v[7] = {0};
    size_t n = 0;
    for (const struct dx_jnode *x = dx_json_first(j, word); x && n < 7; x = dx_json_next(j, x))
        v[n++] = dx_json_num(x, -1);
    size_t before = t->n_words ? t->words[t->n_words - 1].end : 0;
    if (n < 6 || !(v[0] >= (double)before) || !(v[1] > v[0]) || !(v[1] <= (double)text_n))
        return DX_OK;
    if (t->n_words == t->cap_words) {
        size_t cap = t->cap_words ? t->cap_words * 2 : 256;
        struct dx_box_word *p = realloc(t->words, cap * sizeof *p);
        if (!p)
            return dx_fail_nomem(e);
        t->words = p;
        t->cap_words = cap;
    }
    struct dx_box_word *w = &t->words[t->n_words++];
    *w = (struct dx_box_word){.start = (size_t)v[0], .end = (size_t)v[1], .confidence = n < 7 ? 1 : v[6]};
    for (int i = 0; i < 4; i++) /* pixels: anything beyond a million is nonsense */
        w->box[i] = (int)(v[2 + i] < -1e6 ? -1e6 : v[2 + i] > 1e6 ? 1e6 : v[2 + i]);
    return DX_OK;
}

static int read_words(struct text *t, const struct dx_json *j, const struct dx_jnode *words, size_t text_n, struct dx_err *e)
{
    int rc = DX_OK;
    for (const struct dx_jnode *w = dx_json_first(j, words); w && rc == DX_OK; w = dx_json_next(j, w))
        rc = read_word(t, j, w, text_n, e);
    return rc;
}

/* Starts (or goes on with) the text that a page record belongs to. */
static int page_text(struct job *job, const struct dx_json *j, int page, struct dx_err *e)
{
    struct find *f = job->f;
    const struct dx_jnode *top = dx_json_top(j);
    struct dx_str id = dx_json_str(dx_json_get(j, top, "id")), layer = dx_json_str(dx_json_get(j, top, "layer"));
    struct dx_str text = dx_json_str(dx_json_get(j, top, "text")), item = dx_json_str(dx_json_get(j, top, "item"));
    int64_t offset = dx_json_int(dx_json_get(j, top, "offset"), -1);
    int layer_n = small(dx_json_int(dx_json_get(j, top, "n"), 0));
    struct text *t = offset < 0 ? &f->single : &f->chain;
    if (!id.n || !layer.n || layer.n >= sizeof t->layer)
        return dx_fail(e, DX_BAD, "malformed", "a page record without id or layer");
    bool goes_on = offset > 0 && t->open && offset == t->next && layer_n == t->layer_n && dx_str_is(layer, t->layer);
    int rc = goes_on ? DX_OK : text_finish(job, t, e);
    if (rc != DX_OK)
        return rc;
    if (!goes_on) {
        text_start(t, item);
        memcpy(t->layer, layer.p, layer.n);
        t->layer[layer.n] = '\0';
        t->layer_n = layer_n;
        t->whole = offset < 0 ? text : t->whole;
    }
    rc = text_part(t, page, id, e);
    if (rc == DX_OK && offset < 0)
        rc = read_words(t, j, dx_json_get(j, top, "words"), text.n, e);
    if (rc == DX_OK)
        rc = text_feed(job, t, text.p, text.n, offset < 0, e);
    if (rc == DX_OK && offset < 0 && strcmp(t->layer, "ocr") == 0)
        rc = dx_repair_codes(f->rules, text, put_code, job, e);
    t->next = offset + (int64_t)text.n;
    return rc;
}

/* One page record, copied: emitting moves the group's text. */
static int on_page(struct job *job, struct dx_str record, int page, struct dx_err *e)
{
    struct find *f = job->f;
    struct dx_err why = {0};
    dx_buf_reset(&f->line);
    dx_buf_add(&f->line, record.p, record.n);
    if (!dx_buf_ok(&f->line))
        return dx_fail_nomem(e);
    int rc = dx_json_parse(&f->json, f->line.p, f->line.len, &why);
    if (rc == DX_OK)
        rc = page_text(job, &f->json, page, &why);
    if (rc == DX_BAD)
        return dx_group_error(job->g, "find", page, &why, job->by, e);
    if (rc != DX_OK && e)
        *e = why;
    return rc;
}

static int find_group(void *state, struct dx_group *g, const char *by, struct dx_err *e)
{
    struct find *f = state;
    struct job job = {f, g, by, NULL};
    int rc = DX_OK;
    f->findings = 0;
    dx_idset_free(&f->zones);
    f->chain.open = f->single.open = false;
    uint32_t nth = 0;
    for (size_t i = 0; i < g->n && rc == DX_OK; i++) {
        bool page = g->lines[i].type == DX_T_PAGE;
        if ((!page && g->lines[i].type != DX_T_DOCUMENT) || !dx_group_turn(g, ++nth))
            continue;
        if (page)
            rc = on_page(&job, dx_group_line(g, i), g->lines[i].page, e);
        else
            rc = on_document(&job, dx_group_line(g, i), g->lines[i].page, e);
    }
    return rc == DX_OK ? text_finish(&job, &f->chain, e) : rc;
}

/* Runs of text of raw bytes. */
static int on_run(void *ctx, struct dx_str text, struct dx_err *e)
{
    struct job *j = ctx;
    int rc = text_feed(j, &j->f->single, text.p, text.n, false, e);
    dx_runs_forget(&j->f->runs, j->f->single.stream.offset);
    return rc;
}

static int feed_runs(struct job *j, const char *p, size_t n, bool last, struct dx_err *e)
{
    int rc = dx_runs_feed(&j->f->runs, p, n, last, on_run, j, e);
    return rc == DX_OK && last ? text_finish(j, &j->f->single, e) : rc;
}

static int find_raw(void *state, struct dx_group *g, const char *by, const char *p, size_t n, int64_t off, bool last, struct dx_err *e)
{
    struct find *f = state;
    struct job job = {f, g, by, NULL};
    int rc = DX_OK;
    if (!f->single.open) { /* the start, or where another worker was lost */
        f->findings = 0;
        dx_idset_free(&f->zones);
        text_start(&f->single, g->item.id.n ? g->item.id : DX_STR("-")); /* standard input has no hash yet */
        rc = text_part(&f->single, 0, (struct dx_str){NULL, 0}, e);
        if (rc == DX_OK)
            f->single.parts[0].at = f->binary ? 0 : -off;
        f->single.raw_bytes = f->binary;
        dx_runs_reset(&f->runs, off);
    }
    if (rc == DX_OK)
        rc = f->binary ? feed_runs(&job, p, n, last, e) : text_feed(&job, &f->single, p, n, last, e);
    if (rc != DX_OK)
        f->single.open = false;
    return rc;
}

/* libphonenumber and ICU compile and read much of theirs the first time that it is asked for, and the automaton makes its states as text asks
 * for them: 9 ms, which would be every fresh worker's. */
static void warm(void *state)
{
    static const char text[] =
        "Name: Mr. John Smith, tel 081-234-5678, +66 2 123 4567, mail a.b@example.com, https://www.example.com/x?y=1\n"
        "ชื่อ นาย สมชาย ใจดี โทร ๐๘๑-๒๓๔-๕๖๗๘ เลขประจำตัวประชาชน 1-2345-67890-12-1 บัญชี 123-4-56789-0 วันที่ 14 พ.ค. 2567\n"
        "အမည် ဦးအောင် ဖုန်း ၀၉-၄၅၀၁၂၃၄၅၆ မှတ်ပုံတင် ၁၂/ဒဂန(နိုင်)၁၂၃၄၅၆\n"
        "Telp 0812-3456-7890 NIK 3171234567890123 NPWP 01.234.567.8-901.000; tel. 012-345 6789 NRIC 900101-14-5678\n"
        "card 4111 1111 1111 1111 exp 12/29, IBAN DE89370400440532013000, SWIFT DEUTDEFF, IMEI 490154203237518, 192.0.2.1\n"
        "0x52908400098527886E0F7030069857D2E4169EE7 1BoatSLRHtKNngkdXEeobR76b53LETtpyT 13.7563,100.5018 THB 1,500.00\n"
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
        "passport AA1234567, flight TG 123, 2024-05-14 10:15, plate 1กข 1234, phone (212) 555-0123, 020 7946 0018, 13800138000\n";
    struct dx_group g = {0};
    struct dx_err e;
    find_raw(state, &g, "", text, sizeof text - 1, 0, true, &e);
    dx_group_free(&g);
}

const struct dx_stage dx_find_stage = {
    .name = "find", .tool = "dx-find", .emits = 1 << DX_T_FINDING | 1 << DX_T_DOCUMENT, .open = find_open, .close = find_close, .warm = warm,
    .describe = find_describe, .group = find_group, .raw = find_raw,
};
