/* repair_line.c: characters of a line that a recogniser took for others drawn alike, changed where their place says what they must be */
#include "find/repair.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"
#include "find/check/nrc.h"
#include "find/phone/phone_hint.h"

#define GROUPS 8       /* of a number, at most */
#define GROUPS_LEAST 7 /* digits that stand as digits in a number of several groups */

static const struct {
    const char *read, *digit; /* of the same length */
} digits[] = {
    {"O", "0"}, {"o", "0"}, {"D", "0"}, {"Q", "0"}, {"I", "1"}, {"l", "1"}, {"i", "1"}, {"Z", "2"}, {"z", "2"}, {"S", "5"}, {"s", "5"}, {"B", "8"},
    {"G", "6"}, {"b", "6"}, {"g", "9"}, {"q", "9"}, {"\u101d", "\u1040"}, {"\u101b", "\u1047"},
};

/* Bytes of a digit (ASCII, Thai, Burmese) at i, 0: none. */
static size_t digit_at(struct dx_str t, size_t i)
{
    uint32_t cp;
    if (i >= t.n)
        return 0;
    if (t.p[i] >= '0' && t.p[i] <= '9')
        return 1;
    size_t n = (unsigned char)t.p[i] >= 0x80 ? dx_utf8_get(t.p + i, t.n - i, &cp) : 0;
    return n && ((cp >= 0x0e50 && cp <= 0x0e59) || (cp >= 0x1040 && cp <= 0x1049)) ? n : 0;
}

/* The row of a look-alike at i. */
static size_t alike_at(struct dx_str t, size_t i)
{
    for (size_t k = 0; k < sizeof digits / sizeof digits[0]; k++) {
        size_t n = strlen(digits[k].read);
        if (i + n <= t.n && memcmp(t.p + i, digits[k].read, n) == 0)
            return k;
    }
    return SIZE_MAX;
}

/* A letter that is no look-alike, or one that a mark follows: part of a word. */
static bool word_at(struct dx_str t, size_t i)
{
    uint32_t cp;
    return i < t.n && (kit_is_alpha(t.p[i]) || ((unsigned char)t.p[i] >= 0x80 && dx_utf8_get(t.p + i, t.n - i, &cp) > 1 && cp >= 0xc0));
}

static bool ascii_digits(struct dx_str t, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (i >= t.n || t.p[i] < '0' || t.p[i] > '9')
            return false;
    return true;
}

/* Is the look-alike at [i, end) a group of its own in a number: "l-1017-02345-81-2", "…-81-Z"? */
static bool group_at(struct dx_str t, size_t i, size_t end)
{
    bool first = end < t.n && t.p[end] == '-' && ascii_digits(t, end + 1, 3);
    return first || (i > 2 && t.p[i - 1] == '-' && ascii_digits(t, i - 3, 2) && !(end < t.n && t.p[end] == '-'));
}

static bool number_at(struct dx_str t, size_t i) { return digit_at(t, i) > 0 || alike_at(t, i) != SIZE_MAX; }

/* Does a name of a month follow a blank: "I5 OCT 1998"? */
static bool month_at(struct dx_str t, size_t i)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (i + 4 > t.n || t.p[i] != ' ')
        return false;
    char m[3];
    for (size_t k = 0; k < sizeof m; k++)
        m[k] = (char)(t.p[i + 1 + k] | 0x20);
    for (const char *p = months; *p; p += sizeof m)
        if (memcmp(p, m, sizeof m) == 0)
            return true;
    return false;
}

/* Is [from,end) a day, a month or a year of a date, whose digits need not be the most: "O9/O8/1997", "I5 OCT", "2OO3"? */
static bool date_part(struct dx_str t, size_t from, size_t end, size_t n_digits)
{
    static const char marks[] = "/-.";
    bool behind = end + 1 < t.n && t.p[end] && strchr(marks, t.p[end]) && number_at(t, end + 1);
    bool before = from > 1 && strchr(marks, t.p[from - 1]) && number_at(t, from - 2);
    if (end - from == 4)
        return n_digits > 0 && t.p[from] == '2' && (before || t.p[from + 1] == 'O' || (from > 0 && t.p[from - 1] == ' '));
    return end - from <= 2 && n_digits && (before || behind || month_at(t, end));
}

/* Thousands of a sum: "12,5OO", "128,OOO". */
static bool thousands(struct dx_str t, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (t.p[i] != 'O' && !kit_is_digit(t.p[i]))
            return false;
    return end - from == 3 && from > 1 && (t.p[from - 1] == ',' || t.p[from - 1] == '.') && kit_is_digit(t.p[from - 2]);
}

/* The token at i, of digits and look-alikes alone: its end; i when it is a word or no token. Digits must be the most. */
static size_t token_at(struct dx_str t, size_t i, size_t *n_alike)
{
    size_t n_digits = 0, from = i;
    *n_alike = 0;
    for (;;) {
        size_t n = digit_at(t, i), k = n ? 0 : alike_at(t, i);
        if (!n && k == SIZE_MAX)
            break;
        n_digits += n > 0;
        *n_alike += n == 0;
        i += n ? n : strlen(digits[k].read);
    }
    if (!word_at(t, i) && *n_alike && ((n_digits == 0 && *n_alike == 1 && group_at(t, from, i)) || date_part(t, from, i, n_digits) || thousands(t, from, i)))
        return i;
    return word_at(t, i) || n_digits < 2 || *n_alike > DX_REPAIRS_NAMED || n_digits <= *n_alike || (*n_alike > DX_REPAIRS && n_digits < 2 * *n_alike) ? from : i;
}

/* A group that holds no digit is O or l, once or twice: "OO 6352 161972 9", "… 76 l"; "ID" and "is" are words. */
static bool lone_group(struct dx_str t, size_t start, size_t end)
{
    return end - start <= 2 && strchr("OIl", t.p[start]) && (end - start == 1 || t.p[start] == t.p[start + 1]);
}

/* Groups of digits and look-alikes, single blanks or hyphens between them, whose digits are the most by far: "5 7lO2 927O6 l5 9". The end; i
 * when there are none. */
static size_t groups_at(struct dx_str t, size_t i, size_t *n_alike)
{
    size_t n_digits = 0, from = i, groups = 0;
    *n_alike = 0;
    for (; groups < GROUPS; groups++, i++) {
        size_t start = i, here = 0;
        for (; i < t.n && (ascii_digits(t, i, 1) || ((unsigned char)t.p[i] < 0x80 && alike_at(t, i) != SIZE_MAX)); i++) {
            here += ascii_digits(t, i, 1);
            *n_alike += !ascii_digits(t, i, 1);
        }
        if (i == start || word_at(t, i) || (!here && (groups == 0 || t.p[start - 1] == ' ') && !lone_group(t, start, i)))
            return from;
        n_digits += here;
        if (i + 1 >= t.n || !t.p[i] || !strchr(" -.", t.p[i]) || !(ascii_digits(t, i + 1, 1) || alike_at(t, i + 1) != SIZE_MAX))
            break;
    }
    return groups && groups < GROUPS && *n_alike && *n_alike <= DX_REPAIRS_NAMED && n_digits >= GROUPS_LEAST && n_digits >= 2 * *n_alike ? i : from;
}

/* Behind the word or token at i, or the character. */
static size_t behind(struct dx_str t, size_t i)
{
    uint32_t cp;
    size_t n = 0;
    while (word_at(t, i) || digit_at(t, i)) {
        n = dx_utf8_get(t.p + i, t.n - i, &cp);
        i += n ? n : 1;
    }
    return n ? i : i + 1;
}

/* A Burmese consonant at i. */
static bool burmese_at(struct dx_str t, size_t i)
{
    uint32_t cp = 0;
    return i < t.n && dx_utf8_get(t.p + i, t.n - i, &cp) == 3 && cp >= 0x1000 && cp <= 0x1021;
}

/* Is the 1, I, l, | at i the slash of "12/OUKAMA(N)123456": between the number of a state and letters? */
static bool slash_at(struct dx_str t, size_t i)
{
    size_t before = i;
    while (before > 0 && ((unsigned char)t.p[--before] & 0xc0) == 0x80)
        ;
    if (i == 0 || !digit_at(t, before) || !t.p[i] || !strchr("1Il|", t.p[i]))
        return false;
    return burmese_at(t, i + 1) || (t.p[i] != '1' && i + 2 < t.n && kit_is_alpha(t.p[i + 1]) && kit_is_alpha(t.p[i + 2]));
}

/* ---- codes that begin with letters ---- */

#define CODE_HEAD 4   /* capitals before the digits: MA123456, ICIC0700488 */
#define CODE_LEAST 8  /* characters of a passport's number and the like */
#define CODE_MOST 11
#define CODE_DIGITS 5
#define VIN 17        /* ISO 3779: no I, O, Q */

static size_t run_at(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (i + n < t.n && kit_is_alnum(t.p[i + n]))
        n++;
    return n;
}

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/* The digit that a letter is drawn like, 0: none. */
static char digit_like(char c)
{
    size_t k = alike_at((struct dx_str){&c, 1}, 0);
    return k == SIZE_MAX ? '\0' : digits[k].digit[0];
}

/* "MROH4HK297B194937": the letters that no such number has. */
static size_t mend_vin(char *p)
{
    size_t n_digits = 0, changed = 0;
    for (size_t i = 0; i < VIN; i++) {
        if (!kit_is_digit(p[i]) && !is_capital(p[i]))
            return 0;
        n_digits += kit_is_digit(p[i]);
        changed += p[i] == 'O' || p[i] == 'Q' || p[i] == 'I';
    }
    if (n_digits < CODE_DIGITS || changed > DX_REPAIRS)
        return 0;
    for (size_t i = 0; i < VIN; i++)
        p[i] = p[i] == 'O' || p[i] == 'Q' ? '0' : p[i] == 'I' ? '1' : p[i];
    return changed;
}

/* "MA12O456", "K0133408W": among the digits behind the capitals, but for a capital at the end. SIZE_MAX: it is another thing. */
static size_t mend_tail(char *p, size_t n)
{
    size_t n_digits = 0, changed = 0;
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n && is_capital(p[i]), like = !kit_is_digit(p[i]) && digit_like(p[i]);
        if (!kit_is_digit(p[i]) && !last && !like)
            return SIZE_MAX;
        n_digits += kit_is_digit(p[i]);
        changed += like && !last;
    }
    if (n_digits < CODE_DIGITS || changed > DX_REPAIRS)
        return SIZE_MAX;
    for (size_t i = 0; changed && i < n; i++)
        if (!kit_is_digit(p[i]) && !(i + 1 == n && is_capital(p[i])))
            p[i] = digit_like(p[i]);
    return changed;
}

/* "k98008424", "64801395W": the only capital before the digits, read as the small letter of its form, or as a digit where a capital ends it. */
static size_t mend_first(char *p, size_t n)
{
    bool small = memchr("ckmpsuvwxz", p[0], 10), digit = (p[0] == '6' || p[0] == '5') && is_capital(p[n - 1]);
    for (size_t i = 1; i < n; i++)
        if (!kit_is_digit(p[i]) && !(i + 1 == n && is_capital(p[i])))
            return 0;
    p[0] = small ? (char)(p[0] - 'a' + 'A') : !digit ? p[0] : p[0] == '6' ? 'G' : 'S';
    return small || digit;
}

/* A code of capitals and digits at p, n characters: "MGO59859" has a letter too many, drawn like a digit, where its digits begin. What it
 * may be then is for the rules to say. */
static size_t mend_code(char *p, size_t n)
{
    size_t head = 0;
    if (n == VIN)
        return mend_vin(p);
    while (head < n && is_capital(p[head]))
        head++;
    if (n < CODE_LEAST || n > CODE_MOST || head > CODE_HEAD + 1)
        return 0;
    if (head == 0)
        return mend_first(p, n);
    size_t changed = mend_tail(p + head, n - head);
    if (changed == 0 && head > 1 && digit_like(p[head - 1]) && p[head - 2] != p[head - 1]) { /* of two, nobody knows */
        p[head - 1] = digit_like(p[head - 1]);
        return 1;
    }
    return changed == SIZE_MAX ? 0 : changed;
}

/* ---- telephones ---- */

#define AFTER_CODE 8 /* digits of a number behind its country's code, at least */

static size_t digits_until_other(struct dx_str t, size_t i)
{
    size_t n = 0;
    for (; i < t.n && (kit_is_digit(t.p[i]) || (t.p[i] && strchr(" ()-.", t.p[i]))); i++)
        n += kit_is_digit(t.p[i]);
    return n;
}

/* "166 (0)95 437 2715", "t62 81399053952": a plus before the code of a country of the neighbourhood, which stands apart. */
static size_t mend_plus(struct dx_str t, size_t i, char *out)
{
    bool first = i == 0 || strchr(" \t:(", t.p[i - 1]);
    if (!first || i + AFTER_CODE > t.n || !t.p[i] || !strchr("14tf", t.p[i]) || !kit_is_digit(t.p[i + 1]))
        return 0;
    const struct dx_phone_code *code = dx_phone_code_at((struct dx_str){t.p + i + 1, kit_digits_at(t, i + 1)});
    size_t end = code ? i + 1 + dx_phone_code_length(code) : 0;
    if (!code || !dx_phone_is_near(&dx_phone_regions[code->first]) || end >= t.n || !t.p[end] || !strchr(" -(", t.p[end]) || digits_until_other(t, end) < AFTER_CODE)
        return 0;
    out[i] = '+';
    return 1;
}

/* ---- Myanmar's numbers ---- */

#define BURMESE 3       /* bytes of a character */
#define TELEPHONE 11    /* digits of a mobile number with its 0 */
#define TOWNSHIP 3      /* letters of a township's code */

static const char zero[] = "\u1040", one[] = "\u1041", nine[] = "\u1049";

static bool stands_at(struct dx_str t, size_t i, const char *c) { return i + BURMESE <= t.n && memcmp(t.p + i, c, BURMESE) == 0; }
static bool burmese_digit_at(struct dx_str t, size_t i) { return i < t.n && (unsigned char)t.p[i] >= 0x80 && digit_at(t, i) == BURMESE && (unsigned char)t.p[i + 1] == 0x81; }

/* A run of Burmese digits, single hyphens and blanks at i: how many digits, and where it ends. */
static size_t burmese_digits(struct dx_str t, size_t i, size_t *end)
{
    size_t n = 0;
    for (;; n++) {
        i += n && i < t.n && (t.p[i] == '-' || t.p[i] == ' ') && burmese_digit_at(t, i + 1);
        if (!burmese_digit_at(t, i))
            break;
        i += BURMESE;
    }
    *end = i;
    return n;
}

/* A mobile number of which the 0 was read as 1: no other number of so many digits begins with 19. */
static size_t mend_telephone(struct dx_str t, size_t i, size_t *end, char *out)
{
    size_t n = burmese_digits(t, i, end);
    if (n != TELEPHONE || !stands_at(t, i, one) || !stands_at(t, i + BURMESE, nine))
        return 0;
    memcpy(out + i, zero, BURMESE);
    return 1;
}

/* The state that a number of one or two digits before the slash at i names, 0: none; *start: where it begins. */
static int state_before(struct dx_str t, size_t i, size_t *start)
{
    int state = 0, tens = 1;
    *start = i;
    for (int k = 0; k < 2 && *start > 0; k++, tens *= 10) {
        size_t from = *start - 1;
        while (from > 0 && ((unsigned char)t.p[from] & 0xc0) == 0x80)
            from--;
        if (!digit_at(t, from))
            break;
        state += tens * (t.p[*start - 1] & 0xf); /* ASCII, Thai and Burmese digits alike: U+1040 is E1 81 80 */
        *start = from;
    }
    return state;
}

/* The code between the slash at i and the bracket: a list's, but for letters that recognisers take for one another. */
static size_t mend_township(struct dx_str t, size_t i, char *out)
{
    size_t at = i + 1, start, n = 0;
    int state = state_before(t, i, &start);
    at += at < t.n && t.p[at] == ' ';
    while (n <= TOWNSHIP && burmese_at(t, at + n * BURMESE))
        n++;
    size_t behind = at + n * BURMESE;
    behind += behind < t.n && t.p[behind] == ' ';
    if (n != TOWNSHIP || behind >= t.n || !strchr("([{", t.p[behind]))
        return 0;
    struct dx_str code = {t.p + at, TOWNSHIP * BURMESE};
    if (state < 10 && i - start == 2 * BURMESE && stands_at(t, start, zero)) { /* nobody writes 02 */
        memcpy(out + start, one, BURMESE);
        return 1;
    }
    const char *listed = dx_nrc_alike(state, code);
    if (listed)
        memcpy(out + at, listed, code.n);
    return listed ? 1 : 0;
}

/* "12/0UKAMA(": a zero among the letters of a code. */
static size_t mend_letters(struct dx_str t, size_t i, char *out)
{
    size_t n = run_at(t, i + 1), letters = 0, zeros = 0;
    for (size_t k = i + 1; k <= i + n; k++) {
        letters += kit_is_alpha(t.p[k]);
        zeros += t.p[k] == '0';
    }
    if (!zeros || zeros > DX_REPAIRS || letters < TOWNSHIP || letters + zeros != n || i + n + 1 >= t.n || !memchr(t.p + i + n + 1, '(', i + n + 3 < t.n ? 2 : t.n - i - n - 1))
        return 0;
    for (size_t k = i + 1; k <= i + n; k++)
        out[k] = t.p[k] == '0' ? 'O' : t.p[k];
    return zeros;
}

/* Is the blank at i what is left of the slash of "12/OUKAMA(N)123456": between a state's number and a code with its bracket? */
static bool lost_slash_at(struct dx_str t, size_t i)
{
    size_t start, at = i + 1;
    int state = t.p[i] == ' ' ? state_before(t, i, &start) : 0;
    while (at <= i + TOWNSHIP * BURMESE && burmese_at(t, at))
        at += BURMESE;
    return state >= 1 && state <= 14 && at == i + 1 + TOWNSHIP * BURMESE && at < t.n && t.p[at] == '(' && !(start > 0 && kit_is_alnum(t.p[start - 1]));
}

/* What recognisers make of Myanmar's numbers: a slash like a 1 or lost, a brace beside the bracket, letters of the township. */
static size_t repair_marks(struct dx_str text, struct dx_buf *out)
{
    size_t changed = 0;
    if (!memchr(text.p, '(', text.n))
        return 0;
    for (size_t i = 0; i < text.n; i++) {
        bool slash = slash_at(text, i) || lost_slash_at(text, i), brace = text.p[i] == '{' && i + 1 < text.n && text.p[i + 1] == '(';
        out->p[i] = slash ? '/' : brace ? ' ' : out->p[i];
        changed += slash || brace;
        if (text.p[i] == '/' && i > 0)
            changed += mend_township(text, i, out->p) + mend_letters(text, i, out->p);
    }
    return changed;
}

/* "35-313592-972069=3": what a hyphen between digits was read as. */
static size_t repair_joint(struct dx_str text, size_t i, char *out)
{
    if (i == 0 || i + 1 >= text.n || !kit_is_digit(text.p[i - 1]) || !kit_is_digit(text.p[i + 1]) || (text.p[i] != '=' && text.p[i] != '~'))
        return 0;
    out[i] = '-';
    return 1;
}

/* One token of a number, with letters in it. */
static size_t repair_digits(struct dx_str text, size_t i, size_t end, char *out)
{
    size_t changed = 0;
    for (; i < end; i++) {
        size_t k = digit_at(text, i) ? SIZE_MAX : alike_at(text, i);
        if (k != SIZE_MAX) {
            memcpy(out + i, digits[k].digit, strlen(digits[k].digit));
            changed++;
        }
    }
    return changed;
}

/* A code, a telephone, a joint at i; *end is i, or where what was mended ends. */
static size_t repair_token(struct dx_str text, size_t i, size_t *end, char *out)
{
    size_t n = run_at(text, i);
    if (mend_plus(text, i, out)) {
        *end = i + 1;
        return 1;
    }
    if (burmese_digit_at(text, i))
        return mend_telephone(text, i, end, out);
    if (*end == i && n)
        return word_at(text, i + n) ? 0 : mend_code(out + i, n);
    return repair_joint(text, i, out);
}

/* A code in typed text; a vehicle's number with an O is there for one who made it up. */
static size_t typed_code(struct dx_str text, size_t i, char *out)
{
    size_t n = run_at(text, i);
    return n && n != VIN && !word_at(text, i + n) ? mend_code(out + i, n) : 0;
}

size_t dx_repair_line(struct dx_str text, bool recognised, struct dx_buf *out)
{
    dx_buf_reset(out);
    dx_buf_add(out, text.p, text.n);
    size_t changed = dx_buf_ok(out) && text.n && recognised ? repair_marks(text, out) : 0;
    for (size_t i = 0; dx_buf_ok(out) && i < text.n;) {
        size_t n_alike, end = token_at(text, i, &n_alike), n_groups, all = groups_at(text, i, &n_groups);
        if (all > end) {
            end = all;
            n_alike = n_groups;
        }
        if (end > i && n_alike)
            changed += repair_digits(text, i, end, out->p);
        else if (recognised)
            changed += repair_token(text, i, &end, out->p);
        else if (end == i)
            changed += typed_code(text, i, out->p);
        i = end > i ? end : behind(text, i);
    }
    return changed;
}
