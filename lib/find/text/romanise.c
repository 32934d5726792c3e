/* romanise.c: Thai and Burmese in Latin letters, syllable by syllable (identifiers.md 9; RTGS 1999)
 * Thai doesn't write every vowel, nor where syllables end: what the script leaves open is decided as names mostly have it. */
#include "find/text/romanise.h"

#include <string.h>

#include "base/utf8.h"

#define SYMBOLS 256 /* characters of a name; more isn't one */

struct text {
    uint32_t c[SYMBOLS];
    size_t n;
};

static bool read_text(struct text *x, struct dx_str t)
{
    x->n = 0;
    for (size_t i = 0; i < t.n;) {
        uint32_t cp;
        size_t n = dx_utf8_get(t.p + i, t.n - i, &cp);
        if (n == 0 || x->n == SYMBOLS - 1)
            return false;
        x->c[x->n++] = cp;
        i += n;
    }
    x->c[x->n] = 0;
    return true;
}

/* ---- Thai ---- */

/* Consonants U+0E01 to U+0E2E: at the start and at the end of a syllable. */
static const struct {
    const char *first, *last;
} thai[] = {
    {"k", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"ng", "ng"}, {"ch", "t"}, {"ch", "t"}, {"ch", "t"},
    {"s", "t"}, {"ch", "t"}, {"y", "n"}, {"d", "t"}, {"t", "t"}, {"th", "t"}, {"th", "t"}, {"th", "t"}, {"n", "n"}, {"d", "t"},
    {"t", "t"}, {"th", "t"}, {"th", "t"}, {"th", "t"}, {"n", "n"}, {"b", "p"}, {"p", "p"}, {"ph", "p"}, {"f", "p"}, {"ph", "p"},
    {"f", "p"}, {"ph", "p"}, {"m", "m"}, {"y", "i"}, {"r", "n"}, {"rue", ""}, {"l", "n"}, {"lue", ""}, {"w", "o"}, {"s", "t"},
    {"s", "t"}, {"s", "t"}, {"h", ""}, {"l", "n"}, {"", ""}, {"h", ""},
};

enum { KO = 0x0E01, RO = 0x0E23, LO = 0x0E25, WO = 0x0E27, YO = 0x0E22, O_ANG = 0x0E2D, HO = 0x0E2B, HO_LAST = 0x0E2E, KARAN = 0x0E4C };

static bool is_thai_consonant(uint32_t c) { return c >= KO && c <= HO_LAST; }
static bool is_before(uint32_t c) { return c >= 0x0E40 && c <= 0x0E44; } /* vowels written before their consonant */
static bool is_tone(uint32_t c) { return c >= 0x0E47 && c <= 0x0E4B; }
static bool is_above(uint32_t c) { return c == 0x0E30 || c == 0x0E31 || (c >= 0x0E32 && c <= 0x0E3A); } /* vowels after or over it */

/* Drops tones, and consonants that are silenced, with the vowel that they carry. */
static void simplify(struct text *x)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) {
        uint32_t c = x->c[i];
        if (is_tone(c) && c != 0x0E47)
            continue;
        if (c == KARAN) {
            while (n && (is_above(x->c[n - 1]) || x->c[n - 1] == 0x0E47))
                n--;
            n -= n > 0;
            if (n && x->c[n - 1] == RO && i >= 2 && x->c[i - 1] != RO && n > 1 && is_thai_consonant(x->c[n - 2]))
                n--; /* -ทร์, -ตร์: both are silent */
            continue;
        }
        x->c[n++] = c;
    }
    x->n = n;
    x->c[n] = 0;
}

/* Consonants that are spoken together at the start: กร, ปล, ขว …; ห before a sonorant and อย only set the tone. */
static size_t cluster(const struct text *x, size_t i, struct dx_buf *out)
{
    static const uint32_t leads[] = {0x0E01, 0x0E02, 0x0E04, 0x0E15, 0x0E1B, 0x0E1E, 0x0E1C, 0x0E1A, 0};
    uint32_t a = x->c[i], b = x->c[i + 1];
    if (a == HO && (b == 0x0E07 || b == 0x0E0D || b == 0x0E19 || b == 0x0E21 || b == YO || b == RO || b == LO || b == WO)) {
        dx_buf_str(out, thai[b - KO].first);
        return 2;
    }
    if (a == 0x0E17 && b == RO) { /* ทร: ทราย, อินทรี */
        dx_buf_str(out, "s");
        return 2;
    }
    dx_buf_str(out, thai[a - KO].first);
    if (b == RO || b == LO || b == WO)
        for (size_t k = 0; leads[k]; k++)
            if (leads[k] == a) {
                dx_buf_str(out, thai[b - KO].first);
                return 2;
            }
    return 1;
}

/* Is the consonant at i the end of the syllable before it? Yes unless a vowel makes it the start of the next. */
static bool closes(const struct text *x, size_t i)
{
    uint32_t c = x->c[i], next = x->c[i + 1];
    if (!is_thai_consonant(c) || c == O_ANG || c == HO || c == HO_LAST)
        return false;
    if (is_above(next) || next == 0x0E47 || (next == O_ANG && !is_above(x->c[i + 2]) && x->c[i + 2] != 0x0E47) ||
        (next == RO && x->c[i + 2] == RO))
        return false;
    /* กร, ปล … before a vowel start a syllable of their own */
    bool pair = (next == RO || next == LO) && is_above(x->c[i + 2]) && c != 0x0E19 && c != 0x0E21 && c != 0x0E07 && c != YO;
    return !pair;
}

static size_t last_of(const struct text *x, size_t i, struct dx_buf *out)
{
    if (!closes(x, i))
        return i;
    dx_buf_str(out, thai[x->c[i] - KO].last);
    i++;
    if ((x->c[i] == 0x0E34 || x->c[i] == 0x0E38) && !is_thai_consonant(x->c[i + 1])) /* ชาติ, ธาตุ: silent */
        i++;
    return i;
}

/* A syllable whose vowel is written first: เ แ โ ใ ไ. */
static size_t vowel_first(const struct text *x, size_t i, struct dx_buf *out)
{
    uint32_t v = x->c[i++];
    if (!is_thai_consonant(x->c[i]))
        return i;
    i += cluster(x, i, out);
    uint32_t a = x->c[i], b = x->c[i + 1];
    if (v == 0x0E43 || v == 0x0E44) { /* ใ ไ, and ไ-ย */
        dx_buf_str(out, "ai");
        return i + (a == YO && !is_above(b));
    }
    if (v == 0x0E42 || v == 0x0E41) {
        dx_buf_str(out, v == 0x0E42 ? "o" : "ae");
        i += a == 0x0E47;
        return a == 0x0E30 ? i + 1 : last_of(x, i, out);
    }
    if (a == 0x0E32) { /* เ-า, เ-าะ */
        bool short_o = b == 0x0E30;
        dx_buf_str(out, short_o ? "o" : "ao");
        return i + 1 + short_o;
    }
    if (a == 0x0E35 && b == YO) {
        dx_buf_str(out, "ia");
        i += 2;
    } else if (a == 0x0E37 && b == O_ANG) {
        dx_buf_str(out, "uea");
        i += 2;
    } else if (a == 0x0E34 || (a == O_ANG && b != 0x0E31)) {
        dx_buf_str(out, "oe");
        i += 1;
    } else if (a == YO && !is_above(b)) {
        dx_buf_str(out, "oei");
        return i + 1;
    } else {
        dx_buf_str(out, "e");
        i += a == 0x0E47 || a == 0x0E30;
    }
    return last_of(x, i, out);
}

/* A syllable that starts with its consonant. */
static size_t consonant_first(const struct text *x, size_t i, struct dx_buf *out)
{
    static const struct {
        uint32_t sign;
        const char *vowel;
    } vowels[] = {{0x0E30, "a"}, {0x0E32, "a"}, {0x0E33, "am"}, {0x0E34, "i"}, {0x0E35, "i"}, {0x0E36, "ue"}, {0x0E37, "ue"},
                  {0x0E38, "u"}, {0x0E39, "u"}};
    i += cluster(x, i, out);
    uint32_t a = x->c[i], b = x->c[i + 1];
    for (size_t k = 0; k < sizeof vowels / sizeof *vowels; k++)
        if (a == vowels[k].sign) {
            dx_buf_str(out, vowels[k].vowel);
            i++;
            if (a == 0x0E37 && x->c[i] == O_ANG)
                i++;
            return a == 0x0E30 || a == 0x0E33 ? i : last_of(x, i, out);
        }
    if (a == 0x0E31) { /* ัว is ua, others a and a final */
        if (b == WO && !is_above(x->c[i + 2])) {
            dx_buf_str(out, "ua");
            return i + 2;
        }
        dx_buf_str(out, "a");
        i++;
        return is_thai_consonant(x->c[i]) ? (dx_buf_str(out, thai[x->c[i] - KO].last), i + 1) : i;
    }
    if (a == RO && b == RO) { /* รร: an, or a before a final */
        bool final = is_thai_consonant(x->c[i + 2]) && closes(x, i + 2);
        dx_buf_str(out, final ? "a" : "an");
        return final ? last_of(x, i + 2, out) : i + 2;
    }
    if (a == O_ANG || a == 0x0E47) {
        dx_buf_str(out, "o");
        i += a == 0x0E47 ? 1 + (b == O_ANG) : 1;
        return last_of(x, i, out);
    }
    if (a == WO && is_thai_consonant(b) && closes(x, i + 1)) { /* สวน: ua inside */
        dx_buf_str(out, "ua");
        return last_of(x, i + 1, out);
    }
    if (closes(x, i) && !(is_thai_consonant(b) && closes(x, i + 1) && !is_before(x->c[i + 2]) && x->c[i + 2] == 0)) {
        bool r = a == RO; /* -อร: พร, กร */
        dx_buf_str(out, "o");
        (void)r;
        return last_of(x, i, out);
    }
    dx_buf_str(out, "a"); /* สนาม, ทนง: an unwritten a */
    return i;
}

static void thai_word(struct text *x, struct dx_buf *out)
{
    simplify(x);
    for (size_t i = 0; i < x->n;) {
        uint32_t c = x->c[i];
        if (is_before(c))
            i = vowel_first(x, i, out);
        else if (c == 0x0E24) { /* ฤ */
            dx_buf_str(out, i ? "rue" : "rue");
            i++;
        } else if (is_thai_consonant(c))
            i = consonant_first(x, i, out);
        else
            i++; /* a sign without its consonant */
    }
}

/* ---- Burmese ---- */

/* Consonants U+1000 to U+1021. */
static const char *const burmese[] = {"k", "kh", "g", "gh", "ng", "s", "hs", "z", "z", "ny", "ny", "t", "ht", "d", "d", "n", "t", "ht", "d",
                                      "d", "n", "p", "hp", "b", "b", "m", "y", "y", "l", "w", "th", "h", "l", ""};

/* Vowels with their finals, by what is written, the longest first: the sound of the whole. */
static const struct {
    const char *written, *sound;
} rimes[] = {
    {"ောင်", "aung"}, {"ိုင်", "aing"}, {"ောက်", "auk"}, {"ိုက်", "aik"}, {"ုန်", "on"}, {"ုမ်", "on"}, {"ိန်", "ein"}, {"ိမ်", "ein"},
    {"ွန်", "un"}, {"ွမ်", "un"}, {"ွတ်", "ut"}, {"ုတ်", "ok"}, {"ုပ်", "ok"}, {"ိတ်", "eik"}, {"ိပ်", "eik"}, {"ော်", "aw"}, {"ေါ်", "aw"},
    {"ေါင်", "aung"}, {"ေါက်", "auk"}, {"ော", "aw"}, {"ေါ", "aw"}, {"င်", "in"}, {"ဉ်", "in"}, {"ည်", "i"}, {"န်", "an"}, {"မ်", "an"},
    {"ံ", "an"}, {"က်", "et"}, {"စ်", "it"}, {"တ်", "at"}, {"ပ်", "at"}, {"ယ်", "e"}, {"ို", "o"}, {"ုံ", "on"}, {"ိံ", "ein"}, {"ာ", "a"},
    {"ါ", "a"}, {"ိ", "i"}, {"ီ", "i"}, {"ု", "u"}, {"ူ", "u"}, {"ေ", "e"}, {"ဲ", "e"},
};

/* Independent vowels. */
static const struct {
    uint32_t sign;
    const char *sound;
} burmese_vowels[] = {{0x1023, "i"}, {0x1024, "i"}, {0x1025, "u"}, {0x1026, "u"}, {0x1027, "e"}, {0x1029, "aw"}, {0x102A, "aw"}};

static size_t starts(struct dx_str t, const char *head)
{
    size_t n = strlen(head);
    return n <= t.n && memcmp(t.p, head, n) == 0 ? n : 0;
}

static struct dx_str past(struct dx_str t, size_t n) { return (struct dx_str){t.p + n, t.n - n}; }

/* The initial with its medials: ky, gy, hl, shw …; returns what follows. */
static struct dx_str initial(struct dx_str t, uint32_t c, struct dx_buf *out)
{
    bool y = false, w = false, h = false;
    uint32_t m;
    for (size_t n; t.n && (n = dx_utf8_get(t.p, t.n, &m)) > 0 && m >= 0x103B && m <= 0x103E; t = past(t, n)) {
        if (m == 0x103D && (starts(t, "ွန်") || starts(t, "ွမ်") || starts(t, "ွတ်")))
            break; /* part of the vowel */
        y = y || m == 0x103B || m == 0x103C;
        w = w || m == 0x103D;
        h = h || m == 0x103E;
    }
    if (h && (c == 0x101B || (y && c == 0x101C)))
        dx_buf_str(out, "sh");
    else {
        dx_buf_str(out, h ? "h" : "");
        dx_buf_str(out, burmese[c - 0x1000]);
        dx_buf_str(out, y && c != 0x101B && c != 0x101A ? "y" : "");
    }
    dx_buf_str(out, w ? "w" : "");
    return t;
}

static struct dx_str rime(struct dx_str t, struct dx_buf *out)
{
    size_t best = 0;
    const char *sound = "a";
    for (size_t i = 0; i < sizeof rimes / sizeof *rimes; i++) {
        size_t n = starts(t, rimes[i].written);
        if (n > best) {
            best = n;
            sound = rimes[i].sound;
        }
    }
    dx_buf_str(out, sound);
    return past(t, best);
}

/* Syllables apart, each with a capital, as Burmese names are written. */
static void burmese_word(struct dx_str t, struct dx_buf *out)
{
    uint32_t c;
    for (size_t n, first = out->len; t.n && (n = dx_utf8_get(t.p, t.n, &c)) > 0;) {
        size_t here = out->len;
        if (here > first && ((c >= 0x1000 && c <= 0x1021) || (c >= 0x1023 && c <= 0x102A)))
            dx_buf_byte(out, ' ');
        here = out->len;
        t = past(t, n);
        if (c >= 0x1000 && c <= 0x1021)
            t = rime(initial(t, c, out), out);
        else
            for (size_t i = 0; i < sizeof burmese_vowels / sizeof *burmese_vowels; i++)
                if (burmese_vowels[i].sign == c)
                    dx_buf_str(out, burmese_vowels[i].sound);
        if (dx_buf_ok(out) && out->len > here && out->p[here] >= 'a')
            out->p[here] = (char)(out->p[here] - 32);
    }
}

/* ---- */

static bool is_thai(uint32_t c) { return c >= 0x0E01 && c <= 0x0E4E; }
static bool is_burmese(uint32_t c) { return c >= 0x1000 && c <= 0x103F; }

static void capital(struct dx_buf *out, size_t at)
{
    if (dx_buf_ok(out) && out->len > at && out->p[at] >= 'a' && out->p[at] <= 'z')
        out->p[at] = (char)(out->p[at] - 32);
}

bool dx_romanise(struct dx_buf *out, struct dx_str t)
{
    struct text x;
    bool any = false;
    for (size_t i = 0, n; i < t.n && !any; i += n ? n : 1) {
        uint32_t c = 0;
        n = dx_utf8_get(t.p + i, t.n - i, &c);
        any = is_thai(c) || is_burmese(c);
    }
    if (!any || !read_text(&x, t))
        return false;
    for (size_t i = 0; i < t.n;) { /* word by word */
        size_t end = i;
        while (end < t.n && t.p[end] != ' ')
            end++;
        struct dx_str word = {t.p + i, end - i};
        uint32_t c = 0;
        size_t at = out->len;
        if (word.n)
            dx_utf8_get(word.p, word.n, &c);
        if (word.n && is_thai(c) && read_text(&x, word))
            thai_word(&x, out);
        else if (word.n && is_burmese(c))
            burmese_word(word, out);
        else
            dx_buf_add(out, word.p, word.n);
        capital(out, at);
        if (end < t.n)
            dx_buf_byte(out, ' ');
        i = end + 1;
    }
    return true;
}
