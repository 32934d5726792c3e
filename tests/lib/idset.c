/* idset.c: the set of seen hashes holds what was added and nothing else */
#include "base/idset.h"
#include "../tap.h"

int main(void)
{
    struct dx_idset s = {0};
    struct dx_err e;
    uint8_t id[DX_SHA256_BYTES] = {0};
    bool fresh;
    int wrong = 0;
    ok(!dx_idset_has(&s, id), "an empty set has nothing");
    for (uint32_t i = 0; i < 20000; i++) {
        dx_sha256(&i, sizeof i, id);
        wrong += dx_idset_add(&s, id, &fresh, &e) != DX_OK || !fresh;
        wrong += dx_idset_add(&s, id, &fresh, &e) != DX_OK || fresh;
    }
    ok(wrong == 0 && dx_idset_count(&s) == 20000, "20,000 hashes, each new once");
    for (uint32_t i = 20000; i < 40000; i++) {
        dx_sha256(&i, sizeof i, id);
        wrong += dx_idset_has(&s, id);
    }
    ok(wrong == 0, "others are not in it");
    memset(id, 0, sizeof id);
    ok(dx_idset_add(&s, id, &fresh, &e) == DX_OK && fresh && dx_idset_has(&s, id), "the all-zero hash too");
    dx_idset_free(&s);
    return tap_done();
}
