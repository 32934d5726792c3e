/* score.h: from evidence to a probability: named weights in log-odds, summed
 *
 * A finding's score is 1 / (1 + e^-(sum of its parts)). The parts are written with the finding, so that anyone can recompute it. */
#ifndef DX_FIND_SCORE_H
#define DX_FIND_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define DX_PARTS 10

/* What a part speaks of; score.c has their names. */
enum dx_part_of {
    DX_PART_SHAPE, DX_PART_GROUPING, DX_PART_PLAN, DX_PART_STRUCTURE, DX_PART_CONTEXT, DX_PART_OCR, DX_PART_MISREAD, DX_PART_CHECKSUM,
    DX_PART_GARBLED, DX_PART_RIVALS, DX_PART_VARIETY, DX_PART_REPAIR, DX_PART_VETO, DX_PART_PAYLOAD, DX_PART_ZONE, DX_PART_NOISE,
    DX_PART_GIVEN, DX_PART_KINDS
};

struct dx_part {
    enum dx_part_of of;
    double weight; /* log-odds, rounded to what is written */
};

struct dx_score {
    size_t n;
    double odds; /* the sum of the parts */
    struct dx_part part[DX_PARTS];
};

/* A probability that scores are held against: most are so far off that their log-odds tell. */
struct dx_bar {
    double p, below, above; /* log-odds up to which a score is less for certain, and from which on it isn't */
};

/* What rules that say nothing else get; the reasons stand in score.c. */
struct dx_weights {
    double base, pass, grouping, context;
};
DX_API extern const struct dx_weights dx_weights_default;

/* As it is written. */
DX_API struct dx_str dx_part_name(enum dx_part_of of);
/* Adds a part (nothing for a weight that would be written as 0). */
DX_API void dx_score_add(struct dx_score *s, enum dx_part_of of, double weight);
/* The first parts of a candidate: those of add(DX_PART_SHAPE, w->base), of its grouping, of what its own structure says (`of`), of its label. */
void dx_score_candidate(struct dx_score *s, const struct dx_weights *w, bool grouped, enum dx_part_of of, double structure, double label);
/* The probability, rounded to 3 decimals and within [0.001, 0.999]. */
DX_API double dx_score_probability(const struct dx_score *s);
/* Is it at least 0.5 when it is written? That is ln(499.5/500.5) and more. */
static inline bool dx_score_likely(const struct dx_score *s) { return s->odds > -0.0020000006; }
/* Is it at least p? */
DX_API struct dx_bar dx_bar_at(double p);
DX_API bool dx_score_reaches(const struct dx_score *s, const struct dx_bar *bar);
/* Adds the part of a check that doesn't hold, last of all; `pass` is what it would be worth if it held;
 * recognised: read from a picture. A check digit of ten values is
 * mistyped, misread or forged in things that are what they look like ("checksum"); a sum of 32 bits that fails says that what stands
 * there is no such thing any more ("garbled"). */
DX_API void dx_score_fail(struct dx_score *s, double pass, bool recognised);
/* Which labelled readings the factors of the parts were fitted to. */
DX_API const char *dx_score_calibration(void);
/* The weight of a label: at `distance` characters; in the line above; with another number in between. */
DX_API double dx_score_context(double weight, size_t distance, bool above, bool behind_number);
/* … at the head of a column of a table of persons, which says no more than that papers stand there. */
DX_API double dx_score_column(double weight);
/* … of a label of which a recogniser got n letters wrong. */
DX_API double dx_score_nearly(double weight, int n);
/* The part of competing readings, whose odds (not log) sum up to `odds`: only one of them can be right. */
DX_API void dx_score_rivals(struct dx_score *s, double odds);
/* The part of a recogniser that was sure to degree `confidence` (0 to 1) of the least sure word. */
DX_API void dx_score_ocr(struct dx_score *s, double confidence);
/* The part of characters that a recogniser read and that no check digit confirms; after the parts that it looks at. */
DX_API void dx_score_misread(struct dx_score *s, struct dx_str value);
/* The part of a number's digits: two or three different ones among nine and more fill tables and placeholders, not registers. */
DX_API void dx_score_variety(struct dx_score *s, struct dx_str value);
/* The part of n characters that were changed until a check held. */
DX_API void dx_score_repair(struct dx_score *s, size_t n);
/* The part of a date, an amount or the like that takes (part of) the same characters. */
DX_API void dx_score_veto(struct dx_score *s);
#endif
