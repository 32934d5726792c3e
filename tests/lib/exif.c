/* exif.c: what a camera wrote, and blocks that were made to harm */
#include "page/exif.h"
#include "../tap.h"

/* Little-endian EXIF: orientation 6, Make, a GPS directory with 13°45'22.8"N 100°30'6.3"E. */
static const char block[] =
    "II*\0\x08\0\0\0"
    "\x03\0"
    "\x0F\x01\x02\0\x05\0\0\0\x32\0\0\0"                                                    /* Make, 5 bytes at 50 */
    "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"                                                    /* orientation */
    "\x25\x88\x04\0\x01\0\0\0\x38\0\0\0"                                                    /* GPS directory at 56 */
    "\0\0\0\0" "Acme\0\0"                                                                   /* 46; 50 */
    "\x04\0"                                                                                /* 56 */
    "\x01\0\x02\0\x02\0\0\0N\0\0\0" "\x02\0\x05\0\x03\0\0\0\x6E\0\0\0"                      /* latitude at 110 */
    "\x03\0\x02\0\x02\0\0\0E\0\0\0" "\x04\0\x05\0\x03\0\0\0\x86\0\0\0"                      /* longitude at 134 */
    "\0\0\0\0"                                                                              /* 106 */
    "\x0D\0\0\0\x01\0\0\0\x2D\0\0\0\x01\0\0\0\xE4\0\0\0\x0A\0\0\0"
    "\x64\0\0\0\x01\0\0\0\x1E\0\0\0\x01\0\0\0\x3F\0\0\0\x0A\0\0\0";

int main(void)
{
    struct dx_buf b = DX_BUF_INIT;
    int o = 1;
    dx_exif_read((struct dx_str){block, sizeof block - 1}, &o, &b);
    ok(o == 6, "the orientation (%d)", o);
    is_str(b.p, "Make: Acme\nGPSPosition: 13.756333, 100.501750\n", "make and place");
    for (size_t n = 0; n < sizeof block - 1; n++) { /* cut anywhere, or one byte changed: never a crash */
        char copy[sizeof block];
        memcpy(copy, block, sizeof block);
        dx_buf_reset(&b);
        dx_exif_read((struct dx_str){copy, n}, &o, &b);
        copy[n] = (char)~copy[n];
        dx_exif_read((struct dx_str){copy, sizeof block - 1}, &o, &b);
        if (o < 1 || o > 8 || !dx_buf_ok(&b))
            ok(0, "damage at byte %zu", n);
    }
    ok(1, "cut and damaged blocks do no harm");
    dx_buf_free(&b);
    return tap_done();
}
