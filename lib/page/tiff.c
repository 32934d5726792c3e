/* tiff.c: decoding TIFF by libtiff: line by line where its samples are grey or RGB, else strip by strip or tile by tile as libtiff's RGBA
 *
 * So all that libtiff knows is read (tiles, separate planes, CMYK, YCbCr), with room for one strip besides the picture. */
#include <tiffio.h>

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "page/decode.h"
#include "page/versions.h"

/* Leptonica reads the rest: libtiff may not print. */
void dx_tiff_quiet(void)
{
    TIFFSetErrorHandler(NULL);
    TIFFSetWarningHandler(NULL);
}

void dx_tiff_as_stored(const struct dx_header *h, uint8_t *p)
{
    if (!h->orientation_at)
        return;
    bool big = p[0] == 'M';
    p[h->orientation_at] = big ? 0 : 1;
    p[h->orientation_at + 1] = big ? 1 : 0;
}

/* ---- a file in memory ---- */

struct source {
    const uint8_t *p;
    size_t n, at;
    unsigned complaints; /* of libtiff's: data is damaged or missing */
};

static tmsize_t on_read(thandle_t t, void *to, tmsize_t n)
{
    struct source *s = t;
    size_t there = s->at < s->n ? s->n - s->at : 0, k = n < 0 ? 0 : (size_t)n < there ? (size_t)n : there;
    memcpy(to, s->p + (s->at < s->n ? s->at : 0), k);
    s->at += k;
    return (tmsize_t)k;
}

static tmsize_t on_write(thandle_t t, void *from, tmsize_t n) { return (void)t, (void)from, (void)n, -1; }

static toff_t on_seek(thandle_t t, toff_t to, int whence)
{
    struct source *s = t;
    s->at = (size_t)(whence == SEEK_CUR ? s->at + to : whence == SEEK_END ? s->n + to : to);
    return s->at;
}

static int on_error(TIFF *tif, void *ctx, const char *module, const char *fmt, va_list ap)
{
    (void)tif, (void)module, (void)fmt, (void)ap;
    return ++((struct source *)ctx)->complaints, 1;
}

static int on_warning(TIFF *tif, void *ctx, const char *module, const char *fmt, va_list ap)
{
    return (void)tif, (void)ctx, (void)module, (void)fmt, (void)ap, 1;
}

static int on_close(thandle_t t) { return (void)t, 0; }
static toff_t on_size(thandle_t t) { return ((struct source *)t)->n; }

static TIFF *open_memory(struct source *s)
{
    TIFFOpenOptions *o = TIFFOpenOptionsAlloc();
    if (!o)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(o, on_error, s);
    TIFFOpenOptionsSetWarningHandlerExtR(o, on_warning, s);
    TIFF *tif = TIFFClientOpenExt("picture", "rm", s, on_read, on_write, on_seek, on_close, on_size, NULL, NULL, o);
    TIFFOpenOptionsFree(o);
    return tif;
}

/* ---- lines, strips and tiles ---- */

/* A picture being read. */
struct job {
    TIFF *tif;
    struct dx_picture *out;
    uint32_t w, h, tile; /* of the picture; a tile's width, 0: it has strips */
    uint32_t rows;       /* of a strip or tile */
    uint16_t samples, bits, photometric;
    uint8_t *line;       /* as it is stored */
    uint32_t *rgba;      /* of a strip or tile, the last row first */
    uint8_t *grey;       /* of a row of tiles, or of a strip */
    uint8_t *pair;       /* for a picture of half the size */
};

static void put_row(struct job *j, uint32_t y, const uint8_t *grey)
{
    struct dx_picture *out = j->out;
    if (!out->full_w) {
        memcpy(out->grey + y * out->stride, grey, j->w);
        return;
    }
    memcpy(j->pair + (y % 2 ? j->w : 0), grey, j->w);
    dx_picture_halve(out, j->pair, (int)y);
}

/* Samples that are grey, or RGB of 8 bits. */
static void line_to_grey(const struct job *j)
{
    const uint8_t *p = j->line, turn = j->photometric == PHOTOMETRIC_MINISWHITE ? 255 : 0;
    for (uint32_t x = 0; x < j->w; x++)
        if (j->samples == 3)
            j->grey[x] = dx_luma(p[3 * x], p[3 * x + 1], p[3 * x + 2]);
        else
            j->grey[x] = (uint8_t)((j->bits == 8 ? p[x] : p[x / 8] >> (7 - x % 8) & 1 ? 255 : 0) ^ turn);
}

static void read_lines(struct job *j)
{
    for (uint32_t y = 0; y < j->h; y++) {
        if (TIFFReadScanline(j->tif, j->line, y, 0) == 1)
            line_to_grey(j);
        else
            memset(j->grey, 255, j->w);
        put_row(j, y, j->grey);
    }
}

/* Colours come multiplied with their opacity. */
static uint8_t grey_of(uint32_t v)
{
    unsigned on_white = dx_luma(TIFFGetR(v), TIFFGetG(v), TIFFGetB(v)) + 255u - TIFFGetA(v);
    return on_white > 255 ? 255 : (uint8_t)on_white;
}

/* The strip or tile whose first pixel is (x,y). A strip's last rows may be missing; a tile is whole and reaches beyond the picture. */
static void read_piece(struct job *j, uint32_t x, uint32_t y)
{
    uint32_t w = j->tile ? j->tile : j->w, rows = j->rows < j->h - y ? j->rows : j->h - y, high = j->tile ? j->rows : rows;
    uint32_t use = w < j->w - x ? w : j->w - x;
    if (!(j->tile ? TIFFReadRGBATileExt(j->tif, x, y, j->rgba, 0) : TIFFReadRGBAStripExt(j->tif, y, j->rgba, 0)))
        return;
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t *from = j->rgba + (size_t)(high - 1 - i) * w;
        uint8_t *to = j->grey + (size_t)i * j->w + x;
        for (uint32_t k = 0; k < use; k++)
            to[k] = grey_of(from[k]);
    }
}

static void read_pieces(struct job *j)
{
    for (uint32_t y = 0; y < j->h; y += j->rows) {
        memset(j->grey, 255, (size_t)j->rows * j->w);
        for (uint32_t x = 0; x < j->w; x += j->tile ? j->tile : j->w)
            read_piece(j, x, y);
        for (uint32_t i = 0; i < j->rows && y + i < j->h; i++)
            put_row(j, y + i, j->grey + (size_t)i * j->w);
    }
}

/* ---- beginning and end ---- */

static bool by_lines(const struct job *j)
{
    uint16_t planes = 0, form = 0, compression = 0;
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_PLANARCONFIG, &planes);
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_SAMPLEFORMAT, &form);
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_COMPRESSION, &compression);
    bool grey = j->samples == 1 && (j->bits == 1 || j->bits == 8) && j->photometric <= PHOTOMETRIC_MINISBLACK;
    bool rgb = j->samples == 3 && j->bits == 8 && j->photometric == PHOTOMETRIC_RGB;
    return !j->tile && (grey || (rgb && planes == PLANARCONFIG_CONTIG)) && form == SAMPLEFORMAT_UINT && compression != COMPRESSION_OJPEG;
}

/* What the directory says; false: nothing that libtiff makes a picture of. */
static bool measure(struct job *j, const struct dx_header *h)
{
    char why[1024];
    if (!TIFFGetField(j->tif, TIFFTAG_IMAGEWIDTH, &j->w) || !TIFFGetField(j->tif, TIFFTAG_IMAGELENGTH, &j->h) || j->w != (uint32_t)h->w ||
        j->h != (uint32_t)h->h || !TIFFRGBAImageOK(j->tif, why) || !TIFFGetFieldDefaulted(j->tif, TIFFTAG_PHOTOMETRIC, &j->photometric))
        return false;
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_SAMPLESPERPIXEL, &j->samples);
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_BITSPERSAMPLE, &j->bits);
    TIFFGetFieldDefaulted(j->tif, TIFFTAG_ROWSPERSTRIP, &j->rows);
    if (TIFFIsTiled(j->tif) &&
        (!TIFFGetField(j->tif, TIFFTAG_TILEWIDTH, &j->tile) || !TIFFGetField(j->tif, TIFFTAG_TILELENGTH, &j->rows) || !j->tile))
        return false;
    if (!j->tile && j->rows > j->h)
        j->rows = j->h;
    uint64_t wide = j->tile > j->w ? j->tile : j->w;
    return j->rows && wide * j->rows <= DX_PICTURE_PIXELS + (uint64_t)DX_PICTURE_SIDE * 4096; /* tiles reach beyond the picture */
}

static int decode(struct job *j, struct dx_err *e)
{
    bool lines = by_lines(j);
    tmsize_t line = lines ? TIFFScanlineSize(j->tif) : 0;
    size_t need = j->samples == 3 ? 3 * (size_t)j->w : j->bits == 8 ? j->w : (j->w + 7) / 8;
    if (lines && (line < 0 || (size_t)line < need))
        return DX_STOP;
    j->line = lines ? calloc(1, (size_t)line) : NULL;
    j->rgba = lines ? NULL : malloc((size_t)(j->tile ? j->tile : j->w) * j->rows * sizeof *j->rgba);
    j->grey = malloc((size_t)(lines ? 1 : j->rows) * j->w);
    j->pair = j->out->full_w ? malloc(2 * (size_t)j->w) : NULL;
    if ((lines ? !j->line : !j->rgba) || !j->grey || (j->out->full_w && !j->pair))
        return j->out->w = 0, dx_fail_nomem(e);
    if (lines)
        read_lines(j);
    else
        read_pieces(j);
    return DX_OK;
}

/* A page of one grey: nothing was there to read. */
static bool is_blank(const struct dx_picture *p)
{
    size_t n = p->stride * (size_t)p->h;
    return n < 2 || memcmp(p->grey, p->grey + 1, n - 1) == 0;
}

int dx_tiff_decode(struct dx_picture *out, const struct dx_header *h, const uint8_t *p, size_t n, struct dx_err *e)
{
    struct source s = {.p = p, .n = n};
    struct job j = {.tif = open_memory(&s), .out = out};
    int rc = j.tif && TIFFSetSubDirectory(j.tif, h->dir) && measure(&j, h) ? (s.complaints = 0, decode(&j, e)) : DX_STOP;
    if (rc == DX_OK && s.complaints) {
        out->w = is_blank(out) ? 0 : out->w;
        rc = dx_fail(e, DX_BAD, h->cut ? "truncated" : "malformed", out->w ? "TIFF: damaged picture data; what was there is read" : "TIFF: the picture data can't be decoded");
    }
    free(j.line);
    free(j.rgba);
    free(j.grey);
    free(j.pair);
    if (j.tif)
        TIFFClose(j.tif);
    return rc;
}

const char *dx_tiff_version(void) { return DX_TEXT(TIFFLIB_MAJOR_VERSION) "." DX_TEXT(TIFFLIB_MINOR_VERSION) "." DX_TEXT(TIFFLIB_MICRO_VERSION); }
