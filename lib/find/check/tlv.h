/* tlv.h: the objects of payment QR codes: two digits of id, two of length, value (internal to find/) */
#ifndef DX_FIND_TLV_H
#define DX_FIND_TLV_H

#include "find/check/kit.h"

#define DX_TLV_OBJECTS 64 /* top-level ids are two digits; real payloads have about 15 */

struct dx_tlv {
    int id;
    struct dx_str value; /* points into the payload */
};

/* Takes t apart to its end. Lengths count characters by the specification; some generators count bytes: that is tried second. The
 * number of objects, 0 when it isn't so. Source: EMVCo Merchant-Presented Mode, 3.2. */
int dx_tlv_read(struct dx_str t, struct dx_tlv out[DX_TLV_OBJECTS]);
/* The value of an id; empty when it isn't there. */
struct dx_str dx_tlv_get(const struct dx_tlv *o, int n, int id);
/* The code of an ISO 4217 number ("764"), of the region's currencies; NULL when it is none of them. */
const char *dx_tlv_currency(struct dx_str number);
#endif
