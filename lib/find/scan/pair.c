/* pair.c: names to numbers */
#include "find/scan/pair.h"

#include <stdlib.h>
#include <string.h>

#include "find/check/attrs.h"
#include "find/scan/beside.h"
#include "find/check/kit.h"
#include "find/name/name.h"
#include "find/name/name_words.h"
#include "find/phone/phone_hint.h"

#define LABEL 192 /* bytes of a name */
#define SEEN 64   /* lines, a hash each: of a block and the few before it */
#define SEEN_LINE 192
#define NAMELESS 2048 /* bytes of a block */
#define SOME_DIGITS 6
#define A_NUMBER 9 /* digits: more than a date has */
#define CLOSE 3    /* lines above that a name may stand alone in */
#define BESIDE 64  /* findings before and behind a number that are looked at: a line may hold thousands */
#define NEAR 120  /* a name behind a number belongs to it within so many bytes */

static bool is_name(const struct dx_hit *h)
{
    struct dx_str kind = h->rule->kind ? h->rule->kind->kind : h->rule->key;
    return kind.n == 4 && memcmp(kind.p, "name", 4) == 0;
}

/* Does it belong to a person? */
static bool is_personal(const struct dx_hit *h) { return h->rule->kind && h->rule->kind->personal && !h->inner; }

/* Numbers of persons that lists and chats put before the name, as they do accounts. */
static bool is_listed(struct dx_str kind)
{
    return dx_str_is(kind, "card") || dx_str_is(kind, "id.nik") || dx_str_is(kind, "my.mykad") || dx_str_is(kind, "mm.nrc") || dx_str_is(kind, "pk.cnic") || dx_str_is(kind, "vn.cccd");
}

/* By place; equal ones are the same whichever hit they are of. */
static bool stands_before(const struct dx_name_anchor *a, const struct dx_name_anchor *b)
{
    if (a->start != b->start)
        return a->start < b->start;
    if (a->end != b->end)
        return a->end > b->end;
    return a->account != b->account ? a->account : a->labelled && !b->labelled;
}

size_t dx_pair_anchors(const struct dx_hit *hits, size_t n, struct dx_name_anchor *out, size_t cap)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_personal(&hits[i]) || !dx_score_likely(&hits[i].score) || dx_str_is(dx_rule_kind(hits[i].rule), "email"))
            continue;
        bool account = hits[i].rule->kind->account || is_listed(dx_rule_kind(hits[i].rule)) || (dx_str_is(dx_rule_kind(hits[i].rule), "phone") && dx_phone_is_wallet(hits[i].context));
        struct dx_name_anchor a = {hits[i].f_start, hits[i].f_end, account, hits[i].context.n > 0};
        size_t at = count;
        while (at > 0 && stands_before(&a, &out[at - 1]))
            at--;
        if (at == cap)
            continue;
        count += count < cap;
        memmove(out + at + 1, out + at, (count - at - 1) * sizeof *out);
        out[at] = a;
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

static bool is_own_name(const struct dx_hit *h) { return is_name(h) && !h->inner && h->context.p != dx_name_sender; }

/* Do the numbers of the line, in which there are names, stand before those that they belong to: "081… Somchai, 082… Malee"? */
static bool numbers_first(const struct dx_hit *hits, size_t n, size_t names)
{
    size_t first = 0;
    while (first < n && !is_own_name(&hits[first]) && !(is_personal(&hits[first]) && dx_score_likely(&hits[first].score)))
        first++;
    return names > 1 && !is_name(&hits[first]);
}

/* What of the line stands next to a hit. */
struct sides {
    const struct dx_hit *before, *behind; /* the nearest names */
    bool parted;        /* another's number stands between the name before and the hit */
    size_t from, to;    /* the line between the findings before and behind */
    bool names, numbers_first; /* names: any are there; in the line */
};

static bool is_sure(const struct dx_hit *h) { return dx_score_likely(&h->score) && !h->inner; }

/* Of the last BESIDE hits, so that a line of thousands isn't walked over from each: how far those up to there reach, and the last name among them. */
struct trail {
    size_t reach[BESIDE], name[BESIDE]; /* name: its place and one */
};

static void go_past(struct trail *tr, const struct dx_hit *hits, size_t at)
{
    const struct dx_hit *h = &hits[at];
    size_t reach = at ? tr->reach[(at - 1) % BESIDE] : 0, name = at ? tr->name[(at - 1) % BESIDE] : 0;
    tr->reach[at % BESIDE] = is_sure(h) && h->f_end > reach ? h->f_end : reach;
    tr->name[at % BESIDE] = is_own_name(h) ? at + 1 : name;
}

/* Hits are sorted by start. */
static void look_before(struct sides *s, const struct trail *tr, const struct dx_hit *hits, size_t at)
{
    size_t least = at > BESIDE ? at - BESIDE : 0, start = hits[at].f_start, name = at ? tr->name[(at - 1) % BESIDE] : 0;
    for (size_t i = at; i > least && tr->reach[(i - 1) % BESIDE] > s->from; i--)
        if (is_sure(&hits[i - 1]) && hits[i - 1].f_end <= start && hits[i - 1].f_end > s->from)
            s->from = hits[i - 1].f_end;
    while (name > least && hits[name - 1].f_end > start)
        name = name > least + 1 ? tr->name[(name - 2) % BESIDE] : 0;
    s->before = name > least ? &hits[name - 1] : NULL;
    for (size_t i = at; s->before && i > name && !s->parted; i--)
        s->parted = is_personal(&hits[i - 1]) && is_sure(&hits[i - 1]) && hits[i - 1].f_start >= s->before->f_end && hits[i - 1].f_end <= start;
}

static void look_behind(struct sides *s, const struct dx_hit *hits, size_t n, size_t at)
{
    size_t last = n - at > BESIDE ? at + BESIDE : n, end = hits[at].f_end;
    bool parted = false, looked = !s->names;
    for (size_t i = at + 1; i < last && !(parted && (looked || hits[i].f_start >= end + NEAR)); i++) {
        if (hits[i].f_start < end)
            continue;
        if (!looked && hits[i].f_start - end < NEAR && is_own_name(&hits[i]))
            looked = (s->behind = &hits[i]) != NULL;
        if (!parted && is_sure(&hits[i])) {
            s->to = hits[i].f_start;
            parted = true;
        }
    }
}

/* Are they columns of a form that is set in several: more blanks, or a tab, between the two? */
static bool in_columns(struct dx_str line, size_t from, size_t to)
{
    struct dx_str t = {line.p + from, to - from};
    return memchr(t.p, '\t', t.n) || memmem(t.p, t.n, "   ", 3);
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
        uint8_t n, n_name, n_alone, known; /* known: of what follows */
        char line[SEEN_LINE], name[LABEL], alone[LABEL]; /* the name in it; the name that it is */
    } seen[SEEN];
    size_t n_nameless;
    char nameless[NAMELESS]; /* the last lines that no name is in, nor the start of a contact: most of the next block */
};

struct dx_pair_lines *dx_pair_lines_new(void) { return calloc(1, sizeof(struct dx_pair_lines)); }

void dx_pair_lines_free(struct dx_pair_lines *l) { free(l); }

static uint64_t mixed(uint64_t h, const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return (h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
}

static struct seen *place_of(struct dx_pair_lines *l, struct dx_str line)
{
    char few[sizeof(uint64_t)] = {0};
    uint64_t h = line.n;
    size_t i = 0;
    for (; i + sizeof few < line.n; i += sizeof few) {
        h = mixed(h, line.p + i);
        h ^= h >> 32;
    }
    if (i > 0) /* the last eight bytes: some of them were there before */
        h = mixed(h, line.p + line.n - sizeof few);
    else if (line.n)
        h = mixed(h, memcpy(few, line.p, line.n));
    return &l->seen[(h ^ h >> 32) % SEEN];
}

enum { NAME = 1, ALONE = 2 };

/* What is kept of a line: nothing yet, if it wasn't there. NULL: lines aren't kept, or it is too long. */
static struct seen *seen_line(const struct dx_pair_text *t, struct dx_str line)
{
    if (!t->lines || line.n > SEEN_LINE)
        return NULL;
    struct seen *s = place_of(t->lines, line);
    if (s->known && s->n == line.n && (!line.n || memcmp(s->line, line.p, line.n) == 0))
        return s;
    s->n = (uint8_t)line.n;
    s->known = 0;
    if (line.n)
        memcpy(s->line, line.p, line.n);
    return s;
}

/* The same as name_of_line, which asks for nothing but the line. */
static bool name_in(const struct dx_pair_text *t, struct dx_str line, struct dx_reading *r, struct first *f)
{
    struct seen *s = seen_line(t, line);
    if (!s)
        return name_of_line(line, t->names, r, f);
    if (s->known & NAME) {
        f->reading = r;
        f->n = s->n_name;
        memcpy(f->name, s->name, s->n_name);
        return f->n > 0;
    }
    name_of_line(line, t->names, r, f);
    s->known |= NAME;
    s->n_name = (uint8_t)f->n;
    memcpy(s->name, f->name, f->n);
    return f->n > 0;
}

/* The same as dx_beside_line, as far as the value of the reading goes. */
static bool is_name_alone(const struct dx_pair_text *t, struct dx_str line, struct dx_reading *r)
{
    struct seen *s = seen_line(t, line);
    if (s && s->known & ALONE) {
        dx_reading_reset(r);
        dx_buf_add(&r->value, s->alone, s->n_alone);
        return s->n_alone > 0;
    }
    bool found = dx_beside_line(t->names, line, r);
    size_t n = found ? r->value.len : 0;
    if (!s || n > sizeof s->alone || (found && n == 0))
        return found;
    s->known |= ALONE;
    s->n_alone = (uint8_t)n;
    if (n)
        memcpy(s->alone, r->value.p, n);
    return found;
}

/* The last line of a block, which is taken off it. */
static struct dx_str last_line(struct dx_str *block)
{
    size_t n = block->n - (block->p[block->n - 1] == '\n');
    const char *before = n ? memrchr(block->p, '\n', n) : NULL, *from = before ? before + 1 : block->p;
    block->n = (size_t)(from - block->p);
    return (struct dx_str){from, n - block->n};
}

/* Where a contact begins, no name of another one above belongs to its numbers. */
static bool opens_contact(struct dx_str line) { return kit_starts(line, "BEGIN:VCARD"); }

/* Are they, all of them, lines at the end of those that hold no name? */
static bool is_nameless(const struct dx_pair_lines *l, struct dx_str block)
{
    if (!l || !block.n || block.n > l->n_nameless)
        return false;
    size_t at = l->n_nameless - block.n;
    return (at == 0 || l->nameless[at - 1] == '\n') && memcmp(l->nameless + at, block.p, block.n) == 0;
}

static void keep_nameless(struct dx_pair_lines *l, struct dx_str block)
{
    if (!l || !block.n || block.n > sizeof l->nameless)
        return;
    memcpy(l->nameless, block.p, block.n);
    l->n_nameless = block.n;
}

/* The nearest labelled name above. A line with a name and a number is a record of its own, to which nothing but a field (field: what is asked
 * for is one) can still belong. */
static bool name_above(const struct dx_pair_text *t, bool field, struct dx_reading *r, struct first *f)
{
    for (struct dx_str block = t->block; block.n && !is_nameless(t->lines, block);) {
        struct dx_str line = last_line(&block);
        if (opens_contact(line))
            return false;
        if (name_in(t, line, r, f))
            return field || kit_count_digits(line) < A_NUMBER;
    }
    keep_nameless(t->lines, t->block);
    return false;
}

/* Do the numbers of this block stand before their names? */
static bool first_is_number(const struct dx_pair_text *t, struct dx_reading *r)
{
    struct first top;
    const char *end = t->block.n ? memchr(t->block.p, '\n', t->block.n) : NULL;
    struct dx_str line = {t->block.p, end ? (size_t)(end - t->block.p) : t->block.n};
    return line.n && kit_count_digits(line) >= SOME_DIGITS && !name_in(t, line, r, &top);
}

/* A name that is a line of its own, a few lines above. */
static bool line_above(const struct dx_pair_text *t, struct dx_reading *r)
{
    struct dx_str block = t->block;
    for (int k = 0; k < CLOSE && block.n; k++) {
        struct dx_str line = last_line(&block);
        if (kit_count_digits(line) >= SOME_DIGITS || opens_contact(line))
            return false;
        if (line.n < LABEL && is_name_alone(t, line, r))
            return true;
    }
    return false;
}

/* What stands before the first number of a line: "Somchai: 081…", "2. Ko Aung 09…". It must look like a name and be no label. */
static bool head_of_line(const struct dx_names *names, const struct dx_hit *h, struct dx_str line, struct dx_reading *r)
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
    if (!head.n || head.n >= LABEL || h->context.n || dx_name_others(names, head))
        return false;
    dx_name_read(r, head);
    return r->verdict != DX_VERDICT_NO && r->value.len < LABEL && r->weight >= (marked ? -2 : 0.4);
}

/* A name of its line. */
static bool in_line(const struct dx_hit *hits, const struct dx_hit *h, const struct sides *s, const struct dx_pair_text *t, struct dx_reading *r,
                    struct dx_str *name, const struct dx_buf *arena)
{
    struct dx_str before = {t->line.p + s->from, h->f_start - s->from}, behind = {t->line.p + h->f_end, s->to - h->f_end};
    const struct dx_hit *near = s->behind && (!s->before || s->numbers_first) ? s->behind : s->before;
    if (near && (near == s->behind || !s->parted)) {
        *name = (struct dx_str){arena->p + near->value, near->n_value};
        return true;
    }
    if ((h == hits && head_of_line(t->names, h, t->line, r)) || dx_beside_before(t->names, before, h->context, r) || dx_beside_behind(t->names, behind, s->to < t->line.n, h->context.n > 0, r)) {
        *name = dx_buf_slice(&r->value);
        return name->n < LABEL;
    }
    if (near)
        *name = (struct dx_str){arena->p + near->value, near->n_value};
    return near != NULL;
}

/* A name of the lines around. */
static bool around(const struct dx_hit *h, const struct sides *s, struct dx_pair_text *t, struct dx_reading *r, struct dx_str *name, struct first *f)
{
    if (t->fold)
        t->fold(t);
    t->fold = NULL;
    struct dx_str gap = {t->line.p + s->from, h->f_start - s->from};
    bool field = !(s->from && kit_count_digits(gap)) && dx_beside_field(gap, h->context);
    *name = (struct dx_str){f->name, 0};
    if (name_above(t, field, r, f) && !first_is_number(t, r))
        *name = (struct dx_str){f->name, f->n};
    else if (field && t->below.n && kit_count_digits(t->below) < A_NUMBER && name_in(t, t->below, r, f))
        *name = (struct dx_str){f->name, f->n};
    else if (field && (line_above(t, r) || (t->below.n && t->below.n < LABEL && is_name_alone(t, t->below, r))))
        *name = dx_buf_slice(&r->value);
    return name->n > 0 && name->n < LABEL;
}

/* What stands next to hit i, of n. */
static bool find_label(const struct dx_hit *hits, size_t n, size_t i, struct sides s, const struct trail *tr, struct dx_pair_text *t, struct dx_reading *r,
                       struct dx_str *name, const struct dx_buf *arena, struct first *f)
{
    const struct dx_hit *h = &hits[i];
    look_before(&s, tr, hits, i);
    look_behind(&s, hits, n, i);
    bool columns = !s.before && s.behind && h->context.n && !t->table && in_columns(t->line, h->f_end, s.behind->f_start);
    bool found = (columns && around(h, &s, t, r, name, f)) || in_line(hits, h, &s, t, r, name, arena) || (!t->table && around(h, &s, t, r, name, f));
    return found && !dx_beside_house((struct dx_str){t->line.p + s.from, h->f_start - s.from});
}

/* Does it have a label already? Most have not a word of one among their attributes. */
static bool is_labelled(const struct dx_hit *h, const struct dx_buf *arena)
{
    static const char name[] = "label\":";
    struct dx_str attrs = {arena->p + h->attrs, h->n_attrs};
    const char *at = attrs.n ? attrs.p : NULL, *end = attrs.p + attrs.n;
    while (at && (at = memchr(at, 'l', (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) > sizeof name && memcmp(at, name, sizeof name - 1) == 0)
            return dx_attrs_get(attrs, "label").n;
        at++;
    }
    return false;
}

void dx_pair_names(struct dx_hit *hits, size_t n, struct dx_pair_text *t, struct dx_buf *arena)
{
    struct dx_reading r = {0};
    struct first f;
    struct dx_str name;
    struct trail trail;
    size_t names = 0;
    for (size_t i = 0; i < n; i++)
        names += is_own_name(&hits[i]);
    const struct sides sides = {.to = t->line.n, .names = names > 0, .numbers_first = numbers_first(hits, n, names)};
    for (size_t i = 0; i < n && dx_buf_ok(arena); go_past(&trail, hits, i++)) {
        if (!is_personal(&hits[i]) || is_labelled(&hits[i], arena) || !find_label(hits, n, i, sides, &trail, t, &r, &name, arena, &f))
            continue;
        char copy[LABEL]; /* the name may be in the arena, which moves */
        if (name.n < sizeof copy) {
            memcpy(copy, name.p, name.n);
            set_label(&hits[i], (struct dx_str){copy, name.n}, arena);
        }
    }
    dx_reading_free(&r);
}
