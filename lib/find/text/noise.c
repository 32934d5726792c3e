/* noise.c: what characters say for text, and against it
 *
 * Each character is a tenth of a log-odds for or against: how much likelier it is in prose (or in a list of numbers, or a code in capitals) than among random
 * bytes, where all are equally likely and every one but the first has gone on with the run by a chance of 0.38. */
#include "find/text/noise.h"

#include "base/utf8.h"
#include "find/text/anchors.h"
#include "find/text/runs.h"

#define PRIOR (-100) /* that a place where characters start is one of text: 1 in 20,000, as noise fills what is encrypted or compressed */
#define ENOUGH ((int)(10 * DX_RUN_SURE)) /* whatever follows */
#define MOST 96      /* bytes that are looked at: more add nothing */

/* For prose, for a list, for a code: three sums in one number, of which each has its 16 bits. They are never negative, and reach the highest bit when
 * they are enough. */
#define SUMS(prose, list, code) ((int64_t)(prose) + (int64_t)(list) * (1 << 16) + (int64_t)(code) * (INT64_C(1) << 32))
#define FULL 0x8000
#define START (FULL - ENOUGH + PRIOR)

/* With 9 (ln 0.97/0.38) for going on. */
#define LOWER SUMS(17, 1, -15)
#define UPPER SUMS(-3, 1, 15)
#define DIGIT SUMS(4, 26, 17)
#define BLANK SUMS(36, 15, 25)
#define JOINT SUMS(6, 15, 12)
#define MARK SUMS(6, -4, -4)
#define OTHER SUMS(-21, -14, -21)
#define THAI SUMS(40, 40, 40)    /* from U+0800 to U+1FFF */
#define CHINESE SUMS(15, 15, 15) /* other characters of three bytes; those of two and four say nothing */

#define AGAIN SUMS(20, 20, 20) /* the character before once more: rules, banners, indents; of random bytes one in 256 is, of text one in 30 */

#define FOUR(x) x, x, x, x
#define FIVE(x) x, x, x, x, x
#define TEN(x) FIVE(x), FIVE(x)
#define TWENTYSIX(x) TEN(x), TEN(x), FIVE(x), x
static const int64_t of_ascii[128] = {
    TEN(OTHER), MARK, FIVE(OTHER), TEN(OTHER), FIVE(OTHER), OTHER,  /* only tabs and line ends are text */
    BLANK, OTHER, MARK, FOUR(OTHER), MARK, MARK, MARK, OTHER, JOINT, JOINT, JOINT, JOINT, JOINT, /* !"#$%&'()*+,-./ */
    TEN(DIGIT), JOINT, OTHER, OTHER, MARK, OTHER, MARK,
    JOINT, TWENTYSIX(UPPER), FOUR(OTHER), JOINT,
    OTHER, TWENTYSIX(LOWER), FIVE(OTHER),
};

static int64_t of_wide(unsigned char lead) { return lead == 0xe0 || lead == 0xe1 ? THAI : (lead & 0xf0) == 0xe0 ? CHINESE : 0; }

double dx_noise_doubt(const unsigned char *p, size_t n)
{
    int64_t sums = SUMS(START, START, START), full = SUMS(FULL, FULL, FULL);
    size_t i = 0, most = n < MOST ? n : MOST;
    while (i < most && !(sums & full)) {
        uint32_t cp;
        if (p[i] < 0x80) {
            if (!dx_is_ascii_text(p[i]))
                break;
            sums += i > 0 && p[i] == p[i - 1] ? AGAIN : of_ascii[p[i]];
            i++;
            continue;
        }
        size_t len = p[i] < 0xc2 || i + 1 == n || (p[i + 1] & 0xc0) != 0x80 ? 0 : dx_utf8_get((const char *)p + i, n - i, &cp);
        if (!len)
            break;
        sums += of_wide(p[i]);
        i += len;
    }
    int best = 0;
    for (int k = 0; k < 3; k++) {
        int sum = (int)(sums >> 16 * k & 0xffff);
        best = sum > best ? sum : best;
    }
    best -= FULL - ENOUGH;
    return best < ENOUGH ? best / 10.0 : ENOUGH / 10.0;
}
