/* beside.c: whose number it is by the words next to it */
#include "find/scan/beside.h"

#include <string.h>

#include "find/text/bytes.h"
#include "find/text/chars.h"
#include "find/name/name_words.h"

#define NAME 96      /* bytes; more is a sentence … */
#define WORDS 7      /* … as are more words */
#define SMALL 5      /* letters: "binti", "delos" */
#define SURE 0.2     /* log-odds of a name's form: two words, or one behind a title */
#define END_WORDS 2
#define FIELD_WORDS 1  /* "bank account no": as many words may stand on either side of a label in a field, … */
#define MARKED_WORDS 5 /* … or behind it when there is a colon */

/* Whose desk it is, not whose telephone: no name of the lines around belongs to such a number. */
static const char *const houses[] = {
    "hotline", "hot line", "call center", "call centre", "callcenter", "helpline", "help line", "customer service", "customer care", "front desk", "reception", "questions",
    "inquiries", "enquiries", "inquiry", "enquiry", "support", "office", "agency", "help desk", "helpdesk", "toll free", "สอบถาม", "คอลเซ็นเตอร์", "สายด่วน", "ศูนย์บริการ", "สำนักงาน",
    "layanan", "pusat panggilan", "kantor", "khidmat pelanggan", "pejabat", "tổng đài", "hỗ trợ", "văn phòng", "客服", "热线", "熱線", "ဝန်ဆောင်မှု", "ရုံးခန်း", "សេវា", "ສາຍດ່ວນ",
};

/* Few words, and no long ones without a capital: most sentences are told from names by that. */
static bool may_be_name(struct dx_str t)
{
    int words = 0;
    if (!t.n || t.n > NAME || dx_name_lower(t.p[0]))
        return false;
    for (size_t i = 0, end; i < t.n; i = end + 1) {
        const char *blank = memchr(t.p + i, ' ', t.n - i);
        end = blank ? (size_t)(blank - t.p) : t.n;
        if (++words > WORDS || (dx_name_lower(t.p[i]) && end - i > SMALL))
            return false;
    }
    return true;
}

static bool read_as_person(const struct dx_names *names, struct dx_str t, struct dx_reading *r)
{
    int titles;
    if (kit_letters_at(t, 0) == t.n || !may_be_name(t)) /* one word, before which no title stands: a code, mostly */
        return false;
    dx_titles_off(t, &titles);
    if (!titles && !dx_name_able(names, t))
        return false;
    dx_name_read(r, t);
    return r->verdict != DX_VERDICT_NO && r->weight >= SURE;
}

static bool same(const char *a, const char *b, size_t n)
{
    size_t i = 0;
    while (i < n && kit_lower(a[i]) == kit_lower(b[i]))
        i++;
    return i == n;
}

/* Where the label, or its last occurrence, begins in the gap, with the word that it is part of; gap.n: it isn't there. */
static size_t label_in(struct dx_str gap, struct dx_str label)
{
    if (!label.n || label.n > gap.n)
        return gap.n;
    const char first = kit_lower(label.p[0]);
    size_t at = gap.n - label.n + 1;
    while (at > 0 && !(kit_lower(gap.p[at - 1]) == first && same(gap.p + at - 1, label.p, label.n)))
        at--;
    if (at == 0)
        return gap.n;
    for (at--; at && kit_is_alpha(gap.p[at]) && kit_is_alpha(gap.p[at - 1]);)
        at--;
    return at;
}

static bool ends_part(char c)
{
    switch (c) {
    case ',': case ':': case ';': case '|': case '(': case ')': case '[': case ']': case '{': case '}': case '<': case '>':
    case '/': case '"': case '*': case '=': case '#': case '\t': case '\0':
        return true;
    default:
        return false;
    }
}

/* Does a mark end what stands before it? A full stop does not behind a title or an initial. */
static bool parts(struct dx_str t, size_t i)
{
    char c = t.p[i];
    if (c != '.')
        return kit_is_digit(c) || ends_part(c);
    size_t from = i;
    while (from && t.p[from - 1] != ' ' && t.p[from - 1] != '.')
        from--;
    return i + 1 < t.n && t.p[i + 1] == ' ' && i - from > 4 && kit_is_alpha(t.p[i - 1]);
}

static struct dx_str last_part(struct dx_str t)
{
    for (size_t i = t.n; i-- > 0;)
        if (parts(t, i))
            return kit_skip(t, i + 1);
    return t;
}

static struct dx_str first_part(struct dx_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (parts(t, i))
            return (struct dx_str){t.p, i};
    return t;
}

static bool is_mark(char c)
{
    switch (c) {
    case ' ': case '.': case ',': case ':': case ';': case '-': case '=': case '|': case '(': case '>': case '*': case '~': case '\t': case '\0':
        return true;
    default:
        return false;
    }
}

static struct dx_str marks_off(struct dx_str t)
{
    while (t.n && is_mark(t.p[t.n - 1]))
        t.n--;
    while (t.n && is_mark(t.p[0]))
        t = kit_skip(t, 1);
    return t;
}

/* "and Somchai", "Transfer ke Dewi Pratama": what stands before a name, up to its last small word, is none of it. */
static struct dx_str small_words_off(struct dx_str t)
{
    static const char *const joins[] = {"และ ", "กับ ", "နှင့် ", "နဲ့ ", "và "};
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        if (kit_starts(t, joins[i]))
            return kit_skip(t, strlen(joins[i]));
    size_t from = 0;
    for (size_t i = 0, end; i < t.n; i = end + 1) {
        const char *blank = memchr(t.p + i, ' ', t.n - i);
        end = blank ? (size_t)(blank - t.p) : t.n;
        if (blank && dx_name_lower(t.p[i]) && !dx_name_particle((struct dx_str){t.p + i, end - i}))
            from = end + 1;
    }
    return kit_skip(t, from);
}

/* Is it a label of numbers, or a small word? */
static bool is_end_word(struct dx_str w)
{
    static const char *const words[] = {"id", "ic", "tel", "hp", "wa", "no", "ph", "mob", "cell", "mobile", "phone", "acc", "a/c", "nik", "nrc"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (w.n == strlen(words[i]) && kit_starts(w, words[i]))
            return true;
    return w.n && dx_name_lower(w.p[0]);
}

/* "Daniel Sample is", "Budi Contoh rek": a few such words between a name and its number. */
static struct dx_str end_words_off(struct dx_str t)
{
    for (int k = 0; k < END_WORDS; k++) {
        t = marks_off(t);
        const char *blank = t.n ? memrchr(t.p, ' ', t.n) : NULL;
        if (!blank || !is_end_word((struct dx_str){blank + 1, t.n - (size_t)(blank + 1 - t.p)}))
            break;
        t.n = (size_t)(blank - t.p);
    }
    return marks_off(t);
}

static bool read_last(const struct dx_names *names, struct dx_str t, struct dx_reading *r)
{
    t = marks_off(small_words_off(marks_off(last_part(end_words_off(t)))));
    return t.n && read_as_person(names, t, r);
}

/* May a name begin anywhere? Between the cells of a table, and where there are but small letters, digits and marks, none does. */
static bool may_have_name(struct dx_str t)
{
    static const struct dx_bytes others = {{UINT64_C(0x7ffff70d00000201), UINT64_C(0x7ffffffe28000000), 0, 0}}; /* these, with all of ends_part and is_mark */
    size_t i = 0;
    while (i < t.n && dx_bytes_has(&others, (unsigned char)t.p[i]))
        i++;
    return i < t.n;
}

bool dx_beside_before(const struct dx_names *names, struct dx_str gap, struct dx_str label, struct dx_reading *r)
{
    if (!may_have_name(gap))
        return false;
    size_t at = label_in(gap, label);
    return read_last(names, (struct dx_str){gap.p, at}, r) || (at < gap.n && read_last(names, kit_skip(gap, at + label.n), r));
}

bool dx_beside_behind(const struct dx_names *names, struct dx_str gap, bool more, bool labelled, struct dx_reading *r)
{
    size_t at = 0;
    bool marked = false;
    for (; at < gap.n && is_mark(gap.p[at]); at++)
        marked = marked || gap.p[at] == '(' || gap.p[at] == '-' || gap.p[at] == '=';
    if (!at || (labelled && !marked))
        return false;
    struct dx_str rest = kit_skip(gap, at), name = first_part(rest);
    bool ends = name.n < rest.n ? strchr("),;|", rest.p[name.n]) != NULL : !more;
    return ends && kit_trim(name).n && read_as_person(names, marks_off(name), r);
}

bool dx_beside_line(const struct dx_names *names, struct dx_str line, struct dx_reading *r)
{
    static const char *const leads[] = {"from", "to", "dari", "ke", "kepada", "จาก", "ไปยัง", "ถึง", "từ", "đến"};
    line = kit_trim(line);
    if (line.n > NAME)
        return false;
    const char *colon = memchr(line.p, ':', line.n);
    for (size_t i = 0; colon && i < sizeof leads / sizeof *leads; i++)
        if (kit_trim((struct dx_str){line.p, (size_t)(colon - line.p)}).n == strlen(leads[i]) && kit_starts(line, leads[i])) {
            line = kit_trim(kit_skip(line, (size_t)(colon + 1 - line.p)));
            break;
        }
    line = marks_off(line);
    return may_be_name(line) && first_part(line).n == line.n && read_as_person(names, line, r);
}

bool dx_beside_house(struct dx_str gap)
{
    uint64_t bytes = kit_bytes(gap);
    for (size_t i = 0; i < sizeof houses / sizeof *houses; i++)
        if (kit_may_hold(bytes, houses[i]) && kit_find(gap, houses[i], 0) != SIZE_MAX)
            return true;
    return false;
}

static bool more_words(struct dx_str t, int most)
{
    int n = 0;
    for (size_t i = 0; i < t.n && n <= most; i++)
        n += dx_name_letter(t.p[i]) && (i == 0 || !dx_name_letter(t.p[i - 1]));
    return n > most;
}

bool dx_beside_field(struct dx_str gap, struct dx_str label)
{
    size_t at = label_in(gap, label);
    struct dx_str before = last_part(marks_off((struct dx_str){gap.p, at})), behind = kit_skip(gap, at < gap.n ? at + label.n : at);
    struct dx_str whole = kit_trim(gap);
    bool marked = whole.n && whole.p[whole.n - 1] == ':';
    return !more_words(before, FIELD_WORDS) && !more_words(behind, marked ? MARKED_WORDS : FIELD_WORDS);
}
