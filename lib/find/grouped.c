/* grouped.c: groups of digits */
#include "find/grouped.h"

#include "find/kit.h"

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

struct dx_grouped dx_grouped_read(struct dx_str p)
{
    static const struct dx_grouped other = {.n = 0};
    struct dx_grouped g = {.n = 0};
    do {
        char marks[4] = "";
        if (g.n == DX_GROUPED || (g.n && !mark(&p, marks)) || !digits(&p, &g.group[g.n].least, &g.group[g.n].most))
            return other;
        memcpy(g.group[g.n].mark, marks, sizeof marks);
        g.n++;
    } while (p.n);
    return g;
}

static bool is_mark(const char mark[4], char c) { return c && (c == mark[0] || c == mark[1] || c == mark[2] || c == mark[3]); }

size_t dx_grouped_at(const struct dx_grouped *g, struct dx_str t, size_t at)
{
    size_t i = at;
    for (unsigned k = 0; k < g->n; k++) {
        if (k > 0 && (i >= t.n || !is_mark(g->group[k].mark, t.p[i])))
            return at;
        i += k > 0;
        struct dx_str part = {t.p, t.n - i > g->group[k].most ? i + g->group[k].most : t.n};
        size_t n = kit_digits_at(part, i);
        if (n < g->group[k].least)
            return at;
        i += n;
    }
    return i;
}
