/* name_reach.c: where a name begins and ends in a line, and what can be one by its form alone */
#include "find/name/name_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "find/text/bytes.h"
#include "find/text/chars.h"

/* Nothing but marks of lists and forms stands before a plain label: "File name", "the name" are of something else. */
bool dx_name_leads(struct dx_str t, size_t i)
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
bool dx_name_next_label(const struct dx_names *names, struct dx_str t, size_t i)
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
size_t dx_name_behind_label(struct dx_str t, size_t i, enum dx_name_strength s, bool *marked)
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
        if (bare.p[i] != ' ' || (i + 1 < bare.n && bare.p[i + 1] == ' '))
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
    size_t k = from;
    while (k < i && dx_name_upper(t.p[k]))
        k++;
    k += k < i && t.p[k] == ' ' && dx_name_particle((struct dx_str){t.p + from, k - from}); /* DELA PENA */
    for (; k < i; k++)
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

/* "RAVI A/L MUTHU", "Devi a/p Muthu": son or daughter of, within names of Malaysia. */
static bool stroke_of_father(struct dx_str t, size_t from, size_t i)
{
    return i > from + 2 && i + 3 < t.n && t.p[i - 2] == ' ' && kit_lower(t.p[i - 1]) == 'a' && (kit_lower(t.p[i + 1]) == 'l' || kit_lower(t.p[i + 1]) == 'p') && t.p[i + 2] == ' ' && dx_name_upper(t.p[i + 3]);
}

/* "PREM BAHADUR RAI Collector mobile": behind words in capitals alone, a word that goes on in small letters is of what follows. */
static bool leaves_capitals(struct dx_str t, size_t from, size_t blank)
{
    size_t letters = 0;
    if (blank + 2 >= t.n || !dx_name_upper(t.p[blank + 1]) || !dx_name_lower(t.p[blank + 2]))
        return false;
    for (size_t i = from; i < blank; i++) {
        if (dx_name_lower(t.p[i]) || t.p[i] & 0x80)
            return false;
        letters += dx_name_upper(t.p[i]);
    }
    return letters > 3;
}

/* The masked number of an account that starts at i, as messages of banks have it: "x-4471", "xxx-x-x4471-x", "******4471", "X4471"; 0: none does. */
size_t dx_name_masked(struct dx_str t, size_t i)
{
    static const struct dx_bytes within = {{UINT64_C(0x03ff640100000000), UINT64_C(0x0100000001000000), 0, 0}}; /* x X * - . 0-9 and a blank … */
    static const struct dx_bytes goes_on = {{UINT64_C(0x03ff040000000000), UINT64_C(0x0100000001000000), 0, 0}}; /* … behind which one of these stands */
    static const struct dx_bytes mark = {{UINT64_C(0x0000040000000000), UINT64_C(0x0100000001000000), 0, 0}};
    size_t start = i, marks = 0, digits = 0;
    if (i >= t.n || !(dx_bytes_has(&mark, (unsigned char)t.p[i]) || (i + 1 < t.n && kit_is_digit(t.p[i + 1]))))
        return 0;
    for (; i < t.n && i - start < 24 && dx_bytes_has(&within, (unsigned char)t.p[i]); i++) {
        marks += dx_bytes_has(&mark, (unsigned char)t.p[i]);
        digits += kit_is_digit(t.p[i]);
        if (t.p[i] == ' ' && (i + 1 == t.n || !dx_bytes_has(&goes_on, (unsigned char)t.p[i + 1])))
            break;
    }
    return marks > 0 && digits > 2 && digits < 8 && (i == t.n || !kit_is_alpha(t.p[i])) ? i - start : 0;
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

/* Does a name whose words start at `from` end at the blank at i, whatever it is itself: for what stands behind it? */
static bool stops_at(const struct dx_names *names, struct dx_str t, size_t from, size_t i, struct dx_name_blanks *blanks)
{
    if (blanks && i >= blanks->from && i < blanks->to)
        return false;
    if (i + 1 < t.n && (t.p[i + 1] == ' ' || code_at(t, i + 1) || dx_name_masked(t, i + 1) || next_field(t, i + 1) || dx_name_ends_at(names, t, i + 1) || dx_name_next_label(names, t, i + 1)))
        return true;
    if (!blanks)
        return false;
    if (from > blanks->to || from < blanks->from) /* all blanks from `from` on were asked for */
        blanks->from = from;
    blanks->plain = blanks->plain > blanks->from ? blanks->plain : blanks->from;
    blanks->to = i + 1;
    return false;
}

/* Do two blanks at i part a Thai name from its surname, as forms have it: behind a title and one word, before another one? */
static bool parts_surname(struct dx_str t, size_t from, size_t i)
{
    if (i + 2 >= t.n || t.p[i + 1] != ' ' || !dx_name_thai_at(t, i + 2))
        return false;
    size_t title = dx_title_at((struct dx_str){t.p + from, i - from}), word = i + 2;
    while (word < t.n && t.p[word] & 0x80)
        word++;
    return title > 0 && title < i - from && !memchr(t.p + from + title, ' ', i - from - title) && word - i > 3 * 3;
}

/* Where a name ends, or that it has so many blanks at least. */
static size_t end_of(const struct dx_names *names, struct dx_str t, size_t from, bool tag, struct dx_name_blanks *blanks, size_t most)
{
    uint32_t c, first = dx_name_char(t, from);
    enum dx_name_script script, of_first = dx_name_script(first);
    size_t start = from + misread_title(kit_skip(t, from)), i = start, end = from, bound = t.n - from < DX_NAME_BYTES ? t.n : from + DX_NAME_BYTES;
    for (size_t n; i < bound; i += n) {
        n = 1;
        if (of_first == DX_SCRIPT_LATIN && kit_is_alpha(t.p[i])) { /* most names are of nothing else, but for blanks */
            n = kit_letters_at(t, i);
            n = n < bound - i ? n : bound - i;
            end = i + n;
            continue;
        }
        if (of_first == DX_SCRIPT_THAI && dx_name_thai_at(t, i) && (i == from || t.p[i - 1] != ' ')) { /* within a word, where nothing but a glued field ends it */
            if (i > from + 8 && may_be_glued(dx_name_thai_char(t, i)) && glued_field(t, i))
                break;
            n = strlen("ก");
            end = i + n;
            if (blanks)
                blanks->plain = end;
            continue;
        }
        if ((c = (unsigned char)t.p[i]) >= 0x80 && (n = dx_utf8_get(t.p + i, t.n - i, &c)) == 0)
            break;
        if (c == ' ') {
            if (most-- == 0)
                break;
            if (of_first == DX_SCRIPT_THAI && parts_surname(t, from, i))
                continue;
            if (leaves_capitals(t, from, i) || stops_at(names, t, start, i, blanks))
                break;
            if (of_first == DX_SCRIPT_HAN && end > from + strlen("王"))
                break; /* a name of Chinese characters has no blank behind two of them */
            continue;
        }
        if (blanks && c != '.' && c != '-' && c != '\'')
            blanks->plain = i + n;
        if ((c == '.' || c == '_') && leader(t, i))
            break;
        if (c >= 0x80 && i > from + 8 && may_be_glued(c) && t.p[i - 1] != ' ' && glued_field(t, i))
            break;
        bool joint = c == '\'' || c == '-' || c == 0x2019 || c == '.' || (c == ',' && comma_of_name(names, t, from, i)) || (tag && c == ';') ||
                     (c == '/' && (tag || stroke_of_name(t, from, i) || stroke_of_father(t, from, i)));
        script = c < 0x80 && !kit_is_alpha((char)c) ? DX_SCRIPT_OTHER : c < 0x80 ? DX_SCRIPT_LATIN : dx_name_script(c);
        if (!joint && script == DX_SCRIPT_OTHER)
            break;
        if (script != DX_SCRIPT_OTHER && (script == DX_SCRIPT_LATIN) != (of_first == DX_SCRIPT_LATIN) && end > from + 3 && t.p[i - 1] == ' ')
            break; /* the same name again in another script */
        if (i > from && script > DX_SCRIPT_LATIN && script != DX_SCRIPT_HAN && end - from > 9 && (script == DX_SCRIPT_BURMESE || t.p[i - 1] == ' ') && dx_name_ends_at(names, t, i))
            break;
        end = i + n;
        while (n == 1 && end < bound && kit_is_alpha(t.p[end])) /* the rest of a word */
            end = ++i + n;
    }
    return of_first == DX_SCRIPT_THAI ? thai_end(t, from, end) : end;
}

size_t dx_name_end(const struct dx_names *names, struct dx_str t, size_t from, bool tag) { return end_of(names, t, from, tag, NULL, SIZE_MAX); }

/* Does t start with a Latin capital? Those of Vietnamese, too: Đ, Ơ, Ư, and in the two blocks every other letter is one. */
bool dx_name_capital(struct dx_str t)
{
    uint32_t c = 0;
    dx_utf8_get(t.p, t.n, &c);
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0xDF && c != 0xD7) || c == 0x1A0 || c == 0x1AF || (((c >= 0x100 && c < 0x138) || (c >= 0x1E00 && c < 0x1F00)) && !(c & 1));
}

/* Where the words of a Latin name that begins with a capital stop having one; `end` when they don't. */
size_t dx_name_small_word(struct dx_str t, size_t from, size_t end)
{
    if (from >= end || t.p[from] < 'A' || t.p[from] > 'Z')
        return end;
    for (size_t i = from; i + 1 < end; i++) {
        if (t.p[i] != ' ' || !dx_name_lower(t.p[i + 1]))
            continue;
        size_t k = i + 1;
        while (k < end && t.p[k] != ' ')
            k++;
        if (k == end || !dx_name_particle((struct dx_str){t.p + i + 1, k - i - 1})) /* none ends in one: "Nok van 4471" */
            return i;
    }
    return end;
}

/* How many capitalised Latin words stand from `from` to `end`; 0 when others do, too. */
size_t dx_name_capitals(struct dx_str t, size_t from, size_t end)
{
    size_t words = 0;
    for (size_t i = from; i < end;) {
        size_t k = i;
        while (k < end && t.p[k] != ' ')
            k++;
        struct dx_str word = {t.p + i, k - i};
        bool initial = word.n == 1 && words > 1; /* NGUYEN VAN A */
        if (!dx_name_particle(word) && ((word.n < 2 && !initial) || !dx_name_capital(word) || dx_name_never(word)))
            return 0;
        words++;
        i = k + 1;
    }
    return words;
}

bool dx_name_all_capitals(struct dx_str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (dx_name_lower(t.p[i]) || (unsigned char)t.p[i] >= 0x80)
            return false;
    return t.n > 0;
}

/* The hundred most common, that write six names of seven. */
const char dx_name_surnames[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
                               "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈鄒閆龍賀顧龔萬錢嚴湯";

/* A Chinese name of two or three characters, with such a surname. */
bool dx_name_han(struct dx_str t)
{
    uint32_t c = 0;
    for (size_t i = 0; i < t.n; i += 3)
        if (dx_utf8_get(t.p + i, t.n - i, &c) != 3 || dx_name_script(c) != DX_SCRIPT_HAN)
            return false;
    if (t.n != 2 * strlen("王") && t.n != 3 * strlen("王"))
        return false;
    for (size_t i = 0; i + 3 <= sizeof dx_name_surnames; i += 3)
        if (memcmp(dx_name_surnames + i, t.p, 3) == 0)
            return true;
    return false;
}

/* May a title stand at i: where a word starts; in Thai, where nothing parts words, behind what leads to a person? */
bool dx_name_may_title(struct dx_str t, size_t i)
{
    static const struct dx_str leads_to[] = {KIT_WORD("ติดต่อ"), KIT_WORD("โทรหา"), KIT_WORD("โอนให้"), KIT_WORD("ให้"), KIT_WORD("ถึง"), KIT_WORD("กับ"), KIT_WORD("โดย"), KIT_WORD("คือ"), KIT_WORD("ชื่อ"), KIT_WORD("ของ"), KIT_WORD("จาก"), KIT_WORD("ฝาก"), KIT_WORD("บัญชี"), KIT_WORD("ภัย")};
    if (i > 1 && i + 4 < t.n && t.p[i - 1] == ' ' && dx_name_upper(t.p[i - 2]) && memcmp(t.p + i, "ANH ", 4) == 0)
        return false; /* NGUYEN ANH TUAN */
    if (i == 0 || !(kit_is_alnum(t.p[i - 1]) || (unsigned char)t.p[i - 1] >= 0x80))
        return true;
    if (kit_is_digit(t.p[i - 1]))
        return (unsigned char)t.p[i] >= 0x80;
    for (size_t k = 0; (unsigned char)t.p[i] == 0xE0 && k < sizeof leads_to / sizeof *leads_to; k++)
        if (i >= leads_to[k].n && t.p[i - 1] == leads_to[k].p[leads_to[k].n - 1] && memcmp(t.p + i - leads_to[k].n, leads_to[k].p, leads_to[k].n) == 0)
            return true;
    return false;
}

/* Is it known that more Latin words stand behind the title at i than names have? */
static bool is_too_long(struct dx_str t, size_t i, size_t title, size_t most, const struct dx_name_blanks *blanks)
{
    if (!blanks || i < blanks->plain || i < blanks->from || i >= blanks->to || i + 1 >= t.n || !dx_name_lower(t.p[i + 1])) /* of capitals alone: leaves_capitals */
        return false;
    size_t end = blanks->to - i < DX_NAME_BYTES ? blanks->to : i + DX_NAME_BYTES;
    for (size_t k = i + title; k < end && most; k++)
        most -= t.p[k] == ' ';
    return !most;
}

/* Does a name stand behind the title at i: "น.ส.ดวงใจ สมมุติ", "Daw Khin Example"? A title of one letter asks for two words. */
bool dx_name_title_leads(const struct dx_names *names, struct dx_str t, size_t i, size_t title, struct dx_name_blanks *blanks)
{
    enum { WORDS = 6, AHEAD = 4 * WORDS }; /* WORDS: of Latin letters so many are too many; ahead: … and so many are looked at, for the titles behind this one */
    bool latin = kit_is_alpha(t.p[i]), brief = latin && title < 4;
    if (latin && is_too_long(t, i, title, WORDS, blanks))
        return false;
    size_t end = end_of(names, t, i, false, blanks, latin ? AHEAD : SIZE_MAX), words = 1;
    struct dx_str bare = kit_trim((struct dx_str){t.p + i + title, end > i + title ? end - i - title : 0});
    for (size_t k = 0; k < bare.n; k++)
        words += bare.p[k] == ' ';
    if (bare.n < 3 || (t.p[i + title - 1] == ' ' && (kit_starts(kit_skip(t, i), "ကို") || kit_starts(kit_skip(t, i), "ဆရာ")))) /* a particle; "teacher, …" */
        return false;
    if (latin && kit_is_alpha(t.p[i]) && !kit_is_alpha(t.p[i + 1]) && t.p[i] != 'U')
        return false; /* an initial */
    if (latin)
        return kit_is_alpha(bare.p[0]) && !dx_name_lower(bare.p[0]) && (words > 1 || !brief) && words < WORDS;
    return words > 1 || (end < t.n && kit_is_digit(t.p[end < t.n && t.p[end] == ' ' ? end + 1 : end])) || (unsigned char)t.p[i] == 0xE1;
}

/* "กสิกร 048-2-91736-5 สมชาย ใจดี", and nothing else in the line: two Thai words, none of them one that goes with a payment. */
bool dx_name_thai_pair(struct dx_str t, size_t from, size_t end)
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

/* Is it a firm's name, by how firms are called in the region's laws: "PT …", "… Co., Ltd.", "… Sdn Bhd", "บริษัท … จำกัด"? What follows it may say so, too. */
bool dx_name_firm(struct dx_str line, size_t from, size_t end)
{
    static const struct dx_str heads[] = {KIT_WORD("pt"), KIT_WORD("cv"), KIT_WORD("ud")};
    static const char *const others[] = {"บริษัท", "บจก", "บมจ", "หจก", "ห้างหุ้นส่วน", "công ty", "Công ty", "CÔNG TY", "公司", "ကုမ္ပဏီ", "ក្រុមហ៊ុន", "ບໍລິສັດ"};
    struct dx_str name = {line.p + from, end - from};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (memmem(name.p, name.n, others[i], strlen(others[i])))
            return true;
    for (size_t i = from, n; i < line.n; i += n + (n == 0)) {
        n = kit_letters_at(line, i);
        struct dx_str word = {line.p + i, n};
        bool marked = i + n < line.n ? strchr(".,", line.p[i + n]) != NULL : true;
        if (n && (dx_name_firm_tail(word) || (i == from && KIT_IS_WORD(word, heads)) || (marked && i > from && n == 2 && kit_starts(word, "co"))))
            return true;
        if (i + n >= end && (n || !strchr(" .,", line.p[i]))) /* the first word behind the name isn't of it */
            return false;
    }
    return false;
}

/* Words of offices and services, which have telephone numbers too. */
bool dx_name_office(struct dx_str t)
{
    static const struct dx_str words[26][13] = { /* by their first letter */
        ['a' - 'a'] = {KIT_WORD("airport"), KIT_WORD("admin"), KIT_WORD("account"), KIT_WORD("address"), KIT_WORD("agency"), KIT_WORD("airline"), KIT_WORD("airlines"), KIT_WORD("alamat"), KIT_WORD("apartment"), KIT_WORD("attn")},
        ['b' - 'a'] = {KIT_WORD("bank"), KIT_WORD("branch"), KIT_WORD("berhasil"), KIT_WORD("building")},
        ['c' - 'a'] = {KIT_WORD("center"), KIT_WORD("centre"), KIT_WORD("company"), KIT_WORD("customer"), KIT_WORD("call"), KIT_WORD("contact"), KIT_WORD("co"), KIT_WORD("clinic"), KIT_WORD("card"), KIT_WORD("cash"), KIT_WORD("city"), KIT_WORD("cooperative"), KIT_WORD("corporation")},
        ['d' - 'a'] = {KIT_WORD("delivery"), KIT_WORD("department"), KIT_WORD("date"), KIT_WORD("dear"), KIT_WORD("deposit"), KIT_WORD("details"), KIT_WORD("district")},
        ['e' - 'a'] = {KIT_WORD("emergency"), KIT_WORD("embassy"), KIT_WORD("express")},
        ['f' - 'a'] = {KIT_WORD("fax"), KIT_WORD("floor")},
        ['g' - 'a'] = {KIT_WORD("group"), KIT_WORD("guesthouse")},
        ['h' - 'a'] = {KIT_WORD("hotel"), KIT_WORD("hotline"), KIT_WORD("hospital"), KIT_WORD("home")},
        ['i' - 'a'] = {KIT_WORD("inc"), KIT_WORD("information")},
        ['k' - 'a'] = {KIT_WORD("kampung"), KIT_WORD("kantor"), KIT_WORD("kota")},
        ['l' - 'a'] = {KIT_WORD("limited"), KIT_WORD("ltd"), KIT_WORD("line"), KIT_WORD("llc")},
        ['m' - 'a'] = {KIT_WORD("manager"), KIT_WORD("mobile"), KIT_WORD("money")},
        ['n' - 'a'] = {KIT_WORD("new"), KIT_WORD("number")},
        ['o' - 'a'] = {KIT_WORD("office"), KIT_WORD("order")},
        ['p' - 'a'] = {KIT_WORD("police"), KIT_WORD("phone"), KIT_WORD("passport"), KIT_WORD("payment"), KIT_WORD("plaza"), KIT_WORD("province")},
        ['r' - 'a'] = {KIT_WORD("restaurant"), KIT_WORD("railway"), KIT_WORD("receipt"), KIT_WORD("regards"), KIT_WORD("road"), KIT_WORD("room")},
        ['s' - 'a'] = {KIT_WORD("service"), KIT_WORD("shop"), KIT_WORD("sales"), KIT_WORD("support"), KIT_WORD("school"), KIT_WORD("sim"), KIT_WORD("services"), KIT_WORD("sincerely"), KIT_WORD("station"), KIT_WORD("store"), KIT_WORD("street")},
        ['t' - 'a'] = {KIT_WORD("taxi"), KIT_WORD("tel"), KIT_WORD("total"), KIT_WORD("telegram"), KIT_WORD("tower"), KIT_WORD("trading"), KIT_WORD("transfer"), KIT_WORD("transport"), KIT_WORD("travel")},
        ['u' - 'a'] = {KIT_WORD("university"), KIT_WORD("union")},
        ['v' - 'a'] = {KIT_WORD("village")},
        ['w' - 'a'] = {KIT_WORD("whatsapp"), KIT_WORD("work")},
    };
    for (size_t i = 0, k; i < t.n; i = k + 1) {
        for (k = i; k < t.n && kit_is_alpha(t.p[k]);)
            k++;
        const struct dx_str *w = k > i ? words[kit_lower(t.p[i]) - 'a'] : NULL;
        for (size_t m = 0; w && m < sizeof *words / sizeof **words && w[m].n; m++)
            if (k - i == w[m].n && kit_starts(kit_skip(t, i), w[m].p))
                return true;
    }
    return false;
}
