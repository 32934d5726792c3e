/* recognise.c: what happens to a picture before and after the recogniser */
#include "page/recognise.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/limits.h"
#include "page/phash.h"
#include "page/prepare.h"

void dx_recognition_free(struct dx_recognition *r)
{
    free(r->words);
    *r = (struct dx_recognition){0};
}

/* EXIF 2.32, tag 0x0112, as mirroring followed by a clockwise turn. */
static const struct {
    bool flip;
    int rotation;
} done[9] = {{false, 0}, {false, 0}, {true, 0}, {false, 180}, {true, 180}, {true, 270}, {false, 90}, {true, 90}, {false, 270}};

/* Replaces *p by q, which maps to it by m; `all` maps *p to the stored picture. */
static void replace(struct dx_picture **p, struct dx_picture *q, struct dx_map m, struct dx_map *all)
{
    dx_picture_free(*p);
    *p = q;
    *all = dx_map_join(m, *all);
}

/* By how much to scale: scans finer than 400 dpi, and pictures beyond what a recogniser needs, only cost time. A photograph says no
 * resolution (or 72): there A4 filling the picture is the measure. */
static double suitable(const struct dx_picture *p)
{
    int64_t most = p->dpi >= 150 ? DX_OCR_PIXELS : DX_OCR_PHOTO;
    double pixels = (double)p->w * p->h, side = p->w > p->h ? p->w : p->h, f = 1;
    if (p->dpi > 400)
        f = 300.0 / p->dpi;
    if (pixels * f * f > (double)most)
        f = sqrt((double)most / pixels);
    if (side * f > DX_OCR_SIDE)
        f = DX_OCR_SIDE / side;
    return f;
}

/* Light text on a dark ground (a telephone in its dark mode): the recogniser wants it the other way. More than half of the
 * pixels are darker than 90 then; a dark table with a paper on it has more paper than that. */
static void invert_dark(struct dx_picture *p)
{
    size_t dark = 0, n = p->stride * (size_t)p->h;
    for (size_t i = 0; i < n; i++)
        dark += p->grey[i] < 90;
    for (size_t i = 0; i < n && dark > n / 2; i++)
        p->grey[i] = (uint8_t)(255 - p->grey[i]);
}

/* The raster to be read, turned clockwise by `turn` beyond what EXIF says, and its map to the stored picture. */
static int prepare(struct dx_recognition *r, struct dx_picture **p, const struct dx_picture *stored, int turn, struct dx_map *m,
                   struct dx_moved_list *moved, struct dx_err *e)
{
    static const int orientation_of[4] = {1, 6, 3, 8}; /* EXIF's number of a clockwise turn by 0, 90, 180, 270 */
    struct dx_picture *q;
    struct dx_map step;
    int rc = dx_picture_orient(p, stored, stored->orientation, m, e);
    if (rc == DX_OK && turn) {
        rc = dx_picture_orient(&q, *p, orientation_of[turn / 90], &step, e);
        if (rc == DX_OK)
            replace(p, q, step, m);
    }
    if (rc != DX_OK)
        return rc;
    r->phash = dx_phash(*p);
    int w, h;
    *m = dx_map_join(*m, dx_picture_stored(stored, &w, &h));
    double f = suitable(*p) * (stored->coarse && !stored->full_w ? 0.5 : 1);
    if (f < 1) {
        rc = dx_prepare_scale(&q, *p, f, &step, e);
        if (rc != DX_OK)
            return rc;
        replace(p, q, step, m);
    }
    invert_dark(*p);
    rc = dx_prepare_paper(*p, e);
    r->skew = rc == DX_OK ? dx_prepare_skew(*p) : 0;
    if (r->skew != 0) {
        rc = dx_prepare_turn(&q, *p, r->skew, &step, e);
        if (rc == DX_OK)
            replace(p, q, step, m);
    }
    return rc == DX_OK ? dx_prepare_frames(*p, moved, e) : rc;
}

/* A page that lies on its side, or on its head, reads with a mean confidence of 0.6 to 0.8; upright ones have 0.85 and more, unless they
 * are bad. Only then is it worth asking which way is up (0.3 s), and reading again. */
#define DOUBT 0.82
#define DOUBT_SYMBOLS 12

/* A word: what stands between white space. Its confidence is that of its least certain character. */
static int add_word(struct dx_recognition *r, size_t start, size_t end, const int box[4], double confidence, const struct dx_map *m,
                    const struct dx_picture *stored, struct dx_err *e)
{
    if (!DX_MORE(r->words, r->n_words, r->cap))
        return dx_fail_nomem(e);
    int out[4], w, h;
    dx_picture_stored(stored, &w, &h);
    dx_map_box(m, box, w, h, out);
    r->words[r->n_words++] = (struct dx_word){start, end, out[0], out[1], out[2], out[3], confidence};
    return DX_OK;
}

static int add_words(struct dx_recognition *r, const struct dx_ocr_symbol *s, size_t n, const struct dx_map *m, const struct dx_moved_list *moved,
                     const struct dx_picture *stored, struct dx_err *e)
{
    int rc = DX_OK;
    for (size_t i = 0; i < n && rc == DX_OK;) {
        size_t start = s[i].start, end;
        int x0 = INT_MAX, y0 = INT_MAX, x1 = INT_MIN, y1 = INT_MIN;
        double least = 1;
        do {
            int b[4] = {s[i].x, s[i].y, s[i].w, s[i].h};
            dx_moved_back(moved, b);
            x0 = b[0] < x0 ? b[0] : x0;
            y0 = b[1] < y0 ? b[1] : y0;
            x1 = b[0] + b[2] > x1 ? b[0] + b[2] : x1;
            y1 = b[1] + b[3] > y1 ? b[1] + b[3] : y1;
            least = s[i].confidence < least ? s[i].confidence : least;
            end = s[i].end;
            i++;
        } while (i < n && s[i].start == end);
        rc = add_word(r, start, end, (int[4]){x0, y0, x1 - x0, y1 - y0}, least, m, stored, e);
    }
    return rc;
}

/* One reading at one turn. *up: by how much more the raster should be turned, judged when the reading is doubtful. */
static int read_turned(struct dx_recognition *r, struct dx_ocr *o, const struct dx_picture *stored, int turn, int *up, struct dx_err *e)
{
    struct dx_picture *p = NULL;
    struct dx_map m = DX_MAP_IDENTITY;
    struct dx_moved_list moved = {0};
    const struct dx_ocr_symbol *symbols = NULL;
    size_t n = 0;
    r->n_words = 0;
    int rc = prepare(r, &p, stored, turn, &m, &moved, e);
    if (rc == DX_OK)
        rc = dx_ocr_read(o, p, &r->text, &symbols, &n, &r->confidence, e);
    if (rc == DX_OK)
        rc = add_words(r, symbols, n, &m, &moved, stored, e);
    if (rc == DX_OK && up)
        *up = n >= DOUBT_SYMBOLS && r->confidence < DOUBT ? dx_ocr_upright(o, p) : 0;
    free(moved.p);
    dx_picture_free(p);
    return rc;
}

int dx_recognise(struct dx_recognition *r, struct dx_ocr *o, const struct dx_picture *stored, struct dx_err *e)
{
    int orientation = stored->orientation >= 1 && stored->orientation <= 8 ? stored->orientation : 1, up = 0;
    r->flip = done[orientation].flip;
    r->rotation = done[orientation].rotation;
    int rc = read_turned(r, o, stored, 0, &up, e);
    if (rc != DX_OK || up == 0)
        return rc;
    double before = r->confidence;
    rc = read_turned(r, o, stored, up, NULL, e);
    if (rc == DX_OK && r->confidence <= before) /* it was right as it stood */
        return read_turned(r, o, stored, 0, NULL, e);
    r->rotation = (r->rotation + up) % 360;
    return rc;
}
