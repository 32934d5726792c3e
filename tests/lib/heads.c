/* heads.c: words of lists are found where they stand, by a list alone and in one pass for several */
#include "../tap.h"

#include "find/text/heads.h"

#include <stdlib.h>
#include <string.h>

#define LISTS 3
#define WORDS 40 /* of a list: a bit each */
#define TEXT 160

static uint64_t state = 11;

static unsigned draw(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

/* What words and texts are made of: words begin with one of the first STARTS. */
static const char *const pieces[] = {"a", "b", "B", "t", "\u00e9", "\u0e01", "\u0e02", "\u1000", "\u1001", "1", " ", "/"};
enum { STARTS = 9, PIECES = sizeof pieces / sizeof *pieces };

static size_t write_pieces(char *out, size_t room, size_t n, bool word)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        const char *p = pieces[draw(word && i == 0 ? STARTS : PIECES)];
        if (len + strlen(p) > room)
            break;
        memcpy(out + len, p, strlen(p));
        len += strlen(p);
    }
    return len;
}

struct list {
    char text[WORDS][32];
    struct dx_str word[WORDS];
    struct dx_heads *heads;
};

static void make_list(struct list *l, struct dx_starts *starts)
{
    for (size_t i = 0; i < WORDS; i++) {
        size_t n = i && draw(3) == 0 ? l->word[i - 1].n : 0; /* words have heads in common */
        memcpy(l->text[i], l->text[i ? i - 1 : 0], n);
        n += n < 20 ? write_pieces(l->text[i] + n, sizeof l->text[i] - n, 1 + draw(4), n == 0) : 0;
        l->word[i] = (struct dx_str){l->text[i], n};
    }
    l->heads = dx_heads_new(l->word, WORDS);
    if (starts)
        dx_starts_join(starts, l->heads);
}

static char small(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }
static bool is_letter(char c) { return small(c) >= 'a' && small(c) <= 'z'; }

static uint64_t words_at(const struct list *l, struct dx_str t, size_t at)
{
    uint64_t found = 0;
    if (!((unsigned char)t.p[at] >= 0xc0 || (is_letter(t.p[at]) && !(at > 0 && is_letter(t.p[at - 1])))))
        return 0;
    for (size_t i = 0; i < WORDS; i++) {
        size_t k = 0;
        while (k < l->word[i].n && at + k < t.n && small(l->word[i].p[k]) == small(t.p[at + k]))
            k++;
        found |= (uint64_t)(k == l->word[i].n) << i;
    }
    return found;
}

/* Does the list say of all places of the text what is there? */
static bool agrees(const struct list *l, struct dx_str t)
{
    size_t at = 0;
    for (size_t i = 0; i < t.n; i++) {
        uint32_t out[DX_HEADS_MOST];
        uint64_t found = 0;
        if (at <= i)
            at = dx_heads_next(l->heads, t, i, t.n);
        size_t n = at == i ? dx_heads_at(l->heads, t, i, out) : 0;
        for (size_t k = 0; k < n; k++)
            found |= UINT64_C(1) << out[k];
        if (found != words_at(l, t, i))
            return false;
        at += at == i;
    }
    return true;
}

/* Is what is known of a text known of its parts, and of its bytes elsewhere, when another one is looked at? */
static bool agrees_elsewhere(const struct list *l, struct dx_starts *starts, struct dx_str t)
{
    char copy[TEXT];
    size_t from = draw((unsigned)t.n), to = from + 1 + draw((unsigned)(t.n - from));
    bool good = agrees(l, (struct dx_str){t.p + from, to - from});
    if (!starts)
        return good;
    good = good && !(dx_heads_none(l->heads, t) && dx_heads_next(l->heads, t, 0, t.n) < t.n);
    memcpy(copy, t.p, t.n);
    dx_starts_text(starts, (struct dx_str){NULL, 0});
    dx_starts_last(starts, (struct dx_str){copy, t.n});
    dx_starts_text(starts, (struct dx_str){"ab \u0e01", 6});
    good = good && agrees(l, (struct dx_str){copy, t.n}) && agrees(l, (struct dx_str){copy + from, to - from});
    dx_starts_text(starts, t);
    return good;
}

static void differ(const char *how, bool together)
{
    int bad = 0;
    for (int round = 0; round < 300; round++) {
        struct list *list = calloc(LISTS, sizeof *list);
        struct dx_starts *starts = together ? dx_starts_new() : NULL;
        for (size_t k = 0; k < LISTS; k++)
            make_list(&list[k], starts);
        for (int texts = 0; texts < 30; texts++) {
            char text[TEXT];
            struct dx_str t = {text, write_pieces(text, sizeof text, draw(120), false)};
            if (starts)
                dx_starts_text(starts, t);
            for (size_t k = 0; k < LISTS; k++)
                bad += t.n && (!agrees(&list[k], t) || !agrees_elsewhere(&list[k], starts, t));
        }
        for (size_t k = 0; k < LISTS; k++)
            dx_heads_free(list[k].heads);
        dx_starts_free(starts);
        free(list);
    }
    ok(bad == 0, "%s: 9,000 texts, %d differ", how, bad);
}

int main(void)
{
    differ("a list alone", false);
    differ("three in one pass", true);
    return tap_done();
}
