/* name.c: the scanner of names: behind labels, in tables, beside numbers (identifiers.md 9) */
#include "find/name.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "find/kit.h"
#include "find/name_words.h"

/* Nothing but marks of lists and forms stands before a plain label: "File name", "the name" are of something else. */
static bool leads(struct dx_str t, size_t i)
{
    size_t blanks = 0;
    while (i > 0 && t.p[i - 1] == ' ') {
        i--;
        blanks++;
    }
    return i == 0 || !dx_name_letter(t.p[i - 1]) || blanks > 1; /* fields of a form stand apart */
}

/* The bytes of the dots or the line that lead to what is filled into a form, at least three of them; 0: none stand there. */
static size_t leader(struct dx_str t, size_t i)
{
    size_t n = 0;
    if (i >= t.n || !(t.p[i] == '.' || t.p[i] == '_'))
        return 0;
    while (i + n < t.n && t.p[i + n] == t.p[i])
        n++;
    return n > 2 ? n : 0;
}

/* Does the next field's label stand there: a Latin word with a colon at once ("Somchai Jaidee Seat: 14A")? */
static bool next_field(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (i + n < t.n && kit_is_alpha(t.p[i + n]))
        n++;
    return n > 1 && i + n < t.n && t.p[i + n] == ':' && (i + n + 1 == t.n || t.p[i + n + 1] == ' ');
}

/* Another label of names, one that is no name itself ("Wali"): "Surname HTET Given names AUNG". */
static bool next_label(const struct dx_names *names, struct dx_str t, size_t i)
{
    const struct dx_name_label *l = dx_name_label_at(names, t, i);
    return l && (l->strength == DX_LABEL_CLEAR || (l->strength == DX_LABEL_FORM && (l->word[0] & 0x80 || strchr(l->word, ' '))));
}

/* Thai words that begin the next field without a blank before them, and that no name holds. */
static bool glued_field(struct dx_str t, size_t i)
{
    static const char *const words[] = {"เลขบัตร", "เลขที่", "เลขประจำตัว", "เบอร์โทร", "โทรศัพท์", "ผู้รับ", "ผู้โอน", "ผู้ส่ง", "หนังสือเดินทาง", "สัญชาติ", "พาสปอร์ต"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (kit_starts(kit_skip(t, i), words[k]))
            return true;
    return false;
}

/* … by the letters that they start with. */
static bool may_be_glued(uint32_t c) { return c == 0x0e1c || c == 0x0e1e || c == 0x0e2a || c == 0x0e2b || c == 0x0e40 || c == 0x0e42; }

/* The bytes of a count between a label and its value: "Passenger 2: …", "ผู้ต้องหาที่ ๑ นาย…"; 0: none stands there. */
static size_t counted(struct dx_str t, size_t i)
{
    size_t start = i, digits;
    i += i < t.n && t.p[i] == ' ';
    if (kit_starts(kit_skip(t, i), "ที่"))
        i += strlen("ที่");
    i += i < t.n && t.p[i] == ' ';
    for (digits = 0; i < t.n && kit_is_digit(t.p[i]); i++)
        digits++;
    return digits > 0 && digits < 3 && i + 1 < t.n && (t.p[i] == ':' || (t.p[i] == ' ' && !kit_is_digit(t.p[i + 1]))) ? i - start : 0;
}

/* What stands between a label and its value: *marked when it is a colon or the like. */
static size_t behind_label(struct dx_str t, size_t i, enum dx_name_strength s, bool *marked)
{
    size_t start = i;
    *marked = false;
    if (s == DX_LABEL_TAG && i < t.n && t.p[i] == ';') /* FN;CHARSET=UTF-8:… */
        while (i < t.n && t.p[i] != ':')
            i++;
    i += s == DX_LABEL_FORM ? counted(t, i) : 0;
    size_t open = i + (i < t.n && t.p[i] == ' ');
    if (open + 1 < t.n && t.p[open] == '(') /* ชื่อ (Name): */
        for (size_t k = open; k < t.n && k < open + 48; k++)
            if (t.p[k] == ')') {
                i = k + 1;
                break;
            }
    for (; i < t.n; i++) {
        size_t dots = leader(t, i);
        if (dots) {
            *marked = true;
            i += dots - 1;
        }
        else if (strchr(":=|\t>", t.p[i]) && t.p[i])
            *marked = true;
        else if (kit_starts(kit_skip(t, i), "៖")) {
            *marked = true;
            i += strlen("៖") - 1;
        }
        else if (t.p[i] == '-' && start > 0 && (t.p[start - 1] & 0x80) && i + 1 < t.n && t.p[i + 1] == ' ')
            *marked = true; /* အမည် - …, নাম- … */
        else if (t.p[i] != ' ' && !(t.p[i] == '.' && i == start) && !(t.p[i] == '-' && i > start) && t.p[i] != '"')
            break;
    }
    return i;
}

/* A Thai name is a given name and a surname, which "ณ" may lead. */
static size_t thai_end(struct dx_str t, size_t from, size_t end)
{
    int taken, words = 0;
    bool brief = true;
    struct dx_str bare = dx_titles_off((struct dx_str){t.p + from, end - from}, &taken);
    for (size_t i = 0; i < bare.n; i++) {
        if (bare.p[i] != ' ')
            continue;
        brief = brief && i <= (size_t)(words + 1) * 10; /* "โซ วิน …": of three letters and less, as names of Myanmar are in Thai */
        if (++words == 2 && brief)
            words = 1;
        else if (words == 2 && !kit_starts(kit_skip(bare, i - strlen("ณ")), "ณ"))
            return (size_t)(bare.p + i - t.p);
        words -= words == 2;
    }
    return end;
}

/* "JAIDEE, SOMCHAI": a comma after one word in capitals, and another word in capitals behind it. */
static bool comma_of_name(const struct dx_names *names, struct dx_str t, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (!(t.p[k] >= 'A' && t.p[k] <= 'Z') && t.p[k] != '-')
            return false;
    return i + 3 < t.n && t.p[i + 1] == ' ' && kit_is_alpha(t.p[i + 2]) && !dx_name_lower(t.p[i + 2]) && kit_is_alpha(t.p[i + 3]) && !dx_name_lower(t.p[i + 3]) &&
           !dx_name_ends_at(names, t, i + 2);
}

/* "TAN/MEI LING" of tickets: a stroke between capitals, behind one word in capitals. */
static bool stroke_of_name(struct dx_str t, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (!dx_name_upper(t.p[k]))
            return false;
    return i > from + 1 && i + 2 < t.n && dx_name_upper(t.p[i + 1]) && dx_name_upper(t.p[i + 2]);
}

/* "PREM BAHADUR RAI Collector mobile": behind words in capitals alone, a word that goes on in small letters is of what follows. */
static bool leaves_capitals(struct dx_str t, size_t from, size_t blank)
{
    size_t letters = 0;
    for (size_t i = from; i < blank; i++) {
        if (dx_name_lower(t.p[i]) || t.p[i] & 0x80)
            return false;
        letters += dx_name_upper(t.p[i]);
    }
    return letters > 3 && blank + 2 < t.n && dx_name_upper(t.p[blank + 1]) && dx_name_lower(t.p[blank + 2]);
}

/* The masked number of an account that starts at i, as messages of banks have it: "x-4471", "xxx-x-x4471-x", "******4471", "X4471"; 0: none does. */
static size_t masked(struct dx_str t, size_t i)
{
    size_t start = i, marks = 0, digits = 0;
    for (; i < t.n && i - start < 24 && strchr("xX*-.0123456789 ", t.p[i]); i++) {
        marks += t.p[i] == 'x' || t.p[i] == 'X' || t.p[i] == '*';
        digits += kit_is_digit(t.p[i]);
        if (t.p[i] == ' ' && (i + 1 == t.n || !strchr("xX*0123456789", t.p[i + 1])))
            break;
    }
    bool first = start < t.n && (strchr("xX*", t.p[start]) || (start + 1 < t.n && kit_is_digit(t.p[start])));
    return first && marks > 0 && digits > 2 && digits < 8 && (i == t.n || !kit_is_alpha(t.p[i])) ? i - start : 0;
}

/* Does a code stand at i, up to three letters and a digit: "Zaw Min Htet MB007757"? */
static bool code_at(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (n < 4 && i + n < t.n && kit_is_alpha(t.p[i + n]))
        n++;
    return n > 0 && n < 4 && i + n < t.n && kit_is_digit(t.p[i + n]);
}

/* The bytes of a title whose full stop was read as a comma or colon, at which no name goes on: "Ms: MYA EXAMPLE"; 0: there is none. */
static size_t misread_title(struct dx_str t)
{
    enum { LONGEST = 4 };
    size_t n = 0;
    while (n < LONGEST && n < t.n && kit_is_alpha(t.p[n]))
        n++;
    return n > 1 && n + 1 < t.n && (t.p[n] == ',' || t.p[n] == ':') && t.p[n + 1] == ' ' ? dx_title_at(t) : 0;
}

/* Where the name that starts at `from` ends. */
static size_t name_end(const struct dx_names *names, struct dx_str t, size_t from, bool tag)
{
    uint32_t c, first = 0;
    size_t i = from, end = from;
    dx_utf8_get(t.p + from, t.n - from, &first);
    i += misread_title(kit_skip(t, from));
    for (size_t n; i < t.n && i - from < DX_NAME_BYTES; i += n) {
        if ((n = dx_utf8_get(t.p + i, t.n - i, &c)) == 0)
            break;
        if (c == ' ') {
            if (i + 1 < t.n && t.p[i + 1] == ' ')
                break;
            if (i + 1 < t.n && (dx_name_ends_at(names, t, i + 1) || next_field(t, i + 1) || next_label(names, t, i + 1) || leaves_capitals(t, from, i) || code_at(t, i + 1) || masked(t, i + 1)))
                break;
            if (dx_name_script(first) == DX_SCRIPT_HAN && end > from + strlen("王"))
                break; /* a name of Chinese characters has no blank behind two of them */
            continue;
        }
        if (leader(t, i))
            break;
        if (i > from + 8 && may_be_glued(c) && t.p[i - 1] != ' ' && glued_field(t, i))
            break;
        bool joint = c == '\'' || c == '-' || c == 0x2019 || c == '.' || (c == ',' && comma_of_name(names, t, from, i)) || (tag && c == ';') ||
                     (c == '/' && (tag || stroke_of_name(t, from, i)));
        enum dx_name_script script = c < 0x80 && !kit_is_alpha((char)c) ? DX_SCRIPT_OTHER : dx_name_script(c);
        if (!joint && script == DX_SCRIPT_OTHER)
            break;
        if (script != DX_SCRIPT_OTHER && (script == DX_SCRIPT_LATIN) != (dx_name_script(first) == DX_SCRIPT_LATIN) && end > from + 3 && t.p[i - 1] == ' ')
            break; /* the same name again in another script */
        if (i > from && script > DX_SCRIPT_LATIN && script != DX_SCRIPT_HAN && end - from > 9 && (script == DX_SCRIPT_BURMESE || t.p[i - 1] == ' ') && dx_name_ends_at(names, t, i))
            break;
        end = i + n;
        while (n == 1 && end < t.n && end - from < DX_NAME_BYTES && kit_is_alpha(t.p[end]) && t.p[end - 1] != ' ') /* the rest of a word */
            end = ++i + n;
    }
    return dx_name_script(first) == DX_SCRIPT_THAI ? thai_end(t, from, end) : end;
}

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

/* Does t start with a Latin capital? Those of Vietnamese, too: Đ, Ơ, Ư, and in the two blocks every other letter is one. */
static bool is_capital(struct dx_str t)
{
    uint32_t c = 0;
    dx_utf8_get(t.p, t.n, &c);
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0xDF && c != 0xD7) || c == 0x1A0 || c == 0x1AF || (((c >= 0x100 && c < 0x138) || (c >= 0x1E00 && c < 0x1F00)) && !(c & 1));
}

/* Where the words of a Latin name that begins with a capital stop having one; `end` when they don't. */
static size_t small_word(struct dx_str t, size_t from, size_t end)
{
    if (from >= end || t.p[from] < 'A' || t.p[from] > 'Z')
        return end;
    for (size_t i = from; i + 1 < end; i++) {
        if (t.p[i] != ' ' || !dx_name_lower(t.p[i + 1]))
            continue;
        size_t k = i + 1;
        while (k < end && t.p[k] != ' ')
            k++;
        if (!dx_name_particle((struct dx_str){t.p + i + 1, k - i - 1}))
            return i;
    }
    return end;
}

static const double key_weight = 2;   /* keys of programs and documents */
static const double single_weight = 0.6; /* "Name: Base" */
static const double prose_weight = 1; /* a sentence goes on behind it */

static double label_weight(const struct dx_name_label *l, bool marked, bool first)
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

/* How many capitalised Latin words stand from `from` to `end`; 0 when others do, too. */
static size_t capitals(struct dx_str t, size_t from, size_t end)
{
    size_t words = 0;
    for (size_t i = from; i < end;) {
        size_t k = i;
        while (k < end && t.p[k] != ' ')
            k++;
        struct dx_str word = {t.p + i, k - i};
        bool initial = word.n == 1 && words > 1; /* NGUYEN VAN A */
        if (!dx_name_particle(word) && ((word.n < 2 && !initial) || !is_capital(word) || dx_name_never(word)))
            return 0;
        words++;
        i = k + 1;
    }
    return words;
}

static bool is_capitals(struct dx_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (dx_name_lower(t.p[i]) || (unsigned char)t.p[i] >= 0x80)
            return false;
    return t.n > 0;
}

/* A Chinese name of two or three characters, its surname one of the hundred most common, that write six names of seven. */
static bool han_name(struct dx_str t)
{
    static const char surnames[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
                                   "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈鄒閆龍賀顧龔萬錢嚴湯";
    uint32_t c = 0;
    for (size_t i = 0; i < t.n; i += 3)
        if (dx_utf8_get(t.p + i, t.n - i, &c) != 3 || dx_name_script(c) != DX_SCRIPT_HAN)
            return false;
    if (t.n != 2 * strlen("王") && t.n != 3 * strlen("王"))
        return false;
    for (size_t i = 0; i + 3 <= sizeof surnames; i += 3)
        if (memcmp(surnames + i, t.p, 3) == 0)
            return true;
    return false;
}

/* Reads the name that starts at `from` and gives it; *end gets where to go on. */
static int give(const struct dx_names *names, struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool marked, bool at_start, size_t *end, struct dx_reading *r,
                dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_buf contact = DX_BUF_INIT;
    bool tag = l->strength == DX_LABEL_TAG;
    size_t all = name_end(names, line, from, tag);
    *end = small_word(line, from, all);
    weight -= *end < all ? prose_weight : 0;
    struct dx_str text = kit_trim((struct dx_str){line.p + from, *end - from});
    int taken = 0, rc = DX_OK;
    struct dx_str bare = dx_titles_off(text, &taken);
    size_t words = capitals(line, from, from + text.n);
    bool field = words > 1 && words < 5 && at_start && (l->strength == DX_LABEL_FORM || is_capitals(bare)) && *end == line.n;
    uint32_t c = 0;
    dx_utf8_get(text.p, text.n, &c);
    struct dx_str rest = kit_trim(kit_skip(line, *end));
    if (at_start && from > 0 && line.p[from - 1] == ' ' && (!rest.n || rest.p[0] == '(')) /* a line of a form, its colon lost */
        field = field || (dx_name_script(c) == DX_SCRIPT_BURMESE && l->strength == DX_LABEL_FORM) || (dx_name_script(c) == DX_SCRIPT_THAI && memchr(text.p, ' ', text.n));
    bool number = *end + 1 < line.n && line.p[*end] == '(' && kit_is_digit(line.p[*end + 1]); /* Ma Thandar Sample(09770341228) */
    bool closed = words > 1 && (number || kit_starts(kit_skip(line, *end), "</")); /* <Name>Siti Contoh</Name> */
    if (*end < line.n && strchr("(<[{:=_", line.p[*end]) && line.p[*end] && !closed && !(line.p[*end] == '(' && dx_name_script(c) == DX_SCRIPT_HAN))
        return DX_OK; /* of a program */
    field = field || (l->word[0] & 0x80 && l->strength >= DX_LABEL_FORM && words > 1 && words < 5 && is_capitals(bare)); /* ឈ្មោះ SOK DARA */
    if (!marked && dx_name_script(c) == DX_SCRIPT_BURMESE && from > 0 && line.p[from - 1] != ' ')
        return DX_OK; /* a particle behind the word */
    if (!marked && !taken && dx_name_script(c) == DX_SCRIPT_HAN && !han_name(bare))
        return DX_OK; /* no surname: the word goes on */
    bool told = (marked || taken || field || l->strength >= DX_LABEL_CLEAR) && !(tag && l->word[0] == 'n' && !memchr(text.p, ';', text.n));
    if (l->strength == DX_LABEL_PLAIN && words == 1 && !taken)
        weight -= single_weight;
    if (text.n && told) {
        dx_name_read(r, tag ? contact_name(text, &contact) : text);
        if (contact.oom)
            rc = dx_fail_nomem(e);
        else if (r->verdict != DX_VERDICT_NO)
            rc = take(ctx, &(struct dx_scanned){from, from + text.n, dx_str(l->word), weight}, e);
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

static int give_decoded(struct dx_str line, size_t from, const struct dx_name_label *l, double weight, bool *taken, struct dx_reading *r, dx_scanned_fn *take,
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
            rc = take(ctx, &(struct dx_scanned){from, from + kit_trim(kit_skip(line, from)).n, dx_str(l->word), weight}, e);
    }
    if (!dx_buf_ok(&text) || !dx_buf_ok(&name))
        rc = dx_fail_nomem(e);
    dx_buf_free(&text);
    dx_buf_free(&name);
    return rc;
}

/* The cell of the line that stands under cell number `column` of the head. */
static bool cell(struct dx_str t, char mark, size_t column, size_t *from, size_t *to)
{
    size_t at = 0;
    for (size_t i = 0; i <= t.n; i++) {
        if (i < t.n && t.p[i] != mark)
            continue;
        if (column-- == 0) {
            *from = at;
            *to = i;
            while (*from < *to && (t.p[*from] == ' ' || t.p[*from] == '"'))
                ++*from;
            return *from < *to;
        }
        at = i + 1;
    }
    return false;
}

/* The mark between the cells of a head; 0: none. */
static char mark_of(struct dx_str head)
{
    static const char marks[] = "\t;|,";
    for (const char *mark = marks; *mark; mark++)
        if (head.n && memchr(head.p, *mark, head.n))
            return *mark;
    return 0;
}

/* The label that the cell of the head at *at consists of, but for a few bytes; NULL: it is none of names. *at moves behind it. */
static const struct dx_name_label *column_label(const struct dx_names *names, struct dx_str head, char mark, size_t *at)
{
    const char *stop = *at < head.n ? memchr(head.p + *at, mark, head.n - *at) : NULL;
    struct dx_str cell = kit_trim((struct dx_str){head.p + *at, stop ? (size_t)(stop - head.p) - *at : head.n - *at});
    *at = stop ? (size_t)(stop - head.p) + 1 : head.n + 1;
    const struct dx_name_label *l = cell.n ? dx_name_label_at(names, cell, 0) : NULL;
    return l && l->strength != DX_LABEL_TAG && l->strength != DX_LABEL_LEAD && cell.n <= strlen(l->word) + 12 ? l : NULL;
}

int dx_name_columns_learn(struct dx_name_columns *c, const struct dx_names *names, struct dx_str head, struct dx_err *e)
{
    c->mark = mark_of(head);
    c->n = 0;
    for (size_t column = 0, at = 0; c->mark && at <= head.n; column++) {
        const struct dx_name_label *l = column_label(names, head, c->mark, &at);
        if (!l)
            continue;
        if (!DX_MORE(c->at, c->n, c->cap))
            return dx_fail_nomem(e);
        c->at[c->n++] = (struct dx_name_column){column, l};
    }
    return DX_OK;
}

void dx_name_columns_free(struct dx_name_columns *c)
{
    free(c->at);
    *c = (struct dx_name_columns){0};
}

static int scan_table(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double weight = 2.5;
    const struct dx_name_columns *c = t->columns;
    int rc = DX_OK;
    size_t from, to, end;
    for (size_t i = 0; i < c->n && rc == DX_OK; i++)
        if (cell(t->line, c->mark, c->at[i].column, &from, &to))
            rc = give(t->names, (struct dx_str){t->line.p, to}, from, c->at[i].label, weight, true, false, &end, r, take, ctx, e);
    return rc;
}

static const struct dx_name_label by_title = {"title", DX_LABEL_PLAIN}, by_an = {"an", DX_LABEL_PLAIN}, by_place = {"account", DX_LABEL_PLAIN}, by_list = {"list", DX_LABEL_FORM};

/* The label that is all that the line above holds, in one language or two. */
static const struct dx_name_label *exact_label(const struct dx_names *names, struct dx_str t)
{
    const struct dx_name_label *l = NULL;
    size_t i = 0;
    t = kit_trim(t);
    if (t.n > 64)
        return NULL;
    if (dx_title_alone(t))
        return &by_title;
    if (dx_names_none(names, t))
        return NULL;
    while (i < t.n && (kit_is_digit(t.p[i]) || strchr(" .-*()", t.p[i])))
        i++;
    while (i < t.n) {
        const struct dx_name_label *here = dx_name_label_at(names, t, i);
        if (!here || here->strength == DX_LABEL_TAG || here->strength == DX_LABEL_LEAD)
            return NULL;
        l = l && l->strength > here->strength ? l : here;
        for (i += strlen(here->word); i < t.n && strchr(" :./-()|,", t.p[i]);)
            i++;
        if (kit_starts(kit_skip(t, i), "៖"))
            i += strlen("៖");
    }
    return l;
}

static const struct dx_name_label *label_of_line(const struct dx_names *names, struct dx_str t, bool recognised)
{
    const struct dx_name_label *l = exact_label(names, t);
    return l || !recognised ? l : dx_name_label_nearly(names, kit_trim(t));
}

/* Could the line be a head with a column of names? */
static bool is_head(const struct dx_names *names, struct dx_str head)
{
    char mark = dx_names_none(names, head) ? 0 : mark_of(head);
    for (size_t at = 0; mark && at <= head.n;)
        if (column_label(names, head, mark, &at))
            return true;
    return false;
}

bool dx_name_below(const struct dx_names *names, struct dx_str line, const struct dx_name_columns *table, bool recognised)
{
    return (table ? table->n > 0 : is_head(names, line)) || label_of_line(names, line, recognised);
}

/* ---- without a label ---- */

/* May a title stand at i: where a word starts; in Thai, where nothing parts words, behind what leads to a person? */
static bool may_title(struct dx_str t, size_t i)
{
    static const char *const leads_to[] = {"ติดต่อ", "โทรหา", "โอนให้", "ให้", "ถึง", "กับ", "โดย", "คือ", "ชื่อ", "ของ", "จาก", "ฝาก", "บัญชี", "ภัย"};
    if (i == 0 || !(kit_is_alnum(t.p[i - 1]) || (unsigned char)t.p[i - 1] >= 0x80))
        return true;
    if (kit_is_digit(t.p[i - 1]))
        return (unsigned char)t.p[i] >= 0x80;
    for (size_t k = 0; k < sizeof leads_to / sizeof *leads_to; k++) {
        size_t n = strlen(leads_to[k]);
        if (i >= n && (unsigned char)t.p[i] == 0xE0 && memcmp(t.p + i - n, leads_to[k], n) == 0)
            return true;
    }
    return false;
}

/* Does a name stand behind the title at i: "น.ส.ดวงใจ สมมุติ", "Daw Khin Example"? A title of one letter asks for two words. */
static bool title_leads(const struct dx_names *names, struct dx_str t, size_t i, size_t title)
{
    size_t end = name_end(names, t, i, false), words = 1;
    struct dx_str bare = kit_trim((struct dx_str){t.p + i + title, end > i + title ? end - i - title : 0});
    for (size_t k = 0; k < bare.n; k++)
        words += bare.p[k] == ' ';
    bool latin = kit_is_alpha(t.p[i]), brief = latin && title < 4;
    if (bare.n < 3 || (t.p[i + title - 1] == ' ' && (kit_starts(kit_skip(t, i), "ကို") || kit_starts(kit_skip(t, i), "ဆရာ")))) /* a particle; "teacher, …" */
        return false;
    if (latin && kit_is_alpha(t.p[i]) && !kit_is_alpha(t.p[i + 1]) && t.p[i] != 'U')
        return false; /* an initial */
    if (latin)
        return kit_is_alpha(bare.p[0]) && !dx_name_lower(bare.p[0]) && (words > 1 || !brief) && words < 6;
    return words > 1 || (end < t.n && kit_is_digit(t.p[end < t.n && t.p[end] == ' ' ? end + 1 : end])) || (unsigned char)t.p[i] == 0xE1;
}

static const double titled_weight = 1.0, an_weight = 2.4, bracket_weight = 1.2, behind_weight = 0.8;

/* "กสิกร 048-2-91736-5 สมชาย ใจดี", and nothing else in the line: two Thai words, none of them one that goes with a payment. */
static bool thai_pair(struct dx_str t, size_t from, size_t end)
{
    static const char *const others[] = {"โอน", "ขอ", "จำนวน", "ยอด", "ค่า", "แล้ว", "รอ", "เรียบ", "ด้วย", "ส่ง", "สลิป", "นะ", "เงิน", "ราคา", "วัน", "สาขา", "สำนัก", "ธนาคาร",
        "ออม", "กระแส", "บริษัท", "ร้าน", "หจก", "ห้าม", "เท่า", "อย่า", "ถ้า", "เพื่อ", "สำหรับ", "กรุณา", "แจ้ง", "ทาง", "ไม่", "มี", "ใช้", "บัญชี", "พร้อม"};
    struct dx_str name = kit_trim((struct dx_str){t.p + from, end - from}), rest = kit_trim(kit_skip(t, end));
    const char *blank = name.n ? memchr(name.p, ' ', name.n) : NULL;
    size_t first = blank ? (size_t)(blank - name.p) : 0;
    if ((rest.n && !kit_is_digit(rest.p[0])) || !blank || first < 9 || name.n - first < 10 || name.n > 90) /* of three bytes each */
        return false;
    for (size_t i = 0; i < name.n; i += first + 1)
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            if (kit_starts(kit_skip(name, i), others[k]))
                return false;
    return true;
}

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
    if (i < t.n && dx_utf8_get(t.p + i, t.n - i, &c) > 1 && dx_name_script(c) == DX_SCRIPT_THAI && !dx_name_label_at(names, t, i) && thai_pair(t, i, name_end(names, t, i, false)))
        return give(names, t, i, &by_place, behind_weight, true, false, &end, r, take, ctx, e);
    if (c && dx_name_script(c) == DX_SCRIPT_HAN) {
        size_t bank = i; /* 农行 李春雷 */
        while (bank < t.n && t.p[bank] & 0x80 && t.p[bank] != ' ')
            bank++;
        if (bank + 1 < t.n && t.p[bank] == ' ' && bank - i >= strlen("农行") && memcmp(t.p + bank - strlen("行"), "行", strlen("行")) == 0)
            i = bank + 1;
        end = name_end(names, t, i, false);
        if (han_name((struct dx_str){t.p + i, end - i}) && (end == t.n || !(t.p[end] & 0x80)))
            return give(names, t, i, &by_place, behind_weight, true, false, &end, r, take, ctx, e);
    }
    if (i >= t.n || !kit_is_alpha(t.p[i]) || dx_name_ends_at(names, t, i) || dx_name_label_at(names, t, i))
        return DX_OK;
    end = small_word(t, i, name_end(names, t, i, false));
    end -= end > i && t.p[end - 1] == ' ';
    if (!an && !memchr(t.p + i, ' ', end - i)) /* one word */
        return DX_OK;
    size_t words = capitals(t, i, end);
    if (words > 4 || words < (an ? 1 : 2) || (bracket && (end >= t.n || t.p[end] != ')')))
        return DX_OK;
    return give(names, t, i, an ? &by_an : &by_place, an ? an_weight : bracket ? bracket_weight : behind_weight, true, false, &end, r, take, ctx, e);
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
    size_t blanks = 0, words = capitals(t, from, from + name.n);
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
        if ((t.p[i] == 'x' || t.p[i] == 'X' || t.p[i] == '*') && (i == 0 || !kit_is_alnum(t.p[i - 1])) && masked(t, i))
            return true;
    return false;
}

bool dx_name_owner_may(const struct dx_names *names, struct dx_str line)
{
    return dx_names_next_lead(names, line, 0, line.n) < line.n && has_masked(line);
}

/* "to MARIA HALIMBAWA 0917…": Latin capitals with somebody's number right behind, as slips have it; "from Chiang Mai" isn't followed by one. */
static bool leads_to_owner(struct dx_str t, size_t from, size_t end, const struct dx_name_anchor *a, size_t n)
{
    size_t at = end;
    struct dx_str name = kit_trim((struct dx_str){t.p + from, end - from});
    if (capitals(t, from, from + name.n) < 2 && !thai_pair((struct dx_str){t.p, from + name.n}, from, from + name.n))
        return false;
    for (size_t k = end; k < t.n && k - end < 4 && strchr(" (,", t.p[k]); k++)
        if (k + 1 < t.n && masked(t, k + 1))
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
        size_t from = behind_label(t, i + strlen(l->word), l->strength, &marked), stop = small_word(t, from, name_end(names, t, from, false));
        while (stop > from && strchr(" -", t.p[stop - 1]))
            stop--;
        if (stop > from && !dx_name_ends_at(names, t, from) && leads_to_owner(t, from, stop, a, n))
            rc = give(names, t, from, l, label_weight(l, true, false) - (marked ? 0 : bare), true, false, &end, r, take, ctx, e);
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
        size_t from = behind_label(t, end, l->strength, &marked);
        if (from >= t.n || (!marked && from == end && !(l->word[0] & 0x80)) || dx_name_ends_at(names, t, from) || dx_name_label_at(names, t, from))
            continue;
        size_t stop = small_word(t, from, name_end(names, t, from, false));
        while (stop > from && strchr(" -", t.p[stop - 1]))
            stop--;
        if (within && !(marked && capitals(t, from, stop) > 1 && is_capitals((struct dx_str){t.p + from, stop - from})))
            continue;
        if (shaped(names, t, from, stop, &more))
            rc = give(names, t, from, l, label_weight(l, true, false) - (marked ? 0 : bare) + more, true, false, &end, r, take, ctx, e);
    }
    return rc;
}

/* Words of offices and services, which have telephone numbers too. */
static bool is_office(struct dx_str t)
{
    static const char *const words[] = {"office", "center", "centre", "service", "company", "hotel", "bank", "shop", "customer", "call", "sales", "support", "hotline",
        "emergency", "police", "hospital", "airport", "branch", "contact", "delivery", "admin", "manager", "group", "limited", "ltd", "co", "inc", "embassy", "school",
        "university", "department", "clinic", "restaurant", "taxi", "tel", "fax", "mobile", "phone", "line", "new", "total", "sim", "card", "number",
        "account", "address", "agency", "airline", "airlines", "alamat", "apartment", "attn", "berhasil", "building", "cash", "city", "cooperative", "corporation", "date", "dear", "deposit", "details",
        "district", "express", "floor", "guesthouse", "home", "information", "kampung", "kantor", "kota", "llc", "money", "order", "passport", "payment", "plaza", "province", "railway", "receipt",
        "regards", "road", "room", "services", "sincerely", "station", "store", "street", "telegram", "tower", "trading", "transfer", "transport", "travel", "union", "village", "whatsapp", "work"};
    for (size_t i = 0; i < t.n;) {
        size_t k = i;
        while (k < t.n && kit_is_alpha(t.p[k]))
            k++;
        for (size_t w = 0; k > i && w < sizeof words / sizeof *words; w++)
            if (k - i == strlen(words[w]) && kit_starts(kit_skip(t, i), words[w]))
                return true;
        i = k + 1;
    }
    return false;
}

/* What a number's owner stands behind in a line of several: where the segment that ends at `stop` begins. */
static size_t segment(struct dx_str t, size_t from, size_t stop)
{
    size_t i = stop;
    while (i > from && !(strchr(",;/|:)", t.p[i - 1]) && (i < 2 || t.p[i - 1] != '/' || t.p[i - 2] == ' ')) && !kit_starts(kit_skip(t, i), "–") && !kit_starts(kit_skip(t, i), "—"))
        i--;
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
        size_t words = is_capital(head) ? capitals(t, i, end) : 0;
        may = words > 1 && words < 5;
    }
    else if (script == DX_SCRIPT_THAI)
        may = thai_pair((struct dx_str){t.p, end}, i, end);
    else if (script == DX_SCRIPT_HAN)
        may = han_name(head);
    return may && !dx_name_label_at(names, t, i) && !dx_name_ends_at(names, t, i) && name_end(names, (struct dx_str){t.p, end}, i, false) >= end && !is_office(head);
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
    size_t i = segment(t, least, to);
    for (size_t n = 9; to < t.n && t.p[to] == '(' && n >= 6 && to >= least + n; n -= 3)
        if (han_name((struct dx_str){t.p + to - n, n})) { /* 你已向陈建国（186…） */
            i = to - n;
            break;
        }
    while (i < to && (kit_is_digit(t.p[i]) || strchr(" .)-*", t.p[i])))
        i++;
    if (!nameable(names, t, i, to))
        return DX_OK;
    return give(names, (struct dx_str){t.p, to}, i, &by_place, listed + (marked ? marked_more : 0), true, false, &end, r, take, ctx, e);
}

int dx_name_near(const struct dx_names *names, struct dx_str t, const struct dx_name_anchor *a, size_t n, struct dx_reading *r,
    dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && (i = dx_names_next_title(names, t, i, t.n)) < t.n;) {
        struct dx_str rest = kit_skip(t, i);
        size_t title = may_title(t, i) ? dx_title_at(rest) : 0, end = i + 1;
        title = title || !may_title(t, i) ? title : dx_title_ma(rest);
        if (title && title_leads(names, t, i, title))
            rc = give(names, t, i, &by_title, titled_weight, true, false, &end, r, take, ctx, e);
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

/* Where a name would start in a line that may be one from its first word on; its end: it can't be. */
static size_t first_word(const struct dx_names *names, struct dx_str line)
{
    size_t from = 0;
    while (from < line.n && strchr(" \t|:", line.p[from]))
        from++;
    bool other = from < line.n && (dx_name_lower(line.p[from]) || dx_name_label_at(names, line, from) || dx_name_ends_at(names, line, from));
    return other ? line.n : from;
}

/* Behind a title that stands by itself: two words and more, and nothing else. */
static int give_titled(const struct dx_scanner_text *t, size_t from, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double title = 1.6;
    size_t end, all = name_end(t->names, t->line, from, false), words = capitals(t->line, from, all);
    bool whole = t->recognised && kit_trim(kit_skip(t->line, all)).n == 0 && (words > 1 || (!words && memchr(t->line.p + from, ' ', all - from)));
    return whole && words < 5 ? give(t->names, t->line, from, &by_title, title, true, true, &end, r, take, ctx, e) : DX_OK;
}

/* "Full name" above, "SOMCHAI EXAMPLE" here. */
static int scan_below_label(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double clear = 1.8, word = 1.3, plain = 0.6, typed = 0.5; /* word: typed lists of words stand one below the other, too */
    const struct dx_name_label *l = t->above.n ? label_of_line(t->names, t->above, t->recognised) : NULL;
    size_t end, from = l ? first_word(t->names, t->line) : t->line.n;
    if (from >= t->line.n)
        return DX_OK;
    if (l == &by_title)
        return give_titled(t, from, r, take, ctx, e);
    bool one = !t->recognised && (t->line.p[from] & 0x80) && !memchr(t->line.p + from, ' ', t->line.n - from);
    double below = l->strength < DX_LABEL_FORM ? (t->recognised ? plain : typed) : one ? word : clear;
    return give(t->names, t->line, from, l, below, true, true, &end, r, take, ctx, e);
}

static struct dx_str last_of(struct dx_str t, char mark)
{
    const char *at = t.n ? memrchr(t.p, mark, t.n) : NULL;
    return at ? kit_skip(t, (size_t)(at + 1 - t.p)) : t;
}

/* The label that one of the lines is, the first before the others; NULL: none is. */
static const struct dx_name_label *label_of_lines(const struct dx_names *names, struct dx_str lines)
{
    const struct dx_name_label *l = NULL;
    while (lines.n && !l) {
        const char *stop = memchr(lines.p, '\n', lines.n);
        struct dx_str row = {lines.p, stop ? (size_t)(stop - lines.p) : lines.n};
        l = label_of_line(names, row, true);
        l = l == &by_title ? NULL : l;
        lines = kit_skip(lines, stop ? row.n + 1 : row.n);
    }
    return l;
}

/* A line whose label stands to its left in the picture, over it, or at the head of its column, whatever line the text has above it. */
static int scan_beside_label(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double clear = 1.8, cell = 1.2, plain = 0.6;
    size_t end, from = t->left.n || t->over.n || t->column.n ? first_word(t->names, t->line) : t->line.n;
    if (from >= t->line.n)
        return DX_OK;
    struct dx_str left = t->left, beside = last_of(left, ' ');
    bool titled = dx_title_alone(beside); /* "Name: | Mr. | BUDI CONTOH" */
    left.n = titled ? (size_t)(beside.p - left.p) : left.n;
    const struct dx_name_label *l = left.n ? label_of_line(t->names, left, true) : NULL;
    l = l ? l : label_of_line(t->names, last_of(t->over, '\n'), true);
    l = l ? l : label_of_lines(t->names, t->over);
    l = l ? l : label_of_lines(t->names, t->column);
    if ((!l && titled) || l == &by_title)
        return give_titled(t, from, r, take, ctx, e);
    if (!l)
        return DX_OK;
    size_t all = name_end(t->names, t->line, from, false);
    uint32_t c = 0;
    dx_utf8_get(t->line.p + from, t->line.n - from, &c);
    bool thai = dx_name_script(c) == DX_SCRIPT_THAI;
    bool pair = thai && memchr(t->line.p + from, ' ', all - from);
    bool whole = (pair || capitals(t->line, from, all) > 1) && !kit_trim(kit_skip(t->line, all)).n;
    double weight = l->strength == DX_LABEL_CLEAR || l->strength == DX_LABEL_FORM ? clear : whole ? cell : plain;
    return give(t->names, t->line, from, l, weight, true, true, &end, r, take, ctx, e);
}

/* "MR. PETCHARAT SOMBOON": a title with its full stop, and two words or more of capitals. */
static bool capitals_only(struct dx_str t, size_t from)
{
    const char *stop = t.n > from ? memchr(t.p + from, '.', t.n - from < 6 ? t.n - from : 6) : NULL;
    struct dx_str rest = stop ? kit_trim(kit_skip(t, (size_t)(stop + 1 - t.p))) : (struct dx_str){NULL, 0};
    return rest.n && is_capitals(rest) && memchr(rest.p, ' ', rest.n);
}

/* "Ibu RINI CONTOH", and nothing else in a recogniser's line ("น.ส. ดวงใจ สมมุติ" in any): a cell of a table, a field of a card. */
static int scan_titled_line(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double alone = 1.6;
    size_t from = 0, end;
    while (from < t->line.n && strchr(" \t|:", t->line.p[from]))
        from++;
    uint32_t c = 0;
    dx_utf8_get(t->line.p + from, t->line.n - from, &c);
    bool typed = dx_name_script(c) == DX_SCRIPT_THAI || capitals_only(t->line, from); /* in typed text, too: sure enough */
    size_t title = from < t->line.n && (t->recognised || (typed && dx_name_title_may(t->names, t->line, from))) ? dx_title_at(kit_skip(t->line, from)) : 0;
    if (!title || !title_leads(t->names, t->line, from, title) || kit_trim(kit_skip(t->line, name_end(t->names, t->line, from, false))).n)
        return DX_OK;
    return give(t->names, t->line, from, &by_title, alone, true, true, &end, r, take, ctx, e);
}

/* ---- lists ---- */

/* The head of a table whose columns stand apart by blanks: the label of names, and another field's: "No. Name Passport". */
static bool heads_columns(const struct dx_names *names, struct dx_str t)
{
    size_t fields = 0, labels = 0, words = 1;
    for (size_t i = 0; i < t.n; i++) {
        words += t.p[i] == ' ' && i + 1 < t.n && t.p[i + 1] != ' ';
        if (kit_is_digit(t.p[i]) || strchr(":=;,\"<>()", t.p[i]))
            return false;
        if (i > 0 && t.p[i - 1] != ' ')
            continue;
        const struct dx_name_label *l = dx_name_label_at(names, t, i);
        size_t n = l ? strlen(l->word) : 0;
        labels += l && (l->strength > DX_LABEL_PLAIN || dx_str_is((struct dx_str){t.p + i, n}, "Name") || dx_str_is((struct dx_str){t.p + i, n}, "NAME")) && (i + n == t.n || t.p[i + n] == ' ');
        fields += !l && dx_name_ends_at(names, t, i);
    }
    return labels > 0 && fields > 0 && labels + fields >= words / 2;
}

/* Is the line the head of a list of persons: a word for such a list, and little else? */
static enum dx_name_listed heads_list(const struct dx_names *names, struct dx_str t)
{
    static const size_t longest = 72;
    size_t digits = 0;
    t = kit_trim(t);
    while (t.n && strchr("-=*:# ", t.p[t.n - 1]))
        t.n--;
    if (t.n > longest || !t.n || t.p[t.n - 1] == '.' || dx_names_none(names, t))
        return DX_LISTED_NOT;
    for (size_t i = 0; i < t.n; i++)
        digits += kit_is_digit(t.p[i]);
    for (size_t i = 0, n; digits < 7 && i < t.n; i = dx_names_next_label(names, t, i + 1, t.n))
        if ((n = dx_name_list_at(names, t, i)) > 0 && (i < 4 || i + n == t.n)) /* at the start, or the end */
            return kit_starts(kit_skip(t, i), "daftar") || kit_starts(kit_skip(t, i), "manifes ") || kit_starts(kit_skip(t, i), "senarai") ? DX_LISTED_SINGLE : DX_LISTED;
    return digits == 0 && heads_columns(names, t) ? DX_LISTED_COLUMNS : DX_LISTED_NOT;
}

/* How many digits the text has. */
static size_t digits_in(struct dx_str t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++)
        n += kit_is_digit(t.p[i]);
    return n;
}

/* The name of a row of a list, from *from on; 0: it isn't one. "1. Sulastri", "NAW HSER KU", "2) Hnin Ei Phyu MH337325". */
static size_t row_name(const struct dx_names *names, struct dx_str t, enum dx_name_listed listed, size_t *from)
{
    size_t i = 0, end;
    bool numbered;
    uint32_t c = 0;
    while (i < t.n && strchr(" \t-*#|", t.p[i]))
        i++;
    numbered = i < t.n && kit_is_digit(t.p[i]);
    for (int numbers = 0; numbers < 2 && i < t.n && kit_is_digit(t.p[i]); numbers++) { /* its own, and a room's */
        size_t digits = i;
        while (i < t.n && kit_is_digit(t.p[i]))
            i++;
        if (i - digits > 4)
            return 0;
        while (i < t.n && strchr(" \t.):|", t.p[i]))
            i++;
    }
    if (kit_starts(kit_skip(t, i), "、") || kit_starts(kit_skip(t, i), "။"))
        i += 3;
    while (i < t.n && t.p[i] == ' ')
        i++;
    *from = i;
    if (i >= t.n || dx_name_label_at(names, t, i) || dx_name_ends_at(names, t, i) || (listed == DX_LISTED_COLUMNS && digits_in(kit_skip(t, i)) < 5))
        return 0;
    dx_utf8_get(t.p + i, t.n - i, &c);
    end = small_word(t, i, name_end(names, t, i, false));
    while (end > i && strchr(" -.", t.p[end - 1]))
        end--;
    struct dx_str name = {t.p + i, end - i}, rest = kit_trim(kit_skip(t, end));
    bool closed = !rest.n || strchr(",;|/(-:", rest.p[0]) || kit_is_digit(rest.p[0]) || dx_name_ends_at(names, rest, 0) || (rest.p[0] & 0x80);
    bool code = rest.n > 3 && dx_name_upper(rest.p[0]) && (kit_is_digit(rest.p[1]) || kit_is_digit(rest.p[2]));
    size_t words = capitals(t, i, end), single = listed == DX_LISTED_SINGLE && numbered ? 1 : 2;
    bool sure = numbered || is_capitals(name) || digits_in(rest) > 4;
    bool blank = memchr(name.p, ' ', name.n) != NULL;
    switch (dx_name_script(c)) {
    case DX_SCRIPT_LATIN:
        return (closed || code) && sure && words < 6 && words >= single && name.n > 2 && !memchr(name.p, ',', name.n) && !is_office(name) ? end : 0;
    case DX_SCRIPT_THAI:
        return closed && blank && thai_pair((struct dx_str){t.p, end}, i, end) ? end : 0;
    case DX_SCRIPT_HAN:
        return han_name(name) && (!rest.n || !(rest.p[0] & 0x80) || dx_name_ends_at(names, rest, 0)) ? end : 0;
    case DX_SCRIPT_BURMESE:
        return numbered && closed && name.n >= 4 * strlen("က") ? end : 0;
    case DX_SCRIPT_REGIONAL:
        return numbered && closed && blank ? end : 0;
    default:
        return 0;
    }
}

enum dx_name_listed dx_name_list(const struct dx_names *names, struct dx_str line, enum dx_name_listed listed)
{
    size_t from;
    enum dx_name_listed head = heads_list(names, line);
    return head ? head : listed && (row_name(names, line, listed, &from) || is_head(names, line)) ? listed : DX_LISTED_NOT;
}

/* A row of a list of persons. */
static int scan_row(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    static const double listed = 1.9, single = 1.7; /* single: one Latin word, which a number leads */
    size_t from = 0, end;
    if (!t->listed || !(end = row_name(t->names, t->line, t->listed, &from)))
        return DX_OK;
    return give(t->names, (struct dx_str){t->line.p, end}, from, &by_list, listed + (capitals(t->line, from, end) == 1 ? single : 0), true, false, &end, r, take, ctx, e);
}

/* A label that stands in the line, with what follows it. */
struct stand {
    const struct dx_name_label *label;
    size_t len, value; /* value: where the name would start */
    bool marked;
};

/* The label at i, where it may be one that a name follows. */
static bool stands(const struct dx_names *names, struct dx_str line, size_t i, struct stand *s)
{
    int titles;
    s->label = dx_name_label_at(names, line, i);
    if (!s->label || (s->label->strength == DX_LABEL_PLAIN && !leads(line, i) && kit_is_alpha(s->label->word[0])))
        return false;
    s->len = strlen(s->label->word);
    s->value = behind_label(line, i + s->len, s->label->strength, &s->marked);
    size_t at = s->value + (s->value < line.n && line.p[s->value] == '/');
    while (at < line.n && line.p[at] == ' ')
        at++;
    if (s->label->strength == DX_LABEL_LEAD) {
        dx_titles_off(kit_skip(line, s->value), &titles);
        return titles > 0;
    }
    const struct dx_name_label *again = at >= line.n ? NULL : dx_name_label_at(names, line, at);
    bool other = again && (s->label->word[0] & 0x80) != (again->word[0] & 0x80);
    if (again && again->strength != DX_LABEL_TAG && (s->marked ? again->strength >= DX_LABEL_FORM && at + strlen(again->word) < line.n && line.p[at + strlen(again->word)] == ' ' : other)) { /* "姓名 Name LI SI": as sure as a colon */
        s->value = behind_label(line, at + strlen(again->word), again->strength, &s->marked);
        s->marked = true;
    }
    return true;
}

/* Licences name their fields dcs and dac without a mark. */
static bool leads_to_name(struct dx_str line, const struct stand *s)
{
    return s->value < line.n && (s->marked || s->label->strength != DX_LABEL_TAG || s->label->word[1] == 'c' || s->label->word[1] == 'a');
}

/* What is taken off where no colon stands behind the label, no title before the name, and nobody printed it: in typed text a form has
 * its colon, and "Nama Berkas Baru" is a menu. Recognisers lose colons. */
static double bare_doubt(const struct dx_scanner_text *t, const struct stand *s, size_t i)
{
    static const double one_word = 1.5, field = 2.4, glued = 1.5, fielded = 0.9;
    struct dx_str line = t->line;
    uint32_t c = 0;
    if (t->recognised || s->marked || s->value >= line.n || s->label->strength == DX_LABEL_TAG)
        return 0;
    size_t end = small_word(line, s->value, name_end(t->names, line, s->value, false)), words = capitals(line, s->value, end);
    int taken;
    struct dx_str bare = dx_titles_off(kit_trim((struct dx_str){line.p + s->value, end - s->value}), &taken);
    dx_utf8_get(bare.p, bare.n, &c);
    if (taken || !bare.n)
        return 0;
    if (dx_name_script(c) == DX_SCRIPT_THAI && s->value == i + s->len)
        return glued;
    if (words == 1 && s->label->strength == DX_LABEL_CLEAR && is_capitals(bare) && end + 1 < line.n && (dx_name_ends_at(t->names, line, end) || next_label(t->names, line, end)))
        return -fielded; /* "Surname HTET Given names AUNG Sex M" */
    if (words == 1)
        return one_word;
    return words > 1 && i == 0 && s->label->strength == DX_LABEL_FORM && !is_capitals(bare) ? field : 0;
}

/* Names behind labels in the line. */
static int scan_labels(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    struct dx_str line = t->line;
    int rc = DX_OK;
    for (size_t i = 0; rc == DX_OK && i < line.n;) {
        struct stand s;
        if (!stands(t->names, line, i, &s)) {
            i = dx_names_next_label(t->names, line, i + 1, line.n);
            continue;
        }
        size_t end = s.value;
        double weight = label_weight(s.label, s.marked, i == 0) - (is_key(line, i, s.len, s.value) ? key_weight : 0) - bare_doubt(t, &s, i);
        if (s.label->strength == DX_LABEL_TAG && s.label->word[0] == 'd')
            weight = dx_name_element(t->above) ? weight + 1 : 0; /* any line in capitals may begin with these letters */
        bool taken = false;
        if (s.label->strength == DX_LABEL_TAG && s.value < line.n)
            rc = give_decoded(line, s.value, s.label, weight, &taken, r, take, ctx, e);
        if (rc == DX_OK && !taken && leads_to_name(line, &s) && weight > 0)
            rc = give(t->names, line, s.value, s.label, weight, s.marked, i == 0, &end, r, take, ctx, e);
        i = end > i + s.len ? end : i + s.len;
    }
    return rc;
}

int dx_name_scan(const struct dx_scanner_text *t, struct dx_reading *r, dx_scanned_fn *take, void *ctx, struct dx_err *e)
{
    bool none = dx_names_none(t->names, t->line) && !dx_name_tag_at_start(t->line) && !dx_name_lead_at(t->names, t->line, 0);
    int rc = none ? DX_OK : scan_labels(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = t->placed ? scan_beside_label(t, r, take, ctx, e) : scan_below_label(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = scan_row(t, r, take, ctx, e);
    if (rc == DX_OK)
        rc = scan_titled_line(t, r, take, ctx, e);
    return rc == DX_OK && t->columns ? scan_table(t, r, take, ctx, e) : rc;
}

/* ---- a glance ---- */

/* May the label be the head of a column? */
static bool heads_column(struct dx_str line, size_t i, const struct stand *s)
{
    while (i > 0 && (line.p[i - 1] == ' ' || line.p[i - 1] == '"'))
        i--;
    return s->label->strength != DX_LABEL_TAG && (i == 0 || strchr("\t;|,", line.p[i - 1]));
}

/* Is the line that the place is in worth a look? */
static bool worth_a_look(const struct dx_names *names, struct dx_str text, size_t at)
{
    const char *start = at ? memrchr(text.p, '\n', at) : NULL, *end = memchr(text.p + at, '\n', text.n - at);
    size_t from = start ? (size_t)(start - text.p) + 1 : 0;
    struct dx_str line = {text.p + from, (end ? (size_t)(end - text.p) : text.n) - from};
    struct stand s;
    int taken;
    if (dx_name_list_at(names, line, at - from))
        return heads_list(names, line) != DX_LISTED_NOT;
    if (!stands(names, line, at - from, &s))
        return false;
    if (heads_column(line, at - from, &s) || label_of_line(names, line, false)) /* for what stands below */
        return true;
    if (!leads_to_name(line, &s))
        return false;
    dx_titles_off(kit_skip(line, s.value), &taken);
    return s.marked || taken || s.label->strength >= DX_LABEL_CLEAR;
}

/* Is the line that starts at `at` worth a look for what it starts with: a tag, a word that leads to a person, a title? */
static bool starts_well(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    struct dx_str rest = {text.p + at, to - at};
    if ((dx_name_tag_at_start(rest) || dx_name_lead_at(names, rest, 0)) && worth_a_look(names, text, at))
        return true;
    bool capital = (text.p[at] >= 'A' && text.p[at] <= 'Z') || (text.p[at] & 0x80);
    return capital && dx_name_title_may(names, text, at) && dx_title_at(rest);
}

/* The first line of text[at, to) that starts so, or is nothing but a title; `to`: none does. */
static size_t tagged_line(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    while (at < to) {
        const char *end = memchr(text.p + at, '\n', to - at);
        size_t n = end ? (size_t)(end - (text.p + at)) : to - at;
        bool start = n > 1 && (at == 0 || text.p[at - 1] == '\n');
        if (start && (starts_well(names, text, at, to) || (end && n <= DX_TITLE_LONGEST + 2 && dx_title_alone((struct dx_str){text.p + at, n}))))
            return at;
        at = end ? at + n + 1 : to;
    }
    return to;
}

size_t dx_name_glance(const struct dx_names *names, struct dx_str text, size_t at, size_t to)
{
    size_t found = at;
    while ((found = dx_names_next_label(names, text, found, to)) < to && !worth_a_look(names, text, found))
        found++;
    return tagged_line(names, text, at, found);
}
