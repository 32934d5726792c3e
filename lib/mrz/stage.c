/* stage.c: documents from the pictures of pages: locate, read, write the record */
#include "mrz/stage.h"

#include "base/limits.h"
#include "mrz/crop.h"
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
    bool crop;
    struct dx_buf line, text;
    struct dx_json json; /* of a page record */
};

static void close_stage(void *state)
{
    struct state *s = state;
    if (!s)
        return;
    dx_mrz_reader_free(s->reader);
    dx_buf_free(&s->line);
    dx_buf_free(&s->text);
    dx_json_free(&s->json);
    free(s);
}

static int open_stage(void **state, const struct dx_options *o, struct dx_err *e)
{
    struct state *s = calloc(1, sizeof *s);
    *state = NULL;
    if (!s)
        return dx_fail_nomem(e);
    s->max_pixels = o->max_pixels;
    s->crop = o->crop != NULL;
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
    } libs[] = {{"leptonica", dx_leptonica_version}, {"libexif", dx_exif_version}, {"libheif", dx_heif_version},
                {"libjpeg", dx_jpeg_version}, {"libpng", dx_png_version}, {"libtiff", dx_tiff_version}, {"poppler", dx_poppler_version}};
    const struct state *s = state;
    dx_jw_obj(w, "models");
    dx_jw_cstr(w, "mrz-cells", dx_mrz_reader_cells(s->reader));
    dx_jw_cstr(w, "mrz-lines", dx_mrz_reader_lines(s->reader));
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
    int w, h;
    dx_picture_stored(p, &w, &h);
    int low[2] = {w, h}, high[2] = {0, 0}, off[2] = {0, 0};
    for (int i = 0; i < 4; i++) {
        double x = corner[2 * i], y = corner[2 * i + 1];
        quad[2 * i] = clamp(floor(m->a * x + m->b * y + m->c + 0.5), w);
        quad[2 * i + 1] = clamp(floor(m->d * x + m->e * y + m->f + 0.5), h);
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

/* Appends the text of a page record of this page, unless it tells of the file (EXIF) rather than of what is seen. */
static void take_text(struct state *s, struct dx_str record, int page)
{
    struct dx_err e;
    if (dx_json_parse(&s->json, record.p, record.n, &e) != DX_OK)
        return;
    const struct dx_jnode *top = dx_json_top(&s->json);
    struct dx_str text = dx_json_str(dx_json_get(&s->json, top, "text"));
    if (dx_json_int(dx_json_get(&s->json, top, "page"), 0) != page || dx_str_is(dx_json_str(dx_json_get(&s->json, top, "layer")), "meta"))
        return;
    dx_buf_add(&s->text, text.p, text.n);
    dx_buf_str(&s->text, "\n");
}

/* What stages before this one have read on the page: s->text. */
static void page_text(struct state *s, const struct dx_group *g, int page)
{
    dx_buf_reset(&s->text);
    for (size_t i = 0; i < g->n + g->n_own; i++) {
        const struct dx_line *l = i < g->n ? &g->lines[i] : &g->own[i - g->n];
        if (l->type == DX_T_PAGE && l->page == page)
            take_text(s, (struct dx_str){g->text.p + l->off, l->len}, page);
    }
}

/* A reading in raster q, whose pixels m maps to those of the stored picture p. */
static int emit(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_mrz_reading *r, const struct dx_picture *q,
                const struct dx_map *m, const struct dx_picture *p, struct dx_err *e)
{
    const struct dx_mrz *z = &r->z;
    int quad[8], box[4];
    char id[DX_ID_DIGITS + 1];
    bool level = outline(m, r->quad, p, quad, box);
    dx_buf_reset(&s->line);
    page_text(s, g, page);
    dx_mrz_record(&s->line, z,
                  &(struct dx_mrz_source){.item = g->item.id, .page = page, .box = box, .quad = level ? NULL : quad,
                                          .visual = dx_mrz_visual(z, dx_buf_slice(&s->text)),
                                          .as_of = s->as_of[0] ? s->as_of : NULL}, by, id);
    int rc = s->crop && dx_buf_ok(&s->line) ? dx_mrz_crops_put(&s->line, q, r, e) : DX_OK;
    if (rc != DX_OK)
        return rc;
    return dx_buf_ok(&s->line) ? dx_group_emit(g, dx_buf_slice(&s->line), DX_T_DOCUMENT, page, e) : dx_fail_nomem(e);
}

/* Reads all zones of raster q, whose pixels m maps to those of the stored picture p. */
static int look(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_picture *q, const struct dx_map *m,
                const struct dx_picture *p, int *zones, struct dx_err *e)
{
    const struct dx_mrz_reading *r;
    int n, rc = dx_mrz_read_all(s->reader, q, &r, &n, e);
    for (int i = 0; i < n && rc == DX_OK; i++)
        rc = emit(s, g, by, page, &r[i], q, m, p, e);
    *zones += n;
    return rc;
}

/* EXIF 2, 4, 5 and 7 mirror: such a picture is looked at as it is shown first. Other turns need nothing, places have any angle;
 * and an orientation may be wrong, so the pixels are looked at as they stand if nothing came of it. */
static int picture(struct state *s, struct dx_group *g, const char *by, int page, const struct dx_picture *p, struct dx_err *e)
{
    static const bool mirrors[9] = {[2] = true, [4] = true, [5] = true, [7] = true};
    int zones = 0, rc = DX_OK, w, h;
    struct dx_map stored = dx_picture_stored(p, &w, &h);
    if (p->orientation >= 1 && p->orientation <= 8 && mirrors[p->orientation]) {
        struct dx_picture *shown = NULL;
        struct dx_map m;
        rc = dx_picture_orient(&shown, p, p->orientation, &m, e);
        if (rc == DX_OK) {
            m = dx_map_join(m, stored);
            rc = look(s, g, by, page, shown, &m, p, &zones, e);
        }
        dx_picture_free(shown);
    }
    if (rc == DX_OK && zones == 0)
        rc = look(s, g, by, page, p, &stored, p, &zones, e);
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
    .read = dx_pages_read,
    .page = read_page,
};
