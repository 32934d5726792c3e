/* limits.h: every bound on input, with its reason and what happens when it is hit
 *
 * A limit that a user may need to move has an option; the others are settled here. */
#ifndef DX_BASE_LIMITS_H
#define DX_BASE_LIMITS_H

/* ---- records ---- */
/* A record line. Reason: a page of 1 MiB of text, escaped, with a box per word, stays below 32 MiB. A longer line is one
 * error `malformed` and is dropped whole. --max-record. */
#define DX_RECORD_BYTES (64u << 20)
/* Nesting of JSON. Reason: records nest 4 deep; yajl's stack grows with it. Deeper: `malformed`. */
#define DX_JSON_DEPTH 64
/* Values in one line. Reason: 200,000 words of 7 numbers; 72 bytes each in memory. More: `malformed`. */
#define DX_JSON_NODES (4u << 20)
/* Bytes of one item group held at once (a filter may buffer one group). More: the group's further records pass through
 * unread, with an error `limit` (group). */
#define DX_GROUP_BYTES (1u << 30)

/* ---- text ---- */
/* A page of text is cut at the last line end of the last DX_PAGE_TAIL bytes. Reason: a page is a unit of work and of failure. */
#define DX_PAGE_BYTES (1u << 20)
#define DX_PAGE_TAIL (64u << 10)

/* ---- engine ---- */
/* Bytes of jobs and answers that the parent holds at once. Reason: a slow item at the head of the line must not let the answers
 * behind it fill the memory. At the limit only that item's worker goes on. One job or answer may be longer (DX_GROUP_BYTES). */
#define DX_POOL_BYTES (256u << 20)
#endif
