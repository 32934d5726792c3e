/* idset.c: a set of SHA-256 hashes, as keyed hashes of them */
#include "base/idset.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

void dx_idset_free(struct dx_idset *s)
{
    dx_pairs_free(&s->pairs);
    *s = (struct dx_idset){0};
}

/* false when libcrypto refuses */
static bool keyed(const struct dx_idset *s, const uint8_t *id, struct dx_pair *out)
{
    uint8_t both[2 * DX_SHA256_BYTES], digest[DX_SHA256_BYTES];
    memcpy(both, s->secret, DX_SHA256_BYTES);
    memcpy(both + DX_SHA256_BYTES, id, DX_SHA256_BYTES);
    if (dx_sha256(both, sizeof both, digest) != DX_OK)
        return false;
    memcpy(out, digest, sizeof *out);
    out->value |= 1; /* 0 means free */
    return true;
}

bool dx_idset_has(const struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES])
{
    struct dx_pair p;
    return s->pairs.n && keyed(s, id, &p) && dx_pairs_find(&s->pairs, p.key, p.value, UINT64_MAX);
}

int dx_idset_add(struct dx_idset *s, const uint8_t id[DX_SHA256_BYTES], bool *fresh, struct dx_err *e)
{
    struct dx_pair p;
    if (s->pairs.n == 0 && getrandom(s->secret, sizeof s->secret, 0) != (ssize_t)sizeof s->secret)
        return dx_fail(e, DX_ENV, "io", "the system gives no random bytes: %s", strerror(errno));
    if (!keyed(s, id, &p))
        return dx_fail(e, DX_ENV, "io", "libcrypto refuses SHA-256");
    *fresh = !dx_pairs_find(&s->pairs, p.key, p.value, UINT64_MAX);
    return *fresh ? dx_pairs_add(&s->pairs, p.key, p.value, e) : DX_OK;
}
