/* nfc.c: composition by ICU's tables */
#include "find/text/nfc.h"

#include <unicode/unorm2.h>

uint32_t dx_nfc_pair(uint32_t base, uint32_t mark)
{
    UErrorCode rc = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&rc);
    if (U_FAILURE(rc))
        return 0;
    UChar32 one = unorm2_composePair(nfc, (UChar32)base, (UChar32)mark);
    return one > 0 ? (uint32_t)one : 0;
}
