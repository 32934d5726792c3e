/* syntax.c: reading the syntax of PCRE2 patterns, as far as it is of use; anything doubtful makes the whole pattern unknown */
#include "find/pattern/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

#define DEPTH 40      /* of groups within groups */
#define NODES 20000   /* a longer pattern isn't worth it */

struct parser {
    struct dx_syntax *s;
    struct dx_str p;
    size_t at;
    bool caseless, unknown, oom;
    bool widened; /* a set holds more than the class says: no use where it says what must not be */
    int depth;
};

static struct dx_node *parse_alt(struct parser *x);

static struct dx_node *node(struct parser *x, enum dx_node_form form, struct dx_node *a, struct dx_node *b)
{
    struct dx_syntax *s = x->s;
    if (s->n == NODES)
        x->unknown = true;
    if (x->unknown || x->oom)
        return NULL;
    if (!DX_MORE(s->all, s->n, s->cap)) {
        x->oom = true;
        return NULL;
    }
    struct dx_node *n = calloc(1, sizeof *n);
    bool chars = form == DX_NODE_CHAR || form == DX_NODE_BEHIND || form == DX_NODE_NOT_AHEAD;
    if (n && chars && (n->chars = calloc(1, sizeof *n->chars)) == NULL) {
        free(n);
        n = NULL;
    }
    if (!n) {
        x->oom = true;
        return NULL;
    }
    n->form = form;
    n->a = a;
    n->b = b;
    return s->all[s->n++] = n;
}

static struct dx_node *unknown(struct parser *x)
{
    x->unknown = true;
    return NULL;
}

static bool more(const struct parser *x) { return x->at < x->p.n && !x->unknown && !x->oom; }
static bool next_is(const struct parser *x, const char *what)
{
    size_t n = strlen(what);
    return x->p.n - x->at >= n && memcmp(x->p.p + x->at, what, n) == 0;
}
static bool take(struct parser *x, const char *what)
{
    bool is = next_is(x, what);
    x->at += is ? strlen(what) : 0;
    return is;
}

/* ---- sets of characters ---- */

static void any_beyond(struct dx_chars *c)
{
    static const unsigned lead[3][2] = {{0xc2, 0xdf}, {0xe0, 0xef}, {0xf0, 0xf4}};
    for (int k = 0; k < 3; k++) {
        dx_bytes_range(&c->part[k][0], lead[k][0], lead[k][1]);
        for (int i = 1; i < k + 2; i++)
            dx_bytes_range(&c->part[k][i], 0x80, 0xbf);
    }
}

/* A range of characters of one length in UTF-8, both ends given. */
static void put_range(struct dx_chars *c, uint32_t from, uint32_t to)
{
    char a[4], b[4];
    size_t n = dx_utf8_put(a, from);
    dx_utf8_put(b, to);
    bool same = true;
    for (size_t i = 0; i < n; i++) {
        unsigned lo = (unsigned char)a[i], hi = (unsigned char)b[i];
        if (n == 1)
            dx_bytes_range(&c->ascii, lo, hi);
        else
            dx_bytes_range(&c->part[n - 2][i], same ? lo : 0x80, same ? hi : 0xbf);
        same = same && lo == hi;
    }
}

/* Scripts without upper and lower case, as far as patterns here name them: Thai to Myanmar, Khmer, CJK. */
static bool without_case(uint32_t from, uint32_t to)
{
    return (from >= 0x0590 && to <= 0x109f) || (from >= 0x1780 && to <= 0x17ff) || (from >= 0x2010 && to <= 0x20ff) ||
           (from >= 0x2e80 && to <= 0xa63f);
}

static void put(struct parser *x, struct dx_chars *c, uint32_t from, uint32_t to)
{
    static const uint32_t last[] = {0x7f, 0x7ff, 0xffff, 0x10ffff};
    if (from > to || to > 0x10ffff) {
        x->unknown = true;
        return;
    }
    if (x->caseless && to > 0x7f && !without_case(from > 0x7f ? from : 0x80, to)) {
        any_beyond(c); /* other cases may be anything there; in ASCII, those of KELVIN SIGN and LONG S alone */
        x->widened = true;
    }
    uint32_t at = from;
    for (int k = 0; k < 4 && at <= to; k++)
        if (at <= last[k]) {
            put_range(c, at, to < last[k] ? to : last[k]);
            at = last[k] + 1;
        }
}

/* Adds the other cases of ASCII letters, KELVIN SIGN and LONG S among them. */
static void both_cases(struct dx_chars *c)
{
    uint64_t w = c->ascii.w[1], letters = UINT64_C(0x07fffffe);
    c->ascii.w[1] = w | (w & letters) << 32 | (w >> 32 & letters);
    if (dx_bytes_has(&c->ascii, 'k'))
        put_range(c, 0x212a, 0x212a);
    if (dx_bytes_has(&c->ascii, 's'))
        put_range(c, 0x017f, 0x017f);
}

static void other_of_odd(struct dx_chars *c)
{
    for (const char *p = "kKsS"; *p; p++)
        dx_bytes_put(&c->ascii, (unsigned char)*p);
}

/* What a class holds by name (\d \w \s and their opposites). */
static bool put_named(struct dx_chars *c, char name)
{
    static const struct dx_bytes digit = DX_BYTES_DIGIT, word = DX_BYTES_WORD;
    struct dx_bytes s = {{0}};
    switch (name | 0x20) {
    case 'd': s = digit; break;
    case 'w': s = word; break;
    case 's': s.w[0] = UINT64_C(0x100003e00); break;
    default: return false;
    }
    if (!(name & 0x20)) {
        s.w[0] = ~s.w[0];
        s.w[1] = ~s.w[1];
        any_beyond(c);
    }
    dx_bytes_join(&c->ascii, &s);
    return true;
}

static int hex_of(char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1; }

/* \xhh, \x{…}: the character; the x is behind us. */
static bool read_hex(struct parser *x, uint32_t *cp)
{
    bool braces = take(x, "{");
    int n = 0;
    for (*cp = 0; x->at < x->p.n && hex_of(x->p.p[x->at]) >= 0 && n < (braces ? 6 : 2); n++)
        *cp = *cp * 16 + (uint32_t)hex_of(x->p.p[x->at++]);
    return n > 0 && (!braces || take(x, "}"));
}

/* A character after a backslash; false: it isn't one (or unknown). x->at is behind the backslash. */
static bool read_escape(struct parser *x, uint32_t *cp)
{
    static const char from[] = "tnrfea", to[] = "\t\n\r\f\033\a";
    char c = x->p.p[x->at];
    const char *known = strchr(from, c);
    if ((unsigned char)c >= 0x80)
        return false;
    if (c == 'x') {
        x->at++;
        return read_hex(x, cp);
    }
    if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && !(known && c)))
        return false;
    *cp = known ? (unsigned char)to[known - from] : (unsigned char)c;
    x->at++;
    return true;
}

static bool read_char(struct parser *x, uint32_t *cp)
{
    size_t n = dx_utf8_get(x->p.p + x->at, x->p.n - x->at, cp);
    x->at += n;
    return n > 0;
}

/* One member of a class; *named when it was \d or the like. */
static bool class_member(struct parser *x, struct dx_chars *c, uint32_t *cp, bool *named)
{
    *named = false;
    if (next_is(x, "[:") || next_is(x, "[.") || next_is(x, "[="))
        return false;
    if (!take(x, "\\"))
        return read_char(x, cp);
    if (x->at == x->p.n)
        return false;
    if (put_named(c, x->p.p[x->at])) {
        x->at++;
        *named = true;
        return true;
    }
    return x->p.p[x->at] == 'b' ? false : read_escape(x, cp);
}

static struct dx_node *parse_class(struct parser *x)
{
    struct dx_node *n = node(x, DX_NODE_CHAR, NULL, NULL);
    bool not = take(x, "^"), first = true, before = x->widened;
    x->widened = false;
    while (n && more(x) && (first || !next_is(x, "]"))) {
        uint32_t from, to;
        bool named;
        first = false;
        if (!class_member(x, n->chars, &from, &named))
            return unknown(x);
        if (named)
            continue;
        to = from;
        if (next_is(x, "-") && x->at + 1 < x->p.n && x->p.p[x->at + 1] != ']') {
            x->at++;
            if (!class_member(x, n->chars, &to, &named) || named)
                return unknown(x);
        }
        put(x, n->chars, from, to);
    }
    if (!n || !take(x, "]"))
        return unknown(x);
    if (x->caseless)
        both_cases(n->chars);
    if (x->widened && !not)
        other_of_odd(n->chars);
    x->widened = x->widened || before;
    if (not) {
        n->chars->ascii.w[0] = ~n->chars->ascii.w[0];
        n->chars->ascii.w[1] = ~n->chars->ascii.w[1];
        any_beyond(n->chars); /* at least */
    }
    return n;
}

/* ---- groups ---- */

/* Letters of (?i) and (?i:…) up to ) or :. */
static bool read_flags(struct parser *x)
{
    bool on = true;
    for (; x->at < x->p.n && x->p.p[x->at] != ')' && x->p.p[x->at] != ':'; x->at++)
        switch (x->p.p[x->at]) {
        case '-': on = false; break;
        case 'i': x->caseless = on; break;
        case 's': case 'm': case 'J': case 'U': break;
        default: return false;
        }
    return x->at < x->p.n;
}

/* The characters that are alternatives by themselves: (?!\d|[.,]\d) has digits. */
static void put_alone(struct dx_bytes *set, const struct dx_node *in)
{
    for (; in; in = in->form == DX_NODE_ALT ? in->a : NULL) { /* to the left: a chain of alternatives */
        const struct dx_node *one = in->form == DX_NODE_ALT ? in->b : in;
        if (one->form == DX_NODE_CHAR)
            dx_bytes_join(set, &one->chars->ascii);
    }
}

/* A look around: nothing, but for what follows, and for one class of one character that doesn't stand before, or behind. x->at is behind the
 * opening. */
static struct dx_node *parse_look(struct parser *x, enum dx_node_form form)
{
    x->widened = false;
    struct dx_node *in = parse_alt(x);
    if (!in || !take(x, ")"))
        return unknown(x);
    if (form == DX_NODE_AHEAD)
        return node(x, DX_NODE_AHEAD, in, NULL);
    bool one = form == DX_NODE_NOT_AHEAD || (form == DX_NODE_BEHIND && in->form == DX_NODE_CHAR);
    if (!one || x->widened)
        return node(x, DX_NODE_EMPTY, NULL, NULL);
    struct dx_node *n = node(x, form, NULL, NULL);
    if (n)
        put_alone(&n->chars->ascii, in);
    return n;
}

static bool skip_name(struct parser *x, char end)
{
    while (x->at < x->p.n && x->p.p[x->at] != end)
        x->at++;
    return x->at++ < x->p.n;
}

/* What follows "(": up to and with ")". */
static struct dx_node *parse_group(struct parser *x)
{
    bool caseless = x->caseless;
    struct dx_node *n;
    if (x->depth++ == DEPTH || next_is(x, "*"))
        return unknown(x);
    if (take(x, "?="))
        n = parse_look(x, DX_NODE_AHEAD);
    else if (take(x, "?<!"))
        n = parse_look(x, DX_NODE_BEHIND);
    else if (take(x, "?!"))
        n = parse_look(x, DX_NODE_NOT_AHEAD);
    else if (take(x, "?<="))
        n = parse_look(x, DX_NODE_EMPTY);
    else if (take(x, "?#"))
        n = skip_name(x, ')') ? node(x, DX_NODE_EMPTY, NULL, NULL) : unknown(x);
    else {
        if (take(x, "?:") || take(x, "?>") || take(x, "?|"))
            ;
        else if (take(x, "?P<") || take(x, "?<")) {
            x->s->groups++;
            if (!skip_name(x, '>'))
                return unknown(x);
        } else if (take(x, "?")) {
            if (!read_flags(x))
                return unknown(x);
            x->depth--;
            if (take(x, ")")) /* for the rest of the group around it: the caller's x->caseless stays */
                return node(x, DX_NODE_EMPTY, NULL, NULL);
            x->depth++;
            x->at++;
        } else
            x->s->groups++;
        n = parse_alt(x);
        if (!take(x, ")"))
            return unknown(x);
    }
    x->depth--;
    x->caseless = caseless;
    return n;
}

static struct dx_node *any_char(struct parser *x)
{
    struct dx_node *n = node(x, DX_NODE_CHAR, NULL, NULL);
    if (n) {
        dx_bytes_range(&n->chars->ascii, 0, 0x7f);
        any_beyond(n->chars);
    }
    return n;
}

static struct dx_node *one_char(struct parser *x, uint32_t cp)
{
    struct dx_node *n = node(x, DX_NODE_CHAR, NULL, NULL);
    if (!n)
        return NULL;
    bool before = x->widened;
    x->widened = false;
    put(x, n->chars, cp, cp);
    if (x->caseless)
        both_cases(n->chars);
    if (x->widened)
        other_of_odd(n->chars);
    x->widened = x->widened || before;
    return n;
}

static struct dx_node *parse_escape(struct parser *x)
{
    struct dx_node *n;
    uint32_t cp;
    if (x->at == x->p.n)
        return unknown(x);
    char c = x->p.p[x->at];
    if (c && strchr("bBAZz", c)) {
        x->at++;
        return node(x, c == 'b' ? DX_NODE_BORDER : DX_NODE_EMPTY, NULL, NULL);
    }
    if (c == 'K') { /* what counts as the match starts here, as if it were a group */
        x->at++;
        x->s->groups++;
        return node(x, DX_NODE_EMPTY, NULL, NULL);
    }
    if (c && strchr("dwsDWS", c)) {
        x->at++;
        if ((n = node(x, DX_NODE_CHAR, NULL, NULL)) != NULL)
            put_named(n->chars, c);
        return n;
    }
    return read_escape(x, &cp) ? one_char(x, cp) : unknown(x);
}

static struct dx_node *parse_atom(struct parser *x)
{
    uint32_t cp;
    if (take(x, "("))
        return parse_group(x);
    if (take(x, "["))
        return parse_class(x);
    if (take(x, "\\"))
        return parse_escape(x);
    if (take(x, "."))
        return any_char(x);
    if (take(x, "^") || take(x, "$"))
        return node(x, DX_NODE_EMPTY, NULL, NULL);
    return read_char(x, &cp) ? one_char(x, cp) : unknown(x);
}

/* {n}, {n,}, {n,m}; anything else in braces is text. */
static bool read_count(struct parser *x, int *min, int *max)
{
    size_t i = x->at + 1;
    int v[2] = {0, 0}, k = 0, digits = 0;
    for (; i < x->p.n && x->p.p[i] != '}'; i++) {
        if (x->p.p[i] == ',' && k == 0 && digits)
            k = 1, digits = 0;
        else if (x->p.p[i] >= '0' && x->p.p[i] <= '9' && digits < 6)
            v[k] = v[k] * 10 + (x->p.p[i] - '0'), digits++;
        else
            return false;
    }
    if (i == x->p.n || (k == 0 && !digits))
        return false;
    *min = v[0];
    *max = k == 0 ? v[0] : digits ? v[1] : -1;
    x->at = i + 1;
    return true;
}

static struct dx_node *parse_repeat(struct parser *x)
{
    struct dx_node *a = parse_atom(x);
    while (a && more(x)) {
        int min = 0, max = -1;
        if (take(x, "*"))
            ;
        else if (take(x, "+"))
            min = 1;
        else if (take(x, "?"))
            max = 1;
        else if (!next_is(x, "{") || !read_count(x, &min, &max))
            break;
        if (max >= 0 && max < min)
            return unknown(x);
        if (!take(x, "?"))
            take(x, "+");
        struct dx_node *r = node(x, DX_NODE_REPEAT, a, NULL);
        if (!r)
            return NULL;
        r->min = min;
        r->max = max;
        a = r;
    }
    return a;
}

static struct dx_node *parse_cat(struct parser *x)
{
    struct dx_node *all = NULL, **end = &all;
    while (more(x) && !next_is(x, "|") && !next_is(x, ")")) {
        struct dx_node *one = parse_repeat(x);
        if (!one)
            return NULL;
        if (!*end) {
            *end = one;
            continue;
        }
        struct dx_node *cat = node(x, DX_NODE_CAT, *end, one); /* to the right: a chain of what stands one after the other */
        if (!cat)
            return NULL;
        *end = cat;
        end = &cat->b;
    }
    return all ? all : node(x, DX_NODE_EMPTY, NULL, NULL);
}

static struct dx_node *parse_alt(struct parser *x)
{
    struct dx_node *a = parse_cat(x);
    while (a && take(x, "|")) {
        struct dx_node *b = parse_cat(x); /* (?i) in one branch holds in those that follow */
        a = b ? node(x, DX_NODE_ALT, a, b) : NULL;
    }
    return x->unknown || x->oom ? NULL : a;
}

int dx_syntax_read(struct dx_syntax *s, struct dx_str pattern, struct dx_err *e)
{
    *s = (struct dx_syntax){0};
    struct parser x = {.s = s, .p = pattern};
    struct dx_node *root = parse_alt(&x);
    if (root && x.at == pattern.n && !x.unknown)
        s->root = root;
    return x.oom ? dx_fail_nomem(e) : DX_OK;
}

size_t dx_syntax_least(const struct dx_node *n)
{
    static const size_t enough = 1000; /* so that counts of counts don't overflow */
    size_t a, b;
    if (!n)
        return 0;
    switch (n->form) {
    case DX_NODE_CHAR: return 1;
    case DX_NODE_CAT: a = dx_syntax_least(n->a) + dx_syntax_least(n->b); break;
    case DX_NODE_ALT:
        a = dx_syntax_least(n->a);
        b = dx_syntax_least(n->b);
        return a < b ? a : b;
    case DX_NODE_REPEAT: a = dx_syntax_least(n->a) * (size_t)(n->min < (int)enough ? n->min : (int)enough); break;
    default: return 0;
    }
    return a < enough ? a : enough;
}

void dx_syntax_free(struct dx_syntax *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->all[i]->chars);
        free(s->all[i]);
    }
    free(s->all);
    *s = (struct dx_syntax){0};
}
