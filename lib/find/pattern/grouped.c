/* grouped.c: groups of digits */
#include "find/pattern/grouped.h"

#include "find/text/chars.h"

static bool take(struct dx_str *p, const char *s)
{
    size_t n = strlen(s);
    bool is = p->n >= n && memcmp(p->p, s, n) == 0;
    *p = is ? kit_skip(*p, n) : *p;
    return is;
}

/* One or two digits; 0: there are none, or more. */
static uint8_t number(struct dx_str *p)
{
    size_t n = kit_digits_at(*p, 0);
    uint8_t v = n == 1 || n == 2 ? (uint8_t)kit_number(p->p, n) : 0;
    *p = kit_skip(*p, n);
    return v;
}

/* \d, \d{n}, \d{n,m} */
static bool digits(struct dx_str *p, uint8_t *least, uint8_t *most)
{
    *least = *most = 1;
    if (!take(p, "\\d"))
        return false;
    if (!take(p, "{"))
        return true;
    *least = *most = number(p);
    if (take(p, ","))
        *most = number(p);
    return *least > 0 && *most >= *least && take(p, "}");
}

/* A mark, or several in brackets. */
static bool mark(struct dx_str *p, char out[4])
{
    static const char alone[] = "-/ ", within[] = "-/. ";
    size_t n = 0;
    if (!take(p, "[")) {
        bool point = take(p, "\\.");
        out[0] = point ? '.' : p->n && p->p[0] && strchr(alone, p->p[0]) ? p->p[0] : '\0';
        *p = point || !out[0] ? *p : kit_skip(*p, 1);
        return out[0];
    }
    for (; p->n && p->p[0] && strchr(within, p->p[0]) && n < 4; *p = kit_skip(*p, 1)) {
        if (p->p[0] == '-' && n > 0 && p->n > 1 && p->p[1] != ']')
            return false; /* a range */
        out[n++] = p->p[0];
    }
    return n > 0 && take(p, "]");
}

/* \d, a digit, or several in brackets. */
static bool one_of(struct dx_str *p, uint16_t *set)
{
    bool several = take(p, "[");
    if (!several && take(p, "\\d")) {
        *set = 0x3ff;
        return true;
    }
    for (*set = 0; p->n && kit_is_digit(p->p[0]) && (several || !*set); *p = kit_skip(*p, 1))
        *set |= (uint16_t)(1 << (p->p[0] - '0'));
    return *set && (!several || take(p, "]"));
}

/* (?!0[689]) */
static bool nots(struct dx_str *p, struct dx_grouped_way *w)
{
    if (!take(p, "(?!"))
        return true;
    while (!take(p, ")"))
        if (w->n_not == DX_GROUPED_NOT || !one_of(p, &w->not[w->n_not++]))
            return false;
    return w->n_not > 0;
}

static bool read_way(struct dx_str *p, struct dx_grouped_way *w)
{
    if (!nots(p, w))
        return false;
    do {
        if (w->n == DX_GROUPED || (w->n && !mark(p, w->group[w->n].mark)))
            return false;
        w->group[w->n].may = w->n && take(p, "?");
        if ((w->group[w->n].may && w->group[w->n - 1].least != w->group[w->n - 1].most) || !digits(p, &w->group[w->n].least, &w->group[w->n].most))
            return false;
        w->n++;
    } while (p->n && p->p[0] != '|' && p->p[0] != '(');
    w->ends = take(p, "(?!\\d)");
    return true;
}

struct dx_grouped dx_grouped_read(struct dx_str p)
{
    static const struct dx_grouped other = {.n = 0};
    struct dx_grouped g = {.n = 0};
    do {
        if (g.n == DX_GROUPED_WAYS || !read_way(&p, &g.way[g.n++]))
            return other;
    } while (take(&p, "|"));
    return p.n ? other : g;
}

bool dx_grouped_is_run(const struct dx_grouped *g)
{
    unsigned k = 0;
    while (k < g->n && g->way[k].n == 1)
        k++;
    return g->n && k == g->n;
}

static bool is_mark(const char mark[4], char c) { return c && (c == mark[0] || c == mark[1] || c == mark[2] || c == mark[3]); }

static bool starts_with(const struct dx_grouped_way *w, struct dx_str t, size_t at)
{
    unsigned k = 0;
    while (k < w->n_not && at + k < t.n && kit_is_digit(t.p[at + k]) && (w->not[k] >> (t.p[at + k] - '0') & 1))
        k++;
    return k == w->n_not;
}

static size_t way_at(const struct dx_grouped_way *w, struct dx_str t, size_t at)
{
    size_t i = at;
    for (unsigned k = 0; k < w->n; k++) {
        bool marked = k > 0 && i < t.n && is_mark(w->group[k].mark, t.p[i]);
        if (k > 0 && !marked && !w->group[k].may)
            return at;
        i += marked;
        struct dx_str part = {t.p, t.n - i > w->group[k].most ? i + w->group[k].most : t.n};
        size_t n = kit_digits_at(part, i);
        if (n < w->group[k].least)
            return at;
        i += n;
    }
    bool not = (w->ends && i < t.n && kit_is_digit(t.p[i])) || (w->n_not && starts_with(w, t, at));
    return not ? at : i;
}

size_t dx_grouped_at(const struct dx_grouped *g, struct dx_str t, size_t at)
{
    size_t end = at;
    for (unsigned k = 0; k < g->n && end == at; k++)
        end = way_at(&g->way[k], t, at);
    return end;
}
