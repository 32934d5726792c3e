/* stage.c: documents from the pictures of pages: locate, read, write the record */
#include "mrz/stage.h"

#include "base/limits.h"
#include "mrz/read.h"
#include "page/page.h"
#include "page/versions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct state {
    struct dx_mrz_reader *reader;
    char as_of[11];
    int64_t max_pixels;
    struct dx_buf line;
};

static void close_stage(void *state)
{
    struct state *s = state;
    if (!s)
        return;
    dx_mrz_reader_free(s->reader);
    dx_buf_free(&s->line);
    free(s);
}

static int open_stage(void **state, const struct dx_options *o, struct dx_err *e)
{
    struct state *s = calloc(1, sizeof *s);
    *state = NULL;
    if (!s)
        return dx_fail_nomem(e);
    s->max_pixels = o->max_pixels;
    if (o->as_of)
        memcpy(s->as_of, o->as_of, strnlen(o->as_of, sizeof s->as_of - 1));
    int rc = dx_mrz_reader_new(&s->reader, e);
    if (rc == DX_OK)
        *state = s;
    else
        close_stage(s);
    return rc;
}

static void describe(const void *state, struct dx_jw *w)
{
    static const struct {
        const char *name;
        const char *(*version)(void);
    } libs[] = {{"leptonica", dx_leptonica_version}, {"libexif", dx_exif_version}, {"libjpeg", dx_jpeg_version},
                {"libpng", dx_png_version}, {"libtiff", dx_tiff_version}, {"poppler", dx_poppler_version}};
    const struct state *s = state;
    dx_jw_obj(w, "models");
    dx_jw_cstr(w, "mrz", dx_mrz_reader_model(s->reader));
    dx_jw_obj_end(w);
    dx_jw_obj(w, "libs");
    for (size_t i = 0; i < sizeof libs / sizeof *libs; i++)
        dx_jw_cstr(w, libs[i].name, libs[i].version());
    dx_jw_obj_end(w);
    dx_jw_cstr(w, "cpu", dx_cpu_class());
    dx_jw_obj(w, "options");
    if (s->as_of[0])
        dx_jw_cstr(w, "as_of", s->as_of);
    dx_jw_int(w, "max_pixels", s->max_pixels > 0 ? s->max_pixels : DX_PICTURE_PIXELS);
    dx_jw_obj_end(w);
}

static bool takes(const void *state, struct dx_str media)
{
    (void)state;
    return dx_media_has_pictures(media);
}

/* ---- one picture ---- */

static int clamp(double v, int high) { return v < 0 ? 0 : v > high ? high : (int)v; }

/* The corners in stored pixels, within the picture; the box around them; does it lie parallel to the axes, but for half a per
 * cent? */
static bool outline(const struct dx_map *m, const double corner[8], const struct dx_picture *p, int quad[8], int box[4])
{
    int low[2] = {p->w, p->h}, high[2] = {0, 0}, off[2] = {0, 0};
    for (int i = 0; i < 4; i++) {
        double x = corner[2 * i], y = corner[2 * i + 1];
        quad[2 * i] = clamp(floor(m->a * x + m->b * y + m->c + 0.5), p->w);
        quad[2 * i + 1] = clamp(floor(m->d * x + m->e * y + m->f + 0.5), p->h);
        for (int k = 0; k < 2; k++) {
            low[k] = quad[2 * i + k] < low[k] ? quad[2 * i + k] : low[k];
            high[k] = quad[2 * i + k] > high[k] ? quad[2 * i + k] : high[k];
        }
    }
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 2; k++) {
            int v = quad[2 * i + k], to = v - low[k] < high[k] - v ? v - low[k] : high[k] - v;
            off[k] = to > off[k] ? to : off[k];
        }
    for (int k = 0; k < 2; k++) {
        box[k] = low[k];
        box[k + 2] = high[k] - low[k];
    }
    int longer = box[2] > box[3] ? box[2] : box[3];
    return off[0] * 200 <= longer && off[1] * 200 <= longer;
}

static int emit(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_mrz *z, const double corner[8],
                const struct dx_map *m, const struct dx_picture *p, struct dx_err *e)
{
    int quad[8], box[4];
    char id[DX_ID_DIGITS + 1];
    bool level = outline(m, corner, p, quad, box);
    dx_buf_reset(&s->line);
    dx_mrz_record(&s->line, z,
                  &(struct dx_mrz_source){.item = g->item.id, .page = page, .box = box, .quad = level ? NULL : quad,
                                          .as_of = s->as_of[0] ? s->as_of : NULL}, by, id);
    return dx_buf_ok(&s->line) ? dx_group_emit(g, dx_buf_slice(&s->line), DX_T_DOCUMENT, page, e) : dx_fail_nomem(e);
}

/* Reads all zones of raster q, whose pixels m maps to those of the stored picture p. */
static int look(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_picture *q, const struct dx_map *m,
                const struct dx_picture *p, int *zones, struct dx_err *e)
{
    struct dx_mrz_place place[DX_MRZ_PLACES];
    struct dx_mrz z;
    double corner[8];
    bool found;
    int n = 0, rc = dx_mrz_locate(q, place, DX_MRZ_PLACES, &n, e);
    for (int i = 0; i < n && rc == DX_OK; i++) {
        rc = dx_mrz_read(s->reader, q, &place[i], &found, &z, corner, e);
        if (rc == DX_OK && found) {
            rc = emit(s, g, by, page, &z, corner, m, p, e);
            (*zones)++;
        }
    }
    return rc;
}

/* EXIF 2, 4, 5 and 7 mirror: such a picture is looked at as it is shown first. Other turns need nothing, places have any angle;
 * and an orientation may be wrong, so the pixels are looked at as they stand if nothing came of it. */
static int picture(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_picture *p, struct dx_err *e)
{
    static const bool mirrors[9] = {[2] = true, [4] = true, [5] = true, [7] = true};
    int zones = 0, rc = DX_OK;
    if (p->orientation >= 1 && p->orientation <= 8 && mirrors[p->orientation]) {
        struct dx_picture *shown = NULL;
        struct dx_map m;
        rc = dx_picture_orient(&shown, p, p->orientation, &m, e);
        if (rc == DX_OK)
            rc = look(s, g, by, page, shown, &m, p, &zones, e);
        dx_picture_free(shown);
    }
    if (rc == DX_OK && zones == 0)
        rc = look(s, g, by, page, p, &DX_MAP_IDENTITY, p, &zones, e);
    return rc;
}

static int read_page(void *state, struct dx_group *g, const char *by, struct dx_page *p, struct dx_err *e)
{
    struct dx_err why = {0};
    int rc = DX_OK;
    if (!p->look || !p->picture)
        return DX_OK;
    const struct dx_picture *q = p->picture(p, &rc, &why);
    if (q)
        rc = picture(state, g, by, p->number, q, &why);
    if (rc == DX_OK || rc == DX_NOMEM || rc == DX_ENV) {
        if (rc != DX_OK)
            *e = why;
        return rc;
    }
    return dx_group_error(g, "mrz", p->number, &why, by, e);
}

const struct dx_stage dx_mrz_stage = {
    .name = "mrz",
    .tool = "dx-mrz",
    .emits = 1 << DX_T_DOCUMENT,
    .open = open_stage,
    .close = close_stage,
    .describe = describe,
    .takes = takes,
    .page = read_page,
};
