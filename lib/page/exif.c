/* exif.c: EXIF by libexif (Exif 2.32, JEITA CP-3451X) */
#include "page/exif.h"

#include <libexif/exif-data.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/charset.h"
#include "page/versions.h"

#include "config.h"

/* libexif tells its version to pkg-config alone. */
const char *dx_exif_version(void) { return DX_EXIF_VERSION; }

/* ---- values ---- */

/* Text of unknown charset on one line: control characters and line ends become spaces, the ends are trimmed. */
static void add_text(struct dx_buf *b, const char *p, size_t n, const char *charset)
{
    struct dx_charset *c;
    struct dx_buf t = DX_BUF_INIT;
    size_t bom = 0;
    while (!charset && n > 0 && (p[n - 1] == '\0' || p[n - 1] == ' '))
        n--;
    if (!charset)
        charset = dx_charset_detect(p, n, true, &bom);
    if (dx_charset_new(&c, charset, NULL) != DX_OK)
        return;
    if (dx_charset_feed(c, p + bom, n - bom, true, &t, NULL) == DX_OK) {
        size_t end = t.len;
        for (size_t i = 0; i < t.len; i++)
            if ((unsigned char)t.p[i] < 0x20 || t.p[i] == 0x7F)
                t.p[i] = ' ';
        while (end > 0 && t.p[end - 1] == ' ')
            end--;
        dx_buf_add(b, t.p, end);
    }
    dx_charset_free(c);
    dx_buf_free(&t);
}

static void add_ascii(struct dx_buf *b, const ExifEntry *en, ExifByteOrder order)
{
    (void)order;
    add_text(b, (const char *)en->data, en->size, NULL);
}

/* "2017:05:19 10:04:05" with the date in the ISO's form. */
static void add_date(struct dx_buf *b, const ExifEntry *en, ExifByteOrder order)
{
    (void)order;
    size_t from = b->len;
    add_text(b, (const char *)en->data, en->size, NULL);
    if (!b->oom && b->len >= from + 10 && b->p[from + 4] == ':' && b->p[from + 7] == ':')
        b->p[from + 4] = b->p[from + 7] = '-';
}

/* Windows' fields: UTF-16LE. */
static void add_xp(struct dx_buf *b, const ExifEntry *en, ExifByteOrder order)
{
    (void)order;
    size_t n = en->size & ~1u;
    while (n >= 2 && en->data[n - 1] == 0 && en->data[n - 2] == 0)
        n -= 2;
    add_text(b, (const char *)en->data, n, "UTF-16LE");
}

/* A comment begins with eight bytes that name its charset. */
static void add_comment(struct dx_buf *b, const ExifEntry *en, ExifByteOrder order)
{
    if (en->size <= 8)
        return;
    const char *p = (const char *)en->data, *charset = NULL;
    if (memcmp(p, "UNICODE", 7) == 0)
        charset = order == EXIF_BYTE_ORDER_INTEL ? "UTF-16LE" : "UTF-16BE";
    else if (memcmp(p, "JIS", 3) == 0)
        charset = "ISO-2022-JP";
    size_t n = charset ? (en->size - 8) & ~1u : en->size - 8;
    add_text(b, p + 8, n, charset);
}

static bool ratio(const ExifEntry *en, size_t i, ExifByteOrder order, double *out)
{
    if (en->format != EXIF_FORMAT_RATIONAL || i >= en->components || (i + 1) * 8 > en->size)
        return false;
    ExifRational r = exif_get_rational(en->data + i * 8, order);
    *out = r.denominator ? (double)r.numerator / r.denominator : NAN;
    return r.denominator != 0;
}

/* ---- the list ---- */

struct field {
    ExifIfd ifd;
    int tag;
    const char *key;
    void (*add)(struct dx_buf *b, const ExifEntry *en, ExifByteOrder order);
    int offset_tag; /* the tag with the zone of a time, or 0 */
};

static const struct field fields[] = {
    {EXIF_IFD_0, 0x010F, "Make", add_ascii, 0},
    {EXIF_IFD_0, 0x0110, "Model", add_ascii, 0},
    {EXIF_IFD_EXIF, 0xA431, "BodySerialNumber", add_ascii, 0},
    {EXIF_IFD_EXIF, 0xA433, "LensMake", add_ascii, 0},
    {EXIF_IFD_EXIF, 0xA434, "LensModel", add_ascii, 0},
    {EXIF_IFD_0, 0x0131, "Software", add_ascii, 0},
    {EXIF_IFD_0, 0x013C, "HostComputer", add_ascii, 0},
    {EXIF_IFD_EXIF, 0x9003, "DateTimeOriginal", add_date, 0x9011},
    {EXIF_IFD_EXIF, 0x9004, "DateTimeDigitized", add_date, 0x9012},
    {EXIF_IFD_0, 0x0132, "DateTime", add_date, 0x9010},
    {EXIF_IFD_0, 0x010E, "ImageDescription", add_ascii, 0},
    {EXIF_IFD_0, 0x013B, "Artist", add_ascii, 0},
    {EXIF_IFD_0, 0x8298, "Copyright", add_ascii, 0},
    {EXIF_IFD_EXIF, 0xA430, "CameraOwnerName", add_ascii, 0},
    {EXIF_IFD_EXIF, 0x9286, "UserComment", add_comment, 0},
    {EXIF_IFD_0, 0x9C9B, "XPTitle", add_xp, 0},
    {EXIF_IFD_0, 0x9C9C, "XPComment", add_xp, 0},
    {EXIF_IFD_0, 0x9C9D, "XPAuthor", add_xp, 0},
    {EXIF_IFD_0, 0x9C9E, "XPKeywords", add_xp, 0},
    {EXIF_IFD_0, 0x9C9F, "XPSubject", add_xp, 0},
    {EXIF_IFD_EXIF, 0xA420, "ImageUniqueID", add_ascii, 0},
};

static const ExifEntry *entry(const ExifData *d, ExifIfd ifd, int tag)
{
    ExifEntry *en = exif_content_get_entry(d->ifd[ifd], (ExifTag)tag);
    return en && en->data && en->size > 0 ? en : NULL;
}

/* Writes `key: value` when fn adds a value. */
static void add_line(struct dx_buf *b, const char *key, const ExifData *d, const ExifEntry *en, const struct field *f)
{
    ExifByteOrder order = exif_data_get_byte_order((ExifData *)(uintptr_t)d);
    size_t before = b->len;
    dx_buf_str(b, key);
    dx_buf_str(b, ": ");
    size_t value = b->len;
    f->add(b, en, order);
    if (b->oom || b->len == value || b->len > DX_META_BYTES) {
        b->len = b->p ? before : 0;
        return;
    }
    const ExifEntry *zone = f->offset_tag ? entry(d, EXIF_IFD_EXIF, f->offset_tag) : NULL;
    if (zone) {
        dx_buf_byte(b, ' ');
        add_ascii(b, zone, order);
    }
    dx_buf_byte(b, '\n');
}

/* ---- the place ---- */

static bool degrees(const ExifData *d, int tag, int ref_tag, char minus, double most, double *out)
{
    ExifByteOrder order = exif_data_get_byte_order((ExifData *)(uintptr_t)d);
    const ExifEntry *en = entry(d, EXIF_IFD_GPS, tag), *ref = entry(d, EXIF_IFD_GPS, ref_tag);
    double deg, min = 0, sec = 0;
    if (!en || !ratio(en, 0, order, &deg))
        return false;
    if (!ratio(en, 1, order, &min))
        min = 0;
    if (!ratio(en, 2, order, &sec))
        sec = 0;
    *out = deg + min / 60 + sec / 3600;
    if (ref && ref->data[0] == minus)
        *out = -*out;
    return fabs(*out) <= most;
}

static void add_gps(struct dx_buf *b, const ExifData *d)
{
    ExifByteOrder order = exif_data_get_byte_order((ExifData *)(uintptr_t)d);
    const ExifEntry *alt = entry(d, EXIF_IFD_GPS, EXIF_TAG_GPS_ALTITUDE), *below = entry(d, EXIF_IFD_GPS, EXIF_TAG_GPS_ALTITUDE_REF);
    const ExifEntry *date = entry(d, EXIF_IFD_GPS, EXIF_TAG_GPS_DATE_STAMP), *time = entry(d, EXIF_IFD_GPS, EXIF_TAG_GPS_TIME_STAMP);
    double lat, lon, h, m, s;
    if (degrees(d, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, 'S', 90, &lat) &&
        degrees(d, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, 'W', 180, &lon))
        dx_buf_printf(b, "GPSPosition: %.6f, %.6f\n", lat, lon);
    if (alt && ratio(alt, 0, order, &h) && h < 1e6)
        dx_buf_printf(b, "GPSAltitude: %.1f m\n", below && below->data[0] == 1 ? -h : h);
    if (date && date->size >= 10 && time && ratio(time, 0, order, &h) && ratio(time, 1, order, &m) && ratio(time, 2, order, &s) && h < 24 &&
        m < 60 && s < 61) {
        dx_buf_str(b, "GPSDateTime: ");
        add_date(b, date, order);
        dx_buf_printf(b, " %02d:%02d:%02d +00:00\n", (int)h, (int)m, (int)s); /* GPS counts in UTC */
    }
}

void dx_exif_read(struct dx_str block, int *orientation, struct dx_buf *lines)
{
    static const char head[] = "Exif\0";
    size_t n = block.n < 65528 ? block.n : 65528; /* a JPEG segment; libexif reads no more */
    uint8_t *copy = block.n > 8 ? malloc(n + sizeof head) : NULL;
    ExifData *d = copy ? exif_data_new() : NULL;
    if (d) {
        memcpy(copy, head, sizeof head);
        memcpy(copy + sizeof head, block.p, n);
        exif_data_unset_option(d, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
        exif_data_load_data(d, copy, (unsigned)(n + sizeof head));
        const ExifEntry *o = entry(d, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
        if (o && o->format == EXIF_FORMAT_SHORT && o->size >= 2) {
            int v = exif_get_short(o->data, exif_data_get_byte_order(d));
            if (v >= 1 && v <= 8)
                *orientation = v;
        }
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            const ExifEntry *en = entry(d, fields[i].ifd, fields[i].tag);
            if (en)
                add_line(lines, fields[i].key, d, en, &fields[i]);
        }
        add_gps(lines, d);
        exif_data_unref(d);
    }
    free(copy);
}
