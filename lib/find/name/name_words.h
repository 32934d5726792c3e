/* name_words.h: titles, labels of names, the words that end them, and the scripts that names are written in (internal to find/) */
#ifndef DX_FIND_NAME_WORDS_H
#define DX_FIND_NAME_WORDS_H

#include "base/utf8.h"
#include "find/text/sieve.h"
#include "find/name/name.h"

#define DX_NAME_BYTES 160   /* more is prose */
#define DX_TITLE_LONGEST 40 /* bytes */

enum dx_name_strength {
    DX_LABEL_NONE,   /* a longer word that begins as a label does, and is none of persons */
    DX_LABEL_LIST,   /* heads a list of persons: a row each below it, numbered or of nothing but a name */
    DX_LABEL_LEAD,   /* leads to persons and places alike ("from", "to"): at the start of a line with a title, or beside somebody's number */
    DX_LABEL_PLAIN,  /* names other things, too: a colon, a title or the start of a form's line must speak for it */
    DX_LABEL_FORM,   /* names a person where it stands as a field: a colon, a title or capitals must speak for it */
    DX_LABEL_CLEAR,  /* names a person */
    DX_LABEL_TAG     /* a field of a contact or licence: nothing else may stand before it in the line */
};

struct dx_name_label {
    const char *word;
    enum dx_name_strength strength;
};

enum dx_name_script { DX_SCRIPT_OTHER, DX_SCRIPT_LATIN, DX_SCRIPT_THAI, DX_SCRIPT_BURMESE, DX_SCRIPT_HAN, DX_SCRIPT_REGIONAL };

static inline bool dx_name_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool dx_name_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool dx_name_letter(char c) { return dx_name_lower(c) || dx_name_upper(c) || (unsigned char)c >= 0x80; }

enum dx_name_script dx_name_script(uint32_t c);
/* The character at byte i; 0 behind the end, U+FFFD where none is. */
static inline uint32_t dx_name_char(struct dx_str t, size_t i)
{
    uint32_t c = 0;
    if (i < t.n && !(t.p[i] & 0x80))
        return (unsigned char)t.p[i];
    if (i < t.n)
        dx_utf8_get(t.p + i, t.n - i, &c);
    return c;
}
/* Does a Thai letter or sign that names are written with stand at i? Of the scripts of three bytes it is the most frequent. */
static inline bool dx_name_thai_at(struct dx_str t, size_t i)
{
    const unsigned char *p = (const unsigned char *)t.p + i;
    return i + 2 < t.n && p[0] == 0xE0 && ((p[1] == 0xB8 && p[2] > 0x80 && p[2] < 0xC0) || (p[1] == 0xB9 && p[2] >= 0x80 && p[2] < 0x8F));
}
/* … the letter that does. */
static inline uint32_t dx_name_thai_char(struct dx_str t, size_t i) { return 0x0E00u | ((unsigned char)t.p[i + 1] & 3u) << 6 | ((unsigned char)t.p[i + 2] & 63u); }
/* The script of the character at byte i. */
static inline enum dx_name_script dx_name_script_at(struct dx_str t, size_t i)
{
    if (i >= t.n || !(t.p[i] & 0x80))
        return DX_SCRIPT_LATIN;
    return dx_name_thai_at(t, i) ? DX_SCRIPT_THAI : dx_name_script(dx_name_char(t, i));
}
/* The surnames of one character that are common among Chinese, one after the other, of three bytes each. */
extern const char dx_name_surnames[];
/* A word within names ("bin", "van"); one that stands where names are asked for and is none. */
bool dx_name_particle(struct dx_str word);
bool dx_name_never(struct dx_str word);
/* A Latin word with capitals where names have none: "OtoFormat", "NaN", "CEWUc"; not "McDonald", "DeLuca", "Anna-Maria", "MAUNG". */
bool dx_name_odd(struct dx_str word);

/* All titles, one after the other; empty behind the last. */
struct dx_str dx_title(size_t k);
/* The bytes of the title that t starts with, with the full stop and blanks behind it; 0: none. The same of the Burmese "Ma". */
size_t dx_title_at(struct dx_str t);
size_t dx_title_ma(struct dx_str t);
/* The text behind its titles, and how many there are. */
struct dx_str dx_titles_off(struct dx_str t, int *taken);
/* Is a title all that the line holds? Recognisers take the cells of a table apart. */
bool dx_title_alone(struct dx_str t);

/* The next place of t[at, to) where a label, or a title, may stand; `to`: there is none. */
size_t dx_names_next_label(const struct dx_names *n, struct dx_str t, size_t at, size_t to);
size_t dx_names_next_title(const struct dx_names *n, struct dx_str t, size_t at, size_t to);
/* The first place of t[at, to) that fn takes, of those that pass as one of `as` (sieve.h): where a label may stand that is worth a look; where a line may begin
 * with a tag, a word that leads to a person, a title or a Chinese name (FIRST); where a capital may start a word that tells of a person (CAPITAL). `to`: it
 * takes none. t[at] starts a line. */
size_t dx_names_walk(const struct dx_names *n, struct dx_str t, size_t at, size_t to, unsigned as, dx_sieve_fn *fn, void *ctx);
/* May a label (no tag, and no word that leads to a person), or a title, stand at i? */
bool dx_names_label_may(const struct dx_names *n, struct dx_str t, size_t i);
bool dx_name_title_may(const struct dx_names *n, struct dx_str t, size_t i);
/* Is it known that no label but a tag or a word that leads to a person stands in t, unless within a word that t starts in? */
bool dx_names_none(const struct dx_names *n, struct dx_str t);
/* Is it known that neither a label, a title, nor a word that leads to a person stands in t? */
bool dx_names_nothing(const struct dx_names *n, struct dx_str t);
/* The tag that t starts with; NULL: none. */
const struct dx_name_label *dx_name_tag_at_start(struct dx_str t);
/* The longest word at i that is listed here, be it no label of persons, but for words that lead to them; and the label that it makes. NULL: none. */
const struct dx_name_label *dx_name_word_at(const struct dx_names *names, struct dx_str t, size_t i);
const struct dx_name_label *dx_name_label_of(const struct dx_names *names, struct dx_str t, size_t i, const struct dx_name_label *word);
/* The longest label at i; NULL: none stands there. */
const struct dx_name_label *dx_name_label_at(const struct dx_names *names, struct dx_str t, size_t i);
/* The bytes of the word at i that heads a list; 0: none does. */
size_t dx_name_list_at(const struct dx_names *names, struct dx_str t, size_t i);
/* The next place of t[at, to) where a word that leads to a person may stand, and the one at i; they are in too many lines to be looked for everywhere. */
size_t dx_names_next_lead(const struct dx_names *n, struct dx_str t, size_t at, size_t to);
const struct dx_name_label *dx_name_lead_at(const struct dx_names *names, struct dx_str t, size_t i);
/* The next place of t[at, to) where a word of another script than Latin may stand that a person's name follows, and the bytes of the one at i; 0: none. */
size_t dx_names_next_caller(const struct dx_names *n, struct dx_str t, size_t at, size_t to);
size_t dx_name_caller_at(const struct dx_names *names, struct dx_str t, size_t i);
/* A walk over them: the next place of t from i on, t.n behind the last, and *bytes as dx_name_caller_at has it. Starts as all zero, goes forward. */
struct dx_callers {
    const struct dx_stand *word;
    size_t n, next;
    uint8_t list;
    bool looked;
};
size_t dx_names_callers(const struct dx_names *n, struct dx_str t, struct dx_callers *walk, size_t i, size_t *bytes);
/* The context of a name that stands before what its bearer writes: the numbers of that line may be anybody's. */
extern const char dx_name_sender[];
/* Does a Burmese syllable go on there, with a consonant that ends it? */
bool dx_syllable_goes_on(struct dx_str t);
/* Is one of the text's words, or its first in other scripts than Latin, of places, goods, firms, or what forms and greetings say? */
bool dx_name_others(const struct dx_names *names, struct dx_str t);
/* The words that names are made of (name_known.h). */
struct dx_known;
const struct dx_known *dx_names_known(const struct dx_names *names);
/* A label that a recogniser got nearly right, and all that the text holds (nearly.h); NULL: none. */
const struct dx_name_label *dx_name_label_nearly(const struct dx_names *names, struct dx_str t);
/* Is the line an element of a licence's bar code? */
bool dx_name_element(struct dx_str t);
/* Does one of the words that end a name stand at i? */
bool dx_name_ends_at(const struct dx_names *names, struct dx_str t, size_t i);
/* Does the word end a firm's name: "Ltd", "Bhd"? */
bool dx_name_firm_tail(struct dx_str word);
#endif
