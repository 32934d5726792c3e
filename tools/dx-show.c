/* dx-show: what a person reads of records: one line for each finding, document and error */
#include "frame_table.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "engine/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Characters of text shown on either side of a finding. On a terminal the right edge cuts: little stands on the left, so that the
 * finding itself is seen. */
#define CONTEXT 32
#define CONTEXT_LEFT 12

enum column { C_EXHIBIT, C_PATH, C_PAGE, C_KIND, C_VALUE, C_SCORE, C_TEXT, COLUMNS };

/* In pipes every column; on a terminal the path says the exhibit already. */
static const struct dx_column columns[COLUMNS] = {
    [C_EXHIBIT] = {.name = "exhibit"},
    [C_PATH] = {.name = "path", .most = 36, .from_left = true},
    [C_PAGE] = {.name = "page", .right = true},
    [C_KIND] = {.name = "kind"},
    [C_VALUE] = {.name = "value", .most = 20, .whole = true},
    [C_SCORE] = {.name = "score", .right = true},
    [C_TEXT] = {.name = "text"},
};

struct own {
    const char *format;
    const char *kinds; /* "phone,th.*", NULL: all */
};

/* A page whose text findings may point into. */
struct text {
    char id[DX_ID_DIGITS];
    struct dx_buf text;
};

struct show {
    struct dx_cli *c;
    const struct own *own;
    struct dx_out out;
    struct dx_table table;
    struct dx_str line;       /* the record in hand, and what it says */
    struct dx_json json;
    struct dx_json item_json; /* of the item that the group is about */
    struct dx_buf item_line;
    bool has_item;
    struct text *texts;       /* of the pages of one number */
    size_t n_texts, cap_texts;
    int64_t page;             /* that number */
    struct dx_buf begun;      /* ids of tools whose end hasn't come */
    int64_t bad;              /* lines that are no records */
};

/* ---- the records in hand ---- */

static const struct dx_jnode *get(const struct dx_json *j, const char *key) { return dx_json_get(j, dx_json_top(j), key); }
static struct dx_str text_of(const struct dx_json *j, const char *key) { return dx_json_str(get(j, key)); }

static void drop_texts(struct show *s)
{
    for (size_t i = 0; i < s->n_texts; i++)
        dx_buf_free(&s->texts[i].text);
    s->n_texts = 0;
}

static int keep_item(struct show *s, struct dx_str line, struct dx_err *e)
{
    drop_texts(s);
    s->page = 0;
    dx_buf_reset(&s->item_line);
    dx_buf_add(&s->item_line, line.p, line.n);
    s->has_item = false;
    if (!dx_buf_ok(&s->item_line))
        return dx_fail_nomem(e);
    int rc = dx_json_parse(&s->item_json, s->item_line.p, s->item_line.len, e);
    s->has_item = rc == DX_OK;
    return rc;
}

/* Keeps a page's text as long as pages of its number come. */
static int keep_page(struct show *s, struct dx_err *e)
{
    struct dx_str id = text_of(&s->json, "id"), text = text_of(&s->json, "text");
    int64_t page = dx_json_int(get(&s->json, "page"), 0);
    if (page != s->page)
        drop_texts(s);
    s->page = page;
    if (id.n != DX_ID_DIGITS || s->n_texts == DX_SHOW_LAYERS)
        return DX_OK;
    if (!DX_MORE(s->texts, s->n_texts, s->cap_texts))
        return dx_fail_nomem(e);
    struct text *t = &s->texts[s->n_texts++];
    *t = (struct text){.text = DX_BUF_INIT};
    memcpy(t->id, id.p, DX_ID_DIGITS);
    dx_buf_add(&t->text, text.p, text.n);
    return dx_buf_ok(&t->text) ? DX_OK : dx_fail_nomem(e);
}

/* ---- cells ---- */

static void show_str(struct dx_buf *b, struct dx_str s) { dx_show(b, s.p ? s.p : "", s.n, 0); }

/* One name per level, joined by " > ". */
static void show_path(struct dx_buf *b, const struct dx_json *j)
{
    const struct dx_jnode *path = get(j, "path");
    for (const struct dx_jnode *n = path ? dx_json_first(j, path) : NULL; n; n = dx_json_next(j, n)) {
        if (b->len)
            dx_buf_str(b, " > ");
        show_str(b, dx_json_str(n));
    }
}

/* The place in text up to n characters before another, after white space. */
static size_t step_back(struct dx_str t, size_t at, int n)
{
    size_t from = at;
    for (; n > 0 && from > 0; n--)
        do
            from--;
        while (from > 0 && ((unsigned char)t.p[from] & 0xC0) == 0x80);
    while (from < at && strchr(" \t\r\n", t.p[from]))
        from++;
    return from;
}

static size_t step_on(struct dx_str t, size_t at, int n)
{
    for (; n > 0 && at < t.n; n--)
        do
            at++;
        while (at < t.n && ((unsigned char)t.p[at] & 0xC0) == 0x80);
    return at;
}

/* The finding in the text around it, when its page is at hand and the span fits; else as it stands in the record. */
static void show_context(const struct show *s, struct dx_buf *b)
{
    struct dx_str of = text_of(&s->json, "of");
    const struct dx_jnode *start = dx_json_first(&s->json, get(&s->json, "span")), *end = start ? dx_json_next(&s->json, start) : NULL;
    int64_t from = dx_json_int(start, -1), to = dx_json_int(end, -1);
    for (size_t i = 0; i < s->n_texts && of.n == DX_ID_DIGITS; i++) {
        struct dx_str t = dx_buf_slice(&s->texts[i].text);
        if (memcmp(s->texts[i].id, of.p, of.n) != 0 || from < 0 || to < from || (uint64_t)from > t.n)
            continue;
        size_t last = (uint64_t)to < t.n ? (size_t)to : t.n; /* a finding may go on on the next page */
        size_t first = step_back(t, (size_t)from, s->table.terminal && !s->own->format ? CONTEXT_LEFT : CONTEXT);
        show_str(b, (struct dx_str){t.p + first, step_on(t, last, CONTEXT) - first});
        return;
    }
    show_str(b, text_of(&s->json, "raw"));
}

static void show_alerts(const struct show *s, struct dx_buf *b)
{
    const struct dx_jnode *alerts = get(&s->json, "alerts");
    for (const struct dx_jnode *n = alerts ? dx_json_first(&s->json, alerts) : NULL; n; n = dx_json_next(&s->json, n)) {
        dx_buf_str(b, b->len ? " !" : "!");
        show_str(b, dx_json_str(n));
    }
}

static void finding_cells(const struct show *s, struct dx_buf *cells)
{
    show_str(&cells[C_KIND], text_of(&s->json, "kind"));
    show_str(&cells[C_VALUE], text_of(&s->json, "value"));
    struct dx_jw w = {&cells[C_SCORE], false};
    dx_jw_num(&w, NULL, dx_json_num(get(&s->json, "score"), 0));
    show_context(s, &cells[C_TEXT]);
    show_alerts(s, &cells[C_TEXT]);
}

static void document_cells(const struct show *s, struct dx_buf *cells)
{
    static const char *const keys[] = {"issuer", "surname", "given_names", "nationality", "birth_date", "sex", "expiry_date"};
    const struct dx_jnode *fields = get(&s->json, "fields");
    show_str(&cells[C_KIND], text_of(&s->json, "format"));
    show_str(&cells[C_VALUE], dx_json_str(dx_json_get(&s->json, fields, "number")));
    struct dx_jw w = {&cells[C_SCORE], false};
    dx_jw_num(&w, NULL, dx_json_num(get(&s->json, "confidence"), 0));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct dx_str v = dx_json_str(dx_json_get(&s->json, fields, keys[i]));
        if (v.n && cells[C_TEXT].len)
            dx_buf_byte(&cells[C_TEXT], ' ');
        show_str(&cells[C_TEXT], v);
    }
    show_alerts(s, &cells[C_TEXT]);
}

static void error_cells(const struct show *s, struct dx_buf *cells)
{
    dx_buf_str(&cells[C_KIND], "error");
    show_str(&cells[C_VALUE], text_of(&s->json, "code"));
    show_str(&cells[C_TEXT], text_of(&s->json, "stage"));
    dx_buf_str(&cells[C_TEXT], ": ");
    show_str(&cells[C_TEXT], text_of(&s->json, "message"));
}

static void item_cells(const struct show *s, struct dx_buf *cells)
{
    dx_buf_str(&cells[C_KIND], "item");
    show_str(&cells[C_VALUE], text_of(&s->json, "media"));
    dx_buf_printf(&cells[C_TEXT], "%lld bytes%s", (long long)dx_json_int(get(&s->json, "size"), 0),
                  dx_json_bool(get(&s->json, "duplicate"), false) ? ", seen before" : "");
}

static void page_cells(const struct show *s, struct dx_buf *cells)
{
    struct dx_str text = text_of(&s->json, "text");
    dx_buf_str(&cells[C_KIND], "page");
    show_str(&cells[C_VALUE], text_of(&s->json, "layer"));
    dx_show(&cells[C_TEXT], text.p ? text.p : "", text.n, 400);
}

/* What is shown of each type. `usual`: shown unless --only says otherwise. */
static const struct view {
    enum dx_type type;
    bool usual;
    void (*cells)(const struct show *s, struct dx_buf *cells);
} views[] = {
    {DX_T_FINDING, true, finding_cells}, {DX_T_DOCUMENT, true, document_cells}, {DX_T_ERROR, true, error_cells},
    {DX_T_ITEM, false, item_cells},      {DX_T_PAGE, false, page_cells},
};

/* The item in hand, if the record is about it. */
static const struct dx_json *item_of(const struct show *s)
{
    struct dx_str item = text_of(&s->json, "item");
    return s->has_item && item.n && dx_str_eq(item, text_of(&s->item_json, "id")) ? &s->item_json : NULL;
}

/* Where the record belongs: its own path, else that of its item; the item's hash when that is all there is. */
static void where_cells(const struct show *s, struct dx_buf *cells)
{
    const struct dx_json *j = get(&s->json, "path") ? &s->json : item_of(s);
    if (j) {
        show_str(&cells[C_EXHIBIT], text_of(j, "exhibit"));
        show_path(&cells[C_PATH], j);
    } else {
        show_str(&cells[C_PATH], text_of(&s->json, "item"));
    }
    int64_t page = dx_json_int(get(&s->json, "page"), 0);
    if (page > 0)
        dx_buf_printf(&cells[C_PAGE], "%lld", (long long)page);
}

/* ---- own formats ---- */

struct formatting {
    const struct show *s;
    struct dx_buf *cells;
};

/* A key of the record, also within objects ("attrs.country", "fields.surname"); "item.size": a key of its item's record. */
static void format_key(const struct show *s, struct dx_str name, struct dx_buf *b)
{
    const struct dx_json *j = &s->json;
    char key[64];
    if (name.n > 5 && memcmp(name.p, "item.", 5) == 0) {
        j = dx_record_type(s->line.p, s->line.n) == DX_T_ITEM ? j : item_of(s);
        if (!j)
            return;
        name = (struct dx_str){name.p + 5, name.n - 5};
    }
    const struct dx_jnode *n = dx_json_top(j);
    while (n && name.n) {
        const char *dot = memchr(name.p, '.', name.n);
        size_t len = dot ? (size_t)(dot - name.p) : name.n;
        if (len >= sizeof key)
            return;
        memcpy(key, name.p, len);
        key[len] = '\0';
        n = dx_json_get(j, n, key);
        name = dot ? (struct dx_str){dot + 1, name.n - len - 1} : (struct dx_str){NULL, 0};
    }
    if (n && n->type == DX_JBOOL)
        dx_buf_str(b, n->truth ? "true" : "false");
    else if (n && (n->type == DX_JSTR || n->type == DX_JNUM))
        show_str(b, n->s);
}

static void format_value(void *ctx, struct dx_str name, struct dx_buf *b)
{
    struct formatting *f = ctx;
    static const enum column special[] = {C_EXHIBIT, C_PATH, C_PAGE, C_KIND, C_VALUE, C_SCORE, C_TEXT};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (dx_str_is(name, columns[special[i]].name)) {
            dx_buf_add(b, f->cells[special[i]].p, f->cells[special[i]].len);
            return;
        }
    format_key(f->s, name, b);
}

/* ---- rows ---- */

static bool kind_wanted(const char *kinds, const char *kind)
{
    char pattern[64];
    for (const char *p = kinds; *p; p += strcspn(p, ","), p += *p == ',') {
        size_t n = strcspn(p, ",");
        if (n >= sizeof pattern)
            continue;
        memcpy(pattern, p, n);
        pattern[n] = '\0';
        if (fnmatch(pattern, kind, 0) == 0)
            return true;
    }
    return false;
}

static bool wanted(const struct show *s, const struct view *v, struct dx_str line)
{
    if (s->c->only ? !dx_only(s->c, line.p, line.n) : !v->usual)
        return false;
    if (s->own->kinds) {
        char kind[64] = "";
        struct dx_str k = text_of(&s->json, v->type == DX_T_DOCUMENT ? "format" : "kind");
        if (v->type == DX_T_ERROR)
            k = DX_STR("error");
        memcpy(kind, k.p ? k.p : "", k.n < sizeof kind ? k.n : 0);
        if (!kind_wanted(s->own->kinds, kind))
            return false;
    }
    return v->type != DX_T_FINDING || s->c->stage.min_score < 0 || dx_json_num(get(&s->json, "score"), 0) >= s->c->stage.min_score;
}

static int write_row(struct show *s, struct dx_buf *cells, struct dx_err *e)
{
    for (int i = 0; i < COLUMNS; i++)
        if (!dx_buf_ok(&cells[i]))
            return dx_fail_nomem(e);
    if (!s->own->format)
        return dx_table_row(&s->table, s->table.terminal ? cells + C_PATH : cells, e);
    struct dx_buf line = DX_BUF_INIT;
    struct formatting f = {s, cells};
    dx_format(&line, s->own->format, format_value, &f);
    int rc = dx_buf_ok(&line) ? dx_out_add(&s->out, dx_buf_slice(&line), e) : dx_fail_nomem(e);
    dx_buf_free(&line);
    return rc;
}

static int show_record(struct show *s, enum dx_type type, struct dx_str line, struct dx_err *e)
{
    struct dx_buf cells[COLUMNS] = {DX_BUF_INIT};
    const struct view *v = NULL;
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (views[i].type == type)
            v = &views[i];
    if (!v || !wanted(s, v, line))
        return DX_OK;
    where_cells(s, cells);
    v->cells(s, cells);
    int rc = write_row(s, cells, e);
    for (int i = 0; i < COLUMNS; i++)
        dx_buf_free(&cells[i]);
    return rc;
}

/* A tool record without its end: what wrote it died. */
static void keep_begun(struct show *s, enum dx_type type)
{
    struct dx_str id = text_of(&s->json, type == DX_T_TOOL ? "id" : "by");
    if (id.n != DX_TOOL_DIGITS)
        return;
    if (type == DX_T_TOOL) {
        dx_buf_add(&s->begun, id.p, id.n);
        return;
    }
    for (size_t i = 0; i + DX_TOOL_DIGITS <= s->begun.len; i += DX_TOOL_DIGITS)
        if (memcmp(s->begun.p + i, id.p, DX_TOOL_DIGITS) == 0) {
            memmove(s->begun.p + i, s->begun.p + i + DX_TOOL_DIGITS, s->begun.len - i - DX_TOOL_DIGITS);
            s->begun.len -= DX_TOOL_DIGITS;
            return;
        }
}

static int take(struct show *s, struct dx_str line, struct dx_err *e)
{
    enum dx_type type = dx_record_type(line.p, line.n);
    int rc = type == DX_T_NONE ? dx_fail(e, DX_BAD, "malformed", "not a record") : dx_json_parse(&s->json, line.p, line.n, e);
    if (rc != DX_OK)
        return rc;
    s->line = line;
    if (type == DX_T_ITEM)
        rc = keep_item(s, line, e);
    else if (type == DX_T_PAGE)
        rc = keep_page(s, e);
    else if (type == DX_T_TOOL || type == DX_T_END)
        keep_begun(s, type);
    return rc == DX_OK ? show_record(s, type, line, e) : rc;
}

/* ---- sources ---- */

static int show_case(struct show *s, struct dx_err *e)
{
    struct dx_replay *r;
    struct dx_str line;
    bool got = true;
    int rc = dx_replay_open(&r, s->c->case_dir, true, e);
    while (rc == DX_OK && (rc = dx_replay_next(r, &line, &got, e)) == DX_OK && got) {
        struct dx_err what;
        rc = take(s, line, &what);
        if (rc == DX_BAD) {
            s->bad++;
            dx_complain(s->c, 0, "a line of %s is no record: %s", s->c->case_dir, what.msg);
            rc = DX_OK;
        } else if (rc != DX_OK) {
            *e = what;
        }
    }
    dx_replay_free(r);
    return rc;
}

/* Records from a descriptor. *usage: its first line is none. */
static int show_stream(struct show *s, int fd, const char *name, bool *usage, struct dx_err *e)
{
    struct dx_lines in = {.fd = fd, .max = s->c->max_record};
    struct dx_str line;
    bool got = true;
    int rc = DX_OK;
    while (rc == DX_OK) {
        struct dx_err what;
        rc = dx_lines_next(&in, &line, &got, &what);
        if (rc == DX_OK && !got)
            break;
        if (rc == DX_BAD) { /* reading failed: there is no next line */
            *e = what;
            rc = DX_ENV;
            break;
        }
        if (rc == DX_OK && line.n == 0)
            continue;
        if (rc == DX_OK)
            rc = take(s, line, &what);
        if (rc == DX_BAD && in.number == 1) {
            *usage = true;
            rc = dx_fail(e, DX_BAD, "malformed", "line 1 of %s is not a record; records come from dx-walk, dx-text, dx-mrz, dx-find", name);
        } else if (rc == DX_BAD || rc == DX_LIMIT) {
            s->bad++;
            dx_complain(s->c, 0, "line %zu of %s is no record: %s", in.number, name, what.msg);
            rc = DX_OK;
        } else if (rc != DX_OK) {
            *e = what;
        }
    }
    dx_lines_free(&in);
    return rc;
}

static int show_files(struct show *s, char **files, int n, bool *usage, struct dx_err *e)
{
    int rc = DX_OK;
    if (n == 0)
        return show_stream(s, 0, "standard input", usage, e);
    for (int i = 0; i < n && rc == DX_OK; i++) {
        bool in = strcmp(files[i], "-") == 0;
        int fd = in ? 0 : open(files[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return dx_fail(e, DX_ENV, "io", "cannot open %s: %s", files[i], strerror(errno));
        rc = show_stream(s, fd, in ? "standard input" : files[i], usage, e);
        if (!in)
            close(fd);
    }
    return rc;
}

static int run(struct show *s, char **files, int n)
{
    struct dx_err e;
    bool usage = false;
    int rc = s->c->case_dir ? show_case(s, &e) : show_files(s, files, n, &usage, &e);
    if (rc == DX_OK)
        rc = dx_table_end(&s->table, &e);
    if (rc == DX_OK)
        rc = dx_out_flush(&s->out, &e);
    if (rc != DX_OK)
        return dx_complain(s->c, usage ? DX_EXIT_USAGE : DX_EXIT_ENV, "%s", e.msg);
    if (s->begun.len)
        return dx_complain(s->c, DX_EXIT_SOME, "the input is not complete: a tool that wrote it (%.*s) did not finish", DX_TOOL_DIGITS,
                           s->begun.p);
    return s->bad ? DX_EXIT_SOME : DX_EXIT_OK;
}

/* ---- the command line ---- */

static const struct dx_cli_option extra[] = {
    {"format", 'f', "FORMAT", "one line per record, as '%-12{kind}\\t%{value}' says"},
    {"kind", 'k', "KIND,…", "only findings of these kinds (th.* is a pattern), documents by format, 'error'"},
    {0},
};

static int on_extra(struct dx_cli *c, const struct dx_cli_option *o, const char *arg, struct dx_err *e)
{
    struct own *own = c->own;
    if (o == &extra[0]) {
        own->format = arg;
        return dx_format_check(arg, e);
    }
    own->kinds = arg;
    return DX_OK;
}

static const struct dx_tool tool = {
    .name = "dx-show",
    .summary = "Shows findings, documents and errors to a person, one line each",
    .operands = "[-C CASE | FILE… | -]",
    .notes = "Reads records from standard input, record files, or a case. Names in a FORMAT: exhibit path page kind value\n"
             "score text, any key of the record (raw, key, attrs.country, fields.surname), of its item (item.size).\n",
    .common = DX_OPT_CASE | DX_OPT_ONLY | DX_OPT_MIN_SCORE | DX_OPT_RECORD | DX_OPT_QUIET,
    .extra = extra,
    .on_extra = on_extra,
};

int main(int argc, char **argv)
{
    struct dx_cli c;
    struct own own = {0};
    dx_frame_begin(&tool);
    int status = dx_cli_parse(&c, &tool, argc, argv, &own);
    if (status < 0 && c.case_dir && optind < argc)
        status = dx_complain(&c, DX_EXIT_USAGE, "a case and record files at once: name one");
    if (status < 0 && !c.case_dir && optind == argc && isatty(0))
        status = dx_complain(&c, DX_EXIT_USAGE, "no records: use dx-show -C CASE, or at the end of a pipe (see dx-show --help)");
    if (status < 0) {
        struct show s = {.c = &c, .own = &own, .out = {.fd = 1}};
        size_t width;
        bool terminal = dx_terminal(1, &width);
        s.table = (struct dx_table){.out = &s.out, .columns = terminal ? columns + C_PATH : columns,
                                    .n = terminal ? COLUMNS - C_PATH : COLUMNS, .terminal = terminal, .width = width};
        status = run(&s, argv + optind, argc - optind);
        drop_texts(&s);
        free(s.texts);
        dx_table_free(&s.table);
        dx_json_free(&s.json);
        dx_json_free(&s.item_json);
        dx_buf_free(&s.item_line);
        dx_buf_free(&s.begun);
        dx_buf_free(&s.out.b);
    }
    dx_cli_free(&c);
    return status;
}
