/* kit.c: what the checks share: shapes, digit strings, check sums, attributes */
#include "find/check/kit.h"

#include "find/check/attrs.h"

#include <string.h>

/* ---- shapes ---- */

static bool is_sep(char c) { return c == ' ' || c == '-'; }

/* Is c in the set that starts after '['? */
static bool in_set(const char *set, char c)
{
    for (; *set && *set != ']'; set++) {
        if (set[1] == '-' && set[2] && set[2] != ']') {
            if (c >= set[0] && c <= set[2])
                return true;
            set += 2;
        } else if (*set == c) {
            return true;
        }
    }
    return false;
}

static bool element_matches(const char *el, char c)
{
    switch (*el) {
    case '9': return kit_is_digit(c);
    case 'A': return kit_is_alpha(c);
    case 'X': return kit_is_alnum(c);
    case '[': return in_set(el + 1, kit_upper(c));
    case '_':
    case '-': return is_sep(c);
    case '~': return is_sep(c) || c == '.' || c == '/';
    case '\'': return el[1] == c;
    default: return false;
    }
}

static const char *element_end(const char *el)
{
    if (*el == '[') /* shapes come from rules too: an unfinished element ends the shape */
        el = strchr(el, ']');
    else if (*el == '\'')
        el++;
    return !el || !*el ? "" : el + 1;
}

/* Reads {n} or {m,n} at s; returns what follows. */
static const char *repeat(const char *s, int *min, int *max)
{
    if (*s != '{')
        return s;
    *min = 0;
    for (s++; kit_is_digit(*s); s++)
        *min = (*min * 10 + (*s - '0')) % 1000;
    *max = *min;
    if (*s == ',')
        for (*max = 0, s++; kit_is_digit(*s); s++)
            *max = (*max * 10 + (*s - '0')) % 1000;
    return *s ? s + 1 : s;
}

static bool alternative(struct dx_str t, const char *s, char *out, size_t cap)
{
    size_t at = 0, n = 0;
    while (*s && *s != '|') {
        const char *el = s;
        int min = *el == '_' ? 0 : 1, max = 1, k = 0;
        s = repeat(element_end(el), &min, &max);
        for (; k < max && at < t.n && element_matches(el, t.p[at]); k++, at++) {
            if (*el != '_' && *el != '-' && *el != '~' && *el != '\'') {
                if (n + 1 >= cap)
                    return false;
                out[n++] = kit_upper(t.p[at]);
            }
        }
        if (k < min)
            return false;
    }
    out[n] = '\0';
    return at == t.n;
}

/* May the alternative be t, by its first character? Most aren't. */
static bool may_be(struct dx_str t, const char *s)
{
    if (!t.n || !*s || *s == '|' || *s == '_' || element_matches(s, t.p[0]))
        return true;
    const char *end = element_end(s);
    return end[0] == '{' && end[1] == '0';
}

bool kit_shape(struct dx_str t, const char *shape, char *out, size_t cap)
{
    while (shape) {
        if (may_be(t, shape) && alternative(t, shape, out, cap))
            return true;
        shape = strchr(shape, '|');
        shape = shape ? shape + 1 : NULL;
    }
    out[0] = '\0';
    return false;
}

/* ---- digits and codes ---- */

/* A separator at t.p[i]: how many bytes it takes (1, or 3 when it stands between two spaces); 0: none. */
static size_t separator(struct dx_str t, size_t i, const char *seps)
{
    char c = t.p[i];
    const char *s = seps;
    while (*s && *s != c)
        s++;
    if (!*s)
        return 0;
    bool spaced = c == ' ' && i + 2 < t.n && t.p[i + 1] != ' ' && t.p[i + 1] && strchr(seps, t.p[i + 1]) && t.p[i + 2] == ' ';
    return spaced ? 3 : 1;
}

static size_t collect(struct dx_str t, const char *seps, bool letters, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n;) {
        if (letters ? kit_is_alnum(t.p[i]) : kit_is_digit(t.p[i])) {
            if (n + 1 >= cap)
                return 0;
            out[n++] = kit_upper(t.p[i++]);
            continue;
        }
        size_t s = n ? separator(t, i, seps) : 0;
        if (s == 0 || i + s >= t.n || !kit_is_alnum(t.p[i + s]))
            return 0;
        i += s;
    }
    out[n] = '\0';
    return n;
}

size_t kit_digits(struct dx_str t, const char *seps, char *out, size_t cap) { return collect(t, seps, false, out, cap); }

size_t kit_code(struct dx_str t, const char *seps, char *out, size_t cap) { return collect(t, seps, true, out, cap); }

/* Digits alone, as most are: eight at once, and the last eight, some of which were there before. */
static bool undivided(struct dx_str t, struct kit_written *w)
{
    uint64_t eight;
    size_t i = 0;
    if (t.n < sizeof eight || t.n > KIT_DIGITS)
        return false;
    for (;;) {
        memcpy(&eight, t.p + i, sizeof eight);
        if (kit_digits_in(eight) < sizeof eight)
            return false;
        memcpy(w->digit + i, &eight, sizeof eight);
        if (i + sizeof eight == t.n)
            break;
        i = t.n - i < 2 * sizeof eight ? t.n - sizeof eight : i + sizeof eight;
    }
    w->digit[t.n] = '\0';
    w->n = t.n;
    w->parts = 1;
    w->groups = t.n > 15 ? KIT_ODD : t.n;
    return true;
}

bool kit_written(struct dx_str t, const char *seps, struct kit_written *w)
{
    const char *full = w->digit + KIT_DIGITS;
    char *to = w->digit;
    bool odd = false;
    if (undivided(t, w))
        return true;
    w->n = w->parts = 0;
    w->groups = 0;
    for (size_t i = 0, s = 0;; i += s) {
        char *first = to;
        to = kit_copy_digits(t, &i, to, full);
        size_t n = (size_t)(to - first);
        if (n == 0)
            return false;
        odd |= n > 15 || w->groups >> 60;
        w->groups = w->groups << 4 | n;
        w->parts++;
        if (i == t.n)
            break;
        if ((s = separator(t, i, seps)) == 0 || i + s >= t.n)
            return false;
    }
    *to = '\0';
    w->groups = odd ? KIT_ODD : w->groups;
    w->n = (size_t)(to - w->digit);
    return true;
}

bool kit_all_same(const char *s)
{
    size_t i = 0;
    while (s[i] && s[i] == s[0])
        i++;
    return i && !s[i];
}

bool kit_sequential(const char *d)
{
    bool up = true, down = true;
    size_t n = strlen(d);
    for (size_t i = 1; i < n; i++) {
        up = up && d[i] == (d[i - 1] == '9' ? '0' : d[i - 1] + 1);
        down = down && d[i] == (d[i - 1] == '0' ? '9' : d[i - 1] - 1);
    }
    return n > 3 && (up || down);
}

/* ---- words ---- */

struct dx_str kit_unlabel(struct dx_str t, const char *const labels[])
{
    size_t best = 0;
    if (t.n && kit_is_digit(t.p[0])) /* no label starts so */
        return t;
    for (; *labels; labels++)
        if (kit_starts(t, *labels) && strlen(*labels) > best)
            best = strlen(*labels);
    if (best == 0 || best >= t.n || (kit_is_alpha(t.p[best - 1]) && kit_is_alpha(t.p[best])))
        return t;
    t = kit_skip(t, best);
    while (t.n && strchr(" :.#=\t", t.p[0]) && t.p[0])
        t = kit_skip(t, 1);
    return t;
}

/* ---- check sums ---- */

bool kit_luhn(const char *d)
{
    static const uint8_t doubled[10] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;
    size_t n = strlen(d), i = n % 2;
    if (i)
        sum = d[0] - '0';
    for (; i < n; i += 2)
        sum += doubled[d[i] - '0'] + d[i + 1] - '0';
    return sum % 10 == 0;
}

/* The product of the dihedral group of order 10. */
static int d5(int j, int k)
{
    int turn = j < 5 ? (j + k % 5) % 5 : (j - k % 5 + 5) % 5;
    return (j < 5) == (k < 5) ? turn : 5 + turn;
}

bool kit_verhoeff(const char *d)
{
    static const int step[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    int c = 0;
    size_t n = strlen(d);
    for (size_t i = 0; i < n; i++) {
        int v = d[n - 1 - i] - '0';
        for (size_t k = 0; k < i % 8; k++)
            v = step[v];
        c = d5(c, v);
    }
    return c == 0;
}

int kit_weighted(const char *digits, const int *weights, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (digits[i] - '0') * weights[i];
    return sum;
}

int kit_mod97(const char *s)
{
    int m = 0;
    for (; *s; s++)
        m = kit_is_digit(*s) ? (m * 10 + (*s - '0')) % 97 : (m * 100 + (kit_upper(*s) - 'A' + 10)) % 97;
    return m;
}

uint16_t kit_crc16(const void *p, size_t n, uint16_t crc)
{
    const uint8_t *s = p;
    for (size_t i = 0; i < n; i++) {
        crc ^= (uint16_t)(s[i] << 8);
        for (int b = 0; b < 8; b++)
            crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

bool kit_date(char out[11], int y, int m, int d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    out[0] = '\0';
    if (y < 1800 || y > 2199 || m < 1 || m > 12 || d < 1)
        return false;
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > days[m - 1] + (m == 2 && leap))
        return false;
    out[0] = (char)('0' + y / 1000);
    out[1] = (char)('0' + y / 100 % 10);
    out[2] = (char)('0' + y / 10 % 10);
    out[3] = (char)('0' + y % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + m / 10);
    out[6] = (char)('0' + m % 10);
    out[8] = (char)('0' + d / 10);
    out[9] = (char)('0' + d % 10);
    out[10] = '\0';
    return true;
}

/* ---- what a check says ---- */

void kit_key(struct dx_reading *r, const char *kind, const char *code, struct dx_str value)
{
    dx_buf_str(&r->key, kind);
    dx_buf_byte(&r->key, ':');
    if (code) {
        dx_buf_str(&r->key, code);
        dx_buf_byte(&r->key, ':');
    }
    dx_buf_add(&r->key, value.p, value.n);
}
