/* name_person.c: persons in running text: by the word before, by what names are made of, by a number beside them */
#include "find/name/name_parts.h"

#include <string.h>
#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "find/text/bytes.h"
#include "find/text/chars.h"
#include "find/name/name_known.h"

#define NAME_WORDS_MOST 5
#define WORDS_SEEN 12 /* of a name and what leads to it */
#define REACH 512      /* bytes before and behind a place that a glance asks for */
#define SHORT 3 /* letters of a word that only names are made of */
#define GAP 24 /* bytes between a name and its number: marks, and a label or two */

/* The rule's base, and the factors that the parts of a score are calibrated with: a person's log-odds are known here as a whole. */
static const double base = -1.4, by_form = 1.17, by_context = 1.39;

/* What speaks for a person, in log-odds. */
static const double bare = -2.2, all_known = 2.0, some_known = 1.2, one_known = 0.7, one_unknown = -0.5,
                    row_lead = 1.0, beside_number = 1.0, alone_by_number = 0.8, with_numbers = 0.2, in_small = -0.6, verb_behind = 0.6,
                    in_list = 0.9, numbered_row = 0.6;

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
    bool alone;  /* the person that is given is one wherever he is asked for: in a line of his own, with nobody before him */
    size_t last; /* where the last person ended; SIZE_MAX: there is none yet */
    size_t listed; /* … and he stands in a list of them, of so many words each at least; 0: in none */
    struct dx_reading *r;
    dx_scanned_fn *take;
    void *ctx;
    struct dx_err *e;
    struct stretch {
        size_t from, to;
    } token, burmese, wide; /* the last that were asked for: words that lead to persons stand within one by hundreds */
    size_t time;     /* how far a line goes at its start that is nothing but what a time and its marks are of … */
    bool time_known;
};

/* Is the place within a stretch that is known? */
static bool is_known(const struct stretch *s, size_t i) { return i >= s->from && i < s->to; }

static struct dx_str rest_of(const struct look *k, size_t i) { return kit_skip(k->t, i); }

static enum dx_name_script script_at(const struct look *k, size_t i) { return dx_name_script_at(k->t, i); }

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

static bool parts_list(char c) { return c == ',' || c == ';' || c == '/' || c == '|' || c == ':'; }

/* What numbers say of a name at [from, to): none in the line, one in it, one beside it, one beside it and nothing else before the name. */
static double number_weight(const struct look *k, size_t from, size_t to, bool *beside)
{
    *beside = false;
    if (!k->n)
        return 0;
    for (size_t i = 0; i < k->n; i++) {
        bool before = k->a[i].start >= to && close_by(k, to, k->a[i].start), behind = k->a[i].end <= from && close_by(k, k->a[i].end, from);
        *beside = *beside || before || behind;
    }
    if (!*beside)
        return with_numbers;
    size_t start = from;
    while (start > 0 && !dx_name_letter(k->t.p[start - 1]) && !parts_list(k->t.p[start - 1]))
        start--;
    bool alone = start == 0 || parts_list(k->t.p[start - 1]);
    return beside_number + (alone ? alone_by_number : 0);
}

/* ---- giving ---- */

const char dx_name_sender[] = "sender";

/* Does the colon that who writes has behind him stand at `to`; is nothing before `from` but what a time and its marks are of? */
static bool may_send(const struct look *k, size_t to)
{
    struct dx_str rest = {k->t.p + to, to < k->t.n ? k->t.n - to : 0};
    return rest.n && (rest.p[0] == ':' ? rest.n == 1 || rest.p[1] == ' ' || rest.p[1] == '\t' : kit_starts(rest, "："));
}

static bool within_time(struct look *k, size_t from)
{
    static const struct dx_bytes marks = {{UINT64_C(0x07fff30100000000), UINT64_C(0x0000000028012002), 0, 0}}; /* 0-9 [ ] ( ) : / . , - blank A P M */
    while (!k->time_known && k->time < k->t.n && dx_bytes_has(&marks, (unsigned char)k->t.p[k->time]))
        k->time++;
    k->time_known = true;
    return from <= k->time;
}

/* Who writes, at the start of a line or behind its time: "[14:02] Ahmed: …", "Zhang Hao: …". */
static bool sends(struct look *k, size_t from, size_t to)
{
    return may_send(k, to) && within_time(k, from);
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
    return k->take(k->ctx, &(struct dx_scanned){from, from + text.n, lead.n ? lead : DX_STR("person"), label, k->alone}, k->e);
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
    return script_at(k, i) == DX_SCRIPT_LATIN;
}

/* Marks make another word of one that leads to persons, but for these Vietnamese ones. */
static bool leads_as_written(struct dx_str t)
{
    static const struct dx_str words[] = {KIT_WORD("chị"), KIT_WORD("ông"), KIT_WORD("bà"), KIT_WORD("cô"), KIT_WORD("chú"), KIT_WORD("bác"), KIT_WORD("cậu"), KIT_WORD("tên"), KIT_WORD("gọi"), KIT_WORD("gặp"), KIT_WORD("với"), KIT_WORD("từ"), KIT_WORD("hệ"), KIT_WORD("Chị"), KIT_WORD("Ông"), KIT_WORD("Bà"), KIT_WORD("Cô"), KIT_WORD("Chú"), KIT_WORD("Bác"), KIT_WORD("Trung"), KIT_WORD("úy"), KIT_WORD("đại"), KIT_WORD("tá"), KIT_WORD("thiếu")};
    bool marks = false;
    for (size_t i = 0; i < t.n; i++)
        marks = marks || t.p[i] & 0x80;
    return !marks || KIT_IS_ONE(t, words);
}

/* Does a mark at i stand within a word: "Ma'ruf", "Nur-Aini", "a/l"? */
static bool goes_on(const struct look *k, size_t from, size_t i)
{
    char c = k->t.p[i];
    return (c == '\'' || c == '-' || (c == '/' && i == from + 1)) && i > from && is_letter_at(k, i + 1) && is_letter_at(k, i - 1);
}

static struct word word_at(const struct look *k, size_t i)
{
    struct word w = {.from = i};
    i += kit_letters_at(k->t, i);
    while (i < k->t.n && (k->t.p[i] & 0x80 ? is_letter_at(k, i) : goes_on(k, w.from, i)))
        i += 1 + kit_letters_at(k->t, i + 1);
    w.to = i;
    struct dx_str text = {k->t.p + w.from, w.to - w.from};
    if (!text.n)
        return w;
    w.capital = text.p[0] & 0x80 ? dx_name_capital(text) : dx_name_upper(text.p[0]);
    w.as = dx_known_latin(k->known, text);
    if (w.as && w.capital && dx_name_odd(text))
        w.as = 0; /* NaN, of programs */
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
    for (char c; to > 0 && i - to < 4 && ((c = k->t.p[to - 1]) == ' ' || c == '.' || c == ':' || c == '*' || c == '"' || c == '('); to--)
        *mark = *mark || c == ':';
    size_t from = to;
    while (from > 0 && is_letter_at(k, from - 1))
        from--;
    return from < to ? word_at(k, from) : (struct word){.from = to, .to = to};
}

/* Does a mark or small word join the place to the person before it? */
static bool joined(const struct look *k, size_t i)
{
    static const struct dx_str joins[] = {KIT_WORD(", "), KIT_WORD(" and "), KIT_WORD(", and "), KIT_WORD(" & "), KIT_WORD(" / "), KIT_WORD("; "), KIT_WORD(" dan "), KIT_WORD(" và "), KIT_WORD(" va "), KIT_WORD("、"), KIT_WORD("和"), KIT_WORD(" at "), KIT_WORD(" กับ "), KIT_WORD(" และ "), KIT_WORD("/"), KIT_WORD(" + "), KIT_WORD(" alias ")};
    if (k->last >= i) /* SIZE_MAX: nobody was found */
        return false;
    struct dx_str gap = {k->t.p + k->last, i - k->last};
    return KIT_IS_ONE(gap, joins);
}

/* Does the place begin its line, or a part of it, but for what counts rows: "2) ", "A12 ", "bed 8 "? */
static bool begins_line(const struct look *k, size_t i)
{
    size_t digits = 0, part = i;
    while (part > 0 && k->t.p[part - 1] == ' ')
        part--;
    if (part > 0 && (strchr(":;,/|", k->t.p[part - 1]) || (part > 2 && kit_starts(rest_of(k, part - 3), "–"))))
        return true;
    while (i > 0 && strchr("0123456789.)-*#~ \t|([", k->t.p[i - 1]))
        digits += kit_is_digit(k->t.p[--i]);
    for (int letters = 0; digits && letters < 5 && i > 0 && kit_is_alpha(k->t.p[i - 1]); letters++)
        i--;
    return i == 0 && digits < 5;
}

/* Does a number count the row that the place begins? */
static bool is_numbered(const struct look *k, size_t i)
{
    while (i > 0 && strchr(".) ", k->t.p[i - 1]))
        i--;
    return i > 0 && kit_is_digit(k->t.p[i - 1]);
}

/* Does a code start there: "MF850314", "CI C0447182", "P 29" of sex and age? */
static bool is_code(struct dx_str t)
{
    size_t i = 0;
    for (int capitals = 0; i < t.n && capitals < 5 && (dx_name_upper(t.p[i]) || (t.p[i] == ' ' && capitals)); i++)
        capitals += t.p[i] != ' ';
    return i > 0 && i < t.n && kit_is_digit(t.p[i]);
}

static enum lead by_place(const struct look *k, size_t from, size_t to)
{
    struct dx_str rest = rest_of(k, to);
    size_t blanks = 0;
    while (blanks < rest.n && rest.p[blanks] == ' ')
        blanks++;
    if (!begins_line(k, from))
        return LEAD_NONE;
    return blanks == rest.n || blanks > 1 || strchr(",;|(/-\t", rest.p[blanks]) || kit_is_digit(rest.p[blanks]) || kit_starts(kit_skip(rest, blanks), "–") || is_code(kit_skip(rest, blanks)) ? LEAD_ROW : LEAD_SUBJECT;
}

/* Prepositions stand before anything, "and" before anybody; authors and translators sign programs. */
static bool leads_in_prose(struct dx_str lead)
{
    static const struct dx_str words[] = {KIT_WORD("by"), KIT_WORD("of"), KIT_WORD("to"), KIT_WORD("from"), KIT_WORD("and"), KIT_WORD("for"), KIT_WORD("with"), KIT_WORD("is"), KIT_WORD("am"), KIT_WORD("at"), KIT_WORD("between"), KIT_WORD("la"), KIT_WORD("translator"), KIT_WORD("author"), KIT_WORD("man"), KIT_WORD("dr"), KIT_WORD("prof"), KIT_WORD("sir"), KIT_WORD("named"), KIT_WORD("name"), KIT_WORD("alias"),
                                        KIT_WORD("chi"), KIT_WORD("bang"), KIT_WORD("kang"), KIT_WORD("ta"), KIT_WORD("he"), KIT_WORD("son"), KIT_WORD("via"), KIT_WORD("ten"), KIT_WORD("va"), KIT_WORD("bg"), KIT_WORD("apa"), KIT_WORD("operator")}; /* words of other languages, too */
    return KIT_IS_WORD(lead, words);
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
    struct dx_str role = {k->t.p + w2.from, w2.to - w2.from};
    bool is = dx_str_is(*word, "is") || dx_str_is(*word, "adalah");
    if (more || !((w2.as & DX_KNOWN_STRONG && (is || !leads_in_prose(role))) || (dx_str_is(role, "I") && dx_str_is(*word, "am"))))
        return LEAD_WEAK;
    *word = (struct dx_str){k->t.p + w2.from, w.to - w2.from}; /* "name is", "wife of", "I am" */
    return LEAD_STRONG;
}

static bool is_burmese_title(struct dx_str t)
{
    static const struct dx_str words[] = {KIT_WORD("Ko"), KIT_WORD("Ma"), KIT_WORD("U"), KIT_WORD("Daw"), KIT_WORD("Mg"), KIT_WORD("KO"), KIT_WORD("MA"), KIT_WORD("DAW"), KIT_WORD("MG"), KIT_WORD("Saya")};
    return KIT_IS_ONE(t, words);
}

/* Titles and other words that lead to a name at its start. */
struct titles {
    enum lead lead; /* NONE: there is none */
    struct dx_str by;
};

/* Does a word follow that ends at i? */
static bool is_followed(const struct look *k, size_t i) { return i + 1 < k->t.n && k->t.p[i] == ' ' && is_letter_at(k, i + 1); }

/* Does the word, before those of a name, say that one follows? */
static enum lead leads(const struct look *k, const struct word *w)
{
    struct dx_str text = {k->t.p + w->from, w->to - w->from};
    if (!is_followed(k, w->to + w->stop))
        return LEAD_NONE;
    if (w->as & (DX_KNOWN_STRONG | DX_KNOWN_WEAK) && !(w->as & DX_KNOWN_GIVEN && !(w->as & DX_KNOWN_EVERYDAY)) &&
        !(w->capital && w->as & DX_KNOWN_SYLLABLE && !is_burmese_title(text))) /* "Ni Made Ayu" */
        return w->as & DX_KNOWN_STRONG ? LEAD_STRONG : LEAD_WEAK;
    const struct dx_name_label *label = dx_name_label_at(k->names, k->t, w->from);
    return label && label->strength >= DX_LABEL_PLAIN && strlen(label->word) == text.n ? LEAD_STRONG : LEAD_NONE;
}

/* The words of a name from *i on, titles before it passed over, which say that one follows. */
static size_t words_of(const struct look *k, size_t *i, struct word out[NAME_WORDS_MOST], struct titles *t)
{
    size_t n = 0;
    struct word w = word_at(k, *i);
    for (int seen = 0; w.to > w.from && seen < WORDS_SEEN; seen++) {
        size_t next = w.to + w.stop;
        struct dx_str text = {k->t.p + w.from, w.to - w.from};
        enum lead lead = n == 0 ? leads(k, &w) : LEAD_NONE;
        if (n > 0 && w.as & DX_KNOWN_STRONG && !(w.as & A_NAME) && w.capital && is_followed(k, next)) {
            n = 0; /* "Kapolsek AKP Dedi …" */
            lead = LEAD_STRONG;
        }
        if (n > 1 && w.as & DX_KNOWN_OTHER && !(w.as & A_NAME) && out[n - 1].as & A_NAME) /* "… KTB 291-…" */
            break;
        if (n > 1 && text.n == 1 && !w.stop && is_code(rest_of(k, w.from))) /* "… P 29" */
            break;
        if (lead)
            *t = (struct titles){lead > t->lead ? lead : t->lead, text};
        else if ((w.capital || (n > 0 && dx_name_particle(text))) && n < NAME_WORDS_MOST && !(w.to < k->t.n && kit_is_digit(k->t.p[w.to])))
            out[n++] = w;
        else
            break;
        *i = next;
        if (*i >= k->t.n || k->t.p[*i] != ' ' || (n > 0 && w.stop && text.n > 1))
            break;
        w = word_at(k, ++*i);
        if (n > 0 && *i < k->t.n && !(w.as & A_NAME) && dx_name_ends_at(k->names, k->t, *i))
            break;
    }
    while (n > 0 && !out[n - 1].capital)
        n--;
    return n;
}

/* Is it a part of names, and nothing else? */
static bool is_sure(unsigned as) { return as & A_NAME && !(as & (DX_KNOWN_EVERYDAY | DX_KNOWN_OTHER | DX_KNOWN_STRONG | DX_KNOWN_WEAK)); }

/* Is it a Chinese given name in pinyin, of two syllables in one: beside a surname, which is one? */
static bool is_pinyin(const struct look *k, const struct word *w, size_t n, size_t i)
{
    enum { LONGEST = 6 }; /* "zhuang" */
    const unsigned surname = DX_KNOWN_PINYIN | DX_KNOWN_FAMILY;
    size_t all = w[i].to - w[i].from;
    if (w[i].as & ~DX_KNOWN_PINYIN || n > 3 || all < 4 || all > (size_t)2 * LONGEST || !((i > 0 && (w[i - 1].as & surname) == surname) || (i + 1 < n && (w[i + 1].as & surname) == surname)))
        return false;
    for (size_t first = all > LONGEST ? all - LONGEST : 2; first <= LONGEST && first + 2 <= all; first++) {
        struct dx_str head = {k->t.p + w[i].from, first}, tail = {head.p + first, all - first};
        if (dx_known_latin(k->known, head) & DX_KNOWN_PINYIN && dx_known_latin(k->known, tail) & DX_KNOWN_PINYIN)
            return true;
    }
    return false;
}

/* How much of the name is known, in log-odds; refused: one of its words is none of names. */
static double knowledge(const struct look *k, const struct word *w, size_t n, bool titled, bool *refused)
{
    size_t known = 0, sure = 0;
    bool marks = false, foreign = false;
    for (size_t i = 0; i < n; i++) {
        struct dx_str text = {k->t.p + w[i].from, w[i].to - w[i].from};
        bool particle = dx_name_particle(text);
        known += w[i].as & A_NAME || particle || w[i].stop || is_pinyin(k, w, n, i);
        sure += is_sure(w[i].as);
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

/* Are they words of names of the region; of three words and more, all of Burma? Without a number others aren't enough. */
static bool is_regional(const struct word *w, size_t n)
{
    bool regional = false;
    for (size_t i = 0; i < n; i++)
        regional = regional || w[i].as & DX_KNOWN_VIETNAMESE || (w[i].as & A_NAME && !(w[i].as & (DX_KNOWN_WEST | DX_KNOWN_EVERYDAY)));
    return regional;
}

static bool is_all_burmese(const struct word *w, size_t n)
{
    bool burmese = n > 2;
    for (size_t i = 0; i < n; i++)
        burmese = burmese && w[i].as & DX_KNOWN_SYLLABLE;
    return burmese;
}

/* Are two of the words at least such as only names of the region are made of, of so many letters or more? Pinyin is of places, too. */
static bool is_certain(const struct word *w, size_t n, size_t letters)
{
    size_t certain = 0;
    for (size_t i = 0; i < n; i++)
        certain += w[i].to - w[i].from >= letters && dx_known_tells(w[i].as) && !(w[i].as & DX_KNOWN_PINYIN);
    return certain > 1;
}

/* "Alvarez del Castillo": a street or a town as often as a person. */
static bool is_estate(const struct look *k, const struct word *w, size_t n)
{
    static const struct dx_str words[] = {KIT_WORD("de"), KIT_WORD("del")};
    size_t i = 0;
    while (i < n && !KIT_IS_ONE(((struct dx_str){k->t.p + w[i].from, w[i].to - w[i].from}), words))
        i++;
    return i < n;
}

static bool has_marks(const struct look *k, const struct word *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t b = w[i].from; b < w[i].to; b++)
            if (k->t.p[b] & 0x80)
                return true;
    return false;
}

/* Titles that stand before nothing but persons: one known name is enough behind them. */
static bool is_called(struct dx_str title)
{
    static const struct dx_str words[] = {KIT_WORD("mr"), KIT_WORD("mrs"), KIT_WORD("ms"), KIT_WORD("miss"), KIT_WORD("mdm"), KIT_WORD("khun")};
    if (title.n && title.p[title.n - 1] == '.')
        title.n--;
    return KIT_IS_WORD(title, words);
}

/* "Trần Thị Bích Ngọc": a surname of Vietnam and what stands in the middle of names only. */
static bool is_vietnamese(const struct look *k, const struct word *w, size_t n)
{
    static const struct dx_str middles[] = {KIT_WORD("Thị"), KIT_WORD("Văn"), KIT_WORD("THỊ"), KIT_WORD("VĂN")};
    return n > 2 && w[0].as & DX_KNOWN_VIETNAMESE && KIT_IS_ONE(((struct dx_str){k->t.p + w[1].from, w[1].to - w[1].from}), middles);
}

/* Where no number is in the line, what prose is full of too isn't enough: it takes names of the region, behind a title, a role, a verb of
 * calling or paying, a time that something was sent; or three words that are names of Burma. */
static bool sure_without_number(const struct look *k, const struct word *w, size_t n, double known, enum lead lead, struct dx_str by)
{
    enum { NUMBERED = 4, LONG = 5 }; /* letters: streets and towns are of shorter words */
    bool regional = is_regional(w, n), marks = has_marks(k, w, n), phrase = by.n && memchr(by.p, ' ', by.n);
    switch (lead) {
    case LEAD_STRONG:
        return regional && known >= (n == 1 ? one_known : n == 2 && !marks && is_called(by) && is_sure(w[0].as) && dx_known_tells(w[0].as) ? some_known : all_known) && !leads_in_prose(by) && (n > 1 || (!marks && !phrase));
    case LEAD_SENDER:
        if (!(w[0].from > 4 && memchr(k->t.p, ':', w[0].from))) /* no time stands before it */
            return known >= all_known && (is_all_burmese(w, n) || is_vietnamese(k, w, n) || (!marks && is_certain(w, n, LONG)));
        return regional && known > 0;
    case LEAD_JOINED:
        return regional && known >= (n > 1 ? all_known : one_known);
    case LEAD_WEAK:
        return regional && known >= all_known && n > 1 && !leads_in_prose(by);
    case LEAD_ROW:
        return (is_all_burmese(w, n) || is_vietnamese(k, w, n) || (!marks && !is_estate(k, w, n) && is_certain(w, n, is_numbered(k, w[0].from) ? NUMBERED : LONG))) && known >= all_known;
    default:
        return is_all_burmese(w, n) && known >= all_known;
    }
}

/* Does a list of persons begin with one of `first` words who ends at i: two more stand behind him, or one if he is certain: "A B, C D", "A / B / C"? */
static bool heads_list(const struct look *k, size_t i, size_t first, bool certain)
{
    size_t items = 0, most = certain ? 1 : 2;
    for (bool refused = false; items < most && !refused; items += !refused) {
        struct word w[NAME_WORDS_MOST];
        struct titles titles = {LEAD_NONE, {NULL, 0}};
        while (i < k->t.n && k->t.p[i] == ' ')
            i++;
        if (i + 2 > k->t.n || !strchr(",;/", k->t.p[i]))
            break;
        for (i++; i < k->t.n && k->t.p[i] == ' ';)
            i++;
        size_t n = words_of(k, &i, w, &titles);
        if (n < (first > 1 ? 2 : 1) || titles.lead || knowledge(k, w, n, false, &refused) < (n > 1 ? all_known : one_known))
            break;
        i = w[n - 1].to;
    }
    return items == most;
}

/* "From: "Tan Chee Keong" <…@…>": whom a letter's head names. */
static bool is_addressed(const struct look *k, size_t end)
{
    static const struct dx_str heads[] = {KIT_WORD("From:"), KIT_WORD("To:"), KIT_WORD("Cc:"), KIT_WORD("Bcc:"), KIT_WORD("Reply-To:"), KIT_WORD("Sender:")};
    enum { ADDRESS = 66 }; /* bytes before its mark, with what opens it (RFC 5321, 4.5.3.1.1) */
    struct dx_str rest = rest_of(k, end + (end < k->t.n && k->t.p[end] == '"'));
    return kit_starts(rest, " <") && KIT_STARTS_ONE(k->t, heads) && memchr(rest.p, '@', rest.n < ADDRESS ? rest.n : ADDRESS);
}

/* How the name's words are led to, by those before `from` and the titles at its start; by: by which. */
static enum lead lead_of(const struct look *k, size_t from, const struct titles *t, struct dx_str *by)
{
    enum lead before = t->lead == LEAD_STRONG ? LEAD_STRONG : lead_before(k, from, by);
    *by = t->lead ? t->by : *by;
    return before > t->lead ? before : t->lead;
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

/* Do names that are known start as the word at i? */
static bool may_be_known(const struct dx_known *known, struct dx_str t, size_t i)
{
    char first[3] = {0};
    for (size_t k = 0; k < sizeof first && i + k < t.n; k++)
        first[k] = kit_lower(t.p[i + k]);
    return (first[0] | first[1] | first[2]) & 0x80 || dx_known_may(known, first);
}

/* Is the Latin capital at i the start of a word that tells of a person? Without one nothing is sure (sure_without_number). */
static bool may_be_latin(const struct dx_names *names, struct dx_str t, size_t i)
{
    const struct dx_known *known = dx_names_known(names);
    size_t end = i + kit_letters_at(t, i);
    char c = end < t.n ? t.p[end] : ' ';
    bool goes_on = c & 0x80 || c == '\'' || c == '-' || (c == '/' && end == i + 1);
    unsigned as = end > i && !goes_on ? dx_known_latin(known, (struct dx_str){t.p + i, end - i}) : word_at(&(struct look){.names = names, .known = known, .t = t}, i).as;
    return dx_known_tells(as) && may_be_known(known, t, i);
}

/* Is it from there that a glance would ask, for one of these words? */
static bool is_asked(const struct look *k, size_t from, const struct word *w, size_t n)
{
    size_t i = 0;
    while (i < n && !(dx_known_tells(w[i].as) && may_be_known(k->known, k->t, w[i].from) && latin_from(k->names, k->t, w[i].from) == from))
        i++;
    return i < n;
}

/* Where a name ends that has the surname first, the words at the start of a row: "BALUYOT, GLENDA M", "Adeyemi/Babatunde". 0: it is none. */
static size_t inverted_end(const struct look *k, const struct word *surname, size_t n)
{
    struct word all[2 * NAME_WORDS_MOST];
    struct titles titles = {LEAD_NONE, {NULL, 0}};
    bool refused;
    struct dx_str rest = rest_of(k, surname[n - 1].to);
    size_t i = surname[n - 1].to + (kit_starts(rest, ", ") ? 2 : kit_starts(rest, "/") ? 1 : 0);
    if (n > 2 || i == surname[n - 1].to || i >= k->t.n || !dx_name_upper(k->t.p[i]) || !begins_line(k, surname[0].from))
        return 0;
    memcpy(all, surname, n * sizeof *all);
    size_t m = words_of(k, &i, all + n, &titles), end = m ? all[n + m - 1].to : 0;
    size_t judged = n + m - (end && end - all[n + m - 1].from == 1); /* an initial says nothing */
    bool capitals = end && dx_name_all_capitals((struct dx_str){k->t.p + surname[0].from, end - surname[0].from});
    if (!m || titles.lead || has_marks(k, all, n + m) || (rest.p[0] == ',' && !capitals) || knowledge(k, all, judged, false, &refused) < all_known || refused || !is_certain(all, judged, SHORT))
        return 0;
    return by_place(k, surname[0].from, end) == LEAD_ROW ? end : 0;
}

/* A person in Latin letters whose words start at *i, a capital; *i: where to go on. */
static int latin(struct look *k, size_t *i)
{
    struct word w[NAME_WORDS_MOST];
    struct titles titles = {LEAD_NONE, {NULL, 0}};
    struct dx_str by = {NULL, 0};
    size_t from = *i, n = words_of(k, i, w, &titles);
    bool refused, beside;
    *i = *i > from ? *i : from + 1;
    if (!n || (!k->n && !is_regional(w, n) && !is_all_burmese(w, n)))
        return DX_OK;
    size_t inverted = titles.lead ? 0 : inverted_end(k, w, n);
    if (inverted)
        return give(k, w[0].from, *i = inverted, bare + all_known + weight_of(LEAD_ROW) + number_weight(k, w[0].from, inverted, &beside), by);
    enum lead lead = lead_of(k, from, &titles, &by);
    bool goes_on = lead == LEAD_JOINED, list = goes_on ? k->listed && n >= k->listed : lead == LEAD_NONE && (k->n || !has_marks(k, w, n)) && begins_line(k, w[0].from) && heads_list(k, w[n - 1].to, n, is_certain(w, n, SHORT));
    if (n == 1 && lead != LEAD_STRONG && ((!k->n && !list) || !is_sure(w[0].as))) /* one word isn't likely enough with anything else */
        return DX_OK;
    double known = knowledge(k, w, n, lead == LEAD_STRONG, &refused);
    if (refused)
        return DX_OK;
    size_t start = w[0].from, end = w[n - 1].to + (w[n - 1].stop && w[n - 1].to - w[n - 1].from == 1);
    if (lead < LEAD_SENDER && sends(k, start, end)) {
        lead = LEAD_SENDER;
    } else if (lead < LEAD_STRONG && is_addressed(k, end)) {
        lead = LEAD_STRONG;
        by = DX_STR("mail");
    } else if (lead == LEAD_NONE && known > 0 && (n > 1 || list || is_numbered(k, start))) {
        lead = by_place(k, start, end);
    }
    double number = number_weight(k, start, end, &beside) + (list ? in_list : 0);
    number += n == 1 && lead == LEAD_ROW && !list && !beside ? numbered_row : 0;
    if ((lead == LEAD_NONE && !beside) || (n == 1 && known < 0 && lead != LEAD_STRONG) || (!k->n && !list && !sure_without_number(k, w, n, known, lead, by)))
        return DX_OK;
    k->listed = !list ? 0 : goes_on ? k->listed : n > 1 ? 2 : 1;
    k->alone = !k->n && k->t.n <= REACH && k->last == SIZE_MAX && is_asked(k, from, w, n);
    int rc = give(k, start, end, bare + known + weight_of(lead) + number, by);
    k->alone = false;
    return rc;
}

/* "1 aung ko ko thet , pp ma503198", "lily (aye aye maw) 098…": words of names in small letters that start at *i, two of them nothing else, as a row, in
 * brackets or behind a word that leads to them, in a line with somebody's number. *i: behind them; where they are none it stays. */
static int latin_small_words(struct look *k, size_t *i)
{
    struct word w[NAME_WORDS_MOST];
    struct dx_str by = {NULL, 0};
    size_t n = 0, from = *i;
    bool beside;
    for (size_t at = from; n < NAME_WORDS_MOST && at < k->t.n; at++) {
        w[n] = word_at(k, at);
        struct dx_str text = {k->t.p + at, w[n].to - at};
        if (kit_letters_at(k->t, at) < text.n || w[n].capital || !(w[n].as & A_NAME || (n && dx_name_particle(text)))) /* with marks they are words of Vietnamese */
            break;
        at = w[n++].to;
        if (at >= k->t.n || k->t.p[at] != ' ')
            break;
    }
    if (n < 2 || !is_certain(w, n, SHORT))
        return DX_OK;
    size_t end = w[n - 1].to;
    enum lead lead = lead_before(k, from, &by);
    bool within = from > 0 && k->t.p[from - 1] == '(' && end < k->t.n && k->t.p[end] == ')';
    lead = lead == LEAD_NONE ? by_place(k, from, end) : lead;
    if (lead != LEAD_STRONG && lead != LEAD_ROW && !within)
        return DX_OK;
    *i = end;
    return give(k, from, end, bare + all_known + weight_of(within ? LEAD_ROW : lead) + number_weight(k, from, end, &beside) + in_small, by);
}

/* "driver somsak 081…": a known name in small letters behind a word that leads to one, with a number. */
static int latin_small(struct look *k, struct word w)
{
    struct dx_str by = {NULL, 0};
    bool beside;
    if (!(w.as & DX_KNOWN_GIVEN) || w.as & ~(unsigned)(A_NAME | DX_KNOWN_PINYIN) || w.to - w.from < 4)
        return DX_OK;
    enum lead lead = lead_before(k, w.from, &by);
    if (dx_str_is(by, "nama") || dx_str_is(by, "name") || (w.to + 1 < k->t.n && k->t.p[w.to] == ' ' && word_at(k, w.to + 1).as & A_NAME))
        return DX_OK; /* of more words: another's matter */
    double number = number_weight(k, w.from, w.to, &beside);
    return lead != LEAD_STRONG && !(lead == LEAD_WEAK && beside) ? DX_OK : give(k, w.from, w.to, bare + one_known + weight_of(lead) + number + in_small, by);
}

static int in_small_letters(struct look *k, size_t *i)
{
    size_t from = *i;
    struct word w = word_at(k, from);
    int rc = w.as & A_NAME ? latin_small_words(k, i) : DX_OK;
    if (*i == from && rc == DX_OK) {
        rc = latin_small(k, w);
        *i = w.to > from ? w.to : from + 1;
    }
    return rc;
}

/* ---- Thai, Lao, Khmer, Bengali, Devanagari: words with parts ---- */

/* Does a letter of such a script stand at i? */
static bool is_part(const struct look *k, size_t i)
{
    enum dx_name_script script = i < k->t.n && k->t.p[i] & 0x80 ? script_at(k, i) : DX_SCRIPT_OTHER;
    return script == DX_SCRIPT_THAI || script == DX_SCRIPT_REGIONAL;
}

static size_t token_end(struct look *k, size_t i)
{
    uint32_t c;
    if (is_known(&k->token, i))
        return k->token.to;
    k->token.from = i;
    while (dx_name_thai_at(k->t, i))
        i += 3;
    while (is_part(k, i))
        i += (unsigned char)k->t.p[i] >= 0xE0 ? 3 : dx_utf8_get(k->t.p + i, k->t.n - i, &c); /* neither script has characters of four bytes */
    k->token.to = i;
    return i;
}

/* Words for friends and elders, which are followed by nothing but somebody's name. */
static bool is_familiar(struct dx_str lead)
{
    static const struct dx_str words[] = {KIT_WORD("เฮีย"), KIT_WORD("เจ๊"), KIT_WORD("เสี่ย"), KIT_WORD("กำนัน"), KIT_WORD("ลุง"), KIT_WORD("ป้า"), KIT_WORD("พี่")};
    return KIT_IS_ONE(lead, words);
}

/* Where the next ASCII byte stands behind one that is none. */
static size_t wide_end(struct look *k, size_t i)
{
    const uint64_t beyond = UINT64_C(0x8080808080808080);
    if (is_known(&k->wide, i))
        return k->wide.to;
    k->wide.from = i;
    for (uint64_t w = beyond; i + sizeof w <= k->t.n && (w & beyond) == beyond; i += (w & beyond) == beyond ? sizeof w : 0)
        memcpy(&w, k->t.p + i, sizeof w);
    while (i < k->t.n && k->t.p[i] & 0x80)
        i++;
    k->wide.to = i;
    return i;
}

static bool is_pair(const struct look *k, size_t end) { return end + 1 < k->t.n && k->t.p[end] == ' ' && is_part(k, end + 1); }

/* May there be a person at all in the word at i? One word alone is none without a word that leads to it, and without a number it takes more, too. */
static bool may_be_parts(struct look *k, size_t i, bool thai, enum lead lead, struct dx_str by)
{
    if (!k->n)
        return is_pair(k, wide_end(k, i)) || (thai && lead >= LEAD_SENDER && is_familiar(by));
    return lead != LEAD_NONE || is_pair(k, token_end(k, i)) || may_send(k, token_end(k, i));
}

/* A word of a name at i, in what ends at `end`: where it ends; 0: it can't be one. *parts: how many it is made of, 0: it isn't known. */
static size_t part_word(const struct look *k, size_t i, size_t end, unsigned as, bool led, unsigned *parts)
{
    size_t n;
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
    static const struct dx_str words[] = {KIT_WORD("นาย"), KIT_WORD("นาง"), KIT_WORD("นางสาว"), KIT_WORD("น.ส."), KIT_WORD("นส."), KIT_WORD("คุณ"), KIT_WORD("ชื่อ"), KIT_WORD("ທ້າວ"), KIT_WORD("ນາງ"), KIT_WORD("ឈ្មោះ"), KIT_WORD("নাম")};
    return KIT_IS_ONE(lead, words) || (lead.n > 3 && lead.p[lead.n - 1] == '.');
}

/* May the word at i be a surname that isn't known? */
static bool may_be_surname(struct look *k, size_t i)
{
    size_t end = token_end(k, i);
    return end - i >= 9 && end - i <= 60 && !dx_known_start(k->known, rest_of(k, i), DX_KNOWN_ENDS | DX_KNOWN_OTHER) && !dx_name_ends_at(k->names, k->t, i);
}

/* The first word of a person's name at i, and what parts its name may be made of at all. */
static size_t first_part(struct look *k, size_t i, enum lead lead, struct dx_str by, unsigned full, unsigned *parts)
{
    bool thai = full == DX_KNOWN_THAI, led = lead >= LEAD_JOINED;
    unsigned as = full | (thai && (led || k->n) ? DX_KNOWN_THAI_SHORT | (led ? DX_KNOWN_THAI_BURMESE : 0) : 0);
    return may_be_parts(k, i, thai, lead, by) ? part_word(k, i, token_end(k, i), as, led, parts) : 0;
}

/* A person in such letters that starts at i. */
static int by_parts(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    bool thai = dx_name_thai_at(k->t, i), beside;
    unsigned full = thai ? DX_KNOWN_THAI : DX_KNOWN_REGIONAL, parts = 0, more = 0;
    size_t end = first_part(k, i, lead, by, full, &parts), token = end ? token_end(k, i) : 0, words = 1;
    if (!end)
        return DX_OK;
    double known = end - i >= 9 || parts > 1 ? one_known : one_known - 0.5;
    while (words < 4 && end == token && end + 1 < k->t.n && k->t.p[end] == ' ' && (words < 2 || !thai)) {
        size_t after = token_end(k, end + 1);
        size_t next = part_word(k, end + 1, after, full | (thai && lead == LEAD_STRONG && parts == 1 ? DX_KNOWN_THAI_BURMESE : 0), false, &more);
        if (!next || dx_known_start(k->known, rest_of(k, end + 1), DX_KNOWN_ENDS) == after - end - 1)
            break;
        words++;
        end = next;
        token = after;
        known = all_known;
    }
    if (words == 1 && lead == LEAD_STRONG && is_formal(by) && end == token && end + 1 < k->t.n && k->t.p[end] == ' ' && may_be_surname(k, end + 1))
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

static size_t burmese_end(struct look *k, size_t i)
{
    if (is_known(&k->burmese, i))
        return k->burmese.to;
    k->burmese.from = i;
    for (uint32_t c; (c = dx_name_char(k->t, i)) >= 0x1000 && c <= 0x109F && (c < 0x1040 || c > 0x104B);) /* but for digits and marks */
        i += 3;
    k->burmese.to = i;
    return i;
}

/* A Burmese name at i; titled: a title or the like stands before it. */
static int burmese(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    enum { SYLLABLES = 7 }; /* of a name, at most */
    size_t token, end = i, syllables = 0, good = 0, count = 0;
    bool beside;
    if ((lead == LEAD_NONE && !k->n && !within_time(k, i)) || dx_known_start(k->known, rest_of(k, i), DX_KNOWN_OTHER))
        return DX_OK;
    token = burmese_end(k, i);
    for (size_t n; end < token && syllables <= SYLLABLES && (n = syllable(k->t, end)) > 0; end += n) {
        struct dx_str s = {k->t.p + end, n}, rest = {k->t.p + end, token - end};
        size_t stop = end > i ? dx_known_start(k->known, rest, DX_KNOWN_ENDS) : 0;
        if (stop == rest.n && stop && (syllables > 1 || !(dx_known_other(k->known, s) & DX_KNOWN_BURMESE)))
            break;
        if (!(dx_known_other(k->known, s) & DX_KNOWN_BURMESE))
            break;
        syllables++;
    }
    good = end;
    if (end < token && !dx_known_start(k->known, (struct dx_str){k->t.p + end, token - end}, DX_KNOWN_ENDS)) {
        for (size_t n; good < token && count <= 1 && (n = syllable(k->t, good)) > 0; good += n) { /* one that isn't known, to the end of the word */
            if (dx_known_start(k->known, (struct dx_str){k->t.p + good, token - good}, DX_KNOWN_ENDS) == token - good)
                break;
            count++;
        }
    }
    size_t all = syllables + count;
    if (!all || all > SYLLABLES || (count && (lead != LEAD_STRONG || count > 1 || all > 5 || !syllables)) || (all == 1 && lead != LEAD_STRONG))
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

static bool is_given(const struct look *k, size_t i) { return i + 3 <= k->t.n && dx_known_other(k->known, (struct dx_str){k->t.p + i, 3}) & DX_KNOWN_HAN; }
static bool is_han(const struct look *k, size_t i) { return i < k->t.n && script_at(k, i) == DX_SCRIPT_HAN; }

/* Do words follow that go on behind a name? */
static bool han_goes_on(const struct look *k, size_t i)
{
    static const struct dx_str words[] = {KIT_WORD("先生"), KIT_WORD("小姐"), KIT_WORD("女士"), KIT_WORD("经理"), KIT_WORD("总"), KIT_WORD("哥"), KIT_WORD("姐"), KIT_WORD("说"), KIT_WORD("在"), KIT_WORD("的"), KIT_WORD("电话"), KIT_WORD("已"), KIT_WORD("等"), KIT_WORD("去"), KIT_WORD("男"), KIT_WORD("女"), KIT_WORD("到"), KIT_WORD("打"), KIT_WORD("转"), KIT_WORD("收"), KIT_WORD("给"), KIT_WORD("是"), KIT_WORD("和"), KIT_WORD("与"), KIT_WORD("实施"), KIT_WORD("犯"), KIT_WORD("带"), KIT_WORD("让"), KIT_WORD("今"), KIT_WORD("明天"), KIT_WORD("把"), KIT_WORD("被"), KIT_WORD("号"), KIT_WORD("身份"), KIT_WORD("护照"), KIT_WORD("三"), KIT_WORD("两"), KIT_WORD("每"), KIT_WORD("5"), KIT_WORD("，"), KIT_WORD("。"), KIT_WORD("："), KIT_WORD("、"), KIT_WORD("（"), KIT_WORD("手机"), KIT_WORD("微信"), KIT_WORD("伙同"), KIT_WORD("负责"), KIT_WORD("老师"), KIT_WORD("警官"), KIT_WORD("同志"), KIT_WORD("未"), KIT_WORD("没"), KIT_WORD("要"), KIT_WORD("会"), KIT_WORD("从"), KIT_WORD("于"), KIT_WORD("因")};
    if (!is_han(k, i))
        return true;
    return KIT_STARTS_ONE(rest_of(k, i), words);
}

static int han(struct look *k, size_t i, enum lead lead, struct dx_str by)
{
    static const struct dx_str two[] = {KIT_WORD("欧阳"), KIT_WORD("司马"), KIT_WORD("上官"), KIT_WORD("诸葛"), KIT_WORD("司徒"), KIT_WORD("皇甫"), KIT_WORD("東方"), KIT_WORD("歐陽"), KIT_WORD("令狐"), KIT_WORD("慕容")};
    bool beside, doubled = KIT_STARTS_ONE(rest_of(k, i), two);
    size_t surname = doubled ? 6 : 3, end;
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
    switch (script_at(k, i)) {
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

/* Does the word, which has no letter of ASCII, stand at i? */
static inline bool has_at(struct dx_str t, size_t i, struct dx_str word)
{
    return t.n - i >= word.n && t.p[i + 1] == word.p[1] && t.p[i + 2] == word.p[2] && memcmp(t.p + i, word.p, word.n) == 0;
}

/* What stands between a word that leads to a person and the name: blanks, a colon, a title that belongs to it. */
static size_t behind_lead(const struct look *k, size_t i)
{
    static const struct dx_str between[] = {KIT_WORD("："), KIT_WORD("“"), KIT_WORD("，"), KIT_WORD("ชื่อ"), KIT_WORD("คือ")};
    for (size_t start = i; i < k->t.n && i - start < REACH;) {
        char c = k->t.p[i];
        size_t n = c == ' ' || c == ':' || c == '.' || c == '"' ? 1 : 0;
        for (size_t w = 0; c & 0x80 && !n && w < sizeof between / sizeof *between; w++)
            n = has_at(k->t, i, between[w]) ? between[w].n : 0;
        if (!n)
            break;
        i += n;
    }
    return i;
}

/* Verbs and the like lead to other things as well. */
static bool leads_weakly(struct dx_str lead)
{
    static const struct dx_str words[] = {KIT_WORD("ให้"), KIT_WORD("คือ"), KIT_WORD("กับ"), KIT_WORD("เจอ"), KIT_WORD("พบ"), KIT_WORD("ติดต่อ"), KIT_WORD("โทรหา"), KIT_WORD("คุยกับ"), KIT_WORD("ถึง"), KIT_WORD("จาก"), KIT_WORD("โดย"), KIT_WORD("บัญชี"), KIT_WORD("พร้อม"), KIT_WORD("และ"), KIT_WORD("โอนให้"), KIT_WORD("จ่ายให้"), KIT_WORD("เพื่อน"), KIT_WORD("แฟน"), KIT_WORD("โก"), KIT_WORD("ໃຫ້"), KIT_WORD("ទៅ"),
                                        KIT_WORD("给"), KIT_WORD("和"), KIT_WORD("与"), KIT_WORD("同"), KIT_WORD("跟"), KIT_WORD("向"), KIT_WORD("由"), KIT_WORD("对"), KIT_WORD("问"), KIT_WORD("让"), KIT_WORD("叫"), KIT_WORD("找"), KIT_WORD("经理")};
    return KIT_IS_ONE(lead, words);
}

/* Does the word of n bytes at i, of another script than Latin, lead to a person there? Its bytes; 0: it doesn't. */
static size_t lead_at(const struct look *k, size_t i, size_t n)
{
    if (n && dx_known_start(k->known, rest_of(k, i), DX_KNOWN_OTHER) > n) /* "พี่ชาย", "မနက်ဖြန်" */
        return 0;
    bool burmese = (unsigned char)k->t.p[i] == 0xE1 && (unsigned char)k->t.p[i + 1] < 0x9E;
    if (n && n < 5 * strlen("က") && burmese && (i >= 3 && script_at(k, i - 3) == DX_SCRIPT_BURMESE)) /* within a word */
        return 0;
    if (n && burmese && n <= strlen("ဒေါ်") && !dx_title_at(rest_of(k, i)) && !dx_title_ma(rest_of(k, i)))
        return 0;
    return n;
}

/* A person behind the n bytes at i that lead to one. */
static int led_by(struct look *k, size_t i, size_t n)
{
    static const struct dx_str at = KIT_WORD("ณ "); /* "ออกให้ ณ วันที่ 3": no name begins so, only surnames do */
    struct dx_str by = {k->t.p + i, n};
    size_t from = behind_lead(k, i + n);
    if (has_at(k->t, from, at))
        return DX_OK;
    if (from >= k->t.n || !(k->t.p[from] & 0x80) || (!k->n && dx_name_thai_at(k->t, from) && !may_be_parts(k, from, true, LEAD_STRONG, by)))
        return DX_OK;
    return person_at(k, from, leads_weakly(by) ? LEAD_WEAK : LEAD_STRONG, by);
}

/* Persons of other scripts, behind words that lead to them. */
static int led(struct look *k)
{
    int rc = DX_OK;
    k->alone = !k->n && k->t.n <= REACH;
    struct dx_callers walk = {0};
    for (size_t i = 0, n; rc == DX_OK && (i = dx_names_callers(k->names, k->t, &walk, i, &n)) < k->t.n;) {
        size_t last = k->last;
        n = lead_at(k, i, n);
        if (n)
            rc = led_by(k, i, n);
        i = k->last != last && k->last > i ? k->last : i + (n ? n : 1);
    }
    k->alone = false;
    return rc;
}

/* Does a word start at i, or, of another script, go on behind a mark of none? */
static bool starts_word(struct dx_str t, size_t i)
{
    if (!dx_name_letter(t.p[i]))
        return false;
    if (i == 0 || !dx_name_letter(t.p[i - 1]))
        return true;
    return i > 2 && (unsigned char)t.p[i] >= 0xE0 && t.p[i - 1] & 0x80 && dx_name_script_at(t, i - 3) == DX_SCRIPT_OTHER;
}

#if defined __SSE2__
static inline __m128i is_within(__m128i v, char from, char to) { return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(from - 1))), _mm_cmplt_epi8(v, _mm_set1_epi8((char)(to + 1)))); }
static inline __m128i load(const char *p) { return _mm_loadu_si128((const __m128i *)p); }

/* Behind which bytes a letter of three bytes goes on, of Thai, Burmese or Chinese: not all of them, but nearly all there are. */
static __m128i is_inside(const char *p)
{
    __m128i first = load(p - 3), second = load(p - 2), third = load(p - 1), beyond = _mm_set1_epi8((char)0xC0);
    __m128i thai = _mm_or_si128(_mm_and_si128(_mm_cmpeq_epi8(second, _mm_set1_epi8((char)0xB8)), _mm_cmpgt_epi8(third, _mm_set1_epi8((char)0x80))),
                                _mm_and_si128(_mm_cmpeq_epi8(second, _mm_set1_epi8((char)0xB9)), _mm_cmplt_epi8(third, _mm_set1_epi8((char)0x8F))));
    __m128i burmese = _mm_or_si128(_mm_cmpeq_epi8(second, _mm_set1_epi8((char)0x80)), _mm_and_si128(_mm_cmpeq_epi8(second, _mm_set1_epi8((char)0x81)), _mm_cmplt_epi8(third, _mm_set1_epi8((char)0x8A))));
    __m128i han = _mm_and_si128(is_within(first, (char)0xE5, (char)0xE9), _mm_cmplt_epi8(second, beyond));
    __m128i all = _mm_or_si128(_mm_and_si128(thai, _mm_cmpeq_epi8(first, _mm_set1_epi8((char)0xE0))), _mm_and_si128(burmese, _mm_cmpeq_epi8(first, _mm_set1_epi8((char)0xE1))));
    return _mm_and_si128(_mm_or_si128(all, han), _mm_cmplt_epi8(third, beyond));
}

/* The places among sixteen, three bytes before which there are, where a word may start: a bit each. */
static unsigned may_start_word(const char *p, bool small)
{
    __m128i v = load(p), before = load(p - 1), zero = _mm_setzero_si128(), as_small = _mm_set1_epi8(0x20);
    __m128i letter = small ? is_within(_mm_or_si128(v, as_small), 'a', 'z') : is_within(v, 'A', 'Z');
    __m128i behind = _mm_or_si128(is_within(_mm_or_si128(before, as_small), 'a', 'z'), _mm_cmplt_epi8(before, zero));
    unsigned fresh = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(behind, _mm_or_si128(letter, _mm_cmplt_epi8(v, zero))));
    unsigned wide = (unsigned)_mm_movemask_epi8(_mm_and_si128(is_within(v, (char)0xE0, (char)0xFF), before)); /* the sign of `before` is what counts */
    return wide ? fresh | (wide & ~(unsigned)_mm_movemask_epi8(is_inside(p))) : fresh;
}
#endif

/* Sixteen places of a text that were looked at, and where words may start there; from 0: none were. */
struct ahead {
    size_t from;
    unsigned starts;
};

/* The next place from i on where a word starts; small: it may start with a small ASCII letter. */
static size_t next_word(struct dx_str t, size_t i, bool small, struct ahead *ahead)
{
    (void)ahead; /* where there are no vectors */
    while (i < t.n) {
#if defined __SSE2__
        if (i > 2 && t.n > 18) {
            if (!ahead->from || i < ahead->from || i - ahead->from >= 16) {
                ahead->from = t.n - i < 16 ? t.n - 16 : i;
                ahead->starts = may_start_word(t.p + ahead->from, small);
            }
            unsigned m = ahead->starts >> (i - ahead->from);
            i = m ? i + (unsigned)__builtin_ctz(m) : ahead->from + 16;
            if (!m)
                continue;
        }
#endif
        if (starts_word(t, i) && (small || !dx_name_lower(t.p[i])))
            break;
        i++;
    }
    return i;
}

/* Persons at the starts of words. */
static int at_starts(struct look *k)
{
    int rc = DX_OK;
    struct ahead ahead = {0, 0};
    for (size_t i = 0; rc == DX_OK && (i = next_word(k->t, i, k->n > 0, &ahead)) < k->t.n;) {
        size_t last = k->last;
        if (script_at(k, i) != DX_SCRIPT_LATIN) {
            rc = person_at(k, i, joined(k, i) ? LEAD_JOINED : LEAD_NONE, (struct dx_str){NULL, 0});
            i = k->last != last ? k->last : i + 1;
        }
        else if (dx_name_capital(rest_of(k, i)))
            rc = latin(k, &i);
        else if (k->n)
            rc = in_small_letters(k, &i);
        else
            i++;
    }
    return rc;
}

int dx_name_persons(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, bool *any, struct dx_reading *r, dx_scanned_fn *take, void *ctx,
                    struct dx_err *e)
{
    struct look k = {.names = names, .known = dx_names_known(names), .t = t, .a = a, .n = n, .last = SIZE_MAX, .r = r, .take = take, .ctx = ctx, .e = e};
    int rc = led(&k);
    *any = *any || k.last != SIZE_MAX;
    k.last = SIZE_MAX;
    return rc == DX_OK && *any ? at_starts(&k) : rc;
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

/* The same from i on alone: what is asked first, as nearly all places are refused by it. */
static struct dx_str behind(struct dx_str t, size_t i) { return (struct dx_str){t.p, t.n - i > REACH ? i + REACH : t.n}; }

/* Does a person stand at i of the text, behind the n bytes that lead to him (0: none, it is a Latin word)? */
static bool is_person(const struct dx_names *names, struct dx_str text, size_t i, size_t n)
{
    bool found = false;
    size_t start;
    struct dx_reading r = {0};
    struct look k = {.names = names, .known = dx_names_known(names), .t = line_at(text, i, &start), .last = SIZE_MAX, .r = &r, .take = take_one, .ctx = &found};
    size_t from = i - start;
    if (n)
        led_by(&k, from, n);
    else
        latin(&k, &from);
    dx_reading_free(&r);
    return found;
}

static bool is_han_row(struct dx_str t)
{
    for (size_t n = 6; n < 10 && n + 3 <= t.n; n += 3)
        if (dx_name_han((struct dx_str){t.p, n}) && (kit_starts(kit_skip(t, n), "：") || kit_starts(kit_skip(t, n), "、") || t.p[n] == ':'))
            return true;
    return false;
}

/* Does a line start at i with a Chinese name and what it says? */
static bool is_row_at(struct dx_str t, size_t i)
{
    return ((unsigned char)t.p[i] & 0xF0) == 0xE0 && (i == 0 || t.p[i - 1] == '\n') && is_han_row(kit_skip(t, i));
}

/* … in one of the lines of t? */
static bool has_row(struct dx_str t)
{
    size_t i = 0;
    while (i < t.n && !is_row_at(t, i)) {
        const char *end = memchr(t.p + i, '\n', t.n - i);
        i = end ? (size_t)(end + 1 - t.p) : t.n;
    }
    return i < t.n;
}

static bool may_be_one(void *names, struct dx_str t, size_t i, unsigned where)
{
    (void)where;
    return may_be_latin(names, t, i);
}

bool dx_name_persons_may(const struct dx_names *names, struct dx_str t)
{
    size_t i = dx_names_walk(names, t, 0, t.n, DX_SIEVE_CAPITAL, may_be_one, (void *)(uintptr_t)names);
    return i < t.n || has_row(t) || (t.n > REACH && dx_names_next_caller(names, t, 0, t.n) < t.n); /* what a glance sees of a long line may say more than all of it */
}

bool dx_name_person_here(const struct dx_names *names, struct dx_str text, size_t i, unsigned where)
{
    return (where & DX_SIEVE_CAPITAL && may_be_latin(names, text, i) && is_person(names, text, latin_from(names, text, i), 0)) || is_row_at(text, i);
}

static bool is_here(void *names, struct dx_str t, size_t i, unsigned where) { return dx_name_person_here(names, t, i, where); }

size_t dx_name_person_latin(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    return dx_names_walk(names, text, at, to, DX_SIEVE_CAPITAL | DX_SIEVE_FIRST, is_here, (void *)(uintptr_t)names);
}

/* What is surely no person behind the n bytes at i that lead to one: a word that has another meaning without a number. */
static bool may_be_led(struct look *k, size_t i, size_t n)
{
    size_t from = behind_lead(k, i + n);
    enum dx_name_script script = from < k->t.n && k->t.p[from] & 0x80 ? script_at(k, from) : DX_SCRIPT_LATIN;
    struct dx_str by = {k->t.p + i, n};
    unsigned parts;
    if (script == DX_SCRIPT_THAI || script == DX_SCRIPT_REGIONAL)
        return first_part(k, from, leads_weakly(by) ? LEAD_WEAK : LEAD_STRONG, by, script == DX_SCRIPT_THAI ? DX_KNOWN_THAI : DX_KNOWN_REGIONAL, &parts) > 0;
    return script == DX_SCRIPT_BURMESE || script == DX_SCRIPT_HAN;
}

bool dx_name_person_led(const struct dx_names *names, struct dx_str text, size_t i)
{
    struct look k = {.names = names, .known = dx_names_known(names), .t = behind(text, i)};
    size_t n = lead_at(&k, i, dx_name_caller_at(names, k.t, i));
    return n && may_be_led(&k, i, n) && is_person(names, text, i, n);
}

bool dx_name_others(const struct dx_names *names, struct dx_str t)
{
    const struct dx_known *known = dx_names_known(names);
    struct look k = {.names = names, .known = known, .t = t};
    if (t.n && t.p[0] & 0x80 && script_at(&k, 0) != DX_SCRIPT_LATIN)
        return dx_known_start(known, t, DX_KNOWN_OTHER) > 0;
    for (size_t i = 0; i < t.n;) {
        struct word w = word_at(&k, i);
        if (w.as & DX_KNOWN_OTHER && !(w.as & A_NAME))
            return true;
        i = w.to > i ? w.to : i + 1;
    }
    return false;
}
