/* maps.c: what maps say of bytes is what vectors of any width say, and what each byte is */
#include "../tap.h"

#include "find/text/maps.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 3;

static unsigned draw(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

static bool bit(uint64_t map, int i) { return map >> i & 1; }
static bool is(unsigned char c, const char *set) { return c && strchr(set, c); }

static bool words_are_right(const struct dx_map_words *m, const char *p)
{
    bool right = true;
    for (int i = 0; i < DX_MAP; i++) {
        unsigned char c = (unsigned char)p[i];
        right = right && bit(m->letter, i) == (c < 0x80 && isalpha(c)) && bit(m->upper, i) == (c < 0x80 && isupper(c)) && bit(m->blank, i) == (c == ' ') && bit(m->newline, i) == (c == '\n') &&
                bit(m->high, i) == (c > 0x7f) && bit(m->lead, i) == (c > 0xbf) && bit(m->wide, i) == (c > 0xdf) && bit(m->four, i) == (c > 0xef);
    }
    return right;
}

static bool signs_are_right(const struct dx_map_signs *m, const char *p)
{
    bool right = true;
    for (int i = 0; i < DX_MAP; i++) {
        unsigned char c = (unsigned char)p[i];
        bool alnum = c < 0x80 && isalnum(c), digit = c < 0x80 && isdigit(c);
        right = right && bit(m->newline, i) == (c == '\n') && bit(m->high, i) == (c > 0x7f) && bit(m->alnum, i) == alnum && bit(m->member, i) == (alnum || is(c, "/+")) &&
                bit(m->spelt, i) == (is(c, "dD") && is((unsigned char)p[i + 1], "oO") && is((unsigned char)p[i + 2], "tT")) && bit(m->dot, i) == (c == '.') &&
                bit(m->digit, i) == digit && bit(m->at, i) == (c == '@') && bit(m->colon, i) == (c == ':') && bit(m->slash, i) == (c == '/') &&
                bit(m->bracket, i) == is(c, "([{") && bit(m->q, i) == is(c, "qQ") && bit(m->signs, i) == (digit || is(c, "@:/([{qQ"));
    }
    return right;
}

static bool runs_are_right(const struct dx_map_runs *m, const char *p)
{
    bool right = true;
    for (int i = 0; i < DX_MAP; i++) {
        unsigned char c = (unsigned char)p[i];
        bool digit = c < 0x80 && isdigit(c);
        right = right && bit(m->digit, i) == digit && bit(m->part, i) == (digit || is(c, " ()-./[]~+OoIl|SBZDGbgq\xE1\x80\x9D\x87\x9B")) && bit(m->mark, i) == is(c, " ()-./+");
    }
    return right;
}

/* Bytes of all kinds, each beside each other, and maps of letters and blanks alone. */
static void agree(enum dx_maps_vectors v, const char *name)
{
    char text[DX_MAP + DX_MAP_BEYOND + 16];
    int bad = 0;
    if (v > dx_maps_vectors()) {
        ok(true, "%s # SKIP this processor has none", name);
        return;
    }
    for (int round = 0; round < 30000; round++) {
        static const char usual[] = "dotDOT.@:/([{+ \t\n\r09zqQaA])-~lI|SBZGbg\xe1\x9d\x87\x9b\x80\xbf\xc0\xdf\xe0\xff";
        unsigned kinds = 1 + draw(sizeof usual - 1), from = draw(16), all = draw(4);
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = all == 0 ? (char)draw(256) : all == 1 && draw(8) ? 'x' : usual[draw(kinds)];
        struct dx_map_words words;
        struct dx_map_signs signs;
        struct dx_map_runs runs;
        memset(&words, 0x55, sizeof words);
        memset(&signs, 0x55, sizeof signs);
        memset(&runs, 0x55, sizeof runs);
        dx_maps_words(&words, text + from, v);
        dx_maps_signs(&signs, text + from, v);
        dx_maps_runs(&runs, text + from, v);
        bad += !words_are_right(&words, text + from) || !signs_are_right(&signs, text + from) || !runs_are_right(&runs, text + from);
    }
    ok(bad == 0, "%s: 30,000 maps, %d wrong", name, bad);
}

/* At a text's end zeros stand for what isn't there. */
static void ends(void)
{
    char copy[DX_MAP + DX_MAP_BEYOND], text[DX_MAP + DX_MAP_BEYOND];
    memset(text, 'a', sizeof text);
    ok(dx_map_bytes((struct dx_str){text, sizeof text}, 0, copy) == text, "bytes that are there are not copied");
    const char *p = dx_map_bytes((struct dx_str){text, sizeof text}, 70, copy);
    ok(p == copy && p[0] == 'a' && p[1] == 'a' && p[2] == '\0' && p[DX_MAP + DX_MAP_BEYOND - 1] == '\0', "zeros stand behind the last ones");
    ok(dx_map_first(0) == 0 && dx_map_first(3) == 7 && dx_map_first(64) == UINT64_MAX && dx_map_first(900) == UINT64_MAX, "the first bits");
}

int main(void)
{
    agree(DX_MAPS_PLAIN, "byte by byte");
    agree(DX_MAPS_FAST, "vectors of 32 bytes");
    agree(DX_MAPS_WIDE, "vectors of 64 bytes");
    ends();
    return tap_done();
}
