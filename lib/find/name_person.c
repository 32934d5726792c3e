/* name_person.c: persons in running text: by the word before, by what names are made of, by a number beside them */
#include "find/name_parts.h"

#include <string.h>
#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "find/kit.h"
#include "find/name_known.h"

#define NAME_WORDS_MOST 5
#define WORDS_SEEN 12 /* of a name and what leads to it */
#define REACH 512      /* bytes before and behind a place that a glance asks for */
#define GAP 24 /* bytes between a name and its number: marks, and a label or two */

/* The rule's base, and the factors that the parts of a score are calibrated with: a person's log-odds are known here as a whole. */
static const double base = -1.4, by_form = 1.17, by_context = 1.39;

/* What speaks for a person, in log-odds. */
static const double bare = -2.2, all_known = 2.0, some_known = 1.2, one_known = 0.7, one_unknown = -0.5,
                    row_lead = 1.0, beside_number = 1.0, alone_by_number = 0.8, with_numbers = 0.2, in_small = -0.6, verb_behind = 0.6;

enum { A_NAME = DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE };

/* How a word before a name leads to it; subject: it begins its line; row: and is all of it, but for what marks or numbers part from it. */
enum lead { LEAD_NONE, LEAD_SUBJECT, LEAD_WEAK, LEAD_ROW, LEAD_JOINED, LEAD_SENDER, LEAD_STRONG };

static double weight_of(enum lead l)
{
    static const double weights[] = {0, 0.3, 0.8, 0.9, 1.1, 1.0, 1.8};
    return weights[l];
}

/* A line that persons are looked for in. */
struct look {
    const struct dx_names *names;
    const struct dx_known *known;
    struct dx_str t;
    const struct dx_name_anchor *a;
    size_t n;
    size_t last; /* where the last person ended; SIZE_MAX: there is none yet */
    struct dx_reading *r;
    dx_scanned_fn *take;
    void *ctx;
    struct dx_err *e;
};

static struct dx_str rest_of(const struct look *k, size_t i) { return kit_skip(k->t, i); }

static uint32_t at(const struct look *k, size_t i)
{
    uint32_t c = 0;
    if (i < k->t.n)
        dx_utf8_get(k->t.p + i, k->t.n - i, &c);
    return c;
}

/* ---- numbers beside ---- */

/* Is there nothing but marks, and at most two short words or a label, between the two places? */
static bool close_by(const struct look *k, size_t from, size_t to)
{
    int words = 0;
    if (to - from > GAP)
        return false;
    for (size_t i = from; i < to; i++) {
        bool letter = dx_name_letter(k->t.p[i]);
        if (kit_is_digit(k->t.p[i]) || k->t.p[i] == '\n')
            return false;
        words += letter && (i == from || !dx_name_letter(k->t.p[i - 1]));
    }
    return words <= 2;
}

/* What numbers say of a name at [from, to): none in the line, one in it, one beside it, one beside it and nothing else before the name. */
static double number_weight(const struct look *k, size_t from, size_t to, bool *beside)
{
    *beside = false;
    for (size_t i = 0; i < k->n; i++) {
        bool before = k->a[i].start >= to && close_by(k, to, k->a[i].start), behind = k->a[i].end <= from && close_by(k, k->a[i].end, from);
        *beside = *beside || before || behind;
    }
    size_t start = from;
    while (start > 0 && !dx_name_letter(k->t.p[start - 1]) && !strchr(",;/|:", k->t.p[start - 1]))
        start--;
    bool alone = start == 0 || strchr(",;/|:", k->t.p[start - 1]);
    return (*beside ? beside_number + (alone ? alone_by_number : 0) : k->n ? with_numbers : 0);
}

/* ---- giving ---- */

const char dx_name_sender[] = "sender";

/* Who writes, at the start of a line or behind its time: "[14:02] Ahmed: …", "Zhang Hao: …". */
static bool sends(const struct look *k, size_t from, size_t to)
{
    size_t i = from;
    while (i > 0 && strchr("0123456789[]():/.,- APM", k->t.p[i - 1]))
        i--;
    bool wide = at(k, to) == 0xFF1A;
    return i == 0 && to < k->t.n && (wide || (k->t.p[to] == ':' && (to + 1 == k->t.n || k->t.p[to + 1] == ' ' || k->t.p[to + 1] == '\t')));
}

static int give(struct look *k, size_t from, size_t to, double log_odds, struct dx_str lead)
{
    if (sends(k, from, to))
        lead = dx_str(dx_name_sender);
    struct dx_str text = kit_trim((struct dx_str){k->t.p + from, to - from});
    if (!text.n || log_odds < -0.2)
        return DX_OK;
    dx_name_read(k->r, text);
    if (k->r->verdict == DX_VERDICT_NO)
        return DX_OK;
    double label = (log_odds - base - by_form * k->r->weight) / by_context;
    k->last = to;
    return k->take(k->ctx, &(struct dx_scanned){from, from + text.n, lead.n ? lead : DX_STR("person"), label}, k->e);
}

/* ---- Latin letters ---- */

struct word {
    size_t from, to;
    unsigned as;
    bool capital, stop; /* stop: an initial or a title, with its full stop */
};

static bool is_letter_at(const struct look *k, size_t i)
{
    if (i >= k->t.n)
        return false;
    unsigned char c = (unsigned char)k->t.p[i];
    if (c < 0x80)
        return kit_is_alpha((char)c);
    while (i > 0 && ((unsigned char)k->t.p[i] & 0xC0) == 0x80)
        i--;
    return dx_name_script(at(k, i)) == DX_SCRIPT_LATIN;
}

/* Marks make another word of one that leads to persons, but for these Vietnamese ones. */
static bool leads_as_written(struct dx_str t)
{
    static const char *const words[] = {"chị", "ông", "bà", "cô", "chú", "bác", "cậu", "tên", "gọi", "gặp", "với", "từ", "hệ", "Chị", "Ông", "Bà", "Cô", "Chú", "Bác", "Trung", "úy", "đại", "tá", "thiếu"};
    bool marks = false;
    for (size_t i = 0; i < t.n; i++)
        marks = marks || t.p[i] & 0x80;
    for (size_t i = 0; marks && i < sizeof words / sizeof *words; i++)
        if (dx_str_is(t, words[i]))
            return true;
    return !marks;
}

static struct word word_at(const struct look *k, size_t i)
{
    struct word w = {.from = i};
    while (is_letter_at(k, i) || (i > w.from && i + 1 < k->t.n && strchr("'-/", k->t.p[i]) && is_letter_at(k, i + 1) && is_letter_at(k, i - 1) &&
                                  (k->t.p[i] != '/' || i - w.from == 1)))
        i++;
    w.to = i;
    struct dx_str text = {k->t.p + w.from, w.to - w.from};
    w.capital = text.n && dx_name_capital(text);
    w.as = text.n ? dx_known_as(k->known, text) : 0;
    if (w.as & (DX_KNOWN_STRONG | DX_KNOWN_WEAK) && !leads_as_written(text))
        w.as &= ~(unsigned)(DX_KNOWN_STRONG | DX_KNOWN_WEAK);
    w.stop = i < k->t.n && k->t.p[i] == '.' && text.n < 6 && (text.n == 1 || w.as & DX_KNOWN_STRONG);
    return w;
}

/* The word that ends before i, but for blanks; empty: none does. *mark: a colon stands between. */
static struct word word_before(const struct look *k, size_t i, bool *mark)
{
    size_t to = i;
    *mark = false;
    while (to > 0 && strchr(" .:*\"(", k->t.p[to - 1]) && i - to < 4) {
        *mark = *mark || k->t.p[to - 1] == ':';
        to--;
    }
    size_t from = to;
    while (from > 0 && is_letter_at(k, from - 1))
        from--;
    return from < to ? word_at(k, from) : (struct word){.from = to, .to = to};
}

/* Does a mark or small word join the place to the person before it? */
static bool joined(const struct look *k, size_t i)
{
    static const char *const joins[] = {", ", " and ", ", and ", " & ", " / ", "; ", " dan ", " và ", " va ", "、", "和", " at ", " กับ ", " และ ", "/", " + ", " alias "};
    struct dx_str gap = {k->t.p + k->last, k->last < i ? i - k->last : 0};
    for (size_t n = 0; k->last != SIZE_MAX && n < sizeof joins / sizeof *joins; n++)
        if (dx_str_is(gap, joins[n]))
            return true;
    return false;
}

/* Does the place begin its line, or a part of it, but for what counts rows: "2) ", "A12 "? */
static bool begins_line(const struct look *k, size_t i)
{
    size_t digits = 0, part = i;
    while (part > 0 && k->t.p[part - 1] == ' ')
        part--;
    if (part > 0 && (strchr(":;,/|", k->t.p[part - 1]) || (part > 2 && kit_starts(rest_of(k, part - 3), "–"))))
        return true;
    if (part > 1 && part < 5 && kit_is_digit(k->t.p[part - 1]) && dx_name_upper(k->t.p[0]))
        return true;
    while (i > 0 && strchr("0123456789.)-*# \t|([", k->t.p[i - 1]))
        digits += kit_is_digit(k->t.p[--i]);
    return i == 0 && digits < 5;
}

static enum lead by_place(const struct look *k, size_t from, size_t to)
{
    struct dx_str rest = rest_of(k, to);
    size_t blanks = 0;
    while (blanks < rest.n && rest.p[blanks] == ' ')
        blanks++;
    if (!begins_line(k, from))
        return LEAD_NONE;
    return blanks == rest.n || strchr(",;|(/-\t", rest.p[blanks]) || kit_is_digit(rest.p[blanks]) || kit_starts(kit_skip(rest, blanks), "–") ? LEAD_ROW : LEAD_SUBJECT;
}

static enum lead lead_before(const struct look *k, size_t i, struct dx_str *word)
{
    bool mark, more;
    if (joined(k, i))
        return LEAD_JOINED;
    struct word w = word_before(k, i, &mark);
    *word = (struct dx_str){k->t.p + w.from, w.to - w.from};
    if (w.as & DX_KNOWN_STRONG)
        return LEAD_STRONG;
    if (!(w.as & DX_KNOWN_WEAK) || mark)
        return LEAD_NONE;
    struct word w2 = word_before(k, w.from, &more);
    return w2.as & DX_KNOWN_STRONG && !more ? LEAD_STRONG : LEAD_WEAK;
}

static bool is_burmese_title(struct dx_str t)
{
    static const char *const words[] = {"Ko", "Ma", "U", "Daw", "Mg", "KO", "MA", "DAW", "MG", "Saya"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dx_str_is(t, words[i]))
            return true;
    return false;
}

/* The words of a name from *i on, titles before it passed over, which say that one follows. */
static size_t words_of(const struct look *k, size_t *i, struct word out[NAME_WORDS_MOST], enum lead *lead, struct dx_str *by)
{
    size_t n = 0;
    struct word w = word_at(k, *i);
    for (int seen = 0; w.to > w.from && seen < WORDS_SEEN; seen++, w = word_at(k, *i)) {
        size_t next = w.to + w.stop;
        bool title = n == 0 && w.as & (DX_KNOWN_STRONG | DX_KNOWN_WEAK) && next + 1 < k->t.n && k->t.p[next] == ' ' && is_letter_at(k, next + 1) &&
                     !(w.as & DX_KNOWN_GIVEN && !(w.as & DX_KNOWN_EVERYDAY));
        title = title && !(w.capital && w.as & DX_KNOWN_SYLLABLE && !is_burmese_title((struct dx_str){k->t.p + w.from, w.to - w.from})); /* "Ni Made Ayu" */
        const struct dx_name_label *label = n == 0 && !title ? dx_name_label_at(k->names, k->t, w.from) : NULL;
        if (label && strlen(label->word) == w.to - w.from && label->strength >= DX_LABEL_PLAIN)
            title = next + 1 < k->t.n && k->t.p[next] == ' ' && is_letter_at(k, next + 1);
        if (n > 0 && w.as & DX_KNOWN_STRONG && !(w.as & A_NAME) && w.capital && next + 1 < k->t.n && k->t.p[next] == ' ' && is_letter_at(k, next + 1)) {
            n = 0; /* "Kapolsek AKP Dedi …" */
            title = true;
        }
        if (n > 1 && w.as & DX_KNOWN_OTHER && !(w.as & A_NAME) && out[n - 1].as & A_NAME) /* "… KTB 291-…" */
            break;
        bool particle = n > 0 && dx_name_particle((struct dx_str){k->t.p + w.from, w.to - w.from});
        if (title) {
            *lead = w.as & DX_KNOWN_STRONG || label ? LEAD_STRONG : *lead > LEAD_WEAK ? *lead : LEAD_WEAK;
            *by = (struct dx_str){k->t.p + w.from, w.to - w.from};
        }
        else if ((w.capital || particle) && n < NAME_WORDS_MOST && !(w.to < k->t.n && kit_is_digit(k->t.p[w.to])))
            out[n++] = w;
        else
            break;
        *i = next;
        if (*i >= k->t.n || k->t.p[*i] != ' ' || (n > 0 && w.stop && w.to - w.from > 1))
            break;
        ++*i;
        if (n > 0 && *i < k->t.n && dx_name_ends_at(k->names, k->t, *i) && !(word_at(k, *i).as & (DX_KNOWN_GIVEN | DX_KNOWN_FAMILY | DX_KNOWN_SYLLABLE)))
            break;
    }
    while (n > 0 && !out[n - 1].capital)
        n--;
    return n;
}

/* How much of the name is known, in log-odds; refused: one of its words is none of names. */
static double knowledge(const struct look *k, const struct word *w, size_t n, bool titled, bool *refused)
{
    size_t known = 0, sure = 0;
    bool marks = false, foreign = false;
    for (size_t i = 0; i < n; i++) {
        struct dx_str text = {k->t.p + w[i].from, w[i].to - w[i].from};
        bool particle = dx_name_particle(text);
        known += w[i].as & A_NAME || particle || w[i].stop;
        sure += w[i].as & A_NAME && !(w[i].as & (DX_KNOWN_EVERYDAY | DX_KNOWN_OTHER | DX_KNOWN_STRONG | DX_KNOWN_WEAK));
        foreign = foreign || (w[i].as & DX_KNOWN_OTHER && !(w[i].as & A_NAME)) || dx_name_never(text);
        for (size_t b = 0; b < text.n; b++)
            marks = marks || text.p[b] & 0x80;
    }
    bool other = false;
    for (size_t i = 0; i < n; i++)
        other = other || w[i].as & DX_KNOWN_OTHER;
    *refused = foreign || (other && !sure && n > 1) || (n == 1 && (w[0].to - w[0].from < 2 || (w[0].as & (DX_KNOWN_OTHER | DX_KNOWN_EVERYDAY) && !(titled && w[0].as & DX_KNOWN_GIVEN)))) || dx_name_office((struct dx_str){k->t.p + w[0].from, w[n - 1].to - w[0].from});
    bool vietnamese = n > 1 && w[0].as & DX_KNOWN_VIETNAMESE && (marks || known > 1);
    if (n == 1)
        return sure ? one_known : one_unknown;
    return (known == n && sure) || vietnamese ? all_known : sure ? some_known : known > 1 ? some_known / 2 : 0;
}

/* Prepositions stand before anything, "and" before anybody; authors and translators sign programs. */
static bool leads_in_prose(struct dx_str lead)
{
    static const char *const words[] = {"by", "of", "to", "from", "and", "for", "with", "is", "am", "at", "between", "la", "translator", "author", "man", "dr", "prof", "sir", "named", "name", "alias",
                                        "chi", "bang", "kang", "ta", "he", "son", "via", "ten", "va", "bg", "apa", "operator"}; /* words of other languages, too */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lead.n == strlen(words[i]) && kit_starts(lead, words[i]))
            return true;
    return false;
}

/* Where no number is in the line, what prose is full of too isn't enough: it takes names of the region, behind a title, a role, a verb of
 * calling or paying, a time that something was sent; or three words that are names of Burma. */
static bool sure_without_number(const struct look *k, const struct word *w, size_t n, double known, enum lead lead, struct dx_str by)
{
    bool regional = false, burmese = n > 2, marks = false;
    for (size_t i = 0; i < n; i++) {
        regional = regional || w[i].as & DX_KNOWN_VIETNAMESE || (w[i].as & A_NAME && !(w[i].as & (DX_KNOWN_WEST | DX_KNOWN_EVERYDAY)));
        burmese = burmese && w[i].as & DX_KNOWN_SYLLABLE;
        for (size_t b = w[i].from; b < w[i].to; b++)
            marks = marks || k->t.p[b] & 0x80;
    }
    switch (lead) {
    case LEAD_STRONG:
        return regional && known >= (n > 1 ? all_known : one_known) && !leads_in_prose(by) && (!marks || n > 1);
    case LEAD_SENDER:
        return regional && known > 0 && w[0].from > 4 && memchr(k->t.p, ':', w[0].from); /* the time stands before it */
    case LEAD_JOINED:
        return regional && known >= (n > 1 ? all_known : one_known);
    case LEAD_WEAK:
        return regional && known >= all_known && n > 1 && !leads_in_prose(by);
    default:
        return burmese && known >= all_known;
    }
}

/* A person in Latin letters whose words start at *i, a capital; *i: where to go on. */
static int latin(struct look *k, size_t *i)
{
    struct word w[NAME_WORDS_MOST];
    struct dx_str by = {NULL, 0};
    size_t from = *i;
    enum lead lead = lead_before(k, from, &by);
    size_t n = words_of(k, i, w, &lead, &by);
    bool refused, beside;
    *i = *i > from ? *i : from + 1;
    if (!n)
        return DX_OK;
    double known = knowledge(k, w, n, lead == LEAD_STRONG, &refused);
    if (refused)
        return DX_OK;
    size_t start = w[0].from, end = w[n - 1].to + (w[n - 1].stop && w[n - 1].to - w[n - 1].from == 1);
    if (lead < LEAD_SENDER && sends(k, start, end))
        lead = LEAD_SENDER;
    else if (lead == LEAD_NONE && n > 1 && known > 0)
        lead = by_place(k, start, end);
    double number = number_weight(k, start, end, &beside);
    if ((lead == LEAD_NONE && !beside) || (n == 1 && known < 0 && lead != LEAD_STRONG) || (!k->n && !sure_without_number(k, w, n, known, lead, by)))
        return DX_OK;
    return give(k, start, end, bare + known + weight_of(lead) + number, by);
}

/* "driver somsak 081…": a known name in small letters behind a word that leads to one, with a number. */
static int latin_small(struct look *k, struct word w)
{
    struct dx_str by = {NULL, 0};
    bool beside;
    if (!(w.as & DX_KNOWN_GIVEN) || w.as & ~(unsigned)A_NAME || w.to - w.from < 4)
        return DX_OK;
    enum lead lead = lead_before(k, w.from, &by);
    if (dx_str_is(by, "nama") || dx_str_is(by, "name") || (w.to + 1 < k->t.n && k->t.p[w.to] == ' ' && word_at(k, w.to + 1).as & A_NAME))
        return DX_OK; /* of more words: another's matter */
    double number = number_weight(k, w.from, w.to, &beside);
    return lead != LEAD_STRONG && !(lead == LEAD_WEAK && beside) ? DX_OK : give(k, w.from, w.to, bare + one_known + weight_of(lead) + number + in_small, by);
}

/* ---- Thai, Lao, Khmer, Bengali, Devanagari: words with parts ---- */

static size_t token_end(const struct look *k, size_t i)
{
    uint32_t c;
    for (size_t n; i < k->t.n; i += n) {
        n = dx_utf8_get(k->t.p + i, k->t.n - i, &c);
        enum dx_name_script s = c < 0x80 ? DX_SCRIPT_OTHER : dx_name_script(c);
        if (!n || (s != DX_SCRIPT_THAI && s != DX_SCRIPT_REGIONAL))
            break;
    }
    return i;
}

/* A word of a name at i: where it ends; 0: it can't be one. *parts: how many it is made of, 0: it isn't known. */
static size_t part_word(const struct look *k, size_t i, unsigned as, bool led, unsigned *parts)
{
    size_t end = token_end(k, i), n;
    struct dx_str t = {k->t.p + i, end - i};
    size_t other = t.n ? dx_known_start(k->known, t, DX_KNOWN_OTHER) : 0;
    n = t.n ? dx_known_cover(k->known, t, as, parts) : 0;
    if (!t.n || (other == t.n && (!led || n < t.n)) || (other > 9 && n < t.n && other > n / 2))
        return 0;
    if (n)
        return i + n;
    *parts = 0;
    return 0;
}

/* Titles of papers, behind which a surname stands, and "name". */
static bool is_formal(struct dx_str lead)
{
    static const char *const words[] = {"นาย", "นาง", "นางสาว", "น.ส.", "นส.", "คุณ", "ชื่อ", "ທ້າວ", "ນາງ", "ឈ្មោះ", "নাম"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dx_str_is(lead, words[i]))
            return true;
    return lead.n > 3 && lead.p[lead.n - 1] == '.';
}

/* Words for friends and elders, which are followed by nothing but somebody's name. */
static bool is_familiar(struct dx_str lead)
{
    static const char *const words[] = {"เฮีย", "เจ๊", "เสี่ย", "กำนัน", "ลุง", "ป้า", "พี่"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dx_str_is(lead, words[i]))
            return true;
    return false;
}

/* May the word at i be a surname that isn't known? */
static bool may_be_surname(const struct look *k, size_t i)
{
    size_t end = token_end(k, i);
    return end - i >= 9 && end - i <= 60 && !dx_known_start(k->known, rest_of(k, i), DX_KNOWN_ENDS | DX_KNOWN_OTHER) && !dx_name_ends_at(k->names, k->t, i);
}

/* A person in such letters that starts at i. */
static int by_parts(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    bool thai = dx_name_script(at(k, i)) == DX_SCRIPT_THAI, led = lead >= LEAD_JOINED, beside, formal = lead == LEAD_STRONG && is_formal(by);
    unsigned full = thai ? DX_KNOWN_THAI : DX_KNOWN_REGIONAL, first = full | (thai && (led || k->n) ? DX_KNOWN_THAI_SHORT | (led ? DX_KNOWN_THAI_BURMESE : 0) : 0);
    unsigned parts = 0, more = 0;
    size_t end = part_word(k, i, first, led, &parts), token = token_end(k, i);
    if (!end)
        return DX_OK;
    size_t words = 1;
    double known = end - i >= 9 || parts > 1 ? one_known : one_known - 0.5;
    while (words < 4 && end == token && end + 1 < k->t.n && k->t.p[end] == ' ' && (words < 2 || !thai)) {
        size_t next = part_word(k, end + 1, full | (thai && lead == LEAD_STRONG && parts == 1 ? DX_KNOWN_THAI_BURMESE : 0), false, &more);
        if (!next || dx_known_start(k->known, rest_of(k, end + 1), DX_KNOWN_ENDS) == token_end(k, end + 1) - end - 1)
            break;
        words++;
        end = next;
        token = token_end(k, end);
        token = token > end ? SIZE_MAX : end;
        known = all_known;
    }
    if (words == 1 && formal && end == token && end + 1 < k->t.n && k->t.p[end] == ' ' && may_be_surname(k, end + 1))
        return DX_OK; /* it is read with what follows (name_near.c) */
    double number = number_weight(k, i, end, &beside);
    if (lead < LEAD_SENDER && sends(k, i, end))
        lead = LEAD_SENDER;
    else if (lead == LEAD_NONE && words > 1)
        lead = by_place(k, i, end);
    size_t behind = end + (end < k->t.n && k->t.p[end] == ' ');
    bool verb = words > 1 && behind < k->t.n && dx_known_start(k->known, rest_of(k, behind), DX_KNOWN_ENDS) > 0;
    if (words == 1 && (lead == LEAD_NONE || (lead < LEAD_SENDER && !(beside && (parts > 1 || end - i >= 12)) && !(lead == LEAD_JOINED && beside))))
        return DX_OK;
    if (!k->n && (words == 1 ? !thai || !is_familiar(by) : lead <= LEAD_ROW && !verb))
        return DX_OK;
    return give(k, i, end, bare + known + weight_of(lead) + number + (verb ? verb_behind : 0), by);
}

/* ---- Burmese ---- */

/* The bytes of the syllable at i; 0: none starts there. */
static size_t syllable(struct dx_str t, size_t i)
{
    uint32_t c, next, sign;
    size_t from = i, n = i < t.n ? dx_utf8_get(t.p + i, t.n - i, &c) : 0;
    if (!n || !((c >= 0x1000 && c <= 0x102A) || c == 0x103F))
        return 0;
    for (i += n; i < t.n; i += n) {
        n = dx_utf8_get(t.p + i, t.n - i, &next);
        if (!n || next < 0x1000 || next > 0x103F)
            break;
        bool letter = next <= 0x102A || next == 0x103F;
        size_t m = letter ? dx_utf8_get(t.p + i + n, t.n - i - n, &sign) : 0;
        if (letter && !(m && (sign == 0x103A || sign == 0x1039 || (sign == 0x1037 && i + n + m < t.n && dx_utf8_get(t.p + i + n + m, t.n - i - n - m, &sign) && sign == 0x103A))))
            break;
        if (next == 0x1039) { /* what is stacked beneath is of it */
            size_t below = dx_utf8_get(t.p + i + n, t.n - i - n, &sign);
            n += below;
        }
    }
    return i - from;
}

static size_t burmese_end(struct dx_str t, size_t i)
{
    uint32_t c;
    for (size_t n; i < t.n; i += n) {
        n = dx_utf8_get(t.p + i, t.n - i, &c);
        if (!n || dx_name_script(c) != DX_SCRIPT_BURMESE || (c >= 0x1040 && c < 0x104A))
            break;
    }
    return i;
}

/* A Burmese name at i; titled: a title or the like stands before it. */
static int burmese(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    size_t token = burmese_end(k->t, i), end = i, syllables = 0, good = 0, count = 0;
    bool beside;
    if (dx_known_start(k->known, rest_of(k, i), DX_KNOWN_OTHER))
        return DX_OK;
    for (size_t n; end < token && (n = syllable(k->t, end)) > 0; end += n) {
        struct dx_str s = {k->t.p + end, n}, rest = {k->t.p + end, token - end};
        size_t stop = end > i ? dx_known_start(k->known, rest, DX_KNOWN_ENDS) : 0;
        if (stop == rest.n && stop && (syllables > 1 || !(dx_known_as(k->known, s) & DX_KNOWN_BURMESE)))
            break;
        if (!(dx_known_as(k->known, s) & DX_KNOWN_BURMESE))
            break;
        syllables++;
    }
    good = end;
    if (end < token && !dx_known_start(k->known, (struct dx_str){k->t.p + end, token - end}, DX_KNOWN_ENDS)) {
        for (size_t n; good < token && (n = syllable(k->t, good)) > 0; good += n) { /* one that isn't known, to the end of the word */
            if (dx_known_start(k->known, (struct dx_str){k->t.p + good, token - good}, DX_KNOWN_ENDS) == token - good)
                break;
            count++;
        }
    }
    size_t all = syllables + count;
    if (!all || all > 7 || (count && (lead != LEAD_STRONG || count > 1 || all > 5 || !syllables)) || (all == 1 && lead != LEAD_STRONG))
        return DX_OK;
    double number = number_weight(k, i, good, &beside);
    if (lead < LEAD_SENDER && sends(k, i, good))
        lead = LEAD_SENDER;
    double known = count ? 0.2 : all > 2 ? all_known - 0.3 : all == 2 ? one_known + 0.2 : 0;
    if (lead == LEAD_NONE && !beside)
        return DX_OK;
    return give(k, i, good, bare + known + weight_of(lead) + number, by);
}

/* ---- Chinese ---- */

static bool is_given(const struct look *k, size_t i) { return i + 3 <= k->t.n && dx_known_as(k->known, (struct dx_str){k->t.p + i, 3}) & DX_KNOWN_HAN; }
static bool is_han(const struct look *k, size_t i) { return i < k->t.n && dx_name_script(at(k, i)) == DX_SCRIPT_HAN; }

/* Do words follow that go on behind a name? */
static bool han_goes_on(const struct look *k, size_t i)
{
    static const char *const words[] = {"先生", "小姐", "女士", "经理", "总", "哥", "姐", "说", "在", "的", "电话", "已", "等", "去", "男", "女", "到", "打", "转", "收", "给", "是", "和", "与", "实施", "犯", "带", "让", "今", "明天", "把", "被", "号", "身份", "护照", "三", "两", "每", "5", "，", "。", "：", "、", "（", "手机", "微信", "伙同", "负责", "老师", "警官", "同志", "未", "没", "要", "会", "从", "于", "因"};
    if (!is_han(k, i))
        return true;
    for (size_t n = 0; n < sizeof words / sizeof *words; n++)
        if (kit_starts(rest_of(k, i), words[n]))
            return true;
    return false;
}

static int han(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    static const char *const two[] = {"欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "東方", "歐陽", "令狐", "慕容"};
    size_t surname = 3, end;
    bool beside, doubled = false;
    for (size_t n = 0; n < sizeof two / sizeof *two; n++)
        doubled = doubled || kit_starts(rest_of(k, i), two[n]);
    surname = doubled ? 6 : 3;
    if (i + surname + 3 > k->t.n || (!doubled && !dx_name_han((struct dx_str){k->t.p + i, 6})) || dx_known_start(k->known, rest_of(k, i), DX_KNOWN_OTHER))
        return DX_OK;
    bool second = is_given(k, i + surname), third = is_han(k, i + surname + 3) && is_given(k, i + surname + 3) && han_goes_on(k, i + surname + 6);
    bool stops = han_goes_on(k, i + surname + 3);
    end = third ? i + surname + 6 : i + surname + 3;
    if (!is_han(k, i + surname) || (!third && !stops) || (!second && !(third && lead == LEAD_STRONG)))
        return DX_OK;
    double number = number_weight(k, i, end, &beside);
    if (lead < LEAD_SENDER && sends(k, i, end))
        lead = LEAD_SENDER;
    if (lead == LEAD_NONE && !beside && !kit_starts(rest_of(k, end), "、"))
        return DX_OK;
    double known = third || doubled ? all_known - 0.2 : one_known + 0.2;
    return give(k, i, end, bare + known + weight_of(lead) + number + (lead == LEAD_NONE && !beside ? row_lead : 0), by);
}

/* ---- a line ---- */

static int person_at(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    switch (dx_name_script(at(k, i))) {
    case DX_SCRIPT_THAI:
    case DX_SCRIPT_REGIONAL:
        return by_parts(k, i, lead, by);
    case DX_SCRIPT_BURMESE:
        return burmese(k, i, lead, by);
    case DX_SCRIPT_HAN:
        return han(k, i, lead, by);
    case DX_SCRIPT_LATIN:
    case DX_SCRIPT_OTHER:
        break;
    }
    return DX_OK;
}

/* What stands between a word that leads to a person and the name: blanks, a colon, a title that belongs to it. */
static size_t behind_lead(const struct look *k, size_t i)
{
    while (i < k->t.n && strchr(" :.\"", k->t.p[i]))
        i++;
    for (const char *const *w = (const char *const[]){"：", "“", "，", "ชื่อ", "คือ", NULL}; *w; w++)
        if (kit_starts(rest_of(k, i), *w))
            return behind_lead(k, i + strlen(*w));
    return i;
}

/* Verbs and the like lead to other things as well. */
static bool leads_weakly(struct dx_str lead)
{
    static const char *const words[] = {"ให้", "คือ", "กับ", "เจอ", "พบ", "ติดต่อ", "โทรหา", "คุยกับ", "ถึง", "จาก", "โดย", "บัญชี", "พร้อม", "และ", "โอนให้", "จ่ายให้", "เพื่อน", "แฟน", "โก", "ໃຫ້", "ទៅ",
                                        "给", "和", "与", "同", "跟", "向", "由", "对", "问", "让", "叫", "找", "经理"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dx_str_is(lead, words[i]))
            return true;
    return false;
}

/* The word of another script than Latin that leads to a person at i; 0: none does there. */
static size_t lead_at(const struct look *k, size_t i)
{
    size_t n = dx_name_caller_at(k->names, k->t, i);
    if (n && dx_known_start(k->known, rest_of(k, i), DX_KNOWN_OTHER) > n) /* "พี่ชาย", "မနက်ဖြန်" */
        return 0;
    bool burmese = (unsigned char)k->t.p[i] == 0xE1 && (unsigned char)k->t.p[i + 1] < 0x9E;
    if (n && n < 5 * strlen("က") && burmese && (i >= 3 && dx_name_script(at(k, i - 3)) == DX_SCRIPT_BURMESE)) /* within a word */
        return 0;
    if (n && burmese && n <= strlen("ဒေါ်") && !dx_title_at(rest_of(k, i)) && !dx_title_ma(rest_of(k, i)))
        return 0;
    return n;
}

/* Persons of other scripts, behind words that lead to them. */
static int led(struct look *k)
{
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && (i = dx_names_next_caller(k->names, k->t, i, k->t.n)) < k->t.n;) {
        size_t n = lead_at(k, i), last = k->last;
        size_t from = n ? behind_lead(k, i + n) : k->t.n;
        uint32_t c = at(k, from);
        if (n && from < k->t.n && c >= 0x80)
            rc = person_at(k, from, leads_weakly((struct dx_str){k->t.p + i, n}) ? LEAD_WEAK : LEAD_STRONG, (struct dx_str){k->t.p + i, n});
        i = k->last != last && k->last > i ? k->last : i + (n ? n : 1);
    }
    return rc;
}

/* Persons at the starts of words. */
static int at_starts(struct look *k)
{
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && i < k->t.n;) {
        unsigned char c = (unsigned char)k->t.p[i];
        bool start = i == 0 || !dx_name_letter(k->t.p[i - 1]) || (c >= 0xE0 && (unsigned char)k->t.p[i - 1] >= 0x80 && dx_name_script(at(k, i - 3)) == DX_SCRIPT_OTHER);
        uint32_t wide = c >= 0x80 ? at(k, i) : c;
        if (!start || (c < 0x80 && !kit_is_alpha((char)c))) {
            i++;
        }
        else if (dx_name_script(wide) == DX_SCRIPT_LATIN) {
            if (dx_name_capital(rest_of(k, i)))
                rc = latin(k, &i);
            else if (k->n) {
                struct word w = word_at(k, i);
                rc = latin_small(k, w);
                i = w.to > i ? w.to : i + 1;
            }
            else
                i++;
        }
        else {
            size_t last = k->last;
            rc = person_at(k, i, joined(k, i) ? LEAD_JOINED : LEAD_NONE, (struct dx_str){NULL, 0});
            i = k->last != last ? k->last : i + 1;
        }
    }
    return rc;
}

int dx_name_persons(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, struct dx_reading *r, dx_scanned_fn *take, void *ctx,
                    struct dx_err *e)
{
    struct look k = {names, dx_names_known(names), t, a, n, SIZE_MAX, r, take, ctx, e};
    int rc = led(&k);
    k.last = SIZE_MAX;
    return rc == DX_OK ? at_starts(&k) : rc;
}

/* ---- a glance ---- */

static int take_one(void *ctx, const struct dx_scanned *c, struct dx_err *e)
{
    (void)c;
    (void)e;
    *(bool *)ctx = true;
    return DX_STOP;
}

/* The line, as far as a person at i reaches: each place of a long line is asked. */
static struct dx_str line_at(struct dx_str t, size_t i, size_t *start)
{
    size_t from = i > REACH ? i - REACH : 0, to = t.n - i > REACH ? i + REACH : t.n;
    const char *before = i > from ? memrchr(t.p + from, '\n', i - from) : NULL, *end = memchr(t.p + i, '\n', to - i);
    *start = before ? (size_t)(before + 1 - t.p) : from;
    while (*start > 0 && *start < i && ((unsigned char)t.p[*start] & 0xC0) == 0x80)
        ++*start;
    return (struct dx_str){t.p + *start, (end ? (size_t)(end - t.p) : to) - *start};
}

/* Does a person stand at i of the text, behind what leads there? */
static bool is_person(const struct dx_names *names, struct dx_str text, size_t i, bool caller)
{
    bool found = false;
    size_t start;
    struct dx_reading r = {0};
    struct look k = {names, dx_names_known(names), line_at(text, i, &start), NULL, 0, SIZE_MAX, &r, take_one, &found, NULL};
    size_t from = i - start, n = caller ? lead_at(&k, from) : 0;
    if (!caller)
        latin(&k, &from);
    else if (n && (from = behind_lead(&k, from + n)) < k.t.n && at(&k, from) >= 0x80)
        person_at(&k, from, leads_weakly((struct dx_str){k.t.p + i - start, n}) ? LEAD_WEAK : LEAD_STRONG, (struct dx_str){k.t.p + i - start, n});
    dx_reading_free(&r);
    return found;
}

/* Where the words with capitals begin that the one at i stands among: a title or a role may lead. */
static size_t latin_from(const struct dx_names *names, struct dx_str t, size_t i)
{
    struct look k = {.names = names, .known = dx_names_known(names), .t = t};
    bool mark;
    for (int words = 0; words < 2; words++) {
        struct word w = word_before(&k, i, &mark);
        if (w.from == w.to || mark || !w.capital || memchr(t.p + w.from, '\n', i - w.from))
            break;
        i = w.from;
    }
    return i;
}

/* Is the Latin capital at i the start of a word that names of the region are made of, and others aren't? Without one nothing is sure (sure_without_number). */
static bool may_be_latin(const struct dx_names *names, struct dx_str t, size_t i)
{
    char first[3] = {0};
    for (size_t k = 0; k < sizeof first && i + k < t.n; k++)
        first[k] = kit_lower(t.p[i + k]);
    if (!((first[0] | first[1] | first[2]) & 0x80) && !dx_known_may(dx_names_known(names), first))
        return false;
    struct look k = {.names = names, .known = dx_names_known(names), .t = t};
    unsigned as = word_at(&k, i).as;
    return as & DX_KNOWN_VIETNAMESE || (as & A_NAME && !(as & (DX_KNOWN_WEST | DX_KNOWN_EVERYDAY | DX_KNOWN_OTHER)));
}

static bool is_han_row(struct dx_str t)
{
    for (size_t n = 6; n < 10 && n + 3 <= t.n; n += 3)
        if (dx_name_han((struct dx_str){t.p, n}) && (kit_starts(kit_skip(t, n), "：") || kit_starts(kit_skip(t, n), "、") || t.p[n] == ':'))
            return true;
    return false;
}

/* The next place of t[at, to) where a capital, or what may be the first byte of Đ, starts a word. */
static size_t next_capital(struct dx_str t, size_t at, size_t to)
{
    enum { D_WITH_STROKE = 0xC4 };
#if defined __SSE2__
    for (; at > 0 && at + 16 <= to; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(t.p + at)), before = _mm_loadu_si128((const __m128i *)(t.p + at - 1)), small = _mm_or_si128(before, _mm_set1_epi8(0x20));
        __m128i capital = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('A' - 1)), _mm_cmpgt_epi8(_mm_set1_epi8('Z' + 1), v));
        __m128i within = _mm_and_si128(_mm_cmpgt_epi8(small, _mm_set1_epi8('a' - 1)), _mm_cmpgt_epi8(_mm_set1_epi8('z' + 1), small));
        unsigned starts = (unsigned)_mm_movemask_epi8(_mm_or_si128(capital, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)D_WITH_STROKE))));
        unsigned m = starts & ~(unsigned)_mm_movemask_epi8(_mm_or_si128(within, before));
        if (m)
            return at + (unsigned)__builtin_ctz(m);
    }
#endif
    while (at < to && !((dx_name_upper(t.p[at]) || (unsigned char)t.p[at] == D_WITH_STROKE) && (at == 0 || !dx_name_letter(t.p[at - 1]))))
        at++;
    return at;
}

/* The first line that starts in t[at, to) with a Chinese name and what it says; `to`: none does. */
static size_t next_han_row(struct dx_str t, size_t at, size_t to)
{
    while (at < to) {
        if (((unsigned char)t.p[at] & 0xF0) == 0xE0 && (at == 0 || t.p[at - 1] == '\n') && is_han_row(kit_skip(t, at)))
            return at;
        const char *end = memchr(t.p + at, '\n', to - at);
        at = end ? (size_t)(end + 1 - t.p) : to;
    }
    return to;
}

size_t dx_name_person_latin(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    to = next_han_row(text, at, to);
    for (size_t capital = at; (capital = next_capital(text, capital, to)) < to; capital++)
        if (may_be_latin(names, text, capital) && is_person(names, text, latin_from(names, text, capital), false))
            return capital;
    return to;
}

bool dx_name_person_led(const struct dx_names *names, struct dx_str text, size_t i) { return dx_name_caller_at(names, text, i) && is_person(names, text, i, true); }

size_t dx_name_person_next(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    size_t caller = at;
    while ((caller = dx_names_next_caller(names, text, caller, to)) < to && !is_person(names, text, caller, true))
        caller++;
    return dx_name_person_latin(names, text, at, caller);
}

bool dx_name_others(const struct dx_names *names, struct dx_str t)
{
    const struct dx_known *known = dx_names_known(names);
    struct look k = {.names = names, .known = known, .t = t};
    if (t.n && t.p[0] & 0x80 && dx_name_script(at(&k, 0)) != DX_SCRIPT_LATIN)
        return dx_known_start(known, t, DX_KNOWN_OTHER) > 0;
    for (size_t i = 0; i < t.n;) {
        struct word w = word_at(&k, i);
        if (w.as & DX_KNOWN_OTHER && !(w.as & A_NAME))
            return true;
        i = w.to > i ? w.to : i + 1;
    }
    return false;
}
