/* find.c: the stage: records and bytes in, findings out */
#include "find/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "find/find_job.h"
#include "find/phone/phone_plan.h"
#include "find/scan/place.h"

#define MIN_SCORE 0.2

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
        free(texts[i]->level);
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
    free(f->rivals);
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
        rc = dx_phone_regions_told(f->region, e);
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

/* ---- a piece of text ---- */

/* Read from a picture, whose places are known. */
static bool is_recognised(const struct text *t) { return t->n_words && strcmp(t->layer, "ocr") == 0; }

static int on_piece(void *ctx, const struct dx_stream_piece *given, size_t *taken, struct dx_err *e)
{
    struct job *j = ctx;
    struct dx_stream_piece p = *given;
    int64_t at = p.offset - dx_find_part(j->t, p.offset)->at;
    if (j->t->raw_bytes) /* what stands in a program's bytes is of no country */
        p.piece.home = NULL;
    if (j->t->n == 1 && j->t->n_words) {
        p.piece.words = j->t->level;
        p.piece.n_words = j->t->n_words;
        p.piece.page = j->t->whole;
        p.piece.at = (size_t)at;
        p.piece.recognised = is_recognised(j->t);
    }
    int rc = DX_OK;
    if (p.first && dx_find_like_zone((struct dx_str){p.ahead.p, p.piece.to - p.piece.from}, p.ahead))
        rc = dx_find_zone(j, &p, taken, e);
    if (rc == DX_OK && p.piece.from < p.piece.to)
        rc = dx_find_joined(j, &p, e);
    if (rc == DX_OK && p.piece.from < p.piece.to)
        rc = dx_find_piece(j, &p, e);
    if (rc != DX_OK || p.piece.from >= p.piece.to)
        return rc;
    if (!p.piece.recognised)
        return dx_find_may_be_typed(p.piece.text) ? dx_find_repaired(j, &p, e) : DX_OK;
    rc = dx_find_gaps(j, &p, e);
    return rc == DX_OK ? dx_find_repaired(j, &p, e) : rc;
}

/* Lines that may hold a finding or a zone. */
static size_t glance(void *ctx, struct dx_str text, size_t at, size_t to, struct dx_glanced *g)
{
    enum { FAR = 1024 }; /* bytes that one of these looks through alone: what another sees nearer ends the glance, and they begin again behind it */
    const struct find *f = ctx;
    while (at < to) {
        const char *end = to - at > FAR ? memchr(text.p + at + FAR, '\n', to - at - FAR) : NULL;
        size_t stop = end ? (size_t)(end - text.p) + 1 : to;
        size_t first = dx_find_typed(text, at, dx_join_glance(text, at, dx_find_filler(text, at, dx_scan_glance(f->scan, text, at, stop, g))));
        if (first < stop)
            return first;
        at = stop;
    }
    return to;
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
    if (!DX_MORE(t->parts, t->n, t->cap))
        return dx_fail_nomem(e);
    struct part *p = &t->parts[t->n++];
    *p = (struct part){.at = t->end, .page = page};
    if (id.n)
        memcpy(p->id, id.p, id.n);
    return DX_OK;
}

static int text_feed(struct job *j, struct text *t, const char *p, size_t n, bool last, struct dx_err *e)
{
    j->t = t;
    t->stream.glance = is_recognised(t) ? NULL : glance; /* a cell of a table has nothing of its own that a glance would see */
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
    if (!DX_MORE(t->words, t->n_words, t->cap_words))
        return dx_fail_nomem(e);
    struct dx_box_word *w = &t->words[t->n_words++];
    *w = (struct dx_box_word){.start = (size_t)v[0], .end = (size_t)v[1], .confidence = n < 7 ? 1 : v[6]};
    for (int i = 0; i < 4; i++) /* pixels: anything beyond a million is nonsense */
        w->box[i] = (int)(v[2 + i] < -1e6 ? -1e6 : v[2 + i] > 1e6 ? 1e6 : v[2 + i]);
    return DX_OK;
}

static int read_words(struct text *t, const struct dx_json *j, const struct dx_jnode *words, struct dx_str text, struct dx_err *e)
{
    int rc = DX_OK;
    for (const struct dx_jnode *w = dx_json_first(j, words); w && rc == DX_OK; w = dx_json_next(j, w))
        rc = read_word(t, j, w, text.n, e);
    struct dx_box_word *level = rc == DX_OK && t->n_words ? realloc(t->level, t->n_words * sizeof *level) : NULL;
    if (!level)
        return rc == DX_OK && t->n_words ? dx_fail_nomem(e) : rc;
    t->level = level;
    dx_place_level(text, t->words, t->n_words, level);
    return DX_OK;
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
        rc = read_words(t, j, dx_json_get(j, top, "words"), text, e);
    if (rc == DX_OK)
        rc = text_feed(job, t, text.p, text.n, offset < 0, e);
    if (rc == DX_OK && offset < 0 && strcmp(t->layer, "ocr") == 0)
        rc = dx_repair_codes(f->rules, text, dx_find_code, job, e);
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
            rc = dx_find_document(&job, dx_group_line(g, i), g->lines[i].page, e);
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
