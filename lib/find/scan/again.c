/* again.c: readings that are kept, at a hash of rule and text */
#include "find/scan/again.h"

#include <string.h>

struct dx_kept *dx_again_at(struct dx_again *a, size_t rule, struct dx_str text)
{
    uint64_t first, last;
    if (text.n < DX_AGAIN_LEAST || text.n > DX_AGAIN_MOST)
        return NULL;
    memcpy(&first, text.p, sizeof first);
    memcpy(&last, text.p + text.n - sizeof last, sizeof last);
    uint64_t mixed = (first ^ (last + rule) * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
    struct dx_kept *k = &a->kept[mixed >> 56];
    if (k->rule != rule + 1 || k->first != first || k->last != last || k->n != text.n) {
        k->first = first;
        k->last = last;
        k->rule = (uint32_t)rule + 1;
        k->n = (uint8_t)text.n;
        k->verdict = DX_VERDICT_NO;
    }
    return k;
}
_Static_assert(DX_AGAIN_KEPT == 1 << (64 - 56) && DX_AGAIN_LEAST == sizeof(uint64_t) && DX_AGAIN_MOST == 2 * sizeof(uint64_t), "as they are looked up");

void dx_again_keep(struct dx_kept *k, const struct dx_reading *r, const char *bytes, size_t n_value, size_t n_attrs, size_t n_key)
{
    size_t n = n_value + n_attrs + n_key;
    if (n > sizeof k->bytes)
        return;
    k->verdict = r->verdict;
    k->weight = r->weight;
    k->alert = r->alert;
    k->n_value = (uint8_t)n_value;
    k->n_attrs = (uint8_t)n_attrs;
    k->n_key = (uint8_t)n_key;
    memcpy(k->bytes, bytes, n);
}
