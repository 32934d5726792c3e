/* phone.c: the candidate scanner for telephone numbers, and the check `phone`
 * The plan says whether it has a number (phone_plan.h); what may be one, and where it ends, is decided here (identifiers.md 5.1:
 * libphonenumber's own matcher is quadratic and misses half of the region's habits). */
#include "find/phone/phone.h"

#include "base/limits.h"
#include "find/text/bytes.h"
#include "find/check/kit.h"
#include "find/phone/phone_run.h"
#include "find/phone/phone_said.h"

#include <stdio.h>
#include <string.h>

#define LISTED 16 /* bytes that may stand between two numbers of a list */
#define WHOLE 9  /* digits that are no part of a number */
#define NAMED 12 /* bytes that may stand between a word for telephone and what it alone calls a number */

/* A part of a run that is looked at: groups a…b. */
struct candidate {
    const struct dx_run *run;
    int a, b;
    int blank; /* the first group behind a that a blank stands before, the number of groups if there is none */
    int same;  /* so many digits from the first on are one */
    struct dx_phone_order order;
    bool ordered, listed; /* it follows a number in one list */
    bool named;   /* … or right behind a word for telephone, or the code of a country */
    bool coded;   /* … or behind the name of a program whose numbers all have their country's code */
    int *tries;
};

static size_t start_of(const struct dx_run *x, int a) { return a == 0 ? x->start : x->group[a].start; }

static bool is_mobile_line(const char *line) { return line[0] == 'm'; } /* the name of no other begins so */
static bool is_mobile(const struct dx_phone_hit *hit) { return is_mobile_line(hit->line); }

/* Is a region, or what stands for one, this one of two letters? */
static inline bool is_of(const char *region, const char *name) { return region[0] == name[0] && region[1] == name[1]; }

static void settle(struct dx_phone_hit *hit, const struct dx_phone_number *got, enum dx_phone_form form)
{
    hit->form = form;
    hit->elsewhere = false;
    hit->possible = DX_PHONE_NO;
    memcpy(hit->e164, got->e164, sizeof hit->e164);
    memcpy(hit->region, got->region, sizeof hit->region);
    hit->line = got->line;
}

/* ---- deciding a candidate ---- */

static bool ask(struct candidate *c, struct dx_str digits, const struct dx_phone_region *r, struct dx_phone_number *got)
{
    return --*c->tries >= 0 && dx_phone_parse(digits, r, got);
}

/* A number with its country code in digits: the trunk 0 that was left in by mistake ("+66081…", "+66 (0)81…") is dropped. */
static bool international(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits, enum dx_phone_form form)
{
    char number[DX_RUN_MOST];
    struct dx_phone_number got;
    const struct dx_phone_code *code = digits.n >= 8 && digits.n <= DX_RUN_MOST ? dx_phone_code_at(digits) : NULL;
    size_t head = code ? dx_phone_code_length(code) : 0;
    if (!code)
        return false;
    if (digits.p[head] == '0' && digits.p[head + 1] != '0' && digits.n - head > 7) {
        memcpy(number, digits.p, head);
        memcpy(number + head, digits.p + head + 1, digits.n - head - 1);
        if (ask(c, (struct dx_str){number, digits.n - 1}, NULL, &got)) {
            settle(hit, &got, form);
            return true;
        }
    }
    if (digits.n > 15 || !ask(c, digits, NULL, &got))
        return false;
    settle(hit, &got, form);
    return true;
}

/* A Thai mobile number that lost a digit is a fixed line of Myanmar's plan: not taken where Thailand comes first. */
static bool cut_short(const char *digits, const struct dx_phone_number *got)
{
    return is_of(got->region, "MM") && !is_mobile_line(got->line) && (digits[1] == '6' || digits[1] == '8');
}

/* Is a fixed line written as the region writes its own, where its digits are parted: the area's code by itself (0-2549-2473 in Thailand,
 * 0655-619520 in Indonesia)? */
static bool by_area(const struct candidate *c, const struct dx_phone_number *got, const char *digits)
{
    static const char *const indonesian[] = {"21", "22", "24", "31", "61"}; /* areas of two digits */
    int head = c->run->group[c->a].n;
    bool two = false;
    if (c->a == c->b || is_mobile_line(got->line))
        return true;
    for (size_t i = 0; i < sizeof indonesian / sizeof *indonesian; i++)
        two = two || memcmp(digits + 1, indonesian[i], 2) == 0;
    return is_of(got->region, "TH") ? head == 1 || head == (digits[1] == '2' ? 2 : 3) :
           is_of(got->region, "ID") ? head == (two ? 3 : 4) : !is_of(got->region, "MM") || head > 1;
}

static void keep_other(struct dx_phone_hit *hit, int *others, const char *e164)
{
    if (*others < DX_PHONE_REGIONS && strcmp(e164, hit->e164) != 0)
        memcpy(hit->others[(*others)++], e164, sizeof *hit->others);
}

/* A number without country code in the plan of each region in turn: the first that has it is taken, or the first that is also written as
 * the region writes them, or is a mobile number where those before are fixed lines, which plans have everywhere; the others are kept. */
static bool national(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits, enum dx_phone_form form)
{
    struct dx_phone_number got;
    int others = 0;
    bool found = false, thai_before = false, usual = false;
    const struct dx_phone_region *told = c->named ? c->order.told : NULL;
    for (int i = 0; digits.n >= 7 && digits.n <= 14 && i < c->order.n && *c->tries > 0; i++) {
        const struct dx_phone_region *r = c->order.region[i];
        if (ask(c, digits, r, &got) && !(thai_before && cut_short(digits.p, &got))) {
            bool so = form == DX_PHONE_NATIONAL && by_area(c, &got, digits.p);
            bool mobile = found && !told && !is_mobile(hit) && is_mobile_line(got.line) && digits.n > 9 && r != c->order.told;
            if (mobile || (found && so && !usual)) {
                char first[sizeof hit->e164];
                memcpy(first, hit->e164, sizeof first);
                settle(hit, &got, form);
                keep_other(hit, &others, first);
            } else if (!found)
                settle(hit, &got, form);
            else
                keep_other(hit, &others, got.e164);
            usual = usual || so || form != DX_PHONE_NATIONAL;
            found = true;
        }
        thai_before = thai_before || is_of(r->name, "TH");
    }
    /* Another country's fixed line behind this country's word for telephone: "โทร 071-234-5678" is no number of Palembang. */
    return found && !(told && digits.n > 9 && !is_mobile(hit) && !is_of(hit->region, told->name) && dx_phone_possible(kit_skip(digits, 1), told) != DX_PHONE_NO);
}

static bool is_among(const struct dx_phone_order *o, const struct dx_phone_region *r)
{
    for (int i = 0; i < o->n; i++)
        if (o->region[i] == r)
            return true;
    return false;
}

static bool is_home(const struct candidate *c, const struct dx_phone_region *r) { return is_among(&c->order, r); }

/* Is it written as mobile numbers are: 013-1048072, 0912 345 678? table: its head speaks of telephones. */
static bool is_grouped(const struct candidate *c, bool table)
{
    const struct dx_run_group *g = c->run->group;
    bool usual = c->b > c->a && g[c->a].n >= 3 && g[c->a].n <= 4;
    if (c->a == c->b)
        return (c->named || table) && c->run->digit[g[c->a].first + 1] == '1'; /* no default region's mobile numbers begin so */
    for (int i = c->a + 1; i <= c->b; i++)
        usual = usual && g[i].n >= 3;
    return usual;
}

/* No region that the text may mean has it, nor will have: a mobile number of another country of the neighbourhood, if it is written as one.
 * Nine digits that begin as Thai ones do have lost one. */
static bool elsewhere(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits, bool table)
{
    static const char *const regions[] = {"MY", "VN", "KH", "LA", "PH", "BD", "PK"};
    struct dx_phone_number got;
    if (c->listed || (c->named && c->order.told) || !is_grouped(c, table) || digits.n < 9 || digits.n > 11 || (digits.n == 9 && strchr("689", digits.p[1])))
        return false;
    for (int i = 0; hit->labelled && digits.p[1] != '1' && i < c->order.n; i++)
        if (dx_phone_possible(kit_skip(digits, 1), c->order.region[i]) == DX_PHONE_OUTLINE)
            return false;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        const struct dx_phone_region *r = dx_phone_region_named(regions[i]);
        if (!is_home(c, r) && ask(c, digits, r, &got) && is_mobile_line(got.line)) {
            settle(hit, &got, DX_PHONE_NATIONAL);
            hit->elsewhere = true;
            return true;
        }
    }
    return false;
}

/* The country of the neighbourhood whose code the digits start with, NULL when it is none. */
static const struct dx_phone_region *neighbour(struct dx_str digits, size_t *head)
{
    const struct dx_phone_code *code = digits.n ? dx_phone_code_at(digits) : NULL;
    const struct dx_phone_region *r = code ? &dx_phone_regions[code->first] : NULL;
    *head = code ? dx_phone_code_length(code) : 0;
    return r && dx_phone_is_near(r) ? r : NULL;
}

/* 00 and what follows: 00 itself, else one of Thailand's own prefixes 001 to 009 or Australia's 0011, before the code of a country of
 * the neighbourhood (numbers of few digits in far countries would fit anything). */
static bool zeros(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    size_t head;
    if (international(c, hit, kit_skip(digits, 2), DX_PHONE_ZEROS))
        return true;
    for (size_t skip = 3; skip <= 4; skip++)
        if (digits.n > 10 && digits.p[2] != '0' && (skip == 3 || digits.p[3] == '1') && neighbour(kit_skip(digits, skip), &head) &&
            international(c, hit, kit_skip(digits, skip), DX_PHONE_ZEROS))
            return true;
    return false;
}

/* 011 and 010, North America's and Japan's prefixes, before a country of the neighbourhood. */
static bool abroad(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    size_t head;
    return digits.n > 11 && digits.p[1] == '1' && digits.p[2] <= '1' && neighbour(kit_skip(digits, 3), &head) &&
           international(c, hit, kit_skip(digits, 3), DX_PHONE_ZEROS) && is_mobile(hit);
}

/* Without plus or zero: a mobile number of a country that the text may mean; any where the code stands apart, in a table of calls, or
 * behind a label (then of any country, if `far`). */
static bool bare(struct dx_phone_scan *s, struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits, bool far)
{
    size_t head;
    const struct dx_phone_region *r = neighbour(digits, &head);
    bool home = r && is_home(c, r), apart = c->b > c->a && c->run->group[c->a].n == (int)head, whole = c->a == c->b || apart;
    if (digits.n < DX_RUN_BARE || !(home || (far && (r ? hit->labelled : c->named && whole)) || (r && apart && !far)) || !international(c, hit, digits, DX_PHONE_BARE))
        return false;
    return hit->labelled || is_mobile(hit) || (home && (apart || s->table));
}

/* A national number without its trunk 0: only where a label stands before it, or where numbers have none. */
static bool local(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    static const char without_trunk[] = "SG HK MO CN IN NP US CA";
    const char *first = c->order.n ? c->order.region[0]->name : "-";
    bool usual = strstr(without_trunk, first), service = c->b > c->a && c->run->group[c->a].n == 4; /* 1800-123-456 */
    bool chinese = digits.n == 11 && digits.p[0] == '1' && is_home(c, dx_phone_region_named("CN"));
    if (!(hit->labelled || usual || service || chinese) || !national(c, hit, digits, DX_PHONE_LOCAL))
        return false;
    return hit->labelled || (chinese && is_mobile(hit)) || (usual && strcmp(hit->region, first) == 0) || (service && strcmp(hit->line, "toll-free") == 0);
}

/* Tel: (202) 555-0143, 1-800-555-0199; what it would be at home is an alternative. A caller who vouches for it knows its region. */
static bool american(struct dx_phone_scan *s, struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    char number[11] = "1";
    if (!dx_run_is_american(c->run, c->a, c->b))
        return false;
    if (digits.n == 10)
        memcpy(number + 1, digits.p, 10);
    else
        memcpy(number, digits.p, 11);
    struct dx_str whole = {number, 11};
    struct dx_phone_hit home = *hit;
    if (!hit->labelled || s->vouched || !international(c, hit, whole, digits.n == 10 ? DX_PHONE_LOCAL : DX_PHONE_BARE))
        return false;
    if (digits.n == 10 && national(c, &home, digits, DX_PHONE_LOCAL) && strcmp(home.e164, hit->e164) != 0)
        memcpy(hit->others[0], home.e164, sizeof home.e164);
    return true;
}

static bool decide(struct dx_phone_scan *s, struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    if (c->run->plus && c->a == 0)
        return international(c, hit, digits, DX_PHONE_PLUS);
    if (digits.p[0] == '0' && digits.p[1] == '0')
        return zeros(c, hit, digits);
    if (digits.p[0] == '0')
        return national(c, hit, digits, DX_PHONE_NATIONAL) || abroad(c, hit, digits) || (!s->vouched && elsewhere(c, hit, digits, s->table));
    return bare(s, c, hit, digits, false) || (c->coded && bare(s, c, hit, digits, true) && is_mobile(hit)) || american(s, c, hit, digits) || local(c, hit, digits) || bare(s, c, hit, digits, true);
}

/* ---- what a label alone calls a number ---- */

static void call(struct dx_phone_hit *hit, const struct dx_phone_region *r, struct dx_str national, enum dx_phone_form form)
{
    hit->form = form;
    const struct dx_phone_code *code = &dx_phone_codes[r->code];
    size_t head = dx_phone_code_length(code), n = national.n < sizeof hit->e164 - 2 - head ? national.n : sizeof hit->e164 - 2 - head;
    hit->e164[0] = '+';
    memcpy(hit->e164 + 1, code->digits, head);
    memcpy(hit->e164 + 1 + head, national.p, n);
    hit->e164[1 + head + n] = '\0';
    memcpy(hit->region, r->name, sizeof hit->region);
    hit->line = "unconfirmed";
}

/* Of the regions, the first whose plan has such numbers in outline; else the first, if its numbers may be as long. */
static bool outlined(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    struct dx_str national = kit_skip(digits, 1);
    if (!c->listed && c->order.told && dx_phone_possible(national, c->order.told) != DX_PHONE_NO) {
        hit->possible = DX_PHONE_OUTLINE;
        call(hit, c->order.told, national, DX_PHONE_NATIONAL);
        return true;
    }
    for (int i = 0; !c->listed && i < c->order.n; i++)
        if (dx_phone_possible(national, c->order.region[i]) == DX_PHONE_OUTLINE) {
            hit->possible = DX_PHONE_OUTLINE;
            call(hit, c->order.region[i], national, DX_PHONE_NATIONAL);
            return true;
        }
    hit->possible = c->order.n ? dx_phone_possible(national, c->order.region[0]) : DX_PHONE_NO;
    if (hit->possible == DX_PHONE_NO)
        return false;
    call(hit, c->order.region[0], national, DX_PHONE_NATIONAL);
    return true;
}

/* Behind a word for telephone, what is written as a number and could be one: plans change, and nothing of a case is to be lost. */
static bool unconfirmed(struct candidate *c, struct dx_phone_hit *hit, struct dx_str digits)
{
    bool plus = c->run->plus && c->a == 0;
    size_t head;
    char text[DX_RUN_MOST + 1] = "";
    memcpy(text, digits.p, digits.n);
    if (!c->named || hit->repaired || digits.n < 9 || digits.n > 15 || kit_all_same(text) || kit_sequential(text))
        return false;
    if (!plus)
        return digits.p[0] == '0' && digits.p[1] != '0' && outlined(c, hit, digits);
    const struct dx_phone_region *r = neighbour(digits, &head);
    struct dx_str national = kit_skip(digits, r && digits.p[head] == '0' ? head + 1 : head);
    hit->possible = r ? dx_phone_possible(national, r) : DX_PHONE_NO;
    if (hit->possible != DX_PHONE_NO)
        call(hit, r, national, DX_PHONE_PLUS);
    return hit->possible != DX_PHONE_NO;
}

/* ---- where a candidate may start and end ---- */

static size_t digits_before(struct dx_str t, size_t i)
{
    size_t n = 0;
    while (n < i && kit_is_digit(t.p[i - 1 - n]))
        n++;
    return n;
}

static bool ends_with(struct dx_str t, size_t i, const char *tail)
{
    size_t n = strlen(tail);
    return i >= n && kit_starts((struct dx_str){t.p + i - n, n}, tail);
}

/* May a number start at byte i? Not within a word, an amount, or a longer number; a label may be glued to it ("Tel081…"). */
static bool starts_clean(struct dx_str t, size_t i)
{
    if (i == 0)
        return true;
    char before = t.p[i - 1];
    if (before == ' ')
        return true;
    if (i >= 3 && t.p[i - 3] == '%')
        return true; /* %2B: a plus in a link */
    if (kit_is_alpha(before)) {
        if (t.p[i] == '(') { /* "Thandar Sample(09770341228)" */
            size_t n = kit_digits_at(t, i + 1);
            return n > 8 && i + 1 + n < t.n && t.p[i + 1 + n] == ')';
        }
        size_t n = 0;
        while (n < i && n < 12 && kit_is_alpha(t.p[i - 1 - n]))
            n++;
        return dx_phone_is_label((struct dx_str){t.p + i - n, n});
    }
    if (before == '_') /* _0812345678_ */
        return i == 1 || !(kit_is_alnum(t.p[i - 2]) || (t.p[i - 2] & 0x80) || t.p[i - 2] == '_');
    if (before == '@') /* @+66 81…: how messengers mention people */
        return t.p[i] == '+' && (i == 1 || !kit_is_alnum(t.p[i - 2]));
    if (kit_is_digit(before) || strchr("$+", before))
        return false;
    if (ends_with(t, i, "฿"))
        return false;
    if (i >= 2 && before == ',' && t.p[i - 2] == '0' && (i == 2 || !kit_is_digit(t.p[i - 3])))
        return false; /* 0,0615: a decimal */
    return !(i >= 2 && strchr(":.,", before) && kit_is_digit(t.p[i - 2])) ||
           (before == ',' && (kit_digits_at(t, i) > 3 || digits_before(t, i - 1) > 3)); /* a cell or a list "…,84,0823456789", not a thousand */
}

/* Is the hyphen before byte i a minus, or the rest of a name ("cpe-075-176…")? A label may be joined so ("Tel-081…"). */
static bool minus(struct dx_str t, size_t i)
{
    return i > 0 && t.p[i - 1] == '-' && (i == 1 || strchr(" \t,;(=:", t.p[i - 2]) || (kit_is_alpha(t.p[i - 2]) && !starts_clean(t, i - 1)));
}

/* May what starts at `start` end before byte i? */
static bool ends_clean(struct dx_str t, size_t start, size_t i)
{
    struct dx_str rest = kit_skip(t, i);
    if (i >= t.n)
        return true;
    if (t.p[i] == '@')
        return kit_starts(rest, "@s.whatsapp.net") || kit_starts(rest, "@c.us") || kit_starts(rest, "@g.us") ||
               ends_with(t, start, "sip:") || ends_with(t, start, "sips:");
    if (t.p[i] == '_')
        return rest.n < 2 || !(kit_is_alnum(rest.p[1]) || rest.p[1] == '_');
    if (t.p[i] == '-' && rest.n > 1 && kit_is_alpha(rest.p[1]) && (rest.n == 2 || !(kit_is_alpha(rest.p[2]) || (rest.p[2] & 0x80))))
        return false; /* 0814471203-B: of a bill, a part */
    if (kit_is_alpha(t.p[i]) || t.p[i] == '%')
        return kit_starts(rest, "ext") || kit_upper(t.p[i]) == 'X';
    if (i + 1 < t.n && kit_is_digit(t.p[i + 1]) && strchr(":,", t.p[i]) && t.p[i]) {
        bool thousand = kit_digits_at(t, i + 1) == 3 && digits_before(t, i) <= 3;
        bool whole = i - start > WHOLE && (t.p[start] == '0' || t.p[start] == '+'); /* no decimal begins so */
        return t.p[i] == ',' && !thousand && (whole || digits_before(t, i) > 3 || kit_digits_at(t, i + 1) > 3);
    }
    return true;
}

/* 66812345678-1612345678@g.us: a group of WhatsApp, by who made it and when. */
static bool names_group(struct dx_str t, const struct dx_run *x, int b)
{
    return b + 2 == x->groups && x->group[b + 1].sep == '-' && x->group[b + 1].n == 10 && kit_starts(kit_skip(t, x->end), "@g.us");
}

/* "0976 544 7182 - 3 persons": what follows group b, apart from it, counts something. */
static bool counts(struct dx_str t, const struct dx_run *x, int b)
{
    const struct dx_run_group *g = x->group + b;
    if (b + 1 >= x->groups || g[1].sep != '-' || g[1].n > 2 || t.p[g->end] != ' ' || g[1].end + 1 >= t.n || t.p[g[1].end] != ' ')
        return false;
    char next = t.p[g[1].end + 1];
    return kit_is_alpha(next) || next & 0x80;
}

/* May group b be the last one? What follows in the run must be something else. */
static bool may_end(const struct candidate *c)
{
    const struct dx_run *x = c->run;
    int b = c->b;
    if (b + 1 == x->groups)
        return !x->cut;
    const struct dx_run_group *next = &x->group[b + 1];
    if (next->sep == '/' || next->sep == '(' || next->sep == '~')
        return true;
    if (next->sep == ')') /* "(tel 09 4503 19804) 8", no area's code */
        return dx_run_digits(x, c->a, b) >= WHOLE;
    if (next->sep != ' ')
        return false;
    return c->blank > b || x->digit[next->first] == '0' || (b + 2 == x->groups && next->n <= 3);
}

/* Where another style begins: "081-234-5678 500" has its number before the blank, "0-2123-4567-9" is perhaps two. The last group of
 * the first style, -1: there is one. */
static int style_end(const struct dx_run *x, int a)
{
    int b = a + 1;
    char mark = b < x->groups ? x->group[b].sep : ' ';
    while (mark != ' ' && b < x->groups && x->group[b].sep == mark)
        b++;
    if (b == x->groups && mark == '-' && b - a > 2 && x->group[b - 1].n <= 2 && dx_run_digits(x, a, b - 2) >= 9)
        return b - 2;
    return mark != ' ' && mark != '(' && mark != ')' && b < x->groups && x->group[b].sep == ' ' && dx_run_digits(x, a, b - 1) >= 9 ? b - 1 : -1;
}

/* How many groups from a on may be one digit: behind a country code, or a trunk 0. */
static int head_of(const struct dx_run *x, int a)
{
    size_t n;
    const struct dx_run_group *g = &x->group[a];
    if (x->plus && a == 0)
        return 2;
    if (x->digit[g->first] == '0')
        return x->digit[g->first + 1] == '0' ? 3 : 0;
    return neighbour((struct dx_str){x->digit + g->first, (size_t)(x->n - g->first)}, &n) && g->n == (int)n ? 1 : 0;
}

/* ---- what follows a number ---- */

/* "ต่อ 123", "(ext. 123)", "#123", "x123" at byte i: fills ext and returns where it ends. */
static size_t extension(struct dx_str t, size_t i, char ext[8])
{
    static const char *const words[] = {"ต่อ", "กด", "extension", "extn", "ext", "x", "#", ";ext=", "to.", "to", "samb", "máy lẻ", "内线", "转"};
    static const struct dx_bytes first = {{UINT64_C(0x0800000800000000), UINT64_C(0x0118202001182020), 0, UINT64_C(0x0000012100000000)}}; /* of these */
    size_t at = i, n = 0;
    while (at < t.n && at < i + 2 && (t.p[at] == ' ' || t.p[at] == ',' || t.p[at] == '(' || !t.p[at]))
        at++;
    if (at == t.n || !dx_bytes_has(&first, (unsigned char)t.p[at]))
        return i;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        if (!kit_starts(kit_skip(t, at), words[k]))
            continue;
        size_t d = at + strlen(words[k]);
        for (int skipped = 0; d < t.n && strchr(". :", t.p[d]) && t.p[d] && skipped < 3; skipped++)
            d++;
        while (d + n < t.n && n < 6 && kit_is_digit(t.p[d + n]))
            n++;
        if (n == 0 || (d + n < t.n && kit_is_digit(t.p[d + n])))
            return i;
        memcpy(ext, t.p + d, n);
        ext[n] = '\0';
        return d + n;
    }
    return i;
}

/* The mark of a second number at byte i, "/9", "-9", "~9", " ถึง 9": where its digits start; i when there is none. most: so many digits. */
static size_t joint(struct dx_str t, size_t i, size_t *most)
{
    static const struct {
        const char *mark;
        size_t most;
    } marks[] = {{"/", 8}, {"-", 2}, {"~", 4}, {"ถึง", 4}, {"to", 2}, {"s/d", 4}};
    static const struct dx_bytes first = {{UINT64_C(0x0000a00000000000), UINT64_C(0x4018000000180000), 0, UINT64_C(0x0000000100000000)}}; /* of these */
    size_t at = i < t.n && t.p[i] == ' ' ? i + 1 : i;
    if (at == t.n || !dx_bytes_has(&first, (unsigned char)t.p[at]))
        return i;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (kit_starts(kit_skip(t, at), marks[k].mark)) {
            at += strlen(marks[k].mark);
            *most = marks[k].most;
            return at < t.n && t.p[at] == ' ' ? at + 1 : at;
        }
    return i;
}

/* Numbers written behind one by their last digits alone, "…5678/9", "…5678-9", "…5678/79/80": kept in s. Where they end. */
static size_t twins(struct dx_phone_scan *s, struct candidate *c, size_t i, const struct dx_phone_hit *hit)
{
    struct dx_str t = s->text;
    size_t len = strlen(hit->e164), end = i, most = 0;
    char last[DX_PHONE_E164];
    struct dx_phone_number got;
    memcpy(last, hit->e164, sizeof last);
    s->twin_at = s->twin_n = 0;
    for (size_t at; s->twin_n < DX_PHONE_TWINS && (at = joint(t, end, &most)) != end; s->twin_n++) {
        size_t k = kit_digits_at(t, at), stop = at + k;
        bool goes_on = stop + 1 < t.n && kit_is_digit(t.p[stop + 1]) && t.p[stop] &&
                       (strchr("-.:,", t.p[stop]) || (t.p[stop] == ' ' && k > 1 && t.p[stop + 1] != '0'));
        bool of_mobile = k > 1 && most == 2 && is_mobile(hit); /* 08-1234-5678-90 is no range: offices have those */
        if (k == 0 || k > most || len < k + 4 || goes_on || of_mobile || (stop < t.n && (kit_is_alpha(t.p[stop]) || t.p[stop] == '%')) ||
            (k > 4 && t.p[at] != last[len - k]))
            break;
        memcpy(last + len - k, t.p + at, k);
        if (strcmp(last, hit->e164) <= 0 || !ask(c, (struct dx_str){last + 1, len - 1}, NULL, &got))
            break;
        memcpy(s->twins[s->twin_n], last, sizeof last);
        end = stop;
    }
    return end;
}

/* ---- weights ---- */

/* Log-odds of the grouping of a number without country code. Plans of the region have fixed lines everywhere among eight digits, so
 * that a run of digits says little, and a grouping that nobody uses speaks against it: tables, dumps, colours (1.5), a post code. */
static double grouping_of(const struct dx_phone_hit *hit, const struct dx_run *x, int a, int b)
{
    bool mobile = is_mobile(hit), apart = b > a && x->group[a + 1].sep != ' ';
    int n = dx_run_digits(x, a, b), head = x->group[a].n;
    if (a == b)
        return mobile ? 0 : -1.2;
    if (mobile && apart && b - a > 2 && is_of(hit->region, "MM")) /* 09-978-412-34-5: any grouping is met there */
        return -0.3;
    bool pairs = b - a == 3 && head == 3 && n == 9 && strchr("KVL", hit->region[0]); /* 077 84 54 00 */
    bool fours = b - a == 2 && head == 4 && !apart && !mobile; /* characters' numbers in tables */
    bool usual = head >= 2 && head <= 4 && (n > 8 || head == 2) && !fours;
    bool fives = b - a == 1 && head == 5 && x->group[b].n == 6 && mobile && is_of(hit->region, "BD"); /* 01711 844720 */
    bool sixes = b - a == 2 && head == 2 && x->group[b].n == 6 && is_of(hit->region, "MM"); /* 09 260 389837 */
    usual = usual && !(mobile && apart && head == 2 && is_of(hit->region, "ID"));
    for (int i = a + 1; i <= b && !sixes; i++)
        usual = usual && (x->group[i].n >= 3 || (i == b && b - a > 1 && x->group[i - 1].n >= 3 && x->group[i].n == 2)) &&
                (x->group[i].n <= 4 || b - a == 1 || (i == b && n > 12)); /* 0895-3344-55667 */
    return pairs || fives ? 0 : !usual || (apart && !mobile && b - a > 2) ? -1.8 : apart ? 0.5 : 0;
}

/* Is it one of the regions that the user names? */
static bool is_default(const struct dx_phone_scan *s, const char *region)
{
    for (const char *p = s->region; p && p[0] && p[1]; p += *p == ',') {
        if (memcmp(p, region, 2) == 0)
            return true;
        while (*p && *p != ',')
            p++;
    }
    return false;
}

/* The numbers that stand next to byte `at` in a row, `step` bytes on each time, in `short_ones` those of two digits and fewer. */
static int numbers_beside(struct dx_str t, size_t at, int step, int *short_ones)
{
    enum { FAR = 32 };
    int n = 0, digits = 0;
    for (size_t i = 0; i < FAR && at < t.n && (kit_is_digit(t.p[at]) || strchr(" .,-", t.p[at])); i++, at += (size_t)step) {
        bool digit = kit_is_digit(t.p[at]);
        n += digit && !digits;
        *short_ones += !digit && digits && digits < 3;
        digits = digit ? digits + 1 : 0;
    }
    return n;
}

/* Does it stand among numbers, on both sides, of which most are short: what a picture is drawn by ("-53 0-96 43-96 96 0 29.1"), a matrix? */
static bool among_numbers(struct dx_str t, size_t start, size_t end)
{
    enum { LEAST = 3 };
    int few = 0, before = start ? numbers_beside(t, start - 1, -1, &few) : 0, behind = numbers_beside(t, end, 1, &few);
    return before >= LEAST && behind >= LEAST && 2 * few >= before + behind - 2; /* the farthest may be cut */
}

/* Is it written with one mark, and another, and the first again? A number of a prefix and groups changes once. */
static bool changes_marks(const struct dx_run *x, int a, int b)
{
    char last = 0;
    int changes = 0;
    for (int i = a + 1; i <= b; i++) {
        char sep = x->group[i].sep;
        changes += last && sep != last && strchr(" -.", sep) && strchr(" -.", last);
        last = sep;
    }
    return changes > 1;
}

/* What speaks in typed text against a number that nothing calls one: letters that nobody types for a digit (06.2100.91G5 is a star's type), though O and l
 * are, to hide one; a point right before it (a fraction's, a code's); numbers on both sides; marks of all kinds. A bracket that closes and was never opened
 * speaks against any. */
static double mistyped(const struct dx_phone_scan *s, const struct dx_phone_hit *hit, const struct candidate *c, bool called)
{
    static const double letter = 2.5, bracket = 4, part = 3;
    struct dx_str t = s->text, raw = {t.p + hit->start, hit->end - hit->start};
    const char *close = s->recognised ? NULL : memchr(raw.p, ')', raw.n);
    double w = close && !memchr(raw.p, '(', (size_t)(close - raw.p)) ? bracket : 0;
    if (called || s->recognised || hit->form == DX_PHONE_PLUS)
        return w;
    bool dotted = memchr(raw.p, '.', raw.n) && kit_is_digit(raw.p[0]);
    for (size_t i = 0; i < raw.n && hit->repaired; i++)
        if (strchr("BDGSZbgq", raw.p[i]) || (dotted && kit_is_alpha(raw.p[i])))
            return w + letter;
    char before = hit->start > 1 && t.p[hit->start - 1] == '.' ? t.p[hit->start - 2] : hit->start == 1 && t.p[0] == '.' ? ' ' : '.';
    if (before != '.' && (!(kit_is_alnum(before) || before & 0x80) || memchr(raw.p, '.', raw.n))) /* "No.0812345678" is whole */
        return w + part;
    return w + (changes_marks(c->run, c->a, c->b) || among_numbers(t, hit->start, hit->end) ? part : 0);
}

/* Log-odds of the way of writing. */
static double weight_of(const struct dx_phone_scan *s, const struct dx_phone_hit *hit, const struct candidate *c)
{
    const struct dx_run *x = c->run;
    int a = c->a, b = c->b;
    bool called = hit->labelled && !c->listed, far = !dx_phone_is_near(dx_phone_region_named(hit->region));
    bool spaced = x->group[0].start > x->start + 1; /* between the plus and the digits */
    static const double form[] = {3, 1.5, 1, -0.5, -1.8}, run_of_zeros = 2, bracketed_code = 1.5;
    if (hit->possible != DX_PHONE_NO) /* a label before it is worth some three: under even */
        return (hit->possible == DX_PHONE_OUTLINE ? -3.9 : -4.6) + (hit->labelled ? 0 : 3);
    bool told = c->order.told && is_of(c->order.told->name, hit->region); /* by a word near it */
    double w = form[hit->form] - hit->repaired - (hit->others[0][0] && !told ? 0.3 : 0);
    w += is_mobile(hit) ? 0.5 : strcmp(hit->line, "fixed") == 0 ? 0 : -0.5;
    w -= (hit->elsewhere ? 1.2 : 0) + mistyped(s, hit, c, called);
    w += hit->form >= DX_PHONE_BARE && !hit->labelled && b > a && dx_run_is_american(x, a, b) && is_default(s, hit->region) ? 3 : 0; /* 650-253-0000 where the user names the country */
    bool spoken = is_of(hit->region, "CN") || (told && (is_of(hit->region, "IN") || is_of(hit->region, "NP")));
    w += hit->form == DX_PHONE_LOCAL && !called && spoken && is_mobile(hit) ? 1.8 : 0; /* as they are written there */
    w += hit->form == DX_PHONE_BARE && !called && told && (a == b || x->group[a].n <= 3) ? a == b ? 0.5 : 1 : 0;
    if (hit->form == DX_PHONE_BARE && s->text.p[hit->start] == '(') /* (86) 138 3211 1373: nothing else is written so */
        w += bracketed_code;
    if (hit->form == DX_PHONE_NATIONAL)
        w += grouping_of(hit, x, a, b) - (x->group[a + (b > a)].sep == '/' ? 0.5 : 0);
    if (!called && b == a && strstr(hit->e164, "0000"))
        w -= 1.5; /* a counter, a price, an address in memory */
    if (!called && x->group[a].n > 9 && hit->form == DX_PHONE_ZEROS && !c->listed && !is_default(s, hit->region))
        w -= run_of_zeros; /* numbers of goods and papers are padded so, and any two digits behind are some country's */
    if (!called && b == a && far && hit->form == DX_PHONE_ZEROS)
        w -= 2; /* so many countries that any padded number is one of theirs */
    bool sum = b == 0 || memchr(s->text.p + hit->start, '/', hit->end - hit->start);
    if (!called && sum && x->plus && x->group[0].sep == 0 && spaced)
        w -= b == 0 ? 3 : 5; /* "a + 13478400000", "+ 12155/589824 * n^2" */
    if (hit->form == DX_PHONE_ZEROS && b > a && x->group[a].n == 4 && x->group[a + 1].n == 4)
        w -= 1.5;
    return w;
}

/* ---- one start ---- */

/* Does it follow the last number as the next of a list? */
static bool is_listed(const struct dx_phone_scan *s, size_t start)
{
    static const char *const joints[] = {"และ", "หรือ", "or", "and", "dan", "atau"};
    size_t i = s->last_end, at;
    if (i == 0 || i >= start || start - i > LISTED)
        return false;
    while (i < start && s->text.p[i] == ' ')
        i++;
    for (size_t k = 0; k < sizeof joints / sizeof *joints; k++)
        i += kit_starts(kit_skip(s->text, i), joints[k]) ? strlen(joints[k]) : 0;
    i += i == s->last_end || i < start;
    for (at = i; at < start && strchr(" ,;/&|", s->text.p[at]);)
        at++;
    return at >= start;
}

static bool no_digits(struct dx_str t, size_t from, size_t to)
{
    while (from < to && !kit_is_digit(t.p[from]))
        from++;
    return from == to;
}

/* What is true of the whole text: once, when first something is to be decided. */
static void learn(struct dx_phone_scan *s)
{
    if (s->ready)
        return;
    dx_phone_hints_start(&s->hints, s->words, s->text, s->region && *s->region ? s->region : "TH,MM,ID", !s->plain, s->ascii);
    const char *home = s->home && s->words ? dx_phone_home(s->home, s->words) : "";
    if (home[0])
        dx_phone_hints_home(&s->hints, home);
    s->near = s->hints.defaults;
    s->marks.quiet = !s->hints.labels && !s->hints.trunkless && !s->vouched && !s->last_end;
    s->ready = true;
}

/* The regions that the text around the run speaks of; short lines have one answer for all their numbers. */
static const struct dx_phone_order *regions_around(struct dx_phone_scan *s, const struct dx_run *x, size_t start)
{
    size_t from = start > DX_PHONE_BEFORE ? start - DX_PHONE_BEFORE : 0;
    size_t to = x->end + DX_PHONE_BEHIND < s->text.n ? x->end + DX_PHONE_BEHIND : s->text.n;
    if (s->hints.regions && (s->near_from != from || s->near_to != to)) {
        dx_phone_regions_near(&s->hints, &s->near, from, to);
        s->near_from = from;
        s->near_to = to;
    }
    return &s->near;
}

/* Does the name of a program that knows people by whole numbers end there? */
static bool is_messenger(struct dx_str t, size_t end)
{
    bool brief = ends_with(t, end, "wa") && (end == 2 || !kit_is_alpha(t.p[end - 3]));
    return brief || ends_with(t, end, "whatsapp") || ends_with(t, end, "viber");
}

/* What the text around says: once for each start, when first something is to be decided. */
static void look_around(struct dx_phone_scan *s, struct candidate *c, struct dx_phone_hit *hit)
{
    size_t start = hit->start;
    learn(s);
    c->ordered = true;
    c->listed = is_listed(s, start);
    size_t label = dx_phone_label(&s->hints, start);
    hit->labelled = s->vouched || c->listed || label != SIZE_MAX;
    c->named = c->listed || (label <= NAMED && no_digits(s->text, start - label, start));
    c->coded = label <= NAMED && is_messenger(s->text, start - label);
    c->order = *regions_around(s, c->run, start);
    if (c->listed)
        dx_phone_order_first(&c->order, s->last_region);
    else
        c->named = dx_phone_order_by_code(&c->order, s->text, start) || c->named;
    s->named = s->named || c->named;
}

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/* Does nothing that is written anywhere make a number of digits at `start` that have neither plus nor zero: no word for telephone, no list,
 * no code of a country, no country whose numbers have no zero? */
static bool is_unspoken(struct dx_phone_scan *s, size_t start)
{
    size_t at = start;
    if (s->plain || s->vouched || (s->last_end && start - s->last_end <= LISTED))
        return false;
    learn(s);
    if (s->hints.labels || s->hints.trunkless)
        return false;
    while (at > 0 && dx_phone_parts_code(s->text.p[at - 1]))
        at--;
    return !(at > 1 && is_capital(s->text.p[at - 1]) && is_capital(s->text.p[at - 2]));
}

/* May so many digits, the first group of them being `first`, be a number with a country's code where nothing speaks of one: that of a country that the
 * text may mean, or one by itself? */
static bool may_be_bare(const struct dx_phone_scan *s, size_t digits, struct dx_str first)
{
    size_t head;
    if (digits < DX_RUN_BARE || !dx_phone_may_be_near(first.p[0]))
        return false;
    const struct dx_phone_region *r = neighbour((struct dx_str){first.p, 3}, &head);
    return r && (first.n == head || s->hints.regions || is_among(&s->hints.defaults, r));
}

/* Is what starts with group a no number, by its first digits and what is nowhere in the text? */
static bool is_hopeless(struct dx_phone_scan *s, const struct dx_run *x, int a)
{
    const struct dx_run_group *g = &x->group[a];
    struct dx_str digits = {x->digit + g->first, (size_t)(x->n - g->first)};
    if (digits.p[0] == '0' || (x->plus && a == 0) || (g->n == 4 && a + 1 < x->groups) || !is_unspoken(s, start_of(x, a)))
        return false;
    return !may_be_bare(s, digits.n, (struct dx_str){digits.p, (size_t)g->n});
}

/* Passes over runs in which nothing starts a number, to the next one that has to be looked into; false: there is none. */
static bool pass_dull(struct dx_phone_scan *s)
{
    struct dx_run_stretch x;
    while (dx_run_stretch(&s->marks, s->text, s->at, &x)) {
        if (!x.dull || !is_unspoken(s, x.first) || may_be_bare(s, x.digits, (struct dx_str){s->text.p + x.first, x.group})) {
            s->at = x.start;
            return true;
        }
        s->at = x.end;
    }
    return false;
}

static bool is_joint(char sep) { return sep == '-' || sep == '/' || sep == '~'; }

/* Is groups a…b, written as a number may be, one? `plain`: only if a plan has it. */
static bool is_number(struct dx_phone_scan *s, struct candidate *c, struct dx_phone_hit *hit, bool plain)
{
    const struct dx_run *x = c->run;
    const struct dx_run_group *g = x->group;
    int a = c->a, b = c->b, n = dx_run_digits(x, a, b);
    size_t most, end = g[b].end;
    if (n <= c->same)
        return false;
    bool counted = counts(s->text, x, b), fits = counted || may_end(c) || names_group(s->text, x, b);
    if (!(fits || (b + 1 < x->groups && is_joint(g[b + 1].sep) && joint(s->text, end, &most) != end)) ||
        (b + 1 == x->groups && !ends_clean(s->text, hit->start, end)))
        return false;
    struct dx_str digits = {x->digit + g[a].first, (size_t)n};
    hit->repaired = 0;
    for (int i = a; i <= b; i++)
        hit->repaired += g[i].repaired;
    if (hit->repaired > 3 || n - hit->repaired < DX_PHONE_LEAST)
        return false;
    if (!c->ordered)
        look_around(s, c, hit);
    if (hit->others[0][0])
        memset(hit->others, 0, sizeof hit->others);
    if (!(plain ? decide(s, c, hit, digits) : unconfirmed(c, hit, digits)))
        return false;
    if (b > a && g[a + 1].sep == '/' && hit->form == DX_PHONE_NATIONAL && !hit->labelled && (!is_mobile(hit) || (g[a].n < 3 && digits.p[1] != '9'))) /* "09/…" is written so in Myanmar */
        return false; /* 02/12010000.html: files of a folder */
    if (a == b && hit->start > 0 && s->text.p[hit->start - 1] == '/' && end + 1 < s->text.n && s->text.p[end] == '.' && kit_is_alpha(s->text.p[end + 1]))
        return false; /* … and /p/0814471203.html */
    s->twin_n = 0;
    hit->end = plain && !counted ? twins(s, c, end, hit) : end;
    return s->twin_n > 0 || fits;
}

static bool finish(struct dx_phone_scan *s, const struct candidate *c, struct dx_phone_hit *hit)
{
    if (s->twin_n == 0)
        hit->end = extension(s->text, c->run->group[c->b].end, hit->ext);
    hit->weight = weight_of(s, hit, c) - (minus(s->text, hit->start) ? 1.5 : 0);
    memcpy(s->last_region, hit->region, sizeof s->last_region);
    if (s->twin_n > 0) {
        s->twin = *hit;
        memset(s->twin.others, 0, sizeof s->twin.others);
    }
    return true;
}

/* What is true of all candidates that start with group a. */
static struct candidate start_with(const struct dx_run *x, int a, int *tries)
{
    struct candidate c = {.run = x, .a = a, .blank = a + 1, .same = 1, .tries = tries};
    const char *digit = x->digit + x->group[a].first;
    while (c.blank < x->groups && x->group[c.blank].sep != ' ')
        c.blank++;
    while (digit[c.same] == digit[0])
        c.same++;
    return c;
}

/* A figure by itself behind a number that is parted as they are: "062 394 9007 2". */
static bool is_stray(const struct dx_run *x, int a, int b)
{
    const struct dx_run_group *g = x->group;
    return b - a == 3 && g[a].n == 3 && g[a + 1].n == 3 && g[b - 1].n == 4 && g[b].n == 1 && g[b].sep == ' ';
}

/* The number that starts with group a: the longest, unless the writing changes its style before. */
static bool starts_number(struct dx_phone_scan *s, const struct dx_run *x, int a, struct dx_phone_hit *hit, int *tries, bool plain)
{
    if (!plain && x->digit[x->group[a].first] != '0' && !(x->plus && a == 0))
        return false; /* no label alone calls it a number */
    struct candidate c = start_with(x, a, tries);
    uint32_t ends = dx_run_digits(x, a, x->groups - 1) > c.same ? dx_run_ends(x, a, head_of(x, a)) : 0;
    if (!ends)
        return false;
    int style = style_end(x, a);
    *hit = (struct dx_phone_hit){.start = start_of(x, a)};
    s->twin_n = 0;
    bool two = style >= 0 && x->group[style + 1].sep != ' ';
    if (two && style > a && x->group[style].n < 3) /* 09-978-412-34-5: no number ends so before another's last digit */
        style = -1;
    if (style >= 0 && *tries > 0 && ends >> style & 1) {
        c.b = style;
        if (is_number(s, &c, hit, plain) && (!two || s->twin_n) &&
            ((is_mobile(hit) && !two) || (c.order.n && is_of(hit->region, c.order.region[0]->name))))
            return finish(s, &c, hit);
    }
    for (; ends && *tries > 0; ends &= ~(UINT32_C(1) << c.b)) {
        c.b = 31 - __builtin_clz(ends);
        if (is_stray(x, a, c.b) && ends >> (c.b - 1) & 1)
            continue;
        if (dx_run_digits(x, a, c.b) <= c.same)
            break; /* so are all that are shorter */
        if (is_number(s, &c, hit, plain))
            return finish(s, &c, hit);
    }
    s->twin_n = 0;
    return false;
}

/* ---- the walk ---- */

/* May a number start with group a of the run, which isn't its first, as far as the groups say? */
static bool may_begin_within(const struct dx_run *x, int a)
{
    const struct dx_run_group *g = &x->group[a];
    if (x->digit[g->first] != '0' || (g->n == 1 && (g[-1].n == 1 || (a + 1 < x->groups && g[1].n != 1))))
        return false;
    bool item = a == 1 && g[-1].n <= 2 && (g->sep == ')' || (g->sep == '.' && a + 1 < x->groups && g[1].sep != '.')); /* "1) 081…" */
    bool apart = g->sep == '-' && g->start - g[-1].end > 2 && x->digit[0] != '0' && !x->plus; /* "4,500 - 098.403.1980" */
    return item || apart || (g->sep != '-' && g->sep != '.' && g->sep != ')');
}

static bool search_in(struct dx_phone_scan *s, const struct dx_run *x, struct dx_phone_hit *hit, bool plain)
{
    int tries = DX_PHONE_TRIES;
    for (int a = 0; a < x->groups && x->n - x->group[a].first >= DX_PHONE_LEAST; a++) {
        if (dx_run_is_date(x, a))
            a += 2;
        else if ((a == 0 || may_begin_within(x, a)) && !is_hopeless(s, x, a) && (a > 0 || starts_clean(s->text, x->start)) &&
                 starts_number(s, x, a, hit, &tries, plain))
            return true;
    }
    return false;
}

/* Looks for a number in the run; the walk goes on after it, or after the run. */
static bool search(struct dx_phone_scan *s, const struct dx_run *x, struct dx_phone_hit *hit)
{
    s->named = false;
    bool found = x->n >= 7 && (search_in(s, x, hit, true) || (s->named && !s->vouched && search_in(s, x, hit, false)));
    size_t to = found ? hit->end : x->end;
    s->at = to > s->at ? to : s->at + 1;
    s->last_end = found ? hit->end : s->last_end;
    s->marks.quiet = s->marks.quiet && !found; /* another may follow it in a list */
    return found;
}

/* Behind a number, the rest of its run is there already, if a plain mark parts the two: as it would be read from there. */
static bool keep_rest(struct dx_phone_scan *s)
{
    struct dx_run *x = &s->run;
    int b = 0;
    while (b < x->groups && x->group[b].end < s->at)
        b++;
    if (s->plain || b + 1 >= x->groups || x->group[b].end != s->at)
        return false;
    const struct dx_run_group *next = &x->group[b + 1];
    if (next->start != s->at + 1 || next->sep == '(' || !kit_is_digit(s->text.p[next->start]))
        return false;
    dx_run_behind(s->text, b, x);
    return x->n >= DX_PHONE_LEAST;
}

/* Most of a walk is tables, which are filled when something is to be decided. */
void dx_phone_start(struct dx_phone_scan *s, struct dx_str text)
{
    s->text = text;
    s->region = NULL;
    s->words = NULL;
    s->home = NULL;
    s->table = s->ascii = s->plain = s->recognised = s->vouched = s->ready = s->named = s->on = false;
    s->at = s->last_end = s->near_from = s->near_to = 0;
    dx_run_marks_start(&s->marks);
    s->twin_at = s->twin_n = 0;
}

bool dx_phone_next(struct dx_phone_scan *s, struct dx_phone_hit *hit)
{
    if (s->twin_at < s->twin_n) {
        *hit = s->twin;
        memcpy(hit->e164, s->twins[s->twin_at++], sizeof hit->e164);
        return true;
    }
    bool found = s->on && search(s, &s->run, hit);
    while (!found && (s->plain || pass_dull(s)) && (s->at = dx_run_next_plainly(s->text, s->at)) < s->text.n) {
        dx_run_read(s->text, s->at, &s->run);
        found = search(s, &s->run, hit);
    }
    s->on = found && keep_rest(s);
    return found;
}

/* ---- the check ---- */

/* Attributes as they are written, in a text that has room for the longest of each. */
struct attrs {
    char text[384];
    size_t n;
};
_Static_assert(sizeof(((struct attrs *)0)->text) > 5 * 32 + 64 + DX_PHONE_REGIONS * (DX_PHONE_E164 + 4), "names, who holds a range, other numbers");

/* Attributes in their order: what is said in them is told by tables, and stands in JSON as it is. */
#define MEMBER(a, name, value) member((a), (name), sizeof(name) - 1, (value))
static inline void member(struct attrs *a, const char *name, size_t n, const char *value)
{
    size_t size = strlen(value);
    if (sizeof a->text - a->n < n + size + 1)
        return;
    memcpy(a->text + a->n, name, n);
    memcpy(a->text + a->n + n, value, size);
    a->text[a->n + n + size] = '"';
    a->n += n + size + 1;
}

void dx_phone_read(struct dx_reading *r, const struct dx_phone_hit *hit)
{
    struct attrs a;
    const char *carrier = is_mobile(hit) ? dx_phone_carrier(hit->e164) : NULL;
    a.n = 0;
    r->verdict = DX_VERDICT_FORM;
    dx_buf_str(&r->value, hit->e164);
    if (hit->ext[0])
        dx_buf_printf(&r->value, ";ext=%s", hit->ext);
    if (kit_is_alpha(hit->region[0])) { /* 001: numbers of no country */
        MEMBER(&a, "\"country\":\"", hit->region);
        MEMBER(&a, ",\"line\":\"", hit->line);
    } else
        MEMBER(&a, "\"line\":\"", hit->line);
    if (carrier)
        MEMBER(&a, ",\"carrier\":\"", carrier);
    if (hit->others[0][0])
        MEMBER(&a, ",\"alternatives\":[\"", hit->others[0]);
    for (int i = 1; i < DX_PHONE_REGIONS && hit->others[0][0] && hit->others[i][0]; i++)
        MEMBER(&a, ",\"", hit->others[i]);
    dx_buf_add(&r->attrs, a.text, a.n);
    if (hit->others[0][0])
        dx_buf_byte(&r->attrs, ']');
    r->weight = hit->weight;
}

/* One number; the text holds nothing else with digits in it. */
static void check_phone(struct dx_reading *r, struct dx_str t, const struct dx_check_context *c)
{
    struct dx_phone_scan s;
    struct dx_phone_hit hit;
    dx_phone_start(&s, t);
    s.region = c->arg && *c->arg ? c->arg : c->region;
    s.vouched = true;
    if (!dx_phone_next(&s, &hit) || s.twin_n)
        return;
    for (size_t i = 0; i < t.n; i++)
        if (kit_is_digit(t.p[i]) && (i < hit.start || i >= hit.end))
            return;
    dx_phone_read(r, &hit);
}

const struct dx_check dx_checks_phone[] = {
    {"phone", check_phone, false},
    {"phone.words", dx_phone_said_check, false},
    {NULL, NULL, false},
};
