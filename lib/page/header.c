/* header.c: reading the declarations of picture files */
#include "page/header.h"

#include <limits.h>
#include <string.h>

/* A file's bytes and how to read numbers in it: every access asks whether the bytes are there. */
struct view {
    const uint8_t *p;
    size_t n;
    bool big; /* byte order */
};

static bool has(const struct view *v, size_t at, size_t n) { return at <= v->n && n <= v->n - at; }

/* An unsigned number of 1, 2, 3, 4 or 8 bytes; false when it lies beyond the end. */
static bool get(const struct view *v, size_t at, size_t bytes, uint64_t *out)
{
    if (!has(v, at, bytes))
        return false;
    *out = 0;
    for (size_t i = 0; i < bytes; i++)
        *out |= (uint64_t)v->p[at + i] << 8 * (v->big ? bytes - 1 - i : i);
    return true;
}

static uint64_t num(const struct view *v, size_t at, size_t bytes)
{
    uint64_t x = 0;
    return get(v, at, bytes, &x) ? x : 0;
}

static bool starts(const struct view *v, size_t at, const char *s, size_t n) { return has(v, at, n) && memcmp(v->p + at, s, n) == 0; }
#define STARTS(v, at, literal) starts(v, at, literal, sizeof(literal) - 1)

/* Resolutions outside of what scanners give are no information. */
static int sane_dpi(double dpi) { return dpi >= 30 && dpi <= 9600 ? (int)(dpi + 0.5) : 0; }

static int set_size(struct dx_header *h, uint64_t w, uint64_t height, struct dx_err *e)
{
    if (w == 0 || height == 0 || w > INT_MAX || height > INT_MAX)
        return dx_fail(e, DX_BAD, "malformed", "%s: impossible picture size", dx_format_name(h->format));
    h->w = (int)w;
    h->h = (int)height;
    return DX_OK;
}

static int cut_short(const struct dx_header *h, struct dx_err *e)
{
    return dx_fail(e, DX_BAD, "truncated", "%s: the file ends before the picture's size is said", dx_format_name(h->format));
}

/* ---- JPEG ---- */

static void jpeg_app(struct dx_header *h, const struct view *v, int marker, size_t at, size_t len)
{
    if (marker == 0xE0 && len >= 12 && STARTS(v, at, "JFIF\0")) {
        double unit = v->p[at + 7] == 1 ? 1 : v->p[at + 7] == 2 ? 2.54 : 0;
        h->dpi = sane_dpi(unit * (double)num(v, at + 8, 2));
    } else if (marker == 0xE1 && len > 6 && !h->exif.p && STARTS(v, at, "Exif\0\0")) {
        h->exif = (struct dx_str){(const char *)v->p + at + 6, len - 6};
    }
}

/* Ends the picture what may follow it? Phones add data after the end, so a missing end marker within the last bytes isn't enough. */
static bool jpeg_ends(const struct view *v, size_t from)
{
    for (size_t i = v->n; i-- > from + 1;)
        if (v->p[i] == 0xD9 && v->p[i - 1] == 0xFF)
            return true;
    return false;
}

static int read_jpeg(struct dx_header *h, struct view *v, struct dx_err *e)
{
    v->big = true;
    size_t at = 2;
    for (;;) {
        while (has(v, at, 2) && (v->p[at] != 0xFF || v->p[at + 1] == 0xFF || v->p[at + 1] == 0))
            at++; /* padding, and garbage that decoders skip as well */
        if (!has(v, at, 4))
            return cut_short(h, e);
        int marker = v->p[at + 1];
        at += 2;
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8))
            continue;
        size_t len = (size_t)num(v, at, 2);
        if (len < 2)
            return dx_fail(e, DX_BAD, "malformed", "JPEG: a segment shorter than its length");
        if (!has(v, at, len))
            return cut_short(h, e);
        bool sof = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (sof && len >= 8) {
            h->components = v->p[at + 7];
            h->cut = !jpeg_ends(v, at + len);
            return set_size(h, num(v, at + 5, 2), num(v, at + 3, 2), e);
        }
        if (marker == 0xD9 || marker == 0xDA)
            return dx_fail(e, DX_BAD, "malformed", "JPEG: no frame header before the scan");
        jpeg_app(h, v, marker, at + 2, len - 2);
        at += len;
    }
}

/* ---- PNG ---- */

static int read_png(struct dx_header *h, struct view *v, struct dx_err *e)
{
    v->big = true;
    if (!has(v, 8, 25))
        return cut_short(h, e);
    if (!STARTS(v, 12, "IHDR"))
        return dx_fail(e, DX_BAD, "malformed", "PNG: the first chunk isn't IHDR");
    h->cut = true;
    size_t at = 8;
    while (has(v, at, 12)) {
        size_t len = (size_t)num(v, at, 4);
        if (!has(v, at, len + 12))
            break;
        if (STARTS(v, at + 4, "pHYs") && len >= 9 && v->p[at + 16] == 1)
            h->dpi = sane_dpi((double)num(v, at + 8, 4) * 0.0254);
        else if (STARTS(v, at + 4, "eXIf"))
            h->exif = (struct dx_str){(const char *)v->p + at + 8, len};
        else if (STARTS(v, at + 4, "IEND")) {
            h->cut = false;
            break;
        }
        at += len + 12;
    }
    return set_size(h, num(v, 16, 4), num(v, 20, 4), e);
}

/* ---- WebP ---- */

static int webp_size(struct dx_header *h, const struct view *v, size_t at, struct dx_err *e)
{
    if (!has(v, at, 18))
        return cut_short(h, e);
    if (STARTS(v, at, "VP8X"))
        return set_size(h, num(v, at + 12, 3) + 1, num(v, at + 15, 3) + 1, e);
    if (STARTS(v, at, "VP8L")) {
        uint64_t bits = num(v, at + 9, 4);
        return set_size(h, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, e);
    }
    if (STARTS(v, at, "VP8 "))
        return set_size(h, num(v, at + 14, 2) & 0x3FFF, num(v, at + 16, 2) & 0x3FFF, e);
    return dx_fail(e, DX_BAD, "malformed", "WebP: the first chunk is no picture");
}

static int read_webp(struct dx_header *h, struct view *v, struct dx_err *e)
{
    h->cut = num(v, 4, 4) > v->n - 8;
    for (size_t at = 12; has(v, at, 8);) {
        size_t len = (size_t)num(v, at + 4, 4);
        if (!has(v, at + 8, len))
            break;
        if (STARTS(v, at, "EXIF")) {
            size_t skip = STARTS(v, at + 8, "Exif\0\0") ? 6 : 0; /* some writers keep JPEG's prefix */
            h->exif = (struct dx_str){(const char *)v->p + at + 8 + skip, len - skip};
        }
        at += 8 + len + (len & 1);
    }
    return webp_size(h, v, 12, e);
}

/* ---- BMP ---- */

static int read_bmp(struct dx_header *h, struct view *v, struct dx_err *e)
{
    if (!has(v, 0, 26))
        return cut_short(h, e);
    uint64_t info = num(v, 14, 4);
    if (info == 12) /* OS/2 */
        return set_size(h, num(v, 18, 2), num(v, 20, 2), e);
    int64_t w = (int32_t)num(v, 18, 4), height = (int32_t)num(v, 22, 4);
    h->dpi = sane_dpi((double)num(v, 38, 4) * 0.0254);
    uint64_t bits = num(v, 28, 2), rows = (uint64_t)(height < 0 ? -height : height);
    if (w > 0 && num(v, 30, 4) == 0)
        h->cut = num(v, 10, 4) + ((uint64_t)w * bits + 31) / 32 * 4 * rows > v->n;
    return set_size(h, w < 0 ? 0 : (uint64_t)w, rows, e);
}

/* ---- GIF ---- */

/* The end of a chain of sub-blocks; false when the file ends first. */
static bool gif_skip(const struct view *v, size_t *at)
{
    while (has(v, *at, 1)) {
        size_t len = v->p[*at];
        *at += 1 + len;
        if (len == 0)
            return true;
    }
    return false;
}

static size_t gif_palette(uint8_t flags) { return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0; }

/* Only the first frame is read: its end is found here, so that the decoder sees no other. */
static int read_gif(struct dx_header *h, struct view *v, struct dx_err *e)
{
    if (!has(v, 0, 13))
        return cut_short(h, e);
    size_t palette = 13, colours = gif_palette(v->p[10]), at = palette + colours;
    int transparent = -1;
    while (has(v, at, 3) && v->p[at] == 0x21) {
        if (v->p[at + 1] == 0xF9 && has(v, at, 8) && v->p[at + 2] == 4 && (v->p[at + 3] & 1))
            transparent = v->p[at + 6];
        at += 2;
        if (!gif_skip(v, &at))
            return cut_short(h, e);
    }
    if (!has(v, at, 10))
        return cut_short(h, e);
    if (v->p[at] != 0x2C)
        return dx_fail(e, DX_BAD, "malformed", "GIF: no picture before the end");
    size_t local = gif_palette(v->p[at + 9]), frame = at;
    at += 10;
    if (local) {
        palette = at;
        colours = local;
    }
    at += local + 1;
    h->cut = !gif_skip(v, &at);
    h->frame_end = at < v->n ? at : v->n;
    if (transparent >= 0 && (size_t)transparent * 3 < colours)
        h->clear = palette + (size_t)transparent * 3;
    return set_size(h, num(v, frame + 5, 2), num(v, frame + 7, 2), e);
}

/* ---- TIFF ---- */

struct tiff {
    struct view v;
    bool large; /* BigTIFF: offsets of 8 bytes */
};

struct entry {
    unsigned tag, type;
    uint64_t count;
    size_t at; /* where the values lie, in the entry or elsewhere */
    size_t each;
};

static bool tiff_open(struct tiff *t, const uint8_t *p, size_t n)
{
    t->v = (struct view){p, n, n > 1 && p[0] == 'M'};
    t->large = num(&t->v, 2, 2) == 43;
    return has(&t->v, 0, t->large ? 16 : 8);
}

/* Entry number i of the directory at `dir`; false when it lies beyond the end. Values that do so have at = SIZE_MAX. */
static bool tiff_entry(const struct tiff *t, size_t dir, size_t i, struct entry *e)
{
    static const uint8_t bytes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    size_t head = t->large ? 8 : 2, size = t->large ? 20 : 12, word = t->large ? 8 : 4, at = dir + head + i * size;
    if (!has(&t->v, at, size))
        return false;
    e->tag = (unsigned)num(&t->v, at, 2);
    e->type = (unsigned)num(&t->v, at + 2, 2);
    e->count = num(&t->v, at + 4, word);
    e->each = e->type < sizeof bytes ? bytes[e->type] : 0;
    e->at = at + 4 + word;
    if (e->each == 0 || e->count > t->v.n / e->each)
        e->at = SIZE_MAX;
    else if (e->count * e->each > word) {
        uint64_t off = num(&t->v, e->at, word);
        e->at = off <= t->v.n && e->count * e->each <= t->v.n - off ? (size_t)off : SIZE_MAX;
    }
    return true;
}

static uint64_t tiff_value(const struct tiff *t, const struct entry *e, uint64_t i)
{
    if (e->at == SIZE_MAX || i >= e->count || e->each > 8)
        return 0;
    return num(&t->v, e->at + (size_t)i * e->each, e->each);
}

static double tiff_ratio(const struct tiff *t, const struct entry *e)
{
    if (e->type != 5 || e->at == SIZE_MAX || e->count == 0)
        return 0;
    double low = (double)num(&t->v, e->at + 4, 4);
    return low > 0 ? (double)num(&t->v, e->at, 4) / low : 0;
}

/* Do all strips or tiles lie within the file? */
static bool tiff_whole(const struct tiff *t, const struct entry *offsets, const struct entry *counts)
{
    if (offsets->at == SIZE_MAX || counts->at == SIZE_MAX)
        return false;
    for (uint64_t i = 0; i < offsets->count && i < counts->count; i++) {
        uint64_t off = tiff_value(t, offsets, i), n = tiff_value(t, counts, i);
        if (off > t->v.n || n > t->v.n - off)
            return false;
    }
    return true;
}

static int tiff_dir(struct dx_header *h, const struct tiff *t, size_t dir, struct dx_err *e)
{
    size_t head = t->large ? 8 : 2, word = t->large ? 8 : 4;
    uint64_t n, w = 0, height = 0, unit = 2, next = 0;
    double dpi = 0;
    struct entry en, offsets = {0}, counts = {0};
    if (!get(&t->v, dir, head, &n))
        return dx_fail(e, DX_BAD, "truncated", "TIFF: a directory lies beyond the end of the file");
    if (n == 0 || n > 65535)
        return dx_fail(e, DX_BAD, "malformed", "TIFF: a directory without entries");
    h->dir = dir;
    h->next = h->orientation_at = 0;
    h->orientation = 1;
    for (size_t i = 0; i < n; i++) {
        if (!tiff_entry(t, dir, i, &en))
            return dx_fail(e, DX_BAD, "truncated", "TIFF: the file ends within a directory");
        switch (en.tag) {
        case 256: w = tiff_value(t, &en, 0); break;
        case 257: height = tiff_value(t, &en, 0); break;
        case 273: case 324: offsets = en; break;
        case 279: case 325: counts = en; break;
        case 282: dpi = tiff_ratio(t, &en); break;
        case 296: unit = tiff_value(t, &en, 0); break;
        case 274:
            if (en.type == 3 && en.at != SIZE_MAX && en.count > 0) {
                h->orientation_at = en.at;
                h->orientation = (int)tiff_value(t, &en, 0);
            }
            break;
        default: break;
        }
    }
    if (h->orientation < 1 || h->orientation > 8)
        h->orientation = 1;
    if (get(&t->v, dir + head + (size_t)n * (t->large ? 20 : 12), word, &next) && next <= t->v.n)
        h->next = (size_t)next;
    h->dpi = sane_dpi(unit == 3 ? dpi * 2.54 : unit == 2 ? dpi : 0);
    h->cut = !tiff_whole(t, &offsets, &counts);
    return set_size(h, w, height, e);
}

static int read_tiff(struct dx_header *h, struct view *v, struct dx_err *e)
{
    struct tiff t;
    if (!tiff_open(&t, v->p, v->n))
        return cut_short(h, e);
    uint64_t first = num(&t.v, t.large ? 8 : 4, t.large ? 8 : 4);
    h->exif = (struct dx_str){(const char *)v->p, v->n};
    return tiff_dir(h, &t, first < v->n ? (size_t)first : v->n, e);
}

/* ---- HEIF (ISO/IEC 23008-12): boxes of ISO/IEC 14496-12 ---- */

/* Of the brands that the file names one is of pictures. */
static bool is_heif(const struct view *v)
{
    static const char brands[][5] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1", "avif", "avis"};
    struct view f = *v;
    f.big = true;
    size_t end = STARTS(v, 4, "ftyp") ? (size_t)num(&f, 0, 4) : 0;
    for (size_t at = 8; at + 4 <= end && has(v, at, 4) && at < 256; at += at == 8 ? 8 : 4) /* behind the first: a version */
        for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
            if (memcmp(v->p + at, brands[i], 4) == 0)
                return true;
    return false;
}

static int read_heif(struct dx_header *h, struct view *v, struct dx_err *e)
{
    v->big = true;
    for (size_t at = 0; at < v->n && !h->cut;) {
        uint64_t size = num(v, at, 4), least = 8;
        if (size == 1)
            size = num(v, at + 8, 8), least = 16;
        h->cut = size != 0 && (size < least || size > v->n - at);
        at = size == 0 || h->cut ? v->n : at + (size_t)size; /* 0: to the end */
    }
    return dx_heif_header(h, v->p, v->n, 0, e);
}

int dx_header_next(struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct tiff t;
    size_t at = h->next;
    h->next = 0; /* nothing follows a directory that can't be read */
    if (h->format == DX_FORMAT_HEIF)
        return dx_heif_header(h, p, n, at, e);
    if (!tiff_open(&t, p, n))
        return cut_short(h, e);
    return tiff_dir(h, &t, at, e);
}

/* ---- PNM ---- */

/* A number of the header, and the one character after it; before it may stand blanks and remarks. false: none, or none that fits. */
static bool pnm_number(const struct view *v, size_t *at, uint64_t *out)
{
    bool remark = false;
    for (; has(v, *at, 1) && (remark || v->p[*at] == '#' || v->p[*at] == ' ' || (v->p[*at] >= '\t' && v->p[*at] <= '\r')); ++*at)
        remark = (remark || v->p[*at] == '#') && v->p[*at] != '\n' && v->p[*at] != '\r';
    size_t from = *at;
    for (*out = 0; has(v, *at, 1) && v->p[*at] >= '0' && v->p[*at] <= '9' && *out <= INT_MAX; ++*at)
        *out = *out * 10 + (uint64_t)(v->p[*at] - '0');
    return *at > from && has(v, (*at)++, 1);
}

static int read_pnm(struct dx_header *h, struct view *v, struct dx_err *e)
{
    char kind = (char)v->p[1];
    size_t at = 2;
    uint64_t w, height, most = 1;
    if (!pnm_number(v, &at, &w) || !pnm_number(v, &at, &height) || (kind != '1' && kind != '4' && !pnm_number(v, &at, &most)))
        return at >= v->n ? cut_short(h, e) : dx_fail(e, DX_BAD, "malformed", "PNM: no number where the header has one");
    if (most == 0 || most > 65535)
        return dx_fail(e, DX_BAD, "malformed", "PNM: the largest value is none from 1 to 65535");
    h->pixels = at;
    h->most = (int)most;
    int rc = set_size(h, w, height, e);
    uint64_t row = kind == '4' ? (w + 7) / 8 : w * (kind == '6' ? 3 : 1) * (most > 255 ? 2 : 1);
    h->cut = rc == DX_OK && kind >= '4' && v->n - at < row * height; /* both below 2^31, a row below 2^34 */
    return rc;
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    int (*read)(struct dx_header *h, struct view *v, struct dx_err *e);
} formats[] = {
    [DX_FORMAT_JPEG] = {"JPEG", read_jpeg}, [DX_FORMAT_PNG] = {"PNG", read_png}, [DX_FORMAT_TIFF] = {"TIFF", read_tiff},
    [DX_FORMAT_WEBP] = {"WebP", read_webp}, [DX_FORMAT_BMP] = {"BMP", read_bmp}, [DX_FORMAT_GIF] = {"GIF", read_gif},
    [DX_FORMAT_HEIF] = {"HEIF", read_heif}, [DX_FORMAT_PNM] = {"PNM", read_pnm},
};

const char *dx_format_name(enum dx_format f) { return formats[f].name ? formats[f].name : "picture"; }

enum dx_format dx_format_of(const uint8_t *p, size_t n)
{
    const struct view v = {p, n, false};
    if (STARTS(&v, 0, "\xFF\xD8\xFF"))
        return DX_FORMAT_JPEG;
    if (STARTS(&v, 0, "\x89PNG\r\n\x1A\n"))
        return DX_FORMAT_PNG;
    if (STARTS(&v, 0, "II*\0") || STARTS(&v, 0, "MM\0*") || STARTS(&v, 0, "II+\0") || STARTS(&v, 0, "MM\0+"))
        return DX_FORMAT_TIFF;
    if (STARTS(&v, 0, "RIFF") && STARTS(&v, 8, "WEBP"))
        return DX_FORMAT_WEBP;
    if (STARTS(&v, 0, "GIF8"))
        return DX_FORMAT_GIF;
    if (n > 3 && p[0] == 'P' && p[1] >= '1' && p[1] <= '6' && (p[2] == '#' || p[2] == ' ' || (p[2] >= '\t' && p[2] <= '\r')))
        return DX_FORMAT_PNM;
    if (is_heif(&v))
        return DX_FORMAT_HEIF;
    return STARTS(&v, 0, "BM") ? DX_FORMAT_BMP : DX_FORMAT_NONE;
}

int dx_header_read(struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    *h = (struct dx_header){.format = dx_format_of(p, n), .orientation = 1};
    struct view v = {p, n, false};
    if (h->format == DX_FORMAT_NONE)
        return dx_fail(e, DX_BAD, "malformed", "not a picture of a known format");
    return formats[h->format].read(h, &v, e);
}
