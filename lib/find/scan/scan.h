/* scan.h: from a piece of text to decided findings: candidates by rules, checks, labels, scores, competing readings */
#ifndef DX_FIND_SCAN_H
#define DX_FIND_SCAN_H

#include "find/text/fold.h"
#include "find/rules/rules.h"

struct dx_phone_home; /* find/phone/phone_hint.h */
struct dx_lines;      /* find/scan/pair.h */

/* A word of a recogniser, or of a PDF's text layer. */
struct dx_box_word {
    size_t start, end; /* bytes of the page's text */
    int box[4];        /* x, y, w, h */
    double confidence; /* 0 to 1 */
};

/* What a glance has looked at of the text that a stream keeps, as places in it: its own, all zero at first, and moved with that text, so that nothing is
 * looked at again for each line. */
struct dx_glanced {
    size_t clear;       /* up to there no pattern matches */
    size_t still, rest; /* folding leaves text[still, rest) as it is, each line by itself … */
    bool changes;       /* … and may change what stands at `rest` */
};

/* What is known of a line: nothing; folding leaves it as it is; it may not. */
enum dx_stillness { DX_STILL_UNKNOWN, DX_STILL, DX_STILL_NOT };

/* A line, or a piece of a very long one. Text is as in the source; slices are borrowed for the call. */
struct dx_piece {
    struct dx_str text;   /* with what stands around it, for labels and boundaries */
    size_t from, to;      /* findings start in [from,to) of text */
    struct dx_str above;  /* the line above; empty: none */
    struct dx_str higher; /* the line above that one, where it may be the title of a list that this one is of; empty: none */
    struct dx_str block;  /* the lines above, up to an empty one, as in the source: for names; empty: none */
    struct dx_str below;  /* the next line; empty: none */
    struct dx_str header; /* the head line of a table that this line belongs to; empty: none */
    struct dx_lines *lines; /* of the whole text (pair.h), the caller's; NULL: nothing is known of its lines */
    int64_t line_at;        /* … where this one starts in it, at the end of the block */
    struct dx_phone_home *home; /* of the whole text (phone_hint.h), the caller's; NULL: nothing is known of it */
    const struct dx_box_word *words; /* sorted by start; NULL: none */
    size_t n_words;
    size_t at;            /* offset of text in the page, for words */
    struct dx_str page;   /* the page's text, which the words' offsets count in; for labels beside and above in the picture */
    bool recognised;      /* an ocr layer: confidence counts */
    enum dx_stillness still; /* the text */
};

struct dx_hit {
    const struct dx_rule *rule;
    uint32_t order;           /* of the pattern among all */
    uint32_t before;          /* the scanner's own: of its rule */
    size_t start, end;        /* bytes of the piece's text, as in the source */
    size_t f_start, f_end;    /* the same in the folded text */
    size_t value, key, attrs; /* offsets into the scanner's arena, see dx_hit_value … */
    size_t n_value, n_key, n_attrs;
    enum dx_verdict verdict;
    bool grouped, mixed, dead;
    bool unread; /* it comes to nothing unless it shares characters with another, and is read only then */
    bool inner; /* read from within a payload: no rival of anything */
    struct dx_str context;    /* the label found, points into the rules; empty: none */
    const char *alert;
    struct dx_score score;
};

struct dx_scan; /* one per thread */

struct dx_scan_options {
    const char *region; /* "TH,MM,ID" */
    double min_score;
    struct dx_str only; /* only rules of this key, and vetoes; empty: all */
    bool plain;         /* every pattern by PCRE2 alone over every line: what all else must equal, and slow */
};

DX_API int dx_scan_new(struct dx_scan **s, const struct dx_rules *rules, const struct dx_scan_options *o, struct dx_err *e);
DX_API void dx_scan_free(struct dx_scan *s);
/* Scans a piece; the hits are then there, sorted by start, kind, value, until the next call. DX_OK; DX_LIMIT (the hits count
 * all the same); DX_NOMEM. */
DX_API int dx_scan_piece(struct dx_scan *s, const struct dx_piece *p, struct dx_err *e);
/* The first place of text[at, to) from which on a line may have a hit; text[at] starts a line. `to`: none has one. */
DX_API size_t dx_scan_glance(struct dx_scan *s, struct dx_str text, size_t at, size_t to, struct dx_glanced *g);
/* Bytes that were walked over so far to know which patterns may match where: a few for each byte of text, whatever it is. */
DX_API uint64_t dx_scan_work(const struct dx_scan *s);
DX_API size_t dx_scan_hits(const struct dx_scan *s);
DX_API const struct dx_hit *dx_scan_hit(const struct dx_scan *s, size_t i);
DX_API struct dx_str dx_hit_value(const struct dx_scan *s, const struct dx_hit *h);
DX_API struct dx_str dx_hit_key(const struct dx_scan *s, const struct dx_hit *h);
DX_API struct dx_str dx_hit_attrs(const struct dx_scan *s, const struct dx_hit *h);
/* The kind that the finding reports: the rule's, but a link that leads to no phone keeps its key. */
DX_API struct dx_str dx_hit_kind(const struct dx_scan *s, const struct dx_hit *h);
/* Do two hits claim the same characters for different things? */
DX_API bool dx_hit_rivals(const struct dx_hit *a, const struct dx_hit *b);
/* Runs the check of a rule on a text that stands alone (a field of a document): adds a hit with start 0, or none. */
DX_API int dx_scan_field(struct dx_scan *s, const struct dx_rule *r, struct dx_str text, struct dx_err *e);
#endif
