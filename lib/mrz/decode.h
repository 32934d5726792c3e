/* decode.h: the most probable zone, given what the classifier makes of each cell, the formats' grammar and the check digits */
#ifndef DX_MRZ_DECODE_H
#define DX_MRZ_DECODE_H

#include "find/mrz/mrz.h"
#include "mrz/rectify.h"

/* A character that has this probability, and that can stand where it stands, is never changed. */
#define DX_MRZ_CLEAR 0.995
/* How many documents have a field whose check digit is wrong as printed: in evidence, more than at a border. */
#define DX_MRZ_WRONG 0.03

/* Fills z from a grid: lines as finally taken, `read` as each cell was read by itself where that differs, repairs, and as confidence the
 * calibrated probability that every character is right. false when the grid holds no zone, or with *rc DX_NOMEM.
 *
 * What is changed for a check digit's sake: only characters that are not clear (below DX_MRZ_CLEAR), and only if the picture makes all
 * changes together likelier than a document that is wrong as printed: their log likelihood may be at most log(9 / DX_MRZ_WRONG) = 5.7 less
 * than that of what was read (log 9 more where the composite fails too). The clearer the zone, the more a cell's probabilities count. In a
 * clear picture nothing is changed, and the failing digit shows; but what looks like an O is a zero where a check digit says so, unless
 * the zone's own zeros look otherwise. A code that ICAO doesn't name stays where it is clear and all else holds (mrz_other_code). */
DX_API bool dx_mrz_decode(const struct dx_mrz_grid *g, struct dx_mrz *z, int *rc);
/* The same; and where the grid holds no zone, it is looked for one cell to the right and to the left (a smudge that looks like
 * a character at one end, and one
 * that was lost at the other), where all digits must hold. g is then moved there. */
DX_API bool dx_mrz_decode_near(struct dx_mrz_grid *g, struct dx_mrz *z, int *rc);
#endif
