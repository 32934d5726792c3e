/* phone_plan.c: asks the numbering plans; the steps are those of libphonenumber's parse and isValidNumber, without text */
#include "find/phone/phone_plan.h"

#include <string.h>

#define MIN_DIGITS 2 /* of a national number, as libphonenumber has it */
#define MAX_DIGITS 17
#define MOST_DIALLED (MAX_DIGITS + 8) /* with an international prefix and a country code */

/* A national number behind its prefix: a part of what is dialled, unless the prefix says otherwise. */
struct national {
    const char *digit;
    size_t n;
    char own[MOST_DIALLED + 8]; /* the longest rule has 4 */
};

static uint32_t label(uint32_t node) { return dx_phone_nodes[node] >> 16; }

static inline uint32_t follow(uint32_t node, char digit)
{
    const uint32_t *n = dx_phone_nodes + node;
    uint64_t taken = (uint64_t)n[0] << 32 | n[1]; /* the label stands beyond all digits */
    unsigned edge = taken >> 4 * (digit - '0') & 15;
    return edge ? n[1 + edge] : 0;
}

/* The label of the whole number, 0 when it isn't in the language of the node. */
static uint32_t whole(uint32_t node, const char *digit, size_t n)
{
    for (size_t i = 0; i < n && node; i++)
        node = follow(node, digit[i]);
    return node ? label(node) : 0;
}

/* What the prefix of the node does to the number. */
static const struct dx_phone_outcome *prefix(uint32_t node, const char *digit, size_t n)
{
    uint32_t outcome = label(node) >> 8, last;
    for (size_t i = 0; i < n && (node = follow(node, digit[i])) != 0; i++) {
        last = i + 1 < n ? label(node) >> 8 : label(node) & 0xFF;
        outcome = last ? last : outcome;
    }
    return &dx_phone_outcomes[outcome];
}

const struct dx_phone_region *dx_phone_region_named(const char *name)
{
    unsigned first = (unsigned)(unsigned char)name[0] - 'A', second = first < 26 ? (unsigned)(unsigned char)name[1] - 'A' : 26;
    int place = second < 26 ? dx_phone_region_places[first][second] : 0;
    return place ? &dx_phone_regions[place - 1] : NULL;
}

int dx_phone_regions_told(const char *list, struct dx_err *e)
{
    for (const char *p = list; *p; p += *p == ',') {
        int n = (int)strcspn(p, ",");
        if (n != 2 || !dx_phone_region_named(p))
            return dx_fail(e, DX_BAD, "malformed", "region '%.*s' is not known: two letters of ISO 3166-1 each are expected, as TH,MM,ID", n, p);
        p += n;
    }
    return DX_OK;
}

const struct dx_phone_code *dx_phone_code_at(struct dx_str digits)
{
    unsigned place = 0;
    if (digits.n >= 3)
        place = 100 * (unsigned)(unsigned char)digits.p[0] + 10 * (unsigned)(unsigned char)digits.p[1] + (unsigned)(unsigned char)digits.p[2] - 111 * '0';
    else
        for (size_t i = 0; i < 3; i++)
            place = 10 * place + (i < digits.n ? (unsigned)(unsigned char)digits.p[i] - '0' : 0);
    const struct dx_phone_code *code = place < 1000 && dx_phone_code_places[place] ? &dx_phone_codes[dx_phone_code_places[place] - 1] : NULL;
    return code && dx_phone_code_length(code) <= digits.n ? code : NULL;
}

/* Takes the national prefix away, unless the plan has the number with it and not without it. */
static void without_prefix(const struct dx_phone_region *r, const char *digit, size_t n, struct national *out)
{
    const struct dx_phone_outcome *o = prefix(r->home, digit, n);
    out->digit = digit + o->match;
    out->n = n - o->match;
    if (o->last) {
        size_t rule = strlen(r->rule), kept = (size_t)(o->last - o->first);
        memcpy(out->own, r->rule, rule);
        memcpy(out->own + rule, digit + o->first, kept);
        memcpy(out->own + rule + kept, out->digit, out->n);
        out->digit = out->own;
        out->n += rule + kept;
    }
    if (o->match && whole(r->whole, digit, n) && !whole(r->whole, out->digit, out->n)) { /* few plans have numbers that begin as the prefix does */
        out->digit = digit;
        out->n = n;
    }
}

static bool too_long(const struct dx_phone_region *r, size_t n) { return n > MAX_DIGITS || r->lengths >> n == 0; }

/* The last steps: the number within the country `code`, read as in the region r. */
static bool settle(const struct dx_phone_code *code, const struct dx_phone_region *r, const char *digit, size_t n, struct dx_phone_number *out)
{
    static const char *const lines[] = {"unknown", "premium", "toll-free", "shared-cost", "voip", "personal", "pager", "uan",
                                        "voicemail", "fixed", "fixed-or-mobile", "mobile"};
    size_t head = dx_phone_code_length(code);
    if (n < MIN_DIGITS)
        return false;
    struct national bare;
    without_prefix(r, digit, n, &bare);
    if ((bare.n <= MAX_DIGITS && !(r->local >> bare.n & 1) && r->lengths >> bare.n & 1) || too_long(r, bare.n)) {
        digit = bare.digit;
        n = bare.n;
    }
    uint32_t found = n >= MIN_DIGITS && n <= MAX_DIGITS && 1 + head + n < sizeof out->e164 ? whole(code->root, digit, n) : 0;
    if (!found)
        return false;
    out->e164[0] = '+';
    memcpy(out->e164 + 1, code->digits, head);
    memcpy(out->e164 + 1 + head, digit, n);
    out->e164[1 + head + n] = '\0';
    memcpy(out->region, dx_phone_regions[code->first + (found >> 4 & 0xFF)].name, sizeof out->region);
    out->line = lines[found & 15];
    out->code = (uint8_t)head;
    return true;
}

static bool international(const char *digit, size_t n, struct dx_phone_number *out)
{
    const struct dx_phone_code *code = n > MIN_DIGITS ? dx_phone_code_at((struct dx_str){digit, n}) : NULL;
    size_t head = code ? dx_phone_code_length(code) : 0;
    return code && settle(code, &dx_phone_regions[code->first], digit + head, n - head, out);
}

bool dx_phone_parse(struct dx_str digits, const struct dx_phone_region *r, struct dx_phone_number *out)
{
    const char *digit = digits.p;
    size_t n = digits.n;
    if (n < MIN_DIGITS || n > MOST_DIALLED)
        return false;
    if (!r)
        return international(digit, n, out);
    const struct dx_phone_code *code = &dx_phone_codes[r->code];
    size_t away = prefix(r->abroad, digit, n)->match, head = dx_phone_code_length(code);
    if (away && !(away < n && digit[away] == '0'))
        return international(digit + away, n - away, out);
    if (n > head && memcmp(digit, code->digits, head) == 0) { /* the country's own code without plus */
        struct national rest;
        without_prefix(r, digit + head, n - head, &rest);
        if ((!whole(r->whole, digit, n) && whole(r->whole, rest.digit, rest.n)) || too_long(r, n))
            return settle(code, &dx_phone_regions[code->first], rest.digit, rest.n, out);
    }
    return settle(code, r, digit, n, out);
}

enum dx_phone_possible dx_phone_possible(struct dx_str national, const struct dx_phone_region *r)
{
    if (national.n < MIN_DIGITS || national.n > MAX_DIGITS || !(r->lengths >> national.n & 1))
        return DX_PHONE_NO;
    return whole(r->whole, national.p, national.n) ? DX_PHONE_OUTLINE : DX_PHONE_LENGTH;
}

const char *dx_phone_carrier(const char *e164)
{
    uint32_t node = dx_phone_carrier_root, holder = 0;
    for (const char *p = e164 + 1; *p && node; p++) {
        node = follow(node, *p);
        holder = label(node) ? label(node) : holder;
    }
    return dx_phone_carriers[holder];
}
