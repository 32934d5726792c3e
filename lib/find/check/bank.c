/* bank.c: banks by name: one table, one pass over a line for all its numbers */
#include "find/check/bank.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "find/text/heads.h"
#include "find/check/kit.h"

#define LEN(n) (1u << (n))
/* Thailand's groups, a digit each; most banks have the first. */
#define USUAL 0x3151
#define LONG 0x361
#define TWELVE 0x3153
#define TH(word, name, code, groups) {DX_BANK_TH, word, name, code, 0, groups}
#define ID(word, name, code, lengths) {DX_BANK_ID, word, name, code, lengths, 0}
#define MM(word, name, lengths) {DX_BANK_MM, word, name, NULL, lengths, 0}
#define MY(word, name, lengths) {DX_BANK_MY, word, name, NULL, lengths, 0}

/* Several rows may give one bank. Bank of Thailand codes; the bare กรุงเทพ is the city. Lengths: identifiers.md 4.2 and 4.3. */
static const struct dx_bank banks[] = {
    TH("BBL", "BBL", "002", USUAL), TH("Bangkok Bank", "BBL", "002", USUAL), TH("ธนาคารกรุงเทพ", "BBL", "002", USUAL),
    TH("ธ.กรุงเทพ", "BBL", "002", USUAL), TH("ธ. กรุงเทพ", "BBL", "002", USUAL), TH("แบงก์กรุงเทพ", "BBL", "002", USUAL),
    TH("บัวหลวง", "BBL", "002", USUAL), TH("KBANK", "KBANK", "004", USUAL), TH("K-Bank", "KBANK", "004", USUAL),
    TH("K PLUS", "KBANK", "004", USUAL), TH("Kasikorn", "KBANK", "004", USUAL), TH("Kasikornbank", "KBANK", "004", USUAL),
    TH("กสิกร", "KBANK", "004", USUAL), TH("กสิกรไทย", "KBANK", "004", USUAL), TH("KTB", "KTB", "006", USUAL),
    TH("Krungthai", "KTB", "006", USUAL), TH("Krung Thai", "KTB", "006", USUAL), TH("กรุงไทย", "KTB", "006", USUAL),
    TH("TTB", "TTB", "011", LONG), TH("TMB", "TTB", "011", LONG), TH("TMBThanachart", "TTB", "011", LONG),
    TH("ทหารไทย", "TTB", "011", LONG), TH("ทหารไทยธนชาต", "TTB", "011", LONG), TH("ทีทีบี", "TTB", "011", LONG),
    TH("SCB", "SCB", "014", USUAL), TH("Siam Commercial", "SCB", "014", USUAL), TH("ไทยพาณิชย์", "SCB", "014", USUAL),
    TH("Citibank", "CITI", "017", LONG), TH("CITI", "CITI", "017", LONG), TH("ซิตี้แบงก์", "CITI", "017", LONG),
    TH("SMBC", "SMBC", "018", 0), TH("JPM", "JPM", "008", 0), TH("Standard Chartered", "SCBT", "020", 0),
    TH("SCBT", "SCBT", "020", 0), TH("สแตนดาร์ดชาร์เตอร์ด", "SCBT", "020", 0), TH("CIMBT", "CIMBT", "022", USUAL),
    TH("CIMB", "CIMBT", "022", USUAL), TH("ซีไอเอ็มบี", "CIMBT", "022", USUAL), TH("UOB", "UOBT", "024", 0x3331),
    TH("UOBT", "UOBT", "024", 0x3331), TH("ยูโอบี", "UOBT", "024", 0x3331), TH("BAY", "BAY", "025", USUAL),
    TH("Krungsri", "BAY", "025", USUAL), TH("กรุงศรี", "BAY", "025", USUAL), TH("กรุงศรีอยุธยา", "BAY", "025", USUAL),
    TH("Mega ICBC", "Mega ICBC", "026", 0), TH("Bank of America", "BoA", "027", 0), TH("IOB", "IOB", "029", 0),
    TH("GSB", "GSB", "030", TWELVE), TH("Government Savings", "GSB", "030", TWELVE), TH("ออมสิน", "GSB", "030", TWELVE),
    TH("HSBC", "HSBC", "031", 0), TH("Deutsche Bank", "Deutsche", "032", 0), TH("GHB", "GHB", "033", TWELVE),
    TH("GH Bank", "GHB", "033", TWELVE), TH("ธอส", "GHB", "033", TWELVE), TH("อาคารสงเคราะห์", "GHB", "033", TWELVE),
    TH("BAAC", "BAAC", "034", TWELVE), TH("ธ.ก.ส", "BAAC", "034", TWELVE), TH("ธกส", "BAAC", "034", TWELVE),
    TH("EXIM", "EXIM", "035", 0), TH("Mizuho", "Mizuho", "039", 0), TH("BNP Paribas", "BNP", "045", 0),
    TH("Bank of China", "BOC", "052", 0), TH("TBANK", "TBANK", "065", 0), TH("Thanachart", "TBANK", "065", 0),
    TH("ธนชาต", "TBANK", "065", 0), TH("ISBT", "ISBT", "066", USUAL), TH("Islamic Bank", "ISBT", "066", USUAL),
    TH("อิสลาม", "ISBT", "066", USUAL), TH("TISCO", "TISCO", "067", 0x4361), TH("ทิสโก้", "TISCO", "067", 0x4361),
    TH("KKP", "KKP", "069", LONG), TH("Kiatnakin", "KKP", "069", LONG), TH("เกียรตินาคิน", "KKP", "069", LONG),
    TH("เกียรตินาคินภัทร", "KKP", "069", LONG), TH("ICBC", "ICBCT", "070", 0), TH("ไอซีบีซี", "ICBCT", "070", 0),
    TH("TCRB", "TCRB", "071", 0), TH("ไทยเครดิต", "TCRB", "071", 0), TH("LHFG", "LHFG", "073", 0),
    TH("LH Bank", "LHFG", "073", 0), TH("แลนด์ แอนด์ เฮ้าส์", "LHFG", "073", 0), TH("SME D", "SME D", "098", 0),
    TH("SME Bank", "SME D", "098", 0),

    ID("Bank Central Asia", "BCA", "014", LEN(10)), ID("BCA", "BCA", "014", LEN(10)), ID("Mandiri", "MANDIRI", "008", LEN(13)),
    ID("BNI", "BNI", "009", LEN(10)), ID("Bank Negara Indonesia", "BNI", "009", LEN(10)), ID("BRI", "BRI", "002", LEN(15)),
    ID("Bank Rakyat Indonesia", "BRI", "002", LEN(15)), ID("BSI", "BSI", "451", LEN(10)),
    ID("Bank Syariah Indonesia", "BSI", "451", LEN(10)), ID("CIMB Niaga", "CIMB NIAGA", "022", LEN(12) | LEN(13) | LEN(14)),
    ID("Permata", "PERMATA", "013", LEN(10) | LEN(16)), ID("Danamon", "DANAMON", "011", LEN(10) | LEN(11) | LEN(12)),
    ID("BTN", "BTN", "200", LEN(16)), ID("OCBC", "OCBC", "028", LEN(12)), ID("Maybank", "MAYBANK", "016", LEN(10)),
    ID("Panin", "PANIN", "019", LEN(10)), ID("Mega", "MEGA", "426", LEN(15)), ID("Jago", "JAGO", "542", LEN(12)),
    ID("SeaBank", "SEABANK", "535", LEN(12)), ID("BTPN", "BTPN", "213", LEN(11)), ID("Jenius", "BTPN", "213", LEN(11)),
    ID("Bank Neo", "NEO", "490", LEN(16)), ID("blu", "BLU", "501", LEN(12)),

    MM("KBZ", "KBZ", LEN(17)), MM("ကမ္ဘောဇဘဏ်", "KBZ", LEN(17)), MM("CB", "CB", LEN(16)), MM("AYA", "AYA", 0x1ff800),
    MM("ဧရာဝတီဘဏ်", "AYA", 0x1ff800), MM("Yoma", "YOMA", LEN(15)), MM("AGD", "AGD", 0x3e000), MM("MAB", "MAB", 0x3e000),
    MM("UAB", "UAB", 0x3e000),

    ID("BRImo", "BRI", "002", LEN(15)), ID("myBCA", "BCA", "014", LEN(10)), ID("Livin", "MANDIRI", "008", LEN(13)),

    MY("Maybank", "MAYBANK", LEN(12)), MY("Malayan Banking", "MAYBANK", LEN(12)), MY("Maybank2u", "MAYBANK", LEN(12)), MY("M2U", "MAYBANK", LEN(12)), MY("MBB", "MAYBANK", LEN(12)),
    MY("PBB", "PUBLIC BANK", LEN(10) | LEN(15)), MY("HLB", "HONG LEONG", LEN(11)), MY("CIMB", "CIMB", LEN(10) | LEN(14)),
    MY("Public Bank", "PUBLIC BANK", LEN(10) | LEN(15)), MY("RHB", "RHB", LEN(14)), MY("Hong Leong", "HONG LEONG", LEN(11)),
    MY("UOB", "UOB", LEN(11)), MY("AmBank", "AMBANK", LEN(13) | LEN(14)), MY("Bank Islam", "BANK ISLAM", LEN(14)),
    MY("Muamalat", "MUAMALAT", LEN(14)), MY("BSN", "BSN", LEN(16)), MY("Bank Rakyat", "BANK RAKYAT", LEN(12)),
    MY("HSBC", "HSBC", LEN(12)), MY("Standard Chartered", "STANDARD CHARTERED", LEN(12)), MY("Affin", "AFFIN", LEN(12)),
    MY("Alliance", "ALLIANCE", LEN(15)), MY("OCBC", "OCBC", LEN(10)), MY("Citibank", "CITIBANK", LEN(10)),
};

/* What tells of accounts of a country that has no table here: identifiers.md 4.3. */
static const struct {
    const char *word;
    enum dx_bank_country not; /* whose numbers it speaks against */
    double weight;
} elsewhere[] = {
    {"IFSC", DX_BANK_TH, -3}, /* India: as many digits */
};

enum { BANKS = sizeof banks / sizeof *banks, ELSEWHERE = sizeof elsewhere / sizeof *elsewhere, WORDS = BANKS + ELSEWHERE };

struct dx_banks {
    struct dx_heads *heads;
    struct dx_str word[WORDS]; /* banks first */
    struct dx_str line;
    bool known, oom;
    struct place {
        uint32_t start, end, word;
    } *place; /* in order of their starts */
    size_t n, cap;
};

struct dx_banks *dx_banks_new(struct dx_starts *starts)
{
    struct dx_banks *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    for (size_t k = 0; k < WORDS; k++)
        b->word[k] = dx_str(k < BANKS ? banks[k].word : elsewhere[k - BANKS].word);
    if ((b->heads = dx_heads_new(b->word, WORDS)) == NULL) {
        free(b);
        return NULL;
    }
    dx_starts_join(starts, b->heads);
    return b;
}

void dx_banks_free(struct dx_banks *b)
{
    if (!b)
        return;
    dx_heads_free(b->heads);
    free(b->place);
    free(b);
}

void dx_banks_line(struct dx_banks *b, struct dx_str line)
{
    b->line = line;
    b->known = b->oom = false;
    b->n = 0;
}

static void learn(struct dx_banks *b)
{
    b->known = true;
    for (size_t at = 0; (at = dx_heads_next(b->heads, b->line, at, b->line.n)) < b->line.n; at++) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(b->heads, b->line, at, found);
        for (size_t i = 0; i < n; i++) {
            if (!DX_MORE(b->place, b->n, b->cap)) {
                b->oom = true;
                return;
            }
            b->place[b->n++] = (struct place){(uint32_t)at, (uint32_t)(at + b->word[found[i]].n), found[i]};
        }
    }
}

/* ---- in a line that is known ---- */

static bool is_within(struct dx_str t, struct dx_str of) { return of.n && t.p >= of.p && t.p + t.n <= of.p + of.n; }

/* Is a Latin word cut at the part's start? What is left of it may be one, which isn't looked for there. */
static bool is_cut(const struct dx_banks *b, struct dx_str part)
{
    return part.n && part.p > b->line.p && kit_is_alpha(part.p[-1]) && kit_is_alpha(part.p[0]);
}

static bool is_known(struct dx_banks *b, struct dx_str text, struct dx_str number, struct dx_str near)
{
    if (!b || b->line.n > UINT32_MAX || !is_within(text, b->line) || !is_within(near, b->line) || !is_within(number, b->line))
        return false;
    if (!b->known)
        learn(b);
    return !b->oom;
}

/* Does a word stand there in a part of the line? Latin ones only whole, as far as the part goes. */
static bool stands(const struct dx_banks *b, const struct place *p, struct dx_str part)
{
    const char *start = b->line.p + p->start, *end = b->line.p + p->end;
    if (start < part.p || end > part.p + part.n)
        return false;
    return !kit_is_alnum(*start) || !((start > part.p && kit_is_alnum(start[-1])) || (end < part.p + part.n && kit_is_alnum(*end)));
}

static size_t first_from(const struct dx_banks *b, size_t at)
{
    size_t i;
    DX_FIRST(i, 0, b->n, b->place[i].start >= at);
    return i;
}

struct best {
    uint32_t word;
    size_t distance; /* SIZE_MAX: none */
};

static bool is_better(const struct dx_banks *b, uint32_t word, size_t distance, const struct best *than)
{
    size_t n = b->word[word].n, m = than->distance == SIZE_MAX ? 0 : b->word[than->word].n;
    return distance < than->distance || (distance == than->distance && (n > m || (n == m && word < than->word)));
}

/* What is looked for: the nearest of a country's banks to a number, in one part of the line and then in another. */
struct search {
    const struct dx_banks *b;
    enum dx_bank_country country;
    size_t at, end; /* of the number */
    uint64_t met[WORDS / 64 + 1]; /* in the part before */
    struct best best;
};

static void consider(struct search *s, const struct place *p, struct dx_str part, uint64_t met[WORDS / 64 + 1])
{
    if (p->word >= BANKS || banks[p->word].country != s->country || (s->met[p->word / 64] >> p->word % 64 & 1) || !stands(s->b, p, part))
        return;
    size_t d = p->end <= s->at ? s->at - p->end : p->start >= s->end ? p->start - s->end : 0;
    met[p->word / 64] |= UINT64_C(1) << p->word % 64;
    if (is_better(s->b, p->word, d, &s->best))
        s->best = (struct best){p->word, d};
}

static void look_in(struct search *s, struct dx_str part)
{
    const struct dx_banks *b = s->b;
    size_t from = (size_t)(part.p - b->line.p), to = from + part.n;
    uint64_t met[WORDS / 64 + 1] = {0};
    if (is_cut(b, part)) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(b->heads, b->line, from, found);
        for (size_t i = 0; i < n; i++)
            consider(s, &(struct place){(uint32_t)from, (uint32_t)(from + b->word[found[i]].n), found[i]}, part, met);
    }
    for (size_t i = first_from(b, from); i < b->n && b->place[i].start < to; i++)
        consider(s, &b->place[i], part, met);
    for (size_t i = 0; i < sizeof met / sizeof *met; i++)
        s->met[i] |= met[i];
}

/* ---- word by word ---- */

static const struct dx_bank *look(enum dx_bank_country country, struct dx_str text, struct dx_str number, struct dx_str near)
{
    const struct dx_bank *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t k = 0; k < BANKS; k++) {
        if (banks[k].country != country)
            continue;
        size_t d = kit_distance(text, number, banks[k].word);
        d = d == SIZE_MAX ? kit_distance(near, number, banks[k].word) : d;
        if (d < least || (d == least && best && strlen(banks[k].word) > strlen(best->word))) {
            least = d;
            best = &banks[k];
        }
    }
    return best;
}

/* Is no word of a bank anywhere in the line, and none cut? */
static bool is_silent(const struct dx_banks *b, struct dx_str near)
{
    return b && b->known && !b->oom && b->n == 0 && is_within(near, b->line) && !is_cut(b, near);
}

bool dx_bank_silent(struct dx_banks *b, struct dx_str number, struct dx_str near)
{
    return is_known(b, near, number, near) && b->n == 0 && !is_cut(b, near) && !is_cut(b, number);
}

bool dx_bank_none(struct dx_banks *b, struct dx_str line, size_t from)
{
    struct dx_str seen = kit_skip(line, from);
    return is_known(b, seen, seen, seen) && b->n == 0 && !is_cut(b, seen);
}

/* May a word of a bank start at a letter that stands behind another? Few of them are looked at. */
static bool any_within(const struct dx_banks *b, struct dx_str line)
{
    static const size_t most = 8;
    uint32_t found[DX_HEADS_MOST];
    size_t n = 0;
    for (size_t i = 1, k; i < line.n; i += k) {
        k = kit_no_letters_at(line, i);
        if (k == 0 && kit_is_alpha(line.p[i - 1]) && (++n > most || dx_heads_at(b->heads, line, i, found)))
            return true;
        k += k == 0;
    }
    return false;
}

bool dx_bank_nowhere(struct dx_banks *b, struct dx_str line, bool parts) { return dx_bank_none(b, line, 0) && !(parts && any_within(b, line)); }

const struct dx_bank *dx_bank_near(struct dx_banks *b, enum dx_bank_country country, struct dx_str text, struct dx_str number, struct dx_str near)
{
    if (is_silent(b, near) && is_within(text, near) && !is_cut(b, text))
        return NULL;
    if (!is_known(b, text, number, near))
        return look(country, text, number, near);
    size_t at = (size_t)(number.p - b->line.p);
    struct search s = {.b = b, .country = country, .at = at, .end = at + number.n, .best = {0, SIZE_MAX}};
    look_in(&s, text);
    look_in(&s, near);
    return s.best.distance == SIZE_MAX ? NULL : &banks[s.best.word];
}

double dx_bank_elsewhere(struct dx_banks *b, enum dx_bank_country country, struct dx_str near)
{
    if (is_silent(b, near))
        return 0;
    for (size_t k = 0; k < ELSEWHERE; k++)
        if (elsewhere[k].not == country && kit_find(near, elsewhere[k].word, 0) != SIZE_MAX)
            return elsewhere[k].weight;
    return 0;
}

/* ---- in the opening of a text ---- */

static void add_home(struct dx_bank_home *home, const struct dx_bank *bank)
{
    for (size_t i = 0; i < home->n && i < DX_BANK_HOME; i++)
        if (home->bank[i]->country == bank->country && strcmp(home->bank[i]->name, bank->name) == 0)
            return;
    if (home->n < DX_BANK_HOME)
        home->bank[home->n] = bank;
    home->n++;
}

void dx_bank_home(const struct dx_banks *b, struct dx_str opening, struct dx_bank_home *home)
{
    enum { SHORTEST = 3 }; /* "CB" is much else */
    *home = (struct dx_bank_home){.known = true};
    for (size_t at = 0; (at = dx_heads_next(b->heads, opening, at, opening.n)) < opening.n; at++) {
        uint32_t found[DX_HEADS_MOST];
        size_t n = dx_heads_at(b->heads, opening, at, found);
        for (size_t i = 0; i < n; i++) {
            struct dx_str word = b->word[found[i]];
            size_t end = at + word.n;
            bool whole = !((at > 0 && kit_is_alnum(opening.p[at - 1])) || (end < opening.n && kit_is_alnum(opening.p[end])));
            bool capital = !kit_is_alpha(word.p[0]) || (opening.p[at] >= 'A' && opening.p[at] <= 'Z'); /* mega, jago are words */
            if (found[i] < BANKS && word.n >= SHORTEST && whole && capital)
                add_home(home, &banks[found[i]]);
        }
    }
    home->n = home->n > DX_BANK_HOME ? 0 : home->n;
}

const struct dx_bank *dx_bank_at_home(const struct dx_bank_home *home, enum dx_bank_country country, size_t digits)
{
    const struct dx_bank *only = NULL;
    for (size_t i = 0; home && i < home->n; i++) {
        if (home->bank[i]->country != country || !(home->bank[i]->lengths & LEN(digits)))
            continue;
        if (only)
            return NULL;
        only = home->bank[i];
    }
    return only;
}
