/* find_job.h: the stage find in parts: what they work on, and what they ask of each other (internal to find/) */
#ifndef DX_FIND_FIND_JOB_H
#define DX_FIND_FIND_JOB_H

#include "base/group.h"
#include "base/idset.h"
#include "find/finding.h"
#include "find/join.h"
#include "find/repair.h"
#include "find/text/runs.h"
#include "find/scan/stream.h"

#define DX_FIND_JOINED 16
#define DX_FIND_LONG 4096 /* bytes of a line: a longer one was broken, or typed, by nobody */

/* One page record of a text that was cut into pages. */
struct part {
    int64_t at; /* in the whole text */
    int page;
    char id[DX_SHA256_HEX + 1]; /* the page's id; "" for raw bytes */
};

/* A text that is being scanned: a page, pages that were cut from one text, or raw bytes. */
struct text {
    struct dx_stream stream;
    struct part *parts;
    size_t n, cap;
    int64_t end;   /* bytes fed so far */
    int64_t next;  /* the offset that the next page record has, if it goes on */
    bool open, raw_bytes; /* raw_bytes: its places are told by find.runs */
    char layer[8];
    int layer_n;
    struct dx_box_word *words; /* of a text of one page */
    struct dx_box_word *level; /* … as they would stand on a page that lies straight: for what is beside and above what */
    size_t n_words, cap_words;
    char item[DX_SHA256_HEX + 1];
    struct dx_str whole; /* the page's text, when it is one page; borrowed */
    int64_t joined[DX_FIND_JOINED][2]; /* where the last things stood that were found by joining lines: what is within is a part of them */
    size_t n_joined;
};

struct find {
    struct dx_rules *rules;
    struct dx_scan *scan;
    char *region, *as_of;
    double min_score;
    bool binary;               /* raw bytes aren't text: runs are cut out of them */
    struct dx_runs runs;
    struct text single, chain; /* a page of its own; pages with offsets */
    struct dx_json json, doc_json;
    struct dx_buf line, doc_line, out, repaired;
    struct dx_join join;
    struct {
        char id[DX_ID_DIGITS + 1]; /* "" until asked for */
        size_t reach;              /* where the last of it and those before it ends */
    } *ids;              /* of a piece's hits */
    const char **rivals; /* of the hit in hand */
    size_t cap_ids;      /* hits that both have room for */
    size_t sure[DX_FIND_JOINED][2]; /* where the line's findings of 0.5 and more stand, in its text */
    size_t n_sure;
    uint32_t findings; /* of this item so far */
    struct dx_idset zones; /* documents of this item so far, the hashes of their ids */
};

/* What a call works on. */
struct job {
    struct find *f;
    struct dx_group *g;
    const char *by;
    struct text *t;
};

/* ---- find_write.c: what was found, with its place, as records ---- */

/* Adds the record in f->out to the group, but no more findings than an item may have. */
int dx_find_put(struct job *j, enum dx_type type, int page, struct dx_err *e);
/* The page record that byte `at` of the text is of. */
const struct part *dx_find_part(const struct text *t, int64_t at);
/* The place of a stretch of the piece. */
void dx_find_place(const struct job *j, const struct dx_stream_piece *p, size_t start, size_t end, struct dx_place *at);
/* The least sure word of the page's bytes [start,end). */
double dx_find_confidence(const struct text *t, size_t start, size_t end);
/* Bytes of the whole text: is it a part of what was found by joining? */
bool dx_find_is_part(const struct text *t, int64_t start, int64_t end);
/* Does it overlap one of the sure findings of the piece that was searched last? */
bool dx_find_is_sure(const struct find *f, size_t start, size_t end);
/* Searches a piece as it stands, and writes its findings; f->sure has the places of the sure ones. */
int dx_find_piece(struct job *j, const struct dx_stream_piece *p, struct dx_err *e);

/* ---- find_joined.c: what is broken over lines, or by blanks ---- */

/* What begins at the end of this line and goes on in the next: the most lines first, with a blank in between or without. */
int dx_find_joined(struct job *j, const struct dx_stream_piece *p, struct dx_err *e);
/* Once more, without a stray blank within a number that nothing was found in. */
int dx_find_gaps(struct job *j, const struct dx_stream_piece *p, struct dx_err *e);

/* ---- find_zone.c: zones in text, and documents ---- */

/* Worth a look by the MRZ parser? `ahead`: the text from the line on. */
bool dx_find_like_zone(struct dx_str line, struct dx_str ahead);
/* The first place of text[at, to) that makes a line worth it; `to`: there is none. */
size_t dx_find_filler(struct dx_str t, size_t at, size_t to);
/* Looks for a zone that starts in this line; what it takes isn't scanned for anything else. */
int dx_find_zone(struct job *j, struct dx_stream_piece *p, size_t *taken, struct dx_err *e);
/* Findings of a document record. */
int dx_find_document(struct job *job, struct dx_str record, int page, struct dx_err *e);

/* ---- find_misread.c: what a recogniser misread ---- */

#define DX_FIND_TYPED 32 /* letters and digits in a row: of more, nothing is a number */
/* The first line of text[at, to), which starts one, that a digit and a letter drawn like one stand in, side by side, in no long run; `to`: none. */
DX_API size_t dx_find_typed(struct dx_str text, size_t at, size_t to);
/* May somebody have typed O for 0, l for 1 in a line that isn't long: a digit beside such a letter? */
DX_API bool dx_find_may_be_typed(struct dx_str line);
/* Once more, with letters that stand for digits among digits changed to them. */
int dx_find_repaired(struct job *j, const struct dx_stream_piece *p, struct dx_err *e);
/* A code of the page that holds once it is joined and repaired; ctx: the job. */
int dx_find_code(void *ctx, const struct dx_repair *r, struct dx_err *e);
#endif
