/* finding.c: writing finding records */
#include "find/finding.h"

#include <string.h>

#include "base/array.h"

/* A record has some thirty keys, and there may be millions of records: what is known beforehand is copied as it stands. */
#define PUT(b, literal) dx_buf_add((b), "" literal, sizeof literal - 1)

static void put_str(struct dx_buf *b, struct dx_str s) { dx_jw_str(&(struct dx_jw){b, false}, NULL, s); }

static void put_int(struct dx_buf *b, int64_t v) { dx_jw_int(&(struct dx_jw){b, false}, NULL, v); }

static void put_num(struct dx_buf *b, double v) { dx_jw_num(&(struct dx_jw){b, false}, NULL, v); }

/* Neither is negative. */
static void put_span(struct dx_buf *b, int64_t start, int64_t end)
{
    char *to = dx_buf_room(b, 2 * DX_DIGITS + 3), *p = to;
    if (!to)
        return;
    *p++ = '[';
    p = dx_put_digits(p, (uint64_t)start);
    *p++ = ',';
    p = dx_put_digits(p, (uint64_t)end);
    memcpy(p, "]", 2);
    b->len += (size_t)(p + 1 - to);
}

/* A string of our own making, which holds nothing that must be escaped. */
static void put_own(struct dx_buf *b, struct dx_str s)
{
    char *to = dx_buf_room(b, s.n + 2);
    if (!to)
        return;
    to[0] = '"';
    if (s.n)
        memcpy(to + 1, s.p, s.n);
    to[s.n + 1] = '"';
    to[s.n + 2] = '\0';
    b->len += s.n + 2;
}

/* "…" for each, with commas. */
static void put_names(struct dx_buf *b, const char *const *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            dx_buf_byte(b, ',');
        put_own(b, dx_str(s[i]));
    }
}

void dx_finding_id(struct dx_buf *b, char id[DX_ID_DIGITS + 1], const struct dx_place *at, struct dx_str kind, struct dx_str value)
{
    size_t from = b->len;
    dx_buf_byte(b, '[');
    put_str(b, at->of.n ? at->of : at->item);
    dx_buf_byte(b, ',');
    put_str(b, kind);
    dx_buf_byte(b, ',');
    put_str(b, value);
    dx_buf_byte(b, ',');
    if (at->start >= 0)
        put_span(b, at->start, at->end);
    else
        PUT(b, "null");
    dx_buf_byte(b, ']');
    id[0] = '\0';
    if (dx_buf_ok(b)) /* never the id of half an array */
        dx_record_id(id, (struct dx_str){b->p + from, b->len - from});
    b->len = from;
}

/* The same of a record that is written: its parts are there as they are told, but for an array's marks. */
struct told {
    size_t of, n_of, kind, n_kind, value, n_value, span, n_span; /* where they stand in the buffer */
};

static void id_of_told(struct dx_buf *b, char id[DX_ID_DIGITS + 1], const struct told *t)
{
    const size_t part[4][2] = {{t->of, t->n_of}, {t->kind, t->n_kind}, {t->value, t->n_value}, {t->span, t->n_span}};
    char *to = dx_buf_room(b, t->n_of + t->n_kind + t->n_value + t->n_span + 9), *p = to;
    if (!to)
        return;
    *p++ = '[';
    for (int i = 0; i < 4; i++) {
        if (part[i][1])
            memcpy(p, b->p + part[i][0], part[i][1]);
        else
            memcpy(p, "null", 4);
        p += part[i][1] ? part[i][1] : 4;
        *p++ = i < 3 ? ',' : ']';
    }
    dx_record_id(id, (struct dx_str){to, (size_t)(p - to)});
    *to = '\0';
}

static void put_box(struct dx_buf *b, const int box[4])
{
    for (int i = 0; i < 4; i++) {
        dx_buf_byte(b, i ? ',' : '[');
        put_int(b, box[i]);
    }
    dx_buf_byte(b, ']');
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
    size_t lo, n = 0, end = 0;
    size_t from = (size_t)at->start, to = (size_t)at->end;
    DX_FIRST(lo, 0, at->n_words, at->words[lo].end > from);
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

static void write_boxes(struct dx_buf *b, const struct dx_place *at)
{
    int boxes[LINES][4], all[4];
    size_t n = at->start >= 0 ? boxes_of(at, boxes) : 0;
    if (n) {
        enclose_all(all, boxes, n);
        PUT(b, ",\"box\":");
        put_box(b, all);
    } else if (at->box.n) {
        PUT(b, ",\"box\":");
        dx_buf_add(b, at->box.p, at->box.n);
    }
    for (size_t i = 0; n > 1 && i < n; i++) {
        if (i)
            dx_buf_byte(b, ',');
        else
            PUT(b, ",\"boxes\":[");
        put_box(b, boxes[i]);
    }
    if (n > 1)
        dx_buf_byte(b, ']');
    if (at->quad.n) {
        PUT(b, ",\"quad\":");
        dx_buf_add(b, at->quad.p, at->quad.n);
    }
}

static void write_why(struct dx_buf *b, const struct dx_finding *f)
{
    PUT(b, ",\"why\":{");
    if (f->checksum && f->verdict == DX_VERDICT_PASS)
        PUT(b, "\"checksum\":true,");
    else if (f->checksum && f->verdict != DX_VERDICT_FORM)
        PUT(b, "\"checksum\":false,");
    if (f->context.n) {
        PUT(b, "\"context\":");
        put_str(b, f->context);
        dx_buf_byte(b, ',');
    }
    PUT(b, "\"parts\":[");
    for (size_t i = 0; i < f->score->n; i++) {
        if (i)
            PUT(b, ",[");
        else
            dx_buf_byte(b, '[');
        put_own(b, dx_part_name(f->score->part[i].of));
        dx_buf_byte(b, ',');
        put_num(b, f->score->part[i].weight);
        dx_buf_byte(b, ']');
    }
    PUT(b, "],\"repairs\":["); /* [byte in raw, read, taken] */
    for (size_t i = 0; i < f->n_repairs; i++) {
        if (i)
            dx_buf_byte(b, ',');
        dx_buf_byte(b, '[');
        put_int(b, (int64_t)f->repairs[i].at);
        dx_buf_byte(b, ',');
        put_str(b, f->repairs[i].read);
        dx_buf_byte(b, ',');
        put_str(b, dx_str(f->repairs[i].taken));
        dx_buf_byte(b, ']');
    }
    PUT(b, "]}");
}

/* The pieces of a thing that goes on after a line end; nothing for one that doesn't. */
static void write_spans(struct dx_buf *b, const struct dx_place *at)
{
    if (at->start < 0 || !at->raw.n || !memchr(at->raw.p, '\n', at->raw.n))
        return;
    PUT(b, ",\"spans\":[");
    size_t n = 0;
    for (size_t i = 0; i < at->n_spans; i++) {
        if (n++)
            dx_buf_byte(b, ',');
        put_span(b, at->spans[i][0], at->spans[i][1]);
    }
    for (size_t from = 0, i = 0; !at->n_spans && i <= at->raw.n; i++) {
        bool end = i == at->raw.n || at->raw.p[i] == '\n';
        if (end && i > from) {
            int64_t span[2] = {at->start + (int64_t)from, at->start + (int64_t)i};
            if (at->runs)
                dx_runs_span(at->runs, at->in_text + (int64_t)from, at->in_text + (int64_t)i, span);
            if (n++)
                dx_buf_byte(b, ',');
            put_span(b, span[0], span[1]);
        }
        from = end ? i + 1 : from;
    }
    dx_buf_byte(b, ']');
}

static void write_place(struct dx_buf *b, const struct dx_place *at, struct told *told)
{
    PUT(b, ",\"item\":");
    told->of = b->len;
    put_str(b, at->item);
    told->n_of = b->len - told->of;
    if (at->page > 0) {
        PUT(b, ",\"page\":");
        put_int(b, at->page);
    }
    if (at->of.n) {
        PUT(b, ",\"of\":");
        told->of = b->len;
        put_str(b, at->of);
        told->n_of = b->len - told->of;
    }
    if (at->start >= 0) {
        PUT(b, ",\"span\":");
        told->span = b->len;
        put_span(b, at->start, at->end);
        told->n_span = b->len - told->span;
    }
    write_spans(b, at);
    write_boxes(b, at);
}

void dx_finding_write(struct dx_buf *b, const struct dx_finding *f, const struct dx_place *at, const char *by)
{
    static const char blank[] = "0000000000000000";
    _Static_assert(sizeof blank == DX_ID_DIGITS + 1, "as long as an id");
    char room[DX_ID_DIGITS + 1] = "", *id = f->id ? f->id : room;
    struct told told = {0};
    const char *charset = at->runs ? dx_runs_charset(at->runs, at->in_text) : NULL;
    for (size_t i = 0; i < f->n_rivals; i++)
        b->oom |= !f->rivals[i][0];
    PUT(b, "{\"type\":\"finding\",\"id\":");
    size_t hole = b->len + 1;
    put_own(b, (struct dx_str){id[0] ? id : blank, DX_ID_DIGITS});
    PUT(b, ",\"kind\":");
    told.kind = b->len;
    put_str(b, f->kind);
    told.n_kind = b->len - told.kind;
    PUT(b, ",\"value\":");
    told.value = b->len;
    put_str(b, f->value);
    told.n_value = b->len - told.value;
    PUT(b, ",\"key\":");
    put_str(b, f->key);
    PUT(b, ",\"raw\":");
    put_str(b, at->raw);
    write_place(b, at, &told);
    PUT(b, ",\"score\":");
    put_num(b, dx_score_probability(f->score));
    write_why(b, f);
    PUT(b, ",\"attrs\":{");
    dx_buf_add(b, f->attrs.p, f->attrs.n);
    dx_buf_byte(b, '}');
    if (f->n_alerts) {
        PUT(b, ",\"alerts\":[");
        put_names(b, f->alerts, f->n_alerts);
        dx_buf_byte(b, ']');
    }
    PUT(b, ",\"rivals\":[");
    put_names(b, f->rivals, f->n_rivals);
    dx_buf_byte(b, ']');
    if (charset) {
        PUT(b, ",\"charset\":");
        put_own(b, dx_str(charset));
    }
    PUT(b, ",\"by\":");
    put_own(b, dx_str(by));
    PUT(b, "}\n");
    if (id[0] || !dx_buf_ok(b))
        return;
    id_of_told(b, id, &told);
    b->oom |= !id[0]; /* never a record without */
    if (dx_buf_ok(b))
        memcpy(b->p + hole, id, DX_ID_DIGITS);
}
