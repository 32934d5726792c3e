/* join.c: setting lines together */
#include "find/join.h"

#include <string.h>

#include "base/limits.h"
#include "find/text/chars.h"

#define LEAST_CODE 6   /* letters and digits of a part of a code */
#define LEAST_URL 9    /* http://a */
#define FEW_DIGITS 3
#define MOST_DIGITS 24
#define MOST_CODE 120
#define ROW 3          /* digits of the number of a row, at most */
#define LIST 5         /* lines of digits alone, one after the other: a list */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
static bool is_frame(char c) { return is_blank(c) || c == '|' || c == '>'; }
static bool of_number(char c) { return kit_is_digit(c) || c == ' ' || c == '-' || c == '.'; }
static bool of_host(char c) { return kit_is_alnum(c) || c == '.' || c == '-' || c == '_'; }
static bool of_url(char c) { return c > ' ' && c < 0x7f && !strchr("<>\"'|\\^`{}", c); }

/* A Thai character of three bytes; a consonant among them. */
static bool is_thai(const char *p) { return (unsigned char)p[0] == 0xE0 && ((unsigned char)p[1] == 0xB8 || (unsigned char)p[1] == 0xB9); }
static bool is_consonant(const char *p) { return is_thai(p) && (unsigned char)p[1] == 0xB8 && (unsigned char)p[2] >= 0x81 && (unsigned char)p[2] <= 0xAE; }

static struct dx_str line_of(struct dx_str t, size_t at)
{
    const char *end = at < t.n ? memchr(t.p + at, '\n', t.n - at) : NULL;
    return (struct dx_str){t.p + at, end ? (size_t)(end - t.p) - at : t.n - at};
}

/* "10:22", as bubbles end with it. */
static bool is_time(struct dx_str t)
{
    size_t n = t.n;
    return (n == 4 || n == 5) && kit_is_digit(t.p[0]) && kit_is_digit(t.p[n - 1]) && kit_is_digit(t.p[n - 2]) && t.p[n - 3] == ':' &&
           kit_is_digit(t.p[n - 4]);
}

static size_t token_start(struct dx_str l)
{
    size_t i = l.n;
    while (i > 0 && !is_blank(l.p[i - 1]))
        i--;
    return i;
}

/* The line without blanks, borders of cells and a time at its end. */
static struct dx_str without_end(struct dx_str l)
{
    while (l.n && is_frame(l.p[l.n - 1]))
        l.n--;
    size_t at = token_start(l);
    if (at > 0 && is_time((struct dx_str){l.p + at, l.n - at}))
        for (l.n = at; l.n && is_frame(l.p[l.n - 1]);)
            l.n--;
    return l;
}

/* What stands before the words of a message in an export: "[12/03/24, 10:22] Nai: ", "10:22<tab>Nai<tab>", "12/03/2024, 10:22 - Nai: ". */
static size_t message_at(struct dx_str l)
{
    size_t i = l.n && l.p[0] == '[', digits = 0, marks = 0;
    for (; i < l.n && i < 24 && (kit_is_digit(l.p[i]) || strchr("/.-:, ]", l.p[i])); i++) {
        digits += kit_is_digit(l.p[i]);
        marks += l.p[i] == ':';
    }
    if (digits < 3 || marks == 0)
        return 0;
    const char *tab = memrchr(l.p, '\t', l.n), *colon = i < l.n ? memmem(l.p + i, l.n - i, ": ", 2) : NULL;
    return tab ? (size_t)(tab + 1 - l.p) : colon && colon - l.p < 80 ? (size_t)(colon + 2 - l.p) : 0;
}

/* How many bytes of a line's start are no part of its text. */
static size_t head_at(struct dx_str l)
{
    size_t i = message_at(l);
    while (i < l.n && is_frame(l.p[i]))
        i++;
    return i;
}

static size_t run_of(struct dx_str t, bool (*of)(char))
{
    size_t n = 0;
    while (n < t.n && of(t.p[n]))
        n++;
    return n;
}

static size_t count(struct dx_str t, bool (*of)(char))
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++)
        n += of(t.p[i]);
    return n;
}

/* ---- the end of a line ---- */

/* Digits, with single blanks, hyphens and full stops between them. */
static enum dx_join_class digits_tail(struct dx_str l, size_t *tail)
{
    size_t i = l.n, digits = 0, last = l.n;
    while (i > 0 && of_number(l.p[i - 1]) && !(l.p[i - 1] == ' ' && i > 1 && l.p[i - 2] == ' ')) {
        i--;
        digits += kit_is_digit(l.p[i]);
        last = kit_is_digit(l.p[i]) ? i : last;
    }
    if (i > 0 && strchr("/,:;=_+", l.p[i - 1]) && l.p[i - 1] != '+' && l.p[i - 1] != ':')
        return DX_JOIN_NONE; /* dates, cells */
    if (i > 0 && i == last && kit_is_alpha(l.p[i - 1]))
        return DX_JOIN_NONE; /* a word that ends in a digit: "IMEI1" */
    *tail = i > 0 && l.p[i - 1] == '+' ? i - 1 : last;
    return digits > 0 && digits < MOST_DIGITS ? DX_JOIN_DIGITS : DX_JOIN_NONE;
}

/* One or two capitals and two to seven digits: a passport's number begins so, and no word of prose. */
static bool is_series(struct dx_str t)
{
    size_t letters = t.n && t.p[0] >= 'A' && t.p[0] <= 'Z' ? 1 + (t.n > 1 && t.p[1] >= 'A' && t.p[1] <= 'Z') : 0;
    return letters && t.n >= letters + 2 && t.n < DX_JOIN_WHOLE && run_of(kit_skip(t, letters), kit_is_digit) == t.n - letters;
}

static bool is_code(struct dx_str t)
{
    size_t digits = 0;
    if (t.n < LEAST_CODE || t.n > MOST_CODE)
        return false;
    for (size_t i = 0; i < t.n; i++) {
        if (!kit_is_alnum(t.p[i]))
            return false;
        digits += kit_is_digit(t.p[i]);
    }
    return digits > 0 && digits < t.n;
}

static enum dx_join_class tail_of(struct dx_str l, size_t *tail)
{
    *tail = token_start(l);
    struct dx_str token = {l.p + *tail, l.n - *tail};
    if (!token.n)
        return DX_JOIN_NONE;
    const char *at = memchr(token.p, '@', token.n), *colon = memchr(token.p, ':', token.n);
    bool scheme = colon && memmem(colon, (size_t)(token.p + token.n - colon), "://", 3);
    if (scheme || (token.n > 4 && memcmp(token.p, "www.", 4) == 0))
        return token.n >= LEAST_URL && count(token, of_url) == token.n ? DX_JOIN_URL : DX_JOIN_NONE;
    if (at && at > token.p)
        return memchr(at + 1, '@', (size_t)(token.p + token.n - at - 1)) == NULL && count(token, of_url) == token.n ? DX_JOIN_MAIL : DX_JOIN_NONE;
    char last = l.p[l.n - 1];
    if (is_code(token) && !is_series(token))
        return DX_JOIN_CODE;
    if (is_series(token))
        return DX_JOIN_DIGITS;
    return kit_is_digit(last) || (last == '-' && l.n > 1 && kit_is_digit(l.p[l.n - 2])) ? digits_tail(l, tail) : DX_JOIN_NONE;
}

/* ---- the start of the next ---- */

static size_t count_of(struct dx_str t, char c)
{
    const char *at = memchr(t.p, '@', t.n);
    size_t n = 0;
    for (; at && at < t.p + t.n; at++)
        n += *at == c;
    return n;
}

/* "2. …": the number of a list's item, n bytes long, no rest of a number. */
static bool is_item(struct dx_str l, size_t n) { return n < ROW && n + 1 < l.n && l.p[n] == '.' && l.p[n + 1] == ' '; }

/* Whether what the line begins with may be the rest of a part of this class, which ends in tail; `pointed`: there was a full stop in it.
 * *all: it is all that the line holds. */
static bool goes_on(enum dx_join_class class, struct dx_str tail, bool pointed, struct dx_str l, bool *all)
{
    size_t n = 0;
    struct dx_str token;
    *all = false;
    if (!l.n)
        return false;
    switch (class) {
    case DX_JOIN_DIGITS:
        n = run_of(l, of_number);
        while (n && !kit_is_digit(l.p[n - 1]))
            n--;
        *all = n == l.n;
        return n && count((struct dx_str){l.p, n}, kit_is_digit) < MOST_DIGITS && (kit_is_digit(l.p[0]) || (l.p[0] == '-' && n > 1 && kit_is_digit(l.p[1]))) &&
               !(n < l.n && strchr("/,:;=)", l.p[n])) && !is_item(l, n) && !(is_series(tail) && !*all && n <= ROW);
    case DX_JOIN_CODE:
        n = run_of(l, kit_is_alnum);
        *all = n == l.n;
        return n >= 4 && n <= MOST_CODE && (n == l.n || !strchr("._-/@:=", l.p[n]));
    case DX_JOIN_MAIL:
        n = run_of(l, of_host);
        *all = n == l.n;
        token = (struct dx_str){l.p, n};
        return n > 1 && (l.p[0] == '.' || (tail.p[tail.n - 1] == '.' && count_of(tail, '.') == 1) || (memchr(token.p, '.', n) && (tail.p[tail.n - 1] == '@' || (*all && !count_of(tail, '.')))));
    case DX_JOIN_URL:
        n = run_of(l, of_url);
        *all = n == l.n;
        token = (struct dx_str){l.p, n};
        /* a word with a colon is the next line's label; a word of the sentence goes on with nothing but letters; an address without a point in its host isn't whole */
        return n && !memmem(token.p, n, "://", 3) && token.p[n - 1] != ':' && count(token, kit_is_alnum) > 0 &&
               (strcspn(token.p, "/?&=%#_~") < n || (is_code(token) && strchr("/=&?-_%", tail.p[tail.n - 1])) || (n > 4 && memmem(token.p, n, ".htm", 4)) || !pointed);
    default:
        return false;
    }
}

/* A list of numbers, one a line, isn't one number. */
static bool is_list(struct dx_str text, size_t at)
{
    size_t lines = 0;
    for (; at < text.n && lines < LIST; lines++) {
        struct dx_str l = without_end(line_of(text, at));
        if (!l.n || run_of(l, of_number) < l.n)
            return false;
        at += line_of(text, at).n + 1;
    }
    return lines == LIST;
}

/* Behind lines that hold nothing or only a time; text.n: there are too many. Over an empty one no address of the net goes on. */
static size_t next_line(struct dx_str text, size_t at, bool net)
{
    for (int skipped = 0; at < text.n; skipped++) {
        struct dx_str l = line_of(text, at), all = l;
        while (l.n && is_blank(l.p[0]))
            l = kit_skip(l, 1);
        while (l.n && is_blank(l.p[l.n - 1]))
            l.n--;
        if (net && !l.n)
            return text.n;
        if (skipped == 2 || (l.n && !is_time(l)))
            return skipped == 2 && (!l.n || is_time(l)) ? text.n : at;
        at += all.n + 1;
    }
    return text.n;
}

static void add_part(struct dx_join *j, size_t src, size_t n) { j->part[j->n++] = (struct dx_join_part){0, src, n}; }

/* The two halves of a SIM card's number, as it is printed on the card: 89…, 19 or 20 digits. */
static bool is_sim(struct dx_str tail, struct dx_str next)
{
    size_t n = tail.n + next.n;
    return (n == 19 || n == 20) && tail.n > 8 && memcmp(tail.p, "89", 2) == 0 && run_of(tail, kit_is_digit) == tail.n && run_of(next, kit_is_digit) == next.n;
}

/* Two numbers, one under the other, are two; so are a number and a figure or two before it. */
static bool both_whole(struct dx_str tail, struct dx_str next)
{
    struct dx_str head = {next.p, run_of(next, of_number)};
    size_t before = count(tail, kit_is_digit);
    return !is_sim(tail, next) && (before >= DX_JOIN_WHOLE || before < FEW_DIGITS) && count(head, kit_is_digit) >= DX_JOIN_WHOLE;
}

/* Does the line end in a Thai plate without its province: one to three consonants (U+0E01 to U+0E2E) of no longer word, and up to four
 * digits from `tail` on? *start: where it begins. */
static bool ends_in_plate(struct dx_str l, size_t tail, size_t *start)
{
    size_t i = tail, letters = 0, digits = l.n - tail;
    if (!digits || digits > 4 || l.p[tail] == '0')
        return false;
    i -= i > 0 && (l.p[i - 1] == ' ' || l.p[i - 1] == '-');
    for (; i >= 3 && letters < 4 && is_consonant(l.p + i - 3); i -= 3)
        letters++;
    i -= i > 0 && kit_is_digit(l.p[i - 1]);
    *start = i;
    return letters && letters < 4 && (i == 0 || !(kit_is_alnum(l.p[i - 1]) || l.p[i - 1] & 0x80));
}

/* The province of a plate in the next line. */
static bool join_plate(struct dx_join *j, struct dx_str text, struct dx_str first, size_t line)
{
    size_t at = line + 1, start;
    struct dx_str below = kit_trim(line_of(text, at));
    if (j->class != DX_JOIN_DIGITS || below.n < 9 || below.n > 80 || !is_thai(below.p) || !ends_in_plate(first, j->tail, &start))
        return false;
    j->class = DX_JOIN_PLATE;
    j->tail = start;
    j->n = 0;
    add_part(j, 0, first.n);
    add_part(j, (size_t)(below.p - text.p), below.n);
    return true;
}

#define SERIAL 6    /* digits of Myanmar's numbers */
#define TOWNSHIP 60 /* bytes of what stands before the bracket, at most */

/* Six digits, ASCII or Burmese (U+1040 to U+1049), at the start of l: their bytes, 0: others. */
static size_t serial_at(struct dx_str l)
{
    size_t i = 0;
    for (int n = 0; n < SERIAL; n++) {
        bool burmese = i + 3 <= l.n && memcmp(l.p + i, "\xE1\x81", 2) == 0 && (unsigned char)l.p[i + 2] <= 0x89;
        if (!burmese && !(i < l.n && kit_is_digit(l.p[i])))
            return 0;
        i += burmese ? 3 : 1;
    }
    return i < l.n && (kit_is_alnum(l.p[i]) || l.p[i] & 0x80) ? 0 : i;
}

/* "12/OUKAMA(N)" at the end of a line, its serial in the next. */
static bool join_registration(struct dx_join *j, struct dx_str text, struct dx_str first, size_t line)
{
    size_t at = line + 1, n = at < text.n ? serial_at(line_of(text, at)) : 0, from = first.n > TOWNSHIP ? first.n - TOWNSHIP : 0;
    const char *slash = n ? memrchr(first.p + from, '/', first.n - from) : NULL, *open = slash ? memchr(slash, '(', first.n - (size_t)(slash - first.p)) : NULL;
    if (!open)
        return false;
    j->class = DX_JOIN_REGISTRATION;
    for (j->tail = (size_t)(slash - first.p); j->tail > 0 && !kit_is_alpha(first.p[j->tail - 1]) && first.p[j->tail - 1] != ':' && first.n - j->tail < TOWNSHIP;)
        j->tail--;
    add_part(j, 0, first.n);
    add_part(j, at, n);
    return true;
}

/* Letters alone: "บท", "2กฎ". */
static bool is_plate_letters(struct dx_str l)
{
    size_t i = l.n && kit_is_digit(l.p[0]), letters = 0;
    for (; i + 3 <= l.n && letters < 4 && is_consonant(l.p + i); i += 3)
        letters++;
    return i == l.n && letters && letters < 4;
}

/* Three lines, letters, number, province; or two of Myanmar, the region's three letters and the number below: as plates are built. */
static bool join_stacked(struct dx_join *j, struct dx_str text, struct dx_str first, size_t line)
{
    size_t at = line + 1, next = at < text.n ? at + line_of(text, at).n + 1 : at;
    struct dx_str number = at < text.n ? kit_trim(line_of(text, at)) : first, below = next < text.n ? kit_trim(line_of(text, next)) : (struct dx_str){NULL, 0};
    bool thai = is_plate_letters(first) && number.n <= 4 && run_of(number, kit_is_digit) == number.n && number.n && below.n >= 9 && below.n <= 80 && is_thai(below.p);
    bool burmese = first.n == 3 && number.n == 7 && number.p[2] == '-' && kit_is_digit(number.p[0]) && kit_is_digit(number.p[6]) && first.p[0] >= 'A' && first.p[0] <= 'Z';
    j->n = 0;
    if (!thai && !burmese)
        return false;
    j->class = DX_JOIN_PLATE;
    j->tail = 0;
    add_part(j, 0, first.n);
    add_part(j, (size_t)(number.p - text.p), number.n);
    if (thai)
        add_part(j, (size_t)(below.p - text.p), below.n);
    return true;
}

bool dx_join_lines(struct dx_join *j, struct dx_str text, size_t line)
{
    struct dx_str first = without_end((struct dx_str){text.p, line});
    size_t at = line + 1;
    j->n = 0;
    j->hyphen = false;
    if (first.n && first.p[first.n - 1] == ')' && join_registration(j, text, first, line))
        return true;
    j->class = first.n ? tail_of(first, &j->tail) : DX_JOIN_NONE;
    if (j->class == DX_JOIN_NONE && first.n && first.n <= 10 && at < text.n && join_stacked(j, text, first, line))
        return true;
    if (j->class == DX_JOIN_NONE || at >= text.n || (j->class == DX_JOIN_DIGITS && is_list(text, at)))
        return false;
    struct dx_str tail = kit_skip(first, j->tail);
    const bool net = j->class == DX_JOIN_URL || j->class == DX_JOIN_MAIL;
    j->digits = count(tail, kit_is_digit);
    add_part(j, 0, first.n);
    for (bool all = true, pointed = false; all && j->n < DX_JOIN_PARTS && (at = next_line(text, at, net)) < text.n;) {
        struct dx_str l = line_of(text, at);
        size_t from = head_at(l);
        struct dx_str rest = without_end(kit_skip(l, from));
        pointed = pointed || memchr(tail.p, '.', tail.n);
        if (!goes_on(j->class, tail, pointed, rest, &all) || (j->class == DX_JOIN_DIGITS && both_whole(tail, rest)))
            break;
        j->hyphen = j->hyphen || tail.p[tail.n - 1] == '-' || rest.p[0] == '-';
        add_part(j, at + from, rest.n);
        tail = rest;
        at += l.n + 1;
    }
    return j->n > 1 || join_plate(j, text, first, line);
}

bool dx_join_gap(struct dx_join *j, struct dx_str line, size_t *at, size_t *end)
{
    j->n = 0;
    j->hyphen = true;
    for (size_t i = *at > 0 ? *at : 1; i + 1 < line.n; i++) {
        struct dx_str before = {line.p, i};
        bool mail = line.p[i + 1] == '@' && kit_is_alnum(line.p[i - 1]);
        if (line.p[i] != ' ' || !(mail || (kit_is_digit(line.p[i + 1]) && kit_is_digit(line.p[i - 1]))))
            continue;
        *at = i + 1;
        j->class = mail ? DX_JOIN_MAIL : digits_tail(before, &j->tail);
        for (j->tail = mail ? i : j->tail; mail && j->tail > 0 && line.p[j->tail - 1] != ' ';)
            j->tail--;
        if (j->class == DX_JOIN_NONE)
            continue;
        j->digits = count(kit_skip(before, j->tail), kit_is_digit);
        add_part(j, 0, i);
        add_part(j, i + 1, line.n - i - 1);
        *end = i + 1 + (mail ? 1 : run_of(kit_skip(line, i + 1), of_number));
        return true;
    }
    return false;
}

bool dx_join_text(struct dx_join *j, struct dx_str text, size_t n, bool blank)
{
    dx_buf_reset(&j->text);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && blank)
            dx_buf_byte(&j->text, ' ');
        j->part[i].at = j->text.len;
        dx_buf_add(&j->text, text.p + j->part[i].src, j->part[i].n);
    }
    return dx_buf_ok(&j->text);
}

size_t dx_join_source(const struct dx_join *j, size_t at, bool end)
{
    size_t i = 0;
    at -= end;
    while (i + 1 < j->n && at >= j->part[i + 1].at)
        i++;
    return j->part[i].src + (at - j->part[i].at) + end;
}

/* Cheap and never stricter than dx_join_lines: what the line's last sign and the next line's first say. */
static bool may_join(struct dx_str text, size_t line, size_t nl)
{
    size_t end = nl, next = nl + 1;
    while (end > line && is_frame(text.p[end - 1]))
        end--;
    while (next < text.n && (is_frame(text.p[next]) || text.p[next] == '\n'))
        next++;
    if (end == line || next >= text.n)
        return false;
    char last = text.p[end - 1], first = text.p[next];
    if (!kit_is_digit(last) && !kit_is_digit(first) && last != ')' && last != '-' && first != '-' && last != '@' && last != '.' && first != '.' && !strchr("/=&?%_#", last)) {
        size_t at = end; /* letters on both sides: only a long word without a blank */
        while (at > line && end - at < 16 && !is_blank(text.p[at - 1]))
            at--;
        if (end - at < LEAST_URL)
            return false;
    }
    struct dx_join j = {0};
    return dx_join_lines(&j, (struct dx_str){text.p + line, text.n - line}, nl - line);
}

size_t dx_join_glance(struct dx_str text, size_t at, size_t to)
{
    for (const char *nl; at < to && (nl = memchr(text.p + at, '\n', text.n - at)) != NULL; at = (size_t)(nl + 1 - text.p)) {
        size_t end = (size_t)(nl - text.p);
        if (text.n - end <= DX_FIND_EDGE || may_join(text, at, end)) /* what comes behind may not be there yet */
            return at;
    }
    return to;
}

void dx_join_free(struct dx_join *j) { dx_buf_free(&j->text); }
