/* phone_marks.c: bits for bytes, and stretches of them */
#include "find/phone/phone_marks.h"

#include "find/text/chars.h"
#include "find/phone/phone_hint.h"
#include "find/phone/phone_run.h"

#include <string.h>

#define R(c, k) [(unsigned char)(c)] = (k)
#define DIGIT DX_RUN_DIGIT
#define LETTER DX_RUN_LETTER
#define MARK DX_RUN_MARK
const uint8_t dx_run_class_of[256] = {
    R('0', DIGIT), R('1', DIGIT), R('2', DIGIT), R('3', DIGIT), R('4', DIGIT), R('5', DIGIT), R('6', DIGIT), R('7', DIGIT), R('8', DIGIT), R('9', DIGIT),
    R('O', LETTER), R('o', LETTER), R('I', LETTER), R('l', LETTER), R('|', LETTER), R('S', LETTER), R('B', LETTER), R('Z', LETTER), R('D', LETTER),
    R('G', LETTER), R('b', LETTER), R('g', LETTER), R('q', LETTER), R(0xE1, LETTER), R(0x80, LETTER), R(0x9D, LETTER), R(0x87, LETTER), R(0x9B, LETTER),
    R(' ', MARK), R('(', MARK), R(')', MARK), R('-', MARK), R('.', MARK), R('/', MARK), R('[', MARK), R(']', MARK), R('~', MARK), R('+', MARK),
};

/* What stands alone between two groups of a run, or behind the last: anything else makes a run odd. */
enum { ODD, PLAIN, PLAIN_PARTS }; /* PLAIN_PARTS: a zero behind it may start another number */
static const uint8_t joint_of[256] = {R(' ', PLAIN_PARTS), R('/', PLAIN_PARTS), R('-', PLAIN), R('.', PLAIN), R(')', PLAIN)};
#undef R

/* ---- marking ---- */

/* The map of fewer bytes than it has. */
static struct dx_map_runs map_of_rest(struct dx_str t, size_t at, enum dx_maps_vectors v)
{
    struct dx_map_runs m;
    char copy[DX_MAP + DX_MAP_BEYOND];
    size_t n = t.n - at;
    if (at < DX_MAP) {
        dx_maps_runs(&m, dx_map_bytes(t, at, copy), v);
        return m; /* what isn't there is no part */
    }
    dx_maps_runs(&m, t.p + t.n - DX_MAP, v);
    return (struct dx_map_runs){m.part >> (DX_MAP - n), m.digit >> (DX_MAP - n), m.mark >> (DX_MAP - n)};
}

/* Bits n down, those of the next word behind them. */
static inline uint64_t down(uint64_t w, uint64_t next, unsigned n) { return w >> n | next << (DX_MAP - n); }

/* Where that many bits follow each other. */
static inline uint64_t many(uint64_t w, uint64_t next)
{
    _Static_assert(DX_PHONE_LEAST == 7, "four and three");
    uint64_t two = w & down(w, next, 1), more = next & next >> 1, four = two & down(two, more, 2);
    return four & down(four, more & more >> 2, 3);
}

/* Where no run goes on: at the first of four marks, which no separator has. */
static inline uint64_t parting(uint64_t w, uint64_t next)
{
    uint64_t two = w & down(w, next, 1);
    return two & down(two, next & next >> 1, 2);
}

static void mark(struct dx_run_marks *m, struct dx_str t, size_t from)
{
    size_t n = t.n - from < DX_RUN_MARKED ? t.n - from : DX_RUN_MARKED, words = 0;
    enum dx_maps_vectors v = dx_maps_vectors();
    for (; words < n / DX_MAP; words++)
        dx_maps_runs(&m->w[words], t.p + from + words * DX_MAP, v);
    if (n % DX_MAP) {
        m->w[words] = map_of_rest(t, from + words * DX_MAP, v);
        words++;
    }
    m->w[words] = (struct dx_map_runs){0};
    for (size_t k = 0; k < words; k++)
        m->w[k].part &= ~parting(m->w[k].mark, m->w[k + 1].mark);
    for (size_t k = 0; k < words; k++)
        m->first[k] = m->w[k].digit & many(m->w[k].part, m->w[k + 1].part);
    m->from = from;
    m->to = from + n;
}

/* ---- stretches ---- */

#define BACK 64 /* bytes before a digit that are marked with it: what may stand before the first of a run is shorter */
#define AHEAD 8 /* of these, so many are looked at */
#define FEW 22  /* digits, which are no more groups */
_Static_assert(FEW < DX_RUN_DIGITS && FEW < DX_RUN_GROUPS - 1, "a run of as many isn't cut");

static inline uint64_t low(unsigned n) { return dx_map_first(n); }

/* How many bits are set: no instruction of its own that every processor has. */
static inline unsigned count(uint64_t w)
{
    w -= w >> 1 & UINT64_C(0x5555555555555555);
    w = (w & UINT64_C(0x3333333333333333)) + (w >> 2 & UINT64_C(0x3333333333333333));
    return (unsigned)(((w + (w >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f)) * UINT64_C(0x0101010101010101) >> 56);
}

/* How many marks and letters stand before byte i, AHEAD at most, none before `least`; *odd: one of them may belong to the run that begins there: a
 * bracket, a plus, a letter that nothing parts from it. */
static unsigned parts_before(struct dx_str t, size_t i, size_t least, bool *odd)
{
    unsigned n = 0;
    for (; i - n > least && n < AHEAD; n++) {
        char c = t.p[i - n - 1];
        uint8_t class = dx_run_class_of[(unsigned char)c];
        if (class == DX_RUN_OTHER || class == DIGIT)
            break;
        *odd = *odd || (class == LETTER ? n == 0 : c == '(' || c == '+' || c == '[' || c == ']' || c == '~');
    }
    return n;
}

static bool is_escaped(struct dx_str t, size_t i) { return i > 0 && (t.p[i - 1] == '%' || (i > 1 && t.p[i - 2] == '%')); } /* %2B is a plus */

/* A stretch: bits from its first digit on. */
struct sight {
    uint64_t digits;
    unsigned n, len, last; /* digits, bytes, the last digit */
};

/* How many digits stand together at bit i. */
static inline unsigned group_at(const struct sight *s, unsigned i)
{
    uint64_t other = i < 64 ? ~(s->digits >> i) : 1;
    return other ? (unsigned)__builtin_ctzll(other) : 64;
}

/* Four numbers below 256 with full stops between them, and nothing else. */
static bool is_address(const struct sight *s, const char *p)
{
    unsigned at = 0;
    for (int k = 0; k < 4; k++) {
        unsigned n = group_at(s, at);
        if (!n || n > 3 || (k && p[at - 1] != '.') || (n == 3 && p[at] > '1' && kit_number(p + at, n) > 255))
            return false;
        at += n + 1;
    }
    return at == s->last + 2;
}

/* Is one that is a single run a date with too few other digits for a number, or an address of the net? */
static bool is_never(const struct sight *s, struct dx_str t, size_t i)
{
    size_t n[3] = {group_at(s, 0), 0, 0};
    n[1] = group_at(s, (unsigned)n[0] + 1);
    if (n[0] > 4 || n[1] > 3)
        return false;
    const char *p = t.p + i, mark = p[n[0]];
    if (n[0] == 3 || n[1] == 3)
        return mark == '.' && is_address(s, p);
    n[2] = group_at(s, (unsigned)(n[0] + n[1]) + 2);
    size_t end = n[0] + n[1] + n[2] + 2;
    if (n[2] > 4 || (mark != '-' && mark != '/' && mark != '.') || p[n[0] + 1 + n[1]] != mark)
        return false;
    bool date = s->n - (end - 2) < DX_PHONE_LEAST && dx_run_is_date_of(p, n, i + end >= t.n || dx_run_class_of[(unsigned char)p[end]] == DX_RUN_OTHER);
    return date || (mark == '.' && is_address(s, p));
}

/* Does one mark stand in each gap, and behind the last digit none but such? *zero: another number may start behind one. */
static bool is_plain(const struct sight *s, const char *p, bool *zero)
{
    uint64_t gaps = ~s->digits & low(s->last);
    if (gaps & gaps >> 1)
        return false;
    for (; gaps; gaps &= gaps - 1) {
        unsigned k = (unsigned)__builtin_ctzll(gaps);
        uint8_t joint = joint_of[(unsigned char)p[k]];
        if (joint == ODD)
            return false;
        if (joint == PLAIN_PARTS && p[k + 1] == '0')
            *zero = true;
    }
    return s->len == s->last + 1 || joint_of[(unsigned char)p[s->last + 1]] != ODD;
}

/* What there is to say of the stretch whose first digit is at byte i; false: nothing, it holds no number. */
static inline bool judge(const struct sight *s, struct dx_str t, size_t from, size_t i, struct dx_run_stretch *x)
{
    bool odd = is_escaped(t, i), zero = t.p[i] == '0';
    unsigned before = i > from ? parts_before(t, i, from, &odd) : 0, group = group_at(s, 0);
    bool plain = s->len < 64 && s->n <= FEW && before < AHEAD && !odd && is_plain(s, t.p + i, &zero); /* one run of digits and single marks */
    if (plain && is_never(s, t, i))
        return false;
    *x = (struct dx_run_stretch){i - before, i, i + s->last + 1, s->n, group, plain && !zero && group > 2 && group != 4};
    return true;
}

/* Is there nothing before byte i that may belong to a run, nor a % that makes of it something else? */
static inline bool stands_alone(struct dx_str t, size_t from, size_t i)
{
    return i == from ? !is_escaped(t, i) : dx_run_class_of[(unsigned char)t.p[i - 1]] == DX_RUN_OTHER && !is_escaped(t, i);
}

/* Do blanks stand side by side among these bytes and nothing drawn like a digit, so that no run goes on over them? */
static bool ends_run(const char *p, unsigned n)
{
    bool letters = false, blanks = false;
    for (unsigned i = 0; i < n; i++) {
        letters = letters || dx_run_class_of[(unsigned char)p[i]] == LETTER;
        blanks = blanks || (i > 0 && p[i] == ' ' && p[i - 1] == ' ');
    }
    return blanks && !letters;
}

/* The first digit from byte i on that may be the first of a stretch; t.n: there is none. */
static size_t next_first(struct dx_run_marks *m, struct dx_str t, size_t i)
{
    while (i < t.n) {
        if (i < m->from || i >= m->to)
            mark(m, t, i < BACK ? 0 : i - BACK);
        size_t k = (i - m->from) / DX_MAP;
        uint64_t bits = m->first[k] >> (i - m->from) % DX_MAP;
        if (bits)
            return i + (size_t)__builtin_ctzll(bits);
        i = m->from + (k + 1) * DX_MAP;
        if (i + DX_PHONE_LEAST > m->to && m->to < t.n) { /* what begins at the end goes on behind what is marked */
            i = m->to - DX_PHONE_LEAST + 1;
            mark(m, t, i - BACK);
        }
    }
    return t.n;
}

/* 64 bits from byte i on, which is marked. */
static inline uint64_t seen(uint64_t w, uint64_t next, size_t i) { return w >> i % DX_MAP | next << 1 << (DX_MAP - 1 - i % DX_MAP); }

/* Ends a stretch whose first digit stands at p where a run surely ends: at a gap of several bytes. */
static void cut(struct sight *s, const char *p)
{
    for (uint64_t wide = ~s->digits & ~s->digits >> 1 & low(s->last); wide;) {
        unsigned at = (unsigned)__builtin_ctzll(wide), n = (unsigned)__builtin_ctzll(s->digits >> at);
        if (ends_run(p + at, n)) {
            s->len = at + 1; /* what stands behind a run's last digit is looked at, too */
            s->digits &= low(at);
            s->last = at - 1;
            return;
        }
        wide &= ~low(at + n);
    }
}

/* Is it too short for a country's code, or begins as none does, with no word right before it? */
static inline bool says_nothing(const struct dx_run_stretch *x, struct dx_str t)
{
    char before = x->first > 0 ? t.p[x->first - 1] : ',';
    return x->dull && (x->digits < DX_RUN_BARE || !dx_phone_may_be_near(t.p[x->first])) && !dx_phone_parts_code(before) && !(before >= 'A' && before <= 'Z');
}

bool dx_run_stretch(struct dx_run_marks *m, struct dx_str t, size_t i, struct dx_run_stretch *x)
{
    for (size_t from = i; (i = next_first(m, t, i)) < t.n; i++) {
        size_t at = i - m->from;
        const struct dx_map_runs *w = &m->w[at / DX_MAP];
        uint64_t gaps = ~seen(w[0].part, w[1].part, at), digits = seen(w[0].digit, w[1].digit, at);
        struct sight s = {.len = gaps ? (unsigned)__builtin_ctzll(gaps) : DX_MAP};
        if (m->to < t.n && i + s.len >= m->to && at > BACK) { /* it may go on behind what is marked */
            mark(m, t, i - BACK);
            i--;
            continue;
        }
        s.digits = digits & low(s.len);
        if (s.digits == low(s.len) && s.len <= FEW && stands_alone(t, from, i)) { /* nothing but digits */
            *x = (struct dx_run_stretch){i, i, i + s.len, s.len, s.len, t.p[i] != '0'};
            if (!m->quiet || !says_nothing(x, t))
                return true;
            i += s.len;
            continue;
        }
        s.last = 63 - (unsigned)__builtin_clzll(s.digits);
        if (s.last + 1 >= DX_PHONE_LEAST) {
            cut(&s, t.p + i);
            s.n = count(s.digits);
        }
        if (s.n >= DX_PHONE_LEAST || s.len == 64) {
            if (judge(&s, t, from, i, x) && (!m->quiet || !says_nothing(x, t)))
                return true;
            from = i + s.last + 1;
        }
        i += s.last;
    }
    return false;
}
