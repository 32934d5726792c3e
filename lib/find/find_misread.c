/* find_misread.c: letters that a recogniser read for digits, when a check confirms them */
#include "find/find_job.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"
#include "find/scan/scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The characters of a hit that differ from what was read; more than DX_REPAIRS_NAMED: too many. */
static size_t differences(const char *read, const char *taken, size_t n, struct dx_repair_char out[DX_REPAIRS_NAMED])
{
    size_t count = 0;
    for (size_t i = 0; i < n && count <= DX_REPAIRS_NAMED; i++) {
        if (read[i] == taken[i])
            continue;
        size_t from = i;
        uint32_t cp = 0;
        while (from > 0 && ((unsigned char)read[from] & 0xc0) == 0x80)
            from--;
        size_t len = dx_utf8_get(read + from, n - from, &cp);
        if (count < DX_REPAIRS_NAMED)
            out[count] = (struct dx_repair_char){from, {read + from, len ? len : 1}, {taken[i]}};
        if (count < DX_REPAIRS_NAMED && len > 1 && dx_utf8_get(taken + from, n - from, &cp) == len) {
            bool digit = cp >= 0x1040 && cp <= 0x1049;
            memcpy(out[count].taken, digit ? &"0123456789"[cp - 0x1040] : taken + from, digit ? 1 : len);
        }
        count++;
        i = from + (len ? len : 1) - 1;
    }
    return count;
}

#ifdef __SSE2__
/* Which of 16 bytes are digits or hyphens, and which letters that are drawn like digits. */
static inline void classify(const char *p, unsigned *numbers, unsigned *alike)
{
    __m128i v = _mm_loadu_si128((const __m128i *)p), small = _mm_or_si128(v, _mm_set1_epi8(0x20));
    __m128i digits = _mm_cmpeq_epi8(_mm_max_epu8(_mm_sub_epi8(v, _mm_set1_epi8('0')), _mm_set1_epi8(9)), _mm_set1_epi8(9));
    __m128i round = _mm_or_si128(_mm_cmpeq_epi8(small, _mm_set1_epi8('o')), _mm_cmpeq_epi8(v, _mm_set1_epi8('B')));
    __m128i thin = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('l')), _mm_cmpeq_epi8(v, _mm_set1_epi8('I')));
    __m128i bent = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('S')), _mm_cmpeq_epi8(v, _mm_set1_epi8('Z')));
    *numbers = (unsigned)_mm_movemask_epi8(_mm_or_si128(digits, _mm_cmpeq_epi8(v, _mm_set1_epi8('-'))));
    *alike = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(round, thin), bent));
}
#endif

/* Cheap, and never stricter than the repairs. */
bool dx_find_may_be_typed(struct dx_str line)
{
    enum { NUMBER = 1, ALIKE = 2 };
    static const uint8_t kinds[256] = {
        ['0'] = NUMBER, ['1'] = NUMBER, ['2'] = NUMBER, ['3'] = NUMBER, ['4'] = NUMBER, ['5'] = NUMBER, ['6'] = NUMBER, ['7'] = NUMBER,
        ['8'] = NUMBER, ['9'] = NUMBER, ['-'] = NUMBER, ['O'] = ALIKE,  ['o'] = ALIKE,  ['l'] = ALIKE,  ['I'] = ALIKE,  ['S'] = ALIKE,
        ['B'] = ALIKE,  ['Z'] = ALIKE,
    };
    unsigned before = 0;
    size_t i = 0;
    if (line.n >= DX_FIND_LONG)
        return false;
#ifdef __SSE2__
    for (unsigned numbers, alike; i + 16 <= line.n; i += 16) {
        classify(line.p + i, &numbers, &alike);
        if (((numbers << 1 | (before & NUMBER)) & alike) | ((alike << 1 | before >> 1) & numbers))
            return true;
        before = numbers >> 15 | (alike >> 15) << 1;
    }
#endif
    for (; i < line.n; i++) {
        unsigned kind = kinds[(unsigned char)line.p[i]];
        if ((before | kind) == (NUMBER | ALIKE))
            return true;
        before = kind;
    }
    return false;
}

static bool is_alike(char c) { return c && strchr("OolISBZ", c); }

/* Is the run of letters and digits around i too long for a number: base64, a hash? */
static bool in_long_run(struct dx_str t, size_t i)
{
    size_t from = i, end = i;
    while (from > 0 && i - from < DX_FIND_TYPED && kit_is_alnum(t.p[from - 1]))
        from--;
    while (end < t.n && end - from <= DX_FIND_TYPED && kit_is_alnum(t.p[end]))
        end++;
    return end - from > DX_FIND_TYPED;
}

size_t dx_find_typed(struct dx_str text, size_t at, size_t to)
{
    size_t i = at;
    while (i < to) {
#ifdef __SSE2__
        while (i + 16 <= to) { /* nearly no text has a digit */
            __m128i v = _mm_loadu_si128((const __m128i *)(text.p + i));
            if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(_mm_sub_epi8(v, _mm_set1_epi8('0')), _mm_set1_epi8(9)), _mm_set1_epi8(9))))
                break;
            i += 16;
        }
#endif
        for (size_t end = i + 16 < to ? i + 16 : to; i < end; i++)
            if (kit_is_digit(text.p[i]) && ((i > at && is_alike(text.p[i - 1])) || (i + 1 < to && is_alike(text.p[i + 1]))) && !in_long_run(text, i)) {
                const char *stop = memrchr(text.p + at, '\n', i - at);
                return stop ? (size_t)(stop + 1 - text.p) : at;
            }
    }
    return to;
}

/* Codes without a check digit whose form leaves no choice, behind a label: MA123456, ICIC0700488, 17 characters without O. */
static bool is_formed(const struct dx_hit *h)
{
    static const char *const kinds[] = {"passport", "vin", "in.ifsc"};
    for (size_t i = 0; h->context.n && i < sizeof kinds / sizeof *kinds; i++)
        if (dx_str_is(dx_rule_kind(h->rule), kinds[i]))
            return true;
    return false;
}

/* A telephone number that the plan has, from what was mended on: a Burmese 0, the plus of a mobile number (the scanner of telephone numbers
 * reads O, I, l for digits itself). */
static bool is_planned(const struct job *j, const struct dx_hit *h, const char *taken)
{
    static const char mobile[] = "\"line\":\"mobile\"";
    struct dx_str attrs = dx_hit_attrs(j->f->scan, h);
    if (!h->rule->scanner || !dx_str_is(dx_rule_kind(h->rule), "phone"))
        return false;
    return strncmp(taken, "\u1040", 3) == 0 || (taken[0] == '+' && memmem(attrs.p, attrs.n, mobile, sizeof mobile - 1));
}

static bool is_plain(char c) { return c && strchr("OoIl", c); }

/* Do all letters that were changed stand where nobody writes one: O and l in a row of digits; others, when they are a code's, with digits around
 * ("AB123456" is one)? */
static bool among_digits(const struct dx_hit *h, const char *read, const char *taken, bool code)
{
    for (size_t i = h->start; i < h->end; i++) {
        bool behind_letter = i > h->start && kit_is_alpha(read[i - 1]) && read[i - 1] == taken[i - 1];
        bool between = i > h->start + 1 && i + 1 < h->end && kit_is_digit(read[i - 1]) && kit_is_digit(read[i + 1]);
        if (read[i] != taken[i] && !(is_plain(read[i]) ? code || !behind_letter : code && between))
            return false;
    }
    return true;
}

/* A number that its label names, of which the form has digits alone where O and l stood (B and D stand in codes of sixteen digits); a date, a sum and
 * a plate with its province say what they are themselves. */
static bool is_numbered(const struct dx_hit *h, const char *read, const char *taken)
{
    if (h->verdict != DX_VERDICT_PASS && !among_digits(h, read, taken, false))
        return false;
    struct dx_str kind = dx_rule_kind(h->rule);
    bool itself = dx_str_is(kind, "date") || dx_str_is(kind, "money") || dx_str_is(kind, "plate.th") || (h->grouped && h->verdict == DX_VERDICT_PASS);
    return itself || (h->context.n && h->rule->check && !h->rule->scanner);
}

/* How many characters may have been others: two, three of a number that is long enough to be told by the rest. */
static size_t repairs_most(const struct dx_hit *h, bool sure)
{
    size_t n = (h->end - h->start) / 4; /* one character of four */
    return h->context.n && h->verdict == DX_VERDICT_PASS ? DX_REPAIRS_NAMED : !sure || n < DX_REPAIRS ? DX_REPAIRS : n > 3 ? 3 : n;
}

/* Only what a check confirms: a check digit, a known township, a country's form, a label and digits, a numbering plan. */
static bool confirmed(const struct job *j, const struct dx_hit *h, const char *read, const char *taken)
{
    return h->verdict == DX_VERDICT_PASS || dx_str_is(dx_rule_kind(h->rule), "mm.nrc") || is_formed(h) || is_numbered(h, read, taken) || is_planned(j, h, taken + h->start);
}

/* How many different letters were taken for digits: O for 0 throughout is one habit. */
static size_t habits(const struct dx_repair_char *chars, size_t n)
{
    size_t different = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < i && !dx_str_eq(chars[k].read, chars[i].read))
            k++;
        different += k == i;
    }
    return different;
}

static int write_repaired(struct job *j, const struct dx_stream_piece *p, const struct dx_hit *h, const char *taken, struct dx_err *e)
{
    struct dx_repair_char chars[DX_REPAIRS_NAMED];
    size_t n = differences(p->piece.text.p + h->start, taken + h->start, h->end - h->start, chars);
    struct dx_score score = h->score;
    bool named = h->context.n && h->verdict == DX_VERDICT_PASS, sure = h->verdict == DX_VERDICT_PASS || !is_formed(h);
    if (!p->piece.recognised && !named && !(is_formed(h) && among_digits(h, p->piece.text.p, taken, true)) && !is_numbered(h, p->piece.text.p, taken)) /* typed, or a recogniser's text from elsewhere */
        return DX_OK;
    if (!sure && dx_find_is_sure(j->f, h->start, h->end)) /* it is one as it stands */
        return DX_OK;
    if (n == 0 || n > repairs_most(h, sure))
        return DX_OK;
    dx_score_repair(&score, !sure ? 2 * n : n > DX_REPAIRS ? habits(chars, n) : n); /* where nothing confirms it, another character may be wrong, too */
    if (!confirmed(j, h, p->piece.text.p, taken) || dx_score_probability(&score) < j->f->min_score ||
        dx_find_is_part(j->t, p->offset + (int64_t)h->start, p->offset + (int64_t)h->end))
        return DX_OK;
    struct dx_place at;
    dx_find_place(j, p, h->start, h->end, &at);
    struct dx_finding f = {
        .kind = dx_hit_kind(j->f->scan, h), .value = dx_hit_value(j->f->scan, h), .key = dx_hit_key(j->f->scan, h),
        .attrs = dx_hit_attrs(j->f->scan, h), .score = &score, .verdict = h->verdict, .checksum = h->rule->check && h->rule->check->checksum,
        .context = h->context, .repairs = chars, .n_repairs = n,
    };
    dx_buf_reset(&j->f->out);
    dx_finding_write(&j->f->out, &f, &at, j->by);
    return dx_find_put(j, DX_T_FINDING, at.page, e);
}

/* Once more, with letters that stand for digits among digits changed to them. */
int dx_find_repaired(struct job *j, const struct dx_stream_piece *p, struct dx_err *e)
{
    struct find *f = j->f;
    struct dx_err limit = {0};
    if (!dx_repair_line(p->piece.text, p->piece.recognised, &f->repaired))
        return dx_buf_ok(&f->repaired) ? DX_OK : dx_fail_nomem(e);
    struct dx_piece piece = p->piece;
    piece.text = dx_buf_slice(&f->repaired);
    piece.still = DX_STILL_UNKNOWN;
    piece.lines = NULL; /* this line is none of theirs */
    int rc = dx_scan_piece(f->scan, &piece, &limit);
    if (rc == DX_NOMEM)
        return dx_fail_nomem(e);
    rc = DX_OK; /* a limit was said for the line as it stands */
    for (size_t i = 0; rc == DX_OK && i < dx_scan_hits(f->scan); i++)
        rc = write_repaired(j, p, dx_scan_hit(f->scan, i), piece.text.p, e);
    return rc;
}

/* A code of the page that holds once it is joined and repaired. */
int dx_find_code(void *ctx, const struct dx_repair *r, struct dx_err *e)
{
    struct job *j = ctx;
    struct find *f = j->f;
    const struct text *t = j->t;
    if (dx_find_is_part(t, (int64_t)r->start, (int64_t)r->end))
        return DX_OK;
    int rc = dx_scan_field(f->scan, r->rule, dx_str(r->code), e);
    const struct dx_hit *h = rc == DX_OK ? dx_scan_hit(f->scan, 0) : NULL;
    if (!h)
        return rc;
    struct dx_score score = h->score;
    dx_score_repair(&score, r->n > DX_REPAIRS ? habits(r->chars, r->n) : r->n);
    dx_score_ocr(&score, dx_find_confidence(t, r->start, r->end));
    if (dx_score_probability(&score) < f->min_score)
        return DX_OK;
    struct dx_place at = {
        .item = dx_str(t->item), .page = t->parts[0].page, .of = dx_str(t->parts[0].id), .start = (int64_t)r->start, .end = (int64_t)r->end,
        .raw = {t->whole.p + r->start, r->end - r->start}, .words = t->words, .n_words = t->n_words, .text = t->whole,
    };
    struct dx_finding finding = {
        .kind = dx_hit_kind(f->scan, h), .value = dx_hit_value(f->scan, h), .key = dx_hit_key(f->scan, h), .attrs = dx_hit_attrs(f->scan, h),
        .score = &score, .verdict = h->verdict, .checksum = true, .repairs = r->chars, .n_repairs = r->n,
    };
    dx_buf_reset(&f->out);
    dx_finding_write(&f->out, &finding, &at, j->by);
    return dx_find_put(j, DX_T_FINDING, at.page, e);
}
