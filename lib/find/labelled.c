/* labelled.c: how much of a labelled set is found, and how much of what is found is right, kind by kind */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/data.h"
#include "find/find.h"

#define FOUND 0.5 /* a finding counts from this score on */
#define FIELDS 64 /* labels of one text */
#define LINE (64u << 10)

static const char by[] = "000000000000";

struct label {
    struct dx_str kind, value;
    bool met;
    bool may; /* it is no fault to find it, nor not to; without a value: any of the kind */
    bool never; /* finding any of the kind is a fault, whatever else the text may hold */
};

struct set {
    void *stage;
    struct dx_group group;
    struct dx_json json;
    struct dx_labelled *kinds; /* in the order of the first mention */
    size_t n, cap;
    struct label label[FIELDS];
    size_t labels;
    bool open; /* the text may hold more than its labels say */
};

/* Wilson's interval of 95 % for `right` of n (Wilson 1927); [0,1] for none. */
void dx_wilson(long right, long n, double *low, double *high)
{
    const double z = 1.959964;
    *low = 0;
    *high = 1;
    if (n <= 0)
        return;
    double p = (double)right / (double)n, m = z * z / (double)n;
    double middle = (p + m / 2) / (1 + m), half = z / (1 + m) * sqrt(p * (1 - p) / (double)n + m / (4 * (double)n));
    *low = middle - half < 0 || right == 0 ? 0 : middle - half;
    *high = middle + half > 1 || right == n ? 1 : middle + half;
}

static struct dx_labelled *kind_of(struct set *s, struct dx_str kind)
{
    for (size_t i = 0; i < s->n; i++)
        if (dx_str_is(kind, s->kinds[i].kind))
            return &s->kinds[i];
    if (!DX_MORE(s->kinds, s->n, s->cap))
        return NULL;
    struct dx_labelled *k = &s->kinds[s->n++];
    *k = (struct dx_labelled){0};
    snprintf(k->kind, sizeof k->kind, "%.*s", kind.n < sizeof k->kind ? (int)kind.n : (int)sizeof k->kind - 1, kind.p);
    return k;
}

/* kind=value, ?kind=value, ?kind, !kind */
static bool read_label(struct dx_str f, struct label *l)
{
    bool may = f.n && *f.p == '?', never = f.n && *f.p == '!';
    f.p += may || never;
    f.n -= may || never;
    const char *mark = memchr(f.p, '=', f.n);
    size_t kind = mark ? (size_t)(mark - f.p) : f.n;
    *l = (struct label){{f.p, kind}, {f.p + kind + !!mark, f.n - kind - !!mark}, false, may, never};
    return never ? !mark : mark || may;
}

/* Is it this label's? */
static bool is_label(const struct label *l, struct dx_str kind, struct dx_str value)
{
    return !l->never && dx_str_eq(l->kind, kind) && (dx_str_eq(l->value, value) || (l->may && !l->value.n));
}

/* "text<TAB>kind=value<TAB>…": takes the line apart, writes the text with its line ends and tabs. */
static int read_line(struct set *s, struct dx_str line, struct dx_buf *text, struct dx_err *e)
{
    s->labels = 0;
    s->open = false;
    dx_buf_reset(text);
    for (size_t field = 0, at = 0; at <= line.n; field++) {
        const char *tab = at < line.n ? memchr(line.p + at, '\t', line.n - at) : NULL;
        struct dx_str f = {line.p + at, (tab ? (size_t)(tab - line.p) : line.n) - at};
        at += f.n + 1;
        for (size_t i = 0; field == 0 && i < f.n; i++) {
            char mark = f.p[i] == '\\' && i + 1 < f.n ? f.p[i + 1] : '\0';
            bool escaped = mark == 'n' || mark == 't';
            dx_buf_byte(text, mark == 'n' ? '\n' : mark == 't' ? '\t' : f.p[i]);
            i += escaped;
        }
        if (field && dx_str_is(f, "?"))
            s->open = true;
        else if (field && (s->labels == FIELDS || !read_label(f, &s->label[s->labels++])))
            return dx_fail(e, DX_BAD, "malformed", "expected kind=value, at most %d of them", FIELDS);
    }
    return dx_buf_ok(text) ? DX_OK : dx_fail_nomem(e);
}

/* One finding against the labels of its text. */
static int judge(struct set *s, struct dx_str record, struct dx_err *e)
{
    int rc = dx_json_parse(&s->json, record.p, record.n, e);
    if (rc != DX_OK)
        return rc;
    const struct dx_jnode *top = dx_json_top(&s->json);
    struct dx_str kind = dx_json_str(dx_json_get(&s->json, top, "kind")), value = dx_json_str(dx_json_get(&s->json, top, "value"));
    if (dx_json_num(dx_json_get(&s->json, top, "score"), 0) < FOUND)
        return DX_OK;
    bool right = false, again = false, never = false;
    for (size_t i = 0; i < s->labels && !right; i++) {
        never = never || (s->label[i].never && dx_str_eq(s->label[i].kind, kind));
        if (is_label(&s->label[i], kind, value)) {
            right = true;
            again = s->label[i].met || s->label[i].may;
            s->label[i].met = true;
        }
    }
    if (again || (!right && s->open && !never))
        return DX_OK;
    struct dx_labelled *k = kind_of(s, kind);
    if (!k)
        return dx_fail_nomem(e);
    k->found++;
    k->right += right;
    return DX_OK;
}

static int try_text(struct set *s, struct dx_str text, struct dx_err *e)
{
    dx_group_reset(&s->group);
    int rc = dx_find_stage.raw(s->stage, &s->group, by, text.p, text.n, 0, true, e);
    if (rc == DX_OK)
        rc = dx_group_settle(&s->group, e);
    for (size_t i = 0; rc == DX_OK && i < s->group.n; i++)
        if (s->group.lines[i].type == DX_T_FINDING)
            rc = judge(s, dx_group_line(&s->group, i), e);
    for (size_t i = 0; rc == DX_OK && i < s->labels; i++) {
        if (s->label[i].may || s->label[i].never)
            continue;
        struct dx_labelled *k = kind_of(s, s->label[i].kind);
        if (!k)
            return dx_fail_nomem(e);
        k->wanted++;
        k->met += s->label[i].met;
    }
    return rc;
}

static int try_file(struct set *s, FILE *f, const char *path, struct dx_err *e)
{
    struct dx_buf text = DX_BUF_INIT;
    char *line = malloc(LINE);
    int rc = line ? DX_OK : dx_fail_nomem(e);
    for (int number = 1; rc == DX_OK && fgets(line, LINE, f); number++) {
        size_t n = strcspn(line, "\r\n");
        if (n == 0 || line[0] == '#')
            continue;
        struct dx_err why = {0};
        rc = read_line(s, (struct dx_str){line, n}, &text, &why);
        if (rc == DX_OK)
            rc = try_text(s, dx_buf_slice(&text), &why);
        if (rc != DX_OK)
            dx_fail(e, rc, "malformed", "%s:%d: %s", path, number, why.msg);
    }
    free(line);
    dx_buf_free(&text);
    return rc;
}

static int by_name(const void *a, const void *b) { return strcmp(((const struct dx_labelled *)a)->kind, ((const struct dx_labelled *)b)->kind); }

/* The set of a folder of rules; a folder without one is fine. */
static int try_folder(struct set *s, const char *folder, struct dx_err *e)
{
    struct dx_buf path = DX_BUF_INIT;
    dx_buf_printf(&path, "%s/" DX_LABELLED_SET, folder);
    FILE *f = dx_buf_ok(&path) ? fopen(path.p, "r") : NULL;
    int rc = !dx_buf_ok(&path) ? dx_fail_nomem(e) : f ? try_file(s, f, path.p, e) : DX_OK;
    if (f)
        fclose(f);
    dx_buf_free(&path);
    return rc;
}

int dx_find_labelled(const struct dx_options *o, dx_labelled_fn *fn, void *ctx, struct dx_err *e)
{
    struct set s = {0};
    struct dx_buf place = DX_BUF_INIT;
    dx_data_path(&place, "DX_RULES_DIR", "rules");
    int rc = dx_buf_ok(&place) ? dx_find_stage.open(&s.stage, o, e) : dx_fail_nomem(e);
    if (rc == DX_OK)
        rc = try_folder(&s, place.p, e);
    for (size_t i = 0; rc == DX_OK && i < o->n_rules; i++)
        rc = try_folder(&s, o->rules[i], e);
    if (s.n)
        qsort(s.kinds, s.n, sizeof *s.kinds, by_name);
    for (size_t i = 0; rc == DX_OK && i < s.n; i++)
        fn(ctx, &s.kinds[i]);
    dx_find_stage.close(s.stage);
    dx_group_free(&s.group);
    dx_json_free(&s.json);
    dx_buf_free(&place);
    free(s.kinds);
    return rc;
}
