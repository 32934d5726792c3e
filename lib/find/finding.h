/* finding.h: writing finding records */
#ifndef DX_FIND_FINDING_H
#define DX_FIND_FINDING_H

#include "base/record.h"
#include "find/repair.h"
#include "find/text/runs.h"
#include "find/scan/scan.h"

/* Where a finding stands. */
struct dx_place {
    struct dx_str item;
    int page;         /* 0: none */
    struct dx_str of; /* id of the page or document; empty: bytes of the item itself */
    int64_t start, end; /* span; start -1: none (a field of a document) */
    struct dx_str raw;  /* what stands there, as UTF-8 */
    const struct dx_runs *runs; /* the span is of raw bytes, the text a run of them; NULL: of the text itself */
    int64_t in_text;            /* … and starts there in it */
    const struct dx_box_word *words; /* of the page, sorted by start; NULL: none */
    size_t n_words;
    struct dx_str text; /* the page's text, for line ends between words; may be empty */
    struct dx_str box, quad; /* JSON arrays to take over (a document's); empty: none */
    const int64_t (*spans)[2]; /* the stretches of a thing with something else between them; NULL: raw's lines */
    size_t n_spans;
};

struct dx_finding {
    struct dx_str kind, value, key, attrs; /* attrs: JSON members without braces */
    const struct dx_score *score;
    enum dx_verdict verdict;
    bool checksum;              /* the kind has one */
    struct dx_str context;      /* empty: none */
    const char *const *alerts;
    size_t n_alerts;
    const char *const *rivals; /* their ids */
    size_t n_rivals;
    char *id; /* as dx_finding_id has it, or empty and to be filled (DX_ID_DIGITS + 1 bytes); NULL: worked out, and not kept */
    const struct dx_repair_char *repairs; /* what was taken for something else; at counts in the raw text */
    size_t n_repairs;
};

/* The smallest box around the words that the place touches; false when there are none. */
bool dx_place_box(const struct dx_place *at, int box[4]);
/* The id: the head of the SHA-256 of [of,kind,value,span], of [item,kind,value,span] where there is no `of`; no span: null. What it is made of
 * is written at the end of b for the moment; empty when there is no memory. */
void dx_finding_id(struct dx_buf *b, char id[DX_ID_DIGITS + 1], const struct dx_place *at, struct dx_str kind, struct dx_str value);
/* Appends the record with its line end. */
void dx_finding_write(struct dx_buf *b, const struct dx_finding *f, const struct dx_place *at, const char *by);
#endif
