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
/* ---- pictures and pages ---- */
/* Bytes of a file that a reader must hold whole (pictures, HTML). Reason: a 300 dpi multi-page TIFF of a binder stays below it;
 * text and PDF are read in pieces. Larger: error `limit` (file). */
#define DX_FILE_BYTES (1u << 30)
/* Pixels of one picture, from its header, before anything is allocated. Reason: phones give 200 million, A3 at 1200 dpi 278 million;
 * 1 byte a pixel here, 4 in some decoders. More: error `limit` (pixels), nothing is decoded. --max-pixels. */
#define DX_PICTURE_PIXELS (300ll * 1000 * 1000)
/* Side of a picture. Reason: Leptonica, libjpeg and Tesseract count in 16 or 31 bits. Longer: error `limit` (pixels). */
#define DX_PICTURE_SIDE 65500
/* Scans of a progressive JPEG. Reason: real ones have about 10; each costs a pass over all coefficients. More: the picture as read. */
#define DX_JPEG_SCANS 100
/* Side of a raster given to the recogniser. Reason: Tesseract keeps coordinates in 16 bits. The stage scales down before. */
#define DX_OCR_SIDE 32000
#endif
