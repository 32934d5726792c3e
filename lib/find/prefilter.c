/* prefilter.c: what a line holds */
#include "find/prefilter.h"

#include <string.h>

enum { OTHER, LETTER, DIGIT };

static const unsigned char class_of[256] = {
    ['0'] = DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
    ['A'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
    LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
    ['a'] = LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
    LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
};

void dx_features_of(struct dx_features *f, struct dx_str line)
{
    unsigned digits = 0, run = 0, gap = 0;
    *f = (struct dx_features){.line = line};
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i], class = class_of[c];
        f->bytes[c >> 6] |= UINT64_C(1) << (c & 63);
        run = class ? run + 1 : 0;
        f->run = run > f->run ? run : f->run;
        if (class == DIGIT) {
            digits = gap > DX_NEEDS_GAP ? 1 : digits + 1;
            gap = 0;
            f->digits = digits > f->digits ? digits : f->digits;
        } else {
            gap++;
        }
    }
}

static bool has(const struct dx_features *f, struct dx_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(f->bytes[(unsigned char)s.p[i] >> 6] >> ((unsigned char)s.p[i] & 63) & 1))
            return false;
    return memmem(f->line.p, f->line.n, s.p, s.n) != NULL;
}

bool dx_features_any(const struct dx_features *f, const struct dx_needs *n)
{
    for (size_t i = 0; i < n->n_any; i++)
        if (has(f, n->any[i]))
            return true;
    return false;
}
