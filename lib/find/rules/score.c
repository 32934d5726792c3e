/* score.c: the constants of scoring, each with its reason, and the arithmetic */
#include "find/rules/score.h"

#include <math.h>
#include <stdint.h>

#include "find/rules/calibration.h"

/* Natural logarithms of odds. First values, set by reasoning from base rates; `make accuracy` calibrates them on labelled data. */
const struct dx_weights dx_weights_default = {
    .base = -2.5,     /* a shape that many numbers share: 1 in 13 is what the rule says */
    .pass = 2.3,      /* a check digit of 10 values: ln 10 */
    .grouping = 3.5,  /* written with the kind's own punctuation: about 1 in 30 other numbers are */
    .context = 5.0,   /* a label of the kind stands right before: 150 to 1 */
};

static const double fail_step = -1.2; /* a failing check digit takes so much, and leaves no more than what such readings are right */
static const double strong = 7;          /* check sums worth more than this (32 bits) are garbled when they fail … */
static const double garbled_ceiling = -2.5; /* … and hardly worth a look: of 60 labelled so none was right */
static const double near_chars = 15;     /* a label within so many characters counts in full */
static const double far_factor = 0.8;    /* within the rest of the window it may belong to something else */
static const double above_factor = 0.7;  /* in the line above: forms do so, but so does chance */
static const double behind_factor = 0.4; /* another number stands between: the label was likely meant for that */
static const double column_factor = 0.5; /* papers of some kind, in a table of persons: border passes and cards are among them */
static const double letter_off = 0.6;    /* a label is that much less of one for each letter that a recogniser got wrong */
static const double ocr_sure = 0.9;      /* recognisers that say 0.9 are right; below, each step of odds is taken off … */
static const double ocr_floor = -1.5;    /* … down to this: checks and labels weigh more than a recogniser's doubts */
static const size_t misread_most = 14;     /* characters in a row: longer things are links and names, of words that recognisers know */
static const size_t variety_digits = 9;
static const int variety_most = 3;
static const double variety_weight = -3.5; /* of random 13 digits one number in 50,000 has three different ones, of tables of bits all */
static const double repair_weight = -1; /* a misread character may have company */
static const double veto_weight = -4.0;  /* dates, amounts, times are that much commoner than numbers that look like them */

#define NAME(literal) {(literal), sizeof(literal) - 1}
static const struct dx_str part_names[DX_PART_KINDS] = {
    [DX_PART_SHAPE] = NAME("shape"), [DX_PART_GROUPING] = NAME("grouping"), [DX_PART_PLAN] = NAME("plan"), [DX_PART_STRUCTURE] = NAME("structure"),
    [DX_PART_CONTEXT] = NAME("context"), [DX_PART_OCR] = NAME("ocr"), [DX_PART_MISREAD] = NAME("misread"), [DX_PART_CHECKSUM] = NAME("checksum"),
    [DX_PART_GARBLED] = NAME("garbled"), [DX_PART_RIVALS] = NAME("rivals"), [DX_PART_VARIETY] = NAME("variety"), [DX_PART_REPAIR] = NAME("repair"),
    [DX_PART_VETO] = NAME("veto"), [DX_PART_PAYLOAD] = NAME("payload"), [DX_PART_ZONE] = NAME("zone"), [DX_PART_NOISE] = NAME("noise"),
    [DX_PART_GIVEN] = NAME("given"),
};

struct dx_str dx_part_name(enum dx_part_of of) { return part_names[of]; }

/* As round(), which is a call. */
static inline double rounded(double x)
{
    if (!(fabs(x) < 1e15))
        return x;
    double whole = (double)(int64_t)x, rest = x - whole;
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
}

static inline void add(struct dx_score *s, enum dx_part_of of, double weight)
{
    weight = rounded(weight * 1000) / 1000;
    if (weight == 0 || s->n == DX_PARTS)
        return;
    s->part[s->n++] = (struct dx_part){of, weight};
    s->odds += weight;
}

static inline void add_calibrated(struct dx_score *s, enum dx_part_of of, double weight)
{
    if (weight != 0)
        add(s, of, dx_calibration[of] != 0 ? weight * dx_calibration[of] : weight);
}

void dx_score_add(struct dx_score *s, enum dx_part_of of, double weight) { add_calibrated(s, of, weight); }

void dx_score_candidate(struct dx_score *s, const struct dx_weights *w, bool grouped, enum dx_part_of of, double structure, double label)
{
    add_calibrated(s, DX_PART_SHAPE, w->base);
    if (grouped)
        add_calibrated(s, DX_PART_GROUPING, w->grouping);
    add_calibrated(s, of, structure);
    add_calibrated(s, DX_PART_CONTEXT, label);
}

double dx_score_probability(const struct dx_score *s)
{
    double p = rounded(1000 / (1 + exp(-s->odds))) / 1000;
    return p < 0.001 ? 0.001 : p > 0.999 ? 0.999 : p;
}

struct dx_bar dx_bar_at(double p)
{
    static const double step = 0.001; /* of what is written: twice what rounding takes or gives */
    struct dx_bar bar = {p, -INFINITY, INFINITY};
    double less = p - step, more = p + step;
    if (p <= 0.001)
        bar.above = -INFINITY;
    else if (less > 0.001 && more < 0.999) {
        bar.below = log(less / (1 - less));
        bar.above = log(more / (1 - more));
    }
    return bar;
}

bool dx_score_reaches(const struct dx_score *s, const struct dx_bar *bar)
{
    return s->odds >= bar->above || (s->odds > bar->below && dx_score_probability(s) >= bar->p);
}

static bool has(const struct dx_score *s, enum dx_part_of of)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->part[i].of == of)
            return true;
    return false;
}

void dx_score_fail(struct dx_score *s, double pass, bool recognised)
{
    bool garbled = pass > strong, named = has(s, DX_PART_CONTEXT) || has(s, DX_PART_ZONE);
    double most = !named ? DX_CALIBRATION_FAIL_UNNAMED : recognised ? DX_CALIBRATION_FAIL_RECOGNISED : DX_CALIBRATION_FAIL_NAMED;
    double room = (garbled ? garbled_ceiling : most) - s->odds;
    add(s, garbled ? DX_PART_GARBLED : DX_PART_CHECKSUM, room < fail_step ? room : fail_step);
}

const char *dx_score_calibration(void) { return DX_CALIBRATION; }

double dx_score_context(double weight, size_t distance, bool above, bool behind_number)
{
    double factor = above ? above_factor : (double)distance > near_chars ? far_factor : 1;
    return weight * (behind_number && factor > behind_factor ? behind_factor : factor);
}

double dx_score_column(double weight) { return weight * column_factor; }

double dx_score_nearly(double weight, int n) { return weight - n * letter_off; }

void dx_score_rivals(struct dx_score *s, double odds) { dx_score_add(s, DX_PART_RIVALS, -log1p(odds)); }

void dx_score_ocr(struct dx_score *s, double confidence)
{
    if (confidence >= ocr_sure)
        return;
    if (confidence < 0.01)
        confidence = 0.01;
    double w = log(confidence / (1 - confidence)) - log(ocr_sure / (1 - ocr_sure));
    dx_score_add(s, DX_PART_OCR, w < ocr_floor ? ocr_floor : w);
}

/* Nothing but a check digit tells that no character was misread: right = right kind and every character right. */
void dx_score_misread(struct dx_score *s, struct dx_str value)
{
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++)
        n += ((unsigned char)value.p[i] & 0xc0) != 0x80;
    double p = 1 / (1 + exp(-s->odds)), all = pow(1 - DX_CALIBRATION_MISREAD, (double)(n < misread_most ? n : misread_most));
    dx_score_add(s, DX_PART_MISREAD, log(p * all / (1 - p * all)) - log(p / (1 - p)));
}

void dx_score_variety(struct dx_score *s, struct dx_str value)
{
    unsigned seen = 0;
    int different = 0;
    if (value.n < variety_digits)
        return;
    for (size_t i = 0; i < value.n; i++) {
        unsigned d = (unsigned)(value.p[i] - '0');
        if (d >= 10 || (different += !(seen >> d & 1)) > variety_most)
            return;
        seen |= 1u << d;
    }
    dx_score_add(s, DX_PART_VARIETY, variety_weight);
}

void dx_score_repair(struct dx_score *s, size_t n) { dx_score_add(s, DX_PART_REPAIR, repair_weight * (double)n); }

void dx_score_veto(struct dx_score *s) { dx_score_add(s, DX_PART_VETO, veto_weight); }
