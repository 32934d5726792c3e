/* fold.c: folding text for matching */
#include "find/text/fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "find/text/nfc.h"
#include "find/text/zawgyi.h"

#define TOKEN 64 /* bytes looked ahead for the kind of a token: a longer one is no identifier of ours */
#define SUB 0x1a /* stands for a byte that is no UTF-8: one byte for one byte, so both texts stay in step */

/* First digits of the decimal digit blocks in use (Unicode category Nd). */
static const uint32_t zeros[] = {
    0x0660 /* Arabic-Indic */, 0x06f0 /* Persian, Urdu */, 0x07c0 /* NKo */, 0x0966 /* Devanagari */, 0x09e6 /* Bengali */,
    0x0a66 /* Gurmukhi */, 0x0ae6 /* Gujarati */, 0x0be6 /* Tamil */, 0x0c66 /* Telugu */, 0x0ce6 /* Kannada */,
    0x0d66 /* Malayalam */, 0x0de6 /* Sinhala */, 0x0e50 /* Thai */, 0x0ed0 /* Lao */, 0x0f20 /* Tibetan */,
    0x1040 /* Myanmar */, 0x1090 /* Shan */, 0x17e0 /* Khmer */, 0x1a80 /* Tai Tham Hora */, 0x1a90 /* Tai Tham */,
    0xa9f0 /* Tai Laing */, 0xff10 /* full-width */,
};

/* Letters that look like a Latin one; folded only within a token that otherwise consists of Latin letters and digits. */
static const struct {
    uint16_t from;
    char to;
} lookalikes[] = {
    {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'}, {0x0397, 'H'}, {0x0399, 'I'}, {0x039a, 'K'}, {0x039c, 'M'},
    {0x039d, 'N'}, {0x039f, 'O'}, {0x03a1, 'P'}, {0x03a4, 'T'}, {0x03a5, 'Y'}, {0x03a7, 'X'}, {0x03bf, 'o'}, {0x0405, 'S'},
    {0x0406, 'I'}, {0x0408, 'J'}, {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041a, 'K'}, {0x041c, 'M'}, {0x041d, 'H'},
    {0x041e, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'}, {0x0430, 'a'}, {0x0435, 'e'},
    {0x043e, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'},
};

enum { KEEP, DROP, TAKE };

static char digit_of(uint32_t cp)
{
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (cp >= zeros[i] && cp < zeros[i] + 10)
            return (char)('0' + (cp - zeros[i]));
    return 0;
}

static char latin_of(uint32_t cp)
{
    if (cp < 0x0391 || cp > 0x0458)
        return 0;
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
        if (lookalikes[i].from == cp)
            return lookalikes[i].to;
    return 0;
}

/* Letters and digits in other faces, which people set to be seen or not to be found: the mathematical ones (13 alphabets, 5 sets of digits). */
static char styled(uint32_t cp)
{
    if (cp >= 0x1d7ce && cp <= 0x1d7ff)
        return (char)('0' + (cp - 0x1d7ce) % 10);
    uint32_t letter = (cp - 0x1d400) % 52;
    return cp < 0x1d400 || cp >= 0x1d6a4 ? 0 : (char)(letter < 26 ? 'A' + letter : 'a' + letter - 26);
}

bool dx_fold_rare(uint32_t cp) { return cp > 0xffff && styled(cp); }

/* Digits in circles, dark ones too. Those of a list stand by themselves. */
static char circled(uint32_t cp)
{
    static const uint16_t ones[] = {0x2460, 0x2776, 0x2780, 0x278a};
    for (size_t i = 0; i < sizeof ones / sizeof *ones; i++)
        if (cp >= ones[i] && cp < ones[i] + 9u)
            return (char)('1' + (cp - ones[i]));
    return cp == 0x24ea || cp == 0x24ff ? '0' : 0;
}

static bool is_dropped(uint32_t cp)
{
    return (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x2064) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff || cp == 0xfe0f || cp == 0x20e3;
}

static char separator_of(uint32_t cp)
{
    if (cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f || cp == 0x205f || cp == 0x3000)
        return ' ';
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xad || cp == 0xfe63)
        return '-';
    if (cp == 0xb7 || cp == 0x2024 || cp == 0x30fb)
        return '.';
    if (cp == 0x2044 || cp == 0x2215)
        return '/';
    return 0;
}

/* What becomes of a character whatever stands around it; *c is set for TAKE. */
static int fate(uint32_t cp, char *c)
{
    if (cp < 0x80)
        return KEEP;
    if (is_dropped(cp))
        return DROP;
    *c = separator_of(cp);
    if (!*c && cp >= 0x0660)
        *c = digit_of(cp);
    if (!*c && cp >= 0xff01 && cp <= 0xff5e)
        *c = (char)(cp - 0xff01 + 0x21);
    if (!*c && cp > 0xffff)
        *c = styled(cp);
    return *c ? TAKE : KEEP;
}

static bool is_alnum(unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* The next character at or behind src[at] that isn't dropped, as far as a token is looked ahead, and where it ends; 0: none. What becomes of it
 * whatever stands around it is *c, or 0. */
static uint32_t next_kept(struct dx_str src, size_t at, size_t *end, char *c)
{
    uint32_t cp;
    for (size_t to = at + TOKEN < src.n ? at + TOKEN : src.n, n; at < to && (n = dx_utf8_get(src.p + at, src.n - at, &cp)) != 0;) {
        at += n;
        *end = at;
        *c = 0;
        int what = fate(cp, c);
        if (what != DROP) {
            *c = cp < 0x80 ? (char)cp : *c;
            return cp;
        }
    }
    return 0;
}

static int add_change(struct dx_fold *f, struct dx_fold_change c)
{
    if (!DX_MORE(f->changes, f->n, f->cap))
        return DX_NOMEM;
    f->changes[f->n++] = c;
    return DX_OK;
}

/* A keycap emoji is a digit and two marks: the marks belong to the digit's place in the source. */
static bool joins_digit(struct dx_fold *f, uint32_t cp, size_t at, size_t src, size_t len)
{
    if ((cp != 0xfe0f && cp != 0x20e3) || f->own.len == 0 || f->own.p[at - 1] < '0' || f->own.p[at - 1] > '9')
        return false;
    struct dx_fold_change *last = f->n ? &f->changes[f->n - 1] : NULL;
    if (last && last->at == at - 1 && last->len == 1 && last->src + last->src_len == src) {
        last->src_len += len;
        return true;
    }
    return add_change(f, (struct dx_fold_change){at - 1, 1, src - 1, 1 + len, false}) == DX_OK;
}

static bool is_cyrillic_or_greek(uint32_t cp) { return cp >= 0x0370 && cp <= 0x052f; }

/* Is the look-alike at `at` within a token of Latin letters, digits and look-alikes, with at least one of the first two? `before`
 * is what was folded so far: a look-alike taken already is ASCII there. Letters of other scripts end a token (Thai is written
 * without spaces); a Cyrillic or Greek letter that looks like nothing Latin says that the word is meant so. */
static bool in_latin_token(struct dx_str src, size_t at, const struct dx_buf *before)
{
    unsigned char last = before->len ? (unsigned char)before->p[before->len - 1] : ' ';
    unsigned char lead = before->len > 1 ? (unsigned char)before->p[before->len - 2] : ' ';
    bool latin = is_alnum(last);
    if (last >= 0x80 && last < 0xc0 && lead >= 0xcd && lead <= 0xd4) /* U+0340 to U+053F */
        return false;
    for (size_t i = at, end = at + TOKEN; i < end;) {
        char c = 0;
        uint32_t cp = next_kept(src, i, &i, &c);
        if (cp && is_alnum((unsigned char)c))
            latin = true;
        else if (is_cyrillic_or_greek(cp) && !latin_of(cp))
            return false;
        else if (!latin_of(cp))
            break;
    }
    return latin;
}

/* Thai and Lao sara am written as two characters (U+0E4D U+0E32, U+0ECD U+0EB2) to the one that everybody types. */
static size_t joined_am(struct dx_str src, size_t at, uint32_t cp, uint32_t *one)
{
    uint32_t next;
    if (cp != 0x0e4d && cp != 0x0ecd)
        return 0;
    size_t n = dx_utf8_get(src.p + at + 3, src.n - at - 3, &next);
    if (n == 0 || next != (cp == 0x0e4d ? 0x0e32u : 0x0eb2u))
        return 0;
    *one = next + 1;
    return 3 + n;
}

/* The last character of what was folded so far, and where it stands there and in the source; its length, 0 when it doesn't reach
 * up to src[at]. */
static size_t last_folded(const struct dx_fold *f, size_t at, size_t *here, size_t *src, uint32_t *cp)
{
    const struct dx_fold_change *c = f->n ? &f->changes[f->n - 1] : NULL;
    size_t i = f->own.len;
    while (i > 0 && i + 4 > f->own.len && ((unsigned char)f->own.p[--i] & 0xc0) == 0x80)
        ;
    size_t n = i < f->own.len ? dx_utf8_get(f->own.p + i, f->own.len - i, cp) : 0;
    *here = i;
    *src = c && c->at == i && c->len ? c->src : at - n;
    bool touches = !c || (c->at == i && c->len ? c->len == n && c->src + c->src_len == at : c->src + c->src_len <= at - n && c->at + c->len <= i);
    return n && at >= n && touches ? n : 0;
}

/* A mark and the letter before it as one character; 0 when they are two. */
static size_t compose(struct dx_fold *f, uint32_t mark, size_t at, size_t len)
{
    size_t here, src;
    uint32_t base = 0, one;
    if (!last_folded(f, at, &here, &src, &base) || (one = dx_nfc_pair(base, mark)) == 0)
        return 0;
    f->own.len = here;
    dx_buf_utf8(&f->own, one);
    struct dx_fold_change *c = f->n ? &f->changes[f->n - 1] : NULL;
    struct dx_fold_change now = {here, f->own.len - here, src, at + len - src, false};
    if (c && c->at == here && c->len)
        *c = now;
    else if (add_change(f, now) != DX_OK)
        f->own.oom = true;
    return len;
}

/* A syllable of Zawgyi, or Burmese signs that stand in another order than NFC has them; the bytes taken, 0 when it is neither. */
static size_t fold_burmese(struct dx_fold *f, struct dx_str src, size_t at, uint32_t cp)
{
    size_t here = f->own.len, n;
    if (f->zawgyi) {
        n = dx_zawgyi_syllable(src, at);
        struct dx_str syllable = {src.p + at, n};
        if (n)
            dx_zawgyi_convert(&f->own, syllable);
        if (n && dx_str_eq((struct dx_str){f->own.p ? f->own.p + here : "", f->own.len - here}, syllable))
            return n;
    } else {
        static const char swapped[] = "\u103A\u1037";
        n = cp == 0x103A && src.n - at >= sizeof swapped - 1 && memcmp(src.p + at, swapped, sizeof swapped - 1) == 0 ? sizeof swapped - 1 : 0;
        if (n)
            dx_buf_str(&f->own, "\u1037\u103A");
    }
    if (n && add_change(f, (struct dx_fold_change){here, f->own.len - here, at, n, false}) != DX_OK)
        f->own.oom = true;
    return n;
}

static bool is_burmese(uint32_t cp) { return cp >= 0x1000 && cp <= 0x109f && !digit_of(cp); }

/* The character before src[at]; 0 at the start. */
static uint32_t before(struct dx_str src, size_t at)
{
    uint32_t cp = 0;
    size_t i = at;
    while (i > 0 && i + 4 > at && ((unsigned char)src.p[--i] & 0xc0) == 0x80)
        ;
    return at && dx_utf8_get(src.p + i, at - i, &cp) == at - i ? cp : 0;
}

/* Shan's digits are signs in Zawgyi. */
static bool is_digit(uint32_t cp, bool zawgyi)
{
    return (cp >= '0' && cp <= '9') || (cp >= 0x0660 && digit_of(cp) && !(zawgyi && cp >= 0x1090 && cp <= 0x1099));
}

/* Is the Burmese zero at src[at] the letter wa, as most people type it? A sign stands on it; or no digit beside it, and a letter. */
static bool is_wa(struct dx_str src, size_t at, bool zawgyi)
{
    uint32_t left = before(src, at), right = 0, beyond = 0;
    size_t n = dx_utf8_get(src.p + at + 3, src.n - at - 3, &right);
    if (n == 0)
        right = 0;
    if ((right >= 0x102b && right <= 0x1036) || (right >= 0x1039 && right <= 0x103e) || (zawgyi && right >= 0x105a && right < 0x1090))
        return true;
    if (right == ' ' || right == '-' || right == '.') /* digits may stand apart */
        dx_utf8_get(src.p + at + 3 + n, src.n - at - 3 - n, &beyond);
    return !is_digit(left, zawgyi) && !is_digit(right, zawgyi) && !is_digit(beyond, zawgyi) &&
           ((left >= 0x1000 && left <= 0x109f) || is_burmese(right));
}

/* The digit in a circle at src[at], when another digit stands beside it; 0: none. What stands before it is folded by now. */
static char circled_in_number(struct dx_str src, size_t at, uint32_t cp, const struct dx_buf *before)
{
    char c = circled(cp), right = 0;
    size_t end;
    if (!c || (before->len && before->p[before->len - 1] >= '0' && before->p[before->len - 1] <= '9'))
        return c;
    uint32_t next = next_kept(src, at + 3, &end, &right);
    return circled(next) || (next && right >= '0' && right <= '9') ? c : 0;
}

/* Folds the character at src[at]; returns the bytes taken, 0 when out of memory. */
static size_t fold_one(struct dx_fold *f, struct dx_str src, size_t at)
{
    uint32_t cp, one;
    char c = 0;
    size_t n = dx_utf8_get(src.p + at, src.n - at, &cp), here = f->own.len, am;
    if (n == 0) {
        dx_buf_byte(&f->own, SUB);
        return 1;
    }
    bool wa = cp == 0x1040 && is_wa(src, at, f->zawgyi), digit = cp >= 0x1040 && cp < 0x104a && !wa;
    size_t more = (cp >= 0x0300 && cp <= 0x036f) || (cp == 0x102e && !f->zawgyi) ? compose(f, cp, at, n) : 0;
    if (!more && cp >= 0x1000 && cp <= 0x109f && (f->zawgyi ? !digit : is_burmese(cp)))
        more = fold_burmese(f, src, at, cp);
    if (more)
        return more;
    if (wa) {
        dx_buf_utf8(&f->own, 0x101d);
        return add_change(f, (struct dx_fold_change){here, f->own.len - here, at, n, false}) == DX_OK ? n : 0;
    }
    int what = fate(cp, &c);
    bool mixed = false;
    if (what == KEEP && (c = circled_in_number(src, at, cp, &f->own)) != 0)
        what = TAKE;
    else if (what == KEEP && (c = latin_of(cp)) != 0 && (mixed = in_latin_token(src, at, &f->own)))
        what = TAKE;
    if (what == KEEP && (am = joined_am(src, at, cp, &one)) != 0) {
        dx_buf_utf8(&f->own, one);
        return add_change(f, (struct dx_fold_change){here, f->own.len - here, at, am, false}) == DX_OK ? am : 0;
    }
    if (what == KEEP) {
        dx_buf_add(&f->own, src.p + at, n);
        return n;
    }
    if (what == DROP && joins_digit(f, cp, here, at, n))
        return n;
    if (what == TAKE)
        dx_buf_byte(&f->own, c);
    return add_change(f, (struct dx_fold_change){here, what == TAKE, at, n, mixed}) == DX_OK ? n : 0;
}

static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t w; i + 8 <= n; i += 8) {
        memcpy(&w, p + i, 8);
        if (w & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && !((unsigned char)p[i] & 0x80))
        i++;
    return i;
}

int dx_fold_text(struct dx_fold *f, struct dx_str src, struct dx_err *e)
{
    f->n = 0;
    dx_buf_reset(&f->own);
    size_t at = ascii_run(src.p, src.n);
    f->text = src;
    if (at == src.n)
        return DX_OK;
    f->zawgyi = dx_zawgyi_is(src);
    dx_buf_add(&f->own, src.p, at);
    while (at < src.n) {
        size_t n = ascii_run(src.p + at, src.n - at);
        if (n)
            dx_buf_add(&f->own, src.p + at, n);
        else if ((n = fold_one(f, src, at)) == 0)
            return dx_fail_nomem(e);
        at += n;
    }
    if (!dx_buf_ok(&f->own))
        return dx_fail_nomem(e);
    f->text = dx_buf_slice(&f->own);
    return DX_OK;
}

void dx_fold_nothing(struct dx_fold *f, struct dx_str src)
{
    f->n = 0;
    f->text = src;
    f->zawgyi = false;
}

void dx_fold_free(struct dx_fold *f)
{
    dx_buf_free(&f->own);
    free(f->changes);
    *f = (struct dx_fold){0};
}

/* The last change that starts at or before folded offset `at` and isn't a drop at `at` itself; NULL when there is none. */
static const struct dx_fold_change *change_before(const struct dx_fold *f, size_t at)
{
    size_t i;
    DX_FIRST(i, 0, f->n, f->changes[i].at > at);
    return i ? &f->changes[i - 1] : NULL;
}

/* Source start and end of the character (or byte, in step) that folded byte `at` belongs to. */
static void source_of(const struct dx_fold *f, size_t at, size_t *start, size_t *end)
{
    const struct dx_fold_change *c = change_before(f, at);
    if (!c) {
        *start = at;
        *end = at + 1;
    } else if (at < c->at + c->len) {
        *start = c->src;
        *end = c->src + c->src_len;
    } else {
        *start = c->src + c->src_len + (at - c->at - c->len);
        *end = *start + 1;
    }
}

void dx_fold_span(const struct dx_fold *f, size_t start, size_t end, size_t *src_start, size_t *src_end)
{
    size_t unused;
    source_of(f, start, src_start, &unused);
    source_of(f, end - 1, &unused, src_end);
}

size_t dx_fold_at(const struct dx_fold *f, size_t src)
{
    size_t i;
    DX_FIRST(i, 0, f->n, f->changes[i].src > src);
    if (i == 0)
        return src;
    const struct dx_fold_change *c = &f->changes[i - 1];
    return src < c->src + c->src_len ? c->at : c->at + c->len + (src - c->src - c->src_len);
}

bool dx_fold_mixed(const struct dx_fold *f, size_t start, size_t end)
{
    size_t i;
    DX_FIRST(i, 0, f->n, f->changes[i].at >= start);
    while (i < f->n && f->changes[i].at < end && !f->changes[i].mixed)
        i++;
    return i < f->n && f->changes[i].at < end;
}
