/* phone_marks.h: where digits stand in a text, and what stands between them: a bit for each byte (internal to find/)
 *
 * Most runs of digits are plainly no telephone numbers. That is told from these bits, a run in a few steps, before any is read. */
#ifndef DX_FIND_PHONE_MARKS_H
#define DX_FIND_PHONE_MARKS_H

#include "find/text/maps.h"

/* What a run may consist of: digits, what is drawn like one, and what stands between groups or before the first. */
enum dx_run_class { DX_RUN_OTHER, DX_RUN_MARK, DX_RUN_LETTER, DX_RUN_DIGIT };
extern const uint8_t dx_run_class_of[256];

#define DX_RUN_MARKED 1024 /* bytes of a text that are marked at once */
#define DX_RUN_WORDS (DX_RUN_MARKED / DX_MAP + 1) /* bits that follow are looked at, too: none are set */

struct dx_run_marks {
    size_t from, to; /* of the text: what is marked; to: 0: nothing is yet */
    struct dx_map_runs w[DX_RUN_WORDS];
    bool quiet; /* nothing in the text calls anything a number: of dull stretches, only such count as may start with the code of a country or stand behind one */
    uint64_t first[DX_RUN_WORDS]; /* digits behind which as many parts follow as a number has digits */
};

static inline void dx_run_marks_start(struct dx_run_marks *m) 
{
    m->from = m->to = 0;
    m->quiet = false;
}

/* Bytes that all may be parts of one run. */
struct dx_run_stretch {
    size_t start, first, end; /* first: its first digit; end: of its last digit's run */
    size_t digits, group;     /* group: of digits, the first */
    bool dull; /* it is one run, in which nothing but a plus, a zero or the code of a service that isn't there could start a number: only its first
                * group can, behind a word or with the code of a country; that is of three digits at least, and no date starts there */
};

/* The first stretch from byte i on with as many digits as a number has at least (phone_run.h), as seen from there, that isn't plainly a date, or an
 * address of the net, or passed over because all is quiet. False: there is none. */
bool dx_run_stretch(struct dx_run_marks *m, struct dx_str t, size_t i, struct dx_run_stretch *x);
#endif
