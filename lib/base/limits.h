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
/* Bytes of one item group held at once (a filter may buffer one group). Reason: a binder of 8,000 pages has 0.1 GiB of records. More: the group's further records pass through
 * unread, with an error `limit` (group). */
#define DX_GROUP_BYTES (1u << 30)
/* What one item may give in records. Reason: twice a group, which is what it may be given. More: an error `limit` (answer) and nothing else of the item. */
#define DX_ANSWER_BYTES (1u << 31)
/* Standard input as evidence for a stage that needs all of it (dx-text -). Reason: it is kept in a temporary file. More is an error `limit` (stdin). */
#define DX_STDIN_BYTES (16ull << 30)

/* Containers within containers. Reason: a path names each; no tool makes ten. A record with more is `malformed`. */
#define DX_PATH_LEVELS 32

/* ---- text ---- */
/* A page of text is cut at the last line end of the last DX_PAGE_TAIL bytes. Reason: a page is a unit of work and of failure. A page of PDF
 * ends with half as many bytes of text, with an error `limit` (page): what was read counts. */
#define DX_PAGE_BYTES (1u << 20)
#define DX_PAGE_TAIL (64u << 10)

/* ---- engine ---- */
/* Bytes of jobs and answers that the parent holds at once. Reason: a slow item at the head of the line must not let the answers
 * behind it fill the memory. At the limit only that item's worker goes on. One job or answer may be longer (DX_GROUP_BYTES). */
#define DX_POOL_BYTES (256u << 20)
/* Names in one table of counts (kinds, codes, reasons). Reason: they come from rules, which users write; further ones are counted
 * together. */
#define DX_TALLY_NAMES 4096
/* Seconds after which results are brought to the medium. Reason: a power cut may cost a second of work; a sync costs some 10 ms. */
#define DX_CACHE_SECONDS 1.0
/* Segments of a cache that are open at once. Reason: 1,024 descriptors are the usual limit; five hundred machines write as many
 * segments. Others are opened again when a result in them is wanted. */
#define DX_CACHE_OPEN 256
/* Frames of one content that are looked at, the newest first. Reason: there are as many as versions of software and rules have met it. Older
 * ones are not found: done again. */
#define DX_CACHE_HOPS 64
/* Bytes of results about one content that are kept. Reason: a frame's length has 32 bits. More: it is not cached. */
#define DX_CACHE_BYTES (1u << 31)
/* Layers of one page that dx-show keeps to show the text around a finding. Reason: a page has three or four. Findings in further ones
 * are shown as they stand in the record. */
#define DX_SHOW_LAYERS 64
/* The net below the limits of work, for every filter and docex run alike. Times are of the processor, so that a busy machine changes
 * nothing; S is the item's size in MB. A page (or a stage's look at one page's records): 300 + 10 S seconds, and ten times as much by the clock on
 * the wall, for a worker that waits instead of computing. Reason: the slowest page met takes 20 seconds; text is searched at more than 1 MB
 * a second. An item: 3,600 + 300 S seconds. Reason: a MB holds some 30 scanned pages of 3 seconds each. Beyond: the page is read
 * once more the cheap way, then error `timeout`, transient; the other pages are kept. --timeout bounds an item by the clock on the wall. */
#define DX_STEP_SECONDS 300.0
#define DX_STEP_PER_MB 10.0
#define DX_JOB_SECONDS 3600.0
#define DX_JOB_PER_MB 300.0
/* Memory of a worker beyond what it has when it is forked. Reason: of the largest pictures of DX_PICTURE_PIXELS a WebP or interlaced PNG takes
 * 2.1 GB to decode, others 0.3 to 0.6 GB. Beyond: as above, error `memory`; all pictures but GIF are then decoded at half the width and
 * height: WebP without losses takes 1.4 GB, others 0.1 GB. A GIF takes 0.6 GB always. --memory. */
#define DX_WORKER_MEMORY ((size_t)4 << 30)
/* The same for a process that asks libmagic what one item is. Reason: of all hostile input tried it needs 130 ms at most, and 2 MB. Beyond:
 * error `timeout` or `crashed` of the walk, and the item is of no known type. */
#define DX_TYPER_SECONDS 20
#define DX_TYPER_MEMORY ((size_t)512 << 20)
/* How often in a row the process that workers are forked from is started again, when others' SIGKILL ends it before it has forked any.
 * Reason: a hand, or a system without memory, may end it; loading takes a second each time. More, or two ends of its own making: the run
 * fails, and can be gone on with. */
#define DX_NURSERY_LIVES 64
/* Fresh workers for the rest of an item of whose pages one after the other kills its worker. Reason: each costs a fork and another opening of
 * the file. More: error `crashed` for the rest; for a stage that looks at the item's records: for all of its look; for a file without pages: for the
 * rest of its bytes. */
#define DX_WORK_TRIES 64
/* Bytes of a file without pages (dx-find FILE, dx-norm FILE) that a crash costs. Reason: some twenty pages of text; searching goes as
 * fast in stretches of 64 KiB as of 1 MiB. The rest is searched anew without them, and the error record names them. */
#define DX_RAW_BYTES 65536
/* Descriptors of a worker. Reason: its line, the item, and what libraries open besides. More: the library fails as it does without any. */
#define DX_CAGE_FILES 64
/* Shards of a plan, and stretches of the walk for each of them. Reason: Slurm's usual bound of a job array; so many stretches balance what the
 * plan's guess of costs got wrong. --shards above is refused. */
#define DX_PLAN_SHARDS 10000
#define DX_PLAN_STRETCHES 32
/* Seconds since a file's last change below which it isn't believed to be what an earlier run has read. Reason: clocks of file systems go
 * in steps of up to 2 s (FAT). Younger: it is read and hashed again. */
#define DX_SETTLED_SECONDS 2

/* ---- pictures and pages ---- */
/* Pages of one item. Reason: the largest court binder seen as one PDF has some 8,000. More: error `limit` (pages), those are read. */
#define DX_PAGES 20000
/* Pixels of a rendered PDF page. Reason: A3 at 300 dpi has 17 million; 5 bytes each. Larger pages are rendered coarser. */
#define DX_RENDER_PIXELS (40ll * 1000 * 1000)
/* Bytes of a page's meta layer. Reason: EXIF fits in 64 KiB. The rest is left out. */
#define DX_META_BYTES (64u << 10)
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
/* Pixels of a raster given to the recogniser. Reason: A3 at 300 dpi has 17 million; its time grows with them. Larger pictures are
 * scaled down to this. */
#define DX_OCR_PIXELS (20ll * 1000 * 1000)
/* The same where the file says no resolution. Reason: A4 at 300 dpi has 8.7 million; a photograph of texture takes 1 s a megapixel. */
#define DX_OCR_PHOTO (9ll * 1000 * 1000)
/* Side of a raster given to the recogniser. Reason: Tesseract keeps coordinates in 16 bits. The stage scales down before. */
#define DX_OCR_SIDE 32000

/* ---- identity documents ---- */
/* Bytes of the model of MRZ characters. Reason: it has 160 KB; an installed file that is longer is another one. More: it isn't loaded. */
#define DX_MODEL_BYTES (256u << 10)

/* ---- evidence ---- */
/* Bytes read at a time. Reason: measured best from the page cache (256 KiB stays in the second-level cache while it is hashed). */
#define DX_READ_BYTES (256u << 10)
/* Folders within folders. Reason: the longest path then has 1 MiB; no real tree is half as deep as a tenth of it. Deeper: an error
 * `limit` (walk-depth) for the folder that is too deep, its content is not walked. */
#define DX_WALK_DEPTH 4096
/* Folders held open at once; those further up are opened again by their path. Reason: 1,024 descriptors are the usual limit. */
#define DX_WALK_OPEN 64
/* Bytes of names of one folder, which are sorted in memory. Reason: 10 million names. More: an error `limit` (walk-names) for
 * the folder, its content is not walked (a part of it would depend on the order of the file system). */
#define DX_WALK_NAMES (512u << 20)
/* What libmagic is shown of one item, what of an item that is nothing but text, the bytes in which it looks for a regular
 * expression, its levels of indirection. Reason: of all hostile input tried it needs 2 to 8 ms for 256 KiB; but 130 ms for as many line
 * ends (its searches that skip blanks are quadratic), 5 ms for 1 KiB. Beyond: the answer rests on what was seen. */
#define DX_MAGIC_BYTES (256u << 10)
#define DX_MAGIC_TEXT 1024
#define DX_MAGIC_REGEX 4096
#define DX_MAGIC_LEVELS 15

/* ---- identifiers ---- */
/* Questions to the numbering plans for one run of digits. Reason: each costs 0.1 µs, a run has at most 40 digits, and a page
 * may be nothing but digits. More: the rest of the run has no phone numbers. */
#define DX_PHONE_TRIES 24
/* Bytes of a line of dx-norm. Reason: the longest kind, a payment QR, has 512 characters. More: the line is no value. */
#define DX_NORM_LINE 8192

/* ---- finding ---- */
/* Bytes of a line that are scanned at once. Reason: text without line ends must not need memory or time without bound. A longer
 * line is cut there (where no identifier runs on, within the last DX_FIND_CUT bytes); what starts before a cut may end after it. */
#define DX_FIND_LINE (64u << 10)
#define DX_FIND_CUT (4u << 10)
/* Bytes seen beyond a piece, and before it. Reason: longer than any identifier with its label. */
#define DX_FIND_EDGE 512u
/* Candidates of one piece, all rules together. Reason: 64 KiB of digit soup; what is decided together is compared in pairs. More:
 * error `limit` (candidates), what was found counts. */
#define DX_FIND_CANDIDATES 4096u
/* Findings of one item. Reason: a phone directory of a nation is not evidence about a person; output bounds the run. More: error
 * `limit` (findings), what was found counts. */
#define DX_FIND_FINDINGS (4u << 20)
/* PCRE2's limits: backtracking steps, nested backtracking, KiB of heap, for one search. Reason: a pattern of a user must not hang a
 * case; a good one takes some hundred steps. Hit: error `limit`, the rule gives up that piece. */
#define DX_MATCH_STEPS 1000000u
#define DX_MATCH_DEPTH 10000u
#define DX_MATCH_HEAP 20000u
/* Words of a page in which labels are looked for beside and above a candidate. Reason: each candidate looks at all of them. More: labels
 * are looked for in the lines of the text alone. */
#define DX_PLACE_WORDS 20000
/* A rule file and its parts. Reason: rules are read whole. More: the rule set doesn't load. */
#define DX_RULE_BYTES (4u << 20)
#define DX_RULES 2048u

/* Runs of dark pixels in which frames are looked for. Reason: a page of print at 300 dpi has half a million; more is noise. More: none is. */
#define DX_FRAMES_RUNS (4u << 20)
/* Times the picture's area that hollow shapes may cover, one with another. Reason: a form has frames in frames, five deep; each is drawn to be
 * looked at. More: the rest stays as it stands. */
#define DX_FRAMES_AREA 16u
/* Frames among which rows of boxes are looked for. Reason: a form has some hundred; each is compared with each. More: boxes are erased, what
 * stood in them isn't set together. */
#define DX_FRAMES_BOXES 2000u

/* ---- machine-readable zones in pictures ---- */
/* Zones of one page. Reason: a sheet with copies of eight passports. More: the least even ones aren't read. */
#define DX_MRZ_PLACES 12
/* Groups of lines measured in one size of a picture. Reason: a page of print has some 100 neighbouring lines; each costs 0.3 ms. */
#define DX_MRZ_TRIES 600
/* PNG of a zone or a portrait that a worker may hand over for --crop. Reason: the largest that crop.c draws is 0.5 MP. */
#define DX_MRZ_CROP_BYTES (1u << 20)
/* The share of a line's waves that its pitch must have. Reason: print gives up to 0.1, zones 0.2 and more, but dark and bent ones less:
 * this only keeps out what has no pitch at all, places are ranked by it, and the decoder decides. */
#define DX_MRZ_EVEN 0.03
/* The largest size that is searched, in pixels. Reason: 16 MP cost 0.3 s; zones are 250 pixels wide there, 2 % of the picture. */
#define DX_MRZ_PIXELS (16 << 20)
/* The largest picture that is also searched twice as large, in pixels. Reason: thumbnails and pictures of the web, whose zones are 130 to 260
 * pixels wide, have 0.1 to 0.5 MP; 25 ms. */
#define DX_MRZ_SMALL (1 << 19)
#endif
