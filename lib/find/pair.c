/* pair.c: names to numbers */
#include "find/pair.h"

#include <stdlib.h>
#include <string.h>

#include "find/attrs.h"
#include "find/kit.h"
#include "find/name.h"
#include "find/name_words.h"
#include "find/phone_hint.h"

#define LABEL 192 /* bytes of a name */
#define SEEN 64   /* lines, a hash each: of a block and the few before it */
#define SEEN_LINE 192
#define NEAR 120  /* a name behind a number belongs to it within so many bytes */

static bool is_name(const struct dx_hit *h) { return dx_str_is(dx_rule_kind(h->rule), "name"); }

/* Does it belong to a person? */
static bool is_personal(const struct dx_hit *h) { return h->rule->kind && h->rule->kind->personal && !h->inner; }

/* Numbers of persons that lists and chats put before the name, as they do accounts. */
static bool is_listed(struct dx_str kind)
{
    return dx_str_is(kind, "id.nik") || dx_str_is(kind, "my.mykad") || dx_str_is(kind, "mm.nrc") || dx_str_is(kind, "pk.cnic") || dx_str_is(kind, "vn.cccd");
}

size_t dx_pair_anchors(const struct dx_hit *hits, size_t n, struct dx_name_anchor *out, size_t cap)
{
    size_t count = 0;
    for (size_t i = 0; i < n && count < cap; i++) {
        if (!is_personal(&hits[i]) || !dx_score_likely(&hits[i].score) || dx_str_is(dx_rule_kind(hits[i].rule), "email"))
            continue;
        bool account = hits[i].rule->kind->account || is_listed(dx_rule_kind(hits[i].rule)) || (dx_str_is(dx_rule_kind(hits[i].rule), "phone") && dx_phone_is_wallet(hits[i].context));
        out[count++] = (struct dx_name_anchor){hits[i].f_start, hits[i].f_end, account, hits[i].context.n > 0};
    }
    return count;
}

bool dx_pair_wanted(const struct dx_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_personal(&hits[i]))
            return true;
    return false;
}

static void set_label(struct dx_hit *h, struct dx_str name, struct dx_buf *arena)
{
    struct dx_buf attrs = DX_BUF_INIT;
    dx_buf_add(&attrs, arena->p + h->attrs, h->n_attrs);
    dx_attrs_text(&attrs, "label", name);
    size_t at = arena->len;
    dx_buf_add(arena, attrs.p, attrs.len);
    arena->oom |= attrs.oom;
    if (!attrs.oom) {
        h->attrs = at;
        h->n_attrs = attrs.len;
    }
    dx_buf_free(&attrs);
}

/* The nearest name of the line: before the hit, else close behind it. */
static const struct dx_hit *beside(const struct dx_hit *hits, size_t n, const struct dx_hit *h)
{
    const struct dx_hit *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (is_name(&hits[i]) && !hits[i].inner && hits[i].f_end <= h->f_start)
            best = &hits[i];
    for (size_t i = 0; i < n && !best; i++)
        if (is_name(&hits[i]) && !hits[i].inner && hits[i].f_start >= h->f_end && hits[i].f_start - h->f_end < NEAR)
            best = &hits[i];
    return best;
}

/* The first name that a line labels. */
struct first {
    struct dx_reading *reading;
    char name[LABEL];
    size_t n;
};

static int take_first(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct first *f = ctx;
    (void)e;
    if (f->reading->value.len < sizeof f->name && f->reading->weight + c->label > 1) {
        f->n = f->reading->value.len;
        memcpy(f->name, f->reading->value.p, f->n);
    }
    return DX_STOP;
}

static bool name_of_line(struct dx_str line, const struct dx_names *names, struct dx_reading *r, struct first *f)
{
    struct dx_scanner_text t = {.line = line, .names = names};
    f->reading = r; /* the rest of the name's room stays as it is */
    f->n = 0;
    dx_name_scan(&t, r, take_first, f, NULL);
    return f->n > 0;
}

/* What the lines were found to hold that stand around many numbers: most are asked for with each line below them. */
struct dx_pair_lines {
    struct seen {
        uint8_t n, n_name;
        char line[SEEN_LINE], name[LABEL];
    } seen[SEEN];
};

struct dx_pair_lines *dx_pair_lines_new(void) { return calloc(1, sizeof(struct dx_pair_lines)); }

void dx_pair_lines_free(struct dx_pair_lines *l) { free(l); }

static struct seen *place_of(struct dx_pair_lines *l, struct dx_str line)
{
    uint64_t h = line.n, w;
    for (size_t i = 0; i < line.n; i += sizeof w) {
        w = 0;
        memcpy(&w, line.p + i, line.n - i < sizeof w ? line.n - i : sizeof w);
        h = (h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }
    return &l->seen[h % SEEN];
}

/* The same as name_of_line, which asks for nothing but the line. */
static bool name_in(const struct dx_pair_text *t, struct dx_str line, struct dx_reading *r, struct first *f)
{
    if (!t->lines || line.n > SEEN_LINE)
        return name_of_line(line, t->names, r, f);
    struct seen *s = place_of(t->lines, line);
    if (s->n == line.n && (!line.n || memcmp(s->line, line.p, line.n) == 0)) {
        f->reading = r;
        f->n = s->n_name;
        memcpy(f->name, s->name, s->n_name);
        return f->n > 0;
    }
    name_of_line(line, t->names, r, f);
    s->n = (uint8_t)line.n;
    s->n_name = (uint8_t)f->n;
    memcpy(s->line, line.p, line.n);
    memcpy(s->name, f->name, f->n);
    return f->n > 0;
}

static bool has_number(struct dx_str line)
{
    int digits = 0;
    for (size_t i = 0; i < line.n; i++)
        digits += kit_is_digit(line.p[i]);
    return digits >= 6;
}

/* The nearest labelled name above; *first_number: in this block numbers stand before the names that they belong to. */
static bool name_above(const struct dx_pair_text *t, struct dx_reading *r, struct first *f, bool *first_number)
{
    struct dx_str block = t->block, line;
    struct first top;
    bool found = false;
    *first_number = false;
    for (size_t end = block.n; end > 0 && !found; end = (size_t)(line.p - block.p)) {
        line.n = end - (block.p[end - 1] == '\n');
        const char *before = line.n ? memrchr(block.p, '\n', line.n) : NULL;
        line.p = before ? before + 1 : block.p;
        line.n -= (size_t)(line.p - block.p);
        found = name_in(t, line, r, f);
    }
    if (block.n) {
        const char *end = memchr(block.p, '\n', block.n);
        line = (struct dx_str){block.p, end ? (size_t)(end - block.p) : block.n};
        *first_number = has_number(line) && !name_in(t, line, r, &top);
    }
    return found;
}

/* What stands before the first number of a line: "Somchai: 081…", "2. Ko Aung 09…". It must look like a name and be no label. */
static bool head_of_line(const struct dx_hit *h, struct dx_str line, struct dx_reading *r)
{
    struct dx_str head = {line.p, h->f_start};
    size_t at = 0;
    while (at < head.n && (kit_is_digit(head.p[at]) || strchr(" .)-*\t", head.p[at])))
        at++;
    head = kit_trim(kit_skip(head, at));
    bool marked = false;
    while (head.n && strchr(":-=,|\t ", head.p[head.n - 1])) {
        marked = marked || head.p[head.n - 1] != ' ';
        head.n--;
    }
    if (!head.n || head.n >= LABEL || h->context.n)
        return false;
    dx_name_read(r, head);
    return r->verdict != DX_VERDICT_NO && r->value.len < LABEL && r->weight >= (marked ? -2 : 0.4);
}

static bool find_label(const struct dx_hit *hits, size_t n, size_t i, const struct dx_pair_text *t, struct dx_reading *r, struct dx_str *name,
                       const struct dx_buf *arena, struct first *f)
{
    const struct dx_hit *h = &hits[i], *near = beside(hits, n, h);
    bool first_number = false;
    if (near) {
        *name = (struct dx_str){arena->p + near->value, near->n_value};
        return true;
    }
    if (i == 0 && head_of_line(h, t->line, r)) {
        *name = dx_buf_slice(&r->value);
        return true;
    }
    if (t->table)
        return false;
    bool above = name_above(t, r, f, &first_number);
    if (!above || first_number) {
        struct first under;
        if (t->below.n && name_in(t, t->below, r, &under)) {
            *f = under;
            above = true;
        }
    }
    *name = (struct dx_str){f->name, f->n};
    return above;
}

void dx_pair_names(struct dx_hit *hits, size_t n, const struct dx_pair_text *t, struct dx_buf *arena)
{
    struct dx_reading r = {0};
    struct first f;
    struct dx_str name;
    for (size_t i = 0; i < n && dx_buf_ok(arena); i++) {
        struct dx_str attrs = {arena->p + hits[i].attrs, hits[i].n_attrs};
        if (!is_personal(&hits[i]) || dx_attrs_get(attrs, "label").n || !find_label(hits, n, i, t, &r, &name, arena, &f))
            continue;
        char copy[LABEL]; /* the name may be in the arena, which moves */
        if (name.n < sizeof copy) {
            memcpy(copy, name.p, name.n);
            set_label(&hits[i], (struct dx_str){copy, name.n}, arena);
        }
    }
    dx_reading_free(&r);
}
