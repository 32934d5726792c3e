/* name_give.c: what stands behind a label is read, weighed by what it is made of, and given */
#include "find/name/name_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "find/name/name_known.h"
#include "find/text/chars.h"

/* N:Jaidee;Somchai;;Mr. of a contact: the given name comes second. */
static struct dx_str contact_name(struct dx_str t, struct dx_buf *b)
{
    const char *mark = t.n ? memchr(t.p, ';', t.n) : NULL;
    if (!mark)
        return t;
    struct dx_str family = {t.p, (size_t)(mark - t.p)}, given = kit_skip(t, family.n + 1);
    mark = given.n ? memchr(given.p, ';', given.n) : NULL;
    given.n = mark ? (size_t)(mark - given.p) : given.n;
    dx_buf_reset(b);
    dx_buf_add(b, given.p, given.n);
    if (given.n && family.n)
        dx_buf_byte(b, ' ');
    dx_buf_add(b, family.p, family.n);
    return dx_buf_slice(b);
}

static const double key_weight = 2;   /* keys of programs and documents */
static const double single_weight = 0.6; /* "Name: Base" */
static const double prose_weight = 1; /* a sentence goes on behind it */
static const double small_weight = 1.3; /* a word in small letters, and once more for the first, of a name of known words: most of what its form takes for them */

double dx_name_label_weight(const struct dx_name_label *l, bool marked, bool first)
{
    double w = l->strength <= DX_LABEL_PLAIN ? 1.2 : l->strength == DX_LABEL_FORM ? 2.0 : 2.2;
    return w + (marked ? 1 : 0) + (first ? 0.3 : 0);
}

/* A key of JSON or XML, or a field of a program: "name": …, name="…", x.name = …, Name=…. What stands there is mostly no person's,
 * but where it is Thai or Burmese. */
static bool is_key(struct dx_str t, size_t i, size_t len, size_t from)
{
    uint32_t c = 0;
    while (from < t.n && strchr("\"' ", t.p[from]))
        from++;
    dx_utf8_get(t.p + from, t.n - from, &c);
    if (c >= 0x80 && (dx_name_script(c) == DX_SCRIPT_THAI || dx_name_script(c) == DX_SCRIPT_BURMESE))
        return false;
    char before = i > 0 ? t.p[i - 1] : ' ', after = i + len < t.n ? t.p[i + len] : ' ';
    size_t next = i + len;
    while (next < t.n && t.p[next] == ' ')
        next++;
    bool item = dx_name_lower(t.p[i]) && i > 1 && t.p[i - 1] == ' ' && t.p[i - 2] == '-';
    bool quoted = item || (strchr("\"'", before) && strchr("\"'", after));
    return quoted || (next < t.n && t.p[next] == '=') || (dx_name_lower(t.p[i]) && (strchr("\"'<._$/@-", before) || strchr("\"'=_(>[", after)));
}

double dx_name_key_doubt(struct dx_str t, size_t i, size_t len, size_t from) { return is_key(t, i, len, from) ? key_weight : 0; }

/* Reads the name that starts at `from` and gives it; *end gets where to go on. */
/* Words of a name in small letters, as chats have them: two and more, each a part of names, one at least nothing else. 0: it is none. */
static size_t small_words(const struct dx_names *names, struct dx_str t)
{
    const unsigned parts = DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE | DX_KNOWN_VIETNAMESE;
    size_t words = 0;
    bool sure = false;
    for (size_t i = 0, end; i < t.n; i = end + 1, words++) {
        for (end = i; end < t.n && t.p[end] != ' '; end++)
            ;
        unsigned as = dx_name_lower(t.p[i]) ? dx_known_latin(dx_names_known(names), (struct dx_str){t.p + i, end - i}) : 0;
        if (!(as & parts))
            return 0;
        sure = sure || !(as & (DX_KNOWN_EVERYDAY | DX_KNOWN_OTHER));
    }
    return sure && words > 1 ? words : 0;
}

/* Is the label whose name starts at `from` such a key, or one of a program's text: name: "…"? */
static bool is_keyed(struct dx_str line, size_t from, const struct dx_name_label *l)
{
    size_t len = strlen(l->word), i = from;
    while (i > 0 && strchr("\"' :=", line.p[i - 1]))
        i--;
    if (i < len || !kit_starts(kit_skip(line, i - len), l->word))
        return false;
    bool quoted = i < line.n && line.p[i] == ':' && strchr("\"'", line.p[from - 1]);
    return (quoted && dx_name_lower(line.p[i - len])) || is_key(line, i - len, len, from);
}

/* What is taken off where no word of a name in Latin letters is one that names are made of: behind a key nearly everything is something else ("name": "Full Screen"), and so is what
 * has a word of places, goods or firms. */
static double unknown_doubt(const struct dx_names *names, struct dx_str text, bool keyed)
{
    static const double key = 2.2, other = 1.5;
    const unsigned name = DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE | DX_KNOWN_VIETNAMESE | DX_KNOWN_WEST | DX_KNOWN_PINYIN;
    unsigned as = 0;
    for (size_t i = 0, n; i < text.n; i += n + 1) {
        for (n = 0; i + n < text.n && !strchr(" ,/-.", text.p[i + n]);)
            n++;
        as |= n ? dx_known_latin(dx_names_known(names), (struct dx_str){text.p + i, n}) : 0;
    }
    return as & name ? 0 : (keyed ? key : 0) + (as & DX_KNOWN_OTHER ? other : 0);
}

int dx_name_give(const struct dx_names *names, struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool marked, bool at_start, size_t *end, struct dx_reading *r,
                dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_buf contact = DX_BUF_INIT;
    bool tag = l->strength == DX_LABEL_TAG;
    size_t all = dx_name_end(names, line, from, tag);
    *end = dx_name_small_word(line, from, all);
    weight -= *end < all ? prose_weight : 0;
    struct dx_str text = kit_trim((struct dx_str){line.p + from, *end - from});
    int taken = 0, rc = DX_OK;
    struct dx_str bare = dx_titles_off(text, &taken);
    size_t words = dx_name_capitals(line, from, from + text.n);
    bool field = words > 1 && words < 5 && at_start && (l->strength == DX_LABEL_FORM || dx_name_all_capitals(bare)) && *end == line.n;
    uint32_t c = 0;
    dx_utf8_get(text.p, text.n, &c);
    struct dx_str rest = kit_trim(kit_skip(line, *end));
    if (at_start && from > 0 && line.p[from - 1] == ' ' && (!rest.n || rest.p[0] == '(')) /* a line of a form, its colon lost */
        field = field || (dx_name_script(c) == DX_SCRIPT_BURMESE && l->strength == DX_LABEL_FORM) || (dx_name_script(c) == DX_SCRIPT_THAI && memchr(text.p, ' ', text.n));
    bool number = *end + 1 < line.n && line.p[*end] == '(' && kit_is_digit(line.p[*end + 1]); /* Ma Thandar Sample(09770341228) */
    bool closed = words > 1 && (number || kit_starts(kit_skip(line, *end), "</")); /* <Name>Siti Contoh</Name> */
    closed = closed || kit_starts(kit_skip(line, *end), ":mailto:"); /* who is invited to a meeting */
    closed = closed || (words > 1 && *end > 0 && kit_starts(kit_skip(line, *end - 1), " (")); /* no call of a function */
    if (*end < line.n && strchr("(<[{:=_", line.p[*end]) && line.p[*end] && !closed && !(line.p[*end] == '(' && dx_name_script(c) == DX_SCRIPT_HAN)) {
        *end = kit_starts(kit_skip(line, *end), ": ") ? from : *end; /* what stands there is a label */
        return DX_OK; /* of a program */
    }
    field = field || (l->word[0] & 0x80 && l->strength >= DX_LABEL_FORM && words > 1 && words < 5 && dx_name_all_capitals(bare)); /* ឈ្មោះ SOK DARA */
    if (!marked && dx_name_script(c) == DX_SCRIPT_BURMESE && from > 0 && line.p[from - 1] != ' ')
        return DX_OK; /* a particle behind the word */
    if (!marked && !taken && dx_name_script(c) == DX_SCRIPT_HAN && !dx_name_han(bare))
        return DX_OK; /* no surname: the word goes on */
    bool told = (marked || taken || field || l->strength >= DX_LABEL_CLEAR) && !(tag && l->word[0] == 'n' && !memchr(text.p, ';', text.n));
    if (l->strength == DX_LABEL_PLAIN && words == 1 && !taken)
        weight -= single_weight;
    *end = told ? *end : from; /* another label may start right there: "RECEIVER Full name: ..." */
    size_t small = text.n && told && !taken ? small_words(names, text) : 0;
    weight += small ? small_weight * (double)(small + 1) : 0;
    if (told && !taken && dx_name_script(c) == DX_SCRIPT_LATIN)
        weight -= unknown_doubt(names, text, is_keyed(line, from, l));
    if (text.n && told && !dx_name_firm(line, from, from + text.n)) {
        dx_name_read(r, tag ? contact_name(text, &contact) : text);
        if (contact.oom)
            rc = dx_fail_nomem(e);
        else if (r->verdict != DX_VERDICT_NO)
            rc = take(ctx, &(struct dx_scanned){from, from + text.n, dx_str(l->word), weight, false}, e);
    }
    dx_buf_free(&contact);
    return rc;
}

/* The value of a contact's field in quoted-printable (RFC 2045, 6.7), as far as it stands in this line: contacts of vCard 2.1 that hold
 * more than ASCII are written so. False: it is none. */
static bool decoded(struct dx_str line, size_t from, struct dx_buf *b)
{
    static const char mark[] = "QUOTED-PRINTABLE", digits[] = "0123456789ABCDEF";
    if (!memmem(line.p, from, mark, sizeof mark - 1))
        return false;
    for (size_t i = from; i < line.n; i++) {
        const char *high = i + 2 < line.n && line.p[i] == '=' ? strchr(digits, line.p[i + 1]) : NULL, *low = high ? strchr(digits, line.p[i + 2]) : NULL;
        bool is_byte = high && low && *high && *low;
        dx_buf_byte(b, is_byte ? (char)((high - digits) * 16 + (low - digits)) : line.p[i]);
        i += is_byte ? 2 : 0;
    }
    while (b->len && strchr("= \r", b->p[b->len - 1])) /* goes on in the next line */
        b->len--;
    return b->len && dx_utf8_valid(b->p, b->len) == b->len;
}

int dx_name_give_decoded(struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool *taken, struct dx_reading *r, dx_scanned_fn *take,
                         void *ctx, struct dx_err *e)
{
    struct dx_buf text = DX_BUF_INIT, name = DX_BUF_INIT;
    int rc = DX_OK;
    while (from > 0 && line.p[from - 1] == '=') /* no mark behind the label, but the first byte's */
        from--;
    *taken = decoded(line, from, &text);
    if (*taken) {
        dx_name_read(r, contact_name(dx_buf_slice(&text), &name));
        if (r->verdict != DX_VERDICT_NO)
            rc = take(ctx, &(struct dx_scanned){from, from + kit_trim(kit_skip(line, from)).n, dx_str(l->word), weight, false}, e);
    }
    if (!dx_buf_ok(&text) || !dx_buf_ok(&name))
        rc = dx_fail_nomem(e);
    dx_buf_free(&text);
    dx_buf_free(&name);
    return rc;
}
