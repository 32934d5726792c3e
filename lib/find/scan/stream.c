/* stream.c: cutting text into lines and pieces */
#include "find/scan/stream.h"
#include "find/text/chars.h"
#include "find/text/columns.h"

#include <string.h>

#include "base/limits.h"
#include "find/text/maps.h"

#define DX_ITEM_BYTES 40
#define DX_ROW_BYTES 160
#define PEEK 32
#define MORE_COLUMNS 2
#define READY (DX_FIND_LINE + 2 * DX_FIND_EDGE) /* so much must be there (or the end) before anything is decided */

void dx_stream_free(struct dx_stream *s)
{
    dx_buf_free(&s->text);
    *s = (struct dx_stream){0};
}

void dx_stream_reset(struct dx_stream *s)
{
    dx_buf_reset(&s->text);
    s->pos = s->line = s->known = s->above.n = s->title.n = s->over.n = s->n_head = s->n_block = 0;
    s->listed = false;
    s->lines = (struct dx_lines){0};
    s->glanced = (struct dx_glanced){.clear = 0};
    s->home = (struct dx_phone_home){.known = false};
    s->offset = 0;
}

static bool inside(unsigned char c) { return (c & 0xc0) == 0x80; }

static bool is_blank(struct dx_str l)
{
    for (size_t i = 0; i < l.n; i++)
        if (l.p[i] != ' ' && l.p[i] != '\t' && l.p[i] != '\r')
            return false;
    return true;
}

/* Where to cut a line that is too long, among its bytes (DX_FIND_LINE - DX_FIND_CUT, DX_FIND_LINE]: at the last blank that has no
 * digit on either side, else the last byte that is no letter, digit or part of a character, else between characters. */
static size_t cut_at(const char *p)
{
    size_t other = 0;
    for (size_t i = DX_FIND_LINE; i > DX_FIND_LINE - DX_FIND_CUT; i--) {
        if (p[i] == ' ' && !kit_is_digit(p[i - 1]) && !kit_is_digit(p[i + 1]))
            return i;
        bool word = kit_is_digit(p[i]) || (p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') || (unsigned char)p[i] >= 0x80;
        if (!word && !other)
            other = i;
    }
    size_t i = other ? other : DX_FIND_LINE;
    while (!other && i > DX_FIND_LINE - 4 && inside((unsigned char)p[i]))
        i--;
    return i;
}

/* A line of one NUL parts what has nothing to do with each other (runs.h). */
static bool is_break(struct dx_str l) { return l.n == 1 && l.p[0] == '\0'; }

/* Does it part the lines around it, as far as a block goes? A long line is prose. */
static bool ends_block(struct dx_str l) { return is_blank(l) || is_break(l) || l.n > DX_BLOCK_BYTES / 2; }

/* Adds a line of the text to the block that ends before it, of which whole lines are dropped from the top. */
static void remember_block(struct dx_stream *s, struct dx_str l)
{
    if (ends_block(l)) {
        s->n_block = 0;
        return;
    }
    while (s->n_block + l.n + 1 > DX_BLOCK_BYTES) {
        const char *top = s->text.p + s->block, *end = memchr(top, '\n', (size_t)(l.p - top));
        s->block += (size_t)(end + 1 - top);
        s->n_block -= (size_t)(end + 1 - top) - (end[-1] == '\r'); /* no line of it is empty */
    }
    if (!s->n_block)
        s->block = (size_t)(l.p - s->text.p);
    s->n_block += l.n + 1;
}

/* How many bytes of the line a row's mark has: its number ("12. ", "3|", "4  ", "5 Name") or a bullet; 0: it has none. A date's day is none. */
static size_t row_mark(struct dx_str l)
{
    size_t i = 0, from, word;
    while (i < l.n && l.p[i] == ' ')
        i++;
    for (from = i; i < l.n && i - from < 4 && kit_is_digit(l.p[i]);)
        i++;
    if (i + 2 >= l.n || i - from > 3)
        return 0;
    if (i == from)
        return (l.p[i] == '-' || l.p[i] == '+' || l.p[i] == '*') && l.p[i + 1] == ' ' ? i + 2 : 0;
    if (l.p[i] == '.' || l.p[i] == ')' || l.p[i] == '|' || l.p[i] == '\t')
        return kit_is_digit(l.p[i + 1]) ? 0 : i + 1;
    for (from = i; from < l.n && l.p[from] == ' ';)
        from++;
    for (word = from; word < l.n && l.p[word] != ' ' && !kit_is_digit(l.p[word]);)
        word++;
    bool dated = word + 1 < l.n && kit_is_digit(l.p[word + 1]); /* 12 March 2024 */
    return from > i && word > from && !dated ? from : 0;
}

/* A row of a list: marked, and with a number in it. */
static bool is_row(struct dx_str l)
{
    size_t digits = 0, i = l.n <= DX_ROW_BYTES ? row_mark(l) : 0;
    for (; i && i < l.n && digits < 5; i++)
        digits += kit_is_digit(l.p[i]);
    return digits == 5;
}

/* Is it one of a list: a number with a few letters at most, a mark before it ("2) MD 441820"), or a row of its own? Those below it have the list's title as
 * theirs. */
static bool is_item(struct dx_str l)
{
    char copy[DX_MAP + DX_MAP_BEYOND];
    struct dx_map_signs m;
    if (is_row(l))
        return true;
    if (l.n > DX_ITEM_BYTES)
        return false;
    memset(copy, 0, sizeof copy);
    if (l.n)
        memcpy(copy, l.p, l.n);
    dx_maps_signs(&m, copy, dx_maps_vectors());
    uint64_t letters = m.alnum & ~m.digit, pairs = letters & letters >> 1;
    bool word = pairs & pairs >> 2; /* four in a row */
    /* a bullet has three bytes */
    return !word && __builtin_popcountll(m.digit) >= 5 && __builtin_popcountll(letters) <= 5 && __builtin_popcountll(m.high) <= 3;
}
_Static_assert(DX_ITEM_BYTES <= DX_MAP, "one map has all of it");

/* Holds the end of a line of the text. */
static void hold(const struct dx_stream *s, struct dx_held *h, struct dx_str l)
{
    size_t from = l.n > DX_ABOVE_BYTES ? l.n - DX_ABOVE_BYTES : 0;
    while (from < l.n && from > 0 && inside((unsigned char)l.p[from]))
        from++;
    h->at = (size_t)(l.p - s->text.p) + from;
    h->n = l.n - from;
    h->apart = false;
}

static struct dx_str held(const struct dx_stream *s, const struct dx_held *h)
{
    return h->n ? (struct dx_str){h->apart ? h->bytes : s->text.p + h->at, h->n} : (struct dx_str){NULL, 0};
}

/* The text is about to lose its first n bytes. */
static void hold_on(const struct dx_stream *s, struct dx_held *h, size_t n)
{
    if (h->apart || !h->n)
        return;
    h->apart = h->at < n;
    if (h->apart)
        memcpy(h->bytes, s->text.p + h->at, h->n);
    else
        h->at -= n;
}

/* What the next line will have above it; item: it is one of a list. */
static void remember_above(struct dx_stream *s, struct dx_str l, bool item)
{
    if (is_blank(l))
        return;
    hold(s, &s->above, l);
    s->listed = item;
    if (s->listed)
        return;
    s->over.at = s->title.at;
    s->over.n = s->title.n;
    s->over.apart = s->title.apart;
    if (s->title.apart)
        memcpy(s->over.bytes, s->title.bytes, s->title.n);
    hold(s, &s->title, l);
}

/* More than a few? */
static bool has_digits(struct dx_str l) { return kit_has_digits(l, 4); }

/* A table goes on as long as its lines have as many columns as its head; a line of marked columns with hardly a digit is the head
 * of what follows. Of columns that stand apart an empty one shows as one less, two with a single blank between them, too, a cell with two blanks within as
 * one more: what stands where tells them (columns.h). Returns whether the line belongs to the table. */
static bool follow_table(struct dx_stream *s, struct dx_str l)
{
    size_t columns = s->n_head ? dx_columns_count(l, s->mark) : 0;
    if (s->n_head && columns == s->columns)
        return true;
    if (s->n_head && s->mark == ' ' && columns && columns <= s->columns + MORE_COLUMNS && has_digits(l))
        return true;
    s->n_head = 0;
    if (l.n > DX_HEAD_BYTES || has_digits((struct dx_str){l.p, l.n < PEEK ? l.n : PEEK})) /* a date, mostly: no head, and no mark need be looked for */
        return false;
    if ((s->mark = dx_columns_mark(l)) == 0 || has_digits(l)) /* most lines have no mark: asked before what takes longer */
        return false;
    s->columns = dx_columns_count(l, s->mark);
    s->n_head = l.n;
    memcpy(s->head, l.p, s->n_head);
    return false;
}

static struct dx_str without_cr(struct dx_str l)
{
    l.n -= l.n && l.p[l.n - 1] == '\r';
    return l;
}

/* The line that ends before `end`, which is behind a line end; not before `least`. */
static struct dx_str line_before(const struct dx_stream *s, size_t end, size_t least)
{
    const char *t = s->text.p, *nl = end - 1 > least ? memrchr(t + least, '\n', end - 1 - least) : NULL;
    size_t from = nl ? (size_t)(nl + 1 - t) : least;
    return (struct dx_str){t + from, end - 1 - from};
}

static bool has_mark(struct dx_str l)
{
    return memchr(l.p, ',', l.n) || memchr(l.p, '\t', l.n) || memchr(l.p, ';', l.n) || memchr(l.p, '|', l.n) || dx_columns_apart(l, 0) < l.n;
}

/* The block as if no line had been passed over: a block is the last lines that fit, up to one that ends it. */
static void catch_up_block(struct dx_stream *s)
{
    size_t from = s->line;
    while (from > s->known && s->line - from <= 2 * DX_BLOCK_BYTES) { /* with \r there are more bytes than are kept */
        struct dx_str l = without_cr(line_before(s, from, s->known));
        from = (size_t)(l.p - s->text.p);
        if (ends_block(l))
            break;
    }
    if (from > s->known)
        s->n_block = 0;
    while (from < s->line) {
        const char *p = s->text.p + from, *end = memchr(p, '\n', s->line - from);
        size_t n = end ? (size_t)(end - p) : s->line - from;
        remember_block(s, without_cr((struct dx_str){p, n}));
        from += n + 1;
    }
}

/* The line above, and the two of its list's title, as if no line had been passed over. */
static void catch_up_above(struct dx_stream *s)
{
    struct dx_str l, above = {NULL, 0}, title[2];
    size_t n = 0;
    for (size_t at = s->line; at > s->known && n < 2; at = (size_t)(l.p - s->text.p)) {
        l = without_cr(line_before(s, at, s->known));
        if (is_blank(l))
            continue;
        above = above.p ? above : l;
        if (!is_item(l))
            title[n++] = l;
    }
    while (n > 0)
        remember_above(s, title[--n], false);
    if (above.p && is_item(above))
        remember_above(s, above, true);
}

/* Makes up for lines that were passed over, up to the current one: what stands above it, and the table. A line without a mark
 * ends any table, so that no more need be looked at than from the last of these on. */
static void catch_up(struct dx_stream *s)
{
    size_t from = s->line;
    if (s->known >= s->line)
        return;
    catch_up_above(s);
    catch_up_block(s);
    while (from > s->known) {
        struct dx_str l = line_before(s, from, s->known);
        from = (size_t)(l.p - s->text.p);
        if (!has_mark(l)) {
            s->n_head = 0;
            break;
        }
    }
    while (from < s->line) {
        const char *p = s->text.p + from, *end = memchr(p, '\n', s->line - from);
        size_t n = end ? (size_t)(end - p) : s->line - from;
        follow_table(s, without_cr((struct dx_str){p, n}));
        from += n + 1;
    }
    s->known = s->line;
}

/* The text loses its first n bytes. */
static void move(struct dx_glanced *g, size_t n)
{
    g->clear = g->clear > n ? g->clear - n : 0;
    g->still = g->still > n ? g->still - n : 0;
    g->changes = g->changes && g->rest >= n;
    g->rest = g->rest > n ? g->rest - n : 0;
}

/* Forgets what was given, but for what a piece may still look back at. */
static void compact(struct dx_stream *s)
{
    if (s->text.len >= DX_FIND_LINE)
        catch_up(s);
    size_t keep = s->pos - s->line > DX_FIND_EDGE ? s->pos - DX_FIND_EDGE : s->line;
    keep = s->n_block && s->block < keep ? s->block : keep;
    if (keep < DX_FIND_LINE)
        return;
    hold_on(s, &s->above, keep);
    hold_on(s, &s->title, keep);
    hold_on(s, &s->over, keep);
    s->block -= s->n_block ? keep : 0;
    memmove(s->text.p, s->text.p + keep, s->text.len - keep);
    s->text.len -= keep;
    s->offset += (int64_t)keep;
    s->pos -= keep;
    s->line = s->line > keep ? s->line - keep : 0;
    s->known = s->known > keep ? s->known - keep : 0;
    move(&s->glanced, keep);
}

/* The line after the one that ends at `at`; empty when it is long. So much is there always, or the text ends. */
static struct dx_str next_line(const struct dx_stream *s, size_t at)
{
    const char *t = s->text.p;
    size_t from = at + (at < s->text.len && t[at] == '\r');
    if (from >= s->text.len || t[from] != '\n')
        return (struct dx_str){NULL, 0};
    from++;
    size_t most = s->text.len - from < DX_ABOVE_BYTES ? s->text.len - from : DX_ABOVE_BYTES;
    const char *end = memchr(t + from, '\n', most);
    size_t n = end ? (size_t)(end - t) - from : most;
    return n < DX_ABOVE_BYTES ? (struct dx_str){t + from, n} : (struct dx_str){NULL, 0};
}

static enum dx_stillness stillness_of(const struct dx_glanced *g, size_t line, size_t end)
{
    if (line < g->still || line > g->rest)
        return DX_STILL_UNKNOWN;
    return end <= g->rest ? DX_STILL : g->changes ? DX_STILL_NOT : DX_STILL_UNKNOWN;
}

/* Gives the piece [s->pos, end) of the line that ends at line_end. */
static int give(struct dx_stream *s, size_t end, size_t line_end, dx_stream_fn *fn, void *ctx, size_t *taken, struct dx_err *e)
{
    const char *t = s->text.p;
    bool first = s->pos == s->line;
    size_t from = s->pos - s->line > DX_FIND_EDGE ? s->pos - DX_FIND_EDGE : s->line;
    size_t to = line_end - end > DX_FIND_EDGE ? end + DX_FIND_EDGE : line_end;
    while (from < s->pos && inside((unsigned char)t[from]))
        from++;
    while (to < line_end && to > end && inside((unsigned char)t[to]))
        to--;
    struct dx_str line = {t + s->pos, end - s->pos};
    struct dx_stream_piece p = {.offset = s->offset + (int64_t)from, .first = first, .piece.home = &s->home};
    p.piece.text = (struct dx_str){t + from, to - from};
    p.piece.from = s->pos - from;
    p.piece.to = end - from;
    size_t rest = s->text.len - s->pos;
    bool item = is_item(line);
    p.ahead = (struct dx_str){t + s->pos, rest < line.n + DX_FIND_EDGE ? rest : line.n + DX_FIND_EDGE};
    if (first) {
        catch_up(s);
        p.piece.above = held(s, s->listed && s->title.n && item ? &s->title : &s->above);
        if (item && s->title.n && s->title.n <= DX_BETWEEN_BYTES)
            p.piece.higher = held(s, &s->over);
        if (s->n_block)
            p.piece.block = (struct dx_str){t + s->block, s->line - s->block};
        p.piece.lines = &s->lines;
        p.piece.line_at = p.offset;
        if (end == line_end && follow_table(s, line))
            p.piece.header = (struct dx_str){s->head, s->n_head};
    }
    if (end == line_end)
        p.piece.below = next_line(s, line_end);
    if (first && end == line_end)
        p.piece.still = stillness_of(&s->glanced, s->line, line_end);
    int rc = is_blank(line) || is_break(line) ? DX_OK : fn(ctx, &p, taken, e);
    if (first && end == line_end)
        remember_block(s, line);
    else
        s->n_block = 0; /* a line that is cut is prose */
    if (end == line_end)
        remember_above(s, line, item);
    return rc;
}

/* One step: a line, or a piece of one. */
static int step(struct dx_stream *s, dx_stream_fn *fn, void *ctx, struct dx_err *e)
{
    const char *at = s->text.p + s->pos;
    size_t rest = s->text.len - s->pos, within = rest < READY ? rest : READY, taken = 0;
    const char *end = memchr(at, '\n', within);
    size_t line = end ? (size_t)(end - at) : within;
    if (line > DX_FIND_LINE + 1) { /* at + DX_FIND_LINE + 1 is looked at */
        size_t cut = cut_at(at);
        int rc = give(s, s->pos + cut, s->pos + line, fn, ctx, &taken, e);
        s->pos += cut;
        return rc;
    }
    size_t cr = line > 0 && at[line - 1] == '\r';
    int rc = give(s, s->pos + line - cr, s->pos + line - cr, fn, ctx, &taken, e);
    if (taken > line)
        s->n_block = 0; /* lines were taken that it is without */
    s->pos += taken > line ? taken : line + (end != NULL);
    s->line = s->known = s->pos;
    return rc;
}

/* Passes over lines that aren't worth giving, among those that are there as a whole. */
static void pass_over(struct dx_stream *s, bool last)
{
    const char *t = s->text.p;
    size_t end = s->text.len, at;
    if (!s->glance || s->pos != s->line)
        return;
    const char *nl = memrchr(t + s->pos, '\n', end - s->pos);
    end = last ? end : nl ? (size_t)(nl + 1 - t) : s->pos;
    if (end <= s->pos || (at = s->glance(s->glance_ctx, (struct dx_str){t, end}, s->pos, end, &s->glanced)) <= s->pos)
        return;
    if (at < end) {
        nl = memrchr(t + s->pos, '\n', at - s->pos);
        at = nl ? (size_t)(nl + 1 - t) : s->pos;
    }
    s->pos = s->line = at;
}

static void keep_opening(struct dx_stream *s, const char *p, size_t n)
{
    size_t room = sizeof s->opening - s->home.opening.n, more = n < room ? n : room;
    if (more)
        memcpy(s->opening + s->home.opening.n, p, more);
    s->home.opening = (struct dx_str){s->opening, s->home.opening.n + more};
}

int dx_stream_feed(struct dx_stream *s, const char *p, size_t n, bool last, dx_stream_fn *fn, void *ctx, struct dx_err *e)
{
    int rc = DX_OK;
    while (rc == DX_OK) { /* in portions, so that memory is bounded whatever the caller holds */
        size_t portion = n < DX_FIND_LINE ? n : DX_FIND_LINE;
        keep_opening(s, p, portion);
        dx_buf_add(&s->text, p, portion);
        if (!dx_buf_ok(&s->text))
            return dx_fail_nomem(e);
        p = portion ? p + portion : p;
        n -= portion;
        while (rc == DX_OK && s->pos < s->text.len && (s->text.len - s->pos >= READY || (last && n == 0))) {
            pass_over(s, last && n == 0);
            if (s->pos < s->text.len && (s->text.len - s->pos >= READY || (last && n == 0)))
                rc = step(s, fn, ctx, e);
        }
        compact(s);
        if (n == 0)
            break;
    }
    return rc;
}
