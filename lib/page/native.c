/* native.c: words of native digits, parted into glyphs and read anew */
#include "page/native.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "page/ink.h"
#include "page/native_data.h"

#define LEAST 2      /* digits that make a word of them, where the recogniser saw such */
#define NUMBER 7     /* digits of a number that it took for something else */
#define CLEAR 0.9    /* … and by how much its glyphs lead on the whole, in parts of what is sure, */
#define DOUBT 0.3    /* … and each of them at least */
#define TELLING 4    /* … of them other than zeros, which are circles and may be anything */
#define LOW 8        /* pixels: of lower words nothing can be told */
#define HIGH 400     /* … and higher ones are drawings */

/* ---- glyphs ---- */

/* The columns of a word: where ink is. */
struct strip {
    const struct dx_picture *p;
    int from, to, top, bottom; /* columns and rows, the ends excluded */
    int ink, paper;            /* levels; what is darker than halfway between them is ink */
};

static int darkest(const struct strip *s, int x)
{
    int least = 255;
    for (int y = s->top; y < s->bottom; y++) {
        int g = s->p->grey[(size_t)y * s->p->stride + (size_t)x];
        least = g < least ? g : least;
    }
    return least;
}

/* Levels of ink and paper: the means of the two heaps that Otsu's threshold parts. */
static bool learn_levels(struct strip *s, const int box[4])
{
    struct dx_picture view = {.w = box[2], .h = s->bottom - s->top, .stride = s->p->stride, .grey = s->p->grey + (size_t)s->top * s->p->stride + (size_t)box[0]};
    struct dx_ink ink = dx_ink_of(&view);
    int64_t sum[2] = {0}, n[2] = {0};
    for (int y = 0; y < view.h; y++)
        for (int x = 0; x < view.w; x++) {
            int g = view.grey[(size_t)y * view.stride + (size_t)x];
            sum[g > ink.threshold] += g;
            n[g > ink.threshold]++;
        }
    if (!n[0] || !n[1])
        return false;
    s->ink = (int)(sum[0] / n[0]);
    s->paper = (int)(sum[1] / n[1]);
    return s->paper - s->ink >= 24;
}

/* A column's darkest level that is ink to the eye at each depth: halfway to paper, and darker, where blur has closed the white between glyphs. */
enum { DEPTHS = 3 };
static int level_at(const struct strip *s, int depth)
{
    static const int sixteenths[DEPTHS] = {8, 5, 3};
    return s->ink + (s->paper - s->ink) * sixteenths[depth] / 16;
}

/* Rows of the ink in columns [x0, x1). */
static bool rows_of(const struct strip *s, int x0, int x1, int *top, int *bottom)
{
    *top = s->bottom;
    *bottom = s->top;
    for (int y = s->top; y < s->bottom; y++)
        for (int x = x0; x < x1; x++)
            if (s->p->grey[(size_t)y * s->p->stride + (size_t)x] < level_at(s, 0)) {
                *top = y < *top ? y : *top;
                *bottom = y + 1;
            }
    return *bottom > *top;
}

/* The glyph's ink, each place of the raster the mean of the pixels that it covers (at least one). */
static void sample(const struct strip *s, struct dx_native_glyph *g)
{
    for (int i = 0; i < DX_NATIVE_SIDE; i++)
        for (int k = 0; k < DX_NATIVE_SIDE; k++) {
            int y0 = g->y + g->h * i / DX_NATIVE_SIDE, y1 = g->y + g->h * (i + 1) / DX_NATIVE_SIDE;
            int x0 = g->x + g->w * k / DX_NATIVE_SIDE, x1 = g->x + g->w * (k + 1) / DX_NATIVE_SIDE, sum = 0, n = 0;
            for (int y = y0; y < y1 || y == y0; y++)
                for (int x = x0; x < x1 || x == x0; x++) {
                    sum += s->p->grey[(size_t)y * s->p->stride + (size_t)x];
                    n++;
                }
            int v = (s->paper - sum / n) * 255 / (s->paper - s->ink);
            g->in[i * DX_NATIVE_SIDE + k] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
        }
}

static uint8_t part(int v, int of)
{
    int n = of ? v * 128 / of : 0;
    return (uint8_t)(n < 0 ? 0 : n > 255 ? 255 : n);
}

static void describe(const struct strip *s, struct dx_native_glyph *g, size_t n)
{
    int top = s->bottom, bottom = s->top;
    for (size_t i = 0; i < n; i++) {
        top = g[i].y < top ? g[i].y : top;
        bottom = g[i].y + g[i].h > bottom ? g[i].y + g[i].h : bottom;
    }
    for (size_t i = 0; i < n; i++) {
        uint8_t *more = g[i].in + DX_NATIVE_SIDE * DX_NATIVE_SIDE;
        sample(s, &g[i]);
        more[0] = part(g[i].w, bottom - top);
        more[1] = part(g[i].h, bottom - top);
        more[2] = part(g[i].y - top, bottom - top);
        more[3] = part(bottom - g[i].y - g[i].h, bottom - top);
    }
}

/* Parts columns [x0, x1) at the white ones; what is wider than digits are is parted again at the paler ones. False: there is no room. */
static bool part_run(const struct strip *s, int x0, int x1, int depth, struct dx_native_glyph g[DX_NATIVE_GLYPHS], size_t *n)
{
    int level = level_at(s, depth), height = s->bottom - s->top;
    for (int x = x0; x < x1; x++) {
        int start = x;
        while (x < x1 && darkest(s, x) < level)
            x++;
        struct dx_native_glyph one = {.x = start, .w = x - start};
        if (x == start || !rows_of(s, start, x, &one.y, &one.h))
            continue;
        one.h -= one.y;
        bool wide = one.w * 4 > height * 3 && one.h * 3 > height, speck = one.w * 8 < height && one.h * 8 < height && one.w * one.h < 6;
        if (wide && depth + 1 < DEPTHS) {
            if (!part_run(s, start, x, depth + 1, g, n))
                return false;
        } else if (!speck) {
            if (*n == DX_NATIVE_GLYPHS)
                return false;
            g[(*n)++] = one;
        }
    }
    return true;
}

size_t dx_native_glyphs(const struct dx_picture *p, const int box[4], int from, int to, struct dx_native_glyph g[DX_NATIVE_GLYPHS])
{
    struct strip s = {.p = p, .from = from > 0 ? from : 0, .to = to < p->w ? to : p->w, .top = box[1] - box[3] / 4, .bottom = box[1] + box[3] + box[3] / 4};
    s.top = s.top > 0 ? s.top : 0;
    s.bottom = s.bottom < p->h ? s.bottom : p->h;
    int height = s.bottom - s.top, gap = height / 6;
    size_t n = 0;
    if (box[0] < 0 || box[2] < 2 || box[0] + box[2] > p->w || height < LOW || height > HIGH || !learn_levels(&s, box))
        return 0;
    s.from = s.from < box[0] ? s.from : box[0];
    s.to = s.to > box[0] + box[2] ? s.to : box[0] + box[2];
    int first = box[0], last = box[0] + box[2]; /* what goes on with the word, with no wider gap than words have within */
    for (int x = first - 1; x >= s.from && first - x <= gap; x--)
        first = darkest(&s, x) < level_at(&s, 0) ? x : first;
    for (int x = last; x < s.to && x - last < gap; x++)
        last = darkest(&s, x) < level_at(&s, 0) ? x + 1 : last;
    if (!part_run(&s, first, last, 0, g, &n))
        return 0;
    describe(&s, g, n);
    return n;
}

/* ---- telling them apart ---- */

/* As the classes go: ten digits, then the marks, then all else. A script is a row of native_nets. */
static const char marks[] = "-/.()";

enum { SCRIPTS = sizeof native_nets / sizeof *native_nets, THAI = 0, MARKS = 10, OTHER = MARKS + sizeof marks - 1, NO_SCRIPT = SCRIPTS };

_Static_assert(OTHER + 1 == NATIVE_CLASSES, "the networks' classes are these");

/* What a glyph is in one script: the class of the most, and by how much it leads. */
struct telling {
    int class;
    int32_t most, lead;
};

static struct telling tell(const struct dx_native_glyph *g, const struct native_net *net)
{
    int32_t hidden[NATIVE_HIDDEN], second = INT32_MIN;
    struct telling t = {OTHER, INT32_MIN, 0};
    for (int k = 0; k < NATIVE_HIDDEN; k++) {
        int32_t sum = net->b1[k];
        for (int i = 0; i < DX_NATIVE_INPUTS; i++)
            sum += net->w1[k][i] * g->in[i];
        sum >>= net->shift;
        hidden[k] = sum < 0 ? 0 : sum > 255 ? 255 : sum;
    }
    for (int k = 0; k < NATIVE_CLASSES; k++) {
        int32_t out = net->b2[k];
        for (int i = 0; i < NATIVE_HIDDEN; i++)
            out += net->w2[k][i] * hidden[i];
        int32_t less = out > t.most ? t.most : out;
        second = less > second ? less : second;
        if (out > t.most) {
            t.most = out;
            t.class = k;
        }
    }
    t.lead = t.most - second;
    return t;
}

/* What the word is made of, in a script. */
struct reading {
    struct dx_seen s[DX_NATIVE_GLYPHS];
    size_t n, digits, telling; /* telling: digits that aren't zeros */
    bool known;                /* every glyph is a digit or a mark */
    double lead, least;        /* of the glyphs: the mean and the least, in parts of what is sure */
};

/* A glyph as the recogniser would have given it. */
static struct dx_seen seen_as(const struct dx_native_glyph *g, const struct native_net *net, struct telling t)
{
    struct dx_seen s = {.x = g->x, .y = g->y, .w = g->w, .h = g->h, .confidence = t.lead >= net->sure ? 0.95F : 0.95F * (float)t.lead / (float)net->sure};
    if (t.class >= MARKS)
        s.utf8[s.n++] = marks[t.class - MARKS];
    else
        s.n = (uint8_t)dx_utf8_put(s.utf8, net->zero + (uint32_t)t.class);
    return s;
}

static void read_glyphs(const struct dx_native_glyph *g, size_t n, const struct native_net *net, struct reading *r)
{
    *r = (struct reading){.known = n > 0, .least = 1e9};
    for (size_t i = 0; i < n; i++) {
        struct telling t = tell(&g[i], net);
        double lead = (double)t.lead / net->sure;
        r->known = t.class != OTHER;
        if (!r->known)
            return;
        r->digits += t.class < MARKS;
        r->telling += t.class < MARKS && t.class;
        r->lead += lead / (double)n;
        r->least = lead < r->least ? lead : r->least;
        r->s[r->n++] = seen_as(&g[i], net, t);
    }
}

/* Without the edge of the word before, a point behind. */
static void trim(struct reading *r)
{
    size_t lead = 0;
    while (lead < r->n && strchr("-/.)", r->s[lead].utf8[0]))
        lead++;
    while (r->n > lead && strchr("-/.(", r->s[r->n - 1].utf8[0]))
        r->n--;
    memmove(r->s, r->s + lead, (r->n - lead) * sizeof *r->s);
    r->n -= lead;
}

/* ---- words ---- */

static int script_of_digit(const struct dx_seen *s)
{
    uint32_t c;
    int script = 0;
    if (!dx_utf8_get(s->utf8, s->n, &c))
        return NO_SCRIPT;
    while (script < SCRIPTS && !(c >= native_nets[script].zero && c < native_nets[script].zero + 10))
        script++;
    return script;
}

/* Where the word that starts at i ends; *script: of which half of it is digits, NO_SCRIPT. */
static size_t word_end(const struct dx_seen_list *l, size_t i, int box[4], int *script)
{
    size_t end = i, digits[SCRIPTS + 1] = {0};
    int right = 0, bottom = 0;
    for (; end < l->n && (end == i || !(l->p[end].line || l->p[end].space)); end++) {
        const struct dx_seen *s = &l->p[end];
        digits[script_of_digit(s)]++;
        box[0] = end == i || s->x < box[0] ? s->x : box[0];
        box[1] = end == i || s->y < box[1] ? s->y : box[1];
        right = s->x + s->w > right ? s->x + s->w : right;
        bottom = s->y + s->h > bottom ? s->y + s->h : bottom;
    }
    box[2] = right - box[0];
    box[3] = bottom - box[1];
    for (*script = 0; *script < SCRIPTS && !(digits[*script] >= LEAST && 2 * digits[*script] >= end - i); ++*script)
        ;
    return end;
}

/* Is the reading to be had instead of the recogniser's `seen` characters? Thai digits it can't tell apart; other scripts' it knows, as a rule; what it
 * took for something else has to be a number beyond doubt. */
static bool is_better(const struct reading *r, int told, size_t seen)
{
    if (!r->known || r->n > 2 * seen)
        return false;
    if (told == NO_SCRIPT)
        return r->lead >= CLEAR && r->least >= DOUBT && r->digits >= NUMBER && r->telling >= TELLING && seen <= 2 * r->n;
    return (told == THAI || r->least >= 1) && r->digits >= LEAST && r->n + 2 >= seen;
}

/* The word [start, end) of the list read anew, in the script it is told to be of, or any; false: it stays as it was. `other`: room for another reading. */
static bool read_word(const struct dx_seen_list *l, const struct dx_picture *p, size_t start, size_t end, const int box[4], int told, struct reading *r,
                      struct reading *other)
{
    struct dx_native_glyph g[DX_NATIVE_GLYPHS];
    const struct dx_seen *before = start && !l->p[start].line ? &l->p[start - 1] : NULL, *behind = end < l->n && !l->p[end].line ? &l->p[end] : NULL;
    int from = before ? before->x + before->w : box[0] - box[3], to = behind ? behind->x : box[0] + box[2] + box[3];
    size_t n = dx_native_glyphs(p, box, from, to, g);
    if (n < (told == NO_SCRIPT ? NUMBER : LEAST))
        return false;
    r->known = false;
    r->lead = 0;
    for (int script = told == NO_SCRIPT ? 0 : told; script < SCRIPTS && (told == NO_SCRIPT || script == told); script++) {
        read_glyphs(g, n, &native_nets[script], other);
        if (other->known && (!r->known || other->lead > r->lead))
            *r = *other;
    }
    if (r->known)
        trim(r);
    if (!is_better(r, told, end - start))
        return false;
    r->s[0].line = l->p[start].line;
    r->s[0].space = l->p[start].space;
    return true;
}

int dx_native_reread(struct dx_seen_list *seen, const struct dx_picture *p, struct dx_err *e)
{
    struct dx_seen_list all = {0};
    struct reading *r = malloc(2 * sizeof *r);
    int rc = r ? DX_OK : dx_fail_nomem(e);
    for (size_t i = 0, end; i < seen->n && rc == DX_OK; i = end) {
        int box[4], told;
        end = word_end(seen, i, box, &told);
        bool anew = (told != NO_SCRIPT || end - i >= NUMBER) && read_word(seen, p, i, end, box, told, r, r + 1);
        const struct dx_seen *from = anew ? r->s : seen->p + i;
        for (size_t k = 0; k < (anew ? r->n : end - i) && rc == DX_OK; k++)
            rc = dx_seen_add(&all, &from[k], e);
    }
    if (rc == DX_OK) {
        struct dx_seen_list old = *seen;
        *seen = all;
        all = old;
    }
    dx_seen_free(&all);
    free(r);
    return rc;
}
