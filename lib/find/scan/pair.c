/* pair.c: names to numbers */
#include "find/scan/pair.h"

#include <string.h>

#include "find/check/attrs.h"
#include "find/scan/beside.h"
#include "find/text/chars.h"
#include "find/name/name.h"
#include "find/name/name_words.h"
#include "find/phone/phone_hint.h"

#define LABEL DX_PAIR_NAME
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
    struct dx_pair_name *to;
};

static int take_first(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    struct first *f = ctx;
    (void)e;
    if (f->reading->value.len && f->reading->value.len < sizeof f->to->name && f->reading->weight + c->label > 1) {
        f->to->says = DX_SAYS_NAME;
        f->to->n = (uint8_t)f->reading->value.len;
        memcpy(f->to->name, f->reading->value.p, f->to->n);
    }
    return DX_STOP;
}

/* The lines around, which are asked for what they say when it is first needed, and once for all the line's numbers. */
struct nearby {
    struct dx_pair_text *text;
    struct dx_reading *reading;
    struct dx_pair_name above, below, alone; /* the nearest above that says something; the next line; the nearest that is a name and nothing else */
    bool behind; /* numbers of this block stand before the names: it begins with one */
};

/* What a folded line says. */
static void ask_line(struct nearby *x, struct dx_str line, struct dx_pair_name *to)
{
    struct dx_scanner_text t = {.line = line, .names = x->text->names};
    to->says = DX_SAYS_NOTHING;
    dx_name_scan(&t, x->reading, take_first, &(struct first){x->reading, to}, NULL);
    to->numbered = to->says == DX_SAYS_NAME && kit_has_digits(line, A_NUMBER);
}

/* The last line of a block, which is taken off it. */
static struct dx_str last_line(struct dx_str *block)
{
    size_t n = block->n - (block->p[block->n - 1] == '\n');
    const char *before = n ? memrchr(block->p, '\n', n) : NULL, *from = before ? before + 1 : block->p;
    block->n = (size_t)(from - block->p);
    n -= block->n;
    return (struct dx_str){from, n - (n && from[n - 1] == '\r')};
}

static struct dx_str first_line(struct dx_str block)
{
    const char *end = block.n ? memchr(block.p, '\n', block.n) : NULL;
    size_t n = end ? (size_t)(end - block.p) : block.n;
    return (struct dx_str){block.p, n - (n && block.p[n - 1] == '\r')};
}

/* Where a contact begins, no name of another one above belongs to its numbers. */
bool dx_pair_opens(struct dx_str line) { return kit_starts(line, "BEGIN:VCARD"); }

/* Does a line that starts at `at` stand behind all of them, with nothing between, or among them? A line of one byte would take three. */
static bool follows(const struct dx_lines *l, int64_t at) { return at > l->from && at - l->to <= 2; }

void dx_lines_nothing(struct dx_lines *l, int64_t block, int64_t at, int64_t end)
{
    if (follows(l, at)) {
        l->to = end;
    } else if (l->to <= block) {
        l->from = at;
        l->to = end;
        l->above.says = DX_SAYS_UNKNOWN;
    }
}

/* Looks for the nearest line of the block that says something, but not at lines that are known to say nothing; keeps what it knows then. */
static void ask_block(struct nearby *x, struct dx_str block, struct dx_lines *l)
{
    struct dx_pair_name *to = &x->above;
    int64_t start = x->text->at - (int64_t)block.n, from = start;
    bool known = false;
    to->says = DX_SAYS_NOTHING;
    while (to->says == DX_SAYS_NOTHING && block.n) {
        known = follows(l, start + (int64_t)block.n);
        if (known && l->from <= start)
            break;
        block.n = known ? (size_t)(l->from - start) : block.n;
        from = start + (int64_t)block.n;
        struct dx_str line = last_line(&block);
        if (known && l->above.says != DX_SAYS_UNKNOWN)
            *to = l->above;
        else if (dx_pair_opens(line))
            to->says = DX_SAYS_OPENS;
        else
            ask_line(x, x->text->fold(x->text->ctx, line), to);
        known = false;
    }
    if (l->to < x->text->at) /* the line itself may be known already */
        l->to = x->text->at;
    if (known) /* and what stands above them stays what it is */
        return;
    l->from = to->says == DX_SAYS_NOTHING ? start : from;
    l->above.says = DX_SAYS_UNKNOWN;
    if (to->says != DX_SAYS_NOTHING)
        l->above = *to;
}

/* The nearest line above that says something. */
static const struct dx_pair_name *name_above(struct nearby *x)
{
    struct dx_lines none = {.to = INT64_MIN / 2}, *l = x->text->lines;
    struct dx_pair_name top;
    if (x->above.says != DX_SAYS_UNKNOWN)
        return &x->above;
    ask_block(x, x->text->block, l ? l : &none);
    if (x->above.says != DX_SAYS_NAME)
        return &x->above;
    struct dx_str first = x->text->fold(x->text->ctx, first_line(x->text->block));
    if (kit_has_digits(first, SOME_DIGITS)) {
        ask_line(x, first, &top);
        x->behind = top.says == DX_SAYS_NOTHING;
    }
    return &x->above;
}

/* The name that the next line labels, which is no record of its own. */
static const struct dx_pair_name *name_below(struct nearby *x)
{
    struct dx_str below = x->text->below;
    if (x->below.says != DX_SAYS_UNKNOWN)
        return &x->below;
    x->below.says = DX_SAYS_NOTHING;
    if (below.n && !kit_has_digits(below, A_NUMBER)) /* folding takes none away */
        ask_line(x, x->text->fold(x->text->ctx, below), &x->below);
    x->below.says = x->below.numbered ? DX_SAYS_NOTHING : x->below.says;
    return &x->below;
}

static bool is_name_alone(struct nearby *x, struct dx_str line)
{
    if (!line.n || line.n >= LABEL || !dx_beside_line(x->text->names, line, x->reading) || x->reading->value.len >= sizeof x->alone.name)
        return false;
    x->alone.says = DX_SAYS_NAME;
    x->alone.n = (uint8_t)x->reading->value.len;
    memcpy(x->alone.name, x->reading->value.p, x->alone.n);
    return true;
}

/* A name that is a line of its own, a few lines above; or the next line. */
static const struct dx_pair_name *name_alone(struct nearby *x)
{
    struct dx_str block = x->text->block, line;
    if (x->alone.says != DX_SAYS_UNKNOWN)
        return &x->alone;
    x->alone.says = DX_SAYS_NOTHING;
    for (int k = 0; k < CLOSE && block.n; k++) {
        line = last_line(&block);
        if (kit_has_digits(line, SOME_DIGITS) || dx_pair_opens(line))
            break;
        line = x->text->fold(x->text->ctx, line);
        if (kit_has_digits(line, SOME_DIGITS))
            break;
        if (is_name_alone(x, line))
            return &x->alone;
    }
    if (!kit_has_digits(x->text->below, 1)) /* which no such name has */
        is_name_alone(x, x->text->fold(x->text->ctx, x->text->below));
    return &x->alone;
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

/* A name of the lines around. A line above with a name and a number is a record of its own, to which nothing but a field can still belong; so it is with
 * the next line, and with names that nothing labels. */
static bool around(const struct dx_hit *h, const struct sides *s, struct nearby *x, struct dx_str *name)
{
    const struct dx_pair_name *found = name_above(x);
    bool above = found->says == DX_SAYS_NAME && !x->behind;
    if (!above || found->numbered) {
        struct dx_str gap = {x->text->line.p + s->from, h->f_start - s->from};
        if (!above && name_below(x)->says != DX_SAYS_NAME && name_alone(x)->says != DX_SAYS_NAME)
            return false;
        if ((s->from && kit_has_digits(gap, 1)) || !dx_beside_field(gap, h->context))
            return false;
        found = above ? found : name_below(x)->says == DX_SAYS_NAME ? &x->below : &x->alone;
    }
    *name = (struct dx_str){found->name, found->n};
    return true;
}

/* What stands next to hit i, of n. */
static bool find_label(const struct dx_hit *hits, size_t n, size_t i, struct sides s, const struct trail *tr, struct nearby *x, struct dx_str *name,
                       const struct dx_buf *arena)
{
    const struct dx_hit *h = &hits[i];
    const struct dx_pair_text *t = x->text;
    look_before(&s, tr, hits, i);
    look_behind(&s, hits, n, i);
    bool columns = !s.before && s.behind && h->context.n && !t->table && in_columns(t->line, h->f_end, s.behind->f_start);
    bool found = (columns && around(h, &s, x, name)) || in_line(hits, h, &s, t, x->reading, name, arena) || (!t->table && around(h, &s, x, name));
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
    struct nearby x;
    struct dx_str name;
    struct trail trail;
    size_t names = 0;
    x.text = t;
    x.reading = &r;
    x.above.says = x.below.says = x.alone.says = DX_SAYS_UNKNOWN; /* names are room only */
    x.below.numbered = x.behind = false;
    for (size_t i = 0; i < n; i++)
        names += is_own_name(&hits[i]);
    const struct sides sides = {.to = t->line.n, .names = names > 0, .numbers_first = numbers_first(hits, n, names)};
    for (size_t i = 0; i < n && dx_buf_ok(arena); go_past(&trail, hits, i++)) {
        if (!is_personal(&hits[i]) || is_labelled(&hits[i], arena) || !find_label(hits, n, i, sides, &trail, &x, &name, arena))
            continue;
        char copy[LABEL]; /* the name may be in the arena, which moves */
        if (name.n < sizeof copy) {
            memcpy(copy, name.p, name.n);
            set_label(&hits[i], (struct dx_str){copy, name.n}, arena);
        }
    }
    dx_reading_free(&r);
}
