/* zawgyi.c: the signs of Zawgyi-One, and what they are in Unicode */
#include "find/text/zawgyi.h"

#include <string.h>

#include "base/utf8.h"

#define SIGNS 24 /* of one syllable; real ones have at most a dozen */

static bool is_consonant(uint32_t c) { return (c >= 0x1000 && c <= 0x1021) || c == 0x103F || c == 0x1009 || c == 0x100A; }
static bool is_medial(uint32_t c) { return c >= 0x103B && c <= 0x103E; }
static bool is_burmese(uint32_t c) { return c >= 0x1000 && c <= 0x109F; }

/* ---- telling them apart ---- */

/* Signs by which either is known: what one of them never writes in that place counts for two, what the other only seldom does for one. */
struct evidence {
    int zawgyi, only_extended, unicode;
};

/* The row of the alphabet: ka, ca (of six: nya is written in two ways), tta, ta, pa. */
static int row(uint32_t c) { return c <= 0x1004 ? 0 : c <= 0x100A ? 1 : c <= 0x100F ? 2 : c <= 0x1014 ? 3 : 4; }

/* Only letters of one row are stacked, or a letter on itself; nga is a kinzi. */
static bool may_stack(uint32_t over, uint32_t under)
{
    return over != 0x1004 && (over == under || (over <= 0x1019 && under <= 0x1019 && row(over) == row(under)));
}

/* Is it one of the signs that are weighed? */
static inline bool is_weighed(uint32_t c)
{
    static const uint64_t signs[] = {UINT64_C(0xffff040000000e1a), UINT64_C(0xffffffff)}; /* of U+1030 to U+10AF */
    c -= 0x1030;
    return c < 128 && (signs[c / 64] >> c % 64 & 1);
}

static void weigh_sign(struct evidence *v, uint32_t before, uint32_t c, uint32_t next)
{
    bool after_letter = is_consonant(before) || is_medial(before);
    if (c == 0x1039) { /* a killer there, a stack here */
        bool stack = is_consonant(next) && is_consonant(before) && may_stack(before, next);
        v->zawgyi += !stack && before != 0x103A ? 2 : 0;
        v->unicode += before == 0x103A ? 2 : stack; /* a kinzi */
    } else if (c == 0x1031) { /* before its consonant there, after it here */
        v->zawgyi += next == 0x103B || (next >= 0x107E && next <= 0x1084) || (!after_letter && is_consonant(next)) ? 2 : 0;
        v->unicode += after_letter && !is_consonant(next) && next != 0x103B && next != 0x1040;
    } else if (c == 0x103B) {
        v->zawgyi += !is_consonant(before) && is_consonant(next) && before != 0x1031;
    } else if (c == 0x103A) { /* a medial there, a killer here */
        v->unicode += is_consonant(before) && (!is_burmese(next) || is_consonant(next) || next == 0x1038 || next == 0x1037);
        v->unicode += before == 0x102C || before == 0x102B ? 2 : 0;
        v->zawgyi += (next >= 0x102B && next <= 0x102E) || next == 0x1032 ? 2 : 0;
    } else if (c == 0x1033 || c == 0x1034 || c == 0x105A || (c >= 0x1060 && c <= 0x108F)) {
        v->only_extended++;
    }
}

/* The character of U+1000 to U+1FFF that stands at i; 0: another one, or none. */
static uint32_t near_burmese(struct dx_str t, size_t i)
{
    const unsigned char *p = (const unsigned char *)t.p + i;
    bool three = i + 2 < t.n && p[0] == 0xE1 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
    return three ? 0x1000 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63) : 0;
}

bool dx_zawgyi_is(struct dx_str t)
{
    struct evidence v = {0};
    uint32_t before = 0, c = 0, next = 0;
    const char *at = t.n ? memchr(t.p, 0xE1, t.n) : NULL;
    while (at) {
        size_t i = (size_t)(at - t.p);
        for (before = 0, c = near_burmese(t, i); c; before = c, c = next) {
            i += 3;
            next = near_burmese(t, i);
            if (is_weighed(c))
                weigh_sign(&v, before, c, next);
        }
        i += i < t.n && (const char *)t.p + i == at; /* E1 that starts nothing */
        at = i < t.n ? memchr(t.p + i, 0xE1, t.n - i) : NULL;
    }
    /* Shan, Mon and Karen have letters of their own where Zawgyi has glyphs: these alone count when nothing is plain Unicode */
    return v.zawgyi + (v.unicode ? 0 : v.only_extended) > v.unicode;
}

/* ---- converting ---- */

/* What one sign stands for: up to three, in the order of Unicode. What isn't listed is itself. */
static const struct {
    uint16_t from, to[3];
} signs[] = {
    {0x1033, {0x102F}}, {0x1034, {0x1030}}, {0x1039, {0x103A}}, {0x103A, {0x103B}}, {0x103B, {0x103C}}, {0x103C, {0x103D}},
    {0x103D, {0x103E}}, {0x105A, {0x102B, 0x103A}}, {0x1060, {0x1039, 0x1000}}, {0x1061, {0x1039, 0x1001}}, {0x1062, {0x1039, 0x1002}},
    {0x1063, {0x1039, 0x1003}}, {0x1065, {0x1039, 0x1005}}, {0x1066, {0x1039, 0x1006}}, {0x1067, {0x1039, 0x1006}},
    {0x1068, {0x1039, 0x1007}}, {0x1069, {0x1039, 0x1008}}, {0x106A, {0x1009}}, {0x106B, {0x100A}}, {0x106C, {0x1039, 0x100B}},
    {0x106D, {0x1039, 0x100C}}, {0x106E, {0x100D, 0x1039, 0x100D}}, {0x106F, {0x100D, 0x1039, 0x100E}}, {0x1070, {0x1039, 0x100F}},
    {0x1071, {0x1039, 0x1010}}, {0x1072, {0x1039, 0x1010}}, {0x1073, {0x1039, 0x1011}}, {0x1074, {0x1039, 0x1011}},
    {0x1075, {0x1039, 0x1012}}, {0x1076, {0x1039, 0x1013}}, {0x1077, {0x1039, 0x1014}}, {0x1078, {0x1039, 0x1015}},
    {0x1079, {0x1039, 0x1016}}, {0x107A, {0x1039, 0x1017}}, {0x107B, {0x1039, 0x1018}}, {0x107C, {0x1039, 0x1019}}, {0x107D, {0x103B}},
    {0x107E, {0x103C}}, {0x107F, {0x103C}}, {0x1080, {0x103C}}, {0x1081, {0x103C}}, {0x1082, {0x103C}}, {0x1083, {0x103C}},
    {0x1084, {0x103C}}, {0x1085, {0x1039, 0x101C}}, {0x1086, {0x103F}}, {0x1087, {0x103E}}, {0x1088, {0x103E, 0x102F}},
    {0x1089, {0x103E, 0x1030}}, {0x108A, {0x103D, 0x103E}}, {0x108E, {0x102D, 0x1036}}, {0x108F, {0x1014}}, {0x1090, {0x101B}},
    {0x1091, {0x100F, 0x1039, 0x100D}}, {0x1092, {0x100B, 0x1039, 0x100C}}, {0x1093, {0x1039, 0x1018}}, {0x1094, {0x1037}},
    {0x1095, {0x1037}}, {0x1096, {0x1039, 0x1010, 0x103D}}, {0x1097, {0x100B, 0x1039, 0x100B}},
};

/* Signs that are a kinzi (and a vowel). */
static uint32_t kinzi(uint32_t c, bool *is)
{
    static const uint32_t vowels[] = {0x102D, 0x102E, 0x1036};
    *is = c == 0x1064 || (c >= 0x108B && c <= 0x108D);
    return *is && c != 0x1064 ? vowels[c - 0x108B] : 0;
}

/* Does c start the body of a syllable: a consonant, or a glyph for one or a stack of two? */
static bool is_base(uint32_t c)
{
    return is_consonant(c) || (c >= 0x1022 && c <= 0x102A) || c == 0x106A || c == 0x106B || c == 0x106E || c == 0x106F || c == 0x1086 ||
           c == 0x108F || c == 0x1090 || c == 0x1091 || c == 0x1092 || c == 0x1097 || (c >= 0x1040 && c <= 0x104F);
}

static bool is_before(uint32_t c) { return c == 0x1031 || c == 0x103B || (c >= 0x107E && c <= 0x1084); }

size_t dx_zawgyi_syllable(struct dx_str t, size_t at)
{
    bool base = false, sign = false; /* a sign without its base: it is a syllable of its own */
    size_t i = at;
    uint32_t c;
    for (size_t n, k = 0; i < t.n && k < SIGNS; i += n, k++) {
        if ((n = dx_utf8_get(t.p + i, t.n - i, &c)) == 0 || !is_burmese(c))
            break;
        if ((is_before(c) && (base || sign || (c == 0x1031 && i > at))) || (is_base(c) && (base || sign)))
            break; /* the next one */
        base = base || is_base(c);
        sign = sign || (!base && !is_before(c));
    }
    return i - at;
}

/* Where a sign stands within its syllable in Unicode; what comes first is least. */
static int rank(uint32_t c)
{
    static const uint32_t order[] = {0x103B, 0x103C, 0x103D, 0x103E, 0x1031, 0x102D, 0x102E, 0x1032, 0x102F, 0x1030, 0x102B, 0x102C, 0x1036,
                                     0x1037, 0x103A, 0x1038};
    int i = 0;
    while (i < (int)(sizeof order / sizeof *order) && order[i] != c)
        i++;
    return i;
}

static void convert_sign(uint32_t c, uint32_t out[], size_t *n)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].from == c) {
            for (int k = 0; k < 3 && signs[i].to[k] && *n < 3 * SIGNS; k++)
                out[(*n)++] = signs[i].to[k];
            return;
        }
    if (*n < 3 * SIGNS)
        out[(*n)++] = c;
}

/* Signs other than the base and what is stacked under it, by rank; equal ones keep their order. */
static void sort_signs(uint32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && rank(c[k - 1]) > rank(c[k]); k--) {
            uint32_t t = c[k];
            c[k] = c[k - 1];
            c[k - 1] = t;
        }
}

void dx_zawgyi_convert(struct dx_buf *out, struct dx_str syllable)
{
    uint32_t body[3 * SIGNS + 3], rest[3 * SIGNS + 3], c;
    size_t n_body = 0, n_rest = 0;
    bool over = false;
    for (size_t i = 0, n; i < syllable.n && (n = dx_utf8_get(syllable.p + i, syllable.n - i, &c)) > 0; i += n) {
        bool is;
        uint32_t vowel = kinzi(c, &is), one[3 * SIGNS];
        size_t k = 0;
        over = over || is;
        if (is && !vowel)
            continue;
        convert_sign(is ? vowel : c, one, &k);
        bool stacked = k > 1 && one[0] == 0x1039;
        bool base = is_base(c) || stacked;
        for (size_t m = 0; m < k; m++) {
            bool sign = !base || (stacked && m > 1);
            if (sign && n_rest < 3 * SIGNS)
                rest[n_rest++] = one[m];
            else if (n_body < 3 * SIGNS)
                body[n_body++] = one[m];
        }
    }
    if (n_body == 1 && body[0] == 0x1025 && n_rest && rest[0] == 0x103A)
        body[0] = 0x1009; /* ဥ with a killer is ဉ */
    sort_signs(rest, n_rest);
    if (n_body == 1 && body[0] == 0x1040)
        body[0] = 0x101D; /* a zero with signs is wa */
    if (n_body == 1 && body[0] == 0x1025 && n_rest && rest[0] == 0x102E) { /* one letter in NFC */
        body[0] = 0x1026;
        memmove(rest, rest + 1, --n_rest * sizeof *rest);
    }
    if (over && n_body)
        dx_buf_str(out, "\u1004\u103A\u1039");
    for (size_t i = 0; i < n_body; i++)
        dx_buf_utf8(out, body[i]);
    for (size_t i = 0; i < n_rest; i++)
        if (i == 0 || rest[i] != rest[i - 1])
            dx_buf_utf8(out, rest[i]);
}
