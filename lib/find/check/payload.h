/* payload.h: taking payloads apart: which findings stand within one (internal to find/)
 *
 * A payment QR code names an account, a payee, an amount; a boarding pass a traveller, a booking, a flight. Each part is read by the
 * check of its own kind, so that it has the normal form and the key that it has anywhere else. */
#ifndef DX_FIND_PAYLOAD_H
#define DX_FIND_PAYLOAD_H

#include "find/check/check.h"

struct dx_inner {
    const char *key;     /* of the kind, as rules name it */
    struct dx_str text;  /* for the kind's check; need not stand in the payload as it is */
    struct dx_str where; /* the bytes of the payload that it was read from */
    struct dx_str label; /* the name that stands with it; empty: none */
    struct dx_str bank;  /* the code of its bank, where the payload says it; empty: unknown */
};

typedef void dx_inner_fn(void *ctx, const struct dx_inner *p);
typedef void dx_open_fn(struct dx_str payload, dx_inner_fn *put, void *ctx);

/* What takes the payloads of a check apart; NULL when they have no parts. */
dx_open_fn *dx_payload_opener(const struct dx_check *c);
#endif
