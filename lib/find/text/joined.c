/* joined.c: Latin letters at the ends of a word */
#include "find/text/joined.h"

#include "base/utf8.h"
#include "find/text/chars.h"

#define BRIEF 2 /* letters of a word that is a part of many others */


/* Does a Latin letter start at byte `at`: ASCII, or with a mark as Vietnamese has them (U+00C0 to U+024F, U+1E00 to U+1EFF)? */
static inline bool latin_at(struct dx_str text, size_t at)
{
    uint32_t cp = 0;
    if (!(text.p[at] & 0x80))
        return kit_is_alpha(text.p[at]);
    return dx_utf8_get(text.p + at, text.n - at, &cp) > 1 && ((cp >= 0xc0 && cp < 0x250 && cp != 0xd7 && cp != 0xf7) || (cp >= 0x1e00 && cp < 0x1f00));
}

/* Where the character starts that ends before byte `at`, of which there are some. */
static size_t before_of(struct dx_str text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80);
    return at;
}

void dx_joined(struct dx_str text, size_t start, size_t end, bool *before, bool *behind)
{
    bool handle = end - start == BRIEF && start > 0 && (text.p[start - 1] == '_' || text.p[start - 1] == '@'); /* "nok_pp" is a name of somebody's own */
    *before = kit_is_alpha(text.p[start]) && start > 0 && (handle || latin_at(text, before_of(text, start)));
    *behind = kit_is_alpha(text.p[end - 1]) && end < text.n && latin_at(text, end);
}
