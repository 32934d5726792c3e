/* runs.c: cutting runs of text out of raw bytes */
#include "find/text/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "find/text/noise.h"
#include "find/text/thai8.h"

#define PORTION (64u << 10) /* bytes of the source that are worked on at once */
#define SEAM 2048 /* bytes of the caller's that are copied behind what is kept */
#define KEEP (DX_RUN_BACK + DX_ANCHOR_BYTES)
/* For a character that takes a zero of what stands around. The wrong byte order can gain one of ASCII (4) where Chinese ends: more. Burmese has a letter of its own that ends in zero. */
#define LENT 2
#define LENT_WIDE 5
#define THAI_ANCHOR 8   /* bytes … */
#define ANCHOR_WORTH 60 /* … that are worth as much in any sentence, and in one of six of noise that could be Thai at all */
#define PAIR_WORTH 30   /* the two before ASCII */
#define THAI_AHEAD 64 /* bytes by which Thai in single bytes is told from noise where a run of ASCII ends */
#define SURE (100 * (int)DX_RUN_SURE)
#define THAI_FEWEST 6 /* letters that can make it so sure: thai8.c gives 3.1 for the best of them, against 10 that none is */
#define OTHER_TEXT 12 /* bytes of ASCII in a row are no Chinese in UTF-16 */

void dx_runs_free(struct dx_runs *r)
{
    dx_buf_free(&r->raw);
    dx_buf_free(&r->text);
    free(r->part);
    *r = (struct dx_runs){.plain = r->plain};
}

void dx_runs_reset(struct dx_runs *r, int64_t offset)
{
    dx_buf_reset(&r->raw);
    dx_buf_reset(&r->text);
    r->offset = offset;
    r->behind = r->seen = r->n = r->first = r->len = 0;
    r->given = 0;
    r->open = r->oom = false;
}

/* ---- what belongs to text ---- */

static bool is_text(uint32_t cp) { return cp < 0x80 ? dx_is_ascii_text((unsigned char)cp) : cp >= 0xa0 && (cp & 0xfffe) != 0xfffe; }

/* The length of the character of UTF-8 at p, 0 when there is none that belongs to text. */
static size_t char_at(const unsigned char *p, size_t n)
{
    uint32_t cp;
    if (p[0] >= 0x80 && (p[0] < 0xc2 || n < 2 || (p[1] & 0xc0) != 0x80)) /* nearly all that isn't text */
        return 0;
    if (n >= 3 && p[0] > 0xe0 && p[0] < 0xed && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) /* most, and no exceptions among them */
        return 3;
    size_t len = dx_utf8_get((const char *)p, n, &cp);
    return len && is_text(cp) ? len : 0;
}

/* Characters by the high byte of UTF-16: those that are NEAR make out text; noise looks like the others, too. */
enum { NONE, NEAR, SOME, WIDE };
static unsigned kind_of(uint32_t u)
{
    static const struct {
        uint16_t first, last;
        unsigned kind;
    } kinds[] = {
        {0x20, 0x7e, NEAR}, {0x09, 0x0a, NEAR}, {0x0d, 0x0d, NEAR},
        {0x0e01, 0x0e3a, NEAR}, {0x0e3f, 0x0e5b, NEAR}, {0x0e80, 0x0edf, NEAR}, /* Thai, Lao */
        {0x1000, 0x109f, NEAR}, {0x1780, 0x17f9, NEAR},                         /* Burmese, Khmer */
        {0xa0, 0xfe, SOME}, /* ff is what empty flash memory is full of */
        {0x0100, 0x024f, SOME}, {0x0300, 0x06ff, SOME}, {0x0900, 0x09ff, SOME}, {0x1e00, 0x1eff, SOME}, {0x2000, 0x20bf, SOME},
        {0x3000, 0x30ff, SOME}, {0xa9e0, 0xaa7f, SOME}, {0xfeff, 0xfeff, SOME}, {0xff01, 0xff60, SOME}, /* full-width */
        {0x4e00, 0x9fff, WIDE}, {0xac00, 0xd7a3, WIDE}, {0x2100, 0x21ff, WIDE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (u >= kinds[i].first && u <= kinds[i].last)
            return kinds[i].kind;
    return NONE;
}

static uint32_t unit(const unsigned char *p, enum dx_run_form form)
{
    return form == DX_RUN_UTF16LE ? p[0] | (uint32_t)p[1] << 8 : p[1] | (uint32_t)p[0] << 8;
}

static bool is_high(uint32_t u) { return u >= 0xd83c && u <= 0xd83e; } /* emoji and their like */
static bool is_low(uint32_t u) { return u >= 0xdc00 && u <= 0xdfff; }

/* The length of the character of UTF-16 at p: 2, 4, or 0 when there is none that belongs to text. */
static size_t wide_at(const unsigned char *p, size_t n, enum dx_run_form form, uint32_t *cp)
{
    if (n < 2)
        return 0;
    *cp = unit(p, form);
    if (is_high(*cp) && n >= 4 && is_low(unit(p + 2, form))) {
        *cp = 0x10000 + ((*cp & 0x3ff) << 10) + (unit(p + 2, form) & 0x3ff);
        return 4;
    }
    unsigned kind = kind_of(*cp);
    if (kind == WIDE && n >= OTHER_TEXT && dx_is_ascii_text(p[0]) && dx_is_ascii_text(p[1]) &&
        dx_ascii_end(p, 0, OTHER_TEXT, true) == OTHER_TEXT)
        return 0;
    return kind == NONE ? 0 : 2;
}

/* Are there six characters of UTF-8? */
static bool is_long(const unsigned char *p, size_t n)
{
    size_t at = 0, len = 1;
    for (int i = 0; i < DX_RUN_LEAST && len; i++, at += len)
        len = at < n && p[at] < 0x80 ? dx_is_ascii_text(p[at]) : char_at(p + at, n - at);
    return len > 0;
}

/* ---- where a run starts ---- */

/* From the anchor that starts at `at` back to the first character of UTF-8 that stands together with it. */
static size_t back_utf8(const struct dx_runs *r, size_t at, size_t least)
{
    const unsigned char *p = r->p;
    for (size_t len; at > least; at -= len) {
        len = dx_is_ascii_text(p[at - 1]);
        for (size_t k = 2; !len && (p[at - 1] & 0xc0) == 0x80 && k <= 4 && at >= least + k; k++)
            len = char_at(p + at - k, k) == k ? k : 0;
        if (!len)
            break;
    }
    return at;
}

static size_t back_utf16(const struct dx_runs *r, size_t at, size_t least, enum dx_run_form form)
{
    const unsigned char *p = r->p;
    uint32_t cp;
    while (at >= least + 2) {
        size_t len = wide_at(p + at - 2, 2, form, &cp);
        if (!len && at >= least + 4 && wide_at(p + at - 4, 4, form, &cp) == 4)
            len = 4;
        if (!len)
            break;
        at -= len;
    }
    return at;
}

/* Signs that stand on, below or around a letter of their script: Thai and Lao, Burmese, Khmer. */
static bool hangs(uint32_t cp)
{
    uint32_t in = cp & ~UINT32_C(0x80);
    return in == 0x0e31 || (in >= 0x0e34 && in <= 0x0e3a) || (in >= 0x0e47 && in <= 0x0e4e) || (cp >= 0x102b && cp <= 0x103e) || (cp >= 0x17b6 && cp <= 0x17d3);
}

/* Can such a sign stand behind the character: one of its script, and no digit? */
static bool carries(uint32_t before, uint32_t cp) { return (before & 0xff00) == (cp & 0xff00) && !(before >= 0x1040 && before <= 0x1049) && !(before >= 0x17e0 && before <= 0x17e9); }

/* A reading of bytes around an anchor as UTF-16. */
struct reading {
    enum dx_run_form form;
    size_t start;
    int chars, worth;
};

/* The zero before or behind a text and its first or last byte make KA of Burmese, in the wrong byte order: half a character. So does a zero
 * behind the last low byte, which makes one of ASCII. */
static bool is_lent_zero(uint32_t cp) { return cp > 0xff && cp % 256 == 0; }

/* Reads on from `at`, where a character of the anchor starts, to both sides. */
static struct reading read_wide(const struct dx_runs *r, size_t at, size_t least, enum dx_run_form form)
{
    const unsigned char *p = r->p;
    size_t end = r->len - at < DX_RUN_AHEAD ? r->len : at + DX_RUN_AHEAD;
    struct reading x = {form, back_utf16(r, at, least, form), 0, 0};
    uint32_t cp, before = 0;
    bool alone = false;
    for (size_t i = x.start, len; (len = wide_at(p + i, end - i, form, &cp)) > 0; i += len, before = cp) {
        unsigned kind = cp > 0xffff ? SOME : kind_of(cp);
        x.chars++;
        bool of_filler = cp <= 0xff || cp >= 0xff00 || cp % 256 == 0 || cp % 256 == 0xff; /* zeros or ff beside a text make another character */
        x.worth += kind == NEAR ? 4 : !of_filler;
        x.worth -= hangs(cp) && !carries(before, cp) ? 8 : 0;
        x.worth -= i == x.start && is_lent_zero(cp) ? (kind == WIDE ? LENT_WIDE : LENT) : 0;
        alone = cp <= 0xff && before > 0xff;
    }
    x.worth -= is_lent_zero(before) || alone ? LENT : 0;
    return x;
}

/* The better of both byte orders for the anchor whose last byte is at `at`. False: neither is long enough. */
static bool choose_wide(const struct dx_runs *r, size_t at, size_t least, struct reading *best)
{
    const unsigned char *p = r->p;
    *best = (struct reading){DX_RUN_UTF16LE, 0, 0, 0};
    for (size_t k = 3; k <= 4; k++) { /* a byte that is certainly within: a pair of it and the next, and one later */
        if (at < k + least)
            continue;
        for (int form = DX_RUN_UTF16LE; form <= DX_RUN_UTF16BE; form++) {
            uint32_t cp;
            if (!wide_at(p + at - k, 4, (enum dx_run_form)form, &cp))
                continue;
            struct reading x = read_wide(r, at - k, least, (enum dx_run_form)form);
            bool even = (r->offset + (int64_t)x.start) % 2 == 0, was_even = (r->offset + (int64_t)best->start) % 2 == 0;
            if (x.worth > best->worth || (x.worth == best->worth && even && !was_even))
                *best = x;
        }
    }
    return best->chars >= DX_RUN_LEAST;
}

/* ---- giving text ---- */

static void add_part(struct dx_runs *r, int64_t source, unsigned wide, enum dx_run_form form)
{
    if (r->n == r->cap && r->first && r->first >= r->cap / 2) { /* half are forgotten */
        memmove(r->part, r->part + r->first, (r->n - r->first) * sizeof *r->part);
        r->n -= r->first;
        r->first = 0;
    }
    if (!DX_MORE(r->part, r->n, r->cap)) {
        r->oom = true;
        return;
    }
    r->part[r->n++] = (struct dx_run_part){r->given + (int64_t)r->text.len, source, (uint8_t)wide, (uint8_t)form, (int16_t)(100 * DX_RUN_SURE)};
}

/* Is the last character (of ASCII) of a run that ends at `at` rather the first of one in UTF-16 (with zeros between)? */
static bool is_lent(const unsigned char *p, size_t at, size_t n)
{
    return n - at >= 4 && !p[at] && !p[at + 2] && dx_is_ascii_text(p[at + 1]) && dx_is_ascii_text(p[at + 3]);
}

/* Does Thai in single bytes start there, behind ASCII? */
static bool turns_thai(const unsigned char *p, size_t at, size_t n)
{
    size_t end = at < n && p[at] >= 0xa0 ? dx_thai8_end(p, at, n - at < THAI_AHEAD ? n : at + THAI_AHEAD, 0) : at;
    return end >= at + THAI_FEWEST && dx_thai8_sure(p + at, end - at, SURE) == SURE;
}

/* Goes on with an open run at r->behind. False: more bytes are needed to know how it goes on. */
static bool give_utf8(struct dx_runs *r, bool last)
{
    const unsigned char *p = r->p;
    size_t at = r->behind, n = r->len;
    for (;;) {
        at = dx_ascii_end(p, at, n, r->plain);
        if (!last && n - at < THAI_AHEAD)
            break;
        size_t len = at < n && p[at] >= 0x80 ? char_at(p + at, n - at) : 0;
        if (!len && turns_thai(p, at, n)) {
            dx_buf_add(&r->text, p + r->behind, at - r->behind);
            r->behind = at;
            r->form = DX_RUN_THAI;
            r->wide = 0;
            return false;
        }
        if (!len) {
            r->open = false;
            at -= at > r->behind && p[at - 1] < 0x80 && is_lent(p, at, n);
            break;
        }
        at += len;
    }
    if (r->open) { /* one that may be lent, or is cut, is kept: before what isn't decided yet, and at the end of what there is */
        at -= at > r->behind;
        at = n - r->behind > 5 ? (at < n - 5 ? at : n - 5) : r->behind;
    }
    while (r->open && at > r->behind && (p[at] & 0xc0) == 0x80)
        at--;
    dx_buf_add(&r->text, p + r->behind, at - r->behind);
    r->behind = at;
    return !r->open;
}

static bool give_utf16(struct dx_runs *r, bool last)
{
    const unsigned char *p = r->p;
    size_t n = r->len, at = r->behind, need = last ? 2 : OTHER_TEXT;
    char *room = dx_buf_room(&r->text, 2 * (n - at) + 4); /* three bytes for two, and whole stores */
    if (!room)
        return false;
    while (n - at >= need) {
        char *out = r->text.p + r->text.len;
        unsigned wide = 1;
        uint32_t cp;
        size_t len, k = dx_ascii_narrow(out, p, at, n, r->form == DX_RUN_UTF16BE, r->plain);
        if (k) {
            len = 2 * k;
        } else if ((len = wide_at(p + at, n - at, r->form, &cp)) > 0) {
            k = wide = (unsigned)dx_utf8_put(out, cp);
        } else {
            r->open = false;
            break;
        }
        if (wide != r->wide)
            add_part(r, r->offset + (int64_t)at, wide, r->form);
        r->wide = wide;
        r->text.len += k;
        at += len;
    }
    if (last)
        r->open = false;
    r->text.p[r->text.len] = '\0';
    r->behind = at;
    return !r->open;
}

static bool give_thai(struct dx_runs *r, bool last)
{
    const unsigned char *p = r->p;
    size_t at = r->behind, end = dx_thai8_end(p, at, r->len, r->wide ? p[at - 1] : 0);
    char *room = dx_buf_room(&r->text, 3 * (end - at) + 4);
    if (!room)
        return false;
    r->open = !last && r->len - end < 6; /* two characters of UTF-8, if they are that, would be seen */
    for (size_t stop = r->open && end - at > 6 ? end - 6 : r->open ? at : end; at < stop; at++) {
        unsigned wide = (unsigned)dx_utf8_put(r->text.p + r->text.len, dx_thai8_char(p[at]));
        if (wide != r->wide)
            add_part(r, r->offset + (int64_t)at, wide, r->form);
        r->wide = wide;
        r->text.len += wide;
    }
    r->text.p[r->text.len] = '\0';
    r->behind = at;
    return !r->open;
}

static bool give(struct dx_runs *r, bool last)
{
    bool ended = r->form == DX_RUN_UTF8 ? give_utf8(r, last) : r->form != DX_RUN_THAI && give_utf16(r, last);
    if (r->form == DX_RUN_THAI) /* perhaps only just now */
        ended = give_thai(r, last);
    if (ended) {
        dx_buf_add(&r->text, DX_RUN_BREAK, sizeof DX_RUN_BREAK - 1);
        r->seen = r->behind > r->seen ? r->behind : r->seen;
    }
    return ended;
}

/* ---- looking ---- */

/* From the anchor that ends with the byte at `at` back as far as it is Thai in single bytes, and ASCII. False: it is rather noise. */
static bool choose_thai(const struct dx_runs *r, size_t at, size_t least, struct reading *x)
{
    const unsigned char *p = r->p;
    size_t start = at + 1, end, ahead = r->len - at < DX_RUN_AHEAD ? r->len : at + DX_RUN_AHEAD;
    while (start > least && dx_thai8_char(p[start - 1]))
        start--;
    while ((end = dx_thai8_end(p, start, ahead, 0)) <= at) /* what was misspelt before it isn't of it */
        start = end > start ? end : start + 1;
    *x = (struct reading){DX_RUN_THAI, start, 0, 0};
    return start + DX_RUN_LEAST <= at + 1 && dx_thai8_sure(p + start, end - start, SURE) == SURE;
}

/* Are the n bytes before `end` likelier Thai in single bytes than noise, by as much? */
static bool may_be_thai(const struct dx_runs *r, size_t end, size_t n, size_t least, int worth)
{
    n = end - least < n ? end - least : n;
    return dx_thai8_worth(r->p + end - n, n) >= worth;
}

/* Devanagari and Bengali hold the bytes of Thai: are what the anchor that ends at `at` has and what follows it characters of UTF-8, three of them of three bytes? */
static bool is_utf8_around(const struct dx_runs *r, size_t at)
{
    enum { BEYOND = 5, LEAST = 3 };
    const unsigned char *p = r->p;
    size_t i = at - (THAI_ANCHOR - 1);
    int threes = 0;
    for (int k = 0; k < 2 && (p[i] & 0xc0) == 0x80; k++)
        i++; /* the end of a character */
    for (size_t n; i <= at + BEYOND && i < r->len; i += n) {
        n = p[i] < 0x80 ? dx_is_ascii_text(p[i]) : char_at(p + i, r->len - i);
        if (n == 0)
            return false;
        threes += n == 3;
    }
    return threes >= LEAST;
}

/* The high byte of Devanagari and Bengali in UTF-16 is a tab. Is the anchor that ends at `at` of their letters, among which a blank or a mark of UTF-16 stands? A table
 * of single digits has tabs, too, but no zeros. */
static bool is_wide_tabs(const struct dx_runs *r, size_t at, size_t least, struct reading *out)
{
    enum { THREE = 6 };
    const unsigned char *p = r->p;
    struct reading x;
    if (at < least + THREE || !((p[at] == '\t' && p[at - 2] == '\t' && p[at - 4] == '\t') || (p[at - 1] == '\t' && p[at - 3] == '\t' && p[at - 5] == '\t')))
        return false;
    if (!choose_wide(r, at, least, &x))
        return false;
    size_t end = r->len - x.start < DX_RUN_AHEAD ? r->len : x.start + DX_RUN_AHEAD;
    uint32_t cp;
    bool own = false, blank = false;
    for (size_t i = x.start, len; (len = wide_at(p + i, end - i, x.form, &cp)) > 0; i += len) {
        own = own || (cp >= 0x0900 && cp < 0x0a00);
        blank = blank || (cp >= ' ' && cp < 0x7f);
    }
    if (own && blank)
        *out = x;
    return own && blank;
}

/* Opens the run that the anchor is in, if it is long enough. */
static void open_run(struct dx_runs *r, enum dx_anchor anchor, size_t at)
{
    size_t least = r->behind;
    struct reading x = {DX_RUN_UTF8, 0, 0, 0};
    if (at > DX_RUN_BACK && at - DX_RUN_BACK > least)
        least = at - DX_RUN_BACK;
    r->seen = at + 1;
    if (anchor == DX_ANCHOR_16) {
        if (!choose_wide(r, at, least, &x))
            return;
    } else if (anchor == DX_ANCHOR_THAI) {
        if (is_utf8_around(r, at) || !may_be_thai(r, at + 1, THAI_ANCHOR, least, ANCHOR_WORTH) || !choose_thai(r, at, least, &x))
            return;
    } else if (!is_wide_tabs(r, at, least, &x)) {
        size_t first = at;
        while (first > least && (r->p[first] & 0xc0) == 0x80)
            first--;
        x.start = back_utf8(r, first, least);
        struct reading thai; /* with what stands before the ASCII */
        if (x.start > least && r->p[x.start - 1] >= 0x80 && may_be_thai(r, x.start, 2, least, PAIR_WORTH) && choose_thai(r, at, least, &thai) && thai.start < x.start)
            x = thai;
        else if (!is_long(r->p + x.start, r->len - x.start))
            return;
    }
    r->open = true;
    r->form = x.form;
    r->behind = x.start;
    r->wide = 0;
    if (x.form != DX_RUN_UTF8)
        return;
    add_part(r, r->offset + (int64_t)x.start, 0, x.form);
    if (!r->oom)
        r->part[r->n - 1].sure = (int16_t)(100 * dx_noise_doubt(r->p + x.start, r->len - x.start));
}

/* One step; false: more bytes are needed. */
static bool step(struct dx_runs *r, bool last)
{
    size_t n = r->len, at;
    if (r->open)
        return give(r, last);
    size_t from = r->seen > r->behind + DX_ANCHOR_BYTES ? r->seen - DX_ANCHOR_BYTES : r->behind;
    enum dx_anchor anchor = dx_anchor_find(r->p, from, r->seen, n, r->plain, &at);
    if (anchor == DX_ANCHOR_NONE) {
        r->seen = n;
        return false;
    }
    if (!last && n - at <= DX_RUN_AHEAD) {
        r->seen = at;
        return false;
    }
    open_run(r, anchor, at);
    return true;
}

/* From where on the stretch in hand is still needed. */
static size_t kept_from(const struct dx_runs *r)
{
    size_t keep = r->open ? r->behind : r->seen;
    return keep > KEEP ? keep - KEEP : 0;
}

/* The stretch in hand is now len bytes at p, which start `gone` bytes behind the start of the one before. */
static void take_up(struct dx_runs *r, const char *p, size_t len, size_t gone)
{
    r->p = (const unsigned char *)p;
    r->len = len;
    r->offset += (int64_t)gone;
    r->behind -= gone < r->behind ? gone : r->behind;
    r->seen -= gone < r->seen ? gone : r->seen;
}

/* Cuts runs out of the stretch in hand and gives their text. */
static int cut(struct dx_runs *r, bool last, dx_runs_fn *fn, void *ctx, struct dx_err *e)
{
    while (step(r, last))
        ;
    if (r->oom || !dx_buf_ok(&r->text))
        return dx_fail_nomem(e);
    int rc = r->text.len ? fn(ctx, dx_buf_slice(&r->text), e) : DX_OK;
    r->given += (int64_t)r->text.len;
    dx_buf_reset(&r->text);
    return rc;
}

/* The caller's bytes behind what is kept, until nothing of that is needed any more: returns how many were taken. */
static int cut_seam(struct dx_runs *r, const char *p, size_t n, bool last, size_t *taken, dx_runs_fn *fn, void *ctx, struct dx_err *e)
{
    size_t kept = r->raw.len;
    *taken = 0;
    do {
        size_t more = n - *taken < SEAM ? n - *taken : SEAM;
        dx_buf_add(&r->raw, p + *taken, more);
        *taken += more;
        if (!dx_buf_ok(&r->raw))
            return dx_fail_nomem(e);
        take_up(r, r->raw.p, r->raw.len, 0);
        int rc = cut(r, last && *taken == n, fn, ctx, e);
        if (rc != DX_OK)
            return rc;
    } while (*taken < n && kept_from(r) < kept);
    return DX_OK;
}

/* Keeps the end of the stretch in hand. */
static int keep_end(struct dx_runs *r, struct dx_err *e)
{
    size_t from = kept_from(r), n = r->len - from;
    if ((const char *)r->p == r->raw.p) {
        if (from < PORTION && from < r->len / 2)
            return DX_OK;
        memmove(r->raw.p, r->raw.p + from, n);
        r->raw.len = n;
    } else {
        dx_buf_reset(&r->raw);
        dx_buf_add(&r->raw, r->p + from, n);
    }
    take_up(r, r->raw.p, r->raw.len, from);
    return dx_buf_ok(&r->raw) ? DX_OK : dx_fail_nomem(e);
}

int dx_runs_feed(struct dx_runs *r, const char *p, size_t n, bool last, dx_runs_fn *fn, void *ctx, struct dx_err *e)
{
    size_t at = 0, kept = r->raw.len;
    int rc = kept || n < SEAM ? cut_seam(r, p, n, last, &at, fn, ctx, e) : DX_OK;
    if (rc != DX_OK || at == n)
        return rc == DX_OK ? keep_end(r, e) : rc;
    take_up(r, p, at, kept);
    while (rc == DX_OK && at < n) {
        at += n - at < PORTION ? n - at : PORTION;
        r->len = at;
        rc = cut(r, last && at == n, fn, ctx, e);
    }
    return rc == DX_OK ? keep_end(r, e) : rc;
}

/* ---- back to the source ---- */

static const struct dx_run_part *part_of(const struct dx_runs *r, int64_t text)
{
    size_t i; /* the first is there for what stands before it, too */
    DX_FIRST(i, r->first + 1, r->n, r->part[i].text > text);
    return &r->part[i - 1];
}

static int64_t source_of(const struct dx_run_part *p, int64_t text)
{
    int64_t in = text - p->text;
    int64_t unit = p->form == DX_RUN_THAI ? 1 : p->wide == 4 ? 4 : 2;
    return p->source + (p->wide == 0 ? in : in / p->wide * unit);
}

void dx_runs_span(const struct dx_runs *r, int64_t start, int64_t end, int64_t span[2])
{
    span[0] = span[1] = 0;
    if (r->n == r->first)
        return;
    span[0] = source_of(part_of(r, start), start);
    span[1] = source_of(part_of(r, end > start ? end - 1 : end), end);
}

const char *dx_runs_charset(const struct dx_runs *r, int64_t text)
{
    static const char *const names[] = {[DX_RUN_UTF8] = NULL, [DX_RUN_UTF16LE] = "UTF-16LE", [DX_RUN_UTF16BE] = "UTF-16BE", [DX_RUN_THAI] = "windows-874"};
    return r->n == r->first ? NULL : names[part_of(r, text)->form];
}

double dx_runs_sure(const struct dx_runs *r, int64_t text) { return r->n == r->first ? DX_RUN_SURE : part_of(r, text)->sure / 100.0; }

void dx_runs_forget(struct dx_runs *r, int64_t text)
{
    while (r->first + 1 < r->n && r->part[r->first + 1].text <= text)
        r->first++;
}
