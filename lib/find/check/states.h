/* states.h: the three-letter codes of states and organisations in travel documents
 * Source: ISO 3166-1 alpha-3; ICAO Doc 9303-3 section 5 for what isn't there; withdrawn ISO codes still met on old documents. */
#ifndef DX_FIND_STATES_H
#define DX_FIND_STATES_H

#include "base/buf.h"

/* The two-letter country code of a code as documents print it ("THA", "D", "GBN"): "TH", "DE", "GB"; "" for an organisation, a
 * person without nationality or a state that is no more; NULL when the code is unknown. Static storage. */
DX_API const char *dx_state_country(struct dx_str code);
#endif
