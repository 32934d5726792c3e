/* thai8.c: Thai in one byte a character */
#include "find/text/thai8.h"

#include "find/text/anchors.h"

/* How characters stand together. OTHER: ASCII, digits, signs. */
enum class { NONE, OTHER, CONSONANT, LEAD, MARK, TAIL, TONE };
#define BIT(class) (1u << (class))
#define NEXT (BIT(OTHER) | BIT(CONSONANT) | BIT(LEAD))

/* What may stand behind each. */
static const unsigned char behind[] = {
    [NONE] = NEXT, [OTHER] = NEXT, [CONSONANT] = NEXT | BIT(MARK) | BIT(TAIL) | BIT(TONE), [LEAD] = BIT(CONSONANT), [MARK] = NEXT | BIT(TONE),
    [TAIL] = NEXT | BIT(TAIL), [TONE] = NEXT | BIT(TAIL),
};

/* Of the bytes from A0 on: the class, and how much likelier the character is in Thai (51,000 words of translated messages) than any byte is, in tenths of a
 * log-odds. */
static const struct {
    unsigned char class;
    signed char worth;
} known[0x60] = {
#define K(x) {CONSONANT, x}
#define S {OTHER, -21}
    S, K(24), K(15), K(-21), K(13), K(-21), K(-21), K(21), K(14), K(-14), K(11), K(5), K(-21), K(-6), K(-20), K(-18),
    K(-14), K(-20), K(-20), K(0), K(21), K(18), K(8), K(15), K(-6), K(23), K(17), K(13), K(1), K(-18), K(14), K(7),
    K(-6), K(25), K(17), K(25), K(-20), K(19), K(-21), K(16), K(-14), K(-13), K(17), K(13), K(-20), K(25), K(-12), S,
    {TAIL, 11}, {MARK, 20}, {TAIL, 27}, {TAIL, 10}, {MARK, 17}, {MARK, 18}, {MARK, -4}, {MARK, 11}, {MARK, 7}, {MARK, 11}, {MARK, -21},
    {NONE, 0}, {NONE, 0}, {NONE, 0}, {NONE, 0}, S,
    {LEAD, 23}, {LEAD, 17}, {LEAD, 5}, {LEAD, 9}, {LEAD, 17}, {TAIL, -21}, {OTHER, -14}, {MARK, 4}, {TONE, 25}, {TONE, 23}, {TONE, -18}, {TONE, -21},
    {TONE, 11}, {TONE, -21}, {TONE, -21}, S,
    S, S, S, S, S, S, S, S, S, S, S, S, {NONE, 0}, {NONE, 0}, {NONE, 0}, {NONE, 0},
};

#define TOGETHER 4   /* by which two Thai characters are likelier to be allowed beside each other than two random bytes (ln 1/0.65) */
#define PRIOR (-100) /* as in noise.c */
#define LEAD_E 0xe0u
#define NIKHAHIT 0xedu /* with the vowel behind it, and perhaps a tone between, an old spelling of the one that both together make */

uint32_t dx_thai8_char(unsigned char c)
{
    static const uint16_t windows[0x20] = { /* windows-874 */
        [0x00] = 0x20ac, [0x05] = 0x2026, [0x11] = 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    };
    if (c < 0x80)
        return dx_is_ascii_text(c) ? c : 0;
    if (c < 0xa0)
        return windows[c - 0x80];
    return c == 0xa0 ? c : known[c - 0xa0].class == NONE ? 0 : 0x0e00u + c - 0xa0;
}

static enum class class_of(unsigned char c)
{
    if (c < 0xa0)
        return dx_thai8_char(c) ? OTHER : NONE;
    return (enum class)known[c - 0xa0].class;
}

/* May c stand behind a byte of such text? before: 0 where the text starts. */
static bool follows(unsigned char before, unsigned char c)
{
    enum class now = class_of(c);
    if (now == NONE)
        return false;
    if (before == LEAD_E && c == LEAD_E) /* typed for the one that looks like two */
        return true;
    if (before == NIKHAHIT && now == TONE)
        return true;
    return behind[before ? class_of(before) : NONE] >> now & 1;
}

int dx_thai8_worth(const unsigned char *p, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += p[i] >= 0xa0 ? known[p[i] - 0xa0].worth : 0;
    return sum;
}

/* Two characters of Thai or Lao in UTF-8. */
static bool is_utf8(const unsigned char *p, size_t n)
{
    for (int i = 0; i < 6; i += 3)
        if (n < 6 || p[i] != 0xe0 || p[i + 1] < 0xb8 || p[i + 1] > 0xbb || (p[i + 2] & 0xc0) != 0x80)
            return false;
    return true;
}

size_t dx_thai8_end(const unsigned char *p, size_t at, size_t n, unsigned char before)
{
    for (; at < n && follows(before, p[at]); before = p[at++])
        if (p[at] == LEAD_E && is_utf8(p + at, n - at))
            break;
    return at;
}

int dx_thai8_sure(const unsigned char *p, size_t n, int most)
{
    int sum = PRIOR;
    for (size_t i = 0; i < n && 10 * sum < most; i++)
        if (p[i] >= 0xa0)
            sum += known[p[i] - 0xa0].worth + (i > 0 && p[i - 1] >= 0xa0 ? TOGETHER : 0);
    return 10 * sum < most ? 10 * sum : most;
}
