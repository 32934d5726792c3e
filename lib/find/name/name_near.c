/* name_near.c: names without a label, in lines where numbers of persons stand */
#include "find/name/name_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/chars.h"
#include "find/name/name_known.h"
#include "find/text/maps.h"

static const struct dx_name_label by_an = {"an", DX_LABEL_PLAIN}, by_place = {"account", DX_LABEL_PLAIN};

static const double titled_weight = 1.0, an_weight = 2.4, bracket_weight = 1.2, behind_weight = 0.8;

/* What stands right behind an account: "an Rina", "(Ahmad bin Misal)", "NGUYEN THI MAU". */
static int give_behind(const struct dx_names *names, struct dx_str t, size_t at, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    size_t i = at, end;
    bool bracket = false, an = false;
    for (; i < t.n && i - at < 6 && strchr(" ,;:/-(", t.p[i]); i++)
        bracket = bracket || t.p[i] == '(';
    if (i + 4 < t.n && (memcmp(t.p + i, "an ", 3) == 0 || memcmp(t.p + i, "AN ", 3) == 0 || memcmp(t.p + i, "An ", 3) == 0)) {
        an = true;
        i += 3;
    }
    if (!an && i + 5 < t.n && kit_starts(kit_skip(t, i), "an. ")) {
        an = true;
        i += 4;
    }
    for (size_t k = i; k < t.n && kit_is_alpha(t.p[k]); k++) /* "Techcombank NGUYEN THI MAU" */
        if (kit_starts(kit_skip(t, k), "bank ")) {
            i = k + strlen("bank ");
            break;
        }
    uint32_t c = 0;
    if (i < t.n && dx_utf8_get(t.p + i, t.n - i, &c) > 1 && dx_name_script(c) == DX_SCRIPT_THAI && !dx_name_label_at(names, t, i) && dx_name_thai_pair(t, i, dx_name_end(names, t, i, false)))
        return dx_name_give(names, t, i, &by_place, behind_weight, true, false, &end, r, take, ctx, e);
    if (c && dx_name_script(c) == DX_SCRIPT_HAN) {
        size_t bank = i; /* 农行 李春雷 */
        while (bank < t.n && t.p[bank] & 0x80 && t.p[bank] != ' ')
            bank++;
        if (bank + 1 < t.n && t.p[bank] == ' ' && bank - i >= strlen("农行") && memcmp(t.p + bank - strlen("行"), "行", strlen("行")) == 0)
            i = bank + 1;
        end = dx_name_end(names, t, i, false);
        if (dx_name_han((struct dx_str){t.p + i, end - i}) && (end == t.n || !(t.p[end] & 0x80)))
            return dx_name_give(names, t, i, &by_place, behind_weight, true, false, &end, r, take, ctx, e);
    }
    if (i >= t.n || !kit_is_alpha(t.p[i]) || (!an && !memchr(t.p + i, ' ', t.n - i)) || dx_name_ends_at(names, t, i) || dx_name_label_at(names, t, i))
        return DX_OK;
    end = dx_name_small_word(t, i, dx_name_end(names, t, i, false));
    end -= end > i && t.p[end - 1] == ' ';
    if (!an && !memchr(t.p + i, ' ', end - i)) /* one word */
        return DX_OK;
    size_t words = dx_name_capitals(t, i, end);
    if (words > 4 || words < (an ? 1 : 2) || (bracket && (end >= t.n || t.p[end] != ')')))
        return DX_OK;
    return dx_name_give(names, t, i, an ? &by_an : &by_place, an ? an_weight : bracket ? bracket_weight : behind_weight, true, false, &end, r, take, ctx, e);
}

/* May a label without a colon stand at i: nothing but a number or a mark before it? "file name", "the name" are of something else. */
static bool leads_behind(struct dx_str t, size_t i)
{
    bool digit = false, letter = false;
    if (i > 0 && strchr("\"<'", t.p[i - 1])) /* a key */
        return true;
    while (i > 0 && t.p[i - 1] == ' ')
        i--;
    if (i > 0 && strchr(":,;|", t.p[i - 1])) /* "Berita acara: saksi …" */
        return true;
    for (; i > 0 && t.p[i - 1] != ' '; i--) {
        digit = digit || kit_is_digit(t.p[i - 1]);
        letter = letter || dx_name_letter(t.p[i - 1]);
    }
    return digit || !letter;
}

/* How many words of small letters alone stand there: "siti aminah" of chats. */
static size_t small_words(struct dx_str name)
{
    size_t words = name.n > 0;
    for (size_t i = 0; i < name.n; i++) {
        bool blank = name.p[i] == ' ';
        if (!blank && !dx_name_lower(name.p[i]))
            return 0;
        words += blank;
    }
    return words;
}

/* Does what stands behind a bare label have the shape of a name? *more: what its small letters cost it. */
static bool shaped(const struct dx_names *names, struct dx_str t, size_t from, size_t end, double *more)
{
    static const double a_word = 1.5; /* as form_of takes for a word without capital, and for the first one twice */
    struct dx_str name = kit_trim((struct dx_str){t.p + from, end - from}), rest = kit_trim(kit_skip(t, end));
    uint32_t c = 0;
    size_t blanks = 0, words = dx_name_capitals(t, from, from + name.n);
    bool stops = !rest.n || strchr(",;|/()[]\"&<'", rest.p[0]) || kit_is_digit(rest.p[0]) || (end > from && t.p[end - 1] == ' ' && dx_name_ends_at(names, t, end)) ||
                 dx_name_ends_at(names, rest, 0);
    *more = 0;
    for (size_t i = 0; i < name.n; i++)
        blanks += name.p[i] == ' ';
    dx_utf8_get(name.p, name.n, &c);
    switch (dx_name_script(c)) {
    case DX_SCRIPT_LATIN:
        if (words < 2 && stops && (words = small_words(name)) > 0)
            *more = a_word * (double)(words + 1);
        return words > 1 && words < 5;
    case DX_SCRIPT_THAI:
        return blanks == 1 || blanks == 2;
    case DX_SCRIPT_HAN: /* of three bytes each */
        return stops ? name.n >= 6 && name.n <= 12 : name.n >= 6 && name.n <= 9 && rest.p[0] & 0x80;
    case DX_SCRIPT_REGIONAL:
        return stops && blanks > 0 && blanks < 4;
    case DX_SCRIPT_BURMESE: /* in one piece, or in a few */
        return stops && blanks < 4 && name.n >= 5 * strlen("က") && (from == 0 || t.p[from - 1] == ' ');
    default:
        return false;
    }
}

/* Does the masked number of an account stand in the line? */
static bool has_masked(struct dx_str t)
{
    for (size_t i = 0; i + 3 < t.n; i++)
        if ((t.p[i] == 'x' || t.p[i] == 'X' || t.p[i] == '*') && (i == 0 || !kit_is_alnum(t.p[i - 1])) && dx_name_masked(t, i))
            return true;
    return false;
}

/* "transfer to MARIA HALIMBAWA x-4471" */
static bool may_be_paid(const struct dx_names *names, struct dx_str line) { return dx_names_next_lead(names, line, 0, line.n) < line.n && has_masked(line); }

bool dx_name_owner_may(const struct dx_names *names, struct dx_str line)
{
    if (may_be_paid(names, line) || dx_name_person_latin(names, line, 0, line.n) < line.n)
        return true;
    size_t i = dx_names_next_caller(names, line, 0, line.n);
    while (i < line.n && !dx_name_person_led(names, line, i))
        i = dx_names_next_caller(names, line, i + 1, line.n);
    return i < line.n;
}

/* "to MARIA HALIMBAWA 0917…": Latin capitals with somebody's number right behind, as slips have it; "from Chiang Mai" isn't followed by one. */
static bool leads_to_owner(struct dx_str t, size_t from, size_t end, const struct dx_name_anchor *a, size_t n)
{
    size_t at = end;
    struct dx_str name = kit_trim((struct dx_str){t.p + from, end - from});
    if (dx_name_capitals(t, from, from + name.n) < 2 && !dx_name_thai_pair((struct dx_str){t.p, from + name.n}, from, from + name.n))
        return false;
    for (size_t k = end; k < t.n && k - end < 4 && strchr(" (,", t.p[k]); k++)
        if (k + 1 < t.n && dx_name_masked(t, k + 1))
            return true;
    while (at < t.n && at - end < 8 && !kit_is_digit(t.p[at]) && !kit_is_alpha(t.p[at]))
        at++;
    for (size_t k = 0; k < n; k++)
        if (a[k].start >= end && a[k].start <= at)
            return true;
    return false;
}

/* "sent to MARIA HALIMBAWA 0917…" */
static int give_led(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double bare = 0.4; /* a colon is missing */
    int rc = DX_OK;
    for (size_t i = 0, end; rc == DX_OK && (i = dx_names_next_lead(names, t, i, t.n)) < t.n; i = end) {
        const struct dx_name_label *l = dx_name_lead_at(names, t, i);
        bool marked = false;
        end = i + 1;
        if (!l)
            continue;
        size_t from = dx_name_behind_label(t, i + strlen(l->word), l->strength, &marked), stop = dx_name_small_word(t, from, dx_name_end(names, t, from, false));
        while (stop > from && strchr(" -", t.p[stop - 1]))
            stop--;
        if (stop > from && !dx_name_ends_at(names, t, from) && leads_to_owner(t, from, stop, a, n))
            rc = dx_name_give(names, t, from, l, dx_name_label_weight(l, true, false) - (marked ? 0 : bare), true, false, &end, r, take, ctx, e);
    }
    return rc;
}

/* "nama siti aminah", "ชื่อ สมศรี มีสุข": no colon, but in a line that holds somebody's number. */
static int give_labelled(const struct dx_names *names, struct dx_str t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double bare = 0.4; /* a colon is missing after all */
    int rc = DX_OK;
    for (size_t i = 0, end; rc == DX_OK && (i = dx_names_next_label(names, t, i, t.n)) < t.n; i = end) {
        const struct dx_name_label *l = dx_name_label_at(names, t, i);
        bool marked = false;
        double more;
        end = i + 1;
        if (!l || l->strength == DX_LABEL_TAG || l->strength == DX_LABEL_LEAD)
            continue;
        bool within = kit_is_alpha(l->word[0]) && !leads_behind(t, i); /* of another word's: "e-receipt Name: AUNG TEST" */
        end = i + strlen(l->word);
        size_t from = dx_name_behind_label(t, end, l->strength, &marked);
        if (from >= t.n || (!marked && from == end && !(l->word[0] & 0x80)) || dx_name_ends_at(names, t, from) || dx_name_label_at(names, t, from))
            continue;
        size_t stop = dx_name_small_word(t, from, dx_name_end(names, t, from, false));
        while (stop > from && strchr(" -", t.p[stop - 1]))
            stop--;
        if (within && !(marked && dx_name_capitals(t, from, stop) > 1 && dx_name_all_capitals((struct dx_str){t.p + from, stop - from})))
            continue;
        if (shaped(names, t, from, stop, &more))
            rc = dx_name_give(names, t, from, l, dx_name_label_weight(l, true, false) - (marked ? 0 : bare) + more, true, false, &end, r, take, ctx, e);
    }
    return rc;
}

static bool is_dash(struct dx_str t, size_t i) { return i < t.n && (unsigned char)t.p[i] == 0xE2 && (kit_starts(kit_skip(t, i), "–") || kit_starts(kit_skip(t, i), "—")); }

/* What a number's owner stands behind in a line of several: where the segment that ends at `stop` begins. */
static size_t segment(struct dx_str t, size_t from, size_t stop)
{
    size_t i = stop;
    for (char c; i > from && !is_dash(t, i); i--) {
        c = t.p[i - 1];
        if ((c == ',' || c == ';' || c == '/' || c == '|' || c == ':' || c == ')') && (c != '/' || i < 2 || t.p[i - 2] == ' '))
            break;
    }
    return i + (i < t.n && (unsigned char)t.p[i] == 0xE2 ? strlen("–") : 0);
}

/* Can the text be somebody's name by itself: capitalised words, a Thai name and surname, a Chinese name? A Burmese word before a number is as often its label. */
static bool nameable(const struct dx_names *names, struct dx_str t, size_t i, size_t end)
{
    struct dx_str head = {t.p + i, end > i ? end - i : 0};
    uint32_t c = 0;
    bool may = false;
    if (head.n < 5 || head.n > DX_NAME_BYTES / 2)
        return false;
    dx_utf8_get(head.p, head.n, &c);
    enum dx_name_script script = dx_name_script(c);
    if (script == DX_SCRIPT_LATIN) {
        size_t words = dx_name_capital(head) ? dx_name_capitals(t, i, end) : 0;
        may = words > 1 && words < 5;
    }
    else if (script == DX_SCRIPT_THAI)
        may = dx_name_thai_pair((struct dx_str){t.p, end}, i, end);
    else if (script == DX_SCRIPT_HAN)
        may = dx_name_han(head);
    return may && !dx_name_label_at(names, t, i) && !dx_name_ends_at(names, t, i) && dx_name_end(names, (struct dx_str){t.p, end}, i, false) >= end && !dx_name_office(head) &&
           !dx_name_others(names, head);
}

bool dx_name_able(const struct dx_names *names, struct dx_str t) { return nameable(names, t, 0, t.n); }

/* "2. Somchai Jaidee: 081…", "สมหญิง รักเรียน 089…", "Aung Kyaw (MB123456), Hla Win (MC654321)": a list, of nothing but a name before each number. */
static int give_before(const struct dx_names *names, struct dx_str t, size_t least, size_t stop, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double listed = 0.8, marked_more = 0.6;
    size_t to = stop, end;
    bool marked = false;
    for (;;) { /* what parts it from its number */
        size_t n = to >= least + 3 && (unsigned char)t.p[to - 3] == 0xE2 && (kit_starts(kit_skip(t, to - 3), "–") || kit_starts(kit_skip(t, to - 3), "—")) ? 3 : to > least && strchr(":-=,|\t ;(/", t.p[to - 1]) ? 1 : 0;
        if (!n)
            break;
        marked = marked || t.p[to - n] != ' ';
        to -= n;
    }
    if (to == least || kit_is_digit(t.p[to - 1])) /* no name ends so: numbers that stand side by side */
        return DX_OK;
    size_t i = segment(t, least, to);
    for (size_t n = 9; to < t.n && t.p[to] == '(' && n >= 6 && to >= least + n; n -= 3)
        if (dx_name_han((struct dx_str){t.p + to - n, n})) { /* 你已向陈建国（186…） */
            i = to - n;
            break;
        }
    while (i < to && (kit_is_digit(t.p[i]) || strchr(" .)-*~", t.p[i])))
        i++;
    if (!nameable(names, t, i, to))
        return DX_OK;
    return dx_name_give(names, (struct dx_str){t.p, to}, i, &by_place, listed + (marked ? marked_more : 0), true, false, &end, r, take, ctx, e);
}

/* Does a word start at i that is known as a part of names or before them, or that a mark joins to the next one? */
static bool tells(const struct dx_names *names, struct dx_str t, size_t i)
{
    size_t n = kit_letters_at(t, i), end = i + n;
    bool joined = end + 1 < t.n && (t.p[end] == '\'' || t.p[end] == '-' || t.p[end] == '/') && kit_is_alpha(t.p[end + 1]);
    return joined || dx_known_latin(dx_names_known(names), (struct dx_str){t.p + i, n}) & ~(unsigned)DX_KNOWN_PINYIN;
}

/* Can no name stand in the line, whatever numbers do: nothing in it leads to one, no letter stands behind a blank, so that there are but single words, and
 * none of these tells of a person? Figures of a table are such. */
static bool is_bare(const struct dx_names *names, struct dx_str t)
{
    enum dx_maps_vectors vectors = dx_maps_vectors();
    char copy[DX_MAP + DX_MAP_BEYOND];
    struct dx_map_words m;
    uint64_t letter = 0, blank = 0;
    if (!dx_names_nothing(names, t))
        return false;
    for (size_t at = 0; at < t.n; at += DX_MAP) {
        dx_maps_words(&m, dx_map_bytes(t, at, copy), vectors);
        if ((m.high | ((m.blank << 1 | blank) & m.letter)) & dx_map_first(t.n - at))
            return false;
        for (uint64_t starts = m.letter & ~(m.letter << 1 | letter) & dx_map_first(t.n - at); starts; starts &= starts - 1)
            if (tells(names, t, at + (unsigned)__builtin_ctzll(starts)))
                return false;
        letter = m.letter >> 63;
        blank = m.blank >> 63;
    }
    return true;
}

int dx_name_near(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, struct dx_reading *r,
    dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_name_blanks blanks = {0};
    if (n && is_bare(names, t))
        return DX_OK;
    bool any = n || dx_name_persons_may(names, t) || may_be_paid(names, t);
    int rc = dx_name_persons(names, t, a, n, &any, r, take, ctx, e);
    if (!any)
        return rc;
    for (size_t i = 0; rc == DX_OK && (i = dx_names_next_title(names, t, i, t.n)) < t.n;) {
        struct dx_str rest = kit_skip(t, i);
        size_t title = dx_name_may_title(t, i) ? dx_title_at(rest) : 0, end = i + 1;
        title = title || !dx_name_may_title(t, i) ? title : dx_title_ma(rest);
        if (title && dx_name_title_leads(names, t, i, title, &blanks) && !((unsigned char)rest.p[0] == 0xE1 && dx_name_others(names, rest)))
            rc = dx_name_give(names, t, i, &dx_name_by_title, titled_weight, true, false, &end, r, take, ctx, e);
        i = end > i ? end : i + 1;
    }
    if (rc == DX_OK && n)
        rc = give_labelled(names, t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = give_led(names, t, a, n, r, take, ctx, e);
    for (size_t k = 0; rc == DX_OK && k < n; k++) {
        size_t least = k ? a[k - 1].end : 0;
        size_t mark = a[k].start;
        while (mark > least && t.p[mark - 1] == ' ')
            mark--;
        bool parted = mark > least && strchr("(,-/|", t.p[mark - 1]); /* "passports: Aung Kyaw (MB123456), …": no label stands between */
        if ((!a[k].labelled || parted) && a[k].start > least + 4)
            rc = give_before(names, t, least, a[k].start, r, take, ctx, e);
    }
    for (size_t k = 0; rc == DX_OK && k < n; k++)
        if (a[k].account)
            rc = give_behind(names, t, a[k].end, r, take, ctx, e);
    return rc;
}
