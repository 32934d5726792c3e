/* finding.c: writing finding records */
#include "find/finding.h"

#include <string.h>

static void write_span(struct dx_jw *w, const char *key, int64_t start, int64_t end)
{
    dx_jw_arr(w, key);
    dx_jw_int(w, NULL, start);
    dx_jw_int(w, NULL, end);
    dx_jw_arr_end(w);
}

void dx_finding_id(struct dx_buf *b, char id[DX_ID_DIGITS + 1], const struct dx_place *at, struct dx_str kind, struct dx_str value)
{
    struct dx_jw w = {b, false};
    size_t from = b->len;
    dx_jw_arr(&w, NULL);
    dx_jw_str(&w, NULL, at->of.n ? at->of : at->item);
    dx_jw_str(&w, NULL, kind);
    dx_jw_str(&w, NULL, value);
    if (at->start >= 0)
        write_span(&w, NULL, at->start, at->end);
    else
        dx_jw_raw(&w, NULL, DX_STR("null"));
    dx_jw_arr_end(&w);
    id[0] = '\0';
    if (dx_buf_ok(b)) /* never the id of half an array */
        dx_record_id(id, (struct dx_str){b->p + from, b->len - from});
    b->len = from;
}

static void write_box(struct dx_jw *w, const char *key, const int box[4])
{
    dx_jw_arr(w, key);
    for (int i = 0; i < 4; i++)
        dx_jw_int(w, NULL, box[i]);
    dx_jw_arr_end(w);
}

/* Widens box a (x, y, w, h) to enclose b, too. */
static void enclose(int a[4], const int b[4])
{
    int64_t right = (int64_t)a[0] + a[2] > (int64_t)b[0] + b[2] ? (int64_t)a[0] + a[2] : (int64_t)b[0] + b[2];
    int64_t below = (int64_t)a[1] + a[3] > (int64_t)b[1] + b[3] ? (int64_t)a[1] + a[3] : (int64_t)b[1] + b[3];
    a[0] = b[0] < a[0] ? b[0] : a[0];
    a[1] = b[1] < a[1] ? b[1] : a[1];
    a[2] = (int)(right - a[0] > INT32_MAX ? INT32_MAX : right - a[0]);
    a[3] = (int)(below - a[1] > INT32_MAX ? INT32_MAX : below - a[1]);
}

#define LINES 8 /* of one finding: more are enclosed in the last box */

/* The boxes of the words that the span touches, one for each line of text; returns how many. */
static size_t boxes_of(const struct dx_place *at, int boxes[LINES][4])
{
    size_t lo = 0, hi = at->n_words, n = 0, end = 0;
    size_t from = (size_t)at->start, to = (size_t)at->end;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (at->words[mid].end <= from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < at->n_words && at->words[lo].start < to; lo++) {
        const struct dx_box_word *word = &at->words[lo];
        bool next = n == 0 || (word->start <= at->text.n && word->start > end && n < LINES &&
                               memchr(at->text.p + end, '\n', word->start - end) != NULL);
        if (next)
            memcpy(boxes[n++], word->box, sizeof boxes[0]);
        else
            enclose(boxes[n - 1], word->box);
        end = word->end;
    }
    return n;
}

static void enclose_all(int all[4], int (*boxes)[4], size_t n)
{
    memcpy(all, boxes[0], sizeof boxes[0]);
    for (size_t i = 1; i < n; i++)
        enclose(all, boxes[i]);
}

bool dx_place_box(const struct dx_place *at, int box[4])
{
    int boxes[LINES][4];
    size_t n = at->start >= 0 ? boxes_of(at, boxes) : 0;
    if (n)
        enclose_all(box, boxes, n);
    return n > 0;
}

static void write_boxes(struct dx_jw *w, const struct dx_place *at)
{
    int boxes[LINES][4], all[4];
    size_t n = at->start >= 0 ? boxes_of(at, boxes) : 0;
    if (n) {
        enclose_all(all, boxes, n);
        write_box(w, "box", all);
    } else if (at->box.n) {
        dx_jw_raw(w, "box", at->box);
    }
    if (n > 1) {
        dx_jw_arr(w, "boxes");
        for (size_t i = 0; i < n; i++)
            write_box(w, NULL, boxes[i]);
        dx_jw_arr_end(w);
    }
    if (at->quad.n)
        dx_jw_raw(w, "quad", at->quad);
}

static void write_why(struct dx_jw *w, const struct dx_finding *f)
{
    dx_jw_obj(w, "why");
    if (f->checksum && f->verdict != DX_VERDICT_FORM)
        dx_jw_bool(w, "checksum", f->verdict == DX_VERDICT_PASS);
    if (f->context.n)
        dx_jw_str(w, "context", f->context);
    dx_jw_arr(w, "parts");
    for (size_t i = 0; i < f->score->n; i++) {
        dx_jw_arr(w, NULL);
        dx_jw_cstr(w, NULL, f->score->part[i].name);
        dx_jw_num(w, NULL, f->score->part[i].weight);
        dx_jw_arr_end(w);
    }
    dx_jw_arr_end(w);
    dx_jw_arr(w, "repairs"); /* [byte in raw, read, taken] */
    for (size_t i = 0; i < f->n_repairs; i++) {
        dx_jw_arr(w, NULL);
        dx_jw_int(w, NULL, (int64_t)f->repairs[i].at);
        dx_jw_str(w, NULL, f->repairs[i].read);
        dx_jw_str(w, NULL, (struct dx_str){&f->repairs[i].taken, 1});
        dx_jw_arr_end(w);
    }
    dx_jw_arr_end(w);
    dx_jw_obj_end(w);
}

/* The pieces of a thing that goes on after a line end; nothing for one that doesn't. */
static void write_spans(struct dx_jw *w, const struct dx_place *at)
{
    if (at->start < 0 || !at->raw.n || !memchr(at->raw.p, '\n', at->raw.n))
        return;
    dx_jw_arr(w, "spans");
    for (size_t i = 0; i < at->n_spans; i++)
        write_span(w, NULL, at->spans[i][0], at->spans[i][1]);
    for (size_t from = 0, i = 0; !at->n_spans && i <= at->raw.n; i++) {
        bool end = i == at->raw.n || at->raw.p[i] == '\n';
        if (end && i > from) {
            int64_t span[2] = {at->start + (int64_t)from, at->start + (int64_t)i};
            if (at->runs)
                dx_runs_span(at->runs, at->in_text + (int64_t)from, at->in_text + (int64_t)i, span);
            write_span(w, NULL, span[0], span[1]);
        }
        from = end ? i + 1 : from;
    }
    dx_jw_arr_end(w);
}

static void write_place(struct dx_jw *w, const struct dx_place *at)
{
    dx_jw_str(w, "item", at->item);
    if (at->page > 0)
        dx_jw_int(w, "page", at->page);
    if (at->of.n)
        dx_jw_str(w, "of", at->of);
    if (at->start >= 0)
        write_span(w, "span", at->start, at->end);
    write_spans(w, at);
    write_boxes(w, at);
}

void dx_finding_write(struct dx_buf *b, const struct dx_finding *f, const struct dx_place *at, const char *by)
{
    struct dx_jw w = {b, false};
    char room[DX_ID_DIGITS + 1];
    const char *id = f->id ? f->id : room;
    if (!f->id)
        dx_finding_id(b, room, at, f->kind, f->value);
    b->oom |= !id[0];
    for (size_t i = 0; i < f->n_rivals; i++)
        b->oom |= !f->rivals[i][0];
    dx_jw_obj(&w, NULL);
    dx_jw_cstr(&w, "type", "finding");
    dx_jw_cstr(&w, "id", id);
    dx_jw_str(&w, "kind", f->kind);
    dx_jw_str(&w, "value", f->value);
    dx_jw_str(&w, "key", f->key);
    dx_jw_str(&w, "raw", at->raw);
    write_place(&w, at);
    dx_jw_num(&w, "score", dx_score_probability(f->score));
    write_why(&w, f);
    dx_jw_raw(&w, "attrs", DX_STR("{"));
    dx_buf_add(b, f->attrs.p, f->attrs.n);
    dx_buf_byte(b, '}');
    if (f->n_alerts) {
        dx_jw_arr(&w, "alerts");
        for (size_t i = 0; i < f->n_alerts; i++)
            dx_jw_cstr(&w, NULL, f->alerts[i]);
        dx_jw_arr_end(&w);
    }
    dx_jw_arr(&w, "rivals");
    for (size_t i = 0; i < f->n_rivals; i++)
        dx_jw_cstr(&w, NULL, f->rivals[i]);
    dx_jw_arr_end(&w);
    if (at->runs && dx_runs_charset(at->runs, at->in_text))
        dx_jw_cstr(&w, "charset", dx_runs_charset(at->runs, at->in_text));
    dx_jw_cstr(&w, "by", by);
    dx_jw_obj_end(&w);
    dx_buf_byte(b, '\n');
}
