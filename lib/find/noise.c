/* noise.c: what characters say for text, and against it
 *
 * Each character is a tenth of a log-odds for or against: how much likelier it is in prose (or in a list of numbers, or a code in capitals) than among random
 * bytes, where all are equally likely and every one but the first has gone on with the run by a chance of 0.38. */
#include "find/noise.h"

#include "base/utf8.h"
#include "find/anchors.h"
#include "find/runs.h"

#define PRIOR (-100) /* that a place where characters start is one of text: 1 in 20,000, as noise fills what is encrypted or compressed */
#define ENOUGH ((int)(10 * DX_RUN_SURE)) /* whatever follows */
#define MOST 96      /* bytes that are looked at: more add nothing */

enum class { LOWER, UPPER, DIGIT, BLANK, JOINT, MARK, OTHER, THAI, CHINESE, LATIN, CLASSES };

/* With 9 (ln 0.97/0.38) for going on. */
static const signed char prose[CLASSES] = {[LOWER] = 17, [UPPER] = -3, [DIGIT] = 4, [BLANK] = 36, [JOINT] = 6, [MARK] = 6, [OTHER] = -21, [THAI] = 40, [CHINESE] = 15};
static const signed char lists[CLASSES] = {[LOWER] = 1, [UPPER] = 1, [DIGIT] = 26, [BLANK] = 15, [JOINT] = 15, [MARK] = -4, [OTHER] = -14, [THAI] = 40, [CHINESE] = 15};

static const signed char codes[CLASSES] = {[LOWER] = -15, [UPPER] = 15, [DIGIT] = 17, [BLANK] = 25, [JOINT] = 12, [MARK] = -4, [OTHER] = -21, [THAI] = 40,
                                           [CHINESE] = 15};

static enum class class_of(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return LOWER;
    if (c >= 'A' && c <= 'Z')
        return UPPER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    if (c >= 0x80) /* what starts characters of three bytes, of U+0800 to U+1FFF, of others; of two and four */
        return c == 0xe0 || c == 0xe1 ? THAI : (c & 0xf0) == 0xe0 ? CHINESE : LATIN;
    switch (c) {
    case ' ':
        return BLANK;
    case '-': case '.': case '/': case ':': case ',': case '@': case '_': case '+':
        return JOINT;
    case '(': case ')': case '\'': case '"': case '=': case '?': case '\n':
        return MARK;
    default:
        return OTHER;
    }
}

double dx_noise_doubt(const unsigned char *p, size_t n)
{
    int as_prose = PRIOR, as_list = PRIOR, as_code = PRIOR;
    for (size_t i = 0, len; i < n && i < MOST && as_prose < ENOUGH && as_list < ENOUGH && as_code < ENOUGH; i += len) {
        uint32_t cp;
        len = dx_utf8_get((const char *)p + i, n - i, &cp);
        if (!len || (cp < 0x80 && !dx_is_ascii_text(p[i])))
            break;
        enum class c = class_of(p[i]);
        as_prose += prose[c];
        as_list += lists[c];
        as_code += codes[c];
    }
    int best = as_prose > as_list ? as_prose : as_list;
    best = as_code > best ? as_code : best;
    return best < ENOUGH ? best / 10.0 : ENOUGH / 10.0;
}
